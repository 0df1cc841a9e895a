"""A supply that goes into several containers: a label for each, with its part of the quantity."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

import attrs

from ldn_compound.core.errors import InputError
from ldn_compound.core.numbers import parse_whole
from ldn_compound.core.units import Amount
from ldn_compound.labelling.content import Label
from ldn_compound.labelling.parts import Part

_MOST_CONTAINERS = 50
# What an oral syringe and a label still show of a volume, in mL.
_STEP = Fraction(1, 10)


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
