"""The powder that is weighed: its lot and certificate, hydrochloride or base, and what it is called where."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

import ldn_compound as ldn
from tests.unit.plans.prescriptions import FACTOR, POWDER, assumed, codes, mg, plan, refused, stops, the

# C20H23NO4.HCl and C20H23NO4, g/mol, as USP 28 and drugs.com print them.
SALT, BASE = Fraction("377.86"), Fraction("341.40")
WATER = Fraction("18.015")

LOT = """
[drug]
lot = "A1234"
supplier = "Example Chemicals"
assay = "99.5 %"
assay_basis = "anhydrous"
water = "8.5 %"
expiry = "2027-02"
"""
LOTS = """
[drug]
in_use = "A1234"

[drug.lots.A1234]
assay = "99.5 %"
assay_basis = "anhydrous"
water = "8.5 %"

[drug.lots.second]
lot = "B/5678"
assay = "98 %"
assay_basis = "as-is"
expiry = "2027-01-31"
"""


def profile(text: str) -> Any:
    return ldn.read_profile(text, name="p")


def tablet(**changes: Any) -> Any:
    wanted: dict[str, Any] = {"method": "moulded", "strength": "4.5 mg", "count": 100, "blank_mass": "60 mg"}
    return ldn.plan_tablets(**{**wanted, "base": "mannitol-silica", "displacement_factor": "0.9", **changes})


def liquid(**changes: Any) -> Any:
    return ldn.plan_solution(**{"volume": "100 mL", **changes})


FORMS = {"capsules": plan, "tablets": tablet, "solution": liquid}

# --- no assay -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_no_assay_is_the_first_finding_of_every_form(form: str) -> None:
    """The dihydrate is 36.03 / 413.89 = 8.7 % water: 91.3 % of the label, and 89.5 % at an assay of 98 %."""
    made = FORMS[form]()
    first = made.findings[0]
    assert (first.code, first.severity.value, first.field) == ("assay-not-given", "caution", "assay")
    water = 2 * WATER / (SALT + 2 * WATER)
    assert round(float(water) * 100, 1) == 8.7
    for shown in ("98 % to 102 %", "8.7 %", f"{float(1 - water):.1%}".replace("%", " %"), "89.5 %"):
        assert shown in first.message
    assert "USP 28" in first.source
    assert "Steinberg" in first.source
    assert assumed(made, "assay-assumed").value == "100 % as is"
    assert mg(made, "api_to_weigh_exact") == mg(made, "api_theoretical")
    assert made.drug_powder.origin == "assumption"


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("material", [POWDER, {"source_tablet": "50 mg", "source_tablet_mass": "160 mg"}])
def test_with_an_assay_or_from_tablets_it_is_not_there(form: str, material: dict[str, Any]) -> None:
    assert "assay-not-given" not in codes(FORMS[form](**material))


def test_it_is_first_also_beside_stops_and_cautions_that_are_found_before() -> None:
    made = plan(strength="45 mg", avoid=["animal"], age="3", api_density="0.5 g/mL")
    assert stops(made)
    assert made.findings[0].code == "assay-not-given"


@pytest.mark.parametrize(
    ("given", "stopped"),
    [
        ({"assay": "102 %", "assay_basis": "as-is"}, False),
        ({"assay": "102.01 %", "assay_basis": "as-is"}, True),
        ({"assay": "199 %", "assay_basis": "as-is"}, True),
        ({"assay": "105 %", "assay_basis": "as-is", "cap_assay": True}, True),
        ({"assay": "102 %", "assay_basis": "anhydrous", "api_water": "0 %"}, False),
        # as it stands 109 x 0.92 = 100.3 %: possible; 111 x 0.92 = 102.12 %: not
        ({"assay": "109 %", "assay_basis": "anhydrous", "api_water": "8 %"}, False),
        ({"assay": "111 %", "assay_basis": "anhydrous", "api_water": "8 %"}, True),
        ({"assay": "104 %", "assay_basis": "anhydrous", "api_water": "1 %", "solvents": "1 %"}, False),
        ({"assay": "104 %", "assay_basis": "anhydrous", "api_water": "1 %", "solvents": "0.9 %"}, True),
    ],
)
def test_more_drug_than_a_powder_can_hold_stops(given: dict[str, Any], stopped: bool) -> None:
    """104 x 0.98 = 101.92 %, 104 x 0.981 = 102.02 %: the bound is 102.0 %, what an assay may come out at."""
    made = plan(**given)
    assert ("assay-implausible" in stops(made)) is stopped
    if stopped:
        assert "102 %" in the(made, "assay-implausible").message


def test_and_less_than_a_hydrate_leaves_stops() -> None:
    """98 x (1 - 72.06 / 449.92) = 82.30 %."""
    assert "assay-implausible" not in codes(plan(assay="82.31 %", assay_basis="as-is"))
    assert "assay-implausible" in stops(plan(assay="82.3 %", assay_basis="as-is"))


# --- the profile's lot ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_a_lot_is_typed_once(form: str) -> None:
    made = FORMS[form](made_on="2026-11-22", profile=profile(LOT))
    assert made.weighing_factor == FACTOR
    assert mg(made, "api_to_weigh_exact") == mg(made, "api_theoretical") * FACTOR
    assert made.beyond_use_date <= date(2027, 2, 28)
    powder = made.drug_powder
    assert (powder.lot, powder.supplier, powder.expiry) == ("A1234", "Example Chemicals", date(2027, 2, 28))
    assert (powder.substance, powder.origin, powder.assay_basis) == ("hydrochloride", "profile", "anhydrous")
    assert powder.exact.assay.value == Fraction("0.995")
    assert powder.exact.water.value == Fraction("0.085")
    assert powder.solvents is None
    for code in ("drug-lot", "drug-supplier", "drug-assay", "drug-assay-basis", "drug-water", "drug-expiry"):
        item = assumed(made, code)
        assert (item.origin, item.source is not None and item.source.startswith("p, line ")) == ("profile", True)
    assert assumed(made, "solvents-assumed")
    assert ldn.from_json(ldn.to_json(made)) == made


def test_its_expiry_sets_the_date_and_an_option_stands_over_it() -> None:
    made = plan(profile=profile(LOT))
    assert (made.beyond_use_date, made.limited_by) == (date(2027, 2, 28), "api")
    other = plan(profile=profile(LOT), component_expiries={"api": "2027-01-15"})
    assert (other.beyond_use_date, other.drug_powder.expiry) == (date(2027, 1, 15), date(2027, 1, 15))
    later = plan(profile=profile(LOT), component_expiries={"naltrexone-hcl": "2028-01-15"})
    assert later.limited_by == "rule"
    assert "expiry" in assumed(later, "profile-set-aside").message
    assert "drug-expiry" not in [item.code for item in later.assumptions]
    for each in (made, other, later):
        assert ldn.from_json(ldn.to_json(each)) == each


@pytest.mark.parametrize("form", FORMS)
def test_an_expired_lot_of_the_profile_is_refused(form: str) -> None:
    with pytest.raises(ldn.InputError) as caught:
        FORMS[form](made_on="2027-03-01", profile=profile(LOT))
    assert caught.value.code == "component-expired"
    assert "[drug]" in str(caught.value.hint)
    assert FORMS[form](made_on="2027-02-28", profile=profile(LOT)).beyond_use_date == date(2027, 2, 28)


@pytest.mark.parametrize("name", ["api", "naltrexone-hcl"])
def test_another_lot_takes_nothing_from_the_profile(name: str) -> None:
    made = plan(component_lots={name: "B77"}, profile=profile(LOT))
    assert made.weighing_factor == 1
    first = made.findings[0]
    assert first.code == "assay-not-given"
    assert "B77" in first.message
    assert "A1234" in first.message
    assert made.limited_by == "rule"
    assert (made.drug_powder.lot, made.drug_powder.supplier, made.drug_powder.expiry) == ("B77", None, None)
    aside = assumed(made, "profile-set-aside")
    assert aside.origin == "profile"
    for shown in ("A1234", "99.5 %", "8.5 %", "2027-02-28"):
        assert shown in aside.value
    assert not [item for item in made.assumptions if item.code.startswith("drug-") and item.code != "drug-powder"]
    assert ldn.from_json(ldn.to_json(made)) == made


def test_another_lot_with_its_own_certificate() -> None:
    made = plan(component_lots={"api": "B77"}, assay="97 %", assay_basis="as-is", profile=profile(LOT))
    assert made.weighing_factor == 1 / Fraction("0.97")
    assert not {"assay-not-given", "drug-lot-not-named"} & set(codes(made))
    assert assumed(made, "profile-set-aside")
    assert made.drug_powder.origin == "option"
    assert ldn.from_json(ldn.to_json(made)) == made


def test_the_profiles_lot_named_is_that_lot() -> None:
    assert plan(component_lots={"api": "A1234"}, profile=profile(LOT)).weighing_factor == FACTOR
    assert plan(component_lots={"filler": "F1"}, profile=profile(LOT)).weighing_factor == FACTOR
    newer = plan(component_lots={"api": "A1234"}, assay="99 %", assay_basis="as-is", profile=profile(LOT))
    assert newer.weighing_factor == 1 / Fraction("0.99")
    assert (newer.drug_powder.supplier, newer.limited_by) == ("Example Chemicals", "api")
    assert "99.5 %" in assumed(newer, "profile-set-aside").value
    assert "drug-lot-not-named" not in codes(newer)
    assert ldn.from_json(ldn.to_json(newer)) == newer


def test_an_assay_without_its_lot_sets_the_profiles_lot_aside_and_asks() -> None:
    """Neither the water nor the expiry of A1234 goes with an assay that may be of another lot."""
    made = plan(assay="97 %", assay_basis="as-is", profile=profile(LOT))
    assert made.weighing_factor == 1 / Fraction("0.97")
    asked = the(made, "drug-lot-not-named")
    assert (asked.severity.value, asked.field) == ("caution", "component_lots")
    assert "A1234" in asked.message
    assert (made.drug_powder.lot, made.drug_powder.expiry, made.limited_by) == (None, None, "rule")
    assert ldn.from_json(ldn.to_json(made)) == made


def test_a_profile_without_an_assay_keeps_its_lot_beside_an_assay_given() -> None:
    made = plan(profile=profile('[drug]\nlot = "A1234"\nexpiry = "2027-02-28"\n'), **POWDER)
    assert (made.drug_powder.lot, made.limited_by, made.drug_powder.origin) == ("A1234", "api", "option")
    assert "drug-lot-not-named" not in codes(made)


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        # of an assay given alone neither the basis nor the water is the profile's
        ({"assay": "97 %"}, "assay-without-basis", "assay_basis"),
        ({"assay": "97 %", "assay_basis": "anhydrous"}, "anhydrous-without-water", "api_water"),
        ({"assay_basis": "as-is"}, "basis-without-assay", "assay"),
        ({"api_water": "5 %", "component_lots": {"api": "B77"}}, "water-without-anhydrous-basis", "api_water"),
        ({"api_water": "60 %", "solvents": "40 %"}, "nothing-left", "api_water"),
        ({"component_lots": {"api": "A1", "naltrexone-hcl": "A2"}}, "given-twice", "component_lots"),
        ({"component_lots": {"naltrexone-base": "A1"}}, "component-is-another-powder", "component_lots"),
        (
            {"component_expiries": {"naltrexone-hcl": "2028-01-01"}, "powder": "base"},
            "component-is-another-powder",
            "component_expiries",
        ),
    ],
)
def test_half_a_certificate_is_refused_as_without_a_profile(given: dict[str, Any], code: str, field: str) -> None:
    refused(10, code, field, profile=profile(LOT), **given)


def test_water_measured_anew_counts_and_is_said() -> None:
    made = plan(api_water="9.1 %", profile=profile(LOT))
    assert made.weighing_factor == 1 / (Fraction("0.995") * Fraction("0.909"))
    said = the(made, "drug-figures-mixed")
    assert (said.severity.value, said.field) == ("caution", "api_water")
    assert "9.1 %" in said.message
    assert "A1234" in said.message
    assert "8.5 %" in assumed(made, "profile-set-aside").value
    assert "drug-figures-mixed" not in codes(plan(profile=profile(LOT)))
    assert "drug-figures-mixed" in codes(plan(solvents="0.5 %", profile=profile(LOT)))
    assert ldn.from_json(ldn.to_json(made)) == made


def test_crushed_tablets_take_nothing_of_it() -> None:
    made = plan(source_tablet="50 mg", source_tablet_mass="160 mg", profile=profile(LOT))
    assert made.weighing_factor == 1
    assert (made.limited_by, made.drug_powder) == ("rule", None)
    assert not [name for name in made.inputs["settings"] if name.startswith("drug.")]


def test_the_water_of_the_profile_counts_in_a_liquid() -> None:
    """2000 mL at 4.5 mg/mL: 9 g / F of powder, 8.5 % of it water, the same as given as options."""
    big = {"volume": "2000 mL", "concentration": "4.5 mg/mL", "component_lots": {"api": "A1234"}}
    by_profile, by_option = liquid(profile=profile(LOT), **big), liquid(**big, **POWDER)
    assert by_profile.exact.water_fraction == by_option.exact.water_fraction
    assert by_profile.exact.water_fraction.value > 0


# --- several lots ---------------------------------------------------------------------------------------------------


def test_the_lot_in_use_and_another_by_its_lot() -> None:
    in_use = plan(profile=profile(LOTS))
    assert (in_use.weighing_factor, in_use.drug_powder.lot, in_use.limited_by) == (FACTOR, "A1234", "rule")
    other = plan(component_lots={"api": "B/5678"}, profile=profile(LOTS))
    assert other.weighing_factor == 1 / Fraction("0.98")
    assert (other.drug_powder.lot, other.limited_by) == ("B/5678", "api")
    assert assumed(other, "drug-assay").value == "98 %"
    neither = plan(component_lots={"api": "second"}, profile=profile(LOTS))
    assert neither.weighing_factor == 1
    assert "A1234" in neither.findings[0].message
    assert "B/5678" in neither.findings[0].message
    for made in (in_use, other, neither):
        assert ldn.from_json(ldn.to_json(made)) == made


def test_lots_of_which_none_is_in_use() -> None:
    made = plan(profile=profile(LOTS.replace('in_use = "A1234"', "")))
    assert made.weighing_factor == 1
    assert "drug.in_use" in made.findings[0].message


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ('[drug]\nassay = "99 %"\n', "drug"),
        ('[drug]\nassay_basis = "as-is"\n', "drug"),
        ('[drug]\nassay = "99 %"\nassay_basis = "anhydrous"\n', "drug"),
        ('[drug]\nassay = "99 %"\nassay_basis = "as-is"\nwater = "8 %"\n', "drug.water"),
        ('[drug]\nassay = "102.1 %"\nassay_basis = "as-is"\n', "drug.assay"),
        ('[drug]\nassay = "110 %"\nassay_basis = "anhydrous"\nwater = "5 %"\n', "drug.assay"),
        ('[drug]\nassay = "99 %"\nassay_basis = "anhydrous"\nwater = "60 %"\nsolvents = "40 %"\n', "drug.water"),
        ('[drug]\nassay = "0 %"\nassay_basis = "as-is"\n', "drug.assay"),
        ('[drug]\nassay = 99.5\nassay_basis = "as-is"\n', "drug.assay"),
        ('[drug]\nexpiry = "31.03.2027"\n', "drug.expiry"),
        ('[drug]\npowder = "salt"\n', "drug.powder"),
        ('[drug]\nin_use = "A"\n', "drug.in_use"),
        ('[drug]\nin_use = "A"\n[drug.lots.B]\nlot = "x"\n', "drug.in_use"),
        ('[drug]\nlots = "A"\n', "drug.lots"),
        ('[drug.lots."A/B"]\nlot = "x"\n', 'drug.lots."A/B"'),
        ('[drug.lots]\nA = "x"\n', "drug.lots.A"),
        ('[drug.lots.A]\nwatr = "8 %"\n', "drug.lots.A.watr"),
        ('[drug.lots.A]\nassay = "99 %"\n', "drug.lots.A"),
        ('[drug]\nlot = "A"\n[drug.lots.A]\nsupplier = "x"\n', "drug.lots.A"),
    ],
)
def test_a_profile_that_cannot_be_is_refused_with_its_name(text: str, field: str) -> None:
    from ldn_compound.settings.profile import problems

    assert field in [problem.field for problem in problems(text)]
    with pytest.raises(ldn.DataError):
        profile(text)


def test_the_bounds_of_a_profile_are_in() -> None:
    assert profile('[drug]\nassay = "102 %"\nassay_basis = "as-is"\n').get("drug.assay").value == Fraction("1.02")
    assert profile('[drug]\nexpiry = "2027-02"\n').get("drug.expiry") == date(2027, 2, 28)


# --- hydrochloride and base -----------------------------------------------------------------------------------------

FACTORS = {
    ("hydrochloride", "hydrochloride"): Fraction(1),
    ("base", "hydrochloride"): SALT / BASE,
    ("hydrochloride", "base"): BASE / SALT,
    ("base", "base"): Fraction(1),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("prescribed", "powder"), FACTORS)
def test_mole_for_mole(form: str, prescribed: Any, powder: Any) -> None:
    """377.86 / 341.40 = 1.1068 of hydrochloride for the base, 0.9035 of base for the hydrochloride."""
    factor = FACTORS[(prescribed, powder)] * FACTOR
    made = FORMS[form](prescribed_as=prescribed, powder=powder, **POWDER)
    assert made.weighing_factor == factor
    assert ldn.weighing_factor(prescribed_as=prescribed, powder=powder, **POWDER) == factor
    assert mg(made, "api_to_weigh_exact") == mg(made, "api_theoretical") * factor
    assert made.drug_name == ("naltrexone" if prescribed == "base" else "naltrexone hydrochloride")
    assert made.powder_name == ("naltrexone base" if powder == "base" else "naltrexone hydrochloride")
    assert made.ingredients[0] == ("naltrexone" if powder == "base" else "naltrexone hydrochloride")
    weigh = next(line for line in made.procedure if line.startswith("Weigh "))
    assert f" of {made.powder_name}." in weigh
    assert ("salt factor" in [step.name for step in made.steps]) is (prescribed != powder)
    assert ldn.from_json(ldn.to_json(made)) == made


def test_the_stated_example() -> None:
    """4.5 mg of naltrexone in each of 90: 405 mg x 1.1068 x 1.09838 = 492.35 mg of hydrochloride powder."""
    made = plan(prescribed_as="base", **POWDER)
    assert mg(made, "api_to_weigh") == 492
    assert any("492 mg of naltrexone hydrochloride" in line for line in made.procedure)


@pytest.mark.parametrize(("prescribed", "powder"), FACTORS)
def test_a_trituration_and_a_stock_solution_name_the_powder(prescribed: Any, powder: Any) -> None:
    small = {"strength": "0.5 mg", "count": 10, "prescribed_as": prescribed, "powder": powder, **POWDER}
    made = plan(minimum_weighable="120 mg", **small)
    assert made.trituration is not None
    assert any(f"of {made.powder_name}." in line for line in made.procedure)
    other = {"base": "naltrexone hydrochloride", "hydrochloride": "naltrexone base"}[powder]
    assert not any(other in line for line in made.procedure)
    fluid = {"volume": "20 mL", "vehicle": "fawcett", "minimum_weighable": "50 mg"}
    liquid_made = liquid(**fluid, prescribed_as=prescribed, powder=powder, **POWDER)
    assert (liquid_made.trituration is not None) is (powder == "hydrochloride")
    assert not any(other in line for line in liquid_made.procedure)


def test_the_powder_is_assumed_by_name_and_settled_by_the_profile() -> None:
    assert assumed(plan(), "drug-powder").value == "hydrochloride"
    settled = plan(profile=profile('[drug]\npowder = "base"\n'))
    assert assumed(settled, "drug-powder").origin == "profile"
    assert settled.weighing_factor == BASE / SALT
    by_option = plan(powder="hydrochloride", profile=profile('[drug]\npowder = "base"\n'))
    assert by_option.weighing_factor == 1
    for made in (settled, by_option, plan(powder="base")):
        assert ldn.from_json(ldn.to_json(made)) == made


def test_figures_of_the_hydrochloride_are_not_the_bases() -> None:
    made = plan(powder="base", profile=profile(LOT))
    assert made.weighing_factor == BASE / SALT
    assert "naltrexone base" in made.findings[0].message
    assert "A1234" in made.findings[0].message
    assert made.drug_powder.lot is None
    base_lot = LOT + 'powder = "base"\n'
    assert plan(powder="base", profile=profile(base_lot)).weighing_factor == BASE / SALT * FACTOR
    assert plan(profile=profile(base_lot)).weighing_factor == BASE / SALT * FACTOR
    for each in (made, plan(powder="base", profile=profile(base_lot))):
        assert ldn.from_json(ldn.to_json(each)) == each


def test_a_lot_of_several_may_be_the_base() -> None:
    text = LOTS + 'powder = "base"\n'
    assert plan(profile=profile(text)).powder_name == "naltrexone hydrochloride"
    other = plan(component_lots={"api": "B/5678"}, profile=profile(text))
    assert other.powder_name == "naltrexone base"
    assert other.weighing_factor == BASE / SALT / Fraction("0.98")
    assert ldn.from_json(ldn.to_json(other)) == other


def test_crushed_tablets_are_hydrochloride() -> None:
    tablets = {"source_tablet": "50 mg", "source_tablet_mass": "160 mg"}
    refused(10, "tablets-are-hydrochloride", "powder", powder="base", **tablets)
    made = plan(powder="hydrochloride", prescribed_as="base", **tablets)
    assert (made.drug_name, made.powder_name) == ("naltrexone", "naltrexone hydrochloride")
    assert plan(profile=profile('[drug]\npowder = "base"\n'), **tablets).powder_name == "naltrexone hydrochloride"


def test_the_base_in_a_liquid_stops() -> None:
    made = liquid(powder="base", **POWDER)
    assert stops(made) == {"base-powder-in-liquid"}
    assert "hardly dissolves" in the(made, "base-powder-in-liquid").message
    assert "base-powder-in-liquid" not in codes(liquid(powder="hydrochloride", prescribed_as="base", **POWDER))
    assert "base-powder-in-liquid" not in codes(plan(powder="base", **POWDER))


def test_as_made_weighs_the_base_under_its_own_name() -> None:
    made = plan(powder="base", **POWDER)
    weighed = str(made.exact.api_to_weigh.value)
    found = ldn.as_made(made, weighed={"naltrexone-base": f"{weighed} mg", "mcc-ph102": "11000 mg"})
    assert found.powder_name == "naltrexone base"
    with pytest.raises(ldn.InputError):
        ldn.as_made(made, weighed={"naltrexone-hcl": f"{weighed} mg", "mcc-ph102": "11000 mg"})


def test_the_label_names_what_was_prescribed_and_lists_what_is_in_it() -> None:
    from ldn_compound.labelling.facts import facts_of

    facts = facts_of(plan(prescribed_as="base", **POWDER))
    assert (facts.drug, facts.ingredients[0]) == ("naltrexone", "naltrexone hydrochloride")
    facts = facts_of(plan(powder="base", **POWDER))
    assert (facts.drug, facts.ingredients[0]) == ("naltrexone hydrochloride", "naltrexone")
