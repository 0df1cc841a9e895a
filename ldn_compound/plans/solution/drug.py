"""Weighing the drug of a liquid, by a stock solution where it is too little for the balance."""

from __future__ import annotations

from fractions import Fraction

from ldn_compound.calc import arithmetic
from ldn_compound.calc import solution as calc
from ldn_compound.plans.batch.drug import BatchDrug, Needed, Volume, weigh
from ldn_compound.plans.solution.vehicle import WATER, Filled, exact_volume
from ldn_compound.plans.weighing.balance import Balance
from ldn_compound.plans.weighing.weigh_drug import Diluent
from ldn_compound.plans.worksheet import Worksheet
from ldn_compound.reference.vehicles import get_substance, limit, solvent_facts, solvent_keys

_LARGER_BATCH = (
    "no stock solution with the batch's own liquids meets the limits: dissolve the drug of a larger batch and take the "
    "part needed, or use a finer balance"
)
_TABLETS_SETTLE = (
    "crushed tablets settle in a liquid, so a part of it may hold any share of the drug: make a larger batch, shake it "
    "and fill from it, or use a finer balance"
)


def weigh_in_liquid(
    sheet: Worksheet, needed: Needed, claim: Volume, scales: Balance, *, filled: Filled
) -> tuple[BatchDrug, Fraction | None]:
    """Weigh the drug of a liquid: where it is too little for the balance, by a stock solution in one of its liquids.

    Returns:
        The drug, and the mL of the smallest batch that the balance weighs where the drug of this one is too little.

    Raises:
        CalculationError: ``nothing-to-weigh``.
    """
    drug, powder, made = needed.drug, needed.powder, claim.made
    # Crushed tablets and the base do not dissolve: a part of that suspension may hold any share of the drug.
    solvents = () if drug.tablet_mass is not None or drug.base else _solvents(filled, powder=powder, made=made)
    found = weigh(
        sheet,
        needed,
        scales,
        on_balance=needed.on_balance(sheet, scales),
        diluents=solvents,
        too_little=_TABLETS_SETTLE if drug.tablet_mass is not None else _LARGER_BATCH,
    )
    part = found.how.trituration
    if powder >= scales.minimum or (part is not None and part.dissolved_in is not None):
        return found, None
    name = "smallest batch that the balance weighs"
    return found, sheet.work(name, calc.aliquot_volume, needed=scales.minimum, weighed=powder, stock=made)


def _solvents(filled: Filled, *, powder: Fraction, made: Fraction) -> tuple[Diluent, ...]:
    """Return the vehicle's liquids that the drug may be dissolved in, with what the batch has of each: water first.

    Of a liquid that is filled up to a mark, what the solids may take up of the room is left out, and what the vessels
    are rinsed with.
    """
    found = []
    for part in filled.parts:
        if exact_volume(part) is None or part.key not in solvent_keys():
            continue
        available = part.exact.mass.value
        if part.to_volume and part.key == WATER:
            density, _ = solvent_facts(get_substance(part.key))
            room = arithmetic.volume_of(mass=filled.solids + powder, per_volume=limit().least_density.value.value)
            rinse = calc.share_of_volume(made=made, share=limit().rinse.value.value)
            available -= arithmetic.mass_in(volume=room + rinse, per_volume=density.value.value)
        found.append(Diluent(part.name, available, get_substance(part.key)))
    return tuple(sorted(found, key=lambda diluent: diluent.solvent != get_substance(WATER)))
