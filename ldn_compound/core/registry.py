"""The pint registry: its quantities print by the label's rules and come back from a pickle on the same registry."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ldn_compound.core.numbers import decimal_text

if TYPE_CHECKING:
    import pint

_UNITS_ALONE = frozenset("~DP")
"""Format flags that say how the unit is written, and nothing of the number."""


def build_registry(
    definitions: Iterable[str], *, quantity: Callable[[Any, str], object], unit: Callable[[str], object]
) -> pint.UnitRegistry[Decimal]:
    """Return a new registry over Decimal; pint's application registry is left alone.

    Parameters:
        definitions: of the units, as pint reads them.
        quantity, unit: make a quantity of a number and its unit's name, and a unit of its name, where a pickle is read.
    """
    import pint

    class Quantity(pint.registry.Quantity[Decimal]):
        def __format__(self, spec: str) -> str:
            if set(spec) <= _UNITS_ALONE:
                return f"{_plain(self.magnitude)} {self.units:{spec}}"
            return super().__format__(spec)

        def __str__(self) -> str:
            return format(self, "")

        def __repr__(self) -> str:
            return f"<Quantity({_plain(self.magnitude)}, '{self.units}')>"

        def __reduce__(self) -> Any:
            return quantity, (self.magnitude, f"{self.units:D}")

    class Unit(pint.registry.Unit):
        def __reduce__(self) -> Any:
            return unit, (f"{self:D}",)

    class Registry(pint.registry.GenericUnitRegistry[Quantity, Unit]):
        pass

    kind: Any = Registry
    kind.Quantity, kind.Unit = Quantity, Unit
    registry = kind(None, non_int_type=Decimal, cache_folder=None)
    for definition in definitions:
        registry.define(definition)
    made: pint.UnitRegistry[Decimal] = registry
    return made


def _plain(magnitude: Any) -> str:
    """Return a number in full: no exponent, no trailing zeros."""
    if isinstance(magnitude, Fraction):
        return decimal_text(magnitude)
    if not isinstance(magnitude, Decimal) or not magnitude.is_finite():
        return str(magnitude)
    text = format(magnitude, "f")
    text = text.rstrip("0").removesuffix(".") if "." in text else text
    return "0" if text == "-0" else text
