"""The pharmacy's log: what an entry costs over a bare insert, and how a long log is searched and checked.

    python benchmarks/log.py [--folder /srv] [--entries 100000] [--writes 1000]

Both sides of a ratio are measured in turn in one run, on the same disk, by the clock on the wall: most of a write is
waiting for the disk. The folder decides what is measured; a disk in memory waits for nothing.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import attrs

import ldn_compound as ldn
from ldn_compound.records.log.chain import packed
from ldn_compound.records.log.documents import draft_of
from ldn_compound.records.log.entries import Draft
from ldn_compound.records.log.log import Log
from ldn_compound.records.log.search import Criteria, find
from ldn_compound.records.log.sqlite import SqliteStore
from ldn_compound.records.log.verification import verify
from ldn_compound.settings.lot_numbers import read_pattern

NOW = datetime(2026, 11, 22, 10, 15, tzinfo=UTC)
PATTERN = read_pattern("C-{yy}{month}{day}-{n:6}")
PATIENTS, BATCHES_OF_A_DRUG_LOT, BATCHES_OF_A_FILLER_LOT = 3000, 250, 1000
TABLES = {
    "plans": "SELECT digest, document FROM plans WHERE digest = (SELECT plan FROM entries WHERE sequence = :at)",
    "entries": "SELECT sequence, digest, opens, series, running, plan, body FROM entries WHERE sequence = :at",
    "search": "SELECT sequence, kind, word FROM search WHERE sequence = :at",
    "patients": "SELECT sequence, name, plain, salt FROM patients WHERE sequence = :at",
}


def whole_draft() -> Draft:
    """Return a batch with its plan, as ``record log add`` enters it."""
    plan = ldn.plan_capsules(
        strength="4.5 mg", count=90, size="3", filler="mcc-ph102", packing_stat="135 mg", made_on="2026-11-22",
        component_lots={"api": "A1234", "filler": "F-56"},
    )  # fmt: skip
    return draft_of(ldn.to_json(plan), by="A. Chemist")


def batch(first: Draft, number: int) -> Draft:
    """Return a batch with a plan, a patient and a prescription of its own, and the lots that were in use then."""
    lots = ("api", f"A-{number // BATCHES_OF_A_DRUG_LOT}"), ("filler", f"F-{number // BATCHES_OF_A_FILLER_LOT}")
    return attrs.evolve(
        first,
        plan={**first.plan, "of": number} if first.plan else None,
        lots=lots,
        patient=f"Patient {number % PATIENTS}",
        prescription_number=f"RX{number}",
    )


def bare(path: Path) -> sqlite3.Connection:
    """Open a file that is as durable as the log's."""
    raw = sqlite3.connect(path, isolation_level=None)
    for setting in ("journal_mode = WAL", "synchronous = FULL"):
        raw.execute(f"PRAGMA {setting}")
    return raw


@contextmanager
def timed(times: list[float]) -> Iterator[None]:
    """Add the seconds of a block to a list."""
    begun = time.perf_counter()
    yield
    times.append(time.perf_counter() - begun)


def inserted(raw: sqlite3.Connection, rows: Sequence[tuple[str, Sequence[Sequence[Any]]]]) -> None:
    """Insert rows into tables, in one transaction."""
    raw.execute("BEGIN IMMEDIATE")
    for table, some in rows:
        if some:
            raw.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(some[0]))})", some)
    raw.execute("COMMIT")


