"""Dose gates: a slip of the decimal point must stop. Unit strength and daily dose are checked apart."""

from __future__ import annotations

from fractions import Fraction

from ldn_compound.checks.codes import finding
from ldn_compound.reference.limits import dose_gates
from ldn_compound.results import Finding, Severity
from ldn_compound.units import mass

_PAPER = "T. Schwaiger, Natural Medicine Journal 10(4), April 2018"


def strength_findings(strength: Fraction, *, field: str = "strength") -> list[Finding]:
    """Return what the gates say of a unit's strength in mg.

    >>> [item.code for item in strength_findings(Fraction(45))]
    ['strength-10-mg-or-more']
    """
    return _gate(strength, "strength", "a unit of", field)


def daily_dose_findings(daily: Fraction, *, field: str = "doses_per_day") -> list[Finding]:
    """Return what the gates say of a daily dose in mg.

    >>> [item.severity.value for item in daily_dose_findings(Fraction(5))]
    ['caution']
    """
    return _gate(daily, "daily-dose", "a daily dose of", field)


def _gate(dose: Fraction, prefix: str, words: str, field: str) -> list[Finding]:
    gates = dose_gates()
    very_low, low = gates["very-low"], gates["low"]
    usual, reported, high = gates["usual-maximum"], gates["reported-maximum"], gates["high"]
    shown = f"{words} {mass(dose).text()}"
    if dose < very_low.amount.value:
        text = (
            f"{shown} is below {very_low.amount.text()}: mg or mcg? A decimal point too far left? "
            f"Accept by name if ultra-low-dose naltrexone is meant"
        )
        return [finding(f"{prefix}-below-0.1-mg", Severity.STOP, text, source=very_low.source, field=field)]
    if dose < low.amount.value:
        text = f"{shown} is below the usual start of {low.amount.text()}: confirm with the prescriber"
        return [finding(f"{prefix}-below-0.5-mg", Severity.CAUTION, text, source=low.source, field=field)]
    if dose >= high.amount.value:
        slip = mass(dose / 10).text()
        text = (
            f"{shown} is {high.amount.text()} or more: was {slip} meant? 50 mg is the commercial tablet, not a low dose"
        )
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
    """Return what the patient's age calls for, and the question that dispensing has to ask.

    >>> [item.code for item in patient_findings(age=Fraction(5), form="capsule")]
    ['under-6-years', 'ask-opioid-free']
    """
    found = []
    if age is not None and age < 6:
        text = "under 6 years: outside the children's trial"
        if form in ("capsule", "tablet"):
            text += f", and children swallow a {form} from about 6 years: ask for the liquid"
        source = "NCT00715117 (6 to 17 years); DAZ 2024 (capsules from about 6 years)"
        found.append(finding("under-6-years", Severity.CAUTION, text, source=source, field="age"))
    text = (
        "ask and record: opioid-free for 7 to 10 days, up to 14 after buprenorphine or methadone? "
        "Date of the last opioid?"
    )
    found.append(finding("ask-opioid-free", Severity.INFO, text, source="naltrexone hydrochloride labelling"))
    return found
