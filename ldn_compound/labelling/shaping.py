"""Names in scripts that must be shaped, or that run from right to left: as glyphs in the order in which they are drawn.

HarfBuzz shapes: which glyph a letter has beside its neighbours, and where its marks stand. The order of a line that
holds letters of both directions is worked out here for names, and compared with the Unicode bidirectional algorithm of
a library of its own; where the two differ, the name is refused. Every character given must be in the glyphs drawn.

Sources: Unicode Standard Annex 9 (bidirectional algorithm), rules N1 and N2 for what stands between two directions;
HarfBuzz manual, Clusters. Lengths are thousandths of the type size.
"""

from __future__ import annotations

import json
import unicodedata
from functools import lru_cache
from importlib import import_module
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any, NamedTuple

from ldn_compound.core.errors import DataError
from ldn_compound.labelling.faces import Unset, first_unset, get_face
from ldn_compound.labelling.scripts import JOINERS, FaceFile, find_face, read_face, script_of, scripts, scripts_in

_HEAVY = 700.0
_DOTTED_CIRCLE = "\u25cc"
_RIGHT = ("R", "AL")
_LATIN = "or print the name in Latin letters: --patient-latin (in Python: patient_latin=)"


class Glyph(NamedTuple):
    """One glyph: its outline as PDF writes one, in units of which `scale` make a thousandth, and its origin."""

    outline: str
    scale: float
    x: float
    y: float


class Piece(NamedTuple):
    """Letters that are drawn together: where they begin, what they say; no glyphs where the label's face has them."""

    x: float
    text: str
    glyphs: tuple[Glyph, ...] = ()


class Shaped(NamedTuple):
    """A line in the order in which it is drawn: its pieces, its advance and how far its ink reaches."""

    pieces: tuple[Piece, ...]
    advance: float
    left: float
    right: float
    above: float
    below: float


def set_in(text: str, folder: Path | str | None) -> tuple[str, Unset | None]:
    """Return the faces that a name needs beside the label's, as a part of a face's key; or why it cannot be set.

    The part is empty where the label's own face has it all.

    Parameters:
        text: the name.
        folder: the pharmacy's own label data.

    Raises:
        FileError: ``unreadable``, ``cannot-read``, ``file-too-large``; DataError: ``bad-face``: a face of the folder.
    """
    unset = first_unset(text, "regular")
    if unset is None:
        return "", None
    wanted = scripts_in(text)
    if not wanted:
        return "", unset
    if library() is None:
        return "", _without(unset, wanted[0])
    files = {key: find_face(key, folder) for key in wanted}
    missing = next((key for key, file in files.items() if file is None), None)
    if missing is not None:
        return "", _without(unset, missing)
    faces = "@" + json.dumps([list(file) for file in files.values() if file is not None])
    for line in text.split("\n"):
        problem = _problem(line, f"regular{faces}") or _problem(line, f"bold{faces}")
        if problem is not None:
            return "", problem
    return faces, None


def _without(unset: Unset, script: str) -> Unset:
    return unset._replace(reason=f"{unset.reason}; {scripts()[script].mend}; {_LATIN}")


def plain(face_key: str) -> bool:
    """Tell whether a face's key names the label's own face alone."""
    return "@" not in face_key


def library() -> Any:
    """Return HarfBuzz, or None where the extra is not installed."""
    try:
        return import_module("uharfbuzz")
    except ImportError:
        return None


@lru_cache(maxsize=1024)
def shape(text: str, face_key: str, tracking: float = 0.0) -> Shaped:
    """Return a line in the order in which it is drawn; it was found that it can be set.

    Parameters:
        text: one line.
        face_key: ``regular`` or ``bold``, with the faces of :func:`set_in`.
        tracking: what is added between two letters of the label's own face: letters that join are not set apart.
    """
    shaped = _shape(text, face_key, tracking)
    if isinstance(shaped, Unset):
        raise DataError("bad-face", field=face_key, needed="a face that sets the text", hint=shaped.reason)
    return shaped


