"""``--ask``: what a command line lacks is asked for, one line each, and the line that it makes is shown."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator, Sequence
from typing import Any

import click

from ldn_compound.cli.as_typed import meant
from ldn_compound.cli.common import find_profile, today
from ldn_compound.core.errors import InputError
from ldn_compound.inputs.fields import Field
from ldn_compound.inputs.record import Inputs

OPTION = "--ask"
_FIGURES = ("packing_stat", "fill_mass", "filler_density")
_WANTED = ("doses_per_day",)
_LONGEST_LIST = 12


def completed(words: Sequence[str], command: click.Command) -> list[str]:
    """Return a command line with the answers to what it lacks; each answer is read as the command reads it.

    Parameters:
        words: the command's name and what follows; ``--ask`` among them.
        command: it; its callback names the declared inputs.

    Raises:
        click.UsageError: where nobody can be asked: the program's input or output is no terminal.
    """
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise click.UsageError(f"{OPTION} asks on a terminal: without one, give the options.")
    line = [word for word in words if word != OPTION]
    declared: type[Inputs] = vars(command.callback)["declared"]
    given = command.make_context(line[0], list(line[1:]), resilient_parsing=True).params
    profile = find_profile(given.get("profile_path"))
    for field, needed in _questions(declared, given, profile):
        answer = _answer(field, _choices(field, profile), needed=needed)
        if answer is not None:
            given[field.name] = answer
            line += [field.flags[0], answer]
    click.echo(f"\nldn-compound {shlex.join(line)}\n", err=True)
    return line


def _questions(declared: type[Inputs], given: dict[str, Any], profile: Any) -> Iterator[tuple[Field[Any, Any], bool]]:
    """Yield what is to be asked, and whether it must be answered; what was answered stands in `given` by then."""
    for field in declared.fields.values():
        usual = None if profile is None or not field.usual else profile.get(field.usual)
        if (field.needed or (field.required and usual is None)) and given.get(field.name) is None:
            yield field, True
    figures = [declared.fields[name] for name in _FIGURES if name in declared.fields]
    if figures and not any(given.get(name) for name in _FIGURES) and not _figure_of(given, profile):
        yield figures[0], True
    for name in _WANTED:
        wanted = declared.fields.get(name)
        if wanted is None or given.get(name) is not None:
            continue
        if profile is None or profile.get(wanted.usual) is None:
            yield wanted, False


def _figure_of(given: dict[str, Any], profile: Any) -> bool:
    """Tell whether the profile states a filling figure for the filler and size that were given."""
    entry = None if profile is None else profile.filler(str(given.get("filler")))
    return entry is not None and (entry.density is not None or entry.packing_for(str(given.get("size"))) is not None)


def _choices(field: Field[Any, Any], profile: Any) -> tuple[str, ...]:
    """Return what can be chosen; of capsule sizes and fillers what the profile states, where it does."""
    if field.choices:
        return field.choices
    if field.name == "size":
        from ldn_compound.reference.capsules import size_keys

        stocked = None if profile is None else profile.get("capsules.sizes")
        return (*(tuple(map(str, stocked)) if stocked else size_keys()), "smallest")
    if field.name == "filler":
        from ldn_compound.reference.fillers import filler_keys

        own = () if profile is None else tuple(entry.key for entry in profile.fillers)
        return tuple(dict.fromkeys((*own, *filler_keys())))
    return ()


def _answer(field: Field[Any, Any], choices: Sequence[str], *, needed: bool) -> str | None:
    """Ask until the answer is one that the command takes; an empty one leaves out what need not be given."""
    from ldn_compound.core.texts import parse_choice
    from ldn_compound.inputs.reading import read_input

    known = f" [{'|'.join(choices)}]" if 0 < len(choices) <= _LONGEST_LIST else f" (such as {field.example})"
    end = "" if needed else " or nothing"
    while True:
        click.echo(f"{field.what}{known}{end}: ", nl=False, err=True)
        answer = meant(field, _line(), today=today)
        if not answer and not needed:
            return None
        try:
            if choices:
                parse_choice(answer, choices, field=field.name)
            read_input(field, answer)
        except InputError as error:
            click.echo(f"  {error}", err=True)
            continue
        return answer


def _line() -> str:
    """Return a line that was typed.

    Raises:
        click.Abort: the input has ended.
    """
    line = sys.stdin.readline()
    if not line:
        raise click.Abort
    return line.strip()
