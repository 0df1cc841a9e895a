"""A plot of weighed units on paper: a PDF of one page. The same check, the same bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldn_compound.core.errors import InputError
from ldn_compound.core.numbers import decimal_text, round_half_up
from ldn_compound.labelling.placed import PlacedLine
from ldn_compound.labelling.typesetting import NO_MARKS, set_lines
from ldn_compound.plans.quality.unit_weights import UnitWeights

if TYPE_CHECKING:
    from fractions import Fraction

    from ldn_compound.labelling.paper import Paper

_BLACK, _GREY, _RED = (0.0, 0.0, 0.0), (0.5, 0.5, 0.5), (1.0, 0.0, 0.0)

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

    from ldn_compound.labelling.paper import Paper

    target = BytesIO()
    paper = Paper(target, _PAGE)
    paper.setTitle("Unit masses")
    _draw(result, paper)
    paper.showPage()
    paper.save()
    return target.getvalue()


def _draw(check: UnitWeights, paper: Paper) -> None:
    width, height = _PAGE
    judged = [float(unit.mass_judged(check.judged).value) for unit in check.units]
    shell = check.exact.shell if check.judged == "gross" else None
    theory = float(check.exact.theoretical.value + (0 if shell is None else shell.value))
    lines = [
        ("high", float(check.exact.high.value), _RED, (4, 2)),
        ("low", float(check.exact.low.value), _RED, (4, 2)),
        ("theory", theory, _BLACK, (1, 0)),
        ("mean", sum(judged) / len(judged), _GREY, (1, 2)),
    ]
    shown = [value for _, value, _, _ in lines] + judged
    least, most = min(shown), max(shown)
    room = (most - least) * 0.08 or 1.0
    least, most = least - room, most + room

    def up(value: float) -> float:
        return _BOTTOM + (value - least) / (most - least) * (height - _BOTTOM - _TOP)

    def across(number: int) -> float:
        return _LEFT + (number - 0.5) / check.count * (width - _LEFT - _RIGHT)

    written: list[PlacedLine] = []

    def text(x: float, y: float, words: str, size: float = 8, *, centred: bool = False) -> None:
        lines = set_lines(words, False, NO_MARKS, 0.0, width / size * 1000)
        for number, line in enumerate(lines or ()):
            left = x - line.right * size / 2000 if centred else x
            written.extend(
                PlacedLine("plot", run.text, left + run.x * size / 1000, number * size * 1.2 - y, size, run.face)
                for run in line.runs
            )

    verdict = check.verdict.upper()
    text(_LEFT, height - 24, f"Masses of {check.count} {check.form}s, {check.judged}: {verdict}", 13)
    text(
        _LEFT, height - 38, f"{check.standard}: {check.standard_verdict}; mean against theory: {check.house_verdict}", 9
    )
    text(_LEFT, height - 50, "Masses do not prove content: only an assay of single units does.", 9)
    paper.line(_LEFT, _BOTTOM, _LEFT, height - _TOP)
    paper.line(_LEFT, _BOTTOM, width - _RIGHT, _BOTTOM)
    paper.setLineWidth(0.7)
    # Names that would overlap are pushed apart upwards; the lines stay where they are.
    last = 0.0
    for name, value, colour, dash in sorted(lines, key=lambda item: item[1]):
        y = up(value)
        paper.setStrokeColor(colour)
        paper.setDash(dash)
        paper.line(_LEFT, y, width - _RIGHT, y)
        last = max(y - 3, last + 9)
        text(4, last, f"{name} {value:.1f}", 7)
    for unit, value in zip(check.units, judged, strict=True):
        paper.setFillColor(_RED if unit.outside else _BLACK)
        paper.circle(across(unit.number), up(value), 2.5, stroke=0, fill=1)
    paper.setFillColor(_BLACK)
    step = max(1, check.count // 20)
    for unit in check.units[::step]:
        text(across(unit.number), _BOTTOM - 12, str(unit.number), 7, centred=True)
    text(width / 2, _BOTTOM - 26, "unit, in the order weighed; masses in mg", 8, centred=True)
    mean, rsd = check.exact.mean.in_unit, check.exact.rsd.in_unit
    text(_LEFT, 16, f"mean net {_brief(mean)} mg, RSD {_brief(rsd)} %, {check.outside} outside", 9)
    paper.write(written)


def _brief(value: Fraction) -> str:
    from fractions import Fraction as Number

    return decimal_text(round_half_up(value, Number(1, 100)))
