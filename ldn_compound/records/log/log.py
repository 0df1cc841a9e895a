"""The log itself: entries are added to it, in one transaction each or several together, and read back."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from ldn_compound.core.errors import FileError, InputError
from ldn_compound.core.texts import require_name
from ldn_compound.records.log.chain import (
    canonical,
    digest_of,
    digest_of_name,
    name_word,
    new_salt,
    number_word,
    packed,
    unpacked,
    words_of,
)
from ldn_compound.records.log.connection import Connection, Store
from ldn_compound.records.log.entries import Draft, LogEntry, broken, entry_of, facts_of
from ldn_compound.settings.lot_numbers import Pattern

ENTRIES = """
SELECT entries.sequence, entries.digest, entries.plan, entries.body, patients.name,
  (SELECT min(later.sequence) FROM search AS later
   WHERE later.kind = 'corrects' AND later.word = CAST(entries.sequence AS TEXT))
FROM entries LEFT JOIN patients ON patients.sequence = entries.sequence
"""
"""Rows of :func:`~ldn_compound.records.log.entries.entry_of`, to which a condition is added."""
_LAST = "SELECT sequence, digest, body FROM entries ORDER BY sequence DESC LIMIT 1"
_ENTER = """
INSERT INTO entries (sequence, digest, opens, series, running, plan, body)
VALUES (:sequence, :digest, :opens, :series, :running, :plan, :body)
"""
_KEEP_PLAN = "INSERT INTO plans (digest, document) VALUES (:digest, :document) ON CONFLICT (digest) DO NOTHING"
_FIND_BY = "INSERT INTO search (sequence, kind, word) VALUES (:sequence, :kind, :word)"
_KEEP_NAME = "INSERT INTO patients (sequence, name, plain, salt) VALUES (:sequence, :name, :plain, :salt)"
_TRIES = 10_000


class _Head(NamedTuple):
    """The last entry of the chain."""

    sequence: int
    digest: str | None
    at: str | None


class Log:
    """The log at a place.

    Parameters:
        store: the file or the database.
        pattern: of the numbers that the log gives; without it every number is given by the pharmacy.
        keeps_names: whether a patient's name that is given is kept; else entries have none.
    """

    def __init__(self, store: Store, *, pattern: Pattern | None = None, keeps_names: bool = True) -> None:
        self.store = store
        self.pattern = pattern
        self.keeps_names = keeps_names

    @property
    def place(self) -> str:
        """The file, or the address without its password."""
        return self.store.place

    def add(self, draft: Draft, *, now: datetime) -> LogEntry:
        """Enter one draft; see :meth:`add_all`."""
        return self.add_all([draft], now=now)[0]

    def add_all(self, drafts: Sequence[Draft], *, now: datetime) -> tuple[LogEntry, ...]:
        """Enter drafts, all of them or none, and return the entries: they are on the disk.

        Parameters:
            drafts: what is entered, in order.
            now: the time, with its offset. Where the clock was set back, the order of the entries stays theirs, and
                the entry names the later time of the one before.

        Raises:
            InputError: ``unknown-entry``, ``already-corrected``, ``cannot-correct``, ``unknown-number``,
                ``number-taken``, ``no-number-pattern``.
            FileError: as :meth:`~ldn_compound.records.log.connection.Store.writing`; the log is as it was.
            MismatchError: ``log-broken``: the last entry is not as it was written, and nothing is built on it.
        """
        # What takes time and needs no look at the log is done before it is held.
        plans = [None if draft.plan is None else packed(draft.plan) for draft in drafts]
        with self.store.writing() as connection:
            head = _head(connection)
            added = []
            for draft, plan in zip(drafts, plans, strict=True):
                entry = self._enter(connection, draft, plan, head, now)
                head = _Head(entry.sequence, entry.digest, entry.body["at"])
                added.append(entry)
        return tuple(added)

    def add_made(self, make: Callable[[Connection], Draft], *, now: datetime) -> LogEntry:
        """Enter what a function makes in the same transaction, whatever else it does there; see :meth:`add_all`."""
        with self.store.writing() as connection:
            return self._enter(connection, make(connection), None, _head(connection), now)

    def _enter(
        self, connection: Connection, draft: Draft, plan: tuple[str, bytes] | None, head: _Head, now: datetime
    ) -> LogEntry:
        if draft.by is not None:
            require_name(draft.by, field="by")
        sequence = head.sequence + 1
        at = now.isoformat(timespec="seconds")
        draft = _corrected(connection, draft)
        number, series, running = self._number(connection, draft, now)
        patient = draft.patient if self.keeps_names else None
        salt = None if patient is None else new_salt()
        body = {
            "sequence": sequence,
            "previous": head.digest,
            "kind": draft.kind,
            "at": at,
            "after": head.at if head.at is not None and _earlier(at, head.at) else None,
            "by": draft.by,
            "corrects": draft.corrects,
            "number": number,
            "opens": draft.opens,
            "running": None if series is None else {"series": series, "n": running},
            "facts": facts_of(draft, at=at),
            "patient": None if patient is None or salt is None else digest_of_name(patient, salt),
            "plan": None if plan is None else plan[0],
            "data": dict(draft.data),
        }
        text = canonical(body)
        digest = digest_of(text)
        if plan is not None:
            connection.run(_KEEP_PLAN, {"digest": plan[0], "document": plan[1]})
        row = {"sequence": sequence, "digest": digest, "opens": number_word(number) if draft.opens and number else None}
        row |= {"series": series, "running": running, "plan": body["plan"], "body": text}
        connection.run(_ENTER, row)
        words = sorted(words_of(body))
        connection.run_for_each(_FIND_BY, [{"sequence": sequence, "kind": kind, "word": word} for kind, word in words])
        if patient is not None:
            name = {"sequence": sequence, "name": patient, "plain": name_word(patient), "salt": salt}
            connection.run(_KEEP_NAME, name)
        return entry_of((sequence, digest, body["plan"], text, patient, None))

    def _number(self, connection: Connection, draft: Draft, now: datetime) -> tuple[str | None, str | None, int | None]:
        """Return an entry's number, and where the log gives it the series that it is counted in, and its place."""
        if not draft.opens:
            return _as_entered(connection, draft), None, None
        if draft.number is not None:
            if _opened(connection, draft.number) is not None:
                hint = "to add to that batch, name it with --batch"
                raise InputError("number-taken", field="lot", given=draft.number, needed="a new number", hint=hint)
            return draft.number, None, None
        if self.pattern is None:
            needed = "the pattern of the numbers, log.number of the profile"
            raise InputError("no-number-pattern", field="log.number", needed=needed)
        series = self.pattern.series(now.date())
        found = connection.rows("SELECT max(running) FROM entries WHERE series = :series", {"series": series})
        last = int(found[0][0] or 0)
        for running in range(last + 1, last + _TRIES):
            number = self.pattern.number(now.date(), running)
            # The pharmacy may have given a number of this pattern by hand.
            if _opened(connection, number) is None:
                return number, series, running
        raise InputError("number-taken", field="log.number", given=series, needed="a series with numbers left")

    def entry(self, sequence: int) -> LogEntry:
        """Return an entry by its sequence number.

        Raises:
            InputError: ``unknown-entry``.
            FileError: as :meth:`~ldn_compound.records.log.connection.Store.reading`.
            MismatchError: ``log-broken``.
        """
        with self.store.reading() as connection:
            return entry_at(connection, sequence)

    def plan(self, entry: LogEntry) -> dict[str, Any] | None:
        """Return the plan of an entry as it was entered, or None where it has none."""
        if entry.plan is None:
            return None
        with self.store.reading() as connection:
            return plan_at(connection, entry.plan)

    def last_of_plan(self, plan: Mapping[str, Any]) -> LogEntry | None:
        """Return the last entry with this very plan, or None; None too where there is no log yet."""
        digest = packed(plan)[0]
        try:
            with self.store.reading() as connection:
                if not connection.rows("SELECT 1 FROM plans WHERE digest = :digest", {"digest": digest}):
                    return None
                where = f"{ENTRIES} WHERE entries.plan = :digest ORDER BY entries.sequence DESC LIMIT 1"
                rows = connection.rows(where, {"digest": digest})
        except FileError as error:
            if error.code != "no-log":
                raise
            return None
        return entry_of(rows[0]) if rows else None

    def last(self, count: int) -> tuple[LogEntry, ...]:
        """Return the last entries, in their order."""
        with self.store.reading() as connection:
            rows = connection.rows(f"{ENTRIES} ORDER BY entries.sequence DESC LIMIT :count", {"count": count})
        return tuple(entry_of(row) for row in reversed(rows))

    def every(self) -> Iterator[LogEntry]:
        """Yield every entry, in its order."""
        with self.store.reading() as connection:
            for row in connection.stream(f"{ENTRIES} ORDER BY entries.sequence"):
                yield entry_of(row)

    def close(self) -> None:
        """Let go of the file or the database."""
        self.store.close()


