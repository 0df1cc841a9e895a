"""Dose gates: a slip of the decimal point must stop. Unit strength and daily dose are checked apart."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from ldn_compound.checks.codes import finding
from ldn_compound.errors import InputError
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


_LABELLING = (
    "naltrexone hydrochloride labelling: opioid-free for 7 to 10 days, up to 14 after buprenorphine or methadone"
)


def patient_findings(*, age: Fraction | None, form: str) -> list[Finding]:
    """Return what the patient's age calls for.

    >>> [item.code for item in patient_findings(age=Fraction(5), form="capsule")]
    ['under-6-years']
    """
    if age is None or age >= 6:
        return []
    text = "under 6 years: outside the children's trial"
    if form in ("capsule", "tablet"):
        text += f", and children swallow a {form} from about 6 years: ask for the liquid"
    source = "NCT00715117 (6 to 17 years); DAZ 2024 (capsules from about 6 years)"
    return [finding("under-6-years", Severity.CAUTION, text, source=source, field="age")]


def opioid_findings(given: Mapping[str, Any], *, first_day: date | None) -> list[Finding]:
    """Return the dispensing question on opioids, or what its answer calls for.

    Parameters:
        given: the inputs; ``opioid_free_days`` (whole number) and ``last_opioid`` (date) answer the question.
        first_day: the day that a date of the last opioid is counted to, or None.

    Raises:
        InputError: ``opioid-after-first-day``.

    >>> [item.code for item in opioid_findings({"opioid_free_days": 3}, first_day=None)]
    ['opioid-free-too-short']
    >>> [item.code for item in opioid_findings({}, first_day=None)]
    ['ask-opioid-free']
    """
    free: int | None = given.get("opioid_free_days")
    last: date | None = given.get("last_opioid")
    if last is not None and first_day is not None:
        since = (first_day - last).days
        if since < 0:
            needed = f"a date not after {first_day.isoformat()}"
            raise InputError("opioid-after-first-day", field="last_opioid", given=last.isoformat(), needed=needed)
        free = since if free is None else min(free, since)
    if free is None:
        text = (
            "ask and record: opioid-free for 7 to 10 days, up to 14 after buprenorphine or methadone? "
            "Date of the last opioid?"
        )
        return [finding("ask-opioid-free", Severity.INFO, text, source=_LABELLING, field="opioid_free_days")]
    if free < 7:
        text = f"{free} days without an opioid: naltrexone would set off withdrawal; 7 to 10 are asked for, up to 14"
        return [finding("opioid-free-too-short", Severity.STOP, text, source=_LABELLING, field="opioid_free_days")]
    if free < 10:
        text = f"{free} days without an opioid: 7 to 10 are asked for, and up to 14 after buprenorphine or methadone"
        return [finding("opioid-free-short", Severity.CAUTION, text, source=_LABELLING, field="opioid_free_days")]
    text = f"{free} days without an opioid" + ("; enough unless it was buprenorphine or methadone" if free < 14 else "")
    return [finding("opioid-free-recorded", Severity.INFO, text, source=_LABELLING, field="opioid_free_days")]
