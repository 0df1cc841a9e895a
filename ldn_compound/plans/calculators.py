"""Single figures: the formulas behind the plans, each with the gate at its door."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from ldn_compound.calc import capsules, material, weighing
from ldn_compound.core.errors import CalculationError, InputError
from ldn_compound.core.foreign import listed
from ldn_compound.core.numbers import brief_text
from ldn_compound.core.units import Amount, mass, require
from ldn_compound.inputs.single import MinimumWeighableInputs, WeighingFactorInputs
from ldn_compound.plans.ingredients.drug_powder import HYDROCHLORIDE, given_figures, refuse_bad_certificate
from ldn_compound.plans.public import calculator
from ldn_compound.reference.naltrexone import salt_factor

if TYPE_CHECKING:
    from ldn_compound.core.units import Quantity
    from ldn_compound.inputs.fields import QuantityIn

    PairsIn = Sequence[tuple[QuantityIn, QuantityIn]]


@calculator(WeighingFactorInputs)
def weighing_factor(given: WeighingFactorInputs) -> Fraction:
    """Return how many mg of powder hold 1 mg of drug as prescribed.

    Without an assay the powder counts as pure. An assay needs its basis; the anhydrous one needs the water, and takes
    residual solvents.

    Raises:
        InputError: what reading the inputs raises, and ``assay-without-basis``, ``water-without-anhydrous-basis``,
            ``anhydrous-without-water``, ``basis-without-assay``, ``nothing-left``.

    Sources: DAC/NRF, Einwaagekorrektur.

    >>> weighing_factor(assay="50 %", assay_basis="as-is")
    Fraction(2, 1)
    >>> round(float(weighing_factor(prescribed_as="base")), 4), round(float(weighing_factor(powder="base")), 4)
    (1.1068, 0.9035)
    """
    refuse_bad_certificate(given_figures(given))
    prescribed, weighed = given.prescribed_as or HYDROCHLORIDE, given.powder or HYDROCHLORIDE
    one, nothing = Fraction(1), Fraction(0)
    stated = given.assay.value if given.assay is not None else one
    return material.weighing_factor(
        salt=one if prescribed == weighed else salt_factor(prescribed=prescribed, powder=weighed).value.value,
        assay=min(stated, one) if given.cap_assay else stated,
        water=given.api_water.value if given.api_water is not None else nothing,
        solvents=given.solvents.value if given.solvents is not None else nothing,
    )


@calculator(MinimumWeighableInputs)
def minimum_weighable(given: MinimumWeighableInputs) -> Quantity:
    """Return the minimum weighable quantity: the error of one weighing / permitted error.

    One weighing errs by the sensitivity or twice the repeatability, whichever is larger. A repeatability below 0.41 of
    the readability counts as 0.41 of it, and no weighing errs by less than half the readability.

    Raises:
        InputError, UnitError: what reading the inputs raises; ``missing``: neither sensitivity nor repeatability, or a
            repeatability without the readability.

    Sources: UNC pharmlabs, measurements; USP <41> (repeatability).

    >>> print(minimum_weighable(sensitivity="6 mg", permitted_error="5 %"))
    120 milligram
    >>> print(minimum_weighable(repeatability="0.5 mg", readability="1 mg", permitted_error="0.1 %"))
    1000 milligram
    """
    errors = []
    if given.repeatability is not None:
        given.require("readability")
        assert given.readability is not None
        least = weighing.least_repeatability(readability=given.readability.value)
        errors.append(weighing.error_of_repeatability(repeatability=max(given.repeatability.value, least)))
    else:
        given.require("sensitivity")
    if given.sensitivity is not None:
        errors.append(given.sensitivity.value)
    if given.readability is not None:
        errors.append(weighing.half_a_step(readability=given.readability.value))
    least = weighing.minimum_weighable(sensitivity=max(errors), permitted_error=given.permitted_error.value)
    return mass(least).quantity


def filler_by_density(*, capsule_volume: QuantityIn, filler_density: QuantityIn, actives: PairsIn) -> Quantity:
    """Return the filler in one capsule from densities: (V - sum of d / density) x filler density.

    Parameters:
        capsule_volume: volume of the capsule's body.
        filler_density: mass/volume, of the filler as it is filled.
        actives: rows of (mass in one capsule, its density).

    Raises:
        CalculationError: ``does-not-fit``, with both volumes.
        InputError, UnitError: what reading the inputs raises.

    >>> print(filler_by_density(capsule_volume="1 mL", filler_density="0.5 g/mL", actives=[("100 mg", "0.4 g/mL")]))
    375 milligram
    """
    room = _positive(require(capsule_volume, "volume", "capsule_volume"), "capsule_volume")
    density = _positive(require(filler_density, "mass/volume", "filler_density"), "filler_density")
    rows = _rows(actives, "mass/volume")
    filler = capsules.filler_by_density(capsule_volume=room.value, filler_density=density.value, actives=rows)
    if filler < 0:
        taken = sum((capsules.powder_volume(powder=powder, density=each) for powder, each in rows), Fraction(0))
        raise does_not_fit(taken, room.value, field="actives")
    return mass(filler).quantity


def filler_by_packing(*, filler_packing: QuantityIn, actives: PairsIn) -> Quantity:
    """Return the filler in one capsule from packing statistics: P x (1 - sum of d / P of that powder).

    Parameters:
        filler_packing: mass of the pure filler that fills the capsule.
        actives: rows of (mass in one capsule, mass of that pure powder that fills the capsule).

    Raises:
        CalculationError: ``does-not-fit``.
        InputError, UnitError: what reading the inputs raises.

    Sources: Pharmacy Times, September 2008.

    >>> print(filler_by_packing(filler_packing="135 mg", actives=[("15 mg", "150 mg")]))
    121.5 milligram
    """
    packing = _positive(require(filler_packing, "mass", "filler_packing"), "filler_packing")
    rows = _rows(actives, "mass")
    filler = capsules.filler_by_packing(filler_packing=packing.value, actives=rows)
    if filler < 0:
        share = sum((powder / each for powder, each in rows), Fraction(0))
        raise CalculationError(
            "does-not-fit",
            field="actives",
            given=f"{brief_text(share * 100)} % of the capsule",
            needed="at most 100 % of the capsule",
            hint="take a larger capsule, or spread the dose over more units",
        )
    return mass(filler).quantity


def does_not_fit(taken: Fraction, room: Fraction, *, field: str) -> CalculationError:
    """Return the refusal of powder that does not fit, with both volumes in mL."""
    return CalculationError(
        "does-not-fit",
        field=field,
        given=f"{brief_text(taken)} mL of powder",
        needed=f"at most the capsule's {brief_text(room)} mL",
        hint="take a larger capsule, or spread the dose over more units",
    )


def _positive(amount: Amount, field: str) -> Amount:
    if amount.value <= 0:
        raise InputError("out-of-range", field=field, given=amount.text(), needed="more than 0")
    return amount


def _rows(actives: object, second: str) -> list[tuple[Fraction, Fraction]]:
    needed = "a list of pairs such as [('4.5 mg', '0.5 g/mL')]"
    rows = []
    for row in listed(actives, field="actives", needed=needed):
        if isinstance(row, str | bytes) or not isinstance(row, Sequence) or len(row) != 2:
            raise InputError("not-a-pair", field="actives", given=row, needed=needed)
        powder = require(row[0], "mass", "actives")
        rows.append((powder.value, _positive(require(row[1], second, "actives"), "actives").value))
    return rows
