"""Break a text into lines at the greatest type size at which it fits a box; pure, and remembered."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from ldn_compound.labelling.faces import get_face
from ldn_compound.labelling.shaping import plain, shape

SIZE_STEP_PT = 0.5
# In thousandths of the type size: room above and below a line of plain text, and from one baseline to the next.
_ABOVE, _BELOW, _LEADING = 760.0, 225.0, 1180.0
# Least free space between the ink of one line and the next (stacked accents reach high).
_AIR = 40.0
# A number is never parted from the word behind it: "0.5 / mg" at a line's end has been read as 5 mg.
_NUMBER = re.compile(r"[0-9][0-9.,/]*")


class Line(NamedTuple):
    """One line: its text, its baseline below the top of the block, and its ink's left edge and right edge, in points.

    `left` is negative where the first glyph reaches out to the left of its origin.
    """

    text: str
    baseline: float
    left: float
    right: float


class Block(NamedTuple):
    """A text as set: type size in points, its lines, and the height that they take in points."""

    size: float
    lines: tuple[Line, ...]
    height: float


class _Word(NamedTuple):
    text: str
    advance: float


@lru_cache(maxsize=16384)
def _words(text: str, face_key: str) -> tuple[_Word, ...]:
    parts: list[str] = []
    for part in text.split(" "):
        if parts and _NUMBER.fullmatch(parts[-1].rsplit(" ", 1)[-1]):
            parts[-1] = f"{parts[-1]} {part}"
        else:
            parts.append(part)
    if not plain(face_key):
        return tuple(_Word(part, shape(part, face_key).advance) for part in parts)
    face = get_face(face_key)
    return tuple(_Word(part, sum([face.glyph(ch)[0] for ch in part])) for part in parts)


@lru_cache(maxsize=16384)
def _ink(text: str, face_key: str) -> tuple[float, float, float, float]:
    """Return left, right, bottom and top of a line's ink in thousandths of the type size."""
    if not plain(face_key):
        shaped = shape(text, face_key)
        return shaped.left, shaped.right, -shaped.below, shaped.above
    face = get_face(face_key)
    glyphs = [face.glyph(character) for character in text]
    starts = list(accumulate([glyph.advance for glyph in glyphs], initial=0.0))
    # The last start is the end of the line. Lists, since this sees every letter of every label.
    left = min(0.0, *[at + glyph.left for at, glyph in zip(starts, glyphs, strict=False)])
    right = max(starts[-1], *[at + glyph.right for at, glyph in zip(starts, glyphs, strict=False)])
    bottom = min(0.0, *[glyph.bottom for glyph in glyphs])
    top = max(0.0, *[glyph.top for glyph in glyphs])
    return left, right, bottom, top


def _break(text: str, face_key: str, width: float, most: int) -> tuple[str, ...] | None:
    """Return the lines of a text in a width given in thousandths of the type size, or None; it keeps its own ends."""
    if "\n" in text:
        blocks = [_break(part, face_key, width, most) for part in text.split("\n")]
        found = [line for block in blocks if block for line in block]
        return tuple(found) if None not in blocks and len(found) <= most else None
    space = get_face(face_key.partition("@")[0]).glyph(" ").advance
    lines: list[str] = []
    line, length = "", 0.0
    for word in _words(text, face_key):
        if line and length + space + word.advance <= width:
            line, length = f"{line} {word.text}", length + space + word.advance
            continue
        if line:
            lines.append(line)
        if word.advance > width or len(lines) >= most:
            return None
        line, length = word.text, word.advance
    lines.append(line)
    return tuple(lines)


@lru_cache(maxsize=16384)
def fit(
    text: str, face_key: str, *, greatest: float, least: float, width: float, height: float, most_lines: int
) -> Block | None:
    """Return the text set at the greatest size that fits, or None where it does not fit at the least size.

    Parameters:
        text: with single blanks between words, every character in the face.
        face_key: ``regular`` or ``bold``, with the faces of :func:`ldn_compound.labelling.shaping.set_in`.
        greatest, least: type size in points.
        width, height: of the box, in points.
        most_lines: the most lines.

    >>> fit("Take 1 capsule", "regular", greatest=12, least=8, width=200, height=20, most_lines=1).size
    12
    """
    own = text.count("\n") + 1
    if 1 < own < most_lines:
        # A line that has its own end is broken only where no size in the range lets it stand as it is.
        whole = fit(text, face_key, greatest=greatest, least=least, width=width, height=height, most_lines=own)
        if whole is not None:
            return whole
    size = greatest
    while size >= least:
        lines = _break(text, face_key, width / size * 1000, most_lines)
        block = _set(lines, face_key, size) if lines else None
        if block and block.height <= height and all(line.right - line.left <= width for line in block.lines):
            return block
        size -= SIZE_STEP_PT
    return None


def _set(lines: tuple[str, ...], face_key: str, size: float) -> Block:
    placed: list[Line] = []
    scale = size / 1000
    baseline = below = 0.0
    for text in lines:
        left, right, bottom, top = _ink(text, face_key)
        above = max(_ABOVE, top)
        baseline += above if not placed else max(_LEADING, below + top + _AIR)
        below = max(_BELOW, -bottom)
        placed.append(Line(text, baseline * scale, left * scale, right * scale))
    return Block(size, tuple(placed), (baseline + below) * scale)