def entry_at(connection: Connection, sequence: int) -> LogEntry:
    """Return an entry by its sequence number.

    Raises:
        InputError: ``unknown-entry``.
    """
    rows = connection.rows(f"{ENTRIES} WHERE entries.sequence = :sequence", {"sequence": sequence})
    if not rows:
        hint = "see: ldn-compound record log list"
        raise InputError(
            "unknown-entry", field="entry", given=str(sequence), needed="the number of an entry", hint=hint
        )
    return entry_of(rows[0])


def plan_at(connection: Connection, digest: str) -> dict[str, Any]:
    """Return a stored plan by its digest.

    Raises:
        MismatchError: ``log-broken``.
    """
    rows = connection.rows("SELECT document FROM plans WHERE digest = :digest", {"digest": digest})
    if not rows or not isinstance(rows[0][0], bytes) or hashlib.sha256(rows[0][0]).hexdigest() != digest:
        raise broken(f"plan {digest}")
    return unpacked(rows[0][0])


def _head(connection: Connection) -> _Head:
    rows = connection.rows(_LAST)
    if not rows:
        return _Head(0, None, None)
    sequence, digest, body = rows[0]
    at: str = entry_of((sequence, digest, None, body, None, None)).body["at"]
    return _Head(int(sequence), digest, at)


