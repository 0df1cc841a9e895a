"""A batch as it was made: what was weighed against the plan, and the strength that a unit really holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import ClassVar, NamedTuple

from ldn_compound.calc import arithmetic, batch
from ldn_compound.calc import as_made as calc
from ldn_compound.checks import as_made as checks
from ldn_compound.checks.stopped_plan import STOPPED_PLAN, stopped_plan_findings
from ldn_compound.core.errors import InputError, UnitError
from ldn_compound.core.late_texts import Prose
from ldn_compound.core.results import Finding, OptionalQuantityField, QuantityField, Result, Severity
from ldn_compound.core.units import Amount, as_mass, mass, ratio
from ldn_compound.inputs.quality import AsMadeInputs
from ldn_compound.inputs.reading import refuse_unknown
from ldn_compound.plans.batch.result import Batch, ContentOfLabel
from ldn_compound.plans.public import planner
from ldn_compound.plans.quality.liquid_as_made import liquid_findings, water_made
from ldn_compound.plans.quality.statistics import FAIL, PASS, print_out_findings
from ldn_compound.plans.quality.weighings import (
    MadeStage,
    Strength,
    Weighing,
    WeighingPlan,
    read_plan,
    strength_of,
    through_stages,
)
from ldn_compound.plans.worksheet import Worksheet
from ldn_compound.reference.limits import content_limits


class AsMade(Result):
    """What was really made.

    Attributes:
        plan_kind: the kind of the plan, such as ``capsule-batch``.
        drug_name: the drug as prescribed, as the label names it; powder_name: what was weighed.
        strength: of the label; strength_made: what a unit (or a mL) really holds if nothing was lost.
        of_label: the latter as a fraction of the label; content_of_label: also if the allowances were lost.
        verdict: ``pass`` within the content limits at both ends and without another stop (missing powder,
            another water class, the preservative), else ``fail``.
        low, high: those limits, as fractions of the label.
        powder_delivered: drug powder that went into the blend, by way of the aliquots of a trituration; residue is
            what stayed in the weighing boat (None: not weighed back); residue_counted: whether it was taken off.
        drug_delivered: drug, in the form prescribed, that went in.
        planned_overage, effective_overage: fractions of the drug without one; overage_eaten: nothing of it is left.
        weighings: each mass against its plan; stages: of a trituration.
        blend, volume: what was mixed; None where it does not apply.
        mean_mass: net mass of a unit; None for a liquid.
        units_planned, units_made, units_tested, units_left: counts; None where not known.
        unit_yield, powder_yield: fractions; None where the number made is not known.

    >>> import ldn_compound as ldn
    >>> plan = ldn.plan_capsules(strength="4.5 mg", count=90, size="3", filler="mcc-ph102", fill_mass="135 mg")
    >>> made = ldn.as_made(plan, weighed={"api": "405 mg", "filler": "11745 mg"})
    >>> print(made.strength_made, made.of_label, made.verdict, sep=", ")
    4.5 milligram, 100 percent, pass
    """

    kind: ClassVar[str] = "as-made"

    plan_kind: str
    drug_name: Prose
    powder_name: Prose
    strength: QuantityField
    strength_made: QuantityField
    of_label: QuantityField
    content_of_label: ContentOfLabel
    low: QuantityField
    high: QuantityField
    verdict: str
    powder_delivered: QuantityField
    residue: OptionalQuantityField
    residue_counted: bool
    drug_delivered: QuantityField
    planned_overage: QuantityField
    effective_overage: QuantityField
    overage_eaten: bool
    weighings: tuple[Weighing, ...]
    stages: tuple[MadeStage, ...]
    blend: OptionalQuantityField
    volume: OptionalQuantityField
    mean_mass: OptionalQuantityField
    units_planned: int | None
    units_made: int | None
    units_tested: int | None
    units_left: int | None
    unit_yield: OptionalQuantityField
    powder_yield: OptionalQuantityField


class Counts(NamedTuple):
    """The units as counted; each None where it is not known.

    Attributes:
        made, left: units made, and less those tested.
        units, powder: yields, as fractions.
        if_all_in: of the label, if the blend without its wastage had gone into the units.
    """

    made: int | None = None
    left: int | None = None
    units: Fraction | None = None
    powder: Fraction | None = None
    if_all_in: Fraction | None = None


class Made(NamedTuple):
    """A batch as it was made, as its rules look at it: masses in mg, shares as fractions.

    Attributes:
        plan: the plan; planned: the same as far as weighing goes.
        permitted: how far a weighing may be off.
        weighings: each mass against its plan; masses: those that went in, by name.
        left: what stayed in the weighing boat, or None.
        effective: the overage that was left.
        strength: what follows from the masses; lost: the content of label if the allowances were lost.
        water: in a liquid that was made up by mass, w/w; else None.
        counts: the units.
    """

    plan: Batch
    planned: WeighingPlan
    permitted: Amount
    weighings: tuple[Weighing, ...]
    masses: Mapping[str, Fraction]
    left: Fraction | None
    effective: Fraction
    strength: Strength
    lost: Fraction
    water: Fraction | None
    counts: Counts


@planner(AsMadeInputs)
def as_made(sheet: Worksheet[AsMadeInputs]) -> AsMade:
    """Work out the strength that was really made from what was weighed.

    Components are ``api`` (the drug powder), ``filler`` or a substance's key; of a trituration or a stock solution
    ``api``, ``diluent`` and ``aliquot``, of a second stage ``diluent-2`` and ``aliquot-2``. The drug must be given;
    what else is not is taken as planned, and the result says so. A residue of more than 1 % of the drug is taken off.

    Returns:
        Strength, content of label, overage and yield as made. One outside 90 to 110 % of the label carries a stop.

    Raises:
        InputError, UnitError: what reading the inputs raises; ``not-a-plan``, ``drug-not-weighed``,
            ``unknown-component``, ``given-twice``, ``wrong-dimension``, ``residue-too-large``,
            ``more-tested-than-made``, ``not-for-this-form``.
        MismatchError: ``does-not-recompute``: the plan was changed after it was planned.

    Sources: DAZ 26.06.2024 (residue); Fagron (overage and rounding); arithmetic.

    >>> import ldn_compound as ldn
    >>> plan = ldn.plan_capsules(strength="0.5 mg", count=100, size="3", filler="mcc-ph102", packing_stat="135 mg",
    ...                          overage="5 %")
    >>> made = ldn.as_made(plan, weighed={"api": "53 mg"}, residue="0 mg")
    >>> print(made.effective_overage, made.verdict)
    6 percent pass
    """
    given, plan = sheet.given, sheet.given.plan
    assert isinstance(plan, Batch)  # its kind was checked
    planned = read_plan(plan)
    _refuse_contradictions(planned, given)
    weighed = _by_name(planned, given.weighed)
    permitted: Amount = sheet.setting("balance.permitted_error")
    weighings = _weighings(sheet, planned, weighed)
    masses = {item.name: item.exact.weighed.value for item in weighings}
    left, counted = _residue(sheet, masses, planned)
    stages, powder = through_stages(sheet, planned, masses)
    drug = sheet.work("drug that went in", arithmetic.divided, amount=powder, by=planned.factor)
    overage = planned.overage
    without = sheet.work(
        "drug needed without the overage", batch.drug_after_loss, drug=planned.theoretical, overage=overage
    )
    effective = sheet.work("effective overage", arithmetic.deviation, found=drug, planned=without)
    made = strength_of(sheet, planned, drug=drug, powder=powder, masses=masses)
    # A mean mass that was weighed shows what of the powder is not in the units: only the overage is left to lose.
    spread = Fraction(0) if given.mean_mass is not None else planned.spread
    lost = sheet.work(
        "content of label if the allowances were lost",
        calc.content_after_loss,
        content=made.of_label,
        overage=(1 + overage) * (1 + spread) - 1,
    )
    water = water_made(sheet, plan, planned, masses, powder=powder)
    counts = _count(sheet, planned, made, drug=drug)
    findings = tuple(
        rules(
            given,
            Made(
                plan=plan,
                planned=planned,
                permitted=permitted,
                weighings=weighings,
                masses=masses,
                left=left,
                effective=effective,
                strength=made,
                lost=lost,
                water=water,
                counts=counts,
            ),
        )
    )
    limits = content_limits(plan.made_on)
    # What else stops here fails too: a program reads the verdict alone. A stopped plan says nothing of the making.
    stopped = any(item.severity is Severity.STOP and item.code != STOPPED_PLAN for item in findings)
    fits = lost >= limits.low.value and made.of_label <= limits.high.value and not stopped
    return AsMade(
        inputs=sheet.inputs,
        assumptions=sheet.assumptions,
        steps=sheet.steps,
        findings=findings,
        plan_kind=plan.kind,
        drug_name=planned.drug_name,
        powder_name=planned.powder_name,
        strength=planned.strength,
        strength_made=Amount(made.made, planned.strength.dimension),
        of_label=ratio(made.of_label),
        content_of_label=ContentOfLabel(if_lost=ratio(lost), if_not_lost=ratio(made.of_label)),
        low=limits.low,
        high=limits.high,
        verdict=PASS if fits else FAIL,
        powder_delivered=mass(powder),
        residue=as_mass(left),
        residue_counted=counted,
        drug_delivered=mass(drug),
        planned_overage=ratio(overage),
        effective_overage=ratio(effective),
        overage_eaten=overage > 0 >= effective,
        weighings=weighings,
        stages=stages,
        blend=as_mass(made.blend),
        volume=None if made.volume is None else Amount(made.volume, "volume"),
        mean_mass=as_mass(made.fill),
        units_planned=planned.units,
        units_made=counts.made,
        units_tested=given.units_tested,
        units_left=counts.left,
        unit_yield=None if counts.units is None else ratio(counts.units),
        powder_yield=None if counts.powder is None else ratio(counts.powder),
    )


def rules(given: AsMadeInputs, made: Made) -> Iterator[Finding]:
    """Yield the findings on a batch as it was made, in the order in which they are told."""
    plan, planned, counts = made.plan, made.planned, made.counts
    yield from print_out_findings(given, count=None, gross=False, field="weighed")
    yield from stopped_plan_findings(plan.stops)
    weighed = {item.name: item.exact.weighed.value for item in made.weighings}
    for name, target in planned.masses.items():
        yield from checks.weighing_findings(name=name, weighed=weighed[name], planned=target, permitted=made.permitted)
    needed = arithmetic.multiplied(amount=planned.theoretical, times=planned.factor)
    yield from checks.residue_findings(left=made.left, weighed=weighed[planned.first], needed=needed)
    yield from checks.overage_findings(planned=planned.overage, effective=made.effective)
    yield from checks.strength_findings(if_lost=made.lost, if_not_lost=made.strength.of_label, on=plan.made_on)
    yield from liquid_findings(plan, planned, made.masses, water=made.water)
    if counts.powder is not None and counts.if_all_in is not None:
        yield from checks.missing_powder_findings(
            powder=counts.powder, if_all_in=counts.if_all_in, weighed=given.mean_mass is not None, on=plan.made_on
        )
    if planned.unit is not None and planned.count is not None:
        yield from checks.yield_findings(
            powder=counts.powder, left=counts.left, prescribed=planned.count, unit=planned.unit
        )


def _refuse_contradictions(planned: WeighingPlan, given: AsMadeInputs) -> None:
    liquid = planned.unit is None
    for name in given.has(*(("mean_mass", "units_made", "units_tested") if liquid else ("volume_made",))):
        what = "a liquid has no units" if liquid else "volume is of a liquid"
        shown = str(given.named(name))
        raise InputError("not-for-this-form", field=name, given=shown, needed="leave it out", hint=what)
    made = planned.units if given.units_made is None else given.units_made
    tested = given.units_tested or 0
    if made is not None and tested > made:
        raise InputError(
            "more-tested-than-made", field="units_tested", given=str(tested), needed=f"at most the {made} units made"
        )


def _by_name(planned: WeighingPlan, weighed: Mapping[str, Amount]) -> dict[str, Amount]:
    """Return what was weighed by the names of the plan's weighings.

    Raises:
        InputError: ``unknown-component``, ``given-twice``, ``wrong-dimension``, ``out-of-range``, ``drug-not-weighed``.
    """
    names = tuple(planned.masses)
    needed = f"one of {', '.join(names)}"
    known = (*names, *(alias for alias, name in planned.aliases.items() if name in names))
    refuse_unknown(weighed, known, field="weighed", code="unknown-component", needed=needed)
    found: dict[str, Amount] = {}
    for given, amount in weighed.items():
        name = given if given in names else planned.aliases[given]
        shown = f"{given}={amount.text()}"
        if name in found:
            raise InputError("given-twice", field="weighed", given=shown, needed="each component once")
        if amount.dimension != "mass":
            hint = f"the plan weighs {mass(planned.masses[name]).text()} of it"
            raise UnitError("wrong-dimension", field="weighed", given=shown, needed="a mass", hint=hint)
        if amount.value == 0:
            raise InputError("out-of-range", field="weighed", given=shown, needed="more than 0 mg")
        found[name] = amount
    if planned.first not in found:
        raise InputError(
            "drug-not-weighed",
            field="weighed",
            given=", ".join(weighed),
            needed=f"the drug's own mass, planned as {planned.first}={mass(planned.masses[planned.first]).text()}",
        )
    return found


def _weighings(sheet: Worksheet, planned: WeighingPlan, weighed: Mapping[str, Amount]) -> tuple[Weighing, ...]:
    rows = []
    for name, target in planned.masses.items():
        amount = weighed.get(name)
        if amount is None:
            message = f"what was weighed of {name} was not given: it is taken as planned"
            sheet.assume("weighed-as-planned", field="weighed", value=f"{name}={mass(target).text()}", message=message)
            amount = mass(target)
        off = amount.value / target - 1
        rows.append(
            Weighing(name=name, planned=mass(target), weighed=amount, deviation=ratio(off), given=name in weighed)
        )
    return tuple(rows)


def _residue(
    sheet: Worksheet[AsMadeInputs], masses: dict[str, Fraction], planned: WeighingPlan
) -> tuple[Fraction | None, bool]:
    """Return what stayed in the weighing boat and whether it counts; where it does, it is taken off the drug's mass."""
    given: Amount | None = sheet.given.residue
    first = planned.first
    weighed = masses[first]
    left = None if given is None else given.value
    if left is not None and left >= weighed:
        raise InputError(
            "residue-too-large",
            field="residue",
            given=mass(left).text(),
            needed=f"less than the {mass(weighed).text()} that were weighed",
            hint="the residue is what was left, not what went in",
        )
    if left is None or not checks.residue_counts(left, weighed):
        return left, False
    masses[first] = sheet.work(f"{first} that went in", arithmetic.remaining, whole=weighed, part=left)
    return left, True


