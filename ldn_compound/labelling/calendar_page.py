"""A titration as one page for the patient: the steps in plain words, and a box to tick for every dose.

Pure layout in points; it is drawn by the same module as the labels. What does not fit on one page is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from ldn_compound.core.errors import LabelError
from ldn_compound.core.numbers import brief_text
from ldn_compound.core.texts import parse_choice, parse_text
from ldn_compound.labelling.course_texts import (
    CONTAINER_USE,
    dated,
    day_text,
    new_containers,
    opioid_warning,
    preparation,
    read_country,
    read_timing,
    syringe_sizes,
    when_taken,
)
from ldn_compound.labelling.faces import first_unset
from ldn_compound.labelling.placed import MM, PlacedLabel, PlacedLine, PlacedRule
from ldn_compound.labelling.shaping import set_in
from ldn_compound.labelling.stock import Stock
from ldn_compound.labelling.wrapping import fit
from ldn_compound.plans.titration.plan import Titration, require_titration
from ldn_compound.plans.titration.result import TitrationStep

PAGES = {"a4": (210.0, 297.0), "letter": (215.9, 279.4)}
"""Width and height in mm: ISO 216 and ANSI Y14.1."""
_SOURCE = "ISO 216 (A4), ANSI/ASME Y14.1 (letter)"
_MARGIN_MM = 10.0
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_GAP, _HAIR, _BOX, _AIR = 4.0, 0.4, 6.5, 1.5
_LEAST_ROW, _GREATEST_ROW, _LEAST_PT, _GREATEST_PT = 10.0, 26.0, 7.0, 9.0
_TALL = 10_000.0
# Marks the day on which a new container is begun.
_STAR = "*"
# What is set in every script there is a face for.
_NAMES = ("patient", "pharmacy")


class _Cell(NamedTuple):
    """One day of the grid: its date or number, what is taken, how many doses there are to tick, what begins.

    Attributes:
        day, take, doses: of the day.
        begins: whether a step begins on it: it is written bold.
    """

    day: str
    take: str
    doses: int
    begins: bool = False


class _Page:
    """A page that is filled from the top; x and width are those of the text."""

    def __init__(self, page: str) -> None:
        width, height = PAGES[page]
        self.x = _MARGIN_MM * MM
        self.width = width * MM - 2 * self.x
        self.bottom = height * MM - self.x
        self.y = self.x
        self.lines: list[PlacedLine] = []
        self.rules: list[PlacedRule] = []

    def text(
        self, field: str, text: str, *, face: str = "regular", greatest: float = 10, least: float = 9, most: int = 3
    ) -> None:
        """Add a text at the greatest size at which it fits the width.

        Raises:
            LabelError: ``no-glyph`` and its like, ``text-does-not-fit``.
        """
        unset = first_unset(text, face)
        if unset is not None and field in _NAMES:
            faces, unset = set_in(text, None)
            face += faces
        if unset is not None:
            needed = "text that the page's type face can set"
            raise LabelError(unset.code, field=field, given=unset.named, needed=needed, hint=unset.reason)
        room = {"greatest": greatest, "least": least, "width": self.width, "height": _TALL}
        # A smaller type on one line reads better than a larger one on two.
        block = fit(text, face, most_lines=1, **room) or fit(text, face, most_lines=most, **room)
        if block is None:
            needed = f"at most {most} lines of {self.width / MM:.0f} mm at {least:g} points"
            raise LabelError("text-does-not-fit", field=field, given=text, needed=needed)
        for line in block.lines:
            x = self.x - min(line.left, 0.0)
            self.lines.append(PlacedLine(field, line.text, x, self.y + line.baseline, block.size, face))
        self.y += block.height + _GAP


def titration_calendar(
    result: Titration,
    *,
    patient: str | None = None,
    pharmacy: str | None = None,
    page: str = "a4",
    timing: str | None = None,
    country: str | None = None,
) -> bytes:
    """Return a titration as a one-page PDF: each step in plain words, and a box to tick for every dose.

    With a first day the boxes stand under the days of the week, else under day numbers. The first day of a step is
    bold, and a day on which a new container is begun has a star.

    Parameters:
        result: of :func:`ldn_compound.plan_titration`.
        patient: the patient's name, or None.
        pharmacy: whom to ask: name and telephone, or None.
        page: ``a4`` or ``letter``.
        timing: when a dose is taken, such as ``bedtime``; without it the page has a line to write it on.
        country: whose style of dates it has, such as ``us``; the day first without it. Months are always spelled.

    Raises:
        InputError: ``not-a-titration``, ``unknown-page``, ``unknown-jurisdiction``, ``unknown-timing``,
            ``timing-differs``, and of the texts.
        StopError: ``stop-not-accepted``.
        LabelError: ``calendar-does-not-fit`` on one page; ``text-does-not-fit``; a character that cannot be set.

    Example::

        Path("calendar.pdf").write_bytes(ldn.titration_calendar(plan, patient="Ann Example"))

    >>> titration_calendar("no titration")
    Traceback (most recent call last):
    ldn_compound.core.errors.InputError: result: given 'str'; needed a result of plan_titration [not-a-titration]
    """
    key = parse_choice(page, PAGES, field="page", code="unknown-page")
    name = None if patient is None else parse_text(patient, field="patient")
    ask = None if pharmacy is None else parse_text(pharmacy, field="pharmacy")
    plan = require_titration(result)
    when = read_timing(plan, timing)
    placed = place_calendar(plan, patient=name, pharmacy=ask, page=key, timing=when, country=read_country(country))

    from ldn_compound.labelling.render import render

    # The title shows in print queues: it does not name the patient.
    return render([placed], stock=_stock(key), start_at=1, title="Dose calendar")


def place_calendar(
    plan: Titration,
    *,
    patient: str | None,
    pharmacy: str | None,
    page: str,
    timing: str | None = None,
    country: str = "uk",
) -> PlacedLabel:
    """Return the page as placed lines and rules.

    A day says which capsules are taken; where a long course leaves no room for that, its dose, and the page says so.

    Raises:
        LabelError: ``calendar-does-not-fit``; a character that cannot be set.
    """
    shown = _Shown(patient, pharmacy, page, timing, country)
    try:
        return _place(plan, shown, short=False)
    except LabelError as error:
        if error.code != "calendar-does-not-fit" or not plan.total_capsules:
            raise
        return _place(plan, shown, short=True)


class _Shown(NamedTuple):
    """What the page says beside the plan, and how."""

    patient: str | None
    pharmacy: str | None
    page: str
    timing: str | None
    country: str


def _place(plan: Titration, shown: _Shown, *, short: bool) -> PlacedLabel:
    sheet = _Page(shown.page)
    sheet.text("title", f"Dose calendar: {preparation(plan)}", face="bold", greatest=15, least=11)
    if shown.patient is not None:
        sheet.text("patient", f"For: {' '.join(shown.patient.split())}", face="bold", greatest=12)
    if shown.pharmacy is not None:
        sheet.text("pharmacy", f"Questions: {' '.join(shown.pharmacy.split())}")
    directions = [dated(line, shown.country) for line in plan.directions]
    size = _common_size(directions, sheet.width)
    for line in directions:
        sheet.text("directions", line, greatest=size, least=size)
    for line in (*_how(plan, shown.timing, shown.country), _legend(plan, short=short)):
        sheet.text("directions", line, greatest=size, least=size)
    sheet.text("warning", opioid_warning(plan), face="bold")
    _grid(sheet, plan, shown.country, short=short)
    return PlacedLabel(lines=tuple(sheet.lines), bars=(), matrices=(), rules=tuple(sheet.rules))


def _legend(plan: Titration, *, short: bool) -> str:
    """Return what the marks of the grid mean."""
    star = f" {_STAR} A new container is begun on this day." if len(plan.supplies) > 1 else ""
    above = " Which capsules make a dose stands above." if short else ""
    return f"In the calendar a day in bold begins a new step.{star}{above}"


def _how(plan: Titration, timing: str | None, country: str) -> list[str]:
    """Return what a label says beside the doses: time of day, syringes, and the days of new containers."""
    when = when_taken(plan, timing, unknown="Time of day: ____________")
    found = [f"{when}  {CONTAINER_USE}"]
    if plan.syringes:
        found.append(syringe_sizes(tuple(item.exact.size for item in plan.syringes)))
    begun = new_containers(plan, country)
    return found if begun is None else [*found, begun]


def _common_size(lines: Sequence[str], width: float) -> float:
    """Return the type size at which every direction takes one line, or the usual one where some must take more."""
    for size in (10.0, 9.5, 9.0):
        rows = (
            fit(line, "regular", greatest=size, least=size, width=width, height=_TALL, most_lines=1) for line in lines
        )
        if all(rows):
            return size
    return 9.5


def _grid(sheet: _Page, plan: Titration, country: str, *, short: bool) -> None:
    heads, weeks = _weeks(plan, country, short=short)
    room = sheet.bottom - sheet.y
    head_rows = 1 if heads else 0
    row = min(room / (len(weeks) + head_rows), _GREATEST_ROW)
    if row < _LEAST_ROW:
        fits = max(int(room / _LEAST_ROW) - head_rows, 0)
        raise LabelError(
            "calendar-does-not-fit",
            field="result",
            given=f"{len(weeks)} weeks, {len(plan.schedule)} steps",
            needed=f"at most {fits} weeks beside the directions of these steps, on one page",
            hint="plan the course in two parts, each with its own page",
        )
    width, top = sheet.width / 7, sheet.y
    for column, head in enumerate(heads):
        _put(sheet, head, "bold", sheet.x + column * width, top, width, row)
    for number, week in enumerate(weeks, start=head_rows):
        for column, cell in enumerate(week):
            if cell is not None:
                _cell(sheet, cell, sheet.x + column * width, top + number * row, width, row)
    rows = len(weeks) + head_rows
    bottom = top + rows * row
    for number in range(rows + 1):
        sheet.rules.append(PlacedRule(sheet.x, top + number * row - _HAIR / 2, sheet.width, _HAIR))
    for column in range(8):
        sheet.rules.append(PlacedRule(sheet.x + column * width - _HAIR / 2, top, _HAIR, bottom - top))
    sheet.y = bottom


def _cell(sheet: _Page, cell: _Cell, x: float, top: float, width: float, height: float) -> None:
    boxes = cell.doses * (_BOX + _AIR) + _AIR / 2
    _put(sheet, f"{cell.day}: {cell.take}", "bold" if cell.begins else "regular", x, top, width - boxes, height)
    for number in range(cell.doses):
        _box(sheet, x + width - (number + 1) * (_BOX + _AIR) - _AIR / 2, top + (height - _BOX) / 2)


def _put(sheet: _Page, text: str, face: str, x: float, top: float, width: float, height: float) -> None:
    """Set a text in a cell, in one line or two, at the greatest size that it allows."""
    room = {"width": width - 4, "height": height - 1}
    # Air above and below: rows that touch are read one for the other. In steps of half a point, as `fit` takes them.
    greatest = max(_LEAST_PT, int(min(_GREATEST_PT, height * 0.66) * 2) / 2)
    for most in (1, 2):
        block = fit(text, face, greatest=greatest, least=_LEAST_PT, most_lines=most, **room)
        if block is not None:
            break
    if block is None:
        needed = f"what fits {room['width'] / MM:.0f} x {room['height'] / MM:.0f} mm at {_LEAST_PT:g} points"
        hint = "fewer doses a day or a shorter course leave more room for a day"
        raise LabelError("calendar-does-not-fit", field="result", given=text, needed=needed, hint=hint)
    down = top + (height - block.height) / 2
    for line in block.lines:
        sheet.lines.append(
            PlacedLine("day", line.text, x + 2 - min(line.left, 0.0), down + line.baseline, block.size, face)
        )


def _box(sheet: _Page, x: float, top: float) -> None:
    sheet.rules += [
        PlacedRule(x, top, _BOX, _HAIR),
        PlacedRule(x, top + _BOX - _HAIR, _BOX, _HAIR),
        PlacedRule(x, top, _HAIR, _BOX),
        PlacedRule(x + _BOX - _HAIR, top, _HAIR, _BOX),
    ]


def _weeks(plan: Titration, country: str, *, short: bool) -> tuple[tuple[str, ...], list[list[_Cell | None]]]:
    """Return the heads of the columns, if they have any, and seven cells a week; None for a day outside."""
    shift = 0 if plan.begin is None else plan.begin.weekday()
    cells: list[_Cell | None] = [None] * shift
    cells += list(_cells(plan, country, short=short))
    cells += [None] * (-len(cells) % 7)
    heads = () if plan.begin is None else _DAYS
    return heads, [cells[start : start + 7] for start in range(0, len(cells), 7)]


def _cells(plan: Titration, country: str, *, short: bool) -> Iterator[_Cell]:
    begun = {supply.from_day for supply in plan.supplies[1:]}
    day = 1
    for _, rows in groupby(plan.schedule, key=attrgetter("number")):
        step, *others = rows
        take = ", then ".join(_take(row, short=short) for row in (step, *others))
        for number in range(day, step.from_day):
            yield _Cell(day_text(plan.begin, number, country), "none", 0)
        for number in range(step.from_day, step.to_day + 1):
            star = _STAR if number in begun else ""
            name = f"{day_text(plan.begin, number, country)}{star}"
            yield _Cell(name, take, plan.doses_per_day, number == step.from_day)
        day = step.to_day + 1


def _take(step: TitrationStep, *, short: bool) -> str:
    measured = step.exact.measured_volume
    if measured is not None:
        return f"{brief_text(measured.value)} mL"
    if short:
        return f"{brief_text(step.exact.dose.value)} mg"
    return "\n+ ".join(f"{part.count} \u00d7 {brief_text(part.exact.strength.value)} mg" for part in step.capsules)


def _stock(page: str) -> Stock:
    width, height = PAGES[page]
    return Stock(
        key=page,
        name=f"one page, {page}",
        kind="sheet",
        page_width_mm=width,
        page_height_mm=height,
        label_width_mm=width,
        label_height_mm=height,
        columns=1,
        rows=1,
        left_mm=0.0,
        top_mm=0.0,
        pitch_x_mm=width,
        pitch_y_mm=height,
        safe_margin_mm=_MARGIN_MM,
        safe_left_mm=_MARGIN_MM,
        safe_top_mm=_MARGIN_MM,
        safe_right_mm=_MARGIN_MM,
        safe_bottom_mm=_MARGIN_MM,
        source=_SOURCE,
    )
