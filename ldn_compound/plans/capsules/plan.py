"""A capsule batch, from the prescription to everything that the bench needs."""

from __future__ import annotations

from fractions import Fraction

from ldn_compound.calc import arithmetic, batch
from ldn_compound.checks import capsules as capsule_checks
from ldn_compound.core.errors import CalculationError
from ldn_compound.core.numbers import round_half_up
from ldn_compound.core.results import Worded
from ldn_compound.core.units import mass, ratio
from ldn_compound.inputs.batches import CapsuleInputs
from ldn_compound.plans.batch.drug import Units, crushed_product, drug_needed, weigh
from ldn_compound.plans.batch.limits import hold_point, unit_limits
from ldn_compound.plans.capsules import FORM
from ldn_compound.plans.capsules import fill as capsule_fill
from ldn_compound.plans.capsules.result import CapsuleBatch
from ldn_compound.plans.ingredients import drug_substance as material
from ldn_compound.plans.ingredients import shell as shell_plan
from ldn_compound.plans.ingredients.avoid import avoided
from ldn_compound.plans.ingredients.filler import daily_amount_findings, filler_findings, resolve_filler
from ldn_compound.plans.prescription import dosing_and_dates as order
from ldn_compound.plans.public import planner
from ldn_compound.plans.weighing import balance
from ldn_compound.plans.weighing.tracer import tracer_findings
from ldn_compound.plans.weighing.weigh_drug import bound_of, error_of, filler_as_diluent
from ldn_compound.plans.worksheet import Worksheet


