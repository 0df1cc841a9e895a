"""Any name in any script: either refused with its field, or on paper as it was given."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import zxingcpp
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import ldn_compound as ldn
from ldn_compound.core.errors import LabelError, LdnError
from ldn_compound.labelling.catalogue import design_names, get_design, get_stock, stock_names
from ldn_compound.labelling.checking import shown_texts
from ldn_compound.labelling.faces import get_face
from ldn_compound.labelling.label_texts import texts_of, wording_of
from ldn_compound.labelling.layout import place
from ldn_compound.labelling.placed import MM
from ldn_compound.labelling.wording import get_wording

TODAY = date(2026, 11, 22)
CODE_128: Any = zxingcpp.BarcodeFormat.Code128
SLOW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

latin = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x24F), min_size=1, max_size=60)
greek_cyrillic = st.text(st.characters(min_codepoint=0x370, max_codepoint=0x52F), min_size=1, max_size=40)
vietnamese = st.text(st.characters(min_codepoint=0x1E00, max_codepoint=0x1EFF), min_size=1, max_size=30)
anything = st.text(min_size=1, max_size=220)
markup = st.sampled_from(["<b>x</b>", "&amp;", "<font size=90>", "</para>", "%(name)s", "{0}", "\\u0041", "<br/>"])
names = st.one_of(latin, greek_cyrillic, vietnamese, anything, st.builds("{} {} {}".format, latin, markup, vietnamese))


def as_printed(name: str) -> str:
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", name)).strip()


@SLOW
@given(name=names, stock=st.sampled_from(["zebra-4x2", "avery-5163"]))
def test_a_name_is_refused_or_printed_as_given(
    plan: Any, label_of: Callable[..., Any], lines_of: Any, name: str, stock: str
) -> None:
    try:
        pdf = ldn.print_labels([label_of(plan, patient=name)], stock=stock, today=TODAY)
    except LdnError as error:
        assert error.field == "patient"
        assert error.exit_code in (10, 13)
        return
    # A long one goes on in the second line.
    first, second = lines_of(pdf)[0][:2]
    assert as_printed(name) in (first, f"{first} {second}")


@SLOW
@given(
    directions=st.lists(
        st.sampled_from(["Take", "1", "capsule", "by", "mouth", "at", "bedtime", "daily", "ẤẤ", "Wg"]), max_size=60
    )
)
def test_directions_are_refused_or_read_back_whole(
    plan: Any, label_of: Callable[..., Any], lines_of: Any, directions: list[str]
) -> None:
    text = " ".join(directions)
    try:
        pdf = ldn.print_labels([label_of(plan, directions=text)], stock="zebra-4x2", today=TODAY)
    except LdnError as error:
        assert error.field == "directions"
        return
    lines = lines_of(pdf)[0]
    end = next(index for index, line in enumerate(lines) if line.startswith("Discard after"))
    assert " ".join(lines[2:end]) == text


@SLOW
@given(number=st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=14))
def test_a_number_is_refused_or_scans_as_given(
    plan: Any, label_of: Callable[..., Any], pictures_of: Any, lines_of: Any, number: str
) -> None:
    try:
        pdf = ldn.print_labels([label_of(plan, prescription_number=number)], stock="zebra-4x2", today=TODAY)
    except LdnError as error:
        assert (error.field, error.code) == ("prescription_number", "does-not-fit")
        return
    for dpi in (203, 300):
        # Without its second look at a third of the size, where about one number in a thousand makes it see another code
        # of two or three signs as well.
        # Where the bars are too long for one label, it takes several.
        found = [
            code
            for page in pictures_of(pdf, dpi)
            for code in zxingcpp.read_barcodes(page, formats=CODE_128, try_downscale=False)
        ]
        assert [code.text for code in found] == [number]
    # What stands beside the bars may end on the same line.
    assert any(f"Rx {number}" in line for page in lines_of(pdf) for line in page)


ROOMY = [
    (design, stock)
    for design in design_names()
    for stock in stock_names()
    if get_stock(stock).holds(get_design(design).width_mm, get_design(design).height_mm)
]


@settings(SLOW, max_examples=250)
@given(name=names, directions=names, prescriber=names, lot=names, place_on=st.sampled_from(ROOMY))
def test_everything_placed_stays_in_the_safe_area(
    plan: Any,
    label_of: Callable[..., Any],
    name: str,
    directions: str,
    prescriber: str,
    lot: str,
    place_on: tuple[str, str],
) -> None:
    design = get_design(place_on[0])
    measures = get_stock(place_on[1]).cut_for(design.height_mm)
    try:
        label = label_of(plan, patient=name, directions=directions, prescriber=prescriber, lot=lot, reason=name)
        codes = {"prescription_number": label.prescription_number, "lot": label.lot}
        shown = shown_texts(texts_of(label), label, design, wording_of(label))
        placed = place(shown, codes, design=design, stock=measures)
    except LdnError as error:
        # A design on several labels stands here on stock that has no room for the words of some countries.
        assert error.field in ("patient", "directions", "prescriber", "lot", "reason") or design.labels > 1
        return
    left, top = measures.safe_left_mm * MM - 1e-6, measures.safe_top_mm * MM - 1e-6
    right, bottom = left + measures.safe_width_mm * MM + 2e-6, top + measures.safe_height_mm * MM + 2e-6
    for line in [line for part in placed.every for line in part.lines]:
        face, x = get_face(line.face), line.x
        for character in line.text:
            glyph = face.glyph(character)
            scale = line.size / 1000
            assert left <= x + min(glyph.left, 0) * scale
            assert x + glyph.right * scale <= right
            assert top <= line.baseline - glyph.top * scale
            assert line.baseline - glyph.bottom * scale <= bottom
            x += glyph.advance * scale
    for bar in [bar for part in placed.every for bar in part.bars]:
        assert left <= bar.x - 10 * bar.module
        assert bar.x + (sum(bar.runs) + 10) * bar.module <= right
        assert top <= bar.top
        assert bar.top + bar.height <= bottom
        assert bar.module >= 0.25 * MM
    for matrix in placed.matrices:
        # The quiet zone of a QR, 4 dots, is the widest of the two kinds; DataMatrix is asked for 2.
        quiet = 4 * matrix.module
        assert left <= matrix.x - quiet
        assert matrix.x + matrix.size * matrix.module + quiet <= right
        assert top <= matrix.top - quiet
        assert matrix.top + matrix.size * matrix.module + quiet <= bottom


def test_every_character_of_the_face_prints_as_itself(plan: Any, label_of: Callable[..., Any], lines_of: Any) -> None:
    face = get_face("regular")
    characters = sorted(ch for ch in face.characters() if unicodedata.category(ch)[0] not in "CZM")
    characters = [ch for ch in characters if unicodedata.normalize("NFC", ch) == ch]
    printed = refused = 0
    for start in range(0, len(characters), 10):
        names = [f"A{ch}B" for ch in characters[start : start + 10]]
        labels = []
        for name in names:
            label = label_of(plan, patient=name)
            try:
                ldn.check_label(label, stock="avery-5163", today=TODAY)
            except LabelError as error:
                assert error.field == "patient"
                refused += 1
                continue
            labels.append(label)
        if labels:
            pdf = ldn.print_labels(labels, stock="avery-5163", today=TODAY)
            lines = set(lines_of(pdf)[0])
            assert {label.patient for label in labels} <= lines
            printed += len(labels)
    assert printed > 2400
    assert refused < 40


@pytest.mark.parametrize("stock", ["zebra-4x2", "avery-5163"])
def test_patient_drug_and_directions_are_at_least_12_point(plan: Any, label_of: Callable[..., Any], stock: str) -> None:
    label = label_of(plan)
    placed = place(texts_of(label, get_wording()), {}, design=get_design("prescription"), stock=get_stock(stock))
    sizes = {line.field: line.size for line in placed.lines}
    assert min(sizes["patient"], sizes["drug"], sizes["directions"]) >= 12
    assert min(sizes.values()) >= 6
