"""Option beats profile, profile beats jurisdiction, that beats an assumption; each value says where it came from."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

import ldn_compound as ldn
from tests.unit.plans.prescriptions import mg, plan

# setting: (TOML, the option, its value by option, what a plan shows of it by profile / by option / by nobody)
SETTINGS: list[tuple[str, str, str, Any, str]] = [
    ("balance.readability", '[balance]\nreadability = "0.1 mg"\n', "readability", "10 mg", "readability"),
    ("balance.sensitivity", '[balance]\nsensitivity = "6 mg"\n', "sensitivity", "5 mg", "sensitivity"),
    ("balance.permitted_error", '[balance]\npermitted_error = "4 %"\n', "permitted_error", "3 %", "permitted-error"),
    (
        "balance.minimum_weighable",
        '[balance]\nminimum_weighable = "120 mg"\n',
        "minimum_weighable",
        "50 mg",
        "minimum-weighable",
    ),
    ("policies.wastage", '[policies]\nwastage = "3 %"\n', "wastage", "2 %", "wastage"),
    ("policies.overage", '[policies]\noverage = "3 %"\n', "overage", "2 %", "overage"),
    (
        "policies.prescribed_as",
        '[policies]\nprescribed_as = "base"\n',
        "prescribed_as",
        "hydrochloride",
        "prescribed-as",
    ),
    ("capsules.fill_method", '[capsules]\nfill_method = "all-in"\n', "fill_method", "to-mass", "fill-method"),
    ("capsules.shell", '[capsules]\nshell = "hypromellose"\n', "shell", "gelatin", "shell"),
    ("capsules.shell_colour", '[capsules]\nshell_colour = "white"\n', "shell_colour", "clear", "shell-colour"),
    ("capsules.shell_masses.3", '[capsules.shell_masses]\n3 = "48 mg"\n', "shell_mass", "47 mg", "shell-mass"),
]


def origin(made: Any, dotted: str) -> str:
    found: str = made.inputs["settings"][dotted]["origin"]
    return found


@pytest.mark.parametrize(("dotted", "toml", "option", "value", "code"), SETTINGS)
def test_option_beats_profile_beats_the_rest(dotted: str, toml: str, option: str, value: Any, code: str) -> None:
    profile = ldn.read_profile(toml, name="p")
    bare = {"minimum_weighable": None}
    by_nobody = plan(**bare)
    by_profile = plan(**bare, profile=profile)
    by_option = plan(**{**bare, option: value}, profile=profile)
    assert origin(by_nobody, dotted) in ("assumption", "reference")
    assert origin(by_profile, dotted) == "profile"
    assert origin(by_option, dotted) == "option"
    stated = {item.code: item.origin for item in by_profile.assumptions}
    assert stated[code] == "profile"
    assert code not in {item.code for item in by_option.assumptions}
    for made in (by_nobody, by_profile, by_option):
        assert ldn.from_json(ldn.to_json(made)) == made


def test_the_values_really_count() -> None:
    profile = ldn.read_profile('[policies]\nwastage = "3 %"\n', name="p")
    assert mg(plan(profile=profile), "api_theoretical") == 405 * Fraction("1.03")
    assert mg(plan(profile=profile, wastage="2 %"), "api_theoretical") == 405 * Fraction("1.02")
    assert mg(plan(profile=profile, wastage="0 %"), "api_theoretical") == 405


def test_cap_assay_of_the_profile_and_against_it() -> None:
    """101.3 % as is: capped, the factor is 1; not capped 1/1.013."""
    profile = ldn.read_profile("[policies]\ncap_assay = true\n", name="p")
    powder = {"assay": "101.3 %", "assay_basis": "as-is"}
    assert plan(**powder, profile=profile).weighing_factor == 1
    assert plan(**powder, profile=profile, cap_assay=False).weighing_factor == 1 / Fraction("1.013")
    assert plan(**powder).weighing_factor == 1 / Fraction("1.013")


def test_minimum_weighable() -> None:
    """A minimum beats a sensitivity; sensitivity 6 mg at 5 % is 120 mg; readability 1 mg at 5 % is 20 mg."""
    at = {"strength": "0.5 mg", "minimum_weighable": None}
    assert "below-minimum-weighable" not in {item.code for item in plan(**at, count=40).findings}
    low = plan(**at, count=39)
    assert "below-minimum-weighable" in {item.code for item in low.findings} or low.trituration is not None
    coarse = plan(**at, count=239, sensitivity="6 mg")
    assert "below-minimum-weighable" in {item.code for item in coarse.findings} or coarse.trituration is not None
    assert "below-minimum-weighable" not in {item.code for item in plan(**at, count=240, sensitivity="6 mg").findings}
    given = {**at, "minimum_weighable": "10 mg"}
    assert "below-minimum-weighable" not in {item.code for item in plan(**given, count=20, sensitivity="6 mg").findings}


def test_a_limit_from_readability_is_an_assumption_with_a_caution() -> None:
    made = plan(minimum_weighable=None)
    assert "limit-from-readability" in {item.code for item in made.findings}
    assert "sensitivity-assumed" in {item.code for item in made.assumptions}
    for settled in ({"minimum_weighable": "20 mg"}, {"minimum_weighable": None, "sensitivity": "6 mg"}):
        made = plan(**settled)
        assert "limit-from-readability" not in {item.code for item in made.findings}


def test_each_mass_is_shown_with_its_expected_error() -> None:
    """405 mg on a balance that is right to 1 mg: an error of 1/405, 0.247 %, stands with the mass."""
    text = ldn.to_json(plan(minimum_weighable=None))
    assert "0.2469" in text or "0.247" in text or "0.25 %" in text


def test_a_profile_that_is_none() -> None:
    wrong: tuple[Any, ...] = ("profile.toml", {}, 3)
    for bad in wrong:
        with pytest.raises(ldn.InputError):
            plan(profile=bad)
