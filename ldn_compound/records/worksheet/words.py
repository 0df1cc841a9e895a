"""The words of a sheet, in the language of the pharmacy's labels as far as the program's messages are in it."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from importlib.util import find_spec
from typing import Any

from ldn_compound.core.late_texts import Said
from ldn_compound.core.numbers import brief_text
from ldn_compound.core.units import Amount
from ldn_compound.messages import say, translated

ENGLISH = "en"


class Words:
    """Says the words of a sheet.

    Parameters:
        language: of the labels; where the program's messages are not in it the sheet is in English.

    >>> Words("en")("sheet.range", low="444 mg", high="490 mg")
    '444 mg to 490 mg'
    >>> Words("zz").language
    'en'
    """

    def __init__(self, language: str) -> None:
        known = language.isidentifier() and find_spec(f"ldn_compound.messages.{language}") is not None
        self.language = language if known else ENGLISH

    def __call__(self, key: str, /, **values: object) -> str:
        """Return a message of the table in the sheet's language."""
        return translated(say(key, **values), self.language)

    def told(self, said: Any) -> str:
        """Return what a finding says, in the sheet's language where the program has it."""
        return translated(said, self.language) if isinstance(said, Said) else str(said)


def shown(amount: Amount) -> str:
    """Return an amount for a person, "~" before a rounded number.

    >>> from fractions import Fraction
    >>> from ldn_compound.core.units import mass
    >>> shown(mass(Fraction(2, 3)))
    '~0.6667 mg'
    """
    return f"{brief_text(amount.in_unit)} {amount.unit}"


def stored(quantity: Mapping[str, str]) -> str:
    """Return a quantity of a document for a person.

    >>> stored({"value": "99.98082892416225749559082892", "unit": "%"})
    '~99.9808 %'
    """
    return f"{brief_text(Fraction(quantity['value']))} {quantity['unit']}"
