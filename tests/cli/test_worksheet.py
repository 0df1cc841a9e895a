"""The printed compounding record and master formulation record: read back from the PDF by a reader that is not ours."""

from __future__ import annotations

import json
import re
from itertools import combinations
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
import zxingcpp

import ldn_compound as ldn
from ldn_compound.core.errors import LabelError, StopError
from ldn_compound.exchange.signing.sealing import Standing
from ldn_compound.exchange.signing.signature import Signature
from ldn_compound.records.worksheet.content import plan_code
from ldn_compound.records.worksheet.flowables import text
from ldn_compound.records.worksheet.writing import worksheet
from tests.program import call

MM = 72 / 25.4
STROKES = 1.2  # the bounds of a rectangle have its line of 0.6 points on either side; neighbours share theirs
US = ldn.read_profile('[policies]\njurisdiction = "us"\n', name="test")
CAPSULES: dict[str, Any] = {
    "strength": "4.5 mg",
    "count": 90,
    "size": "3",
    "filler": "mcc-ph102",
    "packing_stat": "135 mg",
    "made_on": "2026-11-22",
}
PLANS: dict[str, Any] = {
    "capsules": ldn.plan_capsules(**CAPSULES),
    "by trituration": ldn.plan_capsules(**{**CAPSULES, "strength": "0.5 mg", "count": 30}),
    "us": ldn.plan_capsules(**CAPSULES, doses_per_day=1, profile=US),
    "moulded": ldn.plan_tablets(
        method="moulded",
        strength="1.5 mg",
        count=60,
        blank_mass="65 mg",
        displacement_factor="0.7",
        base="triturate-lactose-sucrose",
        made_on="2026-11-22",
    ),
    "compressed": ldn.plan_tablets(
        method="compressed",
        strength="4.5 mg",
        count=60,
        tablet_mass="100 mg",
        recipe="mcc-mannitol",
        component_lots={"api": "LOT-2026-1122-ABCDEFGHIJKLMN"},
        doses_per_day=1,
        made_on="2026-11-22",
    ),
    "solution": ldn.plan_solution(volume="100 mL", concentration="1 mg/mL", made_on="2026-11-22"),
    "sublingual": ldn.plan_solution(volume="30 mL", concentration="1 mg/mL", route="sublingual", made_on="2026-11-22"),
}
EVERY = pytest.mark.parametrize("name", PLANS)


def pages_of(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    return [plain(page.get_textpage().get_text_range()) for page in document]


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("\u00a0", " ").replace("\ufffe", "-"))


def boxes_of(page: Any) -> list[tuple[float, float, float, float]]:
    """The rectangles of a page as left, bottom, right, top: the boxes, and not the lines."""
    found = [item.get_bounds() for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH])]
    return [(left, low, right, top) for left, low, right, top in found if right - left > 20 and top - low > 10]


@EVERY
def test_each_item_of_a_compounding_record_is_there(name: str) -> None:
    plan = PLANS[name]
    pages = pages_of(worksheet(plan, lot="LOT-77", prescription_number="RX-5"))
    text, result = " ".join(pages), json.loads(ldn.to_json(plan))["result"]
    strength = result.get("strength") or result["concentration"]
    for said in (
        result["drug_name"],
        f"{strength['value']} {strength['unit']}",
        result["made_on"],
        "LOT-77",
        "RX-5",
        result["beyond_use_date"],
        result["beyond_use_rule"],
        result["storage"],
        *("Supplier", "Lot", "Expiry", "Actual", "Maker initials", "Checker initials", "Done"),
        *("Description", "Container", "Strength made", "Remarks", "Signature", "Made by", "Checked by a second person"),
        *("The label says:", "Calculations", "Findings", "Master formulation"),
    ):
        assert plain(said) in text, said
    for line in result["procedure"]:
        # What is said of the weighing boat is a step of its own.
        for part in line.split(" Reweigh"):
            assert plain(part).rstrip(".") in text, part
    for number, step in enumerate(plan.steps, start=1):
        assert plain(f"{number}. {step.name}:") in text
    for finding in plan.findings:
        assert f"{finding.severity.value.upper()} {finding.code}" in text
    for row in result.get("excipients") or result.get("components") or ():
        assert row["name"] in text


