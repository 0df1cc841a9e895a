"""Planned weighings of a batch, and the strength achieved by the actual ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

import attrs

from ldn_compound.calc import arithmetic, trituration
from ldn_compound.calc import as_made as calc
from ldn_compound.core.numbers import round_half_up
from ldn_compound.core.results import OptionalQuantityField, QuantityField, Record, Result
from ldn_compound.core.units import Amount, as_mass, mass
from ldn_compound.inputs.quality import AsMadeInputs
from ldn_compound.plans.batch.result import Batch
from ldn_compound.plans.ingredients.drug_powder import COMPONENT_KEYS, HYDROCHLORIDE
from ldn_compound.plans.solution.vehicle import WATER, VehiclePart
from ldn_compound.plans.weighing.line import ALIQUOT, API, DILUENT, FILLER, with_number
from ldn_compound.plans.worksheet import SETTINGS, Worksheet
from ldn_compound.reference.forms import get_form
from ldn_compound.settings.resolve import settings_from_json

if TYPE_CHECKING:
    from ldn_compound.plans.capsules.result import CapsuleBatch
    from ldn_compound.plans.solution.batch import SolutionBatch
    from ldn_compound.plans.tablets.batch import TabletBatch


class Weighing(Record):
    """One mass against its plan.

    Attributes:
        name: of the component, as ``weighed`` names it.
        planned: to the balance's last digit; weighed: as given, or as planned where it was not.
        deviation: of the weighed from the planned, as a fraction.
        given: whether it was given.
    """

    name: str
    planned: QuantityField
    weighed: QuantityField
    deviation: QuantityField
    given: bool


class MadeStage(Record):
    """One stage of a trituration as it was made.

    Attributes:
        number: from 1.
        drug, total: drug powder that went into the stage, and all of it; None where the aliquot came from a stock.
        aliquot: what was weighed of it.
        drug_in_aliquot: drug powder that it holds.
        of_plan: the latter as a fraction of the planned.
    """

    number: int
    drug: OptionalQuantityField
    total: OptionalQuantityField
    aliquot: QuantityField
    drug_in_aliquot: QuantityField
    of_plan: QuantityField


class Stage(NamedTuple):
    """The names of a stage's weighings, and what the plan expects of it.

    Attributes:
        diluent: name of the diluent's weighing, or None with a stock; aliquot: name of the aliquot's.
        planned_aliquot, planned_drug: in mg.
    """

    diluent: str | None
    aliquot: str
    planned_aliquot: Fraction
    planned_drug: Fraction


class Strength(NamedTuple):
    """What follows from the masses.

    Attributes:
        made: drug in a unit in mg, or in a mL.
        of_label: as a fraction.
        blend: mg of the blend, or None for a liquid; volume: mL of a liquid, or None.
        fill: net mass of a unit in mg, or None where it is not known.
    """

    made: Fraction
    of_label: Fraction
    blend: Fraction | None
    volume: Fraction | None
    fill: Fraction | None


class Liquid(NamedTuple):
    """A liquid that is weighed in.

    Attributes:
        density: in mg/mL.
        in_all: exact mg of it that the planned volume holds, what an aliquot brings included.
    """

    density: Fraction
    in_all: Fraction


@attrs.frozen(kw_only=True)
class WeighingPlan:
    """The planned weighings of a batch of any form.

    Attributes:
        unit: what is counted, or None for a liquid.
        drug_name, strength: as the label has them; powder_name: what is weighed.
        theoretical: mg of drug in the form prescribed, with all allowances; factor: mg of powder for a mg of it.
        overage, wastage: as fractions; spread: share that is lost of a batch filled in as a whole, else 0.
        count, units: prescribed, and made by the plan; None for a liquid.
        fill: planned net mass of a unit in mg, or None for a liquid; all_in: whether all the blend goes into the units.
        masses: by name, in the order of weighing, in mg.
        aliases: other names of the same.
        stages: of the trituration, or none.
        volume: mL made, for a liquid, else None; liquids: what is weighed into one that is made up by mass.
        solvent: of these the one that the aliquot of a stock solution brings, or None.
    """

    unit: str | None
    drug_name: str
    powder_name: str
    strength: Amount
    theoretical: Fraction
    factor: Fraction
    overage: Fraction
    wastage: Fraction
    spread: Fraction = Fraction(0)
    count: int | None = None
    units: int | None = None
    fill: Fraction | None = None
    all_in: bool = False
    masses: Mapping[str, Fraction]
    aliases: Mapping[str, str]
    stages: tuple[Stage, ...] = ()
    volume: Fraction | None = None
    liquids: Mapping[str, Liquid] = attrs.Factory(dict)
    solvent: str | None = None

    @property
    def first(self) -> str:
        """The name under which the drug is weighed: ``api``, or of a stock trituration ``aliquot``."""
        return API if API in self.masses else ALIQUOT


def _capsules(plan: CapsuleBatch) -> WeighingPlan:
    masses, stages = _drug(plan)
    rest = plan.exact.filler_on_balance.value
    if rest > 0:
        masses[FILLER] = rest
    all_in = plan.fill_method == "all-in"
    return WeighingPlan(
        unit=get_form(plan.form).words("en")[1],
        masses=masses,
        aliases={plan.filler: FILLER, **_drug_keys(plan)},
        stages=stages,
        count=plan.count,
        units=plan.units_made,
        fill=plan.exact.fill_mass.value,
        all_in=all_in,
        spread=_setting(plan, "policies.wastage") if all_in else Fraction(0),
        strength=plan.exact.strength,
        **_shared(plan),
    )


def _tablets(plan: TabletBatch) -> WeighingPlan:
    masses, stages = _drug(plan)
    for part in plan.excipients:
        # What a stock brings is listed too, perhaps under the key of another excipient, and not weighed.
        if part.exact.on_balance.value > 0:
            masses[part.key] = part.exact.on_balance.value
    return WeighingPlan(
        unit=get_form(plan.form).words("en")[1],
        masses=masses,
        aliases=_drug_keys(plan),
        stages=stages,
        count=plan.count,
        units=plan.units_made,
        fill=plan.exact.tablet_mass.value,
        strength=plan.exact.strength,
        **_shared(plan),
    )


def _solution(plan: SolutionBatch) -> WeighingPlan:
    masses, stages = _drug(plan)
    readability = plan.exact.readability.value
    by_mass = not any(_marked(part) for part in plan.components)
    liquids: dict[str, Liquid] = {}
    for part in plan.components:
        weighed = round_half_up(part.exact.to_weigh.value, readability)
        # What is filled up to a mark is measured by the flask, not by the balance.
        if weighed > 0 and not _marked(part):
            masses[part.key] = weighed
        room = part.exact.volume
        if by_mass and room is not None:
            in_all = part.exact.mass.value
            liquids[part.key] = Liquid(density=in_all / room.value, in_all=in_all)
    stock = plan.trituration
    return WeighingPlan(
        unit=None,
        masses=masses,
        aliases={**_drug_keys(plan), **({"vehicle": plan.components[-1].key} if by_mass else {})},
        stages=stages,
        volume=plan.exact.volume_made.value,
        liquids=liquids,
        solvent=stock.dissolved_in if stock is not None and stock.dissolved_in in liquids else None,
        strength=plan.exact.concentration,
        **_shared(plan),
    )


_READERS: dict[str, Callable[[Any], WeighingPlan]] = {
    "capsule-batch": _capsules,
    "tablet-batch": _tablets,
    "solution-batch": _solution,
}
WEIGHED_KINDS = tuple(_READERS)


def read_plan(plan: Batch) -> WeighingPlan:
    """Return the weighings of a planned batch."""
    return _READERS[plan.kind](plan)


def _marked(part: VehiclePart) -> bool:
    return part.to_volume and part.key == WATER


def _shared(plan: Batch) -> dict[str, Any]:
    theoretical = plan.exact.api_theoretical.value
    return {
        "drug_name": plan.drug_name,
        "powder_name": plan.powder_name,
        "theoretical": theoretical,
        "factor": plan.exact.api_to_weigh_exact.value / theoretical,
        "overage": _setting(plan, "policies.overage"),
        "wastage": _setting(plan, "policies.wastage"),
    }


def _drug_keys(plan: Batch) -> dict[str, str]:
    """Return the other names of the drug: a plan of the base is not weighed under the hydrochloride's."""
    substance = HYDROCHLORIDE if plan.drug_powder is None else plan.drug_powder.substance
    return dict.fromkeys(COMPONENT_KEYS[substance][1:], API)


