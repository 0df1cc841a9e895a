"""Fillers and sensitivities: what a pharmacist would look up, from the sources and not from our output."""

from __future__ import annotations

from fractions import Fraction

import pytest

from ldn_compound.core.errors import InputError
from ldn_compound.core.sources import Certainty
from ldn_compound.reference import beyond_use, fillers, naltrexone, sensitivities
from ldn_compound.reference.fillers import Filler, Verdict, filler_keys, get_filler

FIXED_KEYS = (
    *("mcc-ph101", "mcc-ph102", "mcc-ph105", "mcc-ph112", "mcc-ph301", "lactose-monohydrate", "sucrose"),
    *("mannitol-silica", "maize-starch", "rice-flour", "probiotic", "ginger", "loxoral", "sodium-bicarbonate"),
    *(
        "calcium-carbonate",
        "hypromellose",
        "hypromellose-low-viscosity",
        "triturate-lactose-sucrose",
        "croscarmellose",
        "crospovidone",
    ),
    *("magnesium-stearate", "colloidal-silica", "glycerol"),
)
FIXED_SENSITIVITIES = (
    *("lactose", "milk", "gluten", "maize", "soya", "sugar", "fructose", "polyols", "sodium", "yeast", "dyes"),
    *("animal", "glycerol", "parabens", "benzoate"),
)
NO_BULK_FILLER = ("croscarmellose", "crospovidone", "magnesium-stearate", "colloidal-silica")


def rows() -> list[Filler]:
    return [get_filler(key) for key in filler_keys()]


def test_the_keys_are_the_fixed_ones() -> None:
    assert filler_keys() == FIXED_KEYS
    assert sensitivities.sensitivity_keys() == FIXED_SENSITIVITIES


def test_an_unknown_filler_is_refused_with_the_near_ones() -> None:
    with pytest.raises(InputError) as caught:
        get_filler("mcc-ph-102")
    error = caught.value
    assert (error.code, error.field, error.given, error.exit_code) == ("unknown-filler", "filler", "mcc-ph-102", 10)
    assert "mcc-ph102" in (error.hint or "")


def test_an_unknown_sensitivity_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        sensitivities.get_sensitivity("lactos")
    assert (caught.value.code, caught.value.field) == ("unknown-sensitivity", "avoid")


@pytest.mark.parametrize(
    ("key", "verdict"),
    [
        ("mcc-ph101", "suitable"),
        ("mcc-ph102", "suitable"),
        ("mcc-ph105", "suitable"),
        ("mcc-ph112", "suitable"),
        ("mcc-ph301", "suitable"),
        ("lactose-monohydrate", "suitable"),
        ("sucrose", "suitable"),
        ("mannitol-silica", "suitable"),
        ("maize-starch", "suitable"),
        ("rice-flour", "suitable"),
        ("probiotic", "avoid"),
        ("ginger", "avoid"),
        ("loxoral", "cannot-clear"),
        ("sodium-bicarbonate", "caution"),
        ("calcium-carbonate", "avoid"),
        ("hypromellose", "avoid"),
        ("croscarmellose", "avoid"),
        ("crospovidone", "avoid"),
        ("magnesium-stearate", "avoid"),
        ("colloidal-silica", "avoid"),
        ("glycerol", "avoid"),
    ],
)
def test_verdict_as_the_filler_of_a_capsule(key: str, verdict: str) -> None:
    judged = get_filler(key).judge("capsule")
    assert judged.verdict == verdict
    assert judged.reason
    assert judged.source.text


def test_glycerol_suits_a_solution_and_nothing_else() -> None:
    glycerol = get_filler("glycerol")
    for form in beyond_use.rule_keys():
        expected = Verdict.SUITABLE if form.startswith("solution") else Verdict.AVOID
        assert glycerol.judge(form).verdict is expected
    assert "liquid" in glycerol.judge("capsule").reason


def test_the_triturate_base_is_for_tablets() -> None:
    base = get_filler("triturate-lactose-sucrose")
    assert base.judge("tablet").verdict is Verdict.SUITABLE
    assert base.judge("capsule").verdict is Verdict.AVOID
    assert {"lactose", "sugar"} <= set(base.contains)


def test_no_powder_is_the_vehicle_of_a_solution() -> None:
    for filler in rows():
        if "vehicle" not in filler.roles:
            assert filler.judge("solution-nonaqueous").verdict is Verdict.AVOID


@pytest.mark.parametrize("key", NO_BULK_FILLER)
def test_lubricant_disintegrant_and_flow_aid_give_their_usual_share_as_the_reason(key: str) -> None:
    judged = get_filler(key).judge("capsule")
    assert " %" in judged.reason
    assert "no bulk filler" in judged.reason


