"""Coloured tracers for triturations. Data: ``data/tracers.toml``.

>>> get_tracer("riboflavin").contains
('dyes',)
"""

from typing import NamedTuple

from ldn_compound.core.sources import Source
from ldn_compound.reference.rows import Key
from ldn_compound.reference.sensitivities import Sensitivities
from ldn_compound.reference.tables import Table


class Tracer(NamedTuple):
    """A coloured tracer.

    Attributes:
        key: such as ``riboflavin``.
        name: in words.
        contains: the sensitivities that it touches.
        source: the citation.
    """

    key: Key
    name: str
    contains: Sensitivities
    source: Source


TRACERS = Table(Tracer, "tracers", unknown=("unknown-tracer", "tracer", "a tracer"))
tracer_keys, get_tracer = TRACERS.keys, TRACERS.get
