"""docs/safety.md: the tests, codes and commands that its table names exist, and every stop stands in it."""

from __future__ import annotations

import ast
import functools
import re
from pathlib import Path

import pytest

from ldn_compound.checks.codes import RULES
from ldn_compound.core.error_codes import ERROR_CODES
from ldn_compound.core.results import Severity
from tests.repo.places import REPOSITORY, imports_of, modules, tree_of
from tools.finding_docs import ways

PAGE = (REPOSITORY / "docs" / "safety.md").read_text(encoding="utf-8")
COLUMNS = ["no", "hazard", "sequence of events", "hazardous situation, harm", "S"]
COLUMNS += ["risk control", "verification", "residual risk"]
NETWORK = {"socket", "ssl", "http", "urllib", "ftplib", "smtplib", "socketserver", "xmlrpc", "asyncio", "requests"}


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]


def hazards() -> list[dict[str, str]]:
    """Return the rows of the tables of hazards."""
    body = PAGE.partition("\n## Hazards\n")[2].partition("\n## ")[0]
    rows = [cells(line) for line in body.splitlines() if line.startswith("|") and not line.startswith("|---")]
    assert all(len(row) == len(COLUMNS) for row in rows)
    return [dict(zip(COLUMNS, row, strict=True)) for row in rows if row != COLUMNS]


HAZARDS = [pytest.param(row, id=row["hazard"]) for row in hazards()]


def named(text: str) -> list[str]:
    return re.findall(r"`([^`]+)`", text)


@functools.cache
def functions(path: Path) -> frozenset[str]:
    return frozenset(node.name for node in tree_of(path).body if isinstance(node, ast.FunctionDef))


def test_the_hazards_are_numbered_through() -> None:
    assert [row["no"] for row in hazards()] == [str(number) for number in range(1, len(hazards()) + 1)]
    assert len(hazards()) >= 20


@pytest.mark.parametrize("row", HAZARDS)
def test_a_row_is_whole_and_its_tests_exist(row: dict[str, str]) -> None:
    assert all(row.values())
    assert row["S"] in {"1", "2", "3"}
    tests = named(row["verification"])
    assert tests
    assert not re.sub(r"`[^`]+`", "", row["verification"]).strip(), "the column holds tests alone"
    for test in tests:
        file, _, name = test.partition("::")
        assert name.startswith("test_"), test
        assert name in functions(REPOSITORY / file), f"{test} does not exist"


@pytest.mark.parametrize("row", HAZARDS)
def test_what_a_control_names_exists(row: dict[str, str]) -> None:
    """A code of the registries, a command, or an option of some command."""
    reference = (REPOSITORY / "docs" / "cli.md").read_text(encoding="utf-8")
    options = set(re.findall(r"--[a-z-]+", reference))
    for name in named(row["risk control"]) + named(row["residual risk"]):
        known = name in RULES or name in ERROR_CODES or name in options or name == "general"
        assert known or re.search(rf"^## `ldn-compound {re.escape(name)}[ `]", reference, re.MULTILINE), name
    assert re.search(r"\b[DPI]: ", row["risk control"]), "which kind of control it is"


def test_every_finding_that_stops_guards_against_a_hazard() -> None:
    guarding = {name for row in hazards() for name in named(row["risk control"])}
    stops = {code for code in RULES if any(example.severity == "stop" for example in ways(code))}
    assert stops - guarding == set()
    assert {code for code, rule in RULES.items() if rule.severity is Severity.STOP} < stops


def test_no_module_opens_a_network_connection() -> None:
    """The log's database alone is reached over one, by its own driver, where its address was given."""
    for module in modules():
        for imported, line in imports_of(module):
            assert imported.split(".")[0] not in NETWORK, f"{module}:{line} imports {imported}"
