"""The preparation in order, in words, with its hold point."""

from __future__ import annotations

from fractions import Fraction

from ldn_compound.core.numbers import brief_text, decimal_text, round_half_up
from ldn_compound.plans.batch.result import Dilution, HoldPoint, Load
from ldn_compound.plans.weighing.crushing import crushing_line
from ldn_compound.plans.weighing.line import API, FILLER, Line
from ldn_compound.plans.weighing.residue import weigh_boat_back
from ldn_compound.plans.weighing.result import TriturationPart


def capsule_procedure(
    *,
    drug: str,
    powder: Fraction,
    trituration: TriturationPart | None,
    filler: str,
    dilution: tuple[Dilution, ...],
    loads: tuple[Load, ...],
    hold: HoldPoint,
    all_in: bool,
    crushed: int | None,
    readability: Fraction,
) -> tuple[str, ...]:
    """Return the numbered steps of a capsule batch. Masses are to the balance's last digit.

    Sources: UNC pharmlabs (geometric dilution); Pharmacy Times, September 2008 (filling); DAC/NRF (saturating the
    mortar first).
    """

    def mg(value: Fraction) -> str:
        return f"{decimal_text(round_half_up(value, readability))} mg"

    lines: list[str] = []
    if crushed is not None:
        lines.append(crushing_line(crushed))
    name = f"{drug}{' as crushed tablets' if crushed is not None else ''}"
    if trituration is None:
        boat = weigh_boat_back(powder)
        lines.append(Line(f"Weigh {mg(powder)} of {name}.{boat}", weighs=API, boat=boat))
        saturate = f"Saturate the mortar with a little of the weighed {filler}, then put the drug powder in."
        lines.append(Line(saturate, uses=FILLER))
    else:
        from ldn_compound.plans.weighing.procedure import procedure as trituration_lines

        lines += trituration_lines(trituration, drug=name, diluent=filler)
        if dilution:  # else the aliquot brings all the filler
            saturate = f"Saturate the mortar with a little of the remaining {filler}, then put the aliquot in."
            lines.append(Line(saturate, uses=FILLER))
    for number, row in enumerate(dilution, start=1):
        add, total = row.exact.add.value, row.exact.total.value
        lines.append(f"Dilution {number}: add {mg(add)} of filler (total {mg(total)}), mix until even.")
    low, target, high = hold.exact.low.value, hold.exact.target.value, hold.exact.high.value
    lines.append(
        Line(
            f"HOLD: fill {hold.units}, weigh them without shells. The mean must be {brief_text(target)} mg "
            f"({brief_text(low)} to {brief_text(high)} mg), else stop: do not fill on, find out why.",
            check="mean",
        )
    )
    lines += [
        f"Load {load.number}: {load.units} capsules from {mg(load.exact.blend.value)} of blend." for load in loads
    ]
    if all_in:
        lines.append(
            "Spread all the powder of a load over its capsules; press none in that does not fit: stop instead."
        )
    else:
        lines.append("Fill each capsule to its mass. Keep excess powder out; never press it in.")
    lines.append("If powder runs short: empty the capsules of the load, add filler, mix again, refill, and record it.")
    return tuple(lines)
