"""A second engine for tablets, written apart from the package and by another road.

It works with pairs of plain integers that are never reduced, as ``second_engine`` does, and goes from ONE tablet up to
the batch; the package works the base of moulded tablets out for the batch at once. The formulas are those of the trade:

- moulded: drug that weighs d takes the room of d / DF of base, so a tablet has blank mass - d / DF of base
  (pharmacyfreak.com; medicalalgorithms.com: the displacement factor is the drug's density over the base's);
- what comes with the drug (the rest of crushed tablets) takes room by a factor of its own, or its own mass (tara24.at
  after DAC/NRF, suppositories from crushed tablets);
- the German Verdraengungsfaktor f is grams of base that 1 g of drug displaces: d x f (University of Freiburg);
- compressed: an excipient's share is of the tablet's mass, and what is left over after drug and shares is the rest.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from tests.second_engine import (
    ONE,
    Pair,
    exceeds,
    minus,
    over,
    plus,
    powder_per_drug,
    read_fraction,
    read_mass,
    times,
    to_weigh,
)

# mg up to which Ph. Eur. 2.9.5 allows so many thousandths, the mass itself included or not.
PH_EUR = (((80, 1), True, 100), ((250, 1), False, 75))
BEYOND = 50


class NoRoom(Exception):
    """The drug leaves no room for the base, or for the rest of the recipe."""


class Batch(NamedTuple):
    """What the engine works out; masses are pairs in mg, the rest pairs of plain fractions."""

    tablet: Pair
    powder: Pair
    in_unit: dict[str, Pair]
    totals: dict[str, Pair]
    api_theoretical: Pair
    api_to_weigh_exact: Pair
    api_to_weigh: Pair
    if_lost: Pair
    if_not_lost: Pair
    low: Pair
    high: Pair


def read_number(text: str) -> Pair:
    """Return a bare number."""
    whole, _, places = text.partition(".")
    return int(whole + places), 10 ** len(places)


def is_zero_or_less(pair: Pair) -> bool:
    return not exceeds(pair, (0, 1))


def _room(order: Mapping[str, Any], mass: Pair, direct: str, inverse: str) -> Pair:
    """Return the base that a powder displaces, by a factor given either way, else its own mass."""
    if order.get(direct) is not None:
        return over(mass, read_number(order[direct]))
    if order.get(inverse) is not None:
        return times(mass, read_number(order[inverse]))
    return mass


def _moulded(order: Mapping[str, Any], powder: Pair, drug: Pair) -> dict[str, Pair]:
    blank = read_mass(order["blank_mass"])
    if order.get("medicated_mass") is None:
        room = _room(order, drug, "displacement_factor", "verdraengungsfaktor")
    else:
        in_one, of_drug = read_mass(order["medicated_mass"]), read_mass(order["medicated_drug"])
        # g of base that 1 g of drug displaces: what a blank holds more than the medicated one does of base
        room = times(drug, over(minus(blank, minus(in_one, of_drug)), of_drug))
    rest = _room(order, minus(powder, drug), "carrier_displacement_factor", "carrier_verdraengungsfaktor")
    base = minus(minus(blank, room), rest)
    if is_zero_or_less(base):
        raise NoRoom
    return {order["base"]: base}


def _compressed(order: Mapping[str, Any], powder: Pair) -> dict[str, Pair]:
    whole = read_mass(order["tablet_mass"])
    left = minus(whole, powder)
    found: dict[str, Pair] = {}
    for key, share in order["recipe"].items():
        if share == "rest":
            found[key] = (0, 1)
            continue
        found[key] = times(read_fraction(share), whole)
        left = minus(left, found[key])
    for key, share in order["recipe"].items():
        if share == "rest":
            if is_zero_or_less(left):
                raise NoRoom
            found[key] = left
    return found


def band(tablet: Pair) -> Pair:
    """Return the fraction by which a tablet may be off, Ph. Eur. 2.9.5."""
    for limit, included, thousandths in PH_EUR:
        if exceeds(limit, tablet) or (included and not exceeds(tablet, limit)):
            return thousandths, 1000
    return BEYOND, 1000


def tablets(**order: Any) -> Batch:
    """Work out a batch from the keywords that ``ldn_compound.plan_tablets`` takes, as text.

    Raises:
        NoRoom: nothing is left for the base or for the rest.
    """
    label = read_mass(order["strength"])
    more_of_all = plus(ONE, read_fraction(order.get("wastage")))
    drug = times(label, plus(ONE, read_fraction(order.get("overage"))))
    salt, per_drug = powder_per_drug(order)
    powder = times(drug, per_drug)
    # Of a crushed tablet the drug alone displaces as the drug does; a powder displaces as a whole.
    as_drug = times(drug, salt) if order.get("source_tablet") is not None else powder
    in_unit = _moulded(order, powder, as_drug) if order["method"] == "moulded" else _compressed(order, powder)
    tablet = powder
    for amount in in_unit.values():
        tablet = plus(tablet, amount)
    worth = times((int(order["count"]), 1), more_of_all)
    powder_all = times(powder, worth)
    limit = times(label, per_drug, worth, (110, 100))
    weighed, _ = to_weigh(powder_all, read_mass(order.get("readability") or "1 mg"), limit)
    off = band(tablet)
    return Batch(
        tablet=tablet,
        powder=powder,
        in_unit=in_unit,
        totals={key: times(amount, worth) for key, amount in in_unit.items()},
        api_theoretical=times(drug, worth),
        api_to_weigh_exact=powder_all,
        api_to_weigh=weighed,
        if_lost=over(weighed, powder_all),
        if_not_lost=over(times(weighed, (110, 100)), limit),
        low=times(tablet, minus(ONE, off)),
        high=times(tablet, plus(ONE, off)),
    )
