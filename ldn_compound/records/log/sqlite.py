"""The log in a SQLite file: written ahead (WAL), on the disk before it is acknowledged, one writer at a time."""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

from ldn_compound.core.errors import FileError
from ldn_compound.records.log.connection import Given, Rows
from ldn_compound.records.log.schema import APPLICATION_ID, MIGRATIONS, Migration, migrate, version_of

SECONDS_TO_WAIT = 60.0
_NOTHING_WRITTEN = "nothing was written; the log is as it was"


class SqliteConnection:
    """A connection to the file; see :class:`~ldn_compound.records.log.connection.Connection`."""

    dialect: Literal["sqlite"] = "sqlite"

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.raw = connection

    def run(self, statement: str, given: Given | None = None) -> int:
        """Run a statement."""
        return self.raw.execute(statement, given or {}).rowcount

    def run_for_each(self, statement: str, given: Sequence[Given]) -> None:
        """Run a statement once for each mapping."""
        self.raw.executemany(statement, given)

    def rows(self, statement: str, given: Given | None = None) -> Rows:
        """Return the rows."""
        return self.raw.execute(statement, given or {}).fetchall()

    def stream(self, statement: str, given: Given | None = None) -> Iterator[Sequence[Any]]:
        """Yield the rows."""
        return self.raw.execute(statement, given or {})


class SqliteStore:
    """A log in a file.

    Parameters:
        path: of the file; its folder is made with the first entry.
        migrations: of the tables.
        wait: seconds to wait for another process that writes.
    """

    def __init__(
        self, path: Path, *, migrations: Sequence[Migration] = MIGRATIONS, wait: float = SECONDS_TO_WAIT
    ) -> None:
        self.path = path
        self._migrations = migrations
        self._wait = wait
        self._open: SqliteConnection | None = None

    @property
    def place(self) -> str:
        """The file."""
        return str(self.path)

    @contextlib.contextmanager
    def writing(self) -> Iterator[SqliteConnection]:
        """Return a transaction; see :meth:`~ldn_compound.records.log.connection.Store.writing`."""
        with self._failures(writing=True):
            connection = self._connected(writing=True)
            connection.run("BEGIN IMMEDIATE")
        with contextlib.ExitStack() as unless_done:
            unless_done.callback(self._roll_back, connection)
            try:
                yield connection
            except (sqlite3.Error, UnicodeDecodeError) as error:
                raise self._failure(error, writing=True) from error
            unless_done.pop_all()
        try:
            connection.run("COMMIT")
        except sqlite3.Error as error:
            self._roll_back(connection)
            if "FSYNC" in (getattr(error, "sqlite_errorname", "") or ""):
                # The disk was given all of it and did not confirm it: after a loss of power it may be there.
                needed, hint = "a disk that answers", f"{error}; look with `record log list` before you enter it again"
                raise FileError(
                    "log-outcome-unknown", field="log", given=self.place, needed=needed, hint=hint
                ) from error
            raise self._failure(error, writing=True) from error

    @contextlib.contextmanager
    def reading(self) -> Iterator[SqliteConnection]:
        """Return a connection that reads; see :meth:`~ldn_compound.records.log.connection.Store.reading`."""
        with self._failures(writing=False):
            connection = self._connected(writing=False)
            connection.run("BEGIN")
            try:
                yield connection
            finally:
                # Where a reader is left behind in the middle, the file may be closed before it ends.
                if self._open is connection and connection.raw.in_transaction:
                    connection.run("ROLLBACK")

    def _roll_back(self, connection: SqliteConnection) -> None:
        """End a transaction that failed; where SQLite ended it by itself, or cannot, the connection is given up."""
        try:
            if connection.raw.in_transaction:
                connection.run("ROLLBACK")
        except sqlite3.Error:
            self.close()

    @contextlib.contextmanager
    def _failures(self, *, writing: bool) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, UnicodeDecodeError) as error:
            self.close()
            raise self._failure(error, writing=writing) from error

    def _failure(self, error: sqlite3.Error | UnicodeDecodeError, *, writing: bool) -> FileError:
        """Return what went wrong as a person reads it."""
        name = getattr(error, "sqlite_errorname", "") or ""
        if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            needed = f"a log that no other process holds for longer than {self._wait:g} seconds"
            hint = f"another process writes to it; {_NOTHING_WRITTEN}" if writing else "another process writes to it"
            return FileError("log-busy", field="log", given=self.place, needed=needed, hint=hint)
        if name.startswith("SQLITE_NOTADB"):
            return self._not_a_log("it is no SQLite file, or a damaged one")
        cause = _cause(name)
        damaged = name.startswith("SQLITE_CORRUPT") or isinstance(error, UnicodeDecodeError)
        if damaged or (not writing and cause is None):
            reason = "its text is no UTF-8" if isinstance(error, UnicodeDecodeError) else str(error)
            hint = f"{reason}; see what `record log verify` says of it, or restore a backup"
            return FileError("cannot-read", field="log", given=self.place, needed="a log that can be read", hint=hint)
        reason = str(error) if cause is None else f"{cause} ({error})"
        if not writing:
            # Who reads writes too: SQLite keeps a file beside a log that is open. Of the log itself this says nothing.
            needed, hint = "a log and a folder that can be written", f"{reason}; the log is as it was"
            return FileError("cannot-write", field="log", given=self.place, needed=needed, hint=hint)
        hint = f"{reason}; {_NOTHING_WRITTEN}"
        return FileError("cannot-write", field="log", given=self.place, needed="a log that can be written", hint=hint)

    def _not_a_log(self, why: str) -> FileError:
        return FileError("not-a-log", field="log", given=self.place, needed="a log of this program", hint=why)

    def _connected(self, *, writing: bool) -> SqliteConnection:
        """Return the connection, opened where it is not open, with its tables at the last version."""
        if self._open is not None:
            return self._open
        there = self._is_there()
        if not there:
            if not writing:
                hint = "it begins with the first entry: ldn-compound record log add plan.json"
                raise FileError("no-log", field="log", given=self.place, needed="a log", hint=hint)
            self._make_folder()
        connection = SqliteConnection(self._connect())
        with contextlib.ExitStack() as unless_done:
            unless_done.callback(connection.raw.close)
            if not (there and self._ready(connection)):
                self._prepare(connection)
            unless_done.pop_all()
        self._open = connection
        return connection

    def _is_there(self) -> bool:
        try:
            return self.path.stat().st_size > 0
        except FileNotFoundError:
            return False
        except OSError as error:
            needed = "a log that can be read"
            raise FileError("cannot-read", field="log", given=self.place, needed=needed, hint=error.strerror) from error

    def _make_folder(self) -> None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            # What is in it speaks of patients: for the pharmacy's own account alone.
            self.path.touch(mode=0o600)
        except OSError as error:
            hint = f"{error.strerror}; nothing was written"
            needed = "a folder that can be written"
            raise FileError("cannot-write", field="log", given=self.place, needed=needed, hint=hint) from error

    def _connect(self) -> sqlite3.Connection:
        raw = sqlite3.connect(self.path, timeout=self._wait, isolation_level=None, check_same_thread=False)
        try:
            for setting in ("foreign_keys = ON", "synchronous = FULL", "secure_delete = ON", "trusted_schema = OFF"):
                raw.execute(f"PRAGMA {setting}")
        except sqlite3.Error:
            raw.close()
            raise
        return raw

    def _ready(self, connection: SqliteConnection) -> bool:
        """Tell whether the tables have the last version.

        Raises:
            FileError: ``not-a-log``, ``log-of-later-version``.
        """
        kind = connection.rows("PRAGMA application_id")[0][0]
        tables = connection.rows("SELECT count(*) FROM sqlite_master")[0][0]
        if kind != APPLICATION_ID and (kind or tables):
            raise self._not_a_log("it is the SQLite file of another program")
        version, last = version_of(connection), self._migrations[-1].version
        if version > last:
            migrate(connection, self._migrations)
        return version == last

    def _prepare(self, connection: SqliteConnection) -> None:
        """Make or migrate the tables; of several processes at once one does it, and the others find it done."""
        until = time.monotonic() + self._wait
        while True:
            try:
                # SQLite does not wait here as it does for a transaction.
                connection.run("PRAGMA journal_mode = WAL")
                break
            except sqlite3.OperationalError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.01)
        connection.run("BEGIN IMMEDIATE")
        with contextlib.ExitStack() as unless_done:
            unless_done.callback(connection.run, "ROLLBACK")
            self._ready(connection)
            migrate(connection, self._migrations)
            unless_done.pop_all()
        connection.run("COMMIT")

    def after_erasing(self) -> str | None:
        """Empty the file that is written ahead, which still holds what was erased."""
        left = self.emptied()
        return None if left is None else f"{left}: the erased name stays in its -wal file until it ends"

    def emptied(self) -> str | None:
        """Bring all that was written ahead into the file itself; return who is in the way, or None."""
        with self._failures(writing=True):
            busy = self._connected(writing=True).rows("PRAGMA wal_checkpoint(TRUNCATE)")[0][0]
        return "another process reads the log" if busy else None

    def damage(self) -> str | None:
        """Return what SQLite's own check of the file finds, or which table is not the program's own; else None."""
        with self.reading() as connection:
            found = [str(row[0]) for row in connection.rows("PRAGMA integrity_check(3)")]
            if found != ["ok"]:
                return "; ".join(found)
            broken = connection.rows("PRAGMA foreign_key_check")
            if broken:
                return f"a row of {broken[0][0]} refers to a row of {broken[0][2]} that is not there"
            return _other_tables(connection, self._migrations)

    def close(self) -> None:
        """Close the file."""
        opened, self._open = self._open, None
        if opened is not None:
            with contextlib.suppress(sqlite3.Error):
                opened.raw.close()

    def __del__(self) -> None:
        # Since Python 3.13 a connection that is let go says so on stderr, where warnings are shown.
        self.close()