def test_the_targets_are_the_plans_own() -> None:
    # 4.5 x 90 = 405 mg; 135 x 90 - 405 = 11745 mg; 5 % of them to the whole mg within; 10 % of 135 mg.
    text = " ".join(pages_of(worksheet(PLANS["capsules"])))
    for said in (
        "405 mg 385 mg to 425 mg",
        "11745 mg 11.745 g 11158 mg to 12332 mg",
        "12150 mg",
        "121.5 mg to 148.5 mg",
    ):
        assert said in text
    result = json.loads(ldn.to_json(PLANS["by trituration"]))["result"]
    text = " ".join(pages_of(worksheet(PLANS["by trituration"])))
    for key in ("drug_to_weigh", "diluent_to_weigh", "aliquot_to_weigh"):
        assert f"{result['trituration'][key]['value']} mg" in text


@EVERY
def test_two_sides_of_one_sheet_each_with_its_number(name: str) -> None:
    pages = pages_of(worksheet(PLANS[name]))
    assert len(pages) in (1, 2)
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in page
        assert PLANS[name].drug_name in page


@EVERY
def test_boxes_are_high_enough_and_never_over_each_other(name: str) -> None:
    found = 0
    for page in pypdfium2.PdfDocument(worksheet(PLANS[name])):
        boxes = boxes_of(page)
        found += len(boxes)
        for left, low, right, top in boxes:
            assert top - low - STROKES >= 7 * MM - 0.01
            assert left > 0
            assert right < page.get_width()
            assert low > 0
            assert top < page.get_height()
        for one, other in combinations(boxes, 2):
            wide = min(one[2], other[2]) - max(one[0], other[0])
            high = min(one[3], other[3]) - max(one[1], other[1])
            assert wide <= STROKES + 0.01 or high <= STROKES + 0.01, (one, other)
    # At the least: a step's three boxes, three components' four, two people's three.
    assert found > 20


def lines_of(page: Any) -> list[tuple[float, float, float, float]]:
    text = page.get_textpage()
    return [text.get_rect(number) for number in range(text.count_rects())]


@pytest.mark.parametrize("name", ["by trituration", "solution"])
def test_no_line_of_text_is_over_another_or_off_the_page(name: str) -> None:
    for page in pypdfium2.PdfDocument(worksheet(PLANS[name], lot="L" * 80)):
        lines = lines_of(page)
        for left, low, right, top in lines:
            assert left > 20
            assert right < page.get_width() - 20
            assert low > 20
            assert top < page.get_height() - 20
        for one, other in combinations(lines, 2):
            wide = min(one[2], other[2]) - max(one[0], other[0])
            high = min(one[3], other[3]) - max(one[1], other[1])
            assert wide < 1 or high < 1.5, (one, other)


@EVERY
def test_the_code_is_read_from_each_page(name: str) -> None:
    document = pypdfium2.PdfDocument(worksheet(PLANS[name]))
    for page in document:
        picture = page.render(scale=300 / 72, grayscale=True).to_pil()
        (code,) = zxingcpp.read_barcodes(picture)
        assert (code.format, code.text) == (zxingcpp.BarcodeFormat.Code128, plan_code(PLANS[name]))


def test_another_plan_has_another_code() -> None:
    codes = [plan_code(plan) for plan in PLANS.values()]
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch("LDN[0-9]{20}", code) for code in codes)


@pytest.mark.parametrize(
    ("name", "page", "size"),
    [
        ("us", None, (612, 792)),
        ("capsules", None, (595, 842)),
        ("us", "a4", (595, 842)),
        ("solution", "letter", (612, 792)),
    ],
)
def test_the_paper_is_the_countrys(name: str, page: str | None, size: tuple[int, int]) -> None:
    first = pypdfium2.PdfDocument(worksheet(PLANS[name], paper=page))[0]
    assert (round(first.get_width()), round(first.get_height())) == size


