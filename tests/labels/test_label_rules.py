"""The rules on a label: doses in directions, dates, directions built from the plan, languages, warnings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import ldn_compound as ldn
from ldn_compound.core.errors import InputError, LdnError, StopError
from ldn_compound.core.results import Severity
from ldn_compound.core.units import Amount, mass, volume
from ldn_compound.labelling import checking
from ldn_compound.labelling.catalogue import get_design, get_stock
from ldn_compound.labelling.label_texts import texts_of
from ldn_compound.labelling.layout import place, problems_of
from ldn_compound.labelling.lint import get_lint, lint_directions
from ldn_compound.labelling.wording import get_wording, languages, strength_text, volume_text
from ldn_compound.reference.forms import form_keys

TODAY = date(2026, 11, 22)
Make = Callable[..., Any]


def codes(label: Any, **changes: Any) -> list[tuple[str, str]]:
    found = ldn.check_label(label, **{"stock": "zebra-4x2", "today": TODAY, **changes})
    return [(item.code, item.severity.value) for item in found]


def test_directions_are_built_from_the_plans_dosing(liquid: Any, label_of: Make) -> None:
    capsules = ldn.plan_capsules(
        strength="1.5 mg",
        count=90,
        size="3",
        filler="mcc-ph102",
        fill_mass="135 mg",
        made_on=TODAY,
        units_per_dose=2,
        doses_per_day=1,
    )
    made = {"directions": None, "timing": "bedtime"}
    assert label_of(capsules, **made).directions == "Take 2 capsules (3 mg) by mouth at bedtime"
    assert label_of(capsules, **made, language="de").directions == ("Vor dem Schlafengehen 2 Kapseln (3 mg) einnehmen")
    assert label_of(liquid, **made).directions == "Take 0.5 mL (0.5 mg) by mouth at bedtime"
    assert label_of(liquid, **made, language="es").directions == "Tome 0,5 mL (0,5 mg) por la boca al acostarse"
    under = ldn.plan_solution(volume="60 mL", dose="0.5 mg", doses_per_day=1, made_on=TODAY, route="sublingual")
    assert label_of(under, **made).directions == "Put 0.5 mL (0.5 mg) under the tongue at bedtime"
    for label in (label_of(capsules, **made), label_of(liquid, **made)):
        assert codes(label) == []
    # Its directions are longer than a line of 12 point, for which this stock has no room.
    assert codes(label_of(under, **made)) == [("label-type-small", "caution")]


def test_directions_give_what_the_syringe_draws(label_of: Make) -> None:
    # 0.83 mg at 1 mg/mL: a 1 mL syringe has lines of 0.02 mL, so 0.82 mL is drawn (a tie goes down), which is 0.82 mg.
    odd = ldn.plan_solution(volume="60 mL", dose="0.83 mg", doses_per_day=1, made_on=TODAY)
    label = label_of(odd, directions=None, timing="bedtime")
    assert label.directions == "Take 0.82 mL (0.82 mg) by mouth at bedtime"
    assert codes(label) == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"timing": "bedtime", "directions": None}, "dose-not-given"),
        ({"timing": "noon", "directions": None}, "unknown-timing"),
        ({"timing": "bedtime"}, "two-directions"),
        ({"language": "xx"}, "unknown-language"),
        ({"warnings": ["opioid"]}, "unknown-warning"),
        ({"warnings": "opioids"}, "not-a-list"),
    ],
)
def test_what_label_for_refuses(plan: Any, bare_plan: Any, label_of: Make, changes: dict[str, Any], code: str) -> None:
    with pytest.raises(InputError) as caught:
        label_of(bare_plan if code == "dose-not-given" else plan, **changes)
    assert caught.value.code == code


def test_a_timing_of_other_doses_a_day_is_refused(liquid: Any, label_of: Make) -> None:
    with pytest.raises(InputError) as caught:
        label_of(liquid, directions=None, timing="twice-daily")
    assert caught.value.code == "timing-differs"
    assert "bedtime" in str(caught.value.needed)


def test_the_labels_last_day_may_be_earlier_and_not_later(plan: Any, label_of: Make, lines_of: Any) -> None:
    earlier = label_of(plan, discard_after="2027-03-01")
    page = lines_of(ldn.print_labels([earlier], stock="zebra-4x2", today=TODAY))[0]
    assert "Discard after 2027-03-01" in " ".join(page)
    later = label_of(plan, discard_after="2027-05-21")
    assert codes(later) == [("label-date-after-plan", "stop")]
    with pytest.raises(StopError):
        ldn.print_labels([later], stock="zebra-4x2", today=TODAY)
    # 2027-03-01 is the last day: on the next one it is not printed any more.
    with pytest.raises(StopError) as caught:
        ldn.print_labels([earlier], stock="zebra-4x2", today=date(2027, 3, 2))
    assert caught.value.code == "beyond-use-passed"


def test_what_is_placed_is_read_back(plan: Any, label_of: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that prints 4 mg for 4.5 mg is stopped, whatever made it do so."""
    label = label_of(plan)
    wrong = {
        "drug": ("4.5 mg", "4 mg"),
        "quantity": ("90", "9"),
        "discard_after": ("2027-05-20", "2027-06-20"),
    }
    for field, (right, other) in wrong.items():
        texts = texts_of(label)
        texts[field] = texts[field].replace(right, other)
        assert texts != texts_of(label)
        monkeypatch.setattr(checking, "texts_of", lambda *_, texts=texts: texts)
        with pytest.raises(StopError) as caught:
            ldn.print_labels([label], stock="zebra-4x2", today=TODAY)
        assert (caught.value.code, caught.value.field) == ("label-differs-from-plan", field)
        monkeypatch.undo()


