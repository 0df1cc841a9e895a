"""The base of a batch of moulded units, alone: tablet triturates, lozenges, suppositories."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from ldn_compound.calc import tablets as calc
from ldn_compound.errors import CalculationError, InputError
from ldn_compound.inputs import read_inputs, require_inputs
from ldn_compound.numbers import brief_text, decimal_text
from ldn_compound.units import mass, require

if TYPE_CHECKING:
    from ldn_compound.units import Quantity


def mould_base(
    *,
    count: object,
    blank_mass: object,
    drug: object,
    displacement_factor: object = None,
    verdraengungsfaktor: object = None,
) -> Quantity:
    """Return the base of a batch of moulded units: count x blank mass - count x drug / displacement factor.

    Parameters:
        count: whole number of units made.
        blank_mass: mass of one unit of pure base.
        drug: mass of drug powder in ONE unit.
        displacement_factor: number, g of drug that displace 1 g of base.
        verdraengungsfaktor: its inverse in its place: g of base that 1 g of drug displaces.

    Raises:
        InputError, UnitError: what the gate raises; ``no-displacement-factor``, ``two-displacement-factors``.
        CalculationError: ``does-not-fit``: the drug takes all the room.

    Sources: pharmacyfreak.com and medicalalgorithms.com, displacement factor; University of Freiburg,
    Verdraengungsfaktor.

    >>> print(mould_base(count=10, blank_mass="60 mg", drug="4.5 mg", displacement_factor="1.5"))
    570 milligram
    """
    names = ("count", "blank_mass", "displacement_factor", "verdraengungsfaktor")
    given = read_inputs(names, locals())
    require_inputs(given, ("count", "blank_mass"))
    powder = require(drug, "mass", "drug")
    if powder.value <= 0:
        raise InputError("out-of-range", field="drug", given=powder.text(), needed="more than 0 mg")
    factors = [name for name in names[2:] if name in given]
    needed = "displacement_factor, or verdraengungsfaktor, which is its inverse"
    if not factors:
        raise InputError("no-displacement-factor", field="displacement_factor", needed=needed)
    if len(factors) > 1:
        shown = decimal_text(given["verdraengungsfaktor"])
        raise InputError("two-displacement-factors", field="verdraengungsfaktor", given=shown, needed=needed)
    factor: Fraction = (
        given["displacement_factor"]
        if factors == ["displacement_factor"]
        else calc.displacement_factor(verdraengungsfaktor=given["verdraengungsfaktor"])
    )
    units = Fraction(given["count"])
    base = calc.mould_base(
        units=units,
        wastage=Fraction(0),
        blank_mass=given["blank_mass"].value,
        drug=powder.value * units,
        displacement_factor=factor,
    )
    if base <= 0:
        raise CalculationError(
            "does-not-fit",
            field="drug",
            given=f"{brief_text(powder.value / factor)} mg of base displaced in each unit",
            needed=f"less than the blank mass of {given['blank_mass'].text()}",
            hint="take a larger mould, or spread the dose over more units",
        )
    return mass(base).quantity
