"""``ldn-compound record worksheet``: the compounding record of a batch as a PDF, to write in."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from ldn_compound.cli.common import find_profile, read_text, refuse_output, standard_options, write_whole

if TYPE_CHECKING:
    from ldn_compound.schemas.answers import Worksheet

_EXAMPLE = """
\b
Example:
  ldn-compound record worksheet plan.json -o record.pdf
"""


@click.command("worksheet", epilog=_EXAMPLE)
@click.argument("plan", metavar="PLAN.json")
@click.option("-o", "--output", metavar="FILE", required=True, help="The PDF, or - for stdout.")
@click.option("--lot", metavar="NUMBER", help="The batch's number; left out, there is a box for it.")
@click.option("--prescription-number", metavar="NUMBER", help="Left out, there is a box for it.")
@click.option("--page", metavar="[a4|letter]", help="Left out, the paper of the plan's country.")
@standard_options
def worksheet(
    as_json: bool,
    profile_path: str | None,
    plan: str,
    output: str,
    lot: str | None,
    prescription_number: str | None,
    page: str | None,
) -> None:
    """Print the compounding record of a plan: components, targets, boxes for what was weighed, checks, signatures.

    Of a record, as bench keeps it, the sheet has what was really weighed and done in its boxes. The bar code is the
    plan's own: the same plan always has the same one. A plan with a stop that nobody accepted is refused.
    """
    from ldn_compound.cli.signing import checked
    from ldn_compound.records.worksheet.content import plan_code
    from ldn_compound.records.worksheet.writing import worksheet as make

    if output == "-" and as_json:
        raise click.UsageError("The PDF and the JSON document cannot both go to stdout: give -o FILE.")
    refuse_output(output, ending=".pdf", field="output")
    profile = find_profile(profile_path)
    text = read_text(plan, field="plan")
    standing = checked(text, profile, field="plan")
    planned, entries, digest = _read(text)
    pdf = make(
        planned,
        entries=entries,
        digest=digest,
        lot=lot,
        prescription_number=prescription_number,
        paper=page,
        profile=profile,
        standing=standing,
    )
    write_whole(output, pdf, ending=".pdf")
    code = plan_code(planned)
    if as_json:
        from ldn_compound.cli.labels_print import show_document

        result: Worksheet = {"output": output, "code": code, "entries": len(entries), "standing": str(standing)}
        show_document("worksheet", result, list(planned.findings))
    elif output != "-":
        click.echo(f"Written: {output}\nplan {code}; print at 100 %, on both sides of the paper.\n{standing}")


def _read(text: str) -> tuple[Any, tuple[Any, ...], str | None]:
    """Return the plan of a plan's or a record's document, computed again, the record's entries and its digest."""
    from ldn_compound.exchange.document import read_document
    from ldn_compound.exchange.strict_json import parse_object
    from ldn_compound.records.record import SCHEMA, read_record

    document = parse_object(text, field="plan", needed="a plan as --json writes it, or a record")
    if document.get("schema") != SCHEMA:
        return read_document(text).result, (), None
    record = read_record(text)
    return read_document(json.dumps(record.plan)).result, record.entries, record.digest
