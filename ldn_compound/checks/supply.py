"""Supply against the beyond-use date and against the days that were asked for."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from ldn_compound.calc.calendar import days_usable
from ldn_compound.checks.codes import finding
from ldn_compound.core.numbers import brief_text
from ldn_compound.core.results import Finding, Severity

_USP = "USP <795>, in force 1 November 2023: not to be used after the beyond-use date"


def supply_findings(
    *, count: int, per_day: int | None, days_supply: int | None, made_on: date | None, last_day: date | None, unit: str
) -> list[Finding]:
    """Return the findings on how long the batch lasts.

    Parameters:
        count: units for the patient.
        per_day: units taken a day, or None where it was not given.
        days_supply: days asked for, or None.
        made_on, last_day: day of making, taken as the first day of use, and beyond-use date; None where not known.
        unit: what is counted, such as ``capsules``.

    >>> [item.code for item in supply_findings(count=90, per_day=1, days_supply=30, made_on=None, last_day=None,
    ...                                        unit="capsules")]
    ['supply-does-not-match']
    """
    found = []
    if per_day is not None and days_supply is not None and per_day * days_supply != count:
        text = f"{days_supply} days at {per_day} {unit} a day are {per_day * days_supply} {unit}, the batch has {count}"
        source = "arithmetic: days x units a day"
        found.append(finding("supply-does-not-match", Severity.CAUTION, text, source=source, field="days_supply"))
    lasts = Fraction(count, per_day) if per_day is not None else Fraction(days_supply) if days_supply else None
    if lasts is None or made_on is None or last_day is None:
        return found
    usable = days_usable(made_on, last_day)
    if lasts > usable:
        share = usable * per_day if per_day is not None else None
        split = (
            f"dispense at most {share} {unit} now and the rest from a later batch"
            if share is not None
            else f"dispense at most {usable} days' worth now and the rest from a later batch"
        )
        text = (
            f"the supply lasts {brief_text(lasts)} days, and begun on the day of making there are {usable} until the "
            f"beyond-use date {last_day.isoformat()}: {split}"
        )
        found.append(finding("supply-past-beyond-use", Severity.CAUTION, text, source=_USP, field="count"))
    return found
