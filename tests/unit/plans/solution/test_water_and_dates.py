"""A liquid's water, what class it sets, and until when it keeps."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from tests.unit.plans.solution.test_solution import assumed, codes, found, plan, refused, value

RULES = {
    "solution-nonaqueous": date(2027, 2, 19),
    "solution-aqueous-preserved": date(2026, 12, 26),
    "solution-aqueous": date(2026, 12, 5),
}

# Water by mass in 100 mL, so that w/w is g / (g + (100 - g / 0.9982) x 1.261): 17.0 g is 13.97 %, 17.1 g 14.05 %,
# 18.2 g 14.99 %, 18.3 g 15.08 %, 27.2 g 22.88 %, 27.5 g 23.15 % (worked out by hand with the two densities). 1 % is
# kept from the 15 %: 14.99 % is within the error of the water that a certificate states.
WATER = [
    ("17.0 g", None, "solution-nonaqueous", None),
    ("17.0 g", "0.59", "solution-nonaqueous", None),
    ("17.0 g", "0.60", "solution-aqueous", "water-activity-decides"),
    ("17.1 g", None, "solution-aqueous", "water-activity-not-measured"),
    ("17.1 g", "0.59", "solution-nonaqueous", "water-activity-decides"),
    ("17.1 g", "0.6", "solution-aqueous", None),
    ("18.2 g", None, "solution-aqueous", "water-activity-not-measured"),
    ("18.2 g", "0.59", "solution-nonaqueous", "water-activity-decides"),
    ("18.2 g", "0.60", "solution-aqueous", None),
    ("18.3 g", None, "solution-aqueous", "water-activity-not-measured"),
    ("18.3 g", "0.59", "solution-nonaqueous", "water-activity-decides"),
    ("18.3 g", "0.6", "solution-aqueous", None),
    ("27.2 g", "0.59", "solution-nonaqueous", "water-activity-decides"),
    ("27.5 g", "0.59", "solution-aqueous", "water-activity-not-counted"),
    ("27.5 g", None, "solution-aqueous", None),
]


@pytest.mark.parametrize(("water", "activity", "form", "code"), WATER)
def test_water_and_its_activity_set_the_class(water: str, activity: str | None, form: str, code: str | None) -> None:
    made = plan(volume="100 mL", added_water=water, water_activity=activity, glycerol_water="0 %")
    grams = Fraction(water.removesuffix(" g"))
    glycerol = (100 - grams / Fraction("0.9982")) * Fraction("1.261")
    drug = Fraction("0.1")
    assert value(made, "water_fraction") == grams / (grams + glycerol + drug)
    assert made.water_class == form
    assert made.beyond_use_date == RULES[form]
    seen = {item for item in codes(made) if item.startswith("water-activity")}
    assert seen == ({code} if code else set())


def test_water_that_the_glycerol_brings_counts() -> None:
    dry, wet = (plan(glycerol_water=share) for share in ("0 %", "5 %"))
    assert value(dry, "water_fraction") == 0
    # Glycerol 95 %: half way between the handbook's 1.23755 and 1.26362, times 0.9982: 1.248 g/mL.
    assert value(wet, "water_fraction") == Fraction("0.05") * 120 * 1248 / (120 * 1248 + 120)


def test_water_not_given_for_the_glycerol_is_said_where_it_matters() -> None:
    """17 mL in 100 mL are 13.9 %; with 5 % in the glycerol 18.2 %."""
    assert "glycerol-water-not-given" in codes(plan(volume="100 mL", added_water="17 mL"), "caution")
    assert "glycerol-water-not-given" not in codes(plan(volume="100 mL", added_water="17 mL", glycerol_water="0.5 %"))
    assert "glycerol-water-not-given" not in codes(plan())


def test_wastage_does_not_change_the_water_fraction() -> None:
    without, with_it = (plan(added_water="10 mL", wastage=share) for share in ("0 %", "5 %"))
    assert value(without, "water_fraction") == value(with_it, "water_fraction")


# --- dates and storage ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("vehicle", "storage", "last", "limited_by", "kept_at"),
    [
        ("glycerol", None, date(2027, 2, 19), "rule", "room-temperature"),
        ("glycerol", "refrigerator", date(2027, 2, 19), "rule", "refrigerator"),
        ("fawcett", None, date(2026, 12, 21), "stability", "room-temperature"),
        ("fawcett", "room", date(2026, 12, 21), "stability", "room-temperature"),
        ("fawcett", "refrigerator", date(2026, 12, 26), "rule", "refrigerator"),
        ("fawcett", "refrigerated", date(2026, 12, 26), "rule", "refrigerator"),
    ],
)
def test_dates_by_vehicle_and_storage(
    vehicle: str, storage: str | None, last: date, limited_by: str, kept_at: str
) -> None:
    """90 d, 30 d of the formula at 25 C, 35 d in the refrigerator: the day of making is day 1."""
    made = plan(vehicle=vehicle, storage=storage)
    assert (made.beyond_use_date, made.limited_by, made.kept_at) == (last, limited_by, kept_at)
    assert ("2 to 8 C" in made.storage) == (kept_at == "refrigerator")
    assert ("storage-assumed" in assumed(made)) == (storage is None)


def test_an_unpreserved_aqueous_liquid_belongs_in_the_refrigerator() -> None:
    made = plan(added_water="40 mL")
    assert (made.kept_at, made.beyond_use_date) == ("refrigerator", date(2026, 12, 5))
    warm = plan(added_water="40 mL", storage="room-temperature")
    assert [item.code for item in warm.stops] == ["storage-needs-refrigerator"]
    accepted = plan(
        added_water="40 mL",
        storage="room-temperature",
        accept=["storage-needs-refrigerator"],
        accepted_by="A. Pharmacist",
    )
    assert not accepted.stops
    assert found(accepted, "storage-needs-refrigerator").accepted_by == "A. Pharmacist"


def test_components_and_the_day_of_making() -> None:
    assert plan(component_expiries={"glycerol": "2026-12"}).beyond_use_date == date(2026, 12, 31)
    assert plan(component_expiries={"api": "2026-12-01"}).limited_by == "api"
    assert plan(vehicle="fawcett", component_expiries={"ascorbic-acid": "2027-12"}).limited_by == "stability"
    assert refused(component_expiries={"glycerol": "2026-10"}).code == "component-expired"
    assert refused(component_expiries={"filler": "2027-10"}).code == "unknown-component"
    undated = plan(made_on=None)
    assert undated.beyond_use_date is None
    assert undated.limited_by is None
    assert "made-on-not-given" in assumed(undated)


def test_another_strength_than_was_studied_is_said() -> None:
    made = plan(vehicle="fawcett", concentration="2 mg/mL")
    assert {"stability-other-strength", "concentration-not-documented"} <= codes(made, "caution")
    assert not {"stability-other-strength", "concentration-not-documented"} & codes(plan(vehicle="fawcett"))
