"""``ldn-compound record log`` and ``record forget``: the pharmacy's log of batches and labels."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ldn_compound.cli.common import now, profile_in_force, read_text, standard_options, today, write_whole
from ldn_compound.cli.label_log import open_log, typed_path
from ldn_compound.cli.record_log_show import shown_entries, shown_entry, tell

if TYPE_CHECKING:
    from ldn_compound.records.log.log import Log
    from ldn_compound.records.log.search import Criteria
    from ldn_compound.schemas.answers_apart import LogBackup, LogExport, LogForgotten, LogRestore, LogVerification
    from ldn_compound.schemas.answers_of_records import LogNumbers

_EXAMPLE = """
\b
Example:
  ldn-compound record log add plan.json --by "A. Chemist"
  ldn-compound record log find --component-lot A1234
"""
_ADD = "\b\nExample:\n  ldn-compound record log add plan.json\n"
_ENDINGS = {".csv": "csv", ".jsonl": "jsonl"}
_MOST_NUMBERS = 1000

_Command = TypeVar("_Command", bound=Callable[..., Any])


def _log_options(command: _Command) -> _Command:
    option = click.option(
        "--log", "place", metavar="FILE|URL", help="The log, in place of the profile's (log.place) or the usual one."
    )
    return option(standard_options(command))


def _by(command: _Command) -> _Command:
    return click.option("--by", metavar="NAME", help="Who enters it.")(command)


@click.group("log", short_help="The pharmacy's log: every batch and label, for recall.", epilog=_EXAMPLE)
def command() -> None:
    """Keep the log: batches and labels in one chain, found by lot, date, strength, patient or prescription.

    It stands in a file of the application directory, or where LDN_COMPOUND_LOG or log.place of the profile says: a
    file, or a PostgreSQL database. An entry is never changed or deleted; a correction is a new one that names it.
    """


@command.command("add", epilog=_EXAMPLE)
@click.argument("file", metavar="FILE|-")
@click.option("--lot", metavar="NUMBER", help="Your own number for this batch (else the log gives the next).")
@click.option("--batch", metavar="NUMBER", help="The batch in the log that this belongs to; no new number is given.")
@click.option("--patient", metavar="NAME", help="The patient's name or reference, if it is to stand in the log.")
@click.option("--prescription-number", metavar="NUMBER", help="The prescription that it was made for.")
@_by
@_log_options
def add(as_json: bool, profile_path: str | None, place: str | None, file: str, **given: Any) -> None:
    """Enter a batch: its plan (as --json or --save wrote it), or its record with lots and readings.

    The document is computed again first. The batch gets the next number of the profile's pattern (log.number), unless
    --lot or --batch gives one. What the batch was made from, and when, is taken from the document.
    """
    from ldn_compound.records.log.documents import draft_of

    if given["lot"] is not None and given["batch"] is not None:
        raise click.UsageError("--lot is a new batch's own number, --batch that of one in the log: give one of them.")
    text, notes = _checked(file)
    draft = draft_of(
        text,
        by=given["by"],
        patient=given["patient"],
        prescription_number=given["prescription_number"],
        number=given["lot"] or given["batch"],
        opens=given["batch"] is None,
    )
    with closing(_open(profile_path, place)) as log:
        before = None if draft.plan is None else log.last_of_plan(draft.plan)
        entry = log.add(draft, now=_now())
        if before is not None:
            where = "" if before.number is None else f", batch {before.number}"
            notes.append(f"the same plan is in the log already: entry {before.sequence}{where}")
        if draft.patient is not None and entry.patient is None:
            notes.append("the patient's name is not kept: log.patient_names is leave-out")
        shown_entry(entry, log, as_json=as_json, said="entered", notes=notes)


@command.command("number", epilog="\b\nExample:\n  ldn-compound record log number")
@click.option("--count", metavar="N", default="1", help="How many numbers.")
@_by
@_log_options
def number(as_json: bool, profile_path: str | None, place: str | None, count: str, by: str | None) -> None:
    """Give out the next lot number, for a batch that is entered later with --batch."""
    from ldn_compound.core.numbers import parse_whole
    from ldn_compound.records.log.entries import Draft

    many = parse_whole(count, field="count", least=1, most=_MOST_NUMBERS)
    draft = Draft(kind="number", data={}, by=_line(by, "by"), opens=True)
    with closing(_open(profile_path, place)) as log:
        entries = log.add_all([draft] * many, now=_now())
        numbers = [str(entry.number) for entry in entries]
        result: LogNumbers = {"numbers": numbers, "entries": [entry.to_dict() for entry in entries], "log": log.place}
        tell("log-numbers", result, as_json=as_json, lines=numbers)


@command.command("note", epilog=f'{_ADD}  ldn-compound record log note "Capsules of entry 1: two were broken"')
@click.argument("text")
@click.option("--batch", metavar="NUMBER", help="The batch that it is about.")
@_by
@_log_options
def note(as_json: bool, profile_path: str | None, place: str | None, text: str, **given: Any) -> None:
    """Enter a remark. It stays: write no patient's name into it."""
    from ldn_compound.records.log.entries import Draft

    draft = Draft(
        kind="note",
        data={"text": _line(text, "text")},
        by=_line(given["by"], "by"),
        number=_line(given["batch"], "batch"),
    )
    with closing(_open(profile_path, place)) as log:
        shown_entry(log.add(draft, now=_now()), log, as_json=as_json, said="entered")


