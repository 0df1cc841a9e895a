"""What a person types for days, ages, weights and lists: one meaning, exactly; else refused with what to write."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ldn_compound as ldn
from ldn_compound.cli.as_typed import meant
from ldn_compound.core.errors import InputError, LdnError
from ldn_compound.core.slips import in_the_grammar
from ldn_compound.core.units import parse_quantity
from ldn_compound.inputs.batches import CapsuleInputs
from ldn_compound.inputs.doses import DoseInputs, TitrationInputs
from ldn_compound.inputs.reading import read_input, value_from_json, value_to_json

AGE = DoseInputs.fields["age"]
WEIGHT = DoseInputs.fields["body_weight"]
EVERY = TitrationInputs.fields["every"]
START = TitrationInputs.fields["start"]
STRENGTHS = TitrationInputs.fields["strengths"]
SEX = DoseInputs.fields["sex"]
MADE_ON = CapsuleInputs.fields["made_on"]
NOW = "2026-11-26"


def as_meant(field: object, text: str) -> str:
    return meant(field, text, today=lambda: NOW)  # type: ignore[arg-type]


# Text and what it is in years; of 14 months no decimal is exact.
AGES = [
    ("9", "9"),
    ("9.75", "9.75"),
    ("14 months", "14/12"),
    ("14months", "14/12"),
    ("14 mo", "14/12"),
    ("1 month", "1/12"),
    ("18 months", "1.5"),
    ("0 months", "0"),
    ("9 years", "9"),
    ("9 y", "9"),
    ("1 year 2 months", "14/12"),
    ("1y 2mo", "14/12"),
    ("120 years", "120"),
]


@pytest.mark.parametrize(("text", "years"), AGES)
def test_an_age_is_exact_and_read_again_from_its_record(text: str, years: str) -> None:
    age = read_input(AGE, text)
    assert age == Fraction(years)
    assert read_input(AGE, value_from_json(value_to_json(age), field="age")) == age


@pytest.mark.parametrize(
    "text",
    [
        *("14m", "3 weeks", "1 year 12 months", "1.5 years 2 months", "1.5 months", "-1 months", "14 MG", "years"),
        *("121 years", "1441 months", "2 months 1 year", "months 14", "14  months", "9 1 months", "1,5 years"),
        *(" ", "9 ", " 9"),
    ],
)
def test_an_age_of_another_meaning_is_refused(text: str) -> None:
    with pytest.raises(InputError) as caught:
        read_input(AGE, text)
    assert caught.value.code in ("bad-number", "out-of-range")


@given(st.integers(0, 120 * 12))
def test_months_are_the_twelfth_part_of_years_and_the_plan_keeps_them(months: int) -> None:
    age = read_input(AGE, f"{months} months")
    assert age * 12 == months
    years, rest = divmod(months, 12)
    assert read_input(AGE, f"{years} years {rest} months") == age
    recorded = value_to_json(age)
    assert re.fullmatch(r"[0-9]+(\.[0-9]+| months)?", recorded)
    assert read_input(AGE, recorded) == age


def test_a_dose_for_14_months_reads_again_from_its_document() -> None:
    dose = ldn.weight_based_dose(body_weight="10 kg", age="14 months")
    assert dose.inputs["age"] == "14 months"
    assert ldn.from_json(ldn.to_json(dose)) == dose
    chart = [item.message for item in ldn.weight_based_dose(body_weight="40 kg", age="14 months").findings]
    assert any("at 14 months is outside" in message for message in chart)


@pytest.mark.parametrize(
    ("text", "strict"),
    [("2 weeks", "14 d"), ("1 week", "7 d"), ("2wks", "14 d"), ("14 days", "14 d"), ("1 day", "1 d"), ("14 d", "14 d")],
)
def test_weeks_and_days_are_days(text: str, strict: str) -> None:
    assert as_meant(EVERY, text) == strict
    assert as_meant(START, text) == text, "a mass is no time"


@pytest.mark.parametrize(
    ("text", "strict"),
    [
        ("22 lb 4 oz", "22.25 lb"),
        ("22lb4oz", "22.25 lb"),
        ("22 lbs 4 ounces", "22.25 lb"),
        ("22 pounds", "22 lb"),
        ("22.5 lbs", "22.5 lb"),
        ("0 lb 15.5 oz", "0.96875 lb"),
    ],
)
def test_pounds_and_ounces_are_pounds(text: str, strict: str) -> None:
    assert as_meant(WEIGHT, text) == strict
    assert as_meant(EVERY, text) == text, "a weight is no time"


@pytest.mark.parametrize(
    "text", ["4 oz", "22 lb 16 oz", "22.5 lb 4 oz", "1 month", "2 weeks 3", "22,5 lb", "2,5 weeks"]
)
def test_what_has_no_one_meaning_stays_as_it_is_and_is_refused(text: str) -> None:
    for field in (EVERY, WEIGHT):
        assert as_meant(field, text) == text
        with pytest.raises(LdnError):
            read_input(field, text)


@pytest.mark.parametrize(("text", "written"), [("2 weeks", "14 d"), ("22 lb 4 oz", "22.25 lb"), ("14 days", "14 d")])
def test_from_python_the_hint_is_the_rewritten_value(text: str, written: str) -> None:
    with pytest.raises(LdnError) as caught:
        ldn.quantity(text)
    assert caught.value.hint is not None and caught.value.hint.endswith(f": that is {written}")


def test_today_and_capitals() -> None:
    assert as_meant(MADE_ON, "today") == NOW
    with pytest.raises(LdnError, match="write "):
        as_meant(MADE_ON, "yesterday")
    assert as_meant(SEX, "Female") == "female"
    assert as_meant(SEX, "f") == "f"


def test_a_blank_may_follow_each_comma_of_a_list() -> None:
    assert read_input(STRENGTHS, "0.5 mg, 1.5mg") == read_input(STRENGTHS, ["0.5 mg", "1.5 mg"])
    for text in ("0,5 mg", "0, 5 mg", "0.5 mg,  1.5 mg", "0.5 mg ,1.5 mg", "0.5 mg,", "0.5 mg; 1.5 mg", ", 1 mg"):
        with pytest.raises(LdnError):
            read_input(STRENGTHS, text)


@pytest.mark.parametrize("unit", ["weeks", "d", "lbs", "lb 4 oz", "months", "years", "y 1 mo"])
def test_a_number_without_end_is_refused_as_any_other(unit: str) -> None:
    text = f"{'9' * 20_000} {unit}"
    for field in (EVERY, WEIGHT, AGE):
        assert as_meant(field, text) == text
        with pytest.raises(InputError):
            read_input(field, text)


PIECES = ["0", "1", "2", "14", "22", "4", "16", ".", ",", " ", "d", "days", "week", "weeks", "wk", "lb", "lbs", "oz"]
PIECES += ["mg", "mcg", "MG", "months", "mo", "year", "y", "-", "/", "kg"]
TEXTS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=7).map("".join)
DAYS = dict.fromkeys(("d", "day", "days"), Fraction(1)) | dict.fromkeys(("week", "weeks", "wk", "wks"), Fraction(7))
POUNDS = {"lb": Fraction(1), "lbs": Fraction(1), "oz": Fraction(1, 16)}
AGES_IN_YEARS = {"y": Fraction(1), "year": Fraction(1), "mo": Fraction(1, 12), "months": Fraction(1, 12)}


def sum_of_words(text: str, words: dict[str, Fraction]) -> Fraction:
    """Add up a text's numbers, each by the word after it: by another road than the package's."""
    tokens = re.findall(r"[0-9.]+|[a-z]+", text)
    return sum(
        (Fraction(number) * words[word] for number, word in zip(tokens[::2], tokens[1::2], strict=True)), Fraction(0)
    )


@given(TEXTS)
def test_no_text_is_taken_with_two_meanings(text: str) -> None:
    """What the strict grammar takes stays as it is; what is rewritten was refused, and means the sum of its words."""
    for field, words, base in ((EVERY, DAYS, 1), (WEIGHT, POUNDS, Fraction("453592.37"))):
        written = as_meant(field, text)
        try:
            strict = parse_quantity(text)
        except LdnError:
            strict = None
        if strict is not None:
            assert parse_quantity(written) == strict
        elif written != text:
            assert parse_quantity(written).value == sum_of_words(text, words) * base
            assert in_the_grammar(written) in (None, written)


@given(TEXTS)
def test_an_age_is_the_sum_of_its_words_or_refused(text: str) -> None:
    try:
        age = read_input(AGE, text)
    except LdnError:
        return
    plain = re.fullmatch(r"[0-9.]+", text)
    assert age == (Fraction(text) if plain else sum_of_words(text, AGES_IN_YEARS))
