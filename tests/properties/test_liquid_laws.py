"""Liquids: the second engine agrees, and the laws that hold for every one of them."""

from __future__ import annotations

import os
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import HealthCheck, event, example, given, settings
from hypothesis import strategies as st

import ldn_compound as ldn
from tests import second_engine_solution as second
from tests import strategies

LONG = os.environ.get("LONG") == "1"
LAW = settings(
    max_examples=5_000 if LONG else 150,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=not LONG,
)
MADE_ON = date(2026, 11, 22)
VOLUMES = ("5 mL", "10mL", "30 mL", "60 mL", "100 mL", "120 mL", "120.5 mL", "240mL", "473 mL", "1000 mL")
STRENGTHS = ("0.1 mg/mL", "0.5 mg/mL", "1 mg/mL", "1.25 mg/mL", "2 mg/mL", "5 mg/mL", "1000 mcg/mL", "0.001 g/mL")
NAMES = (
    "api_theoretical",
    "api_to_weigh_exact",
    "api_to_weigh",
    "vehicle_volume",
    "vehicle_mass",
    "water_fraction",
    "dose_volume",
    "glycerol_per_dose",
)


@st.composite
def glycerols(draw: st.DrawFn, vehicle: str) -> dict[str, Any]:
    """Return the water and the density of a lot: nothing, water within the monograph, or any with its own density."""
    kind = draw(st.sampled_from(("nothing", "water", "water", "both")))
    if kind == "nothing":
        return {}
    if kind == "both":
        return {
            "glycerol_water": draw(strategies.percents("0", "60")),
            "glycerol_density": draw(st.sampled_from(("1.1 g/mL", "1.23 g/mL", "1.2585g/mL", "1261 mg/mL"))),
        }
    return {"glycerol_water": draw(strategies.percents(*(("12", "16") if vehicle == "glycerol-85" else ("0", "5"))))}


@st.composite
def liquids(draw: st.DrawFn) -> dict[str, Any]:
    """Return the keywords of one liquid that can be made."""
    wanted: dict[str, Any] = {"made_on": MADE_ON, "volume": draw(st.sampled_from(VOLUMES))}
    wanted["concentration"] = draw(st.sampled_from(STRENGTHS))
    if draw(st.integers(0, 3)) == 0:
        wanted |= {"source_tablet": "50 mg", "source_tablet_mass": draw(strategies.masses("120", "220", 1)) + " mg"}
    else:
        wanted |= draw(strategies.powders())
        wanted.pop("cap_assay", None)
    optional = {
        "wastage": st.sampled_from(("0 %", "2 %", "5 %", "7.5%")),
        "overage": st.sampled_from(("0 %", "2 %", "5 %", "10 %")),
        "readability": st.sampled_from(("0.1 mg", "0.2 mg", "0.5 mg", "1 mg", "10 mg")),
        "storage": st.sampled_from(("room-temperature", "refrigerator")),
        "overfill": st.sampled_from(("0 mL", "5 mL", "2.5 mL", "4 %", "10%")),
    }
    for name, values in optional.items():
        value = draw(st.none() | values)
        if value is not None:
            wanted[name] = value
    wanted["vehicle"] = draw(st.sampled_from(("glycerol", "glycerol", "glycerol-85", "fawcett")))
    wanted |= draw(glycerols(wanted["vehicle"]))
    if wanted["vehicle"] != "fawcett" and draw(st.booleans()):
        unit = draw(st.sampled_from((" mL", "mL", " g")))
        most = second.read_volume(wanted["volume"])
        share = draw(st.integers(0, 60))
        wanted["added_water"] = f"{strategies.plain(_decimal(Fraction(*most) * share / 100))}{unit}"
    if draw(st.booleans()):
        wanted["water_activity"] = draw(st.sampled_from(("0.3", "0.55", "0.59", "0.6", "0.601", "0.8", "0.95")))
    if draw(st.booleans()):
        wanted["dose"] = draw(st.sampled_from(("0.5 mg", "1.5 mg", "2.7 mg", "4.5 mg", "4500 mcg")))
        wanted["doses_per_day"] = draw(st.sampled_from((1, 2)))
    if second.liquid(**wanted).api_to_weigh[0] == 0:
        wanted["volume"] = "1000 mL"  # nothing would stand on the balance; nothing is thrown away
    return wanted


def _decimal(value: Fraction) -> Any:
    from decimal import Decimal

    return Decimal(value.numerator) / Decimal(value.denominator)