def _problem(text: str, face_key: str) -> Unset | None:
    shaped = _shape(text, face_key, 0.0)
    return shaped if isinstance(shaped, Unset) else None


def _shape(text: str, face_key: str, tracking: float) -> Shaped | Unset:
    base, _, files = face_key.partition("@")
    problem = _refused(text, base, files) or _misordered(text)
    if problem is not None:
        return problem
    pieces: list[Piece] = []
    at = left = right = above = below = 0.0
    for level, part in _levels(text):
        if not level and first_unset(part, base) is None:
            measured, advance = _plain_ink(part, base, tracking)
            pieces.append(Piece(at, part))
        else:
            drawn = _drawn(part, base, files, tracking, right=bool(level))
            if isinstance(drawn, Unset):
                return drawn
            glyphs, advance, measured = drawn
            pieces.append(Piece(at, part, glyphs))
        left, right = min(left, at + measured[0]), max(right, at + measured[1])
        above, below = max(above, measured[2]), max(below, measured[3])
        at += advance
    return Shaped(tuple(pieces), at, left, max(right, at), above, below)


def _refused(text: str, base: str, files: str) -> Unset | None:
    """Return the first character that no face of the key has, or that a name does not hold."""
    face, others = get_face(base), _files(files)
    known = {file.script for file in others}
    for place, character in enumerate(text):
        if character in JOINERS:
            between = text[place - 1 : place] + text[place + 1 : place + 2]
            if len(between) == 2 and place and {script_of(item) for item in between} <= known:
                continue
        script = script_of(character)
        if script in known or (unicodedata.category(character)[0] == "M" and place and _is_script(text, place, known)):
            continue
        if unicodedata.bidirectional(character) == "AN":
            return Unset(character, "right-to-left", "its digits stand in another order than its letters")
        problem = first_unset(character, base)
        if problem is not None and not (face.has(character) and problem.code == "combining-mark"):
            return problem
    return None


def _is_script(text: str, place: int, known: set[str]) -> bool:
    """Tell whether a mark follows a letter of one of the scripts."""
    return next((script_of(text[at]) in known for at in range(place - 1, -1, -1) if text[at].isalpha()), False)


def _directions(text: str) -> list[int]:
    """Return 1 for every character that runs from right to left, 0 for every other."""
    strong: list[int | None] = []
    for character in text:
        kind = unicodedata.bidirectional(character)
        before = strong[-1] if strong else None
        strong.append(1 if kind in _RIGHT else 0 if kind in ("L", "EN", "AN") else before if kind == "NSM" else None)
    found = []
    for place, own in enumerate(strong):
        # Between two letters that run to the left it runs as they do, elsewhere as the label does.
        before = next((item for item in reversed(strong[:place]) if item is not None), 0)
        after = next((item for item in strong[place:] if item is not None), 0)
        found.append(own if own is not None else before & after)
    return found


def _misordered(text: str) -> Unset | None:
    """Return why a line's order is not the one of the Unicode algorithm, None where it is."""
    directions = _directions(text)
    if 1 not in directions:
        return None
    first = text[directions.index(1)]
    try:
        bidi = import_module("bidi")
    except ImportError:
        return Unset(first, "right-to-left", f'python -m pip install "ldn-compound[scripts]"; {_LATIN}')
    ours = "".join(part[::-1] if level else part for level, part in _levels(text))
    if bidi.get_display(text, base_dir="L") != ours:
        reason = f"beside digits or other signs its order is not certain: leave them out, {_LATIN}"
        return Unset(first, "right-to-left", reason)
    return None


