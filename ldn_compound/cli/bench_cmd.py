"""``ldn-compound bench``: a batch made one step at a time, with what is read at each."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from ldn_compound.cli import large_text
from ldn_compound.cli.common import (
    EXIT_STOP,
    find_profile,
    plan_and_standing,
    refuse_output,
    standard_options,
    stop_with,
)
from ldn_compound.core.errors import LdnError

if TYPE_CHECKING:
    from ldn_compound.cli.bench_lines import Lines
    from ldn_compound.plans.batch.result import Batch
    from ldn_compound.plans.quality.as_made import AsMade
    from ldn_compound.records.bench.session import Reply, Session
    from ldn_compound.records.bench.steps import Step
    from ldn_compound.records.keeping import Keeping
    from ldn_compound.schemas.answers import Bench, BenchLine
    from ldn_compound.settings.profile import Profile

_ENDING = ".record.json"
_ASKED = {
    "weigh": "mass",
    "residue": "mass left, or none",
    "mean": "mass of one, or mean MASS",
    "look": "yes or no",
    "do": "Enter when it is done",
}
_HEADS = {"weigh": "WEIGH", "residue": "REWEIGH", "mean": "HOLD", "look": "CHECK", "do": "DO"}
_EXAMPLE = """
\b
Example:
  ldn-compound bench plan.json - --by "A. Chemist"
"""


@click.command("bench", epilog=_EXAMPLE)
@click.argument("plan", metavar="PLAN.json")
@click.argument("readings", required=False, metavar="[-]")
@click.option(
    "--record",
    metavar="FILE",
    help=f"The record that is kept and gone on with. Left out: PLAN{_ENDING}, beside the plan.",
)
@click.option("--by", metavar="NAME", help="Who makes it; stands in every entry of the record.")
@standard_options
def command(
    as_json: bool, profile_path: str | None, plan: str, readings: str | None, record: str | None, by: str | None
) -> None:
    """Make a batch one step at a time: weigh, mix, check, fill.

    Each step waits for Enter, or for a mass: typed, pasted, or (with - behind the plan) the balance's own line on
    stdin, while the keys still answer. A mass is told over or under and by how much; one that is off, or ten times off,
    is asked again. Every entry is in the record before the next step, so that a session that was interrupted goes on
    where it stopped. At each step: back, quit, keep (a mass that is off), note TEXT, help.
    """
    from ldn_compound.cli.bench_lines import Lines
    from ldn_compound.cli.record_file import kept_at
    from ldn_compound.core.texts import parse_text, require_name
    from ldn_compound.records.bench.session import Session

    path = _where(plan, readings, record)
    refuse_output(path, ending=".json", field="record")
    name = None if by is None else parse_text(by, field="by")
    if name is not None:
        require_name(name, field="by")
    profile = find_profile(profile_path)
    planned, standing = plan_and_standing(plan, required=True)
    if planned.stops:
        stop_with(planned.stops, as_json=as_json)
    keeping = kept_at(path, planned, by=name, profile=profile)
    session = Session(planned, keeping.entries, keeping.add)
    talk = _Talk(session, keeping, path, err=as_json, quiet=as_json and not sys.stdin.isatty())
    lines = Lines()
    try:
        talk.greet(planned, f"Plan: {standing}.{keeping.signed_by}")
        made = talk.make(lines, planned, profile)
    except (KeyboardInterrupt, click.Abort):
        talk.stopped(_again(plan, path, record, readings))
        raise
    finally:
        lines.close()
    if made is None:
        talk.stopped(_again(plan, path, record, readings))
    if as_json:
        _show_json(talk, path, made)
        if made is not None and made.stops:
            stop_with(made.stops, as_json=True)
    if made is not None and made.stops:
        raise click.exceptions.Exit(EXIT_STOP)


def _where(plan: str, readings: str | None, record: str | None) -> str:
    """Return the record's file, and refuse what cannot be asked."""
    if readings not in (None, "-"):
        _refuse(f"Behind the plan there is only -, for the balance's lines on stdin; not {readings}.")
    if plan == "-":
        _refuse("The plan is a file: stdin is for the balance.")
    if readings is None and not sys.stdin.isatty():
        _refuse("It asks on a terminal: without one, give - behind the plan for lines on stdin.")
    if record == "-":
        _refuse("--record takes a file's name.")
    if record is not None:
        return record
    return str(Path(plan).with_suffix(_ENDING))


