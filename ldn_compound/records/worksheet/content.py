"""What a compounding record says: everything from the plan, and from a record what was really done."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ldn_compound._version import __version__
from ldn_compound.core.results import Result
from ldn_compound.core.units import Amount
from ldn_compound.exchange.signing.sealing import UNSIGNED, Standing
from ldn_compound.labelling.content import Pharmacy, one_line, read_label
from ldn_compound.labelling.label_texts import texts_of
from ldn_compound.labelling.problems import all_in_one
from ldn_compound.plans.batch.result import Batch, UnitBatch
from ldn_compound.plans.solution.batch import SolutionBatch
from ldn_compound.plans.worksheet import SETTINGS
from ldn_compound.records.bench.steps import steps_of
from ldn_compound.records.entries import Entry
from ldn_compound.records.worksheet import parts
from ldn_compound.records.worksheet.components import Component, components_of
from ldn_compound.records.worksheet.kept import Kept, read_kept
from ldn_compound.records.worksheet.sheet import (
    Block,
    Box,
    Boxes,
    Column,
    Copy,
    Fields,
    Grid,
    Lines,
    Row,
    Section,
    Sheet,
    Text,
)
from ldn_compound.records.worksheet.steps import initials, step_grid
from ldn_compound.records.worksheet.words import Words, shown, stored
from ldn_compound.reference.jurisdictions import get_jurisdiction
from ldn_compound.reference.limits import content_limits, get_standard
from ldn_compound.settings.resolve import settings_from_json

_LABEL_MM = (102.0, 51.0)
"""Room for a label of 4 x 2 inches, the largest that is usual on a container."""
_ON_LABEL = (
    "pharmacy_name",
    "pharmacy_address",
    "prescription_number",
    "drug",
    "quantity",
    "ingredients",
    "discard_after",
    "made_on",
    "lot",
    "storage",
    "warnings",
    "statement",
)
_CODE_DIGITS = 20
"""Digits take half the room of letters in a bar code, and all codes the same."""


def plan_code(plan: Result) -> str:
    """Return the code of a plan, which its sheet bears as a bar code: the digest of its kind and its inputs.

    Another version of this program gives a plan the same code, and a plan with other inputs has another one.

    >>> import ldn_compound as ldn
    >>> plan = ldn.plan_solution(volume="60 mL", made_on="2026-11-22")
    >>> plan_code(plan) == plan_code(ldn.from_json(ldn.to_json(plan)))
    True
    """
    text = json.dumps([plan.kind, dict(plan.inputs)], sort_keys=True, separators=(",", ":"))
    number = int(hashlib.sha256(text.encode("ascii")).hexdigest(), 16) % 10**_CODE_DIGITS
    return f"LDN{number:0{_CODE_DIGITS}}"


def record_sheet(
    plan: Batch,
    *,
    entries: Sequence[Entry] = (),
    digest: str | None = None,
    lot: str | None = None,
    prescription_number: str | None = None,
    paper: str | None = None,
    profile: Pharmacy | None = None,
    standing: Standing = UNSIGNED,
) -> Sheet:
    """Return the compounding record of a batch; what is not known yet is a box to write in.

    Parameters:
        plan: a capsule, tablet or solution batch.
        entries: of its record; digest: of the record, or None for a plan alone.
        lot, prescription_number: the batch's own, or None.
        paper: ``a4`` or ``letter``; the country's where it is None.
        profile: gives the pharmacy's name and the language.
        standing: whether the document is signed.

    Raises:
        InputError: ``not-a-plan``, and what :func:`ldn_compound.labelling.content.label_for` raises.
    """
    steps = steps_of(plan)
    language = None if profile is None else profile.get("labels.language")
    words, kept = Words(str(language or "en")), read_kept(entries)
    label = _label(plan, lot, prescription_number, profile)
    foot = words("sheet.foot", version=__version__)
    if digest is not None:
        foot = words("sheet.foot-record", version=__version__, entries=str(len(entries)), digest=digest[:23])
    return Sheet(
        title=words("sheet.title"),
        subject=parts.subject_of(plan, words),
        code=plan_code(plan),
        coded=words("sheet.coded"),
        foot=f"{foot}; {parts.signed(standing, words)}",
        paged=words("sheet.paged", page="{page}", pages="{pages}"),
        paper=paper or parts.paper_of(plan),
        sections=(
            Section(words("sheet.preparation"), (_identity(plan, words, label),)),
            Section(words("sheet.components"), (_components(plan, kept, words),)),
            Section(words("sheet.steps"), (step_grid(steps, kept, words),)),
            Section(words("sheet.checks"), tuple(_checks(plan, kept, words))),
            Section(words("sheet.use"), (_copy(plan, label, kept, words),), whole=True),
            parts.working(plan, words),
            parts.taken(plan, words),
            parts.findings(plan.findings, words),
            _signed(kept, words),
        ),
    )


def _label(plan: Batch, lot: str | None, number: str | None, profile: Pharmacy | None) -> Mapping[str, str]:
    """Return what the label of the batch says, by field."""
    label = read_label(plan, {"lot": lot, "prescription_number": number}, profile=profile)
    if label.refused:
        raise all_in_one(label.refused)
    texts = texts_of(label)
    given = {"given_lot": label.lot, "given_number": label.prescription_number, "given_pharmacy": label.pharmacy_name}
    return {**texts, **{key: value for key, value in given.items() if value}}


def _known(value: str | None) -> Text | Box:
    return Box() if value is None else Text(value)


def _identity(plan: Batch, words: Words, label: Mapping[str, str]) -> Fields:
    one, many = parts.form_words(plan, words)
    settings = settings_from_json(plan.inputs[SETTINGS])
    rows: list[tuple[str, Text | Box]] = [(words("sheet.drug"), Text(plan.drug_name, bold=True))]
    if isinstance(plan, UnitBatch):
        strength = f"{shown(plan.exact.strength)}, {one}"
        amount = f"{plan.count} {many}"
        if plan.units_made != plan.count:
            amount = words("sheet.amount-made", count=str(plan.count), units=many, made=str(plan.units_made))
    else:
        assert isinstance(plan, SolutionBatch)
        strength, amount = f"{shown(plan.exact.concentration)}, {one}", shown(plan.exact.volume)
    permitted = settings["balance.permitted_error"].value
    assert isinstance(permitted, Amount)  # every plan that weighs has it
    daily = plan.exact.daily_dose
    dose = () if daily is None else (words("sheet.dose", daily=shown(daily), times=str(plan.doses_per_day)),)
    rows += [
        (words("sheet.strength"), Text(strength, bold=True)),
        (words("sheet.amount"), Text(amount, dose, bold=True)),
        (words("sheet.made-on"), _known(None if plan.made_on is None else plan.made_on.isoformat())),
        (words("sheet.lot"), _known(label.get("given_lot"))),
        (words("sheet.prescription-number"), _known(label.get("given_number"))),
        (words("sheet.master"), _known(parts.formula_of(plan))),
        (words("sheet.pharmacy"), _known(label.get("given_pharmacy"))),
        (words("sheet.rules"), Text(get_jurisdiction(plan.jurisdiction).name)),
        (
            words("sheet.balance"),
            Text(
                words(
                    "sheet.balance-said",
                    readability=shown(plan.exact.readability),
                    permitted=shown(permitted),
                )
            ),
        ),
    ]
    return Fields(tuple(rows))


def _components(plan: Batch, kept: Kept, words: Words) -> Grid:
    columns = (
        Column(words("sheet.component"), None),
        Column(words("sheet.planned"), 27),
        Column(words("sheet.supplier"), 32),
        Column(words("sheet.component-lot"), 28),
        Column(words("sheet.expiry"), 22),
        Column(words("sheet.by"), 14),
    )
    rows = [_component(item, kept) for item in components_of(plan, words)]
    if isinstance(plan, UnitBatch):
        total = Text(shown(plan.exact.blend_total), bold=True)
        rows.append(Row((Text(words("sheet.in-all")), total, None, None, None, None)))
    return Grid(columns, tuple(rows))


def _component(item: Component, kept: Kept) -> Row:
    """Return a component's row: what was really taken of it, else what the plan has."""
    key = next((key for key in item.keys if key in kept.components), None)
    taken = {} if key is None else kept.components[key]
    planned = {"supplier": item.supplier, "lot": item.lot, "expiry": item.expiry}
    found = {name: taken.get(name) or value for name, value in planned.items()}
    return Row(
        (
            Text(item.name, item.more),
            Text(item.planned, bold=True),
            Box(found["supplier"]),
            Box(found["lot"]),
            Box(found["expiry"]),
            Box(None if key is None else initials(kept.makers[0] if kept.makers else None)),
        )
    )


