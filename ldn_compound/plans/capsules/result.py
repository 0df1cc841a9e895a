"""The result of a capsule plan: what is stored exactly, and what is worked out when it is read."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from ldn_compound.calc import capsules as calc
from ldn_compound.core.late_texts import Prose
from ldn_compound.core.results import OptionalQuantityField, QuantityField
from ldn_compound.core.units import mass
from ldn_compound.plans.batch.result import Dilution, Load, UnitBatch, dilution_to
from ldn_compound.plans.capsules.procedure import capsule_procedure


class CapsuleBatch(UnitBatch):
    """A planned capsule batch. Quantities are pint Quantities made when they are read; the exact values are kept.

    Attributes:
        capsule_size: as printed on the box.
        filler, filler_name: key and name.
        filler_total: all filler in the blend; filler_to_weigh what is left to weigh; filler_on_balance that to the
            balance's last digit, half up.
        stock_diluent_name, stock_diluent_total: of the filler what a stock brings, where that is another powder; else
            None.
        fill_mass: powder in one capsule.
        filler_weighing_error: expected relative error of that weighing; None where nothing is weighed.
        fill_method, machine_load: how the machine is filled, and how many capsules it takes at a time.

    >>> import ldn_compound as ldn
    >>> plan = ldn.plan_capsules(strength="4.5 mg", count=90, size="3", filler="mcc-ph102", fill_mass="135 mg")
    >>> print(plan.filler_total, plan.fill_mass, plan.blend_total)
    11745 milligram 135 milligram 12150 milligram
    >>> print(*(row.total for row in plan.geometric_dilution), sep=", ")
    810 milligram, 1620 milligram, 3240 milligram, 6480 milligram, 12150 milligram
    """

    kind: ClassVar[str] = "capsule-batch"
    derived: ClassVar[tuple[str, ...]] = ("geometric_dilution", "loads", "procedure")

    capsule_size: str
    filler: str
    filler_name: Prose
    filler_total: QuantityField
    stock_diluent_name: Prose | None
    stock_diluent_total: OptionalQuantityField
    filler_to_weigh: QuantityField
    filler_on_balance: QuantityField
    fill_mass: QuantityField
    filler_weighing_error: OptionalQuantityField
    fill_method: str
    machine_load: int

    @property
    def geometric_dilution(self) -> tuple[Dilution, ...]:
        """The additions of filler, each as much as is in the mortar; a trituration's aliquot stands for the drug."""
        start, total = self.drug_in_mortar, self.exact.blend_total.value
        if self.trituration is not None:
            total = start + self.exact.filler_to_weigh.value
        return dilution_to(total, start=start)

    @property
    def loads(self) -> tuple[Load, ...]:
        """The blend split by machine load, the last one being what is left."""
        blend, units = self.exact.blend_total.value, Fraction(self.units_made)
        sizes = [
            min(self.machine_load, self.units_made - start) for start in range(0, self.units_made, self.machine_load)
        ]
        return tuple(
            Load(
                number=number, units=size, blend=mass(calc.load_share(blend=blend, in_load=Fraction(size), units=units))
            )
            for number, size in enumerate(sizes, start=1)
        )

    @property
    def preparation(self) -> tuple[str, ...]:
        """The lines of the preparation, each with what is weighed or checked in it."""
        return capsule_procedure(
            drug=self.powder_name,
            powder=self.exact.api_to_weigh.value,
            trituration=self.trituration,
            filler=self.filler_name,
            dilution=self.geometric_dilution,
            loads=self.loads,
            hold=self.hold_point,
            all_in=self.fill_method == "all-in",
            crushed=self.tablets_to_crush,
            readability=self.exact.readability.value,
        )
