"""What the results of all batches hold of the drug, the prescription and the dates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any, TypedDict

from ldn_compound.core.late_texts import Prose
from ldn_compound.core.results import Assumption, Finding, Steps
from ldn_compound.core.units import Amount, mass
from ldn_compound.inputs.shared import BatchInputs
from ldn_compound.plans.batch.drug import BatchDrug
from ldn_compound.plans.batch.result import ContentOfLabel
from ldn_compound.plans.ingredients.drug_powder import DrugPowder
from ldn_compound.plans.prescription.dosing_and_dates import Order, accepted
from ldn_compound.plans.weighing.result import TriturationPart
from ldn_compound.plans.weighing.weigh_drug import bound_of, error_of
from ldn_compound.plans.worksheet import Worksheet


class DrugFields(TypedDict):
    """The fields of :class:`ldn_compound.plans.batch.result.Batch` that follow from the weighing of its drug."""

    inputs: Mapping[str, Any]
    assumptions: tuple[Assumption, ...]
    steps: Steps
    findings: tuple[Finding, ...]
    drug_name: Prose
    powder_name: Prose
    drug_powder: DrugPowder | None
    api_theoretical: Amount
    api_to_weigh: Amount
    api_to_weigh_exact: Amount
    api_weighing_error: Amount | None
    weighing_factor: Fraction
    trituration: TriturationPart | None
    error_bound: Amount
    content_of_label: ContentOfLabel
    readability: Amount
    tablets_to_crush: int | None
    made_on: date | None
    jurisdiction: str


class OrderFields(TypedDict):
    """The fields of a batch of units that follow from the prescription."""

    daily_dose: Amount | None
    units_per_dose: int | None
    doses_per_day: int | None
    days_supply: Amount | None
    beyond_use_date: date | None
    beyond_use_rule: Prose
    limited_by: str | None
    storage: Prose


def drug_fields(sheet: Worksheet[BatchInputs], found: BatchDrug, findings: Iterable[Finding]) -> DrugFields:
    """Return what a result holds of its drug, what the worksheet tells, and the findings with who accepted which."""
    drug, part = found.needed.drug, found.how.trituration
    return {
        "inputs": sheet.inputs,
        "assumptions": sheet.assumptions,
        "steps": sheet.steps,
        "findings": accepted(sheet.given, findings),
        "drug_name": drug.drug_name,
        "powder_name": drug.powder_name,
        "drug_powder": drug.powder,
        "api_theoretical": mass(found.needed.theoretical),
        "api_to_weigh": mass(found.on_balance),
        "api_to_weigh_exact": mass(found.needed.powder),
        "api_weighing_error": error_of(found.on_balance, found.scales) if part is None else None,
        "weighing_factor": drug.weighing_factor,
        "trituration": part,
        "error_bound": bound_of(found.how),
        "content_of_label": found.content,
        "readability": mass(found.scales.readability),
        "tablets_to_crush": found.crushed,
        "made_on": sheet.given.made_on,
        "jurisdiction": sheet.resolver.jurisdiction,
    }


def order_fields(order: Order) -> OrderFields:
    """Return what the result of a batch of units holds of the prescription and the dates."""
    rule, last = order.rule.rule, order.last
    return {
        "daily_dose": order.daily_dose,
        "units_per_dose": order.units_per_dose,
        "doses_per_day": order.doses_per_day,
        "days_supply": order.days_supply,
        "beyond_use_date": None if last is None else last.day,
        "beyond_use_rule": rule.name,
        "limited_by": None if last is None else last.limited_by,
        "storage": rule.storage,
    }
