"""What a country asks of a patient's label: what must stand there, what is left open, what was never read."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

from ldn_compound.checks.codes import finding
from ldn_compound.core.results import Finding, Severity
from ldn_compound.labelling.content import Label
from ldn_compound.labelling.design import Design
from ldn_compound.labelling.facts import Facts
from ldn_compound.labelling.wording import Wording
from ldn_compound.reference.jurisdictions import ALWAYS, NO_COUNTRY, Element, get_jurisdiction

# A country's element of the label, and the fields of ours that carry it. The pharmacy's name has a finding of its own.
_PHARMACY = "pharmacy-name"
_FIELDS_OF_ELEMENT: dict[str, tuple[str, ...]] = {
    "pharmacy-address": ("pharmacy_address",),
    "pharmacy-telephone": ("pharmacy_address",),
    "prescription-number": ("prescription_number",),
    "date-filled": ("date_filled",),
    "prescriber": ("prescriber",),
    "patient": ("patient",),
    "directions": ("directions",),
    "drug": ("drug",),
    "strength": ("drug",),
    "form": ("drug",),
    "quantity": ("quantity",),
    "refills": ("refills",),
    "beyond-use-date": ("discard_after",),
    "lot": ("lot",),
    "storage": ("storage",),
    "ingredients": ("other_ingredients", "ingredients"),
    "route": ("route",),
    "warnings": ("warnings",),
    "made-on": ("made_on",),
    "source-product": ("source_product",),
    "after-opening": ("after_opening",),
}
_LANGUAGE = "house rule: a language that no pharmacist of it has read is named wherever it is printed"


def element_fields(element: Element) -> tuple[str, ...]:
    """Return the fields of a label of which one carries an element; empty for the pharmacy's name."""
    return _FIELDS_OF_ELEMENT.get(element.key, ())


@lru_cache(maxsize=256)
def printed_fields(design: Design, jurisdiction: str, holds: frozenset[str] = frozenset()) -> frozenset[str]:
    """Return the fields that a design prints on a label of a country; some stand there only where they are asked for.

    Parameters:
        design: of the label.
        jurisdiction: whose rules apply.
        holds: what the preparation is: see :attr:`ldn_compound.labelling.facts.Facts.holds`.
    """
    country = get_jurisdiction(jurisdiction)
    asked = {field for item in country.asked_elements(holds) for field in element_fields(item)}
    return frozenset(set(design.printed) - (set(design.only_asked) - asked))


@lru_cache(maxsize=256)
def demanded(design: Design, jurisdiction: str, holds: frozenset[str] = frozenset()) -> dict[str, str]:
    """Return the fields that a design or a country demands, and who demands each.

    Parameters:
        design, jurisdiction, holds: as of :func:`printed_fields`.
    """
    found = dict.fromkeys(design.mandatory, f"the {design.key} label asks for it")
    if design.audience != "patient":
        return found
    country = get_jurisdiction(jurisdiction)
    printed = printed_fields(design, jurisdiction, holds)
    for element in country.asked_elements(holds):
        fields = element_fields(element)
        if element.required and fields:
            field = next((name for name in fields if name in printed), fields[0])
            found.setdefault(field, f"the rules of {country.name} ask for it ({element.source})")
    return found


def country_findings(label: Label, design: Design, texts: Collection[str], words: Wording) -> list[Finding]:
    """Return what a country's rules say of a label: what the design leaves out, what is open, and what was never read.

    Parameters:
        label: any.
        design: of it; a country's rules hold for the patient's own label alone.
        texts: the fields that the label has something to say in.
        words: of the label's language.
    """
    found = _unread_language(words)
    if design.audience != "patient":
        return found
    facts = label.facts
    printed = printed_fields(design, facts.jurisdiction, facts.holds)
    return [*found, *_elsewhere(facts, printed), *_left_open(facts, printed, texts), *_untraced(facts.jurisdiction)]


def _elsewhere(facts: Facts, printed: frozenset[str]) -> list[Finding]:
    """Stop a label whose design has no place for what the country asks for."""
    country = get_jurisdiction(facts.jurisdiction)
    missing = [
        item
        for item in country.asked_elements(facts.holds)
        if item.required and item.key != _PHARMACY and printed.isdisjoint(element_fields(item))
    ]
    if not missing:
        return []
    names = ", ".join(item.key.replace("-", " ") for item in missing)
    message = (
        f"the rules of {country.name} ask for: {names}. This design has no place for it: take another stock or design, "
        "or put it on a second label and accept this finding by name"
    )
    return [finding("label-element-elsewhere", message, source=missing[0].source)]


def _left_open(facts: Facts, printed: frozenset[str], texts: Collection[str]) -> list[Finding]:
    """Say what the country asks for where it is needed, and the label does not state."""
    country = get_jurisdiction(facts.jurisdiction)
    found = []
    for item in country.asked_elements(facts.holds):
        fields = element_fields(item)
        stated = any(field in texts and field in printed for field in fields)
        if item.required or item.when == ALWAYS or stated:
            continue
        option = f"--{item.key}-days" if item.key == "after-opening" else f"--{item.key}"
        message = (
            f"the rules of {country.name} ask for it where it is needed, and the label does not say it: "
            f"{item.key.replace('-', ' ')} (give {option})"
        )
        found.append(finding("label-element-open", message, source=item.source, field=fields[0]))
    return found


def _untraced(jurisdiction: str) -> list[Finding]:
    country = get_jurisdiction(jurisdiction)
    rules = country.label_rules
    if jurisdiction == NO_COUNTRY or (rules is not None and rules.traced):
        return []
    where = "" if rules is None else f" ({rules.note})"
    message = (
        f"the rules of {country.name} for a dispensed label were not read{where}: this label has what the design has, "
        "and nothing was checked against them"
    )
    source = "house rule" if rules is None else rules.source
    return [finding("label-rules-untraced", message, source=source)]


def _unread_language(words: Wording) -> list[Finding]:
    if words.language == "en" or words.reviewed_by:
        return []
    message = f"no pharmacist has read the words of texts/{words.language}.toml yet: read this label before it goes out"
    return [finding("label-language-unread", message, source=_LANGUAGE)]


def no_pharmacy(jurisdiction: str) -> Finding:
    """Return the finding for a patient's label that does not name the pharmacy."""
    message = "the label does not name the pharmacy: set pharmacy.name in the profile"
    if jurisdiction == NO_COUNTRY:
        return finding("pharmacy-name-missing", message, severity=Severity.CAUTION, source="house rule")
    elements = get_jurisdiction(jurisdiction).label_elements
    source = next((str(item.source) for item in elements if item.key == _PHARMACY), "house rule")
    return finding("pharmacy-name-missing", message, severity=Severity.STOP, source=source)
