"""What findings say of the drug and its certificate."""

from __future__ import annotations

MESSAGES: dict[str, str] = {
    "powder.figures": "assay {assay}, water {water}, solvents {solvents}",
    "assay-implausible.high": (
        "{shown}: the powder would hold {content} of drug. No powder holds more than 100 %, and an assay "
        "comes out at {high} at most (monograph). Is it on the anhydrous basis, or is a decimal point wrong?"
    ),
    "assay-implausible.low": (
        "{shown}: the powder would hold {content} of drug; even the {wettest_name} holds {least}. Is a "
        "decimal point wrong?"
    ),
    "powder.monograph": "the monograph",
    "powder.guide-for-base": "the hydrochloride's monograph, a guide for the base",
    "assay-outside-monograph": "assay {assay} is outside {low} to {high} of {whose}",
    "water-implausible": "water {water} is more than the {wettest_name} holds ({most_water})",
    "assay-not-given.none": "no assay was given",
    "assay-not-given.set-aside": "{why}, so no assay is known",
    "assay-not-given.base": (
        "{lead}: the powder is counted as 100 % naltrexone base, and each percent of water or of anything "
        "else in it is a percent less in every dose."
    ),
    "assay-not-given.salt": (
        "{lead}: the powder is counted as 100 % naltrexone hydrochloride. The monograph allows {low} to "
        "{high} without water and solvents, and of the dihydrate {water} is water: weighed as pure, it would "
        "make {dry} of the label, and {lowest} at the lowest assay."
    ),
    "assay-not-given.certificate": " Take the assay, its basis and the water from the certificate of the lot",
    "drug-lot-not-named": (
        "an assay was given, and not of which lot: the profile's {profile_lot} is set aside with its supplier"
        " and its expiry. Name the lot (component lot api)"
    ),
    "drug-figures-mixed": (
        "{given} was given, and the assay is the profile's of {profile_lot}: right only if it is water of that lot"
    ),
    "drug-figures-mixed.solvents": (
        "{given} was given, and the assay is the profile's of {profile_lot}: right only if it is a figure of that lot"
    ),
    "source-tablet-mass": (
        "a mean tablet mass of {tablet_mass} for {strength} of drug means that {share} of the tablet is drug:"
        " is a decimal point wrong? Ten times the mass is ten times the dose"
    ),
    "source-tablet-strength": (
        "a source tablet of {strength} (mean mass {tablet_mass}) is not the commercial {commercial} tablet: "
        "is the number right?"
    ),
    "content-above-limit": (
        "if nothing is lost a unit holds {if_not_lost} of the label, above {high}: lower the overage (or, "
        "filling all in, the wastage)"
    ),
    "content-below-limit": (
        "as weighed a unit holds {if_lost} of the label, below {low}: the balance is too coarse for this batch"
    ),
}
