"""What was really made, from the masses that were weighed.

Sources: conservation of mass: what went into the blend is what the units hold.
"""

from __future__ import annotations

from fractions import Fraction

from ldn_compound.core.formulas import formula


@formula("{drug} x {fill} / {blend}", drug="mass", fill="mass/item", blend="mass", returns="mass/item")
def strength_by_mass(*, drug: Fraction, fill: Fraction, blend: Fraction) -> Fraction:
    """Return the drug in a unit that holds so much of the blend.

    Valid: an even blend; a unit that is filled with nothing else.

    >>> strength_by_mass(drug=Fraction(450), fill=Fraction(135), blend=Fraction(13500))
    Fraction(9, 2)
    """
    return drug * fill / blend


@formula("{drug} / {volume}", drug="mass", volume="volume", returns="mass/volume")
def strength_by_volume(*, drug: Fraction, volume: Fraction) -> Fraction:
    """Return the drug in a volume of a liquid.

    Valid: drug that is dissolved, or evenly suspended; the volume as it was made up.

    >>> strength_by_volume(drug=Fraction(120), volume=Fraction(100))
    Fraction(6, 5)
    """
    return drug / volume


@formula(
    "{volume} + ({weighed} - {planned}) / {density}",
    volume="volume",
    weighed="mass",
    planned="mass",
    density="mass/volume",
    returns="volume",
)
def volume_by_mass(*, volume: Fraction, weighed: Fraction, planned: Fraction, density: Fraction) -> Fraction:
    """Return the volume of a liquid made up by mass, from what its vehicle weighs more or less than planned.

    Valid: a vehicle of one density; the room of the drug is left out, as in the plan.

    >>> volume_by_mass(volume=Fraction(100), weighed=Fraction(1252), planned=Fraction(1000), density=Fraction(1260))
    Fraction(501, 5)
    """
    return volume + (weighed - planned) / density


@formula("{made} / {label}", made="mass/volume", label="mass/volume", returns="1", in_percent=True)
def liquid_of_label(*, made: Fraction, label: Fraction) -> Fraction:
    """Return the content of a liquid as a fraction of the label.

    >>> liquid_of_label(made=Fraction("1.02"), label=Fraction(1))
    Fraction(51, 50)
    """
    return made / label


@formula("{content:%} / (1 + {overage:%})", content="1", overage="1", returns="1", in_percent=True)
def content_after_loss(*, content: Fraction, overage: Fraction) -> Fraction:
    """Return the content when what an allowance was made for is lost.

    Valid: an allowance that was made for a loss of drug.

    >>> content_after_loss(content=Fraction("1.05"), overage=Fraction(1, 20))
    Fraction(1, 1)
    """
    return content / (1 + overage)


@formula("{made} / {planned}", made="item", planned="item", returns="1", in_percent=True)
def unit_yield(*, made: Fraction, planned: Fraction) -> Fraction:
    """Return the units made as a fraction of those planned.

    Valid: units of one kind, those that were tested counted.

    >>> unit_yield(made=Fraction(98), planned=Fraction(100))
    Fraction(49, 50)
    """
    return made / planned


@formula("{units} x {fill} / {blend}", units="item", fill="mass/item", blend="mass", returns="1", in_percent=True)
def powder_yield(*, units: Fraction, fill: Fraction, blend: Fraction) -> Fraction:
    """Return the powder in the units as a fraction of the blend that was weighed.

    Valid: units that hold the mean fill.

    >>> powder_yield(units=Fraction(98), fill=Fraction(135), blend=Fraction(13500))
    Fraction(49, 50)
    """
    return units * fill / blend
