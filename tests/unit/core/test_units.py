"""The gate for quantities: all that it takes, all that it refuses, and pint's agreement with the table."""

from __future__ import annotations

import pickle
import re
import subprocess
import sys
import threading
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pint
import pytest

import ldn_compound as ldn
from ldn_compound.core.errors import InputError, LdnError, UnitError
from ldn_compound.core.slips import OTHER_UNITS
from ldn_compound.core.units import TABLE, TYPED, Amount, mass, parse_quantity, ratio, require, unit_registry

# --- what is taken --------------------------------------------------------------------------------------------------

# (text, exact number in mg, mL, d, 1 or their quotient, dimension); the factors are those of the SI, 1 lb =
# 453 592.37 mg (NIST SP 811).
TAKEN = [
    ("4.5 mg", "4.5", "mass"),
    ("4.5mg", "4.5", "mass"),
    ("0.5 mg", "0.5", "mass"),
    ("0 mg", "0", "mass"),
    ("1.0 mg", "1", "mass"),
    ("10.50 mg", "10.5", "mass"),
    ("0.0045 g", "4.5", "mass"),
    ("4500 mcg", "4.5", "mass"),
    ("4500 \N{MICRO SIGN}g", "4.5", "mass"),
    ("4500\N{GREEK SMALL LETTER MU}g", "4.5", "mass"),
    ("18.5 kg", "18500000", "mass"),
    ("40 lb", "18143694.8", "mass"),
    ("120 mL", "120", "volume"),
    ("0.12 L", "120", "volume"),
    ("14 d", "14", "time"),
    ("5 %", "0.05", "1"),
    ("99.5%", "0.995", "1"),
    ("200 %", "2", "1"),
    ("1 mg/mL", "1", "mass/volume"),
    ("1mg/mL", "1", "mass/volume"),
    ("5 mg/5 mL", "1", "mass/volume"),
    ("5mg/5mL", "1", "mass/volume"),
    ("5 mg/5mL", "1", "mass/volume"),
    ("0.45 g/mL", "450", "mass/volume"),
    ("1 g/L", "1", "mass/volume"),
    ("0.1 mg/kg", "0.0000001", "mass/mass"),
    ("100 mcg/kg", "0.0000001", "mass/mass"),
    ("0.5 mg/14 d", "1/28", "mass/time"),
    ("123456789012345 mg", "123456789012345", "mass"),
    ("0.00000000000001 mg", "0.00000000000001", "mass"),
]


@pytest.mark.parametrize(("text", "number", "dimension"), TAKEN)
def test_taken(text: str, number: str, dimension: str) -> None:
    assert parse_quantity(text) == Amount(Fraction(number), dimension)


# --- what is refused ------------------------------------------------------------------------------------------------

