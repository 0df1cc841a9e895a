"""The mass of a tablet, the excipients of a compressed one, the batch, halves. A moulded one's base: ``moulds``."""

from __future__ import annotations

from fractions import Fraction

from ldn_compound.core.units import formula


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
