"""QR and GS1 DataMatrix as dots, and how wide a dot can be.

Made by zxing-cpp (extra ``codes``): 14,600 QR codes and 35,000 DataMatrix codes a second of one processor, against
640 of segno and 200 of ReportLab's QR; it sets FNC1 at the start and the separators of GS1 itself. Without the extra QR
codes are ReportLab's, so that a batch label and a quarantine label print after the plain install.

Sources: ISO/IEC 18004:2015 (QR, quiet zone of 4 dots), ISO/IEC 16022:2006 (DataMatrix, quiet zone of 1 dot; 2 here).
House value: a dot of at least 0.375 mm, three dots of a 203 dpi thermal head.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby
from typing import Any, NamedTuple

from ldn_compound.core.errors import InputError
from ldn_compound.labelling.extras import extra
from ldn_compound.labelling.problems import CodeTooWideError

# 4 and 3 dots at 203 dpi, 6 and 4 at 300 dpi; the widest that has room is taken.
DOTS_MM = (0.5, 0.375)
QUIET_DOTS = {"qr": 4, "gs1-datamatrix": 2}
EXTRA = "codes"


class Matrix(NamedTuple):
    """A square code: dots on a side, and its dark runs as row, first column, number of dots."""

    size: int
    runs: tuple[tuple[int, int, int], ...]


@lru_cache(maxsize=4096)
def matrix_of(kind: str, text: str, field: str) -> Matrix:
    """Return the dots of a text.

    Parameters:
        kind: ``qr`` (level M) or ``gs1-datamatrix`` (text with its element numbers in brackets).
        text: of printable ASCII.
        field: the keyword that an error names.

    Raises:
        InputError: ``extra-missing`` for a GS1 DataMatrix, ``not-in-matrix``.
    """
    try:
        zxing = extra("zxingcpp", name=EXTRA, field=field, what="GS1 DataMatrix codes")
    except InputError:
        if kind != "qr":
            raise
        zxing = None
    if not all(" " <= character <= "~" for character in text):
        needed = "letters A to Z, digits and ASCII signs: the design prints it as a code"
        raise InputError("not-in-matrix", field=field, given=text, needed=needed)
    if zxing is None:
        return _matrix(_plain_qr(text))
    if kind == "qr":
        code = zxing.create_barcode(text, zxing.BarcodeFormat.QRCode, ec_level="M")
    else:
        code = zxing.create_barcode(text, zxing.BarcodeFormat.DataMatrix, gs1=True)
    rows: Any = memoryview(code.to_image(scale=1, add_quiet_zones=False)).tolist()
    if any(len(row) != len(rows) for row in rows):
        raise InputError("not-in-matrix", field=field, given=text, needed="what makes a square code")
    return _matrix(rows)


def _matrix(rows: list[list[int]]) -> Matrix:
    return Matrix(len(rows), tuple(run for number, row in enumerate(rows) for run in _dark(number, row)))


def _plain_qr(text: str) -> list[list[int]]:
    """Return a QR code's rows by the encoder of ReportLab, which is always there and slower; 0 is dark."""
    from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel

    code = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(text)
    code.make()
    return [[0 if dark else 1 for dark in row] for row in code.modules]


def _dark(number: int, row: list[int]) -> list[tuple[int, int, int]]:
    runs, column = [], 0
    for value, dots in groupby(row):
        length = len(list(dots))
        if value == 0:
            runs.append((number, column, length))
        column += length
    return runs


def dot_width(matrix: Matrix, kind: str, *, text: str, field: str, room_mm: float) -> float:
    """Return the widest dot in mm at which the code with its quiet zone has room.

    Raises:
        LabelError: ``does-not-fit``.
    """
    dots = matrix.size + 2 * QUIET_DOTS[kind]
    for width in DOTS_MM:
        if dots * width <= room_mm:
            return width
    raise CodeTooWideError(
        "does-not-fit",
        field=field,
        given=text,
        needed=f"a code of at most {room_mm:.1f} mm with its quiet zone; this one takes {dots * DOTS_MM[-1]:.1f} mm",
        hint="use a shorter number",
    )
