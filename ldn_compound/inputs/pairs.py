"""What is given several times for one input: a list, or values by name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ldn_compound.core.errors import InputError
from ldn_compound.inputs.fields import Field


def together(field: Field[Any, Any], items: Sequence[str]) -> list[str] | dict[str, str] | None:
    """Return a repeated option's values as a public function takes them; NAME=VALUE by name. None: not given.

    Raises:
        InputError: ``bad-pair``, ``given-twice``.
    """
    if not items or field.kind == "names":
        return list(items) or None
    pairs: dict[str, str] = {}
    for item in items:
        key, equals, value = item.partition("=")
        if not equals or not key or not value:
            needed = f"NAME=VALUE, such as {field.example}"
            raise InputError("bad-pair", field=field.name, given=item, needed=needed)
        if key in pairs:
            raise InputError("given-twice", field=field.name, given=item, needed="each name once")
        pairs[key] = value
    return pairs
