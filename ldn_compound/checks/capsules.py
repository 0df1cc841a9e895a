"""Rules for capsules: whose figure is it, is it a density that a powder can have, do size and machine fit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from ldn_compound.checks.codes import finding
from ldn_compound.checks.material import brief_percent
from ldn_compound.core.numbers import brief_text
from ldn_compound.core.results import Finding
from ldn_compound.core.units import Amount
from ldn_compound.messages import say
from ldn_compound.reference.limits import believable_densities
from ldn_compound.reference.quality import packing
from ldn_compound.reference.rows import Range

_LOT = "Pharmacy Times, September 2008: the packing figure belongs to one lot of filler; thecompounder.com; Anfarmag"


def figure_findings(
    *, field: str, measured: bool, figure_lot: str | None, batch_lot: str | None, strength: Fraction
) -> list[Finding]:
    """Return the findings on where the filling figure comes from.

    Parameters:
        field: ``packing_stat``, ``filler_density`` or ``fill_mass``.
        measured: whether it was measured on this lot and machine.
        figure_lot: the filler lot that the profile's figure belongs to, or None.
        batch_lot: the filler lot in use, or None.
        strength: mg of drug in one capsule, which a drift of the packing changes.

    >>> lots = {"figure_lot": None, "batch_lot": None}
    >>> [item.code for item in figure_findings(field="fill_mass", measured=False, strength=Fraction(1), **lots)]
    ['filler-figure-not-measured']
    """
    found = []
    if not measured:
        found.append(finding("filler-figure-not-measured", source=_LOT, field=field))
    if figure_lot is not None and batch_lot is not None and figure_lot != batch_lot:
        rule = packing()
        drifts = ", ".join(
            f"{share.text()}: {brief_text(strength - strength * share.value)} to "
            f"{brief_text(strength + strength * share.value)} mg"
            for share in (rule.small_drift.value, rule.large_drift.value)
        )
        found.append(
            finding(
                "filler-lot-differs",
                figure_lot=figure_lot,
                batch_lot=batch_lot,
                drifts=drifts,
                strength=brief_text(strength),
                source=_LOT,
            )
        )
    return found


def figure_date_findings(*, measured_on: date | None, made_on: date | None) -> list[Finding]:
    """Return the caution on a filling figure that was measured after the batch was made.

    >>> found = figure_date_findings(measured_on=date(2027, 11, 22), made_on=date(2026, 11, 22))
    >>> [item.code for item in found]
    ['filler-figure-from-later']
    """
    if measured_on is None or made_on is None or measured_on <= made_on:
        return []
    source = "arithmetic: a figure is measured before it is used"
    return [finding("filler-figure-from-later", measured_on=measured_on, made_on=made_on, source=source)]


def packing_without_size(key: str) -> Finding:
    """Return the finding on a profile's packing statistic that does not say for which capsule size it is.

    >>> packing_without_size("mcc-ph102").code
    'packing-size-not-stated'
    """
    return finding("packing-size-not-stated", key=key, source=_LOT)


def density_findings(
    *,
    density: Amount,
    loose: Range | None,
    tapped: Range | None,
    possible: Range,
    field: str,
    measured_fill: bool,
) -> list[Finding]:
    """Return the findings on the bulk density that the fill implies.

    Parameters:
        density: mg/mL, the pure filler's.
        loose, tapped: the filler's reference ranges, or None.
        possible: the range of all pharmaceutical powders in the data.
        measured_fill: the figure is a fill mass, the pharmacy's own measurement: never more than a caution.

    >>> from ldn_compound.reference.naltrexone import powder_density
    >>> from ldn_compound.core.units import require
    >>> [item.code for item in density_findings(density=require("4.5 g/mL", "mass/volume", "x"), loose=None,
    ...     tapped=None, possible=powder_density(), field="packing_stat", measured_fill=False)]
    ['fill-density-implausible']
    """
    shown = say("density.grams", density=brief_density(density.value))
    lightest, heaviest = believable_densities(possible)
    if not measured_fill and not lightest <= density.value <= heaviest:
        return [
            finding(
                "fill-density-implausible",
                shown=shown,
                possible_low=brief_density(possible.low.value),
                possible_high=brief_density(possible.high.value),
                source=possible.source,
                field=field,
            )
        ]
    known = [item for item in (loose, tapped) if item is not None]
    if not known:
        return []
    low = min(item.low.value for item in known)
    high = max(item.high.value for item in known)
    if low <= density.value <= high:
        return []
    return [
        finding(
            "fill-density-unusual",
            shown=shown,
            low=brief_density(low),
            high=brief_density(high),
            source=known[-1].source,
            field=field,
        )
    ]


def brief_density(value: Fraction) -> str:
    """Return a density in mg/mL as a number in g/mL for a sentence.

    >>> brief_density(Fraction(450))
    '0.45'
    """
    return brief_text(value / 1000, places=3)


def size_findings(*, size: str, on_machine: Sequence[str], stocked: Sequence[str]) -> list[Finding]:
    """Return the findings on a capsule size that the machine does not take or the pharmacy does not stock.

    >>> [item.code for item in size_findings(size="5", on_machine=["4"], stocked=["5"])]
    ['size-not-on-machine']
    """
    found = []
    if size not in on_machine:
        source = "filling machines take sizes 4 to 000; size 5 may have no plate"
        found.append(finding("size-not-on-machine", size=size, on_machine=", ".join(on_machine), source=source))
    if size not in stocked:
        found.append(finding("size-not-stocked", size=size, stocked=", ".join(stocked), source="the profile"))
    return found


def all_in_findings(*, wastage: Fraction, content: Fraction) -> list[Finding]:
    """Return the finding that filling all the powder in raises the content by what is not wasted.

    >>> [item.code for item in all_in_findings(wastage=Fraction(1, 20), content=Fraction(105, 100))]
    ['all-in-raises-content']
    """
    if wastage == 0:
        return []
    source = "arithmetic: (1 + wastage) x N units of blend in N capsules"
    return [finding("all-in-raises-content", content=brief_percent(content), source=source)]


_FIGURE_WORDS = {
    "packing_stat": "the packing statistic",
    "filler_density": "the filler's density",
    "fill_mass": "the fill mass",
}


def capacity_findings(*, target: Fraction, holds: Fraction, field: str) -> list[Finding]:
    """Return the finding that all the powder, filled in, is more than the filling figure says the capsules hold.

    Parameters:
        target: mg in one capsule if all is filled in and nothing is lost.
        holds: mg that fill one capsule by the figure.
        field: ``packing_stat``, ``filler_density`` or ``fill_mass``.

    >>> [item.code for item in capacity_findings(target=Fraction(141), holds=Fraction(135), field="packing_stat")]
    ['all-in-above-capacity']
    """
    if target <= holds:
        return []
    source = "arithmetic: (1 + wastage) x the fill mass of one capsule"
    return [
        finding(
            "all-in-above-capacity",
            target=brief_text(target),
            figure=_FIGURE_WORDS[field],
            holds=brief_text(holds),
            excess=brief_text((target / holds - 1) * 100, places=2),
            source=source,
            field=field,
        )
    ]
