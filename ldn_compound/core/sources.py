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
