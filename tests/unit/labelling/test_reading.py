"""Directions as a person reads them: pharmacy texts with what they say, written by hand, and generated ones."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ldn_compound as ldn
from ldn_compound.core.errors import DataError, LdnError
from ldn_compound.labelling.directions import build_directions
from ldn_compound.labelling.facts import facts_of
from ldn_compound.labelling.reading import words as vocabulary
from ldn_compound.labelling.reading.directions import read_directions
from ldn_compound.labelling.reading.words import GROUPS, LISTS, get_vocabulary
from ldn_compound.labelling.tables import Table
from ldn_compound.labelling.wording import get_wording, languages

MARKS: dict[str, dict[str, str]] = {
    "en": {"decimal": ".", "group": ","},
    "de": {"decimal": ",", "group": "."},
    "es": {"decimal": ",", "group": "."},
    "fr": {"decimal": ",", "group": "."},
    "nl": {"decimal": ",", "group": "."},
    "pt": {"decimal": ",", "group": "."},
}


def read(text: str, language: str) -> list[tuple[str, str, str | None]]:
    """Each dose as number, unit and doses a day, ranges with two points; the bracketed ways are left out."""

    def span(low: Fraction, high: Fraction) -> str:
        return str(low) if low == high else f"{low}..{high}"

    reading = read_directions(text, language=language, **MARKS[language])
    return [
        (
            span(dose.parts[0].low, dose.parts[0].high),
            dose.parts[0].unit,
            None if dose.often is None else span(*dose.often),
        )
        for dose in reading.doses
    ]


# Text, and each dose in it: number, unit, times a day. Written as a pharmacist reads them, not as the program does.
SIGS: dict[str, list[tuple[str, list[tuple[str, str, str | None]]]]] = {
    "en": [
        ("Take 1 capsule by mouth at bedtime", [("1", "capsule", "1")]),
        ("TAKE ONE CAPSULE BY MOUTH EVERY NIGHT AT BEDTIME", [("1", "capsule", "1")]),
        ("Take two capsules by mouth nightly", [("2", "capsule", "1")]),
        ("Take 1 capsule orally once daily", [("1", "capsule", "1")]),
        ("Take one (1) capsule by mouth twice daily", [("1", "capsule", "2")]),
        ("Take 1 tab by mouth three times a day", [("1", "tablet", "3")]),
        ("Take 1 tablet 4 times daily with food", [("1", "tablet", "4")]),
        ("Take 1 capsule every morning", [("1", "capsule", "1")]),
        ("Take 1 capsule in the morning and at bedtime", [("1", "capsule", "2")]),
        ("Take 1 capsule in the morning and 2 capsules at bedtime", [("1", "capsule", "1"), ("2", "capsule", "1")]),
        ("Take 1 capsule with breakfast, lunch and dinner", [("1", "capsule", "3")]),
        ("Take 1 capsule every 8 hours", [("1", "capsule", "3")]),
        ("Take 1 capsule every 6 hrs", [("1", "capsule", "4")]),
        ("Take 1 capsule one to two times a day", [("1", "capsule", "1..2")]),
        ("Take 1 capsule 8-hourly", [("1", "capsule", "3")]),
        ("Take 1 capsule every 4 to 6 hours", [("1", "capsule", "4..6")]),
        ("Take 1 to 2 tablets every evening", [("1..2", "tablet", "1")]),
        ("Take 1-2 tabs every evening", [("1..2", "tablet", "1")]),
        ("Take up to 2 capsules daily", [("0..2", "capsule", "1")]),
        ("Take 1/2 tablet daily", [("1/2", "tablet", "1")]),
        ("Take one-half tablet daily", [("1/2", "tablet", "1")]),
        ("Take one and one-half tablets daily", [("3/2", "tablet", "1")]),
        ("Take 1\u00bd tablets daily", [("3/2", "tablet", "1")]),
        ("Take 1 1/2 tablets daily", [("3/2", "tablet", "1")]),
        ("Give 0.5 mL by mouth every evening", [("1/2", "mL", "1")]),
        ("Give 2.5 mL by mouth twice a day", [("5/2", "mL", "2")]),
        ("Take 4.5 mL (4.5 mg) under the tongue at bedtime", [("9/2", "mL", "1")]),
        ("Take 1,000 mcg once a day", [("1", "mg", "1")]),
        ("Take 250 micrograms at night", [("1/4", "mg", "1")]),
        ("Take 1 capsule every other day", [("1", "capsule", "1/2")]),
        ("Take 1 capsule every 3 days", [("1", "capsule", "1/3")]),
        ("Take 1 capsule once a week", [("1", "capsule", "1/7")]),
        ("Take 1 capsule on Mondays and Thursdays", [("1", "capsule", "2/7")]),
        ("Take 1 capsule at 9 pm", [("1", "capsule", "1")]),
        ("Take 1 capsule at 8 am and 8 pm", [("1", "capsule", "2")]),
        ("Take 1 capsule at bedtime (10 pm)", [("1", "capsule", "1")]),
        ("Take 1 capsule daily for 14 days, then 2 capsules daily", [("1", "capsule", "1"), ("2", "capsule", "1")]),
        ("Take 1 capsule twice a day, in the morning and at bedtime", [("1", "capsule", "2")]),
        ("Place 10 drops under the tongue nightly", [("10", "drop", "1")]),
        ("Take 2 teaspoonfuls daily", [("2", "household", "1")]),
        ("Take 1 capsule at noon or at bedtime", [("1", "capsule", "1")]),
        ("Take 1 capsule twice at bedtime", [("1", "capsule", "2")]),
        ("Take 1 capsule at bedtime twice", [("1", "capsule", "1..2")]),
        ("Take 1 capsule once in the morning and once at bedtime", [("1", "capsule", "2")]),
        ("Take 1 capsule twice nightly at bedtime", [("1", "capsule", "2")]),
        ("Take 1 capsule twice a day at bedtime", [("1", "capsule", "1..2")]),
    ],
    "de": [
        ("Abends 1 Kapsel einnehmen", [("1", "capsule", "1")]),
        ("1 Kapsel vor dem Schlafengehen", [("1", "capsule", "1")]),
        ("T\u00e4glich eine Kapsel", [("1", "capsule", "1")]),
        ("Zweimal t\u00e4glich 1 Tablette", [("1", "tablet", "2")]),
        ("3 x t\u00e4glich 2 Kapseln", [("2", "capsule", "3")]),
        ("2-mal t\u00e4glich 0,5 ml", [("1/2", "mL", "2")]),
        ("Morgens und abends je 1 Kapsel", [("1", "capsule", "2")]),
        ("Morgens 1 und abends 2 Kapseln", [("1", "unit", "1"), ("2", "capsule", "1")]),
        ("Alle 8 Stunden 1 Kapsel", [("1", "capsule", "3")]),
        ("1-0-0-1 Kapsel", [("1", "capsule", "2")]),
        ("0-0-0-2 Kapseln", [("2", "capsule", "1")]),
        ("Eine halbe Tablette am Abend", [("1/2", "tablet", "1")]),
        ("Eineinhalb Tabletten am Abend", [("3/2", "tablet", "1")]),
        ("1 bis 2 Kapseln abends", [("1..2", "capsule", "1")]),
        ("Bis zu 2 Kapseln am Tag", [("0..2", "capsule", "1")]),
        ("Jeden zweiten Tag 1 Kapsel", [("1", "capsule", "1/2")]),
        ("Einmal w\u00f6chentlich 1 Kapsel", [("1", "capsule", "1/7")]),
        ("Um 22 Uhr 1 Kapsel", [("1", "capsule", "1")]),
        ("Abends 4,5 ml (4,5 mg) einnehmen", [("9/2", "mL", "1")]),
        ("Abends 20 Tropfen unter die Zunge", [("20", "drop", "1")]),
        ("Abends 1 Essl\u00f6ffel", [("1", "household", "1")]),
    ],
    "es": [
        ("Tome 1 c\u00e1psula por la boca al acostarse", [("1", "capsule", "1")]),
        ("Tomar una c\u00e1psula al d\u00eda", [("1", "capsule", "1")]),
        ("Tome 1 comprimido dos veces al d\u00eda", [("1", "tablet", "2")]),
        ("Tome 2 c\u00e1psulas tres veces al d\u00eda", [("2", "capsule", "3")]),
        ("Tome 1 c\u00e1psula cada 8 horas", [("1", "capsule", "3")]),
        ("Tome 1 c\u00e1psula cada noche", [("1", "capsule", "1")]),
        ("Tome 1 c\u00e1psula por la ma\u00f1ana y por la noche", [("1", "capsule", "2")]),
        ("Tome medio comprimido al d\u00eda", [("1/2", "tablet", "1")]),
        ("Tome una c\u00e1psula y media al d\u00eda", [("3/2", "capsule", "1")]),
        ("Tome 1 a 2 c\u00e1psulas al d\u00eda", [("1..2", "capsule", "1")]),
        ("Tome hasta 2 c\u00e1psulas al d\u00eda", [("0..2", "capsule", "1")]),
        ("Tome 0,5 mL debajo de la lengua al acostarse", [("1/2", "mL", "1")]),
        ("Tome 1 c\u00e1psula cada dos d\u00edas", [("1", "capsule", "1/2")]),
        ("Tome 1 c\u00e1psula una vez a la semana", [("1", "capsule", "1/7")]),
        ("Tome 1 c\u00e1psula a las 22:00", [("1", "capsule", "1")]),
        ("Tome 20 gotas al acostarse", [("20", "drop", "1")]),
        ("Tome una cucharada al d\u00eda", [("1", "household", "1")]),
        (
            "Tome 1 c\u00e1psula durante 14 d\u00edas, luego 2 c\u00e1psulas al d\u00eda",
            [("1", "capsule", "1"), ("2", "capsule", "1")],
        ),
    ],
    "fr": [
        ("Prendre 1 g\u00e9lule par la bouche au coucher", [("1", "capsule", "1")]),
        ("Prendre une g\u00e9lule par jour", [("1", "capsule", "1")]),
        ("Prenez 1 comprim\u00e9 deux fois par jour", [("1", "tablet", "2")]),
        ("Prendre 2 g\u00e9lules trois fois par jour", [("2", "capsule", "3")]),
        ("Prendre 1 g\u00e9lule toutes les 8 heures", [("1", "capsule", "3")]),
        ("Prendre 1 g\u00e9lule chaque soir", [("1", "capsule", "1")]),
        ("Prendre 1 g\u00e9lule matin et soir", [("1", "capsule", "2")]),
        ("Prendre 1 g\u00e9lule le matin et 2 g\u00e9lules au coucher", [("1", "capsule", "1"), ("2", "capsule", "1")]),
        ("Prendre un demi comprim\u00e9 par jour", [("1/2", "tablet", "1")]),
        ("Prendre une g\u00e9lule et demie par jour", [("3/2", "capsule", "1")]),
        ("Prendre 1 \u00e0 2 g\u00e9lules par jour", [("1..2", "capsule", "1")]),
        ("Prendre jusqu'\u00e0 2 g\u00e9lules par jour", [("0..2", "capsule", "1")]),
        ("Mettre 0,5 mL sous la langue au coucher", [("1/2", "mL", "1")]),
        ("Prendre 1 g\u00e9lule un jour sur deux", [("1", "capsule", "1/2")]),
        ("Prendre 1 g\u00e9lule une fois par semaine", [("1", "capsule", "1/7")]),
        ("Prendre 1 g\u00e9lule \u00e0 22 h", [("1", "capsule", "1")]),
        ("Prendre 20 gouttes au coucher", [("20", "drop", "1")]),
        ("Prendre une cuill\u00e8re \u00e0 caf\u00e9 par jour", [("1", "household", "1")]),
        (
            "Prendre 1 g\u00e9lule par jour pendant 14 jours, puis 2 g\u00e9lules par jour",
            [("1", "capsule", "1"), ("2", "capsule", "1")],
        ),
        ("Prendre vingt et une g\u00e9lules par jour", [("21", "capsule", "1")]),
        ("Prendre quatre-vingt-dix gouttes par jour", [("90", "drop", "1")]),
    ],
    "nl": [
        ("Neem 1 capsule via de mond voor het slapen", [("1", "capsule", "1")]),
        ("Neem een capsule per dag", [("1", "capsule", "1")]),
        ("Tweemaal per dag 1 tablet", [("1", "tablet", "2")]),
        ("3 maal daags 2 capsules", [("2", "capsule", "3")]),
        ("Neem 1 capsule elke 8 uur", [("1", "capsule", "3")]),
        ("Neem 1 capsule om de 8 uur", [("1", "capsule", "3")]),
        ("Neem elke avond 1 capsule", [("1", "capsule", "1")]),
        ("Neem 's ochtends en 's avonds 1 capsule", [("1", "capsule", "2")]),
        ("'s Ochtends 1 capsule en voor het slapen 2 capsules", [("1", "capsule", "1"), ("2", "capsule", "1")]),
        ("Neem een halve tablet per dag", [("1/2", "tablet", "1")]),
        ("Neem anderhalve tablet per dag", [("3/2", "tablet", "1")]),
        ("Neem 1 tot 2 capsules per dag", [("1..2", "capsule", "1")]),
        ("Neem tot 2 capsules per dag", [("0..2", "capsule", "1")]),
        ("Doe 0,5 ml onder de tong voor het slapen", [("1/2", "mL", "1")]),
        ("Neem om de dag 1 capsule", [("1", "capsule", "1/2")]),
        ("Neem eenmaal per week 1 capsule", [("1", "capsule", "1/7")]),
        ("Neem 1 capsule om 22 uur", [("1", "capsule", "1")]),
        ("Neem 20 druppels voor het slapen", [("20", "drop", "1")]),
        ("Neem een theelepel per dag", [("1", "household", "1")]),
        (
            "Neem 1 capsule per dag gedurende 14 dagen, daarna 2 capsules per dag",
            [("1", "capsule", "1"), ("2", "capsule", "1")],
        ),
        ("Neem eenentwintig capsules per dag", [("21", "capsule", "1")]),
    ],
    "pt": [
        ("Tomar 1 c\u00e1psula por via oral ao deitar", [("1", "capsule", "1")]),
        ("Tomar uma c\u00e1psula por dia", [("1", "capsule", "1")]),
        ("Tome 1 comprimido duas vezes por dia", [("1", "tablet", "2")]),
        ("Tomar 2 c\u00e1psulas tr\u00eas vezes por dia", [("2", "capsule", "3")]),
        ("Tomar 1 c\u00e1psula de 8 em 8 horas", [("1", "capsule", "3")]),
        ("Tomar 1 c\u00e1psula a cada 8 horas", [("1", "capsule", "3")]),
        ("Tomar 1 c\u00e1psula todas as noites", [("1", "capsule", "1")]),
        ("Tomar 1 c\u00e1psula de manh\u00e3 e \u00e0 noite", [("1", "capsule", "2")]),
        (
            "Tomar 1 c\u00e1psula de manh\u00e3 e 2 c\u00e1psulas ao deitar",
            [("1", "capsule", "1"), ("2", "capsule", "1")],
        ),
        ("Tomar meio comprimido por dia", [("1/2", "tablet", "1")]),
        ("Tomar uma c\u00e1psula e meia por dia", [("3/2", "capsule", "1")]),
        ("Tomar 1 a 2 c\u00e1psulas por dia", [("1..2", "capsule", "1")]),
        ("Tomar at\u00e9 2 c\u00e1psulas por dia", [("0..2", "capsule", "1")]),
        ("Colocar 0,5 mL debaixo da l\u00edngua ao deitar", [("1/2", "mL", "1")]),
        ("Tomar 1 c\u00e1psula em dias alternados", [("1", "capsule", "1/2")]),
        ("Tomar 1 c\u00e1psula uma vez por semana", [("1", "capsule", "1/7")]),
        ("Tomar 1 c\u00e1psula \u00e0s 22 h", [("1", "capsule", "1")]),
        ("Tomar 20 gotas ao deitar", [("20", "drop", "1")]),
        ("Tomar uma colher de sopa por dia", [("1", "household", "1")]),
        (
            "Tomar 1 c\u00e1psula por dia durante 14 dias, depois 2 c\u00e1psulas por dia",
            [("1", "capsule", "1"), ("2", "capsule", "1")],
        ),
        ("Tomar vinte e uma c\u00e1psulas por dia", [("21", "capsule", "1")]),
    ],
}


@pytest.mark.parametrize(
    ("language", "text", "meant"), [(key, text, meant) for key, rows in SIGS.items() for text, meant in rows]
)
def test_a_pharmacys_text_says_what_a_person_reads(
    language: str, text: str, meant: list[tuple[str, str, str | None]]
) -> None:
    assert read(text, language) == meant
    assert read_directions(text, language=language, **MARKS[language]).unread == ()


def test_there_are_enough_texts_in_every_language() -> None:
    assert SIGS.keys() == set(languages())
    assert sum(len(rows) for rows in SIGS.values()) >= 60


# --- the words as data ---


@pytest.mark.parametrize("language", languages())
def test_every_language_has_every_group(language: str) -> None:
    from ldn_compound.labelling.catalogue import data_folder
    from ldn_compound.labelling.tables import read_table

    table = read_table(data_folder() / "lint" / f"{language}.toml", language).table("reading")
    assert set(table.values) == {"source", "scheme", *GROUPS}
    words = get_vocabulary(language)
    assert words.source
    roles = {role for meanings in words.phrases.values() for role in meanings}
    # Spanish says "8-hourly" and "14 days long" in the words of other groups, and counts with "veces".
    may_be_empty = {"hourly", "long", "count"}
    assert {*LISTS, "number", "unit", "form", "household", "period", "rate", "moment"} - may_be_empty <= roles


@pytest.mark.parametrize(
    ("key", "value"),
    [("numbers", {"two": "zwei"}), ("numbers", {"none": "0"}), ("units", {"mg": []}), ("forms", {"pill": ["pill"]})],
)
def test_a_slip_in_the_words_is_refused(monkeypatch: pytest.MonkeyPatch, key: str, value: Any) -> None:
    real = vars(vocabulary)["read_table"]

    def changed(*given: Any) -> Table:
        table = real(*given)
        reading = {**table.values["reading"], key: value}
        return Table({**table.values, "reading": reading}, table.place)

    monkeypatch.setattr(vocabulary, "read_table", changed)
    get_vocabulary.cache_clear()
    with pytest.raises(DataError) as caught:
        get_vocabulary("en")
    get_vocabulary.cache_clear()
    assert key in str(caught.value.field)


# --- any plan, any timing, any language ---

TODAY = "2026-11-22"
_strengths = st.integers(1, 95).map(lambda tenths: Fraction(tenths, 10))
_units, _daily = st.integers(1, 4), st.integers(1, 2)


def _text(value: Fraction) -> str:
    return f"{float(value):g}"


@st.composite
def plans(draw: st.DrawFn) -> Any:
    kind = draw(st.sampled_from(["capsule", "tablet", "liquid"]))
    per_day = draw(_daily)
    if kind == "liquid":
        strength = draw(st.sampled_from(["0.5 mg/mL", "1 mg/mL", "2 mg/mL", "5 mg/mL"]))
        dose = f"{_text(draw(st.integers(2, 60).map(lambda tenths: Fraction(tenths, 10))))} mg"
        route = draw(st.sampled_from(["oral", "sublingual"]))
        liquid: dict[str, Any] = {"volume": "500 mL", "concentration": strength, "dose": dose, "route": route}
        return ldn.plan_solution(**liquid, doses_per_day=per_day, made_on=TODAY)
    strength, units = f"{_text(draw(_strengths))} mg", draw(_units)
    wanted: dict[str, Any] = {
        "strength": strength,
        "count": 90,
        "units_per_dose": units,
        "doses_per_day": per_day,
        "made_on": TODAY,
    }
    if kind == "capsule":
        return ldn.plan_capsules(size="3", filler="mcc-ph102", fill_mass="135 mg", **wanted)
    return ldn.plan_tablets(method="moulded", blank_mass="100 mg", base="mannitol-silica", **wanted)


def built(plan: Any, data: st.DataObject) -> tuple[str, str]:
    language = data.draw(st.sampled_from(languages()))
    words, facts = get_wording(language), facts_of(plan)
    fitting = [key for key, timing in words.timings.items() if timing.doses == facts.doses_per_day]
    return build_directions(facts, data.draw(st.sampled_from(fitting)), words), language


@settings(max_examples=60, deadline=None)
@given(plans(), st.data())
def test_built_directions_are_read_back_to_the_plans_own_dose(plan: Any, data: st.DataObject) -> None:
    if facts_of(plan).dose is None:
        return
    text, language = built(plan, data)
    assert ldn.check_directions(plan, text, language=language) == ()


HOUSEHOLD = {
    **{"en": "tsp", "de": "Teel\u00f6ffel", "es": "cucharadita", "fr": "cuill\u00e8re \u00e0 caf\u00e9"},
    **{"nl": "theelepel", "pt": "colher de sopa"},
}
THRICE = {
    **{"en": "three times a day", "de": "dreimal t\u00e4glich", "es": "tres veces al d\u00eda"},
    **{"fr": "trois fois par jour", "nl": "driemaal per dag", "pt": "tr\u00eas vezes por dia"},
}


def _spoiled(text: str, language: str, data: st.DataObject) -> str:
    """One number, unit, frequency or bracket of the text changed."""
    words = get_wording(language)
    what = data.draw(st.sampled_from(["number", "bracket", "unit", "often"]))
    head, _, rest = text.partition(" (")
    mass, _, tail = rest.partition(")")
    number = mass.split(" ")[0]
    if what == "bracket":
        return f"{head} (7{number} {words.units['mg']}){tail}"
    *start, count, unit = head.rsplit(" ", 2)
    if what == "number":
        return f"{' '.join(start)} 7{count} {unit} ({mass}){tail}"
    if what == "unit":
        other = HOUSEHOLD[language]
        return f"{' '.join(start)} {count} {other} ({mass}){tail}"
    return f"{head} ({mass}){tail} {THRICE[language]}"


@settings(max_examples=60, deadline=None)
@given(plans(), st.data())
def test_one_change_always_stops(plan: Any, data: st.DataObject) -> None:
    if facts_of(plan).dose is None:
        return
    text, language = built(plan, data)
    changed = _spoiled(text, language, data)
    assert any(item.stops for item in ldn.check_directions(plan, changed, language=language)), changed


CAPSULE = ldn.plan_capsules(
    strength="4.5 mg", count=90, size="3", filler="mcc-ph102", fill_mass="135 mg", doses_per_day=1, made_on=TODAY
)
LIQUID = ldn.plan_solution(volume="60 mL", dose="1 mg", doses_per_day=1, made_on=TODAY)
_WORDS = (
    *("Take", "1", "2", "10", "0.5", "4.5", "1/2", "half", "a", "one", "capsule", "capsules", "mL", "mg", "mcg", "("),
    *(")", "=", ",", ".", "to", "-", "or", "and", "then", "daily", "twice", "a day", "every", "8", "hours", "bedtime"),
    *("at", "in", "morning", "for", "14", "days", "no more than", "not", "x", "of", "each", "by mouth", "tsp", "drops"),
)


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(_WORDS), min_size=1, max_size=12), st.sampled_from([CAPSULE, LIQUID]))
def test_any_row_of_words_agrees_with_the_plan_or_has_a_finding(words: list[str], plan: Any) -> None:
    text = " ".join(words)
    if ldn.check_directions(plan, text):
        return
    reading = read_directions(text)
    planned, form = (Fraction(9, 2), "capsule") if plan is CAPSULE else (Fraction(1), "mL")
    assert reading.doses, text
    assert sum((dose.often[0] for dose in reading.doses if dose.often), Fraction()) == 1, text
    for dose in reading.doses:
        for said in (*dose.parts, *dose.same):
            held = said.low * (planned if said.unit in ("capsule", "unit") else 1)
            assert said.low == said.high, text
            assert said.unit in (form, "mg", "unit"), text
            assert held == planned, text


@settings(max_examples=300, deadline=None)
@given(st.text(min_size=1, max_size=60), st.sampled_from(languages()))
def test_any_text_is_read_without_a_fault_and_never_passes(text: str, language: str) -> None:
    for plan in (CAPSULE, LIQUID):
        try:
            found = ldn.check_directions(plan, text, language=language)
        except LdnError as error:
            assert error.field == "directions"
            continue
        assert found
