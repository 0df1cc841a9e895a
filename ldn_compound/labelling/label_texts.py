"""The texts of a label's fields, and what its codes hold."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from ldn_compound.core.units import Amount
from ldn_compound.labelling.catalogue import data_folder
from ldn_compound.labelling.content import Label, one_line
from ldn_compound.labelling.facts import Facts, Step
from ldn_compound.labelling.flow import PART
from ldn_compound.labelling.gs1 import Gs1
from ldn_compound.labelling.tables import read_table
from ldn_compound.labelling.wording import Wording, get_wording, strength_text, volume_text
from ldn_compound.reference.jurisdictions import get_jurisdiction

# The fields that name the drug.
_NAMED = ("drug", "strength", "identity", "schedule_title")


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
        "identity": _identity(label, shared),
        "patient": label.patient,
        "directions": label.directions,
        "purpose": label.purpose,
        "discard_after": _date(label.discard_after, where, words),
        "use_by": _date(label.discard_after, where, words),
        "quantity": _amount(label.quantity, facts.form, words),
        "refills": None if label.refills is None else str(label.refills),
        "lot": label.lot,
        "prescriber": label.prescriber,
        "prescription_number": label.prescription_number,
        "date_filled": _date(label.date_filled, where, words),
        "reason": label.reason,
        "after_opening": None if label.after_opening_days is None else str(label.after_opening_days),
        "pharmacy_name": label.pharmacy_name,
        "pharmacy_address": ", ".join(part for part in (label.pharmacy_address, label.pharmacy_telephone) if part),
    }
    texts = {**shared, **{field: words.write(field, text) for field, text in own.items() if text}}
    if label.container is not None and "quantity" in texts:
        texts["quantity"] += container_text(label, words)
    if label.repeat is not None:
        texts["refills"] = label.repeat.written(words.parts["repeat"])
    return _with_tall_letters(texts) if label.tall_man else texts


def part_texts(number: int, words: Wording) -> str:
    """Return how each of several labels is numbered, a line for each; nothing for one.

    >>> part_texts(2, get_wording()).splitlines()
    ['Label 1 of 2', 'Label 2 of 2']
    """
    if number == 1:
        return ""
    lines = (words.write(PART, str(one)) for one in range(1, number + 1))
    return "\n".join(lines).replace("{count}", str(number))


def _identity(label: Label, shared: dict[str, str]) -> str | None:
    """Return what ties several labels of one container together: for whom, and which drug in which strength."""
    drug = shared.get("strength") if label.facts.drug else None
    return f"{label.patient}, {drug}" if label.patient and drug else None


def container_text(label: Label, words: Wording) -> str:
    """Return what stands behind the quantity of a label that is on one container of several; else nothing."""
    return "" if label.container is None else f", {label.container.written(words.parts['container'])}"


def _with_tall_letters(texts: dict[str, str]) -> dict[str, str]:
    """Return the texts with the names that look alike in tall letters."""
    found = dict(texts)
    for field in _NAMED:
        for name, written in _tall_names() if field in found else ():
            found[field] = re.sub(rf"\b{re.escape(name)}\b", written, found[field])
    return found


@lru_cache(maxsize=1)
def _tall_names() -> tuple[tuple[str, str], ...]:
    rows = read_table(data_folder() / "rules.toml", "rules").rows("tall_man")
    for row in rows:
        row.only("name", "written", "source")
    return tuple((row.text("name"), row.text("written")) for row in rows)


# A plan has many labels, and only what was given for the patient differs.
@lru_cache(maxsize=256)
def _texts_of_plan(facts: Facts, words: Wording, warnings: tuple[str, ...]) -> dict[str, str]:
    drug, named = None, ""
    if facts.drug and facts.strength is not None:
        drug = f"{_words(facts.drug, words)} {strength_text(facts.strength, words)}"
        named = f"{_words(facts.drug, words)} {strength_text(facts.strength, words, before_noun=True)}"
    first = first_warnings()
    sentences = {sentence.key: sentence.text for sentence in words.warnings}
    warnings = (*(key for key in warnings if key in first), *(key for key in warnings if key not in first))
    values: dict[str, str | None] = {
        "drug": drug and f"{named} {words.form(facts.form, facts.route)[1]}",
        "strength": drug or _course_strength(facts, words),
        "dose": _dose(facts, words),
        "made_on": _date(facts.made_on, facts.jurisdiction, words),
        "storage": _words(one_line(facts.storage), words),
        "vehicle" if facts.liquid else "filler": _words(facts.base, words),
        "capsule_size": facts.size,
        "ingredients": ", ".join(_ingredient(part, facts, words) or part for part in facts.ingredients),
        "other_ingredients": ", ".join(_ingredient(part, facts, words) or part for part in _others(facts)),
        "source_product": facts.product,
        "route": words.routes[facts.route] if facts.drug else None,
        "statement": " ".join(_words(text, words) for text in _statements(facts)),
        "warnings": "\n".join(sentences[key] for key in warnings),
        "heading": words.fields["heading"],
        "pharmacy_use": words.fields["pharmacy_use"],
        "schedule_title": _often(facts, words),
        "containers": _containers(facts, words),
        "syringes": ", ".join(volume_text(size, words) for size in facts.syringes),
        "course_warnings": "\n".join(sentences[key] for key in warnings if key in _course_warnings()),
        "schedule": _schedule(facts, words),
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
        "storage": (one_line(facts.storage),),
        "filler": (facts.base,),
        "vehicle": (facts.base,),
        "statement": _statements(facts),
    }
    lists = {"ingredients": facts.ingredients, "other_ingredients": _others(facts)}
    nameless = {
        field: tuple(part for part in names if _ingredient(part, facts, words) is None)
        for field, names in lists.items()
    }
    still = _still_english(words, label.warnings, facts.form, facts.route)
    found = {
        field: (
            *(part for part in parts.get(field, ()) if part and words.translated(part) is None),
            *nameless.get(field, ()),
            *still.get(field, ()),
        )
        for field in (*texts_of(label, words), PART)
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
        if pattern == english.fields[field]
        and pattern not in words.same_as_english
        and any(map(str.isalpha, pattern.replace("{text}", "")))
    }
    names = tuple(dict.fromkeys(words.form(form, route)))
    forms = tuple(name for name in names if name in english.form(form, route) and name not in words.same_as_english)
    schedule = tuple(
        text
        for key, text in words.schedule.items()
        if text == english.schedule[key] and text not in words.same_as_english
    )
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


def _others(facts: Facts) -> tuple[str, ...]:
    """Return the ingredients beside the drug; of crushed tablets whose name stands on the label that name is enough."""
    if facts.product:
        return (*facts.excipients, *((facts.shell,) if facts.shell else ()))
    return facts.ingredients[1:]


def _ingredient(name: str, facts: Facts, words: Wording) -> str | None:
    """Return an ingredient in the label's language, or None where that has no words for it."""
    return words.shell_name(name) if name == facts.shell else words.translated(name)


