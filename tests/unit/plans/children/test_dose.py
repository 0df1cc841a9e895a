"""The verb for a child's dose: published doses, what is assumed, what is refused, and the command."""

from __future__ import annotations

import json
import pickle
from fractions import Fraction
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner

import ldn_compound as ldn
from ldn_compound.cli.main import cli


def value(plan: Any, name: str) -> Fraction:
    return getattr(plan.exact, name).value


def codes(plan: Any) -> list[str]:
    return [item.code for item in plan.findings if item.code != "question-unanswered"]


# 0.1 mg/kg up to 4.5 mg: the children of the published examples (NCT00715117 and the paper, by arithmetic).
@pytest.mark.parametrize(
    ("kg", "dose", "capped"),
    [
        ("6", "0.6", False),
        ("8.3", "0.83", False),
        ("12", "1.2", False),
        ("18.5", "1.85", False),
        ("22.7", "2.27", False),
        ("30", "3", False),
        ("44.9", "4.49", False),
        ("45", "4.5", False),
        ("52", "4.5", True),
    ],
)
def test_the_children_of_the_trial(kg: str, dose: str, capped: bool) -> None:
    plan = ldn.weight_based_dose(body_weight=f"{kg} kg")
    assert value(plan, "dose") == value(plan, "daily_dose") == Fraction(dose)
    assert value(plan, "uncapped_dose") == Fraction(kg) / 10
    assert plan.capped is capped
    assert ("dose-capped" in codes(plan)) is capped


def test_the_cap_is_shown() -> None:
    plan = ldn.weight_based_dose(body_weight="52 kg")
    (said,) = [item for item in plan.findings if item.code == "dose-capped"]
    assert said.message == "5.2 mg a day by weight, capped to the maximum of 4.5 mg a day"


def test_pounds_are_exact_and_shown_in_kg() -> None:
    plan = ldn.weight_based_dose(body_weight="40 lb")
    assert json.loads(ldn.to_json(plan))["result"]["body_weight"] == {"value": "18.1436948", "unit": "kg"}
    assert value(plan, "uncapped_dose") == Fraction("1.81436948")
    pint = ldn.weight_based_dose(body_weight=ldn.unit_registry().Quantity("40") * ldn.unit_registry().Unit("pound"))
    assert pint == plan


@pytest.mark.parametrize("keyword", ["per_day", "doses_per_day"])
def test_rate_and_maximum_are_per_day(keyword: str) -> None:
    given: dict[str, Any] = {keyword: 2}
    plan = ldn.weight_based_dose(body_weight="60 kg", concentration="1 mg/mL", **given)
    assert value(plan, "daily_dose") == Fraction("4.5")
    assert value(plan, "dose") == Fraction("2.25")
    # 2.25 mL: 2.2 in 3 mL (half way down) or 2.2 in 5 mL or 2.0 in 10 mL.
    assert value(plan, "volume") == Fraction("2.2")
    assert value(plan, "delivered_daily_dose") == Fraction("4.4")


def test_what_was_not_given_is_an_assumption_with_its_source() -> None:
    plan = ldn.weight_based_dose(body_weight="18.5 kg")
    said = {item.field: item for item in plan.assumptions if item.code.endswith("-assumed")}
    assert {field: item.value for field, item in said.items()} == {
        "rate": "0.1 mg/kg",
        "maximum": "4.5 mg",
        "concentration": "1 mg/mL",
        "doses_per_day": "1",
    }
    assert all(item.source for item in said.values())
    assert "age-not-given" in codes(plan)
    given = ldn.weight_based_dose(
        body_weight="18.5 kg", rate="0.1 mg/kg", maximum="4.5 mg", concentration="1 mg/mL", per_day=1, age=7, sex="male"
    )
    assert {item.field for item in given.assumptions} == {"jurisdiction", "syringes"}


