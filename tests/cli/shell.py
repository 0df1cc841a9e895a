"""Runs the program and gives what it wrote as text; the lines that the command tests start from."""

from __future__ import annotations

import functools
import tempfile
from typing import NamedTuple

from tests import program

LINE = (
    *("capsules", "--strength", "4.5mg", "--count", "90", "--size", "3", "--filler", "mcc-ph102"),
    *("--packing-stat", "135mg", "--measured", "--assay", "99.5%", "--assay-basis", "anhydrous", "--api-water", "8.5%"),
    *("--wastage", "5%", "--doses-per-day", "1", "--made-on", "2026-11-22"),
)
"""The line of the README."""
BARE = (
    *("capsules", "--strength", "4.5mg", "--count", "90", "--size", "3", "--filler", "mcc-ph102"),
    *("--packing-stat", "135mg", "--made-on", "2026-11-22"),
)


class Ran(NamedTuple):
    code: int
    out: str
    err: str


@functools.cache
def _home() -> str:
    return tempfile.mkdtemp(prefix="ldn-home-")


@functools.cache
def run(*words: str, stdin: str = "", **environ: str) -> Ran:
    """Run the program in this process; no profile is found unless `environ` names one."""
    return _ran(program.call(words, folder=_home(), stdin=stdin.encode(), environ=environ), "utf-8")


@functools.cache
def start(*words: str, encoding: str = "utf-8", stdin: str = "", **environ: str) -> Ran:
    """Start the program in a process of its own, on a terminal of this encoding."""
    variables = {"PYTHONIOENCODING": encoding, **environ}
    return _ran(program.start(words, folder=_home(), stdin=stdin.encode(), environ=variables), encoding)


def _ran(done: program.Done, encoding: str) -> Ran:
    assert b"Traceback" not in done.stderr, done.stderr.decode(errors="replace")
    return Ran(done.returncode, done.stdout.decode(encoding), done.stderr.decode(encoding))


def changed(line: tuple[str, ...], **options: str | None) -> tuple[str, ...]:
    """Return a line with options set or (None) taken out."""
    words = list(line)
    for name, value in options.items():
        flag = "--" + name.replace("_", "-")
        if flag in words:
            at = words.index(flag)
            del words[at : at + 2]
        if value is not None:
            words += [flag, value]
    return tuple(words)


def narrow(text: str) -> list[str]:
    """Return the lines that are too long or not ASCII."""
    return [line for line in text.splitlines() if len(line) > 80 or not line.isascii()]
