"""Labels that are printed go into the pharmacy's log, where there is one: before they leave the program."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ldn_compound.cli.common import APP, now
from ldn_compound.cli.record_file import kept_at, person
from ldn_compound.core.errors import FileError, LdnError
from ldn_compound.core.texts import parse_text

if TYPE_CHECKING:
    from ldn_compound.labelling.content import Label
    from ldn_compound.records.keeping import Keeping
    from ldn_compound.records.log.entries import LogEntry
    from ldn_compound.records.log.log import Log
    from ldn_compound.schemas.answers import LoggedLabels

_Command = TypeVar("_Command", bound=Callable[..., Any])
OPTIONS = ("place", "no_log", "by", "record")


def record_option(command: _Command) -> _Command:
    """Add the record of the batch to a command that prints labels of one batch."""
    return click.option("--record", metavar="FILE", help="Enter it in the batch's record too (see: record new).")(
        command
    )


def log_options(command: _Command) -> _Command:
    """Add what is said of the log to a command that prints labels."""
    for option in (
        click.option("--by", metavar="NAME", help="Who prints it, for the log and the record."),
        click.option("--no-log", is_flag=True, help="Do not enter it in the log."),
        click.option(
            "--log",
            "place",
            metavar="FILE|URL",
            help="The log, in place of the profile's (log.place) or the usual one.",
        ),
    ):
        command = option(command)
    return command


class LabelLog:
    """Enters labels in the log in force.

    Parameters:
        log: the log; by: who prints, or None.

    Attributes:
        entries: what was entered by this run.
    """

    def __init__(self, log: Log, by: str | None = None) -> None:
        self.log, self._by = log, by
        self.entries: list[LogEntry] = []

    @contextmanager
    def entering(
        self, labels: Sequence[Label], *, design: str, stock: str, copies: int, again: int | None = None
    ) -> Iterator[None]:
        """Enter labels, then let them be printed; where they are not, each entry is corrected by one that says so.

        Parameters:
            design, stock: what they are printed in and on; copies: of each.
            again: the entry that is printed again, or None.

        Raises:
            FileError: the log cannot be written: nothing is printed then.
        """
        from ldn_compound.records.log.labels import label_drafts

        try:
            drafts = label_drafts(labels, self.log, design=design, stock=stock, copies=copies, by=self._by, again=again)
            entered = self.log.add_all(drafts, now=_moment())
        except FileError as error:
            error.hint = f"{error.hint or ''}; no label was printed; --no-log prints without an entry".removeprefix(
                "; "
            )
            raise
        try:
            yield
        except LdnError as error:
            self._take_back(entered, error)
            raise
        self.entries += entered

    def _take_back(self, entered: Sequence[LogEntry], error: LdnError) -> None:
        from ldn_compound.records.log.entries import Draft

        known = error.code != "printer-no-answer"
        text = f"was not printed: {error.code}" if known else "it is not known whether it was printed"
        drafts = [Draft(kind="note", data={"text": text}, by=self._by, corrects=entry.sequence) for entry in entered]
        try:
            self.log.add_all(drafts, now=_moment())
        except LdnError as second:
            numbers = ", ".join(str(entry.sequence) for entry in entered)
            said = f"the log could not be corrected ({second.code}): correct entry {numbers} by hand, {text}"
            error.hint = said if error.hint is None else f"{error.hint}; {said}"

    def said(self) -> list[str]:
        """Return in words what was entered, and what a recall by the batch's number would not find."""
        if not self.entries:
            return []
        first, last = self.entries[0].sequence, self.entries[-1].sequence
        which = f"entry {first}" if first == last else f"entries {first} to {last}"
        numbers = ", ".join(dict.fromkeys(entry.number for entry in self.entries if entry.number is not None))
        lines = [f"log: {which}{f', batch {numbers}' if numbers else ''}"]
        if any(entry.number is None and entry.body["facts"]["strength"] is not None for entry in self.entries):
            lines.append("log: of a batch that is not in the log: enter it with record log add, or name it with --lot")
        return lines

    def told(self) -> LoggedLabels:
        """Return what was entered, as JSON has it."""
        return {"log": self.log.place, "entries": [entry.sequence for entry in self.entries]}


def label_log(options: dict[str, Any], profile: Any) -> LabelLog | None:
    """Return what enters labels in the log; None with --no-log, and where the pharmacy keeps none.

    It keeps one where --log, the environment or the profile names it, or the file of the application directory exists.
    """
    from ldn_compound.records.log import places

    place, by, record = options.get("place"), options.get("by"), options.get("record")
    if options.get("no_log"):
        if place is not None or (by is not None and record is None):
            raise click.UsageError("--no-log goes without --log, and without --by but for a record.")
        return None
    folder = Path(click.get_app_dir(APP))
    by = person(by)
    named = place or os.environ.get(places.VARIABLE) or (None if profile is None else profile.get("log.place"))
    if named is None and not (folder / places.FILE).exists():
        if by is not None and record is None:
            raise click.UsageError("--by is for the log: there is none; name one with --log.")
        return None
    return LabelLog(open_log(profile, place), by)


def record_of(labels: Sequence[Label], options: dict[str, Any], profile: Any) -> Keeping | None:
    """Return the record of the labels' batch, opened before anything is printed; None without --record.

    Raises:
        InputError, MismatchError, FileError: as of :class:`~ldn_compound.records.keeping.Keeping`.
    """
    path = options.get("record")
    if path is None:
        return None
    if any(label.result != labels[0].result for label in labels):
        raise click.UsageError("--record is of one batch: print the labels of each plan by themselves.")
    return kept_at(path, labels[0].result, by=person(options.get("by")), profile=profile)


def enter_prints(keeping: Keeping, labels: Sequence[Label], *, design: str, stock: str, copies: int) -> None:
    """Enter labels that were printed in the record of their batch."""
    from ldn_compound.records.entries import LABEL
    from ldn_compound.records.log.labels import label_data

    for number, label in enumerate(labels, start=1):
        try:
            keeping.add(LABEL, label_data(label, design=design, stock=stock, copies=copies))
        except FileError as error:
            said = f"the labels were printed, and {len(labels) - number + 1} of {len(labels)} are not in the record"
            error.hint = said if error.hint is None else f"{said}: {error.hint}"
            raise


def open_log(profile: Any, place: str | None) -> Log:
    """Return the log in force; nothing is opened or made yet."""
    from ldn_compound.records.log import places

    if place is not None and "://" not in place:
        place = str(typed_path(place, "log"))
    return places.open_log(os.environ, Path(click.get_app_dir(APP)), profile, place=place)


def typed_path(text: str, field: str) -> Path:
    """Return a path that was typed, refused where no file can have it."""
    path = Path(parse_text(text, field=field, longest=4096))
    try:
        path.exists()
    except OSError as error:
        needed = "the path of a file"
        raise FileError("cannot-read", field=field, given=text, needed=needed, hint=error.strerror) from error
    return path


def _moment() -> datetime:
    return datetime.fromisoformat(now())
