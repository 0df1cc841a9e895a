"""Every line, bar code and rule of a label as placed coordinates. Pure: no PDF, no drawing.

Coordinates are points from the top left corner of the LABEL, downwards.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from ldn_compound.core.errors import LabelError, LdnError
from ldn_compound.labelling.barcode import encode, module_width
from ldn_compound.labelling.design import Area, Box, CodeBox, Design
from ldn_compound.labelling.faces import first_unset
from ldn_compound.labelling.matrix import dot_width, matrix_of
from ldn_compound.labelling.stock import Stock
from ldn_compound.labelling.wrapping import Block, fit

MM = 72 / 25.4


class PlacedLine(NamedTuple):
    """One line of text: its field, origin on the baseline, size in points, face ``regular`` or ``bold``."""

    field: str
    text: str
    x: float
    baseline: float
    size: float
    face: str


class PlacedBar(NamedTuple):
    """One Code 128: its field, what it says, left edge of its first bar, top, height, module width, runs."""

    field: str
    text: str
    x: float
    top: float
    height: float
    module: float
    runs: tuple[int, ...]


class PlacedMatrix(NamedTuple):
    """One QR or DataMatrix: its field, what it says, left edge and top of its first dot, width of a dot, dark runs.

    A run is row, first column and number of dark dots.
    """

    field: str
    text: str
    x: float
    top: float
    module: float
    size: int
    runs: tuple[tuple[int, int, int], ...]


class PlacedRule(NamedTuple):
    """One filled rectangle."""

    x: float
    top: float
    width: float
    height: float


class PlacedLabel(NamedTuple):
    """A label as it is drawn."""

    lines: tuple[PlacedLine, ...]
    bars: tuple[PlacedBar, ...]
    matrices: tuple[PlacedMatrix, ...]
    rules: tuple[PlacedRule, ...]


class _Frame(NamedTuple):
    """How a design's mm become points on a stock's label."""

    left: float
    top: float
    across: float
    down: float

    def area(self, area: Area) -> Area:
        """Return an area in points."""
        return Area(
            self.left + area.x * self.across,
            self.top + area.y * self.down,
            area.width * self.across,
            area.height * self.down,
        )


@lru_cache(maxsize=64)
def _frame(design: Design, stock: Stock) -> _Frame:
    if not stock.holds(design.width_mm, design.height_mm):
        raise LabelError(
            "design-does-not-fit",
            field="design",
            given=design.key,
            needed=f"a stock whose safe area is at least {design.width_mm:g} x {design.height_mm:g} mm",
            hint=f"{stock.key} has {stock.safe_width_mm:.4g} x {stock.safe_height_mm:.4g} mm; use a larger stock",
        )
    return _Frame(
        stock.safe_left_mm * MM,
        stock.safe_top_mm * MM,
        stock.safe_width_mm / design.width_mm * MM,
        stock.safe_height_mm / design.height_mm * MM,
    )


def place(texts: Mapping[str, str], codes: Mapping[str, str], *, design: Design, stock: Stock) -> PlacedLabel:
    """Return where everything of a label stands.

    Parameters:
        texts: the text of each field, with its name; a field without text leaves its box empty.
        codes: what the bar code of a field says; a field without it has no bar code.
        design: what stands where.
        stock: on what.

    Raises:
        LabelError: ``design-does-not-fit``; ``does-not-fit``; ``no-glyph``, ``combining-mark``, ``right-to-left``,
            ``invisible-character``.
        InputError: ``not-in-code-128``, ``not-in-matrix``, ``extra-missing``.
    """
    problems: list[LdnError] = []
    placed = _place(texts, codes, design, stock, problems, every=False)
    if problems:
        raise problems[0]
    return placed


def try_to_place(
    texts: Mapping[str, str], codes: Mapping[str, str], *, design: Design, stock: Stock
) -> tuple[PlacedLabel, tuple[LdnError, ...]]:
    """Return a label as far as it can be placed, and everything that keeps it from being placed whole."""
    problems: list[LdnError] = []
    placed = _place(texts, codes, design, stock, problems, every=True)
    return placed, tuple(problems)


def problems_of(
    texts: Mapping[str, str], codes: Mapping[str, str], *, design: Design, stock: Stock
) -> tuple[LdnError, ...]:
    """Return everything that keeps a label from being placed, in the design's order; none if it fits."""
    return try_to_place(texts, codes, design=design, stock=stock)[1]


