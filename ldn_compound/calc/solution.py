"""Liquids: drug by concentration, the vehicle by mass and volume, its water, doses by volume and by drop.

Sources: mass over volume is concentration, mass over mass is w/w; the masses of the parts add up.
"""

from __future__ import annotations

from fractions import Fraction

from ldn_compound.core.formulas import formula


@formula("{asked} + {overfill}", asked="volume", overfill="volume", returns="volume")
def with_overfill(*, asked: Fraction, overfill: Fraction) -> Fraction:
    """Return the volume with what is filled beyond it, for dead space and for what clings to the wall.

    >>> with_overfill(asked=Fraction(120), overfill=Fraction(5))
    Fraction(125, 1)
    """
    return asked + overfill


@formula("{volume} x (1 + {wastage:%})", volume="volume", wastage="1", returns="volume")
def volume_made(*, volume: Fraction, wastage: Fraction) -> Fraction:
    """Return the volume that is made, with what is lost on the way.

    >>> volume_made(volume=Fraction(120), wastage=Fraction(1, 20))
    Fraction(126, 1)
    """
    return volume * (1 + wastage)


@formula(
    "{concentration} x {volume} x (1 + {wastage:%}) x (1 + {overage:%})",
    concentration="mass/volume",
    volume="volume",
    wastage="1",
    overage="1",
    returns="mass",
)
def drug_in_solution(*, concentration: Fraction, volume: Fraction, wastage: Fraction, overage: Fraction) -> Fraction:
    """Return the drug in the batch, in the form prescribed, before the weighing factor.

    Valid: wastage of the whole liquid, overage of drug alone: they multiply.

    >>> drug_in_solution(concentration=Fraction(1), volume=Fraction(120), wastage=Fraction(0), overage=Fraction(0))
    Fraction(120, 1)
    """
    return concentration * volume * (1 + wastage) * (1 + overage)


@formula(
    "{limit:%} x {concentration} x {made} x {factor}",
    limit="1",
    concentration="mass/volume",
    made="volume",
    factor="1",
    returns="mass",
)
def powder_at_content(*, limit: Fraction, concentration: Fraction, made: Fraction, factor: Fraction) -> Fraction:
    """Return the powder at which the content without loss reaches a limit, such as 110 % of the label.

    >>> one = Fraction(1)
    >>> powder_at_content(limit=Fraction("1.1"), concentration=one, made=Fraction(100), factor=one)
    Fraction(110, 1)
    """
    return limit * concentration * made * factor


@formula("{drug} / ({concentration} x {made})", drug="mass", concentration="mass/volume", made="volume", returns="1")
def content_of_label(*, drug: Fraction, concentration: Fraction, made: Fraction) -> Fraction:
    """Return the content of the liquid as a fraction of the label.

    Valid: drug that is dissolved, or evenly suspended.

    >>> content_of_label(drug=Fraction(126), concentration=Fraction(1), made=Fraction(120))
    Fraction(21, 20)
    """
    return drug / (concentration * made)


@formula("{made} x {share:%}", made="volume", share="1", returns="volume")
def share_of_volume(*, made: Fraction, share: Fraction) -> Fraction:
    """Return a part that is a share of the volume.

    >>> share_of_volume(made=Fraction(100), share=Fraction(1, 5))
    Fraction(20, 1)
    """
    return made * share


@formula("{made} - {taken}", made="volume", taken="volume", returns="volume")
def volume_left(*, made: Fraction, taken: Fraction) -> Fraction:
    """Return the volume that the other liquids leave to what makes up the volume; below 0 they do not fit.

    Valid: volumes that add up; what mixing takes away is told apart.

    >>> volume_left(made=Fraction(100), taken=Fraction(20))
    Fraction(80, 1)
    """
    return made - taken


@formula(
    "{water} + {glycerol} x {glycerol_water:%} + {powder} x {powder_water:%}",
    water="mass",
    glycerol="mass",
    glycerol_water="1",
    powder="mass",
    powder_water="1",
    returns="mass",
)
def water_in(
    *, water: Fraction, glycerol: Fraction, glycerol_water: Fraction, powder: Fraction, powder_water: Fraction
) -> Fraction:
    """Return all the water in a liquid: what is added, and what the glycerol and the drug powder bring.

    Valid: water fractions w/w from the certificates.

    >>> water_in(water=Fraction(10), glycerol=Fraction(100), glycerol_water=Fraction(1, 20), powder=Fraction(0),
    ...          powder_water=Fraction(0))
    Fraction(15, 1)
    """
    return water + glycerol * glycerol_water + powder * powder_water


