"""Wrong documents: what reading refuses for its form, the schema of the kind refuses too; a good one passes both."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import jsonschema
import pytest

import ldn_compound as ldn
from ldn_compound.plans import KINDS
from ldn_compound.schemas.kinds import kinds
from tests.properties.test_edited_json import Path, places, put, value_at
from tools.stored_plans import plans

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?")
LEAST_WRONG, OF_EACH = 1000, 52


@cache
def good() -> dict[str, Any]:
    """Return a document of every kind of plan, by name."""
    masses = [f"100.{digit} mg" for digit in (1, 0, 0, 1, 0, 0, 1, 0, 0, 1)]
    made = plans() | {
        "balance-check": ldn.balance_repeatability(masses=masses, readability="0.1 mg"),
        "content-uniformity": ldn.check_contents(contents=[f"{share} %" for share in range(96, 106)]),
    }
    found: dict[str, Any] = {name: json.loads(ldn.to_json(plan)) for name, plan in made.items()}
    return found


def kind_of(document: dict[str, Any]) -> str:
    return str(document["schema"].split("/")[1])


@cache
def validator(kind: str) -> jsonschema.Draft202012Validator:
    schema = ldn.json_schema(kind)
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def without(document: dict[str, Any], path: Path) -> dict[str, Any]:
    edited = copy.deepcopy(document)
    del value_at(edited, path[:-1])[path[-1]]
    return edited


def wrong_values(path: Path, value: Any) -> Iterator[Any]:
    """Yield values that no document of this program has at a place, going by what stands there."""
    of_inputs = path[0] == "inputs"
    if isinstance(value, bool):
        yield from ("yes", [value])
    elif isinstance(value, int):
        yield from (str(value), True, [value])
        if of_inputs:
            yield -1
    elif isinstance(value, str):
        yield from (5, [value], {"text": value})
        if path[0] == "steps":
            return
        if path[-1] == "value" and path[0] != "assumptions" and DECIMAL.fullmatch(value):
            yield from (f"{value} ", f"0{value}", f"{value}.", f"{value}e1", value.replace(".", ",") + ",0")
            if of_inputs and "settings" not in path:
                yield f"-{value}1"
        elif path[-1] == "unit":
            yield from ("stone", "", "MG", "g")
        elif DAY.fullmatch(value):
            yield from ("2026-02-30", "2026-13-01", "22.11.2026", "1926-11-22", f"{value}T00:00")
        elif path[-1] == "severity":
            yield from ("fatal", "STOP", "")
        elif path[-1] == "code" and path[0] == "findings":
            yield "no-such-code"
        elif path[-1] == "origin":
            yield from ("guess", "jurisdiction", "")
    elif isinstance(value, list):
        yield from ("none", 5)
    elif isinstance(value, dict):
        yield from ("none", [], 5)


def wrong(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield documents that are wrong in one place each, with what was done."""
    for path in places(document):
        if path in (("version",), ("schema",)):
            continue
        value = value_at(document, path)
        where = ".".join(map(str, path))
        for other in wrong_values(path, value):
            yield f"{where} = {other!r}", put(document, path, other)
        if path[-1] in ("value", "unit", "origin", "code", "severity") or len(path) == 1:
            yield f"{where} is missing", without(document, path)
    yield "inputs.banana", put(document, ("inputs", "banana"), 1)
    yield "inputs.settings.banana", put(document, ("inputs", "settings", "banana"), {})
    for path in (("version",), ("schema",)):
        yield f"{path[0]} = 5", put(document, path, 5)
    yield "another version of the schema", put(document, ("schema",), document["schema"].replace("/1", "/2"))


def is_refused(document: dict[str, Any]) -> bool:
    try:
        ldn.from_json(json.dumps(document))
    except ldn.LdnError:
        return True
    return False


