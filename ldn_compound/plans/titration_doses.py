"""How each dose of a titration is taken: drawn with an oral syringe, or as the fewest capsules that make it exactly."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import attrs

from ldn_compound.calc import dose as calc
from ldn_compound.checks import titration as checks
from ldn_compound.checks.child import rounding_findings
from ldn_compound.errors import CalculationError
from ldn_compound.numbers import brief_text
from ldn_compound.plans import syringe
from ldn_compound.plans.capsule_choice import Chooser, capsules_text, nearest_text
from ldn_compound.plans.draft import Draft
from ldn_compound.plans.syringe import Measured
from ldn_compound.plans.titration_course import Course
from ldn_compound.reference.syringes import Syringe, rounding_limits
from ldn_compound.results import Worded
from ldn_compound.units import mass, volume

_LISTED = 5


@attrs.frozen(kw_only=True)
class Taken:
    """How one dose is taken.

    Attributes:
        dose: mg.
        measured: of a solution, the syringe and what is drawn, else None.
        delivered: mg in what is drawn, else None.
        capsules: strength in mg and count, the strongest first; empty for a solution.
    """

    dose: Fraction
    measured: Measured | None = None
    delivered: Fraction | None = None
    capsules: tuple[tuple[Fraction, int], ...] = ()

    def words(self, often: str) -> str:
        """Return how it is taken, in plain words."""
        if self.measured is not None and self.delivered is not None:
            drawn, drug = brief_text(self.measured.drawn), brief_text(self.delivered).replace("~", "about ")
            size = self.measured.syringe.size.text()
            return f"take {drawn} mL ({drug} mg) by mouth {often}, using the {size} oral syringe"
        listed = capsules_text([(mass(strength), count) for strength, count in self.capsules])
        several = sum(count for _, count in self.capsules) > 1
        together = f" ({brief_text(self.dose)} mg together)" if several else ""
        return f"take {listed}{together} by mouth {often}"


def take_liquid(draft: Draft, course: Course, *, concentration: Fraction) -> list[Taken]:
    """Measure each dose in the pharmacy's syringes; none is above the last dose, before or after rounding.

    Raises:
        CalculationError: ``dose-larger-than-any-syringe``, ``dose-too-small-to-measure``.
    """
    stocked = syringe.stocked_syringes(draft)
    fine = rounding_limits()[0].value.value
    taken: dict[Fraction, Taken] = {}
    for rung in course.rungs:
        if rung.dose in taken:
            continue
        dose = rung.dose
        exact = calc.dose_volume(dose=dose, concentration=concentration)
        found = syringe.measure(volume=exact, syringes=stocked, concentration=concentration, maximum=course.to)
        if found is None:
            # It measures again, writes the working down and raises with what would do.
            found = syringe.measure_dose(
                draft, dose=dose, concentration=concentration, maximum=course.to, field="concentration"
            )
        item = found.syringe
        draft.note(
            f"volume of step {rung.number}",
            f"{brief_text(dose)} mg / {brief_text(concentration)} mg/mL = {brief_text(exact)} mL, "
            f"in lines of {item.graduation.text()} ({item.size.text()} syringe)",
            Worded("{}", (volume(found.drawn),)),
        )
        delivered = calc.dose_in(volume=found.drawn, concentration=concentration)
        if found.error > fine:
            would_do = syringe.would_do(draft, dose=dose, concentration=concentration, maximum=course.to)
            for one in rounding_findings(found.error, dose=dose, drawn=delivered, would_do=would_do):
                draft.findings.append(attrs.evolve(one, message=f"step {rung.number}: {one.message}"))
        taken[dose] = Taken(dose=dose, measured=found, delivered=delivered)
    _assume_lines(draft, list(taken.values()))
    _note_changes(draft, course, taken, concentration=concentration, stocked=stocked)
    return [taken[rung.dose] for rung in course.rungs]


def _note_changes(
    draft: Draft, course: Course, taken: dict[Fraction, Taken], *, concentration: Fraction, stocked: Sequence[Syringe]
) -> None:
    """Say where the steps are measured with different syringes, and which single one would do for all of them."""
    fine = rounding_limits()[0].value.value

    def does_all(item: Syringe) -> bool:
        for row in taken.values():
            exact = calc.dose_volume(dose=row.dose, concentration=concentration)
            found = syringe.measure(volume=exact, syringes=(item,), concentration=concentration, maximum=course.to)
            if found is None or found.error > fine:
                return False
        return True

    sizes = [item.size.text() for item in syringes_used(list(taken.values()))]
    one = next((item.size.text() for item in stocked if does_all(item)), None)
    draft.findings += checks.syringe_findings(sizes, does_all=one)


def syringes_used(taken: Sequence[Taken]) -> list[Syringe]:
    """Return the syringes that the doses are drawn with, the smallest first."""
    used = {item.measured.syringe.key: item.measured.syringe for item in taken if item.measured is not None}
    return sorted(used.values(), key=lambda item: item.size.value)


def _assume_lines(draft: Draft, taken: list[Taken]) -> None:
    for item in syringes_used(taken):
        own = draft.resolver.settings[syringe.graduation_setting(item.key)].value is not None
        draft.assume(
            "syringe-lines",
            field="syringes",
            value=f"{item.size.text()}, lines of {item.graduation.text()}",
            message="look at the syringe in hand: makers draw their lines differently",
            origin="profile" if own else "reference",
            source=item.source,
        )


def take_capsules(draft: Draft, course: Course) -> list[Taken]:
    """Make each dose of the fewest capsules, exactly.

    Raises:
        CalculationError: ``dose-not-made-exactly``, with the nearest doses that can be made.
    """
    strengths = [item.value for item in draft.given["strengths"]]
    chooser = Chooser(strengths, largest=course.to)
    taken: dict[Fraction, Taken] = {}
    wrong: list[tuple[Fraction, str]] = []
    for rung in course.rungs:
        choice = chooser.choose(rung.dose)
        if not choice.capsules:
            wrong.append((rung.dose, nearest_text(choice)))
            continue
        if rung.dose not in taken:
            words = capsules_text([(mass(strength), count) for strength, count in choice.capsules])
            draft.note(f"capsules of step {rung.number}", f"the fewest that make {brief_text(rung.dose)} mg", words)
        taken[rung.dose] = Taken(dose=rung.dose, capsules=choice.capsules)
    if wrong:
        raise _not_exact(strengths, wrong)
    counts = {rung.number: sum(count for _, count in taken[rung.dose].capsules) for rung in course.rungs}
    most = max(counts.values())
    many = [number for number, count in counts.items() if checks.capsule_findings(count, steps=[number])]
    draft.findings += checks.capsule_findings(most, steps=many)
    return [taken[rung.dose] for rung in course.rungs]


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
