"""Reads what is given for an input: strictly, within its bounds, into an exact value; and to JSON and back."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any

from ldn_compound.core.errors import InputError, MismatchError
from ldn_compound.core.foreign import is_unordered, listed, whole_number
from ldn_compound.core.numbers import MOST_DIGITS, NUMBER, decimal_text, parse_number, parse_whole, terminates, written
from ldn_compound.core.results import Result
from ldn_compound.core.slips import fraction_meant
from ldn_compound.core.texts import (
    near_hint,
    parse_choice,
    parse_date,
    parse_flag,
    parse_mapping,
    parse_names,
    parse_text,
)
from ldn_compound.core.units import WRITTEN_UNITS, Amount, require
from ldn_compound.inputs.fields import Field

MOST_READINGS = 1000
QUANTITY_KINDS = ("mass", "volume", "time", "1", "mass/volume", "mass/mass", "body mass")

Row = Field[Any, Any]


def read_all(fields: Iterable[Row], given: Mapping[str, object]) -> dict[str, Any]:
    """Return what was given, as exact values, in the order of the fields; what is None is left out.

    Raises:
        InputError, UnitError: what an input's parser raises; ``out-of-range``, ``given-twice``, ``missing``.

    >>> from ldn_compound.inputs.batches import Units
    >>> read_all(Units.fields.values(), {"strength": "4.5 mg", "count": "90"})
    {'strength': Amount('4.5 mg'), 'count': 90}
    """
    typed: dict[str, Any] = {}
    for field in fields:
        value = given.get(field.name, field.default)
        if value is None:  # as most inputs of most plans are
            if field.also and given.get(field.also) is not None:
                typed[field.name] = read_input(field.but(name=field.also), given[field.also])
            elif field.kind == "plan" and field.needed:
                needed = f"{field.what}, as it was returned"
                raise InputError("not-a-plan", field=field.name, given="None", needed=needed)
            continue
        if field.also and given.get(field.also) is not None:
            needed, hint = f"{field.name} once", f"{field.also} and {field.name} are the same input under two names"
            raise InputError("given-twice", field=field.also, given=given[field.also], needed=needed, hint=hint)
        if field.kind == "other name":
            continue
        value = read_input(field, value)
        if value not in ((), {}) or field.kind in ("plan", "profile"):
            typed[field.name] = value
    require_inputs(typed, (field for field in fields if field.needed or field.default is not None))
    return typed


def read_input(row: Row, value: object) -> Any:
    """Return what was given for one input as an exact value.

    Raises:
        InputError, UnitError: a value that the input does not take, naming it.
    """
    return _read_text(row, value) if type(value) is str else _read(row, value)


@lru_cache(maxsize=2048)  # many prescriptions have the same few texts, and what is read of a text never changes
def _read_text(row: Row, text: str) -> Any:
    return _read(row, text)


def _read(row: Row, value: object) -> Any:
    match row.kind:
        case "whole":
            return parse_whole(value, field=row.name, least=int(row.least or 0), most=int(row.most or 0))
        case "number":
            number = parse_number(value, field=row.name) if not _is_int(value) else _int(value, row)
            return _bounded(row, number, lambda: decimal_text(number), "")
        case "age":
            age = _age(value, row)
            return _bounded(row, age, lambda: decimal_text(age), "")
        case "text":
            return parse_text(value, field=row.name)
        case "choice":
            return parse_choice(value, row.choices, field=row.name)
        case "flag":
            return parse_flag(value, field=row.name)
        case "masses":
            return _masses(value, row)
        case "recipe":
            return _recipe(value, row)
        case "readings" | "shares" | "doses" | "lengths":
            return _readings(value, row)
        case "named amounts":
            return _named_amounts(value, row)
        case "plan" | "profile":
            return value
        case "names":
            return parse_names(value, field=row.name)
        case "date":
            return parse_date(value, field=row.name)
        case "dates":
            named = parse_mapping(value, field=row.name)
            return {name: parse_date(day, field=row.name, month_allowed=True) for name, day in named.items()}
        case "texts":
            named = parse_mapping(value, field=row.name)
            return {name: parse_text(text, field=row.name) for name, text in named.items()}
        case _:
            kinds = row.kind.split(" or ")
            amount = _amount(value, kinds[0], row.name) if len(kinds) == 1 else _require_one(value, kinds, row)
            _bounded(row, amount.value, amount.text, f" {amount.unit}")
            return amount


_AGE = re.compile(
    rf"(?:(?P<years>{NUMBER}) ?(?i:years?|yrs?|y))?(?P<blank> ?)(?:(?P<months>0|[1-9][0-9]{{0,3}}) ?(?i:months?|mos?))?"
)


def _age(value: object, row: Row) -> Fraction:
    """Return an age in years, exactly: a number of them, or years and months in words (14 months is 14/12)."""
    found = _AGE.fullmatch(value) if isinstance(value, str) and value.strip() else None
    if isinstance(value, str) and found and not (found["blank"] and not (found["years"] and found["months"])):
        years, months = found["years"], found["months"]
        if years and months and ("." in years or int(months) >= _MONTHS):
            hint = "whole years, and less than 12 months: or the months alone"
            raise InputError("bad-number", field=row.name, given=value, needed=_AGE_NEEDED, hint=hint)
        read = parse_number(years, field=row.name, needed=_AGE_NEEDED) if years else Fraction(0)
        return read + Fraction(int(months or 0), _MONTHS)
    if _is_int(value):
        return _int(value, row)
    if isinstance(value, str) and (decimal := fraction_meant(value)) is not None:
        raise InputError("bad-number", field=row.name, given=value, needed=_AGE_NEEDED, hint=f"write {decimal}")
    return parse_number(value, field=row.name, needed=_AGE_NEEDED)


_MONTHS = 12
_AGE_NEEDED = "an age such as 9, 9.75, 14 months or 1 year 2 months"


def _listed(value: object, row: Row, needed: str, *, ordered: bool = True) -> list[Any]:
    """Return a list, or a text with commas between, as a list that is not empty; a blank may follow each comma.

    "0,5 mg" is refused by whoever reads the items, for 0 has no unit.
    """
    if isinstance(value, str):
        return re.split(", ?", value)
    items = listed(value, field=row.name, needed=needed, ordered=ordered)
    if not items:
        raise InputError("not-a-list", field=row.name, given=value, needed=needed)
    return items


def _masses(value: object, row: Row) -> tuple[Amount, ...]:
    """Return masses given as a list, or as one text with commas between."""
    needed = f"masses with commas between, such as {row.example}"
    items = _listed(value, row, needed, ordered=False)
    masses = [_amount(item, "mass", row.name) for item in items]
    for mass in masses:
        if mass.value == 0:
            raise InputError("out-of-range", field=row.name, given=mass.text(), needed="each more than 0 mg")
    if is_unordered(value):
        masses.sort(key=lambda mass: mass.value)
    return tuple(dict.fromkeys(masses))


def _readings(value: object, row: Row) -> tuple[Amount, ...]:
    """Return readings given as a list, or as one text with commas between. Equal ones are normal and all count."""
    items = _listed(value, row, f"a list such as {row.example}")
    if len(items) > MOST_READINGS:
        raise InputError("too-many-readings", field=row.name, given=len(items), needed=f"at most {MOST_READINGS}")
    readings = tuple(_amount(item, LIST_OF.get(row.kind, "mass"), row.name) for item in items)
    for reading in readings:
        if reading.value == 0 and row.kind != "shares":
            needed, hint = f"more than 0 {reading.unit}", _OF_NOTHING[row.kind]
            raise InputError("out-of-range", field=row.name, given=reading.text(), needed=needed, hint=hint)
    return readings


LIST_OF = {"shares": "1", "lengths": "time"}
"""Of what a list is by its kind; of masses otherwise."""
_OF_NOTHING = {
    "readings": "was the balance empty?",
    "doses": "what comes after a pause is a plan of its own",
    "lengths": "leave the dose out that is not taken",
}


def _named_amounts(value: object, row: Row) -> dict[str, Amount]:
    """Return masses (of what is measured out as a liquid, volumes) by the name of the component."""
    named = parse_mapping(value, field=row.name)
    return {name: _require_one(item, ["volume", "mass"], row) for name, item in named.items()}


def _recipe(value: object, row: Row) -> str | tuple[tuple[str, Amount | str], ...]:
    """Return a recipe: the key of one, or pairs of an excipient's key and its share of the whole or "rest"."""
    if isinstance(value, str):
        return parse_text(value, field=row.name)
    needed = "a recipe's key, or shares by excipient such as {'mcc-ph102': '45 %', 'lactose-monohydrate': 'rest'}"
    items = value.items() if isinstance(value, Mapping) else value
    pairs = listed(items, field=row.name, needed=needed, code="not-a-recipe")
    if not pairs or not all(isinstance(pair, list | tuple) and len(pair) == 2 for pair in pairs):
        raise InputError("not-a-recipe", field=row.name, given=value, needed=needed)
    rows: list[tuple[str, Amount | str]] = []
    for key, share in pairs:
        name = parse_text(key, field=row.name)
        rest = isinstance(share, str) and share == "rest"
        rows.append((name, "rest" if rest else _amount(share, "1", row.name)))
    return tuple(rows)


