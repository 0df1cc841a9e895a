"""A titration's label says what a batch's label says: strength, syringe, time of day, containers, opioids."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

import ldn_compound as ldn
from ldn_compound.core.errors import InputError
from ldn_compound.core.results import Severity
from ldn_compound.labelling.label_texts import texts_of
from tests.labels.conftest import TODAY

Make = Callable[..., Any]
# 0.5 mg, then 0.5 mg more every 14 days to 4.5 mg: nine steps, 126 days; one container keeps 90 days (USP <795>).
NINE = {"start": "0.5 mg", "step": "0.5 mg", "every": "14 d", "to": "4.5 mg"}


def course(**changes: Any) -> Any:
    return ldn.plan_titration(**{"form": "solution", "concentration": "1 mg/mL", **NINE, **changes})


def test_the_label_says_all_of_the_dose(label_of: Make, lines_of: Any) -> None:
    label = label_of(course(), directions=None, timing="bedtime", refills=None)
    lines = lines_of(ldn.print_labels([label], stock="zebra-4x2", design="titration", today=TODAY))[0]
    page = " ".join(lines)
    # In two halves beside each other.
    assert page.count("Days ") == 9
    assert page.count("When Dose Take") == 2
    assert "1 mg/mL oral solution" in page
    assert "Take by mouth at bedtime" in page
    assert "Oral syringe " in page
    assert "oral syringe only" in page
    assert "opioid medicines" in page
    # The last whole step within 90 days ends on day 84 (6 x 14), so the second container is begun on day 85.
    assert "New container from day 85" in page


def test_dates_where_the_course_has_them(label_of: Make) -> None:
    label = label_of(course(begin=TODAY), directions=None, timing="bedtime", discard_after="2027-02-19", refills=None)
    texts = texts_of(label)
    # 2026-11-22 is day 1, so day 85 is 2027-02-14.
    assert texts["containers"] == "New container from 2027-02-14"
    found = ldn.check_label(label, stock="zebra-4x2", design="titration", today=TODAY)
    assert [item.code for item in found if item.code != "label-text-not-translated"] == []
    assert ldn.print_labels([label], stock="zebra-4x2", design="titration", today=TODAY)


@pytest.mark.parametrize(
    ("given", "parts"),
    [
        ({}, ["time of day", "last day of use"]),
        ({"timing": "bedtime"}, ["last day of use"]),
        ({"discard_after": "2027-02-19"}, ["time of day"]),
    ],
)
def test_what_it_leaves_open_is_said(label_of: Make, given: dict[str, Any], parts: list[str]) -> None:
    label = label_of(course(), **{"directions": None, "refills": None, **given})
    (found,) = [
        item
        for item in ldn.check_label(label, stock="zebra-4x2", design="titration", today=TODAY)
        if item.code == "titration-label-open"
    ]
    assert found.severity is Severity.CAUTION
    assert [part in found.message for part in ("time of day", "last day of use")] == [
        part in parts for part in ("time of day", "last day of use")
    ]


def test_a_timing_of_other_doses_a_day_is_refused(label_of: Make) -> None:
    with pytest.raises(InputError) as caught:
        label_of(course(), directions=None, timing="twice-daily")
    assert caught.value.code == "timing-differs"


def test_it_is_written_as_the_pharmacys_country_writes(label_of: Make) -> None:
    own = {"pharmacy.name": "Elm", "policies.jurisdiction": "us"}
    spanish = label_of(course(begin=date(2026, 11, 22)), directions=None, timing="bedtime", language="es", profile=own)
    assert "\t0.5 mg\t0.5 mL" in texts_of(spanish)["schedule"]
    english = label_of(course(begin=date(2026, 11, 22)), directions=None, timing="bedtime", profile=own)
    assert "Nov 22, 2026 to Dec 5, 2026\t0.5 mg\t0.5 mL" in texts_of(english)["schedule"]


@pytest.mark.parametrize("page", ["a4", "letter"])
def test_the_calendar_says_it_too(page: str, lines_of: Any) -> None:
    plan = course(begin=TODAY)
    text = " ".join(" ".join(lines_of(ldn.titration_calendar(plan, timing="bedtime", page=page))[0]).split())
    for part in (
        "1 mg/mL",
        "Take each dose at bedtime.",
        "date on its own label",
        "oral syringe only: 0.5 mL",
        "opioid",
    ):
        assert part in text
    assert "Begin a new container on: 14 Feb." in text
    assert "____" in " ".join(lines_of(ldn.titration_calendar(plan, page=page))[0])
    with pytest.raises(InputError) as caught:
        ldn.titration_calendar(plan, timing="twice-daily")
    assert caught.value.code == "timing-differs"
