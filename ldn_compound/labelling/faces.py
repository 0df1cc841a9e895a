"""The type face's own figures, read from the TrueType file: which characters it has, their widths and their ink.

Read here and not through the drawing library, so that the layout is pure, needs no PDF, and knows how far each glyph
reaches above and below the line. Tables used: head, hhea, maxp, hmtx, cmap (formats 4 and 12), loca, glyf.
Source: ISO/IEC 14496-22 (Open Font Format).
"""

from __future__ import annotations

import struct
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ldn_compound.core.errors import DataError

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

# Glyphs that the face has and a label must not show: placeholders, which mean that a text was damaged on its way, and
# ligatures typed as one character, which no search and no scanner finds again as their letters.
_REFUSED = {
    **dict.fromkeys("\ufffc\ufffd", "it is a placeholder: the text was damaged before it came here"),
    **dict.fromkeys("\ufb00\ufb01\ufb02\ufb03\ufb04\ufb05\ufb06", "it is two letters in one: type them singly"),
}

FILES = {"regular": "NotoSans-Regular.ttf", "bold": "NotoSans-Bold.ttf"}


class Glyph(NamedTuple):
    """One glyph's figures in thousandths of the type size: advance, and the ink's edges from the origin."""

    advance: float
    left: float
    right: float
    bottom: float
    top: float


class Face:
    """One face: ``regular`` or ``bold``.

    Attributes:
        key: the face's key.
        data: what its file holds.
    """

    def __init__(self, key: str, path: Traversable) -> None:
        self.key = key
        self.data = data = path.read_bytes()
        count = struct.unpack_from(">H", data, 4)[0]
        offsets = {}
        for number in range(count):
            tag, _, offset, _ = struct.unpack_from(">4sIII", data, 12 + 16 * number)
            offsets[tag.decode("ascii")] = offset
        if "glyf" not in offsets:
            raise DataError("bad-face", field=path.name, needed="a TrueType face with outlines")
        self._glyf = offsets["glyf"]
        self._hmtx = offsets["hmtx"]
        self._loca = offsets["loca"]
        self._scale = 1000 / struct.unpack_from(">H", data, offsets["head"] + 18)[0]
        self._long_loca = struct.unpack_from(">h", data, offsets["head"] + 50)[0] == 1
        self._advances = struct.unpack_from(">H", data, offsets["hhea"] + 34)[0]
        self._map = _read_cmap(data, offsets["cmap"])
        self._glyphs: dict[str, Glyph] = {}

    def has(self, character: str) -> bool:
        """Tell whether the face has a glyph for the character."""
        return ord(character) in self._map

    def characters(self) -> frozenset[str]:
        """Return every character that the face has."""
        return frozenset(map(chr, self._map))

    def glyph(self, character: str) -> Glyph:
        """Return the figures of a character that the face has."""
        found = self._glyphs.get(character)
        if found is None:
            found = self._glyphs[character] = self._read_glyph(self._map[ord(character)])
        return found

    def _read_glyph(self, index: int) -> Glyph:
        scale = self._scale
        advance = struct.unpack_from(">H", self.data, self._hmtx + 4 * min(index, self._advances - 1))[0]
        if self._long_loca:
            start, end = struct.unpack_from(">II", self.data, self._loca + 4 * index)
        else:
            start, end = (2 * half for half in struct.unpack_from(">HH", self.data, self._loca + 2 * index))
        if start == end:
            return Glyph(advance * scale, 0.0, 0.0, 0.0, 0.0)
        left, bottom, right, top = struct.unpack_from(">hhhh", self.data, self._glyf + start + 2)
        return Glyph(advance * scale, left * scale, right * scale, bottom * scale, top * scale)