def _setting(plan: Result, dotted: str) -> Fraction:
    found = settings_from_json(plan.inputs[SETTINGS])[dotted].value
    return found.value if isinstance(found, Amount) else Fraction(0)


def _drug(plan: Batch) -> tuple[dict[str, Fraction], tuple[Stage, ...]]:
    """Return the drug's weighings by name, and the stages of the plan's trituration."""
    planned = plan.trituration
    if planned is None:
        return {API: plan.exact.api_to_weigh.value}, ()
    masses: dict[str, Fraction] = {}
    stages = []
    for number, row in enumerate(planned.stages, start=1):
        drug = row.exact.drug_to_weigh
        diluent = row.exact.diluent_to_weigh
        if number == 1 and drug is not None:
            masses[API] = drug.value
        if diluent is not None:
            masses[with_number(DILUENT, number)] = diluent.value
        aliquot = row.exact.aliquot_to_weigh.value
        masses[with_number(ALIQUOT, number)] = aliquot
        name = None if diluent is None else with_number(DILUENT, number)
        stages.append(Stage(name, with_number(ALIQUOT, number), aliquot, row.exact.drug_in_aliquot.value))
    return masses, tuple(stages)


def through_stages(
    sheet: Worksheet, batch: WeighingPlan, masses: Mapping[str, Fraction]
) -> tuple[tuple[MadeStage, ...], Fraction]:
    """Return the stages of the trituration as made, and the drug powder that reached the blend in mg."""
    powder = masses[API] if API in masses else Fraction(0)
    made = []
    for number, stage in enumerate(batch.stages, start=1):
        aliquot = masses[stage.aliquot]
        start: Fraction | None = None
        total: Fraction | None = None
        if stage.diluent is None:
            inside = sheet.work(
                "drug powder in the aliquot of the stock",
                trituration.drug_in_aliquot,
                drug=stage.planned_drug,
                aliquot=aliquot,
                total=stage.planned_aliquot,
            )
        else:
            # The drug of a second stage is the whole aliquot before it, of which `powder` is drug.
            weighed = masses[API] if number == 1 else masses[batch.stages[number - 2].aliquot]
            start = powder
            total = sheet.work(
                f"drug and diluent, stage {number}", arithmetic.total, first=weighed, second=masses[stage.diluent]
            )
            inside = sheet.work(
                f"drug powder in the aliquot, stage {number}",
                trituration.drug_in_aliquot,
                drug=powder,
                aliquot=aliquot,
                total=total,
            )
        made.append(
            MadeStage(
                number=number,
                drug=as_mass(start),
                total=as_mass(total),
                aliquot=mass(aliquot),
                drug_in_aliquot=mass(inside),
                of_plan=Amount(inside / stage.planned_drug, "1"),
            )
        )
        powder = inside
    return tuple(made), powder


