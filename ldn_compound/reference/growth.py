"""Weight for age of children: the 2000 CDC growth charts. Data: ``data/growth.toml``.

>>> band = weight_band("male", Fraction(9))
>>> band.low.in_unit < 23 < 28 < 40 < band.high.in_unit
True
"""

from __future__ import annotations

import re
from decimal import Context, Decimal
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from ldn_compound.errors import DataError
from ldn_compound.reference.loader import Fact, Figure, Range, load
from ldn_compound.sources import Source
from ldn_compound.units import BY_SYMBOL, Amount

SUBJECT = "growth"
SEXES = ("female", "male")
LAST_MONTH = 240
_LINE = re.compile(r"(\d+(?:\.5)?) (-?\d+\.\d+) (\d+\.\d+) (\d+\.\d+)")
# A root is no fraction: the percentiles are worked out to 40 digits and from there on are exact numbers again.
_DIGITS = Context(prec=40)


class Band(NamedTuple):
    """What children of an age and sex weigh, from the 3rd to the 97th percentile.

    Attributes:
        sex: ``female`` or ``male``.
        low, high: the 3rd and the 97th percentile, body masses.
        source: the citation.
    """

    sex: str
    low: Amount
    high: Amount
    source: Source

    def holds(self, weight: Amount) -> bool:
        """Tell whether a body weight lies from the 3rd to the 97th percentile."""
        return self.low.value <= weight.value <= self.high.value


class _Line(NamedTuple):
    power: Decimal
    median: Decimal
    variation: Decimal


def weight_band(sex: str, age: Fraction) -> Band | None:
    """Return the 3rd and 97th percentile of weight for an age, or None above the charts' 20 years.

    A percentile is M x (1 + L x S x z) ^ (1 / L), and M x e ^ (S x z) where L is 0.

    Parameters:
        sex: ``female`` or ``male``.
        age: in years, such as 9 or 9.75; the line of the month that it falls into is taken.

    Raises:
        DataError: a malformed row.
    """
    line = _lines(sex).get(_month(age))
    if line is None:
        return None
    z = load(SUBJECT).row("percentile").figure("z").value
    z_score = _DIGITS.divide(Decimal(z.numerator), Decimal(z.denominator))
    low, high = _percentile(line, -z_score), _percentile(line, z_score)
    return Band(sex, Amount(low, "body mass"), Amount(high, "body mass"), _source(sex))


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


@cache
def _lines(sex: str) -> dict[Fraction, _Line]:
    row = load(SUBJECT).row("sex", sex)
    row.only("rows", "source", "certainty")
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


@cache
def _source(sex: str) -> Source:
    return load(SUBJECT).row("sex", sex).source()


@cache
def plausible_weight() -> Range:
    """Return the body weights that are taken at all. Raises DataError."""
    row = load(SUBJECT).row("body_weight")
    row.only("plausible")
    return row.range("plausible", "body mass")


@cache
def capsule_from() -> tuple[Figure, Fact]:
    """Return the age in years and the body weight from which the children's trial gave a capsule. Raises DataError."""
    row = load(SUBJECT).row("capsule")
    row.only("age", "body_weight")
    return row.figure("age"), row.fact("body_weight", "body mass")


def validate_all() -> None:
    """Check every row. Raises DataError."""
    file = load(SUBJECT)
    file.row().only("percentile", "body_weight", "capsule", "sex")
    file.row("sex").only(*SEXES)
    file.row("percentile").only("z")
    plausible_weight()
    capsule_from()
    for sex in SEXES:
        _source(sex)
        for age in (Fraction(0), Fraction(9), Fraction(20)):
            weight_band(sex, age)
