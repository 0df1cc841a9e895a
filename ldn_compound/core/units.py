"""Units: the one table, how text is read, and the pint registry.

Inside, an amount is an exact fraction in coherent base units: mg, mL, d (days), item (counted units: capsules,
tablets) and 1. Products and quotients of such numbers need no conversion factor, so none can be forgotten. Text
enters through :func:`parse_quantity` alone; pint never sees a person's text ("4,5 mg" is 45 mg to pint 0.25,
"1 000 mg" is 0 mg).
"""

from __future__ import annotations

import re
import sys
import threading
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from ldn_compound.core.errors import InputError, UnitError
from ldn_compound.core.foreign import is_float, whole_number
from ldn_compound.core.numbers import NUMBER, WHY_NO_FLOAT, decimal_text, parse_number, to_decimal, written
from ldn_compound.core.slips import slip_in_quantity

if TYPE_CHECKING:
    import pint

    Quantity = pint.Quantity[Decimal]


class Unit(NamedTuple):
    """One row of the unit table.

    Attributes:
        symbol: what is typed and printed, in exact case.
        pint_name: the registry's name.
        dimension: mass, volume, time, item or 1.
        factor: how many base units one of it is.
        typed: whether the gate takes it from a person.
        source: where the factor comes from.
    """

    symbol: str
    pint_name: str
    dimension: str
    factor: Fraction
    typed: bool
    source: str


_SI = "SI Brochure, 9th ed. (BIPM 2019)"
_BASE = "base unit of this table"

TABLE: tuple[Unit, ...] = (
    Unit("mg", "milligram", "mass", Fraction(1), True, _BASE),
    Unit("mcg", "microgram", "mass", Fraction(1, 1000), True, _SI),
    Unit("g", "gram", "mass", Fraction(1000), True, _SI),
    Unit("kg", "kilogram", "mass", Fraction(1_000_000), True, _SI),
    Unit("lb", "pound", "mass", Fraction("453592.37"), True, "NIST SP 811 (2008), B.8: 1 lb = 0.453 592 37 kg exactly"),
    Unit("mL", "milliliter", "volume", Fraction(1), True, _BASE),
    Unit("L", "liter", "volume", Fraction(1000), True, _SI),
    Unit("d", "day", "time", Fraction(1), True, _BASE),
    Unit("%", "percent", "1", Fraction(1, 100), True, "ISO 80000-1:2009, 6.5.5: 1 % = 0.01"),
    Unit("item", "item", "item", Fraction(1), False, _BASE),
)
BY_SYMBOL = {unit.symbol: unit for unit in TABLE}
_BY_PINT_NAME = {unit.pint_name: unit for unit in TABLE}
_MICRO = {"\N{MICRO SIGN}g": "mcg", "\N{GREEK SMALL LETTER MU}g": "mcg"}
TYPED = tuple(unit.symbol for unit in TABLE if unit.typed)

# How an amount of each dimension is printed and put into JSON: the unit, and how many base units one of it is.
DISPLAY: dict[str, tuple[str, Fraction | int]] = {
    "mass": ("mg", 1),
    "volume": ("mL", 1),
    "time": ("d", 1),
    "1": ("%", Fraction(1, 100)),
    "mass/mass": ("mg/kg", Fraction(1, 1_000_000)),
    "mass/volume": ("mg/mL", 1),
    "mass/time": ("mg/d", 1),
    "volume/mass": ("mL/mg", 1),
    "volume/time": ("mL/d", 1),
    "volume/volume": ("mL/mL", 1),
    "time/mass": ("d/mg", 1),
    "time/volume": ("d/mL", 1),
    "time/time": ("d/d", 1),
    "body mass": ("kg", Fraction(1_000_000)),
}


class WrittenUnit(NamedTuple):
    """A unit that JSON is written in: of which dimension, and how many base units one of it is."""

    dimension: str
    factor: Fraction | int


# A mass is written in mg: what stands in kg is a body weight.
WRITTEN_UNITS = {symbol: WrittenUnit(dimension, factor) for dimension, (symbol, factor) in DISPLAY.items()}

