"""The PDF that everything is drawn on: its own copy of each face, and no name in any register of ReportLab's.

ReportLab is not made for threads: a registered face is one object for all documents of a process, and how streams are
written is a setting of the process. So a document has faces of its own, text is written by them without a look into
the register, and the filter of its streams is set on the document. A program that draws with ReportLab beside us finds
nothing changed. The same input gives the same bytes: no date, no random identifier, nothing of the process's settings.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from functools import lru_cache
from io import BytesIO
from typing import IO, Any
from weakref import WeakKeyDictionary

from reportlab.lib.rl_accel import escapePDF
from reportlab.pdfbase.pdfdoc import PDFDocument, PDFZCompress
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from ldn_compound.core.errors import LabelError
from ldn_compound.labelling.faces import FILES, get_face
from ldn_compound.labelling.placed import PlacedLine
from ldn_compound.labelling.shaping import Piece, plain, shape

_NO_BREAK, _BLANK = "\u00a0", " "


@lru_cache(maxsize=8)
def _parsed(key: str) -> TTFont:
    """Return a face as ReportLab reads it. No document uses this one: reading it takes a hundred times its copying."""
    return TTFont(key, BytesIO(get_face(key).data), asciiReadable=True)


def _own(key: str) -> TTFont:
    """Return a face for one document. What it only reads is shared; the place where it reads, and its letters, not."""
    font = copy(_parsed(key))
    font.face = copy(font.face)
    font.state = WeakKeyDictionary()
    return font


class Paper(Canvas):
    """A PDF that is being drawn.

    Parameters:
        target: where it is written.
        pagesize: width and height in points.
        options: what ReportLab's templates hand on; how the file is written is decided here.
    """

    _doc: PDFDocument  # ReportLab's own name for it; its stubs leave it out

    def __init__(self, target: str | IO[bytes], pagesize: tuple[float, float] | None = None, **options: Any) -> None:
        options |= {"invariant": 1, "pageCompression": 0}
        super().__init__(target, pagesize=pagesize, **options)
        # Compressed as bytes and not, as `pageCompression` has it, by a setting of the process as ASCII text too: a
        # fifth smaller, and a fifth of the time.
        self._doc.defaultStreamFilters = [PDFZCompress]
        self._faces = {key: _own(key) for key in FILES}
        self.setCreator("ldn-compound")
        self.setViewerPreference("PrintScaling", "None")

    def _make_preamble(self) -> None:
        """Begin a page without Helvetica, which ReportLab would look up, register and name in every file."""
        self._preamble = "1 0 0 1 0 0 cm"

    def setFont(self, psfontname: str, size: float, leading: float | None = None) -> None:  # noqa: N802 (ReportLab's)
        """Do nothing: ReportLab's tables ask for a face even for cells without text, which would register it."""

    def write(self, lines: Iterable[PlacedLine], left: float = 0.0, top: float = 0.0) -> None:
        """Write lines of text as they stand: markup in a name prints as typed.

        Parameters:
            lines: their origins are counted from the corner, downwards.
            left, top: the corner, in points from the page's lower left corner.

        Raises:
            LabelError: ``drawn-text-differs``.
        """
        # One text object for all lines: a new one for each costs a tenth of the whole run.
        code = ["BT"]
        face, size, tracking, subset = "", 0.0, 0.0, -1
        for line in lines:
            if not plain(line.face):
                code.append(self._shaped(line, left + line.x, top - line.baseline))
                face, tracking = "", 0.0
                continue
            if line.face != face or line.size != size:
                face, size, subset = line.face, line.size, -1
            if line.tracking != tracking:
                tracking = line.tracking
                code.append(f"{tracking:.4f} Tc")
            code.append(f"1 0 0 1 {left + line.x:.4f} {top - line.baseline:.4f} Tm")
            font = self._faces[face]
            for part, letters in self._parts(line):
                if part != subset:
                    subset = part
                    code.append(f"{font.getSubsetInternalName(part, self._doc)} {size:g} Tf")
                code.append(f"({escapePDF(letters)}) Tj")
        # The space between letters would stay for what is written after it.
        code.append("0 Tc ET" if tracking else "ET")
        self.addLiteral(" ".join(code))

    def _shaped(self, line: PlacedLine, x: float, y: float) -> str:
        """Return a line with letters of other scripts: outlines, each with its text for whoever reads the file.

        Raises:
            LabelError: ``drawn-text-differs``.
        """
        scale, key = line.size / 1000, line.face.partition("@")[0]
        pieces = shape(line.text, line.face, line.tracking / scale).pieces
        drawn = "".join(piece.text for piece in pieces)
        if drawn != line.text:
            raise LabelError("drawn-text-differs", field=line.field, given=drawn, needed=f"'{line.text}'")
        code = ["0 Tc"]
        for piece in pieces:
            at = x + piece.x * scale
            # Outlines have no text of their own: a blank that nobody sees says where it stands.
            text = line._replace(text=" " if piece.glyphs else piece.text, face=key)
            code.append(f"{line.tracking:.4f} Tc 1 0 0 1 {at:.4f} {y:.4f} Tm")
            if piece.glyphs:
                said = piece.text.encode("utf-16-be").hex()
                code.append(f"/Span <</ActualText <FEFF{said}>>> BDC 3 Tr")
            for part, letters in self._parts(text):
                name = self._faces[key].getSubsetInternalName(part, self._doc)
                code.append(f"{name} {line.size:g} Tf ({escapePDF(letters)}) Tj")
            if piece.glyphs:
                code.append(f"0 Tr ET {_outlines(piece, at, y, scale)} EMC BT")
        return " ".join([*code, "0 Tc"])

    def _parts(self, line: PlacedLine) -> list[tuple[int, bytes]]:
        """Return a line as subsets of its face and the codes of its letters in them, read back."""
        font = self._faces[line.face]
        parts: list[tuple[int, bytes]] = font.splitString(line.text, self._doc)
        letters = font.state[self._doc].subsets
        drawn = "".join([chr(letters[part][code]) for part, codes in parts for code in codes])
        if drawn != line.text.replace(_NO_BREAK, _BLANK):
            raise LabelError("drawn-text-differs", field=line.field, given=drawn, needed=f"'{line.text}'")
        return parts


def _outlines(piece: Piece, x: float, y: float, scale: float) -> str:
    """Return the outlines of a piece, filled."""
    parts = []
    for glyph in piece.glyphs:
        by = glyph.scale * scale
        at, up = x + glyph.x * scale, y + glyph.y * scale
        parts.append(f"q {by:.6f} 0 0 {by:.6f} {at:.4f} {up:.4f} cm {glyph.outline} f Q")
    return " ".join(parts)
