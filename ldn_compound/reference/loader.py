"""Reading the reference data: one file a subject, each row through the gates, each with its source.

A file of ``data/`` is TOML. Its table ``[sources]`` writes each citation once, and rows name it::

    [sources]
    iff-ph102 = "IFF Pharma Solutions, Avicel PH-102, technical data"

    [mcc-ph102.loose_density]
    low = "0.28 g/mL"
    high = "0.33 g/mL"
    source = "iff-ph102"
    certainty = "read"

A value of a law or a pharmacopoeia that has changed keeps its old row, and each row says from when it holds. A row of
its own has ``valid_from`` and its predecessors, whole, in an array ``earlier``; the first of those may leave the day
out. Rows of an array say ``valid_from``, and ``valid_until`` (the first day on which a row holds no more). Whoever
reads a row names the day, or has the newest.

Every quantity is strict text and goes through the gate for quantities. What is malformed is a ``DataError`` (exit
code 14) with the file and the dotted name: ``fillers.mcc-ph102.loose_density.low``. Rows are checked when they are
used; each module's ``validate_all`` checks all of them, and that no key and no citation is left unread.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

from ldn_compound.core.errors import DataError, InputError
from ldn_compound.core.numbers import parse_number, parse_whole
from ldn_compound.core.sources import Certainty, Source
from ldn_compound.core.units import Amount, require

# By path: importlib.resources costs more to import than the file takes to read.
DATA = Path(__file__).parent / "data"


class Fact(NamedTuple):
    """One amount and where it comes from."""

    value: Amount
    source: Source


class Figure(NamedTuple):
    """One bare number, such as a molar mass in g/mol, and where it comes from."""

    value: Fraction
    source: Source


class Range(NamedTuple):
    """A low and a high amount of one dimension, and where they come from."""

    low: Amount
    high: Amount
    source: Source


class File(NamedTuple):
    """One data file as read: its subject (the name without ``.toml``), its citations and its tables."""

    subject: str
    sources: Mapping[str, str]
    tables: Mapping[str, Any]

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
        row = Row(self, (), self.tables)
        for name in path:
            row = row.row(name)
        return row


_files: dict[tuple[Path, str], File] = {}


def load(subject: str) -> File:
    """Return the data file of a subject, read once a process.

    Raises:
        DataError: ``unreadable-data`` for a file that is missing or no TOML, ``bad-data`` for one without citations.
    """
    # DATA is looked up at each call, so that a test can point it at files that are wrong on purpose.
    place = (DATA, subject)
    if place not in _files:
        _files[place] = _read(DATA / f"{subject}.toml", subject)
    return _files[place]


# The head of a table: its first name decides which part of the file it belongs to.
_HEAD = re.compile(r"^\[\[?([A-Za-z0-9_-]+)(?:\.[A-Za-z0-9_\"-]+)*\]\]?[ \t]*(?:#.*)?$", re.MULTILINE)


_DAY = re.compile(r"^[ \t]*valid_(?:from|until)[ \t]*=[ \t]*\"([^\"]*)\"", re.MULTILINE)


class _Tables(Mapping[str, Any]):
    """The top tables of a TOML file, each parsed when it is first read: a plan needs one filler out of twenty."""

    def __init__(self, text: str, subject: str, name: str) -> None:
        self._subject = subject
        self._name = name
        self._texts: dict[str, str] = {}
        self._parsed: dict[str, Any] = {}
        self.changes = tuple(day for written in _DAY.findall(text) if (day := _day(written)) is not None)
        heads = list(_HEAD.finditer(text))
        self._parse(text[: heads[0].start()] if heads else text)
        ends = [*(head.start() for head in heads[1:]), len(text)]
        for head, end in zip(heads, ends, strict=False):
            self._texts[head[1]] = self._texts.get(head[1], "") + text[head.start() : end]

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


def _day(written: object) -> date | None:
    """Return the day that a text states in full, or None: the row's own gate refuses it."""
    try:
        return date.fromisoformat(written) if isinstance(written, str) and len(written) == _LENGTH_OF_DAY else None
    except ValueError:
        return None


_LENGTH_OF_DAY = len("2026-11-22")


