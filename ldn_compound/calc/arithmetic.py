"""General formulas: sums, differences, products and quotients that mean the same everywhere.

The step that applies one says in words what it is of: ``sheet.work("filler left to weigh", remaining, ...)``.

Sources: arithmetic; no rule of the field stands behind it.
"""

from __future__ import annotations

from fractions import Fraction

from ldn_compound.core.formulas import formula


@formula("{whole} - {part}", whole="mass", part="mass", returns="mass")
def remaining(*, whole: Fraction, part: Fraction) -> Fraction:
    """Return what is left of a mass without a part of it.

    >>> remaining(whole=Fraction(155), part=Fraction(5))
    Fraction(150, 1)
    """
    return whole - part


@formula("{first} + {second}", first="mass", second="mass", returns="mass")
def total(*, first: Fraction, second: Fraction) -> Fraction:
    """Return two masses together.

    >>> total(first=Fraction(120), second=Fraction(1080))
    Fraction(1200, 1)
    """
    return first + second


@formula("{amount} x {times}", amount="mass", times="1", returns="mass")
def multiplied(*, amount: Fraction, times: Fraction) -> Fraction:
    """Return a multiple of a mass, such as the powder that holds a mass of drug.

    >>> multiplied(amount=Fraction(10), times=Fraction(11, 10))
    Fraction(11, 1)
    """
    return amount * times


@formula("{amount} / {by}", amount="mass", by="1", returns="mass")
def divided(*, amount: Fraction, by: Fraction) -> Fraction:
    """Return a mass divided by a number, such as the drug that a mass of powder holds.

    >>> divided(amount=Fraction(11), by=Fraction(11, 10))
    Fraction(10, 1)
    """
    return amount / by


@formula("{part} / {whole}", part="mass", whole="mass", returns="1", in_percent=True)
def share(*, part: Fraction, whole: Fraction) -> Fraction:
    """Return a mass as a fraction of another.

    >>> share(part=Fraction(6), whole=Fraction(120))
    Fraction(1, 20)
    """
    return part / whole


@formula("{found} / {planned} - 1", found="mass", planned="mass", returns="1", in_percent=True)
def deviation(*, found: Fraction, planned: Fraction) -> Fraction:
    """Return how far a mass is from what it should be, as a fraction of that; negative where it falls short.

    >>> deviation(found=Fraction(53), planned=Fraction(50))
    Fraction(3, 50)
    """
    return found / planned - 1


@formula("({larger} - {smaller}) / {of}", larger="mass", smaller="mass", of="mass", returns="1")
def gap(*, larger: Fraction, smaller: Fraction, of: Fraction) -> Fraction:
    """Return how far two masses are apart, as a fraction of one of them or of a third.

    >>> gap(larger=Fraction(10), smaller=Fraction(8), of=Fraction(8))
    Fraction(1, 4)
    """
    return (larger - smaller) / of


@formula("{whole} x (1 - {share:%})", whole="mass", share="1", returns="mass")
def without_share(*, whole: Fraction, share: Fraction) -> Fraction:
    """Return a mass without a share of it.

    >>> without_share(whole=Fraction(100), share=Fraction(3, 20))
    Fraction(85, 1)
    """
    return whole * (1 - share)


@formula("{volume} x {per_volume}", volume="volume", per_volume="mass/volume", returns="mass")
def mass_in(*, volume: Fraction, per_volume: Fraction) -> Fraction:
    """Return the mass in a volume, by its concentration or density.

    >>> mass_in(volume=Fraction("1.5"), per_volume=Fraction(1))
    Fraction(3, 2)
    """
    return volume * per_volume


@formula("{mass} / {per_volume}", mass="mass", per_volume="mass/volume", returns="volume")
def volume_of(*, mass: Fraction, per_volume: Fraction) -> Fraction:
    """Return the volume that holds a mass, by its concentration or density.

    >>> volume_of(mass=Fraction(126100), per_volume=Fraction(1261))
    Fraction(100, 1)
    """
    return mass / per_volume


@formula("{part} / {unit}", part="mass/item", unit="mass/item", returns="1", in_percent=True)
def share_of_unit(*, part: Fraction, unit: Fraction) -> Fraction:
    """Return a mass in one unit as a fraction of another, such as what was made of the label.

    >>> share_of_unit(part=Fraction("4.59"), unit=Fraction("4.5"))
    Fraction(51, 50)
    """
    return part / unit


@formula("{share:%} x {unit}", share="1", unit="mass/item", returns="mass/item")
def part_of_unit(*, share: Fraction, unit: Fraction) -> Fraction:
    """Return a share of one unit's mass, such as a limit of it.

    >>> part_of_unit(share=Fraction("0.9"), unit=Fraction(135))
    Fraction(243, 2)
    """
    return share * unit


@formula("{first} + {second}", first="mass/item", second="mass/item", returns="mass/item")
def total_of_unit(*, first: Fraction, second: Fraction) -> Fraction:
    """Return two masses in one unit together.

    >>> total_of_unit(first=Fraction(5), second=Fraction(130))
    Fraction(135, 1)
    """
    return first + second


@formula("{total} / {units}", total="mass", units="item", returns="mass/item")
def in_each(*, total: Fraction, units: Fraction) -> Fraction:
    """Return what each unit holds of a mass that is spread over all.

    >>> in_each(total=Fraction(450), units=Fraction(100))
    Fraction(9, 2)
    """
    return total / units


@formula("{in_unit} x {units} x (1 + {wastage:%})", in_unit="mass/item", units="item", wastage="1", returns="mass")
def for_batch(*, in_unit: Fraction, units: Fraction, wastage: Fraction) -> Fraction:
    """Return the mass for a batch of units, the wastage in it.

    >>> for_batch(in_unit=Fraction(135), units=Fraction(100), wastage=Fraction(1, 20))
    Fraction(14175, 1)
    """
    return in_unit * units * (1 + wastage)
