"""Values of other programs' types: whole numbers, days, flags and lists as numpy, pandas and Python itself hold them.

Each is known by what it can do, or by its class where that library is loaded already: none is imported here.
"""

from __future__ import annotations

import numbers
import operator
import sys
from collections.abc import ItemsView, Iterable, KeysView, Mapping, Set
from datetime import date, datetime, time
from itertools import islice
from typing import Any

from ldn_compound.core.errors import InputError

MOST_ITEMS = 10_000
"""How many items a list may have: a generator may be without an end."""
_NO_LISTS = (str, bytes, bytearray, memoryview, Mapping)


def whole_number(value: object) -> int | None:
    """Return what Python takes as a whole number, of numpy too, as an int; None for all else, and for True and False.

    >>> whole_number(30), whole_number(True), whole_number(30.0)
    (30, None, None)
    """
    if type(value) is int:
        return value
    if flag(value) is not None or not hasattr(type(value), "__index__"):
        return None
    try:
        return operator.index(value)  # type: ignore[arg-type]  # mypy does not see what hasattr has found
    except TypeError:  # an array of numbers has __index__ too
        return None


def is_float(value: object) -> bool:
    """Tell whether a value is a binary float, of numpy too.

    >>> is_float(0.5), is_float(1)
    (True, False)
    """
    return isinstance(value, numbers.Real) and not isinstance(value, numbers.Rational)


def flag(value: object) -> bool | None:
    """Return True and False, those of numpy too, as they are; None for all else.

    >>> flag(False), flag(0)
    (False, None)
    """
    if isinstance(value, bool):
        return value
    numpy = sys.modules.get("numpy")
    return bool(value) if numpy is not None and isinstance(value, numpy.bool_) else None


def day(value: object) -> tuple[date | None, str | None]:
    """Return a day as a date, or why a value of other types is none: it has a time of day, a time zone, or no day.

    >>> day(datetime(2026, 11, 22))  # as a pandas Timestamp is one
    (datetime.date(2026, 11, 22), None)
    >>> day(datetime(2026, 11, 22, 10, 15))
    (None, 'it has a time of day: give the date alone')
    """
    numpy = sys.modules.get("numpy")
    if numpy is not None and isinstance(value, numpy.datetime64):
        return _day_of_numpy(numpy, value)
    if not isinstance(value, datetime):
        return (value if isinstance(value, date) else None), None
    if value != value:  # noqa: PLR0124 - pandas' NaT is a datetime that is equal to nothing
        return None, "it is missing (NaT): leave the key out"
    if value.tzinfo is not None:
        return None, "it has a time zone, in which another day may be meant: give the date alone"
    if value.time() != time() or getattr(value, "nanosecond", False):
        return None, "it has a time of day: give the date alone"
    return value.date(), None


def _day_of_numpy(numpy: Any, value: Any) -> tuple[date | None, str | None]:
    if numpy.isnat(value):
        return None, "it is missing (NaT): leave the key out"
    if numpy.datetime_data(value.dtype)[0] in ("Y", "M", "W"):
        return None, "it is no single day: give the date itself"
    whole = value.astype("datetime64[D]")
    if whole != value:
        return None, "it has a time of day: give the date alone"
    found = whole.item()  # a number where Python's dates do not reach
    return (found, None) if isinstance(found, date) else (None, None)


def is_unordered(value: object) -> bool:
    """Tell whether a value is a set, whose order is nobody's: the keys of a dict have theirs.

    >>> is_unordered({"a"}), is_unordered({"a": 1}.keys())
    (True, False)
    """
    return isinstance(value, Set) and not isinstance(value, KeysView | ItemsView)


def listed(value: object, *, field: str, needed: str, code: str = "not-a-list", ordered: bool = True) -> list[Any]:
    """Return the items of a list, tuple, generator, dict view or array; of a set too where `ordered` is False.

    Parameters:
        ordered: whether the order counts, or how often an item is there.

    Raises:
        InputError: the code given; a text is no list (of its letters), nor is a mapping (of its keys).

    >>> listed((name for name in ("lactose", "milk")), field="avoid", needed="a list of names")
    ['lactose', 'milk']
    """
    hint = None
    if ordered and is_unordered(value):
        hint = "a set has no order and holds equal items once: give a list"
    elif isinstance(value, Iterable) and not isinstance(value, _NO_LISTS):
        try:
            items = iter(value)
        except TypeError:  # a single pint Quantity says that it is a list
            items = None
        if items is not None:
            found = list(islice(items, MOST_ITEMS + 1))
            if len(found) <= MOST_ITEMS:
                return found
            hint = f"at most {MOST_ITEMS} items"
    raise InputError(code, field=field, given=value, needed=needed, hint=hint)
