"""The drug as it stands on the shelf: a powder with its assay, or crushed commercial tablets."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import attrs

from ldn_compound.calc import material as calc
from ldn_compound.checks import material as checks
from ldn_compound.core.errors import InputError
from ldn_compound.core.late_texts import Worded
from ldn_compound.core.results import Finding
from ldn_compound.core.units import Amount, ratio
from ldn_compound.inputs.shared import BatchInputs
from ldn_compound.inputs.shared import Material as MaterialGroup
from ldn_compound.plans.ingredients.drug_powder import (
    BASE,
    HYDROCHLORIDE,
    POWDER_NAMES,
    DrugPowder,
    PowderInUse,
    powder_findings,
    resolve_powder,
)
from ldn_compound.plans.worksheet import Worksheet
from ldn_compound.reference.naltrexone import salt_factor
from ldn_compound.settings.certificate import ANHYDROUS

PRESCRIBED_NAMES = {HYDROCHLORIDE: "naltrexone hydrochloride", BASE: "naltrexone"}
"""The drug as a prescription names it, and a label."""


@attrs.frozen(kw_only=True)
class Material:
    """How drug becomes the powder that is weighed.

    Attributes:
        drug_name: the drug as prescribed, as the label names it.
        powder_name: what is on the balance: the powder as its container names it, also that in crushed tablets.
        ingredient: the same as a list of ingredients names it.
        weighing_factor: mass of drug substance for a mass 1 of the drug as prescribed (salt, assay, water).
        powder_factor: mass of powder weighed for a mass 1 of the drug as prescribed: the weighing factor, and for
            crushed tablets also tablet mass over tablet strength.
        tablet_mass: mean mass of a source tablet in mg, or None for a powder.
        in_use: the powder and where its figures come from, or None for crushed tablets.
        water: part of the powder that is water by its certificate; 0 where its assay is as is.
    """

    drug_name: str
    powder_name: str
    ingredient: str
    weighing_factor: Fraction
    powder_factor: Fraction
    tablet_mass: Fraction | None
    in_use: PowderInUse | None
    water: Fraction

    @property
    def powder(self) -> DrugPowder | None:
        """The powder's lot and figures, or None for crushed tablets."""
        return None if self.in_use is None else self.in_use.powder

    @property
    def base(self) -> bool:
        """Whether the powder is naltrexone base."""
        return self.powder is not None and self.powder.substance == BASE


def refuse_contradictions(given: MaterialGroup) -> None:
    """Refuse inputs on the material that contradict each other or say only half.

    Raises:
        InputError: ``tablets-have-no-assay``, ``half-a-source-tablet``, ``product-without-tablet``,
            ``tablets-are-hydrochloride``.
    """
    tablets = given.has("source_tablet", "source_tablet_mass")
    powder = given.has("assay", "assay_basis", "api_water", "solvents")
    if len(tablets) == 1:
        missing = "source_tablet_mass" if tablets == ("source_tablet",) else "source_tablet"
        needed = "the tablet's strength and the measured mean mass of at least 20 tablets"
        hint = f"give both --source-tablet and --source-tablet-mass: {missing} is missing"
        raise InputError("half-a-source-tablet", field=missing, needed=needed, hint=hint)
    if given.source_product is not None and not tablets:
        needed = "crushed tablets: --source-tablet and --source-tablet-mass"
        hint = "a powder is no product: its lot and assay say what it is"
        given_product = given.source_product
        raise InputError(
            "product-without-tablet", field="source_product", given=given_product, needed=needed, hint=hint
        )
    if tablets and powder:
        raise InputError(
            "tablets-have-no-assay",
            field=powder[0],
            given=_shown(given.named(powder[0])),
            needed="either a powder with its assay, or crushed tablets",
            hint="a tablet states its drug content: assay and water do not apply to it",
        )
    if tablets and given.powder == BASE:
        raise InputError(
            "tablets-are-hydrochloride",
            field="powder",
            given=BASE,
            needed="either the base as a powder, or crushed tablets",
            hint="the commercial tablets hold naltrexone hydrochloride",
        )


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else str(value.text())


def material_findings(given: MaterialGroup, found: Material) -> Iterator[Finding]:
    """Yield the findings on the drug as it stands on the shelf."""
    if found.in_use is not None:
        yield from powder_findings(found.in_use)
    elif given.source_tablet is not None and found.tablet_mass is not None:
        yield from checks.tablet_findings(strength=given.source_tablet.value, tablet_mass=found.tablet_mass)


