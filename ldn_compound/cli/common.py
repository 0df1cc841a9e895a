"""What the commands share: options built from the table of inputs, the profile, and the two ways to show a result."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakSet

import click

from ldn_compound.cli.as_typed import Lacking, meant, refuse_missing
from ldn_compound.cli.streams import nothing_more_to_stdout, read_stdin
from ldn_compound.cli.terminal import STANDARD, option_given
from ldn_compound.core.errors import FileError
from ldn_compound.core.files import DOCUMENT, read_file, write_file
from ldn_compound.core.texts import encoding_of
from ldn_compound.inputs.fields import Field
from ldn_compound.inputs.pairs import together
from ldn_compound.inputs.record import Inputs
from ldn_compound.inputs.shared import Acceptance

if TYPE_CHECKING:
    from ldn_compound.exchange.signing.sealing import Standing

APP = "ldn-compound"
PROFILE_VARIABLE = "LDN_COMPOUND_PROFILE"
LABELS_VARIABLE = "LDN_COMPOUND_LABELS"
EXIT_STOP = 12
_PROFILE, _SIGNER = f"{APP}.profile", f"{APP}.signer"

_Command = TypeVar("_Command", bound=Callable[..., Any])


def inputs(
    declared: type[Inputs],
    *,
    without: Collection[str] = (),
    optional: Collection[str] = (),
    also: Mapping[str, tuple[str, ...]] | None = None,
    lacking: Lacking | None = None,
) -> Callable[[_Command], _Command]:
    """Add the options of the declared inputs to a command. They pass text through: click checks none of it.

    Parameters:
        without: inputs that the command takes in another way.
        optional: required inputs that it can find out by itself.
        also: further spellings that this command alone has.
        lacking: names the options that are needed with those that were given, beside the required ones.
    """

    def decorate(command: _Command) -> _Command:
        for field in reversed(tuple(declared.fields.values())):
            if not field.internal and field.name not in without:
                flags = (*field.flags, *(also or {}).get(field.name, ()))
                asked = field.name not in optional
                option = _option(field, flags, required=field.needed and asked, usual=field.required and asked)
                command = option(command)
        vars(command)["lacking"] = lacking
        vars(command)["declared"] = declared
        if issubclass(declared, Acceptance):
            ask = click.option(
                "--ask", is_flag=True, expose_value=False, help="Ask for what is missing, on a terminal."
            )
            command = ask(command)
        return command

    return decorate


_LOOKED_THROUGH: WeakSet[click.Context] = WeakSet()


class _Option(click.Option):
    """An option of an input; its help is written when it is asked for, as it may name a value of the data.

    Attributes:
        declared: the input; usual: whether it must be given unless the pharmacy's profile says what is usual.
    """

    def __init__(self, *args: Any, declared: Field[Any, Any], usual: bool = False, **more: Any) -> None:
        self.declared = declared
        self.usual = usual
        super().__init__(*args, **more)

    def handle_parse_result(
        self, ctx: click.Context, opts: Mapping[str, Any], args: list[str]
    ) -> tuple[Any, list[str]]:
        """Read the option, unless several are missing: then all of them are named."""
        if not ctx.resilient_parsing and ctx not in _LOOKED_THROUGH:
            _LOOKED_THROUGH.add(ctx)  # what lacks is asked once, and not for each of fifty options
            refuse_missing(ctx, opts, stated=partial(_states, opts.get("profile_path")))
        return super().handle_parse_result(ctx, opts, args)

    def type_cast_value(self, ctx: click.Context, value: Any) -> Any:
        """Return the text as the library reads it, where what was typed has one meaning."""
        cast = super().type_cast_value(ctx, value)
        return meant(self.declared, cast, today=today) if isinstance(cast, str) else cast

    @property
    def help(self) -> str | None:
        """What the input is, and what is assumed where it is left out."""
        return f"{self.declared.help} (repeatable)" if self.multiple else self.declared.help

    @help.setter
    def help(self, value: str | None) -> None:
        """Leave out what click sets."""


def _states(profile_path: str | None, dotted: str) -> bool:
    """Tell whether the pharmacy's profile states a setting."""
    profile = find_profile(profile_path)
    return profile is not None and profile.get(dotted) is not None


