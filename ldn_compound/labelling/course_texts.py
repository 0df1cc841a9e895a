"""What a patient is told beside the doses of a titration: the same words on the calendar page and in its file."""

from __future__ import annotations

from datetime import date, timedelta

from ldn_compound.core.numbers import brief_text
from ldn_compound.core.texts import parse_choice
from ldn_compound.core.units import Amount
from ldn_compound.labelling.directions import build_directions
from ldn_compound.labelling.facts import facts_of
from ldn_compound.labelling.wording import get_wording
from ldn_compound.plans.titration.plan import Titration

NO_TIME = "Time of day: not given; ask your pharmacist."
CONTAINER_USE = "Use each container until the date on its own label, and not longer."
_OPIOIDS = "No opioid medicines (for pain, cough or diarrhoea): ask your pharmacist first."
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


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


def new_containers(plan: Titration) -> str | None:
    """Return the days on which a new container is begun; None where one container lasts."""
    if len(plan.supplies) < 2:
        return None
    return f"Begin a new container on: {', '.join(day_text(plan.begin, item.from_day) for item in plan.supplies[1:])}."


def opioid_warning(plan: Titration) -> str:
    """Return the sentence about opioids; a plan of very low doses that were accepted by name has its label's own."""
    if not facts_of(plan).very_low:
        return _OPIOIDS
    return next(sentence.text for sentence in get_wording().warnings if sentence.key == "opioids-very-low")


def day_text(begin: date | None, number: int) -> str:
    """Return a day of the course: its date, or its number where no first day was given."""
    if begin is None:
        return f"day {number}"
    day = begin + timedelta(days=number - 1)
    return f"{day.day} {_MONTHS[day.month - 1]}"
