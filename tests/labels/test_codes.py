"""QR and GS1 DataMatrix: read again from the rendered picture, with what the standards ask of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

import ldn_compound as ldn
from ldn_compound.core.errors import InputError, LabelError
from ldn_compound.labelling.catalogue import design_for, design_names, get_design, get_stock, stock_names
from ldn_compound.labelling.gs1 import Gs1, parse_gtin
from ldn_compound.labelling.label_texts import codes_of, texts_of
from ldn_compound.labelling.layout import place
from ldn_compound.labelling.matrix import QUIET_DOTS, dot_width, matrix_of
from ldn_compound.labelling.placed import MM

TODAY = date(2026, 11, 22)
GTIN = "09506000134352"  # an example number of GS1: gs1.org, 9506000134352
PHARMACY = {"pharmacy.name": "Harbor Light", "pharmacy.address": "1 Quay Street", "labels.gtin": GTIN}
FORMATS = {
    "code-128": zxingcpp.BarcodeFormat.Code128,
    "qr": zxingcpp.BarcodeFormat.QRCode,
    "gs1-datamatrix": zxingcpp.BarcodeFormat.DataMatrix,
}
WITH_CODES = [name for name in design_names() if get_design(name).code_kinds]
ROOMY = [
    (design, stock)
    for design in WITH_CODES
    for stock in stock_names()
    if get_stock(stock).holds(get_design(design).width_mm, get_design(design).height_mm)
]


@pytest.mark.parametrize("dpi", [203, 300])
@pytest.mark.parametrize(("design", "stock"), ROOMY)
def test_every_designs_codes_are_read_from_the_picture(
    plan: Any, label_of: Callable[..., Any], pictures_of: Any, design: str, stock: str, dpi: int
) -> None:
    label = label_of(plan, profile=PHARMACY, reason="identity test pending")
    # A sheet has all labels on its page; of a roll each is a page.
    pages = pictures_of(ldn.print_labels([label], stock=stock, design=design, today=TODAY), dpi)
    found = [(code.format, code.text) for page in pages for code in zxingcpp.read_barcodes(page)]
    says = codes_of(label)
    kinds = get_design(design).code_kinds
    assert kinds
    for field, kind in kinds.items():
        assert (FORMATS[kind], says[field]) in found


def test_gs1_has_its_function_character_and_separator(plan: Any, label_of: Callable[..., Any], picture_of: Any) -> None:
    label = label_of(plan, profile=PHARMACY)
    pdf = ldn.print_labels([label], stock="zebra-4x2", design="batch", today=TODAY)
    formats: Any = zxingcpp.BarcodeFormat.DataMatrix
    (code,) = zxingcpp.read_barcodes(picture_of(pdf, 300), formats=formats)
    # ISO/IEC 15424: ]d2 is a DataMatrix with FNC1 at the start. Made 2026-11-22, 180 days: last day 2027-05-20.
    assert code.symbology_identifier == "]d2"
    assert code.content_type == zxingcpp.ContentType.GS1
    assert code.bytes == b"01" + GTIN.encode() + b"17270520" + b"1020261122-A" + b"\x1d" + b"217012345"


def test_without_a_gtin_there_is_no_gs1_code(plan: Any, label_of: Callable[..., Any], picture_of: Any) -> None:
    pdf = ldn.print_labels([label_of(plan)], stock="zebra-4x2", design="batch", today=TODAY)
    found = zxingcpp.read_barcodes(picture_of(pdf, 300))
    assert [code.format for code in found] == [zxingcpp.BarcodeFormat.Code128]


@pytest.mark.parametrize("gtin", ["09506000134353", "0950600013435", "x", "12345", "95060001343520000", "٠٩٥٠٦٠٠٠"])
def test_a_gtin_with_a_slip_is_refused(plan: Any, label_of: Callable[..., Any], gtin: str) -> None:
    with pytest.raises(InputError) as caught:
        label_of(plan, profile={**PHARMACY, "labels.gtin": gtin})
    assert (caught.value.code, caught.value.field) == ("bad-gtin", "labels.gtin")


# Check digits by GS1's own rule, worked out by hand: 4006381333931 (EAN-13 example of the standard's literature),
# 96385074 (EAN-8), 036000291452 (UPC-A).
@pytest.mark.parametrize(
    ("typed", "gtin"),
    [
        ("4006381333931", "04006381333931"),
        ("96385074", "00000096385074"),
        ("036000291452", "00036000291452"),
        (GTIN, GTIN),
    ],
)
def test_published_numbers_are_taken(typed: str, gtin: str) -> None:
    assert parse_gtin(typed, field="labels.gtin") == gtin


@pytest.mark.parametrize("lot", ["L" * 21, "Los #1", "Charge Ä", "A(10)B"])
def test_a_lot_that_gs1_cannot_carry(plan: Any, label_of: Callable[..., Any], lot: str) -> None:
    label = label_of(plan, profile=PHARMACY, lot=lot, prescription_number=None)
    with pytest.raises((InputError, LabelError)) as caught:
        ldn.print_labels([label], stock="zebra-4x2", design="batch", today=TODAY)
    assert caught.value.field == "lot"
    # A design without a GS1 code does not mind, as long as Code 128 is not asked for either.
    assert ldn.check_label(label, stock="zebra-4x2", design="auxiliary", today=TODAY) == ()


def test_a_serial_number_is_left_out_where_there_is_none() -> None:
    assert Gs1(gtin=GTIN, expiry=date(2027, 5, 20), lot="A1", serial=None).text == f"(01){GTIN}(17)270520(10)A1"


@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), min_size=1, max_size=40))
def test_a_qr_says_what_it_was_given(text: str) -> None:
    from PIL import Image

    matrix = matrix_of("qr", text, "lot")
    picture = Image.new("L", (matrix.size + 8, matrix.size + 8), 255)
    for row, column, dots in matrix.runs:
        for offset in range(dots):
            picture.putpixel((column + offset + 4, row + 4), 0)
    found = zxingcpp.read_barcodes(picture.resize((picture.width * 4, picture.height * 4), 0))
    assert [code.text for code in found] == [text]


@pytest.mark.parametrize(("design", "stock"), ROOMY)
def test_quiet_zones_are_kept(plan: Any, label_of: Callable[..., Any], design: str, stock: str) -> None:
    label = label_of(plan, profile=PHARMACY, reason="identity test pending")
    sheet, chosen = get_stock(stock), get_design(design)
    cut = sheet.cut_for(chosen.height_mm)
    placed = place(texts_of(label), codes_of(label), design=chosen, stock=cut)
    kinds = chosen.code_kinds
    for matrix in placed.matrices:
        quiet = QUIET_DOTS[kinds[matrix.field]] * matrix.module
        side = matrix.size * matrix.module
        assert matrix.module >= 0.375 * MM - 1e-9
        for line in placed.lines:
            apart = (
                line.baseline < matrix.top - quiet + 1e-6
                or line.baseline - line.size * 0.76 > matrix.top + side + quiet - 1e-6
                or line.x > matrix.x + side + quiet - 1e-6
                or line.x + _length(line) < matrix.x - quiet + 1e-6
            )
            assert apart, line


def _length(line: Any) -> float:
    from ldn_compound.labelling.faces import get_face

    return sum(get_face(line.face).glyph(ch).advance for ch in line.text) * line.size / 1000


def test_a_number_too_long_for_its_room_is_refused() -> None:
    matrix = matrix_of("qr", "L" * 60, "lot")
    with pytest.raises(LabelError) as caught:
        dot_width(matrix, "qr", text="L" * 60, field="lot", room_mm=10)
    assert (caught.value.code, caught.value.field) == ("does-not-fit", "lot")


def test_a_letter_that_no_code_has_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        matrix_of("qr", "Ä1", "lot")
    assert (caught.value.code, caught.value.field) == ("not-in-matrix", "lot")


def test_without_the_library_the_line_that_installs_it_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "zxingcpp", None)
    with pytest.raises(InputError) as caught:
        matrix_of("gs1-datamatrix", "(01)09506000134352(10)never made before", "gs1")
    assert caught.value.code == "extra-missing"
    assert "ldn-compound[codes]" in str(caught.value.hint)


@pytest.mark.parametrize("text", ["L-1122-01", "20261122-A/7", "x" * 60, "7012345"])
def test_without_the_library_a_qr_code_reads_all_the_same(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    import sys

    matrix_of.cache_clear()
    with monkeypatch.context() as without:
        without.setitem(sys.modules, "zxingcpp", None)
        matrix = matrix_of("qr", text, "lot")
    matrix_of.cache_clear()
    picture = Image.new("L", (matrix.size + 8, matrix.size + 8), 255)
    for row, column, dots in matrix.runs:
        for dot in range(dots):
            picture.putpixel((column + dot + 4, row + 4), 0)
    wide = picture.resize((picture.width * 4, picture.height * 4), Image.Resampling.NEAREST)
    assert [code.text for code in zxingcpp.read_barcodes(wide)] == [text]


@pytest.mark.parametrize("design", ["batch", "quarantine"])
def test_the_labels_of_a_batch_print_after_the_plain_install(
    plan: Any, label_of: Any, monkeypatch: pytest.MonkeyPatch, design: str
) -> None:
    import sys

    matrix_of.cache_clear()
    for name in ("zxingcpp", "PIL", "pypdfium2", "uharfbuzz", "bidi"):
        monkeypatch.setitem(sys.modules, name, None)
    label = label_of(plan, reason="assay pending")
    assert ldn.print_labels([label], stock="zebra-4x2", design=design, today=TODAY).startswith(b"%PDF")
    matrix_of.cache_clear()


def test_each_design_is_taken_in_the_variant_for_the_stock() -> None:
    assert design_for("prescription", get_stock("zebra-4x2")).key == "prescription"
    assert design_for("prescription", get_stock("dymo-99014")).key == "prescription"
    assert design_for("prescription", get_stock("zebra-4x6")).key == "prescription-58x89"
    assert design_for("prescription", get_stock("avery-l7163")).key == "prescription-95x34"
    assert design_for("batch", get_stock("avery-5160")).key == "batch-58x21"
    # By its own name a variant is taken as it is.
    assert design_for("prescription-95x34", get_stock("zebra-4x2")).key == "prescription-95x34"
