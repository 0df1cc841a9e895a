"""The choice of a syringe: the least rounding error, then the smaller; half way down; never above the maximum."""

from __future__ import annotations

from fractions import Fraction

import pytest

from ldn_compound.plans.syringe import graduation_setting, measure
from ldn_compound.reference.syringes import Syringe, syringes
from ldn_compound.settings.keys import KEYS
from ldn_compound.sources import Source
from ldn_compound.units import Amount, volume

ONE = Fraction(1)


def a_syringe(size: str, line: str) -> Syringe:
    return Syringe(size, volume(Fraction(size)), volume(Fraction(line)), Source("a test"))


# Worked by hand on the lines 0.5/0.01, 1/0.02, 3/0.1, 5/0.2 and 10/0.5 mL.
@pytest.mark.parametrize(
    ("exact", "size", "drawn"),
    [
        ("0.5", "0.5", "0.5"),  # the full mark holds it
        ("0.505", "1", "0.5"),  # above the full mark: the next size, 0.50 nearer than 0.52
        ("0.83", "1", "0.82"),  # half way between 0.82 and 0.84: down
        ("0.6", "1", "0.6"),
        ("1", "1", "1"),
        ("1.85", "3", "1.8"),  # 3 mL and 5 mL both 0.05 off: the smaller, and half way down
        ("2.27", "3", "2.3"),
        ("3.1", "5", "3"),  # half way down in 5 mL; 3.0 in 10 mL is as far: the smaller
        ("3.5", "10", "3.5"),  # exact in 10 mL, 3.4 in 5 mL
        ("4.49", "10", "4.5"),
        ("4.5", "10", "4.5"),  # 4.4 in 5 mL, exact in 10 mL
        ("10", "10", "10"),
        ("0.005", None, None),  # half way to the first line: nothing to draw
        ("0.0051", "0.5", "0.01"),
        ("10.01", None, None),
    ],
)
def test_the_syringe_with_the_least_error_then_the_smaller(exact: str, size: str | None, drawn: str | None) -> None:
    found = measure(volume=Fraction(exact), syringes=syringes(), concentration=ONE)
    if size is None:
        assert found is None
        return
    assert found is not None
    assert (found.syringe.key, found.drawn) == (size, Fraction(drawn or 0))
    assert found.error == abs(found.drawn - Fraction(exact)) / Fraction(exact)


def test_the_nearer_line_is_not_taken_above_the_maximum() -> None:
    # 4.49 mL is nearest to 4.5 in 10 mL; with at most 4.49 mg, 5 mL gives 4.4 (0.09 off) and 10 mL 4.0.
    found = measure(volume=Fraction("4.49"), syringes=syringes(), concentration=ONE, maximum=Fraction("4.49"))
    assert found is not None
    assert (found.syringe.key, found.drawn) == ("5", Fraction("4.4"))


def test_the_maximum_is_of_drug_not_of_volume() -> None:
    rows = (a_syringe("5", "1"),)
    open_above = measure(volume=Fraction("1.6"), syringes=rows, concentration=Fraction(2), maximum=Fraction(4))
    held = measure(volume=Fraction("1.6"), syringes=rows, concentration=Fraction(2), maximum=Fraction("3.99"))
    assert open_above is not None
    assert held is not None
    assert (open_above.drawn, held.drawn) == (2, 1)


def test_a_last_line_below_the_full_mark_is_the_most() -> None:
    # Lines of 0.3 mL in 1 mL end at 0.9: 1 mL would be nearer to 1.2, which there is not.
    found = measure(volume=Fraction("0.99"), syringes=(a_syringe("1", "0.3"),), concentration=ONE)
    assert found is not None
    assert found.drawn == Fraction("0.9")
    upward = measure(volume=Fraction("0.99"), syringes=(a_syringe("1", "0.7"),), concentration=ONE)
    assert upward is not None
    assert upward.drawn == Fraction("0.7")


def test_every_size_has_the_setting_of_its_lines() -> None:
    for item in syringes():
        key = KEYS[graduation_setting(item.key)]
        assert key.most == item.size.text()
        assert Amount(item.graduation.value, "volume").value <= item.size.value