def test_all_that_does_not_fit_is_told_at_once(plan: Any, label_of: Make) -> None:
    label = label_of(plan, patient="W" * 60, prescriber="W" * 60)
    texts = texts_of(label)
    found = problems_of(texts, {}, design=get_design("prescription"), stock=get_stock("zebra-4x2"))
    assert [problem.field for problem in found] == ["patient", "prescriber"]
    with pytest.raises(LdnError) as caught:
        place(texts, {}, design=get_design("prescription"), stock=get_stock("zebra-4x2"))
    assert caught.value.field == "patient"


def test_warnings_are_those_of_the_dosage_form(plan: Any, liquid: Any, label_of: Make) -> None:
    assert label_of(plan).warnings == ("opioids", "surgery", "dreams", "children")
    assert label_of(liquid).warnings == ("syringe", "opioids", "surgery", "dreams", "children")
    crushed = ldn.plan_solution(
        volume="100 mL",
        vehicle="fawcett",
        preservative="benzoate",
        source_tablet="50 mg",
        source_tablet_mass="160 mg",
        made_on=TODAY,
    )
    if crushed.form == "suspension":
        assert label_of(crushed).warnings[0] == "suspension"
    assert label_of(plan, warnings=["children"]).warnings == ("children",)


def test_a_liquids_label(liquid: Any, label_of: Make, lines_of: Any) -> None:
    label = label_of(liquid, directions=None, timing="bedtime", quantity="30 mL")
    page = " ".join(lines_of(ldn.print_labels([label], stock="zebra-4x2", today=TODAY))[0])
    for text in ("1 mg/mL oral solution", "Quantity 30 mL", "0.5 mL (0.5 mg)", "oral syringe only", "Discard after"):
        assert text in page
    for quantity in ("61 mL", "0 mL", "30", 30, "30 mg"):
        with pytest.raises(InputError) as caught:
            label_of(liquid, quantity=quantity)
        assert caught.value.field == "quantity"


# --- languages ---


@pytest.mark.parametrize("language", languages())
def test_every_language_is_whole(language: str) -> None:
    english, words = get_wording("en"), get_wording(language)
    assert words.timings.keys() == english.timings.keys()
    assert {key: timing.doses for key, timing in words.timings.items()} == {
        key: timing.doses for key, timing in english.timings.items()
    }
    assert [sentence.key for sentence in words.warnings] == [sentence.key for sentence in english.warnings]
    assert [sentence.forms for sentence in words.warnings] == [sentence.forms for sentence in english.warnings]
    assert all(words.form(form, route) for form in form_keys() for route in ("oral", "sublingual"))
    assert words.source
    assert get_lint(language).abbreviations
    for sentence in words.warnings:
        assert lint_directions(sentence.text, language=language) == ()
    for pattern in words.directions.values():
        assert "{mass}" in pattern
        assert "{when}" in pattern


@pytest.mark.parametrize("language", languages())
def test_built_directions_pass_the_lint_of_their_language(liquid: Any, label_of: Make, language: str) -> None:
    label = label_of(liquid, directions=None, timing="bedtime", language=language)
    assert [code for code, severity in codes(label, stock="zebra-4x6") if severity == "stop"] == []
    assert lint_directions(label.directions, language=language) == ()


@pytest.mark.parametrize("language", languages())
@given(st.integers(1, 10**9), st.booleans())
def test_numbers_parse_back_in_every_language(language: str, micrograms: int, strength: bool) -> None:
    words = get_wording(language)
    amount = Amount(Fraction(micrograms, 10**6), "mass/volume" if strength else "mass")
    assert words.read_quantities(f"x {strength_text(amount, words)} y") == (amount,)
    drawn = volume(Fraction(micrograms, 1000))
    assert words.read_quantities(volume_text(drawn, words)) == (drawn,)


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("jurisdiction", ["us", "general"])
@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_dates_parse_back_in_every_language(language: str, jurisdiction: str, day: date) -> None:
    words = get_wording(language)
    text = words.write("discard_after", words.date(day, jurisdiction))
    assert words.read_date(text, jurisdiction) == day


