"""What findings say of weighing and triturations."""

from __future__ import annotations

MESSAGES: dict[str, str] = {
    "weighing-error.stock": "a weaker stock",
    "weighing-error.batch": "a larger batch",
    "weighing-error.total": "a larger batch or a larger total",
    "weighing-error.directly": (
        "the weighing error and the rounding add up to {error_bound} of the drug, above {above}: take {mends}, "
        "or a finer balance"
    ),
    "weighing-error.added": (
        "the weighing errors and the deviation add up to {error_bound} of the drug, above {above}: a larger "
        "aliquot mends it: take {mends}, or a finer balance"
    ),
    "below-minimum-weighable": (
        "{powder} of drug powder is below the minimum weighable quantity of {minimum}: {too_little}"
    ),
    "filler-below-minimum-weighable": "{filler} of filler is below the minimum weighable quantity of {minimum}",
    "trituration-not-needed": (
        "{drug} can be weighed directly (the minimum weighable quantity is {minimum}): a trituration adds a "
        "weighing and its error"
    ),
    "limit-from-readability": (
        "the minimum weighable quantity of {minimum} rests on the readability alone: give the balance's "
        "sensitivity requirement, its repeatability or its minimum"
    ),
    "below-usp-41": (
        "the least mass that brings the drug, {least}, is below the {accurate} that USP <41> asks of this "
        "balance for weighing accurately (within 0.1 %): advice beside the balance's own limit"
    ),
    "balance-better-than-its-digit": (
        "by its minimum, sensitivity or repeatability a weighing errs by {said}, less than half of the last "
        "digit of {readability}: {half} is counted, for which the minimum weighable quantity would be "
        "{least}. Is the readability right?"
    ),
    "weighings-of-one-weight": (
        "the weighings spread by {spread} (relative standard deviation), more than {widest}: were they all of"
        " one weight, each time tared to zero? If so, take a heavier weight"
    ),
    "stock-cannot-be-cleared": (
        "what the stock is thinned with was not given, and the patient avoids {avoided}: it cannot be "
        "cleared; name its diluent (--stock-diluent), also where it is the batch's own"
    ),
    "stock-diluent-differs": (
        "the stock brings {diluent}, counted mass for mass in place of {own}, which may pack differently: the"
        " hold point decides. It is an ingredient of the batch"
    ),
    "minimum-below-error": (
        "the minimum weighable quantity is stated as {minimum}, and a weighing errs by {error}: at "
        "{permitted} that allows no less than {least}. What lies between is weighed directly with a larger "
        "error; leave the minimum out to have it triturated"
    ),
    "trituration-in-two-stages": (
        "two stages: {reason}. Mix and label each; the first one's aliquot goes into the second whole"
    ),
}
