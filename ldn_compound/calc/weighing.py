"""What a balance can weigh: the minimum weighable quantity and the expected error of a mass."""

from __future__ import annotations

from fractions import Fraction

from ldn_compound.core.formulas import formula

_LEAST_REPEATABILITY, _EXPANDED, _ACCURATE = "0.41", 2, 2000
_OF_READABILITY = Fraction(_LEAST_REPEATABILITY)


@formula("{sensitivity} / {permitted_error:%}", sensitivity="mass", permitted_error="1", returns="mass")
def minimum_weighable(*, sensitivity: Fraction, permitted_error: Fraction) -> Fraction:
    """Return the least mass whose weighing error stays within the permitted error.

    Valid: a sensitivity requirement of the balance, not its readability.

    Sources: UNC pharmlabs, measurements: sensitivity requirement x 100 / permitted error in %.

    >>> minimum_weighable(sensitivity=Fraction(6), permitted_error=Fraction(1, 20))
    Fraction(120, 1)
    """
    return sensitivity / permitted_error


@formula(f"{_LEAST_REPEATABILITY} x {{readability}}", readability="mass", returns="mass")
def least_repeatability(*, readability: Fraction) -> Fraction:
    """Return the least standard deviation of repeated weighings that counts: what rounding to the last digit makes.

    Sources: USP <41>: a standard deviation below 0.41 d is replaced by 0.41 d.

    >>> least_repeatability(readability=Fraction(1))
    Fraction(41, 100)
    """
    return _OF_READABILITY * readability


@formula(f"{_EXPANDED} x {{repeatability}}", repeatability="mass", returns="mass")
def error_of_repeatability(*, repeatability: Fraction) -> Fraction:
    """Return the error of one weighing on a balance whose repeatability was measured.

    Parameters:
        repeatability: standard deviation of at least 10 weighings, not below :func:`least_repeatability`.

    Valid: at least 10 weighings of one small weight.

    Sources: USP <41>: twice the standard deviation (95 % of the weighings) over the mass is held to the limit.

    >>> error_of_repeatability(repeatability=Fraction(3))
    Fraction(6, 1)
    """
    return _EXPANDED * repeatability


@formula(f"{_ACCURATE} x {{repeatability}}", repeatability="mass", returns="mass")
def accurate_minimum(*, repeatability: Fraction) -> Fraction:
    """Return the least mass that USP <41> lets an accurate weighing be: twice the repeatability is 0.1 % of it.

    Parameters:
        repeatability: as in :func:`error_of_repeatability`.

    Valid: at least 10 weighings of one small weight.

    Sources: USP <41> as Sartorius explains it: 2000 x the repeatability, and so at least 820 x the readability.

    >>> accurate_minimum(repeatability=Fraction(41, 1000))
    Fraction(82, 1)
    """
    return _ACCURATE * repeatability


@formula("{readability} / 2", readability="mass", returns="mass")
def half_a_step(*, readability: Fraction) -> Fraction:
    """Return the error that rounding to the last digit alone may be: no weighing on that balance errs by less.

    Valid: a display that rounds to its last digit.

    Sources: arithmetic of rounding.

    >>> half_a_step(readability=Fraction(1))
    Fraction(1, 2)
    """
    return readability / 2