@pytest.mark.parametrize(
    ("language", "text", "shown"),
    [
        ("de", mass(Fraction(9, 2)), "4,5 mg"),
        ("de", mass(1500), "1.500 mg"),
        ("de", mass(Fraction(5, 1000)), "5 Mikrogramm"),
        ("es", mass(Fraction(1, 2)), "0,5 mg"),
        ("en", mass(1500), "1,500 mg"),
    ],
)
def test_numbers_follow_the_language(language: str, text: Amount, shown: str) -> None:
    assert strength_text(text, get_wording(language)) == shown


@pytest.mark.parametrize(
    ("language", "directions", "stops"),
    [
        ("de", "Abends 1 Kapsel (4,5 mg) einnehmen", 0),
        ("de", "Abends 1 Kapsel (4.5 mg) einnehmen", 1),
        ("de", "Abends 4,50 mg einnehmen", 1),
        ("de", "Abends ,5 mg einnehmen", 1),
        ("de", "1x tgl. 1 Kapsel", 1),
        ("de", "Ab 20.11.2026 jeden Abend 1 Kapsel einnehmen", 0),
        ("es", "Tome 1 cápsula (4,5 mg) al acostarse", 0),
        ("es", "Tome 4.5 mg al acostarse", 1),
        ("es", "Tome 5 ml VO", 2),
        ("en", "Take 4,5 mg at bedtime", 1),
    ],
)
def test_each_language_has_its_own_lint(language: str, directions: str, stops: int) -> None:
    found = [item for item in lint_directions(directions, language=language) if item.severity is Severity.STOP]
    assert len(found) == stops


def test_a_german_label(plan: Any, label_of: Make, lines_of: Any) -> None:
    label = label_of(plan, language="de", directions="Abends 1 Kapsel (4,5 mg) einnehmen")
    page = " ".join(lines_of(ldn.print_labels([label], stock="zebra-4x2", today=TODAY))[0])
    for text in ("Naltrexonhydrochlorid 4,5 mg Kapseln", "Verwendbar bis 20. Mai 2027", "Inhalt 90 Kapseln"):
        assert text in page
    assert codes(label) == [("label-language-unread", "caution")]


def test_words_without_a_translation_are_told(label_of: Make) -> None:
    """The pharmacy's own filler has no German name in our data: on the label that names it, that stops."""
    own = '[fillers.oat-powder]\nname = "oat powder"\ncontains = ["gluten"]\n'
    plan = ldn.plan_capsules(
        strength="4.5 mg", count=30, size="1", filler="oat-powder", fill_mass="300 mg", made_on=TODAY,
        profile=ldn.read_profile(own, name="t"),
    )  # fmt: skip
    label = label_of(plan, language="de", directions="Abends 1 Kapsel einnehmen", quantity=30)
    assert ("label-text-not-translated", "stop") in codes(label, design="batch")
    assert ("label-text-not-translated", "stop") not in codes(label)
    with pytest.raises(ldn.StopError, match="oat powder"):
        ldn.print_labels([label], stock="zebra-4x2", design="batch", today=TODAY)


def test_the_profile_sets_the_language(plan: Any, label_of: Make) -> None:
    profile = ldn.read_profile('[pharmacy]\nname = "A"\n[labels]\nlanguage = "de"\n', name="t")
    assert label_of(plan, profile=profile).language == "de"
    assert label_of(plan, profile=profile, language="en").language == "en"


def test_syringe_and_quarantine(plan: Any, liquid: Any, label_of: Make, lines_of: Any) -> None:
    flag = label_of(liquid, directions=None)
    page = " ".join(lines_of(ldn.print_labels([flag], stock="syringe-flag-4x1", design="syringe", today=TODAY))[0])
    for text in ("Jane Doe", "1 mg/mL", "Dose 0.5 mL (0.5 mg)", "Discard after"):
        assert text in page
    with pytest.raises(InputError) as caught:
        ldn.print_labels([label_of(plan)], stock="syringe-flag-4x1", design="syringe", today=TODAY)
    assert caught.value.field == "dose"
    held = label_of(plan, reason="identity test pending", patient=None, directions=None)
    made = ldn.print_labels([held], stock="zebra-2.25x1.25", design="quarantine", today=TODAY)
    page = " ".join(lines_of(made)[0])
    assert "QUARANTINE" in page
    assert "identity test pending" in page
    with pytest.raises(InputError) as caught:
        ldn.print_labels([attrs.evolve(held, reason=None)], stock="zebra-2.25x1.25", design="quarantine", today=TODAY)
    assert caught.value.field == "reason"


