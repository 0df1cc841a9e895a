"""Rules for what was really made: unit masses, assayed contents, the weighings of a batch, a packing statistic."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from ldn_compound.checks.codes import finding
from ldn_compound.checks.material import brief_mass, brief_percent, percent_apart
from ldn_compound.checks.outliers import outlier_words
from ldn_compound.core.numbers import Figure
from ldn_compound.core.results import Finding, Said, Severity
from ldn_compound.core.units import Amount, ratio
from ldn_compound.messages import say
from ldn_compound.reference.defaults import get_default
from ldn_compound.reference.limits import Standard, content_limits, default_count
from ldn_compound.reference.quality import acceptance, packing, residue, two_reading_standards, whole_unit_standards

_BALANCE = "University of North Carolina, Pharmaceutics and Compounding Laboratory: 5 % permitted weighing error"
STOPPED_PLAN = "made-from-stopped-plan"
_LOADS = (
    "USP <905>: content uniformity is by assay below 25 mg or 25 % of drug in a unit, where mass variation does not do "
    "(reference value, confirm)"
)

# --- unit masses ----------------------------------------------------------------------------------------------------


def standard_findings(
    standard: Standard, *, limit: Amount, outside: int, far_outside: int, rsd_fails: bool, rsd: Fraction, loss: Fraction
) -> list[Finding]:
    """Return what fails by a standard as it is written.

    Parameters:
        limit: how far a unit may be from the standard's target, as a fraction.
        outside, far_outside: units beyond that, and beyond the outer limit.
        rsd_fails: whether the relative standard deviation is above the standard's limit; rsd is that deviation.
        loss: what the units weigh less than theory, as a fraction.

    >>> from ldn_compound.reference.limits import get_standard
    >>> found = standard_findings(get_standard("ph-eur-2.9.5"), limit=ratio(Fraction(1, 10)), outside=3, far_outside=0,
    ...                           rsd_fails=False, rsd=Fraction(0), loss=Fraction(0))
    >>> [item.code for item in found]
    ['unit-masses-outside']
    """
    found = []
    if outside > standard.outside:
        allowed = (
            say("standard.none-is") if standard.outside == 0 else say("standard.at-most", outside=standard.outside)
        )
        text = say(
            "unit-masses-outside", outside=outside, limit=limit, target_words=target_words(standard), allowed=allowed
        )
        found.append(_fails("unit-masses-outside", text, standard.source))
    if far_outside:
        outer = ratio(limit.value * (standard.outer_factor or 1))
        text = say("unit-masses-far-outside", far_outside=far_outside, outer=outer, target_words=target_words(standard))
        found.append(_fails("unit-masses-far-outside", text, standard.source))
    if rsd_fails and standard.rsd_limit is not None:
        shown = percent_apart(rsd, standard.rsd_limit.value)
        text = say("mass-spread-too-wide", shown=shown, rsd_limit=standard.rsd_limit)
        found.append(_fails("mass-spread-too-wide", text, standard.source))
    if standard.loss_limit is not None and loss > standard.loss_limit.value:
        shown = percent_apart(loss, standard.loss_limit.value)
        text = say("mass-lost", loss=shown, limit=standard.loss_limit)
        found.append(_fails("mass-lost", text, standard.source))
    return found


def target_words(standard: Standard) -> str:
    """Return what a standard holds the units against, in words.

    >>> from ldn_compound.reference.limits import get_standard
    >>> target_words(get_standard("ph-eur-2.9.5"))
    'mean of the sample'
    """
    return "theoretical mass" if standard.target == "theory" else "mean of the sample"


def _fails(code: str, text: Said, source: object) -> Finding:
    return finding(code, text, severity=Severity.STOP, source=source, field="masses")


def mean_findings(
    *, mean: Fraction, theoretical: Fraction, limit: Amount, fits_as_net: Fraction | None
) -> list[Finding]:
    """Return the house rule: the mean net mass against THEORY, since a sample's own mean hides an underfill.

    Parameters:
        mean, theoretical: net, in mg.
        limit: how far the mean may be from theory, as a fraction.
        fits_as_net: the theoretical mass as typed, where it would fit if it were net already; else None.

    >>> [item.code for item in mean_findings(mean=Fraction(84), theoretical=Fraction(135), limit=ratio(Fraction(1, 10)),
    ...                                      fits_as_net=None)]
    ['mean-off-theory']
    """
    if abs(mean - theoretical) <= limit.value * theoretical:
        return []
    off = mean / theoretical - 1
    text = say(
        "mean-off-theory.below" if off < 0 else "mean-off-theory.above",
        mean=brief_mass(mean),
        off=percent_apart(abs(off), limit.value),
        theoretical=brief_mass(theoretical),
        limit=limit,
    )
    if fits_as_net is not None:
        text += say("mean-off-theory.net", fits_as_net=brief_mass(fits_as_net))
    rule = get_default("policies.mean_limit")
    for factor, key in ((10, "mean-off-theory.ten-times"), (Fraction(1, 10), "mean-off-theory.tenth")):
        if abs(mean - theoretical * factor) <= limit.value * theoretical * factor:
            text += say(key)
    return [
        finding(
            "mean-off-theory",
            text,
            source=rule and rule.source,
        )
    ]


def sample_findings(standard: Standard, *, count: int, empty: int, weighed_whole: bool) -> list[Finding]:
    """Return what is to be said of the sample itself, whatever its masses.

    Parameters:
        count: units weighed.
        empty: units no heavier than a shell.
        weighed_whole: whether the masses are of whole units.

    >>> from ldn_compound.reference.limits import get_standard
    >>> [item.code for item in sample_findings(get_standard("ph-eur-2.9.5"), count=20, empty=0, weighed_whole=False)]
    ['mass-is-not-content']
    """
    found = []
    if empty:
        why = "arithmetic: gross mass less the shell's mean mass"
        found.append(finding("unit-no-heavier-than-shell", empty=empty, source=why))
    usual = default_count().hold_point
    if standard.sample_sizes and count not in standard.sample_sizes:
        sizes = " or ".join(map(str, standard.sample_sizes))
        found.append(
            finding(
                "sample-size-differs",
                say("sample-size-differs.written-for", standard_key=standard.key, sizes=sizes, count=count),
                source=standard.source,
            )
        )
    elif not standard.sample_sizes and count < usual.value:
        found.append(
            finding(
                "sample-size-differs",
                say("sample-size-differs.few", count=count, standard_key=standard.key, usual=usual.value),
                source=usual.source,
            )
        )
    keys, source = whole_unit_standards()
    if standard.key in keys and not weighed_whole:
        found.append(finding("whole-units-not-weighed", standard_key=standard.key, source=source))
    found.append(finding("mass-is-not-content", source=_LOADS))
    return found


def reading_findings(
    standard: Standard,
    *,
    low: Fraction,
    high: Fraction,
    shell: Fraction | None,
    whole: tuple[Fraction | None, Fraction | None],
) -> list[Finding]:
    """Return the note that a standard is run on net contents, which is the stricter of two readings.

    Parameters:
        low, high: the limits of the contents, in mg.
        shell: mean mass of a shell in mg, or None where it is not known.
        whole: the limits of the whole capsule by the other reading, in mg, or None for each.

    >>> from ldn_compound.reference.limits import get_standard
    >>> found = reading_findings(get_standard("usp-795-older"), low=Fraction("124.2"), high=Fraction("151.8"),
    ...                          shell=None, whole=(None, None))
    >>> [item.code for item in found]
    ['net-reading-is-stricter']
    """
    keys, source = two_reading_standards()
    if standard.key not in keys:
        return []
    text = say("net-reading-is-stricter.net", standard_key=standard.key, low=brief_mass(low), high=brief_mass(high))
    if shell is not None and whole[0] is not None and whole[1] is not None:
        text += say("net-reading-is-stricter.gross", low=brief_mass(low + shell), high=brief_mass(high + shell))
        text += say("net-reading-is-stricter.whole", low=brief_mass(whole[0]), high=brief_mass(whole[1]))
    else:
        text += say("net-reading-is-stricter.whole-unknown")
    text += say("net-reading-is-stricter.end")
    return [finding("net-reading-is-stricter", text, source=source)]


# --- assayed contents -----------------------------------------------------------------------------------------------


def acceptance_findings(*, count: int, value: Fraction, fails: bool, far_outside: int) -> list[Finding]:
    """Return what the acceptance value of USP <905> calls for.

    Parameters:
        count: units assayed.
        value: the acceptance value, as a fraction of the label.
        fails: whether it is above its limit.
        far_outside: units further from the reference value than the second stage allows.

    >>> [item.code for item in acceptance_findings(count=10, value=Fraction("0.164"), fails=True, far_outside=0)]
    ['assay-twenty-more']
    """
    rule = acceptance()
    found = []
    shown = say("acceptance-value", value=percent_apart(value, rule.most.value.value), most=rule.most.value)
    if rule.most.value.value < value < rule.most.value.value + rule.rounded_away.value.value:
        shown += say("acceptance-value.rounded")
    if fails and count == rule.units.first:
        found.append(
            finding(
                "assay-twenty-more",
                shown=shown,
                more=rule.units.second - rule.units.first,
                all=rule.units.second,
                source=rule.units.source,
            )
        )
    elif fails:
        found.append(finding("acceptance-value-too-high", shown=shown, count=count, source=rule.units.source))
    if far_outside and count == rule.units.second:
        found.append(
            finding(
                "content-far-outside", far_outside=far_outside, furthest=rule.furthest.value, source=rule.units.source
            )
        )
    return found


# --- as made --------------------------------------------------------------------------------------------------------


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


def stopped_plan_findings(stops: Sequence[Finding]) -> list[Finding]:
    """Return the finding on a batch that was made from a plan with stops; none where the plan has none.

    >>> stop = finding("filler-avoid", "x", severity=Severity.STOP, source="house rule", field="filler")
    >>> [item.code for item in stopped_plan_findings([stop])], stopped_plan_findings([])
    (['made-from-stopped-plan'], [])
    """
    if not stops:
        return []
    text = say("made-from-stopped-plan", codes=", ".join(item.code for item in stops))
    return [finding(STOPPED_PLAN, text, severity=Severity.STOP, source="house rule", field="plan")]


# --- packing --------------------------------------------------------------------------------------------------------


def other_packing_findings(*, lot: str | None, sizes: Sequence[str]) -> list[Finding]:
    """Return the caution that the profile's other packing statistics of a filler belong to another lot or day.

    Parameters:
        lot: the lot that the profile states, or None.
        sizes: the capsule sizes of its other figures; without any there is nothing to say.

    >>> [item.code for item in other_packing_findings(lot="F5678", sizes=["3"])]
    ['packing-of-another-lot']
    """
    if not sizes:
        return []
    what = say("packing-of-another-lot.size", sizes=", ".join(sizes))
    if lot is not None:
        what += say("packing-of-another-lot.lot", lot=lot)
    source = "Pharmacy Times, September 2008: the packing figure belongs to one lot of filler"
    return [finding("packing-of-another-lot", what=what, source=source)]


def packing_findings(
    *, masses: Sequence[Fraction], rsd: Fraction, rsd_fails: bool, limit: Amount, limit_source: object
) -> list[Finding]:
    """Return the findings on a packing statistic that was measured: one that spreads too far is none.

    Parameters:
        masses: as weighed, in mg.
        rsd: relative standard deviation of the net masses; rsd_fails: whether it is above the limit.
        limit: the spread that filled units are held to, as a fraction; limit_source: its citation.

    >>> found = packing_findings(masses=[], rsd=Fraction(0), rsd_fails=False, limit=ratio(Fraction(1, 20)),
    ...                          limit_source="x")
    >>> [item.code for item in found]
    ['packing-drift']
    """
    found = []
    far = outlier_words(masses)
    if rsd_fails or far:
        text = say("packing-spread.wide", rsd=brief_percent(rsd))
        if rsd_fails:
            text = say("packing-spread.above-limit", rsd=percent_apart(rsd, limit.value), limit=limit)
        if far:
            text = say("packing-spread.outlier", far=far) + text
        text += say("packing-spread.no-figure")
        found.append(finding("packing-spread", text, source=limit_source))
    rule = packing()
    small, large = rule.small_drift, rule.large_drift
    found.append(finding("packing-drift", small=small.value, large=large.value, source=small.source))
    return found
