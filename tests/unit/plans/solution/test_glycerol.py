"""Glycerol with water: its density by the handbook, what is refused without the lot's own, glycerol 85 %."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

import ldn_compound as ldn
from ldn_compound.plans.solution.glycerol import density_with, shrinks_by

GOOD: dict[str, Any] = {"volume": "500 mL", "minimum_weighable": "20 mg", "made_on": "2026-11-22"}


def plan(**changes: Any) -> Any:
    return ldn.plan_solution(**{**GOOD, **changes})


def value(result: Any, name: str) -> Fraction:
    return getattr(result.exact, name).value


def codes(result: Any, severity: str | None = None) -> set[str]:
    return {item.code for item in result.findings if severity in (None, item.severity.value)}


# Published densities of glycerol and water in g/mL at 20 C (Bosart and Snoddy, Ind Eng Chem 1928;20:1377): an
# experiment apart from the handbook's specific gravities, and rows between those that the program interpolates.
@pytest.mark.parametrize(
    ("water", "published"),
    [("0", "1.2611"), ("0.05", "1.2482"), ("0.1", "1.2351"), ("0.15", "1.2218"), ("0.25", "1.1948"), ("0.5", "1.1263")],
)
def test_the_density_is_the_published_one(water: str, published: str) -> None:
    assert abs(density_with(Fraction(water)) / 1000 - Fraction(published)) <= Fraction(1, 1000)


@pytest.mark.parametrize(
    ("glycerol", "gravity", "shrinks"),
    [("0.6", "1.15605", "0.011"), ("0.8", "1.21090", "0.009"), ("0.9", "1.23755", "0.005")],
)
def test_mixing_shrinks_as_the_handbook_says(glycerol: str, gravity: str, shrinks: str) -> None:
    """Specific volume of the mixture against that of its parts, with the handbook's own gravities."""
    share, pure = Fraction(glycerol), Fraction("1.26362")
    by_hand = 1 - 1 / Fraction(gravity) / (share / pure + 1 - share)
    assert abs(by_hand - Fraction(shrinks)) < Fraction(1, 1000)
    parts = (1 - share) / Fraction("998.2") + share / (pure * Fraction("998.2"))
    found = shrinks_by(water=1 - share, glycerol=share, glycerol_water=Fraction(0), parts=parts)
    assert abs(found - by_hand) < Fraction(1, 10_000)


def test_half_a_litre_of_glycerol_85_is_611_grams() -> None:
    """(1.21090 + 1.23755) / 2 x 0.9982 = 1.222 g/mL; 500 mL are 611 g, where 1.261 would give 516 mL of it."""
    made = plan(vehicle="glycerol-85", dose="4.5 mg", doses_per_day=1)
    assert value(made, "vehicle_mass") == 611_000
    assert value(made, "glycerol_density") == 1222
    assert value(made, "glycerol_water") == Fraction("0.15")
    assert value(made, "water_fraction") == Fraction("0.15") * 611_000 / 611_500
    # 4.5 mL hold 5.499 g of it, of which 15 % is water.
    assert value(made, "glycerol_per_dose") == Fraction("4.5") * 1222 * Fraction("0.85")
    assert (made.water_class, made.beyond_use_date) == ("solution-aqueous", date(2026, 12, 5))
    assert "water-activity-not-measured" in codes(made, "caution")
    assert ldn.from_json(ldn.to_json(made)) == made


@pytest.mark.parametrize(
    ("water", "activity", "form"),
    [
        ("12 %", None, "solution-nonaqueous"),
        ("14 %", None, "solution-nonaqueous"),  # with the drug in it 13.99 %
        ("14.1 %", None, "solution-aqueous"),
        ("16 %", None, "solution-aqueous"),
        ("16 %", "0.5", "solution-nonaqueous"),
        ("12 %", "0.65", "solution-aqueous"),
    ],
)
def test_glycerol_85_is_classed_by_its_own_water(water: str, activity: str | None, form: str) -> None:
    assert plan(vehicle="glycerol-85", glycerol_water=water, water_activity=activity).water_class == form


