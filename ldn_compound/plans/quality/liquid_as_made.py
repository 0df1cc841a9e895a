"""What a liquid became by the masses that went in: are its water class and its preservative still the plan's?"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from ldn_compound.calc import solution as calc
from ldn_compound.checks import quality as checks
from ldn_compound.core.results import Finding
from ldn_compound.core.units import Amount
from ldn_compound.inputs.reading import value_from_json
from ldn_compound.plans.batch.result import Batch
from ldn_compound.plans.quality.weighings import WeighingPlan, all_of
from ldn_compound.plans.solution.vehicle import WATER, classify
from ldn_compound.plans.worksheet import Worksheet
from ldn_compound.reference.vehicles import get_vehicle


def liquid_findings(
    sheet: Worksheet, plan: Batch, batch: WeighingPlan, masses: Mapping[str, Fraction], *, powder: Fraction
) -> list[Finding]:
    """Return the findings on a liquid as it was made; none for capsules and tablets.

    Parameters:
        plan: the plan; batch: the same as far as weighing goes.
        masses: all masses by name, in mg; powder: mg of drug powder that went in.
    """
    from ldn_compound.plans.solution.batch import SolutionBatch

    if not isinstance(plan, SolutionBatch):
        return []
    vehicle = get_vehicle(plan.vehicle)
    found: list[Finding] = []
    key = vehicle.preservatives.get(plan.preservative or "")
    if key is not None and key in masses:
        found += checks.preservative_findings(name=key, weighed=masses[key], planned=batch.masses[key], on=plan.made_on)
    if batch.liquids:
        water, glycerol = (all_of(batch, name, masses, powder=powder) for name in (WATER, vehicle.glycerol))
        all_water = sheet.work(
            "water in the liquid, as made",
            calc.water_in,
            water=water,
            glycerol=glycerol,
            glycerol_water=plan.exact.glycerol_water.value,
            powder=powder,
            powder_water=_powder_water(plan),
        )
        fraction = sheet.work_in_percent(
            "water fraction as made, w/w",
            calc.water_fraction,
            all_water=all_water,
            water=water,
            glycerol=glycerol,
            powder=powder,
            others=Fraction(0),
        )
        form = classify(fraction, activity=plan.water_activity, preserved=vehicle.preserved)
        found += checks.water_class_findings(fraction=fraction, made=form, planned=plan.water_class)
    return found


def _powder_water(plan: Batch) -> Fraction:
    water = None if plan.drug_powder is None else plan.drug_powder.exact.water
    return Fraction(0) if water is None else water.value


def _share(plan: Batch, name: str) -> Fraction:
    """Return a fraction of the plan's inputs; 0 where it was not given, as the plan counts it."""
    stated = value_from_json(plan.inputs.get(name), field=name)
    return stated.value if isinstance(stated, Amount) else Fraction(0)
