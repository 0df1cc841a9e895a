"""The three streams as the system gave them: full, closed or in a narrow code, each ends in a clear way.

What was written to stdout and did not arrive is an error of the family 16, never a success; what stderr does not take
can be said nowhere.
"""

from __future__ import annotations

import errno
import io
import os
import sys
from typing import Any

from ldn_compound.core.errors import FileError
from ldn_compound.core.files import TooLargeError, reason_of

_CLOSED = "it is closed"


class _Escaped(io.TextIOWrapper):
    """An ASCII stream that escapes the rest: click takes one named "ascii" for a mistake and writes UTF-8 to it."""

    @property
    def encoding(self) -> str:  # type: ignore[override]  # a plain attribute in typeshed, read-only in fact
        return "ascii-with-escapes"


class _Checked(io.RawIOBase):
    """What lies under stdout or stderr. A refusal of the system's is told once; after it nothing more is written."""

    def __init__(self, raw: Any, name: str) -> None:
        self._raw = raw
        self._name = name
        self._gone = False

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return self._raw is not None and bool(self._raw.isatty())

    def fileno(self) -> int:
        if self._raw is None:
            raise OSError(errno.EBADF, _CLOSED)
        number: int = self._raw.fileno()
        return number

    def write(self, content: Any, /) -> int | None:
        if self._gone:
            return len(content)
        try:
            if self._raw is None:
                raise OSError(errno.EBADF, _CLOSED)
            written: int | None = self._raw.write(content)
        except BrokenPipeError:
            raise  # whoever read has gone: that is no failure
        except OSError as error:
            self._gone = True
            if self._name == "stderr":
                return len(content)
            hint = f"{reason_of(error)}; what was written is not whole"
            raise FileError(
                "cannot-write", field=self._name, given=self._name, needed="a stream that can be written", hint=hint
            ) from error
        return written


def settle_streams() -> None:
    """Take the streams of the process in hand, before anything is read or written.

    A stream that is closed gets a place of its own, so that no file is opened in it and then written over.
    """
    for place in range(3):
        try:
            os.fstat(place)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is not None and (not isinstance(stream, io.TextIOWrapper) or stream.isatty()):
            continue  # a host's own; a terminal, which is never full
        # Unbuffered, there is no buffer between: half a write would be taken for a whole one.
        raw = None if stream is None else getattr(stream.buffer, "raw", stream.buffer)
        code = "utf-8" if stream is None else stream.encoding
        setattr(sys, name, io.TextIOWrapper(io.BufferedWriter(_Checked(raw, name)), code))


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


def nothing_more_to_stdout() -> None:
    """Point stdout at nothing: whoever read it has gone, and the interpreter's last flush must be quiet too."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def read_stdin(most: int, *, field: str) -> bytes:
    """Return all that stands in stdin.

    Raises:
        FileError: ``cannot-read``, ``file-too-large``.
    """
    try:
        if sys.stdin is None:
            raise OSError(errno.EBADF, _CLOSED)
        content = sys.stdin.buffer.read(most + 1)
    except (OSError, ValueError) as error:
        raise FileError("cannot-read", field=field, given="-", needed="text in stdin", hint=reason_of(error)) from error
    if len(content) > most:
        raise FileError(
            "file-too-large", field=field, given="-", needed=f"at most {most:,} bytes", hint=str(TooLargeError(most))
        )
    return content
