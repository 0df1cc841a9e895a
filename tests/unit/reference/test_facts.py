"""Every row of the reference data is told as a fact: its source, how sure it is, the last look, what it is used for."""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest

from ldn_compound.cli import facts_cmd
from ldn_compound.core.errors import DataError
from ldn_compound.core.sources import Certainty, Risk
from ldn_compound.labelling.label_facts import all_facts_in, all_subjects
from ldn_compound.labelling.tables import Table
from ldn_compound.reference import loader
from ldn_compound.reference.facts import Fact, by_risk, facts_in, subjects
from tests import program
from tests.repo.places import PACKAGE
from tools.facts_docs import PAGE, page

DATA = PACKAGE / "reference" / "data"
FILES = sorted(DATA.glob("*.toml"))
FACTS = [fact for subject in all_subjects() for fact in all_facts_in(subject)]
IDS = [f"{fact.subject}.{fact.name}" for fact in FACTS]
NOTES = ("sources", "looked_at", "tried", "uses")
FIRST_LOOK = date(2026, 11, 28)
# A place: what stands after a colon, a section, table, monograph, volume and page, or the page of a site.
PLACE = re.compile(
    r":|[Ss]ection|Table|abstract|monograph|annex|\d{4};\d|\d\(\d+\)|[a-z]\.[a-z]{2,}/\S|archive \d|pp?\. \d"
)