def _levels(text: str) -> list[tuple[int, str]]:
    """Return the parts of a line by their direction, in the order of reading; words of a script stand by themselves."""
    found: list[tuple[int, str]] = []
    for level, group in groupby(zip(_directions(text), text, strict=True), key=lambda item: item[0]):
        part = "".join(character for _, character in group)
        if level:
            found.append((1, part))
            continue
        # Latin words are written by the label's own face, words of another script by its outlines.
        words = part.split(" ")
        for foreign, run in groupby(enumerate(words), key=lambda item: bool(scripts_in(item[1]))):
            places = list(run)
            joined = " ".join(word for _, word in places)
            first, last = places[0][0], places[-1][0]
            before = " " if not foreign and first else ""
            after = " " if not foreign and last < len(words) - 1 else ""
            if before + joined + after:
                found.append((0, before + joined + after))
    return found


_Ink = tuple[float, float, float, float]


def _plain_ink(text: str, base: str, tracking: float) -> tuple[_Ink, float]:
    face, at, left, right, above, below = get_face(base), 0.0, 0.0, 0.0, 0.0, 0.0
    for character in text:
        glyph = face.glyph(character)
        left, right = min(left, at + glyph.left), max(right, at + glyph.right)
        above, below = max(above, glyph.top), max(below, -glyph.bottom)
        at += glyph.advance + tracking
    return (left, right, above, below), at


def _drawn(
    text: str, base: str, files: str, tracking: float, *, right: bool
) -> tuple[tuple[Glyph, ...], float, _Ink] | Unset:
    """Return the glyphs of a part that has one direction, its advance and its ink."""
    glyphs: list[Glyph] = []
    at, ink = 0.0, [0.0, 0.0, 0.0, 0.0]
    words = text.split(" ")
    blank = get_face(base).glyph(" ").advance + tracking
    for number, word in enumerate(reversed(words) if right else words):
        at += blank if number else 0.0
        faced = groupby(_faced(word, files), lambda item: item[0])
        runs = [(key, "".join(item for _, item in run)) for key, run in faced]
        for key, run in reversed(runs) if right else runs:
            found = _glyphs(run, base, files, key, right)
            if isinstance(found, Unset):
                return found
            for glyph in found.glyphs:
                glyphs.append(glyph._replace(x=at + glyph.x))
            ink[0], ink[1] = min(ink[0], at + found.ink[0]), max(ink[1], at + found.ink[1])
            ink[2], ink[3] = max(ink[2], found.ink[2]), max(ink[3], found.ink[3])
            at += found.advance
    return tuple(glyphs), at, (ink[0], ink[1], ink[2], ink[3])


def _faced(word: str, files: str) -> list[tuple[str, str]]:
    """Return each character of a word with the script whose face draws it; empty for the label's own."""
    known = {file.script for file in _files(files)}
    found: list[tuple[str, str]] = []
    for character in word:
        script = script_of(character)
        follows = unicodedata.category(character)[0] == "M" or character in JOINERS
        key = script if script in known else found[-1][0] if follows and found else ""
        found.append((key or "", character))
    return found


class _Run(NamedTuple):
    glyphs: tuple[Glyph, ...]
    advance: float
    ink: _Ink


@lru_cache(maxsize=1024)
def _glyphs(text: str, base: str, files: str, script: str, right: bool) -> _Run | Unset:
    """Return what one face draws for a text, each character found again in the glyphs."""
    hb = library()
    font = _font(base, next((file for file in _files(files) if file.script == script), None))
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if right else "ltr"
    hb.shape(font, buffer, {})
    infos, places = buffer.glyph_infos, buffer.glyph_positions
    problem = _lost(text, [(info.codepoint, info.cluster) for info in infos], font, right=right)
    if problem is not None:
        return problem
    scale = 1000 / font.face.upem
    glyphs: list[Glyph] = []
    at, ink = 0.0, [0.0, 0.0, 0.0, 0.0]
    for info, place in zip(infos, places, strict=True):
        x, y = at + place.x_offset * scale, place.y_offset * scale
        box = font.get_glyph_extents(info.codepoint)
        if box is not None and box.width:
            ink[0] = min(ink[0], x + box.x_bearing * scale)
            ink[1] = max(ink[1], x + (box.x_bearing + box.width) * scale)
            ink[2] = max(ink[2], y + box.y_bearing * scale)
            ink[3] = max(ink[3], -(y + (box.y_bearing + box.height) * scale))
        outline = _outline(font, info.codepoint)
        if outline:
            glyphs.append(Glyph(outline, scale, x, y))
        at += place.x_advance * scale
    return _Run(tuple(glyphs), at, (ink[0], ink[1], ink[2], ink[3]))


