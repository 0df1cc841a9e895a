"""How the drug powder of a batch is weighed: directly, or where it is too little for the balance, by trituration."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

import attrs

from ldn_compound.calc import arithmetic
from ldn_compound.calc import trituration as calc
from ldn_compound.checks import weighing as checks
from ldn_compound.core.errors import CalculationError
from ldn_compound.core.late_texts import Worded
from ldn_compound.core.results import Finding
from ldn_compound.core.units import Amount, mass, ratio
from ldn_compound.plans.weighing.balance import Balance, accurate_minimum
from ldn_compound.plans.weighing.result import Limits, TriturationPart, expected_error
from ldn_compound.plans.worksheet import Worksheet

if TYPE_CHECKING:
    from ldn_compound.reference.vehicles import Substance

LARGER_BATCH = (
    "no trituration with the batch's own filler meets the limits: make a larger batch, use a finer balance, or weigh "
    "from a stock trituration"
)


@attrs.frozen(kw_only=True)
class WeighedDrug:
    """The drug powder as it is weighed.

    Attributes:
        trituration: the plan of it, or None where the powder is weighed directly.
        delivered: mg of drug powder that reaches the blend.
        diluent: mg of filler that comes with it in the aliquot.
        error_bound: the most that weighing and rounding put the drug off, as a fraction.
        filler: mg of filler that are weighed besides.
        least: the least mass that is weighed for it, in mg; accurate: the least for weighing accurately.
        too_little: what mends a drug that is too little for the balance and for every diluent.
    """

    trituration: TriturationPart | None
    delivered: Fraction
    diluent: Fraction
    error_bound: Fraction
    filler: Fraction
    least: Fraction
    accurate: Fraction
    too_little: str

    @property
    def powder_taken(self) -> Fraction:
        """Drug powder that is taken from the shelf in mg: what a trituration leaves over included."""
        if self.trituration is None or self.trituration.exact.drug_to_weigh is None:
            return self.delivered
        return self.trituration.exact.drug_to_weigh.value


class Diluent(NamedTuple):
    """What the drug may be thinned with where it is too little to weigh.

    Attributes:
        name: in words.
        available: mg of it in the batch, all of which an aliquot may bring.
        solvent: the liquid, where it dissolves the drug; None for a powder.
    """

    name: str
    available: Fraction
    solvent: Substance | None = None


def filler_as_diluent(available: Fraction) -> Diluent:
    """Return the batch's own filler as the diluent of a trituration.

    Parameters:
        available: mg of it in the batch.
    """
    return Diluent("the batch's own filler", available)


def weigh_drug(
    sheet: Worksheet,
    *,
    powder: Fraction,
    on_balance: Fraction,
    diluents: Sequence[Diluent],
    scales: Balance,
    most: Fraction | None = None,
    filler: Fraction = Fraction(0),
    replaces: Fraction = Fraction(1),
    too_little: str = LARGER_BATCH,
    stock: int | None = None,
) -> WeighedDrug:
    """Choose how the drug powder is weighed, and write the working down.

    Parameters:
        powder: exact mg of drug powder that the batch needs.
        on_balance: that to the balance's last digit.
        diluents: what of the batch a trituration or a stock solution may use, the first that serves is taken.
        most: mg of drug powder at which the content without loss reaches 110 % of the label: a trituration keeps
            within it, unless the batch needs more.
        filler: mg of filler in the batch, of which what an aliquot brings is not weighed besides; 0 where none is.
        replaces: mg of that filler whose room 1 mg of what a stock brings takes.
        too_little: what mends a drug that is too little for the balance and for every diluent.
        stock: parts of a stock that hold 1 part of drug, where the drug is weighed from one; or None.

    Raises:
        CalculationError: ``nothing-to-weigh``: the balance would show 0, and no trituration brings so little.
            ``no-trituration``: the stock does not serve.
    """
    accurate = accurate_minimum(sheet, scales)
    part = None
    if stock is not None:
        part = _from_stock(sheet, powder=powder, parts=stock, filler=filler / replaces, scales=scales, most=most)
    elif powder < scales.minimum:
        part = _best_trituration(sheet, powder=powder, diluents=diluents, scales=scales, most=most)
    if part is None:
        bound = _directly(sheet, powder=powder, on_balance=on_balance, scales=scales, too_little=too_little)
        delivered, diluent, least = on_balance, Fraction(0), on_balance
    else:
        from ldn_compound.plans.weighing import procedure as trituration_steps

        trituration_steps.work_steps(sheet, part)
        exact = part.exact
        bound, delivered, diluent = (
            item.value for item in (exact.error_bound, exact.drug_in_aliquot, exact.diluent_in_aliquot)
        )
        masses = [row for stage in part.stages for row in (stage.exact.drug_to_weigh, stage.exact.diluent_to_weigh)]
        least = min(row.value for row in (*masses, exact.aliquot_to_weigh) if row is not None)
    return WeighedDrug(
        trituration=part,
        delivered=delivered,
        diluent=diluent,
        error_bound=bound,
        filler=filler - diluent * replaces,
        least=least,
        accurate=accurate,
        too_little=too_little,
    )


def weighing_findings(how: WeighedDrug, scales: Balance, *, powder: Fraction) -> Iterator[Finding]:
    """Yield the findings on how well the drug is weighed.

    Parameters:
        powder: exact mg of drug powder that the batch needs.
    """
    part = how.trituration
    if part is None:
        yield from checks.direct_findings(powder=powder, minimum=scales.minimum, too_little=how.too_little)
    else:
        yield from checks.stage_findings(part.two_stages_because)
    yield from checks.filler_findings(filler=how.filler, minimum=scales.minimum)
    yield from checks.balance_findings(
        minimum=scales.minimum, settled=scales.settled, least=how.least, accurate=how.accurate
    )
    stock = part is not None and part.stock is not None
    yield from checks.error_findings(how.error_bound, stock=stock, directly=part is None)


def _best_trituration(
    sheet: Worksheet, *, powder: Fraction, diluents: Sequence[Diluent], scales: Balance, most: Fraction | None
) -> TriturationPart | None:
    """Return the trituration with what the batch has itself, or None where none meets the constraints.

    Of several diluents the one with the lower step of the error is taken; of equal ones one that leaves nothing or
    enough to weigh, and of those the first.
    """
    # Most batches need no trituration: its planner is loaded for those that do.
    from ldn_compound.plans.weighing.search import error_tier

    best: tuple[tuple[int, bool], Diluent, TriturationPart] | None = None
    words = Worded("{} is below the minimum weighable quantity of {}", (mass(powder), mass(scales.minimum)))
    for diluent in diluents:
        part = _trituration(sheet, words, powder=powder, diluent=diluent, scales=scales, most=most)
        if part is None:
            continue
        rank = (error_tier(part.exact.error_bound.value), _leaves_too_little(part, diluent, scales))
        if best is None or rank < best[0]:
            best = (rank, diluent, part)
    if best is None:
        return None
    _, diluent, part = best
    way = "by trituration" if diluent.solvent is None else "by a stock solution, an aliquot of which is weighed,"
    sheet.note("how the drug is weighed", words, f"{way} with {diluent.name}")
    return part


def _trituration(
    sheet: Worksheet, words: Worded, *, powder: Fraction, diluent: Diluent, scales: Balance, most: Fraction | None
) -> TriturationPart | None:
    """Return the trituration with a diluent of the batch, or None, with the reason in the working.

    What it leaves of the diluent is weighed too: where that would be too little, a plan that leaves enough is taken,
    unless its error is on a higher step.
    """
    from ldn_compound.plans.weighing.search import error_tier
    from ldn_compound.plans.weighing.trituration import design

    limits = trituration_limits(sheet, scales)
    largest: Amount = sheet.setting(*largest_total_setting(dissolved=diluent.solvent is not None))

    def with_at_most(available: Fraction) -> TriturationPart:
        return design(
            drug=powder,
            limits=limits,
            diluent_available=available,
            most_drug=most,
            largest_total=largest.value,
            solvent=diluent.solvent,
        )

    try:
        part = with_at_most(diluent.available)
    except CalculationError as error:
        sheet.note("how the drug is weighed", words, f"not with {diluent.name}: {error.hint or error.needed}")
        return None
    if not _leaves_too_little(part, diluent, scales):
        return part
    try:
        other = with_at_most(diluent.available - scales.minimum)
    except CalculationError:
        return part
    return other if error_tier(other.exact.error_bound.value) <= error_tier(part.exact.error_bound.value) else part


def _leaves_too_little(part: TriturationPart, diluent: Diluent, scales: Balance) -> bool:
    """Tell whether what is left of a diluent is too little to weigh; none at all is not."""
    return 0 < diluent.available - part.exact.diluent_in_aliquot.value < scales.minimum


def _from_stock(
    sheet: Worksheet, *, powder: Fraction, parts: int, filler: Fraction, scales: Balance, most: Fraction | None
) -> TriturationPart:
    """Return the aliquot of a stock, whose diluent takes the place of as much filler."""
    from ldn_compound.plans.weighing.trituration import from_stock

    limits = trituration_limits(sheet, scales)
    part = from_stock(
        drug=powder,
        limits=limits,
        parts=parts,
        diluent_available=filler,
        most_drug=most,
        room_field="stock",  # the room for its diluent is no input of a batch
    )
    sheet.note("how the drug is weighed", f"the pharmacy's stock of 1:{parts}", "the aliquot alone is weighed")
    return part


def trituration_limits(sheet: Worksheet, scales: Balance) -> Limits:
    """Return what a trituration on this balance has to keep to."""
    tolerance: Amount = sheet.setting("policies.trituration_tolerance", "tolerance")
    return Limits(scales.minimum, scales.readability, scales.error, tolerance.value)


def largest_total_setting(*, dissolved: bool) -> tuple[str, str]:
    """Return the setting for the largest trituration or stock solution, and the input that stands over it."""
    return "policies.largest_stock_solution" if dissolved else "policies.largest_trituration", "largest_total"


def _directly(
    sheet: Worksheet, *, powder: Fraction, on_balance: Fraction, scales: Balance, too_little: str
) -> Fraction:
    """Return the error bound of a powder that is weighed as it is, as a fraction."""
    if on_balance == 0:
        raise CalculationError(
            "nothing-to-weigh",
            field="readability",
            given=f"{mass(powder).text()} of drug powder",
            needed=f"at least the balance's last digit, {mass(scales.readability).text()}",
            hint=too_little,
        )
    off = sheet.work(
        "rounding of the drug powder",
        arithmetic.gap,
        larger=max(on_balance, powder),
        smaller=min(on_balance, powder),
        of=powder,
    )
    error = sheet.work(
        "expected weighing error of the drug powder",
        arithmetic.share,
        part=scales.error,
        whole=on_balance,
    )
    return sheet.work(
        "error bound of the drug", calc.error_bound, drug_error=error, aliquot_error=Fraction(0), deviation=off
    )


def error_of(weighed: Fraction, scales: Balance) -> Amount | None:
    """Return the expected error of a weighing as a fraction, or None where nothing is weighed."""
    return expected_error(weighed, balance_error=scales.error) if weighed > 0 else None


def bound_of(weighed: WeighedDrug) -> Amount:
    """Return the error bound as an amount."""
    return ratio(weighed.error_bound)
