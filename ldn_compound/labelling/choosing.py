"""In which variant of its design a label stands on a stock: the first that has room for all it must say."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import NamedTuple

from ldn_compound.core.results import Finding
from ldn_compound.labelling.catalogue import variants_for
from ldn_compound.labelling.checking import Examined, codes_in, examined, shown_texts
from ldn_compound.labelling.content import Label
from ldn_compound.labelling.label_marks import marks_of
from ldn_compound.labelling.label_texts import texts_of, wording_of
from ldn_compound.labelling.placed import PlacedLabel
from ldn_compound.labelling.problems import CodeTooWideError, all_in_one
from ldn_compound.labelling.roomier import Crowded, stocks_with_room
from ldn_compound.labelling.stock import Stock

NO_ROOM = ("does-not-fit", "design-does-not-fit")
"""The codes of what a larger stock mends."""


class Checked(NamedTuple):
    """A label that may be placed: what the rules say, and where everything stands."""

    findings: tuple[Finding, ...]
    placed: PlacedLabel


def checked(
    label: Label, design: str, stock: Stock, today: date | None, *, refuse: bool, folder: Path | str | None = None
) -> Checked:
    """Return the findings of a label, and the label as it is drawn.

    Parameters:
        design: its name.
        refuse: whether a stop finding is raised and not returned.
        folder: the pharmacy's own label data, among which a stock with more room is looked for.

    Raises:
        StopError: the code of the first stop, where it is refused.
        InputError: ``label-field-missing``, ``no-beyond-use-date``, ``not-in-code-128``, ``not-in-gs1``,
            ``not-in-matrix``, ``extra-missing``.
        LabelError: what does not fit, or cannot be set.
        Everything else that is wrong stands in the error's hint and in its ``others``.
    """
    one = examined_on(label, design, stock, today, folder=folder)
    if one.problems or (refuse and one.refusals()):
        raise all_in_one(one.refusals())
    return Checked(one.findings, one.placed)


def examined_on(
    label: Label, design: str, stock: Stock, today: date | None, *, folder: Path | str | None = None, told: bool = True
) -> Examined:
    """Return all that is wrong with a label in the variant of its design that has room for it.

    The variants are tried as :func:`ldn_compound.labelling.catalogue.variants_for` has them, those on one label first.
    Where none has room, the one is returned in which the least is in the way.

    Parameters:
        design: its name.
        stock: as the catalogue has it; a continuous roll is cut for the variant.
        folder: the pharmacy's own label data.
        told: whether an error names the stocks that have room.
    """
    tried: list[Examined] = []
    for variant in variants_for(design, stock, folder):
        tried.append(examined(label, variant, stock.cut_for(variant.height_mm), today, folder=folder))
        if not _crowded(tried[-1]):
            return tried[-1]
    best = min(tried, key=_crowded)
    if told:
        _name_stocks(best, label, design, folder)
    return best


def _crowded(one: Examined) -> int:
    """Return how many of a label's problems are a want of room."""
    return sum(isinstance(problem, CodeTooWideError) or problem.code in NO_ROOM for problem in one.problems)


def _name_stocks(one: Examined, label: Label, design: str, folder: Path | str | None) -> None:
    """Add to the hint of the first that has no room the stocks that carry this label."""
    errors = [error for error in one.problems if error.code in NO_ROOM]
    if not errors:
        return
    words = wording_of(label)
    texts = texts_of(label, words)
    about = [str(error.field) for error in errors]
    about += [texts.get(field, "") for field in about]
    names = stocks_with_room(
        Crowded(
            family=design,
            about=(label.language, label.facts.jurisdiction, label.facts.form, *about),
            folder=folder,
            texts=lambda variant: shown_texts(texts, label, variant, words),
            codes=lambda variant: codes_in(label, variant),
            marks=marks_of(label, texts, words),
        )
    )
    where = f"this label fits {', '.join(names)}" if names else "no stock of the catalogue has room for this label"
    errors[0].hint = f"{errors[0].hint}; {where}"
