"""The fewest capsules that make a dose, against choices found by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest

from ldn_compound.core.errors import InputError
from ldn_compound.plans.titration.capsule_choice import Chooser


def choose(dose: str, *strengths: str) -> list[tuple[str, int]]:
    found = Chooser([Fraction(item) for item in strengths], largest=Fraction(dose)).choose(Fraction(dose))
    return [(str(strength), count) for strength, count in found.capsules]


# Greedy choices are longer: 2.5 + 3 x 0.5; 1.5 + 1.5 and not 2 + 1 (one strength, no mix-up).
@pytest.mark.parametrize(
    ("dose", "strengths", "capsules"),
    [
        ("4", ("0.5", "2", "2.5"), [("2", 2)]),
        ("3", ("0.5", "1", "1.5", "2"), [("3/2", 2)]),
        ("6", ("1", "3", "4"), [("3", 2)]),
        ("4.5", ("0.5", "1.5", "4.5"), [("9/2", 1)]),
        ("4", ("0.5", "1.5", "4.5"), [("3/2", 2), ("1/2", 2)]),
        ("1.25", ("0.25", "1"), [("1", 1), ("1/4", 1)]),
        ("0.7", ("0.3", "0.1"), [("3/10", 2), ("1/10", 1)]),
        ("4.5", ("0.1",), [("1/10", 45)]),
    ],
)
def test_the_fewest(dose: str, strengths: tuple[str, ...], capsules: list[tuple[str, int]]) -> None:
    assert choose(dose, *strengths) == capsules
    assert choose(dose, *reversed(strengths)) == capsules


@pytest.mark.parametrize(
    ("dose", "strengths", "below", "above"),
    [
        ("0.75", ("0.5", "1.5"), "0.5", "1"),
        ("1.3", ("0.5",), "1", "1.5"),
        ("0.25", ("0.5",), None, "0.5"),
        ("1", ("1.5", "2.5"), None, "1.5"),
        ("3.5", ("1.5", "2.5"), "3", "4"),
    ],
)
def test_the_nearest(dose: str, strengths: tuple[str, ...], below: str | None, above: str | None) -> None:
    found = Chooser([Fraction(item) for item in strengths], largest=Fraction(dose)).choose(Fraction(dose))
    assert found.capsules == ()
    assert found.below == (None if below is None else Fraction(below))
    assert found.above == (None if above is None else Fraction(above))


def test_strengths_without_a_common_step_are_refused() -> None:
    with pytest.raises(InputError) as caught:
        Chooser([Fraction("0.3333333"), Fraction("4.5")], largest=Fraction("4.5"))
    assert caught.value.code == "strengths-without-common-step"
