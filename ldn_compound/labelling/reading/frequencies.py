"""How often and for how long, as it stands in directions."""

from __future__ import annotations

from fractions import Fraction

from ldn_compound.labelling.reading.cursor import CourseRead, Cursor, Group
from ldn_compound.labelling.reading.often import CLOCK, Item
from ldn_compound.labelling.reading.statements import MASS
from ldn_compound.labelling.reading.words import PERIODS


class Frequencies(Cursor):
    """Reads frequencies and durations."""

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
            self.courses.append(CourseRead())
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
        return any(isinstance(item, Group) for item in self.clause)

    def frequency(self) -> bool:
        read = self.interval() or self.counted() or self.period() or self.moment()
        if read:
            self.link = "often"
        return read

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
        """Read "once", "3 times", "2 x", "one to two times", "up to 3 times", and "4 a day" behind a dose."""
        behind = bool(self.clause) and isinstance(self.clause[-1], Group) and not self.depth
        if behind and self.role("number") is not None and self.role("period", 1) is not None:
            return self.put(1, self.count_item(self.role("number"), self.role("number")))
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
        # "Before and after dinner" is twice.
        if self.role("both_around"):
            ahead = self.skip(1, "articles", "neutral", "clock_before")
            name = self.role("moment", ahead)
            twice = (Item("moment", name=f"before {name}"), Item("and"), Item("moment", name=f"after {name}"))
            return name is not None and self.put(ahead + 1, *twice)
        return False
