"""The short screen: what is weighed comes first, all of it fits a page, nothing is lost on the way to the reader."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ldn_compound.cli import tables
from tests import program
from tests.cli.shell import LINE, Ran, changed, run
from tests.repo.places import REPOSITORY

PROFILE = str(REPOSITORY / "docs" / "example-profile.toml")
README = (
    *("capsules", "--strength", "4.5mg", "--count", "90", "--size", "3", "--filler", "mcc-ph102"),
    *("--packing-stat", "135mg", "--measured", "--wastage", "5%", "--doses-per-day", "1", "--made-on", "2026-11-22"),
    *("--profile", PROFILE),
)
LABEL = (
    *("--stock", "zebra-4x2", "--profile", PROFILE, "--patient", "Jane Doe", "--timing", "bedtime"),
    *("--prescriber", "Dr. A. Example", "--prescription-number", "1", "--lot", "C-1"),
    *("--date-filled", "2026-11-22", "--refills", "0"),
)
STOPPED = changed(LINE, strength="45mg")


def code_of(done: Ran) -> str:
    code: str = json.loads(done.err)["error"]["code"]
    return code


def test_the_plan_of_the_readme_fits_a_page_and_starts_with_what_is_weighed() -> None:
    lines = run(*README).out.splitlines()
    assert len(lines) <= 45
    assert max(map(len, lines)) < 80
    first = "\n".join(lines[:15])
    # 425.25 mg / (0.995 x 0.915) = 467.09 mg; 12757.5 mg - 467.09 mg = 12290.41 mg
    for weighed in ("467 mg", "12.290 g", "12.7575 g"):
        assert weighed in first
    assert "Working" not in "\n".join(lines)


def test_assumed_values_are_named_and_settled_ones_counted() -> None:
    screen = " ".join(run(*README).out.split())
    assert "Assumed: powder hydrochloride" in screen
    assert "shell_mass 50 mg (reference)" in screen
    assert "assay" not in screen.partition("Assumed")[2].partition("settled")[0]
    document = json.loads(run(*README, "--json").out)
    settled = [item for item in document["assumptions"] if item["origin"] not in ("assumption", "reference")]
    assert f"{len(settled)} values settled by profile, formula or country" in screen
    assert "Ask: opioids, other-naltrexone, liver, pregnancy, breast-feeding, medicines-reviewed." in screen


def test_the_working_has_all_of_it() -> None:
    shown = run(*README, "--working").out
    document = json.loads(run(*README, "--json").out)
    for number in range(1, len(document["steps"]) + 1):
        assert f"{number:>4}. " in shown
    for item in document["findings"]:
        assert item["code"] in shown
    for item in document["assumptions"]:
        assert f"- {item['field']} = " in shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("12290 mg", "12.290 g"),
        ("~12290.4105 mg", "~12.2904105 g"),
        ("1000 mg", "1.000 g"),
        ("999.5 mg", "999.5 mg"),
        ("950 to 1050 mg", "0.950 to 1.050 g"),
        ("950 mg to 1050 mg", "0.950 to 1.050 g"),
        ("121.5 to 148.5 mg", "121.5 to 148.5 mg"),
        ("1261 mg/mL", "1261 mg/mL"),
        ("467, 1868 mg", "467, 1868 mg"),
        ("467 and 1868 mg", "467 and 1868 mg"),
        ("2 x 1200 mg", "2 x 1200 mg"),
        ("lot 20.1200 mgx", "lot 20.1200 mgx"),
        ("add 3737 mg of filler (total 7473 mg)", "add 3.737 g of filler (total 7.473 g)"),
    ],
)
def test_a_gram_and_more_is_shown_in_grams(monkeypatch: pytest.MonkeyPatch, text: str, shown: str) -> None:
    monkeypatch.setattr(tables, "full", lambda: False)
    assert tables.shown(text) == shown


def test_save_prints_the_table_and_writes_the_document(tmp_path: Path) -> None:
    saved = tmp_path / "plan.json"
    done = run(*README, "--save", str(saved))
    assert done.code == 0
    assert done.out.startswith("90 capsules of naltrexone hydrochloride")
    assert saved.read_text(encoding="ascii") == run(*README, "--json").out


def test_a_stopped_plan_is_saved_and_exits_with_12(tmp_path: Path) -> None:
    saved = tmp_path / "plan.json"
    assert run(*STOPPED, "--save", str(saved)).code == 12
    assert "strength-high" in saved.read_text(encoding="ascii")


def test_save_refuses_another_formats_ending_stdout_and_its_own_input(tmp_path: Path) -> None:
    assert code_of(run(*README, "--save", str(tmp_path / "plan.pdf"), "--json")) == "other-ending"
    assert run(*README, "--save", "-", "--json").code == 2
    profile = tmp_path / "profile.json"
    profile.write_bytes(Path(PROFILE).read_bytes())
    refused = run(*README[:-1], str(profile), "--save", str(profile), "--json")
    assert (refused.code, code_of(refused)) == (16, "own-input")
    assert profile.read_bytes() == Path(PROFILE).read_bytes()
    link = tmp_path / "link.json"
    link.symlink_to(profile)
    assert code_of(run(*README[:-1], str(profile), "--save", str(link), "--json")) == "own-input"


def test_a_label_is_not_written_over_its_plan(tmp_path: Path) -> None:
    plan = tmp_path / "plan"
    assert run(*README, "--save", str(plan)).code == 0
    before = plan.read_bytes()
    refused = run("labels", "print", str(plan), *LABEL, "-o", str(plan), "--json")
    assert code_of(refused) == "own-input"
    assert plan.read_bytes() == before


@pytest.mark.parametrize(("line", "code"), [(STOPPED, 12), (README, 0)])
def test_the_exit_code_stays_when_the_reader_goes_away(line: tuple[str, ...], code: int, tmp_path: Path) -> None:
    started = subprocess.Popen(
        [sys.executable, "-m", "ldn_compound", *line],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
        env=program.environment(tmp_path, {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}),
    )
    assert started.stdout is not None
    started.stdout.close()
    _, said = started.communicate(timeout=60)
    assert started.returncode == code
    assert b"Traceback" not in said
