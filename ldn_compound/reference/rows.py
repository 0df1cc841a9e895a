"""A row of the reference data, read key by key or into a typed row.

A row type is a ``NamedTuple``: each field is a key of the file, and its annotation says how the key is read. ::

    class Filler(NamedTuple):
        key: Key                                                    # the row's own name
        name: str                                                   # a text that is not empty
        roles: tuple[Annotated[str, ROLES], ...]                    # texts, each one of the choices
        loose_density: Annotated[Range, "mass/volume"] | None       # low and high with a source; may be absent
        ions: Annotated[tuple[Ion, ...], At("ion")]                 # an array of tables under another key
        source: Source                                              # source and certainty, as each fact has them

========================================  ============================================================
``str`` ``bool`` ``int`` ``Fraction``     text, true or false, whole number (from 1, or from its note), bare number
``Annotated[str, choices]``               one of the choices: a tuple, or a function that gives one
``Annotated[Amount, "mass"]``             strict text of that dimension; so ``Fact`` and ``Range``, with their source
``Figure`` ``Source`` a ``StrEnum``       a bare number with its source; the row's citation; a member by its value
a row type, ``tuple[row type, ...]``      a table, an array of tables
``tuple[str, ...]`` and other ``tuple``   a list of texts, each read as its type says; empty where it is absent
``Mapping[str, X]``                       a table, its keys the choices of its note; empty where it is absent
``X | None``                              None, or the field's default, where the key is absent
``Annotated[X, At("key")]``               stands under another key
``Annotated[X, Read(function, "key")]``   what the function makes of the row and the day, from those keys
========================================  ============================================================

A key that the row type does not have is refused: a misspelt key would be a fact lost in silence.
"""

import enum
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, NamedTuple, TypeVar, Union, get_args, get_origin

from ldn_compound.core.errors import DataError, InputError
from ldn_compound.core.numbers import parse_number, parse_whole
from ldn_compound.core.sources import Certainty, Source
from ldn_compound.core.units import Amount, require

FROM, UNTIL, EARLIER = "valid_from", "valid_until", "earlier"


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


class Count(NamedTuple):
    """A number of units, and where it comes from."""

    value: int
    source: Source


def day_of(written: object) -> date | None:
    """Return the day that a text states in full, or None."""
    try:
        return date.fromisoformat(written) if isinstance(written, str) and len(written) == _LENGTH_OF_DAY else None
    except ValueError:
        return None


_LENGTH_OF_DAY = len("2026-11-22")
_R = TypeVar("_R", bound=tuple[Any, ...])


