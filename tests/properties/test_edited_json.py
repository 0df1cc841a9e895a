"""A plan's JSON that was edited anywhere is refused, or is the same plan: no number comes in by the back door."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest

import ldn_compound as ldn

Path = tuple[str | int, ...]

JUNK: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 10**30, 4.5, 1e308, [], {}, [[]],
    "", " ", "4,5", "nan", "4.5 mg", "9" * 5_000, "\x00", "\ud800",
    {"value": "4.5"}, {"value": 4.5, "unit": "mg"}, {"value": "4.5", "unit": "mL"}, {"value": "-1", "unit": "mg"},
    {"value": "45", "unit": "mg", "more": 1},
)  # fmt: skip


def document() -> dict[str, Any]:
    plan = ldn.plan_capsules(
        strength="4.5 mg", count=90, size="3", filler="mcc-ph102", packing_stat="135 mg", assay="99.5 %",
        assay_basis="anhydrous", api_water="8.5 %", wastage="5 %", doses_per_day=1, made_on="2026-11-22",
        component_expiries={"filler": "2027-03-22"}, avoid=["lactose"],
    )  # fmt: skip
    found: dict[str, Any] = json.loads(ldn.to_json(plan))
    return found


def places(value: Any, path: Path = ()) -> Iterator[Path]:
    """Yield the path of every value in the document, the leaves and what holds them."""
    if path:
        yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, below in items:
        yield from places(below, (*path, key))


def value_at(found: dict[str, Any], path: Path) -> Any:
    value: Any = found
    for key in path:
        value = value[key]
    return value


def put(found: dict[str, Any], path: Path, value: Any) -> dict[str, Any]:
    edited = copy.deepcopy(found)
    holder: Any = edited
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = value
    return edited


def refused_or_the_same(edited: Any) -> None:
    """Read the edited document: a typed error, or a plan that writes what the document says."""
    try:
        plan = ldn.from_json(json.dumps(edited))
    except ldn.LdnError as error:
        assert error.exit_code in (10, 11, 12, 14, 15)
        assert len(str(error)) < 5_000
    else:
        mine = json.loads(ldn.to_json(plan))
        # An input that is null or empty is an input that was not given.
        assert mine["inputs"] == {key: value for key, value in edited["inputs"].items() if value not in (None, [], {})}
        for key in ("assumptions", "result", "findings", "steps"):
            assert mine[key] == edited[key]


@pytest.mark.parametrize("part", ["schema", "inputs", "assumptions", "result", "findings", "steps"])
def test_a_value_edited(part: str) -> None:
    found = document()
    paths = [path for path in places(found) if path[0] == part]
    assert paths
    for number, path in enumerate(paths):
        junk = JUNK if part in ("schema", "inputs") else [JUNK[number % len(JUNK)], JUNK[(number + 7) % len(JUNK)]]
        for value in junk:
            refused_or_the_same(put(found, path, value))


def test_a_part_left_out() -> None:
    found = document()
    for path in places(found):
        if isinstance(path[-1], str) and path[0] != "version":
            edited = put(found, path, None)
            holder: Any = edited
            for key in path[:-1]:
                holder = holder[key]
            del holder[path[-1]]
            if value_at(found, path) is None:
                continue  # null and left out say the same
            try:
                ldn.from_json(json.dumps(edited))
            except ldn.LdnError:
                continue
            assert path[0] == "inputs", f"{path} was left out and nobody noticed"


def test_a_changed_digit_is_noticed() -> None:
    """Each number of the result in turn, one digit more: a plan that does not recompute is refused with 15."""
    found = document()
    changed = 0
    for path in places(found["result"]):
        value = value_at(found["result"], path)
        if isinstance(value, str) and path[-1] == "value":
            edited: Any = value + ("1" if "." in value else ".1")
        elif isinstance(value, int) and not isinstance(value, bool):
            edited = value + 1
        else:
            continue
        changed += 1
        with pytest.raises(ldn.LdnError) as caught:
            ldn.from_json(json.dumps(put(found, ("result", *path), edited)))
        assert caught.value.exit_code == 15
    assert changed > 30


def test_key_order_and_unknown_keys_do_not_matter() -> None:
    """Readers ignore unknown keys, and JSON objects have no order."""
    found = document()
    turned = {key: found[key] for key in reversed(found)} | {"note": "by another program"}
    assert ldn.to_json(ldn.from_json(json.dumps(turned))) == ldn.to_json(ldn.from_json(json.dumps(found)))
