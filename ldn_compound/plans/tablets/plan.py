"""A batch of tablets, moulded or compressed, from the prescription to everything that is needed to make it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from ldn_compound.checks.solution import excipient_findings
from ldn_compound.checks.tablets import half_findings
from ldn_compound.core.results import Finding
from ldn_compound.core.units import mass, ratio
from ldn_compound.inputs.batches import TabletInputs
from ldn_compound.plans.batch.drug import (
    BatchDrug,
    Needed,
    Units,
    crushed_product,
    drug_findings,
    drug_needed,
    units_made,
    weigh,
)
from ldn_compound.plans.batch.fields import drug_fields, order_fields
from ldn_compound.plans.batch.limits import hold_point, unit_limits
from ldn_compound.plans.ingredients import drug_substance as material
from ldn_compound.plans.ingredients.avoid import avoided
from ldn_compound.plans.ingredients.drug_substance import Material
from ldn_compound.plans.ingredients.filler import ResolvedFiller, resolve_filler
from ldn_compound.plans.prescription import dosing_and_dates as order
from ldn_compound.plans.prescription.dosing_and_dates import Order
from ldn_compound.plans.public import planner
from ldn_compound.plans.tablets import FORM
from ldn_compound.plans.tablets import excipients as tablet_amounts
from ldn_compound.plans.tablets import formulation as tablet_make
from ldn_compound.plans.tablets import moulded as tablet_mould
from ldn_compound.plans.tablets.batch import TabletBatch
from ldn_compound.plans.tablets.formulation import Make, Recipe
from ldn_compound.plans.tablets.half import half_tablet
from ldn_compound.plans.tablets.moulded import Displaced
from ldn_compound.plans.tablets.result import HalfTablet, TabletExcipient
from ldn_compound.plans.weighing.balance import Balance, resolve_balance, scales_findings
from ldn_compound.plans.weighing.stock import Stock, resolve_stock
from ldn_compound.plans.weighing.tracer import TracerOf, resolve_tracer, tracer_findings
from ldn_compound.plans.weighing.weigh_drug import filler_as_diluent
from ldn_compound.plans.worksheet import Worksheet
from ldn_compound.reference.fillers import filler_keys

if TYPE_CHECKING:
    from ldn_compound.plans.ingredients.source_product import SourceProduct


class _Chosen(NamedTuple):
    """What a batch is made of, and what was prescribed.

    Attributes:
        recipe: of compressed tablets, None of moulded ones; fillers: what is in a tablet besides the drug; field: the
            input that states them.
    """

    drug: Material
    recipe: Recipe | None
    fillers: tuple[ResolvedFiller, ...]
    field: str
    product: SourceProduct | None
    prescription: Order
    avoid: tuple[str, ...]


class _Amounts(NamedTuple):
    """One tablet, and what the batch holds of each of its excipients in mg.

    Attributes:
        make: the tablet; totals: of its excipients, in their order.
        from_aliquot: which of them a trituration or a stock brings.
    """

    make: Make
    totals: list[Fraction]
    from_aliquot: int


class _Shaped(NamedTuple):
    """One tablet before anything is weighed.

    Attributes:
        displaced: of a moulded one, what its drug displaces; else None.
        make: the tablet; None where it is not worked out yet.
    """

    displaced: Displaced | None
    make: Make | None = None


class _Weighed(NamedTuple):
    """What the batch is weighed with, and its drug.

    Attributes:
        stock: that the drug is weighed from, or None.
        carrier: the displacement factor of what another stock is thinned with, and the input that it came by; or None.
        drug: as it is weighed, None where it is not yet.
        tracer: in the batch's own trituration, or None.
    """

    scales: Balance
    stock: Stock | None
    carrier: tuple[Fraction, str | None] | None
    drug: BatchDrug | None = None
    tracer: TracerOf | None = None


class _Made(NamedTuple):
    """The batch as it is made: one tablet, the excipients as they are weighed, and a half of a scored tablet."""

    make: Make
    excipients: tuple[TabletExcipient, ...]
    half: HalfTablet | None


@planner(TabletInputs, settle=order.settle_batch)
def plan_tablets(sheet: Worksheet[TabletInputs]) -> TabletBatch:
    """Plan a batch of tablets: moulded (tablet triturates) or compressed on a small press.

    A quantity is strict text ("4.5 mg") or a pint Quantity of :func:`ldn_compound.unit_registry`; a float is refused.

    Moulded tablets need blank_mass and base; compressed ones tablet_mass and recipe: a recipe's key, or shares of the
    tablet's mass by excipient such as ``{"mcc-ph102": "45 %", "lactose-monohydrate": "rest"}``. The row ``rest`` makes
    the tablet up to its mass; without one, shares and drug must be 100 % exactly. The displacement factor is stated
    once: by displacement_factor, its inverse verdraengungsfaktor, or medicated_mass with medicated_drug. Components are
    named ``api``, ``filler`` or by a substance's key.

    Returns:
        The plan. One with a stop finding that nobody accepted is returned, and cannot be printed.

    Raises:
        InputError, UnitError: a value that the field does not take; ``missing``, ``not-for-this-method``,
            ``two-displacement-factors``, ``no-carrier``, ``unknown-filler``, ``unknown-recipe``, ``two-rests``,
            ``recipe-over-100``, ``recipe-does-not-sum``, ``component-expired`` and others, each naming its field.
        CalculationError: ``does-not-fit``, ``no-displacement``, ``nothing-to-weigh``, ``no-trituration`` (of a stock).
        StopError: ``stop-before-fit``: the drug does not fit and there are stop findings besides.

    Sources: each step, assumption and finding of the result carries its own.

    >>> plan = plan_tablets(method="moulded", strength="4.5 mg", count=100, blank_mass="60 mg",
    ...                     base="mannitol-silica", displacement_factor="1.5")
    >>> print(plan.tablet_mass, plan.excipients[0].total)
    61.5 milligram 5700 milligram
    """
    given = sheet.given
    chosen = _resolve(sheet)
    drug, prescription = chosen.drug, chosen.prescription
    moulded = chosen.recipe is None
    sheet.resolver.facts |= {"form": FORM, "strength": given.strength}
    wastage, overage = sheet.setting("policies.wastage").value, sheet.setting("policies.overage").value
    # Each tablet is made to its mass: what is left of the wastage is kept out, and does not raise the content.
    claim = Units(given.strength.value, units_made(sheet, given), wastage, overage, spread=wastage)
    powder = claim.powder_in_one(sheet, FORM, drug.powder_factor)
    shaped = _shape(sheet, chosen, claim, powder=powder)
    weighed, found, amounts = _weigh(sheet, chosen, claim, shaped)
    make, stock = amounts.make, weighed.stock
    excipients = _weighed(sheet, amounts, brought=found.how.diluent, scales=found.scales)
    blend = claim.blend(sheet, make.tablet)
    limits = unit_limits(sheet, make.tablet, form=FORM, setting="policies.tablet_standard")
    hold = hold_point(sheet, make.tablet, make="make", most=int(claim.units))
    half = half_tablet(sheet, make, given.strength.value) if given.scored else None
    wetting = tablet_amounts.wetting_liquid(sheet) if moulded else None
    return TabletBatch(
        **drug_fields(sheet, found, rules(given, chosen, shaped, weighed, _Made(make, excipients, half))),
        **order_fields(prescription),
        form=FORM,
        method=given.method,
        strength=given.strength,
        count=given.count,
        units_made=int(claim.units),
        tablet_mass=mass(make.tablet),
        blank_mass=given.blank_mass,
        displacement_factor=make.factor,
        displacement_definition=None if make.factor is None else tablet_mould.DEFINITION,
        carrier_per_unit=mass(make.carrier) if make.carrier > 0 else None,
        carrier_displacement_factor=make.carrier_factor,
        recipe_name=make.recipe,
        powder_per_unit=mass(powder),
        excipients=excipients,
        base_shares=tablet_amounts.base_shares(excipients[0], found.how.trituration) if moulded else (),
        wetting_liquid=wetting,
        blend_total=mass(blend),
        drug_load=ratio(powder / make.tablet),
        unit_mass_limits=limits,
        hold_point=hold,
        half=half,
        ingredients=(
            drug.ingredient,
            *(filler.name for filler in chosen.fillers),
            *(() if stock is None or stock.added is None else (stock.added,)),
            *(() if chosen.product is None else chosen.product.ingredients),
        ),
    )


def rules(
    given: TabletInputs,
    chosen: _Chosen,
    shaped: _Shaped | None = None,
    weighed: _Weighed | None = None,
    made: _Made | None = None,
) -> Iterator[Finding]:
    """Yield the findings on a batch of tablets, in the order in which they are told, as far as it was worked out."""
    avoid, prescription, strength = chosen.avoid, chosen.prescription, given.strength.value
    yield from material.material_findings(given, chosen.drug)
    yield from order.order_findings(given, prescription, count=given.count, strength=strength, form=FORM)
    for filler in chosen.fillers:
        yield from tablet_make.composition(filler, field=chosen.field, avoid=avoid)
    if chosen.product is not None:
        yield from chosen.product.findings(unit=FORM, avoid=avoid)
    yield from (tablet_mould if chosen.recipe is None else tablet_make).mass_findings(given)
    if shaped is not None:
        yield from _one_tablet_findings(given, shaped)
    if weighed is not None:
        yield from _weighing_findings(given, weighed, avoid=avoid)
    if weighed is None or made is None:
        return
    yield from excipient_findings(
        [(item.name, left) for item in made.excipients if (left := item.exact.to_weigh.value) > 0],
        minimum=weighed.scales.minimum,
    )
    for item in made.make.excipients:
        yield from tablet_make.intake(
            item,
            field=chosen.field,
            units_per_dose=prescription.units_per_dose,
            doses_per_day=prescription.doses_per_day,
        )
    if made.half is not None:
        yield from half_findings(strength=strength, half_strength=made.half.exact.strength.value)


def _one_tablet_findings(given: TabletInputs, shaped: _Shaped) -> Iterator[Finding]:
    """Yield the findings on one tablet, as far as it was worked out."""
    if shaped.displaced is not None:
        yield from tablet_mould.displacement_findings(shaped.displaced)
        if shaped.make is not None:
            yield from tablet_mould.base_findings(given, shaped.make)
    elif shaped.make is not None:
        yield from tablet_make.share_findings(given, shaped.make)


def _weighing_findings(given: TabletInputs, weighed: _Weighed, *, avoid: tuple[str, ...]) -> Iterator[Finding]:
    """Yield the findings on the balance, the stock and the drug, as far as it was weighed."""
    stock = weighed.stock
    yield from scales_findings(weighed.scales)
    if stock is not None:
        yield from stock.findings(given, form=FORM, avoid=avoid)
    if weighed.drug is not None:
        yield from drug_findings(given, weighed.drug)
        yield from tracer_findings(weighed.tracer, avoid=avoid)
        if stock is not None and stock.added is not None:
            yield from tablet_mould.carrier_findings(weighed.carrier, words=tablet_mould.stock_words(stock.added))


def _resolve(sheet: Worksheet[TabletInputs]) -> _Chosen:
    """Resolve the ingredients and the prescription."""
    given = sheet.given
    tablet_make.refuse_contradictions(sheet)
    moulded = given.method == "moulded"
    if moulded:
        tablet_mould.refuse_contradictions(given, crushed=given.source_tablet is not None)
    drug = material.resolve_material(sheet)
    strength, avoid = given.strength.value, avoided(sheet)
    recipe = None if moulded else tablet_make.resolve_recipe(sheet)
    if recipe is None:
        fillers: tuple[ResolvedFiller, ...] = (resolve_filler(sheet, str(given.base), field="base"),)
    else:
        fillers = tuple(filler for filler, _ in recipe.rows)
    own = next((filler.key for filler in fillers if filler.key not in filler_keys()), fillers[0].key)
    prescription = order.resolve_order(sheet, count=given.count, strength=strength, form=FORM, own=own)
    field = "base" if moulded else "recipe"
    product = crushed_product(sheet, drug, strength=strength, unit=FORM)
    return _Chosen(drug, recipe, fillers, field, product, prescription, avoid)


def _shape(sheet: Worksheet[TabletInputs], chosen: _Chosen, claim: Units, *, powder: Fraction) -> _Shaped:
    """Return one tablet, moulded or compressed, with a given mass of drug powder in mg."""
    with order.stops_first(sheet, TabletBatch.kind, rules(sheet.given, chosen)):
        if chosen.recipe is not None:
            return _Shaped(None, tablet_make.press_one(sheet, chosen.recipe, powder=powder))
        drug = tablet_mould.substance(chosen.drug, powder=powder, prescribed=claim.strength * (1 + claim.overage))
        displaced = tablet_mould.resolve_displacement(sheet, powder=powder, drug=drug)
    with order.stops_first(sheet, TabletBatch.kind, rules(sheet.given, chosen, _Shaped(displaced))):
        return _Shaped(displaced, tablet_mould.mould_one(sheet, chosen.fillers[0], displaced, powder=powder))


def _weigh(
    sheet: Worksheet[TabletInputs], chosen: _Chosen, claim: Units, shaped: _Shaped
) -> tuple[_Weighed, BatchDrug, _Amounts]:
    """Weigh the drug, and say what the batch holds of the rest, with what a stock brings."""
    drug, moulded, make = chosen.drug, chosen.recipe is None, shaped.make
    assert make is not None  # as it was shaped
    scales = resolve_balance(sheet)
    needed = drug_needed(sheet, drug, claim)
    on_balance = needed.on_balance(sheet, scales)
    totals = _totals(sheet, make, needed, claim, moulded=moulded)
    diluent = tablet_amounts.diluent_of(make)
    own, crushed = make.excipients[diluent].filler, drug.tablet_mass is not None
    stock = resolve_stock(sheet, own, crushed=crushed)
    other = stock is not None and stock.added is not None
    carrier = tablet_mould.carrier_factor(sheet) if moulded and other else None
    weighed = _Weighed(scales, stock, carrier)
    with order.stops_first(sheet, TabletBatch.kind, rules(sheet.given, chosen, shaped, weighed)):
        found = weigh(
            sheet,
            needed,
            scales,
            on_balance=on_balance,
            diluents=(filler_as_diluent(totals[diluent]),),
            filler=totals[diluent],
            stock=None if stock is None else stock.parts,
            replaces=Fraction(1) if carrier is None else 1 / carrier[0],
        )
    tracer = None
    if found.how.trituration is not None and stock is None:
        tracer = resolve_tracer(sheet, found.how.trituration)
    amounts = _Amounts(make, totals, diluent)
    if stock is not None and other:
        amounts = _with_stock(sheet, amounts, stock, claim, carrier, brought=found.how.diluent)
    return weighed._replace(drug=found, tracer=tracer), found, amounts


def _totals(
    sheet: Worksheet[TabletInputs], make: Make, needed: Needed, claim: Units, *, moulded: bool
) -> list[Fraction]:
    """Work out what the batch holds of each excipient in mg."""
    units, wastage = claim.units, claim.wastage
    if not moulded:
        return [tablet_amounts.total_of(sheet, item, units=units, wastage=wastage) for item in make.excipients]
    powder = needed.powder
    drug = tablet_mould.substance(needed.drug, powder=powder, prescribed=needed.theoretical)
    return [tablet_mould.base_for_batch(sheet, make, powder=powder, drug=drug, units=units, wastage=wastage)]


def _with_stock(
    sheet: Worksheet,
    amounts: _Amounts,
    stock: Stock,
    claim: Units,
    carrier: tuple[Fraction, str | None] | None,
    *,
    brought: Fraction,
) -> _Amounts:
    """Return the amounts with what a stock brings of another powder than the batch's own diluent.

    Parameters:
        carrier: of a moulded tablet, what that powder displaces of the base, and where the figure is from.
        brought: mg of it in the batch.
    """
    make = amounts.make
    each = claim.from_stock(sheet, stock, FORM, brought)
    if carrier is not None:
        make = tablet_mould.with_stock_carrier(sheet, make, carrier, each=each, diluent=str(stock.added))
    make, totals = tablet_amounts.with_stock_diluent(
        sheet, make, amounts.totals, filler=stock.diluent, brought=brought, each=each
    )
    return _Amounts(make, totals, len(totals) - 1)


def _weighed(sheet: Worksheet, amounts: _Amounts, *, brought: Fraction, scales: Balance) -> tuple[TabletExcipient, ...]:
    """Work out what is left to weigh of each excipient beside what the aliquot of a trituration brings, in mg."""
    return tuple(
        tablet_amounts.weighed_excipient(
            sheet,
            item,
            tablet=amounts.make.tablet,
            total=total,
            brought=brought if number == amounts.from_aliquot else Fraction(0),
            scales=scales,
        )
        for number, (item, total) in enumerate(zip(amounts.make.excipients, amounts.totals, strict=True))
    )
