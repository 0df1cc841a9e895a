"""``ldn-compound selftest``: the published worked examples on the installed program."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from ldn_compound.plans.selftest import SelfTest, SelfTestRow

_EXAMPLE = """
\b
Example:
  ldn-compound selftest
"""
_COUNTS = (
    ("match", "{matches}"),
    ("rounded by the source", "{rounded}"),
    ("wrong in the source", "{wrong}"),
    ("mismatch", "{mismatches}"),
)
_COLOURS = {"mismatch": "red", "wrong in the source": "yellow"}


@click.command("selftest", epilog=_EXAMPLE)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON document instead of a table.")
@click.option("--profile", "profile_path", metavar="FILE", help="Not used: no setting changes a published example.")
def command(as_json: bool, profile_path: str | None) -> None:
    """Recompute the published worked examples on this installation.

    Each is compared with the exact value, worked out apart from this program: match; rounded by the source, or wrong
    in the source, where what was printed differs from it. A mismatch exits with 15.
    """
    from ldn_compound.cli.common import show_result
    from ldn_compound.plans.selftest import mismatch, self_test

    done = self_test()
    show_result(done, as_json=as_json, table=_show)
    error = mismatch(done)
    if error is not None:
        raise error


def _show(done: SelfTest) -> None:
    from ldn_compound._version import __version__
    from ldn_compound.cli import tables

    tables.title(f"Self-test of ldn-compound {__version__}: {done.examples} published worked examples")
    for row in done.rows:
        click.echo()
        click.secho(f"  {row.verdict.upper()}: {row.example}", fg=_COLOURS.get(row.verdict))
        tables.rows(
            [
                ("given", row.given),
                ("asked", row.asked),
                ("expected", row.expected),
                ("that is here", _wanted(row)),
                ("computed", "; ".join(row.found)),
                ("source printed", row.published),
                ("note", row.note),
                ("source", row.source),
            ],
            indent=6,
        )
    tables.heading("Counts")
    tables.table(done, _COUNTS)
    click.echo()
    click.echo("passed" if done.passed else "FAILED")


def _wanted(row: SelfTestRow) -> str | None:
    """Return what is compared, where it is not the expected answer as it stands."""
    text = "; ".join(row.wanted)
    return None if text.removeprefix("the answer ").split(" ")[0] == row.expected else text
