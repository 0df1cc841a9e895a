"""Dates: the last day of use by a rule's number of days, and how many days a supply may run."""

from __future__ import annotations

from datetime import date, timedelta


def last_day_of_use(made_on: date, *, days: int, made_day_is_day_1: bool) -> date:
    """Return the last day of use.

    Parameters:
        made_on: the day that the preparation is compounded.
        days: the rule's number of days.
        made_day_is_day_1: True counts the day of making as Day 1 (made + days - 1), False as Day 0 (made + days).

    >>> last_day_of_use(date(2026, 11, 22), days=180, made_day_is_day_1=True)
    datetime.date(2027, 5, 20)
    """
    return made_on + timedelta(days=days - 1 if made_day_is_day_1 else days)


def days_usable(first_day: date, last_day: date) -> int:
    """Return how many days there are from the first day of use to the last, both counted.

    >>> days_usable(date(2026, 11, 22), date(2026, 11, 30))
    9
    """
    return (last_day - first_day).days + 1
