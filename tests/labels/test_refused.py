"""What a label refuses: each with its code, its field, its exit code, and nothing printed."""

from __future__ import annotations

import functools
import pickle
from collections.abc import Callable
from datetime import date
from typing import Any

import attrs
import pytest

import ldn_compound as ldn
from ldn_compound.core.errors import LdnError

TODAY = date(2026, 11, 22)
Make = Callable[..., Any]


def refusal(call: Callable[[], object]) -> LdnError:
    with pytest.raises(LdnError) as caught:
        call()
    assert pickle.loads(pickle.dumps(caught.value)).to_dict() == caught.value.to_dict()
    return caught.value


def printed(label: Any, **changes: Any) -> bytes:
    return ldn.print_labels([label], **{"stock": "zebra-4x2", "today": TODAY, **changes})


@pytest.mark.parametrize(
    ("changes", "field", "code", "exit_code"),
    [
        ({"patient": "x" * 90}, "patient", "does-not-fit", 13),
        ({"patient": "W" * 60}, "patient", "does-not-fit", 13),
        ({"directions": "Take " + "very " * 38}, "directions", None, None),
        ({"directions": "W" * 199}, "directions", "does-not-fit", 13),
        ({"prescriber": "Dr. " + "long name " * 19}, "prescriber", "does-not-fit", 13),
        ({"lot": "L" * 190}, "lot", "does-not-fit", 13),
        ({"prescription_number": "A" * 40}, "prescription_number", "does-not-fit", 13),
        ({"patient": "Lee \u5f20"}, "patient", "no-glyph", 13),
        ({"patient": "\u05d3\u05d5\u05d3 2"}, "patient", "right-to-left", 13),
        ({"patient": "x\u0302y"}, "patient", "combining-mark", 13),
        ({"patient": "Jane\u202eDoe"}, "patient", "invisible-character", 13),
        ({"directions": "Take 1 \U0001f48a"}, "directions", "no-glyph", 13),
        ({"prescription_number": "70\u00e9"}, "prescription_number", "not-in-code-128", 10),
    ],
)
def test_what_cannot_be_set_is_refused_with_its_field(
    plan: Any, label_of: Make, changes: dict[str, Any], field: str, code: str | None, exit_code: int | None
) -> None:
    label = label_of(plan, **changes)
    if code is None:
        assert printed(label)
        return
    error = refusal(lambda: printed(label))
    assert (error.field, error.code, error.exit_code) == (field, code, exit_code)


def test_a_refusal_names_the_character_and_the_room(plan: Any, label_of: Make) -> None:
    assert "U+5F20 CJK UNIFIED IDEOGRAPH-5F20" in str(refusal(lambda: printed(label_of(plan, patient="\u5f20"))))
    error = refusal(lambda: printed(label_of(plan, patient="W" * 60)))
    # 101.6 x 50.8 mm less 2 mm on each side.
    assert "97.6 x 46.8 mm" in str(error.needed)
    assert "8 pt" in str(error.needed)


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"patient": ""}, "patient", "empty"),
        ({"patient": " \u00a0 "}, "patient", "empty"),
        ({"patient": "x" * 201}, "patient", "too-long"),
        ({"patient": "Jane\nDoe"}, "patient", "control-character"),
        ({"patient": "Jane\x1b[31m"}, "patient", "control-character"),
        ({"patient": "Jane\ud800"}, "patient", "control-character"),
        ({"patient": 5}, "patient", "not-text"),
        ({"patient": b"Jane"}, "patient", "not-text"),
        ({"directions": "Take\t1"}, "directions", "control-character"),
        ({"lot": "A\x00"}, "lot", "control-character"),
        ({"quantity": 91}, "quantity", "out-of-range"),
        ({"quantity": 0}, "quantity", "out-of-range"),
        ({"quantity": 4.5}, "quantity", "bad-whole-number"),
        ({"quantity": True}, "quantity", "bad-whole-number"),
        ({"quantity": "9_0"}, "quantity", "bad-whole-number"),
        ({"refills": -1}, "refills", "out-of-range"),
        ({"refills": 100}, "refills", "out-of-range"),
        ({"date_filled": "11/22/2026"}, "date_filled", "bad-date"),
        ({"profile": {"pharmacy.name": "A\tB"}}, "pharmacy.name", "control-character"),
    ],
)
def test_the_text_gate(plan: Any, label_of: Make, changes: dict[str, Any], field: str, code: str) -> None:
    error = refusal(lambda: label_of(plan, **changes))
    assert (error.field, error.code, error.exit_code) == (field, code, 10)


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"stock": "avery-5136"}, "stock", "unknown-stock"),
        ({"stock": None}, "stock", "unknown-stock"),
        ({"design": "perscription"}, "design", "unknown-design"),
        ({"start_at": 2}, "start_at", "out-of-range"),
        ({"start_at": 0}, "start_at", "out-of-range"),
        ({"stock": "avery-5163", "start_at": 11}, "start_at", "out-of-range"),
        ({"start_at": "1.0"}, "start_at", "bad-whole-number"),
        ({"copies": 0}, "copies", "out-of-range"),
        ({"copies": 1001}, "copies", "out-of-range"),
        ({"copies": 10**12}, "copies", "out-of-range"),
        ({"today": "today"}, "today", "bad-date"),
    ],
)
def test_insane_wishes(plan: Any, label_of: Make, changes: dict[str, Any], field: str, code: str) -> None:
    error = refusal(lambda: printed(label_of(plan), **changes))
    assert (error.field, error.code, error.exit_code) == (field, code, 10)


