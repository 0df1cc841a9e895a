"""How often a day: counts, periods, intervals and times of day, put together."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from ldn_compound.labelling.reading.statements import Span

# Said one behind the other, these may be the same time of the day: "every night at bedtime".
_LATE = frozenset({"evening", "night"})
CLOCK = "clock "
_LINKS = frozenset({"and", "or", "comma"})
_ONCE: Span = (Fraction(1), Fraction(1))


class Item(NamedTuple):
    """One part of a frequency, or what stands between two.

    Attributes:
        kind: ``count`` (times), ``period`` (days that a count is of, or an interval in days), ``rate`` (times a day),
            ``moment``, ``weekday``, ``factor``; ``and``, ``or``, ``comma``.
        low, high: numbers of the first three and of the factor.
        name: of a moment.
    """

    kind: str
    low: Fraction = Fraction(0)
    high: Fraction = Fraction(0)
    name: str = ""


class Often(NamedTuple):
    """Doses a day; ``sure`` is False where two readings are possible."""

    span: Span | None
    sure: bool


def how_often(items: Sequence[Item]) -> Often:
    """Return the doses a day that the items say together.

    What contradicts itself ("twice a day at bedtime") gives a range from the least to the most. What is joined by "and"
    is added: "daily and at bedtime" is two doses.

    >>> one = Fraction(1)
    >>> how_often([Item("count", one * 2, one * 2), Item("period", one, one)]).span
    (Fraction(2, 1), Fraction(2, 1))
    """
    parts = _added(items)
    if len(parts) > 1:
        each = [how_often(part) for part in parts]
        spans = [part.span for part in each if part.span is not None]
        total = (sum((low for low, _ in spans), Fraction()), sum((high for _, high in spans), Fraction()))
        return Often(total, all(part.sure for part in each))
    said: list[Span] = []
    bare: list[Span] = []
    periods: list[Fraction] = []
    factor, weekdays = Fraction(1), 0
    index = 0
    timed = _Timed()
    while index < len(items):
        item = items[index]
        behind = items[index + 1] if index + 1 < len(items) else None
        if item.kind == "count" and behind is not None and behind.kind == "period":
            said.append((item.low / behind.high, item.high / behind.low))
            timed.count = None
            index += 2
            continue
        if item.kind == "count":
            bare.append((item.low, item.high))
            timed.counted((item.low, item.high))
        elif item.kind == "period":
            periods.append(item.low)
        elif item.kind == "rate":
            said.append((item.low, item.high))
        elif item.kind == "factor":
            factor *= item.low
        elif item.kind == "weekday":
            weekdays += 1
        else:
            timed.add(item)
        index += 1
    longer = [days for days in periods if days != 1]
    share = factor * (Fraction(weekdays, 7) if weekdays else 1)
    if timed.span is not None:
        divisor = longer[0] if longer else Fraction(1)
        said.append((timed.span[0] / divisor, timed.span[1] / divisor))
        # A count with no time behind it ("at bedtime twice") is one of the whole day, and must agree.
        said += [(low / divisor, high / divisor) for low, high in timed.left_over()]
        longer = longer[1:]
    elif bare:
        # "Twice" alone is of a day, until something says otherwise.
        divisor = longer[0] if longer else Fraction(1)
        said += [(low / divisor, high / divisor) for low, high in bare]
        longer = longer[1:]
        if not periods and not weekdays:
            timed.sure = False
    said += [(1 / days, 1 / days) for days in longer]
    if not said and (periods or weekdays or factor != 1):
        said.append((Fraction(1), Fraction(1)))
    if not said:
        return Often(None, True)
    return Often((min(low for low, _ in said) * share, max(high for _, high in said) * share), timed.sure)


def _added(items: Sequence[Item]) -> list[list[Item]]:
    """Part the items where "and" joins two frequencies; two times of the day, or two weekdays, are one frequency."""
    parts: list[list[Item]] = [[]]
    links: set[str] = set()
    for item in items:
        last = next((other for other in reversed(parts[-1]) if other.kind not in _LINKS), None)
        if item.kind not in _LINKS:
            alike = last is not None and last.kind == item.kind and item.kind in ("moment", "weekday")
            if last is not None and "and" in links and not alike:
                parts.append([])
            links = set()
        else:
            links.add(item.kind)
        parts[-1].append(item)
    return parts


class _Timed:
    """Times of the day, counted: those that mean the same are one."""

    def __init__(self) -> None:
        self.span: Span | None = None
        self.count: Span | None = None
        self.sure = True
        self._idle: list[Span] = []
        self._waiting: list[Span] = []
        self._last: str | None = None
        self._between = ""

    def counted(self, count: Span) -> None:
        """Take a count for the times behind it."""
        self._idle += self._waiting
        self._waiting = [count]
        self.count = count

    def left_over(self) -> list[Span]:
        """Return the counts that no time stood behind."""
        return self._idle + self._waiting

    def add(self, item: Item) -> None:
        if item.kind != "moment":
            # "and" is the strongest: "in the morning, and at bedtime".
            if self._last is not None and self._between != "and":
                self._between = item.kind
            return
        repeats = self._last is not None and self._repeats(item.name)
        if not repeats or self._waiting == [_ONCE]:
            self._waiting = []
        if not repeats:
            low, high = self.count or _ONCE
            before = self.span or (Fraction(0), Fraction(0))
            self.span = (before[0] + low, before[1] + high)
        self._last, self._between = item.name, ""

    def _repeats(self, name: str) -> bool:
        last, between = self._last or "", self._between
        if between == "and":
            return False
        if between == "or":
            return True
        clocks = name.startswith(CLOCK) + last.startswith(CLOCK)
        alike = name == last or {name, last} <= _LATE or clocks == 1
        if between == "comma" and alike and name != last:
            self.sure = False
        return alike
