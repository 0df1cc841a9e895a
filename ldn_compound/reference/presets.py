"""Published titration schedules, and what is usual in one. Data: ``data/presets.toml``.

>>> preset_keys()
('ldn-research-trust-2021', 'weekly-1.5-mg', 'weekly-1-mg', 'schwaiger-2018', 'childrens-trial')
>>> get_preset("ldn-research-trust-2021").stated("every").low
Amount('14 d')
"""

from collections.abc import Mapping
from typing import Annotated, NamedTuple

from ldn_compound.core.sources import Source
from ldn_compound.reference.rows import Count, Key, Range
from ldn_compound.reference.tables import One, Table

DIMENSIONS = {"start": "mass", "step": "mass", "every": "time", "to": "mass"}
"""What a preset may state, by the name of the input, with its dimension."""


class Preset(NamedTuple):
    """One published schedule, as far as its source states it.

    Attributes:
        key: such as ``ldn-research-trust-2021``.
        name: in words.
        note: what the source leaves open, and who settles it.
        start, step, every, to: what the source gives for the input: one value (low is high), a range, or None.
        climb: the time from the first increment, after the time at the first dose, to the last one; or None.
        source: the citation.
    """

    key: Key
    name: str
    note: str
    start: Annotated[Range, "mass"] | None
    step: Annotated[Range, "mass"] | None
    every: Annotated[Range, "time"] | None
    to: Annotated[Range, "mass"] | None
    climb: Annotated[Range, "time"] | None
    source: Source

    @property
    def ranges(self) -> Mapping[str, Range]:
        """What the source gives, by the name of the input."""
        found = {name: getattr(self, name) for name in DIMENSIONS}
        return {name: stated for name, stated in found.items() if stated is not None}

    def stated(self, name: str) -> Range | None:
        """Return what the source gives for an input of :data:`DIMENSIONS`, or None."""
        return self.ranges.get(name)

    @property
    def has_steps(self) -> bool:
        """Whether it is a titration at all."""
        return bool(self.ranges)


class Usual(NamedTuple):
    """What is usual; of ``every`` the low end is the bound."""

    step: Annotated[Range, "mass"]
    every: Annotated[Range, "time"]
    pause: Annotated[Range, "time"]


PRESETS = Table(Preset, "presets", "preset", unknown=("unknown-preset", "preset", "a preset"))
preset_keys, get_preset = PRESETS.keys, PRESETS.get
usual = One(Usual, "presets", "usual")
capsules_at_a_time = One(Count, "presets", "count", "capsules_at_a_time")
