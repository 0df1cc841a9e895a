"""The drug of a liquid: what the batch holds, the powder on the balance, the content against the label."""

from __future__ import annotations

from fractions import Fraction

import attrs

from ldn_compound.calc import batch
from ldn_compound.calc import material as material_calc
from ldn_compound.calc import solution as calc
from ldn_compound.checks import material as checks
from ldn_compound.checks.solution import larger_batch_finding
from ldn_compound.numbers import ceiling, round_down, round_half_up
from ldn_compound.plans.balance import Balance
from ldn_compound.plans.draft import Draft
from ldn_compound.plans.material import Material
from ldn_compound.plans.parts import ContentOfLabel
from ldn_compound.plans.vehicle import share
from ldn_compound.plans.weighed import weighed_directly
from ldn_compound.reference.limits import content_limits
from ldn_compound.results import Worded
from ldn_compound.units import mass, ratio


@attrs.frozen(kw_only=True)
class Drug:
    """The drug of a batch.

    Attributes:
        theoretical: mg of drug in the form prescribed, with wastage and overage.
        powder, on_balance: mg of powder that hold it, exactly and as the balance shows them.
        content: of the label, from the latter.
        water: the powder's own water, w/w; 0 where its assay is as is.
        crushed: whole tablets to crush, or None.
    """

    theoretical: Fraction
    powder: Fraction
    on_balance: Fraction
    content: ContentOfLabel
    water: Fraction
    crushed: int | None


def resolve_drug(
    draft: Draft,
    drug: Material,
    *,
    strength: Fraction,
    whole: Fraction,
    made: Fraction,
    wastage: Fraction,
    overage: Fraction,
    scales: Balance,
) -> Drug:
    """Work out the drug and its powder, weigh it, and hold the content against the label."""
    theoretical = draft.work(
        "drug in the batch",
        calc.drug_in_solution,
        concentration=strength,
        volume=whole,
        wastage=wastage,
        overage=overage,
    )
    powder = draft.work("drug powder to weigh", batch.powder_for, drug=theoretical, factor=drug.powder_factor)
    on_balance = _on_balance(draft, powder, strength=strength, made=made, factor=drug.powder_factor, scales=scales)
    held = draft.work("drug in that powder", batch.drug_in, powder=on_balance, factor=drug.powder_factor)
    left = draft.work("drug left if the overage is lost", batch.drug_after_loss, drug=held, overage=overage)
    not_lost, lost = (
        share(
            draft,
            f"content of label if {words}",
            calc.content_of_label,
            drug=amount,
            concentration=strength,
            made=made,
        )
        for words, amount in (("nothing is lost", held), ("the overage is lost", left))
    )
    weighed_directly(draft, powder=powder, on_balance=on_balance, scales=scales, liquid=True)
    draft.findings += checks.content_findings(if_lost=lost, if_not_lost=not_lost)
    if powder < scales.minimum:
        # A liquid needs no trituration: the drug of a larger batch is weighed, and the part needed is filled from it.
        least = draft.work(
            "smallest batch that the balance weighs",
            calc.aliquot_volume,
            needed=scales.minimum,
            weighed=powder,
            stock=made,
        )
        draft.findings.append(larger_batch_finding(least=least, made=made, whole=whole))
    crushed = None
    if drug.tablet_mass is not None:
        tablets = draft.work("tablets to crush", material_calc.tablets_in, powder=powder, tablet_mass=drug.tablet_mass)
        crushed = ceiling(tablets)
        draft.note("tablets to crush, whole", "rounded up; a spare is not included", str(crushed))
    given = draft.given
    own_water = given["api_water"].value if "api_water" in given else Fraction(0)
    return Drug(
        theoretical=theoretical,
        powder=powder,
        on_balance=on_balance,
        content=ContentOfLabel(if_lost=ratio(lost), if_not_lost=ratio(not_lost)),
        water=own_water,
        crushed=crushed,
    )


def _on_balance(
    draft: Draft, powder: Fraction, *, strength: Fraction, made: Fraction, factor: Fraction, scales: Balance
) -> Fraction:
    """Return the drug powder to the balance's last digit, half up, kept within 110 % of the label without loss."""
    high = content_limits().high
    most = calc.powder_at_content(limit=high.value, concentration=strength, made=made, factor=factor)
    rounded = round_half_up(powder, scales.readability)
    name = "drug powder, as the balance shows it"
    if rounded > most >= powder:
        lower = round_down(powder, scales.readability)
        words = "{} would pass {} of the label without loss ({}): rounded down"
        draft.note(name, Worded(words, (mass(rounded), high, mass(most))), Worded("{}", (mass(lower),)))
        return lower
    text = Worded("{} to the nearest {}, half up", (mass(powder), mass(scales.readability)))
    draft.note(name, text, Worded("{}", (mass(rounded),)))
    return rounded
