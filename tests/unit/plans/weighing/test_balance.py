"""What the balance can do: its error by sensitivity, repeatability, minimum or last digit; options and the profile."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

import ldn_compound as ldn


def plan(profile: str | None = None, **changes: Any) -> Any:
    given: dict[str, Any] = {"drug": "5 mg", "readability": "1 mg", **changes}
    return ldn.plan_trituration(**given, profile=ldn.read_profile(profile, name="p") if profile else None)


def value(result: Any, name: str) -> Fraction:
    return getattr(result.exact, name).value


def codes(result: Any) -> set[str]:
    return {item.code for item in result.findings}


def step(result: Any, name: str) -> str:
    return next(item.value for item in result.steps if item.name == name)


@pytest.mark.parametrize(
    ("balance", "error", "minimum"),
    [
        ({"sensitivity": "6 mg"}, "6", "120"),
        ({"sensitivity": "6 mg", "permitted_error": "4 %"}, "6", "150"),  # Ansel
        ({"repeatability": "3 mg"}, "6", "120"),  # twice the standard deviation
        ({"repeatability": "0.1 mg"}, "0.82", "16.4"),  # never less than 0.41 of the last digit counts
        ({"repeatability": "0 mg"}, "0.82", "16.4"),
        ({"repeatability": "3 mg", "sensitivity": "5 mg"}, "6", "120"),  # the larger of the two
        ({"repeatability": "2 mg", "sensitivity": "5 mg"}, "5", "100"),
        ({"repeatability": "2 mg", "minimum_weighable": "50 mg"}, "4", "50"),
        ({"minimum_weighable": "120 mg"}, "6", "120"),
        ({}, "1", "20"),
        # Half a step at the least, whatever is said of the balance.
        ({"minimum_weighable": "5 mg", "readability": "1 mg"}, "0.5", "5"),
        ({"minimum_weighable": "20 mg", "permitted_error": "1 %", "readability": "1 mg"}, "0.5", "20"),
        ({"minimum_weighable": "10 mg", "readability": "1 mg"}, "0.5", "10"),
        ({"sensitivity": "0.2 mg", "readability": "1 mg"}, "0.5", "10"),
    ],
)
def test_error_and_minimum(balance: dict[str, str], error: str, minimum: str) -> None:
    made = plan(**balance)
    assert value(made, "balance_error") == Fraction(error)
    assert value(made, "minimum_weighable") == Fraction(minimum)
    assert ("limit-from-readability" in codes(made)) == (balance == {})
    better = error == "0.5" and balance.get("minimum_weighable") != "10 mg"
    assert ("balance-better-than-its-digit" in codes(made)) == better
    assert ldn.from_json(ldn.to_json(made)) == made


@pytest.mark.parametrize(("minimum", "said"), [("119 mg", True), ("120 mg", False), ("200 mg", False)])
def test_a_minimum_below_what_the_error_allows_is_a_caution(minimum: str, said: bool) -> None:
    made = plan(sensitivity="6 mg", minimum_weighable=minimum)
    assert ("minimum-below-error" in codes(made)) == said


@pytest.mark.parametrize(
    ("balance", "advice"),
    [({}, "820 mg"), ({"repeatability": "0.41 mg"}, "820 mg"), ({"repeatability": "0.6 mg"}, "1200 mg")],
)
def test_the_advice_of_usp_41(balance: dict[str, str], advice: str) -> None:
    """2000 x the repeatability; without one 820 x the readability."""
    assert step(plan(**balance), "least mass for weighing accurately, USP <41>") == advice


def test_both_limits_stand_in_the_working_of_every_form() -> None:
    order: dict[str, Any] = {"strength": "4.5 mg", "count": 30}
    made = [
        ldn.plan_capsules(**order, size="3", filler="mcc-ph102", fill_mass="135 mg", repeatability="0.5 mg"),
        ldn.plan_tablets(**order, method="moulded", blank_mass="60 mg", base="mannitol-silica", repeatability="0.5 mg"),
        ldn.plan_solution(volume="120 mL", repeatability="0.5 mg"),
    ]
    for one in made:
        assert step(one, "minimum weighable quantity") == "20 mg"
        assert step(one, "least mass for weighing accurately, USP <41>") == "1000 mg"


def test_a_mass_of_less_than_a_milligram_has_its_error_too() -> None:
    """0.9 mg on a balance that errs by 0.05 mg: 5.6 %."""
    tiny = ldn.plan_capsules(
        strength="0.1 mg",
        count=9,
        size="3",
        filler="mcc-ph102",
        fill_mass="135 mg",
        readability="0.1 mg",
        minimum_weighable="0.5 mg",
        sensitivity="0.05 mg",
    )
    assert value(tiny, "api_weighing_error") == Fraction("0.05") / Fraction("0.9")


# --- options and the profile ----------------------------------------------------------------------------------------

MINIMUM = '[balance]\nminimum_weighable = "120 mg"\n'
SENSITIVITY = '[balance]\nsensitivity = "6 mg"\n'
REPEATABILITY = '[balance]\nrepeatability = "3 mg"\n'


@pytest.mark.parametrize(
    ("profile", "option", "error", "minimum", "aside"),
    [
        (MINIMUM, {"sensitivity": "2 mg"}, "2", "40", "minimum_weighable"),
        (MINIMUM, {"repeatability": "0.5 mg"}, "1", "20", "minimum_weighable"),
        (SENSITIVITY, {"repeatability": "0.5 mg"}, "1", "20", "sensitivity"),
        (REPEATABILITY, {"sensitivity": "2 mg"}, "2", "40", "repeatability"),
        (MINIMUM, {}, "6", "120", None),
        (REPEATABILITY, {}, "6", "120", None),
        # Another minimum: nobody says which balance is in use, and the larger of the two errors counts.
        (SENSITIVITY, {"minimum_weighable": "60 mg"}, "6", "60", None),
        (SENSITIVITY, {"minimum_weighable": "240 mg"}, "12", "240", None),
        # Another last digit, coarser than what the profile's balance errs by: it alone is known.
        (
            '[balance]\nreadability = "0.1 mg"\nrepeatability = "0.05 mg"\n',
            {"readability": "1 mg"},
            "1",
            "20",
            "repeatability",
        ),
        (
            '[balance]\nreadability = "0.1 mg"\nminimum_weighable = "2 mg"\n',
            {"readability": "1 mg"},
            "1",
            "20",
            "minimum_weighable",
        ),
        (SENSITIVITY, {"readability": "0.1 mg"}, "6", "120", None),
        # Another permitted error: what the profile's balance can do is known, so its limit is worked out again.
        (SENSITIVITY + 'minimum_weighable = "120 mg"\n', {"permitted_error": "4 %"}, "6", "150", "minimum_weighable"),
    ],
)
def test_an_option_speaks_of_the_balance_in_use(
    profile: str, option: dict[str, str], error: str, minimum: str, aside: str | None
) -> None:
    given: dict[str, Any] = {"readability": None, **option} if "readability" in profile else option
    made = plan(profile, **given, accept=["trituration-error-too-large"], accepted_by="A. Pharmacist")
    assert value(made, "balance_error") == Fraction(error)
    assert value(made, "minimum_weighable") == Fraction(minimum)
    said = {item.field: item for item in made.assumptions if item.code == "profile-set-aside"}
    assert set(said) == ({aside} if aside else set())
    for field, item in said.items():
        assert "set aside" in item.message
        assert field.replace("_", "-") not in {other.code for other in made.assumptions}
    assert ldn.from_json(ldn.to_json(made)) == made


def test_a_permitted_error_needs_to_know_the_balance() -> None:
    """The profile's 120 mg were reckoned at its own 5 %: with 2 % the error would seem to be 2.4 mg in place of 6."""
    with pytest.raises(ldn.InputError) as caught:
        plan(MINIMUM, permitted_error="2 %")
    assert (caught.value.code, caught.value.field) == ("permitted-error-without-balance", "permitted_error")
    assert value(plan(minimum_weighable="120 mg", permitted_error="2.5 %"), "balance_error") == 3


# --- the figure alone -----------------------------------------------------------------------------------------------


def test_the_figure_alone() -> None:
    least = ldn.minimum_weighable
    assert least(repeatability="3 mg", readability="1 mg", permitted_error="5 %").magnitude == 120
    assert least(repeatability="0 mg", readability="0.1 mg", permitted_error="0.1 %").magnitude == 82
    assert least(sensitivity="0.1 mg", readability="1 mg", permitted_error="5 %").magnitude == 10
    both = least(repeatability="1 mg", readability="1 mg", sensitivity="6 mg", permitted_error="5 %")
    assert both.magnitude == 120
    for given, field in (
        ({}, "sensitivity"),
        ({"repeatability": "1 mg"}, "readability"),
        ({"repeatability": "1 mL", "readability": "1 mg"}, "repeatability"),
    ):
        with pytest.raises(ldn.LdnError) as caught:
            least(**given, permitted_error="5 %")
        assert caught.value.field == field
