"""What has become of each job of a watched folder: a line for each step, on the disk before the next step is taken.

A job is known by its content: the same content in another file is the same job.
"""

from __future__ import annotations

import io
import json
import os
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from ldn_compound.core.errors import FileError, InputError
from ldn_compound.exchange.strict_json import numbered_lines, parse_object

PRINTING, WAITING, PRINTED, KEPT = "printing", "waiting", "printed", "kept"
"""The steps: it is about to be sent; it was not sent after all; it was sent; its file lies with those that are done."""


class Step(NamedTuple):
    """A step of a job.

    Attributes:
        digest: of its content. state: one of the steps. name: of its file. at: the time, ISO text with offset.
        output: the PDF's file name, or None. printer_job: the print system's name for it, or None.
    """

    digest: str
    state: str
    name: str
    at: str
    output: str | None = None
    printer_job: str | None = None


class Journal:
    """The steps of all jobs, the last of each at hand.

    Parameters:
        path: of the file; it is made where there is none. Half a line at its end, of a write that was cut off, is
            taken away.

    Raises:
        FileError: ``cannot-read``, ``cannot-write``.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._last: dict[str, Step] = {}
        try:
            self._file = io.FileIO(path, "r+" if path.exists() else "x+")
        except OSError as error:
            raise _unusable(path, error.strerror or str(error)) from error
        with ExitStack() as unless_read:
            unless_read.callback(self._file.close)
            self._read()
            unless_read.pop_all()

    def _read(self) -> None:
        try:
            content = self._file.read()
            whole = content.rfind(b"\n") + 1
            self._file.seek(whole)
            self._file.truncate()
            text = content[:whole].decode()
        except (OSError, ValueError) as error:
            raise _unusable(self._path, str(getattr(error, "strerror", None) or error)) from error
        for line in numbered_lines(text):
            step = _step(line.text, self._path)
            self._last[step.digest] = step

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def last(self, digest: str) -> Step | None:
        """Return the last step of a job, or None for a new one."""
        return self._last.get(digest)

    def add(self, step: Step) -> None:
        """Write a step to the disk.

        Raises:
            FileError: ``cannot-write``; what was written before stays.
        """
        line = f"{json.dumps(step._asdict(), ensure_ascii=True)}\n".encode()
        before = self._file.tell()
        try:
            rest = memoryview(line)
            while rest:
                rest = rest[self._file.write(rest) :]
            os.fsync(self._file.fileno())
        except OSError as error:
            self._file.truncate(before)
            self._file.seek(before)
            raise _unusable(self._path, error.strerror or str(error), code="cannot-write") from error
        self._last[step.digest] = step


def _step(line: str, path: Path) -> Step:
    try:
        found = parse_object(line, field="folder", needed="the journal of this folder")
    except InputError as error:
        raise _unusable(path, "it was edited") from error
    if tuple(found) != Step._fields or not all(value is None or isinstance(value, str) for value in found.values()):
        raise _unusable(path, "it was edited")
    return Step(**found)


def _unusable(path: Path, reason: str, *, code: str = "cannot-read") -> FileError:
    return FileError(code, field="folder", given=str(path), needed="the journal of this folder", hint=reason)
