"""The record of a batch that is being made: a file that holds every entry before the next step is shown."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from ldn_compound.core.errors import FileError, InputError
from ldn_compound.core.results import Result, to_document
from ldn_compound.exchange.document import read_document
from ldn_compound.exchange.identity import compare
from ldn_compound.plans.quality.as_made import AsMade
from ldn_compound.records.entries import AS_MADE, Entry
from ldn_compound.records.record import read_record, record_text

_READINGS = ("weighed", "measured")


class Keeping:
    """The record of one batch, which is written whole with each entry.

    Parameters:
        plan: the planned batch.
        read: gives what the file holds, or None where there is none.
        write: writes the file.
        now: gives the time as ISO text with its offset.
        by: who makes the batch, or None.

    Attributes:
        entries: all there are, in their order.

    Raises:
        InputError: ``bad-json``, ``bad-schema``, ``bad-entry``; ``record-of-another-plan``, ``record-is-signed``.
        MismatchError: ``does-not-recompute``: the file was edited.
    """

    def __init__(
        self,
        plan: Result,
        *,
        read: Callable[[], str | None],
        write: Callable[[bytes], None],
        now: Callable[[], str],
        by: str | None = None,
    ) -> None:
        self._plan = to_document(plan)
        self._read, self._write, self._now, self._by = read, write, now, by
        self._text = read()
        self.entries: list[Entry] = [] if self._text is None else _entries(self._text, plan, self._plan)

    def add(self, kind: str, data: dict[str, Any], corrects: int | None = None) -> Entry:
        """Write an entry into the file, and return it.

        Raises:
            FileError: ``cannot-write``; ``record-changed``: another session wrote into the file. The entry is not
                recorded.
        """
        if self._read() != self._text:
            hint = "is the batch made in another window too? leave one of them, and begin again"
            raise FileError("record-changed", field="record", needed="a record that nobody else writes", hint=hint)
        entry = Entry(
            number=len(self.entries) + 1, kind=kind, at=self._now(), by=self._by, data=data, corrects=corrects
        )
        text = record_text(self._plan, (*self.entries, entry))
        self._write(text.encode("ascii"))
        self._text = text
        self.entries.append(entry)
        return entry

    def finish(self, made: AsMade) -> None:
        """Write what was made."""
        before = self._last_made()
        self.add(AS_MADE, {"document": to_document(made)}, None if before is None else before.number)

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
    if record.signed:
        raise InputError(
            "record-is-signed", field="record", needed="a record that is not signed", hint="nothing is added to it"
        )
    return list(record.entries)