_SYMBOLS = "|".join(sorted((re.escape(s) for s in (*TYPED, *_MICRO)), key=len, reverse=True))
_QUANTITY = re.compile(rf"({NUMBER}) ?({_SYMBOLS})(?:/(?:({NUMBER}) ?)?({_SYMBOLS}))?")
_EXAMPLE = {
    "mass": "a mass such as 4.5 mg",
    "volume": "a volume such as 120 mL",
    "time": "a number of days such as 14 d",
    "1": "a fraction in percent such as 5 %",
    "mass/volume": "a mass per volume such as 1 mg/mL",
    "mass/mass": "a mass per body weight such as 0.1 mg/kg",
    "body mass": "a body weight such as 18.5 kg",
}


class Amount:
    """An exact amount: a fraction in base units and its dimension. Immutable, hashable; equal only within a dimension.

    It offers no arithmetic on purpose: numbers are combined by the formulas, whose dimensions are proved.

    Attributes:
        value: exact number in base units (mg, mL, d, 1).
        dimension: one of the gate's dimensions, such as ``mass`` or ``mass/volume``.
    """

    __slots__ = ("dimension", "value")
    dimension: str
    value: Fraction

    def __init__(self, value: Fraction | int, dimension: str) -> None:
        _set_value(self, value if type(value) is Fraction else Fraction(value))
        _set_dimension(self, dimension)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"an Amount is immutable: {name}")

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Amount):
            return NotImplemented
        return self.value == other.value and self.dimension == other.dimension

    def __hash__(self) -> int:
        return hash((self.value, self.dimension))

    def __repr__(self) -> str:
        return f"Amount({self.text()!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return Amount, (self.value, self.dimension)

    @property
    def unit(self) -> str:
        """The unit that this amount is printed in."""
        return DISPLAY[self.dimension][0]

    @property
    def in_unit(self) -> Fraction:
        """The exact number in the printed unit (for a fraction: percent)."""
        factor = DISPLAY[self.dimension][1]
        return self.value if factor == 1 else self.value / factor

    def text(self) -> str:
        """Return plain text such as ``4.5 mg``: in full, or 28 significant digits where it does not terminate."""
        return f"{decimal_text(self.in_unit)} {self.unit}"

    def to_json(self) -> dict[str, str]:
        """Return the amount as JSON writes it: ``{"value": "4.5", "unit": "mg"}``."""
        return {"value": decimal_text(self.in_unit), "unit": self.unit}

    @property
    def quantity(self) -> Quantity:
        """The amount as a pint Quantity over Decimal on :func:`unit_registry`."""
        registry = unit_registry()
        made: Quantity = registry.Quantity(to_decimal(self.in_unit), _pint_unit(self.unit))
        return made


# Past the refusal of any other setting, and faster than by name.
_set_value = vars(Amount)["value"].__set__
_set_dimension = vars(Amount)["dimension"].__set__


def mass(value: Fraction | int) -> Amount:
    """Return an amount in mg."""
    return Amount(value, "mass")


def volume(value: Fraction | int) -> Amount:
    """Return an amount in mL."""
    return Amount(value, "volume")


def as_mass(value: Fraction | None) -> Amount | None:
    """Return an amount in mg, None as None.

    >>> as_mass(None) is None
    True
    """
    return None if value is None else mass(value)


def as_volume(value: Fraction | None) -> Amount | None:
    """Return an amount in mL, None as None."""
    return None if value is None else volume(value)


def ratio(value: Fraction | int) -> Amount:
    """Return a fraction (1/20 prints as 5 %)."""
    return Amount(value, "1")


def days(value: Fraction | int) -> Amount:
    """Return a time in days."""
    return Amount(value, "time")


# --- reading text ----------------------------------------------------------------------------------------------------


def parse_quantity(text: str, *, field: str = "quantity", needed: str | None = None) -> Amount:
    """Return the exact amount that a text states, in the strict grammar of the project.

    ``QUANTITY = NUMBER [one space] UNIT [ "/" [NUMBER [one space]] UNIT ]``, the whole text, no other blank.

    Parameters:
        text: such as ``4.5 mg``, ``5 mg/5 mL``, ``99.5%``.
        field: the keyword that an error names.
        needed: what an error says is needed.

    Raises:
        InputError: ``not-text``, ``too-many-digits``.
        UnitError: ``bad-quantity``, ``no-unit``, ``unknown-unit``, ``zero-denominator``.

    >>> parse_quantity("5 mg/5 mL")
    Amount('1 mg/mL')
    """
    needed = needed or "a number and a unit such as 4.5 mg"
    if not isinstance(text, str):
        raise InputError("not-text", field=field, given=text, needed=needed, hint=_bare_hint(text, "mass"))
    return _parsed(text, field, needed)


