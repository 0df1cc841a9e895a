"""What a patient is told beside the doses of a titration: the same words on the calendar page and in its file."""

from __future__ import annotations

import re
from datetime import date, timedelta

from ldn_compound.core.numbers import brief_text
from ldn_compound.core.texts import parse_choice, parse_text
from ldn_compound.core.units import Amount
from ldn_compound.labelling.directions import build_directions
from ldn_compound.labelling.facts import facts_of
from ldn_compound.labelling.wording import get_wording
from ldn_compound.plans.titration.plan import Titration
from ldn_compound.reference.jurisdictions import get_jurisdiction

NO_TIME = "Time of day: not given; ask your pharmacist."
CONTAINER_USE = "Use each container until the date on its own label, and not longer."
_OPIOIDS = "No opioid medicines (for pain, cough or diarrhoea): ask your pharmacist first."
_ISO = re.compile(r"\b([0-9]{4})-([0-9]{2})-([0-9]{2})\b")
# How the page writes a day where the country's labels write figures: its readers are patients, and no order of day and
# month can be mistaken.
_SPELLED = "uk"


def read_timing(plan: Titration, timing: object) -> str | None:
    """Return the key of a timing that means the plan's own doses a day; None where none is given.

    Raises:
        InputError: ``unknown-timing``, ``timing-differs``.
    """
    if timing is None:
        return None
    words = get_wording()
    key = parse_choice(timing, words.timings, field="timing", code="unknown-timing")
    build_directions(facts_of(plan), key, words)
    return key


def preparation(plan: Titration) -> str:
    """Return what the doses are taken from, such as ``naltrexone solution 1 mg/mL``."""
    if plan.exact.concentration is not None:
        return f"naltrexone solution {plan.exact.concentration.text()}"
    strengths = ", ".join(item.exact.strength.text() for item in plan.total_capsules)
    return f"naltrexone capsules of {strengths}"


def when_taken(plan: Titration, timing: str | None, *, unknown: str = NO_TIME) -> str:
    """Return when each dose is taken: as the plan says where the doses of a day differ, else by the timing."""
    times = facts_of(plan).times_of_day
    if times:
        words = [get_wording().timings[time].text for time in times]
        return f"The first dose of a day: {words[0]}. The other: {words[1]}."
    return unknown if timing is None else f"Take each dose {get_wording().timings[timing].text}."


def syringe_sizes(sizes: tuple[Amount, ...]) -> str:
    """Return with which oral syringes the doses are measured."""
    return f"Measure with the oral syringe only: {', '.join(f'{brief_text(size.value)} mL' for size in sizes)}."


def read_country(country: object) -> str:
    """Return the key of the country whose style of dates is written; the day first where none is given.

    Raises:
        InputError: ``unknown-jurisdiction``.
    """
    return _SPELLED if country is None else get_jurisdiction(parse_text(country, field="country")).key


def dated(text: str, country: str) -> str:
    """Return a text with its ISO dates as the country writes them, the month spelled.

    >>> dated("From 2026-12-01", "us"), dated("From 2026-12-01", "de")
    ('From Dec 1, 2026', 'From 1 Dec 2026')
    """
    return _ISO.sub(lambda found: _written(date(int(found[1]), int(found[2]), int(found[3])), country), text)


def _written(day: date, country: str) -> str:
    words = get_wording()
    spelled = "{month}" in words.dates.get(country, "")
    return words.date(day, country if spelled else _SPELLED)


def new_containers(plan: Titration, country: str = _SPELLED) -> str | None:
    """Return the days on which a new container is begun; None where one container lasts."""
    if len(plan.supplies) < 2:
        return None
    days = [day_text(plan.begin, item.from_day, country) for item in plan.supplies[1:]]
    return f"Begin a new container on: {', '.join(days)}."


def opioid_warning(plan: Titration) -> str:
    """Return the sentence about opioids; a plan of very low doses that were accepted by name has its label's own."""
    if not facts_of(plan).very_low:
        return _OPIOIDS
    return next(sentence.text for sentence in get_wording().warnings if sentence.key == "opioids-very-low")


def day_text(begin: date | None, number: int, country: str = _SPELLED) -> str:
    """Return a day of the course: its date without the year, or its number where no first day was given.

    >>> day_text(date(2026, 12, 1), 2, "us"), day_text(date(2026, 12, 1), 2)
    ('Dec 2', '2 Dec')
    """
    if begin is None:
        return f"day {number}"
    day = begin + timedelta(days=number - 1)
    return _written(day, country).replace(str(day.year), "").strip(" ,")
