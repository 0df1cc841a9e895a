"""Dispensing questions at the label: the policy, answers given at printing, and the warning of a very low dose."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import ldn_compound as ldn
from ldn_compound.cli.main import cli
from ldn_compound.core.errors import InputError, StopError
from tests.labels.conftest import DIRECTIONS, PHARMACY, TODAY, make_plan

Make = Callable[..., Any]
KEYS = ("opioids", "other-naltrexone", "liver", "pregnancy", "breast-feeding", "medicines-reviewed")
ANSWERS = {
    **{"opioids": "none", "other-naltrexone": "no", "liver": "no", "pregnancy": "no", "breast-feeding": "no"},
    "medicines-reviewed": "yes",
}
REQUIRE = ldn.read_profile(
    '[pharmacy]\nname = "Corner Pharmacy"\naddress = "1 Street"\n[dispensing]\nquestions = "require"\n', name="test"
)


def found(label: Any, design: str = "prescription") -> list[tuple[str, str, str | None]]:
    return [
        (item.code, item.severity.value, item.field)
        for item in ldn.check_label(label, stock="zebra-4x2", design=design, today=TODAY)
    ]


def required(*keys: str) -> list[tuple[str, str, str]]:
    return [("question-unanswered", "stop", key) for key in keys]


def test_the_policy_holds_back_a_patients_label(plan: Any, label_of: Make) -> None:
    label = label_of(plan, profile=REQUIRE)
    assert found(label) == required(*KEYS)
    with pytest.raises(StopError) as caught:
        ldn.print_labels([label], stock="zebra-4x2", today=TODAY)
    assert (caught.value.code, caught.value.exit_code) == ("question-unanswered", 12)
    # Never a batch's label.
    assert found(label, "batch") == []
    assert ldn.print_labels([label], stock="zebra-4x2", design="batch", today=TODAY)


def test_without_the_policy_nothing_is_held_back(plan: Any, label_of: Make) -> None:
    ask = ldn.read_profile('[pharmacy]\nname = "P"\naddress = "1 Street"\n[dispensing]\nquestions = "ask"\n')
    assert found(label_of(plan)) == found(label_of(plan, profile=ask)) == []


def test_the_stricter_of_the_plans_policy_and_the_labels_holds(label_of: Make) -> None:
    strict = make_plan(profile=ldn.read_profile('[dispensing]\nquestions = "require"\n'))
    lenient = make_plan(profile=ldn.read_profile('[dispensing]\nquestions = "ask"\n'))
    assert found(label_of(strict, profile=PHARMACY)) == required(*KEYS)
    assert found(label_of(lenient, profile=REQUIRE)) == required(*KEYS)
    assert found(label_of(lenient, profile=PHARMACY)) == []


def test_answers_of_the_plan_and_of_the_label_count(label_of: Make) -> None:
    half = {key: ANSWERS[key] for key in KEYS[:3]}
    rest = {key: ANSWERS[key] for key in KEYS[3:]}
    assert found(label_of(make_plan(answers=half), profile=REQUIRE)) == required(*KEYS[3:])
    assert found(label_of(make_plan(), answers=ANSWERS, profile=REQUIRE)) == []
    label = label_of(make_plan(answers=half), answers=rest, profile=REQUIRE)
    assert found(label) == []
    assert ldn.print_labels([label], stock="zebra-4x2", today=TODAY)
    # Nobody is asked of a man whether he is pregnant.
    assert found(label_of(make_plan(sex="male"), profile=REQUIRE)) == required(*KEYS[:3], KEYS[5])


def test_unknown_is_no_answer_where_one_is_required(plan: Any, label_of: Make) -> None:
    label = label_of(plan, answers={**ANSWERS, "liver": "unknown"}, profile=REQUIRE)
    assert found(label) == [("answer-unknown", "caution", "liver"), *required("liver")]
    assert found(label_of(plan, answers={**ANSWERS, "liver": "unknown"})) == [("answer-unknown", "caution", "liver")]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"answers": {"liver": "yes"}}, [("acute-liver-disease", "stop", "liver")]),
        ({"answers": {"pregnancy": "yes"}}, [("pregnant", "caution", "pregnancy")]),
        ({"answers": {"opioids": "methadone"}}, [("opioid-free-not-given", "stop", "opioid_free_days")]),
        (
            {"answers": {"opioids": "methadone"}, "opioid_free_days": 13},
            [("opioid-free-too-short", "stop", "opioid_free_days")],
        ),
        (
            {"answers": {"opioids": "methadone"}, "opioid_free_days": 14},
            [("opioid-free-recorded", "info", "opioid_free_days")],
        ),
        ({"opioid_free_days": 6}, [("opioid-free-too-short", "stop", "opioid_free_days")]),
        # Counted to the day of filling.
        ({"last_opioid": TODAY - timedelta(days=6)}, [("opioid-free-too-short", "stop", "opioid_free_days")]),
        ({"last_opioid": TODAY - timedelta(days=7)}, [("opioid-free-short", "caution", "opioid_free_days")]),
    ],
)
def test_what_an_answer_at_the_label_calls_for(
    plan: Any, label_of: Make, given: dict[str, Any], expected: list[Any]
) -> None:
    assert found(label_of(plan, **given)) == expected
    assert found(label_of(plan, **given), "batch") == []


def test_what_is_said_last_about_opioids_counts(label_of: Make) -> None:
    recorded = make_plan(answers={"opioids": "methadone"}, opioid_free_days=20)
    assert found(label_of(recorded)) == []
    assert found(label_of(recorded, answers={"opioids": "none"})) == []
    assert found(label_of(recorded, opioid_free_days=3)) == [("opioid-free-too-short", "stop", "opioid_free_days")]
    none = make_plan(answers={"opioids": "none"})
    assert found(label_of(none, opioid_free_days=3)) == [("opioid-free-too-short", "stop", "opioid_free_days")]
    days_alone = make_plan(opioid_free_days=20)
    again = label_of(days_alone, answers={"opioids": "buprenorphine"})
    assert found(again) == [("opioid-free-recorded", "info", "opioid_free_days")]


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"answers": {"opioid": "none"}}, "unknown-question", "answers"),
        ({"answers": {"liver": "perhaps"}}, "unknown-answer", "answers"),
        ({"answers": {"opioids": "none"}, "opioid_free_days": 9}, "answers-contradict", "opioid_free_days"),
        ({"last_opioid": "soon"}, "bad-date", "last_opioid"),
        ({"opioid_free_days": "1.5"}, "bad-whole-number", "opioid_free_days"),
    ],
)
def test_what_is_refused(plan: Any, label_of: Make, given: dict[str, Any], code: str, field: str) -> None:
    with pytest.raises(InputError) as caught:
        label_of(plan, **given)
    assert (caught.value.code, caught.value.field) == (code, field)


def run(folder: Path, *words: str) -> Any:
    (folder / "plan.json").write_text(ldn.to_json(make_plan()), encoding="utf-8")
    (folder / "profile.toml").write_text(
        '[pharmacy]\nname = "P"\naddress = "1 Street"\n[dispensing]\nquestions = "require"\n', encoding="utf-8"
    )
    line = ["labels", *words[:1], str(folder / "plan.json"), "--stock", "zebra-4x2", "--patient", "Jane Doe"]
    more = ["--directions", DIRECTIONS, "--prescription-number", "1", "--lot", "L1", "--date-filled", "2026-11-22"]
    more += ["--profile", str(folder / "profile.toml")]
    return CliRunner().invoke(cli, [*line, *more, *words[1:]])


def test_the_commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ldn_compound.cli.labels_print.today", lambda: "2026-11-22")
    answers = [word for key, value in ANSWERS.items() for word in ("--answer", f"{key}={value}")]
    held = run(tmp_path, "check")
    assert held.exit_code == 12, held.output
    assert "question-unanswered" in held.output
    assert run(tmp_path, "check", *answers).exit_code == 0
    assert run(tmp_path, "print", "-o", str(tmp_path / "a.pdf")).exit_code == 12
    assert not (tmp_path / "a.pdf").exists()
    done = run(tmp_path, "print", *answers, "-o", str(tmp_path / "a.pdf"))
    assert done.exit_code == 0, done.output
    assert (tmp_path / "a.pdf").read_bytes()[:5] == b"%PDF-"
    methadone = [*answers[2:], "--answer", "opioids=methadone"]
    assert run(tmp_path, "check", *methadone).exit_code == 12
    assert run(tmp_path, "check", *methadone, "--opioid-free-days", "13").exit_code == 12
    assert run(tmp_path, "check", *methadone, "--opioid-free-days", "14").exit_code == 0
    assert run(tmp_path, "check", *methadone, "--last-opioid", "2026-11-08").exit_code == 0
    assert run(tmp_path, "check", "--answer", "liver").exit_code == 10


def test_answers_stand_in_a_file_of_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ldn_compound.cli.labels_print.today", lambda: "2026-11-22")
    row = {"plan": json.loads(ldn.to_json(make_plan())), "patient": "Jane Doe", "directions": DIRECTIONS}
    row |= {"prescription_number": "1", "answers": {"liver": "yes"}}
    (tmp_path / "jobs.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    done = CliRunner().invoke(cli, ["labels", "check", str(tmp_path / "jobs.jsonl"), "--stock", "zebra-4x2"])
    assert done.exit_code == 12, done.output
    assert "acute-liver-disease" in done.output


# --- the warning of a very low dose -----------------------------------------------------------------------------------

NAMED: dict[str, Any] = {"accept": ["strength-very-low", "daily-dose-very-low"], "accepted_by": "A. Pharmacist"}


@pytest.mark.parametrize(
    ("language", "usual", "very_low"),
    [
        ("en", "Do not take opioid medicines", "Opioid medicines: only as your prescriber says."),
        ("de", "Keine opioidhaltigen Arzneimittel", "Opioidhaltige Arzneimittel nur nach ärztlicher Anweisung."),
        ("es", "No tome medicamentos opioides", "Medicamentos opioides: solo como indique su médico."),
    ],
)
def test_a_very_low_dose_accepted_by_name_has_its_own_warning(
    label_of: Make, lines_of: Make, language: str, usual: str, very_low: str
) -> None:
    made = make_plan(strength="0.05 mg", doses_per_day=1, **NAMED)
    directions = {
        "en": DIRECTIONS,
        "de": "1 Kapsel vor dem Schlafengehen einnehmen",
        "es": "Tome 1 cápsula al acostarse",
    }
    texts = {"directions": directions[language], "language": language}
    for result, expected, other in ((made, very_low, usual), (make_plan(doses_per_day=1), usual, very_low)):
        pdf = ldn.print_labels([label_of(result, **texts)], stock="zebra-4x2", today=TODAY)
        (lines,) = lines_of(pdf)
        printed = " ".join(lines)
        assert expected in printed
        assert other not in printed


def test_only_a_very_low_day_is_one(label_of: Make) -> None:
    def warned(**changes: Any) -> set[str]:
        return {key for key in label_of(make_plan(**changes)).warnings if key.startswith("opioids")}

    assert warned(strength="0.05 mg", **NAMED) == {"opioids-very-low"}
    assert warned(strength="0.05 mg", doses_per_day=1, **NAMED) == {"opioids-very-low"}
    # Sixty of them a day are 3 mg.
    assert warned(strength="0.05 mg", units_per_dose=60, doses_per_day=1, **NAMED) == {"opioids"}
    assert warned(strength="0.1 mg", doses_per_day=1) == {"opioids"}
    # A stop that nobody accepted does not change the warning.
    assert warned(strength="0.05 mg", doses_per_day=1) == {"opioids"}


def test_a_titration_that_only_begins_very_low_keeps_the_warning() -> None:
    course: dict[str, Any] = {"form": "solution", "step": "0.02 mg", "every": "7 d", "concentration": "0.05 mg/mL"}
    codes = ["daily-dose-very-low"]
    low = ldn.plan_titration(start="0.04 mg", to="0.08 mg", **course, accept=codes, accepted_by="A")
    rising = ldn.plan_titration(start="0.08 mg", to="0.12 mg", **course, accept=codes, accepted_by="A")
    assert "opioids-very-low" in ldn.label_for(low).warnings
    assert "opioids" in ldn.label_for(rising).warnings
    from ldn_compound.labelling.calendar_page import place_calendar

    def printed(plan: Any) -> str:
        return " ".join(line.text for line in place_calendar(plan, patient=None, pharmacy=None, page="a4").lines)

    assert "Opioid medicines: only as your prescriber says." in printed(low)
    assert "No opioid medicines" in printed(rising)


def test_a_sentence_that_was_asked_for_is_printed(label_of: Make) -> None:
    made = make_plan(strength="0.05 mg", doses_per_day=1, **NAMED)
    assert label_of(made, warnings=["opioids"]).warnings == ("opioids",)
