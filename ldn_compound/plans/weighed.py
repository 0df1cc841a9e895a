"""How the drug powder of a batch is weighed: directly, or where it is too little for the balance, by trituration."""

from __future__ import annotations

from fractions import Fraction

import attrs

from ldn_compound.calc import trituration as calc
from ldn_compound.calc import weighing
from ldn_compound.checks import weighing as checks
from ldn_compound.errors import CalculationError
from ldn_compound.plans.balance import Balance
from ldn_compound.plans.draft import Draft
from ldn_compound.plans.trituration_parts import TriturationPart, expected_error
from ldn_compound.results import Worded
from ldn_compound.units import Amount, mass, ratio


@attrs.frozen(kw_only=True)
class WeighedDrug:
    """The drug powder as it is weighed.

    Attributes:
        trituration: the plan of it, or None where the powder is weighed directly.
        delivered: mg of drug powder that reaches the blend.
        diluent: mg of filler that comes with it in the aliquot.
        error_bound: the most that weighing and rounding put the drug off, as a fraction; None where nothing is weighed.
    """

    trituration: TriturationPart | None
    delivered: Fraction
    diluent: Fraction
    error_bound: Fraction | None

    @property
    def powder_taken(self) -> Fraction:
        """Drug powder that is taken from the shelf in mg: what a trituration leaves over included."""
        if self.trituration is None or self.trituration._drug_to_weigh is None:
            return self.delivered
        return self.trituration._drug_to_weigh.value


def weigh_drug(
    draft: Draft,
    *,
    powder: Fraction,
    on_balance: Fraction,
    filler: Fraction,
    scales: Balance,
    most: Fraction | None = None,
) -> WeighedDrug:
    """Choose how the drug powder is weighed, write the working down and check it.

    Parameters:
        powder: exact mg of drug powder that the batch needs.
        on_balance: that to the balance's last digit.
        filler: mg of filler in the batch, which a trituration may use as its diluent.
        most: mg of drug powder at which the content without loss reaches 110 % of the label: a trituration keeps
            within it, unless the batch needs more.

    Raises:
        CalculationError: ``nothing-to-weigh``: the balance would show 0, and no trituration brings so little.
    """
    accurate = draft.work(
        "least mass for weighing accurately, USP <41>", calc.accurate_minimum, readability=scales.readability
    )
    part = None
    if powder < scales.minimum:
        part = _trituration(draft, powder=powder, filler=filler, scales=scales, most=most)
    if part is None:
        weighed = _directly(draft, powder=powder, on_balance=on_balance, scales=scales)
        least = on_balance
        draft.findings += checks.direct_findings(powder=powder, filler=filler, minimum=scales.minimum)
    else:
        from ldn_compound.plans import trituration_steps

        trituration_steps.work_steps(draft, part)
        weighed = WeighedDrug(
            trituration=part,
            delivered=part._drug_in_aliquot.value,
            diluent=part._diluent_in_aliquot.value,
            error_bound=part._error_bound.value,
        )
        masses = [row for stage in part.stages for row in (stage._drug_to_weigh, stage._diluent_to_weigh)]
        least = min(row.value for row in (*masses, part._aliquot_to_weigh) if row is not None)
        draft.findings += checks.stage_findings(part.two_stages_because)
    draft.findings += checks.balance_findings(
        minimum=scales.minimum, settled=scales.settled, least=least, accurate=accurate
    )
    if weighed.error_bound is not None:
        draft.findings += checks.error_findings(weighed.error_bound, directly=part is None)
    return weighed


def weighed_directly(
    draft: Draft, *, powder: Fraction, on_balance: Fraction, scales: Balance, liquid: bool = False
) -> WeighedDrug:
    """Weigh the drug powder without a trituration, write the working down and check it.

    Parameters:
        liquid: whether the drug is dissolved, so that a larger batch serves as its own dilution.

    Raises:
        CalculationError: ``nothing-to-weigh``.
    """
    accurate = draft.work(
        "least mass for weighing accurately, USP <41>", calc.accurate_minimum, readability=scales.readability
    )
    weighed = _directly(draft, powder=powder, on_balance=on_balance, scales=scales)
    nothing = Fraction(0)
    draft.findings += checks.direct_findings(powder=powder, filler=nothing, minimum=scales.minimum, liquid=liquid)
    draft.findings += checks.balance_findings(
        minimum=scales.minimum, settled=scales.settled, least=on_balance, accurate=accurate
    )
    if weighed.error_bound is not None:
        draft.findings += checks.error_findings(weighed.error_bound, directly=True)
    return weighed


def _trituration(
    draft: Draft, *, powder: Fraction, filler: Fraction, scales: Balance, most: Fraction | None
) -> TriturationPart | None:
    """Return the trituration of the batch's own filler, or None where none meets the constraints."""
    # Most batches need no trituration: its planner is loaded for those that do.
    from ldn_compound.plans.trituration_design import design

    tolerance: Amount = draft.setting("policies.trituration_tolerance", "tolerance")
    largest: Amount = draft.setting("policies.largest_trituration", "largest_total")
    permitted: Amount = draft.setting("balance.permitted_error")
    words = Worded("{} is below the minimum weighable quantity of {}", (mass(powder), mass(scales.minimum)))
    try:
        part = design(
            drug=powder,
            minimum=scales.minimum,
            readability=scales.readability,
            permitted_error=permitted.value,
            sensitivity=scales.sensitivity,
            tolerance=tolerance.value,
            diluent_available=filler,
            most_drug=most,
            largest_total=largest.value,
        )
    except CalculationError as error:
        draft.note("way of weighing the drug", words, f"none: {error.hint or error.needed}")
        return None
    draft.note("way of weighing the drug", words, "by trituration with the batch's own filler")
    return part


def _directly(draft: Draft, *, powder: Fraction, on_balance: Fraction, scales: Balance) -> WeighedDrug:
    if on_balance == 0:
        raise CalculationError(
            "nothing-to-weigh",
            field="readability",
            given=f"{mass(powder).text()} of drug powder",
            needed=f"at least the balance's last digit, {mass(scales.readability).text()}",
            hint="make a larger batch, use a finer balance, or weigh from a stock trituration",
        )
    off = draft.work(
        "rounding of the drug powder",
        calc.deviation,
        larger=max(on_balance, powder),
        smaller=min(on_balance, powder),
        needed=powder,
    )
    error = draft.work(
        "expected weighing error of the drug powder",
        weighing.weighing_error,
        sensitivity=scales.sensitivity,
        weighed=on_balance,
    )
    bound = draft.work(
        "error bound of the drug", calc.error_bound, drug_error=error, aliquot_error=Fraction(0), deviation=off
    )
    return WeighedDrug(trituration=None, delivered=on_balance, diluent=Fraction(0), error_bound=bound)


def error_of(weighed: Fraction, scales: Balance) -> Amount | None:
    """Return the expected error of a weighing as a fraction, or None where nothing is weighed."""
    return expected_error(weighed, balance_error=scales.sensitivity) if weighed > 0 else None


def bound_of(weighed: WeighedDrug) -> Amount | None:
    """Return the error bound as an amount."""
    return None if weighed.error_bound is None else ratio(weighed.error_bound)
