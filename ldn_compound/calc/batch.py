"""What every dosage form shares: drug in a batch, powder to weigh, content of the label, daily dose, supply.

Sources: conservation of mass: what is weighed in is what the units hold; wastage and overage as GLOSSARY.md has them.
"""

from __future__ import annotations

from fractions import Fraction

from ldn_compound.core.formulas import formula


@formula(
    "{strength} x {units} x (1 + {wastage:%}) x (1 + {overage:%})",
    strength="mass/item",
    units="item",
    wastage="1",
    overage="1",
    returns="mass",
)
def drug_theoretical(*, strength: Fraction, units: Fraction, wastage: Fraction, overage: Fraction) -> Fraction:
    """Return the drug in the batch, in the form prescribed, before the weighing factor.

    Valid: wastage of the whole blend, overage of drug alone: they multiply.

    >>> half = Fraction(1, 20)
    >>> drug_theoretical(strength=Fraction("4.5"), units=Fraction(30), wastage=half, overage=Fraction(0))
    Fraction(567, 4)
    """
    return strength * units * (1 + wastage) * (1 + overage)


@formula(
    "{strength} x (1 + {overage:%}) x {factor}", strength="mass/item", overage="1", factor="1", returns="mass/item"
)
def powder_in_unit(*, strength: Fraction, overage: Fraction, factor: Fraction) -> Fraction:
    """Return the drug powder in one unit; an overage takes the room of filler.

    Valid: a filler that gives way to the overage.

    >>> powder_in_unit(strength=Fraction("4.5"), overage=Fraction(0), factor=Fraction(2))
    Fraction(9, 1)
    """
    return strength * (1 + overage) * factor


@formula(
    "{drug} / ({strength} x {units} x (1 + {spread:%}))",
    drug="mass",
    strength="mass/item",
    units="item",
    spread="1",
    returns="1",
    in_percent=True,
)
def content_of_label(*, drug: Fraction, strength: Fraction, units: Fraction, spread: Fraction) -> Fraction:
    """Return the content of a unit as a fraction of the label.

    Parameters:
        drug: drug in the blend, or what is left of it.
        spread: share of the blend that goes elsewhere than into the units (the wastage, filling to mass; else 0).

    Valid: an even blend.

    >>> content_of_label(drug=Fraction(141), strength=Fraction(1), units=Fraction(100), spread=Fraction("0.41"))
    Fraction(1, 1)
    """
    return drug / (strength * units * (1 + spread))


@formula("{drug} / (1 + {overage:%})", drug="mass", overage="1", returns="mass")
def drug_after_loss(*, drug: Fraction, overage: Fraction) -> Fraction:
    """Return the drug that is left when what the overage was added for is lost.

    Valid: loss of just what the overage was added for.

    >>> drug_after_loss(drug=Fraction(105), overage=Fraction(1, 20))
    Fraction(100, 1)
    """
    return drug / (1 + overage)


@formula(
    "{limit:%} x {strength} x {units} x (1 + {spread:%}) x {factor}",
    limit="1",
    strength="mass/item",
    units="item",
    spread="1",
    factor="1",
    returns="mass",
)
def powder_at_content(
    *, limit: Fraction, strength: Fraction, units: Fraction, spread: Fraction, factor: Fraction
) -> Fraction:
    """Return the powder at which the content without loss reaches a limit, such as 110 % of the label.

    >>> one = Fraction(1)
    >>> powder_at_content(limit=Fraction("1.1"), strength=one, units=Fraction(100), spread=Fraction(0), factor=one)
    Fraction(110, 1)
    """
    return limit * strength * units * (1 + spread) * factor


@formula(
    "{strength} x {units_per_dose} x {doses_per_day}",
    strength="mass/item",
    units_per_dose="item",
    doses_per_day="1/time",
    returns="mass/time",
)
def daily_dose(*, strength: Fraction, units_per_dose: Fraction, doses_per_day: Fraction) -> Fraction:
    """Return the dose a day.

    Valid: the same number of units at each dose of a day.

    >>> daily_dose(strength=Fraction(1), units_per_dose=Fraction(1), doses_per_day=Fraction(2))
    Fraction(2, 1)
    """
    return strength * units_per_dose * doses_per_day


@formula(
    "{count} / ({units_per_dose} x {doses_per_day})",
    count="item",
    units_per_dose="item",
    doses_per_day="1/time",
    returns="time",
)
def days_of_supply(*, count: Fraction, units_per_dose: Fraction, doses_per_day: Fraction) -> Fraction:
    """Return how many days a number of units lasts.

    Valid: doses of one size; the days are not rounded here.

    >>> days_of_supply(count=Fraction(90), units_per_dose=Fraction(1), doses_per_day=Fraction(1))
    Fraction(90, 1)
    """
    return count / (units_per_dose * doses_per_day)


@formula("{total} / ({units} x (1 + {wastage:%}))", total="mass", units="item", wastage="1", returns="mass/item")
def in_each(*, total: Fraction, units: Fraction, wastage: Fraction) -> Fraction:
    """Return what one unit holds of something, from what the batch holds of it.

    Valid: what is spread evenly over all that is made, the wastage in it.

    >>> in_each(total=Fraction(5775), units=Fraction(100), wastage=Fraction(1, 20))
    Fraction(55, 1)
    """
    return total / (units * (1 + wastage))
