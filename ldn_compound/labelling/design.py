"""Label designs: which field stands where, at which type sizes, checked on loading.

A design flows (its rows and sizes follow from what it says, see :mod:`ldn_compound.labelling.flow`) or has boxes of its
own in mm.
"""

from __future__ import annotations

from itertools import combinations
from typing import NamedTuple

import attrs

from ldn_compound.labelling.flow import FLOW_KEYS, PART, Flow, read_flows
from ldn_compound.labelling.tables import Table

FIELDS = (
    PART,
    "identity",
    "patient",
    "drug",
    "strength",
    "directions",
    "purpose",
    "dose",
    "schedule_title",
    "schedule",
    "containers",
    "syringes",
    "course_warnings",
    "discard_after",
    "use_by",
    "made_on",
    "quantity",
    "refills",
    "lot",
    "prescriber",
    "prescription_number",
    "date_filled",
    "storage",
    "filler",
    "vehicle",
    "capsule_size",
    "ingredients",
    "other_ingredients",
    "source_product",
    "route",
    "after_opening",
    "pharmacy_name",
    "pharmacy_address",
    "statement",
    "warnings",
    "heading",
    "pharmacy_use",
    "quarantine",
    "quarantine_order",
    "reason",
)
"""What a label can say; :mod:`ldn_compound.labelling.content` gives the text of each."""
CODE_FIELDS = ("prescription_number", "lot", "gs1")
CODE_KINDS = ("code-128", "qr", "gs1-datamatrix")
_PLAIN = tuple(kind for kind in CODE_KINDS if kind != "gs1-datamatrix")
_KINDS_OF = {field: ("gs1-datamatrix",) if field == "gs1" else _PLAIN for field in CODE_FIELDS}
LEAST_TYPE_PT = 5.0
_TOLERANCE_MM = 0.001


class Area(NamedTuple):
    """A rectangle in mm from the top left corner of the drawing area."""

    x: float
    y: float
    width: float
    height: float

    def overlaps(self, other: Area) -> bool:
        """Tell whether the two share more than an edge."""
        return (
            self.x + self.width > other.x + _TOLERANCE_MM
            and other.x + other.width > self.x + _TOLERANCE_MM
            and self.y + self.height > other.y + _TOLERANCE_MM
            and other.y + other.height > self.y + _TOLERANCE_MM
        )


class Box(NamedTuple):
    """A field as text.

    Attributes:
        field: one of :data:`FIELDS`.
        area: where it may stand.
        greatest, least: type size in points.
        lines: the most lines.
        bold: whether it is set in the bold face.
        align: ``left`` or ``right``.
        valign: ``top`` or ``middle``.
        mandatory: whether a label without it is refused, whatever the country.
    """

    field: str
    area: Area
    greatest: float
    least: float
    lines: int
    bold: bool
    align: str
    valign: str
    mandatory: bool


class CodeBox(NamedTuple):
    """A field as a code; its quiet zones stand inside the area.

    Attributes:
        field: one of :data:`CODE_FIELDS`.
        kind: one of :data:`CODE_KINDS`.
        area: where it may stand.
    """

    field: str
    kind: str
    area: Area


class Rule(NamedTuple):
    """A thin line across; lengths in mm."""

    x: float
    y: float
    width: float
    thickness: float


@attrs.frozen(kw_only=True)
class Design:
    """One design.

    Attributes:
        key: the name on the command line.
        name: in words.
        audience: ``patient``, ``pharmacy`` or ``aid`` (beside the patient label); a country's rules for the
            dispensed label hold for ``patient`` alone.
        width_mm, height_mm: the drawing area that the boxes are measured in, and the least that a stock must have.
        flow: the rows of a design that flows; None for one of boxes.
        further: where it is printed on several labels, the rows of the second and of those behind it.
        boxes, codes, rules: what stands where in a design of boxes.
        variant_of: the design that this one is for another size of stock, or None.
        source: where order and sizes come from.
    """

    key: str
    name: str
    audience: str
    width_mm: float
    height_mm: float
    flow: Flow | None = None
    further: tuple[Flow, ...] = ()
    boxes: tuple[Box, ...] = ()
    codes: tuple[CodeBox, ...] = ()
    rules: tuple[Rule, ...] = ()
    variant_of: str | None = None
    source: str

    @property
    def flows(self) -> tuple[Flow, ...]:
        """The rows of each of its labels; none for a design of boxes."""
        return () if self.flow is None else (self.flow, *self.further)

    @property
    def labels(self) -> int:
        """On how many labels it is printed, beside each other on one container."""
        return 1 + len(self.further)

    @property
    def printed(self) -> tuple[str, ...]:
        """The fields that it prints as text, in the order in which they are read."""
        if self.flow is None:
            return tuple(box.field for box in self.boxes)
        rows = (row for flow in self.flows for group in flow.groups for column in group.columns for row in column.rows)
        return tuple(dict.fromkeys(field for row in rows for field in row.fields))

    @property
    def mandatory(self) -> tuple[str, ...]:
        """The fields without which it is refused, whatever the country."""
        if self.flow is None:
            return tuple(box.field for box in self.boxes if box.mandatory)
        return tuple(dict.fromkeys(style.field for flow in self.flows for style in flow.styles if style.mandatory))

    @property
    def only_asked(self) -> tuple[str, ...]:
        """The fields that it prints only where the country's rules ask for them."""
        return tuple(dict.fromkeys(style.field for flow in self.flows for style in flow.styles if style.asked))

    @property
    def code_kinds(self) -> dict[str, str]:
        """The fields that it prints as a code, and the kind of each."""
        if self.flow is None:
            return {code.field: code.kind for code in self.codes}
        return {code.field: code.kind for flow in self.flows for code in flow.codes}


