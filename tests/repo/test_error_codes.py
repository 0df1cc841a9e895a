"""Every error carries a registered code, and docs/json.md lists each with its meaning."""

from __future__ import annotations

import ast

import pytest

from ldn_compound.checks.codes import CODES
from ldn_compound.core.error_codes import ERROR_CODES
from ldn_compound.core.errors import InputError
from tests.repo.places import REPOSITORY, modules
from tools.code_docs import page

OTHERS = {"UsageError", "KeyError", "TypeError", "ValueError", "AssertionError", "AttributeError"}


def codes_in_the_source() -> set[str]:
    """Every text of the package that could be a code: the codes are spelt out somewhere."""
    return {
        node.value
        for name, path in modules().items()
        if name != "ldn_compound.core.error_codes"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def test_no_code_is_registered_that_nothing_raises() -> None:
    assert set(ERROR_CODES) <= codes_in_the_source()


def test_every_code_that_is_raised_is_registered() -> None:
    for name, path in modules().items():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                raised = called.endswith("Error") and called not in (
                    "UsageError",
                    "KeyError",
                    "TypeError",
                    "ValueError",
                )
                if raised and called not in ("AssertionError", "AttributeError"):
                    assert node.args[0].value in ERROR_CODES, f"{name}:{node.lineno}"


def test_an_unregistered_code_fails_the_tests() -> None:
    with pytest.raises(AssertionError, match="no-such-code"):
        InputError("no-such-code")


def test_error_and_finding_codes_are_apart() -> None:
    assert not set(ERROR_CODES) & set(CODES)


def test_the_page_lists_every_code() -> None:
    assert page() == (REPOSITORY / "docs" / "json.md").read_text(encoding="utf-8"), "run: make docs"
