"""How a label looks, on its placed lines: sizes, leading, gaps, order of emphasis, least sizes, nothing touching."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations, pairwise
from typing import Any

import pytest

import ldn_compound as ldn
from ldn_compound.labelling.catalogue import design_for, design_names, get_design, get_stock, stock_names
from ldn_compound.labelling.checking import examined
from ldn_compound.labelling.faces import get_face
from ldn_compound.labelling.placed import MM, PlacedLabel, PlacedLine
from tests.labels.conftest import PHARMACY, TODAY

Make = Callable[..., Any]
MAIN = ("patient", "drug", "directions", "purpose")
FAMILIES = [name for name in design_names() if get_design(name).variant_of is None]
ON = [(design, stock) for design in FAMILIES for stock in stock_names()]


def course(form: str) -> Any:
    wanted: dict[str, Any] = {"form": form, "start": "0.5 mg", "step": "0.5 mg", "every": "14 d", "to": "4.5 mg"}
    kind = {"concentration": "1 mg/mL"} if form == "solution" else {"strengths": ["0.5 mg", "1.5 mg"], "begin": TODAY}
    return ldn.plan_titration(**wanted, **kind)


@pytest.fixture(scope="module")
def made(us_plan: Any, liquid: Any, label_of: Make) -> dict[str, list[Any]]:
    """The labels that each design is looked at with."""
    shared = {"directions": None, "timing": "bedtime"}
    capsules = label_of(us_plan, **shared, purpose="nerve pain", reason="identity test pending")
    bottle = label_of(liquid, **shared, reason="identity test pending")
    steps = [label_of(course(form), **shared, refills=None) for form in ("solution", "capsule")]
    return {design: steps if design == "titration" else [capsules, bottle] for design in FAMILIES}


def place_on(label: Any, design: str, stock: str) -> PlacedLabel | None:
    found = get_stock(stock)
    variant = design_for(design, found)
    one = examined(label, variant, found.cut_for(variant.height_mm), TODAY)
    return None if one.problems else one.placed


def placed(made: dict[str, list[Any]], design: str, stock: str) -> Iterator[PlacedLabel]:
    """Every label of a design that the stock can carry."""
    yield from (one for label in made[design] if (one := place_on(label, design, stock)) is not None)


def ink(line: PlacedLine) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a line's ink, from the face's own outlines."""
    face, scale, at = get_face(line.face), line.size / 1000, line.x
    left, right, top, bottom = line.x, line.x, line.baseline, line.baseline
    for character in line.text:
        glyph = face.glyph(character)
        left, right = min(left, at + glyph.left * scale), max(right, at + glyph.right * scale)
        top, bottom = min(top, line.baseline - glyph.top * scale), max(bottom, line.baseline - glyph.bottom * scale)
        at += glyph.advance * scale + line.tracking
    return left, top, right, bottom


def boxes(label: PlacedLabel) -> list[tuple[str, tuple[float, float, float, float]]]:
    """What prints: lines by their ink, codes with their quiet zones, rules."""
    found = [(f"{line.field} {line.text}", ink(line)) for line in label.lines]
    for bar in label.bars:
        quiet = 10 * bar.module
        found.append(
            ("bar", (bar.x - quiet, bar.top, bar.x + sum(bar.runs) * bar.module + quiet, bar.top + bar.height))
        )
    for dots in label.matrices:
        quiet, side = 2 * dots.module, dots.size * dots.module
        found.append(("matrix", (dots.x - quiet, dots.top - quiet, dots.x + side + quiet, dots.top + side + quiet)))
    found += [("rule", (rule.x, rule.top, rule.x + rule.width, rule.top + rule.height)) for rule in label.rules]
    return found


@pytest.mark.parametrize(("design", "stock"), ON)
def test_nothing_touches_anything(made: dict[str, list[Any]], design: str, stock: str) -> None:
    for label in placed(made, design, stock):
        for (first, one), (second, other) in combinations(boxes(label), 2):
            if first == second == "rule":
                continue
            apart = one[2] <= other[0] + 1e-6 or other[2] <= one[0] + 1e-6
            assert apart or one[3] <= other[1] + 1e-6 or other[3] <= one[1] + 1e-6, (first, second)


