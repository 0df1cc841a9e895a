"""The rules for one label before it is printed: what it must say, what it must not, and what it says in the end."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from ldn_compound.checks.acceptance import apply_acceptance
from ldn_compound.checks.codes import finding
from ldn_compound.core.errors import InputError, LdnError, StopError
from ldn_compound.core.results import Finding
from ldn_compound.core.units import Amount
from ldn_compound.labelling.content import Label
from ldn_compound.labelling.country_rules import country_findings, demanded, no_pharmacy, printed_fields
from ldn_compound.labelling.design import Design
from ldn_compound.labelling.directions_checking import directions_findings
from ldn_compound.labelling.facts import Facts
from ldn_compound.labelling.flow import PART
from ldn_compound.labelling.label_counts import count_findings
from ldn_compound.labelling.label_dates import date_findings
from ldn_compound.labelling.label_marks import marks_of
from ldn_compound.labelling.label_texts import (
    codes_of,
    container_text,
    part_texts,
    texts_of,
    untranslated,
    wording_of,
)
from ldn_compound.labelling.layout import try_to_place
from ldn_compound.labelling.least_sizes import size_findings
from ldn_compound.labelling.lint import lint_directions
from ldn_compound.labelling.logo import place_logo, read_logo
from ldn_compound.labelling.names import set_names
from ldn_compound.labelling.placed import PlacedLabel
from ldn_compound.labelling.problems import CodeTooWideError
from ldn_compound.labelling.questions import question_findings
from ldn_compound.labelling.roomier import name_stocks
from ldn_compound.labelling.routes import route_findings
from ldn_compound.labelling.stock import Stock
from ldn_compound.labelling.wording import Wording

_DATES = {"discard_after", "use_by", "made_on"}
_PROFILE_KEYS = {"pharmacy_name": "pharmacy.name", "pharmacy_address": "pharmacy.address"}
_HINTS = {
    "dose": "plan again with the dose: it is drawn up by the syringe's lines",
    "source_product": "plan again with the name of the tablets that are crushed (--source-product)",
}
_COURSE = "house rule: a titration's label says all that a batch's label says of the dose"
_READ_BACK = "house rule: what is printed is read back and compared with the plan"


class Examined(NamedTuple):
    """A label that was looked at.

    Attributes:
        findings: what the rules say.
        problems: what is missing, and what keeps it from being placed.
        placed: where everything stands, as far as it can be placed.
        design: in which variant of its design.
    """

    findings: tuple[Finding, ...]
    problems: tuple[LdnError, ...]
    placed: PlacedLabel
    design: Design

    def refusals(self) -> tuple[LdnError, ...]:
        """Return every reason not to print it: its problems, and its stop findings as one error."""
        stops = tuple(item for item in self.findings if item.stops)
        return (*self.problems, _stopped(stops)) if stops else self.problems


def examined(
    label: Label, design: Design, stock: Stock, today: date | None, *, folder: Path | str | None = None
) -> Examined:
    """Return all that is wrong with a label in one go."""
    words = wording_of(label)
    texts = texts_of(label, words)
    problems = [*label.refused, *_missing_fields(label, design, texts)]
    if label.container is not None and "quantity" not in design.printed:
        needed = "a design that prints the quantity: the container stands behind it"
        problems.append(InputError("container-not-printed", field="container", given=design.key, needed=needed))
    findings = _accepted(label, _findings(label, design, texts, words, today))
    codes: dict[str, str] = {}
    try:
        codes = codes_in(label, design)
    except InputError as error:
        problems.append(error)
    named = set_names(texts, marks_of(label, texts, words), label.patient_latin, folder)
    shown = shown_texts(named.texts, label, design, words)
    placed, unplaced = try_to_place(shown, codes, design=design, stock=stock, marks=named.marks)
    for problem in unplaced:
        if isinstance(problem, CodeTooWideError):
            name_stocks(problem, named.texts, codes[str(problem.field)], design, folder)
    places = {field: place for place, field in enumerate(design.printed)}
    unset = [problem for problem in named.problems if problem.field in places]
    problems += sorted((*unset, *unplaced), key=lambda problem: places.get(str(problem.field), len(places)))
    if named.latin_only is not None and "patient" in design.printed:
        findings += (_latin_only(*named.latin_only),)
    logo = None
    if label.logo is not None and "pharmacy_name" in design.printed:
        logo = read_logo(label.logo)
    if not problems and logo is not None:
        placed = placed._replace(logo=place_logo(placed, logo, stock))
        findings += () if placed.logo is not None else (_no_room_for_logo(stock),)
    if not problems:
        findings += _read_back(label, placed, words)
        findings += size_findings(placed, design, stock, country=label.facts.jurisdiction)
        findings += _several(design, stock, placed)
    return Examined(findings, tuple(problems), placed, design)


def shown_texts(texts: Mapping[str, str], label: Label, design: Design, words: Wording) -> dict[str, str]:
    """Return what a design shows of a label, some only where the country asks for it, and how it is numbered."""
    facts = label.facts
    left_out = set(design.only_asked) - printed_fields(design, facts.jurisdiction, facts.holds)
    shown = {field: text for field, text in texts.items() if field not in left_out}
    return shown | {PART: part_texts(design.labels, words)}


def _several(design: Design, stock: Stock, placed: PlacedLabel) -> tuple[Finding, ...]:
    """Say that the label stands on several of the stock."""
    if not placed.further:
        return ()
    message = (
        f"it stands on {design.labels} labels of {stock.key}, numbered: the first goes on the container, the others "
        "beside it or, where there is no room, on its box"
    )
    return (finding("label-on-several", message, source="house rule: what the law asks for stands on the container"),)


def codes_in(label: Label, design: Design) -> dict[str, str]:
    """Return what the codes of a design say, by field."""
    # Only what the design prints is worked out: a lot that no GS1 code can carry is no fault of another design.
    wanted = design.code_kinds
    return codes_of(label) if "gs1" in wanted else codes_of_plain(label, wanted)


def codes_of_plain(label: Label, wanted: Iterable[str]) -> dict[str, str]:
    """Return what the codes of the wanted fields say, without GS1."""
    values = {field: getattr(label, field) for field in wanted}
    return {field: text for field, text in values.items() if text is not None}


def codes_on(label: Label, design: Design) -> tuple[tuple[str, str, str], ...]:
    """Return every code of a design that the label has something to say in: field, kind, and what it says."""
    says = codes_in(label, design)
    return tuple((field, kind, says[field]) for field, kind in design.code_kinds.items() if field in says)


def _stopped(stops: tuple[Finding, ...]) -> StopError:
    first = stops[0]
    hint = "; ".join(dict.fromkeys(item.message for item in stops))
    needed = "a label without stop findings"
    return StopError(first.code, findings=stops, field=first.field, needed=needed, hint=hint)


def _accepted(label: Label, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    return apply_acceptance(findings, accept=label.accept, accepted_by=label.accepted_by, of="label")


def _findings(
    label: Label, design: Design, texts: Mapping[str, str], words: Wording, today: date | None
) -> tuple[Finding, ...]:
    printed = set(printed_fields(design, label.facts.jurisdiction, label.facts.holds))
    found: list[Finding] = []
    for field in ("directions", "purpose", "reason"):
        text = getattr(label, field)
        if text is not None and field in printed:
            found += lint_directions(text, field=field, language=words.language, jurisdiction=words.place)
    # What was given for the patient is compared on every label that goes to the patient, whether its design prints it.
    if label.directions is not None and ("directions" in printed or design.audience != "pharmacy"):
        found += route_findings(label.directions, route=label.facts.route, language=words.language)
        found += directions_findings(label.directions, label.facts, words)
    found += question_findings(label.asked, label.result, audience=design.audience, day=label.date_filled or today)
    if design.audience == "patient" and label.pharmacy_name is None:
        found.append(no_pharmacy(label.facts.jurisdiction))
    found += _not_translated(label, printed, words)
    found += _course_findings(label, printed)
    return (
        *label.notes,
        *found,
        *country_findings(label, design, texts, words),
        *count_findings(label),
        *date_findings(label, today),
    )


def _course_findings(label: Label, printed: set[str]) -> list[Finding]:
    """Say what a titration's label leaves open: the plan of a course knows neither the hour nor the batch."""
    if "schedule" not in printed or not label.facts.schedule:
        return []
    left_open = [] if label.directions is not None else ["the time of day (give --timing or --directions)"]
    if label.discard_after is None:
        left_open.append("the last day of use of the first container (give --discard-after, from its batch)")
    if not left_open:
        return []
    message = f"the label does not say {' or '.join(left_open)}"
    return [finding("titration-label-open", message, source=_COURSE)]


