"""The fill: three figures, sizes, machine and stock, displacement, geometric dilution, loads, limits, hold point."""

from __future__ import annotations

import math
import re
from fractions import Fraction
from typing import Any

import pytest

import ldn_compound as ldn
from tests.unit.plans.prescriptions import FACTOR, POWDER, assumed, codes, mg, plan, refused, stops, the

# domain: body volumes in mL
VOLUMES = {
    "000": "1.37",
    "00el": "1.02",
    "00": "0.95",
    "0el": "0.78",
    "0": "0.68",
    "1el": "0.54",
    "1": "0.50",
    "2el": "0.41",
    "2": "0.37",
    "3": "0.30",
    "4": "0.21",
    "5": "0.13",
}


def profile(text: str) -> Any:
    return ldn.read_profile(text, name="pharmacy.toml")


MEASURED = '[fillers.mcc-ph102]\nlot = "L1"\nmeasured_on = "2026-11-01"\n'

BULKY = {"filler_density": "0.45 g/mL", "api_density": "0.01 g/mL"}
"""4.5 mg of drug at 0.01 g/mL takes 0.45 mL; size 3 holds 0.30 mL."""

# --- the three figures ----------------------------------------------------------------------------------------------


def test_packing_with_the_drugs_own() -> None:
    """P x (1 - d/P_api) = 135 x (1 - 4.5/150) = 130.95 mg; fill 135.45 mg."""
    made = plan(api_packing_stat="150 mg")
    assert mg(made, "fill_mass") == Fraction("135.45")
    assert mg(made, "filler_total") == Fraction("130.95") * 90


def test_density_with_the_drugs_own() -> None:
    """(V - d/rho) x rho_f = (0.30 - 4.5/500) x 450 = 130.95 mg."""
    made = plan(filler_density="0.45 g/mL", api_density="0.5 g/mL")
    assert mg(made, "filler_total") == Fraction("130.95") * 90
    assert mg(made, "fill_mass") == Fraction("135.45")


def test_fill_mass() -> None:
    made = plan(fill_mass="128 mg")
    assert mg(made, "fill_mass") == 128
    assert mg(made, "filler_total") == (128 - Fraction("4.5")) * 90


def test_without_the_drugs_density_it_displaces_its_own_mass() -> None:
    for figure in ({"packing_stat": "135 mg"}, {"filler_density": "0.45 g/mL"}, {"fill_mass": "135 mg"}):
        made = plan(**figure)
        assert mg(made, "fill_mass") == 135
        assert assumed(made, "displacement-is-own-mass")


def numbers(text: str) -> list[Fraction]:
    return [Fraction(found) for found in re.findall(r"~?(\d+(?:\.\d+)?)", text)]


def test_the_worst_case_of_displacement() -> None:
    """4.9427 mg of powder against a filler of 135 mg / 0.30 mL = 0.45 g/mL, the drug from 0.20 to 1.369 g/mL.

    At 0.20 it displaces 4.9427 x 0.45/0.20 = 11.121 mg, 6.178 mg more than itself; at 1.369 g/mL 1.625 mg, 3.318 mg
    less. So 6.18 mg, 4.58 % of 135 mg.
    """
    said = assumed(plan(**POWDER), "displacement-is-own-mass").message
    drug, low, high = Fraction("4.5") * FACTOR, Fraction("0.20"), Fraction("1.369")
    worst = max(drug * Fraction("0.45") / low - drug, drug - drug * Fraction("0.45") / high)
    assert round(float(worst), 3) == 6.178
    for wanted, digit in ((worst, Fraction(1, 200)), (worst / 135 * 100, Fraction(1, 200))):
        assert any(abs(found - wanted) <= digit for found in numbers(said)), said


def test_a_fixed_fill_mass_says_what_the_drugs_density_would_change() -> None:
    """4.5 mg at 0.5 g/mL against 0.45: it would displace 4.05 mg, 0.45 mg less than itself."""
    said = assumed(plan(fill_mass="135 mg", api_density="0.5 g/mL"), "displacement-is-own-mass").message
    assert {Fraction("4.05"), Fraction("0.45")} <= set(numbers(said))


def test_with_the_drugs_figure_nothing_is_assumed() -> None:
    for figure in ({"api_density": "0.5 g/mL"}, {"api_packing_stat": "150 mg"}):
        assert "displacement-is-own-mass" not in [item.code for item in plan(**figure).assumptions]


