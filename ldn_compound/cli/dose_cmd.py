"""``ldn-compound dose``."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from ldn_compound.cli.common import (
    as_written,
    day_of_making,
    find_profile,
    inputs,
    refuse_output,
    show_refusal,
    show_result,
    standard_options,
)
from ldn_compound.cli.label_log import OPTIONS, label_log, log_options, record_option
from ldn_compound.cli.label_options import label_folder, label_options
from ldn_compound.cli.record_file import person
from ldn_compound.core.errors import StopError
from ldn_compound.core.units import BY_SYMBOL, Amount
from ldn_compound.inputs.doses import Bottle, DoseInputs

if TYPE_CHECKING:
    from ldn_compound.plans.children.weight_based_dose import Dose
    from ldn_compound.plans.solution.batch import SolutionBatch

_EXAMPLE = """
\b
Example:
  ldn-compound dose --weight 18.5kg --age 6 --days-supply 30
  ldn-compound dose --weight 18.5kg --age 6 --days-supply 30 \\
      --dispense --overfill 5mL --made-on 2026-11-22 --save child.json
  ldn-compound dose --weight 18.5kg --age 6 --days-supply 30 \\
      --dispense --overfill 5mL --save child.json --label child.pdf \\
      --stock zebra-4x2 --patient "Jane Doe" --timing bedtime
"""
_OF_LABEL = (
    "--patient",
    "--directions",
    "--timing",
    "--purpose",
    "--prescriber",
    "--prescription-number",
    "--lot",
    "--date-filled",
    "--refills",
    "--language",
)


@click.command("dose", epilog=_EXAMPLE)
@inputs(DoseInputs, also={"body_weight": ("--weight",)})
@inputs(Bottle)
@click.option("--dispense", is_flag=True, help="Plan the bottle too: --save and --json are then the bottle's plan.")
@click.option("--label", metavar="FILE", help="Write its label too (.pdf, .png, .zpl), with the options that follow.")
@label_options(only=_OF_LABEL)
@record_option
@log_options
@standard_options
def command(as_json: bool, profile_path: str | None, dispense: bool, label: str | None, **options: Any) -> None:
    """A child's dose by body weight, and the syringe that measures it; with --dispense also the bottle and its label.

    Rate and maximum are per DAY. Give the age too: the weight is then tested against it, kg against lb. The bottle is
    for --days-supply, and its plan goes on to labels print, bench and the worksheet.
    """
    from ldn_compound.plans.children.weight_based_dose import weight_based_dose

    bottle = {name: options.pop(name) for name in list(options) if name in Bottle.fields}
    on_label = {name: options.pop(name) for name in list(options) if name not in DoseInputs.fields}
    in_log = {name: on_label.pop(name) for name in OPTIONS}
    in_log["by"] = person(in_log["by"])
    given = [Bottle.fields[name].flags[0] for name, value in bottle.items() if value not in (None, (), {})]
    if label is not None:
        given.append("--label")
    if given and not dispense:
        raise _usage(f"{', '.join(given)}: for the bottle, with --dispense.")
    of_label = [f"--{name.replace('_', '-')}" for name, value in on_label.items() if value is not None]
    of_label += [f"--{name.replace('place', 'log').replace('_', '-')}" for name, value in in_log.items() if value]
    if of_label and label is None:
        raise _usage(f"{', '.join(of_label)}: for the label, with --label FILE.")
    if label == "-":
        raise _usage("--label takes a file's name: the plan goes to the screen.")
    profile = find_profile(profile_path)
    try:
        dose = weight_based_dose(**options, profile=profile)
        if not dispense or dose.stops:
            show_result(dose, as_json=as_json, table=_show)
            return
        if dose.days_supply is None:
            raise _usage("--dispense needs --days-supply: for how many days the bottle is.")
        from ldn_compound.plans.children.dispensing import plan_solution_for

        plan = plan_solution_for(dose, **day_of_making(bottle), profile=profile)
    except StopError as error:
        show_refusal(error, as_json=as_json)
        raise
    write_label = (
        _label_of(plan, label, {**on_label, **in_log}, profile) if label is not None and not plan.stops else None
    )
    if not as_json:
        _show(dose, with_bottle=True)
        click.echo()
    _show_bottle(plan, as_json=as_json)
    if write_label is not None:
        write_label()


def _show_bottle(plan: SolutionBatch, *, as_json: bool) -> None:
    from ldn_compound.cli.solution_table import show

    show_result(plan, as_json=as_json, table=show)


def _label_of(plan: SolutionBatch, path: str, given: dict[str, Any], profile: Any) -> Callable[[], None]:
    """Draw the bottle's label before anything is written, and return what writes it."""
    from ldn_compound.cli.labels_print import draw, format_of, said_of, send_out, show_findings, show_log

    refuse_output(path, ending=f".{format_of(path)}", field="label")
    folder = label_folder()
    log = label_log(given, profile)
    job = draw(given, [("the bottle's plan", as_written(plan)[0], False)], folder=folder, profile=profile)

    def write() -> None:
        send_out(job, output=path, kind=format_of(path), folder=folder, field="label", log=log)
        show_findings(job.findings)
        click.echo(f"label: {path}; {said_of(job)}", err=True)
        show_log(job, log, err=True)

    return write


def _usage(message: str) -> click.UsageError:
    return click.UsageError(message, ctx=click.get_current_context())


_DOSE = (
    ("body weight", "{body_weight}{pounds}"),
    ("by weight", "{uncapped_dose} a day   ({rate} a day){capped_to}"),
    ("maximum", "{maximum} a day"),
    ("one dose", "{dose}, {often}"),
)
_MEASURE = (
    ("liquid", "{concentration}"),
    ("DRAW", "{volume}"),
    ("syringe", "{syringe.size}, marks of {syringe.graduation}"),
    ("delivers", "{delivered_dose}, {rounding_error} off the dose"),
    ("delivers a day", "{a_day}"),
    ("directions", "{directions}"),
)
# What the dose means for the bottle and for the capsules in stock.
_SUPPLY = (
    ("volume", "{volume_to_dispense} for {days_supply}, overfill not included"),
    ("nearest stocked strength", "{nearest_strength.strength}, {nearest_strength.error} off the dose"),
)


def _show(plan: Dose, *, with_bottle: bool = False) -> None:
    from ldn_compound.cli import tables

    often = "once a day" if plan.doses_per_day == 1 else f"{plan.doses_per_day} times a day"
    tables.title(tables.filled(plan, "{dose} {often} for a body weight of {body_weight}", often=often) or "")
    tables.findings(plan)
    tables.heading("Dose")
    pounds = capped_to = ""
    if plan.inputs.get("weight_unit") == "lb":
        weight = tables.brief(Amount(plan.exact.body_weight.value / BY_SYMBOL["lb"].factor, "mass"))
        pounds = f"   ({weight.removesuffix('mg')}lb)"
    if plan.capped:
        capped_to = f", capped to {tables.amount(plan, 'daily_dose')}"
    tables.table(plan, _DOSE, pounds=pounds, capped_to=capped_to, often=often)
    tables.heading("Measure")
    a_day = tables.amount(plan, "delivered_daily_dose") if plan.doses_per_day > 1 else None
    tables.table(plan, _MEASURE, a_day=a_day)
    # The bottle's own plan says its volume.
    supply = _SUPPLY[1:] if with_bottle else _SUPPLY
    if (plan.exact.volume_to_dispense is not None and not with_bottle) or plan.nearest_strength is not None:
        tables.heading("Supply")
        tables.table(plan, supply)
    tables.working(plan)
