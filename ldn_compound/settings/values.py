"""The gate for one setting: what a profile or a plan's record writes becomes a typed value, or is refused."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from functools import lru_cache
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any

from ldn_compound.core.errors import DataError, InputError
from ldn_compound.core.numbers import NUMBER, parse_whole, terminates
from ldn_compound.core.texts import near_hint, parse_choice, parse_date, parse_flag, parse_names, parse_text
from ldn_compound.core.units import Amount, parse_quantity, require
from ldn_compound.reference.loader import load
from ldn_compound.settings.key import Key, Kind
from ldn_compound.settings.lot_numbers import read_pattern

Value = Amount | int | str | bool | date | tuple[str, ...] | tuple[Amount, ...]
"""What a setting holds."""

DIMENSIONS = {"mass": "mass", "volume": "volume", "ratio": "1", "density": "mass/volume", "days": "time"}
"""Of which dimension a quantity is by its kind."""
QUANTITY_LISTS: dict[str, Kind] = {"masses": "mass", "concentrations": "density"}
"""What a list is of by its kind."""
MOST_WHOLE = 1_000_000
"""No whole number of a setting is above it."""
_LONGEST_RECORDED = 80
_LONGEST_PATH = 4096
_NUMBER = re.compile(NUMBER)


class Bare:
    """A number with a point that TOML wrote without quotes: kept as text, and refused wherever a unit is needed."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return self.text


def typed(key: Key, raw: object, field: str) -> Value:
    """Return the typed value of a setting.

    Parameters:
        key: its row of the table.
        raw: strict text for a quantity, choice or text; int, bool, date or list of text where the kind is one.
        field: the name that an error carries.

    Raises:
        InputError: ``not-text``, ``out-of-range``, ``unknown-choice``, ``endless-decimal`` and what the parser of the
            kind raises.

    >>> from ldn_compound.settings.keys import KEYS
    >>> typed(KEYS["policies.wastage"], "5 %", "wastage")
    Amount('5 %')
    """
    if key.kind in DIMENSIONS:
        return _quantity(key, raw, field)
    if key.kind in QUANTITY_LISTS:
        return _quantities(key, raw, field)
    if key.kind == "whole":
        least = 1 if key.positive else 0
        return parse_whole(_no_text(raw, field), field=field, least=least, most=int(key.most or MOST_WHOLE))
    if key.kind == "flag":
        return parse_flag(raw, field=field)
    if key.kind == "date":
        return parse_date(raw, field=field, month_allowed=key.name.endswith(".expiry"))
    if key.kind == "text":
        return parse_text(raw, field=field)
    if key.kind == "path":
        return _path(raw, field)
    if key.kind == "paths":
        return _paths(key, raw, field)
    if key.kind == "pattern":
        return read_pattern(raw).text
    known = key.choices() if key.choices else ()
    if key.kind == "choice":
        if not isinstance(raw, str):
            raise InputError("not-text", field=field, given=raw, needed="one of " + ", ".join(known), hint=_QUOTES)
        # A file says US or us: a choice in other capitals is the same one.
        same = [choice for choice in known if choice.casefold() == raw.casefold()]
        return same[0] if len(same) == 1 else parse_choice(raw, known, field=field)
    names = _names(raw, known, field)
    if key.positive and not names:
        raise InputError("empty", field=field, given=raw, needed=f"at least one, such as {key.example}")
    return names


_QUOTES = "write it in quotes"


def _quantity(key: Key, raw: object, field: str) -> Amount:
    dimension = DIMENSIONS[key.kind]
    if not isinstance(raw, str | Amount):
        hint = f"write the number with its unit, in quotes: {key.example}"
        raise InputError("not-text", field=field, given=raw, needed="a quantity with its unit", hint=hint)
    amount = require(raw, dimension, field)
    if key.positive and amount.value == 0:
        raise InputError("out-of-range", field=field, given=raw, needed=f"more than 0 {amount.unit}")
    if key.most is not None and amount.value > parse_quantity(key.most).value:
        raise InputError("out-of-range", field=field, given=raw, needed=f"at most {key.most}")
    if key.kind == "days" and amount.value.denominator != 1:
        raise InputError("out-of-range", field=field, given=raw, needed=f"whole days, such as {key.example}")
    if not terminates(amount.in_unit):
        # A plan writes it as decimal text: cut off there, the plan would not recompute.
        hint = "write it per 1 mL, as a decimal"
        raise InputError("endless-decimal", field=field, given=raw, needed=f"such as {key.example}", hint=hint)
    return amount


def _quantities(key: Key, raw: object, field: str) -> tuple[Amount, ...]:
    """Return a list of quantities, each once and as it was written."""
    if not isinstance(raw, list | tuple) or not raw:
        code = "empty" if raw in ([], ()) else "not-a-list"
        raise InputError(code, field=field, given=raw, needed=f"a list such as {key.example}")
    of = key._replace(kind=QUANTITY_LISTS[key.kind], example=key.example.strip("[]").partition(",")[0])
    return tuple(dict.fromkeys(_quantity(of, item, field) for item in raw))


