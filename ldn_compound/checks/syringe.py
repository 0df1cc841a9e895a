"""Rules for the oral syringe of a dose: too little of it for its size, and marks that differ by maker."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from ldn_compound.checks.codes import finding
from ldn_compound.checks.steps import of_steps
from ldn_compound.core.numbers import brief_text
from ldn_compound.core.results import Finding
from ldn_compound.core.sources import Source
from ldn_compound.core.units import Amount
from ldn_compound.messages import say
from ldn_compound.reference.syringes import least_share


def small_findings(*, volume: Fraction, size: Amount, small: bool, steps: Sequence[int] = ()) -> list[Finding]:
    """Return the finding on a dose that is too little of its syringe, where no other one serves.

    Parameters:
        volume: the dose's exact volume in mL.
        size: of the syringe.
        small: whether it is.
        steps: of a schedule, whose doses these are.

    >>> [item.severity.value for item in small_findings(volume=Fraction(1, 2), size=Amount(5, "volume"), small=True)]
    ['caution']
    """
    if not small:
        return []
    least = least_share()
    text = say("dose-small-for-syringe", volume=brief_text(volume), least=least.value, size=size)
    return [finding("dose-small-for-syringe", of_steps(steps, text), source=least.source)]


def other_marks_finding(
    *,
    size: Amount,
    lines: Sequence[Amount],
    line: Amount,
    drawn: Amount,
    setting: str,
    source: Source,
    steps: Sequence[int] = (),
) -> Finding:
    """Return the finding that a syringe whose lines differ by maker would measure a dose better.

    Parameters:
        size: of that syringe; lines: as it is sold.
        line: the lines with which it would measure better; drawn: what would be drawn.
        setting: where the profile states which is stocked.
        steps: of a schedule, whose doses it is about.

    >>> half, fifth = Amount(Fraction(1, 2), "volume"), Amount(Fraction(1, 5), "volume")
    >>> other_marks_finding(size=Amount(10, "volume"), lines=(fifth, half), line=half,
    ...     drawn=Amount(Fraction(9, 2), "volume"), setting="syringes.graduation_10_ml", source="by maker").code
    'syringe-lines-not-stated'
    """
    listed = " or ".join(item.text() for item in lines)
    text = say("syringe-lines-not-stated", size=size, listed=listed, line=line, drawn=drawn, setting=setting)
    return finding("syringe-lines-not-stated", of_steps(steps, text), source=source)
