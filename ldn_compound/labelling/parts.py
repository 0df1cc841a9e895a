"""Which container of a supply a label is on, and which fill of a prescription it belongs to."""

from __future__ import annotations

import re
from typing import NamedTuple

from ldn_compound.core.errors import InputError
from ldn_compound.core.texts import parse_text

_PART = re.compile(r"([1-9][0-9]?) of ([1-9][0-9]?)")


class Part(NamedTuple):
    """A number, and of how many."""

    number: int
    of: int

    def text(self) -> str:
        """Return it as it is given: ``1 of 2``."""
        return f"{self.number} of {self.of}"

    def written(self, pattern: str) -> str:
        """Return it by a language's pattern."""
        return pattern.replace("{number}", str(self.number)).replace("{count}", str(self.of))


def read_part(value: object, field: str) -> Part | None:
    """Return which of how many a text says; None where there is none.

    Raises:
        InputError: ``not-text``, ``empty``, ``control-character``; ``bad-part``.

    >>> read_part("1 of 2", "container")
    Part(number=1, of=2)
    """
    if value is None:
        return None
    text = parse_text(value, field=field)
    found = _PART.fullmatch(text)
    part = Part(int(found[1]), int(found[2])) if found else None
    if part is None or part.of < 2 or part.number > part.of:
        needed = "which of how many, such as 1 of 2: at most 99, the first not above the second"
        raise InputError("bad-part", field=field, given=text, needed=needed)
    return part


def refills_left(refills: int | None, repeat: Part | None) -> int | None:
    """Return how often a prescription can be filled again after this fill.

    Raises:
        InputError: ``repeat-differs``: the refills that were given are not those that are left.
    """
    if repeat is None:
        return refills
    left = repeat.of - repeat.number
    if refills is not None and refills != left:
        needed = f"{left}, which are left after fill {repeat.text()}; leave --refills out"
        raise InputError("repeat-differs", field="refills", given=refills, needed=needed)
    return left
