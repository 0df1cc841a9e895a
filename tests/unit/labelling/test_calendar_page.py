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


MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"]


def spelled(text: str) -> str:
    """The text with its ISO dates as day, month in letters, year."""
    return re.sub(
        r"([0-9]{4})-([0-9]{2})-([0-9]{2})", lambda day: f"{int(day[3])} {MONTHS[int(day[2]) - 1]} {day[1]}", text
    )


def cells(plan: Any, **options: Any) -> dict[str, tuple[str, str]]:
    """What stands in the grid by the day, and its face."""
    placed = place_calendar(plan, patient=None, pharmacy=None, page="a4", **options)
    found: dict[str, tuple[str, str]] = {}
    day = ""
    for line in placed.lines:
        if line.field == "day" and ":" in line.text:
            day, _, take = line.text.partition(": ")
            found[day] = (take, line.face)
        elif line.field == "day" and line.text[0] == "+":
            found[day] = (f"{found[day][0]} {line.text}", line.face)
    return found


def test_a_day_says_which_capsules_are_taken() -> None:
    # 0.5, 1.5 and 4.5 mg, two weeks each: 2.5 mg on days 57 to 70 is one of 1.5 mg and two of 0.5 mg.
    found = cells(ldn.plan_titration(**CAPSULES, begin="2026-12-01"))
    assert found["1 Dec"][0] == "1 \u00d7 0.5 mg"
    assert found["26 Jan"][0] == found["8 Feb"][0] == "1 \u00d7 1.5 mg + 2 \u00d7 0.5 mg"
    assert found["5 Apr"][0] == "1 \u00d7 4.5 mg"


def test_the_first_day_of_each_step_is_bold_and_no_other() -> None:
    found = cells(ldn.plan_titration(**CAPSULES, begin="2026-12-01"))
    first = [date(2026, 12, 1) + timedelta(days=14 * number) for number in range(9)]
    assert [day for day, (_, face) in found.items() if face == "bold"] == [
        f"{day.day} {MONTHS[day.month - 1]}" for day in first
    ]


def test_the_day_of_a_new_container_has_a_star_and_the_page_says_what_it_means() -> None:
    plan = ldn.plan_titration(**COURSE, begin="2026-12-01")
    assert len(plan.supplies) == 2
    begun = plan.supplies[1].from_date
    assert begun is not None
    found = cells(plan)
    assert [day for day in found if day.endswith("*")] == [f"{begun.day} {MONTHS[begun.month - 1]}*"]
    assert "* A new container is begun on this day." in text_of(ldn.titration_calendar(plan))
    one = ldn.plan_titration(**CAPSULES, begin="2026-12-01")
    assert "*" not in text_of(ldn.titration_calendar(one))


def test_dates_have_one_style_by_country() -> None:
    plan = ldn.plan_titration(**COURSE, begin="2026-12-01")
    text = text_of(ldn.titration_calendar(plan, country="us"))
    assert "Dec 1, 2026 to Dec 14, 2026" in text
    assert "Dec 15: 1 mL" in text
    assert "15 Dec" not in text
    text = text_of(ldn.titration_calendar(plan, country="de"))
    assert "1 Dec 2026 to 14 Dec 2026" in text
    assert "15 Dec: 1 mL" in text
    with pytest.raises(ldn.LdnError) as caught:
        ldn.titration_calendar(plan, country="xx")
    assert caught.value.code == "unknown-jurisdiction"


def test_where_a_long_course_leaves_no_room_the_page_says_where_the_capsules_stand() -> None:
    plan = ldn.plan_titration(**{**CAPSULES, "every": "28 d"}, begin="2026-12-01")
    text = text_of(ldn.titration_calendar(plan))
    assert "Which capsules make a dose stands above." in text
    assert cells(plan)["1 Dec"][0] == "0.5 mg"


@pytest.mark.parametrize("page", PAGES)
def test_the_page_says_what_the_plan_says(page: str) -> None:
    plan = ldn.plan_titration(**COURSE, begin="2026-11-22")
    pdf = ldn.titration_calendar(plan, patient="Ann <b>Example", pharmacy="Corner Pharmacy, 555 0100", page=page)
    assert (
        ldn.titration_calendar(plan, patient="Ann <b>Example", pharmacy="Corner Pharmacy, 555 0100", page=page) == pdf
    )
    text = text_of(pdf)
    for part in ("For: Ann <b>Example", "Questions: Corner Pharmacy, 555 0100", *map(spelled, plan.directions)):
        assert part in text
    assert not re.search(r"20[0-9]{2}-", text)
    width, height = pypdfium2.PdfDocument(pdf)[0].get_size()
    assert (width / MM, height / MM) == pytest.approx(PAGES[page], abs=0.1)


def test_every_day_has_its_dose_and_its_boxes() -> None:
    begin = date(2026, 11, 22)
    plan = ldn.plan_titration(**COURSE, begin=begin, per_day=2, restart_at="1.5 mg", pause="7 d")
    placed = place_calendar(plan, patient=None, pharmacy=None, page="a4")
    days = [line.text for line in placed.lines if line.field == "day"]
    months = ("Nov", "Dec", "Jan", "Feb", "Mar", "Apr", "May", "June", "July")
    dates = [begin + timedelta(days=number) for number in range(126 + 7 + 98)]
    named = [f"{day.day} {months[(day.month - 11) % 12]}:" for day in dates]
    shown = " ".join(days).replace("*:", ":")
    assert all(name in shown for name in named)
    # Two boxes a day with a dose, each drawn of four sides; the grid has its own lines besides.
    sides = [rule for rule in placed.rules if rule.width == pytest.approx(6.5) or rule.height == pytest.approx(6.5)]
    assert len(sides) == 4 * 2 * (126 + 98)
    assert shown.count("none") == 7


def test_without_a_first_day_it_has_day_numbers() -> None:
    text = text_of(ldn.titration_calendar(ldn.plan_titration(**CAPSULES)))
    assert "Monday" not in text
    assert "day 126: 1 \u00d7 4.5 mg" in text


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
        ({}, {"patient": "W" * 90}, "text-does-not-fit"),
        ({}, {"patient": "Ann\tExample"}, "control-character"),
        ({}, {"page": "a5"}, "unknown-page"),
    ],
)
def test_refused(more: dict[str, Any], given: dict[str, Any], code: str) -> None:
    with pytest.raises(ldn.LdnError) as caught:
        ldn.titration_calendar(ldn.plan_titration(**{**COURSE, **more}, begin="2026-11-22"), **given)
    assert caught.value.code == code
    assert caught.value.exit_code == (10 if code in ("control-character", "unknown-page") else 13)
