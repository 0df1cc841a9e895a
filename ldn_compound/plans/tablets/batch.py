"""The result of a plan of tablets: what is stored exactly, and what is worked out when it is read."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from ldn_compound.core.late_texts import Prose
from ldn_compound.core.results import OptionalQuantityField, QuantityField
from ldn_compound.plans.batch.result import Dilution, UnitBatch, dilution_to
from ldn_compound.plans.tablets.procedure import tablet_procedure
from ldn_compound.plans.tablets.result import BaseShare, HalfTablet, TabletExcipient, WettingLiquid


class TabletBatch(UnitBatch):
    """A planned batch of tablets. Quantities are pint Quantities made when they are read; the exact values are kept.

    Attributes:
        method: ``moulded`` or ``compressed``.
        tablet_mass: of one tablet; blank_mass: of a moulded one, that of pure base.
        displacement_factor: of a moulded tablet; displacement_definition says what it is.
        carrier_per_unit: what crushed tablets, or a stock thinned with another powder than the base, bring into a
            moulded tablet besides the drug; carrier_displacement_factor is of that. None where nothing is brought.
        recipe_name: of a compressed tablet, in words.
        powder_per_unit: drug powder in one tablet; it and the excipients are the tablet's mass exactly.
        excipients: all else that is in the tablet.
        base_shares: the parts of a base that is a mixture, of all the base that is weighed.
        wetting_liquid: of moulded tablets.
        half: what a half of a scored tablet delivers, or None.

    >>> import ldn_compound as ldn
    >>> plan = ldn.plan_tablets(method="moulded", strength="4.5 mg", count=100, blank_mass="60 mg",
    ...                         base="triturate-lactose-sucrose", displacement_factor="0.9")
    >>> print(plan.tablet_mass, plan.excipients[0].total)
    59.5 milligram 5500 milligram
    """

    kind: ClassVar[str] = "tablet-batch"
    derived: ClassVar[tuple[str, ...]] = ("geometric_dilution", "procedure")

    method: str
    tablet_mass: QuantityField
    blank_mass: OptionalQuantityField
    displacement_factor: Fraction | None
    displacement_definition: Prose | None
    carrier_per_unit: OptionalQuantityField
    carrier_displacement_factor: Fraction | None
    recipe_name: Prose | None
    powder_per_unit: QuantityField
    excipients: tuple[TabletExcipient, ...]
    base_shares: tuple[BaseShare, ...]
    wetting_liquid: WettingLiquid | None
    half: HalfTablet | None

    @property
    def geometric_dilution(self) -> tuple[Dilution, ...]:
        """The additions to the drug (or the aliquot of a trituration), each as much as is in the mortar; a lubricant is
        not in them, it goes in last.
        """
        added = [item.exact.to_weigh.value for item in self.excipients if item.role != "lubricant"]
        return dilution_to(self.drug_in_mortar + sum(added, Fraction(0)), start=self.drug_in_mortar)

    @property
    def preparation(self) -> tuple[str, ...]:
        """The lines of the preparation, each with what is weighed or checked in it."""
        return tablet_procedure(
            drug=self.powder_name,
            powder=self.exact.api_to_weigh.value,
            trituration=self.trituration,
            excipients=self.excipients,
            base_shares=self.base_shares,
            dilution=self.geometric_dilution,
            wetting=self.wetting_liquid,
            hold=self.hold_point,
            count=self.units_made,
            crushed=self.tablets_to_crush,
            readability=self.exact.readability.value,
        )
