"""Rules for the glycerol of a liquid: its own water against its monograph, its density against its water."""

from __future__ import annotations

from fractions import Fraction

from ldn_compound.checks.codes import finding
from ldn_compound.core.numbers import decimal_text
from ldn_compound.core.results import Finding
from ldn_compound.core.units import Amount
from ldn_compound.messages import say
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
    return finding(
        "glycerol-outside-monograph", given=given, name=name, allowed_text=allowed_text(allowed), source=allowed.source
    )


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
    shown = say("density.grams", density=decimal_text(density.value / 1000))
    rows, source = mixtures()
    if not rows[0].density * (1 - margin) <= density.value <= rows[-1].density * (1 + margin):
        return [finding("glycerol-density-implausible", shown=shown, source=source)]
    if lightest * (1 - margin) <= density.value <= heaviest * (1 + margin):
        return []
    known = say("glycerol-density.one", heaviest=decimal_text(heaviest / 1000))
    if lightest != heaviest:
        known = say("glycerol-density.range", lightest=decimal_text(lightest / 1000), known=known)
    held = say("glycerol-density.monograph") if water is None else say("glycerol-density.water", water=water)
    return [finding("glycerol-density-differs", shown=shown, off=off.value, known=known, held=held, source=off.source)]
