"""Rules for the packing statistic of a filler."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from ldn_compound.checks.codes import finding
from ldn_compound.checks.material import brief_percent, percent_apart
from ldn_compound.checks.outliers import outlier_words
from ldn_compound.core.results import Finding
from ldn_compound.core.units import Amount
from ldn_compound.messages import say
from ldn_compound.reference.quality import packing


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

    >>> from ldn_compound.core.units import ratio
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
