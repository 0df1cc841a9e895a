"""The tables of the reference data: what a file holds, and how it is asked for.

A subject's module declares its tables over the rows of ``rows.py``. ::

    FILLERS = Table(Filler, "fillers", unknown=("unknown-filler", "filler", "a filler of this program"))
    tablet_strength = fact("naltrexone", "tablet", "strength", of="mass")

A row is read when it is first asked for and kept with its file. :func:`validate` reads all rows of a file, for every
day on which one changes, and refuses a key that no table reads.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from importlib import import_module
from typing import Any, Generic, TypeVar

from ldn_compound.core.errors import InputError
from ldn_compound.reference.loader import File, load, unknown
from ldn_compound.reference.rows import Fact, Range

T = TypeVar("T")
Unknown = tuple[str, str, str] | Callable[[str], InputError]
"""The refusal of a key that a table does not have: code, field and what was wanted; or a function that gives it."""

_DECLARED: dict[str, list[_Part[Any]]] = {}


class _Part(Generic[T]):
    """A part of a file: where it stands, and what reads a row of it."""

    def __init__(self, read: Callable[..., T], subject: str, *path: str, dated: bool = False) -> None:
        self.subject = subject
        self.path = path
        self._read = read
        self._dated = dated
        _DECLARED.setdefault(subject, []).append(self)

    def _row(self, key: str | None, on: date | None) -> T:
        file = load(self.subject)
        place = (self, key, on and file.epoch(on))
        if place not in file.kept:
            file.kept[place] = self._made(file, key, place[2])
        found: T = file.kept[place]
        return found

    def _made(self, file: File, key: str | None, epoch: date | None) -> T:
        row = file.row(*self.path) if key is None else file.row(*self.path, key)
        if self._dated:
            row = row.on(epoch)
        read: Any = self._read
        made: T = row.into(read, epoch) if hasattr(read, "_fields") else read(row)
        return made

    def check(self, file: File) -> None:
        """Read every row of it. Raises DataError."""
        raise NotImplementedError


class One(_Part[T]):
    """A single row, by calling it: ``acceptance().most``.

    Parameters of the class:
        read: a row type, or a function of the row.
        subject, path: where it stands.
        dated: whether it may keep earlier rows (``valid_from``, ``earlier``).
    """

    def __call__(self, on: date | None = None) -> T:
        """Return the row as it holds on a day; None for the newest. Raises DataError: a malformed row."""
        return self._row(None, on)

    def check(self, file: File) -> None:
        for epoch in file.epochs:
            self(epoch)


class Table(_Part[T]):
    """Rows of one kind by their keys.

    Parameters of the class:
        read, subject, path, dated: as for :class:`One`; without a path the whole file is the table.
        unknown: the refusal of a key that there is none of; without it that is a DataError.
        but: keys of the table that are no rows of it.
        also: what is checked of a row beyond its own keys.
    """

    def __init__(
        self,
        read: Callable[..., T],
        subject: str,
        *path: str,
        unknown: Unknown | None = None,
        dated: bool = False,
        but: tuple[str, ...] = (),
        also: Callable[[T], object] | None = None,
    ) -> None:
        super().__init__(read, subject, *path, dated=dated)
        self._unknown = unknown
        self._but = but
        self._also = also

    def keys(self) -> tuple[str, ...]:
        """Return the keys of all rows in the order of the file; cheap, as shell completion calls it."""
        file = load(self.subject)
        found: tuple[str, ...] | None = file.kept.get((self, "keys"))
        if found is None:
            found = tuple(key for key in file.row(*self.path) if key not in self._but)
            file.kept[(self, "keys")] = found
        return found

    def __contains__(self, key: object) -> bool:
        return key in self.keys()

    def get(self, key: str, on: date | None = None) -> T:
        """Return one row.

        Parameters:
            key: one of :meth:`keys`.
            on: the day whose row it is, the day of making of a batch; None for the newest.

        Raises:
            InputError: a key that there is none of, with the near ones.
            DataError: a malformed row.
        """
        return self._row(key, on)

    def _made(self, file: File, key: str | None, epoch: date | None) -> T:
        if self._unknown is not None and key not in self.keys():
            if callable(self._unknown):
                raise self._unknown(str(key))
            code, field, what = self._unknown
            raise unknown(code, field=field, given=key, known=self.keys(), what=what)
        return super()._made(file, key, epoch)

    def all(self) -> tuple[T, ...]:
        """Return all rows in the order of the file. Raises DataError: a malformed row."""
        file = load(self.subject)
        found: tuple[T, ...] | None = file.kept.get((self, "all"))
        if found is None:
            found = file.kept[(self, "all")] = tuple(self.get(key) for key in self.keys())
        return found

    def check(self, file: File) -> None:
        for epoch in file.epochs:
            for key in self.keys():
                row = self.get(key, epoch)
                if self._also is not None:
                    self._also(row)


def fact(subject: str, *path: str, of: str) -> One[Fact]:
    """Return a single amount of a dimension with its source, to be called."""
    return One(lambda row: row.as_fact(of), subject, *path)


def span(subject: str, *path: str, of: str, dated: bool = False) -> One[Range]:
    """Return a low and a high amount of a dimension with their source, to be called."""
    return One(lambda row: row.as_range(of), subject, *path, dated=dated)


def validate(subject: str) -> None:
    """Check every row of a file, on every day on which one changes, and that a table reads each of its keys.

    Raises:
        DataError: the first of them that is wrong.
    """
    import_module(f"ldn_compound.reference.{subject}")
    file = load(subject)
    parts = _DECLARED[subject]
    whole = {part.path for part in parts if isinstance(part, Table)}
    for part in parts:
        for depth in range(len(part.path)):
            above = part.path[:depth]
            if above not in whole:
                known = [other.path[depth] for other in parts if other.path[:depth] == above and other.path != above]
                file.row(*above).only(*dict.fromkeys(known))
    for part in parts:
        part.check(file)
    _ = file.looked_at, file.tried, file.uses
