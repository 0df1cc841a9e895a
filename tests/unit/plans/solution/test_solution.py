"""A liquid: glycerol by mass, water and its class, dates by class and storage, doses, drops, what is refused."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

import pytest

import ldn_compound as ldn
from ldn_compound.core.numbers import brief_text
from ldn_compound.core.results import Finding

GOOD: dict[str, Any] = {"volume": "120 mL", "minimum_weighable": "20 mg", "made_on": "2026-11-22"}
# 0.25 mg: by 200 mg of drug and an aliquot of 200 mg a stock solution of 160 g would bring it.
TINY = {"volume": "5 mL", "concentration": "0.05 mg/mL", "minimum_weighable": "200 mg"}
TABLETS = {"source_tablet": "50 mg", "source_tablet_mass": "160 mg"}


def plan(**changes: Any) -> Any:
    return ldn.plan_solution(**{**GOOD, **changes})


def value(result: Any, name: str) -> Fraction:
    return getattr(result.exact, name).value


def codes(result: Any, severity: str | None = None) -> set[str]:
    return {item.code for item in result.findings if severity in (None, item.severity.value)}


def found(result: Any, code: str) -> Finding:
    items: list[Finding] = [item for item in result.findings if item.code == code]
    assert len(items) == 1
    return items[0]


def assumed(result: Any) -> dict[str, str]:
    return {item.code: item.value for item in result.assumptions}


def refused(**changes: Any) -> ldn.LdnError:
    with pytest.raises(ldn.LdnError) as caught:
        plan(**changes)
    return caught.value


# --- drug and vehicle -----------------------------------------------------------------------------------------------


def test_a_hundred_ml_of_glycerol_are_126_grams() -> None:
    """1.261 g/mL: 100 mL is 126.1 g, and the drug 100 mg."""
    made = plan(volume="100 mL")
    assert value(made, "vehicle_mass") == 126_100
    assert value(made, "vehicle_volume") == 100
    assert value(made, "api_to_weigh") == 100
    assert value(made, "water_fraction") == 0
    assert (made.form, made.water_class, made.vehicle) == ("solution", "solution-nonaqueous", "glycerol")
    assert {"vehicle-assumed", "concentration-assumed", "glycerol-water-assumed", "overfill-assumed"} <= set(
        assumed(made)
    )


def test_material_and_allowances_count_as_for_capsules() -> None:
    """120 mL x 1 mg/mL x 1.05 = 126 mg of drug; / (99.5 % x 91.5 %) = 138.3976 mg, weighed as 138 mg."""
    made = plan(wastage="5 %", assay="99.5 %", assay_basis="anhydrous", api_water="8.5 %")
    assert value(made, "api_theoretical") == 126
    assert value(made, "api_to_weigh_exact") == 126 / (Fraction("0.995") * Fraction("0.915"))
    assert value(made, "api_to_weigh") == 138
    assert value(made, "vehicle_mass") == 126 * 1261
    assert value(made, "volume") == 120


def test_the_powders_own_water_counts() -> None:
    made = plan(concentration="50 mg/mL", assay="99 %", assay_basis="anhydrous", api_water="8 %")
    powder = 6000 / (Fraction("0.99") * Fraction("0.92"))
    assert value(made, "water_fraction") == powder * Fraction("0.08") / (powder + 120 * 1261)


def test_overfill_is_part_of_the_volume() -> None:
    for overfill in ("5 mL", "5 %"):
        made = plan(volume="100 mL", overfill=overfill, dose="1 mg", doses_per_day=1)
        assert value(made, "volume") == 105
        assert value(made, "asked_volume") == 100
        assert value(made, "api_theoretical") == 105
        assert value(made, "days_supply") == 100


def test_the_lots_own_density() -> None:
    assert value(plan(glycerol_density="1.25 g/mL"), "vehicle_mass") == 150_000
    profile = ldn.read_profile('[fillers.glycerol]\ndensity = "1.258 g/mL"\n')
    made = plan(profile=profile)
    assert value(made, "vehicle_mass") == 120 * 1258
    assert ldn.from_json(ldn.to_json(made)) == made


def test_rounding_up_stays_within_110_percent() -> None:
    """10 mL x 0.545 mg/mL x 1.1 = 5.995 mg; read as 6 mg it is 110.09 %, so 5 mg."""
    made = plan(volume="10 mL", concentration="0.545 mg/mL", overage="10 %")
    assert value(made, "api_to_weigh") == 5


def test_crushed_tablets_are_a_suspension() -> None:
    made = plan(volume="100 mL", source_product="revia", **TABLETS)
    assert made.form == "suspension"
    assert value(made, "api_to_weigh") == 320
    assert made.tablets_to_crush == 2
    assert "suspension" in codes(made)
    assert any("shake well" in line for line in made.dispensing)
    assert not any("Dissolve" in line or "dissolved" in line for line in made.procedure)
    assert {"lactose monohydrate", "iron oxides"} <= set(made.ingredients)


# --- dose -----------------------------------------------------------------------------------------------------------


def test_glycerol_of_a_dose_and_a_day_against_ten_grams() -> None:
    """4.5 mL are 5.67 g, twice a day 11.3 g; 8 mL are 10.09 g."""
    twice = plan(dose="4.5 mg", doses_per_day=2)
    assert value(twice, "glycerol_per_dose") == Fraction("5674.5")
    assert value(twice, "glycerol_per_day") == 11349
    assert codes(twice) & {"glycerol-at-threshold-a-dose", "glycerol-at-threshold-a-day"} == {
        "glycerol-at-threshold-a-day"
    }
    large = plan(concentration="0.5 mg/mL", dose="4 mg", doses_per_day=1)
    assert {"glycerol-at-threshold-a-dose", "glycerol-at-threshold-a-day"} <= codes(large, "caution")


def test_a_dose_by_mass_volume_or_units_is_the_same() -> None:
    plans = [plan(doses_per_day=1, **dose) for dose in ({"dose": "4 mg"}, {"dose": "4 mL"}, {"units_per_dose": 4})]
    for made in plans:
        assert all(value(made, name) == 4 for name in ("dose", "dose_volume", "daily_dose"))
        assert value(made, "days_supply") == 30
    assert refused(dose="4 mg", units_per_dose=4).code == "two-doses"


@pytest.mark.parametrize(
    ("dose", "per_day", "expected"),
    [
        ("45 mg", 1, {"strength-high", "daily-dose-high"}),
        ("4.5 mg", 3, {"daily-dose-high"}),
        ("0.045 mg", 1, {"strength-very-low", "daily-dose-very-low"}),
        ("1 mg", 2, set()),
    ],
)
def test_dose_gates(dose: str, per_day: int, expected: set[str]) -> None:
    made = plan(volume="500 mL", dose=dose, doses_per_day=per_day, concentration="1 mg/mL")
    assert {item for item in codes(made, "stop") if item.startswith(("strength", "daily"))} == expected


def test_strength_of_a_liquid_is_no_unit_dose() -> None:
    """12 mg/mL stops nothing by itself; that it may be a slip is said."""
    made = plan(concentration="12 mg/mL")
    assert not made.stops
    assert {"concentration-high", "concentration-not-documented"} <= codes(made, "caution")
    assert "concentration-very-low" in codes(plan(volume="1 L", concentration="0.05 mg/mL"), "caution")


def test_the_days_give_the_volume() -> None:
    """4.5 mL a day for 30 days are 135 mL."""
    made = plan(volume=None, dose="4.5 mg", doses_per_day=1, days_supply=30)
    assert value(made, "volume") == 135
    assert "supply-does-not-match" not in codes(made)
    short = plan(dose="4.5 mg", doses_per_day=1, days_supply=30)
    assert "supply-does-not-match" in codes(short, "caution")
    for missing in ("dose", "doses_per_day", "days_supply"):
        given = {"dose": "4.5 mg", "doses_per_day": 1, "days_supply": 30}
        del given[missing]
        assert refused(volume=None, **given).code == "no-volume"


def test_a_supply_past_the_date_is_split() -> None:
    """120 mL at 0.5 mL a day last 240 days, the date is the 90th: 45 mL now."""
    assert "at most 45 mL now" in found(plan(dose="0.5 mg", doses_per_day=1), "supply-past-beyond-use").message


def test_the_syringe() -> None:
    """4.5 mL: a tie between the 4.4 and the 4.6 of a 5 mL syringe, down; 10 mL syringes share the whole mL alone."""
    made = plan(dose="4.5 mg", doses_per_day=1)
    assert value(made, "measured_volume") == Fraction("4.4")
    assert value(made, "delivered_dose") == Fraction("4.4")
    assert value(made, "rounding_error") == Fraction(1, 45)
    assert value(made.syringe, "size") == 5
    profile = ldn.read_profile('[syringes]\ngraduation_10_ml = "0.5 mL"\n')
    stated = plan(dose="4.5 mg", doses_per_day=1, profile=profile)
    assert (value(stated, "measured_volume"), value(stated.syringe, "size")) == (Fraction("4.5"), 10)
    tiny = plan(dose="0.001 mL")
    assert found(tiny, "dose-not-measurable").severity.value == "stop"
    large = plan(dose="12 mL")
    assert found(large, "dose-not-measurable").severity.value == "caution"
    assert "dose-larger-than-batch" in codes(plan(dose="121 mL"), "stop")
    assert "dose-small-for-syringe" not in codes(plan(dose="0.1 mL"))
    assert "dose-small-for-syringe" in codes(plan(dose="0.09 mL"), "caution")


@pytest.mark.parametrize(
    ("dose", "strength", "drawn", "drug"),
    [
        ("0.75 mg", "1 mg/mL", "0.74 mL", "0.74 mg"),  # a tie between 0.74 and 0.76
        ("1 mg", "3 mg/mL", "0.33 mL", "0.99 mg"),  # 0.333... mL
        ("2 mg", "1 mg/mL", "2 mL", "2 mg"),
    ],
)
def test_one_volume_stands_everywhere(dose: str, strength: str, drawn: str, drug: str) -> None:
    """What the syringe shows, and no other volume, in the list of what is dispensed and on the label."""
    made = plan(dose=dose, concentration=strength, doses_per_day=1)
    text = "\n".join(made.dispensing)
    assert f"draw {drawn}" in text
    assert f"on the label: the dose as it is drawn, {drawn} ({drug})" in text
    size, mark = (f"{brief_text(value(made.syringe, name))} mL" for name in ("size", "graduation"))
    assert set(re.findall(r"[~0-9.]+ mL", text)) == {"120 mL", size, mark, drawn}
    assert "~" not in text


def test_the_supply_is_counted_with_what_is_drawn_where_that_is_more() -> None:
    """2.27 mL are drawn as 2.3: 30 days take 69 mL, and 69 mL last 30 days; 4.5 mL, drawn as 4.4, count as 4.5."""
    made = plan(volume=None, dose="2.27 mg", doses_per_day=1, days_supply=30)
    assert value(made, "volume") == 69
    assert value(plan(volume="69 mL", dose="2.27 mg", doses_per_day=1), "days_supply") == 30
    assert value(plan(volume="135 mL", dose="4.5 mg", doses_per_day=1), "days_supply") == 30


def test_drops_only_by_the_pharmacys_calibration() -> None:
    without = plan(dose="0.5 mg", doses_per_day=1, route="sublingual")
    assert without.drops_per_dose is None
    assert "drops-not-calibrated" in assumed(without)
    tie = plan(dose="0.5 mg", doses_per_day=1, route="sublingual", drops_per_ml="33")
    assert tie.drops_per_dose == 16  # 16.5: a tie goes down
    assert "drops-rounded" not in codes(tie)
    coarse = plan(dose="0.1 mg", doses_per_day=1, drops_per_ml="14", route="sublingual")
    assert coarse.drops_per_dose == 1  # of 1.4: 28.6 % off
    assert found(coarse, "drops-rounded").severity.value == "stop"
    near = plan(dose="0.1 mg", doses_per_day=1, drops_per_ml="32", route="sublingual")
    assert near.drops_per_dose == 3  # of 3.2: 6.25 % off
    assert found(near, "drops-rounded").severity.value == "caution"


def test_under_the_tongue_about_one_ml() -> None:
    assert "sublingual-volume" not in codes(plan(dose="1 mL", route="sublingual"))
    assert "sublingual-volume" in codes(plan(dose="1.1 mL", route="sublingual"), "caution")
    assert "sublingual-volume" not in codes(plan(dose="4.5 mL"))


# --- the patient and the vehicle ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("avoid", "changes", "stops"),
    [
        ("glycerol", {}, {"vehicle-contains-avoided"}),
        ("glycerol", {"vehicle": "fawcett"}, {"vehicle-contains-avoided"}),
        ("benzoate", {"vehicle": "fawcett"}, {"vehicle-contains-avoided"}),
        ("benzoate", {"vehicle": "fawcett", "preservative": "parabens"}, set()),
        ("parabens", {"vehicle": "fawcett", "preservative": "parabens"}, {"vehicle-contains-avoided"}),
        ("parabens", {"vehicle": "fawcett"}, set()),
        ("benzoate", {}, set()),
        ("lactose", {}, set()),
        ("lactose", TABLETS, {"source-tablet-contains-avoided"}),
        ("dyes", TABLETS, {"source-tablet-cannot-be-cleared"}),
        ("dyes", TABLETS | {"source_product": "naltrexin"}, {"source-tablet-contains-avoided"}),
        ("animal", {}, {"vehicle-cannot-be-cleared"}),
        ("strawberry", {}, {"vehicle-cannot-be-cleared"}),
    ],
)
def test_what_the_patient_avoids(avoid: str, changes: dict[str, Any], stops: set[str]) -> None:
    assert codes(plan(avoid=[avoid], **changes), "stop") == stops


def test_preservatives_are_declared_and_glycols_asked_for() -> None:
    assert "vehicle-declared" in codes(plan(vehicle="fawcett"), "info")
    assert "ask-glycol-test" in codes(plan(), "info")


def test_the_aqueous_liquid_by_its_formula() -> None:
    """Per 100 mL: ascorbic acid 500 mg, benzoate 100 mg, glycerol 20 mL, water to volume; powder makes a solution."""
    made = plan(volume="200 mL", vehicle="fawcett")
    parts = {part.key: part for part in made.components}
    assert list(parts) == ["ascorbic-acid", "sodium-benzoate", "glycerol", "purified-water"]
    assert value(parts["ascorbic-acid"], "mass") == 1000
    assert value(parts["sodium-benzoate"], "mass") == 200
    assert value(parts["glycerol"], "volume") == 40
    assert parts["purified-water"].to_volume
    assert made.form == "solution"
    assert made.procedure[-3].endswith("make up to 200 mL with it.")
    parabens = plan(volume="200 mL", vehicle="fawcett", preservative="parabens")
    assert [part.key for part in parabens.components][1] == "methyl-parahydroxybenzoate"
    small = plan(volume="30 mL", vehicle="fawcett", minimum_weighable="50 mg")
    assert "excipient-below-minimum-weighable" in codes(small, "caution")


# --- what is refused ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "code", "field", "exit_code"),
    [
        ({"vehicle": "glycerin"}, "unknown-vehicle", "vehicle", 10),
        ({"vehicle": "fawcett", "added_water": "5 mL"}, "vehicle-has-its-water", "added_water", 10),
        ({"preservative": "parabens"}, "vehicle-without-preservative", "preservative", 10),
        ({"volume": None}, "no-volume", "volume", 10),
        ({"volume": "120 mg"}, "wrong-dimension", "volume", 10),
        ({"volume": "0 mL"}, "out-of-range", "volume", 10),
        ({"volume": "20 L"}, "out-of-range", "volume", 10),
        ({"added_water": "5 %"}, "wrong-dimension", "added_water", 10),
        ({"overfill": "5 mg"}, "wrong-dimension", "overfill", 10),
        ({"water_activity": "1.1"}, "out-of-range", "water_activity", 10),
        ({"storage": "fridge"}, "unknown-choice", "storage", 10),
        ({"added_water": "120 mL"}, "no-room-for-vehicle", "added_water", 11),
        ({**TINY}, "nothing-to-weigh", "readability", 11),
        ({**TINY, "dose": "45 mg"}, "stop-before-fit", "dose", 12),
        ({"concentration": "100.1 mg/mL"}, "does-not-dissolve", "concentration", 11),
        ({"concentration": "101 mg/mL", "dose": "45 mg"}, "stop-before-fit", "dose", 12),
        (
            {"concentration": "101 mg/mL", "component_expiries": {"api": "2026-10"}},
            "component-expired",
            "component_expiries",
            10,
        ),
        ({"concentration": "101 mg/mL", "vehicle": "glycerin"}, "unknown-vehicle", "vehicle", 10),
        ({"volume": "5 mL", "concentration": "101 mg/mL", "avoid": ["glycerol"]}, "stop-before-fit", "vehicle", 12),
    ],
)
def test_refusals(changes: dict[str, Any], code: str, field: str, exit_code: int) -> None:
    error = refused(**changes)
    assert (error.code, error.field, error.exit_code) == (code, field, exit_code)
    assert error.needed


def test_too_little_of_crushed_tablets_stops() -> None:
    """5 mL hold 5 mg, 16 mg of tablet; 20 mg can be weighed: 6.25 mL, a quarter more; with 25 % it is."""
    small = plan(volume="5 mL", **TABLETS)
    assert small.trituration is None
    assert "settle" in found(small, "below-minimum-weighable").message
    assert "below-minimum-weighable" in codes(small, "stop")
    assert "6.25 mL hold enough" in found(small, "larger-batch-would-do").message
    assert "--wastage 25%" in found(small, "larger-batch-would-do").message
    for enough in ({"volume": "6.25 mL"}, {"volume": "5 mL", "wastage": "25 %"}):
        assert not {"below-minimum-weighable", "larger-batch-would-do"} & codes(plan(**enough, **TABLETS))


@pytest.mark.parametrize(("volume", "stopped"), [("15 mL", True), ("59 mL", True), ("60 mL", False), ("120 mL", False)])
def test_a_preservative_that_is_weighed_too_roughly_stops(volume: str, stopped: bool) -> None:
    """1 mg of benzoate a mL on a balance of 6 mg: 10 % from 60 mg on; at 59 mL it is 10.17 %."""
    made = plan(vehicle="fawcett", sensitivity="6 mg", minimum_weighable=None, volume=volume)
    assert ("preservative-not-weighable" in codes(made, "stop")) == stopped
    if stopped:
        assert "make 60 mL or more" in found(made, "preservative-not-weighable").message


def test_each_mass_has_its_expected_error() -> None:
    """A balance of 6 mg: 6/120 of the drug, 6/151320 of 120 mL of glycerol; what is filled to a mark has none."""
    made = plan(sensitivity="6 mg", minimum_weighable=None)
    assert value(made, "api_weighing_error") == value(made, "error_bound") == Fraction(6, 120)
    (glycerol,) = made.components
    assert value(glycerol, "weighing_error") == Fraction(6, 151_320)
    aqueous = plan(sensitivity="6 mg", minimum_weighable=None, vehicle="fawcett")
    errors = {part.key: part.weighing_error for part in aqueous.components}
    assert errors.pop("purified-water") is None
    assert None not in errors.values()


def test_solids_that_are_not_counted_are_said() -> None:
    """10 mg/mL: 1.2 g in 120 mL take at most 1 %, 1.2 mL; above that it is a caution."""
    assert "solids-take-room" not in codes(plan(concentration="10 mg/mL"))
    assert "solids-take-room" in codes(plan(concentration="11 mg/mL"), "caution")
    assert "solids-take-room" not in codes(plan(concentration="11 mg/mL", vehicle="fawcett"))
    assert "solids-not-counted" in assumed(plan())


# --- in words -------------------------------------------------------------------------------------------------------


def test_what_is_dispensed_with_it() -> None:
    made = plan(dose="4.5 mg", doses_per_day=1, overfill="5 mL")
    assert value(made.bottle, "size") == 180
    assert made.bottle.count == 1
    text = "\n".join(made.dispensing)
    for part in ("child-resistant", "adapter", "oral syringe of 5 mL", "1 mg/mL", "4.4 mL (4.4 mg)", "light"):
        assert part in text
    assert "on the label: store at 20 to 25 C (68 to 77 F)" in text
    several = plan(volume="2500 mL")
    assert value(several.bottle, "size") == 1000
    assert several.bottle.count == 3


@pytest.mark.parametrize("changes", [{}, TABLETS, {"vehicle": "fawcett"}, {"added_water": "5 mL"}, {"volume": "3 L"}])
def test_the_steps_are_in_order_and_plain(changes: dict[str, Any]) -> None:
    made = plan(**changes)
    lines = made.procedure
    assert all(line.isascii() and line.endswith(".") for line in lines)
    at = {word: next(i for i, line in enumerate(lines) if word in line) for word in ("Weigh", "HOLD", "Fill into")}
    assert at["Weigh"] < at["HOLD"] < at["Fill into"] == len(lines) - 1


def test_every_step_has_a_value() -> None:
    made = plan(dose="0.5 mg", doses_per_day=1, drops_per_ml="20", added_water="5 g", overfill="3 %")
    assert all(step.name and step.formula and step.value for step in made.steps)
    assert ldn.check(made) == made.findings