def stated(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def sourced(value: Any) -> int:
    """Count the rows with a source and a certainty, apart from the package."""
    if isinstance(value, list):
        return sum(map(sourced, value))
    if not isinstance(value, dict):
        return 0
    return ("source" in value and "certainty" in value) + sum(sourced(item) for item in value.values())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_row_is_left_out(path: Path) -> None:
    tables = stated(path)
    sources = tables["sources"]
    found = facts_in(path.stem)
    assert len(found) == sum(sourced(value) for key, value in tables.items() if key not in NOTES)
    assert {fact.source for fact in found} <= set(sources.values())
    assert all(fact.value for fact in found)


def test_a_value_is_told_as_the_file_has_it() -> None:
    rows = {f"{name}.{fact.name}": fact for name in subjects() for fact in facts_in(name)}
    tables = stated(DATA / "vehicles.toml")
    fact = rows["vehicles.limit.solubility_in_water"]
    assert (fact.value, fact.certainty.value) == (tables["limit"]["solubility_in_water"]["value"], "read")
    assert fact.source == tables["sources"]["revia"]
    assert fact.looked_at == tables["looked_at"]["revia"]
    assert not fact.doubtful
    assert rows["vehicles.limit.sublingual"].doubtful


@pytest.mark.parametrize("fact", FACTS, ids=IDS)
def test_a_row_has_a_source_a_certainty_and_a_date_or_never(fact: Fact) -> None:
    assert fact.certainty in tuple(Certainty)
    assert len(fact.source) > 3
    assert fact.use
    assert fact.risk in tuple(Risk)
    if fact.looked_at is None:
        assert fact.seen == "never looked at again"
    else:
        assert type(fact.looked_at) is date
        assert fact.looked_at >= FIRST_LOOK


@pytest.mark.parametrize("fact", [fact for fact in FACTS if fact.certainty is Certainty.READ], ids=str)
def test_a_row_that_was_read_names_document_and_place(fact: Fact) -> None:
    assert PLACE.search(fact.source), fact.source


@pytest.mark.parametrize("fact", [fact for fact in FACTS if fact.doubtful], ids=str)
def test_a_doubtful_row_says_what_was_tried(fact: Fact) -> None:
    """A choice of this program's own is not to be found anywhere."""
    assert fact.tried or "house" in fact.source or "of this program" in fact.source


def test_the_words_for_how_sure_a_row_is_are_those_of_help_and_page() -> None:
    words = {item.value for item in Certainty}
    assert words == {"read", "secondary", "derived", "reference"}
    for text in (facts_cmd.command.help or "", page()):
        assert all(word in text for word in words)
    labels = [path for part in ("stock", "") for path in sorted((PACKAGE.parent / "labels" / part).glob("*.toml"))]
    for path in (*FILES, *labels):
        written = set(re.findall(r'\bcertainty = "([^"]*)"', path.read_text(encoding="utf-8")))
        assert written <= words, path.name


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_use_is_of_a_row_and_each_note_of_a_source(path: Path) -> None:
    tables = stated(path)
    names = [fact.name for fact in facts_in(path.stem)]
    first = Counter(next(key for key in tables["uses"] if fnmatchcase(name, key)) for name in names)
    assert set(first) == set(tables["uses"]), "a use that fits no row, or only rows that an earlier one fits"
    for note in ("looked_at", "tried"):
        assert set(tables.get(note, {})) <= set(tables["sources"])


@pytest.mark.parametrize(
    ("notes", "place"),
    [
        ({"looked_at": {"a": "2026-11-28"}}, "made.looked_at.a"),
        ({"looked_at": {"a": True}}, "made.looked_at.a"),
        ({"looked_at": {"b": date(2026, 11, 28)}}, "made.looked_at.b"),
        ({"looked_at": 3}, "made.looked_at"),
        ({"tried": {"a": 3}}, "made.tried.a"),
        ({"tried": {"b": "x"}}, "made.tried.b"),
        ({"uses": {"*": "dose"}}, "made.uses.*"),
        ({"uses": {"*": {"risk": "deadly", "use": "x"}}}, "made.uses.*"),
        ({"uses": {"*": {"risk": "dose"}}}, "made.uses.*"),
    ],
)
def test_a_note_that_is_wrong_is_refused_with_its_place(notes: dict[str, Any], place: str) -> None:
    file = loader.File("made", {"a": "somewhere"}, {"row": {}, **notes})
    assert tuple(file.tables) == ("row",)
    with pytest.raises(DataError) as caught:
        _ = file.looked_at, file.tried, file.uses
    assert caught.value.field == place


@pytest.mark.parametrize(
    ("key", "value"), [("looked_at", "2026-11-28"), ("looked_at", 3), ("certainty", "sure"), ("looked", "2026-11-28")]
)
def test_a_source_of_a_label_is_dated_in_the_same_words(key: str, value: object) -> None:
    good = {"source": "measured", "certainty": "read", "looked_at": date(2026, 11, 28)}
    Table(good, "stock/made").only("source")
    with pytest.raises(DataError) as caught:
        Table({**good, key: value}, "stock/made").only("source")
    assert caught.value.field == f"stock/made.{key}"


def test_a_date_stands_only_beside_a_source() -> None:
    with pytest.raises(DataError):
        Table({"looked_at": date(2026, 11, 28)}, "stock/made").only("name")


def test_the_page_is_the_data() -> None:
    """`make docs` writes it."""
    assert PAGE.read_text(encoding="utf-8") == page()


def test_the_doubtful_ones_are_those_that_were_not_read(tmp_path: Path) -> None:
    done = program.call(("facts", "--doubtful", "--json"), folder=tmp_path)
    rows = json.loads(done.stdout)["result"]["facts"]
    assert {row["certainty"] for row in rows} == {"secondary", "reference"}
    every = json.loads(program.call(("facts", "--json"), folder=tmp_path).stdout)["result"]["facts"]
    assert len(every) == len(FACTS)
    assert len(rows) == sum(row["doubtful"] for row in every)


def test_what_could_hurt_most_stands_first(tmp_path: Path) -> None:
    rows = json.loads(program.call(("facts", "--doubtful", "--json"), folder=tmp_path).stdout)["result"]["facts"]
    order = ["stop", "dose", "date", "patient", "check", "label", "other"]
    places = [order.index(row["risk"]) for row in rows]
    assert places == sorted(places)
    assert set(places) == set(range(len(order)))
    assert [item.value for item in Risk] == order
    text = program.call(("facts", "--doubtful"), folder=tmp_path).stdout.decode()
    heads = [line for line in text.splitlines() if line and not line.startswith(" ")]
    assert heads[:2] == [facts_cmd.HEADS["stop"], facts_cmd.HEADS["dose"]]
    assert set(facts_cmd.HEADS) == set(order)


def test_facts_of_one_risk_keep_the_order_of_the_data() -> None:
    found = by_risk(FACTS)
    for risk in Risk:
        assert [item for item in found if item.risk is risk] == [item for item in FACTS if item.risk is risk]


def test_a_row_tells_its_date_or_that_there_is_none(tmp_path: Path) -> None:
    rows = json.loads(program.call(("facts", "--json"), folder=tmp_path).stdout)["result"]["facts"]
    told = {f"{row['subject']}.{row['name']}": row["looked_at"] for row in rows}
    assert told["limits.content.of_label"] == "2026-11-28"
    assert told["limits.dose_limit.low"] is None
    text = program.call(("facts", "--subject", "limits"), folder=tmp_path).stdout.decode()
    assert "content.of_label: 90 % to 110 % (read; looked at 2026-11-28)" in " ".join(text.split())
    assert "never looked at again" in text


@pytest.mark.parametrize(
    ("subject", "name", "certainty"),
    [
        # The day of making as day 1: the text in force was not read, only an earlier revision that a newsletter quotes.
        ("defaults", "policies.day_count", "secondary"),
        ("jurisdictions", "us.setting[1]", "secondary"),
        # Cote 2018 names no grade of Avicel.
        ("fillers", "mcc-ph101", "reference"),
        ("fillers", "mcc-ph102", "reference"),
        ("fillers", "mcc-ph112", "reference"),
        ("fillers", "mcc-ph301", "reference"),
        # The tapped density of PH-102 is from memory, and probably that of PH-101.
        ("fillers", "mcc-ph102.tapped_density", "reference"),
        # Schedule 26 of the Human Medicines Regulations does not ask for the strength.
        ("jurisdictions", "uk.label_element[6]", "derived"),
        # National Capsules has sizes 0, 2, 3 and 4, and not 1.
        ("capsules", "size.1.shell_mass.gelatin", "derived"),
        ("capsules", "size.3.shell_mass.gelatin", "read"),
    ],
)
def test_how_sure_a_row_is_that_was_doubted(subject: str, name: str, certainty: str) -> None:
    (fact,) = (item for item in facts_in(subject) if item.name == name)
    assert fact.certainty.value == certainty


def test_it_is_printed_in_80_columns(tmp_path: Path) -> None:
    for options in (("facts",), ("facts", "--doubtful")):
        text = program.call(options, folder=tmp_path).stdout.decode()
        assert max(map(len, text.splitlines())) <= 80
    code = program.call(("facts", "--subject", "vehicels"), folder=tmp_path).returncode
    assert code == 10
