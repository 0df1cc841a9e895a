"""Rows of a label as lines: what is emphasised leads a line that it shares with nothing."""

from __future__ import annotations

import pytest

from ldn_compound.labelling.flow import Sizes, Style
from ldn_compound.labelling.flow_rows import Field, set_row
from ldn_compound.labelling.typesetting import Marks

LEAD, SECOND, THIRD = "No opioids.", "Tell your dentist.", "Keep cool."
# Wide enough for all three side by side; where the lead is no larger than the rest, its size does not part them.
WIDTH, SIZES = 400.0, Sizes(12.0, 8.0, 8.0)


def lines(text: str, *, columns: int = 3, lead: str = "small", bold: tuple[str, ...] = (LEAD,)) -> list[list[str]]:
    style = Style(
        "warnings", "small", lead, False, lines=9, columns=columns, align="left", table=False, mandatory=False
    )
    blocks, unset = set_row((Field(style, text, Marks(bold=bold)),), WIDTH, SIZES, 0.0)
    assert unset is None
    return [[" ".join(run.text for run in part.line.runs) for part in block.parts] for block in blocks]


@pytest.mark.parametrize("lead", ["small", "main"])
@pytest.mark.parametrize(
    ("order", "wanted"),
    [
        ((LEAD, SECOND, THIRD), [[LEAD], [SECOND, THIRD]]),
        ((SECOND, LEAD, THIRD), [[SECOND], [LEAD], [THIRD]]),
        ((SECOND, THIRD, LEAD), [[SECOND, THIRD], [LEAD]]),
    ],
)
def test_what_is_emphasised_has_its_line_alone(lead: str, order: tuple[str, ...], wanted: list[list[str]]) -> None:
    assert lines("\n".join(order), lead=lead) == wanted


def test_what_is_not_emphasised_stands_side_by_side() -> None:
    assert lines(f"{LEAD}\n{SECOND}\n{THIRD}", bold=()) == [[LEAD, SECOND, THIRD]]
    assert lines(f"{LEAD}\n{SECOND}\n{THIRD}", bold=(), columns=1) == [[LEAD], [SECOND], [THIRD]]
