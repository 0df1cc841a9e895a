"""``ldn-compound solution``."""

from __future__ import annotations

from typing import Any

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
from ldn_compound.inputs.batches import SolutionInputs

_EXAMPLE = """
\b
Example:
  ldn-compound solution --volume 120mL --concentration 1mg/mL \\
      --dose 4.5mg --doses-per-day 1 --overfill 5mL --made-on 2026-11-22
"""
_USAGE = ("no-volume",)  # a missing required option, as click calls it


@click.command("solution", epilog=_EXAMPLE)
@inputs(SolutionInputs)
@standard_options
def command(as_json: bool, profile_path: str | None, **options: Any) -> None:
    """Plan a liquid: a solution in glycerol, or the aqueous oral liquid (--vehicle fawcett).

    Give --volume, or --dose, --doses-per-day and --days-supply. Crushed tablets give a suspension. What else is not
    given is assumed, and the plan says so.
    """
    from ldn_compound.cli.solution_table import show
    from ldn_compound.plans.solution.plan import plan_solution

    given = day_of_making(options)
    try:
        plan = plan_solution(**given, profile=find_profile(profile_path))
    except StopError as error:
        show_refusal(error, as_json=as_json)
        raise
    except InputError as error:
        if error.code in _USAGE:
            raise click.UsageError(str(error.needed), ctx=click.get_current_context()) from error
        raise
    show_result(plan, as_json=as_json, table=show)
