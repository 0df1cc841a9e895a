"""The components of a batch as a table for a spreadsheet: what, how much, from which lot, until when."""

from __future__ import annotations

import csv
import io
from typing import Any

from ldn_compound.core.errors import InputError
from ldn_compound.core.numbers import decimal_text
from ldn_compound.core.units import Amount
from ldn_compound.plans import refusal_of_stops, verify
from ldn_compound.plans.batch.result import Batch
from ldn_compound.records.cells import neutral
from ldn_compound.records.worksheet.components import Component, components_of
from ldn_compound.records.worksheet.words import Words

COLUMNS = ("component", "amount", "unit", "lot", "expiry", "supplier", "remark")
_SHELLS = "shells"


def ingredients_csv(plan: Any) -> tuple[str, int]:
    """Return the components of a batch as CSV, a line each under a line of headings; and how many there are.

    The amounts are those to weigh, as on the compounding record; a cell that a spreadsheet would take for a formula
    gets an apostrophe in front.

    Parameters:
        plan: a capsule, tablet or solution batch.

    Raises:
        InputError: ``not-a-plan``.
        MismatchError: ``does-not-recompute``: the plan was changed after it was planned.
        StopError: ``stop-not-accepted``.

    >>> import ldn_compound as ldn
    >>> plan = ldn.plan_capsules(strength="4.5 mg", count=90, size="3", filler="mcc-ph102", packing_stat="135 mg")
    >>> ingredients_csv(plan)[0].splitlines()[2]
    'microcrystalline cellulose PH-102,11745,mg,,,,'
    """
    if not isinstance(plan, Batch):
        given = getattr(plan, "kind", type(plan).__name__)
        raise InputError("not-a-plan", field="plan", given=given, needed="a plan of capsules, tablets or a solution")
    verify(plan)
    if (refusal := refusal_of_stops(plan)) is not None:
        raise refusal
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    components = components_of(plan, Words("en"))
    for item in components:
        writer.writerow([neutral(cell) for cell in _cells(item)])
    return text.getvalue(), len(components)


def _cells(item: Component) -> tuple[str, ...]:
    amount, unit = item.amount, ""
    if isinstance(amount, Amount):
        number, unit = decimal_text(amount.in_unit), amount.unit
    else:
        number, unit = ("", "") if amount is None else (str(amount), _SHELLS)
    remark = "; ".join(item.more)
    return item.name, number, unit, item.lot or "", item.expiry or "", item.supplier or "", remark
