"""The drug of a batch: the same working for capsules, tablets and liquids, by hand."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

import ldn_compound as ldn

COMMON: dict[str, Any] = {
    "wastage": "10 %",
    "overage": "5 %",
    "readability": "0.001 mg",
    "minimum_weighable": "20 mg",
}
UNITS: dict[str, Any] = {"strength": "4.5 mg", "count": 90}
CAPSULES: dict[str, Any] = {**COMMON, **UNITS, "size": "3", "filler": "mcc-ph102", "fill_mass": "135 mg"}
TABLETS: dict[str, Any] = {
    **COMMON,
    **UNITS,
    "method": "moulded",
    "blank_mass": "60 mg",
    "base": "mannitol-silica",
    "displacement_factor": "1",
}
LIQUID: dict[str, Any] = {**COMMON, "volume": "405 mL", "concentration": "1 mg/mL", "dose": "4.5 mg"}

PLANS: dict[str, Callable[[], Any]] = {
    "capsules": lambda: ldn.plan_capsules(**CAPSULES),
    "capsules, all in": lambda: ldn.plan_capsules(**CAPSULES, fill_method="all-in"),
    "tablets": lambda: ldn.plan_tablets(**TABLETS),
    "liquid": lambda: ldn.plan_solution(**LIQUID),
}
STEPS = [
    "drug in the batch",
    "drug powder to weigh",
    "drug powder, as the balance shows it",
    "drug in that powder",
    "drug left if the overage is lost",
    "content of label if nothing is lost",
    "content of label if the allowances are lost",
]


# 405 mg x 1.10 x 1.05 = 467.775 mg. Where each unit is made to its mass, and in a liquid, the wastage never raises the
# content: 467.775 / (405 x 1.10) = 1.05. Where all is filled in it does: 467.775 / 405 = 1.155. Lost, all are at 1.
@pytest.mark.parametrize(
    ("form", "not_lost"), [("capsules", "1.05"), ("capsules, all in", "1.155"), ("tablets", "1.05"), ("liquid", "1.05")]
)
def test_the_drug_is_weighed_and_held_against_the_label_alike(form: str, not_lost: str) -> None:
    made: Any = PLANS[form]()
    assert made.exact.api_theoretical.value == Fraction("467.775")
    assert made.exact.api_to_weigh.value == Fraction("467.775")
    assert made.content_of_label.exact.if_not_lost.value == Fraction(not_lost)
    assert made.content_of_label.exact.if_lost.value == 1
    assert [step.name for step in made.steps if step.name in STEPS] == STEPS
