"""What a person reads: each command's table, line by line, for a worked example whose numbers were worked out by hand.

A file of ``transcripts`` holds the arithmetic (checked here), the command lines and what they print; ``...`` stands for
findings and working, which other tests hold. Where two rows of a table are exchanged, or ``if_lost`` and
``if_not_lost``, the text differs, because no two rows of a table say the same here; and each number of a table stands
in the arithmetic or in the command line, so that none was copied from the program.
"""

from __future__ import annotations

import ast
import itertools
import operator
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from ldn_compound.cli import tables
from ldn_compound.core.numbers import round_half_up
from tests.repo import shell
from tests.repo.places import PACKAGE

FILES = sorted((Path(__file__).parent / "transcripts").glob("*.md"))
TABLES = [path for path in FILES if path.stem not in ("labels", "profile", "examples", "selftest", "facts", "schema")]
PREPARE = re.compile(r"^(Prepare|Dispense with it|Directions|Units, net mg.*)\n(?:.+\n?)*", re.MULTILINE)
NUMBER = r"-?[0-9]+(?:\.[0-9]+)?"
QUANTITY = re.compile(rf"(?<![0-9.a-z-])(~?)({NUMBER}) ?(mg/mL|mg/kg|g/mL|mg|mL|g|kg|lb|d|%)(?![A-Za-z0-9/])")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
CALCULATION = re.compile(rf"([-0-9.+*/() ]+) = ~?({NUMBER})(?: [a-zA-Z%/0-9]+)?")
DAYS_ON = re.compile(rf"({DAY.pattern}) \+ ([0-9]+) = ({DAY.pattern})")
OPERATORS: dict[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


def worth(node: ast.expr, source: str) -> Fraction:
    """Return what an expression is worth, exactly."""
    if isinstance(node, ast.BinOp):
        left, right = worth(node.left, source), worth(node.right, source)
        if isinstance(node.op, ast.Pow):
            return left ** int(right)
        return OPERATORS[type(node.op)](left, right)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -worth(node.operand, source)
    return Fraction(ast.get_source_segment(source, node) or "")


def calculations(text: str) -> list[tuple[str, str]]:
    """Return expression and result of each calculation of a text; ~ marks one that was rounded."""
    found = []
    for block, _ in shell.blocks(text, "text"):
        for part in itertools.chain.from_iterable(line.split("; ") for line in block.splitlines()):
            match = CALCULATION.fullmatch(part.strip())
            if match is not None:
                found.append((match[1].strip(), match[2]))
    return found


def by_hand(text: str) -> set[str]:
    """Return every quantity and day of the part that was worked out by hand."""
    blocks = "\n".join(block for block, _ in shell.blocks(text, "text"))
    return {f"{number} {unit}" for _, number, unit in QUANTITY.findall(blocks)} | set(DAY.findall(blocks))


@pytest.mark.parametrize("path", [pytest.param(path, id=path.stem) for path in FILES])
def test_the_arithmetic_is_right(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    found = calculations(text)
    assert found or path not in TABLES or path.stem in ("filler", "beyond-use", "log", "sign")
    for expression, result in found:
        value = worth(ast.parse(expression, mode="eval").body, expression)
        places = len(result.partition(".")[2])
        shown = round_half_up(abs(value), Fraction(1, 10**places)) * (-1 if value < 0 else 1)
        assert shown == Fraction(result), f"{expression} is {float(value)}, not {result}"
    for first, days, last in DAYS_ON.findall(text):
        assert date.fromisoformat(first) + timedelta(int(days)) == date.fromisoformat(last)


@pytest.mark.parametrize("path", [pytest.param(path, id=path.stem) for path in FILES])
def test_the_program_prints_it(path: Path, tmp_path: Path) -> None:
    for line in shell.console_lines(path.read_text(encoding="utf-8")):
        done = shell.run(line.command, tmp_path)
        assert done.exit_code == line.exit_code, done.output
        first_missing = shell.missing(line.output, done.output)
        assert first_missing is None, f"line {line.line}: not there, or not there in this order:\n{first_missing}"


@pytest.mark.parametrize("path", [pytest.param(path, id=path.stem) for path in TABLES])
def test_every_number_of_a_table_is_given_or_worked_out(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    known = by_hand(text)
    for line in shell.console_lines(text):
        known |= {f"{number} {unit}" for _, number, unit in QUANTITY.findall(re.sub("[=,]", " ", line.command))}
        known |= set(DAY.findall(line.command))
    for line in shell.console_lines(text):
        table = PREPARE.sub("", "\n".join(line.output))
        joined = " ".join(re.sub(r" - |, light", " ", table).split())
        joined = re.sub(r"Store (at|in a refrigerator at) [0-9]+ to [0-9]+ C \([0-9]+ to [0-9]+ F\)", "", joined)
        numbers = {f"{number} {unit}" for _, number, unit in QUANTITY.findall(joined)} | set(DAY.findall(joined))
        assert not numbers - known, f"{line.command}: nobody worked out {sorted(numbers - known)}"


def sections(path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[list[tuple[str, str]]]:
    """Return the rows of each section of the tables that a transcript's lines print."""
    found: list[list[tuple[str, str]]] = []
    printed = tables.rows

    def record(pairs: object, **given: int) -> None:
        kept = [(label, value) for label, value in list(pairs) if label is not None and value is not None]  # type: ignore[call-overload]
        found.append(kept)
        printed(kept, **given)

    monkeypatch.setattr(tables, "rows", record)
    for line in shell.console_lines(path.read_text(encoding="utf-8")):
        shell.run(line.command, folder)
    return found


def test_no_two_rows_of_a_table_can_be_exchanged_unseen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two rows of one section may say the same in one transcript if they differ in another."""
    alike: dict[frozenset[str], str] = {}
    apart: set[frozenset[str]] = set()
    for path in FILES:
        for rows in sections(path, tmp_path, monkeypatch):
            for (label, value), (other, there) in itertools.combinations(rows, 2):
                pair = frozenset((label, other))
                if value == there:
                    alike[pair] = f"{path.stem}: {label} and {other} are both {value}"
                else:
                    apart.add(pair)
    unseen = {said for pair, said in alike.items() if pair not in apart}
    assert not unseen


IF_LOST = re.compile(r"(~?[0-9.]+) %\s+if\s+nothing\s+(?:is|was)\s+lost,\s+(~?[0-9.]+) %\s+if\s+the\s+allowances")


@pytest.mark.parametrize("name", ["capsules", "tablets-moulded", "tablets-compressed", "as-made"])
def test_lost_and_not_lost_differ(name: str) -> None:
    text = (Path(__file__).parent / "transcripts" / f"{name}.md").read_text(encoding="utf-8")
    found = IF_LOST.findall(text)
    assert found
    assert all(not_lost != lost for not_lost, lost in found)


def labels_in(node: ast.AST, *, template: bool) -> Iterator[str]:
    """Yield the labels of rows that are written out below a node; in a template the value is written out too."""
    for pair in ast.walk(node):
        if not isinstance(pair, ast.Tuple) or len(pair.elts) not in (2, 3):
            continue
        label, value = pair.elts[:2]
        fields = isinstance(value, ast.Constant) and "{" in str(value.value)
        if isinstance(label, ast.Constant) and (fields or not template):
            yield str(label.value)


def labels_in_the_source() -> set[str]:
    """Return every label of a row that is written out in a command's module."""
    found: set[str] = set()
    for path in sorted((PACKAGE / "cli").glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "rows":
                found.update(labels_in(node, template=False))
        for node in tree.body:
            if isinstance(node, ast.Assign):
                found.update(labels_in(node, template=True))
    return {label for label in found if "{" not in label}


def test_every_label_is_in_a_transcript() -> None:
    everything = "\n".join(path.read_text(encoding="utf-8") for path in FILES)
    assert len(labels_in_the_source()) > 80
    missing = {
        label for label in labels_in_the_source() if not re.search(rf"^ +{re.escape(label)}  ", everything, re.M)
    }
    assert not missing


def test_every_command_has_a_transcript() -> None:
    from tests.cli.test_junk import commands

    ran = [line.command.split()[1:3] for path in FILES for line in shell.console_lines(path.read_text("utf-8"))]
    called = {tuple(words) for words in ran} | {(words[0],) for words in ran}
    assert not {path for path in commands() if path[:2] not in called} - {("bud",)}
