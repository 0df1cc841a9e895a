"""The components of a planned batch: what each is, how much of it the plan weighs, supplier, lot and expiry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, NamedTuple

from ldn_compound.core.numbers import brief_text
from ldn_compound.core.units import Amount, mass
from ldn_compound.plans.batch.result import Batch
from ldn_compound.plans.capsules.result import CapsuleBatch
from ldn_compound.plans.ingredients.drug_powder import COMPONENT_KEYS
from ldn_compound.plans.quality.weighings import WeighingPlan, read_plan
from ldn_compound.plans.solution.batch import SolutionBatch
from ldn_compound.plans.tablets.batch import TabletBatch
from ldn_compound.plans.weighing.line import API, DILUENT, FILLER
from ldn_compound.plans.worksheet import SETTINGS
from ldn_compound.records.worksheet.words import Words
from ldn_compound.reference.fillers import filler_keys, get_filler

_SHELL, _CRUSHED, _STOCK = "shell", "source-tablet", "stock"


class Component(NamedTuple):
    """A component of a batch.

    Attributes:
        keys: the names that its lot and expiry may be given under; the first is its own.
        name: in words.
        planned: how much of it, in words; more: what else is known of it.
        supplier, lot, expiry: as the plan has them, or None.
        per_unit: in one unit, or None where that is not told.
        characteristics: what a master formulation says of it.
        amount: what `planned` says as one amount, or how many shells; None where it is not told.
    """

    keys: tuple[str, ...]
    name: str
    planned: str
    more: tuple[str, ...] = ()
    supplier: str | None = None
    lot: str | None = None
    expiry: str | None = None
    per_unit: str | None = None
    characteristics: tuple[str, ...] = ()
    amount: Amount | int | None = None


def components_of(plan: Batch, words: Words) -> tuple[Component, ...]:
    """Return the components of a batch in the order of its weighings, shells last.

    Parameters:
        plan: a capsule, tablet or solution batch.
        words: of the sheet.

    >>> import ldn_compound as ldn
    >>> plan = ldn.plan_capsules(strength="4.5 mg", count=90, size="3", filler="mcc-ph102", packing_stat="135 mg")
    >>> [(item.name, item.planned) for item in components_of(plan, Words("en"))][:2]
    [('naltrexone hydrochloride', '405 mg'), ('microcrystalline cellulose PH-102', '11745 mg')]
    """
    planned = read_plan(plan)
    found = (_drug(plan, planned, words), *_others(plan, planned, words))
    return tuple(_as_given(plan, item) for item in found)


def _drug(plan: Batch, planned: WeighingPlan, words: Words) -> Component:
    stock = plan.trituration is not None and plan.trituration.stock is not None
    powder, weighed = plan.drug_powder, mass(planned.masses[planned.first])
    amount = weighed.text()
    if powder is None:
        more = () if plan.tablets_to_crush is None else (words("sheet.crushed", tablets=str(plan.tablets_to_crush)),)
        return Component((_CRUSHED, API), plan.powder_name, amount, more, amount=weighed)
    figures = powder.certificate.shown()
    said = words("sheet.certificate", figures=figures) if figures else words("sheet.no-certificate")
    return Component(
        keys=(*((_STOCK,) if stock else ()), *COMPONENT_KEYS[powder.substance]),
        name=plan.powder_name,
        planned=amount,
        more=(said,),
        supplier=powder.supplier,
        lot=powder.lot,
        expiry=None if powder.expiry is None else powder.expiry.isoformat(),
        characteristics=(said,),
        amount=weighed,
    )


def _others(plan: Batch, planned: WeighingPlan, words: Words) -> Iterator[Component]:
    thinning = [value for name, value in planned.masses.items() if name.startswith(DILUENT)]
    if isinstance(plan, CapsuleBatch):
        masses = [planned.masses.get(FILLER, Fraction(0)), *thinning]
        yield Component(
            keys=(FILLER, plan.filler),
            name=plan.filler_name,
            planned=_sum(masses),
            per_unit=_per_unit(plan.exact.filler_total, plan),
            characteristics=_characteristics(plan.filler),
            amount=mass(sum(masses)),
        )
        shells = words("sheet.of-shells", count=str(plan.units_made), size=plan.capsule_size)
        yield Component((_SHELL,), plan.ingredients[-1], shells, per_unit="1", amount=plan.units_made)
    elif isinstance(plan, TabletBatch):
        thinned = "base" if plan.wetting_liquid is not None else "diluent"
        for part in plan.excipients:
            masses = [planned.masses.get(part.key, Fraction(0)), *(thinning if part.role == thinned else ())]
            thinning = [] if part.role == thinned else thinning
            yield Component(
                keys=(part.key,),
                name=part.name,
                planned=_sum(masses),
                per_unit=part.exact.per_unit.text(),
                characteristics=_characteristics(part.key),
                amount=mass(sum(masses)),
            )
        if plan.wetting_liquid is not None:
            volume = plan.wetting_liquid.exact.volume
            shown = "" if volume is None else volume.text()
            yield Component(("wetting-liquid",), plan.wetting_liquid.name, shown, amount=volume)
    elif isinstance(plan, SolutionBatch):
        solvent = None if plan.trituration is None else plan.trituration.dissolved_in
        for item in plan.components:
            measured = item.exact.volume_left
            amounts = [planned.masses.get(item.key, Fraction(0)), *(thinning if item.key == solvent else ())]
            weighed = _sum(amounts) if any(amounts) else ""
            shown = weighed or ("" if measured is None else measured.text())
            yield Component(
                keys=(item.key, *(("vehicle",) if item is plan.components[-1] else ())),
                name=item.name,
                planned=shown,
                characteristics=_characteristics(item.key),
                amount=mass(sum(amounts)) if any(amounts) else measured,
            )


def _sum(masses: list[Fraction]) -> str:
    return " + ".join(mass(item).text() for item in masses if item > 0) or mass(0).text()


def _per_unit(total: Amount, plan: CapsuleBatch) -> str:
    """Return a filler in one capsule: what is left of the fill beside the drug powder."""
    return mass(total.value * plan.exact.fill_mass.value / plan.exact.blend_total.value).text()


def _characteristics(key: str) -> tuple[str, ...]:
    if key not in filler_keys():
        return ()
    row = get_filler(key)
    densities = [
        f"{name} {_range(found.low, found.high)}"
        for name, found in (("loose", row.loose_density), ("tapped", row.tapped_density))
        if found is not None
    ]
    return (", ".join(densities),) if densities else ()


def _range(low: Amount, high: Amount) -> str:
    def shown(amount: Amount) -> str:
        return brief_text(amount.value / 1000)

    return f"{shown(low)} g/mL" if low == high else f"{shown(low)} to {shown(high)} g/mL"


def _as_given(plan: Batch, item: Component) -> Component:
    """Return a component with the lot and the expiry that the plan was given for it."""
    expiries: Mapping[str, Any] = plan.inputs.get("component_expiries") or {}
    lots: Mapping[str, Any] = plan.inputs.get("component_lots") or {}
    settings: Mapping[str, Any] = plan.inputs[SETTINGS]
    own = [f"fillers.{key}.lot" for key in item.keys]
    of_profile = (settings[name]["value"] for name in own if settings.get(name) is not None)
    lot = next((lots[key] for key in item.keys if key in lots), next(of_profile, None))
    expiry = next((expiries[key] for key in item.keys if key in expiries), None)
    return item._replace(
        lot=item.lot if lot is None else str(lot), expiry=item.expiry if expiry is None else str(expiry)
    )
