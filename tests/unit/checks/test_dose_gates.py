"""The dose gates, at and on both sides of every threshold; a unit's strength and the daily dose apart.

Below 0.1 mg: stop. Below 0.5: caution. To 4.5: nothing. Above 4.5 to 6: caution. Above 6 and below 10: a caution with a
code of its own. 10 mg and over: stop.
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest

import ldn_compound as ldn
from ldn_compound.checks.acceptance import apply_acceptance
from ldn_compound.checks.codes import CODES, finding
from ldn_compound.checks.dose import daily_dose_findings, patient_findings, strength_findings
from ldn_compound.checks.supply import supply_findings
from ldn_compound.core.errors import InputError
from ldn_compound.core.results import Severity
from ldn_compound.core.units import parse_quantity
from tests.unit.plans.prescriptions import codes, plan, stops, the

GATES = [
    ("0.0001", "very-low", "stop"),
    ("0.045", "very-low", "stop"),
    ("0.0999999", "very-low", "stop"),
    ("0.1", "low", "caution"),
    ("0.25", "low", "caution"),
    ("0.4999999", "low", "caution"),
    ("0.5", None, None),
    ("3", None, None),
    ("4.5", None, None),
    ("4.5000001", "above-usual", "caution"),
    ("5", "above-usual", "caution"),
    ("6", "above-usual", "caution"),
    ("6.0000001", "above-reported", "caution"),
    ("9.9999999", "above-reported", "caution"),
    ("10", "high", "stop"),
    ("45", "high", "stop"),
    ("50", "high", "stop"),
]


@pytest.mark.parametrize(("dose", "gate", "severity"), GATES)
@pytest.mark.parametrize(("check", "prefix"), [(strength_findings, "strength"), (daily_dose_findings, "daily-dose")])
def test_gate(check: Any, prefix: str, dose: str, gate: str | None, severity: str | None) -> None:
    found = [(item.code, item.severity.value) for item in check(Fraction(dose))]
    assert found == ([(f"{prefix}-{gate}", severity)] if gate else [])
    for item in check(Fraction(dose)):
        assert item.source
        assert f"{dose} mg" in item.message


def test_a_point_too_far_right_stops() -> None:
    made = plan(strength="45 mg", doses_per_day=1)
    assert stops(made) == {"strength-high", "daily-dose-high"}
    assert "4.5 mg" in the(made, "strength-high").message


def test_a_point_too_far_left_stops() -> None:
    made = plan(strength="0.045 mg", doses_per_day=1)
    assert {"strength-very-low", "daily-dose-very-low"} <= stops(made)


def test_mcg_for_mg_stops() -> None:
    assert "strength-very-low" in stops(plan(strength="4.5 mcg"))


@pytest.mark.parametrize(
    ("strength", "units", "doses", "strength_code", "daily_code"),
    [
        # depression study: 1 mg twice daily is 2 mg a day
        ("1 mg", 1, 2, None, None),
        ("4.5 mg", 1, 2, None, "daily-dose-above-reported"),
        ("4.5 mg", 2, 1, None, "daily-dose-above-reported"),
        ("4.5 mg", 1, 3, None, "daily-dose-high"),  # 13.5 mg
        ("0.25 mg", 2, 1, "strength-low", None),
        ("0.05 mg", 1, 2, "strength-very-low", "daily-dose-low"),
        ("3 mg", 2, 1, None, "daily-dose-above-usual"),  # exactly 6 mg a day
        ("1.5 mg", 1, 3, None, None),  # exactly 4.5 mg a day
        ("5 mg", 1, 1, "strength-above-usual", "daily-dose-above-usual"),
    ],
)
def test_strength_and_daily_dose_apart(
    strength: str, units: int, doses: int, strength_code: str | None, daily_code: str | None
) -> None:
    made = plan(strength=strength, units_per_dose=units, doses_per_day=doses)
    found = [code for code in codes(made) if code.startswith(("strength-", "daily-dose-"))]
    assert found == [code for code in (strength_code, daily_code) if code]


def test_no_daily_dose_is_said_and_not_invented() -> None:
    made = plan()
    assert made.daily_dose is None
    assert not [code for code in codes(made) if code.startswith("daily")]
    assert "daily-dose-not-given" in [item.code for item in made.assumptions]


def test_the_question_that_dispensing_asks() -> None:
    (item,) = [found for found in plan().findings if (found.code, found.field) == ("question-unanswered", "opioids")]
    assert item.severity is Severity.INFO
    for part in ("7 to 10 days", "14", "buprenorphine", "methadone"):
        assert part in item.message


@pytest.mark.parametrize(
    ("free", "code", "severity"),
    [
        (0, "opioid-free-too-short", Severity.STOP),
        (6, "opioid-free-too-short", Severity.STOP),
        (7, "opioid-free-short", Severity.CAUTION),
        # Which opioid it was is not said: up to 14 days it may have been methadone.
        (13, "opioid-free-short", Severity.CAUTION),
        (14, "opioid-free-recorded", Severity.INFO),
    ],
)
def test_the_answer_on_opioids_is_judged_and_carried(free: int, code: str, severity: Severity) -> None:
    """Labelling: 7 to 10 days, up to 14 after buprenorphine or methadone. The plan's JSON carries the answer."""
    made = plan(opioid_free_days=free)
    assert the(made, code).severity is severity
    assert "opioids" not in [item.field for item in made.findings if item.code == "question-unanswered"]
    assert made.inputs["opioid_free_days"] == free
    by_date = plan(last_opioid=str(date(2026, 11, 22) - timedelta(days=free)), made_on="2026-11-22")
    assert the(by_date, code).severity is severity


