"""What ``labels print`` and ``labels check`` do: read plans and label lines, print, say what was found."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from ldn_compound.cli.common import EXIT_STOP, find_profile, read_text, refuse_output, today, write_whole
from ldn_compound.cli.label_log import LabelLog, enter_prints, label_log, record_of
from ldn_compound.cli.progress import ProgressBar
from ldn_compound.core.errors import InputError, LdnError, at_place
from ldn_compound.core.files import MANY
from ldn_compound.core.texts import parse_text
from ldn_compound.inputs.pairs import together
from ldn_compound.inputs.shared import Dispensing

if TYPE_CHECKING:
    from ldn_compound.core.results import Finding
    from ldn_compound.labelling.content import Label
    from ldn_compound.labelling.design import Design
    from ldn_compound.labelling.print_queue import Queue
    from ldn_compound.labelling.printing import Printed
    from ldn_compound.records.keeping import Keeping
    from ldn_compound.schemas.answers import LabelCheck, Labels

_REPEATED = ("warnings", "accept")
_FORMATS = {".pdf": "pdf", ".png": "png", ".zpl": "zpl"}
_DPI = {"png": 300, "zpl": 203}
_TEXT = ".txt"


def print_plans(options: dict[str, Any], *, folder: str | None, profile_path: str | None, as_json: bool) -> None:
    """Print the labels of plans, and show what was done."""
    profile = find_profile(profile_path)
    _refuse_outputs(options, as_json=as_json, missing=_missing_options(options, profile))
    log = label_log(options, profile)
    job = draw(options, texts_of(options["plans"]), folder=folder, profile=profile)
    _deliver(job, options, log, folder=folder, as_json=as_json)


def reprint(
    number: str, options: dict[str, Any], *, folder: str | None, profile_path: str | None, as_json: bool
) -> None:
    """Print a label again that stands in the log."""
    from ldn_compound.records.log.documents import document_of
    from ldn_compound.records.log.labels import find_label, given_again

    profile = find_profile(profile_path)
    _refuse_outputs(options, as_json=as_json, missing=[])
    log = label_log(options, profile)
    if log is None:
        raise click.UsageError("There is no log: name it with --log, or log.place of the profile.")
    words = " ".join(parse_text(number, field="number").split())
    entry = find_label(log.log, words, entry=options.pop("entry"))
    given = given_again(entry, patient=options.pop("patient"), patient_latin=options.pop("patient_latin"))
    text = json.dumps(document_of(entry, log.log.plan(entry)))
    data = entry.body["data"]
    again = {**options, **given, "stock": options["stock"] or data["stock"]}
    again["design"] = options["design"] or data["design"]
    job = draw(again, [(f"entry {entry.sequence}", text, False)], folder=folder, profile=profile)
    _deliver(job._replace(again=entry.sequence), options, log, folder=folder, as_json=as_json)


def _refuse_outputs(options: dict[str, Any], *, as_json: bool, missing: list[str]) -> None:
    output, printer = options["output"], options["printer"]
    if output is None and printer is None:
        missing = [*missing, "Missing option '-o': give a file (or - for stdout), or --printer QUEUE."]
    if missing:
        raise click.UsageError(" ".join(missing))
    if output == "-" and as_json:
        raise click.UsageError("The PDF and the JSON document cannot both go to stdout: give -o FILE.")
    if options["text"] == "-":
        raise click.UsageError("--text takes a file: stdout is for the labels.")
    if printer is not None and format_of(output) != "pdf":
        raise click.UsageError("--printer takes the PDF: leave out -o, or give a .pdf file.")
    _dpi(options["dpi"])


def _deliver(job: Job, options: dict[str, Any], log: LabelLog | None, *, folder: str | None, as_json: bool) -> None:
    """Send the labels out, and show what was done."""
    output, printer, kind = options["output"], options["printer"], format_of(options["output"])
    dpi = _dpi(options["dpi"])
    # First: a label is not on its way while the sheet beside it cannot be written.
    _write_text(job, options["text"])
    queued = send_out(job, output=output, kind=kind, dpi=dpi, printer=printer, folder=folder, log=log)
    if as_json:
        result: Labels = {
            "output": output,
            "text": options["text"],
            "labels": job.number,
            "used": job.drawn.used,
            "stock": job.stock,
            "design": job.design,
            "printed_on": job.day,
            "job": None if queued is None else queued.job,
            "printer": printer,
            "medium": None if queued is None else queued.queue.medium,
            "held": None if queued is None else queued.queue.held,
            "log": None if log is None else log.told(),
        }
        show_document("labels", result, job.findings)
        return
    show_findings(job.findings)
    if output != "-":
        lines = [f"Written: {path}" for path in (output, options["text"]) if path]
        count = f"{job.number} label{'s' * (job.number != 1)}"
        lines += [] if queued is None else [_wrapped(queued.queue.said(queued.job, count))]
        click.echo("\n".join([*lines, said_of(job)]))
    show_log(job, log, err=output == "-")


def _write_text(job: Job, path: str | None) -> None:
    """Write what the labels say as plain text beside them."""
    if path is None:
        return
    from ldn_compound.labelling.plain_text import plain_text

    said = plain_text(zip(job.labels, job.drawn.designs, strict=True))
    write_whole(path, said.encode(), ending=_TEXT, field="text")


class Queued(NamedTuple):
    """Labels in a queue: its name of the job, and what it said of itself."""

    job: str
    queue: Queue


class Job(NamedTuple):
    """Labels as they were drawn, before anything is written.

    Attributes:
        drawn: all of them; labels: each of them; copies: of each; findings: each once.
        again: the entry of the log that is printed again, or None.
        keeping: the record of their batch, or None.
        stock, design: what they are drawn on and in; day: on which day.
    """

    drawn: Printed
    labels: Sequence[Label]
    copies: int
    findings: list[Finding]
    stock: str
    design: str
    day: str
    again: int | None = None
    keeping: Keeping | None = None

    @property
    def number(self) -> int:
        """How many labels, the copies counted."""
        return len(self.labels) * self.copies


def draw(options: dict[str, Any], texts: Iterable[tuple[str, str, bool]], *, folder: str | None, profile: Any) -> Job:
    """Draw the labels of plans, or refuse them all.

    Parameters:
        options: of the labels and of the sheet, as :func:`ldn_compound.cli.label_options.label_options` names them.
        texts: name, document, and whether it is one a line.
    """
    stock, design = chosen(options, profile)
    from ldn_compound.core.numbers import parse_whole
    from ldn_compound.labelling.calibration import find_calibration
    from ldn_compound.labelling.printing import printed
    from ldn_compound.labelling.repeated import findings_of_plans

    calibration = find_calibration(_setting(profile, "labels.calibration"), options.get("calibration"))
    labels = _labels(options, texts, profile, stock=stock, design=design, folder=folder)
    copies = parse_whole(options.get("copies", "1"), field="copies", least=1)
    day = today()
    bar = ProgressBar(len(labels) * (1 + copies))
    try:
        done = printed(
            labels,
            stock=stock,
            design=design,
            start_at=options.get("start_at", "1"),
            copies=copies,
            collate=options.get("collate", False),
            calibration=calibration,
            today=day,
            folder=folder,
            progress=bar.add,
            recomputed=True,
        )
    finally:
        bar.end()
    findings = [*done.findings, *findings_of_plans(labels)]
    keeping = record_of(labels, options, profile)
    return Job(done, labels, copies, findings, stock, design, day, keeping=keeping)


def said_of(job: Job) -> str:
    """Return in words what was drawn."""
    count = f"{job.number} label{'' if job.number == 1 else 's'}"
    if job.drawn.used > job.number:
        count += f" on {job.drawn.used} of the stock"
    return f"{count}, {job.design} on {job.stock}; print at 100 %, without scaling."


def send_out(
    job: Job,
    *,
    output: str | None,
    folder: str | None,
    kind: str = "pdf",
    dpi: int | None = None,
    printer: str | None = None,
    field: str = "output",
    log: LabelLog | None = None,
) -> Queued | None:
    """Write the labels, print them, or both; return the queue's job, or None.

    They are entered in the log first; a picture is a look at them and no print.
    """
    from ldn_compound.labelling.catalogue import design_for, get_stock

    content = job.drawn.pdf
    found = get_stock(job.stock, folder)
    cut = found.cut_for(design_for(job.design, found, folder).height_mm)
    if kind == "png":
        from ldn_compound.labelling.output import page_count, to_png

        content = to_png(job.drawn.pdf, dpi=dpi or _DPI[kind])
        pages = page_count(job.drawn.pdf)
        if pages > 1:
            click.echo(f"note: the picture shows page 1 of {pages}", err=True)
    elif kind == "zpl":
        from ldn_compound.labelling.output import to_zpl

        content = to_zpl(job.drawn.pdf, stock=cut, dpi=dpi or _DPI[kind])
    queue = None
    if printer is not None:
        from ldn_compound.labelling.output import ask_queue

        # Before anything is entered in the log: a queue that takes no such labels prints none.
        queue = ask_queue(printer, cut)
    entering: AbstractContextManager[None] = nullcontext()
    if log is not None and kind != "png":
        entering = log.entering(job.labels, design=job.design, stock=job.stock, copies=job.copies, again=job.again)
    if output is not None:
        refuse_output(output, ending=f".{kind}", field=field)
    queued = None
    with entering:
        if output is not None:
            write_whole(output, content, ending=f".{kind}", field=field)
        if queue is not None:
            from ldn_compound.labelling.output import send_to_queue

            title = f"labels ({job.design}, {job.stock})"
            name = send_to_queue(job.drawn.pdf, printer=queue.printer, stock=cut, title=title, queue=queue)
            queued = Queued(name, queue)
    if job.keeping is not None and kind != "png":
        enter_prints(job.keeping, job.labels, design=job.design, stock=job.stock, copies=job.copies)
    return queued


def show_log(job: Job, log: LabelLog | None, *, err: bool = False) -> None:
    """Tell what was entered in the log and in the record."""
    for line in [] if log is None else log.said():
        click.echo(line, err=err)
    if job.keeping is not None:
        said = f"record: {len(job.labels)} print{'s' * (len(job.labels) > 1)} entered"
        click.echo(f"{said}, {len(job.keeping.entries)} entries", err=err)


def check_plans(options: dict[str, Any], *, folder: str | None, profile_path: str | None, as_json: bool) -> None:
    """Check the labels of plans, and exit with the code of the gravest fault."""
    from ldn_compound.core.texts import parse_date
    from ldn_compound.labelling.catalogue import get_stock
    from ldn_compound.labelling.choosing import examined_on
    from ldn_compound.labelling.problems import all_in_one
    from ldn_compound.labelling.repeated import findings_of_plans

    profile = find_profile(profile_path)
    stock, design = chosen(options, profile)
    labels = _labels(options, texts_of(options["plans"]), profile, stock=stock, design=design, folder=folder)
    found_stock = get_stock(stock, folder)
    if options["scan"] is not None and len(labels) != 1:
        raise click.UsageError("--scan is for one label: give one plan.")
    findings: list[Finding] = []
    problems: list[LdnError] = []
    refusals: list[LdnError] = []
    day = parse_date(today(), field="today")
    variants: dict[str, Design] = {}
    for label in labels:
        one = examined_on(label, design, found_stock, day, folder=folder)
        variants[one.design.key] = one.design
        findings += [item for item in (*label.result.stops, *one.findings) if item not in findings]
        # What no code can hold is a fault of the input, and comes before what does not fit.
        problems += sorted(one.problems, key=lambda problem: problem.exit_code)
        refusals += at_place(one.refusals(), label.place)
    findings += findings_of_plans(labels)
    stops = [item for item in findings if item.stops]
    bad_input = any(isinstance(problem, InputError) for problem in problems)
    if as_json and problems and (not stops or bad_input):
        raise all_in_one(refusals)
    reads = () if bad_input else _scanned(options["scan"], labels[0], next(iter(variants.values())))
    misread = [read for read in reads if not read.right]
    verdict = "fail" if stops or problems or misread else "pass"
    if as_json:
        told: LabelCheck = {
            "verdict": verdict,
            "labels": len(labels),
            "stock": stock,
            "design": ", ".join(variants),
            "problems": [problem.to_dict() for problem in problems],
            "codes": [
                {"field": read.field, "kind": read.kind, "meant": read.meant, "read": read.read} for read in reads
            ],
        }
        show_document("label-check", told, findings)
    else:
        # An error leaves stdout empty, also one that is told with all else that is wrong.
        refused = bool(problems) and (not stops or bad_input)
        _show_check(findings, problems, reads, err=refused)
        count = f"{len(labels)} label{'' if len(labels) == 1 else 's'}"
        click.echo(f"{verdict.upper()}: {count}, {', '.join(variants)} on {stock}", err=refused)
    if problems and (not stops or bad_input):
        raise click.exceptions.Exit(min(problem.exit_code for problem in problems))
    if stops or misread:
        raise click.exceptions.Exit(EXIT_STOP)


def _scanned(path: str | None, label: Label, design: Any) -> tuple[Any, ...]:
    if path is None:
        return ()
    from ldn_compound.labelling.scanning import scan

    return scan(path, label, design)


def _show_check(findings: list[Finding], problems: list[LdnError], reads: tuple[Any, ...], *, err: bool) -> None:
    for item in findings:
        click.echo(_wrapped(_said(item)), err=err)
        click.echo(_wrapped(f"  source: {item.source}", indent=4), err=err)
    for problem in problems:
        click.echo(_wrapped(f"does not print: {problem}"), err=err)
    for read in reads:
        said = f"reads {read.read}" if read.read is not None else "could not be read"
        click.echo(
            _wrapped(f"{'right' if read.right else 'WRONG'}: {read.kind} {read.field} {read.meant}: {said}"), err=err
        )


def texts_of(paths: Sequence[str]) -> Iterator[tuple[str, str, bool]]:
    """Yield name, document and whether it is one a line, of each file."""
    from ldn_compound.exchange.strict_json import holds_lines

    if paths.count("-") > 1:
        raise click.UsageError("Only one plan can come from stdin.")
    for path in paths:
        yield Path(path).name, read_text(path, field="plan", most=MANY), holds_lines(path)


def _labels(
    options: dict[str, Any],
    texts: Iterable[tuple[str, str, bool]],
    profile: Any,
    *,
    stock: str,
    design: str,
    folder: str | None,
) -> list[Label]:
    """Return the labels of the plans; one that must have a day of filling, and was given none, is filled today."""
    from ldn_compound.bulk.label_jobs import LabelJobs
    from ldn_compound.exchange.signing.sealing import trust_of
    from ldn_compound.labelling.catalogue import design_for, get_stock
    from ldn_compound.labelling.content import LABEL_FIELDS

    named = {name: options.get(name) for name in LABEL_FIELDS}
    given = {name: list(value or ()) or None if name in _REPEATED else value for name, value in named.items()}
    answers = options.get("answers") or ()
    given |= {"answers": answers if isinstance(answers, dict) else together(Dispensing.answers, answers)}
    layout = design_for(design, get_stock(stock, folder), folder)
    jobs = LabelJobs(layout, today=today(), given=given, profile=profile, trust=trust_of(profile))
    labels = [label for name, text, lines in texts for label in jobs.read(text, name=name, lines=lines)]
    if options.get("containers") is None:
        return labels
    from ldn_compound.labelling.containers import in_containers

    return in_containers(labels, options["containers"])


def chosen(options: dict[str, Any], profile: Any) -> tuple[str, str]:
    """Return the stock and the design that were given, else the profile's."""
    if missing := _missing_options(options, profile):
        raise click.UsageError(" ".join(missing))
    from ldn_compound.labelling.catalogue import DEFAULT_DESIGN

    stock = options["stock"] or str(_setting(profile, "labels.stock"))
    return stock, options["design"] or _setting(profile, "labels.design") or DEFAULT_DESIGN


