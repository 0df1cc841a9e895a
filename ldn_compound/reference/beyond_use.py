"""How long a preparation may be used: days by dosage form, as of the day of making. Data: ``data/beyond_use.toml``.

>>> get_rule("capsule").days.value
Amount('180 d')
>>> from datetime import date
>>> get_rule("capsule", on=date(2023, 6, 1)).days.value
Amount('183 d')
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from functools import cache
from typing import NamedTuple

from ldn_compound.core.errors import DataError
from ldn_compound.core.sources import Source
from ldn_compound.core.units import Amount, days
from ldn_compound.reference.loader import Fact, Row, load, unknown

SUBJECT = "beyond_use"


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
    """

    form: str
    code: str
    name: str
    days: Fact
    storage: str
    refrigerated: bool
    country: str | None
    superseded: bool
    source: Source


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

    key: str
    form: str
    formula: str
    storage: str
    days: Amount
    shortens: bool
    source: Source


def form_keys() -> tuple[str, ...]:
    """Return the keys of all dosage forms."""
    return load(SUBJECT).keys("form")


def get_rule(form: str, on: date | None = None) -> Rule:
    """Return the rule of one dosage form.

    Parameters:
        form: one of :func:`form_keys`.
        on: the day of making, whose rule it is; None for the newest.

    Raises:
        InputError: ``unknown-form``.
        DataError: a malformed row.
    """
    if form not in form_keys():
        raise unknown("unknown-form", field="form", given=form, known=form_keys(), what="one of the dosage forms")
    rule, months = _rule(form, load(SUBJECT).epoch(on))
    if months is None or on is None:
        return rule
    return rule._replace(days=Fact(days((_months_later(on, months) - on).days), rule.days.source))


@cache
def _rule(form: str, epoch: date | None) -> tuple[Rule, int | None]:
    """Return a rule and its months; the days of one in months stand for a calendar month of 28 until a day is known."""
    newest = load(SUBJECT).row("form", form)
    row = newest.on(epoch)
    row.only("code", "name", "days", "months", "storage", "refrigerated", "country", "source", "certainty")
    if ("days" in row) == ("months" in row):
        raise DataError("bad-data", field=row.name, needed="either days or months")
    source = row.source()
    months = row.whole("months") if "months" in row else None
    rule = Rule(
        form=form,
        code=row.text("code"),
        name=row.text("name"),
        days=row.fact("days", "time") if months is None else Fact(days(_LEAST_DAYS * months), source),
        storage=row.text("storage"),
        refrigerated=row.flag("refrigerated"),
        country=row.text("country"),
        superseded=epoch is not None and row.name != newest.name,
        source=source,
    )
    return rule, months


_LEAST_DAYS = 28


def _months_later(day: date, months: int) -> date:
    """Return the same day some months later, or the last of that month where it has none."""
    year, month = divmod(day.month - 1 + months, 12)
    year += day.year
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def stability_studies(form: str) -> tuple[Study, ...]:
    """Return the published studies of one dosage form; empty where none was found. Raises DataError."""
    return tuple(study for study in _studies() if study.form == form)


@cache
def _studies() -> tuple[Study, ...]:
    return tuple(_study(key, load(SUBJECT).row("study", key)) for key in load(SUBJECT).keys("study"))


def _study(key: str, row: Row) -> Study:
    row.only("form", "formula", "storage", "days", "shortens", "source", "certainty")
    return Study(
        key=key,
        form=row.choice("form", form_keys()),
        formula=row.text("formula"),
        storage=row.text("storage"),
        days=row.amount("days", "time"),
        shortens=row.flag("shortens"),
        source=row.source(),
    )


def validate_all() -> None:
    """Check every row. Raises DataError."""
    file = load(SUBJECT)
    file.row().only("form", "study")
    for epoch in file.epochs:
        for form in form_keys():
            _rule(form, epoch)
    _studies()
