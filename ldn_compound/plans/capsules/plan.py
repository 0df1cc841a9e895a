"""A capsule batch, from the prescription to everything that the bench needs."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import attrs

from ldn_compound.calc import arithmetic, batch
from ldn_compound.checks import capsules as capsule_checks
from ldn_compound.checks import material as material_checks
from ldn_compound.core.errors import CalculationError
from ldn_compound.core.numbers import round_half_up
from ldn_compound.core.results import Worded
from ldn_compound.core.units import Amount, mass, ratio
from ldn_compound.inputs import read_inputs, refuse_unknown, require_inputs
from ldn_compound.plans.batch.result import ContentOfLabel, HoldPoint, UnitMassLimits
from ldn_compound.plans.capsules import fill as capsule_fill
from ldn_compound.plans.capsules.result import CapsuleBatch
from ldn_compound.plans.ingredients import drug_substance as material
from ldn_compound.plans.ingredients import shell as shell_plan
from ldn_compound.plans.ingredients.avoid import avoided, settle_avoid
from ldn_compound.plans.ingredients.filler import daily_amount_findings, filler_findings, resolve_filler
from ldn_compound.plans.prescription import dosing_and_dates as order
from ldn_compound.plans.prescription.patient import read_patient
from ldn_compound.plans.weighing import balance
from ldn_compound.plans.weighing.crushing import tablets_to_crush
from ldn_compound.plans.weighing.tracer import tracer_findings
from ldn_compound.plans.weighing.weigh_drug import bound_of, error_of, filler_as_diluent, weigh_drug
from ldn_compound.plans.worksheet import Worksheet, recorded_inputs
from ldn_compound.reference.limits import default_count, get_standard
from ldn_compound.settings.profile import Profile
from ldn_compound.verb_inputs import CAPSULES as INPUTS
from ldn_compound.verb_inputs import CAPSULES_REQUIRED as REQUIRED
from ldn_compound.verb_inputs import STOCK


def plan_capsules(
    *,
    strength: object,
    count: object,
    size: object,
    filler: object,
    fill_mass: object = None,
    packing_stat: object = None,
    filler_density: object = None,
    measured: object = None,
    api_density: object = None,
    api_packing_stat: object = None,
    fill_method: object = None,
    extra_units: object = None,
    shell: object = None,
    shell_colour: object = None,
    shell_mass: object = None,
    assay: object = None,
    assay_basis: object = None,
    api_water: object = None,
    solvents: object = None,
    cap_assay: object = None,
    prescribed_as: object = None,
    powder: object = None,
    source_tablet: object = None,
    source_tablet_mass: object = None,
    source_product: object = None,
    stock: object = None,
    stock_diluent: object = None,
    wastage: object = None,
    overage: object = None,
    readability: object = None,
    sensitivity: object = None,
    repeatability: object = None,
    permitted_error: object = None,
    minimum_weighable: object = None,
    avoid: object = None,
    avoid_words: object = None,
    units_per_dose: object = None,
    doses_per_day: object = None,
    per_day: object = None,
    days_supply: object = None,
    age: object = None,
    body_weight: object = None,
    sex: object = None,
    rate: object = None,
    maximum: object = None,
    answers: object = None,
    opioid_free_days: object = None,
    last_opioid: object = None,
    weight_unit: object = None,
    made_on: object = None,
    made_on_is_today: object = None,
    today: object = None,
    component_expiries: object = None,
    component_lots: object = None,
    accept: object = None,
    accepted_by: object = None,
    profile: Profile | None = None,
) -> CapsuleBatch:
    """Plan a batch of capsules.

    A quantity is strict text ("4.5 mg") or a pint Quantity of :func:`ldn_compound.unit_registry`; a float is refused.

    Parameters:
        strength: mass, drug in one capsule as prescribed.
        count: whole number of capsules for the patient.
        size: capsule size as printed on the box, or ``smallest``.
        filler: key of the filler.
        fill_mass, packing_stat, filler_density: exactly one, or the profile's: mass of powder that fills a capsule,
            mass of pure filler that fills it, mass/volume of the filler as it is filled.
        measured: True where that figure was measured on this lot and machine.
        api_density, api_packing_stat: at most one: mass/volume of the drug powder, mass of it that fills a capsule.
        fill_method: ``to-mass`` or ``all-in``.
        extra_units: whole number made beyond the count.
        shell, shell_colour, shell_mass: material, colour and mean mass of one empty shell.
        assay, assay_basis, api_water, solvents, cap_assay: the drug powder; fractions in percent.
        prescribed_as, powder: what a prescribed mg means, and what is weighed: ``hydrochloride`` or ``base``.
        source_tablet, source_tablet_mass: crushed tablets instead: their strength and mean mass; source_product: which
            they are, the key of a product or ``unknown``.
        stock: ``1:10`` to weigh the drug from a trituration that is there already, 1 part of drug powder in 10;
            stock_diluent: key of what it is thinned with, the batch's filler if not given.
        wastage: fraction more of everything; overage: fraction more drug.
        readability, sensitivity, repeatability, permitted_error, minimum_weighable: the balance; masses and a fraction.
        avoid: list of what the patient must avoid: keys, or words such as dairy, which the plan says how it read;
            avoid_words: those that were read so (a record's own).
        units_per_dose, doses_per_day (or per_day), days_supply: whole numbers.
        age, body_weight, sex: years; body mass in kg or lb; ``female`` or ``male``, whose growth chart is asked.
        rate, maximum: the prescriber's, mass a body mass and day, and mass a day: the day's dose is held to them.
        weight_unit: ``kg`` or ``lb``, the unit that the weight was measured in, for a weight converted since.
        made_on: day of making, a date or ISO text; without it there is no beyond-use date.
        made_on_is_today: True where nobody gave it and a program took today; the plan says so.
        today: the day of planning; with it a day of making that lies ahead is a caution, without it the rule is not run
            (the label's check has it again).
        component_expiries, component_lots: by component: ``api``, ``filler``, ``shell`` or a substance's key.
        answers: answers to the dispensing questions by key, such as ``{"opioids": "none", "liver": "no"}``.
        opioid_free_days, last_opioid: when the last opioid was: whole number of days, a date.
        accept, accepted_by: codes of stop findings that are accepted, and by whom.
        profile: the pharmacy's profile, or None.

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
    raw = dict(locals())
    return _plan(_read(raw), profile=raw["profile"], recorded=None)


def replay(inputs: Mapping[str, Any]) -> CapsuleBatch:
    """Compute a plan again from its recorded inputs."""
    raw, recorded = recorded_inputs(inputs)
    refuse_unknown(raw, INPUTS, field="inputs", code="unknown-input", needed="an input of a capsule batch")
    return _plan(_read(raw), profile=None, recorded=recorded)


def _read(raw: Mapping[str, Any]) -> dict[str, Any]:
    given = read_inputs(INPUTS, raw)
    settle_avoid(given)
    require_inputs(given, REQUIRED)
    read_patient(given, raw)
    return given


def _plan(given: dict[str, Any], *, profile: Profile | None, recorded: Any) -> CapsuleBatch:
    sheet = Worksheet(given, profile=profile, recorded=recorded)
    capsule_fill.refuse_contradictions(sheet)
    drug = material.resolve_material(sheet)
    filler = resolve_filler(sheet, given["filler"])
    strength = given["strength"].value
    prescription = order.resolve_order(sheet, strength=strength, form="capsule", unit="capsules", own=filler.key)
    shells = shell_plan.resolve_shell(sheet)
    avoid = avoided(sheet)
    sheet.findings += filler_findings(filler, form="capsule", avoid=avoid)
    sheet.findings += shell_plan.shell_findings(shells, avoid)
    product = None
    if drug.tablet_mass is not None:
        from ldn_compound.plans.ingredients.source_product import product_findings, resolve_product

        product = resolve_product(sheet)
        sheet.findings += product_findings(sheet, product, drug, strength=strength, unit="capsule", avoid=avoid)
    stock = None
    if not given.keys().isdisjoint(STOCK):
        from ldn_compound.plans.weighing.stock import resolve_stock

        stock = resolve_stock(sheet, filler, form="capsule", avoid=avoid, crushed=drug.tablet_mass is not None)
    sheet.resolver.facts |= {
        "form": "capsule",
        "strength": given["strength"],
        "drug_load": lambda: capsule_fill.load_without_overage(
            sheet, filler=filler, strength=strength, factor=drug.powder_factor
        ),
    }
    wastage, overage = sheet.setting("policies.wastage").value, sheet.setting("policies.overage").value
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

    units = Fraction(given["count"] + given.get("extra_units", 0))
    if "extra_units" in given:
        sheet.note("units made", f"{given['count']} + {given['extra_units']} extra", f"{units}")
    theoretical = sheet.work(
        "drug in the batch",
        batch.drug_theoretical,
        strength=strength,
        units=units,
        wastage=wastage,
        overage=overage,
    )
    exact_powder = sheet.work(
        "drug powder to weigh", arithmetic.multiplied, amount=theoretical, times=drug.powder_factor
    )
    fill_method = sheet.setting("capsules.fill_method")
    all_in = fill_method == "all-in"
    scales = balance.resolve_balance(sheet)
    spread = Fraction(0) if all_in else wastage
    on_balance = balance.powder_on_balance(
        sheet,
        powder=exact_powder,
        strength=strength,
        units=units,
        spread=spread,
        factor=drug.powder_factor,
        readability=scales.readability,
    )
    blend = sheet.work("blend", arithmetic.for_batch, in_unit=fill.fill_mass, units=units, wastage=wastage)
    filler_total = sheet.work("filler in the blend", arithmetic.remaining, whole=blend, part=exact_powder)
    try:
        weighed = weigh_drug(
            sheet,
            powder=exact_powder,
            on_balance=on_balance,
            diluents=(filler_as_diluent(filler_total),),
            filler=filler_total,
            stock=None if stock is None else stock.parts,
            scales=scales,
            most=balance.most_powder(strength=strength, units=units, spread=spread, factor=drug.powder_factor),
        )
    except CalculationError as error:
        raise order.refusal(sheet, error, kind=CapsuleBatch.kind) from error
    if weighed.trituration is not None and stock is None:
        sheet.findings += tracer_findings(sheet, weighed.trituration, avoid=avoid)
    content = _content(
        sheet,
        powder=weighed.delivered,
        factor=drug.powder_factor,
        strength=strength,
        units=units,
        wastage=wastage,
        overage=overage,
        spread=spread,
    )
    filler_left = filler_total
    if weighed.trituration is not None:
        filler_left = sheet.work("filler left to weigh", arithmetic.remaining, whole=filler_total, part=weighed.diluent)
    filler_shown = round_half_up(filler_left, scales.readability)
    sheet.note(
        "filler, as the balance shows it",
        Worded("to the nearest {}, half up", (mass(scales.readability),)),
        Worded("{}", (mass(filler_shown),)),
    )
    not_lost = content.if_not_lost_exact
    target = fill.fill_mass
    sheet.findings += material_checks.content_findings(if_lost=content.if_lost_exact, if_not_lost=not_lost)
    if all_in:
        sheet.findings += capsule_checks.all_in_findings(wastage=wastage, content=not_lost)
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
    limits = _unit_limits(sheet, target, shell_plan.shell_mass(sheet, shells, fill.size))
    hold = _hold_point(sheet, target)
    crushed = tablets_to_crush(sheet, drug, weighed)
    return CapsuleBatch(
        inputs=sheet.inputs,
        assumptions=sheet.assumptions,
        steps=sheet.steps,
        findings=order.accepted(sheet),
        form="capsule",
        drug_name=drug.drug_name,
        powder_name=drug.powder_name,
        drug_powder=drug.powder,
        strength=given["strength"],
        count=given["count"],
        units_made=int(units),
        capsule_size=fill.size,
        api_theoretical=mass(theoretical),
        api_to_weigh=mass(on_balance),
        api_to_weigh_exact=mass(exact_powder),
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
        content_of_label=content.shown,
        fill_method=fill_method,
        machine_load=sheet.setting("capsules.machine_load"),
        made_on=given.get("made_on"),
        beyond_use_date=prescription.beyond_use_date,
        beyond_use_rule=prescription.rule.name,
        limited_by=prescription.limited_by,
        storage=prescription.rule.storage,
        tablets_to_crush=crushed,
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


@attrs.frozen(kw_only=True)
class _Content:
    if_lost_exact: Fraction
    if_not_lost_exact: Fraction

    @property
    def shown(self) -> ContentOfLabel:
        return ContentOfLabel(if_lost=ratio(self.if_lost_exact), if_not_lost=ratio(self.if_not_lost_exact))


def _content(
    sheet: Worksheet,
    *,
    powder: Fraction,
    factor: Fraction,
    strength: Fraction,
    units: Fraction,
    wastage: Fraction,
    overage: Fraction,
    spread: Fraction,
) -> _Content:
    """Work out the content from the powder as weighed: if nothing is lost, and if the allowances are lost."""
    drug = sheet.work("drug in that powder", arithmetic.divided, amount=powder, by=factor)
    not_lost = sheet.work(
        "content of label if nothing is lost",
        batch.content_of_label,
        drug=drug,
        strength=strength,
        units=units,
        spread=spread,
    )
    left = sheet.work("drug left if the overage is lost", batch.drug_after_loss, drug=drug, overage=overage)
    lost = sheet.work(
        "content of label if the allowances are lost",
        batch.content_of_label,
        drug=left,
        strength=strength,
        units=units,
        spread=wastage,
    )
    return _Content(if_lost_exact=lost, if_not_lost_exact=not_lost)


def _unit_limits(sheet: Worksheet, target: Fraction, shell_mass: Amount | None) -> UnitMassLimits:
    standard = get_standard(sheet.setting("policies.unit_standard"), sheet.day)
    band = standard.band("capsule", mass(target))
    limit = band.limit.value if band else Fraction(sheet.setting("policies.mean_limit").value)
    one = Fraction(1)
    low = sheet.work("lowest net mass of a capsule", arithmetic.part_of_unit, share=one - limit, unit=target)
    high = sheet.work("highest net mass of a capsule", arithmetic.part_of_unit, share=one + limit, unit=target)
    gross = [mass(value + shell_mass.value) if shell_mass else None for value in (target, low, high)]
    return UnitMassLimits(
        target=mass(target),
        low=mass(low),
        high=mass(high),
        shell=shell_mass,
        gross_target=gross[0],
        gross_low=gross[1],
        gross_high=gross[2],
        standard=standard.key,
    )


def _hold_point(sheet: Worksheet, target: Fraction) -> HoldPoint:
    limit: Amount = sheet.setting("policies.mean_limit")
    count = default_count().hold_point
    one = Fraction(1)
    low = arithmetic.part_of_unit(share=one - limit.value, unit=target)
    high = arithmetic.part_of_unit(share=one + limit.value, unit=target)
    sheet.note(
        "hold point",
        Worded(f"fill {count.value}, mean net mass within {{}} of {{}}", (limit, mass(target))),
        Worded("{} to {}", (mass(low), mass(high))),
    )
    return HoldPoint(units=count.value, target=mass(target), low=mass(low), high=mass(high), limit=limit)
