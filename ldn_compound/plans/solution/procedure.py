"""A liquid in words: the preparation in order, and the list of what is dispensed with it."""

from __future__ import annotations

from fractions import Fraction

from ldn_compound.core.numbers import brief_text, ceiling, decimal_text, round_half_up
from ldn_compound.core.results import QuantityField, Record
from ldn_compound.core.units import Amount
from ldn_compound.plans.prescription.syringe import SyringeUsed
from ldn_compound.plans.solution.vehicle import WATER, VehiclePart, exact_volume
from ldn_compound.plans.weighing.crushing import crushing_line
from ldn_compound.plans.weighing.line import API, Line
from ldn_compound.plans.weighing.procedure import procedure as trituration_procedure
from ldn_compound.plans.weighing.residue import weigh_boat_back
from ldn_compound.plans.weighing.result import TriturationPart
from ldn_compound.reference.vehicles import bottles


class Bottle(Record):
    """The bottles for a volume.

    Attributes:
        size: what one holds.
        count: how many.
    """

    size: QuantityField
    count: int


def choose_bottle(volume: Fraction) -> Bottle:
    """Return the smallest bottle that holds the volume in mL, or as many of the largest as it takes.

    >>> choose_bottle(Fraction(125)).count
    1
    """
    sizes = bottles().sizes
    fitting = next((size for size in sizes if size.value >= volume), None)
    if fitting is not None:
        return Bottle(size=fitting, count=1)
    return Bottle(size=sizes[-1], count=ceiling(volume / sizes[-1].value))


def dispensing_list(
    *,
    bottle: Bottle,
    concentration: Amount,
    delivered: Amount | None,
    syringe: SyringeUsed | None,
    measured: Amount | None,
    drops: int | None,
    sublingual: bool,
    suspension: bool,
    storage: str,
) -> tuple[str, ...]:
    """Return what goes over the counter with a liquid, and what its label has to say.

    Parameters:
        bottle, concentration: as in the result.
        drops: of one dose; None where not known.
        syringe, measured, delivered: how a dose is drawn, what the syringe shows and the drug in that; None where not
            known.
        sublingual: whether it goes under the tongue.
        suspension: whether it is to be shaken.
        storage: as the label prints it.

    Sources: ISMP and USP <17> (mL only, dose in mg and mL); Children's Wisconsin (oral syringes).
    """
    size = decimal_text(bottle.exact.size.value)
    number = "1 bottle" if bottle.count == 1 else f"{bottle.count} bottles"
    lines = [f"{number} of {size} mL: amber, tight, with a child-resistant closure"]
    if drops is not None:
        lines.append(f"the dropper that the drops were counted with: {drops} drops a dose")
    lines.append("a bottle adapter that fits its neck")
    if syringe is not None and measured is not None:
        holds, mark = syringe.exact.size, syringe.exact.graduation
        lines.append(f"an oral syringe of {_plain(holds)}, marks of {_plain(mark)}: draw {_plain(measured)}")
    else:
        lines.append("an oral syringe marked in mL, chosen when the dose is known")
    lines.append(f"on the label: {concentration.text()}")
    if measured is not None and delivered is not None:
        lines.append(f"on the label: the dose as it is drawn, {_plain(measured)} ({_plain(delivered)})")
    if sublingual:
        lines.append("on the label: under the tongue")
    if suspension:
        lines.append("on the label: shake well before each dose")
    lines.append(f"on the label: {storage[0].lower()}{storage[1:].rstrip('.')}")
    measure = "the oral syringe" if drops is None else "the dropper or the oral syringe"
    lines.append(f"on the label: protect from light; measure with {measure} only, no kitchen spoon")
    return tuple(lines)


def _plain(amount: Amount) -> str:
    return f"{brief_text(amount.in_unit)} {amount.unit}"


