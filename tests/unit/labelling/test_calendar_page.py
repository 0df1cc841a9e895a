"""The patient's page: what stands on it is what the plan says, on one page, or it is refused."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pypdfium2
import pytest

import ldn_compound as ldn
from ldn_compound.labelling.calendar_page import PAGES, place_calendar
from ldn_compound.labelling.placed import MM

COURSE: dict[str, Any] = {"form": "solution", "start": "0.5 mg", "step": "0.5 mg", "every": "14 d", "to": "4.5 mg"}
CAPSULES: dict[str, Any] = {**COURSE, "form": "capsule", "strengths": "0.5mg,1.5mg,4.5mg"}


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    assert len(document) == 1
    return re.sub(r"\s+", " ", document[0].get_textpage().get_text_range())


@pytest.mark.parametrize("page", PAGES)
def test_the_page_says_what_the_plan_says(page: str) -> None:
    plan = ldn.plan_titration(**COURSE, begin="2026-11-22")
    pdf = ldn.titration_calendar(plan, patient="Ann <b>Example", pharmacy="Corner Pharmacy, 555 0100", page=page)
    assert (
        ldn.titration_calendar(plan, patient="Ann <b>Example", pharmacy="Corner Pharmacy, 555 0100", page=page) == pdf
    )
    text = text_of(pdf)
    for part in ("For: Ann <b>Example", "Questions: Corner Pharmacy, 555 0100", *plan.directions):
        assert part in text
    width, height = pypdfium2.PdfDocument(pdf)[0].get_size()
    assert (width / MM, height / MM) == pytest.approx(PAGES[page], abs=0.1)


def test_every_day_has_its_dose_and_its_boxes() -> None:
    begin = date(2026, 11, 22)
    plan = ldn.plan_titration(**COURSE, begin=begin, per_day=2, restart_at="1.5 mg", pause="7 d")
    placed = place_calendar(plan, patient=None, pharmacy=None, page="a4")
    days = [line.text for line in placed.lines if line.field == "day"]
    months = ("Nov", "Dec", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul")
    dates = [begin + timedelta(days=number) for number in range(126 + 7 + 98)]
    named = [f"{day.day} {months[(day.month - 11) % 12]}:" for day in dates]
    shown = " ".join(days)
    assert all(name in shown for name in named)
    # Two boxes a day with a dose, each drawn of four sides; the grid has its own lines besides.
    sides = [rule for rule in placed.rules if rule.width == pytest.approx(6.5) or rule.height == pytest.approx(6.5)]
    assert len(sides) == 4 * 2 * (126 + 98)
    assert shown.count("none") == 7


def test_without_a_first_day_it_has_day_numbers() -> None:
    text = text_of(ldn.titration_calendar(ldn.plan_titration(**CAPSULES)))
    assert "Monday" not in text
    assert "day 126: 4.5 mg" in text


def test_nothing_lies_outside_the_page() -> None:
    plan = ldn.plan_titration(**CAPSULES, begin="2026-11-22", restart_at="3 mg", pause="14 d")
    for page, (width, height) in PAGES.items():
        placed = place_calendar(plan, patient=f"{'W' * 30} {'W' * 30}", pharmacy=None, page=page)
        assert all(0 < line.x < width * MM and 0 < line.baseline < height * MM - 10 for line in placed.lines)
        assert all(rule.x >= 0 and rule.x + rule.width <= width * MM for rule in placed.rules)
        assert all(rule.top + rule.height <= height * MM for rule in placed.rules)


@pytest.mark.parametrize(
    ("more", "given", "code"),
    [
        ({"step": "0.1 mg"}, {}, "calendar-does-not-fit"),
        ({"per_day": 12, "to": "0.5 mg"}, {}, "calendar-does-not-fit"),
        ({}, {"patient": "\u5f20\u4e09"}, "no-glyph"),
        ({}, {"patient": "\u05d0\u05d1 2"}, "right-to-left"),
        ({}, {"patient": "W" * 60}, "text-does-not-fit"),
        ({}, {"patient": "Ann\tExample"}, "control-character"),
        ({}, {"page": "a5"}, "unknown-page"),
    ],
)
def test_refused(more: dict[str, Any], given: dict[str, Any], code: str) -> None:
    with pytest.raises(ldn.LdnError) as caught:
        ldn.titration_calendar(ldn.plan_titration(**{**COURSE, **more}, begin="2026-11-22"), **given)
    assert caught.value.code == code
    assert caught.value.exit_code == (10 if code in ("control-character", "unknown-page") else 13)
