"""Label stock: a sheet or a roll with its measures in mm, checked on loading."""

from __future__ import annotations

import attrs

from ldn_compound.labelling.tables import Table

# Measures are given to a hundredth of a mm at best.
_TOLERANCE_MM = 0.01


@attrs.frozen(kw_only=True)
class Stock:
    """One kind of label stock; lengths in mm, from the top left corner of the page.

    Attributes:
        key: the name on the command line.
        name: in words.
        kind: ``sheet`` or ``roll``.
        page_width_mm, page_height_mm: of the sheet, or of one label of a roll.
        label_width_mm, label_height_mm: of one label.
        columns, rows: of labels on a page.
        left_mm, top_mm: of the first label.
        pitch_x_mm, pitch_y_mm: from one label to the next.
        safe_margin_mm: what is kept free inside each edge of a label.
        equivalents: other names of the same sheet.
        source: where the measures come from.
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
    equivalents: tuple[str, ...] = ()
    source: str

    @property
    def per_page(self) -> int:
        """Labels on one page."""
        return self.columns * self.rows

    @property
    def safe_width_mm(self) -> float:
        """Width in which a design may print."""
        return self.label_width_mm - 2 * self.safe_margin_mm

    @property
    def safe_height_mm(self) -> float:
        """Height in which a design may print."""
        return self.label_height_mm - 2 * self.safe_margin_mm

    def corner(self, position: int) -> tuple[float, float]:
        """Return left and top in mm of the label at a position from 0, row by row."""
        row, column = divmod(position, self.columns)
        return self.left_mm + column * self.pitch_x_mm, self.top_mm + row * self.pitch_y_mm


def read_stock(key: str, table: Table) -> Stock:
    """Return the stock that a data file describes.

    Raises:
        DataError: ``bad-label-data`` for an unknown key, a bad value, labels that overlap or leave the page.
    """
    table.only(*(field.name for field in attrs.fields(Stock) if field.name != "key"))
    stock = Stock(
        key=key,
        name=table.text("name"),
        kind=table.choice("kind", ("sheet", "roll")),
        page_width_mm=table.number("page_width_mm", least=5),
        page_height_mm=table.number("page_height_mm", least=5),
        label_width_mm=table.number("label_width_mm", least=5),
        label_height_mm=table.number("label_height_mm", least=5),
        columns=table.whole("columns", most=50),
        rows=table.whole("rows", most=50),
        left_mm=table.number("left_mm"),
        top_mm=table.number("top_mm"),
        pitch_x_mm=table.number("pitch_x_mm"),
        pitch_y_mm=table.number("pitch_y_mm"),
        safe_margin_mm=table.number("safe_margin_mm", most=20),
        equivalents=table.texts("equivalents"),
        source=table.text("source"),
    )
    _validate(stock, table)
    return stock


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