def test_the_density_follows_the_water_and_the_plan_says_that_it_is_interpolated() -> None:
    """5 % of water: half way between 1.23755 and 1.26362, x 0.9982 = 1.2483: 624 g for 500 mL, not 630.5."""
    made = plan(glycerol_water="5 %")
    assert value(made, "vehicle_mass") == 624_000
    assumed = {item.code: item for item in made.assumptions}
    assert assumed["glycerol-density-interpolated"].value == "1.248 g/mL"
    assert "Lange" in str(assumed["glycerol-density-interpolated"].source)
    assert any("density of glycerol with that water" in step.name for step in made.steps)
    dry = plan(glycerol_water="0 %")
    assert value(dry, "vehicle_mass") == value(plan(), "vehicle_mass") == 630_500
    assert "glycerol-density-interpolated" not in {item.code for item in dry.assumptions}


@pytest.mark.parametrize(
    ("vehicle", "water", "hint"),
    [
        ("glycerol", "5.1 %", "--glycerol-density"),
        ("glycerol", "15%", "--vehicle glycerol-85"),
        ("glycerol", "50 %", "--glycerol-density"),
        ("fawcett", "15 %", "--glycerol-density"),
        ("glycerol-85", "16.1 %", "--glycerol-density"),
        ("glycerol-85", "11.9 %", "--glycerol-density"),
        ("glycerol-85", "0.5 %", "--vehicle glycerol;"),
    ],
)
def test_water_outside_the_monograph_needs_the_lots_own_density(vehicle: str, water: str, hint: str) -> None:
    with pytest.raises(ldn.InputError) as caught:
        plan(vehicle=vehicle, glycerol_water=water)
    error = caught.value
    assert (error.code, error.field, error.exit_code) == ("glycerol-water-outside-monograph", "glycerol_water", 10)
    assert hint in str(error.hint)
    # A profile's density is of another lot: it does not stand in.
    profile = ldn.read_profile('[fillers.glycerol]\ndensity = "1.261 g/mL"\n')
    with pytest.raises(ldn.InputError):
        plan(vehicle=vehicle, glycerol_water=water, profile=profile)


@pytest.mark.parametrize(("vehicle", "water"), [("glycerol", "5 %"), ("glycerol-85", "16 %"), ("glycerol-85", "12 %")])
def test_the_monographs_own_bounds_are_allowed(vehicle: str, water: str) -> None:
    assert "glycerol-outside-monograph" not in codes(plan(vehicle=vehicle, glycerol_water=water))


def test_the_lots_own_density_stands_over_the_handbook() -> None:
    """50 % of water with 1.126 g/mL (handbook 1.1264): 563 g, and said to be no glycerol of the monograph."""
    made = plan(glycerol_water="50 %", glycerol_density="1.126 g/mL")
    assert value(made, "vehicle_mass") == 563_000
    assert made.water_class == "solution-aqueous"
    assert "glycerol-outside-monograph" in codes(made, "caution")
    assert "glycerol-density-differs" not in codes(made)


@pytest.mark.parametrize(
    ("water", "density", "code"),
    [
        # 15 %: 1.222 g/mL, 1 % of it is 0.01222
        ("15 %", "1.20978 g/mL", None),  # exactly 1 %
        ("15 %", "1.23422 g/mL", None),
        ("15 %", "1.2097 g/mL", "glycerol-density-differs"),
        ("15 %", "1.2342 g/mL", None),
        ("15 %", "1.2343 g/mL", "glycerol-density-differs"),
        ("15 %", "1.261 g/mL", "glycerol-density-differs"),
        # not given: 1.248 to 1.261
        (None, "1.2356 g/mL", None),
        (None, "1.2355 g/mL", "glycerol-density-differs"),
        (None, "1.2736 g/mL", None),
        # any mixture: 0.9982 to 1.2613 g/mL, 1 % beyond
        ("50 %", "0.9883 g/mL", "glycerol-density-differs"),
        ("50 %", "0.9882 g/mL", "glycerol-density-implausible"),
        (None, "1.274 g/mL", "glycerol-density-implausible"),
        (None, "12.61 g/mL", "glycerol-density-implausible"),
    ],
)
def test_a_density_that_the_water_does_not_explain(water: str | None, density: str, code: str | None) -> None:
    made = plan(glycerol_water=water, glycerol_density=density)
    seen = {item for item in codes(made) if item.startswith("glycerol-density")}
    assert seen == ({code} if code else set())
    stops = {"glycerol-density-implausible"} & codes(made, "stop")
    assert bool(stops) == (code == "glycerol-density-implausible")
    assert value(made, "vehicle_mass") == 500 * Fraction(density.removesuffix(" g/mL")) * 1000


