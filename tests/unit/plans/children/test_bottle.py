"""A child's weight to the bottle in one line: dose, plan of the liquid, label."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import attrs
import pytest

import ldn_compound as ldn
from tests import program

CHILD = ("dose", "--weight", "18.5kg", "--age", "6", "--days-supply", "30", "--made-on", "2026-11-22")


def run(folder: Path, *words: str) -> tuple[int, str, str]:
    done = program.call(words, folder=folder, today="2026-11-22")
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def dose(**given: Any) -> ldn.Dose:
    return ldn.weight_based_dose(**{"body_weight": "18.5 kg", "age": "6", "days_supply": 30, **given})


def test_the_bottle_holds_the_doses_of_all_days_and_the_overfill() -> None:
    """18.5 kg x 0.1 mg/kg = 1.85 mg; 30 x 1.85 mL + 5 mL = 60.5 mL of 1 mg/mL."""
    plan = ldn.plan_solution_for(dose(), overfill="5 mL", made_on="2026-11-22")
    assert plan.volume == ldn.quantity("60.5 mL")
    assert plan.dose == ldn.quantity("1.85 mg")
    assert plan.daily_dose == ldn.quantity("1.85 mg")
    assert (plan.inputs["body_weight"], plan.inputs["age"]) == ({"value": "18.5", "unit": "kg"}, "6")
    assert ldn.from_json(ldn.to_json(plan)) == plan


def test_two_doses_a_day_of_another_concentration() -> None:
    """2 x 0.925 mg a day in 0.5 mg/mL: 2 x 1.85 mL x 30 = 111 mL."""
    plan = ldn.plan_solution_for(dose(doses_per_day=2, concentration="0.5 mg/mL"), made_on="2026-11-22")
    assert (plan.volume, plan.concentration) == (ldn.quantity("111 mL"), ldn.quantity("0.5 mg/mL"))
    assert plan.dose == ldn.quantity("0.925 mg")


def test_a_weight_in_pounds_keeps_its_exact_dose() -> None:
    """22 lb are 9.97903214 kg exactly."""
    plan = ldn.plan_solution_for(dose(body_weight="22 lb", age="1"), made_on="2026-11-22")
    assert plan.dose == ldn.quantity("0.997903214 mg")


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (
            lambda: ldn.plan_capsules(strength="4.5 mg", count=9, size="3", filler="mcc-ph102", fill_mass="135 mg"),
            "dose",
        ),
        (lambda: "1.85 mg", "dose"),
        (lambda: dose(days_supply=None), "days_supply"),
    ],
)
def test_what_no_bottle_follows_from(made: Any, code: str) -> None:
    with pytest.raises(ldn.InputError) as caught:
        ldn.plan_solution_for(made())
    assert caught.value.field == code


def test_a_dose_that_was_changed_is_refused() -> None:
    planned: Any = dose()
    changed = attrs.evolve(planned, doses_per_day=2)
    with pytest.raises(ldn.MismatchError):
        ldn.plan_solution_for(changed)


def test_from_the_weight_to_the_label(tmp_path: Path) -> None:
    code, out, err = run(tmp_path, *CHILD, "--dispense", "--overfill", "5mL", "--save", "child.json")
    assert code == 0, err
    assert out.index("1.85 mg once a day for a body weight of 18.5 kg") < out.index("60.5 mL of naltrexone")
    assert "54 mL" not in out, "the dose alone would dispense what is drawn: the bottle's plan says another volume"
    document = json.loads((tmp_path / "child.json").read_bytes())
    assert document["schema"] == "ldn_compound/solution-batch/1"
    code, printed, _ = run(tmp_path, *CHILD, "--dispense", "--overfill", "5mL", "--json")
    assert (code, json.loads(printed)["result"]) == (0, document["result"])
    label = ("labels", "print", "child.json", "--stock", "zebra-4x2", "--patient", "Tom Example", "--timing", "bedtime")
    more = ("--prescriber", "B. Example", "--rx", "1", "--lot", "L1", "--refills", "0", "-o", "child.pdf")
    code, _, err = run(tmp_path, *label, *more)
    assert code == 0, err
    assert (tmp_path / "child.pdf").read_bytes().startswith(b"%PDF-")


ON_LABEL = ("--stock", "zebra-4x2", "--patient", "Tom Example", "--prescriber", "B. Example", "--rx", "1", "--lot", "L",
            "--refills", "0", "--label", "child.pdf")  # fmt: skip


def test_the_label_in_the_same_line_is_the_one_that_labels_print_makes(tmp_path: Path) -> None:
    words = (*CHILD, "--dispense", "--save", "child.json", *ON_LABEL, "--timing", "bedtime")
    code, out, err = run(tmp_path, *words)
    assert code == 0, err
    assert "saved: child.json" in out
    assert "label: child.pdf; 1 label, prescription on zebra-4x2" in " ".join(err.split())
    other = ("labels", "print", "child.json", *ON_LABEL[:-2], "--timing", "bedtime", "-o", "other.pdf")
    assert run(tmp_path, *other)[0] == 0
    assert (tmp_path / "child.pdf").read_bytes() == (tmp_path / "other.pdf").read_bytes()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--directions", "Take 3 mL by mouth at bedtime"), 12),
        (("--timing", "twice-daily"), 10),
        (("--timing", "bedtime", "--label", "child.json"), 16),
        (("--timing", "bedtime", "--label", "-"), 2),
    ],
)
def test_a_label_that_is_refused_leaves_no_file(words: tuple[str, ...], code: int, tmp_path: Path) -> None:
    assert run(tmp_path, *CHILD, "--dispense", "--save", "child.json", *ON_LABEL, *words)[0] == code
    assert not list(tmp_path.glob("child.*"))


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        ((*CHILD[:-2], *ON_LABEL), 2, "--label: for the bottle, with --dispense"),
        ((*CHILD[:-2], "--patient", "Tom"), 2, "--patient: for the label, with --label FILE"),
        (("dose", "--weight", "18.5kg", "--dispense"), 2, "--dispense needs --days-supply"),
        (("dose", "--weight", "18.5kg", "--overfill", "5mL"), 2, "--overfill: for the bottle, with --dispense"),
        (("dose", "--weight", "18.5kg", "--overfill", ""), 2, "--overfill: for the bottle, with --dispense"),
        ((*CHILD, "--vehicle", "glycerol"), 2, "--made-on, --vehicle: for the bottle, with --dispense"),
        (("dose", "--weight", "185kg", "--age", "6", "--days-supply", "30", "--dispense"), 12, "weight-"),
    ],
)
def test_refused_lines(words: tuple[str, ...], code: int, says: str, tmp_path: Path) -> None:
    done = run(tmp_path, *words, "--save", "child.json")
    assert done[0] == code
    assert says in " ".join(done[2].split())
    assert code == 12 or not (tmp_path / "child.json").exists()


def test_a_stop_of_the_dose_plans_no_bottle(tmp_path: Path) -> None:
    """40 kg written for 40 lb: no file of a bottle may lie there."""
    code, out, _ = run(
        tmp_path, "dose", "--weight", "40kg", "--age", "6", "--days-supply", "30", "--dispense", "--json"
    )
    assert code == 12
    assert json.loads(out)["schema"] == "ldn_compound/dose/1"
