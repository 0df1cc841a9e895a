"""Triturations: the search against every plan of small spaces, and the laws that hold for each plan."""

from __future__ import annotations

import itertools
import os
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

import ldn_compound as ldn
from ldn_compound.plans.weighing import search
from ldn_compound.plans.weighing.farey import nearest_fractions
from tests import second_engine_trituration as engine

LONG = os.environ.get("LONG") == "1"
FEW = settings(
    max_examples=1_000 if LONG else 60,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=not LONG,
)


@st.composite
def balances(draw: st.DrawFn) -> engine.Balance:
    """Return small spaces: few steps, so that every plan can be written down."""
    least = draw(st.integers(1, 6))
    needed = Fraction(draw(st.integers(1, 60)), draw(st.sampled_from((1, 2, 3, 7, 10, 20, 40))))
    share = draw(st.sampled_from(("0.7", "0.2", "0.1", "0.05", "0.02", "0.01")))
    return engine.Balance(
        needed=needed,
        least=least,
        most=draw(st.integers(2, 26)),
        error=least * Fraction(share),
        tolerance=Fraction(draw(st.sampled_from(("0", "0.001", "0.01", "0.1")))),
        room=draw(st.none() | st.integers(1, 50).map(lambda half: Fraction(half, 2))),
        highest=draw(st.none() | st.integers(0, 30).map(lambda part: needed * (1 + Fraction(part, 1000)))),
        thinnest=draw(st.sampled_from((100, 100, 3, 7))),
        strongest=draw(st.sampled_from((Fraction(1), Fraction(1), Fraction(2), Fraction(7, 2), Fraction(30, 7)))),
    )


