"""A titration whose doses in the morning and at bedtime differ, held against a count of every day by itself."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ldn_compound as ldn

MORNING, BEDTIME = "0.5 mg,1 mg,1.5 mg", "1 mg,1 mg,2 mg"
COURSE: dict[str, Any] = {
    "form": "capsule",
    "strengths": "0.5 mg,1 mg",
    "doses": MORNING,
    "bedtime_doses": BEDTIME,
    "every": "14 d",
}


def codes(plan: ldn.Titration) -> list[str]:
    return [item.code for item in plan.findings]


def test_each_step_has_a_row_for_the_morning_and_one_for_bedtime() -> None:
    plan = ldn.plan_titration(**COURSE, begin="2026-12-01")
    rows = [(row.number, row.time_of_day, str(row.dose), row.from_day, row.to_day) for row in plan.schedule]
    assert rows == [
        (1, "morning", "0.5 milligram", 1, 14),
        (1, "bedtime", "1 milligram", 1, 14),
        (2, "morning", "1 milligram", 15, 28),
        (2, "bedtime", "1 milligram", 15, 28),
        (3, "morning", "1.5 milligram", 29, 42),
        (3, "bedtime", "2 milligram", 29, 42),
    ]
    assert [str(row.daily_dose) for row in plan.schedule][::2] == ["1.5 milligram", "2 milligram", "3.5 milligram"]
    assert plan.doses_per_day == 2
    assert str(plan.total_drug) == "98 milligram"  # 14 * (1.5 + 2 + 3.5)
    # 0.5 mg: 14 of step 1, 14 of step 3; 1 mg: 14 + 2 * 14 + 14 + 2 * 14.
    assert [(str(row.strength), row.count) for row in plan.total_capsules] == [
        ("0.5 milligram", 28),
        ("1 milligram", 84),
    ]
    assert "in the morning" in plan.directions[0]
    assert "at bedtime" in plan.directions[1]
    assert ldn.from_json(ldn.to_json(plan)) == plan


def test_the_two_doses_of_a_day_are_checked_together() -> None:
    """3 mg and 3 mg are 6 mg a day, above the usual 4.5 mg; each alone is not."""
    plan = ldn.plan_titration(**{**COURSE, "doses": "3 mg", "bedtime_doses": "3 mg", "strengths": "3 mg"})
    assert "daily-dose-above-usual" in codes(plan)
    once = ldn.plan_titration(**{**COURSE, "doses": "3 mg", "bedtime_doses": None, "strengths": "3 mg"})
    assert "daily-dose-above-usual" not in codes(once)
    stopped = ldn.plan_titration(**{**COURSE, "doses": "5 mg", "bedtime_doses": "5 mg", "strengths": "5 mg"})
    (stop,) = [item for item in stopped.findings if item.code == "daily-dose-high"]
    assert "5 mg + 5 mg" in stop.message


def test_a_childs_two_doses_are_held_to_the_weight_together() -> None:
    """0.1 mg/kg of 20 kg are 2 mg a day: 1 mg and 1.5 mg are more, 0.5 mg and 1.5 mg are not."""
    child: dict[str, Any] = {"body_weight": "20 kg", "age": "6", "strengths": "0.5 mg"}
    above = ldn.plan_titration(**{**COURSE, **child, "doses": "1 mg", "bedtime_doses": "1.5 mg"})
    within = ldn.plan_titration(**{**COURSE, **child, "doses": "0.5 mg", "bedtime_doses": "1.5 mg"})
    found = set(codes(above)) - set(codes(within))
    assert any(code.startswith("child-dose-above") or "weight" in code for code in found), found


def test_what_goes_up_or_down_is_told_of_either_time() -> None:
    up = ldn.plan_titration(**{**COURSE, "doses": "1 mg,1 mg", "bedtime_doses": "1 mg,4 mg"})
    assert "step-above-usual" in codes(up)
    down = ldn.plan_titration(**{**COURSE, "doses": "1 mg,1 mg", "bedtime_doses": "2 mg,1.5 mg"})
    assert "dose-goes-down" in codes(down)


def test_two_syringes_for_one_day_are_told() -> None:
    plan = ldn.plan_titration(form="solution", doses="0.5 mg", bedtime_doses="3 mg", every="7 d")
    (item,) = [item for item in plan.findings if item.code == "several-syringes"]
    assert "step 1 (0.5 mL and 3 mL each day)" in item.message
    assert plan.total_volume == ldn.quantity("24.5 mL")


def test_pairs_that_are_listed_twice_are_one_step() -> None:
    plan = ldn.plan_titration(**{**COURSE, "doses": "1 mg,1 mg,1 mg", "bedtime_doses": "1 mg,1 mg,2 mg"})
    assert [(row.number, row.from_day, row.to_day) for row in plan.schedule] == [
        (1, 1, 28),
        (1, 1, 28),
        (2, 29, 42),
        (2, 29, 42),
    ]


def test_the_profiles_one_dose_a_day_does_not_speak_of_it() -> None:
    usual = ldn.read_profile("[dispensing]\ndoses_per_day = 1\n")
    plan = ldn.plan_titration(**COURSE, profile=usual)
    assert plan.doses_per_day == 2
    assert ldn.from_json(ldn.to_json(plan)) == plan


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"bedtime_doses": "1 mg"}, "another-number-of-doses", "bedtime_doses"),
        ({"doses_per_day": 1}, "two-a-day", "doses_per_day"),
        ({"doses_per_day": 3}, "two-a-day", "doses_per_day"),
        (
            {"doses": None, "start": "1 mg", "step": "1 mg", "to": "3 mg"},
            "bedtime-without-doses",
            "bedtime_doses",
        ),
    ],
)
def test_what_does_not_go_together_is_refused(change: dict[str, Any], code: str, field: str) -> None:
    with pytest.raises(ldn.InputError) as caught:
        ldn.plan_titration(**{**COURSE, **change})
    assert (caught.value.code, caught.value.field) == (code, field)


_DOSES = st.sampled_from(["0.5", "1", "1.5", "2", "2.5", "3"])


@given(st.lists(st.tuples(_DOSES, _DOSES, st.integers(1, 40)), min_size=1, max_size=6))
@settings(max_examples=100, deadline=None, derandomize=True)
def test_every_day_counted_by_itself_gives_the_same(rows: list[tuple[str, str, int]]) -> None:
    """Each day takes both doses, each made of the fewest capsules of 0.5 and 1 mg: the whole ones, and a half."""
    plan = ldn.plan_titration(
        form="capsule",
        strengths="0.5 mg,1 mg",
        doses=[f"{morning} mg" for morning, _, _ in rows],
        bedtime_doses=[f"{late} mg" for _, late, _ in rows],
        lengths=[f"{length} d" for _, _, length in rows],
    )
    capsules: Counter[str] = Counter()
    drug = Fraction(0)
    for morning, late, length in rows:
        for _ in range(length):
            for dose in (Fraction(morning), Fraction(late)):
                drug += dose
                capsules["1 milligram"] += int(dose)
                capsules["0.5 milligram"] += dose.denominator - 1
    assert plan.exact.total_drug.value == drug
    assert {str(row.strength): row.count for row in plan.total_capsules} == {k: n for k, n in capsules.items() if n}
    assert sum(supply.exact.drug.value for supply in plan.supplies) == drug
