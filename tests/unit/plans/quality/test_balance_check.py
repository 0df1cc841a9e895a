"""The repeatability of a balance, by hand."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

import ldn_compound as ldn

# Ten deviations of 0.1 mg from 100 mg: their squares add up to 0.1, over 9 is 0.0111, and its root 0.10541.
WEIGHINGS = ["100.1 mg", "99.9 mg"] * 5


def balance(masses: Any = None, **more: Any) -> Any:
    return ldn.balance_repeatability(masses=masses or WEIGHINGS, **{"readability": "0.1 mg", **more})


def value(result: Any, name: str) -> Fraction:
    return getattr(result.exact, name).value


def test_by_hand() -> None:
    """s = 0.10541 mg, rounded up to a thousandth 0.106 mg; twice that over 5 % is 4.24 mg; 2000 x 0.106 is 212 mg."""
    found = balance()
    assert found.standard_deviation.magnitude.quantize(Decimal("0.00001")) == Decimal("0.10541")
    assert value(found, "repeatability") == value(found, "counted") == Fraction("0.106")
    assert value(found, "balance_error") == Fraction("0.212")
    assert value(found, "minimum_weighable") == Fraction("4.24")
    assert value(found, "accurate_minimum") == 212
    assert (value(found, "lightest"), value(found, "heaviest"), found.count) == (
        Fraction("99.9"),
        Fraction("100.1"),
        10,
    )
    assert ldn.from_json(ldn.to_json(found)) == found
    assert value(balance(permitted_error="1 %"), "minimum_weighable") == Fraction("21.2")
    working = {step.name: (step.formula, step.value) for step in found.steps}
    assert working["repeatability"] == ("~0.1054 mg to the next 0.001 mg up", "0.106 mg")
    assert working["repeatability that counts"] == ("the larger of 0.106 mg measured and 0.041 mg", "0.106 mg")
    assert working["minimum weighable quantity"] == ("0.212 mg / 5 %", "4.24 mg")


def test_the_last_digit_is_a_floor() -> None:
    """Ten equal weighings repeat to 0, and count as 0.41 of 0.1 mg: 1.64 mg by the 5 %, 82 mg by USP <41>."""
    found = balance(["100 mg"] * 10)
    assert value(found, "repeatability") == 0
    assert value(found, "minimum_weighable") == Fraction("1.64")
    assert value(found, "accurate_minimum") == 82  # published: Sartorius, readability 0.1 mg


def test_the_entry_is_a_profile_with_the_same_limit() -> None:
    entry = balance().profile_entry
    assert tomllib.loads(entry) == {"balance": {"readability": "0.1 mg", "repeatability": "0.106 mg"}}
    plan = ldn.plan_trituration(drug="2 mg", profile=ldn.read_profile(entry, name="p"))
    assert plan.exact.minimum_weighable.value == Fraction("4.24")


def test_a_readability_that_was_assumed_is_not_written_down() -> None:
    entry = balance(["100 mg", "101 mg"] * 5, readability=None).profile_entry
    assert set(tomllib.loads(entry)["balance"]) == {"repeatability"}


def test_order_and_unit_change_nothing() -> None:
    for other in (WEIGHINGS[::-1], ["0.1001 g", "0.0999 g"] * 5):
        found = balance(other)
        assert (found.repeatability, found.mean) == (balance().repeatability, balance().mean)


def test_weighings_that_may_be_of_different_weights_are_a_caution() -> None:
    found = balance(["100 mg", "200 mg"] * 5)
    assert [(item.code, item.severity.value) for item in found.findings] == [("weighings-of-one-weight", "caution")]
    assert not balance().findings


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"masses": ["100 mg"] * 9}, "too-few-weighings", "masses"),
        ({"masses": ["100.05 mg"] * 10}, "finer-than-readability", "readability"),
        ({"masses": ["100.1 mg"] * 10, "readability": None}, "finer-than-readability", "readability"),
        ({"masses": ["100 mL"] * 10}, "wrong-dimension", "masses"),
        ({"masses": ["0 mg"] * 10}, "out-of-range", "masses"),
        ({"masses": ["-1 mg"] * 10}, "bad-quantity", "masses"),
        ({"masses": None}, "missing", "masses"),
    ],
)
def test_refused(given: dict[str, Any], code: str, field: str) -> None:
    with pytest.raises(ldn.LdnError) as caught:
        ldn.balance_repeatability(**{"readability": "0.1 mg", **given})
    assert (caught.value.code, caught.value.field, caught.value.exit_code) == (code, field, 10)
