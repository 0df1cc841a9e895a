"""The packing statistic."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

import ldn_compound as ldn

FIVE = ["134.2 mg", "135.1 mg", "133.8 mg", "135.6 mg", "134.9 mg"]


def packing(masses: Any = FIVE, **more: Any) -> Any:
    return ldn.packing_statistic(**{"masses": masses, "filler": "mcc-ph102", "size": "3", **more})


def test_the_mean_is_the_statistic() -> None:
    """673.6 / 5 = 134.72, to 0.1 mg 134.7."""
    found = packing(lot="F5678", measured_on="2026-11-22")
    assert found.mean.magnitude == Decimal("134.72")
    assert found.packing_statistic.magnitude == Decimal("134.7")
    assert (found.lightest.magnitude, found.heaviest.magnitude) == (Decimal("133.8"), Decimal("135.6"))
    assert found.density.magnitude.quantize(Decimal("0.01")) == Decimal("449.07")  # 134.72 / 0.3
    assert ldn.from_json(ldn.to_json(found)) == found


def test_the_entry_is_a_profile_that_a_plan_takes_as_measured() -> None:
    entry = packing(lot='F "5" \\ \N{EURO SIGN}', measured_on="2026-11-22").profile_entry
    assert entry.isascii()
    tomllib.loads(entry)
    profile = ldn.read_profile(entry)
    plan = ldn.plan_capsules(strength="4.5 mg", count=30, size="3", filler="mcc-ph102", profile=profile)
    assert plan.fill_mass.magnitude == Decimal("134.7")
    assert "filler-figure-not-measured" not in [item.code for item in plan.findings]
    other = ldn.plan_capsules(
        strength="4.5 mg", count=30, size="3", filler="mcc-ph102", component_lots={"filler": "B"}, profile=profile
    )
    assert "filler-lot-differs" in [item.code for item in other.findings]


def test_gross_masses() -> None:
    gross = [f"{Fraction(text.removesuffix(' mg')) + 48} mg" for text in ("134", "135", "136", "135", "135")]
    found = packing(gross, gross=True, shell_mass="48 mg")
    assert (found.mean.magnitude, found.shell.magnitude) == (135, 48)


def test_a_wide_spread_stops_and_so_does_a_tenfold_slip() -> None:
    spread = packing(["120 mg", "150 mg", "135 mg", "120 mg", "150 mg"])
    assert [item.code for item in spread.stops] == ["packing-spread"]
    assert packing(["1350 mg"] * 5).stops


@pytest.mark.parametrize(
    ("more", "code", "field"),
    [
        ({"masses": FIVE[:4]}, "not-5-to-20-capsules", "masses"),
        ({"masses": ["135 mg"] * 21}, "not-5-to-20-capsules", "masses"),
        ({"masses": ["135 mL"] * 5}, "wrong-dimension", "masses"),
        ({"size": "6"}, "unknown-capsule-size", "size"),
        ({"filler": "flour"}, "unknown-filler", "filler"),
        ({"gross": True}, "gross-without-shell-mass", "shell_mass"),
        ({"measured_on": "22.11.2026"}, "bad-date", "measured_on"),
    ],
)
def test_refused(more: dict[str, Any], code: str, field: str) -> None:
    with pytest.raises(ldn.InputError) as caught:
        packing(**more)
    assert (caught.value.code, caught.value.field) == (code, field)


@pytest.mark.parametrize("count", [5, 20])
def test_5_and_20_are_taken(count: int) -> None:
    assert packing(["135 mg"] * count).count == count