@formula(
    "{all_water} / ({water} + {glycerol} + {powder} + {others})",
    all_water="mass",
    water="mass",
    glycerol="mass",
    powder="mass",
    others="mass",
    returns="1",
)
def water_fraction(
    *, all_water: Fraction, water: Fraction, glycerol: Fraction, powder: Fraction, others: Fraction
) -> Fraction:
    """Return the water in a liquid as a fraction of its mass (w/w).

    Parameters:
        all_water: as of :func:`water_in`.
        water, glycerol, powder, others: the masses that are put together.

    Valid: all the parts by mass.

    >>> water_fraction(all_water=Fraction(15), water=Fraction(15), glycerol=Fraction(85), powder=Fraction(0),
    ...                others=Fraction(0))
    Fraction(3, 20)
    """
    return all_water / (water + glycerol + powder + others)


@formula("{solids} / {density} / {made}", solids="mass", density="mass/volume", made="volume", returns="1")
def room_of_solids(*, solids: Fraction, density: Fraction, made: Fraction) -> Fraction:
    """Return the fraction of the volume that solids of a density would take.

    Valid: a true density, not a bulk density: an upper bound of what dissolving takes.

    >>> room_of_solids(solids=Fraction(100), density=Fraction(1000), made=Fraction(100))
    Fraction(1, 1000)
    """
    return solids / density / made


@formula("{amount} x {doses_per_day}", amount="mass", doses_per_day="1/time", returns="mass/time")
def amount_a_day(*, amount: Fraction, doses_per_day: Fraction) -> Fraction:
    """Return what is taken a day of something that is in each dose.

    Valid: doses of one size.

    >>> amount_a_day(amount=Fraction(1), doses_per_day=Fraction(2))
    Fraction(2, 1)
    """
    return amount * doses_per_day


@formula(
    "{volume} / ({dose_volume} x {doses_per_day})",
    volume="volume",
    dose_volume="volume",
    doses_per_day="1/time",
    returns="time",
)
def days_of_volume(*, volume: Fraction, dose_volume: Fraction, doses_per_day: Fraction) -> Fraction:
    """Return how many days a volume lasts.

    Valid: the volume of the patient, the overfill left out; the days are not rounded here.

    >>> days_of_volume(volume=Fraction(135), dose_volume=Fraction("4.5"), doses_per_day=Fraction(1))
    Fraction(30, 1)
    """
    return volume / (dose_volume * doses_per_day)


@formula("{part} / {made} x {dose_volume}", part="mass", made="volume", dose_volume="volume", returns="mass")
def part_in_dose(*, part: Fraction, made: Fraction, dose_volume: Fraction) -> Fraction:
    """Return what a dose holds of a part of the vehicle.

    Valid: a liquid that is even.

    >>> part_in_dose(part=Fraction(126100), made=Fraction(100), dose_volume=Fraction("4.5"))
    Fraction(11349, 2)
    """
    return part / made * dose_volume


@formula("{dose_volume} x {drops_per_volume}", dose_volume="volume", drops_per_volume="item/volume", returns="item")
def drops_in(*, dose_volume: Fraction, drops_per_volume: Fraction) -> Fraction:
    """Return the drops in a dose, by the dropper's own calibration; the plan rounds it to whole drops.

    Valid: drops counted with this dropper and this liquid, held upright.

    >>> drops_in(dose_volume=Fraction(1, 2), drops_per_volume=Fraction(33))
    Fraction(33, 2)
    """
    return dose_volume * drops_per_volume


@formula(
    "{drops} / {drops_per_volume} x {concentration}",
    drops="item",
    drops_per_volume="item/volume",
    concentration="mass/volume",
    returns="mass",
)
def drug_in_drops(*, drops: Fraction, drops_per_volume: Fraction, concentration: Fraction) -> Fraction:
    """Return the drug in a number of drops.

    Valid: as of the drops; a liquid that is even.

    >>> drug_in_drops(drops=Fraction(16), drops_per_volume=Fraction(32), concentration=Fraction(1))
    Fraction(1, 2)
    """
    return drops / drops_per_volume * concentration


@formula("{needed} / {weighed} x {stock}", needed="mass", weighed="mass", stock="volume", returns="volume")
def aliquot_volume(*, needed: Fraction, weighed: Fraction, stock: Fraction) -> Fraction:
    """Return the volume of a liquid that brings the mass needed, where a weighed mass is dissolved in the stock.

    Valid: drug that is wholly dissolved in the stock; no more is needed than was weighed.

    Sources: UNC pharmlabs, measurements, aliquot method.

    >>> aliquot_volume(needed=Fraction(20), weighed=Fraction(120), stock=Fraction(30))
    Fraction(5, 1)
    """
    return needed / weighed * stock
