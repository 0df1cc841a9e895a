"""Directions held against the plan: what a label may say of form, dose, strength and doses a day."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import ldn_compound as ldn
from ldn_compound.core.errors import InputError, StopError
from ldn_compound.labelling import directions_checking
from ldn_compound.labelling.wording import get_wording, languages
from tests.labels.conftest import PHARMACY, TODAY, made_today, make_plan
from tests.labels.test_labels_command import run

Make = Callable[..., Any]
DIFFER, HOUSEHOLD, OTHER, VOLUME, OPEN = (
    *("directions-differ", "directions-household-measure", "directions-other-form", "directions-without-volume"),
    "directions-not-compared",
)
SEVERITY = {
    "directions-not-as-drawn": "caution",
    DIFFER: "stop",
    HOUSEHOLD: "stop",
    OTHER: "stop",
    VOLUME: "stop",
    OPEN: "caution",
}


HALF_LINES = ldn.read_profile('[syringes]\ngraduation_10_ml = "0.5 mL"\n', name="test")


def make_liquid(**changes: Any) -> Any:
    wanted = {"volume": "120 mL", "dose": "4.5 mg", "doses_per_day": 1, "made_on": TODAY}
    return ldn.plan_solution(**{**wanted, **changes})


def make_tablets(**changes: Any) -> Any:
    wanted = {"method": "moulded", "strength": "4.5 mg", "count": 60, "blank_mass": "60 mg", "base": "mannitol-silica"}
    return ldn.plan_tablets(**{**wanted, "units_per_dose": 1, "doses_per_day": 1, "made_on": TODAY, **changes})


PLANS: dict[str, Callable[[], Any]] = {
    # 1 mg/mL: 4.5 mL a dose, on a line of a 10 mL syringe of 0.5 mL. 0.5 mg/mL: 9 mL a dose.
    "liquid": lambda: make_liquid(profile=HALF_LINES),
    # The same dose where the syringe's lines are not stated: 4.4 mL are drawn.
    "liquid as drawn": make_liquid,
    "child of 8": lambda: make_plan(strength="2 mg", age="8"),
    "child of 20 kg": lambda: make_plan(strength="1 mg", age="8", body_weight="20 kg", units_per_dose=2),
    "thin liquid": lambda: make_liquid(concentration="0.5 mg/mL"),
    "thick liquid": lambda: make_liquid(concentration="2 mg/mL", dose="1.6 mg"),
    "child's liquid": lambda: make_liquid(dose="1 mg"),
    "twice": lambda: make_liquid(dose="1 mg", doses_per_day=2),
    "counted drops": lambda: make_liquid(dose="1 mg", route="sublingual", drops_per_ml="20"),
    "capsule": make_plan,
    "three capsules": lambda: make_plan(strength="1.5 mg", units_per_dose=3),
    "no dose": lambda: make_plan(units_per_dose=None, doses_per_day=None),
    "liquid without dose": lambda: make_liquid(dose=None, doses_per_day=None),
    "tablet": make_tablets,
    "two tablets": lambda: make_tablets(strength="1.5 mg", units_per_dose=2),
    "tablet without dose": lambda: make_tablets(units_per_dose=None, doses_per_day=None),
    "scored": lambda: make_tablets(scored=True),
    "scored without dose": lambda: make_tablets(units_per_dose=None, doses_per_day=None, scored=True),
    "weeks": lambda: ldn.plan_titration(
        form="solution", concentration="1 mg/mL", start="0.5 mg", step="0.5 mg", every="14 d", to="1.5 mg"
    ),
    # Drawn with one syringe of 3 mL, lines of 0.1 mL: 0.8 and 1.3 mL.
    "odd weeks": lambda: ldn.plan_titration(
        form="solution", concentration="1 mg/mL", start="0.83 mg", step="0.5 mg", every="14 d", to="1.33 mg"
    ),
    "weeks of capsules": lambda: ldn.plan_titration(
        form="capsule", strengths=["0.5 mg", "1 mg"], start="0.5 mg", step="0.5 mg", every="14 d", to="1.5 mg"
    ),
}
_MADE: dict[str, Any] = {}


def plan_called(name: str) -> Any:
    if name not in _MADE:
        _MADE[name] = PLANS[name]()
    return _MADE[name]


def found(plan: str, directions: str, language: str = "en") -> list[str]:
    """The findings on directions; their severities are held to the table above on the way."""
    items = ldn.check_directions(plan_called(plan), directions, language=language)
    for item in items:
        assert item.field == "directions"
        assert item.source
        if item.code in SEVERITY:
            assert item.severity.value == SEVERITY[item.code]
    return [item.code for item in items]


TEN = "daily-dose-10-mg-or-more"

# Plan, directions, the findings that hold the label back, and whether something is left open (a caution).
STOPPED = [
    # ten times, a half, and a mass for a volume (bulletins of PDL and ISMP)
    ("liquid", "Take 45 mL by mouth at bedtime", [DIFFER, TEN], False),
    ("thin liquid", "Take 4.5 mL by mouth at bedtime", [DIFFER], False),
    ("liquid", "Take 4.5 mg (45 mL) by mouth at bedtime", [DIFFER, TEN], False),
    ("liquid", "Take 45 mg (4.5 mL) by mouth at bedtime", [DIFFER, TEN], False),
    ("liquid", "Take 4.5 mg (45 mL)", [DIFFER, TEN], True),
    ("liquid", "Take 4.5 mL by mouth at bedtime = 45 mg", [DIFFER, TEN], False),
    ("liquid", "Take (45 mg) 4.5 mL by mouth at bedtime", [DIFFER, TEN], False),
    ("liquid", "Take 4.5 mL by mouth every 6 hours", [DIFFER, TEN], False),
    ("liquid", "Take 4.5 mL by mouth twice a day", [DIFFER], False),
    ("liquid", "Take 0.45 mL", [DIFFER], True),
    ("liquid", "Take 4.5 mL of naltrexone 10 mg/mL at bedtime", [DIFFER], False),
    ("child's liquid", "Give 10 mL by mouth at bedtime", [DIFFER, TEN], False),
    ("thick liquid", "Take 8 mL (16 mg) by mouth at bedtime", [DIFFER, TEN], False),
    ("thick liquid", "Take 1.6 mL by mouth at bedtime", [DIFFER], False),
    ("twice", "Take 1 mL once daily at bedtime", [DIFFER], False),
    ("twice", "Take 1 mL in the morning, at noon and at bedtime", [DIFFER], False),
    ("twice", "Take 1 mL in the morning and 2 mL at bedtime", [DIFFER], False),
    ("twice", "Take 1 mL in the morning and 2 at bedtime", [DIFFER], False),
    ("capsule", "Take 10 capsules (45 mg) by mouth at bedtime", [DIFFER, TEN], False),
    ("capsule", "Take 3 capsules by mouth three times daily", [DIFFER, TEN], False),
    ("capsule", "Take 1 capsule by mouth three times a day", [DIFFER, TEN], False),
    ("capsule", "Take one capsule by mouth twice daily", [DIFFER], False),
    ("capsule", "Take 1 capsule by mouth (45 mg) at bedtime", [DIFFER, TEN], False),
    ("capsule", "Take 1 capsule by mouth at bedtime (45 mg)", [DIFFER, TEN], False),
    ("capsule", "Take 1 capsule = 45 mg", [DIFFER, TEN], True),
    ("capsule", "Take one capsule (9 mg)", [DIFFER], True),
    ("capsule", "Take 2 caps (4.5 mg)", [DIFFER], True),
    ("capsule", "Take 2 capsules = 4.5 mg", [DIFFER], True),
    ("capsule", "Take 45 mg by mouth at bedtime", [DIFFER, TEN], True),
    ("capsule", "Take 4.5 micrograms", [DIFFER, "daily-dose-below-0.1-mg"], True),
    ("capsule", "Take 4.5 mcg by mouth at bedtime", [DIFFER, "daily-dose-below-0.1-mg"], True),
    ("capsule", "Take 1 capsule by mouth every hour", [DIFFER, TEN], False),
    ("capsule", "Take 1 capsule hourly", [DIFFER, TEN], False),
    ("capsule", "Take 1 capsule four hourly", [DIFFER, TEN], False),
    ("capsule", "Take 1 capsule every other day", [DIFFER], False),
    ("capsule", "Take 1 capsule once a week", [DIFFER], False),
    ("capsule", "Take 1 capsule at bedtime on Mondays", [DIFFER], False),
    ("capsule", "Take 1 capsule 5 days a week", [DIFFER], False),
    ("capsule", "naltrexone 45 mg capsules", [DIFFER, "strength-10-mg-or-more"], True),
    ("capsule", "Naltrexone 45 mg capsules: take 1 at bedtime", [DIFFER, "strength-10-mg-or-more"], False),
    ("capsule", "Take 2 capsules of 4.5 mg (9 mg) at bedtime", [DIFFER], False),
    ("capsule", "Take 1 capsule of 45 mg at bedtime", [DIFFER, TEN, "strength-10-mg-or-more"], False),
    ("capsule", "Take one 45 mg capsule at bedtime", [DIFFER, TEN, "strength-10-mg-or-more"], False),
    ("capsule", "Take 2 x 4.5 mg capsules at bedtime", [DIFFER], False),
    ("capsule", "Take 1 at bedtime and 1 in the morning", [DIFFER], False),
    ("capsule", "Take 1 capsule at bedtime. Take 1 capsule in the morning.", [DIFFER], False),
    ("capsule", "Take 1 capsule at bedtime. Also 1 capsule at noon.", [DIFFER], False),
    # "and" adds, whatever stands before it
    ("capsule", "Take 1 capsule daily and at bedtime", [DIFFER], False),
    ("capsule", "Take 1 capsule at bedtime and daily", [DIFFER], False),
    ("capsule", "Take 1 capsule every day and every night", [DIFFER], False),
    ("capsule", "Take 1 capsule daily, and at bedtime", [DIFFER], False),
    ("capsule", "Take 1 capsule once daily and once at bedtime", [DIFFER], False),
    ("capsule", "Take 1 capsule every 24 hours as well as at bedtime", [DIFFER], False),
    ("capsule", "Take 1 capsule every morning and every 24 hours", [DIFFER], False),
    ("capsule", "Take 1 capsule before and after dinner", [DIFFER], False),
    ("twice", "Take 1 mL morning and night and daily", [DIFFER], False),
    ("twice", "Take 1 mL twice daily and at bedtime", [DIFFER], False),
    # words that change a dose
    ("capsule", "Take 1 capsule at bedtime. Repeat after 4 hours.", [DIFFER], True),
    ("capsule", "Take a double dose at bedtime", [DIFFER], True),
    ("capsule", "Take 1 capsule at bedtime x 2", [DIFFER], False),
    ("capsule", "Take 1 capsule times two at bedtime", [DIFFER], False),
    ("capsule", "Take 1 capsule at bedtime plus 1", [DIFFER], True),
    ("capsule", "Take a capsule at bedtime and a capsule at dawn", [DIFFER], True),
    ("capsule", "Take 1 capsule at bedtime followed by another", [DIFFER], False),
    ("capsule", "Take an extra capsule at bedtime", [DIFFER], True),
    ("capsule", "Take 1 capsule at bedtime, increase to 2", [DIFFER], True),
    ("capsule", "Take a few capsules at bedtime", [DIFFER], True),
    ("capsule", "Take a couple of capsules at bedtime", [DIFFER], False),
    ("capsule", "Take nineteen capsules at bedtime", [DIFFER, TEN], False),
    ("capsule", "Take ninety-nine capsules at bedtime", [DIFFER, TEN], False),
    ("capsule", "Take 1 capsule every other hour", [DIFFER, TEN], False),
    ("capsule", "Take 1 capsule with every meal", [DIFFER, TEN], False),
    ("capsule", "Take 1 capsule 4/day", [DIFFER, TEN], False),
    ("capsule", "Take 1 capsule 1-0-1", [DIFFER], False),
    ("capsule", "Take 1 capsule 0-0-2", [DIFFER], False),
    ("capsule", "Take 1 capsule 0\u20110\u20112", [DIFFER], False),
    ("child's liquid", "Give 1 mL/kg at bedtime", [DIFFER], False),
    ("child's liquid", "Give 1 mg per kg (1 mL) at bedtime", [DIFFER], False),
    ("child's liquid", "Give 1 mL for every 10 kg at bedtime", [DIFFER], True),
    ("tablet", "Cut in half and take at bedtime", [DIFFER], True),
    ("scored", "Cut the tablet in half and take one half at bedtime", [DIFFER], False),
    ("capsule", "Take another capsule at bedtime", [DIFFER], True),
    ("capsule", "Take 1 capsule at bedtime for 14 days, then 2 capsules at bedtime", [DIFFER], True),
    ("capsule", "Take 1 capsule at bedtime for 14 days, then 1 capsule twice daily", [DIFFER], True),
    ("capsule", "Take 1 capsule at bedtime. Do not take more than 9 mg daily.", [DIFFER], False),
    ("capsule", "Take 1 capsule at bedtime, no more than 2 a day", [DIFFER], False),
    ("capsule", "Take 1 capsule at bedtime, maximum twice a day", [DIFFER], False),
    ("capsule", "Take 1 capsule (4.5 mg) at bedtime, 9 mg in total", [DIFFER], False),
    ("three capsules", "Take 1 capsule by mouth at bedtime", [DIFFER], False),
    ("three capsules", "Take 1 capsule (4.5 mg) by mouth at bedtime", [DIFFER], False),
    ("three capsules", "Take 3 capsules (1.5 mg) by mouth at bedtime", [DIFFER], False),
    # ranges
    ("capsule", "Take 1 to 2 capsules at bedtime", [DIFFER], False),
    ("capsule", "Take 1-2 capsules", [DIFFER], True),
    ("capsule", "Take 1 or 2 capsules at bedtime", [DIFFER], False),
    ("capsule", "Take up to 2 capsules at bedtime", [DIFFER], False),
    ("capsule", "Take up to 1 capsule at bedtime", [DIFFER], False),
    ("capsule", "Take 1 capsule or more at bedtime", [DIFFER], False),
    ("capsule", "Take 1 capsule one to two times a day", [DIFFER], False),
    ("capsule", "Take 1 capsule every 12 to 24 hours", [DIFFER], False),
    ("capsule", "Take one (2) capsule at bedtime", [DIFFER], False),
    # halves
    ("capsule", "Take 0.5 capsule at bedtime", [DIFFER], False),
    ("capsule", "Take 1/2 capsule at bedtime", [DIFFER], False),
    ("capsule", "Take \u00bd capsule at bedtime", [DIFFER], False),
    ("capsule", "Take half a capsule at bedtime", [DIFFER], False),
    ("capsule", "Take 1.5 capsules at bedtime", [DIFFER], False),
    ("capsule", "Take one and a half capsules at bedtime", [DIFFER], False),
    ("capsule", "Take 1 capsule and a half at bedtime", [DIFFER], False),
    ("no dose", "Take half a capsule at bedtime", [DIFFER], True),
    ("tablet", "Take half a tablet at bedtime", [DIFFER], False),
    ("two tablets", "Take 1 tablet at bedtime", [DIFFER], False),
    ("tablet without dose", "Take half a tablet at bedtime", [DIFFER], True),
    ("scored without dose", "Take 1/4 tablet at bedtime", [DIFFER], True),
    # household measures and drops
    ("liquid", "Take 1 tsp by mouth at bedtime", [HOUSEHOLD], False),
    ("liquid", "Take 1 teaspoon by mouth at bedtime", [HOUSEHOLD], False),
    ("liquid", "1 teaspoonful", [HOUSEHOLD], True),
    ("liquid", "Take one Tbsp at bedtime", [HOUSEHOLD], False),
    ("liquid", "Take a TEASPOONFUL at bedtime", [HOUSEHOLD], False),
    ("liquid", "Take 1 dropperful at bedtime", [HOUSEHOLD], False),
    ("liquid", "Take 4.5 mL (1 teaspoon) at bedtime", [HOUSEHOLD], False),
    ("liquid", "Take 20 drops at bedtime", [HOUSEHOLD], False),
    ("liquid", "90 drops", [HOUSEHOLD], True),
    ("counted drops", "Put 40 drops under the tongue at bedtime", [HOUSEHOLD], False),
    ("capsule", "Take 1 teaspoon at bedtime", [HOUSEHOLD], False),
    # another form
    ("liquid", "Take 1 capsule at bedtime", [OTHER], False),
    ("liquid", "Take 1 tablet (4.5 mg) at bedtime", [OTHER], False),
    ("capsule", "Take 4.5 mL at bedtime", [OTHER], False),
    ("capsule", "Take 1 tablet (4.5 mg) at bedtime", [OTHER], False),
    ("capsule", "Take 1 tablet by mouth at bedtime", [OTHER], False),
    ("capsule", "Take 20 drops at bedtime", [OTHER], False),
    ("capsule", "Take 1 lozenge daily", [OTHER], False),
    ("tablet", "Take 1 capsule by mouth at bedtime", [OTHER], False),
    ("capsule", "Inject 1 capsule at bedtime", ["directions-other-route"], True),
    # a liquid without a volume
    ("liquid", "Take 4.5 mg by mouth at bedtime", [VOLUME], False),
    ("liquid", "Take by mouth at bedtime", [VOLUME], False),
    ("liquid", "Take as directed", [VOLUME], True),
    ("liquid", "Take 4.5 by mouth at bedtime", [VOLUME], True),
    ("liquid", "Take 4,5 mL by mouth at bedtime", [VOLUME], True),
    ("liquid", "Take 4.5mmL by mouth at bedtime", [VOLUME], True),
    ("liquid", "Take 4.5 m\u217c by mouth at bedtime", [VOLUME], True),
    ("liquid", "Do not take 4.5 mL", [VOLUME], True),
    ("liquid without dose", "Take by mouth at bedtime", [VOLUME], True),
    # the directions are the only dosing there is
    ("no dose", "Take 10 capsules (45 mg) by mouth at bedtime", [TEN], True),
    ("no dose", "Take 1 capsule by mouth three times a day", [TEN], True),
    ("no dose", "Take 2 capsules (4.5 mg) by mouth at bedtime", [DIFFER], True),
    ("liquid without dose", "Take 45 mL by mouth at bedtime", [TEN], True),
    ("liquid without dose", "Take 0.05 mL by mouth at bedtime", ["daily-dose-below-0.1-mg"], True),
    # a child's day
    ("child of 8", "Take 2 capsules at bedtime", [DIFFER, "child-dose-far-above-rate"], False),
    ("child of 20 kg", "Take 4 capsules at bedtime", [DIFFER, "child-dose-far-above-rate"], False),
    # titrations
    ("weeks", "Take 5 mL once daily", [DIFFER], False),
    ("weeks", "Take 0.5 mL twice daily", [DIFFER], False),
    ("weeks", "Take 0.5 mL for 14 days, then 10 mL for 14 days, then 1.5 mL once daily", [DIFFER, TEN], False),
    ("weeks", "Take 0.5 mL daily for 7 days, then 1 mL daily for 14 days, then 1.5 mL daily", [DIFFER], False),
]


@pytest.mark.parametrize(("plan", "directions", "stops", "left_open"), STOPPED)
def test_what_differs_from_the_plan_stops(plan: str, directions: str, stops: list[str], left_open: bool) -> None:
    items = ldn.check_directions(plan_called(plan), directions)
    assert sorted(item.code for item in items if item.stops) == sorted(stops)
    assert (OPEN in [item.code for item in items]) is left_open
    found(plan, directions)


PASSED = [
    ("liquid", "Take 4.5 mL by mouth at bedtime"),
    ("liquid", "Take 4.5 mL (4.5 mg) by mouth once daily at bedtime"),
    ("liquid", "Take 4.5 mg (4.5 mL) by mouth every night"),
    ("liquid", "At bedtime, take 4.5 mL by mouth."),
    ("liquid", "TAKE 4.5 ML BY MOUTH EVERY 24 HOURS"),
    ("liquid", "Take\u00a04.5\u00a0mL by mouth\nat bedtime".replace("\n", " ")),
    ("liquid", "Take 4.5 mL of the oral solution (1 mg/mL) by mouth at bedtime"),
    ("liquid", "Take 4,500 mcg (4.5 mL) by mouth at bedtime"),
    ("thin liquid", "Take 9 mL (4.5 mg) by mouth at bedtime"),
    ("thick liquid", "Take 0.8 mL (1.6 mg) by mouth every morning"),
    ("twice", "Take 1 mL by mouth in the morning and at bedtime"),
    ("twice", "Take 1 mL (1 mg) twice a day (2 mg a day)"),
    ("twice", "Take 1 mL in the morning and 1 mL at bedtime"),
    ("twice", "Take 1 mL in the morning and 1 at bedtime"),
    ("twice", "Take 1 mL every 12 hours"),
    ("twice", "Take 1 mL at 8 am and 8 pm"),
    ("counted drops", "Put 20 drops (1 mL) under the tongue at bedtime"),
    ("counted drops", "Put 20 drops under the tongue at bedtime"),
    ("capsule", "Take 1 capsule by mouth at bedtime"),
    ("capsule", "Take 1 capsule (4.5 mg) by mouth at bedtime"),
    ("capsule", "Take ONE capsule by mouth every night at bedtime"),
    ("capsule", "Take one (1) capsule by mouth daily"),
    ("capsule", "Take one 4.5 mg capsule at bedtime"),
    ("capsule", "Naltrexone 4.5 mg capsules: take 1 at bedtime"),
    ("capsule", "Take 1 capsule at bedtime. Do not take more than 1 capsule a day."),
    ("capsule", "Take 1 cap. at 9 p.m."),
    ("capsule", "Take a capsule at bedtime with water"),
    ("capsule", "Take 1 capsule daily, at bedtime"),
    ("capsule", "Take 1 capsule 0-0-0-1"),
    ("capsule", "Take 1 capsule after dinner with 200 mL of water"),
    ("capsule", "Take 1 capsule at bedtime with 8 oz of water. Do not take with opioids. Avoid alcohol."),
    ("capsule", "Take 1 capsule at bedtime as directed. Keep refrigerated."),
    ("twice", "Measure 1 mL with the 3 mL oral syringe, twice a day, in the morning and at bedtime"),
    ("twice", "Take 1 mL before breakfast and after dinner"),
    ("twice", "Take 1 mL in the morning and another at bedtime"),
    ("three capsules", "Take 3 capsules at bedtime. Each capsule contains 1.5 mg."),
    ("three capsules", "Take 3 capsules (4.5 mg) by mouth at bedtime"),
    ("three capsules", "Take 3 capsules of 1.5 mg (4.5 mg) by mouth at bedtime"),
    ("three capsules", "Take 3 capsules (1.5 mg each) by mouth at bedtime"),
    ("tablet", "Take 1 tablet by mouth at bedtime"),
    ("two tablets", "Take two tablets (3 mg) at bedtime"),
    ("weeks", "Take 0.5 mL daily for 14 days, then 1 mL daily for 14 days, then 1.5 mL daily"),
    ("weeks", "Days 1 to 14: 0.5 mL. Days 15 to 28: 1 mL. Days 29 to 42: 1.5 mL. Take once daily at bedtime."),
    ("weeks", "Take once daily at bedtime"),
    (
        "weeks of capsules",
        "Take 1 capsule of 0.5 mg for 14 days, then 1 capsule of 1 mg for 14 days, "
        "then 1 capsule of 1 mg and 1 capsule of 0.5 mg (1.5 mg) daily",
    ),
]


@pytest.mark.parametrize(("plan", "directions"), PASSED)
def test_what_the_plan_says_passes_without_a_word(plan: str, directions: str) -> None:
    assert found(plan, directions) == []


# What is left open, and a word of why.
LEFT_OPEN = [
    ("capsule", "Take 1 capsule as directed", ["how often"]),
    ("capsule", "Take 1 capsule at bedtime as needed", ["as needed"]),
    ("capsule", "Take 1O capsules", ["1O"]),
    ("capsule", "Take 4.5 \u043cg", ["4.5 \u043cg"]),
    ("capsule", "Take 1\u00b2 capsules", ["1\u00b2"]),
    ("capsule", "Take 1 000 mcg at bedtime", ["1 000 mcg"]),
    ("capsule", "Take \uff11 capsule at bedtime", ["\uff11"]),
    ("capsule", "Take 1\u200b0 capsules at bedtime", ["1"]),
    ("capsule", "Take -1 capsule at bedtime", ["1"]),
    ("capsule", "Take .5 capsule at bedtime", [".5"]),
    ("capsule", "Take ii capsules by mouth", ["ii"]),
    ("capsule", "nightly", ["no dose"]),
    ("capsule", "x", ["'x'"]),
    ("capsule", "Take 1 capsule", ["how often"]),
    ("capsule", "Take 4.5 mg by mouth at bedtime", ["how many capsules"]),
    ("capsule", "Take 1 capsule at bedtime (not in the morning)", ["not in the morning"]),
    ("capsule", "Take 1 capsule daily for 3 days", ["3 days"]),
    ("capsule", "Take 1 capsule at bedtime, line 7", ["line 7"]),
    ("capsule", "Take 1 dose at bedtime", ["dose"]),
    ("no dose", "Take 1 capsule by mouth at bedtime", ["the plan states no dose"]),
    ("no dose", "Take 3 mg by mouth at bedtime", ["the plan states no dose", "how many capsules"]),
    ("liquid without dose", "Take 4.5 mL by mouth at bedtime", ["the plan states no dose"]),
    ("scored without dose", "Take half a tablet at bedtime", ["the plan states no dose"]),
    ("liquid", "Take 4.5 mL at bedtime. Measure with the oral syringe, not a teaspoon.", ["not a teaspoon"]),
    ("liquid", "Take 2 (4.5 mL) at bedtime", ["'2'"]),
    ("liquid", "Take half 4.5 mL at bedtime", ["half"]),
    ("capsule", "Take 1 capsule at bedtime up to", ["up to"]),
    ("capsule", "Take 1 capsule at bedtime every", ["every"]),
    ("capsule", "Take 1 capsule in the morning, then at noon", ["then"]),
    ("weeks", "Take 0.5 mL once daily", ["1 of the 3 steps"]),
    # another number than a dose's, and another time than a second dose's
    ("capsule", "Take 1 capsule at bedtime. Discard after 30 days.", ["'30 days'"]),
    ("capsule", "Take 1 capsule at bedtime. Questions? Call 555-1234.", ["Questions"]),
    ("capsule", "Take 1 capsule at bedtime. If sleep is disturbed, take it in the morning instead.", ["sleep"]),
    ("capsule", "Take 1 capsule at bedtime. Avoid opioids for 7 days before.", ["for 7 days"]),
    ("weeks", "Take once daily and increase as on the label", ["'increase'"]),
]


@pytest.mark.parametrize(("plan", "directions", "parts"), LEFT_OPEN)
def test_what_was_not_compared_is_said(plan: str, directions: str, parts: list[str]) -> None:
    items = ldn.check_directions(plan_called(plan), directions)
    assert [item.code for item in items if item.stops] == []
    left = [item.message for item in items if item.code == OPEN]
    assert len(left) == 1
    for part in parts:
        assert part in left[0]


@pytest.mark.parametrize(
    ("plan", "directions", "language", "codes"),
    [
        ("liquid", "45 mL abends einnehmen", "de", [DIFFER, TEN]),
        ("liquid", "Abends 4,5 ml (4,5 mg) einnehmen", "de", []),
        ("liquid", "Abends 4.5 ml einnehmen", "de", [VOLUME, OPEN]),
        ("liquid", "Abends 1 Teel\u00f6ffel einnehmen", "de", [HOUSEHOLD]),
        ("capsule", "Zweimal t\u00e4glich 1 Kapsel einnehmen", "de", [DIFFER, "daily-dose-above-6-mg"]),
        ("capsule", "0-0-0-1 Kapsel", "de", []),
        ("capsule", "1-0-0-1 Kapsel", "de", [DIFFER, "daily-dose-above-6-mg"]),
        ("capsule", "1 Kapsel 0-0-0-1", "de", []),
        ("capsule", "1 Kapsel t\u00e4glich und abends", "de", [DIFFER, "daily-dose-above-6-mg"]),
        ("capsule", "1 Kapsel jeden Tag und jede Nacht", "de", [DIFFER, "daily-dose-above-6-mg"]),
        ("capsule", "1 Kapsel vor und nach dem Schlafen", "de", [DIFFER, "daily-dose-above-6-mg"]),
        ("capsule", "1 Kapsel abends, dann eine weitere", "de", [DIFFER, "daily-dose-above-6-mg"]),
        ("capsule", "Die doppelte Dosis abends", "de", [DIFFER, OPEN]),
        ("capsule", "Abends einundzwanzig Kapseln", "de", [DIFFER, TEN]),
        ("capsule", "1 Kapsel siebzigmal t\u00e4glich", "de", [DIFFER, TEN]),
        ("three capsules", "Abends 3 Kapseln zu je 1,5 mg einnehmen", "de", []),
        ("capsule", "Tome 1 c\u00e1psula al d\u00eda y por la noche", "es", [DIFFER, "daily-dose-above-6-mg"]),
        ("capsule", "Tome 1 c\u00e1psula antes y despu\u00e9s de la cena", "es", [DIFFER, "daily-dose-above-6-mg"]),
        ("capsule", "Tome 1 c\u00e1psula despu\u00e9s de la cena", "es", []),
        ("capsule", "Tome una (1) c\u00e1psula por la noche", "es", []),
        ("capsule", "Tome 1 c\u00e1psula c/8h", "es", [DIFFER, TEN]),
        ("capsule", "Tome veintiuna c\u00e1psulas por la noche", "es", [DIFFER, TEN]),
        ("capsule", "Tome 1 c\u00e1psula por la noche y repita", "es", [DIFFER]),
        ("capsule", "Abends 1 Tablette einnehmen", "de", [OTHER]),
        ("capsule", "Abends eine halbe Kapsel einnehmen", "de", [DIFFER]),
        ("capsule", "Take 1 capsule by mouth at bedtime", "de", [OPEN]),
        ("capsule", "Tome 10 c\u00e1psulas por la boca al acostarse", "es", [DIFFER, TEN]),
        ("capsule", "Tome 1 c\u00e1psula (4,5 mg) por la boca al acostarse", "es", []),
        ("capsule", "Tome 1 c\u00e1psula cada 8 horas", "es", [DIFFER, TEN]),
        ("capsule", "Tome media c\u00e1psula al acostarse", "es", [DIFFER]),
        ("liquid", "Tome una cucharadita al acostarse", "es", [HOUSEHOLD]),
        ("liquid", "Tome 20 gotas al acostarse", "es", [HOUSEHOLD]),
    ],
)
def test_each_language_is_compared_by_its_own_words(
    plan: str, directions: str, language: str, codes: list[str]
) -> None:
    assert found(plan, directions, language) == codes


@pytest.mark.parametrize(
    ("directions", "codes"),
    [
        ("Take 4.4 mL (4.4 mg) by mouth at bedtime", []),
        ("Take 4.5 mL by mouth at bedtime", ["directions-not-as-drawn"]),
        ("Take 4.5 mL (4.5 mg) by mouth at bedtime", ["directions-not-as-drawn"]),
        ("Take 4.4 mL (4.5 mg) by mouth at bedtime", ["directions-not-as-drawn"]),
        ("Take 4.6 mL (4.5 mg) by mouth at bedtime", [DIFFER, "daily-dose-above-4.5-mg"]),
        ("Take 4.4 mL (44 mg) by mouth at bedtime", [DIFFER, TEN]),
        ("Take 45 mL (4.5 mg) by mouth at bedtime", [DIFFER, TEN]),
    ],
)
def test_the_prescribed_dose_beside_the_one_that_is_drawn(directions: str, codes: list[str]) -> None:
    assert found("liquid as drawn", directions) == codes


def test_a_titrations_steps_as_prescribed_and_as_drawn() -> None:
    assert found("odd weeks", "Take 0.8 mL daily for 14 days, then 1.3 mL daily") == []
    assert found("odd weeks", "Take 0.83 mL daily for 14 days, then 1.33 mL daily") == ["directions-not-as-drawn"]
    assert DIFFER in found("odd weeks", "Take 0.82 mL daily for 14 days, then 1.33 mL daily")


def test_a_difference_names_both_doses() -> None:
    (item, *_) = ldn.check_directions(plan_called("liquid"), "Take 45 mL by mouth at bedtime")
    assert "'45 mL' (45 mg)" in item.message
    assert "4.5 mL (4.5 mg)" in item.message
    (item, *_) = ldn.check_directions(plan_called("capsule"), "Take 1 capsule three times a day")
    assert "3 times a day" in item.message
    assert "once a day" in item.message


# --- built directions ---


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(
    "name", ["liquid", "thin liquid", "twice", "counted drops", "capsule", "three capsules", "tablet"]
)
def test_directions_built_from_the_plan_have_no_finding(name: str, language: str, label_of: Make) -> None:
    plan = plan_called(name)
    for timing, when in get_wording(language).timings.items():
        if when.doses == plan.doses_per_day:
            label = label_of(plan, directions=None, timing=timing, language=language)
            assert ldn.check_directions(plan, label.directions, language=language) == ()


# --- every way to a label ---

BAD, GOOD = "Take 45 mL by mouth at bedtime", "Take 4.5 mL (4.5 mg) by mouth at bedtime"
WAYS = [("zebra-4x2", "prescription"), ("syringe-flag-4x1", "syringe")]


def made_now(**changes: Any) -> Any:
    """A plan of today: the clock is the command's own."""
    return make_liquid(made_on=made_today(), profile=HALF_LINES, **changes)


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    (tmp_path / "plan.json").write_text(ldn.to_json(made_now()), encoding="utf-8")
    (tmp_path / "p.toml").write_text('[pharmacy]\nname = "A"\n', encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(("stock", "design"), WAYS)
def test_the_commands_stop(shop: Path, stock: str, design: str) -> None:
    words = ["--stock", stock, "--design", design, "--patient", "Jane Doe", "--lot", "L1", "--profile", "p.toml"]
    for file in ("plan.json", "jobs.jsonl"):
        for directions, code in ((BAD, 12), (GOOD, 0)):
            row = {"plan": json.loads((shop / "plan.json").read_text(encoding="utf-8")), "directions": directions}
            (shop / "jobs.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
            own = ["--directions", directions] if file == "plan.json" else []
            done = run("check", file, *words, *own, "--json", cwd=shop)
            assert done.returncode == code
            codes = [item["code"] for item in json.loads(done.stdout)["findings"]]
            assert (DIFFER in codes) is (code == 12)
            done = run("print", file, *words, *own, "-o", "label.pdf", "--json", cwd=shop)
            assert done.returncode == code, done.stderr
            assert (shop / "label.pdf").exists() is (code == 0)
            if code:
                assert json.loads(done.stderr)["error"]["code"] == DIFFER
            (shop / "label.pdf").unlink(missing_ok=True)


@pytest.mark.parametrize(("stock", "design"), WAYS)
def test_python_stops_too(label_of: Make, stock: str, design: str) -> None:
    plan = plan_called("liquid")
    with pytest.raises(StopError) as caught:
        ldn.print_labels([label_of(plan, directions=BAD)], stock=stock, design=design, today=TODAY)
    assert (caught.value.code, caught.value.exit_code) == (DIFFER, 12)
    assert {item.code for item in caught.value.findings} == {DIFFER, TEN}
    assert ldn.print_labels([label_of(plan, directions=GOOD)], stock=stock, design=design, today=TODAY)


def test_a_batch_label_has_no_directions_to_compare(label_of: Make) -> None:
    label = label_of(plan_called("liquid"), directions=BAD)
    codes = [item.code for item in ldn.check_label(label, stock="zebra-4x2", design="batch", today=TODAY)]
    assert DIFFER not in codes


def test_what_was_not_compared_is_told_when_it_is_printed(shop: Path) -> None:
    words = ["--stock", "zebra-4x2", "--patient", "Jane Doe", "--profile", "p.toml"]
    said = ["--directions", "Take 4.5 mL at bedtime as needed"]
    done = run("print", "plan.json", *words, *said, "-o", "label.pdf", cwd=shop)
    assert done.returncode == 0
    assert b"[directions-not-compared]" in done.stderr
    assert b"as needed" in done.stderr
    done = run("check", "plan.json", *words, *said, cwd=shop)
    assert done.returncode == 0
    assert b"[directions-not-compared]" in done.stdout


# --- accepted by name ---


def test_a_stop_that_is_accepted_by_name_prints(shop: Path) -> None:
    words = ["--stock", "zebra-4x2", "--patient", "Jane Doe", "--profile", "p.toml", "--directions", BAD]
    some = ["--accept", DIFFER, "--accepted-by", "B. Acceptor"]
    assert run("print", "plan.json", *words, *some, "-o", "label.pdf", cwd=shop).returncode == 12
    both = [*some, "--accept", TEN]
    done = run("print", "plan.json", *words, *both, "-o", "label.pdf", cwd=shop)
    assert done.returncode == 0, done.stderr
    assert b"accepted by B. Acceptor" in done.stderr
    import pypdfium2

    document = pypdfium2.PdfDocument(shop / "label.pdf")
    text = document[0].get_textpage().get_text_range()
    document.close()
    assert "Take 45 mL" in text
    assert "Acceptor" not in text
    done = run("print", "plan.json", *words, *both, "-o", "again.pdf", "--json", cwd=shop)
    stops = [item for item in json.loads(done.stdout)["findings"] if item["severity"] == "stop"]
    assert {item["code"]: item["accepted_by"] for item in stops} == {DIFFER: "B. Acceptor", TEN: "B. Acceptor"}
    done = run("check", "plan.json", *words, *both, cwd=shop)
    assert done.returncode == 0
    assert b"PASS" in done.stdout


def test_a_line_of_a_file_accepts_for_itself(shop: Path) -> None:
    plan = json.loads((shop / "plan.json").read_text(encoding="utf-8"))
    rows = [
        {"plan": plan, "directions": BAD, "accept": [DIFFER, TEN], "accepted_by": "B. Acceptor"},
        {"plan": plan, "directions": GOOD},
    ]
    words = ["--stock", "avery-5163", "--patient", "Jane Doe", "--profile", "p.toml", "-o", "two.pdf", "--json"]
    (shop / "jobs.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    done = run("print", "jobs.jsonl", *words, cwd=shop)
    assert done.returncode == 0, done.stderr
    stops = [item for item in json.loads(done.stdout)["findings"] if item["severity"] == "stop"]
    assert [item["accepted_by"] for item in stops] == ["B. Acceptor"] * 2
    rows[1]["directions"] = BAD
    (shop / "jobs.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert run("print", "jobs.jsonl", *words, cwd=shop).returncode == 12


@pytest.mark.parametrize(
    ("accept", "by", "code"),
    [
        (["directions-difer"], "A", "unknown-finding-code"),
        (["label-differs-from-plan"], "A", "never-accepted"),
        (["beyond-use-passed"], "A", "never-accepted"),
        (["label-date-after-plan"], "A", "never-accepted"),
        (["pharmacy-name-missing"], "A", "never-accepted"),
        (["discard-after-before-making"], "A", "never-accepted"),
        (["date-filled-impossible"], "A", "never-accepted"),
        ([DIFFER], None, "acceptance-without-name"),
        (None, "A", "name-without-acceptance"),
        (DIFFER, "A", "not-a-list"),
    ],
)
def test_what_is_no_acceptance(label_of: Make, accept: Any, by: str | None, code: str) -> None:
    with pytest.raises(InputError) as caught:
        label_of(plan_called("liquid"), directions=BAD, accept=accept, accepted_by=by)
    assert caught.value.code == code
    if code == "unknown-finding-code":
        assert DIFFER in str(caught.value.hint)


def test_an_acceptance_that_is_not_needed_is_said(label_of: Make) -> None:
    label = label_of(plan_called("liquid"), directions=GOOD, accept=[DIFFER], accepted_by="A")
    codes = [item.code for item in ldn.check_label(label, stock="zebra-4x2", today=TODAY)]
    assert codes == ["acceptance-not-needed"]


def test_the_same_directions_are_read_once(label_of: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    real = directions_checking.read_directions

    def counted(text: str, **marks: Any) -> Any:
        read.append(text)
        return real(text, **marks)

    monkeypatch.setattr(directions_checking, "read_directions", counted)
    directions_checking.directions_findings.cache_clear()
    plan = make_liquid(profile=HALF_LINES)
    labels = [label_of(plan, directions=GOOD, patient=f"Jane {number}", profile=PHARMACY) for number in range(50)]
    ldn.print_labels(labels, stock="zebra-4x2", today=TODAY)
    assert read == [GOOD]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Take 1 capsule by mouth one hour before bedtime", [OPEN]),
        ("Take 1 capsule by mouth 1 hour before bedtime", [OPEN]),
        ("Take 1 capsule by mouth at bedtime, then 1 capsule after 1 hour", [DIFFER, "daily-dose-above-6-mg", OPEN]),
        ("Take 1 capsule by mouth at bedtime, then 1 capsule", [DIFFER, "daily-dose-above-6-mg"]),
    ],
)
def test_hours_are_no_dose_and_what_follows_then_is(text: str, codes: list[str]) -> None:
    assert found("capsule", text) == codes


def test_a_days_dose_of_the_directions_names_its_factors() -> None:
    """Three doses of a right strength: no lost decimal point is suggested."""
    said = [
        item.message for item in ldn.check_directions(plan_called("capsule"), "Take 1 capsule by mouth every 8 hours")
    ]
    assert any("4.5 mg x 3 doses a day" in message for message in said)
    assert not any("1.35" in message for message in said)