@pytest.mark.parametrize(
    ("keywords", "error", "code", "field"),
    [
        ({"body_weight": "1.999 kg"}, ldn.InputError, "out-of-range", "body_weight"),
        ({"body_weight": "200.001 kg"}, ldn.InputError, "out-of-range", "body_weight"),
        ({"body_weight": "4.4 lb"}, ldn.InputError, "out-of-range", "body_weight"),
        ({"body_weight": "18.5 mL"}, ldn.UnitError, "wrong-dimension", "body_weight"),
        ({"body_weight": "18.5"}, ldn.UnitError, "no-unit", "body_weight"),
        ({"body_weight": "18,5 kg"}, ldn.UnitError, "bad-quantity", "body_weight"),
        ({"body_weight": 18.5}, ldn.InputError, "float-refused", "body_weight"),
        ({"body_weight": None}, ldn.InputError, "missing", "body_weight"),
        ({"body_weight": "20 kg", "rate": "0.1 mg"}, ldn.UnitError, "wrong-dimension", "rate"),
        ({"body_weight": "20 kg", "rate": "0 mg/kg"}, ldn.InputError, "out-of-range", "rate"),
        ({"body_weight": "20 kg", "maximum": "4.5 mg/kg"}, ldn.UnitError, "wrong-dimension", "maximum"),
        ({"body_weight": "20 kg", "per_day": 0}, ldn.InputError, "out-of-range", "per_day"),
        ({"body_weight": "20 kg", "per_day": 1, "doses_per_day": 1}, ldn.InputError, "given-twice", "per_day"),
        ({"body_weight": "20 kg", "sex": "boy"}, ldn.InputError, "unknown-choice", "sex"),
        ({"body_weight": "20 kg", "age": "-1"}, ldn.InputError, "bad-number", "age"),
        ({"body_weight": "20 kg", "strengths": "0,5mg"}, ldn.UnitError, "no-unit", "strengths"),
        ({"body_weight": "20 kg", "strengths": []}, ldn.InputError, "not-a-list", "strengths"),
        ({"body_weight": "20 kg", "strengths": ["0 mg"]}, ldn.InputError, "out-of-range", "strengths"),
        ({"body_weight": "20 kg", "accept": ["x"]}, ldn.InputError, "unknown-finding-code", "accept"),
        (
            {"body_weight": "20 kg", "concentration": "0.1 mg/mL"},
            ldn.CalculationError,
            "dose-larger-than-any-syringe",
            "concentration",
        ),
        (
            {"body_weight": "20 kg", "concentration": "400 mg/mL"},
            ldn.CalculationError,
            "dose-too-small-to-measure",
            "concentration",
        ),
    ],
)
def test_what_is_refused(keywords: dict[str, Any], error: type[ldn.LdnError], code: str, field: str) -> None:
    with pytest.raises(error) as caught:
        ldn.weight_based_dose(**keywords)
    assert (caught.value.code, caught.value.field) == (code, field)
    assert caught.value.needed or code == "unknown-finding-code"


@pytest.mark.parametrize("weight", ["2 kg", "200 kg"])
def test_the_weights_at_the_edge_are_taken(weight: str) -> None:
    assert ldn.weight_based_dose(body_weight=weight)


def test_a_stop_wins_over_a_dose_that_cannot_be_measured() -> None:
    with pytest.raises(ldn.StopError) as caught:
        ldn.weight_based_dose(body_weight="20 kg", rate="1 mg/kg", concentration="0.1 mg/mL")
    assert [item.code for item in caught.value.findings if item.stops] == ["rate-high"]
    with pytest.raises(ldn.CalculationError):
        ldn.weight_based_dose(
            body_weight="20 kg",
            rate="1 mg/kg",
            concentration="0.1 mg/mL",
            accept=["rate-high"],
            accepted_by="A. Pharmacist",
        )


def test_a_dose_that_no_line_is_near_to_stops_and_says_what_would_do() -> None:
    # 0.2 mg at 10 mg/mL is 0.02 mL; with a 1 mL syringe alone in lines of 0.05 mL it would be nothing, so 0.03 mL:
    # 0.3 mg of 10 mg/mL is drawn as 0.05 mL, 67 % too much.
    own = ldn.read_profile('[syringes]\nsyringe_sizes = ["1"]\ngraduation_1_ml = "0.05 mL"\n')
    plan = ldn.weight_based_dose(body_weight="3 kg", concentration="10 mg/mL", profile=own)
    (stop,) = plan.stops
    assert stop.code == "rounding-too-large"
    assert "a liquid of 1 mg/mL" in stop.message  # 0.3 mL: on a line
    assert "2 mg/mL" not in stop.message  # 0.15 mL is on a line, and under a fifth of the syringe
    assert "5 mg/mL" not in stop.message  # 0.06 mL, 17 % off
    assert "syringe" not in stop.message.partition("What would do")[2]  # 0.03 mL is under a fifth of every one
    assert "dose-small-for-syringe" in {item.code for item in plan.findings}