def test_an_opioid_after_the_day_of_making_is_refused() -> None:
    with pytest.raises(ldn.InputError, match="opioid-after-first-day"):
        plan(last_opioid="2026-11-23", made_on="2026-11-22")


@pytest.mark.parametrize(
    ("age", "young"), [(None, False), ("5", True), ("5.99", True), ("6", False), ("0", True), ("40", False)]
)
def test_under_6_years(age: str | None, young: bool) -> None:
    assert ("under-age-of-trial" in codes(plan(age=age), "caution")) is young
    found = patient_findings(age=None if age is None else Fraction(age), form="capsule")
    assert ("under-age-of-trial" in [item.code for item in found]) is young


# --- supply ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "doses", "past"),
    [(90, 1, False), (180, 1, False), (181, 1, True), (360, 2, False), (361, 2, True), (200, 1, True)],
)
def test_supply_against_the_beyond_use_date(count: int, doses: int, past: bool) -> None:
    """Made 22 November with 180 days, the day of making day 1: capsules for 180 days, 22 November to 20 May, fit."""
    made = plan(count=count, doses_per_day=doses)
    assert ("supply-past-beyond-use" in codes(made)) is past


def test_the_split_that_mends_it() -> None:
    """200 capsules, one a day; 180 days usable: 180 now, 20 later."""
    item = the(plan(count=200, doses_per_day=1), "supply-past-beyond-use")
    assert item.severity is Severity.CAUTION
    assert "180 capsules" in item.message
    assert "2027-05-20" in item.message
    # a component of the filler that ends on 1 December leaves ten days: 10 x 2 = 20 capsules
    item = the(plan(count=60, doses_per_day=2, component_expiries={"filler": "2026-12-01"}), "supply-past-beyond-use")
    assert "20 capsules" in item.message


def test_days_supply_that_does_not_match() -> None:
    assert "supply-does-not-match" in codes(plan(count=90, doses_per_day=1, days_supply=30), "caution")
    assert "supply-does-not-match" in codes(plan(count=90, doses_per_day=2, days_supply=90))
    assert "supply-does-not-match" not in codes(plan(count=90, doses_per_day=1, units_per_dose=3, days_supply=30))
    assert "supply-does-not-match" not in codes(plan(count=90, days_supply=30))


def test_days_supply_alone_is_checked_too() -> None:
    assert "supply-past-beyond-use" in codes(plan(days_supply=181))
    assert "supply-past-beyond-use" not in codes(plan(days_supply=180))


