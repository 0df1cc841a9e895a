"""What people type on a command line: quotes that were forgotten, options that lack, ages, weights, weeks and today."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests import program

FILL = ("--size", "3", "--filler", "mcc-ph102", "--packing-stat", "135mg", "--count", "30")
TITRATE = ("titrate", "--form", "solution", "--start", "0.5mg", "--step", "0.5mg", "--to", "4.5mg")


def run(folder: Path, *words: str) -> tuple[int, str, str]:
    done = program.call(words, folder=folder)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def inputs_of(folder: Path, *words: str) -> Any:
    code, out, err = run(folder, *words, "--json")
    assert code in (0, 12), err
    return json.loads(out)["inputs"]


@pytest.mark.parametrize(
    ("words", "written"),
    [
        (
            ("capsules", *FILL, "--strength", "4.5", "mg"),
            '--strength "4.5 mg", or leave the blank out: --strength 4.5mg',
        ),
        (("capsules", "--strength=4.5", "mg", *FILL), '--strength "4.5 mg", or leave the blank out: --strength 4.5mg'),
        (("weigh-check", "--net", "--theoretical", "135", "mg"), '--theoretical "135 mg", or'),
        (("weigh-check", "--masses", "131.2mg,", "132.1mg"), '--masses "131.2mg, 132.1mg", or'),
        (("weigh-check", "--masses", "131.2", "mg,", "132.1", "mg"), '--masses "131.2 mg, 132.1 mg".'),
        (("dose", "--weight", "22", "lb", "4", "oz"), '--weight "22 lb 4 oz".'),
        (("dose", "--weight", "22lb", "4oz"), '--weight "22lb 4oz", or'),
        (("dose", "--weight", "18kg", "--age", "14", "months"), '--age "14 months", or'),
        ((*TITRATE, "--every", "2", "weeks"), '--every "2 weeks", or'),
        (("solution", "--volume", "120mL", "--concentration", "5", "mg/5", "mL"), '--concentration "5 mg/5 mL".'),
        (("solution", "--volume", "120mL", "--concentration", "5mg/5", "mL"), '--concentration "5mg/5 mL", or'),
    ],
)
def test_a_quantity_without_quotes_is_told_how_to_write_it(
    words: tuple[str, ...], written: str, tmp_path: Path
) -> None:
    code, out, err = run(tmp_path, *words)
    assert (code, out) == (2, "")
    assert written in " ".join(err.split())


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ('--quantity "120 mL"', ["--quantity", "120", "mL"]),
        ('--patient "Jane van Doe"', ["--patient", "Jane", "van", "Doe"]),
        ('--directions "Take 1 capsule"', ["--directions", "Take", "1", "capsule", "--lot", "L1"]),
    ],
)
def test_the_rest_of_a_text_is_no_file(words: str, written: list[str], tmp_path: Path) -> None:
    """The shell took it apart: what stands behind the first blank would be looked for as a plan."""
    for command in ("print", "check"):
        code, _, err = run(tmp_path, "labels", command, "plan.json", *written)
        assert code == 2
        assert f"Quote what has a blank in it: {words}" in " ".join(err.split())


@pytest.mark.parametrize("word", ["9" * 3000, "a\0b", "x" * 255 + "y"])
def test_what_can_be_no_file_is_no_bug(word: str, tmp_path: Path) -> None:
    code, _, err = run(tmp_path, "labels", "check", "plan.json", "--lot", "L1", word)
    assert code == 2, err


def test_a_plan_behind_a_text_is_a_plan(tmp_path: Path) -> None:
    (tmp_path / "plan").write_text("{}", encoding="utf-8")
    for name in ("plan", "plan.json"):
        code, _, err = run(tmp_path, "labels", "check", "--patient", "Jane", name, "--stock", "zebra-4x2")
        assert (code, "Quote what" in err) != (2, True)
    code, _, err = run(tmp_path, "record", "log", "note", "--by", "Ann", "two capsules were broken")
    assert code == 0, err


def test_yesterday_is_refused_with_its_day(tmp_path: Path) -> None:
    day = datetime.now().date() - timedelta(days=1)  # noqa: DTZ005 - the program's own day
    code, _, err = run(tmp_path, "beyond-use", "--form", "capsule", "--made-on", "yesterday")
    assert code == 10
    assert f"write {day}" in err


def test_a_file_after_a_whole_quantity_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "mg").write_text("134 mg\n135 mg\n136 mg\n", encoding="utf-8")
    code, _, err = run(tmp_path, "weigh-check", "--net", "--theoretical", "135mg", "mg")
    assert code == 0, err


FIGURES = "--packing-stat --fill-mass --filler-density"


@pytest.mark.parametrize(
    ("words", "options"),
    [
        (("capsules",), f"--strength --count --size --filler {FIGURES}"),
        (("capsules", "--count", "9", "--filler", "mcc-ph102"), f"--strength --size {FIGURES}"),
        (("capsules", "--fill-mass", "135mg", "--count", "9", "--size", "3"), "--strength --filler"),
        (("tablets",), "--method --strength --count"),
        (("tablets", "--method", "moulded"), "--strength --count --blank-mass --base"),
        (("tablets", "--method", "compressed", "--strength", "1mg"), "--count --tablet-mass --recipe"),
        (("titrate",), "--form --doses --start --step --to --every --strengths"),
        (("titrate", "--form", "solution", "--start", "1mg"), "--step --every --to"),
        (("titrate", "--form", "capsule"), "--doses --start --step --to --every --strengths"),
        (("titrate", "--form", "capsule", "--doses", "1mg,2mg"), "--every --strengths"),
        (("titrate", "--form", "solution", "--restart-at", "1mg", "--pause", "14d"), "--every --doses --step --to"),
        (("packing",), "--masses --filler --size"),
        (("weigh-check",), "--masses --theoretical"),
    ],
)
def test_all_missing_options_are_told_at_once(words: tuple[str, ...], options: str, tmp_path: Path) -> None:
    code, out, err = run(tmp_path, *words)
    assert (code, out) == (2, "")
    told = [word.strip("(,;.") for word in err.split("hint:")[0].split() if word.startswith("--")]
    assert sorted(told) == sorted(options.split()), err


def test_ages_weights_weeks_and_today_are_recorded_exactly(tmp_path: Path) -> None:
    dose = inputs_of(tmp_path, "dose", "--weight", "22 lb 4 oz", "--age", "14 months")
    # 22.25 lb x 0.453 592 37 kg
    assert dose["body_weight"] == {"value": "10.0924302325", "unit": "kg"}
    assert (dose["age"], dose["weight_unit"]) == ("14 months", "lb")
    assert inputs_of(tmp_path, *TITRATE, "--every", "2 weeks")["every"] == {"value": "14", "unit": "d"}
    day = datetime.now().date().isoformat()  # noqa: DTZ005 - the program's own day
    plan = inputs_of(tmp_path, "capsules", "--strength", "4.5mg", *FILL, "--made-on", "today")
    assert plan["made_on"] >= day
    assert "made_on_is_today" not in plan


def test_a_profile_may_write_a_country_in_capitals(tmp_path: Path) -> None:
    (tmp_path / "profile.toml").write_text('[policies]\njurisdiction = "US"\n', encoding="utf-8")
    plan = inputs_of(tmp_path, "capsules", "--strength", "4.5mg", *FILL, "--profile", str(tmp_path / "profile.toml"))
    assert plan["settings"]["policies.jurisdiction"]["value"] == "us"


WEIGH = ("weigh-check", "--net", "--theoretical", "135mg")
CSV = "no;net (mg)\n1;134,2\n2;135,9\n3;133,8\n"


def test_a_table_with_decimal_commas_needs_the_profile_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "masses.csv").write_text(CSV, encoding="utf-8")
    code, out, err = run(tmp_path, *WEIGH, "masses.csv")
    assert (code, out) == (10, "")
    assert "[decimal-comma]" in err
    (tmp_path / "profile.toml").write_text('[balance]\ndecimal_mark = "comma"\n', encoding="utf-8")
    code, out, err = run(tmp_path, *WEIGH, "masses.csv", "--profile", "profile.toml", "--json")
    assert code == 0, err
    document = json.loads(out)
    assert [mass["value"] for mass in document["inputs"]["masses"]] == ["134.2", "135.9", "133.8"]
    assert document["inputs"]["lines_decimal"] == "comma"
    assert {"decimal-comma-read", "lines-set-aside"} <= {item["code"] for item in document["findings"]}


def test_the_unit_of_a_list_of_numbers_is_said_apart(tmp_path: Path) -> None:
    (tmp_path / "masses.txt").write_text("134.2\n135.9\n133.8\n", encoding="utf-8")
    masses = inputs_of(tmp_path, *WEIGH, "masses.txt", "--unit", "mg")["masses"]
    assert [mass["value"] for mass in masses] == ["134.2", "135.9", "133.8"]
    for words, code, said in (
        (("masses.txt", "--unit", "oz"), 10, "unknown-unit"),
        (("masses.txt",), 10, "unstable-reading"),
        (("--masses", "134mg,135mg,136mg", "--unit", "mg"), 2, "--unit"),
    ):
        refused, out, err = run(tmp_path, *WEIGH, *words)
        assert (refused, out) == (code, "")
        assert said in err
