"""Rules for the assayed contents of units."""

from __future__ import annotations

from fractions import Fraction

from ldn_compound.checks.codes import finding
from ldn_compound.checks.material import percent_apart
from ldn_compound.core.results import Finding
from ldn_compound.messages import say
from ldn_compound.reference.quality import acceptance


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
