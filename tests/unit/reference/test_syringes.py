"""The oral syringes, and rows that are refused."""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from ldn_compound.core.errors import DataError, InputError
from ldn_compound.core.sources import Certainty
from ldn_compound.reference import loader, syringes
from ldn_compound.reference.tables import validate


# Expected: the lines of oral syringes on Children's Wisconsin's teaching sheet; 0.5 and 10 mL as they are sold.
def test_sizes_and_lines() -> None:
    found = [(str(item.key), item.size.text(), item.graduation.text()) for item in syringes.syringes()]
    assert found == [
        ("0.5", "0.5 mL", "0.01 mL"),
        ("1", "1 mL", "0.02 mL"),
        ("3", "3 mL", "0.1 mL"),
        ("5", "5 mL", "0.2 mL"),
        ("10", "10 mL", "1 mL"),  # the marks that lines of 0.2 and of 0.5 mL have in common
    ]


def test_a_syringe_that_differs_by_maker_is_read_where_all_makers_have_a_mark() -> None:
    (row,) = (item for item in syringes.syringes() if item.by_maker)
    assert (row.key, [line.text() for line in row.by_maker]) == ("10", ["0.2 mL", "0.5 mL"])
    for line in row.by_maker:
        assert (row.graduation.value / line.value).denominator == 1
    assert syringes.least_share().value.value == Fraction(1, 5)


def test_what_is_not_traced_says_so() -> None:
    certain = {item.key: item.source.certainty for item in syringes.syringes()}
    assert certain["0.5"] is certain["10"] is Certainty.SECONDARY
    assert certain["1"] is certain["3"] is certain["5"] is Certainty.READ


def test_a_name_is_the_size() -> None:
    for item in syringes.syringes():
        assert Fraction(item.key) == item.size.value
        assert (item.size.value / item.graduation.value).denominator == 1


def test_limits_and_the_usual_liquid() -> None:
    fine, most = syringes.rounding_limits()
    assert (fine.value.value, most.value.value) == (Fraction(5, 100), Fraction(10, 100))
    assert syringes.usual_concentration().value.text() == "1 mg/mL"


def test_a_size_that_there_is_not_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        syringes.get_syringe("2")
    assert caught.value.code == "unknown-syringe"


def forget() -> None:
    loader._files.clear()


@pytest.fixture
def tables() -> Iterator[dict[str, Any]]:
    forget()
    text = (loader.DATA / "syringes.toml").read_text(encoding="utf-8")
    yield copy.deepcopy(tomllib.loads(text, parse_float=Decimal))
    forget()


def refused(tables: dict[str, Any]) -> DataError:
    sources = tables.pop("sources")
    loader._files[(loader.DATA, "syringes")] = loader.File("syringes", sources, tables)
    with pytest.raises(DataError) as caught:
        validate("syringes")
    return caught.value


def test_every_citation_is_used_and_every_row_is_valid(tables: dict[str, Any]) -> None:
    validate("syringes")
    written, used = loader.citations("syringes")
    assert written == used


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda t: t["syringe"]["1"].pop("source"), "no-source"),
        (lambda t: t["syringe"]["1"].pop("graduation"), "missing-data"),
        (lambda t: t["syringe"]["1"].update(graduation="0.02 mg"), "bad-data"),
        (lambda t: t["syringe"]["1"].update(lines="0.02 mL"), "unknown-data-key"),
        (lambda t: t["rounding"]["fine"].pop("certainty"), "no-source"),
        (lambda t: t["default"].update(volume="1 mL"), "unknown-data-key"),
    ],
)
def test_a_row_that_is_wrong_is_refused(change: Any, code: str, tables: dict[str, Any]) -> None:
    change(tables)
    assert refused(tables).code == code
