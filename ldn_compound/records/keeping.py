"""The record of a batch that is being made: a file that holds every entry before the next step is shown."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import attrs

from ldn_compound.core.errors import FileError, InputError
from ldn_compound.core.results import Result, to_document
from ldn_compound.core.texts import require_name
from ldn_compound.exchange.document import read_document
from ldn_compound.exchange.identity import compare
from ldn_compound.exchange.signing.sealing import NO_TRUST, Trust
from ldn_compound.exchange.signing.signature import signature_of
from ldn_compound.exchange.strict_json import parse_object
from ldn_compound.plans.quality.as_made import AsMade
from ldn_compound.records.entries import AS_MADE, Entry
from ldn_compound.records.record import Sign, read_record, record_text

_READINGS = ("weighed", "measured")


class Keeping:
    """The record of one batch, which is written whole with each entry.

    Parameters:
        plan: the planned batch.
        read: gives what the file holds, or None where there is none.
        write: writes the file.
        now: gives the time as ISO text with its offset.
        by: who makes the batch, or None.
        sign: signs the record each time that it is written, or None.
        trust: whose signature on a record that is there counts.
        lock: holds the file while it is compared and written.

    Attributes:
        planned: the batch; entries: all there are, in their order.

    Raises:
        InputError: ``no-name``; ``bad-json``, ``bad-schema``, ``bad-entry``; ``record-of-another-plan``,
            ``record-is-signed``.
        MismatchError: ``does-not-recompute``: the file was edited; ``signature-wrong``, ``key-not-trusted``,
            ``not-signed``.
    """

    def __init__(
        self,
        plan: Result,
        *,
        read: Callable[[], str | None],
        write: Callable[[bytes], None],
        now: Callable[[], str],
        by: str | None = None,
        sign: Sign | None = None,
        trust: Trust = NO_TRUST,
        lock: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> None:
        if by is not None:
            require_name(by, field="by")
        self.planned, self._plan = plan, to_document(plan)
        self._read, self._write, self._now, self._by = read, write, now, by
        self._sign, self._lock = sign, lock
        self._text = read()
        self.entries: list[Entry] = []
        if self._text is not None:
            self.entries = _entries(self._text, plan, self._plan)
            _refuse_signature(self._text, None if sign is None else trust)

    @property
    def is_there(self) -> bool:
        """Whether the file was there when the record was opened."""
        return self._text is not None

    @property
    def signed_by(self) -> str:
        """What is said of the key that signs the record, to stand behind what is said of the plan."""
        return "" if self._sign is None else f" Record: {self._sign}."

    def add(self, kind: str, data: dict[str, Any], corrects: int | None = None) -> Entry:
        """Write an entry into the file, and return it.

        Raises:
            FileError: ``cannot-write``; ``record-changed``: another session wrote into the file; ``record-busy``. The
                entry is not recorded.
        """
        entry = Entry(
            number=len(self.entries) + 1, kind=kind, at=self._now(), by=self._by, data=data, corrects=corrects
        )
        with self._lock():
            if self._read() != self._text:
                hint = "is the batch made in another window too? leave one of them, and begin again"
                needed = "a record that nobody else writes"
                raise FileError("record-changed", field="record", needed=needed, hint=hint)
            text = record_text(self._plan, (*self.entries, entry), sign=self._sign)
            self._write(text.encode("ascii"))
            self._text = text
        self.entries.append(entry)
        return entry

    def finish(self, made: AsMade) -> None:
        """Write what was made."""
        before = self._last_made()
        self.add(AS_MADE, {"document": to_document(made)}, None if before is None else before.number)

    def check(self, kind: str, result: Result) -> None:
        """Write a check of the units, or of their contents.

        Parameters:
            kind: of the entry; result: as it was worked out.
        """
        self.add(kind, {"document": to_document(result)})

    def finished(self) -> AsMade | None:
        """Return what was made, computed again, or None where it is not worked out or a reading came after it."""
        entry = self._last_made()
        if entry is None or any(item.kind in _READINGS for item in self.entries[entry.number :]):
            return None
        made = read_document(json.dumps(entry.data["document"])).result
        return made if isinstance(made, AsMade) else None

    def _last_made(self) -> Entry | None:
        return next((item for item in reversed(self.entries) if item.kind == AS_MADE), None)


def _entries(text: str, plan: Result, mine: Mapping[str, Any]) -> list[Entry]:
    record = read_record(text)
    if record.plan.get("inputs") != mine["inputs"]:
        hint = "make this plan with another --record FILE"
        raise InputError("record-of-another-plan", field="record", needed="the record of this plan", hint=hint)
    compare(record.plan, dict(mine), type(plan))
    return list(record.entries)


def _refuse_signature(text: str, trust: Trust | None) -> None:
    """Refuse a record whose signature would be lost, or is not of a trusted key.

    Parameters:
        trust: whose signature counts; None where the record is not signed again.
    """
    document = parse_object(text, field="record", needed="a record")
    signed = signature_of(document) is not None
    if trust is not None:
        attrs.evolve(trust, required=trust.required or signed).check(document, field="record")
    elif signed:
        hint = "nothing is added to it without a key that signs it again"
        raise InputError("record-is-signed", field="record", needed="a record that is not signed", hint=hint)
