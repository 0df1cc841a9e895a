"""The Medication resource of a plan: what the preparation is, and all that is in it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from ldn_compound.core.results import Result
from ldn_compound.core.units import Amount, mass
from ldn_compound.fhir.parts import (
    Json,
    Version,
    concept,
    day,
    given,
    milligrams,
    millilitres,
    quantity,
    ratio,
    snomed,
    units_of,
)
from ldn_compound.labelling.facts import Facts
from ldn_compound.labelling.wording import get_wording
from ldn_compound.plans.capsules.result import CapsuleBatch
from ldn_compound.plans.solution.batch import SolutionBatch
from ldn_compound.plans.tablets.batch import TabletBatch
from ldn_compound.plans.worksheet import SETTINGS
from ldn_compound.reference.fhir import FORMS, drug_codes, get_form_code
from ldn_compound.reference.forms import get_form

_DRUG = "naltrexone"
_PRESCRIBED_AS = "policies.prescribed_as"


class Preparation(NamedTuple):
    """What a Medication says.

    Attributes:
        facts: of the plan.
        strength: of one unit or one mL.
        amount: units or volume in the container, or None.
        drug: in words; means: the form that its mg are of, or None.
        others: all else that is in it: name, and how much in one unit or in a volume, or None.
        lot, expiry: of the container, or None.
    """

    facts: Facts
    strength: Amount
    amount: int | Amount | None
    drug: str
    means: str | None
    others: tuple[tuple[str, Json | None], ...]
    lot: str | None
    expiry: date | None

    @property
    def name(self) -> str:
        """The drug, its strength and the form, as they are said.

        In English: codes go out with English names too.
        """
        one = get_wording().form(self.facts.form, self.facts.route)[0]
        return f"{self.drug} {self.strength.text()} {one}"


def prepared(
    plan: Result, facts: Facts, *, strength: Amount, amount: int | Amount | None, lot: str | None, expiry: date | None
) -> Preparation:
    """Return what the Medication of a plan says.

    Parameters:
        plan: the plan; facts: what a label states of it.
        strength: of this preparation; amount: of this container, or None.
        lot, expiry: of this container, or None.
    """
    settings: Mapping[str, Any] = plan.inputs[SETTINGS]
    setting = settings.get(_PRESCRIBED_AS) or {}
    amounts = _amounts(plan)
    # The drug stands first among the ingredients.
    others = tuple((name, amounts.get(name)) for name in facts.ingredients[1:])
    return Preparation(facts, strength, amount, facts.drug or _DRUG, setting.get("value"), others, lot, expiry)


def _amounts(plan: Result) -> dict[str, Json]:
    """Return how much of each ingredient beside the drug is in one unit, or in the volume that is made."""
    if isinstance(plan, CapsuleBatch):
        of = plan.exact
        per_unit = of.fill_mass.value / of.blend_total.value
        brought = of.stock_diluent_total
        thinned = Fraction(0) if brought is None else brought.value
        masses = {plan.filler_name: (of.filler_total.value - thinned) * per_unit}
        if plan.stock_diluent_name is not None:
            masses[plan.stock_diluent_name] = thinned * per_unit
        one = units_of(1, plan.form)
        return {name: ratio(milligrams(mass(value)), one) for name, value in masses.items() if value > 0}
    if isinstance(plan, TabletBatch):
        one = units_of(1, plan.form)
        return {item.name: ratio(milligrams(item.exact.per_unit), one) for item in plan.excipients}
    if isinstance(plan, SolutionBatch):
        made = millilitres(plan.exact.volume_made)
        return {item.name: ratio(milligrams(item.exact.mass), made) for item in plan.components}
    return {}


def medication(of: Preparation, version: Version) -> Json:
    """Return a Medication resource.

    Parameters:
        of: the preparation.
        version: R4 and R5 name its elements otherwise.
    """
    form = of.facts.form
    words = get_wording().form(form, of.facts.route)[0]
    coded = form in FORMS and of.facts.route == "oral"
    batch = given(lotNumber=of.lot, expirationDate=None if of.expiry is None else day(of.expiry))
    product = [(row.system, row.code, row.display) for row in drug_codes() if row.product]
    resource = {
        "resourceType": "Medication",
        "code": concept(of.name, product),
        "status": "active",
        "form" if version is Version.R4 else "doseForm": concept(words, [snomed(get_form_code(form))] if coded else ()),
        **_contained(of, version),
        "ingredient": [_drug(of, version), *(_ingredient(name, amount, version) for name, amount in of.others)],
    }
    return resource | given(batch=batch)


def _contained(of: Preparation, version: Version) -> Json:
    if of.amount is None:
        return {}
    amount = container_quantity(of.amount, of.facts.form)
    if version is Version.R5:
        return {"totalVolume": amount}
    return {"amount": ratio(amount, quantity(1, "1", "container"))}


def container_quantity(amount: int | Amount, form: str) -> Json:
    """Return what is in a container as a Quantity: units of the form, or mL."""
    return millilitres(amount) if isinstance(amount, Amount) else units_of(amount, form)


def _drug(of: Preparation, version: Version) -> Json:
    codes = [row for row in drug_codes() if (row.means == of.means if of.means else row.product)]
    item = concept(of.drug, [(row.system, row.code, row.display) for row in codes])
    one = units_of(1, of.facts.form) if get_form(of.facts.form).counted else quantity(1, "mL")
    strength = ratio(quantity(of.strength.value, "mg"), one)
    return _named(item, version) | {"isActive": True} | _strength(strength, version)


def _ingredient(name: str, amount: Json | None, version: Version) -> Json:
    found = _named(concept(name), version) | {"isActive": False}
    return found if amount is None else found | _strength(amount, version)


def _named(item: Json, version: Version) -> Json:
    return {"itemCodeableConcept": item} if version is Version.R4 else {"item": {"concept": item}}


def _strength(value: Json, version: Version) -> Json:
    return {"strength" if version is Version.R4 else "strengthRatio": value}
