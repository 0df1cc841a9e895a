"""Place a flowing design: the greatest sizes at which all of the label fits, then equal leading and equal gaps.

The sizes are tried from the largest. At the first that fits, leading and gaps grow together as far as the room goes;
what is left parts the groups equally. Pure: no PDF, no drawing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ldn_compound.core.errors import LabelError, LdnError
from ldn_compound.labelling.barcode import QUIET_MODULES
from ldn_compound.labelling.design import Area
from ldn_compound.labelling.flow import Column, Flow, FlowCode, Group, Sizes
from ldn_compound.labelling.flow_bounds import Bound, bound_of
from ldn_compound.labelling.flow_rows import Block, Field, Unset, set_row
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
from ldn_compound.labelling.typesetting import ABOVE, BELOW, NO_MARKS, Marks

RULE_MM, HAIR_MM, FRAME_MM = 0.2, 0.1, 0.4
# Between frame and text (beside it, and above and below it), and between two columns.
_PADDING_MM, _GUTTER_MM = (1.4, 0.6), 3.0
# The gap between groups: at the least of the small size; as it grows, of the main one; and at the most, where there is
# more room than all of it needs. What is then left stays blank below.
_LEAST_GAP, _GREATEST_GAP, _MOST_GAP = 0.35, 0.7, 1.0
# Where a rule stands in the gap above its group: nearer to the line before it, whose letters seldom reach down.
_RULE_AT = 0.38
# Room that a hairline between the rows of a table adds, of the type size.
_HAIR_AIR = 0.15
# Amount and time of directions stand on lines of their own, and rows of a table on one line, where the type is then as
# large as is asked, and not smaller than by this share.
_KEEP_SHARE = 0.8
# Each warning stands on a line of its own where that costs no more than this share.
_ALONE_SHARE = 0.9
# Least free space between the ink of one line and the next (stacked accents reach high), of the type size.
_AIR = 0.04
# The same below a code, of the type size: what touches its bars is read as one of them.
_CODE_AIR = 0.2
# How far a letter such as J reaches out to the left of its origin, of the type size: all lines share that edge.
_HANG = 0.08
_CLOSE = 1e-6


_Filled = tuple[Column, tuple[FlowCode | tuple[Field, ...], ...]]
"""A column, and its rows that have something to say: a code, or fields beside each other."""


class _Shape(NamedTuple):
    """What of a design has something to say: its groups with their columns."""

    groups: tuple[tuple[Group, tuple[_Filled, ...]], ...]


_Bounds = tuple[tuple[tuple[_Filled, ...], tuple[tuple[float, list[Bound]], ...]], ...]


class _Column(NamedTuple):
    """A column as set: its left edge and width, and its blocks and codes from the top."""

    x: float
    width: float
    items: tuple[Block | FlowCode, ...]


class _Set(NamedTuple):
    """A label as set at one choice of sizes, before it is placed."""

    sizes: Sizes
    groups: tuple[tuple[Group, tuple[_Column, ...]], ...]
    room: Area


class _Spacing(NamedTuple):
    """How far apart things stand: a share of the way from the tightest to the widest, and what is left over."""

    leading: float
    gap: float
    stretch: float
    over: float


def place_flow(
    texts: Mapping[str, str], codes: Mapping[str, str], flow: Flow, area: Area, marks: Mapping[str, Marks]
) -> tuple[PlacedLabel, list[LdnError]]:
    """Return a label as it is placed, and what keeps it from being placed whole.

    Parameters:
        texts: of each field.
        codes: what each code says.
        flow: the design's rows.
        area: the safe area in points.
        marks: what is emphasised, by field.
    """
    problems: list[LdnError] = []
    fields: dict[str, Field] = {}
    for style in flow.styles:
        text = texts.get(style.field)
        if not text:
            continue
        own = marks.get(style.field, NO_MARKS)
        try:
            require_set(style.field, text, ("bold" if style.bold else "regular") + own.faces)
        except LabelError as error:
            problems.append(error)
            continue
        fields[style.field] = Field(style, text, own)
    says = {code.field: codes[code.field] for code in flow.codes if codes.get(code.field)}
    found, unset = _largest(flow, fields, frozenset(says), area)
    if found is None:
        refused = _no_room(flow, fields, unset, area)
        problems += refused
        # The codes are tried all the same, so that all that is wrong is told in one go.
        left = {key: item for key, item in fields.items() if key not in {error.field for error in refused}}
        found = _set(flow, _shape(flow, left, frozenset(says)), _room(flow, area), flow.sizes[-1])[0]
    if found is None:
        return PlacedLabel((), (), (), ()), problems
    placed = _place(flow, found, says, area, problems)
    order = [style.field for style in flow.styles]
    # Told in the order of the label, whatever each is about.
    problems.sort(key=lambda problem: order.index(str(problem.field)) if problem.field in order else len(order))
    return placed, problems


def _room(flow: Flow, area: Area) -> Area:
    if not flow.frame:
        return area
    x, y = ((FRAME_MM + padding) * MM for padding in _PADDING_MM)
    return Area(area.x + x, area.y + y, area.width - 2 * x, area.height - 2 * y)


def _largest(
    flow: Flow, fields: Mapping[str, Field], says: frozenset[str], area: Area
) -> tuple[_Set | None, Unset | None]:
    """Return the label at the greatest sizes that fit, then with lines of their own where that costs little size."""
    room = _room(flow, area)
    best = _first_fit(flow, fields, says, room, flow.sizes, keep=False)
    if best is None:
        return None, _set(flow, _shape(flow, fields, says), room, flow.sizes[-1])[1]
    keep = False
    if any(field.marks.begins or field.style.table for field in fields.values()):
        tried = _not_much_less(flow, best.sizes, _KEEP_SHARE)
        kept = _first_fit(flow, fields, says, room, tried, keep=True)
        best, keep = (kept, True) if kept is not None else (best, False)
    # Sentences beside each other are for labels that have no room for a line each.
    if any(field.style.columns > 1 and "\n" in field.text for field in fields.values()):
        alone = {key: field._replace(style=field.style._replace(columns=1)) for key, field in fields.items()}
        tried = _not_much_less(flow, best.sizes, _ALONE_SHARE)
        best = _first_fit(flow, alone, says, room, tried, keep=keep) or best
    return best, None


def _not_much_less(flow: Flow, sizes: Sizes, share: float) -> tuple[Sizes, ...]:
    """Return the sizes up to these, as small as a share of them; what is as large as is asked stays so."""
    least = sizes.main * share
    if sizes.main >= flow.asked:
        least = max(least, flow.asked)
    return tuple(item for item in flow.sizes if least <= item.main <= sizes.main and item.small <= sizes.small)


def _first_fit(
    flow: Flow,
    fields: Mapping[str, Field],
    says: frozenset[str],
    room: Area,
    tried: tuple[Sizes, ...],
    *,
    keep: bool,
) -> _Set | None:
    shape = _shape(flow, fields, says)
    bounds = _bounds(shape, flow, keep=keep)
    for sizes in tried:
        if _least_height(flow, bounds, room, sizes) > room.height + _CLOSE:
            continue
        found, _ = _set(flow, shape, room, sizes, keep=keep)
        if found is not None and _height(found, flow, 0.0) <= room.height + _CLOSE:
            return found
    return None


def _shape(flow: Flow, fields: Mapping[str, Field], says: frozenset[str]) -> _Shape:
    """Return what of a design has something to say."""
    groups = []
    for group in flow.groups:
        columns = []
        for column in group.columns:
            rows: list[FlowCode | tuple[Field, ...]] = []
            for row in column.rows:
                if row.code is not None:
                    rows += [flow.code(row.code)] if row.code in says else []
                elif own := tuple(fields[field] for field in row.fields if field in fields):
                    rows.append(own)
            if rows:
                columns.append((column, tuple(rows)))
        if columns:
            groups.append((group, tuple(columns)))
    return _Shape(tuple(groups))


def _widths(columns: tuple[_Filled, ...], room: Area, hang: float) -> list[float]:
    """Return the widths of a group's columns."""
    free = room.width - hang - _GUTTER_MM * MM * (len(columns) - 1)
    free -= sum(column.width_mm * MM for column, _ in columns)
    shares = sum(column.share for column, _ in columns)
    return [column.width_mm * MM or free * column.share / shares for column, _ in columns]