def _no_room_for_logo(stock: Stock) -> Finding:
    message = f"the logo is left out: nothing on {stock.key} is free for it beside what the label says"
    return finding("logo-without-room", message, source="house rule: a logo takes no room of what a label must say")


def _latin_only(name: str, why: str) -> Finding:
    message = f"the label has the patient's name in Latin letters alone: '{name}' cannot be set, {why}"
    return finding("patient-name-in-latin-only", message, source="house rule")


def _not_translated(label: Label, printed: set[str], words: Wording) -> list[Finding]:
    missing = [text for field, texts in untranslated(label).items() if field in printed for text in texts]
    if not missing:
        return []
    named = "; ".join(dict.fromkeys(missing))
    message = f"not in the label's language, since texts/{words.language}.toml has no words for it: {named}"
    return [finding("label-text-not-translated", message, source="house rule")]


def _read_back(label: Label, placed: PlacedLabel, words: Wording) -> tuple[Finding, ...]:
    """Read strength, amount and dates from the lines as they are placed, and compare them with the plan."""
    return tuple(item for part in placed.every for item in _read_one(label, part, words))


def _read_one(label: Label, placed: PlacedLabel, words: Wording) -> tuple[Finding, ...]:
    printed: dict[str, str] = {}
    for line in placed.lines:
        printed[line.field] = f"{printed[line.field]} {line.text}" if line.field in printed else line.text
    facts = label.facts
    wrong: dict[str, str] = {}
    for field in ("drug", "strength", "identity"):
        if field in printed and words.read_quantities(printed[field]) != (facts.strength,):
            wrong[field] = facts.strength.text() if facts.strength is not None else "no strength"
    for field, day in (
        ("discard_after", label.discard_after),
        ("use_by", label.discard_after),
        ("made_on", facts.made_on),
    ):
        if field in printed and words.read_date(printed[field], facts.jurisdiction) != day:
            wrong[field] = str(day)
    if "quantity" in printed:
        behind = container_text(label, words)
        amount = printed["quantity"].removesuffix(behind)
        if not printed["quantity"].endswith(behind) or not _same_amount(amount, label.quantity, words):
            wrong["quantity"] = f"{label.quantity}{behind}"
    if "schedule" in printed and words.read_quantities(printed["schedule"]) != _scheduled(facts):
        wrong["schedule"] = "the doses of its steps"
    return tuple(
        finding(
            "label-differs-from-plan",
            f"'{printed[field]}' does not say what the plan says: {meant}",
            source=_READ_BACK,
            field=field,
        )
        for field, meant in wrong.items()
    )


