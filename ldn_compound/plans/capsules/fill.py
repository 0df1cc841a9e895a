"""How a capsule is filled: which size, how much filler, and how sure the figure behind it is.

Three figures know the filler: a packing statistic, a density, a fixed fill mass. The room that the drug powder takes
is counted in each; where its own density was not given, it is taken to displace its own mass of filler, and the worst
that this can be wrong by is worked out for the plan.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from ldn_compound.calc import arithmetic, batch
from ldn_compound.calc import capsules as calc
from ldn_compound.checks import capsules as checks
from ldn_compound.checks.country import small_size_finding
from ldn_compound.core.errors import CalculationError, InputError
from ldn_compound.core.late_texts import Worded
from ldn_compound.core.numbers import brief_text
from ldn_compound.core.results import Finding
from ldn_compound.core.units import Amount, mass, ratio
from ldn_compound.inputs.batches import CapsuleInputs
from ldn_compound.plans.calculators import does_not_fit
from ldn_compound.plans.ingredients.filler import ResolvedFiller
from ldn_compound.plans.worksheet import Worksheet
from ldn_compound.reference.capsules import get_size, size_keys
from ldn_compound.reference.naltrexone import powder_density

FIGURES = ("fill_mass", "packing_stat", "filler_density")
SMALLEST = "smallest"


class Fill(NamedTuple):
    """The fill of one capsule, exact: mg of filler, and of powder in all."""

    filler: Fraction
    fill_mass: Fraction


class Figure(NamedTuple):
    """A filling figure.

    Attributes:
        field: the input that it stands for: ``packing_stat``, ``filler_density`` or ``fill_mass``.
        value: in base units.
        measured: whether it was measured here; lot, measured_on: of what and when, or None.
        size_not_stated: whether it is a packing statistic of the profile that names no capsule size.
    """

    field: str
    value: Fraction
    measured: bool
    lot: str | None = None
    measured_on: date | None = None
    size_not_stated: bool = False


class Sized(NamedTuple):
    """The capsule size of a batch, and the figure by which it is filled.

    Attributes:
        size: capsule size; volume: its body volume in mL.
        stocked, on_machine: sizes.
        too_small: the smallest size that is taken and who says so, where this one is smaller; else None.
        figure: the filling figure; density: of the powder in mg/mL, by that figure.
    """

    size: str
    volume: Fraction
    stocked: tuple[str, ...]
    on_machine: tuple[str, ...]
    too_small: tuple[str, str] | None
    figure: Figure
    density: Fraction


def refuse_contradictions(sheet: Worksheet[CapsuleInputs]) -> None:
    """Refuse more than one filling figure, more than one figure of the drug, and a figure that cannot be used.

    Raises:
        InputError: ``two-filling-figures``, ``two-drug-figures``, ``packing-belongs-to-a-size``.
    """
    given = sheet.given
    figures = given.has(*FIGURES)
    if len(figures) > 1:
        needed = "one of fill_mass, packing_stat, filler_density"
        raise InputError("two-filling-figures", field=figures[1], given=" and ".join(figures), needed=needed)
    if given.api_density is not None and given.api_packing_stat is not None:
        raise InputError(
            "two-drug-figures", field="api_packing_stat", needed="api_density or api_packing_stat, not both"
        )
    for field in given.has("packing_stat", "api_packing_stat"):
        if given.size == SMALLEST:
            raise packing_of_one_size(field, given.named(field).text())


def packing_of_one_size(field: str, given: str) -> InputError:
    """Return the refusal of a packing statistic where the size is still to be chosen."""
    return InputError(
        "packing-belongs-to-a-size",
        field=field,
        given=given,
        needed="the capsule size that the packing statistic was measured in",
        hint="write --size 3, or keep statistics by size in the profile, or give a density",
    )


def fill_findings(given: CapsuleInputs, found: Sized, filler: ResolvedFiller) -> Iterator[Finding]:
    """Yield the findings on the size of a capsule, and on the figure by which it is filled."""
    figure, size, row = found.figure, found.size, filler.reference
    if given.size != SMALLEST:
        yield from checks.size_findings(size=size, on_machine=found.on_machine, stocked=found.stocked)
        if found.too_small is not None:
            least, said_by = found.too_small
            yield small_size_finding(size=size, least=least, source=said_by)
    if figure.size_not_stated:
        yield checks.packing_without_size(filler.key)
    yield from checks.density_findings(
        density=Amount(found.density, "mass/volume"),
        loose=row.loose_density if row else None,
        tapped=row.tapped_density if row else None,
        possible=powder_density(),
        field=figure.field,
        measured_fill=figure.field == "fill_mass",
    )
    lots = given.component_lots
    yield from checks.figure_findings(
        field=figure.field,
        measured=figure.measured,
        figure_lot=figure.lot,
        batch_lot=lots.get("filler", lots.get(filler.key)),
        strength=given.strength.value,
    )
    yield from checks.figure_date_findings(measured_on=figure.measured_on, made_on=given.made_on)


def resolve_size(sheet: Worksheet[CapsuleInputs], *, filler: ResolvedFiller, powder: Fraction) -> Sized:
    """Choose the size, and the figure by which it is filled.

    Parameters:
        powder: mg of drug powder in one capsule (d), after weighing factor and overage.

    Raises:
        InputError: ``unknown-capsule-size``, ``no-filling-figure``, ``no-density-for-smallest``.
        CalculationError: ``no-size-fits``.
    """
    stocked = sheet.setting("capsules.sizes", "sizes")
    on_machine = sheet.setting("capsules.machine_sizes", "machine_sizes")
    least: str | None = sheet.setting("capsules.smallest_size")
    size = sheet.given.size
    if size == SMALLEST:
        size = _smallest(sheet, filler=filler, powder=powder, stocked=stocked, on_machine=on_machine, least=least)
    else:
        get_size(size)
    volume = _volume(sheet, size)
    figure = _figure(sheet, filler, size)
    if figure is None:
        raise InputError(
            "no-filling-figure",
            field="packing_stat",
            needed="one of packing_stat, fill_mass, filler_density",
            hint="give --packing-stat, --fill-mass or --filler-density, or put the filler's figure into the profile",
        )
    density = figure.value
    if figure.field != "filler_density":
        density = sheet.work(
            "bulk density that the figure implies", calc.bulk_density, powder=density, capsule_volume=volume
        )
    too_small = (least, _said_by(sheet)) if least is not None and _is_smaller(size, least) else None
    return Sized(size, volume, stocked, on_machine, too_small, figure, density)


def _volume(sheet: Worksheet, size: str) -> Fraction:
    fact = get_size(size).body_volume
    amount: Amount = sheet.setting(f"capsules.volumes.{size}", "size_volume", otherwise=(fact.value, fact.source))
    return amount.value


def _figure(sheet: Worksheet[CapsuleInputs], filler: ResolvedFiller, size: str) -> Figure | None:
    """Return the filling figure: the option's, else the profile's packing for this size, else its density."""
    given = sheet.given
    for name in given.has(*FIGURES):
        return Figure(name, given.named(name).value, bool(given.measured))
    key = filler.key
    size_not_stated = False
    packing = sheet.setting(f"fillers.{key}.packing.{size}", "filler_packing")
    if packing is None:
        plain = sheet.setting(f"fillers.{key}.packing", "filler_packing")
        if plain is not None and sheet.given.size == SMALLEST:
            raise packing_of_one_size("packing_stat", plain.text())
        of_size = sheet.setting(f"fillers.{key}.packing_size", "filler_packing_size")
        if plain is not None and of_size in (None, size):
            packing, size_not_stated = plain, of_size is None
    density = sheet.setting(f"fillers.{key}.density", "filler_density") if packing is None else None
    figure = packing or density
    if figure is None:
        return None
    lot = sheet.setting(f"fillers.{key}.lot", "filler_lot")
    measured_on = sheet.setting(f"fillers.{key}.measured_on", "filler_measured_on")
    field = "packing_stat" if packing is not None else "filler_density"
    measured = bool(given.measured) or (lot is not None and measured_on is not None)
    return Figure(field, figure.value, measured, lot, measured_on, size_not_stated)


def resolve_fill(sheet: Worksheet[CapsuleInputs], found: Sized, *, powder: Fraction) -> Fill:
    """Work out the filler of one capsule.

    Parameters:
        powder: mg of drug powder in it, as of :func:`resolve_size`.

    Raises:
        CalculationError: ``does-not-fit``.
    """
    figure, volume = found.figure, found.volume
    field = figure.field
    drug = _drug_density(sheet, volume=volume, powder=powder, pure=found.density, field=field)
    if field == "fill_mass":
        amount = sheet.work("filler in one capsule", calc.filler_by_fill_mass, fill_mass=figure.value, powder=powder)
        if amount < 0:
            raise CalculationError(
                "does-not-fit",
                field="fill_mass",
                given=f"{mass(powder).text()} of drug powder in a capsule",
                needed=f"at most the fill mass of {mass(figure.value).text()}",
                hint="take a larger capsule with its own fill mass",
            )
    elif field == "packing_stat":
        packing = calc.capsule_packing(density=drug, capsule_volume=volume)
        amount = sheet.work(
            "filler in one capsule",
            calc.filler_by_packing,
            filler_packing=figure.value,
            actives=[(powder, packing)],
        )
    else:
        amount = sheet.work(
            "filler in one capsule",
            calc.filler_by_density,
            capsule_volume=volume,
            filler_density=figure.value,
            actives=[(powder, drug)],
        )
    if amount < 0:
        raise does_not_fit(calc.powder_volume(powder=powder, density=drug), volume, field="strength")
    total = sheet.work("fill mass of one capsule", arithmetic.total_of_unit, first=powder, second=amount)
    return Fill(amount, total)


def _drug_density(
    sheet: Worksheet[CapsuleInputs], *, volume: Fraction, powder: Fraction, pure: Fraction, field: str
) -> Fraction:
    """Return the drug powder's bulk density; where it was not given, the filler's, with the worst case in mg."""
    given = sheet.given
    drug: Fraction | None = None
    if given.api_density is not None:
        drug = given.api_density.value
    elif given.api_packing_stat is not None:
        drug = sheet.work(
            "bulk density of the drug powder",
            calc.bulk_density,
            powder=given.api_packing_stat.value,
            capsule_volume=volume,
        )
    if drug is not None:
        if field == "fill_mass":
            real = calc.filler_displaced(powder=powder, filler_density=pure, drug_density=drug)
            message = (
                f"with a fixed fill mass the drug powder displaces its own mass of filler; by its density it would "
                f"displace {brief_text(real)} mg, a difference of {brief_text(abs(real - powder))} mg a capsule"
            )
            sheet.assume(
                "displacement-is-own-mass", field="fill_mass", value=f"{brief_text(powder)} mg", message=message
            )
        return drug
    possible = powder_density()
    most = calc.filler_displaced(powder=powder, filler_density=pure, drug_density=possible.low.value)
    least = calc.filler_displaced(powder=powder, filler_density=pure, drug_density=possible.high.value)
    worst = max(abs(most - powder), abs(powder - least))
    words = Worded(
        "the drug powder's density was not given: it is taken to displace its own mass of filler ({} a capsule). "
        "Were its density anywhere from {} to {}, the filler would change by at most {} a capsule ({} of a full one)",
        (mass(powder), possible.low, possible.high, mass(worst), ratio(worst / pure / volume)),
    )
    sheet.assume(
        "displacement-is-own-mass",
        field="api_packing_stat" if field == "packing_stat" else "api_density",
        value="own mass of filler",
        message=words,
        source=possible.source,
    )
    return pure


def _smallest(
    sheet: Worksheet[CapsuleInputs],
    *,
    filler: ResolvedFiller,
    powder: Fraction,
    stocked: tuple[str, ...],
    on_machine: tuple[str, ...],
    least: str | None,
) -> str:
    """Return the smallest stocked size that the machine takes and that holds the powder; say why none smaller."""
    refused: list[str] = []
    too_small: list[str] = []
    for size in reversed(size_keys()):
        if least is not None and _is_smaller(size, least):
            refused.append(f"size {least} is the smallest that is taken ({_said_by(sheet)})")
            continue
        if size not in stocked:
            refused.append(f"size {size} is not stocked")
            continue
        if size not in on_machine:
            refused.append(f"the machine has no plate for size {size}")
            continue
        why_not = _why_not(sheet, filler=filler, powder=powder, size=size)
        if why_not is None:
            reasons = dict.fromkeys(reason for reason in (*refused[-1:], *too_small[-1:]))
            why = "; ".join(reasons) or "there is no smaller size"
            sheet.note("capsule size", f"the smallest that holds the powder; {why}", f"size {size}")
            return size
        refused.append(why_not)
        too_small.append(why_not)
    raise CalculationError(
        "no-size-fits",
        field="size",
        given=SMALLEST,
        needed="a stocked size that the machine takes and that holds the powder",
        hint="; ".join(dict.fromkeys(too_small or [*refused[:1], *refused[-2:]])),
    )


def _is_smaller(size: str, least: str) -> bool:
    """Tell whether a size is smaller than another; the data has them from large to small."""
    return size_keys().index(size) > size_keys().index(least)


def _said_by(sheet: Worksheet) -> str:
    """Return where the smallest size comes from, in words."""
    setting = sheet.resolver.settings["capsules.smallest_size"]
    return f"{setting.origin}: {setting.source}"


def load_without_overage(
    sheet: Worksheet[CapsuleInputs], *, filler: ResolvedFiller, strength: Fraction, factor: Fraction
) -> Amount:
    """Return the drug as a fraction of the fill of a capsule without overage: what a rule on the overage goes by.

    Parameters:
        strength: mg of drug in one capsule.
        factor: mg of powder for a mg of drug.
    """
    powder = batch.powder_in_unit(strength=strength, overage=Fraction(0), factor=factor)
    try:
        other = sheet.fork()
        fill = resolve_fill(other, resolve_size(other, filler=filler, powder=powder), powder=powder)
    except CalculationError:
        return ratio(1)  # the powder alone is too much for the capsule, and the plan refuses it
    return ratio(arithmetic.share_of_unit(part=strength, unit=fill.fill_mass))


def _why_not(sheet: Worksheet[CapsuleInputs], *, filler: ResolvedFiller, powder: Fraction, size: str) -> str | None:
    """Return why a size does not hold the powder, or None where it does."""
    volume = _volume(sheet, size)
    figure = _figure(sheet, filler, size)
    if figure is None:
        return f"there is no packing statistic or density for size {size}"
    pure = figure.value
    content = powder
    if figure.field == "packing_stat":
        pure = calc.bulk_density(powder=figure.value, capsule_volume=volume)
    elif figure.field == "fill_mass":
        pure, content = _reference_density(sheet, filler), figure.value
    drug = sheet.given.api_density.value if sheet.given.api_density is not None else pure
    # A fixed fill mass is all powder at the filler's density but for the drug's own part.
    room = calc.powder_volume(powder=powder, density=drug)
    if figure.field == "fill_mass":
        room += calc.powder_volume(powder=max(content - powder, Fraction(0)), density=pure)
    if room <= volume:
        return None
    return f"size {size} holds {brief_text(volume)} mL, the powder takes {brief_text(room)} mL"


def _reference_density(sheet: Worksheet, filler: ResolvedFiller) -> Fraction:
    row = filler.reference
    known = row.tapped_density or row.loose_density if row else None
    if known is None:
        raise InputError(
            "no-density-for-smallest",
            field="size",
            given=SMALLEST,
            needed="a filler whose density is known, or --filler-density in place of --fill-mass",
            hint=f"no density of {filler.name} is known: name the capsule size",
        )
    value = known.low
    if not any(item.code == "size-by-reference-density" for item in sheet.assumptions):
        sheet.assume(
            "size-by-reference-density",
            field="size",
            value=f"{checks.brief_density(value.value)} g/mL",
            message="the size is chosen by the filler's reference density: try that it holds the fill mass",
            origin="reference",
            source=known.source,
        )
    return value.value
