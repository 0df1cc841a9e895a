"""Rules for liquids: strength in the vehicle, water and water activity, storage, glycerol, drops, supply."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from ldn_compound.calc.calendar import days_usable
from ldn_compound.checks.codes import finding
from ldn_compound.checks.composition import Component, composition_findings
from ldn_compound.checks.material import brief_percent
from ldn_compound.core.numbers import Figure, brief_text, ceiling, decimal_text
from ldn_compound.core.results import Finding, Severity
from ldn_compound.core.units import Amount
from ldn_compound.messages import say
from ldn_compound.reference.beyond_use import Rule, Study
from ldn_compound.reference.fillers import get_filler
from ldn_compound.reference.limits import content_limits, dose_limits
from ldn_compound.reference.naltrexone import base_in_water
from ldn_compound.reference.syringes import rounding_limits
from ldn_compound.reference.vehicles import Substance, Vehicle, limit, solvent_facts, water_limits

_SYRINGES = "Morecroft 2012: 12 % of children's liquid doses could not be measured with one syringe"
_ALIQUOT = "UNC pharmlabs, measurements, aliquot method"
_USP = "USP <795>, in force 1 November 2023: not to be used after the beyond-use date"


def concentration_findings(concentration: Amount, vehicle: Vehicle) -> list[Finding]:
    """Return the findings on a strength: a slip of the point, or more than is documented in the vehicle.

    A mL is no unit dose, so nothing here stops: the dose and the day's dose have their own limits.

    >>> from ldn_compound.reference.vehicles import get_vehicle
    >>> from ldn_compound.core.units import require
    >>> five = require("5 mg/mL", "mass/volume", "concentration")
    >>> [item.code for item in concentration_findings(five, get_vehicle("glycerol"))]
    ['concentration-not-documented']
    """
    limits = dose_limits()
    low, high = limits["very-low"], limits["high"]
    shown = concentration.text()
    found = []
    if concentration.value >= high.amount.value:
        found.append(finding("concentration-high", shown=shown, high=high.amount, source=high.source))
    if concentration.value < low.amount.value:
        found.append(
            finding(
                "concentration-very-low",
                shown=shown,
                concentration=brief_text(1 / concentration.value),
                source=low.source,
            )
        )
    known = vehicle.strength
    if concentration.value > known.value.value:
        soluble = limit().solubility_in_water
        text = (
            say(
                "concentration-not-documented.glycerol",
                known=known.value,
                vehicle_name=vehicle.name,
                soluble=soluble.value,
            )
            if vehicle.by_mass
            else say("concentration-not-documented.studied", known=known.value, vehicle_name=vehicle.name)
        )
        found.append(finding("concentration-not-documented", text, source=known.source))
    return found


def base_powder_finding() -> Finding:
    """Return the stop on a liquid that is made from naltrexone base: what is known of these liquids is of the salt.

    >>> base_powder_finding().code
    'base-powder-in-liquid'
    """
    words, source = base_in_water()
    return finding("base-powder-in-liquid", words=words, source=source)


def water_findings(*, fraction: Fraction, activity: Fraction | None, vehicle: Vehicle) -> list[Finding]:
    """Return the findings on the water of a liquid, w/w, and its measured water activity.

    >>> from ldn_compound.reference.vehicles import get_vehicle
    >>> [item.code for item in water_findings(fraction=Fraction(1, 5), activity=None, vehicle=get_vehicle("glycerol"))]
    ['water-activity-not-measured']
    """
    limits = water_limits()
    low, high, bound = limits.nonaqueous_to, limits.aqueous_above, limits.activity_below
    sure = limits.surely_nonaqueous_to
    shown = say("water.share", fraction=brief_percent(fraction))
    below = say("water-activity.below", bound=decimal_text(bound.value))
    if activity is None:
        if not sure < fraction <= high.value.value or not vehicle.by_mass:
            return []
        where = f"lies between {low.value.text()} and {high.value.text()}"
        if fraction <= low.value.value:
            where = f"lies within {limits.margin.value.text()} of the {low.value.text()} from which a liquid is aqueous"
        source = low.source if fraction > low.value.value else limits.margin.source
        return [finding("water-activity-not-measured", shown=shown, where=where, below=below, source=source)]
    measured = say("water-activity.measured", activity=decimal_text(activity))
    if fraction > high.value.value:
        if activity >= bound.value:
            return []
        return [
            finding("water-activity-not-counted", measured=measured, shown=shown, high=high.value, source=high.source)
        ]
    if activity < bound.value:
        if fraction <= sure:
            return []
        return [
            finding(
                "water-activity-decides",
                say("water-activity-decides.non-aqueous", measured=measured, shown=shown),
                severity=Severity.INFO,
                source=bound.source,
            )
        ]
    if fraction > sure:
        return []
    return [
        finding(
            "water-activity-decides",
            say("water-activity-decides.aqueous", measured=measured, below=below, shown=shown),
            severity=Severity.CAUTION,
            source=bound.source,
        )
    ]


def glycerol_water_finding(*, worst: Fraction, most: Amount, source: object) -> Finding:
    """Return the finding that water which the glycerol may hold would make the liquid aqueous.

    Parameters:
        worst: the water fraction if the glycerol held the most that its monograph allows.
        most: that most.

    >>> from ldn_compound.core.units import ratio
    >>> glycerol_water_finding(worst=Fraction(16, 100), most=ratio(Fraction(1, 20)), source="USP").code
    'glycerol-water-not-given'
    """
    return finding("glycerol-water-not-given", most=most, worst=brief_percent(worst), source=source)


def storage_findings(*, storage: str, rule: Rule) -> list[Finding]:
    """Return the stop on a liquid that its rule puts into the refrigerator, and that is kept elsewhere.

    >>> from ldn_compound.reference.beyond_use import get_rule
    >>> [item.code for item in storage_findings(storage="room-temperature",
    ...                                         rule=get_rule("solution-aqueous"))]
    ['storage-needs-refrigerator']
    """
    if not rule.refrigerated or storage == "refrigerator":
        return []
    return [finding("storage-needs-refrigerator", name=rule.name, days=rule.days.value, source=rule.days.source)]


def stability_findings(study: Study | None, *, rule: Rule, concentration: Amount, studied: Amount) -> list[Finding]:
    """Return what a stability study of the formula means for the date.

    >>> from ldn_compound.core.units import Amount
    >>> from ldn_compound.reference.beyond_use import get_rule, stability_studies
    >>> one = Amount(1, "mass/volume")
    >>> [item.code for item in stability_findings(stability_studies("solution-aqueous-preserved")[0],
    ...     rule=get_rule("solution-aqueous-preserved"), concentration=one, studied=one)]
    ['stability-shortens-date']
    """
    if study is None:
        return []
    found = []
    if study.shortens and study.days.value < rule.days.value.value:
        found.append(
            finding(
                "stability-shortens-date",
                study_days=study.days,
                storage=study.storage,
                days=rule.days.value,
                name=rule.name,
                source=study.source,
            )
        )
    if concentration != studied:
        found.append(
            finding("stability-other-strength", studied=studied, concentration=concentration, source=study.source)
        )
    return found


def room_findings(share: Fraction) -> list[Finding]:
    """Return the finding on solids that are not counted in a liquid made up by mass.

    >>> [item.code for item in room_findings(Fraction(4, 100))]
    ['solids-take-room']
    """
    bound = limit().displacement
    if share <= bound.value.value:
        return []
    return [finding("solids-take-room", share=brief_percent(share), source=bound.source)]


def suspension_finding() -> Finding:
    """Return the note that crushed tablets give a suspension, never a solution.

    >>> suspension_finding().code
    'suspension'
    """
    source = "Fawcett, Morgan, Woods, Ann Pharmacother 1997;31:1291-1295; medicinesinformation.co.nz 2023"
    return finding("suspension", source=source)


def vehicle_findings(substances: Sequence[Substance], avoid: Sequence[str]) -> list[Finding]:
    """Return the findings on what is in the vehicle: against what the patient avoids, and what is declared.

    >>> from ldn_compound.reference.vehicles import get_substance
    >>> [item.code for item in vehicle_findings([get_substance("sodium-benzoate")], ["benzoate"])]
    ['vehicle-contains-avoided', 'vehicle-declared']
    """
    found = []
    for row in substances:
        contains, may_contain = row.contains, row.may_contain
        if row.filler is not None:
            excipient = get_filler(row.filler)
            contains, may_contain = (*contains, *excipient.contains), {**may_contain, **excipient.may_contain}
        component = Component("vehicle", row.name, contains, may_contain, known=True, source=str(row.source))
        found += composition_findings(component, avoid)
        found += [
            finding("vehicle-declared", row_name=row.name, item=item.text, source=item.source) for item in row.declared
        ]
    return found


def glycerol_findings(*, a_dose: Fraction | None, a_day: Fraction | None) -> list[Finding]:
    """Return the findings on the glycerol that a patient takes, in mg, against the threshold of the EU annex.

    The threshold is one of a dose. The day's amount is held against it too, as most of that annex count by the day.

    >>> [item.code for item in glycerol_findings(a_dose=Fraction("5674.5"), a_day=Fraction(11349))]
    ['glycerol-at-threshold-a-day']
    """
    row = next((item for item in get_filler("glycerol").eu_thresholds if item.sensitivity == "glycerol"), None)
    if row is None or row.amount is None:
        return []
    found = []
    if a_dose is not None and a_dose >= row.amount.value:
        found.append(
            finding(
                "glycerol-at-threshold-a-dose",
                a_dose=_grams(a_dose),
                threshold=_grams(row.amount.value),
                text=row.text,
                source=row.source,
            )
        )
    if a_day is not None and a_day >= row.amount.value:
        found.append(
            finding(
                "glycerol-at-threshold-a-day",
                a_day=_grams(a_day),
                threshold=_grams(row.amount.value),
                text=row.text,
                source=row.source,
            )
        )
    return found


def _grams(value: Fraction) -> Figure:
    return Figure(f"{brief_text(value / 1000, places=2)} g")


def glycol_test_finding() -> Finding:
    """Return the question to ask of every lot of glycerol.

    >>> glycol_test_finding().code
    'ask-glycol-test'
    """
    bound = limit().glycol_test
    return finding("ask-glycol-test", most=decimal_text(bound.value.in_unit), source=bound.source)


def larger_batch_finding(*, least: Fraction, made: Fraction, whole: Fraction) -> Finding:
    """Return the way out where the drug is too little to weigh: make more, and fill what is needed from it.

    Parameters:
        least: mL whose drug the balance can weigh.
        made, whole: mL that are made, and that are filled.

    >>> larger_batch_finding(least=Fraction(20), made=Fraction(15), whole=Fraction(15)).code
    'larger-batch-would-do'
    """
    more = ceiling((least / whole - 1) * 100)
    return finding("larger-batch-would-do", made=brief_text(made), least=brief_text(least), more=more, source=_ALIQUOT)


def stock_solution_findings(solvent: Substance) -> list[Finding]:
    """Return what is to be seen to where the drug comes by a stock solution: that it is dissolved.

    >>> from ldn_compound.reference.vehicles import get_substance
    >>> [item.code for item in stock_solution_findings(get_substance("glycerol"))]
    ['stock-solution-must-be-clear']
    """
    _, most = solvent_facts(solvent)
    return [finding("stock-solution-must-be-clear", solvent_name=solvent.name, most=most.value, source=most.source)]


def excipient_findings(masses: Sequence[tuple[str, Fraction]], *, minimum: Fraction) -> list[Finding]:
    """Return the findings on solids of the vehicle, name and mg, that are too small to weigh.

    >>> [item.code for item in excipient_findings([("sodium benzoate", Fraction(30))], minimum=Fraction(120))]
    ['excipient-below-minimum-weighable']
    """
    return [
        finding(
            "excipient-below-minimum-weighable",
            value=brief_text(value),
            name=name,
            minimum=brief_text(minimum),
            source="UNC pharmlabs, measurements: sensitivity requirement x 100 / permitted error",
        )
        for name, value in masses
        if value < minimum
    ]


def preservative_error_findings(
    name: str, *, error: Fraction | None, least: Fraction, on: date | None = None
) -> list[Finding]:
    """Return the stop on a preservative that is weighed too roughly for the liquid to count as preserved.

    Parameters:
        name: of the preservative.
        error: expected relative error of its weighing; None where the balance shows nothing of it.
        least: mL of the liquid for which the balance weighs enough of it.
        on: the day of making.

    >>> [item.code for item in preservative_error_findings("benzoate", error=Fraction(2, 5), least=Fraction(120))]
    ['preservative-not-weighable']
    """
    limits = content_limits(on)
    if error is not None and error <= limits.high.value - 1:
        return []
    shown = say("preservative.nothing") if error is None else say("preservative.error", error=brief_percent(error))
    source = f"house rule of this program: a preservative is held to the limits of the drug ({limits.source})"
    return [finding("preservative-not-weighable", name=name, shown=shown, least=brief_text(least), source=source)]


def dose_findings(*, dose_volume: Fraction, volume: Fraction, sublingual: bool) -> list[Finding]:
    """Return the findings on the volume of one dose, in mL.

    >>> [item.code for item in dose_findings(dose_volume=Fraction(2), volume=Fraction(30), sublingual=True)]
    ['sublingual-volume']
    """
    found = []
    if dose_volume > volume:
        source = "arithmetic: dose / concentration"
        found.append(
            finding(
                "dose-larger-than-batch", dose_volume=brief_text(dose_volume), volume=brief_text(volume), source=source
            )
        )
    most = limit().sublingual
    if sublingual and dose_volume > most.value.value:
        found.append(
            finding("sublingual-volume", dose_volume=brief_text(dose_volume), most=most.value, source=most.source)
        )
    return found


def not_measurable_findings(*, dose_volume: Fraction, largest: Amount) -> list[Finding]:
    """Return the finding on a dose in mL that no stocked syringe measures in one go.

    >>> from ldn_compound.core.units import volume
    >>> [item.severity.value for item in not_measurable_findings(dose_volume=Fraction(12), largest=volume(10))]
    ['caution']
    """
    shown = say("dose-not-measurable.dose", dose_volume=brief_text(dose_volume))
    if dose_volume > largest.value:
        text = say("dose-not-measurable.large", shown=shown, largest=largest)
        severity = Severity.CAUTION
    else:
        text = say("dose-not-measurable.small", shown=shown)
        severity = Severity.STOP
    return [
        finding("dose-not-measurable", say("dose-not-measurable.end", text=text), severity=severity, source=_SYRINGES)
    ]


def drop_findings(*, exact: Fraction, drops: int) -> list[Finding]:
    """Return the finding on whole drops that miss the dose: above 5 % a caution, above 10 % a stop.

    >>> [item.severity.value for item in drop_findings(exact=Fraction("14.5"), drops=14)]
    []
    """
    error = abs(drops - exact) / exact
    fine, most = rounding_limits()
    if error <= fine.value.value:
        return []
    text = say("drops-rounded", exact=brief_text(exact), drops=drops, error=brief_percent(error))
    if error > most.value.value:
        return [finding("drops-rounded", text, severity=Severity.STOP, source=most.source)]
    return [finding("drops-rounded", text, severity=Severity.CAUTION, source=fine.source)]


def liquid_supply_findings(
    *, volume: Fraction, per_day: Fraction | None, days_supply: int | None, made_on: date | None, last_day: date | None
) -> list[Finding]:
    """Return the findings on how long a volume lasts.

    Parameters:
        volume: mL for the patient, the overfill left out.
        per_day: mL a day, or None where it was not given.
        days_supply: days asked for, or None.
        made_on, last_day: day of making, taken as the first day of use, and beyond-use date; None where not known.

    >>> [item.code for item in liquid_supply_findings(volume=Fraction(120), per_day=Fraction("4.5"), days_supply=30,
    ...                                               made_on=None, last_day=None)]
    ['supply-does-not-match']
    """
    found = []
    if per_day is not None and days_supply is not None and per_day * days_supply > volume:
        source = "arithmetic: days x volume a day"
        found.append(
            finding(
                "supply-does-not-match",
                say(
                    "supply-does-not-match.liquid",
                    days_supply=days_supply,
                    per_day=brief_text(per_day),
                    needed=brief_text(per_day * days_supply),
                    volume=brief_text(volume),
                ),
                source=source,
            )
        )
    lasts = volume / per_day if per_day is not None else Fraction(days_supply) if days_supply else None
    if lasts is None or made_on is None or last_day is None:
        return found
    usable = days_usable(made_on, last_day)
    if lasts > usable:
        split = (
            say("supply.volume", usable=brief_text(usable * per_day))
            if per_day is not None
            else say("supply.days", usable=usable)
        )
        found.append(
            finding(
                "supply-past-beyond-use",
                say(
                    "supply-past-beyond-use.liquid",
                    lasts=brief_text(lasts),
                    usable=usable,
                    last_day=last_day,
                    split=split,
                ),
                source=_USP,
                field="volume",
            )
        )
    return found
