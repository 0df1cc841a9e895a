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


_DOSE = (
    ("body weight", "{body_weight}{pounds}"),
    ("by weight", "{uncapped_dose} a day   ({rate} a day){capped_to}"),
    ("maximum", "{maximum} a day"),
    ("one dose", "{dose}, {often}"),
)
_MEASURE = (
    ("liquid", "{concentration}"),
    ("DRAW", "{volume}"),
    ("syringe", "{syringe.size}, marks of {syringe.graduation}"),
    ("delivers", "{delivered_dose}, {rounding_error} off the dose"),
    ("delivers a day", "{a_day}"),
    ("directions", "{directions}"),
)
# What the dose means for the bottle and for the capsules in stock.
_SUPPLY = (
    ("volume", "{volume_to_dispense} for {days_supply}, overfill not included"),
    ("nearest stocked strength", "{nearest_strength.strength}, {nearest_strength.error} off the dose"),
)


def _show(plan: Dose) -> None:
    from ldn_compound.cli import tables

    often = "once a day" if plan.doses_per_day == 1 else f"{plan.doses_per_day} times a day"
    tables.title(tables.filled(plan, "{dose} {often} for a body weight of {body_weight}", often=often) or "")
    tables.findings(plan)
    tables.heading("Dose")
    pounds = capped_to = ""
    if plan.inputs.get("weight_unit") == "lb":
        weight = tables.brief(Amount(plan.exact.body_weight.value / BY_SYMBOL["lb"].factor, "mass"))
        pounds = f"   ({weight.removesuffix('mg')}lb)"
    if plan.capped:
        capped_to = f", capped to {tables.amount(plan, 'daily_dose')}"
    tables.table(plan, _DOSE, pounds=pounds, capped_to=capped_to, often=often)
    tables.heading("Measure")
    a_day = tables.amount(plan, "delivered_daily_dose") if plan.doses_per_day > 1 else None
    tables.table(plan, _MEASURE, a_day=a_day)
    if plan.exact.volume_to_dispense is not None or plan.nearest_strength is not None:
        tables.heading("Supply")
        tables.table(plan, _SUPPLY)
    tables.working(plan)