@pytest.mark.parametrize(
    ("pairs", "aliquots"), [(0, 0), (0, 4000), (4000, 40)], ids=["by fractions", "by aliquots", "by pairs"]
)
def test_the_search_finds_what_trying_everything_finds(
    pairs: int, aliquots: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each way of the search, made to do all the work, against the brute force."""
    monkeypatch.setattr(search, "_FEW_PAIRS", pairs)
    monkeypatch.setattr(search, "_FEW_ALIQUOTS", aliquots)

    @FEW
    @given(balances())
    def agree(balance: engine.Balance) -> None:
        expected = engine.best(balance)
        found = search.best_plan(search.Space(*balance))
        event("none" if expected is None else f"{len(expected.stages)} stages")
        assert (None if found is None else (*found[:4], found.stages)) == (
            None if expected is None else tuple(expected)
        )

    agree()


@pytest.mark.parametrize(
    "space",
    [
        ("1110", 1200, 20_000, "120", "0.1", "129540"),
        ("87/2", 500, 20_000, "62.5", "0.1", None),
        ("418000/12139", 3, 5_000, "0.125", "0", "305"),
        ("4180/199", 50, 2_000, "6.25", "0.1", None),
    ],
)
def test_the_search_ends_where_only_a_deviation_fits(space: tuple[str, int, int, str, str, str | None]) -> None:
    """Coarse balances with a wide tolerance (or none): here a search that walks every fraction takes minutes."""
    needed, least, most, error, tolerance, room = space
    diluent = None if room is None else Fraction(room)
    found = search.best_plan(
        search.Space(Fraction(needed), least, most, Fraction(error), Fraction(tolerance), diluent, None, 100)
    )
    assert (found is None) == (tolerance == "0")
    if found is not None:
        assert found.deviation <= Fraction(tolerance)


@FEW
@given(st.fractions(Fraction(1, 40), 50, max_denominator=40), st.integers(1, 25))
def test_fractions_come_nearest_first(target: Fraction, most: int) -> None:
    """All of them, sorted by distance, against the walk."""
    everything = {Fraction(above, below) for below in range(1, most + 1) for above in range(0, below * 60)}
    expected = sorted(abs(one - target) for one in everything)[:40]
    found = [Fraction(*pair) for pair in itertools.islice(nearest_fractions(target, most), 40)]
    assert len(set(found)) == len(found)
    assert [abs(one - target) for one in found] == expected[: len(found)]


@st.composite
def orders(draw: st.DrawFn) -> dict[str, Any]:
    """Return keywords of a trituration as a pharmacy meets them."""
    readability = draw(st.sampled_from(("1 mg", "0.1 mg", "2 mg", "5 mg", "0.5 mg")))
    order: dict[str, Any] = {
        "drug": _mg(draw(st.integers(5, 4000)), 100),
        "readability": readability,
    }
    kind = draw(st.sampled_from(("minimum", "sensitivity", "both", "readability")))
    if kind in ("minimum", "both"):
        order["minimum_weighable"] = draw(st.sampled_from(("20 mg", "50 mg", "120 mg", "200 mg", "33.3 mg")))
    if kind in ("sensitivity", "both"):
        order["sensitivity"] = draw(st.sampled_from(("1 mg", "6 mg", "2.5 mg")))
    if draw(st.booleans()):
        order["tolerance"] = draw(st.sampled_from(("0.1 %", "1 %", "5 %")))
    if draw(st.booleans()):
        order["diluent_available"] = draw(st.sampled_from(("200 mg", "1500 mg", "4 g")))
    return order


def _mg(hundredths: int, of: int) -> str:
    whole, rest = divmod(hundredths, of)
    return f"{whole}.{rest:02} mg"


def planned(order: dict[str, Any]) -> Any:
    try:
        return ldn.plan_trituration(**order)
    except ldn.CalculationError as error:
        assert error.code == "no-trituration"
        assume(False)


def value(thing: Any, name: str) -> Fraction:
    return getattr(thing.exact, name).value


@FEW
@given(orders())
def test_a_plan_meets_every_constraint(order: dict[str, Any]) -> None:
    plan = planned(order)
    step, least = value(plan, "readability"), value(plan, "minimum_weighable")
    before: Fraction | None = None
    holds = value(plan, "drug_to_weigh")
    for stage in plan.stages:
        drug, diluent, total, aliquot = (
            value(stage, name) for name in ("drug_to_weigh", "diluent_to_weigh", "total", "aliquot_to_weigh")
        )
        assert drug + diluent == total <= 10_000
        assert min(drug, diluent, aliquot) >= least
        assert all((weighed / step).denominator == 1 for weighed in (drug, diluent, aliquot))
        assert aliquot < total <= 100 * drug
        assert before in (None, drug), "the next stage's drug is the whole aliquot before it"
        holds = holds * aliquot / total
        assert value(stage, "drug_in_aliquot") == holds
        before = aliquot
    first, last = plan.stages[0], plan.stages[-1]
    assert value(plan, "drug_to_weigh") == value(first, "drug_to_weigh")
    assert value(plan, "diluent_to_weigh") == value(first, "diluent_to_weigh")
    assert value(plan, "total") == value(first, "total")
    assert value(plan, "aliquot_to_weigh") == value(last, "aliquot_to_weigh")
    assert value(plan, "drug_in_aliquot") == holds
    needed = value(plan, "drug_needed")
    assert abs(holds - needed) <= value(plan, "tolerance") * needed
    if "diluent_available" in order:
        assert value(plan, "diluent_in_aliquot") <= ldn.quantity(order["diluent_available"]).magnitude


@FEW
@given(orders())
def test_the_drug_is_delivered_within_the_stated_bound(order: dict[str, Any]) -> None:
    """Each weighing off by the balance's error, every way round: to first order the bound is never passed.

    Products of two errors are what the bound leaves out; they are less than its square.
    """
    plan = planned(order)
    error, bound = value(plan, "balance_error"), value(plan, "error_bound")
    needed = value(plan, "drug_needed")
    worst = Fraction(0)
    weighings = 1 + 2 * len(plan.stages)
    for signs in itertools.product((-1, 1), repeat=weighings):
        left = iter(signs)
        drug = holds = value(plan, "drug_to_weigh") + next(left) * error
        for stage in plan.stages:
            diluent = value(stage, "diluent_to_weigh") + next(left) * error
            aliquot = value(stage, "aliquot_to_weigh") + next(left) * error
            holds = holds * aliquot / (drug + diluent)
            drug = aliquot
        worst = max(worst, abs(holds - needed) / needed)
    assert worst <= bound + bound**2
    assert worst >= bound / 2, "the bound is not many times what can happen"
    codes = {finding.code for finding in plan.findings}
    assert ("trituration-error-too-large" in codes) == (bound > Fraction(1, 10)) == bool(plan.stops)
    assert ("trituration-error-large" in codes) == (Fraction(1, 20) < bound <= Fraction(1, 10))


@FEW
@given(orders())
def test_a_plan_comes_back_from_json(order: dict[str, Any]) -> None:
    plan = planned(order)
    assert ldn.from_json(ldn.to_json(plan)) == plan
    assert plan.kind == "trituration"


@FEW
@given(st.integers(1, 4000), st.integers(2, 200), st.sampled_from(("20 mg", "120 mg")))
def test_an_aliquot_of_a_stock(hundredths: int, parts: int, minimum: str) -> None:
    needed = Fraction(hundredths, 100)
    order = {"drug": _mg(hundredths, 100), "minimum_weighable": minimum, "stock": f"1:{parts}"}
    plan = planned(order)
    aliquot = value(plan, "aliquot_to_weigh")
    assert abs(aliquot - needed * parts) <= Fraction(1, 2)
    assert value(plan, "drug_in_aliquot") * parts == aliquot >= ldn.quantity(minimum).magnitude
    assert plan.drug_to_weigh is plan.diluent_to_weigh is plan.total is None
    assert len(plan.stages) == 1
    assert ldn.from_json(ldn.to_json(plan)) == plan