@command.command("correct", epilog=f'{_ADD}  ldn-compound record log correct 1 --note "Was not dispensed"')
@click.argument("entry", metavar="N")
@click.argument("file", metavar="[FILE|-]", required=False)
@click.option("--note", "text", metavar="TEXT", help="What is wrong with it, where nothing stands in its place.")
@click.option("--patient", metavar="NAME", help="The patient's name or reference, if it is to stand in the log.")
@click.option("--prescription-number", metavar="NUMBER", help="The prescription that it was made for.")
@_by
@_log_options
def correct(
    as_json: bool, profile_path: str | None, place: str | None, entry: str, file: str | None, **given: Any
) -> None:
    """Correct entry N: a new entry takes its place, and the old one stays.

    With FILE the corrected plan or record; with --note words alone. A search finds both, each naming the other.
    """
    from ldn_compound.records.log.documents import draft_of
    from ldn_compound.records.log.entries import Draft

    if (file is None) == (given["text"] is None):
        raise click.UsageError("Give the corrected plan or record, or --note TEXT: one of them.")
    corrects = _sequence(entry)
    notes: list[str] = []
    if file is not None:
        document, notes = _checked(file)
        draft = draft_of(
            document,
            by=given["by"],
            patient=given["patient"],
            prescription_number=given["prescription_number"],
            corrects=corrects,
        )
    else:
        text = _line(given["text"], "text")
        draft = Draft(kind="note", data={"text": text}, by=_line(given["by"], "by"), corrects=corrects)
    with closing(_open(profile_path, place)) as log:
        shown_entry(log.add(draft, now=_now()), log, as_json=as_json, said="entered", notes=notes)


@command.command("list", epilog=f"{_ADD}  ldn-compound record log list --last 5")
@click.option("--last", metavar="N", default="20", help="How many of the last entries.")
@_log_options
def list_last(as_json: bool, profile_path: str | None, place: str | None, last: str) -> None:
    """List the last entries."""
    from ldn_compound.core.numbers import parse_whole

    count = parse_whole(last, field="last", least=1, most=1_000_000)
    with closing(_open(profile_path, place)) as log:
        entries = log.last(count)
        more = entries[0].sequence - 1 if entries else 0
        title = f"The last {len(entries)} entries, {more} before them" if more else f"{len(entries)} entries"
        shown_entries(entries, log, as_json=as_json, title=title)


@command.command("find", epilog=f"{_ADD}  ldn-compound record log find --from 2026-11-01 --strength 4.5mg")
@click.option("--component-lot", metavar="LOT", help="A recall: all that was made from this lot of any component.")
@click.option("--from", "since", metavar="DATE", help="Made on this day or later.")
@click.option("--to", "until", metavar="DATE", help="Made on this day or earlier.")
@click.option("--strength", metavar="4.5mg", help="Strength, or the concentration of a liquid.")
@click.option("--patient", metavar="NAME", help="The whole name or reference, whatever its case and accents.")
@click.option("--prescription-number", metavar="NUMBER", help="The whole number.")
@click.option("--batch", metavar="NUMBER", help="A batch's lot number.")
@_log_options
def find_entries(as_json: bool, profile_path: str | None, place: str | None, **given: str | None) -> None:
    """Find entries: those that meet all that is given.

    A recall by --component-lot finds every entry that names the lot, all else of the same batches (labels,
    corrections), and what was made from those batches: a trituration whose number is a component's lot. Case, blanks
    and signs of a lot do not matter.
    """
    from ldn_compound.records.log.search import find

    wanted = _criteria(given)
    with closing(_open(profile_path, place)) as log:
        found = find(log.store, wanted)
        batches = len({entry.number for entry in found.entries if entry.number is not None})
        count = f"{len(found.entries)} entr{'y' if len(found.entries) == 1 else 'ies'}"
        if wanted.component_lot is not None:
            title = f"RECALL of lot {wanted.component_lot}: {count}, {batches} batch{'' if batches == 1 else 'es'}"
        else:
            title = f"Found: {count}"
        shown_entries(found.entries, log, as_json=as_json, title=title, through=found.through, near=found.near)


