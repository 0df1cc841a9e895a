"""What one setting is: its dotted name, what it takes, and how it is explained."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from ldn_compound.reference.defaults import Default

Kind = Literal[
    "mass",
    "volume",
    "ratio",
    "density",
    "days",
    "masses",
    "concentrations",
    "whole",
    "text",
    "pattern",
    "choice",
    "flag",
    "date",
    "names",
    "path",
    "paths",
]


class Key(NamedTuple):
    """One setting.

    Attributes:
        name: dotted name, ``table.key``.
        kind: what it takes; ``names`` is a list of choices, ``masses`` and ``concentrations`` lists of quantities,
            ``ratio`` a fraction such as ``5 %``, ``pattern`` one of lot numbers, ``path`` a file from the root or the
            home folder on, ``paths`` a list of them.
        comment: what it is, as the template explains it.
        example: the value that the template shows, as TOML writes it.
        message: what a default out of the reference data means for a plan.
        left_open: what it means for a plan that nothing is stated and nothing is assumed, where that needs saying.
        choices: function that gives the values taken, for ``choice`` and ``names``.
        positive: whether zero is refused; of a list, whether an empty one is.
        most: strict text of the greatest value taken, or None.
        from_reference: function that gives a default out of the reference data, and its citation.
    """

    name: str
    kind: Kind
    comment: str
    example: str
    message: str | None = None
    left_open: str | None = None
    choices: Callable[[], tuple[str, ...]] | None = None
    positive: bool = False
    most: str | None = None
    from_reference: Callable[[], tuple[tuple[str, ...], str]] | None = None

    @property
    def default(self) -> Default | None:
        """The value taken where nobody gave one, with its meaning and source, or None."""
        from ldn_compound.reference.defaults import get_default

        return get_default(self.name)

    @property
    def code(self) -> str:
        """The code of the assumption that a value of this setting is, whatever its origin: ``shell-colour``."""
        parts = [part for part in self.name.split(".") if part != "*"]
        # By size: volumes.3 is one volume. Of a filler: the lot and the name of what must be said.
        leaf = {"volumes": "capsule-volume", "shell_masses": "shell-mass"}.get(parts[-1], parts[-1])
        of = {"fillers": "filler-", "drug": "drug-", "beyond_use": "beyond-use-", "strengths": "strengths-"}.get(
            parts[0], ""
        )
        return of + leaf.replace("_", "-")
