"""A byte that is another one, anywhere in a record or in the log, is found."""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ldn_compound as ldn
from ldn_compound.core.errors import FileError, InputError, MismatchError
from ldn_compound.records.entries import Entry
from ldn_compound.records.log.documents import draft_of
from ldn_compound.records.log.entries import Draft
from ldn_compound.records.log.forget import forget
from ldn_compound.records.log.log import Log
from ldn_compound.records.log.sqlite import SqliteStore
from ldn_compound.records.log.verification import verify
from ldn_compound.records.record import read_record, record_text
from ldn_compound.settings.lot_numbers import read_pattern
from tests import program

NOW = datetime(2026, 11, 22, 10, 15, tzinfo=UTC)
LONG = os.environ.get("LONG") == "1"
LAW = settings(max_examples=5_000 if LONG else 100, deadline=None, derandomize=not LONG)
QUICK = settings(max_examples=20_000 if LONG else 500, deadline=None, derandomize=not LONG)
FLIPS = st.integers(1, 255)
TABLES = {
    "plans": ("digest", "document"),
    "entries": ("sequence", "digest", "opens", "series", "running", "plan", "body"),
    "search": ("sequence", "kind", "word"),
    "patients": ("sequence", "name", "plain", "salt"),
}
COLUMNS = [(table, column) for table, columns in TABLES.items() for column in columns]


def plan_text() -> str:
    return ldn.to_json(
        ldn.plan_capsules(
            strength="4.5 mg", count=90, size="3", filler="mcc-ph102", packing_stat="135 mg", made_on="2026-11-22",
            component_lots={"api": "A1234", "filler": "Ünit 56"},
        )
    )  # fmt: skip


@pytest.fixture(scope="module")
def record() -> bytes:
    entries = [
        Entry(number=1, kind="component", at=NOW.isoformat(), by="A. Chemist", data={"name": "api"}, corrects=None),
        Entry(number=2, kind="note", at=NOW.isoformat(), by=None, data={"text": "Größe 3"}, corrects=None),
        Entry(number=3, kind="note", at=NOW.isoformat(), by=None, data={"text": "size 3"}, corrects=2),
    ]
    return record_text(json.loads(plan_text()), entries).encode()


@QUICK
@given(st.data())
def test_in_a_record(record: bytes, data: st.DataObject) -> None:
    at, flip = data.draw(st.integers(0, len(record) - 1)), data.draw(FLIPS)
    changed = bytearray(record)
    changed[at] ^= flip
    # Reading the file refuses what is no UTF-8 (bad-encoding); here it comes as a person's editor would have made it.
    text = bytes(changed).decode("utf-8", "surrogateescape")
    with pytest.raises((InputError, MismatchError)):
        read_record(text)


@pytest.fixture(scope="module")
def kept() -> Iterator[Path]:
    """A log with every kind of entry."""
    with tempfile.TemporaryDirectory() as folder:
        log = Log(SqliteStore(Path(folder) / "log.sqlite"), pattern=read_pattern("C-{yy}{month}{day}-{n:2}"))
        lots = (("api", "A1234"),)
        made = Draft(kind="batch", data={"what": "90 x"}, lots=lots, strength="4.5 mg", opens=True, patient="Zoë Quark")
        plan = draft_of(plan_text(), patient="Jane Doe", prescription_number="RX 100", by="A. Chemist", number="K-1")
        log.add(plan, now=NOW)
        log.add(made, now=NOW)
        log.add(Draft(kind="label", data={"count": 2}, number="K-1"), now=NOW - timedelta(hours=1))
        log.add(Draft(kind="number", data={}, opens=True), now=NOW)
        log.add(Draft(kind="note", data={"text": "zwei Flecken, größer"}, corrects=2), now=NOW)
        forget(log, "zoe quark", by=None, now=NOW)
        log.close()
        yield Path(log.place)


def all_of(path: Path) -> list[list[tuple[Any, ...]]]:
    """Return every row of every table as SQLite has it, in the order of their keys."""
    with contextlib.closing(sqlite3.connect(path)) as raw:
        raw.text_factory = bytes
        return [
            raw.execute(f"SELECT {', '.join(columns)} FROM {table} ORDER BY {columns[0]}, {columns[-1]}").fetchall()
            for table, columns in TABLES.items()
        ]


def found(path: Path, *, head: str | None = None) -> bool:
    """Tell whether the check finds something, or refuses the file."""
    store = SqliteStore(path)
    try:
        return verify(store, head=head).first_break is not None
    except FileError as error:
        assert error.code in ("no-log", "not-a-log", "log-of-later-version", "cannot-write"), error
        return True
    finally:
        store.close()


def check_byte(kept: Path, folder: Path, at: int, flip: int) -> bool:
    """Flip a byte in a copy of the file; tell whether it is found. If not, all must be as it was."""
    content = bytearray(kept.read_bytes())
    content[at] ^= flip
    path = folder / "log.sqlite"
    path.write_bytes(content)
    if found(path):
        return True
    assert all_of(path) == all_of(kept), f"byte {at} with {flip} is another log and was not found"
    return False