def test_no_day_of_making_no_date_to_run_past() -> None:
    found = supply_findings(count=999, per_day=1, days_supply=None, made_on=None, last_day=None, unit="capsules")
    assert found == []


# --- acceptance -----------------------------------------------------------------------------------------------------


def test_accepted_by_name_is_recorded() -> None:
    made = plan(strength="0.05 mg", accept=["strength-very-low"], accepted_by="A. Pharmacist")
    item = the(made, "strength-very-low")
    assert (item.severity, item.accepted_by, item.stops) == (Severity.STOP, "A. Pharmacist", False)
    assert "strength-very-low" not in stops(made)


def test_one_accepted_does_not_accept_the_other() -> None:
    made = plan(strength="45 mg", doses_per_day=1, accept=["strength-high"], accepted_by="A")
    assert stops(made) == {"daily-dose-high"}


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"accept": ["filler-avoid"]}, "acceptance-without-name", "accepted_by"),
        ({"accepted_by": "A"}, "name-without-acceptance", "accept"),
        ({"accept": ["filler-avoyd"], "accepted_by": "A"}, "unknown-finding-code", "accept"),
        ({"accept": [], "accepted_by": "A"}, "name-without-acceptance", "accept"),
        ({"accept": "filler-avoid", "accepted_by": "A"}, "not-a-list", "accept"),
        ({"accept": ["filler-avoid"], "accepted_by": " "}, "empty", "accepted_by"),
    ],
)
def test_acceptance_refused(given: dict[str, Any], code: str, field: str) -> None:
    with pytest.raises(InputError) as caught:
        plan(**given)
    assert (caught.value.code, caught.value.field) == (code, field)
    if code == "unknown-finding-code":
        assert "filler-avoid" in (caught.value.hint or "")


def test_an_acceptance_that_was_not_needed_is_said() -> None:
    made = plan(accept=["filler-avoid"], accepted_by="A")
    assert "filler-avoid" in the(made, "acceptance-not-needed").message


def test_accepting_a_caution_is_not_passed_over_in_silence() -> None:
    """A caution needs no acceptance: either it is recorded with the name, or the plan says that it was not needed."""
    made = plan(measured=False, accept=["filler-figure-not-measured"], accepted_by="A")
    said = "acceptance-not-needed" in codes(made)
    assert said or the(made, "filler-figure-not-measured").accepted_by == "A"


def test_acceptance_of_two_findings_with_one_code() -> None:
    stop = finding("filler-avoid", "x", severity=Severity.STOP, source="y")
    found = apply_acceptance([stop, stop], accept=["filler-avoid"], accepted_by="A")
    assert [item.accepted_by for item in found] == ["A", "A"]


def test_an_earlier_name_of_a_code_is_accepted_for_a_release() -> None:
    made = plan(strength="45 mg", accept=["strength-10-mg-or-more"], accepted_by="A. Tester")
    assert the(made, "strength-high").accepted_by == "A. Tester"
    assert "acceptance-not-needed" not in codes(made)


def test_only_registered_codes() -> None:
    with pytest.raises(KeyError):
        finding("no-such-code", "x", severity=Severity.INFO, source="y")
    assert all(code == code.lower() and meaning for code, meaning in CODES.items())


@pytest.mark.parametrize(
    ("strength", "meant"),
    [
        ("4.5 g", "was 4.5 mg meant (g for mg, or mg for mcg)?"),
        ("100 mg", "was 0.1 mg meant"),
        ("45 mg", "was 4.5 mg meant (the decimal point was lost or moved)?"),
        ("10 mg", "was 1 mg meant"),
        ("4.5 mcg", "was 4.5 mg meant (mcg for mg)?"),
        ("0.045 mg", "was 0.45 mg meant (a decimal point too far left)?"),
        ("0.01 mg", "was 0.1 mg meant"),
        ("450 mg", "was 0.45 mg meant (g for mg, or mg for mcg)?"),
        # A tenth or a thousandth of these, or ten or a thousand times as much, is no low dose.
        ("4501 mg", None),
        ("99.9 mg", None),
        ("50 mg", None),
        ("46 mg", None),
        ("0.0099 mg", None),
        ("0.0046 mg", None),
    ],
)
def test_only_a_low_dose_is_suggested(strength: str, meant: str | None) -> None:
    (found,) = strength_findings(parse_quantity(strength).value)
    assert found.severity is Severity.STOP
    assert (meant or "") in found.message
    assert ("meant (" in found.message) == (meant is not None)


