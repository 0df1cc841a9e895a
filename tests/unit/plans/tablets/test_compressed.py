"""Compressed tablets: recipe, excipients, lubricant."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest

import ldn_compound as ldn
from ldn_compound.reference.recipes import get_recipe, recipe_keys, use_keys
from tests.unit.plans.prescriptions import assumed, codes, mg, stops, the
from tests.unit.plans.tablets.test_tablets import COMPRESSED, RECIPE, compressed, excipient, moulded, refused


def test_a_compressed_tablet_by_pencil() -> None:
    """100 mg: 45 + 3 + 0.5 + 4.5 mg of drug; the rest is 47 mg of lactose."""
    plan = compressed()
    assert {item.key: mg(item, "per_unit") for item in plan.excipients} == {
        "mcc-ph102": 45,
        "lactose-monohydrate": 47,
        "croscarmellose": 3,
        "magnesium-stearate": Fraction("0.5"),
    }
    assert mg(excipient(plan, "lactose-monohydrate"), "to_weigh") == 4700
    assert [item.role for item in plan.excipients] == ["diluent", "diluent", "disintegrant", "lubricant"]


def test_a_recipe_without_a_rest_has_to_sum() -> None:
    """80 % + 15.5 % + 4.5 mg in 100 mg are 100 %."""
    whole = {"mcc-ph102": "80 %", "lactose-monohydrate": "15 %", "magnesium-stearate": "0.5 %"}
    assert mg(compressed(recipe=whole), "tablet_mass") == 100
    error = refused(10, "recipe-does-not-sum", "recipe", **COMPRESSED | {"recipe": whole, "strength": "4 mg"})
    assert "99.5 %" in str(error)


@pytest.mark.parametrize(
    ("recipe", "code"),
    [
        ({"mcc-ph102": "rest", "sucrose": "rest"}, "two-rests"),
        ({"mcc-ph102": "60 %", "sucrose": "40 %"}, "recipe-over-100"),
        ({"mcc-ph102": "0 %", "sucrose": "rest"}, "out-of-range"),
        ({"mcc-102": "rest"}, "unknown-filler"),
        ([("mcc-ph102", "10 %"), ("mcc-ph102", "rest")], "given-twice"),
        ({f"own-{number}": "1 %" for number in range(21)}, "too-many"),
        ({}, "not-a-recipe"),
        ([], "not-a-recipe"),
        (["mcc-ph102"], "not-a-recipe"),
        ("mcc-manitol", "unknown-recipe"),
        ({"mcc-ph102": 0.5}, "float-refused"),
        ({"mcc-ph102": "50"}, "no-unit"),
        ({"mcc-ph102": "50 mg"}, "wrong-dimension"),
        ({"mcc-ph102": "Rest"}, "bad-quantity"),
        ({4: "rest"}, "not-text"),
        (b"mcc", "not-a-recipe"),
        ({"value": "4.5", "unit": "mg"}, "no-unit"),
    ],
)
def test_a_recipe_that_is_none_is_refused(recipe: Any, code: str) -> None:
    refused(10, code, "recipe", **COMPRESSED | {"recipe": recipe})


def test_no_room_for_the_rest_is_refused() -> None:
    full = {"mcc-ph102": "96 %", "lactose-monohydrate": "rest"}
    refused(11, "does-not-fit", "tablet_mass", **COMPRESSED | {"recipe": full})


@pytest.mark.parametrize(
    ("share", "found"),
    [
        ("0.24 %", "lubricant-outside-usual-range"),
        ("0.25 %", None),
        ("1 %", None),
        ("1.01 %", "lubricant-outside-usual-range"),
        ("5 %", "lubricant-outside-usual-range"),
    ],
)
def test_the_lubricant_within_its_range(share: str, found: str | None) -> None:
    plan = compressed(recipe=RECIPE | {"magnesium-stearate": share})
    assert [code for code in codes(plan) if "lubricant" in code] == ([found] if found else [])
    assert not plan.stops


def test_far_too_much_lubricant_stops() -> None:
    """50 % typed for 0.5 %: no lubricant any more, and as bulk it repels water."""
    plan = compressed(recipe={"mcc-ph102": "rest", "magnesium-stearate": "50 %"})
    assert stops(plan) == {"filler-avoid"}
    assert the(plan, "filler-avoid").field == "recipe"
    rest = compressed(recipe={"mcc-ph102": "50 %", "magnesium-stearate": "rest"})
    assert stops(rest) == {"filler-avoid"}


def test_no_lubricant_is_a_caution() -> None:
    assert "lubricant-missing" in codes(compressed(recipe={"mcc-ph102": "rest"}), "caution")
    assert "lubricant-missing" not in codes(compressed())


@pytest.mark.parametrize("key", ["calcium-carbonate", "rice-flour", "glycerol"])
def test_every_excipient_is_checked_for_the_drug(key: str) -> None:
    assert "filler-avoid" in stops(compressed(recipe=RECIPE | {key: "5 %"}))
    assert "filler-avoid" in stops(moulded(base=key))


@pytest.mark.parametrize("key", use_keys())
def test_what_is_used_in_small_shares_is_no_base_of_a_mould(key: str) -> None:
    """A mould filled with magnesium stearate once passed: it was taken for the lubricant of a recipe."""
    assert "filler-avoid" in stops(moulded(base=key))
    assert the(moulded(base=key), "filler-avoid").field == "base"


@pytest.mark.parametrize(
    ("key", "share", "found"),
    [
        # Handbook of Pharmaceutical Excipients: binder at 2 to 5 %; high-viscosity grades retard from 10 % on.
        ("hypromellose", "1.9 %", {"binder-outside-usual-range", "filler-caution"}),
        ("hypromellose", "2 %", {"filler-caution"}),
        ("hypromellose", "5 %", {"filler-caution"}),
        ("hypromellose", "5.1 %", {"binder-outside-usual-range", "filler-caution"}),
        ("hypromellose", "10 %", {"binder-outside-usual-range", "filler-caution"}),
        ("hypromellose", "10.1 %", {"filler-avoid"}),
        ("hypromellose-low-viscosity", "1.9 %", {"binder-outside-usual-range"}),
        ("hypromellose-low-viscosity", "2 %", set()),
        ("hypromellose-low-viscosity", "5 %", set()),
        ("hypromellose-low-viscosity", "5.1 %", {"binder-outside-usual-range"}),
        ("hypromellose-low-viscosity", "10.1 %", {"filler-avoid"}),
    ],
)
def test_hypromellose_by_grade_role_and_share(key: str, share: str, found: set[str]) -> None:
    plan = compressed(recipe=RECIPE | {key: share})
    about = {"binder-outside-usual-range", "filler-caution", "filler-avoid"}
    told = [item for item in plan.findings if item.code in about]
    assert {item.code for item in told} == found
    assert all(item.field == "recipe" for item in told)
    assert bool(plan.stops) is ("filler-avoid" in found)
    assert excipient(plan, key).role == ("diluent" if "filler-avoid" in found else "binder")


@pytest.mark.parametrize(
    ("avoid", "code"),
    [("lactose", "filler-contains-avoided"), ("sodium", "filler-contains-avoided"), ("animal", None), ("gluten", None)],
)
def test_every_excipient_is_checked_for_the_patient(avoid: str, code: str | None) -> None:
    """Lactose contains lactose, croscarmellose sodium contains sodium; stearate may be animal, lactose is."""
    plan = compressed(avoid=[avoid])
    if avoid == "animal":
        assert stops(plan) == {"filler-contains-avoided", "filler-cannot-be-cleared"}
    else:
        assert stops(plan) == ({code} if code else set())


def test_a_filler_of_the_pharmacys_own_without_composition_is_not_cleared() -> None:
    own = ldn.read_profile('[fillers.our-blend]\nname = "Our blend"\n')
    recipe = {"our-blend": "rest", "magnesium-stearate": "0.5 %"}
    plan = compressed(recipe=recipe, avoid=["gluten"], profile=own, component_lots={"our-blend": "L1"})
    assert stops(plan) == {"filler-cannot-be-cleared"}
    assert ldn.from_json(ldn.to_json(plan)) == plan


@pytest.mark.parametrize("key", recipe_keys())
def test_the_recipes_of_the_data(key: str) -> None:
    """Each makes a tablet without any stop or range finding, and says that it is a starting point."""
    plan = compressed(recipe=key)
    assert not plan.stops
    assert not [code for code in codes(plan) if "outside" in code or "lubricant" in code]
    told = assumed(plan, "recipe-from-reference")
    assert told.value == key
    assert "confirm" in str(told.source)
    assert plan.recipe_name == get_recipe(key).name
    stated = sum(share.value for _, share in get_recipe(key).shares if not isinstance(share, str))
    assert stated < Fraction(6, 10)


def test_the_recipe_is_recorded_so_that_the_plan_recomputes_without_the_file() -> None:
    plan = compressed()
    document = json.loads(ldn.to_json(plan))
    assert document["inputs"]["recipe"][0] == ["mcc-ph102", {"value": "45", "unit": "%"}]
    assert ldn.from_json(json.dumps(document, sort_keys=True)) == plan
    document["inputs"]["recipe"][0][1]["value"] = "46"
    with pytest.raises(ldn.MismatchError):
        ldn.from_json(json.dumps(document))
