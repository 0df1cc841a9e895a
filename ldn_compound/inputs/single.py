"""The inputs of single questions: a filler, a beyond-use date, a trituration, a figure."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ldn_compound.inputs.batches import Displacement
from ldn_compound.inputs.fields import Field, amount, assumed_of, needed, otherwise, setting, text
from ldn_compound.inputs.record import Inputs, PlanInputs
from ldn_compound.inputs.shared import (
    BLANK_MASS,
    COUNT,
    FILLER,
    FORM,
    MADE_ON,
    MEDICATED_DRUG,
    MEDICATED_MASS,
    PERMITTED_ERROR,
    READABILITY,
    REPEATABILITY,
    SENSITIVITY,
    STOCK,
    Acceptance,
    Avoidance,
    BalanceGroup,
    Certificate,
    Dates,
    Form,
    FormulaGroup,
)

if TYPE_CHECKING:
    from typing import Literal

    from ldn_compound.inputs.fields import (
        MaybeAmount,
        MaybeChoice,
        MaybeText,
        NeededAmount,
        NeededDay,
        NeededText,
        NeededWhole,
    )


class BeyondUseInputs(PlanInputs, Dates):
    """The inputs of beyond_use."""

    made_on: NeededDay = needed(MADE_ON)
    form: Field[Form, str] = needed(FORM)
    day_count: MaybeChoice[Literal["day-1", "day-0"]] = setting("policies.day_count")

    def day_of_rules(self) -> date | None:
        """Return the day of making."""
        return self.made_on


class FillerCheckInputs(PlanInputs, Avoidance):
    """The inputs of check_filler."""

    filler: NeededText = needed(FILLER)
    form: Field[Form, str] = otherwise("capsule", FORM)


class FillerListInputs(PlanInputs):
    """The inputs of filler_list."""

    form: Field[Form, str] = otherwise("capsule", FORM)


class FillerInputs(PlanInputs):
    """The inputs of show_filler."""

    filler: NeededText = needed(FILLER)


def _largest() -> str:
    powder, liquid = (assumed_of(f"policies.largest_{what}") for what in ("trituration", "stock_solution"))
    return f"{powder}; dissolved {liquid}"


class TriturationSize(Inputs):
    """What a trituration is to bring, and how large it may be."""

    tolerance: MaybeAmount = setting("policies.trituration_tolerance")
    stock: MaybeText = STOCK
    diluent: MaybeText = text(
        "the diluent's key (see: filler list), or a liquid: glycerol, glycerol-85, purified-water", "mcc-ph102"
    )
    diluent_available: MaybeAmount = amount(
        "mass", "most diluent that the aliquot may bring (all filler of the batch)", "3900mg"
    )
    largest_total: MaybeAmount = setting("policies.largest_trituration", assumed=_largest)


class TriturationInputs(FormulaGroup, Acceptance, TriturationSize, BalanceGroup):
    """The inputs of plan_trituration."""

    drug: NeededAmount = needed(amount("mass", "drug powder that the trituration is to bring", "12mg"))


class WeighingFactorInputs(Certificate):
    """The inputs of weighing_factor."""


class MinimumWeighableInputs(Inputs):
    """The inputs of minimum_weighable."""

    permitted_error: NeededAmount = needed(PERMITTED_ERROR)
    sensitivity: MaybeAmount = SENSITIVITY
    repeatability: MaybeAmount = REPEATABILITY
    readability: MaybeAmount = READABILITY


class MouldBaseInputs(Displacement):
    """The inputs of mould_base."""

    count: NeededWhole = needed(COUNT)
    blank_mass: NeededAmount = needed(BLANK_MASS)
    drug: NeededAmount = needed(amount("mass", "drug powder in ONE unit", "4.5mg"))
    carrier: MaybeAmount = amount(
        "mass", "what comes with the drug into ONE unit: the other ingredients of crushed tablets", "9.9mg"
    )


class DisplacementInputs(Inputs):
    """The inputs of displacement_factor."""

    blank_mass: NeededAmount = needed(BLANK_MASS)
    medicated_mass: NeededAmount = needed(MEDICATED_MASS)
    medicated_drug: NeededAmount = needed(MEDICATED_DRUG)
