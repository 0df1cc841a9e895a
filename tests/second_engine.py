"""A second engine for a capsule batch, written apart from the package and by another road.

It shares no code with ``ldn_compound``: it reads the same text, but with its own reader; it works with pairs of
plain integers that are never reduced; and it goes from ONE capsule up to the batch, where the package goes from the
batch down. Two programs that agree on thousands of batches, ties included, are unlikely to share a slip.

The formulas are those of the trade, as any course on pharmaceutical calculations gives them:

- drug in one capsule = strength x (1 + overage) x weighing factor, factor = salt / (assay x (1 - water - solvents))
  (DAC/NRF, Einwaagekorrektur; the terms for water and solvents on the anhydrous basis only);
- filler in one capsule by packing statistic = P x (1 - d / P_api) (Pharmacy Times, September 2008); by density =
  (V - d / rho_api) x rho_filler (University of North Carolina, pharmlabs, capsules); by fill mass = fill - d;
- geometric dilution: the mixture is doubled until the filler is used up (UNC pharmlabs, triturations);
- beyond-use date: the day of making is Day 1, never past a component's own date (USP <795>, 2023).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

Pair = tuple[int, int]
"""Numerator and denominator, never reduced; the denominator is above 0."""

ONE: Pair = (1, 1)

# mL of the bodies, by the size printed on the box: UNC pharmlabs (000 to 5) and an ACG size chart (the el sizes, and
# 0.21 for size 4), typed in here apart from the package's own table. In hundredths of a mL.
BODY_CENTI_ML = {
    "5": 13, "4": 21, "3": 30, "2": 37, "2el": 41, "1": 50, "1el": 54,
    "0": 68, "0el": 78, "00": 95, "00el": 102, "000": 137,
}  # fmt: skip

# Molar masses in mg/mol: naltrexone hydrochloride and naltrexone (USP monograph).
HYDROCHLORIDE, BASE = 377_860, 341_400

RULE_DAYS = 180  # USP <795>: capsules, tablets and powders are non-aqueous solids

_MILLI_UNITS = {"mcg": 1, "mg": 1_000, "g": 1_000_000, "kg": 1_000_000_000}
_MICROS = "\N{MICRO SIGN}\N{GREEK SMALL LETTER MU}"


class DoesNotFit(Exception):
    """The drug of one capsule takes more than the capsule holds."""


class Batch(NamedTuple):
    """What the engine works out; masses are pairs in mg, the content and the factor are pairs of plain fractions."""

    weighing_factor: Pair
    api_theoretical: Pair
    api_to_weigh_exact: Pair
    api_to_weigh: Pair
    fill_mass: Pair
    filler_total: Pair
    blend_total: Pair
    if_lost: Pair
    if_not_lost: Pair
    target: Pair
    low: Pair
    high: Pair
    geometric_dilution: tuple[tuple[Pair, Pair], ...]
    beyond_use_date: date | None
    limited_by: str | None
    tablets_to_crush: int | None
    daily_dose: Pair | None
    tie: bool
    held_down: bool


# --- arithmetic of pairs --------------------------------------------------------------------------------------------


def times(*pairs: Pair) -> Pair:
    above = below = 1
    for numerator, denominator in pairs:
        above, below = above * numerator, below * denominator
    return above, below


def over(a: Pair, b: Pair) -> Pair:
    return a[0] * b[1], a[1] * b[0]


def plus(a: Pair, b: Pair) -> Pair:
    return a[0] * b[1] + b[0] * a[1], a[1] * b[1]


def minus(a: Pair, b: Pair) -> Pair:
    return a[0] * b[1] - b[0] * a[1], a[1] * b[1]


def exceeds(a: Pair, b: Pair) -> bool:
    return a[0] * b[1] > b[0] * a[1]


def steps_down(a: Pair, step: Pair) -> int:
    """Return how many whole steps are in `a`."""
    return (a[0] * step[1]) // (a[1] * step[0])


def is_tie(a: Pair, step: Pair) -> bool:
    """Tell whether `a` stands exactly half way between two multiples of `step`."""
    doubled, rest = divmod(2 * a[0] * step[1], a[1] * step[0])
    return rest == 0 and doubled % 2 == 1


# --- text -----------------------------------------------------------------------------------------------------------


def _number(text: str) -> Pair:
    whole, _, places = text.partition(".")
    return int(whole + places), 10 ** len(places)


def _split(text: str) -> tuple[Pair, str]:
    at = next(i for i, ch in enumerate(text) if ch not in "0123456789.")
    return _number(text[:at]), text[at:].removeprefix(" ")


def read_mass(text: str) -> Pair:
    """Return mg."""
    number, unit = _split(text)
    if unit[0] in _MICROS:
        unit = "mcg"
    return times(number, (_MILLI_UNITS[unit], 1_000))


def read_fraction(text: str | None) -> Pair:
    """Return a fraction of 1; None is 0."""
    if text is None:
        return 0, 1
    number, unit = _split(text)
    assert unit == "%", text
    return times(number, (1, 100))


def read_density(text: str) -> Pair:
    """Return mg/mL."""
    above, below = text.split("/")
    if below[0] in "0123456789":
        number, unit = _split(below)
    else:
        number, unit = ONE, below
    return over(read_mass(above), times(number, ({"mL": 1, "L": 1000}[unit], 1)))


def read_day(value: str | date) -> int:
    """Return the day's number in the calendar; a month alone is its last day."""
    if isinstance(value, date):
        return value.toordinal()
    if value.count("-") == 2:
        return date.fromisoformat(value).toordinal()
    year, month = (int(part) for part in value.split("-"))
    return (date(year + 1, 1, 1) if month == 12 else date(year, month + 1, 1)).toordinal() - 1


