"""What a tablet is made of: the base of a moulded one, the excipients of a compressed one.

A displacement factor (DF) is the mass of drug that displaces a mass 1 of base: the drug's density over the base's. With
DF 0.7, 0.7 g of drug takes the room of 1 g of base. The German Verdraengungsfaktor is its inverse: the mass of base
that a mass 1 of drug displaces.
"""

from __future__ import annotations

from fractions import Fraction

from ldn_compound.units import formula


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

    >>> base_uncertainty(powder=Fraction("4.5"), low=Fraction(1), high=Fraction("1.5"))
    Fraction(3, 2)
    """
    return powder / low - powder / high


@formula("{base} / {blank_mass}", base="mass/item", blank_mass="mass/item", returns="1", in_percent=True)
def vehicle_share(*, base: Fraction, blank_mass: Fraction) -> Fraction:
    """Return the base in a moulded tablet as a fraction of the mass of a blank one.

    >>> vehicle_share(base=Fraction(40), blank_mass=Fraction(60))
    Fraction(2, 3)
    """
    return base / blank_mass


@formula("{powder} + {excipients}", powder="mass/item", excipients="mass/item", returns="mass/item")
def tablet_mass(*, powder: Fraction, excipients: Fraction) -> Fraction:
    """Return the mass of one tablet.

    >>> tablet_mass(powder=Fraction(5), excipients=Fraction(55))
    Fraction(60, 1)
    """
    return powder + excipients


@formula("{share:%} x {target}", share="1", target="mass/item", returns="mass/item")
def excipient_by_share(*, share: Fraction, target: Fraction) -> Fraction:
    """Return an excipient in one tablet by its share of the tablet's mass.

    >>> excipient_by_share(share=Fraction(1, 200), target=Fraction(100))
    Fraction(1, 2)
    """
    return share * target


@formula(
    "{target} - {powder} - {stated}", target="mass/item", powder="mass/item", stated="mass/item", returns="mass/item"
)
def excipient_to_mass(*, target: Fraction, powder: Fraction, stated: Fraction) -> Fraction:
    """Return what makes one tablet up to its mass; negative where the drug and the stated excipients are more.

    Parameters:
        target: mass of one tablet.
        powder: drug powder in it.
        stated: the excipients whose share the recipe states.

    >>> excipient_to_mass(target=Fraction(100), powder=Fraction(5), stated=Fraction(48))
    Fraction(47, 1)
    """
    return target - powder - stated


@formula("{in_unit} x {units} x (1 + {wastage:%})", in_unit="mass/item", units="item", wastage="1", returns="mass")
def for_batch(*, in_unit: Fraction, units: Fraction, wastage: Fraction) -> Fraction:
    """Return what the batch holds of something, from what one tablet holds of it.

    >>> for_batch(in_unit=Fraction(55), units=Fraction(100), wastage=Fraction(1, 20))
    Fraction(5775, 1)
    """
    return in_unit * units * (1 + wastage)


@formula("{total} - {brought}", total="mass", brought="mass", returns="mass")
def left_to_weigh(*, total: Fraction, brought: Fraction) -> Fraction:
    """Return what is left to weigh of an excipient when an aliquot brings part of it.

    >>> left_to_weigh(total=Fraction(5700), brought=Fraction(105))
    Fraction(5595, 1)
    """
    return total - brought


@formula("{limit:%} x {target}", limit="1", target="mass/item", returns="mass/item")
def mass_limit(*, limit: Fraction, target: Fraction) -> Fraction:
    """Return an acceptance limit of a tablet's mass, or of a half's.

    >>> mass_limit(limit=Fraction("0.9"), target=Fraction(60))
    Fraction(54, 1)
    """
    return limit * target


@formula("{whole} / 2", whole="mass/item", returns="mass/item")
def half_of(*, whole: Fraction) -> Fraction:
    """Return what a half of a scored tablet holds.

    >>> half_of(whole=Fraction("4.5"))
    Fraction(9, 4)
    """
    return whole / 2