def _path(raw: object, field: str) -> str:
    """Return the path of a file, whatever the folder is in which the program is started."""
    text = parse_text(raw, field=field, longest=_LONGEST_PATH)
    if not (text.startswith("~") or PurePosixPath(text).is_absolute() or PureWindowsPath(text).is_absolute()):
        hint = "the program may be started in any folder"
        raise InputError("out-of-range", field=field, given=raw, needed="a whole path, or one from ~ on", hint=hint)
    return text


def _paths(key: Key, raw: object, field: str) -> tuple[str, ...]:
    if not isinstance(raw, list | tuple) or not raw:
        code = "empty" if raw in ([], ()) else "not-a-list"
        raise InputError(code, field=field, given=raw, needed=f"a list such as {key.example}")
    return tuple(dict.fromkeys(_path(item, field) for item in raw))


def _no_text(raw: object, field: str) -> object:
    if isinstance(raw, str):
        raise InputError("bad-whole-number", field=field, given=raw, needed="a whole number", hint="without quotes")
    return raw


def _names(raw: object, known: tuple[str, ...], field: str) -> tuple[str, ...]:
    if not isinstance(raw, list | tuple):
        hint = "write a list: [" + ", ".join(f'"{name}"' for name in known[:2]) + "]"
        raise InputError("not-a-list", field=field, given=raw, needed="a list", hint=hint)
    names = parse_names(raw, field=field)
    for name in names:
        if name not in known:
            needed = "of " + ", ".join(known)
            raise InputError("unknown-choice", field=field, given=name, needed=needed, hint=near_hint(name, known))
    return names


def default_of(key: Key) -> tuple[Value | None, str, str | None]:
    """Return a setting's default, its origin (``assumption`` or ``reference``) and the citation behind it.

    >>> from ldn_compound.settings.keys import KEYS
    >>> default_of(KEYS["balance.readability"])[:2]
    (Amount('1 mg'), 'assumption')
    """
    if key.from_reference is not None:
        value, source = key.from_reference()
        return value, "reference", source
    # A plan asks for a dozen of them: what was read is kept with the file.
    kept = load("defaults").kept
    if key.name not in kept:
        kept[key.name] = _default(key)
    value, source = kept[key.name]
    return value, "assumption", source


def _default(key: Key) -> tuple[Value | None, str | None]:
    row = key.default
    if row is None:
        return None, None
    try:
        return from_text(key, row.value, key.name), str(row.source)
    except InputError as error:
        needed = f"{error.needed} ({error.hint})"
        raise DataError("bad-data", field=f"defaults.{key.name}.value", given=row.value, needed=needed) from error


def from_text(key: Key, text: str, field: str) -> Value:
    """Return the value that strict text states: ``true`` or ``false``, digits, names parted by commas, or as typed.

    Raises:
        InputError: what :func:`typed` raises.
    """
    raw: object = text
    if key.kind == "flag" and text in ("true", "false"):
        raw = text == "true"
    elif key.kind == "whole":
        raw = parse_whole(text, field=field, least=0, most=MOST_WHOLE)
    elif key.kind == "names":
        raw = [name.strip() for name in text.split(",")]
    return typed(key, raw, field)


def shown(value: Value | None) -> str:
    """Return a value as an assumption prints it.

    >>> shown(("1", "2")), shown(True), shown(None)
    ('1, 2', 'yes', 'not stated')
    """
    if value is None:
        return "not stated"
    if isinstance(value, Amount):
        return value.text()
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(shown(item) for item in value) or "none"
    return value.isoformat() if isinstance(value, date) else str(value)


def to_json(value: Value | None) -> Any:
    """Return a value as JSON writes it: a quantity as value and unit, a date as ISO text, names as a list."""
    if isinstance(value, Amount):
        return value.to_json()
    if isinstance(value, tuple):
        return [to_json(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def from_json(key: Key, raw: object, field: str) -> Value | None:
    """Return the value that :func:`to_json` wrote, for the setting of that row.

    Raises:
        InputError: ``bad-quantity`` and what :func:`typed` raises.
    """
    if raw is None:
        return None
    if key.kind in QUANTITY_LISTS:
        items = raw if isinstance(raw, list) else []
        of = key._replace(kind=QUANTITY_LISTS[key.kind])
        return typed(key, [from_json(of, item, field) for item in items], field)
    if key.kind in DIMENSIONS:
        number = raw.get("value") if isinstance(raw, dict) else None
        dimension = DIMENSIONS[key.kind]
        amount = _recorded(number, dimension) if isinstance(number, str) else None
        if not isinstance(raw, dict) or amount is None or raw.get("unit") != amount.unit:
            needed = f'{{"value": decimal text, "unit": "{Amount(0, dimension).unit}"}}'
            raise InputError("bad-quantity", field=field, given=raw, needed=needed)
        return typed(key, amount, field)
    return typed(key, raw, field)


@lru_cache(maxsize=2048)  # most plans have most settings alike
def _recorded(number: str, dimension: str) -> Amount | None:
    """Return the amount of a number as it is written in a plan, or None where it is none.

    The gate's 15 digits are for people: 1 mg written from a pound has more.
    """
    if len(number) > _LONGEST_RECORDED or not _NUMBER.fullmatch(number):
        return None
    per_unit = parse_quantity(f"1 {Amount(0, dimension).unit}").value
    return Amount(Fraction(number) * per_unit, dimension)
