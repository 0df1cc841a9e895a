"""What differs from country to country: settings, label words and elements. Data: ``data/jurisdictions.toml``.

A rule that has changed keeps its old row, and the day decides which one holds: the day of making of a plan.

A country's rule may hold always, or in a case: for capsules under 20 mg, say. The cases of a setting are asked in the
order of the file, and the first that holds is the rule.

>>> get_jurisdiction("us").settings["policies.day_count"].value
'day-1'
>>> [statement.text for statement in get_jurisdiction("us").label_statements]
['This is a compounded drug.']
>>> get_jurisdiction("general").settings
{}
>>> from ldn_compound.core.units import mass
>>> facts = {"form": "capsule", "strength": mass(1)}
>>> get_jurisdiction("de").rule("policies.overage", facts).value
'10 %'
"""

import re
from collections.abc import Collection, Mapping
from datetime import date
from typing import Annotated, NamedTuple

from ldn_compound.core.errors import DataError
from ldn_compound.core.sources import Source
from ldn_compound.core.units import Amount
from ldn_compound.reference.capsules import size_keys
from ldn_compound.reference.forms import form_keys
from ldn_compound.reference.loader import load
from ldn_compound.reference.rows import At, Key, Read, Row
from ldn_compound.reference.tables import One, Table

NO_COUNTRY = "general"
"""The key of the jurisdiction that is no country's."""

SETTINGS: Mapping[str, str | None] = {
    "policies.day_count": None,
    "policies.unit_standard": None,
    "policies.tablet_standard": None,
    "policies.overage": "1",
    "policies.cap_assay": None,
    "policies.correction_threshold": "1",
    "policies.tracer": None,
    "policies.mean_limit": "1",
    "policies.component_expiry_caps": None,
    "capsules.smallest_size": "capsule size",
}
"""The settings that a jurisdiction may give, by their dotted name in a profile, and what a quantity's dimension is."""

FACTS: Mapping[str, str | None] = {
    "form": None,
    "strength": "mass",
    "drug_load": "1",
    "trituration_share": "1",
}
"""What a case may ask of a plan, and its dimension: None for a word. Drug load: drug powder as a fraction of the fill,
without overage. Trituration share: drug as a fraction of the trituration."""

Known = Mapping[str, Amount | str]
"""What a plan knows of its facts."""

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
    "source-product",
    "after-opening",
)
"""The elements that a label may have to carry."""

ALWAYS = "always"
WHEN = (ALWAYS, "liquid", "crushed-tablets")
"""What a preparation may have to be for a country to ask for an element of its label."""

STORAGE_STYLES = ("fahrenheit", "not-above-25")
"""How a country writes temperatures of storage, where it is not the plan's own way."""


class Condition(NamedTuple):
    """One condition of a case.

    Attributes:
        fact: of :data:`FACTS`.
        side: ``one of`` for words; ``below``, ``at most`` or ``at least`` for an amount.
        words: the words that meet it; empty for an amount.
        bound: the amount that it is held against, or None for words.
    """

    fact: str
    side: str
    words: tuple[str, ...]
    bound: Amount | None

    def met(self, known: Known) -> bool:
        """Tell whether a plan meets it. A fact that the plan does not have meets nothing."""
        value = known.get(self.fact)
        if value is None:
            return False
        if self.bound is None or isinstance(value, str):
            return value in self.words
        if value.dimension != self.bound.dimension:
            raise ValueError(f"{self.fact}: {value!r} against {self.bound!r}")
        if self.side == "below":
            return value.value < self.bound.value
        return value.value <= self.bound.value if self.side == "at most" else value.value >= self.bound.value

    def __str__(self) -> str:
        if self.bound is None:
            return " or ".join(self.words)
        return f"{self.fact.replace('_', ' ')} {self.side} {self.bound.text()}"


_DATES = "dates"
_DATE = re.compile(r"(?:before )?[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?|read [0-9]{4}-[0-9]{2}")


def _dates(row: Row) -> Mapping[str, str]:
    """Return the date of every citation."""
    row.only(*load("jurisdictions").sources)
    for name in row:
        if not _DATE.fullmatch(row.text(name)):
            needed = "YYYY, YYYY-MM or YYYY-MM-DD, 'before' one of them, or 'read YYYY-MM'"
            raise DataError("bad-data", field=row.dotted(name), given=row.text(name), needed=needed)
    return {name: row.text(name) for name in row}