def value(plan: Any, name: str) -> Fraction | None:
    stored = getattr(plan, f"_{name}")
    return None if stored is None else stored.value


# 2.7 mg are 2.16 mL, which the 3 mL syringe shows as 2.2: 5 mL last 5/2.2 = 25/11 days.
DRAWN_AS_MORE = {
    **{"made_on": MADE_ON, "volume": "5 mL", "concentration": "1.25 mg/mL", "vehicle": "glycerol"},
    **{"dose": "2.7 mg", "doses_per_day": 1},
}


@LAW
@given(liquids())
@example(DRAWN_AS_MORE)
def test_the_second_engine_agrees(wanted: dict[str, Any]) -> None:
    plan = ldn.plan_solution(**wanted)
    other = second.liquid(**wanted)
    event(plan.water_class)
    for name in NAMES:
        pair = getattr(other, name)
        assert value(plan, name) == (None if pair is None else Fraction(*pair)), name
    assert plan.water_class == other.water_class
    assert plan.beyond_use_date == other.beyond_use_date
    assert plan.tablets_to_crush == other.tablets_to_crush
    if other.days_supply is not None:
        assert value(plan, "days_supply") == Fraction(*other.days_supply)


@LAW
@given(liquids())
def test_a_liquid_through_json_and_back_is_the_same(wanted: dict[str, Any]) -> None:
    plan = ldn.plan_solution(**wanted)
    text = ldn.to_json(plan)
    assert ldn.from_json(text) == plan
    assert ldn.to_json(ldn.from_json(text)) == text


@LAW
@given(liquids())
def test_what_is_weighed_gives_the_strength(wanted: dict[str, Any]) -> None:
    """Drug in the powder, less the overage, over the whole volume is the strength as prescribed."""
    plan = ldn.plan_solution(**wanted)
    overage = Fraction((wanted.get("overage") or "0 %").removesuffix("%").strip()) / 100
    powder, made = plan.exact.api_to_weigh_exact.value, plan.exact.volume_made.value
    if "source_tablet" in wanted:
        salt = plan.weighing_factor
        factor = salt * Fraction(wanted["source_tablet_mass"].removesuffix(" mg")) / 50
    else:
        factor = plan.weighing_factor
    assert powder / factor / (1 + overage) / made == plan.exact.concentration.value


@LAW
@given(liquids())
def test_the_parts_make_up_the_volume(wanted: dict[str, Any]) -> None:
    plan = ldn.plan_solution(**wanted)
    liquid_volume = sum(
        (part.exact.volume.value for part in plan.components if part.exact.volume is not None), Fraction(0)
    )
    assert liquid_volume == plan.exact.volume_made.value
    assert sum(part.to_volume for part in plan.components) == 1


@LAW
@given(liquids(), st.sampled_from(("1 mg", "2.5 mg", "6 mg")))
def test_a_stock_solution_brings_the_drug_within_its_bound(wanted: dict[str, Any], sensitivity: str) -> None:
    """Drug and liquids are conserved; each weighing off by the balance's error, every way round, keeps the bound."""
    plan = ldn.plan_solution(**wanted | {"sensitivity": sensitivity, "readability": "1 mg"})
    stock = plan.trituration
    minimum = float(sensitivity.removesuffix(" mg")) * 20
    too_little = plan.exact.api_to_weigh_exact.value < minimum
    event("stock solution" if stock else "too little" if too_little else "directly")
    if stock is None:
        assert ("below-minimum-weighable" in {item.code for item in plan.findings}) == too_little
        return
    assert too_little
    assert "source_tablet" not in wanted
    drug, diluent, aliquot = (getattr(stock.exact, f"{name}_to_weigh").value for name in ("drug", "diluent", "aliquot"))
    total = getattr(stock.exact, "total").value  # noqa: B009 - a stage from a stock has none
    assert min(drug, diluent, aliquot) >= minimum
    assert aliquot < drug + diluent == total <= 40_000
    held = drug * aliquot / (drug + diluent)
    needed = plan.exact.api_to_weigh_exact.value
    assert stock.exact.drug_in_aliquot.value == held
    assert abs(held - needed) <= needed / 100
    part = next(item for item in plan.components if item.key == stock.dissolved_in)
    assert part.exact.to_weigh.value + aliquot - held == part.exact.mass.value
    left = part.exact.to_weigh.value
    said = "excipient-below-minimum-weighable" in {item.code for item in plan.findings}
    marked = part.to_volume and part.key == "purified-water"
    assert left == 0 or left >= minimum or (left > 0 and (said or marked))
    error, bound = stock.exact.balance_error.value, stock.exact.error_bound.value
    worst = max(
        abs((drug + one * error) * (aliquot + two * error) / (drug + diluent + (one + three) * error) / needed - 1)
        for one in (-1, 1)
        for two in (-1, 1)
        for three in (-1, 1)
    )
    assert bound / 2 <= worst <= bound + bound**2
    factor, strength = plan.weighing_factor, plan.exact.concentration.value
    content = held / factor / plan.exact.volume_made.value / strength
    assert plan.content_of_label.exact.if_not_lost.value == content


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=not LONG)
@given(liquids(), st.sampled_from(("0.5 mg", "6 mg")))
def test_a_liquid_made_exactly_as_planned_is_100_percent_within_rounding(wanted: dict[str, Any], error: str) -> None:
    plan = ldn.plan_solution(**wanted | {"sensitivity": error, "readability": "0.1 mg", "overage": "0 %"})
    planned = {row.name: row.exact.planned for row in ldn.as_made(plan, weighed={"api": "1 mg"}).weighings}
    made = ldn.as_made(plan, weighed=planned, residue="0 mg")
    allowed = sum(Fraction(1, 10) / amount.value for amount in planned.values()) + Fraction(1, 100) * bool(made.stages)
    assert abs(made.exact.of_label.value - 1) <= allowed
    assert ldn.from_json(ldn.to_json(made)) == made


