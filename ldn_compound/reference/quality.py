"""What a finished batch is held to: acceptance value, residue, packing statistic. Data: ``data/quality.toml``.

>>> acceptance().most.value
Amount('15 %')
>>> packing().units.least, packing().units.most
(5, 20)
"""

from typing import Annotated, NamedTuple

from ldn_compound.core.sources import Source
from ldn_compound.reference.rows import Count, Fact, Figure
from ldn_compound.reference.tables import One, span


class Stages(NamedTuple):
    """How many units the two stages of a test have, the second's with the first's among them."""

    first: int
    second: int
    source: Source


class Acceptance(NamedTuple):
    """The acceptance value's numbers, for a label claim of at most 101.5 %.

    Attributes:
        low, high: the mean itself is the reference value between them, else the nearer of them.
        most: the greatest acceptance value that passes.
        rounded_away: up to so much more, General Notices round away before it is judged; this program does not.
        furthest: how far a single unit of the second stage may be from the reference value, as a fraction of it.
        k_first, k_second: the factors of the standard deviation in the two stages.
        units: how many units the stages have.
    """

    low: Annotated[Fact, "1"]
    high: Annotated[Fact, "1"]
    most: Annotated[Fact, "1"]
    rounded_away: Annotated[Fact, "1"]
    furthest: Annotated[Fact, "1"]
    k_first: Figure
    k_second: Figure
    units: Stages


class Residue(NamedTuple):
    """When drug left in the weighing boat matters, and when an overage or a yield counts as changed.

    Attributes:
        weigh_back_below: below this mass of drug the weighing boat is reweighed.
        residue_counts_above: the share of the drug from which on a residue is taken off.
        yield_at_most: the powder in the units, as a fraction of the blend weighed.
        overage_differs_by: as a fraction of the label.
    """

    weigh_back_below: Annotated[Fact, "mass"]
    residue_counts_above: Annotated[Fact, "1"]
    yield_at_most: Annotated[Fact, "1"]
    overage_differs_by: Annotated[Fact, "1"]


class SampleRange(NamedTuple):
    """How many units are weighed, at least and at most."""

    least: int
    most: int
    source: Source


class Repeatability(NamedTuple):
    """How often one weight is weighed, at least, and how far the weighings may spread before it is a mistake."""

    weighings: Figure
    widest: Annotated[Fact, "1"]


class Packing(NamedTuple):
    """Of a packing statistic: the two steps of drift whose effect is shown, and how many units make one."""

    small_drift: Annotated[Fact, "1"]
    large_drift: Annotated[Fact, "1"]
    units: SampleRange


class Outlier(NamedTuple):
    """When a value is far out of the others.

    Attributes:
        values: how many there must be, at least.
        factor: how many times the median of the others, or what part of it, it is.
    """

    values: Count
    factor: Figure


class Standards(NamedTuple):
    """Standards of ``limits.toml`` that something holds for."""

    standards: tuple[str, ...]
    source: Source


acceptance = One(Acceptance, "quality", "acceptance")
residue = One(Residue, "quality", "as_made")
repeatability = One(Repeatability, "quality", "repeatability")
packing = One(Packing, "quality", "packing")
outlier = One(Outlier, "quality", "outlier")
whole_unit_standards = One(Standards, "quality", "whole_units")
"""The standards that weigh whole units, shell and all."""
two_reading_standards = One(Standards, "quality", "two_readings")
"""The standards that are run on net contents and that others take of the whole capsule."""
permitted_errors = span("quality", "permitted_error", "range", of="1")
"""The weighing errors that a balance can be held to, as fractions."""
