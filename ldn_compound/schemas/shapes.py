"""The JSON Schema of a class of values: its types say what stands there, its docstring what that means."""

from __future__ import annotations

import collections.abc
import inspect
import re
import types
import typing
from collections.abc import Callable, Mapping
from datetime import date
from enum import Enum
from fractions import Fraction
from functools import cache
from typing import Any, NamedTuple

import attrs

from ldn_compound.core.late_texts import Text
from ldn_compound.core.patterns import DAY, SIGNED, Pattern
from ldn_compound.core.results import fields_of
from ldn_compound.core.units import WRITTEN_UNITS, Amount

Schema = dict[str, Any]
_TEXT: Schema = {"type": "string"}
_QUANTITY: Schema = {
    "type": "object",
    "properties": {"value": {"type": "string", "pattern": SIGNED}, "unit": {"enum": list(WRITTEN_UNITS)}},
    "required": ["value", "unit"],
}
_ATOMS: dict[Any, Schema] = {
    Amount: _QUANTITY,
    Fraction: {"type": "string", "pattern": SIGNED},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    str: _TEXT,
    date: {"type": "string", "format": "date", "pattern": DAY},
    type(None): {"type": "null"},
    Any: {},
    object: {},
}


REFINED: dict[tuple[type, str], Callable[[], Schema]] = {}
"""What is known of an attribute on a higher floor than its class, such as which codes there are."""


DESCRIBED_BY: dict[type, type] = {}
"""Of a TypedDict that adds to another one, that other: Python does not say."""


class Shape(NamedTuple):
    """Says in an annotation, `Annotated[TYPE, Shape(...)]`, what else is known of a value than its type.

    Attributes:
        schema: a function that returns its schema.
    """

    schema: Callable[[], Schema]


def words(*allowed: str) -> Shape:
    """Say that a text is one of several.

    >>> shape(typing.Annotated[str, words("pass", "fail")])
    {'enum': ['pass', 'fail']}
    """
    return Shape(lambda: {"enum": list(allowed)})


def shape(hint: Any) -> Schema:
    """Return the schema of a type.

    >>> shape(tuple[int, ...] | None)
    {'anyOf': [{'type': 'array', 'items': {'type': 'integer'}}, {'type': 'null'}]}
    """
    if hint == Text:
        return _TEXT
    if hint in _ATOMS:
        return _ATOMS[hint]
    origin, parts = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Annotated:
        for said in parts[1:]:
            if isinstance(said, Shape):
                return said.schema()
            if isinstance(said, Pattern):
                return {"type": "string", "pattern": said.expression} | ({"format": said.format} if said.format else {})
        return shape(parts[0])
    if origin in (typing.NotRequired, typing.Required):
        return shape(parts[0])
    if origin is typing.Literal:
        return {"enum": list(parts)}
    if origin in (types.UnionType, typing.Union):
        return {"anyOf": [shape(part) for part in parts]}
    if origin is tuple and parts[-1] is not Ellipsis:
        return {
            "type": "array",
            "prefixItems": [shape(part) for part in parts],
            "minItems": len(parts),
            "maxItems": len(parts),
        }
    if origin in (tuple, list, collections.abc.Sequence):
        return {"type": "array", "items": shape(parts[0])}
    if origin in (dict, collections.abc.Mapping):
        below = shape(parts[1])
        return {"type": "object"} | ({"additionalProperties": below} if below else {})
    if isinstance(hint, type) and issubclass(hint, Enum):
        return {"enum": [item.value for item in hint]}
    return _object_of(hint)


def _object_of(cls: Any) -> Schema:
    """Return the schema of a class of values: an attrs class, a TypedDict or a NamedTuple."""
    hints = typing.get_type_hints(cls, include_extras=True)
    if typing.is_typeddict(cls):
        names = {name: name for name in hints}
        needed = [name for name in names if typing.get_origin(hints[name]) is not typing.NotRequired]
    elif attrs.has(cls):
        names = dict(fields_of(cls))
        needed = list(names)
    elif issubclass(cls, tuple) and hasattr(cls, "_fields"):
        names = {name: name for name in cls._fields}
        needed = list(names)
    else:
        raise TypeError(f"no schema is known of {cls!r}")
    properties = {
        name: REFINED[cls, name]() if (cls, name) in REFINED else shape(hints[stored]) for name, stored in names.items()
    }
    return object_of(described(properties, cls), required=needed)


def object_of(properties: Mapping[str, Schema], *, required: list[str] | None = None) -> Schema:
    """Return the schema of an object; without `required` each of its properties is."""
    needed = list(properties) if required is None else required
    return {"type": "object", "properties": dict(properties), "required": needed}


def described(properties: Mapping[str, Schema], cls: type) -> dict[str, Schema]:
    """Return properties with what the docstring of their class says of each."""
    said = attributes_of(cls)
    return {name: {**found, "description": said[name]} if name in said else found for name, found in properties.items()}


@cache
def attributes_of(cls: type) -> Mapping[str, str]:
    """Return what the docstrings of a class and of its bases say of each attribute, and those of its properties.

    >>> from ldn_compound.core.results import Step
    >>> attributes_of(Step)["name"]
    'what is worked out'
    """
    found = dict(attributes_of(DESCRIBED_BY[cls])) if cls in DESCRIBED_BY else {}
    for base in reversed(inspect.getmro(cls)):
        found |= _attributes(base)
        for name, member in vars(base).items():
            if isinstance(member, property) and member.__doc__ and name not in found:
                found[name] = _one_line(member.__doc__.partition("\n\n")[0])
    return found


def _attributes(cls: type) -> dict[str, str]:
    section = re.search(
        r"^Attributes:\n((?:    .*\n?|\n)+)", inspect.cleandoc(vars(cls).get("__doc__") or ""), re.MULTILINE
    )
    if section is None:
        return {}
    # An entry begins at the section's own indentation; what is indented further goes on with it.
    entries = re.sub(r"\n     +", " ", section[1]).splitlines()
    name = r"[a-z_0-9]+"
    found: dict[str, str] = {}
    for entry in entries:
        first = re.match(rf"    ({name}(?:, {name})*):", entry)
        if first is None:
            continue
        starts = re.finditer(rf"(?:^    |; )({name}(?:, {name})*):? ", entry)
        known = [item for item in starts if item.start() == 0 or ":" in item[0] or _is_field(cls, item[1])]
        for item, after in zip(known, [*known[1:], None], strict=True):
            text = _one_line(entry[item.end() : len(entry) if after is None else after.start()])
            found |= dict.fromkeys(item[1].split(", "), text.rstrip("."))
    return found


def _is_field(cls: type, names: str) -> bool:
    own = {name.lstrip("_") for base in inspect.getmro(cls) for name in vars(base).get("__annotations__", {})}
    return own.issuperset(names.split(", "))


def _one_line(text: str) -> str:
    # A docstring marks names for a reader of the source: a reader of a schema has none of these roles.
    plain = " ".join(re.sub(r":[a-z]+:`~?([^`]*)`", r"\1", text).replace("`", "").split())
    return re.sub(r"\bNone\b", "null", plain).rstrip(".")


def about(cls: type) -> str:
    """Return what a class is: the first paragraph of its docstring."""
    return _one_line(inspect.cleandoc(vars(cls).get("__doc__") or "").partition("\n\n")[0])
