"""A result as one flat row of a table: which columns a kind has, and what stands in them."""

from __future__ import annotations

import json
import types
import typing
from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from ldn_compound.core.units import Amount

Cell = str | int | bool | None
_Path = tuple[str, ...]


def columns(hints: Mapping[str, Any]) -> tuple[tuple[_Path, bool], ...]:
    """Return the columns of fields by their types: of each the path of its value, and whether it is a list.

    The types alone decide, so two results of a kind have the same columns whatever is None in one of them.

    >>> columns({"strength": Amount, "count": int | None, "procedure": tuple[str, ...]})
    ((('strength', 'value'), False), (('strength', 'unit'), False), (('count',), False), (('procedure',), True))
    """
    return tuple(column for name, hint in hints.items() for column in _columns(hint, (name,)))


def _columns(hint: Any, path: _Path) -> Iterator[tuple[_Path, bool]]:
    if typing.get_origin(hint) in (types.UnionType, typing.Union):
        parts = [part for part in typing.get_args(hint) if part is not type(None)]
        hint = parts[0] if len(parts) == 1 else str  # several: a sentence that is written out when it is read
    if hint is Amount:
        yield from (((*path, part), False) for part in ("value", "unit"))
    elif isinstance(hint, type) and attrs.has(hint):
        inner = typing.get_type_hints(hint)
        for field in attrs.fields(hint):
            yield from _columns(inner[field.name], (*path, field.name.lstrip("_")))
    else:
        yield path, typing.get_origin(hint) is not None


def row(document: Mapping[str, Any], of: tuple[tuple[_Path, bool], ...]) -> dict[str, Cell]:
    """Return what a plain mapping has in the columns; the name of a column is its path with points between.

    >>> of = columns({"strength": Amount, "loads": list[int]})
    >>> row({"strength": {"value": "4.5", "unit": "mg"}, "loads": [100, 80]}, of)
    {'strength.value': '4.5', 'strength.unit': 'mg', 'loads': '[100, 80]'}
    """
    return {".".join(path): _cell(document, path, several) for path, several in of}


def _cell(document: Mapping[str, Any], path: _Path, several: bool) -> Cell:
    value: Any = document
    for name in path:
        value = None if value is None else value[name]
    return json.dumps(value, ensure_ascii=False) if several and value is not None else value