def _bounds(shape: _Shape, flow: Flow, *, keep: bool) -> _Bounds:
    """Return of each group its columns, and of each column the height of its codes and the bounds of its rows."""
    return tuple(
        (
            columns,
            tuple(
                (
                    sum(row.least_mm * MM for row in rows if isinstance(row, FlowCode)),
                    [bound_of(row, flow.tracking, keep=keep) for row in rows if not isinstance(row, FlowCode)],
                )
                for _, rows in columns
            ),
        )
        for _, columns in shape.groups
    )


def _least_height(flow: Flow, bounds: _Bounds, room: Area, sizes: Sizes) -> float:
    """Return what a label takes at the least; no lines are set for it."""
    total = _LEAST_GAP * sizes.small * (len(bounds) - 1)
    for columns, contents in bounds:
        highest = 0.0
        for width, (codes, rows) in zip(_widths(columns, room, _HANG * sizes.main), contents, strict=True):
            high = codes + flow.leading[0] * sum([row.height(sizes, width) for row in rows])
            highest = max(highest, high)
        total += highest
    return total


def _set(
    flow: Flow, shape: _Shape, room: Area, sizes: Sizes, *, keep: bool = False
) -> tuple[_Set | None, Unset | None]:
    groups = []
    hang = _HANG * sizes.main
    for group, filled in shape.groups:
        x = room.x + hang
        columns = []
        for (_, rows), width in zip(filled, _widths(filled, room, hang), strict=True):
            items: list[Block | FlowCode] = []
            for row in rows:
                if isinstance(row, FlowCode):
                    items.append(row)
                    continue
                blocks, unset = set_row(row, width, sizes, flow.tracking, keep=keep)
                if unset is not None:
                    return None, unset
                items += blocks
            columns.append(_Column(x, width, tuple(items)))
            x += width + _GUTTER_MM * MM
        groups.append((group, tuple(columns)))
    return _Set(sizes, tuple(groups), room), None


