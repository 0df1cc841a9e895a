"""Labels go into the pharmacy's log before they are printed, so that a recall finds them; and come out of it again."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

import ldn_compound as ldn
from ldn_compound.records.log.entries import Draft, LogEntry
from ldn_compound.records.log.log import Log
from tests import program

TODAY = "2026-11-22"
PLAN = ("capsules", "--strength", "4.5mg", "--count", "60", "--size", "3", "--filler", "mcc-ph102", "--packing-stat",
        "135mg", "--component-lot", "api=A1234", "--doses-per-day", "1", "--made-on", TODAY)  # fmt: skip
LABEL = ("--stock", "zebra-4x2", "--timing", "bedtime", "--rx", "RX100", "--lot", "B-1", "--prescriber", "B. Example",
         "--refills", "0")  # fmt: skip
PRINT = ("labels", "print", "plan.json", *LABEL, "--patient", "Jane Doe")


@pytest.fixture
def counter(tmp_path: Path) -> Path:
    assert run(tmp_path, *PLAN, "--save", "plan.json")[0] == 0
    return tmp_path


def run(folder: Path, *words: str, today: str = TODAY) -> tuple[int, str, str]:
    done = program.call(words, folder=folder, today=today)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def entries(folder: Path, *words: str) -> list[dict[str, Any]]:
    code, out, err = run(folder, "record", "log", "find", *words, "--log", "l.sqlite", "--json")
    assert code == 0, err
    found: list[dict[str, Any]] = json.loads(out)["result"]["entries"]
    return found


def test_a_recall_by_lot_finds_each_label_of_it(counter: Path) -> None:
    """One batch, printed twice by two people: the lot of the powder finds three entries."""
    log = ("--log", "l.sqlite")
    assert run(counter, "record", "log", "add", "plan.json", "--lot", "B-1", *log)[0] == 0
    code, out, err = run(counter, *PRINT, *log, "--by", "A. Chemist", "--copies", "2", "-o", "l.pdf")
    assert code == 0, err
    assert "log: entry 2, batch B-1" in out
    assert run(counter, *PRINT, *log, "-o", "l.zpl")[0] == 0
    found = entries(counter, "--component-lot", "a 1234")
    assert [(row["kind"], row["number"], row["by"], row["patient"]) for row in found] == [
        ("batch", "B-1", None, None),
        ("label", "B-1", "A. Chemist", "Jane Doe"),
        ("label", "B-1", None, "Jane Doe"),
    ]
    assert found[1]["data"]["copies"] == 2
    assert "Jane" not in json.dumps(found[1]["data"]), "a name in the words of an entry could not be forgotten"
    assert run(counter, "record", "log", "verify", *log)[0] == 0


def test_a_label_of_a_batch_that_is_not_in_the_log_is_found_by_its_lot_too(counter: Path) -> None:
    words = [word for word in PRINT if word not in ("--lot", "B-1")]
    code, out, _ = run(counter, *words, "--design", "batch", "--stock", "zebra-4x2", "--log", "l.sqlite", "-o", "l.pdf")
    assert (code, "not in the log: enter it with record log add" in out) == (10, False)  # a batch label needs its lot
    code, out, err = run(counter, *PRINT, "--log", "l.sqlite", "-o", "l.pdf")
    assert code == 0, err
    assert [row["kind"] for row in entries(counter, "--component-lot", "A1234")] == ["label"]


def test_of_the_plan_the_batch_is_known_without_its_number(counter: Path) -> None:
    assert run(counter, "record", "log", "add", "plan.json", "--lot", "B-9", "--log", "l.sqlite")[0] == 0
    words = [word for word in PRINT if word not in ("--lot", "B-1")]
    us = ("--design", "auxiliary", "--stock", "zebra-4x2")
    code, _, err = run(counter, *words, *us, "--log", "l.sqlite", "-o", "l.pdf")
    assert code == 0, err
    assert entries(counter, "--prescription-number", "RX100")[0]["number"] == "B-9"


def test_what_is_not_printed_is_corrected_and_a_picture_is_no_print(counter: Path) -> None:
    assert run(counter, *PRINT, "--log", "l.sqlite", "-o", "look.png")[0] == 0
    assert not (counter / "l.sqlite").exists()
    code, _, err = run(counter, *PRINT, "--log", "l.sqlite", "-o", "none/l.pdf")
    assert (code, "cannot-write" in err) == (16, True)
    (label,) = entries(counter, "--prescription-number", "RX100")
    assert label["corrected_by"] == 2
    assert run(counter, "labels", "reprint", "RX100", "--log", "l.sqlite", "-o", "l.pdf")[0] == 10


def test_a_correction_that_cannot_be_written_is_said(counter: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk fills up between the entry and the label: both are told, and which entry is wrong."""
    add_all = Log.add_all

    def fails_on_corrections(self: Log, drafts: Sequence[Draft], *, now: datetime) -> tuple[LogEntry, ...]:
        if drafts[0].corrects is not None:
            raise ldn.FileError("cannot-write", field="log", given=self.place, needed="room on the disk")
        return add_all(self, drafts, now=now)

    monkeypatch.setattr(Log, "add_all", fails_on_corrections)
    code, _, err = run(counter, *PRINT, "--log", "l.sqlite", "-o", "none/l.pdf")
    assert code == 16
    assert "none/l.pdf" in err
    assert "the log could not be corrected (cannot-write): correct entry 1 by hand" in " ".join(err.split())


