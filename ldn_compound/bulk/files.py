"""The files of plans and of rejects: they only grow, and a run that was cut off is gone on with from what stands there.

Of some rows the rejects are written first, then the plans, each to the disk before the next rows. A row is done where
it stands in either file; half a line at the end of a file is of a write that was cut off, and is taken away.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from ldn_compound.bulk.rows import Row
from ldn_compound.bulk.stored_row import BESIDE
from ldn_compound.bulk.work import Done, Refusal, Task
from ldn_compound.core.errors import FileError, LdnError, MismatchError
from ldn_compound.exchange.strict_json import parse_object

HEADING = Refusal._fields


class Ledger:
    """Both files of a run, open at their ends.

    Parameters:
        out, rejects: their paths.
        resume: whether to go on after what stands in them; else they must be new.

    Raises:
        FileError: ``file-exists``, ``cannot-read``, ``cannot-write``.
    """

    def __init__(self, out: str, rejects: str, *, resume: bool) -> None:
        self._paths = (Path(out), Path(rejects))
        for field, path in zip(("out", "rejects"), self._paths, strict=True):
            with _told(path, field):
                if not resume and path.is_file() and path.stat().st_size:
                    hint = "add --resume to go on where a run stopped, or give another name"
                    raise FileError("file-exists", field=field, given=str(path), needed="a new file", hint=hint)
        with _told(self._paths[0], "out"):
            self._out = _opened(self._paths[0])
        with _told(self._paths[1], "rejects"):
            self._rejects = _opened(self._paths[1])
            if not self._rejects.tell():
                self._write(self._rejects, _csv([HEADING]))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._out.close()
        self._rejects.close()

    def tasks(self, rows: Iterable[Row]) -> Iterator[Task]:
        """Yield the rows that are to be planned, and with the line that was written those that were.

        Raises:
            MismatchError: ``rows-changed``: a line was written of another row than stands in its place now.
        """
        written = {}
        with self._paths[0].open("rb") as file:
            for raw in file:
                # The line's own number stands at its end, beside the plan: the whole is read once, in its turn.
                document = parse_object(raw.decode(), field="out", needed="a line that this command wrote")
                beside = document.get(BESIDE)
                if not isinstance(beside, dict) or type(beside.get("line")) is not int:
                    given, needed = str(self._paths[0]), "plans that this command wrote"
                    raise FileError("cannot-read", field="out", given=given, needed=needed)
                written[beside["line"]] = (file.tell() - len(raw), len(raw), beside.get("digest"))
        refused = set(self._refused())
        with self._paths[0].open("rb") as file:
            for row in rows:
                if row.line in written:
                    start, length, digest = written.pop(row.line)
                    if digest != row.digest:
                        raise _changed(row.line)
                    file.seek(start)
                    yield Task(row, file.read(length).decode())
                elif row.line not in refused:
                    yield Task(row)
        if written:
            raise _changed(min(written))

    def refused(self) -> int:
        """Return how many rows stand in the file of rejects."""
        return len(set(self._refused()))

    def _refused(self) -> Iterator[int]:
        for cells in csv.reader(self._paths[1].read_text("utf-8").splitlines()[1:]):
            yield int(cells[0])

    def add(self, done: Sequence[Done]) -> None:
        """Write what became of some rows, to the disk.

        Raises:
            FileError: ``cannot-write``; what was written before stays.
        """
        rejects = [refusal for one in done for refusal in one.refusals]
        with _told(self._paths[1], "rejects"):
            self._write(self._rejects, _csv(rejects))
        with _told(self._paths[0], "out"):
            self._write(self._out, "".join(f"{one.text}\n" for one in done if one.text is not None))

    @staticmethod
    def _write(file: io.FileIO, text: str) -> None:
        if not text:
            return
        before = file.tell()
        try:
            rest = memoryview(text.encode())
            while rest:
                rest = rest[file.write(rest) :]
            os.fsync(file.fileno())
        except OSError:
            file.truncate(before)
            raise


def _csv(rows: Iterable[Sequence[object]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([_one_line(cell) for cell in row] for row in rows)
    return text.getvalue()


def _one_line(cell: object) -> object:
    return " ".join(cell.split()) if isinstance(cell, str) else cell


def _opened(path: Path) -> io.FileIO:
    """Return a file open at the end of its last whole line; it is made where there is none."""
    file = io.FileIO(path, "r+" if path.exists() else "x+")
    content = file.read()
    end = content.rfind(b"\n") + 1
    file.seek(end)
    file.truncate()
    return file


def _changed(line: int) -> LdnError:
    needed = "the rows as they were when the run began"
    hint = "give corrected rows in a file of their own, or start again with other files"
    return MismatchError("rows-changed", field="rows", given=f"line {line}", needed=needed, hint=hint)


@contextmanager
def _told(path: Path, field: str) -> Iterator[None]:
    """Turn what the system says of a file into a file error."""
    try:
        yield
    except (OSError, ValueError) as error:
        hint = f"{getattr(error, 'strerror', None) or error}; what was written before stays"
        needed = "a file that can be written"
        raise FileError("cannot-write", field=field, given=str(path), needed=needed, hint=hint) from error
