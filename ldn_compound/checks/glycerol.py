"""Rules for the glycerol of a liquid: its own water against its monograph, its density against its water."""

from __future__ import annotations

from fractions import Fraction

from ldn_compound.checks.codes import finding
from ldn_compound.core.numbers import decimal_text
from ldn_compound.core.results import Finding, Severity
from ldn_compound.core.units import Amount
from ldn_compound.reference.rows import Range
from ldn_compound.reference.vehicles import limit, mixtures


def allowed_text(allowed: Range) -> str:
    """Return what a monograph allows, in words.

    >>> from ldn_compound.reference.vehicles import glycerol_facts
    >>> allowed_text(glycerol_facts("glycerol")[2]), allowed_text(glycerol_facts("glycerol-85")[2])
    ('at most 5 %', '12 % to 16 %')
    """
    if allowed.low.value == 0:
        return f"at most {allowed.high.text()}"
    return f"{allowed.low.text()} to {allowed.high.text()}"


def outside_monograph_finding(name: str, given: Amount, allowed: Range) -> Finding:
    """Return the finding on a lot whose water its monograph does not allow.

    >>> from ldn_compound.reference.vehicles import glycerol_facts
    >>> from ldn_compound.core.units import ratio
    >>> outside_monograph_finding("glycerol", ratio(Fraction(7, 100)), glycerol_facts("glycerol")[2]).code
    'glycerol-outside-monograph'
    """
    text = f"a lot with {given.text()} of water is not {name} of the monograph, which allows {allowed_text(allowed)}"
    return finding("glycerol-outside-monograph", Severity.CAUTION, text, source=allowed.source, field="glycerol_water")


def density_findings(density: Amount, *, lightest: Fraction, heaviest: Fraction, water: Amount | None) -> list[Finding]:
    """Return the finding on a lot's own density that its water does not explain.

    Parameters:
        density: of the lot.
        lightest, heaviest: mg/mL, the handbook's densities at the most and the least water that the lot may hold.
        water: w/w as it was given, or None.

    >>> from ldn_compound.core.units import require, ratio
    >>> dry = require("1.261 g/mL", "mass/volume", "glycerol_density")
    >>> [item.code for item in density_findings(dry, lightest=Fraction(1222), heaviest=Fraction(1222),
    ...                                         water=ratio(Fraction(15, 100)))]
    ['glycerol-density-differs']
    """
    off = limit().density_off
    margin = off.value.value
    shown = f"{decimal_text(density.value / 1000)} g/mL"
    rows, source = mixtures()
    if not rows[0].density * (1 - margin) <= density.value <= rows[-1].density * (1 + margin):
        text = (
            f"no mixture of glycerol and water has a density of {shown}: is the point where it belongs, and the unit?"
        )
        return [finding("glycerol-density-implausible", Severity.STOP, text, source=source, field="glycerol_density")]
    if lightest * (1 - margin) <= density.value <= heaviest * (1 + margin):
        return []
    known = f"{decimal_text(heaviest / 1000)} g/mL"
    if lightest != heaviest:
        known = f"{decimal_text(lightest / 1000)} to {known}"
    held = "the water that its monograph allows" if water is None else f"{water.text()} of water"
    text = (
        f"a density of {shown} is more than {off.value.text()} from the {known} of glycerol with {held}: one of the "
        f"two is wrong, and the liquid is off by as much"
    )
    return [finding("glycerol-density-differs", Severity.CAUTION, text, source=off.source, field="glycerol_density")]