def _changes(value: Any) -> Iterator[date]:
    """Give every day below a table on which a row begins or ceases to hold."""
    if isinstance(value, Mapping):
        for key, below in value.items():
            day = _day(below) if key in (_FROM, _UNTIL) else None
            yield from _changes(below) if day is None else (day,)
    elif isinstance(value, list):
        for below in value:
            yield from _changes(below)


_FROM, _UNTIL, _EARLIER = "valid_from", "valid_until", "earlier"


def _unreadable(subject: str, name: str, error: Exception) -> DataError:
    return DataError("unreadable-data", field=subject, given=name, needed="a TOML file in UTF-8", hint=str(error))


def _read(path: Path, subject: str) -> File:
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


class Row:
    """One table of a data file, read key by key through the gates.

    Attributes:
        name: the dotted name, such as ``fillers.mcc-ph102.loose_density``; errors carry it as their field.
    """

    def __init__(self, file: File, path: tuple[str, ...], table: Mapping[str, Any]) -> None:
        self._file = file
        self._path = path
        self._table = table
        self.name = ".".join((file.subject, *path))

    def __contains__(self, key: str) -> bool:
        return key in self._table

    def keys(self) -> tuple[str, ...]:
        """Return the keys in the order of the file."""
        return tuple(self._table)

    def plain(self) -> Mapping[str, Any]:
        """Return the row as the file has it, for values that go through another gate."""
        return self._table

    def dotted(self, key: str) -> str:
        """Return the dotted name of a key of this row."""
        return f"{self.name}.{key}"

    def only(self, *known: str) -> None:
        """Refuse a row with a key that nothing reads: a misspelt key would be a fact lost in silence.

        Raises:
            DataError: ``unknown-data-key``.
        """
        for key in self._table:
            if key not in known:
                raise DataError("unknown-data-key", field=self.dotted(key), given=key, needed=f"one of {known}")

    def row(self, key: str) -> Row:
        """Return a table inside this one. Raises DataError: ``missing-data``, ``bad-data``."""
        value = self._get(key)
        if not isinstance(value, dict):
            raise self._bad(key, "a table")
        return Row(self._file, (*self._path, key), value)

    def rows(self, key: str, on: date | None = None) -> Iterator[Row]:
        """Give the tables of an array of tables that hold on a day; none where the key is absent.

        Raises:
            DataError: ``bad-data``.
        """
        value = self._table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self._bad(key, "an array of tables")
        for number, item in enumerate(value, start=1):
            row = Row(self._file, (*self._path, key, str(number)), item)
            start, end = row._date(_FROM), row._date(_UNTIL)
            if start is not None and end is not None and start >= end:
                raise row._bad(_UNTIL, f"a day after {start}")
            if (end is None) if on is None else ((start or date.min) <= on < (end or date.max)):
                yield row._without(_FROM, _UNTIL)

    def on(self, day: date | None) -> Row:
        """Return the row as it held on a day: this one, or the one of ``earlier``; None asks for the newest.

        Before the first day of the oldest row that one is returned: no older is known.

        Raises:
            DataError: ``bad-data``, ``missing-data`` where the days are not in order.
        """
        rows = [
            Row(self._file, (*self._path, _EARLIER, str(number)), item)
            for number, item in enumerate(self._table.get(_EARLIER, []), start=1)
        ]
        rows.append(self)
        days = [row._date(_FROM) for row in rows]
        for row, before, start in zip(rows[1:], days, days[1:], strict=False):
            if start is None:
                raise DataError("missing-data", field=row.dotted(_FROM), needed="the day from which it holds")
            if before is not None and start <= before:
                raise row._bad(_FROM, f"a day after {before}, from which the row before it holds")
        holds = [row for row, start in zip(rows, days, strict=True) if day is None or start is None or start <= day]
        return (holds[-1] if holds else rows[0])._without(_FROM, _EARLIER)

    def _date(self, key: str) -> date | None:
        if key not in self._table:
            return None
        day = _day(self._table[key])
        if day is None:
            raise self._bad(key, "a day such as 2023-11-01")
        return day

    def _without(self, *keys: str) -> Row:
        if not any(key in self._table for key in keys):
            return self
        return Row(self._file, self._path, {key: item for key, item in self._table.items() if key not in keys})

    def text(self, key: str) -> str:
        """Return a text that is not empty. Raises DataError: ``missing-data``, ``bad-data``."""
        value = self._get(key)
        if not isinstance(value, str) or not value.strip():
            raise self._bad(key, "a text that is not empty")
        return value

    def choice(self, key: str, choices: tuple[str, ...]) -> str:
        """Return a text that is one of the choices. Raises DataError: ``missing-data``, ``bad-data``."""
        value = self.text(key)
        if value not in choices:
            raise self._bad(key, "one of " + ", ".join(choices))
        return value

    def names(self, key: str, choices: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """Return a list of texts, each one of the choices; empty where the key is absent.

        Raises:
            DataError: ``bad-data``.
        """
        value = self._table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
            raise self._bad(key, "a list of texts")
        if choices is not None and not set(value) <= set(choices):
            raise self._bad(key, "a list of " + ", ".join(choices))
        return tuple(value)

    def flag(self, key: str) -> bool:
        """Return true or false. Raises DataError: ``missing-data``, ``bad-data``."""
        value = self._get(key)
        if not isinstance(value, bool):
            raise self._bad(key, "true or false")
        return value

    def whole(self, key: str, *, least: int = 1) -> int:
        """Return a whole number, not below `least`. Raises DataError: ``missing-data``, ``bad-data``."""
        try:
            return parse_whole(self._get(key), field=self.dotted(key), least=least)
        except InputError as error:
            raise self._bad(key, str(error.needed)) from error

    def amount(self, key: str, dimension: str) -> Amount:
        """Return the exact amount that a strict text states.

        Raises:
            DataError: ``missing-data``, ``bad-data``.
        """
        try:
            return require(self.text(key), dimension, self.dotted(key))
        except InputError as error:
            raise self._bad(key, f"{error.needed} ({error.hint})") from error

    def number(self, key: str) -> Fraction:
        """Return the exact value of a bare number in strict text, such as the molar mass "377.86".

        Raises:
            DataError: ``missing-data``, ``bad-data``.
        """
        try:
            return parse_number(self.text(key), field=self.dotted(key))
        except InputError as error:
            raise self._bad(key, f"{error.needed} ({error.hint})") from error

    def source(self) -> Source:
        """Return the row's citation. A fact without one is refused.

        Raises:
            DataError: ``no-source``, ``bad-data``.
        """
        if "source" not in self._table or "certainty" not in self._table:
            raise DataError("no-source", field=self.name, needed="source and certainty: no number without a source")
        cited = self.choice("source", tuple(self._file.sources))
        certainty = self.choice("certainty", tuple(Certainty))
        return Source(self._file.sources[cited], Certainty(certainty))

    def fact(self, key: str, dimension: str) -> Fact:
        """Return the table ``key = {value, source, certainty}`` of an amount. Raises DataError."""
        row = self.row(key)
        row.only("value", "source", "certainty")
        return Fact(row.amount("value", dimension), row.source())

    def figure(self, key: str) -> Figure:
        """Return the table ``key = {value, source, certainty}`` of a bare number. Raises DataError."""
        row = self.row(key)
        row.only("value", "source", "certainty")
        return Figure(row.number("value"), row.source())

    def range(self, key: str, dimension: str) -> Range:
        """Return the table ``key = {low, high, source, certainty}``.

        Raises:
            DataError: ``missing-data``, ``no-source``, ``bad-data``, the last also where low is above high.
        """
        row = self.row(key)
        row.only("low", "high", "source", "certainty")
        low, high = row.amount("low", dimension), row.amount("high", dimension)
        if low.value > high.value:
            raise row._bad("low", f"at most the high of {high.text()}")
        return Range(low, high, row.source())

    def _get(self, key: str) -> Any:
        if key not in self._table:
            raise DataError("missing-data", field=self.dotted(key), needed=f"the key {key}")
        return self._table[key]

    def _bad(self, key: str, needed: str) -> DataError:
        return DataError("bad-data", field=self.dotted(key), given=self._table[key], needed=needed)


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
