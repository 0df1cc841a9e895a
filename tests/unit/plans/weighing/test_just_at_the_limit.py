"""Just at a limit: a last digit as large as the balance's error, filler of just the minimum, a stage used up whole."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

import ldn_compound as ldn
from ldn_compound.checks.weighing import filler_findings
from ldn_compound.plans.weighing import search


def value(result: Any, name: str) -> Fraction:
    found: Fraction = getattr(result.exact, name).value
    return found


def codes(result: Any) -> set[str]:
    return {item.code for item in result.findings}


@pytest.mark.parametrize("said", ["sensitivity", "minimum_weighable"])
@pytest.mark.parametrize(("last_digit", "another"), [("0.9 mg", False), ("1 mg", False), ("1.1 mg", True)])
def test_a_last_digit_above_the_profiles_error_is_another_balances(said: str, last_digit: str, another: bool) -> None:
    """The profile's balance errs by 1 mg: it can show steps of 1 mg, and cannot be one that shows steps of 1.1 mg."""
    profile = f'[balance]\n{said} = "{"1 mg" if said == "sensitivity" else "20 mg"}"\n'
    made = ldn.plan_trituration(drug="5 mg", readability=last_digit, profile=ldn.read_profile(profile, name="p"))
    assert ("limit-from-readability" in codes(made)) == another
    assert value(made, "balance_error") == Fraction("1.1" if another else "1")
    assert value(made, "minimum_weighable") == Fraction("22" if another else "20")


@pytest.mark.parametrize(("fill_mass", "filler"), [("8.9 mg", "17.6"), ("9 mg", "18"), ("9.1 mg", "18.4")])
def test_a_filler_of_just_the_minimum_is_weighed(fill_mass: str, filler: str) -> None:
    """4 capsules of 9 mg are 36 mg, 18 mg of which are the drug: 18 mg of filler, and 18 mg can be weighed."""
    given: dict[str, Any] = {"strength": "4.5 mg", "count": 4, "size": "5", "filler": "mcc-ph102", "wastage": "0 %"}
    made = ldn.plan_capsules(**given, fill_mass=fill_mass, readability="0.1 mg", minimum_weighable="18 mg")
    assert (value(made, "filler_to_weigh"), value(made, "api_to_weigh")) == (Fraction(filler), 18)
    assert ("filler-below-minimum-weighable" in codes(made)) == (filler == "17.6")


@pytest.mark.parametrize(
    ("filler", "said"), [("0", False), ("0.001", True), ("119.999", True), ("120", False), ("120.001", False)]
)
def test_the_filler_that_is_too_little_to_weigh(filler: str, said: bool) -> None:
    assert bool(filler_findings(filler=Fraction(filler), minimum=Fraction(120))) == said


@pytest.mark.parametrize(
    ("needed", "least", "most", "room", "stages"),
    [
        # 2 of drug in 10, 5 of that in 201: an aliquot of 4 brings 2 x 5/10 x 4/201 = 4/201. With 2 of drug in 100, all
        # 100 of it in 201 and an aliquot of 2, less diluent brings as much (199, not 204): a first stage used up whole.
        ("4/201", 2, 210, "14", ((2, 8, 5), (5, 196, 4))),
        # 41 of 50 are nearly whole: 5 x 41/50 x 5/50 = 0.41.
        ("41/100", 5, 100, None, ((5, 45, 41), (41, 9, 5))),
    ],
)
def test_the_first_stage_is_not_used_up_whole(
    needed: str, least: int, most: int, room: str | None, stages: tuple[tuple[int, int, int], ...]
) -> None:
    diluent = None if room is None else Fraction(room)
    space = search.Space(Fraction(needed), least, most, Fraction(1, 100), Fraction(0), diluent, None, 100)
    found = search.best_plan(space)
    assert found is not None
    assert found.stages == stages
    assert found.deviation == 0
