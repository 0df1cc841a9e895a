"""A label's dates in an order that can be, on both sides of every bound; refills; plans made ahead."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

import ldn_compound as ldn
from ldn_compound.core.errors import StopError
from ldn_compound.core.results import Severity
from tests import program
from tests.labels.conftest import made_today, make_plan
from tests.labels.test_labels_command import run

Make = Callable[..., Any]
# Made on 2026-11-22, which counts as day 1; 180 days: the last day of use is 2027-05-20.
MADE, LAST = date(2026, 11, 22), date(2027, 5, 20)
PLACES = [("prescription", "zebra-4x2"), ("batch", "zebra-4x2")]


def stops(label: Any, design: str, stock: str, today: date | None) -> list[str]:
    return [item.code for item in ldn.check_label(label, stock=stock, design=design, today=today) if item.stops]


@pytest.mark.parametrize(("design", "stock"), PLACES)
@pytest.mark.parametrize(
    ("filled", "today", "wanted"),
    [
        (date(2026, 11, 21), date(2026, 12, 1), ["date-filled-impossible"]),  # the day before making
        (MADE, MADE, []),
        (date(2026, 12, 1), date(2026, 12, 1), []),
        (date(2026, 12, 2), date(2026, 12, 1), ["date-filled-impossible"]),  # the day after printing
        (LAST, LAST, []),
        (date(2027, 5, 21), None, ["date-filled-impossible"]),  # the day after the last day of use
        (date(2026, 12, 2), None, []),
        (date(2027, 5, 21), date(2026, 12, 1), ["date-filled-impossible"] * 2),
    ],
)
def test_the_day_of_filling(
    plan: Any, label_of: Make, design: str, stock: str, filled: date, today: date | None, wanted: list[str]
) -> None:
    label = label_of(plan, date_filled=filled)
    assert stops(label, design, stock, today) == wanted
    if wanted:
        with pytest.raises(StopError) as caught:
            ldn.print_labels([label], stock=stock, design=design, today=today)
        assert (caught.value.code, caught.value.field) == ("date-filled-impossible", "date_filled")
    else:
        assert ldn.print_labels([label], stock=stock, design=design, today=today)


@pytest.mark.parametrize(
    ("last", "wanted"), [("2026-11-21", ["discard-after-before-making", "date-filled-impossible"]), ("2026-11-22", [])]
)
def test_nothing_is_discarded_before_it_is_made(plan: Any, label_of: Make, last: str, wanted: list[str]) -> None:
    assert stops(label_of(plan, discard_after=last), "prescription", "zebra-4x2", None) == wanted


@pytest.mark.parametrize(("today", "wanted"), [(date(2026, 11, 21), ["made-on-in-future"]), (MADE, [])])
@pytest.mark.parametrize(("design", "stock"), PLACES)
def test_a_batch_of_a_day_to_come_has_no_label(
    plan: Any, label_of: Make, design: str, stock: str, today: date, wanted: list[str]
) -> None:
    assert stops(label_of(plan, date_filled=None), design, stock, today) == wanted


def test_without_today_the_label_says_what_was_not_checked(plan: Any, label_of: Make) -> None:
    (found,) = ldn.check_label(label_of(plan), stock="zebra-4x2")
    assert (found.code, found.severity) == ("today-not-given", Severity.INFO)
    for part in ("beyond-use date has passed", "made", "filled"):
        assert part in found.message


# 90 capsules are made: all of them on the label is no finding, one less is, whoever the label is for.
@pytest.mark.parametrize(("design", "stock"), PLACES)
@pytest.mark.parametrize(
    ("quantity", "wanted"), [(None, []), (90, []), (89, ["quantity-below-batch"]), (9, ["quantity-below-batch"])]
)
def test_less_than_the_batch_is_a_caution(
    plan: Any, label_of: Make, design: str, stock: str, quantity: int | None, wanted: list[str]
) -> None:
    label = label_of(plan, quantity=quantity)
    found = [item for item in ldn.check_label(label, stock=stock, design=design, today=MADE) if "batch" in item.code]
    assert [item.code for item in found] == wanted
    assert all((item.severity, item.field) == (Severity.CAUTION, "quantity") for item in found)
    assert all(f"says {quantity} and the batch is 90" in item.message for item in found)


@pytest.mark.parametrize(("quantity", "wanted"), [("60 mL", 0), ("59.9 mL", 1), ("30 mL", 1)])
def test_less_than_the_liquid_made_is_a_caution(label_of: Make, quantity: str, wanted: int) -> None:
    made = ldn.plan_solution(volume="60 mL", concentration="1 mg/mL", dose="4.5 mg", doses_per_day=1, made_on=MADE)
    found = ldn.check_label(
        label_of(made, directions=None, timing="bedtime", quantity=quantity), stock="zebra-4x2", today=MADE
    )
    assert [item.message.split(":")[0] for item in found if item.code == "quantity-below-batch"] == [
        f"the label says {quantity} and the batch is 60 mL"
    ] * wanted


# 12 refills are the house rule's bound: monthly supplies of a prescription that is good for a year.
@pytest.mark.parametrize(("refills", "wanted"), [(0, []), (12, []), (13, ["refills-many"]), (99, ["refills-many"])])
def test_many_refills_are_a_caution(plan: Any, label_of: Make, refills: int, wanted: list[str]) -> None:
    found = ldn.check_label(label_of(plan, refills=refills), stock="zebra-4x2", today=MADE)
    assert [item.code for item in found] == wanted
    assert all(item.severity is Severity.CAUTION and item.field == "refills" for item in found)


VERBS: dict[str, Callable[..., Any]] = {
    "capsules": make_plan,
    "solution": lambda **given: ldn.plan_solution(volume="60 mL", dose="0.5 mg", doses_per_day=1, **given),
    "tablets": lambda **given: ldn.plan_tablets(
        method="moulded", strength="4.5 mg", count=60, blank_mass="60 mg", base="mannitol-silica", **given
    ),
    "beyond-use": lambda **given: ldn.beyond_use(form="capsule", **given),
}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize(
    ("today", "wanted"),
    [(MADE - timedelta(1), ["made-on-in-future"]), (MADE, []), (MADE + timedelta(1), []), (None, [])],
)
def test_a_plan_made_ahead_says_so(verb: str, today: date | None, wanted: list[str]) -> None:
    result = VERBS[verb](made_on=MADE, today=today)
    found = [item for item in result.findings if item.code == "made-on-in-future"]
    assert [item.code for item in found] == wanted
    assert all(item.severity is Severity.CAUTION and item.field == "made_on" for item in found)
    if verb != "beyond-use":
        assert ldn.from_json(ldn.to_json(result)) == result


def test_from_the_command_line(tmp_path: Path) -> None:
    """The command reads the clock: a plan for tomorrow is a caution, and its label is refused until tomorrow."""
    tomorrow = made_today() + timedelta(1)
    words = ["capsules", "--strength", "4.5mg", "--count", "30", "--size", "3", "--filler", "mcc-ph102"]
    words += ["--fill-mass", "135mg", "--made-on", tomorrow.isoformat(), "--json"]
    made = program.start(words, folder=tmp_path)
    assert made.returncode == 0
    document = json.loads(made.stdout)
    assert "made-on-in-future" in [item["code"] for item in document["findings"]]
    assert document["inputs"]["today"] == made_today().isoformat()
    (tmp_path / "plan.json").write_bytes(made.stdout)
    given = ["--stock", "zebra-4x2", "--patient", "A. Example", "--directions", "Take 1 capsule by mouth at bedtime"]
    done = run("print", "plan.json", *given, "-o", "x.pdf", "--json", cwd=tmp_path)
    assert done.returncode == 12
    assert json.loads(done.stderr)["error"]["code"] == "made-on-in-future"
    assert not (tmp_path / "x.pdf").exists()
    checked = run("check", "plan.json", *given, "--date-filled", "2026-01-01", "--json", cwd=tmp_path)
    assert checked.returncode == 12
    codes = [item["code"] for item in json.loads(checked.stdout)["findings"] if item["severity"] == "stop"]
    assert codes == ["date-filled-impossible", "made-on-in-future"]


US = '[pharmacy]\nname = "P"\naddress = "1 Street, Town"\n[policies]\njurisdiction = "us"\n'
PATIENT = (
    *("--patient", "Jane Doe", "--directions", "Take 1 capsule by mouth at bedtime", "--prescriber", "Dr X"),
    *("--rx", "100234", "--lot", "C1"),
)


@pytest.fixture
def us(tmp_path: Path) -> Path:
    """A folder with a plan of 2026-11-22 by the rules of the US, and its profile."""
    (tmp_path / "us.toml").write_text(US, "utf-8")
    plan = (
        *("capsules", "--strength", "4.5mg", "--count", "30", "--size", "3", "--filler", "mcc-ph102", "--packing-stat"),
        *(
            "135mg",
            "--doses-per-day",
            "1",
            "--made-on",
            MADE.isoformat(),
            "--profile",
            "us.toml",
            "--save",
            "plan.json",
        ),
    )
    assert program.call(plan, folder=tmp_path).returncode == 0
    return tmp_path


def printed_in_us(folder: Path, *words: str, today: str) -> program.Done:
    line = ("labels", "print", "plan.json", "--stock", "zebra-4x2", "--profile", "us.toml", *PATIENT, *words)
    return program.call((*line, "-o", "label.pdf"), folder=folder, today=today)


def test_a_label_that_must_have_a_day_of_filling_says_today_and_tells_it(us: Path, lines_of: Make) -> None:
    done = printed_in_us(us, today="2026-12-03")
    assert done.returncode == 0, done.stderr
    assert b"the label says 2026-12-03, the day of" in done.stderr
    assert b"[date-filled-is-today]" in done.stderr
    assert "Filled Dec 3, 2026" in " ".join(lines_of((us / "label.pdf").read_bytes())[0])
    given = printed_in_us(us, "--date-filled", "2026-12-01", today="2026-12-03")
    assert b"date-filled-is-today" not in given.stderr
    assert "Filled Dec 1, 2026" in " ".join(lines_of((us / "label.pdf").read_bytes())[0])


@pytest.mark.parametrize(
    ("words", "today", "code"),
    [
        (("--date-filled", "12/01/2026"), "2026-12-03", 10),  # a day that was given is never replaced
        ((), "2026-11-21", 12),  # before making
        ((), "2027-05-21", 12),  # the day after the last day of use
    ],
)
def test_today_does_not_mend_a_day_that_cannot_be(us: Path, words: tuple[str, ...], today: str, code: int) -> None:
    assert printed_in_us(us, *words, today=today).returncode == code
    assert not (us / "label.pdf").exists()


def test_a_label_that_needs_no_day_of_filling_gets_none(us: Path) -> None:
    batch = ("plan.json", "--stock", "zebra-4x2", "--design", "batch", "--profile", "us.toml", "--lot", "C1")
    for words in (("print", *batch, "-o", "batch.pdf", "--json"), ("check", *batch, "--json")):
        done = program.call(("labels", *words), folder=us, today="2026-12-03")
        assert done.returncode == 0, done.stderr
        assert "date-filled-is-today" not in [item["code"] for item in json.loads(done.stdout)["findings"]]
