"""Where a code has no room: the stocks of the catalogue on which the same design can carry it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ldn_compound.labelling.catalogue import design_for, get_stock, stock_names
from ldn_compound.labelling.design import Design
from ldn_compound.labelling.layout import problems_of
from ldn_compound.labelling.problems import CodeTooWideError

MOST_NAMES = 5


def name_stocks(
    error: CodeTooWideError, texts: Mapping[str, str], text: str, design: Design, folder: Path | str | None
) -> None:
    """Add to an error's hint the stocks on which the design, in its variant for them, has room for the code.

    Parameters:
        error: of the code that has no room.
        texts: all texts of the label: a stock that has room for all of it comes first, then the smaller one.
        text: what the code says.
        design: the design that was chosen.
        folder: the pharmacy's own label data, which goes over ours.
    """
    names = _stocks(str(error.field), texts, text, design.variant_of or design.key, folder)
    where = f"or one of these stocks: {', '.join(names)}" if names else "no stock of the catalogue has room for it"
    error.hint = f"{error.hint}; {where}"


def _stocks(field: str, texts: Mapping[str, str], text: str, family: str, folder: Path | str | None) -> tuple[str, ...]:
    found = []
    for name in stock_names(folder):
        stock = get_stock(name, folder)
        design = design_for(family, stock, folder)
        if field not in design.code_kinds:
            continue
        cut = stock.cut_for(design.height_mm)
        problems = problems_of(texts, {field: text}, design=design, stock=cut)
        if any(isinstance(item, CodeTooWideError) or item.field == "design" for item in problems):
            continue
        found.append((len(problems), cut.label_width_mm * cut.label_height_mm, name))
    return tuple(name for _, _, name in sorted(found)[:MOST_NAMES])
