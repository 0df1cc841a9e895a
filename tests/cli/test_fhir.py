"""``export`` and ``import`` on the command line: files, exit codes, and a line that can be pasted."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest

import ldn_compound as ldn
from tests import program
from tests.unit.fhir.plans import as_json, capsules, request, short


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "plan.json").write_text(ldn.to_json(capsules()), encoding="utf-8")
    (tmp_path / "stopped.json").write_text(ldn.to_json(capsules(strength="45 mg")), encoding="utf-8")
    (tmp_path / "request.json").write_text(as_json(request()), encoding="utf-8")
    return tmp_path


def run(folder: Path, *words: str, stdin: str = "") -> tuple[int, str, str]:
    done = program.call(words, folder=folder, stdin=stdin.encode())
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def test_what_goes_to_stdout_is_what_python_gives(folder: Path) -> None:
    code, out, err = run(folder, "export", "fhir", "plan.json", "--fhir-version", "r5", "--patient", "Jane Doe")
    assert (code, err) == (0, "")
    plan = capsules()
    assert out == ldn.to_fhir(plan, version="R5", label=ldn.label_for(plan, patient="Jane Doe"))


def test_a_file_and_what_is_told_of_it(folder: Path) -> None:
    words = ("export", "fhir", "plan.json", "-o", "out.json", "--lot", "C-1")
    assert run(folder, *words) == (0, "Written: out.json\nFHIR R4: Medication, MedicationDispense\n", "")
    written = (folder / "out.json").read_text("utf-8")
    assert '"lotNumber": "C-1"' in written
    code, out, _ = run(folder, *words, "--json")
    document = json.loads(out)
    assert (code, document["schema"]) == (0, "ldn_compound/fhir-export/1")
    assert document["result"]["resources"] == ["Medication", "MedicationDispense"]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("fhir", "stopped.json"), 12, "stop-not-accepted"),
        (("fhir", "plan.json", "--directions", "Take 2 capsules at bedtime"), 12, "directions-differ"),
        (("fhir", "plan.json", "--timing", "twice-daily"), 10, "timing-differs"),
        (("fhir", "plan.json", "--fhir-version", "R3"), 10, "unknown-choice"),
        (("fhir", "plan.json", "-o", "out.csv"), 16, "other-ending"),
        (("fhir", "plan.json", "-o", "plan.json"), 16, "own-input"),
        (("fhir", "plan.json", "--json"), 2, "stdout"),
        (("fhir", "request.json"), 10, "bad-json"),
        (("fhir", "none.json"), 16, "cannot-read"),
        (("ingredients", "stopped.json", "-o", "out.csv"), 12, "stop-not-accepted"),
        (("ingredients", "plan.json", "-o", "out.json"), 16, "other-ending"),
        (("ingredients", "plan.json", "-o", "-", "--json"), 2, "stdout"),
    ],
)
def test_refusals(folder: Path, words: tuple[str, ...], code: int, said: str) -> None:
    before = sorted(folder.iterdir())
    done, out, err = run(folder, "export", *words)
    assert (done, out) == (code, "")
    assert said in err
    assert sorted(folder.iterdir()) == before


def test_directions_that_differ_go_out_when_they_are_accepted(folder: Path) -> None:
    words = ("export", "fhir", "plan.json", "--directions", "Take 2 capsules at bedtime")
    accepted = ("--accept", "directions-differ", "--accept", "daily-dose-high", "--accepted-by", "A. Chemist")
    code, out, err = run(folder, *words, *accepted)
    assert (code, "Take 2 capsules" in out) == (0, True)
    assert "accepted by A. Chemist" in err
    assert "A. Chemist" not in out


def test_the_ingredients(folder: Path) -> None:
    assert run(folder, "export", "ingredients", "plan.json", "-o", "out.csv")[:2] == (
        0,
        "Written: out.csv, 3 components\n",
    )
    raw = (folder / "out.csv").read_bytes()
    # The mark by which a spreadsheet knows UTF-8.
    assert raw.startswith(b"\xef\xbb\xbfcomponent,amount,unit,lot,expiry,supplier,remark\r\n")
    _, out, _ = run(folder, "export", "ingredients", "plan.json", "-o", "-")
    assert out.splitlines()[2] == "microcrystalline cellulose PH-102,11745,mg,,,,"


def test_the_line_that_is_printed_plans_the_batch(folder: Path) -> None:
    code, out, err = run(folder, "import", "fhir", "request.json")
    assert (code, err) == (0, "")
    line = shlex.split(out.splitlines()[0])
    assert line[:2] == ["ldn-compound", "capsules"]
    more = ("--size", "3", "--filler", "mcc-ph102", "--packing-stat", "135mg", "--made-on", "2026-11-22", "--json")
    code, planned, _ = run(folder, *line[1:], *more)
    assert code == 0
    assert json.loads(planned)["result"]["api_to_weigh"] == {"value": "405", "unit": "mg"}


def test_what_the_line_still_needs_is_told(folder: Path) -> None:
    code, out, _ = run(folder, "import", "fhir", "request.json", "--json")
    assert code == 0
    result = json.loads(out)["result"]
    assert [text.split(" (")[0] for text in result["needed"]] == [
        "--size",
        "--filler",
        "one of --packing-stat, --fill-mass, --filler-density, if the profile states none",
    ]
    (folder / "p.toml").write_text('[capsules]\nsize = "3"\nfiller = "mcc-ph102"\n', encoding="utf-8")
    _, out, _ = run(folder, "import", "fhir", "request.json", "--json", "--profile", "p.toml")
    assert [text.split(" (")[0] for text in json.loads(out)["result"]["needed"]] == [result["needed"][2]]


def test_words_of_the_prescription_are_quoted_for_the_shell(folder: Path) -> None:
    document = request()
    document["subject"]["display"] = "Jane O'Doe; rm -rf /"
    document["note"] = [{"text": "x"}]
    code, out, _ = run(folder, "import", "fhir", "-", stdin=as_json(document))
    assert code == 0
    label = next(line for line in out.splitlines() if "--patient" in line)
    assert shlex.split(label)[:2] == ["--patient", "Jane O'Doe; rm -rf /"]
    assert out.endswith("Not understood:\n  MedicationRequest.note\n")


def test_what_was_concluded_is_told(folder: Path) -> None:
    dose = {"value": "#4.5#", "system": "http://unitsofmeasure.org", "code": "mg"}
    _, out, _ = run(folder, "import", "fhir", "-", stdin=as_json(short("naltrexone capsule", dose)))
    assert "Concluded, and not written there:\n  the dose of 4.5mg is one capsule" in out
    assert "Not understood: nothing; all of it was read." in out


def test_a_refusal_of_an_import(folder: Path) -> None:
    document = request()
    document["status"] = "cancelled"
    code, out, err = run(folder, "import", "fhir", "-", "--json", stdin=as_json(document))
    assert (code, out) == (10, "")
    error = json.loads(err)["error"]
    assert (error["code"], error["field"]) == ("prescription-not-active", "MedicationRequest.status")


def test_the_document_is_saved(folder: Path) -> None:
    code, out, _ = run(folder, "import", "fhir", "request.json", "--save", "read.json")
    assert (code, out.splitlines()[-1]) == (0, "saved: read.json")
    assert json.loads((folder / "read.json").read_text("utf-8"))["result"]["kind"] == "capsule-batch"
