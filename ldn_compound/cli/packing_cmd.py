"""``ldn-compound packing``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ldn_compound.cli.common import find_profile, inputs, show_result, standard_options, today
from ldn_compound.cli.readings import FILE_METAVAR, masses_lacking, unit_option, with_masses
from ldn_compound.inputs.quality import PackingInputs

if TYPE_CHECKING:
    from ldn_compound.plans.quality.packing import Packing

_EXAMPLE = """
\b
Example:
  ldn-compound packing --filler mcc-ph102 --size 3 --lot F5678 \\
      --masses 134.2mg,135.1mg,133.8mg,135.6mg,134.9mg
"""


@click.command("packing", epilog=_EXAMPLE)
@click.argument("readings", required=False, metavar=FILE_METAVAR)
@inputs(PackingInputs, optional=("masses",), lacking=masses_lacking)
@click.option("--net", is_flag=True, default=None, help="the masses are net: contents without a shell")
@unit_option
@standard_options
def command(as_json: bool, profile_path: str | None, readings: str | None, **options: Any) -> None:
    """The packing statistic of a lot of filler.

    Fill 5 to 20 capsules with the filler alone and weigh them: FILE holds one mass a line, a balance's print-out, or a
    CSV of masses with a heading (- reads stdin). Without --measured-on the day is today.
    """
    from ldn_compound.plans.quality.packing import packing_statistic

    profile = find_profile(profile_path)
    given = with_masses(options, readings, profile)
    given["measured_on"] = today() if given["measured_on"] is None else given["measured_on"]
    show_result(packing_statistic(**given, profile=profile), as_json=as_json, table=_show)


_CAPSULES = (
    ("mean net mass", "{mean}"),
    ("lightest, heaviest", "{lightest}, {heaviest}"),
    ("standard deviation", "{standard_deviation}"),
    ("RSD", "{rsd}"),
    ("shell taken off", "{shell}"),
    ("bulk density", "{density}"),
)


def _show(packing: Packing) -> None:
    from ldn_compound.cli import tables

    figure = tables.amount(packing, "packing_statistic")
    stopped = "" if packing.profile_entry is not None else ": NOT TO BE USED"
    tables.title(f"{packing.filler_name}, size {packing.size}: packing statistic {figure}{stopped}")
    tables.findings(packing)
    tables.heading(f"{packing.count} capsules")
    tables.table(packing, _CAPSULES)
    tables.profile_entry(packing.profile_entry)
    tables.working(packing)
