"""The patient in every planning verb: the same dose for the same child says the same, whatever it is made into."""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import ldn_compound as ldn
from ldn_compound.cli.main import cli
from tests.unit.plans.prescriptions import assumed, codes, stops, the

SUBJECT = {
    *("child-dose-above-rate", "child-dose-far-above-rate", "daily-dose-above-maximum", "age-not-given"),
    *("weight-implausible-for-age", "weight-tenfold-for-age", "weight-outside-percentiles", "under-age-of-trial"),
    *("rate-above-trial", "rate-high", "maximum-above-usual"),
}


def capsules(daily: str, **patient: Any) -> Any:
    made: dict[str, Any] = {
        "strength": f"{daily} mg",
        "count": 90,
        "size": "1",
        "filler": "mcc-ph102",
        "fill_mass": "200 mg",
    }
    return ldn.plan_capsules(**made, doses_per_day=1, **patient)


def tablets(daily: str, **patient: Any) -> Any:
    made: dict[str, Any] = {"method": "moulded", "blank_mass": "200 mg", "base": "mannitol-silica", "count": 90}
    return ldn.plan_tablets(**made, strength=f"{daily} mg", doses_per_day=1, **patient)


def solution(daily: str, **patient: Any) -> Any:
    return ldn.plan_solution(volume="120 mL", dose=f"{daily} mg", doses_per_day=1, **patient)


def titration(daily: str, **patient: Any) -> Any:
    made: dict[str, Any] = {
        "form": "solution",
        "start": f"{daily} mg",
        "step": "0.5 mg",
        "every": "14 d",
        "to": f"{daily} mg",
    }
    return ldn.plan_titration(**made, **patient)


def rising(daily: str, **patient: Any) -> Any:
    """A course of capsules of 0.25 mg up to the dose: the highest step counts."""
    made: dict[str, Any] = {
        "form": "capsule",
        "start": "0.25 mg",
        "step": "0.25 mg",
        "every": "7 d",
        "strengths": ["0.25 mg"],
    }
    return ldn.plan_titration(**made, to=f"{daily} mg", **patient)


VERBS: list[Callable[..., Any]] = [capsules, tablets, solution, titration]


def about_the_patient(plan: Any) -> list[tuple[str, str, str]]:
    return sorted(
        (item.code, item.severity.value, "" if item.code == "under-age-of-trial" else item.message)
        for item in plan.findings
        if item.code in SUBJECT
    )


tenths = st.integers(1, 99).map(lambda value: str(Fraction(value, 10).__float__()))
patients = st.fixed_dictionaries(
    {},
    optional={
        "age": st.integers(0, 100).map(lambda value: str(value / 4)),
        "sex": st.sampled_from(["female", "male"]),
        "body_weight": st.integers(4, 400).map(lambda half: f"{half / 2} kg") | st.just("40 lb"),
        "rate": st.sampled_from(["0.05 mg/kg", "0.1 mg/kg", "0.12 mg/kg", "0.25 mg/kg"]),
        "maximum": st.sampled_from(["1 mg", "3 mg", "4.5 mg", "6 mg"]),
    },
)


@given(daily=tenths, patient=patients)
@settings(max_examples=60, deadline=None)
def test_the_same_patient_and_dose_say_the_same_in_every_form(daily: str, patient: dict[str, Any]) -> None:
    try:
        found = about_the_patient(capsules(daily, **patient))
    except ldn.InputError as error:
        for verb in VERBS:
            with pytest.raises(ldn.InputError) as caught:
                verb(daily, **patient)
            assert (caught.value.code, caught.value.field) == (error.code, error.field)
        return
    for verb in VERBS[1:]:
        assert about_the_patient(verb(daily, **patient)) == found, verb.__name__


