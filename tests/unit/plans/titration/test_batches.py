"""The batches of capsules that a titration takes."""

from __future__ import annotations

from typing import Any

import pytest

import ldn_compound as ldn

COURSE: dict[str, Any] = {
    "form": "capsule",
    "strengths": "0.5 mg,1.5 mg",
    "doses": "0.5 mg,1.5 mg,2 mg",
    "every": "14 d",
}
FILL: dict[str, Any] = {"size": "3", "filler": "mcc-ph102", "packing_stat": "135 mg"}


def test_each_strength_is_a_batch_of_what_the_schedule_counts() -> None:
    """0.5 mg: 14 days in step 1 and 14 in step 3; 1.5 mg: 14 in step 2 and 14 in step 3."""
    course = ldn.plan_titration(**COURSE)
    plans = ldn.plan_capsules_for(course, **FILL, made_on="2026-11-22", extra_units=2)
    assert [(str(plan.strength), plan.count) for plan in plans] == [("0.5 milligram", 28), ("1.5 milligram", 28)]
    assert [str(plan.api_theoretical) for plan in plans] == ["15 milligram", "45 milligram"]  # 30 of each
    assert all(ldn.from_json(ldn.to_json(plan)) == plan for plan in plans)


def test_the_batches_have_no_directions_of_their_own() -> None:
    usual = ldn.read_profile('[dispensing]\ndoses_per_day = 1\n[capsules]\nsize = "3"\nfiller = "mcc-ph102"\n')
    course = ldn.plan_titration(**COURSE, profile=usual)
    (plan, _) = ldn.plan_capsules_for(course, packing_stat="135 mg", made_on="2026-11-22", profile=usual)
    assert (plan.doses_per_day, plan.units_per_dose, plan.days_supply, plan.daily_dose) == (None, None, None, None)
    (taken,) = [item for item in plan.assumptions if item.code == "taken-by-schedule"]
    assert "0.5 mg to 2 mg in 42 days" in taken.message
    with pytest.raises(ldn.InputError) as caught:
        ldn.label_for(plan, patient="Jane Doe", timing="bedtime")
    assert caught.value.code == "dose-not-given"
    assert ldn.from_json(ldn.to_json(plan)) == plan


def test_the_patient_is_the_titrations() -> None:
    course = ldn.plan_titration(**COURSE, body_weight="60 kg", age="40", answers={"opioids": "none"})
    (plan, _) = ldn.plan_capsules_for(course, **FILL, made_on="2026-11-22")
    assert plan.inputs["body_weight"] == course.inputs["body_weight"]
    assert plan.inputs["answers"] == {"opioids": "none"}


def test_of_a_course_in_two_supplies_each_is_planned_by_its_number() -> None:
    """Capsules keep 180 days: 140 days of 0.5 mg and 60 of 1.5 mg are two supplies."""
    course = ldn.plan_titration(**{**COURSE, "doses": "0.5 mg,1.5 mg", "every": None}, lengths="140 d,60 d")
    assert len(course.supplies) == 2
    first = ldn.plan_capsules_for(course, **FILL)
    second = ldn.plan_capsules_for(course, **FILL, supply=2)
    counted = [{str(row.strength): row.count for row in part.capsules} for part in course.supplies]
    assert [{str(plan.strength): plan.count for plan in made} for made in (first, second)] == counted
    with pytest.raises(ldn.InputError) as caught:
        ldn.plan_capsules_for(course, **FILL, supply=3)
    assert (caught.value.code, caught.value.field) == ("out-of-range", "supply")


@pytest.mark.parametrize(("made_on", "refused"), [("2026-11-10", False), ("2026-05-01", True)])
def test_a_batch_that_does_not_keep_until_the_last_day_is_refused(made_on: str, refused: bool) -> None:
    """Made on 2026-05-01, capsules keep until 2026-10-27; the course ends on 2026-12-31."""
    course = ldn.plan_titration(**COURSE, begin="2026-11-20")
    if not refused:
        assert ldn.plan_capsules_for(course, **FILL, made_on=made_on)
        return
    with pytest.raises(ldn.InputError) as caught:
        ldn.plan_capsules_for(course, **FILL, made_on=made_on)
    assert (caught.value.code, caught.value.field) == ("made-too-early", "made_on")
    assert "2026-12-31" in str(caught.value.needed)


def test_what_is_wrong_with_a_batch_names_its_strength() -> None:
    course = ldn.plan_titration(**COURSE)
    with pytest.raises(ldn.CalculationError) as caught:
        ldn.plan_capsules_for(course, size="5", filler="mcc-ph102", fill_mass="0.4 mg")
    assert "the batch of 0.5 mg" in str(caught.value.hint)


def test_what_is_no_titration_of_capsules_is_refused() -> None:
    liquid = ldn.plan_titration(form="solution", doses="1 mg", every="7 d")
    with pytest.raises(ldn.InputError) as caught:
        ldn.plan_capsules_for(liquid, **FILL)
    assert caught.value.code == "not-for-this-form"
    with pytest.raises(ldn.InputError) as caught:
        ldn.plan_capsules_for("x", **FILL)  # type: ignore[arg-type]  # what a caller without types may give
    assert caught.value.code == "not-a-titration"
    stopped = ldn.plan_titration(**{**COURSE, "doses": "12 mg", "strengths": "12 mg"})
    with pytest.raises(ldn.StopError):
        ldn.plan_capsules_for(stopped, **FILL)
