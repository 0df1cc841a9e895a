"""How much base goes around the drug in a mould: the drug and what comes with it displace base, each by its own factor.

Everything here but `base_for_batch` is for ONE tablet.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

import attrs

from ldn_compound.calc import arithmetic
from ldn_compound.calc import moulds as calc
from ldn_compound.checks import tablets as checks
from ldn_compound.core.errors import CalculationError, InputError
from ldn_compound.core.late_texts import Worded
from ldn_compound.core.numbers import brief_text, decimal_text
from ldn_compound.core.results import Finding
from ldn_compound.core.units import Amount, mass, ratio
from ldn_compound.inputs.batches import TabletInputs
from ldn_compound.plans.ingredients.drug_substance import Material
from ldn_compound.plans.ingredients.filler import ResolvedFiller
from ldn_compound.plans.tablets.formulation import InTablet, Make
from ldn_compound.plans.worksheet import Worksheet
from ldn_compound.reference.recipes import displacement, mould

DEFINITION = "g of drug that displace 1 g of base; the Verdraengungsfaktor is its inverse"
CARRIER_DEFINITION = "g of the carrier (what comes with the drug) that displace 1 g of base"
CRUSHED = "the other ingredients of the crushed tablets"
_DRUG = ("displacement_factor", "verdraengungsfaktor")
_MEASURED = ("medicated_mass", "medicated_drug")
_CARRIER = ("carrier_displacement_factor", "carrier_verdraengungsfaktor")


def refuse_contradictions(given: TabletInputs, *, crushed: bool) -> None:
    """Refuse a displacement that is stated twice or by half, and one of a carrier that is not there.

    Parameters:
        crushed: whether the drug comes from crushed tablets.

    Raises:
        InputError: ``two-displacement-factors``, ``missing``, ``no-carrier``.
    """
    measured = given.has(*_MEASURED)
    if len(measured) == 1:
        missing = next(name for name in _MEASURED if name not in measured)
        needed = "medicated_mass and medicated_drug: the mean mass of a medicated tablet and the drug in it"
        raise InputError("missing", field=missing, needed=needed, hint="both, or a displacement factor")
    ways = given.has(*_DRUG, *measured[:1])
    if len(ways) > 1:
        raise _twice(given, ways[1], "displacement_factor, verdraengungsfaktor or medicated tablets: one of them")
    if given.has(*_CARRIER) == _CARRIER:
        raise _twice(given, _CARRIER[1], f"{_CARRIER[0]} or {_CARRIER[1]}, not both")
    stock = given.stock_diluent
    if crushed or (stock is not None and stock != given.base):
        return
    for name in given.has(*_CARRIER):
        raise InputError(
            "no-carrier",
            field=name,
            given=decimal_text(given.named(name)),
            needed="a batch whose drug comes with a carrier: crushed tablets, or a stock thinned with another "
            "powder than the base",
            hint="the drug's own factor is displacement_factor",
        )


def _twice(given: TabletInputs, name: str, needed: str) -> InputError:
    value = given.named(name)
    shown = decimal_text(value) if isinstance(value, Fraction) else value.text()
    hint = "the Verdraengungsfaktor is the inverse of the displacement factor"
    return InputError("two-displacement-factors", field=name, given=shown, needed=needed, hint=hint)


# --- the factors ----------------------------------------------------------------------------------------------------


def displacement_factor(sheet: Worksheet[TabletInputs]) -> tuple[Fraction, str | None]:
    """Return the drug's displacement factor, or 1, and the name of the input that it came by.

    Raises:
        CalculationError: ``no-displacement``: the medicated tablets hold no less base than a blank one.
    """
    given = sheet.given
    if given.displacement_factor is not None:
        factor: Fraction = given.displacement_factor
        sheet.note("displacement factor", DEFINITION, decimal_text(factor))
        return factor, "displacement_factor"
    if given.verdraengungsfaktor is not None:
        factor = sheet.work(
            f"displacement factor, {DEFINITION}",
            calc.displacement_factor,
            verdraengungsfaktor=given.verdraengungsfaktor,
        )
        return factor, "verdraengungsfaktor"
    if given.medicated_mass is not None:
        values = {name: given.named(name).value for name in ("blank_mass", *_MEASURED)}
        refuse_medicated(**values)
        factor = sheet.work(f"displacement factor from medicated tablets, {DEFINITION}", calc.measured_factor, **values)
        return factor, "medicated_mass"
    return Fraction(1), None


def refuse_medicated(*, blank_mass: Fraction, medicated_mass: Fraction, medicated_drug: Fraction) -> None:
    """Refuse medicated tablets that no mould gives.

    Raises:
        InputError: ``out-of-range``: more drug than the tablet weighs.
        CalculationError: ``no-displacement``.
    """
    if medicated_drug >= medicated_mass:
        raise InputError(
            "out-of-range",
            field="medicated_drug",
            given=mass(medicated_drug).text(),
            needed=f"less than a medicated tablet weighs, {mass(medicated_mass).text()}",
            hint="it is the drug in ONE of them",
        )
    if blank_mass - (medicated_mass - medicated_drug) <= 0:
        raise CalculationError(
            "no-displacement",
            field="medicated_mass",
            given=f"{mass(medicated_mass).text()} with {mass(medicated_drug).text()} of drug: "
            f"{brief_text(medicated_mass - medicated_drug)} mg of base",
            needed=f"less base than in a blank tablet of {mass(blank_mass).text()}: the drug takes room",
            hint="weigh blank and medicated tablets from the same mould, filled the same way",
        )


class Displaced(NamedTuple):
    """What the drug of one moulded tablet displaces of the base.

    Attributes:
        factor: of the drug; field: the input that it came by, or None.
        drug: mg of that which displaces as the drug.
        carrier: mg of what crushed tablets bring besides it; of_carrier: its factor and input, None without a carrier.
    """

    factor: Fraction
    field: str | None
    drug: Fraction
    carrier: Fraction
    of_carrier: tuple[Fraction, str | None] | None


def mass_findings(given: TabletInputs) -> list[Finding]:
    """Return the findings on the mass of a blank tablet."""
    return checks.mass_findings(tablet=blank_mass(given).value, usual=mould().mass, field="blank_mass", words="moulds")


def displacement_findings(found: Displaced) -> Iterator[Finding]:
    """Yield the findings on the displacement factors of one tablet, as they were given."""
    if found.field is not None:
        yield from checks.displacement_findings(factor=found.factor, field=found.field)
    yield from carrier_findings(found.of_carrier, words=CRUSHED)


def carrier_findings(found: tuple[Fraction, str | None] | None, *, words: str) -> list[Finding]:
    """Return the findings on a carrier's displacement factor; none where it was not given.

    Parameters:
        found: the factor and the input that it came by, or None.
        words: what the carrier is.
    """
    if found is None or found[1] is None:
        return []
    return checks.displacement_findings(factor=found[0], field=found[1], words=words)


def base_findings(given: TabletInputs, make: Make) -> list[Finding]:
    """Return the findings on the base of one tablet, as a share of the blank mass."""
    return checks.vehicle_findings(
        share=arithmetic.share_of_unit(part=make.excipients[0].amount, unit=blank_mass(given).value)
    )


def carrier_factor(sheet: Worksheet[TabletInputs]) -> tuple[Fraction, str | None]:
    """Return the carrier's displacement factor, or 1, and the name of the input that it came by."""
    given = sheet.given
    name = f"carrier's displacement factor, {CARRIER_DEFINITION}"
    if given.carrier_displacement_factor is not None:
        factor: Fraction = given.carrier_displacement_factor
        sheet.note("carrier's displacement factor", CARRIER_DEFINITION, decimal_text(factor))
        return factor, "carrier_displacement_factor"
    if given.carrier_verdraengungsfaktor is not None:
        inverse = given.carrier_verdraengungsfaktor
        factor = sheet.work(name, calc.displacement_factor, verdraengungsfaktor=inverse)
        return factor, "carrier_verdraengungsfaktor"
    return Fraction(1), None


