"""A pharmacy's profile: TOML text read once, every value through the parsers, every problem told with its line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import attrs

from ldn_compound.core.errors import DataError, FileError, InputError
from ldn_compound.core.files import SETTINGS, TooLargeError, read_up_to
from ldn_compound.core.units import Amount
from ldn_compound.settings.values import Value


class FillerEntry(NamedTuple):
    """What the pharmacy states of one filler.

    Attributes:
        key: the filler's key; one that the reference data does not know is the pharmacy's own.
        name: what it is called, or None.
        lot: the lot in use, or None.
        packing: packing statistic (mass in one capsule) stated without a table of sizes, or None.
        packing_size: the capsule size that it was measured in, or None where that is not stated.
        packings: packing statistics by size.
        measured_on: when it was measured, or None.
        density: density as packed in capsules (mass/volume), or None.
        contains: what it contains of what patients avoid; None where that is not stated (a filler of the pharmacy's
            own cannot be cleared then).
        line: the line of its table in the profile.
    """

    key: str
    name: str | None = None
    lot: str | None = None
    packing: Amount | None = None
    packing_size: str | None = None
    packings: tuple[tuple[str, Amount], ...] = ()
    measured_on: date | None = None
    density: Amount | None = None
    contains: tuple[str, ...] | None = None
    line: int | None = None

    def packing_for(self, size: str) -> tuple[Amount, bool] | None:
        """Return the packing statistic for a capsule size, and whether it is stated for that size.

        A figure without a size comes back with False, for the plan to caution; one for another size does not.
        """
        for name, figure in self.packings:
            if name == size:
                return figure, True
        if self.packing is None or self.packing_size not in (None, size):
            return None
        return self.packing, self.packing_size is not None


@attrs.frozen(kw_only=True)
class Profile:
    """The settings of a pharmacy, as one file states them.

    Attributes:
        name: what the file is called, for messages.
        values: dotted name and typed value of every setting stated, in the order of the file.
        lines: dotted name and line, from 1, of every table and key.
        fillers: what is stated of each filler.
    """

    name: str
    values: tuple[tuple[str, Value], ...] = ()
    lines: tuple[tuple[str, int], ...] = ()
    fillers: tuple[FillerEntry, ...] = ()
    _by_name: Mapping[str, Value] = attrs.field(init=False, eq=False, repr=False)
    _lines_by_name: Mapping[str, int] = attrs.field(init=False, eq=False, repr=False)

    @_by_name.default
    def _index(self) -> Mapping[str, Value]:
        return dict(self.values)

    @_lines_by_name.default
    def _index_lines(self) -> Mapping[str, int]:
        return dict(self.lines)

    def get(self, dotted: str) -> Value | None:
        """Return the typed value of a setting such as ``balance.readability``, or None where it is not stated."""
        return self._by_name.get(dotted)

    def line_of(self, dotted: str) -> int | None:
        """Return the line, from 1, of a setting or a table, or None where it is not stated."""
        return self._lines_by_name.get(dotted)

    def filler(self, key: str) -> FillerEntry | None:
        """Return what is stated of a filler, or None."""
        return next((entry for entry in self.fillers if entry.key == key), None)


EMPTY = Profile(name="no profile")
"""The profile of a pharmacy that has none."""


def load_profile(path: Path | str) -> Profile:
    """Return the profile in a file: UTF-8 with or without a byte-order mark, line ends of any system.

    Parameters:
        path: of a TOML file.

    Raises:
        InputError: ``not-a-path``.
        FileError: ``unreadable-file``.
        DataError: ``not-utf-8``, ``file-too-large`` and what :func:`read_profile` raises.

    >>> load_profile("/no/such/profile.toml")
    Traceback (most recent call last):
    ldn_compound.core.errors.FileError: profile: given '/no/such/profile.toml'; needed a file; ... [unreadable-file]
    """
    if not isinstance(path, Path | str):
        raise InputError("not-a-path", field="path", given=path, needed="the path of a TOML file")
    # A file's name may hold what no terminal should be sent.
    name = "".join(ch if ch.isprintable() else "?" for ch in Path(path).name)
    return read_profile(read_text(Path(path)), name=name)


def read_text(path: Path) -> str:
    """Return the text of a profile's file.

    Raises:
        FileError: ``unreadable-file``.
        DataError: ``not-utf-8``, ``file-too-large``.
    """
    given = str(path)
    try:
        content = read_up_to(path, SETTINGS)
    except TooLargeError as error:
        raise DataError("file-too-large", field="profile", given=given, needed=f"at most {SETTINGS} bytes") from error
    except (OSError, ValueError) as error:
        # ValueError: a path with a null character in it.
        reason = getattr(error, "strerror", None) or "that is no path of a file"
        raise FileError("unreadable-file", field="profile", given=given, needed="a file", hint=reason) from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        hint = f"line {line}: save the file as UTF-8"
        raise DataError("not-utf-8", field="profile", given=given, needed="UTF-8 text", hint=hint) from error


def read_profile(text: str, *, name: str = "profile") -> Profile:
    """Return the profile that a TOML text states.

    Parameters:
        text: the whole text.
        name: what messages call it.

    Raises:
        InputError: ``not-text``.
        DataError: ``bad-toml``, ``unknown-profile-key``, ``bad-profile-value``: the first problem of the text, its hint
            with the line and how many more there are.

    >>> read_profile('[balance]\\nreadability = "10 mg"\\n', name="profile.toml").get("balance.readability")
    Amount('10 mg')
    """
    for field, given in (("text", text), ("name", name)):
        if not isinstance(given, str):
            raise InputError("not-text", field=field, given=given, needed="text")
    # The reader is loaded only where there is a profile to read.
    from ldn_compound.settings.reading import Reading, dotted_name

    reading = Reading(text)
    if reading.problems:
        first, more = reading.problems[0], len(reading.problems) - 1
        if more:
            rest = f"{more} more problem{'s' if more > 1 else ''} in this file"
            first.hint = f"{first.hint}; {rest}" if first.hint else rest
        raise first
    return Profile(
        name=name,
        values=tuple(reading.values.items()),
        lines=tuple((dotted_name(path), line) for path, line in reading.lines.items()),
        fillers=tuple(
            filler_entry(key, reading.values, reading.lines.get(("fillers", key))) for key in reading.fillers
        ),
    )


def problems(text: str) -> tuple[DataError, ...]:
    """Return every problem of a profile's text, in the order of its lines; none if it can be read.

    >>> [problem.field for problem in problems('[balance]\\nreadable = "1 mg"\\n')]
    ['balance.readable']
    """
    from ldn_compound.settings.reading import Reading

    return tuple(Reading(text).problems)


def filler_entry(key: str, values: Mapping[str, Value], line: int | None = None) -> FillerEntry:
    """Return what typed values, by dotted name, state of one filler."""
    start = f"fillers.{key}."
    stated: dict[str, Any] = {}
    packings: list[tuple[str, Amount]] = []
    for dotted, value in values.items():
        if dotted.startswith(f"{start}packing.") and isinstance(value, Amount):
            packings.append((dotted.removeprefix(f"{start}packing."), value))
        elif dotted.startswith(start):
            stated[dotted.removeprefix(start)] = value
    return FillerEntry(key=key, packings=tuple(packings), line=line, **stated)