def strength_of(
    sheet: Worksheet[AsMadeInputs],
    batch: WeighingPlan,
    *,
    drug: Fraction,
    powder: Fraction,
    masses: Mapping[str, Fraction],
) -> Strength:
    """Return the strength that follows from the drug in the blend and from the masses.

    Parameters:
        drug: mg of drug, in the form prescribed, that went in; powder: mg of powder that held it.
        masses: all masses by name, in mg.
    """
    label = batch.strength.value
    if batch.volume is not None:
        whole = _volume(sheet, batch, masses, powder=powder)
        made = sheet.work("drug in a mL, as made", calc.strength_by_volume, drug=drug, volume=whole)
        content = sheet.work("content of label, as made", calc.liquid_of_label, made=made, label=label)
        return Strength(made, content, None, whole, None)
    blend = sum((value for name, value in masses.items() if _in_blend(batch, name)), Fraction(0))
    sheet.note("blend, as weighed", "sum of what was weighed into it", f"{mass(blend).text()}")
    given: Amount | None = sheet.given.mean_mass
    if given is None and batch.all_in:
        units = batch.units if sheet.given.units_made is None else sheet.given.units_made
        if sheet.given.units_made is None:
            message = "all the powder went into the units, and how many was not given: as many as planned are counted"
            sheet.assume("units-made-as-planned", field="units_made", value=str(units), message=message)
        made = sheet.work("drug in a unit, as made", arithmetic.in_each, total=drug, units=Fraction(units or 0))
        fill = None
    else:
        fill = batch.fill if given is None else given.value
        if given is None and fill is not None:
            message = "no mean mass of the filled units was given: they are taken as filled to the planned mass"
            sheet.assume("fill-as-planned", field="mean_mass", value=mass(fill).text(), message=message)
        made = sheet.work("drug in a unit, as made", calc.strength_by_mass, drug=drug, fill=fill, blend=blend)
    content = sheet.work("content of label, as made", arithmetic.share_of_unit, part=made, unit=label)
    return Strength(made, content, blend, None, fill)


