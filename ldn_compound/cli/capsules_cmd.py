"""``ldn-compound capsules``."""

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
from ldn_compound.core.errors import InputError, StopError
from ldn_compound.inputs.batches import CapsuleInputs

if TYPE_CHECKING:
    from ldn_compound.plans.capsules.result import CapsuleBatch

_EXAMPLE = """
\b
Example:
  ldn-compound capsules --strength 4.5mg --count 90 --size 3 \\
      --filler mcc-ph102 --packing-stat 135mg --measured \\
      --assay 99.5% --assay-basis anhydrous --api-water 8.5% \\
      --wastage 5% --doses-per-day 1 --made-on 2026-11-22
"""
# Click refuses a missing required option with exit code 2; a missing filling figure is the same slip.
_USAGE = ("no-filling-figure", "two-filling-figures")


@click.command("capsules", epilog=_EXAMPLE)
@inputs(CapsuleInputs, lacking=lambda given: {"packing_stat or fill_mass or filler_density"})
@standard_options
def command(as_json: bool, profile_path: str | None, **options: Any) -> None:
    """Plan a batch of capsules.

    Give one filling figure: --packing-stat, --fill-mass or --filler-density (or keep the filler's own in the
    profile). What else is not given is assumed, and the plan says so.
    """
    from ldn_compound.plans.capsules.plan import plan_capsules

    given = day_of_making(options)
    try:
        plan = plan_capsules(**given, profile=find_profile(profile_path))
    except StopError as error:
        show_refusal(error, as_json=as_json)
        raise
    except InputError as error:
        if error.code in _USAGE:
            raise click.UsageError(
                f"{error.needed} ({error.hint or error.given})", ctx=click.get_current_context()
            ) from error
        raise
    show_result(plan, as_json=as_json, table=show)


def show(plan: CapsuleBatch) -> None:
    """Print a capsule plan as the table that the bench works from."""
    from ldn_compound.cli import tables
    from ldn_compound.plans.ingredients.drug_powder import powder_line

    amount, percent = tables.amount, tables.percent
    tables.title(f"{plan.count} capsules of {plan.drug_name} {amount(plan, 'strength')}, size {plan.capsule_size}")
    tables.findings(plan)
    tables.heading("Weigh")
    drug = plan.powder_name + (" as crushed tablets" if plan.tablets_to_crush is not None else "")
    tables.rows(
        [
            *tables.trituration(plan.trituration, drug=drug, diluent=plan.filler_name),
            (
                drug if plan.trituration is None else None,
                f"{amount(plan, 'api_to_weigh')}   (exact {amount(plan, 'api_to_weigh_exact')}; "
                f"expected error {percent(plan, 'api_weighing_error')})",
            ),
            ("lot and assay", powder_line(plan.drug_powder)),
            (
                plan.filler_name if plan.trituration is None else f"{plan.filler_name}, remaining",
                f"{amount(plan, 'filler_on_balance')}   (exact {amount(plan, 'filler_to_weigh')}; "
                f"expected error {percent(plan, 'filler_weighing_error')})",
            ),
            (
                None if plan.stock_diluent_name is None else f"{plan.stock_diluent_name}, in that aliquot",
                amount(plan, "stock_diluent_total"),
            ),
            ("tablets to crush", None if plan.tablets_to_crush is None else f"{plan.tablets_to_crush}, and a spare"),
            ("total blend", amount(plan, "blend_total")),
            tables.detail("drug in it, as prescribed", amount(plan, "api_theoretical")),
        ]
    )
    tables.heading("Fill")
    limits, hold = plan.unit_mass_limits, plan.hold_point
    gross = amount(limits, "gross_target")
    if gross is not None:
        low, high = amount(limits, "gross_low"), amount(limits, "gross_high")
        gross = f"{gross}   ({low} to {high}; shell {amount(limits, 'shell')})"
    tables.rows(
        [
            (
                "powder in a capsule, net",
                f"{amount(limits, 'target')}   ({amount(limits, 'low')} to {amount(limits, 'high')})",
            ),
            ("with its shell, gross", gross),
            (
                f"HOLD after the first {hold.units}",
                f"mean net must be {amount(hold, 'low')} to {amount(hold, 'high')}, else stop",
            ),
            *(
                tables.detail(f"load {load.number}", f"{load.units} capsules, {amount(load, 'blend')} of blend")
                for load in plan.loads
            ),
            tables.detail("method", plan.fill_method),
            tables.content_row(plan),
        ]
    )
    tables.heading("Prepare")
    tables.numbered(plan.procedure)
    tables.heading("Patient and dates")
    tables.rows(tables.dates(plan))
    tables.working(plan)