def _option(
    field: Field[Any, Any], flags: tuple[str, ...], *, required: bool, usual: bool
) -> Callable[[_Command], _Command]:
    if field.kind == "flag":
        return click.option(*flags, field.name, cls=_Option, declared=field, is_flag=True, default=None)
    repeated = field.kind in ("names", "dates", "texts")
    metavar = {"dates": "NAME=DATE", "texts": "NAME=LOT", "date": "DATE"}.get(field.kind, field.example or None)
    if field.name == "answers":
        metavar = "KEY=VALUE"
    choice = "|".join(field.choices)
    # Click takes a default of None for a value that was given, and the option for answered.
    default: dict[str, Any] = {} if field.default is None else {"default": field.default}
    return click.option(
        *flags,
        field.name,
        cls=_Option,
        declared=field,
        metavar=f"[{choice}]" if choice else metavar,
        multiple=repeated,
        **default,
        callback=(lambda context, option, items: together(field, items)) if repeated else None,
        required=required,
        usual=usual,
        shell_complete=_completer(field),
    )


def _completer(row: Field[Any, Any]) -> Callable[[click.Context, click.Parameter, str], list[str]] | None:
    """Return what completes an option's value; the data files are read only when a shell asks."""
    if not row.choices and row.name not in _COMPLETED:
        return None
    return lambda context, parameter, incomplete: [name for name in _words_of(row) if name.startswith(incomplete)]


_COMPLETED = ("filler", "avoid", "size", "form", "answers")


def _words_of(row: Field[Any, Any]) -> Iterable[str]:
    if row.choices:
        return row.choices
    source: Callable[[], Iterable[str]]
    if row.name == "filler":
        from ldn_compound.reference.fillers import filler_keys as source
    elif row.name == "avoid":
        from ldn_compound.reference.sensitivities import sensitivity_keys as source
    elif row.name == "form":
        from ldn_compound.reference.beyond_use import rule_keys as source
    elif row.name == "answers":
        from ldn_compound.reference.dispensing import answer_pairs as source
    else:
        source = _sizes
    return source()


def _sizes() -> tuple[str, ...]:
    from ldn_compound.reference.capsules import size_keys

    return (*size_keys(), "smallest")


def standard_options(command: _Command) -> _Command:
    """Add --json, --save, --working and --profile; what --save and --working say stands in the context."""
    for option in (
        click.option("--profile", "profile_path", metavar="FILE", help="The pharmacy's profile (TOML)."),
        click.option(
            "--working",
            is_flag=True,
            expose_value=False,
            callback=_keep,
            help="Print all findings, rows, steps and assumptions.",
        ),
        click.option(
            "--save",
            metavar="FILE",
            expose_value=False,
            callback=_keep,
            help="Print the table, and write the JSON document into this file.",
        ),
        click.option("--json", "as_json", is_flag=True, help="Print a JSON document instead of a table."),
    ):
        command = option(command)
    return command


def _keep(context: click.Context, option: click.Parameter, value: object) -> None:
    if option.name == "save" and value == "-":
        raise click.UsageError("--save takes a file's name: the table goes to the screen.", ctx=context)
    context.meta[f"{STANDARD}.{option.name}"] = value


def find_profile(path: str | None) -> Any:
    """Return the profile: --profile, else the environment variable's, else the application directory's, else None."""
    from ldn_compound.settings import find

    found = find.find_profile(path, os.environ, Path(click.get_app_dir(APP)))
    profile = None
    if found is not None:
        from ldn_compound.settings.profile import load_profile

        profile = load_profile(found)
    context = click.get_current_context(silent=True)
    if context is not None:
        context.meta[_PROFILE] = profile
    return profile


def profile_in_force() -> Any:
    """Return the profile that the running command has read last; it is read where the command has read none.

    It may come through a pipe, which gives it once.
    """
    context = click.get_current_context(silent=True)
    if context is None:
        return None
    if _PROFILE not in context.meta:
        find_profile(context.params.get("profile_path"))
    return context.meta[_PROFILE]


def day_of_making(given: dict[str, Any]) -> dict[str, Any]:
    """Return the inputs with today as the day of making where none was given, and that it is so.

    Today goes into a plan only where the day of making is after it: a plan says the same on every other day.
    """
    day, made_on = today(), given.get("made_on")
    if made_on is None:
        return {**given, "made_on": day, "made_on_is_today": True}
    # Both are ISO text, which sorts by date; whatever else was given is refused at the gate.
    return {**given, "today": day} if str(made_on) > day else given


