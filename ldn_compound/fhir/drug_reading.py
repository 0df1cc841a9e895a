"""Reads what is prescribed: the drug, which must be naltrexone and nothing else, its strength and its form."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from ldn_compound.core.errors import InputError
from ldn_compound.core.numbers import NUMBER
from ldn_compound.core.units import parse_quantity
from ldn_compound.fhir.elements import Element
from ldn_compound.fhir.quantities import the_mass, the_ratio
from ldn_compound.reference.fhir import SNOMED, drug_codes, drug_names, form_codes, route_codes
from ldn_compound.reference.forms import form_keys, get_form

_ENGLISH = "en"
_NEEDED = "naltrexone alone"
_CHECK = "check the prescription: this program plans no other drug"


class Named(NamedTuple):
    """What a name such as "naltrexone hydrochloride 4.5 mg capsule" says; each None where it does not say it."""

    means: str | None = None
    strength: str | None = None
    form: str | None = None
    route: str | None = None


class Prescribed:
    """What is known of the preparation; each part may be said several times, and only in one way.

    Attributes:
        means: ``hydrochloride`` or ``base``, or None; strength: as text, or None; form: or None; route: where the
            form's own name says it, or None.
        known: whether the drug was named.
        unread: where a name or a code stands that may say more, and was not understood; or None.
    """

    def __init__(self) -> None:
        self.known = False
        self.unread: str | None = None
        self.means: str | None = None
        self.strength: str | None = None
        self.form: str | None = None
        self.route: str | None = None

    def add(self, path: str, said: Named) -> None:
        """Add what is said at a place. Raises InputError: ``ambiguous-prescription``."""
        for name, value in said._asdict().items():
            before = getattr(self, name)
            if value is not None and before is not None and not _same(before, value):
                needed = f"one {'salt or base' if name == 'means' else name}: {before} stands elsewhere"
                raise InputError("ambiguous-prescription", field=path, given=value, needed=needed)
            if value is not None and before is None:
                setattr(self, name, value)


def _same(one: str, other: str) -> bool:
    if one == other:
        return True
    try:
        return parse_quantity(one) == parse_quantity(other)
    except InputError:
        return False


@cache
def _pattern() -> re.Pattern[str]:
    names = sorted((text for row in drug_names() for text in row.written), key=len, reverse=True)
    forms = sorted(_form_words(), key=len, reverse=True)
    drug = "|".join(re.escape(text) for text in names)
    form = "|".join(re.escape(text) for text in forms)
    strength = rf"(?P<strength>(?P<number>{NUMBER}) ?(?P<unit>mg|mcg|ug|g)(?:/(?:1 ?)?(?P<per>ml))?)"
    return re.compile(rf"(?P<drug>{drug})(?: {strength})?(?: (?P<form>{form}))?")


@cache
def _form_words() -> dict[str, tuple[str, str | None]]:
    """Return the forms by the words for them, with the route where the name of the form has it."""
    found: dict[str, tuple[str, str | None]] = {}
    for key in form_keys():
        usual = get_form(key).words(_ENGLISH)
        for word in usual:
            for said in (word, word.removeprefix("oral "), f"oral {word.removeprefix('oral ')}"):
                found[said] = key, None
        for row in route_codes():
            for word in get_form(key).words(_ENGLISH, row.key):
                if word not in usual:
                    found[word] = key, row.key
    return found


def read_name(text: str) -> Named | None:
    """Return what a text says if it is the drug's name, a strength and a form, and nothing else; None otherwise.

    >>> read_name("Naltrexone HCl 4.5 mg oral capsules")
    Named(means='hydrochloride', strength='4.5mg', form='capsule', route=None)
    >>> read_name("naltrexone 8 mg / bupropion 90 mg") is None
    True
    """
    found = _pattern().fullmatch(" ".join(text.lower().split()))
    if found is None:
        return None
    means = next(row.means for row in drug_names() if found["drug"] in row.written)
    strength = None
    if found["strength"]:
        unit = "mcg" if found["unit"] == "ug" else found["unit"]
        strength = f"{found['number']}{unit}{'/mL' if found['per'] else ''}"
    return Named(means, strength, *_form_words().get(found["form"] or "", (None, None)))


def read_drug(concept: Element | None, into: Prescribed) -> None:
    """Read a CodeableConcept that names the drug.

    A code that this program does not know is taken by its display, if that is the drug's name and nothing else; the
    code itself stays among what was not understood.

    Raises:
        InputError: ``another-drug``, ``ambiguous-prescription``, ``bad-fhir``.
    """
    if concept is None:
        return
    known = {(row.system, row.code): row.means for row in drug_codes()}
    for coding in concept.children("coding"):
        key = (coding.text("system") or "", coding.text("code") or "")
        display = coding.text("display")
        named = None if display is None else read_name(display)
        if named is not None:
            into.add(coding.path, named)
        if key in known:
            into.add(coding.path, Named(means=known[key]))
        elif named is None:
            given = display or f"{key[0]} {key[1]}"
            raise InputError("another-drug", field=coding.path, given=given, needed=_NEEDED, hint=_CHECK)
        if display is not None and named is None:
            raise InputError("another-drug", field=coding.at("display"), given=display, needed=_NEEDED, hint=_CHECK)
        if key not in known:
            coding.put_back("code", key[1])
            into.unread = into.unread or coding.at("code")
        into.known = True
    text = concept.text("text")
    if text is None:
        return
    named = read_name(text)
    if named is not None:
        into.add(concept.at("text"), named)
        into.known = True
    elif into.known and any(name in text.lower() for row in drug_names() for name in row.written):
        concept.put_back("text", text)
        into.unread = into.unread or concept.at("text")
    else:
        raise InputError("another-drug", field=concept.at("text"), given=text, needed=_NEEDED, hint=_CHECK)


def read_medication(medication: Element, into: Prescribed) -> None:
    """Read a Medication of R4 or R5: its code, form, and the strength of its one active ingredient.

    Raises:
        InputError: ``another-drug``, ``ambiguous-prescription``, ``prescription-not-active``, ``bad-fhir``,
            ``bad-fhir-unit``.
    """
    medication.text("resourceType")
    medication.text("id")
    status = medication.text("status")
    if status not in (None, "active"):
        raise InputError("prescription-not-active", field=medication.at("status"), given=status, needed="active")
    read_drug(medication.child("code"), into)
    for name in ("form", "doseForm"):
        read_form(medication.child(name), into)
    active = 0
    for item in medication.children("ingredient"):
        if item.peek("isActive") is False:
            continue  # another ingredient: it is told among what was not understood
        item.flag("isActive")
        active += 1
        wrapped = item.child("item")
        own = Prescribed()
        read_drug(item.child("itemCodeableConcept") if wrapped is None else wrapped.child("concept"), own)
        if not own.known or active > 1:
            raise InputError("another-drug", field=item.path, given="an active ingredient", needed=_NEEDED, hint=_CHECK)
        into.known, into.unread = True, into.unread or own.unread
        into.add(item.path, Named(own.means, own.strength, own.form, own.route))
        if "strengthCodeableConcept" in item:
            field, needed = item.at("strengthCodeableConcept"), "the strength as a ratio"
            raise InputError("ambiguous-prescription", field=field, given="a strength in words", needed=needed)
        whole = item.child("strengthQuantity")
        if whole is not None:
            into.add(whole.path, Named(strength=the_mass(whole)))
        for name in ("strength", "strengthRatio"):
            strength = item.child(name)
            if strength is not None:
                into.add(strength.path, Named(strength=the_ratio(strength)))


def read_form(concept: Element | None, into: Prescribed) -> None:
    """Read a dosage form; a code that is not known stays among what was not understood.

    Raises:
        InputError: ``ambiguous-prescription``, ``bad-fhir``.
    """
    if concept is None:
        return
    known = {row.code: row.key for row in form_codes()}
    for coding in concept.children("coding"):
        if coding.peek("system") == SNOMED and coding.peek_text("code") in known:
            coding.text("system")
            into.add(coding.path, Named(form=known[str(coding.text("code"))]))
            coding.text("display")
    text = concept.peek_text("text") or ""
    form, route = _form_words().get(" ".join(text.lower().split()), (None, None))
    if form is not None:
        into.add(concept.at("text"), Named(form=form, route=route))
        concept.text("text")
