"""Tries hostile texts on one reader, or on each in turn, led by which lines of the code a text has reached.

    python -m tools.fuzz [--target plan] [--runs 100000] [--slowest 0.5]

What comes out as no error of this program's, or takes more processor time than `--slowest` seconds, is put into
``tests/fuzz/corpus/TARGET`` and ends the run with 1. What reached new lines is kept in ``build/fuzz/TARGET``, and the
next run goes on from there. The texts come from ``tests/fuzz/mutate.py``; the lines are counted by atheris (``pip
install atheris``), without which the run says so and goes on by chance alone.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import importlib.util
import multiprocessing
import os
import random
import sys
import time
import traceback
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
KEPT, REACHED = ROOT / "tests" / "fuzz" / "corpus", ROOT / "build" / "fuzz"


def main() -> int:
    arguments = argparse.ArgumentParser(description="Try hostile texts on the readers.")
    arguments.add_argument("--target", help="one reader; all of them where it is left out")
    arguments.add_argument("--runs", type=int, default=100_000, help="texts for each reader")
    arguments.add_argument("--slowest", type=float, default=0.5, help="seconds of processor time for one text")
    arguments.add_argument("--seed", type=int, default=1)
    given = arguments.parse_args()
    from tests.fuzz.targets import TARGETS

    ends = []
    for name in [given.target] if given.target else list(TARGETS):
        # A process each: atheris ends the one that it runs in.
        process = multiprocessing.get_context("spawn").Process(
            target=_one, args=(name, given.runs, given.slowest, given.seed)
        )
        process.start()
        process.join()
        ends.append(process.exitcode)
    return 0 if not any(ends) else 1


def _one(name: str, runs: int, slowest: float, seed: int) -> None:
    led = importlib.util.find_spec("atheris") is not None
    if led:
        # It has no types, and is no tool of the tests.
        atheris: Any = importlib.import_module("atheris")
        with atheris.instrument_imports(include=["ldn_compound"]):
            from tests.fuzz import targets
    else:
        print("atheris is not installed: texts are chosen by chance, not by what they reach", flush=True)
        from tests.fuzz import targets
    from tests.fuzz.mutate import changed

    target = targets.TARGETS[name]
    seeds = target.seeds()
    found, longest, tried, begun = 0, 0.0, 0, time.perf_counter()

    def read(content: bytes) -> None:
        nonlocal found, longest, tried
        text = content.decode("utf-8", "surrogatepass" if _whole(content) else "replace")
        before = time.process_time()
        try:
            targets.run(target, text)
        except Exception:  # noqa: BLE001 - that any comes out is what is looked for
            found += 1
            print(f"{name}: {_keep(name, content)}\n{traceback.format_exc()}", flush=True)
            if found == 20:
                sys.exit(1)
        took = time.process_time() - before
        if took > slowest:
            print(f"{name}: {_keep(name, content)} took {took:.2f} s", flush=True)
            found += 1
        longest, tried = max(longest, took), tried + 1
        if tried == runs:
            pace = tried / (time.perf_counter() - begun)
            print(
                f"{name}: {tried:,} texts, {found} found, the slowest {longest:.3f} s, {pace:,.0f} a second", flush=True
            )
            os._exit(1 if found else 0)  # atheris has no way out of its own that tells

    if not led:
        chance = random.Random(seed)
        for _ in range(runs):
            read(changed(seeds, target, chance).encode("utf-8", "surrogatepass"))
        return

    def other(content: bytes, most: int, number: int) -> bytes:
        chance = random.Random(number)
        text = content.decode("utf-8", "replace")
        return changed([text] * 3 + seeds, target, chance).encode("utf-8", "surrogatepass")[:most]

    folder = REACHED / name
    folder.mkdir(parents=True, exist_ok=True)
    for seed_text in seeds:
        (folder / hashlib.sha256(seed_text.encode()).hexdigest()[:16]).write_text(seed_text, "utf-8")
    options = f"-runs={runs + 1000} -seed={seed} -max_len=100000 -verbosity=0 -timeout=60"
    atheris.Setup(["fuzz", *options.split(), str(folder)], read, custom_mutator=other)
    atheris.Fuzz()


def _whole(content: bytes) -> bool:
    try:
        content.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return False
    return True


def _keep(name: str, content: bytes) -> str:
    path = KEPT / name / hashlib.sha256(content).hexdigest()[:16]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return str(path.relative_to(ROOT))


if __name__ == "__main__":
    sys.exit(main())
