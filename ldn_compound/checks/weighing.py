"""Rules for weighing: the balance and its limits, how far off the drug may be, triturations and stocks."""

from __future__ import annotations

from fractions import Fraction

from ldn_compound.checks.codes import finding
from ldn_compound.checks.material import brief_mass, brief_percent, percent_apart
from ldn_compound.core.results import Finding
from ldn_compound.core.units import Amount, mass
from ldn_compound.messages import say
from ldn_compound.reference.limits import drug_error

_UNC = "UNC pharmlabs, triturations (5 % a weighing; errors add)"
_BALANCE = "UNC pharmlabs, measurements: sensitivity requirement x 100 / permitted error"
_USP = "USP <41> as Sartorius explains it: 2000 x the repeatability, and so at least 820 x the readability"
_STEP = "arithmetic: what a balance shows is rounded to its last digit"


def error_findings(error_bound: Fraction, *, stock: bool = False, directly: bool = False) -> list[Finding]:
    """Return what is to be said of the error bound of the drug: above 5 % a caution, above 10 % a stop.

    Parameters:
        error_bound: the most that weighing, rounding and the deviation put the drug off, as a fraction.
        stock: whether it is weighed from a stock, so that a better drug weighing cannot mend it.
        directly: whether it is weighed without a trituration.

    >>> [item.code for item in error_findings(Fraction(12, 100))]
    ['trituration-error-too-large']
    """
    limits = drug_error()
    stop, above = limits.stop_above.value.value, limits.caution_above.value.value
    above = stop if error_bound > stop else above
    if error_bound <= above:
        return []
    mends = "weighing-error.stock" if stock else "weighing-error.batch" if directly else "weighing-error.total"
    said = say(
        "weighing-error.directly" if directly else "weighing-error.added",
        error_bound=percent_apart(error_bound, above),
        above=brief_percent(above),
        mends=say(mends),
    )
    way, size = "weighing" if directly else "trituration", "too-large" if above == stop else "large"
    return [finding(f"{way}-error-{size}", said, source=_UNC, field="minimum_weighable")]


def direct_findings(*, powder: Fraction, minimum: Fraction, too_little: str) -> list[Finding]:
    """Return the finding on a drug powder that is weighed directly.

    Parameters:
        powder: its mass in mg.
        minimum: the minimum weighable quantity in mg.
        too_little: what mends it where the powder is below that.

    >>> [item.code for item in direct_findings(powder=Fraction(15), minimum=Fraction(20), too_little="weigh more")]
    ['below-minimum-weighable']
    """
    if powder >= minimum:
        return []
    return [
        finding(
            "below-minimum-weighable",
            powder=brief_mass(powder),
            minimum=mass(minimum),
            too_little=too_little,
            source=_BALANCE,
        )
    ]


def filler_findings(*, filler: Fraction, minimum: Fraction) -> list[Finding]:
    """Return the finding on a filler that is weighed: all of it, or what an aliquot leaves to weigh.

    Parameters:
        filler: its mass in mg; 0 where none is weighed.
        minimum: the minimum weighable quantity in mg.

    >>> [item.code for item in filler_findings(filler=Fraction(15), minimum=Fraction(20))]
    ['filler-below-minimum-weighable']
    """
    if not 0 < filler < minimum:
        return []
    return [
        finding("filler-below-minimum-weighable", filler=brief_mass(filler), minimum=mass(minimum), source=_BALANCE)
    ]


def need_findings(*, drug: Fraction, minimum: Fraction) -> list[Finding]:
    """Return a caution where the drug could be weighed directly: a trituration adds a weighing and its error.

    >>> [item.code for item in need_findings(drug=Fraction(130), minimum=Fraction(120))]
    ['trituration-not-needed']
    """
    if drug < minimum:
        return []
    return [finding("trituration-not-needed", drug=brief_mass(drug), minimum=mass(minimum), source=_BALANCE)]


