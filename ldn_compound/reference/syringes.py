"""Oral syringes, the limits of rounding a dose to one, and the usual concentration. Data: ``data/syringes.toml``.

>>> [syringe.key for syringe in syringes()]
['0.5', '1', '3', '5', '10']
>>> get_syringe("1").graduation
Amount('0.02 mL')
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from ldn_compound.reference.loader import Fact, load, unknown
from ldn_compound.sources import Source
from ldn_compound.units import Amount

SUBJECT = "syringes"


class Syringe(NamedTuple):
    """One size of oral syringe.

    Attributes:
        key: its size in mL, as it is named: ``0.5``.
        size: what it holds to its full mark.
        graduation: the volume from one line to the next.
        source: the citation.
    """

    key: str
    size: Amount
    graduation: Amount
    source: Source


def syringe_keys() -> tuple[str, ...]:
    """Return the sizes by name, the smallest first."""
    return load(SUBJECT).keys("syringe")


@cache
def syringes() -> tuple[Syringe, ...]:
    """Return every syringe, the smallest first. Raises DataError."""
    return tuple(_syringe(key) for key in syringe_keys())


def get_syringe(key: str) -> Syringe:
    """Return one syringe.

    Raises:
        InputError: ``unknown-syringe``.
        DataError: a malformed row.
    """
    if key not in syringe_keys():
        raise unknown("unknown-syringe", field="syringes", given=key, known=syringe_keys(), what="a syringe")
    return _syringe(key)


@cache
def _syringe(key: str) -> Syringe:
    row = load(SUBJECT).row("syringe", key)
    row.only("size", "graduation", "source", "certainty")
    return Syringe(key, row.amount("size", "volume"), row.amount("graduation", "volume"), row.source())


@cache
def rounding_limits() -> tuple[Fact, Fact]:
    """Return how far a measured dose may be off: up to the first fine, up to the second a caution, then a stop.

    Raises:
        DataError: a malformed row.
    """
    row = load(SUBJECT).row("rounding")
    row.only("fine", "most")
    return row.fact("fine", "1"), row.fact("most", "1")


@cache
def usual_concentration() -> Fact:
    """Return the concentration that is taken where none is given. Raises DataError."""
    row = load(SUBJECT).row("default")
    row.only("concentration")
    return row.fact("concentration", "mass/volume")


def validate_all() -> None:
    """Check every row. Raises DataError."""
    load(SUBJECT).row().only("syringe", "rounding", "default")
    syringes()
    rounding_limits()
    usual_concentration()
