"""Published titration schedules, and what is usual in one. Data: ``data/presets.toml``.

>>> preset_keys()
('ldn-research-trust-2021', 'weekly-1.5-mg', 'weekly-1-mg', 'schwaiger-2018', 'childrens-trial')
>>> get_preset("ldn-research-trust-2021").stated("every").low
Amount('14 d')
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from ldn_compound.core.sources import Source
from ldn_compound.reference.limits import Count
from ldn_compound.reference.loader import Range, load, unknown

SUBJECT = "presets"
DIMENSIONS = {"start": "mass", "step": "mass", "every": "time", "to": "mass"}
"""What a preset may state, by the name of the input, with its dimension."""
USUAL = {"step": "mass", "every": "time", "pause": "time"}


class Preset(NamedTuple):
    """One published schedule, as far as its source states it.

    Attributes:
        key: such as ``ldn-research-trust-2021``.
        name: in words.
        note: what the source leaves open, and who settles it.
        ranges: by input what the source gives: one value (low is high) or a range; without it, nothing.
        climb: the time from the first increment, after the time at the first dose, to the last one; or None.
        source: the citation.
    """

    key: str
    name: str
    note: str
    ranges: Mapping[str, Range]
    climb: Range | None
    source: Source

    def stated(self, name: str) -> Range | None:
        """Return what the source gives for an input, or None."""
        return self.ranges.get(name)

    @property
    def has_steps(self) -> bool:
        """Whether it is a titration at all."""
        return bool(self.ranges)


def preset_keys() -> tuple[str, ...]:
    """Return the keys of all presets; cheap, as shell completion calls it."""
    return load(SUBJECT).keys("preset")


def get_preset(key: str) -> Preset:
    """Return one preset.

    Raises:
        InputError: ``unknown-preset``.
        DataError: a malformed row.
    """
    if key not in preset_keys():
        raise unknown("unknown-preset", field="preset", given=key, known=preset_keys(), what="a preset")
    return _preset(key)


@cache
def _preset(key: str) -> Preset:
    row = load(SUBJECT).row("preset", key)
    row.only("name", "note", *DIMENSIONS, "climb", "source", "certainty")
    ranges = {name: row.range(name, dimension) for name, dimension in DIMENSIONS.items() if name in row}
    climb = row.range("climb", "time") if "climb" in row else None
    return Preset(key, row.text("name"), row.text("note"), ranges, climb, row.source())


def usual(name: str) -> Range:
    """Return what is usual of ``step``, ``every`` (its low end is the bound) or ``pause``. Raises DataError."""
    return _usual(name)


@cache
def _usual(name: str) -> Range:
    return load(SUBJECT).row("usual").range(name, USUAL[name])


@cache
def capsules_at_a_time() -> Count:
    """Return how many capsules at a time nothing is said of. Raises DataError."""
    row = load(SUBJECT).row("count", "capsules_at_a_time")
    row.only("value", "source", "certainty")
    return Count(row.whole("value"), row.source())


def validate_all() -> None:
    """Check every row. Raises DataError."""
    file = load(SUBJECT)
    file.row().only("preset", "usual", "count")
    file.row("usual").only(*USUAL)
    file.row("count").only("capsules_at_a_time")
    for key in preset_keys():
        _preset(key)
    for name in USUAL:
        _usual(name)
    capsules_at_a_time()
