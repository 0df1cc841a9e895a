"""What one label says: the plan's own facts and what was given for the patient, all through the text gate."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any, Protocol

import attrs

from ldn_compound.checks.codes import require_label_acceptance
from ldn_compound.core.errors import InputError, LdnError
from ldn_compound.core.numbers import parse_whole
from ldn_compound.core.results import Finding, Result
from ldn_compound.core.texts import near_hint, parse_date, parse_names, parse_text
from ldn_compound.core.units import Amount, require
from ldn_compound.labelling.catalogue import data_folder
from ldn_compound.labelling.directions import build_directions
from ldn_compound.labelling.facts import LABELLED_KINDS, Facts, Step, facts_of
from ldn_compound.labelling.gs1 import Gs1, parse_gtin
from ldn_compound.labelling.problems import Problems, all_in_one
from ldn_compound.labelling.questions import NOTHING_ASKED, Asked, read_asked
from ldn_compound.labelling.tables import read_table
from ldn_compound.labelling.wording import Wording, get_wording, strength_text, volume_text
from ldn_compound.reference.jurisdictions import get_jurisdiction

MOST_REFILLS = 99
_BLANKS = re.compile(r"\s+")


class Pharmacy(Protocol):
    """What a label reads of a profile."""

    def get(self, key: str, /) -> object:
        """Return the value of a dotted key, or None."""


@attrs.frozen(kw_only=True)
class Label:
    """What one label says, before it is set on a stock. Made by :func:`label_for`.

    Attributes:
        result: the plan that the label is for.
        language: of the label's words and numbers.
        patient, directions, prescription_number, lot, prescriber, reason: texts, or None.
        quantity: units in this container, or the volume of a liquid; None for a titration.
        date_filled: when the prescription was filled, or None.
        discard_after: the last day of use, at the latest the plan's; None where the plan has none.
        refills: how often it can be filled again, or None.
        warnings: keys of the sentences that it carries.
        gtin: the pharmacy's trade item number for its GS1 code, or None.
        pharmacy_name, pharmacy_address, pharmacy_telephone: from the profile, or None.
        notes: what there is to know of a plan that another version of this program stored.
        asked: the answers to dispensing questions that were given with it, and the profile's policy on open ones.
        country: whose words and marks a titration's label has, from the profile, or None.
        refused: what is wrong with fields that were given and are left out; the rules refuse such a label.
        accept: codes of the label's own findings that were accepted by name; accepted_by: who accepted them. Neither
            is printed: they stand in the findings.
    """

    result: Result
    language: str = "en"
    patient: str | None = None
    directions: str | None = None
    prescription_number: str | None = None
    lot: str | None = None
    prescriber: str | None = None
    reason: str | None = None
    quantity: int | Amount | None = None
    date_filled: date | None = None
    discard_after: date | None = None
    refills: int | None = None
    warnings: tuple[str, ...] = ()
    gtin: str | None = None
    pharmacy_name: str | None = None
    pharmacy_address: str | None = None
    pharmacy_telephone: str | None = None
    accept: tuple[str, ...] = ()
    accepted_by: str | None = None
    notes: tuple[Finding, ...] = ()
    asked: Asked = NOTHING_ASKED
    refused: tuple[LdnError, ...] = ()

    country: str | None = None

    @property
    def facts(self) -> Facts:
        """What it states of its plan; a titration, which follows no country's rule, is written as the pharmacy's."""
        facts = facts_of(self.result)
        return facts._replace(jurisdiction=self.country) if self.country and facts.schedule else facts


def label_for(
    result: Any,
    *,
    patient: str | None = None,
    directions: str | None = None,
    timing: str | None = None,
    prescription_number: str | None = None,
    lot: str | None = None,
    prescriber: str | None = None,
    quantity: int | str | None = None,
    date_filled: date | str | None = None,
    discard_after: date | str | None = None,
    refills: int | str | None = None,
    reason: str | None = None,
    warnings: Iterable[str] | None = None,
    answers: Mapping[str, str] | None = None,
    opioid_free_days: int | str | None = None,
    last_opioid: date | str | None = None,
    language: str | None = None,
    profile: Pharmacy | None = None,
    accept: Iterable[str] | None = None,
    accepted_by: str | None = None,
) -> Label:
    """Return the label of a plan.

    Texts are brought to NFC; blanks at their ends are left out and several blanks become one, since neither can be
    seen on paper.

    Parameters:
        result: a plan of a batch; or its JSON document as text or as :func:`ldn_compound.read_document` read it, which
            is computed again.
        patient: the patient's name.
        directions: such as "Take 1 capsule by mouth at bedtime".
        timing: instead of directions: ``bedtime``, ``morning``, ``daily``, ``morning-and-bedtime``, ``twice-daily``;
            the directions are then built from the plan's own dosing.
        prescription_number: the serial number, printed as text and as Code 128.
        lot: the batch's internal identification number.
        prescriber: the prescriber's name.
        quantity: units in this container, at most the plan's count, or the volume of a liquid such as "60 mL"; all of
            it where it is not given.
        date_filled: a date or ISO text.
        discard_after: an earlier last day of use than the plan's, a date or ISO text.
        refills: from 0 to 99.
        reason: why a batch is in quarantine.
        warnings: keys of the sentences to print; those for the dosage form where it is not given.
        answers: answers to the dispensing questions by key, over those that the plan recorded.
        opioid_free_days, last_opioid: when the last opioid was, over what the plan recorded.
        language: ``en``, ``de`` or ``es``; the profile's, else English.
        profile: gives the pharmacy's name, address, telephone, language and GTIN.
        accept: codes of the label's own stops that are accepted by name, such as ``directions-differ``; what is
            accepted is printed, and the acceptance stands in the findings, never on the label. The stops of the plan
            are accepted in the plan.
        accepted_by: who accepts them.

    Raises:
        InputError: ``no-label-for-plan``, ``bad-json``, ``bad-schema``, ``bad-version``, ``not-a-profile``;
            ``not-text``, ``empty``, ``too-long``, ``control-character``; ``bad-whole-number``, ``out-of-range``;
            ``bad-date``;
            ``two-directions``, ``unknown-timing``, ``dose-not-given``, ``timing-differs``; ``unknown-language``,
            ``unknown-warning``, ``bad-gtin``; ``unknown-question``, ``unknown-answer``, ``answers-contradict``;
            ``unknown-finding-code``, ``never-accepted``, ``acceptance-without-name``, ``name-without-acceptance``.
        MismatchError: ``does-not-recompute``, a document that was edited.

    >>> import ldn_compound as ldn
    >>> plan = ldn.plan_capsules(strength="1.5 mg", count=90, size="3", filler="mcc-ph102", fill_mass="135 mg",
    ...                          units_per_dose=2, doses_per_day=1, made_on="2026-11-22")
    >>> ldn.label_for(plan, patient="Jane Doe", timing="bedtime").directions
    'Take 2 capsules (3 mg) by mouth at bedtime'
    """
    given = {key: value for key, value in locals().items() if key not in ("result", "language", "profile")}
    label = read_label(result, given, language=language, profile=profile)
    if label.refused:
        raise all_in_one(label.refused)
    return label


def read_label(
    result: Any, given: Mapping[str, Any], *, language: str | None = None, profile: Pharmacy | None = None
) -> Label:
    """Return the label of a plan as :func:`label_for` does; what is wrong with a field stands in ``refused``.

    The rules then tell it together with all else: such a label is never printed.

    Parameters:
        result: as of :func:`label_for`.
        given: the other keywords of :func:`label_for`, by name.
        language, profile: as of :func:`label_for`.

    Raises:
        InputError: ``no-label-for-plan`` and its like, ``not-a-profile``, ``unknown-language``: without them nothing
            else can be read.
    """
    plan, notes = plan_of(result)
    if profile is not None and not callable(getattr(profile, "get", None)):
        needed = "a profile of read_profile or load_profile"
        raise InputError("not-a-profile", field="profile", given=type(profile).__name__, needed=needed)
    facts = facts_of(plan)
    country = _from_profile(profile, "policies.jurisdiction")
    if country is not None and facts.schedule:
        facts = facts._replace(jurisdiction=get_jurisdiction(country).key)
    if language is not None:
        language = parse_text(language, field="language")
    wording = get_wording(language or _from_profile(profile, "labels.language") or "en", facts.jurisdiction)
    problems = Problems()

    def text(field: str) -> str | None:
        return problems.read(lambda: _text(given.get(field), field))

    def day(field: str) -> date | None:
        return problems.read(lambda: _day(given.get(field), field))

    def setting(key: str) -> str | None:
        return problems.read(lambda: _from_profile(profile, key))

    refills, gtin, policy = given.get("refills"), setting("labels.gtin"), setting("dispensing.questions")
    told = {name: given.get(name) for name in ("answers", "opioid_free_days", "last_opioid")}
    accepted = problems.read(lambda: _acceptance(given.get("accept"), given.get("accepted_by"))) or ((), None)
    read = Label(
        result=plan,
        language=wording.language,
        patient=text("patient"),
        directions=problems.read(lambda: _directions(given.get("directions"), given.get("timing"), facts, wording)),
        prescription_number=text("prescription_number"),
        lot=text("lot"),
        prescriber=text("prescriber"),
        reason=text("reason"),
        quantity=problems.read(lambda: _quantity(given.get("quantity"), facts.amount)),
        date_filled=day("date_filled"),
        discard_after=day("discard_after") or facts.beyond_use_date,
        refills=problems.read(lambda: _refills(refills)),
        warnings=problems.read(lambda: _warnings(given.get("warnings"), facts, wording)) or (),
        gtin=problems.read(lambda: None if gtin is None else parse_gtin(gtin, field="labels.gtin")),
        pharmacy_name=setting("pharmacy.name"),
        pharmacy_address=setting("pharmacy.address"),
        pharmacy_telephone=setting("pharmacy.telephone"),
        notes=notes,
        country=facts.jurisdiction if facts.schedule else None,
        asked=problems.read(lambda: read_asked(plan, told, policy=policy)) or NOTHING_ASKED,
        accept=accepted[0],
        accepted_by=accepted[1],
    )
    return attrs.evolve(read, refused=tuple(problems.errors))


def _directions(directions: str | None, timing: str | None, facts: Facts, wording: Wording) -> str | None:
    if directions is not None and timing is not None:
        raise InputError("two-directions", field="timing", given=timing, needed="either directions or a timing")
    return _text(directions, "directions") if timing is None else build_directions(facts, timing, wording)


def _acceptance(accept: Iterable[str] | None, accepted_by: str | None) -> tuple[tuple[str, ...], str | None]:
    codes = () if accept is None else parse_names(accept, field="accept")
    name = _text(accepted_by, "accepted_by")
    require_label_acceptance(codes, name)
    return codes, name


def _refills(value: int | str | None) -> int | None:
    return None if value is None else parse_whole(value, field="refills", least=0, most=MOST_REFILLS)


def plan_of(result: Any) -> tuple[Result, tuple[Finding, ...]]:
    """Return a plan that has a label, and what there is to know of it where another version made its document.

    Parameters:
        result: a plan, its JSON document as text, or a document that was read.

    Raises:
        InputError: ``no-label-for-plan``, ``bad-json``, ``bad-schema``, ``bad-version``.
        MismatchError: ``does-not-recompute``, a document that was edited.
    """
    notes: tuple[Finding, ...] = ()
    if not isinstance(result, Result):
        from ldn_compound.exchange.document import Reading, read_document

        if isinstance(result, str):
            result = read_document(result)
        if isinstance(result, Reading):
            result, notes = result.result, result.notes
    if not isinstance(result, Result) or result.kind not in LABELLED_KINDS:
        given = result.kind if isinstance(result, Result) else type(result).__name__
        needed = "a plan of one of the kinds " + ", ".join(LABELLED_KINDS)
        raise InputError("no-label-for-plan", field="result", given=given, needed=needed)
    return result, notes


def _quantity(value: int | str | None, made: int | Amount | None) -> int | Amount | None:
    if value is None:
        return made
    if made is None:
        needed = "no quantity: a titration is a schedule, and each batch has a label of its own"
        raise InputError("no-quantity", field="quantity", given=value, needed=needed)
    if isinstance(made, int):
        return parse_whole(value, field="quantity", least=1, most=made)
    amount = require(value, "volume", field="quantity")
    if not Fraction(0) < amount.value <= made.value:
        needed = f"a volume above 0, at most the {made.text()} that were made"
        raise InputError("out-of-range", field="quantity", given=amount.text(), needed=needed)
    return amount


def _day(value: date | str | None, field: str) -> date | None:
    return None if value is None else parse_date(value, field=field)


def _warnings(value: Iterable[str] | None, facts: Facts, wording: Wording) -> tuple[str, ...]:
    known = {sentence.key: sentence for sentence in wording.warnings}
    if value is None:
        wanted = (key for key, sentence in known.items() if sentence.is_for(facts.form, very_low=facts.very_low))
        return tuple(key for key in wanted if key not in wording.said_elsewhere)
    asked = parse_names(value, field="warnings")
    for key in asked:
        if key not in known:
            needed = "one of " + ", ".join(known)
            raise InputError("unknown-warning", field="warnings", given=key, needed=needed, hint=near_hint(key, known))
    return asked


@lru_cache(maxsize=4096)
def _clean(text: str) -> str:
    return _BLANKS.sub(" ", text).strip()


def _text(value: str | None, field: str) -> str | None:
    return None if value is None else _clean(parse_text(value, field=field))


def directions_text(value: str) -> str:
    """Return directions as they are printed: NFC, and one plain blank for several.

    Raises:
        InputError: ``not-text``, ``empty``, ``too-long``, ``control-character``.
    """
    return _clean(parse_text(value, field="directions"))


def _from_profile(profile: Pharmacy | None, key: str) -> str | None:
    value = None if profile is None else profile.get(key)
    return None if value is None else _clean(parse_text(value, field=key))


def wording_of(label: Label) -> Wording:
    """Return the words of a label's language."""
    return get_wording(label.language, label.facts.jurisdiction)


