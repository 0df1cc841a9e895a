"""The likely slip in a text that was meant as a quantity: a comma, a blank, a unit in the wrong case."""

from __future__ import annotations

import re
from collections.abc import Collection
from fractions import Fraction
from typing import NamedTuple

from ldn_compound.core.numbers import NUMBER, decimal_text, slip_in_number, terminates

_OFTEN = {
    "cc": "mL", "ml": "mL", "ML": "mL", "Ml": "mL", "l": "L", "MG": "mg", "Mg": "mg", "mG": "mg", "mgs": "mg",
    "G": "g", "gm": "g", "gms": "g", "gram": "g", "grams": "g", "KG": "kg", "Kg": "kg", "kgs": "kg",
    "lbs": "lb", "LB": "lb", "ug": "mcg", "MCG": "mcg", "day": "d", "days": "d", "D": "d", "percent": "%",
    "milligram": "mg", "milligrams": "mg",
}  # fmt: skip


class OtherUnit(NamedTuple):
    """A unit that exists and that the gate does not take: it is named for what it is, and no other put in its place.

    Attributes:
        names: how it is written, in small letters.
        what: its name, with what one of it is.
        instead: what to give in its place.
    """

    names: tuple[str, ...]
    what: str
    instead: str


_MASS = "give the mass in mg or g, and set a balance to one of them"
_VOLUME = "give the volume in mL"
_DAYS = "give whole days, such as 14 d"
_DRUG = "give the mass of the drug in mg"

OTHER_UNITS = (
    OtherUnit(("gr", "gn", "grs", "grain", "grains"), "the grain, 64.8 mg (64.79891 mg), not the gram", _MASS),
    OtherUnit(("dwt", "pennyweight"), "the pennyweight, 1.555 g", _MASS),
    OtherUnit(("ct", "kt", "car", "carat", "carats"), "the carat, 200 mg", _MASS),
    OtherUnit(("oz",), "the ounce, 28.35 g (the apothecaries' and troy ounce: 31.1 g)", _MASS),
    OtherUnit(("ozt", "oz t", "oz tr", "troy oz", "ozap"), "the troy ounce, 31.1 g", _MASS),
    OtherUnit(("dr", "dram", "drams", "drachm", "drachms"), "the drachm, 3.888 g (avoirdupois: 1.772 g)", _MASS),
    OtherUnit(("scruple", "scruples", "scr"), "the scruple, 1.296 g", _MASS),
    OtherUnit(("tl", "tael", "tola", "mom", "momme", "msg", "mesghal"), "an Asian unit of mass", _MASS),
    OtherUnit(("t", "tonne", "ton"), "the tonne, 1000 kg", _MASS),
    OtherUnit(("st", "stone"), "the stone, 6.35 kg", "give the weight in kg"),
    OtherUnit(("ng", "pg"), "a billionth of a gram or less", "give the mass in mcg"),
    OtherUnit(("dg", "cg"), "a tenth or a hundredth of a gram", "give the mass in mg"),
    OtherUnit(("iu", "u", "unit", "units", "ie", "i.e.", "i.u."), "a unit of effect, with no mass of its own", _DRUG),
    OtherUnit(("mol", "mmol", "umol", "meq", "val", "mval"), "an amount of substance, no mass", _DRUG),
    OtherUnit(("fl oz", "floz", "fl. oz."), "the fluid ounce, 29.57 mL (US) or 28.41 mL (UK)", _VOLUME),
    OtherUnit(("tsp", "teaspoon", "teaspoons", "tsps"), "a teaspoon, about 5 mL and no measure", _VOLUME),
    OtherUnit(("tbsp", "tablespoon", "tablespoons", "tbs"), "a tablespoon, about 15 mL and no measure", _VOLUME),
    OtherUnit(("pt", "pint", "qt", "gal", "cup"), "a kitchen measure, which differs by country", _VOLUME),
    OtherUnit(("minim", "minims", "min"), "the minim (0.06 mL) or the minute", "give mL or days"),
    OtherUnit(("gtt", "gtts", "drop", "drops"), "a drop, whose size depends on the dropper and the liquid", _VOLUME),
    OtherUnit(("ul", "\u00b5l", "\u03bcl"), "a thousandth of a mL", _VOLUME),
    OtherUnit(("dl", "cl", "hl"), "a tenth or a hundredth of a litre, or 100 of them", "give the volume in mL or L"),
    OtherUnit(("h", "hr", "hrs", "hour", "hours", "s", "sec"), "a time of less than a day", _DAYS),
    OtherUnit(("wk", "wks", "week", "weeks", "w"), "the week, 7 days", _DAYS),
    OtherUnit(("mo", "month", "months", "y", "yr", "year", "years"), "a time that has no fixed number of days", _DAYS),
    OtherUnit(("ppm", "ppb", "\u2030"), "parts in a million, a billion or a thousand", "give percent, such as 5 %"),
)
"""Units that exist. Masses: NIST Handbook 44 (2024), Appendix C, General Tables of Units of Measurement."""


