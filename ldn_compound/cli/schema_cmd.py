"""``ldn-compound schema``: the JSON Schema of every kind of document."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from ldn_compound.schemas.answers_apart import KindListed

_EXAMPLE = """
\b
Example:
  ldn-compound schema list
  ldn-compound schema capsule-batch
"""
_WIDTH = 22


def _kinds(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    from ldn_compound.schemas.kinds import kinds

    return [kind for kind in kinds() if kind.startswith(incomplete)]


@click.command("schema", epilog=_EXAMPLE)
@click.argument("kind", required=False, default="list", shell_complete=_kinds)
@click.option("--json", "as_json", is_flag=True, help="The list as JSON; a schema is JSON without it.")
@click.option("--profile", "profile_path", metavar="FILE", help="Not used: a schema is the same for every profile.")
def command(kind: str, as_json: bool, profile_path: str | None) -> None:
    """Print the JSON Schema (2020-12) of a KIND of document; list names the kinds.

    There is one for every plan, for the answer of every command, for errors, records and lines. It states each input
    with its words, bounds and unit, so that a form or a page of an API can be made from it.
    """
    from ldn_compound.schemas.kinds import json_schema, kinds

    if kind != "list":
        click.echo(json.dumps(json_schema(kind), indent=2))
        return
    if as_json:
        listed: list[KindListed] = [{"kind": name, "of": what} for name, what in kinds().items()]
        click.echo(json.dumps(listed, indent=2))
        return
    for name, what in kinds().items():
        click.echo(f"{name:<{_WIDTH}}{what}")
