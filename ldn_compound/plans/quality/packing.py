"""The packing statistic: the mass of pure filler that fills a capsule, measured, for the profile."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import ClassVar, NamedTuple

from ldn_compound.calc import capsules as capsule_calc
from ldn_compound.checks import capsules as capsule_checks
from ldn_compound.checks import packing as checks
from ldn_compound.core.errors import InputError
from ldn_compound.core.late_texts import Prose
from ldn_compound.core.results import Finding, OptionalQuantityField, QuantityField, Result
from ldn_compound.core.units import Amount, as_mass, mass, ratio
from ldn_compound.inputs.quality import PackingInputs
from ldn_compound.plans.ingredients.filler import ResolvedFiller, resolve_filler
from ldn_compound.plans.public import planner
from ldn_compound.plans.quality.statistics import Spread, net_masses, print_out_findings, spread_of, to_fill
from ldn_compound.plans.worksheet import Worksheet
from ldn_compound.reference.capsules import get_size
from ldn_compound.reference.limits import get_standard
from ldn_compound.reference.naltrexone import powder_density
from ldn_compound.reference.quality import packing as packing_rule
from ldn_compound.settings.profile import FillerEntry

_SPREAD_OF = "dac-nrf"
"""The standard whose limit of spread is shown beside the measured one."""


class Packing(Result):
    """A measured packing statistic.

    Attributes:
        filler, filler_name: key and name.
        size: capsule size.
        lot, measured_on: of the filler, and the day; None where not given.
        count: capsules weighed.
        packing_statistic: the mean net mass to 0.1 mg, half up: what the profile takes.
        mean, standard_deviation, lightest, heaviest: of the net masses; shell what was taken off, or None.
        rsd: relative standard deviation, to 28 significant digits.
        density: bulk density that the mean implies in this capsule.
        profile_entry: the lines for the profile; None under a stop.

    >>> import ldn_compound as ldn
    >>> masses = ["134 mg", "135 mg", "136 mg", "135 mg", "135 mg"]
    >>> packed = ldn.packing_statistic(masses=masses, filler="mcc-ph102", size="3", gross=False)
    >>> print(packed.packing_statistic, packed.density)
    135 milligram 450 milligram / milliliter
    """

    kind: ClassVar[str] = "packing"

    filler: str
    filler_name: Prose
    size: str
    lot: str | None
    measured_on: date | None
    count: int
    packing_statistic: QuantityField
    mean: QuantityField
    standard_deviation: QuantityField
    rsd: QuantityField
    lightest: QuantityField
    heaviest: QuantityField
    shell: OptionalQuantityField
    density: QuantityField
    profile_entry: str | None


class Packed(NamedTuple):
    """A measured packing statistic, as its rules look at it.

    Attributes:
        filler: what filled the capsules.
        spread: of the net masses.
        density: bulk density that the mean implies in the capsule.
        stated: what the profile states of the filler, or None.
    """

    filler: ResolvedFiller
    spread: Spread
    density: Amount
    stated: FillerEntry | None


@planner(PackingInputs)
def packing_statistic(sheet: Worksheet[PackingInputs]) -> Packing:
    """Work out the packing statistic of a lot of filler from 5 to 20 capsules filled with nothing else.

    With gross masses give shell_mass, or keep it in the profile for that size. A plan takes the figure as measured on
    the lot in use where lot and measured_on are given.

    Returns:
        The figure with its spread, and the lines for the profile. Masses that spread by more than filled units may, or
        of which one is far out of the others, carry a stop, and under a stop there are no lines for the profile.

    Raises:
        InputError, UnitError: what reading the inputs raises; ``not-5-to-20-capsules``, ``unknown-filler``,
            ``unknown-capsule-size``, ``gross-without-shell-mass``, ``shell-mass-without-gross``,
            ``lighter-than-shell``.

    Sources: Pharmacy Times, September 2008.

    >>> masses = ["134 mg", "135 mg", "136 mg", "135 mg", "135 mg"]
    >>> found = packing_statistic(masses=masses, filler="mcc-ph102", size="3")
    >>> print(found.packing_statistic)
    135 milligram
    """
    given = sheet.given
    # Nothing that the profile states of the filler goes into this figure.
    filler = resolve_filler(sheet, given.filler, quietly=True)
    size = get_size(given.size)
    asked = packing_rule().units
    count = len(given.masses)
    if not asked.least <= count <= asked.most:
        raise InputError(
            "not-5-to-20-capsules",
            field="masses",
            given=f"{count} {'capsule' if count == 1 else 'capsules'}",
            needed=f"{asked.least} to {asked.most} capsules filled with the pure filler",
        )
    net, shell = net_masses(sheet, given.masses, size=given.size)
    spread = spread_of(sheet, "net mass", net)
    statistic = to_fill(sheet, "packing statistic", "", spread.mean)
    room: Amount = sheet.setting(
        f"capsules.volumes.{size.key}", "size_volume", otherwise=(size.body_volume.value, size.body_volume.source)
    )
    density = sheet.work(
        "bulk density that the figure implies", capsule_calc.bulk_density, powder=spread.mean, capsule_volume=room.value
    )
    stated = sheet.resolver.filler(filler.key, quietly=True)
    findings = tuple(rules(given, Packed(filler, spread, Amount(density, "mass/volume"), stated)))
    for name in ("lot", "measured_on"):
        if given.named(name) is None:
            message = "without lot and day a plan does not take the figure as measured on the lot in use"
            sheet.assume(f"{name.replace('_', '-')}-not-given", field=name, value="not given", message=message)
    entry = _entry(filler.key, size.key, statistic, given.lot, given.measured_on)
    return Packing(
        inputs=sheet.inputs,
        assumptions=sheet.assumptions,
        steps=sheet.steps,
        findings=findings,
        filler=filler.key,
        filler_name=filler.name,
        size=size.key,
        lot=given.lot,
        measured_on=given.measured_on,
        count=count,
        packing_statistic=statistic,
        mean=mass(spread.mean),
        standard_deviation=mass(spread.standard_deviation),
        rsd=ratio(spread.rsd),
        lightest=mass(min(net)),
        heaviest=mass(max(net)),
        shell=as_mass(shell),
        density=Amount(density, "mass/volume"),
        # A figure that must not be used is not offered for use.
        profile_entry=None if any(item.stops for item in findings) else entry,
    )


def rules(given: PackingInputs, found: Packed) -> Iterator[Finding]:
    """Yield the findings on a packing statistic, in the order in which they are told."""
    row = found.filler.reference
    yield from capsule_checks.density_findings(
        density=found.density,
        loose=row.loose_density if row else None,
        tapped=row.tapped_density if row else None,
        possible=powder_density(),
        field="masses",
        measured_fill=False,
    )
    usual = get_standard(_SPREAD_OF)
    limit = usual.rsd_limit or ratio(1)
    yield from checks.packing_findings(
        masses=[item.value for item in given.masses],
        rsd=found.spread.rsd,
        rsd_fails=found.spread.relative > limit.value**2,
        limit=limit,
        limit_source=usual.source,
    )
    yield from print_out_findings(given, count=len(given.masses), gross=bool(given.gross))
    stated = found.stated
    if stated is not None and (stated.lot, stated.measured_on) != (given.lot, given.measured_on):
        yield from checks.other_packing_findings(lot=stated.lot, sizes=_other_sizes(stated, get_size(given.size).key))


def _other_sizes(stated: FillerEntry, size: str) -> list[str]:
    """Return the capsule sizes, besides this one, that the profile has a packing statistic of the filler for."""
    others = [name for name, _ in stated.packings if name != size]
    if stated.packing is not None and stated.packing_size != size:
        others.append(stated.packing_size or "unknown")
    return others


def _entry(filler: str, size: str, statistic: Amount, lot: str | None, day: date | None) -> str:
    """Return the lines for the profile, as TOML."""
    from json import dumps  # a basic string of TOML escapes as JSON does

    lines = [f"[fillers.{filler}]"]
    if lot is not None:
        lines.append(f"lot = {dumps(lot)}")
    lines.append(f'packing.{size} = "{statistic.text()}"')
    if day is not None:
        lines.append(f'measured_on = "{day.isoformat()}"')
    return "\n".join(lines) + "\n"