def _settle_carrier(
    sheet: Worksheet, found: tuple[Fraction, str | None], *, carrier: Fraction, base: Fraction, words: str
) -> Fraction:
    """Return the carrier's displacement factor; where none was given, say that 1 is assumed and what that can be off.

    Parameters:
        found: the factor and the input that it came by.
        carrier: mg in one tablet.
        base: mg of base in one tablet, were the factor 1.
        words: what the carrier is.
    """
    factor, field = found
    if field is not None:
        return factor
    known = displacement()
    low, high = known.carrier.low, known.carrier.high
    less = calc.base_uncertainty(powder=carrier, low=low, high=Fraction(1))
    more = calc.base_uncertainty(powder=carrier, low=Fraction(1), high=high)
    message = Worded(
        f"{words} displace base beside the drug, and no factor of theirs was given: their own mass of base is taken "
        f"(factor 1, in g that displace 1 g of base). Were it {decimal_text(low)}, the base would be {{}} less a "
        f"tablet ({{}} of it); were it {decimal_text(high)}, {{}} more ({{}})",
        (mass(less), ratio(less / base), mass(more), ratio(more / base)),
    )
    sheet.assume(
        "carrier-displacement-assumed",
        field="carrier_displacement_factor",
        value="1",
        message=message,
        source=known.carrier.source,
    )
    return factor


def blank_mass(given: TabletInputs) -> Amount:
    """Return the mean mass of a blank tablet, which moulded tablets require."""
    found = given.blank_mass
    assert found is not None
    return found


# --- the base -------------------------------------------------------------------------------------------------------


def resolve_displacement(sheet: Worksheet[TabletInputs], *, powder: Fraction, drug: Fraction) -> Displaced:
    """Work out what the drug of one moulded tablet displaces.

    Parameters:
        powder: mg of drug powder, or crushed tablet, in it.
        drug: mg of that which displaces as the drug: all of a powder, the drug alone of a crushed tablet.

    Raises:
        CalculationError: ``no-displacement``.
    """
    factor, field = displacement_factor(sheet)
    carrier = powder - drug
    if carrier <= 0:
        return Displaced(factor, field, drug, carrier, None)
    carrier = sheet.work("carrier in one tablet: " + CRUSHED, arithmetic.remaining, whole=powder, part=drug)
    return Displaced(factor, field, drug, carrier, carrier_factor(sheet))


