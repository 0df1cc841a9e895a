"""Write ``docs/gallery``: every design on two stocks as pictures, from real plans. ``python tools/gallery.py``."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import attrs

from ldn_compound.labelling.catalogue import design_names, get_design, get_stock
from ldn_compound.labelling.choosing import examined_on
from ldn_compound.labelling.content import Label
from ldn_compound.labelling.output import page_count, to_png
from ldn_compound.labelling.problems import all_in_one
from ldn_compound.labelling.render import render
from ldn_compound.labelling.samples import Place, places, sample_day, sample_label

if TYPE_CHECKING:
    from PIL import Image

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "gallery"
DPI = 150
GTIN = "09506000134352"
_GAP = 12


class Picture(NamedTuple):
    """One picture: design, stock, what was planned, and in which language and country."""

    design: str
    stock: str
    kind: str
    language: str = "en"
    jurisdiction: str = "us"


PICTURES = (
    Picture("prescription", "zebra-4x2", "capsules"),
    Picture("prescription", "avery-l7163", "capsules", "en", "uk"),
    Picture("prescription", "avery-l7163", "tablets", "de", "de"),
    Picture("prescription", "avery-l7160", "capsules", "en", "uk"),
    Picture("prescription", "avery-l7160", "solution", "de", "de"),
    Picture("prescription", "dymo-99014", "solution"),
    Picture("prescription", "dymo-30252", "capsules"),
    Picture("prescription", "wrap-60ml", "solution", "es", "es"),
    Picture("prescription", "brother-dk-22205", "solution"),
    Picture("prescription", "zebra-4x2", "tablets", "de", "de"),
    Picture("prescription", "zebra-4x6", "capsules"),
    Picture("large-print", "zebra-4x2", "capsules"),
    Picture("large-print", "zebra-4x6", "solution"),
    Picture("dyslexia", "zebra-4x2", "capsules"),
    Picture("dyslexia", "dymo-30256", "solution"),
    Picture("batch", "zebra-4x2", "capsules"),
    Picture("batch", "avery-5160", "solution"),
    Picture("batch", "zebra-2.25x1.25", "tablets"),
    Picture("syringe", "syringe-flag-4x1", "solution"),
    Picture("syringe", "brother-dk-11209", "solution"),
    Picture("auxiliary", "zebra-2.25x1.25", "capsules"),
    Picture("auxiliary", "dymo-30252", "solution"),
    Picture("titration", "zebra-4x2", "titration"),
    Picture("titration", "zebra-4x2", "liquid-titration"),
    Picture("titration", "dymo-99014", "titration", "es", "es"),
    Picture("quarantine", "zebra-2.25x1.25", "capsules"),
    Picture("quarantine", "avery-5160", "solution"),
)


def place_named(language: str, jurisdiction: str) -> Place:
    """Return the place of a language and a country."""
    return next(place for place in places() if (place.language, place.jurisdiction) == (language, jurisdiction))


def drawn(label: Label, design: str, stock_name: str) -> bytes:
    """Return a label as a picture, with its edge; where it takes several of the stock, they stand side by side.

    Raises:
        LdnError: as it would be refused.
    """
    stock = get_stock(stock_name)
    one = examined_on(attrs.evolve(label, gtin=GTIN), design, stock, sample_day())
    if refusals := one.refusals():
        raise all_in_one(refusals)
    cut = stock.cut_for(one.design.height_mm)
    wide, high = cut.label_width_mm, cut.label_height_mm
    # One label a page, whatever the stock has.
    single = attrs.evolve(
        cut,
        page_width_mm=wide,
        page_height_mm=high,
        columns=1,
        rows=1,
        left_mm=0.0,
        top_mm=0.0,
        pitch_x_mm=wide,
        pitch_y_mm=high,
    )
    pdf = render([one.placed], stock=single, start_at=1, title="gallery")
    return _side_by_side([_edged(to_png(pdf, dpi=DPI, page=number + 1)) for number in range(page_count(pdf))])


def _edged(png: bytes) -> Image.Image:
    """Return a label with its edge drawn, so that it can be seen on a white screen."""
    from PIL import Image, ImageOps

    return ImageOps.expand(Image.open(BytesIO(png)).convert("L"), border=2, fill=170)


def _side_by_side(labels: list[Image.Image]) -> bytes:
    from PIL import Image

    wide = sum(label.width for label in labels) + _GAP * (len(labels) - 1)
    all_of_it = Image.new("L", (wide, labels[0].height), 255)
    at = 0
    for label in labels:
        all_of_it.paste(label, (at, 0))
        at += label.width + _GAP
    out = BytesIO()
    # Eight greys are enough for black print, and a quarter of the size.
    all_of_it.quantize(8).save(out, "PNG", optimize=True)
    return out.getvalue()


def true_width(png: bytes) -> int:
    """Return the width at which a browser shows a picture at its true size: 96 of its dots are an inch."""
    from PIL import Image

    with Image.open(BytesIO(png)) as picture:
        return round(picture.width / DPI * 96)


def main() -> None:
    """Write the pictures and the page that shows them."""
    stocks_of: dict[str, set[str]] = {}
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.png"):
        old.unlink()
    lines = [
        "# Gallery",
        "",
        "Every design on two stocks or more, from real plans, at its true size where a screen has 96 dots an inch.",
        "Where a label takes several of a stock, they stand side by side.",
        "Written by `python tools/gallery.py`: do not edit. `make contact` draws every design on every stock.",
    ]
    for wanted in PICTURES:
        stocks_of.setdefault(wanted.design, set()).add(wanted.stock)
        where = f"{wanted.language}-{wanted.jurisdiction}"
        name = f"{wanted.design}-{wanted.stock}-{wanted.kind}-{where}.png"
        label = sample_label(wanted.kind, place_named(wanted.language, wanted.jurisdiction))
        png = drawn(label, wanted.design, wanted.stock)
        (FOLDER / name).write_bytes(png)
        words = f"{wanted.design} on {wanted.stock}, {wanted.kind.replace('-', ' ')}, {where}"
        lines += ["", f'<img src="{name}" alt="{words}" width="{true_width(png)}">', "", words]
    short = [name for name in design_names() if get_design(name).variant_of is None and len(stocks_of[name]) < 2]
    if short:
        raise SystemExit(f"fewer than two stocks: {', '.join(short)}")
    (FOLDER / "README.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
