"""Reading the reference data: one file a subject, each row through the gates, each with its source.

A file of ``data/`` is TOML. Its table ``[sources]`` writes each citation once, and rows name it::

    [sources]
    iff-ph102 = "IFF Pharma Solutions, Avicel PH-102, technical data"

    [mcc-ph102.loose_density]
    low = "0.28 g/mL"
    high = "0.33 g/mL"
    source = "iff-ph102"
    certainty = "read"

When a source, or a copy or witness of it, was last opened and the rows that cite it were held against it stands in
``[looked_at]``, as a day of TOML; one that does not stand there was never looked at again since it was written down.
What was tried to trace it, and who else says so or otherwise, stands in ``[tried]``. What the rows are used for stands
in ``[uses]``, by name with ``*``, the first that fits; the earlier a :class:`Risk` stands in its list, the more can it
hurt a patient when a row is wrong::

    [looked_at]
    iff-ph102 = 2026-11-28

    [uses]
    "*.loose_density" = { risk = "dose", use = "how much filler a capsule holds" }

A value of a law or a pharmacopoeia that has changed keeps its old row, and each row says from when it holds. A row of
its own has ``valid_from`` and its predecessors, whole, in an array ``earlier``; the first of those may leave the day
out. Rows of an array say ``valid_from``, and ``valid_until`` (the first day on which a row holds no more). Whoever
reads a row names the day, or has the newest.

Every quantity is strict text and goes through the parser of quantities. What is malformed is a ``DataError`` (exit
code 14) with the file and the dotted name: ``fillers.mcc-ph102.loose_density.low``. Rows are checked when they are
used; ``tables.validate`` checks all of a file, and that no key is left unread.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from ldn_compound.core.errors import DataError, InputError
from ldn_compound.core.own_files import package_folder
from ldn_compound.core.sources import Risk
from ldn_compound.reference.rows import FROM, UNTIL, Row, day_of

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

DATA = package_folder() / "reference" / "data"
_N = TypeVar("_N", date, str)
NOTES = ("looked_at", "tried", "uses")
"""The tables of a file that are no rows of it."""


class Use(NamedTuple):
    """What rows are used for.

    Attributes:
        names: of the rows, with ``*``.
        risk: how a wrong row could hurt.
        words: what they are used for.
    """

    names: str
    risk: Risk
    words: str


class File:
    """One data file as read: its subject (the name without ``.toml``), its citations and its tables.

    Attributes:
        kept: what was read of it, by the tables of ``tables.py``.
    """

    def __init__(self, subject: str, sources: Mapping[str, str], tables: Mapping[str, Any]) -> None:
        self.subject = subject
        self.sources = sources
        self.tables = tables if isinstance(tables, _Tables) else {k: v for k, v in tables.items() if k not in NOTES}
        self.kept: dict[object, Any] = {}
        self._written = tables

    @cached_property
    def looked_at(self) -> Mapping[str, date]:
        """The day of the last look at each citation; without those that had none again. Raises DataError."""
        return self._noted("looked_at", "a day such as 2026-11-28, without quotes", date)

    @cached_property
    def tried(self) -> Mapping[str, str]:
        """What was tried to trace a citation. Raises DataError."""
        return self._noted("tried", "a text", str)

    @cached_property
    def uses(self) -> tuple[Use, ...]:
        """What the rows are used for, by name; the first that fits a name holds. Raises DataError."""
        written = self._note("uses")
        for names, use in written.items():
            if not isinstance(use, Mapping) or set(use) != {"risk", "use"} or use["risk"] not in tuple(Risk):
                needed = "risk, one of " + ", ".join(Risk) + ", and use, a text"
                raise DataError("bad-data", field=f"{self.subject}.uses.{names}", given=use, needed=needed)
        return tuple(Use(names, Risk(use["risk"]), str(use["use"])) for names, use in written.items())

    def _note(self, name: str) -> Mapping[str, Any]:
        written = self._written.note(name) if isinstance(self._written, _Tables) else self._written.get(name, {})
        if not isinstance(written, Mapping):
            raise DataError("bad-data", field=f"{self.subject}.{name}", given=written, needed="a table")
        return written

    def _noted(self, name: str, needed: str, kind: type[_N]) -> Mapping[str, _N]:
        written = self._note(name)
        for key, value in written.items():
            if key not in self.sources:
                given = f"{self.subject}.{name}"
                raise DataError("unknown-data-key", field=f"{given}.{key}", given=key, needed="one of the sources")
            if type(value) is not kind:
                raise DataError("bad-data", field=f"{self.subject}.{name}.{key}", given=value, needed=needed)
        return written

    def keys(self, table: str | None = None) -> tuple[str, ...]:
        """Return the names of the rows, in the order of the file; of a sub-table where one is named."""
        return tuple(self.tables if table is None else self.row(table).keys())

    def epoch(self, day: date | None) -> date | None:
        """Return the first day of those that have the same rows as a day; None where they are the newest.

        What is read for a day is kept by this, and not by the day.
        """
        changes = self.tables.changes if isinstance(self.tables, _Tables) else tuple(_changes(self.tables))
        if day is None or not changes or day >= max(changes):
            return None
        return max((change for change in changes if change <= day), default=date.min)

    @property
    def epochs(self) -> tuple[date | None, ...]:
        """What :meth:`epoch` can return, the newest first."""
        return tuple(dict.fromkeys(self.epoch(day) for day in (None, date.min, *_changes(self.tables))))

    def row(self, *path: str) -> Row:
        """Return one row by its path.

        Raises:
            DataError: ``missing-data``.
        """
        row = Row(self.subject, self.sources, (), self.tables)
        for name in path:
            row = row.row(name)
        return row


_files: dict[tuple[Traversable, str], File] = {}


def load(subject: str) -> File:
    """Return the data file of a subject, read once a process.

    Raises:
        DataError: ``unreadable-data`` for a file that is missing or no TOML, ``bad-data`` for one without citations.
    """
    # DATA is looked up at each call, so that a test can point it at files that are wrong on purpose.
    place = (DATA, subject)
    found = _files.get(place)
    if found is None:
        found = _files[place] = _read(DATA / f"{subject}.toml", subject)
    return found


# The head of a table: its first name decides which part of the file it belongs to.
_HEAD = re.compile(r"^\[\[?([A-Za-z0-9_-]+)(?:\.[A-Za-z0-9_\"-]+)*\]\]?[ \t]*(?:#.*)?$", re.MULTILINE)


_DAY = re.compile(r"^[ \t]*valid_(?:from|until)[ \t]*=[ \t]*\"([^\"]*)\"", re.MULTILINE)


class _Tables(Mapping[str, Any]):
    """The top tables of a TOML file, each parsed when it is first read: a plan needs one filler out of twenty."""

    def __init__(self, text: str, subject: str, name: str) -> None:
        self._subject = subject
        self._name = name
        self._texts: dict[str, str] = {}
        self._notes: dict[str, str] = {}
        self._parsed: dict[str, Any] = {}
        self.changes = tuple(day for written in _DAY.findall(text) if (day := day_of(written)) is not None)
        heads = list(_HEAD.finditer(text))
        self._parse(text[: heads[0].start()] if heads else text)
        ends = [*(head.start() for head in heads[1:]), len(text)]
        for head, end in zip(heads, ends, strict=False):
            part = self._notes if head[1] in NOTES else self._texts
            part[head[1]] = part.get(head[1], "") + text[head.start() : end]

    def _parse(self, text: str) -> dict[str, Any]:
        import tomllib
        from decimal import Decimal

        try:
            return tomllib.loads(text, parse_float=Decimal)
        except tomllib.TOMLDecodeError as error:
            raise _unreadable(self._subject, self._name, error) from error

    def __getitem__(self, key: str) -> Any:
        if key not in self._parsed:
            self._parsed[key] = self._parse(self._texts[key])[key]
        return self._parsed[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    def __contains__(self, key: object) -> bool:
        return key in self._texts

    def drop(self, key: str) -> None:
        """Leave a table out."""
        del self._texts[key]

    def note(self, name: str) -> Mapping[str, Any]:
        """Return one of the tables that are no rows; empty where it is not there."""
        table: Mapping[str, Any] = self._parse(self._notes[name])[name] if name in self._notes else {}
        return table


def _changes(value: Any) -> Iterator[date]:
    """Give every day below a table on which a row begins or ceases to hold."""
    if isinstance(value, Mapping):
        for key, below in value.items():
            day = day_of(below) if key in (FROM, UNTIL) else None
            yield from _changes(below) if day is None else (day,)
    elif isinstance(value, list):
        for below in value:
            yield from _changes(below)


def _unreadable(subject: str, name: str, error: Exception) -> DataError:
    return DataError("unreadable-data", field=subject, given=name, needed="a TOML file in UTF-8", hint=str(error))


def _read(path: Traversable, subject: str) -> File:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(subject, path.name, error) from error
    tables = _Tables(text, subject, path.name)
    sources = tables.get("sources")
    if not isinstance(sources, dict) or not all(isinstance(text, str) and text for text in sources.values()):
        raise DataError("bad-data", field=f"{subject}.sources", needed="a table of citations, each a text")
    tables.drop("sources")
    return File(subject, sources, tables)


def unknown(code: str, *, field: str, given: object, known: tuple[str, ...], what: str) -> InputError:
    """Return the refusal of a key that the data does not have, with the near ones."""
    from ldn_compound.core.texts import near_hint

    needed = f"{what}: " + ", ".join(known)
    return InputError(code, field=field, given=given, needed=needed, hint=near_hint(given, known))


def citations(subject: str) -> tuple[set[str], set[str]]:
    """Return the names of citations that a file has, and those that its rows use; the tests compare the two."""
    file = load(subject)
    used: set[str] = set()

    def walk(value: Any) -> None:
        if isinstance(value, dict):
            if isinstance(value.get("source"), str):
                used.add(value["source"])
            for item in value.values():
                walk(item)
        elif isinstance(value, list):
            for item in value:
                walk(item)

    walk(dict(file.tables))
    return set(file.sources), used
