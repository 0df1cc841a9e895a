"""Reads the quantities of a FHIR resource: in UCUM units, with the digits that they were written with."""

from __future__ import annotations

from typing import NamedTuple

from ldn_compound.core.errors import InputError
from ldn_compound.core.units import parse_quantity
from ldn_compound.fhir.elements import Element
from ldn_compound.reference.fhir import COUNTED, DRUG_FORMS, UCUM, UNITS

COUNT = "count"
MASSES, VOLUMES = ("mg", "mcg", "g"), ("mL", "L")
_HINT = "without a UCUM code a unit is only words: ask for system and code"


class Measured(NamedTuple):
    """A quantity that was read.

    Attributes:
        number: as it was written; unit: of this program, or ``count``.
        form: what was counted, or None.
    """

    number: str
    unit: str
    form: str | None = None

    @property
    def text(self) -> str:
        """The quantity as it is typed, or the number that was counted."""
        return self.number if self.unit == COUNT else f"{self.number}{self.unit}"


def whole_text(number: str) -> str:
    """Return a whole number without the point that some programs give it; any other as it is.

    >>> whole_text("90.0"), whole_text("1.5"), whole_text("90")
    ('90', '1.5', '90')
    """
    whole, _, decimals = number.partition(".")
    return number if decimals.strip("0") else whole


def the_quantity(element: Element, *, needed: str) -> Measured:
    """Return what a Quantity says.

    Parameters:
        element: the Quantity.
        needed: what it should be, for an error.

    Raises:
        InputError: ``bad-fhir``, ``bad-fhir-unit``, ``ambiguous-prescription``: it says more or less than so much;
            and what is wrong with its number.
    """
    comparator = element.text("comparator")
    if comparator is not None:
        field, given = element.at("comparator"), comparator
        raise InputError("ambiguous-prescription", field=field, given=given, needed="one amount, without < or >")
    value = element.number("value")
    if value is None:
        raise InputError("bad-fhir", field=element.path, needed=f"a value: {needed}")
    system, code, words = element.text("system"), element.text("code"), element.text("unit")
    counted = {name: row.key for row in COUNTED.all() for name in row.written}
    hl7 = {row.hl7: row.key for row in COUNTED.all()}
    if system == UCUM and code in UNITS:
        unit = UNITS.get(str(code)).unit
        parse_quantity(f"{value}{unit}", field=element.path)
        return Measured(value, unit)
    if (system == UCUM and code in counted) or (system == DRUG_FORMS and code in hl7):
        return Measured(whole_text(value), COUNT, counted.get(str(code)) or hl7.get(str(code)))
    if system == UCUM and code == "1":
        return Measured(whole_text(value), COUNT)
    given = " ".join(filter(None, (value, code or words))) or value
    raise InputError("bad-fhir-unit", field=element.path, given=given, needed=needed, hint=None if code else _HINT)


def the_mass(element: Element) -> str:
    """Return a mass as it is typed. Raises InputError: as of :func:`the_quantity`."""
    needed = "a mass in mg, ug or g"
    found = the_quantity(element, needed=needed)
    if found.unit not in MASSES:
        raise InputError("bad-fhir-unit", field=element.path, given=found.text, needed=needed)
    return found.text


def the_ratio(element: Element) -> str:
    """Return a strength as it is typed: drug in one unit, or in a volume.

    Raises:
        InputError: as of :func:`the_quantity`.
    """
    over, under = element.child("numerator"), element.child("denominator")
    if over is None or under is None:
        raise InputError("bad-fhir", field=element.path, needed="a numerator and a denominator")
    drug = the_mass(over)
    per = the_quantity(under, needed="1 {capsule}, 1 {tablet} or a volume in mL")
    if per.unit == COUNT:
        if per.number != "1":
            raise InputError("ambiguous-prescription", field=under.path, given=per.number, needed="the drug in 1 unit")
        return drug
    if per.unit not in VOLUMES:
        raise InputError("bad-fhir-unit", field=under.path, given=per.text, needed="1 unit, or a volume in mL")
    text = f"{drug}/{'' if per.number == '1' else per.number}{per.unit}"
    parse_quantity(text, field=element.path)
    return text
