"""A liquid of naltrexone: glycerol solution or aqueous oral liquid, from the prescription to the bottle."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from ldn_compound.calc import arithmetic
from ldn_compound.calc import solution as calc
from ldn_compound.checks import solution as checks
from ldn_compound.core.errors import CalculationError
from ldn_compound.core.numbers import brief_text, round_half_up
from ldn_compound.core.results import Finding
from ldn_compound.core.units import Amount, as_mass, as_volume, mass, ratio, volume
from ldn_compound.inputs.batches import SolutionInputs
from ldn_compound.plans.batch.drug import BatchDrug, Needed, Volume, crushed_product, drug_needed
from ldn_compound.plans.batch.fields import drug_fields
from ldn_compound.plans.ingredients import drug_substance as material
from ldn_compound.plans.ingredients.avoid import avoided
from ldn_compound.plans.ingredients.drug_substance import Material
from ldn_compound.plans.prescription import dosing_and_dates as order
from ldn_compound.plans.prescription.syringe import Measured
from ldn_compound.plans.public import planner
from ldn_compound.plans.solution import dosing as solution_dose
from ldn_compound.plans.solution import vehicle as vehicle_plan
from ldn_compound.plans.solution.batch import SolutionBatch
from ldn_compound.plans.solution.drug import weigh_in_liquid
from ldn_compound.plans.solution.procedure import choose_bottle
from ldn_compound.plans.solution.vehicle import Filled, ResolvedVehicle, VehiclePart
from ldn_compound.plans.weighing.balance import Balance, resolve_balance
from ldn_compound.plans.worksheet import Worksheet
from ldn_compound.reference.limits import content_limits
from ldn_compound.reference.vehicles import get_vehicle, limit, vehicle_keys

if TYPE_CHECKING:
    from ldn_compound.plans.ingredients.source_product import SourceProduct


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
    dose, measured = _dose(sheet, strength.value)
    asked, overfill = solution_dose.resolve_volume(sheet, dose)
    whole = sheet.work("volume filled", calc.with_overfill, asked=asked, overfill=overfill)
    sheet.findings += checks.concentration_findings(strength, vehicle.row)
    avoid = avoided(sheet)
    sheet.findings += checks.vehicle_findings(vehicle.substances, avoid)
    product = _product(sheet, drug, strength, avoid)
    sublingual = route == "sublingual"
    if dose.volume is not None:
        sheet.findings += checks.dose_findings(dose_volume=dose.volume, volume=asked, sublingual=sublingual)
    drops = solution_dose.resolve_drops(sheet, dose, concentration=strength.value, sublingual=sublingual)
    made, found, filled = _weigh(sheet, drug, vehicle, strength, whole=whole)
    fraction, form = _water(sheet, vehicle, filled, found.needed, made=made)
    a_dose, a_day = _glycerol(sheet, dose, filled=filled, water=vehicle.glycerol.water, made=made)
    storage = solution_dose.resolve_storage(sheet, given.storage, form)
    kept = solution_dose.resolve_dates(sheet, form=form, storage=storage, vehicle=vehicle.row, concentration=strength)
    supply = solution_dose.resolve_supply(sheet, dose, asked=asked, kept=kept)
    return SolutionBatch(
        **drug_fields(sheet, found),
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


def _product(
    sheet: Worksheet[SolutionInputs], drug: Material, strength: Amount, avoid: tuple[str, ...]
) -> SourceProduct | None:
    """Return the tablets that are crushed, if they are, with what it means that a drug does not dissolve."""
    product = crushed_product(sheet, drug, strength=strength.value, unit="mL", avoid=avoid)
    if product is not None:
        sheet.findings.append(checks.suspension_finding())
    elif drug.base:
        sheet.findings.append(checks.base_powder_finding())
    sheet.findings.append(checks.glycol_test_finding())
    return product


def _dose(sheet: Worksheet[SolutionInputs], concentration: Fraction) -> tuple[solution_dose.Dose, Measured | None]:
    """Return the dose, and how it is drawn; None where no syringe measures it."""
    dose = solution_dose.resolve_dose(sheet, concentration)
    measured = solution_dose.resolve_syringe(sheet, dose, concentration=concentration)
    return (dose if measured is None else attrs.evolve(dose, drawn=measured.drawn)), measured


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


def _weigh(
    sheet: Worksheet[SolutionInputs], drug: Material, vehicle: ResolvedVehicle, strength: Amount, *, whole: Fraction
) -> tuple[Fraction, BatchDrug, Filled]:
    """Weigh the drug and the vehicle, with the findings on how well that can be done.

    Parameters:
        whole: mL that are filled.

    Returns:
        The mL that are made, the drug, and the vehicle with what is left to weigh of each part.
    """
    wastage, overage = sheet.setting("policies.wastage").value, sheet.setting("policies.overage").value
    made = sheet.work("volume made", calc.volume_made, volume=whole, wastage=wastage)
    scales = resolve_balance(sheet)
    with order.stops_first(sheet, SolutionBatch.kind):
        _refuse_too_strong(strength)
        filled = vehicle_plan.fill_vehicle(sheet, vehicle, made=made, wastage=wastage)
        claim = Volume(strength.value, whole, made, wastage, overage)
        found = weigh_in_liquid(sheet, drug_needed(sheet, drug, claim), claim, scales, filled=filled)
    filled = vehicle_plan.weighed_parts(sheet, filled, aliquot=found.how.trituration, scales=scales)
    sheet.findings += checks.excipient_findings(
        [(part.name, part.exact.to_weigh.value) for part in filled.parts if part.exact.weighing_error is not None],
        minimum=scales.minimum,
    )
    preservative = vehicle.row.preservatives.get(vehicle.preservative or "")
    for part in filled.parts:
        if part.key == preservative:
            sheet.findings += _preservative(sheet, part, made=made, scales=scales)
    return made, found, filled


def _water(
    sheet: Worksheet[SolutionInputs], vehicle: ResolvedVehicle, filled: Filled, needed: Needed, *, made: Fraction
) -> tuple[Fraction, str]:
    """Return the water fraction, and the form that it puts the liquid in."""
    activity: Fraction | None = sheet.given.water_activity
    fraction = vehicle_plan.water_of(sheet, vehicle, filled, powder=needed.powder, powder_water=needed.drug.water)
    form = vehicle_plan.classify(fraction, activity=activity, preserved=vehicle.row.preserved)
    shown = "not measured" if activity is None else f"measured as {brief_text(activity)}"
    preserved = "preserved" if vehicle.row.preserved else "not preserved"
    sheet.note("water class", f"by the water fraction; water activity {shown}; {preserved}", form)
    sheet.findings += checks.water_findings(fraction=fraction, activity=activity, vehicle=vehicle.row)
    vehicle_plan.note_worst_glycerol(
        sheet, vehicle, filled, powder=needed.powder, powder_water=needed.drug.water, form=form
    )
    if vehicle.row.by_mass:
        _solids(sheet, powder=needed.powder, made=made)
    return fraction, form


def _preservative(sheet: Worksheet, part: VehiclePart, *, made: Fraction, scales: Balance) -> list[Finding]:
    """Return the findings on how well the preservative can be weighed, to the balance's last digit."""
    weight = part.exact.to_weigh.value
    limits = content_limits(sheet.day)
    least = max(scales.error / (limits.high.value - 1), scales.readability) / weight * made
    shown = round_half_up(weight, scales.readability)
    error = None if shown == 0 else (scales.error + abs(shown - weight)) / weight
    return checks.preservative_error_findings(part.name, error=error, least=least, on=sheet.day)


def _solids(sheet: Worksheet, *, powder: Fraction, made: Fraction) -> None:
    """Say what it means that the powder's room is not counted where the liquid is made up by mass."""
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
    sheet.findings += checks.room_findings(taken)


def _glycerol(
    sheet: Worksheet, dose: solution_dose.Dose, *, filled: Filled, water: Fraction, made: Fraction
) -> tuple[Fraction | None, Fraction | None]:
    """Return the glycerol in a dose and in a day's doses, its own water left out, with the findings on it."""
    if dose.volume is None:
        return None, None
    pure = filled.glycerol
    if water > 0:
        pure = sheet.work("glycerol without its water", arithmetic.without_share, whole=pure, share=water)
    a_dose = sheet.work("glycerol in a dose", calc.part_in_dose, part=pure, made=made, dose_volume=dose.volume)
    a_day: Fraction | None = None
    if dose.per_day is not None:
        a_day = sheet.work("glycerol a day", calc.amount_a_day, amount=a_dose, doses_per_day=Fraction(dose.per_day))
    sheet.findings += checks.glycerol_findings(a_dose=a_dose, a_day=a_day)
    return a_dose, a_day