@given(weight=st.integers(8, 390), age=st.integers(0, 100), rate=st.sampled_from(["0.05", "0.1", "0.12", "0.25"]))
@settings(max_examples=60, deadline=None)
def test_the_dose_by_weight_says_the_same_as_the_form_it_is_made_into(weight: int, age: int, rate: str) -> None:
    daily = min(Fraction(weight, 2) * Fraction(rate), Fraction(6))
    assume(daily * 1000 % 1 == 0)
    patient: dict[str, Any] = {
        "body_weight": f"{weight / 2} kg",
        "age": str(age / 4),
        "rate": f"{rate} mg/kg",
        "maximum": "6 mg",
    }
    try:
        planned = ldn.weight_based_dose(**patient, concentration="1 mg/mL")
    except ldn.InputError as error:
        assert error.code == "out-of-range"
        return
    text = str(float(daily))
    for verb in VERBS:
        assert about_the_patient(verb(text, **patient)) == about_the_patient(planned), verb.__name__


@pytest.mark.parametrize("verb", [*VERBS, rising], ids=lambda verb: verb.__name__)
def test_a_child_is_a_child_in_every_verb(verb: Callable[..., Any]) -> None:
    assert "child-dose-far-above-rate" in stops(verb("4.5", age=8))
    assert "child-dose-far-above-rate" in stops(verb("4.5", age=3))
    assert "child-dose-above-rate" in codes(verb("3.5", age=8), "caution")
    assert not {"child-dose-above-rate", "child-dose-far-above-rate"} & set(codes(verb("2.5", age=8)))
    assert not {"child-dose-above-rate", "child-dose-far-above-rate"} & set(codes(verb("4.5", age=30)))
    assert "child-dose-far-above-rate" in stops(verb("4.5", body_weight="18.5 kg"))
    assert "weight-implausible-for-age" in stops(verb("2", body_weight="62 kg", age=9))
    assert "weight-implausible-for-age" in stops(verb("2", body_weight="28 lb", age=9))
    assert "daily-dose-above-maximum" in stops(verb("2", maximum="1.5 mg"))
    young = the(verb("0.5", age="5.9"), "under-age-of-trial")
    assert ("swallow" in young.message) is (verb not in (solution, titration))
    assert "under-age-of-trial" not in codes(verb("0.5", age=6))


@pytest.mark.parametrize("verb", [*VERBS, rising], ids=lambda verb: verb.__name__)
def test_the_patient_travels_in_the_plan(verb: Callable[..., Any]) -> None:
    patient: dict[str, Any] = {
        "age": "9.5",
        "body_weight": "62 lb",
        "sex": "male",
        "rate": "0.08 mg/kg",
        "maximum": "3 mg",
    }
    plan = verb("2", **patient)
    document = json.loads(ldn.to_json(plan))
    inputs = document["inputs"]
    assert inputs["weight_unit"] == "lb"
    assert (inputs["age"], inputs["sex"], inputs["maximum"]["value"]) == ("9.5", "male", "3")
    assert ldn.from_json(ldn.to_json(plan)) == plan
    document["inputs"]["age"] = "3"
    with pytest.raises(ldn.MismatchError):
        ldn.from_json(json.dumps(document))


def test_what_the_limits_rest_on_is_said() -> None:
    plan = capsules("2", age=8)
    assert "50th and 97th percentile of the heavier" in assumed(plan, "body-weight-not-given").message
    assert "chart of the sex" in assumed(capsules("2", age=8, sex="male"), "body-weight-not-given").message
    assert assumed(plan, "rate-assumed").value == "0.1 mg/kg"
    assert "20 years" in assumed(capsules("2", age=40, body_weight="80 kg"), "weight-not-tested").message
    adult = {item.code for item in capsules("4.5", age=40).assumptions}
    assert not adult & {"body-weight-not-given", "rate-assumed", "weight-not-tested"}


def test_without_doses_a_day_one_dose_is_held_to_the_limits() -> None:
    made: dict[str, Any] = {
        "strength": "1.5 mg",
        "count": 90,
        "size": "3",
        "filler": "mcc-ph102",
        "fill_mass": "135 mg",
    }
    plan = ldn.plan_capsules(**made, units_per_dose=3, age=8)
    assert the(plan, "child-dose-far-above-rate").field == "strength"
    assert assumed(plan, "one-dose-for-the-day")
    assert "child-dose-far-above-rate" not in codes(ldn.plan_capsules(**made, units_per_dose=2, age=8))
    liquid = ldn.plan_solution(volume="120 mL", dose="4.5 mg", age=8)
    assert the(liquid, "child-dose-far-above-rate").field == "dose"
    assert "child-dose-far-above-rate" not in codes(ldn.plan_solution(volume="120 mL", age=8))


