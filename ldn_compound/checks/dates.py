"""The day of making against the day on which the plan is made."""

from __future__ import annotations

from datetime import date

from ldn_compound.checks.codes import finding
from ldn_compound.core.results import Finding, Severity

FUTURE_SOURCE = "house rule: the beyond-use date is counted from the day of making, so a later day keeps a batch longer"


def made_on_in_future(made_on: date, today: date) -> str:
    """Return what is said of a batch that is made on a day to come."""
    return f"the day of making {made_on} is after today, {today}: is a year mistyped?"


def made_on_findings(*, made_on: date | None, today: date | None) -> list[Finding]:
    """Return the finding on a day of making that lies ahead; none where today is not known.

    >>> [item.code for item in made_on_findings(made_on=date(2027, 11, 22), today=date(2026, 11, 22))]
    ['made-on-in-future']
    """
    if made_on is None or today is None or made_on <= today:
        return []
    text = made_on_in_future(made_on, today)
    return [finding("made-on-in-future", text, severity=Severity.CAUTION, source=FUTURE_SOURCE)]
