"""A table of masses, or of assayed contents, as a spreadsheet writes it: CSV with a heading, or one number a line with
the unit said apart.

Nothing is guessed. The columns are told by the heading, a column of another name is refused, every mass has one unit
(in the heading, in a column of units, beside the number, or said by whoever gives the file), and a comma is a decimal
mark only where the pharmacy's profile says so and every number has one.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from typing import NamedTuple

from ldn_compound.core.errors import InputError, LdnError
from ldn_compound.core.units import BY_SYMBOL, Amount, parse_quantity
from ldn_compound.exchange.balance_reading import AsideLine, BalanceReading, refuse_repeats
from ldn_compound.inputs.reading import MOST_READINGS
from ldn_compound.reference.forms import forms

MASS_UNITS = tuple(symbol for symbol, unit in BY_SYMBOL.items() if unit.dimension == "mass" and unit.typed)
_MICRO = {"\N{MICRO SIGN}g": "mcg", "\N{GREEK SMALL LETTER MU}g": "mcg"}
_COMPONENT = frozenset({"component", "substance", "ingredient", "bestandteil", "stoff", "componente", "sustancia"})
_MASS = {
    **dict.fromkeys(("mass", "masses", "weight", "weights", "masse", "gewicht", "einwaage", "peso", "masa")),
    **dict.fromkeys(("net", "net mass", "net weight", "netto", "nettogewicht", "peso neto"), "net"),
    **dict.fromkeys(("gross", "gross mass", "gross weight", "brutto", "bruttogewicht", "peso bruto"), "gross"),
}
_NUMBER = frozenset({"no", "no.", "nr", "nr.", "number", "#", "n", "sample", "item"})
_UNITS = frozenset({"unit", "units", "einheit", "unidad"})
_UNREAD = frozenset({"date", "time", "datum", "zeit", "fecha", "hora", "operator", "user", "balance", "lot", "batch"})
_CONTENT = dict.fromkeys(("content", "contents", "content of label", "assay", "gehalt", "contenido"))
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
_COMMA = re.compile(r"[0-9]+,[0-9]+")
_LONGEST_HEADING = 300
_NEEDED = "a table of masses: a heading such as no;mass;unit, then one mass a line"
DECIMAL_MARK = "balance.decimal_mark"
"""The profile's setting for the decimal mark of such files."""


class _Subject(NamedTuple):
    """What a table is of: its plural, the words for its column with the basis that each says, units, and an example."""

    plural: str
    words: dict[str, str | None]
    units: tuple[str, ...]
    example: str

    @property
    def unit(self) -> str:
        return "|".join(map(re.escape, sorted(self.units, key=len, reverse=True)))

    @property
    def headed(self) -> re.Pattern[str]:
        """The heading of a column, with its unit behind it or not."""
        unit = self.unit
        return re.compile(rf"(?P<what>.+?)(?:[ _/]*(?:\[(?P<b>{unit})\]|\((?P<p>{unit})\)|(?<=[ _/])(?P<u>{unit})))?")

    @property
    def cell(self) -> re.Pattern[str]:
        return re.compile(rf"(?P<number>[0-9][0-9.,]*) ?(?P<unit>{self.unit})?")


_MASSES = _Subject("masses", _MASS, (*MASS_UNITS, *_MICRO), "a mass such as 155.7 mg")
_CONTENTS = _Subject("contents", _CONTENT, ("%",), "a content such as 99.5 %")


class MassTable(NamedTuple):
    """What a table holds.

    Attributes:
        readings: its masses, in its order.
        decimal_comma: whether its commas were read as decimal marks.
        components: of which component each mass is, in small letters; empty where the table has no such column.
    """

    readings: tuple[BalanceReading, ...]
    decimal_comma: bool
    components: tuple[str, ...] = ()


class _Heading(NamedTuple):
    """The columns by what they hold, and the unit and the basis that the heading names."""

    delimiter: str
    width: int
    mass: int = 0
    number: int | None = None
    units: int | None = None
    unit: str | None = None
    basis: str | None = None
    component: int | None = None


class _Entry(NamedTuple):
    line: int
    text: str
    number: str
    unit: str | None
    running: int | None
    component: str | None


