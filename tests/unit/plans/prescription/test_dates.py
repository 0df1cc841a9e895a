"""Beyond-use dates: the rule of each form, the day-count setting, the components' own dates."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

import ldn_compound as ldn
from tests.unit.plans.prescriptions import assumed, codes, plan, refused, the

# domain section 9: made 2026-11-22, the day of making day 1
RULES = {
    "capsule": (180, "2027-05-20"),
    "tablet": (180, "2027-05-20"),
    "solution-nonaqueous": (90, "2027-02-19"),
    "solution-aqueous-preserved": (35, "2026-12-26"),
    "solution-aqueous": (14, "2026-12-05"),
}


@pytest.mark.parametrize(("form", "rule"), RULES.items())
def test_rule(form: Any, rule: tuple[int, str]) -> None:
    found = ldn.beyond_use(made_on="2026-11-22", form=form)
    assert found.beyond_use_date == date.fromisoformat(rule[1])
    assert found.days.to("day").magnitude == rule[0]
    assert found.limited_by == "rule"
    assert assumed(found, "day-count").value == "day-1"


@pytest.mark.parametrize(("form", "rule"), RULES.items())
def test_day_0_is_a_day_later(form: Any, rule: tuple[int, str]) -> None:
    found = ldn.beyond_use(made_on="2026-11-22", form=form, day_count="day-0")
    assert (found.beyond_use_date - date.fromisoformat(rule[1])).days == 1


def test_the_fridge_rule_says_so() -> None:
    assert "refrigerator" in ldn.beyond_use(made_on="2026-11-22", form="solution-aqueous").storage


@pytest.mark.parametrize(
    ("expiries", "last", "by"),
    [
        ({"filler": "2027-05-19"}, "2027-05-19", "filler"),
        ({"filler": "2027-05-20"}, "2027-05-20", "rule"),
        ({"filler": "2027-05-21"}, "2027-05-20", "rule"),
        ({"filler": "2026-11-22"}, "2026-11-22", "filler"),
        ({"filler": "2027-04"}, "2027-04-30", "filler"),
        ({"filler": "2027-05"}, "2027-05-20", "rule"),
        ({"api": "2027-02", "filler": "2027-03"}, "2027-02-28", "api"),
        ({"api": "2027-03", "filler": "2027-02"}, "2027-02-28", "filler"),
        ({"naltrexone-hcl": date(2027, 1, 1)}, "2027-01-01", "naltrexone-hcl"),
        ({"mcc-ph102": "2027-01-01", "shell": "2027-01-02"}, "2027-01-01", "mcc-ph102"),
    ],
)
@pytest.mark.parametrize("count", ["day-1", "day-0"])
def test_components(expiries: dict[str, Any], last: str, by: str, count: Any) -> None:
    """A component's own date is never shifted by the day-count setting."""
    found = ldn.beyond_use(made_on="2026-11-22", form="capsule", component_expiries=expiries, day_count=count)
    if by == "rule" and count == "day-0":
        day_0 = min(
            [date(2027, 5, 21), *(date(2027, 5, 31 if x == "2027-05" else int(x[-2:])) for x in expiries.values())]
        )
        assert found.beyond_use_date == day_0
        return
    assert (found.beyond_use_date.isoformat(), found.limited_by) == (last, by)
    assert ("component-limits-date" in codes(found)) is (by != "rule")


@pytest.mark.parametrize("expiry", ["2026-11-21", "2026-10", "2020-01-01", date(2026, 11, 21)])
def test_an_expired_component_is_refused(expiry: Any) -> None:
    with pytest.raises(ldn.InputError) as caught:
        ldn.beyond_use(made_on="2026-11-22", form="capsule", component_expiries={"api": expiry})
    assert (caught.value.exit_code, caught.value.code) == (10, "component-expired")
    assert "api" in (caught.value.given or "")
    refused(10, "component-expired", component_expiries={"api": expiry})


def test_this_month_is_not_expired_until_it_is_over() -> None:
    found = ldn.beyond_use(made_on="2026-11-22", form="capsule", component_expiries={"api": "2026-11"})
    assert found.beyond_use_date == date(2026, 11, 30)


def test_an_expired_component_comes_before_a_stop() -> None:
    refused(10, "component-expired", strength="45 mg", component_expiries={"api": "2026-01"})


@pytest.mark.parametrize(
    "given",
    [
        {"made_on": "22.11.2026"},
        {"made_on": None},
        {"form": "pill"},
        {"form": None},
        {"day_count": "day-2"},
        {"component_expiries": {"capsule": "2027-01"}},
        {"component_expiries": {"api": "soon"}},
        {"component_expiries": [("api", "2027-01")]},
        {"component_expiries": {"api": None}},
        {"made_on": "1999-01-01"},
    ],
)
def test_refused(given: dict[str, Any]) -> None:
    with pytest.raises(ldn.InputError) as caught:
        ldn.beyond_use(**{"made_on": "2026-11-22", "form": "capsule", **given})
    assert caught.value.field in given


def test_a_leap_day_counts() -> None:
    """1 October 2027, day 1: 31 days to the end of October, 61, 92, 123, 152 with a February of 29, so 28 March."""
    assert ldn.beyond_use(made_on="2027-10-01", form="capsule").beyond_use_date == date(2028, 3, 28)
    assert ldn.beyond_use(made_on="2028-02-16", form="solution-aqueous").beyond_use_date == date(2028, 2, 29)


def test_in_the_plan() -> None:
    made = plan(component_expiries={"filler": "2027-01"})
    assert (made.beyond_use_date, made.limited_by) == (date(2027, 1, 31), "filler")
    assert the(made, "component-limits-date").severity.value == "info"
    assert plan().limited_by == "rule"


def test_no_day_of_making_no_date() -> None:
    made = plan(made_on=None)
    assert (made.beyond_use_date, made.limited_by, made.made_on) == (None, None, None)
    assert assumed(made, "made-on-not-given")


@pytest.mark.parametrize(
    ("text", "last", "origin"),
    [
        ("", "2027-05-20", "assumption"),
        ('[policies]\njurisdiction = "us"\n', "2027-05-20", "jurisdiction us"),
        ('[policies]\nday_count = "day-0"\n', "2027-05-21", "profile"),
        ('[policies]\njurisdiction = "us"\nday_count = "day-0"\n', "2027-05-21", "profile"),
    ],
)
def test_day_count_by_option_profile_jurisdiction_assumption(text: str, last: str, origin: str) -> None:
    profile = ldn.read_profile(text, name="p")
    made = plan(profile=profile)
    assert made.beyond_use_date is not None
    assert made.beyond_use_date.isoformat() == last
    assert made.inputs["settings"]["policies.day_count"]["origin"] == origin
    assert assumed(made, "day-count").origin == origin
    alone = ldn.beyond_use(made_on="2026-11-22", form="capsule", day_count="day-1", profile=profile)
    assert alone.beyond_use_date == date(2027, 5, 20)
    assert alone.inputs["settings"]["policies.day_count"]["origin"] == "option"
    assert "day-count" not in [item.code for item in alone.assumptions]


@pytest.mark.parametrize("form", ["solution-aqueous-preserved"])
def test_known_stability_shorter_than_the_rule_is_said(form: Any) -> None:
    """The aqueous oral liquid is known for 30 days at 25 C: 35 days hold in the refrigerator alone."""
    found = ldn.beyond_use(made_on="2026-11-22", form=form)
    said = " ".join(
        [found.storage, *(item.message for item in found.findings), *(x.message for x in found.assumptions)]
    )
    assert "30 d" in said or "20 to 25 C" not in said
