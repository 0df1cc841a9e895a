"""Draw a sheet as a PDF, A4 or letter. It decides nothing of what the sheet says.

The same sheet gives the same bytes: no date, no random identifier. Black on white: lines and type alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import singledispatch
from io import BytesIO
from typing import Any

from reportlab.lib.colors import black
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, CondPageBreak, Flowable, Frame, KeepTogether, PageTemplate, Spacer

from ldn_compound.labelling.barcode import encode, module_width
from ldn_compound.labelling.calendar_page import PAGES
from ldn_compound.labelling.paper import Paper
from ldn_compound.labelling.placed import MM, PlacedBar
from ldn_compound.labelling.render import draw_bar
from ldn_compound.records.worksheet import flowables
from ldn_compound.records.worksheet.flowables import HAIR, LINE, Ruled, Words, WriteIn, padding, text, without_padding
from ldn_compound.records.worksheet.sheet import Box, Boxes, Cell, Copy, Fields, Grid, Lines, Row, Section, Sheet

_MARGINS = (11 * MM, 8 * MM)
"""Round a page: the usual, and the least, on a sheet that would need another page."""
_FOOT = 5 * MM
_CODE_WIDTH_MM = 72.0
_CODE_HEIGHT = 10 * MM
_GAP = 2.5 * MM
_AFTER_HEAD = 26 * MM
"""A head is never left alone at the foot of a page: so much room must follow it."""
_LABEL_WIDTH = 27 * MM
_MOST_ACROSS = 10
_MOST_PAGES = 2
"""A sheet of paper has two sides; one that would need more leaves out the room for a label, then has more columns."""
_GROUP = 40
"""So many lines in columns stay together: they are read down, not across."""


def draw(sheet: Sheet) -> bytes:
    """Return a sheet as a PDF.

    Raises:
        LabelError: ``no-glyph`` and its like: a character that the type face cannot set.
    """
    # Built once to know how many pages there are.
    pages = _build(sheet, None, _MARGINS[0])[1]
    margin = _MARGINS[0]
    for tighter, edge in ((Sheet.without_room, _MARGINS[0]), (Sheet.narrower, _MARGINS[1])):
        if pages > _MOST_PAGES:
            sheet, margin = tighter(sheet), edge
            pages = _build(sheet, None, margin)[1]
    return _build(sheet, pages, margin)[0]


def _build(sheet: Sheet, pages: int | None, margin: float) -> tuple[bytes, int]:
    width, height = (side * MM for side in PAGES[sheet.paper])
    inner = width - 2 * margin
    head = _Head(sheet, inner)
    out = BytesIO()
    document = BaseDocTemplate(
        out, pagesize=(width, height), title=sheet.title, creator="ldn-compound", invariant=1, pageCompression=1
    )
    frame = Frame(
        margin,
        margin + _FOOT,
        inner,
        height - 2 * margin - _FOOT - head.height,
        leftPadding=0,
        rightPadding=0,
        topPadding=0,
        bottomPadding=0,
    )

    def on_page(paper: Canvas, document: Any) -> None:
        assert isinstance(paper, Paper)
        head.draw(paper, margin, height - margin)
        _foot(paper, sheet, document.page, pages, inner, margin)

    document.addPageTemplates([PageTemplate(id="page", frames=[frame], onPage=on_page)])
    document.build(list(_story(sheet, inner)), canvasmaker=Paper)
    return out.getvalue(), document.page


class _Head:
    """What stands at the top of each page: title, subject and bar code."""

    def __init__(self, sheet: Sheet, width: float) -> None:
        code = encode(sheet.code, "sheet")
        self._module = module_width(code, text=sheet.code, field="sheet", room_mm=_CODE_WIDTH_MM) * MM
        self._code, self._said = code, sheet.code
        self._code_width = code.modules * self._module
        self._width = width
        room = width - _CODE_WIDTH_MM * MM - _GAP
        self._lines = [
            text(sheet.title, flowables.TITLE, "bold"),
            text(sheet.subject, flowables.HEAD, "bold"),
        ]
        self._heights = [line.wrap(room, 1000)[1] for line in self._lines]
        self._caption = text(f"{sheet.coded} {sheet.code}", flowables.SMALL)
        self._caption_height = self._caption.wrap(_CODE_WIDTH_MM * MM, 1000)[1]
        self.height = max(sum(self._heights), _CODE_HEIGHT + self._caption_height) + _GAP

    def draw(self, paper: Paper, x: float, top: float) -> None:
        """Draw it with its upper left corner at a place."""
        y = top
        for line, height in zip(self._lines, self._heights, strict=True):
            y -= height
            line.drawOn(paper, x, y)
        left = x + self._width - self._code_width
        bar = PlacedBar("code", self._said, left, 0, _CODE_HEIGHT, self._module, self._code.runs)
        draw_bar(paper, bar, left, top - _CODE_HEIGHT)
        self._caption.drawOn(paper, left, top - _CODE_HEIGHT - self._caption_height)


def _foot(paper: Paper, sheet: Sheet, page: int, pages: int | None, width: float, margin: float) -> None:
    paged = sheet.paged.replace("{page}", str(page)).replace("{pages}", str(pages or page))
    paper.setLineWidth(HAIR)
    paper.line(margin, margin + _FOOT - 2, margin + width, margin + _FOOT - 2)
    for words, share in ((sheet.foot, 0.0), (paged, 1.0)):
        line = Words(words, flowables.SMALL, "regular", share)
        height = line.wrap(width, _FOOT)[1]
        line.drawOn(paper, margin, margin + flowables.SMALL - height)


def _story(sheet: Sheet, width: float) -> Iterator[Flowable]:
    for number, section in enumerate(sheet.sections):
        if number:
            yield Spacer(0, _GAP)
        yield from _section(section, width)


def _section(section: Section, width: float) -> Iterator[Flowable]:
    head = Ruled([[text(section.head, flowables.HEAD, "bold")]], colWidths=[width])
    below: list[tuple[Any, ...]] = [
        ("LINEBELOW", (0, 0), (-1, -1), 2 * LINE, black),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
    ]
    head.setStyle([*padding(tight=True), *below])
    parts = [head, *(item for block in section.blocks for item in drawn(block, width))]
    if section.whole:
        yield KeepTogether(parts)
        return
    yield CondPageBreak(_AFTER_HEAD)
    yield from parts


# --- blocks ---------------------------------------------------------------------------------------------------------


@singledispatch
def drawn(block: object, width: float) -> list[Flowable]:
    """Return what a block is drawn with in a width."""
    raise TypeError(type(block).__name__)


@drawn.register
def _fields(block: Fields, width: float) -> list[Flowable]:
    pairs: list[tuple[Any, Any]] = [(text(label, flowables.SMALL), _cell(value)) for label, value in block.rows]
    pairs += [("", "")] * (-len(pairs) % block.beside)
    rows = [
        [cell for pair in pairs[at : at + block.beside] for cell in pair] for at in range(0, len(pairs), block.beside)
    ]
    value = width / block.beside - _LABEL_WIDTH
    table = Ruled(rows, colWidths=[_LABEL_WIDTH, value] * block.beside)
    table.setStyle([*padding(), *_between(len(rows)), *_filled(rows)])
    return [table]


@drawn.register
def _grid(block: Grid, width: float) -> list[Flowable]:
    widths = [None if item.width is None else item.width * MM for item in block.columns]
    rest = (width - sum(item for item in widths if item is not None)) / max(widths.count(None), 1)
    columns = [rest if item is None else item for item in widths]
    rows: list[list[Any]] = [[text(item.head, flowables.SMALL, "bold") for item in block.columns]]
    spans: list[tuple[Any, ...]] = []
    for row in block.rows:
        at = len(rows)
        if isinstance(row, Boxes):
            rows.append([drawn(row, width), *([""] * (len(columns) - 1))])
            spans += [("SPAN", (0, at), (-1, at)), *without_padding(0, at)]
            continue
        rows.append(_joined(row, len(columns)))
        if row.joined > 1:
            spans.append(("SPAN", (1, at), (row.joined, at)))
    table = Ruled(rows, colWidths=columns, repeatRows=1)
    table.setStyle([*padding(), *_between(len(rows)), *_filled(rows), *spans])
    return [table]


def _joined(row: Row, columns: int) -> list[Any]:
    """Return the cells of a row, empty ones behind those that are joined."""
    cells = [_cell(item) for item in row.cells]
    first = 2 if row.joined > 1 else len(cells)
    made = [*cells[:first], *([""] * (columns - len(cells))), *cells[first:]]
    assert len(made) == columns, row
    return made


@drawn.register
def _boxes(block: Boxes, width: float) -> list[Flowable]:
    across = min(len(block.boxes), _MOST_ACROSS)
    cells: list[Any] = [WriteIn(item) for item in block.boxes]
    cells += [""] * (-len(cells) % across)
    rows = [cells[at : at + across] for at in range(0, len(cells), across)]
    table = Ruled(rows, colWidths=[width / across] * across)
    table.setStyle(padding(tight=True))
    if not block.lead:
        return [table]
    lead = Ruled([[text(block.lead)]], colWidths=[width])
    lead.setStyle(padding())
    return [lead, table]


@drawn.register
def _lines(block: Lines, width: float) -> list[Flowable]:
    groups = [block.lines[at : at + _GROUP] for at in range(0, len(block.lines), _GROUP)]
    if block.columns == 1:
        groups = [(line,) for line in block.lines]
    column = width / block.columns
    rows = [_parted([text(line, flowables.SMALL) for line in group], block.columns, column) for group in groups]
    table = Ruled(rows, colWidths=[column] * block.columns)
    close = [(name, (0, 0), (-1, -1), 0.6) for name in ("TOPPADDING", "BOTTOMPADDING")]
    table.setStyle([*padding(), ("VALIGN", (0, 0), (-1, -1), "TOP"), *close])
    return [table]


def _parted(lines: Sequence[Flowable], columns: int, width: float) -> list[Any]:
    """Return the lines in columns of about the same height, read down."""
    heights = [line.wrap(width, 1000)[1] for line in lines]
    share, so_far = sum(heights) / columns, 0.0
    made: list[list[Flowable]] = [[] for _ in range(columns)]
    for line, height in zip(lines, heights, strict=True):
        made[min(int((so_far + height / 2) / share), columns - 1)].append(line)
        so_far += height
    return [column or "" for column in made]


@drawn.register
def _copy(block: Copy, width: float) -> list[Flowable]:
    room = WriteIn(Box(None, block.caption), least=block.height * MM)
    beside = width - block.width * MM
    said = [*drawn(block.fields, beside), *drawn(block.lines, beside)]
    table = Ruled([[room, said]], colWidths=[block.width * MM, beside])
    table.setStyle([*padding(tight=True), ("VALIGN", (0, 0), (-1, -1), "TOP")])
    return [table]


def _cell(cell: Cell) -> Any:
    if cell is None:
        return ""
    if isinstance(cell, Box):
        return WriteIn(cell)
    first = text(cell.text, face="bold" if cell.bold else "regular")
    return [first, *(text(line, flowables.SMALL) for line in cell.more)] if cell.more else first


def _between(rows: int) -> list[tuple[Any, ...]]:
    return [("LINEBELOW", (0, 0), (-1, rows - 1), HAIR, black)]


def _filled(rows: list[list[Any]]) -> list[tuple[Any, ...]]:
    """Return the commands that let each box fill its cell."""
    return [
        command
        for number, row in enumerate(rows)
        for column, cell in enumerate(row)
        if isinstance(cell, WriteIn)
        for command in without_padding(column, number)
    ]
