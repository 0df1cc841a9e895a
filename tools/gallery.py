"""Write ``docs/gallery``: every design on two stocks as pictures, from real plans. ``python tools/gallery.py``."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import ldn_compound as ldn
from ldn_compound.labelling.catalogue import design_names, get_design, get_stock
from ldn_compound.labelling.output import to_png
from ldn_compound.labelling.stock import Stock

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "gallery"
DAY = date(2026, 11, 22)
DPI = 150
PROFILE = """
[pharmacy]
name = "Example Pharmacy"
address = "1 Example Street, Example Town, CO 80000"
telephone = "555 0100"
[labels]
gtin = "09506000134352"
[policies]
jurisdiction = "us"
"""


class Picture(NamedTuple):
    """One picture: design, stock, what was planned, and what is different on its label."""

    design: str
    stock: str
    plan: str
    changes: dict[str, Any]


PICTURES = (
    Picture("prescription", "zebra-4x2", "capsules", {}),
    Picture("prescription", "avery-l7163", "capsules", {}),
    Picture("prescription", "dymo-99014", "solution", {}),
    Picture("prescription", "brother-dk-22205", "solution", {}),
    Picture("prescription", "zebra-4x2", "tablets", {"language": "de"}),
    Picture("prescription", "zebra-4x6", "capsules", {}),
    Picture("large-print", "zebra-4x2", "capsules", {}),
    Picture("large-print", "zebra-4x6", "solution", {}),
    Picture("dyslexia", "zebra-4x2", "capsules", {}),
    Picture("dyslexia", "dymo-30256", "solution", {}),
    Picture("batch", "zebra-4x2", "capsules", {}),
    Picture("batch", "avery-5160", "solution", {}),
    Picture("batch", "zebra-2.25x1.25", "tablets", {}),
    Picture("syringe", "syringe-flag-4x1", "solution", {}),
    Picture("syringe", "brother-dk-11209", "solution", {}),
    Picture("auxiliary", "zebra-2.25x1.25", "capsules", {}),
    Picture("auxiliary", "dymo-30252", "solution", {"warnings": ["syringe", "children"]}),
    Picture("titration", "zebra-4x2", "titration", {}),
    Picture("titration", "zebra-4x2", "liquid titration", {}),
    Picture("titration", "dymo-99014", "titration", {"language": "es"}),
    Picture("quarantine", "zebra-2.25x1.25", "capsules", {}),
    Picture("quarantine", "avery-5160", "solution", {}),
)


def plans(profile: Any) -> dict[str, Any]:
    """Return the plans whose labels are shown."""
    shared = {"made_on": DAY, "doses_per_day": 1, "profile": profile}
    return {
        "capsules": ldn.plan_capsules(
            strength="4.5 mg",
            count=90,
            size="3",
            filler="mcc-ph102",
            packing_stat="135 mg",
            measured=True,
            units_per_dose=1,
            **shared,
        ),
        "solution": ldn.plan_solution(volume="60 mL", dose="0.5 mg", **shared),
        "titration": ldn.plan_titration(
            form="capsule",
            start="0.5 mg",
            step="0.5 mg",
            every="14 d",
            to="4.5 mg",
            strengths=["0.5 mg", "1.5 mg", "4.5 mg"],
            begin=DAY,
        ),
        "liquid titration": ldn.plan_titration(
            form="solution",
            concentration="1 mg/mL",
            start="0.5 mg",
            step="0.5 mg",
            every="14 d",
            to="4.5 mg",
        ),
        "tablets": ldn.plan_tablets(
            method="moulded",
            strength="4.5 mg",
            count=60,
            blank_mass="60 mg",
            base="mannitol-silica",
            units_per_dose=1,
            **shared,
        ),
    }


_PURPOSES = {"en": "nerve pain", "de": "Nervenschmerzen", "es": "dolor neuropático"}


def given_for(design: str, plan: str, profile: Any, language: str = "en") -> dict[str, Any]:
    """Return what is given for a label beside its plan."""
    course = "titration" in plan
    return {
        "patient": "Jane Example",
        "timing": "bedtime",
        "purpose": _PURPOSES[language] if plan == "capsules" else None,
        "prescription_number": "100234",
        "lot": "C-2026-1122-01",
        "prescriber": "Dr. A. Example",
        "date_filled": DAY,
        "discard_after": DAY + timedelta(days=90) if course else None,
        "refills": None if course else 0,
        "reason": "identity test pending" if design == "quarantine" else None,
        "profile": profile,
    }


def picture(wanted: Picture, plan: Any, profile: Any) -> bytes:
    """Return one label as a PNG; of a sheet, its first label."""
    given = given_for(wanted.design, wanted.plan, profile, wanted.changes.get("language", "en"))
    label = ldn.label_for(plan, **{**given, **wanted.changes})
    pdf = ldn.print_labels([label], stock=wanted.stock, design=wanted.design, today=DAY)
    return cut(to_png(pdf, dpi=DPI), get_stock(wanted.stock))


def true_width(png: bytes) -> int:
    """Return the width at which a browser shows a picture at its true size: 96 of its dots are an inch."""
    from PIL import Image

    with Image.open(BytesIO(png)) as drawn:
        return round(drawn.width / DPI * 96)


def dots(mm: float) -> int:
    """Return a length in dots."""
    return round(mm * DPI / 25.4)


def cut(png: bytes, stock: Stock) -> bytes:
    """Return the first label of a page, with its edge drawn, so that it can be seen on a white screen."""
    from PIL import Image, ImageOps

    page: Image.Image = Image.open(BytesIO(png))
    if stock.kind == "sheet":
        left, top = stock.corner(0)
        right, bottom = left + stock.label_width_mm, top + stock.label_height_mm
        page = page.crop((dots(left), dots(top), dots(right), dots(bottom)))
    out = BytesIO()
    # Eight greys are enough for black print, and a quarter of the size.
    ImageOps.expand(page, border=2, fill=170).quantize(8).save(out, "PNG", optimize=True)
    return out.getvalue()


def main() -> None:
    """Write the pictures and the page that shows them."""
    profile = ldn.read_profile(PROFILE, name="gallery")
    made = plans(profile)
    stocks_of: dict[str, set[str]] = {}
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.png"):
        old.unlink()
    lines = [
        "# Gallery",
        "",
        "Every design on two stocks or more, from real plans, at its true size where a screen has 96 dots an inch.",
        "Written by `python tools/gallery.py`: do not edit. `make contact` draws every design on every stock.",
    ]
    for wanted in PICTURES:
        stocks_of.setdefault(wanted.design, set()).add(wanted.stock)
        language = wanted.changes.get("language", "en")
        name = f"{wanted.design}-{wanted.stock}-{wanted.plan.replace(' ', '-')}-{language}.png"
        png = picture(wanted, made[wanted.plan], profile)
        (FOLDER / name).write_bytes(png)
        words = f"{wanted.design} on {wanted.stock}, {wanted.plan}" + (f", {language}" if language != "en" else "")
        lines += ["", f'<img src="{name}" alt="{words}" width="{true_width(png)}">', "", words]
    short = [name for name in design_names() if get_design(name).variant_of is None and len(stocks_of[name]) < 2]
    if short:
        raise SystemExit(f"fewer than two stocks: {', '.join(short)}")
    (FOLDER / "README.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
