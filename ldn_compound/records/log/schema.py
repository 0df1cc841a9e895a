"""The tables of the log, and the migrations that bring an older log to them.

``entries`` is the chain. ``plans`` holds each plan once, under the digest of what is stored. ``search`` says under
which words an entry is found. ``patients`` holds the names, apart from the chain, which knows a salted digest of each.
Nothing is changed or deleted: triggers refuse it, but for a name that is erased.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from ldn_compound.core.errors import FileError
from ldn_compound.records.log.connection import Connection

Dialect = Literal["sqlite", "postgresql"]
APPLICATION_ID = 0x4C444E4C
"""What marks a SQLite file as a log of this program ("LDNL")."""

_TABLES = """
CREATE TABLE plans (
  digest TEXT PRIMARY KEY,
  document {bytes} NOT NULL
){strict};
CREATE TABLE entries (
  sequence {whole} PRIMARY KEY,
  digest TEXT NOT NULL,
  opens TEXT UNIQUE,
  series TEXT,
  running {whole},
  plan TEXT REFERENCES plans (digest),
  body TEXT NOT NULL,
  UNIQUE (series, running)
){strict};
CREATE TABLE search (
  sequence {whole} NOT NULL REFERENCES entries (sequence),
  kind TEXT NOT NULL,
  word TEXT{binary} NOT NULL,
  PRIMARY KEY (sequence, kind, word)
){strict_keyed};
CREATE INDEX search_words ON search (kind, word, sequence);
CREATE TABLE patients (
  sequence {whole} PRIMARY KEY REFERENCES entries (sequence),
  name TEXT,
  plain TEXT{binary},
  salt {bytes}
){strict};
CREATE INDEX patients_plain ON patients (plain, sequence);
"""
_TYPES = {
    "sqlite": {
        "bytes": "BLOB",
        "whole": "INTEGER",
        "binary": "",
        "strict": " STRICT",
        "strict_keyed": " STRICT, WITHOUT ROWID",
    },
    "postgresql": {
        "bytes": "BYTEA",
        "whole": "BIGINT",
        "binary": ' COLLATE "C"',
        "strict": "",
        "strict_keyed": "",
    },
}
_FIXED = ("plans", "entries", "search")
_ERASED = "NEW.name IS NULL AND NEW.plain IS NULL AND NEW.salt IS NULL AND NEW.sequence = OLD.sequence"


class Migration(NamedTuple):
    """A step from one version of the tables to the next.

    Attributes:
        version: that the tables have after it, from 1.
        sqlite, postgresql: the statements, in order.
    """

    version: int
    sqlite: tuple[str, ...]
    postgresql: tuple[str, ...]

    def statements(self, dialect: Dialect) -> tuple[str, ...]:
        """Return the statements for a database."""
        return self.sqlite if dialect == "sqlite" else self.postgresql


def _tables(dialect: Dialect) -> tuple[str, ...]:
    return tuple(part.strip() for part in _TABLES.format(**_TYPES[dialect]).split(";\n") if part.strip())


def _sqlite_guards() -> tuple[str, ...]:
    refuse = "BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END"
    guards = [
        f"CREATE TRIGGER {table}_{event.lower()} BEFORE {event} ON {table} {refuse}"
        for table in _FIXED
        for event in ("UPDATE", "DELETE")
    ]
    guards.append(f"CREATE TRIGGER patients_delete BEFORE DELETE ON patients {refuse}")
    guards.append(f"CREATE TRIGGER patients_update BEFORE UPDATE ON patients WHEN NOT ({_ERASED}) {refuse}")
    return tuple(guards)


def _postgresql_guards() -> tuple[str, ...]:
    guards = [
        "CREATE FUNCTION log_is_only_added_to() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the log is only added to'; END $$"
    ]
    refuse = "EXECUTE FUNCTION log_is_only_added_to()"
    guards += [
        f"CREATE TRIGGER {table}_fixed BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW {refuse}" for table in _FIXED
    ]
    guards += [
        f"CREATE TRIGGER patients_delete BEFORE DELETE ON patients FOR EACH ROW {refuse}",
        f"CREATE TRIGGER patients_update BEFORE UPDATE ON patients FOR EACH ROW WHEN (NOT ({_ERASED})) {refuse}",
    ]
    guards += [
        f"CREATE TRIGGER {table}_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {refuse}"
        for table in (*_FIXED, "patients")
    ]
    return tuple(guards)


MIGRATIONS: tuple[Migration, ...] = (
    Migration(1, (*_tables("sqlite"), *_sqlite_guards()), (*_tables("postgresql"), *_postgresql_guards())),
)
"""Every version of the tables; a later one is added below, and none is changed once a release has it."""


def version_of(connection: Connection) -> int:
    """Return the version of a log's tables; 0 where there are none yet."""
    if connection.dialect == "sqlite":
        found = connection.rows("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'log_version'")
    else:
        # Not to_regclass: a session that has just waited for another one's migration would still answer from its cache.
        found = connection.rows(
            "SELECT 1 FROM pg_catalog.pg_tables WHERE tablename = 'log_version'"
            " AND schemaname = ANY (current_schemas(false))"
        )
    if not found:
        return 0
    version = connection.rows("SELECT max(version) FROM log_version")[0][0]
    return 0 if version is None else int(version)


def migrate(connection: Connection, migrations: Sequence[Migration] = MIGRATIONS) -> tuple[int, int]:
    """Bring the tables to the last version, whole or not at all, and return the version before and after.

    The caller holds the log: no other process migrates at the same time.

    Raises:
        FileError: ``log-of-later-version``.
    """
    before, last = version_of(connection), migrations[-1].version
    if before > last:
        needed = f"a log of version {last} or earlier"
        hint = "a later version of this program wrote it: use that one"
        raise FileError("log-of-later-version", field="log", given=f"version {before}", needed=needed, hint=hint)
    if before == 0:
        whole = _TYPES[connection.dialect]["whole"]
        strict = _TYPES[connection.dialect]["strict"]
        connection.run(f"CREATE TABLE IF NOT EXISTS log_version (version {whole} PRIMARY KEY){strict}")
        if connection.dialect == "sqlite":
            connection.run(f"PRAGMA application_id = {APPLICATION_ID}")
    for migration in migrations:
        if migration.version > before:
            for statement in migration.statements(connection.dialect):
                connection.run(statement)
            connection.run("INSERT INTO log_version (version) VALUES (:version)", {"version": migration.version})
    return before, last