@QUICK
@given(st.data())
def test_in_the_file_of_the_log(kept: Path, data: st.DataObject) -> None:
    content = kept.read_bytes()
    # A third of the file is empty room, where a byte says nothing.
    said = [index for index, byte in enumerate(content) if byte]
    at = data.draw(st.sampled_from(said) | st.integers(0, len(content) - 1))
    with tempfile.TemporaryDirectory() as folder:
        check_byte(kept, Path(folder), at, data.draw(FLIPS))


@pytest.fixture(scope="module")
def ahead() -> Iterator[tuple[Path, str]]:
    """A log whose last entries stand in the -wal file alone, as after a loss of power; and its head."""
    with tempfile.TemporaryDirectory() as folder:
        log = Log(SqliteStore(Path(folder) / "open.sqlite"))
        for number in range(5):
            log.add(Draft(kind="note", data={"text": f"note {number}"}), now=NOW)
        for ending in ("", "-wal"):
            (Path(folder) / f"log.sqlite{ending}").write_bytes((Path(folder) / f"open.sqlite{ending}").read_bytes())
        head = verify(log.store).head
        log.close()
        assert head is not None
        yield Path(folder) / "log.sqlite", head


@LAW
@given(st.data())
def test_in_what_is_written_ahead_of_the_file(ahead: tuple[Path, str], data: st.DataObject) -> None:
    """SQLite drops what does not bear its own checksums, from there to the end: the head finds it."""
    kept, head = ahead
    content = bytearray(kept.with_name("log.sqlite-wal").read_bytes())
    content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(FLIPS)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log.sqlite"
        path.write_bytes(kept.read_bytes())
        path.with_name("log.sqlite-wal").write_bytes(content)
        assert found(path, head=head) or [len(rows) for rows in all_of(path)] == [0, 5, 5, 0]


def flipped(value: object, index: int, flip: int) -> object:
    """Return a stored value with a byte that is another one; of nothing, a byte."""
    if isinstance(value, int):
        return value ^ flip
    content = bytearray(value if isinstance(value, bytes) and value else b"\0")
    content[index % len(content)] ^= flip
    return bytes(content)


@pytest.mark.parametrize(("table", "column"), COLUMNS)
@LAW
@given(st.data())
def test_in_a_column_of_the_log(kept: Path, table: str, column: str, data: st.DataObject) -> None:
    columns = TABLES[table]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log.sqlite"
        path.write_bytes(kept.read_bytes())
        with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as raw:
            guards = raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
            types = dict(raw.execute(f"SELECT name, type FROM pragma_table_info('{table}')").fetchall())
            raw.text_factory = bytes
            rows = raw.execute(f"SELECT {', '.join(columns)} FROM {table}").fetchall()
            row = data.draw(st.sampled_from(rows))
            value = row[columns.index(column)]
            index = data.draw(st.integers(0, max(len(value) - 1, 0) if isinstance(value, bytes) else 0))
            other = flipped(value, index, data.draw(FLIPS))
            if types[column] == "INTEGER" and not isinstance(other, int):
                other = index + 1
            # The guards are taken away, and put back as they were: the check has to find the byte itself.
            raw.execute("PRAGMA synchronous = OFF")
            raw.execute("BEGIN")
            for name, _ in guards:
                raw.execute(f"DROP TRIGGER {name}")
            where = " AND ".join(f"{name} IS CAST(? AS {types[name]})" for name in columns)
            change = f"UPDATE {table} SET {column} = CAST(? AS {types[column]}) WHERE {where}"
            try:
                assert raw.execute(change, [other, *row]).rowcount == 1
            except sqlite3.IntegrityError:
                return  # it is another row's: SQLite refuses it
            for _, made in guards:
                raw.execute(made)
            raw.execute("COMMIT")
        assert found(path)


@LAW
@given(st.data())
def test_no_entry_or_plan_is_shown_that_was_changed(kept: Path, data: st.DataObject) -> None:
    """A command need not check the whole log: but what it shows is as it was entered, or it ends with an error."""

    def exported(path: Path) -> list[tuple[object, ...]]:
        written = path.with_name("x.jsonl")
        done = program.call(["record", "log", "export", "-o", str(written), "--log", str(path)], folder=path.parent)
        assert done.returncode in (0, 15, 16), done.stderr.decode()
        if done.returncode:
            return []
        found = [json.loads(line) for line in written.read_text("utf-8").splitlines()]
        return [tuple(entry[key] for key in ("sequence", "digest", "body", "plan_document")) for entry in found]

    content = kept.read_bytes()
    at = data.draw(st.sampled_from([index for index, byte in enumerate(content) if byte]))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log.sqlite"
        path.write_bytes(content)
        before = exported(path)
        path.with_name("x.jsonl").unlink()
        changed = bytearray(content)
        changed[at] ^= data.draw(FLIPS)
        path.write_bytes(changed)
        assert len(before) == 6 and all(entry in before for entry in exported(path))