def _other_tables(connection: SqliteConnection, migrations: Sequence[Migration]) -> str | None:
    """Return which table, index or trigger is not as the migrations make it, or None."""
    # What ANALYZE makes is nobody's concern.
    listed = (
        "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE tbl_name NOT IN ('sqlite_stat1', 'sqlite_stat4')"
    )
    fresh = SqliteConnection(sqlite3.connect(":memory:", isolation_level=None))
    try:
        migrate(fresh, migrations)
        wanted, found = set(map(tuple, fresh.rows(listed))), set(map(tuple, connection.rows(listed)))
    finally:
        fresh.raw.close()
    other = sorted(str(row[1]) for row in wanted ^ found)
    return f"the {other[0]} is not as this program makes it" if other else None


def _cause(name: str) -> str | None:
    """Return what stands in the way where it is the disk or a right, and not the log: SQLite does not always say it."""
    causes = {
        "SQLITE_FULL": "the disk is full",
        "SQLITE_IOERR_WRITE": "the disk is full, or the file may not grow",
        "SQLITE_IOERR_SHM": "the disk is full, or has no room for a file beside the log",
        "SQLITE_READONLY": "the file or its folder is read-only",
        "SQLITE_CANTOPEN": "the file or its folder cannot be written",
    }
    return next((text for start, text in causes.items() if name.startswith(start)), None)
