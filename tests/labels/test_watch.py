"""``labels watch``: jobs of a folder to PDFs or a printer, as a dispensing system and the system's signals use it."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import ldn_compound as ldn
from tests import program

TODAY = "2026-11-22"
QUICK = ("--settle", "0.1", "--patience", "0.3")
PLAN = json.loads(
    ldn.to_json(
        ldn.plan_capsules(
            strength="4.5 mg",
            count=90,
            size="3",
            filler="mcc-ph102",
            packing_stat="135 mg",
            doses_per_day=1,
            made_on=TODAY,
        )
    )
)
FIELDS = {"prescriber": "Dr. A. Example", "lot": "C-1", "refills": "0", "timing": "bedtime", "date_filled": TODAY}


def job(patient: str, number: str = "RX-1", **more: str) -> dict[str, object]:
    return {"plan": PLAN, "patient": patient, "prescription_number": number, **FIELDS, **more}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("jobs", "printed"):
        (tmp_path / name).mkdir()
    return tmp_path


def drop(folder: Path, name: str, *jobs: dict[str, object]) -> Path:
    path = folder / "jobs" / name
    path.write_text("\n".join(json.dumps(one) for one in jobs) + "\n")
    return path


def watch(folder: Path, *words: str, out: tuple[str, ...] = ("--out", "printed")) -> program.Done:
    line = ("labels", "watch", "jobs", "--stock", "zebra-4x2", "--once", *QUICK, *out, *words)
    return program.call(line, folder=folder, today=TODAY)


def lines(done: program.Done) -> list[str]:
    """Return what was said, without the time."""
    return [line[10:] if line[2:3] == ":" else line for line in done.stdout.decode().splitlines()]


def test_a_job_gives_the_bytes_that_labels_print_gives(folder: Path) -> None:
    drop(folder, "17.json", job("Jane Doe"))
    done = watch(folder)
    assert (done.returncode, done.stderr) == (0, b"")
    assert lines(done)[0].startswith("printed 17.json: 1 label, printed/17.pdf (")
    words = ("labels", "print", "jobs/done/17.json", "--stock", "zebra-4x2", "-o", "other.pdf")
    assert program.call(words, folder=folder, today=TODAY).returncode == 0
    assert (folder / "printed" / "17.pdf").read_bytes() == (folder / "other.pdf").read_bytes()


def test_what_is_refused_says_why_beside_it_and_the_others_go_on(folder: Path) -> None:
    drop(folder, "1.json", job("Jane Doe", timing="at tea"))
    forged = job("Ada Roe", "RX-2")
    forged["plan"] = json.loads(json.dumps(PLAN).replace('"405"', '"450"'))
    drop(folder, "2.jsonl", job("Max Poe", "RX-3"), forged)
    drop(folder, "3.jsonl", job("Max Poe", "RX-4"), job("Ada Roe", "RX-5"))
    done = watch(folder)
    assert done.returncode == 12
    told = [line.split(":")[0] for line in lines(done)[:-1]]
    assert told == ["FAILED  1.json", "FAILED  2.jsonl", "printed 3.jsonl"]
    assert lines(done)[-1] == "Stopped: 1 printed, 2 failed."
    reasons = {
        path.name: json.loads(path.read_text())["error"] for path in (folder / "jobs" / "failed").glob("*.reason.json")
    }
    assert reasons["1.json.reason.json"]["code"] == "unknown-timing"
    assert reasons["2.jsonl.reason.json"]["code"] == "does-not-recompute"
    assert "line 2 of 2.jsonl" in reasons["2.jsonl.reason.json"]["hint"]
    assert [path.name for path in (folder / "printed").iterdir()] == ["3.pdf"]


def test_the_same_job_twice_is_one_label(folder: Path) -> None:
    drop(folder, "1.json", job("Jane Doe"))
    drop(folder, "2.json", job("Jane Doe"))
    assert watch(folder).returncode == 12
    drop(folder, "3.json", job("Jane Doe"))
    done = watch(folder, "--json")
    told = json.loads(done.stdout)
    assert (told["event"], told["file"], told["error"]["code"]) == ("failed", "3.json", "printed-before")
    assert [path.name for path in (folder / "printed").iterdir()] == ["1.pdf"]


def test_each_event_is_an_object_a_line(folder: Path) -> None:
    drop(folder, "1.json", job("Jane Doe"))
    (folder / "jobs" / "readme.txt").write_text("hello")
    done = watch(folder, "--json", "--copies", "2")
    left, printed = map(json.loads, done.stdout.splitlines())
    assert (printed["event"], printed["labels"], printed["output"]) == ("printed", 2, "printed/1.pdf")
    assert (printed["moved_to"], printed["error"]) == ("done/1.json", None)
    assert (left["event"], left["error"]["code"]) == ("left", "not-a-job")
    assert done.stderr.decode() == "Stopped: 1 printed, 0 failed.\n"


def test_an_output_of_that_name_is_kept(folder: Path) -> None:
    (folder / "printed" / "1.pdf").write_bytes(b"another")
    drop(folder, "1.json", job("Jane Doe"))
    assert watch(folder).returncode == 0
    assert (folder / "printed" / "1.pdf").read_bytes() == b"another"
    assert (folder / "printed" / "1 (2).pdf").read_bytes()[:5] == b"%PDF-"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--out", "nowhere"), 16),
        (("--out", "jobs"), 16),
        ((), 2),
        (("--out", "printed", "--printer", "zebra"), 2),
        (("--out", "printed", "--settle", "0"), 10),
        (("--out", "printed", "--patience", "soon"), 10),
        (("--out", "printed", "--design", "no-such"), 10),
    ],
)
def test_what_cannot_work_is_refused_at_the_start(folder: Path, words: tuple[str, ...], code: int) -> None:
    drop(folder, "1.json", job("Jane Doe"))
    done = watch(folder, *words, out=())
    assert done.returncode == code, done.stderr
    assert (folder / "jobs" / "1.json").exists()


def test_a_profile_that_cannot_be_read_is_no_fault_of_the_job(folder: Path) -> None:
    (folder / "profile.toml").write_text('[pharmacy]\nname = "Example"\n')
    drop(folder, "1.json", job("Jane Doe"))
    process = start(folder, "--profile", "profile.toml")
    assert wait_for(folder / "jobs" / "done" / "1.json")
    (folder / "profile.toml").write_text("[pharmacy\n")
    drop(folder, "2.json", job("Ada Roe"))
    time.sleep(0.6)
    assert (folder / "jobs" / "2.json").exists()
    process.send_signal(signal.SIGTERM)
    out, _ = process.communicate(timeout=20)
    assert "waits   2.json" in out and out.endswith("1 printed, 0 failed, 1 still there.\n")


def queue(folder: Path, script: str) -> dict[str, str]:
    """Put a print system that runs `script` before the machine's own."""
    (programs := folder / "bin").mkdir()
    (programs / "lp").write_text(f"#!/bin/sh\n{script}\n")
    (programs / "lp").chmod(0o755)
    return {"PATH": f"{programs}:{os.environ['PATH']}"}


