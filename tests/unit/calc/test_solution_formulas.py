"""The formulas of liquids against arithmetic done by hand."""

from __future__ import annotations

from fractions import Fraction as F
from typing import Any

import pytest

from ldn_compound.calc import arithmetic, dose, solution
from ldn_compound.core.formulas import FORMULAS

BY_HAND: list[tuple[Any, dict[str, Any], F]] = [
    (solution.with_overfill, {"asked": F(120), "overfill": F("2.5")}, F("122.5")),
    (solution.volume_made, {"volume": F(120), "wastage": F("0.03")}, F("123.6")),
    (
        solution.drug_in_solution,
        {"concentration": F("1.5"), "volume": F(60), "wastage": F("0.05"), "overage": F("0.1")},
        F("103.95"),
    ),
    (
        solution.powder_at_content,
        {"limit": F("1.1"), "concentration": F("1.5"), "made": F(60), "factor": F(2)},
        F(198),
    ),
    (solution.content_of_label, {"drug": F(63), "concentration": F("0.5"), "made": F(120)}, F("1.05")),
    (solution.share_of_volume, {"made": F(150), "share": F("0.2")}, F(30)),
    (arithmetic.mass_in, {"volume": F(150), "per_volume": F(5)}, F(750)),
    (solution.volume_left, {"made": F(150), "taken": F(30)}, F(120)),
    (arithmetic.mass_in, {"volume": F(100), "per_volume": F(1261)}, F(126_100)),  # published: 100 mL is about 126.1 g
    (arithmetic.volume_of, {"mass": F(9982), "per_volume": F("998.2")}, F(10)),
    (
        solution.water_in,
        {"water": F(10), "glycerol": F(200), "glycerol_water": F("0.05"), "powder": F(4), "powder_water": F("0.25")},
        F(21),
    ),
    (
        solution.water_fraction,
        {"all_water": F(21), "water": F(10), "glycerol": F(200), "powder": F(4), "others": F(6)},
        F(21, 220),
    ),
    (solution.room_of_solids, {"solids": F(1200), "density": F(1000), "made": F(120)}, F("0.01")),
    (arithmetic.volume_of, {"mass": F(500), "per_volume": F(50)}, F(10)),  # published: 250 mg/5 mL, amoxicillin
    (solution.amount_a_day, {"amount": F("5.6745"), "doses_per_day": F(2)}, F("11.349")),
    (dose.volume_for_days, {"volume": F("2.25"), "doses_per_day": F(2), "days": F(30)}, F(135)),
    (solution.days_of_volume, {"volume": F(120), "dose_volume": F("1.5"), "doses_per_day": F(2)}, F(40)),
    (solution.part_in_dose, {"part": F(126_100), "made": F(100), "dose_volume": F("4.5")}, F("5674.5")),
    (solution.drops_in, {"dose_volume": F("0.5"), "drops_per_volume": F(33)}, F("16.5")),
    (solution.drug_in_drops, {"drops": F(16), "drops_per_volume": F(32), "concentration": F(2)}, F(1)),
    # published: clonidine, UNC pharmlabs
    (solution.aliquot_volume, {"needed": F(20), "weighed": F(120), "stock": F(30)}, F(5)),
]


@pytest.mark.parametrize(("formula", "values", "result"), BY_HAND, ids=[row[0].__name__ for row in BY_HAND])
def test_by_hand(formula: Any, values: dict[str, Any], result: F) -> None:
    assert formula(**values) == result
    with pytest.raises(TypeError):
        formula(*values.values())


def test_each_formula_of_liquids_is_here() -> None:
    here = {f"{row[0].__module__}.{row[0].__qualname__}" for row in BY_HAND}
    assert here >= {name for name in FORMULAS if name.startswith(solution.__name__ + ".")}
