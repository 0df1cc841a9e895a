"""Which stock carries which label: laid out for real, told in the list and in refusals, and true when it is printed."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import ldn_compound as ldn
from ldn_compound.core.errors import InputError, LabelError, LdnError
from ldn_compound.labelling.catalogue import get_stock, stock_names
from ldn_compound.labelling.fitting import LabelFit, fit_of
from ldn_compound.labelling.samples import places, sample_day, sample_kinds, sample_label
from ldn_compound.labelling.wording import languages
from tests import program

# What European pharmacies have: sheets of 21 and of 14, and the rolls of the two common label printers.
EUROPEAN = ("avery-l7160", "avery-l7163", "dymo-99014", "brother-dk-22205")
AMERICAN = ("avery-5163", "zebra-4x2", "zebra-4x6", "dymo-30256")
# By the makers' measures an inch of height, or the width of a flag, is left: no room for what any country asks.
TOO_SMALL = ("avery-5160", "brother-dk-11209", "syringe-flag-4x1")


@cache
def rows(design: str) -> tuple[LabelFit, ...]:
    return ldn.fit_labels(designs=[design])


@pytest.mark.parametrize("stock", EUROPEAN)
def test_every_european_stock_carries_every_label_of_every_language(stock: str) -> None:
    own = [row for row in rows("prescription") if row.stock == stock]
    assert {row.language for row in own} == set(languages())
    assert {row.kind for row in own} == {"capsules", "tablets", "solution"}
    assert [row for row in own if not row.fits] == []


@pytest.mark.parametrize("stock", AMERICAN)
def test_every_american_stock_carries_every_label_of_the_us(stock: str) -> None:
    own = [row for row in rows("prescription") if row.stock == stock and row.jurisdiction == "us"]
    assert {row.language for row in own} >= {"en", "es"}
    assert all(row.fits and row.labels == 1 for row in own)


@pytest.mark.parametrize("stock", ["wrap-30ml", "wrap-60ml"])
def test_a_wrap_carries_the_label_of_the_bottle_that_it_is_for(stock: str) -> None:
    own = [row for row in rows("prescription") if row.stock == stock and row.kind == "solution"]
    assert all(row.fits for row in own)


def test_a_stock_that_is_too_small_says_which_measure_is() -> None:
    own = {row.stock: row for row in rows("prescription") if row.kind == "capsules" and row.jurisdiction == "us"}
    for stock in TOO_SMALL:
        assert not own[stock].fits
        assert (own[stock].labels, own[stock].points) == (0, 0.0)
    assert [one.what for one in own["syringe-flag-4x1"].obstacles] == ["width"]
    assert [one.what for one in own["avery-5160"].obstacles] == ["size"]
    # 29 mm less 3 mm above and below.
    assert "x 23 mm inside its margins" in own["brother-dk-11209"].obstacles[0].message
    high = ldn.fit_labels(designs=["titration"], stocks=["avery-5161"], languages=["en"])
    assert {one.what for row in high for one in row.obstacles} == {"height"}


def test_what_is_said_to_fit_prints_and_what_is_not_does_not() -> None:
    for row in [row for row in rows("prescription") if row.stock in ("avery-l7160", "zebra-2.25x1.25", "avery-5160")]:
        place = next(p for p in places() if (p.language, p.jurisdiction) == (row.language, row.jurisdiction))
        label = sample_label(row.kind, place)
        if row.fits:
            pdf = ldn.print_labels([label], stock=row.stock, today=sample_day())
            assert pdf.startswith(b"%PDF-")
            continue
        with pytest.raises(LabelError):
            ldn.print_labels([label], stock=row.stock, today=sample_day())


def test_a_longer_text_has_less_room() -> None:
    place, stock = places()[0], get_stock("zebra-4x2")
    usual = fit_of("prescription", stock, place, "capsules")
    assert usual.fits
    long = place._replace(prescriber="Dr. " + "Wolfeschlegelsteinhausen " * 6)
    found = fit_of("prescription", stock, long, "capsules")
    assert not found.fits or found.labels > 1 or found.points < usual.points


def test_the_designs_are_tried_with_the_plans_they_are_for() -> None:
    kinds = {design: {row.kind for row in rows(design)} for design in ("titration", "syringe", "batch")}
    assert kinds["titration"] == {"titration", "liquid-titration"}
    assert kinds["syringe"] == {"solution"}
    assert kinds["batch"] == {"capsules", "tablets", "solution"}
    assert set().union(*kinds.values()) == set(sample_kinds())


def test_a_profile_is_tried_with_its_own_country_and_name() -> None:
    profile = ldn.read_profile(
        '[pharmacy]\nname = "Elm"\naddress = "1 Elm"\n[policies]\njurisdiction = "uk"\n', name="own"
    )
    (own,) = ldn.fit_labels(designs=["prescription"], stocks=["avery-l7163"], kinds=["tablets"], profile=profile)
    assert (own.language, own.jurisdiction) == ("en", "uk")
    (usual,) = (
        row
        for row in rows("prescription")
        if (row.stock, row.kind, row.jurisdiction) == ("avery-l7163", "tablets", "uk")
    )
    # Its name and address are shorter than those of the samples.
    assert own.points >= usual.points


def test_what_is_mistyped_is_refused() -> None:
    for given, code in (
        ({"designs": ["prescripton"]}, "unknown-design"),
        ({"stocks": ["avery-1"]}, "unknown-stock"),
        ({"languages": ["xx"]}, "unknown-language"),
        ({"kinds": ["capsule"]}, "unknown-choice"),
        ({"stocks": "avery-5163"}, "not-a-list"),
        ({"profile": "us"}, "not-a-profile"),
        ({"profile": {"labels.language": "xx"}}, "unknown-language"),
        ({"profile": {"policies.jurisdiction": "xx"}}, "unknown-jurisdiction"),
    ):
        with pytest.raises(InputError) as caught:
            ldn.fit_labels(**given)  # mistakes on purpose
        assert caught.value.code == code


# The command line


def result_of(folder: Path, *words: str) -> Any:
    return json.loads(printed(folder, *words, "--json"))["result"]


def printed(folder: Path, *words: str) -> str:
    done = program.call(("labels", *words), folder=folder)
    assert done.returncode == 0, done.stderr
    return done.stdout.decode()


def test_the_list_names_the_stock_that_carries_none(tmp_path: Path) -> None:
    listed = result_of(tmp_path, "list")
    assert (listed["language"], listed["jurisdiction"]) == ("en", "us")
    told = {item["key"]: item["patient_label"] for item in listed["stocks"]}
    assert set(told) == set(stock_names())
    assert tuple(key for key, item in told.items() if not item["kinds"]) == TOO_SMALL
    assert {told[key]["labels"] for key in TOO_SMALL} == {0}
    assert told["zebra-4x2"] == {"labels": 1, "kinds": ["capsules", "tablets", "solution"]}
    assert " ".join(printed(tmp_path, "list").split()).count("; carries no patient label") == 3
    own = 'language = "de"\n'
    (tmp_path / "de.toml").write_text(f'[labels]\n{own}[policies]\njurisdiction = "de"\n', encoding="utf-8")
    german = result_of(tmp_path, "list", "--profile", "de.toml")
    assert (german["language"], german["jurisdiction"]) == ("de", "de")
    assert {item["key"]: item["patient_label"] for item in german["stocks"]} != told


def test_the_table_and_its_filters(tmp_path: Path) -> None:
    words = ("fit", "--design", "prescription", "--stock", "avery-l7160", "--stock", "avery-5160", "--language", "de")
    found = result_of(tmp_path, *words, "--kind", "solution")["fits"]
    assert [(row["stock"], row["fits"]) for row in found] == [("avery-l7160", True), ("avery-5160", False)]
    assert found[0]["labels"] >= 2
    assert found[1]["obstacles"][0]["what"] == "size"
    text = printed(tmp_path, *words)
    lines = [line.split() for line in text.splitlines()]
    assert ["avery-5160", "no"] in lines
    assert any(line[:1] == ["avery-l7160"] and line[1].endswith("x") for line in lines)
    assert "53 x 27 or 76 x 21 are needed" in " ".join(text.split())


def test_a_refusal_names_the_stocks_that_carry_it(us_plan: Any, label_of: Any) -> None:
    label = label_of(us_plan)
    with pytest.raises(LdnError) as caught:
        ldn.print_labels([label], stock="avery-5160", today="2026-11-22")
    hint = str(caught.value.hint)
    assert hint.startswith("avery-5160 has 62.67 x 21.4 mm; use a larger stock; this label fits ")
    named = hint.partition("this label fits ")[2].split("; ")[0].split(", ")
    fitting = set()
    for stock in stock_names():
        try:
            ldn.print_labels([label], stock=stock, today="2026-11-22")
        except LabelError:
            continue
        fitting.add(stock)
    assert set(named) == fitting
    # What takes one label comes before what takes several.
    assert set(named[:6]) >= {"avery-l7163", "avery-5163", "zebra-4x2"}
    assert named[-1] in ("avery-5161", "zebra-2.25x1.25", "dymo-30252", "avery-l7160", "wrap-30ml", "wrap-60ml")
