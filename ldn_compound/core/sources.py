"""Where a fact comes from, and how sure it is."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Certainty(StrEnum):
    """How a fact was come by; the data files write the value."""

    READ = "read"
    """read in the source named"""
    SECONDARY = "secondary"
    """read in another work that cites the source named"""
    DERIVED = "derived"
    """worked out by arithmetic from facts that carry their own source"""
    REFERENCE = "reference"
    """general knowledge that was not traced to a source: the program says "reference value, confirm\""""


class Risk(StrEnum):
    """How a row of the reference data could hurt a patient if it were wrong; the worst stands first."""

    STOP = "stop"
    """a stop hangs on it: it fires where it need not, or is silent where it must fire"""
    DOSE = "dose"
    """it enters a dose, a strength or a mass that is weighed"""
    DATE = "date"
    """it enters the last day of use"""
    PATIENT = "patient"
    """it decides whether an ingredient suits the patient, or what the patient is asked"""
    CHECK = "check"
    """the finished preparation is held against it, or a caution hangs on it"""
    LABEL = "label"
    """it stands on the label, or decides what does"""
    OTHER = "other"
    """words, codes, paper, order: no number or verdict follows from it"""


class Source(NamedTuple):
    """One citation.

    Attributes:
        text: author, title, year, or the web page.
        certainty: how sure the fact is.
    """

    text: str
    certainty: Certainty = Certainty.READ

    def __str__(self) -> str:
        if self.certainty is Certainty.REFERENCE:
            return f"{self.text} (reference value, confirm)"
        return self.text
