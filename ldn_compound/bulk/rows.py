"""Reads rows: a CSV with a heading as spreadsheets write it, or a JSON object a line. A bad row spoils no other."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ldn_compound.bulk.columns import column_name, columns, is_column
from ldn_compound.core.errors import InputError, LdnError
from ldn_compound.exchange.strict_json import numbered_lines, parse_object

DELIMITERS = (",", ";", "\t")
_NEEDED_ROW = "a JSON object with an option's name for each key"
_SEPARATOR_LINE = "sep="


class Row(NamedTuple):
    """One row as it was read.

    Attributes:
        line: where it begins in the file, from 1; the heading of a CSV is a line too.
        values: what it gives by name, as text or as JSON has it; what is empty is left out.
        refusal: why it cannot be read, or None.
    """

    line: int
    values: Mapping[str, Any]
    refusal: LdnError | None = None

    @property
    def digest(self) -> str:
        """The first 16 signs of the digest of its values: whether it is still the row that was planned."""
        text = json.dumps(self.values, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def read_json_rows(text: str) -> Iterator[Row]:
    """Yield the rows of a file with a JSON object on each line.

    >>> [row.values for row in read_json_rows('{"command": "dose", "weight": "18.5 kg"}')]
    [{'command': 'dose', 'body_weight': '18.5 kg'}]
    """
    for number, line in numbered_lines(text):
        try:
            given = parse_object(line, field="rows", needed=_NEEDED_ROW)
            yield Row(number, _named((key, value) for key, value in given.items() if value is not None))
        except LdnError as error:
            yield Row(number, {}, error)


def read_csv_rows(text: str) -> Iterator[Row]:
    """Yield the rows of a CSV: commas, semicolons or tabs between, the heading first.

    Raises:
        InputError: ``no-rows``; ``unknown-column``, ``given-twice`` for a heading: nothing below it can be read.

    >>> [tuple(row)[:2] for row in read_csv_rows("command;weight\\ndose;18.5 kg\\n")]
    [(2, {'command': 'dose', 'body_weight': '18.5 kg'})]
    """
    lines = text.splitlines(keepends=True) if "\n" not in text else text.split("\n")
    lines = [line.removesuffix("\r") + "\n" if "\n" in text else line for line in lines]
    start = 1 if lines and lines[0].casefold().startswith(_SEPARATOR_LINE) else 0
    if not any(line.strip() for line in lines[start:]):
        raise InputError("no-rows", field="rows", needed="a heading and a row below it")
    while not lines[start].strip():
        start += 1
    delimiter = lines[0].strip()[len(_SEPARATOR_LINE) :] if lines[0].casefold().startswith(_SEPARATOR_LINE) else None
    if delimiter not in DELIMITERS:
        delimiter = _delimiter(lines[start])
    reader = csv.reader(lines[start:], delimiter=delimiter, strict=True)
    try:
        heading = _heading(next(reader))
    except csv.Error as error:
        needed = "a heading of columns' names"
        raise InputError("bad-row", field="rows", needed=needed, hint=str(error)) from None
    line = start + 1 + reader.line_num
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            needed = "cells in quotes that are closed, a quote inside them doubled"
            yield Row(line, {}, InputError("bad-row", field="rows", needed=needed, hint=str(error)))
        else:
            if any(cell.strip() for cell in cells):
                yield _csv_row(line, heading, cells)
        line = start + 1 + reader.line_num


def _delimiter(line: str) -> str:
    """Return what stands between the names of a heading: what makes most columns of it that are known."""

    def known(delimiter: str) -> int:
        return sum(is_column(cell.strip().strip('"')) for cell in line.split(delimiter))

    return max(DELIMITERS, key=known)


def _heading(cells: Sequence[str]) -> list[str]:
    named = [number for number, cell in enumerate(cells, start=1) if cell.strip()]
    cells = cells[: named[-1] if named else 0]
    if len(cells) > len(columns()):
        needed = "each column once"
        raise InputError("bad-row", field="rows", given=f"{len(cells)} cells", needed=needed)
    names = [column_name(cell) for cell in cells]
    _refuse_twice(names)
    return names


def _csv_row(line: int, heading: Sequence[str], cells: Sequence[str]) -> Row:
    if len(cells) < len(heading) or any(cell.strip() for cell in cells[len(heading) :]):
        needed = f"{len(heading)} cells, as the heading has"
        return Row(line, {}, InputError("bad-row", field="rows", given=f"{len(cells)} cells", needed=needed))
    pairs = zip(heading, cells, strict=False)
    return Row(line, {name: cell.strip() for name, cell in pairs if cell.strip()})


def _named(pairs: Iterator[tuple[str, Any]]) -> dict[str, Any]:
    named = [(column_name(key), value) for key, value in pairs]
    _refuse_twice([name for name, _ in named])
    return dict(named)


def _refuse_twice(names: Sequence[str]) -> None:
    for name in names:
        if names.count(name) > 1:
            given = name.replace("_", "-")
            raise InputError("given-twice", field=name, given=given, needed="each column once")
