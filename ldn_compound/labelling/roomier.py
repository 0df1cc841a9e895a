"""Where a label or its code has no room: the stocks of the catalogue on which the same design can carry it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path

import attrs

from ldn_compound.labelling.catalogue import get_stock, stock_names, variants_for
from ldn_compound.labelling.design import Design
from ldn_compound.labelling.layout import problems_of, try_to_place
from ldn_compound.labelling.problems import CodeTooWideError
from ldn_compound.labelling.typesetting import Marks

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
        for design in variants_for(family, stock, folder):
            if field not in design.code_kinds:
                continue
            cut = stock.cut_for(design.height_mm)
            problems = problems_of(texts, {field: text}, design=design, stock=cut)
            if not any(isinstance(item, CodeTooWideError) or item.field == "design" for item in problems):
                found.append((len(problems), cut.label_width_mm * cut.label_height_mm, name))
                break
    return tuple(name for _, _, name in sorted(found)[:MOST_NAMES])


@attrs.frozen(kw_only=True)
class Crowded:
    """A label that has no room on its stock; two are alike where the same things are in the way.

    Attributes:
        family: the design that was asked for.
        about: what is in the way, and the texts of that.
        folder: the pharmacy's own label data, which goes over ours.
        texts: what the label says in a variant of the design; codes, marks: its codes, and what is emphasised.
    """

    family: str
    about: tuple[str, ...]
    folder: Path | str | None
    texts: Callable[[Design], Mapping[str, str]] = attrs.field(eq=False)
    codes: Callable[[Design], Mapping[str, str]] = attrs.field(eq=False)
    marks: Mapping[str, Marks] = attrs.field(eq=False)


# In a run of many the same stock is too small for the same reason: it is looked for once.
@lru_cache(maxsize=64)
def stocks_with_room(crowded: Crowded) -> tuple[str, ...]:
    """Return the stocks that carry a label in a variant of its design: on the fewest labels first, then the smaller.

    Parameters:
        crowded: the label.
    """
    found = []
    for name in stock_names(crowded.folder):
        stock = get_stock(name, crowded.folder)
        for variant in variants_for(crowded.family, stock, crowded.folder):
            cut = stock.cut_for(variant.height_mm)
            _, problems = try_to_place(
                crowded.texts(variant), crowded.codes(variant), design=variant, stock=cut, marks=crowded.marks
            )
            if not problems:
                found.append((variant.labels, cut.label_width_mm * cut.label_height_mm, name))
                break
    return tuple(name for _, _, name in sorted(found))
