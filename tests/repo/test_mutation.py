"""The tool that breaks the package breaks it as it says, and each break that was judged harmless is still one of it."""

from __future__ import annotations

import ast
import doctest
import tomllib

import pytest

from tests.repo.places import PACKAGE
from tools.mutation import __main__ as mutation
from tools.mutation import places


def test_its_examples() -> None:
    assert doctest.testmod(places).failed == 0


@pytest.mark.parametrize(
    ("line", "broken"),
    [
        ("x = (a) <= (b)", "x = (a) < (b)"),
        ("x = a not in b", "x = a in b"),
        ("x = a or b", "x = a and b"),
        ("x = f(if_lost=a, if_not_lost=b)", "x = f(if_lost=b, if_not_lost=a)"),
        ("x = min(a, b)", "x = max(a, b)"),
        ("x = Severity.STOP", "x = Severity.CAUTION"),
        ('x = limit("4.5 mg")', "x = limit('4.6 mg')"),
        ("x = b if a else c", "x = b if (not (a)) else c"),
        ("findings.append(a)", "pass"),
    ],
)
def test_a_line_is_broken_in_its_one_way(line: str, broken: str) -> None:
    (mutant,) = places.of_python(line.encode())
    assert mutant.broken(line.encode()).decode() == broken


def test_types_texts_and_sources_are_left_alone() -> None:
    assert places.of_python(b'"""At 3."""\nx: Literal[3]\ny = "a" + b\nif TYPE_CHECKING:\n    z = 3\n') == []
    assert list(places.of_toml(b'[sources]\na = "3"\n[row]\nsource = "3"\nname = "size 3 is 4 mg"\n')) == []


def test_every_break_can_be_read() -> None:
    """A break that is no Python at all would be found by everything, and prove nothing."""
    for file in sorted((PACKAGE / "calc").glob("*.py")):
        source = file.read_bytes()
        for mutant in places.of_python(source):
            ast.parse(mutant.broken(source))
    limits = (PACKAGE / "reference/data/limits.toml").read_bytes()
    for mutant in places.of_toml(limits):
        tomllib.loads(mutant.broken(limits).decode())


def test_what_was_judged_harmless_is_there_and_says_why() -> None:
    reasons = mutation.equivalents()
    files = {key[0] for key in reasons}
    there = {place.key for place in mutation.places(PACKAGE.parent) if place.file in files}
    assert set(reasons) <= there
    assert all(len(reason.split()) > 3 for reason in reasons.values())