class Row:
    """One table of a data file, read key by key through the gates.

    Attributes:
        name: the dotted name, such as ``fillers.mcc-ph102.loose_density``; errors carry it as their field.
    """

    def __init__(
        self, subject: str, sources: Mapping[str, str], path: tuple[str, ...], table: Mapping[str, Any]
    ) -> None:
        self._subject = subject
        self._sources = sources
        self._path = path
        self._table = table
        self.name = ".".join((subject, *path))

    def __iter__(self) -> Iterator[str]:
        return iter(self._table)

    def __contains__(self, key: str) -> bool:
        return key in self._table

    @property
    def key(self) -> str:
        """The row's own name, the last part of the dotted one."""
        return self._path[-1]

    @property
    def superseded(self) -> bool:
        """Whether a later row has taken its place."""
        return EARLIER in self._path

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

    def row(self, key: str) -> "Row":
        """Return a table inside this one. Raises DataError: ``missing-data``, ``bad-data``."""
        value = self._get(key)
        if not isinstance(value, dict):
            raise self._bad(key, "a table")
        return self._below(value, key)

    def rows(self, key: str, on: date | None = None) -> Iterator["Row"]:
        """Give the tables of an array of tables that hold on a day; none where the key is absent.

        Raises:
            DataError: ``bad-data``.
        """
        value = self._table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self._bad(key, "an array of tables")
        for number, item in enumerate(value, start=1):
            row = self._below(item, key, str(number))
            start, end = row._date(FROM), row._date(UNTIL)
            if start is not None and end is not None and start >= end:
                raise row._bad(UNTIL, f"a day after {start}")
            if (end is None) if on is None else ((start or date.min) <= on < (end or date.max)):
                yield row._without(FROM, UNTIL)

    def on(self, day: date | None) -> "Row":
        """Return the row as it held on a day: this one, or the one of ``earlier``; None asks for the newest.

        Before the first day of the oldest row that one is returned: no older is known.

        Raises:
            DataError: ``bad-data``, ``missing-data`` where the days are not in order.
        """
        rows = [
            self._below(item, EARLIER, str(number)) for number, item in enumerate(self._table.get(EARLIER, []), start=1)
        ]
        rows.append(self)
        days = [row._date(FROM) for row in rows]
        for row, before, start in zip(rows[1:], days, days[1:], strict=False):
            if start is None:
                raise DataError("missing-data", field=row.dotted(FROM), needed="the day from which it holds")
            if before is not None and start <= before:
                raise row._bad(FROM, f"a day after {before}, from which the row before it holds")
        holds = [row for row, start in zip(rows, days, strict=True) if day is None or start is None or start <= day]
        return (holds[-1] if holds else rows[0])._without(FROM, EARLIER)

    def _date(self, key: str) -> date | None:
        if key not in self._table:
            return None
        day = day_of(self._table[key])
        if day is None:
            raise self._bad(key, "a day such as 2023-11-01")
        return day

    def _without(self, *keys: str) -> "Row":
        if not any(key in self._table for key in keys):
            return self
        return self._below({key: item for key, item in self._table.items() if key not in keys})

    def need(self, key: str) -> None:
        """Refuse a row without a key. Raises DataError: ``missing-data``."""
        self._get(key)

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

    def amounts(self, key: str, dimension: str) -> tuple[Amount, ...]:
        """Return a list of exact amounts; empty where the key is absent. Raises DataError: ``bad-data``."""
        try:
            return tuple(require(text, dimension, self.dotted(key)) for text in self.names(key))
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
        cited = self.choice("source", tuple(self._sources))
        certainty = self.choice("certainty", tuple(Certainty))
        return Source(self._sources[cited], Certainty(certainty))

    def fact(self, key: str, dimension: str) -> Fact:
        """Return the table ``key = {value, source, certainty}`` of an amount. Raises DataError."""
        return self.row(key).as_fact(dimension)

    def as_fact(self, dimension: str) -> Fact:
        """Return this row, ``{value, source, certainty}``, as an amount. Raises DataError."""
        self.only("value", "source", "certainty")
        return Fact(self.amount("value", dimension), self.source())

    def figure(self, key: str) -> Figure:
        """Return the table ``key = {value, source, certainty}`` of a bare number. Raises DataError."""
        return self.row(key).into(Figure)

    def range(self, key: str, dimension: str) -> Range:
        """Return the table ``key = {low, high, source, certainty}``.

        Raises:
            DataError: ``missing-data``, ``no-source``, ``bad-data``, the last also where low is above high.
        """
        return self.row(key).as_range(dimension)

    def as_range(self, dimension: str) -> Range:
        """Return this row, ``{low, high, source, certainty}``, as a range. Raises DataError."""
        self.only("low", "high", "source", "certainty")
        low, high = self.amount("low", dimension), self.amount("high", dimension)
        if low.value > high.value:
            raise self._bad("low", f"at most the high of {high.text()}")
        return Range(low, high, self.source())

    def into(self, kind: type[_R], on: date | None = None) -> _R:
        """Return the row as a row type, read as its annotations say.

        Parameters:
            kind: a ``NamedTuple``.
            on: the day that the rows of its arrays hold on; None for the newest.

        Raises:
            DataError: ``unknown-data-key``, ``missing-data``, ``no-source``, ``bad-data``.
        """
        known, readers, make = _layout(kind)
        self.only(*known)
        made: _R = make([read(self, on) for read in readers])
        return made

    def _below(self, table: Mapping[str, Any], *path: str) -> "Row":
        return Row(self._subject, self._sources, (*self._path, *path), table)

    def _get(self, key: str) -> Any:
        if key not in self._table:
            raise DataError("missing-data", field=self.dotted(key), needed=f"the key {key}")
        return self._table[key]

    def _bad(self, key: str, needed: str) -> DataError:
        return DataError("bad-data", field=self.dotted(key), given=self._table[key], needed=needed)


class At(NamedTuple):
    """The key of the file that a field stands under, where that is not its name."""

    key: str


class Read:
    """How a field is read that no annotation describes, and from which keys."""

    def __init__(self, read: Callable[[Row, date | None], Any], *keys: str) -> None:
        self.read = read
        self.keys = keys


