"""How much filler a capsule takes, and what the blend weighs.

Symbols: d_i mg of powder i in one capsule, after the weighing factor and any overage; V the capsule's body volume;
rho a bulk density; P_i the mg of pure powder i that fills that capsule. Mass is not volume, and a missing density is
not 1: every function takes the figure it needs.

Sources: mass over bulk density is room, course sheets of US pharmacy schools (capsule filling); the room of powders
adds up.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from ldn_compound.core.formulas import formula


@formula("{powder} / {density}", powder="mass/item", density="mass/volume", returns="volume/item")
def powder_volume(*, powder: Fraction, density: Fraction) -> Fraction:
    """Return the room that a powder takes in one capsule.

    Valid: bulk density as the powder is filled, not the tapped one.

    >>> powder_volume(powder=Fraction(375), density=Fraction(750))
    Fraction(1, 2)
    """
    return powder / density


@formula(
    "({capsule_volume} - {actives}) x {filler_density}",
    capsule_volume="volume/item",
    filler_density="mass/volume",
    actives=("mass/item", "mass/volume"),
    returns="mass/item",
)
def filler_by_density(
    *, capsule_volume: Fraction, filler_density: Fraction, actives: Sequence[tuple[Fraction, Fraction]]
) -> Fraction:
    """Return the filler in one capsule from densities; negative where the actives do not fit.

    Parameters:
        actives: rows of (d, density of that powder).

    Valid: bulk densities as the powders are filled, on the same machine; the room that they take adds up.

    >>> drug = (Fraction(100), Fraction(400))
    >>> filler_by_density(capsule_volume=Fraction(1), filler_density=Fraction(500), actives=[drug])
    Fraction(375, 1)
    """
    room = capsule_volume
    for powder, density in actives:
        room = room - powder / density
    return room * filler_density


@formula(
    "{filler_packing} x (1 - {actives})",
    filler_packing="mass/item",
    actives=("mass/item", "mass/item"),
    returns="mass/item",
)
def filler_by_packing(*, filler_packing: Fraction, actives: Sequence[tuple[Fraction, Fraction]]) -> Fraction:
    """Return the filler in one capsule from packing statistics; negative where the actives do not fit.

    Parameters:
        filler_packing: mg of the pure filler that fills the capsule.
        actives: rows of (d, mg of that pure powder that fills the capsule).

    Valid: packing statistics of the same size, machine and way of filling; the room adds up.

    Sources: Pharmacy Times, September 2008.

    >>> filler_by_packing(filler_packing=Fraction(135), actives=[(Fraction(15), Fraction(150))])
    Fraction(243, 2)
    """
    share = 1
    for powder, packing in actives:
        share = share - powder / packing  # type: ignore[assignment]  # an int until the first row
    return filler_packing * share


@formula("{fill_mass} - {powder}", fill_mass="mass/item", powder="mass/item", returns="mass/item")
def filler_by_fill_mass(*, fill_mass: Fraction, powder: Fraction) -> Fraction:
    """Return the filler in one capsule from its measured fill mass: the drug powder displaces its own mass.

    Valid: drug powder that is as dense as the filler, or so little that it makes no difference.

    Sources: Pharmacy Times, September 2008 (a packing statistic is of the pure powder).

    >>> filler_by_fill_mass(fill_mass=Fraction(135), powder=Fraction(5))
    Fraction(130, 1)
    """
    return fill_mass - powder


@formula("{blend} x {in_load} / {units}", blend="mass", in_load="item", units="item", returns="mass")
def load_share(*, blend: Fraction, in_load: Fraction, units: Fraction) -> Fraction:
    """Return the part of the blend for one machine load.

    Valid: an even blend.

    >>> load_share(blend=Fraction(1000), in_load=Fraction(50), units=Fraction(200))
    Fraction(250, 1)
    """
    return blend * in_load / units


@formula("{powder} / {capsule_volume}", powder="mass/item", capsule_volume="volume/item", returns="mass/volume")
def bulk_density(*, powder: Fraction, capsule_volume: Fraction) -> Fraction:
    """Return the bulk density at which so much powder just fills the capsule.

    Valid: a capsule that is just full, powder not pressed in.

    >>> bulk_density(powder=Fraction(135), capsule_volume=Fraction("0.3"))
    Fraction(450, 1)
    """
    return powder / capsule_volume


@formula("{density} x {capsule_volume}", density="mass/volume", capsule_volume="volume/item", returns="mass/item")
def capsule_packing(*, density: Fraction, capsule_volume: Fraction) -> Fraction:
    """Return the powder of a bulk density that fills one capsule.

    Valid: bulk density as the powder is filled.

    >>> capsule_packing(density=Fraction(450), capsule_volume=Fraction("0.3"))
    Fraction(135, 1)
    """
    return density * capsule_volume


@formula(
    "{powder} x {filler_density} / {drug_density}",
    powder="mass/item",
    filler_density="mass/volume",
    drug_density="mass/volume",
    returns="mass/item",
)
def filler_displaced(*, powder: Fraction, filler_density: Fraction, drug_density: Fraction) -> Fraction:
    """Return the filler whose room the drug powder takes in one capsule.

    Valid: bulk densities as the powders are filled.

    >>> filler_displaced(powder=Fraction(5), filler_density=Fraction(450), drug_density=Fraction(225))
    Fraction(10, 1)
    """
    return powder * filler_density / drug_density