def _amount(value: object, dimension: str, field: str) -> Amount:
    return require(stated_quantity(value, field=field), dimension, field)


def _require_one(value: object, kinds: list[str], row: Row) -> Amount:
    """Return the amount in the first dimension of the kinds that it has: a volume or a mass of water, say."""
    for kind in kinds:
        try:
            return _amount(value, kind, row.name)
        except InputError as error:
            if error.code == "wrong-dimension" and kind != kinds[-1]:
                continue
            if len(kinds) > 1:
                words = " or ".join("fraction in percent" if name == "1" else name for name in kinds)
                error.needed = f"a {words}, such as {row.example}"
            raise
    raise AssertionError("a row has at least one kind")


def _is_int(value: object) -> bool:
    return isinstance(value, bool) or whole_number(value) is not None


def _int(value: object, row: Row) -> Fraction:
    return Fraction(parse_whole(value, field=row.name, least=int(row.least or 0), most=int(row.most or 0)))


def _bounded(row: Row, value: Fraction, shown: Callable[[], str], unit: str) -> Fraction:
    low, high = row.least, row.most
    if low is not None and (value < low or (row.above_least and value == low)):
        words = f"more than {low}{unit}" if row.above_least else f"at least {low}{unit}"
        raise InputError("out-of-range", field=row.name, given=shown(), needed=words, hint="is the number complete?")
    if high is not None and value > high:
        top = f"{decimal_text(Fraction(high) * 100)} %" if row.kind == "1" else f"{decimal_text(Fraction(high))}{unit}"
        raise InputError("out-of-range", field=row.name, given=shown(), needed=f"at most {top}", hint="mind the point")
    return value


