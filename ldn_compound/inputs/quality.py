"""The inputs of what is weighed and assayed afterwards: unit masses, contents, a batch as made, packing, balance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from ldn_compound.inputs.fields import (
    Field,
    amount,
    amounts_by_name,
    day,
    flag,
    masses,
    needed,
    plan,
    share,
    text,
    whole,
)
from ldn_compound.inputs.record import Inputs, PlanInputs
from ldn_compound.inputs.shared import FILLER, FORM, PERMITTED_ERROR, READABILITY, SIZE, PrintOut, Shell

if TYPE_CHECKING:
    from ldn_compound.inputs.fields import (
        MaybeAmount,
        MaybeDay,
        MaybeFlag,
        MaybePlan,
        MaybeText,
        MaybeWhole,
        NeededAmount,
        NeededAmountsByName,
        NeededMasses,
        NeededPlan,
        NeededText,
        NeededWhole,
    )

MASSES = masses("readings", "masses one by one, with commas between", "134.2mg,135.9mg")


class UnitWeightInputs(PrintOut, Shell):
    """The inputs of check_unit_weights."""

    masses: NeededMasses = needed(MASSES)
    net: MaybeFlag = flag("the masses are net: contents without a shell")
    theoretical: MaybeAmount = amount(
        "mass", "mass that a unit should have (with its shell, where the masses have it)", "135mg"
    )
    plan: MaybePlan = plan(
        "a capsule or tablet batch: form, theory, standard and shell are the plan's", "capsule-batch", "tablet-batch"
    )
    size: MaybeText = SIZE
    standard: MaybeText = text("key of the standard for unit masses", "ph-eur-2.9.5")
    form: Field[Literal["capsule", "tablet"] | None, str | None] = FORM
    next_fill_mass: MaybeFlag = flag("give the mean that was found as the next batch's fill mass")


class PackingInputs(PrintOut, Shell):
    """The inputs of packing_statistic."""

    masses: NeededMasses = needed(MASSES)
    filler: NeededText = needed(FILLER)
    size: NeededText = needed(SIZE)
    lot: MaybeText = text("lot of the filler", "F5678")
    measured_on: MaybeDay = day("day of measuring")


class BalanceInputs(PrintOut):
    """The inputs of balance_repeatability."""

    masses: NeededMasses = needed(MASSES)
    readability: MaybeAmount = READABILITY
    permitted_error: MaybeAmount = PERMITTED_ERROR


class ContentInputs(PlanInputs):
    """The inputs of check_contents."""

    contents: NeededMasses = needed(
        masses("shares", "assayed contents of single units, of label, with commas between", "98.2%,101.4%")
    )


class AcceptanceValueInputs(Inputs):
    """The inputs of acceptance_value."""

    mean: NeededAmount = needed(share("mean of the assayed contents, of label", "105.9%", most=3))
    standard_deviation: NeededAmount = needed(
        share("standard deviation of the assayed contents, of label", "5.0%", most=3)
    )
    units: NeededWhole = needed(whole("units assayed, 10 or 30", "10", 1, 1000))


class AsMadeInputs(PrintOut):
    """The inputs of as_made."""

    plan: NeededPlan = needed(
        plan("a capsule, tablet or solution batch", "capsule-batch", "tablet-batch", "solution-batch"), kw_only=False
    )
    weighed: NeededAmountsByName = needed(amounts_by_name("what was weighed, by component", "api=155mg"))
    mean_mass: MaybeAmount = amount("mass", "mean net mass of the filled units, as weigh-check found it", "134.2mg")
    volume_made: MaybeAmount = amount("volume", "volume that was really made", "120mL")
    units_made: MaybeWhole = whole("units that were really made", "90", 1, 200_000)
    units_tested: MaybeWhole = whole("units of them that were taken for tests", "10", 0, 200_000)
    residue: MaybeAmount = amount(
        "mass", "drug powder left in the weighing boat, reweighed", "0.5mg", above_least=False
    )
