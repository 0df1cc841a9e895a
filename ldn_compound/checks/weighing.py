"""Rules for weighing: the balance and its limits, how far off the drug may be, triturations and stocks."""

from __future__ import annotations

from fractions import Fraction

from ldn_compound.checks.codes import finding
from ldn_compound.checks.material import brief_mass, brief_percent, percent_apart
from ldn_compound.core.results import Finding, Severity
from ldn_compound.core.units import Amount, mass

CAUTION_ABOVE, STOP_ABOVE = Fraction(5, 100), Fraction(10, 100)
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
    ['trituration-error-above-10']
    """
    above = STOP_ABOVE if error_bound > STOP_ABOVE else CAUTION_ABOVE
    if error_bound <= above:
        return []
    mends = "a weaker stock" if stock else "a larger batch" if directly else "a larger batch or a larger total"
    what = "the weighing error and the rounding" if directly else "the weighing errors and the deviation"
    larger = "" if directly else "a larger aliquot mends it: "
    said = (
        f"{what} add up to {percent_apart(error_bound, above)} of the drug, above {brief_percent(above)}: {larger}take "
        f"{mends}, or a finer balance"
    )
    way, percent = "weighing" if directly else "trituration", "10" if above == STOP_ABOVE else "5"
    severity = Severity.STOP if above == STOP_ABOVE else Severity.CAUTION
    return [finding(f"{way}-error-above-{percent}", severity, said, source=_UNC, field="minimum_weighable")]


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
    text = (
        f"{brief_mass(powder)} of drug powder is below the minimum weighable quantity of {mass(minimum).text()}: "
        f"{too_little}"
    )
    return [finding("below-minimum-weighable", Severity.STOP, text, source=_BALANCE, field="readability")]


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
    text = f"{brief_mass(filler)} of filler is below the minimum weighable quantity of {mass(minimum).text()}"
    return [finding("filler-below-minimum-weighable", Severity.CAUTION, text, source=_BALANCE, field="readability")]


def need_findings(*, drug: Fraction, minimum: Fraction) -> list[Finding]:
    """Return a caution where the drug could be weighed directly: a trituration adds a weighing and its error.

    >>> [item.code for item in need_findings(drug=Fraction(130), minimum=Fraction(120))]
    ['trituration-not-needed']
    """
    if drug < minimum:
        return []
    text = (
        f"{brief_mass(drug)} can be weighed directly (the minimum weighable quantity is {mass(minimum).text()}): "
        f"a trituration adds a weighing and its error"
    )
    return [finding("trituration-not-needed", Severity.CAUTION, text, source=_BALANCE, field="drug")]


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
        text = (
            f"the minimum weighable quantity of {mass(minimum).text()} rests on the readability alone: give the "
            f"balance's sensitivity requirement, its repeatability or its minimum"
        )
        found.append(
            finding("limit-from-readability", Severity.CAUTION, text, source=_BALANCE, field="minimum_weighable")
        )
    if least < accurate:
        text = (
            f"the least mass that brings the drug, {brief_mass(least)}, is below the {brief_mass(accurate)} that USP "
            f"<41> asks of this balance for weighing accurately (within 0.1 %): advice beside the balance's own limit"
        )
        found.append(finding("below-usp-41", Severity.INFO, text, source=_USP, field="readability"))
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
    text = (
        f"by its minimum, sensitivity or repeatability a weighing errs by {brief_mass(said)}, less than half of the "
        f"last digit of {brief_mass(readability)}: {brief_mass(half)} is counted, for which the minimum weighable "
        f"quantity would be {brief_mass(least)}. Is the readability right?"
    )
    return [finding("balance-better-than-its-digit", Severity.CAUTION, text, source=_STEP, field="readability")]


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
    text = (
        f"the weighings spread by {percent_apart(spread, widest.value)} (relative standard deviation), more than "
        f"{widest.text()}: were they all of one weight, each time tared to zero? If so, take a heavier weight"
    )
    return [finding("weighings-of-one-weight", Severity.CAUTION, text, source=source, field="masses")]


def unknown_stock_finding(avoided: str) -> Finding:
    """Return the stop on a stock of unknown composition for a patient who must avoid something.

    >>> unknown_stock_finding("lactose").code
    'stock-cannot-be-cleared'
    """
    text = (
        f"what the stock is thinned with was not given, and the patient avoids {avoided}: it cannot be cleared; name "
        f"its diluent (--stock-diluent), also where it is the batch's own"
    )
    source = "house rule of this program: an unknown composition is never clear"
    return finding("stock-cannot-be-cleared", Severity.STOP, text, source=source, field="stock_diluent")


def other_stock_diluent_finding(*, diluent: str, own: str) -> Finding:
    """Return the caution on a stock that is thinned with something else than the batch's own filler.

    >>> other_stock_diluent_finding(diluent="lactose", own="cellulose").code
    'stock-diluent-differs'
    """
    text = (
        f"the stock brings {diluent}, counted mass for mass in place of {own}, which may pack differently: the hold "
        f"point decides. It is an ingredient of the batch"
    )
    source = "arithmetic: equal masses of two powders of different density take different room"
    return finding("stock-diluent-differs", Severity.CAUTION, text, source=source, field="stock_diluent")


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
    text = (
        f"the minimum weighable quantity is stated as {mass(minimum).text()}, and a weighing errs by "
        f"{brief_mass(error)}: at {permitted.text()} that allows no less than {brief_mass(least)}. What lies between "
        f"is weighed directly with a larger error; leave the minimum out to have it triturated"
    )
    return [finding("minimum-below-error", Severity.CAUTION, text, source=_BALANCE, field="minimum_weighable")]


def stage_findings(reason: str | None) -> list[Finding]:
    """Return the finding that a trituration takes two stages, with the reason.

    >>> stage_findings(None)
    []
    """
    if reason is None:
        return []
    text = f"two stages: {reason}. Mix and label each; the first one's aliquot goes into the second whole"
    return [finding("trituration-in-two-stages", Severity.INFO, text, source=_UNC, field="drug")]
