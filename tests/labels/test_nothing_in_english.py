"""On a label of another language stands nothing in English that the caution does not name."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

import attrs
import pytest

import ldn_compound as ldn
from ldn_compound.labelling import checking, content, label_texts
from ldn_compound.labelling.catalogue import data_folder, design_names, get_design, get_stock
from ldn_compound.labelling.wording import get_wording, languages
from ldn_compound.plans.ingredients.source_product import source_ingredients
from ldn_compound.reference.capsules import colour_keys
from ldn_compound.reference.fillers import filler_keys, get_filler
from ldn_compound.reference.forms import DosageForm, form_keys
from ldn_compound.reference.jurisdictions import get_jurisdiction, jurisdiction_keys
from ldn_compound.reference.loader import DATA
from ldn_compound.reference.products import EXCIPIENTS, get_product, product_keys
from tests.labels.conftest import TODAY

LANGUAGES = tuple(key for key in languages() if key != "en")
GIVEN: dict[str, Any] = {
    "patient": "Zoe Q",
    "prescription_number": "77",
    "lot": "L1",
    "prescriber": "Dr X",
    "reason": "QX",
}
CAPSULES: dict[str, Any] = {
    **{"strength": "4.5 mg", "count": 30, "size": "1", "fill_mass": "300 mg", "made_on": TODAY},
    **{"units_per_dose": 1, "doses_per_day": 1},
}
COURSE: dict[str, Any] = {"start": "1.5 mg", "step": "1.5 mg", "every": "14 d", "to": "4.5 mg", "begin": TODAY}


@lru_cache
def profile(country: str) -> Any:
    place = "" if country == "general" else f'[policies]\njurisdiction = "{country}"\n'
    text = f'[pharmacy]\nname = "Qz"\naddress = "Wx 1"\ntelephone = "555"\n{place}'
    return ldn.read_profile(text, name="profile.toml")


@lru_cache
def plans() -> dict[str, Any]:
    made: dict[str, Any] = {
        f"{country} {key}": ldn.plan_capsules(**CAPSULES, filler=key, profile=profile(country))
        for country in ("general", "us", "uk")
        for key in filler_keys()
    }
    liquid: dict[str, Any] = {"volume": "60 mL", "dose": "1 mg", "doses_per_day": 1, "made_on": TODAY}
    crushed: dict[str, Any] = {"source_tablet": "50 mg", "source_tablet_mass": "160 mg"}
    made["us solution"] = ldn.plan_solution(**liquid, vehicle="fawcett", preservative="benzoate", profile=profile("us"))
    made["us tablets in a liquid"] = ldn.plan_solution(
        **liquid, **crushed, vehicle="fawcett", preservative="benzoate", profile=profile("us")
    )
    made["us crushed"] = ldn.plan_capsules(**CAPSULES, **crushed, filler="mcc-ph102", profile=profile("us"))
    made["us course"] = ldn.plan_titration(form="solution", **COURSE)
    made["us course of capsules"] = ldn.plan_titration(form="capsule", strengths="1.5mg,4.5mg", **COURSE)
    return made


def label_of(name: str, language: str) -> Any:
    plan = plans()[name]
    given: dict[str, Any] = {**GIVEN, "timing": "bedtime", "date_filled": TODAY, "refills": 1}
    where = profile(name.split(maxsplit=1)[0])
    if plan.kind == "titration":
        given["discard_after"] = plan.supplies[0].from_date
    return ldn.label_for(plan, language=language, profile=where, **given)


def leaves(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from leaves(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner)


@lru_cache
def own_words(language: str) -> tuple[str, ...]:
    """Every piece of text of a language's file, its slots taken out: read here without the program."""
    table = tomllib.loads((data_folder() / "texts" / f"{language}.toml").read_text(encoding="utf-8"))
    for key in ("source", "language", "reviewed_by", "same_as_english"):
        del table[key]
    forms = tomllib.loads((DATA / "forms.toml").read_text(encoding="utf-8"))["form"].values()
    words = [(key, names) for form in forms for key, names in form["words"].items()]
    table["forms"] = [name for key, names in words for name in names if key[:2] == language]
    return tuple(part for text in leaves(table) for part in re.split(r"\{[a-z]+\}", text))


