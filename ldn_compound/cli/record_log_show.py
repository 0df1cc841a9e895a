"""How entries of the log are shown: one in full, several in a list, and each as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from ldn_compound.cli.common import write_whole
from ldn_compound.cli.terminal import option_given

if TYPE_CHECKING:
    from ldn_compound.records.log.entries import LogEntry
    from ldn_compound.records.log.log import Log
    from ldn_compound.schemas.answers_of_records import FoundEntry, LogEntries, LogEntryShown


def tell(kind: str, result: Mapping[str, Any], *, as_json: bool, lines: Sequence[str]) -> None:
    """Print what a command did, as its document or as lines, and save the document where asked."""
    from ldn_compound.cli.labels_print import document

    saved: str | None = option_given("save")
    text = document(kind, result) if as_json or saved is not None else ""
    if saved is not None:
        write_whole(saved, f"{text}\n".encode("ascii"), field="save", ending=".json")
    if as_json:
        click.echo(text)
        return
    for line in lines:
        click.echo(line)
    if saved is not None:
        click.echo(f"\nsaved: {saved}")


def shown_entry(
    entry: LogEntry, log: Log, *, as_json: bool, said: str | None = None, notes: Sequence[str] = ()
) -> None:
    """Print one entry with all that it holds.

    Parameters:
        said: what was done with it, such as "entered".
        notes: what else is to be known of that.
    """
    from ldn_compound.cli import tables

    result: LogEntryShown = {"entry": entry.to_dict(), "notes": list(notes), "log": log.place}
    if as_json or option_given("save") is not None:
        tell("log-entry", result, as_json=as_json, lines=())
        if as_json:
            return
    facts = entry.body["facts"]
    of = " " if entry.kind in ("batch", "number") else " of batch "
    number = "" if entry.number is None else f"{of}{entry.number}"
    tables.title(f"Entry {entry.sequence}, {entry.kind}{number}{'' if said is None else f': {said}'}")
    forgotten = "forgotten" if entry.forgotten else None
    tables.rows(
        [
            ("what", what_of(entry)),
            ("made", facts["day"] if entry.plan is not None else None),
            ("prescription", facts["prescription_number"]),
            ("patient", entry.patient or forgotten),
            *(("component lot", f"{component} {lot}") for component, lot in entry.lots),
            ("signature", _signature(entry)),
            ("entered", entry.body["at"] + ("" if entry.body["by"] is None else f" by {entry.body['by']}")),
            ("corrects", _entry(entry.body["corrects"])),
            ("corrected by", _entry(entry.corrected_by)),
            tables.detail("digest", entry.digest),
            tables.detail("before it", entry.body["previous"]),
            tables.detail("plan", entry.plan),
        ]
    )
    if entry.after is not None:
        tables.paragraph(f"note: the clock was set back: the entry before is of {entry.after}", lead="  ", hang=4)
    for note in notes:
        tables.paragraph(f"note: {note}", lead="  ", hang=4)


def shown_entries(
    entries: Sequence[LogEntry],
    log: Log,
    *,
    as_json: bool,
    title: str,
    through: Mapping[int, str] | None = None,
    near: Sequence[str] = (),
) -> None:
    """Print a list of entries.

    Parameters:
        title: what the list is.
        through: of a recall: by sequence number, why an entry is in it that does not name the lot itself.
        near: of a recall that found nothing: lots that are spelt alike.
    """
    from ldn_compound.cli import tables

    because = through or {}
    rows: list[FoundEntry] = [{**entry.to_dict(), "because": because.get(entry.sequence) or None} for entry in entries]
    if as_json or option_given("save") is not None:
        result: LogEntries = {"entries": rows, "near": list(near), "log": log.place}
        tell("log-entries", result, as_json=as_json, lines=())
        if as_json:
            return
    tables.title(title)
    for entry in entries:
        lead = f"{entry.sequence:>6}  {entry.body['facts']['day']}  {entry.kind:<9} "
        tables.paragraph("; ".join(_facts(entry, because.get(entry.sequence))), lead=lead, hang=len(lead))
    if near:
        tables.paragraph(f"lots in the log that are spelt alike: {', '.join(near)}", lead="  ", hang=4)


def what_of(entry: LogEntry) -> str | None:
    """Return what an entry is about, in a few words of its own."""
    data = entry.body["data"]
    if entry.kind == "forgotten":
        return f"a patient's name in entries {', '.join(map(str, data['entries']))}"
    found: str | None = data.get("what") or data.get("text")
    return found


def _facts(entry: LogEntry, because: str | None) -> list[str]:
    facts = entry.body["facts"]
    patient = entry.patient or ("patient forgotten" if entry.forgotten else None)
    parts = [
        entry.number,
        what_of(entry),
        None if facts["prescription_number"] is None else f"prescription {facts['prescription_number']}",
        patient,
        None if entry.body["corrects"] is None else f"corrects entry {entry.body['corrects']}",
        None if entry.corrected_by is None else f"CORRECTED by entry {entry.corrected_by}",
        None if entry.body["by"] is None else f"by {entry.body['by']}",
        f"({because})" if because else None,
    ]
    return [part for part in parts if part is not None]


def _signature(entry: LogEntry) -> str | None:
    """Return which key signed the plan or the record of an entry, by what stands in it; it is not verified here."""
    from ldn_compound.exchange.signing.signature import signature_of

    if entry.kind != "batch":
        return None
    data = entry.body["data"]
    signature = signature_of(data.get("record") or data)
    return "unsigned" if signature is None else f"key {signature.short_key} on {signature.at[:10]}"


def _entry(sequence: int | None) -> str | None:
    return None if sequence is None else f"entry {sequence}"
