"""Laws of a titration, and the second engine's agreement on generated courses."""

from __future__ import annotations

import os
from collections import Counter
from fractions import Fraction
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

import ldn_compound as ldn
from ldn_compound.plans.titration.capsule_choice import Chooser
from ldn_compound.plans.titration.supply import split
from tests import second_engine_titration as second

LONG = os.environ.get("LONG") == "1"
LAW = settings(max_examples=2_000 if LONG else 100, deadline=None, derandomize=not LONG)
ENGINE = settings(max_examples=10_000 if LONG else 300, deadline=None, derandomize=not LONG)

DOSES = ("0.5", "0.75", "1", "1.25", "1.5", "2", "2.25", "3", "4", "4.5", "5", "6")
STEPS = ("0.25", "0.3", "0.5", "0.7", "1", "1.5")
STOCKS = (("0.5",), ("0.5", "1.5", "4.5"), ("0.25", "1", "3"), ("0.1", "0.5", "2.5"), ("0.5", "2", "2.5"), ("1", "1.5"))


@st.composite
def courses(draw: st.DrawFn) -> dict[str, Any]:
    """Return a course as the second engine takes it."""
    to = draw(st.sampled_from(DOSES))
    lower = [dose for dose in DOSES if Fraction(dose) <= Fraction(to)]
    start = draw(st.sampled_from(lower) | st.none())
    restart = draw(st.sampled_from(lower) | st.none()) if start is not None else draw(st.sampled_from(lower))
    return {
        "start": start,
        "step": draw(st.sampled_from(STEPS)),
        "every": draw(st.integers(1, 40)),
        "to": to,
        "last_for": draw(st.integers(1, 120)),
        "per_day": draw(st.integers(1, 3)),
        "restart_at": restart,
        "pause": draw(st.integers(1, 40)) if restart is not None else 0,
    }


def keywords(course: dict[str, Any]) -> dict[str, Any]:
    restart: dict[str, Any] = {}
    if course["restart_at"] is not None:
        restart = {"restart_at": f"{course['restart_at']} mg", "pause": f"{course['pause']} d"}
    if course["start"] is not None:
        restart["start"] = f"{course['start']} mg"
    return {
        "step": f"{course['step']} mg",
        "every": f"{course['every']} d",
        "to": f"{course['to']} mg",
        "last_for": f"{course['last_for']} d",
        "per_day": course["per_day"],
        **restart,
    }


def value(result: Any, name: str) -> Fraction:
    return getattr(result.exact, name).value


def planned(course: dict[str, Any], **more: Any) -> Any:
    """Return the plan, or None where it cannot be made or measured."""
    try:
        return ldn.plan_titration(**keywords(course), **more)
    except (ldn.CalculationError, ldn.StopError):
        return None


@ENGINE
@given(courses(), st.sampled_from(("1", "0.5", "2", "0.4")))
def test_the_second_engine_agrees_on_a_solution(course: dict[str, Any], concentration: str) -> None:
    taken = second.days(**course)
    plan = planned(course, form="solution", concentration=f"{concentration} mg/mL")
    assume(plan is not None)
    assert [value(step, "dose") for step in plan.schedule] == second.doses(taken)
    assert value(plan, "days") == taken[-1].number
    assert value(plan, "total_drug") == second.drug(taken)
    assert value(plan, "total_volume") == second.drug(taken) / Fraction(concentration)
    assert len(plan.supplies) == second.batches(taken, 90)


@LAW
@given(courses(), st.sampled_from(("1", "0.5", "2", "0.4", "3")))
def test_the_second_engine_agrees_on_the_syringes(course: dict[str, Any], concentration: str) -> None:
    doses = sorted(set(second.doses(second.days(**course))))
    assume(len(doses) <= 10)
    strength, most = Fraction(concentration), Fraction(course["to"])
    theirs = second.syringes([dose / strength for dose in doses], most / strength)
    plan = planned(course, form="solution", concentration=f"{concentration} mg/mL")
    assert (plan is None) == (theirs is None)
    if plan is None or theirs is None:
        return
    mine = {value(step, "dose"): step for step in plan.schedule}
    found = [(value(mine[dose].syringe, "size"), value(mine[dose], "measured_volume")) for dose in doses]
    assert found == theirs


