"""Tablets: worked by pencil, what is said of them, and what is refused."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from typing import Any

import jsonschema
import pytest

import ldn_compound as ldn
from tests.unit.plans.prescriptions import assumed, codes, mg, stops, the

BENCH: dict[str, Any] = {"minimum_weighable": "20 mg", "made_on": "2026-11-22"}
MOULDED: dict[str, Any] = {
    "method": "moulded",
    "strength": "4.5 mg",
    "count": 100,
    "blank_mass": "60 mg",
    "base": "mannitol-silica",
    **BENCH,
}
RECIPE = {
    "mcc-ph102": "45 %",
    "lactose-monohydrate": "rest",
    "croscarmellose": "3 %",
    "magnesium-stearate": "0.5 %",
}
COMPRESSED: dict[str, Any] = {
    "method": "compressed",
    "strength": "4.5 mg",
    "count": 100,
    "tablet_mass": "100 mg",
    "recipe": RECIPE,
    **BENCH,
}


def moulded(**changes: Any) -> Any:
    return ldn.plan_tablets(**MOULDED | changes)


def compressed(**changes: Any) -> Any:
    return ldn.plan_tablets(**COMPRESSED | changes)


def refused(exit_code: int, code: str, field: str, **order: Any) -> ldn.LdnError:
    with pytest.raises(ldn.LdnError) as caught:
        ldn.plan_tablets(**order)
    error: ldn.LdnError = caught.value
    assert (error.exit_code, error.code, error.field) == (exit_code, code, field), error
    return error


def excipient(plan: Any, key: str) -> Any:
    (found,) = [item for item in plan.excipients if item.key == key]
    return found


# --- moulded --------------------------------------------------------------------------------------------------------


def test_the_base_of_a_batch_by_pencil() -> None:
    """100 x 60 mg - 450 mg / 1.5 = 5700 mg; a tablet is 4.5 + 57 = 61.5 mg."""
    plan = moulded(displacement_factor="1.5")
    assert mg(excipient(plan, "mannitol-silica"), "total") == 5700
    assert mg(plan, "tablet_mass") == Fraction("61.5")
    assert plan.displacement_factor == Fraction("1.5")
    assert plan.displacement_definition.startswith("g of drug that displace 1 g of base")
    assert "displacement-assumed" not in [item.code for item in plan.assumptions]


def test_wastage_is_in_the_number_made() -> None:
    """105 x 60 mg - 472.5 mg / 0.9 = 5775 mg."""
    plan = moulded(displacement_factor="0.9", wastage="5 %")
    assert mg(excipient(plan, "mannitol-silica"), "total") == 5775
    assert mg(plan, "api_to_weigh_exact") == Fraction("472.5")


def test_the_drug_is_the_mass_weighed() -> None:
    """Assay 90 %: 500 mg of powder for 450 mg; 6000 - 500 / 1 = 5500 mg of base."""
    plan = moulded(displacement_factor="1", assay="90 %", assay_basis="as-is")
    assert mg(plan, "api_to_weigh") == 500
    assert mg(excipient(plan, "mannitol-silica"), "total") == 5500


def test_without_a_factor_the_worst_case_is_said() -> None:
    """4.5 / 1 - 4.5 / 1.5 = 1.5 mg, of 55.5 mg of base 2.7 %."""
    plan = moulded()
    told = assumed(plan, "displacement-assumed")
    assert (told.field, told.value) == ("displacement_factor", "1")
    assert "1.5 mg a tablet (~2.7027 % of it)" in told.message
    assert told.source
    assert mg(plan, "tablet_mass") == 60


def test_the_german_factor_by_its_own_name() -> None:
    """f = 0.8: 100 x 60 - 450 x 0.8 = 5640 mg."""
    plan = moulded(verdraengungsfaktor="0.8")
    assert mg(excipient(plan, "mannitol-silica"), "total") == 5640
    assert plan.displacement_factor == Fraction("1.25")
    refused(
        10,
        "two-displacement-factors",
        "verdraengungsfaktor",
        **MOULDED | {"displacement_factor": "0.8", "verdraengungsfaktor": "1.25"},
    )


def test_the_standard_base_fires_for_lactose() -> None:
    plan = moulded(base="triturate-lactose-sucrose", avoid=["lactose"])
    assert stops(plan) == {"filler-contains-avoided"}
    assert the(plan, "filler-contains-avoided").field == "base"
    assert not stops(moulded(base="mannitol-silica", avoid=["lactose"]))
    milk = moulded(base="triturate-lactose-sucrose", avoid=["milk"])
    assert stops(milk) == {"filler-cannot-be-cleared"}


def test_the_parts_of_the_base() -> None:
    """Lactose 80 and sucrose 20 of 5550 mg: 4440 and 1110 mg; both are declared."""
    plan = moulded(base="triturate-lactose-sucrose")
    assert [(part.name, mg(part, "total")) for part in plan.base_shares] == [
        ("lactose monohydrate", 4440),
        ("sucrose", 1110),
    ]
    declared = [item.message for item in plan.findings if item.code == "filler-declared"]
    assert any("lactose" in text for text in declared)
    assert any("sucrose" in text for text in declared)


@pytest.mark.parametrize(("strength", "stopped"), [("5 mg", False), ("5.1 mg", True)])
def test_at_least_two_thirds_are_base(strength: str, stopped: bool) -> None:
    """In a 15 mg mould 5 mg of drug leaves 10 mg, exactly two thirds."""
    plan = moulded(strength=strength, blank_mass="15 mg")
    assert ("vehicle-too-little" in stops(plan)) is stopped
    assert "tablet-mass-unusual" in codes(plan, "caution")


def test_too_little_base_can_be_accepted_by_name() -> None:
    plan = moulded(strength="6 mg", blank_mass="15 mg", accept=["vehicle-too-little"], accepted_by="A. Pharmacist")
    assert not plan.stops
    assert the(plan, "vehicle-too-little").accepted_by == "A. Pharmacist"


def test_drug_that_takes_all_the_room_is_refused() -> None:
    error = refused(11, "does-not-fit", "blank_mass", **MOULDED | {"strength": "6 mg", "blank_mass": "6 mg"})
    assert "6 mg" in str(error)
    # 45 mg for 4.5 mg: the stop comes before the fit.
    stopped = refused(
        12, "stop-before-fit", "strength", **MOULDED | {"strength": "45 mg", "displacement_factor": "0.7"}
    )
    assert "does-not-fit" in str(stopped)


@pytest.mark.parametrize(("factor", "unusual"), [("0.49", True), ("0.5", False), ("2", False), ("7", True)])
def test_a_factor_that_no_powder_has_is_a_caution(factor: str, unusual: bool) -> None:
    assert ("displacement-implausible" in codes(moulded(displacement_factor=factor), "caution")) is unusual


def test_the_wetting_liquid_is_named_and_its_amount_is_the_pharmacys() -> None:
    plan = moulded()
    assert plan.wetting_liquid.name == "alcohol 60 parts with water 40 parts"
    assert plan.wetting_liquid.volume is None
    assert assumed(plan, "wetting-volume-not-given").field == "wetting_volume"
    given = moulded(wetting_volume="3 mL")
    assert given.wetting_liquid.volume == ldn.quantity("3 mL")
    assert any("3 mL" in line for line in given.procedure)
    assert compressed().wetting_liquid is None


# --- both -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("order", "name", "value"),
    [
        (MOULDED, "tablet_mass", "100 mg"),
        (MOULDED, "recipe", "mcc"),
        (COMPRESSED, "blank_mass", "60 mg"),
        (COMPRESSED, "displacement_factor", "0.7"),
        (COMPRESSED, "verdraengungsfaktor", "0.7"),
        (COMPRESSED, "base", "sucrose"),
        (COMPRESSED, "wetting_volume", "3 mL"),
    ],
)
def test_what_the_other_method_takes_is_refused(order: dict[str, Any], name: str, value: str) -> None:
    refused(10, "not-for-this-method", name, **order | {name: value})


@pytest.mark.parametrize(
    ("order", "name"),
    [(MOULDED, "blank_mass"), (MOULDED, "base"), (COMPRESSED, "tablet_mass"), (COMPRESSED, "recipe")],
)
def test_what_a_method_needs(order: dict[str, Any], name: str) -> None:
    refused(10, "missing", name, **{key: value for key, value in order.items() if key != name})


def test_a_half() -> None:
    """3 mg in 100 mg: a half is 1.5 mg in 50 mg; 85 to 115 % are 42.5 to 57.5 mg."""
    plan = compressed(strength="3 mg", scored=True)
    assert mg(plan.half, "strength") == Fraction("1.5")
    assert mg(plan.half, "mass") == 50
    assert (mg(plan.half, "low"), mg(plan.half, "high")) == (Fraction("42.5"), Fraction("57.5"))
    assert "halves-not-proved" in codes(plan, "caution")
    assert compressed().half is None
    assert compressed(scored=False).half is None


@pytest.mark.parametrize(
    ("tablet", "low", "high"),
    [
        ("80 mg", "72", "88"),  # Ph. Eur. 2.9.5: 80 mg or less, 10 %
        ("100 mg", "92.5", "107.5"),  # above 80 and below 250 mg, 7.5 %
        ("250 mg", "237.5", "262.5"),  # 250 mg and more, 5 %
    ],
)
def test_limits_of_a_tablet(tablet: str, low: str, high: str) -> None:
    limits = compressed(tablet_mass=tablet).unit_mass_limits
    assert (mg(limits, "low"), mg(limits, "high")) == (Fraction(low), Fraction(high))
    assert limits.standard == "ph-eur-2.9.5"


def test_crushed_tablets_count_with_their_excipients() -> None:
    """4.5 mg in crushed 50 mg tablets of 160 mg is 14.4 mg of powder; 60 - 14.4 = 45.6 mg of base."""
    plan = moulded(source_tablet="50 mg", source_tablet_mass="160 mg", avoid=["lactose"], displacement_factor="1")
    assert mg(excipient(plan, "mannitol-silica"), "per_unit") == Fraction("45.6")
    assert plan.tablets_to_crush == 9
    assert "source-tablet-contains-avoided" in stops(plan)


def test_the_published_suppositories_from_crushed_tablets() -> None:
    """tara24.at after DAC/NRF: 25 x 60 mg from three 500 mg tablets of 2.8 g each, mould 1.07 g, factor 0.72: 18.77 g.

    25 x 1.07 = 26.75 g; the tablets weigh 8.4 g, 1.5 g of it drug: 26.75 - 1.5 x 0.72 - 6.9 x 1 = 18.77 g. With the
    drug's factor for the whole tablet it would be 26.75 - 8.4 x 0.72 = 20.702 g, too much base for the mould.
    """
    order = {
        "strength": "60 mg",
        "count": 25,
        "blank_mass": "1.07 g",
        "verdraengungsfaktor": "0.72",
        "source_tablet": "500 mg",
        "source_tablet_mass": "2.8 g",
    }
    plan = moulded(**order)
    assert mg(excipient(plan, "mannitol-silica"), "total") == Fraction(18770)
    assert mg(plan, "api_to_weigh_exact") == 8400
    assert mg(plan, "carrier_per_unit") == 276
    assert plan.carrier_displacement_factor == 1
    assert mg(plan, "blend_total") == 8400 + 18770
    base = ldn.mould_base(count=25, blank_mass="1.07 g", drug="60 mg", verdraengungsfaktor="0.72", carrier="276 mg")
    assert base.to("g").magnitude == Decimal("18.77")


def test_a_carrier_of_unknown_displacement_is_told_with_its_spread() -> None:
    """14.4 mg of crushed tablet is 4.5 mg of drug and 9.9 mg of carrier; base at 1 and 1: 60 - 4.5 - 9.9 = 45.6 mg.

    At 0.8 the carrier takes 12.375 mg of base, 2.475 more (5.43 % of 45.6); at 1.2 8.25 mg, 1.65 less (3.62 %).
    """
    plan = moulded(source_tablet="50 mg", source_tablet_mass="160 mg", displacement_factor="1")
    told = assumed(plan, "carrier-displacement-assumed")
    assert (told.field, told.value) == ("carrier_displacement_factor", "1")
    for number in ("0.8", "2.475 mg", "5.4", "1.2", "1.65 mg", "3.6"):
        assert number in str(told.message), (number, told.message)
    given = moulded(
        source_tablet="50 mg", source_tablet_mass="160 mg", displacement_factor="1", carrier_displacement_factor="0.8"
    )
    assert mg(excipient(given, "mannitol-silica"), "per_unit") == Fraction("60") - Fraction("4.5") - Fraction("12.375")
    assert "carrier-displacement-assumed" not in [item.code for item in given.assumptions]
    inverse = moulded(
        source_tablet="50 mg", source_tablet_mass="160 mg", displacement_factor="1", carrier_verdraengungsfaktor="1.25"
    )
    assert mg(excipient(inverse, "mannitol-silica"), "per_unit") == mg(excipient(given, "mannitol-silica"), "per_unit")


def test_the_drug_of_crushed_tablets_prescribed_as_base_displaces_as_hydrochloride() -> None:
    """4.5 mg of naltrexone is 4.5 x 377.86 / 341.40 mg of hydrochloride, which displaces at 0.5; the rest at 1."""
    plan = moulded(
        source_tablet="50 mg", source_tablet_mass="160 mg", prescribed_as="base", displacement_factor="2", count=60
    )
    salt = Fraction("4.5") * Fraction("377.86") / Fraction("341.40")
    powder = salt * 160 / 50
    base = 60 - salt / 2 - (powder - salt)
    assert mg(excipient(plan, "mannitol-silica"), "per_unit") == base
    assert mg(excipient(plan, "mannitol-silica"), "total") == base * 60


@pytest.mark.parametrize(("factor", "unusual"), [("0.49", True), ("0.5", False), ("2", False), ("2.01", True)])
def test_a_carrier_factor_that_no_powder_has(factor: str, unusual: bool) -> None:
    plan = moulded(source_tablet="50 mg", source_tablet_mass="160 mg", carrier_displacement_factor=factor)
    found = [item for item in plan.findings if item.code == "displacement-implausible"]
    assert [item.field for item in found] == ["carrier_displacement_factor"] * unusual


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"carrier_displacement_factor": "1"}, "no-carrier", "carrier_displacement_factor"),
        ({"carrier_verdraengungsfaktor": "1"}, "no-carrier", "carrier_verdraengungsfaktor"),
        (
            {"stock": "1:10", "stock_diluent": "mannitol-silica", "carrier_displacement_factor": "1"},
            "no-carrier",
            "carrier_displacement_factor",
        ),
        (
            {
                "source_tablet": "50 mg",
                "source_tablet_mass": "160 mg",
                "carrier_displacement_factor": "1",
                "carrier_verdraengungsfaktor": "1",
            },
            "two-displacement-factors",
            "carrier_verdraengungsfaktor",
        ),
        ({"medicated_mass": "61 mg"}, "missing", "medicated_drug"),
        ({"medicated_drug": "6 mg"}, "missing", "medicated_mass"),
        (
            {"medicated_mass": "61 mg", "medicated_drug": "6 mg", "displacement_factor": "1"},
            "two-displacement-factors",
            "medicated_mass",
        ),
        (
            {"medicated_mass": "61 mg", "medicated_drug": "6 mg", "verdraengungsfaktor": "1"},
            "two-displacement-factors",
            "medicated_mass",
        ),
        ({"medicated_mass": "61 mg", "medicated_drug": "61 mg"}, "out-of-range", "medicated_drug"),
    ],
)
def test_displacement_stated_twice_by_half_or_for_nothing(changes: dict[str, Any], code: str, field: str) -> None:
    refused(10, code, field, **MOULDED | changes)


def test_a_factor_measured_on_medicated_tablets() -> None:
    """6 mg of drug in a tablet of 61 mg leaves 55 mg of base: 5 mg displaced, so 1.2 g of drug displace 1 g of base."""
    plan = moulded(medicated_mass="61 mg", medicated_drug="6 mg")
    assert plan.displacement_factor == Fraction(6, 5)
    assert mg(excipient(plan, "mannitol-silica"), "per_unit") == 60 - Fraction("4.5") * 5 / 6
    assert "displacement-assumed" not in [item.code for item in plan.assumptions]
    assert ldn.from_json(ldn.to_json(plan)) == plan
    assert ldn.displacement_factor(blank_mass="60 mg", medicated_mass="61 mg", medicated_drug="6 mg") == Fraction(6, 5)
    # As much base as in a blank one, or more: the drug would take no room.
    for mass in ("66 mg", "66.1 mg"):
        refused(11, "no-displacement", "medicated_mass", **MOULDED | {"medicated_mass": mass, "medicated_drug": "6 mg"})
    unusual = moulded(medicated_mass="65 mg", medicated_drug="6 mg")  # 1 mg displaced by 6 mg
    assert the(unusual, "displacement-implausible").field == "medicated_mass"


@pytest.mark.parametrize(
    ("changes", "exit_code", "code", "field"),
    [
        ({"medicated_mass": None}, 10, "missing", "medicated_mass"),
        ({"medicated_drug": "2 g"}, 10, "out-of-range", "medicated_drug"),
        ({"medicated_mass": "2 g", "blank_mass": "1 g"}, 11, "no-displacement", "medicated_mass"),
        ({"blank_mass": 1.0}, 10, "float-refused", "blank_mass"),
    ],
)
def test_displacement_factor_refuses(changes: dict[str, Any], exit_code: int, code: str, field: str) -> None:
    order: dict[str, Any] = {"blank_mass": "1 g", "medicated_mass": "1.5 g", "medicated_drug": "0.6 g"}
    with pytest.raises(ldn.LdnError) as caught:
        ldn.displacement_factor(**order | changes)
    assert (caught.value.exit_code, caught.value.code, caught.value.field) == (exit_code, code, field)


def test_drug_too_little_to_weigh_goes_by_trituration() -> None:
    plan = moulded(strength="0.5 mg", count=30, minimum_weighable="120 mg")
    assert plan.trituration is not None
    base = excipient(plan, "mannitol-silica")
    assert mg(base, "to_weigh") == mg(base, "total") - mg(plan.trituration, "diluent_in_aliquot")
    # What is mixed beforehand is all the base that is weighed: for the trituration, and the rest.
    mixed = sum(mg(part, "total") for part in plan.base_shares)
    for_trituration = sum(
        mg(stage, "diluent_to_weigh") for stage in plan.trituration.stages if stage.diluent_to_weigh is not None
    )
    assert mixed == mg(base, "to_weigh") + for_trituration


def test_dose_gates_and_dates() -> None:
    assert "strength-high" in stops(moulded(strength="15 mg"))
    assert "strength-very-low" in stops(moulded(strength="0.05 mg"))
    plan = moulded(doses_per_day=2, age=4)
    assert "daily-dose-above-reported" in codes(plan, "caution")
    assert "swallow a tablet" in the(plan, "under-age-of-trial").message
    assert plan.beyond_use_date.isoformat() == "2027-05-20"  # USP <795>: 180 days, the day of making is Day 1


@pytest.mark.parametrize("order", [MOULDED | {"scored": True}, COMPRESSED | {"scored": True}, COMPRESSED])
def test_schema_and_round_trip(order: dict[str, Any]) -> None:
    plan = ldn.plan_tablets(**order)
    text = ldn.to_json(plan)
    jsonschema.validate(json.loads(text), ldn.json_schema("tablet-batch"))
    assert ldn.from_json(text) == plan
    assert ldn.check(plan) == plan.findings


def test_the_lubricant_goes_in_last() -> None:
    plan = compressed()
    lines = list(plan.procedure)
    last = next(number for number, line in enumerate(lines) if "magnesium stearate in last" in line)
    assert all(number < last for number, line in enumerate(lines) if line.startswith("Dilution"))
    assert mg(plan.geometric_dilution[-1], "total") == 10_000 - 50


# --- the base alone -------------------------------------------------------------------------------------------------


def test_mould_base_by_pencil() -> None:
    """15 x 1 g - 15 x 50 mg / 0.7 = 13.928... g, published as 13.9 g (Introduction to Pharmaceutical Calculations)."""
    found = ldn.mould_base(count=15, blank_mass="1 g", drug="50 mg", displacement_factor="0.7")
    assert round(found.to("gram").magnitude, 2) == round(ldn.quantity("13.93 g").to("gram").magnitude, 2)
    inverse = ldn.mould_base(count=10, blank_mass="60 mg", drug="4.5 mg", verdraengungsfaktor="0.8")
    assert inverse == ldn.quantity("564 mg")


@pytest.mark.parametrize(
    ("changes", "exit_code", "code", "field"),
    [
        ({"displacement_factor": None}, 10, "no-displacement-factor", "displacement_factor"),
        ({"verdraengungsfaktor": "1.4"}, 10, "two-displacement-factors", "verdraengungsfaktor"),
        ({"carrier_displacement_factor": "1"}, 10, "no-carrier", "carrier_displacement_factor"),
        (
            {"carrier": "9 mg", "carrier_displacement_factor": "1", "carrier_verdraengungsfaktor": "1"},
            10,
            "two-displacement-factors",
            "carrier_verdraengungsfaktor",
        ),
        ({"carrier": "0 mg"}, 10, "out-of-range", "carrier"),
        ({"carrier": "60 mg"}, 11, "does-not-fit", "drug"),
        ({"displacement_factor": "0"}, 10, "out-of-range", "displacement_factor"),
        ({"displacement_factor": 0.7}, 10, "float-refused", "displacement_factor"),
        ({"drug": "0 mg"}, 10, "out-of-range", "drug"),
        ({"drug": "60 mg"}, 11, "does-not-fit", "drug"),
        ({"drug": "4.5 mL"}, 10, "wrong-dimension", "drug"),
        ({"count": "9.5"}, 10, "bad-whole-number", "count"),
    ],
)
def test_mould_base_refuses(changes: dict[str, Any], exit_code: int, code: str, field: str) -> None:
    order: dict[str, Any] = {"count": 10, "blank_mass": "60 mg", "drug": "4.5 mg", "displacement_factor": "0.7"}
    with pytest.raises(ldn.LdnError) as caught:
        ldn.mould_base(**order | changes)
    assert (caught.value.exit_code, caught.value.code, caught.value.field) == (exit_code, code, field)


def test_extra_tablets_are_made_and_the_patient_gets_the_count() -> None:
    """110 of 59.5 mg: 4.5 mg x 110 = 495 mg of drug, 59.5 mg x 110 = 6545 mg of blend; 100 are for the patient."""
    made = ldn.plan_tablets(
        method="moulded",
        strength="4.5 mg",
        count=100,
        extra_units=10,
        blank_mass="60 mg",
        base="triturate-lactose-sucrose",
        displacement_factor="0.9",
        sensitivity="2 mg",
        doses_per_day=1,
        made_on="2026-11-22",
    )
    assert (made.count, made.units_made) == (100, 110)
    assert made.exact.api_theoretical.text() == "495 mg"
    assert made.exact.blend_total.text() == "6545 mg"
    assert made.exact.days_supply is not None
    assert made.exact.days_supply.text() == "100 d"
    as_made = ldn.as_made(made, weighed={"api": "495 mg"}, residue="0 mg")
    assert as_made.units_planned == 110
    assert ldn.from_json(ldn.to_json(made)) == made
