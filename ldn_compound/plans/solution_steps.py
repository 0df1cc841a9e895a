"""A liquid in words: the preparation in order, and the list of what is dispensed with it."""

from __future__ import annotations

from fractions import Fraction

import attrs

from ldn_compound.numbers import brief_text, ceiling, decimal_text, round_half_up
from ldn_compound.plans.syringe import SyringeUsed
from ldn_compound.plans.vehicle import GLYCEROL, WATER, VehiclePart
from ldn_compound.reference.vehicles import bottles
from ldn_compound.results import Shown, exact
from ldn_compound.units import Amount


@attrs.frozen(kw_only=True)
class Bottle:
    """The bottles for a volume.

    Attributes:
        size: what one holds.
        count: how many.
    """

    _size: Amount
    count: int

    size = Shown()


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
    dose: Amount | None,
    dose_volume: Amount | None,
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
        dose, dose_volume, drops: of one dose; None where not known.
        syringe, measured: how it is drawn; None where not known.
        sublingual: whether it goes under the tongue.
        suspension: whether it is to be shaken.
        storage: as the label prints it.

    Sources: ISMP and USP <17> (mL only, dose in mg and mL); Children's Wisconsin (oral syringes).
    """
    size = decimal_text(exact(bottle, "size").value)
    number = "1 bottle" if bottle.count == 1 else f"{bottle.count} bottles"
    lines = [f"{number} of {size} mL: amber, tight, with a child-resistant closure"]
    if drops is not None:
        lines.append(f"the dropper that the drops were counted with: {drops} drops a dose")
    lines.append("a bottle adapter that fits its neck")
    if syringe is not None and measured is not None:
        holds, line = exact(syringe, "size"), exact(syringe, "graduation")
        lines.append(f"an oral syringe of {_plain(holds)}, lines of {_plain(line)}: draw {_plain(measured)}")
    else:
        lines.append("an oral syringe marked in mL, chosen when the dose is known")
    lines.append(f"on the label: {concentration.text()}")
    if dose is not None and dose_volume is not None:
        lines.append(f"on the label: the dose in mg and mL, {_plain(dose)} ({_plain(dose_volume)})")
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
    readability: Fraction,
    bottle: Bottle,
) -> tuple[str, ...]:
    """Return the numbered steps of a liquid. Weighed masses are to the balance's last digit.

    Parameters:
        drug: its name; powder: its mass on the balance.
        parts: the vehicle's substances in the order in which they are put in; the last makes up to volume.
        made: the whole volume.
        crushed: whole tablets to crush, or None for a powder.
        readability: the balance's last digit in mg.
        bottle: what it is filled into.

    Sources: medicinesinformation.co.nz 2023 (powders, paste with glycerol, water to volume); glycerol by mass, since it
    is too viscous to measure.
    """

    def weighed(part: VehiclePart) -> str:
        return f"{decimal_text(round_half_up(exact(part, 'mass').value, readability))} mg"

    last = parts[-1]
    solids = [part for part in parts if exact_volume(part) is None]
    liquids = [part for part in parts[:-1] if exact_volume(part) is not None]
    what = "crushed tablets" if crushed is not None else drug
    lines = []
    if crushed is not None:
        noun = "tablet" if crushed == 1 else "tablets"
        lines.append(f"Crush {crushed} {noun} (and a spare, if one may be lost) to a fine powder, weigh from it.")
    lines.append(f"Weigh {_plain(powder)} of {drug}{' as crushed tablets' if crushed is not None else ''}.")
    for part in solids:
        lines.append(f"Weigh {weighed(part)} of {part.name}, rub it fine together with the {what}.")
    if last.key == GLYCEROL:
        for part in liquids:
            verb = "Dissolve" if crushed is None else "Wet"
            lines.append(
                f"{verb} the {what} {'in' if crushed is None else 'with'} {_millilitres(part)} of {part.name}, "
                f"by mass {_grams(part)}."
            )
        if not liquids:
            lines.append(f"Wet the {what} with a little of the glycerol and rub it smooth.")
        lines.append(
            f"Add {_grams(last)} of {last.name} in all, weighed into the tared container: it is too viscous to measure "
            f"({_millilitres(last)} by its density). Rinse the mortar with it in parts."
        )
    else:
        for part in liquids:
            lines.append(f"Add {_millilitres(part)} of {part.name}, by mass {_grams(part)}, and rub to a smooth paste.")
        lines.append(f"Rinse into a measure with {_name(last)} and make up to {_plain(made)} with it.")
    if crushed is not None:
        lines.append("HOLD: the powder must be spread evenly, without lumps, else stop.")
    else:
        lines.append("Stir until it is dissolved. HOLD: the liquid must be clear, nothing on the ground, else stop.")
    size = decimal_text(exact(bottle, "size").value)
    share = "" if bottle.count == 1 else f", the same volume in each of {bottle.count}"
    lines.append(
        f"Fill into amber bottles of {size} mL{share}; close tight."
        if share
        else f"Fill into an amber bottle of {size} mL; close tight."
    )
    return tuple(lines)


def exact_volume(part: VehiclePart) -> Amount | None:
    """Return the stored volume of a part; None for a solid."""
    return part._volume


def _name(part: VehiclePart) -> str:
    return "water" if part.key == WATER else part.name


def _millilitres(part: VehiclePart) -> str:
    room = exact_volume(part)
    return "" if room is None else f"{brief_text(room.value, places=2).removeprefix('~')} mL"


def _grams(part: VehiclePart) -> str:
    return f"{brief_text(exact(part, 'mass').value / 1000, places=2).removeprefix('~')} g"