def texts_of(label: Label, wording: Wording | None = None) -> dict[str, str]:
    """Return the text of every field that the label has something to say in, with the field's name before it."""
    words = wording or wording_of(label)
    facts = label.facts
    shared = _texts_of_plan(facts, words, label.warnings)
    where = facts.jurisdiction
    own: dict[str, str | None] = {
        "patient": label.patient,
        "directions": label.directions,
        "discard_after": _date(label.discard_after, where, words),
        "use_by": _date(label.discard_after, where, words),
        "quantity": _amount(label.quantity, facts.form, words),
        "refills": None if label.refills is None else str(label.refills),
        "lot": label.lot,
        "prescriber": label.prescriber,
        "prescription_number": label.prescription_number,
        "date_filled": _date(label.date_filled, where, words),
        "reason": label.reason,
        "pharmacy_name": label.pharmacy_name,
        "pharmacy_address": ", ".join(part for part in (label.pharmacy_address, label.pharmacy_telephone) if part),
    }
    return {**shared, **{field: words.write(field, text) for field, text in own.items() if text}}


# A plan has many labels, and only what was given for the patient differs.
@lru_cache(maxsize=256)
def _texts_of_plan(facts: Facts, words: Wording, warnings: tuple[str, ...]) -> dict[str, str]:
    drug, named = None, ""
    if facts.drug and facts.strength is not None:
        drug = f"{_words(facts.drug, words)} {strength_text(facts.strength, words)}"
        named = f"{_words(facts.drug, words)} {strength_text(facts.strength, words, before_noun=True)}"
    sentences = {sentence.key: sentence.text for sentence in words.warnings}
    values: dict[str, str | None] = {
        "drug": drug and f"{named} {words.form(facts.form, facts.route)[1]}",
        "strength": drug or _course_strength(facts, words),
        "dose": _dose(facts, words),
        "made_on": _date(facts.made_on, facts.jurisdiction, words),
        "storage": _words(_clean(facts.storage), words),
        "filler": _words(facts.base, words),
        "capsule_size": facts.size,
        "ingredients": ", ".join(_words(part, words) for part in facts.ingredients),
        "statement": " ".join(_words(text, words) for text in _statements(facts)),
        "warnings": " ".join(sentences[key] for key in warnings),
        "pharmacy_use": words.fields["pharmacy_use"],
        "schedule_title": words.often(facts.doses_per_day) if facts.schedule and facts.doses_per_day else None,
        "containers": _containers(facts, words),
        "syringes": ", ".join(volume_text(size, words) for size in facts.syringes),
        "course_warnings": " ".join(sentences[key] for key in warnings if key in _course_warnings()),
        "schedule": "\n".join(_step(step, facts, words) for step in facts.schedule),
        "quarantine": words.fields["quarantine"],
        "quarantine_order": words.fields["quarantine_order"],
    }
    return {field: words.write(field, text) for field, text in values.items() if text}


