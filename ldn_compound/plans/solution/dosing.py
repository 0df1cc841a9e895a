"""What a liquid takes from the prescription: dose by mass or volume, drops, volume, storage, dates, supply."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

import attrs

from ldn_compound.calc import arithmetic
from ldn_compound.calc import solution as calc
from ldn_compound.calc.dose import volume_for_days
from ldn_compound.checks import dose as dose_checks
from ldn_compound.checks import solution as checks
from ldn_compound.checks.acceptance import apply_acceptance
from ldn_compound.checks.child import rounding_findings
from ldn_compound.core.errors import InputError
from ldn_compound.core.late_texts import Worded
from ldn_compound.core.numbers import brief_text, round_half_down
from ldn_compound.core.results import Finding
from ldn_compound.core.units import Amount, days, mass, volume
from ldn_compound.inputs.batches import SolutionInputs
from ldn_compound.plans.prescription.beyond_use import FormRule, LastDay, refuse_expired, resolve_rule
from ldn_compound.plans.prescription.dosing_and_dates import (
    refuse_unknown_components,
    resolve_doses_per_day,
    resolve_last_day,
)
from ldn_compound.plans.prescription.patient import DoseOfPatient, hold_to_patient, prescribed_findings
from ldn_compound.plans.prescription.syringe import (
    Measured,
    measure,
    say_measured,
    stocked_syringes,
    syringe_findings,
    with_lines_known,
    would_do,
)
from ldn_compound.plans.solution import FORM
from ldn_compound.plans.worksheet import Worksheet
from ldn_compound.reference.beyond_use import Rule, Study, get_rule, stability_studies
from ldn_compound.reference.rows import Fact
from ldn_compound.reference.syringes import rounding_limits
from ldn_compound.reference.vehicles import STORAGES, Vehicle, substance_keys

COMPONENTS = ("api", "vehicle", "source-tablet", "naltrexone-hcl", "naltrexone-base", "bottle")
_STORAGE_WORDS = {"room": "room-temperature", "refrigerated": "refrigerator"}
_STORAGE_TEXT = {"room-temperature": "solution-nonaqueous", "refrigerator": "solution-aqueous"}


@attrs.frozen(kw_only=True)
class Dose:
    """What the patient takes; None where it was not given.

    Attributes:
        mass, volume: of one dose, in mg and mL.
        per_day: doses a day.
        daily: mg a day.
        of_patient: the dose as it is held to the patient.
        largest: what the largest syringe holds.
        measured: how it is measured, None where no syringe does; better: how it would be if the lines of a syringe were
            known, or None.
        delivered: mg in what is drawn.
        would_do: in words, what would measure it better; empty where that is not needed.
    """

    mass: Fraction | None
    volume: Fraction | None
    per_day: int | None
    daily: Fraction | None
    of_patient: DoseOfPatient
    largest: Amount | None = None
    measured: Measured | None = None
    better: Measured | None = None
    delivered: Fraction = Fraction(0)
    would_do: str = ""

    @property
    def drawn(self) -> Fraction | None:
        """The mL that the syringe shows of one dose; None where no syringe measures it."""
        return None if self.measured is None else self.measured.drawn

    @property
    def used(self) -> Fraction | None:
        """The mL that the supply is counted with: of the dose and what is drawn for it the larger, or None."""
        return self.volume if self.volume is None or self.drawn is None else max(self.volume, self.drawn)

    @property
    def volume_a_day(self) -> Fraction | None:
        """The mL a day, or None."""
        return self.used * self.per_day if self.used is not None and self.per_day is not None else None

    def findings(self, given: SolutionInputs) -> Iterator[Finding]:
        """Yield the findings on the dose, its patient and how it is measured."""
        if self.mass is not None:
            yield from dose_checks.strength_findings(self.mass, field="dose")
            if self.daily is not None:
                factors = dose_checks.factor_words(mass(self.mass).text(), doses=self.per_day or 1)
                yield from dose_checks.daily_dose_findings(self.daily, factors=factors)
        yield from prescribed_findings(given, self.of_patient)
        if self.mass is None or self.volume is None or self.largest is None:
            return
        if self.measured is None:
            yield from checks.not_measurable_findings(dose_volume=self.volume, largest=self.largest)
            return
        yield from syringe_findings(self.measured, self.better)
        yield from rounding_findings(self.measured.error, dose=self.mass, drawn=self.delivered, would_do=self.would_do)


@attrs.frozen(kw_only=True)
class Kept:
    """How the liquid is kept and until when.

    Attributes:
        storage: ``room-temperature`` or ``refrigerator``.
        text: as a label prints it.
        of_form: the rule of the form; rule: what gives the days, that or the formula's own stability.
        last: the last day of use; None without a day of making.
    """

    storage: str
    text: str
    of_form: FormRule
    rule: Rule
    last: LastDay | None

    @property
    def last_day(self) -> date | None:
        """The last day of use; None without a day of making."""
        return None if self.last is None else self.last.day

    @property
    def limited_by(self) -> str | None:
        """What limits it: ``rule``, ``stability`` or a component; None without a day of making."""
        if self.last is None:
            return None
        by_rule = "rule" if self.rule is self.of_form.rule else "stability"
        return by_rule if self.last.limited_by == "rule" else self.last.limited_by


def refuse_contradictions(sheet: Worksheet[SolutionInputs]) -> None:
    """Refuse inputs of a liquid that contradict each other, and names that nobody knows.

    Raises:
        InputError: ``two-doses``, ``no-volume``, ``unknown-component``, ``component-expired``, and of the acceptance.
    """
    given = sheet.given
    apply_acceptance((), accept=given.accept, accepted_by=given.accepted_by)
    if given.dose is not None and given.units_per_dose is not None:
        raise InputError(
            "two-doses",
            field="units_per_dose",
            given=str(given.units_per_dose),
            needed="the dose once: --dose, or --units-per-dose in mL",
            hint="one unit of a liquid is 1 mL",
        )
    known_dose = given.dose is not None or given.units_per_dose is not None
    if given.volume is None and not (known_dose and given.doses_per_day is not None and given.days_supply is not None):
        raise InputError(
            "no-volume",
            field="volume",
            needed="the volume, such as 120mL, or --dose, --doses-per-day and --days-supply to work it out from",
            hint="it is required",
        )
    refuse_unknown_components(
        given,
        (*COMPONENTS, *substance_keys()),
        keys="api, vehicle, source-tablet, bottle or the key of a substance in the vehicle",
    )
    # Before anything is worked out: a refused input comes before a liquid that cannot be made.
    if given.made_on is not None:
        refuse_expired(sheet, given.component_expiries, made_on=given.made_on)


def resolve_dose(sheet: Worksheet[SolutionInputs], concentration: Fraction) -> Dose:
    """Resolve the dose, by mass or volume, and the day's dose."""
    given = sheet.given
    a_dose: Fraction | None = None
    a_volume: Fraction | None = None
    asked: Amount | None = given.dose
    if given.units_per_dose is not None:
        asked = volume(given.units_per_dose)
        sheet.note("dose", "units a dose, one unit of a liquid being 1 mL", Worded("{}", (asked,)))
    if asked is not None and asked.dimension == "mass":
        a_dose = asked.value
        a_volume = sheet.work("volume of a dose", arithmetic.volume_of, mass=a_dose, per_volume=concentration)
    elif asked is not None:
        a_volume = asked.value
        a_dose = sheet.work("drug in a dose", arithmetic.mass_in, volume=a_volume, per_volume=concentration)
    else:
        sheet.assume(
            "dose-not-given",
            field="dose",
            value="not given",
            message="no dose: it is not checked, and neither are the glycerol in it, the syringe and the supply",
        )
    per_day = resolve_doses_per_day(sheet)
    daily: Fraction | None = None
    if a_dose is not None and per_day is not None:
        daily = sheet.work("daily dose", calc.amount_a_day, amount=a_dose, doses_per_day=Fraction(per_day))
    field = "dose" if per_day is None else "doses_per_day"
    of_patient = hold_to_patient(sheet, DoseOfPatient(given.body_weight, daily, a_dose, FORM, field, given.rate))
    dose = Dose(mass=a_dose, volume=a_volume, per_day=per_day, daily=daily, of_patient=of_patient)
    return measured_dose(sheet, dose, concentration=concentration)


