"""Breaks the package on purpose, one place at a time, and lists the breaks that no test notices.

    python tools/mutate.py [--rooms calc,checks,plans] [--files balance.py,weighed.py] [--most 200] [--seed 1]

A copy of the package is changed (a comparison flipped, an operator exchanged, a constant moved by one) and the tests
are run against the copy; a mutant that every test passes is printed as a survivor. It takes minutes to hours: it is no
part of ``make test``.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TESTS = ("tests/unit", "tests/properties", "tests/golden")
COMPARISONS = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq}
OPERATORS = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult}


def places(tree: ast.Module) -> Iterator[tuple[ast.AST, str]]:
    """Give every node that can be broken, with what would be done to it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare) and type(node.ops[0]) in COMPARISONS:
            yield node, f"{type(node.ops[0]).__name__} -> {COMPARISONS[type(node.ops[0])].__name__}"
        elif isinstance(node, ast.BinOp) and type(node.op) in OPERATORS:
            yield node, f"{type(node.op).__name__} -> {OPERATORS[type(node.op)].__name__}"
        elif isinstance(node, ast.Constant) and type(node.value) is int:
            yield node, f"{node.value} -> {node.value + 1}"


def broken(source: str, number: int) -> tuple[str, int, str]:
    """Return the source with its place of that number broken, the line, and what was done."""
    tree = ast.parse(source)
    node, words = list(places(tree))[number]
    if isinstance(node, ast.Compare):
        node.ops[0] = COMPARISONS[type(node.ops[0])]()
    elif isinstance(node, ast.BinOp):
        node.op = OPERATORS[type(node.op)]()
    elif isinstance(node, ast.Constant) and isinstance(node.value, int):
        node.value += 1
    return ast.unparse(tree), node.lineno, words  # type: ignore[attr-defined]  # every place has a line


def survives(copy: Path) -> bool:
    """Run the tests against a copy of the package; tell whether all pass."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *TESTS]
    environment = {**os.environ, "PYTHONPATH": str(copy)}
    return subprocess.run(command, cwd=copy, env=environment, capture_output=True, check=False).returncode == 0


def main() -> int:
    """Break so many places, print the survivors, and return 1 where there are any."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rooms", default="calc,checks,plans")
    parser.add_argument("--files", default="", help="names of the files to break; all of the rooms without it")
    parser.add_argument("--most", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in ("ldn_compound", "labels", "tests"):
            shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ROOT / "pyproject.toml", copy)
        files = [
            file for room in wanted.rooms.split(",") for file in sorted((copy / "ldn_compound" / room).rglob("*.py"))
        ]
        named = set(filter(None, wanted.files.split(",")))
        files = [file for file in files if not named or file.name in named]
        found = [(file, n) for file in files for n, _ in enumerate(places(ast.parse(file.read_text("utf-8"))))]
        random.Random(wanted.seed).shuffle(found)
        survivors = 0
        for file, number in found[: wanted.most]:
            source = file.read_text("utf-8")
            changed, line, words = broken(source, number)
            file.write_text(changed, "utf-8")
            if survives(copy):
                survivors += 1
                print(f"survivor: {file.relative_to(copy)}:{line}: {words}", flush=True)
            file.write_text(source, "utf-8")
        tried = min(wanted.most, len(found))
        print(f"{tried} mutants of {len(found)}, {tried - survivors} found by the tests, {survivors} survivors")
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main())
