"""All that is wrong with a label in one run: fields missing and bad, stops, and what does not fit."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import ldn_compound as ldn
from ldn_compound.core.errors import InputError, LabelError, LdnError, StopError
from tests.labels.conftest import TODAY, US_PROFILE, made_today, make_plan
from tests.labels.test_labels_command import run

Make = Callable[..., Any]
MISSING = ["patient", "directions", "prescription_number", "date_filled", "prescriber", "lot"]


@pytest.mark.parametrize("design", ["prescription", "prescription-58x89"])
def test_every_missing_field_is_told_at_once(us_plan: Any, label_of: Make, design: str) -> None:
    """What US law asks for (21 USC 353(b)(2), USP <795>): the first is raised, the others stand in its hint."""
    bare = label_of(us_plan, **dict.fromkeys(MISSING))
    stock = {"prescription": "zebra-4x2", "prescription-58x89": "zebra-4x6"}[design]
    for call in (ldn.print_labels, lambda labels, **given: ldn.check_label(labels[0], **given)):
        with pytest.raises(InputError) as caught:
            call([bare], stock=stock, design=design, today=TODAY)
        error = caught.value
        told = [error.field, *(other.field for other in error.others)]
        assert sorted(map(str, told)) == sorted(MISSING)
        for field in MISSING:
            assert field == error.field or f"{field}: missing [label-field-missing]" in str(error.hint)
        assert pickle.loads(pickle.dumps(error)).to_dict() == error.to_dict()


def test_every_bad_field_is_told_at_once(plan: Any) -> None:
    with pytest.raises(InputError) as caught:
        ldn.label_for(plan, patient="a\tb", date_filled="11/22/2026", refills=100, quantity=91, warnings=["opioid"])
    error = caught.value
    assert [error.code, *(other.code for other in error.others)] == [
        "control-character",
        "out-of-range",
        "bad-date",
        "out-of-range",
        "unknown-warning",
    ]
    for field in ("quantity", "date_filled", "refills", "warnings"):
        assert f"{field}: '" in str(error.hint)


def test_missing_fields_stops_and_misfits_come_together(us_plan: Any, label_of: Make) -> None:
    label = label_of(us_plan, lot=None, directions="Take 1.0 mg qhs", prescriber="W" * 60, date_filled="2026-01-01")
    with pytest.raises(LdnError) as caught:
        ldn.print_labels([label], stock="zebra-4x2", today=TODAY)
    error = caught.value
    assert (error.exit_code, error.field, error.code) == (10, "lot", "label-field-missing")
    assert [type(other) for other in error.others] == [LabelError, StopError]
    stopped = error.others[1]
    assert isinstance(stopped, StopError)
    stops = [item.code for item in stopped.findings]
    assert stops.count("unsafe-text") == 2
    assert "date-filled-impossible" in stops
    for part in ("prescriber: 'Prescriber WWW", "has a trailing zero", "write at bedtime", "before the batch is made"):
        assert part in str(error.hint)


def test_several_labels_are_told_in_one_run(plan: Any, label_of: Make) -> None:
    labels = [label_of(plan, directions="Take 1.0 mg"), label_of(plan), label_of(plan, patient="W" * 60)]
    with pytest.raises(StopError) as caught:
        ldn.print_labels(labels, stock="zebra-4x2", today=TODAY)
    assert [type(other) for other in caught.value.others] == [LabelError]


def test_a_stopped_plan_and_its_label_are_told_together(label_of: Make) -> None:
    stopped = make_plan(strength="45 mg", count=30)
    with pytest.raises(StopError) as caught:
        ldn.print_labels([label_of(stopped, directions="Take 1 capsule qhs", lot=None)], stock="zebra-4x2", today=TODAY)
    assert caught.value.code == "stop-not-accepted"
    assert "write at bedtime for" not in str(caught.value.hint)
    assert "for 'qhs' write at bedtime [unsafe-text]" in str(caught.value.hint)


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    plan = make_plan(profile=US_PROFILE, made_on=made_today())
    (tmp_path / "plan.json").write_text(ldn.to_json(plan), encoding="utf-8")
    (tmp_path / "own.toml").write_text(
        '[pharmacy]\nname = "Elm"\naddress = "1 Elm Street"\n[policies]\njurisdiction = "us"\n', encoding="utf-8"
    )
    return tmp_path


def test_from_the_command_line(shop: Path) -> None:
    words = ["plan.json", "--stock", "zebra-4x2", "--profile", "own.toml", "--directions", "Take 1 capsule qhs"]
    bad = ["--date-filled", "11/22/26", "--refills", "many"]
    for verb, more in (("check", []), ("print", ["-o", "x.pdf"])):
        done = run(verb, *words, *bad, *more, "--json", cwd=shop)
        assert (done.returncode, done.stdout) == (10, b"")
        error = json.loads(done.stderr)["error"]
        assert sorted(error) == ["code", "field", "given", "hint", "needed"]
        assert (error["field"], error["code"]) == ("date_filled", "bad-date")
        for part in ("refills: 'many'", "prescription_number: missing", "lot: missing", "'qhs'"):
            assert part in error["hint"]
        assert "date_filled: missing" not in error["hint"]
    shown = run("check", *words, *bad, cwd=shop)
    assert shown.returncode == 10
    for told in (b"date_filled", b"refills", b"prescription_number", b"prescriber", b"lot", b"qhs", b"FAIL: 1 label"):
        assert told in shown.stderr
    assert shown.stdout == b""
    full = ["--patient", "A", "--prescription-number", "1", "--prescriber", "B", "--lot", "L", "--date-filled"]
    stopped = run("check", *words, *full, made_today().isoformat(), "--patient", "W" * 60, "--json", cwd=shop)
    assert stopped.returncode == 12
    assert [item["code"] for item in json.loads(stopped.stdout)["result"]["problems"]] == ["does-not-fit"]


def test_missing_options_are_told_together(shop: Path) -> None:
    done = run("print", "plan.json", "--json", cwd=shop)
    assert done.returncode == 2
    needed = json.loads(done.stderr)["error"]["needed"]
    assert "'--stock'" in needed
    assert "'-o'" in needed


def test_a_line_of_many_is_named(shop: Path) -> None:
    plan = json.loads((shop / "plan.json").read_text(encoding="utf-8"))
    rows = [{"plan": plan, "patient": "A", "refills": "x"}, {"plan": plan, "patient": "B", "lot": "a\tb"}]
    (shop / "jobs.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    done = run("check", "jobs.jsonl", "--stock", "zebra-4x2", "--directions", "Take 1 capsule", cwd=shop)
    said = b" ".join(done.stderr.split())
    assert done.returncode == 10
    assert b"line 1 of jobs.jsonl" in said
    assert b"line 2 of jobs.jsonl" in said