def untranslated(label: Label) -> dict[str, tuple[str, ...]]:
    """Return by field what is printed in English on a label of another language.

    These are the plan's own words and the country's statements that the language has no words for, and words of the
    language's file that are still the English ones.
    """
    words, facts = wording_of(label), label.facts
    if words.language == "en":
        return {}
    parts: dict[str, tuple[str, ...]] = {
        "drug": (facts.drug,),
        "strength": (facts.drug,),
        "storage": (_clean(facts.storage),),
        "filler": (facts.base,),
        "ingredients": facts.ingredients,
        "statement": _statements(facts),
    }
    still = _still_english(words, label.warnings, facts.form, facts.route)
    found = {
        field: (
            *(part for part in parts.get(field, ()) if part and words.translated(part) is None),
            *still.get(field, ()),
        )
        for field in texts_of(label, words)
    }
    return {field: texts for field, texts in found.items() if texts}


@lru_cache(maxsize=256)
def _still_english(words: Wording, warnings: tuple[str, ...], form: str, route: str) -> dict[str, tuple[str, ...]]:
    """Return by field the words of a language's own file that nobody has put into that language."""
    english = get_wording()
    sentences = {item.text for item in english.warnings}
    same = {item.key: item.text for item in words.warnings if item.key in warnings and item.text in sentences}
    found: dict[str, tuple[str, ...]] = {
        field: (pattern.replace("{text}", "").strip(" :"),)
        for field, pattern in words.fields.items()
        if pattern == english.fields[field] and any(map(str.isalpha, pattern.replace("{text}", "")))
    }
    names = tuple(dict.fromkeys(words.form(form, route)))
    forms = tuple(name for name in names if name in english.form(form, route))
    schedule = tuple(text for key, text in words.schedule.items() if text == english.schedule[key])
    own = {
        "drug": forms,
        "strength": forms,
        "quantity": forms,
        "warnings": tuple(same.values()),
        "course_warnings": tuple(text for key, text in same.items() if key in _course_warnings()),
        "schedule": (*forms, *schedule),
    }
    return {field: (*found.get(field, ()), *own.get(field, ())) for field in {*found, *own}}


