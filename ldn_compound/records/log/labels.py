"""Labels in the log: each print is an entry, found by the lots of its plan and printed again from it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from ldn_compound.core.errors import InputError
from ldn_compound.core.numbers import parse_whole
from ldn_compound.core.results import to_document
from ldn_compound.core.units import Amount
from ldn_compound.exchange.signing.signature import SIGNATURE
from ldn_compound.exchange.strict_json import parse_object
from ldn_compound.labelling.content import Label
from ldn_compound.records.log.documents import lots_of, strength_of
from ldn_compound.records.log.entries import Draft, LogEntry
from ldn_compound.records.log.log import Log
from ldn_compound.records.log.search import Criteria, find

_TEXTS = ("directions", "purpose", "lot", "prescriber", "reason", "accepted_by")
_LISTED = 20
_MOST = 10**12


class _Read(NamedTuple):
    """The plan's document without its signature, and the signature, or None."""

    plan: dict[str, Any]
    signature: Any


def label_drafts(
    labels: Sequence[Label], log: Log, *, design: str, stock: str, copies: int, by: str | None, again: int | None = None
) -> list[Draft]:
    """Return the entries of labels that are printed, each with its plan and with all that prints it again.

    The batch is the one of the label's lot, else the one that was entered with this very plan.

    Parameters:
        design, stock: what they are printed in and on; copies: of each.
        by: who prints them; again: the entry that is printed again, or None.
    """
    read: dict[str, _Read] = {}
    documents = [_read(label, read) for label in labels]
    numbers: dict[int, str | None] = {}
    for plan, _ in {id(document.plan): document for document in documents}.values():
        before = log.last_of_plan(plan)
        numbers[id(plan)] = None if before is None else before.number
    drafts = []
    for label, (document, signature) in zip(labels, documents, strict=True):
        data = label_data(label, design=design, stock=stock, copies=copies)
        if signature is not None:
            data[SIGNATURE] = signature
        if again is not None:
            data |= {"what": f"printed again: {data['what']}", "again": again}
        drafts.append(
            Draft(
                kind="label",
                data=data,
                by=by,
                plan=document,
                lots=tuple(lots_of(document)),
                strength=strength_of(document),
                day=document["result"].get("made_on"),
                prescription_number=label.prescription_number,
                patient=label.patient,
                number=label.lot or numbers[id(document)],
            )
        )
    return drafts


def label_data(label: Label, *, design: str, stock: str, copies: int) -> dict[str, Any]:
    """Return what an entry of a label holds; parameters as of :func:`label_drafts`. The patient's name is not in it."""
    count = "" if copies == 1 else f", {copies} copies"
    found = {
        "what": f"label {design} on {stock}{count}",
        "design": design,
        "stock": stock,
        "copies": copies,
        "named": label.patient is not None,
        "fields": fields_of(label),
    }
    return found if label.patient_latin is None else {**found, "latin": True}


def fields_of(label: Label) -> dict[str, Any]:
    """Return what a label says beside its plan, as JSON has it and as a label is given it again; without the name."""
    found: dict[str, Any] = {name: getattr(label, name) for name in _TEXTS}
    quantity, asked = label.quantity, label.asked
    found |= {
        "prescription_number": label.prescription_number,
        "quantity": quantity.text() if isinstance(quantity, Amount) else quantity,
        "date_filled": _day(label.date_filled),
        "discard_after": _day(label.discard_after),
        "refills": label.refills,
        "after_opening_days": label.after_opening_days,
        "container": None if label.container is None else label.container.text(),
        "repeat": None if label.repeat is None else label.repeat.text(),
        "warnings": list(label.warnings),
        "accept": list(label.accept) or None,
        "answers": dict(asked.answers) or None,
        "opioid_free_days": asked.opioid_free_days,
        "last_opioid": _day(asked.last_opioid),
        "language": label.language,
    }
    if found["quantity"] == _whole(label):
        found["quantity"] = None
    if label.discard_after == label.facts.beyond_use_date:
        found["discard_after"] = None
    return {name: value for name, value in found.items() if value is not None}


def find_label(log: Log, number: str, *, entry: bool = False) -> LogEntry:
    """Return the label of a prescription that was printed last and not corrected, or the one of an entry.

    Parameters:
        number: of the prescription.
        entry: whether it is the number of an entry; it is never tried as both, for the one may be another patient's.

    Raises:
        InputError: ``unknown-number``, ``unknown-entry``, ``bad-whole-number``; ``several-labels``: other labels of it
            were printed too, each named.
    """
    if entry:
        found = [log.entry(parse_whole(number, field="number", least=1, most=_MOST))]
    else:
        found = list(find(log.store, Criteria(prescription_number=number)).entries)
    found = [item for item in found if item.kind == "label"]
    standing = [item for item in found if item.corrected_by is None]
    if not standing:
        needed = "the number of a prescription with a label in the log, or with --entry of the label's entry"
        hint = "its label was corrected: see record log find" if found else "see: ldn-compound record log find"
        raise InputError("unknown-number", field="number", given=number, needed=needed, hint=hint)
    # The same label printed again is one label.
    different = {json.dumps([item.plan, item.body["data"]["fields"]], sort_keys=True): item for item in standing}
    if len(different) > 1:
        last = list(different.values())[-_LISTED:]
        listed = "; ".join(f"{item.sequence} of {item.body['at'][:10]}" for item in last)
        needed = "the number of one label's entry, with --entry"
        raise InputError("several-labels", field="number", given=number, needed=needed, hint=f"entries {listed}")
    return standing[-1]


def given_again(entry: LogEntry, *, patient: str | None, patient_latin: str | None = None) -> dict[str, Any]:
    """Return the fields of a label that is printed again.

    Parameters:
        entry: of the label.
        patient: the name, where the log does not keep it.
        patient_latin: the name in Latin letters, which the log does not keep.

    Raises:
        InputError: ``name-not-kept``; ``another-name``: the log has another one.
    """
    data: Mapping[str, Any] = entry.body["data"]
    if entry.patient is not None and patient is not None and entry.patient != patient:
        needed, hint = "the name that the label had, or none", "a label for somebody else is a new one: labels print"
        raise InputError("another-name", field="patient", given=patient, needed=needed, hint=hint)
    name = entry.patient or patient
    if name is None and data["named"]:
        why = "it was forgotten" if entry.forgotten else "the log keeps no names"
        needed = "the patient's name, which the log does not have"
        raise InputError("name-not-kept", field="patient", needed=needed, hint=f"{why}: give --patient")
    if data.get("latin") and patient_latin is None:
        needed, hint = "the patient's name in Latin letters, which was on the label", "give --patient-latin"
        raise InputError("name-not-kept", field="patient_latin", needed=needed, hint=hint)
    return {**data["fields"], "patient": name, "patient_latin": patient_latin}


def _read(label: Label, read: dict[str, _Read]) -> _Read:
    """Return the plan's document of a label; one text is read once for all its labels."""
    text = label.document
    if text is None:
        return _Read(dict(to_document(label.result)), None)
    if text not in read:
        plan = dict(parse_object(text, field="plan", needed="a plan"))
        # Beside it: the same plan is stored once, whenever it was signed.
        signature = plan.pop(SIGNATURE, None)
        read[text] = _Read(plan, signature)
    return read[text]


def _whole(label: Label) -> int | str | None:
    amount = label.facts.amount
    return amount.text() if isinstance(amount, Amount) else amount


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