@pytest.mark.parametrize(
    "figure", [{"packing_stat": "135 mg"}, {"filler_density": "0.45 g/mL"}, {"fill_mass": "135 mg"}]
)
@pytest.mark.parametrize(("measured", "cautioned"), [(True, False), (False, True), (None, True)])
def test_a_figure_not_measured_is_a_caution(figure: dict[str, Any], measured: bool | None, cautioned: bool) -> None:
    made = plan(**figure, measured=measured)
    assert ("filler-figure-not-measured" in codes(made, "caution")) is cautioned


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"packing_stat": "135 mg", "fill_mass": "135 mg"}, "two-filling-figures"),
        ({"packing_stat": "135 mg", "filler_density": "0.45 g/mL"}, "two-filling-figures"),
        ({"packing_stat": "135 mg", "api_density": "0.5 g/mL", "api_packing_stat": "150 mg"}, "two-drug-figures"),
        ({"packing_stat": None}, "no-filling-figure"),
        ({"size": "smallest", "packing_stat": "135 mg"}, "packing-belongs-to-a-size"),
        (
            {"size": "smallest", "filler_density": "0.45 g/mL", "api_packing_stat": "150 mg"},
            "packing-belongs-to-a-size",
        ),
        ({"size": "6"}, "unknown-capsule-size"),
        ({"size": "#3"}, "unknown-capsule-size"),
        ({"size": "Smallest"}, "unknown-capsule-size"),
    ],
)
def test_contradictions_refused(given: dict[str, Any], code: str) -> None:
    refused(10, code, **given)


@pytest.mark.parametrize("size", VOLUMES)
def test_volume_of_every_size(size: str) -> None:
    made = plan(size=size, filler_density="0.45 g/mL")
    assert mg(made, "fill_mass") == Fraction(VOLUMES[size]) * 450


# --- fits, and does not ---------------------------------------------------------------------------------------------


def test_the_powder_may_fill_the_capsule_to_the_brim() -> None:
    """sum d/P = 1 is feasible: 4.5 mg where 4.5 mg of drug fill the capsule leaves no filler."""
    made = plan(count=90, api_packing_stat="4.5 mg", accept=["assay-implausible"], accepted_by="A")
    assert mg(made, "filler_total") == 0
    assert mg(made, "fill_mass") == Fraction("4.5")
    assert mg(made, "drug_load") == 1
    assert made.geometric_dilution == ()


def test_and_not_over_it() -> None:
    error = refused(11, "does-not-fit", api_packing_stat="4.4999 mg")
    assert "0.3 mL" in (error.needed or "")
    assert "mL" in (error.given or "")


def test_both_volumes_are_named() -> None:
    error = refused(11, "does-not-fit", **BULKY)
    assert "0.45 mL" in (error.given or "")
    assert "0.3 mL" in (error.needed or "")


def test_a_fill_mass_below_the_drug() -> None:
    refused(11, "does-not-fit", fill_mass="4.4 mg", strength="4.5 mg")


def test_a_stop_comes_before_a_fit() -> None:
    """12 wins over 11: 600 mg does not fit size 5, and is no low dose; all findings come with the refusal."""
    error = refused(
        12,
        "stop-before-fit",
        strength="600 mg",
        size="5",
        packing_stat="58 mg",
        doses_per_day=1,
        filler="calcium-carbonate",
        avoid=["animal"],
    )
    found = {item.code for item in error.findings}  # type: ignore[attr-defined]  # a StopError has them
    assert {"strength-high", "daily-dose-high", "filler-avoid", "shell-contains-avoided"} <= found


def test_an_accepted_stop_leaves_the_fit() -> None:
    refused(11, "does-not-fit", strength="300 mg", accept=["strength-high"], accepted_by="A")


@pytest.mark.parametrize(
    "bad",
    [
        {"readability": "2 g"},
        {"sensitivity": "11 g"},
        {"component_expiries": {"filler": "2026-11-21"}},
        {"shell_mass": "0 mg"},
        {"accept": ["no-such-code"], "accepted_by": "A"},
    ],
)
def test_input_comes_before_a_fit(bad: dict[str, Any]) -> None:
    """10 before 12 before 11."""
    with pytest.raises(ldn.InputError) as caught:
        plan(**BULKY, **bad)
    assert caught.value.exit_code == 10