def closed(text: str) -> str:
    return re.sub(r"\s", "", text).casefold()


def left_over(text: str, known: tuple[str, ...]) -> str:
    rest = closed(text)
    for part in sorted({closed(item) for item in known} - {""}, key=len, reverse=True):
        rest = rest.replace(part, "#")
    return re.sub(r"[\W\d_]", "", rest)


def cautioned(label: Any, design: str) -> tuple[str, ...]:
    found = checking.examined(label, get_design(design), get_stock("zebra-4x6"), TODAY).findings
    messages = [item.message for item in found if item.code == "label-text-not-translated"]
    assert len(messages) <= 1
    return tuple(part for text in messages for part in text.partition("words for it: ")[2].split("; "))


def printed(label: Any, design: str) -> dict[str, str]:
    fields = set(get_design(design).printed)
    return {field: text for field, text in label_texts.texts_of(label).items() if field in fields}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("design", design_names())
def test_every_text_is_given_or_translated_or_named(design: str, language: str) -> None:
    for name in plans():
        label = label_of(name, language)
        known = (*own_words(language), *GIVEN.values(), "Qz", "Wx 1", "555", *cautioned(label, design))
        for field, text in printed(label, design).items():
            # Which of several labels it is, {number} of {count}, is filled in where it is placed.
            assert left_over(re.sub(r"\{[a-z]+\}", "", text), known) == "", (name, field, text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_statement_of_the_country_that_has_no_words_is_named(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    label = label_of("us mcc-ph102", language)
    assert cautioned(label, "prescription") == ()
    assert cautioned(label_of("uk mcc-ph102", language), "prescription") == ()
    words = label_texts.wording_of(label)
    fewer = {key: text for key, text in words.translations.items() if key != "This is a compounded drug."}
    for module in (label_texts, checking):
        monkeypatch.setattr(module, "wording_of", lambda label: attrs.evolve(words, translations=fewer))
    label_texts._texts_of_plan.cache_clear()
    assert "This is a compounded drug." in cautioned(label, "prescription")
    # The design of a syringe has no place for it.
    assert "This is a compounded drug." not in cautioned(label, "syringe")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_data_can_put_on_a_label_has_words(language: str) -> None:
    """Every filler, shell, excipient of a crushed tablet, substance of a liquid and statement of a country."""
    words = get_wording(language)
    names = {get_filler(key).name for key in filler_keys()} | {
        item.name for item in map(EXCIPIENTS.get, EXCIPIENTS.keys())
    }
    names |= {part for key in product_keys() for part in source_ingredients(get_product(key))}
    names |= {*source_ingredients(None), "naltrexone hydrochloride", "naltrexone", "naltrexone base"}
    liquids = tomllib.loads((DATA / "vehicles.toml").read_text(encoding="utf-8"))
    names |= {row["name"] for row in liquids["substance"].values()}
    names |= {item.text for key in jurisdiction_keys() for item in get_jurisdiction(key).label_statements}
    forms = tomllib.loads((DATA / "forms.toml").read_text(encoding="utf-8"))["rule"].values()
    names |= {row["storage"] for row in forms}
    assert {name for name in names if words.translated(name) is None} == set()
    shells = [f"{material}, {colour}" for material in ("gelatin", "hypromellose") for colour in colour_keys()]
    assert [name for name in shells if words.shell_name(name) is None] == []
    assert words.shell_name("gelatin, tartan") is None


ENGLISH_ONLY: dict[tuple[str, str], dict[str, Any]] = {
    ("prescription", "drug"): {"drug": "qqdrug"},
    ("syringe", "strength"): {"drug": "qqdrug"},
    ("prescription", "storage"): {"storage": "Keep qqcool."},
    ("batch", "filler"): {"base": "qqfiller"},
    ("batch", "ingredients"): {"ingredients": ("naltrexone hydrochloride", "qqwax")},
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("design", "field"), ENGLISH_ONLY)
def test_a_word_of_the_plan_that_has_no_translation_is_named(
    design: str, field: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    label = label_of("general mcc-ph102", language)
    assert cautioned(label, design) == ()
    changed: dict[str, Any] = ENGLISH_ONLY[design, field]
    facts = label.facts._replace(**changed)
    monkeypatch.setattr(content.Label, "facts", facts)
    (value,) = changed.values()
    word = value[-1] if isinstance(value, tuple) else value
    assert word in printed(label, design)[field]
    assert cautioned(label, design) == (word,)


def in_english(words: Any, part: str, monkeypatch: pytest.MonkeyPatch) -> tuple[Any, str]:
    """Return the words with one of them left in English, and that text."""
    english = get_wording()
    if part in english.fields:
        text = english.fields[part]
        return attrs.evolve(words, fields={**words.fields, part: text}), text.replace("{text}", "").strip(" :")
    if part in form_keys():
        own = DosageForm.words
        monkeypatch.setattr(
            DosageForm, "words", lambda form, key, *route: own(form, "en" if form.key == part else key, *route)
        )
        return words, english.form(part)[1]
    text = next(item.text for item in english.warnings if item.key == part)
    warnings = tuple(item._replace(text=text) if item.key == part else item for item in words.warnings)
    return attrs.evolve(words, warnings=warnings), text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("name", "design", "part"),
    [
        ("general mcc-ph102", "prescription", "opioids"),
        ("general mcc-ph102", "auxiliary", "dreams"),
        ("us course", "titration", "opioids"),
        ("us course", "titration", "syringes"),
        ("us course", "titration", "schedule_title"),
        ("us course", "titration", "solution"),
        ("us course of capsules", "titration", "capsule"),
        ("general mcc-ph102", "prescription", "capsule"),
        ("general mcc-ph102", "prescription", "discard_after"),
        ("general mcc-ph102", "batch", "pharmacy_use"),
        ("general mcc-ph102", "quarantine", "quarantine_order"),
    ],
)
def test_a_word_of_the_language_that_is_still_english_is_named(
    name: str, design: str, part: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    label = label_of(name, language)
    before = cautioned(label, design)
    words, text = in_english(label_texts.wording_of(label), part, monkeypatch)
    assert text not in before
    for module in (label_texts, checking):
        monkeypatch.setattr(module, "wording_of", lambda label: words)
    label_texts._texts_of_plan.cache_clear()
    label_texts._still_english.cache_clear()
    # "capsules" is Dutch too, and then nothing is left over.
    assert (text in cautioned(label, design)) is (text not in words.same_as_english)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_of_a_language_is_english(language: str) -> None:
    """Directions, which a label holds as one text, cannot be told from the user's own: their words are held here."""
    words, english = get_wording(language), get_wording()
    for name in ("directions", "timings", "schedule"):
        theirs, ours = getattr(words, name), getattr(english, name)
        same = {key for key in ours if theirs[key] == ours[key]}
        assert {key for key in same if theirs[key] not in words.same_as_english} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_languages_have_the_same_keys(language: str) -> None:
    """A file with less would print less, or fail at the label that needs it."""

    def keys(value: Any) -> Any:
        return {key: keys(inner) for key, inner in value.items()} if isinstance(value, dict) else None

    def read(folder: str, name: str) -> dict[str, Any]:
        return tomllib.loads((data_folder() / folder / f"{name}.toml").read_text(encoding="utf-8"))

    ours, theirs = read("texts", "en"), read("texts", language)
    assert [row["key"] for row in theirs["warning"]] == [row["key"] for row in ours["warning"]]
    # What a country writes otherwise and the names of a plan differ from language to language.
    for table in (ours, theirs):
        for key in ("country", "translations", "warning", "date"):
            table.pop(key, None)
    assert keys(theirs) == keys(ours)
    ours, theirs = read("lint", "en"), read("lint", language)
    assert theirs.keys() == ours.keys()
    assert theirs["reading"].keys() == ours["reading"].keys()
    assert theirs["routes"].keys() == ours["routes"].keys()
    # Nobody writes a language's numbers up to a hundred without these.
    assert {str(number) for number in range(2, 101)} <= set(theirs["reading"]["numbers"].values())
