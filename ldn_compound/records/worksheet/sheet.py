"""What a sheet says, before it is drawn: sections of fields, tables, lines and boxes to write in."""

from __future__ import annotations

from typing import NamedTuple

LEAST_BOX_MM = 7.0
"""The least height of a box that is written in by hand."""


class Box(NamedTuple):
    """A box to write in.

    Attributes:
        value: what is in it already, or None.
        caption: what it is for, where no head of a column says so.
    """

    value: str | None = None
    caption: str = ""


class Text(NamedTuple):
    """A text in a table: its lines, the second and further ones smaller."""

    text: str
    more: tuple[str, ...] = ()
    bold: bool = False


Cell = Text | Box | None


class Fields(NamedTuple):
    """Labelled values, two beside each other or one; a value that is not known yet is a box."""

    rows: tuple[tuple[str, Text | Box], ...]
    beside: int = 2


class Column(NamedTuple):
    """A column of a table: its head, and its width in mm, or None for what the others leave."""

    head: str
    width: float | None


class Row(NamedTuple):
    """A row of a table; `joined` columns from the second one on are one cell."""

    cells: tuple[Cell, ...]
    joined: int = 1


class Boxes(NamedTuple):
    """Boxes side by side, each with its caption, below a line that says what they are for."""

    lead: str
    boxes: tuple[Box, ...]


class Grid(NamedTuple):
    """A table; boxes among its rows stand over its whole width."""

    columns: tuple[Column, ...]
    rows: tuple[Row | Boxes, ...]


class Lines(NamedTuple):
    """Lines of text, in one column or two."""

    lines: tuple[str, ...]
    columns: int = 1


class Copy(NamedTuple):
    """Room to stick a label, and beside it what it says.

    Attributes:
        caption: what the room is for; on_back: where the label goes instead, on a sheet that has no room for it.
        width, height: of the room in mm.
        fields, lines: what stands beside it.
    """

    caption: str
    on_back: str
    width: float
    height: float
    fields: Fields
    lines: Lines

    def without_room(self) -> tuple[Fields, Lines]:
        """Return what is printed where the label is stuck on the back."""
        fields = Fields(self.fields.rows, 2)
        return fields, Lines((self.on_back, *self.lines.lines), 2)


Block = Fields | Grid | Boxes | Lines | Copy


class Section(NamedTuple):
    """A section: its head and what stands in it; one that is `whole` is never parted by the end of a page."""

    head: str
    blocks: tuple[Block, ...]
    whole: bool = False


class Sheet(NamedTuple):
    """A document.

    Attributes:
        title: what it is; subject: of what.
        code: what its bar code says, the same on each page; coded: what the code stands for.
        foot: the program, at the foot of each page; paged: the words for the number of a page, with {page} and {pages}.
        paper: ``a4`` or ``letter``.
        sections: in their order.
    """

    title: str
    subject: str
    code: str
    coded: str
    foot: str
    paged: str
    paper: str
    sections: tuple[Section, ...]

    def without_room(self) -> Sheet:
        """Return the sheet without room for labels, which go on its back."""
        return self._replace(sections=tuple(_without_room(section) for section in self.sections))

    def narrower(self) -> Sheet:
        """Return the sheet with a column more wherever lines stand in columns."""
        return self._replace(sections=tuple(_narrower(section) for section in self.sections))


def _narrower(section: Section) -> Section:
    blocks = (
        item._replace(columns=item.columns + 1) if isinstance(item, Lines) and item.columns > 1 else item
        for item in section.blocks
    )
    return section._replace(blocks=tuple(blocks))


def _without_room(section: Section) -> Section:
    blocks = (item.without_room() if isinstance(item, Copy) else (item,) for item in section.blocks)
    return section._replace(blocks=tuple(part for block in blocks for part in block))
