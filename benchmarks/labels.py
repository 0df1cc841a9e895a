"""Labels a second as ratios of processor time in one run, and the memory of a long one.

The other side of the first ratio draws the same strings and bars on a bare ReportLab canvas: no layout, no checks.
The other side of the second is pylabels, which draws a label's strings through ReportLab's graphics; it installs a
top-level package called ``labels``, so it is looked for in the folder that PYLABELS names and nowhere else.
"""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
import time
from collections.abc import Callable
from io import BytesIO
from typing import Any

import ldn_compound as ldn
from ldn_compound.labelling.catalogue import get_design, get_stock
from ldn_compound.labelling.content import Label
from ldn_compound.labelling.faces import get_face
from ldn_compound.labelling.label_texts import codes_of, texts_of
from ldn_compound.labelling.layout import place
from ldn_compound.labelling.placed import PlacedLabel
from ldn_compound.labelling.printing import printed

COUNT, TRIES = 2000, 5
STOCK, DESIGN, TODAY = "zebra-4x2", "prescription", "2026-11-22"
PHARMACY = {"pharmacy.name": "Harbor Light Pharmacy", "pharmacy.address": "1250 Quay Street, Portland, ME 04101"}
FIRST = ("Ann", "Bob", "Chloe", "Dinh", "Elif", "Farid", "Grete", "Hana", "Igor", "Jana")
LAST = ("Ashdown", "Baker", "Castillo", "Dubois", "Eriksen", "Fontana", "Grimm", "Hoang", "Ivanov", "Jones")


STRENGTHS = ("1.5", "2", "2.5", "3", "3.5", "4", "4.5")


def plan(number: int) -> ldn.CapsuleBatch:
    """Return one of 700 plans that differ in strength and count."""
    return ldn.plan_capsules(
        strength=f"{STRENGTHS[number % 7]} mg",
        count=30 + number // 7 % 100,
        size="3",
        filler="mcc-ph102",
        packing_stat="135 mg",
        measured=True,
        doses_per_day=1,
        made_on=TODAY,
    )


def labels(count: int, *, distinct: bool = False) -> list[Label]:
    """Return labels that all differ in patient, prescription number, lot and directions; also, if so, in their plan."""
    one = plan(6)
    return [
        ldn.label_for(
            plan(number) if distinct else one,
            patient=f"{FIRST[number % 10]} {LAST[number // 10 % 10]} {number}",
            directions=f"Take 1 capsule by mouth at bedtime, line {number}",
            prescription_number=f"7{number:06}",
            lot=f"20261122-{number}",
            prescriber=f"Dr. {LAST[number % 7]}",
            date_filled=TODAY,
            refills=number % 5,
            profile=PHARMACY,
        )
        for number in range(count)
    ]


def forget() -> None:
    """Empty every memory of the labelling room, so that no try profits from the one before."""
    for name, module in list(sys.modules.items()):
        if name.startswith("ldn_compound.labelling."):
            for value in vars(module).values():
                if hasattr(value, "cache_clear") and value.__name__ not in ("data_folder", "get_face"):
                    value.cache_clear()


def ours(wanted: list[Label]) -> bytes:
    """Print them as a user does: recomputed, checked, laid out, read back, drawn."""
    return ldn.print_labels(wanted, stock=STOCK, design=DESIGN, today=TODAY)


def raw(placed: list[PlacedLabel], texts: list[str]) -> bytes:
    """Draw the same strings at the same places, with the same faces and ReportLab's own Code 128."""
    from reportlab.graphics.barcode.code128 import Code128
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    for key in ("regular", "bold"):
        pdfmetrics.registerFont(TTFont(f"bench-{key}", BytesIO(get_face(key).data)))
    out = BytesIO()
    canvas = Canvas(out, pagesize=(288, 144), invariant=1, pageCompression=1)
    for label, number in zip(placed, texts, strict=True):
        for rule in label.rules:
            canvas.rect(rule.x, 144 - rule.top - rule.height, rule.width, rule.height, stroke=0, fill=1)
        for line in label.lines:
            canvas.setFont(f"bench-{line.face}", line.size)
            canvas.drawString(line.x, 144 - line.baseline, line.text)
        for bar in label.bars:
            Code128(number, barWidth=bar.module, barHeight=bar.height, quiet=0).drawOn(
                canvas, bar.x, 144 - bar.top - bar.height
            )
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def raw_bytes(placed: list[PlacedLabel], texts: list[str]) -> bytes:
    """As :func:`raw`, with pages compressed to bytes and not to ASCII text, which is how ours are written."""
    from reportlab import rl_config

    before, rl_config.useA85 = rl_config.useA85, 0
    try:
        return raw(placed, texts)
    finally:
        rl_config.useA85 = before


