"""What several weighings have in common: mean, spread, and a square root that is as exact as its digits."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import isqrt
from typing import NamedTuple

from ldn_compound.calc import arithmetic
from ldn_compound.calc import uniformity as calc
from ldn_compound.checks import print_outs as checks
from ldn_compound.core.errors import InputError
from ldn_compound.core.late_texts import NumberText, Worded
from ldn_compound.core.numbers import SIGNIFICANT_DIGITS, round_half_up
from ldn_compound.core.results import Finding
from ldn_compound.core.units import Amount, mass
from ldn_compound.inputs.shared import PrintOut, Shell
from ldn_compound.plans.worksheet import Worksheet
from ldn_compound.reference.capsules import get_size

PASS, FAIL = "pass", "fail"
_FILL_STEP = Fraction(1, 10)
"""What a mean is rounded to, in mg: finer than capsules can be filled."""


class Spread(NamedTuple):
    """Mean and spread of some masses.

    Attributes:
        mean: in mg, exact.
        variance: in mg squared, of a sample (divisor n - 1), exact; 0 for a single mass.
        relative: variance over the square of the mean, exact: what an RSD is compared by.
        standard_deviation: in mg; rsd: as a fraction. Both to 28 significant digits where they do not end.
    """

    mean: Fraction
    variance: Fraction
    relative: Fraction
    standard_deviation: Fraction
    rsd: Fraction


def square_root(value: Fraction) -> Fraction:
    """Return the square root: exact where there is an exact one, else to 28 significant digits, half up.

    Parameters:
        value: not negative.

    >>> square_root(Fraction(9, 4)), float(square_root(Fraction(2)))
    (Fraction(3, 2), 1.4142135623730951)
    """
    above, below = isqrt(value.numerator), isqrt(value.denominator)
    if above * above == value.numerator and below * below == value.denominator:
        return Fraction(above, below)
    # The root of p/q has about (digits of p - digits of q) / 2 digits before its point.
    before = (len(str(value.numerator)) - len(str(value.denominator))) // 2
    places = SIGNIFICANT_DIGITS - before
    while True:
        # Twice the root, cut off, is enough to round half up: a root that is no fraction never ends in exactly 5.
        scaled = value * 4 * Fraction(100) ** places
        rounded = (isqrt(scaled.numerator // scaled.denominator) + 1) // 2
        digits = len(str(rounded))
        if digits == SIGNIFICANT_DIGITS:
            return rounded / Fraction(10) ** places
        places += SIGNIFICANT_DIGITS - digits


def spread_of(sheet: Worksheet, what: str, masses: Sequence[Fraction]) -> Spread:
    """Return mean and spread of masses in mg, and write the working down.

    Parameters:
        what: what the masses are, in words.
    """
    rows = [(item,) for item in masses]
    number = f"{len(rows)} masses"
    mean = calc.mean_mass(masses=rows)
    sheet.note(f"mean {what}", f"sum of {number} / {len(rows)}", NumberText(mean, "mass"))
    if len(rows) < 2:
        return Spread(mean, Fraction(0), Fraction(0), Fraction(0), Fraction(0))
    variance = calc.variance_of_mass(masses=rows)
    relative = calc.relative_variance(variance=variance, mean=mean)
    deviation, rsd = square_root(variance), square_root(relative)
    text = f"square root of (sum of squared distances from the mean / {len(rows) - 1})"
    sheet.note(f"standard deviation of the {what}", text, NumberText(deviation, "mass"))
    sheet.note(f"relative standard deviation of the {what}", "standard deviation / mean", NumberText(rsd, "1 in %"))
    return Spread(mean, variance, relative, deviation, rsd)


def to_fill(sheet: Worksheet, name: str, what: str, mean: Fraction) -> Amount:
    """Return a mean in mg to 0.1 mg, half up, as capsules are filled, and write that down.

    Parameters:
        name: of the step; what: stands before the mean in it.
    """
    value = mass(round_half_up(mean, _FILL_STEP))
    text = Worded(f"{what}{{}} to the nearest {{}}, half up", (mass(mean), mass(_FILL_STEP)))
    sheet.note(name, text, Worded("{}", (value,)))
    return value


def print_out_findings(given: PrintOut, *, count: int | None, gross: bool, field: str = "masses") -> list[Finding]:
    """Return the findings on the print-out that the masses were read from; none where they were typed.

    Parameters:
        count: how many readings it has, or None where others were typed beside it.
        gross: whether the masses are taken as gross.
        field: the input that holds the masses.
    """
    return [
        *checks.print_out_findings(given.lines_set_aside, count=count),
        *checks.encoding_findings(given.lines_encoding, field=field),
        *checks.decimal_findings(given.lines_decimal, field=field),
        *checks.gap_findings(given.lines_missing, field=field),
        *checks.mark_findings(given.lines_marked, gross=gross, field=field),
    ]


def net_masses(
    sheet: Worksheet[Shell], masses: Sequence[Amount], *, size: str | None, shell: bool = True
) -> tuple[tuple[Fraction, ...], Fraction | None]:
    """Return the net masses in mg, and the shell's mass taken off, or None where the masses are net.

    Parameters:
        masses: as weighed.
        size: the capsules' size, or None.
        shell: whether the form has one.

    Raises:
        InputError: ``shell-mass-without-gross``, ``gross-without-shell-mass``, ``lighter-than-shell``,
            ``unknown-capsule-size``.
    """
    given = sheet.given
    gross, stated = given.gross, given.shell_mass
    if stated is not None and not gross:
        raise InputError(
            "shell-mass-without-gross",
            field="shell_mass",
            given=stated.text(),
            needed="gross masses, from which a shell is taken off",
            hint="say that the masses are gross (--gross), or leave the shell's mass out",
        )
    if size is not None:
        get_size(size)
    if gross is None and shell:
        message = "the masses are taken as net: contents without a shell"
        sheet.assume("masses-net-assumed", field="gross", value="net", message=message)
    if not gross:
        return tuple(item.value for item in masses), None
    taken = _shell_mass(sheet, size)
    return without_shell(sheet, masses, taken), taken.value


def without_shell(sheet: Worksheet, masses: Sequence[Amount], shell: Amount) -> tuple[Fraction, ...]:
    """Return gross masses less the mean shell, in mg, and say that it is the mean one.

    Raises:
        InputError: ``lighter-than-shell``.
    """
    net = tuple(arithmetic.remaining(whole=item.value, part=shell.value) for item in masses)
    if sum(net) <= 0:
        raise InputError(
            "lighter-than-shell",
            field="masses",
            given=f"{masses[0].text()} and others",
            needed=f"gross masses above that of a shell, {shell.text()}",
            hint="are the masses net already? then leave out --gross and the shell's mass",
        )
    sheet.assume(
        "mean-shell-taken-off",
        field="shell_mass",
        value=shell.text(),
        message="the lot's mean shell is taken off each unit: the spread of the shells counts as spread of the "
        "contents. Ph. Eur. 2.9.5 weighs each unit's own emptied shell",
        source="Ph. Eur. 2.9.5 Uniformity of mass of single-dose preparations, capsules",
    )
    return net


def _shell_mass(sheet: Worksheet[Shell], size: str | None) -> Amount:
    """Return the mean mass of an empty shell: as given, or the profile's of the size."""
    stated = sheet.given.shell_mass
    if stated is not None:
        return stated
    found: Amount | None = None
    if size is not None:
        found = sheet.setting(f"capsules.shell_masses.{get_size(size).key}", "shell_mass")
    if found is None:
        profile = "" if size is None else f"; the profile has none for size {size}"
        raise InputError(
            "gross-without-shell-mass",
            field="shell_mass",
            needed="the mean mass of one empty shell of this lot, such as 48mg",
            hint=f"weigh empty shells of the lot: contents are what a standard is about{profile}",
        )
    return found
