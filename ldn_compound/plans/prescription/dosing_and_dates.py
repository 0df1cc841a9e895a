"""What every dosage form takes from the prescription: dose, patient, dates, supply, and what was accepted by name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from fractions import Fraction
from typing import Any

import attrs

from ldn_compound.calc import batch
from ldn_compound.checks import dose as dose_checks
from ldn_compound.checks.acceptance import apply_acceptance
from ldn_compound.checks.supply import supply_findings
from ldn_compound.core.errors import CalculationError, StopError
from ldn_compound.core.results import Finding
from ldn_compound.core.units import Amount, days, mass
from ldn_compound.inputs.reading import refuse_unknown
from ldn_compound.inputs.shared import Acceptance, BatchInputs, Making
from ldn_compound.plans.ingredients.avoid import settle_avoid
from ldn_compound.plans.prescription.beyond_use import COMPONENTS, FormRule, LastDay, resolve_date, resolve_rule
from ldn_compound.plans.prescription.patient import (
    DoseOfPatient,
    hold_to_patient,
    prescribed_findings,
    settle_patient,
)
from ldn_compound.plans.prescription.strengths import StrengthsMade, resolve_strengths_made
from ldn_compound.plans.worksheet import Worksheet
from ldn_compound.reference.beyond_use import Rule
from ldn_compound.reference.fillers import filler_keys
from ldn_compound.reference.forms import get_form


@attrs.frozen(kw_only=True)
class Order:
    """The prescription's part of a plan.

    Attributes:
        daily_dose: mass a day, or None where no dosing was given.
        units_per_dose, doses_per_day: as taken, or None.
        days_supply: how long the count lasts, or None.
        rule: the beyond-use rule of the form; last: the last day of use by it, None without a day of making.
        of_patient: the dose as it is held to the patient.
        made: the strengths that the pharmacy makes.
    """

    daily_dose: Amount | None
    units_per_dose: int | None
    doses_per_day: int | None
    days_supply: Amount | None
    rule: FormRule
    last: LastDay | None
    of_patient: DoseOfPatient
    made: StrengthsMade


def settle_batch(given: BatchInputs, raw: Mapping[str, object]) -> None:
    """Read what the patient avoids, and refuse a body weight, a rate and answers that cannot be."""
    settle_avoid(given)
    settle_patient(given, given.body_weight, raw)


def resolve_order(sheet: Worksheet[BatchInputs], *, count: int, strength: Fraction, form: str, own: str) -> Order:
    """Resolve dose, dates and supply of a batch of units.

    Parameters:
        count: units to make.
        strength: mg in one unit.
        form: the form's key.
        own: the batch's filler key, which may name a component too.
    """
    given = sheet.given
    apply_acceptance((), accept=given.accept, accepted_by=given.accepted_by)
    refuse_unknown_components(
        given,
        (*COMPONENTS, own, *filler_keys()),
        keys="api, filler, shell, source-tablet, stock or the key of a substance",
    )
    rule = resolve_rule(sheet, get_form(form).rules[0])
    last = resolve_last_day(sheet, rule.rule)
    a_dose, a_day, daily = _dosing(sheet, strength)
    of_patient = hold_to_patient(
        sheet,
        DoseOfPatient(
            weight=given.body_weight,
            daily=None if daily is None else daily.value,
            a_dose=strength * (a_dose or 1),
            form=form,
            field="strength" if daily is None else "doses_per_day",
            rate=given.rate,
        ),
    )
    supply = days(given.days_supply) if given.days_supply else None
    if a_dose and a_day:
        lasts = sheet.work(
            "days of supply",
            batch.days_of_supply,
            count=Fraction(count),
            units_per_dose=Fraction(a_dose),
            doses_per_day=Fraction(a_day),
        )
        supply = supply or days(lasts)
    return Order(
        daily_dose=daily,
        units_per_dose=a_dose,
        doses_per_day=a_day,
        days_supply=supply,
        rule=rule,
        last=last,
        of_patient=of_patient,
        made=resolve_strengths_made(sheet, form, field="strength"),
    )


def order_findings(given: BatchInputs, found: Order, *, count: int, strength: Fraction, form: str) -> Iterator[Finding]:
    """Yield the findings on dates, dose and supply of a batch of units; parameters as of :func:`resolve_order`."""
    yield from found.rule.findings()
    if found.last is not None:
        yield from found.last.findings(today=given.today)
    yield from dose_checks.strength_findings(strength)
    yield from found.made.findings([mass(strength)], field="strength")
    a_dose, a_day = found.units_per_dose, found.doses_per_day
    if found.daily_dose is not None:
        factors = dose_checks.factor_words(mass(strength).text(), units=a_dose or 1, doses=a_day or 1)
        yield from dose_checks.daily_dose_findings(found.daily_dose.value, factors=factors)
    yield from prescribed_findings(given, found.of_patient)
    yield from supply_findings(
        count=count,
        per_day=a_dose * a_day if a_dose and a_day else None,
        days_supply=given.days_supply,
        made_on=given.made_on,
        last_day=None if found.last is None else found.last.day,
        unit=get_form(form).words("en")[1],
    )


def refuse_unknown_components(given: Making, known: Sequence[str], *, keys: str) -> None:
    """Refuse the expiry date or the lot of a component that the batch does not have.

    Parameters:
        known: the names that are taken; keys: the same in words.

    Raises:
        InputError: ``unknown-component``.
    """
    for field, components in (
        ("component_expiries", given.component_expiries),
        ("component_lots", given.component_lots),
    ):
        needed = f"a component's key: {keys}"
        refuse_unknown(components, known, field=field, code="unknown-component", needed=needed)


def resolve_last_day(sheet: Worksheet[BatchInputs], rule: Rule) -> LastDay | None:
    """Return the last day of use and what limits it; None without a day of making.

    Raises:
        InputError: ``component-expired``.
    """
    made_on = sheet.given.made_on
    if made_on is not None:
        return resolve_date(sheet, made_on=made_on, rule=rule, expiries=sheet.expiries)
    sheet.assume(
        "made-on-not-given",
        field="made_on",
        value="not given",
        message="without the day of making there is no beyond-use date, and no patient label; the newest rules are "
        "taken",
    )
    return None


def resolve_doses_per_day(sheet: Worksheet[BatchInputs]) -> int | None:
    """Return the doses a day; where they were not given, say what that leaves unchecked."""
    a_day, course = sheet.given.doses_per_day, sheet.given.of_course
    if course is not None:
        sheet.assume(
            "taken-by-schedule",
            field="doses_per_day",
            value="as the schedule says",
            message=f"the titration of {course} says how many are taken and when, and checked its doses",
        )
    elif a_day is None:
        sheet.assume(
            "daily-dose-not-given",
            field="doses_per_day",
            value="not given",
            message="no daily dose: it is not checked, and neither is the supply against the beyond-use date",
        )
    return a_day


def _dosing(sheet: Worksheet[BatchInputs], strength: Fraction) -> tuple[int | None, int | None, Amount | None]:
    """Return units a dose, doses a day and the daily dose."""
    a_dose, a_day = sheet.given.units_per_dose, resolve_doses_per_day(sheet)
    if a_day is None:
        return a_dose, None, None
    if a_dose is None:
        sheet.assume(
            "units-per-dose-assumed",
            field="units_per_dose",
            value="1",
            message="one unit is taken at a time",
        )
        a_dose = 1
    daily = sheet.work(
        "daily dose",
        batch.daily_dose,
        strength=strength,
        units_per_dose=Fraction(a_dose),
        doses_per_day=Fraction(a_day),
    )
    return a_dose, a_day, mass(daily)


def accepted(given: Acceptance, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the plan's findings with who accepted which."""
    return apply_acceptance(findings, accept=given.accept, accepted_by=given.accepted_by)


@contextmanager
def stops_first(sheet: Worksheet[Acceptance], kind: str, so_far: Iterable[Finding]) -> Iterator[None]:
    """Let the stops found so far come first where what is worked out inside cannot be made.

    Parameters:
        kind: of the result.
        so_far: the findings so far; they are told only where it cannot be made.

    Raises:
        CalculationError: as it came, without such stops.
        StopError: ``stop-before-fit``; it carries what was worked out, so that a caller can still show it.
    """
    try:
        yield
    except CalculationError as error:
        findings = accepted(sheet.given, so_far)
        stops = tuple(item for item in findings if item.stops)
        if not stops:
            raise
        document: dict[str, Any] = {
            "kind": kind,
            "inputs": sheet.inputs,
            "assumptions": sheet.assumptions,
            "findings": findings,
            "steps": sheet.steps,
            "error": error.to_dict(),
        }
        raise StopError(
            "stop-before-fit",
            field=stops[0].field,
            given=", ".join(item.code for item in stops),
            needed="a plan without stops, or each of them accepted by name; besides, " + str(error),
            hint=stops[0].message,
            findings=findings,
            refusal=document,
        ) from error