REFUSED = [
    ("", "bad-quantity", "number is missing"),
    ("mg", "bad-quantity", "number is missing"),
    ("4.5", "no-unit", "unit is missing"),
    ("4,5 mg", "bad-quantity", "4.5"),
    ("1 000 mg", "bad-quantity", "without blanks"),
    ("1 1/2 mg", "bad-quantity", "write 1.5 mg"),
    ("2 3/4 mL", "bad-quantity", "write 2.75 mL"),
    ("1 1/3 mg", "bad-quantity", "without blanks"),
    ("1 3/2 mg", "bad-quantity", "without blanks"),
    ("10 st 4 lb", "unknown-unit", "that is 144 lb"),
    ("fortnight", "bad-quantity", "write 14 d"),
    ("1_000 mg", "bad-quantity", "without blanks"),
    ("1'000 mg", "bad-quantity", "without blanks"),
    ("1,000,000 mg", "bad-quantity", "thousands"),
    (".5 mg", "bad-quantity", "0.5"),
    ("5. mg", "bad-quantity", "5"),
    ("05 mg", "bad-quantity", "leading zero"),
    ("00.5 mg", "bad-quantity", "leading zero"),
    ("1e3 mg", "bad-quantity", "exponent"),
    ("1E-3 mg", "bad-quantity", "exponent"),
    ("-4.5 mg", "bad-quantity", "sign"),
    ("+4.5 mg", "bad-quantity", "sign"),
    ("\N{MINUS SIGN}4.5 mg", "bad-quantity", "sign"),
    (" 4.5 mg", "bad-quantity", "before and after"),
    ("4.5 mg ", "bad-quantity", "before and after"),
    ("4.5 mg\n", "bad-quantity", "before and after"),
    ("4.5  mg", "bad-quantity", "one plain space"),
    ("4.5\tmg", "bad-quantity", "one plain space"),
    ("4.5\N{NO-BREAK SPACE}mg", "bad-quantity", "one plain space"),
    ("1 mg/mL/d", "bad-quantity", "quotient"),
    ("1 mg*mL", "unknown-unit", ""),
    ("1..5 mg", "bad-quantity", ""),
    ("1.2.3 mg", "bad-quantity", ""),
    ("nan mg", "bad-quantity", ""),
    ("inf mg", "bad-quantity", ""),
    ("\N{FULLWIDTH DIGIT FOUR} mg", "bad-quantity", "plain keyboard"),
    ("\N{ARABIC-INDIC DIGIT FOUR} mg", "bad-quantity", "plain keyboard"),
    ("\N{SUPERSCRIPT TWO} mg", "bad-quantity", ""),
    ("4.5 MG", "unknown-unit", "write mg"),
    ("4.5 Mg", "unknown-unit", "write mg"),
    ("4.5 cc", "unknown-unit", "write mL"),
    ("4.5 ml", "unknown-unit", "write mL"),
    ("1 l", "unknown-unit", "write L"),
    ("4 gm", "unknown-unit", "write g"),
    ("4 gr", "unknown-unit", "gr is the grain, 64.8 mg"),
    ("40 lbs", "unknown-unit", "write lb"),
    ("500 ug", "unknown-unit", "write mcg"),
    ("14 days", "unknown-unit", "write d"),
    ("1 mg/ml", "unknown-unit", "write mL"),
    ("1 item", "unknown-unit", ""),
    ("5 %/d", "bad-quantity", "stands alone"),
    ("5 mg/%", "bad-quantity", "stands alone"),
    ("5 mg/0 mL", "zero-denominator", ""),
    ("1234567890123456 mg", "too-many-digits", ""),
    ("0.000000000000001 mg", "too-many-digits", ""),
    ("4.5 mg 4.5 mg", "unknown-unit", ""),
    ("4.5 mg\x00", "", ""),
]


