"""The drug powder and the allowances: factor, refusals, wastage and overage, 110 % of the label, crushed tablets."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

import ldn_compound as ldn
from tests.unit.plans.prescriptions import FACTOR, POWDER, assumed, codes, mg, plan, refused, stops, the

SALT = Fraction("377.86") / Fraction("341.40")  # USP monograph's molar masses: hydrochloride over base

# --- the weighing factor --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "factor"),
    [
        ({}, Fraction(1)),
        ({"assay": "88 %", "assay_basis": "as-is"}, 1 / Fraction("0.88")),
        (POWDER, FACTOR),
        # DAC/NRF: 93.5 % anhydrous, loss on drying 3.68 %: 1.110
        (
            {"assay": "93.5 %", "assay_basis": "anhydrous", "api_water": "3.68 %"},
            1 / Fraction("0.935") / Fraction("0.9632"),
        ),
        (POWDER | {"solvents": "0.5 %"}, 1 / (Fraction("0.995") * Fraction("0.91"))),
        # water of zero is an answer, not a missing one
        ({"assay": "99 %", "assay_basis": "anhydrous", "api_water": "0 %"}, 1 / Fraction("0.99")),
        # 101.3 % with 0.8 % water: 0.995 uncapped, 1.008 capped (DAC/NRF: never corrected downwards)
        (
            {"assay": "101.3 %", "assay_basis": "anhydrous", "api_water": "0.8 %"},
            1 / (Fraction("1.013") * Fraction("0.992")),
        ),
        (
            {"assay": "101.3 %", "assay_basis": "anhydrous", "api_water": "0.8 %", "cap_assay": True},
            1 / Fraction("0.992"),
        ),
        ({"assay": "99 %", "assay_basis": "as-is", "cap_assay": True}, 1 / Fraction("0.99")),
        ({"prescribed_as": "base"}, SALT),
        (POWDER | {"prescribed_as": "base"}, SALT * FACTOR),
    ],
)
def test_weighing_factor(given: dict[str, Any], factor: Fraction) -> None:
    assert ldn.weighing_factor(**given) == factor
    made = plan(**given)
    assert made.weighing_factor == factor
    # 4.5 mg x 90 x factor, no allowance
    assert mg(made, "api_to_weigh_exact") == 405 * factor
    assert mg(made, "api_theoretical") == 405


def test_the_factor_of_the_domain() -> None:
    """Assay 99.5 % anhydrous, water 8.5 %: F = 1.0984; 30 x 4.5 mg + 5 %: 141.75 mg -> 155.70 mg -> 156 mg."""
    made = plan(count=30, wastage="5 %", **POWDER)
    assert mg(made, "api_theoretical") == Fraction("141.75")
    assert round(float(mg(made, "api_to_weigh_exact")), 2) == 155.70
    assert mg(made, "api_to_weigh") == 156
    # 156 / 1.0984 / 141.75 = 100.195 % of the label
    assert round(float(mg(made.content_of_label, "if_not_lost")), 5) == 1.00195


def test_the_factor_is_itemised() -> None:
    made = plan(**POWDER | {"solvents": "0.5 %", "prescribed_as": "base"})
    line = next(step for step in made.steps if step.name == "weighing factor")
    for part in ("99.5 %", "8.5 %", "0.5 %", "1.1068"):  # 377.86 / 341.40 = 1.10680
        assert part in line.formula
    assert any(step.name == "salt factor" for step in made.steps)
    assert made.drug_name == "naltrexone"


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"assay": "99.5 %"}, "assay-without-basis", "assay_basis"),
        ({"assay_basis": "as-is"}, "basis-without-assay", "assay"),
        ({"assay_basis": "anhydrous", "api_water": "8 %"}, "basis-without-assay", "assay"),
        ({"assay": "99.5 %", "assay_basis": "anhydrous"}, "anhydrous-without-water", "api_water"),
        ({"assay": "99.5 %", "assay_basis": "anhydrous", "solvents": "1 %"}, "anhydrous-without-water", "api_water"),
        ({"assay": "99.5 %", "assay_basis": "as-is", "api_water": "8 %"}, "water-without-anhydrous-basis", "api_water"),
        ({"assay": "99.5 %", "assay_basis": "as-is", "solvents": "1 %"}, "water-without-anhydrous-basis", "solvents"),
        ({"api_water": "8 %"}, "water-without-anhydrous-basis", "api_water"),
        ({"solvents": "1 %"}, "water-without-anhydrous-basis", "solvents"),
        (
            {"assay": "99 %", "assay_basis": "anhydrous", "api_water": "60 %", "solvents": "40 %"},
            "nothing-left",
            "api_water",
        ),
        ({"assay": "99 %", "assay_basis": "dried"}, "unknown-choice", "assay_basis"),
        ({"source_tablet": "50 mg"}, "half-a-source-tablet", "source_tablet_mass"),
        ({"source_tablet_mass": "160 mg"}, "half-a-source-tablet", "source_tablet"),
        ({"source_tablet": "50 mg", "source_tablet_mass": "160 mg", **POWDER}, "tablets-have-no-assay", None),
        (
            {"source_tablet": "50 mg", "source_tablet_mass": "160 mg", "api_water": "8 %"},
            "tablets-have-no-assay",
            "api_water",
        ),
        (
            {"source_tablet": "50 mg", "source_tablet_mass": "160 mg", "solvents": "0 %"},
            "tablets-have-no-assay",
            "solvents",
        ),
        (
            {"source_tablet": "160 mg", "source_tablet_mass": "50 mg"},
            "tablet-lighter-than-its-drug",
            "source_tablet_mass",
        ),
    ],
)
def test_material_refused(given: dict[str, Any], code: str, field: str | None) -> None:
    refused(10, code, field, **given)


def test_what_was_not_given_is_assumed_by_name() -> None:
    made = plan()
    assert assumed(made, "assay-assumed").value == "100 % as is"
    assert assumed(made, "prescribed-as").value == "hydrochloride"
    made = plan(**POWDER)
    assert assumed(made, "solvents-assumed").value == "0 %"
    assert "assay-assumed" not in [item.code for item in made.assumptions]


@pytest.mark.parametrize(
    ("given", "code", "severity"),
    [
        ({"assay": "9.95 %", "assay_basis": "as-is"}, "assay-implausible", "stop"),
        ({"assay": "99.5 %", "assay_basis": "anhydrous", "api_water": "85 %"}, "assay-implausible", "stop"),
        ({"assay": "199 %", "assay_basis": "as-is"}, "assay-implausible", "stop"),
        ({"assay": "97.9 %", "assay_basis": "anhydrous", "api_water": "8 %"}, "assay-outside-monograph", "caution"),
        ({"assay": "102.1 %", "assay_basis": "anhydrous", "api_water": "8 %"}, "assay-outside-monograph", "caution"),
    ],
)
def test_material_findings(given: dict[str, Any], code: str, severity: str) -> None:
    assert the(plan(**given), code).severity.value == severity


@pytest.mark.parametrize("assay", ["98 %", "102 %"])
def test_the_monograph_limits_are_in(assay: str) -> None:
    made = plan(assay=assay, assay_basis="anhydrous", api_water="8.71 %")
    assert not {"assay-outside-monograph", "water-implausible", "assay-implausible"} & set(codes(made))


def test_a_tetrahydrate_is_no_slip() -> None:
    """Four waters: 72.06 / 449.92 = 16.02 % of water, so 100 % anhydrous with 16 % water is a possible powder."""
    made = plan(assay="100 %", assay_basis="anhydrous", api_water="16 %")
    assert not codes(made, "stop")


# --- allowances -----------------------------------------------------------------------------------------------------


def test_wastage_is_more_of_everything() -> None:
    made, plain = plan(wastage="5 %"), plan()
    assert mg(made, "api_to_weigh_exact") == mg(plain, "api_to_weigh_exact") * Fraction("1.05")  # 425.25 mg
    assert mg(made, "filler_total") == mg(plain, "filler_total") * Fraction("1.05")
    assert mg(made, "blend_total") == 135 * 90 * Fraction("1.05")
    assert mg(made, "fill_mass") == mg(plain, "fill_mass") == 135
    assert [load.units for load in made.loads] == [90]


def test_overage_is_more_drug_in_the_room_of_filler() -> None:
    made, plain = plan(overage="5 %"), plan()
    assert mg(made, "api_to_weigh_exact") == 405 * Fraction("1.05")
    assert mg(made, "blend_total") == mg(plain, "blend_total") == 135 * 90
    assert mg(made, "filler_total") == 135 * 90 - 405 * Fraction("1.05")
    assert made.strength == plain.strength
    assert str(made.strength) == "4.5 milligram"


def test_content_at_both_ends() -> None:
    """5 % overage, 425.25 mg exact, weighed as 425: 425/405 = 104.938 % if nothing is lost, / 1.05 if it is."""
    content = plan(overage="5 %").content_of_label
    assert mg(content, "if_not_lost") == Fraction(425, 405)
    assert mg(content, "if_lost") == Fraction(425, 405) / Fraction("1.05")


def test_to_mass_keeps_the_content_and_all_in_raises_it() -> None:
    """5 % wastage: 425 mg on the balance for 90 x 4.5 x 1.05 = 425.25. To mass 99.94 %; all in 425/405 = 104.94 %."""
    to_mass, all_in = plan(wastage="5 %"), plan(wastage="5 %", fill_method="all-in")
    assert mg(to_mass.content_of_label, "if_not_lost") == Fraction(425) / Fraction("425.25")
    assert mg(all_in.content_of_label, "if_not_lost") == Fraction(425, 405)
    assert mg(all_in.content_of_label, "if_lost") == Fraction(425) / Fraction("425.25")
    assert the(all_in, "all-in-raises-content").severity.value == "caution"
    assert "all-in-raises-content" not in codes(to_mass)
    assert "all-in-raises-content" not in codes(plan(fill_method="all-in"))
    # 1.05 N worth of blend in N capsules: 141.75 mg each
    assert mg(all_in.unit_mass_limits, "target") == 135 * Fraction("1.05")
    assert mg(to_mass.unit_mass_limits, "target") == 135


def test_all_in_with_12_percent_of_wastage_stops() -> None:
    """405 x 1.12 = 453.6 -> 454 mg in 90 capsules is 112.1 % of the label."""
    assert stops(plan(wastage="12 %", fill_method="all-in")) == {"content-above-limit"}
    assert not stops(plan(wastage="12 %"))


def test_rounding_stays_within_110_percent() -> None:
    """60 x 1.5 mg x 1.10 x 1.0984 = 108.74; 109 mg is 110.3 % of the label, so 108 mg: 109.25 %."""
    made = plan(strength="1.5 mg", count=60, overage="10 %", **POWDER)
    assert round(float(mg(made, "api_to_weigh_exact")), 2) == 108.74
    assert mg(made, "api_to_weigh") == 108
    assert mg(made.content_of_label, "if_not_lost") <= Fraction("1.10")
    assert not stops(made)


@pytest.mark.parametrize(
    ("overage", "stopped"), [("10 %", False), ("10.1 %", True), ("11 %", True), ("15 %", True), ("0 %", False)]
)
def test_110_percent_itself_is_within(overage: str, stopped: bool) -> None:
    """On a balance of 0.001 mg nothing is rounded: 90 x 4.5 x 1.10 is exactly 110 % of the label."""
    assert ("content-above-limit" in stops(plan(overage=overage, readability="0.001 mg"))) is stopped


def test_rounding_up_to_110_percent_itself_is_within() -> None:
    """100 x 1 mg x 1.096 = 109.6 mg: 110 mg is exactly 110 % of the label."""
    assert mg(plan(strength="1 mg", count=100, overage="9.6 %"), "api_to_weigh") == 110


def test_half_up_at_a_tie() -> None:
    """0.5 mg x 90 x 1.03 / 0.90 = 51.5 mg exactly: 52 mg, not 51."""
    made = plan(strength="0.5 mg", wastage="3 %", assay="90 %", assay_basis="as-is")
    assert mg(made, "api_to_weigh_exact") == Fraction("51.5")
    assert mg(made, "api_to_weigh") == 52


@pytest.mark.parametrize(
    ("readability", "shown"),
    [("0.1 mg", "467.1"), ("1 mg", "467"), ("2 mg", "468"), ("5 mg", "465"), ("10 mg", "470"), ("0.01 mg", "467.09")],
)
def test_what_the_balance_shows(readability: str, shown: str) -> None:
    """425.25 mg x 1.09838... = 467.0895 mg."""
    made = plan(wastage="5 %", readability=readability, **POWDER)
    assert mg(made, "api_to_weigh") == Fraction(shown)


def test_a_batch_of_no_drug_is_no_batch() -> None:
    """45 mg on a balance of 1 g reads 0: nothing to weigh is impossible (11), whatever was accepted."""
    with pytest.raises(ldn.CalculationError, match="nothing-to-weigh"):
        plan(
            strength="0.5 mg",
            readability="1 g",
            accept=["content-below-limit", "below-minimum-weighable"],
            accepted_by="A. Pharmacist",
        )


def test_a_balance_too_coarse_stops() -> None:
    """10 x 0.5 mg = 5 mg; on a balance of 2 mg 6 mg would be 120 %, so 4 mg: 80 % of the label."""
    made = plan(strength="0.5 mg", count=10, readability="2 mg", minimum_weighable="2 mg")
    assert mg(made, "api_to_weigh") == 4
    assert "content-below-limit" in stops(made)


# --- crushed tablets ------------------------------------------------------------------------------------------------

TABLETS: dict[str, Any] = {"source_tablet": "50 mg", "source_tablet_mass": "160 mg"}


def test_crushed_tablets() -> None:
    """4.5 mg x 30 = 135 mg of drug: x 160/50 = 432 mg of powder, 2.7 tablets: crush 3. 14.4 mg in each capsule."""
    made = plan(count=30, **TABLETS)
    assert made.weighing_factor == 1
    assert mg(made, "api_theoretical") == 135
    assert mg(made, "api_to_weigh_exact") == mg(made, "api_to_weigh") == 432
    assert made.tablets_to_crush == 3
    assert mg(made, "drug_load") == Fraction("14.4") / 135
    assert assumed(made, "source-tablet-as-labelled")
    assert "assay-assumed" not in [item.code for item in made.assumptions]


@pytest.mark.parametrize(("count", "tablets"), [(100, 9), (101, 10), (11, 1), (12, 2)])
def test_tablets_are_counted_up(count: int, tablets: int) -> None:
    """100 x 4.5 = 450 mg = 9 tablets of 50 mg exactly; one capsule more opens the tenth."""
    assert plan(count=count, **TABLETS).tablets_to_crush == tablets


def test_prescribed_as_base_from_tablets() -> None:
    made = plan(count=30, prescribed_as="base", **TABLETS)
    assert mg(made, "api_to_weigh_exact") == 432 * SALT


@pytest.mark.parametrize(
    ("avoid", "code"),
    [
        ("lactose", "source-tablet-contains-avoided"),
        ("dyes", "source-tablet-contains-avoided"),
        ("sugar", "source-tablet-contains-avoided"),
        ("animal", "source-tablet-contains-avoided"),
        ("milk", "source-tablet-cannot-be-cleared"),
        ("gold", "source-tablet-cannot-be-cleared"),
    ],
)
def test_the_tablets_own_excipients_count(avoid: str, code: str) -> None:
    made = plan(avoid=[avoid], shell="hypromellose", shell_colour="clear", source_product="revia", **TABLETS)
    assert code in stops(made)


@pytest.mark.parametrize("avoid", ["gluten", "maize", "soya", "sodium", "yeast", "fructose", "parabens"])
def test_and_clear_what_they_do_not_hold(avoid: str) -> None:
    made = plan(avoid=[avoid], shell="hypromellose", shell_colour="clear", source_product="revia", **TABLETS)
    assert not stops(made)


CLEAR: dict[str, Any] = {"shell": "hypromellose", "shell_colour": "clear"}
CONTAINS, UNCLEAR = "source-tablet-contains-avoided", "source-tablet-cannot-be-cleared"


@pytest.mark.parametrize(
    ("product", "avoid", "codes_wanted"),
    [
        ("adepend", "lactose", {CONTAINS}),
        ("adepend", "dyes", {CONTAINS}),  # a beige film coat
        ("adepend", "gluten", {UNCLEAR}),  # its list was not read in full
        ("naltrexin", "dyes", {CONTAINS}),
        ("naltrexin", "gluten", set()),
        ("naltrexona-accord", "lactose", {CONTAINS}),
        ("naltrexona-accord", "maize", {UNCLEAR}),
        ("naltrexona-cuba", "lactose", {CONTAINS}),
        ("naltrexona-cuba", "dyes", {UNCLEAR}),
        ("nalcotrex", "dyes", {CONTAINS}),
        ("nalcotrex", "milk", {UNCLEAR}),
        ("unknown", "lactose", {UNCLEAR}),
        ("unknown", "gluten", {UNCLEAR}),
    ],
)
def test_the_product_that_is_crushed_decides(product: str, avoid: str, codes_wanted: set[str]) -> None:
    made = plan(avoid=[avoid], source_product=product, **CLEAR, **TABLETS)
    assert stops(made) == codes_wanted
    assert ldn.from_json(ldn.to_json(made)) == made
    profile = ldn.read_profile(f'[policies]\nsource_product = "{product}"\n', name="p")
    assert stops(plan(avoid=[avoid], profile=profile, **CLEAR, **TABLETS)) == codes_wanted
    stated = plan(avoid=[avoid], profile=profile, source_product="naltrexin", **CLEAR, **TABLETS)
    assert stops(stated) == stops(plan(avoid=[avoid], source_product="naltrexin", **CLEAR, **TABLETS))


def test_a_product_that_was_not_named() -> None:
    """Outside the US nobody knows which it is; there the list of the label is taken, and the plan says so."""
    made = plan(**CLEAR, **TABLETS)
    assert assumed(made, "source-product-assumed").value == "unknown"
    assert the(made, UNCLEAR).severity.value == "caution"
    assert not stops(made)
    assert any("product not known" in name for name in made.ingredients)
    # Every product that is known holds lactose.
    assert stops(plan(avoid=["lactose"], **CLEAR, **TABLETS)) == {CONTAINS}
    assert stops(plan(avoid=["gluten"], **CLEAR, **TABLETS)) == {UNCLEAR}
    us = ldn.read_profile('[policies]\njurisdiction = "us"\n[pharmacy]\nname = "P"\n', name="p")
    american = plan(profile=us, **CLEAR, **TABLETS)
    assert assumed(american, "source-product-assumed").value == "revia"
    assert UNCLEAR not in codes(american)
    assert "polysorbate 80" in american.ingredients
    assert not stops(plan(profile=us, avoid=["gluten"], **CLEAR, **TABLETS))
    for one in (made, american):
        assert ldn.from_json(ldn.to_json(one)) == one
    named = plan(source_product="naltrexin", **CLEAR, **TABLETS)
    assert "source-product-assumed" not in [item.code for item in named.assumptions]
    explicit = plan(source_product="unknown", **CLEAR, **TABLETS)
    assert the(explicit, UNCLEAR).severity.value == "caution"


@pytest.mark.parametrize(
    ("product", "lactose"),
    [
        # 4.5 mg from a 50 mg tablet is 0.09 of it: of 126.755 mg 11.40795, of 126.8 mg 11.412, and so on.
        ("adepend", "11.40795 mg"),
        ("naltrexin", "11.412 mg"),
        ("naltrexona-accord", "17.3565 mg"),
        ("naltrexona-cuba", "8.1 mg"),
        ("nalcotrex", "21.42 mg"),
    ],
)
def test_the_lactose_that_the_tablets_bring_is_declared(product: str, lactose: str) -> None:
    made = plan(source_product=product, **CLEAR, **TABLETS)
    (told,) = [item for item in made.findings if item.code == "source-tablet-declared"]
    assert told.severity.value == "info"
    brought = next(step for step in made.steps if "lactose monohydrate in one capsule" in step.name)
    assert str(brought.value) == lactose
    assert "galactose intolerance" in told.message
    # A product of which no amount was read is declared without one, an unknown one cannot be.
    (without,) = [
        item for item in plan(source_product="revia", **TABLETS).findings if item.code == "source-tablet-declared"
    ]
    assert " mg in one" not in without.message
    assert "source-tablet-declared" not in codes(plan(source_product="unknown", **TABLETS))


def test_a_product_without_tablets_is_refused() -> None:
    refused(10, "product-without-tablet", "source_product", source_product="naltrexin")
    error = refused(10, "unknown-choice", "source_product", source_product="Naltrexin 50", **TABLETS)
    assert "naltrexin" in str(error.hint)


def test_a_film_coat_is_no_sustained_release_filler() -> None:
    made = plan(source_product="revia", **TABLETS)
    assert not [code for code in codes(made) if code.startswith("filler-avoid")]
    assert any("hypromellose" in name for name in made.ingredients)
    assert any("lactose" in name for name in made.ingredients)


@pytest.mark.parametrize("strength", ["5 mg", "500 mg", "25 mg"])
def test_a_tablet_of_another_strength_stops(strength: str) -> None:
    made = plan(source_tablet=strength, source_tablet_mass="600 mg", size="000", packing_stat="600 mg", count=10)
    assert "source-tablet-strength" in stops(made)


def test_a_slip_in_the_tablet_mass_stops() -> None:
    """1600 mg typed for 160: ten times the powder, ten times the dose. A slip of the point must stop."""
    made = plan(source_tablet="50 mg", source_tablet_mass="1600 mg", size="0", packing_stat="306 mg")
    assert stops(made), f"45 mg a capsule, and only {codes(made)}"
