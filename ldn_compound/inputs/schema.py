"""The recorded inputs of a result as JSON Schema, made of their declarations, as strict as they are read."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, get_args

from ldn_compound.core.patterns import DAY, LINE, decimal
from ldn_compound.core.texts import LONGEST_TEXT
from ldn_compound.core.units import WRITTEN_UNITS, Amount, parse_quantity
from ldn_compound.inputs import shared
from ldn_compound.inputs.fields import Field
from ldn_compound.inputs.reading import LIST_OF, MOST_READINGS
from ldn_compound.inputs.record import Inputs
from ldn_compound.settings.key import Key
from ldn_compound.settings.keys import TABLE
from ldn_compound.settings.values import DIMENSIONS, QUANTITY_LISTS

Schema = dict[str, Any]
PlanSchema = Callable[[tuple[str, ...]], Schema]
"""Returns the schema of a plan that is an input: of its kinds."""

SETTINGS = "#/$defs/settings"
"""Where the schema of a document holds that of the recorded settings, :func:`settings_schema`."""
ORIGIN = "^(option|profile|reference|assumption|jurisdiction [a-z]+)$"
_TEXT: Schema = {"type": "string", "minLength": 1, "maxLength": LONGEST_TEXT, "pattern": LINE}
_DAY: Schema = {"type": "string", "format": "date", "pattern": DAY}
_ATOMS: dict[str, Schema] = {
    "flag": {"type": "boolean"},
    "date": _DAY,
    "names": {"type": "array", "items": _TEXT},
    "dates": {"type": "object", "additionalProperties": _DAY},
    "texts": {"type": "object", "additionalProperties": _TEXT},
}


def inputs_schema(inputs: type[Inputs], plan: PlanSchema | None = None) -> Schema:
    """Return the JSON Schema of the recorded inputs that a class declares.

    Parameters:
        inputs: the class.
        plan: of a plan among the inputs; left out, any plan's kind and inputs.

    >>> from ldn_compound.inputs.batches import Units
    >>> inputs_schema(Units)["properties"]["count"]
    {'type': 'integer', 'minimum': 1, 'maximum': 100000, 'description': 'units to make'}
    """
    fields = [field for field in inputs.fields.values() if field.recorded]
    return {
        "type": "object",
        "properties": {
            **{
                field.name: {**_of_field(field, inputs, plan or _any_plan), "description": field.help}
                for field in fields
            },
            "settings": {"$ref": SETTINGS},
        },
        "required": [field.name for field in fields if field.needed or field.default is not None],
        "additionalProperties": False,
    }


def _of_field(field: Field[Any, Any], inputs: type[Inputs], plan: PlanSchema) -> Schema:
    match field.kind:
        case "whole":
            return {"type": "integer", "minimum": field.least, "maximum": field.most}
        case "number":
            return {"type": "string", "pattern": _bounded(field)}
        case "age":
            return {"type": "string", "pattern": f"{_bounded(field)}|^[1-9][0-9]{{0,3}} months$"}
        case "choice":
            return {"enum": list(field.choices)}
        case "text":
            words = _words(inputs, field.name) or (field.keys() if field.keys is not None else ())
            return {"enum": list(words)} if words else {**_TEXT, "pattern": field.pattern or LINE}
        case "masses" | "doses" | "readings" | "lengths" | "shares":
            items = quantity(LIST_OF.get(field.kind, "mass"), above_least=field.kind != "shares")
            return {"type": "array", "items": items, "minItems": 1, "maxItems": MOST_READINGS}
        case "named amounts":
            return {"type": "object", "additionalProperties": quantity("mass", "volume")}
        case "recipe":
            share = {"anyOf": [quantity("1"), {"const": "rest"}]}
            pair = {"type": "array", "prefixItems": [_TEXT, share], "minItems": 2, "maxItems": 2}
            return {"anyOf": [_TEXT, {"type": "array", "items": pair, "minItems": 1}]}
        case "plan":
            return plan(field.choices)
        case kind if kind in _ATOMS:
            return _ATOMS[kind]
        case _:
            least = int(field.least or 0)
            return quantity(*field.kind.split(" or "), least=least, most=field.most, above_least=field.above_least)


def _bounded(field: Field[Any, Any]) -> str:
    return decimal(least=int(field.least or 0), most=field.most, above_least=field.above_least)


def _words(inputs: type[Inputs], name: str) -> tuple[str, ...]:
    """Return the words that the annotation of an input allows, by a Literal or its name; none where it is any text."""
    said = next(
        (vars(base).get("__annotations__", {}).get(name) for base in inputs.__mro__ if name in vars(base)), None
    )
    found = tuple(re.findall(r"['\"]([^'\"]+)['\"]", said or ""))
    alias = re.match(r"Field\[(\w+)", said or "")
    return found or get_args(vars(shared).get(alias[1]) if alias else None)


def _any_plan(kinds: tuple[str, ...]) -> Schema:
    return {
        "type": "object",
        "properties": {"kind": {"enum": list(kinds)}, "inputs": {"type": "object"}},
        "required": ["kind", "inputs"],
    }


def quantity(
    *dimensions: str, least: int = 0, most: Any = None, above_least: bool = False, exact: bool = True
) -> Schema:
    """Return the schema of a quantity of a dimension, or of one of several: decimal text and the unit.

    Parameters:
        dimensions: such as ``mass``.
        least, most: in base units; above_least: whether `least` itself is refused.
        exact: whether one that no decimal writes carries its fraction.

    >>> quantity("mass", above_least=True)["properties"]["unit"]
    {'enum': ['mg']}
    """
    units = [Amount(0, dimension).unit for dimension in dimensions]
    factor = WRITTEN_UNITS[units[0]].factor
    # A bound of two dimensions would hold for the one as for the other: such inputs have none.
    top = None if most is None or len(units) > 1 else most / factor
    number = {"type": "string", "pattern": decimal(least=least, most=top, above_least=above_least)}
    fraction = {"type": "string", "pattern": "^[1-9][0-9]*/[1-9][0-9]*$", "description": "what no decimal writes"}
    return {
        "type": "object",
        "properties": {"value": number, "unit": {"enum": units}} | ({"exact": fraction} if exact else {}),
        "required": ["value", "unit"],
        "additionalProperties": False,
    }


# --- settings -------------------------------------------------------------------------------------------------------


def settings_schema() -> Schema:
    """Return the JSON Schema of the settings that a plan records: every value in force, with its origin.

    >>> sorted(settings_schema()["properties"]["policies.wastage"]["properties"])
    ['origin', 'source', 'value']
    """
    by_name = {key.name: _setting(key) for key in TABLE}
    return {
        "type": "object",
        "description": "every setting that was resolved, by its dotted name",
        "properties": {name: schema for name, schema in by_name.items() if "*" not in name},
        "patternProperties": {_dotted(name): schema for name, schema in by_name.items() if "*" in name},
        "additionalProperties": False,
    }


def _dotted(name: str) -> str:
    return f"^{re.escape(name).replace(re.escape('*'), '[^.]+')}$".replace("\\-", "-")


def _setting(key: Key) -> Schema:
    value = {"anyOf": [setting_value(key), {"type": "null"}]}
    return {
        "type": "object",
        "description": key.comment,
        "properties": {
            "value": value,
            "origin": {"type": "string", "pattern": ORIGIN},
            "source": {"type": ["string", "null"]},
        },
        "required": ["value", "origin", "source"],
    }


def setting_value(key: Key) -> Schema:
    """Return the schema of a setting's value, as a plan's JSON writes it."""
    if key.kind in QUANTITY_LISTS:
        of = key._replace(kind=QUANTITY_LISTS[key.kind])
        return {"type": "array", "items": setting_value(of)}
    if key.kind in DIMENSIONS:
        most = None if key.most is None else parse_quantity(key.most).value
        return quantity(DIMENSIONS[key.kind], most=most, above_least=key.positive, exact=False)
    match key.kind:
        case "whole":
            return {"type": "integer", "minimum": int(key.positive)} | ({"maximum": int(key.most)} if key.most else {})
        case "flag":
            return {"type": "boolean"}
        case "date":
            return _DAY
        case "choice" | "names":
            words: Schema = {"enum": list(key.choices())} if key.choices else _TEXT
            listed = {"type": "array", "items": words} | ({"minItems": 1} if key.positive else {})
            return words if key.kind == "choice" else listed
        case "paths":
            return {"type": "array", "items": {"type": "string", "minLength": 1}, "minItems": 1}
        case "path":
            return {"type": "string", "minLength": 1}
        case _:
            return _TEXT
