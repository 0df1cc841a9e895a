"""What a search finds: entries by number, date, strength, patient or prescription, and a recall by component lot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from difflib import get_close_matches
from typing import Any, NamedTuple

import attrs

from ldn_compound.records.log.chain import lot_word, name_word, number_word
from ldn_compound.records.log.connection import Connection, Store
from ldn_compound.records.log.entries import LogEntry, entry_of
from ldn_compound.records.log.log import ENTRIES

_TOGETHER = 400  # parameters of one statement; SQLite takes 999 in its older builds
_NEAR = 3


@attrs.frozen(kw_only=True)
class Criteria:
    """What is looked for; what is None does not matter.

    Attributes:
        component_lot: of any component.
        since, until: days of making, or of the entry where nothing was made; both count.
        strength: as a plan's document has it, such as ``4.5 mg``.
        patient: the whole name or reference, whatever its case and accents.
        prescription_number, number: whole, whatever their case and blanks.
    """

    component_lot: str | None = None
    since: date | None = None
    until: date | None = None
    strength: str | None = None
    patient: str | None = None
    prescription_number: str | None = None
    number: str | None = None


class Found(NamedTuple):
    """What a search found.

    Attributes:
        entries: in their order.
        through: of a recall: by sequence number why an entry without the lot itself is there.
        near: where nothing was found by a lot: lots of the log that are spelt alike.
    """

    entries: tuple[LogEntry, ...]
    through: dict[int, str]
    near: tuple[str, ...] = ()


def find(store: Store, wanted: Criteria) -> Found:
    """Return the entries that meet all criteria.

    A recall finds every entry whose plan or record names the lot, all others of the same batches (their labels, their
    corrections), and what was made from those batches (a stock trituration whose number is a component's lot).

    Raises:
        FileError: as :meth:`~ldn_compound.records.log.connection.Store.reading`.
        MismatchError: ``log-broken``: what was found is not as it was written.
    """
    with store.reading() as connection:
        through: dict[int, str] = {}
        near: tuple[str, ...] = ()
        conditions, given = _conditions(wanted)
        if wanted.component_lot is None:
            where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
            rows: Iterable[Any] = connection.rows(f"{ENTRIES}{where} ORDER BY entries.sequence", given)
            return Found(tuple(entry_of(row) for row in rows), through)
        through = _recalled(connection, wanted.component_lot)
        rows = list(_entries_at(connection, sorted(through), conditions, given))
        if not through:
            near = _near(connection, wanted.component_lot)
    entries = tuple(sorted((entry_of(row) for row in rows), key=lambda entry: entry.sequence))
    return Found(entries, {entry.sequence: why for entry in entries if (why := through[entry.sequence])}, near)


def _conditions(wanted: Criteria) -> tuple[list[str], dict[str, Any]]:
    """Return the conditions of all criteria but the lot, and their parameters."""
    conditions: list[str] = []
    given: dict[str, Any] = {}
    for kind, word in (
        ("strength", wanted.strength),
        ("prescription", None if wanted.prescription_number is None else number_word(wanted.prescription_number)),
        ("number", None if wanted.number is None else number_word(wanted.number)),
    ):
        if word is not None:
            given[kind] = word
            conditions.append(_by(f"kind = '{kind}' AND word = :{kind}"))
    limits = [("since", ">=", wanted.since), ("until", "<=", wanted.until)]
    days = [f"word {sign} :{name}" for name, sign, day in limits if day is not None]
    if days:
        given |= {name: day.isoformat() for name, _, day in limits if day is not None}
        conditions.append(_by(f"kind = 'day' AND {' AND '.join(days)}"))
    if wanted.patient is not None:
        given["patient"] = name_word(wanted.patient)
        conditions.append("entries.sequence IN (SELECT sequence FROM patients WHERE plain = :patient)")
    return conditions, given


def _by(condition: str) -> str:
    return f"entries.sequence IN (SELECT sequence FROM search WHERE {condition})"


def _recalled(connection: Connection, lot: str) -> dict[int, str]:
    """Return the sequence numbers of all that a lot went into; with each why, empty where it names the lot itself."""
    found: dict[int, str] = {}
    lots, seen = [(lot_word(lot), "")], {lot_word(lot)}
    while lots:
        word, because = lots.pop()
        using = [row[0] for row in connection.rows(_SEQUENCES, {"kind": "lot", "word": word})]
        for sequence in using:
            found.setdefault(int(sequence), because)
        numbers = _numbers_of(connection, using)
        for number in numbers:
            for row in connection.rows(_SEQUENCES, {"kind": "number", "word": number_word(number)}):
                found.setdefault(int(row[0]), f"of batch {number}")
            if lot_word(number) not in seen:
                seen.add(lot_word(number))
                lots.append((lot_word(number), f"made from batch {number}"))
    return found


_SEQUENCES = "SELECT sequence FROM search WHERE kind = :kind AND word = :word"


def _numbers_of(connection: Connection, sequences: Sequence[int]) -> tuple[str, ...]:
    """Return the numbers of the batches that these entries belong to, each once."""
    found: dict[str, None] = {}
    for row in _entries_at(connection, sequences, [], {}):
        number = entry_of(row).number
        if number is not None:
            found[number] = None
    return tuple(found)


def _entries_at(
    connection: Connection, sequences: Sequence[int], conditions: list[str], given: dict[str, Any]
) -> Iterator[Sequence[Any]]:
    for start in range(0, len(sequences), _TOGETHER):
        some = {f"at_{index}": sequence for index, sequence in enumerate(sequences[start : start + _TOGETHER])}
        listed = ", ".join(f":{name}" for name in some)
        where = " AND ".join([f"entries.sequence IN ({listed})", *conditions])
        yield from connection.rows(f"{ENTRIES} WHERE {where}", {**given, **some})


def _near(connection: Connection, lot: str) -> tuple[str, ...]:
    words = [row[0] for row in connection.rows("SELECT DISTINCT word FROM search WHERE kind = 'lot'")]
    return tuple(get_close_matches(lot_word(lot), words, n=_NEAR, cutoff=0.7))
