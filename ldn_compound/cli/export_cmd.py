"""``ldn-compound export``: a plan for other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ldn_compound.cli.common import find_profile, refuse_output, standard_options, stored_plan, write_whole
from ldn_compound.cli.label_options import label_options

if TYPE_CHECKING:
    from ldn_compound.schemas.answers import FhirExport, Ingredients

_LABEL = (
    "--patient",
    "--directions",
    "--timing",
    "--prescription-number",
    "--lot",
    "--quantity",
    "--date-filled",
    "--discard-after",
    "--language",
    "--accept",
    "--accepted-by",
)
_VERSIONS = ("R4", "R5")
_EXAMPLE = """
\b
Example:
  ldn-compound export fhir plan.json --patient "Jane Doe" --timing bedtime \\
      --lot C-1122-01 -o plan-fhir.json
"""
_INGREDIENTS_EXAMPLE = """
\b
Example:
  ldn-compound export ingredients plan.json -o ingredients.csv
"""


@click.group(short_help="A plan for other programs: FHIR, and a table of ingredients.", epilog=_EXAMPLE)
def command() -> None:
    """Write a stored plan for other programs."""


@command.command("fhir", epilog=_EXAMPLE)
@click.argument("plan", metavar="PLAN.json")
@click.option("-o", "--output", metavar="FILE", default="-", help="The JSON file; left out, or - : stdout.")
@click.option("--fhir-version", metavar="[R4|R5]", default="R4", help="The release of FHIR; R4 where left out.")
@label_options(only=_LABEL, printed=False)
@standard_options
def fhir(as_json: bool, profile_path: str | None, plan: str, output: str, fhir_version: str, **given: Any) -> None:
    """Write a plan as HL7 FHIR: a Bundle of a Medication and a MedicationDispense; for a titration of each strength.

    The ingredients are ratios in UCUM units, numbers keep their digits, and only codes whose source is known go out.
    Patient and directions are in it where they are given here. A plan with a stop that nobody accepted is refused, and
    so are directions that say something else than the plan.
    """
    from ldn_compound.core.errors import InputError
    from ldn_compound.fhir.export import exported
    from ldn_compound.labelling.content import label_for

    if output == "-" and as_json:
        raise click.UsageError("FHIR and the JSON document cannot both go to stdout: give -o FILE.")
    refuse_output(output, ending=".json", field="output")
    version = fhir_version.upper()
    if version not in _VERSIONS:
        raise InputError("unknown-choice", field="fhir_version", given=fhir_version, needed="R4 or R5")
    planned = stored_plan(plan)
    given = {name: list(value) or None if isinstance(value, tuple) else value for name, value in given.items()}
    label = label_for(planned, **given, profile=find_profile(profile_path))
    found = exported(planned, version=version, label=label)
    write_whole(output, found.text.encode("ascii"), ending=".json")
    from ldn_compound.cli.labels_print import show_document, show_findings

    if as_json:
        result: FhirExport = {"output": output, "version": version, "resources": list(found.resources)}
        show_document("fhir-export", result, list(found.findings))
        return
    show_findings(list(found.findings))
    if output != "-":
        click.echo(f"Written: {output}\nFHIR {version}: {', '.join(found.resources)}")


@command.command("ingredients", epilog=_INGREDIENTS_EXAMPLE)
@click.argument("plan", metavar="PLAN.json")
@click.option("-o", "--output", metavar="FILE", required=True, help="The table (.csv), or - for stdout.")
@standard_options
def ingredients(as_json: bool, profile_path: str | None, plan: str, output: str) -> None:
    """Write the components of a batch as CSV: component, amount to weigh, unit, lot, expiry, supplier."""
    from ldn_compound.cli.record_log_show import tell
    from ldn_compound.records.ingredients import ingredients_csv

    if output == "-" and as_json:
        raise click.UsageError("The table and the JSON document cannot both go to stdout: give -o FILE.")
    refuse_output(output, ending=".csv", field="output")
    text, count = ingredients_csv(stored_plan(plan))
    # With its mark a spreadsheet takes the file for what it is.
    write_whole(output, text.encode("utf-8" if output == "-" else "utf-8-sig"), ending=".csv")
    if output != "-":
        result: Ingredients = {"output": output, "components": count}
        tell("ingredients", result, as_json=as_json, lines=[f"Written: {output}, {count} components"])