@pytest.mark.parametrize(("design", "stock"), ON)
def test_a_label_has_at_most_three_sizes_and_a_leading_of_115(
    made: dict[str, list[Any]], design: str, stock: str
) -> None:
    for label in placed(made, design, stock):
        assert len({line.size for line in label.lines}) <= 3
        # One size a field, but for the warning that stands first.
        for field in {line.field for line in label.lines}:
            sizes = {line.size for line in label.lines if line.field == field}
            assert len(sizes) == 1 or field == "warnings", field
        for field in {line.field for line in label.lines}:
            by_column: dict[float, list[PlacedLine]] = {}
            for line in label.lines:
                if line.field == field:
                    by_column.setdefault(round(line.x, 3), []).append(line)
            for column in by_column.values():
                for above, below in pairwise(column):
                    step = below.baseline - above.baseline
                    assert step <= 1e-6 or step >= 1.15 * min(above.size, below.size) - 1e-6, (above, below)


@pytest.mark.parametrize("stock", stock_names())
def test_what_the_patient_acts_on_stands_first_and_largest(made: dict[str, list[Any]], stock: str) -> None:
    for design in ("prescription", "large-print", "dyslexia"):
        for label in placed(made, design, stock):
            of = {field: [line for line in label.lines if line.field == field] for field in MAIN}
            rest = [line for line in label.lines if line.field not in MAIN]
            largest = max(line.size for line in label.lines)
            for field in MAIN[:3]:
                assert {line.size for line in of[field]} == {largest}, field
            order = [min(line.baseline for line in of[field]) for field in ("patient", "drug", "directions")]
            assert order == sorted(order)
            if rest:
                last = max(line.baseline for field in ("drug", "directions") for line in of[field])
                assert last < min(line.baseline for line in rest)
            assert {line.face for line in (*of["patient"], *of["drug"])} == {"bold"}
            # All begin at one edge, whatever letter they begin with.
            edge = {round(min(line.x for line in of[field]), 6) for field in MAIN[:3]}
            assert len(edge) == 1


@pytest.mark.parametrize("stock", ["zebra-4x2", "avery-5163", "dymo-30256", "brother-dk-22205", "zebra-4x6"])
def test_strength_amount_and_time_are_heavy_and_apart(made: dict[str, list[Any]], stock: str) -> None:
    label = next(placed(made, "prescription", stock))
    drug = [line for line in label.lines if line.field == "drug"]
    strength = next(line for line in drug if line.text.startswith("4.5 mg"))
    before = drug[drug.index(strength) - 1]
    if before.baseline == strength.baseline:
        blank = get_face("bold").glyph(" ").advance * strength.size / 1000
        assert strength.x - ink(before)[2] > 2 * blank
    heavy = " ".join(line.text for line in label.lines if line.field == "directions" and line.face == "bold")
    assert heavy == "1 capsule (4.5 mg) at bedtime"


def test_the_time_begins_a_line_where_the_stock_has_room(us_plan: Any, label_of: Make) -> None:
    label = label_of(us_plan, directions=None, timing="bedtime")
    for stock in ("zebra-4x2", "avery-5163", "dymo-30256", "zebra-4x6"):
        shown = place_on(label, "prescription", stock)
        assert shown is not None
        lines = [line for line in shown.lines if line.field == "directions"]
        time = next(line for line in lines if line.text == "at bedtime")
        assert time.x == min(line.x for line in lines), stock
        assert time.size >= 12


@pytest.mark.parametrize("stock", ["zebra-4x6", "brother-dk-22205", "dymo-30256"])
def test_each_warning_has_a_line_where_the_stock_has_room(us_plan: Any, label_of: Make, stock: str) -> None:
    shown = place_on(label_of(us_plan, directions=None, timing="bedtime"), "prescription", stock)
    assert shown is not None
    begins = ("Do not take", "Tell your", "If dreams", "Keep out")
    lines = [line for line in shown.lines if line.field == "warnings" and line.text.startswith(begins)]
    assert len(lines) == len(begins)
    assert len({line.baseline for line in lines}) == len(begins)
    assert len({round(line.x, 3) for line in lines}) == 1