def _scheduled(facts: Facts) -> tuple[Amount, ...]:
    """Return every amount that a schedule's lines state, in their order."""
    amounts: list[Amount] = []
    for step in facts.schedule:
        amounts += [step.dose] if step.dose is not None else []
        amounts += [step.volume] if step.volume is not None else []
        amounts += [strength for strength, _ in step.units]
    return tuple(amounts)


def _same_amount(text: str, amount: int | Amount | None, words: Wording) -> bool:
    if isinstance(amount, int):
        return re.findall(r"[0-9]+", text.replace(words.group, "")) == [str(amount)]
    return words.read_quantities(text) == (amount,)


def _missing_fields(label: Label, design: Design, texts: Mapping[str, str]) -> list[LdnError]:
    """Return an error for every field that the design or the country demands and that the label does not have."""
    # A field that was given and refused is not missing.
    refused = {"directions" if error.field == "timing" else error.field for error in label.refused}
    found: dict[str, LdnError] = {}
    for field, by in demanded(design, label.facts.jurisdiction, label.facts.holds).items():
        if field in texts or field in refused or _PROFILE_KEYS.get(field) in refused:
            continue
        if field in _DATES:
            error = InputError(
                "no-beyond-use-date",
                field="made_on",
                needed="the day on which the batch is made, from which the beyond-use date follows",
                hint="plan again with made_on (--made-on DATE): a label without a beyond-use date is not printed",
            )
        else:
            key = _PROFILE_KEYS.get(field)
            hint = f"set {key} in the profile" if key else f"give --{field.replace('_', '-')} (in Python: {field}=)"
            hint = _HINTS.get(field, hint)
            error = InputError("label-field-missing", field=key or field, needed=f"a value: {by}", hint=hint)
        found.setdefault(str(error.field), error)
    return list(found.values())
