"""One line of the file of plans: a whole plan document, with the row that it was made of beside it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, TypedDict

from ldn_compound.bulk.plan_row import Planned
from ldn_compound.bulk.rows import Row
from ldn_compound.core.results import to_document

BESIDE = "bulk_row"
"""The key beside the plan's own; whoever reads the plan ignores it."""


class BulkRow(TypedDict):
    """The row of a table that a plan was made of.

    Attributes:
        line: of the table.
        digest: over the row.
        label: what it gives for the label.
        not_taken_from_formula: inputs of the formula that the row says otherwise.
    """

    line: int
    digest: str
    label: dict[str, Any]
    not_taken_from_formula: list[str]


def stored_row(row: Row, planned: Planned) -> str:
    """Return the line that is written for a row: it can be read as any plan's document."""
    beside: BulkRow = {
        "line": row.line,
        "digest": row.digest,
        "label": dict(planned.label),
        "not_taken_from_formula": list(planned.left_out),
    }
    return json.dumps({**to_document(planned.result), BESIDE: beside}, separators=(",", ":"))


def label_fields(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the row of a stored plan gave for its label; empty for the plan of no row."""
    beside = document.get(BESIDE)
    label = beside.get("label") if isinstance(beside, Mapping) else None
    return dict(label) if isinstance(label, Mapping) else {}
