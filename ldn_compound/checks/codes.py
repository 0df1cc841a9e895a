"""The registry of finding codes, and how a finding is made."""

from __future__ import annotations

from typing import NamedTuple

from ldn_compound.checks.released import was_given
from ldn_compound.core.late_texts import Said
from ldn_compound.core.results import Finding, Severity
from ldn_compound.messages import say

INFO, CAUTION, STOP = Severity.INFO, Severity.CAUTION, Severity.STOP


class Rule(NamedTuple):
    """One row of the registry; what a finding says stands under its code in the messages of each language.

    Attributes:
        meaning: what the code stands for, whatever the number is that it was measured against.
        severity: of the finding; None where the condition decides between two.
        field: the keyword that it is about; None where the call says it, or where it is about none.
    """

    meaning: str
    severity: Severity | None = None
    field: str | None = None


RULES: dict[str, Rule] = {
    # dose
    "strength-very-low": Rule("a unit holds less than 0.1 mg", STOP),
    "strength-low": Rule("a unit holds less than 0.5 mg", CAUTION),
    "strength-above-usual": Rule("a unit holds more than 4.5 mg", CAUTION),
    "strength-above-reported": Rule("a unit holds more than 6 mg", CAUTION),
    "strength-not-made": Rule("the strength is none of those that the pharmacy makes", CAUTION),
    "strength-high": Rule("a unit holds 10 mg or more", STOP),
    "daily-dose-very-low": Rule("the daily dose is less than 0.1 mg", STOP),
    "daily-dose-low": Rule("the daily dose is less than 0.5 mg", CAUTION),
    "daily-dose-above-usual": Rule("the daily dose is more than 4.5 mg", CAUTION),
    "daily-dose-above-reported": Rule("the daily dose is more than 6 mg", CAUTION),
    "daily-dose-high": Rule("the daily dose is 10 mg or more", STOP),
    "daily-dose-above-maximum": Rule("the daily dose is more than the prescriber's maximum", STOP),
    "under-age-of-trial": Rule("the patient is under 6 years old", CAUTION, field="age"),
    # children by weight
    "child-dose-above-rate": Rule(
        "the daily dose is above the rate for the weight, or for the median weight at the age", CAUTION
    ),
    "child-dose-far-above-rate": Rule(
        "the daily dose is twice the rate, or above that of the 97th percentile at the age", STOP
    ),
    "child-rate-for-adult": Rule("the children's rate is applied to an adult", CAUTION, field="age"),
    "age-not-given": Rule("a body weight is given without an age to test it against", CAUTION, field="age"),
    "dose-very-low": Rule("one of a day's doses is less than 0.1 mg", STOP, field="doses_per_day"),
    "dose-capped": Rule("the dose by weight is capped to the maximum", INFO, field="maximum"),
    "maximum-above-usual": Rule("the maximum is more than the usual 4.5 mg a day", CAUTION, field="maximum"),
    "rate-above-trial": Rule("the rate is more than 0.1 mg/kg a day", CAUTION, field="rate"),
    "rate-high": Rule("the rate is 0.2 mg/kg a day or more", STOP, field="rate"),
    "weight-implausible-for-age": Rule("the weight is implausible for the age, and plausible in the other unit", STOP),
    "weight-tenfold-for-age": Rule("the weight is implausible for the age, and plausible with the point moved", STOP),
    "weight-outside-percentiles": Rule("the weight is outside the 3rd to 97th percentile for the age", INFO),
    "capsule-outside-trial": Rule(
        "capsules were given from 10 years and 45 kg in the children's trial", CAUTION, field="strengths"
    ),
    "strength-differs": Rule("the stocked strength is more than 5 % from the dose", CAUTION, field="strengths"),
    "strength-differs-much": Rule("the stocked strength is more than 10 % from the dose", CAUTION, field="strengths"),
    "no-strength-below-maximum": Rule("no stocked strength is at or below the maximum", CAUTION, field="strengths"),
    "rounding-large": Rule("the syringe's marks are more than 5 % from the dose", CAUTION, field="concentration"),
    "rounding-too-large": Rule("the syringe's marks are more than 10 % from the dose", STOP, field="concentration"),
    "dose-small-for-syringe": Rule(
        "the dose is less than a fifth of the smallest syringe that measures it", CAUTION, field="concentration"
    ),
    "syringe-lines-not-stated": Rule(
        "a syringe whose lines differ by maker would measure the dose better", INFO, field="syringes"
    ),
    "opioid-free-too-short": Rule("too few days without an opioid", STOP),
    "opioid-free-short": Rule("fewer days without an opioid than some opioids need", CAUTION),
    "opioid-free-recorded": Rule("the days without an opioid were asked and recorded", INFO),
    "opioid-free-not-given": Rule("an opioid was taken, and when last is not said", STOP, field="opioid_free_days"),
    "question-unanswered": Rule("a dispensing question has no answer"),
    "answer-unknown": Rule("a dispensing question was asked, and nobody could answer it", CAUTION),
    "other-naltrexone-taken": Rule("another medicine with naltrexone is taken"),
    "acute-liver-disease": Rule("the patient has acute hepatitis or liver failure"),
    "pregnant": Rule("the patient is pregnant"),
    "breast-feeding": Rule("the patient is breast-feeding"),
    "medicines-not-reviewed": Rule("the patient's medicines were not reviewed"),
    # filler, shell and source tablet
    "filler-avoid": Rule("the filler is not for low-dose naltrexone", STOP, field="filler"),
    "filler-caution": Rule("the filler is to be used with caution", CAUTION, field="filler"),
    "filler-cannot-be-cleared": Rule("the filler's composition is not known, or not for what the patient avoids"),
    "filler-contains-avoided": Rule("the filler contains what the patient avoids", STOP),
    "filler-declared": Rule("the filler is an excipient with known effect"),
    "shell-contains-avoided": Rule("the capsule shell contains what the patient avoids", STOP),
    "shell-cannot-be-cleared": Rule("the capsule shell cannot be cleared for what the patient avoids", STOP),
    "source-tablet-contains-avoided": Rule("the crushed tablets contain what the patient avoids", STOP),
    "source-tablet-cannot-be-cleared": Rule(
        "what is in the crushed tablets is not known, or not for what the patient avoids"
    ),
    "source-tablet-declared": Rule(
        "the crushed tablets hold an excipient with known effect", INFO, field="source_tablet"
    ),
    # material and weighing
    "assay-not-given": Rule("no assay was given: the drug powder is counted as pure", CAUTION, field="assay"),
    "drug-lot-not-named": Rule(
        "an assay was given beside the profile's lot, and not of which lot", CAUTION, field="component_lots"
    ),
    "drug-figures-mixed": Rule("the profile's assay is used with water or solvents that were given", CAUTION),
    "assay-implausible": Rule("the assay and water leave an implausible drug content", STOP, field="assay"),
    "assay-outside-monograph": Rule("the assay is outside the monograph's limits", CAUTION, field="assay"),
    "water-implausible": Rule("the water is more than any hydrate of the drug holds", CAUTION, field="api_water"),
    "source-tablet-mass": Rule(
        "the source tablet holds implausibly little drug for its mass", STOP, field="source_tablet_mass"
    ),
    "source-tablet-strength": Rule("the source tablet is not the commercial strength", STOP, field="source_tablet"),
    "limit-from-readability": Rule(
        "the minimum weighable quantity rests on the readability alone", CAUTION, field="minimum_weighable"
    ),
    "weighing-error-large": Rule(
        "weighing error and rounding are above 5 % of the drug, which is weighed directly", CAUTION
    ),
    "weighing-error-too-large": Rule(
        "weighing error and rounding are above 10 % of the drug, which is weighed directly", STOP
    ),
    "below-minimum-weighable": Rule(
        "the drug powder is below the minimum weighable quantity", STOP, field="readability"
    ),
    "packing-of-another-lot": Rule(
        "the profile's packing statistics of other sizes belong to another lot or day", CAUTION, field="lot"
    ),
    "filler-figure-from-later": Rule(
        "the filling figure was measured after the day of making", CAUTION, field="filler"
    ),
    "lines-set-aside": Rule("lines of a print-out hold no reading", INFO),
    "running-number-missing": Rule("the running numbers of a print-out leave some out", CAUTION),
    "print-out-not-utf-8": Rule("a print-out was read as Windows-1252", INFO),
    "decimal-comma-read": Rule("the commas of a table of masses were read as decimal marks", INFO),
    "net-lines-as-gross": Rule("lines marked net are taken as gross masses", CAUTION, field="gross"),
    "gross-lines-as-net": Rule("lines marked gross are taken as what was weighed", CAUTION),
    "weighings-of-one-weight": Rule("repeated weighings spread too far to be of one weight", CAUTION, field="masses"),
    "stock-cannot-be-cleared": Rule(
        "a stock of unknown composition, for a patient who avoids something", STOP, field="stock_diluent"
    ),
    "stock-diluent-differs": Rule(
        "the stock trituration is thinned with something else than the batch's own filler",
        CAUTION,
        field="stock_diluent",
    ),
    "preservative-off-formula": Rule("the preservative that went in is not the formula's", STOP, field="weighed"),
    "made-other-water-class": Rule("by its water a liquid is of another class than planned", STOP, field="weighed"),
    "minimum-below-error": Rule(
        "the minimum weighable quantity is stated below what the balance's error allows",
        CAUTION,
        field="minimum_weighable",
    ),
    "preservative-not-weighable": Rule("the preservative is too little for the balance", STOP, field="volume"),
    "powder-missing": Rule("the units hold less of the blend than was weighed", field="units_made"),
    "balance-better-than-its-digit": Rule(
        "the balance was said to err by less than half of its last digit", CAUTION, field="readability"
    ),
    "filler-below-minimum-weighable": Rule(
        "the filler is below the minimum weighable quantity", CAUTION, field="readability"
    ),
    "content-above-limit": Rule("the content without loss is above 110 % of the label", STOP, field="overage"),
    "content-below-limit": Rule("the content is below 90 % of the label", STOP, field="readability"),
    # trituration
    "trituration-error-large": Rule("the errors of a trituration add up to more than 5 % of the drug", CAUTION),
    "trituration-error-too-large": Rule("the errors of a trituration add up to more than 10 % of the drug", STOP),
    "trituration-in-two-stages": Rule("one stage is not enough for this trituration", INFO, field="drug"),
    "trituration-not-needed": Rule("the drug could be weighed directly", CAUTION, field="drug"),
    "tracer-advised": Rule("a coloured tracer is advised for a trituration", INFO, field="tracer"),
    "tracer-contains-avoided": Rule("the advised tracer is what the patient avoids", CAUTION, field="tracer"),
    "below-usp-41": Rule("a mass is below what USP <41> asks for weighing accurately", INFO, field="readability"),
    # capsules
    "filler-figure-not-measured": Rule("the filling figure was not measured on this lot and machine", CAUTION),
    "filler-lot-differs": Rule("the filling figure belongs to another lot of filler", CAUTION, field="component_lots"),
    "packing-size-not-stated": Rule(
        "the profile's packing statistic does not say for which capsule size", CAUTION, field="packing_stat"
    ),
    "fill-density-unusual": Rule("the fill is outside the filler's reference densities", CAUTION),
    "fill-density-implausible": Rule("no powder has the density that the fill implies", STOP),
    "size-not-on-machine": Rule("the filling machine does not take this capsule size", CAUTION, field="size"),
    "size-not-stocked": Rule("the pharmacy does not stock this capsule size", CAUTION, field="size"),
    "all-in-above-capacity": Rule(
        "all the powder filled in is more than the capsules hold by the filling figure", CAUTION
    ),
    "all-in-raises-content": Rule(
        "filling all powder in raises the content by the wastage", CAUTION, field="fill_method"
    ),
    "size-below-smallest": Rule(
        "the capsule size is below the smallest that is taken unless it was asked for", INFO, field="size"
    ),
    # tablets
    "tablet-mass-unusual": Rule("the tablet's mass is outside the usual moulds or tablets", CAUTION),
    "vehicle-too-little": Rule("less than two thirds of a moulded tablet is base", STOP, field="blank_mass"),
    "displacement-implausible": Rule("the displacement factor is outside what powders have", CAUTION),
    "lubricant-missing": Rule("the recipe has no lubricant", CAUTION, field="recipe"),
    "lubricant-outside-usual-range": Rule("the lubricant is outside its usual share of a tablet", CAUTION),
    "disintegrant-outside-usual-range": Rule("the disintegrant is outside its usual share of a tablet", CAUTION),
    "flow-aid-outside-usual-range": Rule("the flow aid is outside its usual share of a tablet", CAUTION),
    "binder-outside-usual-range": Rule("the binder is outside its usual share of a tablet", CAUTION),
    "halves-not-proved": Rule(
        "what the halves of a scored tablet hold is to be proved by weighing", CAUTION, field="scored"
    ),
    # solutions
    "base-powder-in-liquid": Rule(
        "a liquid is made from naltrexone base, which hardly dissolves", STOP, field="powder"
    ),
    "concentration-not-documented": Rule(
        "the strength is above what is documented in this vehicle", CAUTION, field="concentration"
    ),
    "concentration-high": Rule("a mL holds 10 mg or more", CAUTION, field="concentration"),
    "concentration-very-low": Rule("a mL holds less than 0.1 mg", CAUTION, field="concentration"),
    "water-activity-not-measured": Rule(
        "the water fraction lies where a measured water activity decides", CAUTION, field="water_activity"
    ),
    "water-activity-decides": Rule(
        "the measured water activity decides whether the liquid is aqueous", field="water_activity"
    ),
    "water-activity-not-counted": Rule(
        "the measured water activity does not count at this much water", CAUTION, field="water_activity"
    ),
    "glycerol-water-not-given": Rule(
        "water in the glycerol lot would make the liquid aqueous", CAUTION, field="glycerol_water"
    ),
    "glycerol-outside-monograph": Rule(
        "the glycerol lot's water is not what its monograph allows", CAUTION, field="glycerol_water"
    ),
    "glycerol-density-differs": Rule(
        "the glycerol lot's density does not fit its water", CAUTION, field="glycerol_density"
    ),
    "glycerol-density-implausible": Rule(
        "no mixture of glycerol and water has the density given", STOP, field="glycerol_density"
    ),
    "storage-needs-refrigerator": Rule("the beyond-use rule holds in the refrigerator only", STOP, field="storage"),
    "stability-shortens-date": Rule("the formula's own stability is shorter than the rule", INFO, field="storage"),
    "stability-other-strength": Rule("the stability study was of another strength", CAUTION, field="concentration"),
    "solids-take-room": Rule("the solids that are not counted take room in the liquid", CAUTION, field="concentration"),
    "suspension": Rule("a liquid of crushed tablets is a suspension", INFO, field="source_tablet"),
    "vehicle-contains-avoided": Rule("the vehicle contains what the patient avoids", STOP),
    "vehicle-cannot-be-cleared": Rule("the vehicle cannot be cleared for what the patient avoids", STOP),
    "vehicle-declared": Rule("the vehicle holds an excipient with known effect", INFO, field="vehicle"),
    "glycerol-at-threshold-a-dose": Rule("a dose holds 10 g of glycerol or more", CAUTION, field="dose"),
    "glycerol-at-threshold-a-day": Rule(
        "the doses of a day hold 10 g of glycerol or more", CAUTION, field="doses_per_day"
    ),
    "ask-glycol-test": Rule(
        "question to the supplier: diethylene and ethylene glycol in the glycerol", INFO, field="vehicle"
    ),
    "stock-solution-must-be-clear": Rule(
        "the drug comes by an aliquot of a stock solution, which must be clear", CAUTION, field="readability"
    ),
    "larger-batch-would-do": Rule("a larger batch holds enough drug to weigh", INFO, field="wastage"),
    "excipient-below-minimum-weighable": Rule(
        "an excipient is below the minimum weighable quantity", CAUTION, field="readability"
    ),
    "dose-larger-than-batch": Rule("one dose is more than the whole batch", STOP, field="dose"),
    "sublingual-volume": Rule("more than goes under the tongue", CAUTION, field="route"),
    "dose-not-measurable": Rule("no stocked syringe measures the dose in one go", field="dose"),
    "drops-rounded": Rule("whole drops miss the dose", field="drops_per_ml"),
    # titration
    "step-above-usual": Rule("the increments are larger than usual", CAUTION, field="step"),
    "steps-shorter-than-usual": Rule("the steps are shorter than usual", CAUTION, field="every"),
    "last-increment-differs": Rule(
        "the last increment is smaller than the others, so that it lands on the last dose", INFO, field="step"
    ),
    "dose-goes-down": Rule("a listed dose is lower than the one before it", INFO, field="doses"),
    "pause-outside-usual": Rule("the pause is shorter or longer than usual", CAUTION, field="pause"),
    "restart-not-lower": Rule("the dose after the pause is not lower than the last one", CAUTION, field="restart_at"),
    "outside-preset": Rule("a value is outside what the named preset states", CAUTION),
    "many-capsules-at-a-time": Rule("a dose takes many capsules", INFO, field="strengths"),
    "several-syringes": Rule("the steps are measured with different oral syringes", INFO, field="concentration"),
    "drawn-volume-is-more": Rule(
        "the volumes as drawn add up to more than the exact ones", INFO, field="concentration"
    ),
    # dates and supply
    "made-on-in-future": Rule("the day of making is after today", field="made_on"),
    "supply-past-beyond-use": Rule("the supply runs past the beyond-use date", CAUTION),
    "supply-does-not-match": Rule("the count and the days' supply do not match", CAUTION, field="days_supply"),
    "stability-known": Rule("a published stability study of this form", INFO, field="form"),
    "component-limits-date": Rule("a component's expiry sets the beyond-use date", INFO, field="component_expiries"),
    "component-does-not-limit-date": Rule(
        "a component expires before the beyond-use date, which it does not limit here", INFO, field="component_expiries"
    ),
    "beyond-use-rule-of-another-country": Rule(
        "the beyond-use date is by the rule of another country than the plan's", CAUTION, field="form"
    ),
    "beyond-use-rule-superseded": Rule(
        "the day of making lies under an earlier rule, which is the one that was taken", INFO, field="made_on"
    ),
    "own-rule-longer-than-country": Rule("the pharmacy's own rule allows more days than the country's", field="form"),
    # what was really made
    "unit-masses-outside": Rule("more units are outside the standard's limit than it allows", STOP, field="masses"),
    "unit-masses-far-outside": Rule("a unit is further out than the standard's outer limit", STOP, field="masses"),
    "mass-spread-too-wide": Rule(
        "the relative standard deviation of the masses is above the standard's limit", STOP, field="masses"
    ),
    "mass-lost": Rule("the units weigh less than theory by more than the standard allows", STOP, field="masses"),
    "mean-off-theory": Rule(
        "the mean net mass is further from theory than the house rule allows", STOP, field="theoretical"
    ),
    "unit-no-heavier-than-shell": Rule("a unit is no heavier than an empty shell", CAUTION, field="masses"),
    "mass-is-not-content": Rule("masses do not prove how much drug is in a unit", INFO),
    "sample-size-differs": Rule("another number of units than the standard is written for", CAUTION, field="masses"),
    "net-reading-is-stricter": Rule(
        "the standard is run on net contents, and others take its limits of the whole capsule", INFO, field="standard"
    ),
    "whole-units-not-weighed": Rule("the standard weighs whole units, the masses are net", INFO, field="gross"),
    "assay-twenty-more": Rule(
        "the acceptance value of the first stage is not met: assay 20 more units", STOP, field="contents"
    ),
    "acceptance-value-too-high": Rule("the acceptance value of 30 units is not met", STOP, field="contents"),
    "content-far-outside": Rule("a unit's content is more than 25 % from the reference value", STOP, field="contents"),
    "made-outside-content-limits": Rule(
        "the strength really made is outside 90 to 110 % of the label", STOP, field="weighed"
    ),
    "made-from-stopped-plan": Rule("the plan has a stop finding that nobody accepted", STOP),
    "weighed-off-plan": Rule(
        "a mass is further from the plan than the permitted weighing error", CAUTION, field="weighed"
    ),
    "overage-eaten": Rule("what was weighed leaves nothing of the overage", CAUTION, field="weighed"),
    "overage-not-as-planned": Rule(
        "what was weighed makes another overage than the one planned", CAUTION, field="weighed"
    ),
    "residue-counts": Rule("so much drug was left in the weighing boat that it is taken off", CAUTION, field="residue"),
    "weigh-boat-back": Rule("the weighing boat was not reweighed", CAUTION, field="residue"),
    "yield-above-blend": Rule("the units hold more powder than was weighed", STOP, field="units_made"),
    "units-short": Rule("fewer units are left than were prescribed", CAUTION, field="units_made"),
    "value-far-out-of-others": Rule("a value is five times the others or more, or a fifth of them or less", STOP),
    "packing-spread": Rule("the packing statistic's masses spread too widely to be used", STOP, field="masses"),
    "packing-drift": Rule("the packing statistic belongs to one lot of filler", INFO, field="masses"),
    # acceptance
    "acceptance-not-needed": Rule("a finding was accepted that this plan does not have", INFO, "accept"),
    # stored plans
    "made-by-another-version": Rule(
        "another version of the program made the stored plan; its numbers are the same", INFO, field="version"
    ),
    "rules-differ-by-version": Rule(
        "findings or assumptions differ from those of the version that made the stored plan", CAUTION, field="version"
    ),
    "signature-not-verified": Rule(
        "a key that is not known here signed the stored plan: nobody verified it", INFO, field="signature"
    ),
    # labels
    "pharmacy-name-missing": Rule("the profile has no pharmacy name", field="pharmacy.name"),
    "beyond-use-passed": Rule("the beyond-use date has passed", STOP),
    "today-not-given": Rule("the day of printing was not given", INFO, field="today"),
    "label-element-elsewhere": Rule(
        "a country's rules ask for an element that this label design does not print", STOP, field="design"
    ),
    "label-element-open": Rule(
        "a country's rules ask for an element where it is needed, and the label does not state it", CAUTION
    ),
    "label-rules-untraced": Rule(
        "the country's rules for a dispensed label were not read: nothing was checked against them",
        CAUTION,
        field="policies.jurisdiction",
    ),
    "label-language-unread": Rule(
        "no pharmacist has read the words of the label's language yet", CAUTION, field="language"
    ),
    "label-type-small": Rule(
        "what the patient acts on is set smaller than the country or USP <17> asks", CAUTION, field="stock"
    ),
    "label-on-several": Rule(
        "the label stands on several of the stock, and all of them belong on the container", CAUTION, field="stock"
    ),
    "patient-name-in-latin-only": Rule(
        "no face here sets the patient's name: the label has it in Latin letters alone", CAUTION, field="patient"
    ),
    "logo-without-room": Rule("the label has no room for the logo", INFO, field="labels.logo"),
    "unsafe-text": Rule("the text breaks a safe-labelling rule"),
    "directions-other-route": Rule("the directions name a route that the plan is not for", STOP),
    "date-filled-impossible": Rule(
        "the prescription was filled before making, after today or after the last day of use", STOP
    ),
    "date-filled-is-today": Rule(
        "the label must have a day of filling and none was given: the day of printing is taken",
        INFO,
        field="date_filled",
    ),
    "discard-after-before-making": Rule("the label's last day of use is before the day of making", STOP),
    "quantity-below-batch": Rule("the label's quantity is smaller than the batch's", CAUTION, field="quantity"),
    "refills-many": Rule("more refills than a prescription commonly has", CAUTION, field="refills"),
    "directions-differ": Rule("the directions say another dose, strength or number of doses than the plan", STOP),
    "directions-household-measure": Rule(
        "the directions name a household measure, or drops that were not counted", STOP
    ),
    "directions-other-form": Rule("the directions name another dosage form than the plan's", STOP),
    "directions-without-volume": Rule("a liquid's directions state no volume that can be read", STOP),
    "directions-not-as-drawn": Rule(
        "a liquid's directions state the dose as prescribed, and the syringe draws another", CAUTION
    ),
    "directions-not-compared": Rule("some of the directions was not compared with the plan", CAUTION),
    "label-date-after-plan": Rule("the label's last day of use is after the plan's", STOP),
    "label-differs-from-plan": Rule("the label as it is placed does not say what the plan says", STOP),
    "titration-label-open": Rule(
        "a titration's label does not say the time of day or the last day of use", CAUTION, field="directions"
    ),
    "label-text-not-translated": Rule("some of the label's words are not in its language", STOP, field="language"),
}


