"""Which container of a supply a label is on, and which fill of a prescription it belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

import attrs

from ldn_compound.core.errors import InputError
from ldn_compound.core.numbers import parse_whole
from ldn_compound.core.texts import parse_text
from ldn_compound.core.units import Amount

if TYPE_CHECKING:
    from ldn_compound.labelling.content import Label

_PART = re.compile(r"([1-9][0-9]?) of ([1-9][0-9]?)")
_MOST_CONTAINERS = 50
# What an oral syringe and a label still show of a volume, in mL.
_STEP = Fraction(1, 10)


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
        needed = f"{left}: after fill {repeat.text()} so many are left; leave --refills out"
        raise InputError("repeat-differs", field="refills", given=refills, needed=needed)
    return left


def in_containers(labels: Iterable[Label], containers: object) -> list[Label]:
    """Return a label for each container of each supply, the quantity parted equally.

    Parameters:
        labels: of whole supplies.
        containers: into how many each goes, from 2 to 50.

    Raises:
        InputError: ``bad-whole-number``, ``out-of-range``; ``no-quantity``; ``not-in-equal-parts``.
    """
    number = parse_whole(containers, field="containers", least=2, most=_MOST_CONTAINERS)
    return [
        attrs.evolve(label, quantity=_share(label, number), container=Part(which, number))
        for label in labels
        for which in range(1, number + 1)
    ]


def _share(label: Label, number: int) -> int | Amount:
    quantity = label.quantity
    if quantity is None or label.container is not None:
        needed = "labels of whole supplies that state a quantity"
        raise InputError("no-quantity", field="containers", given=str(number), needed=needed)
    if isinstance(quantity, int):
        share, rest = divmod(quantity, number)
        if rest == 0:
            return share
        said = f"{quantity} units"
    else:
        part = quantity.value / number
        if (part / _STEP).denominator == 1:
            return Amount(part, quantity.dimension)
        said = quantity.text()
    hint = 'one label a container: --container "1 of 2" --quantity N'
    raise InputError(
        "not-in-equal-parts", field="containers", given=str(number), needed=f"equal parts of {said}", hint=hint
    )
