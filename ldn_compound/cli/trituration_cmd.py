"""``ldn-compound trituration``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ldn_compound.cli.common import find_profile, inputs, show_result, standard_options
from ldn_compound.inputs.single import TriturationInputs

if TYPE_CHECKING:
    from ldn_compound.plans.plan_trituration import Trituration
    from ldn_compound.plans.weighing.result import TriturationStage

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


def _show(plan: Trituration) -> None:
    from ldn_compound.cli import tables

    amount = tables.amount
    source = f"from the {plan.stock} stock" if plan.stock else "by trituration"
    counts_in = "fill"
    if plan.dissolved_in is not None:
        source, counts_in = "by an aliquot of a stock solution", "volume"
    tables.title(f"{amount(plan, 'drug_needed')} of drug {source}")
    tables.findings(plan)
    for number, stage in enumerate(plan.stages, start=1):
        tables.heading("Weigh" if len(plan.stages) == 1 else f"Weigh, stage {number}")
        diluent = plan.diluent_name or "diluent"
        tables.rows(
            [
                ("drug" if number == 1 else "aliquot of stage 1", _weighing(stage, "drug")),
                (diluent, _weighing(stage, "diluent")),
                ("total", amount(stage, "total")),
                ("take of it" if tables.amount(stage, "total") else f"{plan.stock} stock", _weighing(stage, "aliquot")),
                ("drug in that", amount(stage, "drug_in_aliquot")),
            ]
        )
    tables.heading("How near")
    tables.rows(
        [
            ("drug needed", amount(plan, "drug_needed")),
            ("drug in the aliquot", amount(plan, "drug_in_aliquot")),
            ("deviation", f"{amount(plan, 'deviation')}   (allowed {amount(plan, 'tolerance')})"),
            ("error bound", f"{amount(plan, 'error_bound')}   (weighing errors and deviation)"),
            ("diluent in the aliquot", f"{amount(plan, 'diluent_in_aliquot')}   (it counts in the {counts_in})"),
            ("balance", _balance(plan)),
        ]
    )
    tables.heading("Prepare")
    tables.numbered(plan.procedure)
    tables.working(plan)


def _weighing(stage: TriturationStage, name: str) -> str | None:
    from ldn_compound.cli import tables

    weighed = tables.amount(stage, f"{name}_to_weigh")
    return None if weighed is None else f"{weighed}   (+- {tables.amount(stage, f'{name}_error')})"


def _balance(plan: Trituration) -> str:
    from ldn_compound.cli import tables

    least, step, error = (tables.amount(plan, name) for name in ("minimum_weighable", "readability", "balance_error"))
    return f"weighs {least} or more in steps of {step}, +- {error} each"
