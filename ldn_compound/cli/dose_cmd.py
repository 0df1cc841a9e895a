"""``ldn-compound dose``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ldn_compound.cli.common import (
    day_of_making,
    find_profile,
    inputs,
    show_refusal,
    show_result,
    standard_options,
)
from ldn_compound.core.errors import StopError
from ldn_compound.core.units import BY_SYMBOL, Amount
from ldn_compound.inputs.doses import Bottle, DoseInputs

if TYPE_CHECKING:
    from ldn_compound.plans.children.weight_based_dose import Dose

_EXAMPLE = """
\b
Example:
  ldn-compound dose --weight 18.5kg --age 6 --days-supply 30
  ldn-compound dose --weight 18.5kg --age 6 --days-supply 30 \\
      --dispense --overfill 5mL --made-on 2026-11-22 --save child.json
"""


@click.command("dose", epilog=_EXAMPLE)
@inputs(DoseInputs, also={"body_weight": ("--weight",)})
@inputs(Bottle)
@click.option("--dispense", is_flag=True, help="Plan the bottle too: --save and --json are then the bottle's plan.")
@standard_options
def command(as_json: bool, profile_path: str | None, dispense: bool, **options: Any) -> None:
    """A child's dose by body weight, and the syringe that measures it; with --dispense also the bottle.

    Rate and maximum are per DAY. Give the age too: the weight is then tested against it, kg against lb. The bottle is
    for --days-supply, and its plan goes on to labels print, bench and the worksheet.
    """
    from ldn_compound.plans.children.weight_based_dose import weight_based_dose

    bottle = {name: options.pop(name) for name in list(options) if name in Bottle.fields}
    given = [Bottle.fields[name].flags[0] for name, value in bottle.items() if value not in (None, (), {})]
    if given and not dispense:
        raise _usage(f"{', '.join(given)}: for the bottle, with --dispense.")
    profile = find_profile(profile_path)
    try:
        dose = weight_based_dose(**options, profile=profile)
        if not dispense or dose.stops:
            show_result(dose, as_json=as_json, table=_show)
            return
        if dose.days_supply is None:
            raise _usage("--dispense needs --days-supply: for how many days the bottle is.")
        from ldn_compound.cli.solution_table import show
        from ldn_compound.plans.children.dispensing import plan_solution_for

        plan = plan_solution_for(dose, **day_of_making(bottle), profile=profile)
    except StopError as error:
        show_refusal(error, as_json=as_json)
        raise
    if not as_json:
        _show(dose, with_bottle=True)
        click.echo()
    show_result(plan, as_json=as_json, table=show)


def _usage(message: str) -> click.UsageError:
    return click.UsageError(message, ctx=click.get_current_context())


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


def _show(plan: Dose, *, with_bottle: bool = False) -> None:
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
    # The bottle's own plan says its volume.
    supply = _SUPPLY[1:] if with_bottle else _SUPPLY
    if (plan.exact.volume_to_dispense is not None and not with_bottle) or plan.nearest_strength is not None:
        tables.heading("Supply")
        tables.table(plan, supply)
    tables.working(plan)
