"""The vehicle of a liquid: its parts by mass and volume, its water, and the class that the water puts it in."""

from __future__ import annotations

from fractions import Fraction

import attrs

from ldn_compound.calc import arithmetic
from ldn_compound.calc import solution as calc
from ldn_compound.checks import solution as checks
from ldn_compound.core.errors import CalculationError, InputError
from ldn_compound.core.late_texts import Prose
from ldn_compound.core.numbers import brief_text
from ldn_compound.core.results import Finding, OptionalQuantityField, QuantityField, Record
from ldn_compound.core.units import Amount, mass, volume
from ldn_compound.inputs.batches import SolutionInputs
from ldn_compound.plans.solution.glycerol import Glycerol, resolve_glycerol, shrinks_by
from ldn_compound.plans.weighing.balance import Balance
from ldn_compound.plans.weighing.result import TriturationPart, expected_error
from ldn_compound.plans.worksheet import Worksheet
from ldn_compound.reference.vehicles import (
    Substance,
    Vehicle,
    get_substance,
    get_vehicle,
    mixtures,
    vehicle_keys,
    water_limits,
)

WATER = "purified-water"
NONAQUEOUS, AQUEOUS, PRESERVED = "solution-nonaqueous", "solution-aqueous", "solution-aqueous-preserved"


class VehiclePart(Record):
    """One substance of the vehicle, for the whole batch that is made.

    Attributes:
        key, name: of the substance.
        mass: all of it in the batch; for what is only measured, its expected mass.
        to_weigh: what is left to weigh when the aliquot of a stock solution brings part of it.
        volume: of a liquid, else None; volume_left: of what is left to weigh.
        weighing_error: expected, of what is left to weigh, as a fraction; None for what is only measured.
        to_volume: whether it makes the liquid up to volume.
    """

    key: str
    name: Prose
    mass: QuantityField
    to_weigh: QuantityField
    volume: OptionalQuantityField
    volume_left: OptionalQuantityField
    weighing_error: OptionalQuantityField
    to_volume: bool


@attrs.frozen(kw_only=True)
class ResolvedVehicle:
    """The vehicle of a plan before any amount.

    Attributes:
        row: its row in the data.
        preservative: ``benzoate`` or ``parabens``, or None for a vehicle without one.
        substances: all that is in it, water that is added included.
        glycerol: its density and its own water.
    """

    row: Vehicle
    preservative: str | None
    substances: tuple[Substance, ...]
    glycerol: Glycerol


@attrs.frozen(kw_only=True)
class Filled:
    """The vehicle of a plan with its amounts.

    Attributes:
        parts: its substances in the order in which they are put in.
        mass, volume: of the vehicle: the glycerol, or for an aqueous liquid all of its parts and the whole volume.
        glycerol, water: masses in mg, the glycerol with its own water; water is what is added, or makes up to volume.
        added_water: volume of water that was asked for, in mL; 0 where none was.
        solids: the vehicle's solids in mg.
    """

    parts: tuple[VehiclePart, ...]
    mass: Fraction
    volume: Fraction
    glycerol: Fraction
    water: Fraction
    added_water: Fraction
    solids: Fraction


def vehicle_row(sheet: Worksheet, asked: str | None, *, why: str) -> Vehicle:
    """Return the vehicle that was asked for, else glycerol, which is an assumption.

    Parameters:
        why: why glycerol, in words.

    Raises:
        InputError: ``unknown-vehicle``.
    """
    usual = vehicle_keys()[0]
    if asked is None:
        sheet.assume(
            "vehicle-assumed",
            field="vehicle",
            value=usual,
            message=f"no vehicle was given: {usual}{why}",
            source=get_vehicle(usual).source,
        )
    return get_vehicle(asked or usual)


def resolve_vehicle(sheet: Worksheet[SolutionInputs]) -> ResolvedVehicle:
    """Resolve the vehicle and refuse what contradicts it.

    Raises:
        InputError: ``unknown-vehicle``, ``vehicle-has-its-water``, ``vehicle-without-preservative``,
            ``glycerol-water-outside-monograph``.
    """
    given = sheet.given
    row = vehicle_row(sheet, given.vehicle, why=", as low-dose naltrexone solutions usually are")
    if row.make_up == WATER and given.added_water is not None:
        raise InputError(
            "vehicle-has-its-water",
            field="added_water",
            given=given.added_water.text(),
            needed=f"no added water: {row.key} is made up to volume with water",
            hint="leave it out, or take the vehicle glycerol",
        )
    preservative = _preservative(sheet, row)
    keys = [part.substance for part in row.parts_with(preservative)] + [row.make_up]
    if given.added_water is not None and given.added_water.value > 0:
        keys.insert(0, WATER)
    return ResolvedVehicle(
        row=row,
        preservative=preservative,
        substances=tuple(get_substance(key) for key in keys),
        glycerol=resolve_glycerol(sheet, row.glycerol),
    )


