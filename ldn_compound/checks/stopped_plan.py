"""The rule for what was made by a plan whose stops nobody accepted."""

from __future__ import annotations

from collections.abc import Sequence

from ldn_compound.checks.codes import finding
from ldn_compound.core.results import Finding, Severity
from ldn_compound.messages import say

STOPPED_PLAN = "made-from-stopped-plan"


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
