"""Parts of a batch result that several forms share."""

from __future__ import annotations

from ldn_compound.core.results import OptionalQuantityField, QuantityField, Record


class Dilution(Record):
    """One addition of geometric dilution.

    Attributes:
        add: filler to add.
        total: what is in the mortar then.
    """

    add: QuantityField
    total: QuantityField


class UnitMassLimits(Record):
    """Acceptance limits for one filled unit.

    Attributes:
        target, low, high: of the net contents.
        shell: mean mass of one empty shell, or None.
        gross_target, gross_low, gross_high: contents and shell, or None without a shell mass.
        standard: key of the standard that the limits are of.
    """

    target: QuantityField
    low: QuantityField
    high: QuantityField
    shell: OptionalQuantityField
    gross_target: OptionalQuantityField
    gross_low: OptionalQuantityField
    gross_high: OptionalQuantityField
    standard: str


class ContentOfLabel(Record):
    """Content of a unit as a fraction of the label, from the masses as the balance shows them.

    Attributes:
        if_lost: what the allowance was made for is lost.
        if_not_lost: nothing is lost.
    """

    if_lost: QuantityField
    if_not_lost: QuantityField


class Load(Record):
    """One machine load.

    Attributes:
        number: from 1.
        units: units in this load.
        blend: mass of blend for it.
    """

    number: int
    units: int
    blend: QuantityField


class HoldPoint(Record):
    """Fill so many, weigh them, and go on only if their mean net mass is within the limits.

    Attributes:
        units: how many.
        target, low, high: of the mean net mass.
        limit: how far the mean may be from the target, as a fraction.
    """

    units: int
    target: QuantityField
    low: QuantityField
    high: QuantityField
    limit: QuantityField
