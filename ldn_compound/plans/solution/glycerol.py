"""The glycerol of a liquid: its own water, and the density by which it is weighed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

import attrs

from ldn_compound.calc import glycerol as calc
from ldn_compound.checks import glycerol as checks
from ldn_compound.core.errors import InputError
from ldn_compound.core.numbers import decimal_text, round_half_up
from ldn_compound.core.results import Finding
from ldn_compound.core.units import Amount
from ldn_compound.inputs.batches import SolutionInputs
from ldn_compound.plans.worksheet import Worksheet
from ldn_compound.reference.rows import Fact, Range
from ldn_compound.reference.vehicles import get_substance, glycerol_facts, glycerol_keys, mixtures

_PLACES = Fraction(1)
"""A density of glycerol is stated to 0.001 g/mL, which is 1 mg/mL."""
_OWN = ("option", "profile")


@attrs.frozen(kw_only=True)
class Glycerol:
    """The glycerol of a plan.

    Attributes:
        key: of the substance: ``glycerol`` or ``glycerol-85``.
        density: mg/mL.
        water: w/w, as counted.
        allowed: what its monograph allows.
        water_given: whether somebody gave it.
        own_density: the density that the pharmacy or its profile gives, or None.
    """

    key: str
    density: Fraction
    water: Fraction
    allowed: Range
    water_given: bool
    own_density: Amount | None

    def findings(self, given: SolutionInputs) -> Iterator[Finding]:
        """Yield the findings on the glycerol's own water and density."""
        water, allowed = given.glycerol_water, self.allowed
        if water is not None and not allowed.low.value <= water.value <= allowed.high.value:
            yield checks.outside_monograph_finding(get_substance(self.key).name, water, allowed)
        if self.own_density is not None:
            low, high = (allowed.low, allowed.high) if water is None else (water, water)
            yield from checks.density_findings(
                self.own_density, lightest=density_with(high.value), heaviest=density_with(low.value), water=water
            )


def resolve_glycerol(sheet: Worksheet[SolutionInputs], key: str) -> Glycerol:
    """Resolve the water and the density of a plan's glycerol.

    Parameters:
        key: of the substance.

    Raises:
        InputError: ``glycerol-water-outside-monograph``: with that water the lot's own density is needed.
    """
    reference, counted, allowed = glycerol_facts(key)
    name = get_substance(key).name
    given: Amount | None = sheet.given.glycerol_water
    if given is None:
        _assume_water(sheet, name, counted, allowed)
    elif not allowed.low.value <= given.value <= allowed.high.value:
        _need_own_density(sheet, key, given, allowed)
    water = counted.value if given is None else given
    wet = given is not None and water.value > 0 and sheet.given.glycerol_density is None
    if wet:
        reference = Fact(Amount(density_with(water.value, work=sheet.work), "mass/volume"), mixtures()[1])
    dotted = f"fillers.{key}.density"
    density: Amount = sheet.setting(dotted, "glycerol_density", otherwise=reference)
    own = sheet.origin(dotted) in _OWN
    if wet and not own:
        _say_interpolated(sheet, density, water)
    return Glycerol(
        key=key,
        density=density.value,
        water=water.value,
        allowed=allowed,
        water_given=given is not None,
        own_density=density if own else None,
    )


def _assume_water(sheet: Worksheet, name: str, counted: Fact, allowed: Range) -> None:
    shown = "none" if counted.value.value == 0 else counted.value.text()
    sheet.assume(
        "glycerol-water-assumed",
        field="glycerol_water",
        value=counted.value.text(),
        message=f"the water of the {name} lot was not given: it is counted as {shown}; its monograph allows "
        f"{checks.allowed_text(allowed)}",
        source=allowed.source,
    )


def _need_own_density(sheet: Worksheet[SolutionInputs], key: str, given: Amount, allowed: Range) -> None:
    """Refuse water that the monograph does not allow, unless the lot's own density came with it."""
    name = get_substance(key).name
    if sheet.given.glycerol_density is not None:
        return
    own = "give the lot's own density from its certificate (--glycerol-density)"
    for other in glycerol_keys():
        _, _, limits = glycerol_facts(other)
        if limits.low.value <= given.value <= limits.high.value:
            own = f"is it {get_substance(other).name}? that is --vehicle {other}; else {own}"
    raise InputError(
        "glycerol-water-outside-monograph",
        field="glycerol_water",
        given=given.text(),
        needed=f"{checks.allowed_text(allowed)} of water, as the monograph of {name} allows, or the lot's own density",
        hint=own,
    )


def _say_interpolated(sheet: Worksheet, density: Amount, water: Amount) -> None:
    shown = f"{decimal_text(density.value / 1000)} g/mL"
    sheet.note("density of the glycerol", "to 0.001 g/mL, half up", shown)
    sheet.assume(
        "glycerol-density-interpolated",
        field="glycerol_density",
        value=shown,
        message=f"for {water.text()} of water, at 20 C, interpolated between two rows of the handbook; the lot's own "
        f"density overrides it (--glycerol-density)",
        origin="reference",
        source=mixtures()[1],
    )


def density_with(water: Fraction, *, work: Callable[..., Fraction] | None = None) -> Fraction:
    """Return the density of glycerol with water in mg/mL at 20 C, interpolated and to 0.001 g/mL.

    Parameters:
        water: w/w, from 0 to 1.
        work: writes the step down, as :meth:`Worksheet.work` does; without it nothing is written.

    >>> density_with(Fraction(15, 100)), density_with(Fraction(0))
    (Fraction(1222, 1), Fraction(1261, 1))
    """
    return round_half_up(_between_rows(water, work), _PLACES)


def _between_rows(water: Fraction, work: Callable[..., Fraction] | None) -> Fraction:
    share = 1 - water
    rows = mixtures()[0]
    above = next(row for row in rows[1:] if row.glycerol >= share)
    below = rows[rows.index(above) - 1]
    values = {
        "low": below.density,
        "high": above.density,
        "glycerol": share,
        "below": below.glycerol,
        "above": above.glycerol,
    }
    name = "density of glycerol with that water"
    return calc.density_between(**values) if work is None else work(name, calc.density_between, **values)


def shrinks_by(*, water: Fraction, glycerol: Fraction, glycerol_water: Fraction, parts: Fraction) -> Fraction:
    """Return by how much of their volume water and glycerol shrink when they are mixed, by the handbook.

    Parameters:
        water, glycerol: masses in mg.
        glycerol_water: w/w, in the glycerol.
        parts: mL, the two volumes added up.

    >>> found = shrinks_by(water=Fraction(10), glycerol=Fraction(90), glycerol_water=Fraction(0),
    ...                    parts=Fraction(10) / Fraction("998.2") + Fraction(90) / Fraction("1261.345"))
    >>> round(float(found), 3)
    0.005
    """
    together = water + glycerol
    density = _between_rows((water + glycerol * glycerol_water) / together, None)
    return max(Fraction(0), calc.contraction(mass=together, density=density, parts=parts))
