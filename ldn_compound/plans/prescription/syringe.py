"""The oral syringe for a dose of liquid: which one, and the volume that its marks let draw."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import attrs

from ldn_compound.calc import arithmetic
from ldn_compound.calc import dose as calc
from ldn_compound.checks import syringe as syringe_checks
from ldn_compound.core.errors import CalculationError
from ldn_compound.core.late_texts import Worded
from ldn_compound.core.numbers import brief_text, decimal_text, round_down, round_half_down
from ldn_compound.core.results import Finding, QuantityField, Record
from ldn_compound.core.units import Amount, volume
from ldn_compound.plans.worksheet import Worksheet
from ldn_compound.reference.syringes import (
    Syringe,
    get_syringe,
    least_share,
    rounding_limits,
    syringes,
    usual_concentration,
)


class SyringeUsed(Record):
    """An oral syringe.

    Attributes:
        size: what it holds to its full mark.
        graduation: the volume from one mark to the next of those that are read.
    """

    size: QuantityField
    graduation: QuantityField


@attrs.frozen(kw_only=True)
class Measured:
    """A dose as a syringe measures it.

    Attributes:
        syringe: the one chosen.
        volume: the exact volume of the dose in mL.
        drawn: the volume to draw in mL, a whole number of the syringe's marks.
        error: how far `drawn` is from `volume`, as a fraction of `volume`, without a sign.
        small: whether the dose is less of the syringe than it measures well.
    """

    syringe: Syringe
    volume: Fraction
    drawn: Fraction
    error: Fraction
    small: bool

    @property
    def used(self) -> SyringeUsed:
        """The syringe as a result holds it."""
        return SyringeUsed(size=self.syringe.size, graduation=self.syringe.graduation)


def resolve_concentration(sheet: Worksheet, given: Amount | None) -> Amount:
    """Return the concentration of the liquid: as given, else the usual one, which is an assumption."""
    if given is not None:
        return given
    liquid = usual_concentration()
    sheet.assume(
        "concentration-assumed",
        field="concentration",
        value=liquid.value.text(),
        message="the usual liquid is taken: look at the bottle",
        source=liquid.source,
    )
    return liquid.value


def stocked_syringes(sheet: Worksheet) -> tuple[Syringe, ...]:
    """Return the pharmacy's oral syringes, the smallest first: the profile's sizes and marks over the reference's."""
    known = syringes()
    default = tuple(item.key for item in known), "; ".join(dict.fromkeys(str(item.source) for item in known))
    keys = sheet.setting("syringes.syringe_sizes", "syringes", otherwise=default)
    stocked = []
    for item in (get_syringe(key) for key in keys):
        own: Amount | None = sheet.setting(graduation_setting(item.key), "syringes")
        stocked.append(item if own is None else item._replace(graduation=own, by_maker=()))
    return tuple(sorted(stocked, key=lambda item: item.size.value))


def graduation_setting(key: str) -> str:
    """Return the dotted name of the setting of a size's graduation.

    >>> graduation_setting("0.5")
    'syringes.graduation_0_5_ml'
    """
    return f"syringes.graduation_{key.replace('.', '_')}_ml"


def measure(
    *, volume: Fraction, syringes: Sequence[Syringe], concentration: Fraction, maximum: Fraction | None = None
) -> Measured | None:
    """Return how a dose is measured: of the syringes that hold it the least rounding error, then the smaller.

    A syringe of which the dose is less than a fifth is taken only where no other one serves, and then the smallest.

    A pure function, for every plan that gives a liquid by mouth.

    Parameters:
        volume: the dose's exact volume in mL, above 0.
        syringes: the stocked ones, as :func:`stocked_syringes` returns them, the smallest first.
        concentration: mg/mL.
        maximum: most mg that one dose may hold (a day's maximum over the doses a day), or None. It must not be below
            the dose: a dose is capped before it is measured.

    Returns:
        The syringe and the volume to draw, or None where no syringe holds the dose to its full mark or none has a
        mark near enough to draw anything.

    >>> found = measure(volume=Fraction("4.5"), syringes=syringes(), concentration=Fraction(1))
    >>> found.syringe.key, found.drawn
    ('5', Fraction(22, 5))
    """
    best: Measured | None = None
    for item in syringes:
        found = measure_with(item, volume=volume, concentration=concentration, maximum=maximum)
        if found is not None and (
            best is None or (best.small and not found.small) or (best.small == found.small and found.error < best.error)
        ):
            best = found
        if best is not None and best.small:
            break  # a larger one measures so little still worse
    return best


