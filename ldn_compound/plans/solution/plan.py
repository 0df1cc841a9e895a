"""A liquid of naltrexone: glycerol solution or aqueous oral liquid, from the prescription to the bottle."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from ldn_compound.calc import arithmetic
from ldn_compound.calc import solution as calc
from ldn_compound.checks import solution as checks
from ldn_compound.core.errors import CalculationError
from ldn_compound.core.numbers import brief_text, round_half_up
from ldn_compound.core.results import Finding
from ldn_compound.core.units import Amount, as_mass, as_volume, mass, ratio, volume
from ldn_compound.inputs.batches import SolutionInputs
from ldn_compound.plans.batch.drug import BatchDrug, Needed, Volume, crushed_product, drug_findings, drug_needed
from ldn_compound.plans.batch.fields import drug_fields
from ldn_compound.plans.ingredients import drug_substance as material
from ldn_compound.plans.ingredients.avoid import avoided
from ldn_compound.plans.ingredients.drug_substance import Material
from ldn_compound.plans.prescription import dosing_and_dates as order
from ldn_compound.plans.prescription.strengths import StrengthsMade, resolve_strengths_made
from ldn_compound.plans.public import planner
from ldn_compound.plans.solution import dosing as solution_dose
from ldn_compound.plans.solution import vehicle as vehicle_plan
from ldn_compound.plans.solution.batch import SolutionBatch
from ldn_compound.plans.solution.dosing import Dose, Kept
from ldn_compound.plans.solution.drug import weigh_in_liquid
from ldn_compound.plans.solution.procedure import choose_bottle
from ldn_compound.plans.solution.vehicle import Filled, ResolvedVehicle, VehiclePart
from ldn_compound.plans.weighing.balance import Balance, resolve_balance, scales_findings
from ldn_compound.plans.worksheet import Worksheet
from ldn_compound.reference.limits import content_limits
from ldn_compound.reference.vehicles import get_substance, get_vehicle, limit, vehicle_keys

if TYPE_CHECKING:
    from ldn_compound.plans.ingredients.source_product import SourceProduct


class _Asked(NamedTuple):
    """A liquid as it was prescribed and chosen.

    Attributes:
        asked: mL for the patient; drops: of a dose, or None; listed: the strengths that the pharmacy makes.
        product: the tablets that are crushed, or None.
    """

    drug: Material
    vehicle: ResolvedVehicle
    strength: Amount
    route: str
    dose: Dose
    asked: Fraction
    avoid: tuple[str, ...]
    product: SourceProduct | None
    drops: int | None
    scales: Balance
    listed: StrengthsMade


class _Weighed(NamedTuple):
    """A liquid as it is weighed.

    Attributes:
        claim: what the drug is for.
        filled: the vehicle with what is left to weigh of each part.
        least: mL of the smallest batch that the balance weighs where the drug of this one is too little; else None.
    """

    drug: BatchDrug
    claim: Volume
    filled: Filled
    least: Fraction | None


class _Made(NamedTuple):
    """A liquid as it is made.

    Attributes:
        weighed: what is in it.
        fraction: its water, w/w; form: whose rule applies.
        solids: what the drug powder takes of the volume, as a fraction; None where the liquid is made up to volume.
        glycerol: mg in a dose and in a day's doses, or None.
        kept: how it is kept and until when.
    """

    weighed: _Weighed
    fraction: Fraction
    form: str
    solids: Fraction | None
    glycerol: tuple[Fraction | None, Fraction | None]
    kept: Kept


@planner(SolutionInputs, settle=order.settle_batch)
def plan_solution(sheet: Worksheet[SolutionInputs]) -> SolutionBatch:
    """Plan a liquid: a solution in glycerol, or the aqueous oral liquid of Fawcett.

    A quantity is strict text ("120 mL") or a pint Quantity of :func:`ldn_compound.unit_registry`; a float is refused.

    Leave volume out and give dose, doses_per_day and days_supply to have it worked out; one of units_per_dose is 1 mL.
    What is not given of the glycerol is the profile's, else the handbook's for its water; without its water, glycerol
    counts as dry and glycerol 85 % as 15 %. added_water is part of the volume; overfill comes on top of it. Components
    are named ``api``, ``vehicle`` or by the key of a substance in it.

    Returns:
        The plan. One with a stop finding that nobody accepted is returned, and cannot be printed.

    Raises:
        InputError, UnitError: a value that the field does not take; ``no-volume``, ``two-doses``,
            ``unknown-vehicle``, ``vehicle-has-its-water``, ``vehicle-without-preservative``,
            ``glycerol-water-outside-monograph``, ``component-expired`` and others, each naming its field.
        CalculationError: ``does-not-dissolve``, ``no-room-for-vehicle``, ``nothing-to-weigh``.
        StopError: ``stop-before-fit``: there is no such liquid, and there are stop findings besides.

    Sources: each step, assumption and finding of the result carries its own.

    >>> plan = plan_solution(volume="100 mL", dose="4.5 mg", doses_per_day=2)
    >>> print(plan.api_to_weigh, plan.vehicle_mass, plan.glycerol_per_day)
    100 milligram 126100 milligram 11349 milligram
    """
    given = sheet.given
    solution_dose.refuse_contradictions(sheet)
    drug = material.resolve_material(sheet)
    vehicle = vehicle_plan.resolve_vehicle(sheet)
    strength = _concentration(sheet)
    route = _route(sheet)
    dose = solution_dose.resolve_dose(sheet, strength.value)
    asked, overfill = solution_dose.resolve_volume(sheet, dose)
    whole = sheet.work("volume filled", calc.with_overfill, asked=asked, overfill=overfill)
    avoid = avoided(sheet)
    product = crushed_product(sheet, drug, strength=strength.value, unit="mL")
    sublingual = route == "sublingual"
    drops = solution_dose.resolve_drops(sheet, dose, concentration=strength.value, sublingual=sublingual)
    wastage, overage = sheet.setting("policies.wastage").value, sheet.setting("policies.overage").value
    made = sheet.work("volume made", calc.volume_made, volume=whole, wastage=wastage)
    scales = resolve_balance(sheet)
    listed = resolve_strengths_made(sheet, "solution", field="concentration")
    ordered = _Asked(drug, vehicle, strength, route, dose, asked, avoid, product, drops, scales, listed)
    weighed = _weigh(sheet, ordered, Volume(strength.value, whole, made, wastage, overage))
    found, filled = weighed.drug, weighed.filled
    fraction, form = _water(sheet, vehicle, filled, found.needed)
    solids = _solids(sheet, powder=found.needed.powder, made=made) if vehicle.row.by_mass else None
    a_dose, a_day = _glycerol(sheet, dose, filled=filled, water=vehicle.glycerol.water, made=made)
    storage = solution_dose.resolve_storage(sheet, given.storage, form)
    kept = solution_dose.resolve_dates(sheet, form=form, storage=storage, vehicle=vehicle.row)
    supply = solution_dose.resolve_supply(sheet, dose, asked=asked)
    measured = dose.measured
    return SolutionBatch(
        **drug_fields(
            sheet, found, rules(given, ordered, _Made(weighed, fraction, form, solids, (a_dose, a_day), kept))
        ),
        form="solution" if drug.tablet_mass is None else "suspension",
        concentration=strength,
        volume=volume(whole),
        asked_volume=volume(asked),
        overfill=volume(overfill),
        volume_made=volume(made),
        vehicle=vehicle.row.key,
        vehicle_name=vehicle.row.name,
        preservative=vehicle.preservative,
        vehicle_mass=mass(filled.mass),
        vehicle_volume=volume(filled.volume),
        glycerol_density=Amount(vehicle.glycerol.density, "mass/volume"),
        glycerol_water=ratio(vehicle.glycerol.water),
        components=filled.parts,
        water_fraction=ratio(fraction),
        water_activity=given.water_activity,
        water_class=form,
        beyond_use_date=kept.last_day,
        beyond_use_rule=kept.rule.name,
        limited_by=kept.limited_by,
        storage=kept.text,
        kept_at=kept.storage,
        dose=as_mass(dose.mass),
        dose_volume=as_volume(dose.volume),
        syringe=None if measured is None else measured.used,
        measured_volume=None if measured is None else volume(measured.drawn),
        delivered_dose=None if measured is None else mass(measured.drawn * strength.value),
        rounding_error=None if measured is None else ratio(measured.error),
        drops_per_dose=drops,
        doses_per_day=dose.per_day,
        daily_dose=as_mass(dose.daily),
        days_supply=supply,
        glycerol_per_dose=as_mass(a_dose),
        glycerol_per_day=as_mass(a_day),
        route=route,
        bottle=choose_bottle(whole),
        ingredients=(
            drug.ingredient,
            *(part.name for part in filled.parts),
            *(() if product is None else product.ingredients),
        ),
    )


def rules(given: SolutionInputs, ordered: _Asked, made: _Made | None = None) -> Iterator[Finding]:
    """Yield the findings on a liquid, in the order in which they are told; without what is made of it, those before."""
    drug, vehicle, dose, strength = ordered.drug, ordered.vehicle, ordered.dose, ordered.strength
    yield from material.material_findings(given, drug)
    yield from vehicle.glycerol.findings(given)
    yield from dose.findings(given)
    yield from checks.concentration_findings(strength, vehicle.row)
    yield from ordered.listed.findings([strength], field="concentration")
    yield from checks.vehicle_findings(vehicle.substances, ordered.avoid)
    if ordered.product is not None:
        yield from ordered.product.findings(unit="mL", avoid=ordered.avoid)
        yield checks.suspension_finding()
    elif drug.base:
        yield checks.base_powder_finding()
    yield checks.glycol_test_finding()
    if dose.volume is not None:
        sublingual = ordered.route == "sublingual"
        yield from checks.dose_findings(dose_volume=dose.volume, volume=ordered.asked, sublingual=sublingual)
    yield from solution_dose.drops_findings(given, dose, ordered.drops)
    yield from scales_findings(ordered.scales)
    if made is None:
        return
    yield from _weighing_findings(given, vehicle, made.weighed)
    activity, needed = given.water_activity, made.weighed.drug.needed
    yield from checks.water_findings(fraction=made.fraction, activity=activity, vehicle=vehicle.row)
    yield from vehicle_plan.worst_glycerol_findings(
        vehicle,
        made.weighed.filled,
        powder=needed.powder,
        powder_water=needed.drug.water,
        activity=activity,
        form=made.form,
    )
    if made.solids is not None:
        yield from checks.room_findings(made.solids)
    a_dose, a_day = made.glycerol
    if a_dose is not None:
        yield from checks.glycerol_findings(a_dose=a_dose, a_day=a_day)
    kept = made.kept
    yield from kept.of_form.findings()
    yield from solution_dose.kept_findings(
        kept.of_form, vehicle.row, storage=kept.storage, concentration=strength, on=given.day_of_rules()
    )
    if kept.last is not None:
        yield from kept.last.findings(today=given.today)
    yield from checks.liquid_supply_findings(
        volume=ordered.asked,
        per_day=dose.volume_a_day,
        days_supply=given.days_supply,
        made_on=given.made_on,
        last_day=kept.last_day,
    )


def _weighing_findings(given: SolutionInputs, vehicle: ResolvedVehicle, weighed: _Weighed) -> Iterator[Finding]:
    """Yield the findings on how well the drug and the vehicle can be weighed."""
    found, filled, claim, scales = weighed.drug, weighed.filled, weighed.claim, weighed.drug.scales
    yield from drug_findings(given, found)
    part = found.how.trituration
    if part is not None and part.dissolved_in is not None:
        yield from checks.stock_solution_findings(get_substance(part.dissolved_in))
    if weighed.least is not None:
        yield checks.larger_batch_finding(least=weighed.least, made=claim.made, whole=claim.whole)
    yield from checks.excipient_findings(
        [(item.name, item.exact.to_weigh.value) for item in filled.parts if item.exact.weighing_error is not None],
        minimum=scales.minimum,
    )
    preservative = vehicle.row.preservatives.get(vehicle.preservative or "")
    for item in filled.parts:
        if item.key == preservative:
            yield from _preservative_findings(item, made=claim.made, scales=scales, on=given.day_of_rules())


def _concentration(sheet: Worksheet[SolutionInputs]) -> Amount:
    asked: Amount | None = sheet.given.concentration
    if asked is not None:
        return asked
    usual = get_vehicle(vehicle_keys()[0]).strength
    sheet.assume(
        "concentration-assumed",
        field="concentration",
        value=usual.value.text(),
        message="no concentration was given: the usual strength of the liquid",
        source=usual.source,
    )
    return usual.value


def _route(sheet: Worksheet[SolutionInputs]) -> str:
    asked: str | None = sheet.given.route
    if asked is None:
        sheet.assume("route-assumed", field="route", value="oral", message="no route was given: by mouth, swallowed")
    return asked or "oral"


def _refuse_too_strong(concentration: Amount) -> None:
    soluble = limit().solubility_in_water
    if concentration.value > soluble.value.value:
        raise CalculationError(
            "does-not-dissolve",
            field="concentration",
            given=concentration.text(),
            needed=f"at most {soluble.value.text()}, about what dissolves in water; in glycerol no figure was found",
            hint="is the decimal point right? the usual strength is 1 mg/mL",
        )


def _weigh(sheet: Worksheet[SolutionInputs], ordered: _Asked, claim: Volume) -> _Weighed:
    """Weigh the drug and the vehicle."""
    scales = ordered.scales
    with order.stops_first(sheet, SolutionBatch.kind, rules(sheet.given, ordered)):
        _refuse_too_strong(ordered.strength)
        filled = vehicle_plan.fill_vehicle(sheet, ordered.vehicle, made=claim.made, wastage=claim.wastage)
        needed = drug_needed(sheet, ordered.drug, claim)
        found, least = weigh_in_liquid(sheet, needed, claim, scales, filled=filled)
    filled = vehicle_plan.weighed_parts(sheet, filled, aliquot=found.how.trituration, scales=scales)
    return _Weighed(found, claim, filled, least)


def _water(
    sheet: Worksheet[SolutionInputs], vehicle: ResolvedVehicle, filled: Filled, needed: Needed
) -> tuple[Fraction, str]:
    """Return the water fraction, and the form that it puts the liquid in."""
    activity: Fraction | None = sheet.given.water_activity
    fraction = vehicle_plan.water_of(sheet, vehicle, filled, powder=needed.powder, powder_water=needed.drug.water)
    form = vehicle_plan.classify(fraction, activity=activity, preserved=vehicle.row.preserved)
    shown = "not measured" if activity is None else f"measured as {brief_text(activity)}"
    preserved = "preserved" if vehicle.row.preserved else "not preserved"
    sheet.note("water class", f"by the water fraction; water activity {shown}; {preserved}", form)
    return fraction, form


def _preservative_findings(part: VehiclePart, *, made: Fraction, scales: Balance, on: date | None) -> list[Finding]:
    """Return the findings on how well the preservative can be weighed, to the balance's last digit."""
    weight = part.exact.to_weigh.value
    limits = content_limits(on)
    least = max(scales.error / (limits.high.value - 1), scales.readability) / weight * made
    shown = round_half_up(weight, scales.readability)
    error = None if shown == 0 else (scales.error + abs(shown - weight)) / weight
    return checks.preservative_error_findings(part.name, error=error, least=least, on=on)


