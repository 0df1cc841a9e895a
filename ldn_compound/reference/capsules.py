"""Capsule sizes, shell materials and shell colours. Data: ``data/capsules.toml``.

>>> get_size("3").body_volume.value
Amount('0.3 mL')
>>> get_shell("gelatin").contains
('animal',)
>>> get_colour("white").contains
('dyes',)
"""

from collections.abc import Mapping
from typing import Annotated, NamedTuple

from ldn_compound.core.sources import Source
from ldn_compound.reference.rows import At, Fact, Key, Range, Read
from ldn_compound.reference.sensitivities import Sensitivities, Traces
from ldn_compound.reference.tables import One, Table


def _shell_keys() -> tuple[str, ...]:
    return SHELLS.keys()


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

    key: Key
    body_volume: Annotated[Fact, "volume"]
    spread: Annotated[Range, "volume"] | None
    shell_masses: Annotated[Mapping[str, Annotated[Fact, "mass"]], _shell_keys, At("shell_mass")]
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

    key: Key
    name: str
    contains: Sensitivities
    may_contain: Traces
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

    key: Key
    name: str
    contains: Sensitivities
    known: Annotated[bool, Read(lambda row, on: row.key != OTHER)]
    source: Source


OTHER = "other"
"""The row of the colours that the data does not know."""
SIZES = Table(CapsuleSize, "capsules", "size", unknown=("unknown-capsule-size", "size", "one of the sizes"))
size_keys, get_size, sizes = SIZES.keys, SIZES.get, SIZES.all
SHELLS = Table(Shell, "capsules", "shell", unknown=("unknown-shell", "shell", "one of the materials"))
shell_keys, get_shell = SHELLS.keys, SHELLS.get
COLOURS = Table(Colour, "capsules", "colour", but=(OTHER,))
colour_keys = COLOURS.keys
_other_colour = One(Colour, "capsules", "colour", OTHER)


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


def _colour(key: str) -> Colour:
    return COLOURS.get(key) if key in colour_keys() else _other_colour()._replace(key=key)
