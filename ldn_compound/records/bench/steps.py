"""The steps of a planned batch, in the order of its preparation: what is weighed, checked and done."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Literal

import attrs

from ldn_compound.core.errors import InputError
from ldn_compound.core.numbers import ceiling, round_down
from ldn_compound.core.results import Result
from ldn_compound.core.units import Amount, mass
from ldn_compound.plans.batch.result import Batch, UnitBatch
from ldn_compound.plans.ingredients.drug_powder import powder_line
from ldn_compound.plans.quality.weighings import WEIGHED_KINDS, WeighingPlan, read_plan
from ldn_compound.plans.weighing.line import API, FILLER, Line
from ldn_compound.plans.worksheet import SETTINGS
from ldn_compound.settings.resolve import settings_from_json

_PERMITTED = "balance.permitted_error"
Kind = Literal["weigh", "residue", "mean", "look", "do"]


@attrs.frozen(kw_only=True)
class Step:
    """One step.

    Attributes:
        number: from 1.
        kind: ``weigh`` (a mass against its target), ``residue`` (what is left in the weighing boat), ``mean`` (the
            masses of the first units), ``look`` (what is seen must be so), or ``do``.
        text: what is to be done, in words.
        name: of the weighing, as ``as_made`` takes it, else None.
        aliases: other names of it.
        target, low, high: the mass, and between what masses it is as planned; of ``mean`` those of the mean; else None.
        unit_low, unit_high: of ``mean``, between what masses a single unit is as planned.
        permitted: how far a weighing, or of ``mean`` the mean, may be off, as a fraction; else None.
        units: of ``mean``, how many are weighed.
        lot: the lot that the plan names, in words, or None.
    """

    number: int
    kind: Kind
    text: str
    name: str | None = None
    aliases: tuple[str, ...] = ()
    target: Amount | None = None
    low: Amount | None = None
    high: Amount | None = None
    unit_low: Amount | None = None
    unit_high: Amount | None = None
    permitted: Amount | None = None
    units: int | None = None
    lot: str | None = None


def steps_of(plan: Result) -> tuple[Step, ...]:
    """Return the steps of a planned batch: the lines of its preparation, with every weighing of the plan in them.

    A weighing that no line tells of stands before the line that needs it. Each is held against the permitted weighing
    error of the plan itself, by the masses that the balance can show.

    Parameters:
        plan: a capsule, tablet or solution batch.

    Raises:
        InputError: ``not-a-plan``.

    >>> import ldn_compound as ldn
    >>> plan = ldn.plan_capsules(strength="4.5 mg", count=90, size="3", filler="mcc-ph102", packing_stat="135 mg")
    >>> [(step.kind, step.name) for step in steps_of(plan)[:3]]
    [('weigh', 'api'), ('weigh', 'filler'), ('do', None)]
    >>> [step.low.text() for step in steps_of(plan)[:1]]
    ['385 mg']
    """
    if not isinstance(plan, Batch) or plan.kind not in WEIGHED_KINDS:
        given, needed = getattr(plan, "kind", type(plan).__name__), f"a plan: {', '.join(WEIGHED_KINDS)}"
        raise InputError("not-a-plan", field="plan", given=given, needed=needed)
    return tuple(attrs.evolve(step, number=number) for number, step in enumerate(_steps(plan), start=1))


def _steps(plan: Batch) -> Iterator[Step]:
    planned = read_plan(plan)
    told = {line.weighs for line in plan.preparation if isinstance(line, Line)}
    open_names = [name for name in planned.masses if name not in told]
    for line in plan.preparation:
        if not isinstance(line, Line):
            yield Step(number=0, kind="do", text=line)
            continue
        if line.uses is not None and line.uses in open_names:
            open_names.remove(line.uses)
            yield _weighing(plan, planned, line.uses, f"Weigh {_shown(planned.masses[line.uses])} of {_called(plan)}.")
        if line.weighs is not None and line.weighs in planned.masses:
            yield _weighing(plan, planned, line.weighs, line.removesuffix(line.boat))
            if line.boat:
                yield Step(number=0, kind="residue", text=line.boat.strip(), name="residue")
        elif line.check == "mean" and isinstance(plan, UnitBatch):
            yield _mean(plan, line)
        else:
            yield Step(number=0, kind="look" if line.check == "look" else "do", text=str(line))
    if open_names:
        raise AssertionError(f"no line of the preparation needs {open_names}")


def _weighing(plan: Batch, planned: WeighingPlan, name: str, text: str) -> Step:
    target, permitted = planned.masses[name], _permitted(plan)
    step, room = plan.exact.readability.value, permitted.value * planned.masses[name]
    low, high = ceiling((target - room) / step) * step, round_down(target + room, step)
    return Step(
        number=0,
        kind="weigh",
        text=text,
        name=name,
        aliases=tuple(alias for alias, other in planned.aliases.items() if other == name),
        target=mass(target),
        low=mass(max(low, Fraction(0))),
        high=mass(high),
        permitted=permitted,
        lot=_lot(plan, name, planned),
    )


def _mean(plan: UnitBatch, line: Line) -> Step:
    hold, limits = plan.hold_point.exact, plan.unit_mass_limits.exact
    return Step(
        number=0,
        kind="mean",
        text=str(line),
        name="hold",
        target=hold.target,
        low=hold.low,
        high=hold.high,
        unit_low=limits.low,
        unit_high=limits.high,
        permitted=hold.limit,
        units=hold.units,
    )


def _permitted(plan: Batch) -> Amount:
    found = settings_from_json(plan.inputs[SETTINGS])[_PERMITTED].value
    assert isinstance(found, Amount)  # every plan that weighs has it
    return found


def _lot(plan: Batch, name: str, planned: WeighingPlan) -> str | None:
    if name == API:
        line = powder_line(plan.drug_powder)
        return None if line is None else line.partition("   (")[0].removeprefix("lot ")
    lots: Any = plan.inputs.get("component_lots") or {}
    keys = (name, *(alias for alias, other in planned.aliases.items() if other == name))
    found = next((lots[key] for key in keys if key in lots), None)
    return None if found is None else str(found)


def _called(plan: Batch) -> str:
    """Return the name of the one component whose weighing no line tells of: the filler of capsules."""
    return str(getattr(plan, f"{FILLER}_name"))


def _shown(value: Fraction) -> str:
    return mass(value).text()