@lru_cache(maxsize=2048)  # many prescriptions have the same few amounts
def _parsed(text: str, field: str, needed: str) -> Amount:
    match = _QUANTITY.fullmatch(text)
    if not match:
        raise _refusal(text, field, needed)
    number, symbol, per_number, per_symbol = match.groups()
    unit = BY_SYMBOL[_MICRO.get(symbol, symbol)]
    value = parse_number(number, field=field, needed=needed) * unit.factor
    if per_symbol is None:
        return Amount(value, unit.dimension)
    per = BY_SYMBOL[_MICRO.get(per_symbol, per_symbol)]
    below = parse_number(per_number, field=field, needed=needed) * per.factor if per_number else per.factor
    if below == 0:
        raise UnitError("zero-denominator", field=field, given=text, needed=needed, hint="nothing can be per 0")
    dimension = f"{unit.dimension}/{per.dimension}"
    if dimension not in DISPLAY:
        hint = "% stands alone, not in a quotient"
        raise UnitError("bad-quantity", field=field, given=text, needed=needed, hint=hint)
    return Amount(value / below, dimension)


def _refusal(text: str, field: str, needed: str) -> UnitError:
    """Find the likely slip in a text that is no quantity."""
    code, hint = slip_in_quantity(text, typed=TYPED)
    return UnitError(code, field=field, given=text, needed=needed, hint=hint)


def require(value: object, dimension: str, field: str) -> Amount:
    """Return the exact amount of a value of the dimension; this stands at the door of every verb.

    Parameters:
        value: strict text, a pint Quantity of :func:`unit_registry` over Decimal, Fraction or int, or an Amount.
        dimension: ``mass``, ``volume``, ``time``, ``1``, ``mass/volume``, ``mass/mass`` or ``body mass``.
        field: the keyword that an error names.

    Raises:
        InputError: ``float-refused``, ``not-text``, ``not-finite``, ``negative``.
        UnitError: ``wrong-dimension``, ``foreign-registry`` and what :func:`parse_quantity` raises.

    >>> require("0.0045 g", "mass", "strength")
    Amount('4.5 mg')
    """
    needed = _EXAMPLE[dimension]
    if isinstance(value, Amount):
        amount = value
    elif isinstance(value, str):
        amount = parse_quantity(value, field=field, needed=needed)
    else:
        amount = _from_pint(value, field, needed, dimension)
    wanted = "mass" if dimension == "body mass" else dimension
    if amount.dimension not in (wanted, dimension):
        raise UnitError(
            "wrong-dimension",
            field=field,
            given=value if isinstance(value, str) else amount.text(),
            needed=needed,
            hint=f"this is a {'number in percent' if amount.dimension == '1' else amount.dimension}",
        )
    return Amount(amount.value, dimension)


def _bare_hint(value: object, dimension: str) -> str:
    """Return what to write for a bare number: its digits, and the unit."""
    hint = f"write '{written(value) or '4.5'} {DISPLAY[dimension][0]}', with its unit"
    return f"{hint}: {WHY_NO_FLOAT}" if is_float(value) else hint


