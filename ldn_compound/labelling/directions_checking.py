"""What directions say, held against the plan: form, dose, doses a day, and the rules for a dose."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache
from typing import Any

from ldn_compound.checks import child as child_checks
from ldn_compound.checks import dose as dose_checks
from ldn_compound.checks.codes import finding
from ldn_compound.core.numbers import brief_text
from ldn_compound.core.results import Finding, Severity
from ldn_compound.core.texts import parse_text
from ldn_compound.core.units import mass
from ldn_compound.labelling.facts import Facts, Step, facts_of
from ldn_compound.labelling.reading.directions import read_directions
from ldn_compound.labelling.reading.statements import Course, Dose, Limit, Reading, Said, Span
from ldn_compound.labelling.wording import Wording

_FIELD = "directions"
_SAME = "house rule: what reaches a person is compared with the plan; a difference stops"
_METRIC = (
    "American Academy of Pediatrics, Metric Units and the Preferred Dosing of Orally Administered Liquid Medications, "
    "Pediatrics 2015;135:784-787: mL only"
)
_FORM = "USP General Chapter <17>: directions name the dosage form that is dispensed"
_LIQUID = "liquid"
_COUNTED = ("capsule", "tablet")
_WORDS = {1: "once", 2: "twice"}


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


class _Comparison:
    """One text against one plan. Amounts are compared in mg, exactly."""

    def __init__(self, facts: Facts, reading: Reading) -> None:
        self.facts, self.reading = facts, reading
        self.form = facts.form if facts.form in _COUNTED else _LIQUID
        self.counted = self.form != _LIQUID
        self.differ: list[str] = []
        self.open: list[str] = []
        self.drawn: list[str] = []
        self.gates: dict[str, Finding] = {}

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
            found.append(_stop("directions-differ", "the directions differ from the plan: " + "; ".join(self.differ)))
        if measures:
            found.append(measures)
        if others:
            found.append(others)
        if self.without_volume():
            message = (
                "the directions of a liquid state no volume in mL that can be read: write what the syringe draws"
                + (f", {_volume(self.facts.dose_volume.value)}" if self.facts.dose_volume is not None else "")
            )
            found.append(_stop("directions-without-volume", message, source=_METRIC))
        if self.drawn:
            message = "; ".join(self.drawn) + ": write what is drawn, or state your syringe's lines in the profile"
            item = finding("directions-not-as-drawn", Severity.CAUTION, message, source=_SAME, field=_FIELD)
            found.append(item)
        found += self.dose_rules()
        if self.open:
            message = "not compared with the plan: " + "; ".join(self.open)
            item = finding("directions-not-compared", Severity.CAUTION, message, source=_SAME, field=_FIELD)
            found.append(item)
        return tuple(found)

    def alterations(self) -> None:
        """Say which words make the dose another one than the plan's."""
        reading = self.reading
        words = list(reading.changes)
        if not self.facts.schedule:
            words += reading.raises
        elif reading.raises:
            self.open.append("what " + _quoted(reading.raises) + " means: the steps are on the label")
        if not self.facts.scored:
            words += reading.splits
        if words:
            self.differ.append(f"{_quoted(words)} changes the dose: write each dose in numbers, and when it is taken")

    # --- units ---

    def measures(self) -> Finding | None:
        """Say which household measures are named, drops included, unless the drops were counted for this plan."""
        named = list(self.reading.measures)
        if not self.counted:
            agreed = {said.text for dose in self.reading.doses for said in _ways(dose) if self.drops(said)}
            named = [text for text in named if text not in agreed]
        else:
            drops = {said.text for dose in self.reading.doses for said in _ways(dose) if said.unit == "drop"}
            named = [text for text in named if text not in drops]
        if not named:
            return None
        names = ", ".join(f"'{text}'" for text in named)
        message = f"{names} is no measure of a dose: "
        if self.counted:
            message += f"write how many {self.form}s"
        elif self.facts.dose_volume is not None:
            message += f"write mL, {_volume(self.facts.dose_volume.value)} by the oral syringe"
        else:
            message += "write mL, by the oral syringe"
        if any(said.unit == "drop" for dose in self.reading.doses for said in _ways(dose)) and not self.counted:
            planned = self.facts.drops_per_dose
            message += (
                "; drops hold only where they were counted for this liquid and dropper (drops_per_ml)"
                if planned is None
                else f"; the plan says {planned} drops a dose"
            )
        return _stop("directions-household-measure", message, source=_METRIC)

    def drops(self, said: Said) -> bool:
        """Whether these drops are the plan's own count."""
        planned = self.facts.drops_per_dose
        return said.unit == "drop" and planned is not None and said.low == said.high == planned

    def other_forms(self) -> Finding | None:
        named = [text for key, text in self.reading.nouns if key != self.form]
        if self.counted:
            for dose in self.reading.doses:
                named += [said.text for said in _ways(dose) if said.unit in ("mL", "drop")]
        if not named:
            return None
        names = ", ".join(f"'{text}'" for text in dict.fromkeys(named))
        form = self.form if self.counted else f"liquid ({self.facts.form})"
        return _stop("directions-other-form", f"{names} in the directions of a {form}", source=_FORM)

    def mass(self, said: Said) -> Span | None:
        """Return the drug in an amount in mg; None where it does not say."""
        each = said.strength
        if said.unit == "mg":
            each = Fraction(1)
        elif said.unit == "mL":
            each = self.facts.strength.value if not self.counted and self.facts.strength is not None else None
        elif self.drops(said):
            each = self.facts.dose / said.low if self.facts.dose is not None else None
        elif said.unit in (self.form, "unit") and self.counted:
            if each is None and self.facts.strength is not None:
                each = self.facts.strength.value
        elif each is None or said.unit not in (*_COUNTED, "unit"):
            return None
        return None if each is None else (said.low * each, said.high * each)

    def dose_mass(self, dose: Dose) -> Span | None:
        """Return the drug in one dose; the first way of saying it that tells."""
        for span in self.masses(dose):
            return span
        return None

    def masses(self, dose: Dose) -> list[Span]:
        return [span for _, span in self.ways(dose)]

    def ways(self, dose: Dose) -> list[tuple[str, Span]]:
        """Return every way in which a dose is said whose drug is known."""
        parts = [self.mass(said) for said in dose.parts]
        known = [span for span in parts if span is not None]
        found = []
        if len(known) == len(parts):
            text = " + ".join(said.text for said in dose.parts)
            found.append((text, (sum((s[0] for s in known), Fraction()), sum((s[1] for s in known), Fraction()))))
        return found + [(said.text, span) for said in dose.same if (span := self.mass(said)) is not None]

    def shown(self, span: Span) -> str:
        """Return a dose in words, with the units or the volume that hold it."""
        low, high = span
        text = _masses(span)
        strength = self.facts.strength
        if strength is None:
            return text
        units = (low / strength.value, high / strength.value)
        return f"{_range(units)} {'mL' if not self.counted else _plural(self.form, units[1])} ({text})"

    # --- dose and frequency ---

    def course(self, course: Course) -> None:
        for dose in course.doses:
            self.halves(dose)
            said = self.as_prescribed(dose, self.facts.prescribed, self.facts.dose)
            if not said and self.agrees_with_itself(dose):
                self.plans_dose(dose)
            number = any(said.unit in (self.form, "unit") for said in _ways(dose))
            if self.counted and not number and not self.foreign(dose):
                self.open.append(f"how many {self.form}s ('{dose.text}' does not say)")
        self.frequency(course)
        self.length(course)

    def plans_dose(self, dose: Dose) -> None:
        planned = self.facts.dose
        if planned is None:
            return
        ways = self.ways(dose)
        unknown = [said.text for said in _ways(dose) if self.mass(said) is None]
        if unknown and not self.foreign(dose):
            self.open.append(", ".join(f"'{text}'" for text in unknown))
        for text, span in ways[:1]:
            if span != (planned, planned):
                self.differ.append(f"{_in_mg(text, span)} is not the plan's dose, {self.shown((planned, planned))}")

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
        text = " and ".join(_in_mg(text, span) for text, span in ways) + " are not the same dose"
        if planned is not None:
            text += f"; the plan's is {self.shown((planned, planned))}"
        self.differ.append(text)
        return False

    def halves(self, dose: Dose) -> None:
        """A capsule is not halved; a tablet is where it is scored."""
        for said in dose.parts:
            if said.unit not in ("capsule", "tablet", "unit") or not self.counted:
                continue
            least = 2 if self.facts.scored else 1
            if any((number * least).denominator != 1 for number in (said.low, said.high)):
                why = (
                    "a tablet is halved only where it is scored" if self.form == "tablet" else "a capsule is not split"
                )
                self.differ.append(f"'{said.text}': {why}")

    def foreign(self, dose: Dose) -> bool:
        """Whether the dose is said in a unit that has a finding of its own."""
        return any(
            said.unit in ("household", "drop", "other", "liquid")
            or (said.unit in _COUNTED and said.unit != self.form)
            or (said.unit == "mL" and self.counted)
            for said in _ways(dose)
        )

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
        known += [_once(1)] * len(again)
        total = (sum((s[0] for s in known), Fraction()), sum((s[1] for s in known), Fraction()))
        if total != _once(planned):
            said = _times(total)
            self.differ.append(f"the dose is taken {said}, and in the plan {_times(_once(planned))}")

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

    # --- a titration ---

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
                    doses = ", ".join(_masses((value, value)) for value in sorted(allowed))
                    self.differ.append(f"{_in_mg(dose.text, span)} is no step's dose: the plan's are {doses}")
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

    # --- what stands beside the doses ---

    def strengths(self) -> None:
        own = {self.facts.strength.value} if self.facts.strength is not None else set()
        for step in self.facts.schedule:
            own |= {strength.value for strength, _ in step.units}
        named = [(said, said.low, said.high) for said in self.reading.strengths]
        named += [
            (said, said.strength, said.strength)
            for dose in self.reading.doses
            for said in _ways(dose)
            if said.strength is not None
        ]
        if not self.counted:
            # Mass of a unit beside a liquid: the other form is what is wrong with it.
            named = [(said, said.low, said.high) for said in self.reading.concentrations]
        else:
            named += [(said, Fraction(-1), Fraction(-1)) for said in self.reading.concentrations]
        for said, low, high in named:
            if low != high or low not in own:
                plan = ", ".join(self.facts.strength.text() for _ in own if self.facts.strength is not None)
                self.differ.append(f"the strength '{said.text}', and the plan's is {plan or _list(own)}")
                if self.counted and low > 0:
                    self.gate(dose_checks.strength_findings(high, field=_FIELD))

    def limit(self, limit: Limit) -> None:
        planned = self.facts.doses_per_day
        if limit.amount is None:
            if planned is None or limit.often is None:
                self.open.append("the most doses a day")
            elif limit.often != _once(planned):
                self.differ.append(f"at most {_times(limit.often)}, and in the plan {_times(_once(planned))}")
            return
        span = self.mass(limit.amount)
        own = self.day_dose if limit.a_day else self.facts.dose
        if span is None or own is None:
            self.open.append(f"the limit of '{limit.amount.text}'")
        elif span != (own, own):
            of = "a day" if limit.a_day else "a dose"
            self.differ.append(f"a limit of {_masses(span)} {of}, and the plan has {_masses((own, own))} {of}")

    @property
    def day_dose(self) -> Fraction | None:
        """The plan's own dose of a day in mg; of a titration there is none."""
        dose, often = self.facts.dose, self.facts.doses_per_day
        return None if dose is None or often is None else dose * often

    def total(self, said: Said) -> None:
        span, own = self.mass(said), self.day_dose
        if span is None or own is None:
            self.open.append(f"'{said.text}'")
        elif span not in ((own, own), (self.facts.dose, self.facts.dose)):
            self.differ.append(f"'{said.text}' in all is {_masses(span)}, and the plan has {_masses((own, own))} a day")

    def without_volume(self) -> bool:
        """Whether a liquid's directions leave open how much is drawn; a titration's label has it in its steps."""
        if self.counted or self.facts.schedule:
            return False
        doses = self.reading.doses
        if not doses:
            return not self.reading.measures
        for dose in doses:
            drawn = any(said.unit == "mL" or self.drops(said) for said in _ways(dose))
            if not drawn and not self.foreign(dose):
                return True
        return False

    # --- the rules for a dose ---

    def gate(self, found: Iterable[Finding]) -> None:
        for item in found:
            self.gates.setdefault(item.code, item)

    def dose_rules(self) -> list[Finding]:
        """Put the day's dose that the directions say through a plan's own rules, unless it is the plan's."""
        own, prescribed, often_planned = self.day_dose, self.facts.prescribed, self.facts.doses_per_day
        asked = prescribed * often_planned if prescribed is not None and often_planned is not None else None
        for course in self.reading.courses:
            low = high = Fraction()
            factors = ""
            for dose in course.doses:
                spans = self.masses(dose)
                if spans:
                    often = dose.often or (Fraction(1), Fraction(1))
                    if len(course.doses) == 1 and often[0] == often[1] and often[0].denominator == 1:
                        factors = dose_checks.factor_words(mass(spans[0][0]).text(), doses=int(often[0]))
                    low += min(span[0] for span in spans) * often[0]
                    high += max(span[1] for span in spans) * often[1]
            for daily in dict.fromkeys((low, high)):
                other = bool(self.differ) if self.facts.schedule else daily not in (own, asked)
                if daily > 0 and other:
                    self.day_rules(daily, factors)
        return list(self.gates.values())

    def day_rules(self, daily: Fraction, factors: str) -> None:
        patient = self.facts.patient
        self.gate(dose_checks.daily_dose_findings(daily, field=_FIELD, factors=factors))
        found = child_checks.day_dose_findings(
            daily=daily,
            age=patient.age,
            weight=patient.weight,
            rate=patient.rate,
            most=patient.most,
            field=_FIELD,
            sex=patient.sex,
        )
        self.gate(found)


