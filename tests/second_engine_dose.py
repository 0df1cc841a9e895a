"""A second engine for a child's dose, written apart from the package and by another road.

It shares no code with ``ldn_compound``. It tries every line of every syringe, in whole micrograms and microlitres
over a common denominator, where the package works out the nearest line; and it takes the maximum of one dose as a
bound on the lines it tries, where the package rounds first and then looks.

The rules are those of the trade: dose = rate x weight, at most the maximum a day (trial NCT00715117), over the doses a
day; of the syringes that hold it to the full mark the line nearest to it, ties down, never one above the maximum; of
two syringes as near the smaller. A dose under a fifth of a syringe is not measured with it, unless there is no other.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

# mL and mL from mark to mark, as a teaching sheet of Children's Wisconsin gives them (0.5 mL: sold like this). 10 mL
# are sold in lines of 0.2 and of 0.5: each whole mL stands on both.
SYRINGES = {"0.5": "0.01", "1": "0.02", "3": "0.1", "5": "0.2", "10": "1"}
POUND_IN_KG = Fraction("0.45359237")  # NIST SP 811


class Found(NamedTuple):
    uncapped: Fraction
    daily: Fraction
    dose: Fraction
    size: Fraction
    drawn: Fraction
    error: Fraction


def kilograms(weight: str) -> Fraction:
    number, unit = weight.split(" ")
    return Fraction(number) * (POUND_IN_KG if unit == "lb" else 1)


def _nearest(
    stock: list[tuple[Fraction, Fraction]], daily: Fraction, in_one_ml: Fraction, maximum: Fraction
) -> tuple[Fraction, Fraction, Fraction] | None:
    """Return error, size and volume of the nearest line of some syringes; `in_one_ml` is a mL each time, for a day."""
    best: tuple[Fraction, Fraction, Fraction] | None = None
    for size, line in stock:
        if daily > size * in_one_ml:
            continue
        near: tuple[Fraction, Fraction] | None = None
        for number in range(int(size / line) + 1):
            drawn = number * line
            if drawn * in_one_ml > maximum:
                break
            off = abs(drawn * in_one_ml - daily) / daily
            # Lines are tried upward and syringes from the small one: only a better one takes the place.
            if near is None or off < near[0]:
                near = off, drawn
        # A dose whose nearest line is the plunger's rest is not measured by this syringe.
        if near is not None and near[1] > 0 and (best is None or near[0] < best[0]):
            best = near[0], size, near[1]
    return best


def dose(
    weight: str,
    rate: str,
    maximum: str,
    concentration: str,
    per_day: int,
    syringes: dict[str, str] | None = None,
) -> Found | None:
    """Return the dose, or None where no syringe measures it. All numbers are text in kg, mg/kg, mg and mg/mL."""
    uncapped = Fraction(rate) * kilograms(weight)
    daily = uncapped if uncapped < Fraction(maximum) else Fraction(maximum)
    strength = Fraction(concentration)
    stock = [(Fraction(size), Fraction(line)) for size, line in (syringes or SYRINGES).items()]
    well = [row for row in stock if 5 * daily >= row[0] * strength * per_day]
    best = _nearest(well, daily, strength * per_day, Fraction(maximum))
    # Too little for every one that would measure it: then the first that shows anything of it at all.
    for row in stock if best is None else ():
        best = best or _nearest([row], daily, strength * per_day, Fraction(maximum))
    if best is None:
        return None
    return Found(uncapped, daily, daily / per_day, best[1], best[2], best[0])
