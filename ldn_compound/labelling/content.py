"""What one label says: the plan's own facts and what was given for the patient, all through the text gate."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol

import attrs

from ldn_compound.errors import InputError
from ldn_compound.labelling.wording import Wording, strength_text
from ldn_compound.numbers import parse_whole
from ldn_compound.reference.jurisdictions import get_jurisdiction
from ldn_compound.results import Result, exact
from ldn_compound.texts import parse_date, parse_text

if TYPE_CHECKING:
    from ldn_compound.plans.capsules import CapsuleBatch

MOST_REFILLS = 99
_BLANKS = re.compile(r"\s+")
LABELLED_KINDS = ("capsule-batch",)


class Pharmacy(Protocol):
    """What a label reads of a profile."""

    def get(self, key: str, /) -> object:
        """Return the value of a dotted key, or None."""


@attrs.frozen(kw_only=True)
class Label:
    """What one label says, before it is set on a stock. Made by :func:`label_for`.

    Attributes:
        result: the plan that the label is for.
        patient, directions, prescription_number, lot, prescriber: texts, or None.
        quantity: units in this container.
        date_filled: when the prescription was filled, or None.
        refills: how often it can be filled again, or None.
        pharmacy_name, pharmacy_address, pharmacy_telephone: from the profile, or None.
    """

    result: CapsuleBatch
    patient: str | None = None
    directions: str | None = None
    prescription_number: str | None = None
    lot: str | None = None
    prescriber: str | None = None
    quantity: int
    date_filled: date | None = None
    refills: int | None = None
    pharmacy_name: str | None = None
    pharmacy_address: str | None = None
    pharmacy_telephone: str | None = None


def label_for(
    result: Any,
    *,
    patient: str | None = None,
    directions: str | None = None,
    prescription_number: str | None = None,
    lot: str | None = None,
    prescriber: str | None = None,
    quantity: int | str | None = None,
    date_filled: date | str | None = None,
    refills: int | str | None = None,
    profile: Pharmacy | None = None,
) -> Label:
    """Return the label of a plan.

    Texts are brought to NFC; blanks at their ends are left out and several blanks become one, since neither can be
    seen on paper.

    Parameters:
        result: a capsule plan, or its JSON document as text, which is computed again first.
        patient: the patient's name.
        directions: such as "Take 1 capsule by mouth at bedtime".
        prescription_number: the serial number, printed as text and as Code 128.
        lot: the batch's internal identification number.
        prescriber: the prescriber's name.
        quantity: units in this container, at most the plan's count; the plan's count where it is not given.
        date_filled: a date or ISO text.
        refills: from 0 to 99.
        profile: gives the pharmacy's name, address and telephone.

    Raises:
        InputError: ``no-label-for-plan``, ``bad-json``, ``bad-schema``, ``not-a-profile``; ``not-text``, ``empty``,
            ``too-long``, ``control-character``; ``bad-whole-number``, ``out-of-range``; ``bad-date``.
        MismatchError: ``does-not-recompute``, a document that was edited.

    Example::

        plan = ldn.plan_capsules(strength="4.5 mg", count=90, size="3", filler="mcc-ph102", fill_mass="135 mg")
        label = ldn.label_for(plan, patient="Jane Doe", directions="Take 1 capsule by mouth at bedtime")
    """
    plan = _plan(result)
    if profile is not None and not callable(getattr(profile, "get", None)):
        needed = "a profile of read_profile or load_profile"
        raise InputError("not-a-profile", field="profile", given=type(profile).__name__, needed=needed)
    return Label(
        result=plan,
        patient=_text(patient, "patient"),
        directions=_text(directions, "directions"),
        prescription_number=_text(prescription_number, "prescription_number"),
        lot=_text(lot, "lot"),
        prescriber=_text(prescriber, "prescriber"),
        quantity=_quantity(quantity, plan.count),
        date_filled=None if date_filled is None else parse_date(date_filled, field="date_filled"),
        refills=None if refills is None else parse_whole(refills, field="refills", least=0, most=MOST_REFILLS),
        pharmacy_name=_from_profile(profile, "pharmacy.name"),
        pharmacy_address=_from_profile(profile, "pharmacy.address"),
        pharmacy_telephone=_from_profile(profile, "pharmacy.telephone"),
    )


def _plan(result: Any) -> CapsuleBatch:
    if isinstance(result, str):
        from ldn_compound.exchange.document import from_json

        result = from_json(result)
    if not isinstance(result, Result) or result.kind not in LABELLED_KINDS:
        given = result.kind if isinstance(result, Result) else type(result).__name__
        needed = "a plan of one of the kinds " + ", ".join(LABELLED_KINDS)
        raise InputError("no-label-for-plan", field="result", given=given, needed=needed)
    plan: CapsuleBatch = result  # type: ignore[assignment]  # the one kind above
    return plan


def _quantity(value: int | str | None, count: int) -> int:
    if value is None:
        return count
    return parse_whole(value, field="quantity", least=1, most=count)


@lru_cache(maxsize=4096)
def _clean(text: str) -> str:
    return _BLANKS.sub(" ", text).strip()


def _text(value: str | None, field: str) -> str | None:
    return None if value is None else _clean(parse_text(value, field=field))


def _from_profile(profile: Pharmacy | None, key: str) -> str | None:
    value = None if profile is None else profile.get(key)
    return None if value is None else _clean(parse_text(value, field=key))


def texts_of(label: Label, wording: Wording) -> dict[str, str]:
    """Return the text of every field that the label has something to say in, with the field's name before it."""
    result = label.result
    where = result.jurisdiction
    values: dict[str, str | None] = {
        "patient": label.patient,
        "drug": f"{result.drug_name} {strength_text(exact(result, 'strength'))} {wording.form(result.form)[1]}",
        "directions": label.directions,
        "discard_after": _date(result.beyond_use_date, where, wording),
        "use_by": _date(result.beyond_use_date, where, wording),
        "made_on": _date(result.made_on, where, wording),
        "quantity": wording.count(label.quantity, result.form),
        "refills": None if label.refills is None else str(label.refills),
        "lot": label.lot,
        "prescriber": label.prescriber,
        "prescription_number": label.prescription_number,
        "date_filled": _date(label.date_filled, where, wording),
        "storage": _clean(result.storage),
        "filler": result.filler_name,
        "capsule_size": result.capsule_size,
        "ingredients": ", ".join(result.ingredients),
        "pharmacy_name": label.pharmacy_name,
        "pharmacy_address": ", ".join(part for part in (label.pharmacy_address, label.pharmacy_telephone) if part),
        "statement": " ".join(statement.text for statement in get_jurisdiction(where).label_statements),
        "warnings": " ".join(sentence.text for sentence in wording.warnings),
        "pharmacy_use": wording.fields["pharmacy_use"],
    }
    return {field: wording.write(field, text) for field, text in values.items() if text}


def _date(day: date | None, jurisdiction: str, wording: Wording) -> str | None:
    return None if day is None else wording.date(day, jurisdiction)
