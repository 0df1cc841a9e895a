"""What a liquid became by the masses that went in: are its water class and its preservative still the plan's?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from ldn_compound.calc import solution as calc
from ldn_compound.checks import as_made as checks
from ldn_compound.core.results import Finding
from ldn_compound.plans.batch.result import Batch
from ldn_compound.plans.quality.weighings import WeighingPlan, all_of
from ldn_compound.plans.solution.vehicle import WATER, classify
from ldn_compound.plans.worksheet import Worksheet
from ldn_compound.reference.vehicles import get_vehicle


def water_made(
    sheet: Worksheet, plan: Batch, batch: WeighingPlan, masses: Mapping[str, Fraction], *, powder: Fraction
) -> Fraction | None:
    """Return the water in a liquid as it was made, w/w; None where the plan does not make it up by mass.

    Parameters:
        plan: the plan; batch: the same as far as weighing goes.
        masses: all masses by name, in mg; powder: mg of drug powder that went in.
    """
    from ldn_compound.plans.solution.batch import SolutionBatch

    if not isinstance(plan, SolutionBatch) or not batch.liquids:
        return None
    names = (WATER, get_vehicle(plan.vehicle).glycerol)
    water, glycerol = (all_of(batch, name, masses, powder=powder) for name in names)
    content = None if plan.drug_powder is None else plan.drug_powder.exact.water
    all_water = sheet.work(
        "water in the liquid, as made",
        calc.water_in,
        water=water,
        glycerol=glycerol,
        glycerol_water=plan.exact.glycerol_water.value,
        powder=powder,
        powder_water=Fraction(0) if content is None else content.value,
    )
    return sheet.work_in_percent(
        "water fraction as made, w/w",
        calc.water_fraction,
        all_water=all_water,
        water=water,
        glycerol=glycerol,
        powder=powder,
        others=Fraction(0),
    )


def liquid_findings(
    plan: Batch, batch: WeighingPlan, masses: Mapping[str, Fraction], *, water: Fraction | None
) -> Iterator[Finding]:
    """Yield the findings on a liquid as it was made; none for capsules and tablets.

    Parameters:
        plan, batch, masses: as of :func:`water_made`; water: what it returned.
    """
    from ldn_compound.plans.solution.batch import SolutionBatch

    if not isinstance(plan, SolutionBatch):
        return
    vehicle = get_vehicle(plan.vehicle)
    key = vehicle.preservatives.get(plan.preservative or "")
    if key is not None and key in masses:
        yield from checks.preservative_findings(
            name=key, weighed=masses[key], planned=batch.masses[key], on=plan.made_on
        )
    if water is not None:
        form = classify(water, activity=plan.water_activity, preserved=vehicle.preserved)
        yield from checks.water_class_findings(fraction=water, made=form, planned=plan.water_class)
