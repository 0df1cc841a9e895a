"""How long a preparation may be used: days by dosage form. Data: ``data/beyond_use.toml``.

>>> get_rule("capsule").days.value
Amount('180 d')
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from ldn_compound.reference.loader import Fact, Row, load, unknown
from ldn_compound.sources import Source
from ldn_compound.units import Amount

SUBJECT = "beyond_use"


class Rule(NamedTuple):
    """The longest time that a form may be used, without stability data of its own.

    Attributes:
        form: such as ``capsule``.
        code: stable name of the rule, such as ``usp-795-nonaqueous-solid``.
        name: the rule in words.
        days: the limit in days.
        storage: the storage that the limit holds for, as a label prints it.
        source: the citation for the storage.
    """

    form: str
    code: str
    name: str
    days: Fact
    storage: str
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


def get_rule(form: str) -> Rule:
    """Return the rule of one dosage form.

    Raises:
        InputError: ``unknown-form``.
        DataError: a malformed row.
    """
    if form not in form_keys():
        raise unknown("unknown-form", field="form", given=form, known=form_keys(), what="one of the dosage forms")
    return _rule(form)


@cache
def _rule(form: str) -> Rule:
    row = load(SUBJECT).row("form", form)
    row.only("code", "name", "days", "storage", "source", "certainty")
    return Rule(form, row.text("code"), row.text("name"), row.fact("days", "time"), row.text("storage"), row.source())


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
    load(SUBJECT).row().only("form", "study")
    for form in form_keys():
        _rule(form)
    _studies()
