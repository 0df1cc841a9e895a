"""What findings say of a dose by body weight."""

from __future__ import annotations

MESSAGES: dict[str, str] = {
    "rate-high": (
        "a rate of {rate} a day is twice the {trial} of the children's trial, or more: is the decimal point "
        "where it belongs, and is it the rate of a whole day?"
    ),
    "rate-above-trial": "a rate of {rate} a day is above the {trial} of the children's trial: confirm",
    "maximum-above-usual": "the maximum of {most} a day is above the usual {usual} a day: confirm",
    "age-not-given": (
        "no age: nothing tests a body weight of {weight} ({pounds} lb), and a weight written in lb for kg "
        "more than doubles the dose. Ask for the age"
    ),
    "child-rate-for-adult": (
        "{age}: a dose by body weight is the rule of the children's trial, from {first} to {adult} "
        "years; an adult's dose is not by weight: confirm"
    ),
    "dose-capped": "{uncapped} a day by weight, capped to the maximum of {daily} a day",
    "child-dose.factors": "{weight} x {rate}",
    "daily-dose-above-maximum": "a day's dose of {daily} is above the stated maximum of {most} a day",
    "child-dose.by-weight": (
        "a day's dose of {daily} for {weight} is {shown}, above the {allowed} that {rate} a day allows"
    ),
    "child-dose-far-above-rate": "{start}, and {far} a day or more: is the decimal point where it belongs?",
    "child-dose-above-rate": "{start}: confirm with the prescriber",
    "child-dose-above-rate.chart": (
        "a day's dose of {daily} is within {rate} a day for {weight}, but the 97th percentile at {age},"
        " {heaviest} ({sex}), allows {allowed}: weigh the child again"
    ),
    "child-dose.by-age": (
        "a day's dose of {daily} is above the {allowed} that {rate} a day allows at the {percentile} "
        "percentile of weight for {age}, {weight} ({sex}): {ask}"
    ),
    "weight.outside": "{weight} at {age} is outside the 3rd to 97th percentile, {bands}",
    "weight.read": "{number} {right}",
    "weight.read-in-kg": " ({other})",
    "weight-implausible-for-age": (
        "{start}; {read} would be inside: was {right} written down as {wrong}? Weigh the child again, in kg"
    ),
    "weight-tenfold-for-age": "{start}; {moved} would be inside: is the decimal point where it belongs?",
    "weight-outside-percentiles": "{start}: confirm weight and age",
    "rounding.measured": "{dose} is measured as {drawn}, {error} % off",
    "rounding-large": ": above {fine}. {would_do}",
    "rounding-too-large": ": above {most}, so it cannot be measured like this. {would_do}",
    "strength.off": "the nearest stocked strength, {strength}, is {error} % off",
    "strength-differs-much": "{shown} the dose of {dose}: give the liquid, or make the strength",
    "strength-differs": "{shown} the dose of {dose}: confirm with the prescriber",
    "capsule-outside-trial": (
        "the children's trial gave its capsule from {least_age} years and {least_weight} on, and below them "
        "the liquid: ask for the liquid"
    ),
    "no-strength-below-maximum": "none of the stocked strengths is at or below the maximum of {maximum} mg a dose",
}
