"""The published examples that the package ships: every case is run, or has a test of its own.

The self-test runs the same file with the program's own comparison; the one here is written apart, over pint.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pint
import pytest

import ldn_compound as ldn
from ldn_compound.calc import arithmetic, solution

Case = dict[str, Any]

EXAMPLES = Path(ldn.__file__).parent / "reference" / "data" / "examples.toml"
CASES: dict[str, Case] = {case["id"]: case for case in tomllib.loads(EXAMPLES.read_text("utf-8"))["case"]}

BY_HAND: dict[str, Callable[[], None]] = {}
"""The cases with a test of their own."""


def by_hand(*names: str) -> Callable[[Callable[[], None]], Callable[[], None]]:
    def keep(function: Callable[[], None]) -> Callable[[], None]:
        for name in names:
            BY_HAND[name] = function
        return function

    return keep


def runs_by_itself(case: Case) -> bool:
    return case["call"] in ldn.__all__


def to_digits(number: Fraction, digits: int) -> Decimal:
    """Return a number at so many significant digits, half up."""
    context = Context(prec=digits, rounding=ROUND_HALF_UP)
    return context.divide(Decimal(number.numerator), Decimal(number.denominator))


def found_at(answer: Any, key: str) -> Any:
    for part in filter(None, key.split(".")):
        name, _, place = part.rstrip("]").partition("[")
        answer = getattr(answer, name)
        if place:
            answer = answer[int(place) - 1] if place.isdigit() else {item.key: item for item in answer}[place]
    return answer


def check_line(answer: Any, line: dict[str, Any]) -> None:
    found = found_at(answer, line["key"])
    number, _, unit = line["value"].partition(" ")
    if line["digits"] == 0:
        assert str(found) == line["value"]
        return
    if unit:
        assert isinstance(found, pint.Quantity)
        found = found.to(ldn.unit_registry().Unit(unit)).magnitude
    assert isinstance(found, Fraction | Decimal | int)
    assert to_digits(Fraction(found), line["digits"]) == Decimal(number)


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if runs_by_itself(case)])
def test_published(name: str) -> None:
    case = CASES[name]
    verb = getattr(ldn, case["call"])
    if "profile" in case["inputs"]:
        case["inputs"]["profile"] = ldn.read_profile(case["inputs"]["profile"])
    refusals = [line for line in case["expect"] if line["key"] == "error"]
    if refusals:
        with pytest.raises(ldn.LdnError) as caught:
            verb(**case["inputs"])
        assert [str(caught.value.exit_code)] == [line["value"] for line in refusals]
        return
    answer = verb(**case["inputs"])
    for line in case["expect"]:
        check_line(answer, line)


def test_every_case_is_somewhere() -> None:
    assert {name for name, case in CASES.items() if not runs_by_itself(case)} <= set(BY_HAND) <= set(CASES)
    assert all(case["source"] and case["expect"] for case in CASES.values())


# --- tests of their own ---------------------------------------------------------------------------------------------

CAPSULES: dict[str, Any] = {"size": "3", "filler": "mcc-ph102", "packing_stat": "135 mg"}


def content(plan: Any, end: str) -> Fraction:
    """Return the content of label in percent, as JSON writes it."""
    found = json.loads(ldn.to_json(plan))["result"]["content_of_label"][end]
    assert found["unit"] == "%"
    return Fraction(found["value"])


@by_hand("overage-eaten-by-rounding-1")
def overage_of_6_percent() -> None:
    """100 x 0.5 mg is 0.050 g; with 5 % 0.0525 g, on a balance of 0.001 g 0.053 g: 6 % over the label, not 5 %."""
    plan = ldn.plan_capsules(strength="0.5 mg", count=100, overage="5 %", readability="0.001 g", **CAPSULES)
    assert plan.exact.api_to_weigh_exact.value == Fraction("52.5")
    assert plan.exact.api_to_weigh.value == 53
    assert content(plan, "if_not_lost") == 106


@by_hand("overage-eaten-by-rounding-2")
def overage_of_20_percent() -> None:
    """10 x 0.5 mg is 0.005 g. 0.0055 g read as 0.006 g is 20 % over: the 110 % limit keeps it from going up.

    Where 15 % are asked for, 0.00575 g, the limit is passed by the prescription itself: 0.006 g stands, the plan says
    120 % and is held back by a stop.
    """
    # A balance that may weigh 1 mg: else so little would be weighed by trituration, and nothing be rounded.
    common = {"strength": "0.5 mg", "count": 10, "readability": "0.001 g", "minimum_weighable": "1 mg", **CAPSULES}
    kept = ldn.plan_capsules(overage="10 %", **common)
    assert kept.exact.api_to_weigh_exact.value == Fraction("5.5")
    assert kept.exact.api_to_weigh.value == 5
    asked = ldn.plan_capsules(overage="15 %", **common)
    assert asked.exact.api_to_weigh.value == 6
    assert content(asked, "if_not_lost") == 120
    assert asked.stops


@by_hand("capsule-volume-us")
def volume_of_a_powder() -> None:
    """350 mg at 0.75 g/mL take 0.4667 mL: it fits the 0.48 mL of size 1, not the 0.37 mL of size 2."""
    powder: dict[str, Any] = {"filler_density": "1 g/mL", "actives": [("350 mg", "0.75 g/mL")]}
    left = ldn.filler_by_density(capsule_volume="0.48 mL", **powder)  # at 1 g/mL, mg is the thousandth of a mL
    taken = Fraction("0.48") - Fraction(left.magnitude) / 1000
    assert to_digits(taken, 4) == Decimal("0.4667")
    with pytest.raises(ldn.CalculationError):
        ldn.filler_by_density(capsule_volume="0.37 mL", **powder)
    # The source's set of sizes as a pharmacy's own volumes; 350 mg of powder is a whole crushed tablet.
    own = ldn.read_profile('[capsules]\nsizes = ["1", "2"]\n[capsules.volumes]\n1 = "0.48 mL"\n2 = "0.37 mL"\n')
    plan = ldn.plan_capsules(
        strength="4.5 mg", count=30, size="smallest", filler="mcc-ph102", filler_density="0.45 g/mL",
        api_density="0.75 g/mL", source_tablet="4.5 mg", source_tablet_mass="350 mg", profile=own,
    )  # fmt: skip
    assert plan.capsule_size == "1"


@by_hand("ldn-share-of-fill")
def share_of_the_fill() -> None:
    plan = ldn.plan_capsules(strength="4.5 mg", count=90, size="1", filler="mcc-ph102", fill_mass="225 mg")
    assert plan.strength / plan.fill_mass == Decimal("0.02")
    assert plan.exact.api_to_weigh.value / plan.exact.blend_total.value == Fraction(2, 100)


def label_text(strength: str) -> str:
    """Return what a patient's label says beside the drug's name."""
    plan = ldn.plan_capsules(strength=strength, count=30, made_on=date(2026, 11, 22), doses_per_day=1, **CAPSULES)
    label = ldn.label_for(plan, patient="Ann Example", directions="Take 1 capsule by mouth at bedtime")
    return repr(label)


@by_hand("weight-based-amoxicillin")
def a_dose_and_its_volume() -> None:
    """25 mg/kg for 20 kg is 500 mg, and of 250 mg in 5 mL that is 10 mL."""
    dose = ldn.weight_based_dose(body_weight="20 kg", rate="25 mg/kg", maximum="1 g", concentration="250 mg/5 mL")
    assert dose.exact.dose.value == 500
    assert dose.exact.volume.value == 10
    assert dose.stops, "no low dose"


@by_hand("weight-based-edc")
def a_dose_and_its_capsules() -> None:
    """10 mg/kg for 40 kg is 400 mg: 8 capsules of 50 mg."""
    dose = ldn.weight_based_dose(body_weight="40 kg", rate="10 mg/kg", maximum="1 g", concentration="50 mg/mL")
    assert dose.dose / ldn.quantity("50 mg") == 8


@by_hand("display-small-mass")
def a_small_mass_is_not_zero() -> None:
    assert "2.5 mg" in label_text("0.0025 g")
    assert "0 g" not in label_text("0.0025 g")


@by_hand("display-strength")
def a_strength_is_not_cut_to_a_whole_number() -> None:
    for spelling in ("4.5 mg", "4500 mcg", "0.0045 g"):
        text = label_text(spelling)
        assert "4.5 mg" in text
        assert "4mg" not in text
        assert "5mg" not in text


@by_hand("naltrexone-oral-liquid-nz")
def oral_liquid_of_new_zealand() -> None:
    """100 mL at 1 mg/mL: 2 tablets of 50 mg, glycerol 20 mL, ascorbic acid 500 mg, whatever a tablet weighs."""
    for tablet_mass in ("150 mg", "160 mg"):
        plan = ldn.plan_solution(
            volume="100 mL",
            concentration="1 mg/mL",
            vehicle="fawcett",
            source_tablet="50 mg",
            source_tablet_mass=tablet_mass,
        )
        parts: dict[str, Any] = {part.key: part for part in plan.components}
        assert plan.tablets_to_crush == 2
        assert parts["glycerol"].exact.volume.value == 20
        assert parts["ascorbic-acid"].exact.mass.value == 500


@by_hand("liquid-aliquot-clonidine")
def liquid_aliquot() -> None:
    """100 mL of 0.2 mg/mL need 20 mg; of 120 mg in 30 mL that is 5 mL."""
    needed = solution.drug_in_solution(
        concentration=Fraction("0.2"), volume=Fraction(100), wastage=Fraction(0), overage=Fraction(0)
    )
    assert solution.aliquot_volume(needed=needed, weighed=Fraction(120), stock=Fraction(30)) == 5


@by_hand("trituration-atropine")
def trituration_of_atropine() -> None:
    """Each of the constraints, from the plan's own JSON; and the published 120 mg in 2400 mg where 2400 mg is the most.

    6 mg / 120 mg is 5 %, so the published plan errs by 10 %: within 5 % needs A, D with 1 / A + 1 / D <= 5 % / 6 mg,
    and A x D = 6 mg x total.
    """
    given: dict[str, Any] = {"drug": "6 mg", "minimum_weighable": "120 mg", "readability": "1 mg"}
    limits: tuple[dict[str, Any], ...] = ({}, {"largest_total": "2400 mg"})
    for more in limits:
        result = json.loads(ldn.to_json(ldn.plan_trituration(**given, **more)))["result"]
        (stage,) = result["stages"]
        drug, diluent, total, aliquot = (
            int(stage[key]["value"]) for key in ("drug_to_weigh", "diluent_to_weigh", "total", "aliquot_to_weigh")
        )
        assert min(drug, diluent, aliquot) >= 120
        assert drug + diluent == total
        assert Fraction(drug * aliquot, total) == 6 == Fraction(result["drug_in_aliquot"]["value"])
        assert Fraction(result["error_bound"]["value"]) >= 100 * (Fraction(6, drug) + Fraction(6, aliquot))
        if more:
            assert (drug, total, aliquot) == (120, 2400, 120)
            assert Fraction(result["error_bound"]["value"]) == 10
        else:
            assert Fraction(result["error_bound"]["value"]) <= 5


@by_hand("trituration-one-in-ten")
def one_in_ten() -> None:
    """20 g of 1:10 hold 2 g of drug and 18 g of diluent: so 2 g of drug are 20 g of it, not 22 g."""
    plan = ldn.plan_trituration(drug="2 g", minimum_weighable="120 mg", stock="1:10")
    assert plan.exact.aliquot_to_weigh.value == 20_000
    assert plan.exact.drug_in_aliquot.value == 2_000
    assert plan.exact.diluent_in_aliquot.value == 18_000
    assert arithmetic.divided(amount=Fraction(20), by=Fraction(10)) == 2


# --- at the end, where all of them are known ------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(BY_HAND))
def test_published_by_hand(name: str) -> None:
    BY_HAND[name]()
