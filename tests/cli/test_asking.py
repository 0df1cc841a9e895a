"""``--ask`` on a real pseudo-terminal: one question a line, each answer checked at once, and the line that it makes."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

import pytest

from tests.cli.shell import run
from tests.repo.places import REPOSITORY

pytest.importorskip("pty", reason="pseudo-terminals are POSIX's")
from tests.cli.terminal import Terminal

PROFILE = str(REPOSITORY / "docs" / "example-profile.toml")
FIXED = ("--made-on", "2026-11-22", "--profile", PROFILE)


def test_what_is_missing_is_asked_and_the_line_is_shown(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, "capsules", "--ask", "--measured", "--wastage", "5%", *FIXED)
    for question, answers in (
        ("drug in one unit", ("4,5 mg", "4.5mg")),
        ("units to make", ("ninety", "90")),
        ("[1|2|3|4|smallest]", ("0", "3")),
        ("filler", ("mcc-ph", "mcc-ph102")),
        ("packing statistic", ("135mg",)),
        ("doses a day", ("1",)),
    ):
        terminal.until(question)
        for answer in answers:
            terminal.type(answer)
    code = terminal.finish()
    shown = re.sub(r"\x1b\[[0-9;]*m", "", terminal.seen.replace("\r\n", "\n"))
    assert code == 0, shown
    for refused in ("'4,5 mg'", "'ninety'", "given '0'", "given 'mcc-ph'"):
        assert refused in shown
    (line,) = re.findall(r"^ldn-compound (capsules .*)$", shown, re.MULTILINE)
    assert shown.endswith(run(*shlex.split(line)).out)
    assert "467 mg" in shown


def test_an_empty_answer_leaves_out_what_need_not_be_given(tmp_path: Path) -> None:
    words = ("--strength", "4.5mg", "--count", "90", "--size", "3", "--filler", "mcc-ph102", "--fill-mass", "135mg")
    terminal = Terminal(tmp_path, "capsules", "--ask", *words, *FIXED)
    terminal.until("doses a day")
    terminal.type("")
    assert terminal.finish() == 0
    assert "--doses-per-day" not in terminal.seen.partition("ldn-compound capsules")[2].partition("\n")[0]


def test_an_answer_is_read_as_an_option_is(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, "dose", "--ask", "--age", "14 months", "--profile", PROFILE)
    terminal.until("body weight")
    terminal.type("22 lb 4 oz")
    terminal.until("doses a day")
    terminal.type("1")
    assert terminal.finish() == 0, terminal.seen
    assert "--body-weight '22.25 lb'" in terminal.seen


def test_the_end_of_the_input_ends_it(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, "dose", "--ask", "--profile", PROFILE)
    terminal.until("body weight")
    os.write(terminal.master, b"\x04")
    assert terminal.finish() == 130


@pytest.mark.parametrize("command", ["capsules", "tablets", "solution", "dose", "titrate", "trituration"])
def test_without_a_terminal_nobody_is_asked(command: str) -> None:
    done = run(command, "--ask", "--json")
    assert (done.code, done.out) == (2, "")
    assert "terminal" in done.err
