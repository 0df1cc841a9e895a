"""A patient's name forgotten: the name and its salt are erased, and the chain stays whole."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from ldn_compound.core.errors import InputError
from ldn_compound.records.log.chain import name_word
from ldn_compound.records.log.connection import Connection
from ldn_compound.records.log.entries import Draft, LogEntry
from ldn_compound.records.log.log import Log

_ERASE = "UPDATE patients SET name = NULL, plain = NULL, salt = NULL WHERE sequence = :sequence"


class Forgotten(NamedTuple):
    """What was done.

    Attributes:
        entry: the entry that says so; it names no patient.
        entries: sequence numbers of the entries whose name was erased.
        still_named: sequence numbers of the entries in whose own text the name stands, such as a note: it stays.
        left: what of the name could not be erased, or None.
    """

    entry: LogEntry
    entries: tuple[int, ...]
    still_named: tuple[int, ...]
    left: str | None


def forget(log: Log, patient: str, *, by: str | None, now: datetime) -> Forgotten:
    """Erase a patient's name wherever it stands beside an entry.

    Parameters:
        patient: the whole name, whatever its case and accents.
        by: who asks for it.

    Raises:
        InputError: ``unknown-patient``.
        FileError: as :meth:`~ldn_compound.records.log.connection.Store.writing`; then nothing was erased.
    """
    with log.store.reading() as connection:
        found = named(connection, patient)
        if not found:
            needed = "a name that stands in the log"
            hint = "give it whole, as on the label; find it with: ldn-compound record log find --patient"
            raise InputError("unknown-patient", field="patient", given=patient, needed=needed, hint=hint)
        still = _still_named(connection, found)

    def erase(connection: Connection) -> Draft:
        # Read again: another workplace may have entered the patient in between.
        sequences = [sequence for sequence, _ in named(connection, patient)]
        connection.run_for_each(_ERASE, [{"sequence": sequence} for sequence in sequences])
        return Draft(kind="forgotten", data={"entries": sequences}, by=by)

    entry = log.add_made(erase, now=now)
    left = log.store.after_erasing()
    return Forgotten(entry, tuple(entry.body["data"]["entries"]), still, left)


def named(connection: Connection, patient: str) -> list[tuple[int, str]]:
    """Return sequence number and name of the entries that are a patient's."""
    rows = connection.rows(
        "SELECT sequence, name FROM patients WHERE plain = :plain ORDER BY sequence", {"plain": name_word(patient)}
    )
    return [(int(sequence), str(name)) for sequence, name in rows]


def _still_named(connection: Connection, found: list[tuple[int, str]]) -> tuple[int, ...]:
    names = {name for _, name in found}
    rows = connection.stream("SELECT sequence, body FROM entries ORDER BY sequence")
    return tuple(int(sequence) for sequence, body in rows if any(name in body for name in names))
