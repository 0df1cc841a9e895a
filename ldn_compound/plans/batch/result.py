"""The result of a batch, as far as every dosage form has it, and its parts."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from ldn_compound.calc import mixing
from ldn_compound.core.late_texts import Prose
from ldn_compound.core.results import OptionalQuantityField, QuantityField, Record, Result
from ldn_compound.core.units import mass
from ldn_compound.plans.ingredients.drug_powder import DrugPowder
from ldn_compound.plans.weighing.result import TriturationPart


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
    """Fill this many, weigh them, and go on only if their mean net mass is within the limits.

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


class Batch(Result):
    """A planned batch. Quantities are pint Quantities made when they are read; the exact values are kept.

    Attributes:
        form: such as ``capsule``.
        drug_name: the drug as prescribed, as the label names it.
        powder_name: what is weighed, or is in the tablets that are crushed; drug_powder: its lot and certificate, None
            for crushed tablets.
        api_theoretical: drug in the batch, in the form prescribed, with wastage and overage.
        api_to_weigh_exact: drug powder (or crushed tablet) that holds it.
        api_to_weigh: that to the balance's last digit, half up, kept within 110 % of the label without loss.
        api_weighing_error: expected error of that weighing, as a fraction; None with a trituration or stock solution.
        weighing_factor: powder for a mass 1 of drug (salt, assay, water).
        trituration: None where the drug powder is weighed directly.
        error_bound: the most that weighing and rounding put the drug off, as a fraction.
        content_of_label: from the masses as the balance shows them.
        readability: the balance's last digit that masses were rounded to.
        tablets_to_crush: whole tablets, a spare not included; None for a powder.
        doses_per_day, daily_dose, days_supply: what the patient takes; None where not given.
        made_on, beyond_use_date, limited_by, beyond_use_rule: dates; None without a day of making.
        storage: as a label prints it.
        jurisdiction: whose rules apply.
        ingredients: all that is in it, in words.

    >>> import ldn_compound as ldn
    >>> plan = ldn.plan_capsules(strength="4.5 mg", count=90, size="3", filler="mcc-ph102", fill_mass="135 mg")
    >>> print(plan.api_theoretical, plan.api_to_weigh, plan.content_of_label.if_not_lost, sep=", ")
    405 milligram, 405 milligram, 100 percent
    """

    form: str
    drug_name: Prose
    powder_name: Prose
    drug_powder: DrugPowder | None
    api_theoretical: QuantityField
    api_to_weigh: QuantityField
    api_to_weigh_exact: QuantityField
    api_weighing_error: OptionalQuantityField
    weighing_factor: Fraction
    trituration: TriturationPart | None
    error_bound: QuantityField
    content_of_label: ContentOfLabel
    readability: QuantityField
    tablets_to_crush: int | None
    doses_per_day: int | None
    daily_dose: OptionalQuantityField
    days_supply: OptionalQuantityField
    made_on: date | None
    beyond_use_date: date | None
    beyond_use_rule: Prose
    limited_by: str | None
    storage: Prose
    jurisdiction: str
    ingredients: tuple[Prose, ...]

    @property
    def preparation(self) -> tuple[str, ...]:
        """The lines of the preparation; a :class:`~ldn_compound.plans.weighing.line.Line` tells what is done in it."""
        raise NotImplementedError

    @property
    def procedure(self) -> tuple[Prose, ...]:
        """The preparation in order, in words; masses to the balance's last digit."""
        return tuple(map(str, self.preparation))


class UnitBatch(Batch):
    """A planned batch of capsules or tablets.

    Attributes:
        strength: drug in one unit, as prescribed.
        count: units for the patient; units_made: those and the extra ones.
        units_per_dose: taken at a time; None where not given.
        blend_total: mass of the whole blend.
        drug_load: drug powder as a fraction of the unit's contents.
        unit_mass_limits, hold_point: acceptance limits of one unit, and of the mean of the first ones.

    >>> import ldn_compound as ldn
    >>> plan = ldn.plan_capsules(strength="4.5 mg", count=90, size="3", filler="mcc-ph102", fill_mass="135 mg")
    >>> limits = plan.unit_mass_limits
    >>> print(limits.low, limits.target, limits.high, sep=", ")
    121.5 milligram, 135 milligram, 148.5 milligram
    """

    strength: QuantityField
    count: int
    units_made: int
    units_per_dose: int | None
    blend_total: QuantityField
    drug_load: QuantityField
    unit_mass_limits: UnitMassLimits
    hold_point: HoldPoint

    @property
    def drug_in_mortar(self) -> Fraction:
        """What the dilution begins with in mg: the drug powder, or the aliquot of a trituration in its place."""
        part = self.trituration
        return (self.exact.api_to_weigh_exact if part is None else part.exact.aliquot_to_weigh).value


def dilution_to(total: Fraction, *, start: Fraction) -> tuple[Dilution, ...]:
    """Return the additions that bring a mass (mg) in the mortar to a total, each as much as is in it."""
    rows = mixing.geometric_dilution(drug=start, total=total)
    return tuple(Dilution(add=mass(add), total=mass(so_far)) for add, so_far in rows)
