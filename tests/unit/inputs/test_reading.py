"""Each input takes its own example, refuses junk, and goes to JSON and back."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

import ldn_compound as ldn
from ldn_compound.core.errors import InputError, LdnError, MismatchError
from ldn_compound.core.units import Amount, mass, ratio, unit_registry
from ldn_compound.inputs.batches import CapsuleInputs
from ldn_compound.inputs.fields import Field
from ldn_compound.inputs.reading import (
    amount_from_json,
    read_input,
    require_inputs,
    value_from_json,
    value_to_json,
)
from ldn_compound.inputs.shared import Units
from tests.declared import FIELDS, READ, example


@pytest.mark.parametrize("row", READ, ids=lambda row: row.name)
def test_a_row_takes_its_own_example(row: Field[Any, Any]) -> None:
    assert read_input(row, example(row)) is not None
    assert row.help.startswith(row.what)
    assert all(flag.startswith("--") for flag in row.flags)


JUNK = (4.5, float("nan"), b"x", object(), "", "\x00", "4,5 mg", "1e3", -1)
# A text may be any text.
REFUSED = [
    (row, junk)
    for row in READ
    for junk in JUNK
    if not (row.kind in ("text", "choice", "recipe") and junk in ("4,5 mg", "1e3"))
]


def _name(part: object) -> str:
    """Name a case alike in every process: the repr of a bare object holds its address."""
    if isinstance(part, Field):
        return part.name
    return "object" if type(part) is object else repr(part)


@pytest.mark.parametrize(("row", "junk"), REFUSED, ids=_name)
def test_a_row_refuses_junk_by_its_name(row: Field[Any, Any], junk: object) -> None:
    with pytest.raises(InputError) as caught:
        read_input(row, junk)
    assert caught.value.field == row.name


@pytest.mark.parametrize("row", READ, ids=lambda row: row.name)
def test_a_row_goes_to_json_and_back(row: Field[Any, Any]) -> None:
    value = read_input(row, example(row))
    written = json.loads(json.dumps(value_to_json(value)))
    assert read_input(row, value_from_json(written, field=row.name)) == value


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("strength", "0 mg"),
        ("count", "0"),
        ("count", "100001"),
        ("assay", "0 %"),
        ("assay", "201 %"),
        ("api_water", "101 %"),
        ("wastage", "101 %"),
        ("overage", "500 %"),
        ("readability", "0 mg"),
        ("permitted_error", "0 %"),
        ("packing_stat", "0 mg"),
        ("filler_density", "0 g/mL"),
        ("doses_per_day", "25"),
        ("days_supply", "0"),
        ("age", "121"),
        ("age", "-1"),
        ("shell_mass", "0 mg"),
        ("source_tablet", "0 mg"),
        ("extra_units", "-1"),
        ("units_per_dose", "0"),
    ],
)
def test_out_of_range(name: str, value: str) -> None:
    with pytest.raises(InputError) as caught:
        read_input(FIELDS[name], value)
    assert caught.value.field == name


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("assay", "200 %"),
        ("wastage", "0 %"),
        ("wastage", "100 %"),
        ("age", "0"),
        ("age", 9),
        ("age", "120"),
        ("doses_per_day", 24),
        ("extra_units", 0),
        ("strength", "0.000000001 mg"),
    ],
)
def test_the_bound_itself_is_in(name: str, value: object) -> None:
    assert read_input(FIELDS[name], value) is not None


def test_zero_of_a_flag_and_of_a_count_are_kept() -> None:
    given = CapsuleInputs(
        strength="4.5 mg", count=90, size="3", filler="mcc-ph102", measured=False, extra_units=0, wastage="0 %"
    )
    assert (given.measured, given.extra_units, given.wastage) == (False, 0, ratio(0))
    assert given.overage is None


def test_missing() -> None:
    with pytest.raises(InputError) as caught:
        require_inputs({"count": 3}, Units.fields.values())
    assert (caught.value.code, caught.value.field) == ("missing", "strength")


@pytest.mark.parametrize("name", ["strength", "count", "size", "filler"])
def test_none_is_missing(name: str) -> None:
    wanted: dict[str, Any] = {"strength": "4.5 mg", "count": 90, "size": "3", "filler": "mcc-ph102"}
    with pytest.raises(InputError) as caught:
        ldn.plan_capsules(**{**wanted, name: None}, packing_stat="135 mg")
    assert caught.value.field == name


@pytest.mark.parametrize(
    "written",
    [
        {"value": 4.5, "unit": "mg"},
        {"value": "4.5", "unit": "g"},
        {"value": "4.50", "unit": "mg"},
        {"value": "4,5", "unit": "mg"},
        {"value": "4.5", "unit": "MG"},
        {"value": "4.5", "unit": "mg/mL/d"},
        {"value": "4.5", "unit": None},
        {"value": "1/3", "unit": "mg"},
        {"value": "4.5", "unit": "mg", "exact": "1/3"},
        {"value": "0.3333333333333333333333333333", "unit": "mg", "exact": "1/0"},
    ],
)
def test_a_quantity_that_this_program_does_not_write(written: dict[str, Any]) -> None:
    with pytest.raises(MismatchError) as caught:
        amount_from_json(written, field="strength")
    assert caught.value.exit_code == 15


def test_a_third_survives_json() -> None:
    """One third of a mg has no decimal text: the exact fraction goes along, so the plan is the same plan."""
    third = unit_registry().Quantity(Fraction(1, 3), "milligram")
    value = read_input(FIELDS["strength"], third)
    assert value == mass(Fraction(1, 3))
    assert amount_from_json(value_to_json(value), field="strength") == value
    plan = ldn.plan_capsules(strength=third, count=30, size="3", filler="mcc-ph102", packing_stat="135 mg")
    assert ldn.from_json(ldn.to_json(plan)) == plan


@pytest.mark.parametrize("value", [date(2026, 11, 22), Fraction(19, 2), (1, 2), {"a": mass(1)}, "text", 3, True])
def test_json_of_values_is_json(value: object) -> None:
    assert json.dumps(value_to_json(value))


def test_an_amount_with_a_unit_of_its_own() -> None:
    assert value_from_json({"value": "0.1", "unit": "mg/kg"}, field="rate") == Amount(Fraction(1, 10**7), "mass/mass")


def test_a_decimal_is_no_quantity() -> None:
    with pytest.raises(LdnError):
        read_input(FIELDS["strength"], Decimal("4.5"))
