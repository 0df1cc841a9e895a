"""The face's own figures, and breaking text into lines."""

from __future__ import annotations

import hashlib
import unicodedata
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfbase.ttfonts import TTFontFile

from ldn_compound.labelling.catalogue import data_folder
from ldn_compound.labelling.faces import FILES, first_unset, get_face
from ldn_compound.labelling.wrapping import fit

FACES = tuple(FILES)
LATIN_EXTENDED = [*range(0x20, 0x7F), *range(0xA0, 0x250), *range(0x1E00, 0x1F00)]
GREEK, CYRILLIC = range(0x384, 0x3CF), range(0x400, 0x530)


@pytest.mark.parametrize("key", FACES)
def test_figures_are_those_that_another_reader_finds(key: str) -> None:
    face = get_face(key)
    other = TTFontFile(BytesIO(face.data))
    assert {ord(character) for character in face.characters()} == {
        code for code, glyph in other.charToGlyph.items() if glyph
    }
    for code in range(0x20, 0x530):
        if face.has(chr(code)):
            assert face.glyph(chr(code)).advance == pytest.approx(other.charWidths[code], abs=0.51), hex(code)


@pytest.mark.parametrize("key", FACES)
def test_ink_lies_where_the_letters_say(key: str) -> None:
    face = get_face(key)
    assert face.glyph("x").bottom == pytest.approx(0, abs=15)
    assert face.glyph("p").bottom < -150
    assert face.glyph("H").top == pytest.approx(714, abs=5)  # Noto Sans: cap height 714 of 1000
    assert face.glyph("\N{LATIN CAPITAL LETTER A WITH CIRCUMFLEX AND ACUTE}").top > 900
    assert face.glyph(" ").top == 0 < face.glyph(" ").advance


@pytest.mark.parametrize("key", FACES)
def test_the_face_has_the_characters_that_names_need(key: str) -> None:
    face = get_face(key)
    codes = [*LATIN_EXTENDED, *GREEK, *CYRILLIC, 0x211E, 0x2013, 0x2019, 0x201C, 0x201D, 0x20AC, 0x2116]
    lacking = [hex(code) for code in codes if unicodedata.name(chr(code), "") and not face.has(chr(code))]
    assert lacking == []


@pytest.mark.parametrize("key", FACES)
def test_the_files_are_those_of_the_readme(key: str) -> None:
    digest = hashlib.sha256(get_face(key).data).hexdigest()
    assert digest in (data_folder() / "fonts" / "README.md").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE" in (data_folder() / "fonts" / "OFL.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Lee \u5f20", "no-glyph"),
        ("\u0e2a\u0e21", "no-glyph"),
        ("\u0928", "no-glyph"),
        ("ok \U0001f600", "no-glyph"),
        ("\u05d0\u05d1", "right-to-left"),
        ("\u0645", "right-to-left"),
        ("x\u0302", "combining-mark"),
        ("a\u200db", "invisible-character"),
        ("a\u202eb", "invisible-character"),
        ("a\u00adb", "invisible-character"),
        ("a\ufffdb", "no-glyph"),
        ("\ufb01nal", "no-glyph"),
    ],
)
def test_what_cannot_be_set_is_found_by_name(text: str, code: str) -> None:
    unset = first_unset(text, "regular")
    assert unset is not None
    assert unset.code == code
    assert unset.named.startswith(f"U+{ord(unset.character):04X} ")


@pytest.mark.parametrize(
    "name",
    [
        "Jane Doe",
        "Nguy\u1ec5n Th\u1ecb \u1ea4n",
        "\u0391\u03bb\u03ad\u03be\u03b7\u03c2",
        "\u042e\u043b\u0438\u044f \u0429\u0435\u0440\u0431\u0430",
        "\u0141ukasz \u017b\u00f3\u0142\u0107",
        "\u0130pek \u015e\u0131k",
        "<b>O'Brien</b> & S\u00f6hne",
    ],
)
def test_names_in_latin_greek_and_cyrillic_can_be_set(name: str) -> None:
    assert all(first_unset(name, key) is None for key in FACES)


def test_the_greatest_size_that_fits_is_taken() -> None:
    large = fit("Take 1 capsule", "regular", greatest=14, least=6, width=500, height=100, most_lines=1)
    narrow = fit("Take 1 capsule", "regular", greatest=14, least=6, width=60, height=100, most_lines=1)
    assert large is not None
    assert large.size == 14
    assert narrow is not None
    assert 6 <= narrow.size < 14
    assert narrow.lines[0].right <= 60
    # half a point more would not have fitted
    assert narrow.lines[0].right * (narrow.size + 0.5) / narrow.size > 60


def test_what_does_not_fit_at_the_least_size_is_none() -> None:
    for width, height in ((20, 100), (500, 5)):
        assert fit("Take 1 capsule", "regular", greatest=14, least=6, width=width, height=height, most_lines=1) is None


def test_a_word_is_never_broken() -> None:
    word = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"
    assert fit(word, "regular", greatest=12, least=12, width=100, height=1000, most_lines=20) is None


@pytest.mark.parametrize("width", range(40, 200, 3))
def test_a_number_stays_with_its_unit(width: int) -> None:
    text = "Take 0.5 mL then 1,000 mg or 1/2 tablet daily"
    block = fit(text, "regular", greatest=10, least=10, width=width, height=1000, most_lines=20)
    if block is not None:
        assert not any(line.text.endswith(("0.5", "1,000", "1/2")) for line in block.lines)


@given(
    st.lists(st.text("abcdefgh1234567890.MW\u1ea4g", min_size=1, max_size=9), min_size=1, max_size=25),
    st.floats(30, 300),
    st.floats(10, 80),
    st.integers(1, 5),
)
def test_lines_join_to_the_text_and_stay_in_the_box(
    words: list[str], width: float, height: float, most_lines: int
) -> None:
    text = " ".join(words)
    block = fit(text, "bold", greatest=12, least=6, width=width, height=height, most_lines=most_lines)
    if block is None:
        return
    face = get_face("bold")
    assert " ".join(line.text for line in block.lines) == text
    assert 1 <= len(block.lines) <= most_lines
    assert 6 <= block.size <= 12
    previous = 0.0
    for line in block.lines:
        assert line.right - line.left <= width
        top = max(face.glyph(ch).top for ch in line.text) * block.size / 1000
        bottom = min(face.glyph(ch).bottom for ch in line.text) * block.size / 1000
        assert line.baseline - top >= previous - 1e-6, "the ink of two lines touches"
        previous = line.baseline - min(bottom, 0)
        assert previous <= height + 1e-6
