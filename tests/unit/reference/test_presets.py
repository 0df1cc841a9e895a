"""The published schedules, and rows that are refused."""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from ldn_compound.core.errors import DataError, InputError
from ldn_compound.core.sources import Certainty
from ldn_compound.reference import loader, presets
from ldn_compound.reference.tables import validate


# Expected: the LDN Research Trust's dosing sheet of 2021, and the paper of T. Schwaiger, 2018.
def test_what_the_sources_state() -> None:
    trust = presets.get_preset("ldn-research-trust-2021")
    shown = {name: (stated.low.text(), stated.high.text()) for name, stated in trust.ranges.items()}
    assert shown == {
        "start": ("0.5 mg", "1 mg"),
        "step": ("0.5 mg", "1 mg"),
        "every": ("14 d", "14 d"),
        "to": ("4.5 mg", "4.5 mg"),
    }
    paper = presets.get_preset("schwaiger-2018")
    assert paper.stated("every") is None
    assert paper.climb is not None
    assert (paper.climb.low.text(), paper.climb.high.text()) == ("28 d", "92 d")
    assert paper.climb.source.certainty is Certainty.DERIVED
    assert not presets.get_preset("childrens-trial").has_steps


# Expected: S. Dickson at ldnresearchtrust.org ("start on 1mg and increase by 1 mg weekly, until by week five ... 4.5"),
# and the Trust's 1.5, 3 and 4.5 mg, a week each.
@pytest.mark.parametrize(("key", "dose"), [("weekly-1-mg", "1 mg"), ("weekly-1.5-mg", "1.5 mg")])
def test_the_weekly_courses_are_complete(key: str, dose: str) -> None:
    preset = presets.get_preset(key)
    shown = {name: stated.low.text() for name, stated in preset.ranges.items() if stated.low == stated.high}
    assert shown == {"start": dose, "step": dose, "every": "7 d", "to": "4.5 mg"}


@pytest.mark.parametrize("key", presets.preset_keys())
def test_no_preset_is_outside_of_what_is_usual(key: str) -> None:
    preset = presets.get_preset(key)
    step, every = preset.stated("step"), preset.stated("every")
    usual_step, usual_every = presets.usual().step, presets.usual().every
    assert step is None or usual_step.low.value <= step.low.value <= step.high.value <= usual_step.high.value
    assert every is None or every.low.value >= usual_every.low.value


def test_what_is_usual() -> None:
    assert presets.usual().step.high.text() == "1.5 mg"
    assert presets.usual().every.low.text() == "7 d"
    assert (presets.usual().pause.low.text(), presets.usual().pause.high.text()) == ("7 d", "14 d")


def test_an_unknown_preset_is_refused_with_the_near_ones() -> None:
    with pytest.raises(InputError) as caught:
        presets.get_preset("schwaiger")
    assert caught.value.code == "unknown-preset"
    assert "schwaiger-2018" in str(caught.value.hint)


def test_every_row_is_valid_and_every_citation_used() -> None:
    validate("presets")
    written, used = loader.citations("presets")
    assert written == used


def forget() -> None:
    loader._files.clear()


@pytest.fixture
def tables() -> Iterator[dict[str, Any]]:
    text = (loader.DATA / "presets.toml").read_text(encoding="utf-8")
    forget()
    yield tomllib.loads(text, parse_float=Decimal)
    forget()


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        (("preset", "schwaiger-2018", "step", "low"), "2 mg", "bad-data"),
        (("preset", "schwaiger-2018", "step", "low"), "2 d", "bad-data"),
        (("preset", "schwaiger-2018", "stp"), "2 mg", "unknown-data-key"),
        (("usual", "length"), "2 d", "unknown-data-key"),
        (("count", "capsules_at_a_time", "value"), 0, "bad-data"),
        (("preset", "schwaiger-2018", "start", "source"), "nowhere", "bad-data"),
    ],
)
def test_a_wrong_row_is_refused(tables: dict[str, Any], path: tuple[str, ...], value: Any, code: str) -> None:
    changed = copy.deepcopy(tables)
    sources = changed.pop("sources")
    at = changed
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = value
    loader._files[(loader.DATA, "presets")] = loader.File("presets", sources, changed)
    with pytest.raises(DataError) as caught:
        validate("presets")
    assert caught.value.code == code
