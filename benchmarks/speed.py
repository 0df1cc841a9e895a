"""Speed as ratios of processor time in one run: ``make benchmark``, or this file with the interpreter of a wheel.

Words after it choose what is measured: names of the first column (``plan to_json``), or ``shell`` for every command.
"""

from __future__ import annotations

import gc
import itertools
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pint

import ldn_compound as ldn

TRIES = 15
CAPSULES = (
    "capsules --strength 4.5mg --count 90 --size 3 --filler mcc-ph102 --packing-stat 135mg --measured --assay 99.5% "
    "--assay-basis anhydrous --api-water 8.5% --wastage 5% --doses-per-day 1 --made-on 2026-11-22"
)
MADE_ON = "--made-on 2026-11-22"
COMMANDS = {
    "capsules": CAPSULES,
    "capsules --json": f"{CAPSULES} --json",
    "moulded": "tablets --method moulded --strength 1.5mg --count 60 --blank-mass 120mg --displacement-factor 0.9 "
    f"--base triturate-lactose-sucrose {MADE_ON}",
    "compressed": "tablets --method compressed --strength 4.5mg --count 100 --tablet-mass 120mg "
    f"--recipe mcc-mannitol {MADE_ON}",
    "solution": f"solution --volume 60mL --concentration 1mg/mL {MADE_ON}",
    "dose": "dose --weight 18.5kg --rate 0.1mg/kg --maximum 4.5mg --concentration 1mg/mL --age 9",
    "titrate": "titrate --start 0.5mg --step 0.5mg --every 14d --to 4.5mg --form solution --concentration 1mg/mL",
    "trituration": "trituration --drug 12mg --minimum-weighable 120mg",
    "beyond-use": f"beyond-use --form capsule {MADE_ON}",
    "filler check": "filler check mcc-ph102 --form capsule",
}
LABEL = "--stock zebra-4x2 --patient Jane --timing bedtime --prescription-number 7 --lot 1 --prescriber B --refills 0"


class Goal(NamedTuple):
    """What is measured, against what, and the greatest ratio that is aimed at."""

    name: str
    ours: Callable[[], float]
    theirs: Callable[[], float]
    most: float


def process(arguments: list[str]) -> float:
    """Return the processor time of one new Python process, with its byte code written before."""
    import resource

    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment, check=False
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise SystemExit(f"{' '.join(arguments)} ended with {done.returncode}: {done.stderr.decode()[-500:]}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def calls(function: Callable[[], object], times: int = 50) -> float:
    """Return the processor time of one call, averaged over many."""
    gc.collect()
    start = time.process_time()
    for _ in range(times):
        function()
    return (time.process_time() - start) / times


_units: pint.UnitRegistry[Any] = pint.UnitRegistry()
_STRENGTHS = [f"{tenths // 10}.{tenths % 10} mg" for tenths in range(5, 46)]


def _changing() -> Iterator[tuple[str, int, str]]:
    """Strength, count and packing statistic, another each time: nothing that was computed before helps."""
    for number in itertools.count():
        yield _STRENGTHS[number % 41], 30 + number % 97, f"{130 + number % 11} mg"


_theirs, _ours = _changing(), _changing()


def three_lines() -> tuple[object, object]:
    """The least that a pint user would write for the two masses."""
    strength_text, count, fill_text = next(_theirs)
    strength, fill = _units(strength_text), _units(fill_text)
    drug = (strength * count * 1.05 / (0.995 * (1 - 0.085))).to("mg")
    return drug, (fill * count * 1.05 - drug).to("mg")


def plan() -> ldn.CapsuleBatch:
    """The same masses, with working, assumptions and findings."""
    strength, count, fill = next(_ours)
    return ldn.plan_capsules(
        strength=strength,
        count=count,
        size="3",
        filler="mcc-ph102",
        packing_stat=fill,
        measured=True,
        assay="99.5 %",
        assay_basis="anhydrous",
        api_water="8.5 %",
        wastage="5 %",
        doses_per_day=1,
        made_on="2026-11-22",
    )


def trituration() -> object:
    """A trituration, of another mass each time."""
    strength, count, _ = next(_ours)
    return ldn.plan_trituration(
        drug=f"{6 + count % 40}.{strength[2]} mg", minimum_weighable="120 mg", readability="1 mg"
    )


def _written() -> float:
    """Return the processor time of one to_json of a plan made just before."""
    made = iter([plan() for _ in range(50)])
    return calls(lambda: ldn.to_json(next(made)))


def _read() -> float:
    """Return the processor time of one from_json with its check."""
    texts = iter([ldn.to_json(plan()) for _ in range(50)])
    return calls(lambda: ldn.from_json(next(texts)))


def goals(folder: Path) -> Iterator[Goal]:
    """Every goal, in the order of benchmarks/README.md."""
    document = folder / "plan.json"
    document.write_text(ldn.to_json(plan()), encoding="utf-8")
    command = ["-m", "ldn_compound"]

    def imports() -> float:
        return process(["-c", "import click, attrs, pint"])

    def script() -> float:
        return calls(three_lines)

    def planned() -> float:
        return calls(plan)

    for name, line in COMMANDS.items():
        words = [*command, *line.split()]
        yield Goal(f"shell: {name}", partial(process, words), imports, 0.65)
    words = [*command, "labels", "print", str(document), *LABEL.split(), "-o", str(folder / "labels.pdf")]
    yield Goal("shell: labels print", partial(process, words), imports, 1.2)
    yield Goal("help", partial(process, [*command, "--help"]), partial(process, ["-c", "import click"]), 1.1)
    yield Goal("plan", planned, script, 1.0)
    yield Goal("to_json", _written, planned, 1.5)
    yield Goal("from_json", _read, planned, 3)
    yield Goal("trituration", lambda: calls(trituration), script, 5)


def measure(goal: Goal) -> None:
    """Measure both sides in turn, so that a slow moment hits both, and print the ratio of the least times."""
    goal.ours(), goal.theirs()
    pairs = [(goal.ours(), goal.theirs()) for _ in range(TRIES)]
    mine, other = min(a for a, _ in pairs), min(b for _, b in pairs)
    reached = "" if mine / other <= goal.most else "   not reached"
    print(
        f"{goal.name:<22} {mine / other:5.2f}   goal {goal.most:<4}   "
        f"({mine * 1000:.2f} ms against {other * 1000:.2f} ms){reached}",
        flush=True,
    )


def main() -> None:
    print(f"Python {sys.version.split()[0]}, ldn_compound {ldn.__version__}, from {ldn.__file__}")
    with tempfile.TemporaryDirectory() as name:
        for goal in goals(Path(name)):
            if len(sys.argv) == 1 or any(
                goal.name.split(":")[0] == word or goal.name.endswith(f": {word}") for word in sys.argv[1:]
            ):
                measure(goal)


if __name__ == "__main__":
    main()
