"""The balance of a plan: its minimum weighable quantity, and the drug powder to its last digit."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

import attrs

from ldn_compound.calc import trituration, weighing
from ldn_compound.checks import weighing as checks
from ldn_compound.core.errors import InputError
from ldn_compound.core.late_texts import Worded
from ldn_compound.core.numbers import round_down, round_half_up
from ldn_compound.core.results import Finding
from ldn_compound.core.units import Amount, mass
from ldn_compound.inputs.shared import BalanceGroup
from ldn_compound.plans.worksheet import Worksheet
from ldn_compound.reference.limits import content_limits

_SAYS_MORE = frozenset({"sensitivity", "repeatability", "minimum_weighable"})
"""The inputs that say more of a balance than its last digit."""


@attrs.frozen(kw_only=True)
class Balance:
    """What the balance can do.

    Attributes:
        readability: its last digit in mg.
        error: the mg that one weighing may be off: by its sensitivity requirement or its repeatability, else by what
            its minimum says of it, else its readability; never less than half a step. said: the same as it was said.
        repeatability: the standard deviation in mg that counts for USP <41>: never below 0.41 of the readability.
        minimum: the minimum weighable quantity in mg.
        settled: whether that rests on more than the readability.
        permitted: how far a weighing may be off.
    """

    readability: Fraction
    error: Fraction
    said: Fraction
    repeatability: Fraction
    minimum: Fraction
    settled: bool
    permitted: Amount


def scales_findings(scales: Balance) -> Iterator[Finding]:
    """Yield the findings on what was said of a balance: an error below half its step, or too low a minimum."""
    least = weighing.minimum_weighable(sensitivity=scales.error, permitted_error=scales.permitted.value)
    if scales.said != scales.error:
        yield from checks.half_step_findings(
            said=scales.said, half=scales.error, readability=scales.readability, least=least
        )
    else:
        yield from checks.low_minimum_findings(
            minimum=scales.minimum, error=scales.error, least=least, permitted=scales.permitted
        )


def resolve_balance(sheet: Worksheet[BalanceGroup]) -> Balance:
    """Resolve the balance: a minimum given beats what follows from its error; an option beats the profile.

    Raises:
        InputError: ``permitted-error-without-balance``: another permitted error for a minimum of the profile.
    """
    readability: Amount = sheet.setting("balance.readability")
    permitted: Amount = sheet.setting("balance.permitted_error")
    held: list[str] = []
    spread = _repeatability(sheet, readability.value, held)
    known = _known_error(sheet, spread, held)
    stated = _minimum(sheet, permitted, held, error_is_known=known is not None)
    error = _error(sheet, known=known, minimum=stated, permitted=permitted, readability=readability)
    settled = known is not None or stated is not None
    if (
        settled
        and readability.value > error
        and sheet.given.readability is not None
        and not sheet.given.has(*_SAYS_MORE)
    ):
        # The profile's balance has another digit: nothing is known of the one in use but that.
        words = Worded("{} by the profile, and the last digit is {} here", (mass(error), readability))
        sheet.note("error of one weighing", words, Worded("{}", (readability,)))
        for name in sorted(_SAYS_MORE):
            of_profile: Amount | None = sheet.setting(f"balance.{name}", quietly=True)
            if of_profile is not None:
                _set_aside(sheet, name, of_profile, by="readability")
        error, stated, settled, held = readability.value, None, False, []
    for name in held:
        sheet.setting(f"balance.{name}")
    counted = _at_least_half_a_step(sheet, error, readability.value)
    minimum = stated
    if minimum is None:
        minimum = sheet.work(
            "minimum weighable quantity",
            weighing.minimum_weighable,
            sensitivity=counted,
            permitted_error=permitted.value,
        )
    return Balance(
        readability=readability.value,
        error=counted,
        said=error,
        repeatability=spread.counted,
        minimum=minimum,
        settled=settled,
        permitted=permitted,
    )


def _error(
    sheet: Worksheet[BalanceGroup],
    *,
    known: Fraction | None,
    minimum: Fraction | None,
    permitted: Amount,
    readability: Amount,
) -> Fraction:
    """Return the error of one weighing in mg.

    Where an option gives another minimum than that of the profile's balance, nobody said which of the two is in use:
    the larger error counts.
    """
    if minimum is not None:
        another = sheet.given.minimum_weighable is not None and not sheet.given.has("sensitivity", "repeatability")
        if known is None or another:
            # A minimum says what the balance's error is: the permitted error of it.
            by_minimum: Fraction = sheet.work(
                "error of one weighing, by the minimum",
                trituration.absolute_error,
                permitted_error=permitted.value,
                minimum=minimum,
            )
            return max(by_minimum, known or by_minimum)
    if known is not None:
        return known
    sheet.assume(
        "sensitivity-assumed",
        field="sensitivity",
        value=readability.text(),
        message="neither sensitivity, repeatability nor minimum weighable quantity was given: the readability "
        "stands in, which leaves the balance's repeatability out",
        source="UNC pharmlabs, measurements",
    )
    return readability.value


class _Repeatability(NamedTuple):
    """The standard deviation that was measured, and the one that counts, in mg."""

    measured: Fraction | None
    counted: Fraction


def _stated(sheet: Worksheet[BalanceGroup], name: str, held: list[str], *, instead: str | None) -> Amount | None:
    """Return what is stated of the balance, or None.

    Parameters:
        held: what holds for the plan; the name is put in.
        instead: the option in whose place the profile's figure does not hold, or None.
    """
    stated: Amount | None = sheet.setting(f"balance.{name}", quietly=True)
    if stated is None:
        return None
    if instead is not None and sheet.given.named(name) is None:
        _set_aside(sheet, name, stated, by=instead)
        return None
    held.append(name)
    return stated


def _repeatability(sheet: Worksheet[BalanceGroup], readability: Fraction, held: list[str]) -> _Repeatability:
    least = sheet.work("least repeatability that counts", weighing.least_repeatability, readability=readability)
    instead = "sensitivity" if sheet.given.sensitivity is not None else None
    stated = _stated(sheet, "repeatability", held, instead=instead)
    if stated is None:
        return _Repeatability(None, least)
    counted = max(stated.value, least)
    words = Worded("the larger of {} measured and {}", (stated, mass(least)))
    sheet.note("repeatability that counts", words, Worded("{}", (mass(counted),)))
    return _Repeatability(stated.value, counted)


def _known_error(sheet: Worksheet[BalanceGroup], spread: _Repeatability, held: list[str]) -> Fraction | None:
    """Return the error of one weighing in mg, by the sensitivity requirement or the repeatability, or None."""
    instead = "repeatability" if sheet.given.repeatability is not None else None
    stated = _stated(sheet, "sensitivity", held, instead=instead)
    sensitivity = None if stated is None else stated.value
    if spread.measured is None:
        return sensitivity
    by_spread: Fraction = sheet.work(
        "error of one weighing, by repeatability", weighing.error_of_repeatability, repeatability=spread.counted
    )
    if sensitivity is None:
        return by_spread
    larger = max(by_spread, sensitivity)
    words = Worded("the larger of {} by repeatability and {} of sensitivity", (mass(by_spread), mass(sensitivity)))
    sheet.note("error of one weighing", words, Worded("{}", (mass(larger),)))
    return larger


def _minimum(
    sheet: Worksheet[BalanceGroup], permitted: Amount, held: list[str], *, error_is_known: bool
) -> Fraction | None:
    """Return the minimum weighable quantity that was stated, in mg, or None."""
    given = sheet.given
    options = given.has("sensitivity", "repeatability")
    another = given.permitted_error is not None
    instead = options[0] if options else "permitted_error" if another and error_is_known else None
    stated = _stated(sheet, "minimum_weighable", held, instead=instead)
    if stated is None:
        return None
    if another and instead is None and given.minimum_weighable is None:
        raise InputError(
            "permitted-error-without-balance",
            field="permitted_error",
            given=permitted.text(),
            needed="with it the balance's sensitivity, repeatability or minimum weighable quantity",
            hint=f"the profile knows only a minimum of {stated.text()}, at its own permitted error",
        )
    sheet.note("minimum weighable quantity", "as the pharmacy gives it", stated.text())
    return stated.value


def _set_aside(sheet: Worksheet, name: str, stated: Amount, *, by: str) -> None:
    words = name.replace("_", " ")
    about = "asks for another limit" if by == "permitted_error" else "speaks of the balance in use"
    message = f"the profile's {words} is set aside: the option {by} {about}"
    sheet.set_aside(f"balance.{name}", field=name, value=stated.text(), message=message)


def _at_least_half_a_step(sheet: Worksheet, error: Fraction, readability: Fraction) -> Fraction:
    """Return the error of one weighing, and half a step of the balance where it was said to err by less."""
    half = weighing.half_a_step(readability=readability)
    if error >= half:
        return error
    return sheet.work("error of one weighing, at least", weighing.half_a_step, readability=readability)


def accurate_minimum(sheet: Worksheet, scales: Balance) -> Fraction:
    """Work out the least mass in mg for weighing accurately by USP <41>: advice beside the balance's own limit."""
    least: Fraction = sheet.work(
        "least mass for weighing accurately, USP <41>", weighing.accurate_minimum, repeatability=scales.repeatability
    )
    return least


