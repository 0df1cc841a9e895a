"""The rows of a flowing design as lines of a column at one choice of sizes; pure, and remembered."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import zip_longest
from typing import NamedTuple

from ldn_compound.labelling.flow import Sizes, Style
from ldn_compound.labelling.typesetting import NO_MARKS, Marks, SetLine, set_lines

# Least room between two fields on one line, and between the cells of a table, in type sizes.
_GUTTER = 1.2
_WIDE = 1e9
# From this many rows on, a table that is narrow enough stands in two halves.
_LONG = 6
_PLUS = re.compile(r"(?<=\+) ")


class Part(NamedTuple):
    """A line of one field: where it begins in its column, in points, its type size; later turns are read later."""

    field: str
    x: float
    size: float
    line: SetLine
    turn: int = 0


class Block(NamedTuple):
    """What stands on one line of a column.

    Attributes:
        size: the greatest type size of its parts.
        parts: what stands beside each other.
        starts: whether it begins a row of the design.
        ruled: whether a hairline stands above it.
    """

    size: float
    parts: tuple[Part, ...]
    starts: bool
    ruled: bool = False

    @property
    def above(self) -> float:
        """How far its ink reaches above its baseline, in points."""
        return max([part.line.above * part.size for part in self.parts]) / 1000

    @property
    def below(self) -> float:
        """How far its ink reaches below its baseline, in points."""
        return max([part.line.below * part.size for part in self.parts]) / 1000


class Field(NamedTuple):
    """A field with what it says: how it is set, its text, what of it is emphasised."""

    style: Style
    text: str
    marks: Marks


class Unset(NamedTuple):
    """Why a row has no lines at these sizes: the field, and the most lines that it may have."""

    field: str
    lines: int


@lru_cache(maxsize=16384)
def set_row(
    fields: tuple[Field, ...], width: float, sizes: Sizes, tracking: float, *, keep: bool = False
) -> tuple[tuple[Block, ...], Unset | None]:
    """Return a row as the lines of a column, and what of it has no room.

    Parameters:
        fields: that have something to say.
        width: of the column in points.
        sizes: the label's three sizes.
        tracking: what is added between two letters.
        keep: whether amount and time of directions stand on lines of their own, and each row of a table on one line.
    """
    if len(fields) == 1:
        one = fields[0] if keep else fields[0]._replace(marks=fields[0].marks._replace(begins=()))
        if one.style.table:
            blocks = _table(one, width, sizes, tracking, keep=keep)
        else:
            blocks = _parts(one, width, sizes, tracking)
        if blocks is None or len(blocks) > one.style.lines:
            return (), Unset(one.style.field, one.style.lines)
        return blocks, None
    return _beside(fields, width, sizes, tracking)


def _size(style: Style, sizes: Sizes, *, lead: bool = False) -> float:
    return float(getattr(sizes, style.lead if lead else style.size))


def _parts(field: Field, width: float, sizes: Sizes, tracking: float) -> tuple[Block, ...] | None:
    """Return a field's parts, each beginning a line; short ones side by side where the style has columns."""
    blocks: list[Block] = []
    columns = field.style.columns
    led = False
    for text in field.text.split("\n"):
        lead = text in field.marks.bold
        size = _size(field.style, sizes, lead=lead)
        lines = set_lines(text, field.style.bold, field.marks, tracking, width / size * 1000)
        if lines is None:
            return None
        step = width / columns
        last = blocks[-1] if blocks else None
        # What is emphasised as a whole keeps its line, also where its size is that of the others.
        if not lead and not led and len(lines) == 1 and last is not None:
            x = max(step * len(last.parts), _end(last) + _GUTTER * size)
            if len(last.parts) < columns and x + _long(lines[0], size) <= width:
                part = Part(field.style.field, x, size, lines[0])
                blocks[-1] = last._replace(parts=(*last.parts, part))
                continue
        led = lead
        blocks += [
            Block(size, (Part(field.style.field, _at(field.style, line, size, width), size, line),), number == 0)
            for number, line in enumerate(lines)
        ]
    return tuple(blocks)


def _long(line: SetLine, size: float) -> float:
    return line.right * size / 1000


def _end(block: Block) -> float:
    """Return where the last part of a line ends."""
    last = block.parts[-1]
    return last.x + _long(last.line, last.size)


def _at(style: Style, line: SetLine, size: float, width: float) -> float:
    return width - line.right * size / 1000 if style.align == "right" else 0.0


