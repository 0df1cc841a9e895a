"""A batch of tablets, moulded or compressed, from the prescription to everything that the bench needs."""

from __future__ import annotations

from fractions import Fraction

from ldn_compound.calc import arithmetic, batch
from ldn_compound.checks.solution import excipient_findings
from ldn_compound.core.errors import CalculationError
from ldn_compound.core.units import mass, ratio
from ldn_compound.inputs.batches import TabletInputs
from ldn_compound.plans.batch.drug import Units, crushed_product, drug_needed, weigh
from ldn_compound.plans.batch.limits import hold_point, unit_limits
from ldn_compound.plans.ingredients import drug_substance as material
from ldn_compound.plans.ingredients.avoid import avoided
from ldn_compound.plans.prescription import dosing_and_dates as order
from ldn_compound.plans.public import planner
from ldn_compound.plans.tablets import FORM
from ldn_compound.plans.tablets import excipients as tablet_amounts
from ldn_compound.plans.tablets import formulation as tablet_make
from ldn_compound.plans.tablets import moulded as tablet_mould
from ldn_compound.plans.tablets.batch import TabletBatch
from ldn_compound.plans.tablets.half import half_tablet
from ldn_compound.plans.weighing import balance
from ldn_compound.plans.weighing.stock import resolve_stock
from ldn_compound.plans.weighing.tracer import tracer_findings
from ldn_compound.plans.weighing.weigh_drug import bound_of, error_of, filler_as_diluent
from ldn_compound.plans.worksheet import Worksheet
from ldn_compound.reference.fillers import filler_keys


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
    tablet_make.refuse_contradictions(sheet)
    if given.method == "moulded":
        tablet_mould.refuse_contradictions(given, crushed=given.source_tablet is not None)
    drug = material.resolve_material(sheet)
    strength, avoid = given.strength.value, avoided(sheet)
    moulded = given.method == "moulded"
    field = "base" if moulded else "recipe"
    recipe = None if moulded else tablet_make.resolve_recipe(sheet)
    fillers = (
        (tablet_make.resolve_excipient(sheet, str(given.base), "base"),)
        if recipe is None
        else tuple(filler for filler, _ in recipe.rows)
    )
    own = next((filler.key for filler in fillers if filler.key not in filler_keys()), fillers[0].key)
    prescription = order.resolve_order(sheet, count=given.count, strength=strength, form=FORM, own=own)
    for filler in fillers:
        sheet.findings += tablet_make.composition(filler, field=field, avoid=avoid)
    product = crushed_product(sheet, drug, strength=strength, unit=FORM, avoid=avoid)
    sheet.resolver.facts |= {"form": FORM, "strength": given.strength}
    wastage, overage = sheet.setting("policies.wastage").value, sheet.setting("policies.overage").value
    powder = sheet.work(
        "drug powder in one tablet",
        batch.powder_in_unit,
        strength=strength,
        overage=overage,
        factor=drug.powder_factor,
    )
    in_one = tablet_mould.substance(drug, powder=powder, prescribed=strength * (1 + overage))
    try:
        make = (
            tablet_mould.mould_one(sheet, fillers[0], powder=powder, drug=in_one)
            if recipe is None
            else tablet_make.press_one(sheet, recipe, powder=powder)
        )
    except CalculationError as error:
        raise order.refusal(sheet, error, kind=TabletBatch.kind) from error

    units = Fraction(given.count)
    scales = balance.resolve_balance(sheet)
    # Each tablet is made to its mass: what is left of the wastage is kept out, and does not raise the content.
    claim = Units(strength, units, wastage, overage, spread=wastage)
    needed = drug_needed(sheet, drug, claim)
    on_balance = needed.on_balance(sheet, scales)
    if moulded:
        in_all = tablet_mould.substance(drug, powder=needed.powder, prescribed=needed.theoretical)
        totals = [
            tablet_mould.base_for_batch(sheet, make, powder=needed.powder, drug=in_all, units=units, wastage=wastage)
        ]
    else:
        totals = [tablet_amounts.total_of(sheet, item, units=units, wastage=wastage) for item in make.excipients]
    diluent = tablet_amounts.diluent_of(make)
    stock = resolve_stock(
        sheet, make.excipients[diluent].filler, form=FORM, avoid=avoid, crushed=drug.tablet_mass is not None
    )
    of_stock = None
    if moulded and stock is not None and stock.added is not None:
        of_stock = tablet_mould.carrier_factor(sheet)
    try:
        found = weigh(
            sheet,
            needed,
            scales,
            on_balance=on_balance,
            diluents=(filler_as_diluent(totals[diluent]),),
            filler=totals[diluent],
            stock=None if stock is None else stock.parts,
            replaces=Fraction(1) if of_stock is None else 1 / of_stock[0],
        )
    except CalculationError as error:
        raise order.refusal(sheet, error, kind=TabletBatch.kind) from error
    weighed = found.how
    if weighed.trituration is not None and stock is None:
        sheet.findings += tracer_findings(sheet, weighed.trituration, avoid=avoid)
    from_aliquot = diluent
    if stock is not None and stock.added is not None:
        brought = weighed.diluent
        each = sheet.work(
            f"{stock.added} in one tablet, from the stock", batch.in_each, total=brought, units=units, wastage=wastage
        )
        if of_stock is not None:
            make = tablet_mould.with_stock_carrier(sheet, make, of_stock, each=each, diluent=stock.added)
        make, totals = tablet_amounts.with_stock_diluent(
            sheet, make, totals, filler=stock.diluent, brought=brought, each=each
        )
        from_aliquot = len(totals) - 1
    excipients = tuple(
        tablet_amounts.weighed_excipient(
            sheet,
            item,
            tablet=make.tablet,
            total=total,
            brought=weighed.diluent if number == from_aliquot else Fraction(0),
            scales=scales,
        )
        for number, (item, total) in enumerate(zip(make.excipients, totals, strict=True))
    )
    blend = sheet.work("blend", arithmetic.for_batch, in_unit=make.tablet, units=units, wastage=wastage)
    sheet.findings += excipient_findings(
        [(item.name, left) for item in excipients if (left := item.exact.to_weigh.value) > 0],
        minimum=scales.minimum,
    )
    for item in make.excipients:
        sheet.findings += tablet_make.intake(
            item,
            field=field,
            units_per_dose=prescription.units_per_dose,
            doses_per_day=prescription.doses_per_day,
        )
    limits = unit_limits(sheet, make.tablet, form=FORM, setting="policies.tablet_standard")
    hold = hold_point(sheet, make.tablet, make="make", most=given.count)
    half = half_tablet(sheet, make, strength) if given.scored else None
    wetting = tablet_amounts.wetting_liquid(sheet) if moulded else None
    factor = make.factor
    return TabletBatch(
        inputs=sheet.inputs,
        assumptions=sheet.assumptions,
        steps=sheet.steps,
        findings=order.accepted(sheet),
        form=FORM,
        method=given.method,
        drug_name=drug.drug_name,
        powder_name=drug.powder_name,
        drug_powder=drug.powder,
        strength=given.strength,
        count=given.count,
        tablet_mass=mass(make.tablet),
        blank_mass=given.blank_mass,
        displacement_factor=factor,
        displacement_definition=None if factor is None else tablet_mould.DEFINITION,
        carrier_per_unit=mass(make.carrier) if make.carrier > 0 else None,
        carrier_displacement_factor=make.carrier_factor,
        recipe_name=make.recipe,
        api_theoretical=mass(needed.theoretical),
        api_to_weigh=mass(on_balance),
        api_to_weigh_exact=mass(needed.powder),
        api_weighing_error=None if weighed.trituration else error_of(on_balance, scales),
        weighing_factor=drug.weighing_factor,
        powder_per_unit=mass(powder),
        excipients=excipients,
        base_shares=tablet_amounts.base_shares(excipients[0], weighed.trituration) if moulded else (),
        wetting_liquid=wetting,
        blend_total=mass(blend),
        drug_load=ratio(powder / make.tablet),
        readability=mass(scales.readability),
        error_bound=bound_of(weighed),
        trituration=weighed.trituration,
        unit_mass_limits=limits,
        hold_point=hold,
        content_of_label=found.content,
        half=half,
        made_on=given.made_on,
        beyond_use_date=prescription.beyond_use_date,
        beyond_use_rule=prescription.rule.name,
        limited_by=prescription.limited_by,
        storage=prescription.rule.storage,
        tablets_to_crush=found.crushed,
        daily_dose=prescription.daily_dose,
        units_per_dose=prescription.units_per_dose,
        doses_per_day=prescription.doses_per_day,
        days_supply=prescription.days_supply,
        jurisdiction=sheet.resolver.jurisdiction,
        ingredients=(
            drug.ingredient,
            *(filler.name for filler in fillers),
            *(() if stock is None or stock.added is None else (stock.added,)),
            *(() if product is None else product.ingredients),
        ),
    )
