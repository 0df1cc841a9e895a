"""The drug of a batch of any form: what the batch needs, how it is weighed, and its content against the label."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from ldn_compound.calc import arithmetic, batch
from ldn_compound.calc import solution as liquids
from ldn_compound.checks import material as checks
from ldn_compound.core.results import Finding
from ldn_compound.core.units import ratio
from ldn_compound.inputs import shared as inputs
from ldn_compound.plans.batch.result import ContentOfLabel
from ldn_compound.plans.ingredients.drug_substance import Material
from ldn_compound.plans.weighing.balance import Balance, rounded_powder
from ldn_compound.plans.weighing.crushing import tablets_to_crush
from ldn_compound.plans.weighing.weigh_drug import LARGER_BATCH, Diluent, WeighedDrug, weigh_drug, weighing_findings
from ldn_compound.plans.worksheet import Worksheet
from ldn_compound.reference.limits import content_limits

if TYPE_CHECKING:
    from ldn_compound.plans.ingredients.source_product import SourceProduct
    from ldn_compound.plans.weighing.stock import Stock


class Units(NamedTuple):
    """The label claim of a batch of units.

    Attributes:
        strength: mg in one unit; units: how many are made.
        wastage, overage: as fractions; spread: share of the blend that goes elsewhere than into the units: the
            wastage where each unit is made to its mass, 0 where all the blend is filled in.
    """

    strength: Fraction
    units: Fraction
    wastage: Fraction
    overage: Fraction
    spread: Fraction

    def needed(self, sheet: Worksheet) -> Fraction:
        """Work out the drug that the batch needs in mg, with its allowances."""
        return sheet.work(
            "drug in the batch",
            batch.drug_theoretical,
            strength=self.strength,
            units=self.units,
            wastage=self.wastage,
            overage=self.overage,
        )

    def powder_in_one(self, sheet: Worksheet, form: str, factor: Fraction) -> Fraction:
        """Work out the drug powder of one unit in mg, the overage included."""
        name = f"drug powder in one {form}"
        return sheet.work(name, batch.powder_in_unit, strength=self.strength, overage=self.overage, factor=factor)

    def blend(self, sheet: Worksheet, unit: Fraction) -> Fraction:
        """Work out the blend in mg, from the contents of one unit in mg."""
        return sheet.work("blend", arithmetic.for_batch, in_unit=unit, units=self.units, wastage=self.wastage)

    def from_stock(self, sheet: Worksheet, stock: Stock, form: str, brought: Fraction) -> Fraction:
        """Work out the mg in one unit of the other powder that a stock is thinned with, from those in the batch."""
        name = f"{stock.added} in one {form}, from the stock"
        return sheet.work(name, batch.in_each, total=brought, units=self.units, wastage=self.wastage)

    def powder_at(self, limit: Fraction, factor: Fraction) -> Fraction:
        """Return the powder in mg at which the content without loss reaches a limit."""
        return batch.powder_at_content(
            limit=limit, strength=self.strength, units=self.units, spread=self.spread, factor=factor
        )

    def content(self, sheet: Worksheet, words: str, drug: Fraction, *, lost: bool) -> Fraction:
        """Work out the content of a unit as a fraction of the label."""
        spread = self.wastage if lost else self.spread
        return sheet.work(
            words, batch.content_of_label, drug=drug, strength=self.strength, units=self.units, spread=spread
        )


class Volume(NamedTuple):
    """The label claim of a batch of a liquid.

    Attributes:
        concentration: mg/mL; whole, made: mL that are filled, and made with the wastage.
        wastage, overage: as fractions.
    """

    concentration: Fraction
    whole: Fraction
    made: Fraction
    wastage: Fraction
    overage: Fraction

    def needed(self, sheet: Worksheet) -> Fraction:
        """Work out the drug that the batch needs in mg, with its allowances."""
        return sheet.work(
            "drug in the batch",
            liquids.drug_in_solution,
            concentration=self.concentration,
            volume=self.whole,
            wastage=self.wastage,
            overage=self.overage,
        )

    def powder_at(self, limit: Fraction, factor: Fraction) -> Fraction:
        """Return the powder in mg at which the content without loss reaches a limit."""
        return liquids.powder_at_content(limit=limit, concentration=self.concentration, made=self.made, factor=factor)

    def content(self, sheet: Worksheet, words: str, drug: Fraction, *, lost: bool) -> Fraction:
        """Work out the content of the liquid as a fraction of the label; the wastage never raises it."""
        return sheet.work_in_percent(
            words, liquids.content_of_label, drug=drug, concentration=self.concentration, made=self.made
        )


class Needed(NamedTuple):
    """The drug that a batch needs.

    Attributes:
        claim: what it is for; drug: the substance.
        theoretical: mg of drug in the form prescribed, with all allowances.
        powder: mg of powder that hold it.
        most: mg of powder at which the content without loss reaches its upper limit.
    """

    claim: Units | Volume
    drug: Material
    theoretical: Fraction
    powder: Fraction
    most: Fraction

    def on_balance(self, sheet: Worksheet, scales: Balance) -> Fraction:
        """Work out the powder in mg to the balance's last digit, half up, but not above the most."""
        return rounded_powder(sheet, powder=self.powder, most=self.most, readability=scales.readability)


