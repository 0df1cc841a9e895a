"""``ldn-compound content-check``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ldn_compound.cli.common import find_profile, inputs, read_text, show_result, standard_options
from ldn_compound.cli.readings import FILE_METAVAR, usage
from ldn_compound.cli.record_file import opened, record_options
from ldn_compound.core.numbers import brief_text
from ldn_compound.inputs.quality import ContentInputs

if TYPE_CHECKING:
    from ldn_compound.plans.quality.content_uniformity import ContentUniformity

_EXAMPLE = """
\b
Example:
  ldn-compound content-check \\
      --contents 98.2%,101.4%,99.7%,100.3%,97.9%,102%,99.1%,101%,99%,100%
"""


@click.command("content-check", epilog=_EXAMPLE)
@click.argument("readings", required=False, metavar=FILE_METAVAR)
@inputs(ContentInputs, optional=("contents",))
@record_options
@standard_options
def command(as_json: bool, profile_path: str | None, readings: str | None, **options: Any) -> None:
    """Assayed contents of 10 or 30 units against USP <905>.

    FILE holds contents in % of the label (- reads stdin): one a line, with commas between, or a CSV with a heading such
    as no;content (%). Of 10 units that are not within the limit, 20
    more are assayed: the check then takes all 30. A check that is not passed exits with 12.
    """
    from ldn_compound.plans.quality.content_uniformity import check_contents
    from ldn_compound.records.entries import CONTENT_CHECK

    given = options
    if (readings is None) == (given["contents"] is None):
        raise usage("Give the contents as FILE (- for stdin) or with --contents, one of the two.")
    if readings is not None:
        from ldn_compound.exchange.mass_tables import read_content_table

        text = read_text(readings, field="contents")
        table = read_content_table(text, aside=[])
        listed = [item.strip() for line in text.splitlines() for item in line.split(",") if item.strip()]
        given["contents"] = listed if table is None else list(table)
    profile = find_profile(profile_path)
    keeping = opened(given, None, profile)
    check = check_contents(**given, profile=profile)
    if keeping is not None:
        keeping.check(CONTENT_CHECK, check)
    show_result(check, as_json=as_json, table=_show)


_WORDS = {"pass": "PASS", "fail": "FAIL", "second-stage": "NOT YET: assay 20 more units"}
_CONTENTS = (
    ("acceptance value", "{acceptance_value}   (at most 15 %)"),
    ("mean", "{mean}"),
    ("standard deviation", "{standard_deviation}"),
    ("reference value M", "{reference}"),
    ("k", "{factor}"),
    ("bounds of a single unit", "{low} to {high} (second stage)"),
    ("units outside them", "{outside}"),
)


def _show(check: ContentUniformity) -> None:
    from ldn_compound.cli import tables

    tables.title(f"{check.count} assayed units by USP <905>: {_WORDS[check.verdict]}")
    tables.findings(check)
    tables.heading("Contents, in % of the label")
    tables.table(check, _CONTENTS, factor=brief_text(check.k))
    tables.working(check)
