"""The quality rules once more, by other code: floats for the spread, the table of standards written out by hand.

Nothing of the package is imported. Numbers: older USP <795> (UNC), Ph. Eur. 2.9.5, Brazil FN, DAC/NRF, USP <905>, as
they stand in those texts.
"""

from __future__ import annotations

import statistics
from fractions import Fraction

# key: (against the sample's mean?, band below 300 mg, band from 300 mg, allowed outside, outer bound?, RSD, loss)
CAPSULES = {
    "usp-795-older": (False, "0.10", "0.10", 0, False, None, None),
    "ph-eur-2.9.5": (True, "0.10", "0.075", 2, True, None, None),
    "brazil-fn": (True, "0.10", "0.075", 0, False, "0.04", None),
    "dac-nrf": (True, "0.10", "0.075", 2, True, "0.05", "0.03"),
}
HOUSE = Fraction("0.1")


def judge(net: list[Fraction], theory: Fraction, standard: str) -> tuple[bool, bool, int, float]:
    """Return whether net capsule masses pass the standard, the house rule, how many are outside, and the RSD."""
    by_mean, light, heavy, allowed, outer, rsd_limit, loss_limit = CAPSULES[standard]
    mean = Fraction(sum(net), len(net))
    target = mean if by_mean else theory
    band = Fraction(light if target < 300 else heavy)
    outside = len([one for one in net if one < target * (1 - band) or one > target * (1 + band)])
    passes = outside <= allowed
    if outer and any(one < target * (1 - 2 * band) or one > target * (1 + 2 * band) for one in net):
        passes = False
    rsd = statistics.stdev(map(float, net)) / float(mean)
    if rsd_limit is not None and statistics.variance(net) > (Fraction(rsd_limit) * mean) ** 2:
        passes = False
    if loss_limit is not None and mean < theory * (1 - Fraction(loss_limit)):
        passes = False
    return passes, theory * (1 - HOUSE) <= mean <= theory * (1 + HOUSE), outside, rsd


def acceptance(contents: list[Fraction]) -> tuple[float, str]:
    """Return the acceptance value in % of label and the verdict."""
    mean = float(statistics.mean(contents))
    spread = float(statistics.stdev(map(float, contents)))
    reference = 98.5 if mean < 98.5 else 101.5 if mean > 101.5 else mean
    value = abs(reference - mean) + (2.4 if len(contents) == 10 else 2.0) * spread
    if len(contents) == 10:
        return value, "pass" if value <= 15 else "second-stage"
    wide = any(abs(float(one) - reference) > 0.25 * reference for one in contents)
    return value, "fail" if value > 15 or wide else "pass"


def capsules_as_made(
    *, drug: Fraction, filler: Fraction, fill: Fraction, strength: Fraction, factor: Fraction
) -> Fraction:
    """Return the content of label of a capsule filled to mass, from what was weighed."""
    concentration = drug / factor / (drug + filler)
    return concentration * fill / strength
