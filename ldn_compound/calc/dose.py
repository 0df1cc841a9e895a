"""A child's dose by body weight, its volume, and how far the syringe's lines are from it."""

from __future__ import annotations

from fractions import Fraction

from ldn_compound.core.formulas import formula


@formula("{rate} x {body_weight}", rate="mass/mass", body_weight="body mass", returns="mass")
def dose_by_weight(*, rate: Fraction, body_weight: Fraction) -> Fraction:
    """Return the dose of a day by body weight; the rate is per day.

    Valid: a rate per DAY; the plan holds the result to the maximum.

    Sources: NCT00715117: 0.1 mg/kg a day, at most 4.5 mg a day, from 6 to 17 years.

    >>> dose_by_weight(rate=Fraction(1, 10_000_000), body_weight=Fraction(18_500_000))
    Fraction(37, 20)
    """
    return rate * body_weight


@formula("({larger} - {smaller}) / {volume}", larger="volume", smaller="volume", volume="volume", returns="1")
def rounding_error(*, larger: Fraction, smaller: Fraction, volume: Fraction) -> Fraction:
    """Return how far the volume drawn is from the volume of the dose, as a fraction of the latter.

    Parameters:
        larger, smaller: the two of them, the larger first: the error is a size, without a sign.
        volume: the volume of the dose.

    Valid: the larger volume first.

    Sources: arithmetic.

    >>> rounding_error(larger=Fraction("4.5"), smaller=Fraction("4.4"), volume=Fraction("4.5"))
    Fraction(1, 45)
    """
    return (larger - smaller) / volume


@formula(
    "{volume} x {doses_per_day} x {days}",
    volume="volume",
    doses_per_day="1/time",
    days="time",
    returns="volume",
)
def volume_for_days(*, volume: Fraction, doses_per_day: Fraction, days: Fraction) -> Fraction:
    """Return the volume that the doses of a number of days take.

    Valid: doses of one volume.

    Sources: arithmetic.

    >>> volume_for_days(volume=Fraction("1.8"), doses_per_day=Fraction(1), days=Fraction(30))
    Fraction(54, 1)
    """
    return volume * doses_per_day * days
