"""The recorded inputs of a result as JSON Schema, made of their declarations."""

from __future__ import annotations

from typing import Any

from ldn_compound.core.units import Amount
from ldn_compound.inputs.fields import Field
from ldn_compound.inputs.reading import LIST_OF
from ldn_compound.inputs.record import Inputs

_TEXT: dict[str, Any] = {"type": "string"}
_DAY: dict[str, Any] = {"type": "string", "format": "date"}
_ATOMS: dict[str, dict[str, Any]] = {
    "number": {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"},
    "age": {"type": "string", "pattern": r"^[0-9]+(\.[0-9]+| months)?$"},
    "text": _TEXT,
    "flag": {"type": "boolean"},
    "date": _DAY,
    "names": {"type": "array", "items": _TEXT},
    "dates": {"type": "object", "additionalProperties": _DAY},
    "texts": {"type": "object", "additionalProperties": _TEXT},
    "plan": {
        "type": "object",
        "properties": {"kind": _TEXT, "inputs": {"type": "object"}},
        "required": ["kind", "inputs"],
    },
}


def inputs_schema(inputs: type[Inputs]) -> dict[str, Any]:
    """Return the JSON Schema of the recorded inputs that a class declares.

    >>> from ldn_compound.inputs.batches import Units
    >>> inputs_schema(Units)["properties"]["count"]
    {'type': 'integer', 'minimum': 1, 'maximum': 100000, 'description': 'units to make'}
    """
    fields = [field for field in inputs.fields.values() if field.recorded]
    return {
        "type": "object",
        "properties": {
            **{field.name: {**_schema_of(field), "description": field.help} for field in fields},
            "settings": {"type": "object"},
        },
        "required": [field.name for field in fields if field.needed or field.default is not None],
    }


def _schema_of(field: Field[Any, Any]) -> dict[str, Any]:
    match field.kind:
        case "whole":
            return {"type": "integer", "minimum": field.least, "maximum": field.most}
        case "choice":
            return {"enum": list(field.choices)}
        case "masses" | "doses" | "readings":
            return {"type": "array", "items": _quantity("mass")}
        case "shares" | "lengths":
            return {"type": "array", "items": _quantity(LIST_OF[field.kind])}
        case "named amounts":
            return {"type": "object", "additionalProperties": _quantity("mass", "volume")}
        case "recipe":
            share = {"anyOf": [_quantity("1"), {"const": "rest"}]}
            pair = {"type": "array", "prefixItems": [_TEXT, share], "minItems": 2, "maxItems": 2}
            return {"anyOf": [_TEXT, {"type": "array", "items": pair}]}
        case kind if kind in _ATOMS:
            return _ATOMS[kind]
        case _:
            return _quantity(*field.kind.split(" or "))


def _quantity(*dimensions: str) -> dict[str, Any]:
    units = [Amount(0, dimension).unit for dimension in dimensions]
    return {
        "type": "object",
        "properties": {"value": _TEXT, "unit": {"enum": units}, "exact": _TEXT},
        "required": ["value", "unit"],
    }
