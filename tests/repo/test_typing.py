"""What a type checker says of a program that uses this package: nothing of right calls, and each mistake on its line.

The two files of calls are checked as a pharmacy's own files are, in a folder apart, against the package as installed.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[1] / "typing"
WRONG = re.compile(r"  # wrong: ")


def run_mypy(folder: Path, cache: Path) -> list[tuple[str, int]]:
    """Return the files and lines in which mypy finds an error."""
    command = [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", "--cache-dir", str(cache), "."]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stdout + done.stderr
    found = re.findall(r"^(\w+\.py):(\d+): error: ", done.stdout, flags=re.MULTILINE)
    return sorted({(name, int(line)) for name, line in found})


def run_pyright(folder: Path, cache: Path) -> list[tuple[str, int]]:
    """Return the files and lines in which pyright finds an error."""
    command = [sys.executable, "-m", "pyright", "--outputjson", "--pythonpath", sys.executable, "."]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    report = json.loads(done.stdout)
    assert report["summary"]["filesAnalyzed"] == len(list(folder.glob("*.py"))), done.stderr
    errors = [item for item in report["generalDiagnostics"] if item["severity"] == "error"]
    return sorted({(Path(item["file"]).name, item["range"]["start"]["line"] + 1) for item in errors})


@pytest.mark.parametrize("check", [run_mypy, run_pyright], ids=["mypy", "pyright"])
def test_every_mistake_is_found_on_its_line_and_nothing_else(
    check: Callable[[Path, Path], list[tuple[str, int]]], tmp_path: Path
) -> None:
    folder = tmp_path / "pharmacy"
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))
    wrong = [
        (path.name, number)
        for path in sorted(folder.glob("*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if WRONG.search(line)
    ]
    assert len(wrong) >= 31
    assert check(folder, tmp_path / "cache") == wrong


def test_the_right_calls_run(tmp_path: Path) -> None:
    """They are right to the program too, not to the type checkers alone."""
    command = [sys.executable, "-W", "error", str(FOLDER / "right_calls.py")]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