def test_what_was_printed_and_could_not_be_entered_in_the_record_is_said(counter: Path) -> None:
    """Another program changes the record while the label is printed: here, its printer."""
    assert run(counter, "record", "new", "plan.json")[0] == 0
    printer = counter / "lp"
    printer.write_text("#!/bin/sh\necho ' ' >> plan.record.json\necho request id is q-1\n", encoding="utf-8")
    printer.chmod(0o755)
    environ = {"PATH": f"{counter}{os.pathsep}{os.environ['PATH']}"}
    words = (*PRINT, "--printer", "q", "--record", "plan.record.json", "--log", "l.sqlite")
    done = program.call(words, folder=counter, today=TODAY, environ=environ)
    err = " ".join(done.stderr.decode().split())
    assert (done.returncode, "record-changed" in err) == (16, True), err
    assert "the labels were printed, and 1 of 1 are not in the record" in err
    assert [row["corrected_by"] for row in entries(counter, "--prescription-number", "RX100")] == [None]


def test_a_log_that_cannot_be_written_prints_nothing(counter: Path) -> None:
    (counter / "l.sqlite").write_bytes(b"no log" * 1000)
    code, _, err = run(counter, *PRINT, "--log", "l.sqlite", "-o", "l.pdf")
    assert code == 16, err
    assert "--no-log prints without an entry" in " ".join(err.split())
    assert not (counter / "l.pdf").exists()
    assert run(counter, *PRINT, "--no-log", "-o", "l.pdf")[0] == 0


def test_where_the_profile_names_a_log_it_is_kept_without_being_asked(counter: Path) -> None:
    (counter / "p.toml").write_text('[log]\nplace = "l.sqlite"\n', encoding="utf-8")
    assert run(counter, *PRINT, "--profile", "p.toml", "-o", "l.pdf")[0] == 0
    assert len(entries(counter, "--prescription-number", "RX100")) == 1
    assert run(counter, *PRINT, "--profile", "p.toml", "--no-log", "-o", "l.pdf")[0] == 0
    assert len(entries(counter, "--prescription-number", "RX100")) == 1


def test_a_reprint_is_the_same_label_and_an_entry_of_its_own(counter: Path) -> None:
    words = (*PRINT, "--purpose", "nerve pain", "--quantity", "30", "--language", "en", "--log", "l.sqlite")
    assert run(counter, *words, "-o", "l.pdf")[0] == 0
    code, out, err = run(counter, "labels", "reprint", "rx 100", "--log", "l.sqlite", "-o", "again.pdf")
    assert code == 0, err
    assert (counter / "l.pdf").read_bytes() == (counter / "again.pdf").read_bytes()
    assert "log: entry 2" in out
    assert [row["data"].get("again") for row in entries(counter, "--prescription-number", "RX100")] == [None, 1]
    assert run(counter, "labels", "reprint", "RX100", "--log", "l.sqlite", "-o", "again.pdf")[0] == 0


def test_another_label_of_the_prescription_is_chosen_by_its_entry(counter: Path) -> None:
    log = ("--log", "l.sqlite")
    for quantity in ("30", "20"):
        assert run(counter, *PRINT, "--quantity", quantity, *log, "-o", f"{quantity}.pdf")[0] == 0
    code, _, err = run(counter, "labels", "reprint", "RX100", *log, "-o", "again.pdf")
    assert (code, "several-labels" in err, "entries 1 of 20" in " ".join(err.split())) == (10, True, True)
    words = ("labels", "reprint", "1", *log, "-o", "again.pdf")
    assert "unknown-number" in run(counter, *words)[2], "the first entry's may be another patient's label"
    assert run(counter, *words, "--entry")[0] == 0
    assert (counter / "30.pdf").read_bytes() == (counter / "again.pdf").read_bytes()


def test_a_name_that_the_log_does_not_keep_is_asked_for(counter: Path) -> None:
    (counter / "p.toml").write_text('[log]\npatient_names = "leave-out"\n', encoding="utf-8")
    log = ("--log", "l.sqlite", "--profile", "p.toml", "-o", "again.pdf")
    assert run(counter, *PRINT, *log)[0] == 0
    assert b"Jane" not in (counter / "l.sqlite").read_bytes()
    code, _, err = run(counter, "labels", "reprint", "RX100", *log)
    assert (code, "name-not-kept" in err) == (10, True)
    assert run(counter, "labels", "reprint", "RX100", "--patient", "Jane Doe", *log)[0] == 0


