"""Whether what the patient acts on is as large as is asked: the sizes are data, ``rules.toml``."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from ldn_compound.checks.codes import finding
from ldn_compound.core.results import Finding
from ldn_compound.labelling.catalogue import data_folder
from ldn_compound.labelling.design import Design
from ldn_compound.labelling.placed import PlacedLabel
from ldn_compound.labelling.stock import Stock
from ldn_compound.labelling.tables import Table, read_table

_CLOSE = 1e-6


class LeastSize(NamedTuple):
    """What is asked: points, for which fields, by whom, in which country and designs (empty: all), and the source."""

    points: float
    fields: tuple[str, ...]
    asked_by: str
    country: str
    designs: tuple[str, ...]
    source: str


@lru_cache(maxsize=1)
def least_sizes() -> tuple[LeastSize, ...]:
    """Return the least sizes of type that somebody asks for.

    >>> [(item.points, item.fields[0]) for item in least_sizes()]
    [(12.0, 'patient'), (18.0, 'patient')]
    """
    rows = read_table(data_folder() / "rules.toml", "rules").rows("least_size")
    return tuple(_least_size(row) for row in rows)


def _least_size(row: Table) -> LeastSize:
    row.only("points", "fields", "asked_by", "country", "designs", "source")
    country = row.text("country") if "country" in row.values else ""
    points, fields, designs = row.number("points", most=72), row.texts("fields"), row.texts("designs")
    return LeastSize(points, fields, row.text("asked_by"), country, designs, row.text("source"))


def size_findings(placed: PlacedLabel, design: Design, stock: Stock, *, country: str) -> tuple[Finding, ...]:
    """Return what is set smaller than is asked on a label that the patient reads.

    Parameters:
        placed: the label.
        design: of the label; only one for the patient is looked at, or one that a least size names.
        stock: on what it stands.
        country: whose rules apply.
    """
    found = (_too_small(asked, placed, design, stock, country) for asked in least_sizes())
    return tuple(item for item in found if item is not None)


def _too_small(asked: LeastSize, placed: PlacedLabel, design: Design, stock: Stock, country: str) -> Finding | None:
    named = (design.variant_of or design.key) in asked.designs
    if not (named if asked.designs else design.audience == "patient") or asked.country not in ("", country):
        return None
    lines = [line for part in placed.every for line in part.lines]
    sizes = {line.field: line.size for line in lines if line.field in asked.fields}
    small = {field: size for field, size in sizes.items() if size < asked.points - _CLOSE}
    if not small:
        return None
    points = " and ".join(f"{size:g}" for size in sorted(set(small.values())))
    message = (
        f"{', '.join(small)}: set in {points} point on {stock.key}; {asked.asked_by} asks for {asked.points:g}: "
        "take a larger stock"
    )
    return finding("label-type-small", message, source=asked.source)