# --- titration ---

# 0.5 mg, then 0.5 mg more every 14 days to 1.5 mg; at 1 mg/mL as many mL as mg.
STEPS: dict[str, Any] = {"start": "0.5 mg", "step": "0.5 mg", "every": "14 d", "to": "1.5 mg"}


def test_a_titrations_steps_in_the_words_of_the_language(label_of: Make, lines_of: Any) -> None:
    liquid = ldn.plan_titration(form="solution", concentration="1 mg/mL", **STEPS)
    bare: dict[str, Any] = {"directions": None, "refills": None}

    def lines(plan: Any, **changes: Any) -> list[str]:
        label = label_of(plan, **bare, **changes)
        return lines_of(ldn.print_labels([label], stock="zebra-4x2", design="titration", today=TODAY))[0]

    shown = lines(liquid)
    assert "Low-dose naltrexone, once daily" in shown
    assert [line for line in shown if line.startswith("Days ")] == [
        "Days 1 to 14 0.5 mg 0.5 mL",
        "Days 15 to 28 1 mg 1 mL",
        "Days 29 to 42 1.5 mg 1.5 mL",
    ]
    assert "When Dose Take" in shown
    assert "Tag 29 bis 42 1,5 mg 1,5 ml" in lines(liquid, language="de")
    capsules = ldn.plan_titration(form="capsule", strengths=["0.5 mg", "1 mg"], begin=TODAY, **STEPS)
    assert "2026-12-20 to 2027-01-02 1.5 mg 1 capsule of 1 mg + 1 capsule of 0.5 mg" in " ".join(lines(capsules))
    thrice = ldn.plan_titration(form="solution", concentration="1 mg/mL", doses_per_day=3, **STEPS)
    assert "Low-dose naltrexone, 3 times daily" in lines(thrice)


def test_a_pause_is_a_line_of_its_own(label_of: Make, lines_of: Any) -> None:
    plan = ldn.plan_titration(form="solution", concentration="1 mg/mL", restart_at="0.5 mg", pause="10 d", **STEPS)
    pdf = ldn.print_labels([label_of(plan, directions=None)], stock="zebra-4x2", design="titration", today=TODAY)
    (pause,) = [line for line in lines_of(pdf)[0] if "no doses" in line]
    assert pause.startswith("Days 43 to 52 no doses")


def test_a_titration_is_no_batch(label_of: Make, plan: Any) -> None:
    course = ldn.plan_titration(form="solution", concentration="1 mg/mL", **STEPS)
    for design in ("prescription", "batch", "quarantine", "syringe"):
        with pytest.raises(InputError):
            ldn.print_labels([label_of(course, reason="x")], stock="zebra-4x2", design=design, today=TODAY)
    with pytest.raises(InputError) as caught:
        label_of(course, quantity=30)
    assert caught.value.code == "no-quantity"
    with pytest.raises(InputError) as caught:
        ldn.print_labels([label_of(plan)], stock="zebra-4x2", design="titration", today=TODAY)
    assert caught.value.field in ("schedule", "schedule_title")


def test_a_schedule_is_read_back(label_of: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    course = ldn.plan_titration(form="solution", concentration="1 mg/mL", **STEPS)
    label = label_of(course, directions=None)
    texts = texts_of(label)
    assert "1.5 mL" in texts["schedule"]
    texts["schedule"] = texts["schedule"].replace("1.5 mL", "15 mL")
    monkeypatch.setattr(checking, "texts_of", lambda *_: texts)
    with pytest.raises(StopError) as caught:
        ldn.print_labels([label], stock="zebra-4x2", design="titration", today=TODAY)
    assert caught.value.field == "schedule"


def test_tablets_have_labels_too(label_of: Make, lines_of: Any) -> None:
    tablets = ldn.plan_tablets(
        method="moulded",
        strength="4.5 mg",
        count=60,
        blank_mass="60 mg",
        base="mannitol-silica",
        made_on=TODAY,
        units_per_dose=1,
        doses_per_day=1,
    )
    label = label_of(tablets, directions=None, timing="bedtime")
    page = " ".join(lines_of(ldn.print_labels([label], stock="zebra-4x2", today=TODAY))[0])
    for text in ("4.5 mg tablets", "Take 1 tablet (4.5 mg) by mouth at bedtime", "Quantity 60 tablets"):
        assert text in page
    assert ldn.print_labels([label], stock="zebra-4x2", design="batch", today=TODAY)
