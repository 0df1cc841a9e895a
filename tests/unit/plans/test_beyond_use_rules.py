"""Whose rule a beyond-use date is by, and from when: that of the day of making, of the country, or the pharmacy's."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

import ldn_compound as ldn
from ldn_compound.reference.beyond_use import get_rule, rule_keys, stability_studies
from ldn_compound.settings.profile import problems

SOLID = {"strength": "4.5 mg", "count": 90}
CAPSULES: dict[str, Any] = {**SOLID, "size": "3", "filler": "mcc-ph102", "packing_stat": "135 mg"}
TABLETS: dict[str, Any] = {**SOLID, "method": "moulded", "blank_mass": "100 mg", "base": "mannitol-silica"}
OTHER = "beyond-use-rule-of-another-country"
STEPS: dict[str, Any] = {"start": "0.5 mg", "step": "0.5 mg", "every": "14 d", "to": "4.5 mg"}

PLANS: dict[str, Any] = {
    "capsules": lambda **more: ldn.plan_capsules(**CAPSULES, **more),
    "tablets": lambda **more: ldn.plan_tablets(**TABLETS, **more),
    "solution": lambda **more: ldn.plan_solution(volume="120 mL", **more),
    "beyond-use": lambda **more: ldn.beyond_use(form="capsule", **more),
}


def profile(country: str, own: str = "") -> Any:
    return ldn.read_profile(f'[policies]\njurisdiction = "{country}"\n{own}', name="pharmacy.toml")


def own_rule(form: str = "capsule", days: str = "365 d") -> str:
    return f'[beyond_use.{form}]\ndays = "{days}"\nsource = "Our study, 2026-03"\n'


def codes(plan: Any) -> list[str]:
    return [item.code for item in plan.findings]


def last(form: Any, made_on: str, **more: Any) -> str:
    found: str = ldn.beyond_use(form=form, made_on=made_on, **more).beyond_use_date.isoformat()
    return found


# --- the day of making ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "made_on", "expected"),
    [
        # 6 months, the day of making being day 1: the day before the same day of the month. On a calendar.
        ("capsule", "2023-06-01", "2023-11-30"),
        ("tablet", "2023-10-31", "2024-04-29"),
        ("capsule", "2023-08-31", "2024-02-28"),  # 6 months later February ends on the 29th
        ("capsule", "2022-08-31", "2023-02-27"),
        ("solution-nonaqueous", "2023-10-31", "2024-04-29"),
        ("solution-aqueous", "2023-10-31", "2023-11-13"),
        ("solution-aqueous-preserved", "2023-10-31", "2023-11-13"),
        # From 1 November 2023: 180, 180, 90, 14 and 35 days.
        ("capsule", "2023-11-01", "2024-04-28"),
        ("tablet", "2023-11-01", "2024-04-28"),
        ("solution-nonaqueous", "2023-11-01", "2024-01-29"),
        ("solution-aqueous", "2023-11-01", "2023-11-14"),
        ("solution-aqueous-preserved", "2023-11-01", "2023-12-05"),
        ("capsule", "2026-11-22", "2027-05-20"),
    ],
)
def test_the_rule_is_that_of_the_day_of_making(form: Any, made_on: str, expected: str) -> None:
    assert last(form, made_on) == expected
    result = ldn.beyond_use(form=form, made_on=made_on)
    before = made_on < "2023-11-01"
    assert ("beyond-use-rule-superseded" in codes(result)) == before
    assert ("before 1 November 2023" in result.rule) == before
    (said,) = [step.formula for step in result.steps if step.name == "last day of use by the rule"]
    assert result.rule in said
    assert ldn.from_json(ldn.to_json(result)) == result


def test_the_rule_before_counts_from_day_0_too() -> None:
    assert last("capsule", "2023-06-01", day_count="day-0") == "2023-12-01"


def test_the_severity_and_the_source_of_a_superseded_rule() -> None:
    (found,) = [item for item in PLANS["capsules"](made_on="2023-06-01").findings if "superseded" in item.code]
    assert (found.severity, found.field) == ("info", "made_on")
    assert "31 October 2023" in found.source


def test_a_preserved_liquid_was_kept_in_the_refrigerator_before() -> None:
    wanted: dict[str, Any] = {"volume": "100 mL", "concentration": "1 mg/mL", "vehicle": "fawcett"}
    then = ldn.plan_solution(**wanted, made_on="2023-10-31")
    now = ldn.plan_solution(**wanted, made_on="2023-11-01")
    assert (then.kept_at, now.kept_at) == ("refrigerator", "room-temperature")
    assert then.beyond_use_date == date(2023, 11, 13)
    warm = ldn.plan_solution(**wanted, made_on="2023-10-31", storage="room")
    assert "storage-needs-refrigerator" in [item.code for item in warm.stops]
    assert "storage-needs-refrigerator" not in codes(ldn.plan_solution(**wanted, made_on="2023-11-01", storage="room"))


def test_a_titration_takes_the_rule_of_its_first_day() -> None:
    days = [
        ldn.plan_titration(form="solution", **STEPS, begin=begin).usable_days.magnitude
        for begin in ("2023-10-31", "2023-11-01", None)
    ]
    assert days == [182, 90, 90]


# --- the country ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PLANS)
@pytest.mark.parametrize("country", ["general", "us", "de", "be", "uk"])
def test_a_date_by_the_rule_of_another_country_says_so(name: str, country: str) -> None:
    plan = PLANS[name](made_on="2026-11-22", profile=profile(country))
    found = [item for item in plan.findings if item.code == OTHER]
    assert len(found) == (country in ("de", "be", "uk"))
    for item in found:
        assert item.severity == "caution"
        assert "United States" in item.message
        assert "USP" in item.source
    assert ldn.from_json(ldn.to_json(plan)) == plan


def test_a_titration_for_another_country_says_so() -> None:
    for form in ({"form": "solution"}, {"form": "capsule", "strengths": ["0.5 mg"]}):
        assert OTHER in codes(ldn.plan_titration(**form, **STEPS, profile=profile("uk")))
        assert OTHER not in codes(ldn.plan_titration(**form, **STEPS, profile=profile("us")))


def test_without_a_day_of_making_there_is_no_date_to_caution() -> None:
    assert OTHER not in codes(PLANS["capsules"](profile=profile("de")))


def test_a_date_that_a_formula_s_own_stability_sets_is_by_no_country_s_rule() -> None:
    wanted: dict[str, Any] = {"volume": "100 mL", "concentration": "1 mg/mL", "vehicle": "fawcett"}
    plan = ldn.plan_solution(**wanted, made_on="2026-11-22", storage="room", profile=profile("de"))
    assert plan.limited_by == "stability"  # 30 d of the study, less than 35 d
    assert OTHER not in codes(plan)
    cold = ldn.plan_solution(**wanted, made_on="2026-11-22", storage="refrigerator", profile=profile("de"))
    assert OTHER in codes(cold)


# --- the pharmacy's own rule ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["capsules", "beyond-use"])
@pytest.mark.parametrize("country", ["de", "be", "uk"])
def test_the_pharmacy_s_own_rule_takes_its_place(name: str, country: str) -> None:
    plan = PLANS[name](made_on="2026-11-22", profile=profile(country, own_rule()))
    assert plan.beyond_use_date == date(2027, 11, 21)  # 365 days, the day of making being the first
    assert OTHER not in codes(plan)
    assert "own-rule-longer-than-country" not in codes(plan)
    (assumed,) = [item for item in plan.assumptions if item.code == "beyond-use-days"]
    assert (assumed.value, assumed.origin, assumed.source) == ("365 d", "profile", "pharmacy.toml, line 4")
    (cited,) = [item for item in plan.assumptions if item.code == "beyond-use-source"]
    assert cited.value == "Our study, 2026-03"
    text = json.dumps(json.loads(ldn.to_json(plan))["result"])
    assert "the pharmacy's own rule: Our study, 2026-03" in text
    assert ldn.from_json(ldn.to_json(plan)) == plan  # without the profile


def test_the_own_rule_of_another_form_changes_nothing() -> None:
    plan = PLANS["capsules"](made_on="2026-11-22", profile=profile("de", own_rule("tablet")))
    assert plan.beyond_use_date == date(2027, 5, 20)
    assert OTHER in codes(plan)
    assert not [item for item in plan.assumptions if item.code.startswith("beyond-use")]


def test_an_own_rule_for_a_liquid_and_for_a_titration() -> None:
    own = profile("be", own_rule("solution-nonaqueous", "60 d"))
    assert ldn.plan_solution(volume="120 mL", made_on="2026-11-22", profile=own).beyond_use_date == date(2027, 1, 20)
    assert ldn.plan_titration(form="solution", **STEPS, profile=own).usable_days.magnitude == 60


@pytest.mark.parametrize(
    ("country", "days", "severity"),
    [("us", "180 d", None), ("us", "181 d", "stop"), ("general", "180 d", None), ("general", "181 d", "caution")],
)
def test_an_own_rule_longer_than_the_country_s(country: str, days: str, severity: str | None) -> None:
    plan = PLANS["capsules"](made_on="2026-11-22", profile=profile(country, own_rule(days=days)))
    assert [item.severity for item in plan.findings if item.code == "own-rule-longer-than-country"] == (
        [] if severity is None else [severity]
    )


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ('[beyond_use.capsule]\ndays = "365 d"\n', "beyond_use.capsule"),
        ('[beyond_use.capsule]\nsource = "x"\n', "beyond_use.capsule"),
        ('[beyond_use.capsules]\ndays = "365 d"\nsource = "x"\n', "beyond_use.capsules"),
        ('[beyond_use]\ndays = "365 d"\n', "beyond_use.days"),
        ('[beyond_use]\ncapsule = "365 d"\n', "beyond_use.capsule"),
        (own_rule(days="0 d"), "beyond_use.capsule.days"),
        (own_rule(days="12"), "beyond_use.capsule.days"),
        (own_rule(days="1.5 d"), "beyond_use.capsule.days"),
        (own_rule(days="1828 d"), "beyond_use.capsule.days"),
        (own_rule() + 'storage = "x"\n', "beyond_use.capsule.storage"),
    ],
)
def test_a_rule_that_is_not_whole_is_refused_by_name(text: str, field: str) -> None:
    assert [problem.field for problem in problems(text)] == [field]
    assert problems(own_rule(days="1827 d")) == ()


# --- a component's own date -----------------------------------------------------------------------------------------

EXPIRES = {"component_expiries": {"filler": "2027-03-22"}}


@pytest.mark.parametrize("name", ["capsules", "beyond-use"])
@pytest.mark.parametrize("country", ["general", "us", "be", "uk", "de"])
def test_a_component_s_date_limits_the_preparation_s_but_in_germany(name: str, country: str) -> None:
    plan = PLANS[name](made_on="2026-11-22", **EXPIRES, profile=profile(country))
    caps = country != "de"
    assert plan.beyond_use_date == (date(2027, 3, 22) if caps else date(2027, 5, 20))
    assert plan.limited_by == ("filler" if caps else "rule")
    said = {item.code: item for item in plan.findings}
    mine, other = ("component-limits-date", "component-does-not-limit-date")[:: 1 if caps else -1]
    assert said[mine].severity == "info"
    assert other not in said
    (assumed,) = [item for item in plan.assumptions if item.code == "component-expiry-caps"]
    assert assumed.origin == ("assumption" if caps else "jurisdiction de")
    assert ("USP" if caps else "DAC/NRF") in said[mine].source
    assert ldn.from_json(ldn.to_json(plan)) == plan


def test_a_component_in_date_for_longer_needs_no_word() -> None:
    for country in ("us", "de"):
        later = {"component_expiries": {"filler": "2027-05-20"}}  # the last day of use itself
        plan = PLANS["capsules"](made_on="2026-11-22", **later, profile=profile(country))
        assert not {"component-limits-date", "component-does-not-limit-date"} & {*codes(plan)}


def test_a_pharmacy_in_germany_can_let_it_limit() -> None:
    strict = ldn.read_profile('[policies]\njurisdiction = "de"\ncomponent_expiry_caps = true\n')
    plan = PLANS["capsules"](made_on="2026-11-22", **EXPIRES, profile=strict)
    assert plan.limited_by == "filler"


def test_an_expired_component_is_refused_in_germany_too() -> None:
    with pytest.raises(ldn.InputError) as caught:
        PLANS["capsules"](made_on="2026-11-22", component_expiries={"filler": "2026-11-21"}, profile=profile("de"))
    assert caught.value.code == "component-expired"


@pytest.mark.parametrize("form", rule_keys())
def test_a_superseded_rule_names_its_form(form: Any) -> None:
    earlier = get_rule(form, date(2020, 1, 1))
    assert (earlier.form, earlier.superseded) == (form, True)
    told = ldn.beyond_use(made_on="2020-01-01", form=form)
    assert [item.code for item in told.findings if item.code == "stability-known"] == [
        "stability-known" for _ in stability_studies(form)
    ]


def test_a_study_is_told_with_its_formula_and_what_it_does_to_the_date() -> None:
    """A study supports the date, or is earlier; which of the two stands behind the formula."""
    capsules = ldn.beyond_use(form="capsule", made_on="2026-11-22")
    aqueous = ldn.beyond_use(form="solution-aqueous-preserved", made_on="2026-11-22")
    told = [item.message for item in (*capsules.findings, *aqueous.findings) if item.code == "stability-known"]
    assert [text.partition(" for ")[2].partition(" ")[0] for text in told] == ["naltrexone", "1", "1"]
    assert [text.rpartition("; ")[2] for text in told] == [
        "it does not extend the date",
        "where it is that formula, the date is the earlier one",
        "it does not extend the date",
    ]
