"""The formulas against arithmetic done by hand; each is a pure function over exact numbers in mg, mL, d, item."""

from __future__ import annotations

import math
from datetime import date
from fractions import Fraction as F
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldn_compound.calc import arithmetic, batch, calendar, capsules, material, mixing, weighing
from ldn_compound.core.formulas import signature_of

BY_HAND: list[tuple[Any, dict[str, Any], F]] = [
    (
        batch.drug_theoretical,
        {"strength": F("1.5"), "units": F(60), "wastage": F("0.05"), "overage": F("0.1")},
        F("103.95"),
    ),
    (arithmetic.total, {"first": F(120), "second": F(1080)}, F(1200)),
    (arithmetic.deviation, {"found": F(45), "planned": F(50)}, F("-0.1")),
    (arithmetic.gap, {"larger": F(12), "smaller": F(10), "of": F(8)}, F("0.25")),
    (arithmetic.without_share, {"whole": F(126_100), "share": F("0.15")}, F(107_185)),
    (arithmetic.share_of_unit, {"part": F("4.59"), "unit": F("4.5")}, F("1.02")),
    (arithmetic.multiplied, {"amount": F("141.75"), "times": F(2)}, F("283.5")),
    (arithmetic.divided, {"amount": F(300), "by": F("1.2")}, F(250)),
    (batch.powder_in_unit, {"strength": F("4.5"), "overage": F("0.1"), "factor": F(2)}, F("9.9")),
    (
        batch.content_of_label,
        {"drug": F(425), "strength": F("4.5"), "units": F(90), "spread": F("0.05")},
        F(425) / F("425.25"),
    ),
    (batch.drug_after_loss, {"drug": F(110), "overage": F("0.1")}, F(100)),
    (
        batch.powder_at_content,
        {"limit": F("1.1"), "strength": F("1.5"), "units": F(60), "spread": F("0.05"), "factor": F(2)},
        F("207.9"),
    ),
    (batch.daily_dose, {"strength": F("1.5"), "units_per_dose": F(2), "doses_per_day": F(3)}, F(9)),
    (batch.days_of_supply, {"count": F(100), "units_per_dose": F(2), "doses_per_day": F(3)}, F(50, 3)),
    (batch.in_each, {"total": F("141.75"), "units": F(90), "wastage": F("0.05")}, F("1.5")),
    (capsules.powder_volume, {"powder": F(350), "density": F(750)}, F(7, 15)),  # 0.4667 mL (published: Pharmacy Times)
    (capsules.bulk_density, {"powder": F(225), "capsule_volume": F("0.3")}, F(750)),  # "#3 holds 225 mg" is 0.75 g/mL
    (capsules.capsule_packing, {"density": F(450), "capsule_volume": F("0.21")}, F("94.5")),
    (capsules.filler_displaced, {"powder": F("4.5"), "filler_density": F(450), "drug_density": F(500)}, F("4.05")),
    (capsules.filler_by_fill_mass, {"fill_mass": F(135), "powder": F("4.5")}, F("130.5")),
    (arithmetic.total_of_unit, {"first": F("4.5"), "second": F("130.5")}, F(135)),
    (arithmetic.for_batch, {"in_unit": F(135), "units": F(90), "wastage": F("0.05")}, F("12757.5")),
    (arithmetic.remaining, {"whole": F(12757), "part": F(425)}, F(12332)),
    (arithmetic.in_each, {"total": F("12757.5"), "units": F(90)}, F("141.75")),
    (capsules.load_share, {"blend": F(27000), "in_load": F(50), "units": F(200)}, F(6750)),
    (arithmetic.part_of_unit, {"share": F("0.925"), "unit": F(300)}, F("277.5")),
    (
        material.weighing_factor,
        {"salt": F("1.1068"), "assay": F("0.98"), "water": F("0.1"), "solvents": F("0.01")},
        F("1.1068") / (F("0.98") * F("0.89")),
    ),
    (material.tablet_factor, {"tablet_mass": F(155), "tablet_strength": F(50)}, F("3.1")),
    (material.tablets_in, {"powder": F(432), "tablet_mass": F(160)}, F("2.7")),
    (weighing.minimum_weighable, {"sensitivity": F(6), "permitted_error": F("0.04")}, F(150)),  # Ansel
    (arithmetic.share, {"part": F(6), "whole": F(150)}, F("0.04")),
    (weighing.least_repeatability, {"readability": F(10)}, F("4.1")),
    (weighing.error_of_repeatability, {"repeatability": F("0.07")}, F("0.14")),
    # published: Sartorius on USP <41>, readability 0.1 mg: 82 mg, 1 mg: 820 mg
    (weighing.accurate_minimum, {"repeatability": F("0.41") * F("0.1")}, F(82)),
    (weighing.accurate_minimum, {"repeatability": F("0.41")}, F(820)),
    (weighing.half_a_step, {"readability": F("0.1")}, F("0.05")),
]


