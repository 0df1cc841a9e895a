"""Plans of a titration, against numbers worked out by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

import ldn_compound as ldn
from ldn_compound.core.results import Severity

COURSE: dict[str, Any] = {"start": "0.5 mg", "step": "0.5 mg", "every": "14 d", "to": "4.5 mg"}


def plan(form: str = "solution", **more: Any) -> Any:
    return ldn.plan_titration(**{**COURSE, "form": form, **more})


def value(result: Any, name: str) -> Fraction:
    return getattr(result.exact, name).value


def codes(result: Any) -> set[str]:
    return {item.code for item in result.findings}


def refused(code: str, exit_code: int, **keywords: Any) -> ldn.LdnError:
    with pytest.raises(ldn.LdnError) as caught:
        ldn.plan_titration(**keywords)
    assert (caught.value.code, caught.value.exit_code) == (code, exit_code), caught.value
    return caught.value


# 0.5 + 1 + ... + 4.5 = 22.5 mg, 14 days each: 315 mg; at 1 mg/mL 315 mL; 9 x 14 = 126 days.
def test_the_usual_course_as_a_solution() -> None:
    result = plan(concentration="1 mg/mL", last_for="14 d")
    assert [value(step, "dose") for step in result.schedule] == [Fraction(n, 2) for n in range(1, 10)]
    assert [(step.from_day, step.to_day) for step in result.schedule][-1] == (113, 126)
    assert (value(result, "total_drug"), value(result, "total_volume"), value(result, "days")) == (315, 315, 126)
    assert result.total_capsules == ()
    # 3.5 and 4.5 mL lie between two lines of 0.2 mL of the 5 mL syringe, and ties go down; the others are exact.
    drawn = ("0.5", "1", "1.5", "2", "2.5", "3", "3.4", "4", "4.4")
    assert [value(step, "measured_volume") for step in result.schedule] == [Fraction(text) for text in drawn]


# Rows of capsules by hand: 1 = 0.5 + 0.5; 2 = 1.5 + 0.5; 4 = 1.5 + 1.5 + 0.5 + 0.5; 4.5 is one.
def test_the_usual_course_as_capsules() -> None:
    result = plan("capsule", strengths="0.5mg,1.5mg,4.5mg")
    rows = [[(value(item, "strength"), item.count) for item in step.capsules] for step in result.schedule]
    half, more, most = Fraction("0.5"), Fraction("1.5"), Fraction("4.5")
    assert rows == [
        [(half, 1)],
        [(half, 2)],
        [(more, 1)],
        [(more, 1), (half, 1)],
        [(more, 1), (half, 2)],
        [(more, 2)],
        [(more, 2), (half, 1)],
        [(more, 2), (half, 2)],
        [(most, 1)],
    ]
    # 14 x (1 + 2 + 0 + 1 + 2 + 0 + 1 + 2) = 126 of 0.5 mg; 14 x (1 + 1 + 1 + 2 + 2 + 2) = 126 of 1.5 mg; 14 of 4.5.
    assert [(value(item, "strength"), item.count) for item in result.total_capsules] == [
        (half, 126),
        (more, 126),
        (most, 14),
    ]
    assert result.schedule[0].volume is None
    assert result.total_volume is None


def test_the_last_step_lands_on_the_target_and_says_so() -> None:
    result = plan(step="0.75 mg", to="2.5 mg")
    assert [value(step, "dose") for step in result.schedule] == [Fraction(text) for text in ("0.5", "1.25", "2", "2.5")]
    assert "last-increment-differs" in codes(result)
    assert "last-increment-differs" not in codes(plan())


def test_a_start_that_is_the_target_is_one_step() -> None:
    result = plan(start="4.5 mg", last_for="30 d")
    assert len(result.schedule) == 1
    assert value(result, "days") == 30
    assert value(result, "total_drug") == 135


# Day 1 to 84 is six steps, 14 x 10.5 mL = 147 mL; the other three are 14 x 12 = 168 mL. 90 days is the rule.
def test_a_bottle_is_split_at_the_end_of_a_step() -> None:
    result = plan(begin="2026-11-22")
    assert [(item.from_day, item.to_day, value(item, "volume")) for item in result.supplies] == [
        (1, 84, 147),
        (85, 126, 168),
    ]
    found = next(item for item in result.findings if item.code == "supply-past-beyond-use")
    assert found.severity is Severity.CAUTION
    assert "147 mL" in found.message
    assert "168 mL" in found.message
    assert result.supplies[1].from_date == date(2027, 2, 14)


@pytest.mark.parametrize(("days", "batches"), [("90 d", 1), ("91 d", 2), ("180 d", 2), ("181 d", 3)])
def test_the_bound_of_a_bottle(days: str, batches: int) -> None:
    result = plan(start="4.5 mg", last_for=days)
    assert len(result.supplies) == batches
    assert ("supply-past-beyond-use" in codes(result)) == (batches > 1)


@pytest.mark.parametrize(("days", "batches"), [("180 d", 1), ("181 d", 2)])
def test_the_bound_of_a_batch_of_capsules(days: str, batches: int) -> None:
    assert len(plan("capsule", strengths="4.5 mg", start="4.5 mg", last_for=days).supplies) == batches


def test_the_day_count_of_the_profile_counts() -> None:
    profile = ldn.read_profile('[policies]\nday_count = "day-0"\n')
    assert len(plan(start="4.5 mg", last_for="91 d", profile=profile).supplies) == 1


def test_an_aqueous_vehicle_keeps_its_own_days() -> None:
    # Fawcett 1997: 30 d at 25 C, less than the 35 d of the rule; in the refrigerator the rule's 35 d.
    assert value(plan(vehicle="fawcett", storage="room-temperature"), "usable_days") == 30
    assert value(plan(vehicle="fawcett", storage="refrigerator"), "usable_days") == 35
    assert value(plan(), "usable_days") == 90


OWN_RULE = '[beyond_use.solution-aqueous-preserved]\ndays = "60 d"\nsource = "own"\n'
OTHERS = {"question-unanswered", "syringe-lines-not-stated", "several-syringes", "supply-past-beyond-use"}


# Glycerol 85 % brings 15 % of water; Fawcett's 30 d are shorter than the rule's, and 1 mg/mL is what he studied.
@pytest.mark.parametrize(
    ("vehicle", "storage", "told"),
    [
        ("glycerol-85", "refrigerator", ["water-activity-not-measured"]),
        ("glycerol-85", "room-temperature", ["water-activity-not-measured", "storage-needs-refrigerator"]),
        ("fawcett", "refrigerator", ["own-rule-longer-than-country"]),
        ("fawcett", "room-temperature", ["own-rule-longer-than-country", "stability-shortens-date"]),
    ],
)
@pytest.mark.parametrize("concentration", ["1 mg/mL", "5 mg/mL"])
def test_what_is_told_of_a_vehicle_and_in_which_order(
    vehicle: str, storage: str, told: list[str], concentration: str
) -> None:
    given = {"vehicle": vehicle, "storage": storage, "concentration": concentration}
    result = plan(**given, profile=ldn.read_profile(OWN_RULE))
    strong = concentration != "1 mg/mL"
    expected = [told[0], *["concentration-not-documented"] * strong, *told[1:]]
    expected += ["stability-other-strength"] * (strong and vehicle == "fawcett")
    assert [item.code for item in result.findings if item.code not in OTHERS] == expected


def test_dates() -> None:
    result = plan(begin=date(2026, 11, 22))
    assert (result.schedule[0].from_date, result.schedule[0].to_date) == (date(2026, 11, 22), date(2026, 12, 5))
    assert result.end == date(2027, 3, 27)
    assert plan().begin is None
    assert plan().schedule[0].from_date is None


# Nine steps are 126 days, the pause is day 127 to 140, then 1.5 to 4.5 in seven steps of 14 days: 98 days more.
def test_a_restart_after_the_course() -> None:
    result = plan(restart_at="1.5 mg", pause="14 d")
    assert result.pause is not None
    assert (result.pause.from_day, result.pause.to_day) == (127, 140)
    assert [value(step, "dose") for step in result.schedule[9:]] == [Fraction(n, 2) for n in range(3, 10)]
    assert (result.schedule[9].from_day, value(result, "days")) == (141, 238)
    # 315 mg, and 14 x (1.5 + 2 + 2.5 + 3 + 3.5 + 4 + 4.5) = 294 mg.
    assert value(result, "total_drug") == 609


def test_a_restart_alone() -> None:
    result = ldn.plan_titration(
        form="solution", step="0.5 mg", every="14 d", to="4.5 mg", restart_at="1.5 mg", pause="14 d"
    )
    assert result.pause is not None
    assert (result.pause.from_day, result.pause.to_day) == (1, 14)
    assert result.schedule[0].from_day == 15
    assert value(result, "total_drug") == 294
    assert result.directions[0] == "Day 1 to 14: take none"


def test_directions_in_plain_words() -> None:
    solution = plan(begin="2026-11-22", doses_per_day=2)
    assert solution.directions[1] == (
        "2026-12-06 to 2026-12-19 (day 15 to 28): take 1 mL (1 mg) by mouth 2 times a day, using the 3 mL oral syringe"
    )
    capsules = plan("capsule", strengths="0.5mg,1.5mg,4.5mg")
    assert capsules.directions[4] == (
        "Day 57 to 70: take 1 capsule of 1.5 mg and 2 capsules of 0.5 mg (2.5 mg together) by mouth once a day"
    )
    assert capsules.directions[-1] == "After day 126: as the prescriber says"


# A dose of 4.55 mL: 4.6 is the nearer line of the 5 mL syringe, and above the last dose.
def test_rounding_never_passes_the_target() -> None:
    last = plan(to="4.55 mg").schedule[-1]
    assert value(last, "measured_volume") == Fraction("4.4")
    assert value(last, "delivered_dose") <= Fraction("4.55")


def test_a_rounding_error_names_its_step() -> None:
    # 0.5 mg at 40 mg/mL is 0.0125 mL: 0.01 mL is 20 % off.
    found = next(item for item in plan(concentration="40 mg/mL").findings if item.code == "rounding-too-large")
    assert found.message.startswith("step 1: ")
    assert found.severity is Severity.STOP


def test_doses_of_a_day_are_gated() -> None:
    assert not codes(plan()) & {"daily-dose-above-usual"}
    twice = plan(per_day=2)
    assert {"daily-dose-above-usual", "daily-dose-above-reported"} <= codes(twice)
    assert value(twice, "total_drug") == 630
    assert not twice.stops
    # 2 x 5 mg is 10 mg a day.
    assert {item.code for item in plan(to="5 mg", per_day=2).stops} == {"daily-dose-high"}


def test_a_slip_of_the_point_stops_and_is_accepted_by_name() -> None:
    tiny = plan(start="0.05 mg", step="0.05 mg", to="0.5 mg", concentration="0.1 mg/mL")
    assert {item.code for item in tiny.stops} == {"daily-dose-very-low"}
    again = plan(
        start="0.05 mg",
        step="0.05 mg",
        to="0.5 mg",
        concentration="0.1 mg/mL",
        accept=["daily-dose-very-low"],
        accepted_by="A. Pharmacist",
    )
    assert not again.stops


def test_each_strength_is_gated() -> None:
    result = plan("capsule", strengths="0.05 mg", start="0.5 mg", to="0.5 mg")
    assert "strength-very-low" in {item.code for item in result.stops}


def test_what_cannot_be_made_exactly_is_refused_with_the_nearest() -> None:
    error = refused(
        "dose-not-made-exactly", 11, **{**COURSE, "step": "0.25 mg"}, form="capsule", strengths="0.5mg,1.5mg,4.5mg"
    )
    assert "0.75 mg: 0.5 mg below, 1 mg above" in str(error.hint)


def test_a_stop_comes_before_what_cannot_be_made() -> None:
    error = refused(
        "stop-before-fit", 12, form="capsule", strengths="2 mg", start="45 mg", step="1 mg", every="14 d", to="45 mg"
    )
    assert isinstance(error, ldn.StopError)
    assert error.refusal["kind"] == "titration"


@pytest.mark.parametrize(
    ("changed", "code", "field"),
    [
        ({"to": "0.25 mg"}, "target-below-start", "to"),
        ({"every": "1.5 d"}, "not-whole-days", "every"),
        ({"every": "0 d"}, "out-of-range", "every"),
        ({"last_for": "0.5 d"}, "not-whole-days", "last_for"),
        ({"step": "0 mg"}, "out-of-range", "step"),
        ({"step": "0.001 mg"}, "too-many-steps", "step"),
        ({"every": "365 d", "step": "0.1 mg"}, "schedule-too-long", "every"),
        ({"every": "2 mg"}, "wrong-dimension", "every"),
        ({"start": 0.5}, "float-refused", "start"),
        ({"start": None}, "missing", "start"),
        ({"step": None}, "missing", "step"),
        ({"every": None}, "missing", "every"),
        ({"to": None}, "missing", "to"),
        ({"pause": "14 d"}, "pause-without-restart", "restart_at"),
        ({"restart_at": "1 mg"}, "restart-without-pause", "pause"),
        ({"restart_at": "5 mg", "pause": "14 d"}, "restart-above-target", "restart_at"),
        ({"form": "tablet"}, "unknown-form", "form"),
        ({"form": "capsule"}, "missing", "strengths"),
        ({"strengths": "1 mg"}, "not-for-this-form", "strengths"),
        ({"form": "capsule", "strengths": "1 mg", "concentration": "1 mg/mL"}, "not-for-this-form", "concentration"),
        ({"form": "capsule", "strengths": "0,5 mg"}, "no-unit", "strengths"),
        ({"form": "capsule", "strengths": "0.3333333 mg,4.5 mg"}, "strengths-without-common-step", "strengths"),
        ({"per_day": 2, "doses_per_day": 2}, "given-twice", "per_day"),
        ({"begin": "22.11.2026"}, "bad-date", "begin"),
        ({"preset": "paper"}, "unknown-preset", "preset"),
        ({"preset": "childrens-trial"}, "preset-has-no-steps", "preset"),
        ({"vehicle": "syrup"}, "unknown-vehicle", "vehicle"),
        ({"accept": ["no-such-code"], "accepted_by": "A"}, "unknown-finding-code", "accept"),
    ],
)
def test_refused_input(changed: dict[str, Any], code: str, field: str) -> None:
    error = refused(code, 10, **{**COURSE, "form": "solution", **changed})
    assert error.field == field
    assert error.needed


def test_what_no_syringe_measures() -> None:
    error = refused("dose-larger-than-any-syringe", 11, **{**COURSE, "form": "solution", "concentration": "0.1 mg/mL"})
    assert error.field == "concentration"


def test_a_preset_fills_what_it_states_and_asks_for_the_rest() -> None:
    result = ldn.plan_titration(
        form="solution", preset="ldn-research-trust-2021", start="0.5 mg", step="0.5 mg", begin="2026-11-22"
    )
    assert value(result, "total_drug") == 315
    taken = {item.field: item for item in result.assumptions if item.code.endswith("-from-preset")}
    assert {name: item.value for name, item in taken.items()} == {"every": "14 d", "to": "4.5 mg"}
    assert all("LDN Research Trust" in str(item.source) for item in taken.values())
    error = refused("missing", 10, form="solution", preset="ldn-research-trust-2021", start="0.5 mg")
    assert error.field == "step"
    assert "0.5 mg to 1 mg" in str(error.hint)
    error = refused("missing", 10, form="solution", preset="schwaiger-2018", step="0.5 mg")
    assert error.field == "every"


def test_outside_of_a_preset() -> None:
    result = ldn.plan_titration(form="solution", preset="schwaiger-2018", step="2 mg", every="28 d")
    assert {item.field for item in result.findings if item.code == "outside-preset"} == {"step"}


# The paper: several weeks at 0.5 mg, THEN increments over 1 to 3 months. From 1 mg to 4.5 mg by 0.5 mg are 7 steps: 28
# to 91 days at 4 to 13 days each; the weeks at 0.5 mg do not count.
@pytest.mark.parametrize(("every", "outside"), [("3 d", True), ("4 d", False), ("13 d", False), ("14 d", True)])
@pytest.mark.parametrize("first_for", [None, "42 d"])
def test_the_papers_months_begin_after_the_weeks_at_the_first_dose(
    every: str, outside: bool, first_for: str | None
) -> None:
    result = ldn.plan_titration(
        form="solution", preset="schwaiger-2018", step="0.5 mg", every=every, first_for=first_for
    )
    assert {item.field for item in result.findings if item.code == "outside-preset"} == (
        {"every"} if outside else set()
    )
    length = int((first_for or every).removesuffix(" d"))
    assert (result.schedule[0].to_day, result.schedule[1].from_day) == (length, length + 1)


# 7 x (1.5 + 3 + 4.5) = 63 mg in 21 days; 7 x (1 + 2 + 3 + 4 + 4.5) = 101.5 mg in 35 days.
@pytest.mark.parametrize(
    ("preset", "doses", "drug"),
    [("weekly-1.5-mg", ("1.5", "3", "4.5"), "63"), ("weekly-1-mg", ("1", "2", "3", "4", "4.5"), "101.5")],
)
def test_the_weekly_courses(preset: str, doses: tuple[str, ...], drug: str) -> None:
    result = ldn.plan_titration(form="solution", preset=preset)
    assert [value(step, "dose") for step in result.schedule] == [Fraction(dose) for dose in doses]
    assert value(result, "total_drug") == Fraction(drug)
    assert value(result, "days") == 7 * len(doses)
    assert not {"step-above-usual", "steps-shorter-than-usual", "outside-preset"} & codes(result)


@pytest.mark.parametrize(("step", "said"), [("1.5 mg", False), ("1.501 mg", True)])
def test_increments_above_the_usual(step: str, said: bool) -> None:
    assert ("step-above-usual" in codes(plan(step=step))) == said


def sizes_of(result: Any) -> list[str]:
    return [step.syringe.exact.size.text().removesuffix(" mL") for step in result.schedule]


# By hand, marks of 0.02 (1 mL), 0.1 (3 mL), 0.2 (5 mL): 0.5 mL is under a fifth of 3 mL; 1.5 mL in 5 mL is 6.7 % off.
def test_the_fewest_syringes_from_small_to_large() -> None:
    result = plan()
    assert sizes_of(result) == ["0.5", "3", "3", "3", "3", "3", "5", "5", "5"]
    found = next(item for item in result.findings if item.code == "several-syringes")
    assert "step 2 (0.5 mL to 3 mL), step 7 (3 mL to 5 mL)" in found.message
    one = plan(start="1 mg", step="1 mg", to="3 mg")
    assert sizes_of(one) == ["3", "3", "3"]
    assert "several-syringes" not in codes(one)


def test_after_a_pause_the_same_doses_take_the_same_syringes() -> None:
    result = plan(restart_at="0.5 mg", pause="14 d")
    assert sizes_of(result)[:9] == sizes_of(result)[9:]
    found = next(item for item in result.findings if item.code == "several-syringes")
    assert "step 10 (5 mL to 0.5 mL)" in found.message


def test_a_step_that_no_syringe_measures_well_is_named() -> None:
    profile = ldn.read_profile('[syringes]\nsyringe_sizes = ["5"]\n')
    result = plan(profile=profile, start="0.9 mg", step="1 mg", to="2.9 mg")
    (found,) = (item for item in result.findings if item.code == "dose-small-for-syringe")
    assert found.message.startswith("step 1: 0.9 mL are less than 20 % of the 5 mL syringe")
    assert found.severity is Severity.CAUTION
    exactly = plan(profile=profile, start="1 mg", step="1 mg", to="3 mg")
    assert "dose-small-for-syringe" not in codes(exactly)


def test_lines_that_differ_by_maker_are_told_once() -> None:
    """3.5 and 4.5 mL would be exact with a 10 mL syringe of 0.5 mL lines."""
    (found,) = (item for item in plan().findings if item.code == "syringe-lines-not-stated")
    assert found.message.startswith("steps 7, 9: ")
    stated = ldn.read_profile('[syringes]\ngraduation_10_ml = "0.5 mL"\n')
    result = plan(profile=stated)
    assert "syringe-lines-not-stated" not in codes(result)
    # The 5 mL syringe is 2.9 and 2.2 % off, within what is fine; the 10 mL one is exact for as many syringes.
    assert sizes_of(result)[6:] == ["10", "10", "10"]


def test_many_capsules_at_a_time_are_told() -> None:
    found = next(
        item for item in plan("capsule", strengths="0.5 mg").findings if item.code == "many-capsules-at-a-time"
    )
    assert found.message.startswith("steps 4 to 9: up to 9 capsules")


def test_a_changed_titration_is_not_handed_out() -> None:
    import attrs

    result = plan()
    with pytest.raises(ldn.MismatchError):
        ldn.titration_calendar(attrs.evolve(result, directions=("take all",)))


def test_the_document_has_null_where_the_form_has_nothing() -> None:
    import json

    document = json.loads(ldn.to_json(plan("capsule", strengths="0.5 mg")))["result"]
    assert document["total_volume"] is None
    assert document["schedule"][0]["volume"] is None
    assert document["total_capsules"] == [{"strength": {"value": "0.5", "unit": "mg"}, "count": 630}]
    assert document["days"] == {"value": "126", "unit": "d"}
    assert document["schedule"][0]["from_day"] == 1
