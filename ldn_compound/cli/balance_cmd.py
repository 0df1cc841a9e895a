"""``ldn-compound balance``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ldn_compound.cli.common import find_profile, inputs, show_result, standard_options
from ldn_compound.cli.readings import FILE_METAVAR, unit_option, with_masses
from ldn_compound.inputs.quality import BalanceInputs

if TYPE_CHECKING:
    from ldn_compound.plans.quality.repeatability import BalanceCheck

_EXAMPLE = """
\b
Example:
  ldn-compound balance --readability 0.1mg --masses \\
      100.1mg,100mg,100mg,100.1mg,99.9mg,100mg,100.1mg,100mg,100mg,99.9mg
"""


@click.command("balance", epilog=_EXAMPLE)
@click.argument("readings", required=False, metavar=FILE_METAVAR)
@inputs(BalanceInputs, optional=("masses",))
@unit_option
@standard_options
def command(as_json: bool, profile_path: str | None, readings: str | None, **options: Any) -> None:
    """What a balance can weigh, from its repeatability.

    Weigh one small weight 10 times or more, tared to zero before each: FILE holds one mass a line, a balance's
    print-out, or a CSV of masses with a heading (- reads stdin).
    """
    from ldn_compound.plans.quality.repeatability import balance_repeatability

    profile = find_profile(profile_path)
    given = with_masses(options, readings, profile)
    show_result(balance_repeatability(**given, profile=profile), as_json=as_json, table=_show)


_WEIGHINGS = (
    ("mean", "{mean}"),
    ("lightest, heaviest", "{lightest}, {heaviest}"),
    ("standard deviation", "{standard_deviation}"),
    ("repeatability", "{repeatability}   (counted: {counted})"),
)
_LEAST = (
    ("one weighing errs by", "{balance_error} at most, in 95 of 100"),
    ("minimum weighable quantity", "{minimum_weighable}   (permitted error {permitted_error})"),
    ("USP <41>, as advice", "{accurate_minimum}   (within 0.1 %)"),
)


def _show(balance: BalanceCheck) -> None:
    from ldn_compound.cli import tables

    amount = tables.amount
    used = balance.profile_entry is not None
    said = f"weigh {amount(balance, 'minimum_weighable')} or more" if used else "NOT TO BE USED"
    tables.title(f"The balance repeats to {amount(balance, 'repeatability')}: {said}")
    tables.findings(balance)
    tables.heading(f"{balance.count} weighings")
    tables.table(balance, _WEIGHINGS)
    tables.heading("What it can weigh")
    tables.table(balance, _LEAST)
    tables.profile_entry(balance.profile_entry)
    tables.working(balance)
