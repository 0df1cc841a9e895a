"""A table of masses as a spreadsheet writes it: CSV with a heading, or one number a line with the unit said apart.

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
from ldn_compound.core.units import BY_SYMBOL, parse_quantity
from ldn_compound.exchange.balance_reading import AsideLine, BalanceReading, refuse_repeats
from ldn_compound.inputs.reading import MOST_READINGS
from ldn_compound.reference.forms import forms

MASS_UNITS = tuple(symbol for symbol, unit in BY_SYMBOL.items() if unit.dimension == "mass" and unit.typed)
_MICRO = {"\N{MICRO SIGN}g": "mcg", "\N{GREEK SMALL LETTER MU}g": "mcg"}
_UNIT = "|".join(sorted((*MASS_UNITS, *_MICRO), key=len, reverse=True))
_MASS = {
    **dict.fromkeys(("mass", "masses", "weight", "weights", "masse", "gewicht", "einwaage", "peso", "masa")),
    **dict.fromkeys(("net", "net mass", "net weight", "netto", "nettogewicht", "peso neto"), "net"),
    **dict.fromkeys(("gross", "gross mass", "gross weight", "brutto", "bruttogewicht", "peso bruto"), "gross"),
}
_NUMBER = frozenset({"no", "no.", "nr", "nr.", "number", "#", "n", "sample", "item"})
_UNITS = frozenset({"unit", "units", "einheit", "unidad"})
_UNREAD = frozenset({"date", "time", "datum", "zeit", "fecha", "hora", "operator", "user", "balance", "lot", "batch"})
_HEADED = re.compile(rf"(?P<what>.+?)(?:[ _/]*(?:\[(?P<b>{_UNIT})\]|\((?P<p>{_UNIT})\)|(?<=[ _/])(?P<u>{_UNIT})))?")
_CELL = re.compile(rf"(?P<number>[0-9][0-9.,]*) ?(?P<unit>{_UNIT})?")
_COMMA = re.compile(r"[0-9]+,[0-9]+")
_LONGEST_HEADING = 300
_NEEDED = "a table of masses: a heading such as no;mass;unit, then one mass a line"
DECIMAL_MARK = "balance.decimal_mark"
"""The profile's setting for the decimal mark of such files."""


class MassTable(NamedTuple):
    """What a table holds.

    Attributes:
        readings: its masses, in its order.
        decimal_comma: whether its commas were read as decimal marks.
    """

    readings: tuple[BalanceReading, ...]
    decimal_comma: bool


class _Heading(NamedTuple):
    """The columns by what they hold, and the unit and the basis that the heading names."""

    delimiter: str
    width: int
    mass: int = 0
    number: int | None = None
    units: int | None = None
    unit: str | None = None
    basis: str | None = None


class _Entry(NamedTuple):
    line: int
    text: str
    number: str
    unit: str | None
    running: int | None