def test_a_job_goes_to_its_queue_once(folder: Path) -> None:
    environ = queue(folder, f"cat > '{folder}'/$(date +%N).pdf; echo \"$@\" >> '{folder}/titles'; echo id is zebra-12")
    drop(folder, "Jane-Doe.json", job("Jane Doe"))
    words = ("labels", "watch", "jobs", "--stock", "zebra-4x2", "--once", *QUICK, "--printer", "zebra")
    for _ in range(2):
        done = program.call(words, folder=folder, today=TODAY, environ=environ)
        assert done.returncode == 0
    assert len(list(folder.glob("*.pdf"))) == 1
    assert "Jane" not in (folder / "titles").read_text()


def test_a_job_waits_for_its_queue(folder: Path) -> None:
    environ = queue(folder, f"[ -e '{folder}/on' ] || exit 1; cat > '{folder}/sent.pdf'; echo id is zebra-12")
    drop(folder, "1.json", job("Jane Doe"))
    words = ("labels", "watch", "jobs", "--stock", "zebra-4x2", "--once", *QUICK, "--printer", "zebra")
    done = program.call(words, folder=folder, today=TODAY, environ=environ)
    assert done.returncode == 12 and b"printer-refused" in done.stdout and (folder / "jobs" / "1.json").exists()
    (folder / "on").touch()
    assert program.call(words, folder=folder, today=TODAY, environ=environ).returncode == 0
    assert (folder / "sent.pdf").read_bytes()[:5] == b"%PDF-"


# --- a program that runs on ------------------------------------------------------------------------------------------


def start(folder: Path, *words: str) -> subprocess.Popen[str]:
    line = (sys.executable, "-m", "ldn_compound", "labels", "watch", "jobs", "--stock", "zebra-4x2", *QUICK)
    return subprocess.Popen(
        (*line, "--out", "printed", *words),
        cwd=folder,
        env=program.environment(folder, {"PYTHONUNBUFFERED": "1"}),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def wait_for(path: Path, seconds: float = 20.0) -> bool:
    end = time.monotonic() + seconds
    while not path.exists() and time.monotonic() < end:
        time.sleep(0.02)
    return path.exists()


@pytest.mark.parametrize("words", [(), ("--poll",)])
def test_jobs_are_taken_as_they_come_until_a_signal(folder: Path, words: tuple[str, ...]) -> None:
    process = start(folder, *words)
    for number in range(3):
        drop(folder, f"{number}.json", job("Jane Doe", f"RX-{number}", date_filled=ldn_today()))
        assert wait_for(folder / "jobs" / "done" / f"{number}.json")
    process.send_signal(signal.SIGTERM)
    out, _ = process.communicate(timeout=20)
    assert process.returncode == 0 and out.endswith("Stopped: 3 printed, 0 failed.\n")
    assert len(list((folder / "printed").glob("*.pdf"))) == 3


def ldn_today() -> str:
    return time.strftime("%Y-%m-%d")


def test_two_programs_do_not_watch_one_folder(folder: Path) -> None:
    process = start(folder)
    assert process.stdout is not None and process.stdout.readline().startswith("Watching jobs")
    done = watch(folder)
    assert done.returncode == 16 and b"folder-watched" in done.stderr
    process.kill()
    process.communicate(timeout=20)
    assert watch(folder).returncode == 0


def test_killed_again_and_again_each_job_has_one_label(folder: Path) -> None:
    chance = random.Random(20261122)
    number = 12
    for place in range(number):
        drop(folder, f"{place:02}.json", job("Jane Doe", f"RX-{place}", date_filled=ldn_today()))
    for _ in range(6):
        process = start(folder)
        assert process.stdout is not None and process.stdout.readline().startswith("Watching jobs")
        time.sleep(0.1 + chance.random() * 0.3)
        process.kill()
        process.communicate(timeout=20)
    done = program.call(
        ("labels", "watch", "jobs", "--stock", "zebra-4x2", "--once", *QUICK, "--out", "printed"), folder=folder
    )
    assert done.returncode == 0, done.stdout
    names = [f"{place:02}" for place in range(number)]
    assert sorted(path.stem for path in (folder / "jobs" / "done").iterdir()) == names
    assert sorted(path.stem for path in (folder / "printed").glob("*.pdf")) == names
