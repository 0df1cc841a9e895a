"""A certificate counts the same from profile and options; what is weighed holds the moles that are prescribed."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import ldn_compound as ldn
from tests import strategies

LAW = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
BATCH: dict[str, Any] = {
    "strength": "4.5 mg",
    "count": 90,
    "size": "3",
    "filler": "mcc-ph102",
    "packing_stat": "135 mg",
    "made_on": "2026-11-22",
}
KEYS = {
    "assay": "assay",
    "assay_basis": "assay_basis",
    "api_water": "water",
    "solvents": "solvents",
    "powder": "powder",
}
MOLAR_MASS = {"hydrochloride": Fraction("377.86"), "base": Fraction("341.40")}


def certified(material: dict[str, Any]) -> bool:
    """Whether a profile takes it: it refuses what no powder can be, at which a plan stops."""
    if "assay" not in material:
        return False
    lost = sum(Fraction(material.get(name, "0").strip(" %")) for name in ("api_water", "solvents")) / 100
    return Fraction(material["assay"].strip(" %")) / 100 * (1 - lost) <= Fraction("1.02")


@LAW
@given(strategies.powders().filter(certified), st.sampled_from(("drug", "drug.lots.A1")))
def test_the_profile_and_the_options_weigh_the_same(material: dict[str, Any], table: str) -> None:
    lines = [f'{KEYS[name]} = "{value}"' for name, value in material.items() if name in KEYS]
    head = '[drug]\nin_use = "A1"\n' if table != "drug" else ""
    text = head + "\n".join([f"[{table}]", *lines, 'lot = "B/2"', 'expiry = "2027-01-05"'])
    others = {name: value for name, value in material.items() if name not in KEYS}
    by_profile = ldn.plan_capsules(**BATCH, **others, profile=ldn.read_profile(text))
    by_option = ldn.plan_capsules(
        **BATCH, **material, component_lots={"api": "B/2"}, component_expiries={"api": "2027-01-05"}
    )
    for name in ("api_to_weigh", "api_to_weigh_exact", "filler_to_weigh", "fill_mass"):
        assert getattr(by_profile.exact, name) == getattr(by_option.exact, name)
    for name in ("weighing_factor", "beyond_use_date", "limited_by", "powder_name", "ingredients", "procedure"):
        assert getattr(by_profile, name) == getattr(by_option, name)
    assert [item.code for item in by_profile.findings] == [item.code for item in by_option.findings]
    for made in (by_profile, by_option):
        assert ldn.from_json(ldn.to_json(made)) == made


@LAW
@given(strategies.powders())
def test_what_is_weighed_holds_the_moles_that_are_prescribed(material: dict[str, Any]) -> None:
    material.pop("cap_assay", None)
    made = ldn.plan_capsules(**BATCH, **material)
    lost = sum(Fraction(material.get(name, "0").strip(" %")) for name in ("api_water", "solvents")) / 100
    pure = Fraction(material.get("assay", "100").strip(" %")) / 100 * (1 - lost)
    weighed = made.exact.api_to_weigh_exact.value * pure / MOLAR_MASS[material.get("powder", "hydrochloride")]
    asked = Fraction("4.5") * 90 / MOLAR_MASS[material.get("prescribed_as", "hydrochloride")]
    assert weighed == asked


@LAW
@given(strategies.powders().filter(certified), st.sampled_from(({}, {"assay": "97 %", "assay_basis": "as-is"})))
def test_nothing_of_one_lot_goes_with_another(material: dict[str, Any], own: dict[str, Any]) -> None:
    lines = [f'{KEYS[name]} = "{value}"' for name, value in material.items() if name in KEYS and name != "powder"]
    text = "\n".join(["[drug]", *lines, 'lot = "A1"', 'supplier = "S"', 'expiry = "2026-12-05"'])
    made = ldn.plan_capsules(**BATCH, **own, component_lots={"api": "A2"}, profile=ldn.read_profile(text))
    bare = ldn.plan_capsules(**BATCH, **own, component_lots={"api": "A2"})
    assert made.weighing_factor == bare.weighing_factor == (1 / Fraction("0.97") if own else 1)
    assert made.drug_powder == bare.drug_powder
    assert made.beyond_use_date == bare.beyond_use_date
    assert ("assay-not-given" in [item.code for item in made.findings]) is (not own)