def _read_cmap(data: bytes, start: int) -> dict[int, int]:
    """Return character to glyph index from the Unicode subtables; 0 (the missing glyph) is left out."""
    found: dict[int, int] = {}
    count = struct.unpack_from(">H", data, start + 2)[0]
    for number in range(count):
        platform, encoding, offset = struct.unpack_from(">HHI", data, start + 4 + 8 * number)
        if (platform, encoding) not in ((0, 3), (0, 4), (3, 1), (3, 10)):
            continue
        kind = struct.unpack_from(">H", data, start + offset)[0]
        if kind == 4:
            _read_format_4(data, start + offset, found)
        elif kind == 12:
            _read_format_12(data, start + offset, found)
    return {code: glyph for code, glyph in found.items() if glyph}


def _read_format_4(data: bytes, at: int, found: dict[int, int]) -> None:
    segments = struct.unpack_from(">H", data, at + 6)[0] // 2
    ends = struct.unpack_from(f">{segments}H", data, at + 14)
    starts = struct.unpack_from(f">{segments}H", data, at + 16 + 2 * segments)
    deltas = struct.unpack_from(f">{segments}H", data, at + 16 + 4 * segments)
    ranges_at = at + 16 + 6 * segments
    ranges = struct.unpack_from(f">{segments}H", data, ranges_at)
    for number in range(segments):
        for code in range(starts[number], ends[number] + 1):
            if ranges[number] == 0:
                found[code] = (code + deltas[number]) & 0xFFFF
                continue
            slot = ranges_at + 2 * number + ranges[number] + 2 * (code - starts[number])
            if slot + 2 > len(data):
                continue
            glyph = struct.unpack_from(">H", data, slot)[0]
            found[code] = (glyph + deltas[number]) & 0xFFFF if glyph else 0


def _read_format_12(data: bytes, at: int, found: dict[int, int]) -> None:
    groups = struct.unpack_from(">I", data, at + 12)[0]
    for number in range(groups):
        first, last, glyph = struct.unpack_from(">III", data, at + 16 + 12 * number)
        for code in range(first, last + 1):
            found[code] = glyph + code - first


@lru_cache(maxsize=8)
def get_face(key: str) -> Face:
    """Return the face ``regular`` or ``bold``, read once a process.

    >>> get_face("regular").has("\\u211e"), get_face("regular").has("\\u4e2d")
    (True, False)
    """
    from ldn_compound.labelling.catalogue import data_folder

    return Face(key, data_folder() / "fonts" / FILES[key])


class Unset(NamedTuple):
    """A character that cannot be set, and why."""

    character: str
    code: str
    reason: str

    @property
    def named(self) -> str:
        """The character's code point and Unicode name."""
        return f"U+{ord(self.character):04X} {unicodedata.name(self.character, 'without a name')}"


@lru_cache(maxsize=16384)
def first_unset(text: str, face_key: str) -> Unset | None:
    """Return the first character of a text that the face cannot set as it should look, or None.

    A character in the face's table is not enough: without shaping, a combining mark lands beside its letter, and a
    right-to-left script stands in the wrong order.

    >>> first_unset("Lee \\u5f20", "regular").code
    'no-glyph'
    """
    face, known = get_face(face_key), _settable(face_key)
    if known.issuperset(text):
        return None
    for character in text:
        category = unicodedata.category(character)
        if unicodedata.bidirectional(character) in ("R", "AL", "AN"):
            return Unset(character, "right-to-left", "the label cannot set right-to-left scripts")
        if category in ("Mn", "Mc", "Me"):
            return Unset(character, "combining-mark", "the mark has no letter of its own together with what it follows")
        if category in ("Cf", "Cc"):
            return Unset(character, "invisible-character", "it prints nothing and changes how the rest is read")
        if character in _REFUSED:
            return Unset(character, "no-glyph", _REFUSED[character])
        if not face.has(character):
            return Unset(character, "no-glyph", "the type face has Latin, Greek and Cyrillic letters")
        # Looked at once: most texts are written with the same few letters.
        known.add(character)
    return None


@lru_cache(maxsize=8)
def _settable(face_key: str) -> set[str]:
    """Return the characters of a face that were found to be set as they should look, so far."""
    return set()
