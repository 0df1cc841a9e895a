"""``ldn-compound import``: a prescription of another program as a plan's command line."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

import click

from ldn_compound.cli.as_typed import lacking_options
from ldn_compound.cli.common import find_profile, read_text, standard_options

if TYPE_CHECKING:
    from ldn_compound.schemas.answers import FhirImport

_EXAMPLE = """
\b
Example:
  ldn-compound import fhir request.json
"""


@click.group(short_help="A prescription of another program as a plan's command line.", epilog=_EXAMPLE)
def command() -> None:
    """Read what another program wrote."""


@command.command("fhir", epilog=_EXAMPLE)
@click.argument("file", metavar="FILE")
@standard_options
def fhir(as_json: bool, profile_path: str | None, file: str) -> None:
    """Read an HL7 FHIR MedicationRequest for naltrexone (R4 or R5), and print the command line that plans it.

    Each element that was not understood is named; what can be read in two ways is refused. Nothing is planned: read
    the line against the prescription, add what it still needs, and run it.
    """
    from ldn_compound.cli.record_log_show import tell
    from ldn_compound.exchange.formulas import COMMANDS
    from ldn_compound.fhir.request import from_fhir
    from ldn_compound.plans import planner_of

    read = from_fhir(read_text(file, field="fhir"))
    planning_command = next(name for name, kind in COMMANDS.items() if kind == read.kind)
    fields = planner_of(read.kind).inputs.fields
    line = shlex.join(
        [
            "ldn-compound",
            planning_command,
            *(word for name, value in read.inputs.items() for word in (fields[name].flags[0], value)),
        ]
    )
    label = shlex.join([word for name, value in read.label.items() for word in (f"--{name.replace('_', '-')}", value)])
    needed = _needed(planning_command, dict(read.inputs), find_profile(profile_path))
    result: FhirImport = {
        "kind": read.kind,
        "command": line,
        "inputs": dict(read.inputs),
        "needed": needed,
        "label": dict(read.label),
        "assumed": list(read.assumed),
        "not_understood": list(read.not_understood),
    }
    lines = [
        line,
        *_listed("It still needs", needed),
        *_listed("For its label", [label] if label else []),
        *_listed("Concluded, and not written there", read.assumed),
        *(_listed("Not understood", read.not_understood) or ["", "Not understood: nothing; all of it was read."]),
    ]
    tell("fhir-import", result, as_json=as_json, lines=lines)


def _listed(title: str, rows: Any) -> list[str]:
    return ["", f"{title}:", *(f"  {row}" for row in rows)] if rows else []


def _needed(planning_command: str, given: dict[str, str], profile: Any) -> list[str]:
    """Return the options that the command line lacks, each with what it is."""
    from ldn_compound.cli.main import cli

    planning = cli.get_command(click.get_current_context(), planning_command)
    assert planning is not None  # each kind of plan has its command
    lacking, _ = lacking_options(
        planning, given, stated=lambda dotted: profile is not None and profile.get(dotted) is not None
    )
    return lacking