@pytest.mark.parametrize(("text", "code", "hint"), REFUSED)
def test_refused(text: str, code: str, hint: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_quantity(text, field="strength")
    error = caught.value
    assert error.exit_code == 10
    assert error.field == "strength"
    assert code in ("", error.code)
    assert error.needed
    assert hint in (error.hint or "")


EXISTING = [
    ("gr", "grain, 64.8 mg"),
    ("GR", "grain, 64.8 mg"),
    ("GN", "grain, 64.8 mg"),
    ("grains", "grain, 64.8 mg"),
    ("dwt", "pennyweight, 1.555 g"),
    ("ct", "carat, 200 mg"),
    ("CT", "carat, 200 mg"),
    ("oz", "ounce, 28.35 g"),
    ("ozt", "troy ounce, 31.1 g"),
    ("drachm", "drachm, 3.888 g"),
    ("dram", "drachm, 3.888 g"),
    ("scruple", "scruple, 1.296 g"),
    ("st", "stone, 14 lb (6.35 kg): that is 56 lb"),
    ("ng", "billionth"),
    ("IU", "unit of effect"),
    ("units", "unit of effect"),
    ("mmol", "amount of substance"),
    ("fl oz", "fluid ounce, 29.57 mL"),
    ("tsp", "teaspoon"),
    ("tbsp", "tablespoon"),
    ("gtt", "a drop"),
    ("dL", "of a litre"),
    ("weeks", "7 days"),
    ("months", "no fixed number of days"),
    ("ppm", "parts in a million"),
]
# The same masses from a second source, in mg: the avoirdupois pound of 7000 grains and its parts, the metric carat.
GRAIN = Fraction("453592.37") / 7000


@pytest.mark.parametrize(("unit", "what"), EXISTING)
def test_a_unit_that_exists_is_named_and_not_replaced(unit: str, what: str) -> None:
    """ISMP: gr is misread as gram. A hint that puts another unit in the place of a real one makes that very error."""
    with pytest.raises(InputError) as caught:
        parse_quantity(f"4 {unit}", field="strength")
    hint = caught.value.hint or ""
    assert caught.value.code == "unknown-unit"
    assert hint.startswith(f"{unit} is ")
    assert what in hint
    assert "write " not in hint


@pytest.mark.parametrize(
    ("unit", "milligrams"),
    [
        ("gr", GRAIN),
        ("dwt", GRAIN * 24),
        ("scruple", GRAIN * 20),
        ("drachm", GRAIN * 60),
        ("ozt", GRAIN * 480),
        ("oz", Fraction("453592.37") / 16),
        ("ct", Fraction(200)),
        ("st", Fraction("453592.37") * 14),
    ],
)
def test_what_one_of_them_is(unit: str, milligrams: Fraction) -> None:
    other = next(other for other in OTHER_UNITS if unit in other.names)
    shown = re.search(r"([0-9.]+) (mg|g|kg)\b", other.what)
    assert shown is not None
    factor = {"mg": 1, "g": 1000, "kg": 1_000_000}[shown[2]]
    assert abs(Fraction(shown[1]) * factor / milligrams - 1) < Fraction(1, 500)


def application_registry() -> object:
    """Return the registry that pint itself uses."""
    found: Any = pint.application_registry
    return found.get()


def test_no_name_stands_twice_or_is_a_unit_of_the_gate() -> None:
    names = [name for other in OTHER_UNITS for name in other.names]
    assert len(names) == len(set(names))
    assert not set(names) & set(TYPED)
    assert all(name == name.lower() for name in names)


def test_a_thousands_comma_is_not_told_to_become_a_decimal_point_alone() -> None:
    """1,000 is how an American writes a thousand: a hint of 1.000 alone would turn 1 g into 1 mg."""
    with pytest.raises(InputError) as caught:
        parse_quantity("1,000 mg")
    assert "1000" in (caught.value.hint or "")


@pytest.mark.parametrize("text", ["1 mg / mL", "1 mg/ mL", "1 mg /mL"])
def test_blanks_about_the_slash_are_named_as_the_slip(text: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_quantity(text)
    assert re.search("blank|space", caught.value.hint or "")


@pytest.mark.parametrize("junk", [None, 4.5, 5, True, b"4.5 mg", Decimal("4.5"), Fraction(9, 2), ["4.5 mg"], object()])
def test_no_bare_number(junk: Any) -> None:
    with pytest.raises(InputError) as caught:
        require(junk, "mass", "strength")
    assert caught.value.code in ("float-refused", "not-text")
    assert caught.value.code == ("float-refused" if isinstance(junk, float) else "not-text")


@pytest.mark.parametrize(
    ("text", "dimension"),
    [
        ("4.5 mg", "volume"),
        ("1 mL", "mass"),
        ("5 %", "mass"),
        ("1 mg", "1"),
        ("1 mg/mL", "mass"),
        ("1 d", "mass"),
        ("1 mg", "mass/volume"),
        ("1 mL/mg", "mass/volume"),
        ("1 mg/mL", "mass/mass"),
    ],
)
def test_wrong_dimension(text: str, dimension: str) -> None:
    with pytest.raises(UnitError) as caught:
        require(text, dimension, "strength")
    assert (caught.value.code, caught.value.field, caught.value.given) == ("wrong-dimension", "strength", text)


def test_an_amount_of_another_dimension_is_never_equal() -> None:
    assert Amount(1, "mass") != Amount(1, "volume")
    assert Amount(1, "mass") == Amount(1, "mass")
    assert len({Amount(1, "mass"), Amount(1, "volume"), Amount(1, "mass")}) == 2
    assert Amount(1, "mass") != 1


def test_an_amount_is_immutable_and_pickles() -> None:
    amount = mass(Fraction(9, 2))
    with pytest.raises(AttributeError):
        amount.value = Fraction(45)
    assert pickle.loads(pickle.dumps(amount)) == amount


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (mass(Fraction(9, 2)), "4.5 mg"),
        (ratio(Fraction(1, 20)), "5 %"),
        (mass(1000), "1000 mg"),
        (parse_quantity("0.1 mg/kg"), "0.1 mg/kg"),
        (parse_quantity("0.45 g/mL"), "450 mg/mL"),
        (require("18.5 kg", "body mass", "body_weight"), "18.5 kg"),
        (parse_quantity("500 mcg"), "0.5 mg"),
    ],
)
def test_printed(amount: Amount, text: str) -> None:
    assert amount.text() == text