def measure_with(
    item: Syringe, *, volume: Fraction, concentration: Fraction, maximum: Fraction | None
) -> Measured | None:
    """Return how one syringe measures a dose, or None where it cannot; parameters as of :func:`measure`.

    A tie between two marks is rounded down, and so is a dose that the nearer mark would take above the maximum.
    """
    size, line = item.size.value, item.graduation.value
    if volume > size:
        return None
    drawn = min(round_half_down(volume, line), round_down(size, line))
    if maximum is not None and arithmetic.mass_in(volume=drawn, per_volume=concentration) > maximum:
        drawn = round_down(volume, line)
    if drawn == 0:
        return None
    error = calc.rounding_error(larger=max(drawn, volume), smaller=min(drawn, volume), volume=volume)
    small = volume < size * least_share().value.value
    return Measured(syringe=item, volume=volume, drawn=drawn, error=error, small=small)


def measure_dose(
    sheet: Worksheet, *, dose: Fraction, concentration: Fraction, maximum: Fraction | None = None, field: str = "dose"
) -> tuple[Measured, Measured | None]:
    """Return how a dose is measured in the pharmacy's syringes, and how better; write the working down.

    Parameters:
        dose: mg in one dose.
        concentration, maximum: as in :func:`measure`.
        field: the keyword that an error names.

    Returns:
        How it is measured, and how it would be if the lines of a syringe were known, or None.

    Raises:
        CalculationError: ``dose-larger-than-any-syringe``, ``dose-too-small-to-measure``.
    """
    stocked = stocked_syringes(sheet)
    exact = sheet.work("volume of one dose", arithmetic.volume_of, mass=dose, per_volume=concentration)
    found = measure(volume=exact, syringes=stocked, concentration=concentration, maximum=maximum)
    if found is None:
        raise _not_measurable(exact, stocked, dose=dose, field=field)
    say_measured(sheet, found, concentration=concentration, maximum=maximum)
    high, low = max(found.drawn, exact), min(found.drawn, exact)
    text = f"({brief_text(high)} mL - {brief_text(low)} mL) / {brief_text(exact)} mL"
    sheet.note("rounding error", text, f"{brief_text(found.error * 100)} %")
    return found, with_lines_known(found, stocked, concentration=concentration, maximum=maximum)


def say_measured(
    sheet: Worksheet, found: Measured, *, concentration: Fraction, maximum: Fraction | None = None
) -> None:
    """Write down how a dose is measured, and which marks are read."""
    note_drawn(sheet, found, maximum=maximum, concentration=concentration)
    assume_marks(sheet, found.syringe)


def syringe_findings(found: Measured, better: Measured | None) -> list[Finding]:
    """Return the findings on the syringe of a dose.

    Parameters:
        better: how a stocked one would measure it better if its lines were known, or None.
    """
    small = syringe_checks.small_findings(volume=found.volume, size=found.syringe.size, small=found.small)
    return small + other_marks_findings(better)


def note_drawn(
    sheet: Worksheet,
    found: Measured,
    *,
    concentration: Fraction,
    maximum: Fraction | None = None,
    name: str | None = None,
) -> None:
    """Write down how a dose is rounded to what the syringe shows."""
    item = found.syringe
    line = item.graduation.value
    nearest = round_half_down(found.volume, line)
    how = "to the nearest {} mark of the {} syringe (ties down)"
    if nearest != found.drawn and maximum is not None and nearest * concentration > maximum:
        how = "to the {} mark below of the {} syringe, because the nearer one would pass the maximum"
    sheet.note(
        name or "volume to draw",
        Worded(f"{{}} {how}", (volume(found.volume), item.graduation, item.size)),
        Worded("{}", (volume(found.drawn),)),
    )


