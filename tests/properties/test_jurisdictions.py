"""Laws of the countries' rules, whatever the batch: the label's 110 % holds, and a correction is whole or none."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ldn_compound as ldn

COUNTRIES = ("general", "us", "de", "be", "uk")


def tenths(low: int, high: int, unit: str) -> st.SearchStrategy[str]:
    return st.integers(low, high).map(lambda number: f"{number // 10}.{number % 10} {unit}")


batches = st.fixed_dictionaries(
    {
        "strength": tenths(5, 99, "mg"),
        "count": st.integers(10, 200),
        "readability": st.sampled_from(["0.1 mg", "1 mg"]),
        "minimum_weighable": st.sampled_from(["20 mg", "120 mg"]),
        "assay": tenths(970, 1020, "%"),
        "api_water": tenths(0, 90, "%"),
    }
)


def planned(country: str, batch: dict[str, Any]) -> Any:
    profile = ldn.read_profile(f'[policies]\njurisdiction = "{country}"\n')
    fixed: dict[str, Any] = {"size": "1", "filler": "mcc-ph102", "fill_mass": "225 mg", "assay_basis": "anhydrous"}
    return ldn.plan_capsules(**fixed, **batch, profile=profile)


@given(batch=batches, country=st.sampled_from(COUNTRIES))
@settings(max_examples=60, deadline=None)
def test_a_countrys_overage_keeps_the_content_within_110_percent(batch: dict[str, Any], country: str) -> None:
    made = planned(country, batch)
    assert "content-above-limit" not in {item.code for item in made.findings}
    assert made.content_of_label.exact.if_not_lost.value <= Fraction(11, 10)


@given(batch=batches)
@settings(max_examples=60, deadline=None)
def test_the_german_correction_is_whole_or_none_and_never_downwards(batch: dict[str, Any]) -> None:
    assay = min(Fraction(batch["assay"].split()[0]) / 100, Fraction(1))
    content = assay * (1 - Fraction(batch["api_water"].split()[0]) / 100)
    german = planned("de", batch).weighing_factor
    assert german == (1 if content >= Fraction(98, 100) else 1 / content)
    assert german >= 1


@given(batch=batches)
@settings(max_examples=20, deadline=None)
@pytest.mark.parametrize("country", ["us", "uk"])
def test_a_country_without_a_rule_plans_as_general_does(country: str, batch: dict[str, Any]) -> None:
    there, here = planned(country, batch), planned("general", batch)
    for name in ("api_theoretical", "api_to_weigh", "api_to_weigh_exact", "filler_total", "blend_total"):
        assert getattr(there.exact, name) == getattr(here.exact, name)
