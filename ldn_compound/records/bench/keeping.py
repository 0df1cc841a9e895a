"""The record of a batch that is being made: a file that holds every entry before the next step is shown."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

import attrs

from ldn_compound._version import __version__
from ldn_compound.core.errors import FileError, InputError, MismatchError
from ldn_compound.core.results import Result
from ldn_compound.exchange.document import read_document, to_document
from ldn_compound.exchange.identity import compare
from ldn_compound.plans.quality.as_made import AsMade

SCHEMA = "ldn_compound/record/1"
AS_MADE = "as-made"
_READINGS = ("weighed", "measured")


@attrs.frozen(kw_only=True)
class Entry:
    """An entry of a record.

    Attributes:
        number: from 1; kind: such as ``weighed``; at: ISO text with its offset; by: who, or None.
        data: what it holds; corrects: the number of the entry in whose place it stands, or None.
    """

    number: int
    kind: str
    at: str
    by: str | None
    data: Mapping[str, Any]
    corrects: int | None


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
        InputError: ``bad-json``, ``bad-schema``; ``record-of-another-plan``, ``record-is-signed``.
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
        document = {
            "schema": SCHEMA,
            "version": __version__,
            "plan": self._plan,
            "entries": [attrs.asdict(item) for item in (*self.entries, entry)],
        }
        whole = {**document, "digest": digest(document), "signature": None}
        text = f"{json.dumps(whole, indent=2)}\n"
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


def digest(document: Mapping[str, Any]) -> str:
    """Return the digest of a record: SHA-256 over its canonical form without digest and signature.

    >>> digest({"b": 1, "a": "x", "digest": "y"}) == digest({"a": "x", "b": 1})
    True
    """
    bound = {key: value for key, value in document.items() if key not in ("digest", "signature")}
    text = json.dumps(bound, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return f"sha256:{hashlib.sha256(unicodedata.normalize('NFC', text).encode()).hexdigest()}"


def _entries(text: str, plan: Result, mine: Mapping[str, Any]) -> list[Entry]:
    needed = f"a record, schema {SCHEMA}"
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError("bad-json", field="record", given=text[:40], needed=needed) from error
    if not isinstance(found, dict) or found.get("schema") != SCHEMA:
        given = found.get("schema") if isinstance(found, dict) else text[:40]
        raise InputError("bad-schema", field="record", given=given, needed=needed)
    if found.get("digest") != digest(found):
        raise MismatchError(
            "does-not-recompute",
            field="record",
            given=found.get("digest"),
            needed="the record as it was written",
            hint="the file was edited: its digest is another one",
        )
    recorded, entries = found.get("plan"), found.get("entries")
    if not isinstance(recorded, dict) or not isinstance(entries, list):
        raise InputError("bad-json", field="record", given=text[:40], needed=needed)
    if recorded.get("inputs") != mine["inputs"]:
        hint = "make this plan with another --record FILE"
        raise InputError("record-of-another-plan", field="record", needed="the record of this plan", hint=hint)
    compare(recorded, dict(mine), type(plan))
    if found.get("signature") is not None:
        raise InputError(
            "record-is-signed", field="record", needed="a record that is not signed", hint="nothing is added to it"
        )
    try:
        return [Entry(**item) for item in entries]
    except TypeError as error:
        raise InputError("bad-json", field="record", given=text[:40], needed=needed) from error
