"""``bulk`` with labels against the sum of its plans and its labels alone, on one core and on two, and its memory.

Every side does the same rows in the same run: a table of capsules, tablets and liquids, a patient a row. The plans
alone are the library's own functions, one call a row; the labels alone are ``print_labels`` of those plans. Processor
time for one core, wall time for two; the least of the tries.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import ldn_compound as ldn

TODAY, STOCK = "2026-11-22", "avery-5163"
STRENGTHS = ("1.5", "2", "2.5", "3", "3.5", "4", "4.5")
HEAD = (
    "command,strength,count,size,filler,packing-stat,method,blank-mass,base,volume,concentration,dose,doses-per-day,"
    "made-on,patient,timing,prescription-number,lot,prescriber,refills"
)


def given(number: int) -> tuple[str, dict[str, Any]]:
    """Return the command of a row and what it is given: of ten rows six are capsules, two tablets, two liquids."""
    strength = f"{STRENGTHS[number % 7]} mg"
    kind = number % 10
    if kind < 6:
        own = {"size": "3", "filler": "mcc-ph102", "packing_stat": "135 mg"}
        return "capsules", {"strength": strength, "count": 30 + number // 7 % 100, **own}
    if kind < 8:
        own = {"method": "moulded", "blank_mass": "60 mg", "base": "mannitol-silica"}
        return "tablets", {"strength": strength, "count": 30 + number // 7 % 100, **own}
    return "solution", {"volume": f"{60 + number // 7 % 100} mL", "concentration": "1 mg/mL", "dose": "2 mg"}


def row(number: int) -> str:
    """Return a row of the table."""
    command, values = given(number)
    cells = {"command": command, **{name.replace("_", "-"): str(value) for name, value in values.items()}}
    cells |= {"doses-per-day": "1", "made-on": TODAY, "patient": f"Patient {number}", "timing": "bedtime"}
    cells |= {"prescription-number": f"R{number}", "lot": f"L{number}", "prescriber": "B. Example", "refills": "0"}
    return ",".join(cells.get(name, "") for name in HEAD.split(","))


def plans(count: int) -> list[Any]:
    """Plan the rows with the library's own functions."""
    verbs: dict[str, Callable[..., Any]] = {
        "capsules": ldn.plan_capsules,
        "tablets": ldn.plan_tablets,
        "solution": ldn.plan_solution,
    }
    found = []
    for number in range(count):
        command, values = given(number)
        found.append(verbs[command](**values, doses_per_day=1, made_on=TODAY))
    return found


def labels(made: list[Any]) -> bytes:
    """Print the labels of plans."""
    wanted = [
        ldn.label_for(
            plan,
            patient=f"Patient {number}",
            timing="bedtime",
            prescription_number=f"R{number}",
            lot=f"L{number}",
            prescriber="B. Example",
            refills=0,
            date_filled=TODAY,
        )
        for number, plan in enumerate(made)
    ]
    return ldn.print_labels(wanted, stock=STOCK, today=TODAY)


def processor(work: Callable[[], Any]) -> float:
    """Return the processor time of this process that something takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


def bulk(folder: Path, count: int, jobs: int) -> tuple[float, float, int]:
    """Run the command, and return its processor time, its wall time, and its most memory in MB."""
    table = folder / f"rows-{count}.csv"
    table.write_text("\n".join((HEAD, *(row(number) for number in range(count)), "")), encoding="utf-8")
    words = [sys.executable, "-m", "ldn_compound", "bulk", str(table), "--out", str(folder / "plans.jsonl")]
    words += ["--rejects", str(folder / "rejects.csv"), "--labels", str(folder / "labels.pdf"), "--stock", STOCK]
    for before in ("plans.jsonl", "rejects.csv"):
        (folder / before).unlink(missing_ok=True)
    start = time.perf_counter()
    process = subprocess.Popen(
        [*words, "--jobs", str(jobs), "--no-log"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env={**os.environ, "HOME": str(folder), "XDG_CONFIG_HOME": str(folder)},
    )
    error = process.stderr.read() if process.stderr is not None else b""
    _, status, used = os.wait4(process.pid, 0)
    took = time.perf_counter() - start
    if status:
        raise SystemExit(f"bulk ended with {status}: {error.decode()[-500:]}")
    return used.ru_utime + used.ru_stime, took, used.ru_maxrss // 1024


def main() -> None:
    """Print each ratio with what it compares."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--tries", type=int, default=3)
    asked = parser.parse_args()
    # First of all: a process that is started from a large one counts that one's memory as its own.
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        one = [bulk(folder, asked.rows, 1) for _ in range(asked.tries)]
        two = [bulk(folder, asked.rows, 2) for _ in range(asked.tries)]
        _, _, half = bulk(folder, asked.rows // 2, 1)
    made = plans(asked.rows)
    planned = min(processor(lambda: plans(asked.rows)) for _ in range(asked.tries))
    drawn = min(processor(partial(labels, made)) for _ in range(asked.tries))
    alone, on_one, on_two = planned + drawn, min(used for used, _, _ in one), min(wall for _, wall, _ in two)
    wall_of_one, memory = min(wall for _, wall, _ in one), max(most for _, _, most in one)
    print(
        f"{asked.rows} rows: plans alone {planned:.1f} s, labels alone {drawn:.1f} s, bulk on one core {on_one:.1f} s"
    )
    print(f"one core: {on_one / alone:.2f} of plans and labels alone (goal 1.15)")
    print(f"two cores: {wall_of_one / on_two:.2f} times as fast as one (goal 1.7)")
    print(f"memory: {memory} MB, {half} MB with half the rows (goal: flat, under 300 MB)")
    print(f"this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
