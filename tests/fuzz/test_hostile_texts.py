"""Any text ends in a result or in an error of ours. ``make fuzz`` tries many more, led by what they reach."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.fuzz.mutate import changed
from tests.fuzz.targets import HERE, TARGETS, run

KEPT = sorted((HERE / "corpus").glob("*/*"))


@pytest.mark.parametrize("path", KEPT, ids=[f"{path.parent.name}/{path.name}" for path in KEPT])
def test_what_once_broke_it_is_refused(path: Path) -> None:
    """Each file of the corpus ended a reader with an error that was not ours, or took seconds."""
    assert run(TARGETS[path.parent.name], path.read_text("utf-8", "surrogatepass")) is not None


@pytest.mark.parametrize("name", TARGETS)
def test_the_good_texts_are_read(name: str) -> None:
    target = TARGETS[name]
    read = [seed for seed in target.seeds() if run(target, seed) is None]
    assert read, "what is made from texts that are all refused tries nothing"


@pytest.mark.parametrize("name", TARGETS)
def test_hostile_texts(name: str) -> None:
    target, chance = TARGETS[name], random.Random(f"hostile {name}")
    seeds = target.seeds()
    ends = {run(target, changed(seeds, target, chance)) is None for _ in range(60)}
    assert False in ends
