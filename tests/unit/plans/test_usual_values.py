"""What a pharmacy usually takes stands in its profile: an input that is left out is that, and the plan says so."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import ldn_compound as ldn
from tests import program

TOML = """
[capsules]
size = "3"
filler = "mcc-ph102"
[fillers.mcc-ph102]
packing.3 = "135 mg"
[dispensing]
doses_per_day = 2
"""
USUAL = {"size": "3", "filler": "mcc-ph102", "doses_per_day": 2}
PROFILE = ldn.read_profile(TOML, name="p.toml")


def plan(**given: Any) -> ldn.CapsuleBatch:
    made = ldn.plan_capsules(
        **{"strength": "4.5 mg", "count": 60, "made_on": "2026-11-22", "profile": PROFILE, **given}
    )
    assert ldn.from_json(ldn.to_json(made)) == made
    return made


def test_what_is_left_out_is_usual_and_has_its_origin() -> None:
    """60 units, one at a time, twice a day: 30 days, 9 mg a day."""
    made = plan()
    assert {name: made.inputs[name] for name in USUAL} == USUAL
    lines = {"size": 3, "filler": 4, "doses-per-day": 8}
    for code, line in lines.items():
        said = next(item for item in made.assumptions if item.code == code)
        assert (said.origin, said.source) == ("profile", f"p.toml, line {line}")
    assert (made.capsule_size, made.filler, made.doses_per_day) == ("3", "mcc-ph102", 2)
    assert made.daily_dose == ldn.quantity("9 mg")


def test_what_is_given_goes_over_it() -> None:
    made = plan(size="2", filler="mcc-ph101", filler_density="0.4 g/mL", doses_per_day=1)
    assert (made.capsule_size, made.filler, made.daily_dose) == ("2", "mcc-ph101", ldn.quantity("4.5 mg"))
    assert not {"size", "filler", "doses-per-day"} & {item.code for item in made.assumptions}
    assert not {"capsules.size", "capsules.filler", "dispensing.doses_per_day"} & set(made.inputs["settings"])


@pytest.mark.parametrize("name", ["size", "filler"])
def test_where_neither_says_it_is_missing(name: str) -> None:
    given = {"size": "3", "filler": "mcc-ph102", "packing_stat": "135 mg", "profile": None}
    with pytest.raises(ldn.InputError) as caught:
        plan(**{**given, name: None})
    assert (caught.value.code, caught.value.field) == ("missing", name)


@pytest.mark.parametrize(("dotted", "other"), [("capsules.size", "2"), ("dispensing.doses_per_day", 1)])
def test_a_record_that_says_two_things_is_refused(dotted: str, other: object) -> None:
    document = json.loads(ldn.to_json(plan()))
    document["inputs"]["settings"][dotted]["value"] = other
    with pytest.raises(ldn.MismatchError):
        ldn.from_json(json.dumps(document))
    document = json.loads(ldn.to_json(plan()))
    document["inputs"][dotted.rpartition(".")[2]] = other
    with pytest.raises(ldn.MismatchError):
        ldn.from_json(json.dumps(document))


def test_other_settings_with_the_same_beginning_are_no_usual_size() -> None:
    """capsules.sizes are those in stock."""
    stocked = ldn.read_profile('[capsules]\nsizes = ["2", "3"]\n', name="p.toml")
    with pytest.raises(ldn.InputError, match="missing"):
        plan(profile=stocked, filler="mcc-ph102", packing_stat="135 mg")


def test_titrations_and_liquids_take_the_usual_doses_a_day() -> None:
    course = ldn.plan_titration(form="solution", doses="1 mg,2 mg", every="7 d", profile=PROFILE)
    assert course.doses_per_day == 2
    liquid = ldn.plan_solution(volume="120 mL", dose="1 mg", profile=PROFILE, made_on="2026-11-22")
    assert liquid.daily_dose == ldn.quantity("2 mg")


@pytest.mark.parametrize(
    ("toml", "field"),
    [
        ('[capsules]\nsize = "9"\n', "capsules.size"),
        ('[capsules]\nfiller = "mcc"\n', "capsules.filler"),
        ("[dispensing]\ndoses_per_day = 0\n", "dispensing.doses_per_day"),
        ("[dispensing]\ndoses_per_day = 25\n", "dispensing.doses_per_day"),
    ],
)
def test_a_usual_value_that_cannot_be_is_told_with_its_line(toml: str, field: str) -> None:
    with pytest.raises(ldn.DataError) as caught:
        ldn.read_profile(toml)
    assert caught.value.field == field
    assert "line 2" in str(caught.value.hint)


def test_a_filler_of_the_pharmacys_own_can_be_the_usual_one() -> None:
    own = '[capsules]\nfiller = "acme-mix"\n[fillers.acme-mix]\nname = "Acme mix"\ncontains = []\n'
    assert ldn.read_profile(own).get("capsules.filler") == "acme-mix"


def run(folder: Path, *words: str) -> tuple[int, str, str]:
    done = program.call(words, folder=folder)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def test_the_command_asks_for_what_the_profile_does_not_say(tmp_path: Path) -> None:
    (tmp_path / "p.toml").write_text(TOML, encoding="utf-8")
    words = ("capsules", "--profile", "p.toml", "--made-on", "2026-11-22")
    code, out, err = run(tmp_path, *words, "--strength", "4.5mg", "--count", "60")
    assert code == 0, err
    assert "60 capsules of naltrexone hydrochloride 4.5 mg, size 3" in out
    code, _, err = run(tmp_path, *words)
    assert (code, "--size (" in err, "--filler (" in err, "--strength (" in err) == (2, False, False, True)
    code, _, err = run(tmp_path, "capsules", "--strength", "4.5mg", "--count", "60", "--size", "3")
    assert (code, "--filler" in err) == (2, True)


DAYS = ldn.read_profile("[dispensing]\ndays_supply = 30\ndoses_per_day = 1\n", name="p.toml")


def test_the_usual_days_work_out_the_volume_of_a_liquid() -> None:
    """4.5 mL once a day for 30 days."""
    made = ldn.plan_solution(dose="4.5 mg", profile=DAYS)
    assert made.asked_volume == ldn.quantity("135 mL")
    assert ldn.from_json(ldn.to_json(made)) == made


def test_the_usual_days_are_those_of_a_dose_by_weight() -> None:
    """0.1 mg/kg of 20 kg: 2 mL a day for 30 days."""
    dose = ldn.weight_based_dose(body_weight="20 kg", age="6", profile=DAYS)
    assert dose.volume_to_dispense == ldn.quantity("60 mL")
    assert ldn.plan_solution_for(dose, profile=DAYS).asked_volume == ldn.quantity("60 mL")


def test_a_volume_or_a_count_goes_over_the_usual_days() -> None:
    made = ldn.plan_solution(volume="90 mL", dose="4.5 mg", profile=DAYS)
    assert made.days_supply == ldn.quantity("20 d")
    assert "supply-does-not-match" not in {item.code for item in made.findings}
    capsules = ldn.plan_capsules(
        strength="4.5 mg", count=60, size="3", filler="mcc-ph102", packing_stat="135 mg", profile=DAYS
    )
    assert capsules.days_supply == ldn.quantity("60 d")
    assert "supply-does-not-match" not in {item.code for item in capsules.findings}


MADE = ldn.read_profile(
    '[strengths]\ncapsule = ["0.5 mg", "1.5 mg", "4.5 mg"]\ntablet = ["1.5 mg"]\nsolution = ["1 mg/mL"]\n',
    name="p.toml",
)
CAPSULE: dict[str, Any] = {"size": "3", "filler": "mcc-ph102", "packing_stat": "135 mg", "count": 60}


def not_made(plan: ldn.Result) -> list[tuple[str | None, str, str]]:
    assert ldn.from_json(ldn.to_json(plan)) == plan
    found = [item for item in plan.findings if item.code == "strength-not-made"]
    return [(item.field, item.severity.value, item.source) for item in found]


@pytest.mark.parametrize(("strength", "said"), [("1500 mcg", []), ("4.5 mg", []), ("4 mg", ["strength"])])
def test_a_strength_that_the_pharmacy_does_not_make_is_a_caution(strength: str, said: list[str]) -> None:
    plan = ldn.plan_capsules(strength=strength, **CAPSULE, profile=MADE)
    assert not_made(plan) == [(field, "caution", "p.toml, line 2") for field in said]
    assert not not_made(ldn.plan_capsules(strength=strength, **CAPSULE))


def test_each_form_has_its_own_strengths() -> None:
    tablet: dict[str, Any] = {"count": 60, "method": "moulded", "blank_mass": "60 mg", "profile": MADE}
    tablet |= {"base": "triturate-lactose-sucrose"}
    assert not not_made(ldn.plan_tablets(strength="1.5 mg", **tablet))
    assert not_made(ldn.plan_tablets(strength="4.5 mg", **tablet)) == [("strength", "caution", "p.toml, line 3")]
    assert not not_made(ldn.plan_solution(volume="100 mL", profile=MADE))
    liquid = ldn.plan_solution(volume="100 mL", concentration="2 mg/mL", profile=MADE)
    assert not_made(liquid) == [("concentration", "caution", "p.toml, line 4")]


def test_a_titration_takes_the_strengths_of_capsules() -> None:
    """The fewest capsules of 0.5, 1.5 and 4.5 mg: 4 mg are 1.5 + 1.5 + 0.5 + 0.5."""
    course = ldn.plan_titration(form="capsule", doses="1 mg,4 mg", every="7 d", profile=MADE)
    counts = [[(str(row.strength), row.count) for row in step.capsules] for step in course.schedule]
    assert counts == [
        [("0.5 milligram", 2)],
        [("1.5 milligram", 2), ("0.5 milligram", 2)],
    ]
    assert not not_made(course)
    given = ldn.plan_titration(form="capsule", strengths="1 mg", doses="1 mg,4 mg", every="7 d", profile=MADE)
    assert not_made(given) == [("strengths", "caution", "p.toml, line 2")]
    liquid: dict[str, Any] = {"form": "solution", "doses": "1 mg,4 mg", "every": "7 d", "profile": MADE}
    assert ldn.plan_titration(**liquid).concentration == ldn.quantity("1 mg/mL")
    stronger = ldn.plan_titration(**liquid, concentration="2 mg/mL")
    assert not_made(stronger) == [("concentration", "caution", "p.toml, line 4")]


def test_without_a_list_the_strengths_are_asked_for() -> None:
    with pytest.raises(ldn.InputError) as caught:
        ldn.plan_titration(form="capsule", doses="1 mg,4 mg", every="7 d", profile=DAYS)
    assert (caught.value.code, caught.value.field) == ("missing", "strengths")


@pytest.mark.parametrize(
    "value", ['"4.5 mg"', "[]", "[4.5]", '["4.5"]', '["4.5 mL"]', '["0 mg"]', '["4.5 mg", "x"]', "4.5", "{a = 1}"]
)
def test_a_list_of_strengths_that_cannot_be_is_told_with_its_line(value: str) -> None:
    with pytest.raises(ldn.DataError) as caught:
        ldn.read_profile(f"[strengths]\ncapsule = {value}\n")
    assert caught.value.field == "strengths.capsule"
    assert "line 2" in str(caught.value.hint)


@pytest.mark.parametrize("value", ["4.5 mg", [], [{"value": "4.5", "unit": "mL"}], [4.5], {"value": "4.5"}, None])
def test_a_record_of_strengths_that_was_edited_is_refused(value: object) -> None:
    document = json.loads(ldn.to_json(ldn.plan_capsules(strength="4 mg", **CAPSULE, profile=MADE)))
    document["inputs"]["settings"]["strengths.capsule"]["value"] = value
    with pytest.raises(ldn.LdnError):
        ldn.from_json(json.dumps(document))
