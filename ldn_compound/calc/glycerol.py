"""Glycerol with water: its density between the rows of a handbook, the glycerol in it, how it shrinks when mixed.

Sources: Lange's Handbook of Chemistry, 15th ed., table of glycerol and water at 20 C.
"""

from __future__ import annotations

from fractions import Fraction

from ldn_compound.core.formulas import formula


@formula(
    "{low} + ({high} - {low}) x ({glycerol:%} - {below:%}) / ({above:%} - {below:%})",
    low="mass/volume",
    high="mass/volume",
    glycerol="1",
    below="1",
    above="1",
    returns="mass/volume",
)
def density_between(*, low: Fraction, high: Fraction, glycerol: Fraction, below: Fraction, above: Fraction) -> Fraction:
    """Return a density between two rows of a handbook, on the straight line from one to the other.

    Parameters:
        low, high: the densities of the two rows.
        glycerol: fraction (w/w) that is asked for.
        below, above: fractions (w/w) of the two rows.

    Valid: two neighbouring rows of one table, at its temperature (20 C); the share lies between theirs.

    >>> density_between(low=Fraction(1200), high=Fraction(1240), glycerol=Fraction(85, 100), below=Fraction(80, 100),
    ...                 above=Fraction(90, 100))
    Fraction(1220, 1)
    """
    return low + (high - low) * (glycerol - below) / (above - below)


@formula("1 - {mass} / {density} / {parts}", mass="mass", density="mass/volume", parts="volume", returns="1")
def contraction(*, mass: Fraction, density: Fraction, parts: Fraction) -> Fraction:
    """Return by how much of their volume liquids shrink when they are mixed.

    Parameters:
        mass: of all the parts together.
        density: of the mixture.
        parts: the volumes of the parts, one by one, added up.

    Valid: densities at one temperature.

    >>> contraction(mass=Fraction(1188), density=Fraction(1200), parts=Fraction(1))
    Fraction(1, 100)
    """
    return 1 - mass / density / parts