@command.command("show", epilog=f"{_ADD}  ldn-compound record log show 1")
@click.argument("entry", metavar="N")
@click.option("--document", is_flag=True, help="Print its plan or record as it was entered, to plan or print again.")
@_log_options
def show(as_json: bool, profile_path: str | None, place: str | None, entry: str, document: bool) -> None:
    """Show entry N with all that it holds."""
    import json

    with closing(_open(profile_path, place)) as log:
        found = log.entry(_sequence(entry))
        if document:
            from ldn_compound.records.log.documents import document_of

            click.echo(json.dumps(document_of(found, log.plan(found)), indent=2))
            return
        shown_entry(found, log, as_json=as_json)


@command.command("verify", epilog=f"{_ADD}  ldn-compound record log verify")
@click.option("--head", metavar="N:DIGEST", help="The head that an earlier check told: are its entries all there?")
@_log_options
def verify_chain(as_json: bool, profile_path: str | None, place: str | None, head: str | None) -> None:
    """Walk the chain from the first entry to the last, and name the first break (exit code 15).

    It finds an entry that was changed, exchanged, put in or taken out, and any other byte that is not as it was
    written. Entries taken from the end are found with the head of an earlier check, kept apart from the log.
    """
    from ldn_compound.core.errors import MismatchError
    from ldn_compound.records.log.verification import verify

    with closing(_open(profile_path, place)) as log:
        found = verify(log.store, head=head)
        if found.first_break is not None:
            at = found.first_break.sequence
            given = log.place if at is None else f"entry {at} of {log.place}"
            needed = "a log that is as it was written"
            hint = f"{found.first_break.reason}; {found.entries} entries before it are whole"
            raise MismatchError("log-broken", field="log", given=given, needed=needed, hint=hint)
        lines = [f"VERIFIED: {found.entries} entries", f"  head: {found.head}", "  keep the head apart from the log"]
        if found.set_back:
            lines.append(f"  the clock was set back before entry {', '.join(map(str, found.set_back[:20]))}")
        if found.forgotten:
            lines.append(f"  {found.forgotten} name{' was' if found.forgotten == 1 else 's were'} forgotten")
        result: LogVerification = {
            "entries": found.entries,
            "head": found.head,
            "first_break": None,
            "set_back": list(found.set_back),
            "forgotten": found.forgotten,
            "log": log.place,
        }
        tell("log-verification", result, as_json=as_json, lines=lines)


@command.command("export", epilog=f"{_ADD}  ldn-compound record log export -o log.csv")
@click.option("-o", "--output", required=True, metavar="FILE", help="A table (.csv), or a JSON object a line (.jsonl).")
@click.option("--names", is_flag=True, help="With the patients' names; else they are left out.")
@_log_options
def export(as_json: bool, profile_path: str | None, place: str | None, output: str, names: bool) -> None:
    """Write every entry into a file: as CSV for a spreadsheet, or as JSON lines with the whole documents."""
    import io

    from ldn_compound.records.log.export import to_csv, to_json_lines

    ending = Path(output).suffix.lower()
    if ending not in _ENDINGS:
        raise click.UsageError("-o takes a file's name that ends in .csv or .jsonl.")
    with closing(_open(profile_path, place)) as log:
        text = io.StringIO(newline="")
        if ending == ".csv":
            count = to_csv(log.every(), text, patients=names)
        else:
            count = to_json_lines(log, text, patients=names)
        write_whole(output, text.getvalue().encode("utf-8-sig" if ending == ".csv" else "utf-8"), ending=ending)
        result: LogExport = {"entries": count, "output": output, "names": names, "log": log.place}
        tell("log-export", result, as_json=as_json, lines=[f"Written: {output}, {count} entries"])


@command.command("backup", epilog=f"{_ADD}  ldn-compound record log backup log-backup.sqlite")
@click.argument("output", metavar="FILE")
@_log_options
def backup(as_json: bool, profile_path: str | None, place: str | None, output: str) -> None:
    """Copy the log into a new file while it is in use, and verify the copy."""
    from ldn_compound.records.log.backup import back_up

    with closing(_open(profile_path, place)) as log:
        found = back_up(log.store, typed_path(output, "output"))
        result: LogBackup = {"entries": found.entries, "head": found.head, "output": output, "log": log.place}
        lines = [f"Written: {output}, {found.entries} entries, verified", f"  head: {found.head}"]
        tell("log-backup", result, as_json=as_json, lines=lines)


