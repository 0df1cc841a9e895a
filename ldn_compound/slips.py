"""The likely slip in a text that was meant as a quantity: a comma, a blank, a unit in the wrong case."""

from __future__ import annotations

import re
from collections.abc import Collection

from ldn_compound.numbers import NUMBER, slip_in_number

_OFTEN = {
    "cc": "mL", "ml": "mL", "ML": "mL", "Ml": "mL", "l": "L", "MG": "mg", "Mg": "mg", "mG": "mg", "mgs": "mg",
    "G": "g", "gm": "g", "gms": "g", "gr": "g", "gram": "g", "grams": "g", "KG": "kg", "Kg": "kg", "kgs": "kg",
    "lbs": "lb", "LB": "lb", "ug": "mcg", "MCG": "mcg", "day": "d", "days": "d", "D": "d", "percent": "%",
    "milligram": "mg", "milligrams": "mg",
}  # fmt: skip


def slip_in_quantity(text: str, *, typed: Collection[str]) -> tuple[str, str]:
    """Return the code and the hint for a text that is no quantity.

    Parameters:
        text: as it was typed.
        typed: the units that the gate takes.

    >>> slip_in_quantity("4,5 mg", typed=["mg", "mL"])
    ('bad-quantity', 'a comma is ambiguous; for a decimal point write 4.5')
    """
    if text != text.strip():
        return "bad-quantity", "leave out the blanks before and after"
    if re.search(r" /|/ ", text):
        return "bad-quantity", "no blank beside the stroke: write 1 mg/mL or 5 mg/5 mL"
    if re.search(r"\s\s|[^\S ]", text):
        return "bad-quantity", "at most one plain space, between the number and the unit"
    split = re.fullmatch(r"([-+\N{MINUS SIGN}]?[\d.,_' ]*(?:[eE][+-]?\d+)?) ?(.*)", text, re.DOTALL)
    number, unit = (split[1].strip(), split[2]) if split else ("", text)
    if not number:
        return "bad-quantity", "the number is missing"
    if not re.fullmatch(NUMBER, number):
        return "bad-quantity", slip_in_number(number)
    if not unit:
        return "no-unit", "the unit is missing"
    parts = [re.sub(r"^[0-9.]+ ?", "", part) for part in unit.split("/")]
    unknown = next((part for part in parts if part not in typed), None)
    if unknown is None:
        return "bad-quantity", "write a quotient as 1 mg/mL or 5 mg/5 mL"
    return "unknown-unit", _unit_hint(unknown, typed)


def _unit_hint(unit: str, typed: Collection[str]) -> str:
    if unit in _OFTEN:
        return f"write {_OFTEN[unit]} for {unit}"
    return f"the units are {' '.join(typed)}, in exactly this case"
