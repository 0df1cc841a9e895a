"""A trituration by itself: how to weigh a drug that is too little for the balance."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import ClassVar, NamedTuple

from ldn_compound.checks import weighing as checks
from ldn_compound.checks.acceptance import apply_acceptance
from ldn_compound.checks.solution import stock_solution_findings
from ldn_compound.core.errors import InputError
from ldn_compound.core.late_texts import Prose
from ldn_compound.core.results import Finding, QuantityField, Result
from ldn_compound.core.units import mass, ratio
from ldn_compound.inputs.single import TriturationInputs
from ldn_compound.plans.ingredients.filler import ResolvedFiller, filler_findings, resolve_filler
from ldn_compound.plans.public import planner
from ldn_compound.plans.weighing import balance
from ldn_compound.plans.weighing.procedure import procedure, work_steps
from ldn_compound.plans.weighing.result import PlannedTrituration, TriturationPart
from ldn_compound.plans.weighing.stock import assume_as_labelled, stock_parts
from ldn_compound.plans.weighing.tracer import TracerOf, resolve_tracer, tracer_findings
from ldn_compound.plans.weighing.trituration import design, from_stock
from ldn_compound.plans.weighing.weigh_drug import largest_total_setting, trituration_limits
from ldn_compound.plans.worksheet import Worksheet
from ldn_compound.reference.beyond_use import rule_keys
from ldn_compound.reference.vehicles import Substance, get_substance, solvent_keys


class Trituration(Result, PlannedTrituration):
    """A planned trituration.

    Attributes:
        minimum_weighable, readability: what the balance can do.
        tolerance: largest deviation that was allowed.
        diluent_name: in words, or None where none was named.
        procedure: the preparation steps.

    >>> import ldn_compound as ldn
    >>> plan = ldn.plan_trituration(drug="15 mg", minimum_weighable="120 mg")
    >>> print(plan.drug_to_weigh, plan.diluent_to_weigh, plan.aliquot_to_weigh, sep=", ")
    135 milligram, 9585 milligram, 1080 milligram
    """

    kind: ClassVar[str] = "trituration"

    minimum_weighable: QuantityField
    readability: QuantityField
    tolerance: QuantityField
    diluent_name: Prose | None
    procedure: tuple[Prose, ...]


class Designed(NamedTuple):
    """A designed trituration, as its rules look at it.

    Attributes:
        filler: the powder that thins the drug, or None; solvent: the liquid that dissolves it, or None.
        scales: what the balance can do.
        accurate: the least mass in mg for weighing accurately.
        part: the trituration.
        tracer: the coloured tracer in it, or None.
    """

    filler: ResolvedFiller | None
    solvent: Substance | None
    scales: balance.Balance
    accurate: Fraction
    part: TriturationPart
    tracer: TracerOf | None


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
    named = given.diluent if solvent is None else None
    filler = None if named is None else resolve_filler(sheet, named, field="diluent")
    diluent = solvent or filler
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
    tracer = resolve_tracer(sheet, part) if solvent is None and not parts else None
    found = Designed(filler, solvent, scales, accurate, part, tracer)
    return Trituration(
        inputs=sheet.inputs,
        assumptions=sheet.assumptions,
        steps=tuple(sheet.steps),
        findings=apply_acceptance(rules(given, found), accept=given.accept, accepted_by=given.accepted_by),
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
        diluent_name=None if diluent is None else diluent.name,
        dissolved_in=part.dissolved_in,
        procedure=tuple(map(str, procedure(part, drug="drug", diluent=diluent.name if diluent else "diluent"))),
    )


def rules(given: TriturationInputs, found: Designed) -> Iterator[Finding]:
    """Yield the findings on a trituration, in the order in which they are told."""
    scales, part = found.scales, found.part
    if found.filler is not None:
        # It ends up in the capsule or tablet, so what holds for the filler there holds for it.
        yield from filler_findings(found.filler, form=rule_keys()[0], avoid=())
    yield from balance.scales_findings(scales)
    yield from checks.error_findings(part.exact.error_bound.value, stock=part.stock is not None)
    yield from checks.balance_findings(
        minimum=scales.minimum, settled=scales.settled, least=_least(part), accurate=found.accurate
    )
    yield from checks.need_findings(drug=given.drug.value, minimum=scales.minimum)
    yield from checks.stage_findings(part.two_stages_because)
    if found.solvent is not None:
        yield from stock_solution_findings(found.solvent)
    yield from tracer_findings(found.tracer, avoid=())


def _least(part: TriturationPart) -> Fraction:
    """Return the least mass that is weighed, in mg."""
    rows = (stage.exact for stage in part.stages)
    amounts = (item for row in rows for item in (row.drug_to_weigh, row.diluent_to_weigh, row.aliquot_to_weigh))
    return min(item.value for item in amounts if item is not None)


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