def test_a_name_that_the_log_keeps_is_not_replaced(counter: Path) -> None:
    assert run(counter, *PRINT, "--log", "l.sqlite", "-o", "l.pdf")[0] == 0
    words = ("labels", "reprint", "RX100", "--log", "l.sqlite", "-o", "again.pdf")
    code, _, err = run(counter, *words, "--patient", "Jim Doe")
    assert (code, "another-name" in err) == (10, True)
    assert run(counter, "record", "forget", "Jane Doe", "--log", "l.sqlite")[0] == 0
    assert "it was forgotten" in run(counter, *words)[2]


def test_the_rules_hold_on_the_day_of_the_reprint(counter: Path) -> None:
    """Capsules of 2026-11-22 keep until 2027-05-20."""
    assert run(counter, *PRINT, "--log", "l.sqlite", "-o", "l.pdf")[0] == 0
    words = ("labels", "reprint", "RX100", "--log", "l.sqlite", "-o", "again.pdf")
    code, _, err = run(counter, *words, today="2027-05-21")
    assert (code, "beyond-use-passed" in err) == (12, True)
    assert run(counter, *words, today="2027-05-20")[0] == 0


def test_a_job_of_the_hot_folder_is_entered(counter: Path) -> None:
    document = json.loads((counter / "plan.json").read_bytes())
    job = {"plan": document, "patient": "Jane Doe", "timing": "bedtime", "prescription_number": "RX100", "lot": "B-1"}
    (counter / "jobs").mkdir()
    (counter / "out").mkdir()
    (counter / "jobs" / "one.json").write_text(json.dumps(job | {"prescriber": "B. Example", "refills": 0}))
    code, out, err = run(counter, "labels", "watch", "jobs", "--stock", "zebra-4x2", "--out", "out", "--once",
                         "--settle", "0.1", "--log", "l.sqlite")  # fmt: skip
    assert code == 0, out + err
    assert [row["patient"] for row in entries(counter, "--prescription-number", "RX100")] == ["Jane Doe"]


def test_the_labels_of_many_rows_are_entered_together(counter: Path) -> None:
    heading = "command,strength,count,size,filler,packing-stat,made-on,doses-per-day,component-lot,patient,timing"
    row = f"capsules,4.5 mg,60,3,mcc-ph102,135 mg,{TODAY},1,api=A9"
    rows = [f"{row},Patient {number},bedtime,RX{number}" for number in range(3)]
    rows.append(f"{row},Patient 3,twice-daily,RX3")
    more = [f"{line},B. Example,0,B-{number}" for number, line in enumerate(rows)]
    (counter / "rows.csv").write_text(
        "\n".join([f"{heading},prescription-number,prescriber,refills,lot", *more, ""]), encoding="utf-8"
    )
    words = ("bulk", "rows.csv", "--out", "plans.jsonl", "--labels", "l.pdf", "--stock", "avery-5163", "--jobs", "1")
    code, out, err = run(counter, *words, "--log", "l.sqlite", "--by", "A. Chemist")
    assert code == 12, err
    assert "log: entries 1 to 3" in out
    found = entries(counter, "--component-lot", "A9")
    assert [(entry["patient"], entry["prescription_number"], entry["by"]) for entry in found] == [
        (f"Patient {number}", f"RX{number}", "A. Chemist") for number in range(3)
    ]
    assert run(counter, "labels", "reprint", "RX1", "--log", "l.sqlite", "-o", "again.pdf")[0] == 0
    assert run(counter, *words[:4], "--log", "l.sqlite")[0] == 2


def test_the_bottle_of_a_dose_is_entered(counter: Path) -> None:
    child = ("dose", "--weight", "18.5kg", "--age", "6", "--days-supply", "30", "--made-on", TODAY, "--dispense")
    words = (*child, "--component-lot", "api=A77", *LABEL, "--patient", "Tom Example", "--label", "child.pdf")
    code, _, err = run(counter, *words, "--log", "l.sqlite")
    assert code == 0, err
    assert "log: entry 1" in err
    assert [row["patient"] for row in entries(counter, "--component-lot", "A77")] == ["Tom Example"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--no-log", "--by", "A. Chemist"), "--no-log goes without --log, and without --by"),
        (("--by", "A. Chemist"), "--by is for the log: there is none"),
        (("--log", "l.sqlite", "--by", "."), "no-name"),
    ],
)
def test_what_does_not_go_together(words: tuple[str, ...], says: str, counter: Path) -> None:
    code, _, err = run(counter, *PRINT, *words, "-o", "l.pdf")
    assert code in (2, 10)
    assert says in " ".join(err.split())
    assert not (counter / "l.pdf").exists()
