"""What findings say of capsules."""

from __future__ import annotations

MESSAGES: dict[str, str] = {
    "filler-figure-not-measured": (
        "the filling figure is not stated as measured on this lot of filler, machine and tamping: a blend "
        "filled at another density is another dose. Measure it, or rely on the hold point"
    ),
    "filler-lot-differs": (
        "the filling figure was measured on lot {figure_lot}, this batch uses lot {batch_lot}. Filled by "
        "volume, a drift in packing changes what a capsule holds by as much ({drifts} for {strength} mg); "
        "filled to mass it does not. Measure the new lot"
    ),
    "filler-figure-from-later": (
        "the filling figure was measured on {measured_on}, after the day of making, {made_on}: is a year mistyped?"
    ),
    "packing-size-not-stated": (
        "the profile's packing statistic of {key} does not say for which capsule size it is: add packing_size"
    ),
    "density.grams": "{density} g/mL",
    "fill-density-implausible": (
        "the figure means a bulk density of {shown}; the powders in the data lie between {possible_low} and "
        "{possible_high} g/mL: is a decimal point or the capsule size wrong?"
    ),
    "fill-density-unusual": (
        "the figure means a bulk density of {shown}; the filler's reference densities run from {low} (loose) "
        "to {high} g/mL (tapped): weigh and confirm"
    ),
    "size-not-on-machine": (
        "size {size} is not among the sizes with a plate ({on_machine}): fill by hand, or change it"
    ),
    "size-not-stocked": "size {size} is not among the stocked sizes ({stocked})",
    "all-in-raises-content": (
        "all powder is filled in: what is not lost of the wastage raises the content, up to {content} of the label"
    ),
    "all-in-above-capacity": (
        "all filled in, a capsule would have to take {target} mg, and by {figure} it holds {holds} mg: "
        "{excess} % too much, unless that much is lost. Fill to mass, or take a larger capsule; press none in"
    ),
}