def test_a_finer_syringe_is_offered_where_there_is_one() -> None:
    # 0.3 mg of 2 mg/mL is 0.15 mL: a tie of lines of 0.1 mL, drawn as 0.1; 0.5 mL in lines of 0.01 shows it.
    own = ldn.read_profile('[syringes]\nsyringe_sizes = ["1"]\ngraduation_1_ml = "0.1 mL"\n')
    plan = ldn.weight_based_dose(body_weight="3 kg", concentration="2 mg/mL", profile=own)
    (stop,) = plan.stops
    assert "a 0.5 mL syringe with lines of 0.01 mL" in stop.message
    assert "a 1 mL syringe" not in stop.message  # 0.15 mL is under a fifth of it


def test_the_weight_in_the_other_unit_stops_until_it_is_accepted() -> None:
    plan = ldn.weight_based_dose(body_weight="62 kg", age=9)
    assert [item.code for item in plan.stops] == ["weight-implausible-for-age"]
    accepted = ldn.weight_based_dose(
        body_weight="62 kg", age=9, accept=["weight-implausible-for-age"], accepted_by="A. Pharmacist"
    )
    assert not accepted.stops
    assert ldn.from_json(ldn.to_json(accepted)) == accepted


def test_pounds_are_remembered_for_the_check_of_the_unit() -> None:
    plan = ldn.weight_based_dose(body_weight="28 lb", age=9)
    assert [item.code for item in plan.stops] == ["weight-implausible-for-age"]
    assert plan.inputs["weight_unit"] == "lb"
    assert ldn.from_json(ldn.to_json(plan)) == plan
    # The same mass, measured in kg: 12.7 kg is very light for 9 years, and 12.7 lb would be lighter.
    assert not ldn.weight_based_dose(body_weight="12.70058636 kg", age=9).stops
    converted = ldn.weight_based_dose(body_weight="12.70058636 kg", age=9, weight_unit="lb")
    assert [item.code for item in converted.stops] == ["weight-implausible-for-age"]


@pytest.mark.parametrize(("age", "said"), [("5.99", True), ("6", False), (5, True)])
def test_under_6_years_is_a_caution(age: Any, said: bool) -> None:
    plan = ldn.weight_based_dose(body_weight="20 kg", age=age)
    assert ("under-age-of-trial" in codes(plan)) is said


def test_the_dose_feeds_the_bottle_and_the_capsules() -> None:
    plan = ldn.weight_based_dose(body_weight="46 kg", per_day=2, days_supply=30, strengths="0.5mg,1.5mg,2mg,4.5mg")
    # 2.25 mg is drawn as 2.2 mL, twice a day for 30 days.
    assert value(plan, "volume_to_dispense") == 132
    near = plan.nearest_strength
    assert near is not None
    assert value(near, "strength") == 2
    assert value(near, "error") == Fraction(1, 9)
    (told,) = (item.message for item in plan.findings if item.code == "strength-differs-much")
    assert "11.1 %" in told


def test_a_strength_above_the_maximum_is_not_offered() -> None:
    plan = ldn.weight_based_dose(body_weight="44.9 kg", maximum="4.49 mg", strengths=["4.5 mg", "3 mg"])
    assert plan.nearest_strength is not None
    assert value(plan.nearest_strength, "strength") == 3
    none = ldn.weight_based_dose(body_weight="20 kg", maximum="1 mg", strengths=["4.5 mg"])
    assert none.nearest_strength is None
    assert "no-strength-below-maximum" in codes(none)
    tie = ldn.weight_based_dose(body_weight="20 kg", strengths=["1.5 mg", "2.5 mg"])
    assert tie.nearest_strength is not None
    assert value(tie.nearest_strength, "strength") == Fraction("1.5")


