"""The vehicles as their sources print them, and what the rows have to hold."""

from __future__ import annotations

from fractions import Fraction

import pytest

from ldn_compound.core.errors import DataError, InputError
from ldn_compound.core.sources import Certainty
from ldn_compound.reference import vehicles
from ldn_compound.reference.beyond_use import stability_studies
from ldn_compound.reference.sensitivities import sensitivity_keys


def test_glycerols_density_is_the_handbooks() -> None:
    """Specific gravity 20/20 C 1.26362 times 0.9982 g/mL is 1.26134 g/mL."""
    fact = vehicles.get_substance("glycerol").density
    assert fact is not None
    assert fact.value.value == round(Fraction("1.26362") * Fraction("0.9982") * 1000)


def test_the_rows_of_glycerol_with_water_are_the_handbooks() -> None:
    """Lange, Table 5.13, specific gravity 20/20 C, against what Bosart and Snoddy print in g/mL at 20 C."""
    rows, source = vehicles.mixtures()
    assert "Lange" in str(source)
    assert [row.glycerol for row in rows] == [Fraction(tens, 10) for tens in range(11)]
    densities = {row.glycerol: row.density for row in rows}
    for share, printed in (("0.9", "1.2351"), ("0.8", "1.2085"), ("0.6", "1.1538"), ("0.5", "1.1263"), ("1", "1.2611")):
        assert abs(densities[Fraction(share)] / 1000 - Fraction(printed)) < Fraction(5, 10_000)


def test_each_glycerol_has_its_density_its_water_and_its_monograph() -> None:
    assert vehicles.glycerol_keys() == ("glycerol", "glycerol-85")
    for key, water, low, high in (("glycerol", "0", "0", "0.05"), ("glycerol-85", "0.15", "0.12", "0.16")):
        _, counted, allowed = vehicles.glycerol_facts(key)
        assert [item.value for item in (counted.value, allowed.low, allowed.high)] == [
            Fraction(item) for item in (water, low, high)
        ]
    with pytest.raises(DataError):
        vehicles.glycerol_facts("purified-water")


def test_the_formula_of_the_aqueous_liquid() -> None:
    """Per 100 mL: ascorbic acid 0.5 g, sodium benzoate 0.1 g or parabens 0.1 %, glycerol 20 mL."""
    row = vehicles.get_vehicle("fawcett")
    parts = {part.substance: part for part in row.parts_with("benzoate")}
    assert list(parts) == ["ascorbic-acid", "sodium-benzoate", "glycerol"]
    amounts = {key: part.per_volume.value * 100 for key, part in parts.items() if part.per_volume}
    assert amounts == {"ascorbic-acid": 500, "sodium-benzoate": 100}
    assert parts["glycerol"].share is not None
    assert parts["glycerol"].share.value == Fraction("0.2")
    assert [part.substance for part in row.parts_with("parabens")][1] == "methyl-parahydroxybenzoate"


@pytest.mark.parametrize("key", vehicles.vehicle_keys())
def test_a_vehicle_holds_together(key: str) -> None:
    row = vehicles.get_vehicle(key)
    known = {study.key for study in stability_studies("solution-aqueous-preserved")}
    assert set(row.studies.values()) <= known
    assert vehicles.get_substance(row.make_up).density is not None
    for part in row.parts:
        assert (part.share is None) != (part.per_volume is None)
        if part.share is not None:
            assert vehicles.get_substance(part.substance).density is not None
    assert set(row.preservatives.values()) <= {part.substance for part in row.parts}


@pytest.mark.parametrize("key", vehicles.substance_keys())
def test_what_a_substance_contains_is_a_sensitivity(key: str) -> None:
    row = vehicles.get_substance(key)
    assert {*row.contains, *row.may_contain} <= set(sensitivity_keys())


def test_the_water_limits() -> None:
    limits = vehicles.water_limits()
    assert limits.nonaqueous_to.value.value == Fraction("0.15")
    assert limits.surely_nonaqueous_to == Fraction("0.14")
    assert limits.aqueous_above.value.value == Fraction("0.23")
    assert limits.activity_below.value == Fraction("0.6")


def test_what_was_not_traced_says_so() -> None:
    for name in ("least_density", "sublingual"):
        assert getattr(vehicles.limit(), name).source.certainty is Certainty.REFERENCE
    assert vehicles.bottles().source.certainty is Certainty.REFERENCE


def test_an_unknown_vehicle_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        vehicles.get_vehicle("glycerin")
    assert (caught.value.code, caught.value.field) == ("unknown-vehicle", "vehicle")
    assert caught.value.hint
    assert "glycerol" in caught.value.hint
    with pytest.raises(DataError):
        vehicles.get_substance("syrup")
