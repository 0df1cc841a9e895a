"""A child's dose by body weight, its volume, and how far the syringe's lines are from it."""

from __future__ import annotations

from fractions import Fraction

from ldn_compound.core.units import formula


@formula("{rate} x {body_weight}", rate="mass/mass", body_weight="body mass", returns="mass")
def dose_by_weight(*, rate: Fraction, body_weight: Fraction) -> Fraction:
    """Return the dose of a day by body weight; the rate is per day.

    >>> dose_by_weight(rate=Fraction(1, 10_000_000), body_weight=Fraction(18_500_000))
    Fraction(37, 20)
    """
    return rate * body_weight


@formula("{daily_dose} / {doses}", daily_dose="mass", doses="1", returns="mass")
def divided_dose(*, daily_dose: Fraction, doses: Fraction) -> Fraction:
    """Return one of the equal doses that a day's dose is divided into.

    >>> divided_dose(daily_dose=Fraction(3), doses=Fraction(2))
    Fraction(3, 2)
    """
    return daily_dose / doses


@formula("{dose} / {concentration}", dose="mass", concentration="mass/volume", returns="volume")
def dose_volume(*, dose: Fraction, concentration: Fraction) -> Fraction:
    """Return the volume of liquid that holds a dose.

    >>> dose_volume(dose=Fraction(500), concentration=Fraction(50))
    Fraction(10, 1)
    """
    return dose / concentration


@formula("{volume} x {concentration}", volume="volume", concentration="mass/volume", returns="mass")
def dose_in(*, volume: Fraction, concentration: Fraction) -> Fraction:
    """Return the drug in a volume of liquid.

    >>> dose_in(volume=Fraction(2), concentration=Fraction(3))
    Fraction(6, 1)
    """
    return volume * concentration


@formula("{delivered} x {doses}", delivered="mass", doses="1", returns="mass")
def daily_total(*, delivered: Fraction, doses: Fraction) -> Fraction:
    """Return what a day's doses deliver together.

    >>> daily_total(delivered=Fraction(3, 2), doses=Fraction(2))
    Fraction(3, 1)
    """
    return delivered * doses


@formula("({larger} - {smaller}) / {volume}", larger="volume", smaller="volume", volume="volume", returns="1")
def rounding_error(*, larger: Fraction, smaller: Fraction, volume: Fraction) -> Fraction:
    """Return how far the volume drawn is from the volume of the dose, as a fraction of the latter.

    Parameters:
        larger, smaller: the two of them, the larger first: the error is a size, without a sign.
        volume: the volume of the dose.

    >>> rounding_error(larger=Fraction("4.5"), smaller=Fraction("4.4"), volume=Fraction("4.5"))
    Fraction(1, 45)
    """
    return (larger - smaller) / volume


@formula("({larger} - {smaller}) / {dose}", larger="mass", smaller="mass", dose="mass", returns="1")
def strength_error(*, larger: Fraction, smaller: Fraction, dose: Fraction) -> Fraction:
    """Return how far a stocked strength is from the dose, as a fraction of the dose, without a sign.

    >>> strength_error(larger=Fraction(2), smaller=Fraction("1.5"), dose=Fraction(2))
    Fraction(1, 4)
    """
    return (larger - smaller) / dose


@formula(
    "{volume} x {doses_per_day} x {days_supply}",
    volume="volume",
    doses_per_day="1/time",
    days_supply="time",
    returns="volume",
)
def volume_for_days(*, volume: Fraction, doses_per_day: Fraction, days_supply: Fraction) -> Fraction:
    """Return the volume that the doses of so many days take.

    >>> volume_for_days(volume=Fraction("1.8"), doses_per_day=Fraction(1), days_supply=Fraction(30))
    Fraction(54, 1)
    """
    return volume * doses_per_day * days_supply