_DAYS_OR_WEEKS = re.compile(rf"({NUMBER}) ?(?i:(days?)|weeks?|wks?)")
_POUNDS = re.compile(rf"({NUMBER}) ?(?i:lbs?|pounds?)(?: ?({NUMBER}) ?(?i:oz|ounces?))?")
_OUNCES = 16
_STONES = re.compile(rf"({NUMBER}) ?((?i:st|stones?))(?: ?({NUMBER}) ?(?i:lbs?|pounds?))?")
_POUNDS_IN_A_STONE = 14
_HALVES = re.compile(r"([0-9]{1,3}) ([1-9])/([1-9]) ?(.*)")
_FORTNIGHTS = {"fortnight": "14 d", "a fortnight": "14 d", "a week": "7 d"}
_LONGEST = 50


def in_the_grammar(text: str) -> str | None:
    """Return days, weeks, pounds and ounces in words as the one quantity that they mean, exactly; else None.

    A week is 7 days and the ounce after whole pounds the 16th part of one. Of months, of ounces alone, and of parts of
    a pound with ounces behind them there is no such text.

    >>> in_the_grammar("2 weeks"), in_the_grammar("22 lb 4 oz"), in_the_grammar("14 days"), in_the_grammar("1 month")
    ('14 d', '22.25 lb', '14 d', None)
    """
    if len(text) > _LONGEST:
        return None
    if found := _DAYS_OR_WEEKS.fullmatch(text):
        return f"{decimal_text(Fraction(found[1]) * (1 if found[2] else 7))} d"
    found = _POUNDS.fullmatch(text)
    if not found:
        return None
    pounds, ounces = Fraction(found[1]), Fraction(found[2] or 0)
    if ounces >= _OUNCES or (found[2] and "." in found[1]):
        return None
    return f"{decimal_text(pounds + ounces / _OUNCES)} lb"


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
    if text.casefold() in _FORTNIGHTS:
        return "bad-quantity", f"write {_FORTNIGHTS[text.casefold()]}"
    if found := _STONES.fullmatch(text):
        pounds = Fraction(found[1]) * _POUNDS_IN_A_STONE + Fraction(found[3] or 0)
        return "unknown-unit", f"{found[2]} is the stone, 14 lb (6.35 kg): that is {decimal_text(pounds)} lb"
    if (decimal := fraction_meant(text)) is not None:
        return "bad-quantity", f"write {decimal}"
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
    hint, meant = _unit_hint(unknown, typed), in_the_grammar(text)
    return "unknown-unit", hint if meant is None else f"{hint.partition(':')[0]}: that is {meant}"


def _mixed(found: re.Match[str]) -> str | None:
    """Return a whole number and a fraction as one decimal number, None where it has no end: ``1 1/2`` is 1.5."""
    value = int(found[1]) + Fraction(int(found[2]), int(found[3]))
    return decimal_text(value) if int(found[2]) < int(found[3]) and terminates(value) else None


def fraction_meant(text: str) -> str | None:
    """Return a text that begins with a whole number and a fraction as decimals write it; of any other text None.

    >>> fraction_meant("1 1/2 years"), fraction_meant("1 1/3 years"), fraction_meant("6 years")
    ('1.5 years', None, None)
    """
    found = _HALVES.fullmatch(text)
    number = _mixed(found) if found else None
    return f"{number} {found[4]}".rstrip() if found and number is not None else None


def _unit_hint(unit: str, typed: Collection[str]) -> str:
    if unit in _OFTEN:
        return f"write {_OFTEN[unit]} for {unit}"
    small = unit.lower()
    for other in OTHER_UNITS:
        if small in other.names:
            return f"{unit} is {other.what}: {other.instead}"
    return f"the units are {' '.join(typed)}, in exactly this case"
