"""What ``labels fit`` shows: a table for each design, a row for each stock, a column for each language and country."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from textwrap import fill
from typing import TYPE_CHECKING, Any

import click

from ldn_compound.cli.common import find_profile

if TYPE_CHECKING:
    from ldn_compound.labelling.fitting import LabelFit
    from ldn_compound.schemas.answers import FitObstacle, FitRow, LabelFits, PatientLabel

_WIDTH = 79
_LEGEND = (
    "12: fits, its largest type is 12 point; 2x 12: on two labels of the stock; no: does not fit, below is why. "
    "Of several plans the one counts that has the least room; (12): one of them does not fit. Names and addresses are "
    "of usual length: longer ones may not fit."
)


def show_fits(options: dict[str, Any], *, folder: str | None, profile_path: str | None, as_json: bool) -> None:
    """Lay out the labels, and show which fit."""
    from ldn_compound.cli.labels_print import show_document
    from ldn_compound.labelling.fitting import fit_labels

    found = fit_labels(
        **{name: options[name] or None for name in ("designs", "stocks", "languages", "kinds")},
        profile=find_profile(profile_path),
        folder=folder,
    )
    if as_json:
        told: LabelFits = {"fits": [_row(item) for item in found]}
        show_document("label-fit", told)
        return
    for design in dict.fromkeys(item.design for item in found):
        _show_table([item for item in found if item.design == design])
    click.echo(fill(_LEGEND, width=_WIDTH))


def _row(item: LabelFit) -> FitRow:
    obstacles: list[FitObstacle] = [
        {"what": one.what, "field": one.field, "message": one.message} for one in item.obstacles
    ]
    return {
        "design": item.design,
        "variant": item.variant,
        "stock": item.stock,
        "language": item.language,
        "jurisdiction": item.jurisdiction,
        "kind": item.kind,
        "fits": item.fits,
        "labels": item.labels,
        "points": item.points,
        "obstacles": obstacles,
    }


def _place(item: LabelFit) -> str:
    return f"{item.language} {item.jurisdiction}"


def _show_table(items: Sequence[LabelFit]) -> None:
    columns = list(dict.fromkeys(map(_place, items)))
    kinds = list(dict.fromkeys(item.kind for item in items))
    click.echo(f"{items[0].design}: {', '.join(kinds)}")
    widths = [max(10, len(column) + 2) for column in columns]
    heads = "".join(f"{column:<{width}}" for column, width in zip(columns, widths, strict=True))
    click.echo(f"  {'':<18}{heads}".rstrip())
    for stock in dict.fromkeys(item.stock for item in items):
        own = [item for item in items if item.stock == stock]
        cells = [_cell([item for item in own if _place(item) == column]) for column in columns]
        row = "".join(f"{cell:<{width}}" for cell, width in zip(cells, widths, strict=True))
        click.echo(f"  {stock:<18}{row}".rstrip())
    for line in _reasons(items):
        click.echo(fill(line, width=_WIDTH, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False))
    click.echo()


def _cell(items: Sequence[LabelFit]) -> str:
    fitting = [item for item in items if item.fits]
    if not fitting:
        return "no"
    worst = max(fitting, key=lambda item: (item.labels, -item.points))
    times = f"{worst.labels}x " if worst.labels > 1 else ""
    cell = f"{times}{worst.points:g}"
    return cell if len(fitting) == len(items) else f"({cell})"


def _reasons(items: Sequence[LabelFit]) -> Iterable[str]:
    """Yield for each stock what is in the way: where it is not all the same, with the language and the plan."""
    for stock in dict.fromkeys(item.stock for item in items):
        own = [item for item in items if item.stock == stock]
        where: dict[str, list[LabelFit]] = {}
        for item in own:
            for message in dict.fromkeys(one.message for one in item.obstacles):
                where.setdefault(message, []).append(item)
        told = [
            message if len(concerned) == len(own) else f"{message} ({_named(concerned)})"
            for message, concerned in where.items()
        ]
        if told:
            yield f"{stock}: {'; '.join(told)}"


def _named(items: Sequence[LabelFit]) -> str:
    places: dict[str, list[str]] = {}
    for item in items:
        places.setdefault(_place(item), []).append(item.kind)
    return ", ".join(f"{place} {' '.join(kinds)}" for place, kinds in places.items())


def patient_label(items: Sequence[LabelFit]) -> PatientLabel:
    """Return what is told of the patient's own label on one stock: how many labels it takes, and of which plans."""
    return {
        "labels": max(item.labels for item in items),
        "kinds": [item.kind for item in items if item.fits],
    }


def said_of_patient_label(items: Sequence[LabelFit]) -> str:
    """Return the same in words; nothing where it fits one label of the stock."""
    told = patient_label(items)
    if not told["kinds"]:
        return "carries no patient label"
    several = f"patient label on {told['labels']} of them" if told["labels"] > 1 else ""
    without = ", ".join(item.kind for item in items if not item.fits)
    return "; ".join(part for part in (several, f"no patient label for {without}" if without else "") if part)