def mould_one(sheet: Worksheet[TabletInputs], base: ResolvedFiller, found: Displaced, *, powder: Fraction) -> Make:
    """Work out one moulded tablet.

    Parameters:
        powder: mg of drug powder, or crushed tablet, in it.

    Raises:
        CalculationError: ``does-not-fit``: the powder takes all the room of the mould.
    """
    blank = blank_mass(sheet.given).value
    factor, drug, carrier, of_carrier = found.factor, found.drug, found.carrier, None
    if found.of_carrier is not None:
        # Where the base would be nothing the refusal below says so; a share of nothing cannot be told before.
        at_one = max(blank - drug / factor - carrier, Fraction(1, 1000))
        of_carrier = _settle_carrier(sheet, found.of_carrier, carrier=carrier, base=at_one, words=CRUSHED)
        amount = sheet.work(
            "base in one tablet",
            calc.base_in_unit_with_carrier,
            blank_mass=blank,
            drug=drug,
            displacement_factor=factor,
            carrier=carrier,
            carrier_factor=of_carrier,
        )
    else:
        amount = sheet.work(
            "base in one tablet", calc.base_in_unit, blank_mass=blank, powder=powder, displacement_factor=factor
        )
    if amount <= 0:
        raise CalculationError(
            "does-not-fit",
            field="blank_mass",
            given=f"{brief_text(blank - amount)} mg of base displaced by the drug powder",
            needed=f"less than the blank mass of {mass(blank).text()}",
            hint="take a larger mould, or spread the dose over more tablets",
        )
    sheet.work("base, of the blank mass", arithmetic.share_of_unit, part=amount, unit=blank)
    if found.field is None:
        _assume_displacement(sheet, drug=drug, base=amount)
    tablet = sheet.work("mass of one tablet", arithmetic.total_of_unit, first=powder, second=amount)
    return Make(
        tablet=tablet,
        excipients=(InTablet(filler=base, role="base", amount=amount),),
        factor=factor,
        recipe=None,
        carrier=carrier,
        carrier_factor=of_carrier,
    )


def stock_words(diluent: str) -> str:
    """Return what the diluent of a stock is as a carrier, in words."""
    return f"what the stock is thinned with ({diluent})"


def with_stock_carrier(
    sheet: Worksheet, make: Make, found: tuple[Fraction, str | None], *, each: Fraction, diluent: str
) -> Make:
    """Return the tablet with the diluent of a stock as its carrier.

    Parameters:
        found: the carrier's displacement factor and the input that it came by.
        each: mg of the diluent in one tablet.
        diluent: its name.
    """
    base = make.excipients[0].amount
    factor = _settle_carrier(sheet, found, carrier=each, base=base, words=stock_words(diluent))
    return attrs.evolve(make, carrier=each, carrier_factor=factor)


def base_for_batch(
    sheet: Worksheet[TabletInputs], make: Make, *, powder: Fraction, drug: Fraction, units: Fraction, wastage: Fraction
) -> Fraction:
    """Work out the base of the batch.

    Parameters:
        powder: mg of drug powder, or crushed tablet, in the batch.
        drug: mg of that which displaces as the drug.
    """
    batch = {
        "units": units,
        "wastage": wastage,
        "blank_mass": blank_mass(sheet.given).value,
        "displacement_factor": make.factor,
    }
    name = "base for the batch"
    base: Fraction
    if make.carrier > 0:
        carrier = sheet.work("carrier in the batch", arithmetic.remaining, whole=powder, part=drug)
        own = {"drug": drug, "carrier": carrier, "carrier_factor": make.carrier_factor}
        base = sheet.work(name, calc.mould_base_with_carrier, **batch, **own)
    else:
        base = sheet.work(name, calc.mould_base, **batch, drug=powder)
    return base


def substance(drug: Material, *, powder: Fraction, prescribed: Fraction) -> Fraction:
    """Return how much of a powder displaces as the drug: all of it, of a crushed tablet the drug that it states.

    Parameters:
        powder: mg of it.
        prescribed: mg of drug in that, as prescribed.
    """
    return powder if drug.tablet_mass is None else prescribed * drug.weighing_factor


def _assume_displacement(sheet: Worksheet, *, drug: Fraction, base: Fraction) -> None:
    """Say that the drug is taken to displace its own mass, and what that can be wrong by in this tablet."""
    known = displacement()
    low, high = known.assumed.low, known.assumed.high
    worst = calc.base_uncertainty(powder=drug, low=low, high=high)
    words = Worded(
        "no displacement factor was given: the drug is taken to displace its own mass of base (factor 1, in g of drug "
        f"that displace 1 g of base). Were it anywhere from {decimal_text(low)} to {decimal_text(high)}, the base "
        "would change by at most {} a tablet ({} of it)",
        (mass(worst), ratio(worst / base)),
    )
    sheet.assume(
        "displacement-assumed", field="displacement_factor", value="1", message=words, source=known.assumed.source
    )