def _in_blend(batch: WeighingPlan, name: str) -> bool:
    """Tell whether a weighing goes into the blend itself: of a trituration, its last aliquot alone does."""
    if not batch.stages:
        return True
    of_stages = {API} | {item for stage in batch.stages for item in (stage.diluent, stage.aliquot)}
    return name == batch.stages[-1].aliquot or name not in of_stages


def all_of(batch: WeighingPlan, name: str, masses: Mapping[str, Fraction], *, powder: Fraction) -> Fraction:
    """Return all of a liquid in mg that went in: what was weighed, and what the aliquot of a stock solution brought."""
    weighed = masses.get(name, Fraction(0))
    if name != batch.solvent:
        return weighed
    brought = arithmetic.remaining(whole=masses[batch.stages[-1].aliquot], part=powder)
    return arithmetic.total(first=weighed, second=brought)


def _volume(
    sheet: Worksheet[AsMadeInputs], batch: WeighingPlan, masses: Mapping[str, Fraction], *, powder: Fraction
) -> Fraction:
    given: Amount | None = sheet.given.volume_made
    if given is not None:
        return given.value
    whole = batch.volume or Fraction(0)
    if not batch.liquids:
        sheet.assume(
            "volume-as-planned",
            field="volume_made",
            value=Amount(whole, "volume").text(),
            message="the liquid is filled up to the mark: its volume is taken as planned",
        )
        return whole
    for name, liquid in batch.liquids.items():
        weighed = masses.get(name, Fraction(0))
        if name == batch.solvent:
            brought = sheet.work(
                f"{name} that the aliquot brought",
                arithmetic.remaining,
                whole=masses[batch.stages[-1].aliquot],
                part=powder,
            )
            weighed = sheet.work(f"{name} in all", arithmetic.total, first=weighed, second=brought)
        whole = sheet.work(
            f"volume by the mass of {name}",
            calc.volume_by_mass,
            volume=whole,
            weighed=weighed,
            planned=liquid.in_all,
            density=liquid.density,
        )
    return whole