@LAW
@given(courses(), st.sampled_from(("1", "0.3", "0.7", "2")))
def test_a_larger_dose_never_takes_a_smaller_syringe(course: dict[str, Any], concentration: str) -> None:
    plan = planned(course, form="solution", concentration=f"{concentration} mg/mL")
    assume(plan is not None)
    rising = sorted(plan.schedule, key=lambda step: value(step, "dose"))
    sizes = [value(step.syringe, "size") for step in rising]
    assert sizes == sorted(sizes)
    small = {step.number for step in plan.schedule if 5 * value(step, "volume") < value(step.syringe, "size")}
    said = [item.message for item in plan.findings if item.code == "dose-small-for-syringe"]
    assert bool(small) == bool(said)


@ENGINE
@given(courses(), st.sampled_from(STOCKS))
def test_the_second_engine_agrees_on_capsules(course: dict[str, Any], stock: tuple[str, ...]) -> None:
    taken = second.days(**course)
    strengths = [Fraction(item) for item in stock]
    fewest = {dose: second.fewest(dose, strengths) for dose in set(second.doses(taken))}
    plan = planned(course, form="capsule", strengths=[f"{item} mg" for item in stock])
    if plan is None:
        assert None in fewest.values()
        return
    made_of: dict[Fraction, Counter[Fraction]] = {}
    for step in plan.schedule:
        handful = Counter({value(item, "strength"): item.count for item in step.capsules})
        dose = value(step, "dose")
        assert sum((strength * count for strength, count in handful.items()), Fraction(0)) == dose
        assert set(handful) <= set(strengths)
        if fewest[dose] is not None:
            assert handful.total() == fewest[dose]
        made_of[dose] = handful
    in_all = {value(item, "strength"): item.count for item in plan.total_capsules}
    assert in_all == second.totals(taken, made_of)
    assert len(plan.supplies) == second.batches(taken, 180)


@LAW
@given(
    st.lists(st.sampled_from(DOSES), min_size=2, max_size=9),
    st.integers(1, 30),
    st.integers(1, 60),
    st.integers(1, 60),
    st.integers(1, 3),
)
def test_the_second_engine_agrees_on_listed_doses(
    doses: list[str], every: int, first_for: int, last_for: int, per_day: int
) -> None:
    assume(len(set(doses)) > 1)
    taken = second.listed(doses, every=every, first_for=first_for, last_for=last_for, per_day=per_day)
    plan = ldn.plan_titration(
        form="capsule",
        strengths="0.25 mg",
        doses=[f"{dose} mg" for dose in doses],
        every=f"{every} d",
        first_for=f"{first_for} d",
        last_for=f"{last_for} d",
        per_day=per_day,
    )
    assert [value(step, "dose") for step in plan.schedule] == second.doses(taken)
    assert (value(plan, "days"), value(plan, "total_drug")) == (taken[-1].number, second.drug(taken))
    by_day = {number: step for step in plan.schedule for number in range(step.from_day, step.to_day + 1)}
    assert [value(by_day[day.number], "dose") for day in taken] == [day.dose for day in taken]
    assert len(plan.supplies) == second.batches(taken, 180)
    assert ldn.from_json(ldn.to_json(plan)) == plan


@LAW
@given(courses(), st.sampled_from(("1", "0.3", "0.7", "2")))
def test_the_parts_sum_to_the_whole(course: dict[str, Any], concentration: str) -> None:
    plan = planned(course, form="solution", concentration=f"{concentration} mg/mL")
    assume(plan is not None)
    assert sum(value(step, "drug") for step in plan.schedule) == value(plan, "total_drug")
    assert sum(value(item, "drug") for item in plan.supplies) == value(plan, "total_drug")
    assert sum(value(item, "volume") for item in plan.supplies) == value(plan, "total_volume")
    spans = [(step.from_day, step.to_day) for step in plan.schedule]
    pause = [] if plan.pause is None else [(plan.pause.from_day, plan.pause.to_day)]
    covered = [day for first, last in sorted(spans + pause) for day in range(first, last + 1)]
    assert covered == list(range(1, int(value(plan, "days")) + 1))


