"""A trituration by itself: how to weigh a drug that is too little for the balance."""

from __future__ import annotations

from typing import ClassVar

from ldn_compound.checks import solution as solution_checks
from ldn_compound.checks import weighing as weighing_checks
from ldn_compound.checks.codes import apply_acceptance
from ldn_compound.core.errors import InputError
from ldn_compound.core.results import Prose, QuantityField, Result
from ldn_compound.core.units import mass, ratio
from ldn_compound.inputs.single import TriturationInputs
from ldn_compound.plans.ingredients.filler import filler_findings, resolve_filler
from ldn_compound.plans.prescription import dosing_and_dates as order
from ldn_compound.plans.public import planner
from ldn_compound.plans.weighing import balance
from ldn_compound.plans.weighing.procedure import procedure, work_steps
from ldn_compound.plans.weighing.result import PlannedTrituration
from ldn_compound.plans.weighing.stock import assume_as_labelled, stock_parts
from ldn_compound.plans.weighing.tracer import tracer_findings
from ldn_compound.plans.weighing.trituration import design, from_stock
from ldn_compound.plans.weighing.weigh_drug import largest_total_setting, trituration_limits
from ldn_compound.plans.worksheet import Worksheet
from ldn_compound.reference.beyond_use import rule_keys
from ldn_compound.reference.vehicles import get_substance, solvent_keys


class Trituration(Result, PlannedTrituration):
    """A planned trituration.

    Attributes:
        minimum_weighable, readability: what the balance can do.
        tolerance: largest deviation that was allowed.
        diluent_name: in words, or None where none was named.
        procedure: the preparation steps.
    """

    kind: ClassVar[str] = "trituration"

    minimum_weighable: QuantityField
    readability: QuantityField
    tolerance: QuantityField
    diluent_name: Prose | None
    procedure: tuple[Prose, ...]


@planner(TriturationInputs)
def plan_trituration(sheet: Worksheet[TriturationInputs]) -> Trituration:
    """Plan a trituration: drug and diluent to weigh, and the aliquot of it that brings the drug needed.

    Drug, diluent and aliquot are at least the minimum weighable quantity and multiples of the readability. Among the
    plans whose error bound is at most 5 %, else 10 %, one stage goes before two; then the least deviation of the drug
    in the aliquot from the needed is taken, then the least drug, then the least diluent. The last step of the working
    says which plans were searched: the result is the best of all of those.

    A weighing errs by the sensitivity or twice the repeatability, else by permitted_error x minimum_weighable; a
    readability alone stands in, with a caution. A liquid diluent makes a stock solution: in one stage, no stronger than
    its row in the reference data says, and its aliquot is weighed too.

    Raises:
        InputError, UnitError: a value that the field does not take; ``missing``, ``bad-stock``,
            ``stock-needs-no-total``, ``stock-is-a-powder``, ``unknown-filler``.
        CalculationError: ``no-trituration``: no plan keeps to the balance, the tolerance and the sizes.

    Sources: UNC pharmlabs, triturations.

    >>> plan = plan_trituration(drug="6 mg", minimum_weighable="120 mg", largest_total="2.4 g")
    >>> print(plan.drug_to_weigh, plan.total, plan.aliquot_to_weigh, plan.error_bound)
    120 milligram 2400 milligram 120 milligram 10 percent
    """
    given = sheet.given
    apply_acceptance((), accept=given.accept, accepted_by=given.accepted_by)
    parts = _stock_parts(given)
    solvent = get_substance(given.diluent) if given.diluent in solvent_keys() else None
    if parts is not None and solvent is not None:
        # How strong a solution may be is known; whether one on the shelf was clear is not.
        raise InputError(
            "stock-is-a-powder",
            field="diluent",
            given=given.diluent,
            needed="a stock of powders, or a stock solution that is made now; not both",
            hint="leave --stock out: the plan makes a stock solution no stronger than the liquid allows",
        )
    diluent = solvent.name if solvent is not None else _powder_diluent(sheet)
    scales = balance.resolve_balance(sheet)
    limits = trituration_limits(sheet, scales)
    needed = given.drug
    room = None if given.diluent_available is None else given.diluent_available.value
    if parts:
        # A stock is there already: how much of it was made is no matter here.
        part = from_stock(drug=needed.value, limits=limits, parts=parts, diluent_available=room)
    else:
        largest = sheet.setting(*largest_total_setting(dissolved=solvent is not None)).value
        part = design(drug=needed.value, limits=limits, largest_total=largest, diluent_available=room, solvent=solvent)
    accurate = balance.accurate_minimum(sheet, scales)
    if parts:
        assume_as_labelled(sheet, parts)
    work_steps(sheet, part)
    weighed = [
        amount.value
        for stage in part.stages
        for amount in (
            stage.exact.drug_to_weigh,
            stage.exact.diluent_to_weigh,
            stage.exact.aliquot_to_weigh,
        )
        if amount is not None
    ]
    sheet.findings += weighing_checks.error_findings(part.exact.error_bound.value, stock=bool(parts))
    sheet.findings += weighing_checks.balance_findings(
        minimum=scales.minimum, settled=scales.settled, least=min(weighed), accurate=accurate
    )
    sheet.findings += weighing_checks.need_findings(drug=needed.value, minimum=scales.minimum)
    sheet.findings += weighing_checks.stage_findings(part.two_stages_because)
    if solvent is not None:
        sheet.findings += solution_checks.stock_solution_findings(solvent)
    elif not parts:
        sheet.findings += tracer_findings(sheet, part, avoid=())
    return Trituration(
        inputs=sheet.inputs,
        assumptions=sheet.assumptions,
        steps=tuple(sheet.steps),
        findings=order.accepted(sheet),
        drug_needed=part.exact.drug_needed,
        drug_to_weigh=part.exact.drug_to_weigh,
        diluent_to_weigh=part.exact.diluent_to_weigh,
        total=part.exact.total,
        aliquot_to_weigh=part.exact.aliquot_to_weigh,
        drug_in_aliquot=part.exact.drug_in_aliquot,
        diluent_in_aliquot=part.exact.diluent_in_aliquot,
        deviation=part.exact.deviation,
        error_bound=part.exact.error_bound,
        stages=part.stages,
        minimum_weighable=mass(scales.minimum),
        readability=mass(scales.readability),
        balance_error=part.exact.balance_error,
        tolerance=ratio(limits.tolerance),
        stock=part.stock,
        diluent_name=diluent,
        dissolved_in=part.dissolved_in,
        procedure=procedure(part, drug="drug", diluent=diluent or "diluent"),
    )


def _powder_diluent(sheet: Worksheet[TriturationInputs]) -> str | None:
    """Return the name of the powder that thins the drug, checked as a filler, or None where none was named."""
    if sheet.given.diluent is None:
        return None
    filler = resolve_filler(sheet, sheet.given.diluent, field="diluent")
    # It ends up in the capsule or tablet, so what holds for the filler there holds for it.
    sheet.findings += filler_findings(filler, form=rule_keys()[0], avoid=())
    return filler.name


def _stock_parts(given: TriturationInputs) -> int | None:
    """Return N of a stock "1:N", or None without a stock."""
    parts = stock_parts(given.stock)
    if parts is not None and given.largest_total is not None:
        raise InputError(
            "stock-needs-no-total",
            field="largest_total",
            given=given.largest_total.text(),
            needed="a stock, or the largest trituration to make; not both",
            hint="with a stock no trituration is made: the aliquot alone is weighed",
        )
    return parts
