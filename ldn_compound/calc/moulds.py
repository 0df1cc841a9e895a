"""The base of moulded tablets, lozenges and suppositories: what the powder in a mould leaves of it.

A displacement factor (DF) is the mass of powder that displaces a mass 1 of base: the powder's density over the base's.
With DF 0.7, 0.7 g of drug takes the room of 1 g of base. The German Verdraengungsfaktor is its inverse: the mass of
base that a mass 1 of drug displaces.

Each powder displaces by a factor of its own: the drug by the drug's, and its carrier (the other ingredients of crushed
tablets, the diluent of a stock trituration) by the carrier's.

Sources: pharmacyfreak.com and medicalalgorithms.com, displacement factor.
"""

from __future__ import annotations

from fractions import Fraction

from ldn_compound.core.formulas import formula


@formula(
    "{units} x (1 + {wastage:%}) x {blank_mass} - {drug} / {displacement_factor}",
    units="item",
    wastage="1",
    blank_mass="mass/item",
    drug="mass",
    displacement_factor="1",
    returns="mass",
)
def mould_base(
    *, units: Fraction, wastage: Fraction, blank_mass: Fraction, drug: Fraction, displacement_factor: Fraction
) -> Fraction:
    """Return the base of a batch; negative where the drug takes more room than there is.

    Parameters:
        units: how many are made, the wastage apart.
        blank_mass: of one unit of pure base.
        drug: powder weighed for the whole batch.

    Valid: a factor of this drug in this base; nothing is lost when the base is melted or moistened.

    Sources: pharmacyfreak.com and medicalalgorithms.com, displacement factor.

    >>> half = Fraction(1, 2)
    >>> mould_base(units=Fraction(10), wastage=Fraction(0), blank_mass=Fraction(60), drug=Fraction(45),
    ...            displacement_factor=half)
    Fraction(510, 1)
    """
    return units * (1 + wastage) * blank_mass - drug / displacement_factor


@formula(
    "{blank_mass} - {powder} / {displacement_factor}",
    blank_mass="mass/item",
    powder="mass/item",
    displacement_factor="1",
    returns="mass/item",
)
def base_in_unit(*, blank_mass: Fraction, powder: Fraction, displacement_factor: Fraction) -> Fraction:
    """Return the base in one moulded tablet.

    Valid: as of the batch.

    >>> base_in_unit(blank_mass=Fraction(60), powder=Fraction(5), displacement_factor=Fraction(1))
    Fraction(55, 1)
    """
    return blank_mass - powder / displacement_factor


@formula("1 / {verdraengungsfaktor}", verdraengungsfaktor="1", returns="1")
def displacement_factor(*, verdraengungsfaktor: Fraction) -> Fraction:
    """Return the displacement factor for a Verdraengungsfaktor, which is its inverse.

    Sources: University of Freiburg, Verdraengungsfaktor.

    >>> displacement_factor(verdraengungsfaktor=Fraction("0.8"))
    Fraction(5, 4)
    """
    return 1 / verdraengungsfaktor


@formula("{powder} / {low} - {powder} / {high}", powder="mass/item", low="1", high="1", returns="mass/item")
def base_uncertainty(*, powder: Fraction, low: Fraction, high: Fraction) -> Fraction:
    """Return how much the base in one tablet changes from one displacement factor to another.

    Valid: the lower factor first.

    >>> base_uncertainty(powder=Fraction("4.5"), low=Fraction(1), high=Fraction("1.5"))
    Fraction(3, 2)
    """
    return powder / low - powder / high


# --- with a carrier -------------------------------------------------------------------------------------------------


@formula(
    "{units} x (1 + {wastage:%}) x {blank_mass} - {drug} / {displacement_factor} - {carrier} / {carrier_factor}",
    units="item",
    wastage="1",
    blank_mass="mass/item",
    drug="mass",
    displacement_factor="1",
    carrier="mass",
    carrier_factor="1",
    returns="mass",
)
def mould_base_with_carrier(
    *,
    units: Fraction,
    wastage: Fraction,
    blank_mass: Fraction,
    drug: Fraction,
    displacement_factor: Fraction,
    carrier: Fraction,
    carrier_factor: Fraction,
) -> Fraction:
    """Return the base of a batch whose drug comes with a carrier; negative where the powder takes too much room.

    Parameters:
        units: how many are made, the wastage apart.
        blank_mass: of one unit of pure base.
        drug, carrier: in the whole batch.
        displacement_factor, carrier_factor: of each, mass of it that displaces a mass 1 of base.

    Valid: each factor of that powder in this base; the room adds up.

    Sources: tara24.at, suppositories from crushed tablets, after DAC/NRF.

    >>> one = Fraction(1)
    >>> mould_base_with_carrier(units=Fraction(10), wastage=Fraction(0), blank_mass=Fraction(60), drug=Fraction(45),
    ...                         displacement_factor=one / 2, carrier=Fraction(100), carrier_factor=one)
    Fraction(410, 1)
    """
    return units * (1 + wastage) * blank_mass - drug / displacement_factor - carrier / carrier_factor


@formula(
    "{blank_mass} - {drug} / {displacement_factor} - {carrier} / {carrier_factor}",
    blank_mass="mass/item",
    drug="mass/item",
    displacement_factor="1",
    carrier="mass/item",
    carrier_factor="1",
    returns="mass/item",
)
def base_in_unit_with_carrier(
    *,
    blank_mass: Fraction,
    drug: Fraction,
    displacement_factor: Fraction,
    carrier: Fraction,
    carrier_factor: Fraction,
) -> Fraction:
    """Return the base in one moulded tablet whose drug comes with a carrier.

    Valid: as of the batch.

    Sources: tara24.at, suppositories from crushed tablets, after DAC/NRF.

    >>> base_in_unit_with_carrier(blank_mass=Fraction(60), drug=Fraction(5), displacement_factor=Fraction(1),
    ...                           carrier=Fraction(10), carrier_factor=Fraction(2))
    Fraction(50, 1)
    """
    return blank_mass - drug / displacement_factor - carrier / carrier_factor


# --- a factor of one's own ------------------------------------------------------------------------------------------


@formula(
    "{medicated_drug} / ({blank_mass} - ({medicated_mass} - {medicated_drug}))",
    blank_mass="mass/item",
    medicated_mass="mass/item",
    medicated_drug="mass/item",
    returns="1",
)
def measured_factor(*, blank_mass: Fraction, medicated_mass: Fraction, medicated_drug: Fraction) -> Fraction:
    """Return the displacement factor that medicated units from the same mould show.

    A medicated unit holds its mass less the drug as base; what a blank holds more was displaced.

    Parameters:
        blank_mass: of a unit of pure base.
        medicated_mass: of a unit with drug in it.
        medicated_drug: drug in that.

    Valid: units of one mould, both full; a blank holds more base than a medicated unit.

    Sources: thepharmapedia.com, displacement value (40 % of drug, 10 units of 1 g weigh 15 g: 6).

    >>> measured_factor(blank_mass=Fraction(1), medicated_mass=Fraction("1.5"), medicated_drug=Fraction("0.6"))
    Fraction(6, 1)
    """
    return medicated_drug / (blank_mass - (medicated_mass - medicated_drug))
