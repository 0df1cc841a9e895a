"""A design as rows of fields: what stands below what, at which of its three sizes; read and checked from its file.

The sizes are chosen for the whole label, by :mod:`ldn_compound.labelling.flow_layout`.
"""

from __future__ import annotations

from typing import NamedTuple

from ldn_compound.labelling.tables import Table

SIZES = ("main", "second", "small")
"""The three sizes of a label, from the largest."""
PART = "part"
"""The field that says which of several labels one is."""
MOST_LABELS = 3
"""The most labels that a design may be printed on."""
_STYLE = ("size", "lead", "bold", "lines", "mandatory", "columns", "align", "table", "asked")


class Sizes(NamedTuple):
    """Three sizes of type in points, for one label."""

    main: float
    second: float
    small: float


class Style(NamedTuple):
    """How a field is set.

    Attributes:
        field: its name.
        size: one of :data:`SIZES`.
        lead: the size of a part that is emphasised as a whole, such as the first of several warnings.
        bold: whether all of it is bold.
        lines: the most lines.
        columns: in how many columns its short parts may stand.
        align: ``left`` or ``right``.
        table: whether its parts are the rows of a table, with cells between tabs.
        mandatory: whether a label without it is refused, whatever the country.
        asked: whether it is printed only where the country's rules ask for it.
    """

    field: str
    size: str
    lead: str
    bold: bool
    lines: int
    columns: int
    align: str
    table: bool
    mandatory: bool
    asked: bool = False


class FlowCode(NamedTuple):
    """A field as a code: least and greatest height of its bars, or width of a matrix, in mm; quiet zones included."""

    field: str
    kind: str
    least_mm: float
    most_mm: float


class Row(NamedTuple):
    """Fields side by side, or one code."""

    fields: tuple[str, ...]
    code: str | None


class Column(NamedTuple):
    """Rows below each other: their share of the width, or a width of their own in mm (0 for none)."""

    share: float
    width_mm: float
    rows: tuple[Row, ...]


class Group(NamedTuple):
    """Columns side by side, a rule above them where one is wanted; `air` is a row's part of the gap between groups."""

    columns: tuple[Column, ...]
    rule: bool
    air: float


class Flow(NamedTuple):
    """All of a design's rows.

    Attributes:
        groups: from the top.
        styles: how each field is set.
        codes: the codes by field.
        sizes: the sizes that are tried, from the largest.
        asked: the main size that is asked for; 0 for none.
        leading: least and greatest distance of two baselines, as a multiple of the type size.
        tracking: what is added between two letters, in thousandths of the type size.
        frame: whether a frame is drawn around it all.
    """

    groups: tuple[Group, ...]
    styles: tuple[Style, ...]
    codes: tuple[FlowCode, ...]
    sizes: tuple[Sizes, ...]
    asked: float
    leading: tuple[float, float]
    tracking: float
    frame: bool

    def style(self, field: str) -> Style:
        """Return how a field is set."""
        return next(item for item in self.styles if item.field == field)

    def code(self, field: str) -> FlowCode:
        """Return a field's code."""
        return next(item for item in self.codes if item.field == field)


FLOW_KEYS = ("scale", "leading", "tracking", "frame", "group", "text", "code")
"""The keys of a design's file that are read here."""


def read_flows(
    table: Table, fields: tuple[str, ...], kinds: dict[str, tuple[str, ...]], scales: Table
) -> tuple[Flow, ...]:
    """Return the rows that a design's file describes, of each of the labels that it is printed on.

    Parameters:
        table: the file.
        fields: the fields that a label can print.
        kinds: the fields that have a code, and the kinds that each may be.
        scales: the file of scales.

    Raises:
        DataError: ``bad-label-data``.
    """
    texts = table.table("text")
    texts.only(*fields)
    styles = tuple(_style(texts.table(field), field) for field in texts.values)
    codes = _codes(table, kinds)
    by_label: dict[int, list[Group]] = {}
    for row in table.rows("group"):
        number = row.whole("label", most=MOST_LABELS) if "label" in row.values else 1
        by_label.setdefault(number, []).append(_group(row, {style.field for style in styles}, codes))
    if sorted(by_label) != list(range(1, len(by_label) + 1)):
        raise table.error("group", "labels numbered from 1, none left out")
    used = {number: _fields(groups) for number, groups in by_label.items()}
    for style in styles:
        counts = [own.count(style.field) for own in used.values()]
        if max(counts) != 1:
            raise texts.error(style.field, "each field in one row", f"it stands in {sum(counts)} rows")
    for number, own in used.items():
        if len(used) > 1 and PART not in own:
            raise texts.error(PART, f"the field {PART} on every label of several", f"label {number} has it not")
    sizes, asked = _scale(table, scales)
    return tuple(
        Flow(
            groups=tuple(by_label[number]),
            styles=tuple(style for style in styles if style.field in used[number]),
            codes=tuple(code for code in codes if code.field in _codes_of(by_label[number])),
            sizes=sizes,
            asked=asked,
            leading=_leading(table),
            tracking=table.number("tracking", most=300) if "tracking" in table.values else 0.0,
            frame=table.flag("frame"),
        )
        for number in sorted(by_label)
    )