@pytest.mark.parametrize(
    ("patient", "code", "field"),
    [
        ({"rate": "0.1 mg/kg"}, "rate-without-weight", "rate"),
        ({"rate": "0.1 mg/kg", "age": 18}, "rate-without-weight", "rate"),
        ({"body_weight": "1.999 kg", "age": 0}, "out-of-range", "body_weight"),
        ({"body_weight": "200.001 kg"}, "out-of-range", "body_weight"),
        ({"body_weight": "200.001 kg", "age": "17.9"}, "out-of-range", "body_weight"),
        ({"body_weight": "19.999 kg", "age": 18}, "out-of-range", "body_weight"),
        ({"body_weight": "650.001 kg", "age": 18}, "out-of-range", "body_weight"),
    ],
)
@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.__name__)
def test_what_is_refused(verb: Callable[..., Any], patient: dict[str, Any], code: str, field: str) -> None:
    with pytest.raises(ldn.InputError) as caught:
        verb("1", **patient)
    assert (caught.value.code, caught.value.field) == (code, field)
    assert caught.value.needed
    assert caught.value.hint


def test_the_edges_are_taken() -> None:
    capsules("1", rate="0.1 mg/kg", age="17.9")
    for age, weight in (("0", "2 kg"), ("17.9", "200 kg"), ("18", "20 kg"), ("18", "650 kg")):
        capsules("1", age=age, body_weight=weight)


# --- dose -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("weight", ["3 kg", "40 kg", "200 kg"])
def test_the_dose_asks_for_the_age(weight: str) -> None:
    asked = the(ldn.weight_based_dose(body_weight=weight), "age-not-given")
    assert (asked.severity.value, asked.field) == ("caution", "age")
    assert "age-not-given" not in codes(ldn.weight_based_dose(body_weight=weight, age=12))


@pytest.mark.parametrize(("age", "said"), [(17, False), ("17.99", False), (18, True), (30, True), (90, True)])
def test_an_adults_dose_is_not_by_weight(age: Any, said: bool) -> None:
    plan = ldn.weight_based_dose(body_weight="70 kg", age=age)
    assert ("child-rate-for-adult" in codes(plan, "caution")) is said


def test_an_adult_of_more_than_200_kg_is_capped() -> None:
    plan = ldn.weight_based_dose(body_weight="210 kg", age=40)
    assert plan.capped
    assert str(plan.daily_dose) == "4.5 milligram"
    with pytest.raises(ldn.InputError) as caught:
        ldn.weight_based_dose(body_weight="210 kg")
    assert "give the age" in str(caught.value.hint)


# --- the commands -----------------------------------------------------------------------------------------------------

CAPSULES = "capsules --strength 4.5mg --count 30 --size 3 --filler mcc-ph102 --fill-mass 135mg"
TABLETS = "tablets --method moulded --blank-mass 60mg --base mannitol-silica --strength 4.5mg --count 30"
SOLUTION = "solution --volume 120mL --dose 4.5mg"
TITRATE = "titrate --form solution --start 0.5mg --step 0.5mg --every 14d --to 4.5mg"


@pytest.mark.parametrize("line", [CAPSULES, TABLETS, SOLUTION, TITRATE])
@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("--age 8", 12),
        ("--age 8 --body-weight 45kg --accept x", 10),
        ("--age 14 --body-weight 45kg --sex male", 0),
        ("--body-weight 40lb", 12),
        ("--body-weight 45kg --rate 0.1mg/kg --maximum 4mg", 12),
        ("--weight-unit lb", 2),
    ],
)
def test_the_commands(line: str, words: str, code: int) -> None:
    done = CliRunner().invoke(cli, [*line.split(), *words.split()])
    assert done.exit_code == code, done.output


@pytest.mark.parametrize("option", ["--weight", "--body-weight"])
def test_dose_takes_the_weight_under_both_names(option: str) -> None:
    done = CliRunner().invoke(cli, ["dose", option, "18.5kg", "--age", "6"])
    assert done.exit_code == 0, done.output
    assert "1.85 mg once a day" in done.output
