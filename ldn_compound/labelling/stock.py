"""Label stock: a sheet or a roll with its measures in mm, checked on loading."""

from __future__ import annotations

from typing import Any

import attrs

from ldn_compound.labelling.tables import Table

# Measures are given to a hundredth of a mm at best.
_TOLERANCE_MM = 0.01
# What a design may be larger than a safe area: less than any printer resolves.
_FIT_MM = 0.001


@attrs.frozen(kw_only=True)
class Stock:
    """One kind of label stock; lengths in mm, from the top left corner of the page.

    Attributes:
        key: the name on the command line.
        name: in words.
        kind: ``sheet``, ``roll`` or ``continuous`` (a roll that is cut to the length that the design needs).
        page_width_mm, page_height_mm: of the sheet, or of one label of a roll; of a continuous roll, its longest label.
        label_width_mm, label_height_mm: of one label.
        columns, rows: of labels on a page.
        left_mm, top_mm: of the first label.
        pitch_x_mm, pitch_y_mm: from one label to the next.
        safe_margin_mm: what is kept free inside each edge of a label where no other margin is stated for it.
        safe_left_mm, safe_top_mm, safe_right_mm, safe_bottom_mm: what is kept free inside that edge.
        least_length_mm: the shortest label that a continuous roll is cut to; 0 for all other stock.
        media: what the printer's driver calls it, for CUPS; None where the size alone says it.
        equivalents: other names of the same sheet.
        source: where the measures come from.
        witnesses: who else says so, each with what it says; empty where the source stands alone.
    """

    key: str
    name: str
    kind: str
    page_width_mm: float
    page_height_mm: float
    label_width_mm: float
    label_height_mm: float
    columns: int
    rows: int
    left_mm: float
    top_mm: float
    pitch_x_mm: float
    pitch_y_mm: float
    safe_margin_mm: float
    safe_left_mm: float
    safe_top_mm: float
    safe_right_mm: float
    safe_bottom_mm: float
    least_length_mm: float = 0.0
    media: str | None = None
    equivalents: tuple[str, ...] = ()
    source: str
    witnesses: tuple[str, ...] = ()

    @property
    def per_page(self) -> int:
        """Labels on one page."""
        return self.columns * self.rows

    @property
    def safe_width_mm(self) -> float:
        """Width in which a design may print."""
        return self.label_width_mm - self.safe_left_mm - self.safe_right_mm

    @property
    def safe_height_mm(self) -> float:
        """Height in which a design may print."""
        return self.label_height_mm - self.safe_top_mm - self.safe_bottom_mm

    def corner(self, position: int) -> tuple[float, float]:
        """Return left and top in mm of the label at a position from 0, row by row."""
        row, column = divmod(position, self.columns)
        return self.left_mm + column * self.pitch_x_mm, self.top_mm + row * self.pitch_y_mm

    def holds(self, width_mm: float, height_mm: float) -> bool:
        """Tell whether the safe area has room for a drawing of this size."""
        return self.safe_width_mm >= width_mm - _FIT_MM and self.safe_height_mm >= height_mm - _FIT_MM

    def cut_for(self, height_mm: float) -> Stock:
        """Return the stock as it comes out for a drawing of this height: a continuous roll is cut to its length."""
        if self.kind != "continuous":
            return self
        length = max(self.least_length_mm, height_mm + self.safe_top_mm + self.safe_bottom_mm)
        return attrs.evolve(self, page_height_mm=length, label_height_mm=length, pitch_y_mm=length)


_SIDES = ("left", "top", "right", "bottom")
_GRID = ("page_width_mm", "page_height_mm", "label_width_mm", "label_height_mm", "columns", "rows")
_PLACES = ("left_mm", "top_mm", "pitch_x_mm", "pitch_y_mm")
_LENGTHS = ("label_width_mm", "least_length_mm", "most_length_mm")
_ALWAYS = (
    "name",
    "kind",
    "safe_margin_mm",
    *(f"safe_{side}_mm" for side in _SIDES),
    "media",
    "equivalents",
    "source",
    "witnesses",
)


def read_stock(key: str, table: Table) -> Stock:
    """Return the stock that a data file describes.

    Raises:
        DataError: ``bad-label-data`` for an unknown key, a bad value, labels that overlap or leave the page.
    """
    kind = table.choice("kind", ("sheet", "roll", "continuous"))
    table.only(*_ALWAYS, *(_LENGTHS if kind == "continuous" else (*_GRID, *_PLACES)))
    margin = table.number("safe_margin_mm", most=20)
    stock = Stock(
        key=key,
        name=table.text("name"),
        kind=kind,
        safe_margin_mm=margin,
        media=table.text("media") if "media" in table.values else None,
        equivalents=table.texts("equivalents"),
        source=table.text("source"),
        witnesses=table.texts("witnesses"),
        safe_left_mm=_margin(table, "safe_left_mm", margin),
        safe_top_mm=_margin(table, "safe_top_mm", margin),
        safe_right_mm=_margin(table, "safe_right_mm", margin),
        safe_bottom_mm=_margin(table, "safe_bottom_mm", margin),
        **(_length(table) if kind == "continuous" else _grid(table)),
    )
    _validate(stock, table)
    return stock


def _margin(table: Table, key: str, default: float) -> float:
    return table.number(key) if key in table.values else default


def _grid(table: Table) -> dict[str, Any]:
    return {
        **{key: table.number(key, least=5) for key in _GRID[:4]},
        **{key: table.whole(key, most=50) for key in _GRID[4:]},
        **{key: table.number(key) for key in _PLACES},
    }


def _length(table: Table) -> dict[str, Any]:
    """Return the measures of a continuous roll: one label a page, at its longest until it is cut for a design."""
    width, least = table.number("label_width_mm", least=5), table.number("least_length_mm", least=5)
    longest = table.number("most_length_mm", least=least)
    return {
        **dict.fromkeys(("page_width_mm", "label_width_mm", "pitch_x_mm"), width),
        **dict.fromkeys(("page_height_mm", "label_height_mm", "pitch_y_mm"), longest),
        **dict.fromkeys(("left_mm", "top_mm"), 0.0),
        **dict.fromkeys(("columns", "rows"), 1),
        "least_length_mm": least,
    }


def _validate(stock: Stock, table: Table) -> None:
    if stock.kind == "roll" and stock.per_page != 1:
        raise table.error("kind", "one label a page on a roll")
    if stock.columns > 1 and stock.pitch_x_mm < stock.label_width_mm - _TOLERANCE_MM:
        raise table.error("pitch_x_mm", f"at least the label's width, {stock.label_width_mm:g} mm", "columns overlap")
    if stock.rows > 1 and stock.pitch_y_mm < stock.label_height_mm - _TOLERANCE_MM:
        raise table.error("pitch_y_mm", f"at least the label's height, {stock.label_height_mm:g} mm", "rows overlap")
    left, top = stock.corner(stock.per_page - 1)
    if left + stock.label_width_mm > stock.page_width_mm + _TOLERANCE_MM:
        raise table.error("page_width_mm", f"at least {left + stock.label_width_mm:g} mm", "labels leave the page")
    if top + stock.label_height_mm > stock.page_height_mm + _TOLERANCE_MM:
        raise table.error("page_height_mm", f"at least {top + stock.label_height_mm:g} mm", "labels leave the page")
    if min(stock.safe_width_mm, stock.safe_height_mm) <= 0:
        raise table.error("safe_margin_mm", "a margin that leaves room to print")
