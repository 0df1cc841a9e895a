"""A lost decimal point among several values: named, and a figure that holds it is not offered for use."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import ldn_compound as ldn
from tests.cli.test_junk import counter, run_command

__all__ = ["counter"]

FAR = "value-far-out-of-others"


def packing(masses: list[str]) -> Any:
    return ldn.packing_statistic(masses=masses, filler="mcc-ph102", size="3")


def balance(masses: list[str]) -> Any:
    return ldn.balance_repeatability(masses=masses, readability="0.1 mg")


def found(result: Any, code: str) -> list[tuple[str, str]]:
    return [(item.severity.value, item.message) for item in result.findings if item.code == code]


@pytest.mark.parametrize("slip", ["1351 mg", "13.51 mg", "13.2 mg", "0.1351 mg", "1.3 g"])
def test_packing_with_a_lost_point_stops_and_offers_no_line(slip: str) -> None:
    result = packing(["134.2 mg", slip, "133.8 mg", "135.6 mg", "134.9 mg"])
    ((severity, message),) = found(result, "packing-spread")
    assert severity == "stop"
    shown = ldn.quantity(slip).to("mg").magnitude.normalize()
    assert f"mass 2 of 5 ({shown:f} mg)" in message
    assert "the median of the others, 134.55 mg" in message
    assert result.profile_entry is None
    assert ldn.from_json(ldn.to_json(result)) == result


@pytest.mark.parametrize(("outer", "stops"), [("105 mg", False), ("105.0001 mg", True)])
def test_packing_is_held_to_the_spread_of_filled_units(outer: str, stops: bool) -> None:
    """Four of 100 + d, four of 100 - d and one of 100 mg: s^2 = 8 d^2 / 8, so that d = 5 is an RSD of exactly 5 %."""
    inner = {"105 mg": "95 mg", "105.0001 mg": "94.9999 mg"}[outer]
    result = packing([outer, inner] * 4 + ["100 mg"])
    assert (found(result, "packing-spread") != []) == stops == (result.profile_entry is None)
    assert [severity for severity, _ in found(result, "packing-spread")] == ["stop"] * stops


def test_under_any_stop_there_is_no_line() -> None:
    """All ten times too heavy: even, and no powder has that density."""
    result = packing(["1350 mg"] * 5)
    assert [item.code for item in result.stops] == ["fill-density-implausible"]
    assert result.profile_entry is None


@pytest.mark.parametrize(
    ("odd", "far"), [("500 mg", True), ("499.9 mg", False), ("20 mg", True), ("20.1 mg", False), ("1000 mg", True)]
)
def test_a_balance_is_not_judged_by_another_weight(odd: str, far: bool) -> None:
    """Five times the others, or a fifth of them, is the bound; ten times is a lost point."""
    result = balance(["100 mg"] * 9 + [odd])
    assert bool(found(result, FAR)) == far == (result.profile_entry is None)
    assert bool(result.stops) == far
    if far:
        assert f"mass 10 of 10 ({odd})" in found(result, FAR)[0][1]


@pytest.mark.parametrize(("odd", "far"), [("675 mg", True), ("674 mg", False), ("27 mg", True), ("27.1 mg", False)])
def test_weighed_units(odd: str, far: bool) -> None:
    result = ldn.check_unit_weights(
        masses=["135 mg"] * 19 + [odd], theoretical="135 mg", standard="ph-eur-2.9.5", next_fill_mass=True
    )
    assert result.verdict == "fail"
    assert bool(found(result, FAR)) == far == (result.next_fill_mass is None)


@pytest.mark.parametrize(("odd", "far"), [("9.9 %", True), ("20 %", True), ("20.1 %", False), ("100 %", False)])
def test_assayed_contents(odd: str, far: bool) -> None:
    result = ldn.check_contents(contents=["100 %"] * 9 + [odd])
    assert bool(found(result, FAR)) == far
    if far:
        assert result.verdict == "second-stage"
        assert f"content 10 of 10 ({odd})" in found(result, FAR)[0][1]


def test_two_values_do_not_tell_which_is_wrong() -> None:
    result = ldn.check_unit_weights(masses=["135 mg", "1350 mg"], theoretical="135 mg")
    assert not found(result, FAR)


def test_many_are_named_in_short() -> None:
    result = balance(["100 mg"] * 5 + ["1000 mg"] * 5)
    assert found(result, FAR)[0][1].count("mass ") == 5
    assert "and 5 more" in found(result, FAR)[0][1]


def test_the_commands_print_no_line_for_the_profile(counter: Path) -> None:
    words = ("packing", "--filler", "mcc-ph102", "--size", "3", "--masses")
    bad = run_command(*words, "134.2mg,1351mg,133.8mg,135.6mg,134.9mg")
    assert bad.code == 12
    assert "NOT TO BE USED" in " ".join(bad.out.split())
    assert "For the profile" not in bad.out
    assert "packing.3" not in bad.out
    document = json.loads(run_command(*words, "134.2mg,13.51mg,133.8mg,135.6mg,134.9mg", "--json").out)
    assert document["result"]["profile_entry"] is None
    good = run_command(*words, "134.2mg,135.1mg,133.8mg,135.6mg,134.9mg")
    assert good.code == 0
    assert 'packing.3 = "134.7 mg"' in good.out
    scales = run_command("balance", "--readability", "0.1mg", "--masses", ",".join(["100mg"] * 9 + ["1000mg"]))
    assert scales.code == 12
    assert "For the profile" not in scales.out
    assert "repeatability = " not in scales.out
