"""The pharmacy's logo: a PNG as black and white dots, on a part of the label that nothing else needs.

A thermal head prints black or nothing, so a logo is brought to that before it is drawn, and refused where nothing or a
black patch would be left of it. It comes last: it moves no line and makes no type smaller, and stands beside the
pharmacy's name, at the foot of the label, away from the directions (USP General Chapter <17>). House values: 6 to 20 mm
wide, at most 10 mm high, 1 mm away from all else; at least 60 dots wide, at 300 dpi.
"""

from __future__ import annotations

import warnings
from functools import lru_cache
from io import BytesIO
from itertools import groupby
from pathlib import Path

import attrs

from ldn_compound.core.errors import DataError, LdnError
from ldn_compound.core.files import read_file
from ldn_compound.labelling.faces import get_face
from ldn_compound.labelling.placed import MM, PlacedLabel, PlacedLogo
from ldn_compound.labelling.shaping import plain, shape
from ldn_compound.labelling.stock import Stock

FIELD = "labels.logo"
_LARGEST = 2_000_000
_LEAST_DOTS, _MOST_DOTS = 60, 4000
_DPI = 300
_WIDEST_MM, _LEAST_MM, _HIGHEST_MM, _AIR_MM, _STEP_MM = 20.0, 6.0, 10.0, 1.0, 0.5
_BLACKEST, _WHITEST = 0.95, 0.005
_DARK = 128


@attrs.frozen
class Logo:
    """A logo as dots: their number across and down, and the dark runs as row, first column, number of dots."""

    width: int
    height: int
    runs: tuple[tuple[int, int, int], ...]


def read_logo(path: str) -> Logo:
    """Return the pharmacy's logo.

    Parameters:
        path: of a PNG file.

    Raises:
        FileError: ``cannot-read``, ``file-too-large``.
        DataError: ``bad-logo``: no PNG, too few or too many dots, nothing or all of it black.
    """
    found = Path(path)
    content = read_file(found, _LARGEST, field=FIELD)
    return _read(path, content)


@lru_cache(maxsize=8)
def _read(path: str, content: bytes) -> Logo:
    from PIL import Image

    needed = f"a PNG of {_LEAST_DOTS} to {_MOST_DOTS} dots a side that is plain in black and white"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(BytesIO(content), formats=("PNG",))
        sides = sorted(picture.size)
        if sides[0] < _LEAST_DOTS // 4 or picture.width < _LEAST_DOTS or sides[1] > _MOST_DOTS:
            hint = f"it has {picture.width} x {picture.height} dots"
            raise DataError("bad-logo", field=FIELD, given=path, needed=needed, hint=hint)
        clear = picture.convert("RGBA")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        if isinstance(error, LdnError):
            raise
        raise DataError("bad-logo", field=FIELD, given=path, needed=needed, hint="it is no whole PNG file") from error
    paper = Image.new("RGBA", clear.size, "white")
    paper.alpha_composite(clear)
    grey = paper.convert("L")
    most = (round(_WIDEST_MM / 25.4 * _DPI), round(_HIGHEST_MM / 25.4 * _DPI))
    grey.thumbnail(most, Image.Resampling.LANCZOS)
    values = grey.tobytes()
    rows = [values[row * grey.width : (row + 1) * grey.width] for row in range(grey.height)]
    runs = tuple(run for number, row in enumerate(rows) for run in _dark(number, row))
    black = sum(dots for _, _, dots in runs) / (grey.width * grey.height)
    if not _WHITEST <= black <= _BLACKEST:
        hint = f"{100 * black:.0f} % of it would be black: choose a version for print in one colour"
        raise DataError("bad-logo", field=FIELD, given=path, needed=needed, hint=hint)
    return Logo(grey.width, grey.height, runs)


def _dark(number: int, row: bytes) -> list[tuple[int, int, int]]:
    found, column = [], 0
    for dark, dots in groupby(value < _DARK for value in row):
        length = len(list(dots))
        if dark:
            found.append((number, column, length))
        column += length
    return found


def place_logo(placed: PlacedLabel, logo: Logo, stock: Stock) -> PlacedLogo | None:
    """Return where the logo stands, as large as there is room for; None where there is none.

    Parameters:
        placed: the label with all else.
        logo: of :func:`read_logo`.
        stock: whose safe area it stands in.
    """
    taken = _taken(placed)
    left, right = stock.safe_left_mm * MM, (stock.label_width_mm - stock.safe_right_mm) * MM
    top, bottom = stock.safe_top_mm * MM, (stock.label_height_mm - stock.safe_bottom_mm) * MM
    shape_of = logo.height / logo.width
    width = min(_WIDEST_MM, _HIGHEST_MM / shape_of) * MM
    while width >= min(_LEAST_MM, _HIGHEST_MM / shape_of) * MM - 1e-6:
        height = width * shape_of
        at = bottom - height
        while at >= top:
            x = right - width
            if x >= left and all(
                x >= edge + _AIR_MM * MM
                or x + width <= start - _AIR_MM * MM
                or at >= low + _AIR_MM * MM
                or at + height <= high - _AIR_MM * MM
                for start, high, edge, low in taken
            ):
                return PlacedLogo(x, at, width / logo.width, logo.runs)
            at -= _STEP_MM * MM
        width -= _STEP_MM * MM
    return None


def _taken(placed: PlacedLabel) -> list[tuple[float, float, float, float]]:
    """Return left, top, right and bottom of all that stands on a label, codes with their quiet zones."""
    found = []
    for line in placed.lines:
        scale = line.size / 1000
        if plain(line.face):
            face = get_face(line.face)
            long = sum(face.glyph(sign).advance * scale + line.tracking for sign in line.text)
        else:
            long = shape(line.text, line.face, line.tracking / scale).advance * scale
        found.append((line.x, line.baseline - line.size, line.x + long, line.baseline + 0.3 * line.size))
    for bar in placed.bars:
        quiet, wide = 10 * bar.module, sum(bar.runs) * bar.module
        found.append((bar.x - quiet, bar.top, bar.x + wide + quiet, bar.top + bar.height))
    for matrix in placed.matrices:
        quiet, wide = 4 * matrix.module, matrix.size * matrix.module
        found.append((matrix.x - quiet, matrix.top - quiet, matrix.x + wide + quiet, matrix.top + wide + quiet))
    # A frame is four rules, and a logo stands inside it; a rule across a column keeps its place.
    found += [(rule.x, rule.top, rule.x + rule.width, rule.top + rule.height) for rule in placed.rules]
    return found