def test_the_profile_states_the_density_of_each_glycerol_apart() -> None:
    profile = ldn.read_profile(
        '[fillers.glycerol]\ndensity = "1.258 g/mL"\n'
        '[fillers.glycerol-85]\nname = "glycerol 85 %"\ndensity = "1.225 g/mL"\n'
    )
    assert value(plan(profile=profile), "glycerol_density") == 1258
    made = plan(profile=profile, vehicle="glycerol-85")
    assert value(made, "glycerol_density") == 1225
    assert ldn.from_json(ldn.to_json(made)) == made
    # 1.258 g/mL with 5 % of water: handbook 1.248, within 1 %
    assert "glycerol-density-differs" not in codes(plan(profile=profile, glycerol_water="5 %"))


def test_water_of_the_lot_and_added_water_are_conserved() -> None:
    """100 mL of glycerol 85 % with 5 mL of water: all the masses add up, and so does the water."""
    made = plan(volume="100 mL", vehicle="glycerol-85", added_water="5 mL", glycerol_water="13 %")
    water, glycerol = (value(part, "mass") for part in made.components)
    assert water == 5 * Fraction("998.2")
    # 87 %: 1.21090 + 0.7 x (1.23755 - 1.21090) = 1.229555, x 0.9982 = 1.227 g/mL
    assert glycerol == 95 * 1227
    drug = value(made, "api_to_weigh_exact")
    assert value(made, "water_fraction") == (water + glycerol * Fraction("0.13")) / (water + glycerol + drug)
    said = next(item for item in made.assumptions if item.code == "mixing-not-counted")
    # Glycerol 83.43 %: 1.21090 + 0.3428 x 0.02665 = 1.22004, x 0.9982 = 1.21784; 121.556 g are 99.81 mL of 100.
    assert "~0.187 % of the volume" in str(said.message)


def test_what_was_made_of_glycerol_85_has_the_class_that_was_planned() -> None:
    made = plan(vehicle="glycerol-85", glycerol_water="12.5 %", volume="100 mL")
    assert made.water_class == "solution-nonaqueous"
    # 87.5 %: 1.21090 + 0.75 x 0.02665 = 1.2308875, x 0.9982 = 1.2287, to 0.001: 1.229 g/mL.
    weighed = {"api": "100 mg", "glycerol-85": "122.9 g"}
    as_made = ldn.as_made(made, weighed=weighed)
    assert value(as_made, "of_label") == 1
    assert value(as_made, "volume") == 100
    assert "made-other-water-class" not in codes(as_made)
    assert ldn.as_made(made, weighed={"api": "100 mg", "vehicle": weighed["glycerol-85"]}).strength == as_made.strength


def test_a_titration_in_glycerol_85_has_the_days_of_its_class() -> None:
    """An unpreserved aqueous liquid: 14 days a bottle, in the refrigerator."""
    course: dict[str, Any] = {"form": "solution", "start": "0.5 mg", "step": "0.5 mg", "every": "14 d", "to": "4.5 mg"}
    made = ldn.plan_titration(**course, vehicle="glycerol-85")
    assert value(made, "usable_days") == 14
    assert "water-activity-not-measured" in codes(made, "caution")
    assert value(ldn.plan_titration(**course), "usable_days") == 90


def test_a_stock_solution_is_made_with_the_batchs_own_glycerol() -> None:
    made = ldn.plan_solution(volume="15 mL", sensitivity="6 mg", vehicle="glycerol-85", made_on="2026-11-22")
    assert made.trituration is not None
    assert made.trituration.dissolved_in == "glycerol-85"
    assert any("glycerol 85 %" in line for line in made.procedure)