def _preservative(sheet: Worksheet[SolutionInputs], row: Vehicle) -> str | None:
    asked: str | None = sheet.given.preservative
    if not row.preservatives:
        if asked is not None:
            needed = f"no preservative: the formula of {row.key} has none"
            raise InputError("vehicle-without-preservative", field="preservative", given=asked, needed=needed)
        return None
    if asked is None:
        asked = next(iter(row.preservatives))
        others = " or ".join(name for name in row.preservatives if name != asked)
        sheet.assume(
            "preservative-assumed",
            field="preservative",
            value=asked,
            message=f"the formula's first preservative is taken; it can also have {others}",
            source=row.source,
        )
    return asked


def fill_vehicle(
    sheet: Worksheet[SolutionInputs], vehicle: ResolvedVehicle, *, made: Fraction, wastage: Fraction
) -> Filled:
    """Work out the vehicle of a volume that is made.

    Parameters:
        made: mL, wastage included.
        wastage: the fraction; water that was asked for goes up with it, as everything does.

    Raises:
        CalculationError: ``no-room-for-vehicle``: the water that is added leaves no room for glycerol.
    """
    if vehicle.row.make_up == WATER:
        return _made_up_with_water(sheet, vehicle, made=made)
    water_volume, water_mass = _added_water(sheet, wastage=wastage)
    left = made
    if water_volume > 0:
        left = sheet.work("room for glycerol", calc.volume_left, made=made, taken=water_volume)
        if left <= 0:
            raise CalculationError(
                "no-room-for-vehicle",
                field="added_water",
                given=f"{brief_text(water_volume)} mL of water",
                needed=f"less than the {brief_text(made)} mL that are made",
                hint="is the unit right?",
            )
    glycerol = sheet.work("glycerol", arithmetic.mass_in, volume=left, per_volume=vehicle.glycerol.density)
    parts = []
    if water_volume > 0:
        lost = shrinks_by(
            water=water_mass, glycerol=glycerol, glycerol_water=vehicle.glycerol.water, parts=water_volume + left
        )
        sheet.assume(
            "mixing-not-counted",
            field="added_water",
            value="0 %",
            message="that water and glycerol shrink when they are mixed is not counted: "
            f"{brief_text(lost * 100, places=2)} % of the volume here, by which the liquid would be stronger; make up "
            "to the mark with glycerol",
            source=mixtures()[1],
        )
        parts.append(_part(get_substance(WATER), water_mass, water_volume, to_volume=False))
    parts.append(_part(get_substance(vehicle.glycerol.key), glycerol, left, to_volume=True))
    return Filled(
        parts=tuple(parts),
        mass=glycerol,
        volume=left,
        glycerol=glycerol,
        water=water_mass,
        added_water=water_volume,
        solids=Fraction(0),
    )


def _added_water(sheet: Worksheet[SolutionInputs], *, wastage: Fraction) -> tuple[Fraction, Fraction]:
    """Return volume and mass of the water that was asked for, in the batch that is made."""
    asked: Amount | None = sheet.given.added_water
    if asked is None or asked.value == 0:
        return Fraction(0), Fraction(0)
    density = _density(WATER)
    amount = asked.value
    if asked.dimension == "mass":
        amount = sheet.work("volume of the added water", arithmetic.volume_of, mass=amount, per_volume=density)
    in_batch = sheet.work("added water in the batch", calc.volume_made, volume=amount, wastage=wastage)
    weight = sheet.work("mass of the added water", arithmetic.mass_in, volume=in_batch, per_volume=density)
    return in_batch, weight


def _made_up_with_water(sheet: Worksheet, vehicle: ResolvedVehicle, *, made: Fraction) -> Filled:
    solids = glycerol = taken = Fraction(0)
    parts = []
    for row in vehicle.row.parts_with(vehicle.preservative):
        substance = get_substance(row.substance)
        if row.per_volume is not None:
            amount = sheet.work(substance.name, arithmetic.mass_in, volume=made, per_volume=row.per_volume.value)
            solids += amount
            parts.append(_part(substance, amount, None, to_volume=False))
        elif row.share is not None:
            liquid = sheet.work(substance.name, calc.share_of_volume, made=made, share=row.share.value)
            glycerol = sheet.work("its mass", arithmetic.mass_in, volume=liquid, per_volume=vehicle.glycerol.density)
            taken += liquid
            parts.append(_part(substance, glycerol, liquid, to_volume=False))
    left = sheet.work("water, about", calc.volume_left, made=made, taken=taken)
    water = sheet.work("its mass, about", arithmetic.mass_in, volume=left, per_volume=_density(WATER))
    sheet.assume(
        "water-to-volume",
        field="vehicle",
        value=f"about {brief_text(left, places=1)} mL",
        message="the water is what makes up to the mark; its amount here leaves the solids and the shrinking out, and "
        "serves the water fraction only",
        source=vehicle.row.source,
    )
    parts.append(_part(get_substance(WATER), water, left, to_volume=True))
    return Filled(
        parts=tuple(parts),
        mass=solids + glycerol + water,
        volume=made,
        glycerol=glycerol,
        water=water,
        added_water=Fraction(0),
        solids=solids,
    )