ORDER = ("solution-nonaqueous", "solution-aqueous")


@LAW
@given(st.integers(0, 90), st.integers(0, 90), st.sampled_from((None, "0.3", "0.59", "0.6", "0.9")), st.booleans())
def test_more_water_never_gives_a_lower_class_or_a_later_date(
    one: int, other: int, activity: str | None, in_grams: bool
) -> None:
    unit = "g" if in_grams else "mL"
    plans = [
        ldn.plan_solution(
            volume="120 mL", made_on=MADE_ON, added_water=f"{water} {unit}", water_activity=activity, dose="4.5 mg"
        )
        for water in sorted((one, other))
    ]
    less, more = plans
    assert less.exact.water_fraction.value <= more.exact.water_fraction.value
    assert ORDER.index(less.water_class) <= ORDER.index(more.water_class)
    assert less.beyond_use_date is not None
    assert more.beyond_use_date is not None
    assert less.beyond_use_date >= more.beyond_use_date
    less_a_dose, more_a_dose = less.exact.glycerol_per_dose, more.exact.glycerol_per_dose
    assert less_a_dose is not None
    assert more_a_dose is not None
    assert less_a_dose.value >= more_a_dose.value


@LAW
@given(liquids(), st.integers(1, 120), st.integers(0, 120))
def test_a_shorter_expiry_never_gives_a_later_date(wanted: dict[str, Any], life: int, shorter: int) -> None:
    dates = []
    for days in (life, max(1, life - shorter)):
        expiry = MADE_ON + timedelta(days=days)
        plan = ldn.plan_solution(**wanted | {"component_expiries": {"glycerol": expiry}})
        assert plan.beyond_use_date is not None
        assert MADE_ON <= plan.beyond_use_date <= expiry
        dates.append(plan.beyond_use_date)
    assert dates[1] <= dates[0]


@LAW
@given(liquids())
def test_spelling_a_volume_in_litres_changes_nothing(wanted: dict[str, Any]) -> None:
    number = Fraction(*second.read_volume(wanted["volume"])) / 1000
    litres = f"{strategies.plain(_decimal(number))} L"
    assert ldn.to_json(ldn.plan_solution(**wanted | {"volume": litres})) == ldn.to_json(ldn.plan_solution(**wanted))


@LAW
@given(liquids())
def test_the_volume_drawn_is_the_dose_within_the_rounding_allowed(wanted: dict[str, Any]) -> None:
    plan = ldn.plan_solution(**wanted | {"dose": "2.7 mg", "doses_per_day": 1})
    stopped = {item.code for item in plan.findings} & {"rounding-too-large", "dose-not-measurable"}
    if not stopped:
        exact: Any = plan.exact
        drawn = exact.measured_volume.value * exact.concentration.value
        assert abs(drawn - Fraction("2.7")) <= Fraction("0.27")
