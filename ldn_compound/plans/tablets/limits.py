"""Between what masses a tablet may lie, the first ones' mean, and a half."""

from __future__ import annotations

from fractions import Fraction

from ldn_compound.calc import arithmetic
from ldn_compound.calc import tablets as calc
from ldn_compound.checks import tablets as checks
from ldn_compound.core.results import Worded
from ldn_compound.core.units import Amount, mass
from ldn_compound.inputs.batches import TabletInputs
from ldn_compound.plans.batch.result import HoldPoint, UnitMassLimits
from ldn_compound.plans.tablets import FORM
from ldn_compound.plans.tablets.formulation import Make
from ldn_compound.plans.tablets.result import HalfTablet
from ldn_compound.plans.worksheet import Worksheet
from ldn_compound.reference import recipes
from ldn_compound.reference.limits import default_count, get_standard


def unit_limits(sheet: Worksheet, target: Fraction) -> UnitMassLimits:
    """Work out the acceptance limits of one tablet of so many mg, by the standard in force."""
    standard = get_standard(sheet.setting("policies.tablet_standard"), sheet.day)
    band = standard.band(FORM, mass(target))
    limit = band.limit.value if band else Fraction(sheet.setting("policies.mean_limit").value)
    one = Fraction(1)
    low = sheet.work("lowest mass of a tablet", arithmetic.part_of_unit, share=one - limit, unit=target)
    high = sheet.work("highest mass of a tablet", arithmetic.part_of_unit, share=one + limit, unit=target)
    return UnitMassLimits(
        target=mass(target),
        low=mass(low),
        high=mass(high),
        shell=None,
        gross_target=None,
        gross_low=None,
        gross_high=None,
        standard=standard.key,
    )


def hold_point(sheet: Worksheet[TabletInputs], target: Fraction) -> HoldPoint:
    """Work out the limits of the mean mass of the first tablets, by the house rule."""
    limit: Amount = sheet.setting("policies.mean_limit")
    count = default_count().hold_point
    one = Fraction(1)
    low = arithmetic.part_of_unit(share=one - limit.value, unit=target)
    high = arithmetic.part_of_unit(share=one + limit.value, unit=target)
    units = min(count.value, sheet.given.count)
    sheet.note(
        "hold point",
        Worded(f"make {units}, mean mass within {{}} of {{}}", (limit, mass(target))),
        Worded("{} to {}", (mass(low), mass(high))),
    )
    return HoldPoint(units=units, target=mass(target), low=mass(low), high=mass(high), limit=limit)


def half_tablet(sheet: Worksheet, make: Make, strength: Fraction) -> HalfTablet:
    """Work out what a half delivers, and say that the score line alone proves nothing."""
    asked = recipes.half().mass
    drug = sheet.work("drug in a half", calc.half_of, whole=strength)
    target = sheet.work("mass of a half", calc.half_of, whole=make.tablet)
    low = sheet.work("lowest mass of a half", arithmetic.part_of_unit, share=asked.low.value, unit=target)
    high = sheet.work("highest mass of a half", arithmetic.part_of_unit, share=asked.high.value, unit=target)
    sheet.findings += checks.half_findings(strength=strength, half_strength=drug)
    return HalfTablet(strength=mass(drug), mass=mass(target), low=mass(low), high=mass(high))
