"""A second engine for a titration, written apart from the package and by another road.

It shares no code with ``ldn_compound``. It walks the calendar day by day and counts what is taken on each, where the
package multiplies steps by their days; it finds the fewest capsules by trying every handful of growing size, where the
package works over multiples of a common step; and it finds the syringes by trying every way to go up through the stock,
where the package builds the best way dose by dose.
"""

from __future__ import annotations

import itertools
from collections import Counter
from fractions import Fraction
from typing import NamedTuple


class Day(NamedTuple):
    """One day with a dose: its number, one dose in mg and how many there are."""

    number: int
    dose: Fraction
    times: int


def days(
    *,
    start: str | None,
    step: str,
    every: int,
    to: str,
    last_for: int,
    per_day: int,
    restart_at: str | None = None,
    pause: int = 0,
) -> list[Day]:
    """Return every day on which something is taken, in order. Doses are text in mg."""
    target, found, today = Fraction(to), [], 1
    for number, first in enumerate((start, restart_at)):
        if first is None:
            continue
        if number == 1:
            today += pause
        dose = Fraction(first)
        while dose < target:
            for _ in range(every):
                found.append(Day(today, dose, per_day))
                today += 1
            dose += Fraction(step)
        for _ in range(last_for):
            found.append(Day(today, target, per_day))
            today += 1
    return found


def listed(doses: list[str], *, every: int, first_for: int, last_for: int, per_day: int) -> list[Day]:
    """Return every day of doses that were listed one by one, the first and the last turn with lengths of their own."""
    found: list[Day] = []
    for turn, dose in enumerate(doses):
        length = every if 0 < turn < len(doses) - 1 else first_for if turn == 0 else last_for
        found += [Day(len(found) + number, Fraction(dose), per_day) for number in range(1, length + 1)]
    return found


def drug(taken: list[Day]) -> Fraction:
    """Return the mg in all."""
    return sum((day.dose * day.times for day in taken), Fraction(0))


def doses(taken: list[Day]) -> list[Fraction]:
    """Return the doses in the order in which they begin: a new one where the dose or the run of days changes."""
    found = []
    for before, day in itertools.pairwise([Day(-1, Fraction(-1), 0), *taken]):
        if day.dose != before.dose or day.number != before.number + 1:
            found.append(day.dose)
    return found


def fewest(dose: Fraction, strengths: list[Fraction], *, most: int = 10) -> int | None:
    """Return the least number of capsules that make a dose exactly, or None where up to `most` do not."""
    for number in range(1, most + 1):
        for handful in itertools.combinations_with_replacement(strengths, number):
            if sum(handful) == dose:
                return number
    return None


def totals(taken: list[Day], made_of: dict[Fraction, Counter[Fraction]]) -> Counter[Fraction]:
    """Return the capsules by strength that all days take, given what each dose is made of."""
    found: Counter[Fraction] = Counter()
    for day in taken:
        for _ in range(day.times):
            found.update(made_of[day.dose])
    return found


def batches(taken: list[Day], usable: int) -> int:
    """Return the least number of batches, each used for at most `usable` days from the first day of its use."""
    number, until = 0, 0
    for day in taken:
        if day.number > until:
            number, until = number + 1, day.number + usable - 1
    return number


# mL, and mL from mark to mark, of oral syringes; of 10 mL the marks that every maker's has.
SYRINGES = (("0.5", "0.01"), ("1", "0.02"), ("3", "0.1"), ("5", "0.2"), ("10", "1"))


def drawn(volume: Fraction, size: Fraction, line: Fraction, most: Fraction) -> Fraction | None:
    """Return the mark nearest to a volume, the lower of two as near, none above `most`; None where it shows nothing."""
    if volume > size:
        return None
    marks = [line * number for number in range(1, int(size / line) + 1) if line * number <= most]
    below = [mark for mark in (Fraction(0), *marks) if mark <= volume][-1]
    above = next((mark for mark in marks if mark > volume), None)
    found = below if above is None or volume - below <= above - volume else above
    return found or None


def syringes(
    volumes: list[Fraction], most: Fraction, stock: tuple[tuple[str, str], ...] = SYRINGES
) -> list[tuple[Fraction, Fraction]] | None:
    """Return size and reading of each volume: of all ways that never go to a smaller syringe the best.

    Fewest doses more than 10 % off, then fewest below a fifth of their syringe, then fewest more than 5 % off, then the
    fewest syringes, then the smallest errors in all, then the smallest syringes.
    """
    rows = [(Fraction(size), Fraction(line)) for size, line in stock]
    shown = [[drawn(volume, *row, most) for row in rows] for volume in volumes]
    best = None
    for way in itertools.combinations_with_replacement(range(len(rows)), len(volumes)):
        readings = [of_volume[place] for of_volume, place in zip(shown, way, strict=True)]
        if None in readings:
            continue
        off = [abs(one - volume) / volume for one, volume in zip(readings, volumes, strict=True)]  # type: ignore[operator]
        key = (
            sum(10 * one > 1 for one in off),
            sum(5 * volume < rows[place][0] for volume, place in zip(volumes, way, strict=True)),
            sum(20 * one > 1 for one in off),
            len(set(way)),
            sum(off, Fraction(0)),
            way,
        )
        if best is None or key < best[0]:
            best = key, [(rows[place][0], one) for place, one in zip(way, readings, strict=True)]
    return None if best is None else best[1]  # type: ignore[return-value]
