"""Vehicles of liquids, their substances, and when a liquid is aqueous. Data: ``data/vehicles.toml``.

>>> get_vehicle("fawcett").preserved
True
>>> water_limits().nonaqueous_to.value
Amount('15 %')
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, NamedTuple

from ldn_compound.core.errors import DataError
from ldn_compound.core.sources import Source
from ldn_compound.core.units import Amount
from ldn_compound.reference.fillers import filler_keys
from ldn_compound.reference.rows import At, Fact, Figure, Key, Range, Read, Row
from ldn_compound.reference.sensitivities import Sensitivities, Traces
from ldn_compound.reference.tables import One, Table

STORAGES = ("room-temperature", "refrigerator")
PRESERVATIVES = ("benzoate", "parabens")


class Declared(NamedTuple):
    """What the patient is told of a substance at any amount, and where that comes from."""

    text: str
    source: Source


class Substance(NamedTuple):
    """A substance of a vehicle.

    Attributes:
        key, name: such as ``ascorbic-acid``, and in words.
        filler: its key among the fillers, which then say what it contains; or None.
        density: of a liquid, else None.
        water: of a glycerol, its own water (w/w) as it is counted where nobody gave it, else None.
        monograph_water: of a glycerol, what its monograph allows, else None.
        most_dissolved: the most drug in a volume of it that a stock solution is made with; None: none is made with it.
        contains, may_contain: the sensitivities that it certainly or possibly touches, the latter with why.
        declared: what the patient is told at any amount.
        source: the citation for what it contains.
    """

    key: Key
    name: str
    filler: Annotated[str, filler_keys] | None
    density: Annotated[Fact, "mass/volume"] | None
    water: Annotated[Fact, "1"] | None
    monograph_water: Annotated[Range, "1"] | None
    most_dissolved: Annotated[Fact, "mass/volume"] | None
    contains: Sensitivities
    may_contain: Traces
    declared: tuple[Declared, ...]
    source: Source


SUBSTANCES = Table(Substance, "vehicles", "substance")
substance_keys, get_substance = SUBSTANCES.keys, SUBSTANCES.get


class Part(NamedTuple):
    """What a vehicle holds of a substance: a share of the volume, or a mass in a volume; the other is None."""

    substance: Annotated[str, substance_keys]
    share: Annotated[Amount, "1"] | None
    per_volume: Annotated[Amount, "mass/volume"] | None
    source: Source


class Vehicle(NamedTuple):
    """One vehicle.

    Attributes:
        key, name: such as ``glycerol``, and in words.
        make_up: the substance that makes it up to volume.
        preserved: whether it holds a preservative.
        strength: the strength that is in use in it, or that was studied.
        parts: its other substances, with every preservative that it can have.
        preservatives: by ``benzoate`` or ``parabens`` the substance; empty where there is no choice.
        studies: by storage the key of the stability study of this formula.
        source: the citation of the formula.
    """

    key: Key
    name: str
    make_up: Annotated[str, substance_keys]
    preserved: bool
    strength: Annotated[Fact, "mass/volume"]
    parts: Annotated[tuple[Part, ...], At("part")]
    preservatives: Annotated[Mapping[str, Annotated[str, substance_keys]], PRESERVATIVES]
    studies: Annotated[Mapping[str, str], STORAGES]
    source: Source

    @property
    def by_mass(self) -> bool:
        """Whether it is a glycerol that makes it up to volume, by mass: water is filled up to a mark."""
        return self.make_up == self.glycerol

    @property
    def glycerol(self) -> str:
        """The key of the glycerol in it."""
        keys = (self.make_up, *(part.substance for part in self.parts))
        return next(key for key in keys if get_substance(key).water is not None)

    def parts_with(self, preservative: str | None) -> tuple[Part, ...]:
        """Return the parts with one preservative, all others left out."""
        kept = self.preservatives.get(preservative or "")
        return tuple(
            part for part in self.parts if part.substance == kept or part.substance not in self.preservatives.values()
        )


class WaterLimits(NamedTuple):
    """When a liquid counts as aqueous.

    Attributes:
        nonaqueous_to: up to this water, w/w, it does not.
        margin: what is kept from that: within it the liquid counts as aqueous unless its water activity was measured.
        aqueous_above: above this it does, whatever was measured.
        activity_below: between the two a measured water activity below this one decides.
    """

    nonaqueous_to: Annotated[Fact, "1"]
    margin: Annotated[Fact, "1"]
    aqueous_above: Annotated[Fact, "1"]
    activity_below: Figure

    @property
    def surely_nonaqueous_to(self) -> Fraction:
        """Up to this water, w/w, a liquid is non-aqueous without a measurement."""
        return self.nonaqueous_to.value.value - self.margin.value.value


class MixtureRow(NamedTuple):
    """One row of the handbook: the glycerol in it, w/w, and its density in mg/mL at 20 C."""

    glycerol: Fraction
    density: Fraction


class Limits(NamedTuple):
    """The bounds of a plan.

    Attributes:
        solubility_in_water: of naltrexone hydrochloride.
        least_density: below that of any solid in a vehicle.
        density_off: from where a lot's density does not fit its water.
        displacement: from where solids that are not counted matter.
        rinse: kept of the volume to rinse with.
        sublingual: the most that goes under the tongue.
        glycol_test: diethylene and ethylene glycol in glycerol.
    """

    solubility_in_water: Annotated[Fact, "mass/volume"]
    least_density: Annotated[Fact, "mass/volume"]
    density_off: Annotated[Fact, "1"]
    displacement: Annotated[Fact, "1"]
    rinse: Annotated[Fact, "1"]
    sublingual: Annotated[Fact, "volume"]
    glycol_test: Annotated[Fact, "1"]


def _rising(row: Row, on: object) -> tuple[Amount, ...]:
    return tuple(sorted(row.amounts("sizes", "volume"), key=lambda size: size.value))


def _mixtures(row: Row, on: object) -> tuple[MixtureRow, ...]:
    water = get_substance("purified-water").density
    found: list[MixtureRow] = []
    for item in row.rows("row"):
        item.only("glycerol", "specific_gravity")
        if water is None or (found and item.amount("glycerol", "1").value <= found[-1].glycerol):
            raise DataError("bad-data", field=item.name, needed="the density of water, and rows that rise")
        found.append(
            MixtureRow(item.amount("glycerol", "1").value, item.number("specific_gravity") * water.value.value)
        )
    return tuple(found)


class Bottles(NamedTuple):
    """The sizes of bottles in rising order, and where they come from."""

    sizes: Annotated[tuple[Amount, ...], Read(_rising, "sizes")]
    source: Source


def solvent_keys() -> tuple[str, ...]:
    """Return the keys of the liquids that a stock solution is made with."""
    return tuple(key for key in substance_keys() if get_substance(key).most_dissolved is not None)


def glycerol_facts(key: str) -> tuple[Fact, Fact, Range]:
    """Return density, own water as counted and water as the monograph allows it, of a glycerol.

    Raises:
        DataError: a substance without one of the three.

    >>> [float(fact.value.value) for fact in glycerol_facts("glycerol-85")[:2]]
    [1222.0, 0.15]
    """
    row = get_substance(key)
    if row.density is None or row.water is None or row.monograph_water is None:
        needed = "density, water and monograph_water of a glycerol"
        raise DataError("bad-data", field=f"substance.{key}", needed=needed)
    return row.density, row.water, row.monograph_water


def glycerol_keys() -> tuple[str, ...]:
    """Return the keys of the glycerols, the driest first."""
    return tuple(key for key in substance_keys() if get_substance(key).water is not None)


def solvent_facts(solvent: Substance) -> tuple[Fact, Fact]:
    """Return density and most dissolved drug of a liquid of :func:`solvent_keys`.

    Raises:
        DataError: a liquid without one of the two.

    >>> [fact.value.text() for fact in solvent_facts(get_substance("purified-water"))]
    ['998.2 mg/mL', '25 mg/mL']
    """
    if solvent.density is None or solvent.most_dissolved is None:
        needed = "density and most_dissolved of a liquid that drug is dissolved in"
        raise DataError("bad-data", field=f"substance.{solvent.key}", needed=needed)
    return solvent.density, solvent.most_dissolved


class Mixtures(NamedTuple):
    """The handbook's densities of glycerol and water, the most water first, and where they come from."""

    rows: Annotated[tuple[MixtureRow, ...], Read(_mixtures, "row")]
    source: Source


VEHICLES = Table(
    Vehicle,
    *("vehicles", "vehicle"),
    unknown=("unknown-vehicle", "vehicle", "one of the vehicles"),
    also=lambda vehicle: glycerol_facts(vehicle.glycerol),
)
vehicle_keys, get_vehicle = VEHICLES.keys, VEHICLES.get
water_limits = One(WaterLimits, "vehicles", "water")
mixtures = One(Mixtures, "vehicles", "mixture")
limit = One(Limits, "vehicles", "limit")
bottles = One(Bottles, "vehicles", "bottles")
