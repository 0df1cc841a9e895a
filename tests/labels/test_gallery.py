"""The gallery shows every design on two stocks, and its page shows every picture."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PIL import Image

from ldn_compound.labelling.catalogue import design_names, get_design

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "gallery"
PAGE = (FOLDER / "README.md").read_text(encoding="utf-8")
SHOWN = [(design, stock, name) for name, design, stock in re.findall(r'src="(\S+)" alt="(\S+) on (\S+), ', PAGE)]


@pytest.mark.parametrize("design", [name for name in design_names() if get_design(name).variant_of is None])
def test_every_design_is_shown_on_two_stocks(design: str) -> None:
    assert len({stock for shown, stock, _ in SHOWN if shown == design}) >= 2


def test_every_picture_is_on_the_page_and_is_a_picture() -> None:
    assert {name for _, _, name in SHOWN} == {path.name for path in FOLDER.glob("*.png")}
    for _, _, name in SHOWN:
        with Image.open(FOLDER / name) as picture:
            assert min(picture.size) > 100