def resolve_volume(sheet: Worksheet[SolutionInputs], dose: Dose) -> tuple[Fraction, Fraction]:
    """Return the volume for the patient and the overfill, in mL."""
    given = sheet.given
    if given.volume is not None:
        asked: Fraction = given.volume.value
    else:
        asked = sheet.work(
            "volume for the days",
            volume_for_days,
            volume=dose.used,
            doses_per_day=Fraction(dose.per_day or 0),
            days=Fraction(given.days_supply or 0),
        )
    overfill: Amount | None = given.overfill
    if overfill is None:
        sheet.assume(
            "overfill-assumed",
            field="overfill",
            value="0 mL",
            message="nothing is filled beyond the volume: what stays in adapter and syringe, and what the viscous "
            "liquid leaves on the wall, is missing from the last doses",
        )
        return asked, Fraction(0)
    if overfill.dimension == "volume":
        return asked, overfill.value
    extra = sheet.work("overfill", calc.share_of_volume, made=asked, share=overfill.value)
    return asked, extra


def resolve_drops(
    sheet: Worksheet[SolutionInputs], dose: Dose, *, concentration: Fraction, sublingual: bool
) -> int | None:
    """Return the whole drops of a dose by the pharmacy's own calibration, a tie going down; None without one."""
    per_ml: Fraction | None = sheet.given.drops_per_ml
    if per_ml is None:
        if sublingual:
            sheet.assume(
                "drops-not-calibrated",
                field="drops_per_ml",
                value="not given",
                message="no drop count: a drop of glycerol is not 1/20 mL. Count the drops of 1 mL with this dropper "
                "and this liquid, or dose with the oral syringe",
            )
        return None
    if dose.volume is None:
        return None
    exact = calc.drops_in(dose_volume=dose.volume, drops_per_volume=per_ml)
    drops = int(round_half_down(exact, Fraction(1)))
    text = f"{brief_text(dose.volume)} mL x {brief_text(per_ml)} drops in 1 mL = {brief_text(exact)}, to whole drops"
    delivered = calc.drug_in_drops(drops=Fraction(drops), drops_per_volume=per_ml, concentration=concentration)
    sheet.note("drops of a dose", text, Worded(f"{drops} drops, {{}}", (mass(delivered),)))
    return drops