def read_mass_table(
    text: str,
    *,
    aside: list[AsideLine],
    unit: str | None = None,
    decimal_comma: bool = False,
    components: bool = False,
    field: str = "masses",
) -> MassTable | None:
    """Return the masses of a table, or None where the text is none: then it is a balance's print-out.

    Parameters:
        text: the file.
        aside: takes the heading, which is no mass.
        unit: of every mass of which the table names none; with it a text without a heading is a list of numbers.
        decimal_comma: whether the profile says that a comma is the decimal mark.
        components: whether a column may say of which component a mass is; a text without a heading is then no table.
        field: the input that an error names.

    Raises:
        InputError: ``unreadable-line``, ``unknown-column``, ``units-contradict``, ``no-unit``, ``decimal-comma``,
            ``out-of-range``, ``reading-twice``, ``no-readings``, ``too-many-readings``.

    >>> read_mass_table("no;mass (mg)\\n1;134.2\\n2;135.9\\n", aside=[]).readings[1].mass
    Amount('135.9 mg')
    >>> read_mass_table("component,mass,unit\\napi,405,mg\\n", aside=[], components=True).components
    ('api',)
    >>> read_mass_table("S S 134.2 mg\\n", aside=[]) is None
    True
    """
    reader = _Reader(_MASSES, components=components, field=field)
    return reader.read(text, aside=aside, unit=unit, decimal_comma=decimal_comma)


def read_content_table(text: str, *, aside: list[AsideLine], field: str = "contents") -> tuple[Amount, ...] | None:
    """Return the contents of a table, in its order, or None where the text has no heading that names them.

    Parameters:
        text: the file; aside: takes the heading.
        field: the input that an error names.

    Raises:
        InputError: as :func:`read_mass_table`.

    >>> read_content_table("no;content (%)\\n1;99.5\\n2;101\\n", aside=[])
    (Amount('99.5 %'), Amount('101 %'))
    """
    reader = _Reader(_CONTENTS, components=False, field=field)
    table = reader.read(text, aside=aside, unit=None, decimal_comma=False)
    return None if table is None else tuple(item.mass for item in table.readings)


def _cells(line: str, delimiter: str) -> list[str]:
    """Return a line's cells without the blanks at their ends; of one that is no line of a table, none."""
    try:
        rows = list(csv.reader([line], delimiter=delimiter or "\t", strict=True))
    except csv.Error:
        return []
    return [cell.strip() for cell in rows[0]] if rows else []


