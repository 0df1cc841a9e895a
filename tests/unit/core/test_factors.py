"""Factors of results (Fractions) with quantities: exact, whichever stands first; and quantities that were pickled."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ldn_compound as ldn

Q = ldn.quantity
THIRD = Fraction(1, 3)


@pytest.mark.parametrize(
    ("worked_out", "number", "unit"),
    [
        (lambda: THIRD * Q("4.5 mg"), Fraction(3, 2), "mg"),
        (lambda: Q("4.5 mg") * THIRD, Fraction(3, 2), "mg"),
        (lambda: Q("1 mg") * THIRD, THIRD, "mg"),  # no Decimal holds it
        (lambda: Q("1 mg") / Fraction(3, 7), Fraction(7, 3), "mg"),
        (lambda: Fraction(9, 7) / Q("4.5 mg"), Fraction(2, 7), "1/mg"),
        (lambda: Q("1 mg") * THIRD + Q("1 mg"), Fraction(4, 3), "mg"),
        (lambda: Q("1 mg") + THIRD * Q("1 mg"), Fraction(4, 3), "mg"),
        (lambda: Q("1 mg") - THIRD * Q("1 mg"), Fraction(2, 3), "mg"),
        (lambda: THIRD * Q("1 g"), Fraction(1000, 3), "mg"),
        (lambda: (THIRD * Q("1 mg")).to("mcg"), Fraction(1000, 3), "mcg"),
        (lambda: THIRD * Q("1 mg") * Decimal("0.1"), Fraction(1, 30), "mg"),
        (lambda: 7 * (Q("1 mg") * Fraction(1, 7)), Fraction(1), "mg"),
        (lambda: Fraction(1, 2) + Q("50 %").to(""), Fraction(1), ""),
        (lambda: THIRD * Q("5 mg/mL") * Q("3 mL"), Fraction(5), "mg"),
    ],
)
def test_a_factor_and_a_quantity_give_the_exact_number(
    worked_out: Callable[[], Any], number: Fraction, unit: str
) -> None:
    found = worked_out()
    assert (type(found.magnitude), found.magnitude) == (Fraction, number)
    assert found.units == ldn.unit_registry().Unit(unit)


def test_a_factor_in_place_changes_no_other_quantity() -> None:
    first: Any = Q("4.5 mg")
    second = first
    second *= THIRD
    second += Q("1 mg")
    assert (first, second) == (Q("4.5 mg"), Q("2.5 mg"))


def test_fractions_and_decimals_compare_sort_and_hash_alike() -> None:
    assert Fraction(2) * Q("4.5 mg") == Q("9 mg")
    assert hash(Fraction(2) * Q("4.5 mg")) == hash(Q("9 mg"))
    third = THIRD * Q("1 mg")
    assert third != ldn.unit_registry().Quantity(Decimal("0." + "3" * 28), "mg")
    assert Q("0.33333333333333 mg") < third < Q("0.33333333333334 mg")
    assert max(third, Q("0.3 mg")) is third
    assert f"{third:.3f} | {third:~P}" == "0.333 milligram | 0.3333333333333333333333333333 mg"


@pytest.mark.parametrize(
    "worked_out",
    [
        lambda: (THIRD * Q("1 mg")) * 0.5,
        lambda: 0.5 * (THIRD * Q("1 mg")),
        lambda: THIRD * ldn.unit_registry().Quantity(0.5, "mg"),
        lambda: Q("1 mg") * 0.5,
    ],
)
def test_a_float_is_no_factor(worked_out: Callable[[], object]) -> None:
    with pytest.raises(TypeError, match="unsupported operand"):
        worked_out()


def test_a_multiplied_quantity_is_planned_exactly() -> None:
    factor = ldn.weighing_factor(assay="90 %", assay_basis="as-is")
    assert factor == Fraction(10, 9)
    plan = ldn.plan_trituration(drug=factor * Q("9 mg"), minimum_weighable="120 mg", readability="1 mg")
    assert plan == ldn.plan_trituration(drug="10 mg", minimum_weighable="120 mg", readability="1 mg")
    endless = ldn.plan_trituration(drug=factor * Q("10 mg"), minimum_weighable="120 mg", readability="1 mg")
    assert endless.inputs["drug"]["exact"] == "100/9"


@given(st.fractions(min_value=0), st.decimals(min_value=0, max_value=10**9, places=6))
def test_the_order_of_factor_and_quantity_does_not_matter(factor: Fraction, number: Decimal) -> None:
    mass = ldn.unit_registry().Quantity(number, "mg")
    assert (factor * mass).magnitude == (mass * factor).magnitude == factor * Fraction(number)


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize("made", [Q("4.5 mg"), Q("5 mg/5 mL"), Q("5 %"), THIRD * Q("1 mg")])
def test_a_quantity_comes_back_on_our_registry(made: Any, protocol: int) -> None:
    for back in (pickle.loads(pickle.dumps(made, protocol)), copy.copy(made), copy.deepcopy(made)):
        assert back == made
        assert type(back.magnitude) is type(made.magnitude)
        assert isinstance(back, ldn.unit_registry().Quantity)
        assert back + made == 2 * made


def test_a_quantity_is_planned_and_computed_with_in_another_process() -> None:
    plan = ldn.plan_capsules(strength="4.5 mg", count=60, size="3", filler="mcc-ph102", fill_mass="135 mg")
    code = (
        "import pickle, sys; strength, third, plan = pickle.loads(bytes.fromhex(sys.argv[1])); "
        "import ldn_compound as ldn; "
        "again = ldn.plan_capsules(strength=strength, count=60, size='3', filler='mcc-ph102', fill_mass='135 mg'); "
        "print(again == plan, again.api_to_weigh, third * 3 + ldn.quantity('1 mg'))"
    )
    written = pickle.dumps((plan.strength, THIRD * Q("1 mg"), plan)).hex()
    done = subprocess.run([sys.executable, "-c", code, written], capture_output=True, text=True, check=False)
    # 60 capsules of 4.5 mg are 270 mg of drug.
    assert (done.stdout, done.stderr) == ("True 270 milligram 2 milligram\n", "")


def test_a_result_that_was_copied_or_pickled_is_the_same() -> None:
    plan = ldn.weight_based_dose(body_weight="18.5 kg")
    for back in (pickle.loads(pickle.dumps(plan)), copy.deepcopy(plan)):
        assert back == plan
        assert back.dose + Q("1 mg") == plan.dose + Q("1 mg")
        assert ldn.check(back) == plan.findings
