"""``ldn-compound labels``: list and show stock and designs, print labels of plans."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import click

from ldn_compound.cli.common import LABELS_VARIABLE, find_profile, read_text, standard_options, today, write_whole

if TYPE_CHECKING:
    from collections.abc import Callable

    from ldn_compound.labelling.design import Design
    from ldn_compound.labelling.stock import Stock
    from ldn_compound.results import Finding

_PRINT_EXAMPLE = """
\b
Example:
  ldn-compound labels print plan.json --stock zebra-4x2 \\
      --patient "Jane Doe" \\
      --directions "Take 1 capsule by mouth at bedtime" -o label.pdf
"""
_LIST_EXAMPLE = """
\b
Example:
  ldn-compound labels list
"""
_SHOW_EXAMPLE = """
\b
Example:
  ldn-compound labels show avery-5163
"""
_DEFAULT_DESIGN = "prescription"


@click.group(short_help="List stocks and designs, print labels.", epilog=_PRINT_EXAMPLE)
def command() -> None:
    """Labels: what stock and designs there are, and the PDF of a plan's labels.

    A pharmacy's own stock and designs lie in the folder that LDN_COMPOUND_LABELS names, and go over ours.
    """


def _folder() -> str | None:
    return os.environ.get(LABELS_VARIABLE) or None


def _stock_names(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    from ldn_compound.labelling.catalogue import stock_names

    return [name for name in stock_names(_folder()) if name.startswith(incomplete)]


def _design_names(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    from ldn_compound.labelling.catalogue import design_names

    return [name for name in design_names(_folder()) if name.startswith(incomplete)]


def _all_names(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    return _stock_names(context, parameter, incomplete) + _design_names(context, parameter, incomplete)


@command.command("list", epilog=_LIST_EXAMPLE)
@standard_options
def list_names(profile_path: str | None, as_json: bool) -> None:
    """List the stock and the designs."""
    from ldn_compound.labelling.catalogue import design_names, get_design, get_stock, stock_names

    stocks = [get_stock(name, _folder()) for name in stock_names(_folder())]
    designs = [get_design(name, _folder()) for name in design_names(_folder())]
    if as_json:
        _show_json(
            "label-list",
            {
                "stocks": [{"key": item.key, "name": item.name} for item in stocks],
                "designs": [{"key": item.key, "name": item.name} for item in designs],
            },
        )
        return
    for title, rows in (("Stock", stocks), ("Designs", designs)):
        click.echo(title)
        for row in rows:
            click.echo(f"  {row.key:<16}{row.name}")


@command.command(epilog=_SHOW_EXAMPLE)
@click.argument("name", shell_complete=_all_names)
@standard_options
def show(name: str, profile_path: str | None, as_json: bool) -> None:
    """Show the measures of a stock, or what stands where in a design."""
    import attrs

    from ldn_compound.labelling.catalogue import design_names, get_design, get_stock

    found: Stock | Design
    found = get_design(name, _folder()) if name in design_names(_folder()) else get_stock(name, _folder())
    if as_json:
        kind = "label-stock" if hasattr(found, "page_width_mm") else "label-design"
        _show_json(kind, _plain(attrs.asdict(found, recurse=False)))
        return
    click.echo(f"{found.key}: {found.name}")
    if hasattr(found, "page_width_mm"):
        _show_stock(found)
    else:
        _show_design(found)
    click.echo(_wrapped(f"Source: {found.source}"))


def _show_stock(stock: Any) -> None:
    across = f"{stock.columns} across, {stock.rows} down"
    for label, text in (
        ("page", f"{stock.page_width_mm:g} x {stock.page_height_mm:g} mm ({stock.kind})"),
        ("label", f"{stock.label_width_mm:g} x {stock.label_height_mm:g} mm, {across}"),
        ("first label", f"{stock.left_mm:g} mm from the left, {stock.top_mm:g} mm from the top"),
        ("pitch", f"{stock.pitch_x_mm:g} x {stock.pitch_y_mm:g} mm"),
        ("safe area", f"{stock.safe_width_mm:g} x {stock.safe_height_mm:g} mm of each label"),
        ("also", ", ".join(stock.equivalents) or "-"),
    ):
        click.echo(_wrapped(f"  {label:<13}{text}", indent=15))


def _show_design(design: Any) -> None:
    click.echo(f"  drawing area {design.width_mm:g} x {design.height_mm:g} mm, for the {design.audience}")
    click.echo("  field                left    top  width height  points     lines")
    for box in design.boxes:
        x, y, width, height = box.area
        points = f"{box.least:g}-{box.greatest:g}{' bold' if box.bold else ''}"
        must = " mandatory" if box.mandatory else ""
        click.echo(
            f"  {box.field:<20}{x:>5.1f}  {y:>5.1f}  {width:>5.1f}  {height:>5.1f}  {points:<12}{box.lines}{must}"
        )
    for bar in design.bars:
        x, y, width, height = bar.area
        click.echo(f"  {bar.field:<20}{x:>5.1f}  {y:>5.1f}  {width:>5.1f}  {height:>5.1f}  Code 128")


def _label_options(function: Callable[..., None]) -> Callable[..., None]:
    for flag, metavar, text in reversed(
        (
            ("--patient", "NAME", "The patient's name."),
            ("--directions", "TEXT", "Such as: Take 1 capsule by mouth at bedtime."),
            ("--prescriber", "NAME", "The prescriber's name."),
            ("--prescription-number", "NUMBER", "The serial number; printed as text and as Code 128."),
            ("--lot", "LOT", "The batch's internal identification number."),
            ("--quantity", "N", "Units in this container; without it the plan's count."),
            ("--date-filled", "DATE", "The day on which the prescription was filled."),
            ("--refills", "N", "How often it can be filled again."),
        )
    ):
        function = click.option(flag, metavar=metavar, help=text)(function)
    return function


@command.command("print", epilog=_PRINT_EXAMPLE)
@click.argument("plans", metavar="PLAN.json...", nargs=-1, required=True)
@click.option("--stock", metavar="STOCK", shell_complete=_stock_names, help="The sheet or roll: see `labels list`.")
@click.option("--design", metavar="DESIGN", shell_complete=_design_names, help="What stands where: see `labels list`.")
@_label_options
@click.option("--start-at", default="1", metavar="N", help="First free label on a used sheet, row by row.")
@click.option("--copies", default="1", metavar="N", help="Copies of each label.")
@click.option("-o", "--output", required=True, metavar="FILE|-", help="Where to write the PDF; - is stdout.")
@standard_options
def print_command(
    plans: tuple[str, ...],
    stock: str | None,
    design: str | None,
    start_at: str,
    copies: str,
    output: str,
    profile_path: str | None,
    as_json: bool,
    **fields: str | None,
) -> None:
    """Print the labels of plans to a PDF.

    PLAN.json is what --json wrote; - reads one from stdin. Each plan is computed again first: one that was edited, or
    that has a stop nobody accepted, is refused.
    """
    from ldn_compound.exchange.document import from_json
    from ldn_compound.labelling.content import label_for
    from ldn_compound.labelling.printing import check_label, print_labels

    if output == "-" and as_json:
        raise click.UsageError("The PDF and the JSON document cannot both go to stdout: give -o FILE.")
    if plans.count("-") > 1:
        raise click.UsageError("Only one plan can come from stdin.")
    profile = find_profile(profile_path)
    chosen_stock = stock or _setting(profile, "labels.stock")
    if chosen_stock is None:
        raise click.UsageError("Missing option '--stock': give one of `ldn-compound labels list`, or set labels.stock.")
    chosen_design = design or _setting(profile, "labels.design") or _DEFAULT_DESIGN
    results = [from_json(read_text(path, field="plan")) for path in plans]
    labels: list[Any] = [label_for(result, profile=profile, **fields) for result in results]
    day, folder = today(), _folder()
    pdf = print_labels(
        labels,
        stock=chosen_stock,
        design=chosen_design,
        start_at=start_at,
        copies=copies,
        today=day,
        folder=folder,
    )
    found = [check_label(label, stock=chosen_stock, design=chosen_design, today=day, folder=folder) for label in labels]
    findings = list(dict.fromkeys(item for some in found for item in some))
    write_whole(output, pdf)
    printed = len(labels) * int(copies)
    if as_json:
        result = {
            "output": output,
            "labels": printed,
            "stock": chosen_stock,
            "design": chosen_design,
            "printed_on": day,
        }
        _show_json("labels", result, findings)
        return
    for item in findings:
        click.echo(_wrapped(f"{item.severity.value}: {item.message} [{item.code}]"), err=True)
    if output != "-":
        count = f"{printed} label{'' if printed == 1 else 's'}"
        click.echo(f"Written: {output}\n{count}, {chosen_design} on {chosen_stock}; print at 100 %, without scaling.")


def _setting(profile: Any, key: str) -> str | None:
    value = None if profile is None else profile.get(key)
    return None if value is None else str(value)


def _wrapped(text: str, *, indent: int = 2) -> str:
    from textwrap import fill

    return fill(text, width=79, subsequent_indent=" " * indent, break_on_hyphens=False, drop_whitespace=True)


def _plain(value: Any) -> Any:
    if hasattr(value, "_asdict"):
        return {key: _plain(item) for key, item in value._asdict().items()}
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


def _show_json(kind: str, result: dict[str, Any], findings: list[Finding] | None = None) -> None:
    """Print the document that every command prints; a printed label has no working of its own."""
    import attrs

    from ldn_compound._version import __version__

    document = {
        "schema": f"ldn_compound/{kind}/1",
        "version": __version__,
        "inputs": {},
        "assumptions": [],
        "result": result,
        "findings": [attrs.asdict(item) for item in findings or ()],
        "steps": [],
    }
    click.echo(json.dumps(document, indent=2))
