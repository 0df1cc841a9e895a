"""The acceptance value of USP <905>."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

import ldn_compound as ldn


@pytest.mark.parametrize(
    ("mean", "deviation", "units", "value"),
    [
        ("105.9 %", "5.0 %", 10, "16.4"),  # the FAQ's: 4.4 + 2.4 x 5
        ("105.9 %", "5.0 %", 30, "14.4"),  # 4.4 + 2 x 5
        ("100 %", "5 %", 10, "12"),  # M is the mean itself
        ("98.5 %", "0 %", 10, "0"),
        ("101.5 %", "1 %", 10, "2.4"),
        ("95 %", "2 %", 10, "8.3"),  # 3.5 + 4.8
        ("98.4 %", "0 %", 30, "0.1"),
    ],
)
def test_acceptance_value(mean: str, deviation: str, units: int, value: str) -> None:
    assert ldn.acceptance_value(mean=mean, standard_deviation=deviation, units=units) == Fraction(value)


@pytest.mark.parametrize("units", [9, 11, 20, 0, "ten", 10.0, None])
def test_other_numbers_of_units_are_refused(units: Any) -> None:
    with pytest.raises(ldn.InputError) as caught:
        ldn.acceptance_value(mean="100 %", standard_deviation="1 %", units=units)
    assert caught.value.field == "units"


@pytest.mark.parametrize("mean", ["100", "100 mg", 1.0, "-1 %", "301 %"])
def test_other_means_are_refused(mean: Any) -> None:
    with pytest.raises(ldn.InputError):
        ldn.acceptance_value(mean=mean, standard_deviation="1 %", units=10)


def verdict(contents: list[str]) -> tuple[str, list[str]]:
    found = ldn.check_contents(contents=contents)
    assert ldn.from_json(ldn.to_json(found)) == found
    return found.verdict, [item.code for item in found.stops]


def test_the_stages() -> None:
    """94 and 106 by five: s^2 = 10 x 36 / 9 = 40, s = 6.32: 2.4 s = 15.18 > 15; of 30: 2 s = 12.2 passes."""
    assert verdict(["94 %", "106 %"] * 5) == ("second-stage", ["assay-twenty-more"])
    assert verdict(["94 %", "106 %"] * 15) == ("pass", [])
    assert verdict(["95 %", "105 %"] * 5) == ("pass", [])  # s^2 = 250/9: 2.4 s = 12.65
    assert verdict(["90 %", "110 %"] * 15) == ("fail", ["acceptance-value-too-high"])  # 2 s = 20.3


def test_a_single_unit_far_outside_fails_the_second_stage() -> None:
    """29 of 100 % and one of 125.1 %: mean 100.84, s = 4.58, value 9.2; but M x 1.25 = 126.05: inside. 127 %: 100.9,
    M x 1.25 = 126.125: outside."""
    assert verdict(["100 %"] * 29 + ["125.1 %"]) == ("pass", [])
    assert verdict(["100 %"] * 29 + ["127 %"]) == ("fail", ["content-far-outside"])


def test_just_at_the_limit_passes() -> None:
    """No spread, and a mean 15 above 101.5: 116.5 is exactly 15.0."""
    assert verdict(["116.5 %"] * 10) == ("pass", [])
    assert verdict(["116.51 %"] * 10) == ("second-stage", ["assay-twenty-more"])


@pytest.mark.parametrize("contents", [["100 %"] * 9, ["100 %"] * 20, [], None, "100 %", ["100 mg"] * 10, [1.0] * 10])
def test_refused(contents: Any) -> None:
    with pytest.raises(ldn.InputError) as caught:
        ldn.check_contents(contents=contents)
    assert caught.value.field == "contents"
