"""A titration as an iCalendar file, read back by the library and by eye."""

from __future__ import annotations

import sys
from datetime import date, timedelta
from typing import Any

import pytest

import ldn_compound as ldn

COURSE: dict[str, Any] = {"form": "solution", "start": "0.5 mg", "step": "0.5 mg", "every": "14 d", "to": "4.5 mg"}


def test_it_needs_a_first_day() -> None:
    with pytest.raises(ldn.InputError) as caught:
        ldn.titration_events(ldn.plan_titration(**COURSE))
    assert (caught.value.code, caught.value.field) == ("no-first-day", "begin")


def test_without_the_library_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "icalendar", None)
    with pytest.raises(ldn.FileError) as caught:
        ldn.titration_events(ldn.plan_titration(**COURSE, begin="2026-11-22"))
    assert caught.value.code == "library-missing"
    assert "ldn-compound[calendar]" in str(caught.value.hint)


def test_a_stop_is_not_handed_out() -> None:
    plan = ldn.plan_titration(
        **{**COURSE, "to": "45 mg", "step": "5 mg", "concentration": "10 mg/mL"}, begin="2026-11-22"
    )
    with pytest.raises(ldn.StopError):
        ldn.titration_events(plan)


def test_every_day_of_the_course_has_its_dose() -> None:
    library = pytest.importorskip("icalendar")
    plan = ldn.plan_titration(**COURSE, begin="2026-11-22", restart_at="1.5 mg", pause="14 d")
    text = ldn.titration_events(plan)
    assert ldn.titration_events(plan) == text
    found: dict[date, str] = {}
    supplies = []
    for event in library.Calendar.from_ical(text).walk("VEVENT"):
        first = event.decoded("dtstart")
        assert type(first) is date
        count = event["rrule"]["COUNT"][0] if "rrule" in event else 1
        if "next supply" in event["summary"]:
            supplies.append(first)
            continue
        for number in range(count):
            day = first + timedelta(days=number)
            assert day not in found
            found[day] = str(event["summary"])
    assert len(found) == 238 - 14
    assert found[date(2026, 11, 22)] == "Naltrexone 0.5 mL (0.5 mg)"
    assert found[date(2027, 3, 27)] == "Naltrexone 4.4 mL (4.4 mg)"
    # The pause is day 127 to 140.
    assert date(2026, 11, 22) + timedelta(days=126) not in found
    assert supplies == [item.from_date for item in plan.supplies[1:]]
