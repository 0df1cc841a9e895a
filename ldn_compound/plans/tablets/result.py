"""What a tablet is made of, as the result holds it: excipients, the parts of a base, the wetting liquid, a half."""

from __future__ import annotations

from ldn_compound.core.late_texts import Prose
from ldn_compound.core.results import OptionalQuantityField, QuantityField, Record


class TabletExcipient(Record):
    """One excipient.

    Attributes:
        key, name: such as ``magnesium-stearate``, and in words.
        role: ``base``, ``diluent``, ``disintegrant``, ``lubricant`` or ``flow-aid``.
        share: of the tablet's mass.
        per_unit: in one tablet.
        total: in the batch, with the wastage.
        to_weigh: exact, what is left to weigh where an aliquot brings part of it.
        on_balance: that to the balance's last digit, half up.
        weighing_error: expected relative error of that weighing, or None where the balance shows nothing of it.
    """

    key: str
    name: Prose
    role: str
    share: QuantityField
    per_unit: QuantityField
    total: QuantityField
    to_weigh: QuantityField
    on_balance: QuantityField
    weighing_error: OptionalQuantityField


class BaseShare(Record):
    """A part of a base that is a mixture.

    Attributes:
        name: in words.
        share: of the base's mass.
        total: of all the base that is weighed, that for a trituration included.
    """

    name: Prose
    share: QuantityField
    total: QuantityField


class WettingLiquid(Record):
    """The wetting liquid of moulded tablets.

    Attributes:
        name: in words, with its parts.
        volume: for the batch as the pharmacy gave it, or None: no figure for it is published.
    """

    name: Prose
    volume: OptionalQuantityField


class HalfTablet(Record):
    """What a half of a scored tablet delivers.

    Attributes:
        strength: drug in it, half the label.
        mass: half the tablet's.
        low, high: between what masses a half may lie.
    """

    strength: QuantityField
    mass: QuantityField
    low: QuantityField
    high: QuantityField
