"""A trituration by itself: how to weigh a drug that is too little for the balance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from ldn_compound.checks import solution as solution_checks
from ldn_compound.checks import weighing as weighing_checks
from ldn_compound.checks.codes import apply_acceptance
from ldn_compound.core.errors import InputError
from ldn_compound.core.results import OptionalQuantityField, Prose, QuantityField, Result
from ldn_compound.core.units import Amount, mass, ratio
from ldn_compound.inputs import read_inputs, refuse_unknown, require_inputs
from ldn_compound.plans.ingredients.filler import filler_findings, resolve_filler
from ldn_compound.plans.prescription import dosing_and_dates as order
from ldn_compound.plans.weighing import balance
from ldn_compound.plans.weighing.procedure import procedure, work_steps
from ldn_compound.plans.weighing.result import TriturationStage
from ldn_compound.plans.weighing.stock import assume_as_labelled, stock_parts
from ldn_compound.plans.weighing.tracer import tracer_findings
from ldn_compound.plans.weighing.trituration import design
from ldn_compound.plans.weighing.weigh_drug import largest_total_setting, trituration_limits
from ldn_compound.plans.worksheet import Worksheet, recorded_inputs
from ldn_compound.reference.vehicles import get_substance, solvent_keys
from ldn_compound.settings.profile import Profile
from ldn_compound.verb_inputs import TRITURATION as INPUTS
from ldn_compound.verb_inputs import TRITURATION_REQUIRED as REQUIRED

_ENDS_UP_IN = "capsule"


class Trituration(Result):
    """A planned trituration.

    Attributes:
        drug_needed: drug powder that the aliquot is to bring.
        drug_to_weigh, diluent_to_weigh, total: of the first stage; None where a stock is weighed from.
        aliquot_to_weigh, drug_in_aliquot: of the last stage; the drug is exact, not rounded.
        diluent_in_aliquot: what the last aliquot brings besides the drug; it counts in the fill.
        deviation: of the drug in the aliquot from the needed, as a fraction of it.
        error_bound: the weighing errors of drug and aliquots, and the deviation, together.
        stages: each stage's weighings; the next stage's drug is the whole aliquot before it.
        minimum_weighable, readability, balance_error: what the balance can do; the last is the absolute error that
            each weighing is reckoned with.
        tolerance: largest deviation that was allowed.
        stock: such as ``1:10``, or None.
        diluent_name: in words, or None where none was named.
        dissolved_in: key of the liquid of a stock solution, or None for powders.
        procedure: the bench's lines.
    """

    kind: ClassVar[str] = "trituration"

    drug_needed: QuantityField
    drug_to_weigh: OptionalQuantityField
    diluent_to_weigh: OptionalQuantityField
    total: OptionalQuantityField
    aliquot_to_weigh: QuantityField
    drug_in_aliquot: QuantityField
    diluent_in_aliquot: QuantityField
    deviation: QuantityField
    error_bound: QuantityField
    stages: tuple[TriturationStage, ...]
    minimum_weighable: QuantityField
    readability: QuantityField
    balance_error: QuantityField
    tolerance: QuantityField
    stock: str | None
    diluent_name: Prose | None
    dissolved_in: str | None
    procedure: tuple[Prose, ...]


def plan_trituration(
    *,
    drug: object,
    minimum_weighable: object = None,
    readability: object = None,
    sensitivity: object = None,
    repeatability: object = None,
    permitted_error: object = None,
    tolerance: object = None,
    stock: object = None,
    diluent: object = None,
    diluent_available: object = None,
    largest_total: object = None,
    accept: object = None,
    accepted_by: object = None,
    profile: Profile | None = None,
) -> Trituration:
    """Plan a trituration: drug and diluent to weigh, and the aliquot of it that brings the drug needed.

    Drug, diluent and aliquot are at least the minimum weighable quantity and multiples of the readability. Among the
    plans whose error bound is at most 5 %, else 10 %, one stage goes before two; then the least deviation of the drug
    in the aliquot from the needed is taken, then the least drug, then the least diluent. The last step of the working
    says which plans were searched: the result is the best of all of those.

    Parameters:
        drug: mass of drug powder needed, after the weighing factor.
        minimum_weighable: mass; else the error of one weighing / permitted error.
        readability, sensitivity, repeatability: mass, the balance's last digit, its sensitivity requirement and the
            standard deviation of its weighings; permitted_error: a fraction. A weighing errs by the sensitivity or
            twice the repeatability, else by permitted error x minimum (a readability alone stands in, with a caution).
        tolerance: fraction, largest deviation of the drug in the aliquot.
        stock: ``1:10`` to weigh from a trituration of 1 part in 10 that is there already: the aliquot alone is
            weighed.
        diluent: key of the diluent: a filler, or ``glycerol`` or ``purified-water`` for a stock solution, in one stage
            and no stronger than its row in the reference data says; its aliquot is weighed too.
        diluent_available: mass, the most diluent that the aliquot may bring, such as all filler of the batch.
        largest_total: mass of the largest trituration to make; what would take more is made in two stages, but not
            of a stock solution.
        accept, accepted_by: codes of stop findings that are accepted, and by whom.
        profile: the pharmacy's profile, or None.

    Raises:
        InputError, UnitError: a value that the field does not take; ``missing``, ``bad-stock``,
            ``stock-needs-no-total``, ``stock-is-a-powder``, ``unknown-filler``.
        CalculationError: ``no-trituration``: no plan keeps to the balance, the tolerance and the sizes.

    Sources: UNC pharmlabs, triturations.

    >>> plan = plan_trituration(drug="6 mg", minimum_weighable="120 mg", largest_total="2.4 g")
    >>> print(plan.drug_to_weigh, plan.total, plan.aliquot_to_weigh, plan.error_bound)
    120 milligram 2400 milligram 120 milligram 10 percent
    """
    raw = dict(locals())
    return _plan(_read(raw), profile=raw["profile"], recorded=None)


def replay(inputs: Mapping[str, Any]) -> Trituration:
    """Compute a trituration again from its recorded inputs."""
    raw, recorded = recorded_inputs(inputs)
    refuse_unknown(raw, INPUTS, field="inputs", code="unknown-input", needed="an input of a trituration")
    return _plan(_read(raw), profile=None, recorded=recorded)


def _read(raw: Mapping[str, Any]) -> dict[str, Any]:
    given = read_inputs(INPUTS, raw)
    require_inputs(given, REQUIRED)
    return given


def _plan(given: dict[str, Any], *, profile: Profile | None, recorded: Any) -> Trituration:
    sheet = Worksheet(given, profile=profile, recorded=recorded)
    apply_acceptance((), accept=given.get("accept", ()), accepted_by=given.get("accepted_by"))
    parts = _stock_parts(given)
    solvent = get_substance(given["diluent"]) if given.get("diluent") in solvent_keys() else None
    if parts is not None and solvent is not None:
        # How strong a solution may be is known; whether one on the shelf was clear is not.
        raise InputError(
            "stock-is-a-powder",
            field="diluent",
            given=given["diluent"],
            needed="a stock of powders, or a stock solution that is made now; not both",
            hint="leave --stock out: the plan makes a stock solution no stronger than the liquid allows",
        )
    diluent = solvent.name if solvent is not None else _powder_diluent(sheet)
    scales = balance.resolve_balance(sheet)
    limits = trituration_limits(sheet, scales)
    # A stock is there already: how much of it was made is no matter here.
    largest = largest_total_setting(dissolved=solvent is not None)
    sizes = {} if parts else {"largest_total": sheet.setting(*largest).value}
    needed: Amount = given["drug"]
    room: Amount | None = given.get("diluent_available")
    part = design(
        drug=needed.value,
        limits=limits,
        diluent_available=None if room is None else room.value,
        stock_parts=parts,
        solvent=solvent,
        **sizes,
    )
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


def _powder_diluent(sheet: Worksheet) -> str | None:
    """Return the name of the powder that thins the drug, checked as a filler, or None where none was named."""
    if "diluent" not in sheet.given:
        return None
    try:
        filler = resolve_filler(sheet, sheet.given["diluent"])
    except InputError as error:
        error.field = "diluent"  # a filler by its key, and an input by this name
        raise
    # It ends up in the capsule or tablet, so what holds for the filler there holds for it.
    sheet.findings += filler_findings(filler, form=_ENDS_UP_IN, avoid=())
    return filler.name


def _stock_parts(given: Mapping[str, Any]) -> int | None:
    """Return N of a stock "1:N", or None without a stock."""
    parts = stock_parts(given)
    if parts is not None and "largest_total" in given:
        raise InputError(
            "stock-needs-no-total",
            field="largest_total",
            given=given["largest_total"].text(),
            needed="a stock, or the largest trituration to make; not both",
            hint="with a stock no trituration is made: the aliquot alone is weighed",
        )
    return parts
