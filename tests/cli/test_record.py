"""The record of a batch as a file: begun, added to by each command, shown, verified, and checked by a second person."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import ldn_compound as ldn
from ldn_compound.records.verification import verify_record
from tests import program
from tests.cli.test_worksheet import pages_of
from tests.records_read import entries_of

TODAY = "2026-11-22"
PLAN = ("capsules", "--strength", "4.5mg", "--count", "60", "--size", "3", "--filler", "mcc-ph102", "--packing-stat",
        "135mg", "--component-lot", "api=A1234", "--doses-per-day", "1", "--made-on", TODAY)  # fmt: skip
RECORD = "plan.record.json"
MAKER = ("--record", RECORD, "--by", "A. Chemist")
MADE = ("as-made", "plan.json", "--weighed", "api=270mg", "--weighed", "filler=7.83g", "--units-made", "60")
TYPED = (
    "strength=4.5mg\ncount=60\nsize=3\nfiller=mcc-ph102\npacking-stat=135 mg\ndoses_per_day=1\n"
    f"made_on={TODAY}\ncomponent_lots=api=A1234\n"
)


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    assert run(tmp_path, *PLAN, "--save", "plan.json")[0] == 0
    assert run(tmp_path, "record", "new", "plan.json", "--by", "A. Chemist")[0] == 0
    (tmp_path / "typed.txt").write_text(TYPED, encoding="utf-8")
    return tmp_path


def run(folder: Path, *words: str) -> tuple[int, str, str]:
    done = program.call(words, folder=folder, today=TODAY)
    return done.returncode, " ".join(done.stdout.decode().split()), " ".join(done.stderr.decode().split())


def forged(shop: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Change the record as somebody would who works its digest out again, without the package."""
    document = json.loads((shop / RECORD).read_text(encoding="utf-8"))
    change(document)
    bound = {key: value for key, value in document.items() if key not in ("digest", "signature")}
    text = json.dumps(bound, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    whole = {**bound, "digest": f"sha256:{hashlib.sha256(text.encode()).hexdigest()}", "signature": None}
    (shop / RECORD).write_text(f"{json.dumps(whole, indent=2)}\n", encoding="utf-8")


def paper_of_plan(shop: Path) -> str:
    """Return the words of the sheet of the plan alone, before anything was weighed."""
    assert run(shop, "record", "worksheet", "plan.json", "-o", "plan.pdf")[0] == 0
    return " ".join(pages_of((shop / "plan.pdf").read_bytes()))


def filled(shop: Path) -> None:
    """Enter what is made, weighed, assayed and printed."""
    masses = "183mg,185mg,186mg,185mg,184mg,185mg,186mg,185mg,185mg,184mg"
    contents = "98.2%,101.4%,99.7%,100.3%,97.9%,102%,99.1%,101%,99%,100%"
    label = (
        "labels",
        "print",
        "plan.json",
        "--stock",
        "zebra-4x2",
        "--patient",
        "Jane Doe",
        "--timing",
        "bedtime",
        "--rx",
        "RX100",
        "--lot",
        "B-1",
        "--prescriber",
        "B. Example",
        "--refills",
        "0",
        "-o",
        "l.pdf",
    )
    for words in (MADE, ("weigh-check", "--masses", masses), ("content-check", "--contents", contents), label):
        code, _, err = run(shop, *words, *MAKER)
        assert code == 0, err


def test_it_begins_with_the_lots_of_the_plan(shop: Path) -> None:
    begun, entry = entries_of(shop / RECORD)
    assert (begun["kind"], begun["by"]) == ("begun", "A. Chemist")
    assert (entry["kind"], entry["data"], entry["by"]) == ("component", {"name": "api", "lot": "A1234"}, "A. Chemist")
    code, _, err = run(shop, "record", "new", "plan.json")
    assert (code, "file-exists" in err) == (16, True)


def test_each_command_enters_what_it_found(shop: Path) -> None:
    filled(shop)
    found = entries_of(shop / RECORD)
    assert [(item["kind"], item["by"]) for item in found] == [
        (kind, "A. Chemist") for kind in ("begun", "component", "as-made", "weigh-check", "content-check", "label")
    ]
    assert found[2]["data"]["document"]["result"]["content_of_label"]["if_lost"] == {"value": "100", "unit": "%"}
    assert "Jane" not in (shop / RECORD).read_text(encoding="utf-8"), "the batch's record holds no patient's name"
    code, out, err = run(shop, "record", "verify", RECORD)
    assert code == 0, err
    assert "VERIFIED: record of 60 x naltrexone hydrochloride 4.5 mg, 6 entries" in out
    assert "made by A. Chemist no second person has checked it" in out
    assert run(shop, "record", "worksheet", RECORD, "-o", "w.pdf")[0] == 0
    paper = " ".join(pages_of((shop / "w.pdf").read_bytes()))
    assert "Assay by <905>: verdict" in paper
    assert paper.count("270 mg") > paper_of_plan(shop).count("270 mg"), "what as-made was given is in its box"
    assert run(shop, "record", "log", "add", RECORD, "--lot", "B-1", "--log", "l.sqlite")[0] == 0


def test_the_filled_units_are_checked_against_the_records_own_plan(shop: Path) -> None:
    """135 mg of powder and a shell of 50 mg: ten of 150 mg are far too light."""
    code, out, _ = run(shop, "weigh-check", "--masses", ",".join(["150mg"] * 10), "--record", RECORD)
    assert (code, "FAIL" in out) == (12, True)
    assert entries_of(shop / RECORD)[-1]["data"]["document"]["result"]["verdict"] == "fail"


def test_a_later_as_made_stands_in_the_place_of_the_first(shop: Path) -> None:
    for mass in ("270mg", "271mg"):
        assert run(shop, *MADE[:2], "--weighed", f"api={mass}", *MADE[4:], *MAKER)[0] == 0
    assert [item["corrects"] for item in entries_of(shop / RECORD)] == [None, None, None, 3]
    assert "CORRECTED by 4" in run(shop, "record", "show", RECORD)[1]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda document: document["plan"]["result"].update(count=61), "plan.result.count"),
        (lambda document: document["plan"]["inputs"].update(count=61), "plan.result.count"),
        (
            lambda document: document["entries"][2]["data"]["document"]["inputs"]["weighed"]["api"].update(value="271"),
            "entry 3 (as-made)",
        ),
        (
            lambda document: document["entries"][2]["data"]["document"]["inputs"]["plan"]["inputs"].update(count=61),
            "entry 3 (as-made)",
        ),
        (lambda document: document["entries"][3].update(kind="content-check"), "entry 4 (content-check)"),
    ],
)
def test_a_forger_who_works_the_digest_out_again_is_found(
    change: Callable[[dict[str, Any]], object], says: str, shop: Path
) -> None:
    filled(shop)
    forged(shop, change)
    code, out, err = run(shop, "record", "verify", RECORD)
    assert (code, out) == (15, "")
    assert says in err, err