@pytest.mark.parametrize("stock", ["zebra-4x2", "avery-5163", "dymo-99014"])
def test_a_line_below_a_code_keeps_clear_of_its_bars(us_plan: Any, label_of: Make, stock: str) -> None:
    shown = place_on(label_of(us_plan), "prescription", stock)
    assert shown is not None
    (bar,) = shown.bars
    (number,) = (line for line in shown.lines if line.field == "prescription_number")
    # A fifth of the type size: 1.3 points under bars at 6.5.
    assert ink(number)[1] - (bar.top + bar.height) >= 0.2 * number.size - 1e-6


@pytest.mark.parametrize(("design", "stock"), ON)
def test_each_warning_has_a_place_of_its_own_and_opioids_stand_first(
    made: dict[str, list[Any]], design: str, stock: str
) -> None:
    for label, given in zip(placed(made, design, stock), made[design], strict=False):
        lines = [line for line in label.lines if line.field == "warnings"]
        if not lines:
            continue
        first = " ".join(line.text for line in lines if line.face == "bold")
        assert first == "Do not take opioid medicines (for pain, cough or diarrhea)."
        assert {line.face for line in lines[1:] if line.text not in first} <= {"regular"}
        assert lines[0].face == "bold"
        assert lines[0].size >= max(line.size for line in lines)
        # What is in bold shares its line with nothing, whatever its size.
        bold = {line.baseline for line in lines if line.face == "bold"}
        assert not any(line.baseline in bold for line in lines if line.face != "bold")
        # No line runs on from one sentence into the next.
        assert not any(". " in line.text for line in lines)
        assert len(given.warnings) >= 4


@pytest.mark.parametrize("stock", ["zebra-4x2", "dymo-30256", "zebra-4x6"])
def test_gaps_between_groups_are_equal(us_plan: Any, label_of: Make, stock: str) -> None:
    """Between the last line box of a group and the first of the next; 0.985 of the size is a line without leading."""
    label = place_on(label_of(us_plan, directions=None, timing="bedtime"), "prescription", stock)
    assert label is not None
    design = design_for("prescription", get_stock(stock))
    assert design.flow is not None
    ends: list[tuple[float, float]] = []
    half = (_leading(label) - 0.985) / 2
    for group in design.flow.groups:
        fields = {field for column in group.columns for row in column.rows for field in row.fields}
        lines = [line for line in label.lines if line.field in fields]
        bars = [] if not any(row.code for column in group.columns for row in column.rows) else label.bars
        tops = [line.baseline - (0.76 + half) * line.size for line in lines] + [bar.top for bar in bars]
        bottoms = [line.baseline + (0.225 + half) * line.size for line in lines]
        bottoms += [bar.top + bar.height for bar in bars]
        if tops:
            first, last = min(tops), max(bottoms)
            rule = 0.2 * MM if group.rule else 0.0
            ends.append((first - rule, last))
    gaps = [below[0] - above[1] for above, below in pairwise(ends)]
    assert len(gaps) >= 2
    # A column that ends above a taller one beside it leaves up to a line more.
    assert min(gaps) > 0
    assert max(gaps) - min(gaps) <= 0.25 * max(line.size for line in label.lines)


def _leading(label: PlacedLabel) -> float:
    steps = [
        (below.baseline - above.baseline) / below.size
        for above, below in pairwise(label.lines)
        if above.field == below.field == "warnings" and above.size == below.size and below.baseline > above.baseline
    ]
    return min(steps)


@pytest.mark.parametrize("stock", stock_names())
def test_type_below_what_is_asked_is_said_with_its_size(us_plan: Any, label_of: Make, stock: str) -> None:
    label = label_of(us_plan, directions=None, timing="bedtime")
    shown = place_on(label, "prescription", stock)
    if shown is None:
        return
    size = next(line.size for line in shown.lines if line.field == "directions")
    found = [item for item in ldn.check_label(label, stock=stock, today=TODAY) if item.code == "label-type-small"]
    # USP <17> and 16 CCR 1707.5: 12 point.
    assert bool(found) is (size < 12)
    for item in found:
        assert f"in {size:g} point" in item.message
        assert "1707.5" in item.source


