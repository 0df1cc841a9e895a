"""Dose limits, content limits, unit-mass standards, how far a figure may be off. Data: ``data/limits.toml``.

>>> dose_limits()["usual-maximum"].amount
Amount('4.5 mg')
>>> from ldn_compound.core.units import mass
>>> get_standard("ph-eur-2.9.5").band("capsule", mass(135)).limit
Amount('10 %')
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, NamedTuple

from ldn_compound.core.sources import Source
from ldn_compound.core.units import Amount
from ldn_compound.reference.forms import counted_forms
from ldn_compound.reference.rows import At, Count, Fact, Figure, Key, Range, Read, Row
from ldn_compound.reference.tables import One, Table, span

SIDES = ("below", "above", "from")
"""What passes a limit: below it, above it, or from it on (the limit's own value included)."""


def _limit_amount(row: Row, on: object) -> Amount:
    return row.amount("amount", "mass/mass" if row.name.startswith("limits.rate_limit") else "mass")


class Limit(NamedTuple):
    """One threshold of a dose or a rate.

    Attributes:
        key: such as ``usual-maximum``.
        amount: mg, or mg of drug per kg of body weight and day.
        side: on which side of it something is to be said, of :data:`SIDES`.
        meaning: what is to be said.
        source: the citation.
    """

    key: Key
    amount: Annotated[Amount, Read(_limit_amount, "amount")]
    side: Annotated[str, SIDES]
    meaning: str
    source: Source

    def passed(self, amount: Amount) -> bool:
        """Tell whether an amount of the same dimension is on the limit's side."""
        if amount.dimension != self.amount.dimension:
            raise ValueError(f"{amount!r} against a limit of {self.amount!r}")
        if self.side == "below":
            return amount.value < self.amount.value
        if self.side == "above":
            return amount.value > self.amount.value
        return amount.value >= self.amount.value


class Band(NamedTuple):
    """The limit of a standard for units of a form up to a mass.

    Attributes:
        form: one that is counted, such as ``capsule``.
        to: the greatest mass that it is for, None for any.
        to_included: whether that mass itself belongs to it.
        limit: how far a unit may be from the target, as a fraction of the target.
        source: the citation.
    """

    form: Annotated[str, counted_forms]
    to: Annotated[Amount, "mass"] | None
    to_included: Annotated[bool, Read(lambda row, on: "to" in row and row.flag("to_included"), "to_included")]
    limit: Annotated[Amount, "1"]
    source: Source


class Standard(NamedTuple):
    """One published test of unit masses, as it is written.

    Attributes:
        key: such as ``ph-eur-2.9.5``.
        name: in words.
        target: ``theory`` (the mass that was planned) or ``sample-mean`` (the mean of the units weighed).
        sample_sizes: the numbers of units that it is for; empty where it states none.
        bands: the limits by form and mass, in rising order of mass within a form.
        outside: how many units may be outside the limit.
        outer_factor: no unit may be further out than this many times the limit; None where ``outside`` is 0 or the
            standard has no outer limit.
        rsd_limit: the greatest relative standard deviation, or None.
        loss_limit: the greatest loss of mass of the batch against theory, or None.
        source: the citation.
    """

    key: Key
    name: str
    target: Annotated[str, ("theory", "sample-mean")]
    sample_sizes: tuple[int, ...]
    bands: Annotated[tuple[Band, ...], At("band")]
    outside: Annotated[int, 0]
    outer_factor: int | None
    rsd_limit: Annotated[Amount, "1"] | None
    loss_limit: Annotated[Amount, "1"] | None
    source: Source

    def band(self, form: str, unit_mass: Amount) -> Band | None:
        """Return the band for units of a form with a target in mg, or None where the standard has none."""
        for band in self.bands:
            if band.form != form:
                continue
            if band.to is None or unit_mass.value < band.to.value:
                return band
            if band.to_included and unit_mass.value == band.to.value:
                return band
        return None


class ErrorLimits(NamedTuple):
    """How far off the drug may be: above the first a caution, above the second a stop."""

    caution_above: Annotated[Fact, "1"]
    stop_above: Annotated[Fact, "1"]


class TriturationLimits(NamedTuple):
    """What the search for a trituration keeps to.

    Attributes:
        thinnest: parts of a stage of powder to 1 part of drug, at most.
        first_parts: where two stages are needed the first is 1 part in one of these.
        errors: bounds of the error, as fractions, tried in turn; the first for which there is a plan is kept.
        source: the citation.
    """

    thinnest: int
    first_parts: tuple[int, ...]
    errors: Annotated[
        tuple[Fraction, ...], Read(lambda row, on: tuple(item.value for item in row.amounts("errors", "1")), "errors")
    ]
    source: Source


class Slips(NamedTuple):
    """How far beyond what is known a figure may lie before it is a slip of the decimal point.

    Attributes:
        tablet_mass: mass of a commercial tablet, in masses of its drug, at most.
        density_part, density_times: a filler's bulk density, from this part of the lightest known powder's on, up to
            this multiple of the heaviest one's.
        size_times: a capsule's volume or the mass of a shell, in references of its size at most; or that part of one.
        rate: a child's dose, in doses by the prescriber's own rate, from which on it stops.
        units_of_dose: a dose prescribed as a mass, in capsules or tablets of the prescribed strength, from which on.
    """

    tablet_mass: Figure
    density_part: Figure
    density_times: Figure
    size_times: Figure
    rate: Figure
    units_of_dose: Figure


class Counts(NamedTuple):
    """Units filled before the rest."""

    hold_point: Count


def _limits(row: Row) -> Mapping[str, Limit]:
    return {key: row.row(key).into(Limit) for key in row}


dose_limits = One(_limits, "limits", "dose_limit")
"""The limits for the strength of a unit and for the daily dose, by key, in rising order."""
rate_limits = One(_limits, "limits", "rate_limit")
"""The limits for a daily dose by body weight, by key, in rising order."""
content_limits = span("limits", "content", "of_label", of="1", dated=True)
"""The limits for the content of a unit, as fractions of the label, by the day of making."""
STANDARDS = Table(Standard, "limits", "standard", unknown=("unknown-standard", "standard", "a standard"), dated=True)
standard_keys, get_standard = STANDARDS.keys, STANDARDS.get
drug_error = One(ErrorLimits, "limits", "drug_error")
trituration = One(TriturationLimits, "limits", "trituration")
slips = One(Slips, "limits", "slip")
default_count = One(Counts, "limits", "count")


def believable_densities(possible: Range) -> tuple[Fraction, Fraction]:
    """Return the bulk densities in mg/mL outside which a figure is taken for a slip, by the range of all powders."""
    return possible.low.value * slips().density_part.value, possible.high.value * slips().density_times.value
