"""How high a row of a flowing design is at the least, from the lengths of its words alone; pure.

Setting a label's lines at one choice of sizes costs many times this sum, and most choices of a scale are too large. A
bound is never above the true height, so that no choice is passed over at which the label fits.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import NamedTuple

from ldn_compound.labelling.flow import Sizes
from ldn_compound.labelling.flow_rows import Field
from ldn_compound.labelling.typesetting import Lengths, Marks, lengths

_CLOSE = 1e-6


class Part(NamedTuple):
    """A part of a field: which size it has, whether it shares its lines with others, and the lengths of its words."""

    size: str
    shares: bool
    lengths: Lengths


class Bound(NamedTuple):
    """A row: its parts, or the sizes of what stands beside each other, which takes one line at the least."""

    parts: tuple[Part, ...]
    beside: tuple[str, ...]

    def height(self, sizes: Sizes, width: float) -> float:
        """Return what the row takes at the least in a width, both in points, at a leading of 1."""
        if self.beside:
            return max(float(getattr(sizes, size)) for size in self.beside)
        total = shared = least = 0.0
        for part in self.parts:
            size = float(getattr(sizes, part.size))
            if part.shares:
                shared += part.lengths.letters * size / 1000
                least = size
            else:
                total += size * part.lengths.lines(width / size * 1000)
        # Short parts may stand beside each other: together they fill at least this many lines.
        return total + least * max(1, ceil(shared / width - _CLOSE)) if least else total


def bound_of(fields: Sequence[Field], tracking: float, *, keep: bool) -> Bound:
    """Return the bound of a row.

    Parameters:
        fields: of the row, with something to say.
        tracking: what is added between two letters.
        keep: as in :func:`ldn_compound.labelling.flow_rows.set_row`.
    """
    one = fields[0]
    if len(fields) > 1 or one.style.table:
        return Bound((), tuple(field.style.size for field in fields))
    # Words that are held together only where there is room may be parted after all.
    marks = Marks(one.marks.bold, one.marks.apart, one.marks.begins if keep else (), (), one.marks.faces)
    style, found = one.style, []
    for text in one.text.split("\n"):
        lead = text in one.marks.bold
        shares = style.columns > 1 and not lead
        found.append(Part(style.lead if lead else style.size, shares, lengths(text, style.bold, marks, tracking)))
    return Bound(tuple(found), ())
