"""What directions say, held against the plan: form, dose, doses a day, and the rules for a dose."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import Any

from ldn_compound.checks.codes import finding
from ldn_compound.core.numbers import brief_text
from ldn_compound.core.results import Finding
from ldn_compound.core.texts import parse_text
from ldn_compound.labelling.comparing.beside import Beside
from ldn_compound.labelling.comparing.words import (
    FIELD,
    FORM,
    METRIC,
    SAME,
    in_mg,
    masses_text,
    once,
    quoted,
    stop,
    times_text,
    volume_words,
    ways_of,
)
from ldn_compound.labelling.facts import Facts, Step, facts_of
from ldn_compound.labelling.reading.directions import read_directions
from ldn_compound.labelling.reading.statements import Course, Dose, Span
from ldn_compound.labelling.wording import Wording
from ldn_compound.reference.forms import counted_forms, get_form


@lru_cache(maxsize=4096)
def directions_findings(text: str, facts: Facts, words: Wording) -> tuple[Finding, ...]:
    """Return what the directions say that the plan does not, and what of them was not compared.

    Parameters:
        text: the directions.
        facts: of the plan.
        words: the language of the directions, with its number marks.
    """
    reading = read_directions(text, language=words.language, decimal=words.decimal, group=words.group)
    return _Comparison(facts, reading).findings()


class _Comparison(Beside):
    """Compares a whole text, and returns the findings."""

    def findings(self) -> tuple[Finding, ...]:
        measures, others = self.measures(), self.other_forms()
        if self.facts.schedule:
            self.titration()
        else:
            for course in self.reading.courses:
                self.course(course)
            self.said_at_all()
        self.strengths()
        for limit in self.reading.limits:
            self.limit(limit)
        for said in self.reading.totals:
            self.total(said)
        self.alterations()
        if self.reading.unread:
            self.open.append("not understood: " + ", ".join(f"'{part}'" for part in self.reading.unread))
        found = []
        if self.differ:
            found.append(stop("directions-differ", "the directions differ from the plan: " + "; ".join(self.differ)))
        if measures:
            found.append(measures)
        if others:
            found.append(others)
        if self.without_volume():
            message = (
                "the directions of a liquid state no volume in mL that can be read: write what the syringe draws"
                + (f", {volume_words(self.facts.dose_volume.value)}" if self.facts.dose_volume is not None else "")
            )
            found.append(stop("directions-without-volume", message, source=METRIC))
        if self.drawn:
            message = "; ".join(self.drawn) + ": write what is drawn, or state your syringe's lines in the profile"
            item = finding("directions-not-as-drawn", message, source=SAME, field=FIELD)
            found.append(item)
        found += self.dose_rules()
        if self.open:
            message = "not compared with the plan: " + "; ".join(self.open)
            item = finding("directions-not-compared", message, source=SAME, field=FIELD)
            found.append(item)
        return tuple(found)

    def alterations(self) -> None:
        """Say which words make the dose another one than the plan's."""
        reading = self.reading
        words = list(reading.changes)
        if not self.facts.schedule:
            words += reading.raises
        elif reading.raises:
            self.open.append("what " + quoted(reading.raises) + " means: the steps are on the label")
        if not self.facts.scored:
            words += reading.splits
        if words:
            self.differ.append(f"{quoted(words)} changes the dose: write each dose in numbers, and when it is taken")

    def measures(self) -> Finding | None:
        """Say which household measures are named, drops included, unless the drops were counted for this plan."""
        named = list(self.reading.measures)
        if not self.counted:
            agreed = {said.text for dose in self.reading.doses for said in ways_of(dose) if self.drops(said)}
            named = [text for text in named if text not in agreed]
        else:
            drops = {said.text for dose in self.reading.doses for said in ways_of(dose) if said.unit == "drop"}
            named = [text for text in named if text not in drops]
        if not named:
            return None
        names = ", ".join(f"'{text}'" for text in named)
        message = f"{names} is no measure of a dose: "
        if self.counted:
            message += f"write how many {self.form}s"
        elif self.facts.dose_volume is not None:
            message += f"write mL, {volume_words(self.facts.dose_volume.value)} by the oral syringe"
        else:
            message += "write mL, by the oral syringe"
        if any(said.unit == "drop" for dose in self.reading.doses for said in ways_of(dose)) and not self.counted:
            planned = self.facts.drops_per_dose
            message += (
                "; drops hold only where they were counted for this liquid and dropper (drops_per_ml)"
                if planned is None
                else f"; the plan says {planned} drops a dose"
            )
        return stop("directions-household-measure", message, source=METRIC)

    def other_forms(self) -> Finding | None:
        named = [text for key, text in self.reading.nouns if key != self.form]
        if self.counted:
            for dose in self.reading.doses:
                named += [said.text for said in ways_of(dose) if said.unit in ("mL", "drop")]
        if not named:
            return None
        names = ", ".join(f"'{text}'" for text in dict.fromkeys(named))
        form = self.form if self.counted else f"liquid ({self.facts.form})"
        return stop("directions-other-form", f"{names} in the directions of a {form}", source=FORM)

    def course(self, course: Course) -> None:
        for dose in course.doses:
            self.halves(dose)
            said = self.as_prescribed(dose, self.facts.prescribed, self.facts.dose)
            if not said and self.agrees_with_itself(dose):
                self.plans_dose(dose)
            number = any(said.unit in (self.form, "unit") for said in ways_of(dose))
            if self.counted and not number and not self.foreign(dose):
                self.open.append(f"how many {self.form}s ('{dose.text}' does not say)")
        self.frequency(course)
        self.length(course)

    def plans_dose(self, dose: Dose) -> None:
        planned = self.facts.dose
        if planned is None:
            return
        ways = self.ways(dose)
        unknown = [said.text for said in ways_of(dose) if self.mass(said) is None]
        if unknown and not self.foreign(dose):
            self.open.append(", ".join(f"'{text}'" for text in unknown))
        for text, span in ways[:1]:
            if span != (planned, planned):
                self.differ.append(f"{in_mg(text, span)} is not the plan's dose, {self.shown((planned, planned))}")

    def as_prescribed(self, dose: Dose, prescribed: Fraction | None, drawn: Fraction | None) -> bool:
        """Whether a dose is said as it was prescribed, where the syringe's lines give a little more or less."""
        spans = set(self.masses(dose))
        if prescribed is None or drawn is None or prescribed == drawn or (prescribed, prescribed) not in spans:
            return False
        if not spans <= {(prescribed, prescribed), (drawn, drawn)}:
            return False
        self.drawn.append(
            f"'{dose.text}' is the dose as prescribed, and the syringe draws {self.shown((drawn, drawn))}"
        )
        return True

    def agrees_with_itself(self, dose: Dose) -> bool:
        ways = self.ways(dose)
        if len({span for _, span in ways}) < 2:
            return True
        planned = self.facts.dose
        text = " and ".join(in_mg(text, span) for text, span in ways) + " are not the same dose"
        if planned is not None:
            text += f"; the plan's is {self.shown((planned, planned))}"
        self.differ.append(text)
        return False

    def halves(self, dose: Dose) -> None:
        """A capsule is not halved; a tablet is where it is scored."""
        for said in dose.parts:
            if said.unit not in (*counted_forms(), "unit") or not self.counted:
                continue
            least = 2 if self.facts.scored else 1
            if any((number * least).denominator != 1 for number in (said.low, said.high)):
                self.differ.append(f"'{said.text}': {get_form(self.form).not_split}")

    def frequency(self, course: Course) -> None:
        planned = self.facts.doses_per_day
        spans = [dose.often for dose in course.doses] or ([course.often] if course.often is not None else [])
        known = [span for span in spans if span is not None]
        for dose in course.doses:
            if dose.often is None and planned is not None:
                self.open.append(f"how often a day ('{dose.text}' does not say)")
        if not known or planned is None:
            return
        # A dose beside another that says when is taken as well, at least once: "1 capsule at bedtime plus 1".
        # A mass alone ("at bedtime, 4.5 mg") says the dose again.
        again = [dose for dose in course.doses if dose.often is None and any(part.unit != "mg" for part in dose.parts)]
        known += [once(1)] * len(again)
        total = (sum((s[0] for s in known), Fraction()), sum((s[1] for s in known), Fraction()))
        if total != once(planned):
            said = times_text(total)
            self.differ.append(f"the dose is taken {said}, and in the plan {times_text(once(planned))}")

    def length(self, course: Course) -> None:
        if course.days is None:
            return
        planned = self.facts.days_supply
        if planned is None:
            self.open.append(f"for how long ({brief_text(course.days)} days are in the directions, none in the plan)")
        elif planned != course.days:
            days = f"{brief_text(course.days)} days in the directions, a supply of {brief_text(planned)} in the plan"
            self.open.append(f"for how long ({days})")

    def said_at_all(self) -> None:
        """Say what was not there to compare."""
        planned, reading = self.facts, self.reading
        if not reading.doses and self.counted:
            self.open.append("the directions state no dose that can be read")
        if not reading.doses and planned.doses_per_day is not None and not any(c.often for c in reading.courses):
            self.open.append("how often a day")
        missing = [
            what
            for what, value in (("no dose", planned.dose), ("no number of doses a day", planned.doses_per_day))
            if value is None
        ]
        if missing:
            how = "doses_per_day and " + ("units_per_dose" if self.counted else "dose")
            self.open.append(f"the plan states {' and '.join(missing)}: plan with {how}")

    def titration(self) -> None:
        """Hold what is said against the steps: all of them in their order, or some, which is said."""
        steps = [step for step in self.facts.schedule if step.dose is not None]
        allowed = {step.dose.value for step in steps if step.dose is not None}
        drawn = {step.prescribed.value: step.dose.value for step in steps if step.prescribed and step.dose}
        said: list[tuple[Span | None, Course]] = []
        for course in self.reading.courses:
            self.frequency(course)
            for dose in course.doses:
                self.halves(dose)
                span = self.dose_mass(dose)
                asked = next((low for low, _ in self.masses(dose) if low in drawn), None)
                if asked is not None and self.as_prescribed(dose, asked, drawn[asked]):
                    said.append(((drawn[asked], drawn[asked]), course))
                    continue
                said.append((span, course))
                known = span is None or (span[0] == span[1] and span[0] in allowed)
                if self.agrees_with_itself(dose) and span is not None and not known:
                    doses = ", ".join(masses_text((value, value)) for value in sorted(allowed))
                    self.differ.append(f"{in_mg(dose.text, span)} is no step's dose: the plan's are {doses}")
                if span is None and not self.foreign(dose):
                    self.open.append(f"'{dose.text}'")
        if not said or self.differ:
            return
        order = [step.dose.value for step in steps if step.dose is not None]
        if [span and span[0] for span, _ in said] != order:
            self.open.append(f"the directions state {len(said)} of the {len(steps)} steps' doses")
            return
        for (_, course), step in zip(said, steps, strict=True):
            self.step_length(course, step)

    def step_length(self, course: Course, step: Step) -> None:
        planned = step.last - step.first + 1
        if course.days is not None and course.days != planned:
            self.differ.append(f"a step of {brief_text(course.days)} days, and the plan's has {planned}")
        if course.first is not None and course.first != step.first:
            self.differ.append(f"a step from day {brief_text(course.first)}, and the plan's starts on day {step.first}")

    def without_volume(self) -> bool:
        """Whether a liquid's directions leave open how much is drawn; a titration's label has it in its steps."""
        if self.counted or self.facts.schedule:
            return False
        doses = self.reading.doses
        if not doses:
            return not self.reading.measures
        for dose in doses:
            drawn = any(said.unit == "mL" or self.drops(said) for said in ways_of(dose))
            if not drawn and not self.foreign(dose):
                return True
        return False


