"""What a balance can weigh, from repeated weighings of one weight: its repeatability, and the limits that follow."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import ClassVar

from ldn_compound.calc import weighing as calc
from ldn_compound.checks import weighing as checks
from ldn_compound.checks.outliers import outlier_findings
from ldn_compound.core.errors import InputError
from ldn_compound.core.late_texts import Worded
from ldn_compound.core.numbers import ceiling, decimal_text
from ldn_compound.core.results import Finding, QuantityField, Result
from ldn_compound.core.units import Amount, mass
from ldn_compound.inputs.quality import BalanceInputs
from ldn_compound.plans.public import planner
from ldn_compound.plans.quality.statistics import Spread, print_out_findings, spread_of
from ldn_compound.plans.worksheet import Worksheet
from ldn_compound.reference.quality import repeatability

_STEPS_IN_A_DIGIT = 100
"""A repeatability is rounded up to this part of the last digit: far below the 0.41 of it that always counts."""


class BalanceCheck(Result):
    """The repeatability of a balance.

    Attributes:
        count: weighings.
        mean, lightest, heaviest: of them.
        standard_deviation: of them (divisor n - 1), to 28 significant digits.
        repeatability: that, rounded up to a hundredth of the last digit: what the profile takes.
        counted: the same, or 0.41 of the last digit where that is more.
        balance_error: twice the counted one: what one weighing may be off.
        readability, permitted_error: as they are in force.
        minimum_weighable: error / permitted error; accurate_minimum: the least mass of USP <41>, 2000 x the counted
            one.
        profile_entry: the lines for the profile, the readability among them unless it was assumed; None under a stop.

    >>> import ldn_compound as ldn
    >>> checked = ldn.balance_repeatability(masses=["100.1 mg", "100.0 mg"] * 5, readability="0.1 mg")
    >>> print(checked.repeatability, checked.minimum_weighable)
    0.053 milligram 2.12 milligram
    """

    kind: ClassVar[str] = "balance-check"

    count: int
    mean: QuantityField
    lightest: QuantityField
    heaviest: QuantityField
    standard_deviation: QuantityField
    repeatability: QuantityField
    counted: QuantityField
    balance_error: QuantityField
    readability: QuantityField
    permitted_error: QuantityField
    minimum_weighable: QuantityField
    accurate_minimum: QuantityField
    profile_entry: str | None


@planner(BalanceInputs)
def balance_repeatability(sheet: Worksheet[BalanceInputs]) -> BalanceCheck:
    """Work out what a balance can weigh from at least 10 weighings of one small weight.

    Returns:
        The repeatability with the limits that follow from it, and the lines for the profile. A weighing that is far out
        of the others carries a stop, and there are no such lines.

    Raises:
        InputError, UnitError: what reading the inputs raises; ``too-few-weighings``, ``finer-than-readability``.

    Sources: USP <41> as Sartorius explains it; UNC pharmlabs, measurements (permitted error).

    >>> shown = ["100.1 mg", "100.0 mg"] * 5
    >>> balance = balance_repeatability(masses=shown, readability="0.1 mg")
    >>> print(balance.repeatability, balance.minimum_weighable)
    0.053 milligram 2.12 milligram
    """
    given = sheet.given
    masses = [item.value for item in given.masses]
    rule = repeatability()
    if len(masses) < rule.weighings.value:
        raise InputError(
            "too-few-weighings",
            field="masses",
            given=f"{len(masses)} {'weighing' if len(masses) == 1 else 'weighings'}",
            needed=f"at least {decimal_text(rule.weighings.value)} weighings of one weight",
            hint=f"{rule.weighings.source}",
        )
    digit: Amount = sheet.setting("balance.readability")
    _refuse_finer(sheet, masses, digit)
    permitted: Amount = sheet.setting("balance.permitted_error")
    spread = spread_of(sheet, "weighing", masses)
    step = digit.value / _STEPS_IN_A_DIGIT
    stated = ceiling(spread.standard_deviation / step) * step
    words = Worded("{} to the next {} up", (mass(spread.standard_deviation), mass(step)))
    sheet.note("repeatability", words, Worded("{}", (mass(stated),)))
    least = sheet.work("least repeatability that counts", calc.least_repeatability, readability=digit.value)
    counted = max(stated, least)
    words = Worded("the larger of {} measured and {}", (mass(stated), mass(least)))
    sheet.note("repeatability that counts", words, Worded("{}", (mass(counted),)))
    error = sheet.work("error of one weighing", calc.error_of_repeatability, repeatability=counted)
    minimum = sheet.work(
        "minimum weighable quantity", calc.minimum_weighable, sensitivity=error, permitted_error=permitted.value
    )
    accurate = sheet.work("least mass for weighing accurately, USP <41>", calc.accurate_minimum, repeatability=counted)
    findings = tuple(rules(given, spread))
    entry = _entry(None if sheet.origin("balance.readability") == "assumption" else digit, mass(stated))
    return BalanceCheck(
        inputs=sheet.inputs,
        assumptions=sheet.assumptions,
        steps=sheet.steps,
        findings=findings,
        count=len(masses),
        mean=mass(spread.mean),
        lightest=mass(min(masses)),
        heaviest=mass(max(masses)),
        standard_deviation=mass(spread.standard_deviation),
        repeatability=mass(stated),
        counted=mass(counted),
        balance_error=mass(error),
        readability=digit,
        permitted_error=permitted,
        minimum_weighable=mass(minimum),
        accurate_minimum=mass(accurate),
        # A figure that must not be used is not offered for use.
        profile_entry=None if any(item.stops for item in findings) else entry,
    )


def rules(given: BalanceInputs, spread: Spread) -> Iterator[Finding]:
    """Yield the findings on weighings of one weight, in the order in which they are told."""
    masses = [item.value for item in given.masses]
    widest = repeatability().widest
    yield from print_out_findings(given, count=len(masses), gross=False)
    yield from outlier_findings(masses, field="masses")
    yield from checks.one_weight_findings(spread=spread.rsd, widest=widest.value, source=widest.source)


def _refuse_finer(sheet: Worksheet, masses: list[Fraction], digit: Amount) -> None:
    """Refuse weighings that show more than the last digit can: then that is not this balance's."""
    finer = next((item for item in masses if (item / digit.value).denominator != 1), None)
    if finer is None:
        return
    said = "was assumed" if sheet.origin("balance.readability") == "assumption" else "is stated"
    raise InputError(
        "finer-than-readability",
        field="readability",
        given=f"a weighing of {mass(finer).text()}",
        needed=f"weighings in steps of the readability, {digit.text()}",
        hint=f"that readability {said}: give the last digit of this balance",
    )


def _entry(digit: Amount | None, stated: Amount) -> str:
    """Return the lines for the profile, as TOML."""
    first = "" if digit is None else f'readability = "{digit.text()}"\n'
    return f'[balance]\n{first}repeatability = "{stated.text()}"\n'
