"""``ldn-compound beyond-use`` (alias ``bud``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ldn_compound.cli.common import day_of_making, find_profile, inputs, show_result, standard_options
from ldn_compound.inputs.single import BeyondUseInputs

if TYPE_CHECKING:
    from ldn_compound.plans.prescription.beyond_use import BeyondUse

_EXAMPLE = """
\b
Example:
  ldn-compound beyond-use --form capsule --made-on 2026-11-22 \\
      --component-expiry filler=2027-03-22
"""


@click.command("beyond-use", epilog=_EXAMPLE)
@inputs(BeyondUseInputs, optional=("made_on",))
@standard_options
def command(as_json: bool, profile_path: str | None, **options: Any) -> None:
    """The beyond-use date of a form, and the rule or component that sets it.

    Without --made-on the day of making is today.
    """
    from ldn_compound.plans.prescription.beyond_use import beyond_use

    given = day_of_making(options)
    show_result(beyond_use(**given, profile=find_profile(profile_path)), as_json=as_json, table=_show)


_ROWS = (("set by", "{set_by}"), ("rule", "{rule}: {days}"), ("storage", "{storage}"))


def _show(date: BeyondUse) -> None:
    from ldn_compound.cli import tables

    tables.title(f"Beyond-use date: {date.beyond_use_date.isoformat()} (the last day of use)")
    tables.table(date, _ROWS, set_by=date.rule if date.limited_by == "rule" else f"the expiry of {date.limited_by}")
    tables.findings(date)
    tables.working(date)