# --- to JSON and back -----------------------------------------------------------------------------------------------

_RECORDED = re.compile(rf"-?{NUMBER}|-?[0-9]+/0*[1-9][0-9]*")
_LONGEST_RECORDED = 400


def value_to_json(value: object) -> Any:
    """Return a typed input as JSON writes it.

    A quantity that has no finite decimal text also carries its exact fraction, so that nothing is lost on the way.

    >>> value_to_json(require("4.5 mg", "mass", "strength"))
    {'value': '4.5', 'unit': 'mg'}
    >>> value_to_json(Fraction(14, 12))
    '14 months'
    """
    if isinstance(value, Amount):
        text = value.to_json()
        return text if terminates(value.in_unit) else {**text, "exact": str(value.in_unit)}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Result):
        return {"kind": value.kind, "inputs": dict(value.inputs)}
    if isinstance(value, Fraction):
        # Of the numbers an age alone may be none that a decimal writes: one of seven months.
        return decimal_text(value) if terminates(value) else f"{decimal_text(value * _MONTHS)} months"
    if isinstance(value, tuple | list):
        return [value_to_json(item) for item in value]
    if isinstance(value, Mapping):
        return {key: value_to_json(item) for key, item in value.items()}
    return value


def stated_quantity(value: object, *, field: str) -> object:
    """Return a quantity as JSON writes it, ``{"value": "4.5", "unit": "mg"}``, as strict text; others as they are.

    One with more digits than a person types, or with its exact fraction, is what a document holds: an Amount.

    Raises:
        InputError: ``bad-quantity``: an object of another form.
        MismatchError: ``bad-recorded-value``: of many digits or with its fraction, and not as this program writes it.

    >>> stated_quantity({"value": "4.5", "unit": "mg"}, field="strength")
    '4.5 mg'
    """
    if not isinstance(value, Mapping):
        return value
    if not {"value", "unit"} <= value.keys() <= _KEYS_OF_A_QUANTITY or not all(
        isinstance(part, str) for part in value.values()
    ):
        digits = written(value.get("value"))
        hint = None if digits is None else f"write the number as text: '{digits}'"
        needed = 'a quantity such as {"value": "4.5", "unit": "mg"}'
        raise InputError("bad-quantity", field=field, given=dict(value), needed=needed, hint=hint)
    if "exact" in value or len(value["value"]) > MOST_DIGITS + 1:
        return amount_from_json(value, field=field)
    return f"{value['value']} {value['unit']}"