def test_every_difference_is_named_in_one_go(shop: Path) -> None:
    filled(shop)

    def change(document: dict[str, Any]) -> None:
        document["plan"]["result"]["units_made"] = 61
        document["entries"][3]["data"]["document"]["result"]["verdict"] = "fail"

    forged(shop, change)
    err = run(shop, "record", "verify", RECORD)[2]
    assert "2 differences" in err
    assert "plan.result.units_made" in err
    assert "entry 4 (weigh-check).result.verdict" in err


def test_readings_that_the_strength_was_not_worked_out_from_are_found(shop: Path) -> None:
    """A forger who puts another reading before the as-made."""

    def change(document: dict[str, Any]) -> None:
        entry = document["entries"][0] | {
            "kind": "weighed",
            "data": {"name": "api", "mass": {"value": "300", "unit": "mg"}},
        }
        document["entries"][0] = entry

    filled(shop)
    forged(shop, change)
    code, _, err = run(shop, "record", "verify", RECORD)
    assert (code, "entry 3 (as-made), api" in err, "300 mg" in err) == (15, True, True)


def test_a_record_of_another_version_verifies_or_names_the_rule(shop: Path) -> None:
    forged(shop, lambda document: document["plan"].update(version="0.0.9"))
    code, out, err = run(shop, "record", "verify", RECORD)
    assert code == 0, err
    assert "made by version 0.0.9" in out


def test_a_second_person_who_enters_the_same_finds_no_difference(shop: Path) -> None:
    code, out, err = run(shop, "record", "check", RECORD, "typed.txt", "--by", "B. Second")
    assert code == 0, err
    assert out == "No differences, entered by B. Second: entry 3"
    assert "checked by B. Second" in run(shop, "record", "verify", RECORD)[1]


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("4.5mg", "45mg", "strength"),
        ("=60", "=61", "count"),
        ("=A1234", "=A1235", "component_lots"),
        ("size=3\n", "", "size"),
    ],
)
def test_what_the_second_person_enters_otherwise_is_listed_and_kept(old: str, new: str, field: str, shop: Path) -> None:
    (shop / "typed.txt").write_text(TYPED.replace(old, new), encoding="utf-8")
    code, out, _ = run(shop, "record", "check", RECORD, "typed.txt", "--by", "B. Second", "--json")
    assert code == 12
    assert [item["field"] for item in json.loads(out)["result"]["differences"]] == [field]
    assert [item["field"] for item in entries_of(shop / RECORD)[-1]["data"]["differences"]] == [field]