def assume_marks(sheet: Worksheet, item: Syringe) -> None:
    """Say which marks are read of a syringe, and that makers differ."""
    own = sheet.resolver.settings[graduation_setting(item.key)].value is not None
    message = "look at the syringe in hand: makers draw their lines differently"
    if item.by_maker:
        lines = " or ".join(line.text() for line in item.by_maker)
        message = (
            f"its lines are {lines} by maker, and only the marks that all of them have are read; state yours in the "
            f"profile ({graduation_setting(item.key)})"
        )
    sheet.assume(
        "syringe-lines",
        field="syringes",
        value=f"{item.size.text()}, lines of {item.graduation.text()}",
        message=message,
        origin="profile" if own else "reference",
        source=item.source,
    )


def with_lines_known(
    found: Measured, stocked: Sequence[Syringe], *, concentration: Fraction, maximum: Fraction | None
) -> Measured | None:
    """Return how a stocked syringe would measure a dose better if its lines were known, or None."""
    best: Measured | None = None
    for item in stocked:
        for line in item.by_maker:
            other = measure_with(
                item._replace(graduation=line), volume=found.volume, concentration=concentration, maximum=maximum
            )
            better = other is not None and not other.small and other.error < (best or found).error
            best = other if better else best
    return best


def other_marks_findings(best: Measured | None, *, steps: Sequence[int] = ()) -> list[Finding]:
    """Return the finding on a syringe that would measure better if its lines were known.

    Parameters:
        best: how it would; or None. steps: of a schedule, whose doses it is about.
    """
    if best is None:
        return []
    row = best.syringe
    return [
        syringe_checks.other_marks_finding(
            size=row.size,
            lines=row.by_maker,
            line=row.graduation,
            drawn=volume(best.drawn),
            setting=graduation_setting(row.key),
            source=row.source,
            steps=steps,
        )
    ]


def would_do(sheet: Worksheet, *, dose: Fraction, concentration: Fraction, maximum: Fraction | None = None) -> str:
    """Return, in words, the concentrations and the further syringes that measure a dose within the finer limit.

    Parameters:
        dose: mg in one dose.
        concentration: mg/mL of the liquid that does not do.
        maximum: most mg that one dose may hold, or None.
    """
    fine = rounding_limits()[0].value.value
    stocked = stocked_syringes(sheet)

    def fits(strength: Fraction, rows: Sequence[Syringe]) -> bool:
        exact = arithmetic.volume_of(mass=dose, per_volume=strength)
        found = measure(volume=exact, syringes=rows, concentration=strength, maximum=maximum)
        return found is not None and not found.small and found.error <= fine

    other = [concentration * factor for factor in map(Fraction, ("1/2", "2", "1/4", "1/5", "5", "1/10", "10"))]
    liquids = [f"{brief_text(item)} mg/mL" for item in other if fits(item, stocked)][:3]
    have = {(item.size, item.graduation) for item in stocked}
    known = [row._replace(graduation=line) for row in syringes() for line in (row.graduation, *row.by_maker)]
    tools = [
        f"a {item.size.text()} syringe with lines of {item.graduation.text()}"
        for item in known
        if (item.size, item.graduation) not in have and fits(concentration, (item,))
    ]
    choices = ([f"a liquid of {' or '.join(liquids)}"] if liquids else []) + tools
    if not choices:
        return "Ask the prescriber for a dose that can be measured"
    return "What would do: " + "; ".join(choices)


def _not_measurable(exact: Fraction, stocked: Sequence[Syringe], *, dose: Fraction, field: str) -> CalculationError:
    largest = stocked[-1]
    given = f"{brief_text(exact)} mL"
    if exact > largest.size.value:
        needed = f"at most {largest.size.text()}, the largest syringe"
        hint = f"a liquid of {_round_up(dose / largest.size.value)} mg/mL or more would do; two draws are two errors"
        return CalculationError("dose-larger-than-any-syringe", field=field, given=given, needed=needed, hint=hint)
    finest = min(item.graduation.value for item in stocked if item.size.value >= exact)
    needed = f"at least one mark of a syringe that holds it, {decimal_text(finest)} mL"
    hint = f"a liquid of {brief_text(dose / (10 * finest))} mg/mL or less would do (ten marks)"
    return CalculationError("dose-too-small-to-measure", field=field, given=given, needed=needed, hint=hint)


def _round_up(value: Fraction) -> str:
    """Return a number to two significant places up, so that what is proposed does hold the dose."""
    step = Fraction(1)
    while value < 10 * step:
        step /= 10
    while value >= 100 * step:
        step *= 10
    return decimal_text(-(-value // step) * step)
