"""Formulas: saved, made, versioned; nothing of a patient, a lot or a day goes into one."""

from __future__ import annotations

import json
import stat
import tomllib
from pathlib import Path
from typing import Any

import pytest

import ldn_compound as ldn
from ldn_compound.exchange.formulas import COMMANDS, OF_A_LOT, inputs_of, read_formula, template
from tests import program
from tests.repo.places import REPOSITORY

PROFILE = str(REPOSITORY / "docs" / "example-profile.toml")
LINE = (
    *("capsules", "--strength", "4.5mg", "--count", "90", "--size", "3", "--filler", "mcc-ph102"),
    *("--packing-stat", "135mg", "--measured", "--wastage", "5%", "--doses-per-day", "1", "--profile", PROFILE),
    *("--age", "40", "--body-weight", "70kg", "--avoid", "lactose", "--component-lot", "filler=X1"),
    *("--answer", "opioids=none", "--assay", "99.5%", "--assay-basis", "anhydrous", "--api-water", "8.5%"),
    *("--component-lot", "api=A1", "--component-expiry", "api=2028-01-31", "--made-on", "2026-11-22"),
)


class Counter:
    """A pharmacy's counter: a folder of its own, with a plan in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.formulas = folder / "formulas"

    def run(self, *words: str, **environ: str) -> tuple[int, str, str]:
        given = {"LDN_COMPOUND_FORMULAS": str(self.formulas), **environ}
        done = program.call(words, folder=self.folder, environ=given, today="2026-11-23")
        assert b"Traceback" not in done.stderr
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    def json(self, *words: str) -> Any:
        code, out, err = self.run(*words, "--json")
        assert code == 0, err
        return json.loads(out)

    def refused(self, *words: str) -> dict[str, Any]:
        _, _, err = self.run(*words, "--json")
        error: dict[str, Any] = json.loads(err)["error"]
        return error

    def file(self, name: str) -> Path:
        return self.formulas / f"{name}.toml"


@pytest.fixture
def counter(tmp_path: Path) -> Counter:
    made = Counter(tmp_path)
    assert made.run(*LINE, "--save", "plan.json")[0] == 0
    assert made.run("formula", "save", "ldn-4.5", "plan.json")[0] == 0
    return made


def test_a_formula_holds_nothing_of_a_patient_a_lot_or_a_day(counter: Counter) -> None:
    stated = tomllib.loads(counter.file("ldn-4.5").read_text(encoding="utf-8"))
    assert stated == {
        "version": 1,
        "command": "capsules",
        "inputs": {
            "strength": "4.5 mg",
            "count": 90,
            "size": "3",
            "filler": "mcc-ph102",
            "packing_stat": "135 mg",
            "wastage": "5 %",
            "doses_per_day": 1,
        },
    }


def test_made_again_it_is_the_plan_of_its_inputs_with_the_options_before_them(counter: Counter) -> None:
    made = counter.json("make", "ldn-4.5", "--count", "60", "--measured", "--profile", PROFILE)
    # 4.5 mg x 60 x 1.05 = 283.5 mg; / (0.995 x 0.915) = 311.39 mg
    assert made["result"]["api_to_weigh"] == {"value": "311", "unit": "mg"}
    assert made["inputs"]["count"] == 60
    assert made["inputs"]["made_on"] == "2026-11-23"
    (row,) = [item for item in made["assumptions"] if item["origin"] == "formula"]
    assert row["value"].startswith("ldn-4.5 version 1 (")
    assert made["inputs"]["formula"] == row["value"]
    assert ldn.from_json(json.dumps(made)).exact.api_to_weigh.text() == "311 mg"  # type: ignore[attr-defined]
    assert "Formula: ldn-4.5 version 1" in counter.run("make", "ldn-4.5", "--profile", PROFILE)[1]


def test_an_option_sets_aside_what_the_formula_says_otherwise(counter: Counter) -> None:
    code, out, err = counter.run("make", "ldn-4.5", "--fill-mass", "140mg", "--profile", PROFILE, "--json")
    assert code == 0
    assert "not taken from the formula: packing_stat" in err
    given = json.loads(out)["inputs"]
    assert given["fill_mass"]["value"] == "140"
    assert "packing_stat" not in given


def test_a_change_is_a_new_version(counter: Counter) -> None:
    path = counter.file("ldn-4.5")
    changed = path.read_text(encoding="utf-8").replace('"5 %"', '"6 %"')
    path.write_text(changed, encoding="utf-8")
    assert counter.refused("make", "ldn-4.5")["code"] == "formula-changed"
    path.write_text(changed.replace("version = 1", "version = 2"), encoding="utf-8")
    assert counter.json("make", "ldn-4.5", "--profile", PROFILE)["inputs"]["formula"].startswith("ldn-4.5 version 2 (")
    kept = sorted(item.name for item in (counter.formulas / "versions").iterdir())
    assert kept == ["ldn-4.5-1.toml", "ldn-4.5-2.toml"]


def test_saved_again_it_is_the_next_version_or_the_same(counter: Counter) -> None:
    assert counter.json("formula", "save", "ldn-4.5", "plan.json")["version"] == 1
    assert counter.run(*LINE, "--overage", "2%", "--save", "plan.json")[0] == 0
    assert counter.json("formula", "save", "ldn-4.5", "plan.json")["version"] == 2
    assert counter.json("formula", "show", "ldn-4.5")["inputs"]["overage"] == "2 %"


def test_an_editor_makes_the_next_version_and_a_mistake_is_kept_beside_it(counter: Counter) -> None:
    editor = counter.folder / "editor.sh"

    def edit(script: str) -> tuple[int, str, str]:
        editor.write_text(f"#!/bin/sh\n{script}\n", encoding="ascii")
        editor.chmod(editor.stat().st_mode | stat.S_IXUSR)
        return counter.run("formula", "edit", "ldn-4.5", EDITOR=str(editor), VISUAL=str(editor))

    assert edit("sed -i 's/count = 90/count = 60/' \"$1\"")[0] == 0
    assert counter.json("formula", "show", "ldn-4.5")["version"] == 2
    before = counter.file("ldn-4.5").read_bytes()
    code, _, err = edit("sed -i 's/4.5 mg/4,5 mg/' \"$1\"")
    assert code == 14
    assert "4,5 mg" in err
    assert counter.file("ldn-4.5").read_bytes() == before
    assert "4,5 mg" in (counter.formulas / "ldn-4.5.rejected").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "field", "line"),
    [
        ('version = 1\ncommand = "capsules"\n[inputs]\nstrength = "4,5 mg"\n', "x.inputs.strength", 4),
        ('version = 1\ncommand = "capsules"\n[inputs]\nfillr = "mcc-ph102"\n', "x.inputs.fillr", 4),
        ('version = 1\ncommand = "capsules"\n[inputs]\nage = "9"\n', "x.inputs.age", 4),
        ('version = 1\ncommand = "capsules"\n[inputs]\nassay = "99 %"\n', "x.inputs.assay", 4),
        ('version = 0\ncommand = "capsules"\n', "x.version", 1),
        ('version = 1\ncommand = "dose"\n', "x.command", 2),
        ('version = 1\ncommand = "capsules"\nlot = "A"\n', "x.lot", 3),
    ],
)
def test_a_mistake_is_told_with_its_line(text: str, field: str, line: int) -> None:
    with pytest.raises(ldn.DataError) as caught:
        read_formula(text, name="x")
    assert (caught.value.code, caught.value.field) == ("bad-formula", field)
    assert f"line {line}" in str(caught.value.hint)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_new_one_explains_every_input_and_each_line_of_it_can_be_put_in_force(command: str) -> None:
    text = template("ldn", command)
    assert read_formula(text, name="ldn").inputs == {}
    for name, field in inputs_of(command).items():
        line = next(item for item in text.splitlines() if item.startswith(f"# {name} = "))
        stated = read_formula(f"{template('ldn', command)}{line[2:]}\n", name="ldn")
        assert list(stated.inputs) == [name]
        assert field.help.split(" (assumed")[0] in text
    assert not OF_A_LOT & set(inputs_of(command))


def test_a_name_or_a_formula_that_is_not_there(counter: Counter) -> None:
    assert counter.refused("make", "ldn-45")["hint"] == "did you mean ldn-4.5?"
    assert counter.refused("make", "../ldn")["code"] == "bad-formula-name"
    assert counter.refused("formula", "new", "ldn-4.5", "--from", "capsules")["code"] == "file-exists"
    assert counter.run("formula", "remove", "ldn-4.5")[0] == 0
    assert counter.refused("make", "ldn-4.5")["code"] == "no-such-formula"
    assert counter.json("formula", "list")["formulas"] == []


def test_what_is_removed_is_said_as_json_too(counter: Counter) -> None:
    code, out, _ = counter.run("formula", "remove", "ldn-4.5", "--json")
    assert (code, json.loads(out)) == (0, {"name": "ldn-4.5", "removed": True})
