"""The file of a record: opened for new entries by every command that has something to enter."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ldn_compound.cli.common import now, read_text, refuse_output, write_whole
from ldn_compound.core.errors import FileError, InputError
from ldn_compound.core.texts import parse_text, require_name

if TYPE_CHECKING:
    from ldn_compound.core.results import Result
    from ldn_compound.records.keeping import Keeping
    from ldn_compound.settings.profile import Profile

ENDING = ".record.json"
_Command = TypeVar("_Command", bound=Callable[..., Any])


def record_options(command: _Command) -> _Command:
    """Add what is said of the batch's record to a command that has something to enter in it."""
    for option in (
        click.option("--by", metavar="NAME", help="Who enters it, for the record."),
        click.option("--record", metavar="FILE", help="Enter it in the batch's record (see: record new)."),
    ):
        command = option(command)
    return command


def kept_at(path: str, plan: Result, *, by: str | None, profile: Profile | None, field: str = "record") -> Keeping:
    """Return the record of a plan in a file, to which entries are added; a new one where there is none.

    Raises:
        InputError, MismatchError, FileError: as of :class:`~ldn_compound.records.keeping.Keeping`.
    """
    from ldn_compound.cli.signing import signer, trust
    from ldn_compound.core.locks import locked
    from ldn_compound.records.keeping import Keeping

    if path == "-":
        raise click.UsageError("--record takes a file's name.")
    refuse_output(path, ending=".json", field=field)
    sign, trusted = signer(profile, now), trust(profile)
    return Keeping(
        plan,
        read=lambda: held(path),
        write=lambda content: write_whole(path, content, ending=".json", field=field),
        now=now,
        by=by,
        sign=sign,
        trust=trusted if sign is None else trusted.also(sign.key.public),
        lock=lambda: locked(Path(path), field=field),
    )


def held(path: str) -> str | None:
    """Return what a record's file holds, or None where there is none yet."""
    try:
        return read_text(path, field="record")
    except FileError as error:
        if isinstance(error.__cause__, FileNotFoundError):
            return None
        raise


def person(name: str | None) -> str | None:
    """Return a person's name as it was typed, or refuse it."""
    if name is None:
        return None
    found = " ".join(parse_text(name, field="by").split())
    require_name(found, field="by")
    return found


def opened(given: dict[str, Any], plan: Result | None, profile: Profile | None) -> Keeping | None:
    """Return the record that a command is to enter something in, or None; its options are taken out of what was given.

    Parameters:
        plan: of the command; None where it takes the one of the record.

    Raises:
        InputError: ``no-record``: the file of --record is not there, and the command has no plan to begin it with.
    """
    path, name = given.pop("record"), person(given.pop("by"))
    if path is None:
        if name is not None:
            raise click.UsageError("--by is for the record: give --record FILE.")
        return None
    if plan is None:
        text = held(path)
        if text is None:
            needed, hint = "a record that is there", "begin it: ldn-compound record new plan.json"
            raise InputError("no-record", field="record", given=path, needed=needed, hint=hint)
        plan = plan_of_record(text)
    return kept_at(path, plan, by=name, profile=profile)


def plan_of_record(text: str) -> Result:
    """Return the plan of a record, computed again."""
    import json

    from ldn_compound.exchange.document import read_document
    from ldn_compound.records.record import read_record

    return read_document(json.dumps(read_record(text).plan)).result
