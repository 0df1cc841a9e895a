"""Naltrexone hydrochloride: masses, hydrates, assay, the commercial tablet. Data: ``data/naltrexone.toml``.

>>> [form.name for form in hydrates()]
['anhydrous naltrexone hydrochloride', 'naltrexone hydrochloride dihydrate', 'naltrexone hydrochloride tetrahydrate']
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from ldn_compound.core.sources import Certainty, Source
from ldn_compound.core.units import Amount
from ldn_compound.reference.loader import Fact, Figure, Range, Row, load

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
def salt_factor(*, prescribed: str = "base", powder: str = "hydrochloride") -> Fact:
    """Return the mass of powder that equals 1 mg of the drug as prescribed, exact. Raises DataError.

    Parameters:
        prescribed, powder: ``hydrochloride`` or ``base``.

    >>> from fractions import Fraction
    >>> salt_factor().value.value == Fraction("377.86") / Fraction("341.40")
    True
    >>> salt_factor(prescribed="hydrochloride", powder="base").value.value == Fraction("341.40") / Fraction("377.86")
    True
    """
    of = {"hydrochloride": hydrochloride_molar_mass(), "base": base_molar_mass()}
    text = f"ratio of the molar masses, {powder} to {prescribed}; {of['hydrochloride'].source.text}"
    return Fact(Amount(of[powder].value / of[prescribed].value, "1"), Source(text, Certainty.DERIVED))


@cache
def base_in_water() -> tuple[str, Source]:
    """Return in words how naltrexone base dissolves in water, with its citation. Raises DataError."""
    row = load(SUBJECT).row("base_in_water")
    row.only("words", "source", "certainty")
    return row.text("words"), row.source()


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
def tablet_strength() -> Fact:
    """Return the drug in the commercial tablet. Raises DataError."""
    row = load(SUBJECT).row("tablet")
    row.only("strength")
    return row.fact("strength", "mass")


def validate_all() -> None:
    """Check every row. Raises DataError."""
    file = load(SUBJECT)
    file.row().only("molar_mass", "base_in_water", "hydrate", "assay", "powder", "content_uniformity", "tablet")
    file.row("molar_mass").only("hydrochloride", "base", "water")
    file.row("assay").only("limits")
    file.row("powder").only("density")
    for read in (
        salt_factor,
        base_in_water,
        water_molar_mass,
        hydrates,
        assay_limits,
        powder_density,
        drug_load,
        tablet_strength,
    ):
        read()