def check_directions(plan: Any, directions: str, *, language: str = "en") -> tuple[Finding, ...]:
    """Return what directions for a label say that the plan does not: the same rules as the label's.

    Parameters:
        plan: a plan of capsules, tablets, a liquid or a titration, or its JSON document as text.
        directions: one line of text, such as "Take 1 capsule by mouth at bedtime".
        language: of the text, such as ``de``.

    Returns:
        Findings: ``directions-other-route``, ``directions-differ``, ``directions-household-measure``,
        ``directions-other-form`` and ``directions-without-volume`` stop a label; ``directions-not-compared`` says what
        was not understood, or what the plan does not state; beside them the rules for a day's dose.

    Raises:
        InputError: ``no-label-for-plan``, ``bad-json``, ``bad-schema``, ``bad-version``,
            ``unknown-language``, ``not-text``, ``empty``, ``too-long``, ``control-character``.

    >>> import ldn_compound as ldn
    >>> plan = ldn.plan_solution(volume="60 mL", dose="1 mg", doses_per_day=1, made_on="2026-11-22")
    >>> ldn.check_directions(plan, "Take 1 mL (1 mg) by mouth at bedtime")
    ()
    >>> [item.code for item in ldn.check_directions(plan, "Take 10 mL by mouth at bedtime")]
    ['directions-differ', 'daily-dose-high']
    """
    from ldn_compound.labelling.content import directions_text, plan_of
    from ldn_compound.labelling.routes import route_findings
    from ldn_compound.labelling.wording import get_wording

    result, _ = plan_of(plan)
    facts, text, language = facts_of(result), directions_text(directions), parse_text(language, field="language")
    words = get_wording(language, facts.jurisdiction)
    return (*route_findings(text, route=facts.route, language=language), *directions_findings(text, facts, words))
