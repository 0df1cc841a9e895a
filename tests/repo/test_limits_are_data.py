"""No rule hides a limit in its code: what a comparison holds a value against stands in the reference data."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator

import pytest

from tests.repo.places import NAME, modules, tree_of

# Nothing, one of something, and the percent of a fraction; all else a comparison is held against is a fact or a rule.
PURE = {0, 1, 100}


def numbers(node: ast.AST) -> Iterator[float]:
    """Yield the numbers in an expression, without the places of a sequence."""
    places = {id(below.slice) for below in ast.walk(node) if isinstance(below, ast.Subscript)}
    for below in ast.walk(node):
        if not isinstance(below, ast.Constant) or isinstance(below.value, bool) or id(below) in places:
            continue
        if isinstance(below.value, int | float):
            yield below.value


def _plain(node: ast.AST) -> bool:
    return isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)


def constants(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    """Yield the names that a module binds at its top, and what to; of a function, those of plain numbers."""
    for node in (*tree.body, *(node for node in ast.walk(tree) if _plain(node))):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                names = target.elts if isinstance(target, ast.Tuple) else [target]
                yield from ((name.id, node.value) for name in names if isinstance(name, ast.Name))
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value is not None:
            yield node.target.id, node.value


def hidden(tree: ast.Module, allowed: Collection[float] = PURE) -> list[str]:
    """Return the comparisons that hold a number of their own, or one that the module has bound to a name."""
    bound = {name: set(numbers(value)) for name, value in constants(tree)}
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            names = {below.id for below in ast.walk(node) if isinstance(below, ast.Name)}
            held = set(numbers(node)).union(*(bound.get(name, set()) for name in names))
            # A count of what is shown is no limit of the drug.
            if held - set(allowed) and not names & SHOWN:
                found.append(f"line {node.lineno}: {ast.unparse(node)}")
    return found


SHOWN = {"_SHOWN"}
RULES = [name for name in modules() if name.startswith(f"{NAME}.checks.")]
# In the plans: twice and the square are arithmetic, a year has twelve months; MOST_ and _FEW_ bound what the program
# takes on, and _LISTED what it shows.
ARITHMETIC = {2, 12}
PLANS = [name for name in modules() if name.startswith((f"{NAME}.plans.", f"{NAME}.settings.plausible"))]
OF_PROGRAM = re.compile(r"len\(|MOST_|_FEW_|_LISTED|LAST_MONTH|_NONE|_UNIT|10 \* step|== \('|== \['")


@pytest.mark.parametrize("module", RULES)
def test_a_rule_holds_nothing_against_a_number_of_its_own(module: str) -> None:
    assert not hidden(tree_of(modules()[module]))


@pytest.mark.parametrize("module", PLANS)
def test_a_plan_holds_nothing_against_a_number_of_its_own(module: str) -> None:
    found = hidden(tree_of(modules()[module]), allowed=PURE | ARITHMETIC)
    assert not [line for line in found if not OF_PROGRAM.search(line)]


@pytest.mark.parametrize(
    "text",
    [
        "x > 2 * y",
        "MOST = 10\nx > MOST",
        "x < Fraction(5, 10_000)",
        "A, B = Fraction(5, 100), 2\nx > A",
        "def f(x):\n    most = 3\n    return x > most",
    ],
)
def test_a_number_in_a_comparison_is_found(text: str) -> None:
    assert len(hidden(ast.parse(text))) == 1
    assert not hidden(ast.parse("share * 100 == limit * 100 or left > 0"))
