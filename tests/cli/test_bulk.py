"""Many prescriptions at once: each row as its command plans it, bad rows apart, and a run that was cut off goes on."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import ldn_compound as ldn
from tests import program

TODAY = "2026-11-22"
HEADING = (
    *("command", "strength", "count", "size", "filler", "packing-stat", "volume", "dose", "doses-per-day"),
    *("made-on", "patient", "prescription-number", "timing"),
)
CAPSULES = ("capsules", "4.5 mg", "90", "3", "mcc-ph102", "135 mg", "", "", "1", TODAY, "Jane Doe", "RX-1", "bedtime")
SOLUTION = ("solution", "", "", "", "", "", "120 mL", "4.5 mg", "1", TODAY, "Ada Roe", "RX-2", "bedtime")
TEN_FOLD = ("capsules", "45 mg", *CAPSULES[2:])
COMMA = ("capsules", "4,5 mg", *CAPSULES[2:])


def table(*rows: tuple[str, ...], delimiter: str = ",", ending: str = "\n") -> str:
    lines = [delimiter.join(f'"{cell}"' if delimiter in cell else cell for cell in row) for row in (HEADING, *rows)]
    return ending.join((*lines, ""))


def bulk(folder: Path, *words: str, stdin: str = "") -> program.Done:
    return program.call(("bulk", *words), folder=folder, today=TODAY, stdin=stdin.encode())


def plans(folder: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / "p.jsonl").read_text().splitlines()]


def rejects(folder: Path) -> list[dict[str, str]]:
    with (folder / "r.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def lines_of(folder: Path) -> list[object]:
    rows = [row["bulk_row"] for row in plans(folder)]
    return [row["line"] for row in rows if isinstance(row, dict)]


OUT = ("--out", "p.jsonl", "--rejects", "r.csv", "--jobs", "1")


def test_each_row_is_planned_as_its_function_plans_it(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text(table(CAPSULES, SOLUTION))
    done = bulk(tmp_path, "rows.csv", *OUT)
    assert done.returncode == 0, done.stderr
    capsules = ldn.plan_capsules(
        strength="4.5 mg", count=90, size="3", filler="mcc-ph102", packing_stat="135 mg", doses_per_day=1, made_on=TODAY
    )
    solution = ldn.plan_solution(volume="120 mL", dose="4.5 mg", doses_per_day=1, made_on=TODAY)
    for row, plan in zip(plans(tmp_path), (capsules, solution), strict=True):
        assert ldn.from_json(json.dumps(row)) == plan
    # 4.5 mg x 90, by hand.
    first = plans(tmp_path)[0]["result"]
    assert isinstance(first, dict) and first["api_theoretical"] == {"value": "405", "unit": "mg"}
    assert lines_of(tmp_path) == [2, 3] and not rejects(tmp_path)


def test_bad_rows_are_told_by_line_field_code_and_reason_and_the_others_go_on(tmp_path: Path) -> None:
    short = ("capsules", "4.5 mg")
    (tmp_path / "rows.csv").write_text(table(COMMA, CAPSULES, TEN_FOLD, short, SOLUTION))
    done = bulk(tmp_path, "rows.csv", *OUT)
    assert done.returncode == 12
    assert lines_of(tmp_path) == [3, 6]
    told = [(row["line"], row["field"], row["code"]) for row in rejects(tmp_path)]
    assert told == [
        ("2", "strength", "bad-quantity"),
        ("4", "strength", "strength-high"),
        ("4", "doses_per_day", "daily-dose-high"),
        ("5", "rows", "bad-row"),
    ]
    assert "decimal point" in rejects(tmp_path)[0]["reason"]


@pytest.mark.parametrize(("delimiter", "ending"), [(",", "\r\n"), (";", "\n"), ("\t", "\r\n"), (";", "\r")])
def test_spreadsheets_write_it_in_many_ways(tmp_path: Path, delimiter: str, ending: str) -> None:
    text = table(CAPSULES, SOLUTION, delimiter=delimiter, ending=ending)
    (tmp_path / "rows.csv").write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert bulk(tmp_path, "rows.csv", *OUT).returncode == 0
    assert lines_of(tmp_path) == [2, 3]


def test_a_quoted_line_end_stays_in_its_cell_and_lines_are_counted_as_an_editor_does(tmp_path: Path) -> None:
    two_lines = (*CAPSULES[:10], '"Jane\nDoe"', *CAPSULES[11:])
    (tmp_path / "rows.csv").write_text(table(two_lines, TEN_FOLD))
    assert bulk(tmp_path, "rows.csv", *OUT).returncode == 12
    told = {row["line"]: row["code"] for row in rejects(tmp_path)}
    assert told["2"] == "control-character" and "4" in told and "3" not in told


def test_an_open_quote_is_told_and_loses_no_row_silently(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text(table(CAPSULES, ('"capsules', *CAPSULES[1:])) + ",".join(SOLUTION) + "\n")
    assert bulk(tmp_path, "rows.csv", *OUT).returncode == 12
    assert lines_of(tmp_path) == [2]
    assert [(row["line"], row["code"]) for row in rejects(tmp_path)] == [("3", "bad-row")]


@pytest.mark.parametrize(
    ("heading", "code"),
    [("strenght", "unknown-column"), ("strength", "given-twice")],
)
def test_a_heading_that_cannot_be_read_is_refused_before_any_row(tmp_path: Path, heading: str, code: str) -> None:
    (tmp_path / "rows.csv").write_text(f"command,strength,{heading}\ncapsules,4.5 mg,4.5 mg\n")
    done = bulk(tmp_path, "rows.csv", *OUT)
    assert done.returncode == 10 and code.encode() in done.stderr
    assert not (tmp_path / "p.jsonl").exists()


def test_json_lines_are_read_as_strictly_as_a_plan(tmp_path: Path) -> None:
    good = {"command": "solution", "volume": {"value": "120", "unit": "mL"}, "dose": "4.5 mg", "doses_per_day": 1}
    lines = [
        json.dumps({**good, "patient": "x\u2028y"}, ensure_ascii=False),
        '{"command": "solution", "volume": "120 mL", "patient": "Ann", "patient": "Bob"}',
        '{"command": "solution", "volume": 120.0}',
        "[]",
        json.dumps({**good, "made-on": TODAY}),
    ]
    (tmp_path / "rows.JSONL").write_text("\n".join(lines))
    assert bulk(tmp_path, "rows.JSONL", *OUT).returncode == 12
    assert lines_of(tmp_path) == [5]
    assert [(row["line"], row["code"]) for row in rejects(tmp_path)] == [
        ("1", "control-character"),
        ("2", "bad-json"),
        ("3", "bad-json"),
        ("4", "bad-json"),
    ]


def test_labels_are_those_of_the_stored_plans_and_what_does_not_print_is_a_reject(tmp_path: Path) -> None:
    foreign = (*SOLUTION[:10], "\u5f35\u5049", *SOLUTION[11:])
    (tmp_path / "rows.csv").write_text(table(CAPSULES, foreign, SOLUTION))
    labels = ("--stock", "avery-5163")
    done = bulk(tmp_path, "rows.csv", *OUT, "--labels", "l.pdf", *labels)
    assert done.returncode == 12
    assert [row["line"] for row in rejects(tmp_path)] == ["3"]
    assert b"pharmacy-name-missing]: 2 rows" in done.stderr
    printed = program.call(("labels", "print", "p.jsonl", *labels, "-o", "again.pdf"), folder=tmp_path, today=TODAY)
    assert printed.returncode == 0, printed.stderr
    assert (tmp_path / "again.pdf").read_bytes() == (tmp_path / "l.pdf").read_bytes()


def test_a_formula_is_taken_by_name_and_a_column_goes_before_it(tmp_path: Path) -> None:
    plan = ldn.plan_capsules(strength="1.5 mg", count=30, size="3", filler="mcc-ph102", fill_mass="135 mg")
    (tmp_path / "plan.json").write_text(ldn.to_json(plan))
    saved = program.call(("formula", "save", "ldn-1.5", "plan.json"), folder=tmp_path)
    assert saved.returncode == 0, saved.stderr
    text = "formula,count,packing-stat\nldn-1.5,60,\nldn-1.5,,140 mg\nno-such,,\n"
    (tmp_path / "rows.csv").write_text(text)
    assert bulk(tmp_path, "rows.csv", *OUT).returncode == 12
    first, second = plans(tmp_path)
    # 1.5 mg x 60 and x 30.
    for row, mass in ((first, "90"), (second, "45")):
        found = row["result"]
        assert isinstance(found, dict) and found["api_theoretical"]["value"] == mass
    beside, inputs = second["bulk_row"], second["inputs"]
    assert isinstance(beside, dict) and beside["not_taken_from_formula"] == ["fill_mass"]
    assert isinstance(inputs, dict) and "fill_mass" not in inputs and str(inputs["formula"]).startswith("ldn-1.5 ")
    assert [row["code"] for row in rejects(tmp_path)] == ["no-such-formula"]


def test_a_second_run_repeats_nothing_and_changed_rows_are_refused(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text(table(CAPSULES, COMMA, SOLUTION))
    assert bulk(tmp_path, "rows.csv", *OUT).returncode == 12
    before = (tmp_path / "p.jsonl").read_bytes(), (tmp_path / "r.csv").read_bytes()
    again = bulk(tmp_path, "rows.csv", *OUT)
    assert again.returncode == 16 and b"file-exists" in again.stderr
    assert bulk(tmp_path, "rows.csv", *OUT, "--resume").returncode == 12
    assert ((tmp_path / "p.jsonl").read_bytes(), (tmp_path / "r.csv").read_bytes()) == before
    (tmp_path / "rows.csv").write_text(table(SOLUTION, COMMA, SOLUTION))
    changed = bulk(tmp_path, "rows.csv", *OUT, "--resume")
    assert changed.returncode == 15 and b"rows-changed" in changed.stderr
    assert ((tmp_path / "p.jsonl").read_bytes(), (tmp_path / "r.csv").read_bytes()) == before


def test_half_a_line_at_the_end_is_written_anew(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text(table(CAPSULES, TEN_FOLD, SOLUTION))
    assert bulk(tmp_path, "rows.csv", *OUT).returncode == 12
    whole = (tmp_path / "p.jsonl").read_bytes()
    for cut in (1, len(whole) // 3, len(whole) - 1):
        (tmp_path / "p.jsonl").write_bytes(whole[:cut])
        assert bulk(tmp_path, "rows.csv", *OUT, "--resume").returncode == 12
        assert (tmp_path / "p.jsonl").read_bytes() == whole


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGINT])
def test_a_run_that_is_stopped_goes_on_and_ends_as_one_that_was_not(tmp_path: Path, sign: signal.Signals) -> None:
    rows = [(*CAPSULES[:10], f"Jane Doe {number}", f"RX-{number}", "bedtime") for number in range(240)]
    rows[100] = COMMA
    (tmp_path / "rows.csv").write_text(table(*rows))
    words = (sys.executable, "-m", "ldn_compound", "bulk", "rows.csv", "--rejects", "r.csv", "--jobs", "2")
    environ = program.environment(tmp_path)
    started = subprocess.Popen((*words, "--out", "p.jsonl"), cwd=tmp_path, env=environ, stderr=subprocess.PIPE)
    written = tmp_path / "p.jsonl"
    for _ in range(600):
        if (written.exists() and written.stat().st_size) or started.poll() is not None:
            break
        time.sleep(0.05)
    started.send_signal(sign)
    started.communicate(timeout=60)
    if sign is signal.SIGINT and os.name == "posix":
        assert started.returncode in (130, 12)
    kept = written.read_bytes().rpartition(b"\n")[0]
    done = subprocess.run((*words, "--out", "p.jsonl", "--resume"), cwd=tmp_path, env=environ, check=False)
    assert done.returncode == 12
    assert lines_of(tmp_path) == [number + 2 for number in range(240) if number != 100]
    assert written.read_bytes().startswith(kept)
    assert [row["line"] for row in rejects(tmp_path)] == ["102"]


@pytest.mark.parametrize("command", ["capsules", "tablets", "solution", "trituration", "titrate", "dose"])
@pytest.mark.parametrize("whole", [(), ("--all",)])
def test_a_template_is_planned_as_it_stands(tmp_path: Path, command: str, whole: tuple[str, ...]) -> None:
    assert bulk(tmp_path, "template", command, *whole, "-o", "rows.csv").returncode == 0
    done = bulk(tmp_path, "rows.csv", *OUT)
    assert done.returncode == 0, (tmp_path / "r.csv").read_text()


def test_a_refused_line_of_many_labels_is_named(tmp_path: Path) -> None:
    plan = json.loads(ldn.to_json(ldn.plan_solution(volume="120 mL", dose="4.5 mg", doses_per_day=1, made_on=TODAY)))
    rows = [{"plan": plan, "patient": f"Ann {number}", "timing": "bedtime"} for number in range(5)]
    rows[1] |= {"patient": "\u5f35\u5049"}
    rows[3] |= {"patient": "\u5f35\u5049"}
    (tmp_path / "jobs.jsonl").write_text("\n".join(json.dumps(row) for row in rows))
    words = ("labels", "print", "jobs.jsonl", "--stock", "avery-5163", "-o", "l.pdf")
    done = program.call(words, folder=tmp_path, today=TODAY)
    said = " ".join(done.stderr.decode().split())
    assert done.returncode == 13 and "line 2 of jobs.jsonl" in said and "line 4 of jobs.jsonl" in said
    assert "line 3" not in said
    twice = json.dumps(rows[0])[:-1] + ', "patient": "Bob"}'
    (tmp_path / "jobs.jsonl").write_text(f"{json.dumps(rows[0])}\n{twice}\n")
    done = program.call(words, folder=tmp_path, today=TODAY)
    said = " ".join(done.stderr.decode().split())
    assert done.returncode == 10 and "bad-json" in said and "line 2 of jobs.jsonl" in said