def test_the_profiles_syringes_stand_over_the_references() -> None:
    own = ldn.read_profile('[syringes]\nsyringe_sizes = ["1", "3"]\ngraduation_1_ml = "0.01 mL"\n')
    plan = ldn.weight_based_dose(body_weight="8.3 kg", profile=own)
    assert value(plan, "volume") == Fraction("0.83")
    assert value(plan, "rounding_error") == 0
    assert ldn.from_json(ldn.to_json(plan)) == plan
    for text in ('syringe_sizes = ["2"]', 'graduation_1_ml = "2 mL"', 'graduation_1_ml = "0 mL"', "syringe_sizes = []"):
        with pytest.raises(ldn.DataError):
            ldn.read_profile(f"[syringes]\n{text}\n")


def test_directions_say_ml_and_mg() -> None:
    plan = ldn.weight_based_dose(body_weight="18.5 kg")
    assert plan.directions == "Give 1.8 mL (1.8 mg) by mouth once a day, measured with the 3 mL oral syringe"


def test_it_pickles_checks_and_fits_its_schema() -> None:
    plan = ldn.weight_based_dose(body_weight="18.5 kg", age=7, days_supply=30, strengths=["1.5 mg"])
    assert pickle.loads(pickle.dumps(plan)) == plan
    assert ldn.check(plan) == plan.findings
    document = json.loads(ldn.to_json(plan))
    jsonschema.validate(document, ldn.json_schema("dose"))
    fixed = "body_weight rate uncapped_dose capped daily_dose dose volume syringe rounding_error delivered_dose"
    assert set(fixed.split()) <= document["result"].keys()
    assert document["result"]["syringe"] == {
        "size": {"value": "3", "unit": "mL"},
        "graduation": {"value": "0.1", "unit": "mL"},
    }
    assert document["result"]["rate"] == {"value": "0.1", "unit": "mg/kg"}


def test_an_edited_dose_is_refused() -> None:
    text = ldn.to_json(ldn.weight_based_dose(body_weight="18.5 kg"))
    for old, new in (('"18.5"', '"20.5"'), ('"1.8"', '"1.9"'), ('"capped": false', '"capped": true')):
        assert old in text
        with pytest.raises(ldn.MismatchError):
            ldn.from_json(text.replace(old, new, 1))


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--weight", "18.5kg"], 0),
        (["--weight", "40lb", "--age", "5", "--json"], 0),
        (["--weight", "18.5kg", "--doses-per-day", "2"], 0),
        (["--weight", "18.5kg", "--per-day", "2", "--strengths", "0.5mg,1.5mg"], 0),
        (["--weight", "62kg", "--age", "9"], 12),
        (["--weight", "62kg", "--age", "9", "--accept", "weight-implausible-for-age", "--accepted-by", "A. P."], 0),
        (["--weight", "20kg", "--rate", "0.2mg/kg"], 12),
        (["--weight", "20kg", "--concentration", "0.1mg/mL"], 11),
        (["--weight", "20kg", "--concentration", "0.1mg/mL", "--rate", "1mg/kg"], 12),
        (["--weight", "1kg"], 10),
        (["--weight", "20"], 10),
        ([], 2),
    ],
)
def test_the_command(words: list[str], code: int) -> None:
    done = CliRunner().invoke(cli, ["dose", *words])
    assert done.exit_code == code, done.output
    if code == 0 and "--json" not in words:
        assert all(len(line) <= 80 for line in done.stdout.splitlines())
        assert done.stdout.isascii()
        assert "DRAW" in done.stdout


def test_the_table_shows_the_cap_and_the_pounds() -> None:
    capped = CliRunner().invoke(cli, ["dose", "--weight", "52kg"]).stdout
    assert "5.2 mg a day" in capped
    assert "capped to 4.5 mg" in capped
    pounds = CliRunner().invoke(cli, ["dose", "--weight", "40lb"]).stdout
    assert "~18.1437 kg   (40 lb)" in pounds
