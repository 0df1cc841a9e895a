"""A child's dose by body weight: capped, divided, and measured with an oral syringe."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import ClassVar, NamedTuple

from ldn_compound.calc import arithmetic
from ldn_compound.calc import dose as calc
from ldn_compound.checks import child
from ldn_compound.checks.acceptance import apply_acceptance
from ldn_compound.checks.codes import finding
from ldn_compound.core.late_texts import Prose
from ldn_compound.core.numbers import brief_text
from ldn_compound.core.results import Finding, OptionalQuantityField, QuantityField, Record, Result
from ldn_compound.core.units import Amount, mass, ratio, volume
from ldn_compound.inputs.doses import DoseInputs
from ldn_compound.plans.prescription import dosing_and_dates as order
from ldn_compound.plans.prescription import syringe
from ldn_compound.plans.prescription.patient import (
    DoseOfPatient,
    hold_to_patient,
    patient_findings,
    settle_patient,
)
from ldn_compound.plans.prescription.syringe import Measured, SyringeUsed
from ldn_compound.plans.public import planner
from ldn_compound.plans.solution import FORM
from ldn_compound.plans.worksheet import Worksheet
from ldn_compound.reference.limits import dose_limits, rate_limits
from ldn_compound.reference.syringes import rounding_limits


class NearestStrength(Record):
    """The stocked strength nearest to a dose.

    Attributes:
        strength: drug in one unit.
        error: how far it is from the dose, as a fraction of the dose, without a sign.
    """

    strength: QuantityField
    error: QuantityField


class Dose(Result):
    """A dose by body weight.

    Attributes:
        body_weight: in kg, whatever unit it was given in.
        rate: drug for a kg of body weight and DAY.
        maximum: most drug a DAY.
        uncapped_dose: the DAY's dose by weight, before the maximum.
        capped: whether the maximum lowered it.
        daily_dose: the day's dose, at most the maximum.
        doses_per_day: how many equal doses it is divided into.
        dose: one dose, before the syringe's rounding.
        concentration: of the liquid.
        exact_volume: what holds `dose`.
        volume: what is drawn: `exact_volume` to the syringe's lines.
        syringe: the one to draw it with.
        rounding_error: how far `volume` is from `exact_volume`, as a fraction of it, without a sign.
        delivered_dose: drug in `volume`; delivered_daily_dose that of all the day's doses.
        days_supply: for how many days; None where not given.
        volume_to_dispense: what the doses of the days' supply take, an overfill not included; None without one.
        nearest_strength: the stocked strength nearest to `dose` and not above the maximum, or None.
        directions: how it is given, in mL and mg.

    >>> import ldn_compound as ldn
    >>> dose = ldn.weight_based_dose(body_weight="18.5 kg")
    >>> print(dose.daily_dose, dose.volume, dose.syringe.size, dose.delivered_dose, sep=", ")
    1.85 milligram, 1.8 milliliter, 3 milliliter, 1.8 milligram
    """

    kind: ClassVar[str] = "dose"

    body_weight: QuantityField
    rate: QuantityField
    maximum: QuantityField
    uncapped_dose: QuantityField
    capped: bool
    daily_dose: QuantityField
    doses_per_day: int
    dose: QuantityField
    concentration: QuantityField
    exact_volume: QuantityField
    volume: QuantityField
    syringe: SyringeUsed
    rounding_error: QuantityField
    delivered_dose: QuantityField
    delivered_daily_dose: QuantityField
    days_supply: OptionalQuantityField
    volume_to_dispense: OptionalQuantityField
    nearest_strength: NearestStrength | None
    directions: Prose


class Ordered(NamedTuple):
    """The dose as ordered, as its rules look at it.

    Attributes:
        rate, most: in force, for a DAY; per_day: doses a day.
        uncapped, daily, dose: the DAY's dose by weight in mg, the same at most the maximum, and one dose.
        of_patient: the dose as it is held to the patient.
    """

    rate: Amount
    most: Amount
    per_day: int
    uncapped: Fraction
    daily: Fraction
    dose: Fraction
    of_patient: DoseOfPatient

    @property
    def most_at_a_time(self) -> Fraction:
        """The most that one dose may hold, in mg."""
        return self.most.value / self.per_day


class Drawn(NamedTuple):
    """The dose as it is drawn up, as its rules look at it.

    Attributes:
        ordered: the dose.
        measured: how it is measured; better: how it would be if the lines of a syringe were known, or None.
        delivered: mg in what is drawn.
        would_do: in words, what would measure the dose better; empty where that is not needed.
        nearest: the stocked strength, or None.
    """

    ordered: Ordered
    measured: syringe.Measured
    better: syringe.Measured | None
    delivered: Fraction
    would_do: str
    nearest: NearestStrength | None


@planner(DoseInputs, settle=lambda given, raw: settle_patient(given, given.body_weight, raw))
def weight_based_dose(sheet: Worksheet[DoseInputs]) -> Dose:
    """Return a child's dose by body weight, capped at the maximum, and how it is measured with an oral syringe.

    A quantity is strict text ("18.5 kg") or a pint Quantity of :func:`ldn_compound.unit_registry`; a float is refused.
    Rate and maximum are per DAY; where there are several doses a day, each is the day's dose over their number, and
    after rounding to the syringe's lines neither a dose nor the day passes the maximum.

    A child's weight is from 2 to 200 kg, an adult's by the age from 20 to 650 kg. The weight is tested against the age,
    such as 9 or 9.75 (a bare 9 is 9 years and 0 months); without an age there is a caution.

    Returns:
        The dose. One with a stop finding that nobody accepted is returned, and cannot be recorded.

    Raises:
        InputError, UnitError: a value that the field does not take; ``missing``, ``out-of-range`` for a weight
            outside those, ``given-twice`` for both names of the doses a day.
        CalculationError: ``dose-larger-than-any-syringe``, ``dose-too-small-to-measure``.
        StopError: ``stop-before-fit``: it cannot be measured and there are stop findings besides.

    Sources: NCT00715117 and T. Schwaiger, Natural Medicine Journal 10(4), April 2018 (rate, maximum); CDC 2000 growth
    charts; each step, assumption and finding of the result carries its own.

    >>> plan = weight_based_dose(body_weight="18.5 kg", rate="0.1 mg/kg", maximum="4.5 mg", concentration="1 mg/mL")
    >>> print(plan.dose, "|", plan.volume, "|", plan.syringe.size)
    1.85 milligram | 1.8 milliliter | 3 milliliter
    """
    given = sheet.given
    apply_acceptance((), accept=given.accept, accepted_by=given.accepted_by)
    weight = given.body_weight
    rate, most, concentration, per_day = _prescription(sheet)
    uncapped = sheet.work("day's dose by weight", calc.dose_by_weight, rate=rate.value, body_weight=weight.value)
    daily = min(uncapped, most.value)
    if daily < uncapped:
        text = f"{brief_text(uncapped)} mg by weight, at most {brief_text(most.value)} mg a day"
        sheet.note("day's dose, capped", text, mass(daily).text())
    doses = Fraction(per_day)
    dose = daily
    if per_day > 1:
        dose = sheet.work("one dose", arithmetic.divided, amount=daily, by=doses)
    of_patient = hold_to_patient(sheet, DoseOfPatient(weight, daily, dose, FORM, "body_weight", rate))
    ordered = Ordered(rate, most, per_day, uncapped, daily, dose, of_patient)
    with order.stops_first(sheet, Dose.kind, rules_before_measuring(given, ordered)):
        measured, better = syringe.measure_dose(
            sheet, dose=dose, concentration=concentration.value, maximum=ordered.most_at_a_time, field="concentration"
        )
    delivered = sheet.work("dose delivered", arithmetic.mass_in, volume=measured.drawn, per_volume=concentration.value)
    total = delivered
    if per_day > 1:
        total = sheet.work("delivered a day", arithmetic.multiplied, amount=delivered, times=doses)
    would_do = ""
    if measured.error > rounding_limits()[0].value.value:
        would_do = syringe.would_do(sheet, dose=dose, concentration=concentration.value, maximum=ordered.most_at_a_time)
    to_dispense = _to_dispense(sheet, measured, doses)
    nearest = _nearest(sheet, dose=dose, maximum=ordered.most_at_a_time)
    drawn = Drawn(ordered, measured, better, delivered, would_do, nearest)
    supply = given.days_supply
    return Dose(
        inputs=sheet.inputs,
        assumptions=sheet.assumptions,
        steps=sheet.steps,
        findings=apply_acceptance(rules(given, drawn), accept=given.accept, accepted_by=given.accepted_by),
        body_weight=weight,
        rate=rate,
        maximum=most,
        uncapped_dose=mass(uncapped),
        capped=daily < uncapped,
        daily_dose=mass(daily),
        doses_per_day=per_day,
        dose=mass(dose),
        concentration=concentration,
        exact_volume=volume(measured.volume),
        volume=volume(measured.drawn),
        syringe=measured.used,
        rounding_error=ratio(measured.error),
        delivered_dose=mass(delivered),
        delivered_daily_dose=mass(total),
        days_supply=None if supply is None else Amount(supply, "time"),
        volume_to_dispense=to_dispense,
        nearest_strength=nearest,
        directions=_directions(measured, delivered, per_day),
    )


def rules_before_measuring(given: DoseInputs, found: Ordered) -> Iterator[Finding]:
    """Yield the findings on the dose and its patient, in the order in which they are told."""
    rate, most = found.rate, found.most
    yield from child.rate_findings(rate)
    yield from child.amount_findings(uncapped=found.uncapped, daily=found.daily, dose=found.dose, rate=rate, most=most)
    yield from child.adult_findings(given.age)
    yield from patient_findings(given, found.of_patient)


def rules(given: DoseInputs, found: Drawn) -> Iterator[Finding]:
    """Yield the findings on a dose by body weight, in the order in which they are told."""
    dose, nearest = found.ordered.dose, found.nearest
    yield from rules_before_measuring(given, found.ordered)
    yield from syringe.syringe_findings(found.measured, found.better)
    yield from child.rounding_findings(found.measured.error, dose=dose, drawn=found.delivered, would_do=found.would_do)
    if nearest is not None:
        near, error = nearest.exact.strength.value, nearest.exact.error.value
        yield from child.strength_findings(error, dose=dose, strength=near, age=given.age, weight=given.body_weight)
    elif given.strengths:
        maximum, source = brief_text(found.ordered.most_at_a_time), rate_limits()["trial"].source
        yield finding("no-strength-below-maximum", maximum=maximum, source=source)


def _prescription(sheet: Worksheet[DoseInputs]) -> tuple[Amount, Amount, Amount, int]:
    """Return rate, maximum, concentration and doses a day; what was not given is an assumption with its source."""
    given = sheet.given
    trial = rate_limits()["trial"]
    if given.rate is None:
        _assume(sheet, "rate", trial.amount.text(), "the children's rate a day is taken", trial.source)
    usual = dose_limits()["usual-maximum"].amount
    if given.maximum is None:
        _assume(sheet, "maximum", usual.text(), "the children's maximum a DAY is taken", trial.source)
    concentration = syringe.resolve_concentration(sheet, given.concentration)
    if given.doses_per_day is None:
        _assume(sheet, "doses_per_day", "1", "the day's dose is given once a day", trial.source)
    return given.rate or trial.amount, given.maximum or usual, concentration, given.doses_per_day or 1


def _assume(sheet: Worksheet, field: str, value: str, message: str, source: object) -> None:
    code = f"{field.replace('_', '-')}-assumed"
    sheet.assume(code, field=field, value=value, message=message, source=source)


def _to_dispense(sheet: Worksheet[DoseInputs], measured: Measured, doses: Fraction) -> Amount | None:
    supply = sheet.given.days_supply
    if supply is None:
        return None
    total = sheet.work(
        "volume for the days",
        calc.volume_for_days,
        volume=measured.drawn,
        doses_per_day=doses,
        days=Fraction(supply),
    )
    return volume(total)


def _nearest(sheet: Worksheet[DoseInputs], *, dose: Fraction, maximum: Fraction) -> NearestStrength | None:
    """Return the stocked strength nearest to a dose and not above the maximum, the lower of two as near."""
    stocked = sheet.given.strengths
    if not stocked:
        return None
    allowed = sorted(item.value for item in stocked if item.value <= maximum)
    if not allowed:
        return None
    near = min(allowed, key=lambda strength: (abs(strength - dose), strength))
    error = sheet.work(
        f"stocked strength {mass(near).text()}, off the dose",
        arithmetic.gap,
        larger=max(near, dose),
        smaller=min(near, dose),
        of=dose,
    )
    return NearestStrength(strength=mass(near), error=ratio(error))


def _directions(measured: Measured, delivered: Fraction, per_day: int) -> str:
    often = "once a day" if per_day == 1 else f"{per_day} times a day"
    size = measured.syringe.size.text()
    drawn, drug = brief_text(measured.drawn), brief_text(delivered).replace("~", "about ")
    return f"Give {drawn} mL ({drug} mg) by mouth {often}, measured with the {size} oral syringe"