def test_the_same_plan_gives_the_same_bytes() -> None:
    assert worksheet(PLANS["capsules"]) == worksheet(ldn.from_json(ldn.to_json(PLANS["capsules"])))


def test_a_stop_and_a_sign_without_a_glyph_are_refused() -> None:
    stopped = ldn.plan_capsules(**{**CAPSULES, "strength": "45 mg", "count": 30, "packing_stat": "400 mg", "size": "0"})
    with pytest.raises(StopError) as refused:
        worksheet(stopped)
    assert (refused.value.code, refused.value.exit_code) == ("stop-not-accepted", 12)
    with pytest.raises(LabelError) as refused_sign:
        worksheet(PLANS["capsules"], lot="\u5f20-1")
    assert refused_sign.value.exit_code == 13


@pytest.fixture
def plan_file(tmp_path: Path) -> Path:
    path = tmp_path / "plan.json"
    path.write_text(ldn.to_json(PLANS["capsules"]), encoding="utf-8")
    return path


def test_a_record_has_what_was_weighed_in_its_boxes(plan_file: Path) -> None:
    lines = ["407 mg", "filler: 11.70 g", *[""] * 6, *["134 mg"] * 9, "136 mg", *[""] * 5]
    said = "\n".join(lines).encode()
    assert call(["bench", "plan.json", "-", "--by", "Ann Bell"], folder=plan_file.parent, stdin=said).returncode == 0
    done = call(["record", "worksheet", "plan.record.json", "-o", "record.pdf"], folder=plan_file.parent)
    assert done.returncode == 0, done.stderr
    text = " ".join(pages_of((plan_file.parent / "record.pdf").read_bytes()))
    # Mean: (9 x 134 + 136) / 10 = 134.2 mg. Content: 407 x 135 / 12107 / 4.5 = 100.85 %.
    for said_text in ("407 mg x AB", "11700 mg x AB", "134.2 mg", "1 134 mg", "10 136 mg", "100.8507 %", "Ann Bell"):
        assert plain(said_text) in text, said_text
    assert "record of" in text


@pytest.mark.parametrize(
    ("change", "code"), [({"count": 91}, 15), ({"strength": {"value": "450", "unit": "mg"}}, 15)], ids=str
)
def test_what_does_not_recompute_is_refused_and_nothing_is_written(
    plan_file: Path, change: dict[str, Any], code: int
) -> None:
    document = json.loads(plan_file.read_text(encoding="utf-8"))
    plan_file.write_text(json.dumps({**document, "inputs": {**document["inputs"], **change}}), encoding="utf-8")
    before = sorted(plan_file.parent.iterdir())
    done = call(["record", "worksheet", "plan.json", "-o", "record.pdf"], folder=plan_file.parent)
    assert (done.returncode, done.stdout) == (code, b"")
    assert sorted(plan_file.parent.iterdir()) == before


def test_a_sheet_that_cannot_be_made_leaves_the_old_one(plan_file: Path) -> None:
    (plan_file.parent / "record.pdf").write_bytes(b"old")
    words = ["record", "worksheet", "plan.json", "-o", "record.pdf", "--page", "a5"]
    done = call(words, folder=plan_file.parent)
    assert done.returncode == 10
    assert b"unknown-page" in done.stderr
    assert (plan_file.parent / "record.pdf").read_bytes() == b"old"
    assert call(["record", "worksheet", "plan.json", "-o", "plan.json"], folder=plan_file.parent).returncode == 16