def balance_findings(*, minimum: Fraction, settled: bool, least: Fraction, accurate: Fraction) -> list[Finding]:
    """Return the findings on the balance behind the weighings that bring the drug.

    Parameters:
        minimum: the minimum weighable quantity, in mg.
        settled: whether it rests on more than the readability.
        least: the least mass that brings the drug, in mg.
        accurate: the least that USP <41> lets an accurate weighing be, in mg.

    >>> [item.code for item in balance_findings(minimum=Fraction(20), settled=False, least=Fraction(21),
    ...                                         accurate=Fraction(820))]
    ['limit-from-readability', 'below-usp-41']
    """
    found = []
    if not settled:
        found.append(finding("limit-from-readability", minimum=mass(minimum), source=_BALANCE))
    if least < accurate:
        found.append(finding("below-usp-41", least=brief_mass(least), accurate=brief_mass(accurate), source=_USP))
    return found


def half_step_findings(*, said: Fraction, half: Fraction, readability: Fraction, least: Fraction) -> list[Finding]:
    """Return the caution that a balance was said to err by less than its own last digit lets it.

    Parameters:
        said, half, readability: in mg.
        least: the minimum weighable quantity that half a step makes, in mg.

    >>> found = half_step_findings(said=Fraction(1, 20), half=Fraction(1, 2), readability=Fraction(1),
    ...                            least=Fraction(10))
    >>> [item.code for item in found]
    ['balance-better-than-its-digit']
    """
    return [
        finding(
            "balance-better-than-its-digit",
            said=brief_mass(said),
            readability=brief_mass(readability),
            half=brief_mass(half),
            least=brief_mass(least),
            source=_STEP,
        )
    ]


def one_weight_findings(*, spread: Fraction, widest: Amount, source: object) -> list[Finding]:
    """Return the caution on weighings that can hardly be of one weight, or of one too light for the balance.

    Parameters:
        spread: their relative standard deviation; widest: the most that is taken as one weight, as a fraction.

    >>> from ldn_compound.core.units import ratio
    >>> found = one_weight_findings(spread=Fraction(1, 10), widest=ratio(Fraction(1, 20)), source="x")
    >>> [item.code for item in found]
    ['weighings-of-one-weight']
    """
    if spread <= widest.value:
        return []
    return [
        finding("weighings-of-one-weight", spread=percent_apart(spread, widest.value), widest=widest, source=source)
    ]


def unknown_stock_finding(avoided: str) -> Finding:
    """Return the stop on a stock of unknown composition for a patient who must avoid something.

    >>> unknown_stock_finding("lactose").code
    'stock-cannot-be-cleared'
    """
    source = "house rule of this program: an unknown composition is never clear"
    return finding("stock-cannot-be-cleared", avoided=avoided, source=source)


def other_stock_diluent_finding(*, diluent: str, own: str) -> Finding:
    """Return the caution on a stock that is thinned with something else than the batch's own filler.

    >>> other_stock_diluent_finding(diluent="lactose", own="cellulose").code
    'stock-diluent-differs'
    """
    source = "arithmetic: equal masses of two powders of different density take different room"
    return finding("stock-diluent-differs", diluent=diluent, own=own, source=source)


def low_minimum_findings(*, minimum: Fraction, error: Fraction, least: Fraction, permitted: Amount) -> list[Finding]:
    """Return the caution on a minimum that is stated below what the balance's own error allows.

    Parameters:
        minimum: as stated; error: of one weighing; least: what follows from that; all in mg.
        permitted: the permitted error, as a fraction.

    >>> found = low_minimum_findings(minimum=Fraction(10), error=Fraction(6), least=Fraction(120),
    ...                              permitted=Amount(Fraction(1, 20), "1"))
    >>> [item.code for item in found]
    ['minimum-below-error']
    """
    if minimum >= least:
        return []
    return [
        finding(
            "minimum-below-error",
            minimum=mass(minimum),
            error=brief_mass(error),
            permitted=permitted,
            least=brief_mass(least),
            source=_BALANCE,
        )
    ]


def stage_findings(reason: str | None) -> list[Finding]:
    """Return the finding that a trituration takes two stages, with the reason.

    >>> stage_findings(None)
    []
    """
    if reason is None:
        return []
    return [finding("trituration-in-two-stages", reason=reason, source=_UNC)]
