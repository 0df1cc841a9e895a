"""The base of a batch of moulded units, alone: tablet triturates, lozenges, suppositories."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from ldn_compound.calc import moulds as calc
from ldn_compound.core.errors import CalculationError, InputError
from ldn_compound.core.numbers import brief_text, decimal_text
from ldn_compound.core.units import mass
from ldn_compound.inputs.batches import Displacement
from ldn_compound.inputs.single import DisplacementInputs, MouldBaseInputs
from ldn_compound.plans.public import calculator
from ldn_compound.plans.tablets.moulded import refuse_medicated

if TYPE_CHECKING:
    from ldn_compound.core.units import Quantity

_OF_DRUG = ("displacement_factor", "verdraengungsfaktor")
_OF_CARRIER = ("carrier_displacement_factor", "carrier_verdraengungsfaktor")


@calculator(MouldBaseInputs)
def mould_base(given: MouldBaseInputs) -> Quantity:
    """Return the base of a batch of moulded units: count x (blank mass - drug / factor - carrier / its factor).

    Without its own factor, the carrier counts with 1.

    Raises:
        InputError, UnitError: what reading the inputs raises; ``no-displacement-factor``, ``two-displacement-factors``,
            ``no-carrier``.
        CalculationError: ``does-not-fit``: the drug takes all the room.

    Sources: pharmacyfreak.com and medicalalgorithms.com, displacement factor; University of Freiburg,
    Verdraengungsfaktor; tara24.at, suppositories from crushed tablets.

    >>> print(mould_base(count=10, blank_mass="60 mg", drug="4.5 mg", displacement_factor="1.5"))
    570 milligram
    >>> print(mould_base(count=10, blank_mass="60 mg", drug="4.5 mg", displacement_factor="1.5", carrier="9.9 mg"))
    471 milligram
    """
    units, blank, powder, carrier = Fraction(given.count), given.blank_mass.value, given.drug.value, given.carrier
    factor = _factor(given, _OF_DRUG)
    if factor is None:
        needed = "displacement_factor, or verdraengungsfaktor, which is its inverse"
        raise InputError("no-displacement-factor", field="displacement_factor", needed=needed)
    of_carrier = _factor(given, _OF_CARRIER)
    nothing = Fraction(0)
    if carrier is None and of_carrier is not None:
        field = given.has(*_OF_CARRIER)[0]
        needed = "a carrier: the mass of what comes with the drug into one unit"
        raise InputError("no-carrier", field=field, given=decimal_text(given.named(field)), needed=needed)
    if carrier is None:
        base = calc.mould_base(
            units=units, wastage=nothing, blank_mass=blank, drug=powder * units, displacement_factor=factor
        )
    else:
        base = calc.mould_base_with_carrier(
            units=units,
            wastage=nothing,
            blank_mass=blank,
            drug=powder * units,
            displacement_factor=factor,
            carrier=carrier.value * units,
            carrier_factor=of_carrier or Fraction(1),
        )
    if base <= 0:
        raise CalculationError(
            "does-not-fit",
            field="drug",
            given=f"{brief_text(blank - base / units)} mg of base displaced in each unit",
            needed=f"less than the blank mass of {given.blank_mass.text()}",
            hint="take a larger mould, or spread the dose over more units",
        )
    return mass(base).quantity


@calculator(DisplacementInputs)
def displacement_factor(given: DisplacementInputs) -> Fraction:
    """Return the displacement factor that medicated units show: g of drug that displace 1 g of base.

    A medicated unit holds its mass less the drug as base; what a blank from the same mould holds more was displaced.
    The drug should be a good part of the unit: the weighing error of a mean counts in full.

    Raises:
        InputError, UnitError: what reading the inputs raises; ``out-of-range``: more drug than the unit weighs.
        CalculationError: ``no-displacement``: a medicated unit holds no less base than a blank one.

    Sources: thepharmapedia.com, displacement value: 10 units of 1 g, 40 % drug, weigh 15 g together.

    >>> displacement_factor(blank_mass="1 g", medicated_mass="1.5 g", medicated_drug="0.6 g")
    Fraction(6, 1)
    """
    values = {
        "blank_mass": given.blank_mass.value,
        "medicated_mass": given.medicated_mass.value,
        "medicated_drug": given.medicated_drug.value,
    }
    refuse_medicated(**values)
    return calc.measured_factor(**values)


def _factor(given: Displacement, names: tuple[str, str]) -> Fraction | None:
    """Return a displacement factor by its own name or its inverse's, None where neither was given."""
    direct, inverse = names
    if given.has(direct, inverse) == names:
        needed = f"{direct}, or {inverse}, which is its inverse"
        raise InputError(
            "two-displacement-factors", field=inverse, given=decimal_text(given.named(inverse)), needed=needed
        )
    if given.has(inverse):
        return calc.displacement_factor(verdraengungsfaktor=given.named(inverse))
    found: Fraction | None = given.named(direct)
    return found
