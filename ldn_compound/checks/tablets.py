"""Rules for tablets: the mass, the base of a moulded one, the shares of a compressed one's excipients, halves."""

from __future__ import annotations

from fractions import Fraction

from ldn_compound.checks.codes import finding
from ldn_compound.checks.material import brief_percent
from ldn_compound.core.numbers import Figure, brief_text, decimal_text
from ldn_compound.core.results import Finding
from ldn_compound.core.units import mass
from ldn_compound.messages import say
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
    return [
        finding(
            "tablet-mass-unusual",
            tablet=brief_text(tablet),
            words=words,
            usual_low=usual.low,
            usual_high=usual.high,
            source=usual.source,
            field=field,
        )
    ]


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
    source = known.vehicle.source
    return [
        finding(
            "vehicle-too-little",
            share=brief_percent(share),
            vehicle_least=known.vehicle.least,
            vehicle_of=known.vehicle.of,
            source=source,
        )
    ]


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
    return [
        finding(
            "displacement-implausible",
            factor=brief_text(factor),
            words=words,
            usual_low=decimal_text(usual.low),
            usual_high=decimal_text(usual.high),
            source=usual.source,
            field=field,
        )
    ]


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
    said = say(
        "share-outside-usual",
        name=name,
        share=brief_percent2(share),
        role=use.role.replace("-", " "),
        low=use.usual.low,
        high=use.usual.high,
    )
    if use.role == "lubricant" and share > use.usual.high.value:
        said += say("share-outside-usual.lubricant")
    return [finding(f"{use.role}-outside-usual-range", said, source=use.usual.source, field="recipe")]


def brief_percent2(value: Fraction) -> Figure:
    """Return a small fraction in percent to two decimals, for a sentence.

    >>> brief_percent2(Fraction(1, 800))
    '0.125 %'
    """
    return Figure(f"{brief_text(value * 100, places=2)} %")


def lubricant_findings(*, has_lubricant: bool) -> list[Finding]:
    """Return the finding on a recipe without a lubricant: tablets then stick in the die.

    >>> lubricant_findings(has_lubricant=True)
    []
    """
    if has_lubricant:
        return []
    usual = get_use("magnesium-stearate").usual
    return [finding("lubricant-missing", usual_low=usual.low, usual_high=usual.high, source=usual.source)]


def half_findings(*, strength: Fraction, half_strength: Fraction) -> list[Finding]:
    """Return the finding that a score line proves no half dose.

    Parameters:
        strength: mg in a tablet.
        half_strength: mg in a half.

    >>> [item.code for item in half_findings(strength=Fraction(3), half_strength=Fraction("1.5"))]
    ['halves-not-proved']
    """
    asked = half()
    source = f"{asked.mass.source}; {asked.loss.source}"
    return [
        finding(
            "halves-not-proved",
            strength=mass(strength),
            half_strength=mass(half_strength),
            mass_low=asked.mass.low,
            mass_high=asked.mass.high,
            loss=asked.loss.value,
            source=source,
        )
    ]