def today() -> str:
    """Return today's date; the command line alone reads the clock."""
    from datetime import datetime

    return datetime.now().date().isoformat()  # noqa: DTZ005 - the pharmacy's own calendar day is what counts


def now() -> str:
    """Return the time as ISO text with its offset from UTC."""
    from datetime import datetime

    return datetime.now().astimezone().isoformat(timespec="seconds")


def read_text(path: str, *, field: str, most: int = DOCUMENT) -> str:
    """Return the text of a file, or of stdin for ``-``: UTF-8, or UTF-16 with its mark, as PowerShell writes it.

    Parameters:
        most: bytes that a file of its kind has.

    Raises:
        FileError: ``cannot-read``, ``file-too-large``, ``bad-encoding``.
    """
    raw, encoding = _read_bytes(path, most, field=field)
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise _bad_encoding(raw, error, path=path, field=field) from error


def read_print_out(path: str, *, field: str) -> tuple[str, str | None]:
    """Return a balance's print-out, and ``cp1252`` where it is no UTF-8 and was read as Windows-1252, else None.

    Balances and terminal programs write the micro sign, and names with accents, in that code. A byte of another code
    makes a sign that no reading has: its line is refused, and nothing is misread.

    Raises:
        FileError: ``cannot-read``, ``file-too-large``, ``bad-encoding``.
    """
    raw, encoding = _read_bytes(path, DOCUMENT, field=field)
    try:
        return raw.decode(encoding), None
    except UnicodeDecodeError as error:
        if encoding != "utf-16":
            try:
                return raw.decode("cp1252"), "cp1252"
            except UnicodeDecodeError:
                pass
        raise _bad_encoding(raw, error, path=path, field=field) from error


def _bad_encoding(raw: bytes, error: UnicodeDecodeError, *, path: str, field: str) -> FileError:
    line = raw.count(b"\n", 0, error.start) + 1
    hint = f"line {line} holds the byte {raw[error.start]:02X}: save the file as UTF-8"
    return FileError("bad-encoding", field=field, given=path, needed="UTF-8 text", hint=hint)


def _read_bytes(path: str, most: int, *, field: str) -> tuple[bytes, str]:
    """Return what is in a file, and the code that its first bytes speak of."""
    content = read_stdin(most, field=field) if path == "-" else read_file(Path(path), most, field=field)
    return content, encoding_of(content)


def stored_plan(path: str) -> Any:
    """Return the plan in a file, computed again; what another version had otherwise is said on stderr.

    Raises:
        FileError: as :func:`read_text`.
        InputError, MismatchError: as :func:`ldn_compound.exchange.document.read_document`; ``signature-wrong``.
    """
    plan, standing = plan_and_standing(path, required=False)
    _say_notes(standing.notes)
    return plan


def plan_and_standing(path: str, *, required: bool) -> tuple[Any, Standing]:
    """Return the plan in a file as :func:`stored_plan` does, and how its document stands.

    Parameters:
        required: whether it is refused without the signature of a trusted key, where the profile says so.
    """
    from ldn_compound.cli.signing import checked
    from ldn_compound.exchange.document import read_document

    text = read_text(path, field="plan")
    standing = checked(text, profile_in_force(), field="plan", required=required)
    reading = read_document(text)
    _say_notes(reading.notes)
    return reading.result, standing


def _say_notes(notes: Iterable[Any]) -> None:
    from textwrap import fill

    for note in notes:
        text = f"{note.severity.value}: {note.message} [{note.code}]"
        click.echo(fill(text, 79, subsequent_indent="  ", break_on_hyphens=False), err=True)


def write_whole(path: str, content: bytes, *, ending: str, field: str = "output") -> None:
    """Write a file whole or not at all; ``-`` is stdout.

    Parameters:
        ending: the format's, such as ``.pdf``; a name that ends as another format's is refused, so is one of the
            files that this command reads.

    Raises:
        FileError: ``cannot-write``, ``other-ending``, ``own-input``.
    """
    refuse_output(path, ending=ending, field=field)
    if path == "-":
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    write_file(Path(path), content, field=field)


