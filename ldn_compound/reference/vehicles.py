"""Vehicles of liquids, their substances, and when a liquid is aqueous. Data: ``data/vehicles.toml``.

>>> get_vehicle("fawcett").preserved
True
>>> water_limits().nonaqueous_to.value
Amount('15 %')
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from ldn_compound.core.errors import DataError
from ldn_compound.core.sources import Source
from ldn_compound.core.units import Amount, require
from ldn_compound.reference.fillers import filler_keys
from ldn_compound.reference.loader import Fact, Figure, Range, Row, load, unknown
from ldn_compound.reference.sensitivities import read_traces, sensitivity_keys

SUBJECT = "vehicles"
STORAGES = ("room-temperature", "refrigerator")
PRESERVATIVES = ("benzoate", "parabens")
_LIMITS = {
    "solubility_in_water": "mass/volume",
    "least_density": "mass/volume",
    "density_off": "1",
    "displacement": "1",
    "rinse": "1",
    "sublingual": "volume",
    "glycol_test": "1",
}


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

    key: str
    name: str
    filler: str | None
    density: Fact | None
    water: Fact | None
    monograph_water: Range | None
    most_dissolved: Fact | None
    contains: tuple[str, ...]
    may_contain: Mapping[str, str]
    declared: tuple[Declared, ...]
    source: Source


class Part(NamedTuple):
    """What a vehicle holds of a substance: a share of the volume, or a mass in a volume; the other is None."""

    substance: str
    share: Amount | None
    per_volume: Amount | None
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

    key: str
    name: str
    make_up: str
    preserved: bool
    strength: Fact
    parts: tuple[Part, ...]
    preservatives: Mapping[str, str]
    studies: Mapping[str, str]
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

    nonaqueous_to: Fact
    margin: Fact
    aqueous_above: Fact
    activity_below: Figure

    @property
    def surely_nonaqueous_to(self) -> Fraction:
        """Up to this water, w/w, a liquid is non-aqueous without a measurement."""
        return self.nonaqueous_to.value.value - self.margin.value.value


class MixtureRow(NamedTuple):
    """One row of the handbook: the glycerol in it, w/w, and its density in mg/mL at 20 C."""

    glycerol: Fraction
    density: Fraction


class Bottles(NamedTuple):
    """The sizes of bottles in rising order, and where they come from."""

    sizes: tuple[Amount, ...]
    source: Source


def vehicle_keys() -> tuple[str, ...]:
    """Return the keys of all vehicles; cheap, as shell completion calls it."""
    return load(SUBJECT).keys("vehicle")


def substance_keys() -> tuple[str, ...]:
    """Return the keys of all substances of vehicles."""
    return load(SUBJECT).keys("substance")


def get_vehicle(key: str) -> Vehicle:
    """Return one vehicle.

    Raises:
        InputError: ``unknown-vehicle``.
        DataError: a malformed row.
    """
    if key not in vehicle_keys():
        raise unknown("unknown-vehicle", field="vehicle", given=key, known=vehicle_keys(), what="one of the vehicles")
    return _vehicle(key)


@cache
def _vehicle(key: str) -> Vehicle:
    row = load(SUBJECT).row("vehicle", key)
    row.only("name", "make_up", "preserved", "strength", "part", "preservatives", "studies", "source", "certainty")
    studies = _pairs(row, "studies", STORAGES)
    return Vehicle(
        key=key,
        name=row.text("name"),
        make_up=row.choice("make_up", substance_keys()),
        preserved=row.flag("preserved"),
        strength=row.fact("strength", "mass/volume"),
        parts=tuple(_part(item) for item in row.rows("part")),
        preservatives=_pairs(row, "preservatives", PRESERVATIVES, substance_keys()),
        studies=studies,
        source=row.source(),
    )


def _pairs(row: Row, key: str, names: tuple[str, ...], values: tuple[str, ...] | None = None) -> dict[str, str]:
    if key not in row:
        return {}
    table = row.row(key)
    table.only(*names)
    names = table.keys()
    return {name: table.choice(name, values) if values else table.text(name) for name in names}


def _part(row: Row) -> Part:
    row.only("substance", "share", "per_volume", "source", "certainty")
    return Part(
        substance=row.choice("substance", substance_keys()),
        share=row.amount("share", "1") if "share" in row else None,
        per_volume=row.amount("per_volume", "mass/volume") if "per_volume" in row else None,
        source=row.source(),
    )


@cache
def get_substance(key: str) -> Substance:
    """Return one substance; its key comes from a vehicle. Raises DataError."""
    row = load(SUBJECT).row("substance", key)
    row.only(
        *("name", "filler", "density", "water", "monograph_water", "most_dissolved"),
        *("contains", "may_contain", "declared", "source", "certainty"),
    )
    return Substance(
        key=key,
        name=row.text("name"),
        filler=row.choice("filler", filler_keys()) if "filler" in row else None,
        density=row.fact("density", "mass/volume") if "density" in row else None,
        water=row.fact("water", "1") if "water" in row else None,
        monograph_water=row.range("monograph_water", "1") if "monograph_water" in row else None,
        most_dissolved=row.fact("most_dissolved", "mass/volume") if "most_dissolved" in row else None,
        contains=row.names("contains", sensitivity_keys()),
        may_contain=read_traces(row),
        declared=tuple(_declared(item) for item in row.rows("declared")),
        source=row.source(),
    )


def _declared(row: Row) -> Declared:
    row.only("text", "source", "certainty")
    return Declared(row.text("text"), row.source())


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


@cache
def water_limits() -> WaterLimits:
    """Return when a liquid counts as aqueous. Raises DataError."""
    row = load(SUBJECT).row("water")
    row.only(*WaterLimits._fields)
    return WaterLimits(
        nonaqueous_to=row.fact("nonaqueous_to", "1"),
        margin=row.fact("margin", "1"),
        aqueous_above=row.fact("aqueous_above", "1"),
        activity_below=row.figure("activity_below"),
    )


@cache
def mixtures() -> tuple[tuple[MixtureRow, ...], Source]:
    """Return the handbook's densities of glycerol and water, the most water first, and where they come from.

    Raises:
        DataError: a malformed row, or rows that do not rise.

    >>> [float(row.density) for row in mixtures()[0]][-1]
    1261.345484
    """
    table = load(SUBJECT).row("mixture")
    table.only("source", "certainty", "row")
    water = get_substance("purified-water").density
    found: list[MixtureRow] = []
    for row in table.rows("row"):
        row.only("glycerol", "specific_gravity")
        if water is None or (found and row.amount("glycerol", "1").value <= found[-1].glycerol):
            raise DataError("bad-data", field=row.name, needed="the density of water, and rows that rise")
        found.append(MixtureRow(row.amount("glycerol", "1").value, row.number("specific_gravity") * water.value.value))
    return tuple(found), table.source()


@cache
def limit(name: str) -> Fact:
    """Return a bound of a plan.

    Parameters:
        name: ``solubility_in_water`` (of naltrexone hydrochloride), ``least_density`` (below that of any solid in it),
            ``rinse`` (kept of the volume to rinse with),
            ``density_off`` (from where a lot's density does not fit its water), ``displacement`` (from where solids
            that are not counted matter), ``sublingual`` (the most that goes under the tongue), ``glycol_test``
            (diethylene and ethylene glycol in glycerol).

    Raises:
        DataError: a malformed row.
    """
    return load(SUBJECT).row("limit").fact(name, _LIMITS[name])


@cache
def bottles() -> Bottles:
    """Return the sizes of bottles. Raises DataError."""
    row = load(SUBJECT).row("bottles")
    row.only("sizes", "source", "certainty")
    sizes = tuple(require(text, "volume", row.dotted("sizes")) for text in row.names("sizes"))
    return Bottles(tuple(sorted(sizes, key=lambda size: size.value)), row.source())


def validate_all() -> None:
    """Check every row. Raises DataError."""
    file = load(SUBJECT)
    file.row().only("water", "limit", "bottles", "mixture", "substance", "vehicle")
    file.row("limit").only(*_LIMITS)
    for name in _LIMITS:
        limit(name)
    for key in substance_keys():
        get_substance(key)
    for key in vehicle_keys():
        _vehicle(key)
        glycerol_facts(_vehicle(key).glycerol)
    water_limits()
    mixtures()
    bottles()
