"""``ldn-compound tablets``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from ldn_compound.cli.common import (
    day_of_making,
    find_profile,
    inputs,
    read_text,
    show_refusal,
    show_result,
    standard_options,
)
from ldn_compound.core.errors import InputError, StopError
from ldn_compound.inputs.batches import Compressed, Moulded, TabletInputs

if TYPE_CHECKING:
    from ldn_compound.plans.tablets.batch import TabletBatch
    from ldn_compound.plans.tablets.result import TabletExcipient

_EXAMPLE = """
\b
Example:
  ldn-compound tablets --method moulded --strength 4.5mg --count 100 \\
      --blank-mass 60mg --base mannitol-silica --displacement-factor 0.9 \\
      --doses-per-day 1 --made-on 2026-11-22
  ldn-compound tablets --method compressed --strength 4.5mg --count 100 \\
      --tablet-mass 100mg --recipe mcc-mannitol --made-on 2026-11-22
"""
# What a method needs is missing: click exits with 2 where a required option is.
_OF_A_METHOD = (*Moulded.fields, *Compressed.fields)
_COLUMN = 36


def _lacking(given: Mapping[str, Any]) -> set[str]:
    """Return what the method needs."""
    needed = {"moulded": {"blank_mass", "base"}, "compressed": {"tablet_mass", "recipe"}}
    return needed.get(str(given.get("method")).lower(), set())


@click.command("tablets", epilog=_EXAMPLE)
@inputs(TabletInputs, lacking=_lacking)
@standard_options
def command(as_json: bool, profile_path: str | None, **options: Any) -> None:
    """Plan a batch of tablets, moulded or compressed.

    Moulded tablets need --blank-mass and --base; compressed ones --tablet-mass and --recipe, the key of a recipe or a
    TOML file (- is stdin). What else is not given is assumed, and the plan says so.
    """
    from ldn_compound.plans.tablets.plan import plan_tablets

    given = day_of_making(options)
    if given["recipe"] is not None:
        given["recipe"] = _recipe(given["recipe"])
    try:
        plan = plan_tablets(**given, profile=find_profile(profile_path))
    except StopError as error:
        show_refusal(error, as_json=as_json)
        raise
    except InputError as error:
        if error.code == "missing" and error.field in _OF_A_METHOD:
            option = "--" + str(error.field).replace("_", "-")
            text = f"Missing option '{option}', which {given['method']} tablets need: {error.needed}"
            raise click.UsageError(text, ctx=click.get_current_context()) from error
        raise
    show_result(plan, as_json=as_json, table=show)


def _recipe(value: Any) -> Any:
    """Return the key of a recipe as it is, and of a file what it states."""
    from ldn_compound.reference.recipes import read_recipe, recipe_keys

    if not isinstance(value, str) or value in recipe_keys() or not re.search(r"[./\\]|^-$", value):
        return value
    return read_recipe(read_text(value, field="recipe"))


def show(plan: TabletBatch) -> None:
    """Print a plan of tablets as the table that the bench works from."""
    from ldn_compound.cli import tables
    from ldn_compound.plans.ingredients.drug_powder import powder_line

    amount, percent = tables.amount, tables.percent
    tables.title(f"{plan.count} {plan.method} tablets of {plan.drug_name} {amount(plan, 'strength')}")
    tables.findings(plan)
    tables.heading("Weigh")
    drug = plan.powder_name + (" as crushed tablets" if plan.tablets_to_crush is not None else "")
    part = plan.trituration
    thinned = next((item for item in plan.excipients if item.exact.to_weigh != item.exact.total), None)
    tables.rows(
        [
            *tables.trituration(part, drug=drug, diluent=_short(thinned or plan.excipients[0])),
            (
                drug if part is None else None,
                f"{amount(plan, 'api_to_weigh')}   (exact {amount(plan, 'api_to_weigh_exact')}; "
                f"expected error {percent(plan, 'api_weighing_error')})",
            ),
            ("lot and assay", powder_line(plan.drug_powder)),
            *(
                (
                    _short(item) + (", remaining" if item is thinned and item.exact.to_weigh.value > 0 else ""),
                    f"{amount(item, 'on_balance')}   (exact {amount(item, 'to_weigh')}; "
                    f"expected error {percent(item, 'weighing_error')})"
                    if item.exact.to_weigh.value > 0
                    else f"none to weigh: the aliquot brings {amount(item, 'total')}",
                )
                for item in plan.excipients
            ),
            ("tablets to crush", None if plan.tablets_to_crush is None else f"{plan.tablets_to_crush}, and a spare"),
            ("total blend", amount(plan, "blend_total")),
            tables.detail("drug in it, as prescribed", amount(plan, "api_theoretical")),
        ]
    )
    _one_tablet(plan)
    tables.heading("Prepare")
    tables.numbered(plan.procedure)
    tables.heading("Patient and dates")
    tables.rows(tables.dates(plan))
    tables.working(plan)


def _short(item: TabletExcipient) -> str:
    """Return an excipient's name, or its key where the name is too long for a column."""
    return item.name if len(item.name) <= _COLUMN else item.key


def _one_tablet(plan: TabletBatch) -> None:
    """Print what one tablet is, and between what limits."""
    from ldn_compound.cli import tables
    from ldn_compound.core.numbers import brief_text

    amount, percent = tables.amount, tables.percent
    limits, hold, half, wetting = (
        plan.unit_mass_limits,
        plan.hold_point,
        plan.half,
        plan.wetting_liquid,
    )
    factor = carrier = liquid = a_half = None
    if wetting is not None:
        liquid = f"{wetting.name}, {amount(wetting, 'volume') or 'amount not given'}"
    if half is not None:
        low, high = amount(half, "low"), amount(half, "high")
        a_half = f"{amount(half, 'strength')} in {amount(half, 'mass')}   ({low} to {high})"
    if plan.displacement_factor is not None:
        factor = f"{brief_text(plan.displacement_factor)}: {plan.displacement_definition}"
    if plan.carrier_displacement_factor is not None:
        carrier = (
            f"{amount(plan, 'carrier_per_unit')}, displacement factor {brief_text(plan.carrier_displacement_factor)}"
        )
    tables.heading("One tablet")
    tables.rows(
        [
            (
                "MASS",
                f"{amount(limits, 'target')}   ({amount(limits, 'low')} to {amount(limits, 'high')}, "
                f"{limits.standard})",
            ),
            ("drug powder", f"{amount(plan, 'powder_per_unit')}   ({percent(plan, 'drug_load')})"),
            *((_short(item), f"{amount(item, 'per_unit')}   ({percent(item, 'share')})") for item in plan.excipients),
            ("recipe", plan.recipe_name),
            ("blank tablet of pure base", amount(plan, "blank_mass")),
            ("displacement factor", factor),
            ("carrier with the drug", carrier),
            ("wetting liquid", liquid),
            (
                f"HOLD after the first {hold.units}",
                f"mean must be {amount(hold, 'low')} to {amount(hold, 'high')}, else stop",
            ),
            ("a half delivers", a_half),
            tables.content_row(plan),
        ]
    )