def solution_procedure(
    *,
    drug: str,
    powder: Amount,
    parts: tuple[VehiclePart, ...],
    made: Amount,
    crushed: int | None,
    aliquot: TriturationPart | None,
    readability: Fraction,
    bottle: Bottle,
) -> tuple[str, ...]:
    """Return the numbered steps of a liquid. Weighed masses are to the balance's last digit.

    Parameters:
        drug: its name; powder: its mass on the balance.
        parts: the vehicle's substances in the order in which they are put in; the last makes up to volume.
        made: the whole volume.
        crushed: whole tablets to crush, or None for a powder.
        aliquot: the stock solution that brings the drug, or None where the powder is weighed directly.
        readability: the balance's last digit in mg.
        bottle: what it is filled into.

    Sources: medicinesinformation.co.nz 2023 (powders, paste with glycerol, water to volume); glycerol by mass, since it
    is too viscous to measure.
    """

    what = "crushed tablets" if crushed is not None else drug
    solids = [part for part in parts if exact_volume(part) is None]
    lines: list[str] = []
    if aliquot is not None:
        solvent = next(part.name for part in parts if part.key == aliquot.dissolved_in)
        # Its last line is about what is left over: that comes last here too.
        *stock, leftover = trituration_procedure(aliquot, drug=drug, diluent=solvent)
        lines += stock
    else:
        leftover = None
        if crushed is not None:
            lines.append(crushing_line(crushed))
        name = f"{drug}{' as crushed tablets' if crushed is not None else ''}"
        boat = weigh_boat_back(powder.value)
        lines.append(Line(f"Weigh {_plain(powder)} of {name}.{boat}", weighs=API, boat=boat))
    together = "" if aliquot is not None else f" together with the {what}"
    lines += [
        Line(f"Weigh {_on_balance(part, readability)} mg of {part.name}, rub it fine{together}.", weighs=part.key)
        for part in solids
    ]
    last = parts[-1]
    liquids = [part for part in parts[:-1] if exact_volume(part) is not None and _on_balance_mg(part, readability) > 0]
    drug_in = "aliquot" if aliquot is not None else what
    if last.key != WATER:
        lines += _with_glycerol(last, liquids, drug_in, readability, dissolved=crushed is None, mortar=aliquot is None)
    else:
        lines += [
            Line(
                f"Add {_millilitres(part)} of {part.name}, by mass {_grams(part, readability)}, "
                "and rub to a smooth paste.",
                weighs=part.key,
            )
            for part in liquids
        ]
        what = "Rinse" if aliquot is None else "Rinse the aliquot and the paste"
        lines.append(f"{what} into a measure with {_name(last)} and make up to {_plain(made)} with it.")
    if crushed is not None:
        lines.append(Line("HOLD: the powder must be spread evenly, without lumps, else stop.", check="look"))
    else:
        done = "it is dissolved" if aliquot is None else "it is even, without streaks"
        held = f"Stir until {done}. HOLD: the liquid must be clear, with no sediment, else stop."
        lines.append(Line(held, check="look"))
    size = decimal_text(bottle.exact.size.value)
    share = "" if bottle.count == 1 else f", the same volume in each of {bottle.count}"
    lines.append(
        f"Fill into amber bottles of {size} mL{share}; close tight."
        if share
        else f"Fill into an amber bottle of {size} mL; close tight."
    )
    return tuple(lines if leftover is None else [*lines[:-1], leftover, lines[-1]])


def _with_glycerol(
    glycerol: VehiclePart,
    liquids: list[VehiclePart],
    drug: str,
    readability: Fraction,
    *,
    dissolved: bool,
    mortar: bool,
) -> list[str]:
    """Return the lines of a liquid that is made up with glycerol by mass, into one tared container.

    Parameters:
        glycerol: what is left of it to weigh; liquids: the others, which go in first.
        drug: what it is, in words; dissolved: whether it dissolves.
        mortar: whether it was rubbed in a mortar; else it is in the tared container already.
    """
    lines: list[str] = []
    for part in liquids:
        room, weight = _millilitres(part), _grams(part, readability)
        if not mortar:
            text = f"Tare again and add {room} of {part.name} to the {drug}, by mass {weight}."
        else:
            verb, how = ("Dissolve", "in") if dissolved else ("Wet", "with")
            text = f"{verb} the {drug} {how} {room} of {part.name}, by mass {weight}."
        lines.append(Line(text, weighs=part.key))
    if mortar and not liquids:
        lines.append(f"Wet the {drug} with a little of the glycerol and rub it smooth.")
    if _on_balance_mg(glycerol, readability) <= 0:
        return lines
    by_mass = f"it is too viscous to measure ({_millilitres(glycerol)} by its density)."
    weight = f"{_grams(glycerol, readability)} of {glycerol.name}"
    if mortar:
        text = f"Add {weight} in all, weighed into the tared container: {by_mass} Rinse the mortar with it in portions."
    else:
        text = f"Tare again and weigh {weight} to the {drug}: {by_mass}"
    lines.append(Line(text, weighs=glycerol.key))
    return lines


def _name(part: VehiclePart) -> str:
    return "water" if part.key == WATER else part.name


def _millilitres(part: VehiclePart) -> str:
    room: Amount | None = part.exact.volume_left
    return "" if room is None else f"{brief_text(room.value, places=2).removeprefix('~')} mL"


def _grams(part: VehiclePart, readability: Fraction) -> str:
    return f"{decimal_text(_on_balance_mg(part, readability) / 1000)} g"


def _on_balance(part: VehiclePart, readability: Fraction) -> str:
    return decimal_text(_on_balance_mg(part, readability))


def _on_balance_mg(part: VehiclePart, readability: Fraction) -> Fraction:
    return round_half_up(part.exact.to_weigh.value, readability)
