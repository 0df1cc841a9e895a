"""Naltrexone hydrochloride: masses, hydrates, assay, the commercial tablet. Data: ``data/naltrexone.toml``.

>>> [form.name for form in hydrates()]
['anhydrous naltrexone hydrochloride', 'naltrexone hydrochloride dihydrate', 'naltrexone hydrochloride tetrahydrate']
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from ldn_compound.reference.fillers import ROLES, filler_keys
from ldn_compound.reference.loader import Fact, Figure, Range, Row, load
from ldn_compound.reference.sensitivities import read_traces, sensitivity_keys
from ldn_compound.sources import Certainty, Source
from ldn_compound.units import Amount

SUBJECT = "naltrexone"


class Hydrate(NamedTuple):
    """The hydrochloride with or without water of crystallisation.

    Attributes:
        key: ``anhydrous``, ``dihydrate`` or ``tetrahydrate``.
        name: in words.
        water: the part of its mass that is water, by arithmetic from the molar masses.
        source: the citation for the form itself.
    """

    key: str
    name: str
    water: Fact
    source: Source


class Excipient(NamedTuple):
    """An excipient of the commercial tablet.

    Attributes:
        key: such as ``lactose-monohydrate``.
        name: in words.
        roles: what it does in the tablet: a film coat of hypromellose is no sustained-release filler.
        contains: the sensitivities that it certainly touches.
        may_contain: those that it possibly touches, each with why.
        filler: its key among the fillers, or None.
        source: the citation.
    """

    key: str
    name: str
    roles: tuple[str, ...]
    contains: tuple[str, ...]
    may_contain: Mapping[str, str]
    filler: str | None
    source: Source


class SourceTablet(NamedTuple):
    """The commercial tablet that may be crushed where no powder is had.

    Attributes:
        strength: naltrexone hydrochloride in one tablet.
        excipients: what else is in it, in the order of its label.
        source: the citation.
    """

    strength: Fact
    excipients: tuple[Excipient, ...]
    source: Source


@cache
def hydrochloride_molar_mass() -> Figure:
    """Return the molar mass of anhydrous naltrexone hydrochloride, g/mol. Raises DataError."""
    return load(SUBJECT).row("molar_mass").figure("hydrochloride")


@cache
def base_molar_mass() -> Figure:
    """Return the molar mass of naltrexone, g/mol. Raises DataError."""
    return load(SUBJECT).row("molar_mass").figure("base")


@cache
def water_molar_mass() -> Figure:
    """Return the molar mass of water, g/mol. Raises DataError."""
    return load(SUBJECT).row("molar_mass").figure("water")


@cache
def salt_factor() -> Fact:
    """Return the mass of hydrochloride to weigh for 1 mg prescribed as naltrexone base, exact. Raises DataError.

    >>> from fractions import Fraction
    >>> salt_factor().value.value == Fraction("377.86") / Fraction("341.40")
    True
    """
    salt, base = hydrochloride_molar_mass(), base_molar_mass()
    text = f"ratio of the molar masses, hydrochloride to base; {salt.source.text}"
    return Fact(Amount(salt.value / base.value, "1"), Source(text, Certainty.DERIVED))


@cache
def hydrates() -> tuple[Hydrate, ...]:
    """Return the forms of the hydrochloride by its water of crystallisation. Raises DataError."""
    return tuple(_hydrate(key, load(SUBJECT).row("hydrate", key)) for key in load(SUBJECT).keys("hydrate"))


def _hydrate(key: str, row: Row) -> Hydrate:
    row.only("name", "waters", "source", "certainty")
    source = row.source()
    water = row.whole("waters", least=0) * water_molar_mass().value
    part = Amount(water / (hydrochloride_molar_mass().value + water), "1")
    text = f"worked out from the molar masses; {source.text}"
    return Hydrate(key, row.text("name"), Fact(part, Source(text, Certainty.DERIVED)), source)


@cache
def assay_limits() -> Range:
    """Return the monograph's limits for the assay, on the anhydrous, solvent-free basis. Raises DataError."""
    return load(SUBJECT).row("assay").range("limits", "1")


@cache
def powder_density() -> Range:
    """Return the plausible bulk densities of a powder of which nothing is known, for worst cases. Raises DataError."""
    return load(SUBJECT).row("powder").range("density", "mass/volume")


@cache
def drug_load() -> tuple[Fact, Fact]:
    """Return the content below which uniformity of content is asked for: mg in a unit, part of a unit's mass."""
    row = load(SUBJECT).row("content_uniformity")
    row.only("mass", "part")
    return row.fact("mass", "mass"), row.fact("part", "1")


@cache
def source_tablet() -> SourceTablet:
    """Return the commercial 50 mg tablet. Raises DataError."""
    row = load(SUBJECT).row("tablet")
    row.only("strength", "excipient", "source", "certainty")
    excipients = row.row("excipient")
    names = excipients.keys()
    return SourceTablet(
        strength=row.fact("strength", "mass"),
        excipients=tuple(_excipient(key, excipients.row(key)) for key in names),
        source=row.source(),
    )


def _excipient(key: str, row: Row) -> Excipient:
    row.only("name", "roles", "contains", "may_contain", "filler", "source", "certainty")
    return Excipient(
        key=key,
        name=row.text("name"),
        roles=row.names("roles", (*ROLES, "colour", "plasticiser", "wetting-agent")),
        contains=row.names("contains", sensitivity_keys()),
        may_contain=read_traces(row),
        filler=row.choice("filler", filler_keys()) if "filler" in row else None,
        source=row.source(),
    )


def validate_all() -> None:
    """Check every row. Raises DataError."""
    file = load(SUBJECT)
    file.row().only("molar_mass", "hydrate", "assay", "powder", "content_uniformity", "tablet")
    file.row("molar_mass").only("hydrochloride", "base", "water")
    file.row("assay").only("limits")
    file.row("powder").only("density")
    for read in (salt_factor, water_molar_mass, hydrates, assay_limits, powder_density, drug_load, source_tablet):
        read()
