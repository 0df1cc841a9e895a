"""A glyph's width and edges are those that another reader of the same type face finds."""

from __future__ import annotations

import pytest
from PIL import ImageFont

from ldn_compound.labelling.catalogue import data_folder
from ldn_compound.labelling.faces import get_face

FACES = {"regular": "NotoSans-Regular.ttf", "bold": "NotoSans-Bold.ttf"}


@pytest.mark.parametrize("name", FACES)
@pytest.mark.parametrize("letter", "AgjQÜß,|Ж")
def test_a_glyph_is_as_freetype_draws_it(name: str, letter: str) -> None:
    """At a type size of 1000 pixels FreeType's pixels are our thousandths, rounded outwards."""
    font = ImageFont.truetype(str(data_folder() / "fonts" / FACES[name]), 1000)
    origin, top, _, bottom = font.getbbox(letter, anchor="ls")
    ink = font.getmask(letter).getbbox()
    assert ink is not None
    glyph = get_face(name).glyph(letter)
    assert glyph.advance == pytest.approx(font.getlength(letter), abs=1)
    assert (glyph.left, glyph.right) == pytest.approx((origin + ink[0], origin + ink[2]), abs=2)
    assert (-glyph.top, -glyph.bottom) == pytest.approx((top, bottom), abs=2)
