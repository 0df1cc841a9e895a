"""Weight for age of children: the 2000 CDC growth charts. Data: ``data/growth.toml``.

>>> band = weight_band("male", Fraction(9))
>>> band.low.in_unit < 23 < 28 < 40 < band.high.in_unit
True
"""

import re
from collections.abc import Mapping
from decimal import Context, Decimal
from fractions import Fraction
from functools import cache, lru_cache
from typing import Annotated, NamedTuple

from ldn_compound.core.errors import DataError
from ldn_compound.core.sources import Source
from ldn_compound.core.units import BY_SYMBOL, Amount
from ldn_compound.reference.rows import At, Fact, Figure, Range, Read, Row
from ldn_compound.reference.tables import One

SEXES = ("female", "male")
LAST_MONTH = 240
_LINE = re.compile(r"(\d+(?:\.5)?) (-?\d+\.\d+) (\d+\.\d+) (\d+\.\d+)")
# A root is no fraction: the percentiles are worked out to 40 digits and from there on are exact numbers again.
_DIGITS = Context(prec=40)


class Band(NamedTuple):
    """What children of an age and sex weigh, from the 3rd to the 97th percentile.

    Attributes:
        sex: ``female`` or ``male``.
        low, median, high: the 3rd, the 50th and the 97th percentile, body masses.
        source: the citation.
    """

    sex: str
    low: Amount
    median: Amount
    high: Amount
    source: Source

    def holds(self, weight: Amount) -> bool:
        """Tell whether a body weight lies from the 3rd to the 97th percentile."""
        return self.low.value <= weight.value <= self.high.value


class _Line(NamedTuple):
    power: Decimal
    median: Decimal
    variation: Decimal


@lru_cache(maxsize=512)
def weight_band(sex: str, age: Fraction) -> Band | None:
    """Return the 3rd, 50th and 97th percentile of weight for an age, or None above the charts' 20 years.

    A percentile is M x (1 + L x S x z) ^ (1 / L), and M x e ^ (S x z) where L is 0.

    Parameters:
        sex: ``female`` or ``male``.
        age: in years, such as 9 or 9.75; the line of the month that it falls into is taken.

    Raises:
        DataError: a malformed row.
    """
    chart = charts()._asdict()[sex]
    line = chart.lines.get(_month(age))
    if line is None:
        return None
    z = _percentiles().z.value
    z_score = _DIGITS.divide(Decimal(z.numerator), Decimal(z.denominator))
    low, median, high = (Amount(_percentile(line, score), "body mass") for score in (-z_score, Decimal(0), z_score))
    return Band(sex, low, median, high, chart.source)


def _month(age: Fraction) -> Fraction:
    """Return the age of the line that holds for an age: the half month, but for birth and the 20th birthday."""
    months = age * 12
    if months in (0, LAST_MONTH):
        return months
    return months.__floor__() + Fraction(1, 2)


def _percentile(line: _Line, z: Decimal) -> Fraction:
    power, median, variation = line
    spread = _DIGITS.multiply(variation, z)
    if power == 0:
        factor = _DIGITS.exp(spread)
    else:
        factor = _DIGITS.power(_DIGITS.add(1, _DIGITS.multiply(power, spread)), _DIGITS.divide(Decimal(1), power))
    return Fraction(_DIGITS.multiply(median, factor)) * BY_SYMBOL["kg"].factor


def _lines(row: Row, on: object) -> dict[Fraction, _Line]:
    found: dict[Fraction, _Line] = {}
    for text in row.text("rows").strip().splitlines():
        match = _LINE.fullmatch(text)
        if not match:
            needed = "age in months, L, M and S, each after one blank"
            raise DataError("bad-data", field=row.dotted("rows"), given=text, needed=needed)
        found[Fraction(match[1])] = _Line(Decimal(match[2]), Decimal(match[3]), Decimal(match[4]))
    months = [Fraction(2 * month + 1, 2) for month in range(LAST_MONTH)]
    if list(found) != [Fraction(0), *months, Fraction(LAST_MONTH)]:
        raise DataError("bad-data", field=row.dotted("rows"), needed="birth, every half month in order, and 240 months")
    return found


class Chart(NamedTuple):
    """The lines of one sex by age in months, and where they come from."""

    lines: Annotated[Mapping[Fraction, _Line], Read(_lines, "rows")]
    source: Source


class Charts(NamedTuple):
    """The charts by sex, one for each of :data:`SEXES`."""

    female: Chart
    male: Chart


class Percentile(NamedTuple):
    """How many standard deviations the outer percentiles are from the median."""

    z: Figure


charts = One(Charts, "growth", "sex")
_percentiles = One(Percentile, "growth", "percentile")


@cache
def weight_bands(sex: str | None, age: Fraction) -> tuple[Band, ...]:
    """Return the bands of an age for a sex, of both sexes where none is given; empty above the charts' 20 years.

    >>> [band.sex for band in weight_bands(None, Fraction(9))]
    ['female', 'male']
    """
    bands = (weight_band(key, age) for key in (SEXES if sex is None else (sex,)))
    return tuple(band for band in bands if band is not None)


class BodyWeights(NamedTuple):
    """The body weights that are taken at all: of a child (or of an age that nobody gave), and of an adult."""

    plausible: Annotated[Range, "body mass"]
    adult: Annotated[Range, "body mass"]


class TrialAges(NamedTuple):
    """The ages of the children's trial in years: from one, up to and not including the other, an adult's."""

    first: Annotated[Figure, At("from")]
    adult: Figure


class CapsuleFrom(NamedTuple):
    """The age in years and the body weight from which the children's trial gave a capsule."""

    age: Figure
    body_weight: Annotated[Fact, "body mass"]


body_weights = One(BodyWeights, "growth", "body_weight")
trial_ages = One(TrialAges, "growth", "trial")
capsule_from = One(CapsuleFrom, "growth", "capsule")
