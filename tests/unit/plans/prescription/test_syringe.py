"""The choice of a syringe: the least error, then the smaller; not below a fifth of it; ties down; a maximum."""

from __future__ import annotations

from fractions import Fraction

import pytest

import ldn_compound as ldn
from ldn_compound.core.sources import Source
from ldn_compound.core.units import Amount, volume
from ldn_compound.plans.prescription.syringe import graduation_setting, measure
from ldn_compound.plans.titration.doses import fewest_syringes
from ldn_compound.reference.syringes import Syringe, syringes
from ldn_compound.settings.keys import KEYS

ONE = Fraction(1)


def a_syringe(size: str, line: str) -> Syringe:
    return Syringe(size, volume(Fraction(size)), volume(Fraction(line)), Source("a test"))


# Worked by hand on the marks 0.5/0.01, 1/0.02, 3/0.1 and 5/0.2 mL; of 10 mL, sold in 0.2 and in 0.5, each whole mL.
@pytest.mark.parametrize(
    ("millilitres", "size", "drawn"),
    [
        ("0.5", "0.5", "0.5"),  # the full mark holds it
        ("0.505", "1", "0.5"),  # above the full mark: the next size, 0.50 nearer than 0.52
        ("0.83", "1", "0.82"),  # a tie between 0.82 and 0.84: down
        ("0.6", "1", "0.6"),
        ("1", "1", "1"),
        ("1.85", "3", "1.8"),  # 3 mL and 5 mL both 0.05 off: the smaller, and a tie goes down
        ("2.27", "3", "2.3"),
        ("3.1", "5", "3"),  # a tie goes down in 5 mL; 3.0 in 10 mL is as far: the smaller
        ("3.5", "5", "3.4"),  # 3.4 in 5 mL; 10 mL shows 3 or 4 on every maker's
        ("4.49", "5", "4.4"),
        ("4.5", "5", "4.4"),  # exact in a 10 mL syringe of 0.5, and between two lines of one of 0.2
        ("7.4", "10", "7"),
        ("10", "10", "10"),
        ("0.005", None, None),  # half way to the first line: nothing to draw
        ("0.0051", "0.5", "0.01"),
        ("10.01", None, None),
    ],
)
def test_the_syringe_with_the_least_error_then_the_smaller(
    millilitres: str, size: str | None, drawn: str | None
) -> None:
    found = measure(volume=Fraction(millilitres), syringes=syringes(), concentration=ONE)
    if size is None:
        assert found is None
        return
    assert found is not None
    assert (found.syringe.key, found.drawn) == (size, Fraction(drawn or 0))
    assert found.error == abs(found.drawn - Fraction(millilitres)) / Fraction(millilitres)


@pytest.mark.parametrize(
    ("millilitres", "stock", "size", "small"),
    [
        # Without the rule the larger one would be exact: 0.6 mL of 3 mL is a fifth, 0.59 is less.
        ("0.6", [("1", "0.25"), ("3", "0.1")], "3", False),
        ("0.59", [("1", "0.25"), ("3", "0.01")], "1", False),
        ("0.2", [("1", "0.02")], "1", False),
        ("0.19", [("1", "0.02")], "1", True),
        ("1", [("5", "0.2")], "5", False),
        ("0.9", [("5", "0.2"), ("10", "0.1")], "5", True),  # the smallest of those that are too large
        ("0.09", [("0.5", "0.2"), ("1", "0.01")], "1", True),  # 0.5 mL shows nothing of it
    ],
)
def test_a_dose_below_a_fifth_is_measured_only_where_nothing_else_does(
    millilitres: str, stock: list[tuple[str, str]], size: str, small: bool
) -> None:
    rows = [a_syringe(*row) for row in stock]
    found = measure(volume=Fraction(millilitres), syringes=rows, concentration=ONE)
    assert found is not None
    assert (found.syringe.key, found.small) == (size, small)


def test_the_profile_says_which_lines_a_10_ml_syringe_has() -> None:
    """4.5 mL: exact in lines of 0.5; in lines of 0.2 no nearer than in a 5 mL syringe."""
    said = "syringe-lines-not-stated"
    plain = ldn.weight_based_dose(body_weight="45 kg", age=12)
    (info,) = (item for item in plain.findings if item.code == said)
    assert info.severity.value == "info"
    assert "lines of 0.5 mL it would measure 4.5 mL" in info.message
    assert "syringes.graduation_10_ml" in info.message
    for lines, size, drawn in (("0.5", 10, "4.5"), ("0.2", 5, "4.4")):
        profile = ldn.read_profile(f'[syringes]\ngraduation_10_ml = "{lines} mL"\n')
        dose = ldn.weight_based_dose(body_weight="45 kg", age=12, profile=profile)
        assert (dose.syringe.exact.size.value, dose.exact.volume.value) == (size, Fraction(drawn))
        assert said not in {item.code for item in dose.findings}
    # 4 mL is exact already; without a 10 mL syringe in stock there is nothing to state.
    four = ldn.weight_based_dose(body_weight="40 kg", age=12)
    small = ldn.read_profile('[syringes]\nsyringe_sizes = ["1", "5"]\n')
    for dose in (four, ldn.weight_based_dose(body_weight="45 kg", age=12, profile=small)):
        assert said not in {item.code for item in dose.findings}


def test_the_nearer_mark_is_not_taken_above_the_maximum() -> None:
    # 4.59 mL is nearest to 4.6 in 5 mL; with at most 4.59 mg it is 4.4 (0.19 off), and 10 mL shows 4.
    found = measure(volume=Fraction("4.59"), syringes=syringes(), concentration=ONE, maximum=Fraction("4.59"))
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


def test_a_larger_dose_never_goes_back_to_a_smaller_syringe() -> None:
    # 1.2 mL is exact in 5 mL and 1.0 in 3 mL; 1.5 mL is exact in 3 mL and 1.2 in 5 mL. Each alone would go back: both
    # in 3 mL are 17 % and 0 % off, both in 5 mL 0 % and 20 %.
    rows = [a_syringe("3", "0.5"), a_syringe("5", "0.6")]
    volumes = [Fraction("1.2"), Fraction("1.5")]
    alone = [measure(volume=one, syringes=rows, concentration=ONE) for one in volumes]
    assert [found.syringe.key for found in alone if found is not None] == ["5", "3"]
    together = fewest_syringes(volumes, rows, concentration=ONE, maximum=Fraction(2))
    assert together is not None
    assert [(together[one].syringe.key, together[one].drawn) for one in volumes] == [("3", 1), ("3", Fraction("1.5"))]
