"""What a label is made of when it is drawn: lines of text, codes and rules as coordinates, and how codes are placed.

Coordinates are points from the top left corner of the LABEL, downwards.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from ldn_compound.core.errors import LabelError
from ldn_compound.labelling.barcode import encode, module_width
from ldn_compound.labelling.design import Area
from ldn_compound.labelling.faces import first_unset
from ldn_compound.labelling.matrix import dot_width, matrix_of
from ldn_compound.labelling.shaping import plain

MM = 72 / 25.4
# Fields whose text has lines, or cells of a table, of its own; in all others a line's end is refused.
_WITH_LINES = ("schedule", "warnings", "course_warnings", "patient")


class PlacedLine(NamedTuple):
    """One line of text, or the part of it that is in one face.

    Attributes:
        field, text: what it says.
        x, baseline: its origin.
        size: in points.
        face: ``regular`` or ``bold``; with faces of other scripts, as :mod:`ldn_compound.labelling.shaping` has them.
        tracking: what is added between two letters, in points.
    """

    field: str
    text: str
    x: float
    baseline: float
    size: float
    face: str
    tracking: float = 0.0


class PlacedBar(NamedTuple):
    """One Code 128: its field, what it says, left edge of its first bar, top, height, module width, runs."""

    field: str
    text: str
    x: float
    top: float
    height: float
    module: float
    runs: tuple[int, ...]


class PlacedMatrix(NamedTuple):
    """One QR or DataMatrix: its field, what it says, left edge and top of its first dot, width of a dot, dark runs.

    A run is row, first column and number of dark dots.
    """

    field: str
    text: str
    x: float
    top: float
    module: float
    size: int
    runs: tuple[tuple[int, int, int], ...]


class PlacedRule(NamedTuple):
    """One filled rectangle."""

    x: float
    top: float
    width: float
    height: float


class PlacedLogo(NamedTuple):
    """The pharmacy's logo: left edge and top of its first dot, width of a dot, dark runs as of a matrix."""

    x: float
    top: float
    module: float
    runs: tuple[tuple[int, int, int], ...]


class PlacedLabel(NamedTuple):
    """A label as it is drawn; `further` are the labels that stand beside it and say the rest."""

    lines: tuple[PlacedLine, ...]
    bars: tuple[PlacedBar, ...]
    matrices: tuple[PlacedMatrix, ...]
    rules: tuple[PlacedRule, ...]
    further: tuple[PlacedLabel, ...] = ()
    logo: PlacedLogo | None = None

    @property
    def every(self) -> tuple[PlacedLabel, ...]:
        """It and those that stand beside it."""
        return (self, *self.further)


@lru_cache(maxsize=16384)
def require_set(field: str, text: str, face: str) -> None:
    """Refuse a text that a face cannot set as it should look.

    Raises:
        LabelError: ``no-glyph``, ``combining-mark``, ``right-to-left``, ``invisible-character``.
    """
    if not plain(face):
        return
    unset = first_unset(text.replace("\n", " ").replace("\t", " ") if field in _WITH_LINES else text, face)
    if unset is not None:
        raise LabelError(
            unset.code,
            field=field,
            given=text,
            needed="Latin, Greek or Cyrillic letters, digits and signs that the label's face has",
            hint=f"it holds {unset.named}: {unset.reason}",
        )


@lru_cache(maxsize=4096)
def place_bar(field: str, area: Area, text: str) -> PlacedBar:
    """Return a Code 128 in the middle of an area in points.

    Raises:
        InputError: ``not-in-code-128``.
        CodeTooWideError: where the area is too narrow.
    """
    code = encode(text, field)
    module = module_width(code, text=text, field=field, room_mm=area.width / MM) * MM
    # Centred: what is left over goes to the quiet zones.
    x = area.x + (area.width - code.modules * module) / 2
    return PlacedBar(field, text, x, area.y, area.height, module, code.runs)


@lru_cache(maxsize=4096)
def place_matrix(kind: str, field: str, area: Area, text: str) -> PlacedMatrix:
    """Return a QR or DataMatrix in the middle of an area in points.

    Raises:
        InputError: ``not-in-matrix``, ``extra-missing``.
        CodeTooWideError: where the area is too small.
    """
    matrix = matrix_of(kind, text, field)
    room = min(area.width, area.height) / MM
    module = dot_width(matrix, kind, text=text, field=field, room_mm=room) * MM
    # Centred, as the bars are: what is left over goes to the quiet zone.
    x = area.x + (area.width - matrix.size * module) / 2
    top = area.y + (area.height - matrix.size * module) / 2
    return PlacedMatrix(field, text, x, top, module, matrix.size, matrix.runs)
