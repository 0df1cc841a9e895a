"""``ldn-compound as-made``."""

from __future__ import annotations

from fractions import Fraction
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
from ldn_compound.cli.readings import FILE_METAVAR, printed_pairs, typed_pairs, usage
from ldn_compound.core.numbers import decimal_text, round_half_up
from ldn_compound.core.units import Amount
from ldn_compound.inputs.quality import AsMadeInputs

if TYPE_CHECKING:
    from ldn_compound.core.results import Record
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
@inputs(AsMadeInputs, without=("weighed",))
@standard_options
def command(
    as_json: bool,
    profile_path: str | None,
    plan: str,
    readings: str | None,
    weighed: tuple[str, ...],
    **options: Any,
) -> None:
    """The strength that was really made, from what was weighed.

    PLAN is a plan as --json wrote it. Give each mass with --weighed (api is the drug, filler the filler), or a
    balance's print-out as FILE (- reads stdin): lines that begin with a component's name, or else one line for each
    weighing in the plan's order. A strength outside 90 to 110 % of the label exits with 12.
    """
    from ldn_compound.plans.batch.result import Batch
    from ldn_compound.plans.quality.as_made import as_made
    from ldn_compound.plans.quality.weighings import read_plan

    if plan == "-" and readings == "-":
        raise usage("Only one of PLAN and FILE can be stdin.")
    if readings is None and not weighed:
        raise usage("Give what was weighed with --weighed NAME=MASS, or a print-out as FILE (- for stdin).")
    pairs = typed_pairs(weighed)
    print_out: dict[str, Any] = {}
    planned = stored_plan(plan)
    if readings is not None:
        names = tuple(read_plan(planned).masses) if isinstance(planned, Batch) else ()
        text, encoding = read_print_out(readings, field="weighed")
        pairs, print_out = printed_pairs(text, names=names, taken=pairs)
        print_out["lines_encoding"] = encoding
    made = as_made(planned, weighed=pairs, **options, **print_out, profile=find_profile(profile_path))
    show_result(made, as_json=as_json, table=_show)


def _show(made: AsMade) -> None:
    from ldn_compound.cli import tables

    tables.title(f"{made.drug_name} {tables.amount(made, 'strength')} as made: {_percent(made, 'of_label')} of label")
    tables.findings(made)
    content = made.content_of_label
    tables.heading("Strength")
    tables.rows(
        [
            ("verdict", f"{made.verdict.upper()}   ({tables.amount(made, 'low')} to {tables.amount(made, 'high')})"),
            ("really made", f"{tables.amount(made, 'strength_made')}   (label {tables.amount(made, 'strength')})"),
            (
                "content of label",
                f"{_percent(content, 'if_not_lost')} if nothing was lost, "
                f"{_percent(content, 'if_lost')} if the allowances were lost",
            ),
            (
                "overage",
                f"planned {_percent(made, 'planned_overage')}, as weighed {_percent(made, 'effective_overage')}"
                + (": EATEN" if made.overage_eaten else ""),
            ),
            ("drug that went in", tables.amount(made, "drug_delivered")),
            ("as powder", f"{tables.amount(made, 'powder_delivered')} of {made.powder_name}"),
            ("residue", _residue(made)),
        ]
    )
    tables.heading("Weighed")
    for row in made.weighings:
        assumed = "" if row.given else "   as planned, not given"
        masses = f"{tables.amount(row, 'weighed')}   (planned {tables.amount(row, 'planned')}, "
        tables.paragraph(f"{masses}{_percent(row, 'deviation')}){assumed}", lead=f"  {row.name:<22}  ")
    for stage in made.stages:
        tables.paragraph(
            f"{tables.amount(stage, 'drug_in_aliquot')} of drug powder in the aliquot of "
            f"{tables.amount(stage, 'aliquot')}, {_percent(stage, 'of_plan')} of the plan",
            lead=f"  stage {stage.number:<16}  ",
        )
    tables.heading("Yield")
    tables.rows(
        [
            ("blend", tables.amount(made, "blend")),
            ("volume", tables.amount(made, "volume")),
            ("net mass of a unit", tables.amount(made, "mean_mass")),
            ("units made", _units(made)),
            ("left for the patient", None if made.units_left is None else str(made.units_left)),
            (
                "powder in the units",
                None if made.powder_yield is None else f"{_percent(made, 'powder_yield')} of the blend",
            ),
        ]
    )
    tables.working(made)


def _units(made: AsMade) -> str | None:
    if made.units_made is None:
        return "not given" if made.units_planned is not None else None
    tested = f", {made.units_tested} of them tested" if made.units_tested else ""
    return f"{made.units_made} of {made.units_planned} planned ({_percent(made, 'unit_yield')}){tested}"


def _residue(made: AsMade) -> str:
    from ldn_compound.cli import tables

    left = tables.amount(made, "residue")
    if left is None:
        return "not weighed back"
    return f"{left} ({'taken off' if made.residue_counted else 'at most 1 % of it: not counted'})"


def _percent(part: Record, name: str) -> str:
    amount: Amount = getattr(part.exact, name)
    value = round_half_up(abs(amount.in_unit), Fraction(1, 100))
    return f"{'-' if amount.value < 0 and value else ''}{decimal_text(value)} %"