CODES: dict[str, str] = {code: rule.meaning for code, rule in RULES.items()}


def finding(
    code: str,
    words: Said | str | None = None,
    /,
    *,
    source: object,
    severity: Severity | None = None,
    field: str | None = None,
    **values: object,
) -> Finding:
    """Make a finding by its row; a code or a message that is not in its table is a KeyError, a bug.

    So is a severity other than the row's: what the registry says of a code holds wherever it is told.

    Parameters:
        code: of the registry.
        words: what it says, where that is not the message under its own code.
        source: the citation.
        severity, field: where the row leaves them open.
        values: what stands in the message under its code.

    >>> print(finding("size-not-stocked", size="1", stocked="2, 3", source="the profile").message)
    size 1 is not among the stocked sizes (2, 3)
    """
    rule = RULES[code]
    degree = severity or rule.severity
    if degree is None:
        raise KeyError(f"{code}: neither its row nor the call says how severe it is")
    if rule.severity not in (None, degree):
        raise KeyError(f"{code}: its row says {rule.severity}, and the call {degree}")
    message = say(code, **values) if words is None else words
    return Finding(code=code, severity=degree, field=field or rule.field, message=message, source=str(source))


def is_retired(code: str) -> bool:
    """Tell whether an earlier version gave this finding and this one does not: a stored plan may have accepted it.

    >>> is_retired("ask-opioid-free"), is_retired("no-such-code")
    (True, False)
    """
    return code not in CODES and was_given(code, "findings")
