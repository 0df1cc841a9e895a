"""The small parts of which resources are built: quantities with their UCUM unit, ratios, concepts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any

from ldn_compound.core.units import Amount
from ldn_compound.fhir.json_text import number
from ldn_compound.reference.fhir import COUNTED, SNOMED, UCUM

Json = dict[str, Any]


class Version(StrEnum):
    """The releases of FHIR that are written."""

    R4 = "R4"
    R5 = "R5"


def quantity(value: Fraction | int, code: str, unit: str | None = None) -> Json:
    """Return a Quantity in a UCUM unit; `unit` is the unit in words where that is not its code.

    >>> quantity(Fraction(9, 2), "mg")
    {'value': '4.5', 'unit': 'mg', 'system': 'http://unitsofmeasure.org', 'code': 'mg'}
    """
    return {"value": number(value), "unit": unit or code, "system": UCUM, "code": code}


def units_of(count: int, form: str) -> Json:
    """Return a number of capsules or tablets as a Quantity.

    >>> units_of(90, "capsule")["code"]
    '{capsule}'
    """
    return quantity(count, COUNTED.get(form).written[0], form)


def milligrams(amount: Amount) -> Json:
    """Return a mass as a Quantity."""
    return quantity(amount.value, "mg")


def millilitres(amount: Amount) -> Json:
    """Return a volume as a Quantity."""
    return quantity(amount.value, "mL")


def days_long(value: Fraction | int) -> Json:
    """Return a number of days as a Quantity."""
    return quantity(value, "d", "day" if value == 1 else "days")


def ratio(numerator: Json, denominator: Json) -> Json:
    """Return a Ratio."""
    return {"numerator": numerator, "denominator": denominator}


def concept(text: str, codings: Sequence[tuple[str, str, str]] = ()) -> Json:
    """Return a CodeableConcept: its codes (system, code, display) where there are any, and its text."""
    coded = [{"system": system, "code": code, "display": display} for system, code, display in codings]
    return {**({"coding": coded} if coded else {}), "text": text}


def snomed(row: Any) -> tuple[str, str, str]:
    """Return a row of the codes as one of SNOMED CT."""
    return SNOMED, row.code, row.display


def day(value: date) -> str:
    """Return a date as FHIR writes it."""
    return value.isoformat()


def given(**parts: Any) -> Json:
    """Return an element of those parts that are there, in their order."""
    return {name: value for name, value in parts.items() if value not in (None, [], {})}