def spread(found: list[Any], most: int) -> list[Any]:
    """Return so many of a list, evenly."""
    return found if len(found) <= most else [found[number * len(found) // most] for number in range(most)]


@pytest.mark.parametrize("name", good())
def test_a_good_document_passes(name: str) -> None:
    document = good()[name]
    assert not [error.message for error in validator(kind_of(document)).iter_errors(document)]
    assert not is_refused(document)


def test_there_are_a_thousand_wrong_ones() -> None:
    assert sum(len(spread(list(wrong(document)), OF_EACH)) for document in good().values()) >= LEAST_WRONG


@pytest.mark.parametrize("name", good())
def test_a_wrong_document_is_refused_by_the_gate_and_by_the_schema(name: str) -> None:
    document = good()[name]
    known = validator(kind_of(document))
    for what, edited in spread(list(wrong(document)), OF_EACH):
        assert is_refused(edited), f"reading takes {name} with {what}: it is no wrong document"
        assert not known.is_valid(edited), f"the schema takes {name} with {what}"


# By hand: the kind, the place, what is written there, and why that is wrong.
BY_HAND: tuple[tuple[str, str, Any, str], ...] = (
    ("capsules", "inputs.strength.value", "-4.5", "a negative strength"),
    ("capsules", "inputs.strength.value", "0", "a strength of nothing"),
    ("capsules", "inputs.strength.unit", "kg", "a strength in kg"),
    ("capsules", "inputs.strength", "4.5 mg", "a quantity as text"),
    ("capsules", "inputs.count", 0, "no capsules"),
    ("capsules", "inputs.count", 100_001, "more than a batch has"),
    ("capsules", "inputs.made_on", "2026-02-30", "a day that there is not"),
    ("capsules", "inputs.assay_basis", "dry", "another basis than the two"),
    ("capsules", "inputs.doses_per_day", 25, "more doses than a day has hours"),
    ("capsules", "inputs.wastage.unit", "mg", "a share in mg"),
    ("capsules", "inputs.component_expiries.filler", "March 2027", "an expiry in words"),
    ("capsules", "findings.0.severity", "warning", "a severity that there is not"),
    ("beyond-use", "inputs.form", "banana", "no dosage form"),
    ("filler-check", "inputs.form", "banana", "no dosage form"),
    ("titration", "inputs.form", "tablet", "a titration of tablets"),
    ("titration", "inputs.every.unit", "weeks", "weeks, where days are written"),
    ("tablets-moulded", "inputs.method", "baked", "another method than the two"),
    ("solution", "inputs.volume.value", "10000.5", "more than 10 L"),
    ("solution-aqueous", "inputs.vehicle", "water", "no vehicle"),
    ("dose", "inputs.body_weight.unit", "mg", "a body weight in mg"),
    ("dose", "inputs.age", "six", "an age in words"),
    ("dose", "inputs.sex", "f", "a letter for a word"),
    ("as-made", "inputs.plan.kind", "dose", "a plan that is no batch"),
    ("as-made", "inputs.plan.inputs.strength.value", "-1", "a negative strength in the plan"),
    ("as-made", "inputs.weighed.api.unit", "kg", "a weighing in kg"),
    ("unit-weights", "inputs.masses", [], "no masses"),
)


@pytest.mark.parametrize(("name", "place", "value", "why"), BY_HAND)
def test_by_hand(name: str, place: str, value: Any, why: str) -> None:
    document = good()[name]
    path = tuple(int(part) if part.isdecimal() else part for part in place.split("."))
    value_at(document, path[:-1])
    edited = put(document, path, value)
    assert is_refused(edited), why
    found = list(validator(kind_of(document)).iter_errors(edited))
    assert found, why
    # It says where, so that a form can show it at its field.
    assert any(place.startswith(".".join(map(str, error.absolute_path))) for error in found)


def test_every_kind_has_a_schema_that_says_what_it_is() -> None:
    seen = set()
    for kind in kinds():
        schema = ldn.json_schema(kind)
        jsonschema.Draft202012Validator.check_schema(schema)
        assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        assert schema["$id"] == f"urn:ldn-compound:schema:{kind}:1"
        assert schema["title"] == kind
        assert schema["description"]
        seen.add(schema["$id"])
    assert len(seen) == len(kinds())
    assert set(KINDS) < set(kinds())


def bare(schema: Any, path: str = "") -> Iterator[str]:
    """Yield the properties of a schema that say nothing of themselves; value and unit of a quantity speak."""
    for name, found in schema.get("properties", {}).items() if isinstance(schema, dict) else ():
        if "description" not in found and "$ref" not in found and name not in ("value", "unit", "schema"):
            yield f"{path}.{name}"
        yield from bare(found, f"{path}.{name}")
    for word in ("items", "additionalProperties"):
        if isinstance(schema.get(word), dict):
            yield from bare(schema[word], f"{path}[]")
    for below in schema.get("anyOf", ()):
        yield from bare(below, path)


@pytest.mark.parametrize("kind", [kind for kind in kinds() if kind not in ("label-design", "record", "refused")])
def test_every_property_is_described(kind: str) -> None:
    lacking = [
        path for path in bare(ldn.json_schema(kind)) if not path.endswith((".origin", ".source", ".kind", ".inputs"))
    ]
    assert not lacking
