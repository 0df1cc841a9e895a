"""Triturations: a weighable mass of drug is thinned with diluent, and a weighable part of that brings the drug needed.

Why the diluent has no share of its own in the error: the drug in the aliquot is A x D / (A + B) for drug A, diluent B
and aliquot D. With an error e of each weighing its relative error is, to first order, e / A + e / D less that of the
total, and at worst e / A x B / (A + B) + e / (A + B) + e / D. The first two add up to e / A exactly: what an excess of
drug does to the total takes away just what an error of the diluent adds. So the bound is e / A + e / D, and for a
second stage, whose drug is the whole aliquot before it, e / (its aliquot) more.
"""

from __future__ import annotations

from fractions import Fraction

from ldn_compound.core.formulas import formula


@formula("{drug} x {aliquot} / {total}", drug="mass", aliquot="mass", total="mass", returns="mass")
def drug_in_aliquot(*, drug: Fraction, aliquot: Fraction, total: Fraction) -> Fraction:
    """Return the drug that an aliquot of a trituration holds.

    Parameters:
        drug: drug in the whole trituration.

    Valid: an even trituration; the aliquot is no more than the whole.

    Sources: UNC pharmlabs, triturations.

    >>> drug_in_aliquot(drug=Fraction(120), aliquot=Fraction(120), total=Fraction(2400))
    Fraction(6, 1)
    """
    return drug * aliquot / total


@formula("{permitted_error:%} x {minimum}", permitted_error="1", minimum="mass", returns="mass")
def absolute_error(*, permitted_error: Fraction, minimum: Fraction) -> Fraction:
    """Return the error of one weighing on a balance of which only the minimum weighable quantity is known.

    Valid: a minimum that was set at that permitted error.

    Sources: UNC pharmlabs, measurements: the minimum weighable quantity, solved for the error.

    >>> absolute_error(permitted_error=Fraction(1, 20), minimum=Fraction(120))
    Fraction(6, 1)
    """
    return permitted_error * minimum


@formula(
    "{drug_error:%} + {aliquot_error:%} + {deviation:%}",
    drug_error="1",
    aliquot_error="1",
    deviation="1",
    returns="1",
)
def error_bound(*, drug_error: Fraction, aliquot_error: Fraction, deviation: Fraction) -> Fraction:
    """Return the most that the drug in the aliquot is off, as a fraction of the needed: errors add.

    Parameters:
        drug_error: of the drug's weighing, as a fraction of it.
        aliquot_error: of the aliquot's, in two stages of both aliquots' together.
        deviation: of the drug in the aliquot from the needed.

    Valid: small errors, up to about 10 %: products of them are left out.

    Sources: UNC pharmlabs, triturations; the module's own derivation for the diluent.

    >>> error_bound(drug_error=Fraction(1, 20), aliquot_error=Fraction(1, 20), deviation=Fraction(0))
    Fraction(1, 10)
    """
    return drug_error + aliquot_error + deviation


@formula("{first:%} + {second:%}", first="1", second="1", returns="1")
def both_aliquots(*, first: Fraction, second: Fraction) -> Fraction:
    """Return the weighing errors of two aliquots together.

    Valid: small errors, up to about 10 %.

    Sources: the module's own derivation.

    >>> both_aliquots(first=Fraction(1, 20), second=Fraction(1, 20))
    Fraction(1, 10)
    """
    return first + second


@formula("1 + {density} / {strength}", density="mass/volume", strength="mass/volume", returns="1")
def parts_of_solution(*, density: Fraction, strength: Fraction) -> Fraction:
    """Return the parts by mass of a solution, for 1 part of drug, in which the drug has a strength.

    Parameters:
        density: of the liquid that dissolves it.
        strength: drug in a volume of that liquid; the drug's own room is left out, so the solution is no stronger.

    Valid: drug that is wholly dissolved.

    Sources: mass over volume is concentration; the masses add up.

    >>> parts_of_solution(density=Fraction(1000), strength=Fraction(50))
    Fraction(21, 1)
    """
    return 1 + density / strength