dates = One(_dates, "jurisdictions", _DATES)


def _dated(row: Row, on: object) -> str:
    """Return the date of the row's citation, from the table of dates."""
    name = row.text("source")
    if name not in dates():
        raise DataError("missing-data", field=f"jurisdictions.{_DATES}.{name}", needed=f"the key {name}")
    return dates()[name]


Dated = Annotated[str, Read(_dated)]
"""The day, month or year of what the citation names, or on which it was read."""


def _value(row: Row, on: object) -> str:
    """Return a rule's value; a number goes through a gate here, and as text to the setting's own."""
    kind = SETTINGS[row.choice("key", tuple(SETTINGS))]
    if kind == "capsule size":
        return row.choice("value", size_keys())
    if kind is not None:
        row.amount("value", kind)
    return row.text("value")


def _conditions(row: Row, on: object) -> tuple[Condition, ...]:
    return tuple(_condition(item) for item in row.rows("when"))


def _condition(row: Row) -> Condition:
    fact = row.choice("fact", tuple(FACTS))
    dimension = FACTS[fact]
    if dimension is None:
        row.only("fact", "one_of")
        return Condition(fact, "one of", row.names("one_of", form_keys()), None)
    side = next((name for name in ("below", "at_most") if name in row), "at_least")
    row.only("fact", side)
    return Condition(fact, side.replace("_", " "), (), row.amount(side, dimension))


class SettingRule(NamedTuple):
    """One setting of a jurisdiction: its value as strict text, still to go through the setting's own gate.

    Attributes:
        key: the setting's dotted name, such as ``policies.day_count``.
        value: strict text, such as ``day-1`` or ``5 %``.
        source: the citation.
        dated: the day, month or year of what the citation names, or on which it was read.
        when: the conditions that must all be met; empty where it holds always.
    """

    key: Annotated[str, tuple(SETTINGS)]
    value: Annotated[str, Read(_value, "value")]
    source: Source
    dated: Dated
    when: Annotated[tuple[Condition, ...], Read(_conditions, "when")] = ()

    @property
    def case(self) -> str:
        """The conditions in words, such as ``capsule, strength below 20 mg``; empty where it holds always."""
        return ", ".join(str(condition) for condition in self.when)

    @property
    def cited(self) -> str:
        """The citation with the case and the date."""
        return f"{self.source}{f' [{self.case}]' if self.when else ''} ({self.dated})"

    def holds(self, known: Known) -> bool:
        """Tell whether a plan meets all its conditions."""
        return all(condition.met(known) for condition in self.when)


class Statement(NamedTuple):
    """Words that a label carries as they stand, and why; dated as a :class:`SettingRule`.

    Attributes:
        text: the words.
        source: the citation.
        dated: as of a :class:`SettingRule`.
        says: keys of the label's own warnings that it makes needless.
    """

    text: str
    source: Source
    dated: Dated
    says: Annotated[tuple[str, ...], Read(lambda row, on: row.names("says") if "says" in row else (), "says")] = ()


class Element(NamedTuple):
    """An element that the prescription label carries.

    Attributes:
        key: one of :data:`ELEMENTS`.
        required: whether a label without it is refused; False where only some states, or a stated case, ask for it.
        source: the citation.
        dated: as of a :class:`SettingRule`.
        when: of :data:`WHEN`: for which preparations it is asked.
    """

    key: Annotated[str, ELEMENTS]
    required: bool
    source: Source
    dated: Dated
    when: Annotated[str, Read(lambda row, on: row.choice("when", WHEN) if "when" in row else ALWAYS, "when")] = ALWAYS


class LabelRules(NamedTuple):
    """Whether a country's own rules for a dispensed label were read; dated as a :class:`SettingRule`.

    Attributes:
        traced: False where none of them could be read: a label is then the design's own.
        note: what was read, or where the rules stand.
        source: the citation.
        dated: as of a :class:`SettingRule`.
    """

    traced: bool
    note: str
    source: Source
    dated: Dated


