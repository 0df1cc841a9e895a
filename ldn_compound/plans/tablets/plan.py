"""A batch of tablets, moulded or compressed, from the prescription to everything that the bench needs."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from ldn_compound.calc import arithmetic, batch
from ldn_compound.checks.solution import excipient_findings
from ldn_compound.core.errors import CalculationError
from ldn_compound.core.units import mass, ratio
from ldn_compound.inputs import read_inputs, refuse_unknown, require_inputs
from ldn_compound.plans.ingredients import drug_substance as material
from ldn_compound.plans.ingredients.avoid import avoided, settle_avoid
from ldn_compound.plans.prescription import dosing_and_dates as order
from ldn_compound.plans.prescription.patient import read_patient
from ldn_compound.plans.tablets import excipients as tablet_amounts
from ldn_compound.plans.tablets import formulation as tablet_make
from ldn_compound.plans.tablets import limits as tablet_limits
from ldn_compound.plans.tablets import moulded as tablet_mould
from ldn_compound.plans.tablets.batch import TabletBatch
from ldn_compound.plans.tablets.drug import drug_needed, weigh
from ldn_compound.plans.tablets.formulation import FORM
from ldn_compound.plans.weighing import balance
from ldn_compound.plans.weighing.stock import resolve_stock
from ldn_compound.plans.weighing.tracer import tracer_findings
from ldn_compound.plans.weighing.weigh_drug import bound_of, error_of
from ldn_compound.plans.worksheet import Worksheet, recorded_inputs
from ldn_compound.reference.fillers import filler_keys
from ldn_compound.settings.profile import Profile
from ldn_compound.verb_inputs import TABLETS as INPUTS
from ldn_compound.verb_inputs import TABLETS_REQUIRED as REQUIRED
from ldn_compound.verb_inputs import TABLETS_REQUIRED_BY_METHOD as REQUIRED_BY_METHOD


def plan_tablets(
    *,
    method: object,
    strength: object,
    count: object,
    blank_mass: object = None,
    displacement_factor: object = None,
    verdraengungsfaktor: object = None,
    medicated_mass: object = None,
    medicated_drug: object = None,
    carrier_displacement_factor: object = None,
    carrier_verdraengungsfaktor: object = None,
    base: object = None,
    wetting_volume: object = None,
    tablet_mass: object = None,
    recipe: object = None,
    scored: object = None,
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
) -> TabletBatch:
    """Plan a batch of tablets: moulded (tablet triturates) or compressed on a small press.

    A quantity is strict text ("4.5 mg") or a pint Quantity of :func:`ldn_compound.unit_registry`; a float is refused.

    Parameters:
        method: ``moulded`` (needs blank_mass and base) or ``compressed`` (needs tablet_mass and recipe).
        strength: mass, drug in one tablet as prescribed.
        count: whole number of tablets for the patient.
        blank_mass: mean mass of a blank tablet, pure base from this mould.
        displacement_factor: number, g of drug that displace 1 g of base; 1 is assumed, with its worst case.
        verdraengungsfaktor: its inverse in its place: g of base that 1 g of drug displaces.
        medicated_mass, medicated_drug: measured in its place: mean mass of a medicated tablet from this mould, and mass
            of drug powder in it.
        carrier_displacement_factor (or carrier_verdraengungsfaktor): the same for what comes with the drug: the other
            ingredients of crushed tablets, or the diluent of a stock where it is not the base; 1 is assumed.
        base: key of the base: ``triturate-lactose-sucrose``, ``mannitol-silica`` or another filler.
        wetting_volume: volume of wetting liquid for the batch, as the pharmacy knows it.
        tablet_mass: target mass of one compressed tablet.
        recipe: key of a recipe, or shares of the tablet's mass by excipient such as
            ``{"mcc-ph102": "45 %", "lactose-monohydrate": "rest", "magnesium-stearate": "0.5 %"}``; the row ``rest``
            makes the tablet up to its mass. Without such a row shares and drug must be 100 % exactly.
        scored: True where the tablets have a score line.
        assay, assay_basis, api_water, solvents, cap_assay: the drug powder; fractions in percent.
        prescribed_as, powder: what a prescribed mg means, and what is weighed: ``hydrochloride`` or ``base``.
        source_tablet, source_tablet_mass: crushed tablets instead: their strength and mean mass; source_product: which
            they are, the key of a product or ``unknown``.
        stock: ``1:10`` to weigh the drug from a trituration that is there already, 1 part of drug powder in 10;
            stock_diluent: key of what it is thinned with, the batch's base or main diluent if not given.
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
        component_expiries, component_lots: by component: ``api``, ``filler`` or a substance's key.
        answers: answers to the dispensing questions by key, such as ``{"opioids": "none", "liver": "no"}``.
        opioid_free_days, last_opioid: when the last opioid was: whole number of days, a date.
        accept, accepted_by: codes of stop findings that are accepted, and by whom.
        profile: the pharmacy's profile, or None.

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
    raw = dict(locals())
    return _plan(_read(raw), profile=raw["profile"], recorded=None)


