"""What a patient may have to avoid. Data: ``data/sensitivities.toml``.

>>> get_sensitivity("lactose").name
'lactose'
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from ldn_compound.reference.loader import load, unknown
from ldn_compound.sources import Source

SUBJECT = "sensitivities"


class Sensitivity(NamedTuple):
    """Something that a patient may have to avoid.

    Attributes:
        key: such as ``lactose``.
        name: in plain words.
        covers: what it covers, and what it does not.
        source: the citation.
    """

    key: str
    name: str
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


@cache
def _read(key: str) -> Sensitivity:
    row = load(SUBJECT).row(key)
    row.only("name", "covers", "source", "certainty")
    return Sensitivity(key, row.text("name"), row.text("covers"), row.source())


def validate_all() -> None:
    """Check every row. Raises DataError."""
    for key in sensitivity_keys():
        _read(key)
