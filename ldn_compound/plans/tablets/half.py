"""What a half of a scored tablet delivers, and between what masses it may lie."""

from __future__ import annotations

from fractions import Fraction

from ldn_compound.calc import arithmetic
from ldn_compound.calc import tablets as calc
from ldn_compound.core.units import mass
from ldn_compound.plans.tablets.formulation import Make
from ldn_compound.plans.tablets.result import HalfTablet
from ldn_compound.plans.worksheet import Worksheet
from ldn_compound.reference import recipes


def half_tablet(sheet: Worksheet, make: Make, strength: Fraction) -> HalfTablet:
    """Work out what a half delivers."""
    asked = recipes.half().mass
    drug = sheet.work("drug in a half", calc.half_of, whole=strength)
    target = sheet.work("mass of a half", calc.half_of, whole=make.tablet)
    low = sheet.work("lowest mass of a half", arithmetic.part_of_unit, share=asked.low.value, unit=target)
    high = sheet.work("highest mass of a half", arithmetic.part_of_unit, share=asked.high.value, unit=target)
    return HalfTablet(strength=mass(drug), mass=mass(target), low=mass(low), high=mass(high))
