"""Every finding's code is registered, and every registered code is one that a rule can give."""

from __future__ import annotations

import ast
import functools
import re
import tomllib
from collections.abc import Iterator

import pytest

from ldn_compound.checks.codes import CODES
from tests.repo.places import NAME, PACKAGE, modules, tree_of

REGISTRY = f"{NAME}.checks.codes"


def code_arguments() -> Iterator[tuple[str, ast.expr]]:
    """Yield the place and the first argument of every call of ``finding``."""
    for module, path in modules().items():
        for node in ast.walk(tree_of(path)):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == "finding"
                and node.args
            ):
                yield f"{module}:{node.lineno}", node.args[0]


def patterns(argument: ast.expr) -> list[str]:
    """Return regular expressions for the texts that an argument can be: a text, a text with a part, a choice of two."""
    match argument:
        case ast.Constant(value=str(text)):
            return [re.escape(text)]
        case ast.JoinedStr(values=values):
            return ["".join(re.escape(str(v.value)) if isinstance(v, ast.Constant) else r"[a-z0-9.-]+" for v in values)]
        case ast.IfExp(body=body, orelse=orelse):
            return patterns(body) + patterns(orelse)
    return []


@pytest.mark.parametrize(("place", "argument"), [pytest.param(p, a, id=p) for p, a in code_arguments()])
def test_a_rule_gives_a_registered_code(place: str, argument: ast.expr) -> None:
    for pattern in patterns(argument):
        assert any(re.fullmatch(pattern, code) for code in CODES), f"{place} gives {pattern}, which is not registered"


@functools.cache
def codes_given() -> tuple[str, ...]:
    """Return the patterns of every code that a rule gives."""
    return tuple(pattern for _, argument in code_arguments() for pattern in patterns(argument))


@functools.cache
def texts_of_the_program() -> str:
    """Return every text in the program and its data where a code could stand, but not the registry."""
    parts = []
    for module, path in modules().items():
        if module != REGISTRY:
            parts += [node.value for node in ast.walk(tree_of(path)) if isinstance(node, ast.Constant)]
    for path in PACKAGE.rglob("reference/data/*.toml"):
        parts.append(str(tomllib.loads(path.read_text(encoding="utf-8"))))
    return "\n".join(part for part in parts if isinstance(part, str))


@pytest.mark.parametrize("code", CODES)
def test_a_registered_code_is_given_by_a_rule(code: str) -> None:
    spelled = re.search(rf"(?<![a-z-]){re.escape(code)}(?![a-z-])", texts_of_the_program())
    assert spelled or any(re.fullmatch(pattern, code) for pattern in codes_given()), f"no rule gives {code}"


@pytest.mark.parametrize(("code", "meaning"), CODES.items())
def test_a_code_is_a_stable_name_with_a_meaning(code: str, meaning: str) -> None:
    assert re.fullmatch(r"[a-z0-9]+([.-][a-z0-9]+)*", code)
    assert meaning.isascii()
    assert meaning.strip()
