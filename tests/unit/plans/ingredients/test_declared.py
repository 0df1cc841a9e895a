"""What a filler brings to the patient in a day is told with what it was worked out for."""

from __future__ import annotations

from typing import Any

import pytest

import ldn_compound as ldn


@pytest.mark.parametrize(
    ("taken", "amount", "said"),
    [
        # 400 mg of size 1 less 4.5 mg of drug are 395.5 mg; sodium is 22.99 of the 84.007 g of a mole of bicarbonate.
        ({}, "~108.2 mg (~4.71 mmol) of sodium a day", "for one dose a day: none was given"),
        ({"units_per_dose": 1, "doses_per_day": 2}, "~216.5 mg (~9.42 mmol) of sodium a day", None),
    ],
)
def test_sodium_of_a_day(taken: dict[str, Any], amount: str, said: str | None) -> None:
    plan = ldn.plan_capsules(
        strength="4.5 mg", count=30, size="1", filler="sodium-bicarbonate", packing_stat="400 mg", **taken
    )
    told = [item.message for item in plan.findings if item.code == "filler-declared"]
    assert told[0].startswith(amount)
    assert ("none was given" in told[0]) == (said is not None)
    assert said is None or said in told[0]
