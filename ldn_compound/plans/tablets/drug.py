"""The drug of a batch of tablets: what the batch holds, the powder on the balance, the content against the label."""

from __future__ import annotations

from fractions import Fraction

import attrs

from ldn_compound.calc import arithmetic, batch
from ldn_compound.checks import material as checks
from ldn_compound.core.units import ratio
from ldn_compound.plans.batch.result import ContentOfLabel
from ldn_compound.plans.ingredients.drug_substance import Material
from ldn_compound.plans.weighing.balance import Balance, most_powder, powder_on_balance
from ldn_compound.plans.weighing.crushing import tablets_to_crush
from ldn_compound.plans.weighing.weigh_drug import WeighedDrug, filler_as_diluent, weigh_drug
from ldn_compound.plans.worksheet import Worksheet


@attrs.frozen(kw_only=True)
class Needed:
    """The drug that a batch needs, in mg.

    Attributes:
        theoretical: drug in the form prescribed, with wastage and overage.
        powder, on_balance: powder that holds it, exactly and as the balance would show it.
    """

    theoretical: Fraction
    powder: Fraction
    on_balance: Fraction


@attrs.frozen(kw_only=True)
class Weighed:
    """The drug of a batch as it is weighed.

    Attributes:
        how: directly, or by a trituration with the batch's own diluent.
        content: of the label, from the masses as the balance shows them.
        crushed: whole tablets to crush, or None.
    """

    how: WeighedDrug
    content: ContentOfLabel
    crushed: int | None


def drug_needed(
    sheet: Worksheet,
    drug: Material,
    *,
    strength: Fraction,
    units: Fraction,
    wastage: Fraction,
    overage: Fraction,
    scales: Balance,
) -> Needed:
    """Work out the drug of the batch and its powder.

    Each tablet is made to its mass, and what is left of the wastage is kept out: so it does not raise the content.
    """
    theoretical = sheet.work(
        "drug in the batch",
        batch.drug_theoretical,
        strength=strength,
        units=units,
        wastage=wastage,
        overage=overage,
    )
    powder = sheet.work("drug powder to weigh", arithmetic.multiplied, amount=theoretical, times=drug.powder_factor)
    on_balance = powder_on_balance(
        sheet,
        powder=powder,
        strength=strength,
        units=units,
        spread=wastage,
        factor=drug.powder_factor,
        readability=scales.readability,
    )
    return Needed(theoretical=theoretical, powder=powder, on_balance=on_balance)


def weigh(
    sheet: Worksheet,
    drug: Material,
    needed: Needed,
    *,
    diluent: Fraction,
    strength: Fraction,
    units: Fraction,
    wastage: Fraction,
    overage: Fraction,
    scales: Balance,
    stock: int | None,
    replaces: Fraction,
) -> Weighed:
    """Weigh the drug, by trituration where it is too little, and hold the content against the label.

    Parameters:
        diluent: mg of the base or diluent in the batch, which a trituration may use.
        stock: the drug is weighed from a stock of 1 part in so many, or None.
        replaces: mg of that base or diluent whose room 1 mg of the stock's own diluent takes.

    Raises:
        CalculationError: ``nothing-to-weigh``, ``no-trituration`` (of a stock).
    """
    how = weigh_drug(
        sheet,
        powder=needed.powder,
        on_balance=needed.on_balance,
        diluents=(filler_as_diluent(diluent),),
        filler=diluent,
        stock=stock,
        replaces=replaces,
        scales=scales,
        most=most_powder(sheet, strength=strength, units=units, spread=wastage, factor=drug.powder_factor),
    )
    held = sheet.work("drug in that powder", arithmetic.divided, amount=how.delivered, by=drug.powder_factor)
    left = sheet.work("drug left if the overage is lost", batch.drug_after_loss, drug=held, overage=overage)
    not_lost, lost = (
        sheet.work(
            f"content of label if {words}",
            batch.content_of_label,
            drug=amount,
            strength=strength,
            units=units,
            spread=wastage,
        )
        for words, amount in (("nothing is lost", held), ("the overage is lost", left))
    )
    sheet.findings += checks.content_findings(if_lost=lost, if_not_lost=not_lost, on=sheet.day)
    content = ContentOfLabel(if_lost=ratio(lost), if_not_lost=ratio(not_lost))
    return Weighed(how=how, content=content, crushed=tablets_to_crush(sheet, drug, how))
