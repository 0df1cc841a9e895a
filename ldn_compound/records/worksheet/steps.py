"""The steps of a batch as rows of a sheet: what is to be done, the target, and boxes for what was."""

from __future__ import annotations

from collections.abc import Iterator

from ldn_compound.records.bench.readings import in_words
from ldn_compound.records.bench.steps import Step
from ldn_compound.records.entries import Entry
from ldn_compound.records.worksheet.kept import MEAN, Kept
from ldn_compound.records.worksheet.sheet import Box, Boxes, Column, Grid, Row, Text
from ldn_compound.records.worksheet.words import Words, shown, stored

DONE = "x"
"""What stands in a box that is ticked."""
_RESIDUE = "residue"


def initials(name: str | None) -> str | None:
    """Return the initials of a name.

    >>> initials("A. Chemist"), initials("María del Carmen O'Neill"), initials(None)
    ('AC', 'MDCO', None)
    """
    return None if name is None else "".join(word[0].upper() for word in name.split())[:4]


def step_grid(steps: tuple[Step, ...], kept: Kept, words: Words) -> Grid:
    """Return the table of the steps with what a record holds of them by now."""
    who = words("sheet.initials")
    columns = (
        Column("", 7),
        Column(words("sheet.step"), None),
        Column(words("sheet.target"), 34),
        Column(words("sheet.actual"), 27),
        Column(words("sheet.done"), 10),
        Column(f"{words('sheet.maker')} {who}", 14),
        Column(f"{words('sheet.checker')} {who}", 14),
    )
    return Grid(columns, tuple(row for step in steps for row in _rows(step, kept, words)))


def _rows(step: Step, kept: Kept, words: Words) -> Iterator[Row | Boxes]:
    number, text, entry = Text(f"{step.number}."), Text(step.text), _entry(step, kept)
    done = Box(None if entry is None else DONE)
    maker, checker = Box(None if entry is None else initials(entry.by)), Box()
    if step.kind in ("look", "do"):
        yield Row((number, text, done, maker, checker if step.kind == "look" else None), joined=3)
        return
    quantity = None if entry is None else entry.data.get("mass", entry.data.get("value"))
    actual = Box(None if quantity is None else stored(quantity))
    yield Row((number, text, _target(step, words), actual, done, maker, checker))
    if step.kind == "mean" and step.target is not None and step.low is not None and step.high is not None:
        lead = words(
            "sheet.hold-masses",
            units=str(step.units),
            target=shown(step.target),
            low=shown(step.low),
            high=shown(step.high),
        )
        masses = [stored(item.data["value"]) for item in kept.hold]
        count = max(step.units or 0, len(masses))
        yield Boxes(lead, tuple(Box(value, f"{at}") for at, value in enumerate(_padded(masses, count), start=1)))


def _padded(values: list[str], count: int) -> list[str | None]:
    return [*values, *([None] * (count - len(values)))]


def _target(step: Step, words: Words) -> Text | None:
    if step.target is None:
        return None
    at_balance = in_words(step.target)
    in_grams = (at_balance,) if at_balance != shown(step.target) else ()
    limits: tuple[str, ...] = ()
    if step.low is not None and step.high is not None:
        limits = (words("sheet.range", low=shown(step.low), high=shown(step.high)),)
    return Text(shown(step.target), (*in_grams, *limits), bold=True)


def _entry(step: Step, kept: Kept) -> Entry | None:
    """Return the entry that says that a step was done."""
    if step.kind == "weigh":
        names = (str(step.name), *step.aliases)
        return next((kept.weighed[name] for name in names if name in kept.weighed), None)
    if step.kind == "mean":
        return kept.measured.get(MEAN)
    if step.kind == "residue" and _RESIDUE in kept.measured:
        return kept.measured[_RESIDUE]
    found = kept.steps.get(step.number)
    return found if found is not None and str(found.data["text"]).startswith(step.text) else None
