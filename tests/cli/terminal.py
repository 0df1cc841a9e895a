"""The program on a real pseudo-terminal: what it prints, and what is typed into it."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests import program

SHELL = (
    sys.executable,
    "-c",
    "import fcntl, os, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execvp('sh', ['sh'])",
)
"""A shell whose terminal is its own, as in a window: without that it says that it has no control over jobs."""


class Terminal:
    """The program on a pseudo-terminal; what it prints and what is typed into it.

    Parameters:
        folder: where it runs, and its home.
        words: of the command line.
        columns: how wide the terminal is.
        program_words: another program in its place, such as a shell.
        variables: of the environment, over and above those of a program without settings.
    """

    def __init__(
        self,
        folder: Path,
        *words: str,
        columns: int = 80,
        program_words: Sequence[str] = (sys.executable, "-m", "ldn_compound"),
        variables: Mapping[str, str] | None = None,
    ) -> None:
        self.master, slave = pty.openpty()
        own = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "COLUMNS": str(columns), **(variables or {})}
        self.process = subprocess.Popen(
            [*program_words, *words],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            cwd=folder,
            env=program.environment(folder, own),
            start_new_session=True,
        )
        os.close(slave)
        self.seen = ""
        self._read = 0

    def until(self, text: str) -> str:
        """Read until a text has come behind the last one that was waited for, and return what came with it."""
        before = self._read
        end = time.monotonic() + 60
        while text not in self.seen[before:]:
            assert time.monotonic() < end, self.seen
            if not select.select([self.master], [], [], 1)[0]:
                continue
            try:
                self.seen += os.read(self.master, 65_536).decode()
            except OSError:
                break
        place = self.seen.find(text, before)
        self._read = len(self.seen) if place < 0 else place + len(text)
        return self.seen[before : self._read]

    def type(self, line: str) -> None:
        """Type a line and Enter."""
        os.write(self.master, f"{line}\n".encode())

    @property
    def shown(self) -> str:
        """All that was seen, without colours and carriage returns."""
        return re.sub(r"\x1b\[[0-9;]*m", "", self.seen.replace("\r\n", "\n"))

    def finish(self) -> int:
        """Read to the end and return the exit code."""
        self.until("never printed")
        os.close(self.master)
        return self.process.wait(timeout=60)
