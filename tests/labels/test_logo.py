"""The pharmacy's logo: black dots where nothing else stands, and refused where little would be left of it."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw

import ldn_compound as ldn
from ldn_compound.core.errors import LdnError
from ldn_compound.labelling.catalogue import get_stock

TODAY = date(2026, 11, 22)
PHARMACY = {"pharmacy.name": "Harbor Light", "pharmacy.address": "1 Quay Street"}
Make = Callable[..., Any]


def png(size: tuple[int, int] = (240, 120), *, colour: str = "#003c5a", paper: Any = (0, 0, 0, 0)) -> bytes:
    """A ring on paper that one can see through."""
    picture = Image.new("RGBA", size, paper)
    if min(size) > 20:
        ImageDraw.Draw(picture).ellipse((8, 8, size[0] - 8, size[1] - 8), outline=colour, width=12)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def logo(tmp_path: Path) -> Path:
    path = tmp_path / "logo.png"
    path.write_bytes(png())
    return path


def print_one(label: Any, stock: str = "zebra-4x2", design: str = "prescription") -> bytes:
    return ldn.print_labels([label], stock=stock, design=design, today=TODAY)


@pytest.mark.parametrize(("stock", "design"), [("zebra-4x2", "prescription"), ("zebra-4x6", "prescription")])
def test_it_stands_at_the_foot_and_moves_nothing(
    plan: Any, label_of: Make, picture_of: Any, logo: Path, stock: str, design: str
) -> None:
    without = picture_of(print_one(label_of(plan, profile=PHARMACY), stock, design), 203)
    profile = {**PHARMACY, "labels.logo": str(logo)}
    drawn = picture_of(print_one(label_of(plan, profile=profile), stock, design), 203)
    black = [(x, y) for x in range(drawn.width) for y in range(drawn.height) if drawn.getpixel((x, y)) < 128]
    before = {(x, y) for x in range(drawn.width) for y in range(drawn.height) if without.getpixel((x, y)) < 128}
    assert before <= set(black)
    added = [place for place in black if place not in before]
    left, right = min(x for x, _ in added), max(x for x, _ in added)
    top, bottom = min(y for _, y in added), max(y for _, y in added)
    # At most 20 mm wide and half as high at 203 dpi, inside the safe area, in the lower half.
    found, dot = get_stock(stock), 203 / 25.4
    assert 15 * 224 / 240 * dot < right - left < 20 * 224 / 240 * dot + 4
    assert bottom - top == pytest.approx((right - left) * 104 / 224, abs=4)
    assert right <= (found.label_width_mm - found.safe_right_mm) * dot + 1
    assert top > drawn.height / 2
    # A millimetre of air around it.
    air = round(0.9 * dot)
    around = {(x, y) for x in range(left - air, right + air) for y in range(top - air, bottom + air)}
    assert not around & before


def test_a_hundred_labels_have_its_dots_once(plan: Any, label_of: Make, logo: Path) -> None:
    label = label_of(plan, profile={**PHARMACY, "labels.logo": str(logo)})
    one = len(print_one(label))
    many = len(ldn.print_labels([label], stock="zebra-4x2", copies=101, today=TODAY))
    bare = label_of(plan, profile=PHARMACY)
    base = len(ldn.print_labels([bare], stock="zebra-4x2", copies=101, today=TODAY))
    assert many - base < one - len(print_one(bare)) + 101 * 120


def test_without_room_it_is_left_out_and_told(plan: Any, label_of: Make, logo: Path) -> None:
    name = "Harbor Light Compounding Pharmacy"
    label = label_of(plan, profile={"pharmacy.name": name, "labels.logo": str(logo)})
    found = {item.code: item for item in ldn.check_label(label, stock="avery-5160", design="batch", today=TODAY)}
    assert found["logo-without-room"].severity is ldn.Severity.INFO
    assert print_one(label, "avery-5160", "batch").startswith(b"%PDF")


@pytest.mark.parametrize(
    ("content", "code", "told"),
    [
        (b"no picture", "bad-logo", "no whole PNG"),
        (png()[:200], "bad-logo", "no whole PNG"),
        (b"", "bad-logo", "no whole PNG"),
        (png((30, 30)), "bad-logo", "30 x 30 dots"),
        (png((4200, 60)), "bad-logo", "4200 x 60 dots"),
        (png(paper="white", colour="white"), "bad-logo", "0 % of it"),
        (png(colour="#fff3c0"), "bad-logo", "0 % of it"),
        (png(paper="black"), "bad-logo", "100 % of it"),
        (b"x" * 2_000_001, "file-too-large", "2,000,000"),
        (None, "cannot-read", "logo.png"),
    ],
)
def test_what_is_no_logo_is_refused(
    plan: Any, label_of: Make, tmp_path: Path, content: bytes | None, code: str, told: str
) -> None:
    path = tmp_path / "logo.png"
    if content is not None:
        path.write_bytes(content)
    label = label_of(plan, profile={**PHARMACY, "labels.logo": str(path)})
    with pytest.raises(LdnError) as caught:
        print_one(label)
    assert (caught.value.code, caught.value.field) == (code, "labels.logo")
    assert told in str(caught.value)


def test_a_label_without_the_pharmacys_name_has_no_logo(plan: Any, label_of: Make, tmp_path: Path) -> None:
    label = label_of(plan, profile={**PHARMACY, "labels.logo": str(tmp_path / "not there.png")})
    assert print_one(label, "dymo-30252", "auxiliary").startswith(b"%PDF")
