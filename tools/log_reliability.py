"""Shows that the log loses nothing: killed, full, read-only, many writers, a clock set back, a database that is lost.

    python -m tools.log_reliability [--writes 1000] [--kills 50] [--processes 8] [--batches 200] [--losses 50]

One line for each point, PASS or FAIL with what was measured, first on a SQLite file and then on a PostgreSQL that is
started for it; NOT TRIED says why where this machine does not allow it. Any FAIL ends with 1. The same functions are
called with small numbers by ``tests/unit/records/test_log_reliability.py``.
"""

from __future__ import annotations

import argparse
import itertools
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from threading import Thread
from typing import IO, NamedTuple
from unittest import mock

from ldn_compound.core.errors import LdnError
from ldn_compound.records.log.connection import Store
from ldn_compound.records.log.entries import Draft
from ldn_compound.records.log.log import Log
from ldn_compound.records.log.places import open_log
from ldn_compound.records.log.verification import verify
from tests import program
from tests.unit.records import postgres
from tools.log_disks import NotTried, Wrong, full_disk, limited_file, no_rights, read_only_disk

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=timezone(timedelta(hours=1)))
PATTERN = "B-{n:5}"
LONGEST_WAIT = 5.0
"""Seconds that the next writer may take after one was killed; a lock that is left over would hold it up for 60."""
_KNOWN = {"log-unreachable", "log-outcome-unknown", "log-busy", "cannot-write"}


class Told(NamedTuple):
    """What a writer said: the write, and its sequence number, digest and lot number, or the error's code."""

    write: str
    sequence: int = 0
    digest: str = ""
    number: str = ""
    code: str = ""


def the_log(place: str) -> Log:
    """Return the log at a place, with numbers that are counted without end."""
    return open_log({}, Path("/nowhere"), {"log.number": PATTERN}, place=place)


def batch(what: str) -> Draft:
    """Return a batch that is known by its words."""
    return Draft(kind="batch", data={"what": what}, lots=(("api", "A1234"),), strength="4.5 mg", opens=True)


def write(place: str, name: str, most: int, until: str = "") -> None:
    """Enter batches, in a process of its own, and tell of each as soon as it is acknowledged.

    Parameters:
        name: of this writer; each entry says it and the number of the write.
        most: how many, refused ones included.
        until: a file that ends it where it is there.
    """
    print("ready", flush=True)
    sys.stdin.readline()
    with closing(the_log(place)) as log:
        for count in range(1, most + 1):
            if until and Path(until).exists():
                return
            what = f"{name}-{count}"
            try:
                entry = log.add(batch(what), now=NOON)
            except LdnError as error:
                if error.exit_code != 16:
                    raise
                print(f"refused {what} {error.code}", flush=True)
                time.sleep(0.01)
            else:
                print(f"entered {what} {entry.sequence} {entry.digest} {entry.number}", flush=True)


@contextmanager
def writer(place: str, name: str, most: int, until: str = "") -> Iterator[tuple[subprocess.Popen[str], IO[str]]]:
    """Start :func:`write`, and wait until it has loaded all that it needs; :func:`go` lets it begin."""
    code = f"from tools.log_reliability import write; write({place!r}, {name!r}, {most}, {until!r})"
    with subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=program.ROOT,
    ) as process:
        assert process.stdout is not None
        try:
            if process.stdout.readline() != "ready\n":
                raise Wrong(f"a writer did not start: {process.communicate()[1]}")
            yield process, process.stdout
        finally:
            process.kill()


def go(process: subprocess.Popen[str]) -> None:
    """Let a writer begin."""
    assert process.stdin is not None
    process.stdin.write("go\n")
    process.stdin.flush()


def told(line: str) -> Told | None:
    """Return what a whole line says; None of one that the killed writer did not finish."""
    words = line.split() if line.endswith("\n") else []
    if len(words) == 5 and words[0] == "entered":
        return Told(words[1], int(words[2]), words[3], words[4])
    return Told(words[1], code=words[2]) if len(words) == 3 and words[0] == "refused" else None


def whole(place: str) -> int:
    """Verify the chain, and return how many entries it has."""
    with closing(the_log(place)) as log:
        found = verify(log.store)
    if found.first_break is not None:
        raise Wrong(f"the chain is broken: {found.first_break}")
    return found.entries


