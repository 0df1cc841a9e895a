"""TOML of any text is a table or a ValueError, soon, and holds no number that Python does not write out."""

from __future__ import annotations

import re
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldn_compound.core.toml import parse_toml


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a = " + "[" * 5000, "too many brackets"),
        ("a = " + "[" * 16 + "1" + "]" * 16, "too many brackets"),
        ("a" + ".a" * 30 + " = 1", "too many brackets"),
        ("a" + ".a" * 50_000 + " = 1", "more than 60 points in a line (at line 1, column 1)"),
        ("b = 1\na" + ".a" * 61 + " = 1", "(at line 2, column 1)"),
        (f"a = 0x{'F' * 20_000}", "more digits than a person writes"),
        (f"a = [[0x{'F' * 17}]]", "more digits than a person writes"),
        (f"a = {'9' * 5000}", "4300"),
    ],
)
def test_what_is_refused(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=re.escape(says)):
        parse_toml(text)


@pytest.mark.parametrize(
    "text",
    ["", "a = 1\n", "a = " + "[" * 15 + "1" + "]" * 15, f"a = 0x{'F' * 16}", "a = '" + "." * 55 + "'"],
)
def test_what_is_read(text: str) -> None:
    assert parse_toml(text) == tomllib.loads(text)


@given(st.text(alphabet='ab.=[]{}"\n#0x9,', max_size=60))
def test_any_text_is_a_table_or_a_value_error(text: str) -> None:
    try:
        read = parse_toml(text)
    except ValueError:
        return
    assert read == tomllib.loads(text)
    assert str(read)