_KEYS_OF_A_QUANTITY = {"value", "unit", "exact"}


def handed_on(recorded: Mapping[str, Any], names: Collection[str]) -> dict[str, Any]:
    """Return the inputs that a result recorded and another plan takes too, as its function takes them.

    Parameters:
        recorded: the inputs of the result, as its document has them.
        names: of the inputs that both have.

    Raises:
        MismatchError: ``bad-recorded-value``.
    """
    return {name: value_from_json(value, field=name) for name, value in recorded.items() if name in names}


def value_from_json(value: object, *, field: str) -> Any:
    """Return a value of a JSON document as a public function takes it: quantities as exact amounts, the rest as is.

    Raises:
        MismatchError: ``bad-recorded-value`` for a quantity that is not of the form that this program writes.

    >>> value_from_json({"value": "4.5", "unit": "mg"}, field="strength")
    Amount('4.5 mg')
    """
    if isinstance(value, Mapping) and {"value", "unit"} <= value.keys():
        return amount_from_json(value, field=field)
    if isinstance(value, list):
        return [value_from_json(item, field=field) for item in value]
    if isinstance(value, Mapping):
        return {key: value_from_json(item, field=field) for key, item in value.items()}
    return value


def amount_from_json(value: Mapping[str, Any], *, field: str) -> Amount:
    """Return the exact amount of a quantity as JSON wrote it.

    Raises:
        MismatchError: ``bad-recorded-value``.
    """
    number, symbol, exact = value["value"], value["unit"], value.get("exact")
    made: Amount | None = None
    if isinstance(number, str) and isinstance(symbol, str) and (exact is None or isinstance(exact, str)):
        made = _written_amount(number if exact is None else exact, symbol)
    if made is None or value_to_json(made) != dict(value):
        needed = 'such as {"value": "4.5", "unit": "mg"}'
        raise MismatchError("bad-recorded-value", field=field, given=dict(value), needed=needed)
    return made


@lru_cache(maxsize=2048)
def _written_amount(digits: str, symbol: str) -> Amount | None:
    """Return the amount of a number and a unit as JSON has them, or None where that is none."""
    unit = WRITTEN_UNITS.get(symbol)
    # Fraction alone would also read 1e9999999, and take its time over it.
    if unit is None or len(digits) > _LONGEST_RECORDED or not _RECORDED.fullmatch(digits):
        return None
    return Amount(Fraction(digits) * unit.factor, unit.dimension)


def refuse_unknown(given: Iterable[str], known: Iterable[str], *, field: str, code: str, needed: str) -> None:
    """Refuse the first name that is not known, with the near ones.

    Raises:
        InputError: the code given.

    >>> refuse_unknown(["api"], ["api", "filler"], field="component_expiries", code="unknown-component", needed="a key")
    """
    names = tuple(known)
    for name in given:
        if name not in names:
            raise InputError(code, field=field, given=name, needed=needed, hint=near_hint(name, names))


def require_inputs(given: Mapping[str, object], fields: Iterable[Row]) -> None:
    """Refuse what lacks a required input.

    Raises:
        InputError: ``missing``.

    >>> from ldn_compound.inputs.batches import Units
    >>> require_inputs({"count": 90}, [Units.fields["count"]])
    """
    for field in fields:
        if field.name not in given:
            needed = f"{field.what}, such as {field.example}" if field.example else field.what
            raise InputError("missing", field=field.name, needed=needed, hint="it is required")
