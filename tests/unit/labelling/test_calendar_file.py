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


def entries(text: bytes) -> list[tuple[str, list[str]]]:
    library = pytest.importorskip("icalendar")
    events = library.Calendar.from_ical(text).walk("VEVENT")
    return [(str(event["summary"]), str(event["description"]).splitlines()) for event in events]


def test_each_entry_says_what_the_page_says() -> None:
    plan = ldn.plan_titration(**COURSE, begin="2026-11-22")
    found = entries(ldn.titration_events(plan, timing="bedtime"))
    assert len(found) == len(plan.schedule) + len(plan.supplies) - 1
    days = [day for day in (item.from_date for item in plan.supplies[1:]) if day is not None]
    assert days
    begun = ", ".join(f"{day.day} {day:%b}" for day in days)
    for number, (_, lines) in enumerate(found):
        assert "From naltrexone solution 1 mg/mL." in lines
        assert "Take each dose at bedtime." in lines
        assert f"Begin a new container on: {begun}." in lines
        assert "Use each container until the date on its own label, and not longer." in lines
        assert "No opioid medicines (for pain, cough or diarrhoea): ask your pharmacist first." in lines
        if number < len(plan.schedule):
            syringe = plan.schedule[number].syringe
            assert syringe is not None
            assert f"Measure with the oral syringe only: {syringe.size.magnitude:g} mL." in lines
            assert plan.schedule[number].directions in lines
        else:
            sizes = ", ".join(f"{item.size.magnitude:g} mL" for item in plan.syringes)
            assert f"Measure with the oral syringe only: {sizes}." in lines


def test_without_a_timing_an_entry_says_that_the_time_is_open() -> None:
    found = entries(ldn.titration_events(ldn.plan_titration(**COURSE, begin="2026-11-22")))
    assert all("Time of day: not given; ask your pharmacist." in lines for _, lines in found)
    assert not any(line.startswith("Take each dose") for _, lines in found for line in lines)


@pytest.mark.parametrize(("timing", "code"), [("noon", "unknown-timing"), ("twice-daily", "timing-differs")])
def test_a_timing_that_is_not_the_plans_is_refused(timing: str, code: str) -> None:
    with pytest.raises(ldn.InputError) as caught:
        ldn.titration_events(ldn.plan_titration(**COURSE, begin="2026-11-22"), timing=timing)
    assert (caught.value.code, caught.value.field) == (code, "timing")


def test_capsules_have_no_syringe_and_a_very_low_dose_its_own_words() -> None:
    low: dict[str, Any] = {
        **{"form": "capsule", "start": "0.01 mg", "step": "0.01 mg", "every": "14 d", "to": "0.02 mg"},
        **{"strengths": "0.01mg", "begin": "2026-11-22", "accepted_by": "A. Pharmacist"},
        "accept": ["strength-very-low", "daily-dose-very-low"],
    }
    for _, lines in entries(ldn.titration_events(ldn.plan_titration(**low))):
        assert "From naltrexone capsules of 0.01 mg." in lines
        assert "Opioid medicines: only as your prescriber says." in lines
        assert not any("syringe" in line or "No opioid" in line for line in lines)
