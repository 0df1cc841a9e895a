"""What findings say of what is in a preparation."""

from __future__ import annotations

MESSAGES: dict[str, str] = {
    "contains-avoided": "{component_name} contains what the patient avoids: {hits}",
    "cannot-be-cleared": "{component_name} cannot be cleared for {unclear}",
    "cannot-be-cleared.composition": ". Its composition is not known: {how_to_know}",
    "cannot-be-cleared.not-known": (
        "the composition of {component_name} is not known: {how_to_know}, and ask the patient for sensitivities"
    ),
    "filler-avoid": "{name} is not for low-dose naltrexone: {reason}",
    "filler-caution": "{name}: {reason}",
    "size-below-smallest": (
        "size {size} is smaller than size {least}, the smallest unless asked for: does the prescription ask for it?"
    ),
    "tracer-contains-avoided": (
        "{tracer_name}, the tracer for a trituration of {share} drug, counts as {hits}, which the patient "
        "avoids: leave it out"
    ),
    "tracer-advised": (
        "{tracer_name} is advised as the tracer of a trituration of {share} drug: it shows whether it is "
        "mixed. It is a dye: not for a patient who avoids dyes, and it is listed among the ingredients"
    ),
    "filler-declared.base": "{part_name} in the base is declared at any amount (EU): {threshold}",
    "filler-declared.any": "{filler_name} is declared at any amount (EU): {threshold}",
    "filler-declared.one-dose": " (for one dose a day: none was given)",
    "filler-declared.ions": "{amount} mg ({millimoles} mmol) of {sensitivity} a day from the filler{given}",
    "filler-declared.threshold": "{taken} mg of {sensitivity} a {per}{given} is at or above {threshold}: {text}",
    "source-tablet-declared.amount": " ({brought} mg in one {unit})",
    "source-tablet-declared": (
        "{item_name} in the crushed {product_name}{amount} is declared at any amount (EU): {threshold}"
    ),
    "acceptance-not-needed": "{accepted} was accepted, and this {of} has no such finding",
}
