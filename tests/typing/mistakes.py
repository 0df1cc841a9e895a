"""Mistakes of a pharmacy's program: a type checker finds each, on the line that says so, before a batch is made."""

from __future__ import annotations

import ldn_compound as ldn

good = ldn.plan_capsules(strength="4.5 mg", count=90, size="3", filler="mcc-ph102", packing_stat="135 mg")

ldn.plan_capsules(strength=4.5, count=90, size="3", filler="mcc-ph102")  # wrong: a float
ldn.plan_capsules(strength="4.5 mg", count="abc", size="3", filler="mcc-ph102")  # wrong: a text for a count
ldn.plan_capsules(strength="4.5 mg", count=9.5, size="3", filler="mcc-ph102")  # wrong: half a capsule
ldn.plan_capsules(strength="4.5 mg", count=90, size=3, filler="mcc-ph102")  # wrong: the size is a text
ldn.plan_capsules(strength="4.5 mg", size="3", filler="mcc-ph102")  # wrong: no count
ldn.plan_capsules(strenth="4.5 mg", count=90, size="3", filler="mcc-ph102")  # wrong: a misspelt input
ldn.plan_capsules("4.5 mg", 90, "3", "mcc-ph102")  # wrong: without names
ldn.plan_capsules(strength="4.5 mg", count=90, size="3", filler="mcc-ph102", avoid="lactose")  # wrong: no list
ldn.plan_capsules(strength="4.5 mg", count=90, size="3", filler="mcc-ph102", shell="paper")  # wrong: no such shell
ldn.plan_capsules(strength="4.5 mg", count=90, size="3", filler="mcc-ph102", made_on=20261122)  # wrong: no date
ldn.plan_capsules(strength="4.5 mg", count=90, size="3", filler="mcc-ph102", answers=["none"])  # wrong: no mapping
ldn.plan_capsules(strength="4.5 mg", count=90, size="3", filler="mcc-ph102", profile="us")  # wrong: no profile
ldn.plan_capsules(strength="4.5 mg", count=90, size="3", filler="mcc-ph102", assay_basis="dry")  # wrong: no basis
ldn.plan_capsule(strength="4.5 mg", count=90, size="3", filler="mcc-ph102")  # wrong: a misspelt function
ldn.plan_tablets(method="pressed", strength="4.5 mg", count=90)  # wrong: no such method
ldn.plan_titration(form="pill", start="0.5 mg", step="0.5 mg", every="14 d", to="4.5 mg")  # wrong: no such form
ldn.plan_titration(form="solution", doses=[1, 2], every="7 d")  # wrong: masses without a unit
ldn.plan_solution(volume=120)  # wrong: a volume without a unit
ldn.weight_based_dose(weight="18.5 kg")  # wrong: it is body_weight
ldn.weight_based_dose(body_weight="18.5 kg", age=9.5)  # wrong: a float
ldn.check_filler(filler="mcc-ph102", form="pill")  # wrong: no such form
ldn.check_filler(filler="mcc-ph102", avoid="lactose")  # wrong: no list
ldn.beyond_use(made_on="2026-11-22")  # wrong: no form
ldn.as_made(weighed={"api": "405 mg"})  # wrong: no plan
ldn.as_made(good, weighed={"api": 405})  # wrong: a mass without a unit
ldn.check_unit_weights(masses=[135.0, 134.0], theoretical="135 mg")  # wrong: floats
ldn.acceptance_value(mean="105.9 %", standard_deviation="5.0 %", units="ten")  # wrong: a text for a count
ldn.weighing_factor(assay=0.995)  # wrong: a float
ldn.filler_by_packing(filler_packing="135 mg", actives=["4.5 mg"])  # wrong: no pair
ldn.plan("capsules", ["4.5 mg"])  # wrong: no mapping
print(ldn.plan("capsules", {"strength": "4.5 mg"}).strenth)  # wrong: a misspelt result
ldn.plan("capsules", {"strength": "4.5 mg"}, profile="us")  # wrong: no profile
ldn.plan({"strength": "4.5 mg"})  # wrong: no kind
ldn.result("{}")  # wrong: a text; from_json reads it
good.as_row()["count"] + 1  # wrong: a cell may be a text
ldn.check_filler(filler="mcc-ph102", avoid={"lactose": True})  # wrong: a mapping; its keys() would do
print(good.strenth)  # wrong: a misspelt result
print(good.count + "90")  # wrong: a count is a number
errors = (ldn.StopErorr,)  # wrong: a misspelt error
