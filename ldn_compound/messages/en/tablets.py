"""What findings say of tablets."""

from __future__ import annotations

MESSAGES: dict[str, str] = {
    "tablet-mass-unusual": (
        "{tablet} mg is outside the usual {words} of {usual_low} to {usual_high}: is the decimal point where "
        "it belongs?"
    ),
    "vehicle-too-little": (
        "only {share} of the blank mass is base, and at least {vehicle_least} parts in {vehicle_of} are "
        "needed: take a larger mould, or spread the dose over more tablets"
    ),
    "displacement-implausible": (
        "the factor means that {factor} g of {words} displaces 1 g of base; the powders of the trade lie "
        "between {usual_low} and {usual_high} g: is the point right, and is it the displacement factor or its"
        " inverse, the Verdraengungsfaktor?"
    ),
    "share-outside-usual": "{name} is {share} of the tablet; as a {role} it is usually {low} to {high}",
    "share-outside-usual.lubricant": ": more of it slows the dissolving",
    "lubricant-missing": (
        "the recipe has no lubricant that this program knows: magnesium stearate at {usual_low} to "
        "{usual_high} is usual, else tablets stick to the punches"
    ),
    "halves-not-proved": (
        "a half of {strength} is {half_strength} only if the tablet breaks evenly: split and weigh 30 before "
        "halves are relied on, each half {mass_low} to {mass_high} of their mean (one in 30 may be outside), "
        "and less than {loss} lost on splitting"
    ),
}
