"""The log in a file and on a real PostgreSQL: many writers, a killed one, a lost connection, a full disk.

The points of ``make reliability``, with small numbers, and what can be said of single moments.
"""

from __future__ import annotations

import itertools
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ldn_compound.core.errors import FileError, InputError
from ldn_compound.records.log.connection import Connection
from ldn_compound.records.log.entries import Draft
from ldn_compound.records.log.forget import forget
from ldn_compound.records.log.log import Log
from ldn_compound.records.log.places import open_log
from ldn_compound.records.log.search import Criteria, find
from ldn_compound.records.log.verification import verify
from tests import program
from tests.unit.records import postgres
from tools import log_disks, log_reliability

NOW = datetime(2026, 11, 22, 10, 15, tzinfo=UTC)
NOTE = Draft(kind="note", data={"text": "a remark"})
PATTERN = "C-{yy}{month}{day}-{n:2}"
BATCH = Draft(kind="batch", data={"what": "90 capsules"}, lots=(("api", "A1234"),), strength="4.5 mg", opens=True)
_COUNT = itertools.count()


@pytest.fixture(scope="module")
def server() -> Iterator[postgres.Server]:
    if postgres.MISSING is not None:
        pytest.skip(postgres.MISSING)
    with postgres.running() as one:
        yield one


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return str(tmp_path / "log.sqlite")
    running: postgres.Server = request.getfixturevalue("server")
    return running.new_database(f"log{next(_COUNT)}")


def the_log(place: str) -> Log:
    return open_log({}, Path("/nowhere"), {"log.number": PATTERN}, place=place)


def test_the_log_does_the_same_in_both(place: str) -> None:
    log = the_log(place)
    assert [entry.number for entry in log.add_all([BATCH, BATCH], now=NOW)] == ["C-261122-01", "C-261122-02"]
    log.add(Draft(kind="label", data={}, number="C-261122-02"), now=NOW)
    back = log.add(Draft(kind="note", data={"text": "x"}, patient="Zebulon Quark"), now=NOW - timedelta(hours=1))
    assert back.after == NOW.isoformat()
    assert [entry.sequence for entry in find(log.store, Criteria(component_lot="a-1234")).entries] == [1, 2, 3]
    with pytest.raises(InputError, match="number-taken"):
        log.add(Draft(kind="batch", data={}, number="C-261122-01", opens=True), now=NOW)
    forget(log, "Zebulon Quark", by=None, now=NOW)
    assert log.entry(4).forgotten
    kept = log.add(Draft(kind="label", data={}, plan={"name": "Größe"}, patient="Renée Doe"), now=NOW)
    assert (log.plan(kept), log.entry(kept.sequence).patient) == ({"name": "Größe"}, "Renée Doe")
    found = verify(log.store)
    assert (found.first_break, found.set_back) == (None, (4,))
    log.close()


def test_writers_at_the_same_time_get_numbers_of_their_own(place: str) -> None:
    log_reliability.writers_together(place, processes=8, batches=5)


def test_a_write_that_is_given_up_leaves_nothing(place: str) -> None:
    log = the_log(place)
    log.add(BATCH, now=NOW)

    def give_up(connection: Connection) -> Draft:
        connection.run("INSERT INTO search (sequence, kind, word) VALUES (1, 'lot', 'b1')")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        log.add_made(give_up, now=NOW)
    assert find(log.store, Criteria(component_lot="B1")).entries == ()
    assert log.add(BATCH, now=NOW).number == "C-261122-02" and verify(log.store).first_break is None
    log.close()


def test_a_writer_that_is_killed_loses_nothing_that_was_acknowledged(place: str) -> None:
    log_reliability.killed_writers(place, writes=30, kills=4, chance=random.Random(20261122))


def test_a_clock_that_is_set_back_is_told(place: str) -> None:
    log_reliability.clock_set_back(place)


def test_a_connection_that_is_lost_in_the_middle_of_a_write(server: postgres.Server) -> None:
    from ldn_compound.records.log.postgresql import PostgresqlStore

    place = server.new_database(f"log{next(_COUNT)}")
    log, other = the_log(place), PostgresqlStore(place)
    log.add(NOTE, now=NOW)

    def lose(then: bool) -> None:
        """Lose it before another statement, or before the end."""
        with log.store.writing() as connection:
            pid = connection.rows("SELECT pg_backend_pid()")[0][0]
            with other.reading() as second:
                second.rows("SELECT pg_terminate_backend(:pid)", {"pid": pid})
            if then:
                connection.rows("SELECT 1")

    for then in (True, False):
        with pytest.raises(FileError) as caught:
            lose(then)
        assert (caught.value.code, caught.value.exit_code) == ("log-unreachable", 16)
        assert "nothing was written" in str(caught.value)
    # The next one finds a connection again.
    assert log.add(NOTE, now=NOW).sequence == 2
    server.stop()
    try:
        with pytest.raises(FileError, match="log-unreachable"):
            log.add(NOTE, now=NOW)
    finally:
        server.start()
    assert log.add(NOTE, now=NOW).sequence == 3 and verify(log.store).first_break is None
    log.close()
    other.close()


def test_rows_of_the_database_are_only_added_to(server: postgres.Server) -> None:
    import sqlalchemy

    place = server.new_database(f"log{next(_COUNT)}")
    log = the_log(place)
    log.add(BATCH, now=NOW)
    engine = sqlalchemy.create_engine(place.replace("postgresql:", "postgresql+psycopg:"))
    for statement in ("UPDATE entries SET body = 'x'", "DELETE FROM entries", "DELETE FROM search", "TRUNCATE entries"):
        with pytest.raises(sqlalchemy.exc.DBAPIError), engine.begin() as raw:
            raw.exec_driver_sql(statement)
    engine.dispose()
    assert verify(log.store).first_break is None
    log.close()


def test_a_database_that_is_lost_at_random_moments(server: postgres.Server) -> None:
    chance = random.Random(20261122)
    log_reliability.lost_connections(server, server.new_database(f"log{next(_COUNT)}"), 6, 1, chance)


def test_a_command_that_loses_its_database(server: postgres.Server) -> None:
    log_reliability.lost_commands(server, server.new_database(f"log{next(_COUNT)}"))


@pytest.mark.parametrize(
    "point",
    [
        lambda: log_disks.full_disk(step=32),
        lambda: log_disks.limited_file(step=32),
        log_disks.read_only_disk,
        log_disks.no_rights,
    ],
    ids=["full", "limited", "read-only", "no-rights"],
)
def test_a_disk_that_takes_nothing(point: Callable[[], str]) -> None:
    try:
        point()
    except log_disks.NotTried as reason:
        pytest.skip(str(reason))


def test_a_log_that_cannot_be_opened_is_not_told_as_broken(tmp_path: Path) -> None:
    """SQLite needs room beside a log that is read; without it nothing is known of the log, and no backup is needed."""
    log = the_log(str(tmp_path / "log.sqlite"))
    log.add(NOTE, now=NOW)
    log.close()
    line = [sys.executable, "-m", "ldn_compound", "record", "log", "verify", "--log", log.place]
    environ = program.environment(tmp_path)
    full = subprocess.run(
        line, env=environ, cwd=tmp_path, preexec_fn=log_disks.limit_of(0), capture_output=True, check=False
    )
    assert full.returncode == 16, full.stderr
    assert b"[cannot-write]" in full.stderr and b"backup" not in full.stderr
