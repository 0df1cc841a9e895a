"""A second engine for triturations: every plan of a small space is written down, and the rule picks one of them.

It shares no code with ``ldn_compound`` and no method: no fractions are walked and nothing is solved for. Each mass
runs over all its values, and the conditions are those of a course on pharmaceutical calculations (University of North
Carolina, pharmlabs, triturations): drug, diluent and aliquot each weighable, A/B = C/D, errors of the weighings add.

Masses are whole balance steps. Besides: no stage thinner than 1 part in 100, and of two stages the first is 1 part in
2, 5, 10, 20, 50 or 100. Dissolved drug has one stage, and at least so many parts for one of drug.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

FIRST = (2, 5, 10, 20, 50, 100)
TIERS = ("0.05", "0.1", "0.2", "0.5", "1")


class Plan(NamedTuple):
    """In the order in which the rule compares: what is least comes first."""

    off: Fraction
    drug: int
    diluent: int
    errs: Fraction
    stages: tuple[tuple[int, int, int], ...]


class Balance(NamedTuple):
    needed: Fraction
    least: int
    most: int
    error: Fraction
    tolerance: Fraction
    room: Fraction | None
    highest: Fraction | None = None
    thinnest: int = 100
    strongest: Fraction = Fraction(1)


def stages(balance: Balance) -> Iterator[tuple[int, int, int]]:
    """Yield (drug, diluent, aliquot) of every stage whose masses can be weighed."""
    least, most = balance.least, balance.most
    for aliquot in range(least, most):
        for diluent in range(least, most):
            for drug in range(least, most - diluent + 1):
                total = drug + diluent
                if aliquot < total <= balance.thinnest * drug and total >= balance.strongest * drug:
                    yield drug, diluent, aliquot


def judged(balance: Balance, made: tuple[tuple[int, int, int], ...]) -> Plan | None:
    """Return the plan with its deviation and error, or None where it is too far off or brings too much diluent."""
    holds = Fraction(made[0][0])
    errs = Fraction(balance.error, made[0][0])
    for drug, diluent, aliquot in made:
        holds = holds * aliquot / (drug + diluent)
        errs += Fraction(balance.error, aliquot)
    off = abs(1 - holds / balance.needed)
    if off > balance.tolerance:
        return None
    if balance.room is not None and made[-1][2] - holds > balance.room:
        return None
    if balance.highest is not None and holds > balance.highest:
        return None
    return Plan(off, made[0][0], sum(stage[1] for stage in made), errs + off, made)


def of_one(balance: Balance) -> list[Plan]:
    found = (judged(balance, (stage,)) for stage in stages(balance))
    return [plan for plan in found if plan is not None]


def of_two(balance: Balance) -> list[Plan]:
    plans = []
    seconds: dict[int, list[tuple[int, int, int]]] = {}
    for stage in stages(balance):
        seconds.setdefault(stage[0], []).append(stage)
    for parts in FIRST:
        for drug in range(balance.least, balance.most // parts + 1):
            diluent = drug * (parts - 1)
            if diluent < balance.least:
                continue
            for aliquot in range(balance.least, drug + diluent):
                for second in seconds.get(aliquot, ()):
                    plan = judged(balance, ((drug, diluent, aliquot), second))
                    if plan is not None:
                        plans.append(plan)
    return plans


def best(balance: Balance) -> Plan | None:
    """Return the plan that the rule takes: the error's tier, one stage before two, then the plan's own order.

    Where a strength bounds the stage (a solution), there is one stage.
    """
    one = of_one(balance)
    two: list[Plan] | None = None
    for tier in map(Fraction, TIERS):
        kept = [plan for plan in one if plan.errs <= tier]
        if kept:
            return min(kept)
        if two is None:
            two = of_two(balance) if balance.strongest <= 1 else []
        kept = [plan for plan in two if plan.errs <= tier]
        if kept:
            return min(kept)
    return None
