"""What tests/labels/test_threads.py runs in a process of its own: everything that is drawn, cold, from many threads.

``python many_threads.py THREADS alone|beside`` prints one JSON object: the digests of each drawing, and what failed.
``beside``: a program draws with ReportLab at the same time; also what of ReportLab was changed, and the digests of what
that program drew. ``alone``: ReportLab is not even loaded before the threads start.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import sys
import threading
from collections.abc import Callable
from io import BytesIO
from types import ModuleType

import ldn_compound as ldn

NAMES = ("Jane Doe", "Łucja Żądło", "Ελένη Παπαδοπούλου", "Анна Щербакова", "Åse Ørjasæter", "Nguyễn Thị Hằng")
PROFILE = 'pharmacy = { name = "Harbor Light", address = "1250 Quay Street", telephone = "207-555-0100" }\n'
HOST, BESIDE = "NotoSans-Regular", 12


def load() -> None:
    """Load ReportLab, all of it that is drawn with, and register the other program's face."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    from ldn_compound.labelling.faces import get_face

    for module in ("reportlab.graphics.barcode.code128", "reportlab.platypus"):
        importlib.import_module(module)
    pdfmetrics.registerFont(TTFont(HOST, BytesIO(get_face("regular").data)))


def state() -> dict[str, str]:
    """Return every value that a module of ReportLab holds, as text; modules, functions and classes by their name."""
    found = {}
    for name, module in sorted(sys.modules.items()):
        if name.startswith("reportlab") and isinstance(module, ModuleType):
            for key, value in vars(module).items():
                if isinstance(value, str | int | float | tuple | list | dict | set | None):
                    found[f"{name}.{key}"] = str(len(repr(value))) if key == "__builtins__" else repr(value)
    return found


def beside() -> str:
    """Draw a page as another program does, with the settings that ReportLab came with and a face of the same name."""
    from reportlab.pdfgen.canvas import Canvas

    out = BytesIO()
    canvas = Canvas(out, pageCompression=1, invariant=1)
    canvas.setFont(HOST, 12)
    for number, name in enumerate(NAMES):
        canvas.drawString(72, 700 - 20 * number, name)
    canvas.setFont("Helvetica", 12)
    canvas.drawString(72, 72, "Helvetica")
    canvas.save()
    return hashlib.sha256(out.getvalue()).hexdigest()


def drawings(name: str) -> dict[str, Callable[[], bytes]]:
    """Return one function for each kind of page."""
    from ldn_compound.records.worksheet.writing import worksheet

    def plan() -> ldn.CapsuleBatch:
        return ldn.plan_capsules(
            strength="4.5 mg",
            count=90,
            size="3",
            filler="mcc-ph102",
            packing_stat="135 mg",
            doses_per_day=1,
            made_on="2026-11-22",
        )

    def label() -> bytes:
        made = ldn.label_for(plan(), patient=name, timing="bedtime", lot="20261122-A", prescription_number="7012345")
        return ldn.print_labels([made] * 3, stock="avery-5163", today="2026-11-22")

    def calendar() -> bytes:
        course = ldn.plan_titration(
            start="0.5 mg", step="0.5 mg", every="14 d", to="4.5 mg", form="solution", concentration="1 mg/mL"
        )
        return ldn.titration_calendar(course, patient=name)

    def plot() -> bytes:
        masses = ["134 mg", "136 mg", "135 mg", "150 mg"]
        return ldn.plot_unit_weights(ldn.check_unit_weights(masses=masses, theoretical="135 mg"))

    return {
        "label": label,
        "calendar": calendar,
        "plot": plot,
        "sheet": lambda: worksheet(plan(), lot=f"L-{len(name)}"),
    }


def main(threads: int, how: str) -> None:
    """Draw, and say what came of it."""
    sys.setswitchinterval(1e-6)
    shared, host, before = how == "beside", [], {}
    if shared:
        load()
        host, before = [beside()], state()
    digests: dict[str, set[str]] = {}
    failed: list[str] = []
    lock, start = threading.Lock(), threading.Barrier(threads + shared)

    def draw(number: int) -> None:
        start.wait()
        name = NAMES[number % len(NAMES)]
        kinds = list(drawings(name).items())
        for kind, function in kinds[number % 4 :] + kinds[: number % 4]:
            try:
                digest = hashlib.sha256(function()).hexdigest()
            except Exception as error:  # noqa: BLE001 (whatever a thread fails with is what is looked for)
                with lock:
                    failed.append(f"{kind}: {error!r}")
                continue
            with lock:
                digests.setdefault(f"{kind} {name}", set()).add(digest)

    def other() -> None:
        start.wait()
        host.extend(beside() for _ in range(BESIDE))

    running = [threading.Thread(target=draw, args=(number,)) for number in range(threads)]
    running += [threading.Thread(target=other)] * shared
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    after = state() if shared else {}
    print(
        json.dumps(
            {
                "digests": {key: sorted(value) for key, value in digests.items()},
                "failed": failed,
                "changed": [key for key, value in before.items() if after.get(key) != value],
                "host": sorted({*host, *([beside()] if shared else [])}),
            }
        )
    )


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
