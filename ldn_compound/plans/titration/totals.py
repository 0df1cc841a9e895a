"""What a titration's result is built from: its steps, its totals, and what each batch covers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction

import attrs

from ldn_compound.calc import dose
from ldn_compound.calc import titration as calc
from ldn_compound.core.late_texts import Worded
from ldn_compound.core.numbers import brief_text
from ldn_compound.core.units import Amount, as_mass, days, mass, volume
from ldn_compound.plans.prescription.syringe import SyringeUsed
from ldn_compound.plans.titration.doses import Taken, syringes_used
from ldn_compound.plans.titration.result import CapsuleCount, Pause, Supply, TitrationStep
from ldn_compound.plans.titration.schedule import Course, DoseLevel
from ldn_compound.plans.titration.supply import overlap, split
from ldn_compound.plans.worksheet import Worksheet


@attrs.frozen(kw_only=True)
class Totals:
    """What the whole schedule takes.

    Attributes:
        drug: mg.
        exact, drawn: mL, exactly and as drawn; 0 for capsules.
        capsules: by strength, the weakest first.
    """

    drug: Fraction
    exact: Fraction
    drawn: Fraction
    capsules: tuple[CapsuleCount, ...]


def totals_of(sheet: Worksheet, course: Course, taken: Sequence[Taken]) -> Totals:
    """Return what the whole schedule takes, with the working."""
    a_day = Fraction(course.times)
    drugs = [
        sheet.work(
            f"drug of {level.name}",
            calc.drug_for_days,
            dose=level.dose,
            doses_per_day=a_day,
            days=Fraction(level.days),
        )
        for level in course.levels
    ]
    drug = sum(drugs, Fraction(0))
    sheet.note("total drug", "the sum of the steps", Worded("{}", (mass(drug),)))
    exact = drawn = Fraction(0)
    for level, item in zip(course.levels, taken, strict=True):
        if item.measured is not None:
            lasting = {"doses_per_day": a_day, "days": Fraction(level.days)}
            exact += dose.volume_for_days(volume=item.measured.volume, **lasting)
            drawn += dose.volume_for_days(volume=item.measured.drawn, **lasting)
    if exact:
        sheet.note("total volume", "the sum of the steps' exact volumes", Worded("{}", (volume(exact),)))
    capsules = _capsules_for(course, taken, (course.levels[0].from_day, course.levels[-1].to_day))
    for row in capsules:
        sheet.note(f"capsules of {row.exact.strength.text()}, total", "the sum of the steps", str(row.count))
    return Totals(drug=drug, exact=exact, drawn=drawn, capsules=capsules)


def _capsules_for(course: Course, taken: Sequence[Taken], span: tuple[int, int]) -> tuple[CapsuleCount, ...]:
    """Return the capsules of the doses of some days, by strength, the weakest first."""
    counts: dict[Fraction, Fraction] = {}
    for level, item in zip(course.levels, taken, strict=True):
        lasting = Fraction(overlap((level.from_day, level.to_day), span))
        for strength, count in item.capsules if lasting else ():
            needed = calc.units_for_days(units=Fraction(count), doses_per_day=Fraction(course.times), days=lasting)
            counts[strength] = counts.get(strength, Fraction(0)) + needed
    return tuple(CapsuleCount(strength=mass(key), count=int(counts[key])) for key in sorted(counts))


def supplies_of(course: Course, taken: Sequence[Taken], *, usable: int, begin: date | None) -> tuple[Supply, ...]:
    """Return what each batch covers, as few batches as the days that one may be used allow."""
    spans = list(dict.fromkeys((level.from_day, level.to_day) for level in course.levels))
    made = []
    for number, span in enumerate(split(spans, usable=usable), start=1):
        drug = liquid = Fraction(0)
        for level, item in zip(course.levels, taken, strict=True):
            lasting = {
                "doses_per_day": Fraction(course.times),
                "days": Fraction(overlap((level.from_day, level.to_day), span)),
            }
            drug += calc.drug_for_days(dose=level.dose, **lasting)
            if item.measured is not None:
                liquid += dose.volume_for_days(volume=item.measured.volume, **lasting)
        made.append(
            Supply(
                number=number,
                from_day=span[0],
                to_day=span[1],
                from_date=date_of(begin, span[0]),
                to_date=date_of(begin, span[1]),
                drug=mass(drug),
                volume=volume(liquid) if liquid else None,
                capsules=_capsules_for(course, taken, span),
            )
        )
    return tuple(made)


def supply_text(item: Supply) -> str:
    """Return a batch in words: its days and what it holds."""
    if item.exact.volume is not None:
        holds = f"{brief_text(item.exact.volume.value)} mL"
    else:
        holds = ", ".join(f"{row.count} of {row.exact.strength.text()}" for row in item.capsules)
    return f"{_days_text(item.from_day, item.to_day, item.from_date, item.to_date)}, {holds}"


_OFTEN = {"morning": "in the morning", "bedtime": "at bedtime"}


def step_of(course: Course, level: DoseLevel, item: Taken, *, begin: date | None) -> TitrationStep:
    """Return one step as the result holds it."""
    per_day = course.times
    measured, from_date, to_date = item.measured, date_of(begin, level.from_day), date_of(begin, level.to_day)
    when = _days_text(level.from_day, level.to_day, from_date, to_date)
    often = "once a day" if per_day == 1 else f"{per_day} times a day"
    if level.time is not None:
        often = _OFTEN[level.time]
    return TitrationStep(
        number=level.number,
        dose=mass(level.dose),
        time_of_day=level.time,
        daily_dose=mass(course.daily(level.number)),
        from_day=level.from_day,
        to_day=level.to_day,
        days=days(level.days),
        from_date=from_date,
        to_date=to_date,
        volume=None if measured is None else volume(measured.volume),
        measured_volume=None if measured is None else volume(measured.drawn),
        delivered_dose=as_mass(item.delivered),
        rounding_error=None if measured is None else Amount(measured.error, "1"),
        syringe=None if measured is None else measured.used,
        capsules=tuple(CapsuleCount(strength=mass(strength), count=count) for strength, count in item.capsules),
        drug=mass(calc.drug_for_days(dose=level.dose, doses_per_day=Fraction(per_day), days=Fraction(level.days))),
        directions=f"{when[0].upper()}{when[1:]}: {item.words(often)}",
    )


def pause_of(course: Course, begin: date | None) -> Pause | None:
    """Return the pause as the result holds it, or None."""
    if course.pause_span is None:
        return None
    first, last = course.pause_span
    return Pause(
        from_day=first,
        to_day=last,
        days=days(last - first + 1),
        from_date=date_of(begin, first),
        to_date=date_of(begin, last),
    )


def directions_of(schedule: Sequence[TitrationStep], pause: Pause | None) -> tuple[str, ...]:
    """Return every step in plain words, the pause in its place, and what comes after."""
    lines = [(step.from_day, place, step.directions) for place, step in enumerate(schedule)]
    if pause is not None:
        when = _days_text(pause.from_day, pause.to_day, pause.from_date, pause.to_date)
        lines.append((pause.from_day, -1, f"{when[0].upper()}{when[1:]}: take none"))
    last = schedule[-1]
    after = f"day {last.to_day}" if last.to_date is None else last.to_date.isoformat()
    return (*(text for _, _, text in sorted(lines)), f"After {after}: as the prescriber says")


def _days_text(first: int, last: int, from_date: date | None, to_date: date | None) -> str:
    numbers = f"day {first}" if first == last else f"day {first} to {last}"
    if from_date is None or to_date is None:
        return numbers
    dates = from_date.isoformat() if first == last else f"{from_date.isoformat()} to {to_date.isoformat()}"
    return f"{dates} ({numbers})"


def date_of(begin: date | None, day: int) -> date | None:
    """Return the date of a day of the schedule, counted from 1, or None without a first day."""
    return None if begin is None else begin + timedelta(days=day - 1)


def syringes_of(taken: Sequence[Taken]) -> tuple[SyringeUsed, ...]:
    """Return the syringes of the schedule as the result holds them."""
    return tuple(SyringeUsed(size=item.size, graduation=item.graduation) for item in syringes_used(taken))
