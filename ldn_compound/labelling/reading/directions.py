"""Read directions: text to doses, frequencies, limits and steps. What is not understood is returned as such.

The words are data by language (``labels/lint/LANGUAGE.toml``, ``[reading]``). Nothing is guessed: a number with
anything odd about it is no number, and its words are unread.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache
from typing import Any

from ldn_compound.labelling.reading.lexemes import Lexeme, lexemes_of
from ldn_compound.labelling.reading.often import CLOCK, Item, how_often
from ldn_compound.labelling.reading.statements import (
    MASS,
    VOLUME,
    Course,
    Dose,
    Limit,
    Reading,
    Said,
    Span,
)
from ldn_compound.labelling.reading.words import PERIODS, get_vocabulary

_COUNTED = ("capsule", "tablet", "unit")
_PLAIN = ("neutral", "articles", "routes", "adjectives", "colon", "every", "of", "for", "each", "up_to", "clock_before")
_PER_WEEK = PERIODS["week"]


class _Group:
    """One dose while it is read."""

    def __init__(self, said: Said, start: int) -> None:
        self.parts = [said]
        self.same: list[Said] = []
        self.items: list[Item] = []
        self.start = start
        self.end = start


class _Course:
    """The doses up to the next "then" while they are read."""

    def __init__(self) -> None:
        self.groups: list[_Group] = []
        self.days: Fraction | None = None
        self.first: Fraction | None = None
        self.loose: list[Item] = []


class _Reader:
    def __init__(self, text: str, lexemes: list[Lexeme]) -> None:
        self.text = text
        self.lexemes = lexemes
        self.at = 0
        self.courses = [_Course()]
        self.limits: list[Limit] = []
        self.totals: list[Said] = []
        self.strengths: list[Said] = []
        self.concentrations: list[Said] = []
        self.nouns: list[tuple[str, str]] = []
        self.measures: list[str] = []
        self.unread: list[tuple[int, int]] = []
        self.clause: list[_Group | Item] = []
        self.waiting: list[Said] = []
        self.depth = 0
        self.equal = False
        self.link = "start"

    # --- looking ahead ---

    def role(self, name: str, ahead: int = 0) -> Any:
        place = self.at + ahead
        return self.lexemes[place].roles.get(name) if 0 <= place < len(self.lexemes) else None

    def any_role(self, names: Iterable[str], ahead: int = 0) -> bool:
        return any(self.role(name, ahead) is not None for name in names)

    def slice(self, first: int, last: int) -> str:
        return self.text[self.lexemes[first].start : self.lexemes[last].end]

    def skip(self, ahead: int, *names: str) -> int:
        """Return how far ahead the first lexeme stands that is none of these."""
        while self.any_role(names, ahead):
            ahead += 1
        return ahead

    # --- the text ---

    def read(self) -> Reading:
        while self.at < len(self.lexemes):
            start = self.at
            self.one()
            if self.at == start:
                self.leave()
        self.end_clause()
        return self.result()

    def leave(self, count: int = 1) -> None:
        """Take what stands here for not understood."""
        for place in range(self.at, min(self.at + count, len(self.lexemes))):
            self.unread.append((self.lexemes[place].start, self.lexemes[place].end))
        self.at += count
        self.link = "unknown"

    def one(self) -> None:
        if self.role("not"):
            self.negated()
        elif not (self.mark() or self.duration() or self.limit() or self.frequency() or self.amount()):
            self.word()

    def mark(self) -> bool:
        for name in ("open", "close", "equals", "end", "comma"):
            if self.role(name):
                break
        else:
            return False
        if name == "open":
            self.depth += 1
        elif name == "close":
            self.depth = max(0, self.depth - 1)
            self.equal = False
        elif name == "equals":
            self.equal = True
        elif name == "end":
            self.equal = False
            self.end_clause()
        else:
            self.clause.append(Item("comma"))
            self.equal = False
        self.at += 1
        self.link = name
        return True

    def negated(self) -> None:
        """Leave what is denied unread, up to the end of the sentence or of its bracket."""
        while self.at < len(self.lexemes) and not self.any_role(("end", "close")):
            self.leave()

    def word(self) -> None:
        here = self.at
        roles = self.lexemes[here].roles
        if "household" in roles or ("unit" in roles and roles["unit"] == "drop"):
            self.measures.append(self.slice(here, here))
        elif "form" in roles:
            self.nouns.append((str(roles["form"]), self.slice(here, here)))
        elif "then" in roles:
            self.end_clause()
            if self.courses[-1].groups:
                self.courses.append(_Course())
            self.link = "then"
            self.at += 1
            return
        elif "and" in roles or "plus" in roles:
            self.clause.append(Item("and"))
            self.link = "and"
            self.at += 1
            return
        elif "or" in roles:
            self.clause.append(Item("or"))
            self.link = "or"
            self.at += 1
            return
        elif "bounds" in roles and self.any_role(("clock_before",), 1):
            pass
        elif "times" in roles or not any(name in roles for name in _PLAIN):
            self.leave()
            return
        self.link = "word"
        self.at += 1

    # --- for how long ---

    def duration(self) -> bool:
        """Read "for 14 days", "14 days long", "x 3 days", and "days 1 to 14" as the head of a course."""
        ahead = 1 if self.any_role(("for",)) else 0
        number = self.role("number", ahead)
        far = ahead + 1
        if number is not None:
            if self.role("between", far) and self.role("number", far + 1) is not None:
                number, far = self.role("number", far + 1), far + 2
            days = self.length_of(far)
            if days is not None and (ahead or self.role("long", far + 1)):
                self.courses[-1].days = number * days
                self.at += far + 1 + (0 if ahead else 1)
                self.link = "word"
                return True
            return False
        days = self.length_of(0)
        first = self.role("number", 1)
        if days is None or first is None or not self.role("number", 1) or self.clause_has_dose():
            return False
        last, used = first, 2
        if self.any_role(("between", "and"), 2) and self.role("number", 3) is not None:
            last, used = self.role("number", 3), 4
        if not self.any_role(("colon", "comma"), used) or last < first:
            return False
        self.end_clause()
        if self.courses[-1].groups:
            self.courses.append(_Course())
        self.courses[-1].first = (first - 1) * days + 1
        self.courses[-1].days = (last - first + 1) * days
        self.at += used + 1
        self.link = "start"
        return True

    def length_of(self, ahead: int) -> Fraction | None:
        for role, name in (("days", "day"), ("weeks", "week"), ("months", "month")):
            if self.role(role, ahead):
                return PERIODS[name]
        return None

    def clause_has_dose(self) -> bool:
        return any(isinstance(item, _Group) for item in self.clause)

    # --- how often ---

    def frequency(self) -> bool:
        read = self.interval() or self.counted() or self.period() or self.moment()
        if read:
            self.link = "often"
        return read

    def put(self, used: int, *items: Item) -> bool:
        self.clause += items
        self.at += used
        return True

    def interval(self) -> bool:
        """Read "every 8 hours", "every 4 to 6 hours", "8-hourly", "every hour", "every 2 days"."""
        ahead = 1 if self.role("every") else 0
        number = self.role("number", ahead)
        if number is None:
            if ahead and self.role("hours", 1):
                return self.put(2, Item("rate", Fraction(24), Fraction(24)))
            if self.role("hourly"):
                return self.put(1, Item("rate", Fraction(24), Fraction(24)))
            return False
        low = high = number
        far = ahead + 1
        if self.any_role(("between", "or"), far) and self.role("number", far + 1) is not None:
            high, far = self.role("number", far + 1), far + 2
        if low <= 0 or high < low:
            return False
        hyphen = self.skip(far, "between")
        if self.role("hourly", hyphen):
            return self.put(hyphen + 1, Item("rate", 24 / high, 24 / low))
        if not ahead:
            days = self.length_of(far)
            week = self.role("period", far + 1)
            if days == 1 and week is not None and week > 1 and high <= week:
                return self.put(far + 2, Item("factor", high / week, high / week))
            return False
        if self.role("hours", far):
            return self.put(far + 1, Item("rate", 24 / high, 24 / low))
        days = self.length_of(far)
        if days is not None:
            return self.put(far + 1, Item("period", low * days, high * days))
        return False

    def counted(self) -> bool:
        """Read "once", "3 times", "2 x", "one to two times", "up to 3 times"."""
        start = 1 if self.role("up_to") else 0
        if self.role("count", start) is not None:
            number = self.role("count", start)
            low, far = number, start + 1
            if self.any_role(("between", "or"), far) and self.role("count", far + 1) is not None:
                number, far = self.role("count", far + 1), far + 2
            return self.put(far, self.count_item(Fraction(0) if start else low, number))
        number = self.role("number", start)
        if number is None and self.role("articles", start) and self.role("times", start + 1):
            number = Fraction(1)
        if number is None:
            return False
        low, far = number, start + 1
        if self.any_role(("between", "or"), far) and self.role("number", far + 1) is not None:
            number, far = self.role("number", far + 1), far + 2
        far = self.hyphen(far, "times")
        if not self.role("times", far) or self.times_of_mass(far):
            return False
        # "x 3 days" behind a number is a duration of its own: "1 x 3 days" is not read.
        if self.role("for", far) and self.role("number", far + 1) is not None and self.length_of(far + 2):
            return False
        return self.put(far + 1, self.count_item(Fraction(0) if start else low, number))

    def hyphen(self, ahead: int, role: str) -> int:
        """Return the place behind a hyphen where the role stands behind it, as in "3-mal" or "4.5-mg"."""
        return ahead + 1 if self.role("between", ahead) and self.role(role, ahead + 1) else ahead

    def times_of_mass(self, ahead: int) -> bool:
        """Whether "2 x" goes on as "1.5 mg capsules": two units of 1.5 mg."""
        if self.role("number", ahead + 1) is None or self.role("unit", ahead + 2) not in MASS:
            return False
        return bool(self.depth) or self.role("form", self.skip(ahead + 3, "adjectives")) is not None

    @staticmethod
    def count_item(low: Fraction, high: Fraction) -> Item:
        return Item("count", min(low, high), max(low, high))

    def period(self) -> bool:
        if self.role("period") is not None:
            days = self.role("period")
            return self.put(1, Item("period", days, days))
        if self.role("rate") is not None:
            rate = self.role("rate")
            return self.put(1, Item("rate", rate, rate))
        if self.role("weekdays"):
            return self.put(1, Item("weekday"))
        return False

    def moment(self) -> bool:
        if self.role("number") is not None and self.role("clock_after", 1):
            return self.put(2, Item("moment", name=CLOCK + self.slice(self.at, self.at + 1).casefold()))
        if self.role("moment") == "clock":
            used = 2 if self.role("clock_after", 1) else 1
            return self.put(used, Item("moment", name=CLOCK + self.slice(self.at, self.at + used - 1).casefold()))
        if self.role("moment") is not None:
            return self.put(1, Item("moment", name=self.role("moment")))
        return False

    # --- how much ---

    def limit(self) -> bool:
        """Read "no more than 2 a day", "maximum 9 mg daily", "not more than twice a day"."""
        if not self.role("limit"):
            return False
        ahead = self.skip(1, "colon", "total", "period")
        a_day = any(self.role("period", step) == 1 for step in range(1, ahead))
        found = self.said(ahead)
        if found is not None:
            said, used = found
            after = self.skip(used, "adjectives", "total")
            if self.role("period", after) == 1:
                a_day, used = True, after + 1
            self.limits.append(Limit(said, None, a_day))
            self.at += used
            self.link = "limit"
            return True
        # A frequency with an upper end: it has no lower one.
        count = self.role("count", ahead)
        used = ahead + 1
        if count is None and self.role("number", ahead) is not None and self.role("times", ahead + 1):
            count, used = self.role("number", ahead), ahead + 2
        if count is None:
            return False
        days = self.role("period", used)
        often = count / days if days is not None else count
        self.limits.append(Limit(None, (often, often), True))
        self.at += used + (1 if days is not None else 0)
        self.link = "limit"
        return True

    def scheme(self) -> bool:
        """Read "1-0-0-1": what is taken in the morning, at noon, in the evening, at night."""
        text = self.role("scheme")
        if text is None:
            return False
        taken = [number for part in text.split("-") if (number := Fraction(part))]
        if not taken:
            return False
        unit, used = self.unit_at(1)
        shown = self.slice(self.at, self.at + (used or 1) - 1)
        said = _said(min(taken), max(taken), unit or self.last_unit(), shown)
        group = _Group(said, self.lexemes[self.at].start)
        group.end = self.lexemes[self.at].end
        often = Fraction(len(taken))
        self.clause += [group, Item("rate", often, often)]
        self.at += used or 1
        self.link = "often"
        return True

    def amount(self) -> bool:
        if self.scheme():
            return True
        start, here = self.at, self.link
        total = self.role("total")
        ahead = self.skip(1, "colon") if total else 0
        opened = self.any_role(("up_to", "bounds"), ahead)
        found = self.said(ahead + 1 if opened else ahead)
        if found is None:
            if total:
                self.at += 1
                return True
            return False
        said, used = found
        if said.unit == "unit" and not self.plain_number(here, used):
            self.leave(used)
            return True
        if self.role("bounds", used):
            opened, used = True, used + 1
        if opened:
            said = said._replace(low=Fraction(0))
        self.at = start + used
        self.take(said, total=bool(total), here=here, start=start)
        self.link = "amount"
        return True

    def plain_number(self, before: str, used: int) -> bool:
        """Whether a number without a unit stands where a count stands, and not in words that are not known."""
        if before in ("unknown", "amount", "limit"):
            return False
        place = self.at + used
        return place >= len(self.lexemes) or bool(self.lexemes[place].roles)

    def said(self, ahead: int) -> tuple[Said, int] | None:
        """Read one amount, and return it with the place behind it."""
        start = ahead
        number = self.role("number", ahead)
        if number is None:
            article = self.role("articles", ahead)
            unit, used = self.unit_at(ahead + 1)
            if not article or unit is None:
                return None
            low = high = Fraction(1)
        else:
            low = high = number
            ahead += 1
            if self.role("and") is None and self.role("and_half", ahead):
                low = high = number + Fraction(1, 2)
                ahead += 1
            if self.repeated(ahead):
                again = self.role("number", ahead + 1)
                low, high = min(low, again), max(high, again)
                ahead += 3
            if self.any_role(("between", "or", "and"), ahead) and self.role("number", ahead + 1) is not None:
                unit, used = self.unit_at(ahead + 2)
                if unit is not None or not self.role("and", ahead):
                    other = self.role("number", ahead + 1)
                    if self.role("and", ahead) and 0 < other < 1 <= low and low.denominator == 1:
                        low = high = low + other
                    else:
                        low, high = min(low, other), max(high, other)
                    ahead += 2
            if self.role("number", ahead) is not None or self.role("times", ahead):
                counted = self.strength_units(ahead, low, high, start)
                if counted is not None:
                    return counted
            unit, used = self.unit_at(ahead)
        if unit is None:
            shown = self.slice(self.at + start, self.at + ahead - 1)
            return Said(low, high, "unit", shown), ahead
        if self.role("and_half", used):
            low, high, used = low + Fraction(1, 2), high + Fraction(1, 2), used + 1
        shown = self.slice(self.at + start, self.at + used - 1)
        return _said(low, high, unit, shown), used

    def repeated(self, ahead: int) -> bool:
        """Whether the number is said again in brackets: "one (1) capsule"."""
        inside = self.role("open", ahead) and self.role("number", ahead + 1) is not None
        return bool(inside and self.role("close", ahead + 2) and self.unit_at(ahead + 3)[0])

    def strength_units(self, ahead: int, low: Fraction, high: Fraction, start: int) -> tuple[Said, int] | None:
        """Read "one 4.5 mg capsule" and "2 x 1.5 mg capsules" from behind the count."""
        place = ahead + 1 if self.role("times", ahead) else ahead
        each = self.role("number", place)
        unit = self.role("unit", place + 1)
        if each is None or unit not in MASS:
            return None
        strength = each * MASS[unit]
        form, used = self.unit_at(place + 2)
        shown = self.slice(self.at + start, self.at + place + 1)
        if form in ("capsule", "tablet"):
            shown = self.slice(self.at + start, self.at + used - 1)
            return Said(low, high, form, shown, strength), used
        if self.role("times", ahead):
            return Said(low, high, "unit", shown, strength), place + 2
        return None

    def unit_at(self, ahead: int) -> tuple[str | None, int]:
        """Return the unit here, behind adjectives, and the place behind it."""
        place = self.skip(ahead, "adjectives")
        if self.role("between", place) and place == ahead:
            place += 1
        if self.role("of", place) and self.role("articles", place + 1):
            place += 2
        elif self.role("articles", place):
            place += 1
        place = self.skip(place, "adjectives")
        for role in ("unit", "form"):
            unit = self.role(role, place)
            if unit is not None:
                return str(unit), place + 1
        if self.role("household", place):
            return "household", place + 1
        return None, place

    def last_unit(self) -> str:
        """Return the unit of the amount before, which "and 2 at bedtime" goes on with."""
        for course in reversed(self.courses):
            for group in reversed(course.groups):
                return group.parts[0].unit
        return "unit"

    def take(self, said: Said, *, total: bool, here: str, start: int) -> None:
        """Put an amount where it belongs: a strength, a total, the same dose once more, or a dose."""
        if said.unit in ("capsule", "tablet", "liquid", "other"):
            self.nouns.append((said.unit, said.text))
        if said.unit in ("household", "drop"):
            self.measures.append(said.text)
        if said.unit == "mg" and self.named_strength(said, start):
            return
        if said.strength is None and said.unit in ("capsule", "tablet"):
            said = self.with_strength(said, start)
        if self.role("total"):
            total = True
            self.at += 1
        inside = bool(self.depth) or self.equal
        if inside and self.role("period") == 1 and (not self.equal or self.clause_often()):
            self.at += 1
            total = True
        if total:
            self.totals.append(said)
            return
        group = self.last_group()
        if inside and group is not None:
            group.same.append(said)
            return
        if inside and not self.equal:
            self.waiting.append(said)
            return
        if said.unit == "unit" and said.strength is None:
            unit = group.parts[0].unit if group is not None else self.last_unit()
            said = _said(said.low, said.high, unit, said.text) if unit in (*MASS, *VOLUME) else said._replace(unit=unit)
        before = self.clause[-1] if self.clause else None
        if group is not None and before is group and here == "amount":
            if _kind(said.unit) != _kind(group.parts[0].unit):
                group.same.append(said)
                group.end = self.lexemes[self.at - 1].end
                return
        elif group is not None and isinstance(before, Item) and before.kind in ("and", "or", "comma"):
            bare = len(self.clause) > 1 and self.clause[-2] is group
            alike = _kind(said.unit) == _kind(group.parts[0].unit)
            if bare and before.kind == "and" and alike:
                self.clause.pop()
                group.parts.append(said)
                group.end = self.lexemes[self.at - 1].end
                return
            if bare and before.kind in ("or", "comma") and not alike:
                self.clause.pop()
                group.same.append(said)
                group.end = self.lexemes[self.at - 1].end
                return
            if bare and before.kind == "or" and alike:
                first = group.parts[0]
                group.parts[0] = first._replace(low=min(first.low, said.low), high=max(first.high, said.high))
                self.clause.pop()
                return
        new = _Group(said, self.lexemes[start].start)
        new.end = self.lexemes[self.at - 1].end
        new.same += self.waiting
        self.waiting = []
        self.clause.append(new)

    def clause_often(self) -> bool:
        return any(isinstance(item, Item) and item.kind not in ("and", "or", "comma") for item in self.clause)

    def last_group(self) -> _Group | None:
        for item in reversed(self.clause):
            if isinstance(item, _Group):
                return item
        groups = self.courses[-1].groups
        return groups[-1] if groups and (self.depth or self.equal) else None

    def named_strength(self, said: Said, start: int) -> bool:
        """Read "4.5 mg capsules", "1 mg/mL" and "4.5 mg each": what a unit or a mL holds, and no dose."""
        if self.role("per"):
            below = self.role("number", 1)
            ahead = 1 if below is None else 2
            unit = self.role("unit", ahead)
            if unit in VOLUME and below != 0:
                volume = (below or Fraction(1)) * VOLUME[unit]
                text = self.slice(start, self.at + ahead)
                self.concentrations.append(Said(said.low / volume, said.high / volume, "mg", text))
                self.at += ahead + 1
                return True
            if self.slice(self.at, self.at) == "/":
                # mg/kg, mg/something: not a dose that can be read.
                end, self.at = self.at + ahead + 1, start
                self.leave(end - start)
                return True
        place = self.skip(0, "adjectives")
        place = place + 1 if self.role("between", place) else place
        form = self.role("form", place)
        if form is not None:
            self.nouns.append((form, self.slice(self.at + place, self.at + place)))
            self.strengths.append(said)
            self.at += place + 1
            return True
        if self.role("each"):
            self.strengths.append(said)
            self.at += 1
            return True
        if self.depth and start > 0 and "each" in self.lexemes[start - 1].roles:
            self.strengths.append(said)
            return True
        return False

    def with_strength(self, said: Said, start: int) -> Said:
        """Read on in "2 capsules of 1.5 mg"."""
        each = self.role("number", 1)
        unit = self.role("unit", 2)
        if not self.any_role(("of", "each")) or each is None or unit not in MASS:
            return said
        text = self.slice(start, self.at + 2)
        self.at += 3
        if self.role("each"):
            self.at += 1
        return said._replace(strength=each * MASS[unit], text=text)

    # --- sentences ---

    def end_clause(self) -> None:
        """Give every frequency of the sentence to its dose."""
        course, clause = self.courses[-1], self.clause
        self.clause = []
        groups = [item for item in clause if isinstance(item, _Group)]
        if not groups:
            items = [item for item in clause if isinstance(item, Item)]
            if course.groups:
                course.groups[-1].items += [Item("comma"), *items] if items else []
            else:
                course.loose += items
            return
        leading: list[Item] = []
        while clause and isinstance(clause[0], Item) and clause[0].kind in ("period", "comma"):
            leading.append(clause.pop(0))  # type: ignore[arg-type]
        if len(groups) == 1:
            groups[0].items += [*course.loose, *leading, *(item for item in clause if isinstance(item, Item))]
        else:
            self.share(clause, groups)
            for group in groups:
                group.items = [*course.loose, *(item for item in leading if item.kind == "period"), *group.items]
        course.loose = []
        course.groups += groups

    @staticmethod
    def share(clause: list[_Group | Item], groups: list[_Group]) -> None:
        """Give each frequency to the dose before it; to the one behind it where a frequency comes first."""
        first = isinstance(clause[0], Item) and clause[0].kind not in ("and", "or", "comma")
        current: _Group | None = None
        held: list[Item] = []
        for item in clause:
            if isinstance(item, _Group):
                current = item
                if first:
                    item.items += held
                    held = []
            elif first:
                held.append(item)
            elif current is not None:
                current.items.append(item)
        if held:
            groups[-1].items += held

    def result(self) -> Reading:
        unsure: list[str] = []
        courses = []
        for course in self.courses:
            doses = []
            for group in course.groups:
                often = how_often(_trimmed(group.items))
                text = self.text[group.start : group.end]
                if not often.sure:
                    unsure.append(text)
                doses.append(Dose(tuple(group.parts), tuple(group.same), often.span, text))
            alone = how_often(_trimmed(course.loose)).span if not doses else None
            courses.append(Course(tuple(doses), course.days, course.first, alone))
        courses = _often_once(courses)
        for said in self.waiting:
            self.totals.append(said)
        return Reading(
            courses=tuple(courses),
            limits=tuple(self.limits),
            totals=tuple(self.totals),
            strengths=tuple(self.strengths),
            concentrations=tuple(self.concentrations),
            nouns=tuple(dict.fromkeys(self.nouns)),
            measures=tuple(dict.fromkeys(self.measures)),
            unread=(*_joined(self.text, self.unread), *(f"how often: {text}" for text in unsure)),
        )


def _often_once(courses: list[Course]) -> list[Course]:
    """Let steps that do not say how often go on with the step before, or with the one behind where none is before."""
    found = list(courses)
    for order in (range(len(found)), range(len(found) - 1, -1, -1)):
        often: Span | None = None
        for place in order:
            course = found[place]
            if len(course.doses) == 1 and course.doses[0].often is None:
                found[place] = course._replace(doses=(course.doses[0]._replace(often=often),))
            elif len(course.doses) == 1:
                often = course.doses[0].often
    return found


def _trimmed(items: list[Item]) -> list[Item]:
    """Leave out what stands between nothing."""
    found = list(items)
    while found and found[0].kind in ("and", "or", "comma"):
        found.pop(0)
    return found


def _said(low: Fraction, high: Fraction, unit: str, text: str) -> Said:
    if unit in MASS:
        return Said(low * MASS[unit], high * MASS[unit], "mg", text)
    if unit in VOLUME:
        return Said(low * VOLUME[unit], high * VOLUME[unit], "mL", text)
    return Said(low, high, unit, text)


def _kind(unit: str) -> str:
    return "counted" if unit in _COUNTED else unit


def _joined(text: str, spans: list[tuple[int, int]]) -> list[str]:
    """Return what is unread in stretches: words side by side are one."""
    found: list[list[int]] = []
    for start, end in sorted(spans):
        if found and not text[found[-1][1] : start].strip():
            found[-1][1] = end
        else:
            found.append([start, end])
    return [text[start:end] for start, end in found]


@lru_cache(maxsize=4096)
def read_directions(text: str, *, language: str = "en", decimal: str = ".", group: str = ",") -> Reading:
    """Return what directions say.

    Parameters:
        text: the directions.
        language: whose words are read.
        decimal, group: the decimal mark, and the mark between thousands.

    >>> reading = read_directions("Take 2 capsules (9 mg) by mouth at bedtime")
    >>> [(str(dose.parts[0].low), dose.parts[0].unit, str(dose.often[0])) for dose in reading.doses]
    [('2', 'capsule', '1')]
    >>> read_directions("Take 1O capsules as directed").unread
    ('1O', 'as directed')
    """
    words = get_vocabulary(language)
    return _Reader(text, lexemes_of(text, words, decimal=decimal, group=group)).read()
