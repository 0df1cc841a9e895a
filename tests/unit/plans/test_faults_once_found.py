"""Faults that use of the program brought to light, in weighing and in the checks of what was made."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

import ldn_compound as ldn
from ldn_compound.plans.selftest import self_test

CAPSULES: dict[str, Any] = {
    "strength": "4.5 mg",
    "count": 90,
    "size": "3",
    "filler": "mcc-ph102",
    "packing_stat": "135 mg",
    "measured": True,
}


def plan(**more: Any) -> Any:
    return ldn.plan_capsules(**{**CAPSULES, **more})


def codes(result: Any, severity: str | None = None) -> list[str]:
    return [item.code for item in result.findings if severity in (None, item.severity.value)]


def value(result: Any, name: str) -> Fraction:
    return getattr(result.exact, name).value


# --- as made --------------------------------------------------------------------------------------------------------


def test_a_mean_mass_shows_what_is_not_in_the_capsules() -> None:
    """All-in with 10 % wastage, 133 mg found: 446 x 133 / 13365 / 4.5 = 98.63 %, and nothing is left to lose."""
    spread = plan(wastage="10 %", fill_method="all-in")
    weighed = {"api": "446 mg", "filler": "12919 mg"}
    made = ldn.as_made(spread, weighed=weighed, units_made=90, mean_mass="133 mg", residue="0 mg")
    by_hand = Fraction(446 * 133, 13_365) / Fraction("4.5")
    assert made.content_of_label.exact.if_not_lost.value == by_hand
    assert made.content_of_label.exact.if_lost.value == by_hand
    assert made.verdict == "pass"
    without = ldn.as_made(spread, weighed=weighed, units_made=90, residue="0 mg")
    assert without.content_of_label.exact.if_lost.value == Fraction(446, 90) / Fraction("4.5") / Fraction("1.1")


@pytest.mark.parametrize(
    ("units", "mean", "severity"),
    # 450 mg of drug: in 91 capsules 4.945 mg, 109.9 % of label; in 90 they are 5 mg, 111.1 %.
    [(91, None, None), (90, None, "stop"), (50, None, "stop"), (90, "135 mg", "caution"), (50, "270 mg", None)],
)
def test_powder_that_is_missing(units: int, mean: str | None, severity: str | None) -> None:
    made = ldn.as_made(
        plan(count=90, extra_units=10),
        weighed={"api": "450 mg", "filler": "13050 mg"},
        units_made=units,
        mean_mass=mean,
        residue="0 mg",
    )
    found = {item.code: item.severity.value for item in made.findings}
    assert found.get("powder-missing") == severity
    # Two times the mass is two times the label, whatever is missing.
    assert (made.verdict == "fail") == (severity == "stop" or mean == "270 mg")


def test_the_wastage_is_not_missing() -> None:
    made = ldn.as_made(
        plan(wastage="15 %"), weighed={"api": "465.75 mg", "filler": "13507 mg"}, units_made=90, residue="0 mg"
    )
    assert "powder-missing" not in codes(made)


def test_units_tested_alone_count_from_the_planned() -> None:
    made = ldn.as_made(plan(extra_units=10), weighed={"api": "450 mg"}, units_tested=10)
    assert (made.units_made, made.units_left) == (100, 90)
    assert "units-made-as-planned" in {item.code for item in made.assumptions}
    assert ldn.from_json(ldn.to_json(made)) == made


# --- weighing -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", range(4, 40, 5))
def test_the_filler_that_is_left_can_be_weighed(count: int) -> None:
    """Size 5 holds little: of 55 mg a capsule the aliquot leaves nothing, or the 120 mg that may be weighed."""
    made = ldn.plan_capsules(
        strength="1.5 mg",
        count=count,
        size="5",
        filler="mcc-ph102",
        packing_stat="55 mg",
        measured=True,
        minimum_weighable="120 mg",
    )
    left = value(made, "filler_to_weigh")
    assert left == 0 or left >= 120
    assert "filler-below-minimum-weighable" not in codes(made)


def test_a_filler_that_cannot_be_weighed_is_a_caution() -> None:
    """4.5 mg in one capsule of 85 mg: 80.5 mg of filler on a balance that weighs no less than 100 mg."""
    one = plan(count=1, packing_stat="85 mg", minimum_weighable="100 mg")
    assert value(one, "filler_to_weigh") == Fraction("80.5")
    assert "filler-below-minimum-weighable" in codes(one, "caution")


@pytest.mark.parametrize(("diluent", "code"), [("hypromellose", "filler-avoid"), ("calcium-carbonate", "filler-avoid")])
def test_the_diluent_of_a_trituration_is_checked(diluent: str, code: str) -> None:
    made = ldn.plan_trituration(drug="12 mg", minimum_weighable="120 mg", diluent=diluent)
    assert code in codes(made, "stop")
    assert not ldn.plan_trituration(drug="12 mg", minimum_weighable="120 mg", diluent="mcc-ph102").stops


@pytest.mark.parametrize(("count", "said"), [(22, True), (23, False)])
def test_below_100_mg_the_steps_say_to_weigh_the_boat_back(count: int, said: bool) -> None:
    """22 x 4.5 mg are 99 mg, 23 are 103.5 mg; of a liquid 99 mL and 104 mL."""
    forms = [
        plan(count=count),
        ldn.plan_tablets(strength="4.5 mg", count=count, method="moulded", blank_mass="60 mg", base="mannitol-silica"),
        ldn.plan_solution(volume=f"{count * 4.5} mL"),
    ]
    for made in forms:
        assert ("Reweigh the weighing boat" in " ".join(made.procedure)) == said


def test_a_direct_weighing_is_not_called_a_trituration() -> None:
    """15 mg to 1 mg: 6.7 %; to 2 mg 13.3 %."""
    made = ldn.plan_capsules(
        **{**CAPSULES, "strength": "0.5 mg", "count": 30}, minimum_weighable="10 mg", sensitivity="1 mg"
    )
    assert "weighing-error-large" in codes(made, "caution")
    coarse = ldn.plan_capsules(
        **{**CAPSULES, "strength": "0.5 mg", "count": 30}, minimum_weighable="10 mg", sensitivity="2 mg"
    )
    assert "weighing-error-too-large" in codes(coarse, "stop")
    assert "aliquot" not in " ".join(item.message for item in (*made.findings, *coarse.findings))


# --- unit masses ----------------------------------------------------------------------------------------------------


def test_tablets_go_by_the_standard_for_tablets() -> None:
    masses = ["60 mg"] * 20
    germany = ldn.read_profile('[policies]\njurisdiction = "de"\n', name="p")
    for profile in (None, germany):
        check = ldn.check_unit_weights(masses=masses, theoretical="60 mg", form="tablet", profile=profile)
        assert (check.standard, check.verdict) == ("ph-eur-2.9.5", "pass")
    capsules = ldn.check_unit_weights(masses=masses, theoretical="60 mg", form="capsule", profile=germany)
    assert capsules.standard == "dac-nrf"


def test_the_shell_of_the_profile() -> None:
    profile = ldn.read_profile('[capsules.shell_masses]\n3 = "48 mg"\n', name="p")
    given: dict[str, Any] = {"masses": ["183 mg"] * 20, "theoretical": "183 mg", "gross": True, "profile": profile}
    check = ldn.check_unit_weights(**given, size="3")
    assert value(check, "shell") == 48
    assert value(check, "mean") == 135
    assert ldn.from_json(ldn.to_json(check)) == check
    assert "mean-shell-taken-off" in {item.code for item in check.assumptions}
    assert value(ldn.check_unit_weights(**given, size="3", shell_mass="50 mg"), "mean") == 133
    wrong: tuple[dict[str, Any], ...] = ({}, {"size": "2"}, {"size": "9"})
    for more in wrong:
        with pytest.raises(ldn.InputError) as caught:
            ldn.check_unit_weights(**given, **more)
        assert caught.value.field == ("size" if more == {"size": "9"} else "shell_mass")
    with pytest.raises(ldn.InputError) as caught:
        ldn.check_unit_weights(masses=["135 mg"] * 20, theoretical="135 mg", size="3")
    assert (caught.value.code, caught.value.field) == ("size-without-gross", "size")
    found = ldn.packing_statistic(masses=["183 mg"] * 5, filler="mcc-ph102", size="3", gross=True, profile=profile)
    assert value(found, "packing_statistic") == 135


@pytest.mark.parametrize(
    ("contents", "shown"), [(["116.51 %"] * 10, "15.01 %"), (["116.6 %"] * 10, "15.1 %"), (["117 %"] * 10, "15.5 %")]
)
def test_a_number_that_passes_its_limit_does_not_look_like_it(contents: list[str], shown: str) -> None:
    (stop,) = ldn.check_contents(contents=contents).stops
    assert f"acceptance value {shown}, above 15 %" in stop.message
    assert ("General Notices" in stop.message) == (shown == "15.01 %")


def test_a_mean_just_outside_shows_its_digits() -> None:
    """121.49 mg of 135 mg: 10.007 % below."""
    check = ldn.check_unit_weights(masses=["121.49 mg"] * 20, theoretical="135 mg", standard="ph-eur-2.9.5")
    assert "10.01 % below" in check.stops[0].message


# --- packing --------------------------------------------------------------------------------------------------------

PACKED = '[fillers.mcc-ph102]\nlot = "F5678"\npacking.3 = "135 mg"\nmeasured_on = "2026-11-01"\n'


@pytest.mark.parametrize(
    ("size", "lot", "day", "said"),
    [
        ("2", "G9999", "2026-11-22", True),
        ("2", None, None, True),
        ("2", "F5678", "2026-11-01", False),
        ("3", "G9999", "2026-11-22", False),
    ],
)
def test_one_lot_for_all_sizes(size: str, lot: str | None, day: str | None, said: bool) -> None:
    found = ldn.packing_statistic(
        masses=["150 mg"] * 5,
        filler="mcc-ph102",
        size=size,
        lot=lot,
        measured_on=day,
        profile=ldn.read_profile(PACKED, name="p"),
    )
    assert ("packing-of-another-lot" in codes(found, "caution")) == said
    assert not any(item.code.startswith("filler-") for item in found.assumptions)
    assert ldn.from_json(ldn.to_json(found)) == found


@pytest.mark.parametrize(("made_on", "said"), [("2026-10-31", True), ("2026-11-01", False), (None, False)])
def test_a_figure_from_the_future(made_on: str | None, said: bool) -> None:
    given: dict[str, Any] = {name: item for name, item in CAPSULES.items() if name not in ("packing_stat", "measured")}
    made = ldn.plan_capsules(**given, made_on=made_on, profile=ldn.read_profile(PACKED, name="p"))
    assert ("filler-figure-from-later" in codes(made, "caution")) == said


# --- the self-test --------------------------------------------------------------------------------------------------


def test_what_is_compared_stands_beside_what_is_computed() -> None:
    for row in self_test().rows:
        assert len(row.wanted) >= len(row.found)
    row = next(row for row in self_test().rows if row.example == "filler-mass-is-not-volume")
    assert (row.wanted, row.found) == (("the answer 56.646 mg",), ("56.646 mg",))
