"""Stores one plan of each kind as this version writes it: ``python tools/stored_plans.py``, run when it is released.

Every later version reads these documents in its tests: a plan is the same plan when its words have changed.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import ldn_compound as ldn

TARGET = Path(__file__).resolve().parents[1] / "tests" / "golden" / "stored"
_POWDER = {"assay": "99.5 %", "assay_basis": "anhydrous", "api_water": "8.5 %"}
_CAPSULES = {"size": "3", "filler": "mcc-ph102", "packing_stat": "135 mg", "measured": True, "made_on": "2026-11-22"}


def _capsules(**more: Any) -> Any:
    return ldn.plan_capsules(**{"strength": "4.5 mg", "count": 90, **_CAPSULES, **more})


def plans() -> dict[str, Any]:
    """Return the plans by name: each kind, and each way in which a plan can carry parts of its own."""
    german = ldn.read_profile('[policies]\njurisdiction = "de"\n', name="pharmacy.toml")
    plain = _capsules(**_POWDER, wastage="5 %", doses_per_day=1, component_expiries={"filler": "2027-03-22"})
    return {
        "capsules": plain,
        "capsules-accepted": _capsules(
            strength="12 mg", doses_per_day=1, accept=["strength-high", "daily-dose-high"],
            accepted_by="A. Pharmacist",
        ),
        "capsules-of-crushed-tablets": _capsules(source_tablet="50 mg", source_tablet_mass="160 mg", count=30),
        "capsules-with-trituration": _capsules(strength="0.5 mg", count=20, minimum_weighable="120 mg", **_POWDER),
        "capsules-german": _capsules(strength="1.5 mg", profile=german, avoid=["gluten"], component_lots={"api": "A1"}),
        "tablets-moulded": ldn.plan_tablets(
            method="moulded", strength="1.5 mg", count=60, blank_mass="100 mg", base="triturate-lactose-sucrose",
            made_on="2026-11-22", doses_per_day=1,
        ),
        "tablets-compressed": ldn.plan_tablets(
            method="compressed", strength="4.5 mg", count=100, tablet_mass="150 mg", recipe="mcc-mannitol",
            made_on="2026-11-22",
        ),
        "solution": ldn.plan_solution(volume="120 mL", dose="4.5 mg", doses_per_day=1, made_on="2026-11-22"),
        "solution-aqueous": ldn.plan_solution(
            volume="100 mL", concentration="1 mg/mL", vehicle="fawcett", dose="3 mg", doses_per_day=1,
            made_on="2026-11-22",
        ),
        "solution-with-stock": ldn.plan_solution(volume="15 mL", made_on="2026-11-22", sensitivity="6 mg"),
        "dose": ldn.weight_based_dose(body_weight="18.5 kg", age="6", sex="female"),
        "titration": ldn.plan_titration(
            form="solution", start="0.5 mg", step="0.5 mg", every="14 d", to="4.5 mg", begin="2026-12-01"
        ),
        "titration-capsules": ldn.plan_titration(
            form="capsule", start="1.5 mg", step="1.5 mg", every="14 d", to="4.5 mg", strengths=["1.5 mg", "4.5 mg"]
        ),
        "trituration": ldn.plan_trituration(drug="12 mg", minimum_weighable="120 mg", readability="1 mg"),
        "beyond-use": ldn.beyond_use(made_on="2026-11-22", form="capsule", component_expiries={"filler": "2027-03"}),
        "filler-check": ldn.check_filler(filler="lactose-monohydrate", form="capsule", avoid=["lactose"]),
        "as-made": ldn.as_made(plain, weighed={"api": "467 mg", "filler": "12.1 g"}, units_made=90, residue="1 mg"),
        "unit-weights": ldn.check_unit_weights(
            masses=[f"{mass} mg" for mass in (134, 135, 136, 133, 137, 135, 134, 136, 135, 135)],
            theoretical="135 mg", standard="brazil-fn", form="capsule",
        ),
        "packing": ldn.packing_statistic(
            filler="mcc-ph102", size="3", masses=["134 mg", "135 mg", "136 mg", "135 mg", "134.5 mg"]
        ),
    }  # fmt: skip


if __name__ == "__main__":
    folder = TARGET / ldn.__version__
    folder.mkdir(parents=True)
    for name, plan in plans().items():
        document = json.loads(ldn.to_json(plan))
        (folder / f"{name}.json").write_text(json.dumps(document, indent=1) + "\n", encoding="ascii")