@command.command("restore", epilog=f"{_ADD}  ldn-compound record log backup b.sqlite\n"
                 "  ldn-compound record log restore b.sqlite --log new.sqlite")  # fmt: skip
@click.argument("file", metavar="FILE")
@click.option("--replace", is_flag=True, help="Put it in the place of a log that has entries, which is moved aside.")
@_log_options
def restore_backup(as_json: bool, profile_path: str | None, place: str | None, file: str, replace: bool) -> None:
    """Make the log from a backup, after the backup was verified; nothing is done with one that is broken."""
    from ldn_compound.records.log.backup import restore

    with closing(_open(profile_path, place)) as log:
        found, aside = restore(typed_path(file, "file"), log.store, replace=replace)
        kept = None if aside is None else str(aside)
        result: LogRestore = {"entries": found.entries, "head": found.head, "moved_aside": kept, "log": log.place}
        lines = [f"Restored: {log.place}, {found.entries} entries, verified"]
        lines += [] if aside is None else [f"  the log that was there is now {aside}"]
        tell("log-restore", result, as_json=as_json, lines=lines)


@click.command("forget", epilog='\b\nExample:\n  ldn-compound record log add plan.json --patient "Jane Doe"\n'
               '  ldn-compound record forget "Jane Doe"')  # fmt: skip
@click.argument("patient", metavar="NAME")
@_by
@_log_options
def forget_command(as_json: bool, profile_path: str | None, place: str | None, patient: str, by: str | None) -> None:
    """Erase a patient's name from the log; its entries stay, and the chain still verifies.

    An entry says that a name was forgotten, when and by whom, and not whose. Backups and exports made before keep it.
    """
    from ldn_compound.records.log.forget import forget

    with closing(_open(profile_path, place)) as log:
        done = forget(log, _line(patient, "patient") or patient, by=_line(by, "by"), now=_now())
        numbers = ", ".join(map(str, done.entries))
        lines = [f"Forgotten: the name in entries {numbers}; entry {done.entry.sequence} says so"]
        if done.still_named:
            lines.append(f"  the name still stands in the own words of entries {', '.join(map(str, done.still_named))}")
        lines += [] if done.left is None else [f"  {done.left}"]
        lines.append("  backups and exports made before still have it")
        result: LogForgotten = {
            "entry": done.entry.sequence,
            "entries": list(done.entries),
            "log": log.place,
            "still_named": list(done.still_named),
            "left": done.left,
        }
        tell("log-forgotten", result, as_json=as_json, lines=lines)


def _open(profile_path: str | None, place: str | None) -> Log:
    return open_log(profile_in_force(), place)


def _checked(file: str) -> tuple[str, list[str]]:
    """Return the text of a plan or record, and what there is to know of its signature.

    It is refused where the profile asks for a signature that it has not.
    """
    from ldn_compound.cli.signing import checked

    text = read_text(file, field="file")
    standing = checked(text, profile_in_force(), field="file")
    unknown = standing.signature is not None and not standing.verified
    return text, [f"it is {standing}"] if unknown else []


def _now() -> datetime:
    return datetime.fromisoformat(now())


def _line(text: str | None, field: str) -> str | None:
    from ldn_compound.core.texts import parse_text

    return None if text is None else " ".join(parse_text(text, field=field).split())


def _sequence(text: str) -> int:
    from ldn_compound.core.numbers import parse_whole

    return parse_whole(text, field="entry", least=1, most=10**12)


def _criteria(given: dict[str, str | None]) -> Criteria:
    from ldn_compound.core.units import parse_quantity
    from ldn_compound.records.log.documents import amount_word
    from ldn_compound.records.log.search import Criteria

    if not any(given.values()):
        raise click.UsageError("Give what to find by, such as --component-lot LOT; all entries: record log list.")
    strength = given["strength"]
    return Criteria(
        component_lot=_line(given["component_lot"], "component_lot"),
        since=_day(given["since"], "from"),
        until=_day(given["until"], "to"),
        strength=None if strength is None else amount_word(parse_quantity(strength, field="strength").to_json()),
        patient=_line(given["patient"], "patient"),
        prescription_number=_line(given["prescription_number"], "prescription_number"),
        number=_line(given["batch"], "batch"),
    )


def _day(text: str | None, field: str) -> date | None:
    from ldn_compound.core.texts import parse_date

    if text is None:
        return None
    return parse_date(today() if text == "today" else text, field=field)