Key = Annotated[str, Read(lambda row, on: row.key)]
"""The row's own name."""

Choices = tuple[str, ...] | Callable[[], tuple[str, ...]]
_Read = Callable[[Row, date | None], Any]
_Reader = Callable[[Row, str, date | None], Any]


@cache
def _layout(kind: Any) -> tuple[tuple[str, ...], tuple[_Read, ...], Callable[[list[Any]], Any]]:
    """Return the keys of a row type, what reads each of its fields, and what makes it of them."""
    known: list[str] = []
    readers: list[_Read] = []
    for name in kind._fields:
        keys, read = _field(name, kind.__annotations__[name], kind._field_defaults.get(name))
        known += keys
        readers.append(read)
    return tuple(known), tuple(readers), kind._make


def _field(name: str, hint: Any, default: Any) -> tuple[tuple[str, ...], _Read]:
    kind, notes, optional = _parts(hint)
    key = next((note.key for note in notes if isinstance(note, At)), name)
    for note in notes:
        if isinstance(note, Read):
            return note.keys, note.read
    if kind is Source:
        return ("source", "certainty"), lambda row, on: row.source()
    read = _value(kind, [note for note in notes if not isinstance(note, At)])
    if optional:
        return (key,), lambda row, on: read(row, key, on) if key in row else default
    return (key,), lambda row, on: read(row, key, on)


def _parts(hint: Any) -> tuple[Any, tuple[Any, ...], bool]:
    """Return an annotation's type, its notes, and whether None is one of its values."""
    optional = False
    notes: tuple[Any, ...] = ()
    while get_origin(hint) in (Annotated, Union, UnionType):
        if get_origin(hint) is Annotated:
            hint, *found = get_args(hint)
            notes += tuple(found)
        else:
            (hint,) = (item for item in get_args(hint) if item is not NoneType)
            optional = True
    return hint, notes, optional


def _value(kind: Any, notes: Iterable[Any]) -> _Reader:
    """Return what reads one value of a type: the table in the docstring of this module."""
    note: Any = next(iter(notes), None)
    if kind in _PLAIN and note is None:
        return _PLAIN[kind]
    if kind in _OF_DIMENSION:
        read = _OF_DIMENSION[kind]
        return lambda row, key, on: read(row, key, note)
    if kind is int:
        return lambda row, key, on: row.whole(key, least=note)
    if kind is str:
        return lambda row, key, on: row.choice(key, _choices(note))
    if get_origin(kind) is tuple:
        return _list(get_args(kind)[0])
    if get_origin(kind) is Mapping:
        return _table(get_args(kind)[1], note)
    if issubclass(kind, enum.Enum):
        return lambda row, key, on: kind(row.choice(key, tuple(kind)))
    return lambda row, key, on: row.row(key).into(kind, on)


_PLAIN: Mapping[type, _Reader] = {
    str: lambda row, key, on: row.text(key),
    bool: lambda row, key, on: row.flag(key),
    int: lambda row, key, on: row.whole(key),
    Fraction: lambda row, key, on: row.number(key),
    Figure: lambda row, key, on: row.figure(key),
}
_OF_DIMENSION: Mapping[type, Callable[[Row, str, str], Any]] = {Amount: Row.amount, Fact: Row.fact, Range: Row.range}


def _choices(choices: Choices) -> tuple[str, ...]:
    return choices() if callable(choices) else choices


def _list(hint: Any) -> _Reader:
    """Return what reads a list: of tables for a row type, else of texts."""
    kind, notes, _ = _parts(hint)
    if hasattr(kind, "_fields") and kind is not Amount:
        return lambda row, key, on: tuple(item.into(kind, on) for item in row.rows(key, on))
    note: Any = next(iter(notes), None)
    if kind is Amount:
        return lambda row, key, on: row.amounts(key, note)
    if kind is int:
        return lambda row, key, on: tuple(int(text) for text in row.names(key))
    return lambda row, key, on: row.names(key, None if note is None else _choices(note))


def _table(hint: Any, choices: Choices | None) -> _Reader:
    """Return what reads a table with many keys of one kind."""
    kind, notes, _ = _parts(hint)
    read = _value(kind, notes)

    def table(row: Row, key: str, on: date | None) -> dict[str, Any]:
        if key not in row:
            return {}
        below = row.row(key)
        if choices is not None:
            below.only(*_choices(choices))
        return {name: read(below, name, on) for name in below}

    return table
