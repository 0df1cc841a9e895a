"""docs/worked-*.md: the arithmetic by hand is right, and the program's answer is what was worked out by hand.

The hand's lines are computed here from their own numbers, by a reader that knows fractions and nothing of the program.
That the commands print what the pages show is tested with all pages (test_docs.py).
"""

from __future__ import annotations

import ast
import json
import operator
import re
import shlex
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tests import program
from tests.repo import shell
from tests.repo.places import REPOSITORY

PAGES = [pytest.param(path, id=path.stem) for path in sorted((REPOSITORY / "docs").glob("worked-*.md"))]
FORMS = {"capsules", "tablets", "solution", "child", "titration", "trituration"}
# `name: expression = result`; a result after ~ is rounded to the digits that stand there.
LINE = re.compile(r"(?P<name>[^:=]+):\s+(?P<left>[^=]+) = (?P<right>~?[0-9.]+(?: \S+)?)")
ROW = re.compile(r"^\| (?P<name>[^|]+) \| (?P<value>[^|]+) \| `(?P<key>[^`|]+)` \|$", re.MULTILINE)
UNIT = re.compile(r"(?<=[0-9]) (?:mg/mL|mg/kg|g/mL|mg|mL|kg|g|d)\b")
OPERATIONS: dict[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


def number(node: ast.expr, text: str) -> Fraction:
    """Return the exact value of an expression of numbers, as they are written, and the four operations."""
    if isinstance(node, ast.BinOp):
        return OPERATIONS[type(node.op)](number(node.left, text), number(node.right, text))
    assert isinstance(node, ast.Constant), f"no arithmetic: {text}"
    return Fraction(ast.get_source_segment(text, node) or "")


def worked(expression: str) -> Fraction:
    """Return what an expression of a page comes to, its units left out."""
    text = UNIT.sub("", expression.strip()).replace(" x ", " * ")
    text = re.sub(r"([0-9.]+) %", r"(\1 / 100)", text)
    return number(ast.parse(text, mode="eval").body, text)


def is_value(found: Fraction, shown: str) -> bool:
    """Tell whether a page's value is that number: exactly, or after ``~`` rounded to its digits."""
    digits = shown.removeprefix("~").partition(" ")[0]
    value = worked(shown.removeprefix("~"))
    if not shown.startswith("~"):
        return found == value
    step = Fraction(1, 10 ** len(digits.partition(".")[2])) * (Fraction(1, 100) if shown.endswith("%") else 1)
    return abs(found - value) <= step / 2


def hand_lines(page: Path) -> list[re.Match[str]]:
    found = []
    for body, first in shell.blocks(page.read_text(encoding="utf-8"), "text"):
        for line in body.splitlines():
            match = LINE.fullmatch(line)
            assert match, f"{page.name}:{first}: no line of arithmetic: {line}"
            found.append(match)
    return found


def at(result: Any, path: str) -> Any:
    """Return what stands at a path such as ``excipients[0].total``."""
    for part in re.findall(r"\w+", path):
        result = result[int(part) if isinstance(result, list) else part]
    return result


def test_each_form_has_its_page() -> None:
    assert {page.values[0].stem.removeprefix("worked-") for page in PAGES} == FORMS  # type: ignore[union-attr]  # paths


@pytest.mark.parametrize("page", PAGES)
def test_the_arithmetic_by_hand_is_right(page: Path) -> None:
    lines = hand_lines(page)
    assert len(lines) >= 6
    for line in lines:
        assert is_value(worked(line["left"]), line["right"]), f"{page.name}: {line[0]} is {worked(line['left'])}"


@pytest.mark.parametrize("page", PAGES)
def test_the_program_says_what_was_worked_out_by_hand(page: Path, tmp_path: Path) -> None:
    text = page.read_text(encoding="utf-8")
    command = next(shell.console_lines(text)).command.removeprefix("ldn-compound ").replace(" --working", "")
    done = program.call([*shlex.split(command), "--json"], folder=tmp_path, today=shell.TODAY)
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)["result"]
    by_hand = {line["name"].strip(): line["right"] for line in hand_lines(page)}
    rows = [*ROW.finditer(text)]
    assert len(rows) >= 5
    for row in rows:
        found, shown = at(result, row["key"]), row["value"].strip()
        if isinstance(found, dict):
            assert is_value(worked(f"{found['value']} {found['unit']}"), shown), f"{page.name}: {row[0]}: {found}"
            assert shown.endswith(f" {found['unit']}"), f"{page.name}: {row[0]} is in {found['unit']}"
        else:
            assert str(found) == shown, f"{page.name}: {row[0]}: {found}"
        # Where the row is one of the lines above, it says the same; days are counted there without a unit.
        above = by_hand.get(row["name"].strip(), shown)
        assert shown in (above, f"{above} d"), f"{page.name}: {row[0]}: above it is {above}"


def test_a_slip_of_the_hand_is_found() -> None:
    """The tests above would pass for a reader that finds everything right."""
    assert worked("0.995 x (1 - 0.085)") == Fraction("0.910425")
    assert worked("6 mg / 5 %") == 120
    assert (
        is_value(Fraction(2, 3), "~0.67")
        and not is_value(Fraction(2, 3), "~0.66")
        and not is_value(Fraction(2, 3), "0.67")
    )
    assert is_value(Fraction(1, 45), "~2.22 %") and not is_value(Fraction(1, 45), "~2.2 mg")
    with pytest.raises(AssertionError, match="no arithmetic"):
        worked("__import__('os')")
