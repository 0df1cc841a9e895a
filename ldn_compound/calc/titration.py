"""A titration: the dose of each step, and what the steps take together.

Sources: arithmetic over the steps that the prescriber ordered.
"""

from __future__ import annotations

from fractions import Fraction

from ldn_compound.core.formulas import formula


@formula("{start} + {number} x {step}", start="mass", number="1", step="mass", returns="mass")
def dose_after(*, start: Fraction, number: Fraction, step: Fraction) -> Fraction:
    """Return the dose after a number of whole increments.

    Valid: whole increments.

    >>> dose_after(start=Fraction("0.5"), number=Fraction(2), step=Fraction("0.5"))
    Fraction(3, 2)
    """
    return start + number * step


@formula("{dose} x {doses_per_day} x {days}", dose="mass", doses_per_day="1/time", days="time", returns="mass")
def drug_for_days(*, dose: Fraction, doses_per_day: Fraction, days: Fraction) -> Fraction:
    """Return the drug that a dose takes for a number of days.

    Valid: one dose for all the days.

    >>> drug_for_days(dose=Fraction("0.5"), doses_per_day=Fraction(1), days=Fraction(14))
    Fraction(7, 1)
    """
    return dose * doses_per_day * days


@formula("{units} x {doses_per_day} x {days}", units="item", doses_per_day="1/time", days="time", returns="item")
def units_for_days(*, units: Fraction, doses_per_day: Fraction, days: Fraction) -> Fraction:
    """Return the capsules that a dose takes for a number of days.

    Valid: one dose for all the days.

    >>> units_for_days(units=Fraction(2), doses_per_day=Fraction(1), days=Fraction(14))
    Fraction(28, 1)
    """
    return units * doses_per_day * days
