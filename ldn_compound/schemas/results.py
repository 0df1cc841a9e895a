"""The schema of what a plan has under ``result``."""

from __future__ import annotations

import typing

from ldn_compound.core.results import ENVELOPE, fields_of
from ldn_compound.plans import result_class
from ldn_compound.schemas.shapes import Schema, described, object_of, shape


def result_schema(kind: str) -> Schema:
    """Return the schema of a plan's result."""
    cls = result_class(kind)
    hints = typing.get_type_hints(cls, include_extras=True)
    properties = {name: shape(hints[stored]) for name, stored in fields_of(cls) if name not in ENVELOPE}
    for name in cls.derived:
        properties[name] = shape(typing.get_type_hints(getattr(cls, name).fget, include_extras=True)["return"])
    return object_of(described(properties, cls))