def _from_pint(value: object, field: str, needed: str, dimension: str = "mass") -> Amount:
    if "pint" not in sys.modules or not isinstance(value, sys.modules["pint"].Quantity):
        code = "float-refused" if is_float(value) else "not-text"
        raise InputError(code, field=field, given=value, needed=needed, hint=_bare_hint(value, dimension))
    if not isinstance(value, unit_registry().Quantity):
        hint = "use quantities of ldn_compound.unit_registry(), or text; another registry may differ in its units"
        raise UnitError("foreign-registry", field=field, given=str(value), needed=needed, hint=hint)
    magnitude = value.magnitude
    if is_float(magnitude):
        hint = f"{WHY_NO_FLOAT}; give text, or a Decimal as the quantity's number"
        raise InputError("float-refused", field=field, given=str(value), needed=needed, hint=hint)
    if not isinstance(magnitude, Decimal | Fraction):
        magnitude = whole_number(magnitude)
    if magnitude is None:
        raise InputError("not-text", field=field, given=str(value), needed=needed, hint="a single Decimal number")
    if isinstance(magnitude, Decimal) and not magnitude.is_finite():
        raise InputError("not-finite", field=field, given=str(value), needed=needed)
    if _too_long(magnitude):
        # No mass or volume here has this many digits, and an exponent of a million would take minutes.
        raise InputError("too-many-digits", field=field, given=type(magnitude).__name__, needed="at most 60 digits")
    if magnitude < 0:
        raise InputError("negative", field=field, given=str(value), needed=needed, hint="amounts are never negative")
    number = Fraction(magnitude)
    above: list[str] = []
    below: list[str] = []
    for name, exponent in value.unit_items():
        unit = _BY_PINT_NAME[name]
        if exponent not in (1, -1):
            raise UnitError("wrong-dimension", field=field, given=str(value), needed=needed)
        (above if exponent == 1 else below).append(unit.dimension)
        number *= unit.factor if exponent == 1 else 1 / unit.factor
    dimension = "/".join([above[0] if above else "1", *below]) if len(above) <= 1 else "*".join(above)
    if dimension not in DISPLAY:
        raise UnitError("wrong-dimension", field=field, given=str(value), needed=needed)
    return Amount(number, dimension)


def _too_long(number: int | Decimal | Fraction) -> bool:
    if isinstance(number, Decimal):
        return abs(number.adjusted()) > 30 or len(number.as_tuple().digits) > 60
    parts = (number.numerator, number.denominator)
    return max(part.bit_length() for part in parts) > 200  # 10 to the 60


def quantity(text: str | Quantity) -> Quantity:
    """Return a text in the strict grammar as a pint Quantity over Decimal (in canonical units: mg, mL, d, mg/mL).

    Parameters:
        text: such as ``4.5 mg``, of any dimension of the gate; or a Quantity of :func:`unit_registry`.

    Raises:
        InputError, UnitError: what :func:`parse_quantity` raises; ``foreign-registry``, ``float-refused``.

    >>> print(quantity("0.0045 g"))
    4.5 milligram
    """
    if isinstance(text, str):
        return parse_quantity(text).quantity
    return _from_pint(text, "quantity", "a quantity such as 4.5 mg").quantity


# --- the registry ---------------------------------------------------------------------------------------------------

_lock = threading.Lock()
_registry: pint.UnitRegistry[Decimal] | None = None


def unit_registry() -> pint.UnitRegistry[Decimal]:
    """Return the one pint registry of this package; built on first use from :data:`TABLE`, never made pint's default.

    >>> unit_registry() is unit_registry()
    True
    """
    global _registry  # noqa: PLW0603 - one registry a process is the point
    if _registry is None:
        with _lock:
            if _registry is None:
                from ldn_compound.core.registry import build_registry

                _registry = build_registry(_definitions(), quantity=_quantity_of, unit=_unit_of)
    return _registry


def _definitions() -> Iterator[str]:
    bases: dict[str, str] = {}
    for unit in TABLE:
        if unit.dimension == "1":
            yield f"{unit.pint_name} = {decimal_text(unit.factor)} = {unit.symbol}"
        elif unit.dimension not in bases:
            bases[unit.dimension] = unit.pint_name
            # A symbol that is the name itself would be a second definition to pint.
            symbol = "" if unit.symbol == unit.pint_name else f" = {unit.symbol}"
            yield f"{unit.pint_name} = [{unit.dimension}]{symbol}"
        else:
            base = bases[unit.dimension]
            yield f"{unit.pint_name} = {decimal_text(unit.factor)} * {base} = {unit.symbol}"


def _quantity_of(magnitude: Any, units: str) -> Any:
    return unit_registry().Quantity(magnitude, units)


def _unit_of(name: str) -> Any:
    return unit_registry().Unit(name)


def _pint_unit(symbol: str) -> Any:
    names = [BY_SYMBOL[part].pint_name for part in symbol.split("/")]
    return unit_registry().Unit(" / ".join(names))