# --- the batch ------------------------------------------------------------------------------------------------------


def powder_per_drug(prescription: Mapping[str, Any]) -> tuple[Pair, Pair]:
    """Return the weighing factor, and mg of powder for 1 mg of drug (of crushed tablets more than the factor says)."""
    salt = over(one_mole(prescription.get("powder")), one_mole(prescription.get("prescribed_as")))
    if prescription.get("source_tablet") is not None:
        in_tablets = over(read_mass(prescription["source_tablet_mass"]), read_mass(prescription["source_tablet"]))
        return salt, times(salt, in_tablets)
    assay = ONE if prescription.get("assay") is None else read_fraction(prescription["assay"])
    if prescription.get("cap_assay") and exceeds(assay, ONE):
        assay = ONE
    dry = ONE
    if prescription.get("assay_basis") == "anhydrous":
        lost = plus(read_fraction(prescription.get("api_water")), read_fraction(prescription.get("solvents")))
        dry = minus(ONE, lost)
    factor = times(over(over(ONE, assay), dry), salt)
    return factor, factor


def one_mole(substance: str | None) -> Pair:
    """Return the mg of a mole of it, in thousands: of the hydrochloride where nobody says which."""
    return (BASE if substance == "base" else HYDROCHLORIDE, 1)


def filler_in_one(prescription: Mapping[str, Any], powder: Pair) -> Pair:
    """Return mg of filler beside so many mg of drug powder in one capsule."""
    if prescription.get("fill_mass") is not None:
        left = minus(read_mass(prescription["fill_mass"]), powder)
    elif prescription.get("packing_stat") is not None:
        whole = read_mass(prescription["packing_stat"])
        displaced = powder  # a drug of the filler's own packing displaces its own mass
        if prescription.get("api_packing_stat") is not None:
            displaced = over(times(powder, whole), read_mass(prescription["api_packing_stat"]))
        left = minus(whole, displaced)
    else:
        density = read_density(prescription["filler_density"])
        own = prescription.get("api_density")
        room = (BODY_CENTI_ML[prescription["size"]], 100)
        left = times(minus(room, over(powder, density if own is None else read_density(own))), density)
    if left[0] < 0:
        raise DoesNotFit
    return left


