"""Rules for weighed units: a standard, their mean against theory, the sample, single readings."""

from __future__ import annotations

from fractions import Fraction

from ldn_compound.checks.codes import finding
from ldn_compound.checks.material import brief_mass, percent_apart
from ldn_compound.core.late_texts import Said
from ldn_compound.core.results import Finding, Severity
from ldn_compound.core.units import Amount, ratio
from ldn_compound.messages import say
from ldn_compound.reference.defaults import get_default
from ldn_compound.reference.limits import Standard, default_count
from ldn_compound.reference.quality import two_reading_standards, whole_unit_standards

_LOADS = (
    "USP <905>: content uniformity is by assay below 25 mg or 25 % of drug in a unit, where mass variation does not do "
    "(reference value, confirm)"
)


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
