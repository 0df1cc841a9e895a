"""The mass of a tablet, the excipients of a compressed one, the batch, halves. A moulded one's base: ``moulds``.

Sources: conservation of mass: a tablet weighs what is put into it.
"""

from __future__ import annotations

from fractions import Fraction

from ldn_compound.core.formulas import formula


@formula(
    "{target} - {powder} - {stated}", target="mass/item", powder="mass/item", stated="mass/item", returns="mass/item"
)
def excipient_to_mass(*, target: Fraction, powder: Fraction, stated: Fraction) -> Fraction:
    """Return what makes one tablet up to its mass; negative where the drug and the stated excipients are more.

    Parameters:
        target: mass of one tablet.
        powder: drug powder in it.
        stated: the excipients whose share the recipe states.

    Valid: shares of the whole tablet.

    >>> excipient_to_mass(target=Fraction(100), powder=Fraction(5), stated=Fraction(48))
    Fraction(47, 1)
    """
    return target - powder - stated


@formula("{whole} / 2", whole="mass/item", returns="mass/item")
def half_of(*, whole: Fraction) -> Fraction:
    """Return what a half of a scored tablet holds.

    Valid: a scored tablet that breaks evenly.

    Sources: arithmetic; the halves of a tablet are no unit of a pharmacopoeia here.

    >>> half_of(whole=Fraction("4.5"))
    Fraction(9, 4)
    """
    return whole / 2
