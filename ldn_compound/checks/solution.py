"""Rules for liquids: strength in the vehicle, water and water activity, storage, glycerol, drops, supply."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from ldn_compound.calc.calendar import days_usable
from ldn_compound.checks.codes import finding
from ldn_compound.checks.composition import Component, composition_findings
from ldn_compound.checks.material import brief_percent
from ldn_compound.core.numbers import brief_text, ceiling, decimal_text
from ldn_compound.core.results import Finding, Severity
from ldn_compound.core.units import Amount
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
        text = f"at {shown} a mL holds {high.amount.text()} or more, no low dose: is the decimal point right?"
        found.append(
            finding(
                "concentration-10-mg-per-ml-or-more", Severity.CAUTION, text, source=high.source, field="concentration"
            )
        )
    if concentration.value < low.amount.value:
        text = f"at {shown} a dose of 1 mg takes {brief_text(1 / concentration.value)} mL: mg or mcg?"
        found.append(
            finding(
                "concentration-below-0.1-mg-per-ml", Severity.CAUTION, text, source=low.source, field="concentration"
            )
        )
    known = vehicle.strength
    if concentration.value > known.value.value:
        soluble = limit().solubility_in_water
        text = (
            f"{known.value.text()} is the strength that is documented in {vehicle.name}; how much naltrexone "
            f"hydrochloride dissolves in glycerol was not found (in water about {soluble.value.text()}): make a trial, "
            f"and measure out only what is clear"
            if vehicle.by_mass
            else f"{known.value.text()} is the strength that was studied in {vehicle.name}"
        )
        found.append(
            finding("concentration-not-documented", Severity.CAUTION, text, source=known.source, field="concentration")
        )
    return found


def base_powder_finding() -> Finding:
    """Return the stop on a liquid that is made from naltrexone base: what is known of these liquids is of the salt.

    >>> base_powder_finding().code
    'base-powder-in-liquid'
    """
    words, source = base_in_water()
    text = (
        f"the powder is naltrexone base, which {words}: the strengths, the solubility and the stability of these "
        f"liquids are known of the hydrochloride. What does not dissolve settles, and a dose may hold too little or "
        f"several times too much. Make the liquid from the hydrochloride"
    )
    return finding("base-powder-in-liquid", Severity.STOP, text, source=source, field="powder")


def water_findings(*, fraction: Fraction, activity: Fraction | None, vehicle: Vehicle) -> list[Finding]:
    """Return the findings on the water of a liquid, w/w, and its measured water activity.

    >>> from ldn_compound.reference.vehicles import get_vehicle
    >>> [item.code for item in water_findings(fraction=Fraction(1, 5), activity=None, vehicle=get_vehicle("glycerol"))]
    ['water-activity-not-measured']
    """
    limits = water_limits()
    low, high, bound = limits.nonaqueous_to, limits.aqueous_above, limits.activity_below
    sure = limits.surely_nonaqueous_to
    shown = f"{brief_percent(fraction)} of water (w/w)"
    below = f"below {decimal_text(bound.value)}"
    if activity is None:
        if not sure < fraction <= high.value.value or not vehicle.by_mass:
            return []
        where = f"lies between {low.value.text()} and {high.value.text()}"
        if fraction <= low.value.value:
            where = f"lies within {limits.margin.value.text()} of the {low.value.text()} from which a liquid is aqueous"
        text = f"{shown} {where}: taken as aqueous; a measured water activity {below} would make it non-aqueous"
        source = low.source if fraction > low.value.value else limits.margin.source
        return [finding("water-activity-not-measured", Severity.CAUTION, text, source=source, field="water_activity")]
    measured = f"the measured water activity of {decimal_text(activity)}"
    if fraction > high.value.value:
        if activity >= bound.value:
            return []
        text = f"{measured} does not fit {shown} and does not count: above {high.value.text()} the liquid is aqueous"
        return [
            finding("water-activity-not-counted", Severity.CAUTION, text, source=high.source, field="water_activity")
        ]
    if activity < bound.value:
        if fraction <= sure:
            return []
        text = f"{measured} makes the liquid with {shown} non-aqueous: keep the measurement with the record"
        return [finding("water-activity-decides", Severity.INFO, text, source=bound.source, field="water_activity")]
    if fraction > sure:
        return []
    text = f"{measured} is not {below}: with only {shown} the liquid still counts as aqueous. Was it measured right?"
    return [finding("water-activity-decides", Severity.CAUTION, text, source=bound.source, field="water_activity")]


def glycerol_water_finding(*, worst: Fraction, most: Amount, source: object) -> Finding:
    """Return the finding that water which the glycerol may hold would make the liquid aqueous.

    Parameters:
        worst: the water fraction if the glycerol held the most that its monograph allows.
        most: that most.

    >>> from ldn_compound.core.units import ratio
    >>> glycerol_water_finding(worst=Fraction(16, 100), most=ratio(Fraction(1, 20)), source="USP").code
    'glycerol-water-not-given'
    """
    text = (
        f"the glycerol lot's water was not given; with the {most.text()} that the monograph allows, the liquid holds "
        f"{brief_percent(worst)} of water and would be aqueous: give --glycerol-water from the certificate"
    )
    return finding("glycerol-water-not-given", Severity.CAUTION, text, source=source, field="glycerol_water")


def storage_findings(*, storage: str, rule: Rule) -> list[Finding]:
    """Return the stop on a liquid that its rule puts into the refrigerator, and that is kept elsewhere.

    >>> from ldn_compound.reference.beyond_use import get_rule
    >>> [item.code for item in storage_findings(storage="room-temperature",
    ...                                         rule=get_rule("solution-aqueous"))]
    ['storage-needs-refrigerator']
    """
    if not rule.refrigerated or storage == "refrigerator":
        return []
    text = f"{rule.name}: its {rule.days.value.text()} hold in the refrigerator only"
    return [finding("storage-needs-refrigerator", Severity.STOP, text, source=rule.days.source, field="storage")]


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
        text = (
            f"this formula is known to keep {study.days.text()} at {study.storage}, less than the "
            f"{rule.days.value.text()} of the rule ({rule.name}): the shorter counts"
        )
        found.append(finding("stability-shortens-date", Severity.INFO, text, source=study.source, field="storage"))
    if concentration != studied:
        text = f"the stability was studied at {studied.text()}, this liquid has {concentration.text()}"
        found.append(
            finding("stability-other-strength", Severity.CAUTION, text, source=study.source, field="concentration")
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
    text = (
        f"the solids take up to {brief_percent(share)} of the volume, which is not counted: make up to the mark of a "
        f"measure in place of the planned mass, else the liquid is that much too weak"
    )
    return [finding("solids-take-room", Severity.CAUTION, text, source=bound.source, field="concentration")]


def suspension_finding() -> Finding:
    """Return the note that crushed tablets give a suspension, never a solution.

    >>> suspension_finding().code
    'suspension'
    """
    text = "from crushed tablets: a suspension, gritty and bitter. Label it: shake well before each dose"
    source = "Fawcett, Morgan, Woods, Ann Pharmacother 1997;31:1291-1295; medicinesinformation.co.nz 2023"
    return finding("suspension", Severity.INFO, text, source=source, field="source_tablet")


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
            finding("vehicle-declared", Severity.INFO, f"{row.name}: {item.text}", source=item.source, field="vehicle")
            for item in row.declared
        ]
    return found


def glycerol_findings(*, a_dose: Fraction | None, a_day: Fraction | None) -> list[Finding]:
    """Return the findings on the glycerol that a patient takes, in mg, against the threshold of the EU annex.

    The threshold is one of a dose. The day's amount is held against it too, as most of that annex count by the day.

    >>> [item.code for item in glycerol_findings(a_dose=Fraction("5674.5"), a_day=Fraction(11349))]
    ['glycerol-10-g-a-day']
    """
    row = next((item for item in get_filler("glycerol").eu_thresholds if item.sensitivity == "glycerol"), None)
    if row is None or row.amount is None:
        return []
    found = []
    if a_dose is not None and a_dose >= row.amount.value:
        text = f"a dose holds {_grams(a_dose)} of glycerol, at or above {_grams(row.amount.value)}: {row.text}"
        found.append(finding("glycerol-10-g-a-dose", Severity.CAUTION, text, source=row.source, field="dose"))
    if a_day is not None and a_day >= row.amount.value:
        text = f"a day's doses hold {_grams(a_day)} of glycerol, at or above {_grams(row.amount.value)}: {row.text}"
        found.append(finding("glycerol-10-g-a-day", Severity.CAUTION, text, source=row.source, field="doses_per_day"))
    return found


def _grams(value: Fraction) -> str:
    return f"{brief_text(value / 1000, places=2)} g"


def glycol_test_finding() -> Finding:
    """Return the question to ask of every lot of glycerol.

    >>> glycol_test_finding().code
    'ask-glycol-test'
    """
    bound = limit().glycol_test
    text = (
        f"the glycerol lot's certificate must show at most {decimal_text(bound.value.in_unit)} % each of diethylene "
        f"and ethylene glycol, which have poisoned patients: record that it does"
    )
    return finding("ask-glycol-test", Severity.INFO, text, source=bound.source, field="vehicle")


def larger_batch_finding(*, least: Fraction, made: Fraction, whole: Fraction) -> Finding:
    """Return the way out where the drug is too little to weigh: make more, and fill what is needed from it.

    Parameters:
        least: mL whose drug the balance can weigh.
        made, whole: mL that are made, and that are filled.

    >>> larger_batch_finding(least=Fraction(20), made=Fraction(15), whole=Fraction(15)).code
    'larger-batch-would-do'
    """
    more = ceiling((least / whole - 1) * 100)
    text = (
        f"{brief_text(made)} mL hold too little drug to weigh; {brief_text(least)} mL hold enough: make that much and "
        f"fill from it what is needed (--wastage {more}%)"
    )
    return finding("larger-batch-would-do", Severity.INFO, text, source=_ALIQUOT, field="wastage")


def stock_solution_findings(solvent: Substance) -> list[Finding]:
    """Return what is to be seen to where the drug comes by a stock solution: that it is dissolved.

    >>> from ldn_compound.reference.vehicles import get_substance
    >>> [item.code for item in stock_solution_findings(get_substance("glycerol"))]
    ['stock-solution-must-be-clear']
    """
    _, most = solvent_facts(solvent)
    text = (
        f"the drug is weighed into a stock solution in {solvent.name}, at most {most.value.text()}, and an aliquot of "
        f"it brings what is needed: take that only from a liquid that is clear, with no sediment"
    )
    return [finding("stock-solution-must-be-clear", Severity.CAUTION, text, source=most.source, field="readability")]


def excipient_findings(masses: Sequence[tuple[str, Fraction]], *, minimum: Fraction) -> list[Finding]:
    """Return the findings on solids of the vehicle, name and mg, that are too small to weigh.

    >>> [item.code for item in excipient_findings([("sodium benzoate", Fraction(30))], minimum=Fraction(120))]
    ['excipient-below-minimum-weighable']
    """
    return [
        finding(
            "excipient-below-minimum-weighable",
            Severity.CAUTION,
            f"{brief_text(value)} mg of {name} is below the minimum weighable quantity of {brief_text(minimum)} mg",
            source="UNC pharmlabs, measurements: sensitivity requirement x 100 / permitted error",
            field="readability",
        )
        for name, value in masses
        if value < minimum
    ]


def preservative_error_findings(name: str, *, error: Fraction | None, least: Fraction) -> list[Finding]:
    """Return the stop on a preservative that is weighed too roughly for the liquid to count as preserved.

    Parameters:
        name: of the preservative.
        error: expected relative error of its weighing; None where the balance shows nothing of it.
        least: mL of the liquid for which the balance weighs enough of it.

    >>> [item.code for item in preservative_error_findings("benzoate", error=Fraction(2, 5), least=Fraction(120))]
    ['preservative-not-weighable']
    """
    limits = content_limits()
    if error is not None and error <= limits.high.value - 1:
        return []
    shown = "the balance shows nothing of it" if error is None else f"it is weighed to {brief_percent(error)}"
    text = (
        f"{name}: {shown}, and the date is for a liquid with 90 to 110 % of it: make {brief_text(least)} mL or more, "
        f"or use a finer balance"
    )
    source = f"house rule of this program: a preservative is held to the limits of the drug ({limits.source})"
    return [finding("preservative-not-weighable", Severity.STOP, text, source=source, field="volume")]


def dose_findings(*, dose_volume: Fraction, volume: Fraction, sublingual: bool) -> list[Finding]:
    """Return the findings on the volume of one dose, in mL.

    >>> [item.code for item in dose_findings(dose_volume=Fraction(2), volume=Fraction(30), sublingual=True)]
    ['sublingual-volume']
    """
    found = []
    if dose_volume > volume:
        text = f"one dose of {brief_text(dose_volume)} mL is more than the {brief_text(volume)} mL of the batch"
        source = "arithmetic: dose / concentration"
        found.append(finding("dose-larger-than-batch", Severity.STOP, text, source=source, field="dose"))
    most = limit().sublingual
    if sublingual and dose_volume > most.value.value:
        text = (
            f"{brief_text(dose_volume)} mL is more than the {most.value.text()} or so that stays under the tongue: "
            f"a higher strength, or parts of the dose one after the other"
        )
        found.append(finding("sublingual-volume", Severity.CAUTION, text, source=most.source, field="route"))
    return found


def not_measurable_findings(*, dose_volume: Fraction, largest: Amount) -> list[Finding]:
    """Return the finding on a dose in mL that no stocked syringe measures in one go.

    >>> from ldn_compound.core.units import volume
    >>> [item.severity.value for item in not_measurable_findings(dose_volume=Fraction(12), largest=volume(10))]
    ['caution']
    """
    shown = f"a dose of {brief_text(dose_volume)} mL"
    if dose_volume > largest.value:
        text = f"{shown} is more than the largest syringe holds ({largest.text()}): two draws are two errors; a higher"
        severity = Severity.CAUTION
    else:
        text = f"{shown} is less than a syringe can measure: a lower"
        severity = Severity.STOP
    return [finding("dose-not-measurable", severity, f"{text} strength would do", source=_SYRINGES, field="dose")]


def drop_findings(*, exact: Fraction, drops: int) -> list[Finding]:
    """Return the finding on whole drops that miss the dose: above 5 % a caution, above 10 % a stop.

    >>> [item.severity.value for item in drop_findings(exact=Fraction("14.5"), drops=14)]
    []
    """
    error = abs(drops - exact) / exact
    fine, most = rounding_limits()
    if error <= fine.value.value:
        return []
    text = (
        f"the dose is {brief_text(exact)} drops; {drops} whole drops miss it by {brief_percent(error)}: another "
        f"strength, or the oral syringe"
    )
    if error > most.value.value:
        return [finding("drops-rounded", Severity.STOP, text, source=most.source, field="drops_per_ml")]
    return [finding("drops-rounded", Severity.CAUTION, text, source=fine.source, field="drops_per_ml")]


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
        text = (
            f"{days_supply} days at {brief_text(per_day)} mL a day take {brief_text(per_day * days_supply)} mL, the "
            f"batch has {brief_text(volume)} mL"
        )
        source = "arithmetic: days x volume a day"
        found.append(finding("supply-does-not-match", Severity.CAUTION, text, source=source, field="days_supply"))
    lasts = volume / per_day if per_day is not None else Fraction(days_supply) if days_supply else None
    if lasts is None or made_on is None or last_day is None:
        return found
    usable = days_usable(made_on, last_day)
    if lasts > usable:
        split = f"{brief_text(usable * per_day)} mL" if per_day is not None else f"{usable} days' worth"
        text = (
            f"the supply lasts {brief_text(lasts)} days, and begun on the day of making there are {usable} until the "
            f"beyond-use date {last_day.isoformat()}: dispense at most {split} now and the rest from a later batch"
        )
        found.append(finding("supply-past-beyond-use", Severity.CAUTION, text, source=_USP, field="volume"))
    return found