def shown_by_balance(sheet: Worksheet, name: str, exact: Fraction, scales: Balance) -> Fraction:
    """Return a mass in mg to the balance's last digit, half up, and write that down."""
    shown = round_half_up(exact, scales.readability)
    text = Worded("to the nearest {}, half up", (mass(scales.readability),))
    sheet.note(f"{name}, as the balance shows it", text, Worded("{}", (mass(shown),)))
    return shown


def rounded_powder(sheet: Worksheet, *, powder: Fraction, most: Fraction, readability: Fraction) -> Fraction:
    """Return the drug powder to the balance's last digit, half up, but not above the most that may go in.

    Parameters:
        powder: exact mass to weigh in mg.
        most: mg at which the content without loss reaches 110 % of the label; below the powder it bounds nothing.
        readability: the balance's last digit in mg.
    """
    rounded = round_half_up(powder, readability)
    name = "drug powder, as the balance shows it"
    if rounded > most >= powder:
        lower = round_down(powder, readability)
        high = content_limits(sheet.day).high
        text = Worded(
            "{} would pass {} of the label without loss ({}): rounded down", (mass(rounded), high, mass(most))
        )
        sheet.note(name, text, Worded("{}", (mass(lower),)))
        return lower
    text = Worded("{} to the nearest {}, half up", (mass(powder), mass(readability)))
    sheet.note(name, text, Worded("{}", (mass(rounded),)))
    return rounded