def _spacing(found: _Set, flow: Flow, stretch: float, over: float = 0.0) -> _Spacing:
    least, most = flow.leading
    gap = _LEAST_GAP * found.sizes.small
    gap += stretch * (_GREATEST_GAP * found.sizes.main - gap)
    return _Spacing(least + stretch * (most - least), gap, stretch, over)


def _height(found: _Set, flow: Flow, stretch: float) -> float:
    spacing = _spacing(found, flow, stretch)
    total = sum(_group_height(group, columns, spacing) for group, columns in found.groups)
    rules = sum(group.rule for group, _ in found.groups[1:]) * RULE_MM * MM
    return total + spacing.gap * (len(found.groups) - 1) + rules


def _group_height(group: Group, columns: tuple[_Column, ...], spacing: _Spacing) -> float:
    return max(_column_height(column, group, spacing, 0.0) for column in columns)


def _column_height(column: _Column, group: Group, spacing: _Spacing, over: float) -> float:
    return max((end for _, _, end in _stack(column, group, spacing, over)), default=0.0)


def _stack(
    column: _Column, group: Group, spacing: _Spacing, over: float
) -> Iterator[tuple[Block | FlowCode, float, float]]:
    """Yield each block with its baseline, each code with its height, and where what is below it may begin.

    `over` is the room that the column has and does not need: its codes grow by it.
    """
    y = ink = 0.0
    for number, item in enumerate(column.items):
        if isinstance(item, FlowCode):
            least, most = item.least_mm * MM, item.most_mm * MM
            grown = spacing.stretch * (most - least) / 2 if item.kind == "code-128" else 0.0
            high = min(most, least + grown + over)
            y = ink = max(y, ink) + high
            yield item, high, y
            continue
        if number and item.starts:
            y += group.air * spacing.stretch * spacing.gap
        if item.ruled:
            y += _HAIR_AIR * item.size
        high = spacing.leading * item.size
        offset = (high - (ABOVE + BELOW) / 1000 * item.size) / 2 + ABOVE / 1000 * item.size
        free = _CODE_AIR if number and isinstance(column.items[number - 1], FlowCode) else _AIR
        baseline = max(y + offset, ink + item.above + (free * item.size if number else 0.0))
        y = baseline - offset + high
        ink = baseline + item.below
        yield item, baseline, max(y, ink)


def _fitted(found: _Set, flow: Flow) -> _Spacing:
    """Return how far leading and gaps can grow in the room, and what is then left between two groups."""
    tight, wide = _height(found, flow, 0.0), _height(found, flow, 1.0)
    room = found.room.height
    if wide <= room:
        return _spacing(found, flow, 1.0, room - wide)
    # The height is a convex function of the stretch, so that the chord never gives too much.
    share = (room - tight) / (wide - tight) if wide > tight else 0.0
    return _spacing(found, flow, max(0.0, share))