class BatchDrug(NamedTuple):
    """The drug of a batch as it is weighed.

    Attributes:
        needed: what the batch needs; scales: the balance.
        on_balance: mg of powder as the balance shows them.
        how: directly, from a stock, or by a trituration or stock solution of the batch's own.
        if_lost, if_not_lost: content as a fraction of the label, from the masses as the balance shows them.
        crushed: whole tablets to crush, or None.
    """

    needed: Needed
    scales: Balance
    on_balance: Fraction
    how: WeighedDrug
    if_lost: Fraction
    if_not_lost: Fraction
    crushed: int | None

    @property
    def content(self) -> ContentOfLabel:
        """The content as a result holds it."""
        return ContentOfLabel(if_lost=ratio(self.if_lost), if_not_lost=ratio(self.if_not_lost))


def units_made(sheet: Worksheet, given: inputs.Units) -> Fraction:
    """Return how many units are made: those of the prescription, and the extra ones, which the working names."""
    units = given.count + (given.extra_units or 0)
    if given.extra_units is not None:
        sheet.note("units made", f"{given.count} + {given.extra_units} extra", f"{units}")
    return Fraction(units)


def drug_needed(sheet: Worksheet, drug: Material, claim: Units | Volume) -> Needed:
    """Work out the drug of the batch, and the powder that holds it."""
    theoretical = claim.needed(sheet)
    factor = drug.powder_factor
    powder = sheet.work("drug powder to weigh", arithmetic.multiplied, amount=theoretical, times=factor)
    most = claim.powder_at(content_limits(sheet.day).high.value, factor)
    return Needed(claim, drug, theoretical, powder, most)


def weigh(
    sheet: Worksheet,
    needed: Needed,
    scales: Balance,
    *,
    on_balance: Fraction,
    diluents: Sequence[Diluent],
    filler: Fraction = Fraction(0),
    replaces: Fraction = Fraction(1),
    stock: int | None = None,
    too_little: str = LARGER_BATCH,
) -> BatchDrug:
    """Weigh the drug, and work out its content: if nothing is lost, and if the allowances are lost.

    Parameters:
        on_balance: the powder as the balance shows it.
        diluents, filler, replaces, stock, too_little: as in :func:`ldn_compound.plans.weighing.weigh_drug.weigh_drug`.

    Raises:
        CalculationError: ``nothing-to-weigh``, ``no-trituration`` (of a stock).
    """
    claim = needed.claim
    how = weigh_drug(
        sheet,
        powder=needed.powder,
        on_balance=on_balance,
        diluents=diluents,
        scales=scales,
        most=needed.most,
        filler=filler,
        replaces=replaces,
        too_little=too_little,
        stock=stock,
    )
    held = sheet.work("drug in that powder", arithmetic.divided, amount=how.delivered, by=needed.drug.powder_factor)
    left = sheet.work("drug left if the overage is lost", batch.drug_after_loss, drug=held, overage=claim.overage)
    not_lost = claim.content(sheet, "content of label if nothing is lost", held, lost=False)
    lost = claim.content(sheet, "content of label if the allowances are lost", left, lost=True)
    crushed = tablets_to_crush(sheet, needed.drug, how)
    return BatchDrug(needed, scales, on_balance, how, lost, not_lost, crushed)


def drug_findings(given: inputs.BatchInputs, found: BatchDrug) -> Iterator[Finding]:
    """Yield the findings on the weighing of a batch's drug, and on its content against the label."""
    yield from weighing_findings(found.how, found.scales, powder=found.needed.powder)
    yield from checks.content_findings(if_lost=found.if_lost, if_not_lost=found.if_not_lost, on=given.day_of_rules())


def crushed_product(
    sheet: Worksheet[inputs.Material], drug: Material, *, strength: Fraction, unit: str
) -> SourceProduct | None:
    """Resolve which commercial tablets are crushed, and what they bring; None for a drug powder.

    Parameters:
        strength: mg in one unit of the batch; unit: what that is, such as ``capsule`` or ``mL``.
    """
    tablet = sheet.given.source_tablet
    if tablet is None:
        return None
    from ldn_compound.plans.ingredients.source_product import resolve_product

    return resolve_product(sheet, tablet, drug, strength=strength, unit=unit)
