"""The gate for dates, names, choices and flags."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from ldn_compound.core.errors import InputError
from ldn_compound.core.texts import parse_choice, parse_date, parse_flag, parse_mapping, parse_names, parse_text


@pytest.mark.parametrize(
    ("value", "day"),
    [("2026-11-22", date(2026, 11, 22)), (date(2026, 11, 22), date(2026, 11, 22)), ("2028-02-29", date(2028, 2, 29))],
)
def test_date_taken(value: object, day: date) -> None:
    assert parse_date(value, field="made_on") == day


@pytest.mark.parametrize(
    "value",
    [
        "",
        "2026-02-30",
        "2027-02-29",
        "2026-13-01",
        "2026-00-10",
        "22.11.2026",
        "11/22/2026",
        "2026-1-1",
        "20261122",
        "2026-11-22T00:00",
        " 2026-11-22",
        "2026-11-22\n",
        "26-11-22",
        "2026-11",
        "today",
        "1999-12-31",
        "2101-01-01",
        "0000-01-01",
        "\uff12\uff10\uff12\uff16-11-22",
        None,
        20261122,
        True,
        date(1999, 1, 1),
        datetime(2026, 11, 22, tzinfo=UTC),
    ],
)
def test_date_refused(value: object) -> None:
    with pytest.raises(InputError) as caught:
        parse_date(value, field="made_on")
    error = caught.value
    assert (error.code, error.field, error.exit_code) == ("bad-date", "made_on", 10)
    assert "2026-11-22" in (error.needed or "")


@pytest.mark.parametrize(
    ("text", "last"),
    [("2027-02", (2027, 2, 28)), ("2028-02", (2028, 2, 29)), ("2027-04", (2027, 4, 30)), ("2027-12", (2027, 12, 31))],
)
def test_a_month_alone_is_its_last_day(text: str, last: tuple[int, int, int]) -> None:
    assert parse_date(text, field="component_expiries", month_allowed=True) == date(*last)


@pytest.mark.parametrize("text", ["2027-00", "2027-13", "0000-01", "2027-1", "2027", "9999-12"])
def test_no_such_month(text: str) -> None:
    with pytest.raises(InputError, match="bad-date"):
        parse_date(text, field="component_expiries", month_allowed=True)


def test_text_is_brought_to_nfc() -> None:
    assert parse_text("Jose\u0301", field="patient") == "Jos\u00e9"


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("", "empty"),
        ("  ", "empty"),
        ("a\tb", "control-character"),
        ("a\nb", "control-character"),
        ("\x00", "control-character"),
        ("\x1b[31m", "control-character"),
        ("\ud800", "control-character"),
        ("a\u2028b", "control-character"),
        ("x" * 201, "too-long"),
        (None, "not-text"),
        (3, "not-text"),
        (b"x", "not-text"),
    ],
)
def test_text_refused(value: object, code: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_text(value, field="patient")
    assert (caught.value.code, caught.value.field) == (code, "patient")


def test_an_error_shows_control_characters_escaped() -> None:
    with pytest.raises(InputError) as caught:
        parse_text("a\x1b[31mb", field="patient")
    assert "\x1b" not in str(caught.value)


def test_choice() -> None:
    assert parse_choice("us", ("general", "us"), field="jurisdiction") == "us"
    for value in ("US", "", None, 3, ["us"], "usa"):
        with pytest.raises(InputError) as caught:
            parse_choice(value, ("general", "us"), field="jurisdiction")
        assert "general, us" in (caught.value.needed or "")
    with pytest.raises(InputError) as caught:
        parse_choice("al-in", ("to-mass", "all-in"), field="fill_method")
    assert "all-in" in (caught.value.hint or "")


@pytest.mark.parametrize("value", ["yes", "true", "no", 1, 0, None, ""])
def test_a_flag_is_true_or_false(value: object) -> None:
    with pytest.raises(InputError, match="bad-flag"):
        parse_flag(value, field="measured")


def test_names() -> None:
    assert parse_names(["lactose", "milk", "lactose"], field="avoid") == ("lactose", "milk")
    bad: list[Any] = ["lactose", b"lactose", {"lactose": 1}, 5, None]
    for value in bad:
        with pytest.raises(InputError, match="not-a-list"):
            parse_names(value, field="avoid")
    with pytest.raises(InputError):
        parse_names([1], field="avoid")


def test_mapping() -> None:
    assert parse_mapping({"api": "2027-03"}, field="component_expiries") == {"api": "2027-03"}
    bad: list[Any] = [[("api", "x")], "api=x", None, 3, {1: "x"}, {"": "x"}]
    for value in bad:
        with pytest.raises(InputError):
            parse_mapping(value, field="component_expiries")


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("22.11.2026", "write 2026-11-22"),
        ("11/22/2026", "write 2026-11-22"),
        ("2026-1-2", "write 2026-01-02"),
        ("2026/11/22", "write 2026-11-22"),
        ("11/11/2026", "write 2026-11-11"),
        ("11/12/2026", "write 2026-11-12 or 2026-12-11: "),
        ("30/02/2026", "write year-month-day: "),
        ("today", "write year-month-day: "),
    ],
)
def test_a_date_in_another_notation_is_told_as_the_days_that_it_can_be(text: str, hint: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_date(text, field="made_on")
    assert (caught.value.hint or "").startswith(hint)
