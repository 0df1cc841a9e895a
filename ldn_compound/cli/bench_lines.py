"""The lines that come in at the balance: typed, pasted, or sent by the balance on stdin while the person has the keys.

Where stdin is the balance's line (a serial port, a pipe) and there is a terminal, both are read: the balance's lines as
they come, and what is typed on the terminal. Where stdin ends, nobody is waited for.
"""

from __future__ import annotations

import io
import os
import select
import stat
import sys
from typing import BinaryIO

_CHUNK = 4096
_KEYS = "/dev/tty"


class Lines:
    """The lines of stdin, and of the terminal beside it."""

    def __init__(self) -> None:
        self._stdin: BinaryIO = sys.stdin.buffer
        self._keys = _terminal_beside_stdin()
        self._held: dict[int, bytes] = {}

    def close(self) -> None:
        """Let go of the terminal."""
        if self._keys is not None:
            os.close(self._keys)
            self._keys = None

    def next(self) -> str | None:
        """Return the next line without its end, or None where stdin has ended."""
        if self._keys is None:
            raw = self._stdin.readline()
            return _text(raw) if raw else None
        return self._of_two(self._keys)

    def _of_two(self, keys: int) -> str | None:
        balance = self._stdin.fileno()
        while True:
            for place, held in self._held.items():
                line, end, rest = held.partition(b"\n")
                if end:
                    self._held[place] = rest
                    return _text(line)
            for place in select.select([balance, keys], [], [])[0]:
                chunk = os.read(place, _CHUNK)
                if not chunk:
                    left = self._held.pop(place, b"")
                    return _text(left) if left else None
                self._held[place] = self._held.get(place, b"") + chunk


def _text(raw: bytes) -> str:
    """Return a line as text; a balance that writes no UTF-8 writes Windows-1252."""
    try:
        return raw.decode("utf-8").rstrip("\r\n")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace").rstrip("\r\n")


def _terminal_beside_stdin() -> int | None:
    """Return the terminal where stdin is a line that goes on (no file), and there is one; None on Windows."""
    try:
        place = sys.stdin.fileno()
        mode = os.fstat(place).st_mode
        if os.isatty(place) or not (stat.S_ISFIFO(mode) or stat.S_ISCHR(mode) or stat.S_ISSOCK(mode)):
            return None
        return os.open(_KEYS, os.O_RDONLY | os.O_NOCTTY)
    except (OSError, AttributeError, io.UnsupportedOperation):
        return None