class LabelStorage(NamedTuple):
    """How a country writes temperatures of storage; dated as a :class:`SettingRule`."""

    style: Annotated[str, STORAGE_STYLES]
    source: Source
    dated: Dated


class NumberMarks(NamedTuple):
    """The decimal mark of a country, and the mark between thousands; dated as a :class:`SettingRule`."""

    decimal: Annotated[str, (".", ",")]
    group: Annotated[str, (".", ",")]
    source: Source
    dated: Dated


class Paper(NamedTuple):
    """The paper that a country's printers hold; dated as a :class:`SettingRule`."""

    size: Annotated[str, ("a4", "letter")]
    source: Source
    dated: Dated


def _settings(row: Row, on: date | None) -> Mapping[str, SettingRule]:
    rules = [item.into(SettingRule) for item in row.rows("setting", on)]
    return {rule.key: rule for rule in rules}


def _cases(row: Row, on: date | None) -> Mapping[str, tuple[SettingRule, ...]]:
    found: dict[str, tuple[SettingRule, ...]] = {}
    for item in row.rows("case", on):
        rule = item.into(SettingRule)
        if not rule.when:
            needed = "at least one condition: else it is no case"
            raise DataError("missing-data", field=item.dotted("when"), needed=needed)
        found[rule.key] = (*found.get(rule.key, ()), rule)
    return found


class Jurisdiction(NamedTuple):
    """The rules of one country.

    Attributes:
        key: such as ``us``.
        name: in words.
        settings: the settings that it gives always, by dotted name; empty for ``general``.
        cases: the rules that hold in a case, by dotted name, in the order in which they are asked.
        label_statements: the words that a prescription label carries.
        label_elements: the elements that it carries.
        number_marks: the marks of its numbers, whatever the language; None where the language's own hold.
        paper: what a page is printed on; None for A4 (ISO 216), as nearly everywhere.
        label_rules: whether its rules for a label were read; None for ``general``, which has none.
        label_storage: how it writes temperatures; None where they are written as the plan has them.
    """

    key: Key
    name: str
    settings: Annotated[Mapping[str, SettingRule], Read(_settings, "setting")]
    cases: Annotated[Mapping[str, tuple[SettingRule, ...]], Read(_cases, "case")]
    label_statements: Annotated[tuple[Statement, ...], At("label_statement")]
    label_elements: Annotated[tuple[Element, ...], At("label_element")]
    number_marks: NumberMarks | None
    paper: Paper | None
    label_rules: LabelRules | None
    label_storage: LabelStorage | None

    def asked_elements(self, holds: Collection[str]) -> tuple[Element, ...]:
        """Return the label's elements for a preparation of which these words of :data:`WHEN` hold.

        >>> [item.key for item in get_jurisdiction("de").asked_elements(["liquid"]) if item.when == "liquid"]
        ['after-opening']
        """
        return tuple(item for item in self.label_elements if item.when == ALWAYS or item.when in holds)

    def rule(self, dotted: str, known: Known) -> SettingRule | None:
        """Return the rule for a setting: the first case that holds, else the one that holds always, else None."""
        for rule in self.cases.get(dotted, ()):
            if rule.holds(known):
                return rule
        return self.settings.get(dotted)

    def asks_for(self, fact: str, dotted: str, known: Known) -> bool:
        """Tell whether a fact that is not known yet has to be worked out before the rule for a setting can be told.

        >>> from ldn_compound.core.units import mass
        >>> [get_jurisdiction("de").asks_for("drug_load", "policies.overage", {"form": "capsule", "strength": mass(mg)})
        ...  for mg in (1, 20)]
        [False, True]
        """
        for rule in self.cases.get(dotted, ()):
            for condition in rule.when:
                if condition.fact == fact and fact not in known:
                    return True
                if not condition.met(known):
                    break
            else:
                return False
        return False


JURISDICTIONS = Table(
    Jurisdiction,
    "jurisdictions",
    unknown=("unknown-jurisdiction", "jurisdiction", "a jurisdiction that this program has"),
    but=(_DATES,),
)
jurisdiction_keys, get_jurisdiction = JURISDICTIONS.keys, JURISDICTIONS.get
