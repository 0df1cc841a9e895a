"""The texts of a result that are written out only when somebody reads them: most of a plan's working is never read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Annotated, Any

import attrs

from ldn_compound.core.formulas import number_text, signature_of
from ldn_compound.core.numbers import Figure, brief_text
from ldn_compound.core.units import Amount


@attrs.frozen
class FormulaText:
    """A formula with its numbers put in.

    Attributes:
        formula: the formula, a function of :mod:`ldn_compound.calc`.
        values: its numbers by name, in base units.
    """

    formula: Callable[..., Any]
    values: tuple[tuple[str, Any], ...]

    def __str__(self) -> str:
        return signature_of(self.formula).numeric(dict(self.values))


@attrs.frozen
class NumberText:
    """An exact number with its unit, in full, written out when it is read."""

    value: Fraction
    dimension: str

    def __str__(self) -> str:
        if self.dimension == "1 in %":
            return Amount(self.value, "1").text()
        return number_text(self.value, self.dimension, full=True)


@attrs.frozen
class Worded:
    """A sentence with exact amounts in it, written out when it is read: ``Worded("{} to weigh", (mass(1),))``."""

    template: str
    amounts: tuple[Amount, ...]

    def __str__(self) -> str:
        return self.template.format(*(f"{brief_text(item.in_unit)} {item.unit}" for item in self.amounts))


@attrs.frozen
class Said:
    """A message of the tables with its values, written out when it is read; several follow each other as one.

    Attributes:
        key: of the message.
        template: the message in English.
        values: by name what stands in its braces: amounts, days, figures, words, and messages.
        then: what follows.
    """

    key: str
    template: str
    values: tuple[tuple[str, object], ...]
    then: tuple[Said, ...] = ()

    def __add__(self, other: Said) -> Said:
        return attrs.evolve(self, then=(*self.then, other))

    def __str__(self) -> str:
        return self.written({}, ".")

    def written(self, table: Mapping[str, str], mark: str) -> str:
        """Return the message by a language's table, English where it has none; `mark` is its decimal mark."""

        def shown(value: object) -> str:
            if isinstance(value, Said):
                return value.written(table, mark)
            if isinstance(value, Amount):
                return value.text().replace(".", mark)
            return value.replace(".", mark) if isinstance(value, Figure) else str(value)

        text = table.get(self.key, self.template).format_map({key: shown(item) for key, item in self.values})
        return text + "".join(item.written(table, mark) for item in self.then)


Text = str | FormulaText | NumberText | Worded | Said
LAZY = (FormulaText, NumberText, Worded, Said)

Prose = Annotated[str, "prose"]
"""The type of a field that is worded for a reader: a name as it is shown, a sentence, a citation.

A stored document of another version may word it otherwise and is the same plan. Any other field binds: numbers, codes,
keys, dates. A :data:`Text` is prose too.
"""
