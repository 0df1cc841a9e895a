"""The plain text beside the labels: all that they say, in the order of reading; and no name where none belongs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import ldn_compound as ldn
from ldn_compound.core import files
from ldn_compound.labelling.catalogue import get_design
from ldn_compound.labelling.plain_text import plain_text
from tests import program

TODAY = date(2026, 11, 22)
Make = Callable[..., Any]
PLAN = (
    *("capsules", "--strength", "4.5mg", "--count", "90", "--size", "3", "--filler", "mcc-ph102"),
    *("--packing-stat", "135mg", "--measured", "--units-per-dose", "1", "--doses-per-day", "1"),
    *("--made-on", "2026-11-22", "--save", "plan.json"),
)
PRINT = ("labels", "print", "plan.json", "--stock", "zebra-4x2", "--timing", "bedtime", "--patient", "Jane Doe")


def test_it_has_the_words_of_the_label_in_their_order(plan: Any, label_of: Make, lines_of: Any) -> None:
    label = label_of(plan)
    said = plain_text([(label, get_design("prescription"))])
    printed = " ".join(lines_of(ldn.print_labels([label], stock="zebra-4x2", today=TODAY))[0]).split()
    assert sorted(said.split()) == sorted(printed)
    assert said.splitlines()[:3] == [
        "Jane Doe",
        "naltrexone hydrochloride 4.5 mg capsules",
        "Take 1 capsule by mouth at bedtime",
    ]


def test_a_table_has_the_head_of_each_column(label_of: Make) -> None:
    plan = ldn.plan_titration(form="solution", start="0.5 mg", step="0.5 mg", every="14 d", to="1 mg")
    said = plain_text([(ldn.label_for(plan, patient="Jane Doe", timing="bedtime"), get_design("titration"))])
    assert "When: Days 1 to 14; Dose: 0.5 mg; Take: 0.5 mL\nWhen: Days 15 to 28; Dose: 1 mg; Take: 1 mL\n" in said


def test_labels_are_parted_by_a_blank_line(plan: Any, label_of: Make) -> None:
    labels = (label_of(plan), label_of(plan, patient="สมชาย", patient_latin="Somchai"))
    said = plain_text((label, get_design("syringe")) for label in labels)
    second = said.split("\n\n")[1]
    assert second.startswith("สมชาย\nSomchai\n")


def test_the_command_writes_it_beside_the_label(tmp_path: Path) -> None:
    assert program.call(PLAN, folder=tmp_path, today=str(TODAY)).returncode == 0
    words = (*PRINT, "-o", "label.pdf", "--text", "label.txt")
    done = program.call(words, folder=tmp_path, today=str(TODAY))
    assert done.returncode == 0
    assert done.stdout.startswith(b"Written: label.pdf\nWritten: label.txt\n")
    assert (tmp_path / "label.txt").read_text(encoding="utf-8").startswith("Jane Doe\n")


@pytest.mark.parametrize(
    ("text", "code", "told"),
    [("label.pdf", 16, "ends in .txt"), ("nowhere/label.txt", 16, "--text"), ("-", 2, "--text takes a file")],
)
def test_a_text_that_cannot_be_written_prints_nothing(tmp_path: Path, text: str, code: int, told: str) -> None:
    assert program.call(PLAN, folder=tmp_path, today=str(TODAY)).returncode == 0
    done = program.call((*PRINT, "-o", "out.pdf", "--text", text), folder=tmp_path, today=str(TODAY))
    assert done.returncode == code
    assert told in done.stderr.decode()
    assert [path.name for path in tmp_path.iterdir()] == ["plan.json"]


def test_no_temporary_name_is_the_patients(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    kept = Path.replace

    def replace(part: Path, target: Path) -> Path:
        seen.extend(path.name for path in part.parent.iterdir())
        return kept(part, target)

    monkeypatch.setattr(Path, "replace", replace)
    files.write_file(tmp_path / "Jane Doe.pdf", b"%PDF", field="output")
    assert len(seen) == 1
    assert "Jane" not in seen[0]
