"""The registry of finding codes, and how a finding is made and accepted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from ldn_compound.core.errors import InputError
from ldn_compound.core.results import Finding, Severity
from ldn_compound.core.texts import near_hint

CODES: dict[str, str] = {
    # dose
    "strength-below-0.1-mg": "a unit holds less than 0.1 mg",
    "strength-below-0.5-mg": "a unit holds less than 0.5 mg",
    "strength-above-4.5-mg": "a unit holds more than 4.5 mg",
    "strength-above-6-mg": "a unit holds more than 6 mg",
    "strength-10-mg-or-more": "a unit holds 10 mg or more",
    "daily-dose-below-0.1-mg": "the daily dose is less than 0.1 mg",
    "daily-dose-below-0.5-mg": "the daily dose is less than 0.5 mg",
    "daily-dose-above-4.5-mg": "the daily dose is more than 4.5 mg",
    "daily-dose-above-6-mg": "the daily dose is more than 6 mg",
    "daily-dose-10-mg-or-more": "the daily dose is 10 mg or more",
    "daily-dose-above-maximum": "the daily dose is more than the prescriber's maximum",
    "under-6-years": "the patient is under 6 years old",
    # children by weight
    "child-dose-above-rate": "the daily dose is above the rate for the weight, or for the median weight at the age",
    "child-dose-far-above-rate": "the daily dose is twice the rate, or above that of the 97th percentile at the age",
    "child-rate-for-adult": "the children's rate is applied to an adult",
    "age-not-given": "a body weight is given without an age to test it against",
    "dose-below-0.1-mg": "one of a day's doses is less than 0.1 mg",
    "dose-capped": "the dose by weight is capped to the maximum",
    "maximum-above-4.5-mg": "the maximum is more than the usual 4.5 mg a day",
    "rate-above-0.1-mg-kg": "the rate is more than 0.1 mg/kg a day",
    "rate-0.2-mg-kg-or-more": "the rate is 0.2 mg/kg a day or more",
    "weight-implausible-for-age": "the weight is implausible for the age, and plausible in the other unit",
    "weight-tenfold-for-age": "the weight is implausible for the age, and plausible with the point moved",
    "weight-outside-p3-p97": "the weight is outside the 3rd to 97th percentile for the age",
    "capsule-outside-trial": "capsules were given from 10 years and 45 kg in the children's trial",
    "strength-differs-by-5-percent": "the stocked strength is more than 5 % from the dose",
    "strength-differs-by-10-percent": "the stocked strength is more than 10 % from the dose",
    "no-strength-below-maximum": "no stocked strength is at or below the maximum",
    "rounding-above-5-percent": "the syringe's marks are more than 5 % from the dose",
    "rounding-above-10-percent": "the syringe's marks are more than 10 % from the dose",
    "dose-small-for-syringe": "the dose is less than a fifth of the smallest syringe that measures it",
    "syringe-lines-not-stated": "a syringe whose lines differ by maker would measure the dose better",
    "opioid-free-too-short": "too few days without an opioid",
    "opioid-free-short": "fewer days without an opioid than some opioids need",
    "opioid-free-recorded": "the days without an opioid were asked and recorded",
    "opioid-free-not-given": "an opioid was taken, and when last is not said",
    "question-unanswered": "a dispensing question has no answer",
    "answer-unknown": "a dispensing question was asked, and nobody could answer it",
    "other-naltrexone-taken": "another medicine with naltrexone is taken",
    "acute-liver-disease": "the patient has acute hepatitis or liver failure",
    "pregnant": "the patient is pregnant",
    "breast-feeding": "the patient is breast-feeding",
    "medicines-not-reviewed": "the patient's medicines were not reviewed",
    # filler, shell and source tablet
    "filler-avoid": "the filler is not for low-dose naltrexone",
    "filler-caution": "the filler is to be used with caution",
    "filler-cannot-be-cleared": "the filler's composition is not known for what the patient avoids",
    "filler-contains-avoided": "the filler contains what the patient avoids",
    "filler-declared": "the filler is an excipient with known effect",
    "shell-contains-avoided": "the capsule shell contains what the patient avoids",
    "shell-cannot-be-cleared": "the capsule shell cannot be cleared for what the patient avoids",
    "source-tablet-contains-avoided": "the crushed tablets contain what the patient avoids",
    "source-tablet-cannot-be-cleared": "the crushed tablets cannot be cleared for what the patient avoids",
    "source-tablet-declared": "the crushed tablets hold an excipient with known effect",
    # material and weighing
    "assay-not-given": "no assay was given: the drug powder is counted as pure",
    "drug-lot-not-named": "an assay was given beside the profile's lot, and not of which lot",
    "drug-figures-mixed": "the profile's assay is used with water or solvents that were given",
    "assay-implausible": "the assay and water leave an implausible drug content",
    "assay-outside-monograph": "the assay is outside the monograph's limits",
    "water-implausible": "the water is more than any hydrate of the drug holds",
    "source-tablet-mass": "the source tablet holds implausibly little drug for its mass",
    "source-tablet-strength": "the source tablet is not the commercial strength",
    "limit-from-readability": "the minimum weighable quantity rests on the readability alone",
    "weighing-error-above-5": "weighing error and rounding are above 5 % of the drug, which is weighed directly",
    "weighing-error-above-10": "weighing error and rounding are above 10 % of the drug, which is weighed directly",
    "below-minimum-weighable": "the drug powder is below the minimum weighable quantity",
    "packing-of-another-lot": "the profile's packing statistics of other sizes belong to another lot or day",
    "filler-figure-from-later": "the filling figure was measured after the day of making",
    "lines-set-aside": "lines of a print-out hold no reading",
    "running-number-missing": "the running numbers of a print-out leave some out",
    "print-out-not-utf-8": "a print-out was read as Windows-1252",
    "net-lines-as-gross": "lines marked net are taken as gross masses",
    "gross-lines-as-net": "lines marked gross are taken as what was weighed",
    "weighings-of-one-weight": "repeated weighings spread too far to be of one weight",
    "stock-cannot-be-cleared": "a stock of unknown composition, for a patient who avoids something",
    "stock-diluent-differs": "the stock trituration is thinned with something else than the batch's own filler",
    "preservative-off-formula": "the preservative that went in is not the formula's",
    "made-other-water-class": "by its water a liquid is of another class than planned",
    "minimum-below-error": "the minimum weighable quantity is stated below what the balance's error allows",
    "preservative-not-weighable": "the preservative is too little for the balance",
    "powder-missing": "the units hold less of the blend than was weighed",
    "balance-better-than-its-digit": "the balance was said to err by less than half of its last digit",
    "filler-below-minimum-weighable": "the filler is below the minimum weighable quantity",
    "content-above-110": "the content without loss is above 110 % of the label",
    "content-below-90": "the content is below 90 % of the label",
    # trituration
    "trituration-error-above-5": "the errors of a trituration add up to more than 5 % of the drug",
    "trituration-error-above-10": "the errors of a trituration add up to more than 10 % of the drug",
    "trituration-in-two-stages": "one stage is not enough for this trituration",
    "trituration-not-needed": "the drug could be weighed directly",
    "tracer-advised": "a coloured tracer is advised for a trituration",
    "tracer-contains-avoided": "the advised tracer is what the patient avoids",
    "below-usp-41": "a mass is below what USP <41> asks for weighing accurately",
    # capsules
    "filler-figure-not-measured": "the filling figure was not measured on this lot and machine",
    "filler-lot-differs": "the filling figure belongs to another lot of filler",
    "packing-size-not-stated": "the profile's packing statistic does not say for which capsule size",
    "fill-density-unusual": "the fill is outside the filler's reference densities",
    "fill-density-implausible": "no powder has the density that the fill implies",
    "size-not-on-machine": "the filling machine does not take this capsule size",
    "size-not-stocked": "the pharmacy does not stock this capsule size",
    "all-in-above-capacity": "all the powder filled in is more than the capsules hold by the filling figure",
    "all-in-raises-content": "filling all powder in raises the content by the wastage",
    "size-below-smallest": "the capsule size is below the smallest that is taken unless it was asked for",
    # tablets
    "tablet-mass-unusual": "the tablet's mass is outside the usual moulds or tablets",
    "vehicle-below-two-thirds": "less than two thirds of a moulded tablet is base",
    "displacement-implausible": "the displacement factor is outside what powders have",
    "lubricant-missing": "the recipe has no lubricant",
    "lubricant-outside-usual-range": "the lubricant is outside its usual share of a tablet",
    "disintegrant-outside-usual-range": "the disintegrant is outside its usual share of a tablet",
    "flow-aid-outside-usual-range": "the flow aid is outside its usual share of a tablet",
    "binder-outside-usual-range": "the binder is outside its usual share of a tablet",
    "halves-not-proved": "what the halves of a scored tablet hold is to be proved by weighing",
    # solutions
    "base-powder-in-liquid": "a liquid is made from naltrexone base, which hardly dissolves",
    "concentration-not-documented": "the strength is above what is documented in this vehicle",
    "concentration-10-mg-per-ml-or-more": "a mL holds 10 mg or more",
    "concentration-below-0.1-mg-per-ml": "a mL holds less than 0.1 mg",
    "water-activity-not-measured": "the water fraction lies where a measured water activity decides",
    "water-activity-decides": "the measured water activity decides whether the liquid is aqueous",
    "water-activity-not-counted": "the measured water activity does not count at this much water",
    "glycerol-water-not-given": "water in the glycerol lot would make the liquid aqueous",
    "glycerol-outside-monograph": "the glycerol lot's water is not what its monograph allows",
    "glycerol-density-differs": "the glycerol lot's density does not fit its water",
    "glycerol-density-implausible": "no mixture of glycerol and water has the density given",
    "storage-needs-refrigerator": "the beyond-use rule holds in the refrigerator only",
    "stability-shortens-date": "the formula's own stability is shorter than the rule",
    "stability-other-strength": "the stability study was of another strength",
    "solids-take-room": "the solids that are not counted take room in the liquid",
    "suspension": "a liquid of crushed tablets is a suspension",
    "vehicle-contains-avoided": "the vehicle contains what the patient avoids",
    "vehicle-cannot-be-cleared": "the vehicle cannot be cleared for what the patient avoids",
    "vehicle-declared": "the vehicle holds an excipient with known effect",
    "glycerol-10-g-a-dose": "a dose holds 10 g of glycerol or more",
    "glycerol-10-g-a-day": "the doses of a day hold 10 g of glycerol or more",
    "ask-glycol-test": "question to the supplier: diethylene and ethylene glycol in the glycerol",
    "stock-solution-must-be-clear": "the drug comes by an aliquot of a stock solution, which must be clear",
    "larger-batch-would-do": "a larger batch holds enough drug to weigh",
    "excipient-below-minimum-weighable": "an excipient is below the minimum weighable quantity",
    "dose-larger-than-batch": "one dose is more than the whole batch",
    "sublingual-volume": "more than goes under the tongue",
    "dose-not-measurable": "no stocked syringe measures the dose in one go",
    "drops-rounded": "whole drops miss the dose",
    # titration
    "step-above-usual": "the increments are larger than usual",
    "steps-shorter-than-usual": "the steps are shorter than usual",
    "last-increment-differs": "the last increment is smaller than the others, so that it lands on the last dose",
    "dose-goes-down": "a listed dose is lower than the one before it",
    "pause-outside-usual": "the pause is shorter or longer than usual",
    "restart-not-lower": "the dose after the pause is not lower than the last one",
    "outside-preset": "a value is outside what the named preset states",
    "many-capsules-at-a-time": "a dose takes many capsules",
    "several-syringes": "the steps are measured with different oral syringes",
    "drawn-volume-is-more": "the volumes as drawn add up to more than the exact ones",
    # dates and supply
    "made-on-in-future": "the day of making is after today",
    "supply-past-beyond-use": "the supply runs past the beyond-use date",
    "supply-does-not-match": "the count and the days' supply do not match",
    "stability-known": "a published stability study of this form",
    "component-limits-date": "a component's expiry sets the beyond-use date",
    "component-does-not-limit-date": "a component expires before the beyond-use date, which it does not limit here",
    "beyond-use-rule-of-another-country": "the beyond-use date is by the rule of another country than the plan's",
    "beyond-use-rule-superseded": "the day of making lies under an earlier rule, which is the one that was taken",
    "own-rule-longer-than-country": "the pharmacy's own rule allows more days than the country's",
    # what was really made
    "unit-masses-outside": "more units are outside the standard's limit than it allows",
    "unit-masses-far-outside": "a unit is further out than the standard's outer limit",
    "mass-spread-too-wide": "the relative standard deviation of the masses is above the standard's limit",
    "mass-lost": "the units weigh less than theory by more than the standard allows",
    "mean-off-theory": "the mean net mass is further from theory than the house rule allows",
    "unit-no-heavier-than-shell": "a unit is no heavier than an empty shell",
    "mass-is-not-content": "masses do not prove how much drug is in a unit",
    "sample-size-differs": "another number of units than the standard is written for",
    "net-reading-is-stricter": "the standard is run on net contents, and others take its limits of the whole capsule",
    "whole-units-not-weighed": "the standard weighs whole units, the masses are net",
    "assay-twenty-more": "the acceptance value of the first stage is not met: assay 20 more units",
    "acceptance-value-above-15": "the acceptance value of 30 units is not met",
    "content-far-outside": "a unit's content is more than 25 % from the reference value",
    "made-outside-90-110": "the strength really made is outside 90 to 110 % of the label",
    "made-from-stopped-plan": "the plan has a stop finding that nobody accepted",
    "weighed-off-plan": "a mass is further from the plan than the permitted weighing error",
    "overage-eaten": "what was weighed leaves nothing of the overage",
    "overage-not-as-planned": "what was weighed makes another overage than the one planned",
    "residue-counts": "so much drug was left in the weighing boat that it is taken off",
    "weigh-boat-back": "the weighing boat was not reweighed",
    "yield-above-blend": "the units hold more powder than was weighed",
    "units-short": "fewer units are left than were prescribed",
    "value-far-out-of-others": "a value is five times the others or more, or a fifth of them or less",
    "packing-spread": "the packing statistic's masses spread too widely to be used",
    "packing-drift": "the packing statistic belongs to one lot of filler",
    # acceptance
    "acceptance-not-needed": "a finding was accepted that this plan does not have",
    # stored plans
    "made-by-another-version": "another version of the program made the stored plan; its numbers are the same",
    "rules-differ-by-version": "findings or assumptions differ from those of the version that made the stored plan",
    # labels
    "pharmacy-name-missing": "the profile has no pharmacy name",
    "beyond-use-passed": "the beyond-use date has passed",
    "today-not-given": "the day of printing was not given",
    "label-element-elsewhere": "a country's rules ask for an element that this label design does not print",
    "unsafe-text": "the text breaks a safe-labelling rule",
    "directions-other-route": "the directions name a route that the plan is not for",
    "date-filled-impossible": "the prescription was filled before making, after today or after the last day of use",
    "discard-after-before-making": "the label's last day of use is before the day of making",
    "refills-many": "more refills than a prescription commonly has",
    "directions-differ": "the directions say another dose, strength or number of doses than the plan",
    "directions-household-measure": "the directions name a household measure, or drops that were not counted",
    "directions-other-form": "the directions name another dosage form than the plan's",
    "directions-without-volume": "a liquid's directions state no volume that can be read",
    "directions-not-as-drawn": "a liquid's directions state the dose as prescribed, and the syringe draws another",
    "directions-not-compared": "some of the directions was not compared with the plan",
    "label-date-after-plan": "the label's last day of use is after the plan's",
    "label-differs-from-plan": "the label as it is placed does not say what the plan says",
    "titration-label-open": "a titration's label does not say the time of day or the last day of use",
    "label-text-not-translated": "some of the plan's own words are printed in English",
}


def finding(code: str, severity: Severity, message: str, *, source: object, field: str | None = None) -> Finding:
    """Make a finding; its code must be in the registry (a KeyError here is a bug)."""
    if code not in CODES:
        raise KeyError(code)
    return Finding(code=code, severity=severity, field=field, message=message, source=str(source))


# Stops of a label that nobody accepts by name: the label is mended, or the plan is made anew.
NEVER_ACCEPTED: dict[str, str] = {
    "label-differs-from-plan": "what is printed is not what the plan says",
    "label-date-after-plan": "give an earlier --discard-after, or none",
    "beyond-use-passed": "the preparation is made anew",
    "discard-after-before-making": "give a later --discard-after, or none",
    "date-filled-impossible": "give the day on which the prescription was filled",
    "pharmacy-name-missing": "set pharmacy.name in the profile: the country asks for it",
}


def require_acceptance(accept: Sequence[str], accepted_by: str | None) -> None:
    """Refuse an acceptance that is not whole: codes that are registered, and the name of who accepts them.

    Raises:
        InputError: ``unknown-finding-code``; ``acceptance-without-name``, ``name-without-acceptance``.
    """
    for code in accept:
        if code not in CODES and not is_retired(code):
            raise InputError(
                "unknown-finding-code",
                field="accept",
                given=code,
                needed="the code of a finding, as it is printed",
                hint=near_hint(code, CODES),
            )
    if accept and accepted_by is None:
        raise InputError(
            "acceptance-without-name",
            field="accepted_by",
            needed="the name of who accepts",
            hint="add --accepted-by NAME: an acceptance is recorded with a name",
        )
    if accepted_by is not None and not accept:
        raise InputError(
            "name-without-acceptance",
            field="accept",
            needed="the code that is accepted",
            hint="add --accept CODE, or leave out the name",
        )


def require_label_acceptance(accept: Sequence[str], accepted_by: str | None) -> None:
    """As :func:`require_acceptance`, for a label: some of its stops are never accepted.

    Raises:
        InputError: ``never-accepted`` besides.
    """
    require_acceptance(accept, accepted_by)
    for code in accept:
        if code in NEVER_ACCEPTED:
            needed = "a finding that may be accepted by name"
            raise InputError("never-accepted", field="accept", given=code, needed=needed, hint=NEVER_ACCEPTED[code])


def apply_acceptance(
    findings: Iterable[Finding], *, accept: Sequence[str], accepted_by: str | None, of: str = "plan"
) -> tuple[Finding, ...]:
    """Record on each finding that was accepted who accepted it; only a stop needs it.

    Parameters:
        findings: of one plan, or of one label.
        accept: codes accepted by name.
        accepted_by: the person's name.
        of: what has the findings.

    Raises:
        InputError: of :func:`require_acceptance`.

    >>> apply_acceptance([], accept=[], accepted_by=None)
    ()
    """
    require_acceptance(accept, accepted_by)
    result = list(findings)
    there = {item.code for item in result}
    for index, item in enumerate(result):
        if item.code in accept:
            result[index] = attrs.evolve(item, accepted_by=accepted_by)
    for code in accept:
        if code not in there:
            message = f"{code} was accepted, and this {of} has no such finding"
            extra = finding("acceptance-not-needed", Severity.INFO, message, source="house rule", field="accept")
            result.append(extra)
    return tuple(result)


def is_retired(code: str) -> bool:
    """Tell whether an earlier version gave this finding and this one does not: a stored plan may have accepted it.

    >>> is_retired("ask-opioid-free"), is_retired("no-such-code")
    (True, False)
    """
    from ldn_compound.checks.released import was_given

    return code not in CODES and was_given(code, "findings")
