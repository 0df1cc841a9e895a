"""What differs from country to country: settings, label words and elements. Data: ``data/jurisdictions.toml``.

>>> get_jurisdiction("us").settings["policies.day_count"].value
'day-1'
>>> [statement.text for statement in get_jurisdiction("us").label_statements]
['This is a compounded drug.']
>>> get_jurisdiction("general").settings
{}
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from ldn_compound.reference.loader import Row, load, unknown
from ldn_compound.sources import Source

SUBJECT = "jurisdictions"

SETTINGS = (
    "policies.day_count",
    "policies.unit_standard",
    "policies.overage",
    "policies.cap_assay",
    "policies.correction_threshold",
    "policies.tracer",
    "policies.mean_limit",
    "capsules.smallest_size",
)
"""The settings that a jurisdiction may give, by their dotted name in a profile."""

ELEMENTS = (
    "pharmacy-name",
    "pharmacy-address",
    "pharmacy-telephone",
    "prescription-number",
    "date-filled",
    "prescriber",
    "patient",
    "directions",
    "drug",
    "strength",
    "form",
    "quantity",
    "refills",
    "beyond-use-date",
    "lot",
    "storage",
    "ingredients",
    "route",
    "warnings",
    "made-on",
)
"""The elements that a label may have to carry."""


class SettingRule(NamedTuple):
    """One setting of a jurisdiction: its value as strict text, still to go through the setting's own gate.

    Attributes:
        key: the setting's dotted name, such as ``policies.day_count``.
        value: strict text, such as ``day-1`` or ``5 %``.
        source: the citation.
    """

    key: str
    value: str
    source: Source


class Statement(NamedTuple):
    """Words that a label carries as they stand, and why."""

    text: str
    source: Source


class Element(NamedTuple):
    """An element that the prescription label carries.

    Attributes:
        key: one of :data:`ELEMENTS`.
        required: whether a label without it is refused; False where only some states, or a stated case, ask for it.
        source: the citation.
    """

    key: str
    required: bool
    source: Source


class Jurisdiction(NamedTuple):
    """The rules of one country.

    Attributes:
        key: ``general`` or ``us``.
        name: in words.
        settings: the settings it gives, by dotted name; empty for ``general``.
        label_statements: the words that a prescription label carries.
        label_elements: the elements that it carries.
    """

    key: str
    name: str
    settings: Mapping[str, SettingRule]
    label_statements: tuple[Statement, ...]
    label_elements: tuple[Element, ...]


def jurisdiction_keys() -> tuple[str, ...]:
    """Return the keys of all jurisdictions in the data."""
    return load(SUBJECT).keys()


def get_jurisdiction(key: str) -> Jurisdiction:
    """Return the rules of one jurisdiction.

    Parameters:
        key: one of :func:`jurisdiction_keys`.

    Raises:
        InputError: ``unknown-jurisdiction``.
        DataError: a malformed row.
    """
    if key not in jurisdiction_keys():
        what = "a jurisdiction that this program has"
        raise unknown("unknown-jurisdiction", field="jurisdiction", given=key, known=jurisdiction_keys(), what=what)
    return _read(key)


@cache
def _read(key: str) -> Jurisdiction:
    row = load(SUBJECT).row(key)
    row.only("name", "setting", "label_statement", "label_element")
    settings = [_setting(item) for item in row.rows("setting")]
    return Jurisdiction(
        key=key,
        name=row.text("name"),
        settings={setting.key: setting for setting in settings},
        label_statements=tuple(_statement(item) for item in row.rows("label_statement")),
        label_elements=tuple(_element(item) for item in row.rows("label_element")),
    )


def _setting(row: Row) -> SettingRule:
    row.only("key", "value", "source", "certainty")
    return SettingRule(row.choice("key", SETTINGS), row.text("value"), row.source())


def _statement(row: Row) -> Statement:
    row.only("text", "source", "certainty")
    return Statement(row.text("text"), row.source())


def _element(row: Row) -> Element:
    row.only("key", "required", "source", "certainty")
    return Element(row.choice("key", ELEMENTS), row.flag("required"), row.source())


def validate_all() -> None:
    """Check every row. Raises DataError."""
    for key in jurisdiction_keys():
        _read(key)
