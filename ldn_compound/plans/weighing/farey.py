"""Fractions with small denominators, those nearest to a number first: a walk of the Farey sequence on both sides.

Sources: G. H. Hardy, E. M. Wright, An Introduction to the Theory of Numbers, chapter 3 (Farey series).
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction


def nearest_fractions(target: Fraction, most: int) -> Iterator[tuple[int, int]]:
    """Yield the fractions in lowest terms with a denominator of at most `most`, those nearest to the target first.

    >>> from itertools import islice
    >>> [f"{above}/{below}" for above, below in islice(nearest_fractions(Fraction(1, 3), 5), 5)]
    ['1/3', '2/5', '1/4', '1/5', '1/2']
    """
    if most < 1:
        return
    low, high = _neighbours(target, most)
    if low == high:
        yield low
        # The next ones on both sides: found from the two fractions that stand beside it.
        p, q = low
        b = most - (most - pow(p, -1, q)) % q if q > 1 else most
        c = most - (most + pow(p, -1, q)) % q if q > 1 else most
        low, high = ((p * b - 1) // q, b), ((p * c + 1) // q, c)
        down_from, up_from = (p, q), (p, q)
    else:
        down_from, up_from = high, low
    p, q = target.numerator, target.denominator
    while True:
        # Compared as whole numbers: (target - low) against (high - target), both times the three denominators.
        if low[0] >= 0 and (p * low[1] - low[0] * q) * high[1] <= (high[0] * q - p * high[1]) * low[1]:
            yield low
            step = (most + down_from[1]) // low[1]
            low, down_from = (step * low[0] - down_from[0], step * low[1] - down_from[1]), low
        else:
            yield high
            step = (most + up_from[1]) // high[1]
            high, up_from = (step * high[0] - up_from[0], step * high[1] - up_from[1]), high


def _neighbours(target: Fraction, most: int) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return the fractions beside the target, one from below and one from above; twice itself where it is one."""
    if target.denominator <= most:
        itself = (target.numerator, target.denominator)
        return itself, itself
    p0, q0, p1, q1 = 0, 1, 1, 0
    n, d = target.numerator, target.denominator
    while True:
        whole = n // d
        if q0 + whole * q1 > most:
            break
        p0, q0, p1, q1 = p1, q1, p0 + whole * p1, q0 + whole * q1
        n, d = d, n - whole * d
    step = (most - q0) // q1
    one, other = (p0 + step * p1, q0 + step * q1), (p1, q1)
    return (one, other) if one[0] * other[1] < other[0] * one[1] else (other, one)
