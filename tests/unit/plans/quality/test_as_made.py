"""A batch as it was made, worked out by hand."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import jsonschema
import pytest

import ldn_compound as ldn

CAPSULES: dict[str, Any] = {
    "strength": "4.5 mg",
    "count": 100,
    "size": "3",
    "filler": "mcc-ph102",
    "fill_mass": "135 mg",
}


def plan(**more: Any) -> Any:
    return ldn.plan_capsules(**{**CAPSULES, **more})


def codes(result: Any) -> list[str]:
    return [item.code for item in result.findings]


def value(result: Any, name: str) -> Fraction:
    return getattr(result.exact, name).value


def test_exactly_as_planned_is_the_label() -> None:
    """450 mg of drug and 13050 mg of filler in 13500 mg of blend: 4.5 mg in 135 mg."""
    made = ldn.as_made(plan(), weighed={"api": "450 mg", "filler": "13.05 g"})
    assert value(made, "of_label") == 1
    assert value(made, "strength_made") == Fraction("4.5")
    assert (made.verdict, made.stops) == ("pass", ())


def test_more_filler_dilutes() -> None:
    """450 / 14500 x 135 = 4.18966 mg: 93.1 % of label."""
    made = ldn.as_made(plan(), weighed={"api": "450 mg", "filler": "14050 mg"})
    assert value(made, "of_label") == Fraction(450 * 135, 14500) / Fraction("4.5")
    assert "weighed-off-plan" in codes(made)
    assert [value(row, "deviation") for row in made.weighings] == [0, Fraction(1000, 13_050)]


def test_the_mean_mass_found_counts() -> None:
    """The capsules hold 128.25 mg, 95 % of 135 mg: so does each of its drug."""
    made = ldn.as_made(plan(), weighed={"api": "450 mg", "filler": "13050 mg"}, mean_mass="128.25 mg")
    assert value(made, "of_label") == Fraction("0.95")


@pytest.mark.parametrize(("api", "verdict"), [("400 mg", "fail"), ("500 mg", "fail"), ("430 mg", "pass")])
def test_outside_90_to_110_stops(api: str, verdict: str) -> None:
    """400 mg: 400/13450 x 135/4.5 = 89.2 %; 500 mg: 110.7 %; 430: 95.7 %."""
    made = ldn.as_made(plan(), weighed={"api": api, "filler": "13050 mg"})
    assert made.verdict == verdict
    assert ("made-outside-content-limits" in [item.code for item in made.stops]) == (verdict == "fail")


def test_the_published_overages() -> None:
    """Fagron: 0.050 g asked, 0.053 g weighed: 6 %. 0.005 g asked, 0.006 g weighed: 20 %."""
    six = plan(strength="0.5 mg", overage="5 %")
    made = ldn.as_made(six, weighed={"api": "0.053 g"})
    assert value(made, "effective_overage") == Fraction("0.06")
    twenty = plan(strength="0.5 mg", count=10, overage="5 %", minimum_weighable="1 mg")
    made = ldn.as_made(twenty, weighed={"api": "0.006 g"})
    assert value(made, "effective_overage") == Fraction("0.2")
    assert "overage-not-as-planned" in codes(made)


def test_rounding_eats_an_overage() -> None:
    """10 x 0.5 mg with 5 % is 5.25 mg, on a balance of 1 mg 5 mg: nothing is left of it."""
    small = plan(strength="0.5 mg", count=10, overage="5 %", minimum_weighable="1 mg")
    made = ldn.as_made(small, weighed={"api": "5 mg"})
    assert value(made, "effective_overage") == 0
    assert made.overage_eaten
    assert "overage-eaten" in codes(made)


def test_content_at_both_ends_of_an_overage() -> None:
    """472.5 mg with 13027.5 mg of filler: 105 % of label, 100 % if the overage is lost."""
    made = ldn.as_made(plan(overage="5 %"), weighed={"api": "472.5 mg", "filler": "13027.5 mg"})
    assert made.content_of_label.exact.if_not_lost.value == Fraction("1.05")
    assert made.content_of_label.exact.if_lost.value == 1


def test_wastage_does_not_change_a_capsule_filled_to_mass() -> None:
    """5 % more of both: 472.5 mg and 13702.5 mg in 14175 mg."""
    made = ldn.as_made(plan(wastage="5 %"), weighed={"api": "472.5 mg", "filler": "13702.5 mg"})
    assert value(made, "of_label") == 1
    assert value(made, "effective_overage") == 0


def test_all_in_divides_by_the_units_made() -> None:
    """472.5 mg in 100 capsules is 4.725 mg, 105 %; in 105 capsules 4.5 mg, 100 %."""
    spread = plan(wastage="5 %", fill_method="all-in")
    weighed = {"api": "472.5 mg", "filler": "13702.5 mg"}
    assert value(ldn.as_made(spread, weighed=weighed), "of_label") == Fraction("1.05")
    planned = ldn.as_made(spread, weighed=weighed)
    assert planned.units_made == 100
    assert [item.code for item in planned.assumptions].count("units-made-as-planned") == 1
    made = ldn.as_made(spread, weighed=weighed, units_made=105)
    assert "units-made-as-planned" not in [item.code for item in made.assumptions]
    assert value(made, "of_label") == 1


def test_the_weighing_factor_counts() -> None:
    """Assay 50 % as is: 900 mg of powder are 450 mg of drug."""
    half = plan(assay="60 %", assay_basis="as-is", accept=["assay-implausible"], accepted_by="A. Pharmacist")
    made = ldn.as_made(half, weighed={"api": "750 mg", "filler": "12750 mg"})
    assert value(made, "drug_delivered") == 450
    assert value(made, "of_label") == 1


@pytest.mark.parametrize(
    ("residue", "counted", "drug"), [("4.5 mg", False, "450"), ("4.6 mg", True, "445.4"), ("0 mg", False, "450")]
)
def test_a_residue_of_more_than_1_percent_is_taken_off(residue: str, counted: bool, drug: str) -> None:
    made = ldn.as_made(plan(), weighed={"api": "450 mg"}, residue=residue)
    assert made.residue_counted is counted
    assert value(made, "powder_delivered") == Fraction(drug)
    assert ("residue-counts" in codes(made)) == counted


def test_below_100_mg_the_boat_is_weighed_back() -> None:
    small = plan(strength="0.5 mg")
    assert "weigh-boat-back" in codes(ldn.as_made(small, weighed={"api": "50 mg"}))
    assert "weigh-boat-back" not in codes(ldn.as_made(small, weighed={"api": "50 mg"}, residue="0 mg"))
    assert "weigh-boat-back" not in codes(ldn.as_made(plan(), weighed={"api": "450 mg"}))


def test_a_trituration_stage_by_stage() -> None:
    """30 x 0.5 mg is 15 mg of drug. Each mass a little off: the drug goes through the stage by its own masses."""
    small = plan(strength="0.5 mg", count=30, minimum_weighable="120 mg")
    planned = small.trituration
    assert planned is not None
    assert len(planned.stages) == 1
    drug, diluent, aliquot = (
        getattr(planned.stages[0].exact, f"{name}_to_weigh").value for name in ("drug", "diluent", "aliquot")
    )
    rest = small.exact.filler_on_balance.value
    masses = {"api": drug + 1, "diluent": diluent - 1, "aliquot": aliquot + 2, "filler": rest}
    made = ldn.as_made(small, weighed={name: f"{mass} mg" for name, mass in masses.items()}, residue="0 mg")
    inside = (drug + 1) * (aliquot + 2) / (drug + diluent)
    assert value(made, "powder_delivered") == inside
    assert value(made, "blend") == aliquot + 2 + rest
    assert value(made, "of_label") == inside * 135 / (aliquot + 2 + rest) / Fraction("0.5")
    (stage,) = made.stages
    assert value(stage, "total") == drug + diluent
    assert stage.exact.of_plan.value == inside / (drug * aliquot / (drug + diluent))
    assert ldn.from_json(ldn.to_json(made)) == made


def test_two_stages() -> None:
    """10 x 0.1 mg is 1 mg of drug on a balance that weighs no less than 120 mg."""
    tiny = plan(strength="0.1 mg", count=10, minimum_weighable="120 mg")
    planned = tiny.trituration
    assert planned is not None
    assert len(planned.stages) == 2
    first, second = planned.stages
    names = ("api", "diluent", "aliquot", "diluent-2", "aliquot-2")
    masses = [
        first.exact.drug_to_weigh.value,
        first.exact.diluent_to_weigh.value,
        first.exact.aliquot_to_weigh.value,
        second.exact.diluent_to_weigh.value + 10,
        second.exact.aliquot_to_weigh.value,
    ]
    weighed = {name: f"{mass} mg" for name, mass in zip(names, masses, strict=True)}
    made = ldn.as_made(tiny, weighed=weighed, residue="0 mg")
    one = masses[0] * masses[2] / (masses[0] + masses[1])
    two = one * masses[4] / (masses[2] + masses[3])
    assert value(made, "powder_delivered") == two
    assert [stage.exact.drug_in_aliquot.value for stage in made.stages] == [one, two]


def test_the_drug_of_a_trituration_is_asked_for() -> None:
    small = plan(strength="0.5 mg", count=30, minimum_weighable="120 mg")
    with pytest.raises(ldn.InputError) as caught:
        ldn.as_made(small, weighed={"aliquot": "125 mg"})
    assert caught.value.code == "drug-not-weighed"


def test_yield() -> None:
    """98 of 100 made, 10 tested: 88 left of 100 prescribed; 98 x 135 / 13500 = 98 % of the powder."""
    made = ldn.as_made(plan(), weighed={"api": "450 mg", "filler": "13050 mg"}, units_made=98, units_tested=10)
    assert (made.units_planned, made.units_made, made.units_left) == (100, 98, 88)
    assert value(made, "unit_yield") == Fraction("0.98")
    assert value(made, "powder_yield") == Fraction("0.98")
    assert "units-short" in codes(made)


def test_more_powder_than_was_weighed_is_a_stop() -> None:
    made = ldn.as_made(plan(), weighed={"api": "450 mg", "filler": "13050 mg"}, units_made=110)
    assert "yield-above-blend" in [item.code for item in made.stops]


def test_a_stopped_plan_stays_stopped() -> None:
    stopped = plan(strength="45 mg")
    made = ldn.as_made(stopped, weighed={"api": "4500 mg"})
    assert "made-from-stopped-plan" in [item.code for item in made.stops]


def test_what_was_not_given_is_an_assumption() -> None:
    made = ldn.as_made(plan(), weighed={"api": "450 mg"})
    assert {"weighed-as-planned", "fill-as-planned"} <= {item.code for item in made.assumptions}
    assert [row.given for row in made.weighings] == [True, False]


def test_a_component_by_its_key() -> None:
    by_key = ldn.as_made(plan(), weighed={"naltrexone-hcl": "450 mg", "mcc-ph102": "13050 mg"})
    assert value(by_key, "of_label") == 1


@pytest.mark.parametrize(
    ("more", "code", "field"),
    [
        ({"weighed": {}}, "missing", "weighed"),
        ({"weighed": None}, "missing", "weighed"),
        ({"weighed": "api=1mg"}, "not-a-mapping", "weighed"),
        ({"weighed": {"filler": "13 g"}}, "drug-not-weighed", "weighed"),
        ({"weighed": {"api": "450 mg", "fillr": "13 g"}}, "unknown-component", "weighed"),
        ({"weighed": {"api": "450 mg", "mcc-ph102": "13 g", "filler": "13 g"}}, "given-twice", "weighed"),
        ({"weighed": {"api": "450 mL"}}, "wrong-dimension", "weighed"),
        ({"weighed": {"api": "5 %"}}, "wrong-dimension", "weighed"),
        ({"weighed": {"api": "-450 mg"}}, "bad-quantity", "weighed"),
        ({"weighed": {"api": "0 mg"}}, "out-of-range", "weighed"),
        ({"residue": "450 mg"}, "residue-too-large", "residue"),
        ({"units_made": 9, "units_tested": 10}, "more-tested-than-made", "units_tested"),
        ({"units_tested": 101}, "more-tested-than-made", "units_tested"),
        ({"volume_made": "100 mL"}, "not-for-this-form", "volume_made"),
        ({"mean_mass": "135 mL"}, "wrong-dimension", "mean_mass"),
    ],
)
def test_refused(more: dict[str, Any], code: str, field: str) -> None:
    with pytest.raises(ldn.InputError) as caught:
        ldn.as_made(plan(), **{"weighed": {"api": "450 mg"}, **more})
    assert (caught.value.code, caught.value.field, caught.value.exit_code) == (code, field, 10)


def test_a_milligram_of_an_excipient_is_weighed_too() -> None:
    """A flow aid of 0.5 % in 2 tablets of 100 mg is 1 mg."""
    recipe = {"mcc-ph102": "rest", "croscarmellose": "3 %", "magnesium-stearate": "1 %", "colloidal-silica": "0.5 %"}
    tablets = ldn.plan_tablets(
        method="compressed", strength="4.5 mg", count=2, tablet_mass="100 mg", recipe=recipe, minimum_weighable="1 mg"
    )
    made = ldn.as_made(tablets, weighed={"api": "9 mg"})
    assert {row.name: value(row, "planned") for row in made.weighings}["colloidal-silica"] == 1


@pytest.mark.parametrize("junk", [None, {}, "plan.json", 3, object()])
def test_no_plan(junk: Any) -> None:
    with pytest.raises(ldn.InputError) as caught:
        ldn.as_made(junk, weighed={"api": "450 mg"})
    assert caught.value.code == "not-a-plan"
    with pytest.raises(ldn.InputError):
        ldn.as_made(ldn.check_filler(filler="mcc-ph102"), weighed={"api": "450 mg"})


def test_a_changed_plan_is_refused() -> None:
    import attrs

    with pytest.raises(ldn.MismatchError):
        ldn.as_made(attrs.evolve(plan(), count=90), weighed={"api": "450 mg"})


def test_a_solution_by_mass() -> None:
    """100 mL of 1 mg/mL: 100 mg. With 10 mL (12.61 g) more glycerol than planned: 100 mg in 110 mL, 90.9 %."""
    liquid = ldn.plan_solution(volume="100 mL")
    planned = liquid.exact.vehicle_mass.value
    made = ldn.as_made(liquid, weighed={"api": "100 mg", "glycerol": f"{int(planned + 12610)} mg"})
    assert value(made, "of_label") == Fraction(100, 110)
    assert made.verdict == "pass"
    same = ldn.as_made(liquid, weighed={"api": "100 mg"}, volume_made="110 mL")
    assert value(same, "of_label") == Fraction(100, 110)
    with pytest.raises(ldn.InputError):
        ldn.as_made(liquid, weighed={"api": "100 mg"}, units_made=3)


def test_json_and_edits() -> None:
    profile = ldn.read_profile('[policies]\noverage = "3 %"\n[balance]\npermitted_error = "2 %"\n')
    batch = ldn.plan_capsules(**CAPSULES, profile=profile)
    made = ldn.as_made(batch, weighed={"api": "463 mg"}, units_made=99, residue="0.1 mg", profile=profile)
    text = ldn.to_json(made)
    assert ldn.from_json(text) == made
    document = json.loads(text)
    jsonschema.validate(document, ldn.json_schema("as-made"))
    assert document["result"]["planned_overage"] == {"value": "3", "unit": "%"}
    for path in (("inputs", "plan", "inputs", "count"), ("inputs", "units_made"), ("result", "units_made")):
        edited = json.loads(text)
        here = edited
        for key in path[:-1]:
            here = here[key]
        here[path[-1]] = 12
        with pytest.raises(ldn.LdnError) as caught:
            ldn.from_json(json.dumps(edited))
        assert caught.value.exit_code == 15
    del document["inputs"]["plan"]
    with pytest.raises(ldn.MismatchError):
        ldn.from_json(json.dumps(document))
