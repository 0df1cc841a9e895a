"""Writes docs/cli.md from the commands themselves: ``python tools/cli_docs.py``.

It reads the options, not click's rendered help, whose layout changes from version to version of click.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import click

from ldn_compound.cli.main import ALIASES, COMMANDS, cli

TARGET = Path(__file__).resolve().parents[1] / "docs" / "cli.md"
_HEAD = """\
# The commands

Written by `make docs` from the commands themselves: do not edit. Every command also has `--help`; every command line
below runs. What a quantity may look like is in [units.md](units.md); exit codes and `--json` are in [json.md](json.md).
"""


def document() -> str:
    """Return the whole text of docs/cli.md."""
    parts = [_HEAD]
    for name, (_, line) in COMMANDS.items():
        command = cli.get_command(click.Context(cli), name)
        assert command is not None
        also = [alias for alias, target in ALIASES.items() if target == name]
        parts.extend(_sections(command, f"ldn-compound {name}", line, also))
    return "\n".join(parts)


def _sections(command: click.Command, path: str, line: str, also: list[str]) -> Iterator[str]:
    arguments = [item for item in command.params if isinstance(item, click.Argument)]
    usage = " ".join([path, *(_argument(item) for item in arguments)])
    yield f"## `{usage}`\n"
    if also:
        yield f"Also called {' and '.join(f'`{name}`' for name in also)}.\n"
    yield _prose(command.help or line)
    options = [item for item in command.params if isinstance(item, click.Option)]
    if options:
        yield "| option | takes | what it is |\n|---|---|---|"
        yield "".join(f"| {_flags(item)} | {_takes(item)} | {_meaning(item)} |\n" for item in options)
    yield f"```sh\n{_example(command)}\n```\n"
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from _sections(below, f"{path} {name}", "", [])


def _prose(text: str) -> str:
    paragraphs = inspect.cleandoc(text).replace("\b\n", "").split("\n\n")
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs) + "\n"


def _argument(item: click.Argument) -> str:
    shown = item.metavar or (item.name or "").upper()
    return shown if item.required else f"[{shown}]"


def _flags(item: click.Option) -> str:
    return ", ".join(f"`{flag}`" for flag in (*item.opts, *item.secondary_opts))


def _takes(item: click.Option) -> str:
    if item.is_flag:
        return ""
    shown = (item.metavar or item.type.name).replace("|", "\\|")
    return f"`{shown}`" + (" (repeatable)" if item.multiple else "")


def _meaning(item: click.Option) -> str:
    text = (item.help or "").replace("|", "\\|").replace(" (repeatable)", "")
    return f"{text} **Required.**" if item.required else text


def _example(command: click.Command) -> str:
    text = inspect.cleandoc(re.sub(r"^\s*\x08\n", "", command.epilog or ""))
    lines = [line for line in text.splitlines() if line.strip() not in ("", "\b", "Example:", "Examples:")]
    return inspect.cleandoc("\n".join(["", *lines]))


if __name__ == "__main__":
    TARGET.write_text(document(), encoding="utf-8")
