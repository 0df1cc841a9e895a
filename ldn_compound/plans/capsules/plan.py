"""A capsule batch, from the prescription to everything that is needed to make it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from ldn_compound.calc import arithmetic
from ldn_compound.checks import capsules as checks
from ldn_compound.core.results import Finding
from ldn_compound.core.units import mass, ratio
from ldn_compound.inputs.batches import CapsuleInputs
from ldn_compound.plans.batch.drug import (
    BatchDrug,
    Units,
    crushed_product,
    drug_findings,
    drug_needed,
    units_made,
    weigh,
)
from ldn_compound.plans.batch.fields import drug_fields, order_fields
from ldn_compound.plans.batch.limits import hold_point, unit_limits
from ldn_compound.plans.capsules import FORM
from ldn_compound.plans.capsules import fill as capsule_fill
from ldn_compound.plans.capsules.fill import Fill, Sized
from ldn_compound.plans.capsules.result import CapsuleBatch
from ldn_compound.plans.ingredients import drug_substance as material
from ldn_compound.plans.ingredients import shell as shell_plan
from ldn_compound.plans.ingredients.avoid import avoided
from ldn_compound.plans.ingredients.drug_substance import Material
from ldn_compound.plans.ingredients.filler import (
    ResolvedFiller,
    daily_amount_findings,
    filler_findings,
    resolve_filler,
)
from ldn_compound.plans.ingredients.shell import ShellOf
from ldn_compound.plans.prescription import dosing_and_dates as order
from ldn_compound.plans.prescription.dosing_and_dates import Order
from ldn_compound.plans.public import planner
from ldn_compound.plans.weighing.balance import Balance, resolve_balance, scales_findings, shown_by_balance
from ldn_compound.plans.weighing.tracer import TracerOf, resolve_tracer, tracer_findings
from ldn_compound.plans.weighing.weigh_drug import error_of, filler_as_diluent
from ldn_compound.plans.worksheet import Worksheet

if TYPE_CHECKING:
    from ldn_compound.plans.ingredients.source_product import SourceProduct
    from ldn_compound.plans.weighing.stock import Stock


class _Chosen(NamedTuple):
    """What a batch is made of, and what was prescribed."""

    drug: Material
    filler: ResolvedFiller
    shells: ShellOf
    product: SourceProduct | None
    stock: Stock | None
    prescription: Order
    avoid: tuple[str, ...]


class _Blend(NamedTuple):
    """The blend of a batch, in mg: in all, its filler, and of that what is left to weigh, exactly and as shown."""

    total: Fraction
    filler: Fraction
    left: Fraction
    shown: Fraction


class _Made(NamedTuple):
    """A batch as it is made.

    Attributes:
        fill: of one capsule; drug: as it is weighed; tracer: in its trituration, or None.
        all_in: mg of powder in one capsule where all the blend is filled in, else None.
        in_one: the powders in one capsule besides the drug, each with its mg.
    """

    fill: Fill
    drug: BatchDrug
    tracer: TracerOf | None
    all_in: Fraction | None
    in_one: list[tuple[ResolvedFiller, Fraction]]


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
    chosen = _resolve(sheet)
    drug, filler, prescription = chosen.drug, chosen.filler, chosen.prescription
    wastage, overage = _allowances(sheet, filler, factor=drug.powder_factor)
    claim = Units(given.strength.value, units_made(sheet, given), wastage, overage, spread=wastage)
    powder = claim.powder_in_one(sheet, FORM, drug.powder_factor)
    with order.stops_first(sheet, CapsuleBatch.kind, rules(given, chosen)):
        sized = capsule_fill.resolve_size(sheet, filler=filler, powder=powder)
    with order.stops_first(sheet, CapsuleBatch.kind, rules(given, chosen, sized)):
        fill = capsule_fill.resolve_fill(sheet, sized, powder=powder)
    fill_method, machine_load = sheet.setting("capsules.fill_method"), _machine_load(sheet)
    if fill_method == "all-in":
        claim = claim._replace(spread=Fraction(0))
    found, blend, tracer = _weigh(sheet, chosen, sized, claim, fill)
    all_in: Fraction | None = None
    if fill_method == "all-in":
        name = "powder in one capsule, all filled in"
        all_in = sheet.work(name, arithmetic.in_each, total=blend.total, units=claim.units)
    target = fill.fill_mass if all_in is None else all_in
    made = _Made(fill, found, tracer, all_in, _in_one(sheet, chosen, fill, claim, found))
    shell_mass = shell_plan.shell_mass(sheet, chosen.shells, sized.size)
    limits = unit_limits(sheet, target, form=FORM, setting="policies.unit_standard", of="net mass", shell=shell_mass)
    hold = hold_point(sheet, target, make="fill", of="net mass")
    added = None if chosen.stock is None else chosen.stock.added
    return CapsuleBatch(
        **drug_fields(sheet, found, rules(given, chosen, sized, found.scales, made)),
        **order_fields(prescription),
        form=FORM,
        strength=given.strength,
        count=given.count,
        units_made=int(claim.units),
        capsule_size=sized.size,
        filler=filler.key,
        filler_name=filler.name,
        filler_total=mass(blend.filler),
        stock_diluent_name=added,
        stock_diluent_total=None if added is None else mass(found.how.diluent),
        filler_to_weigh=mass(blend.left),
        filler_on_balance=mass(blend.shown),
        filler_weighing_error=error_of(blend.shown, found.scales),
        fill_mass=mass(fill.fill_mass),
        blend_total=mass(blend.total),
        drug_load=ratio(powder / fill.fill_mass),
        unit_mass_limits=limits,
        hold_point=hold,
        fill_method=fill_method,
        machine_load=machine_load,
        ingredients=(
            drug.ingredient,
            filler.name,
            *(() if added is None else (added,)),
            *(() if chosen.product is None else chosen.product.ingredients),
            chosen.shells.name,
        ),
    )


def rules(
    given: CapsuleInputs,
    chosen: _Chosen,
    sized: Sized | None = None,
    scales: Balance | None = None,
    made: _Made | None = None,
) -> Iterator[Finding]:
    """Yield the findings on a batch of capsules, in the order in which they are told, as far as it was worked out."""
    filler, prescription, avoid, strength = chosen.filler, chosen.prescription, chosen.avoid, given.strength.value
    yield from material.material_findings(given, chosen.drug)
    yield from order.order_findings(given, prescription, count=given.count, strength=strength, form=FORM)
    yield from filler_findings(filler, form=FORM, avoid=avoid)
    yield from shell_plan.shell_findings(chosen.shells, avoid)
    if chosen.product is not None:
        yield from chosen.product.findings(unit=FORM, avoid=avoid)
    if chosen.stock is not None:
        yield from chosen.stock.findings(given, form=FORM, avoid=avoid)
    if sized is not None:
        yield from capsule_fill.fill_findings(given, sized, filler)
    if scales is not None:
        yield from scales_findings(scales)
    if made is None:
        return
    yield from drug_findings(given, made.drug)
    yield from tracer_findings(made.tracer, avoid=avoid)
    if made.all_in is not None and sized is not None:
        holds, field = made.fill.fill_mass, sized.figure.field
        yield from checks.all_in_findings(wastage=made.drug.needed.claim.wastage, content=made.drug.if_not_lost)
        yield from checks.capacity_findings(target=made.all_in, holds=holds, field=field)
    for powder_of, per_unit in made.in_one:
        yield from daily_amount_findings(
            powder_of,
            per_unit=per_unit,
            units_per_dose=prescription.units_per_dose,
            doses_per_day=prescription.doses_per_day,
        )


def _resolve(sheet: Worksheet[CapsuleInputs]) -> _Chosen:
    """Resolve the ingredients and the prescription."""
    given = sheet.given
    drug = material.resolve_material(sheet)
    filler = resolve_filler(sheet, given.filler)
    strength = given.strength.value
    prescription = order.resolve_order(sheet, count=given.count, strength=strength, form=FORM, own=filler.key)
    shells = shell_plan.resolve_shell(sheet)
    avoid = avoided(sheet)
    product = crushed_product(sheet, drug, strength=strength, unit=FORM)
    stock = None
    if given.stock is not None or given.stock_diluent is not None:
        from ldn_compound.plans.weighing.stock import resolve_stock

        stock = resolve_stock(sheet, filler, crushed=drug.tablet_mass is not None)
    return _Chosen(drug, filler, shells, product, stock, prescription, avoid)


def _machine_load(sheet: Worksheet) -> int:
    """Return how many capsules the machine takes at a time; the usual number is recorded without a word."""
    name = "capsules.machine_load"
    load: int = sheet.setting(name, quietly=True)
    return load if sheet.origin(name) == "assumption" else sheet.setting(name)


def _allowances(
    sheet: Worksheet[CapsuleInputs], filler: ResolvedFiller, *, factor: Fraction
) -> tuple[Fraction, Fraction]:
    """Return wastage and overage as fractions; a country's overage may depend on the drug load.

    Parameters:
        factor: mg of powder for a mg of drug.
    """
    strength = sheet.given.strength
    sheet.resolver.facts |= {"form": FORM, "strength": strength}
    wastage: Fraction = sheet.setting("policies.wastage").value
    if sheet.asks_for("drug_load", "policies.overage"):
        load = capsule_fill.load_without_overage(sheet, filler=filler, strength=strength.value, factor=factor)
        sheet.resolver.facts["drug_load"] = load
    return wastage, sheet.setting("policies.overage").value


def _weigh(
    sheet: Worksheet[CapsuleInputs], chosen: _Chosen, sized: Sized, claim: Units, fill: Fill
) -> tuple[BatchDrug, _Blend, TracerOf | None]:
    """Weigh the drug, and what of the filler is left beside what a trituration brings."""
    needed = drug_needed(sheet, chosen.drug, claim)
    scales = resolve_balance(sheet)
    on_balance = needed.on_balance(sheet, scales)
    total = claim.blend(sheet, fill.fill_mass)
    filler = sheet.work("filler in the blend", arithmetic.remaining, whole=total, part=needed.powder)
    with order.stops_first(sheet, CapsuleBatch.kind, rules(sheet.given, chosen, sized, scales)):
        found = weigh(
            sheet,
            needed,
            scales,
            on_balance=on_balance,
            diluents=(filler_as_diluent(filler),),
            filler=filler,
            stock=None if chosen.stock is None else chosen.stock.parts,
        )
    left, part, tracer = filler, found.how.trituration, None
    if part is not None:
        if chosen.stock is None:
            tracer = resolve_tracer(sheet, part)
        left = sheet.work("filler left to weigh", arithmetic.remaining, whole=filler, part=found.how.diluent)
    return found, _Blend(total, filler, left, shown_by_balance(sheet, "filler", left, scales)), tracer


def _in_one(
    sheet: Worksheet, chosen: _Chosen, fill: Fill, claim: Units, found: BatchDrug
) -> list[tuple[ResolvedFiller, Fraction]]:
    """Return the powders in one capsule besides the drug, each with its mg."""
    filler, stock = chosen.filler, chosen.stock
    if stock is None or stock.added is None:
        return [(filler, fill.filler)]
    each = claim.from_stock(sheet, stock, FORM, found.how.diluent)
    return [(filler, fill.filler - each), (stock.diluent, each)]
