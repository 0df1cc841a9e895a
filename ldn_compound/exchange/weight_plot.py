"""A plot of weighed units on paper: a PDF of one page, by ReportLab's graphics. The same check, the same bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ldn_compound.core.errors import InputError
from ldn_compound.core.numbers import decimal_text, round_half_up
from ldn_compound.plans.quality.unit_weights import UnitWeights

if TYPE_CHECKING:
    from fractions import Fraction

_PAGE = (595.28, 419.53)  # A5 across, in points
_LEFT, _RIGHT, _BOTTOM, _TOP = 60.0, 20.0, 60.0, 70.0


def plot_unit_weights(result: object) -> bytes:
    """Return a plot of the units, their limits, the mean and theory, as the bytes of a PDF of one page.

    Parameters:
        result: what :func:`check_unit_weights` returned.

    Raises:
        InputError: ``not-unit-weights``.

    >>> from ldn_compound.plans.quality.unit_weights import check_unit_weights
    >>> plot_unit_weights(check_unit_weights(masses=["134 mg", "136 mg"], theoretical="135 mg"))[:5]
    b'%PDF-'
    """
    if not isinstance(result, UnitWeights):
        needed = "what check_unit_weights returned"
        raise InputError("not-unit-weights", field="result", given=type(result).__name__, needed=needed)
    from io import BytesIO

    from reportlab.graphics import renderPDF
    from reportlab.pdfgen.canvas import Canvas

    target = BytesIO()
    canvas = Canvas(target, pagesize=_PAGE, invariant=1, pageCompression=1)
    canvas.setTitle("Unit masses")
    renderPDF.draw(_drawing(result), canvas, 0, 0)
    canvas.showPage()
    canvas.save()
    return target.getvalue()


def _drawing(check: UnitWeights) -> Any:
    from reportlab.graphics.shapes import Circle, Drawing, Line, String
    from reportlab.lib.colors import black, grey, red

    width, height = _PAGE
    drawing = Drawing(width, height)
    judged = [float(unit.mass_judged(check.judged).value) for unit in check.units]
    shell = check.exact.shell if check.judged == "gross" else None
    theory = float(check.exact.theoretical.value + (0 if shell is None else shell.value))
    lines = [
        ("high", float(check.exact.high.value), red, [4, 2]),
        ("low", float(check.exact.low.value), red, [4, 2]),
        ("theory", theory, black, [1, 0]),
        ("mean", sum(judged) / len(judged), grey, [1, 2]),
    ]
    shown = [value for _, value, _, _ in lines] + judged
    least, most = min(shown), max(shown)
    room = (most - least) * 0.08 or 1.0
    least, most = least - room, most + room

    def up(value: float) -> float:
        return _BOTTOM + (value - least) / (most - least) * (height - _BOTTOM - _TOP)

    def across(number: int) -> float:
        return _LEFT + (number - 0.5) / check.count * (width - _LEFT - _RIGHT)

    def text(x: float, y: float, words: str, size: float = 8, **more: Any) -> None:
        drawing.add(String(x, y, words, fontName="Helvetica", fontSize=size, **more))

    verdict = check.verdict.upper()
    text(_LEFT, height - 24, f"Masses of {check.count} {check.form}s, {check.judged}: {verdict}", 13)
    text(
        _LEFT, height - 38, f"{check.standard}: {check.standard_verdict}; mean against theory: {check.house_verdict}", 9
    )
    text(_LEFT, height - 50, "Masses do not prove content: only an assay of single units does.", 9)
    drawing.add(Line(_LEFT, _BOTTOM, _LEFT, height - _TOP, strokeColor=black))
    drawing.add(Line(_LEFT, _BOTTOM, width - _RIGHT, _BOTTOM, strokeColor=black))
    # Names that would overlap are pushed apart upwards; the lines stay where they are.
    last = 0.0
    for name, value, colour, dash in sorted(lines, key=lambda item: item[1]):
        y = up(value)
        drawing.add(Line(_LEFT, y, width - _RIGHT, y, strokeColor=colour, strokeDashArray=dash, strokeWidth=0.7))
        last = max(y - 3, last + 9)
        text(4, last, f"{name} {value:.1f}", 7, fillColor=colour)
    for unit, value in zip(check.units, judged, strict=True):
        colour = red if unit.outside else black
        drawing.add(Circle(across(unit.number), up(value), 2.5, fillColor=colour, strokeColor=colour))
    step = max(1, check.count // 20)
    for unit in check.units[::step]:
        text(across(unit.number), _BOTTOM - 12, str(unit.number), 7, textAnchor="middle")
    text(width / 2, _BOTTOM - 26, "unit, in the order weighed; masses in mg", 8, textAnchor="middle")
    mean, rsd = check.exact.mean.in_unit, check.exact.rsd.in_unit
    text(_LEFT, 16, f"mean net {_brief(mean)} mg, RSD {_brief(rsd)} %, {check.outside} outside", 9)
    return drawing


def _brief(value: Fraction) -> str:
    from fractions import Fraction as Number

    return decimal_text(round_half_up(value, Number(1, 100)))
