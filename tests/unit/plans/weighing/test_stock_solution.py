"""A liquid whose drug is too little to weigh: by an aliquot of a stock solution, worked out by hand."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

import ldn_compound as ldn
from ldn_compound.core.units import Amount

GOOD: dict[str, Any] = {"volume": "15 mL", "sensitivity": "6 mg", "made_on": "2026-11-22"}


def plan(**changes: Any) -> Any:
    return ldn.plan_solution(**{**GOOD, **changes})


def value(result: Any, name: str) -> Fraction:
    return getattr(result.exact, name).value


def codes(result: Any) -> set[str]:
    return {item.code for item in result.findings}


def part_of(made: Any, key: str) -> Any:
    return next(part for part in made.components if part.key == key)


def test_the_plan_by_hand() -> None:
    """15 mg on a balance of 6 mg, minimum 120 mg, in steps of 2 mg (40 g in 20,000 steps).

    6/A + 6/D is at most 5 %. For 122 mg of drug D is at least 7320 mg and the total, 122 x D / 15, 59.5 g: too much.
    For 124 mg D is at least 3720 mg, and 124 x 3720 / 15 is 30752 mg, a whole number of steps: no less drug does.
    """
    made = plan()
    stock = made.trituration
    assert [value(stock, name) for name in ("drug_to_weigh", "total", "aliquot_to_weigh")] == [124, 30_752, 3720]
    assert value(stock, "diluent_to_weigh") == 30_628
    assert value(stock, "drug_in_aliquot") == 15
    assert value(stock, "error_bound") == Fraction(5, 100)
    assert stock.dissolved_in == "glycerol"
    # 18.915 g of glycerol in 15 mL, of which the aliquot brings 3705 mg.
    assert value(made, "vehicle_mass") == 18_915
    assert value(part_of(made, "glycerol"), "to_weigh") == 15_210
    assert value(part_of(made, "glycerol"), "volume_left") == Fraction(15_210, 1261)
    assert value(made.content_of_label, "if_not_lost") == 1
    assert not made.stops
    assert "stock-solution-must-be-clear" in codes(made)
    assert not {"below-minimum-weighable", "larger-batch-would-do"} & codes(made)


def test_the_content_is_that_of_the_drug_in_the_aliquot() -> None:
    made = plan(volume="15.37 mL", assay="97 %", assay_basis="as-is")
    held = value(made.trituration, "drug_in_aliquot")
    assert value(made.content_of_label, "if_not_lost") == held * Fraction("0.97") / Fraction("15.37")


def test_the_stock_is_no_stronger_than_the_liquid_allows() -> None:
    """In glycerol 10 mg in a mL of it (1261 mg), in water 25 mg in 998.2 mg."""
    for vehicle, density, most in (("glycerol", Fraction(1261), 10), ("fawcett", Fraction("998.2"), 25)):
        for volume in ("2 mL", "15 mL", "60 mL", "110 mL"):
            stock = plan(volume=volume, vehicle=vehicle).trituration
            drug, liquid = value(stock, "drug_to_weigh"), value(stock, "diluent_to_weigh")
            assert drug / (liquid / density) <= most


def test_water_that_is_added_dissolves_it() -> None:
    """5 mL of water in 60 mL: the aliquot brings part of it, the rest is weighed; then the glycerol."""
    made = plan(volume="60 mL", added_water="5 mL")
    assert made.trituration.dissolved_in == "purified-water"
    brought = value(made.trituration, "diluent_in_aliquot")
    water = part_of(made, "purified-water")
    assert value(water, "mass") == 5 * Fraction("998.2") == value(water, "to_weigh") + brought
    assert value(part_of(made, "glycerol"), "to_weigh") == 55 * 1261
    # Too little water for an aliquot: then it is dissolved in glycerol.
    assert plan(volume="60 mL", added_water="0.1 mL").trituration.dissolved_in == "glycerol"


def test_an_aliquot_that_brings_all_the_water_leaves_none_to_weigh() -> None:
    """With 1 mL of water the best plan brings 905 mg of it; with just 905 mg there it is the best one still."""
    brought = value(plan(added_water="1 mL").trituration, "diluent_in_aliquot")
    made = plan(added_water=f"{int(brought)} mg")
    water = part_of(made, "purified-water")
    assert value(made.trituration, "diluent_in_aliquot") == brought == value(water, "mass")
    assert value(water, "to_weigh") == 0
    assert water.weighing_error is None
    assert not any(line.startswith("Add 0") for line in made.procedure)
    assert [row.name for row in ldn.as_made(made, weighed={"api": "138 mg"}).weighings] == [
        "api",
        "diluent",
        "aliquot",
        "glycerol",
    ]


@pytest.mark.parametrize(("water", "dissolved_in"), [("1 mL", "purified-water"), ("0.5 mL", "glycerol")])
def test_what_is_left_of_a_liquid_can_be_weighed(water: str, dissolved_in: str) -> None:
    """Of 0.5 mL of water no plan of the same error leaves 120 mg: so the drug is dissolved in glycerol."""
    made = plan(volume="12 mL", added_water=water)
    assert made.trituration.dissolved_in == dissolved_in
    assert all(value(part, "to_weigh") >= 120 for part in made.components)
    assert "excipient-below-minimum-weighable" not in codes(made)


def test_a_rest_of_water_too_small_to_weigh_is_said() -> None:
    made = plan(volume="60 mL", added_water="0.1 mL")
    assert 0 < value(part_of(made, "purified-water"), "to_weigh") < 120
    assert "excipient-below-minimum-weighable" in codes(made)


def test_the_liquid_with_the_lower_error_is_taken() -> None:
    """5 mg and 0.2 mL of water on a balance of 20 mg with 10 % permitted: water 18.1 %, glycerol within 10 %."""
    made = plan(volume="5 mL", added_water="0.2 mL", sensitivity="20 mg", permitted_error="10 %")
    assert made.trituration.dissolved_in == "glycerol"
    assert value(made, "error_bound") <= Fraction(1, 10)
    assert not made.stops


def test_an_aqueous_liquid_by_its_water() -> None:
    """60 mL hold 48 mL of water, 47.91 g, of which the solids and the drug may take 0.42 mL of room."""
    made = plan(volume="60 mL", vehicle="fawcett")
    assert made.trituration.dissolved_in == "purified-water"
    assert value(part_of(made, "glycerol"), "to_weigh") == value(part_of(made, "glycerol"), "mass")
    text = "\n".join(made.procedure)
    assert "Rinse the aliquot and the paste into a measure with water and make up to 60 mL" in text


def test_water_and_class_do_not_change_with_the_way_of_weighing() -> None:
    for more in ({}, {"added_water": "6 mL"}, {"vehicle": "fawcett"}):
        by_stock, directly = plan(volume="50 mL", **more), plan(volume="50 mL", sensitivity="0.5 mg", **more)
        assert by_stock.trituration is not None
        assert directly.trituration is None
        for name in ("water_class", "beyond_use_date", "vehicle_mass", "vehicle_volume", "water_fraction"):
            assert getattr(by_stock, name) == getattr(directly, name)


def test_the_bench_lines() -> None:
    lines = plan().procedure
    at = {
        word: next(i for i, line in enumerate(lines) if word in line)
        for word in ("124 mg", "30628 mg", "stock solution must be clear", "3720 mg", "15.21 g", "Fill into")
    }
    assert list(at.values()) == sorted(at.values())
    assert "mortar" not in "".join(lines)


def test_no_stock_solution_stops() -> None:
    """0.6 mg on a balance of 200 mg: 200 x 200 / 0.6 is 66.7 g, more than the 40 g of a stock solution."""
    tiny = {"volume": "5 mL", "concentration": "0.12 mg/mL", "sensitivity": None, "minimum_weighable": "200 mg"}
    made = plan(**tiny, readability="0.1 mg")
    assert made.trituration is None
    assert "below-minimum-weighable" in codes(made)
    assert "larger-batch-would-do" in codes(made)
    wider = ldn.read_profile('[policies]\nlargest_stock_solution = "80 g"\n', name="p")
    made = plan(volume="5 mL", concentration="0.12 mg/mL", sensitivity=None, minimum_weighable="200 mg", profile=wider)
    assert made.trituration is not None


def test_the_label_claims_the_prescribed_strength() -> None:
    made = plan(dose="1 mg", doses_per_day=1)
    label = ldn.label_for(made, patient="Jane Doe", directions="Take 1 mL by mouth at bedtime")
    assert "1 mg/mL" in str(label)


# --- the planner alone ----------------------------------------------------------------------------------------------


def test_the_planner_alone() -> None:
    stock = ldn.plan_trituration(drug="15 mg", sensitivity="6 mg", diluent="glycerol")
    assert (stock.dissolved_in, stock.diluent_name) == ("glycerol", "glycerol (glycerin)")
    assert [value(stock, name) for name in ("drug_to_weigh", "total", "aliquot_to_weigh")] == [124, 30_752, 3720]
    assert "stock-solution-must-be-clear" in codes(stock)
    assert ldn.from_json(ldn.to_json(stock)) == stock
    powder = ldn.plan_trituration(drug="15 mg", sensitivity="6 mg", diluent="mcc-ph102")
    assert powder.dissolved_in is None
    assert "stock-solution-must-be-clear" not in codes(powder)


def test_clonidine_by_mass() -> None:
    """Published (UNC pharmlabs): 20 mg from 120 mg in 30 mL, take 5 mL: a sixth. By mass a sixth of the total too."""
    stock = ldn.plan_trituration(
        drug="20 mg",
        minimum_weighable="120 mg",
        diluent="purified-water",
        largest_total="30 g",
        accept=["trituration-error-too-large"],
        accepted_by="A. Pharmacist",
    )
    drug, total, aliquot = (value(stock, name) for name in ("drug_to_weigh", "total", "aliquot_to_weigh"))
    assert drug * aliquot / total == 20
    assert aliquot / total == 20 / drug


@pytest.mark.parametrize("diluent", ["glycerol", "purified-water"])
def test_a_stock_on_the_shelf_is_no_solution(diluent: str) -> None:
    """1:10 in glycerol would be 140 mg/mL, where 10 is the most that is dissolved."""
    with pytest.raises(ldn.InputError) as caught:
        ldn.plan_trituration(drug="15 mg", sensitivity="6 mg", diluent=diluent, stock="1:10")
    assert caught.value.code == "stock-is-a-powder"


@pytest.mark.parametrize("diluent", ["glycerin", "water", "purified water"])
def test_an_unknown_liquid(diluent: str) -> None:
    with pytest.raises(ldn.InputError) as caught:
        ldn.plan_trituration(drug="15 mg", sensitivity="6 mg", diluent=diluent)
    assert caught.value.field == "diluent"


# --- as made --------------------------------------------------------------------------------------------------------


def test_as_made_through_the_stock() -> None:
    """125 mg in 30600 mg of glycerol, 3700 mg taken, 15200 mg added.

    125 x 3700 / 30725 = 15.0529 mg; glycerol 15200 + 3700 - 15.0529 = 18884.9471 mg, 30.0529 mg less than planned,
    which are 0.0238 mL.
    """
    made = ldn.as_made(
        plan(),
        weighed={"api": "125 mg", "diluent": "30.6 g", "aliquot": "3700 mg", "glycerol": "15.2 g"},
        residue="0 mg",
    )
    held = Fraction(125 * 3700, 30_725)
    volume = 15 + (15_200 + 3700 - held - 18_915) / 1261
    assert value(made, "powder_delivered") == held
    assert value(made, "volume") == volume
    assert value(made, "of_label") == held / volume
    assert [row.name for row in made.weighings] == ["api", "diluent", "aliquot", "glycerol"]
    assert ldn.from_json(ldn.to_json(made)) == made


def test_as_made_with_more_water_than_planned() -> None:
    """60 mL with 5 mL of water weighed directly; 10 mL go in: 65 mL in all, 60 mg of drug."""
    direct = plan(volume="60 mL", added_water="5 mL", sensitivity="1 mg", readability="0.1 mg")
    made = ldn.as_made(direct, weighed={"api": "60 mg", "purified-water": "9982 mg"}, residue="0 mg")
    assert value(made, "volume") == 65
    assert value(made, "of_label") == Fraction(60, 65)


def test_as_made_with_so_much_water_that_it_is_another_liquid() -> None:
    """13.31 g of water for 1.331 g: with the 3.66 g of the aliquot 16.97 g of 71.27 g, 23.8 %: aqueous."""
    batch = plan(volume="60 mL", added_water="5 mL")
    planned = {row.name: row.exact.planned for row in ldn.as_made(batch, weighed={"api": "1 mg"}).weighings}
    good = ldn.as_made(batch, weighed=planned, residue="0 mg")
    assert (good.verdict, good.stops) == ("pass", ())
    slip = planned | {"purified-water": Amount(planned["purified-water"].value + 12_000, "mass")}
    made = ldn.as_made(batch, weighed=slip, volume_made="60 mL", residue="0 mg")
    assert "made-other-water-class" in {item.code for item in made.stops}
    assert made.verdict == "fail"
    assert value(made, "of_label") == value(good, "of_label") * value(good, "volume") / 60


@pytest.mark.parametrize(
    ("benzoate", "stopped"), [("150 mg", True), ("1 mg", True), ("13 mg", True), ("14 mg", False), ("16 mg", False)]
)
def test_as_made_with_another_preservative(benzoate: str, stopped: bool) -> None:
    """15 mg of benzoate in 15 mL: 13.5 to 16.5 mg are 90 to 110 %."""
    made = ldn.as_made(plan(vehicle="fawcett"), weighed={"api": "124 mg", "sodium-benzoate": benzoate}, residue="0 mg")
    assert ("preservative-off-formula" in {item.code for item in made.stops}) == stopped
    assert (made.verdict == "fail") == stopped


def test_as_made_up_to_a_mark() -> None:
    made = ldn.as_made(plan(vehicle="fawcett"), weighed={"api": "124 mg", "aliquot": "3906 mg"}, residue="0 mg")
    assert value(made, "volume") == 15
    assert value(made, "of_label") == Fraction(3906, 3720)
    assert "volume-as-planned" in {item.code for item in made.assumptions}