@pytest.mark.parametrize(
    ("key", "touched"),
    [
        ("lactose-monohydrate", {"lactose", "animal"}),
        ("sucrose", {"sugar", "fructose"}),
        ("mannitol-silica", {"polyols"}),
        ("maize-starch", {"maize"}),
        ("sodium-bicarbonate", {"sodium"}),
        ("croscarmellose", {"sodium"}),
        ("glycerol", {"glycerol"}),
    ],
)
def test_what_a_filler_certainly_contains(key: str, touched: set[str]) -> None:
    assert touched <= set(get_filler(key).contains)


def test_what_a_filler_possibly_contains() -> None:
    assert {"milk", "soya", "lactose"} <= set(get_filler("probiotic").may_contain)
    assert tuple(get_filler("magnesium-stearate").may_contain) == ("animal",)
    # Lactose is made from milk and can carry traces of its protein.
    assert tuple(get_filler("lactose-monohydrate").may_contain) == ("milk",)
    assert "milk" in get_filler("triturate-lactose-sucrose").may_contain
    assert set(get_filler("sucrose").may_contain) <= set(get_filler("triturate-lactose-sucrose").may_contain) | set(
        get_filler("triturate-lactose-sucrose").contains
    )


def test_what_a_reason_asks_a_certificate_for_is_not_cleared() -> None:
    """Rice flour once asked for a certificate on gluten and was suitable for a coeliac all the same."""
    for filler in rows():
        if "certificate" in filler.reason:
            assert filler.may_contain or not filler.known, filler.key
        for why in filler.may_contain.values():
            assert why.strip()
    for key in ("rice-flour", "maize-starch"):
        assert "certificate" in get_filler(key).may_contain["gluten"]


def test_a_verdict_says_how_sure_it_is() -> None:
    assert {filler.evidence for filler in rows()} <= set(fillers.EVIDENCE)
    assert get_filler("calcium-carbonate").evidence == "opinion"
    # The abstract of the 360-day study names no grade of cellulose.
    for key in ("mcc-ph101", "mcc-ph102", "mcc-ph112", "mcc-ph301"):
        assert get_filler(key).evidence == "inference"
        assert "does not name" in get_filler(key).reason


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("avicel", {"mcc-ph101", "mcc-ph102", "mcc-ph105", "mcc-ph112", "mcc-ph301"}),
        ("MCC", {"mcc-ph101", "mcc-ph102", "mcc-ph105", "mcc-ph112", "mcc-ph301"}),
        ("cellulose", {"mcc-ph101", "mcc-ph102", "mcc-ph105", "mcc-ph112", "mcc-ph301"}),
        ("Avicel PH102", {"mcc-ph102"}),
        ("AVICEL PH-102", {"mcc-ph102"}),
        ("lactose", {"lactose-monohydrate", "triturate-lactose-sucrose"}),
        ("acidophilus", {"probiotic"}),
        ("corn starch", {"maize-starch"}),
        ("baking soda", {"sodium-bicarbonate"}),
        ("HPMC", {"hypromellose", "hypromellose-low-viscosity"}),
        ("glycerin", {"glycerol"}),
        ("Aerosil", {"colloidal-silica"}),
        ("mannitol", {"mannitol-silica"}),
        ("rice", {"rice-flour"}),
        ("sugar", {"sucrose"}),
    ],
)
def test_a_filler_is_found_by_name_and_synonym_each_key_once(typed: str, near: set[str]) -> None:
    with pytest.raises(InputError) as caught:
        get_filler(typed)
    told = (caught.value.hint or "").removeprefix("did you mean ").removesuffix("?").replace(" or ", ", ").split(", ")
    assert len(told) == len(set(told))
    assert near <= set(told)
    assert typed == "Avicel PH102" or set(told) == near
    needed = (caught.value.needed or "").partition(": ")[2].split(", ")
    assert len(needed) == len(set(needed))


def test_every_synonym_finds_its_filler_first() -> None:
    for filler in rows():
        for word in (filler.key.upper(), filler.name.upper(), *filler.synonyms):
            if word == filler.key:
                continue
            with pytest.raises(InputError) as caught:
                get_filler(word)
            assert filler.key in (caught.value.hint or ""), word


@pytest.mark.parametrize("key", ["mcc-ph101", "mcc-ph102", "mcc-ph105", "mcc-ph112", "mcc-ph301"])
def test_cellulose_touches_nothing(key: str) -> None:
    filler = get_filler(key)
    assert not filler.contains
    assert not filler.may_contain
    assert filler.known


