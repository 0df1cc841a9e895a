"""Names in scripts that are shaped, or that run from right to left: on paper as another program draws them, or refused.

The expected glyphs and pictures come from the Unicode Standard's presentation forms and from Pillow with libraqm and
FreeType, which share none of our code.
"""

from __future__ import annotations

import importlib
import re
import shutil
import zlib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import attrs
import pypdfium2
import pytest
import uharfbuzz
from PIL import Image, ImageChops, ImageDraw, ImageFont

import ldn_compound as ldn
from ldn_compound.core.errors import LdnError
from ldn_compound.labelling import scripts, shaping
from ldn_compound.labelling.catalogue import get_stock
from ldn_compound.labelling.placed import PlacedLabel, PlacedLine
from ldn_compound.labelling.render import render
from ldn_compound.labelling.shaping import set_in, shape

TODAY = date(2026, 11, 22)
ARABIC, HEBREW, DEVANAGARI, THAI = "محمد", "שרה כהן", "दीपक शक्ति", "สมชาย"
SHOWN = [ARABIC, "محمد علي", HEBREW, DEVANAGARI, THAI, "ศรีสุข", "मुकेश"]
Make = Callable[..., Any]


def print_one(label: Any, **options: Any) -> bytes:
    wanted: dict[str, Any] = {"stock": "zebra-4x2", "today": TODAY}
    return ldn.print_labels([label], **{**wanted, **options})


def streams_of(pdf: bytes) -> str:
    """The content of a PDF's pages."""
    parts = re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL)
    contents = [zlib.decompressobj().decompress(part) for part in parts]
    return "\n".join(content.decode("latin-1") for content in contents)


def told_by(pdf: bytes) -> list[str]:
    """What the file says that its outlines mean, for a screen reader."""
    texts = re.findall(r"/ActualText <FEFF([0-9a-f]+)>", streams_of(pdf))
    return [bytes.fromhex(text).decode("utf-16-be") for text in texts]


def inked(picture: Image.Image) -> Image.Image:
    black = picture.convert("L").point(lambda value: 255 - value)
    return black.crop(black.getbbox())


def drawn_by_us(text: str) -> Image.Image:
    faces, unset = set_in(text, None)
    assert unset is None
    line = PlacedLine("patient", text, 30.0, 80.0, 36.0, f"regular{faces}")
    pdf = render([PlacedLabel((line,), (), (), ())], stock=get_stock("zebra-4x2"), start_at=1, title="x")
    document = pypdfium2.PdfDocument(pdf)
    try:
        return inked(document[0].render(scale=4).to_pil())
    finally:
        document.close()


def drawn_by_pillow(text: str, engine: Any = ImageFont.Layout.RAQM) -> Image.Image:
    file = scripts.find_face(scripts.scripts_in(text)[0])
    assert file is not None
    font = ImageFont.truetype(file.path, 144, layout_engine=engine)
    picture = Image.new("L", (2400, 500), 255)
    ImageDraw.Draw(picture).text((100, 150), text, font=font, fill=0)
    return inked(picture)


def differing(one: Image.Image, other: Image.Image) -> float:
    """The share of the ink in which two pictures differ, laid on each other."""
    size = (max(one.width, other.width), max(one.height, other.height))
    laid = [Image.new("L", size, 0) for _ in range(2)]
    for picture, place in zip((one, other), laid, strict=True):
        place.paste(picture, (0, 0))
    total = sum(sum(number * value for value, number in enumerate(item.histogram())) for item in laid)
    difference = ImageChops.difference(*laid).histogram()
    return sum(number * value for value, number in enumerate(difference)) / total


@pytest.mark.parametrize("text", [name for name in SHOWN if " " not in name])
def test_a_name_looks_as_another_program_draws_it(text: str) -> None:
    assert differing(drawn_by_us(text), drawn_by_pillow(text)) < 0.1


@pytest.mark.parametrize("text", [ARABIC, "शक्ति"])
def test_the_comparison_sees_letters_that_are_not_joined(text: str) -> None:
    assert differing(drawn_by_us(text), drawn_by_pillow(text, ImageFont.Layout.BASIC)) > 0.3


