"""What a page is made of: text in one type scale, boxes to write in, tables that draw them, bar codes."""

from __future__ import annotations

import re
from functools import cache
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.enums import TA_CENTER, TA_LEFT
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, Paragraph, Table

from ldn_compound.core.errors import LabelError
from ldn_compound.labelling.faces import first_unset
from ldn_compound.labelling.placed import MM
from ldn_compound.labelling.render import FONTS
from ldn_compound.records.worksheet import sheet

TITLE, HEAD, BODY, SMALL = 13.0, 9.5, 8.0, 7.0
"""The type scale, in points."""
LINE, HAIR = 0.6, 0.25
"""The width of a box's line and of the line between two rows, in points."""
_LEADING = 1.2
_PAD = 1.1 * MM
_GLUED = re.compile(r"(?<=[0-9]) (?=(?:mcg|mg|kg|g|mL|d|%)(?:/(?:mL|d|kg))?(?![A-Za-z]))")
_NO_BREAK = "\u00a0"


@cache
def style(size: float, face: str = "regular", *, centred: bool = False) -> ParagraphStyle:
    """Return the style of a text."""
    return ParagraphStyle(
        f"{face}-{size:g}-{centred}",
        fontName=FONTS[face],
        fontSize=size,
        leading=size * _LEADING,
        alignment=TA_CENTER if centred else TA_LEFT,
    )


def text(words: str, size: float = BODY, face: str = "regular", *, centred: bool = False) -> Paragraph:
    """Return a text as it stands, broken into lines; no number is parted from its unit.

    Raises:
        LabelError: ``no-glyph`` and its like.
    """
    unset = first_unset(words, face)
    if unset is not None:
        needed = f"text that the page's type face can set, and not: {words}"
        raise LabelError(unset.code, field="sheet", given=unset.named, needed=needed, hint=unset.reason)
    return Paragraph(escape(_GLUED.sub(_NO_BREAK, words)), style(size, face, centred=centred))


class WriteIn(Flowable):
    """A box to write in: its caption above, and what is in it already; the line around it is drawn by its table."""

    def __init__(self, box: sheet.Box, *, least: float = sheet.LEAST_BOX_MM * MM) -> None:
        super().__init__()
        self._least = least
        self._caption = text(box.caption, SMALL) if box.caption else None
        self._value = text(box.value, BODY, "bold", centred=not box.caption) if box.value else None
        self._heights = (0.0, 0.0)

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Return the size that it takes."""
        inner = width - 2 * _PAD
        caption, value = (0.0 if part is None else part.wrap(inner, height)[1] for part in (self._caption, self._value))
        self._heights = (caption, value)
        self.width, self.height = width, caption + max(self._least, value + _PAD)
        return self.width, self.height

    def draw(self) -> None:
        """Draw caption and value."""
        caption, value = self._heights
        if self._caption is not None:
            self._caption.drawOn(self.canv, _PAD, self.height - caption - 0.3 * MM)
        if self._value is not None:
            self._value.drawOn(self.canv, _PAD, (self.height - caption - value) / 2)


class Ruled(Table):
    """A table that draws a line around each of its boxes."""

    def draw(self) -> None:
        """Draw the table, then its boxes."""
        super().draw()
        here: Any = self  # the positions of rows and columns are no public names of ReportLab
        for row, cells in enumerate(here._cellvalues):
            for column, cell in enumerate(cells):
                if _is_box(cell):
                    x, y = here._colpositions[column], here._rowpositions[row + 1]
                    width, height = here._colpositions[column + 1] - x, here._rowpositions[row] - y
                    self.canv.setLineWidth(LINE)
                    self.canv.rect(x, y, width, height, stroke=1, fill=0)


def _is_box(cell: object) -> bool:
    """Tell whether a cell, as ReportLab keeps it, is a box."""
    return isinstance(cell[0] if isinstance(cell, list | tuple) and len(cell) == 1 else cell, WriteIn)


def padding(*, tight: bool = False) -> list[tuple[Any, ...]]:
    """Return the commands of a table's style that every table has."""
    side, above = (0.0, 0.0) if tight else (_PAD, 0.7 * MM)
    return [
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("LEFTPADDING", (0, 0), (-1, -1), side),
        ("RIGHTPADDING", (0, 0), (-1, -1), side),
        ("TOPPADDING", (0, 0), (-1, -1), above),
        ("BOTTOMPADDING", (0, 0), (-1, -1), above),
    ]


def without_padding(column: int, row: int) -> list[tuple[Any, ...]]:
    """Return the commands that let a cell be filled by what is in it."""
    at = (column, row)
    return [(name, at, at, 0) for name in ("LEFTPADDING", "RIGHTPADDING", "TOPPADDING", "BOTTOMPADDING")]