def test_only_the_composition_of_the_proprietary_diluent_is_unknown() -> None:
    assert [filler.key for filler in rows() if not filler.known] == ["loxoral"]
    assert get_filler("loxoral").verdict is Verdict.CANNOT_CLEAR


def test_may_contain_does_not_repeat_contains() -> None:
    for filler in rows():
        assert not set(filler.contains) & set(filler.may_contain)


def test_sodium_of_200_mg_of_bicarbonate() -> None:
    # Na 22.990, H 1.008, C 12.011, O 15.999: NaHCO3 is 84.006 g/mol, so 200 mg hold 54.73 mg or 2.381 mmol.
    (sodium,) = get_filler("sodium-bicarbonate").ions
    assert sodium.sensitivity == "sodium"
    milligrams = 200 * sodium.fraction.value
    assert round(float(milligrams), 1) == 54.7
    assert round(float(milligrams / sodium.molar_mass), 2) == 2.38
    whole = Fraction("22.990") + Fraction("1.008") + Fraction("12.011") + 3 * Fraction("15.999")
    assert abs(sodium.fraction.value - Fraction("22.990") / whole) < Fraction(1, 10_000)
    # More than 1 mmol: "sodium-free" would be wrong.
    threshold = next(item for item in get_filler("sodium-bicarbonate").eu_thresholds if item.sensitivity == "sodium")
    assert threshold.amount is not None
    assert milligrams > threshold.amount.value


@pytest.mark.parametrize(
    ("key", "loose", "tapped"),
    [
        ("mcc-ph102", (280, 330), (450, 450)),
        ("mcc-ph101", (260, 310), (450, 450)),
        ("mcc-ph301", (340, 450), None),
        ("lactose-monohydrate", (460, 460), (860, 860)),
        ("mannitol-silica", (430, 430), (730, 730)),
        ("maize-starch", (460, 460), (660, 660)),
    ],
)
def test_densities_in_mg_per_ml(key: str, loose: tuple[int, int], tapped: tuple[int, int] | None) -> None:
    filler = get_filler(key)
    assert filler.loose_density is not None
    assert [filler.loose_density.low.value, filler.loose_density.high.value] == list(loose)
    assert filler.loose_density.low.dimension == "mass/volume"
    if tapped is None:
        assert filler.tapped_density is None
    else:
        assert filler.tapped_density is not None
        assert [filler.tapped_density.low.value, filler.tapped_density.high.value] == list(tapped)


def test_size_3_holds_84_mg_of_loose_and_135_mg_of_tapped_ph102() -> None:
    filler = get_filler("mcc-ph102")
    assert filler.loose_density is not None
    assert filler.tapped_density is not None
    assert filler.loose_density.low.value * Fraction("0.30") == 84
    assert filler.tapped_density.high.value * Fraction("0.30") == 135


def test_tapping_never_loosens_a_powder() -> None:
    for filler in rows():
        if filler.loose_density and filler.tapped_density:
            assert filler.loose_density.high.value < filler.tapped_density.low.value


def test_a_figure_that_was_not_traced_says_so() -> None:
    for filler in rows():
        for density in (filler.loose_density, filler.tapped_density):
            if density and density.source.certainty is Certainty.REFERENCE:
                assert str(density.source).endswith("(reference value, confirm)")


def test_the_plausible_range_is_the_extremes_of_the_powders_that_fill() -> None:
    densities = [
        density
        for filler in rows()
        if "filler" in filler.roles
        for density in (filler.loose_density, filler.tapped_density)
        if density is not None
    ]
    plausible = naltrexone.powder_density()
    assert plausible.low.value == min(density.low.value for density in densities) == 200
    assert plausible.high.value == max(density.high.value for density in densities) == 1369
    assert plausible.source.certainty is Certainty.DERIVED


def test_thresholds_name_what_the_filler_contains() -> None:
    for filler in rows():
        for threshold in filler.eu_thresholds:
            assert threshold.sensitivity in filler.contains
    assert [
        item.amount for item in get_filler("lactose-monohydrate").eu_thresholds if item.sensitivity == "lactose"
    ] == [None]
    (glycerol,) = get_filler("glycerol").eu_thresholds
    assert glycerol.amount is not None
    assert (glycerol.amount.text(), glycerol.per) == ("10000 mg", "dose")


def test_every_text_prints_on_any_terminal() -> None:
    for filler in rows():
        texts = (filler.name, filler.reason, filler.elsewhere_reason, filler.source.text)
        assert all(text.isascii() for text in texts)
    for key in sensitivities.sensitivity_keys():
        item = sensitivities.get_sensitivity(key)
        assert (item.name + item.covers + item.source.text).isascii()
