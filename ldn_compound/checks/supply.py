"""Supply against the beyond-use date and against the days that were asked for."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from ldn_compound.calc.calendar import days_usable
from ldn_compound.checks.codes import finding
from ldn_compound.core.numbers import brief_text
from ldn_compound.core.results import Finding
from ldn_compound.messages import say

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
        source = "arithmetic: days x units a day"
        found.append(
            finding(
                "supply-does-not-match",
                say(
                    "supply-does-not-match.units",
                    days_supply=days_supply,
                    per_day=per_day,
                    unit=unit,
                    needed=per_day * days_supply,
                    count=count,
                ),
                source=source,
            )
        )
    lasts = Fraction(count, per_day) if per_day is not None else Fraction(days_supply) if days_supply else None
    if lasts is None or made_on is None or last_day is None:
        return found
    usable = days_usable(made_on, last_day)
    if lasts > usable:
        share = usable * per_day if per_day is not None else None
        split = (
            say("supply.units-now", share=share, unit=unit)
            if share is not None
            else say("supply.days-now", usable=usable)
        )
        found.append(
            finding(
                "supply-past-beyond-use",
                say(
                    "supply-past-beyond-use.units",
                    lasts=brief_text(lasts),
                    usable=usable,
                    last_day=last_day,
                    split=split,
                ),
                source=_USP,
                field="count",
            )
        )
    return found
