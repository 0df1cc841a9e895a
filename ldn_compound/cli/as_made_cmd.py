"""``ldn-compound as-made``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ldn_compound.cli.common import (
    find_profile,
    inputs,
    read_print_out,
    show_result,
    standard_options,
    stored_plan,
)
from ldn_compound.cli.readings import FILE_METAVAR, printed_pairs, typed_pairs, unit_option, usage
from ldn_compound.cli.record_file import opened, record_options
from ldn_compound.inputs.quality import AsMadeInputs

if TYPE_CHECKING:
    from ldn_compound.plans.quality.as_made import AsMade

_EXAMPLE = """
\b
Example:
  ldn-compound as-made plan.json --weighed api=405mg --weighed filler=11.75g \\
      --units-made 90 --residue 1mg
"""


@click.command("as-made", epilog=_EXAMPLE)
@click.argument("plan", metavar="PLAN")
@click.argument("readings", required=False, metavar=FILE_METAVAR)
@click.option("--weighed", multiple=True, metavar="NAME=MASS", help=f"{AsMadeInputs.weighed.what} (repeatable)")
@unit_option
@inputs(AsMadeInputs, without=("weighed",))
@record_options
@standard_options
def command(
    as_json: bool,
    profile_path: str | None,
    plan: str,
    readings: str | None,
    weighed: tuple[str, ...],
    unit: str | None,
    **options: Any,
) -> None:
    """The strength that was really made, from what was weighed.

    PLAN is a plan as --json wrote it. Give each mass with --weighed (api is the drug, filler the filler), or as FILE
    (- reads stdin) a balance's print-out: lines that begin with a component's name, or else one line for each weighing
    in the plan's order; or a CSV with a heading such as component;mass (mg). A strength outside 90 to 110 % of the
    label exits with 12.
    """
    from ldn_compound.plans.batch.result import Batch
    from ldn_compound.plans.quality.as_made import as_made
    from ldn_compound.plans.quality.weighings import read_plan

    if plan == "-" and readings == "-":
        raise usage("Only one of PLAN and FILE can be stdin.")
    if unit is not None and readings is None:
        raise usage("--unit is of the masses in FILE; masses that are typed have their own.")
    if readings is None and not weighed:
        raise usage("Give what was weighed with --weighed NAME=MASS, or a print-out as FILE (- for stdin).")
    pairs = typed_pairs(weighed)
    print_out: dict[str, Any] = {}
    profile, planned = find_profile(profile_path), stored_plan(plan)
    if readings is not None:
        names = tuple(read_plan(planned).masses) if isinstance(planned, Batch) else ()
        text, encoding = read_print_out(readings, field="weighed")
        pairs, print_out = printed_pairs(text, names=names, taken=pairs, unit=unit, profile=profile)
        print_out["lines_encoding"] = encoding
    keeping = opened(options, planned, profile)
    made = as_made(planned, weighed=pairs, **options, **print_out, profile=profile)
    if keeping is not None:
        keeping.finish(made)
    show_result(made, as_json=as_json, table=_show)


_STRENGTH = (
    ("verdict", "{shown}   ({low} to {high})"),
    ("really made", "{strength_made}   (label {strength})"),
    (
        "content of label",
        "{content_of_label.if_not_lost:.2} if nothing was lost, "
        "{content_of_label.if_lost:.2} if the allowances were lost",
    ),
    ("overage", "planned {planned_overage:.2}, as weighed {effective_overage:.2}{eaten}"),
    ("drug that went in", "{drug_delivered}"),
    ("as powder", "{powder_delivered} of {powder_name}"),
    ("residue", "{left}"),
)
_YIELD = (
    ("blend", "{blend}"),
    ("volume", "{volume}"),
    ("net mass of a unit", "{mean_mass}"),
    ("units made", "{units}"),
    ("left for the patient", "{units_left}"),
    ("powder in the units", "{powder_yield:.2} of the blend"),
)


def _show(made: AsMade) -> None:
    from ldn_compound.cli import tables

    filled = tables.filled
    tables.title(filled(made, "{drug_name} {strength} as made: {of_label:.2} of label") or "")
    tables.findings(made)
    tables.heading("Strength")
    eaten = ": EATEN" if made.overage_eaten else ""
    counted = "taken off" if made.residue_counted else "at most 1 % of it: not counted"
    left = filled(made, "{residue} ({counted})", counted=counted) or "not weighed back"
    tables.table(made, _STRENGTH, shown=made.verdict.upper(), eaten=eaten, left=left)
    tables.heading("Weighed")
    for row in made.weighings:
        assumed = "" if row.given else "   as planned, not given"
        masses = filled(row, "{weighed}   (planned {planned}, {deviation:.2}){assumed}", assumed=assumed)
        tables.paragraph(masses or "", lead=f"  {row.name:<22}  ")
    for stage in made.stages:
        told = filled(stage, "{drug_in_aliquot} of drug powder in the aliquot of {aliquot}, {of_plan:.2} of the plan")
        tables.paragraph(told or "", lead=f"  stage {stage.number:<16}  ")
    tables.heading("Yield")
    units = None if made.units_planned is None else "not given"
    if made.units_made is not None:
        tested = f", {made.units_tested} of them tested" if made.units_tested else ""
        units = filled(made, "{units_made} of {units_planned} planned ({unit_yield:.2}){tested}", tested=tested)
    tables.table(made, _YIELD, units=units)
    tables.working(made)