def _missing_options(options: dict[str, Any], profile: Any) -> list[str]:
    if options["stock"] or _setting(profile, "labels.stock"):
        return []
    return ["Missing option '--stock': give one of `ldn-compound labels list`, or set labels.stock."]


def _setting(profile: Any, key: str) -> str | None:
    value = None if profile is None else profile.get(key)
    return None if value is None else str(value)


def format_of(output: str | None) -> str:
    """Return the format that a file's name speaks of."""
    return _FORMATS.get(Path(output or "").suffix.lower(), "pdf")


def _dpi(given: str | None) -> int | None:
    from ldn_compound.core.numbers import parse_whole

    return None if given is None else parse_whole(given, field="dpi", least=72, most=1200)


def _said(item: Finding) -> str:
    by = f" accepted by {item.accepted_by}" if item.accepted_by is not None else ""
    return f"{item.severity.value}{by}: {item.message} [{item.code}]"


def show_findings(findings: list[Finding]) -> None:
    """Tell what was found on labels, on stderr."""
    for item in findings:
        click.echo(_wrapped(_said(item)), err=True)


def _wrapped(text: str, *, indent: int = 2) -> str:
    from textwrap import fill

    return fill(text, width=79, subsequent_indent=" " * indent, break_on_hyphens=False)


def show_document(kind: str, result: Mapping[str, Any], findings: list[Finding] | None = None) -> None:
    """Print the document that every command prints; a printed label has no working of its own."""
    click.echo(document(kind, result, findings))


def document(kind: str, result: Mapping[str, Any], findings: list[Finding] | None = None) -> str:
    """Return the JSON document of what is no plan: it has no inputs and no working."""
    from ldn_compound._version import __version__
    from ldn_compound.core.results import plain

    made = {
        "schema": f"ldn_compound/{kind}/1",
        "version": __version__,
        "inputs": {},
        "assumptions": [],
        "result": dict(result),
        "findings": plain(findings or []),
        "steps": [],
    }
    return json.dumps(made, indent=2)
