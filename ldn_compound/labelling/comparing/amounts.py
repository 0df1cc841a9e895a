"""Amounts of directions in mg of the plan's drug."""

from __future__ import annotations

from fractions import Fraction

from ldn_compound.core.results import Finding
from ldn_compound.labelling.comparing.words import (
    LIQUID,
    masses_text,
    plural,
    span_text,
    ways_of,
)
from ldn_compound.labelling.facts import Facts
from ldn_compound.labelling.reading.statements import Dose, Reading, Said, Span
from ldn_compound.reference.forms import counted_forms, get_form


class Amounts:
    """One text against one plan; amounts are compared in mg, exactly."""

    def __init__(self, facts: Facts, reading: Reading) -> None:
        self.facts, self.reading = facts, reading
        self.counted = get_form(facts.form).counted
        self.form = facts.form if self.counted else LIQUID
        self.differ: list[str] = []
        self.open: list[str] = []
        self.drawn: list[str] = []
        self.rules: dict[str, Finding] = {}

    def drops(self, said: Said) -> bool:
        """Whether these drops are the plan's own count."""
        planned = self.facts.drops_per_dose
        return said.unit == "drop" and planned is not None and said.low == said.high == planned

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
        elif each is None or said.unit not in (*counted_forms(), "unit"):
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
        text = masses_text(span)
        strength = self.facts.strength
        if strength is None:
            return text
        units = (low / strength.value, high / strength.value)
        return f"{span_text(units)} {'mL' if not self.counted else plural(self.form, units[1])} ({text})"

    def foreign(self, dose: Dose) -> bool:
        """Whether the dose is said in a unit that has a finding of its own."""
        return any(
            said.unit in ("household", "drop", "other", "liquid")
            or (said.unit in counted_forms() and said.unit != self.form)
            or (said.unit == "mL" and self.counted)
            for said in ways_of(dose)
        )

    @property
    def day_dose(self) -> Fraction | None:
        """The plan's own dose of a day in mg; of a titration there is none."""
        dose, often = self.facts.dose, self.facts.doses_per_day
        return None if dose is None or often is None else dose * often
