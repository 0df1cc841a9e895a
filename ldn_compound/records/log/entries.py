"""What is entered in the log, and what is read back from it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypedDict

import attrs

from ldn_compound.core.errors import MismatchError
from ldn_compound.core.patterns import Day, Moment
from ldn_compound.records.log.chain import digest_of, lots_in

Kind = Literal["number", "batch", "label", "note", "forgotten"]
KINDS: tuple[Kind, ...] = ("number", "batch", "label", "note", "forgotten")
"""A number that was given out; a plan or record; a print; a remark; that a name was forgotten."""


@attrs.frozen(kw_only=True)
class Draft:
    """What is to be entered.

    Attributes:
        kind: of :data:`KINDS`.
        data: what the kind holds, as JSON has it.
        by: who enters it, or None.
        plan: the document of the plan that it is about, or None.
        lots: component and lot of what was taken.
        strength, day: of the plan, as they are looked up; None where it has none (the day: the entry's own).
        prescription_number: or None.
        patient: the name as it was given, or None.
        number: the batch's number: of one that is in the log, or with ``opens`` a new one of the pharmacy's own.
        opens: whether a number begins here: the given one, or where none is given the next of the pattern.
        corrects: the sequence number of the entry that this one stands in place of, or None.
    """

    kind: Kind
    data: Mapping[str, Any]
    by: str | None = None
    plan: Mapping[str, Any] | None = None
    lots: tuple[tuple[str, str], ...] = ()
    strength: str | None = None
    day: str | None = None
    prescription_number: str | None = None
    patient: str | None = None
    number: str | None = None
    opens: bool = False
    corrects: int | None = None


class ComponentLot(TypedDict):
    """A lot of a component.

    Attributes:
        component: its key, such as api.
        lot: as it stands on the container.
    """

    component: str
    lot: str


class EntryRow(TypedDict):
    """An entry of the log.

    Attributes:
        sequence: its place, from 1.
        number: the batch's number.
        kind: a number that was given out, a plan or record, a print, a remark, or that a name was forgotten.
        at: when it was entered.
        by: who entered it.
        corrects: the sequence number of the entry in whose place it stands.
        corrected_by: the sequence number of the entry that stands in its place.
        clock_set_back_from: the time of the entry before, where the clock had been set back since.
        day: of making; of an entry without a plan its own day.
        strength: of the plan, as it is looked up.
        component_lots: the lots that were taken.
        prescription_number: of the prescription.
        patient: the name; null where none was given, and where it was forgotten.
        patient_forgotten: whether it had a name that was forgotten.
        data: what its kind holds.
        plan: the digest under which its plan is stored.
        digest: of the entry and, through previous, of all before it.
        previous: the digest of the entry before, None of the first one.
    """

    sequence: int
    number: str | None
    kind: Kind
    at: Moment
    by: str | None
    corrects: int | None
    corrected_by: int | None
    clock_set_back_from: Moment | None
    day: Day
    strength: str | None
    component_lots: list[ComponentLot]
    prescription_number: str | None
    patient: str | None
    patient_forgotten: bool
    data: Mapping[str, Any]
    plan: str | None
    digest: str
    previous: str | None


@attrs.frozen(kw_only=True)
class LogEntry:
    """An entry as it stands in the log.

    Attributes:
        sequence: its place, from 1.
        digest: of it and, through ``previous``, of all before it.
        body: what is digested.
        plan: the digest under which its plan is stored, or None.
        patient: the name; None where none was given, or it was forgotten.
        corrected_by: the sequence number of the entry that corrects it, or None.
    """

    sequence: int
    digest: str
    body: Mapping[str, Any]
    plan: str | None
    patient: str | None = None
    corrected_by: int | None = None

    @property
    def kind(self) -> Kind:
        """What it is."""
        kind: Kind = self.body["kind"]
        return kind

    @property
    def number(self) -> str | None:
        """The batch's number."""
        number: str | None = self.body["number"]
        return number

    @property
    def lots(self) -> tuple[tuple[str, str], ...]:
        """Component and lot of what was taken."""
        return tuple((component, lot) for component, lot in self.body["facts"]["lots"])

    @property
    def forgotten(self) -> bool:
        """Whether it had a patient's name that is forgotten."""
        return self.body["patient"] is not None and self.patient is None

    @property
    def after(self) -> str | None:
        """The time of the entry before, where the clock had been set back since; else None."""
        after: str | None = self.body["after"]
        return after

    def to_dict(self) -> EntryRow:
        """Return the entry as JSON has it, its facts one by one."""
        body = self.body
        return {
            "sequence": self.sequence,
            "number": self.number,
            "kind": self.kind,
            "at": body["at"],
            "by": body["by"],
            "corrects": body["corrects"],
            "corrected_by": self.corrected_by,
            "clock_set_back_from": self.after,
            "day": body["facts"]["day"],
            "strength": body["facts"]["strength"],
            "component_lots": [{"component": name, "lot": lot} for name, lot in self.lots],
            "prescription_number": body["facts"]["prescription_number"],
            "patient": self.patient,
            "patient_forgotten": self.forgotten,
            "data": body["data"],
            "plan": self.plan,
            "digest": self.digest,
            "previous": body["previous"],
        }


def entry_of(row: Sequence[Any]) -> LogEntry:
    """Return an entry from its row: sequence, digest, plan, body, the patient's name, what corrects it.

    Raises:
        MismatchError: ``log-broken``: the body is not what the digest says. What was changed is never shown.
    """
    sequence, digest, plan, body, patient, corrected_by = row
    if not isinstance(body, str) or digest_of(body) != digest:
        raise broken(f"entry {sequence}")
    corrected = None if corrected_by is None else int(corrected_by)
    return LogEntry(
        sequence=int(sequence),
        digest=digest,
        plan=plan,
        body=json.loads(body),
        patient=patient,
        corrected_by=corrected,
    )


def broken(what: str) -> MismatchError:
    """Return the error of something in the log that is not as it was written."""
    needed, hint = "a log that is as it was written", "it was changed or damaged; see: ldn-compound record log verify"
    return MismatchError("log-broken", field="log", given=what, needed=needed, hint=hint)


def facts_of(draft: Draft, *, at: str) -> dict[str, Any]:
    """Return what an entry is found by, as its body has it."""
    return {
        "lots": lots_in(draft.lots),
        "strength": draft.strength,
        "day": draft.day or at[:10],
        "prescription_number": draft.prescription_number,
    }