def _words(text: str, words: Wording) -> str:
    return words.translated(text) or text


def _date(day: date | None, jurisdiction: str, wording: Wording) -> str | None:
    return None if day is None else wording.date(day, jurisdiction)


def _amount(amount: int | Amount | None, form: str, words: Wording) -> str | None:
    if amount is None:
        return None
    return words.count(amount, form) if isinstance(amount, int) else volume_text(amount, words)


def _schedule(facts: Facts, words: Wording) -> str:
    """Return a titration's steps as the rows of a table, its head first, with tabs between the cells."""
    if not facts.schedule:
        return ""
    head = "\t".join(words.schedule[key] for key in ("head_when", "head_dose", "head_take"))
    return "\n".join((head, *(_step(step, facts, words) for step in facts.schedule)))


def _step(step: Step, facts: Facts, words: Wording) -> str:
    """Return one row of a schedule: when, the dose, what is taken; such as ``Days 1 to 14``, ``0.5 mg``, ``0.5 mL``."""
    where = facts.jurisdiction
    dated = step.first_date is not None and step.last_date is not None
    first = _date(step.first_date, where, words) if dated else str(step.first)
    last = _date(step.last_date, where, words) if dated else str(step.last)
    when = words.schedule["dates" if dated else "days"].replace("{first}", first or "").replace("{last}", last or "")
    if step.dose is None:
        return f"{when}\t{words.schedule['pause']}"
    taken = [volume_text(step.volume, words)] if step.volume is not None else []
    for strength, number in step.units:
        of = words.schedule["units"].replace("{units}", words.count(number, facts.form))
        taken.append(of.replace("{strength}", strength_text(strength, words)))
    dose = strength_text(step.dose, words)
    if step.time is not None:
        text = words.timings[step.time].text
        dose = f"{dose} {text[0].lower()}{text[1:]}"
    return f"{when}\t{dose}\t{' + '.join(taken)}"


def _often(facts: Facts, words: Wording) -> str | None:
    """Return how often a titration's dose is taken, or the times of the day where its doses differ."""
    if not facts.schedule or not facts.doses_per_day:
        return None
    if facts.times_of_day:
        return words.timings["-and-".join(facts.times_of_day)].text
    return words.often(facts.doses_per_day)


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
def first_warnings() -> tuple[str, ...]:
    """Return the keys of the sentences that stand first of the warnings, and are emphasised."""
    table = read_table(data_folder() / "rules.toml", "rules").table("emphasis")
    table.only("warnings", "source")
    return table.texts("warnings")


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
