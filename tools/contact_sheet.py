"""Draw every design on every stock, from real plans, into ``build/contact``: ``make contact``, before a release.

The labels stand at their true size on the pages of a PDF, and on pictures of the same pages. What a stock refuses is
said on stdout. ``python -m tools.contact_sheet prescription`` draws one design.
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

import ldn_compound as ldn
from ldn_compound.core.errors import LdnError
from ldn_compound.labelling.catalogue import design_for, design_names, get_design, get_stock, stock_names
from ldn_compound.labelling.output import to_png
from tools.gallery import DAY, DPI, PROFILE, cut, given_for, plans

FOLDER = Path(__file__).resolve().parent.parent / "build" / "contact"
_PAGE = (round(16.5 * DPI), round(11.7 * DPI))
_GAP, _CAPTION = 20, 22
# Which plans each design is shown with, and in which languages.
_SHOWN: dict[str, tuple[tuple[str, str], ...]] = {
    "prescription": (("capsules", "en"), ("solution", "en"), ("tablets", "de"), ("capsules", "es")),
    "batch": (("capsules", "en"), ("solution", "en")),
    "quarantine": (("capsules", "en"), ("solution", "en")),
    "syringe": (("solution", "en"),),
    "auxiliary": (("capsules", "en"), ("solution", "en"), ("capsules", "de")),
    "titration": (("titration", "en"), ("liquid titration", "en"), ("titration", "es")),
}
_ELSE = (("capsules", "en"), ("solution", "en"))


def pictures(design: str, made: dict[str, Any], profile: Any) -> list[tuple[str, Image.Image | None]]:
    """Return a caption and a picture for each stock; no picture where the stock refuses, and the caption says why."""
    found: list[tuple[str, Image.Image | None]] = []
    for plan, language in _SHOWN.get(design, _ELSE):
        label = ldn.label_for(made[plan], **given_for(design, plan, profile, language), language=language)
        for name in stock_names():
            stock = get_stock(name)
            own = design_for(design, stock)
            caption = f"{own.key} on {name}, {plan}, {language}"
            try:
                pdf = ldn.print_labels([label], stock=name, design=design, today=DAY)
            except LdnError as error:
                found.append((f"{caption}: {error.code} {error.field}", None))
                continue
            png = cut(to_png(pdf, dpi=DPI), stock.cut_for(own.height_mm))
            found.append((caption, Image.open(BytesIO(png)).convert("L")))
    return found


def pages(items: list[tuple[str, Image.Image | None]]) -> list[Image.Image]:
    """Return the pictures on pages, from left to right, with what was refused at the end."""
    found: list[Image.Image] = []
    x = y = high = 0
    for caption, picture in items:
        if picture is None:
            continue
        wide = max(picture.width, 8 * len(caption))
        if x + wide > _PAGE[0] and x:
            x, y, high = 0, y + high, 0
        if not found or y + picture.height + _CAPTION + _GAP > _PAGE[1]:
            found.append(Image.new("L", _PAGE, 255))
            x = y = high = 0
        ImageDraw.Draw(found[-1]).text((x + _GAP, y + 6), caption, fill=90)
        found[-1].paste(picture, (x + _GAP, y + _CAPTION))
        x += wide + _GAP
        high = max(high, picture.height + _CAPTION + _GAP)
    return found


def main(names: list[str]) -> None:
    """Write the pages of the named designs, or of all."""
    profile = ldn.read_profile(PROFILE, name="contact")
    made = plans(profile)
    FOLDER.mkdir(parents=True, exist_ok=True)
    every: list[Image.Image] = []
    for design in names or [name for name in design_names() if get_design(name).variant_of is None]:
        items = pictures(design, made, profile)
        drawn = pages(items)
        for number, page in enumerate(drawn, start=1):
            page.save(FOLDER / f"{design}-{number}.png", dpi=(DPI, DPI))
        every += drawn
        refused = [caption for caption, picture in items if picture is None]
        print(f"{design}: {len(items) - len(refused)} drawn, {len(refused)} refused")
        for caption in refused:
            print(f"  {caption}")
    if every:
        every[0].save(FOLDER / "contact.pdf", save_all=True, append_images=every[1:], resolution=DPI)
        print(f"Written: {FOLDER / 'contact.pdf'}")


if __name__ == "__main__":
    main(sys.argv[1:])
