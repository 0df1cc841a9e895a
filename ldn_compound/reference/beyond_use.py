"""How long a preparation may be used: days by dosage form, as of the day of making. Data: ``data/forms.toml``,
and ``data/beyond_use.toml`` for the studies.

>>> get_rule("capsule").days.value
Amount('180 d')
>>> from datetime import date
>>> get_rule("capsule", on=date(2023, 6, 1)).days.value
Amount('183 d')
"""

from calendar import monthrange
from datetime import date
from typing import Annotated, NamedTuple

from ldn_compound.core.errors import DataError
from ldn_compound.core.sources import Source
from ldn_compound.core.units import Amount, days
from ldn_compound.reference.rows import Fact, Key, Read, Row
from ldn_compound.reference.tables import Table

_LEAST_DAYS = 28


def _days(row: Row, on: object) -> Fact:
    """Return a rule's days; those of one in months stand for a calendar month of 28 until a day is known."""
    if ("days" in row) == ("months" in row):
        raise DataError("bad-data", field=row.name, needed="either days or months")
    return row.fact("days", "time") if "days" in row else Fact(days(_LEAST_DAYS * row.whole("months")), row.source())


class Rule(NamedTuple):
    """The longest time that a form may be used, without stability data of its own.

    Attributes:
        form: such as ``capsule``.
        code: stable name of the rule, such as ``usp-795-nonaqueous-solid``.
        name: the rule in words.
        days: the limit in days; of a rule in months, counted from the day of making.
        storage: the storage that the limit holds for, as a label prints it.
        refrigerated: whether the limit holds in the refrigerator only.
        country: whose rule it is, the key of a jurisdiction; None for a pharmacy's own.
        superseded: whether a later rule has taken its place.
        source: the citation for the storage.
        months: of a rule in months, how many.
    """

    form: Key
    code: str
    name: str
    days: Annotated[Fact, Read(_days, "days")]
    storage: str
    refrigerated: bool
    country: Annotated[str | None, Read(lambda row, on: row.text("country"), "country")]
    superseded: Annotated[bool, Read(lambda row, on: row.superseded)]
    source: Source
    months: int | None = None


RULES = Table(Rule, "forms", "rule", unknown=("unknown-form", "form", "one of the dosage forms"), dated=True)
rule_keys = RULES.keys


class Study(NamedTuple):
    """A published stability study: it supports a date, or shortens it, and never extends it beyond the rule.

    Attributes:
        key: its name.
        form: the form that was studied.
        formula: what was studied.
        storage: how it was kept.
        days: how long it held.
        shortens: whether a plan for the same formula and storage takes the earlier of the rule and these days.
        source: the citation.
    """

    key: Key
    form: Annotated[str, rule_keys]
    formula: str
    storage: str
    days: Annotated[Amount, "time"]
    shortens: bool
    source: Source


def get_rule(form: str, on: date | None = None) -> Rule:
    """Return the rule of one dosage form.

    Parameters:
        form: one of :func:`rule_keys`.
        on: the day of making, whose rule it is; None for the newest.

    Raises:
        InputError: ``unknown-form``.
        DataError: a malformed row.
    """
    # A superseded row has no name of its own: it is the form's as its successor is.
    rule = RULES.get(form, on)._replace(form=form)
    if rule.months is None or on is None:
        return rule
    return rule._replace(days=Fact(days((_months_later(on, rule.months) - on).days), rule.days.source))


def _months_later(day: date, months: int) -> date:
    """Return the same day some months later, or the last of that month where it has none."""
    year, month = divmod(day.month - 1 + months, 12)
    year += day.year
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def stability_studies(form: str) -> tuple[Study, ...]:
    """Return the published studies of one dosage form; empty where none was found. Raises DataError."""
    return tuple(study for study in STUDIES.all() if study.form == form)


STUDIES = Table(Study, "beyond_use", "study")
