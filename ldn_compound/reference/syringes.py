"""Oral syringes, the limits of rounding a dose to one, and the usual concentration. Data: ``data/syringes.toml``.

>>> [syringe.key for syringe in syringes()]
['0.5', '1', '3', '5', '10']
>>> get_syringe("1").graduation, get_syringe("10").graduation
(Amount('0.02 mL'), Amount('1 mL'))
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from ldn_compound.core.sources import Source
from ldn_compound.core.units import Amount, require
from ldn_compound.reference.loader import Fact, load, unknown

SUBJECT = "syringes"


class Syringe(NamedTuple):
    """One size of oral syringe.

    Attributes:
        key: its size in mL, as it is named: ``0.5``.
        size: what it holds to its full mark.
        graduation: the volume from one mark to the next; where makers differ, of the marks that all of them have.
        source: the citation.
        by_maker: the graduations that it is sold with, where they are known to differ; else empty.
    """

    key: str
    size: Amount
    graduation: Amount
    source: Source
    by_maker: tuple[Amount, ...] = ()


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
    row.only("size", "graduation", "by_maker", "source", "certainty")
    size = row.amount("size", "volume")
    if "by_maker" not in row:
        return Syringe(key, size, row.amount("graduation", "volume"), row.source())
    lines = tuple(require(text, "volume", row.dotted("by_maker")) for text in row.names("by_maker"))
    return Syringe(key, size, common_marks(lines), row.source(), lines)


def common_marks(graduations: Sequence[Amount]) -> Amount:
    """Return the volume from one mark to the next of those that all the graduations have.

    >>> common_marks([Amount(Fraction("0.2"), "volume"), Amount(Fraction("0.5"), "volume")])
    Amount('1 mL')
    """
    shared = math.lcm(*(item.value.denominator for item in graduations))
    return Amount(Fraction(math.lcm(*(int(item.value * shared) for item in graduations)), shared), "volume")


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
def least_share() -> Fact:
    """Return the least dose that a syringe measures, as a fraction of its size. Raises DataError."""
    row = load(SUBJECT).row("least")
    row.only("share")
    return row.fact("share", "1")


@cache
def usual_concentration() -> Fact:
    """Return the concentration that is taken where none is given. Raises DataError."""
    row = load(SUBJECT).row("default")
    row.only("concentration")
    return row.fact("concentration", "mass/volume")


def validate_all() -> None:
    """Check every row. Raises DataError."""
    load(SUBJECT).row().only("syringe", "rounding", "least", "default")
    syringes()
    rounding_limits()
    least_share()
    usual_concentration()
