"""The dispensing questions: every answer, both sides of every number of days, what is refused, what travels.

The days are those of the US labelling of naltrexone hydrochloride tablets: 7 to 10 after short-acting opioids (tramadol
included), up to two weeks after buprenorphine or methadone.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from click.testing import CliRunner

import ldn_compound as ldn
from ldn_compound.checks import dispensing
from ldn_compound.checks.codes import CODES
from ldn_compound.cli.main import cli
from ldn_compound.core.errors import InputError
from ldn_compound.inputs.shared import Patient
from ldn_compound.reference.dispensing import get_question, not_named, questions
from tests.unit.plans.prescriptions import codes, plan, stops, the

KEYS = ("opioids", "other-naltrexone", "liver", "pregnancy", "breast-feeding", "medicines-reviewed")
ALL_CLEAR: dict[str, Any] = {
    "opioids": "none",
    "other-naltrexone": "no",
    "liver": "no",
    "pregnancy": "no",
    "breast-feeding": "no",
    "medicines-reviewed": "yes",
}


def said(**given: Any) -> list[tuple[str, str, str | None]]:
    found = dispensing.question_findings(Patient.read(given), first_day=date(2026, 11, 22))
    assert all(item.source for item in found)
    return [(item.code, item.severity.value, item.field) for item in found if item.code != "question-unanswered"]


def still_open(**given: Any) -> list[str | None]:
    found = dispensing.question_findings(Patient.read(given), first_day=date(2026, 11, 22))
    assert all(item.severity.value == "info" for item in found if item.code == "question-unanswered")
    return [item.field for item in found if item.code == "question-unanswered"]


@pytest.mark.parametrize(
    ("named", "days", "code", "severity"),
    [
        (None, 0, "opioid-free-too-short", "stop"),
        (None, 6, "opioid-free-too-short", "stop"),
        (None, 7, "opioid-free-short", "caution"),
        (None, 10, "opioid-free-short", "caution"),
        (None, 13, "opioid-free-short", "caution"),
        (None, 14, "opioid-free-recorded", "info"),
        ("short-acting", 0, "opioid-free-too-short", "stop"),
        ("short-acting", 6, "opioid-free-too-short", "stop"),
        ("short-acting", 7, "opioid-free-short", "caution"),
        ("short-acting", 9, "opioid-free-short", "caution"),
        ("short-acting", 10, "opioid-free-recorded", "info"),
        ("tramadol", 6, "opioid-free-too-short", "stop"),
        ("tramadol", 7, "opioid-free-short", "caution"),
        ("tramadol", 10, "opioid-free-recorded", "info"),
        ("long-acting", 7, "opioid-free-too-short", "stop"),
        ("long-acting", 13, "opioid-free-too-short", "stop"),
        ("long-acting", 14, "opioid-free-recorded", "info"),
        ("buprenorphine", 0, "opioid-free-too-short", "stop"),
        ("buprenorphine", 13, "opioid-free-too-short", "stop"),
        ("buprenorphine", 14, "opioid-free-recorded", "info"),
        ("methadone", 10, "opioid-free-too-short", "stop"),
        ("methadone", 13, "opioid-free-too-short", "stop"),
        ("methadone", 14, "opioid-free-recorded", "info"),
    ],
)
def test_the_days_since_the_last_opioid(named: str | None, days: int, code: str, severity: str) -> None:
    answers = {} if named is None else {"opioids": named}
    expected = [(code, severity, "opioid_free_days")]
    assert said(answers=answers, opioid_free_days=days) == expected
    assert said(answers=answers, last_opioid=date(2026, 11, 22) - timedelta(days=days)) == expected
    assert "opioids" not in still_open(answers=answers, opioid_free_days=days)
    # The stricter of a date and a number of days counts.
    assert (
        said(answers=answers, opioid_free_days=400, last_opioid=date(2026, 11, 22) - timedelta(days=days)) == expected
    )


def test_what_can_happen_is_said_in_the_fields_words() -> None:
    told = Patient(answers={"opioids": "methadone"}, opioid_free_days=10)
    found = dispensing.question_findings(told, first_day=None)[0]
    assert "10 days without methadone" in found.message
    assert "can precipitate opioid withdrawal" in found.message
    assert "two weeks" in found.message
    assert "labelling" in found.source


def test_an_opioid_without_its_date_stops() -> None:
    for named in ("short-acting", "tramadol", "long-acting", "buprenorphine", "methadone"):
        assert said(answers={"opioids": named}) == [("opioid-free-not-given", "stop", "opioid_free_days")]
    # A date that nothing is counted to is none.
    found = dispensing.question_findings(
        Patient(answers={"opioids": "methadone"}, last_opioid=date(2026, 1, 1)), first_day=None
    )
    assert found[0].code == "opioid-free-not-given"
    assert "2026-01-01" in found[0].message


def test_a_date_that_is_counted_to_nothing_is_not_passed_over() -> None:
    asked = ldn.weight_based_dose(body_weight="20 kg", age=7, last_opioid="2026-01-01")
    (item,) = [found for found in asked.findings if found.field == "opioids"]
    assert item.code == "question-unanswered"
    assert "2026-01-01" in item.message
    assert "give the days" in item.message


def test_none_closes_the_question() -> None:
    assert said(answers={"opioids": "none"}) == []
    assert "opioids" not in still_open(answers={"opioids": "none"})


@pytest.mark.parametrize(
    ("key", "answer", "code", "severity"),
    [
        ("other-naltrexone", "yes", "other-naltrexone-taken", "stop"),
        ("liver", "yes", "acute-liver-disease", "stop"),
        ("pregnancy", "yes", "pregnant", "caution"),
        ("breast-feeding", "yes", "breast-feeding", "caution"),
        ("medicines-reviewed", "no", "medicines-not-reviewed", "caution"),
        *((key, "unknown", "answer-unknown", "caution") for key in KEYS[1:]),
    ],
)
def test_what_an_answer_calls_for(key: str, answer: str, code: str, severity: str) -> None:
    assert said(answers={key: answer}) == [(code, severity, key)]
    assert still_open(answers={key: answer}) == [other for other in KEYS if other != key]


@pytest.mark.parametrize("key", KEYS)
def test_an_answer_without_consequence_closes_its_question(key: str) -> None:
    assert said(answers={key: ALL_CLEAR[key]}) == []
    assert still_open(answers={key: ALL_CLEAR[key]}) == [other for other in KEYS if other != key]


def test_each_open_question_is_asked_by_its_key() -> None:
    assert still_open() == list(KEYS)
    assert still_open(answers=ALL_CLEAR) == []
    assert still_open(sex="male") == ["opioids", "other-naltrexone", "liver", "medicines-reviewed"]
    assert still_open(sex="female") == list(KEYS)
    for item in dispensing.question_findings(Patient(), first_day=None):
        assert item.message.startswith(f"{item.field}: ")


def test_unknown_leaves_the_question_open_for_the_policy() -> None:
    found = dispensing.question_findings(Patient(answers={**ALL_CLEAR, "liver": "unknown"}), first_day=None)
    assert dispensing.open_questions(found) == ("liver",)


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"answers": {"opioid": "none"}}, "unknown-question", "answers"),
        ({"answers": {"opioids": "heroin"}}, "unknown-answer", "answers"),
        ({"answers": {"opioids": "unknown"}}, "unknown-answer", "answers"),
        ({"answers": {"opioids": "None"}}, "unknown-answer", "answers"),
        ({"answers": {"liver": "maybe"}}, "unknown-answer", "answers"),
        ({"answers": {"opioids": "none"}, "opioid_free_days": 30}, "answers-contradict", "opioid_free_days"),
        ({"answers": {"opioids": "none"}, "last_opioid": "2026-01-01"}, "answers-contradict", "last_opioid"),
        ({"answers": ["opioids=none"]}, "not-a-mapping", "answers"),
        ({"answers": {"liver": 1}}, "not-text", "answers"),
    ],
)
def test_what_is_refused(given: dict[str, Any], code: str, field: str) -> None:
    for verb in (
        plan,
        lambda **more: ldn.weight_based_dose(body_weight="20 kg", **more),
        lambda **more: ldn.plan_solution(volume="120 mL", **more),
        lambda **more: ldn.plan_titration(form="solution", start="1 mg", step="1 mg", every="7 d", to="3 mg", **more),
    ):
        with pytest.raises(InputError) as caught:
            verb(**given)
        assert (caught.value.code, caught.value.field) == (code, field)


def test_every_code_of_the_data_is_registered_and_every_question_has_what_it_needs() -> None:
    for question in questions():
        for answer in question.answers.values():
            assert answer.code is None or answer.code in CODES
            assert (answer.code is None) is (answer.severity is None)
        closing = [answer for answer in question.answers.values() if answer.code is None and answer.stop_below is None]
        assert len(closing) == 1, question.key
    assert tuple(question.key for question in questions()) == KEYS
    assert get_question("opioids").accepted == (
        *("none", "short-acting", "tramadol", "long-acting", "buprenorphine", "methadone"),
    )
    assert (not_named().stop_below, not_named().caution_below) == (7, 14)


# --- in the plans -----------------------------------------------------------------------------------------------------


def verbs() -> list[Any]:
    tablets: dict[str, Any] = {
        "method": "moulded",
        "blank_mass": "60 mg",
        "base": "mannitol-silica",
        "strength": "1 mg",
        "count": 30,
    }
    course: dict[str, Any] = {"form": "solution", "start": "1 mg", "step": "1 mg", "every": "7 d", "to": "3 mg"}
    return [
        pytest.param(plan, id="capsules"),
        pytest.param(lambda **more: ldn.plan_tablets(**tablets, **more), id="tablets"),
        pytest.param(lambda **more: ldn.plan_solution(volume="120 mL", **more), id="solution"),
        pytest.param(lambda **more: ldn.plan_titration(**course, **more), id="titration"),
        pytest.param(lambda **more: ldn.weight_based_dose(body_weight="20 kg", age=7, **more), id="dose"),
    ]


@pytest.mark.parametrize("verb", verbs())
def test_the_answers_travel_in_the_plan_and_recompute(verb: Any) -> None:
    answers = {**ALL_CLEAR, "opioids": "methadone", "pregnancy": "yes"}
    made = verb(answers=answers, opioid_free_days=10)
    assert {"opioid-free-too-short"} <= stops(made)
    assert "pregnant" in codes(made, "caution")
    assert "question-unanswered" not in codes(made)
    text = ldn.to_json(made)
    assert json.loads(text)["inputs"]["answers"] == answers
    assert ldn.from_json(text) == made
    edited = json.loads(text)
    edited["inputs"]["answers"]["pregnancy"] = "no"
    with pytest.raises(ldn.MismatchError):
        ldn.from_json(json.dumps(edited))
    accepted = verb(answers=answers, opioid_free_days=10, accept=["opioid-free-too-short"], accepted_by="A. Pharmacist")
    assert the(accepted, "opioid-free-too-short").accepted_by == "A. Pharmacist"


@pytest.mark.parametrize("verb", verbs())
def test_without_answers_each_question_is_open(verb: Any) -> None:
    made = verb()
    assert [item.field for item in made.findings if item.code == "question-unanswered"] == list(KEYS)
    assert codes(made, "info").count("question-unanswered") == len(KEYS)


def test_the_policy_is_recorded_with_the_plan() -> None:
    profile = ldn.read_profile('[dispensing]\nquestions = "require"\n')
    made = plan(profile=profile)
    # A batch can be planned before anybody asks the patient: the plan itself is not stopped.
    assert "question-unanswered" not in stops(made)
    recorded = json.loads(ldn.to_json(made))["inputs"]["settings"]["dispensing.questions"]
    assert (recorded["value"], recorded["origin"]) == ("require", "profile")
    assert ldn.from_json(ldn.to_json(made)) == made
    with pytest.raises(ldn.DataError):
        ldn.read_profile('[dispensing]\nquestions = "demand"\n')


def test_an_acceptance_by_the_older_name_is_still_read() -> None:
    made = plan(accept=["ask-opioid-free"], accepted_by="A. Pharmacist")
    assert the(made, "acceptance-not-needed").severity.value == "info"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("--answer opioids=none --answer liver=no", 0),
        ("--answer opioids=methadone --opioid-free-days 13", 12),
        ("--answer opioids=methadone --opioid-free-days 14", 0),
        ("--answer opioids=methadone", 12),
        ("--answer liver=yes", 12),
        ("--answer liver=yes --accept acute-liver-disease --accepted-by A", 0),
        ("--answer liver", 10),
        ("--answer liver=no --answer liver=yes", 10),
        ("--answer opioids=none --last-opioid 2026-01-01", 10),
    ],
)
@pytest.mark.parametrize(
    "line",
    [
        "capsules --strength 4.5mg --count 30 --size 3 --filler mcc-ph102 --fill-mass 135mg",
        "tablets --method moulded --blank-mass 60mg --base mannitol-silica --strength 1mg --count 30",
        "solution --volume 120mL",
        "titrate --form solution --start 1mg --step 1mg --every 7d --to 3mg",
        "dose --weight 20kg --age 7",
    ],
)
def test_the_commands(line: str, words: str, code: int) -> None:
    done = CliRunner().invoke(cli, [*line.split(), *words.split()])
    assert done.exit_code == code, done.output


def test_open_questions_stand_together_on_the_screen() -> None:
    done = CliRunner().invoke(cli, ["dose", "--working", "--weight", "20kg", "--age", "7", "--answer", "opioids=none"])
    assert done.stdout.count("question-unanswered") == 1
    for key in KEYS[1:]:
        assert f"{key}: " in done.stdout
    assert "opioids: " not in done.stdout
