"""A titration as an iCalendar file (RFC 5545), for the patient's own calendar.

Written by the library ``icalendar``, which is an optional part: ``pip install "ldn-compound[calendar]"``. The patient's
name is not in it: calendars are shared and synchronised.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from typing import Any

from ldn_compound._version import __version__
from ldn_compound.core.errors import FileError, InputError
from ldn_compound.core.numbers import brief_text
from ldn_compound.core.units import Amount
from ldn_compound.labelling.course_texts import (
    CONTAINER_USE,
    new_containers,
    opioid_warning,
    preparation,
    read_timing,
    syringe_sizes,
    when_taken,
)
from ldn_compound.labelling.wording import get_wording
from ldn_compound.plans.titration.plan import Titration, require_titration
from ldn_compound.plans.titration.result import TitrationStep


def titration_events(result: Titration, *, timing: str | None = None) -> bytes:
    """Return a titration as an iCalendar file: one entry a step, repeated every day of it, and one a new supply.

    The entries are whole days, so no time zone moves them. Each says what the calendar page says: what the dose is
    taken from, the oral syringe, the time of day, the days of new containers and how long one is used, and the sentence
    about opioids. The same titration gives the same bytes.

    Parameters:
        result: of :func:`ldn_compound.plan_titration`, with a first day.
        timing: when a dose is taken, such as ``bedtime``; without it each entry says that the time is open.

    Raises:
        InputError: ``not-a-titration``; ``no-first-day`` where it was planned without `begin`; ``unknown-timing``,
            ``timing-differs``.
        MismatchError: a titration that was changed after it was planned.
        StopError: ``stop-not-accepted``.
        FileError: ``library-missing`` where the library ``icalendar`` is not installed.

    Example::

        Path("doses.ics").write_bytes(ldn.titration_events(plan))

    >>> titration_events("no titration")
    Traceback (most recent call last):
    ldn_compound.core.errors.InputError: result: given 'str'; needed a result of plan_titration [not-a-titration]
    """
    plan = require_titration(result)
    if plan.begin is None:
        needed = "a titration with its first day"
        hint = "plan it again with begin (--begin DATE)"
        raise InputError("no-first-day", field="begin", needed=needed, hint=hint)
    when = read_timing(plan, timing)
    library = _library()
    calendar = library.Calendar()
    calendar.add("prodid", f"-//ldn-compound {__version__}//titration//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    stamp = datetime(plan.begin.year, plan.begin.month, plan.begin.day, tzinfo=UTC)
    for step in plan.schedule:
        if step.from_date is not None:
            count = step.to_day - step.from_day + 1
            text = f"Naltrexone {_dose(step)}"
            if step.time_of_day is not None:
                text = f"{text} {get_wording().timings[step.time_of_day].text}"
            own = () if step.syringe is None else (step.syringe.exact.size,)
            about = _about(plan, step.directions, own, when)
            calendar.add_component(_event(library, text, about, step.from_date, stamp, count=count))
    for supply in plan.supplies[1:]:
        if supply.from_date is not None:
            text = "Naltrexone: begin the next supply"
            first = f"Supply {supply.number} of {len(plan.supplies)}. Have it made for this day, not before."
            about = _about(plan, first, tuple(item.exact.size for item in plan.syringes), when)
            calendar.add_component(_event(library, text, about, supply.from_date, stamp, count=1))
    made: bytes = calendar.to_ical()
    return made


def _about(plan: Titration, first: str, syringes: tuple[Amount, ...], timing: str | None) -> str:
    """Return an entry's text, a line for each fact: an entry is read alone, so none leaves one to another."""
    lines = [
        first,
        f"From {preparation(plan)}.",
        when_taken(plan, timing),
        syringe_sizes(syringes) if syringes else None,
        new_containers(plan),
        CONTAINER_USE,
        opioid_warning(plan),
    ]
    return "\n".join(line for line in lines if line)


def _library() -> Any:
    # By name: it is optional, and the type checker is not to ask for it.
    try:
        return import_module("icalendar")
    except ImportError as error:
        hint = 'install it: pip install "ldn-compound[calendar]"'
        needed = "the library icalendar, which writes calendar files"
        raise FileError("library-missing", field="ics", needed=needed, hint=hint) from error


def _event(library: Any, summary: str, about: str, first: date, stamp: datetime, *, count: int) -> Any:
    event = library.Event()
    # A file read twice must not double its entries, so an entry's name follows from what it says.
    name = hashlib.sha256(f"{first.isoformat()} {count} {summary} {about}".encode()).hexdigest()[:32]
    event.add("uid", f"{name}@ldn-compound")
    event.add("dtstamp", stamp)
    event.add("dtstart", first)
    event.add("dtend", first + timedelta(days=1))
    if count > 1:
        event.add("rrule", {"freq": "daily", "count": count})
    event.add("summary", summary)
    event.add("description", about)
    event.add("transp", "TRANSPARENT")
    return event


def _dose(step: TitrationStep) -> str:
    measured, delivered = step.exact.measured_volume, step.exact.delivered_dose
    if measured is None or delivered is None:
        return f"{brief_text(step.exact.dose.value)} mg"
    drug = brief_text(delivered.value).replace("~", "about ")
    return f"{brief_text(measured.value)} mL ({drug} mg)"
