"""A label that stands on several: each says which it is and whose, together they say all, and nothing is said twice."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import zxingcpp

import ldn_compound as ldn
from ldn_compound.core.errors import DataError
from ldn_compound.labelling.catalogue import design_names, get_design, get_stock, stock_names, variants_for
from ldn_compound.labelling.checking import _read_back
from ldn_compound.labelling.choosing import examined_on
from ldn_compound.labelling.country_rules import demanded
from ldn_compound.labelling.label_texts import wording_of
from ldn_compound.labelling.placed import MM, PlacedLabel
from ldn_compound.labelling.samples import Place, places, sample_day, sample_label
from tests.labels.test_typography import boxes

SEVERAL = [name for name in design_names() if get_design(name).labels > 1]
ON = [
    (stock, place, kind)
    for stock in stock_names()
    if any(variant.labels > 1 for variant in variants_for("prescription", get_stock(stock)))
    for place in places()
    for kind in ("capsules", "tablets", "solution")
]


def ids(value: object) -> str:
    return f"{value.language}-{value.jurisdiction}" if isinstance(value, Place) else str(value)


@cache
def placed_on(stock: str, place: Place, kind: str) -> tuple[Any, Any, PlacedLabel] | None:
    label = sample_label(kind, place)
    one = examined_on(label, "prescription", get_stock(stock), sample_day())
    return None if one.problems or not one.placed.further else (label, one.design, one.placed)


def said(label: PlacedLabel, field: str) -> str:
    return " ".join(line.text for line in label.lines if line.field == field)


@pytest.mark.parametrize("name", SEVERAL)
def test_a_design_on_several_labels_ties_them_together(name: str) -> None:
    design = get_design(name)
    assert design.variant_of == "prescription"
    whole = get_design("prescription")
    # Nothing of the one label is left out on several.
    assert set(whole.printed) <= set(design.printed)
    assert set(whole.mandatory) <= set(design.mandatory)
    assert set(whole.code_kinds) == set(design.code_kinds)
    for number, flow in enumerate(design.flows):
        fields = {style.field for style in flow.styles}
        assert "part" in fields
        assert ("patient" if number == 0 else "identity") in fields
    first = {style.field for style in design.flows[0].styles}
    assert {"patient", "drug", "directions", "purpose", "discard_after"} <= first


@pytest.mark.parametrize(("stock", "place", "kind"), ON, ids=ids)
def test_the_labels_together_say_all_each_says_whose_it_is(stock: str, place: Place, kind: str) -> None:
    found = placed_on(stock, place, kind)
    if found is None:
        return
    label, design, placed = found
    assert len(placed.every) == design.labels
    everything = {line.field for part in placed.every for line in part.lines}
    assert set(demanded(design, place.jurisdiction, label.facts.holds)) <= everything
    for number, part in enumerate(placed.every, start=1):
        # "Label 1 of 2": both figures, in whatever language.
        assert [word for word in said(part, "part").split() if word.isdigit()] == [str(number), str(design.labels)]
        whose = said(part, "patient") if number == 1 else said(part, "identity")
        assert whose.startswith(place.patient)
    assert sum(len(part.bars) for part in placed.every) == 1
    # Every sentence once, on one of them.
    warnings = [part for part in placed.every if said(part, "warnings")]
    assert len(warnings) == 1
    assert len(label.warnings) >= 3


@pytest.mark.parametrize(("stock", "place", "kind"), ON, ids=ids)
def test_nothing_touches_anything_and_all_is_inside(stock: str, place: Place, kind: str) -> None:
    found = placed_on(stock, place, kind)
    if found is None:
        return
    _, design, placed = found
    cut = get_stock(stock).cut_for(design.height_mm)
    left, top = cut.safe_left_mm * MM, cut.safe_top_mm * MM
    right, bottom = left + cut.safe_width_mm * MM, top + cut.safe_height_mm * MM
    for part in placed.every:
        drawn = boxes(part)
        for index, (first, one) in enumerate(drawn):
            assert left - 1e-6 <= one[0] and one[2] <= right + 0.05, first
            assert top - 1e-6 <= one[1] and one[3] <= bottom + 1e-6, first
            for second, other in drawn[index + 1 :]:
                apart = one[2] <= other[0] + 1e-6 or other[2] <= one[0] + 1e-6
                assert apart or one[3] <= other[1] + 1e-6 or other[3] <= one[1] + 1e-6, (first, second)
        sizes = {line.size for line in part.lines}
        assert len(sizes) <= 3
        assert min(sizes) >= 6


@pytest.mark.parametrize(("stock", "place", "kind"), ON, ids=ids)
def test_the_first_has_what_the_patient_acts_on_largest(stock: str, place: Place, kind: str) -> None:
    found = placed_on(stock, place, kind)
    if found is None:
        return
    _, _, placed = found
    largest = max(line.size for line in placed.lines)
    assert largest >= 8
    for field in ("patient", "drug", "directions"):
        assert {line.size for line in placed.lines if line.field == field} == {largest}
    others = [line.size for line in placed.lines if line.field not in ("patient", "drug", "directions", "purpose")]
    assert max(others) < largest


def test_it_is_said_that_it_takes_several_and_that_type_is_small(us_plan: Any, label_of: Any) -> None:
    label = label_of(us_plan)
    several = ldn.check_label(label, stock="avery-5161", today=sample_day())
    assert [item.severity.value for item in several if item.code == "label-on-several"] == ["caution"]
    (told,) = (item for item in several if item.code == "label-on-several")
    assert "3 labels of avery-5161" in told.message
    small = ldn.check_label(label, stock="zebra-2.25x1.25", today=sample_day())
    assert {"label-on-several", "label-type-small"} <= {item.code for item in small}
    assert "label-on-several" not in {
        item.code for item in ldn.check_label(label, stock="zebra-4x2", today=sample_day())
    }


def test_each_stands_in_a_place_of_its_own_on_the_sheet(us_plan: Any, label_of: Any, lines_of: Any) -> None:
    label = label_of(us_plan)
    pdf = ldn.print_labels([label], stock="avery-l7160", copies=2, start_at=20, today=sample_day())
    pages = lines_of(pdf)
    # Three a copy: places 20 and 21 of the first sheet, then 1 to 4 of the second.
    told = [re.findall("Label [0-9] of [0-9]", " ".join(page)) for page in pages]
    assert [sorted(page) for page in told] == [
        ["Label 1 of 3", "Label 2 of 3"],
        ["Label 1 of 3", "Label 2 of 3", "Label 3 of 3", "Label 3 of 3"],
    ]


def test_a_larger_stock_still_takes_one(us_plan: Any, label_of: Any) -> None:
    label = label_of(us_plan)
    for stock in ("zebra-4x2", "avery-5163", "dymo-30256", "brother-dk-22205", "zebra-4x6"):
        one = examined_on(label, "prescription", get_stock(stock), sample_day())
        assert one.placed.further == ()
        assert one.problems == ()


def test_a_strength_that_is_not_the_plans_is_found_on_every_label(us_plan: Any, label_of: Any) -> None:
    label = label_of(us_plan)
    one = examined_on(label, "prescription", get_stock("avery-l7160"), sample_day())
    words = wording_of(label)
    assert _read_back(label, one.placed, words) == ()
    last = one.placed.further[-1]
    lines = tuple(line._replace(text=line.text.replace("4.5", "45")) for line in last.lines)
    forged = one.placed._replace(further=(*one.placed.further[:-1], last._replace(lines=lines)))
    assert [item.field for item in _read_back(label, forged, words)] == ["identity"]


def test_a_file_that_does_not_number_its_labels_is_refused(tmp_path: Path) -> None:
    source = Path(__file__).resolve().parents[2] / "labels" / "designs" / "prescription-59x34.toml"
    text = source.read_text(encoding="utf-8")
    (tmp_path / "designs").mkdir()
    own = tmp_path / "designs" / "own.toml"
    for was, now, field in (
        ("label = 2", "label = 3", "designs/own.group"),
        ("label = 2", "label = 4", "designs/own.group.4.label"),
        ('"prescription_number", "part"', '"prescription_number"', "designs/own.text.part"),
        ('rows = ["identity"]', 'rows = ["identity", "part"]', "designs/own.text.part"),
    ):
        assert was in text
        own.write_text(text.replace(was, now), encoding="utf-8")
        with pytest.raises(DataError) as caught:
            get_design("own", tmp_path)
        assert caught.value.field == field


def test_one_of_the_labels_has_the_code(us_plan: Any, label_of: Any, pictures_of: Any) -> None:
    pictures = pictures_of(ldn.print_labels([label_of(us_plan)], stock="dymo-30252", today=sample_day()), 300)
    assert len(pictures) == 3
    assert [code.text for picture in pictures for code in zxingcpp.read_barcodes(picture)] == ["7012345"]
