"""A stock or a design drawn to scale in plain characters, so that a terminal can show what a ruler would."""

from __future__ import annotations

from ldn_compound.labelling.design import Area, Design
from ldn_compound.labelling.stock import Stock

COLUMNS = 76
# A character of a terminal is about twice as high as it is wide.
_HEIGHT_OF_WIDTH = 2.0


class _Paper:
    """Characters on a grid, addressed in mm from the top left corner."""

    def __init__(self, width_mm: float, height_mm: float, columns: int) -> None:
        self.mm_across = width_mm / (columns - 1)
        self.mm_down = self.mm_across * _HEIGHT_OF_WIDTH
        self._cells = [[" "] * columns for _ in range(max(2, round(height_mm / self.mm_down) + 1))]

    def box(self, area: Area, *, across: str = "-", down: str = "|", corner: str = "+") -> None:
        """Draw the outline of an area."""
        left, top = self._cell(area.x, area.y)
        right, bottom = self._cell(area.x + area.width, area.y + area.height)
        for column in range(left, right + 1):
            self._put(column, top, across)
            self._put(column, bottom, across)
        for row in range(top, bottom + 1):
            self._put(left, row, down)
            self._put(right, row, down)
        for column, row in ((left, top), (right, top), (left, bottom), (right, bottom)):
            self._put(column, row, corner)

    def text(self, area: Area, text: str, *, middle: bool = True) -> None:
        """Write a text into an area, cut off where the area ends: it is a sketch, the table beside it is complete."""
        left, top = self._cell(area.x, area.y)
        right, bottom = self._cell(area.x + area.width, area.y + area.height)
        room = max(0, right - left - 1)
        shown = text[:room]
        column = left + 1 + (room - len(shown)) // 2 if middle else left + 1
        for offset, character in enumerate(shown):
            self._put(column + offset, (top + bottom) // 2 if middle else top, character)

    def lines(self) -> tuple[str, ...]:
        """Return the drawing."""
        return tuple("".join(row).rstrip() for row in self._cells)

    def _cell(self, x: float, y: float) -> tuple[int, int]:
        return round(x / self.mm_across), round(y / self.mm_down)

    def _put(self, column: int, row: int, character: str) -> None:
        if 0 <= row < len(self._cells) and 0 <= column < len(self._cells[row]):
            self._cells[row][column] = character


def sketch_stock(stock: Stock, *, columns: int = COLUMNS) -> tuple[str, ...]:
    """Return a stock to scale: the page, and in each label its number for ``--start-at``; of one label its safe area.

    Parameters:
        stock: what is drawn.
        columns: characters across.

    >>> from ldn_compound.labelling.catalogue import get_stock
    >>> print(sketch_stock(get_stock("zebra-4x2"), columns=21)[0])
    +-------------------+
    """
    paper = _Paper(stock.page_width_mm, stock.page_height_mm, columns)
    for position in range(stock.per_page):
        left, top = stock.corner(position)
        label = Area(left, top, stock.label_width_mm, stock.label_height_mm)
        if stock.per_page > 1:
            paper.box(label)
            paper.text(label, str(position + 1))
        else:
            safe = Area(left + stock.safe_left_mm, top + stock.safe_top_mm, stock.safe_width_mm, stock.safe_height_mm)
            paper.box(safe, across=".", down=".", corner=".")
            paper.text(safe, "print stays inside the dots")
    # The page's edge last, over what would fall on the same characters.
    paper.box(Area(0, 0, stock.page_width_mm, stock.page_height_mm))
    return paper.lines()


def sketch_design(design: Design, *, columns: int = COLUMNS) -> tuple[str, ...]:
    """Return a design to scale: where each field begins, and its codes.

    Parameters:
        design: what is drawn.
        columns: characters across.
    """
    paper = _Paper(design.width_mm, design.height_mm, columns)
    paper.box(Area(0, 0, design.width_mm, design.height_mm), across=".", down=".", corner=".")
    for box in design.boxes:
        paper.text(box.area, f"[{box.field}]", middle=False)
    for code in design.codes:
        paper.box(code.area)
        paper.text(code.area, f"{code.kind} {code.field}")
    return paper.lines()
