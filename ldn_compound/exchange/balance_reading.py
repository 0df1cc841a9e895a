"""One reading of a balance, and what many of them are looked over for: gaps in their numbers, numbers that repeat."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from ldn_compound.core.errors import InputError
from ldn_compound.core.units import Amount

_MINUTE = "time stamp and mass"


class BalanceReading(NamedTuple):
    """One line of a print-out.

    Attributes:
        mass: exact amount.
        line: its line in the text, from 1.
        running: running number, or None.
        stamp: date and time as printed, or None.
        basis: ``net`` or ``gross`` as the balance marked it (its own tare taken off or not), or None without a mark.
    """

    mass: Amount
    line: int
    running: int | None
    stamp: str | None
    basis: str | None = None


class AsideLine(NamedTuple):
    """A line of a print-out that is no weighing.

    Attributes:
        line: its line in the text, from 1.
        text: the line without the blanks at its ends.
    """

    line: int
    text: str


def missing_numbers(readings: Sequence[BalanceReading]) -> str | None:
    """Return the running numbers between the first and the last that no reading has, in words; None if none lacks.

    Parameters:
        readings: of one print-out.

    >>> from ldn_compound.exchange.balance_lines import read_balance_lines
    >>> missing_numbers(read_balance_lines("No. 1 134 mg\\nNo. 2 135 mg\\nNo. 4 134 mg\\nNo. 8 135 mg"))
    '3, 5 to 7'
    """
    numbers = sorted({reading.running for reading in readings if reading.running is not None})
    gaps = [
        str(before + 1) if after - before == 2 else f"{before + 1} to {after - 1}"
        for before, after in pairwise(numbers)
        if after - before > 1
    ]
    return ", ".join(gaps) or None


def refuse_repeats(readings: list[BalanceReading], field: str) -> None:
    """Refuse a line that was sent twice.

    A running number or a time of day to the second stands for one weighing. A time to the minute does not: six capsules
    a minute, two of them alike, are usual. There the same minute and mass are one line sent twice only where another
    minute was printed between them, for then time has run backwards: lines or the whole print-out were sent again.
    """
    seen: dict[tuple[str, object], tuple[int, BalanceReading]] = {}
    minute, minutes = None, 0
    for reading in readings:
        keys: list[tuple[str, object]] = []
        if reading.running is not None:
            keys.append(("running number", reading.running))
        if reading.stamp is not None and re.search(r"[0-9]:[0-9]{2}:[0-9]{2}", reading.stamp):
            keys.append(("time stamp", reading.stamp))
        elif reading.stamp is not None and ":" in reading.stamp and reading.running is None:
            if reading.stamp != minute:
                minute, minutes = reading.stamp, minutes + 1
            keys.append((_MINUTE, (reading.stamp, reading.mass)))
        for key in keys:
            minutes_then, first = seen.setdefault(key, (minutes, reading))
            if first is not reading and (key[0] != _MINUTE or minutes_then != minutes):
                raise InputError(
                    "reading-twice",
                    field=field,
                    given=f"line {reading.line}: {key[0]} of line {first.line} again",
                    needed="each printed line once",
                    hint="the same line was sent twice; equal masses of their own weighings are normal",
                )
