"""Writes down the names that this version offers: ``python tools/release_names.py``, run once when it is released.

Later versions keep them, or say what stands in their place: ``tests/repo/test_released_names.py``.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import click

TARGET = Path(__file__).resolve().parents[1] / "tests" / "repo" / "released_names.toml"


def python_names() -> dict[str, list[str]]:
    """Return each public name, and the parameters of those that are functions."""
    package = import_module("ldn_compound")
    found: dict[str, list[str]] = {}
    for name in sorted(set(package.__all__) - {"__version__"}):
        value = getattr(package, name)
        found[name] = sorted(inspect.signature(value).parameters) if inspect.isfunction(value) else []
    return found


def command_names() -> dict[str, list[str]]:
    """Return each command, and its options."""
    group = import_module("ldn_compound.cli.main").cli
    return {name: sorted(_options(command)) for name, command in _commands(group, "")}


def _commands(group: click.Group, above: str) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in sorted(group.list_commands(context)):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from _commands(command, f"{above}{name} ")
        elif command is not None:
            yield f"{above}{name}", command


def _options(command: click.Command) -> Iterator[str]:
    for option in command.params:
        if isinstance(option, click.Option):
            yield from (*option.opts, *option.secondary_opts)


def entry(version: str) -> str:
    """Return this version's tables."""
    lines = []
    for kind, names in (("python", python_names()), ("commands", command_names())):
        lines += [f'["{version}".{kind}]']
        for name, parts in names.items():
            lines += [f'"{name}" = [', *(f'    "{part}",' for part in parts), "]"] if parts else [f'"{name}" = []']
        lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    this = import_module("ldn_compound").__version__
    before = TARGET.read_text(encoding="utf-8") if TARGET.exists() else ""
    if f'["{this}".' in before:
        raise SystemExit(f"{TARGET.name} has version {this} already: raise the version first")
    TARGET.write_text(before + entry(this), encoding="utf-8")
    sys.stdout.write(f"{TARGET.name}: {this}\n")