def _place(flow: Flow, found: _Set, says: Mapping[str, str], area: Area, problems: list[LdnError]) -> PlacedLabel:
    spacing = _fitted(found, flow)
    gaps = len(found.groups) - 1
    more = min(spacing.over / gaps, max(0.0, _MOST_GAP * found.sizes.main - spacing.gap)) if gaps else 0.0
    gap = spacing.gap + more
    room = found.room
    y = room.y + ((spacing.over - more * gaps) / 2 if flow.frame else 0.0)
    lines: list[PlacedLine] = []
    bars: list[PlacedBar] = []
    matrices: list[PlacedMatrix] = []
    rules: list[PlacedRule] = _frame(area) if flow.frame else []
    for number, (group, columns) in enumerate(found.groups):
        if number:
            y += gap
            if group.rule:
                rules.append(PlacedRule(room.x, y - gap * (1 - _RULE_AT), room.width, RULE_MM * MM))
                y += RULE_MM * MM
        high = _group_height(group, columns, spacing)
        for column in columns:
            over = high - _column_height(column, group, spacing, 0.0)
            later: list[PlacedLine] = []
            for item, at, end in _stack(column, group, spacing, over):
                if isinstance(item, Block):
                    lines += _lines(item, column, y + at, flow.tracking, turn=0)
                    later += _lines(item, column, y + at, flow.tracking, turn=1)
                    if item.ruled:
                        top = y + at - (spacing.leading + (ABOVE - BELOW) / 1000 + _HAIR_AIR) * item.size / 2
                        rules.append(PlacedRule(column.x, top - HAIR_MM * MM / 2, column.width, HAIR_MM * MM))
                    continue
                box = Area(column.x, y + end - at, column.width, at)
                try:
                    if item.kind == "code-128":
                        bar = place_bar(item.field, box, says[item.field])
                        # Flush left as all else: its quiet zone begins at the column's edge.
                        bars.append(bar._replace(x=box.x + QUIET_MODULES * bar.module))
                    else:
                        matrices.append(place_matrix(item.kind, item.field, box, says[item.field]))
                except LdnError as error:
                    problems.append(error)
            lines += later
        y += high
    return PlacedLabel(tuple(lines), tuple(bars), tuple(matrices), tuple(rules))


def _lines(block: Block, column: _Column, baseline: float, tracking: float, *, turn: int) -> Iterator[PlacedLine]:
    for part in block.parts:
        if part.turn != turn:
            continue
        scale = part.size / 1000
        # What reaches out further than the edge that all lines share is moved in.
        x = column.x + part.x + max(0.0, -part.line.left * scale - _HANG * part.size)
        for run in part.line.runs:
            yield PlacedLine(part.field, run.text, x + run.x * scale, baseline, part.size, run.face, tracking * scale)


def _frame(area: Area) -> list[PlacedRule]:
    thick = FRAME_MM * MM
    return [
        PlacedRule(area.x, area.y, area.width, thick),
        PlacedRule(area.x, area.y + area.height - thick, area.width, thick),
        PlacedRule(area.x, area.y, thick, area.height),
        PlacedRule(area.x + area.width - thick, area.y, thick, area.height),
    ]


_SHORTEN = "shorten it, or use a larger stock; a label is never clipped or shrunk below its least type size"
_MEND = {"warnings": "name fewer with --warning and print the others on the auxiliary design, or use a larger stock"}


def _no_room(flow: Flow, fields: Mapping[str, Field], unset: Unset | None, area: Area) -> list[LabelError]:
    """Return an error for each field that keeps the label from fitting at its least sizes."""
    sizes, room = flow.sizes[-1], _room(flow, area)
    found: list[LabelError] = []
    left = dict(fields)
    while unset is not None:
        found.append(_too_long(flow, left.pop(unset.field), unset.lines, room))
        unset = _set(flow, _shape(flow, left, frozenset()), room, sizes)[1]
    if found:
        return found
    # All have room in their columns, and not below each other: the one with the most lines is the one to shorten.
    field = max(fields, key=lambda key: _lines_of(fields[key], flow, room, sizes))
    lines = max(1, _lines_of(fields[field], flow, room, sizes) - 1)
    return [_too_long(flow, fields[field], lines, room)]


def _too_long(flow: Flow, one: Field, lines: int, room: Area) -> LabelError:
    field = one.style.field
    size = getattr(flow.sizes[-1], one.style.size)
    return LabelError(
        "does-not-fit",
        field=field,
        given=one.text.replace("\n", " ").replace("\t", " "),
        needed=f"what fits {room.width / MM:.1f} x {room.height / MM:.1f} mm beside the other fields, "
        f"in at most {lines} line{'' if lines == 1 else 's'} of not less than {size:g} pt",
        hint=_MEND.get(field, _SHORTEN),
    )


def _lines_of(field: Field, flow: Flow, room: Area, sizes: Sizes) -> int:
    """Return how many lines a field takes in its column, about."""
    for group in flow.groups:
        for column in group.columns:
            if any(field.style.field in row.fields for row in column.rows):
                share = column.share / sum(item.share for item in group.columns) if column.share else 0.3
                return len(set_row((field,), room.width * share * 0.97, sizes, flow.tracking)[0])
    return 0