def _count(sheet: Worksheet[AsMadeInputs], planned: WeighingPlan, found: Strength, *, drug: Fraction) -> Counts:
    """Count the units, and hold the powder in them against the blend that was weighed.

    Parameters:
        found: what follows from the masses; drug: mg of drug that went in.
    """
    made: int | None = sheet.given.units_made
    tested: int | None = sheet.given.units_tested
    if planned.units is None:
        return Counts()
    if made is None and (tested is not None or found.fill is None):
        made = planned.units
        if found.fill is not None:  # else it is said where the strength rests on it
            message = "how many units were made was not given: as many as planned are counted"
            sheet.assume("units-made-as-planned", field="units_made", value=str(made), message=message)
    if made is None:
        return Counts()
    left = made - (tested or 0)
    units = sheet.work("yield of units", calc.unit_yield, made=Fraction(made), planned=Fraction(planned.units))
    powder = if_all_in = None
    if found.blend is not None and found.fill is not None:
        powder = sheet.work(
            "yield of powder", calc.powder_yield, units=Fraction(made), fill=found.fill, blend=found.blend
        )
        kept = sheet.work("drug without the wastage", batch.drug_after_loss, drug=drug, overage=planned.wastage)
        each = sheet.work(
            "drug in a unit if all of that went into them", arithmetic.in_each, total=kept, units=Fraction(made)
        )
        if_all_in = arithmetic.share_of_unit(part=each, unit=planned.strength.value)
    return Counts(made, left, units, powder, if_all_in)