def _lost(text: str, glyphs: list[tuple[int, int]], font: Any, *, right: bool) -> Unset | None:
    """Return the first character that is not in the glyphs as it was given, None where all are."""
    circle = font.get_nominal_glyph(ord(_DOTTED_CIRCLE))
    order = [cluster for _, cluster in glyphs]
    for number, cluster in glyphs:
        if number == 0:
            return Unset(text[cluster], "no-glyph", "the face of its script does not have it")
        if number == circle and _DOTTED_CIRCLE not in text:
            return Unset(text[cluster], "combining-mark", "it has no letter to stand at")
    # Each glyph stands for the characters from its cluster to the next one: in order, from the first character on.
    if order != sorted(order, reverse=right) or (text and 0 not in order):
        return Unset(text[0], "drawn-text-differs", "its letters would not be drawn in their order")
    starts = [*sorted(set(order)), len(text)]
    again = "".join(text[start:end] for start, end in pairwise(starts))
    return None if again == text else Unset(text[0], "drawn-text-differs", "not all of its letters would be drawn")


@lru_cache(maxsize=64)
def _files(files: str) -> tuple[FaceFile, ...]:
    return tuple(FaceFile(*row) for row in json.loads(files))


@lru_cache(maxsize=32)
def _font(base: str, file: FaceFile | None) -> Any:
    """Return a face as HarfBuzz has it, heavy where the label's is; None is the label's own.

    Raises:
        DataError: ``bad-face``.
    """
    hb = library()
    heavy = base == "bold"
    path = "" if file is None else file.bold if heavy and file.bold else file.path
    face = hb.Face(hb.Blob(get_face(base).data if file is None else read_face(path)))
    if face.glyph_count == 0:
        raise DataError("bad-face", field=path, needed="a TrueType or OpenType face", hint="it holds no glyphs")
    font = hb.Font(face)
    weight = next((axis for axis in face.axis_infos if axis.tag == "wght"), None)
    if weight is not None:
        font.set_variations({"wght": min(_HEAVY if heavy else 400.0, weight.max_value)})
    return font


class _Pen:
    """Writes an outline as the operators of a PDF."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self._at = (0.0, 0.0)

    def moveTo(self, at: tuple[float, float]) -> None:  # noqa: N802 (the names are the library's)
        self._at = at
        self.parts.append(f"{at[0]:g} {at[1]:g} m")

    def lineTo(self, at: tuple[float, float]) -> None:  # noqa: N802 (as above)
        self._at = at
        self.parts.append(f"{at[0]:g} {at[1]:g} l")

    def curveTo(self, *points: tuple[float, float]) -> None:  # noqa: N802 (as above)
        self._at = points[-1]
        self.parts.append(" ".join(f"{x:.5g} {y:.5g}" for x, y in points) + " c")

    def qCurveTo(self, control: tuple[float, float], end: tuple[float, float]) -> None:  # noqa: N802 (as above)
        # A PDF has curves of the third order alone.
        first, second = (
            tuple(here + 2 / 3 * (there - here) for here, there in zip(place, control, strict=True))
            for place in (self._at, end)
        )
        self.curveTo((first[0], first[1]), (second[0], second[1]), end)

    def closePath(self) -> None:  # noqa: N802 (as above)
        self.parts.append("h")

    def endPath(self) -> None:  # noqa: N802 (as above)
        self.parts.append("h")


def _outline(font: Any, glyph: int) -> str:
    pen = _Pen()
    font.draw_glyph_with_pen(glyph, pen)
    return " ".join(pen.parts)
