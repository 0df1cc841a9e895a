"""The pint registry: its quantities print by the label's rules and come back from a pickle on the same registry."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ldn_compound.core.numbers import decimal_text, to_decimal

if TYPE_CHECKING:
    import pint

_UNITS_ALONE = frozenset("~DP")
"""Format flags that say how the unit is written, and nothing of the number."""
_ARITHMETIC = ("add", "sub", "mul", "truediv", "floordiv", "mod")
_COMPARISONS = ("eq", "ne", "lt", "le", "gt", "ge")


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
            # A Fraction takes no ".2f" before Python 3.12.
            shown = self if not isinstance(self.magnitude, Fraction) else _over(to_decimal(self.magnitude), self)
            return super(Quantity, shown).__format__(spec)

        def __str__(self) -> str:
            return format(self, "")

        def __repr__(self) -> str:
            return f"<Quantity({_plain(self.magnitude)}, '{self.units}')>"

        def __reduce__(self) -> Any:
            return quantity, (self.magnitude, f"{self.units:D}")

        __hash__ = pint.registry.Quantity.__hash__

    for name in (*_ARITHMETIC, *(f"r{name}" for name in _ARITHMETIC), *_COMPARISONS):
        setattr(Quantity, f"__{name}__", _exact(getattr(Quantity, f"__{name}__"), compares=name in _COMPARISONS))
    for name in _ARITHMETIC:  # quantity *= factor is then quantity = quantity * factor, as of any number
        setattr(Quantity, f"__i{name}__", getattr(Quantity, f"__{name}__"))

    class Unit(pint.registry.Unit):
        def __reduce__(self) -> Any:
            return unit, (f"{self:D}",)

    class Registry(pint.registry.GenericUnitRegistry[Quantity, Unit]):
        def convert(self, value: Any, src: Any, dst: Any, inplace: bool = False, **context: Any) -> Any:
            if not isinstance(value, Fraction):
                return super().convert(value, src, dst, inplace, **context)
            # No unit of the table has an offset: what one of it is in the other is all there is to know.
            return value * Fraction(super().convert(Decimal(1), src, dst, **context))

    kind: Any = Registry
    kind.Quantity, kind.Unit = Quantity, Unit
    registry = kind(None, non_int_type=Decimal, cache_folder=None)
    for definition in definitions:
        registry.define(definition)
    made: pint.UnitRegistry[Decimal] = registry
    return made


def _exact(operator: Callable[[Any, Any], Any], *, compares: bool) -> Callable[[Any, Any], Any]:
    """Return an operator of quantities that works between Decimal and Fraction too, exactly.

    Python has no sum or product of the two. What a result carries as a Fraction (a weighing factor) may have no last
    decimal, and each Decimal is a fraction: so the Decimal becomes one. With a float there is no product of either.
    """

    def operate(self: Any, other: Any) -> Any:
        mine, theirs = self.magnitude, getattr(other, "magnitude", other)
        kinds = {type(mine), type(theirs)}
        if kinds == {Fraction, float} and not compares:
            raise TypeError(f"unsupported operand types: {type(mine).__name__!r} and {type(theirs).__name__!r}")
        if kinds == {Fraction, Decimal} and (mine if type(mine) is Decimal else theirs).is_finite():
            self = _over(Fraction(mine), self)
            other = Fraction(theirs) if other is theirs else _over(Fraction(theirs), other)
        return operator(self, other)

    operate.__name__ = operator.__name__
    return operate


def _over(magnitude: Fraction | Decimal, quantity: Any) -> Any:
    """Return a quantity with another number in the same unit."""
    return type(quantity)(magnitude, quantity.units)


def _plain(magnitude: Any) -> str:
    """Return a number in full: no exponent, no trailing zeros."""
    if isinstance(magnitude, Fraction):
        return decimal_text(magnitude)
    if not isinstance(magnitude, Decimal) or not magnitude.is_finite():
        return str(magnitude)
    text = format(magnitude, "f")
    text = text.rstrip("0").removesuffix(".") if "." in text else text
    return "0" if text == "-0" else text
