"""The search behind a trituration: whole numbers of balance steps alone, and the best plan of a stated space, exactly.

Symbols, all in balance steps: n the drug needed; a the drug put into the last stage, T that stage's total, d its
aliquot; so a x d / T is the drug in the aliquot of one stage. With two stages the first takes so much drug that its
aliquot a is 1 part drug in k parts, and a x d / T is held against n x k.

Every plan has its fraction P/T with P = a x d. So the fractions are walked from n outwards, in the order of the Farey
sequence (each next one by one division), and the first that splits into weighable a and d is the least deviation
there is: nothing is guessed and nothing is sampled. Where few pairs (a, d) are left, they are tried one by one.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import takewhile
from math import gcd
from typing import NamedTuple

from ldn_compound.core.numbers import ceiling
from ldn_compound.plans.weighing.farey import nearest_fractions
from ldn_compound.reference.limits import trituration

_FEW_PAIRS = 4000
_FEW_ALIQUOTS = 40


def error_tier(bound: Fraction) -> int:
    """Return the place among the errors that are tried in turn that an error bound is on, from 0.

    >>> error_tier(Fraction(5, 100)), error_tier(Fraction(6, 100))
    (0, 1)
    """
    errors = trituration().errors
    return next((number for number, limit in enumerate(errors) if bound <= limit), len(errors))


class Space(NamedTuple):
    """What a plan has to keep to, in balance steps.

    Attributes:
        needed: the drug needed.
        least: least mass that may be weighed, in whole steps.
        most: largest total of one stage, in whole steps.
        error: absolute error of one weighing.
        tolerance: largest deviation of the drug in the aliquot, as a fraction of the needed.
        diluent: most diluent that the aliquot may bring, or None.
        highest: most drug that the aliquot may bring, or None; the tolerance holds besides.
        thinnest: parts of a stage to 1 part of drug, at most.
        strongest: parts to 1 part of drug, at least: no more drug is dissolved. Above 1 there is one stage.
    """

    needed: Fraction
    least: int
    most: int
    error: Fraction
    tolerance: Fraction
    diluent: Fraction | None
    highest: Fraction | None
    thinnest: int
    strongest: Fraction = Fraction(1)

    def least_total(self, drug: int) -> int:
        """Return the least total of a stage with so much drug."""
        return max(drug + self.least, -(-drug * self.strongest.numerator // self.strongest.denominator))

    def most_total(self, drug: int) -> int:
        """Return the largest total of a stage with so much drug."""
        return min(self.most, self.thinnest * drug)


class Weighings(NamedTuple):
    """The weighings of one stage, in balance steps."""

    drug: int
    diluent: int
    aliquot: int


class Found(NamedTuple):
    """A plan that keeps to its space; two of them compare as the choice rule does.

    Attributes:
        deviation: distance of the drug in the aliquot from the needed, as a fraction of it.
        drug: drug weighed; diluent: weighed in all stages.
        bound: the sum of the weighing errors and the deviation.
        stages: the weighings of each stage.
    """

    deviation: Fraction
    drug: int
    diluent: int
    bound: Fraction
    stages: tuple[Weighings, ...]


_Row = tuple[Fraction, int, int, int, int]
"""A deviation, a, d and T; or where T is 0 the least deviation that a and d can have, and the step to the next d."""


def best_plan(space: Space) -> Found | None:
    """Return the best plan of the space, or None where it holds none.

    The order: the least of the errors within which there is a plan, there one stage before two, then the least
    deviation, the least drug, the least diluent, the least bound.

    >>> best_plan(Space(Fraction(6), 120, 2400, Fraction(6), Fraction(1, 100), None, None, 100)).stages
    (Weighings(drug=120, diluent=2280, aliquot=120),)
    """
    rule = trituration()
    for limit in rule.errors:
        for parts in ((1,), rule.first_parts) if space.strongest <= 1 else ((1,),):
            found = _best_within(space, limit, parts)
            if found is not None:
                return found
    return None


def _best_within(space: Space, limit: Fraction, parts: tuple[int, ...]) -> Found | None:
    streams = [_Search(space, limit, number).plans() for number in parts]
    merged = heapq.merge(*streams)
    first = next(merged, None)
    if first is None:
        return None
    return min([first, *takewhile(lambda found: found.deviation == first.deviation, merged)])


class _Search:
    """All plans with one error limit and one first stage (1 part in `parts`; 1: there is no first stage)."""

    def __init__(self, space: Space, limit: Fraction, parts: int) -> None:
        self.space, self.limit, self.parts = space, limit, parts
        self.target = space.needed * parts
        self.highest = self.target * (1 + space.tolerance)
        # Beside the drug, the aliquot brings so much diluent at most.
        most = Fraction(space.most)
        if space.diluent is not None:
            most = min(most, space.diluent + space.needed * (1 + space.tolerance))
        self.most_aliquot = int(min(most, self.highest * space.thinnest))
        # The most drug of the first stage, and so its least error: what the last stage may err is the rest.
        self.most_first = space.most // parts
        self.least_first = space.least if parts == 1 else max(space.least, -(-space.least // (parts - 1)))
        self.first_error = Fraction(0) if parts == 1 or not self.most_first else space.error / self.most_first

    def plans(self) -> Iterator[Found]:
        """Yield, by deviation, the best plan of each deviation that has one."""
        least, most = self.space.least, self.space.most
        if most < 2 * least or self.limit <= self.first_error:
            return
        if self.parts > 1 and self.least_first > self.most_first:
            return
        near = self._near_pairs()
        if near is None:
            yield from self._by_fractions()
        else:
            yield from self._by_pairs(*near)

    # --- few pairs: each is tried --------------------------------------------------------------------------------

    def _near_pairs(self) -> tuple[list[tuple[int, int]], list[_Row]] | None:
        """Return every pair (a, d) that some total could bring to the drug needed, or None where there are many.

        Beside them, for each a, the first pair on either side that no total brings there: the deviation rises from it
        on, since the total, the thinness or the diluent sets a bound, and faster than the aliquot's error falls.
        """
        space = self.space
        slack = self.limit - self.first_error
        lowest = self.target * (1 - space.tolerance)
        # a x d is at most this, for the total's sake.
        most_product = int(self.highest * space.most)
        spans: list[tuple[int, int, int, int]] = []
        count = 0
        for a in range(max(space.least, int(lowest) + 1), space.most - space.least + 1):
            if a * space.least > most_product:
                break
            least_d = self._least_aliquot(a, slack)
            least_total, most_total = space.least_total(a), space.most_total(a)
            if least_total > most_total:
                continue
            lowest_d = -(-lowest.numerator * least_total // (lowest.denominator * a))
            if least_d is None or max(least_d, lowest_d) > min(self.most_aliquot, most_product // a):
                continue
            low = max(least_d, -(-self.target.numerator * least_total // (self.target.denominator * a)))
            high = int(self.target * most_total / a)
            if space.diluent is not None:
                high = min(high, int(space.diluent + space.needed))
            count += max(0, high - low + 1)
            if count > _FEW_PAIRS:
                return None
            spans.append((a, low, high, least_d))
        edges: list[_Row] = []
        for a, low, high, least_d in spans:
            turn = high + 1
            if turn < low:
                # Between the two bounds one deviation falls and the other rises: from where they meet.
                turn += bisect_left(range(turn, low), True, key=lambda d: self._above(a, d) >= self._below(a, d))
            edges += self._edge(a, max(least_d, turn), 1)
            if low > least_d:
                edges += self._edge(a, min(low, turn) - 1, -1)
        return [(a, d) for a, low, high, _ in spans for d in range(low, high + 1)], edges

    def _edge(self, a: int, d: int, step: int) -> list[_Row]:
        """Return the pair with the least deviation that it can have, to go on from there by the step; or nothing."""
        space = self.space
        if not space.least <= d <= self.most_aliquot:
            return []
        deviation = max(self._above(a, d), self._below(a, d))
        errs = self.first_error + space.error / a + space.error / d + deviation
        return [(deviation, a, d, 0, step)] if deviation <= space.tolerance and errs <= self.limit else []

    def _above(self, a: int, d: int) -> Fraction:
        """Return how far the pair is above the drug needed, with the largest total that it may have; rises with d."""
        space = self.space
        above = Fraction(a * d) / (self.target * space.most_total(a)) - 1
        return above if space.diluent is None else max(above, (d - space.diluent) / space.needed - 1)

    def _below(self, a: int, d: int) -> Fraction:
        """Return how far it is below, with the smallest total that it may have; falls with d."""
        return 1 - Fraction(a * d) / (self.target * self.space.least_total(a))

    def _by_pairs(self, pairs: list[tuple[int, int]], edges: list[_Row]) -> Iterator[Found]:
        heap = edges + [row for a, d in pairs for row in self._totals(a, d)]
        heapq.heapify(heap)
        while heap:
            deviation, a, d, total, step = heapq.heappop(heap)
            if not total:
                for row in (*self._totals(a, d), *self._edge(a, d + step, step)):
                    heapq.heappush(heap, row)
                continue
            found = self._finish(deviation, a, d, total)
            if found is not None:
                yield found

    def _totals(self, a: int, d: int) -> list[_Row]:
        """Return the pair with the totals that bring it nearest to the drug needed from both sides."""
        space = self.space
        above, below = self.target.numerator, self.target.denominator
        near = a * d * below // above
        least, most = space.least_total(a), space.most_total(a)
        if space.diluent is not None and d > space.diluent:
            # d - a x d / T / parts is at most the diluent.
            most = min(most, int(a * d / (self.parts * (d - space.diluent))))
        rows = []
        for total in {min(max(near, least), most), min(max(near + 1, least), most)}:
            if d < total and least <= total and not self._too_much(a * d, total):
                deviation = Fraction(abs(a * d * below - above * total), above * total)
                if deviation <= space.tolerance:
                    rows.append((deviation, a, d, total, 0))
        return rows

    # --- many pairs: by fractions --------------------------------------------------------------------------------

    def _by_fractions(self) -> Iterator[Found]:
        for product, total in nearest_fractions(self.target, self.space.most):
            deviation = abs(Fraction(product, total) - self.target) / self.target
            if deviation > self.space.tolerance or deviation + self.first_error >= self.limit:
                return
            found = None if self._too_much(product, total) else self._split(product, total, deviation)
            if found is not None:
                yield found

    def _split(self, product: int, total: int, deviation: Fraction) -> Found | None:
        """Return the best plan with exactly this fraction (in lowest terms), or None.

        With g the common divisor of a and the product, d and T are the same multiple of product / g and
        total x a / g: so for each a the plans are a range of multiples.
        """
        space = self.space
        within = self.limit - deviation
        slack = within - self.first_error
        value = Fraction(product, total)
        most_d = self.most_aliquot
        if space.diluent is not None:
            most_d = min(most_d, int(space.diluent + value / self.parts))
        # What the aliquot errs at the least leaves this much to the drug: with less drug no aliquot is large enough.
        room = slack - space.error / most_d if most_d > 0 else Fraction(0)
        if room <= 0:
            return None
        best: Found | None = None
        most_a = min(space.most - space.least, product * space.most // (total * space.least))
        # The aliquot is less than the whole, so there is more drug than it brings.
        least_a = max(space.least, product // total + 1, ceiling(space.error / room))
        for a in self._drugs(product, least_a, most_a, most_d):
            if best is not None and a // self.parts + 1 > best.drug:
                break  # the first stage weighs more than its aliquot brings
            g = gcd(a, product)
            each_total = a // g * total
            if each_total > space.most:
                continue
            each_d = product // g
            least_d = self._least_aliquot(a, slack)
            if least_d is None:
                continue
            low = max(-(-least_d // each_d), -(-space.least_total(a) // each_total))
            high = min(space.most_total(a) // each_total, most_d // each_d)
            if low > high:
                continue
            if self.parts == 1:
                # Drug rises from here on, and the diluent with the multiple: nothing better follows.
                return self._finish(deviation, a, each_d * low, each_total * low)
            drug = self._first_drug(within, a, each_d * high)
            if drug is None or (best is not None and drug > best.drug):
                continue
            # As much drug in the first stage as the largest multiple asks for, and so little diluent as that allows.
            enough = self._least_aliquot(a, within - space.error / drug)
            if enough is not None:
                multiple = max(low, -(-enough // each_d))
                found = self._finish(deviation, a, each_d * multiple, each_total * multiple)
                best = found if best is None or (found is not None and found < best) else best
        return best

    def _drugs(self, product: int, least_a: int, most_a: int, most_d: int) -> Iterable[int]:
        """Return, in rising order, every a for which the product splits into a and some d, with others among them.

        Where there is hardly any choice of d, what each of them leaves to a is looked at, in place of every a.
        """
        ds = range(self.space.least, most_d + 1)
        if len(ds) > _FEW_ALIQUOTS:
            return range(least_a, most_a + 1)
        each = {product // gcd(product, d) for d in ds}
        return sorted({a for step in each for a in range(-(-least_a // step) * step, most_a + 1, step)})

    # --- both ----------------------------------------------------------------------------------------------------

    def _too_much(self, product: int, total: int) -> bool:
        """Tell whether the aliquot would bring more drug than it may."""
        highest = self.space.highest
        return highest is not None and product * highest.denominator > highest.numerator * self.parts * total

    def _least_aliquot(self, a: int, slack: Fraction) -> int | None:
        """Return the least d with error / a + error / d <= slack that may be weighed, or None."""
        error = self.space.error
        above = error.numerator * slack.denominator * a
        below = slack.numerator * error.denominator * a - error.numerator * slack.denominator
        return max(self.space.least, -(-above // below)) if below > 0 else None

    def _first_drug(self, within: Fraction, a: int, d: int) -> int | None:
        """Return the least drug of a first stage of 1 part in `parts` whose aliquot is a, or None.

        Parameters:
            within: what the three weighings may err together.
        """
        # error / (within - error / a - error / d), in whole numbers, since this is the innermost loop.
        error, both = self.space.error, a * d
        above = error.numerator * within.denominator * both
        below = within.numerator * error.denominator * both - within.denominator * error.numerator * (a + d)
        if below <= 0:
            return None
        least = max(self.least_first, a // self.parts + 1, -(-above // below))
        return least if least <= self.most_first else None

    def _finish(self, deviation: Fraction, a: int, d: int, total: int) -> Found | None:
        error = self.space.error
        last = Weighings(a, total - a, d)
        bound = error / a + error / d + deviation
        if self.parts == 1:
            return Found(deviation, a, last.diluent, bound, (last,)) if bound <= self.limit else None
        drug = self._first_drug(self.limit - deviation, a, d)
        if drug is None:
            return None
        first = Weighings(drug, (self.parts - 1) * drug, a)
        return Found(deviation, drug, first.diluent + last.diluent, bound + error / drug, (first, last))
