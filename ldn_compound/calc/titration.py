"""A titration: the dose of each step, and what the steps take together."""

from __future__ import annotations

from fractions import Fraction

from ldn_compound.core.units import formula


@formula("({to} - {start}) / {step}", to="mass", start="mass", step="mass", returns="1")
def increments(*, to: Fraction, start: Fraction, step: Fraction) -> Fraction:
    """Return how many increments lead from the first dose to the last; a fraction where the last one is smaller.

    >>> increments(to=Fraction("4.5"), start=Fraction("0.5"), step=Fraction("0.5"))
    Fraction(8, 1)
    """
    return (to - start) / step


@formula("{start} + {number} x {step}", start="mass", number="1", step="mass", returns="mass")
def dose_after(*, start: Fraction, number: Fraction, step: Fraction) -> Fraction:
    """Return the dose after so many whole increments.

    >>> dose_after(start=Fraction("0.5"), number=Fraction(2), step=Fraction("0.5"))
    Fraction(3, 2)
    """
    return start + number * step


@formula("{dose} x {doses}", dose="mass", doses="1", returns="mass")
def dose_of_day(*, dose: Fraction, doses: Fraction) -> Fraction:
    """Return what the doses of a day hold together.

    >>> dose_of_day(dose=Fraction(1), doses=Fraction(2))
    Fraction(2, 1)
    """
    return dose * doses


@formula("{dose} x {doses_per_day} x {days}", dose="mass", doses_per_day="1/time", days="time", returns="mass")
def drug_for_days(*, dose: Fraction, doses_per_day: Fraction, days: Fraction) -> Fraction:
    """Return the drug that a dose takes for so many days.

    >>> drug_for_days(dose=Fraction("0.5"), doses_per_day=Fraction(1), days=Fraction(14))
    Fraction(7, 1)
    """
    return dose * doses_per_day * days


@formula("{volume} x {doses_per_day} x {days}", volume="volume", doses_per_day="1/time", days="time", returns="volume")
def liquid_for_days(*, volume: Fraction, doses_per_day: Fraction, days: Fraction) -> Fraction:
    """Return the liquid that a dose's volume takes for so many days.

    >>> liquid_for_days(volume=Fraction(3), doses_per_day=Fraction(2), days=Fraction(10))
    Fraction(60, 1)
    """
    return volume * doses_per_day * days


@formula("{units} x {doses_per_day} x {days}", units="item", doses_per_day="1/time", days="time", returns="item")
def units_for_days(*, units: Fraction, doses_per_day: Fraction, days: Fraction) -> Fraction:
    """Return the capsules that a dose of so many takes for so many days.

    >>> units_for_days(units=Fraction(2), doses_per_day=Fraction(1), days=Fraction(14))
    Fraction(28, 1)
    """
    return units * doses_per_day * days
