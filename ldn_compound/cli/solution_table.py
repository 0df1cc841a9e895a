"""The table of a liquid's plan, as the bench works from it."""

from __future__ import annotations

from fractions import Fraction

from ldn_compound.cli import tables
from ldn_compound.core.numbers import brief_text
from ldn_compound.plans.ingredients.drug_powder import powder_line
from ldn_compound.plans.solution.batch import SolutionBatch
from ldn_compound.plans.solution.vehicle import VehiclePart


def show(plan: SolutionBatch) -> None:
    """Print a liquid's plan as the table that the bench works from."""
    amount = tables.amount
    tables.title(f"{amount(plan, 'volume')} of {plan.drug_name} {amount(plan, 'concentration')}")
    under = ", for use under the tongue" if plan.route == "sublingual" else ""
    tables.paragraph(f"a {plan.form} in {plan.vehicle_name}{under}")
    tables.findings(plan)
    _weigh(plan)
    if tables.full() or plan.water_activity is not None:
        _water(plan)
    tables.heading("Prepare")
    tables.numbered(plan.procedure)
    _patient(plan)
    tables.heading("Dispense with it")
    for line in plan.dispensing:
        tables.paragraph(line, lead="   - ")
    tables.working(plan)


def _weigh(plan: SolutionBatch) -> None:
    amount = tables.amount
    tables.heading("Weigh and measure")
    drug = plan.powder_name + (" as crushed tablets" if plan.tablets_to_crush is not None else "")
    stock = plan.trituration
    solvent = next((part.name for part in plan.components if stock and part.key == stock.dissolved_in), "")
    tables.rows(
        [
            *tables.trituration(stock, drug=drug, diluent=solvent),
            (
                drug if stock is None else None,
                f"{amount(plan, 'api_to_weigh')}   (exact {amount(plan, 'api_to_weigh_exact')}; "
                f"expected error {tables.percent(plan, 'api_weighing_error')})",
            ),
            ("lot and assay", powder_line(plan.drug_powder)),
            ("tablets to crush", None if plan.tablets_to_crush is None else f"{plan.tablets_to_crush}, and a spare"),
            *((_label(plan, part), _part(part)) for part in plan.components),
            ("volume made", amount(plan, "volume_made")),
            tables.detail("drug in it, as prescribed", amount(plan, "api_theoretical")),
            ("content of label", f"{amount(plan.content_of_label, 'if_not_lost')} if nothing is lost"),
        ]
    )


def _label(plan: SolutionBatch, part: VehiclePart) -> str:
    stock = plan.trituration
    return f"{part.name}, remaining" if stock is not None and stock.dissolved_in == part.key else part.name


def _part(part: VehiclePart) -> str:
    weight = part.exact.to_weigh.value
    shown = f"{_grams(weight)}" if weight >= 1000 else f"{brief_text(weight)} mg"
    room = tables.amount(part, "volume_left")
    if part.to_volume and part.exact.weighing_error is None:
        return f"to volume   (about {room})" if weight > 0 else "none: the aliquot brings it all"
    measured = "" if room is None else f"{room}; "
    return f"{shown}   ({measured}expected error {tables.percent(part, 'weighing_error')})"


def _grams(value: Fraction) -> str:
    return f"{brief_text(value / 1000, places=3)} g"


def _water(plan: SolutionBatch) -> None:
    activity = "" if plan.water_activity is None else f", measured water activity {brief_text(plan.water_activity)}"
    tables.heading("Water")
    fraction = plan.exact.water_fraction.in_unit
    tables.rows(
        [
            ("water, w/w", f"{brief_text(fraction, places=2)} %{activity}"),
            ("class", plan.water_class),
        ]
    )


def _patient(plan: SolutionBatch) -> None:
    amount = tables.amount
    tables.heading("Patient and dates")
    drops = "" if plan.drops_per_dose is None else f", {plan.drops_per_dose} drops"
    drawn = None
    error = plan.exact.rounding_error
    if plan.syringe is not None and error is not None:
        size, off = amount(plan.syringe, "size"), tables.percent(plan, "rounding_error")
        drawn = f"{amount(plan, 'measured_volume')} with the {size} oral syringe   ({amount(plan, 'delivered_dose')}"
        drawn += ")" if error.value == 0 else f", {off} off the dose)"
    glycerol = None
    if (each := plan.exact.glycerol_per_dose) is not None:
        glycerol = f"{_grams(each.value)} a dose"
        if (daily := plan.exact.glycerol_per_day) is not None:
            glycerol += f", {_grams(daily.value)} a day"
    overfill = amount(plan, "overfill")
    tables.rows(
        [
            ("dose", "not given" if plan.exact.dose is None else f"{amount(plan, 'dose')}{drops}"),
            ("DRAW", drawn),
            tables.detail("route", plan.route),
            ("glycerol", glycerol),
            ("for the patient", f"{amount(plan, 'asked_volume')}, overfill {overfill}"),
            *tables.dates(plan),
        ]
    )