def to_weigh(powder: Pair, readability: Pair, limit: Pair) -> tuple[Pair, bool]:
    """Return what the balance shows for the powder, and whether the 110 % limit kept it from going up.

    Half up; but where the powder itself is within the limit and the rounded mass is not, it goes down.
    """
    down = steps_down(powder, readability)
    twice_rest = 2 * (powder[0] * readability[1] - down * powder[1] * readability[0])
    up = down + (1 if twice_rest >= powder[1] * readability[0] else 0)
    rounded = times((up, 1), readability)
    if exceeds(rounded, limit) and not exceeds(powder, limit):
        return times((down, 1), readability), True
    return rounded, False


def doublings(start: Pair, whole: Pair) -> tuple[tuple[Pair, Pair], ...]:
    """Return (add, total) of each addition of filler, each at most as much as the mixture that is there."""
    steps = []
    mixture = start
    while exceeds(whole, mixture):
        wanted = times(mixture, (2, 1))
        after = whole if exceeds(wanted, whole) else wanted
        steps.append((minus(after, mixture), after))
        mixture = after
    return tuple(steps)


def last_day(prescription: Mapping[str, Any], day_count: int = 1) -> tuple[date | None, str | None]:
    """Return the beyond-use date and the component that set it (None: the rule did)."""
    made_on = prescription.get("made_on")
    if made_on is None:
        return None, None
    best, who = read_day(made_on) + RULE_DAYS - day_count, None
    for name, expiry in (prescription.get("component_expiries") or {}).items():
        if read_day(expiry) < best:
            best, who = read_day(expiry), name
    return date.fromordinal(best), who


def capsules(**prescription: Any) -> Batch:
    """Work out a capsule batch from the same keywords that ``ldn_compound.plan_capsules`` takes, as text.

    Raises:
        DoesNotFit: the drug of one capsule takes more than the capsule holds.
    """
    label = read_mass(prescription["strength"])
    readability = read_mass(prescription.get("readability") or "1 mg")
    more_of_all = plus(ONE, read_fraction(prescription.get("wastage")))
    more_drug = plus(ONE, read_fraction(prescription.get("overage")))
    all_in = prescription.get("fill_method") == "all-in"
    units = int(prescription["count"]) + int(prescription.get("extra_units") or 0)

    # One capsule.
    drug = times(label, more_drug)
    factor, per_drug = powder_per_drug(prescription)
    powder = times(drug, per_drug)
    filler = filler_in_one(prescription, powder)
    fill = plus(powder, filler)

    # The batch is so many capsules' worth of powder.
    worth = times((units, 1), more_of_all)
    powder_all = times(powder, worth)
    # What 110 % of label without loss is, as powder on the balance.
    holds = times((units, 1), ONE if all_in else more_of_all)
    limit = times(label, per_drug, holds, (110, 100))
    weighed, held_down = to_weigh(powder_all, readability, limit)
    if_lost = over(weighed, powder_all)
    if_not_lost = over(times(weighed, (110, 100)), limit)

    target = times(fill, more_of_all) if all_in else fill
    day, limited_by = last_day(prescription)
    tablets = None
    if prescription.get("source_tablet") is not None:
        one_tablet = read_mass(prescription["source_tablet_mass"])
        tablets = -steps_down(times((-1, 1), weighed), one_tablet)
    daily = None
    if prescription.get("doses_per_day") is not None:
        a_day = int(prescription["doses_per_day"]) * int(prescription.get("units_per_dose") or 1)
        daily = times(label, (a_day, 1))
    return Batch(
        weighing_factor=factor,
        api_theoretical=times(drug, worth),
        api_to_weigh_exact=powder_all,
        api_to_weigh=weighed,
        fill_mass=fill,
        filler_total=times(filler, worth),
        blend_total=times(fill, worth),
        if_lost=if_lost,
        if_not_lost=if_not_lost,
        target=target,
        low=times(target, (9, 10)),
        high=times(target, (11, 10)),
        geometric_dilution=doublings(powder_all, times(fill, worth)),
        beyond_use_date=day,
        limited_by=limited_by,
        tablets_to_crush=tablets,
        daily_dose=daily,
        tie=is_tie(powder_all, readability),
        held_down=held_down,
    )
