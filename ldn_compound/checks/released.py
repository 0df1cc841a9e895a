"""Which codes a released version could give: what a plan that it stored may lack, and what it may have that is gone.

Data: ``released.toml`` beside this module; it is read only where a plan of another version is.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

RETIRED_ASSUMPTIONS: frozenset[str] = frozenset({"age-not-given"})
"""Codes of assumptions that no plan makes any more. Those of findings are known from the registry."""

_FILE = Path(__file__).with_name("released.toml")


@cache
def _versions() -> Mapping[str, Mapping[str, frozenset[str]]]:
    import tomllib

    from ldn_compound.checks.codes import ALIASES

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