class _Reader:
    """Reads a table of one subject; an error names its field."""

    def __init__(self, subject: _Subject, *, components: bool, field: str) -> None:
        self._subject = subject
        self._components = components
        self._field = field

    def read(self, text: str, *, aside: list[AsideLine], unit: str | None, decimal_comma: bool) -> MassTable | None:
        lines = [(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
        if not lines:
            return None
        heading = self._heading(*lines[0])
        if heading is not None:
            number, line = lines.pop(0)
            aside.append(AsideLine(number, line.strip()))
        elif not self._is_list(lines[0][1].strip(), unit=unit, decimal_comma=decimal_comma):
            return None
        columns = heading or _Heading("", 1)
        entries = [entry for number, line in lines if (entry := self._entry(number, line, columns)) is not None]
        if not entries:
            raise InputError("no-readings", field=self._field, needed=_NEEDED)
        if len(entries) > MOST_READINGS:
            given, needed = len(entries), f"at most {MOST_READINGS}"
            raise InputError("too-many-readings", field=self._field, given=given, needed=needed)
        commas = self._has_commas(entries, allowed=decimal_comma)
        readings = [self._reading(entry, columns, unit=unit) for entry in entries]
        refuse_repeats(readings, self._field)
        return MassTable(tuple(readings), commas, tuple(entry.component for entry in entries if entry.component))

    def _is_list(self, first: str, *, unit: str | None, decimal_comma: bool) -> bool:
        """Tell whether a text without a heading is a list of numbers, by its first line."""
        if self._components:
            return False
        comma = bool(decimal_comma and _COMMA.match(first) and self._subject.cell.fullmatch(first))
        return comma or unit is not None

    def _heading(self, number: int, line: str) -> _Heading | None:
        """Return the columns that the first line names, or None where it names none of the subject.

        Raises:
            InputError: ``unknown-column``.
        """
        if len(line) > _LONGEST_HEADING:
            return None
        delimiter = next((mark for mark in ("\t", ";", ",") if mark in line), "")
        names = _cells(line, delimiter)
        if any(re.search("[0-9]", name) for name in names):
            return None
        headed = self._subject.headed
        parts = [headed.fullmatch(name) for name in names]
        words = [re.sub("[ _]+", " ", part["what"]).strip().casefold() if part else "" for part in parts]
        running = _NUMBER | {form.words("en")[0] for form in forms() if form.counted}
        component = _COMPONENT if self._components else frozenset()
        masses = [place for place, word in enumerate(words) if word in self._subject.words]
        if not masses:
            return None
        others = [place for place in range(len(words)) if place not in masses]
        of_number = [place for place in others if words[place] in running]
        of_units = [place for place in others if words[place] in _UNITS]
        of_component = [place for place in others if words[place] in component]
        unknown = [place for place in others if words[place] not in running | _UNITS | _UNREAD | component]
        single = (masses, of_number, of_units, of_component)
        doubled = next((places for places in single if len(places) > 1), None)
        if unknown or doubled:
            wrong = unknown[:1] or doubled or []
            also = "component, " if self._components else ""
            raise InputError(
                "unknown-column",
                field=self._field,
                given=f"line {number}: {' and '.join(names[place] for place in wrong)}",
                needed=f"one column of {self._subject.plural}; beside it {also}no, unit, date, time, operator, "
                "balance, lot or batch",
                hint="leave out the column: what it says of a value is not read",
            )
        of_mass = parts[masses[0]]
        return _Heading(
            delimiter,
            len(names),
            masses[0],
            of_number[0] if of_number else None,
            of_units[0] if of_units else None,
            next((of_mass[group] for group in "bpu" if of_mass[group]), None) if of_mass else None,
            self._subject.words[words[masses[0]]],
            of_component[0] if of_component else None,
        )

    def _entry(self, line: int, text: str, heading: _Heading) -> _Entry | None:
        """Return what a line says, None for a line of empty cells.

        Raises:
            InputError: ``unreadable-line``, ``units-contradict``.
        """
        where = f"line {line}: {text[:120]}"

        def refuse(needed: str, hint: str) -> InputError:
            return InputError("unreadable-line", field=self._field, given=where, needed=needed, hint=hint)

        cells = _cells(text, heading.delimiter)
        if cells and not any(cells):
            return None
        if len(cells) != heading.width:
            hint = "a decimal comma among commas between the columns? save the file with semicolons"
            raise refuse(f"{heading.width} columns, as the heading has", hint)
        found = self._subject.cell.fullmatch(cells[heading.mass])
        if not found:
            raise refuse("a number, with its unit or without", "weigh again, or leave the line out")
        units = [found["unit"]]
        if heading.units is not None:
            stated = cells[heading.units]
            if stated not in self._subject.units:
                raise refuse(f"a unit: {', '.join(self._subject.units)}", "the column of units holds none here")
            units.append(stated)
        unit = self._one_unit([*units, heading.unit], where)
        running = component = None
        if heading.number is not None:
            if not re.fullmatch("[0-9]{1,9}", cells[heading.number]):
                raise refuse("a running number in its column", "a line that is no weighing? leave it out")
            running = int(cells[heading.number])
        if heading.component is not None:
            component = cells[heading.component].lower()
            if not _NAME.fullmatch(component):
                raise refuse("a component's key, such as api or filler", "a line that is no weighing? leave it out")
        return _Entry(line, where, found["number"], unit, running, component)

    def _one_unit(self, units: Sequence[str | None], where: str) -> str | None:
        stated = list(dict.fromkeys(_MICRO.get(unit, unit) for unit in units if unit is not None))
        if len(stated) > 1:
            given = f"{where}, and {' and '.join(stated)}"
            raise InputError("units-contradict", field=self._field, given=given, needed="one unit for a value")
        return stated[0] if stated else None

    def _has_commas(self, entries: Sequence[_Entry], *, allowed: bool) -> bool:
        """Tell whether the numbers have decimal commas: all of them, where that is the profile's decimal mark.

        Raises:
            InputError: ``decimal-comma``.
        """
        with_comma = [entry for entry in entries if "," in entry.number]
        if not with_comma:
            return False
        if not allowed:
            hint = "write a decimal point"
            if self._subject is _MASSES:
                setting = 'decimal_mark = "comma" under [balance] in the profile'
                hint = f"is it the decimal mark of your files? then say {setting}"
            given, needed = with_comma[0].text, "a decimal point"
            raise InputError("decimal-comma", field=self._field, given=given, needed=needed, hint=hint)
        other = next((entry for entry in entries if not _COMMA.fullmatch(entry.number)), None)
        if other is not None:
            hint = "1,342 and 1.342 in one file: one of them is a thousand"
            needed = "one decimal comma in every number"
            raise InputError("decimal-comma", field=self._field, given=other.text, needed=needed, hint=hint)
        return True

    def _reading(self, entry: _Entry, heading: _Heading, *, unit: str | None) -> BalanceReading:
        own = self._one_unit([entry.unit, unit], entry.text)
        needed = self._subject.example
        if own is None:
            column = next(iter(self._subject.words))
            hint = (
                f"name the unit in the heading, such as {column} ({self._subject.units[0]}), or in a column named unit"
            )
            if self._subject is _MASSES:
                hint += ", or with --unit mg"
            raise InputError("no-unit", field=self._field, given=entry.text, needed=needed, hint=hint)
        try:
            mass = parse_quantity(f"{entry.number.replace(',', '.')} {own}", field=self._field, needed=needed)
        except LdnError as error:
            raise type(error)(
                error.code, field=self._field, given=entry.text, needed=error.needed, hint=error.hint
            ) from error
        if mass.value == 0:
            given = entry.text
            raise InputError("out-of-range", field=self._field, given=given, needed=f"more than 0 {mass.unit}")
        return BalanceReading(mass, entry.line, entry.running, None, heading.basis)
