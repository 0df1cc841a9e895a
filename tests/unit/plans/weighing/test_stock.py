"""A batch weighed from a stock trituration of the pharmacy, worked out by hand: "1:10" is 1 part in 10."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import ldn_compound as ldn

CAPSULES: dict[str, Any] = {
    "strength": "0.5 mg",
    "count": 30,
    "size": "3",
    "filler": "mcc-ph102",
    "packing_stat": "135 mg",
    "measured": True,
    "sensitivity": "6 mg",
    "stock": "1:10",
}
TABLETS: dict[str, Any] = {
    "method": "moulded",
    "strength": "0.5 mg",
    "count": 100,
    "blank_mass": "60 mg",
    "base": "mannitol-silica",
    "displacement_factor": "1",
    "stock": "1:5",
}


def plan(**more: Any) -> Any:
    return ldn.plan_capsules(**{**CAPSULES, **more})


def codes(result: Any, severity: str | None = None) -> set[str]:
    return {item.code for item in result.findings if severity in (None, item.severity.value)}


def value(result: Any, name: str) -> Fraction:
    return getattr(result.exact, name).value


def test_capsules_by_hand() -> None:
    """15 mg of drug: 150 mg of a 1:10 stock, which brings 135 mg of filler; 4050 mg of blend, 3900 mg left to weigh."""
    made = plan()
    stock = made.trituration
    assert (stock.stock, value(stock, "aliquot_to_weigh"), value(stock, "drug_in_aliquot")) == ("1:10", 150, 15)
    assert stock.drug_to_weigh is stock.diluent_to_weigh is stock.total is None
    assert value(made, "filler_total") == 4035
    assert value(made, "filler_to_weigh") == 3900
    assert value(made, "error_bound") == Fraction(6, 150)
    assert made.content_of_label.exact.if_not_lost.value == 1
    assert {"stock-as-labelled", "stock-diluent-assumed"} <= {item.code for item in made.assumptions}
    assert ldn.from_json(ldn.to_json(made)) == made


def test_the_weighing_factor_and_the_rounding_count() -> None:
    """15 mg / 0.91 = 16.4835 mg of powder: 164.8 mg of stock, weighed as 165 mg, which hold 16.5 x 0.91 = 15.015 mg."""
    made = plan(assay="91 %", assay_basis="as-is")
    assert value(made.trituration, "aliquot_to_weigh") == 165
    assert made.content_of_label.exact.if_not_lost.value == Fraction("15.015") / 15


def test_a_stock_is_used_however_much_drug_there_is() -> None:
    assert value(plan(count=300).trituration, "aliquot_to_weigh") == 1500


def test_rounding_keeps_within_110_percent() -> None:
    """45 x 0.5 mg, 10 % overage, 27.1850 mg of powder: 272 mg of stock is 110.06 % of label, so 271 mg are taken."""
    made = plan(count=45, overage="10 %", assay="99.5 %", assay_basis="anhydrous", api_water="8.5 %")
    assert value(made.trituration, "aliquot_to_weigh") == 271
    assert not codes(made, "stop")


def test_tablets_by_hand() -> None:
    """50 mg of drug in 100 tablets of 60 mg: 250 mg of a 1:5 stock, 200 mg of it base; of 5950 mg 5750 mg are left."""
    made = ldn.plan_tablets(**TABLETS)
    (base,) = made.excipients
    assert value(made.trituration, "aliquot_to_weigh") == 250
    assert (value(base, "total"), value(base, "to_weigh")) == (5950, 5750)
    assert "Weigh 250 mg of the 1:5 stock." in made.procedure
    assert ldn.from_json(ldn.to_json(made)) == made


def test_another_diluent_is_an_ingredient_and_is_checked() -> None:
    made = plan(stock_diluent="lactose-monohydrate")
    assert "stock-diluent-differs" in codes(made, "caution")
    assert "lactose monohydrate" in made.ingredients
    assert "lactose monohydrate" not in plan().ingredients
    assert codes(plan(stock_diluent="lactose-monohydrate", avoid=["lactose"]), "stop")
    assert codes(plan(avoid=["lactose"]), "stop") == {"stock-cannot-be-cleared"}
    assert not codes(plan(avoid=["lactose"], stock_diluent="mcc-ph102"), "stop")
    assert codes(plan(stock_diluent="calcium-carbonate"), "stop") == {"filler-avoid"}
    tablets = ldn.plan_tablets(**TABLETS, stock_diluent="lactose-monohydrate", avoid=["lactose"])
    assert codes(tablets, "stop")
    assert "lactose monohydrate" in tablets.ingredients


def test_the_diluent_of_a_stock_is_an_excipient_of_its_own() -> None:
    """30 tablets of 0.5 mg: 150 mg of a 1:10 stock bring 135 mg of lactose, 4.5 mg each of the 55.5 mg of diluent."""
    recipe: dict[str, Any] = {"method": "compressed", "tablet_mass": "100 mg", "recipe": "mcc-mannitol"}
    order: dict[str, Any] = {"strength": "0.5 mg", "count": 30, "sensitivity": "6 mg", "stock": "1:10", **recipe}
    plain, other = ldn.plan_tablets(**order), ldn.plan_tablets(**order, stock_diluent="lactose-monohydrate")
    amounts = {item.key: value(item, "per_unit") for item in other.excipients}
    before = {item.key: value(item, "per_unit") for item in plain.excipients}
    assert amounts.pop("lactose-monohydrate") == Fraction("4.5")
    assert sum(before.values()) - sum(amounts.values()) == Fraction("4.5")
    lactose = other.excipients[-1]
    assert (lactose.key, value(lactose, "total"), value(lactose, "to_weigh")) == ("lactose-monohydrate", 135, 0)
    assert sum(value(item, "total") for item in other.excipients) + 15 == value(other, "blend_total")
    assert "without lactose" in str(plain.recipe_name)
    assert "without" not in str(other.recipe_name)
    assert not any(line.startswith("Weigh 0") for line in other.procedure)
    assert [row.name for row in ldn.as_made(other, weighed={"aliquot": "150 mg"}).weighings] == [
        "aliquot",
        *(item.key for item in other.excipients[:-1]),
    ]
    assert ldn.from_json(ldn.to_json(other)) == other


def test_the_diluent_of_a_stock_displaces_base_by_its_own_factor() -> None:
    """30 tablets of 0.5 mg in 60 mg moulds from a 1:10 stock: 150 mg of it bring 15 mg of drug and 135 mg of lactose.

    Each tablet gets 4.5 mg of lactose, which displaces 4.5 mg of base at factor 1 and 5.625 mg at 0.8.
    """
    order: dict[str, Any] = {
        "method": "moulded",
        "strength": "0.5 mg",
        "count": 30,
        "blank_mass": "60 mg",
        "base": "mannitol-silica",
        "displacement_factor": "1",
        "sensitivity": "6 mg",
        "stock": "1:10",
        "stock_diluent": "lactose-monohydrate",
    }
    plain, denser = ldn.plan_tablets(**order), ldn.plan_tablets(**order, carrier_displacement_factor="0.8")
    assert value(plain.excipients[0], "per_unit") == 60 - Fraction("0.5") - Fraction("4.5")
    assert value(plain, "tablet_mass") == 60
    assert value(denser.excipients[0], "per_unit") == 60 - Fraction("0.5") - Fraction("5.625")
    assert value(denser.excipients[0], "total") == 30 * (60 - Fraction("0.5") - Fraction("5.625"))
    assert value(denser, "tablet_mass") == 60 - Fraction("5.625") + Fraction("4.5")
    parts = sum(value(item, "total") for item in denser.excipients)
    assert parts + 15 == value(denser, "blend_total")
    assert value(denser, "carrier_per_unit") == Fraction("4.5")
    told = [item.code for item in plain.assumptions]
    assert "carrier-displacement-assumed" in told
    assert "carrier-displacement-assumed" not in [item.code for item in denser.assumptions]
    for plan in (plain, denser):
        assert ldn.from_json(ldn.to_json(plan)) == plan
    # A stock so thin that its lactose would displace more base than there is: 1:100 brings 49.5 mg, 1:110 more.
    room = order | {"blank_mass": "50.5 mg", "strength": "0.5 mg"}
    assert ldn.plan_tablets(**room | {"stock": "1:100"}, carrier_displacement_factor="1")
    with pytest.raises(ldn.LdnError) as caught:
        ldn.plan_tablets(**room | {"stock": "1:100"}, carrier_displacement_factor="0.98")
    assert (caught.value.code, caught.value.field) == ("no-trituration", "stock")


def test_what_a_day_brings_counts_the_stock() -> None:
    """99 mg of bicarbonate in two capsules, 0.5 mg x 99 each, hold 27 mg of sodium; of MCC in the stock none."""
    bicarbonate = plan(stock="1:100", stock_diluent="sodium-bicarbonate", units_per_dose=2, doses_per_day=1)
    (sodium,) = [item for item in bicarbonate.findings if "sodium a day" in item.message]
    assert "27.1 mg" in sodium.message
    assert value(bicarbonate, "stock_diluent_total") == 15 * 99
    own = plan(filler="sodium-bicarbonate", stock="1:100", stock_diluent="mcc-ph102", packing_stat="200 mg")
    (less,) = [item for item in own.findings if "sodium a day" in item.message]
    # 199.5 mg of filler less 49.5 mg: 150 mg x 22.99 / 84.007 = 41.05 mg
    assert "41.1 mg" in less.message or "41 mg" in less.message


def test_its_expiry_and_lot_count() -> None:
    made = plan(made_on="2026-11-22", component_expiries={"stock": "2026-12-31"}, component_lots={"stock": "T1"})
    assert (str(made.beyond_use_date), made.limited_by) == ("2026-12-31", "stock")


def test_no_tracer_goes_into_what_is_there() -> None:
    belgium = ldn.read_profile('[policies]\njurisdiction = "be"\n', name="p")
    assert not any("tracer" in code for code in codes(plan(profile=belgium)))
    assert any("tracer" in code for code in codes(plan(profile=belgium, stock=None)))


def test_as_made() -> None:
    """151 mg for 150 mg: 15.1 mg of drug in 4051 mg of blend."""
    made = ldn.as_made(plan(), weighed={"aliquot": "151 mg", "filler": "3900 mg"})
    assert value(made, "of_label") == Fraction("15.1") * 135 / 4051 / Fraction("0.5")


@pytest.mark.parametrize(
    ("more", "code", "field", "exit_code"),
    [
        ({"stock": "1:1"}, "bad-stock", "stock", 10),
        ({"stock": "10:1"}, "bad-stock", "stock", 10),
        ({"stock": "1+9"}, "bad-stock", "stock", 10),
        ({"stock": None, "stock_diluent": "sucrose"}, "stock-diluent-without-stock", "stock_diluent", 10),
        ({"stock_diluent": "sugar"}, "unknown-filler", "stock_diluent", 10),
        ({"source_tablet": "50 mg", "source_tablet_mass": "160 mg"}, "tablets-or-stock", "stock", 10),
        ({"stock": "1:500"}, "no-trituration", "stock", 11),  # 7500 mg do not go into 4050 mg
        ({"stock": "1:5"}, "no-trituration", "stock", 11),  # 75 mg are below the 120 mg that may be weighed
    ],
)
def test_refused(more: dict[str, Any], code: str, field: str, exit_code: int) -> None:
    with pytest.raises(ldn.LdnError) as caught:
        plan(**more)
    assert (caught.value.code, caught.value.field, caught.value.exit_code) == (code, field, exit_code)


@pytest.mark.parametrize(
    ("given", "mends"),
    [
        (
            {"strength": "0.5 mg", "stock": "1:10", "stock_diluent": "mcc-ph102"},
            "a weaker stock",
        ),
        ({"strength": "4.5 mg"}, "a larger batch"),
    ],
)
def test_what_mends_an_error_is_what_was_weighed(tmp_path: Path, given: dict[str, Any], mends: str) -> None:
    """8 % of 40 mg are 3.2 mg: 6.4 % of the 50 mg of stock that 10 x 0.5 mg take, and 7.1 % of 45 mg of drug."""
    (tmp_path / "p.toml").write_text('[balance]\nminimum_weighable = "40 mg"\npermitted_error = "8 %"\n', "utf-8")
    capsules: dict[str, Any] = {
        "count": 10,
        "size": "3",
        "filler": "mcc-ph102",
        "packing_stat": "135 mg",
        "measured": True,
    }
    found = ldn.plan_capsules(**capsules, **given, profile=ldn.load_profile(tmp_path / "p.toml"))
    (told,) = (item for item in found.findings if item.code.endswith("-error-large"))
    assert told.severity == "caution" and f"take {mends}, or a finer balance" in told.message
