"""What the plan found, told again when its label is printed: the person at the printer may never have seen the plan.

What concerns the weighing and the filling alone is left out; which codes those are is data, ``rules.toml``.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from ldn_compound.core.results import Finding, Severity
from ldn_compound.labelling.catalogue import data_folder
from ldn_compound.labelling.content import Label
from ldn_compound.labelling.tables import read_table


@lru_cache(maxsize=1)
def _left_out() -> frozenset[str]:
    table = read_table(data_folder() / "rules.toml", "rules").table("plan_findings")
    table.only("left_out", "source")
    return frozenset(table.texts("left_out"))


def findings_of_plans(labels: Iterable[Label]) -> tuple[Finding, ...]:
    """Return the cautions of the labels' plans and the stops that somebody accepted, each once."""
    found: dict[Finding, None] = {}
    seen: set[int] = set()
    for label in labels:
        if id(label.result) in seen:
            continue
        seen.add(id(label.result))
        for item in label.result.findings:
            accepted = item.severity is Severity.STOP and item.accepted_by is not None
            if accepted or (item.severity is Severity.CAUTION and item.code not in _left_out()):
                found[item] = None
    return tuple(found)
