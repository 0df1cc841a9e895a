"""A titration as a list of doses."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

import ldn_compound as ldn
from ldn_compound.core.results import Severity
from tests.unit.plans.titration.test_titration import COURSE, codes, plan, refused, value


def listed(doses: str | list[str], **more: Any) -> Any:
    return ldn.plan_titration(**{"form": "solution", "doses": doses, "every": "7 d", **more})


def test_a_list_of_doses_is_the_course() -> None:
    """7 x (1 + 2 + 3 + 4.5) = 73.5 mg in 28 days."""
    result = listed("1mg,2mg,3mg,4.5mg")
    assert [value(step, "dose") for step in result.schedule] == [1, 2, 3, Fraction("4.5")]
    assert [(step.from_day, step.to_day) for step in result.schedule] == [(1, 7), (8, 14), (15, 21), (22, 28)]
    assert (value(result, "total_drug"), value(result, "start")) == (Fraction("73.5"), 1)
    assert value(result, "to") == Fraction("4.5")
    assert result.step is None
    assert listed(["1 mg", "2 mg", "3 mg", "4500 mcg"]).schedule == result.schedule
    assert ldn.from_json(ldn.to_json(result)) == result
    assert not {"step-above-usual", "dose-goes-down", "steps-shorter-than-usual"} & codes(result)
    capsules = listed("1mg,2mg", form="capsule", strengths="0.5 mg")
    assert [(row.count, value(row, "strength")) for row in capsules.total_capsules] == [(42, Fraction("0.5"))]


def test_a_dose_listed_twice_in_a_row_is_one_longer_step() -> None:
    """0.5 mg for three weeks, 1 mg for one; with the first dose for 28 d and the last for 90: 42 and 90."""
    result = listed("0.5mg,0.5mg,0.5mg,1mg")
    assert [(step.from_day, step.to_day) for step in result.schedule] == [(1, 21), (22, 28)]
    longer = listed("0.5mg,0.5mg,0.5mg,1mg", first_for="28 d", last_for="90 d")
    assert [(step.from_day, step.to_day) for step in longer.schedule] == [(1, 42), (43, 132)]


def test_a_list_may_go_down_and_the_plan_says_so() -> None:
    result = listed("1mg,3mg,2mg,4.5mg,3mg", every="6 d")
    found = next(item for item in result.findings if item.code == "dose-goes-down")
    assert (found.severity, found.field) == (Severity.INFO, "doses")
    assert found.message.startswith("steps 3, 5:")
    assert {item.field for item in result.findings if item.code == "step-above-usual"} == {"doses"}
    assert "steps-shorter-than-usual" in codes(result)
    # The largest dose bounds the rounding of all of them, not the last one of the list.
    assert max(value(step, "delivered_dose") for step in result.schedule) == Fraction("4.4")
    assert "dose-goes-down" not in codes(listed("1mg,1mg,3mg"))


def test_the_gates_name_the_list() -> None:
    stopped = listed("1mg,45mg", concentration="5 mg/mL")
    assert {item.field for item in stopped.stops if item.code == "daily-dose-high"} == {"doses"}


@pytest.mark.parametrize(
    ("more", "code", "field"),
    [
        ({"start": "1 mg"}, "listed-doses-alone", "start"),
        ({"step": "1 mg"}, "listed-doses-alone", "step"),
        ({"to": "4.5 mg"}, "listed-doses-alone", "to"),
        ({"preset": "weekly-1-mg"}, "listed-doses-alone", "preset"),
        ({"restart_at": "1 mg"}, "listed-doses-alone", "restart_at"),
        ({"pause": "7 d"}, "listed-doses-alone", "pause"),
        ({"every": None}, "missing", "every"),
        ({"every": "1.5 d"}, "not-whole-days", "every"),
        ({"doses": ""}, "bad-quantity", "doses"),
        ({"doses": "1mg,,2mg"}, "bad-quantity", "doses"),
        ({"doses": "1mg, 0mg"}, "out-of-range", "doses"),
        ({"doses": "1mg,0mg"}, "out-of-range", "doses"),
        ({"doses": "1mg,2mL"}, "wrong-dimension", "doses"),
        ({"doses": []}, "not-a-list", "doses"),
        ({"doses": ["1 mg"] * 101}, "too-many-steps", "doses"),
        ({"doses": ["1 mg"], "first_for": "28 d"}, "first-step-is-the-last", "first_for"),
        ({"first_for": "1.5 d"}, "not-whole-days", "first_for"),
        ({"last_for": "3650 d"}, "schedule-too-long", "every"),
    ],
)
def test_a_list_that_is_refused(more: dict[str, Any], code: str, field: str) -> None:
    with pytest.raises(ldn.InputError) as caught:
        listed(**{"doses": "1mg,2mg", **more})
    assert (caught.value.code, caught.value.field) == (code, field)


def test_the_first_dose_for_longer() -> None:
    result = plan(first_for="28 d", last_for="30 d", restart_at="0.5 mg", pause="7 d")
    lengths = [step.to_day - step.from_day + 1 for step in result.schedule]
    assert lengths == [28, *[14] * 7, 30, *[14] * 8, 30]
    assert refused(
        "first-step-is-the-last", 10, **{**COURSE, "form": "solution", "start": "4.5 mg", "first_for": "9 d"}
    )


def test_no_preset_is_taken_by_itself() -> None:
    result = plan()
    assert not [item for item in result.assumptions if item.code.endswith("-from-preset")]
