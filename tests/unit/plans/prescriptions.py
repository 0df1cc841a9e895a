"""What the tests of the plans share: one good prescription, and short ways to read a plan."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import ldn_compound as ldn
from ldn_compound.core.results import Finding

GOOD: dict[str, Any] = {
    "strength": "4.5 mg",
    "count": 90,
    "size": "3",
    "filler": "mcc-ph102",
    "packing_stat": "135 mg",
    "measured": True,
    "minimum_weighable": "20 mg",
    "made_on": "2026-11-22",
}
POWDER: dict[str, Any] = {"assay": "99.5 %", "assay_basis": "anhydrous", "api_water": "8.5 %"}
FACTOR = 1 / (Fraction("0.995") * (1 - Fraction("0.085")))  # 1.09838...
ANSWER_ONLY = ("packing_stat", "fill_mass", "filler_density")


def plan(**changes: Any) -> Any:
    """Return the plan of the good prescription with changes; a new filling figure takes the old one's place."""
    wanted = dict(GOOD)
    if any(name in changes for name in ANSWER_ONLY) or changes.get("size") == "smallest":
        del wanted["packing_stat"]
    return ldn.plan_capsules(**{**wanted, **changes})


def mg(result: Any, name: str) -> Fraction:
    """Return a stored exact amount in its base unit: mg, a fraction of 1, days."""
    return getattr(result.exact, name).value


def codes(result: Any, severity: str | None = None) -> list[str]:
    """Return the codes of a result's findings, in order."""
    return [item.code for item in result.findings if severity in (None, item.severity.value)]


def stops(result: Any) -> set[str]:
    """Return the codes of the findings that hold a result back."""
    return {item.code for item in result.stops}


def the(result: Any, code: str) -> Finding:
    """Return the one finding of a code."""
    found: list[Finding] = [item for item in result.findings if item.code == code]
    assert len(found) == 1, (code, [item.code for item in result.findings])
    return found[0]


def assumed(result: Any, code: str) -> Any:
    """Return the one assumption of a code."""
    found = [item for item in result.assumptions if item.code == code]
    assert len(found) == 1, (code, [item.code for item in result.assumptions])
    return found[0]


def refused(exit_code: int, code: str, field: str | None = None, **changes: Any) -> ldn.LdnError:
    """Plan, and check that it is refused with this code."""
    try:
        made = plan(**changes)
    except ldn.LdnError as error:
        assert (error.exit_code, error.code) == (exit_code, code), error
        assert field in (None, error.field), error
        return error
    raise AssertionError(f"planned: {codes(made)}")
