"""The result of a plan of a liquid: what is stored exactly, and what is worked out when it is read."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from ldn_compound.core.late_texts import Prose
from ldn_compound.core.results import OptionalQuantityField, QuantityField
from ldn_compound.plans.batch.result import Batch
from ldn_compound.plans.prescription.syringe import SyringeUsed
from ldn_compound.plans.solution.procedure import Bottle, dispensing_list, solution_procedure
from ldn_compound.plans.solution.vehicle import VehiclePart


class SolutionBatch(Batch):
    """A planned liquid. Quantities are pint Quantities made when they are read; the exact values are kept.

    Attributes:
        form: ``solution``, or ``suspension`` from crushed tablets.
        concentration: drug in a volume, as prescribed.
        volume: what is filled, the overfill in it; asked_volume: the patient's; overfill: the rest.
        volume_made: volume with the wastage.
        vehicle, vehicle_name: key and name.
        preservative: ``benzoate``, ``parabens`` or None.
        vehicle_mass, vehicle_volume: of the glycerol; of an aqueous liquid, all its parts and the whole volume.
        glycerol_density, glycerol_water: as counted; the glycerol's own water, w/w.
        components: the vehicle's substances in the order in which they are put in.
        water_fraction: all water, w/w.
        water_activity: as measured, or None.
        water_class: the form whose rule applies: ``solution-nonaqueous``, ``solution-aqueous-preserved`` or
            ``solution-aqueous``.
        trituration: the stock solution whose aliquot brings a drug that is too little to weigh (``dissolved_in`` names
            its liquid), or None.
        made_on, beyond_use_date, limited_by, beyond_use_rule: dates; None without a day of making. limited_by is
            ``rule``, ``stability`` (the formula's own) or a component.
        storage: as a label prints it; kept_at is ``room-temperature`` or ``refrigerator``.
        dose, dose_volume: of one dose as prescribed, exactly; syringe, measured_volume: how it is drawn, and what the
            syringe shows; delivered_dose, rounding_error: the drug in that, and how far it is off, as a fraction
            without a sign; drops_per_dose: whole drops by the pharmacy's calibration; None where not known.
        glycerol_per_dose, glycerol_per_day: masses without the glycerol's own water, or None.
        route: ``oral`` or ``sublingual``.
        bottle: size and count.

    >>> import ldn_compound as ldn
    >>> plan = ldn.plan_solution(volume="120 mL", dose="4.5 mg", doses_per_day=1)
    >>> print(plan.api_to_weigh, plan.vehicle_mass, plan.water_class, sep=", ")
    120 milligram, 151320 milligram, solution-nonaqueous
    """

    kind: ClassVar[str] = "solution-batch"
    derived: ClassVar[tuple[str, ...]] = ("procedure", "dispensing")

    concentration: QuantityField
    volume: QuantityField
    asked_volume: QuantityField
    overfill: QuantityField
    volume_made: QuantityField
    vehicle: str
    vehicle_name: Prose
    preservative: str | None
    vehicle_mass: QuantityField
    vehicle_volume: QuantityField
    glycerol_density: QuantityField
    glycerol_water: QuantityField
    components: tuple[VehiclePart, ...]
    water_fraction: QuantityField
    water_activity: Fraction | None
    water_class: str
    kept_at: str
    dose: OptionalQuantityField
    dose_volume: OptionalQuantityField
    syringe: SyringeUsed | None
    measured_volume: OptionalQuantityField
    delivered_dose: OptionalQuantityField
    rounding_error: OptionalQuantityField
    drops_per_dose: int | None
    glycerol_per_dose: OptionalQuantityField
    glycerol_per_day: OptionalQuantityField
    route: str
    bottle: Bottle

    @property
    def preparation(self) -> tuple[str, ...]:
        """The lines of the preparation, each with what is weighed or checked in it."""
        return solution_procedure(
            drug=self.powder_name,
            powder=self.exact.api_to_weigh,
            parts=self.components,
            made=self.exact.volume_made,
            crushed=self.tablets_to_crush,
            aliquot=self.trituration,
            readability=self.exact.readability.value,
            bottle=self.bottle,
        )

    @property
    def dispensing(self) -> tuple[Prose, ...]:
        """What is dispensed with the liquid, and what its label has to say."""
        return dispensing_list(
            bottle=self.bottle,
            concentration=self.exact.concentration,
            delivered=self.exact.delivered_dose,
            syringe=self.syringe,
            measured=self.exact.measured_volume,
            drops=self.drops_per_dose,
            sublingual=self.route == "sublingual",
            suspension=self.form == "suspension",
            storage=self.storage,
        )
