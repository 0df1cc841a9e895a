"""Every row of the reference data as a fact with its source: what the program knows, and how sure it is of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from fnmatch import fnmatchcase
from typing import Any, NamedTuple

from ldn_compound.core.errors import DataError
from ldn_compound.core.sources import Certainty, Risk
from ldn_compound.reference.loader import DATA, File, load

DOUBTFUL = (Certainty.SECONDARY, Certainty.REFERENCE)
"""What a pharmacist should settle with the official text, or with a reading of their own."""
_BY_NAME = "as its name and its parts say"
_APART = ("source", "certainty", "earlier")


class Fact(NamedTuple):
    """A row of the reference data.

    Attributes:
        subject: the file, such as ``vehicles``.
        name: the row in it, dotted, such as ``limit.solubility_in_water``.
        value: what the row states, in words.
        certainty: how the fact was come by.
        source: the citation.
        day: from when it holds, as ISO text, or None.
        looked_at: when its source, or a copy or witness of it, was last opened and the row held against it; None: never
            again since it was written down.
        tried: what was tried to trace it, or None.
        risk: how it could hurt if it were wrong.
        use: what it is used for.
    """

    subject: str
    name: str
    value: str
    certainty: Certainty
    source: str
    day: str | None
    looked_at: date | None
    tried: str | None
    risk: Risk
    use: str

    @property
    def seen(self) -> str:
        """When it was last looked at, in words."""
        return "never looked at again" if self.looked_at is None else f"looked at {self.looked_at}"

    @property
    def doubtful(self) -> bool:
        """Whether it was not read in the source itself, and is no arithmetic."""
        return self.certainty in DOUBTFUL


def subjects() -> tuple[str, ...]:
    """Return the files of the reference data, by name.

    >>> "vehicles" in subjects()
    True
    """
    return tuple(sorted(item.name.removesuffix(".toml") for item in DATA.iterdir() if item.name.endswith(".toml")))


def facts_in(subject: str) -> tuple[Fact, ...]:
    """Return the facts of a file, in their order; rows that no longer hold come behind those that took their place.

    Parameters:
        subject: of :func:`subjects`.

    >>> rows = {fact.name: fact for fact in facts_in("vehicles")}
    >>> rows["limit.solubility_in_water"].value, rows["limit.solubility_in_water"].certainty.value
    ('100 mg/mL', 'read')
    """
    file = load(subject)
    return tuple(fact for key in tuple(file.tables) for fact in _walk(file.tables[key], file, key))


def by_risk(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Return facts in the order in which they should be settled: what could hurt most first.

    >>> found = by_risk((*facts_in("sensitivities"), *facts_in("limits")))
    >>> found[0].risk.value, found[-1].risk.value
    ('stop', 'check')
    """
    order = tuple(Risk)
    return tuple(sorted(facts, key=lambda fact: order.index(fact.risk)))


def _use(file: File, name: str) -> tuple[Risk, str]:
    """Return what a row is used for: the first entry that fits its name."""
    for use in file.uses:
        if fnmatchcase(name, use.names):
            return use.risk, use.words
    raise DataError("missing-data", field=f"{file.subject}.uses", given=name, needed="what the row is used for")


def _walk(value: Any, file: File, name: str) -> Iterator[Fact]:
    if isinstance(value, list):
        for number, item in enumerate(value, start=1):
            yield from _walk(item, file, f"{name}[{number}]")
        return
    if not isinstance(value, Mapping):
        return
    cited, sure = value.get("source"), value.get("certainty")
    if isinstance(cited, str) and isinstance(sure, str):
        day = value.get("valid_from")
        own = {key: item for key, item in value.items() if key not in _APART and not _is_row(item)}
        stated = in_words(own) or _BY_NAME
        yield Fact(
            file.subject,
            name,
            stated,
            Certainty(sure),
            file.sources[cited],
            None if day is None else str(day),
            file.looked_at.get(cited),
            file.tried.get(cited),
            *_use(file, name),
        )
    for key, item in value.items():
        yield from _walk(item, file, f"{name}.{key}")


def _is_row(value: Any) -> bool:
    """Tell whether a table, or a table in it, is a row of its own."""
    if isinstance(value, Mapping):
        return "certainty" in value or any(_is_row(item) for item in value.values())
    return isinstance(value, list) and any(_is_row(item) for item in value)


def in_words(row: Mapping[str, Any]) -> str:
    """Return what a row states: its value, or low to high, or each of its entries by name."""
    if set(row) <= {"value", "valid_from"} and "value" in row:
        return _text(row["value"])
    if {"low", "high"} <= set(row) <= {"low", "high", "valid_from"}:
        return f"{_text(row['low'])} to {_text(row['high'])}"
    return "; ".join(f"{key} {_text(item)}" for key, item in row.items() if key != "valid_from")


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(_text, value))
    if isinstance(value, Mapping):
        return " ".join(f"{key} {_text(item)}" for key, item in value.items())
    return format(value, "f") if isinstance(value, Decimal) else str(value)
