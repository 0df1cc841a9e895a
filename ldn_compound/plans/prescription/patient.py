"""What every plan says of its patient: body weight, age and the day's dose for them. The same rules in every verb."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from ldn_compound.checks import child, dispensing
from ldn_compound.checks import dose as dose_checks
from ldn_compound.core.errors import InputError
from ldn_compound.core.results import Finding
from ldn_compound.core.units import BY_SYMBOL, Amount
from ldn_compound.inputs.shared import Patient
from ldn_compound.plans.worksheet import Worksheet
from ldn_compound.reference.growth import LAST_MONTH, body_weights, trial_ages
from ldn_compound.reference.limits import rate_limits


def settle_patient(given: Patient, weight: Amount | None, raw: Mapping[str, object]) -> None:
    """Refuse a body weight that nobody has, a rate that nothing can be held to, and answers to no question.

    The unit of the weight is kept.

    Parameters:
        given: the inputs; ``weight_unit`` is added to a weight that was given in pounds.
        weight: the body weight, or None.
        raw: the inputs as they were given.

    Raises:
        InputError: ``out-of-range``, ``rate-without-weight``; ``unknown-question``, ``unknown-answer``,
            ``answers-contradict``.
    """
    dispensing.read_answers(given)
    age = given.age
    adult = _adult(age)
    if weight is None:
        if given.rate is not None and (age is None or adult):
            needed = "the body weight too" if adult else "the body weight, or the age of a child, too"
            hint = f"add --body-weight, or leave out the rate of {given.rate.text()}"
            raise InputError("rate-without-weight", field="rate", given=given.rate.text(), needed=needed, hint=hint)
        return
    limits = body_weights().adult if adult else body_weights().plausible
    if not limits.low.value <= weight.value <= limits.high.value:
        stated = raw["body_weight"]
        shown = stated if isinstance(stated, str) else weight.text()
        of = f", for {'an adult' if adult else 'a child'}" if age is not None else ""
        needed = f"{limits.low.text()} to {limits.high.text()}{of}"
        hint = "is the decimal point where it belongs, and is it kg?"
        if age is None and weight.value > limits.high.value:
            hint += " For an adult give the age"
        raise InputError("out-of-range", field="body_weight", given=shown, needed=needed, hint=hint)
    if given.weight_unit is None and _in_pounds(raw["body_weight"]):
        # Kept with the inputs: they hold the weight in kg, and the check of the unit needs to know.
        given.weight_unit = "lb"


def _adult(age: Fraction | None) -> bool:
    return age is not None and age >= trial_ages().adult.value


def _in_pounds(value: object) -> bool:
    if isinstance(value, str):
        return value.endswith("lb")
    return BY_SYMBOL["lb"].pint_name in str(getattr(value, "units", ""))


class DoseOfPatient(NamedTuple):
    """A dose as it is held to its patient.

    Attributes:
        weight: the body weight, or None.
        daily: mg a day, or None; a_dose: mg at a time, or None; it stands for the day's where that is not known, which
            cannot be less.
        form: the form's key; field: the input that the dose comes from.
        rate: what the dose was worked out with, or the stated one; None without either.
    """

    weight: Amount | None
    daily: Fraction | None
    a_dose: Fraction | None
    form: str
    field: str
    rate: Amount | None

    def held(self, given: Patient) -> Fraction | None:
        """Return the mg that are held to the patient's limits a day; None without a dose or without such limits."""
        limited = _child(given.age) or self.weight is not None or given.maximum is not None
        return (self.a_dose if self.daily is None else self.daily) if limited else None


def _child(age: Fraction | None) -> bool:
    return age is not None and not _adult(age)


def hold_to_patient(sheet: Worksheet[Patient], dose: DoseOfPatient) -> DoseOfPatient:
    """Return the dose; what was not given of the patient is an assumption.

    Whether an open dispensing question holds a label back is the pharmacy's policy: it is recorded with the plan.
    """
    given = sheet.given
    age, weight = given.age, dose.weight
    if weight is not None and age is not None:
        if age * 12 > LAST_MONTH:
            text = f"the growth charts end at {LAST_MONTH // 12} years: the weight is not tested against the age"
            sheet.assume("weight-not-tested", field="body_weight", value="not tested", message=text)
        elif given.sex is None:
            text = "the weight may lie within the growth chart of either sex"
            sheet.assume("sex-not-given", field="sex", value="not given", message=text)
    if dose.held(given) is not None:
        _assume_of_day(sheet, dose)
    sheet.setting("dispensing.questions")
    return dose


def _assume_of_day(sheet: Worksheet[Patient], dose: DoseOfPatient) -> None:
    """Say what stands in for doses a day, rate or body weight that were not given."""
    age, weight = sheet.given.age, dose.weight
    if dose.daily is None:
        text = "no doses a day: the patient's limits are held against one dose, the least that a day can have"
        sheet.assume("one-dose-for-the-day", field="doses_per_day", value="not given", message=text)
    if dose.rate is None and (_child(age) or (weight is not None and age is None)):
        trial = rate_limits()["trial"]
        text = "the day's dose is held to the children's rate a day"
        sheet.assume("rate-assumed", field="rate", value=trial.amount.text(), message=text, source=trial.source)
    if weight is None and _child(age):
        charts = "the chart of the sex" if sheet.given.sex else "the heavier of the two charts"
        text = f"no body weight: the day's dose is held to the rate at the 50th and 97th percentile of {charts}"
        sheet.assume("body-weight-not-given", field="body_weight", value="not given", message=text)


def patient_findings(given: Patient, dose: DoseOfPatient) -> Iterator[Finding]:
    """Yield the findings on the patient's age, weight and day's dose, and on the dispensing questions."""
    age, sex, weight = given.age, given.sex, dose.weight
    yield from dose_checks.patient_findings(age=age, form=dose.form)
    if weight is not None and age is None:
        yield from child.age_findings(weight)
    elif weight is not None and age is not None and age * 12 <= LAST_MONTH:
        yield from child.weight_findings(weight=weight, unit=given.weight_unit or "kg", age=age, sex=sex)
    held = dose.held(given)
    if held is not None:
        yield from child.day_dose_findings(
            daily=held, age=age, weight=weight, rate=dose.rate, most=given.maximum, field=dose.field, sex=sex
        )
    yield from dispensing.question_findings(given, first_day=given.day_of_rules())


def prescribed_findings(given: Patient, dose: DoseOfPatient) -> Iterator[Finding]:
    """Yield the findings on a dose as prescribed: on the stated rate and maximum, and those on the patient."""
    if given.rate is not None:
        yield from child.rate_findings(given.rate)
    if given.maximum is not None:
        yield from child.maximum_findings(given.maximum)
    yield from patient_findings(given, dose)
