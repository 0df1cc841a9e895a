"""Speed as ratios of processor time in one run: ``make benchmark``, or this file with the interpreter of a wheel."""

from __future__ import annotations

import gc
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import pint

import ldn_compound as ldn

TRIES = 15
LINE = (
    "capsules --strength 4.5mg --count 90 --size 3 --filler mcc-ph102 --packing-stat 135mg --measured --assay 99.5% "
    "--assay-basis anhydrous --api-water 8.5% --wastage 5% --doses-per-day 1 --made-on 2026-11-22"
)
CAPSULES = LINE.split()
PRESCRIPTION: dict[str, Any] = {
    "strength": "4.5 mg",
    "count": 90,
    "size": "3",
    "filler": "mcc-ph102",
    "packing_stat": "135 mg",
    "measured": True,
    "assay": "99.5 %",
    "assay_basis": "anhydrous",
    "api_water": "8.5 %",
    "wastage": "5 %",
    "doses_per_day": 1,
    "made_on": "2026-11-22",
}


def process(arguments: list[str]) -> float:
    """Return the processor time of one new Python process."""
    import resource

    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *arguments], stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def calls(function: Callable[[], object], times: int = 50) -> float:
    """Return the processor time of one call, averaged over many."""
    gc.collect()
    start = time.process_time()
    for _ in range(times):
        function()
    return (time.process_time() - start) / times


_units: pint.UnitRegistry[Any] = pint.UnitRegistry()


def three_lines() -> tuple[object, object]:
    """The least that a pint user would write for the two masses."""
    strength, fill = _units("4.5 mg"), _units("135 mg")
    drug = (strength * 90 * 1.05 / (0.995 * (1 - 0.085))).to("mg")
    return drug, (fill * 90 * 1.05 - drug).to("mg")


def plan() -> object:
    return ldn.plan_capsules(**PRESCRIPTION)


def ratio(name: str, ours: Callable[[], float], theirs: Callable[[], float], goal: float) -> None:
    """Measure both sides in turn, so that a slow moment hits both, and print the ratio of the least times."""
    pairs = [(ours(), theirs()) for _ in range(TRIES)]
    mine, other = min(a for a, _ in pairs), min(b for _, b in pairs)
    print(f"{name:<6} {mine / other:5.2f}   goal {goal}   ({mine * 1000:.2f} ms against {other * 1000:.2f} ms)")


def main() -> None:
    print(f"Python {sys.version.split()[0]}, ldn_compound {ldn.__version__}, from {ldn.__file__}")
    shell = ["-m", "ldn_compound", *CAPSULES]
    ratio("shell", lambda: process(shell), lambda: process(["-c", "import click, attrs, pint"]), 0.75)
    ratio("help", lambda: process(["-m", "ldn_compound", "--help"]), lambda: process(["-c", "import click"]), 1.5)
    plan(), three_lines()
    ratio("plan", lambda: calls(plan), lambda: calls(three_lines), 0.6)


if __name__ == "__main__":
    main()
