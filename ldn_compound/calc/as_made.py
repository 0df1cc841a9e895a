"""What was really made, from the masses that were weighed."""

from __future__ import annotations

from fractions import Fraction

from ldn_compound.core.units import formula


@formula("{weighed} - {residue}", weighed="mass", residue="mass", returns="mass")
def without_residue(*, weighed: Fraction, residue: Fraction) -> Fraction:
    """Return the powder that went in when some of it stayed on the boat.

    >>> without_residue(weighed=Fraction(155), residue=Fraction(5))
    Fraction(150, 1)
    """
    return weighed - residue


@formula("{drug} + {diluent}", drug="mass", diluent="mass", returns="mass")
def stage_total(*, drug: Fraction, diluent: Fraction) -> Fraction:
    """Return the mass of one stage of a trituration.

    >>> stage_total(drug=Fraction(120), diluent=Fraction(1080))
    Fraction(1200, 1)
    """
    return drug + diluent


@formula("{drug} x {aliquot} / {total}", drug="mass", aliquot="mass", total="mass", returns="mass")
def drug_in_aliquot(*, drug: Fraction, aliquot: Fraction, total: Fraction) -> Fraction:
    """Return the drug powder in an aliquot of a trituration.

    >>> drug_in_aliquot(drug=Fraction(120), aliquot=Fraction(120), total=Fraction(1200))
    Fraction(12, 1)
    """
    return drug * aliquot / total


@formula("{drug} x {fill} / {blend}", drug="mass", fill="mass/item", blend="mass", returns="mass/item")
def strength_by_mass(*, drug: Fraction, fill: Fraction, blend: Fraction) -> Fraction:
    """Return the drug in a unit that holds so much of the blend.

    >>> strength_by_mass(drug=Fraction(450), fill=Fraction(135), blend=Fraction(13500))
    Fraction(9, 2)
    """
    return drug * fill / blend


@formula("{drug} / {units}", drug="mass", units="item", returns="mass/item")
def strength_by_count(*, drug: Fraction, units: Fraction) -> Fraction:
    """Return the drug in a unit when the whole blend went into the units.

    >>> strength_by_count(drug=Fraction(450), units=Fraction(100))
    Fraction(9, 2)
    """
    return drug / units


@formula("{drug} / {volume}", drug="mass", volume="volume", returns="mass/volume")
def strength_by_volume(*, drug: Fraction, volume: Fraction) -> Fraction:
    """Return the drug in a volume of a liquid.

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

    >>> volume_by_mass(volume=Fraction(100), weighed=Fraction(1252), planned=Fraction(1000), density=Fraction(1260))
    Fraction(501, 5)
    """
    return volume + (weighed - planned) / density


@formula("{aliquot} - {powder}", aliquot="mass", powder="mass", returns="mass")
def brought_by_aliquot(*, aliquot: Fraction, powder: Fraction) -> Fraction:
    """Return the liquid that an aliquot of a stock solution brought besides the drug powder.

    >>> brought_by_aliquot(aliquot=Fraction(3720), powder=Fraction(15))
    Fraction(3705, 1)
    """
    return aliquot - powder


@formula("{weighed} + {brought}", weighed="mass", brought="mass", returns="mass")
def with_brought(*, weighed: Fraction, brought: Fraction) -> Fraction:
    """Return all of a liquid that went in: what was weighed, and what the aliquot brought.

    >>> with_brought(weighed=Fraction(15210), brought=Fraction(3705))
    Fraction(18915, 1)
    """
    return weighed + brought


@formula("{made} / {label}", made="mass/item", label="mass/item", returns="1", in_percent=True)
def of_label(*, made: Fraction, label: Fraction) -> Fraction:
    """Return the content of a unit as a fraction of the label.

    >>> of_label(made=Fraction("4.59"), label=Fraction("4.5"))
    Fraction(51, 50)
    """
    return made / label


@formula("{made} / {label}", made="mass/volume", label="mass/volume", returns="1", in_percent=True)
def liquid_of_label(*, made: Fraction, label: Fraction) -> Fraction:
    """Return the content of a liquid as a fraction of the label.

    >>> liquid_of_label(made=Fraction("1.02"), label=Fraction(1))
    Fraction(51, 50)
    """
    return made / label


@formula("{theoretical} / (1 + {overage:%})", theoretical="mass", overage="1", returns="mass")
def drug_without_overage(*, theoretical: Fraction, overage: Fraction) -> Fraction:
    """Return the drug that the batch needs without its overage.

    >>> drug_without_overage(theoretical=Fraction("52.5"), overage=Fraction(1, 20))
    Fraction(50, 1)
    """
    return theoretical / (1 + overage)


@formula("{drug} / {without} - 1", drug="mass", without="mass", returns="1", in_percent=True)
def effective_overage(*, drug: Fraction, without: Fraction) -> Fraction:
    """Return the overage that the weighed drug really is; negative where the drug falls short.

    >>> effective_overage(drug=Fraction(53), without=Fraction(50))
    Fraction(3, 50)
    """
    return drug / without - 1


@formula("{content:%} / (1 + {overage:%})", content="1", overage="1", returns="1", in_percent=True)
def content_after_loss(*, content: Fraction, overage: Fraction) -> Fraction:
    """Return the content when what an allowance was made for is lost.

    >>> content_after_loss(content=Fraction("1.05"), overage=Fraction(1, 20))
    Fraction(1, 1)
    """
    return content / (1 + overage)


@formula("{made} / {planned}", made="item", planned="item", returns="1", in_percent=True)
def unit_yield(*, made: Fraction, planned: Fraction) -> Fraction:
    """Return the units made as a fraction of those planned.

    >>> unit_yield(made=Fraction(98), planned=Fraction(100))
    Fraction(49, 50)
    """
    return made / planned


@formula("{units} x {fill} / {blend}", units="item", fill="mass/item", blend="mass", returns="1", in_percent=True)
def powder_yield(*, units: Fraction, fill: Fraction, blend: Fraction) -> Fraction:
    """Return the powder in the units as a fraction of the blend that was weighed.

    >>> powder_yield(units=Fraction(98), fill=Fraction(135), blend=Fraction(13500))
    Fraction(49, 50)
    """
    return units * fill / blend