def _statements(facts: Facts) -> tuple[str, ...]:
    return tuple(statement.text for statement in get_jurisdiction(facts.jurisdiction).label_statements)


def _words(text: str, words: Wording) -> str:
    return words.translated(text) or text


def _date(day: date | None, jurisdiction: str, wording: Wording) -> str | None:
    return None if day is None else wording.date(day, jurisdiction)


def _amount(amount: int | Amount | None, form: str, words: Wording) -> str | None:
    if amount is None:
        return None
    return words.count(amount, form) if isinstance(amount, int) else volume_text(amount, words)


def _step(step: Step, facts: Facts, words: Wording) -> str:
    """Return one line of a schedule, such as ``Days 1 to 14: 0.5 mL (0.5 mg)``."""
    where = facts.jurisdiction
    dated = step.first_date is not None and step.last_date is not None
    first = _date(step.first_date, where, words) if dated else str(step.first)
    last = _date(step.last_date, where, words) if dated else str(step.last)
    parts = {"{first}": first or "", "{last}": last or "", "{dose}": words.schedule["pause"]}
    if step.dose is not None:
        taken = [volume_text(step.volume, words)] if step.volume is not None else []
        for strength, number in step.units:
            of = words.schedule["units"].replace("{units}", words.count(number, facts.form))
            taken.append(of.replace("{strength}", strength_text(strength, words)))
        parts["{dose}"] = f"{' + '.join(taken)} ({strength_text(step.dose, words)})"
    text = words.schedule["dates" if dated else "days"]
    for slot, part in parts.items():
        text = text.replace(slot, part)
    return text


