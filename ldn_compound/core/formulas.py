"""The dimension signatures of formulas: what each takes and gives, and how the working prints it."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from functools import cache
from typing import Any, NamedTuple, TypeVar

from ldn_compound.core.numbers import brief_text, decimal_text
from ldn_compound.core.units import DISPLAY

Dimensions = str | tuple[str, ...]
"""Of a parameter: "mass/item", or for a list of rows the tuple of its columns' dimensions."""


class Signature(NamedTuple):
    """What a formula declares.

    Attributes:
        parameters: the dimensions of each parameter by name.
        returns: the dimension of the result.
        template: the formula with its parameters in braces; ``{wastage:%}`` is printed in percent.
        in_percent: whether the result is printed in percent.
    """

    parameters: dict[str, Dimensions]
    returns: Dimensions
    template: str
    in_percent: bool = False

    def numeric(self, values: dict[str, Any]) -> str:
        """Return the formula with the numbers and their units put in."""

        text = ""
        for words, name, percent in _pieces(self.template):
            text += words
            if name is None:
                continue
            dimensions = self.parameters[name]
            if isinstance(dimensions, tuple):
                text += " - ".join(" / ".join(map(number_text, row, dimensions)) for row in values[name])
            elif percent:
                text += f"{brief_text(values[name] * 100)} %"
            else:
                text += number_text(values[name], dimensions)
        return text


@cache  # there are as many as formulas
def _pieces(template: str) -> tuple[tuple[str, str | None, bool], ...]:
    """Return a formula's template in parts: words, and the parameter behind them with whether it is in percent."""
    parts = re.split(r"\{(\w+)(:%)?\}", template)
    filled = zip(parts[:-1:3], parts[1::3], parts[2::3], strict=True)
    return (*((words, name, percent is not None) for words, name, percent in filled), (parts[-1], None, False))


def number_text(value: Fraction | int, dimension: str, *, full: bool = False) -> str:
    """Return an exact number in base units as text with its unit; "/item" and "1" print the number alone.

    Parameters:
        full: every digit (or 28 significant ones) instead of the brief form for a person.

    >>> number_text(Fraction("4.5"), "mass/item"), number_text(Fraction(1, 3), "1")
    ('4.5 mg', '~0.3333')
    """
    write = decimal_text if full else brief_text
    kind = dimension.removesuffix("/item")
    if kind in ("1", "item", "1/time"):
        return write(Fraction(value))
    symbol, factor = DISPLAY[kind]
    return f"{write(Fraction(value) if factor == 1 else Fraction(value) / factor)} {symbol}"


_F = TypeVar("_F", bound=Callable[..., Any])
FORMULAS: dict[str, Callable[..., Any]] = {}
_SIGNATURES: dict[Callable[..., Any], Signature] = {}


def formula(
    template: str, *, returns: Dimensions, in_percent: bool = False, **parameters: Dimensions
) -> Callable[[_F], _F]:
    """Declare the dimensions of a pure function over exact fractions in base units.

    It costs nothing at a call. A test runs the body of every formula on pint Quantities of the declared dimensions
    and asserts the dimension of the result, so no formula can mix units for any value.

    Parameters:
        template: the formula as the working prints it, its parameters in braces.
        returns: the result's dimension; a tuple for a list of rows.
        in_percent: whether the working prints the result in percent.
        parameters: the dimension of each parameter by name.
    """

    def declare(function: _F) -> _F:
        FORMULAS[f"{function.__module__}.{function.__qualname__}"] = function
        _SIGNATURES[function] = Signature(parameters, returns, template, in_percent)
        return function

    return declare


def signature_of(function: Callable[..., Any]) -> Signature:
    """Return what a formula declares.

    >>> from ldn_compound.calc.arithmetic import multiplied
    >>> signature_of(multiplied).template
    '{amount} x {times}'
    """
    return _SIGNATURES[function]
