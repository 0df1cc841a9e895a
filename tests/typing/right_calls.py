"""Calls that a pharmacy's program makes: type checkers find nothing in them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import ldn_compound as ldn

strength = ldn.quantity("4.5 mg")
plan = ldn.plan_capsules(
    strength=strength,
    count=90,
    size="3",
    filler="mcc-ph102",
    packing_stat="135 mg",
    fill_method="to-mass",
    avoid=["lactose"],
    component_expiries={"api": date(2027, 3, 31), "filler": "2027-03"},
    answers={"opioids": "none"},
    per_day=1,
    made_on="2026-11-22",
)
avoided = ("lactose", "gluten")
ldn.plan_tablets(
    method="moulded", strength="4.5 mg", count=100, blank_mass="60 mg", base="mannitol-silica", avoid=avoided
)
ldn.plan_tablets(
    method="compressed",
    strength=strength * 2,
    count=100,
    tablet_mass="100 mg",
    recipe={"mcc-ph102": "45 %", "lactose-monohydrate": "rest"},
)
ldn.plan_solution(volume="120 mL", dose="4.5 mg", storage="refrigerator", profile=None)
titration = ldn.plan_titration(form="capsule", doses=["1 mg", "2 mg"], every="7 d", strengths="0.5 mg,1 mg")
dose = ldn.weight_based_dose(body_weight="18.5 kg", age="9.5", sex="female", strengths=("0.5 mg", strength))
ldn.plan_trituration(drug="12 mg", minimum_weighable="120 mg", readability="1 mg")
checked = ldn.check_filler(filler="mcc-ph102", form="tablet", avoid=["lactose"])
ldn.beyond_use(made_on=date(2026, 11, 22), form="solution-aqueous", day_count="day-1")
made = ldn.as_made(plan, weighed={"api": "405 mg"}, units_made=90)
units = ldn.check_unit_weights(masses=["134 mg", "135 mg"], plan=plan, gross=True)
ldn.check_unit_weights(masses="134 mg,135 mg", theoretical="135 mg", form="capsule", net=True)
ldn.packing_statistic(masses=["135 mg"] * 5, filler="mcc-ph102", size="3", measured_on=date(2026, 11, 22))
ldn.balance_repeatability(masses=[item.mass for item in ldn.read_balance_lines("+  0.156 g")] * 10)
ldn.check_contents(contents=["100 %"] * 10)
percent = ldn.acceptance_value(mean="105.9 %", standard_deviation="5.0 %", units=10) + 1
factor = ldn.weighing_factor(assay="99.5 %", assay_basis="anhydrous", api_water="8.5 %", cap_assay=False) * 2
least = ldn.minimum_weighable(sensitivity="6 mg", permitted_error="5 %").to("g")
base = ldn.mould_base(count=15, blank_mass="1 g", drug="50 mg", displacement_factor="0.7")
ldn.displacement_factor(blank_mass="1 g", medicated_mass="1.5 g", medicated_drug="0.6 g")
ldn.filler_by_density(capsule_volume="0.37 mL", filler_density="0.536 g/mL", actives=[("300 mg", "0.838 g/mL")])
ldn.filler_by_packing(filler_packing="135 mg", actives=[("4.5 mg", "150 mg")])

# What an app has of a request, of a table, of a stored document.
asked = {
    "strength": {"value": "4.5", "unit": "mg"},
    "count": 60,
    "size": "3",
    "filler": "mcc-ph102",
    "fill_mass": "135 mg",
}
batch: ldn.CapsuleBatch = ldn.plan("capsules", asked)
drug = ldn.plan("capsule-batch", asked, today="2026-11-22").api_to_weigh.to("g")
bottle: ldn.SolutionBatch = ldn.plan("solution", {"volume": "120 mL"}, profile=None)
words = "cap", "sules"
anything: ldn.Result = ldn.plan("".join(words), asked)
document = batch.to_dict()
stored: ldn.Result = ldn.result(document)
cells: dict[str, str | int | bool | None] = batch.as_row()
ldn.plan_capsules(
    strength=batch.weighing_factor * strength,
    count=batch.count,
    size="3",
    filler="mcc-ph102",
    fill_mass={"value": "135", "unit": "mg"},
    avoid={"lactose", "gluten"},
    made_on=date(2026, 11, 22),
)
ldn.check_filler(filler="mcc-ph102", avoid=(name for name in avoided))
ldn.check_unit_weights(masses=(f"{number} mg" for number in (134, 135)), theoretical="135 mg", form="capsule", net=True)
ldn.check_contents(contents=dict.fromkeys(range(10), "100 %").values())
ldn.mould_base(count=15, blank_mass="1 g", drug="50 mg", displacement_factor=Decimal("0.7"))

names: tuple[str, str, int] = (plan.filler, checked.verdict, plan.count)
days: date | None = plan.beyond_use_date
codes: list[str] = [finding.code for finding in ldn.check(plan)]
