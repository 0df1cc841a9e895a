"""Naltrexone hydrochloride: masses, hydrates, assay, the commercial tablet. Data: ``data/naltrexone.toml``.

>>> [form.name for form in hydrates()]
['anhydrous naltrexone hydrochloride', 'naltrexone hydrochloride dihydrate', 'naltrexone hydrochloride tetrahydrate']
"""

from functools import cache
from typing import Annotated, NamedTuple

from ldn_compound.core.sources import Certainty, Source
from ldn_compound.core.units import Amount
from ldn_compound.reference.rows import Fact, Figure, Key, Read, Row
from ldn_compound.reference.tables import One, Table, fact, span


class MolarMasses(NamedTuple):
    """The molar masses of anhydrous naltrexone hydrochloride, of naltrexone and of water, g/mol."""

    hydrochloride: Figure
    base: Figure
    water: Figure


molar_masses = One(MolarMasses, "naltrexone", "molar_mass")


def _water(row: Row, on: object) -> Fact:
    known = molar_masses()
    water = row.whole("waters", least=0) * known.water.value
    part = Amount(water / (known.hydrochloride.value + water), "1")
    return Fact(part, Source(f"worked out from the molar masses; {row.source().text}", Certainty.DERIVED))


class Hydrate(NamedTuple):
    """The hydrochloride with or without water of crystallisation.

    Attributes:
        key: ``anhydrous``, ``dihydrate`` or ``tetrahydrate``.
        name: in words.
        water: the part of its mass that is water, by arithmetic from the molar masses.
        source: the citation for the form itself.
    """

    key: Key
    name: str
    water: Annotated[Fact, Read(_water, "waters")]
    source: Source


class BaseInWater(NamedTuple):
    """How naltrexone base dissolves in water, in words."""

    words: str
    source: Source


class DrugLoad(NamedTuple):
    """The content below which uniformity of content is asked for: mg in a unit, part of a unit's mass."""

    mass: Annotated[Fact, "mass"]
    part: Annotated[Fact, "1"]


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
    known = molar_masses()
    of = {"hydrochloride": known.hydrochloride, "base": known.base}
    text = f"ratio of the molar masses, {powder} to {prescribed}; {of['hydrochloride'].source.text}"
    return Fact(Amount(of[powder].value / of[prescribed].value, "1"), Source(text, Certainty.DERIVED))


base_in_water = One(BaseInWater, "naltrexone", "base_in_water")
hydrates = Table(Hydrate, "naltrexone", "hydrate").all
"""The forms of the hydrochloride by its water of crystallisation."""
assay_limits = span("naltrexone", "assay", "limits", of="1")
"""The monograph's limits for the assay, on the anhydrous, solvent-free basis."""
powder_density = span("naltrexone", "powder", "density", of="mass/volume")
"""The plausible bulk densities of a powder of which nothing is known, for worst cases."""
drug_load = One(DrugLoad, "naltrexone", "content_uniformity")
tablet_strength = fact("naltrexone", "tablet", "strength", of="mass")
"""The drug in the commercial tablet."""