@pytest.mark.parametrize("labels", [[], (), None, "label", 5, [None], ["label"], [{}]])
def test_what_is_no_list_of_labels(labels: Any) -> None:
    error = refusal(lambda: ldn.print_labels(labels, stock="zebra-4x2"))
    assert error.field == "labels"
    assert error.exit_code == 10


@pytest.mark.parametrize("thing", [None, 5, b"plan", {}, object(), ldn.beyond_use(made_on=TODAY, form="capsule")])
def test_what_is_no_plan_has_no_label(thing: Any) -> None:
    assert refusal(lambda: ldn.label_for(thing, patient="Jane")).code == "no-label-for-plan"


@pytest.mark.parametrize(
    "missing", ["patient", "directions", "prescription_number", "prescriber", "date_filled", "lot"]
)
def test_the_us_label_needs_its_fields(us_plan: Any, label_of: Make, missing: str) -> None:
    error = refusal(lambda: printed(label_of(us_plan, **{missing: None})))
    assert (error.code, error.field, error.exit_code) == ("label-field-missing", missing, 10)
    assert "--" + missing.replace("_", "-") in str(error.hint)


def test_the_general_label_needs_patient_and_directions(plan: Any, label_of: Make) -> None:
    wanted: dict[str, Any] = {
        "prescription_number": None,
        "prescriber": None,
        "date_filled": None,
        "lot": None,
        "refills": None,
    }
    assert printed(label_of(plan, **wanted))
    for missing in ("patient", "directions"):
        unnamed: dict[str, Any] = {missing: None}
        assert refusal(lambda: printed(label_of(plan, **unnamed))).field == missing  # noqa: B023 - called at once


def test_the_batch_label_needs_its_lot(plan: Any, label_of: Make) -> None:
    assert printed(label_of(plan, patient=None, directions=None), design="batch")
    assert refusal(lambda: printed(label_of(plan, lot=None), design="batch")).field == "lot"


def test_a_pharmacy_without_a_name(plan: Any, us_plan: Any, label_of: Make) -> None:
    label = label_of(plan, profile=None)
    assert printed(label)
    findings = ldn.check_label(label, stock="zebra-4x2", today=TODAY)
    assert [(item.code, item.severity.value) for item in findings] == [("pharmacy-name-missing", "caution")]
    nameless = {"pharmacy.address": "1250 Northeast Quay Street"}
    error = refusal(lambda: printed(label_of(us_plan, profile=nameless)))
    assert (error.code, error.field, error.exit_code) == ("pharmacy-name-missing", "pharmacy.name", 12)
    addressless = {"pharmacy.name": "Harbor Light"}
    error = refusal(lambda: printed(label_of(us_plan, profile=addressless)))
    assert (error.code, error.field) == ("label-field-missing", "pharmacy.address")


