"""What a released version offered is still there, or says by what it was replaced.

``released_names.toml`` is written by ``tools/release_names.py`` once a version is released.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import ldn_compound as ldn
from ldn_compound.core import deprecated
from ldn_compound.core.deprecated import Renamed
from tools.release_names import command_names, python_names

RELEASED = tomllib.loads(Path(__file__).with_name("released_names.toml").read_text(encoding="utf-8"))
LAST = RELEASED[max(RELEASED, key=lambda version: tuple(map(int, version.split("."))))]


def number(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


def gone(offered: dict[str, list[str]], now: dict[str, list[str]]) -> list[str]:
    """Return what is not there any more: names, and parts of names."""
    found = [name for name in offered if name not in now]
    return found + [f"{name} {part}" for name in offered if name in now for part in set(offered[name]) - set(now[name])]


def test_every_released_name_is_there_or_has_a_successor() -> None:
    now = python_names()
    assert set(gone(LAST["python"], now)) == set(deprecated.NAMES) & set(LAST["python"])


def test_every_released_command_and_option_is_there() -> None:
    """An option that is renamed keeps its old name as a second one: a click option takes several."""
    assert gone(LAST["commands"], command_names()) == []


def test_a_name_that_is_gone_is_seen() -> None:
    assert gone({"plan": ["a", "b"], "old": []}, {"plan": ["a", "c"]}) == ["old", "plan b"]


def test_each_old_name_names_a_public_one_and_a_version_to_come() -> None:
    for name, item in deprecated.NAMES.items():
        assert name not in ldn.__all__
        assert item.by in ldn.__all__
        assert number(item.since) <= number(ldn.__version__) < number(item.until), name
        assert number(item.since)[:2] < number(item.until)[:2], "a patch release takes nothing away"


def test_an_old_name_works_and_warns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(deprecated.NAMES, "plan_pills", Renamed("plan_capsules", "0.2.0", "0.4.0"))
    told = "ldn_compound.plan_pills is ldn_compound.plan_capsules since 0.2.0; 0.4.0 will not have it"
    with pytest.warns(DeprecationWarning, match=told) as caught:
        assert getattr(ldn, "plan_" + "pills") is ldn.plan_capsules
    assert caught[0].filename == __file__
    with pytest.raises(AttributeError, match="no attribute 'plan_powders'"):
        getattr(ldn, "plan_" + "powders")