def entry_against_bare(folder: Path, name: str, writes: int, draft: Callable[[int], Draft]) -> None:
    """Measure an entry against one row of the same bytes, and against the same rows in the same tables."""
    log = Log(SqliteStore(folder / f"{name}.sqlite"), pattern=PATTERN)
    twin_log = Log(SqliteStore(folder / f"{name}-twin.sqlite"), pattern=PATTERN)
    for start in (log, twin_log):
        start.add(draft(-1), now=NOW)
        start.close()
    one, twin, look = bare(folder / f"{name}-bare.sqlite"), bare(folder / f"{name}-twin.sqlite"), bare(Path(log.place))
    one.execute("CREATE TABLE bytes (number INTEGER PRIMARY KEY, content BLOB NOT NULL) STRICT")
    times: dict[str, list[float]] = {"log": [], "one": [], "twin": [], "pack": []}
    for number in range(writes):
        new = draft(number)
        with timed(times["log"]):
            log.add(new, now=NOW)
        rows = [(table, look.execute(text, {"at": number + 2}).fetchall()) for table, text in TABLES.items()]
        values = [value for _, some in rows for row in some for value in row]
        content = b"".join(value if isinstance(value, bytes) else str(value).encode() for value in values)
        with timed(times["one"]):
            inserted(one, [("bytes", [(None, content)])])
        with timed(times["twin"]):
            inserted(twin, rows)
        with timed(times["pack"]):
            packed(new.plan or {})
    for raw in (one, twin, look):
        raw.close()
    log.close()
    ours, row, rows_alone, pack = (statistics.median(times[key]) * 1000 for key in ("log", "one", "twin", "pack"))
    print(
        f"{name:<6} {ours / row:5.2f}   goal 1.5   ({ours:.2f} ms against {row:.2f} ms for one row of the same "
        f"{len(content):,} bytes; {ours / rows_alone:.2f} against {rows_alone:.2f} ms for the same rows in the same "
        f"tables; to pack its plan takes {pack:.2f} ms)",
        flush=True,
    )


def filled(log: Log, first: Draft, entries: range) -> None:
    """Enter batches, each with its label behind it."""
    for start in range(entries.start, entries.stop, 1000):
        numbers = range(start // 2, start // 2 + 500)
        made = [
            draft
            for number in numbers
            for draft in (
                attrs.evolve(batch(first, number), number=f"B{number}"),
                Draft(kind="label", data={"count": 1}, number=f"B{number}", by="A. Chemist"),
            )
        ]
        log.add_all(made, now=NOW)


def long_log(folder: Path, entries: int) -> None:
    """Measure the check of a long log and of its first half, and recalls in it."""
    first, log = whole_draft(), Log(SqliteStore(folder / "long.sqlite"))
    filled(log, first, range(entries // 2))
    log.close()
    half = Log(SqliteStore(folder / "half.sqlite"))
    shutil.copyfile(log.place, half.place)
    filled(log, first, range(entries // 2, entries))
    log.close()
    # In turn, so that a slow moment hits both.
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(5):
        for one, some, wanted in ((half, times[0], entries // 2), (log, times[1], entries)):
            with timed(some):
                checked = verify(one.store)
            assert (checked.entries, checked.first_break) == (wanted, None), checked
    least, whole = min(times[0]), min(times[1])
    size = Path(log.place).stat().st_size / 1e6
    print(f"verify {entries / whole:8,.0f} entries a second   goal 20,000   ({entries:,} entries, {size:,.0f} MB)")
    print(
        f"verify {whole / least:8.2f} times as long as half the entries ({entries // 2:,})   goal about 2", flush=True
    )
    chance, recalls = random.Random(1), list[float]()
    for _ in range(20):
        lot = Criteria(component_lot=f"A-{chance.randrange(entries // 2 // BATCHES_OF_A_DRUG_LOT)}")
        with timed(recalls):
            count = len(find(log.store, lot).entries)
    print(
        f"recall {statistics.median(recalls) * 1000:8.1f} ms, the slowest {max(recalls) * 1000:.1f} ms   goal 50   "
        f"(a drug lot in {entries:,} entries: {BATCHES_OF_A_DRUG_LOT} batches and their labels, {count} entries found)"
    )
    log.close()


def main() -> None:
    arguments = argparse.ArgumentParser(description="What the log costs.")
    arguments.add_argument("--folder", help="on the disk that is measured; else where temporary files stand")
    arguments.add_argument("--entries", type=int, default=100_000)
    arguments.add_argument("--writes", type=int, default=1000)
    given = arguments.parse_args()
    print(f"Python {sys.version.split()[0]}, SQLite {sqlite3.sqlite_version}, ldn_compound {ldn.__version__}")
    first = whole_draft()
    with tempfile.TemporaryDirectory(dir=given.folder) as name:
        folder = Path(name)
        entry_against_bare(folder, "batch", given.writes, lambda number: batch(first, number))
        without = attrs.evolve(first, plan=None)
        entry_against_bare(folder, "print", given.writes, lambda number: batch(without, number))
        note = Draft(kind="note", data={"text": "two capsules were broken"}, by="A. Chemist")
        entry_against_bare(folder, "note", given.writes, lambda _: note)
        if given.entries:
            long_log(folder, given.entries)


if __name__ == "__main__":
    main()
