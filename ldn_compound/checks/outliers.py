"""A value among others of its kind that is out by so much that a decimal point or a unit is wrong, named."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from ldn_compound.checks.codes import finding
from ldn_compound.checks.material import brief_mass, brief_percent
from ldn_compound.core.numbers import decimal_text, round_half_up
from ldn_compound.core.results import Finding
from ldn_compound.reference.quality import outlier

FAR_OUT = "value-far-out-of-others"
_SHOWN = 5
"""How many outliers are named one by one."""


def outliers(values: Sequence[Fraction]) -> list[tuple[int, Fraction, Fraction]]:
    """Return place (from 1), value and the median of the others for each value that is far out of them.

    Parameters:
        values: not negative, in one unit.

    >>> outliers([Fraction(134), Fraction(1351), Fraction(136), Fraction(135)])
    [(2, Fraction(1351, 1), Fraction(135, 1))]
    """
    rule = outlier()
    if len(values) < rule.values.value:
        return []
    factor = rule.factor.value
    ordered = sorted(values)
    middles: dict[Fraction, Fraction] = {}
    found = []
    for place, value in enumerate(values, start=1):
        if value not in middles:
            middles[value] = _median_without(ordered, value)
        middle = middles[value]
        if value >= middle * factor or value * factor <= middle:
            found.append((place, value, middle))
    return found


def _median_without(ordered: list[Fraction], value: Fraction) -> Fraction:
    at = ordered.index(value)
    others = ordered[:at] + ordered[at + 1 :]
    half = len(others) // 2
    return others[half] if len(others) % 2 else (others[half - 1] + others[half]) / 2


def outlier_words(
    values: Sequence[Fraction], *, what: str = "mass", shown: Callable[[Fraction], str] = brief_mass
) -> str:
    """Return which values are far out of the others, or an empty text.

    Parameters:
        values: as in :func:`outliers`; what: what one of them is; shown: how one is written.

    >>> outlier_words([Fraction(134), Fraction("13.4"), Fraction(134), Fraction(134)])
    'mass 2 of 4 (13.4 mg) is far too little: the median of the others, 134 mg, is 10 times as much'
    """
    found = outliers(values)
    named = [
        f"{what} {place} of {len(values)} ({shown(value)}) {_far(value, middle, shown(middle))}"
        for place, value, middle in found[:_SHOWN]
    ]
    if len(found) > _SHOWN:
        named.append(f"and {len(found) - _SHOWN} more")
    return "; ".join(named)


def _far(value: Fraction, middle: Fraction, shown: str) -> str:
    if value == 0:
        return f"is nothing, where the median of the others is {shown}"
    times = decimal_text(round_half_up(max(value / middle, middle / value), Fraction(1, 10)))
    if value > middle:
        return f"is {times} times the median of the others, {shown}"
    return f"is far too little: the median of the others, {shown}, is {times} times as much"


def outlier_findings(values: Sequence[Fraction], *, field: str, percent: bool = False) -> list[Finding]:
    """Return the stop on values that are far out of the others: a lost decimal point is a factor of ten.

    Parameters:
        values: in mg, or fractions of the label; field: the input that holds them.
        percent: whether they are fractions.

    >>> [item.code for item in outlier_findings([Fraction(100)] * 9 + [Fraction(1000)], field="masses")]
    ['value-far-out-of-others']
    """
    what, shown = ("content", brief_percent) if percent else ("mass", brief_mass)
    words = outlier_words(values, what=what, shown=shown)
    if not words:
        return []
    source = outlier().factor.source
    return [finding(FAR_OUT, words=words, source=source, field=field)]
