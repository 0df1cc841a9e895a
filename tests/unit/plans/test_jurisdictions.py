"""What a plan takes from a country's rules, with its origin; the numbers worked by hand."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import ldn_compound as ldn

BALANCE = '[balance]\nminimum_weighable = "20 mg"\n'


def profile(country: str, more: str = "") -> Any:
    return ldn.read_profile(f'{BALANCE}[policies]\njurisdiction = "{country}"\n{more}')


def plan(country: str, *, more: str = "", **given: Any) -> Any:
    common: dict[str, Any] = {
        "strength": "4.5 mg",
        "count": 60,
        "size": "3",
        "filler": "mcc-ph102",
        "filler_density": "0.45 g/mL",
        "shell_colour": "clear",
    }
    made = ldn.plan_capsules(**(common | given), profile=profile(country, more))
    assert ldn.from_json(ldn.to_json(made)) == made
    return made


def origins(made: Any) -> dict[str, tuple[str, str]]:
    return {item.code: (item.value, item.origin) for item in made.assumptions}


def codes(made: Any) -> dict[str, str]:
    return {item.code: item.severity.value for item in made.findings}


# 60 x 4.5 mg = 270 mg; with 5 % 283.5 mg, with 10 % 297 mg
@pytest.mark.parametrize(
    ("country", "drug", "value", "origin"),
    [
        ("general", "270", "0 %", "assumption"),
        ("us", "270", "0 %", "assumption"),
        ("uk", "270", "0 %", "assumption"),
        ("be", "283.5", "5 %", "jurisdiction be"),
        ("de", "297", "10 %", "jurisdiction de"),
    ],
)
def test_overage_of_capsules(country: str, drug: str, value: str, origin: str) -> None:
    made = plan(country)
    assert made.exact.api_theoretical.value == Fraction(drug)
    assert origins(made)["overage"] == (value, origin)
    assert made.jurisdiction == country


def test_option_beats_profile_beats_jurisdiction() -> None:
    assert plan("de", overage="1 %").exact.api_theoretical.value == Fraction("272.7")
    by_profile = plan("de", more='overage = "2 %"\n')
    assert by_profile.exact.api_theoretical.value == Fraction("275.4")
    assert origins(by_profile)["overage"] == ("2 %", "profile")


def test_overage_of_tablets_in_belgium_and_not_in_germany() -> None:
    # 10 x 4.5 mg = 45 mg; Belgium asks 5 % of every unit dose, the German rule is for capsules.
    common: dict[str, Any] = {"method": "moulded", "strength": "4.5 mg", "count": 10, "blank_mass": "60 mg"}
    common |= {"displacement_factor": "1", "base": "mannitol-silica"}
    belgian = ldn.plan_tablets(**common, profile=profile("be"))
    german = ldn.plan_tablets(**common, profile=profile("de"))
    assert belgian.exact.api_theoretical.value == Fraction("47.25")
    assert german.exact.api_theoretical.value == 45


def test_the_german_drug_load_is_that_without_overage() -> None:
    """20 mg in 200.1 mg of fill is under 10 %, in 200 mg it is not."""
    for fill, overage in (("200.1 mg", "10 %"), ("200 mg", "5 %")):
        made = plan("de", strength="20 mg", size="1", filler_density=None, fill_mass=fill)
        assert origins(made)["overage"] == (overage, "jurisdiction de")


# 60 x 1.5 mg x 1.10 x 1.0984 = 108.74 mg; 109 mg would be 110.3 % of the label, 108 mg is 109.3 %.
def test_the_german_overage_stays_within_110_percent_after_rounding() -> None:
    made = plan("de", strength="1.5 mg", assay="99.5 %", assay_basis="anhydrous", api_water="8.5 %")
    assert round(made.exact.api_to_weigh_exact.value, 2) == Fraction("108.74")
    assert made.exact.api_to_weigh.value == 108
    assert made.content_of_label.exact.if_not_lost.value <= Fraction("1.1")
    assert "content-above-limit" not in codes(made)


@pytest.mark.parametrize("count", [10, 30, 60, 90])
@pytest.mark.parametrize("strength", ["0.5 mg", "1.5 mg", "4.5 mg"])
def test_a_trituration_keeps_the_german_overage_within_110_percent(strength: str, count: int) -> None:
    made = plan(
        "de",
        strength=strength,
        count=count,
        assay="99.5 %",
        assay_basis="anhydrous",
        api_water="8.5 %",
        minimum_weighable="500 mg",
        accept=["trituration-error-too-large", "below-minimum-weighable"],
        accepted_by="A. Test",
    )
    assert "content-above-limit" not in codes(made)
    if made.trituration is not None:
        assert made.content_of_label.exact.if_not_lost.value <= Fraction("1.1")


# F with full correction: 1 / (assay x (1 - water)); Germany corrects a deficit of more than 2 % only, never downwards.
@pytest.mark.parametrize(
    ("assay", "basis", "water", "general", "german"),
    [
        ("98 %", "as-is", None, Fraction(100, 98), Fraction(1)),
        ("97.9 %", "as-is", None, Fraction(1000, 979), Fraction(1000, 979)),
        ("100 %", "anhydrous", "2 %", Fraction(100, 98), Fraction(1)),
        ("100 %", "anhydrous", "2.1 %", Fraction(1000, 979), Fraction(1000, 979)),
        ("99 %", "anhydrous", "1.5 %", Fraction(1000000, 975150), Fraction(1000000, 975150)),
        ("102 %", "as-is", None, Fraction(100, 102), Fraction(1)),
        # 101.3 % counts as 100 %, and 0.8 % of water is no deficit of more than 2 %.
        ("101.3 %", "anhydrous", "0.8 %", 1 / (Fraction("1.013") * Fraction("0.992")), Fraction(1)),
        ("101 %", "anhydrous", "8.5 %", 1 / (Fraction("1.01") * Fraction("0.915")), 1 / Fraction("0.915")),
    ],
)
def test_correction(assay: str, basis: str, water: str | None, general: Fraction, german: Fraction) -> None:
    given = {"assay": assay, "assay_basis": basis} | ({"api_water": water} if water else {})
    assert plan("general", **given).weighing_factor == general
    made = plan("de", **given)
    assert made.weighing_factor == german
    assert origins(made)["correction-threshold"] == ("2 %", "jurisdiction de")


def test_the_correction_threshold_is_the_pharmacys_to_set() -> None:
    given = {"assay": "98.5 %", "assay_basis": "as-is"}
    assert plan("general", more='correction_threshold = "1.5 %"\n', **given).weighing_factor == 1
    assert plan("de", more='correction_threshold = "0 %"\n', **given).weighing_factor == Fraction(1000, 985)
    named = [step.name for step in plan("de", **given).steps]
    assert "weighing correction" in named
    assert origins(plan("general", **given))["correction-threshold"] == ("0 %", "assumption")


def test_belgium_takes_no_capsule_smaller_than_size_2_unless_asked_for() -> None:
    assert plan("general", size="smallest").capsule_size == "4"
    made = plan("be", size="smallest")
    assert made.capsule_size == "2"
    assert origins(made)["smallest-size"] == ("2", "jurisdiction be")
    (step,) = [step for step in made.steps if step.name == "capsule size"]
    assert "size 2 is the smallest that is taken" in step.formula
    assert codes(plan("be"))["size-below-smallest"] == "info"
    assert "size-below-smallest" not in codes(plan("be", size="2"))
    assert "size-below-smallest" not in codes(plan("general"))
    own = ldn.read_profile(BALANCE + '[capsules]\nsmallest_size = "3"\n[policies]\njurisdiction = "be"\n')
    by_profile = ldn.plan_capsules(
        strength="4.5 mg", count=60, size="smallest", filler="mcc-ph102", filler_density="0.45 g/mL", profile=own
    )
    assert by_profile.capsule_size == "3"


@pytest.mark.parametrize(
    ("country", "standard", "limit"),
    [
        ("general", "usp-795-older", "0.1"),
        ("us", "usp-795-older", "0.1"),
        ("de", "dac-nrf", "0.1"),
        ("be", "ph-eur-2.9.5", "0.1"),
        ("uk", "ph-eur-2.9.5", "0.1"),
    ],
)
def test_standard(country: str, standard: str, limit: str) -> None:
    limits = plan(country).unit_mass_limits
    assert limits.standard == standard
    # Below 300 mg all of them allow 10 %.
    assert limits.exact.high.value == limits.exact.target.value * (1 + Fraction(limit))


SMALL: dict[str, Any] = {"strength": "0.5 mg", "count": 30, "minimum_weighable": "50 mg"}


def test_tracer_is_advice_in_belgium() -> None:
    made = plan("be", **SMALL)
    assert made.trituration is not None
    share = made.trituration.exact.drug_in_aliquot.value / made.trituration.exact.aliquot_to_weigh.value
    (advice,) = [item for item in made.findings if item.code == "tracer-advised"]
    assert ("red iron oxide" if share >= Fraction(1, 100) else "riboflavin") in advice.message
    assert advice.severity.value == "info"
    assert "FAMHP" in advice.source
    assert not made.stops


def test_a_tracer_is_a_dye_to_a_patient_who_avoids_dyes() -> None:
    found = codes(plan("be", avoid=["dyes"], **SMALL))
    assert found["tracer-contains-avoided"] == "caution"
    assert "tracer-advised" not in found


def test_no_tracer_elsewhere_or_where_the_pharmacy_uses_none() -> None:
    assert not {"tracer-advised", "tracer-contains-avoided"} & codes(plan("general", **SMALL)).keys()
    assert "tracer-advised" not in codes(plan("be", more='tracer = "none"\n', **SMALL))
    own = plan("general", more='tracer = "riboflavin"\n', **SMALL)
    assert codes(own)["tracer-advised"] == "info"


def test_tracer_of_a_trituration_by_itself() -> None:
    given: dict[str, Any] = {"drug": "15 mg", "minimum_weighable": "120 mg"}
    assert "tracer-advised" in codes(ldn.plan_trituration(**given, profile=profile("be")))
    assert "tracer-advised" not in codes(ldn.plan_trituration(**given))
    # A stock is there already: what was put into it is not this plan's.
    assert "tracer-advised" not in codes(ldn.plan_trituration(**given, stock="1:10", profile=profile("be")))


def test_a_plan_recorded_in_one_country_is_not_read_as_another() -> None:
    text = ldn.to_json(plan("de"))
    with pytest.raises(ldn.MismatchError):
        ldn.from_json(text.replace('"value": "de"', '"value": "be"'))


@pytest.mark.parametrize(
    ("strength", "packing", "percent"),
    [("4.5 mg", "135 mg", 10), ("25 mg", "400 mg", 10), ("25 mg", "135 mg", 5), ("20 mg", "150 mg", 5)],
)
def test_the_german_overage_goes_by_the_drug_and_by_its_part(
    tmp_path: Path, strength: str, packing: str, percent: int
) -> None:
    """DAC/NRF I.9: 10 % below 20 mg, or below 10 % of the powder (25 of 400 mg are 6.25 %), else 5 % (25 of 135)."""
    (tmp_path / "de.toml").write_text('[policies]\njurisdiction = "de"\n', "utf-8")
    plan = ldn.plan_capsules(
        strength=strength,
        count=30,
        size="3" if packing == "135 mg" else "0",
        filler="mcc-ph102",
        packing_stat=packing,
        accept=["strength-high"],
        accepted_by="B. Second",
        profile=ldn.load_profile(tmp_path / "de.toml"),
    )
    assert plan.inputs["settings"]["policies.overage"]["value"] == {"value": str(percent), "unit": "%"}
