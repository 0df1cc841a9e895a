"""A titration: a dose that rises in steps, each step's volume or capsules, its days, and what to dispense."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from ldn_compound.checks import titration as checks
from ldn_compound.checks.codes import apply_acceptance
from ldn_compound.core.errors import CalculationError, InputError, StopError
from ldn_compound.core.results import OptionalQuantityField, Prose, QuantityField, Result
from ldn_compound.core.texts import parse_choice
from ldn_compound.core.units import Amount, days, mass, volume
from ldn_compound.inputs import read_inputs, refuse_unknown, require_inputs
from ldn_compound.plans.prescription import dosing_and_dates as order
from ldn_compound.plans.prescription.beyond_use import resolve_rule
from ldn_compound.plans.prescription.patient import patient_findings, question_findings, read_patient, stated_findings
from ldn_compound.plans.prescription.syringe import SyringeUsed
from ldn_compound.plans.titration.doses import Taken, take_capsules, take_liquid
from ldn_compound.plans.titration.result import CapsuleCount, Pause, Supply, TitrationStep
from ldn_compound.plans.titration.schedule import Course, resolve_course
from ldn_compound.plans.titration.supply import resolve_liquid_rule, usable_days
from ldn_compound.plans.titration.totals import (
    date_of,
    directions_of,
    pause_of,
    step_of,
    supplies_of,
    supply_text,
    syringes_of,
    totals_of,
)
from ldn_compound.plans.worksheet import Worksheet, recorded_inputs
from ldn_compound.reference.beyond_use import Rule
from ldn_compound.reference.syringes import usual_concentration
from ldn_compound.settings.profile import Profile
from ldn_compound.verb_inputs import TITRATION as INPUTS

FORMS = ("solution", "capsule")
_OF_OTHER_FORM = {"solution": ("strengths",), "capsule": ("concentration", "vehicle", "storage")}


class Titration(Result):
    """A titration.

    Attributes:
        form: ``solution`` or ``capsule``.
        start: the first dose; of a restart alone, the dose after the pause.
        step: how much more from one step to the next; None where the doses were listed.
        every, last_for: how long a step lasts, and the last one.
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
    """

    kind: ClassVar[str] = "titration"

    form: str
    start: QuantityField
    step: OptionalQuantityField
    every: QuantityField
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


def plan_titration(
    *,
    form: object,
    start: object = None,
    step: object = None,
    every: object = None,
    to: object = None,
    doses: object = None,
    first_for: object = None,
    last_for: object = None,
    doses_per_day: object = None,
    per_day: object = None,
    concentration: object = None,
    vehicle: object = None,
    storage: object = None,
    strengths: object = None,
    restart_at: object = None,
    pause: object = None,
    begin: object = None,
    preset: object = None,
    age: object = None,
    body_weight: object = None,
    sex: object = None,
    rate: object = None,
    maximum: object = None,
    answers: object = None,
    opioid_free_days: object = None,
    last_opioid: object = None,
    weight_unit: object = None,
    accept: object = None,
    accepted_by: object = None,
    profile: Profile | None = None,
) -> Titration:
    """Return a titration: the dose of each step, how it is taken, its days, and what to dispense.

    A quantity is strict text ("0.5 mg") or a pint Quantity of :func:`ldn_compound.unit_registry`; a float is refused.
    The doses go up: `start`, `start` + `step`, and so on; the last one is `to` exactly, by a smaller increment where
    the steps do not land on it. No dose is above `to`, before or after the rounding to a syringe's lines.

    Parameters:
        form: ``solution`` or ``capsule``.
        start: mass, the first dose. Without it `restart_at` begins the schedule, after the pause.
        step: mass, how much more from one step to the next.
        every: time in whole days, how long a step lasts.
        to: mass, the last dose, at least `start`; a schedule that goes down is refused.
        doses: masses, a list or one text with commas between, in place of start, step and to: one dose after the other,
            each for `every`; a dose listed twice in a row is taken for twice as long. It may go down.
        first_for: time in whole days, how long the first dose is taken; else as `every`.
        last_for: time in whole days, how long the last step lasts; else as `every`, an assumption.
        doses_per_day, per_day: whole number, by either name; else 1, an assumption. `start`, `step` and `to` are ONE
            dose.
        concentration: mass/volume of the solution; else 1 mg/mL, an assumption.
        vehicle: key of the solution's vehicle; else glycerol, an assumption.
        storage: ``room-temperature`` or ``refrigerator``, of the solution; else what its rule needs, an assumption.
        strengths: masses, a list or one text with commas between: the capsules that the pharmacy makes. Required for
            capsules; each dose is made of the fewest, exactly.
        restart_at, pause: mass and time, both or neither: after the last step nothing is taken for the pause, and then
            the steps go up again from `restart_at`, a dose that the prescriber names.
        begin: the first day, a date or ISO text; else the schedule has day numbers alone.
        preset: name of a published schedule; what it states as one value is taken from it, with its source, and what
            it gives as a range or not at all is asked for.
        age, body_weight, sex: years, such as 9 or 9.75; body mass in kg or lb; ``female`` or ``male``, whose growth
            chart is asked.
        rate, maximum: the prescriber's, mass a body mass and day, and mass a day: the day's dose is held to them.
        weight_unit: ``kg`` or ``lb``, the unit that the weight was measured in, for a weight converted since.
        answers: answers to the dispensing questions by key, such as ``{"opioids": "none", "liver": "no"}``.
        opioid_free_days, last_opioid: when the last opioid was: whole number of days, a date.
        accept, accepted_by: codes of stop findings that are accepted, and by whom.
        profile: the pharmacy's profile, or None; its ``[syringes]`` stand over the reference's.

    Returns:
        The titration. One with a stop finding that nobody accepted is returned, and cannot be printed or recorded.

    Raises:
        InputError, UnitError: a value that the field does not take; ``missing``, ``unknown-form``,
            ``not-for-this-form``, ``target-below-start``, ``restart-above-target``, ``restart-without-pause``,
            ``pause-without-restart``, ``not-whole-days``, ``too-many-steps``, ``schedule-too-long``,
            ``unknown-preset``, ``preset-has-no-steps``, ``unknown-vehicle``, ``given-twice``,
            ``strengths-without-common-step``,
            ``listed-doses-alone``, ``first-step-is-the-last``.
        CalculationError: ``dose-not-made-exactly`` where the strengths do not add up to a dose, with the nearest;
            ``dose-larger-than-any-syringe``, ``dose-too-small-to-measure``.
        StopError: ``stop-before-fit``: it cannot be made and there are stop findings besides.

    Sources: T. Schwaiger, Natural Medicine Journal 10(4), April 2018; LDN Research Trust, dosing information sheet,
    2021; USP <795>; each step, assumption and finding of the result carries its own.

    >>> plan = plan_titration(form="solution", start="0.5 mg", step="0.5 mg", every="14 d", to="4.5 mg")
    >>> print(len(plan.schedule), "|", plan.days, "|", plan.total_drug, "|", plan.total_volume)
    9 | 126 day | 315 milligram | 315 milliliter
    """
    raw = dict(locals())
    return _plan(_read(raw), profile=raw["profile"], recorded=None)


def replay(inputs: Mapping[str, Any]) -> Titration:
    """Compute a titration again from its recorded inputs."""
    raw, recorded = recorded_inputs(inputs)
    refuse_unknown(raw, INPUTS, field="inputs", code="unknown-input", needed="an input of a titration")
    return _plan(_read(raw), profile=None, recorded=recorded)


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
    from ldn_compound.plans import verify

    if not isinstance(value, Titration):
        needed = "a result of plan_titration"
        raise InputError("not-a-titration", field="result", given=type(value).__name__, needed=needed)
    verify(value)
    if value.stops:
        raise StopError(
            "stop-not-accepted",
            field=value.stops[0].field,
            given=", ".join(item.code for item in value.stops),
            needed="a plan without stop findings, or each accepted by name",
            hint="; ".join(item.message for item in value.stops),
            findings=value.stops,
        )
    return value


def _read(raw: Mapping[str, Any]) -> dict[str, Any]:
    given = read_inputs(INPUTS, raw)
    require_inputs(given, ("form",))
    read_patient(given, raw)
    form = parse_choice(given["form"], FORMS, field="form", code="unknown-form")
    for name in _OF_OTHER_FORM[form]:
        if name in given:
            needed = f"no {name} for the form {form}"
            hint = f"{name} belongs to the form {'capsule' if form == 'solution' else 'solution'}"
            raise InputError("not-for-this-form", field=name, needed=needed, hint=hint)
    if form == "capsule":
        require_inputs(given, ("strengths",))
    return given


def _plan(given: dict[str, Any], *, profile: Profile | None, recorded: Any) -> Titration:
    sheet = Worksheet(given, profile=profile, recorded=recorded)
    apply_acceptance((), accept=given.get("accept", ()), accepted_by=given.get("accepted_by"))
    form: str = given["form"]
    course = resolve_course(sheet)
    concentration = _concentration(sheet) if form == "solution" else None
    doses = [(rung.number, rung.dose) for rung in course.rungs]
    field = "doses" if "doses" in given else None
    sheet.findings += checks.dose_findings(doses, per_day=course.per_day, field=field)
    highest = max(doses, key=lambda step: step[1])
    sheet.findings += stated_findings(given)
    sheet.findings += patient_findings(
        sheet,
        daily=highest[1] * course.per_day,
        a_dose=None,
        form=form,
        field=field or checks.field_of(highest[0], len(doses)),
    )
    sheet.findings += question_findings(sheet, first_day=given.get("begin"))
    rule = resolve_rule(sheet, "capsule") if concentration is None else resolve_liquid_rule(sheet, concentration)
    try:
        if concentration is None:
            taken = take_capsules(sheet, course)
        else:
            taken = take_liquid(sheet, course, concentration=concentration.value)
    except CalculationError as error:
        raise order.refusal(sheet, error, kind=Titration.kind) from error
    return _result(sheet, course, taken, concentration=concentration, rule=rule)


def _concentration(sheet: Worksheet) -> Amount:
    if "concentration" in sheet.given:
        asked: Amount = sheet.given["concentration"]
        return asked
    liquid = usual_concentration()
    sheet.assume(
        "concentration-assumed",
        field="concentration",
        value=liquid.value.text(),
        message="the usual liquid is taken: look at the bottle",
        source=liquid.source,
    )
    return liquid.value


def _result(
    sheet: Worksheet, course: Course, taken: Sequence[Taken], *, concentration: Amount | None, rule: Rule
) -> Titration:
    rungs, begin = course.rungs, sheet.given.get("begin")
    if begin is None:
        text = "no first day: the schedule has day numbers, and no dates and no calendar file"
        sheet.assume("begin-not-given", field="begin", value="not given", message=text)
    totals = totals_of(sheet, course, taken)
    usable = usable_days(sheet, rule)
    supplies = supplies_of(course, taken, usable=usable, begin=begin)
    what = "batch of capsules" if concentration is None else "bottle"
    first_dose, last_day = rungs[0].from_day, rungs[-1].to_day
    sheet.findings += checks.split_findings(
        lasts=last_day - first_dose + 1, usable=usable, parts=[supply_text(item) for item in supplies], what=what
    )
    schedule = tuple(
        step_of(rung, item, per_day=course.per_day, begin=begin) for rung, item in zip(rungs, taken, strict=True)
    )
    pause = pause_of(course, begin)
    return Titration(
        inputs=sheet.inputs,
        assumptions=sheet.assumptions,
        steps=sheet.steps,
        findings=order.accepted(sheet),
        form=sheet.given["form"],
        start=mass(rungs[0].dose),
        step=None if course.step is None else mass(course.step),
        every=days(course.every),
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
        days=days(last_day),
        begin=begin,
        end=date_of(begin, last_day),
        beyond_use_rule=rule.name,
        usable_days=days(usable),
        supplies=supplies,
        syringes=syringes_of(taken),
        directions=directions_of(schedule, pause),
    )
