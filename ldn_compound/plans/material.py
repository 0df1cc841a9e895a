"""The drug as it stands on the shelf: a powder with its assay, or crushed commercial tablets."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import attrs

from ldn_compound.calc import material as calc
from ldn_compound.checks import material as checks
from ldn_compound.errors import InputError
from ldn_compound.plans.draft import Draft
from ldn_compound.reference.naltrexone import salt_factor
from ldn_compound.results import Worded
from ldn_compound.units import Amount, ratio

HYDROCHLORIDE, BASE = "naltrexone hydrochloride", "naltrexone"


@attrs.frozen(kw_only=True)
class Material:
    """How drug becomes the powder that is weighed.

    Attributes:
        drug_name: the drug as prescribed, as the label names it.
        weighing_factor: mass of drug substance for a mass 1 of the drug as prescribed (salt, assay, water).
        powder_factor: mass of powder weighed for a mass 1 of the drug as prescribed: the weighing factor, and for
            crushed tablets also tablet mass over tablet strength.
        tablet_mass: mean mass of a source tablet in mg, or None for a powder.
    """

    drug_name: str
    weighing_factor: Fraction
    powder_factor: Fraction
    tablet_mass: Fraction | None


def refuse_contradictions(given: dict[str, Any]) -> None:
    """Refuse inputs on the material that contradict each other or say only half.

    Raises:
        InputError: ``tablets-have-no-assay``, ``half-a-source-tablet``, ``assay-without-basis``,
            ``basis-without-assay``, ``product-without-tablet``, ``water-without-anhydrous-basis``,
            ``anhydrous-without-water``, ``nothing-left``.
    """
    tablets = [name for name in ("source_tablet", "source_tablet_mass") if name in given]
    powder = [name for name in ("assay", "assay_basis", "api_water", "solvents") if name in given]
    if len(tablets) == 1:
        missing = "source_tablet_mass" if tablets == ["source_tablet"] else "source_tablet"
        needed = "the tablet's strength and the measured mean mass of at least 20 tablets"
        hint = f"give both --source-tablet and --source-tablet-mass: {missing} is missing"
        raise InputError("half-a-source-tablet", field=missing, needed=needed, hint=hint)
    if "source_product" in given and not tablets:
        needed = "crushed tablets: --source-tablet and --source-tablet-mass"
        hint = "a powder is no product: its lot and assay say what it is"
        given_product = given["source_product"]
        raise InputError(
            "product-without-tablet", field="source_product", given=given_product, needed=needed, hint=hint
        )
    if tablets and powder:
        raise InputError(
            "tablets-have-no-assay",
            field=powder[0],
            given=_shown(given[powder[0]]),
            needed="either a powder with its assay, or crushed tablets",
            hint="a tablet states its drug content: assay and water do not apply to it",
        )
    if "assay" in given and "assay_basis" not in given:
        needed = "what the assay refers to: anhydrous or as-is"
        hint = "the certificate says so: 'on the anhydrous basis' or 'as is'"
        raise InputError(
            "assay-without-basis", field="assay_basis", given=_shown(given["assay"]), needed=needed, hint=hint
        )
    anhydrous = given.get("assay_basis") == "anhydrous"
    for name in ("api_water", "solvents"):
        if name in given and not anhydrous:
            raise InputError(
                "water-without-anhydrous-basis",
                field=name,
                given=_shown(given[name]),
                needed="an assay on the anhydrous basis",
                hint="an assay as is counts water and solvents already; to count them twice would overdose",
            )
    if anhydrous and "api_water" not in given:
        needed = "the water of the powder, such as 8.5%"
        hint = "an assay on the anhydrous basis does not say how much of the powder is water"
        raise InputError("anhydrous-without-water", field="api_water", needed=needed, hint=hint)
    if "assay_basis" in given and "assay" not in given:
        needed = "the assay, such as 99.5%"
        raise InputError("basis-without-assay", field="assay", given=given["assay_basis"], needed=needed)
    if anhydrous:
        lost = given["api_water"].value + (given["solvents"].value if "solvents" in given else 0)
        if lost >= 1:
            needed = "water and solvents of less than 100 % together"
            raise InputError("nothing-left", field="api_water", given=_shown(given["api_water"]), needed=needed)


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else str(value.text())


def resolve_material(draft: Draft) -> Material:
    """Resolve the material of a plan, write its working down, item by item, and check it."""
    given = draft.given
    refuse_contradictions(given)
    prescribed_as = draft.setting("policies.prescribed_as")
    salt = Fraction(1)
    if prescribed_as == "base":
        fact = salt_factor()
        salt = fact.value.value
        text = "hydrochloride weighed for base prescribed: molar mass ratio"
        draft.note("salt factor", text, draft_number(salt))
    name = BASE if prescribed_as == "base" else HYDROCHLORIDE
    if "source_tablet" in given:
        return _tablets(draft, name, salt)
    return _powder(draft, name, salt)


def _powder(draft: Draft, name: str, salt: Fraction) -> Material:
    given = draft.given
    one, nothing = Fraction(1), Fraction(0)
    anhydrous = given.get("assay_basis") == "anhydrous"
    stated = given["assay"].value if "assay" in given else one
    water = given["api_water"].value if "api_water" in given else nothing
    solvents = given["solvents"].value if "solvents" in given else nothing
    if "assay" not in given:
        draft.assume(
            "assay-assumed",
            field="assay",
            value="100 % as is",
            message="no assay was given: the powder is taken as pure drug, so water in it would underdose",
        )
    if anhydrous and "solvents" not in given:
        draft.assume(
            "solvents-assumed",
            field="solvents",
            value="0 %",
            message="the monograph's basis is anhydrous and solvent-free: residual solvents are taken as none",
            source="USP monograph, naltrexone hydrochloride: assay on the anhydrous, solvent-free basis",
        )
    assay = stated
    if stated > 1 and draft.setting("policies.cap_assay"):
        draft.note("assay counted", f"{given['assay'].text()}, at most 100 % (the policy cap_assay)", "100 %")
        assay = one
    draft.findings += checks.powder_findings(assay=stated, water=water, solvents=solvents, anhydrous=anhydrous)
    if "assay" in given and _need_not_be_corrected(draft, assay=assay, water=water, solvents=solvents):
        assay, water, solvents = one, nothing, nothing
    factor = draft.work("weighing factor", calc.weighing_factor, salt=salt, assay=assay, water=water, solvents=solvents)
    return Material(drug_name=name, weighing_factor=factor, powder_factor=factor, tablet_mass=None)


def _need_not_be_corrected(draft: Draft, *, assay: Fraction, water: Fraction, solvents: Fraction) -> bool:
    """Tell whether the powder falls short of 100 % by no more than the policy leaves uncorrected."""
    threshold: Amount = draft.setting("policies.correction_threshold")
    if threshold.value == 0:
        return False
    short = draft.work("deficit of the drug powder", calc.deficit, assay=assay, water=water, solvents=solvents)
    # A powder of more than 100 % has no deficit: whether it is corrected downwards is the policy cap_assay.
    if not 0 <= short <= threshold.value:
        return False
    words = "{} is not above {}: left uncorrected (the policy correction_threshold)"
    draft.note("weighing correction", Worded(words, (ratio(short), threshold)), "none: the powder counts as 100 %")
    return True


def _tablets(draft: Draft, name: str, salt: Fraction) -> Material:
    strength, tablet_mass = draft.given["source_tablet"].value, draft.given["source_tablet_mass"].value
    if tablet_mass < strength:
        raise InputError(
            "tablet-lighter-than-its-drug",
            field="source_tablet_mass",
            given=draft.given["source_tablet_mass"].text(),
            needed=f"at least the drug in it, {draft.given['source_tablet'].text()}",
            hint="are the two numbers exchanged?",
        )
    draft.findings += checks.tablet_findings(strength=strength, tablet_mass=tablet_mass)
    per_drug = draft.work(
        "crushed tablet for a mass of drug", calc.tablet_factor, tablet_mass=tablet_mass, tablet_strength=strength
    )
    draft.assume(
        "source-tablet-as-labelled",
        field="source_tablet",
        value=draft.given["source_tablet"].text(),
        message="each tablet is taken to hold its labelled strength of naltrexone hydrochloride; "
        "the mean mass is of at least 20 tablets",
        source="ReVia (naltrexone hydrochloride) label",
    )
    return Material(drug_name=name, weighing_factor=salt, powder_factor=salt * per_drug, tablet_mass=tablet_mass)


def draft_number(value: Fraction) -> str:
    """Return an exact factor as the working writes it."""
    from ldn_compound.numbers import decimal_text

    return decimal_text(value)
