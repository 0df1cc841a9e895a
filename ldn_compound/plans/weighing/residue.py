"""The instruction to reweigh the weighing boat; empty where enough powder is weighed."""

from __future__ import annotations

from fractions import Fraction

from ldn_compound.reference.quality import residue


def weigh_boat_back(powder: Fraction) -> str:
    """Return the instruction for a mass of drug powder in mg; nothing from 100 mg on.

    >>> weigh_boat_back(Fraction(100))
    ''
    >>> weigh_boat_back(Fraction(99))
    ' Reweigh the weighing boat afterwards: take off a residue above 1 % of the drug.'
    """
    rule = residue()
    if powder >= rule.weigh_back_below.value.value:
        return ""
    limit = rule.residue_counts_above.value.text()
    return f" Reweigh the weighing boat afterwards: take off a residue above {limit} of the drug."
