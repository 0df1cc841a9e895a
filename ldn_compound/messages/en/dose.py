"""What findings say of a dose and its strength."""

from __future__ import annotations

MESSAGES: dict[str, str] = {
    "dose-very-low": "one dose of {dose} is below {very_low}: are there that many doses a day?",
    "strength-not-made": (
        "{strength} is not among the strengths that the pharmacy's profile lists ({listed}): is it right?"
    ),
    "dose.shown": "{words} {dose}",
    "dose.factors": " ({factors})",
    "dose.very-low": "{shown} is below {limit}: {meant} Accept by name if ultra-low-dose naltrexone is meant",
    "dose.low": "{shown} is below the usual start of {limit}: confirm with the prescriber",
    "dose.above-usual": (
        "{shown} is above the usual maximum of {limit} a day; 2 to 6 mg is reported for dissociative disorders: confirm"
    ),
    "dose.above-reported": "{shown} is above {limit}, the most that is reported for low-dose use: confirm",
    "dose.high": "{shown} is {limit} or more, no low dose",
    "dose.factors-right": ": is each of them right?",
    "dose.meant-or-tablet": ": {meant} {tablet} is the commercial tablet",
    "dose.tablet": "; {tablet} is the commercial tablet",
    "dose.meant": "was {other} meant ({why})?",
    "dose.mg-or-mcg": "mg or mcg? A decimal point too far left?",
    "dose.point-too-far-left": "a decimal point too far left",
    "dose.mcg-for-mg": "mcg for mg",
    "dose.point-lost": "the decimal point was lost or moved",
    "dose.unit-a-thousand-off": "g for mg, or mg for mcg",
    "under-age-of-trial": "under {first} years: outside the children's trial",
    "under-age-of-trial.swallow": ", and children swallow a {form} from about 6 years: ask for the liquid",
}
