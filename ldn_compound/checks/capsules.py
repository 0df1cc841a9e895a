"""Rules for capsules: whose figure is it, is it a density that a powder can have, do size and machine fit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from ldn_compound.checks.codes import finding
from ldn_compound.checks.material import brief_percent
from ldn_compound.core.numbers import brief_text
from ldn_compound.core.results import Finding, Severity
from ldn_compound.core.units import Amount
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
        text = (
            "the filling figure is not stated as measured on this lot of filler, machine and tamping: a blend filled "
            "at another density is another dose. Measure it, or rely on the hold point"
        )
        found.append(finding("filler-figure-not-measured", Severity.CAUTION, text, source=_LOT, field=field))
    if figure_lot is not None and batch_lot is not None and figure_lot != batch_lot:
        drifts = ", ".join(
            f"{share} %: {brief_text(strength - strength * share / 100)} to "
            f"{brief_text(strength + strength * share / 100)} mg"
            for share in (5, 10)
        )
        text = (
            f"the filling figure was measured on lot {figure_lot}, this batch uses lot {batch_lot}. Filled by volume, "
            f"a drift in packing changes what a capsule holds by as much ({drifts} for "
            f"{brief_text(strength)} mg); filled to mass it does not. Measure the new lot"
        )
        found.append(finding("filler-lot-differs", Severity.CAUTION, text, source=_LOT, field="component_lots"))
    return found


def figure_date_findings(*, measured_on: date | None, made_on: date | None) -> list[Finding]:
    """Return the caution on a filling figure that was measured after the batch was made.

    >>> found = figure_date_findings(measured_on=date(2027, 11, 22), made_on=date(2026, 11, 22))
    >>> [item.code for item in found]
    ['filler-figure-from-later']
    """
    if measured_on is None or made_on is None or measured_on <= made_on:
        return []
    text = f"the filling figure was measured on {measured_on}, after the day of making, {made_on}: is a year mistyped?"
    source = "arithmetic: a figure is measured before it is used"
    return [finding("filler-figure-from-later", Severity.CAUTION, text, source=source, field="filler")]


def packing_without_size(key: str) -> Finding:
    """Return the finding on a profile's packing statistic that does not say for which capsule size it is.

    >>> packing_without_size("mcc-ph102").code
    'packing-size-not-stated'
    """
    text = f"the profile's packing statistic of {key} does not say for which capsule size it is: add packing_size"
    return finding("packing-size-not-stated", Severity.CAUTION, text, source=_LOT, field="packing_stat")


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
    shown = f"{brief_density(density.value)} g/mL"
    # Wide enough for any powder, narrow enough that a tenfold slip of microcrystalline cellulose falls outside.
    if not measured_fill and not possible.low.value / 4 <= density.value <= possible.high.value * 2:
        text = (
            f"the figure means a bulk density of {shown}; the powders in the data lie between "
            f"{brief_density(possible.low.value)} and {brief_density(possible.high.value)} g/mL: "
            f"is a decimal point or the capsule size wrong?"
        )
        return [finding("fill-density-implausible", Severity.STOP, text, source=possible.source, field=field)]
    known = [item for item in (loose, tapped) if item is not None]
    if not known:
        return []
    low = min(item.low.value for item in known)
    high = max(item.high.value for item in known)
    if low <= density.value <= high:
        return []
    text = (
        f"the figure means a bulk density of {shown}; the filler's reference densities run from "
        f"{brief_density(low)} (loose) to {brief_density(high)} g/mL (tapped): weigh and confirm"
    )
    return [finding("fill-density-unusual", Severity.CAUTION, text, source=known[-1].source, field=field)]


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
        text = f"size {size} is not among the sizes with a plate ({', '.join(on_machine)}): fill by hand, or change it"
        source = "filling machines take sizes 4 to 000; size 5 may have no plate"
        found.append(finding("size-not-on-machine", Severity.CAUTION, text, source=source, field="size"))
    if size not in stocked:
        text = f"size {size} is not among the stocked sizes ({', '.join(stocked)})"
        found.append(finding("size-not-stocked", Severity.CAUTION, text, source="the profile", field="size"))
    return found


def all_in_findings(*, wastage: Fraction, content: Fraction) -> list[Finding]:
    """Return the finding that filling all the powder in raises the content by what is not wasted.

    >>> [item.code for item in all_in_findings(wastage=Fraction(1, 20), content=Fraction(105, 100))]
    ['all-in-raises-content']
    """
    if wastage == 0:
        return []
    text = (
        f"all powder is filled in: what is not lost of the wastage raises the content, up to "
        f"{brief_percent(content)} of the label"
    )
    source = "arithmetic: (1 + wastage) x N units of blend in N capsules"
    return [finding("all-in-raises-content", Severity.CAUTION, text, source=source, field="fill_method")]


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
    text = (
        f"all filled in, a capsule would have to take {brief_text(target)} mg, and by {_FIGURE_WORDS[field]} it holds "
        f"{brief_text(holds)} mg: {brief_text((target / holds - 1) * 100, places=2)} % too much, unless that much is "
        f"lost. Fill to mass, or take a larger capsule; press none in"
    )
    source = "arithmetic: (1 + wastage) x the fill mass of one capsule"
    return [finding("all-in-above-capacity", Severity.CAUTION, text, source=source, field=field)]