def _beside(
    fields: tuple[Field, ...], width: float, sizes: Sizes, tracking: float
) -> tuple[tuple[Block, ...], Unset | None]:
    """Return fields side by side, on as few lines as they need."""
    blocks: list[Block] = []
    waiting: list[Part] = []

    def flush() -> None:
        if waiting:
            blocks.append(Block(max(part.size for part in waiting), _spread(waiting, width), not blocks))
            waiting.clear()

    used = 0.0
    for field in fields:
        size = _size(field.style, sizes)
        plain = Marks(faces=field.marks.faces) if field.marks.faces else NO_MARKS
        # A text with a line's end of its own stands alone.
        one = field.text.partition("\n")[0]
        (line,) = set_lines(one, field.style.bold, plain, tracking, _WIDE) or ()
        long = line.right * size / 1000
        if long > width or one != field.text:
            flush()
            used = 0.0
            own, problem = set_row((field,), width, sizes, tracking)
            if problem is not None:
                return (), problem
            blocks += [block._replace(starts=block.starts and not blocks) for block in own]
            continue
        gutter = _GUTTER * size if waiting else 0.0
        if used + gutter + long > width:
            flush()
            used, gutter = 0.0, 0.0
        waiting.append(Part(field.style.field, 0.0, size, line))
        used += gutter + long
    flush()
    return tuple(blocks), None


def _moved(part: Part, x: float) -> Part:
    # In place of `_replace`, which takes four times as long; a label has a hundred of these.
    return Part(part.field, x, part.size, part.line, part.turn)


def _spread(parts: list[Part], width: float) -> tuple[Part, ...]:
    """Return parts on a grid of equal columns; where one is too long for its own, with equal room between them."""
    if len(parts) == 1:
        return (parts[0],)
    step = width / len(parts)
    longs = [part.line.right * part.size / 1000 for part in parts]
    last = len(parts) - 1
    if all(
        long <= step - (_GUTTER * part.size if number < last else 0.0)
        for number, (part, long) in enumerate(zip(parts, longs, strict=True))
    ):
        return tuple([_moved(part, step * number) for number, part in enumerate(parts)])
    room = (width - sum(longs)) / last
    found, at = [], 0.0
    for part, long in zip(parts, longs, strict=True):
        found.append(_moved(part, at))
        at += long + room
    return tuple(found)


def _table(field: Field, width: float, sizes: Sizes, tracking: float, *, keep: bool) -> tuple[Block, ...] | None:
    """Return rows of cells below each other, a hairline above each; the first row is the head, the second cell bold."""
    size = _size(field.style, sizes)
    rows = [row.split("\t") for row in field.text.split("\n")]
    half = (width - 2 * _GUTTER * size) / 2
    # A long narrow table stands in two halves beside each other, each with the head.
    if len(rows) - 1 >= _LONG and (left := _rows(field, rows[: len(rows) // 2 + 1], half, size, tracking, keep=True)):
        right = _rows(field, rows[:1] + rows[len(rows) // 2 + 1 :], half, size, tracking, keep=True)
        if right is not None:
            return tuple(_joined(one, other, width - half) for one, other in zip_longest(left, right))
    return _rows(field, rows, width, size, tracking, keep=keep)


def _joined(left: Block, right: Block | None, x: float) -> Block:
    """Return two lines beside each other; those on the right are read after all on the left."""
    moved = tuple(part._replace(x=part.x + x, turn=1) for part in right.parts) if right is not None else ()
    return left._replace(parts=(*left.parts, *moved))


def _rows(
    field: Field, rows: list[list[str]], width: float, size: float, tracking: float, *, keep: bool
) -> tuple[Block, ...] | None:
    count = max(map(len, rows))
    gutter = _GUTTER * size
    starts = [0.0]
    for column in range(count - 1):
        cells = [row[column] for row in rows if len(row) > column + 1]
        longs = [_set_cell(cell, column, tracking, _WIDE) for cell in cells]
        longest = max(lines[0].right for lines in longs if lines) * size / 1000
        starts.append(starts[-1] + longest + gutter)
    blocks: list[Block] = []
    for number, row in enumerate(rows):
        set_cells = []
        for column, cell in enumerate(row):
            # The last cell of a row may go on to the edge.
            ends = starts[column + 1] - gutter if column + 1 < len(row) else width
            room = (ends - starts[column]) / size * 1000 + 0.01
            lines = _set_cell(cell, column, tracking, room) if room > 0 else None
            if lines is None or (keep and len(lines) > 1):
                return None
            set_cells.append(lines)
        for line in range(max(map(len, set_cells))):
            parts = tuple(
                Part(field.style.field, starts[column], size, lines[line])
                for column, lines in enumerate(set_cells)
                if line < len(lines)
            )
            blocks.append(Block(size, parts, number == 0 and line == 0, ruled=number > 0 and line == 0))
    return tuple(blocks)


def _set_cell(text: str, column: int, tracking: float, width: float) -> tuple[SetLine, ...] | None:
    # What is taken is parted between two strengths and nowhere else.
    lines = set_lines(text, column == 1, Marks(together=tuple(_PLUS.split(text))), tracking, width)
    return None if lines and len(lines) > len(_PLUS.split(text)) else lines
