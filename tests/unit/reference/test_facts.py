"""Capsules, the drug, beyond-use rules, limits and jurisdictions: spot values from the sources, worked by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest

from ldn_compound.core.errors import InputError
from ldn_compound.core.units import Amount, mass
from ldn_compound.reference import beyond_use, capsules, jurisdictions, limits, naltrexone, products
from ldn_compound.reference.fillers import filler_keys, get_filler

# --- capsules ---


def test_sizes_run_from_large_to_small() -> None:
    assert capsules.size_keys() == ("000", "00el", "00", "0el", "0", "1el", "1", "2el", "2", "3", "4", "5")
    volumes = [size.body_volume.value.value for size in capsules.sizes()]
    assert volumes == sorted(volumes, reverse=True)
    assert len(set(volumes)) == len(volumes)


@pytest.mark.parametrize(
    ("key", "volume"),
    [
        *[("000", "1.37"), ("00", "0.95"), ("0", "0.68"), ("1", "0.50"), ("2", "0.37"), ("3", "0.30"), ("4", "0.21")],
        *[("5", "0.13"), ("00el", "1.02"), ("0el", "0.78"), ("1el", "0.54"), ("2el", "0.41")],
    ],
)
def test_body_volume_in_ml(key: str, volume: str) -> None:
    assert capsules.get_size(key).body_volume.value == Amount(Fraction(volume), "volume")


def test_the_reference_volume_lies_in_the_spread_of_the_makers() -> None:
    with_spread = [size for size in capsules.sizes() if size.spread]
    assert {size.key for size in with_spread} == {"00", "1", "4", "5"}
    for size in with_spread:
        assert size.spread is not None
        assert size.spread.low.value <= size.body_volume.value.value <= size.spread.high.value


@pytest.mark.parametrize(
    ("key", "material", "milligrams"),
    [
        *[("0", "gelatin", 96), ("2", "gelatin", 63), ("3", "gelatin", 50), ("4", "gelatin", 40)],
        *[("000", "gelatin", 158), ("00", "gelatin", 123), ("5", "gelatin", 28)],
        *[("000", "hypromellose", 163), ("00", "hypromellose", 136), ("5", "hypromellose", 30)],
        ("1", "gelatin", 76),  # middle of 68 to 84 mg
    ],
)
def test_shell_mass(key: str, material: str, milligrams: int) -> None:
    assert capsules.get_size(key).shell_masses[material].value == mass(milligrams)


def test_a_smaller_shell_is_lighter() -> None:
    for material in capsules.shell_keys():
        masses = [size.shell_masses[material].value.value for size in capsules.sizes() if material in size.shell_masses]
        assert masses == sorted(masses, reverse=True)


def test_only_size_5_has_no_plate() -> None:
    assert [size.key for size in capsules.sizes() if not size.plate] == ["5"]


@pytest.mark.parametrize("key", ["6", "03", "0EL", "", "00 el"])
def test_an_unknown_size_is_refused(key: str) -> None:
    with pytest.raises(InputError) as caught:
        capsules.get_size(key)
    assert (caught.value.code, caught.value.field) == ("unknown-capsule-size", "size")
    assert "00el" in (caught.value.needed or "")


def test_gelatin_is_animal_and_hypromellose_is_not() -> None:
    assert capsules.get_shell("gelatin").contains == ("animal",)
    hypromellose = capsules.get_shell("hypromellose")
    assert not hypromellose.contains
    assert not hypromellose.may_contain
    with pytest.raises(InputError) as caught:
        capsules.get_shell("pullulan")
    assert (caught.value.code, caught.value.field) == ("unknown-shell", "shell")


@pytest.mark.parametrize("text", ["clear", "natural", "Clear", " colourless ", "colorless", "clear/clear"])
def test_a_shell_without_colour(text: str) -> None:
    colour = capsules.get_colour(text)
    assert colour.contains == ()
    assert colour.known


@pytest.mark.parametrize("text", ["white", "red", "Blue", "red/white", "clear/blue"])
def test_a_coloured_shell_has_dyes_white_included(text: str) -> None:
    colour = capsules.get_colour(text)
    assert colour.contains == ("dyes",)
    assert colour.known


@pytest.mark.parametrize("text", ["mauve", "other", "clear/mauve", "clearish", "/", "", "ocean blue"])
def test_a_colour_that_is_not_known_counts_as_dyes(text: str) -> None:
    colour = capsules.get_colour(text)
    assert colour.contains == ("dyes",)
    assert not colour.known


# --- the drug ---


def test_salt_factor_is_the_exact_ratio_of_the_molar_masses() -> None:
    # 377.86 / 341.40 = 1.10679...; the other way 0.9035 (USP 28, drugs.com).
    factor = naltrexone.salt_factor().value
    assert factor.dimension == "1"
    assert factor.value * Fraction("341.40") == Fraction("377.86")
    assert round(float(1 / factor.value), 4) == 0.9035


def test_molar_masses_agree_with_the_formula() -> None:
    # C20H23NO4 from C 12.011, H 1.008, N 14.007, O 15.999; the salt adds H 1.008 and Cl 35.45.
    base = 20 * Fraction("12.011") + 23 * Fraction("1.008") + Fraction("14.007") + 4 * Fraction("15.999")
    assert abs(naltrexone.molar_masses().base.value - base) < Fraction(1, 50)
    salt = base + Fraction("1.008") + Fraction("35.45")
    assert abs(naltrexone.molar_masses().hydrochloride.value - salt) < Fraction(1, 50)
    assert naltrexone.molar_masses().water.value == 2 * Fraction("1.008") + Fraction("15.999")


def test_the_dihydrate_is_8_71_percent_water_and_91_3_percent_of_label() -> None:
    water = {hydrate.key: hydrate.water.value.value for hydrate in naltrexone.hydrates()}
    assert water["anhydrous"] == 0
    assert round(float(100 * water["dihydrate"]), 2) == 8.71
    assert round(float(100 * (1 - water["dihydrate"])), 1) == 91.3
    # 4 x 18.015 in 377.86 + 72.06 = 449.92
    assert round(float(100 * water["tetrahydrate"]), 2) == 16.02


def test_assay_limits_of_the_monograph() -> None:
    found = naltrexone.assay_limits()
    assert (found.low.text(), found.high.text()) == ("98 %", "102 %")


def test_content_uniformity_is_asked_for_below_25_mg_or_25_percent() -> None:
    found = naltrexone.drug_load()
    assert [fact.value.text() for fact in found] == ["25 mg", "25 %"]


def test_the_commercial_tablet_with_each_excipient_by_its_role() -> None:
    assert naltrexone.tablet_strength().value == mass(50)
    tablet = products.get_product("revia")
    roles = {item.key: item.roles for item in tablet.excipients}
    assert set(roles) == {
        *("lactose-monohydrate", "microcrystalline-cellulose", "crospovidone", "colloidal-silica"),
        *("magnesium-stearate", "hypromellose", "polyethylene-glycol", "polysorbate-80", "iron-oxides"),
        "titanium-dioxide",
    }
    assert roles["hypromellose"] == ("film-coat",)
    assert roles["lactose-monohydrate"] == ("diluent",)
    assert {"lactose", "dyes"} <= set(tablet.contains)


def test_an_excipient_of_a_tablet_touches_what_the_same_filler_touches() -> None:
    for key in products.product_keys():
        for item in products.get_product(key).excipients:
            if item.filler is not None:
                assert item.filler in filler_keys()
                filler = get_filler(item.filler)
                assert (item.contains, item.may_contain) == (filler.contains, filler.may_contain)


@pytest.mark.parametrize(
    ("key", "country", "lactose", "complete"),
    [
        ("revia", "US", None, True),
        ("adepend", "DE", "126.755 mg", False),
        ("naltrexon-aop", "AT", "126.8 mg", True),
        ("naltrexin", "CH", "126.8 mg", True),
        ("naltrexona-accord", "ES", "192.85 mg", False),
        ("tranalex", "ES", "192.85 mg", False),
        ("naltrexona-cuba", "CU", "90 mg", False),
        ("nalcotrex", "AR", "238 mg", True),
    ],
)
def test_the_lactose_of_each_product(key: str, country: str, lactose: str | None, complete: bool) -> None:
    """As the public leaflets and the US label state it."""
    row = products.get_product(key)
    assert country in row.countries
    assert (row.lactose.value.text() if row.lactose else None, row.complete) == (lactose, complete)
    assert "lactose" in row.contains


def test_what_every_product_holds() -> None:
    assert set(products.in_every_product()) == {"lactose", "sugar", "animal"}


@pytest.mark.parametrize("key", ["Adepend", "depend", "naltrexone", ""])
def test_an_unknown_product_is_refused(key: str) -> None:
    with pytest.raises(InputError) as caught:
        products.get_product(key)
    assert (caught.value.code, caught.value.field) == ("unknown-source-product", "source_product")
    assert caught.value.hint


# --- beyond use ---


@pytest.mark.parametrize(
    ("form", "days"),
    [
        *[("capsule", 180), ("tablet", 180), ("solution-nonaqueous", 90), ("solution-aqueous-preserved", 35)],
        ("solution-aqueous", 14),
    ],
)
def test_days_by_form_in_usp_795_of_2023(form: str, days: int) -> None:
    rule = beyond_use.get_rule(form)
    assert rule.days.value == Amount(days, "time")
    assert rule.code.startswith("usp-795-")
    assert "1 November 2023" in rule.days.source.text


def test_the_water_containing_form_without_preservative_is_refrigerated() -> None:
    assert "refrigerator" in beyond_use.get_rule("solution-aqueous").storage


def test_an_unknown_form_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        beyond_use.get_rule("capsules")
    assert (caught.value.code, caught.value.field) == ("unknown-form", "form")
    assert "capsule" in (caught.value.hint or "")


def test_a_study_supports_and_never_extends() -> None:
    (capsule,) = beyond_use.stability_studies("capsule")
    assert capsule.days == Amount(360, "time")
    assert not capsule.shortens
    assert beyond_use.stability_studies("tablet") == ()
    for form in beyond_use.rule_keys():
        for study in beyond_use.stability_studies(form):
            # A study that shortens is one whose days are below the rule's.
            assert study.shortens == (study.days.value < beyond_use.get_rule(form).days.value.value)


# --- limits ---


@pytest.mark.parametrize(
    ("milligrams", "passed"),
    [
        ("0.045", {"very-low", "low"}),
        ("0.0999", {"very-low", "low"}),
        ("0.1", {"low"}),
        ("0.4999", {"low"}),
        ("0.5", set()),
        ("4.5", set()),
        ("4.5001", {"usual-maximum"}),
        ("6", {"usual-maximum"}),
        ("6.001", {"usual-maximum", "reported-maximum"}),
        ("9.999", {"usual-maximum", "reported-maximum"}),
        ("10", {"usual-maximum", "reported-maximum", "high"}),
        ("45", {"usual-maximum", "reported-maximum", "high"}),
    ],
)
def test_dose_gates_at_their_edges(milligrams: str, passed: set[str]) -> None:
    dose = mass(Fraction(milligrams))
    assert {key for key, gate in limits.dose_limits().items() if gate.passed(dose)} == passed


@pytest.mark.parametrize(("rate", "passed"), [("0.1", set()), ("0.11", {"trial"}), ("0.2", {"trial", "high"})])
def test_rate_gates_at_their_edges(rate: str, passed: set[str]) -> None:
    amount = Amount(Fraction(rate) / 1_000_000, "mass/mass")
    assert {key for key, gate in limits.rate_limits().items() if gate.passed(amount)} == passed


def test_a_limit_refuses_another_dimension() -> None:
    with pytest.raises(ValueError, match="limit"):
        limits.dose_limits()["low"].passed(Amount(1, "volume"))


def test_content_and_house_limits() -> None:
    content = limits.content_limits()
    assert (content.low.text(), content.high.text()) == ("90 %", "110 %")
    assert limits.default_count().hold_point.value == 10


def test_the_standards_are_the_fixed_ones() -> None:
    assert limits.standard_keys() == ("usp-795-older", "ph-eur-2.9.5", "brazil-fn", "dac-nrf")
    with pytest.raises(InputError) as caught:
        limits.get_standard("ph-eur")
    assert (caught.value.code, caught.value.field) == ("unknown-standard", "standard")


@pytest.mark.parametrize(
    ("standard", "form", "milligrams", "limit"),
    [
        ("ph-eur-2.9.5", "capsule", "299.999", "10 %"),
        ("ph-eur-2.9.5", "capsule", "300", "7.5 %"),
        ("ph-eur-2.9.5", "tablet", "80", "10 %"),
        ("ph-eur-2.9.5", "tablet", "80.001", "7.5 %"),
        ("ph-eur-2.9.5", "tablet", "249.999", "7.5 %"),
        ("ph-eur-2.9.5", "tablet", "250", "5 %"),
        ("brazil-fn", "capsule", "299", "10 %"),
        ("brazil-fn", "capsule", "300", "7.5 %"),
        ("usp-795-older", "capsule", "5", "10 %"),
        ("usp-795-older", "capsule", "900", "10 %"),
    ],
)
def test_limit_of_a_standard_by_mass(standard: str, form: str, milligrams: str, limit: str) -> None:
    band = limits.get_standard(standard).band(form, mass(Fraction(milligrams)))
    assert band is not None
    assert band.limit.text() == limit


def test_a_standard_has_no_limit_for_a_form_that_it_does_not_name() -> None:
    assert limits.get_standard("usp-795-older").band("tablet", mass(100)) is None


def test_the_standards_as_they_are_written() -> None:
    older, europe = limits.get_standard("usp-795-older"), limits.get_standard("ph-eur-2.9.5")
    assert (older.target, older.outside, older.outer_factor) == ("theory", 0, None)
    assert (europe.target, europe.sample_sizes, europe.outside, europe.outer_factor) == ("sample-mean", (20,), 2, 2)
    brazil, german = limits.get_standard("brazil-fn"), limits.get_standard("dac-nrf")
    assert brazil.sample_sizes == (10,)
    assert brazil.rsd_limit == Amount(Fraction("0.04"), "1")
    assert german.sample_sizes == (10, 20)
    assert (german.rsd_limit, german.loss_limit) == (Amount(Fraction("0.05"), "1"), Amount(Fraction("0.03"), "1"))


# --- jurisdictions ---


def test_general_settles_nothing() -> None:
    general = jurisdictions.get_jurisdiction("general")
    assert general.settings == {}
    assert not general.label_statements
    assert not general.label_elements


def test_us_label() -> None:
    us = jurisdictions.get_jurisdiction("us")
    assert [statement.text for statement in us.label_statements] == ["This is a compounded drug."]
    required = {element.key for element in us.label_elements if element.required}
    # 21 USC 353(b)(2)
    by_law = {"pharmacy-name", "pharmacy-address", "prescription-number", "date-filled", "prescriber"}
    assert by_law | {"patient", "directions"} <= required
    assert len({element.key for element in us.label_elements}) == len(us.label_elements)
    assert us.settings["policies.day_count"].value == "day-1"
    assert us.settings["policies.unit_standard"].value in limits.standard_keys()


def test_an_unknown_jurisdiction_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        jurisdictions.get_jurisdiction("usa")
    assert (caught.value.code, caught.value.field) == ("unknown-jurisdiction", "jurisdiction")
    assert "us" in (caught.value.hint or "")
