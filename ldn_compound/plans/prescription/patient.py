"""What every plan says of its patient: body weight, age and the day's dose for them. The same rules in every verb."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

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


def patient_findings(
    sheet: Worksheet[Patient],
    *,
    weight: Amount | None,
    daily: Fraction | None,
    a_dose: Fraction | None,
    form: str,
    field: str,
    rate: Amount | None = None,
) -> list[Finding]:
    """Return what is to be said of the patient's age, weight and day's dose; what was not given is an assumption.

    Parameters:
        weight: the body weight, or None.
        daily: mg a day, or None.
        a_dose: mg at a time, or None; it stands for the day's where that is not known, which cannot be less.
        form: the form's key.
        field: the input that the dose comes from.
        rate: what the dose was worked out with, where the verb does that; else the stated one.
    """
    given = sheet.given
    age, sex = given.age, given.sex
    most = given.maximum
    rate = given.rate if rate is None else rate
    found = dose_checks.patient_findings(age=age, form=form)
    if weight is not None:
        found += _weight(sheet, weight, age, sex)
    held = daily if daily is not None else a_dose
    if held is None:
        return found
    child_by_age = age is not None and not _adult(age)
    if not (child_by_age or weight is not None or most is not None):
        return found
    if daily is None:
        text = "no doses a day: the patient's limits are held against one dose, the least that a day can have"
        sheet.assume("one-dose-for-the-day", field="doses_per_day", value="not given", message=text)
    if rate is None and (child_by_age or (weight is not None and age is None)):
        trial = rate_limits()["trial"]
        text = "the day's dose is held to the children's rate a day"
        sheet.assume("rate-assumed", field="rate", value=trial.amount.text(), message=text, source=trial.source)
    if weight is None and child_by_age:
        charts = "the chart of the sex" if sex else "the heavier of the two charts"
        text = f"no body weight: the day's dose is held to the rate at the 50th and 97th percentile of {charts}"
        sheet.assume("body-weight-not-given", field="body_weight", value="not given", message=text)
    return found + child.day_dose_findings(
        daily=held, age=age, weight=weight, rate=rate, most=most, field=field, sex=sex
    )


def question_findings(sheet: Worksheet[Patient], *, first_day: date | None) -> list[Finding]:
    """Return what the answers to the dispensing questions call for, and which are open.

    Whether an open one holds a label back is the pharmacy's policy: it is recorded with the plan.
    """
    sheet.setting("dispensing.questions")
    return dispensing.question_findings(sheet.given, first_day=first_day)


def stated_findings(given: Patient) -> list[Finding]:
    """Return what is to be said of a rate and a maximum that the prescriber states."""
    rate, most = given.rate, given.maximum
    found = [] if rate is None else child.rate_findings(rate)
    return found if most is None else found + child.maximum_findings(most)


def _weight(sheet: Worksheet[Patient], weight: Amount, age: Fraction | None, sex: str | None) -> list[Finding]:
    """Return what the growth chart says of the weight, and say where there is none to ask."""
    if age is None:
        return child.age_findings(weight)
    if age * 12 > LAST_MONTH:
        text = f"the growth charts end at {LAST_MONTH // 12} years: the weight is not tested against the age"
        sheet.assume("weight-not-tested", field="body_weight", value="not tested", message=text)
        return []
    if sex is None:
        text = "the weight may lie within the growth chart of either sex"
        sheet.assume("sex-not-given", field="sex", value="not given", message=text)
    unit = sheet.given.weight_unit or "kg"
    return child.weight_findings(weight=weight, unit=unit, age=age, sex=sex)
