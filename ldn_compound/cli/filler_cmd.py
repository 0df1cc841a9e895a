"""``ldn-compound filler list|show|check``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ldn_compound.cli.common import find_profile, inputs, show_result, standard_options
from ldn_compound.inputs.single import FillerCheckInputs, FillerListInputs

if TYPE_CHECKING:
    from ldn_compound.plans.ingredients.catalogue import FillerFacts, FillerList
    from ldn_compound.plans.ingredients.filler import FillerCheck

_EXAMPLE = """
\b
Example:
  ldn-compound filler check lactose-monohydrate --form capsule --avoid lactose
"""


@click.group("filler", epilog=_EXAMPLE)
def command() -> None:
    """List, show and check fillers."""


@command.command("list", epilog="\b\nExample:\n  ldn-compound filler list --form capsule")
@inputs(FillerListInputs)
@standard_options
def list_command(as_json: bool, profile_path: str | None, **options: Any) -> None:
    """List the fillers with their verdict for a form (capsule)."""
    from ldn_compound.plans.ingredients.catalogue import filler_list

    fillers = filler_list(**options, profile=find_profile(profile_path))
    show_result(fillers, as_json=as_json, table=_show_list)


@command.command("show", epilog="\b\nExample:\n  ldn-compound filler show mcc-ph102")
@click.argument("filler", metavar="KEY")
@standard_options
def show_command(as_json: bool, profile_path: str | None, filler: str) -> None:
    """Show what is known of one filler, with sources."""
    from ldn_compound.plans.ingredients.catalogue import show_filler

    show_result(show_filler(filler=filler, profile=find_profile(profile_path)), as_json=as_json, table=_show_facts)


@command.command("check", epilog=_EXAMPLE)
@click.argument("filler", metavar="KEY")
@inputs(FillerCheckInputs, without=("filler",))
@standard_options
def check_command(as_json: bool, profile_path: str | None, filler: str, **options: Any) -> None:
    """Check a filler for a form (capsule) and for what the patient avoids."""
    from ldn_compound.plans.ingredients.filler import check_filler

    checked = check_filler(filler=filler, **options, profile=find_profile(profile_path))
    show_result(checked, as_json=as_json, table=_show_check)


def _show_list(fillers: FillerList) -> None:
    from ldn_compound.cli import tables

    tables.title(f"Fillers for a {fillers.form}")
    width = max(len(row.filler) for row in fillers.fillers)
    for row in fillers.fillers:
        tables.paragraph(f"{row.verdict:<13} {row.name}", lead=f"  {row.filler.ljust(width)}  ")


def _show_facts(facts: FillerFacts) -> None:
    from ldn_compound.cli import tables

    tables.title(f"{facts.filler}: {facts.name}")
    tables.rows(
        [
            ("used as", ", ".join(facts.roles) or None),
            ("bulk filler of", ", ".join(facts.forms) or "no form"),
            ("loose density", facts.loose_density),
            ("tapped density", facts.tapped_density),
            ("contains", ", ".join(facts.contains) or ("nothing on the list" if facts.known else "not known")),
            *(
                ("may contain", f"{key}: {why}")
                for key, why in zip(facts.may_contain, facts.may_contain_because, strict=True)
            ),
            ("composition from", facts.source),
            ("verdict", f"{facts.verdict}: {facts.reason}"),
            ("how sure", facts.certainty),
            ("verdict from", facts.verdict_source),
            *(("in another role", told) for told in facts.other_roles),
        ]
    )


def _show_check(check: FillerCheck) -> None:
    from ldn_compound.cli import tables

    tables.title(f"{check.filler} in a {check.form}: {check.verdict.upper()}")
    tables.rows(
        [
            ("name", check.name),
            *(("patient avoids", item.message) for item in check.assumptions if item.code == "avoid-read-as"),
            ("why", check.reason),
            ("how sure", check.certainty),
            ("verdict from", check.verdict_source),
        ]
    )
    tables.findings(check)
