"""A plan of every kind that is dispensed, and prescriptions written by hand."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable
from typing import Any

import ldn_compound as ldn

UCUM = "http://unitsofmeasure.org"


def capsules(**more: Any) -> Any:
    """90 capsules of 4.5 mg in 135 mg of filler, one a day: drug 405 mg, and 130.5 mg of filler in each."""
    given = {"strength": "4.5 mg", "count": 90, "size": "3", "filler": "mcc-ph102", "packing_stat": "135 mg"}
    taken = {"measured": True, "units_per_dose": 1, "doses_per_day": 1, "made_on": "2026-11-22"}
    return ldn.plan_capsules(**{**given, **taken, **more})


def solution(**more: Any) -> Any:
    """60 mL of 1 mg/mL, 0.5 mg once a day."""
    given = {"volume": "60 mL", "concentration": "1 mg/mL", "dose": "0.5 mg", "doses_per_day": 1}
    return ldn.plan_solution(**{**given, "made_on": "2026-11-22", **more})


def titration(**more: Any) -> Any:
    """1.5 mg, 3 mg, 4.5 mg, two weeks each."""
    given = {"start": "1.5mg", "step": "1.5mg", "every": "14d", "to": "4.5mg", "form": "capsule"}
    return ldn.plan_titration(**{**given, "strengths": "1.5mg,4.5mg", **more})


PLANS: dict[str, Callable[[], Any]] = {
    "capsules": capsules,
    "capsules by trituration": lambda: capsules(
        strength="0.1 mg", count=30, accept=["strength-very-low", "daily-dose-very-low"], accepted_by="A. Chemist"
    ),
    "capsules of crushed tablets": lambda: capsules(
        strength="0.5 mg", filler="lactose-monohydrate", source_tablet="50mg", source_tablet_mass="160mg"
    ),
    "capsules from a stock": lambda: capsules(stock="1:10", stock_diluent="lactose-monohydrate"),
    "capsules of the base": lambda: capsules(prescribed_as="base"),
    "moulded tablets": lambda: ldn.plan_tablets(
        method="moulded",
        strength="1.5 mg",
        count=60,
        blank_mass="60mg",
        displacement_factor="0.7",
        base="triturate-lactose-sucrose",
        made_on="2026-11-22",
        units_per_dose=1,
        doses_per_day=1,
    ),
    "compressed tablets": lambda: ldn.plan_tablets(
        method="compressed", strength="1.5 mg", count=60, tablet_mass="100mg", recipe="mcc-mannitol"
    ),
    "solution": solution,
    "aqueous solution": lambda: solution(vehicle="fawcett", preservative="benzoate"),
    "sublingual solution": lambda: solution(route="sublingual"),
    "suspension": lambda: solution(
        vehicle="fawcett", preservative="benzoate", source_tablet="50mg", source_tablet_mass="160mg"
    ),
    "titration of capsules": titration,
    "titration by dates": lambda: titration(begin="2026-12-01"),
    "titration of a solution": lambda: ldn.plan_titration(
        start="0.5mg", step="0.5mg", every="7d", to="2mg", form="solution"
    ),
    "titration with a pause": lambda: titration(restart_at="1.5mg", pause="14d"),
}


def quantity(value: str, code: str) -> dict[str, Any]:
    """Return a Quantity as another program writes it; its value goes through :func:`as_json` digit by digit."""
    return {"value": f"#{value}#", "unit": code.strip("{}"), "system": UCUM, "code": code}


def as_json(document: dict[str, Any]) -> str:
    """Return JSON in which each number has the digits that it was given with."""
    return re.sub(r'"#([-0-9.e]+)#"', r"\1", json.dumps(document))


_REQUEST: dict[str, Any] = {
    "resourceType": "MedicationRequest",
    "id": "r1",
    "status": "active",
    "intent": "order",
    "contained": [
        {
            "resourceType": "Medication",
            "id": "m",
            "code": {"text": "Low dose naltrexone"},
            "form": {"coding": [{"system": "http://snomed.info/sct", "code": "385049006", "display": "Capsule"}]},
            "ingredient": [
                {
                    "itemCodeableConcept": {
                        "coding": [{"system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": "7243"}]
                    },
                    "strength": {"numerator": quantity("4.50", "mg"), "denominator": quantity("1", "{capsule}")},
                }
            ],
        }
    ],
    "medicationReference": {"reference": "#m"},
    "subject": {"display": "Jane Doe"},
    "requester": {"display": "Dr. A. Example"},
    "identifier": [{"value": "100234"}],
    "dosageInstruction": [
        {
            "timing": {"repeat": {"frequency": 1, "period": 1, "periodUnit": "d", "when": ["HS"]}},
            "route": {"coding": [{"system": "http://snomed.info/sct", "code": "26643006", "display": "Oral route"}]},
            "doseAndRate": [{"doseQuantity": quantity("1", "{capsule}")}],
        }
    ],
    "dispenseRequest": {
        "quantity": quantity("90", "{capsule}"),
        "expectedSupplyDuration": quantity("90", "d"),
        "numberOfRepeatsAllowed": 2,
    },
}


def request() -> dict[str, Any]:
    """Return a prescription of 90 capsules of 4.50 mg, one at bedtime; all of it is understood."""
    return copy.deepcopy(_REQUEST)


def short(text: str, dose: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """Return a prescription that names the medicine in words, R4."""
    instruction = {"doseAndRate": [{"doseQuantity": dose or quantity("1", "{capsule}")}], **more}
    return {
        "resourceType": "MedicationRequest",
        "status": "active",
        "intent": "order",
        "medicationCodeableConcept": {"text": text},
        "dosageInstruction": [instruction],
    }