def _earlier(one: str, other: str) -> bool:
    """Tell whether a time lies before another, whatever their offsets."""
    return datetime.fromisoformat(one) < datetime.fromisoformat(other)


def _corrected(connection: Connection, draft: Draft) -> Draft:
    """Return a correction with the number of what it corrects; any other draft as it is."""
    if draft.corrects is None:
        return draft
    import attrs

    old = entry_at(connection, draft.corrects)
    if old.corrected_by is not None:
        hint = f"correct entry {old.corrected_by}, which stands in its place"
        needed = "an entry that was not corrected yet"
        raise InputError("already-corrected", field="corrects", given=str(draft.corrects), needed=needed, hint=hint)
    if old.kind == "forgotten" or draft.kind not in (old.kind, "note"):
        needed = f"a {old.kind} or a note" if old.kind != "forgotten" else "an entry that is not of a forgotten name"
        raise InputError("cannot-correct", field="corrects", given=f"{draft.corrects} ({old.kind})", needed=needed)
    if draft.number is not None and draft.number != old.number:
        hint = "a correction keeps the number; for another one, enter the batch anew and correct this with a note"
        raise InputError("cannot-correct", field="corrects", given=draft.number, needed=f"{old.number}", hint=hint)
    return attrs.evolve(draft, number=old.number, opens=False)


def _opened(connection: Connection, number: str) -> str | None:
    """Return a batch's number as it was first entered, or None where no batch has it."""
    statement = "SELECT sequence, digest, plan, body, NULL, NULL FROM entries WHERE opens = :number"
    rows = connection.rows(statement, {"number": number_word(number)})
    return entry_of(rows[0]).number if rows else None


def _as_entered(connection: Connection, draft: Draft) -> str | None:
    """Return the number of a draft on a batch that is there. A label may be of a batch that the log does not have."""
    if draft.number is None or draft.corrects is not None:
        return draft.number
    found = _opened(connection, draft.number)
    if found is None and draft.kind != "label":
        hint = "for a new batch with a number of your own, give it with --lot"
        needed = "the number of a batch in the log"
        raise InputError("unknown-number", field="batch", given=draft.number, needed=needed, hint=hint)
    return found or draft.number
