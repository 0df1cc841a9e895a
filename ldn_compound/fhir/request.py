"""A FHIR MedicationRequest as the inputs of a plan, with every element that was not understood."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from ldn_compound.core.errors import InputError
from ldn_compound.exchange.strict_json import parse_object
from ldn_compound.fhir.dosage_reading import Taken, read_dosage
from ldn_compound.fhir.drug_reading import Prescribed, read_drug, read_medication
from ldn_compound.fhir.elements import Element, refuse_modifiers
from ldn_compound.fhir.planned import Supply, plan_inputs
from ldn_compound.fhir.quantities import the_quantity, whole_text

_REQUEST, _MEDICATION, _BUNDLE = "MedicationRequest", "Medication", "Bundle"
_ORDERS = ("order", "original-order", "reflex-order", "filler-order", "instance-order")
_NEEDED = "a FHIR MedicationRequest, or a Bundle with one, as JSON"


@attrs.frozen(kw_only=True)
class FhirRequest:
    """What a MedicationRequest says, as the inputs of a plan.

    Attributes:
        kind: of the plan: ``capsule-batch``, ``tablet-batch`` or ``solution-batch``.
        inputs: keywords of its planning function, each as text, as it is typed; numbers with their own digits.
        label: keywords of :func:`ldn_compound.label_for`, as text: patient, prescriber, directions and so on.
        assumed: what was concluded, and is not written there, each in words.
        not_understood: the path of each element that was not understood, such as ``MedicationRequest.note``.

    >>> import ldn_compound as ldn
    >>> request = ldn.from_fhir('{"resourceType": "MedicationRequest", "status": "active", "intent": "order", '
    ...     '"medicationCodeableConcept": {"text": "naltrexone HCl 4.5 mg capsule"}, '
    ...     '"dosageInstruction": [{"doseAndRate": [{"doseQuantity": {"value": 4.5, '
    ...     '"system": "http://unitsofmeasure.org", "code": "mg"}}]}]}')
    >>> request.kind, dict(request.inputs), request.not_understood
    ('capsule-batch', {'strength': '4.5mg', 'units_per_dose': '1', 'prescribed_as': 'hydrochloride'}, ())
    """

    kind: str
    inputs: Mapping[str, Any]
    label: Mapping[str, Any]
    assumed: tuple[str, ...]
    not_understood: tuple[str, ...]


def from_fhir(text: str) -> FhirRequest:
    """Return what a FHIR R4 or R5 MedicationRequest for naltrexone says, as the inputs of a plan.

    Nothing is passed over in silence: each element that was not understood is named, and what could be read in two
    ways is refused.

    Parameters:
        text: a MedicationRequest as JSON, its Medication contained or named; or a Bundle with one request.

    Raises:
        InputError: ``bad-json``, ``bad-fhir``, ``no-prescription``; ``prescription-not-active``: cancelled, entered
            in error, a proposal; ``changed-meaning``: a modifier extension; ``another-drug``, ``another-route``,
            ``no-dosage-form``, ``no-dose``, ``ambiguous-prescription``, ``bad-fhir-unit``, ``bad-frequency``; and what
            is wrong with a number.

    >>> import json
    >>> dose = {"value": 1, "system": "http://unitsofmeasure.org", "code": "{capsule}"}
    >>> read = from_fhir(json.dumps({
    ...     "resourceType": "MedicationRequest", "status": "active", "intent": "order",
    ...     "medicationCodeableConcept": {"text": "naltrexone 4.5 mg capsule"}, "note": [{"text": "no lactose"}],
    ...     "dosageInstruction": [{"doseAndRate": [{"doseQuantity": dose}]}]}))
    >>> dict(read.inputs), read.not_understood
    ({'strength': '4.5mg', 'units_per_dose': '1'}, ('MedicationRequest.note',))
    """
    document = parse_object(text, field="fhir", needed=_NEEDED, decimals=True)
    kind = document.get("resourceType")
    if kind not in (_REQUEST, _BUNDLE):
        raise InputError("no-prescription", field="resourceType", given=_said(kind), needed=_NEEDED)
    refuse_modifiers(document, str(kind))
    root = Element(document, str(kind))
    request = root if kind == _REQUEST else _in_bundle(root)
    found = _read(request, root)
    return attrs.evolve(found, not_understood=tuple(dict.fromkeys(root.left())))


def _said(value: object) -> str:
    return value if isinstance(value, str) else type(value).__name__


def _in_bundle(bundle: Element) -> Element:
    """Return the one request of a Bundle."""
    bundle.text("resourceType")
    bundle.text("type")
    found = []
    for entry in bundle.children("entry"):
        resource = entry.peek("resource")
        if isinstance(resource, dict) and resource.get("resourceType") == _REQUEST:
            entry.text("fullUrl")
            found.append(entry.child("resource"))
    if len(found) != 1 or found[0] is None:
        needed = "a Bundle with one MedicationRequest"
        raise InputError("no-prescription", field="Bundle.entry", given=f"{len(found)} of them", needed=needed)
    return found[0]


def _read(request: Element, root: Element) -> FhirRequest:
    request.text("resourceType")
    request.text("id")
    _require_in_force(request)
    prescribed = Prescribed()
    _medication(request, root, prescribed)
    if not prescribed.known:
        raise InputError("another-drug", field=request.at("medication"), needed="naltrexone, by a code or by its name")
    taken = _taken(request)
    supply = _supply(request)
    kind, inputs, assumed = plan_inputs(prescribed, taken, supply, path=request.path)
    label = {**_label(request), **taken.label(), **supply.label()}
    return FhirRequest(kind=kind, inputs=inputs, label=label, assumed=assumed, not_understood=())


def _require_in_force(request: Element) -> None:
    status, intent = request.text("status"), request.text("intent")
    if status != "active":
        field = request.at("status")
        raise InputError("prescription-not-active", field=field, given=status, needed="active")
    if intent not in _ORDERS:
        needed = f"an order: {', '.join(_ORDERS)}"
        raise InputError("prescription-not-active", field=request.at("intent"), given=intent, needed=needed)
    if request.flag("doNotPerform"):
        needed = "a request for a medicine, not against one"
        raise InputError("prescription-not-active", field=request.at("doNotPerform"), given="true", needed=needed)


def _medication(request: Element, root: Element, into: Prescribed) -> None:
    """Read what is prescribed, wherever R4 or R5 has it."""
    coded, reference = request.child("medicationCodeableConcept"), request.child("medicationReference")
    either = request.child("medication")
    ways = [item for item in (coded, reference, either) if item is not None]
    if len(ways) != 1:
        field = request.at("medication")
        raise InputError("bad-fhir", field=field, given=f"{len(ways)} of them", needed="one medication")
    if either is not None:
        coded, reference = either.child("concept"), either.child("reference")
    read_drug(coded, into)
    if reference is None:
        return
    address, display = reference.text("reference"), reference.peek("display")
    resource = _referred(address, request, root)
    if resource is not None:
        read_medication(resource, into)
    elif address is not None:
        reference.put_back("reference", address)
    if isinstance(display, str):
        _read_display(reference, into)


def _read_display(reference: Element, into: Prescribed) -> None:
    """Read the name that a reference has, as a text of the drug."""
    said = Element({"text": reference.text("display")}, reference.at("display"))
    read_drug(said, into)
    if "text" in said:
        reference.put_back("display", str(said.peek("text")))


def _referred(address: str | None, request: Element, root: Element) -> Element | None:
    """Return the Medication that a reference names, contained or in the Bundle; None where it is elsewhere."""
    if address is None:
        return None
    if address.startswith("#"):
        found = [item for item in request.children("contained") if item.peek("id") == address[1:]]
        found = [item for item in found if item.peek("resourceType") == _MEDICATION]
    elif root is request:
        return None
    else:
        found = []
        for entry in root.children("entry"):
            resource = entry.peek("resource")
            if not isinstance(resource, dict) or resource.get("resourceType") != _MEDICATION:
                continue
            if address in (entry.peek("fullUrl"), f"{_MEDICATION}/{resource.get('id')}"):
                entry.text("fullUrl")
                found += [child for child in (entry.child("resource"),) if child is not None]
    if len(found) != 1:
        needed = "one Medication of that address"
        raise InputError("bad-fhir", field=request.at("medication"), given=address, needed=needed)
    return found[0]


def _taken(request: Element) -> Taken:
    instructions = request.children("dosageInstruction")
    if not instructions:
        raise InputError("no-dose", field=request.at("dosageInstruction"), needed="one dosage instruction")
    if len(instructions) > 1:
        raise InputError(
            "ambiguous-prescription",
            field=request.at("dosageInstruction"),
            given=f"{len(instructions)} instructions",
            needed="one dosage instruction",
            hint="steps of a titration are planned with titrate",
        )
    return read_dosage(instructions[0])


def _supply(request: Element) -> Supply:
    dispense = request.child("dispenseRequest")
    if dispense is None:
        return Supply()
    quantity, lasts = dispense.child("quantity"), dispense.child("expectedSupplyDuration")
    needed = "a number of {capsule} or {tablet}, or a volume in mL"
    days = None
    # A time in another unit than days is no number of days: it stays among what was not understood.
    if lasts is not None and lasts.peek("code") == "d" and lasts.peek("comparator") is None:
        written = lasts.number("value")
        days = None if written is None else whole_text(written)
        for name in ("unit", "system", "code"):
            lasts.text(name)
    return Supply(
        None if quantity is None else the_quantity(quantity, needed=needed),
        days,
        dispense.whole("numberOfRepeatsAllowed"),
    )


def _label(request: Element) -> dict[str, str]:
    """Return what a label has of who it is for and who wrote it."""
    found: dict[str, str] = {}
    for name, field in (("subject", "patient"), ("requester", "prescriber")):
        person = request.child(name)
        if person is not None and (display := person.line("display")):
            found[field] = display
    identifiers = request.children("identifier")
    if len(identifiers) == 1 and (number := identifiers[0].line("value")):
        found["prescription_number"] = number
    return found
