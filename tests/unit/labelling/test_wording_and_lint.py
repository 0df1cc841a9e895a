"""Words, dates, strengths, and what directions may not say."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldn_compound.core.errors import InputError
from ldn_compound.core.results import Severity
from ldn_compound.core.units import Amount, mass, parse_quantity
from ldn_compound.labelling.lint import get_lint, lint_directions
from ldn_compound.labelling.wording import get_wording, grouped, strength_text


@pytest.mark.parametrize(
    ("given_text", "shown"),
    [
        ("4.5 mg", "4.5 mg"),
        ("4.50 mg", "4.5 mg"),
        ("0.5 mg", "0.5 mg"),
        ("1.0 mg", "1 mg"),
        ("0.0045 g", "4.5 mg"),
        ("0.0025 g", "2.5 mg"),
        ("0.000001 kg", "1 mg"),
        ("500 mcg", "0.5 mg"),
        ("10 mcg", "0.01 mg"),
        ("9.5 mcg", "9.5 mcg"),
        ("0.001 mg", "1 mcg"),
        ("1 g", "1,000 mg"),
        ("12.3456 g", "12,345.6 mg"),
        ("999.9 mg", "999.9 mg"),
    ],
)
def test_strength_is_written_safely(given_text: str, shown: str) -> None:
    assert strength_text(parse_quantity(given_text)) == shown


@given(st.integers(1, 10**12))
def test_strength_parses_back_to_itself(micrograms: int) -> None:
    amount = mass(Fraction(micrograms, 10**6))
    text = strength_text(amount)
    assert parse_quantity(text.replace(",", "")) == amount
    assert lint_directions(f"Take {text}") == ()


@pytest.mark.parametrize("amount", [mass(0), Amount(1, "volume"), Amount(0, "mass/volume"), Amount(1, "time")])
def test_what_is_no_mass_is_no_strength(amount: Amount) -> None:
    with pytest.raises(InputError):
        strength_text(amount)


@given(st.integers(0, 10**15))
def test_grouping_agrees_with_python(number: int) -> None:
    assert grouped(str(number)) == f"{number:,}"


def test_dates_cannot_be_misread() -> None:
    wording = get_wording()
    assert wording.date(date(2027, 5, 20), "us") == "May 20, 2027"
    assert wording.date(date(2027, 3, 4), "us") == "Mar 4, 2027"
    assert wording.date(date(2027, 3, 4), "general") == "2027-03-04"
    assert len({wording.date(date(2027, month, 1), "us") for month in range(1, 13)}) == 12


def test_counts_have_their_unit() -> None:
    wording = get_wording()
    assert wording.count(1, "capsule") == "1 capsule"
    assert wording.count(90, "capsule") == "90 capsules"
    assert wording.count(1500, "capsule") == "1,500 capsules"
    with pytest.raises(InputError):
        wording.count(1, "suppository")


def test_our_own_words_pass_the_lint_and_have_sources() -> None:
    wording = get_wording()
    for sentence in wording.warnings:
        assert lint_directions(sentence.text) == ()
        assert sentence.source
    assert all(row.source for row in get_lint().abbreviations)


@pytest.mark.parametrize(
    "directions",
    [
        "Take 1 capsule by mouth at bedtime",
        "Take 1 capsule (4.5 mg) by mouth at bedtime.",
        "Take 0.5 mL (0.5 mg) under the tongue daily.",
        "Take 10 mcg daily. Do not take more than 1,000 mg.",
        "Take 1 capsule at 10:30 or at 08:05. Call 207-555-0100.",
        "Take 20 mg or 105 mg or 100 capsules.",
        "Take success, odd bids, posts, slow hospital units; 1/2 capsule.",
        "Take on 2026-11-05 and 2026-12-05.",
        "Take 1 capsule every morning. Use until gone.",
        "Give 2 capsules in week 10. 5 mg thereafter.",
    ],
)
def test_safe_directions_pass(directions: str) -> None:
    assert lint_directions(directions) == ()


@pytest.mark.parametrize(
    ("directions", "part"),
    [
        ("Take 1.0 mg daily", "1.0"),
        ("Take 0.50 mL daily", "0.50"),
        ("Take 1.0 capsule daily", "1.0"),
        ("Take .5 mg daily", ".5"),
        ("Take 4.5mg daily", "4.5mg"),
        ("Take 2mL daily", "2mL"),
        ("Take 5. mg daily", "5."),
        ("Take 4,5 mg daily", "4,5"),
        ("Take 05 mg daily", "05"),
        ("Take 1000 mg daily", "1000"),
        ("Take 1 capsule qd", "qd"),
        ("Take 1 capsule QD.", "QD"),
        ("Take 1 capsule q.d. with water", "q.d."),
        ("Take 1 capsule QOD", "QOD"),
        ("Take 1 capsule HS", "HS"),
        ("Take 1 capsule qhs", "qhs"),
        ("Take 1 capsule BID", "BID"),
        ("Take 1 capsule PO", "PO"),
        ("Take 1 cc", "cc"),
        ("Take 1cc", "cc"),
        ("Take 1 ml", "ml"),
        ("Take 1 ug", "ug"),
        ("Take 1 \N{MICRO SIGN}g", "\N{MICRO SIGN}g"),
        ("Take 1 \N{GREEK SMALL LETTER MU}g", "\N{GREEK SMALL LETTER MU}g"),
        ("Take 1 IU", "IU"),
        ("Take 10U", "U"),
        ("Take MgSO4", "MgSO4"),
    ],
)
def test_unsafe_directions_stop(directions: str, part: str) -> None:
    stops = [item for item in lint_directions(directions) if item.severity is Severity.STOP]
    assert stops
    assert any(f"'{part}'" in item.message for item in stops)
    assert all(item.code == "unsafe-text" and item.field == "directions" and item.source for item in stops)


def test_symbols_are_cautions() -> None:
    """Each sign with its own word: what to write for @ is not what to write for &."""
    found = lint_directions("Take 1 capsule @ bedtime & rest")
    assert [(item.severity, item.message) for item in found] == [
        (Severity.CAUTION, "for '@' write at"),
        (Severity.CAUTION, "for '&' write and"),
    ]
