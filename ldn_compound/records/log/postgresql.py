"""The log in a PostgreSQL database, for several workplaces: the optional extra ``postgres``."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal

from ldn_compound.core.errors import FileError, InputError
from ldn_compound.records.log.connection import Given, Rows
from ldn_compound.records.log.schema import MIGRATIONS, Migration, migrate, version_of

if TYPE_CHECKING:
    import sqlalchemy

SECONDS_TO_CONNECT = 10
SECONDS_TO_WAIT = 60
_NOTHING_WRITTEN = "nothing was written; the log is as it was"
_MANY = 500
_LOCK_NOT_AVAILABLE = "55P03"
_FULL = "53100"
_READ_ONLY = "25006"


class PostgresqlConnection:
    """A connection; see :class:`~ldn_compound.records.log.connection.Connection`."""

    dialect: Literal["postgresql"] = "postgresql"

    def __init__(self, connection: sqlalchemy.Connection) -> None:
        self.raw = connection

    def run(self, statement: str, given: Given | None = None) -> int:
        """Run a statement."""
        from sqlalchemy import text

        if given is None:
            # Without parameters a colon is a colon: in a trigger's body there may be some.
            return self.raw.exec_driver_sql(statement).rowcount
        return self.raw.execute(text(statement), given).rowcount

    def run_for_each(self, statement: str, given: Sequence[Given]) -> None:
        """Run a statement once for each mapping."""
        from sqlalchemy import text

        if given:
            self.raw.execute(text(statement), list(given))

    def rows(self, statement: str, given: Given | None = None) -> Rows:
        """Return the rows."""
        from sqlalchemy import text

        return list(self.raw.execute(text(statement), given or {}).fetchall())

    def stream(self, statement: str, given: Given | None = None) -> Iterator[Sequence[Any]]:
        """Yield the rows."""
        from sqlalchemy import text

        # A cursor of the server's own, so that a long log is not held whole.
        with self.raw.execution_options(stream_results=True, max_row_buffer=_MANY).execute(
            text(statement), given or {}
        ) as found:
            yield from found


class PostgresqlStore:
    """A log in a database.

    Parameters:
        url: such as ``postgresql://pharmacy@server/ldn``; the password may stand in PGPASSWORD or in ~/.pgpass.
        migrations: of the tables.
        wait: seconds to wait for another process that writes.

    Raises:
        InputError: ``extra-missing``, ``bad-log-address``.
    """

    def __init__(
        self, url: str, *, migrations: Sequence[Migration] = MIGRATIONS, wait: float = SECONDS_TO_WAIT
    ) -> None:
        try:
            import psycopg  # noqa: F401 - SQLAlchemy loads it later, and says less
            import sqlalchemy
        except ImportError as error:
            needed = "SQLAlchemy and psycopg, for a log in a database"
            hint = "install it with: pip install 'ldn-compound[postgres]'"
            raise InputError("extra-missing", field="log", given=error.name, needed=needed, hint=hint) from error
        try:
            address = sqlalchemy.make_url(url).set(drivername="postgresql+psycopg")
        except (sqlalchemy.exc.ArgumentError, ValueError) as error:
            needed = "an address such as postgresql://user@server/database"
            raise InputError("bad-log-address", field="log", needed=needed) from error
        self.place = address.render_as_string(hide_password=True).replace("postgresql+psycopg:", "postgresql:")
        self._migrations = migrations
        self._wait = wait
        self._ready = False
        self._engine = sqlalchemy.create_engine(
            address,
            connect_args={"connect_timeout": SECONDS_TO_CONNECT},
            isolation_level="READ COMMITTED",
            pool_size=1,
            max_overflow=1,
            # A connection that was lost while nobody used it is made anew, and no error.
            pool_pre_ping=True,
        )

    @contextlib.contextmanager
    def writing(self) -> Iterator[PostgresqlConnection]:
        """Return a transaction; see :meth:`~ldn_compound.records.log.connection.Store.writing`."""
        import sqlalchemy

        with self._opened(writing=True) as connection:
            transaction = connection.raw.begin()
            with contextlib.ExitStack() as unless_done:
                unless_done.callback(self._roll_back, transaction)
                try:
                    self._hold(connection)
                    yield connection
                    written = _written_as(connection)
                except sqlalchemy.exc.DBAPIError as error:
                    raise self._failure(error, writing=True) from error
                unless_done.pop_all()
            try:
                transaction.commit()
            except sqlalchemy.exc.DBAPIError as error:
                self._roll_back(transaction)
                self._after_lost_commit(error, written)

    @contextlib.contextmanager
    def reading(self) -> Iterator[PostgresqlConnection]:
        """Return a connection that reads; see :meth:`~ldn_compound.records.log.connection.Store.reading`."""
        import sqlalchemy

        with self._opened(writing=False) as connection:
            try:
                # One moment for all statements, as a SQLite file has it.
                connection.run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                yield connection
                connection.raw.rollback()
            except sqlalchemy.exc.DBAPIError as error:
                raise self._failure(error, writing=False) from error

    @contextlib.contextmanager
    def _opened(self, *, writing: bool) -> Iterator[PostgresqlConnection]:
        """Return a connection whose tables are at the last version."""
        import sqlalchemy

        try:
            raw = self._engine.connect()
        except sqlalchemy.exc.DBAPIError as error:
            raise self._unreachable(error, writing=writing) from error
        with contextlib.closing(raw):
            connection = PostgresqlConnection(raw)
            if not self._ready:
                self._prepare(connection, writing=writing)
            yield connection

    def _prepare(self, connection: PostgresqlConnection, *, writing: bool) -> None:
        """Make or migrate the tables; of several processes at once one does it, and the others find it done."""
        import sqlalchemy

        try:
            version, last = version_of(connection), self._migrations[-1].version
            connection.raw.rollback()
            if version == 0 and not writing:
                hint = "it begins with the first entry: ldn-compound record log add plan.json"
                raise FileError("no-log", field="log", given=self.place, needed="a log", hint=hint)
            if version != last:
                with connection.raw.begin():
                    connection.rows("SELECT pg_advisory_xact_lock(hashtext('ldn_compound log'))")
                    migrate(connection, self._migrations)
        except sqlalchemy.exc.DBAPIError as error:
            raise self._failure(error, writing=writing) from error
        self._ready = True

    def _hold(self, connection: PostgresqlConnection) -> None:
        """Let nobody else write until the end of the transaction; reading goes on."""
        connection.run(f"SET LOCAL lock_timeout = {int(self._wait * 1000)}")
        # A server may be set to acknowledge before the disk has it.
        connection.run("SET LOCAL synchronous_commit = on")
        connection.run("LOCK TABLE entries IN EXCLUSIVE MODE")

    @staticmethod
    def _roll_back(transaction: sqlalchemy.RootTransaction) -> None:
        import sqlalchemy

        with contextlib.suppress(sqlalchemy.exc.DBAPIError):
            transaction.rollback()

    def _after_lost_commit(self, error: sqlalchemy.exc.DBAPIError, written: tuple[int, str] | None) -> None:
        """Find out whether a commit that was not acknowledged took place; return where it did.

        Raises:
            FileError: ``log-unreachable`` where it did not; ``log-outcome-unknown`` where nobody can say.
        """
        if not error.connection_invalidated:
            raise self._failure(error, writing=True) from error
        place, needed = self.place, "a database that answers"
        hint = "look with `record log list` before you enter it again"
        unknown = FileError("log-outcome-unknown", field="log", given=place, needed=needed, hint=hint)
        if written is None:
            raise unknown from error
        try:
            with self.reading() as connection:
                found = connection.rows("SELECT digest FROM entries WHERE sequence = :at", {"at": written[0]})
        except FileError:
            raise unknown from error
        if not found or found[0][0] != written[1]:
            raise self._unreachable(error, writing=True) from error

    def _failure(self, error: sqlalchemy.exc.DBAPIError, *, writing: bool) -> FileError:
        """Return what went wrong as a person reads it."""
        if error.connection_invalidated:
            return self._unreachable(error, writing=writing)
        state = getattr(error.orig, "sqlstate", None)
        nothing = f"; {_NOTHING_WRITTEN}" if writing else ""
        if state == _LOCK_NOT_AVAILABLE:
            needed = f"a log that no other process holds for longer than {self._wait:g} seconds"
            hint = f"another process writes to it{nothing}"
            return FileError("log-busy", field="log", given=self.place, needed=needed, hint=hint)
        code = "cannot-write" if writing else "cannot-read"
        cause = {_FULL: "the server's disk is full", _READ_ONLY: "the database is read-only"}.get(str(state))
        reason = _first_line(error) if cause is None else f"{cause} ({_first_line(error)})"
        needed = "a log that can be written" if writing else "a log that can be read"
        return FileError(code, field="log", given=self.place, needed=needed, hint=f"{reason}{nothing}")

    def _unreachable(self, error: sqlalchemy.exc.DBAPIError, *, writing: bool) -> FileError:
        hint = _first_line(error) + (f"; {_NOTHING_WRITTEN}" if writing else "")
        needed = "a database that answers"
        return FileError("log-unreachable", field="log", given=self.place, needed=needed, hint=hint)

    def after_erasing(self) -> str | None:
        """Write the table of names anew, so that the rows that were erased leave the file."""
        import sqlalchemy

        try:
            with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as raw:
                raw.exec_driver_sql("VACUUM FULL patients")
        except sqlalchemy.exc.DBAPIError as error:
            return f"the table of names could not be written anew ({_first_line(error)}): have VACUUM FULL patients run"
        return "the server's own archive of changes (WAL) and its backups keep the name for as long as they are kept"

    def damage(self) -> str | None:
        """Return what the database itself finds damaged: PostgreSQL has no check that a client may run."""
        return None

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()


def _written_as(connection: PostgresqlConnection) -> tuple[int, str] | None:
    """Return sequence number and digest of the last entry, as this transaction leaves it."""
    rows = connection.rows("SELECT sequence, digest FROM entries ORDER BY sequence DESC LIMIT 1")
    return (int(rows[0][0]), str(rows[0][1])) if rows else None


def _first_line(error: sqlalchemy.exc.DBAPIError) -> str:
    return (str(error.orig).splitlines() or ["the connection was lost"])[0].strip()
