"""``ldn-compound profile``: write a commented profile, show what is in force, check a profile whole."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ldn_compound.cli.common import APP, LABELS_VARIABLE, PROFILE_VARIABLE, standard_options, write_whole

if TYPE_CHECKING:
    from ldn_compound.core.errors import DataError
    from ldn_compound.schemas.answers_apart import CaseRule, Failure, ProfileAnswer, ProfileWritten
    from ldn_compound.settings.profile import Profile
    from ldn_compound.settings.reading import Reading
    from ldn_compound.settings.resolve import Setting

_INIT_EXAMPLE = """
\b
Example:
  ldn-compound profile init
  ldn-compound profile init -o -          (shows it, writes nothing)
"""
_SHOW_EXAMPLE = """
\b
Example:
  ldn-compound profile show --profile pharmacy.toml
"""
_CHECK_EXAMPLE = """
\b
Example:
  ldn-compound profile check pharmacy.toml
"""
_KEY_WIDTH, _ORIGIN_WIDTH, _WIDTH = 26, 11, 79


@click.group(short_help="Write, show and check the pharmacy's profile.", epilog=_INIT_EXAMPLE)
def command() -> None:
    """The profile holds what a pharmacy settles once: its balance, capsules, fillers and policies.

    It is looked for by --profile, by the environment variable LDN_COMPOUND_PROFILE, in the application directory.
    """


@command.command(epilog=_INIT_EXAMPLE)
@click.option("-o", "--output", metavar="FILE|-", help="Where to write it; - is the screen.")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@standard_options
def init(output: str | None, force: bool, profile_path: str | None, as_json: bool) -> None:
    """Write a profile with every setting in it, explained and commented out."""
    from ldn_compound.core.errors import FileError
    from ldn_compound.settings.template import template

    named = output if output is not None else profile_path
    path = named if named is not None else os.environ.get(PROFILE_VARIABLE) or str(_usual_path())
    text = template()
    if path != "-":
        if os.path.lexists(path) and not force:
            hint = "see it with `ldn-compound profile show`, or add --force to write over it"
            raise FileError("file-exists", field="output", given=path, needed="a new file", hint=hint)
        if path == str(_usual_path()):
            _make_folder(_usual_path().parent)
        write_whole(path, text.encode("ascii"), ending=".toml", field="profile_path")
    if as_json:
        written: ProfileWritten = {"path": None if path == "-" else path, "written": path != "-"}
        if path == "-":
            written["text"] = text
        _show_json(written)
    elif path == "-":
        click.echo(text, nl=False)
    else:
        click.echo(f"Written: {path}\nTake away the # before a setting (#name = ...) to put it in force.")


@command.command(epilog=_SHOW_EXAMPLE)
@standard_options
def show(profile_path: str | None, as_json: bool) -> None:
    """Show every setting in force and where it comes from."""
    from ldn_compound.reference.jurisdictions import get_jurisdiction
    from ldn_compound.settings.keys import KEYS
    from ldn_compound.settings.profile import EMPTY, load_profile
    from ldn_compound.settings.resolve import Resolver, settings_to_json

    path = _path_in_force(profile_path)
    profile = load_profile(path) if path else EMPTY
    resolver = Resolver(profile)
    names = [name for name in KEYS if "*" not in name]
    for dotted in (*names, *(name for name, _ in profile.values if name not in names)):
        resolver.resolve(dotted, None, field=dotted)
    country = get_jurisdiction(resolver.jurisdiction)
    # What the pharmacy states itself stands over a country's rule, also over one that holds in a case.
    cases = [
        rule
        for dotted, rules in country.cases.items()
        if resolver.settings[dotted].origin != "profile"
        for rule in rules
    ]
    if as_json:
        held: list[CaseRule] = [
            {"key": rule.key, "value": rule.value, "case": rule.case, "source": str(rule.source), "dated": rule.dated}
            for rule in cases
        ]
        settings = settings_to_json(resolver.settings)
        _show_json({"path": str(path) if path else None, "settings": settings, "cases": held})
        return
    click.echo(f"Profile: {path}" if path else f"No profile; `{APP} profile init` writes one to {_usual_path()}")
    for dotted, setting in resolver.settings.items():
        click.echo(_row(dotted, setting, profile.line_of(dotted)))
    if cases:
        click.echo(f"\nRules of {country.name} for a case; the first that applies overrides the list above:")
        for rule in cases:
            click.echo(_in_columns(rule.key, country.key, f"{rule.value}: {rule.case}"))


@command.command(epilog=_CHECK_EXAMPLE)
@click.argument("file", required=False)
@standard_options
def check(file: str | None, profile_path: str | None, as_json: bool) -> None:
    """Check a profile whole: every problem, with its name and line."""
    from ldn_compound.core.errors import FileError
    from ldn_compound.settings.profile import read_profile, read_text

    if file is not None and profile_path is not None:
        raise click.UsageError("Give the file once: as FILE or with --profile.")
    path = _path_in_force(file if file is not None else profile_path)
    if path is None:
        hint = f"name one, or write one with `{APP} profile init`"
        raise FileError("no-profile", field="profile", needed="a profile", hint=hint)
    text = read_text(path)
    found = _problems(text) or _label_problems(read_profile(text, name=path.name))
    if found:
        _show_problems(found, as_json=as_json)
        raise click.exceptions.Exit(found[0].exit_code)
    stated = len(read_profile(text, name=path.name).values)
    if as_json:
        _show_json({"path": str(path), "settings_stated": stated, "problems": []})
    else:
        click.echo(f"{path}: in order, {stated} setting{'' if stated == 1 else 's'} stated")


def _label_problems(profile: Profile) -> tuple[DataError, ...]:
    """Return what is wrong with the stock and design of labels: not there, or a design that the stock has no room for.

    Their data are read only here: a plan needs no label.
    """
    from ldn_compound.core.errors import DataError, LdnError
    from ldn_compound.labelling.catalogue import DEFAULT_DESIGN, design_for, get_stock

    named, folder = profile.get("labels.stock"), os.environ.get(LABELS_VARIABLE) or None
    if named is None:
        return ()
    wanted = profile.get("labels.design") or DEFAULT_DESIGN
    try:
        stock = get_stock(named, folder)
        design = design_for(wanted, stock, folder)
    except LdnError as error:
        field, given = ("labels.design", wanted) if error.field == "design" else ("labels.stock", named)
        needed, hint = error.needed, error.hint
    else:
        if stock.holds(design.width_mm, design.height_mm):
            return ()
        field, given = "labels.stock", named
        needed = f"a stock whose safe area is at least {design.width_mm:g} x {design.height_mm:g} mm, for {design.key}"
        hint = f"{stock.key} has {stock.safe_width_mm:.4g} x {stock.safe_height_mm:.4g} mm"
    where = f"line {profile.line_of(field)}" if profile.line_of(field) else None
    told = "; ".join(part for part in (hint, where) if part) or None
    return (DataError("bad-profile-value", field=field, given=str(given), needed=needed, hint=told),)


def _problems(text: str) -> tuple[DataError, ...]:
    """Return every problem of a profile's text in the order of its lines, what no label can print among them."""
    from ldn_compound.core.errors import DataError
    from ldn_compound.labelling.faces import first_unset
    from ldn_compound.settings.reading import Reading

    reading = Reading(text)
    found = [(_line_of(reading, problem.field), problem) for problem in reading.problems]
    told = {problem.field for problem in reading.problems}
    for dotted, value in reading.values.items():
        if not dotted.startswith("pharmacy.") or dotted in told or not isinstance(value, str):
            continue
        unset = first_unset(value, "regular")
        if unset is not None:
            line = _line_of(reading, dotted)
            hint = f"line {line}: {unset.named}: {unset.reason}"
            needed = "text that a label can print"
            found.append((line, DataError("bad-profile-value", field=dotted, given=value, needed=needed, hint=hint)))
    return tuple(problem for _, problem in sorted(found, key=lambda pair: pair[0]))


