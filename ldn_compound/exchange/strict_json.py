"""JSON read strictly: each key once, no floats, whole numbers of a sane length. One object, or one object a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from ldn_compound.core.errors import InputError
from ldn_compound.core.foreign import is_float
from ldn_compound.core.numbers import MOST_DIGITS

LINE_ENDINGS = (".jsonl", ".ndjson")
"""The endings of a file that holds a JSON object on each line."""
_DEEPEST = 24
"""No document of this program's is nested deeper."""
_TOO_DEEP = "nested too deep"
_NO_NUMBERS = "quantities as decimal text, never as JSON numbers"
_FEW_DIGITS = f"whole numbers of at most {MOST_DIGITS} digits"


class DecimalText(str):
    """The text of a JSON number with a point, with the digits that it was written with."""

    __slots__ = ()


class NumberedLine(NamedTuple):
    """A line that is not blank, and its number in the file, from 1."""

    number: int
    text: str


def parse_object(text: object, *, field: str, needed: str, decimals: bool = False) -> dict[str, Any]:
    """Return the object that a JSON text holds.

    Parameters:
        text: the text.
        field: what the text is, for an error; needed: what it should be.
        decimals: whether its numbers may have a point: each is then a :class:`DecimalText`.

    Raises:
        InputError: ``not-text``; ``bad-json``: it is no JSON object, an object has a key twice, a number is a float or
            has more digits than any measurement.

    >>> parse_object('{"count": 90, "count": 60}', field="row", needed="an object")
    Traceback (most recent call last):
    ldn_compound.core.errors.InputError: row: given 'count'; needed each key once; ... [bad-json]
    """

    def refuse(given: object, wanted: str = needed, hint: str | None = None) -> InputError:
        return InputError("bad-json", field=field, given=given, needed=wanted, hint=hint)

    def each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        if len(made) != len(pairs):
            keys = [key for key, _ in pairs]
            twice = next(key for key in made if keys.count(key) > 1)
            raise refuse(twice, "each key once", "a key appears twice in one object")
        return made

    def no_float(number: str) -> Any:
        raise refuse(number, _NO_NUMBERS)

    def no_constant(number: str) -> Any:
        raise refuse(number, "a number that JSON has")

    def whole(number: str) -> int:
        if len(number) > MOST_DIGITS:
            raise refuse(number, _FEW_DIGITS)
        return int(number)

    if not isinstance(text, str):
        raise InputError("not-text", field=field, given=type(text).__name__, needed=needed)
    try:
        found = json.loads(
            text,
            object_pairs_hook=each_once,
            parse_float=DecimalText if decimals else no_float,
            parse_int=whole,
            parse_constant=no_constant if decimals else no_float,
        )
    except json.JSONDecodeError as error:
        # What stands there is not said: the file may be any, given by mistake.
        raise refuse(None, hint=f"line {error.lineno}, column {error.colno}: {error.msg}") from None
    except RecursionError:
        raise refuse(None, hint=_TOO_DEEP) from None
    if not isinstance(found, dict):
        raise refuse(None, hint="that is JSON, and no object {...}")
    if _deeper_than(found, _DEEPEST):
        raise refuse(None, hint=_TOO_DEEP)
    return found


def copied_object(found: object, *, field: str, needed: str) -> dict[str, Any]:
    """Return a copy of an object that another program has read from JSON, refused by the rules of :func:`parse_object`.

    Parameters:
        found: dicts, lists, texts, whole numbers, True, False and None within each other.
        field: what it is, for an error; needed: what it should be.

    Raises:
        InputError: ``bad-json``: it is no object, or holds a float, a number with more digits than any measurement, or
            what no JSON text says.

    >>> copied_object({"count": 90.0}, field="row", needed="an object")
    Traceback (most recent call last):
    ldn_compound.core.errors.InputError: row.count: given '90.0'; needed quantities as decimal text, ... [bad-json]
    """

    def refuse(given: object, wanted: str, path: str, hint: str | None = None) -> InputError:
        return InputError("bad-json", field=path, given=given, needed=wanted, hint=hint)

    def copied(value: Any, path: str, depth: int) -> Any:
        if isinstance(value, dict | list) and depth > _DEEPEST:
            raise refuse(None, needed, field, _TOO_DEEP)
        if isinstance(value, dict):
            for key in value:
                if not isinstance(key, str):
                    raise refuse(key, "texts as the keys of an object", path)
            return {str(key): copied(item, f"{path}.{key}", depth + 1) for key, item in value.items()}
        if isinstance(value, list):
            return [copied(item, path, depth + 1) for item in value]
        if is_float(value):
            raise refuse(value, _NO_NUMBERS, path)
        if type(value) is int and abs(value) >= 10**MOST_DIGITS:
            raise refuse(value, _FEW_DIGITS, path)
        if value is None or type(value) in (str, int, bool):
            return value
        raise refuse(type(value).__name__, "what a JSON text says: objects, lists, texts, whole numbers", path)

    if not isinstance(found, dict):
        hint = "a JSON text is read by from_json" if isinstance(found, str) else None
        raise refuse(type(found).__name__, needed, field, hint)
    copy: dict[str, Any] = copied(found, field, 1)
    return copy


def _deeper_than(found: dict[str, Any], most: int) -> bool:
    """Tell whether brackets are nested deeper."""
    level: list[Any] = [found]
    for _ in range(most):
        level = [
            below
            for value in level
            for below in (value.values() if type(value) is dict else value)
            if type(below) in (dict, list)
        ]
        if not level:
            return False
    return True


def holds_lines(path: str) -> bool:
    """Tell whether a file holds a JSON object on each line, by the ending of its name in any capitals.

    >>> holds_lines("jobs.JSONL"), holds_lines("plan.json")
    (True, False)
    """
    return path.lower().endswith(LINE_ENDINGS)


def numbered_lines(text: str) -> Iterator[NumberedLine]:
    """Yield the lines that are not blank. A line feed alone ends a line: a name may hold any other separator.

    >>> [tuple(line) for line in numbered_lines('{"a": 1}\\r\\n\\n{"b": "x\\u2028y"}')]
    [(1, '{"a": 1}'), (3, '{"b": "x\\u2028y"}')]
    """
    for number, line in enumerate(text.split("\n"), start=1):
        bare = line.removesuffix("\r")
        if bare.strip():
            yield NumberedLine(number, bare)
