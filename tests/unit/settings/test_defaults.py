"""A default stands once, in the data: plans, their assumptions, the profile's template and the help go by it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

import ldn_compound as ldn
from ldn_compound.cli.main import cli
from ldn_compound.inputs.schema import inputs_schema
from ldn_compound.inputs.shared import BalanceGroup
from ldn_compound.reference import loader
from ldn_compound.settings.keys import KEYS
from ldn_compound.settings.template import template
from tests.declared import FIELDS


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the data to change."""
    for file in loader.DATA.iterdir():
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
    (size,) = [item for item in ldn.plan_trituration(drug="12 mg").assumptions if item.field == "largest_total"]
    assert "at most 10 g is assumed" in str(size.message)


def test_a_smaller_permitted_error_asks_for_more_on_the_balance(data: Path) -> None:
    assert ldn.plan_trituration(drug="12 mg").minimum_weighable.magnitude == 20
    put(data, "balance.permitted_error", "5 %", "1 %")
    assert ldn.plan_trituration(drug="12 mg").minimum_weighable.magnitude == 100


def test_the_help_names_the_value_in_force(data: Path) -> None:
    def said(command: str) -> str:
        return " ".join(CliRunner().invoke(cli, [*command.split(), "--help"]).output.split())

    assert "the least step that the balance shows (assumed: 1 mg)" in said("capsules")
    assert "drug in a volume, as prescribed (assumed: 1 mg/mL)" in said("solution")
    put(data, "balance.readability", "1 mg", "3 mg")
    put(data, "policies.largest_stock_solution", "40 g", "50 g")
    file = data / "syringes.toml"
    file.write_text(file.read_text().replace('value = "1 mg/mL"', 'value = "2 mg/mL"'))
    loader._files.clear()
    assert "the least step that the balance shows (assumed: 3 mg)" in said("capsules")
    assert "(assumed: 10 g; dissolved 50 g)" in said("trituration")
    assert "drug in a volume, as prescribed (assumed: 2 mg/mL)" in said("solution")
    assert inputs_schema(BalanceGroup)["properties"]["readability"]["description"].endswith("(assumed: 3 mg)")


OVER = {
    **{name: f"balance.{name}" for name in ("readability", "sensitivity", "repeatability", "permitted_error")},
    **{name: f"capsules.{name}" for name in ("fill_method", "shell", "shell_colour")},
    **{name: f"drug.{name}" for name in ("assay", "assay_basis", "solvents", "powder")},
    **{name: f"policies.{name}" for name in ("prescribed_as", "cap_assay", "source_product", "wastage", "overage")},
    "minimum_weighable": "balance.minimum_weighable",
    "api_water": "drug.water",
    "day_count": "policies.day_count",
    "tolerance": "policies.trituration_tolerance",
    "largest_total": "policies.largest_trituration",
}


def test_no_help_holds_a_copy_of_a_value() -> None:
    """What is assumed is read from the data, and stands in no text of a declaration."""
    allowed = {"stock_diluent", "last_for", "route", "displacement_factor", "carrier_displacement_factor"}
    assert {name for name, field in FIELDS.items() if "assumed" in field.what} == allowed


@pytest.mark.parametrize(("name", "dotted"), OVER.items())
def test_an_input_that_stands_over_a_setting_is_described_by_it(name: str, dotted: str) -> None:
    field, key = FIELDS[name], KEYS[dotted]
    assert field.what.casefold() == key.comment.removesuffix(".").casefold()
    if field.kind == "choice":
        assert key.choices is not None
        assert set(field.choices) == set(key.choices())