def test_what_the_first_person_gave_is_not_shown_before_it_is_entered(shop: Path) -> None:
    """Without a terminal and without lines it asks nobody, and says nothing of the plan."""
    code, out, err = run(shop, "record", "check", RECORD, "--by", "B. Second")
    assert (code, out) == (2, "")
    assert "4.5" not in err


@pytest.mark.parametrize("name", ["A. Chemist", "a chemist", "A.  CHEMIST", "\u00c1. Chemist"])
def test_who_made_it_cannot_check_it(name: str, shop: Path) -> None:
    code, _, err = run(shop, "record", "check", RECORD, "typed.txt", "--by", name)
    assert (code, "checker-is-maker" in err) == (10, True)
    assert len(entries_of(shop / RECORD)) == 2


def test_a_maker_who_only_comes_after_the_check_is_found(shop: Path) -> None:
    assert run(shop, "record", "check", RECORD, "typed.txt", "--by", "B. Second")[0] == 0
    assert run(shop, *MADE, "--record", RECORD, "--by", "B. Second")[0] == 0
    code, _, err = run(shop, "record", "verify", RECORD)
    assert (code, "a second person, who made nothing of it" in err) == (15, True)


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("record", "new", "plan.json", "-o", "r.csv"), 16, "other-ending"),
        (("record", "new", "plan.json", "-o", "r.json", "--by", "\u200b."), 10, "no-name"),
        (("record", "new", "plan.record.json", "-o", "r.json"), 10, "bad-schema"),
        (("record", "show", "plan.json"), 10, "bad-schema"),
        (("record", "verify", "plan.json"), 10, "bad-schema"),
        (("record", "check", RECORD, "typed.txt"), 2, "--by"),
        ((*MADE, "--by", "A. Chemist"), 2, "--by is for the record"),
        ((*MADE, "--record", "-"), 2, "--record takes a file's name"),
        (("content-check", "--contents", "99%", "--record", "none.json"), 10, "no-record"),
    ],
)
def test_refused_lines(words: tuple[str, ...], code: int, says: str, shop: Path) -> None:
    before = (shop / RECORD).read_bytes()
    found = run(shop, *words)
    assert (found[0], says in found[2]) == (code, True), found
    assert (shop / RECORD).read_bytes() == before


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("strength 4.5mg\n", "bad-lines"),
        ("strenght=4.5mg\n", "unknown-key"),
        ("count=60\ncount=60\n", "given-twice"),
        ("strength=4.5\n", "strength"),
    ],
)
def test_lines_that_cannot_be_read_enter_nothing(text: str, says: str, shop: Path) -> None:
    (shop / "typed.txt").write_text(text, encoding="utf-8")
    code, _, err = run(shop, "record", "check", RECORD, "typed.txt", "--by", "B. Second")
    assert (code, says in err) == (10, True), err
    assert len(entries_of(shop / RECORD)) == 2


_JUNK: tuple[Any, ...] = (None, True, 0, -1, 1.5, "", "x", [], {}, [1], {"a": 1}, [None] * 3)


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    rows = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, below in rows:
        yield from _places(below, (*path, name))


def test_whatever_a_forger_writes_is_answered_with_an_error_of_ours(shop: Path) -> None:
    """Junk in the place of one value, the digest worked out again: verified, a difference, or a typed refusal."""
    filled(shop)
    whole, chance = (shop / RECORD).read_text(encoding="utf-8"), random.Random(11)
    places = list(_places(json.loads(whole)))
    for _ in range(400):
        place, junk = chance.choice(places), chance.choice(_JUNK)

        def change(document: dict[str, Any], place: tuple[Any, ...] = place, junk: Any = junk) -> None:
            below: Any = document
            for name in place[:-1]:
                below = below[name]
            below[place[-1]] = junk

        (shop / RECORD).write_text(whole, encoding="utf-8")
        forged(shop, change)
        try:
            verify_record((shop / RECORD).read_text(encoding="utf-8"))
        except ldn.LdnError:
            continue


def test_a_record_of_another_plan_takes_no_entry(shop: Path) -> None:
    other = [word if word != "60" else "90" for word in PLAN]
    assert run(shop, *other, "--save", "plan.json")[0] == 0
    code, _, err = run(shop, *MADE, *MAKER)
    assert (code, "record-of-another-plan" in err) == (10, True)