def resolve_material(sheet: Worksheet[BatchInputs]) -> Material:
    """Resolve the material of a plan, and write its working down, item by item."""
    given = sheet.given
    refuse_contradictions(given)
    prescribed: str = sheet.setting("policies.prescribed_as")
    tablet, tablet_mass = given.source_tablet, given.source_tablet_mass
    in_use = resolve_powder(sheet) if tablet is None else None
    weighed = HYDROCHLORIDE if in_use is None else in_use.powder.substance
    salt = Fraction(1)
    if prescribed != weighed:
        salt = salt_factor(prescribed=prescribed, powder=weighed).value.value
        text = f"{weighed} weighed for {prescribed} prescribed: molar mass ratio"
        sheet.note("salt factor", text, draft_number(salt))
    names = (PRESCRIBED_NAMES[prescribed], POWDER_NAMES[weighed], PRESCRIBED_NAMES[weighed])
    if in_use is not None:
        return _powder(sheet, in_use, names, salt)
    assert tablet is not None and tablet_mass is not None  # both or neither, as was checked
    return _tablets(sheet, tablet, tablet_mass, names, salt)


def _powder(sheet: Worksheet, in_use: PowderInUse, names: tuple[str, str, str], salt: Fraction) -> Material:
    one, nothing = Fraction(1), Fraction(0)
    figures = in_use.powder.certificate
    anhydrous = figures.assay_basis == ANHYDROUS
    stated = one if figures.assay is None else figures.assay.value
    water = nothing if figures.water is None else figures.water.value
    own_water = water
    solvents = nothing if figures.solvents is None else figures.solvents.value
    if figures.assay is None:
        sheet.assume(
            "assay-assumed",
            field="assay",
            value="100 % as is",
            message="no assay was given: the powder is taken as pure drug, so water in it would underdose",
        )
    if anhydrous and figures.solvents is None:
        sheet.assume(
            "solvents-assumed",
            field="solvents",
            value="0 %",
            message="the monograph's basis is anhydrous and solvent-free: residual solvents are taken as none",
            source="USP monograph, naltrexone hydrochloride: assay on the anhydrous, solvent-free basis",
        )
    assay = stated
    if figures.assay is not None and stated > 1 and sheet.setting("policies.cap_assay"):
        sheet.note("assay counted", f"{figures.assay.text()}, at most 100 % (the policy cap_assay)", "100 %")
        assay = one
    if figures.assay is not None and _need_not_be_corrected(sheet, assay=assay, water=water, solvents=solvents):
        assay, water, solvents = one, nothing, nothing
    factor = sheet.work("weighing factor", calc.weighing_factor, salt=salt, assay=assay, water=water, solvents=solvents)
    drug_name, powder_name, ingredient = names
    return Material(
        drug_name=drug_name,
        powder_name=powder_name,
        ingredient=ingredient,
        weighing_factor=factor,
        powder_factor=factor,
        tablet_mass=None,
        in_use=in_use,
        water=own_water,
    )


def _need_not_be_corrected(sheet: Worksheet, *, assay: Fraction, water: Fraction, solvents: Fraction) -> bool:
    """Tell whether the powder falls short of 100 % by no more than the policy leaves uncorrected."""
    threshold: Amount = sheet.setting("policies.correction_threshold")
    if threshold.value == 0:
        return False
    short = sheet.work("deficit of the drug powder", calc.deficit, assay=assay, water=water, solvents=solvents)
    # A powder of more than 100 % has no deficit: whether it is corrected downwards is the policy cap_assay.
    if not 0 <= short <= threshold.value:
        return False
    words = "{} is not above {}: left uncorrected (the policy correction_threshold)"
    sheet.note("weighing correction", Worded(words, (ratio(short), threshold)), "none: the powder counts as 100 %")
    return True


def _tablets(
    sheet: Worksheet, tablet: Amount, mean_mass: Amount, names: tuple[str, str, str], salt: Fraction
) -> Material:
    strength, tablet_mass = tablet.value, mean_mass.value
    if tablet_mass < strength:
        raise InputError(
            "tablet-lighter-than-its-drug",
            field="source_tablet_mass",
            given=mean_mass.text(),
            needed=f"at least the drug in it, {tablet.text()}",
            hint="are the two numbers exchanged?",
        )
    per_drug = sheet.work(
        "crushed tablet for a mass of drug", calc.tablet_factor, tablet_mass=tablet_mass, tablet_strength=strength
    )
    sheet.assume(
        "source-tablet-as-labelled",
        field="source_tablet",
        value=tablet.text(),
        message="each tablet is taken to hold its labelled strength of naltrexone hydrochloride; "
        "the mean mass is of at least 20 tablets",
        source="ReVia (naltrexone hydrochloride) label",
    )
    drug_name, powder_name, ingredient = names
    return Material(
        drug_name=drug_name,
        powder_name=powder_name,
        ingredient=ingredient,
        weighing_factor=salt,
        powder_factor=salt * per_drug,
        tablet_mass=tablet_mass,
        in_use=None,
        water=Fraction(0),
    )


def draft_number(value: Fraction) -> str:
    """Return an exact factor as the working writes it."""
    from ldn_compound.core.numbers import decimal_text

    return decimal_text(value)
