"""What every command has to do with the terminal: streams that take any text, and the options that all of them have.

What the terminal's encoding cannot write is written as an escape, never an error.
"""

from __future__ import annotations

import io
import os
import sys
from typing import Any

import click

STANDARD = "ldn-compound"
"""Under this name a command's context holds its standard options."""


class _Escaped(io.TextIOWrapper):
    """An ASCII stream that escapes the rest: click takes one named "ascii" for a mistake and writes UTF-8 to it."""

    @property
    def encoding(self) -> str:  # type: ignore[override]  # a plain attribute in typeshed, read-only in fact
        return "ascii-with-escapes"


def make_streams_forgiving() -> None:
    """Make stdout and stderr escape what their encoding lacks (a name in Cyrillic on a cp1252 or ASCII terminal)."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if not isinstance(stream, io.TextIOWrapper) or isinstance(stream, _Escaped):
            continue
        stream.reconfigure(errors="backslashreplace")
        if stream.encoding.lower().replace("_", "-") in ("ascii", "us-ascii", "ansi-x3.4-1968", "646"):
            raw = stream.detach()
            setattr(sys, name, _Escaped(raw, encoding="ascii", errors="backslashreplace", write_through=True))


def option_given(name: str) -> Any:
    """Return what a standard option says in this command, None outside of one: ``working`` or ``save``."""
    context = click.get_current_context(silent=True)
    return None if context is None else context.meta.get(f"{STANDARD}.{name}")


def nothing_more_to_stdout() -> None:
    """Point stdout at nothing: whoever read it has gone, and the interpreter's last flush must be quiet too."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
