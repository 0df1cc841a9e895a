"""From the drug as prescribed to the powder that is weighed: salt, assay, water, crushed tablets."""

from __future__ import annotations

from fractions import Fraction

from ldn_compound.core.formulas import formula


@formula(
    "{salt} / ({assay:%} x (1 - {water:%} - {solvents:%}))", salt="1", assay="1", water="1", solvents="1", returns="1"
)
def weighing_factor(*, salt: Fraction, assay: Fraction, water: Fraction, solvents: Fraction) -> Fraction:
    """Return how many mg of powder hold 1 mg of the drug as prescribed.

    Parameters:
        salt: mass of the salt weighed that equals a mass 1 of the drug as prescribed.
        assay: fraction of drug in the powder on its basis.
        water, solvents: fractions of the powder that the basis leaves out; 0 where the assay is as is.

    Valid: assay above 0 %, water and solvents together below 100 %; an assay as is takes 0 for both.

    Sources: DAC/NRF, Einwaagekorrektur; Tosh, IJPC 2004.

    >>> f = weighing_factor(salt=Fraction(1), assay=Fraction("0.995"), water=Fraction("0.085"), solvents=Fraction(0))
    >>> round(float(f), 4)
    1.0984
    """
    return salt / (assay * (1 - water - solvents))


@formula(
    "1 - {assay:%} x (1 - {water:%} - {solvents:%})",
    assay="1",
    water="1",
    solvents="1",
    returns="1",
    in_percent=True,
)
def deficit(*, assay: Fraction, water: Fraction, solvents: Fraction) -> Fraction:
    """Return how far a drug powder falls short of 100 %; below 0 where it holds more.

    Parameters:
        assay, water, solvents: as in :func:`weighing_factor`.

    Valid: water and solvents together at most 100 %.

    Sources: DAC/NRF, Einwaagekorrektur.

    >>> deficit(assay=Fraction("0.99"), water=Fraction("0.01"), solvents=Fraction(0))
    Fraction(199, 10000)
    """
    return 1 - assay * (1 - water - solvents)


@formula("{tablet_mass} / {tablet_strength}", tablet_mass="mass/item", tablet_strength="mass/item", returns="1")
def tablet_factor(*, tablet_mass: Fraction, tablet_strength: Fraction) -> Fraction:
    """Return how many mg of crushed tablet hold 1 mg of drug.

    Valid: the mean mass of at least 20 tablets, crushed whole and mixed until even.

    Sources: conservation of mass; medicinesinformation.co.nz 2023 (liquids from 50 mg tablets).

    >>> tablet_factor(tablet_mass=Fraction(160), tablet_strength=Fraction(50))
    Fraction(16, 5)
    """
    return tablet_mass / tablet_strength


@formula("{powder} / {tablet_mass}", powder="mass", tablet_mass="mass/item", returns="item")
def tablets_in(*, powder: Fraction, tablet_mass: Fraction) -> Fraction:
    """Return how many tablets hold the powder; the plan rounds it up to whole tablets.

    Valid: tablets of the mean mass.

    Sources: conservation of mass.

    >>> tablets_in(powder=Fraction(400), tablet_mass=Fraction(160))
    Fraction(5, 2)
    """
    return powder / tablet_mass


@formula(
    "{in_tablet} x {drug} / {tablet_strength}",
    in_tablet="mass/item",
    drug="mass/item",
    tablet_strength="mass/item",
    returns="mass/item",
)
def brought_by_tablets(*, in_tablet: Fraction, drug: Fraction, tablet_strength: Fraction) -> Fraction:
    """Return what crushed tablets bring of one of their excipients into a unit.

    Parameters:
        in_tablet: of the excipient in one tablet.
        drug: drug in one unit, as the tablet states it.
        tablet_strength: drug in one tablet.

    Valid: the composition of the tablet's own leaflet.

    Sources: conservation of mass.

    >>> brought_by_tablets(in_tablet=Fraction(100), drug=Fraction(5), tablet_strength=Fraction(50))
    Fraction(10, 1)
    """
    return in_tablet * drug / tablet_strength
