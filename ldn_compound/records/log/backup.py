"""A copy of the log as one SQLite file, made while it is in use; and a log from such a copy."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ldn_compound.core.errors import FileError, MismatchError
from ldn_compound.records.log.connection import Connection, Store
from ldn_compound.records.log.sqlite import SqliteStore
from ldn_compound.records.log.verification import Verification, verify

_TABLES = {
    "plans": ("digest", "document"),
    "entries": ("sequence", "digest", "opens", "series", "running", "plan", "body"),
    "search": ("sequence", "kind", "word"),
    "patients": ("sequence", "name", "plain", "salt"),
}
"""In the order in which one refers to another."""
_MANY = 500


def back_up(store: Store, target: Path) -> Verification:
    """Write a copy of the log into a file, which holds all of it or is not there, and return what its check found.

    A SQLite log is copied by SQLite's own online backup; one in PostgreSQL row by row, as it is at one moment.

    Raises:
        FileError: ``file-exists``, ``cannot-write``, and of the log that is read.
        MismatchError: ``log-broken``: the copy does not verify; it is not kept.
    """
    if target.exists():
        hint = "give each backup a name of its own, such as log-2026-11-22.sqlite"
        raise FileError("file-exists", field="output", given=str(target), needed="a new file", hint=hint)
    with _beside(target) as part:
        if isinstance(store, SqliteStore):
            with store.reading() as connection:
                _online_backup(connection.raw, part)
        else:
            with store.reading() as source:
                _copy(source, SqliteStore(part))
        _in_one_file(part)
        found = verified(part)
        _on_the_disk(part)
        try:
            os.link(part, target)  # never over a file that came in between
        except FileExistsError as error:
            raise FileError("file-exists", field="output", given=str(target), needed="a new file") from error
        except OSError:  # a file system without links
            part.replace(target)
    return found


def restore(source: Path, store: Store, *, replace: bool = False) -> tuple[Verification, Path | None]:
    """Make a log from a backup, and return what the check of the backup found, and where a log that was there is now.

    Parameters:
        source: the backup; nothing is done with one that does not verify.
        store: the log.
        replace: whether a log with entries is moved aside for it.

    Raises:
        FileError: ``cannot-read``, ``not-a-log``; ``log-is-there``: the log has entries; ``cannot-write``.
        MismatchError: ``log-broken``: the backup does not verify.
    """
    if not source.is_file():
        raise FileError("cannot-read", field="file", given=str(source), needed="a backup of the log")
    found = verified(source)
    there = _is_there(store)
    if there is not None and not (replace and isinstance(store, SqliteStore)):
        hint = "give --replace, which moves that log aside" if isinstance(store, SqliteStore) else "give another one"
        raise FileError("log-is-there", field="log", given=there, needed="a place without a log", hint=hint)
    copy = SqliteStore(source)
    try:
        with copy.reading() as connection:
            if not isinstance(store, SqliteStore):
                _copy(connection, store)
                return found, None
            _make_folder(store.path)
            with _beside(store.path) as part:
                _online_backup(connection.raw, part)
                _on_the_disk(part)
                verified(part)
                aside = None if there is None else _moved_aside(store)
                part.replace(store.path)
    finally:
        copy.close()
    return found, aside


def _is_there(store: Store) -> str | None:
    """Return what stands at the place of a log, or None where it is free."""
    try:
        with store.reading() as connection:
            count = connection.rows("SELECT count(*) FROM entries")[0][0]
    except FileError as error:
        if error.code == "no-log":
            return None
        if error.code in ("cannot-read", "not-a-log"):
            return f"{store.place}, which cannot be read"
        raise
    finally:
        store.close()
    return f"{store.place}, with {count} entries" if count else None


def _moved_aside(store: SqliteStore) -> Path:
    """Give a log another name in its folder, with what SQLite has beside it; nobody may be writing to it."""
    path = store.path
    aside = next(name for n in range(1, 10_000) if not (name := path.with_name(f"{path.name}.replaced-{n}")).exists())
    try:
        # All that was written ahead goes into the file itself, so that the move is of one file.
        left = store.emptied()
    except FileError as error:
        if error.code not in ("cannot-read", "not-a-log"):
            raise
        left = None
    finally:
        store.close()
    if left is not None:
        raise FileError("log-busy", field="log", given=store.place, needed="a log that nobody uses", hint=left)
    path.replace(aside)
    for ending in ("-wal", "-shm"):
        beside = path.with_name(path.name + ending)
        if beside.exists():
            beside.replace(aside.with_name(aside.name + ending))
    return aside


def verified(path: Path) -> Verification:
    """Return what the check of a copy found.

    Raises:
        MismatchError: ``log-broken``.
    """
    store = SqliteStore(path)
    try:
        found = verify(store)
    finally:
        store.close()
    if found.first_break is not None:
        where = "" if found.first_break.sequence is None else f"entry {found.first_break.sequence}: "
        hint = f"{where}{found.first_break.reason}"
        raise MismatchError("log-broken", field="log", given=str(path), needed="a log that verifies", hint=hint)
    return found


def _make_folder(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        needed = "a folder that can be written"
        raise FileError("cannot-write", field="log", given=str(path), needed=needed, hint=error.strerror) from error


@contextlib.contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """Return a new file in the folder of another, which is gone at the end unless it was moved."""
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        os.close(handle)
    except OSError as error:
        raise _unwritable(target, str(error.strerror)) from error
    part = Path(name)
    try:
        yield part
    except (OSError, sqlite3.Error) as error:
        raise _unwritable(target, str(getattr(error, "strerror", None) or error)) from error
    finally:
        for ending in ("", "-wal", "-shm", "-journal"):
            part.with_name(part.name + ending).unlink(missing_ok=True)


def _unwritable(target: Path, reason: str) -> FileError:
    hint = f"{reason}; nothing was written"
    return FileError("cannot-write", field="output", given=str(target), needed="a path that can be written", hint=hint)


def _online_backup(source: sqlite3.Connection, part: Path) -> None:
    # The reader's transaction is ended: the copy takes what is there while it runs, always of one moment.
    if source.in_transaction:
        source.execute("ROLLBACK")
    with contextlib.closing(sqlite3.connect(part, isolation_level=None)) as target:
        source.backup(target)


def _in_one_file(part: Path) -> None:
    """Make a copy readable where nothing can be written beside it, as on a read-only disk."""
    with contextlib.closing(sqlite3.connect(part, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")


def _on_the_disk(part: Path) -> None:
    with part.open("rb+") as file:
        os.fsync(file.fileno())


def _copy(source: Connection, store: Store) -> None:
    """Copy all rows of a log into an empty one, in one transaction."""
    with store.writing() as target:
        for table, columns in _TABLES.items():
            statement = (
                f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join(f':{name}' for name in columns)})"
            )
            order = ", ".join(columns[:3]) if table == "search" else columns[0]
            rows = source.stream(f"SELECT {', '.join(columns)} FROM {table} ORDER BY {order}")
            some: list[dict[str, Any]] = []
            for row in rows:
                some.append(dict(zip(columns, row, strict=True)))
                if len(some) == _MANY:
                    target.run_for_each(statement, some)
                    some = []
            target.run_for_each(statement, some)
    if isinstance(store, SqliteStore):
        store.close()
