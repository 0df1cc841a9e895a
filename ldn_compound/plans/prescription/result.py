"""Parts of a batch result that several forms share."""

from __future__ import annotations

import attrs

from ldn_compound.core.results import MaybeShown, Shown
from ldn_compound.core.units import Amount


@attrs.frozen(kw_only=True)
class Dilution:
    """One addition of geometric dilution.

    Attributes:
        add: filler to add.
        total: what is in the mortar then.
    """

    _add: Amount
    _total: Amount

    add = Shown()
    total = Shown()


@attrs.frozen(kw_only=True)
class UnitMassLimits:
    """Acceptance limits for one filled unit.

    Attributes:
        target, low, high: of the net contents.
        shell: mean mass of one empty shell, or None.
        gross_target, gross_low, gross_high: contents and shell, or None without a shell mass.
        standard: key of the standard that the limits are of.
    """

    _target: Amount
    _low: Amount
    _high: Amount
    _shell: Amount | None
    _gross_target: Amount | None
    _gross_low: Amount | None
    _gross_high: Amount | None
    standard: str

    target = Shown()
    low = Shown()
    high = Shown()
    shell = MaybeShown()
    gross_target = MaybeShown()
    gross_low = MaybeShown()
    gross_high = MaybeShown()


@attrs.frozen(kw_only=True)
class ContentOfLabel:
    """Content of a unit as a fraction of the label, from the masses as the balance shows them.

    Attributes:
        if_lost: what the allowance was made for is lost.
        if_not_lost: nothing is lost.
    """

    _if_lost: Amount
    _if_not_lost: Amount

    if_lost = Shown()
    if_not_lost = Shown()


@attrs.frozen(kw_only=True)
class Load:
    """One machine load.

    Attributes:
        number: from 1.
        units: units in this load.
        blend: mass of blend for it.
    """

    number: int
    units: int
    _blend: Amount

    blend = Shown()


@attrs.frozen(kw_only=True)
class HoldPoint:
    """Fill so many, weigh them, and go on only if their mean net mass is within the limits.

    Attributes:
        units: how many.
        target, low, high: of the mean net mass.
        limit: how far the mean may be from the target, as a fraction.
    """

    units: int
    _target: Amount
    _low: Amount
    _high: Amount
    _limit: Amount

    target = Shown()
    low = Shown()
    high = Shown()
    limit = Shown()
