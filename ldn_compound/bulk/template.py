"""A table to begin with: a heading, and a row that is planned as it stands."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

from ldn_compound.bulk.columns import COMMAND, inputs_of, label_columns

_LABEL = {
    "patient": "Jane Doe",
    "prescription_number": "RX-1001",
    "prescriber": "Dr. Roe",
    "timing": "bedtime",
}


def template(command: str, example: Mapping[str, str], *, whole: bool) -> str:
    """Return a CSV for the rows of a command.

    Parameters:
        command: that plans them.
        example: what its example gives, by input.
        whole: whether every column stands in it, or those of the example and the usual ones of a label alone.

    >>> print(template("dose", {"body_weight": "18.5kg"}, whole=False))
    command,body-weight,patient,prescription-number,prescriber,timing
    dose,18.5kg,,,,
    <BLANKLINE>
    """
    names = [COMMAND, *example, *_LABEL]
    labelled = command != "dose"
    if whole:
        names += [
            name for name in (*inputs_of(command), *label_columns()) if name not in names and _typed(command, name)
        ]
    values = {COMMAND: command, **example, **(_LABEL if labelled else {})}
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(name.replace("_", "-") for name in names)
    writer.writerow(values.get(name, "") for name in names)
    return text.getvalue()


def _typed(command: str, name: str) -> bool:
    """Tell whether a column is of an input that people type."""
    field = inputs_of(command).get(name)
    return field is None or (not field.internal and field.kind != "other name")
