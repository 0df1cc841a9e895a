"""What a finished batch is held to: acceptance value, residue, packing statistic. Data: ``data/quality.toml``.

>>> acceptance().most.value
Amount('15 %')
>>> packing_units().least, packing_units().most
(5, 20)
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from ldn_compound.core.sources import Source
from ldn_compound.reference.loader import Fact, Figure, Range, Row, load

SUBJECT = "quality"
_ACCEPTANCE = ("low", "high", "most", "furthest", "k_first", "k_second", "units")
_AS_MADE = ("weigh_back_below", "residue_counts_above", "overage_differs_by")
_PACKING = ("small_drift", "large_drift", "units")


class Acceptance(NamedTuple):
    """The acceptance value's numbers, for a label claim of at most 101.5 %.

    Attributes:
        low, high: the mean itself is the reference value between them, else the nearer of them.
        most: the greatest acceptance value that passes.
        furthest: how far a single unit of the second stage may be from the reference value, as a fraction of it.
        k_first, k_second: the factors of the standard deviation in the two stages.
        first_units, second_units: how many units the stages have, the second's with the first's among them.
        source: the citation.
    """

    low: Fact
    high: Fact
    most: Fact
    furthest: Fact
    k_first: Figure
    k_second: Figure
    first_units: int
    second_units: int
    source: Source


class Residue(NamedTuple):
    """When drug left on the boat matters, and when an overage counts as changed.

    Attributes:
        weigh_back_below: below this mass of drug the boat is weighed back.
        residue_counts_above: the share of the drug from which on a residue is taken off.
        overage_differs_by: as a fraction of the label.
    """

    weigh_back_below: Fact
    residue_counts_above: Fact
    overage_differs_by: Fact


class SampleRange(NamedTuple):
    """How many units are weighed, at least and at most."""

    least: int
    most: int
    source: Source


class Repeatability(NamedTuple):
    """How often one weight is weighed, at least, and how far the weighings may spread before it is a mistake."""

    weighings: Figure
    widest: Fact


class Drift(NamedTuple):
    """The two steps of drift of a packing statistic whose effect is shown."""

    small: Fact
    large: Fact


@cache
def acceptance() -> Acceptance:
    """Return the numbers of the acceptance value. Raises DataError."""
    row = load(SUBJECT).row("acceptance")
    row.only(*_ACCEPTANCE)
    units = row.row("units")
    units.only("first", "second", "source", "certainty")
    return Acceptance(
        low=row.fact("low", "1"),
        high=row.fact("high", "1"),
        most=row.fact("most", "1"),
        furthest=row.fact("furthest", "1"),
        k_first=row.figure("k_first"),
        k_second=row.figure("k_second"),
        first_units=units.whole("first"),
        second_units=units.whole("second"),
        source=units.source(),
    )


@cache
def residue() -> Residue:
    """Return what holds for the weighings of a finished batch. Raises DataError."""
    row = load(SUBJECT).row("as_made")
    row.only(*_AS_MADE)
    return Residue(
        row.fact("weigh_back_below", "mass"), row.fact("residue_counts_above", "1"), row.fact("overage_differs_by", "1")
    )


@cache
def repeatability() -> Repeatability:
    """Return what holds for the repeatability of a balance. Raises DataError."""
    row = load(SUBJECT).row("repeatability")
    row.only(*Repeatability._fields)
    return Repeatability(row.figure("weighings"), row.fact("widest", "1"))


@cache
def packing_units() -> SampleRange:
    """Return how many capsules of pure filler make a packing statistic. Raises DataError."""
    row = _packing().row("units")
    row.only("least", "most", "source", "certainty")
    return SampleRange(row.whole("least"), row.whole("most"), row.source())


@cache
def drift() -> Drift:
    """Return the steps of drift whose effect is shown. Raises DataError."""
    row = _packing()
    return Drift(row.fact("small_drift", "1"), row.fact("large_drift", "1"))


def _packing() -> Row:
    row = load(SUBJECT).row("packing")
    row.only(*_PACKING)
    return row


@cache
def outlier_factor() -> Figure:
    """Return how many times the median of the others, or what part of it, a value is named from. Raises DataError."""
    row = load(SUBJECT).row("outlier")
    row.only("factor")
    return row.figure("factor")


@cache
def whole_unit_standards() -> tuple[tuple[str, ...], Source]:
    """Return the standards that weigh whole units, shell and all, and the citation. Raises DataError."""
    row = load(SUBJECT).row("whole_units")
    row.only("standards", "source", "certainty")
    return row.names("standards"), row.source()


@cache
def permitted_errors() -> Range:
    """Return the weighing errors that a balance can be held to, as fractions. Raises DataError."""
    row = load(SUBJECT).row("permitted_error")
    row.only("range")
    return row.range("range", "1")


@cache
def two_reading_standards() -> tuple[tuple[str, ...], Source]:
    """Return the standards that are run on net contents and that others take of the whole capsule. Raises DataError."""
    row = load(SUBJECT).row("two_readings")
    row.only("standards", "source", "certainty")
    return row.names("standards"), row.source()


def validate_all() -> None:
    """Check every row. Raises DataError."""
    load(SUBJECT).row().only(
        "acceptance", "as_made", "repeatability", "packing", "outlier", "whole_units", "two_readings", "permitted_error"
    )
    acceptance()
    repeatability()
    residue()
    packing_units()
    drift()
    outlier_factor()
    whole_unit_standards()
    two_reading_standards()
    permitted_errors()
