"""Lot numbers by the pharmacy's pattern: what a pattern may say, and the number that comes next."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from ldn_compound.core.errors import InputError
from ldn_compound.core.texts import parse_text

SETTING = "log.number"
LONGEST = 40
_PART = re.compile(r"\{([^{}]*)\}")
_RUNNING = re.compile(r"n(?::([1-9]))?")
_DATES: dict[str, Callable[[date], str]] = {
    "year": lambda day: f"{day.year:04}",
    "yy": lambda day: f"{day.year % 100:02}",
    "month": lambda day: f"{day.month:02}",
    "day": lambda day: f"{day.day:02}",
    "week": lambda day: f"{day.isocalendar().week:02}",
}
_NEEDED = (
    "a pattern such as {year}-{month}{day}-{n:2}: {year}, {yy}, {month}, {day}, {week}, and once {n} or {n:DIGITS}"
)


class Pattern(NamedTuple):
    """A pattern that was read.

    Attributes:
        text: as the profile has it.
        before, after: what stands before and after the running number, dates still in braces.
        digits: the least number of digits, with zeros in front.
    """

    text: str
    before: str
    after: str
    digits: int

    def series(self, day: date) -> str:
        """Return what of a number is the same for all of a day, week, month or year: they are counted together.

        >>> read_pattern("C-{yy}{month}-{n:3}").series(date(2026, 11, 22))
        'C-2611-{n}'
        """
        return f"{_dated(self.before, day)}{{n}}{_dated(self.after, day)}"

    def number(self, day: date, running: int) -> str:
        """Return a number.

        >>> read_pattern("C-{yy}{month}-{n:3}").number(date(2026, 11, 22), 7)
        'C-2611-007'
        """
        return self.series(day).replace("{n}", f"{running:0{self.digits}}")


def read_pattern(text: object) -> Pattern:
    """Return a pattern.

    Raises:
        InputError: ``bad-number-pattern``, and of :func:`~ldn_compound.core.texts.parse_text`.

    >>> read_pattern("{year}-{n}").digits
    1
    """
    checked = parse_text(text, field=SETTING, longest=LONGEST)
    found = [(match, _RUNNING.fullmatch(match[1])) for match in _PART.finditer(checked)]
    running = [(match, number) for match, number in found if number]
    unknown = [match[0] for match, number in found if not number and match[1] not in _DATES]
    literal = _PART.sub("", checked)
    hint = None
    if unknown:
        hint = f"{unknown[0]} is not known"
    elif len(running) != 1:
        hint = "without a running number two batches have the same" if not running else "one running number is enough"
    elif any(ch in "{}" for ch in literal):
        hint = "a brace without its other"
    elif not literal.isascii() or any(ch.isspace() for ch in literal):
        hint = "beside the braces ASCII letters, digits and signs, without blanks: a label's code has no others"
    if hint is not None:
        raise InputError("bad-number-pattern", field=SETTING, given=text, needed=_NEEDED, hint=hint)
    match, number = running[0]
    return Pattern(checked, checked[: match.start()], checked[match.end() :], int(number[1] or 1) if number else 1)


def _dated(text: str, day: date) -> str:
    return _PART.sub(lambda match: _DATES[match[1]](day), text)