def compare(place: str, said: list[Told]) -> int:
    """Hold all that the writers said against the log; return how many entries are there that nobody was told of."""
    with closing(the_log(place)) as log:
        there = {str(entry.body["data"]["what"]): entry for entry in log.every()}
    if len(there) != whole(place):
        raise Wrong("a write stands in the log twice")
    for one in said:
        entry = there.get(one.write)
        if not one.code:
            if entry is None:
                raise Wrong(f"the acknowledged write {one.write} is lost")
            if (entry.sequence, entry.digest, entry.number) != (one.sequence, one.digest, one.number):
                raise Wrong(f"the acknowledged write {one.write} is another one in the log: {entry}")
        elif entry is not None and one.code != "log-outcome-unknown":
            raise Wrong(f"{one.write} was refused ({one.code}) and stands in the log")
        elif one.code not in _KNOWN:
            raise Wrong(f"{one.write} was refused with {one.code}")
    numbers = [entry.number for entry in there.values()]
    if len(set(numbers)) != len(numbers):
        raise Wrong("a number was given twice")
    return len(set(there) - {one.write for one in said})


def killed_writers(place: str, writes: int, kills: int, chance: random.Random) -> str:
    """Kill a writer at random moments until so many writes were acknowledged and so many writers killed."""
    said: list[Told] = []
    killed, longest = 0, 0.0
    while len(said) < writes or killed < kills:
        killed += 1
        with writer(place, f"w{killed}", 10**9) as (process, lines):
            go(process)
            # Every fifth is killed while it opens the log; the first of all while it makes the tables.
            wanted = 0 if killed % 5 == 1 else chance.randint(1, max(2 * writes // kills, 1))
            said += filter(None, [told(lines.readline()) for _ in range(wanted)])
            time.sleep(chance.random() * (0.02 if wanted == 0 else 0.003))
            process.kill()
            if process.wait() != -signal.SIGKILL:
                raise Wrong(f"a writer ended by itself: {process.communicate()[1]}")
            said += filter(None, map(told, lines.readlines()))
        begun = time.perf_counter()
        with closing(the_log(place)) as log:
            entry = log.add(batch(f"after-{killed}"), now=NOON)
        longest = max(longest, time.perf_counter() - begun)
        said.append(Told(f"after-{killed}", entry.sequence, entry.digest, str(entry.number)))
        if longest > LONGEST_WAIT:
            raise Wrong(f"the next writer waited {longest:.1f} s")
        whole(place)
    unsaid = compare(place, said)
    if unsaid > killed:
        raise Wrong(
            f"{unsaid} entries that nobody acknowledged, of {killed} writers that were killed in one write each"
        )
    return (
        f"{killed} kills in {len(said)} acknowledged writes: none lost, the chain verified after each, the next writer "
        f"took {longest * 1000:.0f} ms at most; {unsaid} more were written and not yet acknowledged"
    )


def writers_together(place: str, processes: int, batches: int) -> str:
    """Have several processes write at the same time, into a log that is not there yet."""
    said: list[Told] = []
    with ExitStack() as all_of_them:
        started = [
            all_of_them.enter_context(writer(place, f"p{number}", batches))[0] for number in range(1, processes + 1)
        ]
        begun = time.perf_counter()
        for process in started:
            go(process)
        for process in started:
            out, error = process.communicate(timeout=600)
            if process.returncode or error:
                raise Wrong(f"a writer ended with {process.returncode}: {error}")
            said += filter(None, map(told, out.splitlines(keepends=True)))
    took = time.perf_counter() - begun
    if refused := [one for one in said if one.code]:
        raise Wrong(f"{len(refused)} were refused: {refused[0]}")
    wanted = processes * batches
    numbers = sorted(one.number for one in said)
    if (
        numbers != [f"B-{number:05}" for number in range(1, wanted + 1)]
        or compare(place, said)
        or whole(place) != wanted
    ):
        raise Wrong(f"{wanted} numbers should have been given, each once: {len(set(numbers))} were")
    return f"{processes} processes with {batches} batches each: {wanted} entries, no number twice, in {took:.1f} s"


def clock_set_back(place: str) -> str:
    """Set the clock back by an hour between two entries, and look at the order, the entry and what the screen says."""

    def command(*words: str, at: datetime = NOON) -> str:
        with mock.patch("ldn_compound.cli.record_log_cmd.now", at.isoformat):
            done = program.call(["record", "log", *words, "--log", place], folder=tempfile.gettempdir())
        if done.returncode:
            raise Wrong(f"{words} ended with {done.returncode}: {done.stderr.decode()}")
        return " ".join(done.stdout.decode().split())

    hour = timedelta(hours=1)
    # The same moment with another offset, as at the end of summer time, is no clock that was set back.
    moments = [NOON, NOON.astimezone(UTC), NOON + hour, NOON, NOON + timedelta(minutes=1)]
    screens = [command("note", f"note {number}", at=at) for number, at in enumerate(moments, start=1)]
    said = f"the clock was set back: the entry before is of {(NOON + hour).isoformat()}"
    if [said in screen for screen in screens] != [False, False, False, True, False]:
        raise Wrong(f"the screens say: {screens}")
    with closing(the_log(place)) as log:
        entries = list(log.every())
    if [entry.body["data"]["text"] for entry in entries] != [f"note {number}" for number in range(1, 6)]:
        raise Wrong("the order of the entries is another one")
    if [entry.after for entry in entries] != [None, None, None, (NOON + hour).isoformat(), None]:
        raise Wrong("the entries do not say it")
    if "the clock was set back before entry 4" not in command("verify"):
        raise Wrong("the check does not say it")
    return "the order kept; the entry, the screen and the check say so; another offset alone is not told as one"


def lost_connections(server: postgres.Server, place: str, losses: int, stops: int, chance: random.Random) -> str:
    """End the connection of a writer at random moments, and stop the server as a loss of power does."""
    from ldn_compound.records.log.postgresql import PostgresqlStore

    said: list[Told] = []
    with tempfile.TemporaryDirectory() as folder, closing(PostgresqlStore(place)) as other:
        until = Path(folder) / "end"
        with closing(the_log(place)) as log:
            entry = log.add(batch("first"), now=NOON)
        said.append(Told("first", entry.sequence, entry.digest, str(entry.number)))
        with writer(place, "w", 10**9, str(until)) as (process, lines):
            go(process)
            listener = Thread(target=lambda: said.extend(filter(None, map(told, lines))))
            listener.start()
            try:
                for _ in range(losses):
                    time.sleep(0.03 + chance.random() * 0.02)
                    _end_connections(other)
                for _ in range(stops):
                    time.sleep(0.2 + chance.random() * 0.05)
                    server.stop()
                    time.sleep(0.1)
                    server.start()
                time.sleep(0.2)
            finally:
                until.touch()
                listener.join(timeout=120)
            if process.wait(timeout=60):
                raise Wrong(f"a writer ended with {process.returncode}: {process.communicate()[1]}")
    refused = [one for one in said if one.code]
    unsaid = compare(place, said)
    if unsaid or len(refused) < max(losses // 2, stops):
        raise Wrong(f"{unsaid} entries that nobody was told of; {len(refused)} writes refused")
    unknown = sum(one.code == "log-outcome-unknown" for one in refused)
    return (
        f"{losses} connections ended and {stops} servers stopped: {len(said) - len(refused)} acknowledged writes, none "
        f"lost; {len(refused)} refused with exit code 16, {unknown} of them as unknown, none of the others in the log"
    )


def _end_connections(store: Store, which: str = "true") -> int:
    """End all connections to a database, or those of a condition, but for this one; return how many."""
    with store.reading() as connection:
        return len(connection.rows(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
            f" AND pid <> pg_backend_pid() AND backend_type = 'client backend' AND {which}"
        ))  # fmt: skip


def lost_commands(server: postgres.Server, place: str) -> str:
    """Lose the connection in the middle of a command's write, and let a command find no server."""
    from ldn_compound.records.log.postgresql import PostgresqlStore

    line = [sys.executable, "-m", "ldn_compound", "record", "log", "note", "a remark", "--log", place]
    with tempfile.TemporaryDirectory() as home:
        environ = program.environment(home, {"PYTHONPATH": str(program.ROOT)})

        def ended(process: subprocess.Popen[str]) -> None:
            error = " ".join(process.communicate(timeout=120)[1].split())
            if process.returncode != 16 or "nothing was written" not in error:
                raise Wrong(f"exit code {process.returncode}: {error}")
            if not error.startswith("Error in log [log-unreachable]"):
                raise Wrong(f"the message says something else: {error}")

        def start() -> subprocess.Popen[str]:
            return subprocess.Popen(
                line, env=environ, cwd=home, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
            )

        with closing(the_log(place)) as log, closing(PostgresqlStore(place)) as other:
            log.add(batch("first"), now=NOON)
            with log.store.writing(), start() as process:
                # It waits for this transaction inside its own.
                while not _end_connections(other, "wait_event_type = 'Lock'") and process.poll() is None:
                    time.sleep(0.02)
                ended(process)
            server.stop()
            try:
                with start() as process:
                    ended(process)
            finally:
                server.start()
            if whole(place) != 1:
                raise Wrong("a refused note stands in the log")
            with start() as process:
                if process.wait(timeout=120):
                    raise Wrong(f"with a server again: {process.communicate()[1]}")
    if whole(place) != 2:
        raise Wrong("the note that was acknowledged is lost")
    return "a command that loses its connection, or finds no server, ends with 16 and says that nothing was written"


Point = tuple[str, Callable[[], str]]


def points_of(place: Callable[[], str], given: argparse.Namespace) -> list[Point]:
    """Return the points that hold wherever the log stands; each gets a log of its own."""
    chance = random.Random(given.seed)
    return [
        ("kill -9", lambda: killed_writers(place(), given.writes, given.kills, chance)),
        ("writers together", lambda: writers_together(place(), given.processes, given.batches)),
        ("clock set back", lambda: clock_set_back(place())),
    ]


def tried(where: str, points: list[Point]) -> bool:
    """Try points, print a line for each, and tell whether none failed."""
    well = True
    for name, point in points:
        begun = time.perf_counter()
        try:
            word, measured = "PASS", point()
        except NotTried as error:
            word, measured = "NOT TRIED", str(error)
        except (Wrong, LdnError, OSError, subprocess.SubprocessError) as error:
            word, measured, well = "FAIL", f"{type(error).__name__}: {error}", False
        print(f"{word} {where}, {name}: {measured} ({time.perf_counter() - begun:.0f} s)", flush=True)
    return well


def main() -> int:
    """Try every point, and return 1 where any failed."""
    arguments = argparse.ArgumentParser(description="Show that the log loses nothing.")
    arguments.add_argument("--writes", type=int, default=1000, help="acknowledged writes while writers are killed")
    arguments.add_argument("--kills", type=int, default=50, help="writers that are killed, at least")
    arguments.add_argument("--processes", type=int, default=8, help="that write at the same time")
    arguments.add_argument("--batches", type=int, default=200, help="that each of them writes")
    arguments.add_argument("--step", type=int, default=4, help="kilobytes between two tries on a full disk")
    arguments.add_argument("--losses", type=int, default=50, help="connections to PostgreSQL that are ended")
    arguments.add_argument("--stops", type=int, default=5, help="times that PostgreSQL is stopped at once")
    arguments.add_argument("--seed", type=int, default=random.randrange(10**6), help="of the random moments")
    given = arguments.parse_args()
    print(f"seed {given.seed}", flush=True)
    count = itertools.count(1)
    with tempfile.TemporaryDirectory() as folder:
        files = points_of(lambda: str(Path(folder) / f"log{next(count)}.sqlite"), given)
        files[2:2] = [
            ("full disk", lambda: full_disk(given.step)),
            ("file that may not grow", lambda: limited_file(given.step)),
            ("read-only disk", read_only_disk),
            ("no right to write", no_rights),
        ]
        well = tried("SQLite", files)
    if postgres.MISSING is not None:
        print(f"NOT TRIED PostgreSQL: {postgres.MISSING}")
        return 0 if well else 1
    with postgres.running() as server:
        chance = random.Random(given.seed)

        def place() -> str:
            return server.new_database(f"log{next(count)}")

        points = points_of(place, given)
        points += [
            ("lost connection", lambda: lost_connections(server, place(), given.losses, given.stops, chance)),
            ("lost command", lambda: lost_commands(server, place())),
        ]
        return 0 if tried("PostgreSQL", points) and well else 1


if __name__ == "__main__":
    sys.exit(main())
