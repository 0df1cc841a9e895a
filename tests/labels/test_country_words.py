"""The country, not the language, decides the marks of a number; and the words of the United Kingdom."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

import ldn_compound as ldn
from ldn_compound.core.errors import StopError
from ldn_compound.core.units import Amount, mass
from ldn_compound.labelling.label_texts import texts_of
from ldn_compound.labelling.lint import lint_directions
from ldn_compound.labelling.wording import get_wording, languages, strength_text
from tests.labels.conftest import TODAY

# By hand: US, UK a point; the others a comma; general the language's own (en a point, all others a comma).
MARKS = {"us": ".", "uk": ".", "de": ",", "be": ",", "es": ",", "fr": ",", "nl": ",", "pt": ",", "general": None}
OWN = {"en": ".", "de": ",", "es": ",", "fr": ",", "nl": ",", "pt": ","}


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("country", MARKS)
def test_the_country_decides_the_mark(language: str, country: str) -> None:
    mark = MARKS[country] or OWN[language]
    other = {".": ",", ",": "."}[mark]
    words = get_wording(language, country)
    assert strength_text(mass(Fraction(9, 2)), words) == f"4{mark}5 mg"
    assert strength_text(mass(1500), words) == f"1{other}500 mg"
    assert words.read_quantities(f"4{mark}5 mg") == (mass(Fraction(9, 2)),)
    assert words.read_quantities(f"1{other}500 mg") == (mass(1500),)
    right = lint_directions(f"x 4{mark}5 mg (1{other}500 mg) y", language=language, jurisdiction=country)
    wrong = lint_directions(f"x 4{other}5 mg y", language=language, jurisdiction=country)
    assert right == ()
    assert [item.severity.value for item in wrong] == ["stop"]


def label(country: str, language: str, *, dose: str = "4.5 mg", **given: Any) -> Any:
    profile = ldn.read_profile(
        f'[pharmacy]\nname = "Elm Pharmacy"\naddress = "1 Elm Street"\n[policies]\njurisdiction = "{country}"\n',
        name="profile.toml",
    )
    plan = ldn.plan_capsules(
        strength=dose, count=30, size="1", filler="mcc-ph102", filler_density="0.45 g/mL", made_on=TODAY,
        units_per_dose=1, doses_per_day=1, profile=profile,
        accept=["strength-very-low", "daily-dose-very-low"] if dose.endswith("mcg") else None,
        accepted_by="A. Pharmacist" if dose.endswith("mcg") else None,
    )  # fmt: skip
    wanted = {"patient": "A. Example", "timing": "bedtime", "prescription_number": "77", "lot": "L1", **given}
    return ldn.label_for(
        plan, prescriber="Dr X", date_filled=TODAY, refills=2, language=language, profile=profile, **wanted
    )


def test_a_spanish_label_of_a_united_states_pharmacy() -> None:
    texts = texts_of(label("us", "es"))
    assert texts["drug"] == "clorhidrato de naltrexona 4.5 mg c\u00e1psulas"
    assert texts["directions"] == "Tome 1 c\u00e1psula (4.5 mg) por la boca al acostarse"
    assert texts["discard_after"] == "Desechar despu\u00e9s del 20 may. 2027"
    made = label("us", "es", timing=None, directions="Tome 1 c\u00e1psula (4,5 mg) por la boca al acostarse")
    with pytest.raises(StopError) as caught:
        ldn.print_labels([made], stock="zebra-4x6", today=TODAY)
    assert caught.value.code == "unsafe-text"
    assert ldn.print_labels([label("us", "es")], stock="zebra-4x6", today=TODAY)


def test_the_words_of_the_united_kingdom() -> None:
    """Micrograms in full below 1 mg (BNF), British words, and one sentence about children."""
    texts = texts_of(label("uk", "en", dose="0.5 mg"))
    assert texts["drug"] == "naltrexone hydrochloride 500 microgram capsules"
    assert texts["directions"] == "Take 1 capsule (500 micrograms) by mouth at bedtime"
    assert texts["discard_after"].startswith("Do not use after ")
    assert " 2027" in texts["discard_after"]
    assert texts["date_filled"] == "Dispensed 22 Nov 2026"
    assert texts["prescription_number"] == "Ref 77"
    assert texts["refills"] == "Repeats 2"
    assert texts["lot"] == "Batch L1"
    assert "diarrhoea" in texts["warnings"]
    assert "68" not in texts["storage"]
    whole = " ".join(texts.values())
    assert whole.count("children") == 1
    for word in ("Rx", "Filled", "Refills", "Discard", "diarrhea", " mcg"):
        assert word not in whole
    assert ldn.print_labels([label("uk", "en", dose="0.5 mg")], stock="zebra-4x2", today=TODAY)


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        (mass(1), "1 mg"),
        (mass(Fraction(999, 1000)), "999 micrograms"),
        (mass(Fraction(1, 10)), "100 micrograms"),
        (mass(Fraction(1, 1000)), "1 microgram"),
        (Amount(Fraction(1, 2), "mass/volume"), "500 micrograms/mL"),
        (Amount(Fraction(1), "mass/volume"), "1 mg/mL"),
    ],
)
def test_micrograms_are_read_back(amount: Amount, shown: str) -> None:
    words = get_wording("en", "uk")
    assert strength_text(amount, words) == shown
    assert words.read_quantities(shown) == (amount,)
    assert lint_directions(f"Take {shown}", jurisdiction="uk") == ()


@pytest.mark.parametrize("unit", ["mcg", "Mcg", "ug", "\u00b5g"])
def test_a_short_microgram_is_written_in_full_there(unit: str) -> None:
    (found,) = lint_directions(f"Take 500 {unit}", jurisdiction="uk")
    assert found.message == f"for '{unit}' write micrograms"


@pytest.mark.parametrize(
    ("language", "oral", "under"),
    [
        ("en", "oral solution", "sublingual solution"),
        ("de", "L\u00f6sung zum Einnehmen", "L\u00f6sung zur Anwendung unter der Zunge"),
        ("es", "soluci\u00f3n oral", "soluci\u00f3n sublingual"),
        ("fr", "solution buvable", "solution sublinguale"),
        ("nl", "drank", "vloeistof voor onder de tong"),
        ("pt", "solu\u00e7\u00e3o oral", "solu\u00e7\u00e3o sublingual"),
    ],
)
def test_the_route_is_part_of_a_liquids_name(language: str, oral: str, under: str) -> None:
    routes: tuple[tuple[Any, str], ...] = (("oral", oral), ("sublingual", under))
    for route, name in routes:
        plan = ldn.plan_solution(volume="60 mL", dose="0.5 mg", doses_per_day=1, made_on=TODAY, route=route)
        made = ldn.label_for(plan, patient="A. Example", timing="bedtime", language=language)
        assert texts_of(made)["drug"].endswith(f"/{'ml' if language in ('de', 'nl') else 'mL'} {name}")
        assert ldn.print_labels([made], stock="zebra-4x6", today=TODAY)