def _fields(groups: list[Group]) -> list[str]:
    rows = (row for group in groups for column in group.columns for row in column.rows)
    return [field for row in rows for field in row.fields]


def _codes_of(groups: list[Group]) -> set[str]:
    return {row.code for group in groups for column in group.columns for row in column.rows if row.code is not None}


def _codes(table: Table, kinds: dict[str, tuple[str, ...]]) -> tuple[FlowCode, ...]:
    found = []
    for row in table.rows("code"):
        row.only("field", "kind", "least_mm", "most_mm")
        field = row.choice("field", tuple(kinds))
        least = row.number("least_mm", least=3, most=60)
        kind = row.choice("kind", kinds[field])
        found.append(FlowCode(field, kind, least, row.number("most_mm", least=least, most=60)))
    return tuple(found)


def _style(row: Table, field: str) -> Style:
    row.only(*_STYLE)
    size = row.choice("size", SIZES, "small")
    return Style(
        field=field,
        size=size,
        lead=row.choice("lead", SIZES, size),
        bold=row.flag("bold"),
        lines=row.whole("lines", most=40) if "lines" in row.values else 1,
        columns=row.whole("columns", most=3) if "columns" in row.values else 1,
        align=row.choice("align", ("left", "right"), "left"),
        table=row.flag("table"),
        mandatory=row.flag("mandatory"),
        asked=row.flag("asked"),
    )


def _group(row: Table, fields: set[str], codes: tuple[FlowCode, ...]) -> Group:
    row.only("rows", "column", "rule", "air", "label")
    air = row.number("air", most=2) if "air" in row.values else 0.0
    if "rows" in row.values:
        columns: tuple[Column, ...] = (Column(1.0, 0.0, _rows(row, fields, codes)),)
    else:
        columns = tuple(_column(part, fields, codes) for part in row.rows("column"))
    if not columns:
        raise row.error("", "rows, or [[group.column]] with rows")
    return Group(columns, row.flag("rule"), air)


def _column(row: Table, fields: set[str], codes: tuple[FlowCode, ...]) -> Column:
    row.only("rows", "share", "width_mm")
    own = row.number("width_mm", least=5, most=300) if "width_mm" in row.values else 0.0
    return Column(0.0 if own else row.number("share", least=1, most=100), own, _rows(row, fields, codes))


def _rows(table: Table, fields: set[str], codes: tuple[FlowCode, ...]) -> tuple[Row, ...]:
    found = []
    for text in table.texts("rows"):
        words = tuple(text.split())
        if words[:1] == ("code",):
            if len(words) != 2 or words[1] not in {code.field for code in codes}:
                raise table.error("rows", "the word code and the field of a [[code]]", text)
            found.append(Row((), words[1]))
            continue
        unknown = [word for word in words if word not in fields]
        if unknown or not words:
            raise table.error("rows", "fields that [text] says how to set", text)
        found.append(Row(words, None))
    if not found:
        raise table.error("rows", "at least one row")
    return tuple(found)


def _leading(table: Table) -> tuple[float, float]:
    values = table.values.get("leading")
    both = isinstance(values, list) and len(values) == 2 and all(isinstance(item, int | float) for item in values)
    if not both or not isinstance(values, list) or not 1 <= values[0] <= values[1] <= 3:
        raise table.error("leading", "the least and the greatest leading, from 1 to 3 times the type size")
    return float(values[0]), float(values[1])


def _scale(table: Table, scales: Table) -> tuple[tuple[Sizes, ...], float]:
    known = _scales(scales)
    return known[table.choice("scale", tuple(known))]


def _scales(table: Table) -> dict[str, tuple[tuple[Sizes, ...], float]]:
    rows = {key: table.table(key) for key in table.values}
    return {
        key: (_sizes(row), row.number("asked", most=72) if "asked" in row.values else 0.0) for key, row in rows.items()
    }


def _sizes(table: Table) -> tuple[Sizes, ...]:
    table.only("sizes", "asked", "source")
    table.text("source")
    rows = table.values.get("sizes")
    needed = "rows of three sizes in points, main, second and small, none larger than the one before it"
    if not isinstance(rows, list) or not rows:
        raise table.error("sizes", needed)
    found = []
    for row in rows:
        right = isinstance(row, list) and len(row) == 3 and all(isinstance(item, int | float) for item in row)
        if not right or not 72 >= row[0] >= row[1] >= row[2] >= 5:
            raise table.error("sizes", needed, str(row))
        found.append(Sizes(*map(float, row)))
    return tuple(found)
