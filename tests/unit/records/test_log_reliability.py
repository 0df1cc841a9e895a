"""The log in a file and on a real PostgreSQL: many writers, a killed one, a lost connection, a full disk."""

from __future__ import annotations

import itertools
import multiprocessing
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
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

NOW = datetime(2026, 11, 22, 10, 15, tzinfo=UTC)
NOTE = Draft(kind="note", data={"text": "a remark"})
PATTERN = "C-{yy}{month}{day}-{n:2}"
BATCH = Draft(kind="batch", data={"what": "90 capsules"}, lots=(("api", "A1234"),), strength="4.5 mg", opens=True)
WRITERS, EACH = 8, 5
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


def write(place: str) -> list[str]:
    """Enter some batches from a process of its own, and return their numbers."""
    log = the_log(place)
    try:
        return [str(log.add(BATCH, now=NOW).number) for _ in range(EACH)]
    finally:
        log.close()


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
    found = verify(log.store)
    assert (found.first_break, found.set_back) == (None, (4,))
    log.close()


def test_writers_at_the_same_time_get_numbers_of_their_own(place: str) -> None:
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(WRITERS, mp_context=context) as pool:
        numbers = [number for done in pool.map(write, [place] * WRITERS) for number in done]
    assert sorted(numbers) == [f"C-261122-{number:02}" for number in range(1, WRITERS * EACH + 1)]
    log = the_log(place)
    assert verify(log.store).first_break is None
    log.close()


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


WRITER = """
import sys
from tests.unit.records.test_log_reliability import NOTE, NOW, the_log
log = the_log(sys.argv[1])
while True:
    print(log.add(NOTE, now=NOW).sequence, flush=True)
"""


def test_a_writer_that_is_killed_loses_nothing_that_was_acknowledged(place: str) -> None:
    chance, acknowledged = random.Random(20261122), 0
    for _ in range(3):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, place], stdout=subprocess.PIPE, text=True, cwd=program.ROOT
        ) as process:
            assert process.stdout is not None
            assert int(process.stdout.readline()) > acknowledged
            time.sleep(chance.random() * 0.1)
            process.send_signal(signal.SIGKILL)
            told = [line for line in process.stdout.read().split("\n")[:-1] if line]
            acknowledged = int(told[-1]) if told else acknowledged + 1
    log = the_log(place)
    assert verify(log.store).first_break is None
    assert log.last(1)[0].sequence >= acknowledged
    log.close()


def test_a_connection_that_is_lost_in_the_middle_of_a_write(server: postgres.Server) -> None:
    from ldn_compound.records.log.postgresql import PostgresqlStore

    place = server.new_database(f"log{next(_COUNT)}")
    log, other = the_log(place), PostgresqlStore(place)
    log.add(NOTE, now=NOW)

    def lose() -> None:
        with log.store.writing() as connection:
            pid = connection.rows("SELECT pg_backend_pid()")[0][0]
            with other.reading() as second:
                second.rows("SELECT pg_terminate_backend(:pid)", {"pid": pid})
            connection.rows("SELECT 1")

    with pytest.raises(FileError) as caught:
        lose()
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


def limited(most: int) -> Callable[[], None]:
    """Return what limits the size of the files that a process writes: as a disk that is full."""

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    return limit


def test_a_disk_that_is_full(tmp_path: Path) -> None:
    line = [sys.executable, "-m", "ldn_compound", "record", "log"]
    environ = program.environment(tmp_path)
    note = ["note", "a remark", "--by", "A. Chemist"]
    assert subprocess.run([*line, *note], env=environ, cwd=tmp_path, check=False).returncode == 0
    (log,) = tmp_path.rglob("*.sqlite")
    size = log.stat().st_size
    full = subprocess.run(
        [*line, *note], env=environ, cwd=tmp_path, preexec_fn=limited(size // 2), capture_output=True, check=False
    )
    assert full.returncode == 16, full.stderr
    assert b"nothing was written" in full.stderr
    verified = subprocess.run([*line, "verify", "--json"], env=environ, cwd=tmp_path, capture_output=True, check=False)
    assert verified.returncode == 0 and b'"entries": 1' in verified.stdout
