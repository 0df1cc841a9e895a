"""What the batch holds of each excipient of its tablets, and what is left to weigh of it."""

from __future__ import annotations

from fractions import Fraction

import attrs

from ldn_compound.calc import arithmetic
from ldn_compound.core.units import Amount, mass, ratio
from ldn_compound.inputs.batches import TabletInputs
from ldn_compound.plans.ingredients.filler import ResolvedFiller
from ldn_compound.plans.tablets.formulation import InTablet, Make
from ldn_compound.plans.tablets.result import BaseShare, TabletExcipient, WettingLiquid
from ldn_compound.plans.weighing.balance import Balance, shown_by_balance
from ldn_compound.plans.weighing.result import TriturationPart
from ldn_compound.plans.weighing.weigh_drug import error_of
from ldn_compound.plans.worksheet import Worksheet
from ldn_compound.reference import recipes


def diluent_of(make: Make) -> int:
    """Return which excipient a trituration uses: the base, or the diluent that there is most of."""
    rows = [(item.role in ("base", "diluent"), item.amount) for item in make.excipients]
    return rows.index(max(rows))


def with_stock_diluent(
    sheet: Worksheet, make: Make, totals: list[Fraction], *, filler: ResolvedFiller, brought: Fraction, each: Fraction
) -> tuple[Make, list[Fraction]]:
    """Return the tablet, and the totals of its excipients, with what a stock brings in place of so much diluent.

    In a compressed tablet that is its own mass; in a mould it is what the stock's diluent displaces of the base.

    Parameters:
        filler: what the stock is thinned with, another powder than the tablet's own.
        brought: mg of it in the batch; each: in one tablet.
    """
    main = diluent_of(make)
    taken_all, taken, tablet = brought, each, make.tablet
    if make.factor is not None:
        factor = make.carrier_factor or Fraction(1)
        name = f"base that the {filler.name} of the stock displaces"
        taken_all = sheet.work(f"{name}, in the batch", arithmetic.divided, amount=brought, by=factor)
        taken = sheet.work(f"{name}, in one tablet", arithmetic.divided, amount=each, by=factor)
        tablet = make.tablet - taken + each
    excipients = [
        attrs.evolve(item, amount=item.amount - taken) if number == main else item
        for number, item in enumerate(make.excipients)
    ]
    excipients.append(InTablet(filler=filler, role="diluent", amount=each))
    changed = [total - taken_all if number == main else total for number, total in enumerate(totals)]
    # A recipe is named for what it leaves out ("without lactose"), and that may be just what the stock brings.
    recipe = (
        None if make.recipe is None else f"{make.recipe.partition(', without')[0]}, with {filler.name} of the stock"
    )
    made = attrs.evolve(make, tablet=tablet, excipients=tuple(excipients), recipe=recipe)
    return made, [*changed, brought]


def total_of(sheet: Worksheet, item: InTablet, *, units: Fraction, wastage: Fraction) -> Fraction:
    """Work out the mass of a compressed tablet's excipient for the batch."""
    name = f"{item.filler.name} for the batch"
    total: Fraction = sheet.work(name, arithmetic.for_batch, in_unit=item.amount, units=units, wastage=wastage)
    return total


def weighed_excipient(
    sheet: Worksheet, item: InTablet, *, tablet: Fraction, total: Fraction, brought: Fraction, scales: Balance
) -> TabletExcipient:
    """Work out what is left to weigh of an excipient, and what the balance shows for it.

    Parameters:
        brought: mg that come with the aliquot of a trituration.
    """
    name, left = item.filler.name, total
    if brought > 0:
        left = sheet.work(f"{name} left to weigh", arithmetic.remaining, whole=total, part=brought)
    shown = shown_by_balance(sheet, name, left, scales)
    return TabletExcipient(
        key=item.filler.key,
        name=name,
        role=item.role,
        share=ratio(item.amount / tablet),
        per_unit=mass(item.amount),
        total=mass(total),
        to_weigh=mass(left),
        on_balance=mass(shown),
        weighing_error=error_of(shown, scales),
    )


def base_shares(base: TabletExcipient, trituration: TriturationPart | None) -> tuple[BaseShare, ...]:
    """Return the parts of all the base that is weighed, for who has to mix it first."""
    total = base.exact.to_weigh.value
    for stage in trituration.stages if trituration is not None else ():
        if stage.exact.diluent_to_weigh is not None:
            total += stage.exact.diluent_to_weigh.value
    return tuple(
        BaseShare(name=part.name, share=part.share, total=mass(total * part.share.value))
        for part in recipes.base_parts(base.key)
    )


def wetting_liquid(sheet: Worksheet[TabletInputs]) -> WettingLiquid:
    """Return the wetting liquid with the pharmacy's own volume of it, or say that none is known."""
    known = recipes.wetting()
    volume: Amount | None = sheet.given.wetting_volume
    if volume is None:
        sheet.assume(
            "wetting-volume-not-given",
            field="wetting_volume",
            value="not given",
            message=f"{known.name}: how much of it a batch takes is not published and is the pharmacy's own figure; "
            f"it dries off and is no part of the tablet's mass",
            source=known.source,
        )
    return WettingLiquid(name=known.name, volume=volume)
