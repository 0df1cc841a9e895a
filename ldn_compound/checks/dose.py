"""Dose limits: a slip of the decimal point must stop. Unit strength and daily dose are checked apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from ldn_compound.checks.codes import finding
from ldn_compound.checks.steps import of_steps
from ldn_compound.core.late_texts import Said
from ldn_compound.core.numbers import brief_text
from ldn_compound.core.results import Finding
from ldn_compound.core.units import Amount, mass
from ldn_compound.messages import say
from ldn_compound.reference.forms import get_form
from ldn_compound.reference.growth import trial_ages
from ldn_compound.reference.limits import Limit, dose_limits
from ldn_compound.reference.naltrexone import tablet_strength

_PAPER = "T. Schwaiger, Natural Medicine Journal 10(4), April 2018"


def strength_findings(strength: Fraction, *, field: str = "strength") -> list[Finding]:
    """Return what the dose limits say of a unit's strength in mg.

    >>> [item.code for item in strength_findings(Fraction(45))]
    ['strength-high']
    """
    what = "a dose of" if field == "dose" else "a unit of"
    return _limit_findings(strength, "strength", what, field)


def made_findings(strength: Amount, made: Sequence[Amount], *, field: str, source: str) -> Iterator[Finding]:
    """Yield a caution where a strength is not among those that the pharmacy makes.

    Parameters:
        strength: of a unit, or of a liquid; made: those that the profile lists.
        field: the input that the finding carries; source: the line of the profile.

    >>> made = [mass(3), mass(6)]
    >>> [item.code for item in made_findings(mass(45), made, field="strength", source="p.toml, line 2")]
    ['strength-not-made']
    """
    if all(strength.value != item.value for item in made):
        listed = ", ".join(item.text() for item in made)
        yield finding("strength-not-made", field=field, source=source, strength=strength, listed=listed)


def daily_dose_findings(
    daily: Fraction, *, field: str = "doses_per_day", factors: Said | str = "", steps: Sequence[int] = ()
) -> list[Finding]:
    """Return what the dose limits say of a daily dose in mg.

    Parameters:
        daily: in mg.
        field: the input that a finding carries.
        factors: what the dose is a product of, in words, where it is one: then a factor is wrong, not the point in it.
        steps: the numbers of a schedule's steps that have it; none where it is no schedule.

    >>> [item.severity.value for item in daily_dose_findings(Fraction(5))]
    ['caution']
    >>> print(daily_dose_findings(Fraction("13.5"), factors="4.5 mg x 3 doses a day")[0].message)
    a daily dose of 13.5 mg (4.5 mg x 3 doses a day) is 10 mg or more, no low dose: is each of them right?
    """
    return _limit_findings(daily, "daily-dose", "a daily dose of", field, factors, steps)


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


def _meant(dose: Fraction, steps: Mapping[int, str], *, up: bool) -> Said | None:
    """Return the likely slip: only one that lands among the low doses is one, and it is asked, not said."""
    limits = dose_limits()
    for step, why in steps.items():
        other = dose * step if up else dose / step
        if limits["very-low"].amount.value <= other <= limits["usual-maximum"].amount.value:
            return say("dose.meant", other=mass(other), why=say(why))
    return None


# By the end of its code the limit, the furthest out first.
_LIMITS = {
    "very-low": "very-low",
    "low": "low",
    "high": "high",
    "above-reported": "reported-maximum",
    "above-usual": "usual-maximum",
}


def reached(dose: Fraction) -> tuple[str, Limit] | None:
    """Return the limit that a dose in mg, or a strength, is beyond: its name in a code, and its row; None within all.

    >>> reached(Fraction(45))[0], reached(Fraction("0.3"))[0], reached(Fraction(3))
    ('high', 'low', None)
    """
    limits = dose_limits()
    beyond = ((name, limits[key]) for name, key in _LIMITS.items() if limits[key].passed(mass(dose)))
    return next(beyond, None)


def _limit_findings(
    dose: Fraction, prefix: str, words: str, field: str, factors: Said | str = "", steps: Sequence[int] = ()
) -> list[Finding]:
    beyond = reached(dose)
    if beyond is None:
        return []
    name, limit = beyond
    shown = say("dose.shown", words=words, dose=mass(dose))
    if factors:
        shown += say("dose.factors", factors=factors)
    match name:
        case "very-low":
            meant = _meant(dose, {10: "dose.point-too-far-left", 1000: "dose.mcg-for-mg"}, up=True)
            said = say("dose.very-low", shown=shown, limit=limit.amount, meant=meant or say("dose.mg-or-mcg"))
        case "low":
            said = say("dose.low", shown=shown, limit=limit.amount)
        case "high":
            said = say("dose.high", shown=shown, limit=limit.amount) + _slip(dose, factors)
        case "above-reported":
            said = say("dose.above-reported", shown=shown, limit=limit.amount)
        case _:
            said = say("dose.above-usual", shown=shown, limit=limit.amount)
    return [finding(f"{prefix}-{name}", of_steps(steps, said), source=limit.source, field=field)]


def _slip(dose: Fraction, factors: Said | str) -> Said:
    """Return what is asked of a dose that is no low one."""
    if factors:
        return say("dose.factors-right")
    meant = _meant(dose, {10: "dose.point-lost", 1000: "dose.unit-a-thousand-off"}, up=False)
    tablet = tablet_strength().value
    return say("dose.meant-or-tablet", meant=meant, tablet=tablet) if meant else say("dose.tablet", tablet=tablet)


def patient_findings(*, age: Fraction | None, form: str) -> list[Finding]:
    """Return what the patient's age calls for.

    >>> [item.code for item in patient_findings(age=Fraction(5), form="capsule")]
    ['under-age-of-trial']
    """
    first = trial_ages().first.value
    if age is None or age >= first:
        return []
    said = say("under-age-of-trial", first=brief_text(first))
    if get_form(form).swallowed:
        said += say("under-age-of-trial.swallow", form=form)
    source = "NCT00715117 (6 to 17 years); DAZ 2024 (capsules from about 6 years)"
    return [finding("under-age-of-trial", said, source=source)]