@pytest.mark.parametrize(("formula", "values", "result"), BY_HAND, ids=[row[0].__name__ for row in BY_HAND])
def test_by_hand(formula: Any, values: dict[str, Any], result: F) -> None:
    assert formula(**values) == result
    with pytest.raises(TypeError):
        formula(*values.values())


@pytest.mark.parametrize(("formula", "values", "result"), BY_HAND, ids=[row[0].__name__ for row in BY_HAND])
def test_the_working_shows_every_number(formula: Any, values: dict[str, Any], result: F) -> None:
    signature = signature_of(formula)
    assert set(signature.parameters) == set(values)
    assert not {"{", "}"} & set(signature.numeric(values))
    for name in values:
        assert name in signature.template


def test_filler_by_density_of_two_actives() -> None:
    """(0.95 - 300/838 - 100/500) x 536 = (0.95 - 0.357995 - 0.2) x 536 mg."""
    rows = [(F(300), F(838)), (F(100), F(500))]
    made = capsules.filler_by_density(capsule_volume=F("0.95"), filler_density=F(536), actives=rows)
    assert made == (F("0.95") - F(300, 838) - F(1, 5)) * 536
    assert capsules.filler_by_density(capsule_volume=F(1), filler_density=F(536), actives=[]) == 536


def test_filler_by_packing_of_two_actives() -> None:
    """135 x (1 - 4.5/150 - 13.5/135) = 135 x 0.87 = 117.45 mg."""
    rows = [(F("4.5"), F(150)), (F("13.5"), F(135))]
    assert capsules.filler_by_packing(filler_packing=F(135), actives=rows) == F("117.45")


def test_powder_that_does_not_fit_leaves_less_than_nothing() -> None:
    assert capsules.filler_by_packing(filler_packing=F(135), actives=[(F(151), F(150))]) == F(-135, 150)
    assert capsules.filler_by_density(capsule_volume=F("0.3"), filler_density=F(450), actives=[(F(301), F(1000))]) < 0


@pytest.mark.parametrize(
    ("drug", "total", "adds"),
    [
        (1, 2, [1]),
        (1, 4, [1, 2]),
        (1, 5, [1, 2, 1]),
        (1, 8, [1, 2, 4]),
        (100, 101, [1]),
        (100, 100, []),
        (467, 12757, [467, 934, 1868, 3736, 5285]),
    ],
)
def test_geometric_dilution(drug: int, total: int, adds: list[int]) -> None:
    rows = mixing.geometric_dilution(drug=F(drug), total=F(total))
    assert [add for add, _ in rows] == adds
    assert len(rows) == math.ceil(math.log2(total / drug))
    assert [mixed for _, mixed in rows] == [drug + sum(adds[: n + 1]) for n in range(len(adds))]


@given(st.fractions(F(1, 100), 1000), st.fractions(1, 10**5))
def test_no_addition_is_more_than_what_is_in_the_mortar(drug: F, ratio: F) -> None:
    mixed = drug
    for add, total in mixing.geometric_dilution(drug=drug, total=drug * ratio):
        assert 0 < add <= mixed
        mixed += add
        assert mixed == total
    assert mixed == drug * ratio


def test_dates() -> None:
    assert calendar.last_day_of_use(date(2026, 11, 22), days=14, made_day_is_day_1=True) == date(2026, 12, 5)
    assert calendar.last_day_of_use(date(2026, 11, 22), days=14, made_day_is_day_1=False) == date(2026, 12, 6)
    assert calendar.last_day_of_use(date(2026, 11, 22), days=1, made_day_is_day_1=True) == date(2026, 11, 22)
    assert calendar.days_usable(date(2026, 11, 22), date(2026, 11, 22)) == 1
    assert calendar.days_usable(date(2026, 11, 22), date(2027, 5, 20)) == 180
