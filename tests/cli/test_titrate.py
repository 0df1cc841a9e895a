"""``ldn-compound titrate`` as a pharmacist types it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.test_junk import Outcome, run_command

STEPS = ["--start", "0.5mg", "--step", "0.5mg", "--every", "14d", "--to", "4.5mg"]
SOLUTION = ["titrate", "--form", "solution", *STEPS]
CAPSULES = ["titrate", "--form", "capsule", "--strengths", "0.5mg,1.5mg,4.5mg", *STEPS]


@pytest.fixture(autouse=True)
def counter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("LDN_COMPOUND_PROFILE", raising=False)
    for name in ("HOME", "XDG_CONFIG_HOME", "APPDATA"):
        monkeypatch.setenv(name, str(tmp_path))
    return tmp_path


def told(done: Outcome) -> str:
    return " ".join(done.out.split())


@pytest.mark.parametrize(
    "words", [SOLUTION, CAPSULES, [*SOLUTION, "--begin", "2026-11-22"], [*CAPSULES, "--per-day", "2"]]
)
def test_the_table_is_ascii_in_80_columns(words: list[str]) -> None:
    done = run_command(*words)
    assert done.code == 0, done.err
    assert done.out.isascii()
    assert max(map(len, done.out.splitlines())) <= 80


def test_the_table_says_what_to_dispense() -> None:
    text = told(run_command(*SOLUTION, "--begin", "2026-11-22"))
    assert "315 mL, overfill not included" in text
    assert "batch 2 day 85 to 126: 168 mL, make it on 2027-02-14" in text
    text = told(run_command(*CAPSULES))
    assert "capsules of 1.5 mg 126" in text
    assert "8 4 mg 99 to 112 2 x 1.5 mg + 2 x 0.5 mg" in text


def test_json() -> None:
    done = run_command(*SOLUTION, "--json")
    document = json.loads(done.out)
    assert document["schema"] == "ldn_compound/titration/1"
    assert document["result"]["total_drug"] == {"value": "315", "unit": "mg"}


def test_presets_are_shown_as_published() -> None:
    text = told(run_command("titrate", "--presets"))
    assert "--start 0.5 mg to 1 mg: the prescriber names one" in text
    assert "--every not given: the prescriber names it" in text
    document = json.loads(run_command("titrate", "--presets", "--json").out)
    rows = {row["key"]: row for row in document["result"]["presets"]}
    assert rows["schwaiger-2018"]["every"] is None
    assert all(row["source"] for row in rows.values())


def test_doses_one_by_one() -> None:
    words = ["titrate", "--form", "solution", "--doses", "1mg,2mg,3mg,4.5mg", "--every", "7d"]
    assert "1 mg to 4.5 mg once a day in 4 steps over 28 days" in told(run_command(*words))
    document = json.loads(run_command(*words, "--json").out)
    assert document["result"]["step"] is None
    assert [item["value"] for item in document["inputs"]["doses"]] == ["1", "2", "3", "4.5"]
    refused = run_command(*words, "--to", "4.5mg")
    assert (refused.code, "listed-doses-alone" in refused.err) == (10, True)


def test_each_dose_for_a_time_of_its_own() -> None:
    """7 x 1 + 7 x 2 + 14 x 3 + 28 x 4.5 + 7 x 3 mg = 210 mg; it falls at the end, and that is said."""
    words = ["titrate", "--form", "solution", "--doses", "1mg,2mg,3mg,4.5mg,3mg"]
    words += ["--lengths", "1 week, 7d,14 days,4 weeks,7d"]
    assert "1 mg to 3 mg, at most 4.5 mg, once a day in 5 steps over 63 days" in told(run_command(*words))
    document = json.loads(run_command(*words, "--json").out)
    result = document["result"]
    spans = [(step["dose"]["value"], step["from_day"], step["to_day"]) for step in result["schedule"]]
    assert spans == [("1", 1, 7), ("2", 8, 14), ("3", 15, 28), ("4.5", 29, 56), ("3", 57, 63)]
    assert (result["every"], result["last_for"]["value"], result["total_drug"]["value"]) == (None, "7", "210")
    assert "dose-goes-down" in [finding["code"] for finding in document["findings"]]


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (SOLUTION[:-2], 2, "Missing option '--to'"),
        (["titrate"], 2, "Missing options: --form (solution or capsule); --every (how long a step lasts"),
        (["titrate", "--form", "solution", "--preset", "schwaiger-2018"], 2, "Missing option '--step'"),
        ([*SOLUTION, "--page", "a4"], 2, "--calendar"),
        ([*SOLUTION, "--calendar", "-"], 2, "a file's name"),
        ([*SOLUTION, "--calendar", "x", "--ics", "x"], 2, "two files"),
        ([*SOLUTION, "--ics", "x.ics"], 10, "begin"),
        ([*SOLUTION, "--calendar", "no/such/folder.pdf"], 16, "cannot-write"),
        ([*SOLUTION, "--calendar", "x.pdf", "--page", "a5"], 10, "unknown-page"),
    ],
)
def test_refused_lines(words: list[str], code: int, says: str, counter: Path) -> None:
    done = run_command(*words)
    assert done.code == code, done.err
    assert says in " ".join(done.err.split())
    assert done.out == ""
    assert not list(counter.glob("x*"))


def test_a_stop_writes_no_calendar(counter: Path) -> None:
    words = [*SOLUTION[:-1], "45mg", "--step", "5mg", "--concentration", "10mg/mL"]
    done = run_command(*words, "--calendar", "x.pdf", "--json")
    assert done.code == 12
    assert json.loads(done.out)["findings"]
    assert not (counter / "x.pdf").exists()


def test_the_calendar_is_written_with_the_pharmacy_of_the_profile(counter: Path) -> None:
    (counter / "p.toml").write_text('[pharmacy]\nname = "Corner"\ntelephone = "555 0100"\n', encoding="utf-8")
    done = run_command(*SOLUTION, "--calendar", "x.pdf", "--patient", "Ann", "--profile", "p.toml")
    assert done.code == 0, done.err
    assert "Written: x.pdf" in done.err
    import pypdfium2

    text = pypdfium2.PdfDocument(str(counter / "x.pdf"))[0].get_textpage().get_text_range()
    assert "Questions: Corner, 555 0100" in text
    assert "For: Ann" in text


BATCHES = ["titrate", "--form", "capsule", "--strengths", "0.5mg,1.5mg", "--doses", "0.5mg,1.5mg,2mg", "--every", "14d"]
FILL = ["--size", "3", "--filler", "mcc-ph102", "--packing-stat", "135mg"]


def test_the_batch_of_each_strength_is_printed_or_saved(counter: Path) -> None:
    done = run_command(*BATCHES, *FILL)
    assert done.code == 0, done.err
    text = told(done)
    assert "28 capsules of naltrexone hydrochloride 0.5 mg, size 3" in text
    assert "28 capsules of naltrexone hydrochloride 1.5 mg, size 3" in text
    assert "taken as the schedule of the titration says, 0.5 mg to 2 mg in 42 days" in text
    done = run_command(*BATCHES, *FILL, "--save-batches", "batches")
    assert done.code == 0, done.err
    names = ["capsules-0.5mg.json", "capsules-1.5mg.json"]
    assert sorted(path.name for path in (counter / "batches").iterdir()) == names
    for name in names:
        assert run_command("record", "worksheet", f"batches/{name}", "-o", "w.pdf").code == 0
    assert "--filler" in run_command(*BATCHES, "--batches", "--size", "3").err
    assert run_command(*BATCHES, *FILL, "--json").code == 2
    assert run_command(*BATCHES, "--supply", "2").code == 2


def test_of_batches_that_cannot_all_be_written_none_is(counter: Path) -> None:
    """The plan of the second strength meets a folder of its name."""
    (counter / "batches" / "capsules-1.5mg.json").mkdir(parents=True)
    done = run_command(*BATCHES, *FILL, "--save-batches", "batches")
    assert (done.code, "cannot-write" in done.err) == (16, True)
    assert [path.name for path in (counter / "batches").iterdir()] == ["capsules-1.5mg.json"]
    assert run_command(*BATCHES, *FILL, "--save-batches", "batches/none/below").code == 16


def test_batches_with_a_stop_are_not_saved(counter: Path) -> None:
    done = run_command(*BATCHES, "--size", "3", "--filler", "lactose-monohydrate", "--packing-stat", "180mg", "--avoid",
                       "lactose", "--save-batches", "batches")  # fmt: skip
    assert done.code == 12, done.err
    assert not (counter / "batches").exists()


def test_doses_that_differ_within_a_day() -> None:
    words = ["titrate", "--form", "capsule", "--strengths", "0.5mg,1mg", "--every", "14d", "--doses", "0.5mg,1mg"]
    done = run_command(*words, "--bedtime-doses", "1mg,1.5mg")
    assert done.code == 0, done.err
    assert "0.5 mg and 1 mg to 1 mg and 1.5 mg in the morning and at bedtime in 2 steps" in told(done)
    assert "1 1 mg, bedtime 1 to 14 1 x 1 mg" in told(done)
    assert max(map(len, done.out.splitlines())) <= 80
