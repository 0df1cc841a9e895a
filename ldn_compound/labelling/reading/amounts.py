"""How much, as it stands in directions: doses, limits, totals, strengths."""

from __future__ import annotations

from fractions import Fraction

from ldn_compound.labelling.reading.cursor import LINKS, Cursor, Group
from ldn_compound.labelling.reading.often import Item
from ldn_compound.labelling.reading.statements import MASS, VOLUME, Limit, Said
from ldn_compound.labelling.reading.words import OTHER_FORMS
from ldn_compound.reference.forms import counted_forms


class Amounts(Cursor):
    """Reads amounts, and puts each where it belongs."""

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
        before = self.clause[-1] if self.clause else None
        if isinstance(before, Group) and not self.depth and before.parts[-1].unit in (*counted_forms(), "unit", "mL"):
            # "1 capsule 0-0-1": the scheme says how many of what was named, and when.
            named = before.parts[-1]
            low, high = min(*taken, named.low), max(*taken, named.high)
            if named.low == named.high == 1:
                low, high = min(taken), max(taken)
            before.parts[-1] = named._replace(low=low, high=high)
            often = Fraction(len(taken))
            self.clause.append(Item("rate", often, often))
            self.at += 1
            self.link = "often"
            return True
        unit, used = self.unit_at(1)
        shown = self.slice(self.at, self.at + (used or 1) - 1)
        said = _said(min(taken), max(taken), unit or self.last_unit(), shown)
        group = Group(said, self.lexemes[self.at].start)
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
            return False
        said, used = found
        if self.no_dose(said, used):
            return True
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

    def no_dose(self, said: Said, used: int) -> bool:
        """Pass over "the 3 mL oral syringe" and "with 200 mL of water": a measuring device, and what is drunk."""
        if said.unit not in ("mL", "L", "household"):
            return False
        if said.unit != "household" and self.role("instruments", used):
            self.at += used + 1
            self.link = "word"
            return True
        place = used + 1 if self.role("of", used) else used
        place = self.skip(place, "articles", "adjectives")
        if self.role("drinks", place):
            self.at += place + 1
            self.link = "word"
            return True
        return False

    def plain_number(self, before: str, used: int) -> bool:
        """Whether a number without a unit stands where a count stands, and not in words that are not known."""
        if before in ("unknown", "amount", "limit"):
            return False
        place = self.at + used
        behind = self.lexemes[place].roles if place < len(self.lexemes) else {"end": True}
        return bool(behind) and "number" not in behind

    def said(self, ahead: int) -> tuple[Said, int] | None:
        """Read one amount, and return it with the place behind it."""
        start = ahead
        number = self.role("number", ahead)
        if number is None:
            article = self.role("articles", ahead)
            if article and self.repeated(ahead + 1) and self.role("number", ahead + 2) == 1:
                ahead += 3
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
        if form in counted_forms():
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
        if said.unit in (*counted_forms(), *OTHER_FORMS):
            self.nouns.append((said.unit, said.text))
        if said.unit in ("household", "drop"):
            self.measures.append(said.text)
        if said.unit == "mg" and self.named_strength(said, start):
            return
        if said.strength is None and said.unit in counted_forms():
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
        elif group is not None and isinstance(before, Item) and before.kind in LINKS:
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
        new = Group(said, self.lexemes[start].start)
        new.end = self.lexemes[self.at - 1].end
        new.same += self.waiting
        self.waiting = []
        self.clause.append(new)

    def clause_often(self) -> bool:
        return any(isinstance(item, Item) and item.kind not in LINKS for item in self.clause)

    def last_group(self) -> Group | None:
        for item in reversed(self.clause):
            if isinstance(item, Group):
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
        if start > 0 and (
            "holds" in self.lexemes[start - 1].roles or (self.depth and "each" in self.lexemes[start - 1].roles)
        ):
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


def _said(low: Fraction, high: Fraction, unit: str, text: str) -> Said:
    if unit in MASS:
        return Said(low * MASS[unit], high * MASS[unit], "mg", text)
    if unit in VOLUME:
        return Said(low * VOLUME[unit], high * VOLUME[unit], "mL", text)
    return Said(low, high, unit, text)


def _kind(unit: str) -> str:
    return "counted" if unit in (*counted_forms(), "unit") else unit
