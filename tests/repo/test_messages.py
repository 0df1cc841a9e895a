"""Every message of the tables is said somewhere with the values that it asks for, in every language."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from string import Formatter

import pytest

from ldn_compound import messages
from ldn_compound.checks.codes import CODES, RULES, finding
from ldn_compound.checks.released import ALIASES
from ldn_compound.core.late_texts import Said
from ldn_compound.core.results import Finding
from ldn_compound.core.units import require
from ldn_compound.messages import say, translated
from ldn_compound.messages.en import MESSAGES
from tests.repo.places import modules

OWN = {"source", "severity", "field"}


def names_in(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


def calls() -> Iterator[tuple[str, str | None, set[str], str]]:
    """Every call of ``say`` and ``finding``: function, key, names of its values, where."""
    for name, path in modules().items():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("say", "finding"):
                if node.func.id == "finding" and len(node.args) > 1:
                    continue
                first = node.args[0]
                key = first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None
                given = {word.arg for word in node.keywords if word.arg is not None}
                yield node.func.id, key, given - (OWN if node.func.id == "finding" else set()), f"{name}:{node.lineno}"


def test_each_call_gives_what_its_message_asks_for() -> None:
    said: defaultdict[str, list[str]] = defaultdict(list)
    for function, key, given, where in calls():
        if key is None:
            continue
        assert key in MESSAGES, f"{where}: {function}({key!r}) has no message"
        assert given == names_in(MESSAGES[key]), f"{where}: {key} asks for {names_in(MESSAGES[key])}"
        said[key].append(where)
    assert len(said) > 200


def test_no_message_is_left_over() -> None:
    constants = {
        node.value
        for name, path in modules().items()
        if messages.__name__ not in name
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert set(MESSAGES) <= constants


LANGUAGES = [module.name for module in iter_modules(messages.__path__)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_subject_of_a_language_is_in_its_table(language: str) -> None:
    """No module of a language is left out, none is another language's, and no key stands in two of them."""
    package = import_module(f"ldn_compound.messages.{language}")
    subjects = [import_module(f"{package.__name__}.{module.name}") for module in iter_modules(package.__path__)]
    keys = [key for subject in subjects for key in subject.MESSAGES]
    assert len(keys) == len(set(keys))
    assert {key: text for subject in subjects for key, text in subject.MESSAGES.items()} == package.MESSAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_everything(language: str) -> None:
    table = import_module(f"ldn_compound.messages.{language}").MESSAGES
    assert set(table) == set(MESSAGES)
    for key, template in table.items():
        assert names_in(template) == names_in(MESSAGES[key]), key


def test_a_language_is_one_more_module(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys
    from types import ModuleType

    german = ModuleType("ldn_compound.messages.xx")
    german.__dict__.update(
        MESSAGES={"trituration-not-needed": "{drug} laesst sich direkt waegen (ab {minimum})"}, DECIMAL_MARK=","
    )
    monkeypatch.setitem(sys.modules, "ldn_compound.messages.xx", german)
    from ldn_compound.checks.weighing import need_findings

    one = need_findings(drug=require("130.5 mg", "mass", "drug").value, minimum=require("12.5 mg", "mass", "x").value)[
        0
    ]
    assert one.message.startswith("130.5 mg can be weighed directly (the minimum weighable quantity is 12.5 mg)")
    assert isinstance(one.said, Said)
    assert translated(one.said, "xx") == "130,5 mg laesst sich direkt waegen (ab 12,5 mg)"


def test_what_is_no_number_keeps_its_point() -> None:
    text = say("size-not-stocked", size="1.5", stocked="2")
    assert text.written({"size-not-stocked": "{size}/{stocked}"}, ",") == "1.5/2"


def test_a_finding_takes_its_row() -> None:
    one = finding("size-not-stocked", size="1", stocked="2", source="the profile")
    rule = RULES["size-not-stocked"]
    assert rule.severity is not None
    assert (one.severity, one.field) == (rule.severity, rule.field)
    assert one == Finding(
        code="size-not-stocked", severity=rule.severity, field=rule.field, message=one.said, source="the profile"
    )
    with pytest.raises(KeyError):
        finding("no-such-code", source="x")
    with pytest.raises(KeyError, match="how severe"):
        finding("drops-rounded", "text", source="x")


def test_codes_name_the_meaning_and_not_the_number() -> None:
    fixed = {"below-usp-41", "print-out-not-utf-8"}  # the names of a chapter and of an encoding
    assert {code for code in CODES if any(sign.isdigit() for sign in code)} == fixed
    assert set(ALIASES.values()) <= set(CODES)
    assert not set(ALIASES) & set(CODES)
