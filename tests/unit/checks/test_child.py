"""The rules for children at their edges."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from ldn_compound.checks import child
from ldn_compound.core.results import Finding, Severity
from ldn_compound.core.units import Amount, parse_quantity, require
from ldn_compound.reference.growth import weight_band

KG = 1_000_000


def codes(found: list[Finding]) -> list[str]:
    return [item.code for item in found]


@pytest.mark.parametrize(
    ("rate", "code"),
    [
        ("0.05 mg/kg", None),
        ("0.1 mg/kg", None),
        ("0.1001 mg/kg", "rate-above-trial"),
        ("0.1999 mg/kg", "rate-above-trial"),
        ("0.2 mg/kg", "rate-high"),
        ("1 mg/kg", "rate-high"),
    ],
)
def test_the_rate(rate: str, code: str | None) -> None:
    assert codes(child.rate_findings(parse_quantity(rate))) == ([code] if code else [])


def amounts(uncapped: str, daily: str, dose: str, rate: str = "0.1 mg/kg", most: str = "4.5 mg") -> list[str]:
    found = child.amount_findings(
        uncapped=Fraction(uncapped),
        daily=Fraction(daily),
        dose=Fraction(dose),
        rate=parse_quantity(rate),
        most=parse_quantity(most),
    )
    return codes(found)


def test_a_small_dose_is_no_caution_where_the_weight_gives_it() -> None:
    assert amounts("0.2", "0.2", "0.2") == []
    assert amounts("0.4999", "0.4999", "0.4999") == []


def test_a_small_dose_is_one_where_a_low_rate_or_maximum_gives_it() -> None:
    assert amounts("0.4", "0.4", "0.4", rate="0.01 mg/kg") == ["daily-dose-low"]
    assert amounts("0.6", "0.4", "0.4", most="0.4 mg") == ["dose-capped", "daily-dose-low"]


def test_ultra_low_stops_by_the_day_and_by_the_dose() -> None:
    assert amounts("0.09", "0.09", "0.09") == ["daily-dose-very-low"]
    assert amounts("0.2", "0.2", "0.05") == ["dose-very-low"]
    assert amounts("0.2", "0.2", "0.1") == []


def test_high_days_and_a_high_maximum() -> None:
    assert amounts("4.5", "4.5", "4.5") == []
    assert amounts("5", "5", "5", most="5 mg") == ["maximum-above-usual", "daily-dose-above-usual"]
    assert amounts("12", "12", "12", most="45 mg") == ["maximum-above-usual", "daily-dose-high"]


def weights(weight: str, age: str, sex: str | None = None) -> list[str]:
    amount = require(weight, "body mass", "body_weight")
    unit = "lb" if weight.endswith("lb") else "kg"
    return codes(child.weight_findings(weight=amount, unit=unit, age=Fraction(age), sex=sex))


# Expected from CDC's printed percentiles at 9 years: girls 21.6 to 44.6 kg, boys 22.1 to 43.1 kg.
@pytest.mark.parametrize(
    ("weight", "age", "sex", "expected"),
    [
        ("28 kg", "9", None, []),
        ("62 lb", "9", None, []),  # 28.1 kg
        ("62 kg", "9", None, ["weight-implausible-for-age"]),  # 62 lb is 28.1 kg
        ("28 lb", "9", None, ["weight-implausible-for-age"]),  # 12.7 kg; 28 kg is inside
        ("15 kg", "9", None, ["weight-outside-percentiles"]),  # too light, and 15 lb is lighter still
        ("130 lb", "9", None, ["weight-outside-percentiles"]),  # 59 kg, and 130 kg is heavier still
        ("46 kg", "9", None, ["weight-outside-percentiles"]),  # 46 lb is 20.9 kg: outside too
        ("44 kg", "9", None, []),  # inside for girls
        ("44 kg", "9", "female", []),
        ("44 kg", "9", "male", ["weight-outside-percentiles"]),
        ("280 kg", "9", None, ["weight-tenfold-for-age"]),
        ("2.8 kg", "9", None, ["weight-tenfold-for-age"]),
        ("500 kg", "21", None, []),  # above 20 years there is no chart
        ("3.5 kg", "0", None, []),
        ("7.7 lb", "0", None, []),
        ("7.7 kg", "0", None, ["weight-implausible-for-age"]),  # 7.7 lb is 3.5 kg
    ],
)
def test_the_weight_for_the_age(weight: str, age: str, sex: str | None, expected: list[str]) -> None:
    assert weights(weight, age, sex) == expected


def test_at_the_percentile_itself_nothing_is_said() -> None:
    band = weight_band("male", Fraction(9))
    assert band is not None
    for edge, step in ((band.low, -1), (band.high, 1)):
        common: dict[str, Any] = {"unit": "kg", "age": Fraction(9), "sex": "male"}
        assert child.weight_findings(weight=edge, **common) == []
        assert child.weight_findings(weight=Amount(edge.value + step, "body mass"), **common) != []


def test_what_is_said_names_both_readings() -> None:
    (found,) = child.weight_findings(weight=Amount(62 * KG, "body mass"), unit="kg", age=Fraction(9), sex=None)
    assert found.severity is Severity.STOP
    assert "62 lb (28.1 kg)" in found.message
    assert "21.6 kg to 44.6 kg" in found.message
    assert "CDC" in found.source


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        ("0", []),
        ("0.05", []),
        ("0.0501", ["rounding-large"]),
        ("0.1", ["rounding-large"]),
        ("0.1001", ["rounding-too-large"]),
    ],
)
def test_the_rounding(error: str, expected: list[str]) -> None:
    found = child.rounding_findings(Fraction(error), dose=Fraction(1), drawn=Fraction(1), would_do="What would do: x")
    assert codes(found) == expected
    assert all("What would do: x" in item.message for item in found)


def strengths(error: str, weight: int, age: str | None) -> list[str]:
    found = child.strength_findings(
        Fraction(error),
        dose=Fraction(4),
        strength=Fraction(4),
        age=None if age is None else Fraction(age),
        weight=Amount(weight * KG, "body mass"),
    )
    return codes(found)


def test_a_stocked_strength_in_place_of_the_dose() -> None:
    assert strengths("0.05", 45, "10") == []
    assert strengths("0.051", 45, "10") == ["strength-differs"]
    assert strengths("0.101", 45, None) == ["strength-differs-much"]
    assert strengths("0", 44, "12") == ["capsule-outside-trial"]
    assert strengths("0", 50, "9.99") == ["capsule-outside-trial"]