def test_the_beyond_use_date_and_the_day_of_printing(plan: Any, label_of: Make) -> None:
    label = label_of(plan)
    last = date(2027, 5, 20)
    assert printed(label, today=last)
    error = refusal(lambda: printed(label, today=date(2027, 5, 21)))
    assert (error.code, error.exit_code) == ("beyond-use-passed", 12)
    assert [item.code for item in ldn.check_label(label, stock="zebra-4x2")] == ["today-not-given"]
    assert ldn.check_label(label, stock="zebra-4x2", today="2026-11-22") == ()


def test_a_plan_without_a_day_of_making_has_no_label(label_of: Make) -> None:
    undated = ldn.plan_capsules(strength="4.5 mg", count=90, size="3", filler="mcc-ph102", fill_mass="135 mg")
    for design in ("prescription", "batch"):
        error = refusal(functools.partial(printed, label_of(undated), design=design))
        assert (error.code, error.field, error.exit_code) == ("no-beyond-use-date", "made_on", 10)


@pytest.mark.parametrize("directions", ["Take 1.0 mg", "Take 4.5mg", "Take .5 mg", "Take 1 capsule qhs", "Take 1 ml"])
def test_unsafe_directions_do_not_print(plan: Any, label_of: Make, directions: str) -> None:
    error = refusal(lambda: printed(label_of(plan, directions=directions)))
    assert (error.code, error.field, error.exit_code) == ("unsafe-text", "directions", 12)
    assert error.hint


def test_an_edited_plan_is_not_printed(plan: Any, label_of: Make) -> None:
    edited = attrs.evolve(plan, count=100)
    error = refusal(lambda: printed(label_of(edited)))
    assert error.exit_code == 15


def test_a_stop_that_nobody_accepted_is_not_printed(label_of: Make) -> None:
    wanted: dict[str, Any] = {
        "strength": "45 mg",
        "count": 30,
        "doses_per_day": 1,
        "size": "3",
        "filler": "mcc-ph102",
        "fill_mass": "135 mg",
        "made_on": TODAY,
    }
    stopped = ldn.plan_capsules(**wanted)
    error = refusal(lambda: printed(label_of(stopped)))
    assert (error.code, error.exit_code) == ("stop-not-accepted", 12)
    codes = [item.code for item in stopped.stops]
    accepted = ldn.plan_capsules(**wanted, accept=codes, accepted_by="A. Pharmacist")
    assert printed(label_of(accepted))


def test_one_bad_label_stops_all(plan: Any, label_of: Make) -> None:
    labels = [label_of(plan), label_of(plan, patient="\u5f20")]
    assert refusal(lambda: ldn.print_labels(labels, stock="zebra-4x2")).exit_code == 13


def test_a_label_from_json_is_the_label_of_the_plan(plan: Any, label_of: Make) -> None:
    text = ldn.to_json(plan)
    assert label_of(text) == label_of(plan)
    error = refusal(lambda: label_of(text.replace('"count": 90', '"count": 91')))
    assert error.exit_code == 15


@pytest.mark.parametrize("profile", [5, "profile", b"", object()])
def test_what_is_no_profile(plan: Any, label_of: Make, profile: Any) -> None:
    assert refusal(lambda: label_of(plan, profile=profile)).code == "not-a-profile"


@pytest.mark.parametrize("folder", [5, b"x", 1.5, [], "no/such/folder", "\x00", "x" * 5000])
def test_what_is_no_folder(plan: Any, label_of: Make, folder: Any) -> None:
    error = refusal(lambda: printed(label_of(plan), folder=folder))
    assert error.field == "folder"


def test_a_label_changed_behind_the_gate_is_refused_at_the_layout(plan: Any, label_of: Make) -> None:
    changed = attrs.evolve(label_of(plan), patient="Jane\rDoe")
    assert refusal(lambda: printed(changed)).field == "patient"
