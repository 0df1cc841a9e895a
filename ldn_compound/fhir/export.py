"""A plan as FHIR: a Bundle of what was made and how it is dispensed."""

from __future__ import annotations

from typing import Any, NamedTuple
from uuid import NAMESPACE_URL, uuid5

import attrs

from ldn_compound.checks.acceptance import apply_acceptance
from ldn_compound.core.errors import InputError, StopError
from ldn_compound.core.results import Finding, Result
from ldn_compound.core.texts import parse_choice
from ldn_compound.fhir.dispense import dispense, totals_of
from ldn_compound.fhir.json_text import written
from ldn_compound.fhir.medication import Preparation, medication, prepared
from ldn_compound.fhir.parts import Json, Version
from ldn_compound.labelling.content import Label, label_for, plan_of
from ldn_compound.labelling.directions_checking import check_directions
from ldn_compound.plans import refusal_of_stops, verify
from ldn_compound.plans.titration.plan import Titration


class Exported(NamedTuple):
    """A plan as FHIR.

    Attributes:
        text: the Bundle.
        resources: the kinds of its resources, in their order.
        findings: on the directions, those that were accepted too.
    """

    text: str
    resources: tuple[str, ...]
    findings: tuple[Finding, ...]


def to_fhir(plan: Any, *, version: str = "R4", label: Label | None = None) -> str:
    """Return a plan as a FHIR Bundle: a Medication and a MedicationDispense; for a titration, two of each strength.

    The Medication has the drug's strength as a ratio, the other ingredients, the lot and the last day of use; the
    MedicationDispense what is handed out and how it is taken. Numbers are written with their own digits, never as
    binary floats. Only codes whose source is known go out; all else is text. The same plan gives the same text.

    Parameters:
        plan: a plan of capsules, tablets, a liquid or a titration, or its JSON document as text.
        version: ``R4`` or ``R5``.
        label: of :func:`ldn_compound.label_for` for this plan: patient, directions, lot and so on. Without it nothing
            is said of a patient.

    Raises:
        InputError: ``no-label-for-plan``: a kind that is not dispensed; ``unknown-choice``, ``not-a-label``,
            ``label-of-another-plan``, ``one-lot-for-several``, ``out-of-range``: a last day of use after the plan's.
        MismatchError: ``does-not-recompute``: the plan was changed after it was planned.
        StopError: ``stop-not-accepted``: of the plan, or of the directions.

    >>> import ldn_compound as ldn
    >>> plan = ldn.plan_capsules(strength="4.5 mg", count=90, size="3", filler="mcc-ph102", packing_stat="135 mg")
    >>> '"value": 4.5,' in ldn.to_fhir(plan, version="R5")
    True
    """
    return exported(plan, version=version, label=label).text


def exported(plan: Any, *, version: str = "R4", label: Label | None = None) -> Exported:
    """Return a plan as FHIR with what was found on its directions; parameters and errors as of :func:`to_fhir`."""
    chosen = Version(parse_choice(version, tuple(Version), field="version"))
    result, _ = plan_of(plan)
    verify(result)
    if (refusal := refusal_of_stops(result)) is not None:
        raise refusal
    given = _label(result, label)
    findings = _directions(given)
    entries = [entry for of in _preparations(given) for entry in _entries(of, given, chosen)]
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": entries}
    kinds = tuple(entry["resource"]["resourceType"] for entry in entries)
    return Exported(written(bundle) + "\n", kinds, findings)


def _label(plan: Result, label: Label | None) -> Label:
    if label is None:
        return label_for(plan)
    if not isinstance(label, Label):
        raise InputError("not-a-label", field="label", given=type(label).__name__, needed="a label of label_for")
    if label.result is not plan and label.result != plan:
        raise InputError("label-of-another-plan", field="label", given=label.result.kind, needed="a label of this plan")
    last, discard = label.facts.beyond_use_date, label.discard_after
    if last is not None and discard is not None and discard > last:
        needed = f"at the latest the plan's own last day of use, {last.isoformat()}"
        raise InputError("out-of-range", field="discard_after", given=discard.isoformat(), needed=needed)
    return attrs.evolve(label, result=plan)


def _directions(label: Label) -> tuple[Finding, ...]:
    """Return what the rules for directions say. Raises StopError where one of them stops."""
    if label.directions is None:
        return ()
    found = check_directions(label.result, label.directions, language=label.language)
    findings = apply_acceptance(found, accept=label.accept, accepted_by=label.accepted_by, of="label")
    stops = tuple(item for item in findings if item.stops)
    if stops:
        raise StopError(
            "stop-not-accepted",
            findings=stops,
            field="directions",
            given=", ".join(item.code for item in stops),
            needed="directions that say what the plan says, or each stop accepted by name",
            hint="; ".join(item.message for item in stops),
        )
    return findings


def _preparations(label: Label) -> list[Preparation]:
    """Return what is dispensed: the batch, or each strength of a titration."""
    plan, facts = label.result, label.facts
    if isinstance(plan, Titration):
        taken = totals_of(plan)
        if label.lot is not None and len(taken) > 1:
            needed = "no lot: each strength is a batch of its own"
            raise InputError("one-lot-for-several", field="lot", given=label.lot, needed=needed)
    else:
        assert facts.strength is not None  # a batch has one
        taken = [(facts.strength, label.quantity)]
    return [
        prepared(plan, facts, strength=strength, amount=amount, lot=label.lot, expiry=label.discard_after)
        for strength, amount in taken
    ]


def _entries(of: Preparation, label: Label, version: Version) -> list[Json]:
    made = _entry(medication(of, version))
    return [made, _entry(dispense(of, label, version, medication=made["fullUrl"]))]


def _entry(resource: Json) -> Json:
    """Return an entry; the same content has the same address."""
    return {"fullUrl": f"urn:uuid:{uuid5(NAMESPACE_URL, written(resource))}", "resource": resource}
