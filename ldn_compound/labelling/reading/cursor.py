"""Walk through the lexemes of directions: what stands here, what stands ahead, and whose a frequency is."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from ldn_compound.labelling.reading.lexemes import Lexeme
from ldn_compound.labelling.reading.often import Item
from ldn_compound.labelling.reading.statements import Limit, Said

LINKS = ("and", "or", "comma")
# Words that make a dose another one, by what they do to it.
ALTERED = ("changes", "raises", "splits")


class Group:
    """One dose while it is read."""

    def __init__(self, said: Said, start: int) -> None:
        self.parts = [said]
        self.same: list[Said] = []
        self.items: list[Item] = []
        self.start = start
        self.end = start


class CourseRead:
    """The doses up to the next "then" while they are read."""

    def __init__(self) -> None:
        self.groups: list[Group] = []
        self.days: Fraction | None = None
        self.first: Fraction | None = None
        self.loose: list[Item] = []


class Cursor:
    """A place in the lexemes, and what was read up to it."""

    def __init__(self, text: str, lexemes: list[Lexeme]) -> None:
        self.text = text
        self.lexemes = lexemes
        self.at = 0
        self.courses = [CourseRead()]
        self.limits: list[Limit] = []
        self.totals: list[Said] = []
        self.strengths: list[Said] = []
        self.concentrations: list[Said] = []
        self.nouns: list[tuple[str, str]] = []
        self.measures: list[str] = []
        self.altered: dict[str, list[str]] = {name: [] for name in ALTERED}
        self.unread: list[tuple[int, int]] = []
        self.clause: list[Group | Item] = []
        self.waiting: list[Said] = []
        self.depth = 0
        self.equal = False
        self.link = "start"

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

    def leave(self, count: int = 1) -> None:
        """Take what stands here for not understood."""
        for place in range(self.at, min(self.at + count, len(self.lexemes))):
            self.unread.append((self.lexemes[place].start, self.lexemes[place].end))
        self.at += count
        self.link = "unknown"

    def put(self, used: int, *items: Item) -> bool:
        self.clause += items
        self.at += used
        return True

    def end_clause(self) -> None:
        """Give every frequency of the sentence to its dose."""
        course, clause = self.courses[-1], self.clause
        self.clause = []
        groups = [item for item in clause if isinstance(item, Group)]
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
    def share(clause: list[Group | Item], groups: list[Group]) -> None:
        """Give each frequency to the dose before it; to the one behind it where a frequency comes first."""
        first = isinstance(clause[0], Item) and clause[0].kind not in LINKS
        current: Group | None = None
        held: list[Item] = []
        for item in clause:
            if isinstance(item, Group):
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
