"""The words of a label in one language: field names, dates, strengths, forms, warnings.

A language is two data files: ``texts/LANGUAGE.toml``, read here, and ``lint/LANGUAGE.toml``.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

import attrs

from ldn_compound.errors import InputError
from ldn_compound.labelling.catalogue import data_folder
from ldn_compound.labelling.design import FIELDS
from ldn_compound.labelling.tables import Table, read_table
from ldn_compound.numbers import decimal_text
from ldn_compound.units import Amount

LANGUAGES = ("en",)
_SLOT = "{text}"
_MCG_BELOW_MG = Fraction(1, 100)


class Sentence(NamedTuple):
    """A warning and where it comes from."""

    text: str
    source: str


@attrs.frozen(kw_only=True)
class Wording:
    """The words of one language.

    Attributes:
        language: its key.
        fields: how each field is written, ``{text}`` standing for its value.
        forms: dosage form to its name for one and for many.
        months: the twelve months as they are printed.
        dates: jurisdiction to date pattern; ``general`` is the one for all others.
        warnings: the sentences, in order.
        source: where the wording comes from.
    """

    language: str
    fields: Mapping[str, str]
    forms: Mapping[str, tuple[str, str]]
    months: tuple[str, ...]
    dates: Mapping[str, str]
    warnings: tuple[Sentence, ...]
    source: str

    def write(self, field: str, text: str) -> str:
        """Return a field's value with its name, such as ``Lot A1``."""
        return self.fields[field].replace(_SLOT, text)

    def date(self, day: date, jurisdiction: str) -> str:
        """Return a date in a form that cannot be misread: ``May 20, 2027`` in the US, else ``2027-05-20``.

        A date in figures alone is read month first in one country and day first in another, ISO excepted; so the US
        label spells the month, and every other writes ISO.
        """
        pattern = self.dates.get(jurisdiction, self.dates["general"])
        parts = {
            "{month}": self.months[day.month - 1],
            "{day}": str(day.day),
            "{year}": f"{day.year:04}",
            "{mm}": f"{day.month:02}",
            "{dd}": f"{day.day:02}",
        }
        for slot, part in parts.items():
            pattern = pattern.replace(slot, part)
        return pattern

    def count(self, number: int, form: str) -> str:
        """Return a count of units, such as ``90 capsules`` or ``1,000 capsules``."""
        one, many = self.form(form)
        return f"{grouped(str(number))} {one if number == 1 else many}"

    def form(self, form: str) -> tuple[str, str]:
        """Return the name of a dosage form for one and for many.

        Raises:
            InputError: ``no-label-for-form``.
        """
        if form not in self.forms:
            needed = "one of " + ", ".join(self.forms)
            raise InputError("no-label-for-form", field="form", given=form, needed=needed)
        return self.forms[form]


@lru_cache(maxsize=8)
def get_wording(language: str = "en") -> Wording:
    """Return the words of a language.

    Raises:
        DataError: ``bad-label-data``.

    >>> get_wording().date(date(2027, 5, 20), "us"), get_wording().date(date(2027, 5, 20), "general")
    ('May 20, 2027', '2027-05-20')
    """
    table = read_table(data_folder() / "texts" / f"{language}.toml", f"texts/{language}")
    table.only("language", "source", "months", "date", "fields", "forms", "warning")
    months = table.texts("months")
    if len(months) != 12:
        raise table.error("months", "twelve months")
    fields, dates = table.table("fields"), table.table("date")
    fields.only(*FIELDS)
    return Wording(
        language=table.choice("language", LANGUAGES),
        fields={field: fields.text(field) for field in FIELDS},
        forms=_forms(table.table("forms")),
        months=months,
        dates={key: dates.text(key) for key in ("general", *dates.values)},
        warnings=tuple(_sentence(row) for row in table.rows("warning")),
        source=table.text("source"),
    )


def _forms(table: Table) -> dict[str, tuple[str, str]]:
    forms = {}
    for form in table.values:
        names = table.texts(form)
        if len(names) != 2:
            raise table.error(form, "two names: for one, for many")
        forms[form] = (names[0], names[1])
    return forms


def _sentence(row: Table) -> Sentence:
    row.only("text", "source")
    return Sentence(row.text("text"), row.text("source"))


def grouped(digits: str) -> str:
    """Return a number's plain text with a comma from 1,000 (ISMP).

    >>> grouped("999"), grouped("1000"), grouped("1234567.25")
    ('999', '1,000', '1,234,567.25')
    """
    whole, point, rest = digits.partition(".")
    groups: list[str] = []
    while len(whole) > 3:
        groups.insert(0, whole[-3:])
        whole = whole[:-3]
    return ",".join([whole, *groups]) + point + rest


def strength_text(amount: Amount) -> str:
    """Return a mass as a label states it: exact, with leading zero, no trailing zero, commas from 1,000.

    It is written in mg, whatever unit it was given in: two strengths on two labels are then told apart by the number
    alone. Below 0.01 mg, where mg would need more zeros than the eye counts, it is written in mcg.

    Parameters:
        amount: a mass.

    Raises:
        InputError: ``wrong-dimension`` for anything but a mass above 0.

    Source: ISMP, List of Error-Prone Abbreviations, Symbols, and Dose Designations (2021).

    >>> from ldn_compound.units import parse_quantity
    >>> [strength_text(parse_quantity(text)) for text in ("4.50 mg", "0.0025 g", "0.5 mg", "5 mcg", "1.5 g")]
    ['4.5 mg', '2.5 mg', '0.5 mg', '5 mcg', '1,500 mg']
    """
    if amount.dimension != "mass" or amount.value <= 0:
        raise InputError("wrong-dimension", field="strength", given=amount.text(), needed="a mass above 0")
    if amount.value < _MCG_BELOW_MG:
        return f"{grouped(decimal_text(amount.value * 1000))} mcg"
    return f"{grouped(decimal_text(amount.value))} mg"
