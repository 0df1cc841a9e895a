"""Draw every design on every stock in every language into ``build/contact``: ``make contact``, before a release.

The labels are those that ``ldn-compound labels fit`` lays out. They stand at their true size on the pages of a PDF, and
on pictures of the same pages. What a stock refuses is said on stdout. ``python -m tools.contact_sheet prescription de``
draws one design in one language.
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw

from ldn_compound.core.errors import LdnError
from ldn_compound.labelling.catalogue import design_names, get_design, stock_names
from ldn_compound.labelling.samples import Place, kinds_for, places, sample_label
from tools.gallery import DPI, drawn

FOLDER = Path(__file__).resolve().parent.parent / "build" / "contact"
_PAGE = (round(16.5 * DPI), round(11.7 * DPI))
_GAP, _CAPTION = 20, 22


def pictures(design: str, place: Place) -> list[tuple[str, Image.Image | None]]:
    """Return a caption and a picture for each stock; no picture where the stock refuses, and the caption says why."""
    found: list[tuple[str, Image.Image | None]] = []
    for kind in kinds_for(get_design(design)):
        label = sample_label(kind, place)
        for stock in stock_names():
            caption = f"{design} on {stock}, {kind}, {place.language}-{place.jurisdiction}"
            try:
                png = drawn(label, design, stock)
            except LdnError as error:
                found.append((f"{caption}: {error.code} {error.field}", None))
                continue
            found.append((caption, Image.open(BytesIO(png)).convert("L")))
    return found


def pages(items: list[tuple[str, Image.Image | None]]) -> list[Image.Image]:
    """Return the pictures on pages, from left to right; what was refused is not on them."""
    found: list[Image.Image] = []
    x = y = high = 0
    for caption, picture in items:
        if picture is None:
            continue
        wide = max(picture.width, 8 * len(caption))
        if x + wide + _GAP > _PAGE[0] and x:
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
    """Write the pages of the named designs, in the named languages, or of all."""
    families = [name for name in design_names() if get_design(name).variant_of is None]
    languages = {place.language for place in places()} & set(names)
    FOLDER.mkdir(parents=True, exist_ok=True)
    every: list[Image.Image] = []
    for design in [name for name in names if name not in languages] or families:
        for place in places():
            if languages and place.language not in languages:
                continue
            items = pictures(design, place)
            made = pages(items)
            where = f"{design}-{place.language}-{place.jurisdiction}"
            for number, page in enumerate(made, start=1):
                page.save(FOLDER / f"{where}-{number}.png", dpi=(DPI, DPI))
            every += made
            refused = [caption for caption, picture in items if picture is None]
            print(f"{where}: {len(items) - len(refused)} drawn, {len(refused)} refused")
            for caption in refused:
                print(f"  {caption}")
    if every:
        every[0].save(FOLDER / "contact.pdf", save_all=True, append_images=every[1:], resolution=DPI)
        print(f"Written: {FOLDER / 'contact.pdf'}")


if __name__ == "__main__":
    main(sys.argv[1:])
