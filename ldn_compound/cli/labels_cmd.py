"""``ldn-compound labels``: list and show stock and designs, print, check, calibrate."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ldn_compound.cli.common import find_profile, standard_options, write_whole
from ldn_compound.cli.label_log import log_options, record_option
from ldn_compound.cli.label_options import design_names, label_folder, label_options, stock_names

if TYPE_CHECKING:
    from ldn_compound.labelling.design import Design
    from ldn_compound.labelling.flow import Flow, Row
    from ldn_compound.labelling.stock import Stock
    from ldn_compound.schemas.answers import LabelCalibration, LabelList

_FIT_DESIGN = "Only this design."
_FIT_KIND = "Only this plan: capsules, tablets, solution, titration, liquid-titration."
_Command = TypeVar("_Command", bound=Callable[..., Any])

_PRINT_EXAMPLE = """
\b
Example:
  ldn-compound labels print plan.json --stock zebra-4x2 \\
      --patient "Jane Doe" --timing bedtime -o label.pdf
"""
_REPRINT_EXAMPLE = """
\b
Example:
  ldn-compound labels print plan.json --stock zebra-4x2 --rx RX100 \\
      --patient "Jane Doe" --timing bedtime --log log.sqlite -o label.pdf
  ldn-compound labels reprint RX100 --log log.sqlite -o again.pdf
"""
_CHECK_EXAMPLE = """
\b
Example:
  ldn-compound labels check plan.json --stock zebra-4x2 \\
      --patient "Jane Doe" --timing bedtime
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
_FIT_EXAMPLE = """
\b
Example:
  ldn-compound labels fit --design prescription --language de
"""
_CALIBRATE_EXAMPLE = """
\b
Example:
  ldn-compound labels calibrate --stock avery-5163 -o ruler.pdf
"""

_WATCH_EXAMPLE = """
\b
Example:
  ldn-compound labels watch jobs --stock zebra-4x2 --out printed --once
"""


@click.group(short_help="List stocks and designs, check and print labels.", epilog=_PRINT_EXAMPLE)
def command() -> None:
    """Labels: what stock and designs there are, and the PDF of a plan's labels.

    A pharmacy's own stock and designs lie in the folder that LDN_COMPOUND_LABELS names, and go over ours.
    """


