"""Published worked examples, which the self-test recomputes. Data: ``data/examples.toml``.

>>> get_example("minimum-weighable-4-percent").expected
'150'
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from ldn_compound.core.errors import DataError
from ldn_compound.core.sources import Source
from ldn_compound.reference.loader import Row, load, unknown

SUBJECT = "examples"
ROUNDED, WRONG = "rounded", "wrong"


class Line(NamedTuple):
    """One number that must come out.

    Attributes:
        key: where it stands in the answer, such as ``content_of_label.if_not_lost``; empty for the answer itself;
            ``error`` for the exit code of a refusal.
        value: the number with its unit, or a text.
        digits: the significant digits at which it must be met; 0 where the text must be the same.
    """

    key: str
    value: str
    digits: int


class Example(NamedTuple):
    """One worked example.

    Attributes:
        key: its name.
        given, asked, expected: in words, as a person checks it with a pencil.
        published: what the source printed where it differs, or None.
        source_is: ``rounded`` or ``wrong`` where the source differs, else None.
        note: why, or None.
        source: the citation.
        call: what computes it: a verb, a formula as ``calc.MODULE.NAME``, or ``text``.
        inputs: the keywords of the call, as the data file has them.
        lines: what must come out.
    """

    key: str
    given: str
    asked: str
    expected: str
    published: str | None
    source_is: str | None
    note: str | None
    source: Source
    call: str
    inputs: Mapping[str, Any]
    lines: tuple[Line, ...]


def examples() -> tuple[Example, ...]:
    """Return all examples in the order of the file. Raises DataError."""
    return _read()


def get_example(key: str) -> Example:
    """Return one example.

    Raises:
        InputError: ``unknown-example``.
        DataError: a malformed row.
    """
    rows = {example.key: example for example in examples()}
    if key not in rows:
        raise unknown("unknown-example", field="example", given=key, known=tuple(rows), what="an example")
    return rows[key]


@cache
def _read() -> tuple[Example, ...]:
    found = tuple(_example(row) for row in load(SUBJECT).row().rows("case"))
    keys = [example.key for example in found]
    twice = next((key for key in keys if keys.count(key) > 1), None)
    if twice is not None:
        raise DataError("bad-data", field=f"{SUBJECT}.case", given=twice, needed="each id once")
    return found


def _example(row: Row) -> Example:
    row.only(
        *("id", "given", "asked", "expected", "published", "source_is", "note", "source", "certainty"),
        *("call", "inputs", "expect"),
    )
    if ("published" in row) != ("source_is" in row):
        raise DataError("missing-data", field=row.name, needed="published and source_is, or neither")
    lines = tuple(_line(item) for item in row.rows("expect"))
    if not lines:
        raise DataError("missing-data", field=row.dotted("expect"), needed="at least one number that must come out")
    return Example(
        key=row.text("id"),
        given=row.text("given"),
        asked=row.text("asked"),
        expected=row.text("expected"),
        published=row.text("published") if "published" in row else None,
        source_is=row.choice("source_is", (ROUNDED, WRONG)) if "source_is" in row else None,
        note=row.text("note") if "note" in row else None,
        source=row.source(),
        call=row.text("call"),
        inputs=row.row("inputs").plain(),
        lines=lines,
    )


def _line(row: Row) -> Line:
    row.only("key", "value", "digits")
    return Line(row.plain()["key"], row.text("value"), row.whole("digits", least=0))


def validate_all() -> None:
    """Check every row. Raises DataError."""
    load(SUBJECT).row().only("case")
    examples()
