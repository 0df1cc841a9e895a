"""Text with emphasised words broken into lines of a width; pure, and remembered.

Lengths are in thousandths of the type size, so that a text is measured once for all sizes.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from ldn_compound.labelling.faces import get_face
from ldn_compound.labelling.shaping import plain, shape

ABOVE, BELOW = 760.0, 225.0
"""Room above and below a baseline that a line of plain text takes."""
# A number is never parted from the word behind it: "0.5 / mg" at a line's end has been read as 5 mg.
_NUMBER = re.compile(r"\(?[0-9][0-9.,/]*")
# How much wider than a blank the space is that sets a part off.
_APART = 450.0


class Marks(NamedTuple):
    """What of a field's text is emphasised, each part as it stands in it.

    Attributes:
        bold: parts in the bold face.
        apart: parts that are set off by a wider blank before and behind them.
        begins: parts that begin a line of their own.
        together: parts that stay on one line where the width allows it.
        faces: the faces of other scripts that a name needs, as :func:`ldn_compound.labelling.shaping.set_in` has them.
    """

    bold: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    begins: tuple[str, ...] = ()
    together: tuple[str, ...] = ()
    faces: str = ""


NO_MARKS = Marks()


class Run(NamedTuple):
    """Words in one face: where they begin on their line, the face, and the text."""

    x: float
    face: str
    text: str


class SetLine(NamedTuple):
    """One line: its runs, how far its ink reaches left, right, above and below its origin, and its width."""

    runs: tuple[Run, ...]
    left: float
    right: float
    above: float
    below: float


class _Word(NamedTuple):
    """Words that stay together: their runs from their own origin, and their advance."""

    runs: tuple[Run, ...]
    advance: float
    before: float
    begins: bool


@lru_cache(maxsize=8192)
def _measure(text: str, face_key: str, tracking: float) -> tuple[float, float, float, float, float]:
    """Return a text's advance, and how far its ink reaches left, right, above and below."""
    if not plain(face_key):
        shaped = shape(text, face_key, tracking)
        return shaped.advance, shaped.left, shaped.right, shaped.above, shaped.below
    face = get_face(face_key)
    at, left, right, above, below = 0.0, 0.0, 0.0, 0.0, 0.0
    for character in text:
        glyph = face.glyph(character)
        left = min(left, at + glyph.left)
        right = max(right, at + glyph.right)
        above = max(above, glyph.top)
        below = max(below, -glyph.bottom)
        at += glyph.advance + tracking
    return at, left, max(right, at - tracking), above, below


def _places(text: str, part: str) -> list[int]:
    """Return where a part stands in a text."""
    found = []
    start = text.find(part) if part else -1
    while start >= 0:
        found.append(start)
        start = text.find(part, start + len(part))
    return found


def _covered(text: str, parts: tuple[str, ...]) -> set[int]:
    """Return the places of a text that its parts cover."""
    return {place for part in parts for start in _places(text, part) for place in range(start, start + len(part))}


def _inner(start: int, part: str) -> list[int]:
    """Return where the words of a part begin, the first left out."""
    return [start + place + 1 for place, character in enumerate(part) if character == " "]


@lru_cache(maxsize=8192)
def _words(text: str, bold: bool, marks: Marks, tracking: float) -> tuple[_Word, ...]:
    heavy = _covered(text, marks.bold)
    apart = _covered(text, marks.apart)
    starts = {text.find(part) for part in marks.begins if part}
    # The blank before a place is no place to break a line.
    held = {place for part in marks.together if part for start in _places(text, part) for place in _inner(start, part)}
    found: list[_Word] = []
    at, was_apart, after_number = 0, False, False
    for part in text.split(" "):
        places = range(at, at + len(part))
        face = ("bold" if bold or not heavy.isdisjoint(places) else "regular") + marks.faces
        is_apart = not apart.isdisjoint(places)
        begins = at in starts and at > 0
        advance = _measure(part, face, tracking)[0]
        extra = _APART if at and is_apart is not was_apart else 0.0
        if found and (after_number or at in held) and not begins:
            last = found[-1]
            gap = _blank(last.runs[-1].face, tracking) + extra
            runs = (*last.runs, Run(last.advance + gap, face, part))
            found[-1] = last._replace(runs=runs, advance=last.advance + gap + advance)
        else:
            found.append(_Word((Run(0.0, face, part),), advance, extra, begins))
        after_number = _NUMBER.fullmatch(part) is not None
        was_apart = is_apart
        at += len(part) + 1
    return tuple(found)


