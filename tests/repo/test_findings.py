"""docs/findings.md: every code has an example, the example fires it as the registry says, and the page shows it."""

from __future__ import annotations

import ast
import re

import pytest

from ldn_compound.checks.codes import RULES, finding
from ldn_compound.core.results import Severity
from tests.repo.places import REPOSITORY
from tools import finding_docs
from tools.finding_docs import Told, examples, fire, section, told, ways

PAGE = (REPOSITORY / "docs" / "findings.md").read_text(encoding="utf-8")
RUN = [code for code, example in examples().items() if not example.test]
BY_TEST = [code for code, example in examples().items() if example.test]


def test_every_code_has_an_example_and_a_section_in_the_registrys_order() -> None:
    assert set(examples()) == set(RULES), "write one into tools/finding_examples"
    assert re.findall(r"^## `([a-z0-9-]+)`$", PAGE, re.MULTILINE) == list(RULES), "run: make docs"
    assert PAGE.startswith(f"{finding_docs.START}\n## "), "run: make docs"


@pytest.mark.parametrize("code", RUN)
def test_the_example_fires_the_finding_and_the_page_says_what_it_says(code: str) -> None:
    told_by_each = [fire(example) for example in ways(code)]
    for example, found in zip(ways(code), told_by_each, strict=True):
        severities = {item.severity for item in found if item.code == code}
        assert example.severity in severities, f"{example.run}: {found}"
        assert RULES[code].severity is None or len(severities) == 1
    assert f"\n{section(code, told_by_each)}" in PAGE, "run: make docs"


def test_two_examples_of_a_code_are_of_two_severities() -> None:
    two = {code: [example.severity for example in ways(code)] for code in RULES if len(ways(code)) > 1}
    assert all(len(set(severities)) == 2 for severities in two.values())
    assert "made-on-in-future" in two


def test_a_finding_is_never_told_with_another_severity_than_its_row_says() -> None:
    assert RULES["strength-high"].severity is Severity.STOP
    with pytest.raises(KeyError, match="its row says stop, and the call caution"):
        finding("strength-high", "x", source="x", severity=Severity.CAUTION)


@pytest.mark.parametrize("code", BY_TEST)
def test_what_no_input_fires_is_fired_by_a_test_that_names_it(code: str) -> None:
    file, _, name = examples()[code].test.partition("::")
    source = (REPOSITORY / file).read_text(encoding="utf-8")
    (test,) = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef) and node.name == name)
    named = {node.value for node in ast.walk(test) if isinstance(node, ast.Constant)}
    assert code in named
    assert f"\n{section(code, [[]])}" in PAGE, "run: make docs"


def test_only_what_guards_the_programs_own_work_has_no_input_that_fires_it() -> None:
    assert BY_TEST == ["label-differs-from-plan"]


def test_a_message_that_only_names_a_code_is_no_finding() -> None:
    """The tests above would pass for a reader that finds a code in any line."""
    assert (
        told("STOPPED by strength-high\n  --accept strength-high\nNotes: below-usp-41. All of it: --working.\n") == []
    )
    assert told("Error in --strength [strength-high]\n  given: 45 mg\n") == []
    plan = (
        "Findings\n  INFO    one-code\n          said in\n          two lines\n  STOP    other\n          x\n\nWeigh\n"
    )
    assert told(plan) == [Told("one-code", "info", "said in two lines"), Told("other", "stop", "x")]
    label = "caution: first\n  part [a-b]\n  source: x [y]\nstop: second [c-d]\n  source: z\n"
    assert told(label) == [Told("a-b", "caution", "first part"), Told("c-d", "stop", "second")]
