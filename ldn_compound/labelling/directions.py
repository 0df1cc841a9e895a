"""Directions built from the plan's own dosing, so that what the label says is what was planned."""

from __future__ import annotations

from ldn_compound.core.errors import InputError
from ldn_compound.core.texts import parse_choice
from ldn_compound.core.units import Amount
from ldn_compound.labelling.facts import Facts
from ldn_compound.labelling.wording import Wording, strength_text, volume_text


def build_directions(facts: Facts, timing: object, wording: Wording) -> str:
    """Return directions such as "Take 1 capsule (4.5 mg) by mouth at bedtime" or "Take 0.5 mL (0.5 mg) ...".

    Parameters:
        facts: of the plan: units or volume of a dose, doses a day, route.
        timing: key of a timing of the language.
        wording: the language.

    Raises:
        InputError: ``unknown-timing``; ``dose-not-given``, a plan that does not know its dose; ``timing-differs``, a
            timing that means another number of doses a day than the plan's.
    """
    key = parse_choice(timing, wording.timings, field="timing", code="unknown-timing")
    when = wording.timings[key]
    if facts.schedule and facts.doses_per_day == when.doses:
        # The dose of each step stands in the schedule.
        return wording.schedule["course"].replace("{when}", when.text)
    dose = 0 if facts.schedule else facts.dose
    if dose is None or facts.doses_per_day is None:
        raise InputError(
            "dose-not-given",
            field="timing",
            given=key,
            needed="a plan that states the dose and the doses a day",
            hint=f"plan with doses_per_day and {'dose' if facts.liquid else 'units_per_dose'}, or give directions",
        )
    if facts.doses_per_day != when.doses:
        fitting = [name for name, other in wording.timings.items() if other.doses == facts.doses_per_day]
        needed = f"a timing of {facts.doses_per_day} a day" + (f": {', '.join(fitting)}" if fitting else "")
        hint = f"{key} means {when.doses} a day; the plan has {facts.doses_per_day}: give directions in words"
        raise InputError("timing-differs", field="timing", given=key, needed=needed, hint=hint)
    parts = {"{mass}": strength_text(Amount(dose, "mass"), wording), "{when}": when.text}
    if facts.dose_volume is not None:
        parts["{volume}"] = volume_text(facts.dose_volume, wording)
    elif facts.dose_units is not None:
        one, many = wording.form(facts.form)
        parts["{count}"] = wording.number(str(facts.dose_units))
        parts["{unit}"] = one if facts.dose_units == 1 else many
    text = wording.directions[f"{'liquid' if facts.liquid else 'counted'}-{facts.route}"]
    for slot, part in parts.items():
        text = text.replace(slot, part)
    return text
