"""The ruler page of ``labels calibrate``: crosses at known places, and how to work out the printer's entry."""

from __future__ import annotations

from typing import NamedTuple

import attrs

from ldn_compound.labelling.placed import MM, PlacedLabel, PlacedLine, PlacedRule
from ldn_compound.labelling.stock import Stock

_THIN_MM = 0.15
_ARM_MM = 5.0
_TICK_MM = (1.5, 3.0)


class Ruler(NamedTuple):
    """The page, the whole of it as stock, and the places of its two crosses in mm from the page's top left corner."""

    page: PlacedLabel
    stock: Stock
    first: tuple[float, float]
    second: tuple[float, float]


def ruler_page(stock: Stock) -> Ruler:
    """Return a page of a stock's size with two crosses, rulers in mm between them, and what to measure.

    Parameters:
        stock: whose page it is.
    """
    width, height = stock.page_width_mm, stock.page_height_mm
    inset = min(20.0, round(min(width, height) / 4))
    first = (inset, inset)
    second = (float(int(width - inset)), float(int(height - inset)))
    rules = [*_cross(*first), *_cross(*second)]
    rules += _ticks(first[0], second[0], first[1], across=True)
    rules += _ticks(first[1], second[1], first[0], across=False)
    lines = [
        _line(
            f"cross 1: {first[0]:g} mm from the left edge, {first[1]:g} mm from the top edge", inset, inset + 8, stock
        ),
        _line(f"cross 2: {second[0]:g} mm and {second[1]:g} mm", inset, inset + 12, stock),
        _line(f"{stock.key}; print at 100 %, without scaling", inset, inset + 16, stock),
    ]
    whole = attrs.evolve(
        stock,
        columns=1,
        rows=1,
        left_mm=0.0,
        top_mm=0.0,
        label_width_mm=width,
        label_height_mm=height,
    )
    return Ruler(PlacedLabel(tuple(lines), (), (), tuple(rules)), whole, first, second)


def _line(text: str, x: float, y: float, stock: Stock) -> PlacedLine:
    size = 8.0 if stock.page_width_mm > 150 else 5.0
    return PlacedLine("ruler", text, (x + 4) * MM, y * MM, size, "regular")


def _cross(x: float, y: float) -> tuple[PlacedRule, PlacedRule]:
    half, thin, arm = _THIN_MM / 2, _THIN_MM, _ARM_MM
    return (
        PlacedRule((x - arm) * MM, (y - half) * MM, 2 * arm * MM, thin * MM),
        PlacedRule((x - half) * MM, (y - arm) * MM, thin * MM, 2 * arm * MM),
    )


def _ticks(start: float, end: float, at: float, *, across: bool) -> list[PlacedRule]:
    rules = []
    for number in range(int(end - start) + 1):
        length = _TICK_MM[number % 10 == 0]
        along, half = start + number, _THIN_MM / 2
        x, y = (along - half, at) if across else (at, along - half)
        wide, high = (_THIN_MM, length) if across else (length, _THIN_MM)
        rules.append(PlacedRule(x * MM, y * MM, wide * MM, high * MM))
    return rules


def entry_of(name: str, ruler: Ruler, *, first: tuple[float, float], second: tuple[float, float]) -> str:
    """Return the profile's entry for a printer, from where its two crosses came out.

    Parameters:
        name: of the printer.
        ruler: the page that was printed.
        first, second: measured places of the crosses in mm from the left and the top edge of the paper.

    >>> from ldn_compound.labelling.catalogue import get_stock
    >>> page = ruler_page(get_stock("avery-5163"))
    >>> entry_of("office", page, first=(19.2, 20.5), second=(194.2, 259.5))
    'office: right 0.8, down -0.5, wide 100, high 100'
    """
    wide = (ruler.second[0] - ruler.first[0]) / (second[0] - first[0])
    high = (ruler.second[1] - ruler.first[1]) / (second[1] - first[1])
    # The printer draws x at a + b x. It is to draw at x what we send as (x - a) / b.
    right = ruler.first[0] - wide * first[0]
    down = ruler.first[1] - high * first[1]
    # Rounded to what the entry takes; + 0.0 makes no zero of -0.0.
    moved = ", ".join(f"{word} {round(mm, 2) + 0.0:g}" for word, mm in (("right", right), ("down", down)))
    return f"{name}: {moved}, wide {round(wide * 100, 2):g}, high {round(high * 100, 2):g}"
