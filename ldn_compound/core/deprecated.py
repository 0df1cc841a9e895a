"""Public names that have another name by now: they still work, and warn. The policy is in CONTRIBUTING.md."""

from __future__ import annotations

from typing import NamedTuple


class Renamed(NamedTuple):
    """A name that was replaced.

    Attributes:
        by: the public name that stands in its place.
        since: the version that renamed it.
        until: the first version that no longer has it; a minor or major one after ``since``.
    """

    by: str
    since: str
    until: str


NAMES: dict[str, Renamed] = {}
"""Old name: what became of it."""


def successor(name: str) -> str | None:
    """Return the public name that stands in the place of an old one, and warn; None where there is no such name.

    >>> successor("no_such_name") is None
    True
    """
    found = NAMES.get(name)
    if found is None:
        return None
    from warnings import warn

    told = f"ldn_compound.{name} is ldn_compound.{found.by} since {found.since}; {found.until} will not have it"
    # Seen from the line that reads the name, which is two calls above.
    warn(told, DeprecationWarning, stacklevel=3)
    return found.by
