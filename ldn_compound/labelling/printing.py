"""Check labels and print them: the two verbs of this room. A plan is recomputed before its label is printed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from ldn_compound.checks.codes import finding
from ldn_compound.errors import InputError, StopError
from ldn_compound.labelling.catalogue import get_design, get_stock
from ldn_compound.labelling.content import Label, texts_of
from ldn_compound.labelling.design import Design
from ldn_compound.labelling.layout import PlacedLabel, place
from ldn_compound.labelling.lint import lint_directions
from ldn_compound.labelling.stock import Stock
from ldn_compound.labelling.wording import Wording, get_wording
from ldn_compound.numbers import parse_whole
from ldn_compound.reference.jurisdictions import get_jurisdiction
from ldn_compound.results import Finding, Severity
from ldn_compound.texts import parse_date

MOST_COPIES = 1000
MOST_LABELS = 100_000

# A country's element of the label, and the fields of ours that carry it. The pharmacy's name has a finding of its own.
_FIELDS_OF_ELEMENT = {
    "pharmacy-address": "pharmacy_address",
    "prescription-number": "prescription_number",
    "date-filled": "date_filled",
    "prescriber": "prescriber",
    "patient": "patient",
    "directions": "directions",
    "drug": "drug",
    "strength": "drug",
    "form": "drug",
    "quantity": "quantity",
    "refills": "refills",
    "beyond-use-date": "discard_after",
    "lot": "lot",
    "storage": "storage",
    "ingredients": "ingredients",
    "warnings": "warnings",
    "made-on": "made_on",
}
_DATES = {"discard_after", "use_by", "made_on"}
_PROFILE_KEYS = {"pharmacy_name": "pharmacy.name", "pharmacy_address": "pharmacy.address"}


def check_label(
    label: Label,
    *,
    stock: str,
    design: str = "prescription",
    today: date | str | None = None,
    folder: Path | str | None = None,
) -> tuple[Finding, ...]:
    """Return what the rules find in a label before it is printed.

    Parameters:
        label: of :func:`ldn_compound.labelling.content.label_for`.
        stock: name of the stock.
        design: name of the design.
        today: the day of printing; without it the rule "not past the beyond-use date" is not run, and says so.
        folder: the pharmacy's own label data, which goes over ours.

    Raises:
        InputError: ``unknown-stock``, ``unknown-design``, ``label-field-missing``, ``no-beyond-use-date``,
            ``bad-date``, ``not-in-code-128``.
        LabelError: what does not fit, or cannot be set.
    """
    day = None if today is None else parse_date(today, field="today")
    found_design, found_stock, wording = get_design(design, folder), get_stock(stock, folder), get_wording()
    _labels([label])
    findings = _findings(label, found_design, day)
    _place(label, found_design, found_stock, wording)
    return findings


def print_labels(
    labels: Iterable[Label],
    *,
    stock: str,
    design: str = "prescription",
    start_at: int | str = 1,
    copies: int | str = 1,
    today: date | str | None = None,
    folder: Path | str | None = None,
) -> bytes:
    """Return the labels as one PDF, or refuse them all.

    Each plan is recomputed from its inputs first. Nothing is drawn before every label has passed.

    Parameters:
        labels: of :func:`ldn_compound.labelling.content.label_for`, in the order of printing.
        stock: name of the stock.
        design: name of the design.
        start_at: position of the first label on a used sheet, from 1, row by row.
        copies: of each label, one after the other; from 1 to 1000.
        today: the day of printing; without it the rule "not past the beyond-use date" is not run.
        folder: the pharmacy's own label data, which goes over ours.

    Raises:
        InputError: ``no-labels``, ``not-a-label``; ``out-of-range`` for a start beyond the sheet or copies that are
            not sane; and what :func:`check_label` raises.
        MismatchError: a plan that does not recompute.
        StopError: ``stop-not-accepted`` for a plan's stop; the finding's code for one of the label.
        LabelError: what does not fit, or cannot be set.

    Example::

        pdf = ldn.print_labels([label], stock="zebra-4x2", today=date(2026, 11, 22))
    """
    found_design, found_stock, wording = get_design(design, folder), get_stock(stock, folder), get_wording()
    first = parse_whole(start_at, field="start_at", least=1, most=found_stock.per_page)
    times = parse_whole(copies, field="copies", least=1, most=MOST_COPIES)
    day = None if today is None else parse_date(today, field="today")
    wanted = _labels(labels)
    if len(wanted) * times > MOST_LABELS:
        needed = f"at most {MOST_LABELS} labels in one file"
        raise InputError("out-of-range", field="copies", given=str(times), needed=needed)
    _verify(wanted)
    placed: list[PlacedLabel] = []
    for label in wanted:
        _refuse_stops(_findings(label, found_design, day))
        placed.extend([_place(label, found_design, found_stock, wording)] * times)

    from ldn_compound.labelling.render import render

    return render(placed, stock=found_stock, start_at=first, title=f"Labels ({found_design.key}, {found_stock.key})")


def _labels(labels: Iterable[Label]) -> tuple[Label, ...]:
    # Not any iterable: a pint Quantity says that it is one.
    if not isinstance(labels, list | tuple):
        raise InputError("not-a-label", field="labels", given=type(labels).__name__, needed="a list of labels")
    wanted = tuple(labels)
    for label in wanted:
        if not isinstance(label, Label):
            raise InputError("not-a-label", field="labels", given=type(label).__name__, needed="labels of label_for")
    if not wanted:
        raise InputError("no-labels", field="labels", needed="at least one label")
    return wanted


def _verify(labels: tuple[Label, ...]) -> None:
    """Recompute each plan once and refuse its stops."""
    from ldn_compound.plans import verify

    seen: set[int] = set()
    for label in labels:
        result = label.result
        if id(result) in seen:
            continue
        seen.add(id(result))
        verify(result)
        if result.stops:
            names = ", ".join(stop.code for stop in result.stops)
            raise StopError(
                "stop-not-accepted",
                findings=result.stops,
                field=result.stops[0].field,
                given=names,
                needed="a plan without stop findings, or each accepted by name",
                hint="; ".join(stop.message for stop in result.stops),
            )


def _refuse_stops(findings: tuple[Finding, ...]) -> None:
    stops = tuple(item for item in findings if item.stops)
    if stops:
        first = stops[0]
        hint = "; ".join(dict.fromkeys(item.message for item in stops))
        needed = "a label without stop findings"
        raise StopError(first.code, findings=stops, field=first.field, needed=needed, hint=hint)


def _findings(label: Label, design: Design, today: date | None) -> tuple[Finding, ...]:
    _require_fields(label, design)
    found = [*lint_directions(label.directions)] if label.directions else []
    if design.audience == "patient" and label.pharmacy_name is None:
        found.append(_no_pharmacy(label.result.jurisdiction))
    beyond = label.result.beyond_use_date
    if today is None:
        message = "whether the beyond-use date has passed was not checked: the day of printing was not given"
        found.append(finding("today-not-given", Severity.INFO, message, source="house rule", field="today"))
    elif beyond is not None and beyond < today:
        message = f"the beyond-use date {beyond} is before the day of printing {today}"
        source = "USP <795>, in force 1 November 2023: a preparation is not used after its beyond-use date"
        found.append(finding("beyond-use-passed", Severity.STOP, message, source=source, field="today"))
    return tuple(found)


def _no_pharmacy(jurisdiction: str) -> Finding:
    message = "the label does not name the pharmacy: set pharmacy.name in the profile"
    if jurisdiction == "general":
        return finding("pharmacy-name-missing", Severity.CAUTION, message, source="house rule", field="pharmacy.name")
    elements = get_jurisdiction(jurisdiction).label_elements
    source = next((str(item.source) for item in elements if item.key == "pharmacy-name"), "house rule")
    return finding("pharmacy-name-missing", Severity.STOP, message, source=source, field="pharmacy.name")


def _require_fields(label: Label, design: Design) -> None:
    """Refuse a label without what the design or the country demands."""
    texts = texts_of(label, get_wording())
    demanded = {box.field: f"the {design.key} label" for box in design.boxes if box.mandatory}
    if design.audience == "patient":
        country = get_jurisdiction(label.result.jurisdiction)
        for element in country.label_elements:
            field = _FIELDS_OF_ELEMENT.get(element.key)
            if element.required and field is not None:
                demanded.setdefault(field, f"a label in the {country.name} ({element.source})")
    for field, by in demanded.items():
        if field in texts:
            continue
        if field in _DATES:
            raise InputError(
                "no-beyond-use-date",
                field="made_on",
                needed="the day on which the batch is made, from which the beyond-use date follows",
                hint="plan again with made_on (--made-on DATE): a label without a beyond-use date is not printed",
            )
        key = _PROFILE_KEYS.get(field)
        hint = f"set {key} in the profile" if key else f"give --{field.replace('_', '-')} (in Python: {field}=)"
        raise InputError("label-field-missing", field=key or field, needed=f"it, for {by}", hint=hint)


def _place(label: Label, design: Design, stock: Stock, wording: Wording) -> PlacedLabel:
    codes = {
        field: text
        for field, text in (("prescription_number", label.prescription_number), ("lot", label.lot))
        if text is not None
    }
    return place(texts_of(label, wording), codes, design=design, stock=stock)