def exact_volume(part: VehiclePart) -> Amount | None:
    """Return the stored volume of a part; None for a solid."""
    return part.exact.volume


def weighed_parts(sheet: Worksheet, filled: Filled, *, aliquot: TriturationPart | None, scales: Balance) -> Filled:
    """Return the vehicle with what is left to weigh of each part, and the expected error of that.

    Parameters:
        aliquot: the stock solution whose aliquot brings part of a liquid, or None.
    """
    parts = []
    for part in filled.parts:
        left, room = (
            part.exact.mass.value,
            None if part.exact.volume is None else part.exact.volume.value,
        )
        if aliquot is not None and aliquot.dissolved_in == part.key and room is not None:
            density = left / room
            brought = aliquot.exact.diluent_in_aliquot.value
            left = sheet.work(f"{part.name} left to weigh", arithmetic.remaining, whole=left, part=brought)
            room = arithmetic.volume_of(mass=left, per_volume=density)
        # What is filled up to a mark is measured by the flask, and nothing is weighed where nothing is left.
        marked = part.to_volume and part.key == WATER
        error = None if marked or left <= 0 else expected_error(left, balance_error=scales.error)
        parts.append(
            part.replaced(
                to_weigh=mass(left),
                volume_left=None if room is None else volume(room),
                weighing_error=error,
            )
        )
    return attrs.evolve(filled, parts=tuple(parts))


def _part(row: Substance, weight: Fraction, room: Fraction | None, *, to_volume: bool) -> VehiclePart:
    return VehiclePart(
        key=row.key,
        name=row.name,
        mass=mass(weight),
        to_weigh=mass(weight),
        volume=None if room is None else volume(room),
        volume_left=None if room is None else volume(room),
        weighing_error=None,
        to_volume=to_volume,
    )


def _density(key: str) -> Fraction:
    fact = get_substance(key).density
    if fact is None:  # the data's own test holds each liquid to a density
        raise KeyError(key)
    return fact.value.value


def water_of(
    sheet: Worksheet, vehicle: ResolvedVehicle, filled: Filled, *, powder: Fraction, powder_water: Fraction
) -> Fraction:
    """Return the water fraction, w/w: what is added, and what the glycerol and the drug powder bring."""
    all_water = sheet.work(
        "water in the liquid",
        calc.water_in,
        water=filled.water,
        glycerol=filled.glycerol,
        glycerol_water=vehicle.glycerol.water,
        powder=powder,
        powder_water=powder_water,
    )
    return sheet.work_in_percent(
        "water fraction, w/w",
        calc.water_fraction,
        all_water=all_water,
        water=filled.water,
        glycerol=filled.glycerol,
        powder=powder,
        others=filled.solids,
    )


def classify(fraction: Fraction, *, activity: Fraction | None, preserved: bool) -> str:
    """Return the form that the water puts a liquid in.

    Parameters:
        fraction: water, w/w.
        activity: the measured water activity, or None.
        preserved: whether it holds a preservative.

    >>> classify(Fraction(14, 100), activity=None, preserved=False)
    'solution-nonaqueous'
    >>> classify(Fraction(15, 100), activity=None, preserved=False)
    'solution-aqueous'
    >>> classify(Fraction(20, 100), activity=Fraction("0.55"), preserved=False)
    'solution-nonaqueous'
    """
    limits = water_limits()
    if activity is not None and activity >= limits.activity_below.value:
        aqueous = True
    elif fraction <= limits.surely_nonaqueous_to:
        aqueous = False
    elif fraction <= limits.aqueous_above.value.value:
        aqueous = activity is None
    else:
        aqueous = True
    if not aqueous:
        return NONAQUEOUS
    return PRESERVED if preserved else AQUEOUS


def worst_glycerol_findings(
    vehicle: ResolvedVehicle,
    filled: Filled,
    *,
    powder: Fraction,
    powder_water: Fraction,
    activity: Fraction | None,
    form: str,
) -> list[Finding]:
    """Return the finding on a class that would be another if the glycerol held all that its monograph allows of water.

    Parameters:
        powder, powder_water: mg of drug powder, and its water as a fraction.
        activity: the measured water activity, or None.
        form: the class as counted.
    """
    glycerol = vehicle.glycerol
    if glycerol.water_given or form != NONAQUEOUS:
        return []
    most = glycerol.allowed.high
    worst = calc.water_fraction(
        all_water=calc.water_in(
            water=filled.water,
            glycerol=filled.glycerol,
            glycerol_water=most.value,
            powder=powder,
            powder_water=powder_water,
        ),
        water=filled.water,
        glycerol=filled.glycerol,
        powder=powder,
        others=filled.solids,
    )
    if classify(worst, activity=activity, preserved=vehicle.row.preserved) == NONAQUEOUS:
        return []
    return [checks.glycerol_water_finding(worst=worst, most=most, source=glycerol.allowed.source)]