ENDINGS = (".csv", ".ics", ".json", ".jsonl", ".pdf", ".png", ".svg", ".toml", ".zpl")


def refuse_output(path: str, *, ending: str, field: str) -> None:
    """Refuse a file's name that is another format's, or a file that this command reads.

    Raises:
        FileError: ``other-ending``, ``own-input``.
    """
    suffix = Path(path).suffix.lower()
    if suffix in ENDINGS and suffix != ending:
        needed, hint = (
            f"a name that ends in {ending}",
            f"what is written is {ending[1:].upper()}, not {suffix[1:].upper()}",
        )
        raise FileError("other-ending", field=field, given=path, needed=needed, hint=hint)
    context = click.get_current_context(silent=True)
    if context is None or path == "-":
        return
    for name, value in context.params.items():
        for given in value if isinstance(value, tuple | list) else (value,):
            if isinstance(given, str) and name != field and not name.startswith("output") and _same_file(given, path):
                needed, hint = "a file that this command does not read", "it would be lost; give another name"
                raise FileError("own-input", field=field, given=path, needed=needed, hint=hint)


def _same_file(one: str, other: str) -> bool:
    try:
        return Path(one).samefile(other)
    except (OSError, ValueError):  # one of them is no file
        return False


def show_result(result: Any, *, as_json: bool, table: Callable[[Any], None]) -> None:
    """Print a result, as JSON or as its table, save it where asked, and exit with 12 where a stop was not accepted.

    A reader that goes away before the end (``| head``) changes neither the file nor the exit code.
    """
    saved: str | None = option_given("save")
    document, signed = None, ""
    if as_json or saved is not None:
        document, signed = as_written(result)
    if saved is not None and document is not None:
        write_whole(saved, f"{document}\n".encode("ascii"), field="save", ending=".json")
    try:
        if as_json:
            click.echo(document)
        else:
            table(result)
            if saved is not None:
                click.echo(f"\nsaved: {saved}{signed}")
        sys.stdout.flush()
    except BrokenPipeError:
        if not result.stops:
            raise
        nothing_more_to_stdout()
    if result.stops:
        stop_with(result.stops, as_json=as_json)


def as_written(result: Any) -> tuple[str, str]:
    """Return a result as JSON, signed where the profile names a key, and what is said of that behind a file's name."""
    from ldn_compound.cli.signing import signer
    from ldn_compound.core.results import to_document
    from ldn_compound.exchange.document import to_json

    # A passphrase is asked for once, however many documents a command writes.
    kept = click.get_current_context().meta
    sign = kept[_SIGNER] = kept.get(_SIGNER) or signer(profile_in_force(), now)
    if sign is None:
        return to_json(result), ""
    return json.dumps(sign(to_document(result)), indent=2), f", {sign}"


def stop_with(stops: Iterable[Any], *, as_json: bool) -> None:
    """Say on stderr which findings stop, and exit with 12."""
    codes = list(dict.fromkeys(finding.code for finding in stops))
    accepting = " ".join(f"--accept {code}" for code in codes) + " --accepted-by NAME"
    can_accept = any(option.name == "accept" for option in click.get_current_context().command.params)
    needed = f"correct the input, or accept by name: {accepting}" if can_accept else "see the findings"
    if as_json:
        given = ", ".join(codes)
        error = {"code": "stop-not-accepted", "field": None, "given": given, "needed": needed, "hint": None}
        click.echo(json.dumps({"error": error}), err=True)
    else:
        from textwrap import fill

        click.secho(fill(f"STOPPED by {', '.join(codes)}", 79, break_on_hyphens=False), fg="red", bold=True, err=True)
        lead = "  "
        click.echo(fill(needed, 79, initial_indent=lead, subsequent_indent=lead, break_on_hyphens=False), err=True)
    raise click.exceptions.Exit(EXIT_STOP)


def show_refusal(error: Any, *, as_json: bool) -> None:
    """Print what was worked out before a stop, as far as a batch goes: every key of its kind, null where unknown."""
    if error.refusal is None:
        return
    if as_json:
        from ldn_compound.exchange.document import refusal_document

        click.echo(json.dumps(refusal_document(error.refusal), indent=2))
    else:
        from ldn_compound.cli import tables

        tables.refused(error.refusal)