# --- which size -----------------------------------------------------------------------------------------------------


def test_smallest_by_density() -> None:
    """Size 5 has no plate; size 4 holds 0.21 mL."""
    made = plan(size="smallest", filler_density="0.45 g/mL")
    assert made.capsule_size == "4"
    reason = next(step for step in made.steps if step.name == "capsule size")
    assert "size 5" in reason.formula
    assert "plate" in reason.formula


def test_smallest_says_why_not_the_next() -> None:
    """14.4 mg... a crushed tablet of 50 mg in 1.1 g is 99 mg for 4.5 mg: at 0.45 g/mL 0.22 mL, over 0.21 of size 4."""
    made = plan(size="smallest", filler_density="0.45 g/mL", source_tablet="50 mg", source_tablet_mass="1.1 g")
    assert made.capsule_size == "3"
    reason = next(step for step in made.steps if step.name == "capsule size").formula
    assert "size 4 holds 0.21 mL" in reason
    assert "0.22 mL" in reason


def test_smallest_of_those_in_stock_and_on_the_machine() -> None:
    own = profile('[capsules]\nsizes = ["1", "3", "4"]\nmachine_sizes = ["1", "3", "0"]\n')
    made = plan(size="smallest", filler_density="0.45 g/mL", profile=own)
    assert made.capsule_size == "3"
    assert "machine has no plate for size 4" in next(x for x in made.steps if x.name == "capsule size").formula


def test_smallest_by_fill_mass() -> None:
    """135 mg of PH-102 at its tapped 0.45 g/mL takes 0.30 mL: exactly size 3; 135.1 mg takes size 2."""
    made = plan(size="smallest", fill_mass="135 mg")
    assert made.capsule_size == "3"
    assert assumed(made, "size-by-reference-density")
    assert plan(size="smallest", fill_mass="135.1 mg").capsule_size == "2"


def test_no_size_fits() -> None:
    error = refused(11, "no-size-fits", size="smallest", profile=profile('[capsules]\nsizes = ["3", "4"]\n'), **BULKY)
    for part in ("0.3 mL", "0.21 mL", "0.45 mL"):
        assert part in (error.hint or "")


def test_smallest_by_the_profiles_packing_by_size() -> None:
    own = profile(MEASURED + 'packing.3 = "135 mg"\npacking.1 = "225 mg"\n')
    made = plan(size="smallest", profile=own)
    assert made.capsule_size == "3"
    assert mg(made, "fill_mass") == 135


def test_smallest_never_carries_one_packing_over_to_another_size() -> None:
    """A packing statistic belongs to one size; 135 mg without a size is not 135 mg in size 4."""
    own = profile('[fillers.mcc-ph102]\npacking = "135 mg"\n')
    with pytest.raises(ldn.InputError):
        plan(size="smallest", profile=own)


def test_findings_are_not_said_twice() -> None:
    own = profile('[fillers.mcc-ph102]\npacking = "135 mg"\n')
    made = plan(packing_stat=None, size="3", profile=own)
    assert codes(made).count("packing-size-not-stated") == 1


@pytest.mark.parametrize(
    ("size", "own", "code"),
    [
        ("5", "", "size-not-on-machine"),
        ("4", '[capsules]\nmachine_sizes = ["3"]\n', "size-not-on-machine"),
        ("4", '[capsules]\nsizes = ["3"]\n', "size-not-stocked"),
    ],
)
def test_size_findings(size: str, own: str, code: str) -> None:
    made = plan(size=size, filler_density="0.45 g/mL", profile=profile(own))
    assert the(made, code).severity.value == "caution"


# --- the profile's figures ------------------------------------------------------------------------------------------


def test_profile_volume_over_reference() -> None:
    made = plan(filler_density="0.5 g/mL", profile=profile('[capsules.volumes]\n3 = "0.28 mL"\n'))
    assert mg(made, "fill_mass") == 140
    assert assumed(made, "capsule-volume").origin == "profile"
    assert assumed(plan(), "capsule-volume").origin == "reference"


