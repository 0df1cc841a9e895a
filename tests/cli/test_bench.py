"""``bench``: a batch made one step at a time, from stdin and on a real pseudo-terminal."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import ldn_compound as ldn
from tests import program
from tests.cli.shell import BARE, Ran
from tests.records_read import entries_of

pytest.importorskip("pty", reason="pseudo-terminals are POSIX's")
from tests.cli.terminal import Terminal

# 4.5 mg x 90 = 405 mg of drug; 135 mg x 90 - 405 mg = 11745 mg of filler.
WEIGHED = ("407 mg", "filler: 11.70 g")
MIXED = ("",) * 6
FILLED = ("mean 134.1 mg", "", "", "")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    done = program.call((*BARE, "--save", "plan.json"), folder=tmp_path)
    assert done.returncode == 0
    return tmp_path


def bench(folder: Path, *lines: str, words: tuple[str, ...] = ()) -> Ran:
    stdin = "".join(f"{line}\n" for line in lines)
    done = program.call(("bench", "plan.json", "-", *words), folder=folder, stdin=stdin.encode())
    assert b"Traceback" not in done.stderr
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


def record(folder: Path, name: str = "plan.record.json") -> list[dict[str, Any]]:
    return entries_of(folder / name)


def test_a_whole_batch_ends_with_the_verdict_and_its_readings(folder: Path) -> None:
    done = bench(folder, *WEIGHED, *MIXED, *FILLED, "89", words=("--by", "A. Chemist"))
    assert done.code == 0
    # 407 mg of 407 + 11700 mg, filled to 135 mg: 407 x 135 / 12107 = 4.5383 mg, 100.85 % of 4.5 mg
    assert "PASS: 100.85 % of label (90 % to 110 %)" in done.out
    assert "really made: ~4.5383 mg" in done.out
    assert "api 407 mg: 2 mg OVER (0.49 %)" in done.out
    assert "filler 11.700 g: 45 mg UNDER (0.38 %)" in done.out
    found = record(folder)
    assert [item["kind"] for item in found] == [
        *["weighed"] * 2, *["step"] * 6, "measured", *["step"] * 3, "as-made"
    ]  # fmt: skip
    assert {item["by"] for item in found} == {"A. Chemist"}
    assert found[0]["data"] == {
        "name": "api",
        "target": {"value": "405", "unit": "mg"},
        "mass": {"value": "407", "unit": "mg"},
        "step": 1,
    }
    made = found[-1]["data"]["document"]
    assert made["inputs"]["units_made"] == 89
    plan = ldn.from_json((folder / "plan.json").read_text("utf-8"))
    again = ldn.as_made(plan, weighed={"api": "407 mg", "filler": "11.7 g"}, units_made=89)
    assert json.loads(ldn.to_json(again))["result"] == made["result"]


def test_everything_fits_40_columns_without_colour(folder: Path) -> None:
    done = bench(folder, "4050 mg", "430 mg", "x" * 90, *WEIGHED, "no", *MIXED, "90 mg", *FILLED, "help", "x", "89")
    wide = [line for line in done.out.splitlines() if len(line) > 40 and not line.startswith(("mass>", "ldn-"))]
    assert not wide
    assert "\x1b" not in done.out
    assert done.out.isascii()


def test_it_goes_on_where_it_stopped_after_every_line(folder: Path) -> None:
    lines = (*WEIGHED, *MIXED, *FILLED)
    for number, line in enumerate(lines, start=1):
        done = bench(folder, line)
        assert done.code == 0
        assert "It goes on" in done.out
        assert len(record(folder)) == number
    assert "PASS" in bench(folder, "").out
    before = (folder / "plan.record.json").read_bytes()
    again = bench(folder)
    assert "This batch is finished" in " ".join(again.out.split())
    assert "PASS: 100.85 %" in again.out
    assert (folder / "plan.record.json").read_bytes() == before


def test_a_strength_outside_the_limits_exits_with_12(folder: Path) -> None:
    done = bench(folder, "340 mg", "keep", WEIGHED[1], *MIXED, *FILLED, "")
    # 340 x 135 / (340 + 11700) = 3.8123 mg, 84.72 %
    assert done.code == 12
    assert "FAIL: 84.72 % of label" in done.out
    assert "STOP" in done.out
    assert bench(folder).code == 12


def test_what_is_no_count_is_asked_again(folder: Path) -> None:
    done = bench(folder, *WEIGHED, *MIXED, *FILLED, "ninety", "0", "back", "", "90")
    assert done.code == 0
    assert "! needed: a whole number" in " ".join(done.out.split())
    assert record(folder)[-1]["data"]["document"]["inputs"]["units_made"] == 90


def test_json_is_the_answer_with_what_was_said_of_each_line(folder: Path) -> None:
    done = bench(folder, "4070 mg", *WEIGHED, words=("--json",))
    assert done.err == ""
    document = json.loads(done.out)
    lines = document["result"].pop("lines")
    assert [(item["line"], item["refused"]) for item in lines] == [
        ("4070 mg", True), ("407 mg", False), ("filler: 11.70 g", False)
    ]  # fmt: skip
    assert lines[0]["said"][0] == "4.070 g is TEN TIMES 405 mg."
    assert document["schema"] == "ldn_compound/bench/1"
    assert document["result"] | {"as_made": None} == {
        "record": "plan.record.json",
        "steps": 12,
        "step": 3,
        "finished": False,
        "weighed": {"api": {"value": "407", "unit": "mg"}, "filler": {"value": "11700", "unit": "mg"}},
        "as_made": None,
    }
    whole = json.loads(bench(folder, *MIXED, *FILLED, "90", words=("--json",)).out)
    assert whole["result"]["finished"]
    assert whole["result"]["as_made"]["verdict"] == "pass"


def code_of(done: Ran) -> str:
    code: str = json.loads(done.err)["error"]["code"]
    return code


def test_what_cannot_be_asked_is_refused(folder: Path) -> None:
    for words in (("plan.json",), ("-", "-"), ("plan.json", "x"), ("plan.json", "-", "--record", "-")):
        done = program.call(("bench", *words), folder=folder)
        assert done.returncode == 2, words
    (folder / "dose.json").write_text(ldn.to_json(ldn.weight_based_dose(body_weight="18.5 kg")), "utf-8")
    done = program.call(("bench", "dose.json", "-", "--json"), folder=folder)
    assert (done.returncode, json.loads(done.stderr)["error"]["code"]) == (10, "not-a-plan")
    done = program.call(("bench", "plan.json", "-", "--record", "plan.json", "--json"), folder=folder)
    assert (done.returncode, json.loads(done.stderr)["error"]["code"]) == (16, "own-input")
    assert not list(folder.glob("*.record.json"))


def test_a_stopped_plan_is_not_made(folder: Path) -> None:
    stopped = ("capsules", "--strength", "45mg", "--count", "90", "--size", "3", "--filler", "mcc-ph102")
    done = program.call((*stopped, "--fill-mass", "135mg", "--json"), folder=folder)
    (folder / "plan.json").write_bytes(done.stdout)
    assert bench(folder, "405 mg").code == 12
    assert not list(folder.glob("*.record.json"))


def test_a_record_of_another_plan_or_an_edited_one_is_refused(folder: Path) -> None:
    bench(folder, *WEIGHED)
    path = folder / "plan.record.json"
    text = path.read_text("utf-8")
    program.call((*BARE, "--wastage", "5%", "--save", "plan.json"), folder=folder)
    assert code_of(bench(folder, "405 mg", words=("--json",))) == "record-of-another-plan"
    program.call((*BARE, "--save", "plan.json"), folder=folder)
    path.write_text(text.replace('"407"', '"405"'), "utf-8")
    refused = bench(folder, "", words=("--json",))
    assert (refused.code, code_of(refused)) == (15, "does-not-recompute")
    assert '"405"' in path.read_text("utf-8")


def test_a_record_that_cannot_be_written_stops_it(folder: Path) -> None:
    done = bench(folder, "407 mg", words=("--record", "no-such-folder/r.json", "--json"))
    assert (done.code, code_of(done)) == (16, "cannot-write")


def at_the_balance(folder: Path, *words: str) -> Terminal:
    return Terminal(folder, "bench", "plan.json", *words, columns=40)


def test_a_person_at_the_keys(folder: Path) -> None:
    terminal = at_the_balance(folder, "--by", "A. Chemist")
    for wait, line in (
        ("mass> ", "40.5 mg"),
        ("A TENTH OF 405 mg", ""),
        ("mass> ", "api 430mg"),
        ("or type", "407 mg"),
        ("STEP 2", "back"),
        ("In the record: 407 mg", "406 mg"),
        ("STEP 2", "back"),
        ("In the record: 406 mg", "quit"),
    ):
        terminal.until(wait)
        terminal.type(line)
    assert terminal.finish() == 0
    assert "Stopped. It goes on at step 2 of 12\nwith:\nldn-compound bench plan.json\n" in terminal.shown
    assert [(item["data"]["mass"]["value"], item["corrects"]) for item in record(folder)] == [("407", None), ("406", 1)]
    again = at_the_balance(folder)
    again.until("STEP 2")
    again.type("11.745 g")
    again.until("Recorded: filler 11.745 g")
    os.write(again.master, b"\x04")
    assert again.finish() == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_interrupted_it_goes_on_where_it_stopped(folder: Path, number: signal.Signals) -> None:
    terminal = at_the_balance(folder)
    terminal.until("mass> ")
    terminal.type("407 mg")
    terminal.until("STEP 2")
    terminal.until("mass> ")
    terminal.process.send_signal(number)
    code = terminal.finish()
    if number == signal.SIGINT:
        assert code == 130
        assert "It goes on" in terminal.shown
    assert len(record(folder)) == 1
    assert "STEP 2 of 12" in bench(folder).out


def test_two_windows_do_not_write_into_one_record(folder: Path) -> None:
    terminal = at_the_balance(folder)
    terminal.until("mass> ")
    bench(folder, "407 mg")
    terminal.type("406 mg")
    assert terminal.finish() == 16
    assert "record-changed" in terminal.shown
    assert [item["data"]["mass"]["value"] for item in record(folder)] == ["407"]


def test_the_balance_sends_its_lines_while_the_keys_answer(folder: Path) -> None:
    """Stdin is the balance's line, the terminal has the keys: neither waits for the other."""
    import pty

    receiver, sender = os.pipe()
    pid, master = pty.fork()
    if pid == 0:  # pragma: no cover - the child is another program
        os.dup2(receiver, 0)
        os.close(sender)
        variables = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        words = [sys.executable, "-m", "ldn_compound", "bench", "plan.json", "-"]
        os.chdir(folder)
        os.execve(sys.executable, words, program.environment(folder, variables))
    os.close(receiver)
    seen = b""

    def until(text: bytes) -> None:
        nonlocal seen
        while text not in seen:
            seen += os.read(master, 65536)
        seen = seen.partition(text)[2]

    until(b"mass> ")
    os.write(sender, b"S S     407.0 mg\r\n")
    until(b"STEP 2")
    until(b"mass> ")
    os.write(sender, b"N     11.7000 g\r\n")
    until(b"STEP 3")
    os.write(master, b"\n")
    until(b"STEP 4")
    os.write(master, b"quit\n")
    until(b"It goes on")
    os.close(sender)
    os.waitpid(pid, 0)
    os.close(master)
    assert [item["kind"] for item in record(folder)] == ["weighed", "weighed", "step"]


def test_the_record_is_whole_after_each_entry(folder: Path) -> None:
    """Killed at any moment, the file is the record of before or the record of after."""
    started = subprocess.Popen(
        [sys.executable, "-m", "ldn_compound", "bench", "plan.json", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=folder,
        env=program.environment(folder, {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}),
        start_new_session=True,
    )
    assert started.stdin is not None and started.stdout is not None
    started.stdin.write("".join(f"note {number}\n" for number in range(200)).encode())
    started.stdin.flush()
    while b"Noted" not in started.stdout.readline():
        pass
    started.kill()
    started.communicate()
    found = record(folder)
    assert 1 <= len(found) <= 200
    assert [item["data"]["text"] for item in found] == [str(number) for number in range(len(found))]
    assert "STEP 1" in bench(folder).out
