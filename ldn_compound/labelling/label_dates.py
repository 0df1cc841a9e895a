"""The rules for a label's dates: made, filled, printed and discarded in an order that can be."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import attrs

from ldn_compound.checks.codes import finding
from ldn_compound.checks.dates import FUTURE_SOURCE, made_on_in_future
from ldn_compound.core.results import Finding, Severity

if TYPE_CHECKING:
    from ldn_compound.labelling.content import Label

_USP_795 = "USP <795>, in force 1 November 2023: a preparation is not used after its beyond-use date"
_ORDER = "house rule: a batch is made, then filled, then used, and none of it on a day to come"


def date_findings(label: Label, today: date | None) -> list[Finding]:
    """Return what is wrong with the dates of a label.

    Parameters:
        label: with the dates of its plan.
        today: the day of printing; without it the rules that need it are not run, and that is said.
    """
    made, last, planned = label.facts.made_on, label.discard_after, label.facts.beyond_use_date
    found: list[Finding] = []

    def stop(code: str, message: str, field: str, source: str = _ORDER) -> None:
        found.append(finding(code, message, severity=Severity.STOP, source=source, field=field))

    # A titration is no batch: how long each container keeps is the batch's own date.
    if last is not None and not label.facts.schedule and (planned is None or last > planned):
        message = f"the label's last day of use {last} is after the plan's beyond-use date {planned or '(none)'}"
        stop("label-date-after-plan", message, "discard_after", _USP_795)
    if last is not None and made is not None and last < made:
        message = f"the label's last day of use {last} is before the batch is made, {made}"
        stop("discard-after-before-making", message, "discard_after")
    for message in _filled(label, today):
        stop("date-filled-impossible", message, "date_filled")
    if today is None:
        message = (
            "the day of printing was not given, so it was not checked whether the beyond-use date has passed, or "
            "whether the batch is made or the prescription filled on a day to come"
        )
        found.append(finding("today-not-given", message, source="house rule"))
        return found
    if last is not None and last < today:
        message = f"the beyond-use date {last} is before the day of printing {today}"
        stop("beyond-use-passed", message, "today", _USP_795)
    if made is not None and made > today:
        stop("made-on-in-future", made_on_in_future(made, today), "made_on", FUTURE_SOURCE)
    return found


def filled_today(label: Label, today: date) -> Label:
    """Return a label without a day of filling as filled on the day of printing, with a note that says so.

    Parameters:
        label: any.
        today: the day of printing.
    """
    if label.date_filled is not None or any(error.field == "date_filled" for error in label.refused):
        return label
    message = f"no day of filling was given: the label says {today}, the day of printing"
    note = finding("date-filled-is-today", message, source=_ORDER)
    return attrs.evolve(label, date_filled=today, notes=(*label.notes, note))


def _filled(label: Label, today: date | None) -> list[str]:
    """Return why the prescription cannot have been filled on the day that the label states."""
    filled, made, last = label.date_filled, label.facts.made_on, label.discard_after
    if filled is None:
        return []
    found = []
    if made is not None and filled < made:
        found.append(f"the prescription was filled on {filled}, before the batch is made, {made}")
    if today is not None and filled > today:
        found.append(f"the prescription was filled on {filled}, after the day of printing {today}")
    if last is not None and filled > last:
        found.append(f"the prescription was filled on {filled}, after the last day of use {last}")
    return found