def _ways(dose: Dose) -> tuple[Said, ...]:
    return (*dose.parts, *dose.same)


def _stop(code: str, message: str, *, source: str = _SAME) -> Finding:
    return finding(code, Severity.STOP, message, source=source, field=_FIELD)


def _quoted(words: Iterable[str]) -> str:
    return ", ".join(f"'{word}'" for word in words)


def _once(number: int) -> Span:
    """Return a plain number as a range of itself."""
    return Fraction(number), Fraction(number)


def _range(span: Span) -> str:
    low, high = (brief_text(number) for number in span)
    return low if low == high else f"{low} to {high}"


def _masses(span: Span) -> str:
    return f"{_range(span)} mg"


def _in_mg(text: str, span: Span) -> str:
    """Return what was said, with the mg that it holds."""
    return f"'{text}' ({_masses(span)})"


def _volume(value: Fraction) -> str:
    return f"{brief_text(value)} mL"


def _plural(form: str, number: Fraction) -> str:
    return form if number == 1 else f"{form}s"


def _times(span: Span) -> str:
    if span[0] == span[1] and span[0] in _WORDS:
        return f"{_WORDS[int(span[0])]} a day"
    if span[0] == span[1] and span[0].numerator == 1:
        return f"once in {span[0].denominator} days"
    return f"{_range(span)} times a day"


def _list(values: Iterable[Fraction]) -> str:
    return ", ".join(f"{brief_text(value)} mg" for value in sorted(values)) or "not stated"


def check_directions(plan: Any, directions: str, *, language: str = "en") -> tuple[Finding, ...]:
    """Return what directions for a label say that the plan does not: the same rules as the label's.

    Parameters:
        plan: a plan of capsules, tablets, a liquid or a titration, or its JSON document as text.
        directions: one line of text, such as "Take 1 capsule by mouth at bedtime".
        language: of the text: ``en``, ``de`` or ``es``.

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
    ['directions-differ', 'daily-dose-10-mg-or-more']
    """
    from ldn_compound.labelling.content import directions_text, plan_of
    from ldn_compound.labelling.routes import route_findings
    from ldn_compound.labelling.wording import get_wording

    result, _ = plan_of(plan)
    facts, text, language = facts_of(result), directions_text(directions), parse_text(language, field="language")
    words = get_wording(language, facts.jurisdiction)
    return (*route_findings(text, route=facts.route, language=language), *directions_findings(text, facts, words))
