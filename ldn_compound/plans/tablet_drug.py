"""The drug of a batch of tablets: what the batch holds, the powder on the balance, the content against the label."""

from __future__ import annotations

from fractions import Fraction

import attrs

from ldn_compound.calc import batch
from ldn_compound.calc import material as material_calc
from ldn_compound.checks import material as checks
from ldn_compound.numbers import ceiling
from ldn_compound.plans import balance
from ldn_compound.plans.draft import Draft
from ldn_compound.plans.material import Material
from ldn_compound.plans.parts import ContentOfLabel
from ldn_compound.plans.weighed import weighed_directly
from ldn_compound.units import ratio


@attrs.frozen(kw_only=True)
class TabletDrug:
    """The drug of a batch, in mg.

    Attributes:
        theoretical: drug in the form prescribed, with wastage and overage.
        powder, on_balance: powder that holds it, exactly and as the balance shows it.
        content: of the label, from the latter.
        crushed: whole tablets to crush, or None.
    """

    theoretical: Fraction
    powder: Fraction
    on_balance: Fraction
    content: ContentOfLabel
    crushed: int | None


def resolve_drug(
    draft: Draft,
    drug: Material,
    *,
    strength: Fraction,
    units: Fraction,
    wastage: Fraction,
    overage: Fraction,
    scales: balance.Balance,
) -> TabletDrug:
    """Work out the drug and its powder, weigh it, and hold the content against the label.

    Each tablet is made to its mass, and what is left of the wastage is kept out: so it does not raise the content.
    """
    theoretical = draft.work(
        "drug in the batch",
        batch.drug_theoretical,
        strength=strength,
        units=units,
        wastage=wastage,
        overage=overage,
    )
    powder = draft.work("drug powder to weigh", batch.powder_for, drug=theoretical, factor=drug.powder_factor)
    on_balance = balance.powder_on_balance(
        draft,
        powder=powder,
        strength=strength,
        units=units,
        spread=wastage,
        factor=drug.powder_factor,
        readability=scales.readability,
    )
    held = draft.work("drug in that powder", batch.drug_in, powder=on_balance, factor=drug.powder_factor)
    left = draft.work("drug left if the overage is lost", batch.drug_after_loss, drug=held, overage=overage)
    not_lost, lost = (
        draft.work(
            f"content of label if {words}",
            batch.content_of_label,
            drug=amount,
            strength=strength,
            units=units,
            spread=wastage,
        )
        for words, amount in (("nothing is lost", held), ("the overage is lost", left))
    )
    weighed_directly(draft, powder=powder, on_balance=on_balance, scales=scales, liquid=False)
    draft.findings += checks.content_findings(if_lost=lost, if_not_lost=not_lost)
    crushed = None
    if drug.tablet_mass is not None:
        tablets = draft.work("tablets to crush", material_calc.tablets_in, powder=powder, tablet_mass=drug.tablet_mass)
        crushed = ceiling(tablets)
        draft.note("tablets to crush, whole", "rounded up; a spare is not included", str(crushed))
    return TabletDrug(
        theoretical=theoretical,
        powder=powder,
        on_balance=on_balance,
        content=ContentOfLabel(if_lost=ratio(lost), if_not_lost=ratio(not_lost)),
        crushed=crushed,
    )
