"""Tablets to crush: how many, in every form, and where a capsule does not hold them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.plans.ingredients.test_drug_powder import liquid, tablet
from tests.unit.plans.prescriptions import POWDER, codes, mg, plan, the

TABLETS = {"source_tablet": "50 mg", "source_tablet_mass": "160 mg"}


@pytest.mark.parametrize(
    ("count", "readability", "weighed", "tablets"),
    [(100, "1 mg", 320, 2), (100, "30 mg", 330, 3), (101, "1 mg", 323, 3), (101, "10 mg", 320, 2)],
)
def test_tablets_are_counted_from_what_is_weighed(count: int, readability: str, weighed: int, tablets: int) -> None:
    """1 mg x 100 x 3.2 = 320 mg, two tablets of 160 mg, and 330 mg on a balance of 30 mg; 323.2 mg is 320 on 10."""
    made = plan(strength="1 mg", count=count, readability=readability, minimum_weighable="30 mg", **TABLETS)
    assert mg(made, "api_to_weigh") == weighed
    assert made.tablets_to_crush == tablets


@pytest.mark.parametrize(("count", "weighed", "tablets"), [(100, 320, 2), (101, 323, 3)])
def test_in_every_form(count: int, weighed: int, tablets: int) -> None:
    """1 mg x 100 x 3.2 = 320 mg: two tablets of 160 mg; 323.2 mg shows as 323 mg: three."""
    strength = {"strength": "1 mg", "count": count, **TABLETS}
    moulded = tablet(**strength)
    fluid = liquid(volume=f"{count} mL", concentration="1 mg/mL", **TABLETS)
    for made in (plan(**strength), moulded, fluid):
        assert mg(made, "api_to_weigh") == weighed
        assert made.tablets_to_crush == tablets


def test_a_trituration_takes_more_tablets() -> None:
    """0.5 mg x 2 x 3.2 = 3.2 mg of powder; the trituration takes at least the minimum of 20 mg."""
    made = plan(strength="0.5 mg", count=100, minimum_weighable="200 mg", **TABLETS)
    taken = made.trituration.exact.drug_to_weigh.value
    assert taken >= 200
    assert made.tablets_to_crush == -(-taken // 160)


@pytest.mark.parametrize("wastage", ["0.1 %", "5 %"])
def test_all_in_says_that_a_capsule_does_not_hold_it(wastage: str) -> None:
    """5 % of wastage filled in: 135 x 1.05 = 141.75 mg into a capsule that packs 135 mg."""
    made = plan(fill_method="all-in", wastage=wastage, **POWDER)
    said = the(made, "all-in-above-capacity")
    assert (said.severity.value, said.field) == ("caution", "packing_stat")
    assert "135 mg" in said.message
    if wastage == "5 %":
        assert "141.75 mg" in said.message
        assert "5 % too much" in said.message


@pytest.mark.parametrize("given", [{"fill_method": "all-in"}, {"wastage": "5 %"}, {"fill_method": "to-mass"}])
def test_and_is_silent_where_it_does(given: dict[str, Any]) -> None:
    assert "all-in-above-capacity" not in codes(plan(**given))


@pytest.mark.parametrize("figure", [{"fill_mass": "135 mg"}, {"filler_density": "0.45 g/mL"}])
def test_whatever_the_figure(figure: dict[str, str]) -> None:
    made = plan(fill_method="all-in", wastage="2 %", **figure)
    assert the(made, "all-in-above-capacity").field == next(iter(figure))
