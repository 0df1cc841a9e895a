"""``ldn-compound labels check``: all that is wrong in one go, with the exit code of the gravest."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import ldn_compound as ldn
from tests.labels.conftest import made_today
from tests.labels.test_labels_command import run

GIVEN = ["--stock", "zebra-4x2", "--patient", "Jane Doe"]
SAFE = ["--directions", "Take 1 capsule (4.5 mg) by mouth at bedtime"]


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    plan = ldn.plan_capsules(
        strength="4.5 mg",
        count=90,
        size="3",
        filler="mcc-ph102",
        fill_mass="135 mg",
        assay="100 %",
        assay_basis="as-is",
        units_per_dose=1,
        doses_per_day=1,
        made_on=made_today(),
    )
    (tmp_path / "plan.json").write_text(ldn.to_json(plan), encoding="utf-8")
    return tmp_path


def checked(shop: Path, *words: str) -> tuple[int, dict[str, Any]]:
    done = run("check", "plan.json", *GIVEN, *words, "--json", cwd=shop)
    return done.returncode, json.loads(done.stdout) if done.stdout else json.loads(done.stderr)


def test_a_good_label_passes(shop: Path) -> None:
    code, document = checked(shop, *SAFE)
    assert code == 0
    assert document["schema"] == "ldn_compound/label-check/1"
    assert document["result"]["verdict"] == "pass"
    assert [item["code"] for item in document["findings"]] == ["pharmacy-name-missing"]
    shown = run("check", "plan.json", *GIVEN, *SAFE, cwd=shop)
    assert b"PASS: 1 label" in shown.stdout
    assert shown.stdout.isascii()


def test_all_stops_are_told_at_once_and_nothing_is_written(shop: Path) -> None:
    code, document = checked(shop, "--directions", "Take 2 capsules (4.5 mg) qhs, or .5 mg")
    assert code == 12
    assert document["result"]["verdict"] == "fail"
    stops = [item["code"] for item in document["findings"] if item["severity"] == "stop"]
    assert stops == ["unsafe-text", "unsafe-text", "directions-differ"]
    assert all(item["source"] for item in document["findings"])
    assert sorted(path.name for path in shop.iterdir()) == ["plan.json"]


def test_what_does_not_fit_is_told_with_its_fields(shop: Path) -> None:
    code, document = checked(shop, *SAFE, "--patient", "W" * 60, "--prescriber", "\u5f20")
    assert code == 13
    assert (document["error"]["code"], document["error"]["field"]) == ("does-not-fit", "patient")
    assert "prescriber" in document["error"]["hint"]
    assert "no-glyph" in document["error"]["hint"]


def test_a_stop_comes_first_and_brings_what_does_not_fit(shop: Path) -> None:
    code, document = checked(shop, "--directions", "Take 1 capsule at bedtime, 4.50 mg", "--patient", "W" * 60)
    assert code == 12
    assert [item["code"] for item in document["findings"] if item["severity"] == "stop"] == ["unsafe-text"]
    assert [(item["code"], item["field"]) for item in document["result"]["problems"]] == [("does-not-fit", "patient")]


def test_a_fault_of_the_input_comes_before_all(shop: Path) -> None:
    words = ["--directions", "Take 1.0 mg", "--patient", "W" * 60, "--prescription-number", "7\u00e9"]
    code, document = checked(shop, *words)
    assert code == 10
    assert document["error"]["field"] == "prescription_number"


def test_what_is_missing_is_an_input_error(shop: Path) -> None:
    code, document = checked(shop)
    assert code == 10
    assert document["error"]["field"] == "directions"


def test_a_scan_is_compared_with_the_label(shop: Path) -> None:
    label = [*SAFE, "--prescription-number", "7012345"]
    made = run("print", "plan.json", *GIVEN, *label, "-o", "scan.png", cwd=shop)
    assert made.returncode == 0, made.stderr
    code, document = checked(shop, *label, "--scan", "scan.png")
    assert code == 0
    assert document["result"]["codes"] == [
        {"field": "prescription_number", "kind": "code-128", "meant": "7012345", "read": "7012345"}
    ]
    code, document = checked(shop, *SAFE, "--prescription-number", "7012346", "--scan", "scan.png")
    assert code == 12
    assert document["result"]["codes"][0]["read"] == "7012345"
    from PIL import Image

    Image.new("L", (200, 100), 255).save(shop / "blank.png")
    code, document = checked(shop, *label, "--scan", "blank.png")
    assert code == 12
    assert document["result"]["codes"][0]["read"] is None
    for name in ("plan.json", "nothing.png"):
        assert checked(shop, *label, "--scan", name)[0] == 16
