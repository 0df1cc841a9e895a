"""Laws of a child's dose, and the second engine's agreement on thousands of children, ties included."""

from __future__ import annotations

import json
import os
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ldn_compound as ldn
from tests import second_engine_dose as second
from tests.strategies import plain

LONG = os.environ.get("LONG") == "1"
LAW = settings(max_examples=5_000 if LONG else 100, deadline=None, derandomize=not LONG)
ENGINE = settings(max_examples=20_000 if LONG else 1_000, deadline=None, derandomize=not LONG)

RATES = ("0.1", "0.05", "0.08", "0.15", "0.2", "0.025", "0.12")
MAXIMA = ("4.5", "3", "4.45", "2.25", "1.11", "6")
CONCENTRATIONS = ("1", "0.5", "0.1", "2", "0.3", "1.5", "5", "0.7")


@st.composite
def children(draw: st.DrawFn) -> dict[str, Any]:
    """Return the keywords of one child: half of the weights in tenths of a kg, where many doses are ties."""
    places = draw(st.sampled_from((1, 1, 2, 3)))
    unit = draw(st.sampled_from(("kg", "kg", "kg", "lb")))
    low, high = (2, 200) if unit == "kg" else (5, 440)
    number = plain(draw(st.decimals(low, high if draw(st.booleans()) else low + 60, places=places)))
    return {
        "weight": f"{number} {unit}",
        "rate": draw(st.sampled_from(RATES)),
        "maximum": draw(st.sampled_from(MAXIMA)),
        "concentration": draw(st.sampled_from(CONCENTRATIONS)),
        "per_day": draw(st.sampled_from((1, 1, 1, 2, 3))),
    }


def keywords(child: dict[str, Any]) -> dict[str, Any]:
    return {
        "body_weight": child["weight"],
        "rate": f"{child['rate']} mg/kg",
        "maximum": f"{child['maximum']} mg",
        "concentration": f"{child['concentration']} mg/mL",
        "per_day": child["per_day"],
    }


def given_dose(child: dict[str, Any], **more: Any) -> Any:
    """Return the dose, or None where no syringe measures it."""
    try:
        return ldn.weight_based_dose(**keywords(child), **more)
    except (ldn.CalculationError, ldn.StopError):
        return None


def value(plan: Any, name: str) -> Fraction:
    return getattr(plan.exact, name).value


@ENGINE
@given(children())
def test_the_second_engine_agrees(child: dict[str, Any]) -> None:
    mine, theirs = given_dose(child), second.dose(**child)
    if theirs is None or mine is None:
        assert theirs is None
        assert mine is None
        return
    assert value(mine, "body_weight") == second.kilograms(child["weight"]) * 1_000_000
    assert (value(mine, "uncapped_dose"), value(mine, "daily_dose"), value(mine, "dose")) == theirs[:3]
    assert value(mine.syringe, "size") == theirs.size
    assert value(mine, "volume") == theirs.drawn
    assert value(mine, "rounding_error") == theirs.error
    assert mine.capped == (theirs.daily < theirs.uncapped)


@LAW
@given(
    children(),
    st.dictionaries(
        st.sampled_from(("0.5", "1", "3", "5", "10")), st.sampled_from(("0.01", "0.02", "0.05", "0.1", "0.3"))
    ).filter(bool),
)
def test_the_second_engine_agrees_on_a_pharmacys_own_syringes(child: dict[str, Any], own: dict[str, str]) -> None:
    own = dict(sorted(own.items(), key=lambda row: Fraction(row[0])))
    sizes = ", ".join(f'"{size}"' for size in own)
    lines = "\n".join(f'graduation_{size.replace(".", "_")}_ml = "{line} mL"' for size, line in own.items())
    profile = ldn.read_profile(f"[syringes]\nsyringe_sizes = [{sizes}]\n{lines}\n")
    mine, theirs = given_dose(child, profile=profile), second.dose(**child, syringes=own)
    assert (mine is None) == (theirs is None)
    if mine is not None and theirs is not None:
        assert value(mine.syringe, "size") == theirs.size
        assert value(mine, "volume") == theirs.drawn
        assert ldn.from_json(ldn.to_json(mine)) == mine


@LAW
@given(children())
def test_a_dose_is_a_fifth_of_its_syringe_or_the_plan_says_so(child: dict[str, Any]) -> None:
    plan = given_dose(child)
    if plan is not None:
        small = 5 * value(plan, "exact_volume") < value(plan.syringe, "size")
        assert small == ("dose-small-for-syringe" in {item.code for item in plan.findings})
        # The smallest syringe holds 0.5 mL: from 0.1 mL on there is one that measures the dose well.
        assert small == (value(plan, "exact_volume") < Fraction(1, 10))


@LAW
@given(children())
def test_the_maximum_is_never_passed_a_dose_or_a_day(child: dict[str, Any]) -> None:
    plan = given_dose(child)
    if plan is not None:
        most = Fraction(child["maximum"])
        assert value(plan, "daily_dose") <= most
        assert value(plan, "delivered_dose") * child["per_day"] <= most
        assert value(plan, "delivered_daily_dose") <= most
        assert plan.capped == (value(plan, "uncapped_dose") > most)


@LAW
@given(children())
def test_volume_times_concentration_is_the_dose_within_the_rounding(child: dict[str, Any]) -> None:
    plan = given_dose(child)
    if plan is not None:
        delivered = value(plan, "volume") * Fraction(child["concentration"])
        assert delivered == value(plan, "delivered_dose")
        assert abs(delivered - value(plan, "dose")) == value(plan, "rounding_error") * value(plan, "dose")
        assert value(plan, "volume") <= value(plan.syringe, "size")
        assert (value(plan, "volume") / value(plan.syringe, "graduation")).denominator == 1
        over = value(plan, "rounding_error")
        codes = {item.code for item in plan.findings}
        assert ("rounding-too-large" in codes) == (over > Fraction(1, 10))
        assert ("rounding-large" in codes) == (Fraction(1, 20) < over <= Fraction(1, 10))


@LAW
@given(children())
def test_a_dose_comes_back_from_json(child: dict[str, Any]) -> None:
    plan = given_dose(child, age=9, strengths=["0.5 mg", "4.5 mg"], days_supply=30)
    if plan is not None:
        text = ldn.to_json(plan)
        assert ldn.from_json(text) == plan
        assert json.loads(text)["result"]["capped"] is plan.capped


@LAW
@given(children(), st.decimals(0, 20, places=2))
def test_a_heavier_child_never_gets_less(child: dict[str, Any], more: Decimal) -> None:
    number, unit = child["weight"].split(" ")
    if unit == "kg" and Decimal(number) + more <= 200:
        one, other = given_dose(child), given_dose(child | {"weight": f"{plain(Decimal(number) + more)} kg"})
        if one is not None and other is not None:
            assert value(other, "dose") >= value(one, "dose")


@pytest.mark.parametrize("spelled", ["18.5kg", "18.5 kg", "18500 g", "18500000 mg"])
def test_the_spelling_of_a_unit_changes_nothing(spelled: str) -> None:
    assert ldn.weight_based_dose(body_weight=spelled) == ldn.weight_based_dose(body_weight="18.5 kg")
