"""Rules for tablets: the mass, the base of a moulded one, the shares of a compressed one's excipients, halves."""

from __future__ import annotations

from fractions import Fraction

from ldn_compound.checks.codes import finding
from ldn_compound.checks.material import brief_percent
from ldn_compound.core.numbers import brief_text, decimal_text
from ldn_compound.core.results import Finding, Severity
from ldn_compound.core.units import mass
from ldn_compound.reference.recipes import displacement, get_use, half, mould
from ldn_compound.reference.rows import Range


def mass_findings(*, tablet: Fraction, usual: Range, field: str, words: str) -> list[Finding]:
    """Return the finding on a tablet's mass outside the usual ones: a slip of the point, or an unusual mould.

    Parameters:
        tablet: mg.
        usual: the range of masses.
        field: ``blank_mass`` or ``tablet_mass``.
        words: what is usual, such as ``moulds``.

    >>> from ldn_compound.reference.recipes import mould
    >>> found = mass_findings(tablet=Fraction(600), usual=mould().mass, field="blank_mass", words="moulds")
    >>> [item.code for item in found]
    ['tablet-mass-unusual']
    """
    if usual.low.value <= tablet <= usual.high.value:
        return []
    text = (
        f"{brief_text(tablet)} mg is outside the usual {words} of {usual.low.text()} to {usual.high.text()}: "
        f"is the decimal point where it belongs?"
    )
    return [finding("tablet-mass-unusual", Severity.CAUTION, text, source=usual.source, field=field)]


def vehicle_findings(*, share: Fraction) -> list[Finding]:
    """Return the stop on a moulded tablet with too little base to hold together.

    Parameters:
        share: base in a tablet as a fraction of the blank mass.

    >>> vehicle_findings(share=Fraction(2, 3))
    []
    """
    known = mould()
    if share >= known.vehicle.share:
        return []
    text = (
        f"only {brief_percent(share)} of the blank mass is base, and at least {known.vehicle.least} parts in "
        f"{known.vehicle.of} are needed: take a larger mould, or spread the dose over more tablets"
    )
    source = known.vehicle.source
    return [finding("vehicle-below-two-thirds", Severity.STOP, text, source=source, field="blank_mass")]


def displacement_findings(*, factor: Fraction, field: str, words: str = "drug") -> list[Finding]:
    """Return the finding on a displacement factor that no powder in a base has.

    Parameters:
        factor: mass of powder that displaces a mass 1 of base.
        field: the input that it came by.
        words: whose factor it is.

    >>> [item.code for item in displacement_findings(factor=Fraction(7), field="displacement_factor")]
    ['displacement-implausible']
    """
    usual = displacement().plausible
    if usual.low <= factor <= usual.high:
        return []
    text = (
        f"the factor means that {brief_text(factor)} g of {words} displaces 1 g of base; the powders of the trade lie "
        f"between {decimal_text(usual.low)} and {decimal_text(usual.high)} g: is the point right, and is it the "
        f"displacement factor or its inverse, the Verdraengungsfaktor?"
    )
    return [finding("displacement-implausible", Severity.CAUTION, text, source=usual.source, field=field)]


def is_bulk(key: str, share: Fraction) -> bool:
    """Tell whether so much of an excipient with a usual share is more than it is ever used at in its role.

    >>> is_bulk("magnesium-stearate", Fraction(1, 2))
    True
    """
    return share > get_use(key).most.value.value


def share_findings(*, key: str, name: str, share: Fraction) -> list[Finding]:
    """Return the finding on an excipient outside its usual share of a tablet.

    Parameters:
        key: of an excipient that has a usual share.
        share: its fraction of the tablet's mass.

    >>> [item.code for item in share_findings(key="magnesium-stearate", name="magnesium stearate",
    ...                                       share=Fraction(2, 100))]
    ['lubricant-outside-usual-range']
    """
    use = get_use(key)
    if use.usual.low.value <= share <= use.usual.high.value:
        return []
    text = (
        f"{name} is {brief_percent2(share)} of the tablet; as a {use.role.replace('-', ' ')} it is usually "
        f"{use.usual.low.text()} to {use.usual.high.text()}"
    )
    if use.role == "lubricant" and share > use.usual.high.value:
        text += ": more of it slows the dissolving"
    return [finding(f"{use.role}-outside-usual-range", Severity.CAUTION, text, source=use.usual.source, field="recipe")]


def brief_percent2(value: Fraction) -> str:
    """Return a small fraction in percent to two decimals, for a sentence.

    >>> brief_percent2(Fraction(1, 800))
    '0.125 %'
    """
    return f"{brief_text(value * 100, places=2)} %"


def lubricant_findings(*, has_lubricant: bool) -> list[Finding]:
    """Return the finding on a recipe without a lubricant: tablets then stick in the die.

    >>> lubricant_findings(has_lubricant=True)
    []
    """
    if has_lubricant:
        return []
    usual = get_use("magnesium-stearate").usual
    text = (
        f"the recipe has no lubricant that this program knows: magnesium stearate at {usual.low.text()} to "
        f"{usual.high.text()} is usual, else tablets stick to the punches"
    )
    return [finding("lubricant-missing", Severity.CAUTION, text, source=usual.source, field="recipe")]


def half_findings(*, strength: Fraction, half_strength: Fraction) -> list[Finding]:
    """Return the finding that a score line proves no half dose.

    Parameters:
        strength: mg in a tablet.
        half_strength: mg in a half.

    >>> [item.code for item in half_findings(strength=Fraction(3), half_strength=Fraction("1.5"))]
    ['halves-not-proved']
    """
    asked = half()
    text = (
        f"a half of {mass(strength).text()} is {mass(half_strength).text()} only if the tablet breaks evenly: split "
        f"and weigh 30 before halves are relied on, each half {asked.mass.low.text()} to {asked.mass.high.text()} of "
        f"their mean (one in 30 may be outside), and less than {asked.loss.value.text()} lost on splitting"
    )
    source = f"{asked.mass.source}; {asked.loss.source}"
    return [finding("halves-not-proved", Severity.CAUTION, text, source=source, field="scored")]
