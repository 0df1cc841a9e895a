"""The printed label: text as another program reads it, the bar code as a scanner reads it, and where the ink lies."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

import ldn_compound as ldn
from ldn_compound.reference.fillers import filler_keys

STOCKS = ("zebra-4x2", "avery-5163")
DESIGNS = ("prescription", "batch")
TODAY = date(2026, 11, 22)

US_PRESCRIPTION = [
    "Jane Doe",
    "naltrexone hydrochloride 4.5 mg capsules",
    "Take 1 capsule by mouth at bedtime",
    "Discard after May 20, 2027",
    "Quantity 90 capsules",
    "Refills 2",
    "Lot 20261122-A",
    "Prescriber Dr. A. Jones",
    "Rx 7012345",
    "Filled Nov 22, 2026",
    "Harbor Light Compounding Pharmacy",
    "This is a compounded drug.",
    "1250 Northeast Quay Street, Suite 210, Portland, ME 04101, 207-555-0100",
]
US_BATCH = [
    "naltrexone hydrochloride 4.5 mg capsules",
    "Lot 20261122-A",
    "Quantity 90 capsules",
    "Beyond-use date May 20, 2027",
    "Made on Nov 22, 2026",
    "Capsule size 3",
    "For pharmacy use only",
    "This is a compounded drug.",
]


def codes_in(picture: Image.Image) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(picture) if code.format == zxingcpp.BarcodeFormat.Code128]


@pytest.mark.parametrize("stock", STOCKS)
@pytest.mark.parametrize(("design", "meant"), [("prescription", US_PRESCRIPTION), ("batch", US_BATCH)])
def test_the_pdf_says_what_was_meant(
    us_plan: Any, label_of: Callable[..., Any], lines_of: Any, stock: str, design: str, meant: list[str]
) -> None:
    pdf = ldn.print_labels([label_of(us_plan)], stock=stock, design=design, today=TODAY)
    page = " ".join(lines_of(pdf)[0])
    for text in meant:
        assert text in page


def test_the_prescription_label_warns(us_plan: Any, label_of: Callable[..., Any], lines_of: Any) -> None:
    page = " ".join(lines_of(ldn.print_labels([label_of(us_plan)], stock="zebra-4x2", today=TODAY))[0])
    for text in ("opioid", "surgeon and dentist", "dreams", "out of reach of children", "away from light"):
        assert text in page


@pytest.mark.parametrize("filler", filler_keys())
@pytest.mark.parametrize("source", [{}, {"source_tablet": "50 mg", "source_tablet_mass": "160 mg"}])
def test_every_fillers_and_tablets_own_words_fit(
    label_of: Callable[..., Any], filler: str, source: dict[str, Any]
) -> None:
    wanted: dict[str, Any] = {
        "strength": "4.5 mg",
        "count": 90,
        "size": "00el",
        "fill_mass": "200 mg",
        "made_on": TODAY,
        **source,
    }
    result = ldn.plan_capsules(filler=filler, **wanted)
    stops = sorted({item.code for item in result.stops})
    if stops:
        result = ldn.plan_capsules(filler=filler, **wanted, accept=stops, accepted_by="A. Pharmacist")
    for stock in STOCKS:
        for design in DESIGNS:
            assert ldn.print_labels([label_of(result)], stock=stock, design=design, today=TODAY)


@pytest.mark.parametrize("dpi", [203, 300])
@pytest.mark.parametrize("stock", STOCKS)
@pytest.mark.parametrize(("design", "text"), [("prescription", "7012345"), ("batch", "20261122-A")])
def test_the_bar_code_reads_back(
    us_plan: Any, label_of: Callable[..., Any], picture_of: Any, stock: str, design: str, text: str, dpi: int
) -> None:
    pdf = ldn.print_labels([label_of(us_plan)], stock=stock, design=design, today=TODAY)
    assert codes_in(picture_of(pdf, dpi)) == [text]


@pytest.mark.parametrize("number", ["1", "RX-0042", "00123456789012", 'ab~ !"#$%&', "A1B2C3", "x9", "1234567", "12A34"])
@pytest.mark.parametrize("dpi", [203, 300])
def test_bar_codes_of_every_kind_of_number_read_back(
    plan: Any, label_of: Callable[..., Any], picture_of: Any, number: str, dpi: int
) -> None:
    pdf = ldn.print_labels([label_of(plan, prescription_number=number)], stock="zebra-4x2", today=TODAY)
    assert codes_in(picture_of(pdf, dpi)) == [number]


@pytest.mark.parametrize("stock", STOCKS)
@pytest.mark.parametrize("design", DESIGNS)
def test_the_same_input_gives_the_same_bytes(
    us_plan: Any, label_of: Callable[..., Any], stock: str, design: str
) -> None:
    first, second = (ldn.print_labels([label_of(us_plan)], stock=stock, design=design, today=TODAY) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("stock", STOCKS)
@pytest.mark.parametrize("design", DESIGNS)
def test_no_ink_outside_the_safe_area(
    us_plan: Any, label_of: Callable[..., Any], picture_of: Any, stock: str, design: str
) -> None:
    label = label_of(
        us_plan,
        patient="J\u1ea4\u1ea4j J\u0226g Quyj",
        directions="Take 1 capsule (4.5 mg) by mouth at bedtime. " + "J\u1ea4jg quy (jyq) " * 6 + "j\u1ea4g",
        prescriber="\u1ea4\u1ea4 jgQ",
    )
    # Finely drawn: at a printer's own resolution the face's hinting moves an accent by up to two dots.
    dpi = 1200 if stock == "zebra-4x2" else 600
    measures = {"zebra-4x2": (0, 0, 2.0), "avery-5163": (3.96875, 12.7, 2.5)}
    left, top, margin = measures[stock]
    picture = picture_of(ldn.print_labels([label], stock=stock, design=design, today=TODAY), dpi)
    box = picture.point(lambda value: 255 if value < 128 else 0).getbbox()
    assert box is not None
    dot = 25.4 / dpi
    slack = 2 * dot
    assert box[0] * dot >= left + margin - slack
    assert box[1] * dot >= top + margin - slack
    assert box[2] * dot <= left + 101.6 - margin + slack
    assert box[3] * dot <= top + 50.8 - margin + slack


def test_page_sizes_are_exact_and_the_viewer_is_asked_not_to_scale(us_plan: Any, label_of: Callable[..., Any]) -> None:
    for stock, size in (("zebra-4x2", (288, 144)), ("avery-5163", (612, 792))):
        pdf = ldn.print_labels([label_of(us_plan)], stock=stock, today=TODAY)
        document = pypdfium2.PdfDocument(pdf)
        assert document[0].get_size() == pytest.approx(size, abs=0.01)
        document.close()
        assert re.search(rb"/PrintScaling\s*/None", pdf)


def test_the_documents_title_does_not_name_the_patient(us_plan: Any, label_of: Callable[..., Any]) -> None:
    pdf = ldn.print_labels([label_of(us_plan)], stock="zebra-4x2", today=TODAY)
    document = pypdfium2.PdfDocument(pdf)
    details = document.get_metadata_dict()
    document.close()
    assert details["Title"]
    assert not any("Jane" in value or "Doe" in value for value in details.values())


def test_the_faces_are_embedded(us_plan: Any, label_of: Callable[..., Any]) -> None:
    pdf = ldn.print_labels([label_of(us_plan)], stock="zebra-4x2", today=TODAY)
    assert pdf.count(b"/FontFile2") == 2


def test_markup_prints_as_typed(plan: Any, label_of: Callable[..., Any], lines_of: Any) -> None:
    name = "<b>O'Neil</b> &amp; <font size=99> %s {0} \\n"
    assert lines_of(ldn.print_labels([label_of(plan, patient=name)], stock="zebra-4x2", today=TODAY))[0][0] == name


def test_sheets_fill_row_by_row_from_the_start_asked_for(
    plan: Any, label_of: Callable[..., Any], lines_of: Any
) -> None:
    labels = [label_of(plan, patient=f"Patient {number}") for number in "ABCD"]
    pdf = ldn.print_labels(labels, stock="avery-5163", start_at=8, today=TODAY)
    pages = lines_of(pdf)
    assert [[line for line in page if line.startswith("Patient ")] for page in pages] == [
        ["Patient A", "Patient B", "Patient C"],
        ["Patient D"],
    ]


@pytest.mark.parametrize(("start", "column", "row"), [(1, 0, 0), (2, 1, 0), (9, 0, 4), (10, 1, 4)])
def test_a_label_stands_where_it_was_told(
    plan: Any, label_of: Callable[..., Any], picture_of: Any, start: int, column: int, row: int
) -> None:
    pdf = ldn.print_labels([label_of(plan)], stock="avery-5163", start_at=start, today=TODAY)
    box = picture_of(pdf, 72).point(lambda value: 255 if value < 128 else 0).getbbox()
    # 4 x 2 in with 0.15625 in at the left, 0.1875 in between, 0.5 in above
    left, top = 72 * (0.15625 + column * 4.1875), 72 * (0.5 + row * 2)
    assert left <= box[0]
    assert box[2] <= left + 288
    assert top <= box[1]
    assert box[3] <= top + 144


def test_copies_stand_together(plan: Any, label_of: Callable[..., Any], lines_of: Any) -> None:
    labels = [label_of(plan, patient=name) for name in ("Ann", "Bob")]
    pages = lines_of(ldn.print_labels(labels, stock="zebra-4x2", copies=2, today=TODAY))
    assert [page[0] for page in pages] == ["Ann", "Ann", "Bob", "Bob"]


def test_a_roll_has_one_label_a_page(plan: Any, label_of: Callable[..., Any], lines_of: Any) -> None:
    labels = [label_of(plan, patient=f"Patient {number}") for number in range(5)]
    assert len(lines_of(ldn.print_labels(labels, stock="zebra-4x2", today=TODAY))) == 5


def test_the_country_decides_words_and_dates(plan: Any, label_of: Callable[..., Any], lines_of: Any) -> None:
    page = " ".join(lines_of(ldn.print_labels([label_of(plan)], stock="zebra-4x2", today=TODAY))[0])
    assert "Discard after 2027-05-20" in page
    assert "compounded drug" not in page