def pylabels_sheet(wanted: list[Label], module: Any) -> bytes:
    """Draw a label's strings and bars with pylabels, at one size and without any layout."""
    from reportlab.graphics import barcode
    from reportlab.graphics.shapes import Group, String

    design = get_design(DESIGN)
    fields = design.printed

    def draw(drawing: Any, width: float, height: float, label: Label) -> None:
        texts = texts_of(label)
        for place_, field in enumerate(fields):
            drawing.add(String(6, height - 8 * (place_ + 1), texts.get(field, ""), fontName="Helvetica", fontSize=7))
        made: Any = barcode
        code = made.createBarcodeDrawing("Code128", value=label.prescription_number, barHeight=22, barWidth=0.7)
        drawing.add(Group(code, transform=[1, 0, 0, 1, 140, 50]))

    specification = module.Specification(102, 51, 1, 1, 101.5, 50.5)
    sheet = module.Sheet(specification, draw)
    sheet.add_labels(wanted)
    out = BytesIO()
    sheet.save(out)
    return out.getvalue()


def timed(function: Callable[[], object]) -> float:
    """Return the processor time of one call."""
    start = time.process_time()
    function()
    return time.process_time() - start


def read(wanted: list[Label]) -> bytes:
    """Print plans that were read just now, as `labels print` does: computed by reading, and not once more."""
    return printed(wanted, stock=STOCK, design=DESIGN, today=TODAY, recomputed=True).pdf


def distinct() -> None:
    """Print how many labels of plans of their own are made a second: verified, and read just now."""
    wanted = labels(COUNT, distinct=True)
    for name, function in (("verified", ours), ("read", read)):
        tries = []
        for _ in range(3):
            forget()
            start = time.process_time()
            function(wanted)
            tries.append(time.process_time() - start)
        print(f"distinct {COUNT / min(tries):4.0f} labels a second, {name}   goal 1500")


def memory(count: int, *, distinct: bool) -> None:
    """Print the greatest memory of a process of its own that prints so many labels."""
    source = (
        "import resource, runpy, sys\n"
        "bench = runpy.run_path(sys.argv[1])\n"
        "pdf = bench['ours'](bench['labels'](int(sys.argv[2]), distinct=sys.argv[3] == 'True'))\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, len(pdf) // 1024)"
    )
    done = subprocess.run(
        [sys.executable, "-c", source, __file__, str(count), str(distinct)], capture_output=True, text=True, check=True
    )
    used, size = done.stdout.split()
    plans = "a plan of its own each" if distinct else "one plan"
    print(f"memory   {used} MB   goal 300   ({count} labels, {plans}, a PDF of {size} kB)")


def main() -> None:
    """Run all, least of several tries."""
    print(f"Python {sys.version.split()[0]}, ldn_compound {ldn.__version__}, {COUNT} labels")
    wanted = labels(COUNT)
    design, stock = get_design(DESIGN), get_stock(STOCK)
    placed = [place(texts_of(label), codes_of(label), design=design, stock=stock) for label in wanted]
    numbers = [label.prescription_number or "" for label in wanted]
    mine, other, plain = [], [], []
    for _ in range(TRIES):
        forget()
        mine.append(timed(lambda: ours(wanted)))
        other.append(timed(lambda: raw(placed, numbers)))
        plain.append(timed(lambda: raw_bytes(placed, numbers)))
    best = min(mine)
    for name, theirs in (("raw", min(other)), ("bytes", min(plain))):
        rate = f"{COUNT / best:.0f} labels a second against {COUNT / theirs:.0f}"
        print(f"{name:<9}{theirs / best:4.2f}   goal 0.7   ({rate})")
    folder = os.environ.get("PYLABELS")
    if folder:
        sys.path.insert(0, folder)
        # The PyPI package pylabels installs a top-level "labels"; it is not this project's folder of data.
        pylabels = importlib.import_module("labels")

        theirs = min(timed(lambda: pylabels_sheet(wanted, pylabels)) for _ in range(2))
        print(f"pylabels {theirs / best:4.2f}   goal 5     ({COUNT / theirs:.0f} labels a second)")
    else:
        print("pylabels not measured: PYLABELS names no folder that holds it")
    distinct()
    for own in (False, True):
        memory(10_000, distinct=own)


if __name__ == "__main__":
    main()
