"""Dose gates, content limits, unit-mass standards and the program's own defaults. Data: ``data/limits.toml``.

>>> dose_gates()["usual-maximum"].amount
Amount('4.5 mg')
>>> from ldn_compound.core.units import mass
>>> get_standard("ph-eur-2.9.5").band("capsule", mass(135)).limit
Amount('10 %')
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import NamedTuple

from ldn_compound.core.sources import Source
from ldn_compound.core.units import Amount
from ldn_compound.reference.loader import Fact, Range, Row, load, unknown

SUBJECT = "limits"

SIDES = ("below", "above", "from")
"""What passes a gate: below it, above it, or from it on (the gate's own value included)."""


class Gate(NamedTuple):
    """One threshold of a dose or a rate.

    Attributes:
        key: such as ``usual-maximum``.
        amount: mg, or mg of drug per kg of body weight and day.
        side: on which side of it something is to be said, of :data:`SIDES`.
        meaning: what is to be said.
        source: the citation.
    """

    key: str
    amount: Amount
    side: str
    meaning: str
    source: Source

    def passed(self, amount: Amount) -> bool:
        """Tell whether an amount of the same dimension is on the gate's side."""
        if amount.dimension != self.amount.dimension:
            raise ValueError(f"{amount!r} against a gate of {self.amount!r}")
        if self.side == "below":
            return amount.value < self.amount.value
        if self.side == "above":
            return amount.value > self.amount.value
        return amount.value >= self.amount.value


class Band(NamedTuple):
    """The limit of a standard for units of a form up to a mass.

    Attributes:
        form: ``capsule`` or ``tablet``.
        to: the greatest mass that it is for, None for any.
        to_included: whether that mass itself belongs to it.
        limit: how far a unit may be from the target, as a fraction of the target.
        source: the citation.
    """

    form: str
    to: Amount | None
    to_included: bool
    limit: Amount
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

    key: str
    name: str
    target: str
    sample_sizes: tuple[int, ...]
    bands: tuple[Band, ...]
    outside: int
    outer_factor: int | None
    rsd_limit: Amount | None
    loss_limit: Amount | None
    source: Source

    def band(self, form: str, unit_mass: Amount) -> Band | None:
        """Return the band for units of a form whose target is so many mg, or None where the standard has none."""
        for band in self.bands:
            if band.form != form:
                continue
            if band.to is None or unit_mass.value < band.to.value:
                return band
            if band.to_included and unit_mass.value == band.to.value:
                return band
        return None


@cache
def dose_gates() -> Mapping[str, Gate]:
    """Return the gates for the strength of a unit and for the daily dose, by key, in rising order. Raises DataError."""
    return _gates("dose_gate", "mass")


@cache
def rate_gates() -> Mapping[str, Gate]:
    """Return the gates for a daily dose by body weight, by key, in rising order. Raises DataError."""
    return _gates("rate_gate", "mass/mass")


def _gates(table: str, dimension: str) -> dict[str, Gate]:
    return {key: _gate(key, load(SUBJECT).row(table, key), dimension) for key in load(SUBJECT).keys(table)}


def _gate(key: str, row: Row, dimension: str) -> Gate:
    row.only("amount", "side", "meaning", "source", "certainty")
    return Gate(key, row.amount("amount", dimension), row.choice("side", SIDES), row.text("meaning"), row.source())


@cache
def content_limits() -> Range:
    """Return the limits for the content of a unit, as fractions of the label. Raises DataError."""
    row = load(SUBJECT).row("content")
    row.only("of_label")
    return row.range("of_label", "1")


def standard_keys() -> tuple[str, ...]:
    """Return the keys of the unit-mass standards."""
    return load(SUBJECT).keys("standard")


def get_standard(key: str, on: date | None = None) -> Standard:
    """Return one unit-mass standard.

    Parameters:
        key: one of :func:`standard_keys`.
        on: the day whose rule it is, the day of making of a batch; None for the newest.

    Raises:
        InputError: ``unknown-standard``.
        DataError: a malformed row.
    """
    if key not in standard_keys():
        raise unknown("unknown-standard", field="standard", given=key, known=standard_keys(), what="a standard")
    return _standard(key, load(SUBJECT).epoch(on))


@cache
def _standard(key: str, epoch: date | None) -> Standard:
    row = load(SUBJECT).row("standard", key).on(epoch)
    row.only(
        *("name", "target", "sample_sizes", "band", "outside", "outer_factor", "rsd_limit", "loss_limit"),
        *("source", "certainty"),
    )
    return Standard(
        key=key,
        name=row.text("name"),
        target=row.choice("target", ("theory", "sample-mean")),
        sample_sizes=tuple(int(size) for size in row.names("sample_sizes")),
        bands=tuple(_band(item) for item in row.rows("band")),
        outside=row.whole("outside", least=0),
        outer_factor=row.whole("outer_factor") if "outer_factor" in row else None,
        rsd_limit=row.amount("rsd_limit", "1") if "rsd_limit" in row else None,
        loss_limit=row.amount("loss_limit", "1") if "loss_limit" in row else None,
        source=row.source(),
    )


def _band(row: Row) -> Band:
    row.only("form", "to", "to_included", "limit", "source", "certainty")
    to = row.amount("to", "mass") if "to" in row else None
    included = row.flag("to_included") if to else False
    form = row.choice("form", ("capsule", "tablet"))
    return Band(form, to, included, row.amount("limit", "1"), row.source())


DEFAULTS = {"readability": "mass", "permitted_error": "1", "mean_limit": "1"}
COUNTS = ("machine_load", "hold_point")


class Count(NamedTuple):
    """A default that is a number of units, and where it comes from."""

    value: int
    source: Source


def default(name: str) -> Fact:
    """Return what stands in where nobody settled it: ``readability``, ``permitted_error`` or ``mean_limit``.

    Raises:
        DataError: a malformed row.
    """
    return _default(name)


@cache
def _default(name: str) -> Fact:
    return load(SUBJECT).row("default").fact(name, DEFAULTS[name])


def default_count(name: str) -> Count:
    """Return ``machine_load`` (capsules of one machine load) or ``hold_point`` (capsules filled before the rest).

    Raises:
        DataError: a malformed row.
    """
    return _count(name)


@cache
def _count(name: str) -> Count:
    row = load(SUBJECT).row("count", name)
    row.only("value", "source", "certainty")
    return Count(row.whole("value"), row.source())


def validate_all() -> None:
    """Check every row. Raises DataError."""
    file = load(SUBJECT)
    file.row().only("dose_gate", "rate_gate", "content", "standard", "default", "count")
    file.row("default").only(*DEFAULTS)
    file.row("count").only(*COUNTS)
    dose_gates()
    rate_gates()
    content_limits()
    for epoch in file.epochs:
        for key in standard_keys():
            _standard(key, epoch)
    for name in DEFAULTS:
        _default(name)
    for name in COUNTS:
        _count(name)