def test_large_print_is_never_below_18_point(made: dict[str, list[Any]]) -> None:
    shown = [one for stock in stock_names() for one in placed(made, "large-print", stock)]
    assert len(shown) >= 6
    for label in shown:
        assert min(line.size for line in label.lines if line.field in MAIN) >= 18


def test_the_dyslexia_design_has_wide_letters_and_leading(made: dict[str, list[Any]]) -> None:
    for label in placed(made, "dyslexia", "zebra-4x2"):
        for line in label.lines:
            assert line.tracking == pytest.approx(0.06 * line.size)
            assert line.size >= 12
        drug = sorted({line.baseline for line in label.lines if line.field == "directions"})
        assert all(below - above >= 1.5 * label.lines[0].size - 1e-6 for above, below in pairwise(drug))


def test_type_grows_with_the_stock(us_plan: Any, label_of: Make) -> None:
    label = label_of(us_plan)
    sizes = {}
    for stock in ("avery-l7163", "zebra-4x2", "zebra-4x6"):
        shown = place_on(label, "prescription", stock)
        assert shown is not None
        sizes[stock] = max(line.size for line in shown.lines)
    assert sizes["avery-l7163"] < 12 <= sizes["zebra-4x2"] < 20 <= sizes["zebra-4x6"]


def test_a_titration_is_a_table(label_of: Make) -> None:
    label = place_on(
        label_of(course("capsule"), directions=None, timing="bedtime", refills=None), "titration", "zebra-4x2"
    )
    assert label is not None
    lines = [line for line in label.lines if line.field == "schedule"]
    doses = [line for line in lines if line.face == "bold"]
    # 0.5 mg to 4.5 mg by 0.5 mg: nine steps below the head, each bold and below the one before.
    assert [line.text for line in doses[1:]] == [
        *("0.5 mg", "1 mg", "1.5 mg", "2 mg", "2.5 mg", "3 mg", "3.5 mg", "4 mg", "4.5 mg")
    ]
    assert len({round(line.x, 6) for line in doses}) == 1
    hairs = [rule for rule in label.rules if rule.height < 0.15 * MM]
    assert len(hairs) == 9


def test_an_auxiliary_label_has_a_frame_and_a_heading(made: dict[str, list[Any]]) -> None:
    stock = get_stock("zebra-4x2")
    label = next(placed(made, "auxiliary", stock.key))
    assert label.lines[0].text == "IMPORTANT"
    assert label.lines[0].face == "bold"
    assert len(label.rules) == 4
    assert min(rule.x for rule in label.rules) == pytest.approx(stock.safe_left_mm * MM)
    right = max(rule.x + rule.width for rule in label.rules)
    assert right == pytest.approx((stock.label_width_mm - stock.safe_right_mm) * MM)


def test_the_purpose_is_printed_below_the_directions(us_plan: Any, label_of: Make, lines_of: Any) -> None:
    label = label_of(us_plan, purpose="nerve pain")
    page = " ".join(lines_of(ldn.print_labels([label], stock="zebra-4x2", today=TODAY))[0])
    assert f"{label.directions} For nerve pain" in page
    bad = label_of(us_plan, purpose="pain, 4.50 mg")
    assert "unsafe-text" in [item.code for item in ldn.check_label(bad, stock="zebra-4x2", today=TODAY)]


def test_tall_letters_where_the_profile_wants_them(us_plan: Any, label_of: Make, lines_of: Any) -> None:
    for setting, written in (
        ({"labels.tall_man": "yes"}, "nalTREXone hydrochloride"),
        ({}, "naltrexone hydrochloride"),
    ):
        label = label_of(us_plan, profile={**PHARMACY, **setting})
        page = " ".join(lines_of(ldn.print_labels([label], stock="zebra-4x2", today=TODAY))[0])
        assert f"{written} 4.5 mg capsules" in page
