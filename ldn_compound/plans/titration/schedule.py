"""The course of a titration: what was asked for, completed from a named preset, as steps of dose and days."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from fractions import Fraction
from operator import itemgetter

import attrs

from ldn_compound.calc import arithmetic
from ldn_compound.calc import titration as calc
from ldn_compound.checks import titration as checks
from ldn_compound.core.errors import InputError
from ldn_compound.core.late_texts import Worded
from ldn_compound.core.numbers import brief_text, ceiling
from ldn_compound.core.results import Finding
from ldn_compound.core.units import Amount, days, mass
from ldn_compound.inputs.doses import TitrationInputs
from ldn_compound.plans.worksheet import Worksheet
from ldn_compound.reference.presets import DIMENSIONS, Preset, get_preset

_OF_A_CLIMB = ("start", "step", "to", "preset")
MOST_STEPS = 100
MOST_DAYS = 3650


@attrs.frozen(kw_only=True)
class DoseLevel:
    """One step, or what is taken in it at one time of the day: one dose in mg, from one day to another.

    Attributes:
        number: of the step, from 1.
        time: ``morning`` or ``bedtime`` where the doses of a day differ, else None.
    """

    number: int
    dose: Fraction
    from_day: int
    to_day: int
    time: str | None = None

    @property
    def name(self) -> str:
        """The step in words, such as ``step 1`` or ``step 1, bedtime``."""
        return f"step {self.number}" if self.time is None else f"step {self.number}, {self.time}"

    @property
    def days(self) -> int:
        """How long it lasts."""
        return self.to_day - self.from_day + 1


@attrs.frozen(kw_only=True)
class Course:
    """A course as it was asked for.

    Attributes:
        start: the first dose in mg; None where the course is a restart alone.
        step: mg; None where the doses were listed.
        to: the last dose in mg.
        every: days; None where each listed dose has a length of its own. last_for: days.
        restart_at: mg after the pause, or None.
        pause: days, or None.
        per_day: doses a day.
        times: how often a day each level is taken: as `per_day`, or once where the doses of a day differ.
        levels: the steps, in order; two for each step where the doses of a day differ.
        pause_span: first and last day of the pause, or None.
        climbs: the doses of each rise, before and after a pause, in mg; none where the doses were listed.
    """

    start: Fraction | None
    step: Fraction | None
    every: int | None
    to: Fraction
    last_for: int
    restart_at: Fraction | None
    pause: int | None
    per_day: int
    times: int
    levels: tuple[DoseLevel, ...]
    pause_span: tuple[int, int] | None
    climbs: Sequence[Sequence[Fraction]] = ()

    @property
    def largest(self) -> Fraction:
        """The largest dose in mg, which no dose passes by rounding."""
        return max(level.dose for level in self.levels)

    def daily(self, number: int) -> Fraction:
        """Return the doses of a day of a step together, in mg."""
        return sum((level.dose for level in self.levels if level.number == number), Fraction(0)) * self.times

    def lanes(self) -> list[list[DoseLevel]]:
        """Return the levels by the time of day: each a course of its own."""
        found: dict[str | None, list[DoseLevel]] = {}
        for level in self.levels:
            found.setdefault(level.time, []).append(level)
        return list(found.values())


def resolve_course(sheet: Worksheet[TitrationInputs]) -> Course:
    """Resolve the course of a titration.

    Raises:
        InputError: ``missing``, ``not-whole-days``, ``preset-has-no-steps``, ``target-below-start``,
            ``restart-above-target``, ``restart-without-pause``, ``pause-without-restart``, ``too-many-steps``,
            ``schedule-too-long``, ``listed-doses-alone``, ``lengths-without-doses``, ``lengths-alone``,
            ``another-number-of-lengths``, ``first-step-is-the-last``, ``bedtime-without-doses``,
            ``another-number-of-doses``, ``two-a-day``.
    """
    given = sheet.given
    if given.doses:
        return _listed_course(sheet)
    if given.bedtime_doses:
        hint = "of a climb each day has equal doses: list the morning's with --doses"
        needed = "the listed doses of the morning (doses), one for each at bedtime"
        raise InputError("bedtime-without-doses", field="bedtime_doses", needed=needed, hint=hint)
    if given.lengths:
        hint = "the steps of a climb are equally long: --every, --first-for and --last-for"
        needed = "the listed doses (doses), one for each length"
        raise InputError("lengths-without-doses", field="lengths", needed=needed, hint=hint)
    preset = get_preset(given.preset) if given.preset is not None else None
    values = _values(sheet, preset)
    step, to = values["step"].value, values["to"].value
    start = values["start"].value if "start" in values else None
    restart_at = given.restart_at.value if given.restart_at is not None else None
    every = _whole_days(values["every"], "every")
    pause = _whole_days(given.pause, "pause") if given.pause is not None else None
    last_for = _last_for(sheet, every)
    _refuse_downward(start=start, restart_at=restart_at, to=to)
    per_day = _doses_per_day(sheet)
    climbs = [_doses(sheet, first, step=step, to=to) for first in (start, restart_at) if first is not None]
    first_for = _first_for(sheet, every, steps=len(climbs[0]))
    levels, pause_span = _lay_out(
        climbs, every=every, first_for=first_for, last_for=last_for, pause=pause, pause_first=start is None
    )
    _refuse_too_long(levels)
    return Course(
        start=start,
        step=step,
        every=every,
        to=to,
        last_for=last_for,
        restart_at=restart_at,
        pause=pause,
        per_day=per_day,
        times=per_day,
        levels=levels,
        pause_span=pause_span,
        climbs=climbs,
    )


def rules_of_course(given: TitrationInputs, course: Course) -> Iterator[Finding]:
    """Yield the findings on the steps of a course, in the order in which they are told."""
    step, every = course.step, course.every
    if step is None or every is None:
        shortest = min(level.days for level in course.levels) if every is None else every
        field = "lengths" if every is None else "every"
        yield from checks.listed_findings(
            [[level.dose for level in lane] for lane in course.lanes()], every=shortest, field=field
        )
        return
    found: list[Finding] = []
    for doses in course.climbs:
        last = doses[-1] - doses[-2] if len(doses) > 1 else step
        said = checks.step_findings(step=step, every=every, last_increment=last, to=course.to)
        found += [item for item in said if item not in found]
    yield from found
    if course.pause is not None and course.restart_at is not None:
        yield from checks.pause_findings(pause=course.pause, restart_at=course.restart_at, to=course.to)
    if given.preset is not None:
        stated = {name: given.named(name) for name in given.has(*DIMENSIONS)}
        climb = max(0, len(course.climbs[0]) - 2) * every
        yield from checks.preset_findings(get_preset(given.preset), stated, climb=climb)


def _listed_course(sheet: Worksheet[TitrationInputs]) -> Course:
    """Return the course of doses that were listed one by one; equal ones that follow each other are one step.

    Raises:
        InputError: ``missing``, ``not-whole-days``, ``listed-doses-alone``, ``lengths-alone``,
            ``another-number-of-lengths``, ``too-many-steps``, ``schedule-too-long``.
    """
    given = sheet.given
    for name in given.has(*_OF_A_CLIMB, "restart_at", "pause"):
        value = given.named(name)
        raise InputError(
            "listed-doses-alone",
            field=name,
            given=value.text() if isinstance(value, Amount) else value,
            needed="the listed doses and how long each is taken (every), and nothing else that sets a dose",
            hint=f"leave out --{name.replace('_', '-')}, or --doses",
        )
    doses = [item.value for item in given.doses]
    if len(doses) > MOST_STEPS:
        needed = f"at most {MOST_STEPS} doses"
        raise InputError("too-many-steps", field="doses", given=f"{len(doses)} doses", needed=needed)
    lengths = _own_lengths(given) if given.lengths else _equal_lengths(sheet, doses)
    bedtime = _bedtime_doses(given)
    levels: list[DoseLevel] = []
    day = number = 1
    for (dose, late), same in itertools.groupby(zip(doses, bedtime, lengths, strict=True), key=itemgetter(0, 1)):
        length = sum(length for _, _, length in same)
        span = {"from_day": day, "to_day": day + length - 1}
        times = ((dose, None),) if late is None else ((dose, "morning"), (late, "bedtime"))
        levels += [DoseLevel(number=number, dose=one, time=time, **span) for one, time in times]
        number += 1
        day += length
    _refuse_too_long(levels)
    masses = tuple(mass(level.dose) for level in levels)
    listed = "the doses as they were listed" + (": morning, bedtime" if given.bedtime_doses else "")
    sheet.note("steps", listed, Worded("{}" + ", {}" * (len(masses) - 1), masses))
    per_day = 2 if given.bedtime_doses else _doses_per_day(sheet)
    return Course(
        start=doses[0],
        step=None,
        every=None if given.lengths else _every(given),
        to=doses[-1],
        last_for=lengths[-1],
        restart_at=None,
        pause=None,
        per_day=per_day,
        times=1 if given.bedtime_doses else per_day,
        levels=tuple(levels),
        pause_span=None,
    )


def _bedtime_doses(given: TitrationInputs) -> list[Fraction] | list[None]:
    """Return the dose at bedtime beside each of the listed doses; None for each where all of a day are alike.

    Raises:
        InputError: ``another-number-of-doses``, ``two-a-day``.
    """
    if not given.bedtime_doses:
        return [None] * len(given.doses)
    if given.doses_per_day not in (None, 2):
        hint = "leave out --doses-per-day, or --bedtime-doses"
        needed = "2: one in the morning and one at bedtime"
        raise InputError("two-a-day", field="doses_per_day", given=given.doses_per_day, needed=needed, hint=hint)
    if len(given.bedtime_doses) != len(given.doses):
        raise InputError(
            "another-number-of-doses",
            field="bedtime_doses",
            given=f"{len(given.bedtime_doses)} doses",
            needed=f"{len(given.doses)}, one for each of the listed doses",
        )
    return [item.value for item in given.bedtime_doses]


def _every(given: TitrationInputs) -> int:
    if given.every is None:
        raise _missing("every", None)
    return _whole_days(given.every, "every")


def _equal_lengths(sheet: Worksheet[TitrationInputs], doses: Sequence[Fraction]) -> list[int]:
    """Return how many days each listed dose is taken: all alike, but what is said of the first and of the last."""
    every = _every(sheet.given)
    late = sheet.given.bedtime_doses or [None] * len(doses)
    steps = len(list(itertools.groupby(zip(doses, late, strict=False))))
    lengths = [every] * len(doses)
    # Of one dose alone, both are said of it; the first then is refused.
    lengths[0] = _first_for(sheet, every, steps=steps)
    lengths[-1] = _last_for(sheet, every)
    return lengths


def _own_lengths(given: TitrationInputs) -> list[int]:
    """Return how many days each listed dose is taken, as listed beside it.

    Raises:
        InputError: ``lengths-alone``, ``another-number-of-lengths``, ``not-whole-days``.
    """
    for name in given.has("every", "first_for", "last_for"):
        needed = "the lengths of the listed doses, or every with first_for and last_for"
        hint = f"leave out --{name.replace('_', '-')}, or --lengths"
        raise InputError("lengths-alone", field=name, given=given.named(name).text(), needed=needed, hint=hint)
    if len(given.lengths) != len(given.doses):
        raise InputError(
            "another-number-of-lengths",
            field="lengths",
            given=f"{len(given.lengths)} lengths",
            needed=f"{len(given.doses)}, one for each of the listed doses",
        )
    return [_whole_days(item, "lengths") for item in given.lengths]


def _refuse_too_long(levels: Sequence[DoseLevel]) -> None:
    if levels[-1].to_day > MOST_DAYS:
        needed = f"a schedule of at most {MOST_DAYS} days"
        hint = "is the step complete, and are the days of a step right?"
        raise InputError("schedule-too-long", field="every", given=f"{levels[-1].to_day} d", needed=needed, hint=hint)


def _values(sheet: Worksheet[TitrationInputs], preset: Preset | None) -> dict[str, Amount]:
    """Return start, step, every and to: as given, else as the named preset states them, else refuse."""
    given = sheet.given
    if preset is not None and not preset.has_steps:
        needed = "a preset with steps; `ldn-compound titrate --presets` shows them"
        raise InputError("preset-has-no-steps", field="preset", given=preset.key, needed=needed, hint=preset.note)
    if given.restart_at is not None and given.pause is None:
        needed = "how long nothing is taken before the restart, such as 14d"
        raise InputError("restart-without-pause", field="pause", needed=needed, hint="add --pause")
    if given.pause is not None and given.restart_at is None:
        needed = "the dose after the pause, which the prescriber names, such as 1.5mg"
        raise InputError("pause-without-restart", field="restart_at", needed=needed, hint="add --restart-at")
    values: dict[str, Amount] = {}
    for name in DIMENSIONS:
        stated = preset.stated(name) if preset is not None else None
        asked: Amount | None = given.named(name)
        if asked is not None:
            values[name] = asked
        elif name == "start" and given.restart_at is not None:
            continue
        elif stated is not None and preset is not None and stated.low == stated.high:
            values[name] = stated.low
            sheet.assume(
                f"{name}-from-preset",
                field=name,
                value=stated.low.text(),
                message=f"as {preset.name} states it; the preset was named",
                origin="reference",
                source=stated.source,
            )
        else:
            raise _missing(name, preset)
    return values


def _missing(name: str, preset: Preset | None) -> InputError:
    row = TitrationInputs.fields[name]
    needed = f"{row.what}, such as {row.example}"
    if preset is None:
        return InputError("missing", field=name, needed=needed, hint="it is required; published ones: --presets")
    stated = preset.stated(name)
    if stated is None:
        return InputError("missing", field=name, needed=needed, hint=f"{preset.name} does not state it")
    hint = f"{preset.name} has {stated.low.text()} to {stated.high.text()}: the prescriber names one"
    return InputError("missing", field=name, needed=needed, hint=hint)


def _whole_days(amount: Amount, field: str) -> int:
    if amount.value.denominator != 1:
        raise InputError("not-whole-days", field=field, given=amount.text(), needed="whole days, such as 14d")
    return int(amount.value)


def _first_for(sheet: Worksheet[TitrationInputs], every: int, *, steps: int) -> int:
    if sheet.given.first_for is None:
        return every
    if steps == 1:
        needed, hint = "a course with a step after the first", "how long the only one lasts is --last-for"
        given = sheet.given.first_for.text()
        raise InputError("first-step-is-the-last", field="first_for", given=given, needed=needed, hint=hint)
    return _whole_days(sheet.given.first_for, "first_for")


def _last_for(sheet: Worksheet[TitrationInputs], every: int) -> int:
    if sheet.given.last_for is not None:
        return _whole_days(sheet.given.last_for, "last_for")
    text = "the last step lasts as long as the others; go on as the prescriber says"
    sheet.assume("last-for-assumed", field="last_for", value=days(every).text(), message=text)
    return every


def _doses_per_day(sheet: Worksheet[TitrationInputs]) -> int:
    per_day = sheet.given.doses_per_day
    if per_day is None:
        text = "one dose a day is taken"
        sheet.assume("doses-per-day-assumed", field="doses_per_day", value="1", message=text)
        return 1
    if per_day > 1:
        stated = "each of the doses is" if sheet.given.doses else "start, step and to are"
        text = f"{stated} ONE dose; a day holds {per_day} of them"
        sheet.assume("dose-is-one-dose", field="doses_per_day", value=str(per_day), message=text)
    return per_day


def _refuse_downward(*, start: Fraction | None, restart_at: Fraction | None, to: Fraction) -> None:
    """Refuse a course that goes down: the slip is an exchange of the two, and a wrong dose for weeks."""
    if start is not None and start > to:
        raise InputError(
            "target-below-start",
            field="to",
            given=mass(to).text(),
            needed=f"at least the first dose, {mass(start).text()}",
            hint="are --start and --to exchanged? A titration goes up; a lower dose is a plan of its own",
        )
    if restart_at is not None and restart_at > to:
        raise InputError(
            "restart-above-target",
            field="restart_at",
            given=mass(restart_at).text(),
            needed=f"at most the last dose, {mass(to).text()}",
            hint="after a pause the steps go up again, from a lower dose",
        )


def _doses(sheet: Worksheet, first: Fraction, *, step: Fraction, to: Fraction) -> list[Fraction]:
    """Return the doses of one climb; the last is the target, by a smaller increment where it must be."""
    if first == to:
        sheet.note("steps", f"from {brief_text(first)} mg to {brief_text(to)} mg", "1")
        return [to]
    many = sheet.work(f"increments from {brief_text(first)} mg", arithmetic.gap, larger=to, smaller=first, of=step)
    number = ceiling(many)
    if number >= MOST_STEPS:
        hint = "is the point of the step where it belongs?"
        needed = f"at most {MOST_STEPS} steps"
        raise InputError("too-many-steps", field="step", given=f"{number + 1} steps", needed=needed, hint=hint)
    doses = [calc.dose_after(start=first, number=Fraction(index), step=step) for index in range(number)]
    return [*doses, to]


def _lay_out(
    climbs: Sequence[Sequence[Fraction]],
    *,
    every: int,
    first_for: int,
    last_for: int,
    pause: int | None,
    pause_first: bool,
) -> tuple[tuple[DoseLevel, ...], tuple[int, int] | None]:
    """Return the steps with their days, and the days of the pause; days count from 1."""
    levels: list[DoseLevel] = []
    day, span = 1, None
    for place, doses in enumerate(climbs):
        if pause is not None and (pause_first or place == 1):
            span = (day, day + pause - 1)
            day += pause
        for index, dose in enumerate(doses):
            first = place == index == 0
            length = last_for if index == len(doses) - 1 else first_for if first else every
            levels.append(DoseLevel(number=len(levels) + 1, dose=dose, from_day=day, to_day=day + length - 1))
            day += length
    return tuple(levels), span
