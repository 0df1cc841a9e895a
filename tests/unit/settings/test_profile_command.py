"""``profile init | show | check`` from the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests import program

BAD = "[policies]\nwastage = 5\ncap = true\n"


class Ran(NamedTuple):
    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def run(tmp_path: Path) -> Any:
    home = tmp_path / "home"
    home.mkdir()
    variables = {name: str(home) for name in ("HOME", "XDG_CONFIG_HOME", "APPDATA", "LOCALAPPDATA", "USERPROFILE")}

    def call(*words: Any) -> Any:
        done = program.call(("profile", *map(str, words)), folder=tmp_path, environ=variables)
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    return call


def test_init_show_check_of_a_fresh_machine(run: Any, tmp_path: Path) -> None:
    shown = run("show")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "No profile" in shown.stdout
    assert "balance.readability" in shown.stdout
    assert run("check").returncode == 16
    written = run("init", "--json")
    path = json.loads(written.stdout)["result"]["path"]
    assert (written.returncode, path.startswith(str(tmp_path))) == (0, True)
    again = run("init")
    assert (again.returncode, again.stdout) == (16, "")
    assert "file-exists" in again.stderr
    assert run("init", "--force").returncode == 0
    assert "in order, 0 settings stated" in run("check").stdout
    assert path in run("show").stdout


def test_init_to_the_screen_writes_nothing(run: Any, tmp_path: Path) -> None:
    done = run("init", "-o", "-")
    assert done.returncode == 0
    assert "[balance]" in done.stdout
    assert json.loads(run("init", "-o", "-", "--json").stdout)["result"]["text"] == done.stdout
    assert not any((tmp_path / "home").iterdir())


def test_init_where_it_cannot_write(run: Any, tmp_path: Path) -> None:
    done = run("init", "-o", tmp_path / "missing" / "profile.toml", "--json")
    assert (done.returncode, done.stdout) == (16, "")
    assert json.loads(done.stderr)["error"]["code"] == "cannot-write"


def test_show_tells_value_and_origin(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text('[policies]\njurisdiction = "us"\nwastage = "3 %"\n[fillers.our-own]\nname = "Ours"\n')
    done = run("show", "--profile", path, "--json")
    settings = json.loads(done.stdout)["result"]["settings"]
    assert settings["policies.wastage"] == {
        "value": {"value": "3", "unit": "%"}, "origin": "profile", "source": "own.toml, line 3",
    }  # fmt: skip
    assert settings["policies.day_count"]["origin"] == "jurisdiction us"
    assert settings["fillers.our-own.name"]["value"] == "Ours"
    lines = run("show", "--profile", path).stdout.splitlines()
    assert max(map(len, lines[1:])) <= 79
    assert any(line.split() == ["policies.wastage", "line", "3", "3", "%"] for line in lines)
    assert any(line.split() == ["policies.day_count", "us", "day-1"] for line in lines)
    assert any(line.split() == ["balance.sensitivity", "-", "not", "stated"] for line in lines)


def test_check_tells_every_problem(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "bad.toml"
    path.write_text(BAD)
    done = run("check", path)
    assert (done.returncode, done.stdout) == (14, "")
    for words in ("policies.wastage", "line 2", "policies.cap", "line 3", "2 problems"):
        assert words in done.stderr
    document = json.loads(run("check", path, "--json").stderr)
    assert document["error"]["field"] == "policies.wastage"
    assert [problem["field"] for problem in document["problems"]] == ["policies.wastage", "policies.cap"]
    assert run("show", "--profile", path).returncode == 14


def test_the_file_is_given_once(run: Any, tmp_path: Path) -> None:
    assert run("check", "a.toml", "--profile", "b.toml").returncode == 2
    assert run("check", "a.toml").returncode == 16


def test_help_has_an_example(run: Any) -> None:
    for words in ([], ["init"], ["show"], ["check"]):
        done = run(*words, "--help")
        assert done.returncode == 0
        assert "Example:" in done.stdout


def test_show_lists_the_rules_that_depend_on_the_plan(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "be.toml"
    path.write_text('[policies]\njurisdiction = "be"\n')
    shown = run("show", "--profile", str(path))
    assert shown.returncode == 0
    assert "Rules of Belgium for a case" in shown.stdout
    assert "5 %: capsule or tablet, strength at most" in shown.stdout
    assert max(len(line) for line in shown.stdout.splitlines()) <= 80 + len(str(path))
    # What the pharmacy states itself stands over the rule.
    path.write_text('[policies]\njurisdiction = "be"\noverage = "0 %"\ntracer = "none"\n')
    assert "Rules of Belgium" not in run("show", "--profile", str(path)).stdout
    path.write_text('[policies]\njurisdiction = "de"\n')
    cases = json.loads(run("show", "--profile", str(path), "--json").stdout)["result"]["cases"]
    assert [(row["key"], row["value"]) for row in cases] == [
        ("policies.overage", text) for text in ("10 %", "10 %", "5 %")
    ]
    assert all(row["source"] and row["dated"] and row["case"] for row in cases)


@pytest.mark.parametrize(
    ("text", "field", "words"),
    [
        ('[labels]\nstock = "dymo-30252"\ndesign = "titration"\n', "labels.stock", ("88.8 x 45.6 mm", "line 2")),
        ('[labels]\nstock = "dymo-3025"\n', "labels.stock", ("did you mean dymo-30256", "line 2")),
        ('[labels]\ndesign = "prescripton"\nstock = "zebra-4x2"\n', "labels.design", ("prescription", "line 2")),
    ],
)
def test_a_stock_that_the_design_can_never_fit_is_told(
    run: Any, tmp_path: Path, text: str, field: str, words: tuple[str, ...]
) -> None:
    (tmp_path / "own.toml").write_text(text, encoding="utf-8")
    done = run("check", "own.toml")
    assert done.returncode == 14
    assert field in done.stderr
    for word in words:
        assert word in " ".join(done.stderr.split())
    (tmp_path / "own.toml").write_text('[labels]\nstock = "zebra-4x2"\n', encoding="utf-8")
    assert run("check", "own.toml").returncode == 0
