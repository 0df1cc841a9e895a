"""What a balance can weigh: the minimum weighable quantity and the expected error of a mass."""

from __future__ import annotations

from fractions import Fraction

from ldn_compound.units import formula


@formula("{sensitivity} / {permitted_error:%}", sensitivity="mass", permitted_error="1", returns="mass")
def minimum_weighable(*, sensitivity: Fraction, permitted_error: Fraction) -> Fraction:
    """Return the least mass whose weighing error stays within the permitted error.

    Sources: UNC pharmlabs, measurements: sensitivity requirement x 100 / permitted error in %.

    >>> minimum_weighable(sensitivity=Fraction(6), permitted_error=Fraction(1, 20))
    Fraction(120, 1)
    """
    return sensitivity / permitted_error


@formula("{sensitivity} / {weighed}", sensitivity="mass", weighed="mass", returns="1", in_percent=True)
def weighing_error(*, sensitivity: Fraction, weighed: Fraction) -> Fraction:
    """Return the expected relative error of a weighing.

    >>> weighing_error(sensitivity=Fraction(6), weighed=Fraction(120))
    Fraction(1, 20)
    """
    return sensitivity / weighed