def test_the_master_formulation_names_its_version(plan_file: Path) -> None:
    folder = plan_file.parent
    environ = {"LDN_COMPOUND_FORMULAS": str(folder / "formulas")}
    assert call(["formula", "save", "ldn", "plan.json"], folder=folder, environ=environ).returncode == 0
    words = ["formula", "sheet", "ldn", "-o", "mfr.pdf", "--made-on", "2026-11-22"]
    done = call(words, folder=folder, environ=environ)
    assert done.returncode == 0, done.stderr
    digest = re.search(rb"version 1 \(([0-9a-f]{8})\)", done.stdout)
    assert digest is not None
    pages = pages_of((folder / "mfr.pdf").read_bytes())
    text = " ".join(pages)
    for said in (
        f"1 ({digest[1].decode()})",
        "Master formulation record",
        "naltrexone hydrochloride",
        "4.5 mg, capsule",
        "microcrystalline cellulose PH-102",
        "Equipment",
        "1. Weigh 405 mg of naltrexone hydrochloride.",
        "hold point: mean net mass of the first 10 135 mg (121.5 mg to 148.5 mg)",
        "180 d from the day of making",
        "Store at 20 to 25 C",
        "content: 90 % to 110 % of the label",
        "References",
        "Approved by",
    ):
        assert said in text, said
    document = pypdfium2.PdfDocument((folder / "mfr.pdf").read_bytes())
    (code,) = zxingcpp.read_barcodes(document[0].render(scale=300 / 72, grayscale=True).to_pil())
    assert code.text == f"LDNF{digest[1].decode().upper()}-1"


def test_a_formula_that_lacks_an_input_is_no_master(tmp_path: Path) -> None:
    environ = {"LDN_COMPOUND_FORMULAS": str(tmp_path)}
    text = 'version = 1\ncommand = "capsules"\n[inputs]\nstrength = "4.5 mg"\n'
    (tmp_path / "ldn.toml").write_text(text, encoding="utf-8")
    done = call(["formula", "sheet", "ldn", "-o", "mfr.pdf"], folder=tmp_path, environ=environ)
    assert done.returncode == 10
    assert b"[missing]" in done.stderr
    assert not (tmp_path / "mfr.pdf").exists()


def test_a_word_that_is_wider_than_its_column_goes_on_in_the_next_line() -> None:
    words = text("Lot 12 " + "W" * 60 + " of 5 mg", 8.0)
    height = words.wrap(100, 1000)[1]
    lines = ["".join(run.text for run in line.runs) for line in words._lines]
    assert "".join(lines).replace(" ", "") == "Lot12" + "W" * 60 + "of5mg"
    assert len(lines) > 5
    assert height == pytest.approx(len(lines) * 8.0 * 1.2)
    assert all(line.right * 8.0 / 1000 <= 100 for line in words._lines)
    # A number stays with what it counts, also here.
    assert all(not line.endswith(" 5") for line in lines)
    narrow = text("W" * 20 + " abcde 5 mg", 8.0)
    for width in range(20, 90):
        narrow.wrap(width, 1000)
        assert not any(line.runs[-1].text.split(" ")[-1] == "5" for line in narrow._lines), width


def test_each_page_says_whether_the_document_is_signed() -> None:
    key = f"sha256:{'0123456789abcdef' * 4}"
    signature = Signature("Ed25519", key, "2026-11-22T10:15:00+01:00", "")
    digest, plan = f"sha256:{'0' * 64}", PLANS["us"]
    for standing, said in (
        (Standing(None, False), "unsigned"),
        (Standing(signature, True), "signed by key 0123456789abcdef on 2026-11-22"),
        (Standing(signature, False), "signed by key 0123456789abcdef on 2026-11-22, not verified"),
    ):
        pdf = worksheet(plan, digest=digest, standing=standing)
        pages = pages_of(pdf)
        assert len(pages) == 2
        for number, page in enumerate(pages, start=1):
            assert f"; {said} Page {number} of 2" in page, page[-200:]
        # The longest of them has room for a record of 9,999 entries beside the number of the page.
        page = pypdfium2.PdfDocument(pdf)[0]
        foot, paged = sorted(line for line in lines_of(page) if line[1] < 35)
        assert paged[0] - foot[2] > 20
        assert foot[3] - foot[1] < 10, "one line"
