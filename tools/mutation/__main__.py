"""Breaks the package on purpose, one place at a time, and lists the breaks that no test notices.

    python -m tools.mutation                            a sample of 300 over all rooms
    python -m tools.mutation --room checks --all        every place of a room
    python -m tools.mutation --again                    the survivors of the last run once more, after new tests

Each worker has a copy of the project. A place is broken, the tests that ran its lines are run against the copy (as many
as take `--seconds`; one that is still alive meets four times as many of those that ran its file), and it is mended.
Which tests run which line is recorded once, by one run of all tests under coverage, and again with ``--record``.
Survivors that change nothing that can be observed stand with the reason in ``tools/mutation/equivalent.toml``. It takes
minutes to hours, and is no part of ``make test``.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Queue
from typing import NamedTuple

from tools.mutation.places import Mutant, of_python, of_toml
from tools.mutation.tests import OF_DATA, Known, Tests, record

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / "mutation"
RESULTS = BUILD / "results.jsonl"
EQUIVALENT = ROOT / "tools" / "mutation" / "equivalent.toml"
# The least share of the mutants of a room that the tests find, in %.
GOALS = dict.fromkeys(("core", "calc", "checks", "plans", "inputs", "settings", "labelling", "data"), 92)
OTHER_GOAL = 80
NOT_DATA = ("examples.toml", "fhir.toml", "growth.toml")  # growth: 1,900 numbers, each held to a second copy


class Place(NamedTuple):
    """A mutant, the file that it is of from the project's folder, and the line that it changes as it stands there."""

    file: str
    mutant: Mutant
    line: int
    text: str

    @property
    def room(self) -> str:
        """The folder of the package, `data` for the reference data."""
        parts = Path(self.file).parts
        return "data" if self.file.endswith(".toml") else parts[1] if len(parts) > 2 else "package"

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What names the mutant whatever stands above it in the file."""
        return self.file, self.mutant.inside, self.text, self.mutant.change


def places(root: Path = ROOT) -> Iterator[Place]:
    """Give every place of the package in a folder, and of its reference data."""
    data = sorted((root / "ldn_compound/reference/data").glob("*.toml"))
    for file in (*sorted((root / "ldn_compound").rglob("*.py")), *(file for file in data if file.name not in NOT_DATA)):
        source = file.read_bytes()
        lines = source.decode().splitlines()
        for mutant in of_python(source) if file.suffix == ".py" else of_toml(source):
            number = source.count(b"\n", 0, mutant.start)
            yield Place(str(file.relative_to(root)), mutant, number + 1, lines[number].strip())


def copy_of_project(tree: Path) -> None:
    """Make a copy of what git keeps here, with what is changed and not yet committed."""
    shutil.rmtree(tree, ignore_errors=True)
    words = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    for name in subprocess.run(words, cwd=ROOT, capture_output=True, check=True, text=True).stdout.split("\0"):
        if name and (ROOT / name).is_file():
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, tree / name)


def survives(tree: Path, tests: Sequence[str], seconds: float) -> bool:
    """Run tests against a copy; tell whether all pass. What takes far longer than it did has been noticed."""
    listed = tree / "chosen-tests.txt"
    listed.write_text("".join(f"{name}\n" for name in tests), "utf-8")
    words = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", f"@{listed}"]
    environment = {**os.environ, "PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(words, cwd=tree, env=environment, capture_output=True, check=False, timeout=seconds)
    except subprocess.TimeoutExpired:
        return False
    if done.returncode not in (0, 1):  # an import that fails is noticed too; a wrong call of pytest is not
        if b"no tests ran" in done.stdout and b"error" not in done.stdout.lower():
            raise RuntimeError(done.stdout.decode()[-2000:])
        return False
    return done.returncode == 0


def is_alive(place: Place, tree: Path, tests: tuple[Tests, Tests] | None, budget: float) -> bool:
    """Break the place in a copy, run its tests, mend it, and tell whether no test noticed.

    Parameters:
        tests: those that ran its lines, and those that ran its file; None for the reference data.
        budget: how many seconds of the first are tried, and four times as many of the second where it is still alive.
    """
    file = tree / place.file
    source = (ROOT / place.file).read_bytes()
    for stale in (file.parent / "__pycache__").glob(f"{file.stem}.*.pyc"):
        stale.unlink()
    file.write_bytes(place.mutant.broken(source))
    try:
        if tests is None:
            return survives(tree, OF_DATA, 900)
        chosen = [tests[0].first(budget), tests[1].first(4 * budget)]
        return all(survives(tree, some.names, 60 + 10 * some.seconds) for some in chosen if some.names)
    finally:
        file.write_bytes(source)


def equivalents() -> dict[tuple[str, str, str, str], str]:
    """Return the reason of each survivor that was judged to change nothing."""
    rows = tomllib.loads(EQUIVALENT.read_text("utf-8")).get("equivalent", [])
    return {(row["file"], row["inside"], row["line"], row["change"]): row["reason"] for row in rows}


def sample(found: list[Place], most: int, seed: int) -> list[Place]:
    """Return so many places, drawn from each room by its share, the small rooms with ten at least."""
    rooms: dict[str, list[Place]] = {}
    for place in found:
        rooms.setdefault(place.room, []).append(place)
    drawn: list[Place] = []
    for items in rooms.values():
        share = max(10, round(most * len(items) / len(found)))
        drawn += random.Random(seed).sample(items, min(share, len(items)))
    random.Random(seed).shuffle(drawn)
    return drawn


def try_all(chosen: list[Place], known: Known, trees: Sequence[Path], budget: float) -> Iterator[tuple[Place, bool]]:
    """Try each place, as many at once as there are copies, and give whether it lives."""
    free: Queue[Path] = Queue()
    for tree in trees:
        free.put(tree)

    def one(place: Place) -> tuple[Place, bool]:
        tests = None if place.room == "data" else known.of(place.file, place.mutant)
        tree = free.get()
        try:
            return place, is_alive(place, tree, tests, budget)
        finally:
            free.put(tree)

    with ThreadPoolExecutor(len(trees)) as pool:
        yield from pool.map(one, chosen)


def summed(results: Sequence[tuple[Place, bool]], reasons: dict[tuple[str, str, str, str], str]) -> bool:
    """Print the share that was found in each room; tell whether every room reaches its goal."""
    tried, alive = Counter[str](), Counter[str]()
    for place, lives in results:
        if not (lives and place.key in reasons):
            tried[place.room] += 1
            alive[place.room] += lives
    good = True
    for room in sorted(tried):
        share = 100 * (tried[room] - alive[room]) / tried[room]
        goal = GOALS.get(room, OTHER_GOAL)
        good &= share >= goal
        words = "" if share >= goal else "   BELOW"
        print(f"{room:10} {tried[room] - alive[room]:5} of {tried[room]:5} found  {share:5.1f} %  goal {goal} %{words}")
    total, living = tried.total(), alive.total()
    print(f"{'together':10} {total - living:5} of {total:5} found  {100 * (total - living) / max(total, 1):5.1f} %")
    return good


def main() -> int:
    """Break the chosen places, print the survivors and the shares, and return 1 where a room misses its goal."""
    parser = argparse.ArgumentParser(prog="python -m tools.mutation", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--room", action="append", help="one folder of the package, or data; may stand several times")
    parser.add_argument("--file", action="append", help="one file, such as ldn_compound/checks/child.py")
    parser.add_argument("--most", type=int, default=300, help="size of the sample")
    parser.add_argument("--all", action="store_true", help="every place, no sample")
    parser.add_argument("--again", action="store_true", help="only the survivors of the last run")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=15, help="how long the first tests of a mutant take")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--record", action="store_true", help="record anew which tests run which line")
    wanted = parser.parse_args()
    BUILD.mkdir(parents=True, exist_ok=True)
    trees = [BUILD / f"tree-{number}" for number in range(wanted.workers)]
    for tree in trees:
        copy_of_project(tree)
    if wanted.record or not (BUILD / "recorded" / "durations.json").exists():
        record(trees[0], BUILD / "recorded", wanted.workers)
    found = [place for place in places() if not wanted.room or place.room in wanted.room]
    found = [place for place in found if not wanted.file or place.file in wanted.file]
    if wanted.again:
        before = {tuple(json.loads(line)["key"]) for line in RESULTS.read_text("utf-8").splitlines()}
        found = [place for place in found if place.key in before]
    elif not wanted.all:
        found = sample(found, wanted.most, wanted.seed)
    reasons = equivalents()
    known = Known(trees[0], BUILD / "recorded")
    results = []
    with RESULTS.open("w", encoding="utf-8") as kept:
        for place, lives in try_all(found, known, trees, wanted.seconds):
            results.append((place, lives))
            if lives:
                kept.write(json.dumps({"key": place.key}) + "\n")
                kept.flush()
                reason = reasons.get(place.key)
                where = f"{place.file}:{place.line}: {place.mutant.change}"
                print(f"equivalent: {where}: {reason}" if reason else f"survivor: {where}", flush=True)
    return 0 if summed(results, reasons) else 1


if __name__ == "__main__":
    sys.exit(main())
