"""What a batch is made of against what the patient avoids, and whether a filler is fit for low-dose naltrexone.

Nothing unknown is ever clear: an unknown composition, or a sensitivity that this program does not know, is
"cannot be cleared".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ldn_compound.checks.codes import finding
from ldn_compound.reference.fillers import Verdict
from ldn_compound.reference.sensitivities import sensitivity_keys
from ldn_compound.results import Finding, Severity


class Component(NamedTuple):
    """A component of the batch, as far as a patient's sensitivities go.

    Attributes:
        field: ``filler``, ``shell`` or ``source_tablet``.
        name: in words.
        contains: sensitivities that it certainly touches.
        may_contain: sensitivities that it possibly touches.
        known: whether its composition is known.
        source: the citation.
    """

    field: str
    name: str
    contains: tuple[str, ...]
    may_contain: tuple[str, ...]
    known: bool
    source: str


def composition_findings(component: Component, avoid: Sequence[str]) -> list[Finding]:
    """Return the findings of one component against what the patient avoids.

    >>> lactose = Component("filler", "lactose", ("lactose",), (), True, "its name")
    >>> [item.code for item in composition_findings(lactose, ["lactose", "gluten"])]
    ['filler-contains-avoided']
    """
    prefix = component.field.replace("_", "-")
    found = []
    hits = [key for key in avoid if key in component.contains]
    if hits:
        text = f"{component.name} contains what the patient avoids: {', '.join(hits)}"
        found.append(
            finding(f"{prefix}-contains-avoided", Severity.STOP, text, source=component.source, field=component.field)
        )
    unclear = [key for key in avoid if key not in hits and _unclear(component, key)]
    if unclear:
        text = f"{component.name} cannot be cleared for: {', '.join(unclear)}; ask the maker for its composition"
        found.append(
            finding(f"{prefix}-cannot-be-cleared", Severity.STOP, text, source=component.source, field=component.field)
        )
    elif not component.known:
        text = f"the composition of {component.name} is not known: ask the maker, and the patient's sensitivities"
        found.append(
            finding(
                f"{prefix}-cannot-be-cleared", Severity.CAUTION, text, source=component.source, field=component.field
            )
        )
    return found


def _unclear(component: Component, key: str) -> bool:
    return not component.known or key in component.may_contain or key not in sensitivity_keys()


def fitness_findings(verdict: str, name: str, reason: str, source: object) -> list[Finding]:
    """Return the findings of a filler's fitness for low-dose naltrexone, whoever the patient is.

    >>> [item.code for item in fitness_findings("avoid", "calcium carbonate", "may reduce absorption", "Swidan")]
    ['filler-avoid']
    """
    if verdict == Verdict.AVOID:
        text = f"{name} is not for low-dose naltrexone: {reason}"
        return [finding("filler-avoid", Severity.STOP, text, source=source, field="filler")]
    if verdict == Verdict.CAUTION:
        return [finding("filler-caution", Severity.CAUTION, f"{name}: {reason}", source=source, field="filler")]
    return []


def verdict_of(findings: Sequence[Finding]) -> Verdict:
    """Return the verdict that a filler's findings come to; accepting a finding does not better it.

    >>> verdict_of([])
    <Verdict.SUITABLE: 'suitable'>
    """
    codes = {item.code for item in findings}
    if codes & {"filler-avoid", "filler-contains-avoided"}:
        return Verdict.AVOID
    if "filler-cannot-be-cleared" in codes:
        return Verdict.CANNOT_CLEAR
    return Verdict.CAUTION if "filler-caution" in codes else Verdict.SUITABLE
