"""A trituration as a plan carries it, and the error of a single weighing."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from ldn_compound.calc import arithmetic
from ldn_compound.core.late_texts import Prose
from ldn_compound.core.results import OptionalQuantityField, QuantityField, Record
from ldn_compound.core.units import Amount, ratio


class Limits(NamedTuple):
    """What a trituration has to keep to, masses in mg.

    Attributes:
        minimum: the minimum weighable quantity; each weighing is at least this.
        readability: the balance's last digit; each weighing is a multiple of it.
        error: what one weighing may be off.
        tolerance: largest deviation of the drug in the aliquot, as a fraction of the needed.
    """

    minimum: Fraction
    readability: Fraction
    error: Fraction
    tolerance: Fraction


class TriturationStage(Record):
    """The weighings of one stage; the drug of a second stage is the whole aliquot of the first.

    Attributes:
        drug_to_weigh, diluent_to_weigh, total: None where the aliquot is weighed from a stock.
        aliquot_to_weigh: what is taken of the total.
        drug_in_aliquot: drug that it holds, exact.
        drug_error, diluent_error, aliquot_error: expected error of each weighing, as a fraction of the mass.
    """

    drug_to_weigh: OptionalQuantityField
    diluent_to_weigh: OptionalQuantityField
    total: OptionalQuantityField
    aliquot_to_weigh: QuantityField
    drug_in_aliquot: QuantityField
    drug_error: OptionalQuantityField
    diluent_error: OptionalQuantityField
    aliquot_error: QuantityField


class PlannedTrituration(Record):
    """What a trituration consists of, planned alone or carried by a plan.

    Attributes:
        drug_needed: drug powder that the aliquot is to bring.
        drug_to_weigh, diluent_to_weigh, total: of the first stage; None with a stock.
        aliquot_to_weigh, drug_in_aliquot: of the last stage; the drug is exact, not rounded.
        diluent_in_aliquot: what the last aliquot brings besides the drug; it counts in the fill.
        deviation: of the drug in the aliquot from the needed, as a fraction of it.
        error_bound: the weighing errors of drug and aliquots, and the deviation, together.
        stages: each stage's weighings; the next stage's drug is the whole aliquot before it.
        balance_error: the absolute error that each weighing is reckoned with.
        stock: such as ``1:10``, or None.
        dissolved_in: key of the liquid of a stock solution, whose aliquot is weighed too; None for powders.
    """

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
    balance_error: QuantityField
    stock: str | None
    dissolved_in: str | None = None


class TriturationPart(PlannedTrituration):
    """A trituration as a plan carries it.

    Attributes:
        two_stages_because: why one stage is not enough, or None.
        searched: the space that the plan is the best of, in words.
    """

    two_stages_because: Prose | None
    searched: Prose


def expected_error(weighed: Fraction, *, balance_error: Fraction) -> Amount:
    """Return the expected error of a weighing as a fraction of the mass, for a plan to show beside it.

    Parameters:
        weighed: the mass in mg, above 0.
        balance_error: the absolute error of one weighing in mg: the sensitivity requirement.

    >>> expected_error(Fraction(120), balance_error=Fraction(6))
    Amount('5 %')
    """
    return ratio(arithmetic.share(part=balance_error, whole=weighed))