def test_a_product_names_its_factors_and_no_other_number() -> None:
    """ISMP Canada: the strength is right, the number of doses is not; a tenth of the product would be neither."""
    (found,) = daily_dose_findings(Fraction("13.5"), factors="4.5 mg x 3 doses a day")
    assert "1.35" not in found.message
    made = plan(strength="4.5 mg", doses_per_day=3)
    message = the(made, "daily-dose-high").message
    assert "13.5 mg (4.5 mg x 3 doses a day)" in message
    assert "meant" not in message
    both = plan(strength="4.5 mg", units_per_dose=10, doses_per_day=2)
    assert "90 mg (4.5 mg x 10 units a dose x 2 doses a day)" in the(both, "daily-dose-high").message
    caution = plan(strength="4.5 mg", doses_per_day=2)
    assert "9 mg (4.5 mg x 2 doses a day)" in the(caution, "daily-dose-above-reported").message
    single = plan(strength="45 mg", doses_per_day=1)
    assert "was 4.5 mg meant" in the(single, "daily-dose-high").message


def test_a_liquid_names_its_factors_and_a_childs_dose_its_weight_and_rate() -> None:
    liquid = ldn.plan_solution(volume="120 mL", dose="4.5 mg", doses_per_day=3)
    message = the(liquid, "daily-dose-high").message
    assert "13.5 mg (4.5 mg x 3 doses a day)" in message
    assert "meant" not in message
    dose = ldn.plan_solution(volume="120 mL", dose="45 mL", doses_per_day=1)
    assert "a dose of 45 mg" in the(dose, "strength-high").message
    child = ldn.weight_based_dose(body_weight="150 kg", rate="0.1 mg/kg", maximum="45 mg", concentration="2 mg/mL")
    assert "15 mg (150 kg x 0.1 mg/kg)" in the(child, "daily-dose-high").message
    capped = ldn.weight_based_dose(body_weight="150 kg", rate="0.1 mg/kg", maximum="10 mg", concentration="2 mg/mL")
    assert "10 mg is 10 mg or more, no low dose: was 1 mg meant" in the(capped, "daily-dose-high").message
    steps = ldn.plan_titration(form="solution", start="4.5 mg", step="0.5 mg", every="14 d", to="5 mg", doses_per_day=3)
    assert "15 mg (5 mg x 3 doses a day)" in the(steps, "daily-dose-high").message


def test_of_a_schedules_steps_the_one_furthest_out_is_shown() -> None:
    """Below a limit the lowest dose, above it the highest: 0.2 mg, 0.05 mg and 15 mg of the ones that share a code."""
    from ldn_compound.checks.titration import dose_findings

    doses = [[Fraction(item)] for item in ("0.05", "0.08", "0.2", "0.4", "3", "5", "5.5", "12", "15", "11")]
    found = {item.code: item.message for item in dose_findings(list(enumerate(doses, start=1)), per_day=1)}
    assert found["daily-dose-very-low"].startswith("steps 1 to 2: a daily dose of 0.05 mg")
    assert found["daily-dose-low"].startswith("steps 3 to 4: a daily dose of 0.2 mg")
    assert found["daily-dose-above-usual"].startswith("steps 6 to 7: a daily dose of 5.5 mg")
    assert found["daily-dose-high"].startswith("steps 8 to 10: a daily dose of 15 mg")
    low = [(1, [Fraction("0.08")]), (2, [Fraction("0.05")])]
    thrice = {item.code: item.message for item in dose_findings(low, per_day=3)}
    assert thrice["dose-very-low"].startswith("steps 1 to 2: one dose of 0.05 mg")
