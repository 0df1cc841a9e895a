"""Capsule sizes, shell materials and shell colours. Data: ``data/capsules.toml``.

>>> get_size("3").body_volume.value
Amount('0.3 mL')
>>> get_shell("gelatin").contains
('animal',)
>>> get_colour("white").contains
('dyes',)
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from ldn_compound.core.sources import Source
from ldn_compound.reference.loader import Fact, Range, Row, load, unknown
from ldn_compound.reference.sensitivities import read_traces, sensitivity_keys

SUBJECT = "capsules"


class CapsuleSize(NamedTuple):
    """One size of two-piece hard capsule.

    Attributes:
        key: the size as printed on the box, such as ``00el``.
        body_volume: volume of the body (the part that is filled; the cap only closes it).
        spread: lowest and highest body volume among makers, or None where it is not known.
        shell_masses: mass of an empty shell by material (``gelatin``, ``hypromellose``), where known; the mean of
            the shell lot in use is what counts.
        plate: whether hand-operated filling machines usually have a plate for it.
        source: why ``plate`` is as it is.
    """

    key: str
    body_volume: Fact
    spread: Range | None
    shell_masses: Mapping[str, Fact]
    plate: bool
    source: Source


class Shell(NamedTuple):
    """A shell material.

    Attributes:
        key: ``gelatin`` or ``hypromellose``.
        name: in words.
        contains: the sensitivities that it certainly touches.
        may_contain: those that it possibly touches, each with why.
        reason: what it means for the patient.
        source: the citation.
    """

    key: str
    name: str
    contains: tuple[str, ...]
    may_contain: Mapping[str, str]
    reason: str
    source: Source


class Colour(NamedTuple):
    """A shell colour.

    Attributes:
        key: the colour in lower case.
        name: what colours it.
        contains: the sensitivities that it certainly touches: ``dyes`` for all but clear ones.
        known: whether the data knows the colour; one that it does not know counts as dyes.
        source: the citation.
    """

    key: str
    name: str
    contains: tuple[str, ...]
    known: bool
    source: Source


def size_keys() -> tuple[str, ...]:
    """Return the keys of all sizes, largest first."""
    return load(SUBJECT).keys("size")


@cache
def sizes() -> tuple[CapsuleSize, ...]:
    """Return all sizes, largest first. Raises DataError: a malformed row."""
    return tuple(_size(key) for key in size_keys())


def get_size(key: str) -> CapsuleSize:
    """Return one size.

    Parameters:
        key: as printed on the box, one of :func:`size_keys`.

    Raises:
        InputError: ``unknown-capsule-size``.
        DataError: a malformed row.
    """
    if key not in size_keys():
        raise unknown("unknown-capsule-size", field="size", given=key, known=size_keys(), what="one of the sizes")
    return _size(key)


@cache
def _size(key: str) -> CapsuleSize:
    row = load(SUBJECT).row("size", key)
    row.only("body_volume", "spread", "shell_mass", "plate", "source", "certainty")
    return CapsuleSize(
        key=key,
        body_volume=row.fact("body_volume", "volume"),
        spread=row.range("spread", "volume") if "spread" in row else None,
        shell_masses=_shell_masses(row.row("shell_mass")) if "shell_mass" in row else {},
        plate=row.flag("plate"),
        source=row.source(),
    )


def _shell_masses(row: Row) -> dict[str, Fact]:
    row.only(*shell_keys())
    return {material: row.fact(material, "mass") for material in shell_keys() if material in row}


def shell_keys() -> tuple[str, ...]:
    """Return the keys of the shell materials."""
    return load(SUBJECT).keys("shell")


def get_shell(key: str) -> Shell:
    """Return one shell material.

    Raises:
        InputError: ``unknown-shell``.
        DataError: a malformed row.
    """
    if key not in shell_keys():
        raise unknown("unknown-shell", field="shell", given=key, known=shell_keys(), what="one of the materials")
    return _shell(key)


@cache
def _shell(key: str) -> Shell:
    row = load(SUBJECT).row("shell", key)
    row.only("name", "contains", "may_contain", "reason", "source", "certainty")
    return Shell(
        key=key,
        name=row.text("name"),
        contains=row.names("contains", sensitivity_keys()),
        may_contain=read_traces(row),
        reason=row.text("reason"),
        source=row.source(),
    )


def colour_keys() -> tuple[str, ...]:
    """Return the colours that the data knows."""
    return tuple(key for key in load(SUBJECT).keys("colour") if key != "other")


def get_colour(text: str) -> Colour:
    """Return what a shell colour contains; case and "colorless" for "colourless" do not matter.

    A colour that the data does not know is never clear of anything: it counts as dyes, with ``known`` False. Of a
    shell of two colours ("red/white") every part counts.

    Parameters:
        text: such as ``clear``, ``white`` or ``red/white``.

    Raises:
        DataError: a malformed row.
    """
    key = " ".join(text.lower().split()).replace("colorless", "colourless")
    parts = [_colour(part.strip()) for part in key.split("/")]
    if len(parts) == 1:
        return parts[0]
    coloured = next((part for part in parts if part.contains), parts[0])
    return Colour(
        key=key,
        name=", ".join(dict.fromkeys(part.name for part in parts)),
        contains=tuple(dict.fromkeys(item for part in parts for item in part.contains)),
        known=all(part.known for part in parts),
        source=coloured.source,
    )


@cache
def _colour(key: str) -> Colour:
    known = key in colour_keys()
    row = load(SUBJECT).row("colour", key if known else "other")
    row.only("name", "contains", "source", "certainty")
    return Colour(key, row.text("name"), row.names("contains", sensitivity_keys()), known, row.source())


def validate_all() -> None:
    """Check every row. Raises DataError."""
    load(SUBJECT).row().only("size", "shell", "colour")
    sizes()
    for key in shell_keys():
        _shell(key)
    for key in (*colour_keys(), "other"):
        _colour(key)
