"""The table of ingredients: what is weighed for a batch, from which lot."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from ldn_compound.core.errors import InputError, MismatchError, StopError
from ldn_compound.records.ingredients import ingredients_csv
from tests.unit.fhir.plans import capsules, solution, titration


def rows(plan: Any) -> list[dict[str, str]]:
    text, count = ingredients_csv(plan)
    found = list(csv.DictReader(io.StringIO(text)))
    assert len(found) == count
    return found


def test_the_components_of_capsules() -> None:
    """90 x 4.5 = 405 mg and 90 x 130.5 = 11745 mg, with 5 % more: 425.25 and 12332.25, to the mg."""
    plan = capsules(
        wastage="5 %", component_lots={"filler": "A123"}, component_expiries={"api": "2027-03-31"}, assay="100 %",
        assay_basis="as-is",
    )  # fmt: skip
    drug, filler, shell = rows(plan)
    assert (drug["component"], drug["amount"], drug["unit"]) == ("naltrexone hydrochloride", "425", "mg")
    assert (drug["lot"], drug["expiry"]) == ("", "2027-03-31")
    assert (filler["amount"], filler["unit"], filler["lot"]) == ("12332", "mg", "A123")
    assert (shell["component"], shell["amount"], shell["unit"]) == ("gelatin", "90", "shells")


def test_a_powder_that_is_weighed_twice_stands_there_with_its_sum() -> None:
    """Of a trituration, the filler beside it and that which thins it are one component."""
    plan = capsules(strength="0.1 mg", count=30, accept=["strength-very-low", "daily-dose-very-low"], accepted_by="A")
    part = plan.trituration
    assert part is not None
    whole = plan.exact.filler_on_balance.value + part.exact.diluent_to_weigh.value
    drug, filler, _ = rows(plan)
    assert filler["amount"] == str(whole)
    assert drug["amount"] == str(part.exact.drug_to_weigh.value)


def test_the_components_of_a_liquid() -> None:
    """0.5 % of 60 mL are 300 mg of ascorbic acid; 12 mL of glycerol weigh 12 x 1.261 g."""
    found = {
        row["component"]: (row["amount"], row["unit"])
        for row in rows(solution(vehicle="fawcett", preservative="benzoate"))
    }
    assert found["naltrexone hydrochloride"] == ("60", "mg")
    assert found["ascorbic acid"] == ("300", "mg")
    assert found["glycerol (glycerin)"] == ("15132", "mg")


def test_a_cell_that_begins_like_a_formula_is_made_harmless() -> None:
    plan = capsules(component_lots={"filler": "=1+1", "api": "@SUM(A1)"})
    drug, filler, _ = rows(plan)
    assert (drug["lot"], filler["lot"]) == ("'@SUM(A1)", "'=1+1")


def test_what_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        ingredients_csv(titration())
    assert caught.value.code == "not-a-plan"
    with pytest.raises(StopError):
        ingredients_csv(capsules(strength="45 mg"))
    with pytest.raises(MismatchError):
        ingredients_csv(capsules().replaced(count=91))