@lru_cache(maxsize=4)
def _blank(face: str, tracking: float) -> float:
    return get_face(face.partition("@")[0]).glyph(" ").advance + tracking


# Sums of the same lengths in another order differ by less.
_ROUNDED = 1e-6


class Lengths(NamedTuple):
    """A text's words without their letters: of each its advance, the blank before it, and whether it begins a line.

    Attributes:
        words: in their order.
        letters: the advance of all words, without the blanks.
        whole: the advance of all of it on one line.
        begins: whether a word begins a line of its own.
    """

    words: tuple[tuple[float, float, bool], ...]
    letters: float
    whole: float
    begins: bool

    def lines(self, width: float) -> int:
        """Return how many lines :func:`set_lines` makes of it in a width, were it not for ink beyond the advance."""
        width += _ROUNDED
        if self.whole <= width and not self.begins:
            return 1
        count, length = 1, -1.0
        for advance, gap, begins in self.words:
            if length < 0:
                length = advance
            elif begins or length + gap + advance > width:
                count += 1
                length = advance
            else:
                length += gap + advance
        return count


@lru_cache(maxsize=8192)
def lengths(text: str, bold: bool, marks: Marks, tracking: float) -> Lengths:
    """Return the lengths of a text's words; parameters as in :func:`set_lines`.

    >>> lengths("Take 1 capsule", False, NO_MARKS, 0).lines(5000)
    2
    """
    found: list[tuple[float, float, bool]] = []
    face = ""
    for word in _words(text, bold, marks, tracking):
        found.append((word.advance, _blank(face, tracking) + word.before if face else 0.0, word.begins))
        face = word.runs[-1].face
    letters = sum(advance for advance, _, _ in found)
    whole = letters + sum(gap for _, gap, _ in found)
    return Lengths(tuple(found), letters, whole, any(begins for _, _, begins in found))


@lru_cache(maxsize=16384)
def set_lines(text: str, bold: bool, marks: Marks, tracking: float, width: float) -> tuple[SetLine, ...] | None:
    """Return a text as lines of at most a width; None where a word is wider than that.

    Parameters:
        text: with single blanks between words, every character in the face.
        bold: whether all of it is bold.
        marks: what of it is emphasised.
        tracking: what is added between two letters.
        width: in thousandths of the type size, as all lengths here.

    >>> [line.runs[0].text for line in set_lines("Take 1 capsule", False, NO_MARKS, 0, 5000)]
    ['Take', '1 capsule']
    """
    lines: list[SetLine] = []
    runs: list[Run] = []
    length = 0.0
    words = _words(text, bold, marks, tracking)
    if marks.together and any(word.advance > width for word in words):
        words = _words(text, bold, marks._replace(together=()), tracking)
    for word in words:
        gap = _blank(runs[-1].face, tracking) + word.before if runs else 0.0
        if runs and (word.begins or length + gap + word.advance > width):
            lines.append(_line(runs, tracking))
            runs, length, gap = [], 0.0, 0.0
        # In place of `_replace`, which takes four times as long.
        runs += [Run(run.x + length + gap, run.face, run.text) for run in word.runs]
        length += gap + word.advance
    lines.append(_line(runs, tracking))
    return None if any(line.right - line.left > width for line in lines) else tuple(lines)


def _line(runs: list[Run], tracking: float) -> SetLine:
    """Return a line with neighbours of one face as one run, where nothing but a plain blank parts them."""
    joined: list[Run] = []
    for run in runs:
        last = joined[-1] if joined else None
        if last is not None and last.face == run.face:
            end = last.x + _measure(last.text, last.face, tracking)[0] + _blank(last.face, tracking)
            if abs(end - run.x) < 1e-6:
                joined[-1] = last._replace(text=f"{last.text} {run.text}")
                continue
        joined.append(run)
    measured = [(run.x, _measure(run.text, run.face, tracking)) for run in joined]
    return SetLine(
        runs=tuple(joined),
        left=min(0.0, *(x + item[1] for x, item in measured)) if measured else 0.0,
        right=max((x + item[2] for x, item in measured), default=0.0),
        above=max((item[3] for _, item in measured), default=0.0),
        below=max((item[4] for _, item in measured), default=0.0),
    )
