"""The drug powder and the balance: figures that are possible but look like a slip, and masses too small to weigh."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from ldn_compound.checks.codes import finding
from ldn_compound.core.results import Finding, Severity
from ldn_compound.core.units import mass, ratio
from ldn_compound.reference.limits import content_limits
from ldn_compound.reference.naltrexone import assay_limits, hydrates, tablet_strength

# A 50 mg tablet of 160 mg is 31 % drug. With a point slipped it would be 3 %: the limit lies between.
MOST_MASS_FOR_DRUG = 10
USUAL_HYDRATE = "dihydrate"


def powder_findings(
    *, assay: Fraction, water: Fraction, solvents: Fraction, anhydrous: bool, base: bool = False
) -> list[Finding]:
    """Return the findings on the assay and water of a drug powder.

    Parameters:
        assay, water, solvents: fractions; water and solvents 0 where the assay is as is.
        anhydrous: whether the assay is on the anhydrous, solvent-free basis.
        base: whether the powder is naltrexone base; the limits are the hydrochloride's, a guide for the base.

    >>> [item.code for item in powder_findings(assay=Fraction("0.0995"), water=Fraction(0), solvents=Fraction(0),
    ...                                        anhydrous=True)]
    ['assay-implausible']
    """
    limits, wettest = assay_limits(), max(hydrates(), key=lambda hydrate: hydrate.water.value.value)
    most_water = wettest.water.value
    content = assay * (1 - water - solvents)
    least = limits.low.value * (1 - most_water.value)
    shown = f"assay {ratio(assay).text()}, water {ratio(water).text()}, solvents {ratio(solvents).text()}"
    if content > limits.high.value:
        text = (
            f"{shown}: the powder would hold {brief_percent(content)} of drug. No powder holds more than 100 %, and an "
            f"assay comes out at {limits.high.text()} at most (monograph). Is it on the anhydrous basis, or is a "
            f"decimal point wrong?"
        )
        return [finding("assay-implausible", Severity.STOP, text, source=limits.source, field="assay")]
    if content < least:
        text = (
            f"{shown}: the powder would hold {brief_percent(content)} of drug; even the {wettest.name} holds "
            f"{brief_percent(least)}. Is a decimal point wrong?"
        )
        return [finding("assay-implausible", Severity.STOP, text, source=wettest.source, field="assay")]
    found = []
    if anhydrous and not limits.low.value <= assay <= limits.high.value:
        whose = "the monograph" if not base else "the hydrochloride's monograph, a guide for the base"
        text = f"assay {ratio(assay).text()} is outside {limits.low.text()} to {limits.high.text()} of {whose}"
        found.append(finding("assay-outside-monograph", Severity.CAUTION, text, source=limits.source, field="assay"))
    if water > most_water.value:
        text = f"water {ratio(water).text()} is more than the {wettest.name} holds ({brief_percent(most_water.value)})"
        found.append(finding("water-implausible", Severity.CAUTION, text, source=wettest.source, field="api_water"))
    return found


@lru_cache(maxsize=64)
def assay_not_given_finding(substance: str, why: str | None = None) -> Finding:
    """Return the caution on a powder that is counted as pure, with what a usual certificate would change.

    Parameters:
        substance: ``hydrochloride`` or ``base``.
        why: why the profile's figures do not count, or None where there are none.

    >>> assay_not_given_finding("hydrochloride").code
    'assay-not-given'
    """
    limits = assay_limits()
    source = str(limits.source)
    lead = "no assay was given" if why is None else f"{why}, so no assay is known"
    if substance == "base":
        text = (
            f"{lead}: the powder is counted as 100 % naltrexone base, and each percent of water or of anything else in "
            f"it is a percent less in every dose."
        )
    else:
        usual = next(hydrate for hydrate in hydrates() if hydrate.key == USUAL_HYDRATE)
        dry = 1 - usual.water.value.value
        text = (
            f"{lead}: the powder is counted as 100 % naltrexone hydrochloride. The monograph allows "
            f"{limits.low.text()} to {limits.high.text()} without water and solvents, and of the dihydrate "
            f"{brief_percent(usual.water.value.value)} is water: weighed as pure, it would make "
            f"{brief_percent(dry)} of the label, and {brief_percent(limits.low.value * dry)} at the lowest assay."
        )
        source = f"{source}; {usual.water.source}"
    text += " Take the assay, its basis and the water from the certificate of the lot"
    return finding("assay-not-given", Severity.CAUTION, text, source=source, field="assay")


def lot_not_named_finding(profile_lot: str) -> Finding:
    """Return the caution on an assay that was given without its lot, beside a lot of the profile.

    >>> lot_not_named_finding("lot A123").code
    'drug-lot-not-named'
    """
    text = (
        f"an assay was given, and not of which lot: the profile's {profile_lot} is set aside with its supplier and its "
        f"expiry. Name the lot (component lot api)"
    )
    source = "house rule: an assay and an expiry belong to one lot"
    return finding("drug-lot-not-named", Severity.CAUTION, text, source=source, field="component_lots")


def figures_mixed_finding(given: str, profile_lot: str, *, field: str) -> Finding:
    """Return the caution on water or solvents that were given for an assay of the profile's.

    >>> figures_mixed_finding("water 9 %", "lot A123", field="api_water").code
    'drug-figures-mixed'
    """
    text = f"{given} was given, and the assay is the profile's of {profile_lot}: right only if it is water of that lot"
    text = text if field == "api_water" else text.replace("water of that lot", "a figure of that lot")
    source = "house rule: the figures of a certificate belong to one lot"
    return finding("drug-figures-mixed", Severity.CAUTION, text, source=source, field=field)


def brief_percent(value: Fraction) -> str:
    """Return a fraction as percent to one decimal, for a sentence.

    >>> brief_percent(Fraction(1, 3))
    '33.3 %'
    """
    from ldn_compound.core.numbers import decimal_text, round_half_up

    return f"{decimal_text(round_half_up(value * 100, Fraction(1, 10)))} %"


def percent_apart(value: Fraction, limit: Fraction) -> str:
    """Return a fraction that passes a limit as percent, with as many decimals as it takes to tell it from the limit.

    >>> percent_apart(Fraction("0.150271"), Fraction("0.15")), percent_apart(Fraction("0.16"), Fraction("0.15"))
    ('15.03 %', '16 %')
    """
    from ldn_compound.core.numbers import decimal_text, round_half_up

    for places in range(1, 9):
        shown = round_half_up(value * 100, Fraction(1, 10**places))
        if shown != limit * 100:
            break
    return f"{decimal_text(shown)} %"


def tablet_findings(*, strength: Fraction, tablet_mass: Fraction) -> list[Finding]:
    """Return the findings on crushed commercial tablets as the source of the drug.

    >>> [item.code for item in tablet_findings(strength=Fraction(25), tablet_mass=Fraction(160))]
    ['source-tablet-strength']
    """
    commercial = tablet_strength()
    found = []
    if tablet_mass > MOST_MASS_FOR_DRUG * strength:
        text = (
            f"a mean tablet mass of {mass(tablet_mass).text()} for {mass(strength).text()} of drug means that "
            f"{brief_percent(strength / tablet_mass)} of the tablet is drug: is a decimal point wrong? "
            f"Ten times the mass is ten times the dose"
        )
        house = "safety limit of this program: a slip of the decimal point is a factor of ten"
        found.append(finding("source-tablet-mass", Severity.STOP, text, source=house, field="source_tablet_mass"))
    if strength == commercial.value.value:
        return found
    text = (
        f"a source tablet of {mass(strength).text()} (mean mass {mass(tablet_mass).text()}) is not the commercial "
        f"{commercial.value.text()} tablet: is the number right?"
    )
    source = commercial.source
    found.append(finding("source-tablet-strength", Severity.STOP, text, source=source, field="source_tablet"))
    return found


def brief_mass(value: Fraction) -> str:
    """Return a mass in mg for a sentence, "~" before a rounded one.

    >>> brief_mass(Fraction(31, 2))
    '15.5 mg'
    """
    from ldn_compound.core.numbers import brief_text

    return f"{brief_text(value)} mg"


def content_findings(*, if_lost: Fraction, if_not_lost: Fraction) -> list[Finding]:
    """Return the findings on the content of a unit as a fraction of the label, after rounding.

    >>> [item.code for item in content_findings(if_lost=Fraction(1), if_not_lost=Fraction(112, 100))]
    ['content-above-110']
    """
    limits = content_limits()
    found = []
    if if_not_lost > limits.high.value:
        text = (
            f"if nothing is lost a unit holds {brief_percent(if_not_lost)} of the label, above {limits.high.text()}: "
            f"lower the overage (or, filling all in, the wastage)"
        )
        found.append(finding("content-above-110", Severity.STOP, text, source=limits.source, field="overage"))
    if if_lost < limits.low.value:
        text = (
            f"as weighed a unit holds {brief_percent(if_lost)} of the label, below {limits.low.text()}: "
            f"the balance is too coarse for this batch"
        )
        found.append(finding("content-below-90", Severity.STOP, text, source=limits.source, field="readability"))
    return found