def _checks(plan: Batch, kept: Kept, words: Words) -> Iterator[Block]:
    results: tuple[Box, ...] = ()
    made: Mapping[str, Any] = {} if kept.as_made is None else kept.as_made["result"]
    if isinstance(plan, UnitBatch):
        masses, results = _unit_masses(plan, kept, words)
        yield masses
        planned = words("sheet.yield", made=str(plan.units_made))
        amount = None if made.get("units_made") is None else str(made["units_made"])
    else:
        assert isinstance(plan, SolutionBatch)
        planned = words("sheet.volume-made", made=shown(plan.exact.volume_made))
        amount = None if made.get("volume") is None else stored(made["volume"])
    content = content_limits(plan.made_on)
    of_label = words("sheet.of-label", low=shown(content.low), high=shown(content.high))
    yield Boxes(
        "",
        (
            *results,
            Box(amount, planned),
            Box(stored(made["strength_made"]) if made else None, words("sheet.strength-made")),
            Box(stored(made["of_label"]) if made else None, of_label),
            Box(made.get("verdict"), words("sheet.strength-verdict")),
            *_assayed(kept, words),
        ),
    )
    yield Fields(((words("sheet.description"), Text(parts.described(plan, words))), (words("sheet.as-seen"), Box())))


def _assayed(kept: Kept, words: Words) -> Iterator[Box]:
    """Yield the box of the assay, on the sheet of a batch whose units were assayed."""
    if kept.content_check is not None:
        yield Box(kept.content_check["result"]["verdict"], words("sheet.assay-verdict"))


