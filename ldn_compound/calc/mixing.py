"""Geometric dilution: the order of mixing that keeps milligrams of drug even in grams of filler."""

from __future__ import annotations

from fractions import Fraction

from ldn_compound.core.formulas import formula


@formula(
    "from {drug} to {total}, each addition equal to what is in the mortar",
    drug="mass",
    total="mass",
    returns=("mass", "mass"),
)
def geometric_dilution(*, drug: Fraction, total: Fraction) -> list[tuple[Fraction, Fraction]]:
    """Return the additions of filler as rows of (add, total so far); the last adds what is left.

    There are ceil(log2(total / drug)) rows. `drug` must be above 0.

    Valid: drug above 0; powders that mix evenly at equal parts.

    Sources: UNC pharmlabs, triturations (geometric dilution).

    >>> geometric_dilution(drug=Fraction(10), total=Fraction(50))
    [(Fraction(10, 1), Fraction(20, 1)), (Fraction(20, 1), Fraction(40, 1)), (Fraction(10, 1), Fraction(50, 1))]
    """
    rows = []
    mixed = drug
    while mixed < total:
        add = min(mixed, total - mixed)
        mixed = mixed + add
        rows.append((add, mixed))
    return rows