def _refuse(message: str) -> NoReturn:
    raise click.UsageError(message, ctx=click.get_current_context())


def _again(plan: str, path: str, record: str | None, readings: str | None) -> str:
    words = ["ldn-compound", "bench", plan, *(["--record", path] if record is not None else [])]
    return shlex.join([*words, *([readings] if readings else [])])


class _Talk:
    """What is said and heard at the balance, in 40 columns.

    Parameters:
        err: whether it is said on stderr, since stdout is for the document.
        quiet: whether the screens are left out: a program reads the document, and what was said of each line in it.
    """

    def __init__(self, session: Session, keeping: Keeping, path: str, *, err: bool, quiet: bool) -> None:
        self.session = session
        self.keeping = keeping
        self.path = path
        self.err, self.quiet = err, quiet
        self.heard: list[BenchLine] = []

    def out(self, text: str, *, nl: bool = True) -> None:
        if not self.quiet:
            click.echo(text, err=self.err, nl=nl)

    def say(self, texts: Sequence[str] = ("",), *, indent: int = 0) -> None:
        for line in large_text.lines(texts, indent=indent):
            self.out(line)

    def greet(self, planned: Batch, standing: str) -> None:
        session, kept = self.session, self.keeping
        self.say([_title(planned)])
        self.out(f"Record: {self.path}")  # on one line, so that it can be copied
        self.say([standing])
        if not kept.entries:
            self.say([f"{len(session.steps)} steps. At each: back, quit, help."])
        elif session.step is not None:
            self.say([f"Going on: {len(kept.entries)} entries are in it."])

    def make(self, lines: Lines, planned: Batch, profile: Profile | None) -> AsMade | None:
        """Go through the steps; return what was made, or None where the person stopped before the end."""
        shown = None
        while True:
            step = self.session.step
            made = None if step is not None else self.keeping.finished()
            if made is not None:
                self.say(["", "This batch is finished. Another one of this plan: give another --record FILE."])
                self.show_made(made)
                return made
            if step is not None and step is not shown:
                self.show(step)
            shown = step
            line = self.ask(lines, step, planned)
            if line is None:
                return None
            if step is None and (made := self.end(line, planned, profile)) is not None:
                return made
            if step is not None or line.strip().lower() in ("back", "b", "quit", "q"):
                reply = self.session.take(line)
                self.heard.append({"line": line.strip(), "said": list(reply.lines), "refused": reply.grave})
                if reply.end:
                    return None
                self.answer(reply)

    def show(self, step: Step) -> None:
        """Show a step: large figures for what is to be weighed, and what it may be."""
        from ldn_compound.cli import tables
        from ldn_compound.records.bench.readings import in_words

        self.say(["", "-" * large_text.WIDTH])
        self.out(large_text.rule(f"STEP {step.number} of {len(self.session.steps)}", _HEADS[step.kind]))
        self.say(["", tables.shown(step.text)])
        if step.kind == "weigh" and step.target is not None:
            self.say()
            for row in large_text.figures(in_words(step.target)):
                self.out(row)
            self.say()
        if step.low is not None and step.high is not None and step.permitted is not None:
            what = "mean" if step.kind == "mean" else "good"
            self.say([f"{what}: {in_words(step.low)} to {in_words(step.high)} ({step.permitted.text()})"])
        if step.lot is not None:
            self.say([f"{'lot and assay' if step.name == 'api' else 'lot'}: {step.lot}"])
        for told in self.session.standing(step):
            self.say([told])

    def ask(self, lines: Lines, step: Step | None, planned: Batch) -> str | None:
        what = _ASKED[step.kind] if step is not None else _count_asked(planned)
        if step is not None and step.kind == "mean":
            what = f"{len(self.session.series()) + 1} of {step.units}, or mean MASS"
        self.say([""])
        self.out(f"{what}> ", nl=False)
        (sys.stderr if self.err else sys.stdout).flush()
        line = lines.next()
        if line is None:
            self.out("")
        elif not sys.stdin.isatty():
            self.out("".join(sign if sign.isprintable() else "?" for sign in line))
        return line

    def answer(self, reply: Reply) -> None:
        texts = [f"! {text}" if reply.grave else text for text in reply.lines]
        self.say(texts)

    def end(self, line: str, planned: Batch, profile: Profile | None) -> AsMade | None:
        """Work out what was made from the record's readings, and keep that too."""
        from ldn_compound.plans.quality.as_made import as_made

        text = line.strip()
        if text.lower() in ("back", "b", "quit", "q"):
            return None
        counted: dict[str, Any] = {} if not text else {_counted(planned): text}
        try:
            made = as_made(
                planned, weighed=self.session.weighed, residue=self.session.residue, profile=profile, **counted
            )
        except LdnError as error:
            told = [part for part in (error.given, error.needed and f"needed: {error.needed}", error.hint) if part]
            self.say([f"! {part}" for part in told])
            return None
        self.keeping.finish(made)
        self.show_made(made)
        return made

    def show_made(self, made: AsMade) -> None:
        """Show the verdict and the readings."""
        from ldn_compound.cli import tables
        from ldn_compound.records.bench.readings import apart, in_words

        self.say(["", "-" * large_text.WIDTH])
        verdict = made.verdict.upper()
        for row in large_text.figures(verdict):
            self.out(row)
        said = tables.filled(made, "{verdict}: {of_label:.2} of label ({low} to {high})", verdict=verdict)
        self.say(["", said or "", tables.filled(made, "really made: {strength_made}") or "", ""])
        for weighing in made.weighings:
            off = apart(weighing.exact.weighed, weighing.exact.planned)
            self.say([f"{weighing.name} {in_words(weighing.exact.weighed)}: {off}"])
        for item in made.findings:
            self.say(["", f"{item.severity.value.upper()} {item.code}"])
            self.say([tables.shown(item.message)], indent=2)
        self.say(["", "All of it is in"])
        self.out(self.path)

    def stopped(self, again: str) -> None:
        """Say where it stopped and how it goes on."""
        place, steps = self.session.first_open, len(self.session.steps)
        where = f"step {place + 1} of {steps}" if place < steps else "the count, after the last step"
        self.say(["", f"Stopped. It goes on at {where} with:"])
        self.out(again)


def _title(planned: Batch) -> str:
    from ldn_compound.cli import tables

    what = f"{planned.units_made} x " if hasattr(planned, "units_made") else f"{tables.amount(planned, 'volume')} of "
    strength = tables.amount(planned, "strength" if hasattr(planned, "units_made") else "concentration")
    return f"{what}{planned.drug_name} {strength}"


def _counted(planned: Batch) -> str:
    return "units_made" if hasattr(planned, "units_made") else "volume_made"


def _count_asked(planned: Batch) -> str:
    counted = "good units made" if hasattr(planned, "units_made") else "volume made"
    return f"{counted}, or Enter"


def _show_json(talk: _Talk, path: str, made: AsMade | None) -> None:
    from ldn_compound.cli.labels_print import show_document
    from ldn_compound.core.results import to_document

    session = talk.session
    step = session.step
    result: Bench = {
        "record": path,
        "steps": len(session.steps),
        "step": None if step is None else step.number,
        "finished": made is not None,
        "weighed": {name: amount.to_json() for name, amount in session.weighed.items()},
        "lines": talk.heard,
        "as_made": None if made is None else to_document(made)["result"],
    }
    show_document("bench", result, list(made.findings) if made is not None else [])
