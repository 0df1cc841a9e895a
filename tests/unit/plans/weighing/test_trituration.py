"""The trituration planner: what it takes, what it refuses, and what it says."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest

import ldn_compound as ldn
from ldn_compound.checks.weighing import error_findings
from ldn_compound.core.units import ratio
from ldn_compound.plans.weighing.result import Limits, expected_error
from ldn_compound.plans.weighing.trituration import design

CLASS_III: dict[str, Any] = {
    "minimum_weighable": "120 mg"
}  # sensitivity requirement 6 mg, 5 %: UNC pharmlabs, measurements


def masses(stage: Any) -> Any:
    names = ("drug_to_weigh", "diluent_to_weigh", "total", "aliquot_to_weigh")
    return tuple(getattr(stage.exact, name).value for name in names)


def codes(plan: Any) -> Any:
    return [finding.code for finding in plan.findings]


def test_least_drug_within_5_percent_by_hand() -> None:
    """12 mg, +-6 mg a weighing, totals to 10 g, no deviation.

    6/A + 6/D <= 5 % and A x D <= 12 x 10000. A < 140 fails: D >= 6/(0.05 - 6/A), so A = 139 needs D >= 878.6 and a
    total of at least 139 x 879 / 12 = 10182. A = 140: D >= 840, total 140 x 840 / 12 = 9800.
    """
    plan = ldn.plan_trituration(drug="12 mg", **CLASS_III)
    assert [masses(stage) for stage in plan.stages] == [(140, 9660, 9800, 840)]
    assert plan.exact.error_bound == ratio(Fraction(5, 100))
    assert plan.exact.deviation.value == 0
    assert codes(plan) == ["below-usp-41"]


def test_the_diluent_that_the_aliquot_brings_has_its_limit() -> None:
    """Room for 400 mg of filler: the aliquot is at most 412 mg, so 6/A <= 5 % - 6/412: A >= 169.3, and by whole
    totals 170 mg in 170 x 408 / 12 = 5780 mg."""
    plan = ldn.plan_trituration(drug="12 mg", diluent_available="400 mg", **CLASS_III)
    assert masses(plan) == (170, 5610, 5780, 408)
    assert plan.exact.diluent_in_aliquot.value == 396


def test_a_drug_that_no_step_meets_is_met_within_the_tolerance() -> None:
    """15 mg / (0.995 x 0.915) has no finite decimal: the deviation is worked out, not assumed to be none."""
    drug = Fraction(15) / (Fraction("0.995") * Fraction("0.915"))
    part = design(
        drug=drug,
        limits=Limits(Fraction(120), Fraction(1), Fraction(6), Fraction(1, 100)),
        largest_total=Fraction(10_000),
    )
    a, b, total, d = masses(part)
    assert a + b == total
    off = abs(a * d / total - drug) / drug
    assert part.exact.deviation.value == off != 0
    assert off < Fraction(1, 10**6)
    assert part.exact.error_bound.value == Fraction(6) / a + Fraction(6) / d + off


def test_two_stages_where_the_total_of_one_is_too_large() -> None:
    """3 mg: one stage within 5 % needs 240 x 240 / 3 = 19.2 g."""
    plan = ldn.plan_trituration(drug="3 mg", **CLASS_III)
    first, second = plan.stages
    assert masses(second)[0] == masses(first)[3]
    assert plan.exact.drug_in_aliquot.value == 3
    said = next(finding for finding in plan.findings if finding.code == "trituration-in-two-stages")
    assert "19200 mg" in said.message
    one = ldn.plan_trituration(drug="3 mg", largest_total="20 g", **CLASS_III)
    assert len(one.stages) == 1


def test_two_stages_where_one_would_be_too_thin() -> None:
    """1 mg in an aliquot of at least 120 mg is thinner than 1 in 100, however much is made."""
    plan = ldn.plan_trituration(drug="1 mg", largest_total="60 g", **CLASS_III)
    assert len(plan.stages) == 2
    assert "1 part in 100" in next(item.message for item in plan.findings if item.code == "trituration-in-two-stages")


def test_an_error_above_10_percent_stops_until_it_is_accepted() -> None:
    """820 mg +- 41 mg and totals to 10 g: for 15 mg even two stages need three weighings of 1230 mg and 1.24e8 mg2."""
    given: dict[str, Any] = {"drug": "15 mg", "minimum_weighable": "820 mg"}
    plan = ldn.plan_trituration(**given)
    assert [finding.code for finding in plan.stops] == ["trituration-error-too-large"]
    accepted = ldn.plan_trituration(**given, accept=["trituration-error-too-large"], accepted_by="A. Pharmacist")
    assert not accepted.stops
    assert ldn.from_json(ldn.to_json(accepted)) == accepted


@pytest.mark.parametrize(
    ("bound", "expected"),
    [("0.05", []), ("0.0501", ["caution"]), ("0.1", ["caution"]), ("0.1001", ["stop"])],
)
def test_5_and_10_percent_are_within(bound: Any, expected: Any) -> None:
    assert [finding.severity.value for finding in error_findings(Fraction(bound))] == expected


def test_published_plan_is_a_caution_where_nothing_larger_is_made() -> None:
    plan = ldn.plan_trituration(drug="6 mg", largest_total="2.4 g", **CLASS_III)
    assert masses(plan) == (120, 2280, 2400, 120)
    assert "trituration-error-large" in codes(plan)


def test_readability_alone_is_a_caution_and_an_assumption() -> None:
    plan = ldn.plan_trituration(drug="12 mg")
    assert plan.exact.minimum_weighable.value == 20
    assert "limit-from-readability" in codes(plan)
    assumed = {assumption.field for assumption in plan.assumptions}
    assert {"readability", "sensitivity", "permitted_error", "tolerance", "largest_total"} <= assumed


def test_a_sensitivity_is_the_error_of_each_weighing() -> None:
    plan = ldn.plan_trituration(drug="12 mg", sensitivity="6 mg")
    assert plan.exact.minimum_weighable.value == 120
    assert plan.exact.balance_error.value == 6
    assert masses(plan) == masses(ldn.plan_trituration(drug="12 mg", **CLASS_III))


def test_a_drug_that_can_be_weighed_directly_is_a_caution() -> None:
    assert "trituration-not-needed" in codes(ldn.plan_trituration(drug="120 mg", **CLASS_III))
    assert "trituration-not-needed" not in codes(ldn.plan_trituration(drug="119 mg", **CLASS_III))


def test_from_a_stock_the_aliquot_alone_is_weighed() -> None:
    plan = ldn.plan_trituration(drug="12.34 mg", minimum_weighable="60 mg", stock="1:10")
    assert plan.drug_to_weigh is plan.diluent_to_weigh is plan.total is None
    assert plan.exact.aliquot_to_weigh.value == 123
    assert plan.exact.drug_in_aliquot.value == Fraction("12.3")
    # 3 mg of 123 mg, and 0.04 mg of 12.34 mg
    assert plan.exact.error_bound.value == Fraction(3, 123) + Fraction(4, 1234)
    assert "largest_total" not in {assumption.field for assumption in plan.assumptions}
    assert "stock-as-labelled" in {assumption.code for assumption in plan.assumptions}


@pytest.mark.parametrize(
    ("given", "field", "code", "exit_code"),
    [
        ({"stock": "10:1"}, "stock", "bad-stock", 10),
        ({"stock": "1:1"}, "stock", "bad-stock", 10),
        ({"stock": "1 in 10"}, "stock", "bad-stock", 10),
        ({"stock": "1:10001"}, "stock", "bad-stock", 10),
        ({"stock": "1:10", "largest_total": "5 g"}, "largest_total", "stock-needs-no-total", 10),
        ({"diluent": "mcc"}, "diluent", "unknown-filler", 10),
        ({"tolerance": "11 %"}, "tolerance", "out-of-range", 10),
        ({"accept": ["trituration-error-too-large"]}, "accepted_by", "acceptance-without-name", 10),
        ({"stock": "1:5"}, "stock", "no-trituration", 11),
        ({"stock": "1:11", "drug": "10.97 mg", "readability": "5 mg", "tolerance": "0.1 %"}, "stock", None, 11),
        ({"stock": "1:20", "diluent_available": "200 mg"}, "diluent_available", "no-trituration", 11),
        ({"drug": "0.01 mg"}, "drug", "no-trituration", 11),
        ({"diluent_available": "100 mg"}, "drug", "no-trituration", 11),
        ({"largest_total": "200 mg"}, "drug", "no-trituration", 11),
        ({"drug": "10 g"}, "drug", "no-trituration", 11),
    ],
)
def test_what_is_refused(given: Any, field: Any, code: Any, exit_code: Any) -> None:
    with pytest.raises(ldn.LdnError) as caught:
        ldn.plan_trituration(**{"drug": "12 mg", **CLASS_III, **given})
    error = caught.value
    assert (error.field, error.code, error.exit_code) == (field, code or "no-trituration", exit_code)
    assert error.needed
    assert error.hint


def test_steps_of_a_fine_balance_are_multiples_of_its_readability() -> None:
    """0.01 mg and 10 g are a million steps: the search takes steps of 0.5 mg and the working says so."""
    plan = ldn.plan_trituration(drug="0.37 mg", minimum_weighable="10 mg", readability="0.01 mg")
    for stage in plan.stages:
        assert all((weighed / Fraction("0.5")).denominator == 1 for weighed in masses(stage))
    assert "0.5 mg" in plan.steps[-1].formula


def test_json_carries_the_keys_that_others_read() -> None:
    document = json.loads(ldn.to_json(ldn.plan_trituration(drug="1 mg", **CLASS_III)))
    assert document["schema"] == "ldn_compound/trituration/1"
    result = document["result"]
    stage_keys = {"drug_to_weigh", "diluent_to_weigh", "total", "aliquot_to_weigh", "drug_in_aliquot"}
    assert stage_keys | {"error_bound", "stages"} <= result.keys()
    for stage in result["stages"]:
        assert stage_keys <= stage.keys()
    assert result["error_bound"]["unit"] == "%"


def test_the_settings_of_a_pharmacy_stand_in_for_the_options() -> None:
    profile = ldn.read_profile(
        '[balance]\nminimum_weighable = "120 mg"\n[policies]\nlargest_trituration = "20 g"\n'
        'trituration_tolerance = "0.5 %"\n'
    )
    plan = ldn.plan_trituration(drug="3 mg", profile=profile)
    assert len(plan.stages) == 1
    assert plan.exact.tolerance.value == Fraction(5, 1000)
    assert ldn.from_json(ldn.to_json(plan)) == plan


def test_the_expected_error_of_a_mass() -> None:
    assert expected_error(Fraction(120), balance_error=Fraction(6)) == ratio(Fraction(5, 100))


def test_a_procedure_names_each_weighing() -> None:
    plan = ldn.plan_trituration(drug="1 mg", diluent="mcc-ph102", **CLASS_III)
    text = " ".join(plan.procedure)
    for stage in plan.stages:
        _, diluent, total, aliquot = masses(stage)
        for weighed in (diluent, total, aliquot):
            assert f"{weighed} mg" in text
    # 182 mg to 9100 mg is doubled 6 times: 182 x 32 = 5824 < 9100 <= 182 x 64.
    assert "6 times" in text


def test_the_working_is_by_hand() -> None:
    """3 mg (5 % of 60 mg) of 64 mg are 4.6875 %, of the aliquot of 1234 mg 0.2431 %; the bound is their sum."""
    plan = ldn.plan_trituration(drug="12.34 mg", minimum_weighable="60 mg")
    working = {step.name: (step.formula, step.value) for step in plan.steps}
    assert working["drug in the aliquot"] == ("64 mg x 1234 mg / 6400 mg", "12.34 mg")
    assert working["error of weighing the drug"] == ("3 mg / 64 mg", "4.6875 %")
    assert working["error of weighing the aliquot"] == ("3 mg / 1234 mg", "0.2431118314424635332252836305 %")
    assert working["deviation from the drug needed"][1] == "0 %"
    assert working["diluent that the aliquot brings"] == ("1234 mg - 12.34 mg", "1221.66 mg")
    assert working["error bound"][0] == "4.6875 % + ~0.2431 % + 0 %"
    bound = Fraction(3, 64) + Fraction(3, 1234)
    assert abs(Fraction(plan.error_bound.magnitude) / 100 - bound) < Fraction(1, 10**26)