def test_arabic_letters_have_their_forms_and_run_from_right_to_left() -> None:
    # U+FEE3 MEEM INITIAL, U+FEA4 HAH MEDIAL, U+FEE4 MEEM MEDIAL, U+FEAA DAL FINAL: the forms that Unicode names.
    file = scripts.find_face("arab")
    assert file is not None
    font = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(file.path)))
    wanted = []
    for form in "\ufeaa\ufee4\ufea4\ufee3":
        pen = shaping._Pen()
        font.draw_glyph_with_pen(font.get_nominal_glyph(ord(form)), pen)
        wanted.append(" ".join(pen.parts))
    faces, _ = set_in(ARABIC, None)
    (piece,) = shape(ARABIC, f"regular{faces}").pieces
    assert [glyph.outline for glyph in piece.glyphs] == wanted
    places = [glyph.x for glyph in piece.glyphs]
    assert places == sorted(places)


def test_words_of_both_directions_stand_in_the_order_of_the_unicode_algorithm() -> None:
    # By UAX 9 with a left-to-right paragraph: Latin first, the Hebrew words to its right, the first of them last.
    text = f"Prescriber Dr. {HEBREW}, MD"
    faces, _ = set_in(text, None)
    line = shape(text, f"regular{faces}")
    assert [piece.text for piece in line.pieces] == ["Prescriber Dr. ", HEBREW, ", MD"]
    alone = [shape(word, f"regular{faces}").pieces[0].glyphs for word in HEBREW.split()]
    drawn = line.pieces[1].glyphs
    assert [glyph.outline for glyph in drawn] == [glyph.outline for glyph in (*alone[1], *alone[0])]


@pytest.mark.parametrize("name", SHOWN)
@pytest.mark.parametrize("design", ["prescription", "large-print", "dyslexia"])
def test_a_name_is_on_the_label_and_the_file_says_it(plan: Any, label_of: Make, name: str, design: str) -> None:
    pdf = print_one(label_of(plan, patient=name, prescriber=f"Dr. {name}"), design=design, stock="zebra-4x6")
    told = told_by(pdf)
    assert told[0] == name
    assert set(told) == {name}


def test_a_long_name_breaks_in_the_order_of_reading(plan: Any, label_of: Make) -> None:
    words = ["عبدالرحمن", "محمد", "عبدالله", "القحطاني", "الاندلسي", "البغدادي", "الشامي", "المكي", "النيسابوري"]
    told = told_by(print_one(label_of(plan, patient=" ".join(words))))
    assert len(told) == 2
    assert " ".join(told).split() == words


@pytest.mark.parametrize(
    ("name", "code", "told"),
    [
        (f"{ARABIC} 2", "right-to-left", "U+0645 ARABIC LETTER MEEM"),
        ("ि", "combining-mark", "U+093F DEVANAGARI VOWEL SIGN I"),
        ("ᠪᠠᠲᠤ", "no-glyph", "U+182A MONGOLIAN LETTER BA"),
        (f"{ARABIC}\u202e", "invisible-character", "U+202E"),
        ("Jane\u200dDoe", "invisible-character", "U+200D"),
        ("한국", "no-glyph", "fonts/hang.ttf"),
    ],
)
def test_what_cannot_be_set_rightly_is_refused(plan: Any, label_of: Make, name: str, code: str, told: str) -> None:
    with pytest.raises(LdnError) as caught:
        print_one(label_of(plan, patient=name))
    assert (caught.value.field, caught.value.code, caught.value.exit_code) == ("patient", code, 13)
    assert told in str(caught.value)


