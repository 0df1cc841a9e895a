"""What a record holds of a batch, as a sheet shows it: the last word on each thing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import attrs

from ldn_compound.records.entries import AS_MADE, CONTENT_CHECK, WEIGH_CHECK, Entry

MEAN = "hold-mean"
_HOLD = "hold-"


class Kept(NamedTuple):
    """What was recorded, each by its name: a later entry stands in the place of an earlier one.

    Attributes:
        components: what was taken of a component; weighed, measured: the entry of each mass.
        steps: the entry of each step that was done, by its number.
        hold: the masses of the hold point that its mean is of, or of an unfinished series.
        as_made, weigh_check, content_check: the document of that command, or None.
        labels, notes, checks: the entries of prints, remarks and the second person.
        makers: who made entries, each once.
    """

    components: Mapping[str, Mapping[str, Any]]
    weighed: Mapping[str, Entry]
    measured: Mapping[str, Entry]
    steps: Mapping[int, Entry]
    hold: tuple[Entry, ...]
    as_made: Mapping[str, Any] | None
    weigh_check: Mapping[str, Any] | None
    content_check: Mapping[str, Any] | None
    labels: tuple[Entry, ...]
    notes: tuple[Entry, ...]
    checks: tuple[Entry, ...]
    makers: tuple[str, ...]


def read_kept(entries: Sequence[Entry]) -> Kept:
    """Return what a record's entries hold.

    >>> read_kept(()).weighed
    {}
    """
    corrected = {item.corrects for item in entries if item.corrects is not None}
    standing = [item for item in entries if item.number not in corrected]

    def of(*kinds: str) -> list[Entry]:
        return [item for item in standing if item.kind in kinds]

    def last_document(kind: str) -> Mapping[str, Any] | None:
        found = of(kind)
        return found[-1].data["document"] if found else None

    # What as-made was given, and no reading says: it was weighed too.
    made = [entry for item in of(AS_MADE)[-1:] for entry in _weighed_for(item)]
    return Kept(
        components={str(item.data["name"]): item.data for item in of("component")},
        weighed={str(item.data["name"]): item for item in (*_of_kind(made, "weighed"), *of("weighed"))},
        measured={str(item.data["name"]): item for item in (*_of_kind(made, "measured"), *of("measured"))},
        steps={int(item.data["number"]): item for item in of("step")},
        hold=_hold(entries, corrected),
        as_made=last_document(AS_MADE),
        weigh_check=last_document(WEIGH_CHECK),
        content_check=last_document(CONTENT_CHECK),
        labels=tuple(of("label")),
        notes=tuple(of("note")),
        checks=tuple(of("check")),
        makers=tuple(dict.fromkeys(item.by for item in entries if item.by and item.kind != "check")),
    )


def _of_kind(entries: Sequence[Entry], kind: str) -> list[Entry]:
    return [item for item in entries if item.kind == kind]


def _weighed_for(made: Entry) -> Iterator[Entry]:
    """Yield the masses that an as-made was given, and its residue, as the entries that their readings would be."""
    result: Mapping[str, Any] = made.data["document"]["result"]
    for row in result["weighings"]:
        if row["given"]:
            yield attrs.evolve(made, kind="weighed", data={"name": row["name"], "mass": row["weighed"]})
    if result.get("residue") is not None:
        yield attrs.evolve(made, kind="measured", data={"name": "residue", "value": result["residue"]})


def _hold(entries: Sequence[Entry], corrected: set[int]) -> tuple[Entry, ...]:
    """Return the series that the last mean closed, or the one that was begun after it."""
    closed: list[Entry] = []
    running: list[Entry] = []
    for item in entries:
        if item.kind != "measured":
            continue
        name = str(item.data["name"])
        if name == MEAN:
            closed, running = running, []
        elif name.removeprefix(_HOLD).isdecimal() and item.number not in corrected:
            running.append(item)
    return tuple(running or closed)
