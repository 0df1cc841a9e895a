"""Dose limits: a slip of the decimal point must stop. Unit strength and daily dose are checked apart."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from ldn_compound.checks.codes import finding
from ldn_compound.core.numbers import brief_text
from ldn_compound.core.results import Finding, Severity
from ldn_compound.core.units import mass
from ldn_compound.reference.growth import trial_ages
from ldn_compound.reference.limits import dose_limits
from ldn_compound.reference.naltrexone import tablet_strength

_PAPER = "T. Schwaiger, Natural Medicine Journal 10(4), April 2018"


def strength_findings(strength: Fraction, *, field: str = "strength") -> list[Finding]:
    """Return what the dose limits say of a unit's strength in mg.

    >>> [item.code for item in strength_findings(Fraction(45))]
    ['strength-10-mg-or-more']
    """
    what = "a dose of" if field == "dose" else "a unit of"
    return _gate(strength, "strength", what, field)


def daily_dose_findings(daily: Fraction, *, field: str = "doses_per_day", factors: str = "") -> list[Finding]:
    """Return what the dose limits say of a daily dose in mg.

    Parameters:
        daily: in mg.
        field: the input that a finding carries.
        factors: what the dose is a product of, in words, where it is one: then a factor is wrong, not the point in it.

    >>> [item.severity.value for item in daily_dose_findings(Fraction(5))]
    ['caution']
    >>> print(daily_dose_findings(Fraction("13.5"), factors="4.5 mg x 3 doses a day")[0].message)
    a daily dose of 13.5 mg (4.5 mg x 3 doses a day) is 10 mg or more, no low dose: is each of them right?
    """
    return _gate(daily, "daily-dose", "a daily dose of", field, factors)


def factor_words(a_unit: str, *, units: int | None = None, doses: int | None = None) -> str:
    """Return the factors of a daily dose in words, or nothing where it is one unit once a day.

    Parameters:
        a_unit: drug in a unit or a dose, in words; units: units a dose; doses: doses a day; None counts as one.

    >>> factor_words("1.5 mg", units=3, doses=2), factor_words("4.5 mg", doses=1)
    ('1.5 mg x 3 units a dose x 2 doses a day', '')
    """
    parts = [
        f"{number} {what}" for number, what in ((units, "units a dose"), (doses, "doses a day")) if (number or 1) > 1
    ]
    return " x ".join((a_unit, *parts)) if parts else ""


def _meant(dose: Fraction, steps: Mapping[int, str], *, up: bool) -> str:
    """Return the likely slip: only one that lands among the low doses is one, and it is asked, not said."""
    limits = dose_limits()
    for step, why in steps.items():
        other = dose * step if up else dose / step
        if limits["very-low"].amount.value <= other <= limits["usual-maximum"].amount.value:
            return f"was {mass(other).text()} meant ({why})?"
    return ""


def _gate(dose: Fraction, prefix: str, words: str, field: str, factors: str = "") -> list[Finding]:
    limits = dose_limits()
    very_low, low = limits["very-low"], limits["low"]
    usual, reported, high = limits["usual-maximum"], limits["reported-maximum"], limits["high"]
    shown = f"{words} {mass(dose).text()}" + (f" ({factors})" if factors else "")
    if dose < very_low.amount.value:
        meant = _meant(dose, {10: "a decimal point too far left", 1000: "mcg for mg"}, up=True)
        text = (
            f"{shown} is below {very_low.amount.text()}: {meant or 'mg or mcg? A decimal point too far left?'} "
            f"Accept by name if ultra-low-dose naltrexone is meant"
        )
        return [finding(f"{prefix}-below-0.1-mg", Severity.STOP, text, source=very_low.source, field=field)]
    if dose < low.amount.value:
        text = f"{shown} is below the usual start of {low.amount.text()}: confirm with the prescriber"
        return [finding(f"{prefix}-below-0.5-mg", Severity.CAUTION, text, source=low.source, field=field)]
    if dose >= high.amount.value:
        text = f"{shown} is {high.amount.text()} or more, no low dose"
        if factors:
            text += ": is each of them right?"
        else:
            slips = {10: "the decimal point was lost or moved", 1000: "g for mg, or mg for mcg"}
            meant = _meant(dose, slips, up=False)
            text += f": {meant}" if meant else ""
            text += f"{'' if meant else ';'} {tablet_strength().value.text()} is the commercial tablet"
        return [finding(f"{prefix}-10-mg-or-more", Severity.STOP, text, source=high.source, field=field)]
    if dose > reported.amount.value:
        text = f"{shown} is above {reported.amount.text()}, the most that is reported for low-dose use: confirm"
        return [finding(f"{prefix}-above-6-mg", Severity.CAUTION, text, source=reported.source, field=field)]
    if dose > usual.amount.value:
        text = (
            f"{shown} is above the usual maximum of {usual.amount.text()} a day; "
            f"2 to 6 mg is reported for dissociative disorders: confirm"
        )
        return [finding(f"{prefix}-above-4.5-mg", Severity.CAUTION, text, source=usual.source, field=field)]
    return []


def patient_findings(*, age: Fraction | None, form: str) -> list[Finding]:
    """Return what the patient's age calls for.

    >>> [item.code for item in patient_findings(age=Fraction(5), form="capsule")]
    ['under-6-years']
    """
    first = trial_ages().first.value
    if age is None or age >= first:
        return []
    text = f"under {brief_text(first)} years: outside the children's trial"
    if form in ("capsule", "tablet"):
        text += f", and children swallow a {form} from about 6 years: ask for the liquid"
    source = "NCT00715117 (6 to 17 years); DAZ 2024 (capsules from about 6 years)"
    return [finding("under-6-years", Severity.CAUTION, text, source=source, field="age")]
