"""Pieces of directions to what they can mean: numbers, and phrases of the language's vocabulary."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from ldn_compound.labelling.reading.marks import GLYPHS, Piece, pieces, read_number
from ldn_compound.labelling.reading.words import Role, Roles, Vocabulary

_MARKS = {
    "(": "open",
    "[": "open",
    ")": "close",
    "]": "close",
    "=": "equals",
    ",": "comma",
    ".": "end",
    ";": "end",
    "!": "end",
    ":": "colon",
}
_DASHES = ("-", "\N{HYPHEN}", "\N{NON-BREAKING HYPHEN}", "\N{EN DASH}", "\N{EM DASH}", "\N{MINUS SIGN}")
# What may stand right behind a number without a blank: anything else makes it no number ("1O", "4.5\u043cg").
_BEHIND = frozenset({"unit", "form", "household", "times", "clock_after", "hours", "days", "weeks", "hourly", "period"})
_MOST_OF_SCHEME = 20
# Figures before and behind the hyphen of a telephone number, "555-1234", which is no range.
_TELEPHONE = (3, 4)
_BAD: Roles = {"bad": True}


class Lexeme(NamedTuple):
    """What a stretch of the text can mean.

    Attributes:
        roles: role and value; empty for what is not known, ``bad`` for a number that cannot be read.
        start, end: where it stands in the text.
    """

    roles: Roles
    start: int
    end: int


class _Lexer:
    def __init__(self, text: str, words: Vocabulary, decimal: str, group: str) -> None:
        self.pieces = pieces(text)
        self.words = words
        self.folded = tuple(piece.text.casefold() for piece in self.pieces)
        self.decimal, self.group = decimal, group

    def lexemes(self) -> list[Lexeme]:
        found: list[Lexeme] = []
        index = 0
        while index < len(self.pieces):
            piece = self.pieces[index]
            roles, used = self._figures(index) if piece.kind in ("figures", "glyph") else self._phrase(index)
            found.append(Lexeme(roles, piece.start, self.pieces[index + used - 1].end))
            index += used
        return _spoiled(_mixed(found))

    def _touch(self, left: int, right: int) -> bool:
        both = left >= 0 and right < len(self.pieces)
        return both and self.pieces[left].end == self.pieces[right].start

    def _figures(self, index: int) -> tuple[Roles, int]:
        """Return what starts with a number, and how many pieces it takes."""
        last = index
        # Everything that hangs together without a blank by dashes, colons and slashes, as long as it is figures.
        while (
            self._touch(last, last + 1)
            and self._touch(last + 1, last + 2)
            and self.pieces[last + 1].text in (":", "/", *_DASHES)
            and self.pieces[last + 2].kind in ("figures", "glyph")
        ):
            last += 2
        chain = self.pieces[index : last + 1]
        roles, used = self._chain(chain)
        if used == 1 and self._touch(index, index + 1) and self.pieces[index + 1].kind == "glyph":
            whole, part = roles.get("number"), GLYPHS[self.pieces[index + 1].text]
            mixed = isinstance(whole, Fraction) and whole.denominator == 1
            roles = {"number": whole + part, "digits": True} if isinstance(whole, Fraction) and mixed else _BAD
            used = 2
        if not (self._free_before(index) and self._free_behind(index + used - 1)):
            roles = _BAD
        return roles, used

    def _chain(self, chain: Sequence[Piece]) -> tuple[Roles, int]:
        marks = tuple(piece.text for piece in chain[1::2])
        numbers = [self._number(piece) for piece in chain[::2]]
        if not marks:
            if numbers[0] is None:
                return _BAD, 1
            whole: dict[str, Role] = {"number": numbers[0], "digits": True}
            return ({**whole, "fraction": True} if chain[0].kind == "glyph" else whole), 1
        if marks == (":",):
            return ({"moment": "clock"} if _is_clock(chain[0].text, chain[2].text) else _BAD), 3
        if marks == ("/",) and None not in numbers and "glyph" not in (chain[0].kind, chain[2].kind):
            above, below = numbers
            if above and below and above.denominator == below.denominator == 1 and above < below <= 8:
                return {"number": above / below, "digits": True, "fraction": True}, 3
            return _BAD, 3
        dashed = all(mark in _DASHES for mark in marks)
        if dashed and len(marks) == 1 and numbers[0] is not None and numbers[1] is not None:
            if (len(chain[0].text), len(chain[2].text)) == _TELEPHONE:
                return _BAD, 3
            return {"number": numbers[0], "digits": True}, 1
        if (dashed or set(marks) == {"/"}) and len(marks) in (2, 3):
            if len(chain[0].text) == 4 and len(marks) == 2:
                return {"date": True}, len(chain)
            small = all(number is not None and number <= _MOST_OF_SCHEME for number in numbers)
            plain = _plain_scheme(chain)
            if self.words.scheme and small and plain:
                return {"scheme": "-".join(str(number) for number in numbers)}, len(chain)
        return _BAD, len(chain)

    def _number(self, piece: Piece) -> Fraction | None:
        if piece.kind == "glyph":
            return GLYPHS[piece.text]
        return read_number(piece.text, decimal=self.decimal, group=self.group)

    def _free_before(self, index: int) -> bool:
        if not self._touch(index - 1, index):
            return True
        before = self.pieces[index - 1]
        if before.text in _DASHES:
            # A hyphen inside "1-2" is a range; one before a lone number may be a minus sign.
            return self._touch(index - 2, index - 1) and self.pieces[index - 2].kind in ("figures", "glyph")
        if before.text == "/":
            return self._touch(index - 2, index - 1) and self.pieces[index - 2].kind == "word"
        if before.kind == "word":
            return "times" in self.words.phrases.get((self.folded[index - 1],), {})
        return before.text in ("(", "[", "=", ":", ",", "+", "<", ">", "\N{MULTIPLICATION SIGN}")

    def _free_behind(self, index: int) -> bool:
        if not self._touch(index, index + 1):
            return True
        behind = self.pieces[index + 1]
        if behind.kind == "mark":
            if behind.text in _DASHES:
                return self._touch(index + 1, index + 2) and self.pieces[index + 2].kind != "mark"
            if behind.text == "/":
                return self._phrase(index + 1)[1] > 1
            return behind.text in (")", "]", "=", ":", ",", ".", ";", "+", "!", "\N{MULTIPLICATION SIGN}")
        return not _BEHIND.isdisjoint(self._phrase(index + 1)[0])

    def _phrase(self, index: int) -> tuple[Roles, int]:
        for length in range(min(self.words.longest, len(self.pieces) - index), 0, -1):
            roles = self.words.phrases.get(self.folded[index : index + length])
            if roles is not None:
                return roles, length
        mark = self.pieces[index].text
        return ({_MARKS[mark]: True} if mark in _MARKS else {}), 1


def _is_clock(hour: str, minute: str) -> bool:
    return hour.isdecimal() and minute.isdecimal() and len(minute) == 2 and int(hour) < 25 and int(minute) < 60


def _plain_scheme(chain: Sequence[Piece]) -> bool:
    return all(piece.kind == "glyph" or len(piece.text) <= 4 for piece in chain[::2])


def _mixed(lexemes: list[Lexeme]) -> list[Lexeme]:
    """Put "1 1/2" together; "1 half" is left alone, since it may be one half."""
    found: list[Lexeme] = []
    for item in lexemes:
        before = found[-1].roles if found else {}
        whole, part = before.get("number"), item.roles.get("number")
        if (
            isinstance(whole, Fraction)
            and isinstance(part, Fraction)
            and "fraction" in item.roles
            and "fraction" not in before
            and whole.denominator == 1
        ):
            found[-1] = Lexeme({"number": whole + part, "digits": True}, found[-1].start, item.end)
        else:
            found.append(item)
    return found


def _spoiled(lexemes: list[Lexeme]) -> list[Lexeme]:
    """Take two numbers side by side, and a number beside what is none, for no number: "1 000" is not 1."""
    found = list(lexemes)
    for index in range(len(found) - 1):
        left, right = lexemes[index].roles, lexemes[index + 1].roles
        # "one 4.5 mg capsule" is plain: the first is a word, and the second is in figures.
        both = "number" in left and "number" in right and ("digits" in left or "digits" not in right)
        one_bad = ("bad" in left and "number" in right) or ("bad" in right and "number" in left)
        if both or one_bad:
            for place in (index, index + 1):
                found[place] = Lexeme(_BAD, lexemes[place].start, lexemes[place].end)
    return found


def lexemes_of(text: str, words: Vocabulary, *, decimal: str, group: str) -> list[Lexeme]:
    """Return a text's stretches with what they can mean."""
    return _Lexer(text, words, decimal, group).lexemes()