@planner(CapsuleInputs, settle=order.settle_batch)
def plan_capsules(sheet: Worksheet[CapsuleInputs]) -> CapsuleBatch:
    """Plan a batch of capsules.

    A quantity is strict text ("4.5 mg") or a pint Quantity of :func:`ldn_compound.unit_registry`; a float is refused.

    Give exactly one filling figure (fill_mass, packing_stat or filler_density) or keep one in the profile, and at most
    one of api_density and api_packing_stat. Components are named ``api``, ``filler``, ``shell`` or by a substance's
    key. With today, a day of making that lies ahead is a caution; a label is checked for that again.

    Returns:
        The plan. One with a stop finding that nobody accepted is returned, and cannot be printed.

    Raises:
        InputError, UnitError: a value that the field does not take; ``missing``, ``no-filling-figure``,
            ``two-filling-figures``, ``component-expired`` and others, each naming its field.
        CalculationError: ``does-not-fit``, ``no-size-fits``, ``nothing-to-weigh``, ``no-trituration`` (of a stock).
        StopError: ``stop-before-fit``: the powder does not fit and there are stop findings besides.

    Sources: each step, assumption and finding of the result carries its own.

    >>> plan = plan_capsules(strength="4.5 mg", count=30, size="3", filler="mcc-ph102", fill_mass="135 mg",
    ...                      wastage="5 %", assay="99.5 %", assay_basis="anhydrous", api_water="8.5 %")
    >>> print(plan.api_to_weigh, plan.fill_mass)
    156 milligram 135 milligram
    """
    given = sheet.given
    capsule_fill.refuse_contradictions(sheet)
    drug = material.resolve_material(sheet)
    filler = resolve_filler(sheet, given.filler)
    strength = given.strength.value
    prescription = order.resolve_order(sheet, count=given.count, strength=strength, form=FORM, own=filler.key)
    shells = shell_plan.resolve_shell(sheet)
    avoid = avoided(sheet)
    sheet.findings += filler_findings(filler, form=FORM, avoid=avoid)
    sheet.findings += shell_plan.shell_findings(shells, avoid)
    product = crushed_product(sheet, drug, strength=strength, unit=FORM, avoid=avoid)
    stock = None
    if given.stock is not None or given.stock_diluent is not None:
        from ldn_compound.plans.weighing.stock import resolve_stock

        stock = resolve_stock(sheet, filler, form=FORM, avoid=avoid, crushed=drug.tablet_mass is not None)
    sheet.resolver.facts |= {"form": FORM, "strength": given.strength}
    wastage = sheet.setting("policies.wastage").value
    if sheet.asks_for("drug_load", "policies.overage"):
        sheet.resolver.facts["drug_load"] = capsule_fill.load_without_overage(
            sheet, filler=filler, strength=strength, factor=drug.powder_factor
        )
    overage = sheet.setting("policies.overage").value
    powder = sheet.work(
        "drug powder in one capsule",
        batch.powder_in_unit,
        strength=strength,
        overage=overage,
        factor=drug.powder_factor,
    )
    try:
        fill = capsule_fill.resolve_fill(sheet, filler=filler, powder=powder)
    except CalculationError as error:
        raise order.refusal(sheet, error, kind=CapsuleBatch.kind) from error

    units = Fraction(given.count + (given.extra_units or 0))
    if given.extra_units is not None:
        sheet.note("units made", f"{given.count} + {given.extra_units} extra", f"{units}")
    fill_method = sheet.setting("capsules.fill_method")
    all_in = fill_method == "all-in"
    claim = Units(strength, units, wastage, overage, spread=Fraction(0) if all_in else wastage)
    needed = drug_needed(sheet, drug, claim)
    scales = balance.resolve_balance(sheet)
    on_balance = needed.on_balance(sheet, scales)
    blend = sheet.work("blend", arithmetic.for_batch, in_unit=fill.fill_mass, units=units, wastage=wastage)
    filler_total = sheet.work("filler in the blend", arithmetic.remaining, whole=blend, part=needed.powder)
    try:
        found = weigh(
            sheet,
            needed,
            scales,
            on_balance=on_balance,
            diluents=(filler_as_diluent(filler_total),),
            filler=filler_total,
            stock=None if stock is None else stock.parts,
        )
    except CalculationError as error:
        raise order.refusal(sheet, error, kind=CapsuleBatch.kind) from error
    weighed = found.how
    if weighed.trituration is not None and stock is None:
        sheet.findings += tracer_findings(sheet, weighed.trituration, avoid=avoid)
    filler_left = filler_total
    if weighed.trituration is not None:
        filler_left = sheet.work("filler left to weigh", arithmetic.remaining, whole=filler_total, part=weighed.diluent)
    filler_shown = round_half_up(filler_left, scales.readability)
    sheet.note(
        "filler, as the balance shows it",
        Worded("to the nearest {}, half up", (mass(scales.readability),)),
        Worded("{}", (mass(filler_shown),)),
    )
    target = fill.fill_mass
    if all_in:
        sheet.findings += capsule_checks.all_in_findings(wastage=wastage, content=found.if_not_lost)
        target = sheet.work("powder in one capsule, all filled in", arithmetic.in_each, total=blend, units=units)
        sheet.findings += capsule_checks.capacity_findings(target=target, holds=fill.fill_mass, field=fill.field)
    amounts = [(filler, fill.filler)]
    if stock is not None and stock.added is not None:
        each = sheet.work(
            f"{stock.added} in one capsule, from the stock",
            batch.in_each,
            total=weighed.diluent,
            units=units,
            wastage=wastage,
        )
        amounts = [(filler, fill.filler - each), (stock.diluent, each)]
    for powder_of, per_unit in amounts:
        sheet.findings += daily_amount_findings(
            powder_of,
            per_unit=per_unit,
            units_per_dose=prescription.units_per_dose,
            doses_per_day=prescription.doses_per_day,
        )
    shell_mass = shell_plan.shell_mass(sheet, shells, fill.size)
    limits = unit_limits(sheet, target, form=FORM, setting="policies.unit_standard", of="net mass", shell=shell_mass)
    hold = hold_point(sheet, target, make="fill", of="net mass")
    return CapsuleBatch(
        inputs=sheet.inputs,
        assumptions=sheet.assumptions,
        steps=sheet.steps,
        findings=order.accepted(sheet),
        form=FORM,
        drug_name=drug.drug_name,
        powder_name=drug.powder_name,
        drug_powder=drug.powder,
        strength=given.strength,
        count=given.count,
        units_made=int(units),
        capsule_size=fill.size,
        api_theoretical=mass(needed.theoretical),
        api_to_weigh=mass(on_balance),
        api_to_weigh_exact=mass(needed.powder),
        weighing_factor=drug.weighing_factor,
        filler=filler.key,
        filler_name=filler.name,
        filler_total=mass(filler_total),
        stock_diluent_name=None if stock is None else stock.added,
        stock_diluent_total=None if stock is None or stock.added is None else mass(weighed.diluent),
        filler_to_weigh=mass(filler_left),
        filler_on_balance=mass(filler_shown),
        fill_mass=mass(fill.fill_mass),
        blend_total=mass(blend),
        drug_load=ratio(powder / fill.fill_mass),
        readability=mass(scales.readability),
        api_weighing_error=None if weighed.trituration else error_of(on_balance, scales),
        filler_weighing_error=error_of(filler_shown, scales),
        error_bound=bound_of(weighed),
        trituration=weighed.trituration,
        unit_mass_limits=limits,
        hold_point=hold,
        content_of_label=found.content,
        fill_method=fill_method,
        machine_load=sheet.setting("capsules.machine_load"),
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
            filler.name,
            *(() if stock is None or stock.added is None else (stock.added,)),
            *(() if product is None else product.ingredients),
            shells.name,
        ),
    )
