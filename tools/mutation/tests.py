"""Which tests run a line: taken once from a run of all of them under coverage, and asked for each mutant."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import coverage

from tools.mutation.durations import FILE
from tools.mutation.places import Mutant

# Left out: what holds a file against what the program itself prints, what reads or copies the sources, what needs many
# processes or minutes. A break must be found by a test that knows better than the code.
RUN = ("tests/unit", "tests/golden", "tests/properties", "tests/labels", "tests/cli", "tests/repo/test_rules.py")
LEFT_OUT = (
    "tests/cli/test_junk.py",
    "tests/cli/test_junk_verbs.py",
    "tests/cli/test_streams.py",
    "tests/properties/test_schemas.py",
    "tests/labels/test_gallery.py",
    "tests/labels/test_threads.py",
)
# The tests that know the numbers of the reference data from elsewhere, in the order in which they are tried.
OF_DATA = (
    "tests/unit/checks",
    "tests/golden/test_published.py",
    "tests/unit/reference",
    "tests/unit/calc",
    "tests/properties/test_dose.py",
    "tests/properties/test_second_engine.py",
    "tests/golden/test_transcripts.py",
    "tests/golden/test_stored_plans.py",
    "tests/unit/plans",
    "tests/cli",
)


class Tests(NamedTuple):
    """The tests that may notice a break, the quickest first.

    Attributes:
        names: node ids of pytest.
        seconds: how long they take together.
    """

    names: tuple[str, ...]
    seconds: float

    def first(self, seconds: float) -> Tests:
        """Return as many of them as take so long, ten at least."""
        total, kept = 0.0, 0
        for kept, _name in enumerate(self.names, start=1):
            total += self.seconds / len(self.names)
            if total > seconds and kept >= 10:
                break
        return Tests(self.names[:kept], total)


def record(tree: Path, kept: Path, workers: int) -> None:
    """Run all tests of a copy under coverage; write what each ran, and how long it took, into a folder."""
    kept.mkdir(parents=True, exist_ok=True)
    (kept / "settings.ini").write_text("[run]\nsource_pkgs = ldn_compound\n", "utf-8")
    environment = {
        **os.environ,
        "PYTHONPATH": str(tree),
        "COVERAGE_FILE": str(kept / "coverage"),
        FILE: str(kept / "durations.json"),
    }
    words = [sys.executable, "-m", "pytest", "-q", "-n", str(workers), "-p", "tools.mutation.durations", "--cov"]
    words += [f"--cov-config={kept / 'settings.ini'}", "--cov-context=test", "--cov-report=", *RUN]
    words += [f"--ignore={name}" for name in LEFT_OUT]
    subprocess.run(words, cwd=tree, env=environment, check=False)  # a test that fails is left out of the record


class Known:
    """What was recorded, to be asked for the tests of a mutant."""

    def __init__(self, tree: Path, kept: Path) -> None:
        """Read the recorded folder; `tree` is the copy that was run."""
        self.tree = tree
        self.data = coverage.CoverageData(str(kept / "coverage"))
        self.data.read()
        self.seconds: dict[str, float] = json.loads((kept / "durations.json").read_text("utf-8"))
        self.lines: dict[str, dict[int, list[str]]] = {}
        self.measured = {str(Path(name).resolve()): name for name in self.data.measured_files()}
        recorded = (kept / "durations.json").stat().st_mtime
        written = sorted(tree.glob("tests/**/test_*.py"))
        self.newer = tuple(
            name
            for name in (str(file.relative_to(tree)) for file in written if file.stat().st_mtime > recorded)
            if name.startswith(RUN) and name not in LEFT_OUT
        )

    def of(self, file: str, mutant: Mutant) -> tuple[Tests, Tests]:
        """Return the tests that ran the mutant's lines, and those that ran the file at all.

        Of a line that runs on import both are the latter; of a function whose results are kept, the first are only the
        tests that happened to call it first. The latter begin with the files of tests that are newer than the record.
        """
        lines = self.lines_of(file)
        whole: set[str] = set()
        for module in (file, *(self.importers(file) if mutant.at_import else ())):
            whole.update(*self.lines_of(module).values())
        near: set[str] = set()
        for line in range(mutant.line, mutant.last_line + 1):
            near.update(lines.get(line, ()))
        both = self.sorted(whole)
        first = both if mutant.at_import else self.sorted(near)
        # What was written since then may notice it too, whichever lines it runs.
        return first, Tests((*self.newer, *both.names), both.seconds)

    def lines_of(self, file: str) -> dict[int, list[str]]:
        """Return the tests of each line of a file."""
        if file not in self.lines:
            measured = self.measured.get(str((self.tree / file).resolve()))
            found = self.data.contexts_by_lineno(measured) if measured else {}
            self.lines[file] = {
                line: [name.partition("|")[0] for name in names if name] for line, names in found.items()
            }
        return self.lines[file]

    def importers(self, file: str) -> list[str]:
        """Return the files of the package that import a module."""
        module = file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        found = []
        for other in sorted((self.tree / "ldn_compound").rglob("*.py")):
            for node in ast.walk(ast.parse(other.read_bytes())):
                if isinstance(node, ast.ImportFrom) and node.module == module:
                    found.append(str(other.relative_to(self.tree)))
                    break
        return found

    def sorted(self, names: Iterable[str]) -> Tests:
        """Return the tests of these names, the quickest first."""
        known = sorted((self.seconds.get(name, 0.0), name) for name in names if name in self.seconds)
        return Tests(tuple(name for _, name in known), sum(seconds for seconds, _ in known))
