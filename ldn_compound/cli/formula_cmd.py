"""``ldn-compound formula`` and ``make``: what the pharmacy makes again and again, by name."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ldn_compound.cli.common import (
    APP,
    find_profile,
    refuse_output,
    standard_options,
    stored_plan,
    today,
    write_whole,
)
from ldn_compound.cli.terminal import option_given
from ldn_compound.core.errors import FileError, InputError, LdnError

if TYPE_CHECKING:
    from ldn_compound.schemas.answers_apart import Formula, Formulas, UnreadableFormula

VARIABLE = "LDN_COMPOUND_FORMULAS"
_EXAMPLE = """
\b
Example:
  ldn-compound formula new ldn-4.5 --from capsules
  ldn-compound formula list
"""
_SAVED = "\b\nExample:\n  ldn-compound formula save ldn-4.5 plan.json\n"


def shelf() -> Any:
    """Return the folder of formulas in force: the environment variable's, else the application directory's."""
    from ldn_compound.exchange.formulas import FOLDER, Shelf

    named = os.environ.get(VARIABLE)
    return Shelf(Path(named) if named else Path(click.get_app_dir(APP)) / FOLDER)


@click.group(short_help="What the pharmacy makes again and again, by name.", epilog=_EXAMPLE)
def command() -> None:
    """A formula is a TOML file of the pharmacy's own: the inputs of a plan without patient, lots and dates.

    The files stand in the folder that the environment variable LDN_COMPOUND_FORMULAS names, else in the application
    directory; they may be edited by hand. A change is a new version, and a plan records name and version.
    """


@command.command("save", epilog="\b\nExample:\n  ldn-compound formula save ldn-4.5 plan.json")
@click.argument("name")
@click.argument("plan", metavar="PLAN.json")
@standard_options
def save(name: str, plan: str, as_json: bool, profile_path: str | None) -> None:
    """Save the inputs of a stored plan under a name; under a name that is there, as its next version."""
    from ldn_compound.exchange.formulas import COMMANDS, formula_of

    result = stored_plan(plan)
    command_of = {kind: name for name, kind in COMMANDS.items()}
    if result.kind not in command_of:
        needed = "the plan of a batch, a trituration or a titration"
        raise InputError("not-a-plan", field="plan", given=result.kind, needed=needed)
    folder = shelf()
    made = formula_of(result.inputs, name=name, command=command_of[result.kind])
    if name in folder.names():
        before = folder.read(name)
        if before.digest == made.digest:
            _told(before, folder.path(name), as_json=as_json, words="is there already")
            return
        made = formula_of(result.inputs, name=name, command=made.command, version=before.version + 1)
    _write(folder, made)
    _told(made, folder.path(name), as_json=as_json, words="saved")


@command.command("list", epilog="\b\nExample:\n  ldn-compound formula list")
@standard_options
def list_all(as_json: bool, profile_path: str | None) -> None:
    """List the formulas: name, version, command and what they give."""
    folder = shelf()
    rows: list[Formula | UnreadableFormula] = []
    for name in folder.names():
        try:
            formula = folder.read(name)
            rows.append(_document(formula))
        except LdnError as error:
            rows.append({"name": name, "error": error.to_dict()})
    if as_json:
        told: Formulas = {"folder": str(folder.folder), "formulas": rows}
        click.echo(json.dumps(told, indent=2))
        return
    if not rows:
        click.echo(f"No formulas in {folder.folder}: save a plan with `ldn-compound formula save NAME plan.json`.")
    from ldn_compound.cli import tables

    for row in rows:
        if "error" in row:
            tables.paragraph(f"cannot be read: {row['error']['hint']}", lead=f"{row['name']}  ")
            continue
        given = ", ".join(f"{key} {value}" for key, value in row["inputs"].items())
        tables.paragraph(f"{row['command']}: {given}", lead=f"{row['name']} v{row['version']}  ", hang=4)


@command.command(
    "show", epilog="\b\nExample:\n  ldn-compound formula save ldn-4.5 plan.json\n  ldn-compound formula show ldn-4.5"
)
@click.argument("name")
@standard_options
def show(name: str, as_json: bool, profile_path: str | None) -> None:
    """Show a formula as its file has it."""
    folder = shelf()
    formula = folder.read(name)
    click.echo(json.dumps(_document(formula), indent=2) if as_json else folder.text(name), nl=as_json)


@command.command(
    "edit", epilog="\b\nExample:\n  ldn-compound formula save ldn-4.5 plan.json\n  ldn-compound formula edit ldn-4.5"
)
@click.argument("name")
@standard_options
def edit(name: str, as_json: bool, profile_path: str | None) -> None:
    """Edit a formula in your editor (VISUAL or EDITOR); what was changed becomes its next version.

    Each value is checked. What cannot be read is kept beside the formula, which stays as it was.
    """
    from ldn_compound.exchange.formulas import read_formula

    folder = shelf()
    before = folder.read(name)
    text = click.edit(folder.text(name), extension=".toml")
    if text is None:
        _told(before, folder.path(name), as_json=as_json, words="nothing was changed")
        return
    try:
        formula = read_formula(text, name=name)
    except LdnError as error:
        kept = folder.path(name).with_suffix(".rejected")
        write_whole(str(kept), text.encode(), ending=".toml")
        error.hint = f"{error.hint}; what you wrote is in {kept}" if error.hint else f"what you wrote is in {kept}"
        raise
    if formula.digest != before.digest and formula.version <= before.version:
        import re

        text = re.sub(r"(?m)^version *= *[0-9]+", f"version = {before.version + 1}", text, count=1)
        formula = read_formula(text, name=name)
    _write(folder, formula, text)
    _told(formula, folder.path(name), as_json=as_json, words="saved")


@command.command(
    "remove",
    epilog="\b\nExample:\n  ldn-compound formula save ldn-4.5 plan.json\n  ldn-compound formula remove ldn-4.5",
)
@click.argument("name")
@standard_options
def remove(name: str, as_json: bool, profile_path: str | None) -> None:
    """Remove a formula; the versions that were used stay, for the records that name them."""
    folder = shelf()
    folder.text(name)
    try:
        folder.path(name).unlink()
    except OSError as error:
        needed = "a file that can be removed"
        raise FileError("cannot-write", field="name", given=name, needed=needed, hint=error.strerror) from error
    click.echo(json.dumps({"name": name, "removed": True}) if as_json else f"{name}: removed")


@command.command("new", epilog="\b\nExample:\n  ldn-compound formula new ldn-4.5 --from capsules")
@click.argument("name")
@click.option(
    "--from",
    "command_name",
    metavar="COMMAND",
    required=True,
    help="The command that plans it: capsules, tablets, solution, trituration or titrate.",
)
@standard_options
def new(name: str, command_name: str, as_json: bool, profile_path: str | None) -> None:
    """Write a new formula with every input that it may give, explained and commented out."""
    from ldn_compound.core.texts import parse_choice
    from ldn_compound.exchange.formulas import COMMANDS, read_formula, template

    chosen = parse_choice(command_name, tuple(COMMANDS), field="command")
    folder = shelf()
    path = folder.path(name)
    if path.exists():
        hint = f"change it with `ldn-compound formula edit {name}`"
        raise FileError("file-exists", field="name", given=name, needed="a new name", hint=hint)
    text = template(name, chosen)
    _write_file(path, text)
    _told(read_formula(text, name=name), path, as_json=as_json, words="written")


@command.command(
    "sheet",
    epilog="\b\nExample:\n  ldn-compound formula save ldn-4.5 plan.json\n"
    "  ldn-compound formula sheet ldn-4.5 -o mfr.pdf",
)
@click.argument("name")
@click.option("-o", "--output", metavar="FILE", required=True, help="The PDF, or - for stdout.")
@click.option("--page", metavar="[a4|letter]", help="Left out, the paper of the country whose rules hold.")
@click.option("--made-on", metavar="DATE", help="The day whose rules hold; today where it is left out.")
@standard_options
def sheet(
    name: str, output: str, page: str | None, made_on: str | None, as_json: bool, profile_path: str | None
) -> None:
    """Print the master formulation record of a formula: components, instructions, checks, beyond-use date, references.

    The formula must give all that a plan needs. The sheet names the formula's version, and the day of its rules.
    """
    from ldn_compound.core.texts import parse_date
    from ldn_compound.records.worksheet.master import master_record

    if output == "-" and as_json:
        raise click.UsageError("The PDF and the JSON document cannot both go to stdout: give -o FILE.")
    refuse_output(output, ending=".pdf", field="output")
    formula = read_kept(name)
    day = parse_date(today() if made_on is None else made_on, field="made_on")
    pdf = master_record(formula, on=day, paper=page, profile=find_profile(profile_path))
    write_whole(output, pdf, ending=".pdf")
    if as_json:
        click.echo(json.dumps({**_document(formula), "output": output}, indent=2))
    elif output != "-":
        click.echo(f"Written: {output}\n{formula.called}, rules as of {day.isoformat()}; print at 100 %.")


@click.command(
    "make",
    context_settings={"ignore_unknown_options": True, "allow_extra_args": True},
    epilog=f"{_SAVED}  ldn-compound make ldn-4.5 --count 60 --component-lot filler=A123",
)
@click.argument("name")
@standard_options
@click.pass_context
def make(context: click.Context, name: str, as_json: bool, profile_path: str | None) -> None:
    """Plan a formula by its name; any option of its command goes before what the formula says."""
    from ldn_compound.cli.as_typed import refuse_cut_off
    from ldn_compound.cli.main import cli
    from ldn_compound.exchange.formulas import check_name

    folder = shelf()
    formula = folder.read(check_name(name))
    planned = cli.get_command(context, formula.command)
    assert planned is not None
    said = {key: _option(value) for key, value in formula.inputs.items() if not isinstance(value, dict)}
    called, words = f"make {name}", list(context.args)
    refuse_cut_off(context, planned, words)
    words += ["--json"] * as_json + ["--working"] * bool(option_given("working"))
    for option, value in (("--profile", profile_path), ("--save", option_given("save"))):
        words += [] if value is None else [option, value]
    with planned.make_context(called, words, parent=context.parent, default_map=said) as inner:
        for key, value in formula.inputs.items():
            if isinstance(value, dict) and inner.params.get(key) is None:
                inner.params[key] = value
        _set_aside(inner, formula.inputs)
        inner.params["formula"] = formula.called
        _keep_version(folder, formula)
        planned.invoke(inner)


def _option(value: Any) -> Any:
    """Return what a formula says as the option has it."""
    if isinstance(value, list):
        return ",".join(map(str, value))
    return value if isinstance(value, bool) else str(value)


def _set_aside(inner: click.Context, inputs: Mapping[str, Any]) -> None:
    """Drop what a formula says where an option that was typed says it by another input."""
    from ldn_compound.exchange.formulas import set_aside

    typed = {
        name for name in inner.params if inner.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE
    }
    if dropped := set_aside(inputs, typed):
        inner.params.update(dict.fromkeys(dropped))
        click.echo(f"note: not taken from the formula: {', '.join(dropped)}", err=True)


def _write(folder: Any, formula: Any, text: str | None = None) -> None:
    _write_file(folder.path(formula.name), formula.text() if text is None else text)
    _keep_version(folder, formula)


def read_kept(name: str) -> Any:
    """Return a formula that is used, and keep a copy of its version."""
    from ldn_compound.exchange.formulas import check_name

    folder = shelf()
    formula = folder.read(check_name(name))
    _keep_version(folder, formula)
    return formula


def _keep_version(folder: Any, formula: Any) -> None:
    """Keep a copy of a version that is used, so that a later change of it is seen."""
    kept = folder.kept(formula)
    if not kept.exists():
        _write_file(kept, formula.text())


def _write_file(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        needed = "a folder that can be written"
        raise FileError("cannot-write", field="name", given=str(path), needed=needed, hint=error.strerror) from error
    write_whole(str(path), text.encode(), ending=".toml")


def _document(formula: Any) -> Formula:
    return {
        "name": formula.name,
        "version": formula.version,
        "digest": formula.digest,
        "command": formula.command,
        "inputs": dict(formula.inputs),
    }


def _told(formula: Any, path: Path, *, as_json: bool, words: str) -> None:
    if as_json:
        click.echo(json.dumps({**_document(formula), "path": str(path)}, indent=2))
    else:
        click.echo(
            f"{formula.name}, version {formula.version}: {words}\n{path}\nMake it: ldn-compound make {formula.name}"
        )
