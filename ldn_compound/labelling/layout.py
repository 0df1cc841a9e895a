"""Every line, bar code and rule of a label as placed coordinates. Pure: no PDF, no drawing.

Coordinates are points from the top left corner of the LABEL, downwards.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from ldn_compound.core.errors import LabelError, LdnError
from ldn_compound.labelling.design import Area, Box, CodeBox, Design
from ldn_compound.labelling.flow import PART
from ldn_compound.labelling.flow_layout import place_flow
from ldn_compound.labelling.placed import (
    MM,
    PlacedBar,
    PlacedLabel,
    PlacedLine,
    PlacedMatrix,
    PlacedRule,
    place_bar,
    place_matrix,
    require_set,
)
from ldn_compound.labelling.stock import Stock
from ldn_compound.labelling.typesetting import NO_MARKS, Marks
from ldn_compound.labelling.wrapping import Block, fit

_NO_MARKS: Mapping[str, Marks] = {}


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


def place(
    texts: Mapping[str, str],
    codes: Mapping[str, str],
    *,
    design: Design,
    stock: Stock,
    marks: Mapping[str, Marks] = _NO_MARKS,
) -> PlacedLabel:
    """Return where everything of a label stands.

    Parameters:
        texts: the text of each field, with its name; a field without text leaves its box empty.
        codes: what the bar code of a field says; a field without it has no bar code.
        design: what stands where.
        stock: on what.
        marks: what is emphasised in each field, in a design that flows.

    Raises:
        LabelError: ``design-does-not-fit``; ``does-not-fit``; ``no-glyph``, ``combining-mark``, ``right-to-left``,
            ``invisible-character``.
        InputError: ``not-in-code-128``, ``not-in-matrix``, ``extra-missing``.
    """
    problems: list[LdnError] = []
    placed = _place(texts, codes, design, stock, marks, problems, every=False)
    if problems:
        raise problems[0]
    return placed


def try_to_place(
    texts: Mapping[str, str],
    codes: Mapping[str, str],
    *,
    design: Design,
    stock: Stock,
    marks: Mapping[str, Marks] = _NO_MARKS,
) -> tuple[PlacedLabel, tuple[LdnError, ...]]:
    """Return a label as far as it can be placed, and everything that keeps it from being placed whole."""
    problems: list[LdnError] = []
    placed = _place(texts, codes, design, stock, marks, problems, every=True)
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
    marks: Mapping[str, Marks],
    problems: list[LdnError],
    *,
    every: bool,
) -> PlacedLabel:
    if design.flow is not None:
        try:
            frame = _frame(design, stock)
        except LabelError as error:
            problems.append(error)
            return PlacedLabel((), (), (), ())
        room = Area(frame.left, frame.top, stock.safe_width_mm * MM, stock.safe_height_mm * MM)
        labels = []
        # How each is numbered, a line for each.
        parts = texts.get(PART, "").split("\n")
        for number, flow in enumerate(design.flows):
            own = {**texts, PART: parts[number]} if number < len(parts) else texts
            placed, found = place_flow(own, codes, flow, room, marks)
            # What stands on each of the labels, and has no room there, is told once.
            told = {(type(item), item.field) for item in problems}
            problems += [problem for problem in found if (type(problem), problem.field) not in told]
            labels.append(placed)
        return labels[0]._replace(further=tuple(labels[1:]))
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
                lines.extend(_place_box(box, area, text, marks.get(box.field, NO_MARKS).faces))
            except LdnError as error:
                problems.append(error)
                if not every:
                    break
    for code, area in code_areas:
        says = codes.get(code.field)
        if says:
            try:
                if code.kind == "code-128":
                    bars.append(place_bar(code.field, area, says))
                else:
                    matrices.append(place_matrix(code.kind, code.field, area, says))
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
def _place_box(box: Box, area: Area, text: str, faces: str) -> tuple[PlacedLine, ...]:
    face = ("bold" if box.bold else "regular") + faces
    require_set(box.field, text, face)
    block = fit(
        text.replace("\t", " "),
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