@LAW
@given(courses(), st.sampled_from(("1", "0.3", "0.7", "2")))
def test_no_dose_passes_the_last_one_before_or_after_the_syringe(course: dict[str, Any], concentration: str) -> None:
    plan = planned(course, form="solution", concentration=f"{concentration} mg/mL")
    assume(plan is not None)
    most = Fraction(course["to"])
    assert value(plan.schedule[-1], "dose") == most
    for step in plan.schedule:
        assert value(step, "dose") <= most
        assert value(step, "measured_volume") * Fraction(concentration) == value(step, "delivered_dose") <= most
        line = value(step.syringe, "graduation")
        assert (value(step, "measured_volume") / line).denominator == 1
        assert value(step, "measured_volume") <= value(step.syringe, "size")


@LAW
@given(courses())
def test_the_spelling_of_a_unit_changes_nothing(course: dict[str, Any]) -> None:
    plan = planned(course, form="solution")
    assume(plan is not None)
    other: dict[str, Any] = {
        name: f"{int(Fraction(text.removesuffix(' mg')) * 1000)}mcg" if str(text).endswith("mg") else text
        for name, text in keywords(course).items()
    }
    again = ldn.plan_titration(**other, form="solution")
    assert (again.schedule, again.supplies, again.findings) == (plan.schedule, plan.supplies, plan.findings)


@LAW
@given(courses(), st.sampled_from(("solution", "capsule")), st.dates() | st.none())
def test_through_json_and_back_it_is_the_same(course: dict[str, Any], form: str, begin: Any) -> None:
    assume(begin is None or 2000 <= begin.year <= 2090)
    more: dict[str, Any] = {"strengths": "0.05 mg,0.5 mg,1.5 mg"} if form == "capsule" else {}
    plan = planned(course, form=form, begin=begin, **more)
    assume(plan is not None)
    assert ldn.from_json(ldn.to_json(plan)) == plan


@LAW
@given(
    st.lists(st.sampled_from([Fraction(n, 4) for n in range(1, 19)]), min_size=1, max_size=4, unique=True),
    st.integers(1, 24),
)
def test_what_cannot_be_made_has_neighbours_that_can(strengths: list[Fraction], quarters: int) -> None:
    dose = Fraction(quarters, 4)
    chooser = Chooser(strengths, largest=dose)
    choice = chooser.choose(dose)
    assert (choice.capsules != ()) == (second.fewest(dose, strengths, most=quarters) is not None)
    if not choice.capsules:
        assert choice.above is not None
        for near in (choice.below, choice.above):
            assert near is None or second.fewest(near, strengths, most=quarters + 18) is not None
        between = range(int((choice.below or 0) * 4) + 1, int(choice.above * 4))
        assert all(second.fewest(Fraction(n, 4), strengths, most=n) is None for n in between if n <= 24)


@LAW
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(1, 40)), min_size=1, max_size=12), st.integers(1, 60))
def test_a_split_covers_every_day_once_with_as_few_batches_as_will_do(rows: list[Any], usable: int) -> None:
    spans, day = [], 1
    for gap, length in rows:
        spans.append((day + gap, day + gap + length - 1))
        day += gap + length
    parts = split(spans, usable=usable)
    with_dose = [number for first, last in spans for number in range(first, last + 1)]
    covered = [number for first, last in parts for number in with_dose if first <= number <= last]
    assert covered == with_dose
    assert all(last - first < usable for first, last in parts)
    assert len(parts) == second.batches([second.Day(number, Fraction(1), 1) for number in with_dose], usable)
