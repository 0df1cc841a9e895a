"""A second engine for liquids, written apart from the package: integers and pairs alone, from one mL up to the batch.

It reads the same text with the reader of ``second_engine`` and shares no code with ``ldn_compound``. The formulas are
those of the trade: drug = strength x volume; glycerol by mass = volume x density (UNC pharmlabs; 1.261 g/mL, and with
water in it by the specific gravities of Lange's Handbook of Chemistry, Table 5.13, on the straight line between two of
them); aqueous from 15 % of water on, 1 % kept from it, unless a water activity below 0.60 was measured, and always
above 23 %; a dose that its syringe shows as more is taken from the bottle as that; 90, 35 or 14 days (USP <795>, 2023),
30 days at 25 C for the liquid of Fawcett (Ann Pharmacother 1997).
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from tests.second_engine import (
    ONE,
    Pair,
    exceeds,
    minus,
    over,
    plus,
    read_fraction,
    read_mass,
    steps_down,
    times,
)
from tests.second_engine_titration import SYRINGES, syringes

# Specific gravity 20/20 C, in 1/100 000, for 0, 10, ... 100 % of WATER in glycerol: the handbook's column read upward.
GRAVITIES = (126362, 123755, 121090, 118355, 115605, 112845, 110135, 107470, 104880, 102395, 100000)
NOMINAL_WATER = {"glycerol": (0, 1), "glycerol-85": (15, 100), "fawcett": (0, 1)}
DENSITY_WATER: Pair = (9982, 10)
HYDROCHLORIDE, BASE = 377_860, 341_400


class Liquid(NamedTuple):
    """What the engine works out; masses in mg, volumes in mL, fractions of 1, all as pairs."""

    api_theoretical: Pair
    api_to_weigh_exact: Pair
    api_to_weigh: Pair
    vehicle_volume: Pair
    vehicle_mass: Pair
    water_fraction: Pair
    water_class: str
    beyond_use_date: date
    tablets_to_crush: int | None
    dose_volume: Pair | None
    glycerol_per_dose: Pair | None
    days_supply: Pair | None


def read_volume(text: str) -> Pair:
    """Return mL."""
    number = text.removesuffix("mL").removesuffix(" ")
    whole, _, places = number.partition(".")
    return int(whole + places), 10 ** len(places)


def density_with(water: Pair) -> Pair:
    """Return mg/mL of glycerol with that water, to the whole mg/mL: a weighted mean of the two rows beside it."""
    part, whole = water
    row = min(part * 10 // whole, 9)
    wetter = part * 10 - row * whole  # tenths beyond the row, in 1/whole
    gravity = GRAVITIES[row] * (whole - wetter) + GRAVITIES[row + 1] * wetter  # x whole, in 1/100 000
    mg = gravity * 9982  # x whole, in 1/1 000 000 of a mg
    by = whole * 1_000_000
    return (2 * mg + by) // (2 * by), 1


def _days(form: str, *, fawcett: bool, cold: bool) -> int:
    if form == "solution-nonaqueous":
        return 90
    if form == "solution-aqueous":
        return 14
    return 35 if cold or not fawcett else 30


def _class(water: Pair, activity: str | None, *, preserved: bool) -> str:
    aqueous_name = "solution-aqueous-preserved" if preserved else "solution-aqueous"
    measured_dry = activity is not None and float(activity) < 0.6
    if activity is not None and not measured_dry:
        return aqueous_name
    if not exceeds(plus(water, (1, 100)), (15, 100)):
        return "solution-nonaqueous"
    if not exceeds(water, (23, 100)) and measured_dry:
        return "solution-nonaqueous"
    return aqueous_name


def liquid(
    *,
    made_on: date,
    volume: str,
    concentration: str = "1 mg/mL",
    vehicle: str = "glycerol",
    glycerol_water: str | None = None,
    glycerol_density: str | None = None,
    added_water: str | None = None,
    water_activity: str | None = None,
    storage: str | None = None,
    overfill: str | None = None,
    wastage: str | None = None,
    overage: str | None = None,
    assay: str | None = None,
    assay_basis: str | None = None,
    api_water: str | None = None,
    solvents: str | None = None,
    prescribed_as: str | None = None,
    powder: str | None = None,
    source_tablet: str | None = None,
    source_tablet_mass: str | None = None,
    readability: str = "1 mg",
    dose: str | None = None,
    doses_per_day: int | None = None,
    **_: Any,
) -> Liquid:
    """Work a liquid out, from what stands in ONE mL up to the batch."""
    weighed_as = powder
    strength = over(read_mass(concentration.split("/", maxsplit=1)[0]), ONE)
    asked = read_volume(volume)
    extra = (
        (0, 1)
        if overfill is None
        else times(asked, read_fraction(overfill))
        if overfill.endswith("%")
        else read_volume(overfill)
    )
    filled = plus(asked, extra)
    more_of_all = plus(ONE, read_fraction(wastage))
    made = times(filled, more_of_all)
    # one mL: powder in it
    asked_mass, weighed_mass = (BASE if what == "base" else HYDROCHLORIDE for what in (prescribed_as, weighed_as))
    salt = (weighed_mass, asked_mass)
    if source_tablet is not None and source_tablet_mass is not None:
        factor = times(salt, over(read_mass(source_tablet_mass), read_mass(source_tablet)))
        own_water: Pair = (0, 1)
    else:
        own_water = read_fraction(api_water)
        pure = read_fraction(assay) if assay is not None else ONE
        dry = minus(minus(ONE, own_water), read_fraction(solvents))
        factor = over(salt, times(pure, dry))
    drug_in_one = times(strength, plus(ONE, read_fraction(overage)))
    theoretical = times(drug_in_one, made)
    needed = times(drug_in_one, factor, made)
    step = read_mass(readability)
    half_up = times((steps_down(plus(needed, times(step, (1, 2))), step), 1), step)
    most = times((11, 10), strength, factor, made)
    if exceeds(half_up, most) and not exceeds(needed, most):
        half_up = times((steps_down(needed, step), 1), step)
    # one mL: vehicle in it, scaled
    lot_water = NOMINAL_WATER[vehicle] if glycerol_water is None else read_fraction(glycerol_water)
    by_volume = density_with(lot_water) if glycerol_density is None else read_mass(glycerol_density.split("/")[0])
    if vehicle != "fawcett":
        water_volume = times(_water_volume(added_water), more_of_all)
        room = minus(made, water_volume)
        glycerol = times(room, by_volume)
        water, solids, preserved = times(water_volume, DENSITY_WATER), (0, 1), False
        vehicle_volume, vehicle_mass = room, glycerol
    else:
        glycerol = times(made, (1, 5), by_volume)
        water = times(made, (4, 5), DENSITY_WATER)
        solids, preserved = times(made, (6, 1)), True  # 500 mg and 100 mg in 100 mL
        vehicle_volume, vehicle_mass = made, plus(plus(glycerol, water), solids)
    all_water = plus(plus(water, times(glycerol, lot_water)), times(needed, own_water))
    fraction = over(all_water, plus(plus(water, glycerol), plus(needed, solids)))
    form = _class(fraction, water_activity, preserved=preserved)
    cold = storage == "refrigerator"
    last = date.fromordinal(made_on.toordinal() + _days(form, fawcett=vehicle == "fawcett", cold=cold) - 1)
    a_dose = over(read_mass(dose), strength) if dose is not None else None
    crushed = None
    if source_tablet_mass is not None:
        tablets = over(half_up, read_mass(source_tablet_mass))
        crushed = -(-tablets[0] // tablets[1])
    taken = _taken(a_dose) if a_dose is not None else None
    supply = over(asked, times(taken, (doses_per_day, 1))) if taken is not None and doses_per_day else None
    return Liquid(
        api_theoretical=theoretical,
        api_to_weigh_exact=needed,
        api_to_weigh=half_up,
        vehicle_volume=vehicle_volume,
        vehicle_mass=vehicle_mass,
        water_fraction=fraction,
        water_class=form,
        beyond_use_date=last,
        tablets_to_crush=crushed,
        dose_volume=a_dose,
        glycerol_per_dose=times(over(minus(glycerol, times(glycerol, lot_water)), made), a_dose) if a_dose else None,
        days_supply=supply,
    )


def _taken(a_dose: Pair) -> Pair:
    """Return the volume that leaves the bottle with a dose: as the syringe shows it, where that is more."""
    largest = Fraction(SYRINGES[-1][0])
    found = syringes([Fraction(*a_dose)], largest)
    drawn = found[0][1] if found else Fraction(0)
    return max(Fraction(*a_dose), drawn).as_integer_ratio()


def _water_volume(text: str | None) -> Pair:
    if text is None:
        return 0, 1
    return read_volume(text) if text.endswith("mL") else over(read_mass(text), DENSITY_WATER)
