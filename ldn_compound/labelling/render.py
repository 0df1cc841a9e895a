"""Draw placed labels into a PDF. The only module of this package that draws; it decides nothing.

Text is drawn as it stands, line by line, so that markup in a name prints as typed. The faces are embedded as
subsets. The same input gives the same bytes: no date, no random identifier. The file asks the viewer not to scale.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from io import BytesIO

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from ldn_compound.labelling.calibration import EXACT, Calibration
from ldn_compound.labelling.faces import get_face
from ldn_compound.labelling.placed import MM, PlacedBar, PlacedLabel, PlacedMatrix
from ldn_compound.labelling.stock import Stock

FONTS = {"regular": "ldn-label-regular", "bold": "ldn-label-bold"}
"""The name of each face in ReportLab, once :func:`register_faces` has run."""


def register_faces() -> None:
    """Give ReportLab the faces of :data:`FONTS`."""
    known = pdfmetrics.getRegisteredFontNames()
    for key, name in FONTS.items():
        if name not in known:
            pdfmetrics.registerFont(TTFont(name, str(get_face(key).path)))


def render(
    labels: Iterable[PlacedLabel],
    *,
    stock: Stock,
    start_at: int,
    title: str,
    calibration: Calibration = EXACT,
    progress: Callable[[int], object] | None = None,
) -> bytes:
    """Return a PDF with the labels in order, row by row.

    Parameters:
        labels: at least one.
        stock: the page and its labels.
        start_at: position of the first label on the first page, from 1.
        calibration: how far the printer is off.
        progress: called with 1 for every label.
        title: of the document; it must not name the patient, since print queues show it.
    """
    with plain_streams():
        return _render(labels, stock, start_at, title, calibration, progress)


@contextmanager
def plain_streams() -> Iterator[None]:
    """Have ReportLab write compressed pages as bytes, not as ASCII text: a fifth smaller, and a fifth of the time."""
    before = rl_config.useA85
    rl_config.useA85 = 0
    try:
        yield
    finally:
        rl_config.useA85 = before


def _render(
    labels: Iterable[PlacedLabel],
    stock: Stock,
    start_at: int,
    title: str,
    calibration: Calibration,
    progress: Callable[[int], object] | None,
) -> bytes:
    register_faces()
    width, height = stock.page_width_mm * MM, stock.page_height_mm * MM
    out = BytesIO()
    canvas = Canvas(out, pagesize=(width, height), invariant=1, pageCompression=1)
    canvas.setTitle(title)
    canvas.setCreator("ldn-compound")
    canvas.setViewerPreference("PrintScaling", "None")
    corners = [stock.corner(position) for position in range(stock.per_page)]
    _adjust(canvas, calibration, height)
    for number, label in enumerate(labels, start=start_at - 1):
        position = number % stock.per_page
        if position == 0 and number >= start_at:
            canvas.showPage()
            _adjust(canvas, calibration, height)
        left, top = corners[position]
        _draw(canvas, label, left * MM, height - top * MM)
        if progress is not None:
            progress(1)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _adjust(canvas: Canvas, calibration: Calibration, height: float) -> None:
    """Move and stretch the page from its top left corner, which is the corner that the printer takes hold of."""
    if calibration == EXACT:
        return
    wide, high = calibration.wide_percent / 100, calibration.high_percent / 100
    canvas.transform(wide, 0, 0, high, calibration.right_mm * MM, height - calibration.down_mm * MM - high * height)


def _draw(canvas: Canvas, label: PlacedLabel, left: float, top: float) -> None:
    for rule in label.rules:
        canvas.rect(left + rule.x, top - rule.top - rule.height, rule.width, rule.height, stroke=0, fill=1)
    # One text object for all lines: a new one for each, as drawString makes it, costs a tenth of the whole run.
    text = canvas.beginText()
    face, size, tracking = "", 0.0, 0.0
    for line in label.lines:
        if line.face != face or line.size != size:
            face, size = line.face, line.size
            text.setFont(FONTS[face], size)
        if line.tracking != tracking:
            tracking = line.tracking
            text.setCharSpace(tracking)
        text.setTextOrigin(left + line.x, top - line.baseline)
        text.textOut(line.text)
    canvas.drawText(text)
    for bar in label.bars:
        draw_bar(canvas, bar, left + bar.x, top - bar.top - bar.height)
    for matrix in label.matrices:
        _draw_matrix(canvas, matrix, left + matrix.x, top - matrix.top)


# Bars and dots are written in whole modules under a matrix of their own: exact, short, and a third of the time that
# a call for each rectangle takes.


def draw_bar(canvas: Canvas, bar: PlacedBar, x: float, y: float) -> None:
    """Draw a Code 128 with the lower left corner of its first bar at a place, in points."""
    canvas.addLiteral(f"q {bar.module:.5f} 0 0 {bar.height:.5f} {x:.5f} {y:.5f} cm {_bars(bar.runs)} f Q")


@lru_cache(maxsize=256)
def _bars(runs: tuple[int, ...]) -> str:
    at, parts = 0, []
    for index, run in enumerate(runs):
        if index % 2 == 0:
            parts.append(f"{at} 0 {run} 1 re")
        at += run
    return " ".join(parts)


def _draw_matrix(canvas: Canvas, matrix: PlacedMatrix, x: float, top: float) -> None:
    dots = " ".join(f"{column} {-row - 1} {number} 1 re" for row, column, number in matrix.runs)
    canvas.addLiteral(f"q {matrix.module:.5f} 0 0 {matrix.module:.5f} {x:.5f} {top:.5f} cm {dots} f Q")
