"""A titration: a dose that rises in steps, each step's volume or capsules, its days, and what to dispense."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from operator import itemgetter
from typing import ClassVar, NamedTuple

from ldn_compound.checks import titration as checks
from ldn_compound.checks.acceptance import apply_acceptance
from ldn_compound.checks.beyond_use import rule_findings
from ldn_compound.checks.dose import strength_findings
from ldn_compound.core.errors import InputError
from ldn_compound.core.late_texts import Prose
from ldn_compound.core.results import Finding, OptionalQuantityField, QuantityField, Result
from ldn_compound.core.texts import parse_choice
from ldn_compound.core.units import as_mass, days, mass, volume
from ldn_compound.inputs.doses import TitrationInputs
from ldn_compound.plans.prescription import dosing_and_dates as order
from ldn_compound.plans.prescription.patient import (
    DoseOfPatient,
    hold_to_patient,
    prescribed_findings,
    settle_patient,
)
from ldn_compound.plans.prescription.strengths import StrengthsMade, resolve_strengths_made
from ldn_compound.plans.prescription.syringe import SyringeUsed, resolve_concentration
from ldn_compound.plans.public import planner
from ldn_compound.plans.titration.doses import Taken, rules_of_doses, take_capsules, take_liquid
from ldn_compound.plans.titration.result import CapsuleCount, Pause, Supply, TitrationStep
from ldn_compound.plans.titration.schedule import Course, resolve_course, rules_of_course
from ldn_compound.plans.titration.supply import Kept, resolve_kept, rules_of_kept, usable_days
from ldn_compound.plans.titration.totals import (
    Totals,
    date_of,
    directions_of,
    pause_of,
    step_of,
    supplies_of,
    supply_text,
    syringes_of,
    totals_of,
)
from ldn_compound.plans.worksheet import Worksheet
from ldn_compound.reference.forms import forms_with, get_form

_OF_COUNTED, _OF_LIQUID = ("strengths",), ("concentration", "vehicle", "storage")


class Titration(Result):
    """A titration.

    Attributes:
        form: ``solution`` or ``capsule``.
        start: the first dose; of a restart alone, the dose after the pause.
        step: how much more from one step to the next; None where the doses were listed.
        every: how long a step lasts; None where each of the listed doses has a length of its own.
        last_for: how long the last step lasts.
        to: the last dose; no dose of the schedule is above it, unless the doses were listed.
        doses_per_day: how many of these doses a day has.
        concentration: of a solution, else None.
        schedule: the steps, in order.
        pause: the days without a dose, or None.
        total_drug: drug in all doses of the schedule.
        total_volume: of a solution, the exact volume of all doses; total_measured_volume the volume as drawn.
        total_capsules: by strength, the weakest first; empty for a solution.
        days: from the first day to the last, a pause included.
        begin, end: the first and the last day as dates, or None.
        beyond_use_rule: the rule that limits one batch; usable_days for how long.
        supplies: what to make and dispense, a batch each.
        syringes: those that the steps use, the smallest first; empty for capsules.
        directions: each step in plain words, and what comes after.

    >>> import ldn_compound as ldn
    >>> course = ldn.plan_titration(form="solution", start="0.5 mg", step="0.5 mg", every="14 d", to="4.5 mg")
    >>> print(len(course.schedule), course.total_drug, course.days, sep=", ")
    9, 315 milligram, 126 day
    """

    kind: ClassVar[str] = "titration"

    form: str
    start: QuantityField
    step: OptionalQuantityField
    every: OptionalQuantityField
    to: QuantityField
    last_for: QuantityField
    doses_per_day: int
    concentration: OptionalQuantityField
    schedule: tuple[TitrationStep, ...]
    pause: Pause | None
    total_drug: QuantityField
    total_volume: OptionalQuantityField
    total_measured_volume: OptionalQuantityField
    total_capsules: tuple[CapsuleCount, ...]
    days: QuantityField
    begin: date | None
    end: date | None
    beyond_use_rule: Prose
    usable_days: QuantityField
    supplies: tuple[Supply, ...]
    syringes: tuple[SyringeUsed, ...]
    directions: tuple[Prose, ...]


class Ordered(NamedTuple):
    """A titration as ordered, as its rules look at it.

    Attributes:
        course: its steps.
        of_patient: the highest dose as it is held to the patient.
        kept: what limits the use of one batch; made: the strengths that the pharmacy makes.
    """

    course: Course
    of_patient: DoseOfPatient
    kept: Kept
    made: StrengthsMade


class Scheduled(NamedTuple):
    """A titration worked out, as its rules look at it.

    Attributes:
        ordered: what was ordered.
        taken: how the dose of each step is taken; totals: what all of them take.
        jurisdiction: whose rules hold.
        usable: days that one batch may be used; supplies: the batches.
    """

    ordered: Ordered
    taken: Sequence[Taken]
    totals: Totals
    jurisdiction: str
    usable: int
    supplies: Sequence[Supply]


def _settle(given: TitrationInputs, raw: Mapping[str, object]) -> None:
    """Refuse a patient that cannot be, and what the other form takes."""
    settle_patient(given, given.body_weight, raw)
    titrated = forms_with("titrated")
    form = get_form(parse_choice(given.form, [item.key for item in titrated], field="form", code="unknown-form"))
    for name in given.has(*(_OF_LIQUID if form.counted else _OF_COUNTED)):
        needed = f"no {name} for the form {form.key}"
        others = " or ".join(item.key for item in titrated if item.counted is not form.counted)
        raise InputError("not-for-this-form", field=name, needed=needed, hint=f"{name} belongs to the form {others}")


@planner(TitrationInputs, settle=_settle)
def plan_titration(sheet: Worksheet[TitrationInputs]) -> Titration:
    """Return a titration: the dose of each step, how it is taken, its days, and what to dispense.

    A quantity is strict text ("0.5 mg") or a pint Quantity of :func:`ldn_compound.unit_registry`; a float is refused.
    The doses go up: `start`, `start` + `step`, and so on; the last one is `to` exactly, by a smaller increment where
    the steps do not land on it. No dose is above `to`, before or after the rounding to a syringe's lines.

    Without start, restart_at begins the schedule, after the pause; the two go together. The listed doses stand in place
    of start, step and to, each for every; one listed twice in a row is taken for twice as long, and they may go down.
    The lengths, one for each of the listed doses, stand in place of every. With the bedtime_doses, one for each of the
    listed doses, those are the morning's: a step then has two rows in the schedule, one for each time of the day.
    Capsules need strengths: each dose is made of the fewest, exactly. Of a preset, what it states as one value is
    taken, with its source; what it gives as a range or not at all is asked for.

    Returns:
        The titration. One with a stop finding that nobody accepted is returned, and cannot be printed or recorded.

    Raises:
        InputError, UnitError: a value that the field does not take; ``missing``, ``unknown-form``,
            ``not-for-this-form``, ``target-below-start``, ``restart-above-target``, ``restart-without-pause``,
            ``pause-without-restart``, ``not-whole-days``, ``too-many-steps``, ``schedule-too-long``,
            ``unknown-preset``, ``preset-has-no-steps``, ``unknown-vehicle``, ``given-twice``,
            ``strengths-without-common-step``,
            ``bedtime-without-doses``, ``another-number-of-doses``, ``two-a-day``,
            ``listed-doses-alone``, ``lengths-without-doses``, ``lengths-alone``, ``another-number-of-lengths``,
            ``first-step-is-the-last``.
        CalculationError: ``dose-not-made-exactly`` where the strengths do not add up to a dose, with the nearest;
            ``dose-larger-than-any-syringe``, ``dose-too-small-to-measure``.
        StopError: ``stop-before-fit``: it cannot be made and there are stop findings besides.

    Sources: T. Schwaiger, Natural Medicine Journal 10(4), April 2018; LDN Research Trust, dosing information sheet,
    2021; USP <795>; each step, assumption and finding of the result carries its own.

    >>> plan = plan_titration(form="solution", start="0.5 mg", step="0.5 mg", every="14 d", to="4.5 mg")
    >>> print(len(plan.schedule), "|", plan.days, "|", plan.total_drug, "|", plan.total_volume)
    9 | 126 day | 315 milligram | 315 milliliter
    """
    given = sheet.given
    apply_acceptance((), accept=given.accept, accepted_by=given.accepted_by)
    form = get_form(given.form)
    if form.counted:
        given.require("strengths")
    course = resolve_course(sheet)
    concentration = None if form.counted else resolve_concentration(sheet, given.concentration)
    number, daily = max(((level.number, course.daily(level.number)) for level in course.levels), key=itemgetter(1))
    field = "doses" if given.doses else checks.field_of(number, len(course.levels))
    of_patient = hold_to_patient(sheet, DoseOfPatient(given.body_weight, daily, None, form.key, field, given.rate))
    made = resolve_strengths_made(sheet, form.key, field="strengths" if form.counted else "concentration")
    ordered = Ordered(course, of_patient, resolve_kept(sheet, concentration), made)
    with order.stops_first(sheet, Titration.kind, rules_before_taking(given, ordered)):
        if concentration is None:
            taken = take_capsules(sheet, course)
        else:
            taken = take_liquid(sheet, course, concentration=concentration.value)
    return _result(sheet, ordered, taken)


def rules_before_taking(given: TitrationInputs, found: Ordered) -> Iterator[Finding]:
    """Yield the findings on the schedule, its patient and what it is made of, in the order in which they are told."""
    course = found.course
    yield from rules_of_course(given, course)
    doses: dict[int, list[Fraction]] = {}
    for level in course.levels:
        doses.setdefault(level.number, []).append(level.dose)
    field = "doses" if given.doses else None
    yield from checks.dose_findings(list(doses.items()), per_day=course.times, field=field)
    yield from prescribed_findings(given, found.of_patient)
    yield from rules_of_kept(given, found.kept)
    concentration = found.kept.concentration
    if concentration is None:
        yield from found.made.findings(given.strengths, field="strengths")
    else:
        yield from found.made.findings([concentration], field="concentration")


def rules(given: TitrationInputs, found: Scheduled) -> Iterator[Finding]:
    """Yield the findings on a titration, in the order in which they are told."""
    levels, rule, totals = found.ordered.course.levels, found.ordered.kept.rule, found.totals
    yield from rules_before_taking(given, found.ordered)
    yield from rules_of_doses(levels, found.taken)
    yield from checks.drawn_findings(drawn=totals.drawn, exact=totals.exact)
    for row in totals.capsules:
        yield from strength_findings(row.exact.strength.value, field="strengths")
    yield from rule_findings(rule, jurisdiction=found.jurisdiction, form=rule.form)
    form = get_form(given.form)
    yield from checks.split_findings(
        lasts=levels[-1].to_day - levels[0].from_day + 1,
        usable=found.usable,
        parts=[supply_text(item) for item in found.supplies],
        what=f"batch of {form.words('en')[1]}" if form.counted else "bottle",
    )


def require_titration(value: object) -> Titration:
    """Return the value if it is a titration as it was planned, without a stop that nobody accepted.

    Raises:
        InputError: ``not-a-titration``.
        MismatchError: ``does-not-recompute``.
        StopError: ``stop-not-accepted``.

    >>> plan = plan_titration(form="solution", start="0.5 mg", step="0.5 mg", every="14 d", to="4.5 mg")
    >>> require_titration(plan) is plan
    True
    """
    from ldn_compound.plans import refusal_of_stops, verify

    if not isinstance(value, Titration):
        needed = "a result of plan_titration"
        raise InputError("not-a-titration", field="result", given=type(value).__name__, needed=needed)
    verify(value)
    if (refusal := refusal_of_stops(value)) is not None:
        raise refusal
    return value


def _result(sheet: Worksheet[TitrationInputs], ordered: Ordered, taken: Sequence[Taken]) -> Titration:
    given, course, rule, concentration = sheet.given, ordered.course, ordered.kept.rule, ordered.kept.concentration
    levels, begin = course.levels, given.begin
    if begin is None:
        text = "no first day: the schedule has day numbers, and no dates and no calendar file"
        sheet.assume("begin-not-given", field="begin", value="not given", message=text)
    totals = totals_of(sheet, course, taken)
    jurisdiction, usable = sheet.resolver.jurisdiction, usable_days(sheet, rule)
    supplies = supplies_of(course, taken, usable=usable, begin=begin)
    schedule = tuple(step_of(course, level, item, begin=begin) for level, item in zip(levels, taken, strict=True))
    pause = pause_of(course, begin)
    found = Scheduled(ordered, taken, totals, jurisdiction, usable, supplies)
    return Titration(
        inputs=sheet.inputs,
        assumptions=sheet.assumptions,
        steps=sheet.steps,
        findings=apply_acceptance(rules(given, found), accept=given.accept, accepted_by=given.accepted_by),
        form=given.form,
        start=mass(levels[0].dose),
        step=as_mass(course.step),
        every=None if course.every is None else days(course.every),
        to=mass(course.to),
        last_for=days(course.last_for),
        doses_per_day=course.per_day,
        concentration=concentration,
        schedule=schedule,
        pause=pause,
        total_drug=mass(totals.drug),
        total_volume=None if concentration is None else volume(totals.exact),
        total_measured_volume=None if concentration is None else volume(totals.drawn),
        total_capsules=totals.capsules,
        days=days(levels[-1].to_day),
        begin=begin,
        end=date_of(begin, levels[-1].to_day),
        beyond_use_rule=rule.name,
        usable_days=days(usable),
        supplies=supplies,
        syringes=syringes_of(taken),
        directions=directions_of(schedule, pause),
    )