def test_directions_are_in_the_labels_own_letters(plan: Any, label_of: Make) -> None:
    with pytest.raises(LdnError) as caught:
        print_one(label_of(plan, directions=f"Take 1 capsule by mouth at bedtime {THAI}"))
    assert (caught.value.field, caught.value.code) == ("directions", "no-glyph")


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Take a library away, as it is where the extra is not installed."""
    kept = importlib.import_module

    def take(name: str) -> None:
        def load(wanted: str, package: str | None = None) -> Any:
            if wanted == name:
                raise ImportError(wanted)
            return kept(wanted, package)

        monkeypatch.setattr(shaping, "import_module", load)

    return take


@pytest.mark.parametrize(("library", "name"), [("uharfbuzz", ARABIC), ("uharfbuzz", THAI), ("bidi", HEBREW)])
def test_without_the_extra_the_refusal_says_both_ways_out(
    plan: Any, label_of: Make, without: Callable[[str], None], library: str, name: str
) -> None:
    without(library)
    with pytest.raises(LdnError) as caught:
        print_one(label_of(plan, patient=name))
    assert caught.value.exit_code == 13
    assert 'pip install "ldn-compound[scripts]"' in str(caught.value)
    assert "--patient-latin" in str(caught.value)


def test_without_the_extra_the_label_has_the_latin_name_and_says_so(
    plan: Any, label_of: Make, lines_of: Any, without: Callable[[str], None]
) -> None:
    without("uharfbuzz")
    label = label_of(plan, patient=ARABIC, patient_latin="Mohammed")
    pdf = print_one(label)
    assert lines_of(pdf)[0][0] == "Mohammed"
    assert told_by(pdf) == []
    found = {item.code: item for item in ldn.check_label(label, stock="zebra-4x2", today=TODAY)}
    said = found["patient-name-in-latin-only"]
    assert said.severity is ldn.Severity.CAUTION
    assert ARABIC in said.message


def test_with_the_extra_both_names_stand_below_each_other(plan: Any, label_of: Make, lines_of: Any) -> None:
    label = label_of(plan, patient=THAI, patient_latin="Somchai")
    pdf = print_one(label)
    assert told_by(pdf) == [THAI]
    assert "Somchai" in lines_of(pdf)[0][:2]
    codes = [item.code for item in ldn.check_label(label, stock="zebra-4x2", today=TODAY)]
    assert "patient-name-in-latin-only" not in codes


@pytest.mark.parametrize("latin", ["สมชาย", "Иван", "Ola\u0301\u0302\u0303x\u0302"])
def test_the_latin_name_is_in_latin_letters(plan: Any, label_of: Make, latin: str) -> None:
    with pytest.raises(LdnError) as caught:
        label_of(plan, patient=THAI, patient_latin=latin)
    assert (caught.value.field, caught.value.code) == ("patient_latin", "not-in-latin-letters")


def test_a_latin_name_alone_is_no_name(plan: Any) -> None:
    with pytest.raises(LdnError) as caught:
        ldn.label_for(plan, patient_latin="Somchai", timing="bedtime")
    assert (caught.value.field, caught.value.code) == ("patient", "label-field-missing")


@pytest.fixture
def no_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scripts, "find_spec", lambda name: None)


def test_a_pharmacys_own_face_is_used(
    plan: Any, label_of: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = scripts.find_face("thai")
    assert file is not None
    monkeypatch.setattr(scripts, "find_spec", lambda name: None)
    with pytest.raises(LdnError) as caught:
        print_one(label_of(plan, patient=THAI), folder=tmp_path)
    assert "fonts/thai.ttf" in str(caught.value)
    (tmp_path / "fonts").mkdir()
    shutil.copy(file.path, tmp_path / "fonts" / "thai.ttf")
    assert told_by(print_one(label_of(plan, patient=THAI), folder=tmp_path)) == [THAI]


@pytest.mark.parametrize(
    ("content", "code"), [(b"", "bad-face"), (b"no face\n" * 99, "bad-face"), (None, "unreadable")]
)
def test_a_face_that_is_none_is_refused(
    plan: Any, label_of: Make, tmp_path: Path, no_package: None, content: bytes | None, code: str
) -> None:
    path = tmp_path / "fonts" / "thai.ttf"
    path.parent.mkdir()
    if content is None:
        path.mkdir()
    else:
        path.write_bytes(content)
    with pytest.raises(LdnError) as caught:
        print_one(label_of(plan, patient=THAI), folder=tmp_path)
    assert caught.value.code == code
    assert "thai.ttf" in str(caught.value)


def test_a_face_without_the_letters_is_refused(plan: Any, label_of: Make, tmp_path: Path, no_package: None) -> None:
    (tmp_path / "fonts").mkdir()
    own = Path(__file__).parents[2] / "labels" / "fonts" / "NotoSans-Regular.ttf"
    shutil.copy(own, tmp_path / "fonts" / "hani.ttf")
    with pytest.raises(LdnError) as caught:
        print_one(label_of(plan, patient="張偉"), folder=tmp_path)
    assert (caught.value.field, caught.value.code) == ("patient", "no-glyph")
    assert "the face of its script does not have it" in str(caught.value)


def test_each_refused_name_of_many_has_its_line(plan: Any, label_of: Make) -> None:
    names = [THAI, "ᠪᠠᠲᠤ", "Jane Doe", f"{ARABIC} 2"]
    labels = [label_of(plan, patient=name) for name in names]
    labels = [attrs.evolve(label, place=f"line {number} of jobs.jsonl") for number, label in enumerate(labels, start=1)]
    with pytest.raises(LdnError) as caught:
        ldn.print_labels(labels, stock="zebra-4x2", today=TODAY)
    assert caught.value.place == "line 2 of jobs.jsonl"
    assert "line 4 of jobs.jsonl" in str(caught.value.hint)
