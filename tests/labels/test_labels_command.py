"""``ldn-compound labels`` as it is called: exit codes, what is written, and that nothing is half-written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

import ldn_compound as ldn
from ldn_compound.plans import replay
from tests import program
from tests.labels.conftest import made_today

GIVEN = ["--patient", "Jane Doe", "--directions", "Take 1 capsule by mouth at bedtime"]


def run(*words: str, cwd: Path, stdin: bytes = b"", **environ: str) -> program.Done:
    return program.call(("labels", *words), folder=cwd, stdin=stdin, environ=environ)


@pytest.fixture
def plan_file(plan: Any, tmp_path: Path) -> Path:
    path = tmp_path / "plan.json"
    dated = ldn.plan_capsules(
        strength="4.5 mg",
        count=90,
        size="3",
        filler="mcc-ph102",
        fill_mass="135 mg",
        assay="100 %",
        assay_basis="as-is",
        made_on=made_today(),
        units_per_dose=1,
        doses_per_day=1,
    )
    path.write_text(ldn.to_json(dated), encoding="utf-8")
    return path


def test_print_writes_a_label(plan_file: Path, tmp_path: Path) -> None:
    done = run("print", "plan.json", "--stock", "zebra-4x2", *GIVEN, "-o", "label.pdf", cwd=tmp_path)
    assert done.returncode == 0
    assert b"label.pdf" in done.stdout
    assert b"pharmacy-name-missing" in done.stderr
    document = pypdfium2.PdfDocument(tmp_path / "label.pdf")
    text = document[0].get_textpage().get_text_range()
    document.close()
    assert "Jane Doe" in text
    assert "4.5 mg" in text


def test_a_plan_is_computed_once(plan_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading a document computes it again; printing what was just read does not do so once more."""
    computed: list[str] = []

    def counted(kind: str, inputs: Any) -> Any:
        computed.append(kind)
        return replay(kind, inputs)

    for module in ("ldn_compound.plans", "ldn_compound.exchange.document"):
        monkeypatch.setattr(f"{module}.replay", counted)
    words = ("--stock", "zebra-4x2", "--patient", "Jane Doe", "--timing", "bedtime", "-o", "label.pdf")
    done = run("print", "plan.json", *words, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert computed == ["capsule-batch"]
    # From Python nothing says where a result comes from.
    label = ldn.label_for(ldn.from_json(plan_file.read_text()), patient="Jane Doe", timing="bedtime")
    ldn.print_labels([label], stock="zebra-4x2", today=made_today())
    assert computed == ["capsule-batch"] * 3


def test_stdout_and_stdin(plan_file: Path, tmp_path: Path) -> None:
    words = ["print", "-", "--stock", "avery-5163", "--start-at", "10", "--copies", "2", *GIVEN, "-o", "-"]
    done = program.start(("labels", *words), folder=tmp_path, stdin=plan_file.read_bytes())
    assert done.returncode == 0
    assert done.stdout.startswith(b"%PDF-")
    document = pypdfium2.PdfDocument(done.stdout)
    assert len(document) == 2
    document.close()


def test_several_plans_fill_one_sheet(plan_file: Path, tmp_path: Path) -> None:
    words = ["print", "plan.json", "plan.json", "--stock", "avery-5163", *GIVEN, "-o", "two.pdf", "--json"]
    done = run(*words, cwd=tmp_path)
    assert done.returncode == 0
    answer = json.loads(done.stdout)
    assert answer["result"]["labels"] == 2
    assert [item["code"] for item in answer["findings"]] == ["pharmacy-name-missing"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--stock", "zebra-4x2", "--patient", "x" * 100], 13),
        (["--stock", "zebra-4x2", "--patient", "\u5f20"], 13),
        (["--stock", "zebra-4x2", "--patient", "a\tb"], 10),
        (["--stock", "zebra-4x2", "--patient", ""], 10),
        (["--stock", "zebra-4x2", "--directions", "Take 1.0 mg"], 12),
        (["--stock", "zebra"], 10),
        (["--stock", "zebra-4x2", "--design", "poster"], 10),
        (["--stock", "zebra-4x2", "--copies", "0"], 10),
        (["--stock", "zebra-4x2", "--copies", "1e3"], 10),
        (["--stock", "zebra-4x2", "--start-at", "2"], 10),
        (["--stock", "zebra-4x2", "--quantity", "91"], 10),
        (["--stock", "zebra-4x2", "--date-filled", "yesterday"], 10),
        ([], 2),
        (["--stock", "zebra-4x2", "--colour", "red"], 2),
    ],
)
def test_what_is_refused_writes_nothing(plan_file: Path, tmp_path: Path, words: list[str], code: int) -> None:
    done = run("print", "plan.json", *GIVEN, *words, "-o", "label.pdf", "--json", cwd=tmp_path)
    assert done.returncode == code
    assert done.stdout == b""
    assert json.loads(done.stderr)["error"]["code"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["plan.json"]


def test_a_day_of_a_label_can_be_today(plan_file: Path, tmp_path: Path) -> None:
    words = ["print", "plan.json", "--stock", "zebra-4x2", *GIVEN, "-o"]
    for file, day in (("word.zpl", "today"), ("day.zpl", made_today().isoformat())):
        done = run(*words, file, "--date-filled", day, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "word.zpl").read_bytes() == (tmp_path / "day.zpl").read_bytes()


def test_a_refusal_leaves_the_old_file(plan_file: Path, tmp_path: Path) -> None:
    (tmp_path / "label.pdf").write_bytes(b"old")
    done = run("print", "plan.json", "--stock", "zebra-4x2", "--patient", "x", "-o", "label.pdf", cwd=tmp_path)
    assert done.returncode == 10
    assert (tmp_path / "label.pdf").read_bytes() == b"old"


def test_an_unwritable_path(plan_file: Path, tmp_path: Path) -> None:
    words = ["print", "plan.json", "--stock", "zebra-4x2", *GIVEN, "-o", "nowhere/label.pdf"]
    assert run(*words, cwd=tmp_path).returncode == 16
    assert sorted(path.name for path in tmp_path.iterdir()) == ["plan.json"]


def test_an_edited_plan(plan_file: Path, tmp_path: Path) -> None:
    text = plan_file.read_text(encoding="utf-8")
    assert '"count": 90' in text
    plan_file.write_text(text.replace('"count": 90', '"count": 91', 1), encoding="utf-8")
    words = ["print", "plan.json", "--stock", "zebra-4x2", *GIVEN, "-o", "label.pdf"]
    assert run(*words, cwd=tmp_path).returncode == 15
    assert not (tmp_path / "label.pdf").exists()


@pytest.mark.parametrize("content", [b"", b"{}", b"not json", b"\xff\xff", b"[1]"])
def test_what_is_no_plan(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "plan.json").write_bytes(content)
    words = ["print", "plan.json", "--stock", "zebra-4x2", *GIVEN, "-o", "label.pdf"]
    done = run(*words, cwd=tmp_path)
    assert done.returncode in (10, 16)
    assert b"Traceback" not in done.stderr


def test_a_plan_that_is_not_there(tmp_path: Path) -> None:
    assert run("print", "no.json", "--stock", "zebra-4x2", *GIVEN, "-o", "x.pdf", cwd=tmp_path).returncode == 16


def test_the_profile_gives_stock_and_pharmacy(plan_file: Path, tmp_path: Path) -> None:
    profile = '[pharmacy]\nname = "Harbor Light"\n[labels]\nstock = "avery-5163"\n'
    (tmp_path / "pharmacy.toml").write_text(profile, encoding="utf-8")
    words = ["print", "plan.json", *GIVEN, "-o", "-", "--profile", "pharmacy.toml"]
    done = run(*words, cwd=tmp_path)
    assert done.returncode == 0
    assert done.stderr == b""
    document = pypdfium2.PdfDocument(done.stdout)
    assert document[0].get_size() == pytest.approx((612, 792), abs=0.1)
    assert "Harbor Light" in document[0].get_textpage().get_text_range()
    document.close()


def test_the_pharmacys_own_folder(tmp_path: Path) -> None:
    own = tmp_path / "own" / "stock"
    own.mkdir(parents=True)
    shipped = run("show", "zebra-4x2", "--json", cwd=tmp_path)
    assert shipped.returncode == 0
    # What a roll's file has no line for, and what is left out there.
    without = ("key", "least_length_mm")
    shown = json.loads(shipped.stdout)["result"]
    measures = {key: value for key, value in shown.items() if key not in without and value is not None}
    measures["name"] = "our roll"
    lines = [f"{key} = {json.dumps(value)}" for key, value in measures.items()]
    (own / "our-roll.toml").write_text("\n".join(lines), encoding="utf-8")
    listed = run("list", cwd=tmp_path, LDN_COMPOUND_LABELS=str(tmp_path / "own"))
    assert b"our roll" in listed.stdout
    assert b"zebra-4x2" in listed.stdout
    assert run("list", cwd=tmp_path, LDN_COMPOUND_LABELS=str(tmp_path / "no")).returncode == 16


@pytest.mark.parametrize("name", ["avery-5163", "zebra-4x2", "prescription", "batch"])
def test_list_and_show(tmp_path: Path, name: str) -> None:
    assert name.encode() in run("list", cwd=tmp_path).stdout
    shown = run("show", name, cwd=tmp_path)
    assert shown.returncode == 0
    assert shown.stdout.isascii()
    assert all(len(line) < 80 for line in shown.stdout.decode().splitlines())
    assert json.loads(run("show", name, "--json", cwd=tmp_path).stdout)["result"]["key"] == name


def test_show_names_the_near_one(tmp_path: Path) -> None:
    done = run("show", "avery-5136", cwd=tmp_path)
    assert done.returncode == 10
    assert b"avery-5163" in done.stderr