def drops_findings(given: SolutionInputs, dose: Dose, drops: int | None) -> list[Finding]:
    """Return the findings on whole drops of a dose, as :func:`resolve_drops` returns them."""
    if drops is None or dose.volume is None or given.drops_per_ml is None:
        return []
    exact = calc.drops_in(dose_volume=dose.volume, drops_per_volume=given.drops_per_ml)
    return checks.drop_findings(exact=exact, drops=drops)


def measured_dose(sheet: Worksheet, dose: Dose, *, concentration: Fraction) -> Dose:
    """Return a dose with the oral syringe that measures it; as it is without a dose or where none fits."""
    if dose.volume is None or dose.mass is None:
        return dose
    stocked = stocked_syringes(sheet)
    largest = stocked[-1].size
    found = measure(volume=dose.volume, syringes=stocked, concentration=concentration)
    if found is None:
        return attrs.evolve(dose, largest=largest)
    say_measured(sheet, found, concentration=concentration)
    fine = rounding_limits()[0].value.value
    return attrs.evolve(
        dose,
        largest=largest,
        measured=found,
        better=with_lines_known(found, stocked, concentration=concentration, maximum=None),
        delivered=sheet.work("drug in what is drawn", arithmetic.mass_in, volume=found.drawn, per_volume=concentration),
        would_do=would_do(sheet, dose=dose.mass, concentration=concentration) if found.error > fine else "",
    )


def resolve_storage(sheet: Worksheet, asked: str | None, form: str) -> str:
    """Return how the liquid is kept: as asked, else as its rule needs, which is an assumption."""
    if asked is not None:
        return _STORAGE_WORDS.get(asked, asked)
    rule = get_rule(form, sheet.day)
    needed = "refrigerator" if rule.refrigerated else STORAGES[0]
    liquid = "an unpreserved aqueous" if form == "solution-aqueous" else "a water-containing"
    message = (
        f"no storage was given: the refrigerator, which the rule for {liquid} liquid asks for"
        if rule.refrigerated
        else "no storage was given: room temperature, for which the date is the earlier one"
        if form == "solution-aqueous-preserved"
        else "no storage was given: room temperature, which the rule allows"
    )
    sheet.assume("storage-assumed", field="storage", value=needed, message=message, source=rule.source)
    return needed


def resolve_dates(sheet: Worksheet[SolutionInputs], *, form: str, storage: str, vehicle: Vehicle) -> Kept:
    """Resolve the last day of use: the earliest of the rule, the formula's own stability and the components."""
    of_form = resolve_rule(sheet, form)
    rule = shortest_rule(of_form, vehicle, storage=storage)
    text = get_rule(_STORAGE_TEXT[storage]).storage
    return Kept(storage=storage, text=text, of_form=of_form, rule=rule, last=resolve_last_day(sheet, rule))


def shortest_rule(of_form: FormRule, vehicle: Vehicle, *, storage: str) -> Rule:
    """Return the rule of a form, or the formula's own stability, which is no country's, where that is shorter."""
    rule, study = of_form.rule, _study(of_form, vehicle, storage)
    if study is None or not study.shortens or study.days.value >= rule.days.value.value:
        return rule
    name = f"known stability of this formula at {study.storage}"
    return rule._replace(name=name, days=Fact(study.days, study.source), country=None, superseded=False)


def kept_findings(
    of_form: FormRule, vehicle: Vehicle, *, storage: str, concentration: Amount, on: date | None
) -> Iterator[Finding]:
    """Yield the findings on how a liquid is kept, and on what a stability study of its formula means for the date.

    Parameters:
        of_form: the rule of its form; on: the day whose rules hold.
    """
    yield from checks.storage_findings(storage=storage, rule=get_rule(of_form.form, on))
    yield from checks.stability_findings(
        _study(of_form, vehicle, storage),
        rule=of_form.rule,
        concentration=concentration,
        studied=vehicle.strength.value,
    )


def _study(of_form: FormRule, vehicle: Vehicle, storage: str) -> Study | None:
    return next((item for item in stability_studies(of_form.form) if item.key == vehicle.studies.get(storage)), None)


def resolve_supply(sheet: Worksheet[SolutionInputs], dose: Dose, *, asked: Fraction) -> Amount | None:
    """Return how long the volume for the patient lasts, or None."""
    days_asked: int | None = sheet.given.days_supply
    supply = days(days_asked) if days_asked else None
    if dose.used is not None and dose.per_day is not None:
        lasts = sheet.work(
            "days of supply",
            calc.days_of_volume,
            volume=asked,
            dose_volume=dose.used,
            doses_per_day=Fraction(dose.per_day),
        )
        supply = supply or days(lasts)
    return supply
