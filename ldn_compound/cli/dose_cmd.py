"""``ldn-compound dose``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ldn_compound.cli.common import find_profile, inputs, show_refusal, show_result, standard_options
from ldn_compound.core.errors import StopError
from ldn_compound.core.units import BY_SYMBOL, Amount
from ldn_compound.inputs.doses import DoseInputs

if TYPE_CHECKING:
    from ldn_compound.plans.children.weight_based_dose import Dose

_EXAMPLE = """
\b
Example:
  ldn-compound dose --weight 18.5kg --age 6 --days-supply 30
"""


@click.command("dose", epilog=_EXAMPLE)
@inputs(DoseInputs, also={"body_weight": ("--weight",)})
@standard_options
def command(as_json: bool, profile_path: str | None, **options: Any) -> None:
    """A child's dose by body weight, and the syringe that measures it.

    Rate and maximum are per DAY. Give the age too: the weight is then tested against it, kg against lb.
    """
    from ldn_compound.plans.children.weight_based_dose import weight_based_dose

    try:
        dose = weight_based_dose(**options, profile=find_profile(profile_path))
    except StopError as error:
        show_refusal(error, as_json=as_json)
        raise
    show_result(dose, as_json=as_json, table=_show)


def _show(plan: Dose) -> None:
    from ldn_compound.cli import tables

    amount = tables.amount
    day = "once a day" if plan.doses_per_day == 1 else f"{plan.doses_per_day} times a day"
    tables.title(f"{amount(plan, 'dose')} {day} for a body weight of {amount(plan, 'body_weight')}")
    tables.findings(plan)
    tables.heading("Dose")
    by_weight = f"{amount(plan, 'uncapped_dose')} a day   ({amount(plan, 'rate')} a day)"
    if plan.capped:
        by_weight += f", capped to {amount(plan, 'daily_dose')}"
    tables.rows(
        [
            ("body weight", f"{amount(plan, 'body_weight')}{_as_given(plan)}"),
            ("by weight", by_weight),
            ("maximum", f"{amount(plan, 'maximum')} a day"),
            ("one dose", f"{amount(plan, 'dose')}, {day}"),
        ]
    )
    tables.heading("Measure")
    syringe = plan.syringe
    tables.rows(
        [
            ("liquid", amount(plan, "concentration")),
            ("DRAW", amount(plan, "volume")),
            ("syringe", f"{amount(syringe, 'size')}, marks of {amount(syringe, 'graduation')}"),
            ("delivers", f"{amount(plan, 'delivered_dose')}, {amount(plan, 'rounding_error')} off the dose"),
            ("delivers a day", amount(plan, "delivered_daily_dose") if plan.doses_per_day > 1 else None),
            ("directions", plan.directions),
        ]
    )
    _supply(plan)
    tables.working(plan)


def _as_given(plan: Dose) -> str:
    from ldn_compound.cli import tables

    if plan.inputs.get("weight_unit") != "lb":
        return ""
    pounds = plan.exact.body_weight.value / BY_SYMBOL["lb"].factor
    return f"   ({tables.brief(Amount(pounds, 'mass')).removesuffix('mg')}lb)"


def _supply(plan: Dose) -> None:
    """Print what the dose means for the bottle and for the capsules in stock."""
    from ldn_compound.cli import tables

    nearest, needed = plan.nearest_strength, tables.amount(plan, "volume_to_dispense")
    if needed is None and nearest is None:
        return
    strength = None
    if nearest is not None:
        strength = f"{tables.amount(nearest, 'strength')}, {tables.amount(nearest, 'error')} off the dose"
    tables.heading("Supply")
    tables.rows(
        [
            ("volume", needed and f"{needed} for {tables.amount(plan, 'days_supply')}, overfill not included"),
            ("nearest stocked strength", strength),
        ]
    )
