"""The lot of a component that was really taken, as an entry of a batch's record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from ldn_compound.core.errors import InputError
from ldn_compound.core.texts import require_visible
from ldn_compound.plans import replay
from ldn_compound.plans.batch.result import Batch
from ldn_compound.plans.quality.weighings import read_plan
from ldn_compound.records.entries import COMPONENT, Entry
from ldn_compound.records.worksheet.components import components_of
from ldn_compound.records.worksheet.words import Words


class TakenLot(NamedTuple):
    """An entry that is to be made of a lot.

    Attributes:
        name: of the component, in words.
        data: of the entry; corrects: the number of the entry in whose place it stands, or None.
    """

    name: str
    data: Mapping[str, str]
    corrects: int | None


def lot_taken(
    plan: Batch, entries: Sequence[Entry], *, component: str, lot: str, expiry: str | None = None
) -> TakenLot:
    """Return the entry that says which lot of a component was taken.

    The batch is planned again with the lot and its expiry. Where another mass, date or finding comes out, the plan in
    hand is not the one to make: the drug's assay and a filler's density belong to a lot.

    Parameters:
        plan: of the record; entries: what it holds already.
        component: a key of the plan's components, such as ``filler`` or ``mcc-ph102``.
        lot: as it stands on the container; expiry: its last day, ISO text, or None.

    Raises:
        InputError: ``empty``, ``unknown-component``; ``lot-changes-plan``; ``component-expired``, ``bad-date`` and
            what is wrong with the lot's text.

    >>> import ldn_compound as ldn
    >>> plan = ldn.plan_capsules(strength="4.5 mg", count=90, size="3", filler="mcc-ph102", packing_stat="135 mg")
    >>> lot_taken(plan, (), component="filler", lot="F2207")
    TakenLot(name='microcrystalline cellulose PH-102', data={'name': 'filler', 'lot': 'F2207'}, corrects=None)
    """
    require_visible(lot, field="lot")
    components = components_of(plan, Words("en"))
    found = next((item for item in components if component in item.keys), None)
    if found is None:
        needed = f"a component of the batch: {', '.join(item.keys[0] for item in components)}"
        raise InputError("unknown-component", field="component", given=component, needed=needed)
    taken = {"component_lots": {component: " ".join(lot.split())}}
    if expiry is not None:
        taken["component_expiries"] = {component: expiry}
    changed = {name: _without(plan.inputs.get(name), found.keys) | row for name, row in taken.items()}
    again = replay(plan.kind, {**plan.inputs, **changed})
    assert isinstance(again, Batch)
    if (change := _changed(plan, again)) is not None:
        hint = "plan the batch again with this lot (--component-lot, --component-expiry), and begin its record anew"
        needed = f"a lot that leaves the plan as it is: {change}"
        raise InputError("lot-changes-plan", field="lot", given=lot, needed=needed, hint=hint)
    corrected = {item.corrects for item in entries}
    earlier = [
        item.number
        for item in entries
        if item.kind == COMPONENT and item.data["name"] in found.keys and item.number not in corrected
    ]
    data = {"name": component, "lot": again.inputs["component_lots"][component]}
    if expiry is not None:
        data["expiry"] = again.inputs["component_expiries"][component]
    return TakenLot(found.name, data, earlier[-1] if earlier else None)


def _without(given: Any, keys: Sequence[str]) -> dict[str, str]:
    """Return what the plan has of the other components."""
    return {name: value for name, value in (given or {}).items() if name not in keys}


def _changed(plan: Batch, again: Batch) -> str | None:
    """Return what of the plan another lot changes, in words, or None."""
    if plan.beyond_use_date != again.beyond_use_date:
        return f"the beyond-use date would be {again.beyond_use_date}, not {plan.beyond_use_date}"
    masses = read_plan(again).masses
    for name, before in read_plan(plan).masses.items():
        if masses.get(name) != before:
            return f"the mass of {name} would be {masses.get(name)} mg, not {before} mg"
    codes = Counter(item.code for item in again.findings)
    codes.subtract(item.code for item in plan.findings)
    return next((f"the finding {code} would {'come' if n > 0 else 'go'}" for code, n in codes.items() if n), None)
