"""The smallest pieces of directions: words, numbers, marks. A number that is not plainly one is no number."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

GLYPHS = {
    "\N{VULGAR FRACTION ONE HALF}": Fraction(1, 2),
    "\N{VULGAR FRACTION ONE QUARTER}": Fraction(1, 4),
    "\N{VULGAR FRACTION THREE QUARTERS}": Fraction(3, 4),
    "\N{VULGAR FRACTION ONE THIRD}": Fraction(1, 3),
    "\N{VULGAR FRACTION TWO THIRDS}": Fraction(2, 3),
}
_MOST_DIGITS = 12
# A run of digits with the marks inside it is one piece, whether it is a number or not: "1.5.2" must not be read as 1.5.
_PIECE = re.compile(
    r"(?P<figures>[.,]?[0-9](?:[0-9]|[.,\u00a0'\u2019](?=[0-9]))*)"
    rf"|(?P<glyph>[{''.join(GLYPHS)}])"
    r"|(?P<word>[^\W\d_]+(?:['\u2019][^\W\d_]+)*)"
    r"|(?P<mark>[^\s])",
    re.UNICODE,
)
_BLANK = re.compile(r"\s+")


class Piece(NamedTuple):
    """One word, number or mark.

    Attributes:
        kind: ``figures``, ``glyph``, ``word`` or ``mark``.
        text: as it stands.
        start, end: where.
    """

    kind: str
    text: str
    start: int
    end: int


def pieces(text: str) -> tuple[Piece, ...]:
    """Return a text in pieces; blanks only part them.

    >>> [piece.text for piece in pieces("Take 4.5 mL (4.5 mg).")]
    ['Take', '4.5', 'mL', '(', '4.5', 'mg', ')', '.']
    """
    found = []
    for match in _PIECE.finditer(text):
        kind = str(match.lastgroup)
        shown = match[0]
        if kind == "word" and len(shown) == 1 and not _is_letter(shown):
            kind = "mark"
        found.append(Piece(kind, shown, match.start(), match.end()))
    return tuple(found)


def _is_letter(mark: str) -> bool:
    # A superscript or a Roman numeral sign counts as a letter to a pattern, and may stand for a number.
    return unicodedata.category(mark).startswith("L")


@lru_cache(maxsize=16)
def _number_pattern(decimal: str, group: str) -> re.Pattern[str]:
    point, mark = re.escape(decimal), re.escape(group)
    return re.compile(rf"(?:[1-9][0-9]{{0,2}}(?:{mark}[0-9]{{3}})+|0|[1-9][0-9]*)(?:{point}[0-9]+)?")


def read_number(figures: str, *, decimal: str, group: str) -> Fraction | None:
    """Return a number written with these marks, or None where it is none.

    >>> [str(read_number(text, decimal=".", group=",")) for text in ("4.5", "1,000", "4,5", ".5", "05")]
    ['9/2', '1000', 'None', 'None', 'None']
    """
    if len(figures) > _MOST_DIGITS or not _number_pattern(decimal, group).fullmatch(figures):
        return None
    return Fraction(figures.replace(group, "").replace(decimal, "."))


def squeezed(text: str) -> str:
    """Return a text with every run of blanks as one plain blank."""
    return _BLANK.sub(" ", text).strip()
