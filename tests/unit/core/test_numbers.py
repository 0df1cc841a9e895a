"""Numbers as strict text, roundings at and beside the tie, and exact fractions printed back."""

from __future__ import annotations

from decimal import ROUND_FLOOR, ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldn_compound.core.errors import InputError
from ldn_compound.core.numbers import (
    brief_text,
    ceiling,
    decimal_text,
    parse_number,
    parse_whole,
    round_down,
    round_half_down,
    round_half_up,
    terminates,
    to_decimal,
)

CENTS = st.decimals(Decimal(0), Decimal(10**6), places=4)
STEPS = st.sampled_from(("0.01", "0.1", "0.2", "0.5", "1", "2", "5", "10"))


@pytest.mark.parametrize("text", ["0", "1", "90", "0.5", "1.0", "0.00", "100", "123456789012345", "12345.6789012345"])
def test_number_taken(text: str) -> None:
    assert parse_number(text, field="displacement_factor") == Fraction(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "5.",
        ".5",
        "05",
        "00",
        "01.5",
        "1e3",
        "1E3",
        "+5",
        "-5",
        "1_000",
        "1 000",
        "1,5",
        "1,000",
        "5 ",
        " 5",
        "5\n",
        "\uff15",
        "\u0665",
        "0x10",
        "nan",
        "inf",
        "1/2",
        "\u00bd",
        "1.2.3",
        "5%",
        "--5",
        "\x00",
    ],
)
def test_number_refused(text: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_number(text, field="age")
    error = caught.value
    assert (error.code, error.field) == ("bad-number", "age")
    assert error.needed
    assert error.hint


@pytest.mark.parametrize("text", ["1234567890123456", "0.000000000000001", "1.000000000000000"])
def test_at_most_15_digits(text: str) -> None:
    with pytest.raises(InputError, match="too-many-digits"):
        parse_number(text, field="age")


@pytest.mark.parametrize(
    ("value", "code"), [(4.5, "float-refused"), (None, "not-text"), (True, "not-text"), (5, "not-text")]
)
def test_number_is_text(value: object, code: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_number(value, field="age")
    assert caught.value.code == code


@pytest.mark.parametrize(("value", "number"), [("90", 90), (90, 90), ("1", 1), ("100000", 100_000)])
def test_whole_taken(value: object, number: int) -> None:
    assert parse_whole(value, field="count") == number


@pytest.mark.parametrize(
    "value",
    [
        "",
        "0",
        "-1",
        "090",
        "9.0",
        "9.5",
        "1_000",
        "1,000",
        "1 000",
        "+9",
        "1e2",
        "\uff19",
        " 9",
        "9 ",
        "100001",
        0,
        -1,
        100_001,
        9.0,
        True,
        False,
        None,
        Decimal(9),
        Fraction(9),
        "9" * 5000,
    ],
)
def test_whole_refused(value: object) -> None:
    with pytest.raises(InputError) as caught:
        parse_whole(value, field="count")
    assert caught.value.code in ("bad-whole-number", "out-of-range")
    assert caught.value.field == "count"


# --- roundings ------------------------------------------------------------------------------------------------------

ROUNDED = [
    # value, step, half up, down, half down
    ("51.5", "1", "52", "51", "51"),
    ("0.5", "1", "1", "0", "0"),
    ("1.4999999999999", "1", "1", "1", "1"),
    ("1.5000000000001", "1", "2", "1", "2"),
    ("4.5", "0.2", "4.6", "4.4", "4.4"),
    ("4.5", "0.5", "4.5", "4.5", "4.5"),
    ("12.5", "5", "15", "10", "10"),
    ("0", "1", "0", "0", "0"),
    ("0.25", "0.1", "0.3", "0.2", "0.2"),
    ("2.675", "0.01", "2.68", "2.67", "2.67"),
]


@pytest.mark.parametrize(("value", "step", "up", "down", "half_down"), ROUNDED)
def test_rounded(value: str, step: str, up: str, down: str, half_down: str) -> None:
    exact, increment = Fraction(value), Fraction(step)
    assert round_half_up(exact, increment) == Fraction(up)
    assert round_down(exact, increment) == Fraction(down)
    assert round_half_down(exact, increment) == Fraction(half_down)


@given(CENTS, STEPS)
def test_roundings_agree_with_decimal(value: Decimal, step: str) -> None:
    units = value / Decimal(step)
    for ours, theirs in ((round_half_up, ROUND_HALF_UP), (round_down, ROUND_FLOOR), (round_half_down, ROUND_HALF_DOWN)):
        wanted = units.quantize(Decimal(1), theirs) * Decimal(step)
        assert ours(Fraction(value), Fraction(step)) == Fraction(wanted)


def test_a_tie_behind_a_quotient_is_a_tie() -> None:
    """0.5 mg x 90 x 1.03 / 0.9 is exactly 51.5 mg; rounding the factor first gives 51.4999... and a milligram less."""
    exact = Fraction("0.5") * 90 * Fraction("1.03") / Fraction("0.9")
    assert exact == Fraction("51.5")
    assert round_half_up(exact, Fraction(1)) == 52


@pytest.mark.parametrize(("value", "whole"), [("2", 2), ("2.01", 3), ("0", 0), ("0.0000001", 1)])
def test_ceiling(value: str, whole: int) -> None:
    assert ceiling(Fraction(value)) == whole


# --- text -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("0", "0"),
        ("4.5", "4.5"),
        ("90", "90"),
        ("100", "100"),
        ("0.10", "0.1"),
        ("1/8", "0.125"),
        ("1/3", "0." + "3" * 28),
        ("2/3", "0." + "6" * 27 + "7"),
        ("200/3", "66." + "6" * 25 + "7"),
        ("1/30", "0.0" + "3" * 28),
        ("-1/4", "-0.25"),
        ("1/1024", "0.0009765625"),
        ("1/7", "0.1428571428571428571428571429"),
    ],
)
def test_decimal_text(value: str, text: str) -> None:
    assert decimal_text(Fraction(value)) == text
    assert "E" not in text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("4.5", "4.5"),
        ("2/3", "~0.6667"),
        ("1/30000", "~0.0000333"),
        ("0.00004", "0.00004"),
        ("0", "0"),
        ("999999.99999", "~1000000"),
        ("1234.56785", "~1234.5679"),
        ("-2/3", "~-0.6667"),
        ("0.0001", "0.0001"),
    ],
)
def test_brief_text(value: str, text: str) -> None:
    assert brief_text(Fraction(value)) == text


@given(st.fractions(min_value=Fraction(1, 10**6), max_value=10**6))
def test_brief_text_never_hides_that_it_was_rounded(value: Fraction) -> None:
    text = brief_text(value)
    shown = Fraction(text.removeprefix("~"))
    assert (shown == value) == (not text.startswith("~"))
    assert shown > 0
    assert abs(shown - value) <= max(Fraction(1, 20_000), value / 200)


@given(st.fractions(min_value=0, max_value=10**9))
def test_decimal_text_is_within_half_of_the_28th_digit(value: Fraction) -> None:
    text = decimal_text(value)
    assert "e" not in text.lower()
    back = Fraction(text)
    if terminates(value):
        assert back == value
        assert to_decimal(value) == Decimal(text)
    else:
        assert abs(back - value) <= value / 10**27 / 2
    assert not (("." in text) and text.endswith(("0", ".")))


def test_terminates() -> None:
    values: dict[Any, bool] = {
        Fraction(1, 8): True,
        Fraction(1, 3): False,
        Fraction(7, 50): True,
        Fraction(3, 7): False,
    }
    assert {value: terminates(value) for value in values} == values
