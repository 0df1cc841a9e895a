"""Streams that take any text: what the terminal's encoding cannot write is written as an escape, never an error."""

from __future__ import annotations

import io
import sys


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
