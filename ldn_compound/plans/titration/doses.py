"""How each dose of a titration is taken: drawn with an oral syringe, or as the fewest capsules that make it exactly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

import attrs

from ldn_compound.calc import arithmetic
from ldn_compound.checks import titration as checks
from ldn_compound.checks.child import rounding_findings
from ldn_compound.checks.syringe import small_findings
from ldn_compound.core.errors import CalculationError
from ldn_compound.core.numbers import brief_text
from ldn_compound.core.results import Finding
from ldn_compound.core.units import mass
from ldn_compound.inputs.doses import TitrationInputs
from ldn_compound.plans.prescription import syringe
from ldn_compound.plans.prescription.syringe import Measured
from ldn_compound.plans.titration.capsule_choice import Chooser, capsules_text, nearest_text
from ldn_compound.plans.titration.schedule import Course, DoseLevel
from ldn_compound.plans.worksheet import Worksheet
from ldn_compound.reference.syringes import Syringe, rounding_limits

_LISTED = 5
_Way = tuple[tuple[Fraction, ...], tuple[int, ...], tuple[Measured, ...]]
"""What a choice of syringes costs, their places in the stock, and how each volume is measured."""


@attrs.frozen(kw_only=True)
class Taken:
    """How one dose is taken.

    Attributes:
        dose: mg.
        measured: of a solution, the syringe and what is drawn, else None.
        delivered: mg in what is drawn, else None.
        capsules: strength in mg and count, the strongest first; empty for a solution.
        would_do: of a solution, in words, what would measure the dose better; empty where that is not needed.
        better: how a stocked syringe would measure it better if its lines were known, or None.
    """

    dose: Fraction
    measured: Measured | None = None
    delivered: Fraction | None = None
    capsules: tuple[tuple[Fraction, int], ...] = ()
    would_do: str = ""
    better: Measured | None = None

    @property
    def size(self) -> str:
        """The size of the syringe in words; empty for capsules."""
        return "" if self.measured is None else self.measured.syringe.size.text()

    def words(self, often: str) -> str:
        """Return how it is taken, in plain words."""
        if self.measured is not None and self.delivered is not None:
            drawn, drug = brief_text(self.measured.drawn), brief_text(self.delivered).replace("~", "about ")
            return f"take {drawn} mL ({drug} mg) by mouth {often}, using the {self.size} oral syringe"
        listed = capsules_text([(mass(strength), count) for strength, count in self.capsules])
        several = sum(count for _, count in self.capsules) > 1
        together = f" ({brief_text(self.dose)} mg together)" if several else ""
        return f"take {listed}{together} by mouth {often}"


def take_liquid(sheet: Worksheet, course: Course, *, concentration: Fraction) -> list[Taken]:
    """Measure each dose in the pharmacy's syringes; none is above the largest, before or after rounding.

    The whole schedule takes as few syringes as measure it well, and a larger dose never a smaller one.

    Raises:
        CalculationError: ``dose-larger-than-any-syringe``, ``dose-too-small-to-measure``.
    """
    stocked = syringe.stocked_syringes(sheet)
    volumes = {level.dose: arithmetic.volume_of(mass=level.dose, per_volume=concentration) for level in course.levels}
    held = {"concentration": concentration, "maximum": course.largest}
    chosen = fewest_syringes(sorted(volumes.values()), stocked, **held)
    if chosen is None:
        for dose, exact in volumes.items():
            if syringe.measure(volume=exact, syringes=stocked, **held) is None:
                # It measures again, writes the working down and raises with what would do.
                syringe.measure_dose(sheet, dose=dose, field="concentration", **held)
    taken: dict[Fraction, Taken] = {}
    for level in course.levels:
        if level.dose not in taken and chosen is not None:
            found = chosen[volumes[level.dose]]
            taken[level.dose] = _drawn(sheet, level, found, stocked, **held)
    for item in syringes_used(list(taken.values())):
        syringe.assume_marks(sheet, item)
    return [taken[level.dose] for level in course.levels]


def _drawn(
    sheet: Worksheet,
    level: DoseLevel,
    found: Measured,
    stocked: Sequence[Syringe],
    *,
    concentration: Fraction,
    maximum: Fraction,
) -> Taken:
    """Write down how the dose of a step is measured."""
    name = f"volume of {level.name}"
    sheet.work(name, arithmetic.volume_of, mass=level.dose, per_volume=concentration)
    syringe.note_drawn(sheet, found, concentration=concentration, maximum=maximum, name=f"{name}, as drawn")
    would_do = ""
    if found.error > rounding_limits()[0].value.value:
        would_do = syringe.would_do(sheet, dose=level.dose, concentration=concentration, maximum=maximum)
    return Taken(
        dose=level.dose,
        measured=found,
        delivered=arithmetic.mass_in(volume=found.drawn, per_volume=concentration),
        would_do=would_do,
        better=syringe.with_lines_known(found, stocked, concentration=concentration, maximum=maximum),
    )


def rules_of_doses(levels: Sequence[DoseLevel], taken: Sequence[Taken]) -> Iterator[Finding]:
    """Yield the findings on how the doses are taken, in the order in which they are told."""
    numbered = [(level.number, item) for level, item in zip(levels, taken, strict=True)]
    said = set()
    for number, item in numbered:
        found, steps = item.measured, [number]
        if item.dose in said:
            continue
        said.add(item.dose)
        if found is not None and item.delivered is not None:
            yield from small_findings(volume=found.volume, size=found.syringe.size, small=found.small, steps=steps)
            yield from rounding_findings(
                found.error, dose=item.dose, drawn=item.delivered, would_do=item.would_do, steps=steps
            )
    better = {number: item.better for number, item in numbered if item.better is not None}
    if better:
        # Once, on the syringe of the last of these steps.
        yield from syringe.other_marks_findings(better[max(better)], steps=list(better))
    yield from checks.syringe_findings([(number, item.size) for number, item in numbered])
    counts: dict[int, int] = {}
    for number, item in numbered:
        counts[number] = max(counts.get(number, 0), sum(count for _, count in item.capsules))
    yield from checks.capsule_findings(counts)


def fewest_syringes(
    volumes: Sequence[Fraction], stocked: Sequence[Syringe], *, concentration: Fraction, maximum: Fraction
) -> dict[Fraction, Measured] | None:
    """Return how each of some volumes is measured, so that a schedule changes the syringe as seldom as it can.

    A larger volume never takes a smaller syringe. First as few doses as can be are more than 10 % off, or too little of
    their syringe, or more than 5 % off; then the syringes are as few as can be; then the errors add up to the least;
    then the smaller syringes are taken.

    Parameters:
        volumes: mL, each once, in rising order.
        stocked: the smallest first.
        concentration, maximum: as of :func:`ldn_compound.plans.prescription.syringe.measure`.

    Returns:
        By volume the syringe and what is drawn, or None where no syringes measure them all.
    """
    fine, most = (limit.value.value for limit in rounding_limits())
    # The best way to measure all volumes so far whose last one takes a syringe, by that syringe.
    best: dict[int, _Way] = {-1: ((Fraction(0),) * 5, (), ())}
    for amount in volumes:
        ways: dict[int, _Way] = {}
        for place, item in enumerate(stocked):
            found = syringe.measure_with(item, volume=amount, concentration=concentration, maximum=maximum)
            if found is None:
                continue
            for last, (cost, places, before) in best.items():
                if last > place:
                    continue
                counts = (found.error > most, found.small, found.error > fine, last != place)
                added = (*(Fraction(count) for count in counts), found.error)
                sums = tuple(one + other for one, other in zip(cost, added, strict=True))
                way = (sums, (*places, place), (*before, found))
                if place not in ways or way[:2] < ways[place][:2]:
                    ways[place] = way
        best = ways
    if not best:
        return None
    _, _, measured = min(best.values(), key=lambda way: way[:2])
    return dict(zip(volumes, measured, strict=True))


def syringes_used(taken: Sequence[Taken]) -> list[Syringe]:
    """Return the syringes that the doses are drawn with, the smallest first."""
    used = {item.measured.syringe.key: item.measured.syringe for item in taken if item.measured is not None}
    return sorted(used.values(), key=lambda item: item.size.value)


def take_capsules(sheet: Worksheet[TitrationInputs], course: Course) -> list[Taken]:
    """Make each dose of the fewest capsules, exactly.

    Raises:
        CalculationError: ``dose-not-made-exactly``, with the nearest doses that can be made.
    """
    strengths = [item.value for item in sheet.given.strengths]
    chooser = Chooser(strengths, largest=course.largest)
    taken: dict[Fraction, Taken] = {}
    wrong: list[tuple[Fraction, str]] = []
    for level in course.levels:
        choice = chooser.choose(level.dose)
        if not choice.capsules:
            wrong.append((level.dose, nearest_text(choice)))
            continue
        if level.dose not in taken:
            words = capsules_text([(mass(strength), count) for strength, count in choice.capsules])
            sheet.note(f"capsules of {level.name}", f"the fewest that make {brief_text(level.dose)} mg", words)
        taken[level.dose] = Taken(dose=level.dose, capsules=choice.capsules)
    if wrong:
        raise _not_exact(strengths, wrong)
    return [taken[level.dose] for level in course.levels]


def _not_exact(strengths: list[Fraction], wrong: list[tuple[Fraction, str]]) -> CalculationError:
    rows = list(dict.fromkeys(wrong))
    doses = ", ".join(f"{brief_text(dose)} mg" for dose, _ in rows)
    listed = "; ".join(f"{brief_text(dose)} mg: {near}" for dose, near in rows[:_LISTED])
    more = f"; and {len(rows) - _LISTED} more" if len(rows) > _LISTED else ""
    return CalculationError(
        "dose-not-made-exactly",
        field="strengths",
        given=", ".join(f"{brief_text(item)} mg" for item in strengths),
        needed=f"strengths of which each dose can be made exactly: {doses} cannot",
        hint=f"the nearest are {listed}{more}. Make another strength, or ask for other steps; no capsule is split",
    )
