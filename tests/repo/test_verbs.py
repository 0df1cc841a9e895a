"""Every public name: it loads, it is typed, it is documented, and the examples of the whole package run."""

from __future__ import annotations

import ast
import doctest
import importlib
import inspect
import re
from collections.abc import Callable
from typing import Any

import pytest

import ldn_compound as ldn
from ldn_compound.plans import KINDS, planner_of, result_class
from tests.repo.places import NAME, PACKAGE, modules, tree_of

PUBLIC = [name for name in ldn.__all__ if not name.startswith("__")]
VERBS = [name for name in PUBLIC if inspect.isfunction(getattr(ldn, name))]


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_name_loads_and_is_told_to_the_type_checker(name: str) -> None:
    made = getattr(ldn, name)
    typed = {
        alias.asname or alias.name: node.module
        for node in ast.walk(tree_of(PACKAGE / "__init__.py"))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert name in typed, f"{name} stands in _NAMES and not under TYPE_CHECKING"
    assert getattr(importlib.import_module(str(typed[name])), name) is made


def test_the_type_checker_is_told_no_name_that_is_not_public() -> None:
    guarded = next(node for node in tree_of(PACKAGE / "__init__.py").body if isinstance(node, ast.If))
    told = {
        alias.asname or alias.name
        for node in ast.walk(guarded)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert told == set(PUBLIC)


def test_dir_shows_the_public_names() -> None:
    assert set(PUBLIC) <= set(dir(ldn))
    with pytest.raises(AttributeError):
        getattr(ldn, "no_such_name")  # noqa: B009 - reading it is the test


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_name_shows_how_it_is_used(name: str) -> None:
    assert ">>> " in (inspect.getdoc(getattr(ldn, name)) or ""), "no example"


@pytest.mark.parametrize("name", VERBS)
def test_a_verb_says_what_it_takes_and_refuses(name: str) -> None:
    verb: Callable[..., Any] = getattr(ldn, name)
    text = inspect.getdoc(verb) or ""
    parameters = list(inspect.signature(verb).parameters)
    if parameters:
        assert "Parameters:" in text
        assert "Raises:" in text
    silent = [item for item in parameters if not re.search(rf"\b{item}\b", text)]
    assert not silent, f"the docstring does not say what {silent} are"


@pytest.mark.parametrize("name", VERBS)
def test_a_verb_is_typed(name: str) -> None:
    signature = inspect.signature(getattr(ldn, name))
    assert signature.return_annotation is not inspect.Signature.empty
    assert not [item.name for item in signature.parameters.values() if item.annotation is inspect.Parameter.empty]


def test_the_type_of_every_result_is_public() -> None:
    returned = {name: str(inspect.signature(getattr(ldn, name)).return_annotation) for name in VERBS}
    kinds = {
        name: cls for name in dir(ldn) if inspect.isclass(cls := getattr(ldn, name)) and issubclass(cls, ldn.Result)
    }
    planned = {cls.__name__ for cls in kinds.values() if hasattr(cls, "kind")}
    assert planned <= set(returned.values())
    ours = {result_class(kind).__name__ for kind in KINDS}
    assert {name for name in returned.values() if name in ours} == planned


@pytest.mark.parametrize("module", sorted(set(modules()) - {f"{NAME}.__main__"}))
def test_the_examples_of_the_docstrings_run(module: str) -> None:
    report: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    for session in doctest.DocTestFinder(exclude_empty=True).find(importlib.import_module(module)):
        runner.run(session, out=report.append)
    assert not runner.failures, "".join(report)


@pytest.mark.parametrize("module", sorted(modules()))
def test_a_module_says_what_it_is(module: str) -> None:
    assert ast.get_docstring(tree_of(modules()[module]))


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_has_what_plans_it_its_class_and_its_schema(kind: str) -> None:
    module = importlib.import_module(f"{NAME}.plans.{KINDS[kind][0]}")
    assert callable(planner_of(kind).again)
    assert getattr(module, KINDS[kind][1]).kind == kind
    assert ldn.json_schema(kind)["properties"]["schema"] == {"const": f"ldn_compound/{kind}/1"}
