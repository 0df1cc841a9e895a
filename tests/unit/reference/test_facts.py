"""Every row of the reference data is told as a fact, with its source and how sure it is."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from ldn_compound.reference.facts import facts_in, subjects
from tests import program
from tests.repo.places import PACKAGE
from tools.facts_docs import PAGE, page

DATA = PACKAGE / "reference" / "data"


def sourced(value: Any) -> int:
    """Count the rows with a source and a certainty, apart from the package."""
    if isinstance(value, list):
        return sum(map(sourced, value))
    if not isinstance(value, dict):
        return 0
    return ("source" in value and "certainty" in value) + sum(sourced(item) for item in value.values())


@pytest.mark.parametrize("path", sorted(DATA.glob("*.toml")), ids=lambda path: path.stem)
def test_no_row_is_left_out(path: Path) -> None:
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    sources = tables.pop("sources")
    found = facts_in(path.stem)
    assert len(found) == sourced(tables)
    assert {fact.source for fact in found} <= set(sources.values())
    assert all(fact.value for fact in found)


def test_a_value_is_told_as_the_file_has_it() -> None:
    rows = {f"{name}.{fact.name}": fact for name in subjects() for fact in facts_in(name)}
    stated = tomllib.loads((DATA / "vehicles.toml").read_text(encoding="utf-8"))
    fact = rows["vehicles.limit.solubility_in_water"]
    assert (fact.value, fact.certainty.value) == (stated["limit"]["solubility_in_water"]["value"], "read")
    assert fact.source == stated["sources"]["revia"]
    assert not fact.doubtful
    assert rows["vehicles.limit.sublingual"].doubtful


def test_the_page_is_the_data() -> None:
    """`make docs` writes it."""
    assert PAGE.read_text(encoding="utf-8") == page()


def test_the_doubtful_ones_are_those_that_were_not_read(tmp_path: Path) -> None:
    done = program.call(("facts", "--doubtful", "--json"), folder=tmp_path)
    rows = json.loads(done.stdout)["result"]["facts"]
    assert {row["certainty"] for row in rows} == {"secondary", "reference"}
    every = json.loads(program.call(("facts", "--json"), folder=tmp_path).stdout)["result"]["facts"]
    assert len(every) == sum(sourced(tomllib.loads(path.read_text(encoding="utf-8"))) for path in DATA.glob("*.toml"))
    assert len(rows) == sum(row["doubtful"] for row in every)


def test_it_is_printed_in_80_columns(tmp_path: Path) -> None:
    text = program.call(("facts",), folder=tmp_path).stdout.decode()
    assert max(map(len, text.splitlines())) <= 80
    code = program.call(("facts", "--subject", "vehicels"), folder=tmp_path).returncode
    assert code == 10
