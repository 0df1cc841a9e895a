"""TOML read with bounds: of any text there is a table or a ``ValueError``, and none that cannot be shown."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from typing import Any

_DEEPEST = 16
"""No table of this program's lies deeper."""
_MOST_BITS = 64
"""A whole number of TOML's has no more; tomllib takes one of any length, which Python then does not write out."""
_MOST_POINTS = 60
"""In one line. tomllib takes the square of the points' number in time: 41 s for a key of 50,000."""


def parse_toml(text: str, parse_float: Callable[[str], Any] = float, *, long_numbers: bool = False) -> dict[str, Any]:
    """Return the table that a TOML text states.

    Parameters:
        text: the whole text.
        parse_float: makes a value of the text of a number with a point.
        long_numbers: whether the caller refuses a whole number of more than 64 bits itself, with its place.

    Raises:
        ValueError: malformed TOML (``tomllib.TOMLDecodeError``), brackets or keys nested too deep, a whole number of
            more than 64 bits, a line of more than 60 points; the message says which.

    >>> parse_toml("a = [[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]")
    Traceback (most recent call last):
    ValueError: too many brackets within brackets
    """
    for number, line in enumerate(text.split("\n"), start=1):
        if line.count(".") > _MOST_POINTS:
            raise ValueError(f"more than {_MOST_POINTS} points in a line (at line {number}, column 1)")
    try:
        document = tomllib.loads(text, parse_float=parse_float)
    except RecursionError:
        raise ValueError("too many brackets within brackets") from None
    level: list[Any] = [document]
    for _ in range(_DEEPEST):
        level = [below for value in level for below in (value.values() if type(value) is dict else value)]
        if not long_numbers and any(type(value) is int and value.bit_length() > _MOST_BITS for value in level):
            raise ValueError("a whole number of more digits than a person writes")
        level = [value for value in level if type(value) in (dict, list)]
        if not level:
            return document
    raise ValueError("too many brackets within brackets")
