"""Rules for a batch as it was made: what was weighed, left over and filled."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from ldn_compound.checks.codes import finding
from ldn_compound.checks.material import brief_mass, brief_percent, percent_apart
from ldn_compound.core.numbers import Figure
from ldn_compound.core.results import Finding, Severity
from ldn_compound.core.units import Amount
from ldn_compound.messages import say
from ldn_compound.reference.limits import content_limits
from ldn_compound.reference.quality import residue

_BALANCE = "University of North Carolina, Pharmaceutics and Compounding Laboratory: 5 % permitted weighing error"


def strength_findings(*, if_lost: Fraction, if_not_lost: Fraction, on: date | None = None) -> list[Finding]:
    """Return the finding on a strength that was missed, as a fraction of the label, by the limits of a day.

    >>> [item.code for item in strength_findings(if_lost=Fraction("0.89"), if_not_lost=Fraction("0.89"))]
    ['made-outside-content-limits']
    """
    limits = content_limits(on)
    found = []
    for content, limit, beyond, words in (
        (if_not_lost, limits.high, if_not_lost > limits.high.value, "above"),
        (if_lost, limits.low, if_lost < limits.low.value, "below"),
    ):
        if beyond:
            shown = percent_apart(content, limit.value)
            found.append(
                finding("made-outside-content-limits", shown=shown, words=words, limit=limit, source=limits.source)
            )
    return found


def weighing_findings(*, name: str, weighed: Fraction, planned: Fraction, permitted: Amount) -> list[Finding]:
    """Return the finding on a mass that was weighed further from the plan than a weighing may err.

    >>> from ldn_compound.core.units import ratio
    >>> [item.code for item in weighing_findings(name="filler", weighed=Fraction(900), planned=Fraction(1000),
    ...                                          permitted=ratio(Fraction(1, 20)))]
    ['weighed-off-plan']
    """
    if abs(weighed - planned) <= permitted.value * planned:
        return []
    return [
        finding(
            "weighed-off-plan",
            name=name,
            weighed=brief_mass(weighed),
            planned=brief_mass(planned),
            off=brief_percent(abs(weighed / planned - 1)),
            permitted=permitted,
            source=_BALANCE,
        )
    ]


def overage_findings(*, planned: Fraction, effective: Fraction) -> list[Finding]:
    """Return whether rounding and weighing left the planned overage.

    Parameters:
        planned, effective: fractions of the drug without an overage.

    >>> [item.code for item in overage_findings(planned=Fraction(1, 20), effective=Fraction(0))]
    ['overage-eaten']
    """
    source = "Fagron, low-dose capsules: rounding a small mass eats or doubles its overage"
    if planned > 0 >= effective:
        return [finding("overage-eaten", planned=brief_percent(planned), effective=_signed(effective), source=source)]
    step = residue().overage_differs_by
    if abs(effective - planned) > step.value.value:
        return [
            finding(
                "overage-not-as-planned", planned=brief_percent(planned), effective=_signed(effective), source=source
            )
        ]
    return []


def _signed(value: Fraction) -> Figure:
    return Figure(f"{'-' if value < 0 else '+' if value > 0 else ''}{brief_percent(abs(value))}")


def residue_findings(*, left: Fraction | None, weighed: Fraction, needed: Fraction) -> list[Finding]:
    """Return the findings on the drug powder left in the weighing boat.

    Parameters:
        left: mg left, or None where the weighing boat was not reweighed.
        weighed: mg of drug powder weighed; needed: what the batch needs of it, less where an aliquot is taken.

    >>> [item.code for item in residue_findings(left=None, weighed=Fraction(124), needed=Fraction(15))]
    ['weigh-boat-back']
    """
    rule = residue()
    if left is None:
        if needed >= rule.weigh_back_below.value.value:
            return []
        source = rule.weigh_back_below.source
        return [
            finding(
                "weigh-boat-back",
                needed=brief_mass(needed),
                weigh_back_below=rule.weigh_back_below.value,
                source=source,
            )
        ]
    if not residue_counts(left, weighed):
        return []
    source = rule.residue_counts_above.source
    return [
        finding(
            "residue-counts",
            left=brief_mass(left),
            share=brief_percent(left / weighed),
            residue_counts_above=rule.residue_counts_above.value,
            source=source,
        )
    ]


def residue_counts(left: Fraction, weighed: Fraction) -> bool:
    """Tell whether so much was left in the weighing boat that it is taken off.

    >>> residue_counts(Fraction(1), Fraction(100)), residue_counts(Fraction(2), Fraction(100))
    (False, True)
    """
    return left > residue().residue_counts_above.value.value * weighed


def yield_findings(*, powder: Fraction | None, left: int | None, prescribed: int, unit: str) -> list[Finding]:
    """Return the findings on how much came out.

    Parameters:
        powder: the powder in the units as a fraction of the blend weighed, or None.
        left: units for the patient, or None where the number made is not known.
        prescribed: units prescribed; unit: what they are, such as ``capsules``.

    >>> [item.code for item in yield_findings(powder=None, left=88, prescribed=90, unit="capsules")]
    ['units-short']
    """
    found = []
    if powder is not None and powder > residue().yield_at_most.value.value:
        source = "arithmetic: conservation of mass, 1 % left for the weighings"
        found.append(finding("yield-above-blend", powder=brief_percent(powder), source=source))
    if left is not None and left < prescribed:
        source = "arithmetic: units made less units tested"
        found.append(finding("units-short", left=left, unit=unit, prescribed=prescribed, source=source))
    return found


def missing_powder_findings(
    *, powder: Fraction, if_all_in: Fraction, weighed: bool, on: date | None = None
) -> list[Finding]:
    """Return the finding on powder that is missing beyond the wastage: were it in the units, they held too much.

    Parameters:
        powder: the powder in the units as a fraction of the blend weighed.
        if_all_in: the content of a unit if the blend without its wastage had gone into the units, as a fraction of
            the label.
        weighed: whether the units' mean mass was weighed, which shows that it did not.
        on: the day of making.

    >>> found = missing_powder_findings(powder=Fraction(1, 2), if_all_in=Fraction(2), weighed=False)
    >>> [(item.code, item.severity.value) for item in found]
    [('powder-missing', 'stop')]
    """
    high = content_limits(on).high
    if powder >= 1 or if_all_in <= high.value:
        return []
    text = say("powder-missing.share", powder=brief_percent(powder))
    if weighed:
        text += say("powder-missing.record")
        severity = Severity.CAUTION
    else:
        text += say("powder-missing.all-in", if_all_in=brief_percent(if_all_in))
        severity = Severity.STOP
    source = "arithmetic: conservation of mass, against the upper limit of the content"
    return [
        finding(
            "powder-missing",
            text,
            severity=severity,
            source=source,
        )
    ]


def preservative_findings(*, name: str, weighed: Fraction, planned: Fraction, on: date | None = None) -> list[Finding]:
    """Return the stop on a preservative outside 90 to 110 % of the formula: then its date and its safety are others.

    >>> found = preservative_findings(name="sodium-benzoate", weighed=Fraction(150), planned=Fraction(15))
    >>> [item.code for item in found]
    ['preservative-off-formula']
    """
    limits = content_limits(on)
    of_plan = weighed / planned
    if limits.low.value <= of_plan <= limits.high.value:
        return []
    source = f"house rule of this program: a preservative is held to the limits of the drug ({limits.source})"
    return [
        finding(
            "preservative-off-formula",
            name=name,
            weighed=brief_mass(weighed),
            planned=brief_mass(planned),
            of_plan=brief_percent(of_plan),
            source=source,
        )
    ]


def water_class_findings(*, fraction: Fraction, made: str, planned: str) -> list[Finding]:
    """Return the stop on a liquid that by its water is of another class than the plan's: its date is another too.

    Parameters:
        fraction: water as made, w/w.
        made, planned: the classes.

    >>> found = water_class_findings(fraction=Fraction(24, 100), made="solution-aqueous", planned="solution-nonaqueous")
    >>> [item.code for item in found]
    ['made-other-water-class']
    """
    if made == planned:
        return []
    source = "USP <795>, in force 1 November 2023: the date goes by the water of the preparation"
    return [
        finding("made-other-water-class", fraction=brief_percent(fraction), made=made, planned=planned, source=source)
    ]
