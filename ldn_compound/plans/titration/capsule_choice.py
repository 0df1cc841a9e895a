"""Which capsules make a dose: the fewest, exactly. An exact search over whole multiples of the strengths' common step.

A greedy choice is wrong: of 0.5, 2 and 2.5 mg it makes 4 mg of 2.5 + 0.5 + 0.5 + 0.5, where 2 + 2 will do.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from ldn_compound.core.errors import InputError
from ldn_compound.core.numbers import brief_text
from ldn_compound.core.units import Amount, mass

MOST_MULTIPLES = 50_000
"""The largest dose in multiples of the strengths' common step; 0.001 mg is such a step for 50 mg."""
_NONE = 10**12
_KIND = 1
_UNIT = 1000  # one capsule more weighs heavier than any number of different strengths


class Choice(NamedTuple):
    """What makes a dose.

    Attributes:
        capsules: pairs of strength in mg and count, the strongest first; empty where nothing makes it exactly.
        below, above: the nearest doses in mg that can be made, None where there is none; both the dose itself where
            it can be made.
    """

    capsules: tuple[tuple[Fraction, int], ...]
    below: Fraction | None
    above: Fraction | None


class Chooser:
    """Chooses capsules for doses up to a largest one, from the strengths that a pharmacy makes.

    Of the choices with the fewest capsules it takes the one with the fewest different strengths, then the one with the
    stronger capsules, so that the same strengths always give the same answer.

    Parameters:
        strengths: mg, each once, above 0.
        largest: the largest dose in mg.

    Raises:
        InputError: ``strengths-without-common-step``: strengths such as 0.333 and 4.499999 mg, whose multiples are
            too many to search.
    """

    def __init__(self, strengths: Sequence[Fraction], *, largest: Fraction) -> None:
        self._strengths = sorted(strengths, reverse=True)
        self._step = _common_step(self._strengths)
        self._units = [int(item / self._step) for item in self._strengths]
        # Beyond the largest dose there is a dose that can be made within one more of the weakest capsules.
        self._most = int(largest / self._step) + self._units[-1]
        if self._most > MOST_MULTIPLES:
            listed = ", ".join(mass(item).text() for item in self._strengths)
            raise InputError(
                "strengths-without-common-step",
                field="strengths",
                given=listed,
                needed=f"strengths that are whole multiples of one step, at least 1/{MOST_MULTIPLES} of the last dose",
                hint="is a strength mistyped?",
            )
        self._costs = self._search()

    def _search(self) -> list[list[int]]:
        """Return for each strength the least cost of each multiple, with it and the stronger ones."""
        costs = [[0, *[_NONE] * self._most]]
        for unit in self._units:
            before = costs[-1]
            with_it = [_NONE] * (self._most + 1)
            for amount in range(unit, self._most + 1):
                first, again = before[amount - unit] + _UNIT + _KIND, with_it[amount - unit] + _UNIT
                with_it[amount] = min(first, again, _NONE)
            costs.append([min(pair) for pair in zip(before, with_it, strict=True)])
        return costs

    def choose(self, dose: Fraction) -> Choice:
        """Return what makes a dose, at most the largest one.

        >>> Chooser([Fraction(1, 2), Fraction(2), Fraction(5, 2)], largest=Fraction(4)).choose(Fraction(4)).capsules
        ((Fraction(2, 1), 2),)
        """
        multiple = dose / self._step
        at, last = int(multiple), self._costs[-1]
        if multiple.denominator == 1 and last[at] < _NONE:
            return Choice(self._made_of(at), dose, dose)
        below = next((amount for amount in range(at, 0, -1) if last[amount] < _NONE), None)
        above = next((amount for amount in range(at + 1, self._most + 1) if last[amount] < _NONE), None)
        return Choice((), *(None if amount is None else amount * self._step for amount in (below, above)))

    def _made_of(self, amount: int) -> tuple[tuple[Fraction, int], ...]:
        """Walk the costs back: where a strength changes the cost it is in, as often as makes up the difference."""
        found = []
        for place in range(len(self._units), 0, -1):
            here, before, unit = self._costs[place], self._costs[place - 1], self._units[place - 1]
            if here[amount] == before[amount]:
                continue
            count = 1
            while before[amount - count * unit] + count * _UNIT + _KIND != here[amount]:
                count += 1
            found.append((self._strengths[place - 1], count))
            amount -= count * unit
        return tuple(reversed(found))


def _common_step(strengths: Sequence[Fraction]) -> Fraction:
    below = math.lcm(*(item.denominator for item in strengths))
    return Fraction(math.gcd(*(int(item * below) for item in strengths)), below)


def nearest_text(choice: Choice) -> str:
    """Return the nearest doses that can be made, in words.

    >>> nearest_text(Choice((), Fraction(1), Fraction(3, 2)))
    '1 mg below, 1.5 mg above'
    """
    below = "nothing below" if choice.below is None else f"{_brief(choice.below)} below"
    above = "nothing above" if choice.above is None else f"{_brief(choice.above)} above"
    return f"{below}, {above}"


def capsules_text(capsules: Sequence[tuple[Amount, int]]) -> str:
    """Return a dose's capsules in words.

    >>> capsules_text([(mass(Fraction(3, 2)), 2), (mass(Fraction(1, 2)), 1)])
    '2 capsules of 1.5 mg and 1 capsule of 0.5 mg'
    """
    parts = [f"{count} capsule{'' if count == 1 else 's'} of {_brief(strength.value)}" for strength, count in capsules]
    return " and ".join(parts)


def _brief(value: Fraction) -> str:
    return f"{brief_text(value)} mg"