def read_mass_table(
    text: str, *, aside: list[AsideLine], unit: str | None = None, decimal_comma: bool = False, field: str = "masses"
) -> MassTable | None:
    """Return the masses of a table, or None where the text is none: then it is a balance's print-out.

    Parameters:
        text: the file.
        aside: takes the heading, which is no mass.
        unit: of every mass of which the table names none; with it a text without a heading is a list of numbers.
        decimal_comma: whether the profile says that a comma is the decimal mark.
        field: the input that an error names.

    Raises:
        InputError: ``unreadable-line``, ``unknown-column``, ``units-contradict``, ``no-unit``, ``decimal-comma``,
            ``out-of-range``, ``reading-twice``, ``no-readings``, ``too-many-readings``.

    >>> read_mass_table("no;mass (mg)\\n1;134.2\\n2;135.9\\n", aside=[]).readings[1].mass
    Amount('135.9 mg')
    >>> read_mass_table("S S 134.2 mg\\n", aside=[]) is None
    True
    """
    lines = [(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    if not lines:
        return None
    heading = _heading(lines[0], field)
    if heading is not None:
        number, line = lines.pop(0)
        aside.append(AsideLine(number, line.strip()))
    elif unit is None and not (
        decimal_comma and _COMMA.match(lines[0][1].strip()) and _CELL.fullmatch(lines[0][1].strip())
    ):
        return None
    columns = heading or _Heading("", 1)
    entries = [entry for number, line in lines if (entry := _entry(number, line, columns, field)) is not None]
    if not entries:
        raise InputError("no-readings", field=field, needed=_NEEDED)
    if len(entries) > MOST_READINGS:
        raise InputError("too-many-readings", field=field, given=len(entries), needed=f"at most {MOST_READINGS}")
    commas = _has_commas(entries, allowed=decimal_comma, field=field)
    readings = [_reading(entry, columns, unit=unit, field=field) for entry in entries]
    refuse_repeats(readings, field)
    return MassTable(tuple(readings), commas)


def _cells(line: str, delimiter: str) -> list[str]:
    """Return a line's cells without the blanks at their ends; of one that is no line of a table, none."""
    try:
        rows = list(csv.reader([line], delimiter=delimiter or "\t", strict=True))
    except csv.Error:
        return []
    return [cell.strip() for cell in rows[0]] if rows else []


def _heading(first: tuple[int, str], field: str) -> _Heading | None:
    """Return the columns that the first line names, or None where it names no mass.

    Raises:
        InputError: ``unknown-column``.
    """
    number, line = first
    if len(line) > _LONGEST_HEADING:
        return None
    delimiter = next((mark for mark in ("\t", ";", ",") if mark in line), "")
    names = _cells(line, delimiter)
    if any(re.search("[0-9]", name) for name in names):
        return None
    parts = [_HEADED.fullmatch(name) for name in names]
    words = [re.sub("[ _]+", " ", part["what"]).strip().casefold() if part else "" for part in parts]
    running = _NUMBER | {form.words("en")[0] for form in forms() if form.counted}
    masses = [place for place, word in enumerate(words) if word in _MASS]
    if not masses:
        return None
    others = [place for place in range(len(words)) if place not in masses]
    of_number = [place for place in others if words[place] in running]
    of_units = [place for place in others if words[place] in _UNITS]
    unknown = [place for place in others if words[place] not in running | _UNITS | _UNREAD]
    doubled = next((places for places in (masses, of_number, of_units) if len(places) > 1), None)
    if unknown or doubled:
        wrong = unknown[:1] or doubled or []
        raise InputError(
            "unknown-column",
            field=field,
            given=f"line {number}: {' and '.join(names[place] for place in wrong)}",
            needed="one column of masses; beside it no, unit, date, time, operator, balance, lot or batch",
            hint="leave out the column: what it says of a mass is not read",
        )
    of_mass = parts[masses[0]]
    return _Heading(
        delimiter,
        len(names),
        masses[0],
        of_number[0] if of_number else None,
        of_units[0] if of_units else None,
        next((of_mass[group] for group in "bpu" if of_mass[group]), None) if of_mass else None,
        _MASS[words[masses[0]]],
    )


def _entry(line: int, text: str, heading: _Heading, field: str) -> _Entry | None:
    """Return what a line says, None for a line of empty cells.

    Raises:
        InputError: ``unreadable-line``, ``units-contradict``.
    """
    where = f"line {line}: {text[:120]}"

    def refuse(needed: str, hint: str) -> InputError:
        return InputError("unreadable-line", field=field, given=where, needed=needed, hint=hint)

    cells = _cells(text, heading.delimiter)
    if cells and not any(cells):
        return None
    if len(cells) != heading.width:
        hint = "a decimal comma among commas between the columns? save the file with semicolons"
        raise refuse(f"{heading.width} columns, as the heading has", hint)
    found = _CELL.fullmatch(cells[heading.mass])
    if not found:
        raise refuse("a number, with its unit or without", "weigh again, or leave the line out")
    units = [found["unit"]]
    if heading.units is not None:
        stated = cells[heading.units]
        if stated not in (*MASS_UNITS, *_MICRO):
            raise refuse(f"a unit: {', '.join(MASS_UNITS)}", "the column of units holds none here")
        units.append(stated)
    unit = _one_unit([*units, heading.unit], where, field)
    running = None
    if heading.number is not None:
        if not re.fullmatch("[0-9]{1,9}", cells[heading.number]):
            raise refuse("a running number in its column", "a line that is no weighing? leave it out")
        running = int(cells[heading.number])
    return _Entry(line, where, found["number"], unit, running)


def _one_unit(units: Sequence[str | None], where: str, field: str) -> str | None:
    stated = list(dict.fromkeys(_MICRO.get(unit, unit) for unit in units if unit is not None))
    if len(stated) > 1:
        given = f"{where}, and {' and '.join(stated)}"
        raise InputError("units-contradict", field=field, given=given, needed="one unit for a mass")
    return stated[0] if stated else None


def _has_commas(entries: Sequence[_Entry], *, allowed: bool, field: str) -> bool:
    """Tell whether the numbers have decimal commas: all of them, where that is the profile's decimal mark.

    Raises:
        InputError: ``decimal-comma``.
    """
    with_comma = [entry for entry in entries if "," in entry.number]
    if not with_comma:
        return False
    if not allowed:
        hint = 'is it the decimal mark of your files? then say decimal_mark = "comma" under [balance] in the profile'
        raise InputError("decimal-comma", field=field, given=with_comma[0].text, needed="a decimal point", hint=hint)
    other = next((entry for entry in entries if not _COMMA.fullmatch(entry.number)), None)
    if other is not None:
        hint = "1,342 and 1.342 in one file: one of them is a thousand"
        needed = "one decimal comma in every number"
        raise InputError("decimal-comma", field=field, given=other.text, needed=needed, hint=hint)
    return True


def _reading(entry: _Entry, heading: _Heading, *, unit: str | None, field: str) -> BalanceReading:
    own = _one_unit([entry.unit, unit], entry.text, field)
    needed = "a mass such as 155.7 mg"
    if own is None:
        hint = "name the unit in the heading, such as mass (mg), in a column named unit, or with --unit mg"
        raise InputError("no-unit", field=field, given=entry.text, needed=needed, hint=hint)
    try:
        mass = parse_quantity(f"{entry.number.replace(',', '.')} {own}", field=field, needed=needed)
    except LdnError as error:
        raise type(error)(error.code, field=field, given=entry.text, needed=error.needed, hint=error.hint) from error
    if mass.value == 0:
        raise InputError("out-of-range", field=field, given=entry.text, needed="more than 0 mg")
    return BalanceReading(mass, entry.line, entry.running, None, heading.basis)
