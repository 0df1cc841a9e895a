"""The JSON Schema of a profile's file: its TOML, as an editor reads it, made of the table of settings."""

from __future__ import annotations

from typing import Any

from ldn_compound.core.numbers import NUMBER
from ldn_compound.core.patterns import MONTH, typed_decimal
from ldn_compound.core.units import TABLE as UNITS
from ldn_compound.core.units import parse_quantity
from ldn_compound.inputs.schema import Schema, setting_value
from ldn_compound.reference.beyond_use import rule_keys
from ldn_compound.reference.fillers import FILLERS
from ldn_compound.settings.choices import size_names
from ldn_compound.settings.key import Key
from ldn_compound.settings.keys import TABLE, TABLES
from ldn_compound.settings.lot_numbers import LONGEST
from ldn_compound.settings.template import TABLE_COMMENT
from ldn_compound.settings.values import DIMENSIONS, MOST_WHOLE, QUANTITY_LISTS

LOT_KEY = "^[A-Za-z0-9_-]{1,60}$"
FILLER_KEY = "^(?=.{1,60}$)[a-z0-9]+(-[a-z0-9]+)*$"


def profile_file_schema() -> Schema:
    """Return the JSON Schema of a profile: every table and setting, as strict as a pattern can be.

    What it cannot say, the program still refuses: figures of a lot that contradict each other, two lots of one name, a
    mass above its bound in another unit, a number of more digits than any balance has. Choices stand in it as the
    program writes them; the program reads them in any capitals.

    >>> profile_file_schema()["properties"]["balance"]["properties"]["readability"]["type"]
    'string'
    """
    made: dict[str, Schema] = {table: _table(f"{table}.") for table in TABLES if table not in ("fillers", "beyond_use")}
    made["drug"]["properties"]["lots"] = {
        "type": "object",
        "description": "Several lots, each under a key.",
        "patternProperties": {LOT_KEY: _table("drug.lots.*.")},
        "additionalProperties": False,
    }
    made["signing"]["allOf"] = [
        {
            "if": {"properties": {"require": {"const": "yes"}}, "required": ["require"]},
            "then": {"required": ["trusted"]},
        }
    ]
    made["fillers"] = _fillers()
    rule = {**_table("beyond_use.*."), "required": ["days", "source"]}
    made["beyond_use"] = _object({key: {**rule, "description": f"For: {key}."} for key in rule_keys()})
    return _object({table: {"description": TABLE_COMMENT.get(table, ""), **made[table]} for table in TABLES})


def _object(properties: dict[str, Schema]) -> Schema:
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _table(start: str) -> Schema:
    """Return the schema of a table: the settings whose dotted names begin so."""
    found: dict[str, Schema] = {}
    for key in TABLE:
        leaf, _, below = key.name.removeprefix(start).partition(".")
        if not key.name.startswith(start) or leaf in ("*", "lots"):
            continue
        value = _value(key)
        if below:  # a figure for each capsule size
            value = {**_object(dict.fromkeys(size_names(), value)), "description": key.comment}
        if leaf in found:
            value = {"anyOf": [found[leaf], value], "description": found[leaf]["description"]}
        found[leaf] = value
    return _object(found)


def _fillers() -> Schema:
    entry = _table("fillers.*.") | {"dependentRequired": {"packing_size": ["packing"]}}
    without = {name: schema for name, schema in entry["properties"].items() if name != "contains"}
    of_known = {**entry, "properties": without}
    known = {row.key: {**(of_known if row.known else entry), "description": row.name} for row in FILLERS.all()}
    others = FILLER_KEY.replace("^", f"^(?!({'|'.join(known)})$)", 1)
    return {
        **_object(known),
        "description": "What was measured on a filler, under its key; one of the pharmacy's own has a name.",
        "patternProperties": {others: {**entry, "required": ["name"]}},
    }


def _value(key: Key) -> Schema:
    return {**_typed(key), "description": key.comment}


def _typed(key: Key) -> Schema:
    """Return the schema of a setting's value, as TOML has it: a quantity as text with its unit."""
    if key.kind in QUANTITY_LISTS:
        of = key._replace(kind=QUANTITY_LISTS[key.kind], most=None)
        return {"type": "array", "items": _typed(of), "minItems": 1}
    if key.kind in DIMENSIONS:
        return {"type": "string", "pattern": _quantity(key)}
    if key.kind == "date" and key.name.endswith(".expiry"):
        day: dict[str, Any] = setting_value(key)
        return {"type": "string", "pattern": f"{day['pattern']}|{MONTH}"}
    if key.kind == "whole":
        return {"maximum": MOST_WHOLE, **setting_value(key)}
    if key.kind == "pattern":
        return {**setting_value(key), "maxLength": LONGEST, "pattern": r"^[^{}]*(\{[a-z:0-9]+\}[^{}]*)+$"}
    return setting_value(key)


def _quantity(key: Key) -> str:
    """Return the pattern of a quantity as it is typed; a bound holds where there is one unit alone (%)."""
    above, _, per = DIMENSIONS[key.kind].partition("/")
    units = _symbols(above)
    most = None if key.most is None or "|" in units else parse_quantity(key.most).value * 100
    # A number of days has no fraction.
    number = typed_decimal(most=most, above_least=key.positive, whole=key.kind == "days")
    below = f"/(({NUMBER}) ?)?({_symbols(per)})" if per else ""
    return f"^{number} ?({units}){below}$"


def _symbols(dimension: str) -> str:
    micro = ("\N{MICRO SIGN}g", "\N{GREEK SMALL LETTER MU}g") if dimension == "mass" else ()
    return "|".join((*(unit.symbol for unit in UNITS if unit.typed and unit.dimension == dimension), *micro))
