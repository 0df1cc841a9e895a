"""The result of a capsule plan: what is stored exactly, and what is worked out when it is read."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import ClassVar

from ldn_compound.calc import capsules as calc
from ldn_compound.calc import mixing
from ldn_compound.core.results import OptionalQuantityField, Prose, QuantityField, Result
from ldn_compound.core.units import mass
from ldn_compound.plans.capsules.procedure import capsule_procedure
from ldn_compound.plans.ingredients.drug_powder import DrugPowder
from ldn_compound.plans.prescription.result import ContentOfLabel, Dilution, HoldPoint, Load, UnitMassLimits
from ldn_compound.plans.weighing.result import TriturationPart


class CapsuleBatch(Result):
    """A planned capsule batch. Quantities are pint Quantities made when they are read; the exact values are kept.

    Attributes:
        form: ``capsule``.
        drug_name: the drug as prescribed, as the label names it.
        powder_name: what is weighed, or is in the tablets that are crushed; drug_powder: its lot and certificate, None
            for crushed tablets.
        strength: drug in one capsule, as prescribed.
        count: capsules for the patient; units_made also counts the extra ones.
        capsule_size: as printed on the box.
        api_theoretical: drug in the batch, in the form prescribed, with wastage and overage.
        api_to_weigh_exact: drug powder (or crushed tablet) that holds it.
        api_to_weigh: that to the balance's last digit, half up, kept within 110 % of the label without loss.
        weighing_factor: powder for a mass 1 of drug (salt, assay, water).
        filler, filler_name: key and name.
        filler_total: all filler in the blend; filler_to_weigh what is left to weigh; filler_on_balance that to the
            balance's last digit, half up.
        stock_diluent_name, stock_diluent_total: of the filler what a stock brings, where that is another powder; else
            None.
        fill_mass: powder in one capsule.
        blend_total: mass of the whole blend.
        drug_load: drug powder as a fraction of the fill.
        readability: the balance's last digit that masses were rounded to.
        api_weighing_error, filler_weighing_error: expected relative error of each weighing; None where nothing is.
        error_bound: the most that weighing and rounding put the drug off, as a fraction.
        trituration: None where the drug powder is weighed directly.
        unit_mass_limits, hold_point: acceptance limits of one capsule, and of the mean of the first ones.
        content_of_label: from the masses as the balance shows them.
        fill_method, machine_load: how the machine is filled, and how many capsules it takes at a time.
        made_on, beyond_use_date, limited_by, beyond_use_rule, storage: dates; None without a day of making.
        tablets_to_crush: whole tablets, a spare not included; None for a powder.
        daily_dose, units_per_dose, doses_per_day, days_supply: what the patient takes; None where not given.
        jurisdiction: whose rules apply.
        ingredients: all that is in the capsule, in words.
    """

    kind: ClassVar[str] = "capsule-batch"
    derived: ClassVar[tuple[str, ...]] = ("geometric_dilution", "loads", "procedure")

    form: str
    drug_name: Prose
    powder_name: Prose
    drug_powder: DrugPowder | None
    strength: QuantityField
    count: int
    units_made: int
    capsule_size: str
    api_theoretical: QuantityField
    api_to_weigh: QuantityField
    api_to_weigh_exact: QuantityField
    weighing_factor: Fraction
    filler: str
    filler_name: Prose
    filler_total: QuantityField
    stock_diluent_name: Prose | None
    stock_diluent_total: OptionalQuantityField
    filler_to_weigh: QuantityField
    filler_on_balance: QuantityField
    fill_mass: QuantityField
    blend_total: QuantityField
    drug_load: QuantityField
    readability: QuantityField
    api_weighing_error: OptionalQuantityField
    filler_weighing_error: OptionalQuantityField
    error_bound: QuantityField
    trituration: TriturationPart | None
    unit_mass_limits: UnitMassLimits
    hold_point: HoldPoint
    content_of_label: ContentOfLabel
    fill_method: str
    machine_load: int
    made_on: date | None
    beyond_use_date: date | None
    beyond_use_rule: Prose
    limited_by: str | None
    storage: Prose
    tablets_to_crush: int | None
    daily_dose: OptionalQuantityField
    units_per_dose: int | None
    doses_per_day: int | None
    days_supply: OptionalQuantityField
    jurisdiction: str
    ingredients: tuple[Prose, ...]

    @property
    def geometric_dilution(self) -> tuple[Dilution, ...]:
        """The additions of filler, each as much as is in the mortar; a trituration's aliquot stands for the drug."""
        start, total = self.exact.api_to_weigh_exact.value, self.exact.blend_total.value
        if self.trituration is not None:
            start = self.trituration.exact.aliquot_to_weigh.value
            total = start + self.exact.filler_to_weigh.value
        rows = mixing.geometric_dilution(drug=start, total=total)
        return tuple(Dilution(add=mass(add), total=mass(total)) for add, total in rows)

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
    def procedure(self) -> tuple[Prose, ...]:
        """The preparation in order, in words; masses to the balance's last digit."""
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
