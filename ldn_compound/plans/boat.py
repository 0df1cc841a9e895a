"""What is said of the weighing boat, in the steps of every form."""

from __future__ import annotations

from fractions import Fraction

from ldn_compound.reference.quality import residue


def weigh_boat_back(powder: Fraction) -> str:
    """Return what is said of the boat after so many mg of drug powder were weighed on it; nothing from 100 mg on.

    >>> weigh_boat_back(Fraction(100))
    ''
    >>> weigh_boat_back(Fraction(99))
    ' Weigh the boat back afterwards: what stays on it, above 1 %, counts.'
    """
    rule = residue()
    if powder >= rule.weigh_back_below.value.value:
        return ""
    return f" Weigh the boat back afterwards: what stays on it, above {rule.residue_counts_above.value.text()}, counts."
