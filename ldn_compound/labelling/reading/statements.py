"""What directions say: doses, how often, limits, strengths; and what of them was not understood."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

Span = tuple[Fraction, Fraction]
MASS = {"mg": Fraction(1), "mcg": Fraction(1, 1000), "g": Fraction(1000)}
VOLUME = {"mL": Fraction(1), "L": Fraction(1000)}


class Said(NamedTuple):
    """One amount as it is said.

    Attributes:
        low, high: its number; they differ for "1 to 2".
        unit: ``mg``, ``mL``, ``drop``; a form (``capsule``, ``tablet``, ``liquid``, ``other``); ``household``; or
            ``unit``, a number without a word behind it. Masses are in mg, volumes in mL.
        text: as it stands.
        strength: mg in one unit where the directions say so ("2 capsules of 1.5 mg"), else None.
    """

    low: Fraction
    high: Fraction
    unit: str
    text: str
    strength: Fraction | None = None


class Dose(NamedTuple):
    """One dose, and how often it is taken.

    Attributes:
        parts: what it is made of; more than one for "1 capsule of 1 mg and 1 capsule of 0.5 mg".
        same: other ways in which the same dose is said: in brackets, behind "=", side by side.
        often: doses a day, the least and the most; None where it is not said.
        text: as it stands.
    """

    parts: tuple[Said, ...]
    same: tuple[Said, ...]
    often: Span | None
    text: str


class Course(NamedTuple):
    """The doses up to the next "then"; most directions have one course.

    Attributes:
        doses: in their order.
        days: for how long, or None.
        first: the day on which it starts where it says so ("Days 15 to 28"), else None.
        often: doses a day that are said without a dose, or None.
    """

    doses: tuple[Dose, ...]
    days: Fraction | None
    first: Fraction | None
    often: Span | None


class Limit(NamedTuple):
    """The most that is taken: of an amount, or (``amount`` None) of doses a day."""

    amount: Said | None
    often: Span | None
    a_day: bool


class Reading(NamedTuple):
    """All that directions say.

    Attributes:
        courses: at least one.
        limits: "no more than 2 a day".
        totals: "9 mg in total", "(9 mg a day)".
        strengths: mg in a unit that is named ("4.5 mg capsules"), as said.
        concentrations: mg in a mL, as said.
        nouns: forms that are named, with or without a number: key and word.
        measures: household measures that are named.
        changes: words that change the dose or add one to it ("double", "repeat", "per kg").
        raises: words of a dose that changes with time ("increase"), which only a titration has.
        splits: words for a unit that is cut or broken.
        unread: what was not understood, as it stands.
    """

    courses: tuple[Course, ...]
    limits: tuple[Limit, ...]
    totals: tuple[Said, ...]
    strengths: tuple[Said, ...]
    concentrations: tuple[Said, ...]
    nouns: tuple[tuple[str, str], ...]
    measures: tuple[str, ...]
    changes: tuple[str, ...]
    raises: tuple[str, ...]
    splits: tuple[str, ...]
    unread: tuple[str, ...]

    @property
    def doses(self) -> tuple[Dose, ...]:
        """Every dose of every course."""
        return tuple(dose for course in self.courses for dose in course.doses)
