"""What other programs hold: numbers of numpy, days of pandas, sets, generators; and the hints for what is refused."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from importlib import import_module
from itertools import count
from typing import Any

import pytest

import ldn_compound as ldn
from ldn_compound.core.errors import ErrorParts

# As values of any type: what is given here is what no annotation names.
numpy: Any = import_module("numpy")
pandas: Any = import_module("pandas")
CAPSULES = {"strength": "4.5 mg", "count": 60, "size": "3", "filler": "mcc-ph102", "fill_mass": "135 mg"}


def capsules(**given: Any) -> ldn.CapsuleBatch:
    return ldn.plan_capsules(**{**CAPSULES, **given})


def refused(**given: Any) -> ErrorParts:
    with pytest.raises(ldn.InputError) as caught:
        capsules(**given)
    return caught.value.to_dict()


# --- numpy and pandas ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["int8", "int64", "uint16"])
def test_a_whole_number_of_numpy_is_a_count(kind: str) -> None:
    plan = capsules(count=getattr(numpy, kind)(60))
    assert plan == capsules(count=60)
    assert type(plan.count) is int
    assert json.loads(ldn.to_json(plan))["inputs"]["count"] == 60
    # 60 capsules of 4.5 mg
    assert plan.api_to_weigh == ldn.quantity("270 mg")


def test_the_magnitude_of_a_quantity_may_be_a_whole_number_of_numpy() -> None:
    strength = ldn.unit_registry().Quantity(numpy.int64(5), "mg")
    assert capsules(strength=strength) == capsules(strength="5 mg")


@pytest.mark.parametrize("number", ["float64(4.5)", "float32(4.5)", "float16(4.5)"])
def test_a_float_of_numpy_is_refused_as_any_float(number: str) -> None:
    kind, digits = number.rstrip(")").split("(")
    value = getattr(numpy, kind)(digits)
    error = refused(strength=value)
    assert error["code"] == "float-refused"
    assert str(error["hint"]).startswith("write '4.5 mg', with its unit")
    assert refused(strength=ldn.unit_registry().Quantity(value, "mg"))["code"] == "float-refused"
    assert refused(age=value)["code"] == "float-refused"
    assert refused(count=value)["code"] == "bad-whole-number"


def test_true_and_false_of_numpy_are_flags_and_no_numbers() -> None:
    assert capsules(measured=numpy.bool_(True)) == capsules(measured=True)
    assert capsules(measured=numpy.bool_(False)) == capsules(measured=False)
    assert refused(count=numpy.bool_(True))["code"] == "bad-whole-number"
    assert refused(count=True)["code"] == "bad-whole-number"
    assert refused(measured=numpy.int64(1))["code"] == "bad-flag"


def test_an_array_is_a_list_and_no_number() -> None:
    wanted = ldn.check_filler(filler="lactose-monohydrate", avoid=["milk", "gluten"])
    for made in (numpy.array(["milk", "gluten"]), pandas.Series(["milk", "gluten"])):
        found = ldn.check_filler(filler="lactose-monohydrate", avoid=made)
        assert found == wanted
        assert ldn.from_json(ldn.to_json(found)) == wanted
    assert refused(count=numpy.array([60, 60]))["code"] == "bad-whole-number"


@pytest.mark.parametrize("unit", ["D", "h", "s", "ms", "us", "ns"])
def test_a_day_of_numpy_is_a_date(unit: str) -> None:
    plan = capsules(made_on=numpy.datetime64("2026-11-22", unit))
    assert plan.made_on == date(2026, 11, 22)
    assert type(plan.made_on) is date


@pytest.mark.parametrize(
    ("text", "unit"),
    [("2026-11-22T10", "h"), ("2026-11-22T00:00:00.000000001", "ns"), ("2026-11", "M"), ("2026", "Y"), ("NaT", "D")],
)
def test_what_is_no_day_of_numpy_is_refused(text: str, unit: str) -> None:
    error = refused(made_on=numpy.datetime64(text, unit))
    assert error["code"] == "bad-date"
    assert error["hint"]


def test_a_timestamp_of_pandas_is_a_date_without_a_time_of_day_alone() -> None:
    plan = capsules(made_on=pandas.Timestamp("2026-11-22"), component_expiries={"api": pandas.Timestamp("2027-03-31")})
    assert plan == capsules(made_on="2026-11-22", component_expiries={"api": "2027-03-31"})
    assert type(plan.made_on) is date
    said = {
        "2026-11-22 10:15": "time of day",
        "2026-11-22 00:00:00.000000001": "time of day",
        "2026-11-22T00:00+01:00": "time zone",
        "NaT": "missing",
    }
    for text, why in said.items():
        error = refused(made_on=pandas.Timestamp(text))
        assert (error["code"], error["field"]) == ("bad-date", "made_on")
        assert why in str(error["hint"])


def test_nothing_of_numpy_stays_in_a_result() -> None:
    plan = capsules(count=numpy.int64(60), size=numpy.str_("3"), shell=numpy.str_("gelatin"), age=numpy.int64(40))
    held = [plan.inputs["size"], plan.inputs["shell"], plan.capsule_size, plan.count]
    assert {type(value) for value in held} == {str, int}
    assert plan == capsules(size="3", shell="gelatin", age=40)


# --- Python's own ---------------------------------------------------------------------------------------------------


def test_a_datetime_at_midnight_is_its_day() -> None:
    assert capsules(made_on=datetime(2026, 11, 22)).made_on == date(2026, 11, 22)  # noqa: DTZ001 - without a zone


@pytest.mark.parametrize(
    "avoid",
    [
        ("gluten", "milk"),
        {"milk", "gluten"},
        frozenset({"gluten", "milk"}),
        (name for name in ("gluten", "milk")),
        {"gluten": 1, "milk": 2}.keys(),
        {1: "gluten", 2: "milk"}.values(),
        iter(["gluten", "milk"]),
    ],
)
def test_names_may_come_in_any_collection(avoid: Any) -> None:
    assert capsules(avoid=avoid) == capsules(avoid=["gluten", "milk"])


def test_the_order_of_a_view_stays_and_a_set_has_one_of_its_own() -> None:
    assert capsules(avoid={"milk": 1, "gluten": 2}.keys()).inputs["avoid"] == ["milk", "gluten"]
    given = {"titrated": {"1 mg", "10 mg", "0.5 mg", "4.5 mg"}}
    plan = ldn.plan_titration(form="capsule", doses=["1 mg"], every="7 d", strengths=given["titrated"])
    assert [item["value"] for item in plan.inputs["strengths"]] == ["0.5", "1", "4.5", "10"]


def test_masses_may_come_in_any_list_but_a_set() -> None:
    masses = ["134 mg", "135 mg", "134 mg"]
    wanted = ldn.check_unit_weights(masses=masses, theoretical="135 mg", form="capsule", net=True)
    for given in (tuple(masses), iter(masses), dict(enumerate(masses)).values(), (mass for mass in masses)):
        assert ldn.check_unit_weights(masses=given, theoretical="135 mg", form="capsule", net=True) == wanted
    with pytest.raises(ldn.InputError, match="a set has no order and holds equal items once") as caught:
        ldn.check_unit_weights(masses=set(masses), theoretical="135 mg", form="capsule", net=True)
    assert caught.value.code == "not-a-list"


def test_a_fraction_beside_another_number_is_refused() -> None:
    edited = {"value": "133." + "3" * 25, "unit": "mg", "exact": "401/3"}
    with pytest.raises(ldn.MismatchError, match="bad-recorded-value"):
        capsules(fill_mass=edited)
    with pytest.raises(ldn.MismatchError, match="bad-recorded-value"):
        capsules(strength={"value": "4.5", "unit": "mg", "exact": "10/2"})


def test_a_set_is_refused_where_the_order_counts() -> None:
    with pytest.raises(ldn.InputError, match="give a list"):
        ldn.plan_titration(form="solution", doses={"1 mg", "2 mg"}, every="7 d")
    pairs = (pair for pair in [("mcc-ph102", "45 %"), ("lactose-monohydrate", "rest")])
    given: dict[str, Any] = {"method": "compressed", "strength": "4.5 mg", "count": 100, "tablet_mass": "100 mg"}
    listed = ldn.plan_tablets(**given, recipe=[("mcc-ph102", "45 %"), ("lactose-monohydrate", "rest")])
    assert ldn.plan_tablets(**given, recipe=pairs) == listed
    unordered: Any = {("mcc-ph102", "45 %"), ("lactose-monohydrate", "rest")}
    with pytest.raises(ldn.InputError, match="a set has no order"):
        ldn.plan_tablets(**given, recipe=unordered)


def test_a_generator_without_an_end_is_refused() -> None:
    error = refused(avoid=(str(number) for number in count()))
    assert (error["code"], error["hint"]) == ("not-a-list", "at most 10000 items")


def test_labels_may_come_from_a_generator() -> None:
    plan = capsules(doses_per_day=1, made_on="2026-11-22")
    label = ldn.label_for(plan, patient="Jane Doe", timing="bedtime")
    printed = ldn.print_labels((label for _ in range(2)), stock="zebra-4x2", today="2026-11-22")
    assert printed == ldn.print_labels([label, label], stock="zebra-4x2", today="2026-11-22")


@pytest.mark.parametrize("factor", [Decimal("0.70"), Decimal("7E-1"), Fraction(7, 10), "0.7"])
def test_a_number_as_exact_as_its_text_is_taken(factor: Any) -> None:
    # 15 blanks of 1 g, each losing the place of 0.05 g of drug: 15 - 0.75 / 0.7 g of base.
    base = ldn.mould_base(count=15, blank_mass="1 g", drug="50 mg", displacement_factor=factor)
    assert base.magnitude == ldn.quantity("1 mg").magnitude * (Decimal(15000) - Decimal(750) / Decimal("0.7"))


@pytest.mark.parametrize(
    "factor", [Decimal.from_float(0.7), Decimal("NaN"), Decimal("-1"), Decimal("1E+99999"), Fraction(1, 3), 0.7]
)
def test_another_number_is_refused(factor: Any) -> None:
    with pytest.raises(ldn.InputError) as caught:
        ldn.mould_base(count=15, blank_mass="1 g", drug="50 mg", displacement_factor=factor)
    assert caught.value.field == "displacement_factor"


# --- what this package writes itself ---------------------------------------------------------------------------------


def test_a_quantity_of_a_document_is_taken_back() -> None:
    assert capsules(strength={"value": "4.5", "unit": "mg"}) == capsules()
    assert capsules(strength={"value": "0.0045", "unit": "g"}) == capsules()
    third = capsules(fill_mass=Fraction(1, 3) * ldn.quantity("400 mg"))
    assert third.inputs["fill_mass"] == {"value": "133." + "3" * 25, "unit": "mg", "exact": "400/3"}
    assert capsules(fill_mass=third.inputs["fill_mass"]) == third


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"value": 4.5, "unit": "mg"}, "bad-quantity"),
        ({"value": "4.5"}, "bad-quantity"),
        ({"value": "4.5", "unit": "mg", "other": "1"}, "bad-quantity"),
        ({"value": "4,5", "unit": "mg"}, "bad-quantity"),
        ({"value": "4.5", "unit": "MG"}, "unknown-unit"),
        ({"value": "4.5", "unit": "mL"}, "wrong-dimension"),
    ],
)
def test_a_quantity_of_another_form_is_refused(given: Any, code: str) -> None:
    error = refused(strength=given)
    assert (error["code"], error["field"]) == (code, "strength")


# --- hints ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value", "hint"),
    [
        ("size", 3, "write '3'"),
        ("strength", 4, "write '4 mg', with its unit"),
        ("strength", Decimal("4.5"), "write '4.5 mg', with its unit"),
        ("strength", 4.5, "write '4.5 mg', with its unit: a binary float cannot hold 0.1 exactly"),
        ("api_water", 5, "write '5 %', with its unit"),
        ("body_weight", 18, "write '18 kg', with its unit"),
        ("strength", {"value": 4.5, "unit": "mg"}, "write the number as text: '4.5'"),
        ("count", 60.0, "write 60"),
        ("avoid", "lactose", "write ['lactose']"),
        ("measured", "yes", "write True, without quotes"),
        ("age", 9.5, "a binary float cannot hold 0.1 exactly; write '9.5'"),
    ],
)
def test_a_hint_says_in_one_line_what_to_write(field: str, value: Any, hint: str) -> None:
    error = refused(**{field: value})
    assert (error["field"], error["hint"]) == (field, hint)