def _all_names(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    return stock_names(context, parameter, incomplete) + design_names(context, parameter, incomplete)


@command.command("list", epilog=_LIST_EXAMPLE)
@standard_options
def list_names(profile_path: str | None, as_json: bool) -> None:
    """List the stock and the designs, and what a patient's label takes of each stock.

    That is told in the language and by the rules of the pharmacy, or in English by those of the United States where
    there is no profile; `labels fit` tells all others.
    """
    from ldn_compound.cli.labels_fit import patient_label, said_of_patient_label
    from ldn_compound.cli.labels_print import show_document
    from ldn_compound.labelling import catalogue
    from ldn_compound.labelling.fitting import own_place, patient_fits
    from ldn_compound.labelling.wording import get_wording, languages

    folder = label_folder()
    stocks = [catalogue.get_stock(name, folder) for name in catalogue.stock_names(folder)]
    designs = [catalogue.get_design(name, folder) for name in catalogue.design_names(folder)]
    place = own_place(find_profile(profile_path))
    fits = patient_fits(stocks, place, folder=folder)
    if as_json:
        listed: LabelList = {
            "language": place.language,
            "jurisdiction": place.jurisdiction,
            "stocks": [
                {"key": item.key, "name": item.name, "patient_label": patient_label(fits[item.key])} for item in stocks
            ],
            "designs": [{"key": item.key, "name": item.name} for item in designs],
            "languages": [{"key": key, "reviewed_by": list(get_wording(key).reviewed_by)} for key in languages()],
        }
        show_document("label-list", listed)
        return
    click.echo(f"Stock (patient labels: {place.language}, by the rules of {place.jurisdiction})")
    for stock in stocks:
        said = said_of_patient_label(fits[stock.key])
        click.echo(_wrapped(f"  {stock.key:<18}{stock.name}{'; ' if said else ''}{said}", indent=20))
    click.echo("Designs")
    for design in designs:
        if design.variant_of is None:
            sizes = [other for other in designs if other.variant_of == design.key]
            other = f" (for other stock: {', '.join(item.key for item in sizes)})" if sizes else ""
            click.echo(_wrapped(f"  {design.key:<18}{design.name}{other}", indent=20))
    click.echo(_wrapped(f"Languages {_said_of_languages()}"))


def _said_of_languages() -> str:
    """Return the languages of labels, and who has read the words of each."""
    from ldn_compound.labelling.wording import get_wording, languages

    read = {key: get_wording(key).reviewed_by for key in languages()}
    unread = [key for key, names in read.items() if not names]
    said = [f"{key} (read by {', '.join(names)})" if names else key for key, names in read.items()]
    return ", ".join(said) + (f"; no pharmacist has read the words of {', '.join(unread)} yet" if unread else "")


@command.command("fit", epilog=_FIT_EXAMPLE)
@click.option("--design", "designs", metavar="DESIGN", multiple=True, shell_complete=design_names, help=_FIT_DESIGN)
@click.option("--stock", "stocks", metavar="STOCK", multiple=True, shell_complete=stock_names, help="Only this stock.")
@click.option("--language", "languages", metavar="LANG", multiple=True, help="Only this language.")
@click.option("--kind", "kinds", metavar="KIND", multiple=True, help=_FIT_KIND)
@standard_options
def fit(profile_path: str | None, as_json: bool, **options: Any) -> None:
    """Show which design fits which stock in which language, and why one does not.

    Labels of plans as they are met at work are laid out, by the rules of each language's countries; with a profile by
    those of the pharmacy's country, with its own name and address. Each option may be given several times.
    """
    from ldn_compound.cli.labels_fit import show_fits

    show_fits(options, folder=label_folder(), profile_path=profile_path, as_json=as_json)


@command.command(epilog=_SHOW_EXAMPLE)
@click.argument("name", shell_complete=_all_names)
@standard_options
def show(name: str, profile_path: str | None, as_json: bool) -> None:
    """Show the measures of a stock to scale, or what stands where in a design."""
    import attrs

    from ldn_compound.cli.labels_print import show_document
    from ldn_compound.labelling import catalogue

    found: Stock | Design
    folder = label_folder()
    is_design = name in catalogue.design_names(folder)
    found = catalogue.get_design(name, folder) if is_design else catalogue.get_stock(name, folder)
    if as_json:
        kind = "label-stock" if hasattr(found, "page_width_mm") else "label-design"
        show_document(kind, _plain(attrs.asdict(found, recurse=False)))
        return
    click.echo(f"{found.key}: {found.name}")
    if hasattr(found, "page_width_mm"):
        _show_stock(found)
    else:
        _show_design(found)
    click.echo(_wrapped(f"Source: {found.source}"))
    for witness in getattr(found, "witnesses", ()):
        click.echo(_wrapped(f"Witness: {witness}"))
    if getattr(found, "witnesses", None) == ():
        click.echo("Witness: none; measure one of yours before it is first used.")


def _show_stock(stock: Any) -> None:
    from ldn_compound.labelling.sketch import sketch_stock

    across = f"{stock.columns} across, {stock.rows} down"
    cut = f", cut to {stock.least_length_mm:g} to {stock.page_height_mm:g} mm" if stock.kind == "continuous" else ""
    for label, text in (
        ("page", f"{stock.page_width_mm:g} x {stock.page_height_mm:g} mm ({stock.kind}{cut})"),
        ("label", f"{stock.label_width_mm:g} x {stock.label_height_mm:g} mm, {across}"),
        ("first label", f"{stock.left_mm:g} mm from the left, {stock.top_mm:g} mm from the top"),
        ("pitch", f"{stock.pitch_x_mm:g} x {stock.pitch_y_mm:g} mm"),
        ("safe area", f"{stock.safe_width_mm:.5g} x {stock.safe_height_mm:.5g} mm of each label"),
        ("also", ", ".join(stock.equivalents) or "-"),
    ):
        click.echo(_wrapped(f"  {label:<13}{text}", indent=15))
    for line in sketch_stock(stock):
        click.echo(line)


def _show_design(design: Any) -> None:
    from ldn_compound.labelling.sketch import sketch_design

    click.echo(f"  drawing area {design.width_mm:g} x {design.height_mm:g} mm, for the {design.audience}")
    if design.flow is not None:
        _show_rows(design.flows)
        return
    click.echo("  field                left    top  width height  points     lines")
    for box in design.boxes:
        x, y, width, height = box.area
        points = f"{box.least:g}-{box.greatest:g}{' bold' if box.bold else ''}"
        must = " mandatory" if box.mandatory else ""
        click.echo(
            f"  {box.field:<20}{x:>5.1f}  {y:>5.1f}  {width:>5.1f}  {height:>5.1f}  {points:<12}{box.lines}{must}"
        )
    for code in design.codes:
        x, y, width, height = code.area
        click.echo(f"  {code.field:<20}{x:>5.1f}  {y:>5.1f}  {width:>5.1f}  {height:>5.1f}  {code.kind}")
    for line in sketch_design(design):
        click.echo(line)


def _show_rows(flows: tuple[Flow, ...]) -> None:
    flow = flows[0]
    first, last = flow.sizes[0], flow.sizes[-1]
    click.echo("  three sizes for the whole label, the largest that fits:")
    for size in first._fields:
        click.echo(f"    {size:<8}{getattr(first, size):g} to {getattr(last, size):g} points")
    click.echo(f"  leading {flow.leading[0]:g} to {flow.leading[1]:g}")
    click.echo("  field               size    lines")
    for number, one in enumerate(flows, start=1):
        if len(flows) > 1:
            click.echo(f"  label {number} of {len(flows)}")
        _show_groups(one)


def _show_groups(flow: Flow) -> None:
    for group in flow.groups:
        click.echo(f"  {'-' * 40}" if group.rule else "")
        for number, column in enumerate(group.columns, start=1):
            if len(group.columns) > 1:
                wide = f"{column.width_mm:g} mm wide" if column.width_mm else f"{column.share:g} parts of the width"
                click.echo(f"  column {number}, {wide}")
            for row in column.rows:
                _show_row(flow, row)


def _show_row(flow: Flow, row: Row) -> None:
    if row.code is not None:
        code = flow.code(row.code)
        click.echo(f"  {code.field:<20}{code.kind}, {code.least_mm:g} to {code.most_mm:g} mm high")
        return
    for number, field in enumerate(row.fields):
        style = flow.style(field)
        weight = " bold" if style.bold else ""
        must = " mandatory" if style.mandatory else ""
        beside = " beside it" if number else ""
        click.echo(f"  {field:<20}{style.size:<8}{style.lines}{weight}{must}{beside}")


def _sheet_options(command: _Command) -> _Command:
    output = "Where to write: .pdf, .png (a look at it), .zpl; - is stdout."
    for option in (
        click.option("--dpi", default=None, metavar="N", help="Dots an inch of a .png (300) or .zpl (203)."),
        click.option("-o", "--output", metavar="FILE|-", help=output),
        click.option("--text", metavar="FILE", help="Write what the labels say as plain text too (.txt, UTF-8)."),
        click.option("--printer", metavar="QUEUE", help="Print on this CUPS queue."),
        click.option("--calibration", metavar="NAME", help="The printer's entry in labels.calibration of the profile."),
        click.option("--collate", is_flag=True, help="Copies as whole sets, not label by label."),
        click.option("--copies", default="1", metavar="N", help="Copies of each label."),
        click.option("--start-at", default="1", metavar="N", help="First free label on a used sheet, row by row."),
    ):
        command = option(command)
    return command


_CONTAINERS = "Into how many containers each supply goes: a label for each, with its equal part of the quantity."
_containers = click.option("--containers", metavar="N", help=_CONTAINERS)


@command.command("print", epilog=_PRINT_EXAMPLE)
@label_options()
@_containers
@click.argument("plans", metavar="PLAN.json...", nargs=-1, required=True)
@_sheet_options
@record_option
@log_options
@standard_options
def print_command(profile_path: str | None, as_json: bool, **options: Any) -> None:
    """Print the labels of plans to a file or on a printer.

    PLAN.json is what --json wrote; a .jsonl file has one plan, or one label with its plan, on each line; - reads one
    from stdin. Each plan is computed again first: one that was edited, or that has a stop nobody accepted, is refused.
    Where the pharmacy keeps a log, each label is entered before it is printed; a picture is not.
    """
    from ldn_compound.cli.labels_print import print_plans

    print_plans(options, folder=label_folder(), profile_path=profile_path, as_json=as_json)


@command.command("check", epilog=_CHECK_EXAMPLE)
@label_options()
@_containers
@click.argument("plans", metavar="PLAN.json...", nargs=-1, required=True)
@click.option("--scan", metavar="FILE", help="A picture of the printed label: its codes are read and compared.")
@standard_options
def check_command(profile_path: str | None, as_json: bool, **options: Any) -> None:
    """Check labels without printing them, and say all that is wrong in one go.

    The directions are compared with the plan. The strength, the amount and the dates are read back from the label and
    compared with it too.
    """
    from ldn_compound.cli.labels_print import check_plans

    check_plans(options, folder=label_folder(), profile_path=profile_path, as_json=as_json)


@command.command("reprint", epilog=_REPRINT_EXAMPLE)
@click.argument("number", metavar="NUMBER")
@click.option("--entry", is_flag=True, help="NUMBER is that of the label's entry in the log.")
@click.option("--patient", metavar="NAME", help="The patient's name, where the log does not keep it.")
@click.option("--patient-latin", metavar="NAME", help="The name in Latin letters, which the log does not keep.")
@click.option("--stock", metavar="STOCK", shell_complete=stock_names, help="Another sheet or roll than it was on.")
@click.option("--design", metavar="DESIGN", shell_complete=design_names, help="Another layout than it was in.")
@_sheet_options
@click.option("--log", "place", metavar="FILE|URL", help="The log, in place of the profile's or the usual one.")
@click.option("--by", metavar="NAME", help="Who prints it, for the log.")
@standard_options
def reprint_command(profile_path: str | None, as_json: bool, number: str, **options: Any) -> None:
    """Print a label of the log again: by its prescription number, or with --entry by the number of its entry.

    Its plan is computed again and every rule holds as on the first day; the print is an entry of its own.
    """
    from ldn_compound.cli.labels_print import reprint

    reprint(number, options, folder=label_folder(), profile_path=profile_path, as_json=as_json)


@command.command("watch", epilog=_WATCH_EXAMPLE)
@click.argument("folder", metavar="FOLDER")
@click.option("--stock", metavar="STOCK", shell_complete=stock_names, help="The sheet or roll: see `labels list`.")
@click.option("--design", metavar="DESIGN", shell_complete=design_names, help="The layout: see `labels list`.")
@click.option("--out", metavar="FOLDER", help="Write a PDF for each job into this folder.")
@click.option("--printer", metavar="QUEUE", help="Print each job on this CUPS queue.")
@click.option("--copies", default="1", metavar="N", help="Copies of each label.")
@click.option("--calibration", metavar="NAME", help="The printer's entry in labels.calibration of the profile.")
@click.option("--language", metavar="LANG", help="en, de, es, fr, nl or pt, for jobs that name none.")
@click.option("--settle", default="1", metavar="SECONDS", help="A file that did not change for so long is whole (1).")
@click.option("--patience", default="60", metavar="SECONDS", help="A file whose JSON has no end is refused then (60).")
@click.option("--poll", is_flag=True, help="For a network folder, whose changes the system does not tell.")
@click.option("--once", is_flag=True, help="End when every job in the folder is done; 12 where one failed.")
@log_options
@standard_options
def watch_command(profile_path: str | None, as_json: bool, **options: Any) -> None:
    """Print the jobs that arrive in a folder, each once, until stopped by a signal.

    A job is a .json file (a plan, or {"plan": {...}, "patient": ...}) or a .jsonl file with one on each line. It is
    taken when it is whole, checked and printed as by labels print, and moved to done/, or to failed/ with its reason
    beside it. The same content in another file is not printed again. With --json, an object a line for each job.
    """
    from ldn_compound.cli.labels_watch import watch_folder

    watch_folder(options, labels=label_folder(), profile_path=profile_path, as_json=as_json)


_MEASURED = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,2})?),([0-9]{1,3}(?:\.[0-9]{1,2})?)")