def read_design(key: str, table: Table, scales: Table) -> Design:
    """Return the design that a data file describes.

    Parameters:
        key: its name.
        table: the file.
        scales: the table of scales, for a design that flows.

    Raises:
        DataError: ``bad-label-data`` for an unknown key or field, a bad value, boxes that overlap or leave the area.
    """
    flows = "group" in table.values
    table.only(
        *("name", "audience", "width_mm", "height_mm", "source", "variant_of"),
        *(FLOW_KEYS if flows else ("box", "code", "rule")),
    )
    width, height = table.number("width_mm", least=5), table.number("height_mm", least=5)
    rows = read_flows(table, FIELDS, _KINDS_OF, scales) if flows else ()
    design = Design(
        key=key,
        name=table.text("name"),
        audience=table.choice("audience", ("patient", "pharmacy", "aid")),
        width_mm=width,
        height_mm=height,
        flow=rows[0] if rows else None,
        further=rows[1:],
        boxes=tuple(_box(row, width, height) for row in table.rows("box")),
        codes=() if flows else tuple(_code(row, width, height) for row in table.rows("code")),
        rules=tuple(_rule(row, width, height) for row in table.rows("rule")),
        variant_of=table.text("variant_of") if "variant_of" in table.values else None,
        source=table.text("source"),
    )
    if not flows:
        _validate(design, table)
    return design


def _area(row: Table, width: float, height: float) -> Area:
    area = Area(row.number("x"), row.number("y"), row.number("width", least=1), row.number("height", least=1))
    if area.x + area.width > width + _TOLERANCE_MM or area.y + area.height > height + _TOLERANCE_MM:
        raise row.error("", f"a box inside {width:g} x {height:g} mm", "x + width or y + height leaves the area")
    return area


def _box(row: Table, width: float, height: float) -> Box:
    row.only("field", "x", "y", "width", "height", "greatest", "least", "lines", "bold", "align", "valign", "mandatory")
    box = Box(
        field=row.choice("field", FIELDS),
        area=_area(row, width, height),
        greatest=row.number("greatest", least=LEAST_TYPE_PT, most=72),
        least=row.number("least", least=LEAST_TYPE_PT, most=72),
        lines=row.whole("lines", most=20),
        bold=row.flag("bold"),
        align=row.choice("align", ("left", "right"), "left"),
        valign=row.choice("valign", ("top", "middle"), "top"),
        mandatory=row.flag("mandatory"),
    )
    if box.least > box.greatest:
        raise row.error("least", f"at most the greatest size, {box.greatest:g} pt")
    return box


def _code(row: Table, width: float, height: float) -> CodeBox:
    row.only("field", "kind", "x", "y", "width", "height")
    field = row.choice("field", CODE_FIELDS)
    return CodeBox(field, row.choice("kind", _KINDS_OF[field]), _area(row, width, height))


def _rule(row: Table, width: float, height: float) -> Rule:
    row.only("x", "y", "width", "thickness")
    rule = Rule(row.number("x"), row.number("y"), row.number("width"), row.number("thickness", most=2))
    if rule.x + rule.width > width + _TOLERANCE_MM or rule.y + rule.thickness > height + _TOLERANCE_MM:
        raise row.error("", f"a line inside {width:g} x {height:g} mm")
    return rule


def _validate(design: Design, table: Table) -> None:
    if not design.boxes:
        raise table.error("box", "at least one [[box]]")
    placed = [(f"box {box.field}", box.area) for box in design.boxes]
    placed += [(f"code {code.field}", code.area) for code in design.codes]
    placed += [("rule", Area(rule.x, rule.y, rule.width, rule.thickness)) for rule in design.rules]
    for (first, one), (second, other) in combinations(placed, 2):
        if one.overlaps(other):
            raise table.error("", "boxes that do not overlap", f"{first} and {second} overlap")
