"""Findings are told by rules that look at what was worked out; a calculation does not collect them on its way."""

from __future__ import annotations

import ast

import pytest

from tests.repo.places import NAME, modules, tree_of

MODULES = [name for name in modules() if name.startswith(f"{NAME}.plans.")]
WRITING = {"setting", "work", "work_in_percent", "note", "assume", "set_aside"}
"""What writes on a plan's worksheet."""


def added_findings(tree: ast.AST) -> set[int]:
    """Return the lines that change the findings of a worksheet."""
    found = set()
    for node in ast.walk(tree):
        places: list[ast.expr] = []
        if isinstance(node, ast.AugAssign):
            places = [node.target]
        elif isinstance(node, ast.Assign):
            places = node.targets
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            places = [node.func.value] if node.func.attr in {"append", "extend", "insert"} else []
        found |= {place.lineno for place in places if isinstance(place, ast.Attribute) and place.attr == "findings"}
    return found


def written(tree: ast.AST) -> set[int]:
    """Return the lines of rules that take a worksheet or write on one."""
    found = set()
    for rules in ast.walk(tree):
        if isinstance(rules, ast.FunctionDef) and (rules.name.startswith("rules") or rules.name.endswith("findings")):
            for node in ast.walk(rules):
                if (isinstance(node, ast.Attribute) and node.attr in WRITING) or (
                    isinstance(node, ast.arg) and node.arg == "sheet"
                ):
                    found.add(node.lineno)
    return found


def test_a_line_that_adds_to_the_findings_and_rules_that_write_are_seen() -> None:
    code = "def f(sheet):\n    sheet.findings += g()\n    sheet.findings.append(1)\n    sheet.findings = []\n"
    assert added_findings(ast.parse(code)) == {2, 3, 4}
    code = "def rules(sheet):\n    yield sheet.setting('x')\n    sheet.note('a', 'b', 'c')\n"
    assert written(ast.parse(code)) == {1, 2, 3}
    assert written(ast.parse("def dose_findings(sheet):\n    return sheet.given\n")) == {1}


@pytest.mark.parametrize("module", MODULES)
def test_no_calculation_adds_to_the_findings(module: str) -> None:
    assert added_findings(tree_of(modules()[module])) == set()


def test_rules_write_nothing_on_the_worksheet() -> None:
    found = {name: written(tree_of(modules()[name])) for name in MODULES}
    assert {name: lines for name, lines in found.items() if lines} == {}
