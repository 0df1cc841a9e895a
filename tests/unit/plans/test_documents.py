"""JSON of the first three kinds: every key of the interface, quantities as decimal text, edited documents refused."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import jsonschema
import pytest

import ldn_compound as ldn
from tests.unit.plans.prescriptions import POWDER, codes, plan

NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")

CAPSULES = [
    "strength",
    "count",
    "capsule_size",
    "api_theoretical",
    "api_to_weigh",
    "api_to_weigh_exact",
    "weighing_factor",
    "filler",
    "filler_total",
    "filler_to_weigh",
    "fill_mass",
    "blend_total",
    "trituration",
    "geometric_dilution",
    "unit_mass_limits",
    "content_of_label",
    "loads",
    "beyond_use_date",
    "limited_by",
    "tablets_to_crush",
    "daily_dose",
]
KEYS = {
    "capsule-batch": CAPSULES,
    "filler-check": ["filler", "verdict"],
    "beyond-use": ["beyond_use_date", "days", "rule", "limited_by"],
}
ENVELOPE = ["schema", "version", "inputs", "assumptions", "result", "findings", "steps"]


def full() -> Any:
    return plan(
        wastage="5 %",
        overage="2 %",
        doses_per_day=1,
        units_per_dose=1,
        days_supply=90,
        avoid=["lactose", "gold"],
        age="40",
        component_expiries={"filler": "2027-03"},
        component_lots={"filler": "F1", "api": "A1"},
        count=130,
        extra_units=3,
        accept=["filler-cannot-be-cleared"],
        accepted_by="A. Pharmacist",
        shell_colour="clear",
        shell_mass="47.7 mg",
        **POWDER,
    )


RESULTS: dict[str, Callable[[], Any]] = {
    "capsule-batch": full,
    "filler-check": lambda: ldn.check_filler(filler="lactose-monohydrate", form="capsule", avoid=["lactose"]),
    "beyond-use": lambda: ldn.beyond_use(made_on="2026-11-22", form="capsule", component_expiries={"api": "2027-01"}),
}
OTHERS = {
    "tablets": lambda: plan(source_tablet="50 mg", source_tablet_mass="160 mg", count=30),
    "no date": lambda: plan(made_on=None),
    "stopped": lambda: plan(strength="45 mg", doses_per_day=2),
    "all in": lambda: plan(fill_method="all-in", wastage="5 %"),
    "smallest": lambda: plan(size="smallest", filler_density="0.45 g/mL", api_density="0.5 g/mL"),
    "own": lambda: plan(
        profile=ldn.read_profile('[balance]\nreadability = "0.1 mg"\n[policies]\njurisdiction = "us"\n')
    ),
}


def document(kind: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(ldn.to_json(RESULTS[kind]()))
    return found


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    if isinstance(value, dict | list):
        for key, below in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(below, (*path, key))
    else:
        yield path, value


@pytest.mark.parametrize("kind", KEYS)
def test_keys(kind: str) -> None:
    found = document(kind)
    assert list(found) == ENVELOPE
    assert found["schema"] == f"ldn_compound/{kind}/1"
    assert set(KEYS[kind]) <= set(found["result"])
    for item in found["assumptions"]:
        assert list(item) == ["code", "field", "value", "origin", "source", "message"]
    for item in found["findings"]:
        assert list(item) == ["code", "severity", "field", "message", "source", "accepted_by"]
        assert item["severity"] in ("info", "caution", "stop")
    for item in found["steps"]:
        assert list(item) == ["name", "formula", "value"]


def test_keys_below() -> None:
    result = document("capsule-batch")["result"]
    assert {"add", "total"} <= set(result["geometric_dilution"][0])
    assert {"target", "low", "high", "shell", "standard"} <= set(result["unit_mass_limits"])
    assert {"if_lost", "if_not_lost"} <= set(result["content_of_label"])
    assert result["strength"] == {"value": "4.5", "unit": "mg"}
    assert result["count"] == 130
    assert isinstance(result["weighing_factor"], str)
    # 1 / (0.995 x 0.915) to 28 significant digits, by pencil: 1 / 0.910425
    assert result["weighing_factor"].startswith("1.098388115")
    assert len(result["weighing_factor"].replace(".", "")) == 28
    assert result["beyond_use_date"] == "2027-03-31"
    assert result["limited_by"] == "filler"
    assert result["tablets_to_crush"] is None
    assert result["trituration"] is None
    assert result["daily_dose"]["value"] == "4.5"


@pytest.mark.parametrize("kind", KEYS)
def test_no_json_number_is_a_quantity(kind: str) -> None:
    text = ldn.to_json(RESULTS[kind]())
    assert text.isascii()

    def no_float(number: str) -> Any:
        raise AssertionError(number)

    found = json.loads(text, parse_float=no_float)

    def walk(value: Any) -> None:
        if isinstance(value, dict):
            if {"value", "unit"} <= set(value):
                assert isinstance(value["value"], str)
                assert NUMBER.fullmatch(value["value"])
                assert value["unit"] in ("mg", "mL", "d", "mg/mL", "mg/kg", "%", "mg/d", "kg")
            for below in value.values():
                walk(below)
        elif isinstance(value, list):
            for below in value:
                walk(below)

    walk(found["result"])
    walk(found["inputs"])


@pytest.mark.parametrize("kind", KEYS)
def test_schema(kind: str) -> None:
    schema = ldn.json_schema(kind)
    validator = jsonschema.Draft202012Validator
    validator.check_schema(schema)
    found = document(kind)
    assert not list(validator(schema).iter_errors(found))
    assert set(KEYS[kind]) <= set(schema["properties"]["result"]["required"])
    for path, value in leaves(found["result"]):
        if isinstance(value, str) and path[-1] == "value":
            broken = copy.deepcopy(found)
            holder: Any = broken["result"]
            for key in path[:-1]:
                holder = holder[key]
            holder["value"] = float(value)
            assert list(validator(schema).iter_errors(broken)), f"a JSON number at {path} passes the schema"


@pytest.mark.parametrize("name", [*OTHERS])
def test_schema_and_round_trip_of_others(name: str) -> None:
    made = OTHERS[name]()
    assert ldn.from_json(ldn.to_json(made)) == made
    jsonschema.validate(json.loads(ldn.to_json(made)), ldn.json_schema("capsule-batch"))


@pytest.mark.parametrize("kind", KEYS)
def test_round_trip(kind: str) -> None:
    made = RESULTS[kind]()
    again = ldn.from_json(ldn.to_json(made))
    assert again == made
    assert type(again) is type(made)
    assert ldn.to_json(again) == ldn.to_json(made)
    assert ldn.check(again) == made.findings


def put(found: dict[str, Any], path: tuple[str | int, ...], value: Any) -> str:
    edited: Any = copy.deepcopy(found)
    holder = edited
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = value
    return json.dumps(edited)


@pytest.mark.parametrize("kind", KEYS)
def test_every_leaf_of_a_result_is_guarded(kind: str) -> None:
    """Each value of the result, findings, steps, assumptions in turn is changed: 15."""
    found = document(kind)
    for part in ("result", "findings", "steps", "assumptions"):
        for path, value in leaves(found[part]):
            other: Any = {bool: not value, int: 7777, type(None): "x"}.get(type(value), f"{value}1")
            with pytest.raises(ldn.MismatchError) as caught:
                ldn.from_json(put(found, (part, *path), other))
            assert caught.value.exit_code == 15


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("strength", {"value": "45", "unit": "mg"}),
        ("count", 131),
        ("size", "2"),
        ("filler", "mcc-ph101"),
        ("packing_stat", {"value": "136", "unit": "mg"}),
        ("measured", False),
        ("wastage", {"value": "4", "unit": "%"}),
        ("overage", {"value": "3", "unit": "%"}),
        ("assay", {"value": "99", "unit": "%"}),
        ("assay_basis", "as-is"),
        ("api_water", {"value": "8", "unit": "%"}),
        ("avoid", []),
        ("doses_per_day", 2),
        ("units_per_dose", 2),
        ("days_supply", 91),
        ("made_on", "2026-11-23"),
        ("component_expiries", {}),
        ("extra_units", 4),
        ("age", "4"),
        ("accepted_by", "B. Pharmacist"),
        ("accept", []),
        ("shell_mass", {"value": "48", "unit": "mg"}),
        ("shell_colour", "white"),
        ("minimum_weighable", {"value": "10", "unit": "mg"}),
        ("no_such_input", 1),
        ("strength", 4.5),
        ("strength", "4.5 mg x"),
        ("count", "130x"),
        ("count", True),
    ],
)
def test_an_edited_input_is_refused(name: str, value: Any) -> None:
    with pytest.raises(ldn.LdnError) as caught:
        ldn.from_json(put(document("capsule-batch"), ("inputs", name), value))
    assert caught.value.exit_code in ((10, 15) if isinstance(value, float) else (15,))


def test_true_is_not_1() -> None:
    found = document("capsule-batch")
    assert found["result"]["loads"][0]["number"] == 1
    with pytest.raises(ldn.MismatchError):
        ldn.from_json(put(found, ("result", "loads", 0, "number"), True))


def test_every_recorded_setting_is_guarded() -> None:
    found = document("capsule-batch")
    for path, value in leaves(found["inputs"]["settings"]):
        other: Any = {bool: not value, int: 7777, type(None): "x"}.get(type(value), f"{value}1")
        if path[-1] == 2 and path[-2] == "value":
            other = "5"
        if path[-1] == "source" and found["inputs"]["settings"][path[0]]["value"] is None:
            continue  # of a setting that is left open nothing is shown, so nothing can be compared
        text = put(found, ("inputs", "settings", *path), other)
        with pytest.raises(ldn.LdnError) as caught:
            ldn.from_json(text)
        assert caught.value.exit_code == 15, path


@pytest.mark.parametrize(
    "path", [(), ("result",), ("result", "content_of_label"), ("findings", 0), ("steps", 0), ("result", "strength")]
)
def test_unknown_keys_are_ignored(path: tuple[str | int, ...]) -> None:
    found = document("capsule-batch")
    assert ldn.from_json(put(found, (*path, "new_key"), {"a": 1})) == full()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "bad-json"),
        ("[]", "bad-json"),
        ("{}", "bad-schema"),
        ("nul", "bad-json"),
        ('{"schema": "ldn_compound/pill/1"}', "bad-schema"),
        ('{"schema": "ldn_compound/capsule-batch/2", "inputs": {}}', "bad-schema"),
        ('{"schema": "ldn_compound/capsule-batch/1"}', "bad-json"),
        ('{"a": 1, "a": 2}', "bad-json"),
        ('{"a": NaN}', "bad-json"),
        ('{"a": 1.5}', "bad-json"),
        ("[" * 100_000, "bad-json"),
    ],
)
def test_no_document(text: str, code: str) -> None:
    with pytest.raises(ldn.InputError) as caught:
        ldn.from_json(text)
    assert (caught.value.code, caught.value.exit_code) == (code, 10)


@pytest.mark.parametrize("junk", [None, b"{}", 3, {}])
def test_from_json_takes_text(junk: Any) -> None:
    with pytest.raises(ldn.InputError):
        ldn.from_json(junk)
    with pytest.raises(ldn.InputError):
        ldn.to_json(junk)
    with pytest.raises(ldn.InputError):
        ldn.check(junk)


def test_an_evolved_plan_is_refused_by_check() -> None:
    """attrs.evolve makes another plan of a frozen one; what prints or records it computes it again."""
    import attrs

    made = plan()
    for changes in ({"count": 900}, {"findings": ()}, {"filler": "sucrose"}):
        with pytest.raises(ldn.MismatchError):
            ldn.check(attrs.evolve(made, **changes))


def test_a_plan_made_with_a_profile_recomputes_without_it() -> None:
    made = OTHERS["own"]()
    again = ldn.from_json(ldn.to_json(made))
    assert again == made
    assert codes(again) == codes(made)


@pytest.mark.parametrize("kind", ["filler-list", "filler"])
def test_every_kind_that_is_printed_has_a_schema(kind: str) -> None:
    """interface: "other kinds: filler filler-list ...": a reader of --json can ask for the schema of what it got."""
    assert ldn.json_schema(kind)
