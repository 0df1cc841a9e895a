"""A titration whose listed doses each have a length of their own."""

from __future__ import annotations

from typing import Any

import pytest

import ldn_compound as ldn


def test_equal_doses_in_a_row_are_one_step() -> None:
    plan = ldn.plan_titration(form="solution", doses="1 mg,1 mg,2 mg", lengths=["7 d", "3 d", "8 d"])
    assert [(step.from_day, step.to_day) for step in plan.schedule] == [(1, 10), (11, 18)]
    assert "steps-shorter-than-usual" not in [finding.code for finding in plan.findings]
    short = ldn.plan_titration(form="solution", doses="1 mg,2 mg", lengths="6 d,8 d")
    assert [(item.code, item.field) for item in short.findings if item.code == "steps-shorter-than-usual"] == [
        ("steps-shorter-than-usual", "lengths")
    ]


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"doses": "1 mg,2 mg", "lengths": "7 d"}, "another-number-of-lengths", "lengths"),
        ({"doses": "1 mg,2 mg", "lengths": "7 d,7 d,7 d"}, "another-number-of-lengths", "lengths"),
        ({"doses": "1 mg,2 mg", "lengths": "7 d,7 d", "every": "7 d"}, "lengths-alone", "every"),
        ({"doses": "1 mg,2 mg", "lengths": "7 d,7 d", "last_for": "7 d"}, "lengths-alone", "last_for"),
        ({"doses": "1 mg,2 mg", "lengths": "7.5 d,7 d"}, "not-whole-days", "lengths"),
        ({"doses": "1 mg,2 mg", "lengths": "0 d,7 d"}, "out-of-range", "lengths"),
        ({"doses": "1 mg,2 mg", "lengths": "7 mg,7 d"}, "wrong-dimension", "lengths"),
        ({"start": "1 mg", "step": "1 mg", "to": "2 mg", "lengths": "7 d,7 d"}, "lengths-without-doses", "lengths"),
        ({"doses": "1 mg,2 mg", "lengths": "3000 d,3000 d"}, "schedule-too-long", "every"),
    ],
)
def test_lengths_that_are_refused(given: dict[str, Any], code: str, field: str) -> None:
    with pytest.raises(ldn.LdnError) as caught:
        ldn.plan_titration(form="solution", **given)
    assert (caught.value.code, caught.value.field) == (code, field)


def test_it_is_computed_again_from_what_is_recorded() -> None:
    plan = ldn.plan_titration(form="solution", doses="1 mg,2 mg", lengths="7 d,8 d")
    assert ldn.from_json(ldn.to_json(plan)) == plan
    assert (plan.every, plan.last_for) == (None, ldn.quantity("8 d"))
