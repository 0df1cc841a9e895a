"""What a patient may have to avoid. Data: ``data/sensitivities.toml``.

>>> get_sensitivity("lactose").name
'lactose'
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from ldn_compound.core.sources import Source
from ldn_compound.core.texts import near_hint, plain_name
from ldn_compound.reference.loader import Row, load, unknown

SUBJECT = "sensitivities"


class Sensitivity(NamedTuple):
    """Something that a patient may have to avoid.

    Attributes:
        key: such as ``lactose``.
        name: in plain words.
        synonyms: how it is also said; several sensitivities may share one.
        covers: what it covers, and what it does not.
        source: the citation.
    """

    key: str
    name: str
    synonyms: tuple[str, ...]
    covers: str
    source: Source


def sensitivity_keys() -> tuple[str, ...]:
    """Return the keys of all sensitivities."""
    return load(SUBJECT).keys()


def get_sensitivity(key: str) -> Sensitivity:
    """Return one sensitivity.

    Raises:
        InputError: ``unknown-sensitivity``; whoever must answer "cannot be cleared" instead of refusing asks
            :func:`sensitivity_keys` first.
        DataError: a malformed row.
    """
    if key not in sensitivity_keys():
        known = sensitivity_keys()
        raise unknown("unknown-sensitivity", field="avoid", given=key, known=known, what="a sensitivity")
    return _read(key)


def read_sensitivity(text: str) -> tuple[str, ...]:
    """Return the keys that a person's word for what to avoid means, in any case; none for a word that is not known.

    >>> read_sensitivity("Lactose"), read_sensitivity("dairy"), read_sensitivity("moonlight")
    (('lactose',), ('lactose', 'milk'), ())
    """
    return _meanings().get(plain_name(text), ())


@cache
def _meanings() -> Mapping[str, tuple[str, ...]]:
    """Return what each word means. A key means itself alone, whatever else has it as a synonym."""
    found: dict[str, tuple[str, ...]] = {}
    for key in sensitivity_keys():
        for word in _read(key).synonyms:
            name = plain_name(word)
            found[name] = tuple(dict.fromkeys((*found.get(name, ()), key)))
    return found | {plain_name(key): (key,) for key in sensitivity_keys()}


def near_sensitivity(text: str) -> str | None:
    """Return "did you mean ...?" for a word that is not known, or None where nothing is spelt like it.

    >>> near_sensitivity("lactos"), near_sensitivity("moonlight")
    ('did you mean lactose?', None)
    """
    keys = sensitivity_keys()
    return near_hint(text, keys, synonyms={key: _read(key).synonyms for key in keys}, cutoff=0.75)


def read_traces(row: Row) -> Mapping[str, str]:
    """Return what a substance may contain: why, by sensitivity; nothing where the row has no such table.

    Raises:
        DataError: a sensitivity that there is none of.
    """
    if "may_contain" not in row:
        return {}
    table = row.row("may_contain")
    table.only(*sensitivity_keys())
    return {key: table.text(key) for key in table.keys()}  # noqa: SIM118 - a Row is no mapping to iterate over


@cache
def _read(key: str) -> Sensitivity:
    row = load(SUBJECT).row(key)
    row.only("name", "synonyms", "covers", "source", "certainty")
    return Sensitivity(key, row.text("name"), row.names("synonyms"), row.text("covers"), row.source())


def validate_all() -> None:
    """Check every row. Raises DataError."""
    for key in sensitivity_keys():
        _read(key)
