"""One line at the balance: the mass that it states, and how far that is from what was to be weighed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from fractions import Fraction
from typing import NamedTuple

from ldn_compound.core.errors import InputError, LdnError
from ldn_compound.core.numbers import brief_text, decimal_text, round_half_up
from ldn_compound.core.units import Amount, mass, parse_quantity
from ldn_compound.exchange.balance_lines import read_named_lines
from ldn_compound.exchange.balance_reading import AsideLine, BalanceReading, refuse_repeats

_TIMES = {
    Fraction(10): "TEN TIMES",
    Fraction(100): "A HUNDRED TIMES",
    Fraction(1000): "A THOUSAND TIMES",
    Fraction(1, 10): "A TENTH OF",
    Fraction(1, 100): "A HUNDREDTH OF",
    Fraction(1, 1000): "A THOUSANDTH OF",
}


class Read(NamedTuple):
    """A line that was read.

    Attributes:
        mass: exactly as the line states it.
        reading: the balance's line with its running number and time stamp; None for a mass of 0.
    """

    mass: Amount
    reading: BalanceReading | None


def read_line(text: str, *, own: Collection[str], others: Collection[str], before: Sequence[BalanceReading]) -> Read:
    """Return the mass of a line, typed or as a balance prints it; a name may stand before it.

    Parameters:
        text: such as ``467 mg``, ``S S 467 mg``, ``api: 0.467 g``.
        own: the names of what is weighed now; others: the names of what else the plan weighs.
        before: the lines that were read in this sitting.

    Raises:
        InputError: ``unknown-component``: the line is of something else; ``reading-twice``: it was sent before;
            ``no-readings``, ``too-many-readings``: it does not hold one mass; and what
            :func:`ldn_compound.exchange.balance_lines.read_named_lines` raises.

    >>> read_line("api: S S 467 mg", own=["api"], others=["filler"], before=[]).mass
    Amount('467 mg')
    """
    aside: list[AsideLine] = []
    found = read_named_lines(text, aside=aside)
    if len(found) > 1:
        raise InputError("too-many-readings", field="weighed", given=text, needed="one mass")
    name, reading = found[0]
    if name is not None and name not in own:
        known = f"the plan weighs {', '.join((*own, *others))}"
        hint = "it belongs to another step" if name in others else known
        raise InputError("unknown-component", field="weighed", given=text, needed=f"a mass of {min(own)}", hint=hint)
    refuse_repeats([*before, reading], "weighed")
    return Read(reading.mass, reading)


def is_nothing(text: str) -> bool:
    """Tell whether a line says that nothing is there: 0 mg, also as a balance may print it.

    >>> is_nothing("0.0 mg"), is_nothing("0.1 mg")
    (True, False)
    """
    try:
        amount = parse_quantity(text.removeprefix("S S").removeprefix("+").strip())
    except LdnError:
        return False
    return amount.dimension == "mass" and amount.value == 0


def lost_point(found: Fraction, *, target: Fraction, permitted: Fraction) -> str | None:
    """Return in words how many times the target a mass is, where it is a power of ten off: a point or a unit was lost.

    Parameters:
        found, target: in mg; permitted: how far a weighing may be off, as a fraction.

    >>> lost_point(Fraction(4670), target=Fraction(467), permitted=Fraction(1, 20))
    'TEN TIMES'
    >>> lost_point(Fraction(470), target=Fraction(467), permitted=Fraction(1, 20)) is None
    True
    """
    if abs(found - target) <= permitted * target:
        return None
    for times, words in _TIMES.items():
        if abs(found - times * target) <= permitted * times * target:
            return words
    return None


def apart(found: Amount, target: Amount) -> str:
    """Return how far a mass is from its target, in words and in percent.

    >>> apart(mass(469), mass(467)), apart(mass(467), mass(467))
    ('2 mg OVER (0.43 %)', 'exactly as planned')
    """
    off = found.value - target.value
    if off == 0:
        return "exactly as planned"
    share = decimal_text(round_half_up(abs(off) / target.value * 100, Fraction(1, 100)))
    return f"{in_words(mass(abs(off)))} {'OVER' if off > 0 else 'UNDER'} ({share} %)"


def in_words(amount: Amount) -> str:
    """Return a mass as it is read at the balance: in mg below 1 g, else in g with every digit that it has in mg.

    >>> in_words(mass(467)), in_words(mass(12290))
    ('467 mg', '12.290 g')
    """
    text = brief_text(amount.value)
    if amount.value < 1000:
        return f"{text} mg"
    sign, digits = ("~", text[1:]) if text.startswith("~") else ("", text)
    whole, _, decimals = digits.partition(".")
    return f"{sign}{whole[:-3]}.{whole[-3:]}{decimals} g"
