"""``ldn-compound record``: what is kept of a batch, on paper and on disk."""

from __future__ import annotations

import click

from ldn_compound.cli.record_worksheet_cmd import worksheet

_EXAMPLE = """
\b
Example:
  ldn-compound record worksheet plan.json -o record.pdf
"""


@click.group(short_help="The compounding record of a batch.", epilog=_EXAMPLE)
def command() -> None:
    """The compounding record of a batch: the sheet that it is made with."""


command.add_command(worksheet)