def _solids(sheet: Worksheet, *, powder: Fraction, made: Fraction) -> Fraction:
    """Return the powder's room as a fraction of the volume, which is not counted where a liquid is made up by mass."""
    least = limit().least_density
    taken = calc.room_of_solids(solids=powder, density=least.value.value, made=made)
    sheet.assume(
        "solids-not-counted",
        field="volume",
        value="0 mL",
        message=f"the room that the drug powder takes in the liquid is not counted: it makes the liquid weaker by at "
        f"most {brief_text(taken * 100, places=2)} % here (at {least.value.in_unit / 1000} g/mL)",
        source=least.source,
    )
    return taken


def _glycerol(
    sheet: Worksheet, dose: Dose, *, filled: Filled, water: Fraction, made: Fraction
) -> tuple[Fraction | None, Fraction | None]:
    """Return the glycerol in a dose and in a day's doses, its own water left out."""
    if dose.volume is None:
        return None, None
    pure = filled.glycerol
    if water > 0:
        pure = sheet.work("glycerol without its water", arithmetic.without_share, whole=pure, share=water)
    a_dose = sheet.work("glycerol in a dose", calc.part_in_dose, part=pure, made=made, dose_volume=dose.volume)
    a_day: Fraction | None = None
    if dose.per_day is not None:
        a_day = sheet.work("glycerol a day", calc.amount_a_day, amount=a_dose, doses_per_day=Fraction(dose.per_day))
    return a_dose, a_day
