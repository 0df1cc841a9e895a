"""The balance of a plan: its minimum weighable quantity, and the drug powder to its last digit."""

from __future__ import annotations

from fractions import Fraction

import attrs

from ldn_compound.calc import batch, trituration, weighing
from ldn_compound.numbers import round_down, round_half_up
from ldn_compound.plans.draft import Draft
from ldn_compound.reference.limits import content_limits
from ldn_compound.results import Worded
from ldn_compound.units import mass


@attrs.frozen(kw_only=True)
class Balance:
    """What the balance can do.

    Attributes:
        readability: its last digit in mg.
        sensitivity: the mg that one weighing may be off: its sensitivity requirement, else what its minimum says of
            it, else its readability.
        minimum: the minimum weighable quantity in mg.
        settled: whether that rests on more than the readability.
    """

    readability: Fraction
    sensitivity: Fraction
    minimum: Fraction
    settled: bool


def resolve_balance(draft: Draft) -> Balance:
    """Resolve the balance: a minimum given beats a sensitivity, that beats the readability."""
    readability = draft.setting("balance.readability")
    permitted = draft.setting("balance.permitted_error")
    sensitivity = draft.setting("balance.sensitivity")
    minimum = draft.setting("balance.minimum_weighable")
    if minimum is not None:
        draft.note("minimum weighable quantity", "as the pharmacy gives it", minimum.text())
        if sensitivity is None:
            # A minimum says what the balance's error is: the permitted error of it.
            error = draft.work(
                "error of one weighing",
                trituration.absolute_error,
                permitted_error=permitted.value,
                minimum=minimum.value,
            )
        else:
            error = sensitivity.value
        return Balance(readability=readability.value, sensitivity=error, minimum=minimum.value, settled=True)
    if sensitivity is None:
        draft.assume(
            "sensitivity-assumed",
            field="sensitivity",
            value=readability.text(),
            message="neither sensitivity nor minimum weighable quantity was given: the readability stands in, "
            "which leaves the balance's repeatability out",
            source="UNC pharmlabs, measurements",
        )
    counted = (sensitivity or readability).value
    least = draft.work(
        "minimum weighable quantity",
        weighing.minimum_weighable,
        sensitivity=counted,
        permitted_error=permitted.value,
    )
    return Balance(readability=readability.value, sensitivity=counted, minimum=least, settled=sensitivity is not None)


def most_powder(*, strength: Fraction, units: Fraction, spread: Fraction, factor: Fraction) -> Fraction:
    """Return the drug powder in mg at which the content without loss reaches its upper limit, 110 % of the label.

    Parameters:
        strength, units, spread, factor: as in :func:`ldn_compound.calc.batch.powder_at_content`.
    """
    high = content_limits().high.value
    return batch.powder_at_content(limit=high, strength=strength, units=units, spread=spread, factor=factor)


def powder_on_balance(
    draft: Draft,
    *,
    powder: Fraction,
    strength: Fraction,
    units: Fraction,
    spread: Fraction,
    factor: Fraction,
    readability: Fraction,
) -> Fraction:
    """Return the drug powder to the balance's last digit, half up, kept within 110 % of the label without loss.

    Parameters:
        powder: exact mass to weigh in mg.
        strength, units, spread, factor: as in :func:`ldn_compound.calc.batch.powder_at_content`.
        readability: the balance's last digit in mg.
    """
    high = content_limits().high
    most = most_powder(strength=strength, units=units, spread=spread, factor=factor)
    rounded = round_half_up(powder, readability)
    name = "drug powder, as the balance shows it"
    if rounded > most >= powder:
        lower = round_down(powder, readability)
        text = Worded(
            "{} would pass {} of the label without loss ({}): rounded down", (mass(rounded), high, mass(most))
        )
        draft.note(name, text, Worded("{}", (mass(lower),)))
        return lower
    text = Worded("{} to the nearest {}, half up", (mass(powder), mass(readability)))
    draft.note(name, text, Worded("{}", (mass(rounded),)))
    return rounded
