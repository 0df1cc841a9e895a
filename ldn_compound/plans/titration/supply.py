"""What a titration takes from the pharmacy: how long one batch may be used, and where the supply is split."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from operator import itemgetter
from typing import NamedTuple

from ldn_compound.calc.calendar import days_usable, last_day_of_use
from ldn_compound.checks import solution as checks
from ldn_compound.core.results import Finding
from ldn_compound.core.units import Amount
from ldn_compound.inputs.doses import TitrationInputs
from ldn_compound.plans.prescription.beyond_use import FormRule, resolve_rule
from ldn_compound.plans.solution.dosing import kept_findings, resolve_storage, shortest_rule
from ldn_compound.plans.solution.vehicle import AQUEOUS, PRESERVED, classify, vehicle_row
from ldn_compound.plans.worksheet import Worksheet
from ldn_compound.reference.beyond_use import Rule
from ldn_compound.reference.forms import get_form
from ldn_compound.reference.vehicles import Vehicle, glycerol_facts

Span = tuple[int, int]
"""A first and a last day, both counted."""
_ANY_DAY = date(2026, 1, 1)


class Kept(NamedTuple):
    """What limits the use of one batch, as its rules look at it.

    Attributes:
        rule: what gives its days: the rule of its form, or the formula's own stability.
        of_form: the rule of its form.
        storage: of a liquid, else None.
        concentration, vehicle: of a liquid, else None; water: that its glycerol brings, w/w, or None.
    """

    rule: Rule
    of_form: FormRule
    storage: str | None = None
    concentration: Amount | None = None
    vehicle: Vehicle | None = None
    water: Fraction | None = None


def resolve_kept(sheet: Worksheet[TitrationInputs], concentration: Amount | None) -> Kept:
    """Return what gives one batch its days; of a liquid the rule of the vehicle's form, or its own stability.

    Parameters:
        concentration: of a liquid, else None.

    Raises:
        InputError: ``unknown-vehicle``.
    """
    if concentration is None:
        of_form = resolve_rule(sheet, get_form(sheet.given.form).rules[0])
        return Kept(of_form.rule, of_form)
    vehicle = vehicle_row(sheet, sheet.given.vehicle, why=" without added water, a non-aqueous liquid")
    form = PRESERVED if vehicle.preserved else AQUEOUS
    water: Fraction | None = None
    if vehicle.by_mass:
        # Nothing is added to it here: its water is what its glycerol brings.
        water = glycerol_facts(vehicle.glycerol)[1].value.value
        form = classify(water, activity=None, preserved=vehicle.preserved)
    storage = resolve_storage(sheet, sheet.given.storage, form)
    of_form = resolve_rule(sheet, form)
    rule = shortest_rule(of_form, vehicle, storage=storage)
    return Kept(rule, of_form, storage, concentration, vehicle, water)


def rules_of_kept(given: TitrationInputs, found: Kept) -> Iterator[Finding]:
    """Yield the findings on the liquid and its rule, in the order in which they are told."""
    if found.vehicle is not None and found.water is not None:
        yield from checks.water_findings(fraction=found.water, activity=None, vehicle=found.vehicle)
    yield from found.of_form.findings()
    vehicle, concentration, storage = found.vehicle, found.concentration, found.storage
    if vehicle is not None and concentration is not None and storage is not None:
        yield from checks.concentration_findings(concentration, vehicle)
        yield from kept_findings(
            found.of_form, vehicle, storage=storage, concentration=concentration, on=given.day_of_rules()
        )


def usable_days(sheet: Worksheet, rule: Rule) -> int:
    """Return for how many days a batch may be used that is begun on the day of its making; write the step down."""
    day_1 = sheet.setting("policies.day_count") == "day-1"
    last = last_day_of_use(_ANY_DAY, days=int(rule.days.value.value), made_day_is_day_1=day_1)
    usable = days_usable(_ANY_DAY, last)
    counted = "the day of making is day 1" if day_1 else "the day of making is day 0"
    sheet.note("days that one batch may be used", f"{rule.days.value.text()} ({rule.name}), {counted}", f"{usable} d")
    sheet.assume(
        "made-on-first-day-of-use",
        field="begin",
        value="day of making",
        message="each batch is made on the first day of its use, and no component expires before: each day between "
        "making and first use is a day less",
        source=rule.days.source,
    )
    return usable


def split(spans: Sequence[Span], *, usable: int) -> list[Span]:
    """Return the days that each batch covers: as few batches as will do, and a step is cut in two only where it must.

    Parameters:
        spans: the days of each step, in order; days between two of them are without a dose.
        usable: days that one batch may be used.

    >>> split([(number * 14 + 1, number * 14 + 14) for number in range(9)], usable=90)
    [(1, 84), (85, 126)]
    """
    found = []
    first: int | None = spans[0][0]
    left = _batches(spans, spans[0][0], usable)
    while first is not None:
        last = _last_dose(spans, first + usable - 1)
        ends = [to for _, to in spans if first <= to <= last]
        for end in reversed(ends):
            after = _next_dose(spans, end)
            if (0 if after is None else _batches(spans, after, usable)) == left - 1:
                last = end
                break
        found.append((first, last))
        first = _next_dose(spans, last)
        left -= 1
    return found


def _batches(spans: Sequence[Span], first: int, usable: int) -> int:
    """Return the least number of batches from a day on: each used for as long as it may be."""
    number = 0
    day: int | None = first
    while day is not None:
        number += 1
        day = _next_dose(spans, day + usable - 1)
    return number


def _next_dose(spans: Sequence[Span], day: int) -> int | None:
    """Return the first day with a dose after a day, or None."""
    place = bisect_right(spans, day, key=itemgetter(1))
    return max(spans[place][0], day + 1) if place < len(spans) else None


def _last_dose(spans: Sequence[Span], day: int) -> int:
    """Return the last day with a dose up to a day."""
    return min(spans[bisect_right(spans, day, key=itemgetter(0)) - 1][1], day)


def overlap(one: Span, other: Span) -> int:
    """Return how many days two spans share.

    >>> overlap((1, 84), (71, 90)), overlap((1, 14), (15, 28))
    (14, 0)
    """
    return max(0, min(one[1], other[1]) - max(one[0], other[0]) + 1)
