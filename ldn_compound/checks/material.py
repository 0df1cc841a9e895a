"""The drug powder and the balance: figures that are possible but look like a slip, and masses too small to weigh."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import lru_cache

from ldn_compound.checks.codes import finding
from ldn_compound.core.numbers import Figure
from ldn_compound.core.results import Finding
from ldn_compound.core.units import mass, ratio
from ldn_compound.messages import say
from ldn_compound.reference.limits import content_limits, slips
from ldn_compound.reference.naltrexone import assay_limits, hydrates, tablet_strength

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
    shown = say("powder.figures", assay=ratio(assay), water=ratio(water), solvents=ratio(solvents))
    if content > limits.high.value:
        return [
            finding(
                "assay-implausible",
                say("assay-implausible.high", shown=shown, content=brief_percent(content), high=limits.high),
                source=limits.source,
            )
        ]
    if content < least:
        return [
            finding(
                "assay-implausible",
                say(
                    "assay-implausible.low",
                    shown=shown,
                    content=brief_percent(content),
                    wettest_name=wettest.name,
                    least=brief_percent(least),
                ),
                source=wettest.source,
            )
        ]
    found = []
    if anhydrous and not limits.low.value <= assay <= limits.high.value:
        whose = say("powder.monograph") if not base else say("powder.guide-for-base")
        found.append(
            finding(
                "assay-outside-monograph",
                assay=ratio(assay),
                low=limits.low,
                high=limits.high,
                whose=whose,
                source=limits.source,
            )
        )
    if water > most_water.value:
        found.append(
            finding(
                "water-implausible",
                water=ratio(water),
                wettest_name=wettest.name,
                most_water=brief_percent(most_water.value),
                source=wettest.source,
            )
        )
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
    lead = say("assay-not-given.none") if why is None else say("assay-not-given.set-aside", why=why)
    if substance == "base":
        text = say("assay-not-given.base", lead=lead)
    else:
        usual = next(hydrate for hydrate in hydrates() if hydrate.key == USUAL_HYDRATE)
        dry = 1 - usual.water.value.value
        text = say(
            "assay-not-given.salt",
            lead=lead,
            low=limits.low,
            high=limits.high,
            water=brief_percent(usual.water.value.value),
            dry=brief_percent(dry),
            lowest=brief_percent(limits.low.value * dry),
        )
        source = f"{source}; {usual.water.source}"
    text += say("assay-not-given.certificate")
    return finding("assay-not-given", text, source=source)


def lot_not_named_finding(profile_lot: str) -> Finding:
    """Return the caution on an assay that was given without its lot, beside a lot of the profile.

    >>> lot_not_named_finding("lot A123").code
    'drug-lot-not-named'
    """
    source = "house rule: an assay and an expiry belong to one lot"
    return finding("drug-lot-not-named", profile_lot=profile_lot, source=source)


def figures_mixed_finding(given: str, profile_lot: str, *, field: str) -> Finding:
    """Return the caution on water or solvents that were given for an assay of the profile's.

    >>> figures_mixed_finding("water 9 %", "lot A123", field="api_water").code
    'drug-figures-mixed'
    """
    key = "drug-figures-mixed" if field == "api_water" else "drug-figures-mixed.solvents"
    source = "house rule: the figures of a certificate belong to one lot"
    return finding("drug-figures-mixed", say(key, given=given, profile_lot=profile_lot), source=source, field=field)


def brief_percent(value: Fraction) -> Figure:
    """Return a fraction as percent to one decimal, for a sentence.

    >>> brief_percent(Fraction(1, 3))
    '33.3 %'
    """
    from ldn_compound.core.numbers import decimal_text, round_half_up

    return Figure(f"{decimal_text(round_half_up(value * 100, Fraction(1, 10)))} %")


def percent_apart(value: Fraction, limit: Fraction) -> Figure:
    """Return a fraction that passes a limit as percent, with as many decimals as it takes to tell it from the limit.

    >>> percent_apart(Fraction("0.150271"), Fraction("0.15")), percent_apart(Fraction("0.16"), Fraction("0.15"))
    ('15.03 %', '16 %')
    """
    from ldn_compound.core.numbers import decimal_text, round_half_up

    for places in range(1, 9):
        shown = round_half_up(value * 100, Fraction(1, 10**places))
        if shown != limit * 100:
            break
    return Figure(f"{decimal_text(shown)} %")


def tablet_findings(*, strength: Fraction, tablet_mass: Fraction) -> list[Finding]:
    """Return the findings on crushed commercial tablets as the source of the drug.

    >>> [item.code for item in tablet_findings(strength=Fraction(25), tablet_mass=Fraction(160))]
    ['source-tablet-strength']
    """
    commercial = tablet_strength()
    found = []
    if tablet_mass > slips().tablet_mass.value * strength:
        house = "safety limit of this program: a slip of the decimal point is a factor of ten"
        found.append(
            finding(
                "source-tablet-mass",
                tablet_mass=mass(tablet_mass),
                strength=mass(strength),
                share=brief_percent(strength / tablet_mass),
                source=house,
            )
        )
    if strength == commercial.value.value:
        return found
    source = commercial.source
    found.append(
        finding(
            "source-tablet-strength",
            strength=mass(strength),
            tablet_mass=mass(tablet_mass),
            commercial=commercial.value,
            source=source,
        )
    )
    return found


def brief_mass(value: Fraction) -> Figure:
    """Return a mass in mg for a sentence, "~" before a rounded one.

    >>> brief_mass(Fraction(31, 2))
    '15.5 mg'
    """
    from ldn_compound.core.numbers import brief_text

    return Figure(f"{brief_text(value)} mg")


def content_findings(*, if_lost: Fraction, if_not_lost: Fraction, on: date | None = None) -> list[Finding]:
    """Return the findings on the content of a unit as a fraction of the label, after rounding, by the limits of a day.

    >>> [item.code for item in content_findings(if_lost=Fraction(1), if_not_lost=Fraction(112, 100))]
    ['content-above-limit']
    """
    limits = content_limits(on)
    found = []
    if if_not_lost > limits.high.value:
        found.append(
            finding(
                "content-above-limit", if_not_lost=brief_percent(if_not_lost), high=limits.high, source=limits.source
            )
        )
    if if_lost < limits.low.value:
        found.append(
            finding("content-below-limit", if_lost=brief_percent(if_lost), low=limits.low, source=limits.source)
        )
    return found
