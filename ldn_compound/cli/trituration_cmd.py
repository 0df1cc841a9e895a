"""``ldn-compound trituration``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ldn_compound.cli.common import find_profile, inputs, show_result, standard_options
from ldn_compound.inputs.single import TriturationInputs

if TYPE_CHECKING:
    from ldn_compound.plans.plan_trituration import Trituration

_EXAMPLE = """
\b
Example:
  ldn-compound trituration --drug 12mg --minimum-weighable 120mg \\
      --readability 1mg --diluent mcc-ph102
  ldn-compound trituration --drug 12mg --minimum-weighable 60mg --stock 1:10
  ldn-compound trituration --drug 15mg --sensitivity 6mg --diluent glycerol
"""


@click.command("trituration", epilog=_EXAMPLE)
@inputs(TriturationInputs)
@standard_options
def command(as_json: bool, profile_path: str | None, **options: Any) -> None:
    """Plan a trituration: how to weigh a drug that is too little for the balance.

    Gives the drug and diluent to weigh and the aliquot to take, each weighable, with the drug in the aliquot and the
    most that it is off. Without --minimum-weighable or --sensitivity the limit rests on the readability alone.
    """
    from ldn_compound.plans.plan_trituration import plan_trituration

    plan = plan_trituration(**options, profile=find_profile(profile_path))
    show_result(plan, as_json=as_json, table=_show)


_STAGE = (
    ("{taken}", "{drug_to_weigh}   (+- {drug_error})"),
    ("{diluent}", "{diluent_to_weigh}   (+- {diluent_error})"),
    ("total", "{total}"),
    ("{of}", "{aliquot_to_weigh}   (+- {aliquot_error})"),
    ("drug in that", "{drug_in_aliquot}"),
)
_HOW_NEAR = (
    ("drug needed", "{drug_needed}"),
    ("drug in the aliquot", "{drug_in_aliquot}"),
    ("deviation", "{deviation}   (allowed {tolerance})"),
    ("error bound", "{error_bound}   (weighing errors and deviation)"),
    ("diluent in the aliquot", "{diluent_in_aliquot}   (it counts in the {counts_in})"),
    ("balance", "weighs {minimum_weighable} or more in steps of {readability}, +- {balance_error} each"),
)


def _show(plan: Trituration) -> None:
    from ldn_compound.cli import tables

    source = f"from the {plan.stock} stock" if plan.stock else "by trituration"
    counts_in = "fill"
    if plan.dissolved_in is not None:
        source, counts_in = "by an aliquot of a stock solution", "volume"
    tables.title(f"{tables.amount(plan, 'drug_needed')} of drug {source}")
    tables.findings(plan)
    for number, stage in enumerate(plan.stages, start=1):
        tables.heading("Weigh" if len(plan.stages) == 1 else f"Weigh, stage {number}")
        taken = "drug" if number == 1 else "aliquot of stage 1"
        of = "take of it" if plan.stock is None else f"{plan.stock} stock"
        tables.table(stage, _STAGE, taken=taken, diluent=plan.diluent_name or "diluent", of=of)
    tables.heading("How near")
    tables.table(plan, _HOW_NEAR, counts_in=counts_in)
    tables.heading("Prepare")
    tables.numbered(plan.procedure)
    tables.working(plan)
