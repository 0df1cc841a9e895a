"""The MedicationDispense resource of a plan with its label: what is handed out, for whom, and how it is taken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ldn_compound.core.units import Amount
from ldn_compound.fhir.medication import Preparation, container_quantity
from ldn_compound.fhir.parts import (
    Json,
    Version,
    concept,
    day,
    days_long,
    given,
    milligrams,
    millilitres,
    quantity,
    ratio,
    snomed,
    units_of,
)
from ldn_compound.labelling.content import Label
from ldn_compound.labelling.facts import Facts, Step
from ldn_compound.plans.titration.plan import Titration
from ldn_compound.reference.fhir import TIMINGS, get_route_code

_ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
_PAUSE = "Pause: take none."


def dispense(of: Preparation, label: Label, version: Version, *, medication: str) -> Json:
    """Return a MedicationDispense resource.

    Parameters:
        of: the preparation.
        label: of the container; what was not given for it is left out.
        version: R4 and R5 name its elements otherwise.
        medication: the full URL of the Medication.
    """
    reference = {"reference": medication}
    taken = "medicationReference" if version is Version.R4 else "medication"
    filled = label.date_filled or of.facts.made_on
    resource = {
        "resourceType": "MedicationDispense",
        # Filled it is ready; before that it is being made. That it was handed over is not known here.
        "status": "in-progress" if label.date_filled else "preparation",
        taken: reference if version is Version.R4 else {"reference": reference},
        **_subject(label, version),
        **_prescription(label),
    }
    return resource | given(
        quantity=None if of.amount is None else container_quantity(of.amount, of.facts.form),
        daysSupply=_days_supply(of, label),
        whenPrepared=None if filled is None else day(filled),
        dosageInstruction=_dosage(of, label, version),
    )


def _subject(label: Label, version: Version) -> Json:
    if label.patient is not None:
        return {"subject": {"display": label.patient}}
    # R5 wants a subject: it says that none is known, and R4 leaves it out.
    return {} if version is Version.R4 else {"subject": {"extension": [{"url": _ABSENT, "valueCode": "unknown"}]}}


def _prescription(label: Label) -> Json:
    number = label.prescription_number
    return {} if number is None else {"authorizingPrescription": [{"identifier": {"value": number}}]}


def _days_supply(of: Preparation, label: Label) -> Json | None:
    facts = of.facts
    if facts.schedule:
        # Of several strengths none lasts through all days.
        alone = len({strength for step in facts.schedule for strength, _ in step.units}) <= 1
        return days_long(facts.schedule[-1].last) if alone else None
    # The plan's days are those of the whole batch.
    whole = label.quantity == facts.amount
    return days_long(facts.days_supply) if whole and facts.days_supply is not None else None


def _dosage(of: Preparation, label: Label, version: Version) -> list[Json]:
    facts = of.facts
    if isinstance(label.result, Titration):
        return list(_course(label.result, of, label, version))
    dose = _dose(facts)
    if label.directions is None and dose is None:
        return []
    return [_instruction(facts, version, text=label.directions, repeat=_repeat(facts, label.timing), dose=dose)]


def _dose(facts: Facts) -> Json | None:
    if facts.dose_volume is not None:
        return millilitres(facts.dose_volume)
    return None if facts.dose_units is None else units_of(facts.dose_units, facts.form)


def _repeat(facts: Facts, timing: str | None, *, times: int | None = None) -> Json:
    """Return how often: times a day, and at which events of the day."""
    times = times or facts.doses_per_day
    when = list(TIMINGS.get(timing).when) if timing is not None and timing in TIMINGS else []
    often: Json = {} if times is None else {"frequency": times, "period": 1, "periodUnit": "d"}
    return often | given(when=when)


def _instruction(facts: Facts, version: Version, *, repeat: Json, dose: Json | None, **words: object) -> Json:
    """Return a Dosage; `words` are its sequence, text and patientInstruction."""
    route = get_route_code(facts.route)
    most = None if facts.patient.most is None else ratio(milligrams(facts.patient.most), quantity(1, "d", "day"))
    return given(
        **words,
        timing=given(repeat=repeat),
        route=concept(route.display, [snomed(route)]),
        doseAndRate=None if dose is None else [{"doseQuantity": dose}],
        maxDosePerPeriod=[most] if most is not None and version is Version.R5 else most,
    )


def _course(plan: Titration, of: Preparation, label: Label, version: Version) -> Iterator[Json]:
    """Yield an instruction for each step of a titration, and for its pause; steps of the same days share a number."""
    facts, number, last = of.facts, 0, None
    said = {(step.from_day, step.time_of_day): step.directions for step in plan.schedule}
    for step in facts.schedule:
        if (step.first, step.last) != last:
            number, last = number + 1, (step.first, step.last)
        dose = _dose_of(step, of)
        if dose is None and step.dose is not None:
            continue  # none of this strength
        words = {"sequence": number, "text": said.get((step.first, step.time), _PAUSE)}
        often = {} if dose is None else _repeat(facts, step.time or label.timing, times=1 if step.time else None)
        if dose is not None:
            words |= {"patientInstruction": label.directions}
        yield _instruction(facts, version, repeat=_bounds(step) | often, dose=dose, **words)


def _dose_of(step: Step, of: Preparation) -> Json | None:
    if step.volume is not None:
        return millilitres(step.volume)
    counts = [count for strength, count in step.units if strength == of.strength]
    return units_of(sum(counts), of.facts.form) if counts else None


def _bounds(step: Step) -> Json:
    if step.first_date is not None and step.last_date is not None:
        return {"boundsPeriod": {"start": day(step.first_date), "end": day(step.last_date)}}
    return {"boundsDuration": days_long(step.last - step.first + 1)}


def totals_of(plan: Titration) -> Sequence[tuple[Amount, int | Amount | None]]:
    """Return what a titration takes in all: each strength and how many, or the concentration and the volume."""
    concentration = plan.exact.concentration
    if concentration is not None:
        return [(concentration, plan.exact.total_measured_volume)]
    return [(item.exact.strength, item.count) for item in plan.total_capsules]