# --- pint -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.symbol)
def test_pint_converts_as_the_table_says(row: Any) -> None:
    registry = unit_registry()
    base = next(unit for unit in TABLE if unit.dimension == row.dimension)
    one = registry.Quantity(Decimal(1), row.pint_name)
    if row.dimension == "1":
        assert one.to("").magnitude == Decimal("0.01")
    else:
        assert Fraction(one.to(base.pint_name).magnitude) * base.factor == row.factor


def test_the_factors_are_those_of_the_books() -> None:
    known = {
        "mg": 1,
        "mcg": Fraction(1, 1000),
        "g": 1000,
        "kg": 10**6,
        "lb": Fraction("453592.37"),
        "mL": 1,
        "L": 1000,
        "d": 1,
        "%": Fraction(1, 100),
        "item": 1,
    }
    assert {row.symbol: row.factor for row in TABLE} == known
    assert all(row.source for row in TABLE)


def test_one_registry_whoever_asks_first() -> None:
    found: list[Any] = []
    threads = [threading.Thread(target=lambda: found.append(unit_registry())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({id(registry) for registry in found}) == 1
    assert unit_registry() is not application_registry()


def test_quantities_of_pint() -> None:
    registry = unit_registry()
    for magnitude in (Decimal("0.0045"), Fraction(9, 2000)):
        assert require(registry.Quantity(magnitude, "gram"), "mass", "strength") == mass(Fraction(9, 2))
    assert require(registry.Quantity(3, "milligram"), "mass", "strength") == mass(3)
    assert require(registry.Quantity(Decimal(99), "percent"), "1", "assay") == ratio(Fraction(99, 100))
    assert require(ldn.quantity("0.45 g/mL"), "mass/volume", "filler_density").value == 450
    per_weight = registry.Quantity(Decimal("0.1"), "milligram / kilogram")
    assert require(per_weight, "mass/mass", "rate") == parse_quantity("0.1 mg/kg")


def bad_quantities() -> list[tuple[Any, str]]:
    ours, theirs = unit_registry(), pint.UnitRegistry()  # type: ignore[var-annotated]  # pint leaves it open
    return [
        (ours.Quantity(4.5, "milligram"), "float-refused"),
        (ours.Quantity(Decimal("NaN"), "milligram"), "not-finite"),
        (ours.Quantity(Decimal("-Infinity"), "milligram"), "not-finite"),
        (ours.Quantity(Decimal("-1"), "milligram"), "negative"),
        (ours.Quantity(Decimal("-0.0001"), "milligram"), "negative"),
        (ours.Quantity(Decimal(1), "milligram ** 2"), "wrong-dimension"),
        (ours.Quantity(Decimal(1), "milligram * milliliter"), "wrong-dimension"),
        (ours.Quantity(Decimal(1), "milligram / milliliter / day"), "wrong-dimension"),
        (ours.Quantity(Decimal(1), "milliliter"), "wrong-dimension"),
        (ours.Quantity(Decimal(1), "item"), "wrong-dimension"),
        (ours.Quantity(Decimal(1), ""), "wrong-dimension"),
        (theirs.Quantity(Decimal("4.5"), "mg"), "foreign-registry"),
        (pint.Quantity(4.5, "mg"), "foreign-registry"),
    ]


@pytest.mark.parametrize("number", range(13))
def test_quantities_of_pint_refused(number: int) -> None:
    value, code = bad_quantities()[number]
    with pytest.raises(LdnError) as caught:
        require(value, "mass", "strength")
    assert (caught.value.code, caught.value.field, caught.value.exit_code) == (code, "strength", 10)


@pytest.mark.parametrize("size", ["1E+5000", "1E-5000", "1E+300000"])
def test_a_quantity_with_a_huge_exponent_is_refused_at_the_gate(size: str) -> None:
    """Text is held to 15 digits; a pint quantity must not be the way round it."""
    with pytest.raises(LdnError):
        ldn.plan_capsules(
            strength=unit_registry().Quantity(Decimal(size), "milligram"),
            count=1,
            size="3",
            filler="mcc-ph102",
            packing_stat="135 mg",
        )


def test_what_is_shown_is_decimal() -> None:
    shown = ldn.quantity("4.5 mg")
    assert isinstance(shown.magnitude, Decimal)
    assert str(shown) == "4.5 milligram"
    third = Amount(Fraction(1, 3), "mass").quantity.magnitude
    assert third == Decimal("0.3333333333333333333333333333")


# --- how a quantity prints and travels ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("quantity", "plain", "short"),
    [
        (ldn.quantity("0.5 mg").to("microgram"), "500 microgram", "500 mcg"),
        (ldn.quantity("120 mL").to("liter"), "0.12 liter", "0.12 L"),
        (ldn.quantity("0.12 L"), "120 milliliter", "120 mL"),
        (ldn.quantity("0.00000001 mg"), "0.00000001 milligram", "0.00000001 mg"),
        (ldn.quantity("0.00000001 mg") * 0, "0 milligram", "0 mg"),
        (ldn.quantity("2.50 mg") * 2, "5 milligram", "5 mg"),
        (ldn.quantity("100 mg") * 10, "1000 milligram", "1000 mg"),
        (ldn.quantity("450 mg") / ldn.quantity("100 mL"), "4.5 milligram / milliliter", "4.5 mg / mL"),
        (ldn.quantity("1 kg").to("mg") - ldn.quantity("999999.5 mg"), "0.5 milligram", "0.5 mg"),
        (ldn.quantity("100 %"), "100 percent", "100 %"),
    ],
)
def test_a_quantity_prints_without_exponent_and_trailing_zeros(quantity: Any, plain: str, short: str) -> None:
    assert str(quantity) == f"{quantity}" == plain
    assert f"{quantity:~}" == short
    number, unit = plain.split(" ", 1)
    assert repr(quantity) == f"<Quantity({number}, '{unit}')>"


def test_a_number_format_of_the_reader_is_kept() -> None:
    assert f"{ldn.quantity('4.5 mg'):.2f}" == "4.50 milligram"
    assert f"{ldn.quantity('4.5 mg') / 3:.3f~}" == "1.500 mg"


def test_a_result_prints_plainly() -> None:
    plan = ldn.plan_solution(volume="120 mL", concentration="0.5 mg/mL")
    assert str(plan.volume) == "120 milliliter"
    assert str(plan.volume.to("L")) == "0.12 liter"
    assert str((plan.concentration * plan.volume).to("g")) == "0.06 gram"


@pytest.mark.parametrize("text", ["4.5 mg", "120 mL", "1 mg/mL", "0.1 mg/kg", "5 %", "14 d"])
def test_a_pickled_quantity_is_of_this_registry(text: str) -> None:
    quantity = ldn.quantity(text)
    back = pickle.loads(pickle.dumps(quantity))
    assert back == quantity
    assert back + quantity == 2 * quantity
    assert isinstance(back, unit_registry().Quantity)
    assert pickle.loads(pickle.dumps(quantity.units)) == quantity.units


def test_another_process_reads_it_and_pints_own_registry_is_left_alone() -> None:
    before = application_registry()
    written = pickle.dumps(ldn.quantity("4.5 mg").to("mcg"))
    code = (
        "import pickle, sys; back = pickle.loads(bytes.fromhex(sys.argv[1])); import ldn_compound as ldn; "
        "print(back, ldn.plan_solution(volume='100 mL', dose=back, doses_per_day=1).dose)"
    )
    told = subprocess.run([sys.executable, "-c", code, written.hex()], capture_output=True, text=True, check=True)
    assert told.stdout == "4500 microgram 4.5 milligram\n"
    assert application_registry() is before
    assert before is not unit_registry()
