"""Oral syringes, the limits of rounding a dose to one, and the usual concentration. Data: ``data/syringes.toml``.

>>> [syringe.key for syringe in syringes()]
['0.5', '1', '3', '5', '10']
>>> get_syringe("1").graduation, get_syringe("10").graduation
(Amount('0.02 mL'), Amount('1 mL'))
"""

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Annotated, NamedTuple

from ldn_compound.core.sources import Source
from ldn_compound.core.units import Amount
from ldn_compound.reference.rows import Fact, Key, Read, Row
from ldn_compound.reference.tables import One, Table, fact


def common_marks(graduations: Sequence[Amount]) -> Amount:
    """Return the volume from one mark to the next of those that all the graduations have.

    >>> common_marks([Amount(Fraction("0.2"), "volume"), Amount(Fraction("0.5"), "volume")])
    Amount('1 mL')
    """
    shared = math.lcm(*(item.value.denominator for item in graduations))
    return Amount(Fraction(math.lcm(*(int(item.value * shared) for item in graduations)), shared), "volume")


def _graduation(row: Row, on: object) -> Amount:
    lines = row.amounts("by_maker", "volume")
    return common_marks(lines) if lines else row.amount("graduation", "volume")


class Syringe(NamedTuple):
    """One size of oral syringe.

    Attributes:
        key: its size in mL, as it is named: ``0.5``.
        size: what it holds to its full mark.
        graduation: the volume from one mark to the next; where makers differ, of the marks that all of them have.
        source: the citation.
        by_maker: the graduations that it is sold with, where they are known to differ; else empty.
    """

    key: Key
    size: Annotated[Amount, "volume"]
    graduation: Annotated[Amount, Read(_graduation, "graduation")]
    source: Source
    by_maker: tuple[Annotated[Amount, "volume"], ...] = ()


class RoundingLimits(NamedTuple):
    """How far a measured dose may be off: up to the first fine, up to the second a caution, then a stop."""

    fine: Annotated[Fact, "1"]
    most: Annotated[Fact, "1"]


SYRINGES = Table(Syringe, "syringes", "syringe", unknown=("unknown-syringe", "syringes", "a syringe"))
syringe_keys, get_syringe, syringes = SYRINGES.keys, SYRINGES.get, SYRINGES.all
rounding_limits = One(RoundingLimits, "syringes", "rounding")
least_share = fact("syringes", "least", "share", of="1")
"""The least dose that a syringe measures, as a fraction of its size."""
usual_concentration = fact("syringes", "default", "concentration", of="mass/volume")
"""The concentration that is taken where none is given."""