def _unit_masses(plan: UnitBatch, kept: Kept, words: Words) -> tuple[Boxes, tuple[Box, ...]]:
    """Return the boxes for the masses of single units, and those for what follows from them."""
    sizes = get_standard(plan.unit_mass_limits.standard, plan.made_on).sample_sizes
    masses: list[str | None] = []
    found: Mapping[str, Any] = {}
    if kept.weigh_check is not None:
        found = kept.weigh_check["result"]
        masses = [stored(item) for item in kept.weigh_check["inputs"]["masses"]]
    wanted = sizes[0] if sizes else plan.hold_point.units
    masses += [None] * (wanted - len(masses))
    boxes = tuple(Box(value, str(number)) for number, value in enumerate(masses, start=1))
    results = (
        Box(stored(found["mean"]) if found else None, words("sheet.mean")),
        Box(stored(found["rsd"]) if found else None, words("sheet.deviation")),
        Box(found.get("verdict"), words("sheet.masses-verdict")),
    )
    return Boxes(parts.limits_of_units(plan, words), boxes), results


def _use(plan: Batch, words: Words) -> Fields:
    last = plan.beyond_use_date
    by_rule = plan.limited_by in ("rule", "stability", None)
    by = plan.beyond_use_rule if by_rule else words("sheet.set-by-expiry", component=plan.limited_by)
    if not by_rule:
        by = f"{by}; {plan.beyond_use_rule}"
    date = words("sheet.not-dated") if last is None else last.isoformat()
    dated = ((words("sheet.beyond-use"), Text(date, bold=True)), (words("sheet.set-by"), Text(by)))
    return Fields((*dated, *parts.kept_in(plan, words)), 1)


def _copy(plan: Batch, label: Mapping[str, str], kept: Kept, words: Words) -> Copy:
    lines = tuple(one_line(label[field]) for field in _ON_LABEL if field in label)
    printed = tuple(
        words(
            "sheet.printed",
            copies=str(item.data["copies"]),
            design=str(item.data["design"]),
            stock=str(item.data["stock"]),
            language=str(item.data["fields"].get("language")),
            at=item.at,
        )
        for item in kept.labels
    )
    width, height = _LABEL_MM
    return Copy(
        caption=words("sheet.stick"),
        on_back=words("sheet.stick-on-back"),
        width=width,
        height=height,
        fields=_use(plan, words),
        lines=Lines((words("sheet.label-says"), *lines, *printed)),
    )


def _notes(kept: Kept, words: Words) -> Iterator[Block]:
    said = tuple(f"{item.at} {item.by or ''}: {item.data['text']}" for item in kept.notes)
    if said:
        yield Lines(said)
    yield Boxes("", (Box(None, words("sheet.remarks")),))


def _signed(kept: Kept, words: Words) -> Section:
    # A check that found a difference is none to sign for.
    agreed = [item.data["checker"] for item in kept.checks[-1:] if not item.data["differences"]]
    checker = agreed[0] if agreed else None
    signed = (
        (words("sheet.made-by"), ", ".join(kept.makers) or None),
        (words("sheet.checked-by"), None if checker is None else str(checker)),
    )
    return parts.signatures(signed, words, before=tuple(_notes(kept, words)))
