"""Coloured tracers for triturations. Data: ``data/tracers.toml``.

>>> get_tracer("riboflavin").contains
('dyes',)
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from ldn_compound.core.sources import Source
from ldn_compound.reference.loader import load, unknown
from ldn_compound.reference.sensitivities import sensitivity_keys

SUBJECT = "tracers"


class Tracer(NamedTuple):
    """A coloured tracer.

    Attributes:
        key: such as ``riboflavin``.
        name: in words.
        contains: the sensitivities that it touches.
        source: the citation.
    """

    key: str
    name: str
    contains: tuple[str, ...]
    source: Source


def tracer_keys() -> tuple[str, ...]:
    """Return the keys of all tracers."""
    return load(SUBJECT).keys()


def get_tracer(key: str) -> Tracer:
    """Return one tracer.

    Raises:
        InputError: ``unknown-tracer``.
        DataError: a malformed row.
    """
    if key not in tracer_keys():
        raise unknown("unknown-tracer", field="tracer", given=key, known=tracer_keys(), what="a tracer")
    return _read(key)


@cache
def _read(key: str) -> Tracer:
    row = load(SUBJECT).row(key)
    row.only("name", "contains", "source", "certainty")
    return Tracer(key, row.text("name"), row.names("contains", sensitivity_keys()), row.source())


def validate_all() -> None:
    """Check every row. Raises DataError."""
    for key in tracer_keys():
        _read(key)
