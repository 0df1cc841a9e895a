"""Digits of endless decimals, held against the division of the decimal module."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

from hypothesis import assume, example, given
from hypothesis import strategies as st

from ldn_compound.core.numbers import brief_text, decimal_text, terminates


def divided(above: int, below: int, digits: int) -> Decimal:
    """Divide with room to spare, then round once: to so many digits, half up."""
    return Context(prec=digits, rounding=ROUND_HALF_UP).plus(Context(prec=400).divide(Decimal(above), Decimal(below)))


@given(st.integers(1, 10**40), st.integers(1, 10**40), st.integers(1, 28))
@example(1, 3, 28)
@example(10**30 + 1, 3, 28)  # more digits before the point than are kept
@example(1, 3 * 10**9, 3)
@example(29_999, 30_000, 3)  # rounds up to the next power of ten
def test_digits_are_those_of_the_division(above: int, below: int, digits: int) -> None:
    value = Fraction(above, below)
    assume(not terminates(value))
    text = decimal_text(value, digits=digits)
    assert Decimal(text) == divided(above, below, digits)
    assert "E" not in text
    assert "." not in text or not text.endswith(("0", "."))


@given(st.integers(1, 10**12), st.integers(1, 10**12))
def test_a_brief_number_is_the_nearest_and_says_that_it_is_rounded(above: int, below: int) -> None:
    value = Fraction(above, below)
    text = brief_text(value)
    shown = Fraction(text.lstrip("~"))
    assert text.startswith("~") == (shown != value)
    assert abs(shown - value) <= max(Fraction(1, 20_000), value / 100)
    assert shown > 0
