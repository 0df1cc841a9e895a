"""Assayed contents of single units: the acceptance value of USP <905>, both stages. Masses are never held to it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import ClassVar, NamedTuple

from ldn_compound.calc import uniformity as calc
from ldn_compound.checks import contents as checks
from ldn_compound.checks.outliers import outlier_findings
from ldn_compound.core.errors import InputError
from ldn_compound.core.late_texts import NumberText, Worded
from ldn_compound.core.results import Finding, QuantityField, Result
from ldn_compound.core.units import ratio
from ldn_compound.inputs.quality import AcceptanceValueInputs, ContentInputs
from ldn_compound.plans.public import calculator, planner
from ldn_compound.plans.quality.statistics import FAIL, PASS, square_root
from ldn_compound.plans.worksheet import Worksheet
from ldn_compound.reference.quality import acceptance

SECOND = "second-stage"


class ContentUniformity(Result):
    """The verdict of USP <905> on assayed contents, as fractions of the label.

    Attributes:
        count: units assayed, 10 or 30.
        mean, standard_deviation: of the contents, the latter (divisor n - 1) to 28 significant digits.
        reference: the value that the mean is held to (M).
        k: the factor of the standard deviation.
        acceptance_value: as far as the digits of the standard deviation go.
        low, high: how far a single unit may be in the second stage.
        outside: units beyond that.
        verdict: ``pass``, ``fail`` or, of 10 units, ``second-stage``: 20 more are to be assayed.

    >>> import ldn_compound as ldn
    >>> assayed = ldn.check_contents(contents=["99 %", "101 %"] * 5)
    >>> print(assayed.mean, assayed.verdict)
    100 percent pass
    """

    kind: ClassVar[str] = "content-uniformity"

    count: int
    mean: QuantityField
    standard_deviation: QuantityField
    reference: QuantityField
    k: Fraction
    acceptance_value: QuantityField
    low: QuantityField
    high: QuantityField
    outside: int
    verdict: str


class Acceptance(NamedTuple):
    """What the contents are judged by.

    Attributes:
        value: the acceptance value, as a fraction; fails: whether it is above its limit.
        outside: units further from the reference value than the second stage allows.
    """

    value: Fraction
    fails: bool
    outside: int


@calculator(AcceptanceValueInputs)
def acceptance_value(given: AcceptanceValueInputs) -> Fraction:
    """Return the acceptance value of USP <905> in % of the label: the mean's distance to its reference value + k s.

    Returns:
        The acceptance value in %. At most 15.0 passes; above that, of 10 units, 20 more are assayed.

    Raises:
        InputError, UnitError: what reading the inputs raises; ``not-10-or-30-units``.

    Sources: USP <905>, for a label claim of at most 101.5 %.

    >>> acceptance_value(mean="100.3 %", standard_deviation="2.5 %", units=30)
    Fraction(5, 1)
    """
    average = given.mean.value
    k = _factor(given.units, field="units")
    reference = _reference(average)
    off = calc.distance(greater=max(reference, average), lesser=min(reference, average))
    return calc.acceptance_value(off=off, k=k, standard_deviation=given.standard_deviation.value) * 100


@planner(ContentInputs)
def check_contents(sheet: Worksheet[ContentInputs]) -> ContentUniformity:
    """Hold the assayed contents of 10 or 30 units to the acceptance value of USP <905>.

    Returns:
        The verdict: ``pass``, ``fail``, or ``second-stage``, which is a stop until 20 more units are assayed.

    Raises:
        InputError, UnitError: what reading the inputs raises; ``not-10-or-30-units``.

    Sources: USP <905>, for a label claim of at most 101.5 %.

    >>> check_contents(contents=["100 %"] * 10).verdict
    'pass'
    """
    given = sheet.given
    rule = acceptance()
    contents = [item.value for item in given.contents]
    count = len(contents)
    k = _factor(count, field="contents")
    rows = [(item,) for item in contents]
    mean = calc.mean_content(contents=rows)
    variance = calc.variance_of_content(contents=rows)
    deviation = square_root(variance)
    sheet.note("mean content", f"sum of {count} contents / {count}", NumberText(mean, "1 in %"))
    text = f"square root of (sum of squared distances from the mean / {count - 1})"
    sheet.note("standard deviation", text, NumberText(deviation, "1 in %"))
    reference = _reference(mean)
    words = Worded("the mean itself within {} to {}, else the nearer", (rule.low.value, rule.high.value))
    sheet.note("reference value M", words, Worded("{}", (ratio(reference),)))
    off = sheet.work(
        "mean from the reference value", calc.distance, greater=max(reference, mean), lesser=min(reference, mean)
    )
    value = sheet.work("acceptance value", calc.acceptance_value, off=off, k=k, standard_deviation=deviation)
    # Compared on squares, so that no verdict hangs on the last digit of a square root.
    room = rule.most.value.value - off
    fails = room < 0 or k * k * variance > room * room
    low = reference * (1 - rule.furthest.value.value)
    high = reference * (1 + rule.furthest.value.value)
    words = Worded(f"M x (1 +- {rule.furthest.value.text()}), in the second stage", ())
    sheet.note("bounds of a single unit", words, Worded("{} to {}", (ratio(low), ratio(high))))
    outside = sum(not low <= item <= high for item in contents)
    first = count == rule.units.first
    failed = fails or (outside > 0 and not first)
    verdict = PASS if not failed else SECOND if first else FAIL
    return ContentUniformity(
        inputs=sheet.inputs,
        assumptions=sheet.assumptions,
        steps=sheet.steps,
        findings=tuple(rules(given, Acceptance(value, fails, outside))),
        count=count,
        mean=ratio(mean),
        standard_deviation=ratio(deviation),
        reference=ratio(reference),
        k=k,
        acceptance_value=ratio(value),
        low=ratio(low),
        high=ratio(high),
        outside=outside,
        verdict=verdict,
    )


def rules(given: ContentInputs, found: Acceptance) -> Iterator[Finding]:
    """Yield the findings on assayed contents, in the order in which they are told."""
    contents = [item.value for item in given.contents]
    yield from outlier_findings(contents, field="contents", percent=True)
    yield from checks.acceptance_findings(
        count=len(contents), value=found.value, fails=found.fails, far_outside=found.outside
    )


def _factor(units: int, *, field: str) -> Fraction:
    rule = acceptance()
    if units == rule.units.first:
        return rule.k_first.value
    if units == rule.units.second:
        return rule.k_second.value
    needed = f"{rule.units.first} units, or {rule.units.second} for the second stage"
    raise InputError("not-10-or-30-units", field=field, given=str(units), needed=needed)


def _reference(mean: Fraction) -> Fraction:
    """Return M: the mean itself within the rule's bounds, else the nearer bound."""
    rule = acceptance()
    return min(max(mean, rule.low.value.value), rule.high.value.value)