def _line_of(reading: Reading, dotted: str | None) -> int:
    from ldn_compound.settings.reading import dotted_name

    return next((line for path, line in reading.lines.items() if dotted_name(path) == dotted), 0)


def _path_in_force(option: str | None) -> Path | None:
    from ldn_compound.settings.find import find_profile

    return find_profile(option, os.environ, _usual_path().parent)


def _usual_path() -> Path:
    from ldn_compound.settings.find import FILE_NAME

    return Path(click.get_app_dir(APP)) / FILE_NAME


def _make_folder(folder: Path) -> None:
    from ldn_compound.core.errors import FileError

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        needed = "a folder that can be made"
        raise FileError(
            "cannot-write", field="output", given=str(folder), needed=needed, hint=error.strerror
        ) from error


def _row(dotted: str, setting: Setting, line: int | None) -> str:
    """Return one setting as lines of at most 79 columns."""
    from ldn_compound.settings.values import shown

    origin = f"line {line}" if line is not None else setting.origin if setting.value is not None else "-"
    return _in_columns(dotted, origin.removeprefix("jurisdiction "), shown(setting.value))


def _in_columns(dotted: str, origin: str, value: str) -> str:
    from textwrap import fill

    lead = f"{dotted:<{_KEY_WIDTH}} {origin:<{_ORIGIN_WIDTH}} "
    below = " " * (_KEY_WIDTH + _ORIGIN_WIDTH + 2)
    first, separator = (lead, "") if len(lead) <= len(below) else (below, f"{lead.rstrip()}\n")
    return separator + fill(value, _WIDTH, initial_indent=first, subsequent_indent=below)


def _show_problems(found: tuple[DataError, ...], *, as_json: bool) -> None:
    from ldn_compound.cli.failures import show_failure

    if as_json:
        document: Failure = {"error": found[0].to_dict(), "problems": [problem.to_dict() for problem in found]}
        click.echo(json.dumps(document), err=True)
        return
    for problem in found:
        show_failure(problem, as_json=False)
    click.echo(f"{len(found)} problem{'' if len(found) == 1 else 's'}", err=True)


def _show_json(result: ProfileAnswer) -> None:
    """Print the document that every command prints; a profile has no findings and no working."""
    from ldn_compound.cli.labels_print import show_document

    show_document("profile", result)
