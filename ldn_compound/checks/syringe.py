"""Rules for the oral syringe of a dose: too little of it for its size, and marks that differ by maker."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from ldn_compound.checks.codes import finding
from ldn_compound.core.numbers import brief_text
from ldn_compound.core.results import Finding, Severity
from ldn_compound.core.sources import Source
from ldn_compound.core.units import Amount
from ldn_compound.reference.syringes import least_share


def small_findings(*, volume: Fraction, size: Amount, small: bool) -> list[Finding]:
    """Return the finding on a dose that is too little of its syringe, where no other one serves.

    Parameters:
        volume: the dose's exact volume in mL.
        size: of the syringe.
        small: whether it is.

    >>> [item.severity.value for item in small_findings(volume=Fraction(1, 2), size=Amount(5, "volume"), small=True)]
    ['caution']
    """
    if not small:
        return []
    least = least_share()
    text = (
        f"{brief_text(volume)} mL are less than {least.value.text()} of the {size.text()} syringe, the smallest in "
        f"stock that measures them: small volumes are inaccurate in large syringes; take a smaller one, or a weaker "
        f"liquid"
    )
    return [finding("dose-small-for-syringe", Severity.CAUTION, text, source=least.source, field="concentration")]


def other_marks_finding(
    *, size: Amount, lines: Sequence[Amount], line: Amount, drawn: Amount, setting: str, source: Source
) -> Finding:
    """Return the finding that a syringe whose lines differ by maker would measure a dose better.

    Parameters:
        size: of that syringe; lines: as it is sold.
        line: the lines with which it would measure better; drawn: what would be drawn.
        setting: where the profile states which is stocked.

    >>> half, fifth = Amount(Fraction(1, 2), "volume"), Amount(Fraction(1, 5), "volume")
    >>> other_marks_finding(size=Amount(10, "volume"), lines=(fifth, half), line=half,
    ...     drawn=Amount(Fraction(9, 2), "volume"), setting="syringes.graduation_10_ml", source="by maker").code
    'syringe-lines-not-stated'
    """
    text = (
        f"the lines of a {size.text()} syringe are {' or '.join(item.text() for item in lines)} by maker, so only the "
        f"marks that all have are read; with lines of {line.text()} it would measure {drawn.text()}: if yours has "
        f"them, state it in the profile ({setting})"
    )
    return finding("syringe-lines-not-stated", Severity.INFO, text, source=source, field="syringes")