def _place(
    texts: Mapping[str, str],
    codes: Mapping[str, str],
    design: Design,
    stock: Stock,
    problems: list[LdnError],
    *,
    every: bool,
) -> PlacedLabel:
    lines: list[PlacedLine] = []
    bars: list[PlacedBar] = []
    matrices: list[PlacedMatrix] = []
    try:
        areas, code_areas = _areas(design, stock)
    except LabelError as error:
        problems.append(error)
        return PlacedLabel((), (), (), ())
    for box, area in areas:
        text = texts.get(box.field)
        if text:
            try:
                lines.extend(_place_box(box, area, text))
            except LdnError as error:
                problems.append(error)
                if not every:
                    break
    for code, area in code_areas:
        says = codes.get(code.field)
        if says:
            try:
                if code.kind == "code-128":
                    bars.append(_place_bar(code.field, area, says))
                else:
                    matrices.append(_place_matrix(code.kind, code.field, area, says))
            except LdnError as error:
                problems.append(error)
                if not every:
                    break
    return PlacedLabel(tuple(lines), tuple(bars), tuple(matrices), _rules(design, stock))


@lru_cache(maxsize=64)
def _areas(design: Design, stock: Stock) -> tuple[tuple[tuple[Box, Area], ...], tuple[tuple[CodeBox, Area], ...]]:
    frame = _frame(design, stock)
    return (
        tuple((box, frame.area(box.area)) for box in design.boxes),
        tuple((code, frame.area(code.area)) for code in design.codes),
    )


@lru_cache(maxsize=64)
def _rules(design: Design, stock: Stock) -> tuple[PlacedRule, ...]:
    frame = _frame(design, stock)
    areas = (frame.area(Area(rule.x, rule.y, rule.width, 0)) for rule in design.rules)
    heights = (rule.thickness * MM for rule in design.rules)
    return tuple(PlacedRule(area.x, area.y, area.width, high) for area, high in zip(areas, heights, strict=True))


@lru_cache(maxsize=16384)
def _place_box(box: Box, area: Area, text: str) -> tuple[PlacedLine, ...]:
    face = "bold" if box.bold else "regular"
    # A schedule has a line for each step; in every other field a line's end is a control character and refused.
    unset = first_unset(text.replace("\n", " ") if box.field == "schedule" else text, face)
    if unset is not None:
        raise LabelError(
            unset.code,
            field=box.field,
            given=text,
            needed="Latin, Greek or Cyrillic letters, digits and signs that the label's face has",
            hint=f"it holds {unset.named}: {unset.reason}",
        )
    block = fit(
        text,
        face,
        greatest=box.greatest,
        least=box.least,
        width=area.width,
        height=area.height,
        most_lines=box.lines,
    )
    if block is None:
        raise _no_room(box, area, text)
    top = area.y + (area.height - block.height) / 2 if box.valign == "middle" else area.y
    return tuple(_place_lines(box, area, block, top, face))


def _place_lines(box: Box, area: Area, block: Block, top: float, face: str) -> list[PlacedLine]:
    placed = []
    for line in block.lines:
        # The ink, not the origin, stands at the edge, so that nothing leaves the box.
        x = area.x + area.width - line.right if box.align == "right" else area.x - line.left
        placed.append(PlacedLine(box.field, line.text, x, top + line.baseline, block.size, face))
    return placed


_SHORTEN = "shorten it, or use a larger stock; a label is never clipped or shrunk below its least type size"
_MEND = {"warnings": "name fewer with --warning and print the others on the auxiliary design, or use a larger stock"}


def _no_room(box: Box, area: Area, text: str) -> LabelError:
    room = f"{area.width / MM:.1f} x {area.height / MM:.1f} mm"
    lines = "1 line" if box.lines == 1 else f"at most {box.lines} lines"
    return LabelError(
        "does-not-fit",
        field=box.field,
        given=text,
        needed=f"what fits {room} in {lines} at not less than {box.least:g} pt",
        hint=_MEND.get(box.field, _SHORTEN),
    )


@lru_cache(maxsize=4096)
def _place_bar(field: str, area: Area, text: str) -> PlacedBar:
    code = encode(text, field)
    module = module_width(code, text=text, field=field, room_mm=area.width / MM) * MM
    # Centred: what is left over goes to the quiet zones.
    x = area.x + (area.width - code.modules * module) / 2
    return PlacedBar(field, text, x, area.y, area.height, module, code.runs)


@lru_cache(maxsize=4096)
def _place_matrix(kind: str, field: str, area: Area, text: str) -> PlacedMatrix:
    matrix = matrix_of(kind, text, field)
    room = min(area.width, area.height) / MM
    module = dot_width(matrix, kind, text=text, field=field, room_mm=room) * MM
    # Centred, as the bars are: what is left over goes to the quiet zone.
    x = area.x + (area.width - matrix.size * module) / 2
    top = area.y + (area.height - matrix.size * module) / 2
    return PlacedMatrix(field, text, x, top, module, matrix.size, matrix.runs)
