"""A day's dose against the patient: at and on both sides of every bound, from the growth charts' own numbers.

L, M and S are typed from CDC's table wtage (2000), line of the month; the percentiles are worked out here in binary
floating point, by other code than the program's.
"""

from __future__ import annotations

import math
import statistics
from fractions import Fraction
from typing import Any

import pytest

from ldn_compound.checks import child
from ldn_compound.core.results import Severity
from ldn_compound.core.units import Amount, mass, parse_quantity

KG = 1_000_000
LMS = {
    ("female", 3): (-1.024471278, 13.94108332, 0.119491669),
    ("male", 3): (-0.621319726, 14.40262749, 0.111874514),
    ("female", 8): (-1.127684095, 25.7570168, 0.172147043),
    ("male", 8): (-1.351813296, 25.75256528, 0.155973912),
}
CAUTION = [("child-dose-above-rate", Severity.CAUTION)]
STOP = [("child-dose-far-above-rate", Severity.STOP)]


def percentile(sex: str, age: int, share: float) -> float:
    power, median, variation = LMS[sex, age]
    z = statistics.NormalDist().inv_cdf(share)
    return median * math.exp(math.log1p(power * variation * z) / power)


def said(daily: str | Fraction, **given: Any) -> list[tuple[str, Severity]]:
    common: dict[str, Any] = {"age": None, "weight": None, "rate": None, "most": None, "field": "doses_per_day"}
    found = child.day_dose_findings(daily=Fraction(daily), **{**common, **given})
    assert all(item.source for item in found)
    assert {item.field for item in found} <= {"doses_per_day"}
    return [(item.code, item.severity) for item in found]


def kilograms(value: str) -> Amount:
    return Amount(Fraction(value) * KG, "body mass")


@pytest.mark.parametrize("age", [3, 8])
@pytest.mark.parametrize("sex", ["female", "male", None])
def test_an_age_alone_is_held_to_the_chart(age: int, sex: str | None) -> None:
    sexes = ("female", "male") if sex is None else (sex,)
    middle = max(percentile(key, age, 0.5) for key in sexes) / 10
    high = max(percentile(key, age, 0.97) for key in sexes) / 10
    for bound, below, above in ((middle, [], CAUTION), (high, CAUTION, STOP)):
        assert said(Fraction(bound * (1 - 1e-9)), age=Fraction(age), sex=sex) == below
        assert said(Fraction(bound * (1 + 1e-9)), age=Fraction(age), sex=sex) == above


def test_the_doses_that_passed() -> None:
    # 97th percentile at 8 years: 38.5 kg (girls), 37.4 kg (boys); at 3 years 18 kg.
    assert said("3.85", age=Fraction(8)) == CAUTION
    assert said("3.86", age=Fraction(8)) == STOP
    assert said("3.8", age=Fraction(8), sex="male") == STOP
    assert said("3.8", age=Fraction(8), sex="female") == CAUTION
    assert said("4.5", age=Fraction(8)) == STOP
    assert said("4.5", age=Fraction(3)) == STOP
    assert said("1.79", age=Fraction(3)) == CAUTION
    assert said("1.81", age=Fraction(3)) == STOP


def test_the_sentence_names_chart_weight_and_dose() -> None:
    (found,) = child.day_dose_findings(
        daily=Fraction("4.5"), age=Fraction(8), weight=None, rate=None, most=None, field="dose"
    )
    for words in ("4.5 mg", "3.85 mg", "0.1 mg/kg", "97th percentile", "8 years", "38.5 kg", "female"):
        assert words in found.message
    assert "CDC" in found.source


@pytest.mark.parametrize(
    ("age", "expected"), [("17.99", True), ("18", False), ("19", False), ("20.5", False), ("80", False), (None, False)]
)
def test_an_adult_is_no_child(age: str | None, expected: bool) -> None:
    # 97th percentile of boys in the last month before 18: about 97 kg, so 9.8 mg is above it.
    assert bool(said("9.9", age=None if age is None else Fraction(age))) is expected


@pytest.mark.parametrize(
    ("daily", "rate", "expected"),
    [
        ("2", None, []),
        ("2.0001", None, CAUTION),
        ("3.9999", None, CAUTION),
        ("4", None, STOP),
        # A stated rate is the caution's bound; the stop is twice it, and never beyond twice the trial's.
        ("1", "0.05 mg/kg", []),
        ("1.0001", "0.05 mg/kg", CAUTION),
        ("1.9999", "0.05 mg/kg", CAUTION),
        ("2", "0.05 mg/kg", STOP),
        ("3", "0.15 mg/kg", []),
        ("3.0001", "0.15 mg/kg", CAUTION),
        ("3.9999", "0.15 mg/kg", CAUTION),
        ("4", "0.15 mg/kg", STOP),
        # A rate that was accepted at 0.2 mg/kg and more has its own double.
        ("5", "0.25 mg/kg", []),
        ("9.9999", "0.25 mg/kg", CAUTION),
        ("10", "0.25 mg/kg", STOP),
    ],
)
@pytest.mark.parametrize("age", [None, "6"])
def test_a_weight_is_held_to_the_rate(daily: str, rate: str | None, expected: Any, age: str | None) -> None:
    given = {
        "weight": kilograms("20"),
        "rate": None if rate is None else parse_quantity(rate),
        "age": None if age is None else Fraction(age),
    }
    assert said(daily, **given) == expected


def test_the_weight_counts_and_not_the_chart() -> None:
    # 40 kg is above the 97th percentile at 8 years (38.5 kg), 20 kg below the 50th (25.8 kg).
    assert said("3", age=Fraction(8), weight=kilograms("30")) == []
    assert said("2.1", age=Fraction(8), weight=kilograms("20")) == CAUTION
    assert said("4", age=Fraction(8), weight=kilograms("40")) == CAUTION
    assert said("3.85", age=Fraction(8), weight=kilograms("40")) == []
    assert said("3.85", age=Fraction(8), weight=kilograms("38.5")) == []


def test_an_adult_is_held_to_a_rate_only_where_one_was_stated() -> None:
    light = kilograms("40")
    assert said("4.5", age=Fraction(30), weight=light) == []
    assert said("4.5", age=Fraction(30), weight=light, rate=parse_quantity("0.1 mg/kg")) == CAUTION
    assert said("4.5", age=Fraction("17.9"), weight=light) == CAUTION


@pytest.mark.parametrize("age", [None, "8", "50"])
def test_the_stated_maximum_stops_at_any_age(age: str | None) -> None:
    given = {"age": None if age is None else Fraction(age), "most": mass(1)}
    assert said("1", **given) == []
    assert said("1.0001", **given) == [("daily-dose-above-maximum", Severity.STOP)]


def test_under_two_years_the_chart_of_infants_holds() -> None:
    # wtageinf, 12.5 months: medians 9.67 kg (girls), 10.46 kg (boys): heavier 1.0459 mg.
    assert said("1.0458", age=Fraction("1.04")) == []
    assert said("1.0460", age=Fraction("1.04")) == CAUTION
