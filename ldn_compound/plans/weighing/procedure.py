"""What a plan tells of its trituration: the working, and the preparation steps."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from ldn_compound.calc import arithmetic, mixing
from ldn_compound.calc import trituration as calc
from ldn_compound.core.formulas import signature_of
from ldn_compound.core.numbers import brief_text
from ldn_compound.core.units import Amount, mass
from ldn_compound.plans.weighing.line import ALIQUOT, API, DILUENT, Line, with_number
from ldn_compound.plans.weighing.residue import weigh_boat_back
from ldn_compound.plans.weighing.result import TriturationPart
from ldn_compound.plans.worksheet import Worksheet


def work_steps(sheet: Worksheet, part: TriturationPart) -> None:
    """Write the working of a trituration down, with the error of each weighing and how the plan was chosen."""
    error = part.exact.balance_error.value
    errors: list[Fraction] = []
    held = part.exact.drug_to_weigh.value if part.exact.drug_to_weigh is not None else Fraction(0)
    for number, stage in enumerate(part.stages, start=1):
        where = f", stage {number}" if len(part.stages) > 1 else ""
        aliquot = stage.exact.aliquot_to_weigh.value
        if stage.exact.drug_to_weigh is None or stage.exact.diluent_to_weigh is None:
            parts = Fraction(int((part.stock or "").removeprefix("1:")))
            sheet.work(
                "aliquot of the stock, exact",
                arithmetic.multiplied,
                amount=part.exact.drug_needed.value,
                times=parts,
            )
            sheet.work("drug in the aliquot", arithmetic.divided, amount=aliquot, by=parts)
        else:
            drug, diluent = (
                stage.exact.drug_to_weigh.value,
                stage.exact.diluent_to_weigh.value,
            )
            what = "trituration" if part.dissolved_in is None else "stock solution"
            total = sheet.work(f"{what}{where}", arithmetic.total, first=drug, second=diluent)
            held = sheet.work(
                f"drug in the aliquot{where}", calc.drug_in_aliquot, drug=held, aliquot=aliquot, total=total
            )
            if number == 1:
                errors.append(sheet.work("error of weighing the drug", arithmetic.share, part=error, whole=drug))
        errors.append(sheet.work(f"error of weighing the aliquot{where}", arithmetic.share, part=error, whole=aliquot))
    held, needed = part.exact.drug_in_aliquot.value, part.exact.drug_needed.value
    values = {"larger": max(held, needed), "smaller": min(held, needed), "of": needed}
    _percent(sheet, "deviation from the drug needed", arithmetic.gap, values, part.exact.deviation)
    sheet.work(
        "diluent that the aliquot brings",
        arithmetic.remaining,
        whole=part.exact.aliquot_to_weigh.value,
        part=part.exact.drug_in_aliquot.value,
    )
    of_drug = Fraction(0) if part.stock else errors.pop(0)
    of_aliquots = errors[0] if len(errors) == 1 else calc.both_aliquots(first=errors[0], second=errors[1])
    bound = {"drug_error": of_drug, "aliquot_error": of_aliquots, "deviation": part.exact.deviation.value}
    _percent(sheet, "error bound", calc.error_bound, bound, part.exact.error_bound)
    sheet.note("chosen among", part.searched, "the least deviation, then the least drug, then the least diluent")


def _percent(
    sheet: Worksheet, name: str, formula: Callable[..., Any], values: dict[str, Fraction], value: Amount
) -> None:
    # A fraction is read in percent; Worksheet.work would print it as a bare number.
    sheet.note(name, signature_of(formula).numeric(values), value.text())


def procedure(part: TriturationPart, *, drug: str, diluent: str) -> tuple[str, ...]:
    """Return the preparation steps: weigh, mix by geometric dilution, take the aliquot, label what is left.

    Parameters:
        drug, diluent: in words.

    Sources: UNC pharmlabs, triturations (geometric dilution); DAC/NRF (saturating the mortar first, weighing back).
    """
    lines: list[str] = []
    if part.stock is not None:
        return (Line(f"Weigh {_shown(part.exact.aliquot_to_weigh)} of the {part.stock} stock.", weighs=ALIQUOT),)
    if part.dissolved_in is not None:
        return _dissolved(part, drug=drug, solvent=diluent)
    taken = drug
    for number, stage in enumerate(part.stages, start=1):
        here = "" if len(part.stages) == 1 else f" {number}"
        if stage.exact.drug_to_weigh is None or stage.exact.diluent_to_weigh is None:
            continue
        amount, thinned = stage.exact.drug_to_weigh, stage.exact.diluent_to_weigh
        if number == 1:
            boat = weigh_boat_back(part.exact.drug_needed.value)
            lines.append(Line(f"Weigh {_shown(amount)} of {taken}.{boat}", weighs=API, boat=boat))
        weighed = f"Weigh {_shown(thinned)} of {diluent} for trituration{here}."
        lines.append(Line(weighed, weighs=with_number(DILUENT, number)))
        lines.append(f"Saturate the mortar with a little of that {diluent}, then put the {taken} in.")
        total = arithmetic.total(first=amount.value, second=thinned.value)
        doublings = len(mixing.geometric_dilution(drug=amount.value, total=total))
        times = "once" if doublings == 1 else f"{doublings} times"
        lines.append(
            f"Add {diluent} {times}, each time as much as is in the mortar (the last time what is left), and mix "
            f"until even: {_shown(mass(total))}."
        )
        aliquot = f"Weigh {_shown(stage.exact.aliquot_to_weigh)} of trituration{here}: it contains the drug."
        lines.append(Line(aliquot, weighs=with_number(ALIQUOT, number)))
        taken = f"aliquot of trituration{here}"
    lines.append("Keep or destroy what is left of the trituration as the pharmacy's rules say; label it with its drug.")
    return tuple(lines)


def _dissolved(part: TriturationPart, *, drug: str, solvent: str) -> tuple[str, ...]:
    """Return the preparation steps of a stock solution, which is weighed throughout: no volume or density counts."""
    (stage,) = part.stages
    if stage.exact.drug_to_weigh is None or stage.exact.diluent_to_weigh is None or stage.exact.total is None:
        raise TypeError("a stock solution is weighed in")
    boat = weigh_boat_back(part.exact.drug_needed.value)
    return (
        Line(
            f"Weigh {_shown(stage.exact.drug_to_weigh)} of {drug} for a stock solution.{boat}",
            weighs=API,
            boat=boat,
        ),
        Line(
            f"Tare a beaker, put the {drug} in, weigh {_shown(stage.exact.diluent_to_weigh)} of {solvent} to it "
            f"({_shown(stage.exact.total)} total) and stir until it is dissolved.",
            weighs=DILUENT,
        ),
        Line("HOLD: the stock solution must be clear, with no sediment, else stop.", check="look"),
        Line(
            f"Tare a container, weigh {_shown(stage.exact.aliquot_to_weigh)} of the stock solution into it: "
            "it contains the drug.",
            weighs=ALIQUOT,
        ),
        "Keep or destroy what is left of the stock solution as the pharmacy's rules say; label it with its drug.",
    )


def _shown(amount: Amount) -> str:
    return f"{brief_text(amount.in_unit)} {amount.unit}"
