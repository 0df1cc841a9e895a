"""A stream that is full, closed or cut off ends the program in a clear way, and an interrupt at any moment quietly."""

from __future__ import annotations

import json
import random
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.program import ROOT, environment

PLAN = [
    "capsules",
    "--strength",
    "4.5mg",
    "--count",
    "90",
    "--size",
    "3",
    "--filler",
    "mcc-ph102",
    "--packing-stat",
    "135mg",
    "--made-on",
    "2026-11-22",
]
PROGRAM = [sys.executable, "-m", "ldn_compound"]
UNBUFFERED = [{}, {"PYTHONUNBUFFERED": "1"}]


def _shell(line: str, folder: Path, environ: dict[str, str] | None = None) -> subprocess.CompletedProcess[bytes]:
    whole = {**environment(folder, environ), "PYTHONPATH": str(ROOT)}
    program = f"{sys.executable} -m ldn_compound"
    return subprocess.run(
        ["sh", "-c", line.replace("LDN", program).replace("PLAN", " ".join(PLAN))],
        cwd=folder,
        env=whole,
        capture_output=True,
        check=False,
    )


@pytest.mark.parametrize("environ", UNBUFFERED)
@pytest.mark.parametrize("as_json", ["", "--json"])
def test_a_full_disk_behind_stdout_is_16(environ: dict[str, str], as_json: str, tmp_path: Path) -> None:
    done = _shell(f"LDN PLAN {as_json} > /dev/full", tmp_path, environ)
    assert done.returncode == 16
    if as_json:
        error = json.loads(done.stderr)["error"]
        assert (error["code"], error["given"]) == ("cannot-write", "stdout")
    else:
        assert b"No space left on device; what was written is not whole" in b" ".join(done.stderr.split())
    assert b"Traceback" not in done.stderr
    assert b"Exception ignored" not in done.stderr


@pytest.mark.parametrize("environ", UNBUFFERED)
def test_a_file_that_is_cut_off_is_16(environ: dict[str, str], tmp_path: Path) -> None:
    """Half a plan in the file: the shell's limit lets 4 KiB through, and then no more."""

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    with (tmp_path / "plan.txt").open("wb") as file:
        done = subprocess.run(
            [*PROGRAM, *PLAN, "--working"],
            cwd=tmp_path,
            env={**environment(tmp_path, environ), "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
            stdout=file,
            stderr=subprocess.PIPE,
            check=False,
            preexec_fn=limited,
        )
    assert (tmp_path / "plan.txt").stat().st_size == 4096
    assert done.returncode == 16, done.stderr
    assert b"File too large" in done.stderr


@pytest.mark.parametrize(
    ("line", "code", "says"),
    [
        ("LDN filler list >&-", 16, b"it is closed"),
        ("LDN weigh-check - --net --theoretical 135mg <&-", 16, b"it is closed"),
        ("LDN filler list 2>&-", 0, b""),
        ("LDN filler list 2>/dev/full", 0, b""),
        ("LDN capsules 2>/dev/full", 2, b""),
        ("LDN filler list | head -n 1 >/dev/null", 0, b""),
    ],
)
def test_a_closed_stream(line: str, code: int, says: bytes, tmp_path: Path) -> None:
    done = _shell(line, tmp_path)
    assert done.returncode == code, done.stderr
    assert says in done.stderr
    assert b"Traceback" not in done.stderr


def test_with_stdout_closed_no_file_takes_its_place(tmp_path: Path) -> None:
    """The next file that is opened would be number 1, and whatever is printed would go into it."""
    done = _shell("LDN PLAN --save plan.json >&-", tmp_path)
    assert done.returncode == 16
    assert json.loads((tmp_path / "plan.json").read_bytes())["schema"] == "ldn_compound/capsule-batch/1"


def test_an_interrupt_in_a_callback_of_the_interpreter_is_130_too(tmp_path: Path) -> None:
    """There nothing can be raised: the interrupt comes once more, and no "Exception ignored" is printed."""
    program = """
import os, signal, time, weakref
import ldn_compound.__main__ as main
import ldn_compound.cli.main as cli

class Held: pass

def run():
    held = Held()
    kept = weakref.ref(held, lambda _: os.kill(os.getpid(), signal.SIGINT) or time.sleep(0.05))
    del held
    time.sleep(10)
    print("not interrupted")

cli.run = run
main.start()
"""
    words = [sys.executable, "-c", program]
    environ = {**environment(tmp_path), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(words, cwd=tmp_path, env=environ, capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"interrupted\n")


def test_an_interrupt_at_any_moment_is_130(tmp_path: Path) -> None:
    """From the first import of the program to its last line; before it, the interpreter is not ours."""
    chance = random.Random(4)
    ready = tmp_path / "ready"
    program = (
        "import sys, pathlib; from ldn_compound.__main__ import start; pathlib.Path(sys.argv.pop(1)).touch(); start()"
    )
    codes = set()
    for _ in range(30):
        ready.unlink(missing_ok=True)
        with subprocess.Popen(
            [sys.executable, "-c", program, str(ready), *PLAN],
            cwd=tmp_path,
            env={**environment(tmp_path), "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as process:
            while not ready.exists():
                time.sleep(0.001)
            time.sleep(chance.random() * 0.25)
            process.send_signal(signal.SIGINT)
            _, said = process.communicate()
        codes.add(process.returncode)
        assert b"Traceback" not in said, said
        assert process.returncode in (0, 130), said
    assert 130 in codes
