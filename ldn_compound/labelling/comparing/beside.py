"""What stands beside the doses: strengths, limits, totals; and the rules for a day's dose."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from ldn_compound.checks import child as child_checks
from ldn_compound.checks import dose as dose_checks
from ldn_compound.core.results import Finding
from ldn_compound.core.units import mass
from ldn_compound.labelling.comparing.amounts import Amounts
from ldn_compound.labelling.comparing.words import (
    FIELD,
    list_text,
    masses_text,
    once,
    times_text,
    ways_of,
)
from ldn_compound.labelling.reading.statements import Limit, Said


class Beside(Amounts):
    """Compares what the directions say besides doses, and puts the day's dose through the dose rules."""

    def strengths(self) -> None:
        own = {self.facts.strength.value} if self.facts.strength is not None else set()
        for step in self.facts.schedule:
            own |= {strength.value for strength, _ in step.units}
        named = [(said, said.low, said.high) for said in self.reading.strengths]
        named += [
            (said, said.strength, said.strength)
            for dose in self.reading.doses
            for said in ways_of(dose)
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
                self.differ.append(f"the strength '{said.text}', and the plan's is {plan or list_text(own)}")
                if self.counted and low > 0:
                    self.add(dose_checks.strength_findings(high, field=FIELD))

    def limit(self, limit: Limit) -> None:
        planned = self.facts.doses_per_day
        if limit.amount is None:
            if planned is None or limit.often is None:
                self.open.append("the most doses a day")
            elif limit.often != once(planned):
                self.differ.append(f"at most {times_text(limit.often)}, and in the plan {times_text(once(planned))}")
            return
        span = self.mass(limit.amount)
        own = self.day_dose if limit.a_day else self.facts.dose
        if span is None or own is None:
            self.open.append(f"the limit of '{limit.amount.text}'")
        elif span != (own, own):
            of = "a day" if limit.a_day else "a dose"
            self.differ.append(f"a limit of {masses_text(span)} {of}, and the plan has {masses_text((own, own))} {of}")

    def total(self, said: Said) -> None:
        span, own = self.mass(said), self.day_dose
        if span is None or own is None:
            self.open.append(f"'{said.text}'")
        elif span not in ((own, own), (self.facts.dose, self.facts.dose)):
            self.differ.append(
                f"'{said.text}' in all is {masses_text(span)}, and the plan has {masses_text((own, own))} a day"
            )

    def add(self, found: Iterable[Finding]) -> None:
        for item in found:
            self.rules.setdefault(item.code, item)

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
        return list(self.rules.values())

    def day_rules(self, daily: Fraction, factors: str) -> None:
        patient = self.facts.patient
        self.add(dose_checks.daily_dose_findings(daily, field=FIELD, factors=factors))
        found = child_checks.day_dose_findings(
            daily=daily,
            age=patient.age,
            weight=patient.weight,
            rate=patient.rate,
            most=patient.most,
            field=FIELD,
            sex=patient.sex,
        )
        self.add(found)
