"""``ldn-compound record``: what is kept of a batch, on paper and on disk."""

from __future__ import annotations

import click

from ldn_compound.cli.record_file_cmd import check, lot, new, show, verify
from ldn_compound.cli.record_log_cmd import command as log_command
from ldn_compound.cli.record_log_cmd import forget_command
from ldn_compound.cli.record_worksheet_cmd import worksheet

_EXAMPLE = """
\b
Example:
  ldn-compound record worksheet plan.json -o record.pdf
  ldn-compound record log add plan.json --by "A. Chemist"
"""


@click.group(short_help="The record of a batch on paper, and the log of batches.", epilog=_EXAMPLE)
def command() -> None:
    """Keep what was made: the sheet that a batch is made with, and the log of all batches."""


command.add_command(new)
command.add_command(lot)
command.add_command(show)
command.add_command(check)
command.add_command(verify)
command.add_command(worksheet)
command.add_command(log_command)
command.add_command(forget_command)