def test_profile_packing_of_this_size() -> None:
    made = plan(
        packing_stat=None, measured=None, profile=profile(MEASURED + 'packing.3 = "120 mg"\npacking.4 = "80 mg"\n')
    )
    assert mg(made, "fill_mass") == 120
    assert "filler-figure-not-measured" not in codes(made)


def test_profile_packing_with_its_size() -> None:
    own = profile(MEASURED + 'packing = "120 mg"\npacking_size = "3"\n')
    assert mg(plan(packing_stat=None, profile=own), "fill_mass") == 120
    refused(10, "no-filling-figure", packing_stat=None, size="4", profile=own)


def test_profile_density() -> None:
    assert mg(plan(packing_stat=None, profile=profile(MEASURED + 'density = "0.4 g/mL"\n')), "fill_mass") == 120


def test_option_over_profile() -> None:
    own = profile(MEASURED + 'packing.3 = "120 mg"\n')
    assert mg(plan(packing_stat="130 mg", profile=own), "fill_mass") == 130
    assert mg(plan(fill_mass="131 mg", profile=own), "fill_mass") == 131


@pytest.mark.parametrize("more", ["", 'lot = "L1"\n', 'measured_on = "2026-11-01"\n'])
def test_a_profile_figure_without_lot_and_day_is_not_measured(more: str) -> None:
    own = profile(f'[fillers.mcc-ph102]\n{more}packing.3 = "120 mg"\n')
    assert "filler-figure-not-measured" in codes(plan(packing_stat=None, measured=None, profile=own))


@pytest.mark.parametrize("name", ["filler", "mcc-ph102"])
def test_another_lot_of_filler(name: str) -> None:
    own = profile(MEASURED + 'packing.3 = "120 mg"\n')
    assert "filler-lot-differs" in codes(plan(packing_stat=None, profile=own, component_lots={name: "L2"}), "caution")
    assert "filler-lot-differs" not in codes(plan(packing_stat=None, profile=own, component_lots={name: "L1"}))


@pytest.mark.parametrize(
    ("figure", "code", "severity"),
    [
        ({"packing_stat": "1350 mg"}, "fill-density-implausible", "stop"),  # 4.5 g/mL
        ({"packing_stat": "13.5 mg"}, "fill-density-implausible", "stop"),  # 0.045 g/mL
        ({"filler_density": "4.5 g/mL"}, "fill-density-implausible", "stop"),
        ({"packing_stat": "225 mg"}, "fill-density-unusual", "caution"),  # "#3 holds about 225 mg" is not cellulose
        ({"packing_stat": "80 mg"}, "fill-density-unusual", "caution"),  # 0.267, below the loose 0.28
        ({"fill_mass": "225 mg"}, "fill-density-unusual", "caution"),
        ({"fill_mass": "1350 mg"}, "fill-density-unusual", "caution"),  # a fill mass is at most a caution
    ],
)
def test_density_findings(figure: dict[str, Any], code: str, severity: str) -> None:
    assert the(plan(**figure), code).severity.value == severity


@pytest.mark.parametrize("figure", ["84 mg", "135 mg"])
def test_the_reference_densities_themselves_are_usual(figure: str) -> None:
    """0.28 g/mL x 0.30 = 84 mg loose, 0.45 x 0.30 = 135 mg tapped: the table's own ends."""
    assert "fill-density-unusual" not in codes(plan(packing_stat=figure))


# --- the batch ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("strength", "count", "fill"), [("4.5 mg", 90, "135 mg"), ("0.5 mg", 300, "135 mg"), ("4.5 mg", 30, "9 mg")]
)
def test_geometric_dilution(strength: str, count: int, fill: str) -> None:
    """ceil(log2(total/drug)) additions; each but the last doubles; the sum is all the filler."""
    made = plan(strength=strength, count=count, fill_mass=fill)
    drug, total = mg(made, "api_to_weigh_exact"), mg(made, "blend_total")
    rows = made.geometric_dilution
    assert len(rows) == math.ceil(math.log2(total / drug))
    mixed = drug
    for number, row in enumerate(rows):
        add = mg(row, "add")
        assert add == mixed if number < len(rows) - 1 else 0 < add <= mixed
        mixed += add
        assert mg(row, "total") == mixed
    assert mixed == total
    assert sum(mg(row, "add") for row in rows) == mg(made, "filler_total")


