"""The preparation of tablets in order, in words, with its hold point."""

from __future__ import annotations

from fractions import Fraction

from ldn_compound.core.numbers import brief_text, decimal_text, round_half_up
from ldn_compound.plans.batch.result import Dilution, HoldPoint
from ldn_compound.plans.tablets.result import BaseShare, TabletExcipient, WettingLiquid
from ldn_compound.plans.weighing.crushing import crushing_line
from ldn_compound.plans.weighing.line import API, Line
from ldn_compound.plans.weighing.procedure import procedure as trituration_lines
from ldn_compound.plans.weighing.residue import weigh_boat_back
from ldn_compound.plans.weighing.result import TriturationPart


def tablet_procedure(
    *,
    drug: str,
    powder: Fraction,
    trituration: TriturationPart | None,
    excipients: tuple[TabletExcipient, ...],
    base_shares: tuple[BaseShare, ...],
    dilution: tuple[Dilution, ...],
    wetting: WettingLiquid | None,
    hold: HoldPoint,
    count: int,
    crushed: int | None,
    readability: Fraction,
) -> tuple[str, ...]:
    """Return the numbered steps of a batch of tablets. Masses are to the balance's last digit.

    Sources: UNC pharmlabs (geometric dilution); DAC/NRF (saturating the mortar first); Pharmacy Times, July 2007
    (moulding); jhotpotinfo.com, September 2025 (the lubricant last, mixed for 2 to 5 minutes).
    """

    def mg(value: Fraction) -> str:
        return f"{decimal_text(round_half_up(value, readability))} mg"

    lines: list[str] = []
    if crushed is not None:
        lines.append(crushing_line(crushed))
    name = f"{drug}{' as crushed tablets' if crushed is not None else ''}"
    if base_shares:
        parts = ", ".join(f"{mg(part.exact.total.value)} of {part.name}" for part in base_shares)
        lines.append(f"Where the base is not in stock, mix it first: {parts}.")
    first = "base" if wetting is not None else "diluent"
    if trituration is None:
        boat = weigh_boat_back(powder)
        lines.append(Line(f"Weigh {mg(powder)} of {name}.{boat}", weighs=API, boat=boat))
    else:
        thinned = next(
            (item.name for item in excipients if item.exact.total != item.exact.to_weigh),
            first,
        )
        lines += trituration_lines(trituration, drug=name, diluent=thinned)
    left = "" if trituration is None else " that is left"
    weighed = [item for item in excipients if item.exact.to_weigh.value > 0]
    lines += [Line(f"Weigh {mg(item.exact.to_weigh.value)} of {item.name}.", weighs=item.key) for item in weighed]
    taken = "drug powder" if trituration is None else "aliquot"
    lines.append(f"Saturate the mortar with a little of the {first}{left}, then put the {taken} in.")
    rest = "base" if wetting is not None else "the other powders"
    for number, row in enumerate(dilution, start=1):
        add, total = row.exact.add.value, row.exact.total.value
        lines.append(f"Dilution {number}: add {mg(add)} of {rest} (total {mg(total)}), mix until even.")
    low, target, high = hold.exact.low.value, hold.exact.target.value, hold.exact.high.value
    check = (
        f"HOLD: {{}} {hold.units}. The mean must be {brief_text(target)} mg ({brief_text(low)} to "
        f"{brief_text(high)} mg), else stop and find out why."
    )
    lines += _moulding(wetting, check, count) if wetting is not None else _pressing(excipients, check, count)
    lines.append("Keep excess powder out, and record it.")
    return tuple(lines)


def _moulding(wetting: WettingLiquid, check: str, count: int) -> list[str]:
    volume = wetting.exact.volume  # the shown one would load pint
    how = f"{brief_text(volume.value)} mL of it" if volume is not None else "no more than makes it just hold together"
    return [
        f"Moisten the powder gradually with {wetting.name}: {how}.",
        f"Press the mass evenly into the mould, {count} tablets in total; level it, push them out, let them dry.",
        Line(check.format("when they are dry, weigh"), check="mean"),
    ]


def _pressing(excipients: tuple[TabletExcipient, ...], check: str, count: int) -> list[str]:
    last = [item.name for item in excipients if item.role == "lubricant"]
    lines = [f"Put the {', '.join(last)} in last and mix gently for 2 to 5 minutes, no longer."] if last else []
    return [
        *lines,
        "Set the press to the mass of one tablet.",
        Line(check.format("press and weigh"), check="mean"),
        f"Press the remaining tablets, {count} in total.",
    ]
