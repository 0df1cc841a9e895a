"""A day at the counter, typed on a real pseudo-terminal: profile, formula, make, bench, label, line by line.

``whole_day.txt`` is the screen as it is seen: what stands behind a prompt is typed, everything else is printed.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

import ldn_compound as ldn
from tests.records_read import entries_of
from tests.repo import shell

pytest.importorskip("pty", reason="pseudo-terminals are POSIX's")
from tests.cli.terminal import SHELL, Terminal

SCREEN = Path(__file__).parent / "whole_day.txt"
PROMPT = re.compile(r"(\$|>|[a-zA-Z0-9 ,]+>)(?: (.*))?")
REPEATED = "$ ldn-compound make "
"""With this line the repeated batch begins: the day before it is done once."""
MOST_COMMANDS, MOST_KEYSTROKES = 3, 250


class Typed(NamedTuple):
    prompt: str
    text: str
    line: int


def typed_lines() -> list[Typed]:
    found = []
    for number, line in enumerate(SCREEN.read_text("utf-8").splitlines()):
        if match := PROMPT.fullmatch(line):
            found.append(Typed(match[1], match[2] or "", number))
    return found


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The folder after the day, and the screen as it was seen."""
    folder = tmp_path_factory.mktemp("day")
    variables = shell.environment(folder) | {"PS1": "$ ", "PS2": "> ", "ENV": "", "TERM": "dumb"}
    terminal = Terminal(folder, program_words=SHELL, variables=variables)
    for typed in typed_lines():
        terminal.until(f"\n{typed.prompt} " if typed.line else f"{typed.prompt} ")
        terminal.type(typed.text)
    terminal.until("\n$ ")
    terminal.type("exit")
    terminal.finish()
    return folder, terminal.shown.replace(str(folder), "HOME")


def test_the_screen_of_the_day(day: tuple[Path, str]) -> None:
    expected = SCREEN.read_text("utf-8").splitlines()
    seen = "\n".join(line.rstrip() for line in day[1].splitlines())
    first_missing = shell.missing((*(line.rstrip() for line in expected), shell.CUT), seen)
    assert first_missing is None, f"not there, or not there in this order:\n{first_missing}\n--- seen:\n{seen}"


def test_a_repeated_batch_with_its_label_is_three_commands_and_250_keystrokes() -> None:
    commands = [typed.text for typed in repeated() if typed.prompt == "$"]
    assert [command.split()[1] for command in commands] == ["make", "bench", "labels"]
    assert len(commands) <= MOST_COMMANDS
    # Each line and its Enter; the masses are typed too, which a balance with a line of its own sends.
    keystrokes = sum(len(typed.text) + 1 for typed in repeated())
    assert keystrokes <= MOST_KEYSTROKES, keystrokes


def repeated() -> list[Typed]:
    lines = typed_lines()
    start = next(place for place, typed in enumerate(lines) if f"{typed.prompt} {typed.text}".startswith(REPEATED))
    return lines[start:]


def test_the_record_and_the_label_are_of_the_plan(day: tuple[Path, str]) -> None:
    folder, _ = day
    plan = ldn.from_json((folder / "p.json").read_text("utf-8"))
    assert isinstance(plan, ldn.CapsuleBatch)
    assert plan.count == 60
    entries = entries_of(folder / "p.record.json")
    weighed = {item["data"]["name"]: item["data"]["mass"]["value"] for item in entries if item["kind"] == "weighed"}
    # 4.5 mg x 60 x 1.05 = 283.5 mg of drug, / (0.995 x 0.915) = 311.39 mg; 135 mg x 60 x 1.05 - 311.39 mg = 8193.61 mg
    assert weighed == {"api": "311", "filler": "8190"}
    assert entries[-1]["kind"] == "as-made"
    assert (folder / "p.pdf").read_bytes().startswith(b"%PDF-")
