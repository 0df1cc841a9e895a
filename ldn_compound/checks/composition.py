"""What a batch is made of against what the patient avoids, and whether a filler is fit for low-dose naltrexone.

Nothing unknown is ever clear: an unknown composition, or a sensitivity that this program does not know, is
"cannot be cleared".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ldn_compound.checks.codes import finding
from ldn_compound.core.late_texts import Said
from ldn_compound.core.results import Finding, Severity
from ldn_compound.messages import say
from ldn_compound.reference.fillers import Verdict
from ldn_compound.reference.sensitivities import near_sensitivity, sensitivity_keys


class Component(NamedTuple):
    """A component of the batch, as far as a patient's sensitivities go.

    Attributes:
        field: ``filler``, ``shell``, ``vehicle`` or ``source_tablet``.
        name: in words.
        contains: sensitivities that it certainly touches.
        may_contain: those that it possibly touches, each with why.
        known: whether its composition is known.
        source: the citation.
        how_to_know: what to do about a composition that is not known.
    """

    field: str
    name: str
    contains: tuple[str, ...]
    may_contain: Mapping[str, str]
    known: bool
    source: str
    how_to_know: str = "ask the maker for its composition"


def composition_findings(component: Component, avoid: Sequence[str], *, field: str | None = None) -> list[Finding]:
    """Return the findings of one component against what the patient avoids.

    Parameters:
        field: the input that the component stands in, where that is not its own name.

    >>> lactose = Component("filler", "lactose", ("lactose",), {}, True, "its name")
    >>> [item.code for item in composition_findings(lactose, ["lactose", "gluten"])]
    ['filler-contains-avoided']
    """
    prefix, place = component.field.replace("_", "-"), field or component.field

    def found(code: str, severity: Severity, text: Said) -> Finding:
        return finding(f"{prefix}-{code}", text, severity=severity, source=component.source, field=place)

    findings = []
    hits = [key for key in avoid if key in component.contains]
    if hits:
        text = say("contains-avoided", component_name=component.name, hits=", ".join(hits))
        findings.append(found("contains-avoided", Severity.STOP, text))
    unclear = [why for key in avoid if key not in hits for why in _unclear(component, key)]
    if unclear:
        text = say("cannot-be-cleared", component_name=component.name, unclear="; ".join(unclear))
        if not component.known:
            text += say("cannot-be-cleared.composition", how_to_know=component.how_to_know)
        findings.append(found("cannot-be-cleared", Severity.STOP, text))
    elif not component.known:
        text = say("cannot-be-cleared.not-known", component_name=component.name, how_to_know=component.how_to_know)
        findings.append(found("cannot-be-cleared", Severity.CAUTION, text))
    return findings


def _unclear(component: Component, key: str) -> list[str]:
    """Return why a component cannot be cleared for something, in words; nothing where it can."""
    if key not in sensitivity_keys():
        near = near_sensitivity(key)
        if near is None:
            return [f"{key} (not a sensitivity that this program knows: clear it by hand)"]
        return [f"{key} (not a sensitivity that this program knows: {near})"]
    why = component.may_contain.get(key)
    if why is not None:
        return [f"{key} ({why})"]
    return [] if component.known else [key]


def fitness_findings(
    verdict: str, name: str, reason: str, source: object, *, field: str | None = None
) -> list[Finding]:
    """Return the findings of a filler's fitness for low-dose naltrexone, whoever the patient is.

    Parameters:
        field: the input that it stands in, where that is not ``filler``.

    >>> [item.code for item in fitness_findings("avoid", "calcium carbonate", "may reduce absorption", "Swidan")]
    ['filler-avoid']
    """
    if verdict == Verdict.AVOID:
        return [finding("filler-avoid", name=name, reason=reason, source=source, field=field)]
    if verdict == Verdict.CAUTION:
        return [finding("filler-caution", name=name, reason=reason, source=source, field=field)]
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
