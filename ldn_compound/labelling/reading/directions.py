"""Read directions: text to doses, frequencies, limits and steps. What is not understood is returned as such.

The words are data by language (``labels/lint/LANGUAGE.toml``, ``[reading]``). Nothing is guessed: a number with
anything odd about it is no number, and its words are unread.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from ldn_compound.labelling.reading.amounts import Amounts
from ldn_compound.labelling.reading.cursor import ALTERED, LINKS, CourseRead
from ldn_compound.labelling.reading.frequencies import Frequencies
from ldn_compound.labelling.reading.lexemes import lexemes_of
from ldn_compound.labelling.reading.often import Item, how_often
from ldn_compound.labelling.reading.statements import Course, Dose, Reading, Span
from ldn_compound.labelling.reading.words import get_vocabulary

_PLAIN = (
    *("neutral", "articles", "routes", "adjectives", "colon", "every", "of", "for", "each", "clock_before"),
    *("holds", "instruments", "drinks"),
)


class _Reader(Frequencies, Amounts):
    """Reads a whole text."""

    def read(self) -> Reading:
        while self.at < len(self.lexemes):
            start = self.at
            self.one()
            if self.at == start:
                self.leave()
        self.end_clause()
        return self.result()

    def one(self) -> None:
        if self.replaced() or self.advice():
            return
        if self.role("not"):
            self.negated()
        elif not (
            self.mark()
            or self.altered_dose()
            or self.duration()
            or self.limit()
            or self.frequency()
            or self.time_ahead()
            or self.amount()
        ):
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

    def time_ahead(self) -> bool:
        """Leave "1 hour" or "30 days" before or after something unread: its number is no dose."""
        if self.role("number") is None or not self.any_role(("hours", "days", "weeks", "months"), 1):
            return False
        self.leave()
        self.leave()
        return True

    def sentence_end(self) -> int:
        """Return how far ahead the sentence ends."""
        ahead = 0
        while self.at + ahead < len(self.lexemes) and not self.role("end", ahead):
            ahead += 1
        return ahead

    def replaced(self) -> bool:
        """Leave "If sleep is disturbed, take it in the morning instead" unread: another time, not another dose."""
        if self.link not in ("start", "end") or not self.role("conditions"):
            return False
        ahead = range(self.sentence_end())
        if not any(self.role("instead", place) for place in ahead):
            return False
        amounts = ("number", "bad", "count", "rate", "household", "scheme", *ALTERED)
        if any(self.any_role(amounts, place) for place in ahead):
            return False
        self.leave(len(ahead))
        return True

    def advice(self) -> bool:
        """Pass over advice that has nothing of the dose in it, where nothing but a mark follows."""
        ends = self.at + 1 == len(self.lexemes) or self.any_role(("end", "comma", "close", "and"), 1)
        if not self.role("advice") or not ends:
            return False
        self.at += 1
        self.link = "word"
        return True

    def altered_dose(self) -> bool:
        """Take a word that makes the dose another one, "double", or a multiplier behind it, "x 2"."""
        # "And another at bedtime" is one more of what was named, and is added.
        counted = self.role("number") is not None and self.link in ("and", "then")
        for name in () if counted else ALTERED:
            if self.role(name):
                self.altered[name].append(self.slice(self.at, self.at))
                self.at += 1
                self.link = "unknown"
                return True
        if not self.role("times") or self.role("number", 1) is None:
            return False
        if self.role("for") and self.any_role(("hours", "days", "weeks", "months"), 2):
            return False
        self.altered["changes"].append(self.slice(self.at, self.at + 1))
        self.at += 2
        self.link = "unknown"
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
                self.courses.append(CourseRead())
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
        elif not self.plain_word():
            self.leave()
            return
        self.link = "word"
        self.at += 1

    def plain_word(self) -> bool:
        """Whether the word here says nothing about the dose."""
        if self.role("times") or (self.role("every") and not self.role("each") and not self.every_when()):
            return False
        return self.any_role(_PLAIN)

    def every_when(self) -> bool:
        """Whether "every" goes on with a time: "every single night"."""
        return self.any_role(("moment", "weekdays", "period"), self.skip(1, "adjectives", "neutral", "articles"))

    def result(self) -> Reading:
        unsure: list[str] = []
        courses: list[Course] = []
        for course in self.courses:
            doses = []
            for group in course.groups:
                often = how_often(_trimmed(group.items))
                text = self.text[group.start : group.end]
                if not often.sure:
                    unsure.append(text)
                doses.append(Dose(tuple(group.parts), tuple(group.same), often.span, text))
            alone = how_often(_trimmed(course.loose)).span if not doses else None
            if alone is not None and courses:
                # "in the morning, then at noon": a second dose, or another step?
                unsure.append("what follows 'then'")
            courses.append(Course(tuple(doses), course.days, course.first, alone))
        courses = _often_once(_in_one_day(courses))
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
            changes=tuple(dict.fromkeys(self.altered["changes"])),
            raises=tuple(dict.fromkeys(self.altered["raises"])),
            splits=tuple(dict.fromkeys(self.altered["splits"])),
            unread=(*_joined(self.text, self.unread), *(f"how often: {text}" for text in unsure)),
        )


def _in_one_day(courses: list[Course]) -> list[Course]:
    """Return steps that state neither how long nor how often as the doses of one day: "then 1 capsule after 1 hour"."""
    if len(courses) < 2 or not all(course.doses for course in courses):
        return courses
    if any(course.days is not None or course.first is not None for course in courses):
        return courses
    if any(dose.often is not None for course in courses[1:] for dose in course.doses):
        return courses
    once = (Fraction(1), Fraction(1))
    doses = [dose._replace(often=dose.often or once) for course in courses for dose in course.doses]
    return [courses[0]._replace(doses=tuple(doses))]


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
    while found and found[0].kind in LINKS:
        found.pop(0)
    return found


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
    >>> read_directions("Take 1O capsules as needed").unread
    ('1O', 'as needed')
    """
    words = get_vocabulary(language)
    return _Reader(text, lexemes_of(text, words, decimal=decimal, group=group)).read()
