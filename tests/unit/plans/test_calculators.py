"""The single figures of the public interface: value, refusal, field."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

import ldn_compound as ldn


def magnitude(quantity: Any) -> Fraction:
    assert str(quantity.units) == "milligram"
    assert isinstance(quantity.magnitude, Decimal)
    return Fraction(quantity.magnitude)


def test_minimum_weighable() -> None:
    """Class III balance, 6 mg, 5 %: 120 mg (UNC); 4 %: 150 mg (Ansel); 2.5 mg at 10 %: 25 mg."""
    for sensitivity, error, least in (("6 mg", "5 %", 120), ("6 mg", "4 %", 150), ("2.5 mg", "10 %", 25)):
        assert magnitude(ldn.minimum_weighable(sensitivity=sensitivity, permitted_error=error)) == least


def test_filler_by_density() -> None:
    """The interface's line: (0.37 - 300/838) x 536 = 6.434 mg: 0.37 - 0.357995 = 0.012005."""
    found = ldn.filler_by_density(
        capsule_volume="0.37 mL", filler_density="0.536 g/mL", actives=[("300 mg", "0.838 g/mL")]
    )
    assert round(float(magnitude(found)), 3) == 6.435
    with pytest.raises(ldn.CalculationError) as caught:
        ldn.filler_by_density(capsule_volume="0.30 mL", filler_density="0.536 g/mL", actives=[("300 mg", "0.838 g/mL")])
    assert caught.value.exit_code == 11
    assert "0.358 mL" in (caught.value.given or "")
    assert "0.3 mL" in (caught.value.needed or "")


def test_filler_by_packing() -> None:
    """135 x (1 - 4.5/150) = 130.95 mg."""
    assert magnitude(ldn.filler_by_packing(filler_packing="135 mg", actives=[("4.5 mg", "150 mg")])) == Fraction(
        "130.95"
    )
    assert magnitude(ldn.filler_by_packing(filler_packing="135 mg", actives=[("150 mg", "150 mg")])) == 0
    with pytest.raises(ldn.CalculationError):
        ldn.filler_by_packing(filler_packing="135 mg", actives=[("75 mg", "150 mg"), ("76 mg", "150 mg")])


@pytest.mark.parametrize(
    ("verb", "good"),
    [
        (
            "filler_by_density",
            {"capsule_volume": "0.37 mL", "filler_density": "0.5 g/mL", "actives": [("4.5 mg", "0.5 g/mL")]},
        ),
        ("filler_by_packing", {"filler_packing": "135 mg", "actives": [("4.5 mg", "150 mg")]}),
        ("minimum_weighable", {"sensitivity": "6 mg", "permitted_error": "5 %"}),
        ("weighing_factor", {"assay": "99.5 %", "assay_basis": "anhydrous", "api_water": "8.5 %"}),
    ],
)
def test_junk_is_refused_by_its_field(verb: str, good: dict[str, Any]) -> None:
    call = getattr(ldn, verb)
    assert call(**good) is not None
    for name in good:
        for junk in (4.5, True, "", "4,5 mg", "0 mg", "1 d", b"x", object()):
            with pytest.raises(ldn.InputError) as caught:
                call(**{**good, name: junk})
            assert caught.value.field == name


@pytest.mark.parametrize(
    "actives",
    [
        "4.5 mg",
        None,
        5,
        ["4.5 mg"],
        [("4.5 mg",)],
        [("4.5 mg", "1 g/mL", "x")],
        [("4.5 mg", "0 g/mL")],
        [("4.5 mL", "1 g/mL")],
        [("4.5 mg", "150 mg")],
        {"4.5 mg": "1 g/mL"},
    ],
)
def test_actives_refused(actives: Any) -> None:
    with pytest.raises(ldn.InputError) as caught:
        ldn.filler_by_density(capsule_volume="0.37 mL", filler_density="0.5 g/mL", actives=actives)
    assert caught.value.field == "actives"


def test_no_positional_arguments_but_the_one_that_is_shown() -> None:
    with pytest.raises(TypeError):
        ldn.minimum_weighable("6 mg", "5 %")  # type: ignore[call-arg]  # wrong on purpose
    assert str(ldn.quantity("4.5 mg")) == "4.5 milligram"


def test_the_names_of_the_interface() -> None:
    names = [
        "quantity",
        "weighing_factor",
        "minimum_weighable",
        "filler_by_density",
        "filler_by_packing",
        "plan_capsules",
        "check",
        "check_filler",
        "beyond_use",
        "to_json",
        "from_json",
        "json_schema",
        "label_for",
        "print_labels",
        "unit_registry",
        "LdnError",
    ]
    assert set(names) <= set(dir(ldn))
    with pytest.raises(AttributeError):
        _ = ldn.plan_capsule  # type: ignore[attr-defined]  # wrong on purpose