@command.command("calibrate", epilog=_CALIBRATE_EXAMPLE)
@click.option("--stock", metavar="STOCK", required=True, shell_complete=stock_names, help="Whose page is printed.")
@click.option("-o", "--output", metavar="FILE|-", help="Where to write the ruler page (PDF); - is stdout.")
@click.option("--name", metavar="NAME", default="printer", help="What the printer's entry is called.")
@click.option("--cross-1", metavar="X,Y", help="Where cross 1 came out: mm from the left and the top edge.")
@click.option("--cross-2", metavar="X,Y", help="Where cross 2 came out.")
@standard_options
def calibrate(
    stock: str,
    output: str | None,
    name: str,
    cross_1: str | None,
    cross_2: str | None,
    profile_path: str | None,
    as_json: bool,
) -> None:
    """Print a page with two crosses, and work out from where they came out how far the printer is off.

    First -o ruler.pdf: print it at 100 % on plain paper, measure both crosses. Then --cross-1 and --cross-2: the line
    for the profile is printed.
    """
    from ldn_compound.cli.labels_print import show_document
    from ldn_compound.labelling.calibration import parse_calibrations
    from ldn_compound.labelling.catalogue import get_stock
    from ldn_compound.labelling.ruler import entry_of, ruler_page

    found = get_stock(stock, label_folder())
    ruler = ruler_page(found)
    if (cross_1 is None) != (cross_2 is None) or (cross_1 is None and output is None):
        raise click.UsageError("Give -o FILE for the page, or both --cross-1 and --cross-2 as measured on it.")
    if output == "-" and as_json:
        raise click.UsageError("The PDF and the JSON document cannot both go to stdout: give -o FILE.")
    result: LabelCalibration = {"stock": found.key, "cross_1": ruler.first, "cross_2": ruler.second}
    if output is not None:
        from ldn_compound.labelling.render import render

        write_whole(
            output, render([ruler.page], stock=ruler.stock, start_at=1, title=f"Ruler ({found.key})"), ending=".pdf"
        )
        result["output"] = output
    if cross_1 is not None and cross_2 is not None:
        entry = entry_of(name, ruler, first=_place("cross_1", cross_1), second=_place("cross_2", cross_2))
        parse_calibrations(entry, field="cross_2")
        result["calibration"] = entry
    if as_json:
        show_document("label-calibration", result)
    elif output != "-":
        if output is not None:
            click.echo(f"Written: {output}; print it at 100 %, without scaling, and measure both crosses.")
        if "calibration" in result:
            click.echo(f'[labels]\ncalibration = "{result["calibration"]}"')


def _place(field: str, text: str) -> tuple[float, float]:
    from ldn_compound.core.errors import InputError

    match = _MEASURED.fullmatch(text)
    if match is None:
        needed = "two lengths in mm such as 20.5,19.8: from the left and from the top edge"
        raise InputError("bad-place", field=field, given=text, needed=needed)
    return float(match[1]), float(match[2])


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
