"""Runs the program as a person does: another process, its own environment, streams as bytes."""

from __future__ import annotations

import functools
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
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
def run(*words: str, encoding: str = "utf-8", stdin: str = "", **environ: str) -> Ran:
    """Run ``python -m ldn_compound``; no profile is found unless `environ` names one."""
    keep = {name: value for name, value in os.environ.items() if not name.startswith(("LDN_", "XDG_", "NO_COLOR"))}
    keep |= {"HOME": _home(), "APPDATA": _home(), "PYTHONPATH": os.pathsep.join(filter(None, (str(ROOT), *sys.path)))}
    keep |= {"PYTHONIOENCODING": encoding, **environ}
    done = subprocess.run(
        [sys.executable, "-m", "ldn_compound", *words],
        input=stdin.encode(),
        capture_output=True,
        env=keep,
        check=False,
        timeout=120,
    )
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
