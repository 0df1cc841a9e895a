"""weigh-check, content-check, as-made and packing as a pharmacist types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.test_junk import counter, run_command

__all__ = ["counter"]

GROSS = ("weigh-check", "--theoretical", "183mg", "--gross", "--shell-mass", "48mg")


def test_a_print_out_from_stdin(counter: Path) -> None:
    lines = "".join(f"{number:03d}  S S     183.2 mg\n" for number in range(1, 11))
    done = run_command(*GROSS, "-", stdin=lines)
    assert done.code == 0, done.err
    assert "net mean            135.2 mg   (theory 135 mg)" in done.out
    assert done.out.isascii()
    assert max(map(len, done.out.splitlines())) <= 80


def test_a_failed_check_exits_with_12_and_keeps_its_document(counter: Path) -> None:
    (counter / "masses.txt").write_text("84 mg\n" * 20, encoding="utf-16")
    done = run_command("weigh-check", "masses.txt", "--theoretical", "135mg", "--standard", "ph-eur-2.9.5", "--json")
    assert done.code == 12
    result = json.loads(done.out)["result"]
    assert (result["standard_verdict"], result["verdict"]) == ("pass", "fail")


def test_units_far_off_stay_in_the_picture(counter: Path) -> None:
    done = run_command("weigh-check", "--masses", "1mg,9000mg,135mg", "--theoretical", "135mg")
    assert done.code == 12
    assert max(map(len, done.out.splitlines())) <= 80
    rows = [line for line in done.out.splitlines() if line.endswith(">") or " < " in line or "<" in line]
    assert len(rows) >= 2


def test_the_plot_is_written_whole_or_not_at_all(counter: Path) -> None:
    done = run_command(*GROSS, "--masses", "183mg,184mg", "--plot", "plot.pdf")
    assert done.code == 0, done.err
    assert (counter / "plot.pdf").read_bytes().startswith(b"%PDF-")
    missing = run_command(*GROSS, "--masses", "183mg,184mg", "--plot", "no/such/folder/plot.pdf")
    assert (missing.code, missing.out) == (16, "")


@pytest.mark.parametrize(
    "words",
    [
        (*GROSS,),
        (*GROSS, "-", "--masses", "183mg"),
        (*GROSS, "--net", "--masses", "183mg,184mg"),
        (*GROSS, "--masses", "183mg,184mg", "--plot", "-"),
        ("weigh-check", "--masses", "183mg"),
        ("as-made", "plan.json"),
        ("as-made", "-", "-"),
        ("content-check",),
        ("packing", "--filler", "mcc-ph102", "--size", "3"),
    ],
)
def test_usage(words: tuple[str, ...], counter: Path) -> None:
    done = run_command(*words)
    assert (done.code, done.out) == (2, "")


def test_as_made_from_print_outs(counter: Path) -> None:
    """The plan is of 30 x 4.5 mg: 135 mg of drug and 3915 mg of filler."""
    in_order = run_command("as-made", "plan.json", "-", "--json", stdin="+  0.1350 g\n+  3.9150 g\n")
    assert in_order.code == 0, in_order.err
    named = run_command("as-made", "plan.json", "-", "--json", stdin="filler: S S 3915 mg\napi: S S 135 mg\n")
    typed = run_command("as-made", "plan.json", "--weighed", "api=135mg", "--weighed", "filler=3.915g", "--json")
    found = [json.loads(one.out)["result"] for one in (in_order, named, typed)]
    assert found[0] == found[1] == found[2]
    assert found[0]["of_label"] == {"value": "100", "unit": "%"}


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ("S D 135 mg\nS S 3915 mg\n", "unstable-reading"),
        ("S S 135 mg\n", "readings-do-not-match"),
        ("S S 135 mg\nS S 1 mg\nS S 3915 mg\n", "readings-do-not-match"),
        ("api: 135 mg\napi: 136 mg\n", "given-twice"),
        ("001 S S 135 mg\n001 S S 3915 mg\n", "reading-twice"),
        ("api: 135 mL\n", "wrong-dimension"),
        ("api: -135 mg\n", "negative"),
        ("drug: 135 mg\n", "unknown-component"),
    ],
)
def test_bad_print_outs(lines: str, code: str, counter: Path) -> None:
    done = run_command("as-made", "plan.json", "-", "--json", stdin=lines)
    assert (done.code, done.out) == (10, "")
    error = json.loads(done.err)["error"]
    assert (error["code"], error["field"]) == (code, "weighed")


@pytest.mark.parametrize("pair", ["api", "api=", "=135mg", "api=135mL", "api=135", "filler=3g"])
def test_bad_pairs(pair: str, counter: Path) -> None:
    done = run_command("as-made", "plan.json", "--weighed", pair)
    assert (done.code, done.out) == (10, "")


def test_an_edited_plan_is_refused(counter: Path) -> None:
    text = (counter / "plan.json").read_text("utf-8").replace('"count": 30', '"count": 31', 1)
    (counter / "plan.json").write_text(text, encoding="utf-8")
    done = run_command("as-made", "plan.json", "--weighed", "api=135mg")
    assert (done.code, done.out) == (15, "")


def test_far_too_little_drug_stops(counter: Path) -> None:
    done = run_command("as-made", "plan.json", "--weighed", "api=13.5mg", "--residue", "0mg")
    assert done.code == 12
    assert "made-outside-90-110" in done.out


def test_content_check_from_a_file(counter: Path) -> None:
    (counter / "assay.txt").write_text("94 %\r\n106 %\r\n" * 5, encoding="utf-8")
    done = run_command("content-check", "assay.txt", "--json")
    assert done.code == 12
    assert json.loads(done.out)["result"]["verdict"] == "second-stage"
    thirty = run_command("content-check", "-", "--json", stdin="94 %\n106 %\n" * 15)
    assert json.loads(thirty.out)["result"]["verdict"] == "pass"


def test_packing_entry_goes_into_a_profile(counter: Path) -> None:
    words = ("packing", "--filler", "mcc-ph102", "--size", "3", "--lot", "F1", "--measured-on", "2026-11-22")
    done = run_command(*words, "-", "--json", stdin="S S 135.0 mg\n" * 5)
    assert done.code == 0, done.err
    (counter / "own.toml").write_text(json.loads(done.out)["result"]["profile_entry"], encoding="utf-8")
    assert run_command("profile", "check", "own.toml").code == 0
