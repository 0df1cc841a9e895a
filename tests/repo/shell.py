"""Runs command lines as the docs print them, in a shell, with the program on the path and the clock on a fixed day.

A console block of the docs holds lines that start with ``$ `` (continued by a backslash), each followed by what it
prints; ``...`` stands for what was cut, on a line of its own or at a line's end, and ``(exit code 12)`` for the code
where it is not 0.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests import program

TODAY = "2026-11-22"
_FOR_THE_SHELL = set("|&;<>()$`*?[]~#{}!\n")
CUT = "..."
_EXIT = re.compile(r"\(exit code ([0-9]+)\)")
_FENCE = re.compile(r"^```(?P<kind>\w*)\n(?P<body>.*?)^```$", re.DOTALL | re.MULTILINE)

# The day of making and of printing is `today` in the docs' lines; the docs must hold on any day. The commands import
# the clock by name, so it is set before they are loaded.
_PROGRAM = f"""
import ldn_compound.cli.common as common
common.today = lambda: {TODAY!r}
from ldn_compound.cli.main import run
run()
"""


class Line(NamedTuple):
    """A command line of the docs.

    Attributes:
        command: as typed, continuation lines joined.
        output: what the docs say that it prints, stdout and stderr together.
        exit_code: what they say that it exits with.
        line: its line in the file.
    """

    command: str
    output: tuple[str, ...]
    exit_code: int
    line: int


class Done(NamedTuple):
    """What a command line did."""

    exit_code: int
    output: str


def environment(folder: Path) -> dict[str, str]:
    """Return an environment with `ldn-compound` on the path and nothing of this machine's own settings."""
    bin_folder = folder / ".bin"
    bin_folder.mkdir(exist_ok=True)
    script = bin_folder / "ldn-compound"
    script.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -c {shlex.quote(_PROGRAM)} "$@"\n', "utf-8")
    script.chmod(0o755)
    variables = {
        "PATH": f"{bin_folder}{os.pathsep}{os.environ.get('PATH', '')}",
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        "PYTHONUTF8": "1",
    }
    return program.environment(folder, variables)


def run(command: str, folder: Path) -> Done:
    """Run a command line in a folder; stdin is empty. A line that asks nothing of a shell runs in this process."""
    program_name, _, rest = command.partition(" ")
    if program_name == "ldn-compound" and not _FOR_THE_SHELL & set(rest):
        called = program.call(shlex.split(rest), folder=folder, today=TODAY, together=True)
        return Done(called.returncode, called.stdout.decode("utf-8"))
    done = subprocess.run(
        command,
        shell=True,
        cwd=folder,
        env=environment(folder),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    return Done(done.returncode, done.stdout)


def join(lines: list[str]) -> str:
    """Join a command's continuation lines; a remark in brackets after two blanks is no part of it."""
    joined = " ".join(line.strip().removesuffix("\\").strip() for line in lines)
    return re.sub(r"\s{2,}\([^()]*\)$", "", joined)


def example_lines(text: str) -> Iterator[str]:
    """Yield the program's command lines that stand in a help text or a docs block."""
    lines = iter(text.splitlines())
    for line in lines:
        if line.strip().removeprefix("$ ").startswith("ldn-compound"):
            parts = [line.strip().removeprefix("$ ")]
            while parts[-1].endswith("\\"):
                parts.append(next(lines))
            yield join(parts)


def blocks(text: str, kind: str) -> Iterator[tuple[str, int]]:
    """Yield the fenced blocks of a kind in a Markdown text, each with the line on which it starts."""
    for match in _FENCE.finditer(text):
        if match["kind"] == kind:
            yield match["body"], text.count("\n", 0, match.start("body")) + 1


def console_lines(text: str) -> Iterator[Line]:
    """Yield the command lines of all console blocks of a Markdown text."""
    for body, first in blocks(text, "console"):
        command: list[str] = []
        output: list[str] = []
        start = first
        for number, line in enumerate([*body.splitlines(), "$ "], start=first):
            if command and command[-1].endswith("\\") and not output:
                command.append(line.removeprefix("> "))
            elif line.startswith("$ "):
                if command:
                    yield _line(command, output, start)
                command, output, start = [line[2:]], [], number
            else:
                output.append(line)


def _line(command: list[str], output: list[str], start: int) -> Line:
    code = 0
    while output and not output[-1].strip():
        output.pop()
    if output and (match := _EXIT.fullmatch(output[-1])):
        code = int(match[1])
        output.pop()
    return Line(join(command), tuple(output), code, start)


def _same(part: list[str], there: list[str]) -> bool:
    """Tell whether the lines there begin with these; a line that ends in ``...`` was cut."""
    cut = [line.endswith(CUT) for line in part]
    return all(
        have.startswith(want.removesuffix(CUT)) if short else have == want
        for want, have, short in zip(part, there, cut, strict=False)
    )


def missing(expected: tuple[str, ...], output: str) -> str | None:
    """Return the first part of the expected output that is not there, in order, or None."""
    rest = [line.rstrip() for line in output.splitlines()]
    parts: list[list[str]] = [[]]
    for line in expected:
        if line.strip() == CUT:
            parts.append([])
        else:
            parts[-1].append(line.rstrip())
    anchored_start, anchored_end = expected[:1] != (CUT,), expected[-1:] != (CUT,)
    for number, part in enumerate(parts):
        if not part:
            continue
        places = [index for index in range(len(rest) - len(part) + 1) if _same(part, rest[index:])]
        if number == 0 and anchored_start:
            places = [index for index in places if index == 0]
        if number == len(parts) - 1 and anchored_end:
            places = [index for index in places if index + len(part) == len(rest)]
        if not places:
            return "\n".join(part)
        rest = rest[places[0] + len(part) :]
    return None
