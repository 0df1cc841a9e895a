"""Published worked examples, which the self-test recomputes. Data: ``data/examples.toml``.

>>> get_example("minimum-weighable-4-percent").expected
'150'
"""

from collections.abc import Mapping
from typing import Annotated, Any, NamedTuple

from ldn_compound.core.errors import DataError
from ldn_compound.core.sources import Source
from ldn_compound.reference.loader import unknown
from ldn_compound.reference.rows import At, Read, Row
from ldn_compound.reference.tables import One

ROUNDED, WRONG = "rounded", "wrong"


class Line(NamedTuple):
    """One number that must come out.

    Attributes:
        key: where it stands in the answer, such as ``content_of_label.if_not_lost``; empty for the answer itself;
            ``error`` for the exit code of a refusal.
        value: the number with its unit, or a text.
        digits: the significant digits at which it must be met; 0 where the text must be the same.
    """

    key: Annotated[str, Read(lambda row, on: str(row.plain().get("key", "")), "key")]
    value: str
    digits: Annotated[int, 0]


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

    key: Annotated[str, At("id")]
    given: str
    asked: str
    expected: str
    published: str | None
    source_is: Annotated[str, (ROUNDED, WRONG)] | None
    note: str | None
    source: Source
    call: str
    inputs: Annotated[Mapping[str, Any], Read(lambda row, on: row.row("inputs").plain(), "inputs")]
    lines: Annotated[tuple[Line, ...], At("expect")]


def _cases(row: Row) -> tuple[Example, ...]:
    row.only("case")
    found = tuple(_example(item) for item in row.rows("case"))
    keys = [example.key for example in found]
    twice = next((key for key in keys if keys.count(key) > 1), None)
    if twice is not None:
        raise DataError("bad-data", field="examples.case", given=twice, needed="each id once")
    return found


def _example(row: Row) -> Example:
    found = row.into(Example)
    if ("published" in row) != ("source_is" in row):
        raise DataError("missing-data", field=row.name, needed="published and source_is, or neither")
    if not found.lines:
        raise DataError("missing-data", field=row.dotted("expect"), needed="at least one number that must come out")
    return found


examples = One(_cases, "examples")
"""All examples in the order of the file."""


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