@pytest.mark.parametrize(
    ("count", "extra", "units"),
    [(90, None, [90]), (100, None, [100]), (101, None, [100, 1]), (90, 10, [100]), (250, 10, [100, 100, 60])],
)
def test_loads(count: int, extra: int | None, units: list[int]) -> None:
    made = plan(count=count, extra_units=extra, wastage="3 %")
    assert [load.units for load in made.loads] == units
    assert [load.number for load in made.loads] == list(range(1, len(units) + 1))
    assert sum(mg(load, "blend") for load in made.loads) == mg(made, "blend_total")
    assert made.units_made == sum(units)
    assert made.count == count


def test_loads_of_the_profiles_machine() -> None:
    made = plan(count=90, profile=profile("[capsules]\nmachine_load = 50\n"))
    assert [load.units for load in made.loads] == [50, 40]
    assert assumed(made, "machine-load").origin == "profile"
    assert ldn.from_json(ldn.to_json(made)) == made
    assert all(item.code != "machine-load" for item in plan(count=90).assumptions)


def test_extra_units_are_made_of_more() -> None:
    made = plan(extra_units=10)
    assert mg(made, "api_theoretical") == Fraction("4.5") * 100
    assert mg(made, "blend_total") == 13500
    assert mg(made.content_of_label, "if_not_lost") == 1


def test_limits_and_hold_point() -> None:
    made = plan(shell_mass="47.7 mg", shell="gelatin")
    limits, hold = made.unit_mass_limits, made.hold_point
    assert [mg(limits, name) for name in ("target", "low", "high")] == [135, Fraction("121.5"), Fraction("148.5")]
    # one lab's 50 empty shells of size 3: 47.7 mg each
    gross = [mg(limits, name) for name in ("gross_target", "gross_low", "gross_high")]
    assert gross == [Fraction("182.7"), Fraction("169.2"), Fraction("196.2")]
    assert limits.standard == "usp-795-older"
    assert (hold.units, mg(hold, "low"), mg(hold, "high")) == (10, Fraction("121.5"), Fraction("148.5"))
    assert any("HOLD" in line and "121.5" in line and "148.5" in line for line in made.procedure)


def test_house_rule_and_standard_are_two_settings() -> None:
    own = profile('[policies]\nmean_limit = "5 %"\nunit_standard = "ph-eur-2.9.5"\n')
    made = plan(profile=own)
    assert mg(made.hold_point, "low") == 135 * Fraction("0.95")
    assert mg(made.unit_mass_limits, "low") == 135 * Fraction("0.9")
    # Ph. Eur.: 300 mg and over 7.5 %
    made = plan(profile=own, size="000", fill_mass="300 mg")
    assert mg(made.unit_mass_limits, "low") == 300 * Fraction("0.925")
    made = plan(profile=own, size="000", fill_mass="299.9 mg")
    assert mg(made.unit_mass_limits, "low") == Fraction("299.9") * Fraction("0.9")


def test_no_shell_mass_no_gross_limits() -> None:
    limits = plan(shell="hypromellose", size="2el").unit_mass_limits
    assert limits.shell is None
    assert limits.gross_target is None
    assert mg(plan(shell="gelatin").unit_mass_limits, "shell") == 50  # National Capsules, size 3


@pytest.mark.parametrize(("size", "mass"), [("0", 105), ("1", 79), ("2", 63), ("3", 50), ("4", 40)])
def test_the_mass_of_a_hypromellose_shell(size: str, mass: int) -> None:
    """Capsuline, Empty Capsule Size Chart, row Average Weight of vegetarian capsules."""
    limits = plan(shell="hypromellose", size=size, fill_mass="80 mg").unit_mass_limits
    assert mg(limits, "shell") == mass


def test_what_to_do_with_powder_left_or_short() -> None:
    text = " ".join(plan().procedure)
    assert "never press it in" in text
    for word in ("short", "empty", "add filler", "mix again", "refill"):
        assert word in text


def test_the_blend_is_drug_and_filler() -> None:
    made = plan(wastage="5 %", overage="5 %", **POWDER)
    assert mg(made, "api_to_weigh_exact") + mg(made, "filler_to_weigh") == mg(made, "blend_total")
    assert mg(made, "blend_total") == 135 * 90 * Fraction("1.05")
    assert not stops(made)
