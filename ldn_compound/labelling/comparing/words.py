"""What the comparison says: numbers, doses and frequencies in words."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from ldn_compound.checks.codes import finding
from ldn_compound.core.numbers import brief_text
from ldn_compound.core.results import Finding, Severity
from ldn_compound.labelling.reading.statements import Dose, Said, Span
from ldn_compound.reference.forms import get_form

FIELD = "directions"
SAME = "house rule: what reaches a person is compared with the plan; a difference stops"
METRIC = (
    "American Academy of Pediatrics, Metric Units and the Preferred Dosing of Orally Administered Liquid Medications, "
    "Pediatrics 2015;135:784-787: mL only"
)
FORM = "USP General Chapter <17>: directions name the dosage form that is dispensed"
LIQUID = "liquid"
_WORDS = {1: "once", 2: "twice"}


def ways_of(dose: Dose) -> tuple[Said, ...]:
    """Return every way in which a dose is said."""
    return (*dose.parts, *dose.same)


def stop(code: str, message: str, *, source: str = SAME) -> Finding:
    """Return a finding on the directions that stops."""
    return finding(code, message, severity=Severity.STOP, source=source, field=FIELD)


def quoted(words: Iterable[str]) -> str:
    """Return words in quotation marks."""
    return ", ".join(f"'{word}'" for word in words)


def once(number: int) -> Span:
    """Return a plain number as a range of itself."""
    return Fraction(number), Fraction(number)


def span_text(span: Span) -> str:
    """Return a range, or the number where both ends are one."""
    low, high = (brief_text(number) for number in span)
    return low if low == high else f"{low} to {high}"


def masses_text(span: Span) -> str:
    """Return a range of masses in mg."""
    return f"{span_text(span)} mg"


def in_mg(text: str, span: Span) -> str:
    """Return what was said, with the mg that it holds."""
    return f"'{text}' ({masses_text(span)})"


def volume_words(value: Fraction) -> str:
    """Return a volume in mL."""
    return f"{brief_text(value)} mL"


def plural(form: str, number: Fraction) -> str:
    """Return the noun of a form for a number of units."""
    one, many = get_form(form).words("en")
    return one if number == 1 else many


def times_text(span: Span) -> str:
    """Return how often a day, or once in how many days."""
    if span[0] == span[1] and span[0] in _WORDS:
        return f"{_WORDS[int(span[0])]} a day"
    if span[0] == span[1] and span[0].numerator == 1:
        return f"once in {span[0].denominator} days"
    return f"{span_text(span)} times a day"


def list_text(values: Iterable[Fraction]) -> str:
    """Return masses in rising order."""
    return ", ".join(f"{brief_text(value)} mg" for value in sorted(values)) or "not stated"