def _course_strength(facts: Facts, words: Wording) -> str | None:
    """Return what the doses of a titration are taken from, such as ``1 mg/mL oral solution``."""
    if not facts.schedule or facts.strength is None:
        return None
    return f"{strength_text(facts.strength, words, before_noun=True)} {words.form(facts.form, facts.route)[1]}"


def _containers(facts: Facts, words: Wording) -> str:
    """Return the days on which a new container of a titration is begun, the first left out."""
    days = (
        words.schedule["day"].replace("{first}", str(number))
        if first is None
        else words.date(first, facts.jurisdiction)
        for number, first in facts.containers[1:]
    )
    return "; ".join(days)


@lru_cache(maxsize=1)
def _course_warnings() -> tuple[str, ...]:
    table = read_table(data_folder() / "rules.toml", "rules").table("course")
    table.only("warnings", "source")
    return table.texts("warnings")


def _dose(facts: Facts, words: Wording) -> str | None:
    dose = facts.dose
    if dose is None or facts.dose_volume is None:
        return None
    return f"{volume_text(facts.dose_volume, words)} ({strength_text(Amount(dose, 'mass'), words)})"


def codes_of(label: Label) -> dict[str, str]:
    """Return what the code of each field says; fields without one are left out."""
    values: dict[str, str | None] = {"prescription_number": label.prescription_number, "lot": label.lot}
    if label.gtin is not None and label.lot is not None and label.discard_after is not None:
        gs1 = Gs1(gtin=label.gtin, expiry=label.discard_after, lot=label.lot, serial=label.prescription_number)
        values["gs1"] = gs1.text
    return {field: text for field, text in values.items() if text is not None}
