"""Acceptance limits of single units, and of the mean of the first ones."""

from __future__ import annotations

from fractions import Fraction

from ldn_compound.calc import arithmetic
from ldn_compound.core.late_texts import Worded
from ldn_compound.core.units import Amount, mass
from ldn_compound.plans.batch.result import HoldPoint, UnitMassLimits
from ldn_compound.plans.worksheet import Worksheet
from ldn_compound.reference.limits import default_count, get_standard

_ONE = Fraction(1)


def unit_limits(
    sheet: Worksheet, target: Fraction, *, form: str, setting: str, of: str = "mass", shell: Amount | None = None
) -> UnitMassLimits:
    """Work out the acceptance limits of one unit by the standard in force.

    Parameters:
        target: mg, of its contents.
        setting: the setting that names the standard.
        of: what has the limits, in words: ``mass``, or ``net mass`` where there is a shell.
        shell: mean mass of an empty shell, or None.
    """
    standard = get_standard(sheet.setting(setting), sheet.day)
    band = standard.band(form, mass(target))
    limit = band.limit.value if band else Fraction(sheet.setting("policies.mean_limit").value)
    low = sheet.work(f"lowest {of} of a {form}", arithmetic.part_of_unit, share=_ONE - limit, unit=target)
    high = sheet.work(f"highest {of} of a {form}", arithmetic.part_of_unit, share=_ONE + limit, unit=target)
    gross = [mass(value + shell.value) if shell else None for value in (target, low, high)]
    return UnitMassLimits(
        target=mass(target),
        low=mass(low),
        high=mass(high),
        shell=shell,
        gross_target=gross[0],
        gross_low=gross[1],
        gross_high=gross[2],
        standard=standard.key,
    )


def hold_point(
    sheet: Worksheet, target: Fraction, *, make: str, of: str = "mass", most: int | None = None
) -> HoldPoint:
    """Work out the limits of the mean mass of the first units, by the house rule.

    Parameters:
        target: mg, of the contents of one.
        make: how one is made, in words: ``fill`` or ``make``; of: as of :func:`unit_limits`.
        most: how many units there are, where no more can be weighed.
    """
    limit: Amount = sheet.setting("policies.mean_limit")
    count = default_count().hold_point.value
    units = count if most is None else min(count, most)
    low = arithmetic.part_of_unit(share=_ONE - limit.value, unit=target)
    high = arithmetic.part_of_unit(share=_ONE + limit.value, unit=target)
    sheet.note(
        "hold point",
        Worded(f"{make} {units}, mean {of} within {{}} of {{}}", (limit, mass(target))),
        Worded("{} to {}", (mass(low), mass(high))),
    )
    return HoldPoint(units=units, target=mass(target), low=mass(low), high=mass(high), limit=limit)
