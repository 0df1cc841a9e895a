"""Draw placed labels into a PDF. The only module of this package that draws; it decides nothing.

What the PDF is like, and how its text is written, is in ``paper``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from io import BytesIO

from ldn_compound.labelling.calibration import EXACT, Calibration
from ldn_compound.labelling.paper import Paper
from ldn_compound.labelling.placed import MM, PlacedBar, PlacedLabel, PlacedLogo, PlacedMatrix
from ldn_compound.labelling.stock import Stock

# All labels of one file are one pharmacy's.
_LOGO, _MOST_DOTS = "logo", 4000


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

    Raises:
        LabelError: ``drawn-text-differs``.
    """
    width, height = stock.page_width_mm * MM, stock.page_height_mm * MM
    out = BytesIO()
    paper = Paper(out, (width, height))
    paper.setTitle(title)
    corners = [stock.corner(position) for position in range(stock.per_page)]
    _adjust(paper, calibration, height)
    for number, (label, first) in enumerate(_one_by_one(labels), start=start_at - 1):
        position = number % stock.per_page
        if position == 0 and number >= start_at:
            paper.showPage()
            _adjust(paper, calibration, height)
        left, top = corners[position]
        _draw(paper, label, left * MM, height - top * MM)
        if progress is not None and first:
            progress(1)
    paper.showPage()
    paper.save()
    return out.getvalue()


def _one_by_one(labels: Iterable[PlacedLabel]) -> Iterator[tuple[PlacedLabel, bool]]:
    """Yield every label, each followed by those that belong to it, and whether it is the first of them."""
    for label in labels:
        yield label, True
        yield from ((other, False) for other in label.further)


def _adjust(paper: Paper, calibration: Calibration, height: float) -> None:
    """Move and stretch the page from its top left corner, which is the corner that the printer takes hold of."""
    if calibration == EXACT:
        return
    wide, high = calibration.wide_percent / 100, calibration.high_percent / 100
    paper.transform(wide, 0, 0, high, calibration.right_mm * MM, height - calibration.down_mm * MM - high * height)


def _draw(paper: Paper, label: PlacedLabel, left: float, top: float) -> None:
    for rule in label.rules:
        paper.rect(left + rule.x, top - rule.top - rule.height, rule.width, rule.height, stroke=0, fill=1)
    paper.write(label.lines, left, top)
    for bar in label.bars:
        draw_bar(paper, bar, left + bar.x, top - bar.top - bar.height)
    for matrix in label.matrices:
        _draw_matrix(paper, matrix, left + matrix.x, top - matrix.top)
    if label.logo is not None:
        _draw_logo(paper, label.logo, left + label.logo.x, top - label.logo.top)


# Bars and dots are written in whole modules under a matrix of their own: exact, short, and a third of the time that
# a call for each rectangle takes.


def draw_bar(paper: Paper, bar: PlacedBar, x: float, y: float) -> None:
    """Draw a Code 128 with the lower left corner of its first bar at a place, in points."""
    paper.addLiteral(f"q {bar.module:.5f} 0 0 {bar.height:.5f} {x:.5f} {y:.5f} cm {_bars(bar.runs)} f Q")


@lru_cache(maxsize=256)
def _bars(runs: tuple[int, ...]) -> str:
    at, parts = 0, []
    for index, run in enumerate(runs):
        if index % 2 == 0:
            parts.append(f"{at} 0 {run} 1 re")
        at += run
    return " ".join(parts)


def _draw_matrix(paper: Paper, matrix: PlacedMatrix, x: float, top: float) -> None:
    dots = " ".join(f"{column} {-row - 1} {number} 1 re" for row, column, number in matrix.runs)
    paper.addLiteral(f"q {matrix.module:.5f} 0 0 {matrix.module:.5f} {x:.5f} {top:.5f} cm {dots} f Q")


def _draw_logo(paper: Paper, logo: PlacedLogo, x: float, top: float) -> None:
    """Draw a logo, whose dots stand in the file once for all labels."""
    if not paper.hasForm(_LOGO):
        # Its box clips: rows run down from its origin.
        paper.beginForm(_LOGO, 0, -_MOST_DOTS, _MOST_DOTS, 0)
        paper.addLiteral(_dots(logo.runs))
        paper.endForm()
    paper.addLiteral(f"q {logo.module:.5f} 0 0 {logo.module:.5f} {x:.5f} {top:.5f} cm")
    paper.doForm(_LOGO)
    paper.addLiteral("Q")


@lru_cache(maxsize=8)
def _dots(runs: tuple[tuple[int, int, int], ...]) -> str:
    return " ".join(f"{column} {-row - 1} {number} 1 re" for row, column, number in runs) + " f"
