"""The drug of a liquid: what the batch holds, the powder on the balance, the content against the label."""

from __future__ import annotations

from fractions import Fraction

import attrs

from ldn_compound.calc import arithmetic, batch
from ldn_compound.calc import solution as calc
from ldn_compound.checks import material as checks
from ldn_compound.checks.solution import larger_batch_finding, stock_solution_findings
from ldn_compound.core.units import ratio
from ldn_compound.plans.batch.result import ContentOfLabel
from ldn_compound.plans.ingredients.drug_substance import Material
from ldn_compound.plans.solution.vehicle import WATER, Filled, exact_volume, share
from ldn_compound.plans.weighing.balance import Balance, rounded_powder
from ldn_compound.plans.weighing.crushing import tablets_to_crush
from ldn_compound.plans.weighing.weigh_drug import Diluent, WeighedDrug, weigh_drug
from ldn_compound.plans.worksheet import Worksheet
from ldn_compound.reference.limits import content_limits
from ldn_compound.reference.vehicles import get_substance, limit, solvent_facts, solvent_keys

_LARGER_BATCH = (
    "no stock solution with the batch's own liquids meets the limits: dissolve the drug of a larger batch and take the "
    "part needed, or use a finer balance"
)
_TABLETS_SETTLE = (
    "crushed tablets settle in a liquid, so a part of it may hold any share of the drug: make a larger batch, shake it "
    "and fill from it, or use a finer balance"
)


@attrs.frozen(kw_only=True)
class Drug:
    """The drug of a batch.

    Attributes:
        theoretical: mg of drug in the form prescribed, with wastage and overage.
        powder, on_balance: mg of powder that hold it, exactly and as the balance shows them.
        weighed: how the powder is weighed: directly, or by an aliquot of a stock solution.
        content: of the label, from the powder that this brings.
        water: the powder's own water, w/w; 0 where its assay is as is.
        crushed: whole tablets to crush, or None.
    """

    theoretical: Fraction
    powder: Fraction
    on_balance: Fraction
    weighed: WeighedDrug
    content: ContentOfLabel
    water: Fraction
    crushed: int | None


def resolve_drug(
    sheet: Worksheet,
    drug: Material,
    *,
    strength: Fraction,
    whole: Fraction,
    made: Fraction,
    wastage: Fraction,
    overage: Fraction,
    scales: Balance,
    filled: Filled,
) -> Drug:
    """Work out the drug and its powder, weigh it, and hold the content against the label.

    Parameters:
        strength: mg/mL of drug as prescribed.
        whole, made: mL that are filled, and made with the wastage.
        filled: the vehicle, in whose liquids a drug that is too little to weigh is dissolved first.

    Raises:
        CalculationError: ``nothing-to-weigh``.
    """
    theoretical = sheet.work(
        "drug in the batch",
        calc.drug_in_solution,
        concentration=strength,
        volume=whole,
        wastage=wastage,
        overage=overage,
    )
    powder = sheet.work("drug powder to weigh", arithmetic.multiplied, amount=theoretical, times=drug.powder_factor)
    factor = drug.powder_factor
    most = calc.powder_at_content(
        limit=content_limits(sheet.day).high.value, concentration=strength, made=made, factor=factor
    )
    on_balance = rounded_powder(sheet, powder=powder, most=most, readability=scales.readability)
    # Crushed tablets and the base do not dissolve: a part of that suspension may hold any share of the drug.
    solvents = () if drug.tablet_mass is not None or drug.base else _solvents(filled, powder=powder, made=made)
    weighed = weigh_drug(
        sheet,
        powder=powder,
        on_balance=on_balance,
        diluents=solvents,
        scales=scales,
        most=most,
        too_little=_TABLETS_SETTLE if drug.tablet_mass is not None else _LARGER_BATCH,
    )
    held = sheet.work("drug in that powder", arithmetic.divided, amount=weighed.delivered, by=factor)
    left = sheet.work("drug left if the overage is lost", batch.drug_after_loss, drug=held, overage=overage)
    not_lost, lost = (
        share(
            sheet,
            f"content of label if {words}",
            calc.content_of_label,
            drug=amount,
            concentration=strength,
            made=made,
        )
        for words, amount in (("nothing is lost", held), ("the overage is lost", left))
    )
    sheet.findings += checks.content_findings(if_lost=lost, if_not_lost=not_lost, on=sheet.day)
    part = weighed.trituration
    if part is not None and part.dissolved_in is not None:
        sheet.findings += stock_solution_findings(get_substance(part.dissolved_in))
    elif powder < scales.minimum:
        least = sheet.work(
            "smallest batch that the balance weighs",
            calc.aliquot_volume,
            needed=scales.minimum,
            weighed=powder,
            stock=made,
        )
        sheet.findings.append(larger_batch_finding(least=least, made=made, whole=whole))
    return Drug(
        theoretical=theoretical,
        powder=powder,
        on_balance=on_balance,
        weighed=weighed,
        content=ContentOfLabel(if_lost=ratio(lost), if_not_lost=ratio(not_lost)),
        water=drug.water,
        crushed=tablets_to_crush(sheet, drug, weighed),
    )


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