def replay(inputs: Mapping[str, Any]) -> TabletBatch:
    """Compute a plan again from its recorded inputs."""
    raw, recorded = recorded_inputs(inputs)
    refuse_unknown(raw, INPUTS, field="inputs", code="unknown-input", needed="an input of a tablet batch")
    return _plan(_read(raw), profile=None, recorded=recorded)


def _read(raw: Mapping[str, Any]) -> dict[str, Any]:
    given = read_inputs(INPUTS, raw)
    settle_avoid(given)
    require_inputs(given, REQUIRED)
    read_patient(given, raw)
    return given


def _plan(given: dict[str, Any], *, profile: Profile | None, recorded: Any) -> TabletBatch:
    sheet = Worksheet(given, profile=profile, recorded=recorded)
    tablet_make.refuse_contradictions(sheet)
    require_inputs(given, REQUIRED_BY_METHOD[given["method"]])
    if given["method"] == "moulded":
        tablet_mould.refuse_contradictions(given, crushed="source_tablet" in given)
    drug = material.resolve_material(sheet)
    strength, avoid = given["strength"].value, avoided(sheet)
    moulded = given["method"] == "moulded"
    field = "base" if moulded else "recipe"
    recipe = None if moulded else tablet_make.resolve_recipe(sheet)
    fillers = (
        (tablet_make.resolve_excipient(sheet, given["base"], "base"),)
        if recipe is None
        else tuple(filler for filler, _ in recipe.rows)
    )
    own = next((filler.key for filler in fillers if filler.key not in filler_keys()), fillers[0].key)
    prescription = order.resolve_order(sheet, strength=strength, form=FORM, unit="tablets", own=own)
    for filler in fillers:
        sheet.findings += tablet_make.composition(filler, field=field, avoid=avoid)
    product = None
    if drug.tablet_mass is not None:
        from ldn_compound.plans.ingredients.source_product import product_findings, resolve_product

        product = resolve_product(sheet)
        sheet.findings += product_findings(sheet, product, drug, strength=strength, unit="tablet", avoid=avoid)
    sheet.resolver.facts |= {"form": "tablet", "strength": given["strength"]}
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

    units = Fraction(given["count"])
    scales = balance.resolve_balance(sheet)
    needed = drug_needed(sheet, drug, strength=strength, units=units, wastage=wastage, overage=overage, scales=scales)
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
        weighed = weigh(
            sheet,
            drug,
            needed,
            diluent=totals[diluent],
            strength=strength,
            units=units,
            wastage=wastage,
            overage=overage,
            scales=scales,
            stock=None if stock is None else stock.parts,
            replaces=Fraction(1) if of_stock is None else 1 / of_stock[0],
        )
    except CalculationError as error:
        raise order.refusal(sheet, error, kind=TabletBatch.kind) from error
    if weighed.how.trituration is not None and stock is None:
        sheet.findings += tracer_findings(sheet, weighed.how.trituration, avoid=avoid)
    from_aliquot = diluent
    if stock is not None and stock.added is not None:
        brought = weighed.how.diluent
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
            brought=weighed.how.diluent if number == from_aliquot else Fraction(0),
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
    limits = tablet_limits.unit_limits(sheet, make.tablet)
    hold = tablet_limits.hold_point(sheet, make.tablet)
    half = tablet_limits.half_tablet(sheet, make, strength) if given.get("scored") else None
    wetting = tablet_amounts.wetting_liquid(sheet) if moulded else None
    factor = make.factor
    return TabletBatch(
        inputs=sheet.inputs,
        assumptions=sheet.assumptions,
        steps=sheet.steps,
        findings=order.accepted(sheet),
        form=FORM,
        method=given["method"],
        drug_name=drug.drug_name,
        powder_name=drug.powder_name,
        drug_powder=drug.powder,
        strength=given["strength"],
        count=given["count"],
        tablet_mass=mass(make.tablet),
        blank_mass=given.get("blank_mass"),
        displacement_factor=factor,
        displacement_definition=None if factor is None else tablet_mould.DEFINITION,
        carrier_per_unit=mass(make.carrier) if make.carrier > 0 else None,
        carrier_displacement_factor=make.carrier_factor,
        recipe_name=make.recipe,
        api_theoretical=mass(needed.theoretical),
        api_to_weigh=mass(needed.on_balance),
        api_to_weigh_exact=mass(needed.powder),
        api_weighing_error=None if weighed.how.trituration else error_of(needed.on_balance, scales),
        weighing_factor=drug.weighing_factor,
        powder_per_unit=mass(powder),
        excipients=excipients,
        base_shares=tablet_amounts.base_shares(excipients[0], weighed.how.trituration) if moulded else (),
        wetting_liquid=wetting,
        blend_total=mass(blend),
        drug_load=ratio(powder / make.tablet),
        readability=mass(scales.readability),
        error_bound=bound_of(weighed.how),
        trituration=weighed.how.trituration,
        unit_mass_limits=limits,
        hold_point=hold,
        content_of_label=weighed.content,
        half=half,
        made_on=given.get("made_on"),
        beyond_use_date=prescription.beyond_use_date,
        beyond_use_rule=prescription.rule.name,
        limited_by=prescription.limited_by,
        storage=prescription.rule.storage,
        tablets_to_crush=weighed.crushed,
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
