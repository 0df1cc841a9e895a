"""``ldn-compound weigh-check``."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import click

from ldn_compound.cli.common import find_profile, inputs, show_result, standard_options, stored_plan, write_whole
from ldn_compound.cli.readings import FILE_METAVAR, masses_lacking, unit_option, usage, with_masses
from ldn_compound.cli.record_file import opened, record_options
from ldn_compound.core.errors import InputError
from ldn_compound.core.numbers import decimal_text, round_half_up
from ldn_compound.core.units import Amount
from ldn_compound.inputs.quality import UnitWeightInputs

if TYPE_CHECKING:
    from ldn_compound.plans.quality.unit_weights import UnitWeights

_EXAMPLE = """
\b
Example:
  ldn-compound weigh-check --theoretical 183mg --gross --shell-mass 48mg \\
      --masses 183mg,182mg,184mg,182mg,184mg,181mg,185mg,183mg,182mg,184mg
"""
_PLOT_WIDTH = 41


def _lacking(given: Mapping[str, Any]) -> set[str]:
    """Return what the check needs without a plan: the theory, and the masses in one of the two ways."""
    planned = given.get("plan_path") is not None or given.get("record") is not None
    return masses_lacking(given) | (set() if planned else {"theoretical"})


@click.command("weigh-check", epilog=_EXAMPLE)
@click.argument("readings", required=False, metavar=FILE_METAVAR)
@inputs(UnitWeightInputs, optional=("masses",), lacking=_lacking)
@click.option("--plan", "plan_path", metavar="PLAN.json", help="theory, shell, form and standard are this plan's")
@click.option("--plot", "plot_path", metavar="FILE", help="draw the units on paper: a PDF of one page")
@unit_option
@record_options
@standard_options
def command(
    as_json: bool,
    profile_path: str | None,
    readings: str | None,
    plot_path: str | None,
    plan_path: str | None,
    **options: Any,
) -> None:
    """Weighed units against a standard, and their mean against theory.

    FILE holds one mass a line, a balance's print-out, or a CSV of masses with a heading (- reads stdin). For capsules
    say what was weighed: --gross (filled capsules; the theoretical mass is gross too), --net (contents), or --plan (or
    the plan of --record): filled capsules of that plan, of which theory and shell are known. A check that fails exits
    with 12.
    """
    from ldn_compound.plans.quality.unit_weights import check_unit_weights
    from ldn_compound.records.entries import WEIGH_CHECK
    from ldn_compound.reference.forms import forms_without

    if plot_path == "-":
        raise usage("--plot writes a file; stdout is the table's.")
    if plan_path == "-" and readings == "-":
        raise usage("Only one of --plan and FILE can be stdin.")
    record = options["record"]
    if plan_path is None and options["theoretical"] is None and record is None:
        raise usage("Give --theoretical, or --plan PLAN.json in its place.")
    profile = find_profile(profile_path)
    planned = None if plan_path is None else stored_plan(plan_path)
    keeping = opened(options, planned, profile)
    if planned is None and keeping is not None and options["theoretical"] is None:
        planned = keeping.planned
    given = with_masses(options, readings, profile, with_plan=planned is not None)
    if planned is not None:
        given["plan"] = planned
    elif given.get("gross") is None and given.get("form") not in [form.key for form in forms_without("shell")]:
        raise InputError(
            "missing",
            field="gross",
            needed="for capsules one of --gross, --net or --plan PLAN.json",
            hint="filled capsules are gross: a shell that is taken for contents hides a light batch",
        )
    check = check_unit_weights(**given, profile=profile)
    if keeping is not None:
        keeping.check(WEIGH_CHECK, check)
    if plot_path is not None:
        from ldn_compound.labelling.weight_plot import plot_unit_weights

        write_whole(plot_path, plot_unit_weights(check), ending=".pdf", field="plot")
    show_result(check, as_json=as_json, table=_show)


def _show(check: UnitWeights) -> None:
    from ldn_compound.cli import tables
    from ldn_compound.reference.forms import get_form

    verdict, form = check.verdict.upper(), get_form(check.form)
    tables.title(
        f"{check.count} {form.words('en')[1]}: {verdict} ({check.standard} {check.standard_verdict}, "
        f"house rule {check.house_verdict})"
    )
    tables.findings(check)
    tables.heading("Mean")
    rounded = _rounded
    tables.rows(
        [
            ("net mean", f"{rounded(check, 'mean')}   (theory {tables.amount(check, 'theoretical')})"),
            ("from theory", rounded(check, "mean_deviation")),
            ("gross mean", None if check.mean_gross is None else rounded(check, "mean_gross")),
            ("shell", tables.amount(check, "shell")),
            ("standard deviation", f"{rounded(check, 'standard_deviation')} (net)"),
            ("RSD", f"{rounded(check, 'rsd')} (net)"),
            (f"next batch's {form.mass}", _next_fill(check, form.mass_option)),
        ]
    )
    tables.heading("Judged")
    tables.paragraph(f"{check.standard}: {check.standard_name}")
    for row in check.criteria:
        tables.paragraph(f"{row.name}: {row.found} ({row.limit})", lead=f"  {row.verdict.upper():<5} ")
    _show_units(check)
    tables.working(check)


def _rounded(check: UnitWeights, name: str) -> str:

    return _text(getattr(check.exact, name), Fraction(1, 100))


def _text(amount: Amount, step: Fraction) -> str:
    value = round_half_up(abs(amount.in_unit), step)
    sign = "-" if amount.value < 0 and value else ""
    return f"{sign}{decimal_text(value)} {amount.unit}"


def _next_fill(check: UnitWeights, option: str) -> str | None:
    from ldn_compound.cli import tables

    found = tables.amount(check, "next_fill_mass")
    if found is None:
        return None
    return f"{found}   ({option.format(found.replace(' ', ''))})"


def _show_units(check: UnitWeights) -> None:
    """Print each unit with its place between the limits."""
    from ldn_compound.cli import tables

    low, high, target = check.exact.low.value, check.exact.high.value, check.exact.target.value
    room = (high - low) / 2
    start, width = low - room, high - low + 2 * room
    tables.heading(f"Units, {check.judged} mg  ([ ] limits, : target, * unit, # outside)")
    click.echo(f"  limits {_rounded(check, 'low')} to {_rounded(check, 'high')}")

    def column(value: Fraction) -> int:
        return round((value - start) / width * (_PLOT_WIDTH - 1))

    for unit in check.units:
        shown = unit.mass_judged(check.judged)
        line = [" "] * _PLOT_WIDTH
        for mark, value in (("[", low), ("]", high), (":", target)):
            line[column(value)] = mark
        place = column(shown.value)
        mark = "#" if unit.outside else "*"
        if 0 <= place < _PLOT_WIDTH:
            line[place] = mark
        else:
            line[0 if place < 0 else -1] = "<" if place < 0 else ">"
        off = _text(unit.exact.deviation, Fraction(1, 10))
        click.echo(f"  {unit.number:>4}  {_text(shown, Fraction(1, 100)):>12}  {off:>9}  {''.join(line).rstrip()}")
