"""The log as CSV and as JSON lines."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from ldn_compound.records.cells import neutral
from ldn_compound.records.log.entries import LogEntry, entry_of
from ldn_compound.records.log.log import ENTRIES, Log, plan_at

COLUMNS = (
    *("sequence", "at", "kind", "number", "by", "corrects", "corrected_by", "clock_set_back_from"),
    *("day", "strength", "component_lots", "prescription_number", "patient", "data", "plan", "digest"),
)


def to_csv(entries: Iterable[LogEntry], file: TextIO, *, patients: bool) -> int:
    """Write entries as CSV, with a line of headings, and return how many.

    Parameters:
        patients: whether names are written.
    """
    writer = csv.writer(file, lineterminator="\r\n")
    columns = tuple(name for name in COLUMNS if patients or name != "patient")
    writer.writerow(columns)
    count = 0
    for entry in entries:
        row: dict[str, Any] = dict(entry.to_dict())
        row["component_lots"] = "; ".join(f"{component} {lot}" for component, lot in entry.lots)
        row["data"] = json.dumps(row["data"], ensure_ascii=False, sort_keys=True) if row["data"] else None
        writer.writerow([neutral("" if row[name] is None else str(row[name])) for name in columns])
        count += 1
    return count


def to_json_lines(log: Log, file: TextIO, *, patients: bool) -> int:
    """Write every entry as JSON, one a line, each with its plan's document and the body that is digested.

    Parameters:
        patients: whether names are written.

    Returns:
        How many.
    """
    count = 0
    for entry, plan in _with_plans(log):
        row = {**entry.to_dict(), "plan_document": plan, "body": dict(entry.body)}
        if not patients:
            del row["patient"]
        file.write(f"{json.dumps(row)}\n")
        count += 1
    return count


def _with_plans(log: Log) -> Iterator[tuple[LogEntry, object]]:
    """Yield entries with their plans' documents, as the log is at one moment; one plan is held at a time."""
    last: tuple[str, object] | None = None
    with log.store.reading() as connection:
        for row in connection.stream(f"{ENTRIES} ORDER BY entries.sequence"):
            entry = entry_of(row)
            if entry.plan is None:
                yield entry, None
                continue
            if last is None or last[0] != entry.plan:
                last = entry.plan, plan_at(connection, entry.plan)
            yield entry, last[1]
