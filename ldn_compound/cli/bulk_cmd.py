"""``ldn-compound bulk``: many prescriptions at once, from a table."""

from __future__ import annotations

import json
import os
from collections import Counter
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from typing import TYPE_CHECKING, Any

import attrs
import click

from ldn_compound.cli.as_typed import TODAY
from ldn_compound.cli.common import (
    EXIT_STOP,
    find_profile,
    now,
    read_text,
    refuse_output,
    standard_options,
    today,
    write_whole,
)
from ldn_compound.cli.label_log import LabelLog, label_log, log_options
from ldn_compound.cli.progress import ProgressBar
from ldn_compound.cli.record_file import person
from ldn_compound.core.files import MANY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldn_compound.bulk.files import Ledger
    from ldn_compound.bulk.rows import Row
    from ldn_compound.bulk.work import Done, Job
    from ldn_compound.cli.signing import Signer
    from ldn_compound.labelling.content import Label
    from ldn_compound.schemas.answers import Bulk
    from ldn_compound.schemas.answers_apart import BulkTemplate

_EXAMPLE = """
\b
Example:
  ldn-compound bulk template capsules -o rows.csv
  ldn-compound bulk rows.csv --out plans.jsonl --rejects rejects.csv \\
      --labels labels.pdf --stock avery-5163
"""
_MOST_PROCESSES = 64
_ENDINGS = {"out": ".jsonl", "rejects": ".csv", "labels": ".pdf"}


