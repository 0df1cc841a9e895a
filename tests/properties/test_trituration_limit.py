"""A trituration whose aliquot may bring no more than so much drug, against every plan of one stage tried one by one."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ldn_compound.plans.weighing.search import Space, best_plan
from ldn_compound.reference.limits import trituration


def every_plan_of_one_stage(space: Space) -> list[tuple[Fraction, Fraction, int, int, int]]:
    """Return error bound, deviation, drug, diluent and aliquot of each plan that keeps to the space."""
    found = []
    for drug in range(space.least, space.most - space.least + 1):
        for total in range(drug + space.least, min(space.most, space.thinnest * drug) + 1):
            for aliquot in range(space.least, total):
                held = Fraction(drug * aliquot, total)
                deviation = abs(held - space.needed) / space.needed
                too_much = space.highest is not None and held > space.highest
                crowded = space.diluent is not None and aliquot - held > space.diluent
                if deviation <= space.tolerance and not too_much and not crowded:
                    bound = space.error / drug + space.error / aliquot + deviation
                    found.append((bound, deviation, drug, total - drug, aliquot))
    return found


@given(
    needed=st.fractions(min_value=1, max_value=9, max_denominator=7),
    least=st.integers(4, 9),
    most=st.integers(20, 44),
    room=st.fractions(min_value=0, max_value=Fraction(1, 20), max_denominator=500),
    diluent=st.none() | st.integers(5, 40).map(Fraction),
)
@settings(max_examples=150, deadline=None)
def test_the_best_plan_that_does_not_bring_too_much(
    needed: Fraction, least: int, most: int, room: Fraction, diluent: Fraction | None
) -> None:
    space = Space(
        needed=needed,
        least=least,
        most=most,
        error=Fraction(1, 4),
        tolerance=Fraction(1, 20),
        diluent=diluent,
        thinnest=trituration().thinnest,
        highest=needed * (1 + room),
    )
    tried = every_plan_of_one_stage(space)
    found = best_plan(space)
    if found is None:
        assert not [row for row in tried if row[0] <= trituration().errors[-1]]
        return
    tier = next(limit for limit in trituration().errors if found.bound <= limit)
    held = Fraction(found.stages[0].drug)
    for stage in found.stages:
        held = held * stage.aliquot / (stage.drug + stage.diluent)
    assert held <= needed * (1 + room)
    lower = [
        row for row in tried if row[0] <= max((limit for limit in trituration().errors if limit < tier), default=0)
    ]
    assert not lower, "a lower tier of the error had a plan"
    here = [row for row in tried if row[0] <= tier]
    assume(len(found.stages) == 1 or here)
    assert len(found.stages) == 1, "one stage goes before two"
    assert (found.deviation, found.drug, found.diluent) == min(row[1:4] for row in here)
