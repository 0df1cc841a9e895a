"""Rules for a child's dose: the rate, the day's dose, the weight against the age, and the measuring of it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from ldn_compound.checks import dose as dose_checks
from ldn_compound.checks.codes import finding
from ldn_compound.checks.steps import of_steps
from ldn_compound.core.numbers import Figure, brief_text, decimal_text, round_half_up, terminates
from ldn_compound.core.results import Finding, Severity
from ldn_compound.core.units import BY_SYMBOL, Amount, mass
from ldn_compound.messages import say
from ldn_compound.reference.growth import Band, capsule_from, trial_ages, weight_bands
from ldn_compound.reference.limits import dose_limits, rate_limits, slips
from ldn_compound.reference.syringes import rounding_limits

_POUND = BY_SYMBOL["lb"].factor / BY_SYMBOL["kg"].factor


def rate_findings(rate: Amount) -> list[Finding]:
    """Return what the dose limits say of a rate in drug a kg of body weight and day.

    >>> from ldn_compound.core.units import parse_quantity
    >>> [item.code for item in rate_findings(parse_quantity("1 mg/kg"))]
    ['rate-high']
    """
    limits = rate_limits()
    high, trial = limits["high"], limits["trial"]
    if high.passed(rate):
        return [finding("rate-high", rate=_brief(rate), trial=trial.amount, source=high.source)]
    if trial.passed(rate):
        return [finding("rate-above-trial", rate=_brief(rate), trial=trial.amount, source=trial.source)]
    return []


def maximum_findings(most: Amount) -> list[Finding]:
    """Return what is to be said of the most drug a day.

    >>> from ldn_compound.core.units import parse_quantity
    >>> [item.code for item in maximum_findings(parse_quantity("5 mg"))]
    ['maximum-above-usual']
    """
    usual = dose_limits()["usual-maximum"]
    if not usual.passed(most):
        return []
    return [finding("maximum-above-usual", most=_brief(most), usual=usual.amount, source=usual.source)]


def age_findings(weight: Amount) -> list[Finding]:
    """Return the question for the age that belongs to a body weight.

    >>> [item.code for item in age_findings(Amount(40_000_000, "body mass"))]
    ['age-not-given']
    """
    pounds = brief_text(weight.in_unit / _POUND, places=1)
    source = "house rule: a body weight is tested against the age"
    return [finding("age-not-given", weight=_kilograms(weight), pounds=pounds, source=source)]


def _age(age: Fraction) -> str:
    """Return an age in years, or in months where a decimal of years would be a rounded one."""
    return f"{brief_text(age)} years" if terminates(age) else f"{brief_text(age * 12)} months"


def adult_findings(age: Fraction | None) -> list[Finding]:
    """Return the caution for a dose by the children's rate where the patient is an adult.

    >>> [item.code for item in adult_findings(Fraction(30))], adult_findings(Fraction("17.9"))
    (['child-rate-for-adult'], [])
    """
    first, adult = trial_ages()
    if age is None or age < adult.value:
        return []
    return [
        finding(
            "child-rate-for-adult",
            age=_age(age),
            first=brief_text(first.value),
            adult=brief_text(adult.value - 1),
            source=adult.source,
        )
    ]


def amount_findings(
    *, uncapped: Fraction, daily: Fraction, dose: Fraction, rate: Amount, most: Amount
) -> list[Finding]:
    """Return what the dose limits say of the day's dose, of one dose and of the maximum; all in mg.

    A day's dose below the usual start is no caution where the child's weight gives it at the trial's rate.

    >>> from ldn_compound.core.units import parse_quantity
    >>> low = Fraction("0.3")
    >>> found = amount_findings(
    ...     uncapped=low, daily=low, dose=low, rate=parse_quantity("0.1 mg/kg"), most=parse_quantity("4.5 mg")
    ... )
    >>> [item.code for item in found]
    []
    """
    limits = dose_limits()
    found = maximum_findings(most)
    if daily < uncapped:
        source = rate_limits()["trial"].source
        found.append(finding("dose-capped", uncapped=_brief(mass(uncapped)), daily=_brief(mass(daily)), source=source))
    by_weight = daily == uncapped and rate.value >= rate_limits()["trial"].amount.value
    # By weight it is a product, and a wrong factor is not mended in it; capped, it is the maximum as typed.
    factors = (
        say("child-dose.factors", weight=_brief(Amount(uncapped / rate.value, "body mass")), rate=_brief(rate))
        if daily == uncapped
        else ""
    )
    for item in dose_checks.daily_dose_findings(daily, field="body_weight", factors=factors):
        if not (by_weight and item.code == "daily-dose-low"):
            found.append(item)
    very_low = limits["very-low"]
    if dose < very_low.amount.value <= daily:
        source = very_low.source
        found.append(finding("dose-very-low", dose=_brief(mass(dose)), very_low=very_low.amount, source=source))
    return found


def day_dose_findings(
    *,
    daily: Fraction,
    age: Fraction | None,
    weight: Amount | None,
    rate: Amount | None,
    most: Amount | None,
    field: str,
    sex: str | None = None,
) -> list[Finding]:
    """Return what is to be said of a day's dose for this patient, whatever form it is taken in.

    With a body weight the dose is held to the rate: a caution above it, a stop from twice the trial's rate on (or
    twice the stated rate, where that is less or is itself so high). With an age under 18 alone, the weight is taken
    from the growth chart: a caution above what the 50th percentile allows, a stop above what the 97th does; without a
    sex the heavier of the two charts counts, so that no child is stopped for being a boy or a girl. An adult's dose is
    held to a rate only where one was stated.

    Parameters:
        daily: mg a day.
        age: years, or None.
        weight: body mass, or None.
        rate: what the prescriber states for a kg and day; None is the children's trial's.
        most: the most drug a day that the prescriber states, or None.
        field: the input that the dose comes from.
        sex: ``female``, ``male`` or None.

    >>> def said(**given):
    ...     nothing = {"age": None, "weight": None, "rate": None, "most": None}
    ...     found = day_dose_findings(**{"daily": Fraction("4.5"), "field": "dose", **nothing, **given})
    ...     return [item.code for item in found]
    >>> said(age=Fraction(8)), said(age=Fraction(40)), said()
    (['child-dose-far-above-rate'], [], [])
    >>> said(weight=Amount(44_000_000, "body mass")), said(weight=Amount(22_500_000, "body mass"))
    (['child-dose-above-rate'], ['child-dose-far-above-rate'])
    """
    found = []
    if most is not None and daily > most.value:
        source = "the prescriber's maximum"
        found.append(
            finding(
                "daily-dose-above-maximum", daily=_brief(mass(daily)), most=_brief(most), source=source, field=field
            )
        )
    adult = age is not None and age >= trial_ages().adult.value
    if adult and (rate is None or weight is None):
        return found
    trial = rate_limits()["trial"]
    per_day, source = (trial.amount, str(trial.source)) if rate is None else (rate, "the prescriber's rate")
    if weight is not None:
        found += _by_weight(daily, weight, per_day, source=source, field=field)
        if not found and age is not None:
            found += _above_chart(daily, weight, per_day, bands=weight_bands(sex, age), age=age, field=field)
    elif age is not None:
        found += _by_age(daily, per_day, bands=weight_bands(sex, age), age=age, field=field)
    return found


def _by_weight(daily: Fraction, weight: Amount, rate: Amount, *, source: str, field: str) -> list[Finding]:
    allowed = rate.value * weight.value
    if daily <= allowed:
        return []
    high = rate_limits()["high"]
    far = slips().rate.value * rate.value
    far = far if rate.value >= high.amount.value else min(far, high.amount.value)
    start = say(
        "child-dose.by-weight",
        daily=_brief(mass(daily)),
        weight=_kilograms(weight),
        shown=_shown_rate(daily, weight),
        allowed=_brief(mass(allowed)),
        rate=_brief(rate),
    )
    if daily >= far * weight.value:
        where = source if far < high.amount.value else str(high.source)
        return [
            finding(
                "child-dose-far-above-rate",
                start=start,
                far=_brief(Amount(far, "mass/mass")),
                source=where,
                field=field,
            )
        ]
    return [finding("child-dose-above-rate", start=start, source=source, field=field)]


def _above_chart(
    daily: Fraction, weight: Amount, rate: Amount, *, bands: Sequence[Band], age: Fraction, field: str
) -> list[Finding]:
    """A weight above the chart may be right; a dose that only such a weight allows is said."""
    if not bands:
        return []
    heaviest = max(bands, key=lambda band: band.high.value)
    if weight.value <= heaviest.high.value or daily <= rate.value * heaviest.high.value:
        return []
    return [
        finding(
            "child-dose-above-rate",
            say(
                "child-dose-above-rate.chart",
                daily=_brief(mass(daily)),
                rate=_brief(rate),
                weight=_kilograms(weight),
                age=_age(age),
                heaviest=_kilograms(heaviest.high),
                sex=heaviest.sex,
                allowed=_allowed(rate, heaviest.high),
            ),
            source=heaviest.source,
            field=field,
        )
    ]


def _by_age(daily: Fraction, rate: Amount, *, bands: Sequence[Band], age: Fraction, field: str) -> list[Finding]:
    """Hold a dose to the rate at a weight for the age; of two charts the heavier."""
    for percentile, code, severity, ask in (
        ("97th", "child-dose-far-above-rate", Severity.STOP, "weigh the child, and give the weight"),
        ("50th", "child-dose-above-rate", Severity.CAUTION, "give the body weight"),
    ):
        band = max(bands, key=lambda item: _at(item, percentile).value)
        weight = _at(band, percentile)
        if daily > rate.value * weight.value:
            return [
                finding(
                    code,
                    say(
                        "child-dose.by-age",
                        daily=_brief(mass(daily)),
                        allowed=_allowed(rate, weight),
                        rate=_brief(rate),
                        percentile=percentile,
                        age=_age(age),
                        weight=_kilograms(weight),
                        sex=band.sex,
                        ask=ask,
                    ),
                    severity=severity,
                    source=band.source,
                    field=field,
                )
            ]
    return []


def _at(band: Band, percentile: str) -> Amount:
    return band.high if percentile == "97th" else band.median


def _allowed(rate: Amount, weight: Amount) -> Figure:
    return Figure(f"{brief_text(rate.value * weight.value, places=2)} mg")


def _shown_rate(daily: Fraction, weight: Amount) -> Figure:
    return Figure(f"{brief_text(Amount(daily / weight.value, 'mass/mass').in_unit, places=3)} mg/kg")


def weight_findings(*, weight: Amount, unit: str, age: Fraction, sex: str | None) -> list[Finding]:
    """Return what the growth charts say of a body weight at an age of up to 20 years.

    A stop where it lies outside the 3rd to 97th percentile as it was given and inside them in the other unit, or with
    the decimal point moved. Without a sex it is inside where it is inside for either.

    Parameters:
        weight: body mass.
        unit: the unit it was given in, ``kg`` or ``lb``.
        age: years.
        sex: ``female``, ``male`` or None.

    >>> weight = Amount(66_000_000, "body mass")
    >>> found = weight_findings(weight=weight, unit="kg", age=Fraction(9), sex=None)
    >>> [item.code for item in found]
    ['weight-implausible-for-age']
    """
    bands = weight_bands(sex, age)
    if not bands or _inside(weight, bands):
        return []
    source, field = bands[0].source, "body_weight"
    start = say("weight.outside", weight=_kilograms(weight), age=_age(age), bands=_range(bands))
    number = weight.in_unit if unit == "kg" else weight.in_unit / _POUND
    other = Amount(weight.value * _POUND if unit == "kg" else weight.value / _POUND, "body mass")
    if _inside(other, bands):
        wrong, right = ("kg", "lb") if unit == "kg" else ("lb", "kg")
        read = say("weight.read", number=brief_text(number), right=right)
        if right == "lb":
            read += say("weight.read-in-kg", other=_kilograms(other))
        return [
            finding(
                "weight-implausible-for-age",
                start=start,
                read=read,
                right=right,
                wrong=wrong,
                source=source,
                field=field,
            )
        ]
    for tenfold in (weight.value / 10, weight.value * 10):
        moved = Amount(tenfold, "body mass")
        if _inside(moved, bands):
            return [finding("weight-tenfold-for-age", start=start, moved=_kilograms(moved), source=source, field=field)]
    return [finding("weight-outside-percentiles", start=start, source=source, field=field)]


def _inside(weight: Amount, bands: Sequence[Band]) -> bool:
    return any(band.holds(weight) for band in bands)


def _range(bands: Sequence[Band]) -> str:
    return " and ".join(f"{_kilograms(band.low)} to {_kilograms(band.high)} ({band.sex})" for band in bands)


def _kilograms(weight: Amount) -> Figure:
    """Return a weight to the tenth of a kg, as scales show it; the comparison itself is exact."""
    return Figure(f"{decimal_text(round_half_up(weight.in_unit, Fraction(1, 10)))} kg")


def rounding_findings(
    error: Fraction, *, dose: Fraction, drawn: Fraction, would_do: str, steps: Sequence[int] = ()
) -> list[Finding]:
    """Return what is to be said of the rounding of a dose to a syringe's lines.

    Parameters:
        error: as a fraction of the dose.
        dose: mg.
        drawn: mg in the volume drawn.
        would_do: the concentrations or syringes that would measure it within the finer limit, in words.
        steps: of a schedule, whose doses these are.

    >>> [item.severity.value for item in rounding_findings(Fraction("0.07"), dose=Fraction(1), drawn=Fraction("1.07"),
    ...                                                    would_do="")]
    ['caution']
    """
    fine, most = rounding_limits()
    if error <= fine.value.value:
        return []
    text = say(
        "rounding.measured", dose=_brief(mass(dose)), drawn=_brief(mass(drawn)), error=brief_text(error * 100, places=1)
    )
    if error <= most.value.value:
        text += say("rounding-large", fine=fine.value, would_do=would_do)
        return [finding("rounding-large", of_steps(steps, text), source=fine.source)]
    text += say("rounding-too-large", most=most.value, would_do=would_do)
    return [finding("rounding-too-large", of_steps(steps, text), source=most.source)]


def strength_findings(
    error: Fraction, *, dose: Fraction, strength: Fraction, age: Fraction | None, weight: Amount
) -> list[Finding]:
    """Return what is to be said of a stocked strength in place of the dose, and of a capsule for this child.

    Nothing stops here: the dose is the liquid's, and the strength is an offer beside it.

    >>> weight = Amount(50_000_000, "body mass")
    >>> strength_findings(Fraction(0), dose=Fraction("4.5"), strength=Fraction("4.5"), age=Fraction(12), weight=weight)
    []
    """
    found = []
    fine, most = rounding_limits()
    shown = say("strength.off", strength=_brief(mass(strength)), error=brief_text(error * 100, places=1))
    if error > most.value.value:
        source = most.source
        found.append(finding("strength-differs-much", shown=shown, dose=_brief(mass(dose)), source=source))
    elif error > fine.value.value:
        source = fine.source
        found.append(finding("strength-differs", shown=shown, dose=_brief(mass(dose)), source=source))
    least_age, least_weight = capsule_from()
    if weight.value < least_weight.value.value or (age is not None and age < least_age.value):
        source = least_age.source
        found.append(
            finding(
                "capsule-outside-trial",
                least_age=brief_text(least_age.value),
                least_weight=least_weight.value,
                source=source,
            )
        )
    return found


def _brief(amount: Amount) -> Figure:
    return Figure(f"{brief_text(amount.in_unit)} {amount.unit}")
