"""Which codes a released version could give: what a plan that it stored may lack, and what it may have that is gone.

Data: ``released.toml`` beside this module; it is read only where a plan of another version is.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from ldn_compound.core.own_files import package_folder

RETIRED_ASSUMPTIONS: frozenset[str] = frozenset({"age-not-given"})
"""Codes of assumptions that no plan makes any more. Those of findings are known from the registry."""

ALIASES: dict[str, str] = {
    # Until release 0.3: codes of 0.1.0 that named a number, which stays only until its row in the data changes.
    "strength-below-0.1-mg": "strength-very-low",
    "strength-below-0.5-mg": "strength-low",
    "strength-above-4.5-mg": "strength-above-usual",
    "strength-above-6-mg": "strength-above-reported",
    "strength-10-mg-or-more": "strength-high",
    "daily-dose-below-0.1-mg": "daily-dose-very-low",
    "daily-dose-below-0.5-mg": "daily-dose-low",
    "daily-dose-above-4.5-mg": "daily-dose-above-usual",
    "daily-dose-above-6-mg": "daily-dose-above-reported",
    "daily-dose-10-mg-or-more": "daily-dose-high",
    "under-6-years": "under-age-of-trial",
    "dose-below-0.1-mg": "dose-very-low",
    "maximum-above-4.5-mg": "maximum-above-usual",
    "rate-above-0.1-mg-kg": "rate-above-trial",
    "rate-0.2-mg-kg-or-more": "rate-high",
    "weight-outside-p3-p97": "weight-outside-percentiles",
    "strength-differs-by-5-percent": "strength-differs",
    "strength-differs-by-10-percent": "strength-differs-much",
    "rounding-above-5-percent": "rounding-large",
    "rounding-above-10-percent": "rounding-too-large",
    "weighing-error-above-5": "weighing-error-large",
    "weighing-error-above-10": "weighing-error-too-large",
    "trituration-error-above-5": "trituration-error-large",
    "trituration-error-above-10": "trituration-error-too-large",
    "content-above-110": "content-above-limit",
    "content-below-90": "content-below-limit",
    "vehicle-below-two-thirds": "vehicle-too-little",
    "concentration-10-mg-per-ml-or-more": "concentration-high",
    "concentration-below-0.1-mg-per-ml": "concentration-very-low",
    "glycerol-10-g-a-dose": "glycerol-at-threshold-a-dose",
    "glycerol-10-g-a-day": "glycerol-at-threshold-a-day",
    "acceptance-value-above-15": "acceptance-value-too-high",
    "made-outside-90-110": "made-outside-content-limits",
}
"""Codes of findings by what an earlier version called them."""

_FILE = package_folder() / "checks" / "released.toml"


@cache
def _versions() -> Mapping[str, Mapping[str, frozenset[str]]]:
    import tomllib

    tables = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {
        version: {
            part: frozenset({*codes, *(ALIASES.get(code, code) for code in codes)}) for part, codes in table.items()
        }
        for version, table in tables.items()
    }


def is_new(code: str, part: str, *, since: str) -> bool:
    """Tell whether a version could not yet give a code. A version that was never released could give every one.

    Parameters:
        code: of a finding or of an assumption.
        part: ``findings`` or ``assumptions``.
        since: the version.

    >>> is_new("ask-opioid-free", "findings", since="0.1.0")
    False
    >>> is_new("made-by-another-version", "findings", since="0.1.0")
    True
    >>> is_new("made-by-another-version", "findings", since="no version")
    False
    """
    known = _versions().get(since)
    return known is not None and code not in known[part]


def was_given(code: str, part: str) -> bool:
    """Tell whether a released version could give a code.

    >>> was_given("ask-opioid-free", "findings"), was_given("no-such-code", "findings")
    (True, False)
    """
    return any(code in table[part] for table in _versions().values())