class _Bulk(click.Group):
    """Takes ``bulk FILE`` for ``bulk run FILE``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and args[0] not in ctx.help_option_names:
            args = ["run", *args]
        return super().parse_args(ctx, args)


@click.group("bulk", cls=_Bulk, short_help="Many prescriptions at once, from a table.", epilog=_EXAMPLE)
def command() -> None:
    """Plan many prescriptions at once: bulk FILE is short for bulk run FILE."""


@command.command("run", epilog=_EXAMPLE)
@click.argument("rows", metavar="FILE|-")
@click.option("--out", required=True, metavar="FILE", help="The plans: a JSON document a line (.jsonl).")
@click.option("--rejects", metavar="FILE", help="The rows that were refused, as CSV (else: OUT with .rejects.csv).")
@click.option("--labels", metavar="FILE", help="The labels of all planned rows, as PDF.")
@click.option("--stock", metavar="NAME", help="The labels' stock (see: labels list), or the profile's.")
@click.option("--design", metavar="NAME", help="The labels' design, or the profile's.")
@click.option("--start-at", metavar="N", default="1", help="Position of the first label on a used sheet.")
@log_options
@click.option("--resume", is_flag=True, help="Go on where a run of the same rows stopped.")
@click.option("--jobs", metavar="N", help="Processes that work at the same time (assumed: one a core).")
@standard_options
def run(as_json: bool, profile_path: str | None, **options: Any) -> None:
    """Plan every row of FILE: a CSV with a heading, or a JSON object a line (.jsonl).

    A column is called as the option of its command, such as doses-per-day; the column command (capsules, tablets,
    solution, trituration, titrate, dose) or formula says what plans the row. A row that is refused goes to the rejects
    with its line, field, code and reason; the others go on, in their order. Exit code 12 says that there are rejects.
    """
    from ldn_compound.bulk.files import Ledger
    from ldn_compound.cli.signing import refuse_unsigned, signer
    from ldn_compound.core.numbers import parse_whole

    path, out = options["rows"], options["out"]
    rejects = options["rejects"] or f"{out.removesuffix(_ENDINGS['out'])}.rejects.csv"
    for field, named in (("out", out), ("rejects", rejects), ("labels", options["labels"])):
        if named == "-":
            raise click.UsageError(f"--{field} takes a file's name.")
        if named is not None:
            refuse_output(named, ending=_ENDINGS[field], field=field)
    given = options["jobs"]
    jobs = _cores() if given is None else parse_whole(given, field="jobs", least=1, most=_MOST_PROCESSES)
    profile = find_profile(profile_path)
    log = _log(options, profile)
    job = attrs.evolve(_job(options, profile), tells_labels=log is not None)
    sign = signer(profile, now)
    if options["labels"] is not None:
        refuse_unsigned(job.trust, sign)
    rows = _rows(path)
    bar = ProgressBar(len(rows))
    with Ledger(out, rejects, resume=options["resume"]) as ledger:
        count = _Count()
        try:
            pdf = _work(rows, job, ledger, count, bar, jobs=jobs, start_at=options["start_at"], sign=sign)
        except KeyboardInterrupt:
            bar.end()
            click.echo(f"{count.planned} rows were planned in this run; go on with --resume", err=True)
            raise
        finally:
            bar.end()
        refused = ledger.refused()
    if options["labels"] is not None and pdf is not None:
        entering: AbstractContextManager[None] = nullcontext()
        if log is not None:
            entering = log.entering(count.printed, design=str(job.design), stock=str(job.stock), copies=1)
        with entering:
            write_whole(options["labels"], pdf, ending=".pdf", field="labels")
    _tell(options, rejects, count, sign, log, rows=len(rows), refused=refused, as_json=as_json)
    if refused:
        raise click.exceptions.Exit(EXIT_STOP)


@command.command("template", epilog="\b\nExample:\n  ldn-compound bulk template capsules -o rows.csv")
@click.argument("name", metavar="COMMAND")
@click.option("--all", "whole", is_flag=True, help="Every column, not those of the example alone.")
@click.option("-o", "--output", metavar="FILE|-", default="-", help="Where to write it; - is the screen.")
@standard_options
def write_template(name: str, whole: bool, output: str, as_json: bool, profile_path: str | None) -> None:
    """Write a table to begin with: a heading, and a row that is planned as it stands."""
    from ldn_compound.bulk.columns import COMMANDS
    from ldn_compound.bulk.template import template
    from ldn_compound.core.texts import parse_choice

    chosen = parse_choice(name, tuple(COMMANDS), field="command")
    text = template(chosen, _example(chosen), whole=whole)
    if as_json:
        made: BulkTemplate = {"command": chosen, "columns": text.partition("\n")[0].split(","), "text": text}
        click.echo(json.dumps(made, indent=2))
        return
    write_whole(output, text.encode(), ending=".csv")
    if output != "-":
        click.echo(f"Written: {output}\nPlan its rows: ldn-compound bulk {output} --out plans.jsonl")


class _Count:
    """What a run has done: rows planned, those that stood in the file before, labels, and how often what was found."""

    def __init__(self) -> None:
        self.planned = self.before = self.labels = 0
        self.printed: list[Label] = []
        self.found: Counter[tuple[str, str]] = Counter()


def _work(
    rows: list[Row],
    job: Job,
    ledger: Ledger,
    count: _Count,
    bar: ProgressBar,
    *,
    jobs: int,
    start_at: str,
    sign: Signer | None,
) -> bytes | None:
    """Plan the rows, write what becomes of them, and return the PDF of their labels, drawn at the same time."""
    from ldn_compound.bulk.work import read_formulas, work_through
    from ldn_compound.cli.formula_cmd import read_kept

    read = partial(read_formulas, read=read_kept, known={})

    def placed() -> Iterator[Any]:
        for made in work_through(ledger.tasks(rows), job, formulas=read, processes=jobs):
            done = made if sign is None else [_signed(one, sign) for one in made]
            ledger.add(done)
            bar.add(len(done))
            for one in done:
                count.planned += one.text is not None
                count.before += one.text is None and not one.refusals
                count.labels += one.placed is not None
                count.found.update(one.said)
                if one.label is not None:
                    count.printed.append(one.label)
                if one.placed is not None:
                    yield one.placed

    drawn = placed()
    if job.stock is None:
        for _ in drawn:
            pass
        return None
    first = next(drawn, None)
    if first is None:
        return None
    from itertools import chain

    from ldn_compound.core.numbers import parse_whole
    from ldn_compound.labelling.catalogue import design_for, get_stock
    from ldn_compound.labelling.render import render

    stock = get_stock(str(job.stock), job.folder)
    design = design_for(str(job.design), stock, job.folder)
    cut = stock.cut_for(design.height_mm)
    return render(
        chain([first], drawn),
        stock=cut,
        start_at=parse_whole(start_at, field="start_at", least=1, most=cut.per_page),
        title=f"Labels ({design.key}, {cut.key})",
    )


def _signed(done: Done, sign: Signer) -> Done:
    return done if done.text is None else done._replace(text=sign.line(done.text))


def _log(options: dict[str, Any], profile: Any) -> LabelLog | None:
    options["by"] = person(options["by"])
    if options["labels"] is None:
        if any(options[name] for name in ("place", "no_log", "by")):
            raise click.UsageError("--log, --no-log and --by are for --labels FILE.")
        return None
    return label_log(options, profile)


def _job(options: dict[str, Any], profile: Any) -> Job:
    from ldn_compound.bulk.work import Job
    from ldn_compound.cli.as_typed import meant
    from ldn_compound.cli.common import LABELS_VARIABLE
    from ldn_compound.cli.signing import trust

    day = today()
    stock = design = None
    folder = os.environ.get(LABELS_VARIABLE)
    if options["labels"] is not None:
        from ldn_compound.cli.labels_print import chosen

        stock, design = chosen(options, profile)
        from ldn_compound.core.numbers import parse_whole
        from ldn_compound.labelling.catalogue import design_for, get_stock

        found = get_stock(stock, folder)
        parse_whole(
            options["start_at"],
            field="start_at",
            least=1,
            most=found.cut_for(design_for(design, found, folder).height_mm).per_page,
        )
    elif options["stock"] or options["design"]:
        raise click.UsageError("--stock and --design are for --labels FILE.")
    meaning = partial(meant, today=partial(str, day))
    # A plan without a label does no harm; what is wrong is refused in any case.
    trusted = trust(profile, required=stock is not None)
    return Job(profile=profile, today=day, meaning=meaning, stock=stock, design=design, folder=folder, trust=trusted)


def _rows(path: str) -> list[Row]:
    """Return the rows of a file: of a CSV, or a JSON object a line, by its name; of stdin by how it begins."""
    from ldn_compound.bulk.rows import read_csv_rows, read_json_rows
    from ldn_compound.core.errors import InputError
    from ldn_compound.exchange.strict_json import holds_lines

    text = read_text(path, field="rows", most=MANY)
    lines = text.lstrip().startswith("{") if path == "-" else holds_lines(path)
    rows = list(read_json_rows(text) if lines else read_csv_rows(text))
    if not rows:
        raise InputError("no-rows", field="rows", given=path, needed="at least one row")
    return rows


def _cores() -> int:
    return min(os.cpu_count() or 1, _MOST_PROCESSES)


def _example(command: str) -> dict[str, str]:
    """Return what the example of a command gives, by input: a flag says yes."""
    import shlex

    from ldn_compound.bulk.columns import column_name, inputs_of, is_column
    from ldn_compound.cli.examples_cmd import EXAMPLES

    line = next(line for _, line in EXAMPLES if line.split()[1] == command and "--dispense" not in line)
    words = shlex.split(line)[2:]
    given: dict[str, str] = {}
    while words:
        flag = words.pop(0)
        if not is_column(flag) or words[0] == TODAY:  # a row has no file, and is made today unless it says otherwise
            words = words[1:]
            continue
        name = column_name(flag)
        given[name] = "yes" if inputs_of(command)[name].kind == "flag" else words.pop(0)
    return given


def _tell(
    options: dict[str, Any],
    rejects: str,
    count: _Count,
    sign: Signer | None,
    log: LabelLog | None,
    *,
    rows: int,
    refused: int,
    as_json: bool,
) -> None:
    labels, before = count.labels, count.before
    result: Bulk = {
        "rows": rows,
        "planned": rows - refused,
        "planned_before": before,
        "rejected": refused,
        "labels": labels,
        "out": options["out"],
        "rejects": rejects,
        "labels_file": options["labels"] if labels else None,
        "log": None if log is None else log.told(),
        "signed_by": None if sign is None else sign.key.fingerprint,
        "found": [{"severity": kind, "code": code, "rows": rows} for (kind, code), rows in count.found.most_common()],
    }
    if as_json:
        from ldn_compound.cli.labels_print import show_document

        show_document("bulk", result)
        return
    from ldn_compound.checks.codes import RULES

    earlier = f", {before} of them in a run before" if before else ""
    signed = "" if sign is None else f", {sign}"
    click.echo(f"Planned: {rows - refused} of {rows} rows{earlier}, in {options['out']}{signed}")
    for (kind, code), number in count.found.most_common():
        accepted = "accepted stop" if kind == "stop" else kind
        click.echo(f"{accepted}: {RULES[code].meaning} [{code}]: {number} row{'s' * (number > 1)}", err=True)
    if refused:
        click.echo(f"REJECTED: {refused} rows, see {rejects}", err=True)
    if options["labels"] is not None:
        said = f"Labels: {labels}, in {options['labels']}; print at 100 %, without scaling."
        click.echo(said if labels else "Labels: none; no file was written.")
        for line in [] if log is None else log.said():
            click.echo(line)
