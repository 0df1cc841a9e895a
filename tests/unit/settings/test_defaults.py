"""A default stands once, in the data: plans, their assumptions, the profile's template and the help go by it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import ldn_compound as ldn
from ldn_compound.reference import loader
from ldn_compound.settings.template import template


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the data to change."""
    for file in loader.DATA.glob("*.toml"):
        (tmp_path / file.name).write_text(file.read_text())
    monkeypatch.setattr(loader, "DATA", tmp_path)
    loader._files.clear()
    yield tmp_path
    loader._files.clear()


def put(data: Path, setting: str, old: str, new: str) -> None:
    file = data / "defaults.toml"
    text = file.read_text()
    row = f'[{setting}]\nvalue = "{old}"\n'
    assert text.count(row) == 1
    file.write_text(text.replace(row, row.replace(old, new)))
    loader._files.clear()


def plan() -> ldn.CapsuleBatch:
    return ldn.plan_capsules(strength="4.5 mg", count=350, size="3", filler="mcc-ph102", packing_stat="135 mg")


def test_a_changed_default_changes_the_plan_and_what_is_said_of_it(data: Path) -> None:
    before = plan()
    assert (str(before.readability), len(before.loads)) == ("1 milligram", 4)
    put(data, "balance.readability", "1 mg", "3 mg")
    put(data, "capsules.machine_load", "100", "300")
    put(data, "policies.mean_limit", "10 %", "4 %")
    after = plan()
    assert (str(after.readability), len(after.loads)) == ("3 milligram", 2)
    assert after.api_to_weigh.magnitude % 3 == 0
    assert str(after.hold_point.limit) == "4 percent"
    said = {item.code: item for item in after.assumptions}
    assert said["readability"].value == "3 mg"
    assert "steps of 3 mg" in str(said["readability"].message)
    assert "within 4 % of theory" in str(said["mean-limit"].message)
    assert "Default: 3 mg." in template()


def test_a_smaller_permitted_error_asks_for_more_on_the_balance(data: Path) -> None:
    assert ldn.plan_trituration(drug="12 mg").minimum_weighable.magnitude == 20
    put(data, "balance.permitted_error", "5 %", "1 %")
    assert ldn.plan_trituration(drug="12 mg").minimum_weighable.magnitude == 100
