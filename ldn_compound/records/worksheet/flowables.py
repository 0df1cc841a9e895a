"""What a page is made of: text in one type scale, boxes to write in, tables that draw them, bar codes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reportlab.lib.colors import black
from reportlab.platypus import Flowable, Table

from ldn_compound.core.errors import LabelError
from ldn_compound.labelling.faces import first_unset
from ldn_compound.labelling.paper import Paper
from ldn_compound.labelling.placed import MM, PlacedLine
from ldn_compound.labelling.typesetting import NO_MARKS, SetLine, set_lines
from ldn_compound.records.worksheet import sheet

TITLE, HEAD, BODY, SMALL = 13.0, 9.5, 8.0, 7.0
"""The type scale, in points."""
LINE, HAIR = 0.6, 0.25
"""The width of a box's line and of the line between two rows, in points."""
_LEADING = 1.2
_PAD = 1.1 * MM


class Words(Flowable):
    """A text as it stands, broken into lines; no number is parted from its unit.

    Raises:
        LabelError: ``no-glyph`` and its like.
    """

    def __init__(self, words: str, size: float, face: str, share: float) -> None:
        super().__init__()
        unset = first_unset(words, face)
        if unset is not None:
            needed = f"text that the page's type face can set, and not: {words}"
            raise LabelError(unset.code, field="sheet", given=unset.named, needed=needed, hint=unset.reason)
        self._words, self._size, self._face, self._share = " ".join(words.split()), size, face, share
        self._lines: tuple[SetLine, ...] = ()

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Return the size that it takes."""
        self._lines = _broken(self._words, self._face == "bold", width / self._size * 1000) if self._words else ()
        self.width, self.height = width, len(self._lines) * self._size * _LEADING
        return self.width, self.height

    def draw(self) -> None:
        """Write the lines."""
        written: list[PlacedLine] = []
        for number, line in enumerate(self._lines):
            left = (self.width - line.right * self._size / 1000) * self._share
            baseline = self._size * (1 + _LEADING * number)
            written += [
                PlacedLine("sheet", run.text, left + run.x * self._size / 1000, baseline, self._size, run.face)
                for run in line.runs
            ]
        paper = self.canv
        assert isinstance(paper, Paper)
        paper.write(written, 0.0, self.height)


def _broken(words: str, bold: bool, width: float) -> tuple[SetLine, ...]:
    """Return a text as lines; a word that is wider than the width, such as a long lot number, goes on in the next."""

    def whole(part: str) -> SetLine | None:
        lines = set_lines(part, bold, NO_MARKS, 0.0, width)
        return lines[0] if lines and len(lines) == 1 else None

    lines = set_lines(words, bold, NO_MARKS, 0.0, width)
    if lines is not None:
        return lines
    found: list[SetLine] = []
    rest = words
    while rest:
        most = next((most for most in range(len(rest), 1, -1) if whole(rest[:most]) is not None), 1)
        line = rest if most == len(rest) else _before_a_word(rest, most, whole) or rest[:most]
        found += set_lines(line.strip(), bold, NO_MARKS, 0.0, max(width, 1000.0)) or ()
        rest = rest[len(line) :].strip()
    return tuple(found)


def _before_a_word(words: str, most: int, whole: Callable[[str], SetLine | None]) -> str | None:
    """Return as many whole words as stand in the first letters of a text; a number stays with the word behind it."""
    blank = words.rfind(" ", 1, most + 1)
    while blank > 0:
        number, following = words[:blank].rsplit(" ", maxsplit=1)[-1], words[blank + 1 :].split(" ", maxsplit=1)[0]
        if not number[-1:].isdigit() or whole(f"{number} {following}") is None:
            return words[:blank]
        blank = words.rfind(" ", 1, blank)
    return None


def text(words: str, size: float = BODY, face: str = "regular", *, centred: bool = False) -> Words:
    """Return a text as it is drawn.

    Raises:
        LabelError: ``no-glyph`` and its like.
    """
    return Words(words, size, face, 0.5 if centred else 0.0)


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
        # Without it ReportLab looks black up by its name, in a table that it makes for the whole process.
        ("TEXTCOLOR", (0, 0), (-1, -1), black),
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
